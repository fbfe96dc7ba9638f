//! What a reader brings along: newer evidence, which tells of two pasts, and witnesses; and a revocation that the file hides.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;

use common::bundles::log_of;
use common::{Log, START, outcome, verify};
use ledger::evidence::{self, Check, Disclosure, Fault, Outcome, Reader, Verdict};
use ledger::note::Note;
use ledger::*;
use serde_json::json;

fn log(texts: &[&str]) -> Log {
    let payloads: Vec<_> = texts.iter().map(|text| json!({"kind": "question.asked", "text": text})).collect();
    log_of(&payloads)
}

/// What comes of the evidence of `log` at these places, once the evidence of `newer` at those is known.
fn pasts(log: &Log, at: &[u64], newer: &Log, newer_at: &[u64]) -> (Verdict, Outcome) {
    let newer = verify(&newer.evidence(newer_at).to_bytes().unwrap(), None);
    let reader = Reader { newer: Some(&newer), ..Reader::stranger(START.plus_millis(60_000)) };
    let report = evidence::verify(&log.evidence(at).to_bytes().unwrap(), reader);
    (report.verdict, outcome(&report, Check::Proofs).clone())
}

#[test]
fn newer_evidence_tells_of_another_past() {
    let (old, grown) = (log(&["a", "b", "c"]), log(&["a", "b", "c", "d"]));
    let other_past = |index| (Verdict::Faulty, Outcome::Failed(Fault::OtherPast { index }));
    let good = (Verdict::KeyNotCompared, Outcome::Passed);
    assert_eq!(pasts(&old, &[0, 2], &grown, &[0, 1, 2, 3]), good);
    let rewritten = log(&["a", "x", "c", "d"]);
    assert_eq!(pasts(&old, &[0, 1, 2], &rewritten, &[0, 1, 3]), other_past(Some(1)));
    // Nothing that both show differs: then only the same size tells.
    assert_eq!(pasts(&old, &[0, 2], &rewritten, &[1, 3]), good);
    assert_eq!(pasts(&old, &[0], &log(&["a", "x", "c"]), &[1, 2]), other_past(None));
    // Another firm's log has nothing to say.
    let stranger = Log { key: SigningKey::from_seed("other.example", &[9; 32]).unwrap(), ..log(&["x", "y", "z"]) };
    assert_eq!(pasts(&old, &[0, 1], &stranger, &[0, 1]), good);
}

#[test]
fn a_witness_who_did_not_cosign_is_named() {
    let (log, now) = (log(&["a"]), START.plus_millis(60_000));
    let [here, absent] = ["here.example", "absent.example"].map(|name| WitnessKey::from_seed(name, &[9; 32]).unwrap());
    let mut evidence = log.evidence(&[0]);
    let text = Note::parse(&evidence.checkpoint).unwrap().text().to_owned();
    evidence.checkpoint += &format!("{}\n", here.cosign(&text, now));
    let witnesses = [here.witness().clone(), absent.witness().clone()];
    let reader = Reader { witnesses: &witnesses, ..Reader::stranger(now) };
    let report = evidence::verify(&evidence.to_bytes().unwrap(), reader);
    assert_eq!(report.verdict, Verdict::KeyNotCompared);
    assert_eq!(report.cosignatures.iter().map(|one| one.witness.as_str()).collect::<Vec<_>>(), ["here.example"]);
    assert_eq!(report.witnessed().map(|(size, line)| (size, line.time)), Some((1, Time(now.0 / 1000 * 1000))));
    assert_eq!((report.not_cosigned, report.other_signatures), (vec!["absent.example".to_owned()], 0));
    // A clock that was behind what it saw dates nothing.
    let mut early = log.evidence(&[0]);
    early.checkpoint += &format!("{}\n", here.cosign(&text, START.plus_millis(-3_600_000)));
    assert_eq!(evidence::verify(&early.to_bytes().unwrap(), reader).witnessed(), None);
}

/// A witness that was down when the file was made had seen the log before.
#[test]
fn what_a_witness_saw_earlier_is_told() {
    let (old, log, now) = (log(&["a", "b"]), log(&["a", "b", "c"]), START.plus_millis(60_000));
    let here = WitnessKey::from_seed("here.example", &[9; 32]).unwrap();
    let text = Note::parse(&old.checkpoint()).unwrap().text().to_owned();
    let note = format!("{}{}\n", old.checkpoint(), here.cosign(&text, now));
    let earlier = evidence::Earlier::new(note, log.tree.consistency(2, 3), &[]);
    let evidence = log.evidence(&[0, 2]).after(vec![earlier.clone()]);
    let witnesses = [here.witness().clone()];
    let reader = Reader { witnesses: &witnesses, ..Reader::stranger(now) };
    let report = evidence::verify(&evidence.to_bytes().unwrap(), reader);
    assert_eq!((report.verdict, report.earlier.len()), (Verdict::KeyNotCompared, 1));
    assert_eq!((report.earlier[0].size, report.earlier[0].cosignatures[0].time), (2, Time(now.0 / 1000 * 1000)));
    assert_eq!((report.not_cosigned, report.cosignatures), (vec![], vec![]));
    // A line that does not hold is worse than none.
    let other = here.cosign("another/log\n1\nAAAA\n", now);
    let forged = evidence::Earlier { checkpoint: format!("{}{other}\n", old.checkpoint()), ..earlier };
    let report = evidence::verify(&log.evidence(&[0, 2]).after(vec![forged]).to_bytes().unwrap(), reader);
    let Outcome::Failed(Fault::Earlier { number: 1, fault }) = outcome(&report, Check::TimeStamps) else {
        panic!("{:?}", report.findings)
    };
    assert_eq!(**fault, Fault::BadCosignature { witness: "here.example".into() });
}

#[test]
fn a_revocation_without_its_text_is_counted() {
    let log = log_of(&[json!({"kind": "seal.revoked", "reason": "copied"})]);
    let mut evidence = log.evidence(&[0]);
    assert_eq!(verify(&evidence.to_bytes().unwrap(), None).hidden_revocations(), 0);
    (evidence.entries[0].payload, evidence.entries[0].salt) = (None, None);
    for state in [Disclosure::Withheld, Disclosure::Erased] {
        evidence.entries[0].state = state;
        let report = verify(&evidence.to_bytes().unwrap(), None);
        assert_eq!((report.verdict, report.hidden_revocations()), (Verdict::KeyNotCompared, 1));
    }
}
