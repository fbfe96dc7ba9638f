//! Revocation: what shows years later that an authority had not taken a certificate back. Lists (RFC 5280 §5) are asked for at the
//! addresses that the certificates name, over plain HTTP since a list is signed (RFC 5280 §8); where none can be had, the authority's
//! responder is asked about the certificate ([`ocsp`]). Both go into the documents with the chain (PAdES B-LT, ETSI EN 319 142-1, 6.3).
//!
//! What this is not: a condition. What cannot be had is left out, and the document is as good as one without it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::{Request, Uri, header};
use ledger::cms::SignedData;
use ledger::event::SealSource;
use ledger::signature::SignatureError;
use ledger::x509::{Certificate, Purpose, Trust, chain};
use ledger::{Hash, Time};
use x509_cert::crl::CertificateList;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{AuthorityInfoAccessSyntax, CrlDistributionPoints};

use crate::clock::Clock;
use crate::documents::layout::Validation;
use crate::post::{self, NoAnswer, Post, host};
use crate::seal::Signer;
use crate::store::{self, Firm, seals, timestamps};
use crate::web::App;

mod ocsp;

/// The longest list taken into documents, in bytes: 128 KiB. Those of authorities of time have a few; the longest of the large public
/// authorities would weigh more than the document.
const MAX_LIST: usize = 128 * 1024;
/// The longest answer of a responder, in bytes: 16 KiB. With its certificate it has one to three.
const MAX_ANSWER: usize = 16 * 1024;
/// How long one address may take: a document waits for it.
const TRY: Duration = Duration::from_secs(5);
/// How long a list or an answer is used before it is asked for again, in milliseconds: an hour. Never beyond its own end.
const FRESH: i64 = 60 * 60 * 1000;
/// How long a list of the firm's own authority counts, in milliseconds: ten years, as long as the key. Nobody can ask for a newer one.
const OWN: i64 = 10 * 365 * 24 * 60 * 60 * 1000;
/// How long an address that gave nothing of use is left alone, in milliseconds: five minutes.
const PAUSE: i64 = 5 * 60 * 1000;
/// `id-ad-ocsp` (RFC 5280 §4.2.2.1).
const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");

/// Why a list or an answer is not used.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    #[error("no whole answer within {} s", TRY.as_secs())]
    Silent,
    #[error("it gave no answer some minutes ago")]
    LeftAlone,
    #[error("it answered with HTTP status {0}")]
    Status(u16),
    #[error("it declined to answer: {0:?}")]
    Declined(ocsp::Status),
    #[error("its answer is malformed")]
    Malformed,
    #[error("its list is not one of the certificate's issuer")]
    OtherIssuer,
    #[error("its answer is about another certificate")]
    OtherCertificate,
    #[error("the signature of its answer: {0}")]
    Signature(#[from] SignatureError),
    #[error("its answer is not of this time")]
    OtherTime,
    #[error("it does not know the certificate")]
    Unknown,
    #[error("it says that the certificate was taken back")]
    Revoked,
}

impl From<x509_cert::der::Error> for Refused {
    fn from(_: x509_cert::der::Error) -> Refused {
        Refused::Malformed
    }
}

/// What lets others verify, long after, a seal that `signer` is about to make: chains and lists, or answers, of the seal and of its time-stamp.
/// Nothing where no authority of time is set: without its word nobody knows of what moment a list would have to be.
///
/// The lists and the responder of an imported key's authority are left to verifiers: the addresses come from whoever imported it, and a server that asks
/// wherever its users point looks into networks for them.
///
/// The authority of time is the one that stamped the log last, a moment ago as a rule. Should another stamp the seal, the document lacks that
/// one's list, which verifiers then ask for.
pub async fn validation(app: &App, firm: Firm, signer: &Signer) -> Result<Validation, store::Error> {
    if app.authorities.is_none() {
        return Ok(Validation::default());
    }
    let token = timestamps::newest_token(&mut app.db.read().await?, firm).await?;
    let authority = token.as_deref().and_then(|token| authority(token, app.anchors(), app.clock.now()));
    let authority = authority.unwrap_or_default();
    let mut found = app.revocations.of(&authority, &app.clock).await;
    found.certificates.extend(signer.chain().map(|certificate| certificate.as_der().to_vec()));
    if signer.source() == SealSource::Own {
        found.lists.extend(own(app, firm).await?);
    }
    Ok(found)
}

/// The list (DER) of the firm's own authority as it stands now; none while the firm has no authority.
pub async fn own(app: &App, firm: Firm) -> Result<Option<Vec<u8>>, store::Error> {
    let now = app.clock.now();
    seals::crl(&mut app.db.read().await?, firm, &app.vault, now, now.plus_millis(OWN)).await
}

/// The certificates of whoever gave the token, up to a root that we trust.
fn authority(token: &[u8], anchors: &[Certificate], now: Time) -> Option<Vec<Certificate>> {
    let token = SignedData::parse(token).ok()?;
    let chain = chain(token.signer(), token.certificates(), anchors, Purpose::TimeStamping, now).ok()?;
    (chain.trust == Trust::Anchored).then_some(chain.certificates)
}

/// Where it is said whether a certificate was taken back.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Source {
    /// Publishes a list.
    List(Uri),
    /// Answers about one certificate, here by its fingerprint.
    Responder(Uri, Hash),
}

/// A list or an answer by which a certificate is good.
struct Word {
    der: Vec<u8>,
    end: Time,
    /// Whoever signed it for the issuer.
    signer: Option<Certificate>,
}

/// What the sources said lately.
pub struct Revocations {
    client: Post,
    kept: Mutex<HashMap<Source, Kept>>,
}

#[derive(Clone)]
struct Kept {
    /// As it came, of use or not; none where nothing came.
    said: Option<Vec<u8>>,
    until: Time,
}

impl Revocations {
    pub fn new() -> Result<Revocations, String> {
        Ok(Revocations { client: Post::to(std::iter::empty())?, kept: Mutex::default() })
    }

    /// `chain`, a certificate and those above it, with what speaks for them as far as it can be had.
    pub async fn of(&self, chain: &[Certificate], clock: &Clock) -> Validation {
        let mut found = Validation::default();
        found.certificates.extend(chain.iter().map(|certificate| certificate.as_der().to_vec()));
        for pair in chain.windows(2) {
            for source in sources(&pair[0]) {
                match (self.kept_or_asked(&source, &pair[0], &pair[1], clock).await, source) {
                    (Ok(word), Source::List(_)) => found.lists.push(word.der),
                    (Ok(word), Source::Responder(..)) => {
                        found.answers.push(word.der);
                        found.certificates.extend(word.signer.map(|signer| signer.as_der().to_vec()));
                    }
                    // Whatever another source says: the issuer's word against a certificate stands.
                    (Err(Refused::Revoked), _) => {}
                    (Err(_), _) => continue,
                }
                // Several addresses are copies of one list (RFC 5280 §4.2.1.13), and an answer says no more: the first is enough.
                break;
            }
        }
        found
    }

    async fn kept_or_asked(
        &self,
        source: &Source,
        of: &Certificate,
        by: &Certificate,
        clock: &Clock,
    ) -> Result<Word, Refused> {
        let now = clock.now();
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(source).cloned();
        if let Some(kept) = kept.filter(|kept| now < kept.until) {
            // One list speaks for many certificates: each is looked for in it.
            return source.check(kept.said.ok_or(Refused::LeftAlone)?, of, by, now);
        }
        let asked = tokio::time::timeout(TRY, self.ask(source, of, by)).await.unwrap_or(Err(Refused::Silent));
        let said = asked.as_ref().ok().cloned();
        let checked = asked.and_then(|said| source.check(said, of, by, now));
        let until = match &checked {
            Ok(word) => word.end.min(now.plus_millis(FRESH)),
            Err(error) => {
                let (kind, address) = source.named();
                tracing::warn!(authority = host(address), certificate = %of.sha256(), %error, "no {kind}");
                now.plus_millis(PAUSE)
            }
        };
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(source.clone(), Kept { said, until });
        checked
    }

    async fn ask(&self, source: &Source, of: &Certificate, by: &Certificate) -> Result<Vec<u8>, Refused> {
        let (question, body, most) = match source {
            Source::List(address) => {
                (Request::get(address).header(header::ACCEPT, "application/pkix-crl"), Vec::new(), MAX_LIST)
            }
            Source::Responder(address, _) => {
                let question = Request::post(address).header(header::CONTENT_TYPE, "application/ocsp-request");
                (question.header(header::ACCEPT, "application/ocsp-response"), ocsp::question(of, by)?, MAX_ANSWER)
            }
        };
        let answer = self.client.send(question, body).await?;
        match answer.status().as_u16() {
            200 => Ok(post::body(answer, most).await?.to_vec()),
            status => Err(Refused::Status(status)),
        }
    }
}

impl Source {
    fn check(&self, said: Vec<u8>, of: &Certificate, by: &Certificate, now: Time) -> Result<Word, Refused> {
        match self {
            Source::List(_) => Ok(Word { end: check(&said, of, by, now)?, der: said, signer: None }),
            Source::Responder(..) => ocsp::check(said, of, by, now),
        }
    }

    /// What it gives, and where.
    fn named(&self) -> (&'static str, &Uri) {
        match self {
            Source::List(address) => ("revocation list", address),
            Source::Responder(address, _) => ("OCSP answer", address),
        }
    }
}

/// Whom the certificate names that we ask: lists (RFC 5280 §4.2.1.13), of which one serves many documents, then responders (§4.2.2.1).
fn sources(certificate: &Certificate) -> Vec<Source> {
    let Ok(parsed) = parsed(certificate) else { return Vec::new() };
    let parsed = parsed.tbs_certificate();
    let points = parsed.get_extension::<CrlDistributionPoints>().ok().flatten().map(|(_, points)| points.0);
    let names = points.into_iter().flatten().filter_map(|point| match point.distribution_point {
        Some(DistributionPointName::FullName(names)) => Some(names),
        _ => None,
    });
    let lists = names.flatten().filter_map(address).map(Source::List);
    let access = parsed.get_extension::<AuthorityInfoAccessSyntax>().ok().flatten().map(|(_, access)| access.0);
    let responders = access.into_iter().flatten().filter(|access| access.access_method == OCSP);
    let responders = responders.filter_map(|access| address(access.access_location));
    lists.chain(responders.map(|address| Source::Responder(address, certificate.sha256()))).collect()
}

/// The address, as far as we ask there.
fn address(name: GeneralName) -> Option<Uri> {
    let GeneralName::UniformResourceIdentifier(address) = name else { return None };
    address.as_str().parse::<Uri>().ok().filter(|address| address.scheme_str() == Some("http"))
}

fn parsed(certificate: &Certificate) -> Result<x509_cert::Certificate, Refused> {
    Ok(x509_cert::Certificate::from_der(certificate.as_der())?)
}

/// Whether `list` is one of `by`, of this time, that does not name `of`; when it ends.
///
/// # Errors
/// All of [`Refused`] but those of asking.
fn check(list: &[u8], of: &Certificate, by: &Certificate, now: Time) -> Result<Time, Refused> {
    let list = CertificateList::<x509_cert::certificate::Rfc5280>::from_der(list)?;
    let parsed = parsed(of)?;
    let (signed, certificate) = (&list.tbs_cert_list, parsed.tbs_certificate());
    if signed.issuer != *certificate.issuer() {
        return Err(Refused::OtherIssuer);
    }
    // DER has one form only, so what was read is written as it was signed.
    let message = signed.to_der()?;
    let algorithm = list.signature_algorithm.to_der()?;
    by.verify_signed(&algorithm, &message, list.signature.as_bytes().unwrap_or_default())?;
    let end = signed.next_update.as_ref().map(time).ok_or(Refused::OtherTime)?;
    if now < time(&signed.this_update) || end <= now {
        return Err(Refused::OtherTime);
    }
    let mut revoked = signed.revoked_certificates.iter().flatten();
    match revoked.any(|entry| entry.serial_number == *certificate.serial_number()) {
        true => Err(Refused::Revoked),
        false => Ok(end),
    }
}

fn time(time: &x509_cert::time::Time) -> Time {
    Time(i64::try_from(time.to_unix_duration().as_millis()).unwrap_or(i64::MAX))
}
