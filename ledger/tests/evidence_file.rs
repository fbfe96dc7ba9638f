//! The evidence file as a file: its limits, and everything that makes it unreadable, each with its own finding.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;

use common::{FIRM, Log, outcome, verify};
use ledger::evidence::{Check, EvidenceEntry, Fault, MAX_ENTRIES, Outcome, Verdict};
use ledger::*;
use proptest::prelude::*;
use serde_json::json;

fn unreadable(bytes: &[u8], check: Check, fault: Fault) {
    let report = verify(bytes, None);
    assert_eq!(report.verdict, Verdict::Unreadable);
    assert_eq!(outcome(&report, check), &Outcome::Failed(fault));
    assert_eq!(report.findings.iter().map(|finding| finding.check).collect::<Vec<_>>(), Check::ALL);
    assert_eq!(report.findings.last().unwrap().outcome, Outcome::NotReached);
}

#[test]
fn the_smallest_and_the_largest_files_are_intact() {
    let one = Log::new(FIRM, 1);
    assert_eq!(verify(&one.evidence(&[0]).to_bytes().unwrap(), Some(&one.vkey())).verdict, Verdict::Intact);
    let empty = Log::new(FIRM, 0);
    assert_eq!(verify(&empty.evidence(&[]).to_bytes().unwrap(), Some(&empty.vkey())).verdict, Verdict::Intact);
    let many = Log::new(FIRM, MAX_ENTRIES as u64 + 1);
    let all: Vec<u64> = (0..MAX_ENTRIES as u64).collect();
    let mut evidence = many.evidence(&all);
    let bytes = evidence.to_bytes().unwrap();
    assert_eq!(Evidence::from_bytes(&bytes).unwrap(), evidence);
    let report = verify(&bytes, Some(&many.vkey()));
    assert_eq!((report.verdict, report.counts.elsewhere), (Verdict::Intact, 1));
    evidence.entries.push(evidence.entries[0].clone());
    let found = MAX_ENTRIES + 1;
    assert_eq!(evidence.to_bytes(), Err(EvidenceError::TooManyEntries { found }));
    let fault = Fault::TooLarge { found: found as u64, limit: MAX_ENTRIES as u64 };
    unreadable(&canonical::to_vec(&evidence).unwrap(), Check::Format, fault);
}

/// Derived readers take a structure from an array, and a word from an object. Nothing is altered by that, but other people's programs would
/// refuse what ours accepted.
#[test]
fn evidence_has_one_spelling() {
    let log = Log::new(FIRM, 2);
    let text = String::from_utf8(log.evidence(&[1]).to_bytes().unwrap()).unwrap();
    let (whole, entry) = (Evidence::from_bytes(text.as_bytes()).unwrap(), text.find("[{").unwrap() + 1);
    let end = text.find("}]").unwrap() + 1;
    let values = serde_json::from_str::<serde_json::Value>(&text[entry..end]).unwrap();
    let as_array = serde_json::to_string(&values.as_object().unwrap().values().collect::<Vec<_>>()).unwrap();
    let file = json!([whole.checkpoint, whole.entries, whole.format, whole.origin, whole.time_stamps, whole.vkey]);
    for (fault, altered) in [
        ("an entry as an array", [&text[..entry], &as_array, &text[end..]].concat()),
        ("a state as an object", text.replace(r#""state":"disclosed""#, r#""state":{"disclosed":null}"#)),
        ("the file as an array", String::from_utf8(canonical::to_vec(&file).unwrap()).unwrap()),
    ] {
        assert!(canonical::parse(altered.as_bytes()).is_ok(), "{fault}: it is canonical");
        assert!(Evidence::from_bytes(altered.as_bytes()).is_err(), "{fault}");
    }
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let log = Log::new(FIRM, 5);
    let good = log.evidence(&[1]).to_bytes().unwrap();
    let text = String::from_utf8(good.clone()).unwrap();
    let replaced = |from: &str, to: &str| {
        assert!(text.contains(from));
        text.replacen(from, to, 1).into_bytes()
    };
    unreadable(b"", Check::File, Fault::Truncated);
    unreadable(&good[..good.len() - 1], Check::File, Fault::Truncated);
    unreadable(&good[..good.len() / 2], Check::File, Fault::Truncated);
    unreadable(b"%PDF-1.7", Check::File, Fault::NotJson);
    unreadable(b"\xff\xfe\x00", Check::File, Fault::NotJson);
    unreadable(&[good.as_slice(), b"}"].concat(), Check::File, Fault::NotJson);
    unreadable(
        &[good.as_slice(), b"\n"].concat(),
        Check::File,
        Fault::NotCanonical { offset: Some(good.len() as u64) },
    );
    let pretty = serde_json::to_vec_pretty(&serde_json::from_slice::<serde_json::Value>(&good).unwrap()).unwrap();
    unreadable(&pretty, Check::File, Fault::NotCanonical { offset: Some(1) });
    unreadable(
        &replaced("\"proof\"", "\"proof\":[],\"proof\""),
        Check::File,
        Fault::NotCanonical { offset: Some(text.find("\"proof\"").unwrap() as u64 + 11) },
    );
    unreadable(b"1.5", Check::File, Fault::NotCanonical { offset: None });
    let limit = evidence::MAX_BYTES as u64;
    unreadable(&vec![b' '; evidence::MAX_BYTES + 1], Check::File, Fault::TooLarge { found: limit + 1, limit });

    unreadable(b"null", Check::Format, Fault::NotEvidence);
    unreadable(b"[]", Check::Format, Fault::NotEvidence);
    unreadable(b"{}", Check::Format, Fault::NotEvidence);
    for format in
        ["", "acte-evidence", "acte-evidence/", "acte-evidence/0", "acte-evidence/x", "acte-evidence/-2", "other/1"]
    {
        unreadable(&replaced("acte-evidence/1", format), Check::Format, Fault::NotEvidence);
    }
    unreadable(br#"{"format":1}"#, Check::Format, Fault::NotEvidence);
    let newer = |format: &str| Fault::NewerFormat { format: format.into() };
    unreadable(&replaced("acte-evidence/1", "acte-evidence/3"), Check::Format, newer("acte-evidence/3"));
    unreadable(br#"{"format":"acte-evidence/17","new":1}"#, Check::Format, newer("acte-evidence/17"));
}

#[test]
fn members_that_do_not_belong_are_refused() {
    let good = serde_json::to_value(Log::new(FIRM, 5).evidence(&[1])).unwrap();
    let changed = |what: &str, change: &dyn Fn(&mut serde_json::Value)| {
        let mut value = good.clone();
        change(&mut value);
        let report = verify(&canonical::to_vec(&value).unwrap(), None);
        let found = outcome(&report, Check::Format);
        assert!(matches!(found, Outcome::Failed(Fault::Members { .. })), "{what}: {found:?}");
        assert_eq!(report.verdict, Verdict::Unreadable);
    };
    let remove = |value: &mut serde_json::Value, member: &str| value.as_object_mut().unwrap().remove(member).unwrap();
    for member in ["checkpoint", "entries", "origin", "time_stamps", "vkey"] {
        changed(member, &|value| drop(remove(value, member)));
    }
    for member in ["header", "proof", "state"] {
        changed(member, &|value| drop(remove(&mut value["entries"][0], member)));
    }
    changed("an unknown member", &|value| value["more"] = json!(1));
    changed("an unknown member of an entry", &|value| value["entries"][0]["more"] = json!(1));
    changed("an unknown state", &|value| value["entries"][0]["state"] = json!("hidden"));
    changed("a state in capitals", &|value| value["entries"][0]["state"] = json!("Disclosed"));
    changed("entries that are no list", &|value| value["entries"] = json!({}));
    changed("an entry that is null", &|value| value["entries"][0] = json!(null));
    changed("a payload that is an object", &|value| value["entries"][0]["payload"] = json!({"kind": "x"}));
    changed("a header that is an object", &|value| value["entries"][0]["header"] = json!({"v": 1}));
    changed("a salt in capitals", &|value| value["entries"][0]["salt"] = json!("AB".repeat(32)));
    changed("a short salt", &|value| value["entries"][0]["salt"] = json!("ab".repeat(31)));
    changed("a short hash in a proof", &|value| value["entries"][0]["proof"] = json!(["ab".repeat(31)]));
    changed("a key that is a number", &|value| value["vkey"] = json!(1));
}

#[test]
fn bytes_that_are_not_text_are_refused_when_made() {
    let mut entry = Log::new(FIRM, 1).entries.remove(0);
    entry.payload = Some(vec![0xff]);
    assert_eq!(EvidenceEntry::disclose(&entry, vec![]), Err(EvidenceError::NotText));
    entry.header = vec![0xff];
    assert_eq!(EvidenceEntry::withhold(&entry, vec![]), Err(EvidenceError::NotText));
}

proptest! {
    /// Not one bit of a file can be changed unnoticed.
    #[test]
    fn a_flipped_bit_is_found(byte: prop::sample::Index, bit in 0_u8..8) {
        let log = Log::new(FIRM, 5);
        let mut bytes = log.evidence(&[1, 3]).to_bytes().unwrap();
        let at = byte.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let report = verify(&bytes, Some(&log.vkey()));
        prop_assert_ne!(report.verdict, Verdict::Intact);
        prop_assert_ne!(verify(&bytes, None).verdict, Verdict::KeyNotCompared);
    }

    #[test]
    fn a_cut_is_found(byte: prop::sample::Index) {
        let log = Log::new(FIRM, 5);
        let bytes = log.evidence(&[1, 3]).to_bytes().unwrap();
        let report = verify(&bytes[..byte.index(bytes.len())], Some(&log.vkey()));
        prop_assert_eq!(report.verdict, Verdict::Unreadable);
    }

    #[test]
    fn any_choice_of_entries_is_intact(size in 1_u64..60, chosen: u64) {
        let log = Log::new(FIRM, size);
        let indices: Vec<u64> = (0..size).filter(|index| chosen >> index & 1 == 1).collect();
        let bytes = log.evidence(&indices).to_bytes().unwrap();
        let report = verify(&bytes, Some(&log.vkey()));
        prop_assert_eq!(report.verdict, Verdict::Intact);
        prop_assert_eq!(report.counts.elsewhere, size - indices.len() as u64);
    }

    #[test]
    fn verifying_anything_ends(bytes: Vec<u8>) {
        prop_assert_eq!(verify(&bytes, None).verdict, Verdict::Unreadable);
    }
}
