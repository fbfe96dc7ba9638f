//! The answer of an authority (RFC 3161 §2.4.2), before anything in it is believed.

use std::fmt;

use der::asn1::BitStringRef;
use serde::{Deserialize, Serialize};

use super::TimeStampError;
use super::fields::{StatusInfo, TimeStampResponse};
use crate::asn1::{read, write};
use crate::cms::MAX_CMS;
use crate::x509::clean;

/// The longest answer accepted, in bytes: a token, and 4 KiB for words.
pub const MAX_RESPONSE: usize = MAX_CMS + 4096;

/// What an authority answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub status: Status,
    /// The words of the authority, cleaned, at most [`crate::x509::MAX_TEXT`] characters; often empty.
    pub text: String,
    /// Why it refused. Usually one.
    pub failures: Vec<Failure>,
    /// The token, which nobody has checked: the DER of a `ContentInfo`.
    pub token: Option<Vec<u8>>,
}

/// `PKIStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Granted,
    GrantedWithModifications,
    Rejected,
    Waiting,
    RevocationWarning,
    RevocationNotification,
}

/// `PKIFailureInfo`: the reasons of RFC 3161 §2.4.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    #[error("unknown algorithm")]
    BadAlgorithm,
    #[error("not permitted")]
    BadRequest,
    #[error("malformed request")]
    BadDataFormat,
    #[error("no source of time")]
    TimeNotAvailable,
    #[error("policy not offered")]
    UnacceptedPolicy,
    #[error("extension not offered")]
    UnacceptedExtension,
    #[error("additional information not available")]
    AdditionalInformationNotAvailable,
    #[error("failure of the system")]
    SystemFailure,
    /// A reason that RFC 3161 does not know.
    #[error("another reason")]
    Other,
}

impl Failure {
    /// The reasons by their bit in `PKIFailureInfo`.
    const BITS: [(usize, Failure); 8] = [
        (0, Failure::BadAlgorithm),
        (2, Failure::BadRequest),
        (5, Failure::BadDataFormat),
        (14, Failure::TimeNotAvailable),
        (15, Failure::UnacceptedPolicy),
        (16, Failure::UnacceptedExtension),
        (17, Failure::AdditionalInformationNotAvailable),
        (25, Failure::SystemFailure),
    ];
}

/// A refusal as it may be shown and logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub status: Status,
    pub failures: Vec<Failure>,
    pub text: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.status)?;
        for failure in &self.failures {
            write!(f, ", {failure}")?;
        }
        if self.text.is_empty() { Ok(()) } else { write!(f, ": {}", self.text) }
    }
}

impl Response {
    /// Reads an answer, `application/timestamp-reply` (RFC 3161 §3.4).
    ///
    /// # Errors
    /// `TooLong`, `TrailingBytes`, `Malformed`; `NoToken` and `UnexpectedToken` when status and token do not agree: "When the status
    /// contains the value zero or one, a TimeStampToken MUST be present" and with all others it "MUST NOT be present".
    pub fn parse(der: &[u8]) -> Result<Response, TimeStampError> {
        if der.len() > MAX_RESPONSE {
            return Err(TimeStampError::TooLong { bytes: der.len() });
        }
        let TimeStampResponse { status: StatusInfo { status, text, failure }, token } = read(der)?;
        let status = match status {
            0 => Status::Granted,
            1 => Status::GrantedWithModifications,
            2 => Status::Rejected,
            3 => Status::Waiting,
            4 => Status::RevocationWarning,
            5 => Status::RevocationNotification,
            _ => return Err(TimeStampError::Malformed),
        };
        let granted = matches!(status, Status::Granted | Status::GrantedWithModifications);
        match (granted, &token) {
            (true, None) => return Err(TimeStampError::NoToken),
            (false, Some(_)) => return Err(TimeStampError::UnexpectedToken),
            _ => {}
        }
        let text: Vec<&str> = text.iter().flatten().map(|text| text.as_str()).collect();
        Ok(Response {
            status,
            text: clean(&text.join(" ")),
            failures: failure.map(failures).unwrap_or_default(),
            token: token.map(|token| write(&token)),
        })
    }

    /// The token, if it was granted as asked.
    ///
    /// # Errors
    /// `Refused`; `GrantedWithModifications`: what was changed stands nowhere but in words, so nothing is accepted; `NoToken`.
    pub fn into_token(self) -> Result<Vec<u8>, TimeStampError> {
        let Response { status, text, failures, token } = self;
        match status {
            Status::Granted => token.ok_or(TimeStampError::NoToken),
            Status::GrantedWithModifications => Err(TimeStampError::GrantedWithModifications { text }),
            _ => Err(TimeStampError::Refused(Refusal { status, failures, text })),
        }
    }
}

fn failures(bits: BitStringRef<'_>) -> Vec<Failure> {
    let known = |bit: usize| Failure::BITS.iter().find(|(known, _)| *known == bit).map(|(_, failure)| *failure);
    let set = bits.bits().take(32).enumerate().filter(|(_, set)| *set);
    let mut found: Vec<Failure> = set.map(|(bit, _)| known(bit).unwrap_or(Failure::Other)).collect();
    found.dedup();
    found
}
