//! From a certificate to one that the reader trusts (RFC 5280 §6), as it stood at one moment.

use serde::{Deserialize, Serialize};

use super::{Certificate, oid};
use crate::signature::SignatureError;
use crate::time::Time;

/// The most certificates of a chain, its two ends included. Authorities have three or four.
pub const MAX_PATH: usize = 8;
/// The most signatures verified while looking for a chain, so that certificates made to mislead cost at most some milliseconds.
pub const MAX_CHECKS: usize = 32;

/// What the key at the end of the chain was used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To say when something existed (RFC 3161 §2.3).
    TimeStamping,
    /// To seal a document.
    Sealing,
}

/// Whether the chain leads to a certificate that the reader trusts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// It leads to one of the reader's own.
    Anchored,
    /// It holds as far as it goes, and ends at a certificate that issued itself, or whose issuer is missing. Nothing was altered;
    /// who signed is only what the certificate says.
    Unknown,
}

/// What [`chain()`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// From the certificate asked about upwards; at least that one.
    pub certificates: Vec<Certificate>,
    pub trust: Trust,
}

/// Why a certificate is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainError {
    #[error("the certificate of {subject} was not yet valid then")]
    NotYetValid { subject: String },
    #[error("the certificate of {subject} was no longer valid then")]
    Expired { subject: String },
    #[error("the certificate of {subject} has a critical extension {oid} that is not understood")]
    CriticalExtension { subject: String, oid: String },
    #[error("the certificate is not for this use of its key")]
    KeyUsage,
    #[error("the certificate is not for time-stamping")]
    NotForTimeStamping,
    #[error("the certificate is for time-stamping, but does not say so critically")]
    TimeStampingNotCritical,
    #[error("the certificate is for time-stamping and for something else")]
    TimeStampingNotAlone,
    #[error("the certificate is not for sealing documents")]
    NotForSealing,
    #[error("{subject} issued a certificate and may not")]
    NotAuthority { subject: String },
    #[error("{subject} may not have so many authorities below it")]
    PathLength { subject: String },
    #[error("the signature by {subject} on a certificate: {error}")]
    Signature { subject: String, error: SignatureError },
    #[error("more than {MAX_PATH} certificates above one another")]
    TooLong,
    #[error("more than {MAX_CHECKS} signatures to verify")]
    TooManyChecks,
}

/// Looks for a chain from `leaf` through `others` to one of `anchors`, each certificate valid at `at` and allowed to do what it
/// did. The anchors are held to the same rules. Of several chains one that is anchored wins.
///
/// A chain that ends elsewhere is no error but [`Trust::Unknown`]: whom a reader trusts is the reader's to say.
///
/// # Errors
/// What does not hold about `leaf`; or, when certificates bear the name of an issuer and none of them leads on, what does not hold
/// about the first of them. `TooLong`, `TooManyChecks`.
pub fn chain(
    leaf: &Certificate,
    others: &[Certificate],
    anchors: &[Certificate],
    purpose: Purpose,
    at: Time,
) -> Result<Chain, ChainError> {
    check_valid(leaf, at)?;
    check_purpose(leaf, purpose)?;
    let mut search = Search { others, anchors, at, checks: 0 };
    let (path, trust) = search.extend(vec![leaf])?;
    Ok(Chain { certificates: path.into_iter().cloned().collect(), trust })
}

impl Certificate {
    /// Whether `issuer` certified this one to answer for it about the certificates that it issued (OCSP, RFC 6960 §4.2.2.2), and it is valid
    /// at `at`.
    pub fn answers_for(&self, issuer: &Certificate, at: Time) -> bool {
        let purposes = self.extensions.purposes.as_ref();
        purposes.is_some_and(|purposes| purposes.list.contains(&oid::OCSP_SIGNING))
            && self.extensions.usage.is_none_or(|usage| usage.signs)
            && self.issuer_name() == issuer.subject_name()
            && check_valid(self, at).is_ok()
            && self.verify_issued_by(issuer).is_ok()
    }
}

struct Search<'a> {
    others: &'a [Certificate],
    anchors: &'a [Certificate],
    at: Time,
    checks: usize,
}

impl<'a> Search<'a> {
    /// The best end of the chain that begins with `path`.
    fn extend(&mut self, path: Vec<&'a Certificate>) -> Result<(Vec<&'a Certificate>, Trust), ChainError> {
        let Some(last) = path.last().copied() else {
            return Ok((path, Trust::Unknown));
        };
        if self.anchors.contains(last) {
            return Ok((path, Trust::Anchored));
        }
        let mut unknown = None;
        let mut first_error = None;
        for issuer in self.issuers(last) {
            if path.contains(&issuer) {
                // It issued itself, or they issued one another: here the chain ends.
                continue;
            }
            let longer = self.check_issuer(issuer, &path).and_then(|()| {
                let longer = [path.as_slice(), &[issuer]].concat();
                if longer.len() > MAX_PATH { Err(ChainError::TooLong) } else { self.extend(longer) }
            });
            match longer {
                Ok((path, Trust::Anchored)) => return Ok((path, Trust::Anchored)),
                Ok((path, Trust::Unknown)) => drop(unknown.get_or_insert(path)),
                Err(ChainError::TooManyChecks) => return Err(ChainError::TooManyChecks),
                Err(error) => drop(first_error.get_or_insert(error)),
            }
        }
        match (unknown, first_error) {
            (Some(path), _) => Ok((path, Trust::Unknown)),
            (None, Some(error)) => Err(error),
            (None, None) => Ok((path, Trust::Unknown)),
        }
    }

    /// The certificates that bear the name of the issuer, those that the reader trusts first. An empty name names nobody.
    fn issuers(&self, of: &Certificate) -> Vec<&'a Certificate> {
        const EMPTY: &[u8] = &[0x30, 0];
        let name = of.issuer_name();
        let bears = |known: &&Certificate| known.subject_name() == name && name != EMPTY;
        self.anchors.iter().chain(self.others).filter(bears).collect()
    }

    /// Whether `issuer` may stand above `path` and signed its last certificate.
    fn check_issuer(&mut self, issuer: &Certificate, path: &[&Certificate]) -> Result<(), ChainError> {
        let subject = || issuer.subject().to_string();
        let extensions = &issuer.extensions;
        check_valid(issuer, self.at)?;
        if !extensions.ca || extensions.usage.is_some_and(|usage| !usage.signs_certificates) {
            return Err(ChainError::NotAuthority { subject: subject() });
        }
        // Those that issued themselves do not count (RFC 5280 §4.2.1.9), nor does the end of the chain.
        let below = path.iter().skip(1).filter(|authority| authority.subject_name() != authority.issuer_name()).count();
        if extensions.path_length.is_some_and(|limit| below > usize::from(limit)) {
            return Err(ChainError::PathLength { subject: subject() });
        }
        if self.checks == MAX_CHECKS {
            return Err(ChainError::TooManyChecks);
        }
        self.checks += 1;
        let signed = path.last().map_or(Ok(()), |last| last.verify_issued_by(issuer));
        signed.map_err(|error| ChainError::Signature { subject: subject(), error })
    }
}

fn check_valid(certificate: &Certificate, at: Time) -> Result<(), ChainError> {
    let subject = || certificate.subject().to_string();
    if at < certificate.not_before() {
        return Err(ChainError::NotYetValid { subject: subject() });
    }
    // `not_after` is a whole second, which belongs to the validity to its end.
    if at >= certificate.not_after().plus_millis(1000) {
        return Err(ChainError::Expired { subject: subject() });
    }
    match certificate.extensions.unknown_critical {
        Some(oid) => Err(ChainError::CriticalExtension { subject: subject(), oid: oid.to_string() }),
        None => Ok(()),
    }
}

fn check_purpose(leaf: &Certificate, purpose: Purpose) -> Result<(), ChainError> {
    if leaf.extensions.usage.is_some_and(|usage| !usage.signs) {
        return Err(ChainError::KeyUsage);
    }
    let purposes = leaf.extensions.purposes.as_ref();
    match purpose {
        // "MUST contain only one instance of the extended key usage field extension … with KeyPurposeID having value
        // id-kp-timeStamping. This extension MUST be critical." (RFC 3161 §2.3)
        Purpose::TimeStamping => match purposes {
            Some(purposes) if !purposes.list.contains(&oid::TIME_STAMPING) => Err(ChainError::NotForTimeStamping),
            Some(purposes) if purposes.list.len() > 1 => Err(ChainError::TimeStampingNotAlone),
            Some(purposes) if !purposes.critical => Err(ChainError::TimeStampingNotCritical),
            Some(_) => Ok(()),
            None => Err(ChainError::NotForTimeStamping),
        },
        // A limit to other purposes is kept (RFC 5280 §4.2.1.12); the list is what readers of PDF accept.
        Purpose::Sealing => {
            let accepted = [
                oid::ANY_PURPOSE,
                oid::DOCUMENT_SIGNING,
                oid::EMAIL_PROTECTION,
                oid::MICROSOFT_DOCUMENT_SIGNING,
                oid::ADOBE_PDF_SIGNING,
            ];
            let fits = purposes.is_none_or(|purposes| purposes.list.iter().any(|purpose| accepted.contains(purpose)));
            if fits { Ok(()) } else { Err(ChainError::NotForSealing) }
        }
    }
}
