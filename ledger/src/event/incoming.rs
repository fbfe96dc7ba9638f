//! What came back about a mail: what a mail server reports of it, and what is answered to it by mail.
//!
//! Both are tied to the mail by its Message-ID and by nothing else. Neither proves more than that somebody who knew that Message-ID sent it.

use serde::{Deserialize, Serialize};

use super::{FileRef, MailSignature};
use crate::{Id, Time};

/// A delivery status notification (RFC 3464) about one mail, as it says itself. Whoever knows the Message-ID can write one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailReturned {
    pub mail: Id,
    pub notice: Option<Id>,
    pub contact: Option<Id>,
    /// The address that the mail went to.
    pub to: String,
    pub action: ReturnAction,
    /// Enhanced status code (RFC 3463), for instance "5.1.1"; empty where the report has none.
    pub status: String,
    /// The address that the report speaks of, which may be another: mail is forwarded.
    pub recipient: String,
    /// What the server of the addressee said, as the report has it, shortened.
    pub diagnostic: String,
    /// The mail server that reports (`Reporting-MTA`), and the address that the report came from.
    pub reporter: String,
    pub from: String,
    /// The exact bytes; none only where they were erased.
    pub file: Option<FileRef>,
}

/// What a report says became of the mail (RFC 3464 §2.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnAction {
    /// Given up: it reached nobody at this address.
    Failed,
    /// Not yet, and tried again.
    Delayed,
    Delivered,
    /// Handed on to where nobody reports from, or to several.
    Relayed,
}

/// A message that was sent in answer to one of ours. It decides nothing: it is kept as what it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplyReceived {
    pub reply: Id,
    /// The mail that it answers.
    pub mail: Id,
    pub notice: Id,
    /// To whom that mail went; who wrote is in `from`, by the message's own word.
    pub contact: Id,
    /// Its headers say that no person wrote it (RFC 3834).
    pub automatic: bool,
    /// The exact bytes; none only where they were erased.
    pub file: Option<FileRef>,
    pub from: String,
    pub to: Vec<String>,
    /// Of the header `Date`, if it can be read.
    pub date: Option<Time>,
    pub subject: String,
    pub message_id: String,
    /// One for each DKIM signature in it, in their order, as checked when it came.
    pub signatures: Vec<MailSignature>,
}

impl MailReturned {
    /// What an erasure takes: the file, and whom it names.
    pub(super) fn erasable(&mut self) -> Vec<&mut String> {
        self.file = None;
        vec![&mut self.to, &mut self.recipient, &mut self.diagnostic, &mut self.reporter, &mut self.from]
    }
}

impl ReplyReceived {
    pub(super) fn erasable(&mut self) -> Vec<&mut String> {
        self.file = None;
        [&mut self.from, &mut self.subject, &mut self.message_id].into_iter().chain(&mut self.to).collect()
    }
}
