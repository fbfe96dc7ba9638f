//! An e-mail that somebody kept, imported as it is.

use serde::{Deserialize, Serialize};

use super::{FileRef, Person};
use crate::{Id, Time};

/// A message from a file. What its headers say is the word of whoever wrote the file, but for what a signature covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExchangeImported {
    pub exchange: Id,
    pub project: Id,
    /// The notice that it is about, if it is about one; else it is about the project.
    pub notice: Option<Id>,
    /// The exact bytes; none only where they were erased.
    pub file: Option<FileRef>,
    /// Addresses as the headers have them.
    pub from: String,
    pub to: Vec<String>,
    /// Of the header `Date`, if it can be read.
    pub date: Option<Time>,
    pub subject: String,
    pub message_id: String,
    /// One for each DKIM signature in it, in their order, as checked when it was imported.
    pub signatures: Vec<MailSignature>,
    pub by: Person,
}

/// A DKIM signature (RFC 6376), and what checking it came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailSignature {
    /// The tag `d`; empty when the header cannot be read.
    pub domain: String,
    pub selector: String,
    pub outcome: SignatureOutcome,
    /// Names of the headers that it covers, in lower case.
    pub covers: Vec<String>,
    /// The record with the key, as DNS gave it; empty when it gave none.
    pub key: String,
    /// When it was asked for.
    pub checked: Time,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureOutcome {
    /// Whoever had the domain's key signed these headers and the whole body.
    Holds,
    /// Altered since, forged, or no signature that can be read.
    Broken,
    /// DNS did not give the key: withdrawn, never there, or no answer.
    NoKey,
    /// It says itself that it is no longer valid.
    Expired,
    /// Of a kind that is not checked: covers a part of the body only, an unknown algorithm, or beyond the tenth.
    Unchecked,
}

impl ExchangeImported {
    /// What an erasure takes: the file, and what the headers said.
    pub(super) fn erasable(&mut self) -> Vec<&mut String> {
        self.file = None;
        [&mut self.from, &mut self.subject, &mut self.message_id].into_iter().chain(&mut self.to).collect()
    }
}
