//! The time-stamps of a checkpoint: what authorities say of when it was there.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::report::{Fault, Outcome, Remark};
use super::verify::Reader;
use crate::checkpoint::Checkpoint;
use crate::hash::sha256;
use crate::timestamp::{self, TimeStamp, TimeStampError};
use crate::x509::Trust;

/// Checks every token about the text of `checkpoint`. A bad one is worse than none: somebody put it there. One by an authority that the reader does not know
/// proves nothing yet, and says by its name whom to ask.
pub(super) fn check(
    tokens: &[String],
    checkpoint: Option<&Checkpoint>,
    reader: Reader<'_>,
) -> (Vec<TimeStamp>, Outcome) {
    let Some(checkpoint) = checkpoint else { return (Vec::new(), Outcome::NotReached) };
    let digest = sha256(checkpoint.text().as_bytes());
    let mut found = Vec::with_capacity(tokens.len());
    for (number, token) in (1..).zip(tokens) {
        let checked = match BASE64.decode(token) {
            Ok(der) => timestamp::check(&der, &digest, reader.authorities, reader.now),
            Err(_) => Err(TimeStampError::Malformed),
        };
        match checked {
            Ok(time_stamp) => found.push(time_stamp),
            Err(error) => return (Vec::new(), Outcome::Failed(Fault::TimeStamp { number, error })),
        }
    }
    let outcome = if found.is_empty() {
        Outcome::Remarked(Remark::NoTimeStamp)
    } else if found.iter().any(|time_stamp| time_stamp.trust == Trust::Anchored) {
        Outcome::Passed
    } else {
        Outcome::Remarked(Remark::UnknownAuthority)
    };
    (found, outcome)
}
