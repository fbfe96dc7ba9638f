//! The aids in which other programs find whom to trust. They follow from the evidence: the program that makes a bundle writes them by this, and a verifier
//! compares, so that nobody can put a key of their own in their place.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::event::SealRecorded;
use crate::evidence::{Report, Stated};
use crate::note::{Note, VerifyingKey};

/// Where they lie.
const FOLDER: &str = "verification/";

/// What stands before an Ed25519 key of 32 bytes in its DER (RFC 8410 §4).
const ED25519: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// What the names of those begin with that follow from the evidence; none but these has such a name.
const NAMES: [&str; 5] = ["checkpoint", "earlier-", "log-key", "seals", "time-stamp-"];

/// Path and bytes of each: the key of the log, the checkpoint and what it signed, the tokens about it, each earlier state with its tokens, and the certificates
/// that the log names for its seals (DER), with those above them, in the order of the log. None when the texts are not those of evidence that holds.
pub fn following(
    key: &VerifyingKey,
    stated: &Stated,
    certificates: impl IntoIterator<Item = Vec<u8>>,
) -> Option<Vec<(String, Vec<u8>)>> {
    let note = Note::parse(&stated.checkpoint).ok()?;
    let signed = note.signatures().iter().find(|line| line.name == key.name() && line.id == key.id())?;
    let public = pem("PUBLIC KEY", &[&ED25519[..], key.as_bytes()].concat());
    let seals: String = certificates.into_iter().map(|der| pem("CERTIFICATE", &der)).collect();
    let mut all = vec![
        ("checkpoint-text.txt".to_owned(), note.text().into()),
        ("checkpoint.txt".into(), stated.checkpoint.clone().into_bytes()),
        ("checkpoint.sig".into(), signed.bytes.clone()),
        ("log-key.pem".into(), public.into_bytes()),
        ("log-key.txt".into(), format!("{key}\n").into_bytes()),
        ("seals.pem".into(), seals.into_bytes()),
    ];
    for (number, token) in (1..).zip(&stated.time_stamps) {
        all.push((stamp(number), BASE64.decode(token).ok()?));
    }
    for (number, earlier) in (1..).zip(&stated.earlier) {
        let text = Note::parse(&earlier.checkpoint).ok()?.text().into();
        all.push((format!("earlier-{number}.txt"), text));
        for (at, token) in (1..).zip(&earlier.time_stamps) {
            all.push((format!("earlier-{number}-{}", stamp(at)), BASE64.decode(token).ok()?));
        }
    }
    Some(all.into_iter().map(|(name, bytes)| (format!("{FOLDER}{name}"), bytes)).collect())
}

/// The file of a token about the checkpoint, from 1.
pub fn stamp(number: usize) -> String {
    format!("time-stamp-{number}.der")
}

/// Whether an aid at this path has to follow from the evidence.
pub(super) fn must_follow(path: &str) -> bool {
    path.strip_prefix(FOLDER).is_some_and(|name| NAMES.iter().any(|begins| name.starts_with(begins)))
}

/// Those of evidence that holds in itself; none of other evidence.
pub(super) fn of(evidence: &Report) -> Option<Vec<(String, Vec<u8>)>> {
    let report = Some(evidence).filter(|report| report.verdict.is_consistent())?;
    let recorded = report.entries.iter().filter(|entry| {
        let header = entry.header.as_ref();
        header.is_some_and(|header| header.kind == "seal.recorded")
    });
    let recorded = recorded.filter_map(|entry| serde_json::from_str::<SealRecorded>(entry.payload.as_ref()?).ok());
    let certificates = recorded.filter_map(|recorded| recorded.certificates()).flatten();
    following(&report.vkey.as_ref()?.parse().ok()?, &report.stated, certificates)
}

/// RFC 7468.
pub fn pem(label: &str, der: &[u8]) -> String {
    let base64 = BASE64.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        text = text + line + "\n";
        rest = after;
    }
    text + "-----END " + label + "-----\n"
}
