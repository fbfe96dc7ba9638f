//! The store's stories, each told to SQLite and to PostgreSQL; after each, the oracle reads everything again.

mod access;
mod coverage;
mod delivery;
mod erasure;
mod files;
mod jobs;
mod kill;
mod log;
mod mails;
mod notices;
mod person;
mod projection;
mod reading;
mod retention;
mod schema;
mod seals;
mod search;
mod search_questions;
mod verify;
