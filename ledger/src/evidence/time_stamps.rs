//! The time-stamps of a checkpoint: what authorities say of when it was there.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::report::{Fault, Outcome, Remark};
use super::verify::Reader;
use crate::checkpoint::Checkpoint;
use crate::hash::sha256;
use crate::timestamp::{self, TimeStamp, TimeStampError};
use crate::x509::Trust;

/// Checks every token about the text of `checkpoint`. A bad one is worse than none: it was altered, or is about something else. One by an authority that
/// the reader does not know proves nothing yet, and says by its name whom to ask. One that holds, and was made with a certificate that was
/// expired then or not for this, proves nothing either: the key of the log does not sign the tokens, so anybody may have added it, and that is no
/// fault of what it was added to.
pub(super) fn check(
    tokens: &[String],
    checkpoint: Option<&Checkpoint>,
    reader: Reader<'_>,
) -> (Vec<TimeStamp>, Outcome) {
    let Some(checkpoint) = checkpoint else { return (Vec::new(), Outcome::NotReached) };
    let digest = sha256(checkpoint.text().as_bytes());
    let (mut found, mut refused) = (Vec::with_capacity(tokens.len()), None);
    for (number, token) in (1..).zip(tokens) {
        let checked = match BASE64.decode(token) {
            Ok(der) => timestamp::check(&der, &digest, reader.authorities, reader.now),
            Err(_) => Err(TimeStampError::Malformed),
        };
        match checked {
            Ok(time_stamp) => found.push(time_stamp),
            Err(TimeStampError::Chain(error)) => refused = refused.or(Some((number, error))),
            Err(error) => return (Vec::new(), Outcome::Failed(Fault::TimeStamp { number, error })),
        }
    }
    let anchored = found.iter().any(|time_stamp| time_stamp.trust == Trust::Anchored);
    let outcome = match refused {
        _ if anchored => Outcome::Passed,
        _ if !found.is_empty() => Outcome::Remarked(Remark::UnknownAuthority),
        Some((number, error)) => Outcome::Remarked(Remark::RefusedAuthority { number, error }),
        None => Outcome::Remarked(Remark::NoTimeStamp),
    };
    (found, outcome)
}
