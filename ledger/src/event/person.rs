//! What a person asks about their own data, and what became of it (GDPR, Regulation (EU) 2016/679).
//!
//! Only identifiers name the person: these entries outlive an erasure, since they show that it was asked for and answered (art. 5(2)).

use serde::{Deserialize, Serialize};

use super::{Date, Person};
use crate::{Id, Lang};

/// A contact asked the firm to erase what it holds about them (art. 17).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErasureRequested {
    pub request: Id,
    pub contact: Id,
    /// The day on which it came, at the firm.
    pub received: Date,
    /// How it came, and how the firm made sure who asks; without personal data: this entry stays.
    pub way: String,
    pub checked: String,
    /// The last day for an answer: a month later (art. 12(3)).
    pub due: Date,
    pub by: Person,
}

/// The answer takes longer: two months more, of which the person is told with the reason (art. 12(3)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErasureExtended {
    pub request: Id,
    pub contact: Id,
    pub due: Date,
    pub reason: String,
    pub by: Person,
}

/// What an owner decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What may go is gone; the rest is kept, each part for its reason.
    Erased,
    /// Nothing was erased.
    Refused,
}

/// The request was decided; what it erased went in the transaction of this entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErasureDecided {
    pub request: Id,
    pub contact: Id,
    pub outcome: Outcome,
    /// What the person is told beside; always there when it was refused. Without personal data: this entry stays.
    pub reason: String,
    /// The entries whose content went, by their places in the log, from 0.
    pub entries: Vec<u64>,
    /// What went, and what is kept and why.
    pub erased: Vec<Gone>,
    pub kept: Vec<Kept>,
    /// The rule for what has no last day yet: years after the end of the relationship with the client.
    pub years: u32,
    /// The documents (PDF) that are kept and name the person; none in what earlier versions wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_in: Option<u64>,
    /// The entry that records the name alone again, by its place in the log: what is kept refers to the person. None where no name was left, nor in
    /// what earlier versions wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_in: Option<u64>,
    /// The legal holds that stood over the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<StandingHold>,
    /// In which the answer is.
    pub lang: Lang,
    /// The answer to the person, made afterwards under this identifier.
    pub document: Id,
    pub by: Person,
}

/// A legal hold, as the person is told of it: without its reason, which is about others too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingHold {
    pub hold: Id,
    /// As a subject of headers: the firm, a client or a project.
    pub about: String,
    /// The day on which it was placed, at the firm.
    pub placed: Date,
    /// Of the case; may be empty.
    pub reference: String,
}

/// Data of one sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// Name, addresses, position, as the firm has them in its list, and how they stood before.
    Contact,
    /// What was addressed to the person as it was sent.
    Notices,
    /// Mails, links and codes.
    Sending,
    /// Answers, questions, readings confirmed, and where they came from.
    Acts,
    /// Letters by post, and what was handed over.
    Letters,
    /// E-mails that the person wrote or that name them.
    Mails,
    /// Other entries that name the person.
    Named,
    /// PDFs made of all that.
    Documents,
    /// What the person asked about their data, and that some of it was erased.
    Requests,
    /// The person as addressee of what is not sent yet.
    Drafts,
    /// Copies of mails in the outbox of a server without a mail server.
    Outbox,
    /// Messages that nobody tied to anything.
    Incoming,
}

impl Datum {
    /// In the order in which people are told.
    pub const ALL: [Datum; 12] = [
        Datum::Contact,
        Datum::Notices,
        Datum::Sending,
        Datum::Acts,
        Datum::Letters,
        Datum::Mails,
        Datum::Named,
        Datum::Documents,
        Datum::Requests,
        Datum::Drafts,
        Datum::Outbox,
        Datum::Incoming,
    ];
}

impl Datum {
    /// Whether it cannot be kept without the person's name or address in it.
    pub fn names_the_person(self) -> bool {
        use Datum::{Acts, Documents, Letters, Mails, Named, Notices, Sending};
        [Acts, Documents, Letters, Mails, Named, Notices, Sending].contains(&self)
    }
}

/// So much of it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    pub what: Datum,
    pub count: u64,
}

/// So much of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub what: Datum,
    pub count: u64,
    pub why: Keeping,
    /// The last day; none while it cannot be told.
    pub until: Option<Date>,
}

/// Why data is kept although its erasure was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeping {
    /// To establish, exercise or defend legal claims (art. 17(3)(e)).
    Claims,
    /// A legal hold forbids it: the same, and a case is expected or pending.
    Hold,
    /// To show that the request was met, as the law demands of the firm (art. 17(3)(b), art. 5(2)).
    Record,
    /// Its time is over: it goes with its project as soon as an owner orders so.
    Due,
    /// The request was refused as a whole.
    Refused,
}
