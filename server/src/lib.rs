//! axum and sqlx: everything behind the binary `acte`.

pub mod clock;
pub mod store;
pub mod vault;
