//! Revocation lists (RFC 5280 §5): what shows years later that an authority had not taken a certificate back. They are asked for at
//! the addresses that the certificates name, over plain HTTP since a list is signed (RFC 5280 §8), and go into the documents
//! with the chain (PAdES B-LT, ETSI EN 319 142-1, 6.3).
//!
//! What this is not: a condition. A list that cannot be had is left out, and the document is as good as one without it. OCSP is not
//! asked: its answers are about one moment of one certificate, and the authorities known to us publish lists.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::{Request, Uri, header};
use ledger::Time;
use ledger::cms::SignedData;
use ledger::event::SealSource;
use ledger::signature::SignatureError;
use ledger::x509::{Certificate, Purpose, Trust, chain};
use x509_cert::crl::CertificateList;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::ext::pkix::CrlDistributionPoints;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};

use crate::clock::Clock;
use crate::documents::layout::Validation;
use crate::post::{self, NoAnswer, Post, host};
use crate::seal::Signer;
use crate::store::{self, Firm, seals, timestamps};
use crate::web::App;

/// The longest list taken into documents, in bytes: 128 KiB. Those of authorities of time have a few; the longest of the large public
/// authorities would weigh more than the document.
const MAX_LIST: usize = 128 * 1024;
/// How long one address may take: a document waits for it.
const TRY: Duration = Duration::from_secs(5);
/// How long a list is used before it is asked for again, in milliseconds: an hour. Never beyond its own end.
const FRESH: i64 = 60 * 60 * 1000;
/// How long a list of the firm's own authority counts, in milliseconds: ten years, as long as the key. Nobody can ask for a newer one.
const OWN: i64 = 10 * 365 * 24 * 60 * 60 * 1000;
/// How long an address that gave none is left alone, in milliseconds: five minutes.
const PAUSE: i64 = 5 * 60 * 1000;

/// Why a list is not used.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    #[error("no whole answer within {} s", TRY.as_secs())]
    Silent,
    #[error("it answered with HTTP status {0}")]
    Status(u16),
    #[error("its answer is not a revocation list")]
    Malformed,
    #[error("its list is not one of the certificate's issuer")]
    OtherIssuer,
    #[error("the signature of its list: {0}")]
    Signature(#[from] SignatureError),
    #[error("its list is not of this time")]
    OtherTime,
    #[error("its list names the certificate: it was taken back")]
    Revoked,
}

/// What lets others verify, long after, a seal that `signer` is about to make: chains and lists of the seal and of its time-stamp. Nothing
/// where no authority of time is set: without its word nobody knows of what moment a list would have to be.
///
/// The lists of an imported key's authority are left to verifiers: the addresses come from whoever imported it, and a server that asks
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
    let mut lists = app.lists.of(&authority, &app.clock).await;
    if signer.source() == SealSource::Own {
        lists.extend(own(app, firm).await?);
    }
    let certificates = signer.chain().chain(&authority).map(|certificate| certificate.as_der().to_vec()).collect();
    Ok(Validation { certificates, lists })
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

/// The lists asked for lately, by address.
pub struct Lists {
    client: Post,
    kept: Mutex<HashMap<Uri, Kept>>,
}

#[derive(Clone)]
struct Kept {
    /// None while an address that gave no list is left alone.
    list: Option<Vec<u8>>,
    until: Time,
}

impl Lists {
    pub fn new() -> Result<Lists, String> {
        Ok(Lists { client: Post::to(std::iter::empty())?, kept: Mutex::default() })
    }

    /// The lists (DER) that speak for `chain`, a certificate and those above it, as far as they can be had.
    pub async fn of(&self, chain: &[Certificate], clock: &Clock) -> Vec<Vec<u8>> {
        let mut lists = Vec::new();
        for pair in chain.windows(2) {
            // Several addresses are copies of one list (RFC 5280 §4.2.1.13): the first that answers is enough.
            for address in addresses(&pair[0]) {
                if let Some(list) = self.kept_or_asked(&address, &pair[0], &pair[1], clock).await {
                    lists.push(list);
                    break;
                }
            }
        }
        lists
    }

    async fn kept_or_asked(&self, address: &Uri, of: &Certificate, by: &Certificate, clock: &Clock) -> Option<Vec<u8>> {
        let now = clock.now();
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(address).cloned();
        if let Some(kept) = kept.filter(|kept| now < kept.until) {
            // One list speaks for many certificates: each is looked for in it.
            return kept.list.filter(|list| check(list, of, by, now).is_ok());
        }
        let asked = tokio::time::timeout(TRY, self.ask(address)).await.unwrap_or(Err(Refused::Silent));
        let checked = asked.and_then(|list| Ok((check(&list, of, by, now)?, list)));
        let kept = match checked {
            Ok((until, list)) => Kept { list: Some(list), until: until.min(now.plus_millis(FRESH)) },
            Err(error) => {
                tracing::warn!(authority = host(address), certificate = %of.sha256(), %error, "no revocation list");
                Kept { list: None, until: now.plus_millis(PAUSE) }
            }
        };
        let list = kept.list.clone();
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(address.clone(), kept);
        list
    }

    async fn ask(&self, address: &Uri) -> Result<Vec<u8>, Refused> {
        let question = Request::get(address).header(header::ACCEPT, "application/pkix-crl");
        let answer = self.client.send(question, "").await?;
        match answer.status().as_u16() {
            200 => Ok(post::body(answer, MAX_LIST).await?.to_vec()),
            status => Err(Refused::Status(status)),
        }
    }
}

/// Where the certificate says that lists about it are (RFC 5280 §4.2.1.13), as far as we ask there.
fn addresses(certificate: &Certificate) -> Vec<Uri> {
    let Ok(parsed) = x509_cert::Certificate::from_der(certificate.as_der()) else { return Vec::new() };
    let found = parsed.tbs_certificate().get_extension::<CrlDistributionPoints>();
    let Ok(Some((_, points))) = found else { return Vec::new() };
    let names = points.0.into_iter().filter_map(|point| match point.distribution_point {
        Some(DistributionPointName::FullName(names)) => Some(names),
        _ => None,
    });
    let address = |name| match name {
        GeneralName::UniformResourceIdentifier(address) => address.as_str().parse::<Uri>().ok(),
        _ => None,
    };
    names.flatten().filter_map(address).filter(|address| address.scheme_str() == Some("http")).collect()
}

/// Whether `list` is one of `by`, of this time, that does not name `of`; when it ends.
///
/// # Errors
/// All of [`Refused`] but those of asking.
fn check(list: &[u8], of: &Certificate, by: &Certificate, now: Time) -> Result<Time, Refused> {
    let list = CertificateList::<x509_cert::certificate::Rfc5280>::from_der(list).map_err(|_| Refused::Malformed)?;
    let parsed = x509_cert::Certificate::from_der(of.as_der()).map_err(|_| Refused::Malformed)?;
    let (signed, certificate) = (&list.tbs_cert_list, parsed.tbs_certificate());
    if signed.issuer != *certificate.issuer() {
        return Err(Refused::OtherIssuer);
    }
    // DER has one form only, so what was read is written as it was signed.
    let message = signed.to_der().map_err(|_| Refused::Malformed)?;
    let algorithm = list.signature_algorithm.to_der().map_err(|_| Refused::Malformed)?;
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
