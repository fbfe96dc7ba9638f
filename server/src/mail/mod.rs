//! Mails: what they say ([`letter`]), the bytes that are sent ([`message`]), and how they leave ([`smtp`], [`outbox`]).
//!
//! A mail is a job, inserted by [`queue`] in the transaction of the event that causes it, so that neither exists without the
//! other. One mail has one recipient: a mailbox that refuses it holds up nobody else. Its id, its Message-ID and its date are
//! fixed when it is queued, so that every try sends the same bytes, and a mailbox that gets it twice can tell.

mod letter;
mod message;
pub mod outbox;
mod queue;
mod send;
mod slow_start;
pub mod smtp;

use ledger::event::{Choice, Date, FileRef, MailContent, MailPurpose, NoticeClass, Resolution, Role};
use ledger::{Id, Lang, Time};
use serde::{Deserialize, Serialize};

pub use letter::{Letter, write};
pub use message::{Message, Unwritable, compose};
pub use queue::*;
pub use send::{BACK_OFF, Transport, send};

/// One mail to one person: all that it takes but the bytes of the attachments. It holds a link or a code, so it is kept sealed
/// until it has left, and it has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Mail {
    /// Stable: names the mail in the log, in its Message-ID and in the outbox.
    pub mail: Id,
    pub lang: Lang,
    pub to: Person,
    /// What the mail is about, for the log.
    pub notice: Option<Id>,
    pub contact: Option<Id>,
    pub sender: Sender,
    pub content: Content,
    pub attachments: Vec<FileRef>,
    /// Message-ID of the notice's own mail, so that mail programs show both together.
    pub thread: Option<String>,
    /// After this time the mail is of no use (its code or its link is dead): no further try.
    pub until: Time,
}

/// Someone with an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// May be empty.
    pub name: String,
    pub email: String,
}

/// The firm, as the mail shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sender {
    pub firm: String,
    /// IANA name.
    pub time_zone: String,
    /// Where to write about personal data (GDPR art. 13). May be empty.
    pub privacy_email: String,
    /// The adviser, who reads what is answered to the mail.
    pub reply_to: Option<Person>,
    /// This server's own address, where it reads answers, too.
    #[serde(default)]
    pub reply_also: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    Notice(Notice),
    Code {
        about: About,
        /// Six digits.
        code: String,
    },
    /// To whoever answered, or confirmed reading (then without decisions).
    Receipt {
        about: About,
        at: Time,
        /// Title of each warning and what was decided.
        decisions: Vec<(String, Choice)>,
        /// What was said of the instrument as a whole, where there is one.
        #[serde(default)]
        resolution: Option<Resolution>,
    },
    /// The firm replied to a question.
    Reply {
        about: About,
        by: String,
        question: String,
        reply: String,
    },
    /// To a new member, or to one who forgot the password.
    Invitation {
        by: String,
        role: Role,
        link: String,
        expires: Time,
    },
    /// To somebody outside who may read.
    Access {
        by: String,
        over: Vec<String>,
        last: Date,
        link: String,
    },
    /// To the same person: six digits.
    AccessCode {
        code: String,
    },
    AccessRevoked,
    /// To the member whose password was changed; the link leads to their sessions.
    PasswordChanged {
        at: Time,
        link: String,
    },
}

/// Sends a recipient their personal link, and the notice as PDF where the firm wishes.
#[derive(Clone, Serialize, Deserialize)]
pub struct Notice {
    pub about: About,
    pub topics: Vec<String>,
    pub respond_by: Option<Date>,
    /// The recipient may decide; others are only informed.
    pub decides: bool,
    pub occasion: Occasion,
    pub link: String,
    pub expires: Time,
}

/// Why a notice is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    Issued,
    /// The same notice again, by a fresh link.
    NewLink,
    /// The same notice again, to another address of the same person.
    Resent,
    /// The same notice and link again, because nobody answered.
    Reminder {
        issued: Time,
    },
    /// To the director, because those named did not answer.
    Escalated {
        issued: Time,
        to: Vec<String>,
    },
    /// A recipient said that the decision is this person's, and the firm confirmed it.
    Named {
        by: String,
    },
}

/// The notice that a mail is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct About {
    /// A letter, in mails that an earlier version queued.
    #[serde(default)]
    pub class: NoticeClass,
    pub reference: String,
    pub project: String,
    pub client: String,
    /// The adviser's name.
    pub author: String,
    /// With `LinkOnly`, the mail says nothing of what the notice says.
    pub content: MailContent,
}

impl About {
    pub fn notice(notice: &ledger::event::Notice) -> About {
        About {
            class: notice.class(),
            reference: notice.reference.clone(),
            project: notice.project.title.clone(),
            client: notice.client.name.clone(),
            author: notice.author.name.clone(),
            content: notice.mail_content,
        }
    }
}

impl Content {
    pub fn purpose(&self) -> MailPurpose {
        match self {
            Content::Notice(Notice { occasion: Occasion::Reminder { .. }, .. }) => MailPurpose::Reminder,
            Content::Notice(_) => MailPurpose::Notice,
            Content::Code { .. } | Content::AccessCode { .. } => MailPurpose::Code,
            Content::Access { .. } | Content::AccessRevoked => MailPurpose::Access,
            Content::Receipt { .. } => MailPurpose::Receipt,
            Content::Reply { .. } => MailPurpose::Reply,
            Content::Invitation { .. } => MailPurpose::Invitation,
            Content::PasswordChanged { .. } => MailPurpose::Security,
        }
    }
}

/// Whoever was to take the message took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The mail server's last reply as it came, code included; in brackets when there is no server.
    pub reply: String,
}

/// The message was not taken, or we cannot know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The mail server's last reply, its lines joined by spaces; when there was none, what happened instead, in brackets.
    pub reply: String,
    /// The same mail will be refused again.
    pub permanent: bool,
}

/// Text for one line of a header: control characters, line ends and characters that reverse the direction of writing become
/// spaces, so that nothing typed into a form can begin a header of its own or pretend to be another sender.
fn one_line(text: &str) -> String {
    let is_blank = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let text: String = text.chars().map(|c| if is_blank(c) { ' ' } else { c }).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
