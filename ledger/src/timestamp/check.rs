//! Checking an answer and a token: the rules in the order of `docs/ledger-format.md`.

use der::Encode;
use der::asn1::IntRef;
use serde::{Deserialize, Serialize};

use super::fields::{MessageImprint, TimeStampInfo};
use super::{Request, Response, TimeStampError};
use crate::asn1::{directory_name, read, read_fractional_time, write};
use crate::cms::{SignedData, TIME_STAMP_INFO};
use crate::hash::Hash;
use crate::signature::HashAlgorithm;
use crate::time::Time;
use crate::x509::{Certificate, Purpose, Subject, Trust, chain, has_statement, oid};

/// How far ahead of the reader's clock a time-stamp may be, in milliseconds: five minutes, since the reader's clock is the worse.
pub const MAX_AHEAD: i64 = 5 * 60 * 1000;

/// What a token says, once it was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeStamp {
    /// When the authority saw the digest, by its clock; fractions of a millisecond are cut off.
    pub time: Time,
    /// By how much that clock may be wrong, in microseconds, either way. `None`: the authority does not say.
    pub accuracy_micros: Option<u64>,
    /// Under which rules the authority works: an object identifier, dotted.
    pub policy: String,
    /// The authority's number of the token, in hexadecimal.
    pub serial: String,
    /// Whether the token answers the request against which it was checked. A token alone was asked for by somebody, at some time
    /// before `time`: that proves no less.
    pub nonce_matched: bool,
    /// Who the authority is, as its certificate names it.
    pub authority: Subject,
    /// Whether that name leads to a certificate that the reader trusts. If not, anybody may have made the token.
    pub trust: Trust,
    /// Until when the certificate of the authority is valid. After that, and after a revocation that this crate cannot see, a
    /// token is worth what a later token about it proves.
    pub certificate_until: Time,
    /// Whether the token (ETSI EN 319 422 §9.1) or the certificate *says* that it is qualified. Nothing here proves it.
    pub claims_qualified: bool,
}

impl TimeStamp {
    /// The latest moment, by right clocks, at which the authority can have seen the digest.
    pub fn latest(&self) -> Time {
        self.time.plus_millis(self.accuracy_micros.unwrap_or(0).div_ceil(1000) as i64)
    }
}

/// A token that answers a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The DER of the token, to be kept.
    pub token: Vec<u8>,
    pub time_stamp: TimeStamp,
}

impl Request {
    /// Checks the answer to this request (RFC 3161 §2.2): granted as asked, about this digest, with this nonce, under this policy,
    /// and a good token by [`check`].
    ///
    /// # Errors
    /// Each way in which an authority, or somebody in its place, can fail or lie.
    pub fn check(&self, response: &[u8], anchors: &[Certificate], at: Time) -> Result<Granted, TimeStampError> {
        let token = Response::parse(response)?.into_token()?;
        let time_stamp = check_token(&token, &self.digest, Some(self), anchors, at)?;
        Ok(Granted { token, time_stamp })
    }
}

/// Checks a token about `digest` that was kept. `anchors` are the authorities that the reader trusts, `at` is the present moment.
///
/// The certificates are held to the moment in the token: an authority's certificate may expire, what it signed before stays.
///
/// # Errors
/// Those of the token itself: `Cms`, `NotATimeStamp`, `Malformed`, `Version`, `CriticalExtension`, `WrongAlgorithm`, `WrongHash`,
/// `AuthorityName`, `FromTheFuture`, `Chain`.
pub fn check(token: &[u8], digest: &Hash, anchors: &[Certificate], at: Time) -> Result<TimeStamp, TimeStampError> {
    check_token(token, digest, None, anchors, at)
}

fn check_token(
    token: &[u8],
    digest: &Hash,
    request: Option<&Request>,
    anchors: &[Certificate],
    at: Time,
) -> Result<TimeStamp, TimeStampError> {
    let signed = SignedData::parse(token)?;
    let content = signed.content().filter(|_| signed.content_type() == TIME_STAMP_INFO);
    let content = content.ok_or(TimeStampError::NotATimeStamp)?;
    signed.verify(&signed.hash_algorithm().digest(&[content]))?;

    let info: TimeStampInfo<'_> = read(content)?;
    if info.version != 1 {
        return Err(TimeStampError::Version { found: info.version });
    }
    let token_claims_qualified = check_extensions(&info)?;
    check_imprint(&info.imprint, digest)?;
    let nonce_matched = request.map_or(Ok(false), |request| check_request(&info, request))?;
    check_authority(&info, signed.signer())?;
    let time = read_fractional_time(info.time)?;
    let ahead = time.0.saturating_sub(at.0);
    if ahead > MAX_AHEAD {
        return Err(TimeStampError::FromTheFuture { millis: ahead });
    }
    let accuracy_micros = match &info.accuracy {
        Some(accuracy) => Some(accuracy.micros().ok_or(TimeStampError::Malformed)?),
        None => None,
    };
    let trust = chain(signed.signer(), signed.certificates(), anchors, Purpose::TimeStamping, time)?.trust;
    Ok(TimeStamp {
        time,
        accuracy_micros,
        policy: info.policy.to_string(),
        serial: hex::encode(info.serial.as_bytes()),
        nonce_matched,
        authority: signed.signer().subject(),
        trust,
        certificate_until: signed.signer().not_after(),
        claims_qualified: token_claims_qualified || signed.signer().claims_qualified(),
    })
}

/// Whether the token claims to be qualified. An unknown critical extension is refused, as in a certificate.
fn check_extensions(info: &TimeStampInfo<'_>) -> Result<bool, TimeStampError> {
    let mut qualified = false;
    for extension in info.extensions.iter().flatten() {
        if extension.oid == oid::QC_STATEMENTS {
            qualified = has_statement(extension.value.as_bytes(), oid::QUALIFIED_TIME_STAMP)?;
        } else if extension.critical {
            return Err(TimeStampError::CriticalExtension { oid: extension.oid.to_string() });
        }
    }
    Ok(qualified)
}

fn check_imprint(imprint: &MessageImprint<'_>, digest: &Hash) -> Result<(), TimeStampError> {
    if HashAlgorithm::read(imprint.algorithm) != Some(HashAlgorithm::Sha256) {
        return Err(TimeStampError::WrongAlgorithm);
    }
    if imprint.digest.as_bytes() == digest.0 { Ok(()) } else { Err(TimeStampError::WrongHash) }
}

/// "MUST contain the same value as … in the TimeStampReq" for the nonce; for the policy "MUST indicate the same" (RFC 3161 §2.4.2).
fn check_request(info: &TimeStampInfo<'_>, request: &Request) -> Result<bool, TimeStampError> {
    let nonce: IntRef<'_> = info.nonce.ok_or(TimeStampError::MissingNonce)?;
    if nonce.to_der()? != write(&request.nonce) {
        return Err(TimeStampError::WrongNonce);
    }
    if request.policy.is_some_and(|asked| asked != info.policy) {
        return Err(TimeStampError::OtherPolicy { found: info.policy.to_string() });
    }
    Ok(true)
}

/// "If the TSA field is present, the name … MUST correspond to one of the subject names included in the certificate"
/// (RFC 3161 §2.4.2).
fn check_authority(info: &TimeStampInfo<'_>, certificate: &Certificate) -> Result<(), TimeStampError> {
    let Some(name) = info.authority else {
        return Ok(());
    };
    let name = write(&name);
    let known = name == directory_name(certificate.subject_name())? || certificate.has_alternative_name(&name);
    if known { Ok(()) } else { Err(TimeStampError::AuthorityName) }
}
