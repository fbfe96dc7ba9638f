//! What is done about a notice that nobody answers, and that nothing came.

use serde::{Deserialize, Serialize};

use super::{Person, Recipient};
use crate::Id;

/// After how many days without an answer what follows by itself. Days count from the day on which the person was asked, at the firm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chasing {
    /// Each a reminder by mail; ascending. Empty: none.
    pub reminders: Vec<u32>,
    /// Then the notice goes to the client's director as well. None: never.
    pub escalation: Option<u32>,
}

impl Chasing {
    /// Nothing follows by itself.
    pub const NONE: Chasing = Chasing { reminders: Vec::new(), escalation: None };

    pub fn is_none(&self) -> bool {
        *self == Chasing::NONE
    }
}

/// What a firm that never said anything else does.
impl Default for Chasing {
    fn default() -> Chasing {
        Chasing { reminders: vec![3, 7, 14], escalation: Some(21) }
    }
}

/// What will follow by itself while a notice has no answer; the newest counts. A notice without one is not chased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChasingPlanned {
    pub notice: Id,
    pub chasing: Chasing,
    /// The contact to whom the notice goes after the reminders; none: the contact marked as director.
    pub director: Option<Id>,
    /// Why a member changed it; empty at the issue.
    pub reason: String,
    pub by: Person,
}

/// A reminder was left to be sent; what its mail server said is the `mail.accepted` of this mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReminderMade {
    pub notice: Id,
    pub contact: Id,
    /// The personal link in it.
    pub link: Id,
    pub mail: Id,
    /// Which step of the plan: days since the person was asked.
    pub day: u32,
}

/// The notice was left to be sent to the client's director too, who becomes a recipient of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoticeEscalated {
    pub notice: Id,
    pub recipient: Recipient,
    pub mail: Id,
    pub day: u32,
}

/// No answer stood in the log before this entry. Recorded when a member asks for the certificate of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SilenceRecorded {
    pub notice: Id,
    /// The warnings without an answer: all of the notice.
    pub warnings: Vec<Id>,
    /// The certificate that was asked for.
    pub document: Id,
    pub by: Person,
}
