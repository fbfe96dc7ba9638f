//! How long the firm keeps what it recorded, and that a project is no longer here because its time was over.

use serde::{Deserialize, Serialize};

use super::{Date, Person};
use crate::{Hash, Id, Lang, Time};

/// For how many years each kind is kept after it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// A project: from the end of the relationship with its client.
    pub projects: u32,
    /// A client who never had a project: from the last entry about them or their contacts.
    pub clients: u32,
    /// Access of an outside reader: from its end.
    pub grants: u32,
    /// A message that came in and that nobody tied to a project: from the day it came.
    pub mails: u32,
}

impl Default for Retention {
    /// The five years of the common limitation period and one more, for a claim made on the last day to arrive; one to three for what no claim
    /// rests on.
    fn default() -> Retention {
        Retention { projects: 6, clients: 3, grants: 6, mails: 1 }
    }
}

/// The rules from here on. Nothing goes by itself when they change: each destruction is an owner's decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetentionSet {
    pub years: Retention,
    pub by: Person,
    /// Why; empty in entries of earlier versions, which did not ask.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Salts and payloads of all entries about a project were erased in the transaction of this one. What it says of the project is what the
/// certificate of destruction needs, and nothing a person wrote but `note`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProjectDestroyed {
    pub project: Id,
    pub client: Id,
    /// The firm's own for the project; may be empty.
    pub reference: String,
    /// The client's name, by which the firm can say years later whose file it was.
    pub client_name: String,
    /// In which the client was written to: that of the certificate.
    pub lang: Lang,
    /// The entries about the client and its contacts went too: it was its last project.
    pub with_client: bool,
    /// The entries, by their places in the log, from 0: stretches in their order, each by its first and its last.
    pub entries: Vec<[u64; 2]>,
    /// How many these are.
    pub count: u64,
    /// When the first and the last of them were recorded.
    pub from: Time,
    pub to: Time,
    /// SHA-256 of the files that went.
    pub files: Vec<Hash>,
    /// Their size, bytes.
    pub bytes: u64,
    /// The rule: years after the end of the relationship, when that ended, and the last day for which it was kept.
    pub years: u32,
    pub ended: Date,
    pub kept_until: Date,
    /// In a few words, without personal data: this entry stays.
    pub note: String,
    /// Who ordered it.
    pub by: Person,
    /// The certificate of destruction, made afterwards under this identifier.
    pub document: Id,
}

impl ProjectDestroyed {
    /// Whether it says of the entry at `index` that it was erased.
    pub fn names(&self, index: u64) -> bool {
        names(&self.entries, index)
    }

    /// Whether its stretches are in order, apart, before the entry `own` that says so, and as many entries as it counts.
    pub fn is_well_formed(&self, own: u64) -> bool {
        is_well_formed(&self.entries, self.count, own)
    }
}

/// Whether one of these stretches has the entry at `index`.
pub(crate) fn names(entries: &[[u64; 2]], index: u64) -> bool {
    let after = entries.partition_point(|[first, _]| *first <= index);
    after.checked_sub(1).is_some_and(|at| index <= entries[at][1])
}

/// See [`ProjectDestroyed::is_well_formed`].
pub(crate) fn is_well_formed(entries: &[[u64; 2]], count: u64, own: u64) -> bool {
    let ordered = entries.iter().all(|[first, last]| first <= last)
        && entries.windows(2).all(|pair| pair[0][1] < pair[1][0])
        && entries.last().is_none_or(|[_, last]| *last < own);
    // In order and below `own`: the sum is at most that.
    ordered && entries.iter().map(|[first, last]| last - first + 1).sum::<u64>() == count
}
