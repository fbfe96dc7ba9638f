//! The time-stamps of the checkpoint and of earlier ones: what authorities say of when they were there.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::Earlier;
use super::report::{Dated, Fault, Outcome, Remark};
use super::verify::{Reader, check_checkpoint, check_origin};
use crate::checkpoint::Checkpoint;
use crate::hash::sha256;
use crate::merkle::verify_consistency;
use crate::note::VerifyingKey;
use crate::timestamp::{self, TimeStamp, TimeStampError};
use crate::x509::{ChainError, Trust};

/// Good tokens, and the first whose certificates were not good for it.
type Found = (Vec<TimeStamp>, Option<(u64, ChainError)>);

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
    let (found, refused) = match check_tokens(tokens, checkpoint, reader) {
        Ok(found) => found,
        Err(fault) => return (Vec::new(), Outcome::Failed(fault)),
    };
    let anchored = found.iter().any(|time_stamp| time_stamp.trust == Trust::Anchored);
    let outcome = match refused {
        _ if anchored => Outcome::Passed,
        _ if !found.is_empty() => Outcome::Remarked(Remark::UnknownAuthority),
        Some((number, error)) => Outcome::Remarked(Remark::RefusedAuthority { number, error }),
        None => Outcome::Remarked(Remark::NoTimeStamp),
    };
    (found, outcome)
}

fn check_tokens(tokens: &[String], checkpoint: &Checkpoint, reader: Reader<'_>) -> Result<Found, Fault> {
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
            Err(error) => return Err(Fault::TimeStamp { number, error }),
        }
    }
    Ok((found, refused))
}

/// Checks that `checkpoint` continues each earlier state of the log `origin`, and the tokens about it. None is told if one does not hold.
pub(super) fn check_earlier(
    (origin, earlier): (&str, &[Earlier]),
    key: &VerifyingKey,
    checkpoint: &Checkpoint,
    reader: Reader<'_>,
) -> Result<Vec<Dated>, Fault> {
    let (mut dated, mut before) = (Vec::with_capacity(earlier.len()), 0);
    for (number, earlier) in (1..).zip(earlier) {
        let checked = check_one((origin, earlier), key, checkpoint, before, reader);
        let one = checked.map_err(|fault| Fault::Earlier { number, fault: Box::new(fault) })?;
        before = one.size;
        dated.push(one);
    }
    Ok(dated)
}

/// `before` is the size of the state before it.
fn check_one(
    (origin, earlier): (&str, &Earlier),
    key: &VerifyingKey,
    checkpoint: &Checkpoint,
    before: u64,
    reader: Reader<'_>,
) -> Result<Dated, Fault> {
    let (state, _, cosignatures) = check_checkpoint(&earlier.checkpoint, key, reader.witnesses)?;
    if let Outcome::Failed(fault) = check_origin(origin, Some(key), Some(&state)) {
        return Err(fault);
    }
    if state.size <= before || state.size >= checkpoint.size {
        return Err(Fault::NotEarlier);
    }
    verify_consistency(state.size, checkpoint.size, state.root, checkpoint.root, &earlier.proof)
        .map_err(|_| Fault::NotContinued)?;
    let (time_stamps, _) = check_tokens(&earlier.time_stamps, &state, reader)?;
    Ok(Dated { size: state.size, root: state.root, time_stamps, cosignatures })
}
