//! Access of outsiders: a named person reads chosen clients or projects for a time, and each page and file that they open is an entry.

use serde::{Deserialize, Serialize};

use super::{Date, Device, Person};
use crate::{Hash, Id, Lang, Time};

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessSort {
    /// All that is recorded about what was chosen.
    Lawyer,
    /// Less, for an expert or an insurer: scope, coverage, the notices as issued with their answers, the chronology of these.
    DataRoom,
}

impl AccessSort {
    pub const ALL: [AccessSort; 2] = [AccessSort::Lawyer, AccessSort::DataRoom];
}

/// Somebody of no firm here, by what the owner who let them in wrote of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outsider {
    pub name: String,
    /// The law firm, the insurer; may be empty.
    pub office: String,
    /// Where link and codes go.
    pub email: String,
    pub lang: Lang,
}

/// From this entry on, until the end of `last`, this person may read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessGranted {
    pub access: Id,
    pub to: Outsider,
    pub sort: AccessSort,
    /// What may be read, as subjects of headers: clients, with all their projects, those to come too, and projects.
    pub over: Vec<String>,
    /// The last day, by the calendar of the firm.
    pub last: Date,
    /// The end of that day: from this moment on nothing is shown.
    pub until: Time,
    /// Why, or the file's reference.
    pub reason: String,
    pub by: Person,
}

/// A new link was left to be sent to the address of the grant; from this entry on, earlier ones lead nowhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessLinked {
    pub access: Id,
    pub by: Person,
}

/// It ends before its time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessRevoked {
    pub access: Id,
    pub reason: String,
    pub by: Person,
}

/// What was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessPage {
    /// No page: the code was typed.
    Entered,
    Home,
    Project,
    AsOf,
    Chronology,
    Told,
    Coverage,
    Topic,
    Notice,
    /// A client, as it stood.
    Client,
    /// The search; what was looked for is not recorded.
    Search,
    /// The choice of what a bundle holds.
    Bundle,
    /// A bundle was made.
    Exported,
    /// The choice of what a file (PDF) holds, or one that was made.
    Dossier,
    /// A file was asked for.
    DossierAsked,
    /// The choice of whom a copy masks; with `sha256`, the copy that was made.
    Redaction,
    File,
}

/// Written before it was shown. The same again within five minutes in the same session is no entry of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessUsed {
    pub access: Id,
    /// As in [`AccessGranted`].
    pub name: String,
    /// From one code to the end of what it opened.
    pub session: Id,
    pub page: AccessPage,
    /// As a subject of headers; empty where it is about no one of them.
    pub about: String,
    /// The title or reference of that, the name of the file; may be empty.
    pub what: String,
    /// Of a file or copy; of a bundle that of its table of contents.
    pub sha256: Option<Hash>,
    pub device: Device,
}
