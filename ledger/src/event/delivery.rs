//! The ways of a notice beside the mail: by registered post, by hand. What the firm says it did, with what shows it.

use serde::{Deserialize, Serialize};

use super::{Date, Event, FileRef, Person};
use crate::Id;

/// The notice was drawn as a letter to this person, to be posted. The `document.made` with the identifier of the letter names its bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterPrepared {
    pub letter: Id,
    pub notice: Id,
    pub contact: Id,
    /// As printed in the window, lines separated by `\n`.
    pub address: String,
    pub by: Person,
}

/// The letter was handed to a carrier. Said by the firm; `file` is the carrier's proof of it. The newest counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterPosted {
    pub letter: Id,
    pub notice: Id,
    pub day: Date,
    pub carrier: String,
    /// As the carrier prints it, for instance "1A 123 456 7890 1".
    pub tracking: String,
    pub file: Option<FileRef>,
    pub by: Person,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterOutcome {
    /// Handed over against a signature.
    Received,
    /// Turned down by the addressee.
    Refused,
    /// Kept at the post office, and never fetched.
    Unclaimed,
}

impl LetterOutcome {
    pub const ALL: [LetterOutcome; 3] = [LetterOutcome::Received, LetterOutcome::Refused, LetterOutcome::Unclaimed];

    /// As forms write it.
    pub fn as_str(self) -> &'static str {
        match self {
            LetterOutcome::Received => "received",
            LetterOutcome::Refused => "refused",
            LetterOutcome::Unclaimed => "unclaimed",
        }
    }
}

/// The receipt that came back, and what it says. The newest of a letter counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiptFiled {
    pub letter: Id,
    pub notice: Id,
    pub outcome: LetterOutcome,
    /// The day on which the carrier first came with it; always there unless it was received.
    pub presented: Option<Date>,
    /// The day on which it was handed over; only when it was received.
    pub received: Option<Date>,
    /// The scan; none only where it was erased.
    pub file: Option<FileRef>,
    pub by: Person,
}

/// The notice was handed to this person, who signed for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoticeHanded {
    pub notice: Id,
    pub contact: Id,
    pub day: Date,
    /// Who gave it.
    pub handed_by: String,
    /// The signed discharge; none only where it was erased.
    pub file: Option<FileRef>,
    pub by: Person,
}

impl LetterPosted {
    /// What an erasure takes: the file, and these texts.
    pub(super) fn erasable(&mut self) -> Vec<&mut String> {
        self.file = None;
        vec![&mut self.carrier, &mut self.tracking]
    }
}

impl ReceiptFiled {
    pub(super) fn erasable(&mut self) -> Vec<&mut String> {
        self.file = None;
        vec![]
    }
}

impl NoticeHanded {
    pub(super) fn erasable(&mut self) -> Vec<&mut String> {
        self.file = None;
        vec![&mut self.handed_by]
    }
}

impl Event {
    /// The file that shows what the entry says, and that goes when it is erased.
    pub fn proof(&self) -> Option<&FileRef> {
        match self {
            Event::PaperFiled(e) => Some(&e.file),
            Event::LetterPosted(e) => e.file.as_ref(),
            Event::ReceiptFiled(e) => e.file.as_ref(),
            Event::NoticeHanded(e) => e.file.as_ref(),
            Event::ExchangeImported(e) => e.file.as_ref(),
            Event::MailReturned(e) => e.file.as_ref(),
            Event::ReplyReceived(e) => e.file.as_ref(),
            _ => None,
        }
    }
}
