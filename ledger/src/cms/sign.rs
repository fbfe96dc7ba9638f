//! Making a seal: PAdES B-B (ETSI EN 319 142-1 §6.3) and, with a token, B-T.

use der::asn1::{AnyRef, OctetStringRef};
use serde::{Deserialize, Serialize};
use spki::AlgorithmIdentifierRef;

use super::fields::{
    EncapsulatedContent, IssuerAndSerialNumber, SignedDataFields, SignerInfo, attribute, content_info,
};
use super::parse::{signed_data, signer_info};
use super::{CONTENT_TYPE, CmsError, DATA, MAX_CERTIFICATES, MESSAGE_DIGEST, SIGNATURE_TIME_STAMP, SignedData, ess};
use crate::asn1::{Raw, Set, write};
use crate::hash::Hash;
use crate::signature::{Algorithm, ECDSA_SHA256, HashAlgorithm, RSA_SHA256, SignatureError};
use crate::x509::Certificate;

/// With what a seal is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SealAlgorithm {
    /// The signature is the DER of the two numbers (RFC 3279 §2.2.3): 70 to 72 bytes.
    EcdsaP256Sha256,
    /// The signature is as long as the modulus (RFC 8017 §8.2).
    RsaPkcs1Sha256,
}

impl SealAlgorithm {
    fn algorithm(self) -> Algorithm {
        match self {
            SealAlgorithm::EcdsaP256Sha256 => Algorithm::Ecdsa(HashAlgorithm::Sha256),
            SealAlgorithm::RsaPkcs1Sha256 => Algorithm::Rsa(HashAlgorithm::Sha256),
        }
    }

    /// ECDSA without parameters (RFC 5754 §3.3), RSA with NULL (RFC 5754 §3.2).
    fn identifier(self) -> AlgorithmIdentifierRef<'static> {
        match self {
            SealAlgorithm::EcdsaP256Sha256 => AlgorithmIdentifierRef { oid: ECDSA_SHA256, parameters: None },
            SealAlgorithm::RsaPkcs1Sha256 => AlgorithmIdentifierRef { oid: RSA_SHA256, parameters: Some(AnyRef::NULL) },
        }
    }
}

/// Why no seal was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError<E> {
    #[error("the key did not sign: {0}")]
    Key(E),
    #[error("the key is not that of the certificate: {0}")]
    OtherKey(SignatureError),
    #[error("more than {MAX_CERTIFICATES} certificates")]
    TooManyCertificates,
    #[error("the certificate cannot be named: {0}")]
    Certificate(CmsError),
}

/// The detached signature of content with the SHA-256 `digest`, in DER (RFC 5652 §5), with `certificate` and `issuers` inside.
///
/// Its signed attributes are content type, digest and the certificate (RFC 5035), and no time of our own: PAdES has a time in the
/// dictionary of the PDF, and a proven one only in a time-stamp.
///
/// `key` gets the bytes to sign (with `algorithm`, so hashing is its part) and returns the signature; it may stand in a file or a
/// token. The signature is verified before it is used, because a seal of the wrong key would be found when it is too late.
///
/// # Errors
/// `Key`: what `key` returned. `OtherKey`, `TooManyCertificates`, `Certificate`.
pub fn sign<E>(
    digest: &Hash,
    certificate: &Certificate,
    issuers: &[Certificate],
    algorithm: SealAlgorithm,
    key: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, SignError<E>> {
    if issuers.len() >= MAX_CERTIFICATES {
        return Err(SignError::TooManyCertificates);
    }
    let attributes = signed_attributes(digest, certificate).map_err(SignError::Certificate)?;
    let to_sign = write(&Set(&attributes));
    let signature = key(&to_sign).map_err(SignError::Key)?;
    certificate.verify(algorithm.algorithm(), &to_sign, &signature).map_err(SignError::OtherKey)?;

    let signer = IssuerAndSerialNumber { issuer: Raw(certificate.issuer_name()), serial: Raw(certificate.serial()) };
    let signer_info = SignerInfo {
        version: 1,
        signer: Raw(&write(&signer)),
        digest_algorithm: HashAlgorithm::Sha256.identifier(),
        signed_attributes: Some(Set(&attributes)),
        signature_algorithm: algorithm.identifier(),
        signature: octets(&signature),
        unsigned_attributes: None,
    };
    let mut certificates: Vec<_> = issuers.iter().chain([certificate]).map(|one| one.as_der().to_vec()).collect();
    certificates.sort();
    certificates.dedup();
    Ok(content_info(&SignedDataFields {
        version: 1,
        digest_algorithms: Set(&write(&HashAlgorithm::Sha256.identifier())),
        content: EncapsulatedContent { content_type: DATA, content: None },
        certificates: Some(Set(&certificates.concat())),
        revocation_lists: None,
        signer_infos: Set(&write(&signer_info)),
    }))
}

/// The contents of the set, in the order of DER.
fn signed_attributes(digest: &Hash, certificate: &Certificate) -> Result<Vec<u8>, CmsError> {
    Ok(Set::sorted(vec![
        attribute(CONTENT_TYPE, &DATA),
        attribute(MESSAGE_DIGEST, &octets(&digest.0)),
        attribute(ess::SIGNING_CERTIFICATE_V2, &Raw(&ess::value(certificate)?)),
    ]))
}

fn octets(bytes: &[u8]) -> &OctetStringRef {
    OctetStringRef::new(bytes).expect("a digest or a signature is shorter than 4 GiB")
}

/// The seal with a time-stamp token about its signature beside it (RFC 3161, Appendix A; ETSI EN 319 122-1 §5.3). The token must be for
/// [`SignedData::signature_digest`], which the caller has checked with [`crate::timestamp::check`].
///
/// # Errors
/// Those of [`SignedData::parse`] for both; `AttributeTwice` when the seal has a time-stamp already.
pub fn with_timestamp(seal: &[u8], token: &[u8]) -> Result<Vec<u8>, CmsError> {
    SignedData::parse(token)?;
    if SignedData::parse(seal)?.time_stamp().is_some() {
        return Err(CmsError::AttributeTwice { oid: SIGNATURE_TIME_STAMP.to_string() });
    }
    let fields = signed_data(seal)?;
    let unsigned = attribute(SIGNATURE_TIME_STAMP, &Raw(token));
    let signer = SignerInfo { unsigned_attributes: Some(Set(&unsigned)), ..signer_info(&fields)? };
    Ok(content_info(&SignedDataFields { signer_infos: Set(&write(&signer)), ..fields }))
}
