//! What is in a bundle for other people's programs: the parts that they verify, each in the form in which they take it, and the commands.

use std::fmt::Write as _;

use app::Texts;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ledger::event::Event;
use ledger::note::Note;
use ledger::{Evidence, VerifyingKey};

use super::aids::{Aid, Listed, aid};
use super::recipe::{Parts, commands, stamp};
use crate::documents::{Error, Trail};

/// The same in both languages.
const FOLDER: &str = "verification";
/// What stands before an Ed25519 key of 32 bytes in its DER (RFC 8410 §4).
const ED25519: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

macro_rules! python {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../tests/tests/outside/bundle/", $name)))
    };
}

/// The verifier in Python, written from the document of the format alone; the very files that the tests run against this program.
const PYTHON: [(&str, &str); 11] = [
    python!("verify.py"),
    python!("canonical.py"),
    python!("certificates.py"),
    python!("der.py"),
    python!("evidence.py"),
    python!("faults.py"),
    python!("notes.py"),
    python!("pdf.py"),
    python!("signatures.py"),
    python!("tokens.py"),
    python!("zip.py"),
];

/// `crl` is the list of the firm's own authority (DER), if it has one.
///
/// # Errors
/// When the checkpoint is not one that the log's key signed, or a time-stamp not base64.
pub fn all(
    t: Texts,
    trail: &Trail,
    evidence: &Evidence,
    crl: Option<&[u8]>,
    files: &[Listed],
) -> Result<Vec<Aid>, Error> {
    let bad = |error: &dyn std::fmt::Display| Error::Evidence(error.to_string());
    let note = Note::parse(&evidence.checkpoint).map_err(|error| bad(&error))?;
    let key: VerifyingKey = trail.vkey.parse().map_err(|error| bad(&error))?;
    let signed = note.signatures().iter().find(|signature| signature.name == key.name() && signature.id == key.id());
    let signed = signed.ok_or_else(|| bad(&"the checkpoint is not signed by the key of its log"))?;
    let public = [&ED25519[..], key.as_bytes()].concat();
    let chains: String = chains(trail).flatten().map(|der| pem("CERTIFICATE", &der)).collect();
    let mut aids = vec![
        in_folder("checkpoint.txt", &evidence.checkpoint),
        in_folder("checkpoint-text.txt", note.text()),
        in_folder("checkpoint.sig", &signed.bytes),
        in_folder("log-key.pem", pem("PUBLIC KEY", &public)),
        in_folder("log-key.txt", format!("{}\n", trail.vkey)),
        in_folder("seals.pem", chains),
    ];
    for (number, token) in (1..).zip(&evidence.time_stamps) {
        aids.push(in_folder(&stamp(number), BASE64_STANDARD.decode(token).map_err(|error| bad(&error))?));
    }
    aids.extend(crl.map(|crl| in_folder("firm-crl.pem", pem("X509 CRL", crl))));
    let document = files.iter().find(|file| file.path.starts_with("documents/")).map(|file| file.path.as_str());
    let cosigned = note.signatures().len() > 1;
    let parts = Parts { document, stamps: evidence.time_stamps.len(), cosigned, crl: crl.is_some() };
    aids.push(in_folder("openssl.txt", commands(t, &parts)));
    aids.extend(PYTHON.map(|(name, text)| in_folder(&format!("python/{name}"), text)));
    Ok(aids)
}

fn in_folder(name: &str, bytes: impl AsRef<[u8]>) -> Aid {
    aid(&format!("{FOLDER}/{name}"), bytes.as_ref().to_vec())
}

/// The certificates on record, with those above them.
fn chains(trail: &Trail) -> impl Iterator<Item = Vec<Vec<u8>>> {
    trail.events().filter_map(|(_, event)| match event {
        Event::SealRecorded(e) => e.certificates(),
        _ => None,
    })
}

/// RFC 7468.
fn pem(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in BASE64_STANDARD.encode(der).as_bytes().chunks(64) {
        writeln!(text, "{}", String::from_utf8_lossy(line)).expect("memory takes every text");
    }
    text + &format!("-----END {label}-----\n")
}
