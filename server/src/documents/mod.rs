//! The PDFs: the notice as sent, the certificate of the answer, the project's file, the extract of a client's register.
//!
//! Pure: plain data in, the same bytes out, every time and everywhere; no clock, no randomness, no file, no network.
//! What the pages say of the past is drawn from the evidence that is attached to them ([`Trail`]), so the two cannot
//! differ. [`layout`] knows nothing of notices; the rest knows nothing of PDF.

mod bordereau;
mod certificate;
mod describe;
mod destruction;
pub mod dossier;
mod frame;
mod instrument;
pub mod layout;
mod mask;
mod meeting;
mod notice;
mod parties;
pub mod person;
mod project;
mod proof;
mod register;
mod seal;
mod silence;
mod trail;
mod warning;

pub use bordereau::bordereau;
pub use certificate::certificate;
pub use describe::describe;
pub use destruction::destruction;
pub use dossier::{
    Dossier, Exhibit, Exhibits, FIXED, Files, Part, Plan, SHEET, Whole, attached, dossier, evidence_of, part, plan,
};
pub use frame::{Frame, Redacted};
pub use layout::{Pdf, Picture};
pub use mask::{Initials, Mask};
pub use notice::{letter, notice};
pub use person::{erasure_answer, personal_data};
pub use register::register;
pub use seal::{Mark, seal, sign};
pub use silence::no_answer;

use crate::seal::SealError;
pub use trail::{Known, Row, Trail};

/// Why a document could not be made. None comes from what people typed: any text can be drawn.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("font: {0}")]
    Font(String),
    #[error("picture: {0}")]
    Picture(&'static str),
    #[error("pdf: {0}")]
    Pdf(String),
    #[error("evidence: {0}")]
    Evidence(String),
    /// A word to be masked is one that the format of the entries needs.
    #[error("a word to be masked is one of the format's own")]
    Unmaskable,
    /// The key does not sign; it may later.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<lopdf::Error> for Error {
    fn from(error: lopdf::Error) -> Error {
        Error::Pdf(error.to_string())
    }
}
