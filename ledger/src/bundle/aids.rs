//! The aids in which other programs find whom to trust. They follow from the evidence: the program that makes a bundle writes them by this, and a verifier
//! compares, so that nobody can put a key of their own in their place.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::checkpoint::Checkpoint;
use crate::event::SealRecorded;
use crate::evidence::Report;
use crate::note::VerifyingKey;

/// What stands before an Ed25519 key of 32 bytes in its DER (RFC 8410 §4).
const ED25519: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// Path and bytes of each: the key of the log, the text that it signed, and the certificates that the log names for its seals (DER), with those above
/// them, in the order of the log.
pub fn following(
    key: &VerifyingKey,
    checkpoint: &Checkpoint,
    certificates: impl IntoIterator<Item = Vec<u8>>,
) -> [(&'static str, Vec<u8>); 4] {
    let public = pem("PUBLIC KEY", &[&ED25519[..], key.as_bytes()].concat());
    let seals: String = certificates.into_iter().map(|der| pem("CERTIFICATE", &der)).collect();
    [
        ("verification/checkpoint-text.txt", checkpoint.text().into_bytes()),
        ("verification/log-key.pem", public.into_bytes()),
        ("verification/log-key.txt", format!("{key}\n").into_bytes()),
        ("verification/seals.pem", seals.into_bytes()),
    ]
}

/// The same for evidence that holds in itself; nothing for other evidence.
pub(super) fn of(evidence: &Report) -> Option<[(&'static str, Vec<u8>); 4]> {
    let report = Some(evidence).filter(|report| report.verdict.is_consistent())?;
    let (origin, size, root) = (report.origin.clone()?, report.log_size?, report.root?);
    let recorded = report.entries.iter().filter(|entry| {
        let header = entry.header.as_ref();
        header.is_some_and(|header| header.kind == "seal.recorded")
    });
    let recorded = recorded.filter_map(|entry| serde_json::from_str::<SealRecorded>(entry.payload.as_ref()?).ok());
    let certificates = recorded.filter_map(|recorded| recorded.certificates()).flatten();
    Some(following(
        &report.vkey.as_ref()?.parse().ok()?,
        &Checkpoint { origin, size, root, extensions: Vec::new() },
        certificates,
    ))
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
