//! A log with a paper, and bundles of it.

use ledger::bundle::{self, BundleError, BundleReport, FileFault, FileRole, Manifest, Verifier};
use ledger::evidence::Reader;
use ledger::*;
use serde_json::{Value, json};

use super::{FIRM, Log, START};

pub const PAPER: &[u8] = b"The contract, on paper.\n";
pub const ABOUT: &str = "project:00000000000000000000000000000001";

/// A log with a paper and two files that the bundle may leave out.
pub fn log() -> Log {
    log_of(&[
        json!({"kind": "paper.filed", "file": file("Contrat.txt", PAPER)}),
        json!({"kind": "question.asked", "text": "?"}),
        json!({"kind": "paper.filed", "deep": [{"file": file("Devis.txt", b"a quote")}]}),
    ])
}

pub fn file(name: &str, bytes: &[u8]) -> Value {
    json!({"name": name, "sha256": sha256(bytes), "size": bytes.len()})
}

pub fn log_of(payloads: &[Value]) -> Log {
    log_by(payloads, Actor::System)
}

pub fn log_by(payloads: &[Value], actor: Actor) -> Log {
    let entry = |(index, payload): (u64, &Value)| {
        let kind = payload["kind"].as_str().unwrap();
        let (time, salt) = (START.plus_millis(index as i64), Salt([index as u8; 32]));
        Entry::make(index, time, actor, kind, ABOUT, salt, canonical::to_vec(payload).unwrap()).unwrap()
    };
    let entries: Vec<Entry> = (0..).zip(payloads).map(entry).collect();
    let tree = super::Tree::new(entries.iter().map(Entry::leaf_hash));
    Log { key: SigningKey::from_seed(FIRM, &[7; 32]).unwrap(), entries, tree }
}

pub fn evidence() -> Vec<u8> {
    log().evidence(&[0, 1, 2]).to_bytes().unwrap()
}

/// Evidence, paper and an aid.
pub fn whole() -> (Manifest, Vec<u8>) {
    let evidence = evidence();
    super::bundle(
        FIRM,
        ABOUT,
        &[
            (bundle::EVIDENCE, FileRole::Evidence, &evidence),
            ("papers/1-Contrat.txt", FileRole::Attachment, PAPER),
            ("README.txt", FileRole::Aid, b"Read me.\n"),
        ],
    )
}

pub fn reader(key: &VerifyingKey) -> Reader<'_> {
    Reader { key: Some(key), ..Reader::stranger(START) }
}

pub fn read(bytes: &[u8]) -> Result<BundleReport, BundleError> {
    let key = log().key.verifying_key();
    let mut verifier = Verifier::new(reader(&key));
    verifier.read(bytes)?;
    verifier.finish()
}

pub fn faults(report: &BundleReport, path: &str) -> Vec<FileFault> {
    report.files.iter().find(|file| file.path == path).unwrap().faults.clone()
}
