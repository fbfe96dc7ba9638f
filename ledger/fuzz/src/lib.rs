//! What must hold whatever the bytes are. `fuzz_targets/` gives these functions to libFuzzer, `ledger/tests/fuzz.rs` runs them on
//! stable Rust in every test run.
//!
//! That nothing panics is only the beginning. What is accepted has one spelling; a text that the key of the log did not sign is not
//! accepted as signed, an entry that is not in the log not as proven, and a document that was not sealed not as sealed.

pub mod seeds;

use std::str;

use ledger::bundle::{BundleError, BundleReport, Manifest, Verifier, zip};
use ledger::cms::{self, SignedData, without_padding};
use ledger::evidence::{self, Report, Verdict};
use ledger::merkle::{MAX_PROOF, root_from_inclusion, verify_consistency, verify_inclusion};
use ledger::note::{Note, Signature};
use ledger::pdf::seal::Standing;
use ledger::seal::{self, Anchors};
use ledger::timestamp::{self, Response};
use ledger::x509::{Certificate, Trust};
use ledger::*;
use seeds::KNOWN;

/// A target: its name, what must hold, and the bytes to begin with.
pub type Target = (&'static str, fn(&[u8]), fn() -> Vec<Vec<u8>>);

pub const TARGETS: [Target; 9] = [
    ("canonical", canonical, seeds::canonical),
    ("note", note, seeds::note),
    ("checkpoint", checkpoint, seeds::checkpoint),
    ("proof", proof, seeds::proof),
    ("token", token, seeds::token),
    ("cms", cms, seeds::cms),
    ("pdf", pdf, seeds::pdf),
    ("evidence", evidence, seeds::evidence),
    ("bundle", bundle, seeds::bundle),
];

/// Bytes are accepted if, and only if, writing their value anew gives them again; so are headers.
pub fn canonical(bytes: &[u8]) {
    if let Ok(header) = Header::from_bytes(bytes) {
        assert_eq!(header.to_bytes().as_deref(), Ok(bytes));
    }
    let written =
        serde_json::from_slice::<serde_json::Value>(bytes).ok().map(|value| ledger::canonical::to_vec(&value));
    let same = matches!(written, Some(Ok(written)) if written == bytes);
    let read = ledger::canonical::parse(bytes);
    assert_eq!(read.is_ok(), same, "{read:?}");
}

/// Signed notes, keys and signature lines.
pub fn note(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Ok(note) = Note::parse(text) {
        assert_eq!(note.to_string(), text);
        if note.verify(&[KNOWN.log.key.verifying_key()]).is_ok() {
            assert_eq!(note.text(), KNOWN.note.text());
        }
        if let Ok(Some(_)) = KNOWN.witness.cosigned(&note) {
            assert_eq!(note.text(), KNOWN.note.text());
        }
    }
    if let Ok(key) = text.parse::<VerifyingKey>() {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(witness) = text.parse::<Witness>() {
        assert_eq!(witness.to_string(), text);
    }
    if let Ok(signature) = text.parse::<Signature>() {
        assert_eq!(signature.to_string(), text);
    }
}

/// Checkpoints, bare and signed, and what a log sends to a witness.
pub fn checkpoint(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.text(), text);
    }
    let key = KNOWN.log.key.verifying_key();
    if let Ok(checkpoint) = Checkpoint::verify(text, &key) {
        assert_eq!(checkpoint.text(), KNOWN.note.text());
    }
    if let Ok(request) = text.parse::<witness::Request>() {
        assert_eq!(request.to_string(), text);
        let _ = request.origin();
        if let Ok(checkpoint) = request.decide(&key, witness::Seen { size: 2, root: KNOWN.log.tree.root(2) }) {
            assert_eq!(checkpoint.text(), KNOWN.note.text());
        }
    }
}

/// Two numbers of eight bytes, two hashes, and a proof. It holds for the known tree only if it is the one that the tree makes.
pub fn proof(bytes: &[u8]) {
    let _ = Frontier::from_bytes(bytes).map(|frontier| assert_eq!(frontier.to_bytes(), bytes));
    let Some((first, rest)) = bytes.split_first_chunk::<8>() else { return };
    let Some((second, rest)) = rest.split_first_chunk::<8>() else { return };
    let (first, second) = (u64::from_be_bytes(*first), u64::from_be_bytes(*second));
    let hashes: Vec<Hash> = rest.as_chunks::<32>().0.iter().copied().map(Hash).collect();
    let [one, other, proof @ ..] = hashes.as_slice() else { return };
    if let Ok(root) = root_from_inclusion(first, second, *one, proof) {
        assert_eq!(verify_inclusion(first, second, *one, proof, root), Ok(()));
        assert!(proof.len() <= MAX_PROOF);
    }
    if verify_consistency(first, second, *one, *other, proof).is_ok() {
        assert!(first <= second && proof.len() <= MAX_PROOF);
    }
    let tree = &KNOWN.log.tree;
    if second > tree.size() {
        return;
    }
    if verify_inclusion(first, second, *one, proof, tree.root(second)).is_ok() {
        assert_eq!((*one, proof), (tree.leaf(first), tree.inclusion(first, second).as_slice()));
    }
    if verify_consistency(first, second, *one, tree.root(second), proof).is_ok() {
        assert_eq!((*one, proof), (tree.root(first), tree.consistency(first, second).as_slice()));
    }
}

/// Answers of authorities of time, and tokens.
pub fn token(bytes: &[u8]) {
    let anchors = std::slice::from_ref(&KNOWN.authority);
    let _ = Response::parse(bytes).and_then(Response::into_token);
    let _ = timestamp::Request::new(KNOWN.stamped, 7, None).check(bytes, anchors, Time::MAX);
    match timestamp::check(bytes, &KNOWN.stamped, anchors, Time::MAX) {
        Ok(stamp) if stamp.trust == Trust::Anchored => assert_eq!(stamp.serial, KNOWN.stamp.serial),
        _ => {}
    }
}

/// Seals, certificates, and the zeros behind a seal.
pub fn cms(bytes: &[u8]) {
    let _ = Certificate::parse(bytes).map(|certificate| assert_eq!(certificate.as_der(), bytes));
    let seal = without_padding(bytes).unwrap_or(bytes);
    let _ = cms::with_timestamp(seal, seeds::TOKEN);
    let _ = SignedData::parse(seal).map(|signed| signed.verify(&KNOWN.sealed.0));
    let authority = std::slice::from_ref(&KNOWN.authority);
    match seal::check(seal, &KNOWN.sealed, Anchors { seals: authority, authorities: authority }, Time::MAX) {
        Ok(found) if found.trust == Trust::Anchored => assert_eq!(found.certificate, KNOWN.signer),
        _ => {}
    }
}

/// Whole PDFs. Our own stays the firm's as long as all that was sealed is there, and no longer.
pub fn pdf(bytes: &[u8]) {
    let found = find_evidence(bytes).map(|found| evidence::verify(found, KNOWN.reader()));
    let sealed = pdf::seal::verify(bytes, found.as_ref().ok(), None, &[], KNOWN.now);
    if let (Ok(report), Ok((_, Standing::Recorded))) = (&found, sealed) {
        assert_ne!(report.verdict, Verdict::Unreadable);
        assert_eq!(seeds::without_digits(bytes), seeds::without_digits(seeds::SEALED));
    }
}

/// Evidence files.
pub fn evidence(bytes: &[u8]) {
    if let Ok(evidence) = Evidence::from_bytes(bytes) {
        assert_eq!(evidence.to_bytes().as_deref(), Ok(bytes));
    }
    told(&evidence::verify(bytes, KNOWN.reader()));
}

/// What is told as intact is in the known log.
fn told(report: &Report) {
    if report.verdict != Verdict::Intact {
        return;
    }
    for entry in &report.entries {
        let header = entry.header.as_ref().expect("an intact entry has a header");
        let known = &KNOWN.log.entries[header.index as usize];
        assert_eq!(header.to_bytes().as_ref(), Ok(&known.header));
        let payload = entry.payload.as_ref().map(|payload| payload.as_bytes());
        assert!(payload.is_none() || payload == known.payload.as_deref());
    }
}

/// Bundles as they stand, and the lines of the input as the files of a bundle.
pub fn bundle(bytes: &[u8]) {
    judge(bytes);
    if let Some(packed) = packed(bytes) {
        judge(&packed);
    }
}

fn judge(bytes: &[u8]) {
    let whole = read(&[bytes]);
    let pieces: Vec<&[u8]> = bytes.chunks(997).collect();
    assert_eq!(read(&pieces), whole, "pieces do not matter");
    if let Ok(report) = whole.as_ref().map(|report| &report.evidence) {
        told(report);
    }
}

fn read(pieces: &[&[u8]]) -> Result<BundleReport, BundleError> {
    let mut verifier = Verifier::new(KNOWN.reader());
    pieces.iter().try_for_each(|piece| verifier.read(piece))?;
    verifier.finish()
}

/// The first line is the table of contents, in which sizes and hashes are put right, and so are the checksums of the ZIP: else a changed
/// byte would always be found by them, and what lies behind would never be tried. The last file may hold any bytes.
fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut lines = bytes.splitn(3, |byte| *byte == b'\n');
    let mut manifest = Manifest::from_bytes(lines.next()?).ok()?;
    let files: Vec<&[u8]> = lines.collect();
    for (listed, file) in manifest.files.iter_mut().zip(&files) {
        (listed.sha256, listed.size) = (sha256(file), file.len() as u64);
    }
    let table = manifest.to_bytes().ok()?;
    let paths = manifest.files.iter().map(|file| file.path.as_str());
    let (mut writer, mut all) = (zip::Writer::default(), Vec::new());
    for (path, file) in std::iter::once((bundle::MANIFEST, table.as_slice())).chain(paths.zip(files)) {
        all.extend(writer.file(path, file.len() as u64, zip::checksum(file)).ok()?);
        all.extend(file);
    }
    all.extend(writer.end().ok()?);
    Some(all)
}
