//! All SQL of the program. [`db`] hides which database is below; [`log`] appends evidence; [`projection`] turns it into tables;
//! [`verify`] checks that both agree. One file per feature holds its queries, each of which takes the firm.

pub mod access;
pub mod accounts;
pub mod as_of;
pub mod bulk;
pub mod checkpoint;
pub mod clients;
pub mod codes;
pub mod cosignatures;
pub mod coverage;
pub mod db;
pub mod documents;
pub mod dossiers;
pub mod drafts;
pub mod erasure;
pub mod evidence;
pub mod feeds;
pub mod files;
pub mod firms;
pub mod holds;
pub mod incoming;
pub mod jobs;
mod keys;
pub mod log;
pub mod mails;
mod migrate;
pub mod notices;
pub mod overview;
pub mod paging;
pub mod person;
pub mod projection;
pub mod projects;
mod readers;
pub mod register;
pub mod retention;
pub mod seals;
pub mod search;
pub mod sessions;
pub mod timestamps;
pub mod verify;
pub mod witnessed;

pub use db::{Db, Row, Tx, Value};
pub use log::Append;
pub use migrate::{MIGRATIONS, Migration};
pub use paging::{PER_PAGE, Paging};

use ledger::Id;

/// The tenant whose rows a query may see. Made by whoever checked that the person asking belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Firm(pub Id);

impl From<Firm> for Value {
    fn from(firm: Firm) -> Value {
        firm.0.into()
    }
}

/// Why the store did not do what it was asked. Pages turn `Missing` into 404, `ClockBehind` into 503, `Swept` into 429, the rest into 500.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not found")]
    Missing,
    /// The newest entry is later than the present: the server's clock was set back. Nothing was written.
    #[error("the clock is {by_ms} ms behind the newest entry of the log")]
    ClockBehind { by_ms: i64 },
    /// Stored data is not what this program writes; `acte verify` says more.
    #[error("stored data cannot be read: {0}")]
    Damaged(String),
    #[error("the schema does not fit this program: {0}")]
    Schema(String),
    /// The key that seals cannot; no other takes its place. Tried again later.
    #[error("nothing is sealed: {0}")]
    NoSeal(String),
    /// More than the format of the evidence file allows.
    #[error("more than {most} entries")]
    TooMany { most: usize },
    /// What was put was also being erased elsewhere. Nothing was recorded; put again, it stays.
    #[error("the file was erased where it was filed before")]
    Swept,
    #[error("not an entry: {0}")]
    Entry(#[from] ledger::EntryError),
    #[error("files: {0}")]
    Files(#[from] object_store::Error),
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
}

impl Error {
    /// Stored data that some parser of the ledger refuses.
    pub(crate) fn damaged(error: impl std::fmt::Display) -> Error {
        Error::Damaged(error.to_string())
    }

    /// Whether a write ran into a UNIQUE constraint.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Error::Sql(sqlx::Error::Database(e)) if e.is_unique_violation())
    }
}
