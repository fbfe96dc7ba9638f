//! Notices: put together, issued, followed up; and what the client does with them.

pub mod draft;
pub mod paper;
