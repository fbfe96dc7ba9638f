//! axum and sqlx: everything behind the binary `acte`.

pub mod clock;
pub mod documents;
pub mod store;
pub mod vault;
