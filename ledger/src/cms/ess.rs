//! Which certificate signed, said under the signature (RFC 5035; with SHA-1 RFC 2634 §5.4), so that nobody can put another
//! certificate of the same key in its place.

use der::Sequence;
use der::asn1::{AnyRef, OctetStringRef};
use sha1::{Digest, Sha1};
use spki::AlgorithmIdentifierRef;

use super::CmsError;
use crate::asn1::{Oid, Raw, directory_name, write};
use crate::signature::HashAlgorithm;
use crate::x509::Certificate;

/// `signing-certificate` (RFC 2634 §5.4): by SHA-1, which nobody can yet make collide with a given certificate.
pub(super) const SIGNING_CERTIFICATE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.12");
/// `signing-certificate-v2` (RFC 5035 §3).
pub(super) const SIGNING_CERTIFICATE_V2: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// `SigningCertificate` and `SigningCertificateV2` alike.
#[derive(Sequence)]
struct SigningCertificate<'a> {
    certificates: Vec<Raw<'a>>,
    #[asn1(optional = "true")]
    policies: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct EssCertId<'a> {
    hash: &'a OctetStringRef,
    #[asn1(optional = "true")]
    issuer_serial: Option<IssuerSerial<'a>>,
}

#[derive(Sequence)]
struct EssCertIdV2<'a> {
    /// `DEFAULT` SHA-256, so SHA-256 is not written.
    #[asn1(optional = "true")]
    algorithm: Option<AlgorithmIdentifierRef<'a>>,
    hash: &'a OctetStringRef,
    #[asn1(optional = "true")]
    issuer_serial: Option<IssuerSerial<'a>>,
}

/// RFC 5035 §4.
#[derive(Sequence)]
struct IssuerSerial<'a> {
    issuer: Vec<Raw<'a>>,
    serial: Raw<'a>,
}

/// The value of `signing-certificate-v2` for a certificate: its SHA-256, and who issued it under which number.
pub(super) fn value(certificate: &Certificate) -> Result<Vec<u8>, CmsError> {
    let hash = certificate.sha256();
    let issuer = directory_name(certificate.issuer_name())?;
    let id = EssCertIdV2 {
        algorithm: None,
        hash: OctetStringRef::new(&hash.0)?,
        issuer_serial: Some(IssuerSerial { issuer: vec![Raw(&issuer)], serial: Raw(certificate.serial()) }),
    };
    Ok(write(&SigningCertificate { certificates: vec![Raw(&write(&id))], policies: None }))
}

/// Checks that the first certificate named is this one (RFC 5035 §3). Those after it would limit the chain; they are not read.
pub(super) fn check(attribute: Oid, value: Raw<'_>, certificate: &Certificate) -> Result<(), CmsError> {
    let named: SigningCertificate<'_> = value.read()?;
    let first = named.certificates.first().ok_or(CmsError::SigningCertificate)?;
    let (agrees, issuer_serial) = if attribute == SIGNING_CERTIFICATE {
        let EssCertId { hash, issuer_serial } = first.read()?;
        (hash.as_bytes() == Sha1::digest(certificate.as_der()).as_slice(), issuer_serial)
    } else {
        let EssCertIdV2 { algorithm, hash, issuer_serial } = first.read()?;
        let algorithm =
            algorithm.map_or(Some(HashAlgorithm::Sha256), HashAlgorithm::read).ok_or(CmsError::UnknownHash)?;
        (hash.as_bytes() == algorithm.digest(&[certificate.as_der()]), issuer_serial)
    };
    let directory = directory_name(certificate.issuer_name())?;
    let same = |named: &IssuerSerial<'_>| {
        named.serial.0 == certificate.serial() && named.issuer.iter().any(|issuer| issuer.0 == directory)
    };
    if agrees && issuer_serial.as_ref().is_none_or(same) { Ok(()) } else { Err(CmsError::SigningCertificate) }
}
