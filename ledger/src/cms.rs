//! CMS signatures (RFC 5652 §5) as seals of PDFs and as time-stamp tokens: one signer, DER, certificates inside.
//!
//! A seal is the detached signature of a PDF at level PAdES B-B (ETSI EN 319 142-1 §6, EN 319 122-1 §6): [`sign`] makes it,
//! [`with_timestamp`] raises it to B-T. A time-stamp token is the same structure around a `TSTInfo` ([`crate::timestamp`]).
//!
//! Everything is either signed, or checked, or refused, with two exceptions that RFC 5652 leaves to whoever passes a message on:
//! certificates that the chain does not use, and revocation lists. They are carried, prove nothing, and can mislead nobody:
//! which certificate signed is itself signed (RFC 5035).

mod ess;
mod fields;
mod parse;
mod sign;

pub use sign::{SealAlgorithm, SignError, sign, with_timestamp};

use serde::{Deserialize, Serialize};

use crate::asn1::{Asn1Error, Oid};
use crate::hash::{Hash, sha256};
use crate::signature::{Algorithm, HashAlgorithm, SignatureError};
use crate::x509::{Certificate, CertificateError};

/// The longest structure accepted, in bytes: 256 KiB, some certificates and revocation lists. Seals and tokens have 2 to 10 KiB.
pub const MAX_CMS: usize = 256 * 1024;
/// The most certificates carried.
pub const MAX_CERTIFICATES: usize = 32;
/// The most attributes of each sort.
pub const MAX_ATTRIBUTES: usize = 32;

/// The content type of arbitrary bytes (RFC 5652 §4): what a seal signs.
pub const DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.1");
/// The content type of a `TSTInfo` (RFC 3161 §2.4.2).
pub const TIME_STAMP_INFO: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.1.4");

const SIGNED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: Oid = Oid::new_unwrap("1.2.840.113549.1.9.4");
/// RFC 3161, Appendix A.
const SIGNATURE_TIME_STAMP: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// Why bytes are not an acceptable signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CmsError {
    #[error("{bytes} bytes; at most {MAX_CMS} are accepted")]
    TooLong { bytes: usize },
    #[error("bytes follow the signature")]
    TrailingBytes,
    #[error("not the DER of a CMS structure")]
    Malformed,
    #[error("a CMS structure of another type than SignedData")]
    NotSignedData,
    #[error("a version number does not fit what the structure holds")]
    Version,
    #[error("{found} signers; exactly one is accepted")]
    Signers { found: usize },
    #[error("the hash is none of SHA-256, SHA-384 and SHA-512")]
    UnknownHash,
    #[error("the list of hash algorithms is not exactly that of the signer")]
    HashAlgorithms,
    #[error("more than {MAX_CERTIFICATES} certificates, or one that is not of X.509")]
    Certificates,
    #[error("a certificate: {0}")]
    Certificate(#[from] CertificateError),
    #[error("the certificate of the signer is missing, or stands there twice")]
    SignerCertificate,
    #[error("no signed attributes")]
    NoSignedAttributes,
    #[error("the attributes are not in the order of DER, too many, or not of one value each")]
    Attributes,
    #[error("the attribute {oid} stands there twice")]
    AttributeTwice { oid: String },
    #[error("the attribute {oid} is missing")]
    AttributeMissing { oid: String },
    #[error("the signed content type is not that of the content")]
    ContentType,
    #[error("the certificate is not the one that the signer named")]
    SigningCertificate,
    #[error("an attribute {oid} that nobody signed")]
    UnsignedAttribute { oid: String },
    #[error("the signature is for other content")]
    WrongDigest,
    #[error("{0}")]
    Signature(#[from] SignatureError),
}

impl From<Asn1Error> for CmsError {
    fn from(error: Asn1Error) -> CmsError {
        match error {
            Asn1Error::Trailing => CmsError::TrailingBytes,
            Asn1Error::Malformed => CmsError::Malformed,
        }
    }
}

impl From<der::Error> for CmsError {
    fn from(_: der::Error) -> CmsError {
        CmsError::Malformed
    }
}

/// A signature that was read and keeps the rules of form, and that nobody has verified.
#[derive(Clone, Debug)]
pub struct SignedData {
    content_type: Oid,
    content: Option<Vec<u8>>,
    certificates: Vec<Certificate>,
    /// Which of them signed.
    signer: usize,
    hash: HashAlgorithm,
    algorithm: Algorithm,
    message_digest: Vec<u8>,
    /// The DER that was signed: the signed attributes as `SET OF` (RFC 5652 §5.4).
    signed: Vec<u8>,
    signature: Vec<u8>,
    time_stamp: Option<Vec<u8>>,
}

impl SignedData {
    /// What was signed: [`DATA`], [`TIME_STAMP_INFO`] or another.
    pub fn content_type(&self) -> Oid {
        self.content_type
    }

    /// The content, unless the signature is detached.
    pub fn content(&self) -> Option<&[u8]> {
        self.content.as_deref()
    }

    /// With which hash to digest the content for [`SignedData::verify`].
    pub fn hash_algorithm(&self) -> HashAlgorithm {
        self.hash
    }

    /// The certificate of the key that signed, as the signed attributes name it.
    pub fn signer(&self) -> &Certificate {
        &self.certificates[self.signer]
    }

    /// All certificates carried, that of the signer among them.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The time-stamp token about this signature (RFC 3161, Appendix A), for [`crate::timestamp::check`].
    pub fn time_stamp(&self) -> Option<&[u8]> {
        self.time_stamp.as_deref()
    }

    /// SHA-256 of the signature itself: what a time-stamp about it bears witness to.
    pub fn signature_digest(&self) -> Hash {
        sha256(&self.signature)
    }

    /// Verifies that the key of [`SignedData::signer`] signed the content with this digest, made by
    /// [`SignedData::hash_algorithm`]. Whose key it is, [`crate::x509::chain()`] says.
    ///
    /// # Errors
    /// `WrongDigest` when the content was altered; `Signature` when the signature does not hold or cannot be verified.
    pub fn verify(&self, content_digest: &[u8]) -> Result<(), CmsError> {
        if self.message_digest != content_digest {
            return Err(CmsError::WrongDigest);
        }
        Ok(self.signer().verify(self.algorithm, &self.signed, &self.signature)?)
    }
}

/// The signature at the beginning of the `/Contents` of a PDF, which was reserved longer and filled with zeros
/// (ISO 32000-1 §12.8.3.3.1).
///
/// # Errors
/// `Malformed` when it does not begin with a DER structure; `TrailingBytes` when anything but zeros follows.
pub fn without_padding(contents: &[u8]) -> Result<&[u8], CmsError> {
    let whole = crate::asn1::first(contents)?;
    let padding = &contents[whole.len()..];
    if padding.iter().all(|byte| *byte == 0) { Ok(whole) } else { Err(CmsError::TrailingBytes) }
}
