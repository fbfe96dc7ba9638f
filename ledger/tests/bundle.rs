//! Bundles: what holds, and what is found about each file.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;

use std::process::Command;

use common::bundles::*;
use common::{FIRM, START};
use ledger::bundle::{self, FileFault, FileRole, Verifier};
use ledger::evidence::{EvidenceEntry, Reader, Verdict};
use ledger::*;
use serde_json::json;

#[test]
fn a_whole_bundle_holds_and_tells_what_it_lacks() {
    let (manifest, bytes) = whole();
    let report = read(&bytes).unwrap();
    assert_eq!((report.verdict, report.holds(), &report.manifest), (Verdict::Intact, true, &manifest));
    let entries: Vec<_> = report.files.iter().map(|file| file.entry).collect();
    assert_eq!(entries, [None, Some(0), None]);
    let absent: Vec<_> = report.absent.iter().map(|absent| (absent.index, absent.name.as_str())).collect();
    assert_eq!(absent, [(2, "Devis.txt")]);
    let mut unknown = Verifier::new(Reader::stranger(START));
    unknown.read(&bytes).unwrap();
    assert_eq!(unknown.finish().unwrap().verdict, Verdict::KeyNotCompared);
}

/// In the place of the log's key, somebody's own: whoever follows the commands would verify by that.
#[test]
fn an_aid_that_follows_from_the_evidence_does_so_or_is_told_of() {
    let (evidence, key) = (evidence(), format!("{}\n", log().key.verifying_key()));
    let report = |path, bytes: &[u8]| {
        let files = [(bundle::EVIDENCE, FileRole::Evidence, evidence.as_slice()), (path, FileRole::Aid, bytes)];
        read(&common::bundle(FIRM, ABOUT, &files).1).unwrap()
    };
    let good = report("verification/log-key.txt", key.as_bytes());
    assert!(good.holds() && good.files[1].follows);
    let other = SigningKey::from_seed(FIRM, &[8; 32]).unwrap().verifying_key();
    for (path, bytes) in [
        ("verification/log-key.txt", format!("{other}\n")),
        ("verification/log-key.pem", key.clone()),
        ("verification/checkpoint-text.txt", "another/log\n1\nAAAA\n".to_owned()),
        ("verification/checkpoint.sig", "a".repeat(64)),
        ("verification/checkpoint.txt", log().checkpoint().replace("\n3\n", "\n4\n")),
        ("verification/time-stamp-1.der", "0".to_owned()),
        ("verification/earlier-1.txt", "another/log\n1\nAAAA\n".to_owned()),
        ("Verification/LOG-KEY.txt", key.clone()),
        ("verification/seals.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_owned()),
    ] {
        let report = report(path, bytes.as_bytes());
        assert_eq!((report.verdict, faults(&report, path)), (Verdict::Faulty, vec![FileFault::Disagrees]), "{path}");
    }
    let note = report("verification/checkpoint.txt", log().checkpoint().as_bytes());
    assert!(note.holds() && note.files[1].follows);
    // Any other is the firm's to write.
    assert!(!report("log-key.txt", b"whatever").files[1].follows);
}

/// Of a bundle whose evidence is `outer`, with a PDF that holds `inner`: what is found about the PDF.
fn beside(outer: &Evidence, inner: &Evidence) -> bundle::FileReport {
    let pdf = [b"%PDF-1.7\nstream\n", inner.to_bytes().unwrap().as_slice(), b"\nendstream\n%%EOF\n"].concat();
    let outer = outer.to_bytes().unwrap();
    let files = [(bundle::EVIDENCE, FileRole::Evidence, outer.as_slice()), ("list.pdf", FileRole::Aid, &pdf)];
    read(&common::bundle(FIRM, ABOUT, &files).1).unwrap().files.remove(1)
}

/// Whoever passes a bundle on can take an entry out of it; the sealed document that shows the entry gives that away.
#[test]
fn what_only_a_document_shows_is_named() {
    let log = log();
    let found = beside(&log.evidence(&[0, 2]), &log.evidence(&[0, 1, 2]));
    assert_eq!(found.beyond, [1]);
    let found = beside(&log.evidence(&[0, 1, 2]), &log.evidence(&[0, 1]));
    assert_eq!(found.beyond, [0; 0]);
    // Withheld in the one, shown in the other.
    let mut withheld = log.evidence(&[0, 1, 2]);
    let entry = &mut withheld.entries[2];
    (entry.payload, entry.salt, entry.state) = (None, None, ledger::evidence::Disclosure::Withheld);
    assert_eq!(beside(&withheld, &log.evidence(&[2])).beyond, [2]);
    // Of another log nothing is compared, and which it is has a fault of its own.
    let mut other = log_of(&[json!({"kind": "question.asked", "text": "!"})]);
    other.key = SigningKey::from_seed(FIRM, &[8; 32]).unwrap();
    assert_eq!(beside(&log.evidence(&[0]), &other.evidence(&[0])).beyond, [0; 0]);
}

#[test]
fn two_pasts_of_one_log_are_told_of() {
    let other = log_of(&[
        json!({"kind": "paper.filed", "file": file("Contrat.txt", PAPER)}),
        json!({"kind": "question.asked", "text": "!"}),
    ]);
    let found = beside(&log().evidence(&[0, 1, 2]), &other.evidence(&[0, 1]));
    assert!(found.faults.contains(&FileFault::Contradicts { index: Some(1) }), "{:?}", found.faults);
    let found = beside(&log().evidence(&[0, 2]), &other.evidence(&[0, 1]));
    assert!(
        matches!(found.faults.as_slice(), [FileFault::Seal { .. }]),
        "no entry speaks for it, nor a seal: {:?}",
        found.faults
    );
}

#[test]
fn an_aid_does_not_pass_for_what_an_entry_speaks_for() {
    let evidence = evidence();
    for path in ["documents/9-Accord.txt", "attachments/9-Accord.txt"] {
        let files =
            [(bundle::EVIDENCE, FileRole::Evidence, evidence.as_slice()), (path, FileRole::Aid, b"I accept.\n")];
        let report = read(&common::bundle(FIRM, ABOUT, &files).1).unwrap();
        assert_eq!((report.verdict, faults(&report, path)), (Verdict::Faulty, vec![FileFault::Misplaced]), "{path}");
    }
}

#[test]
fn what_no_entry_names_proves_nothing() {
    let evidence = evidence();
    let bundle = |role, bytes: &[u8]| {
        let files = [(bundle::EVIDENCE, FileRole::Evidence, evidence.as_slice()), ("x.txt", role, bytes)];
        read(&common::bundle(FIRM, ABOUT, &files).1).unwrap()
    };
    assert_eq!(faults(&bundle(FileRole::Attachment, b"invented"), "x.txt"), [FileFault::NotNamed]);
    assert!(bundle(FileRole::Aid, b"invented").holds());
    // A document must be what an entry names, and if it claims a seal, that must hold.
    let document = bundle(FileRole::Document, PAPER);
    let found = faults(&document, "x.txt");
    assert!(matches!(found.as_slice(), [FileFault::Seal { .. }, FileFault::OtherName]) && !document.holds());
    // Of evidence that does not hold, nothing is believed.
    let mut other = log();
    other.key = SigningKey::from_seed(FIRM, &[8; 32]).unwrap();
    let mixed = Evidence { vkey: other.vkey(), ..log().evidence(&[0, 1, 2]) }.to_bytes().unwrap();
    let files = [(bundle::EVIDENCE, FileRole::Evidence, mixed.as_slice()), ("x.txt", FileRole::Attachment, PAPER)];
    let report = read(&common::bundle(FIRM, ABOUT, &files).1).unwrap();
    assert_eq!((report.verdict, faults(&report, "x.txt")), (Verdict::Faulty, vec![FileFault::NotNamed]));
    // Of another log than the reader's, what it says of itself is told, and that it is not the one expected.
    let whole = other.evidence(&[0, 1, 2]).to_bytes().unwrap();
    let paper = ("papers/1-Contrat.txt", FileRole::Attachment, PAPER);
    let files = [(bundle::EVIDENCE, FileRole::Evidence, whole.as_slice()), paper];
    let report = read(&common::bundle(FIRM, ABOUT, &files).1).unwrap();
    assert_eq!((report.verdict, report.holds(), faults(&report, paper.0)), (Verdict::OtherKey, false, vec![]));
}

/// A file that went with an erasure is told of as that, unless a later entry names it once more.
#[test]
fn what_was_erased_is_not_missed() {
    let by = json!({"member": "00000000000000000000000000000002", "name": "Anne"});
    let erased = |entry: u64, files: &[&[u8]]| {
        let files: Vec<Hash> = files.iter().map(|bytes| sha256(bytes)).collect();
        json!({"kind": "payload.erased", "entry": entry, "ground": "request", "note": "n° 12", "by": by, "files": files})
    };
    let log = log_of(&[
        json!({"kind": "document.made", "file": file("Lettre.pdf", b"a letter")}),
        json!({"kind": "mail.accepted", "attachments": [file("Lettre.pdf", b"a letter"), file("preuve.json", b"{}")]}),
        json!({"kind": "paper.filed", "file": file("Plan.txt", b"a plan")}),
        erased(1, &[b"a letter", b"a plan"]),
        json!({"kind": "paper.filed", "file": file("Plan.txt", b"a plan")}),
    ]);
    let evidence = log.evidence(&[0, 1, 2, 3, 4]).to_bytes().unwrap();
    let files = [(bundle::EVIDENCE, FileRole::Evidence, evidence.as_slice())];
    let report = read(&common::bundle(FIRM, ABOUT, &files).1).unwrap();
    assert_eq!(report.verdict, Verdict::Intact);
    let absent: Vec<_> = report.absent.iter().map(|file| (file.name.as_str(), file.index, file.erased)).collect();
    assert_eq!(absent, [("Lettre.pdf", 0, Some(3)), ("preuve.json", 1, None), ("Plan.txt", 2, None)]);
}

/// Earlier files, their parts, masked copies and what somebody outside had made are no bundle's; the newest file of the firm's is, and is missed.
#[test]
fn what_bundles_leave_out_by_rule_is_told_apart() {
    let id = |n: u8| format!("{n:032x}");
    let made = |n: u8, class: &str| {
        let file =
            json!({"name": format!("{n}.pdf"), "media_type": "application/pdf", "size": 1, "sha256": sha256(&[n])});
        json!({"kind": "document.made", "document": id(n), "class": class, "about": id(99), "reference": "DM-1", "file": file, "pages": 1})
    };
    let with = |mut payload: serde_json::Value, member: &str, value: serde_json::Value| {
        payload[member] = value;
        payload
    };
    let copy = json!({"document": id(1), "sha256": sha256(b"x"), "masked": 1, "withheld": 0});
    let payloads = [
        made(1, "dossier"),
        with(made(2, "dossier"), "part", json!({"dossier": id(1), "number": 2, "of": 2})),
        with(made(3, "dossier"), "redacts", copy.clone()),
        made(4, "client_dossier"),
        with(made(5, "certificate"), "redacts", copy),
        made(6, "certificate"),
        made(7, "dossier"),
    ];
    let (report, outside) = (absent_of(&payloads, Actor::Member(Id([2; 16]))), absent_of(&payloads, Actor::System));
    // The last two may be missing from a bundle that somebody outside made, and from no other.
    let (by_rule, perhaps, missing) = ((true, false), (false, true), (false, false));
    assert_eq!(report, [by_rule, by_rule, by_rule, by_rule, perhaps, missing, perhaps]);
    // What the program made for somebody outside is no bundle's either; a certificate it makes for the firm.
    assert_eq!(outside, [by_rule, by_rule, by_rule, by_rule, by_rule, missing, by_rule]);
}

/// Of a bundle that lacks all that these entries by `actor` name, whether each is left out of every bundle, or of one made outside, in the order of the
/// log.
fn absent_of(payloads: &[serde_json::Value], actor: Actor) -> Vec<(bool, bool)> {
    let log = log_by(payloads, actor);
    let places: Vec<u64> = (0..payloads.len() as u64).collect();
    let evidence = log.evidence(&places).to_bytes().unwrap();
    let files = [(bundle::EVIDENCE, FileRole::Evidence, evidence.as_slice())];
    let report = read(&common::bundle(FIRM, ABOUT, &files).1).unwrap();
    assert_eq!(report.verdict, Verdict::Intact);
    report.absent.iter().map(|file| (file.left_out, file.left_out_outside)).collect()
}

#[test]
fn firms_are_not_mixed_up() {
    let evidence = evidence();
    let files = [(bundle::EVIDENCE, FileRole::Evidence, evidence.as_slice())];
    let report = read(&common::bundle("acte.example/f/2", ABOUT, &files).1).unwrap();
    assert_eq!(faults(&report, "evidence.json"), [FileFault::OtherFirm { found: FIRM.into() }]);
    assert_eq!(report.verdict, Verdict::Faulty);
}

/// What is withheld is counted, and its files are not missed: nobody knows of them.
#[test]
fn what_is_withheld_names_nothing() {
    let log = log();
    let proof = |index| log.tree.inclusion(index, 3);
    let entries = vec![
        EvidenceEntry::disclose(&log.entries[0], proof(0)).unwrap(),
        EvidenceEntry::withhold(&log.entries[2], proof(2)).unwrap(),
    ];
    let evidence = Evidence::new(&log.key.verifying_key(), log.checkpoint(), entries).to_bytes().unwrap();
    let files =
        [(bundle::EVIDENCE, FileRole::Evidence, evidence.as_slice()), ("p-Contrat.txt", FileRole::Attachment, PAPER)];
    let report = read(&common::bundle(FIRM, ABOUT, &files).1).unwrap();
    assert!(report.holds() && report.absent.is_empty());
    let counts = report.evidence.counts;
    assert_eq!((counts.disclosed, counts.withheld, counts.elsewhere), (1, 1, 1));
}

/// Other people's programs open it.
#[test]
fn python_opens_it() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bundle-{}.zip", std::process::id()));
    std::fs::write(&path, whole().1).unwrap();
    let output = Command::new("python3").args(["-m", "zipfile", "-t"]).arg(&path).output().expect("python3 runs");
    let listed = Command::new("python3").args(["-m", "zipfile", "-l"]).arg(&path).output().unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(output.status.success() && !String::from_utf8_lossy(&output.stdout).contains("corrupted"));
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains("papers/1-Contrat.txt") && listed.lines().count() == 5, "{listed}");
}
