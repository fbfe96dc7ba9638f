//! The form of a bundle: one ZIP with one table of contents, read in one way or not at all.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;

use common::bundles::*;
use ledger::bundle::{self, BundleError, FileFault, Manifest, Verifier, ZipError};
use ledger::evidence::Verdict;
use ledger::*;

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
fn the_caller_may_hash_the_evidence() {
    let (_, bytes) = whole();
    let key = log().key.verifying_key();
    let given = |hash: fn(&[u8]) -> Hash| {
        let mut verifier = Verifier::new(reader(&key));
        let (first, rest) = bytes.split_at(bytes.len() / 4);
        first.iter().for_each(|byte| verifier.read(&[*byte]).unwrap());
        let at = verifier.evidence_at().expect("the table of contents is read");
        assert!(first.len() < at.end as usize, "the evidence has not passed");
        verifier.evidence_is(hash(&bytes[at.start as usize..at.end as usize]));
        verifier.read(rest).unwrap();
        verifier.finish().unwrap()
    };
    assert_eq!(given(sha256), read(&bytes).unwrap());
    let wrong = given(|bytes| sha256(&bytes[1..]));
    assert_eq!(wrong.files[0].faults, [FileFault::Altered]);
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
    let tomorrow = common::START.plus_millis(24 * 60 * 60 * 1000);
    assert_eq!(read(&Manifest { made: tomorrow.plus_millis(1), ..manifest.clone() }), BundleError::Ahead);
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
