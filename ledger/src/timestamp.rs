//! Time-stamps by an authority (RFC 3161; ETSI EN 319 422): asking for one, reading the answer, and checking what it proves.
//!
//! A token proves that the authority saw a digest no later than the time in it, by the authority's clock. The log proves the order
//! of its entries; tokens about its checkpoints tie that order to time, and never our own clock.

mod check;
mod fields;
mod response;

pub use check::{Granted, MAX_AHEAD, TimeStamp, check};
pub use response::{Failure, MAX_RESPONSE, Refusal, Response, Status};

use serde::{Deserialize, Serialize};

use crate::asn1::{Asn1Error, Oid, write};
use crate::cms::CmsError;
use crate::hash::Hash;
use crate::x509::ChainError;
use fields::{MessageImprint, TimeStampRequest};

/// Why an answer or a token is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeStampError {
    #[error("{bytes} bytes; an answer has at most {MAX_RESPONSE}")]
    TooLong { bytes: usize },
    #[error("bytes follow the answer")]
    TrailingBytes,
    #[error("not the DER of a time-stamp or of an answer of an authority")]
    Malformed,
    #[error("the authority refused: {0}")]
    Refused(Refusal),
    #[error("the authority granted something else than it was asked: {text}")]
    GrantedWithModifications { text: String },
    #[error("the authority granted a token and sent none")]
    NoToken,
    #[error("the authority refused and sent a token all the same")]
    UnexpectedToken,
    #[error("the signature of the token: {0}")]
    Cms(#[from] CmsError),
    #[error("the token holds something else than a time-stamp")]
    NotATimeStamp,
    #[error("a time-stamp of version {found}; only version 1 is known")]
    Version { found: u8 },
    #[error("the token has a critical extension {oid} that is not understood")]
    CriticalExtension { oid: String },
    #[error("the token is not about a SHA-256 digest")]
    WrongAlgorithm,
    #[error("the token is about another digest")]
    WrongHash,
    #[error("the token answers a request without the number of ours")]
    MissingNonce,
    #[error("the token answers another request")]
    WrongNonce,
    #[error("the token is under the policy {found}, another than was asked for")]
    OtherPolicy { found: String },
    #[error("the token names another authority than its certificate")]
    AuthorityName,
    #[error("the token is of {millis} ms after the present moment")]
    FromTheFuture { millis: i64 },
    #[error("the certificate of the authority: {0}")]
    Chain(#[from] ChainError),
}

impl From<Asn1Error> for TimeStampError {
    fn from(error: Asn1Error) -> TimeStampError {
        match error {
            Asn1Error::Trailing => TimeStampError::TrailingBytes,
            Asn1Error::Malformed => TimeStampError::Malformed,
        }
    }
}

impl From<der::Error> for TimeStampError {
    fn from(_: der::Error) -> TimeStampError {
        TimeStampError::Malformed
    }
}

/// What an authority is asked (RFC 3161 §2.4.1). Kept until the answer was checked against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    digest: Hash,
    nonce: u64,
    policy: Option<Oid>,
}

impl Request {
    /// Asks for a time-stamp about `digest`, with the authority's certificate inside, under `policy` or one that the authority
    /// chooses. `nonce` is a random number, new for each request: it keeps anybody from answering with an older token.
    pub fn new(digest: Hash, nonce: u64, policy: Option<Oid>) -> Request {
        Request { digest, nonce, policy }
    }

    /// The DER to send, as `application/timestamp-query` by HTTP POST (RFC 3161 §3.4).
    pub fn to_der(&self) -> Vec<u8> {
        let digest = self.digest.0;
        write(&TimeStampRequest {
            version: 1,
            imprint: MessageImprint::of(&digest),
            policy: self.policy,
            nonce: Some(self.nonce),
            certificate: true,
        })
    }
}
