//! The ASN.1 of requests, answers and time-stamps (RFC 3161 §2.4).

use der::Sequence;
use der::asn1::{AnyRef, BitStringRef, IntRef, OctetStringRef, Utf8StringRef};
use spki::AlgorithmIdentifierRef;

use crate::asn1::Oid;
use crate::signature::HashAlgorithm;
use crate::x509::ExtensionFields;

/// `TimeStampReq`, without extensions.
#[derive(Sequence)]
pub(super) struct TimeStampRequest<'a> {
    pub version: u8,
    pub imprint: MessageImprint<'a>,
    #[asn1(optional = "true")]
    pub policy: Option<Oid>,
    #[asn1(optional = "true")]
    pub nonce: Option<u64>,
    #[asn1(default = "no")]
    pub certificate: bool,
}

fn no() -> bool {
    false
}

#[derive(Sequence)]
pub(super) struct MessageImprint<'a> {
    pub algorithm: AlgorithmIdentifierRef<'a>,
    pub digest: &'a OctetStringRef,
}

impl<'a> MessageImprint<'a> {
    /// Of a SHA-256 digest.
    pub fn of(digest: &'a [u8; 32]) -> MessageImprint<'a> {
        let digest = OctetStringRef::new(digest).expect("32 bytes");
        MessageImprint { algorithm: HashAlgorithm::Sha256.identifier(), digest }
    }
}

/// `TimeStampResp`.
#[derive(Sequence)]
pub(super) struct TimeStampResponse<'a> {
    pub status: StatusInfo<'a>,
    #[asn1(optional = "true")]
    pub token: Option<AnyRef<'a>>,
}

/// `PKIStatusInfo`.
#[derive(Sequence)]
pub(super) struct StatusInfo<'a> {
    pub status: u8,
    #[asn1(optional = "true")]
    pub text: Option<Vec<Utf8StringRef<'a>>>,
    #[asn1(optional = "true")]
    pub failure: Option<BitStringRef<'a>>,
}

/// `TSTInfo` (RFC 3161 §2.4.2).
#[derive(Sequence)]
pub(super) struct TimeStampInfo<'a> {
    pub version: u8,
    pub policy: Oid,
    pub imprint: MessageImprint<'a>,
    pub serial: IntRef<'a>,
    pub time: AnyRef<'a>,
    #[asn1(optional = "true")]
    pub accuracy: Option<Accuracy>,
    #[asn1(default = "no")]
    pub ordering: bool,
    #[asn1(optional = "true")]
    pub nonce: Option<IntRef<'a>>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub authority: Option<AnyRef<'a>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub extensions: Option<Vec<ExtensionFields<'a>>>,
}

#[derive(Sequence)]
pub(super) struct Accuracy {
    #[asn1(optional = "true")]
    pub seconds: Option<u32>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub micros: Option<u16>,
}

impl Accuracy {
    /// In microseconds. Milliseconds and microseconds are from 1 to 999 (RFC 3161 §2.4.2); what is missing is zero.
    pub fn micros(&self) -> Option<u64> {
        let part =
            |part: Option<u16>| part.map_or(Some(0), |part| (1..=999).contains(&part).then_some(u64::from(part)));
        let seconds = u64::from(self.seconds.unwrap_or_default());
        Some(seconds * 1_000_000 + part(self.millis)? * 1000 + part(self.micros)?)
    }
}
