//! The seal of a document: whose key signed it, and since when that is proven. [`crate::cms`] makes seals.

use serde::{Deserialize, Serialize};

use crate::cms::{CmsError, DATA, SignedData};
use crate::hash::Hash;
use crate::signature::HashAlgorithm;
use crate::time::Time;
use crate::timestamp::{self, TimeStamp, TimeStampError};
use crate::x509::{Certificate, ChainError, Purpose, Subject, Trust, chain};

/// Whom the reader trusts, as certificates that the reader got in another way.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anchors<'a> {
    /// To seal: the firm's own authority, or a trust service.
    pub seals: &'a [Certificate],
    /// To say the time.
    pub authorities: &'a [Certificate],
}

/// What a seal says, once it was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// Whose seal it is, as the certificate names them.
    pub signer: Subject,
    /// Whether that name leads to a certificate that the reader trusts. If not, anybody may have made the seal.
    pub trust: Trust,
    /// The fingerprint of the certificate, by which people compare.
    pub certificate: Hash,
    /// From when to when that certificate is valid.
    pub certificate_from: Time,
    pub certificate_until: Time,
    /// Whether the certificate *says* that it is qualified. Nothing here proves it.
    pub claims_qualified: bool,
    /// Since when the seal exists, by the word of an authority. Without it only the firm's own word says.
    pub time_stamp: Option<TimeStamp>,
}

/// Why a seal is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SealError {
    #[error("the signature of the seal: {0}")]
    Cms(#[from] CmsError),
    #[error("the seal is not the detached signature of a document")]
    NotDetached,
    #[error("the time-stamp of the seal: {0}")]
    TimeStamp(#[from] TimeStampError),
    #[error("the certificate of the seal: {0}")]
    Chain(#[from] ChainError),
}

/// Checks a seal, the DER of a CMS signature, of a document with the SHA-256 `digest`; `at` is the present moment.
///
/// The certificates of the seal are held to the time of its time-stamp if that comes from an authority that the reader trusts, and
/// to `at` otherwise: who stole a key can put any other time.
///
/// # Errors
/// `Cms`, also `UnknownHash` for a seal with another hash than SHA-256; `NotDetached`; `TimeStamp`, a bad time-stamp being worse than
/// none; `Chain`.
pub fn check(seal: &[u8], digest: &Hash, anchors: Anchors<'_>, at: Time) -> Result<Seal, SealError> {
    check_known(seal, digest, anchors, at, at)
}

/// The same for a seal of which something else than its time-stamp shows that it was there at `known`.
pub(crate) fn check_known(
    seal: &[u8],
    digest: &Hash,
    anchors: Anchors<'_>,
    known: Time,
    now: Time,
) -> Result<Seal, SealError> {
    let signed = SignedData::parse(seal)?;
    if signed.content_type() != DATA || signed.content().is_some() {
        return Err(SealError::NotDetached);
    }
    if signed.hash_algorithm() != HashAlgorithm::Sha256 {
        return Err(CmsError::UnknownHash.into());
    }
    signed.verify(&digest.0)?;
    let time_stamp = match signed.time_stamp() {
        Some(token) => Some(timestamp::check(token, &signed.signature_digest(), anchors.authorities, now)?),
        None => None,
    };
    let proven = time_stamp.as_ref().filter(|stamp| stamp.trust == Trust::Anchored);
    let then = proven.map_or(known, |stamp| stamp.time);
    let certificate = signed.signer();
    let trust = chain(certificate, signed.certificates(), anchors.seals, Purpose::Sealing, then)?.trust;
    Ok(Seal {
        signer: certificate.subject(),
        trust,
        certificate: certificate.sha256(),
        certificate_from: certificate.not_before(),
        certificate_until: certificate.not_after(),
        claims_qualified: certificate.claims_qualified(),
        time_stamp,
    })
}
