//! The seal of a PDF (PAdES, ETSI EN 319 142-1; ISO 32000-1, 12.8): does it cover the whole file, and who made it.
//!
//! A signature of a PDF covers the ranges of bytes that it names itself, and readers have been fooled with what lies beside them
//! ("shadow" and "incremental saving" attacks). Our rule leaves no room for that, and needs no PDF library:
//!
//! 1. a signature is a place that reads `/ByteRange`, white space or none, `[0 a b c]`, where the bytes from a to b are `<`, hexadecimal
//!    digits, `>`, and follow `/Contents`; exactly one place does so;
//! 2. b + c is the length of the file: nothing precedes and nothing follows what is signed;
//! 3. the digits are one DER value, then zeros: a signature of one signer ([`crate::cms`]).
//!
//! So every byte is signed but the digits themselves, and whoever changes, adds or appends anything breaks the seal. What a file
//! embeds may hold seals of its own: their numbers do not fit this file, and they do not count.

use std::cell::LazyCell;

use serde::{Deserialize, Serialize};

use crate::cms::{self, SignedData};
use crate::event::{FileRef, SealRecorded, SealRevoked};
use crate::evidence::Report;
use crate::pdf::MAX_PDF;
use crate::seal::{self, Anchors, Seal, SealError};
use crate::timestamp::TimeStamp;
use crate::x509::{Certificate, Trust};
use crate::{Hash, Time};

/// Why a PDF does not count as sealed. All but `NotSealed` mean that it was altered, or was never one of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfSealError {
    #[error("{bytes} bytes; at most {MAX_PDF} are accepted")]
    TooLarge { bytes: usize },
    #[error("not a PDF: it does not begin with %PDF-")]
    NotPdf,
    #[error("{bytes} bytes were put in front of the PDF")]
    Preceded { bytes: usize },
    #[error("the PDF bears no seal")]
    NotSealed,
    #[error("the PDF does not end as one: whatever stood at its end is missing, the seal perhaps with it")]
    NotWhole,
    #[error("the seal does not say what it covers in the one way accepted")]
    Range,
    #[error("the PDF bears {found} signatures: whatever came after the first is not sealed by it")]
    Several { found: usize },
    #[error("{bytes} bytes were appended after the seal (an incremental update)")]
    Appended { bytes: usize },
    #[error("the PDF ends {bytes} bytes before the end of what was sealed")]
    CutOff { bytes: usize },
    /// `WrongDigest` in it when anything that was sealed is not as it was.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<cms::CmsError> for PdfSealError {
    fn from(error: cms::CmsError) -> PdfSealError {
        PdfSealError::Seal(error.into())
    }
}

/// Whose seal it is, as far as verified evidence shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The log names the certificate, and those beside it: it is the firm's.
    Recorded,
    /// The log named it and took it back.
    Revoked(Revoked),
    /// The evidence does not hold, or names no such certificate: anybody can make one with any name in it.
    Unknown,
}

/// How and when the log took a certificate back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revoked {
    /// The firm's words.
    pub reason: String,
    /// Since when others may have had the key, by the firm's word.
    pub since: Time,
    /// Whether the seal was made before that, by the log or by the word of an authority of time that the reader trusts.
    pub made: Made,
}

/// When a seal was made that a revoked key can have made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Made {
    /// A `document.made` before the revocation names the file: whoever has the key alone cannot have put that there.
    Recorded,
    /// It is time-stamped before the revocation.
    Before,
    /// Its time-stamp is not earlier than the revocation, so nothing shows that the seal is.
    NotShownBefore,
    /// No authority that the reader trusts says.
    Unknown,
}

impl Revoked {
    fn judge(reason: String, since: Time, recorded: bool, stamp: Option<&TimeStamp>) -> Revoked {
        let stamp = stamp.filter(|stamp| stamp.trust == Trust::Anchored);
        let made = match stamp.map(TimeStamp::latest) {
            _ if recorded => Made::Recorded,
            Some(latest) if latest < since => Made::Before,
            Some(_) => Made::NotShownBefore,
            None => Made::Unknown,
        };
        Revoked { reason, since, made }
    }
}

impl Standing {
    /// Whether the seal is the firm's, and made while its key was the firm's alone.
    pub fn holds(&self) -> bool {
        matches!(self, Standing::Recorded | Standing::Revoked(Revoked { made: Made::Recorded | Made::Before, .. }))
    }
}

/// Verifies that one seal covers all of `pdf` and holds, and says whose it is by `evidence`: that in the same file, or another of the
/// same firm. What `newer` evidence of the same log says of a certificate taken back since counts too. `authorities` are the roots of the authorities of time that the reader trusts, `now` is the present moment.
///
/// The certificate must have been valid at the entry that records the file (`document.made`); without one, at the newest entry of the
/// evidence, if that evidence names the certificate: the log bears witness that the seal was made then, also when the certificate has
/// long expired. Otherwise it must be valid now.
///
/// # Errors
/// See [`PdfSealError`].
pub fn verify(
    pdf: &[u8],
    evidence: Option<&Report>,
    newer: Option<&Report>,
    authorities: &[Certificate],
    now: Time,
) -> Result<(Seal, Standing), PdfSealError> {
    let found = find(pdf)?;
    let contents = hex::decode(found.digits).map_err(|_| PdfSealError::Range)?;
    let signature = cms::without_padding(&contents)?;
    let carried = SignedData::parse(signature)?;
    let named = evidence.and_then(|evidence| Named::by(evidence, newer, &carried.signer().sha256(), pdf));
    // Only certificates that the log names, so that nothing beside what is signed can be put in their place.
    let anchors = named.as_ref().filter(|named| named.names_all(carried.certificates()));
    let anchors = anchors.map_or(&[][..], |named| &named.chain);
    let at = named.as_ref().map_or(now, |named| named.at);
    let digest = crate::hash::sha256_of(&found.covered);
    let seal = seal::check_known(signature, &digest, Anchors { seals: anchors, authorities }, at, now)?;
    let standing = match (seal.trust, named.and_then(|named| named.revoked)) {
        (Trust::Anchored, Some(Taken { reason, since, recorded })) => {
            Standing::Revoked(Revoked::judge(reason, since, recorded, seal.time_stamp.as_ref()))
        }
        (Trust::Anchored, None) => Standing::Recorded,
        (Trust::Unknown, _) => Standing::Unknown,
    };
    Ok((seal, standing))
}

/// Whether verified evidence records just this file: a `document.made` names its SHA-256. A PDF without a seal is what it seems to be only then:
/// anybody can put real evidence into pages of their own.
pub fn is_recorded(file: &Hash, evidence: &Report) -> bool {
    let names =
        |payload: &String| serde_json::from_str::<OfFile>(payload).is_ok_and(|named| named.file.sha256 == *file);
    let made = evidence.entries.iter().filter(|entry| entry.header.as_ref().is_some_and(|h| h.kind == "document.made"));
    evidence.verdict.is_consistent() && made.filter_map(|entry| entry.payload.as_ref()).any(names)
}

/// What is read of a `document.made`.
#[derive(Deserialize)]
struct OfFile {
    file: FileRef,
}

/// What verified evidence says of a certificate.
struct Named {
    chain: Vec<Certificate>,
    revoked: Option<Taken>,
    /// When it was used, as far as the log shows.
    at: Time,
}

/// That a certificate was taken back: why, since when, and whether the log had named the file before.
struct Taken {
    reason: String,
    since: Time,
    recorded: bool,
}

impl Named {
    fn by(evidence: &Report, newer: Option<&Report>, certificate: &Hash, pdf: &[u8]) -> Option<Named> {
        if !evidence.verdict.is_consistent() {
            return None;
        }
        let file = LazyCell::new(|| crate::sha256(pdf));
        let (mut chain, mut revoked, mut made, mut newest) = (None, None, None, Time::MIN);
        let since = evidence.log_size.unwrap_or_default();
        let newer = newer.filter(|newer| newer.verdict.is_consistent() && newer.vkey == evidence.vkey);
        let later = newer.iter().flat_map(|newer| &newer.entries).filter(|entry| {
            entry.header.as_ref().is_some_and(|header| header.index >= since && header.kind == "seal.revoked")
        });
        for entry in evidence.entries.iter().chain(later) {
            let Some(header) = &entry.header else { continue };
            newest = if header.index < since { header.time } else { newest };
            let Some(payload) = &entry.payload else { continue };
            // By their kind, so that a browser need not load the forms of all other events.
            match header.kind.as_str() {
                "seal.recorded" => {
                    let recorded = serde_json::from_str::<SealRecorded>(payload).ok();
                    chain = chain.or(recorded.filter(|e| e.sha256 == *certificate).map(|e| parsed(&e)));
                }
                "seal.revoked" if chain.is_some() => {
                    let taken = serde_json::from_str::<SealRevoked>(payload).ok();
                    let taken = taken.filter(|e| e.sha256 == *certificate);
                    revoked = revoked.or(taken.map(|e| Taken {
                        since: e.since.unwrap_or(header.time).min(header.time),
                        reason: e.reason,
                        recorded: made.is_some(),
                    }));
                }
                "document.made" => {
                    let named = serde_json::from_str::<OfFile>(payload).ok();
                    made = made.or(named.filter(|e| e.file.sha256 == *file).map(|_| header.time));
                }
                _ => {}
            }
        }
        Some(Named { chain: chain??, revoked, at: made.unwrap_or(newest) })
    }

    fn names_all(&self, carried: &[Certificate]) -> bool {
        carried.iter().all(|certificate| self.chain.contains(certificate))
    }
}

fn parsed(recorded: &SealRecorded) -> Option<Vec<Certificate>> {
    recorded.certificates()?.iter().map(|der| Certificate::parse(der).ok()).collect()
}

/// The signature of a PDF and what it covers; whether it holds is not examined yet.
#[derive(Clone, Copy, Debug)]
struct Found<'a> {
    covered: [&'a [u8]; 2],
    digits: &'a [u8],
}

/// Finds the one signature of `pdf` that covers all of it.
fn find(pdf: &[u8]) -> Result<Found<'_>, PdfSealError> {
    if pdf.len() > MAX_PDF {
        return Err(PdfSealError::TooLarge { bytes: pdf.len() });
    }
    match super::begins(pdf) {
        Some(0) => {}
        Some(bytes) => return Err(PdfSealError::Preceded { bytes }),
        None => return Err(PdfSealError::NotPdf),
    }
    const KEY: &[u8] = b"/ByteRange";
    let places: Vec<usize> = (0..pdf.len()).filter(|&at| pdf[at..].starts_with(KEY)).collect();
    let holes: Vec<[usize; 3]> = places.iter().filter_map(|at| hole(pdf, at + KEY.len())).collect();
    let [start, end, rest] = match (holes.as_slice(), places.is_empty()) {
        ([hole], _) => *hole,
        // ISO 32000-1, 7.5.5: a file ends with this line. The seal stands near the end, so a file that was cut has lost it.
        ([], true) if !pdf.trim_ascii_end().ends_with(b"%%EOF") => return Err(PdfSealError::NotWhole),
        ([], true) => return Err(PdfSealError::NotSealed),
        ([], false) => return Err(PdfSealError::Range),
        (several, _) => return Err(PdfSealError::Several { found: several.len() }),
    };
    let covered = end.saturating_add(rest);
    if covered < pdf.len() {
        return Err(PdfSealError::Appended { bytes: pdf.len() - covered });
    }
    if covered > pdf.len() {
        return Err(PdfSealError::CutOff { bytes: covered - pdf.len() });
    }
    Ok(Found { covered: [&pdf[..start], &pdf[end..]], digits: &pdf[start + 1..end - 1] })
}

/// Reads `[0 start end rest]` at `at`, if the bytes from `start` to `end` are a hexadecimal string behind `/Contents`.
fn hole(pdf: &[u8], at: usize) -> Option<[usize; 3]> {
    let text = pdf[at..].trim_ascii_start().strip_prefix(b"[")?;
    // Four numbers of at most 20 digits and what separates them.
    let text = &text[..text.len().min(128)];
    let text = str::from_utf8(&text[..text.iter().position(|byte| *byte == b']')?]).ok()?;
    let mut numbers = text.split_ascii_whitespace().map(|word| word.parse::<usize>().ok());
    let (Some(Some(0)), Some(Some(start)), Some(Some(end)), Some(Some(rest)), None) =
        (numbers.next(), numbers.next(), numbers.next(), numbers.next(), numbers.next())
    else {
        return None;
    };
    let digits = pdf.get(start..end)?.strip_prefix(b"<")?.strip_suffix(b">")?;
    let behind = pdf[..start].trim_ascii_end().ends_with(b"/Contents");
    (behind && digits.iter().all(u8::is_ascii_hexdigit)).then_some([start, end, rest])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::Subject;

    #[test]
    fn a_revoked_key_is_good_for_what_a_trusted_authority_dated_before() {
        let since = Time(1_790_000_000_000);
        let made = |before: i64, accuracy_micros: Option<u64>, trust: Trust| {
            let stamp = TimeStamp {
                time: Time(since.0 - before),
                accuracy_micros,
                policy: "1.2.3".into(),
                serial: "01".into(),
                nonce_matched: false,
                authority: Subject { common_name: Some("Horloge".into()), organisation: None },
                trust,
                certificate_until: Time(since.0 + 1),
                claims_qualified: false,
            };
            Revoked::judge("Clé copiée".into(), since, false, Some(&stamp)).made
        };
        assert_eq!(made(1, None, Trust::Anchored), Made::Before);
        assert_eq!(made(0, None, Trust::Anchored), Made::NotShownBefore, "in the moment itself");
        assert_eq!(made(-1, None, Trust::Anchored), Made::NotShownBefore);
        assert_eq!(made(1_001, Some(1_000_000), Trust::Anchored), Made::Before);
        assert_eq!(
            made(1_000, Some(1_000_000), Trust::Anchored),
            Made::NotShownBefore,
            "its clock may be a second late"
        );
        assert_eq!(made(2, Some(1_001), Trust::Anchored), Made::NotShownBefore, "a part of a millisecond counts");
        assert_eq!(made(1, Some(u64::MAX), Trust::Anchored), Made::NotShownBefore);
        assert_eq!(made(1_000, None, Trust::Unknown), Made::Unknown, "anybody can make that one");
        assert_eq!(Revoked::judge(String::new(), since, true, None).made, Made::Recorded);
        assert_eq!(Revoked::judge(String::new(), since, false, None).made, Made::Unknown);
    }
}
