//! Bundles: what holds, and every alteration by its name.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;

use std::process::Command;

use common::{FIRM, Log, START};
use ledger::bundle::{self, BundleError, BundleReport, FileFault, FileRole, Manifest, Verifier, ZipError};
use ledger::evidence::{EvidenceEntry, Reader, Verdict};
use ledger::*;
use serde_json::{Value, json};

const PAPER: &[u8] = b"The contract, on paper.\n";
const ABOUT: &str = "project:00000000000000000000000000000001";

/// A log with a paper and two files that the bundle may leave out.
fn log() -> Log {
    log_of(&[
        json!({"kind": "paper.filed", "file": file("Contrat.txt", PAPER)}),
        json!({"kind": "question.asked", "text": "?"}),
        json!({"kind": "paper.filed", "deep": [{"file": file("Devis.txt", b"a quote")}]}),
    ])
}

fn file(name: &str, bytes: &[u8]) -> Value {
    json!({"name": name, "sha256": sha256(bytes), "size": bytes.len()})
}

fn log_of(payloads: &[Value]) -> Log {
    let entry = |(index, payload): (u64, &Value)| {
        let kind = payload["kind"].as_str().unwrap();
        let (time, salt) = (START.plus_millis(index as i64), Salt([index as u8; 32]));
        Entry::make(index, time, Actor::System, kind, ABOUT, salt, canonical::to_vec(payload).unwrap()).unwrap()
    };
    let entries: Vec<Entry> = (0..).zip(payloads).map(entry).collect();
    let tree = common::Tree::new(entries.iter().map(Entry::leaf_hash));
    Log { key: SigningKey::from_seed(FIRM, &[7; 32]).unwrap(), entries, tree }
}

fn evidence() -> Vec<u8> {
    log().evidence(&[0, 1, 2]).to_bytes().unwrap()
}

/// Evidence, paper and an aid.
fn whole() -> (Manifest, Vec<u8>) {
    let evidence = evidence();
    common::bundle(
        FIRM,
        ABOUT,
        &[
            (bundle::EVIDENCE, FileRole::Evidence, &evidence),
            ("papers/1-Contrat.txt", FileRole::Attachment, PAPER),
            ("README.txt", FileRole::Aid, b"Read me.\n"),
        ],
    )
}

fn reader(key: &VerifyingKey) -> Reader<'_> {
    Reader { key: Some(key), ..Reader::stranger(START) }
}

fn read(bytes: &[u8]) -> Result<BundleReport, BundleError> {
    let key = log().key.verifying_key();
    let mut verifier = Verifier::new(reader(&key));
    verifier.read(bytes)?;
    verifier.finish()
}

fn faults(report: &BundleReport, path: &str) -> Vec<FileFault> {
    report.files.iter().find(|file| file.path == path).unwrap().faults.clone()
}

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

#[test]
fn the_pieces_do_not_matter() {
    let (_, bytes) = whole();
    let report = read(&bytes).unwrap();
    for size in [1, 2, 3, 29, 30, 31, 229, 230, 231, 4096] {
        let key = log().key.verifying_key();
        let mut verifier = Verifier::new(reader(&key));
        bytes.chunks(size).for_each(|piece| verifier.read(piece).unwrap());
        assert_eq!(verifier.progress(), (3, Some(3)));
        assert_eq!(verifier.finish().unwrap(), report, "pieces of {size}");
    }
}

#[test]
fn wherever_it_ends_or_whatever_byte_changes_it_does_not_hold() {
    let (_, bytes) = whole();
    for end in 0..bytes.len() {
        assert!(read(&bytes[..end]).is_err(), "cut off at {end}");
    }
    for at in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[at] ^= 1 << (at % 8);
        if let Ok(report) = read(&altered) {
            assert!(!report.holds(), "byte {at}");
        }
    }
}

/// The archive with the path `from` replaced by `to`, of the same length, in head and directory.
fn patched(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let found: Vec<usize> = (1..bytes.len() - from.len())
        .filter(|at| bytes[*at..].starts_with(from.as_bytes()) && bytes[at - 1] == 0)
        .collect();
    assert!(!found.is_empty());
    found.iter().for_each(|at| bytes[*at..*at + to.len()].copy_from_slice(to.as_bytes()));
    bytes
}

#[test]
fn names_that_would_harm_are_refused() {
    let (_, bytes) = whole();
    for path in [
        "../../x.tx",
        "/EADME.txt",
        "a//ADM.txt",
        "./READ.txt",
        "a\\EADM.txt",
        "READ\u{e9}.txt",
        "RE\0DME.txt",
        "a/.DME.txt",
    ] {
        let refused = read(&patched(&bytes, "README.txt", path)).unwrap_err();
        assert_eq!(refused, BundleError::Zip(ZipError::Path { path: path.into() }));
    }
    let mut writer = bundle::zip::Writer::default();
    writer.file("a.txt", 0, 0).unwrap();
    for path in ["A.TXT", "a.txt/b", "A.txt/c/d"] {
        assert_eq!(writer.file(path, 0, 0), Err(ZipError::Twice { path: path.into() }));
    }
    writer.file("folder/b", 0, 0).unwrap();
    assert_eq!(writer.file("Folder", 0, 0), Err(ZipError::Twice { path: "Folder".into() }));
    for path in ["con", "aux/b.txt", "Lpt1.txt", "a.", "b./c"] {
        assert_eq!(writer.file(path, 0, 0), Err(ZipError::Path { path: path.into() }));
    }
    assert!(writer.file("com0.txt", 0, 0).is_ok() && writer.file("console.txt", 0, 0).is_ok());
    assert_eq!(writer.file(&"a".repeat(201), 0, 0), Err(ZipError::Path { path: "a".repeat(201) }));
    assert_eq!(writer.file("big", u64::MAX, 0), Err(ZipError::TooLarge { bytes: u64::MAX }));
}

#[test]
fn what_another_program_wrote_anew_is_refused() {
    let (_, bytes) = whole();
    let set = |at: usize, value: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = value;
        read(&bytes).unwrap_err()
    };
    // Flags and method of the first file; its date; a length of extra fields.
    assert_eq!(set(6, 1), ZipError::Compressed.into());
    assert_eq!(set(8, 8), ZipError::Compressed.into());
    assert_eq!(set(12, 0x22), ZipError::Form { at: 0 }.into());
    assert_eq!(set(28, 4), ZipError::Form { at: 0 }.into());
    assert_eq!(set(0, b'p'), ZipError::NotZip.into());
    let last = bytes.len() - 1;
    assert_eq!(set(last, 1), ZipError::Form { at: last as u64 }.into());
    let end = bytes.len() as u64;
    assert_eq!(read(&[bytes.as_slice(), b"x"].concat()).unwrap_err(), ZipError::Form { at: end }.into());
    assert_eq!(read(b"%PDF-1.7").unwrap_err(), ZipError::NotZip.into());
    assert_eq!(read(b"").unwrap_err(), ZipError::Truncated { at: 0 }.into());
}

/// A few bytes that claim to be gigabytes are refused before anything is held.
#[test]
fn a_size_is_believed_only_within_limits() {
    let mut writer = bundle::zip::Writer::default();
    let head = writer.file(bundle::MANIFEST, 4_000_000_000, 0).unwrap();
    let too_large = |path: &str, size, limit| BundleError::TooLarge { path: path.into(), size, limit };
    assert_eq!(read(&head).unwrap_err(), too_large("bundle.json", 4_000_000_000, bundle::MAX_MANIFEST as u64));
    let (mut manifest, _) = whole();
    manifest.files[0].size = 4_000_000_000;
    let json = manifest.to_bytes().unwrap();
    let mut writer = bundle::zip::Writer::default();
    let mut bytes = writer.file(bundle::MANIFEST, json.len() as u64, bundle::zip::checksum(&json)).unwrap();
    bytes.extend(json);
    bytes.extend(writer.file(bundle::EVIDENCE, 4_000_000_000, 0).unwrap());
    assert_eq!(read(&bytes).unwrap_err(), too_large("evidence.json", 4_000_000_000, evidence::MAX_BYTES as u64));
}

#[test]
fn the_zip_holds_what_its_contents_say_and_nothing_else() {
    let (manifest, _) = whole();
    let evidence = evidence();
    let three: [(&str, &[u8]); 3] =
        [("evidence.json", &evidence), ("papers/1-Contrat.txt", PAPER), ("README.txt", b"Read me.\n")];
    let other = |path: &str| BundleError::OtherFiles { path: path.into() };
    let lacking = |path: &str| BundleError::Lacking { path: path.into() };
    let zip = |files: &[(&'static str, &'static [u8])]| {
        let evidence = ("evidence.json", evidence.as_slice());
        common::zip(&manifest, std::iter::once(evidence).chain(files.iter().copied()))
    };
    assert!(read(&common::zip(&manifest, three.into_iter())).unwrap().holds());
    assert_eq!(read(&zip(&[("papers/1-Contrat.txt", PAPER)])).unwrap_err(), lacking("README.txt"));
    // The file that is not there is named, not the one that comes in its place.
    assert_eq!(read(&zip(&[("README.txt", b"Read me.\n")])).unwrap_err(), lacking("papers/1-Contrat.txt"));
    let more: [(&str, &[u8]); 3] = [("papers/1-Contrat.txt", PAPER), ("README.txt", b"Read me.\n"), ("x.exe", b"MZ")];
    assert_eq!(read(&zip(&more)).unwrap_err(), other("x.exe"));
    let longer: [(&str, &[u8]); 1] = [("papers/1-Contrat.txt", b"longer than the contract was")];
    assert_eq!(read(&zip(&longer)).unwrap_err(), other("papers/1-Contrat.txt"));
    // Other bytes of the same length are a fault of that file, and the rest is told of.
    let same: [(&str, &[u8]); 2] =
        [("papers/1-Contrat.txt", b"The contract, on cloth.\n"), ("README.txt", b"Read me.\n")];
    let report = read(&zip(&same)).unwrap();
    assert_eq!((report.verdict, faults(&report, "papers/1-Contrat.txt")), (Verdict::Faulty, vec![FileFault::Altered]));
    assert_eq!(report.absent.len(), 1, "what was altered is not missing besides");
}

#[test]
fn contents_that_are_not_ours_are_refused() {
    let (manifest, _) = whole();
    let read = |manifest: &Manifest| read(&common::zip(manifest, std::iter::empty())).unwrap_err();
    let format = |format: &str| Manifest { format: format.into(), ..manifest.clone() };
    assert_eq!(read(&format("acte-bundle/2")), BundleError::NewerFormat { format: "acte-bundle/2".into() });
    assert!(matches!(read(&format("acte-evidence/1")), BundleError::Members(_)));
    assert_eq!(read(&Manifest { about: "x".into(), ..manifest.clone() }), BundleError::About);
    assert_eq!(read(&Manifest { made: Time(-1), ..manifest.clone() }), BundleError::About);
    let mut none = manifest.clone();
    none.files.remove(0);
    assert_eq!(read(&none), BundleError::NoEvidence);
    assert_eq!(read(&Manifest { files: vec![], ..manifest.clone() }), BundleError::NoEvidence);
    let mut twice = manifest.clone();
    twice.files.push(twice.files[0].clone());
    assert_eq!(read(&twice), BundleError::NoEvidence);
    let many = Manifest { files: vec![manifest.files[1].clone(); bundle::MAX_FILES + 1], ..manifest.clone() };
    assert!(matches!(read(&many), BundleError::TooManyFiles { found: 10_001 }));
    let mut zip = bundle::zip::Writer::default();
    let first = zip.file("evidence.json", 1, 0).unwrap();
    assert_eq!(read_zip(&first), BundleError::NoManifest);
}

/// As of evidence: a table of contents has one spelling.
#[test]
fn contents_have_one_spelling() {
    let text = String::from_utf8(whole().0.to_bytes().unwrap()).unwrap();
    let role = text.replacen(r#""role":"aid""#, r#""role":{"aid":null}"#, 1);
    let file = text.replacen(
        "{\"name\":\"README.txt\",\"path\":\"README.txt\",\"role\":\"aid\",\"sha256\":",
        "[\"README.txt\",\"README.txt\",\"aid\",",
        1,
    );
    let file = file.replacen("\"size\":9}", "9]", 1);
    for altered in [role, file] {
        assert!(canonical::parse(altered.as_bytes()).is_ok() && altered != text);
        assert!(matches!(Manifest::from_bytes(altered.as_bytes()), Err(BundleError::Members(_))), "{altered}");
    }
}

fn read_zip(bytes: &[u8]) -> BundleError {
    read(bytes).unwrap_err()
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
        ("verification/seals.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_owned()),
    ] {
        let report = report(path, bytes.as_bytes());
        assert_eq!((report.verdict, faults(&report, path)), (Verdict::Faulty, vec![FileFault::Disagrees]), "{path}");
    }
    // Any other is the firm's to write.
    assert!(!report("log-key.txt", b"whatever").files[1].follows);
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
