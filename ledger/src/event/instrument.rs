//! An instrument that a notice puts to the client as a whole, besides its warnings: frozen with it, signed or refused once.

use serde::{Deserialize, Serialize};

use super::{Date, Notice};
use crate::Id;

/// What the notice carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// Acceptance minutes (*procès-verbal de recette*). The warnings of the notice are the risks that remain: to sign without
    /// a reservation releases nobody from having named them (CA Rennes, 19/11/2024).
    Minutes(Minutes),
    /// Evidence agreement (*convention sur la preuve*, C. civ. art. 1356).
    Agreement(Agreement),
    /// Minutes of a meeting (*compte rendu de réunion*): the firm's words, which the client confirms or contests. No decision on what was
    /// spoken of.
    Meeting(Meeting),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Minutes {
    /// What is handed over.
    pub delivered: String,
    /// What was tried, and what came of it.
    pub tests: String,
    /// The day of the trials.
    pub day: Date,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Version of the model that it began from.
    pub version: String,
    pub articles: Vec<Article>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    pub heading: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// Its day, and when it began, by the clocks at the firm.
    pub day: Date,
    pub time: jiff::civil::Time,
    pub place: String,
    /// Who took part.
    pub attendees: Vec<Attendee>,
    pub spoken: Vec<Spoken>,
    /// What was said and decided, in words.
    pub said: String,
    /// The day on which it was recorded, at the firm: that of the issue.
    pub recorded: Date,
}

impl Meeting {
    /// Days between the meeting and its record.
    pub fn late(&self) -> u64 {
        u64::from((self.recorded - self.day).get_days().max(0).unsigned_abs())
    }
}

/// Somebody who took part, as they stood then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attendee {
    pub side: Side,
    /// The contact or member; none of whoever is neither.
    pub id: Option<Id>,
    pub name: String,
    pub role: String,
}

/// Where somebody belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Client,
    Firm,
    /// Named by the firm in the form.
    Other,
}

/// A notice that was spoken of, and which of its warnings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spoken {
    pub notice: Id,
    pub reference: String,
    /// None of a notice without warnings.
    pub warnings: Vec<SpokenWarning>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpokenWarning {
    pub warning: Id,
    pub topic: String,
    pub title: String,
}

/// What the client says of the instrument as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signing {
    pub resolution: Resolution,
    /// The reservations, or why it is refused; empty when it is accepted.
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    Accepted,
    /// Of minutes, of works or of a meeting: an agreement is signed as it stands, or not.
    Reserved,
    Refused,
}

impl Resolution {
    /// As entries and forms write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Resolution::Accepted => "accepted",
            Resolution::Reserved => "reserved",
            Resolution::Refused => "refused",
        }
    }
}

impl Instrument {
    /// What may be said of it.
    pub fn resolutions(&self) -> &'static [Resolution] {
        match self {
            Instrument::Minutes(_) | Instrument::Meeting(_) => {
                &[Resolution::Accepted, Resolution::Reserved, Resolution::Refused]
            }
            Instrument::Agreement(_) => &[Resolution::Accepted, Resolution::Refused],
        }
    }
}

/// What a notice is, by what it carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeClass {
    /// Warnings only.
    #[default]
    Letter,
    Minutes,
    Agreement,
    Meeting,
}

impl NoticeClass {
    pub const ALL: [NoticeClass; 4] =
        [NoticeClass::Letter, NoticeClass::Minutes, NoticeClass::Agreement, NoticeClass::Meeting];

    pub fn of(instrument: Option<&Instrument>) -> NoticeClass {
        match instrument {
            None => NoticeClass::Letter,
            Some(Instrument::Minutes(_)) => NoticeClass::Minutes,
            Some(Instrument::Agreement(_)) => NoticeClass::Agreement,
            Some(Instrument::Meeting(_)) => NoticeClass::Meeting,
        }
    }

    /// As tables write it.
    pub fn as_str(self) -> &'static str {
        match self {
            NoticeClass::Letter => "letter",
            NoticeClass::Minutes => "minutes",
            NoticeClass::Agreement => "agreement",
            NoticeClass::Meeting => "meeting",
        }
    }

    /// With which its reference begins: *mise en garde*, *procès-verbal*, *convention sur la preuve*, *compte rendu*.
    pub fn prefix(self) -> &'static str {
        match self {
            NoticeClass::Letter => "MG",
            NoticeClass::Minutes => "PV",
            NoticeClass::Agreement => "CP",
            NoticeClass::Meeting => "CR",
        }
    }
}

impl Notice {
    /// The meeting whose minutes it is.
    pub fn meeting(&self) -> Option<&Meeting> {
        match &self.instrument {
            Some(Instrument::Meeting(meeting)) => Some(meeting),
            _ => None,
        }
    }

    pub fn class(&self) -> NoticeClass {
        NoticeClass::of(self.instrument.as_ref())
    }
}
