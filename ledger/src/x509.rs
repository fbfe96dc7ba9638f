//! X.509 certificates (RFC 5280): the little that verifying a seal or a time-stamp needs. [`chain()`] leads from a certificate to
//! one that the reader trusts.
//!
//! What this is not: a check of revocation. Whether an authority took a certificate back is said by lists and servers that
//! this crate does not read; a report must not claim it.

mod chain;
mod fields;
mod name;
mod pem;

pub use chain::{Chain, ChainError, MAX_CHECKS, MAX_PATH, Purpose, Trust, chain};
pub use name::{MAX_TEXT, Subject};
pub use pem::{PemError, certificates, roots};

pub(crate) use fields::{ExtensionFields, has_statement};
pub(crate) use name::clean;

use std::fmt;

use serde::{Deserialize, Serialize};
use spki::SubjectPublicKeyInfoRef;

use crate::asn1::{Asn1Error, Oid, Raw, read, read_time};
use crate::hash::{Hash, sha256};
use crate::signature::{Algorithm, PublicKey, SignatureError};
use crate::time::Time;
use fields::{CertificateFields, Extensions};

/// The longest certificate accepted, in bytes: 64 KiB. Those of authorities have one to two.
pub const MAX_CERTIFICATE: usize = 64 * 1024;

/// Why bytes are not a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateError {
    #[error("{bytes} bytes; a certificate has at most {MAX_CERTIFICATE}")]
    TooLong { bytes: usize },
    #[error("bytes follow the certificate")]
    TrailingBytes,
    #[error("not the DER of an X.509 certificate")]
    Malformed,
}

impl From<Asn1Error> for CertificateError {
    fn from(error: Asn1Error) -> CertificateError {
        match error {
            Asn1Error::Trailing => CertificateError::TrailingBytes,
            Asn1Error::Malformed => CertificateError::Malformed,
        }
    }
}

impl From<der::Error> for CertificateError {
    fn from(_: der::Error) -> CertificateError {
        CertificateError::Malformed
    }
}

/// A certificate that was read, and that nobody has verified. Equal if their bytes are.
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    /// The signed part (RFC 5280 §4.1.1.1), as it stands.
    signed: Vec<u8>,
    /// The value of the serial number: its DER, compared as bytes.
    serial: Vec<u8>,
    /// The DER of the issuer's and the subject's name. Names are equal if their bytes are: an authority writes its name in the
    /// certificates it issues as in its own (RFC 5280 §4.1.2.6).
    issuer: Vec<u8>,
    subject: Vec<u8>,
    not_before: Time,
    not_after: Time,
    key: Result<PublicKey, SignatureError>,
    algorithm: Result<Algorithm, SignatureError>,
    signature: Vec<u8>,
    extensions: Extensions,
}

impl Certificate {
    /// Reads the DER of one certificate (RFC 5280 §4.1). Keys and algorithms that this crate does not know are found when they are
    /// needed: a token may carry certificates that its verification does not use.
    ///
    /// # Errors
    /// `TooLong`, `TrailingBytes`, `Malformed`.
    pub fn parse(der: &[u8]) -> Result<Certificate, CertificateError> {
        if der.len() > MAX_CERTIFICATE {
            return Err(CertificateError::TooLong { bytes: der.len() });
        }
        let CertificateFields { signed, algorithm, signature } = read(der)?;
        let fields = fields::SignedFields::read(signed)?;
        // "MUST contain the same algorithm identifier" (RFC 5280 §4.1.1.2): only the inner one is signed.
        if fields.algorithm != algorithm {
            return Err(CertificateError::Malformed);
        }
        Ok(Certificate {
            der: der.to_vec(),
            signed: signed.0.to_vec(),
            serial: fields.serial.0.to_vec(),
            issuer: fields.issuer.0.to_vec(),
            subject: fields.subject.0.to_vec(),
            not_before: read_time(fields.validity.not_before)?,
            not_after: read_time(fields.validity.not_after)?,
            key: fields.key.read::<SubjectPublicKeyInfoRef<'_>>().map(PublicKey::read)?,
            algorithm: Algorithm::read(algorithm.read()?),
            signature: signature.as_bytes().ok_or(CertificateError::Malformed)?.to_vec(),
            extensions: Extensions::read(fields.extensions.as_deref().unwrap_or_default())?,
        })
    }

    /// The bytes that were read.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-256 of the certificate: its fingerprint, by which people compare certificates.
    pub fn sha256(&self) -> Hash {
        sha256(&self.der)
    }

    /// Whom it names, as the authority that issued it wrote it.
    pub fn subject(&self) -> Subject {
        Subject::read(Raw(&self.subject))
    }

    /// Who issued it, as the certificate writes it.
    pub fn issuer(&self) -> Subject {
        Subject::read(Raw(&self.issuer))
    }

    /// Valid from this moment (included) …
    pub fn not_before(&self) -> Time {
        self.not_before
    }

    /// … to this one (included).
    pub fn not_after(&self) -> Time {
        self.not_after
    }

    /// Whether the certificate *says* that it is a qualified one of the European Union: a QCStatement `QcCompliance` (RFC 3739
    /// §3.2.6, ETSI EN 319 412-5 §4.2.1). Only the trusted list of a member state proves it.
    pub fn claims_qualified(&self) -> bool {
        self.extensions.claims_qualified
    }

    /// The DER of the subject's name.
    pub(crate) fn subject_name(&self) -> &[u8] {
        &self.subject
    }

    /// The DER of the issuer's name.
    pub(crate) fn issuer_name(&self) -> &[u8] {
        &self.issuer
    }

    /// The DER of the serial number.
    pub(crate) fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// The subject key identifier (RFC 5280 §4.2.1.2).
    pub(crate) fn key_id(&self) -> Option<&[u8]> {
        self.extensions.key_id.as_deref()
    }

    /// Whether `name`, the DER of a `GeneralName`, is among the alternative names (RFC 5280 §4.2.1.6).
    pub(crate) fn has_alternative_name(&self, name: &[u8]) -> bool {
        self.extensions.alternative_names.iter().any(|known| known == name)
    }

    /// Verifies that the key of this certificate signed `message` as `algorithm`, the DER of an `AlgorithmIdentifier`, says: for what
    /// an authority signs beside certificates, such as its revocation lists.
    ///
    /// # Errors
    /// See [`SignatureError`].
    pub fn verify_signed(&self, algorithm: &[u8], message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let algorithm = read(algorithm).map_err(|_| SignatureError::UnknownAlgorithm)?;
        self.verify(Algorithm::read(algorithm)?, message, signature)
    }

    /// Verifies that the key of this certificate signed `message`.
    pub(crate) fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        self.key.as_ref().map_err(|error| *error)?.verify(algorithm, message, signature)
    }

    /// Verifies that the key of `issuer` signed this certificate.
    fn verify_issued_by(&self, issuer: &Certificate) -> Result<(), SignatureError> {
        issuer.verify(self.algorithm?, &self.signed, &self.signature)
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Certificate) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, {})", self.subject(), self.sha256())
    }
}

/// The policies, key purposes and statements of which this crate knows.
pub(crate) mod oid {
    use super::Oid;

    pub const BASIC_CONSTRAINTS: Oid = Oid::new_unwrap("2.5.29.19");
    pub const KEY_USAGE: Oid = Oid::new_unwrap("2.5.29.15");
    pub const EXTENDED_KEY_USAGE: Oid = Oid::new_unwrap("2.5.29.37");
    pub const SUBJECT_KEY_ID: Oid = Oid::new_unwrap("2.5.29.14");
    pub const SUBJECT_ALT_NAME: Oid = Oid::new_unwrap("2.5.29.17");
    pub const CERTIFICATE_POLICIES: Oid = Oid::new_unwrap("2.5.29.32");
    /// RFC 3739 §3.2.6.
    pub const QC_STATEMENTS: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.1.3");
    /// ETSI EN 319 412-5 §4.2.1: of a certificate.
    pub const QC_COMPLIANCE: Oid = Oid::new_unwrap("0.4.0.1862.1.1");
    /// ETSI EN 319 422 §9.1: of a time-stamp token.
    pub const QUALIFIED_TIME_STAMP: Oid = Oid::new_unwrap("0.4.0.19422.1.1");

    pub const ANY_PURPOSE: Oid = Oid::new_unwrap("2.5.29.37.0");
    pub const TIME_STAMPING: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.8");
    /// RFC 6960 §4.2.2.2.
    pub const OCSP_SIGNING: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.9");
    pub const EMAIL_PROTECTION: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.4");
    /// RFC 9336.
    pub const DOCUMENT_SIGNING: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.36");
    /// Those in use before RFC 9336: Microsoft's and Adobe's.
    pub const MICROSOFT_DOCUMENT_SIGNING: Oid = Oid::new_unwrap("1.3.6.1.4.1.311.10.3.12");
    pub const ADOBE_PDF_SIGNING: Oid = Oid::new_unwrap("1.2.840.113583.1.1.5");

    pub const COMMON_NAME: Oid = Oid::new_unwrap("2.5.4.3");
    pub const ORGANISATION: Oid = Oid::new_unwrap("2.5.4.10");
}
