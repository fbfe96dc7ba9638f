//! OCSP (RFC 6960): what an authority says of one certificate. It is asked by POST over plain HTTP (appendix A.1), since an answer
//! is signed.
//!
//! What this is not: a question with a nonce (§4.4.1). An answer counts between its two dates, as a list does, and is kept as one;
//! large authorities sign theirs in advance and know no nonce (RFC 5019 §4).

use der::asn1::{AnyRef, BitStringRef, GeneralizedTime, ObjectIdentifier, OctetString, OctetStringRef};
use der::{Any, Decode as _, Encode as _, Enumerated, Sequence, Tag, TagNumber, Tagged as _};
use ledger::Time;
use ledger::timestamp::MAX_AHEAD;
use ledger::x509::Certificate;
use sha1::{Digest as _, Sha1};
use x509_cert::ext::Extensions;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::{FRESH, Refused, Word, parsed};

const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
/// `id-pkix-ocsp-basic`, the one kind of answer there is.
const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");

/// Which certificate is meant (§4.1.1).
#[derive(Sequence)]
struct CertId {
    algorithm: AlgorithmIdentifierOwned,
    issuer_name: OctetString,
    issuer_key: OctetString,
    serial: SerialNumber,
}

impl CertId {
    /// By SHA-1, which every responder knows (RFC 5019 §2.1.1). It only names: whoever answers for another issuer with the same hashes
    /// would need this one's key to sign.
    fn of(certificate: &Certificate, issuer: &Certificate) -> Result<CertId, Refused> {
        let (certificate, issuer) = (parsed(certificate)?, parsed(issuer)?);
        let hash = |bytes: &[u8]| OctetString::new(Sha1::digest(bytes).to_vec());
        let key = &issuer.tbs_certificate().subject_public_key_info().subject_public_key;
        Ok(CertId {
            algorithm: AlgorithmIdentifierOwned { oid: SHA1, parameters: Some(Any::null()) },
            issuer_name: hash(&certificate.tbs_certificate().issuer().to_der()?)?,
            issuer_key: hash(key.raw_bytes())?,
            serial: certificate.tbs_certificate().serial_number().clone(),
        })
    }

    /// Whether both mean one certificate. The parameters of SHA-1 may be absent or NULL.
    fn means(&self, other: &CertId) -> bool {
        let parts = |id: &CertId| (id.algorithm.oid, id.issuer_name.clone(), id.issuer_key.clone(), id.serial.clone());
        parts(self) == parts(other)
    }
}

/// How a responder took the question (§4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enumerated)]
#[asn1(type = "ENUMERATED")]
#[repr(u8)]
pub enum Status {
    Successful = 0,
    MalformedRequest = 1,
    InternalError = 2,
    TryLater = 3,
    SignatureRequired = 5,
    Unauthorized = 6,
}

#[derive(Sequence)]
struct OcspResponse<'a> {
    status: Status,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    bytes: Option<ResponseBytes<'a>>,
}

#[derive(Sequence)]
struct ResponseBytes<'a> {
    kind: ObjectIdentifier,
    response: &'a OctetStringRef,
}

#[derive(Sequence)]
struct BasicOcspResponse<'a> {
    /// As it stands: these bytes are what is signed.
    signed: AnyRef<'a>,
    algorithm: AnyRef<'a>,
    signature: BitStringRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    certificates: Option<Vec<AnyRef<'a>>>,
}

#[derive(Sequence)]
struct ResponseData<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", default = "version_1")]
    version: u8,
    /// A hint at who signed; the signature says it.
    responder: AnyRef<'a>,
    produced_at: GeneralizedTime,
    responses: Vec<SingleResponse<'a>>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

fn version_1() -> u8 {
    0
}

#[derive(Sequence)]
struct SingleResponse<'a> {
    certificate: CertId,
    /// `[0]` good, `[1]` revoked, `[2]` unknown.
    status: AnyRef<'a>,
    this_update: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    next_update: Option<GeneralizedTime>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

/// The question about `of`, DER.
///
/// # Errors
/// `Malformed` where a certificate cannot be read.
pub(super) fn question(of: &Certificate, by: &Certificate) -> Result<Vec<u8>, Refused> {
    // OCSPRequest, TBSRequest, requestList, Request: each is a sequence, here with the one element that it must have.
    Ok([[[[CertId::of(of, by)?]]]].to_der()?)
}

/// What `answer` says of `of`, a certificate that `by` issued: that it is good, or this fails.
///
/// # Errors
/// All of [`Refused`] but those of asking.
pub(super) fn check(answer: Vec<u8>, of: &Certificate, by: &Certificate, now: Time) -> Result<Word, Refused> {
    let OcspResponse { status, bytes } = OcspResponse::from_der(&answer)?;
    let bytes = match (status, bytes) {
        (Status::Successful, Some(bytes)) if bytes.kind == BASIC => bytes,
        (Status::Successful, _) => return Err(Refused::Malformed),
        (status, _) => return Err(Refused::Declined(status)),
    };
    let response = BasicOcspResponse::from_der(bytes.response.as_bytes())?;
    let signer = signer(&response, by, now)?;
    let data: ResponseData<'_> = response.signed.decode_as()?;
    let wanted = CertId::of(of, by)?;
    let about = data.responses.iter().find(|single| single.certificate.means(&wanted));
    let about = about.ok_or(Refused::OtherCertificate)?;
    let mut extensions = data.extensions.iter().chain(&about.extensions).flatten();
    if data.version != version_1() || extensions.any(|extension| extension.critical) {
        return Err(Refused::Malformed);
    }
    let since = time(&about.this_update);
    // Without an end, "newer revocation information is available all the time" (§4.2.2.1): then it was of its moment.
    let end = about.next_update.as_ref().map_or(since.plus_millis(FRESH), time);
    if now.plus_millis(MAX_AHEAD) < since || end <= now {
        return Err(Refused::OtherTime);
    }
    match about.status.tag() {
        Tag::ContextSpecific { number: TagNumber(0), .. } => Ok(Word { der: answer, end, signer }),
        Tag::ContextSpecific { number: TagNumber(1), .. } => Err(Refused::Revoked),
        _ => Err(Refused::Unknown),
    }
}

/// Who signed: the issuer, then none, or a responder that it certified for this and that is valid now (§4.2.2.2). Whether the issuer took
/// the responder's own certificate back is not asked: it would be asked of the same.
fn signer(response: &BasicOcspResponse<'_>, by: &Certificate, now: Time) -> Result<Option<Certificate>, Refused> {
    let (algorithm, message) = (response.algorithm.to_der()?, response.signed.to_der()?);
    let signature = response.signature.as_bytes().unwrap_or_default();
    let Err(error) = by.verify_signed(&algorithm, &message, signature) else { return Ok(None) };
    let certificates =
        response.certificates.iter().flatten().filter_map(|one| Certificate::parse(&one.to_der().ok()?).ok());
    let mut responders = certificates.filter(|responder| responder.answers_for(by, now));
    let signed = |responder: &Certificate| responder.verify_signed(&algorithm, &message, signature).is_ok();
    responders.find(signed).map(Some).ok_or(Refused::Signature(error))
}

fn time(time: &GeneralizedTime) -> Time {
    Time(i64::try_from(time.to_unix_duration().as_millis()).unwrap_or(i64::MAX))
}
