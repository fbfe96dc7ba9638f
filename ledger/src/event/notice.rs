//! What a notice holds: frozen when it is issued.

use serde::{Deserialize, Serialize};

use super::{Authority, Date, FileRef, Instrument, MailContent, Party, ProjectRecorded};
use crate::{Id, Lang, Time};

/// A notice as sent. Frozen: nothing that changes afterwards touches it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub notice: Id,
    /// For people, for instance "MG-2026-0007".
    pub reference: String,
    pub lang: Lang,
    pub firm: Party,
    pub logo: Option<FileRef>,
    pub client: Party,
    pub project: ProjectRecorded,
    pub author: Person,
    pub introduction: String,
    /// None, and then no member of the payload: a letter, and nothing to sign as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Instrument>,
    pub warnings: Vec<Warning>,
    pub recipients: Vec<Recipient>,
    /// Quotes and other files that go with the notice.
    pub annexes: Vec<FileRef>,
    pub respond_by: Option<Date>,
    /// When the links stop working.
    pub expires: Time,
    pub mail_content: MailContent,
}

/// A member of the firm as named in a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub member: Id,
    pub name: String,
}

/// A contact as they stood when the notice was issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    pub contact: Id,
    pub name: String,
    pub email: String,
    pub role: String,
    pub signatory: bool,
    pub authority: Authority,
    pub authority_note: String,
}

/// A topic made specific by this client's facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    pub warning: Id,
    /// Code of the catalogue, for instance "BCK-01".
    pub topic: String,
    /// Version of the catalogue's text that it began from.
    pub topic_version: String,
    pub title: String,
    pub facts: Vec<Fact>,
    pub risk: String,
    pub consequence: String,
    pub measure: String,
    pub options: Vec<QuotedOption>,
    /// Finished citations, for instance "ANSSI, Guide d’hygiène informatique, M37".
    pub references: Vec<String>,
}

/// A fact of this client, label as shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    Once,
    Monthly,
    Yearly,
}

/// One way to carry out the measure, with its price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuotedOption {
    /// 1, 2, 3… within the warning.
    pub number: u32,
    pub label: String,
    /// Euro cents without VAT; none when not quoted yet.
    pub price_cents: Option<i64>,
    pub rhythm: Rhythm,
    /// Hundredths of a per cent: 2000 is 20 %.
    pub vat_rate: u32,
    pub quote: Option<FileRef>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkMade {
    pub link: Id,
    pub notice: Id,
    pub contact: Id,
    pub expires: Time,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkRevoked {
    pub link: Id,
    pub notice: Id,
    pub reason: String,
}

/// The notice was left to be sent once more, to the address that the client's contact has by now; from here on it is this recipient's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoticeResent {
    pub notice: Id,
    pub contact: Id,
    pub to: String,
    /// The address that the notice had gone to; the same where that one is tried again.
    pub before: String,
    /// The personal link in it.
    pub link: Id,
    pub mail: Id,
    pub by: Person,
}
