//! What became of each mail.

use serde::{Deserialize, Serialize};

use super::FileRef;
use crate::{Hash, Id};

/// What a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailPurpose {
    Notice,
    /// The notice once more, because nobody answered.
    Reminder,
    Code,
    Receipt,
    Reply,
    Invitation,
    /// About the member's own account: the password was changed.
    Security,
    /// To somebody outside who may read: the link, and that it works no longer.
    Access,
}

impl MailPurpose {
    /// It brings the notice, or the way to it.
    pub fn carries_notice(self) -> bool {
        matches!(self, MailPurpose::Notice | MailPurpose::Reminder)
    }
}

/// How a mail left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Handed to this mail server (host and port).
    Smtp(String),
    /// Written to a folder because no mail server is configured: nothing was sent.
    Outbox,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailAccepted {
    pub mail: Id,
    pub purpose: MailPurpose,
    pub notice: Option<Id>,
    pub contact: Option<Id>,
    pub to: String,
    pub message_id: String,
    pub via: Via,
    /// The server's last reply, as it came.
    pub reply: String,
    pub attempt: u32,
    /// SHA-256 of the whole message as handed over.
    pub message: Hash,
    pub attachments: Vec<FileRef>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailRefused {
    pub mail: Id,
    pub purpose: MailPurpose,
    pub notice: Option<Id>,
    pub contact: Option<Id>,
    pub to: String,
    pub via: Via,
    pub reply: String,
    pub attempt: u32,
    /// No further try will follow.
    pub last: bool,
}
