//! An instrument that a notice puts to the client as a whole, besides its warnings: frozen with it, signed or refused once.

use serde::{Deserialize, Serialize};

use super::{Date, Notice};

/// What the notice carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// Acceptance minutes (*procès-verbal de recette*). The warnings of the notice are the risks that remain: to sign without
    /// a reservation releases nobody from having named them (CA Rennes, 19/11/2024).
    Minutes(Minutes),
    /// Evidence agreement (*convention sur la preuve*, C. civ. art. 1356).
    Agreement(Agreement),
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
    /// Of minutes only: an agreement is signed as it stands, or not.
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
            Instrument::Minutes(_) => &[Resolution::Accepted, Resolution::Reserved, Resolution::Refused],
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
}

impl NoticeClass {
    pub const ALL: [NoticeClass; 3] = [NoticeClass::Letter, NoticeClass::Minutes, NoticeClass::Agreement];

    pub fn of(instrument: Option<&Instrument>) -> NoticeClass {
        match instrument {
            None => NoticeClass::Letter,
            Some(Instrument::Minutes(_)) => NoticeClass::Minutes,
            Some(Instrument::Agreement(_)) => NoticeClass::Agreement,
        }
    }

    /// As tables write it.
    pub fn as_str(self) -> &'static str {
        match self {
            NoticeClass::Letter => "letter",
            NoticeClass::Minutes => "minutes",
            NoticeClass::Agreement => "agreement",
        }
    }

    /// With which its reference begins: *mise en garde*, *procès-verbal*, *convention sur la preuve*.
    pub fn prefix(self) -> &'static str {
        match self {
            NoticeClass::Letter => "MG",
            NoticeClass::Minutes => "PV",
            NoticeClass::Agreement => "CP",
        }
    }
}

impl Notice {
    pub fn class(&self) -> NoticeClass {
        NoticeClass::of(self.instrument.as_ref())
    }
}
