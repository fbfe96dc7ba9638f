//! Notices: put together, issued, followed up; and what the client does with them.

pub mod answer;
pub mod chase;
pub mod delivery;
pub mod draft;
pub mod files;
pub mod instrument;
pub mod issue;
pub mod link;
pub mod manage;
pub mod meeting;
pub mod paper;
pub mod register;
pub mod silence;
