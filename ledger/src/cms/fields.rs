//! The ASN.1 of a signature (RFC 5652 §3 and §5), as far as it is read and written.

use der::asn1::{AnyRef, OctetStringRef};
use der::{Encode, Sequence};
use spki::AlgorithmIdentifierRef;

use crate::asn1::{Oid, Raw, Set, write};

#[derive(Sequence)]
pub(super) struct ContentInfo<'a> {
    pub content_type: Oid,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub content: AnyRef<'a>,
}

#[derive(Sequence)]
pub(super) struct SignedDataFields<'a> {
    pub version: u8,
    pub digest_algorithms: Set<'a>,
    pub content: EncapsulatedContent<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub certificates: Option<Set<'a>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub revocation_lists: Option<Set<'a>>,
    pub signer_infos: Set<'a>,
}

#[derive(Sequence)]
pub(super) struct EncapsulatedContent<'a> {
    pub content_type: Oid,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub content: Option<&'a OctetStringRef>,
}

#[derive(Sequence)]
pub(super) struct SignerInfo<'a> {
    pub version: u8,
    pub signer: Raw<'a>,
    pub digest_algorithm: AlgorithmIdentifierRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub signed_attributes: Option<Set<'a>>,
    pub signature_algorithm: AlgorithmIdentifierRef<'a>,
    pub signature: &'a OctetStringRef,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub unsigned_attributes: Option<Set<'a>>,
}

#[derive(Sequence)]
pub(super) struct IssuerAndSerialNumber<'a> {
    pub issuer: Raw<'a>,
    pub serial: Raw<'a>,
}

#[derive(Sequence)]
pub(super) struct Attribute<'a> {
    pub oid: Oid,
    pub values: Set<'a>,
}

/// The DER of an attribute with one value.
pub(super) fn attribute(oid: Oid, value: &impl Encode) -> Vec<u8> {
    write(&Attribute { oid, values: Set(&write(value)) })
}

/// The DER of the whole structure.
pub(super) fn content_info(signed_data: &SignedDataFields<'_>) -> Vec<u8> {
    let signed_data = write(signed_data);
    let content = crate::asn1::read(&signed_data).expect("just written");
    write(&ContentInfo { content_type: super::SIGNED_DATA, content })
}
