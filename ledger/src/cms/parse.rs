//! Reading a signature: the rules of form, in the order of `docs/ledger-format.md`.

use der::asn1::{AnyRef, OctetStringRef};
use der::{Tag, TagNumber, Tagged};
use spki::AlgorithmIdentifierRef;

use super::ess::{self, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2};
use super::fields::{Attribute, ContentInfo, IssuerAndSerialNumber, SignedDataFields, SignerInfo};
use super::{
    CONTENT_TYPE, CmsError, DATA, MAX_ATTRIBUTES, MAX_CERTIFICATES, MAX_CMS, MESSAGE_DIGEST, SIGNATURE_TIME_STAMP,
    SIGNED_DATA, SignedData,
};
use crate::asn1::{Oid, Raw, Set, read, write};
use crate::signature::{Algorithm, HashAlgorithm};
use crate::x509::Certificate;

/// `[0] IMPLICIT SubjectKeyIdentifier`.
const KEY_ID: Tag = Tag::ContextSpecific { constructed: false, number: TagNumber(0) };

impl SignedData {
    /// Reads a signature of one signer (RFC 5652 §3 and §5) and checks everything but the signature and the content.
    ///
    /// # Errors
    /// All but `WrongDigest`, and `Signature` only for an algorithm that is not known.
    pub fn parse(der: &[u8]) -> Result<SignedData, CmsError> {
        if der.len() > MAX_CMS {
            return Err(CmsError::TooLong { bytes: der.len() });
        }
        let fields = signed_data(der)?;
        let signer = signer_info(&fields)?;
        let hash = HashAlgorithm::read(signer.digest_algorithm).ok_or(CmsError::UnknownHash)?;
        check_hashes(fields.digest_algorithms, hash)?;
        let certificates = certificates(fields.certificates)?;
        let position = signer_position(&certificates, signer.signer)?;
        check_versions(&fields, &signer)?;

        let signed = signer.signed_attributes.ok_or(CmsError::NoSignedAttributes)?;
        let attributes = Attributes::read_signed(signed)?;
        let content_type: Oid = attributes.required(CONTENT_TYPE)?.read()?;
        if content_type != fields.content.content_type {
            return Err(CmsError::ContentType);
        }
        let message_digest: &OctetStringRef = attributes.required(MESSAGE_DIGEST)?.read()?;
        attributes.check_signing_certificate(&certificates[position])?;
        let algorithm = Algorithm::read_beside(signer.signature_algorithm, hash)?;
        let time_stamp = time_stamp(signer.unsigned_attributes)?;
        Ok(SignedData {
            content_type,
            content: fields.content.content.map(|content| content.as_bytes().to_vec()),
            signer: position,
            hash,
            algorithm,
            message_digest: message_digest.as_bytes().to_vec(),
            signed: write(&signed),
            signature: signer.signature.as_bytes().to_vec(),
            time_stamp,
            certificates,
        })
    }
}

/// The structure inside the outermost one.
pub(super) fn signed_data(der: &[u8]) -> Result<SignedDataFields<'_>, CmsError> {
    let ContentInfo { content_type, content } = read(der)?;
    if content_type != SIGNED_DATA {
        return Err(CmsError::NotSignedData);
    }
    Ok(content.decode_as()?)
}

pub(super) fn signer_info<'a>(fields: &SignedDataFields<'a>) -> Result<SignerInfo<'a>, CmsError> {
    match fields.signer_infos.elements(MAX_CERTIFICATES)?.as_slice() {
        [one] => Ok(one.read()?),
        others => Err(CmsError::Signers { found: others.len() }),
    }
}

/// "SHOULD be … the union of all the digest algorithms" (RFC 5652 §5.1): here exactly that of the one signer.
fn check_hashes(algorithms: Set<'_>, hash: HashAlgorithm) -> Result<(), CmsError> {
    match algorithms.elements(MAX_CERTIFICATES)?.as_slice() {
        [one] if HashAlgorithm::read(one.read::<AlgorithmIdentifierRef<'_>>()?) == Some(hash) => Ok(()),
        _ => Err(CmsError::HashAlgorithms),
    }
}

/// Only the choice `certificate` of `CertificateChoices` (RFC 5652 §10.2.2), in any order.
fn certificates(set: Option<Set<'_>>) -> Result<Vec<Certificate>, CmsError> {
    let elements = set.unwrap_or(Set(&[])).elements(MAX_CERTIFICATES).map_err(|_| CmsError::Certificates)?;
    let certificate = |element: Raw<'_>| match element.0.first() {
        Some(0x30) => Ok(Certificate::parse(element.0)?),
        _ => Err(CmsError::Certificates),
    };
    elements.into_iter().map(certificate).collect()
}

/// Which certificate the signer names: by issuer and number, or by `[0]` the identifier of the key (RFC 5652 §5.3).
fn signer_position(certificates: &[Certificate], signer: Raw<'_>) -> Result<usize, CmsError> {
    let any: AnyRef<'_> = signer.read()?;
    let named = match any.tag() {
        Tag::Sequence => {
            let IssuerAndSerialNumber { issuer, serial } = any.decode_as()?;
            positions(certificates, |known| known.issuer_name() == issuer.0 && known.serial() == serial.0)
        }
        KEY_ID => positions(certificates, |known| known.key_id() == Some(any.value())),
        _ => return Err(CmsError::Malformed),
    };
    match named.as_slice() {
        [one] => Ok(*one),
        _ => Err(CmsError::SignerCertificate),
    }
}

fn positions(certificates: &[Certificate], wanted: impl Fn(&Certificate) -> bool) -> Vec<usize> {
    certificates.iter().enumerate().filter(|(_, known)| wanted(known)).map(|(at, _)| at).collect()
}

/// The version numbers that RFC 5652 §5.1 and §5.3 prescribe, where only certificates of X.509 are accepted.
fn check_versions(fields: &SignedDataFields<'_>, signer: &SignerInfo<'_>) -> Result<(), CmsError> {
    let by_key = u8::from(signer.signer.0.first() != Some(&0x30));
    let of_signer = 1 + 2 * by_key;
    let of_data = if fields.content.content_type == DATA { of_signer } else { 3 };
    // Revocation data of a form that is not a list raises the version; it is not read, so either number may be right.
    let other_lists = fields.revocation_lists.is_some() && fields.version == 5;
    let fits = signer.version == of_signer && (fields.version == of_data || other_lists);
    if fits { Ok(()) } else { Err(CmsError::Version) }
}

/// The one token about the signature, if there is one. It is not signed, but bears witness to the signature.
fn time_stamp(unsigned: Option<Set<'_>>) -> Result<Option<Vec<u8>>, CmsError> {
    let Some(unsigned) = unsigned else {
        return Ok(None);
    };
    let attributes = Attributes::read(unsigned)?;
    if let Some((other, _)) = attributes.0.iter().find(|(oid, _)| *oid != SIGNATURE_TIME_STAMP) {
        return Err(CmsError::UnsignedAttribute { oid: other.to_string() });
    }
    Ok(Some(attributes.required(SIGNATURE_TIME_STAMP)?.0.to_vec()))
}

/// Attributes by type, each with its value.
struct Attributes<'a>(Vec<(Oid, Raw<'a>)>);

impl<'a> Attributes<'a> {
    /// Those under the signature. They were signed in the order of DER (RFC 5652 §5.4), so in no other order may they stand.
    fn read_signed(set: Set<'a>) -> Result<Attributes<'a>, CmsError> {
        let elements = set.elements(MAX_ATTRIBUTES).map_err(|_| CmsError::Attributes)?;
        if elements.is_sorted_by(|one, next| one.0 < next.0) {
            Attributes::read(set)
        } else {
            Err(CmsError::Attributes)
        }
    }

    /// None twice (RFC 5652 §11: "MUST NOT include multiple instances"), each with one value.
    fn read(set: Set<'a>) -> Result<Attributes<'a>, CmsError> {
        let mut found: Vec<(Oid, Raw<'a>)> = Vec::new();
        for element in set.elements(MAX_ATTRIBUTES).map_err(|_| CmsError::Attributes)? {
            let Attribute { oid, values } = element.read()?;
            let values = values.elements(MAX_ATTRIBUTES).map_err(|_| CmsError::Attributes)?;
            let [value] = values.as_slice() else {
                return Err(CmsError::Attributes);
            };
            if found.iter().any(|(known, _)| *known == oid) {
                return Err(CmsError::AttributeTwice { oid: oid.to_string() });
            }
            found.push((oid, *value));
        }
        Ok(Attributes(found))
    }

    fn get(&self, oid: Oid) -> Option<Raw<'a>> {
        self.0.iter().find(|(known, _)| *known == oid).map(|(_, value)| *value)
    }

    fn required(&self, oid: Oid) -> Result<Raw<'a>, CmsError> {
        self.get(oid).ok_or_else(|| CmsError::AttributeMissing { oid: oid.to_string() })
    }

    /// At least one of the two attributes, and each that is there, names the signer's certificate.
    fn check_signing_certificate(&self, signer: &Certificate) -> Result<(), CmsError> {
        let named = [SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2].map(|oid| (oid, self.get(oid)));
        if named.iter().all(|(_, value)| value.is_none()) {
            return Err(CmsError::AttributeMissing { oid: SIGNING_CERTIFICATE_V2.to_string() });
        }
        for (oid, value) in named {
            value.map_or(Ok(()), |value| ess::check(oid, value, signer))?;
        }
        Ok(())
    }
}
