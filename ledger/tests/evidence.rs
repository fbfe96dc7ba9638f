//! The evidence file: what a good one reports, and each claim in it that may not hold, with its own finding.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;

use common::{FIRM, Log, outcome, verify};
use ledger::evidence::{
    Check, Disclosure, Entries, EntryFault, EvidenceEntry, Fault, Finding, Outcome, Remark, Report, Verdict,
};
use ledger::note::Note;
use ledger::*;

/// The report on `evidence`, when `check` and no other check fails, and with this fault.
fn fails_only(evidence: &Evidence, trusted: &str, check: Check, fault: Fault) -> Report {
    let report = verify(&evidence.to_bytes().unwrap(), Some(trusted));
    // Another key than the reader expected is told apart from what does not hold.
    let expected = if check == Check::TrustedKey { Verdict::OtherKey } else { Verdict::Faulty };
    assert_eq!(report.verdict, expected);
    assert_eq!(outcome(&report, check), &Outcome::Failed(fault));
    let failed = |finding: &&Finding| matches!(finding.outcome, Outcome::Failed(_));
    assert_eq!(report.findings.iter().filter(failed).count(), 1, "{:#?}", report.findings);
    report
}

#[test]
fn a_whole_file_is_intact() {
    let log = Log::new(FIRM, 5);
    let bytes = log.evidence(&[0, 3, 4]).to_bytes().unwrap();
    let report = verify(&bytes, Some(&log.vkey()));
    assert_eq!(report.verdict, Verdict::Intact);
    let (last, others) = report.findings.split_last().unwrap();
    assert!(others.iter().all(|finding| finding.outcome == Outcome::Passed));
    assert_eq!(last.outcome, Outcome::Remarked(Remark::NoTimeStamp));
    assert_eq!(report.findings.iter().map(|finding| finding.check).collect::<Vec<_>>(), Check::ALL);
    assert_eq!(report.origin.as_deref(), Some(FIRM));
    assert_eq!(report.vkey, Some(log.vkey()));
    assert_eq!((report.log_size, report.root), (Some(5), Some(log.tree.root(5))));
    assert_eq!(report.counts, Entries { disclosed: 3, withheld: 0, erased: 0, elsewhere: 2 });
    let header = report.entries[1].header.as_ref().unwrap();
    assert_eq!((header.index, header.kind.as_str()), (3, "question.asked"));
    assert!(report.entries[1].payload.as_ref().unwrap().contains("n° 3"));
    // The report is plain data: it survives the way to a program, but for what the file itself has.
    let text = serde_json::to_string(&report).unwrap();
    let report = Report { stated: Default::default(), ..report };
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
}

#[test]
fn without_a_trusted_key_the_reader_is_told_to_compare() {
    let log = Log::new(FIRM, 5);
    let report = verify(&log.evidence(&[2]).to_bytes().unwrap(), None);
    assert_eq!(report.verdict, Verdict::KeyNotCompared);
    assert_eq!(outcome(&report, Check::TrustedKey), &Outcome::Remarked(Remark::KeyNamedInFile));
    // A forger's file is good by itself; only the reader's key tells them apart.
    let forger = Log { key: SigningKey::from_seed(FIRM, &[66; 32]).unwrap(), ..Log::new(FIRM, 5) };
    let forged = forger.evidence(&[2]);
    assert_eq!(verify(&forged.to_bytes().unwrap(), None).verdict, Verdict::KeyNotCompared);
    fails_only(&forged, &log.vkey(), Check::TrustedKey, Fault::OtherKey);
}

#[test]
fn what_is_not_shown_is_counted() {
    let mut log = Log::new(FIRM, 6);
    let (salt, payload) = (log.entries[3].salt.take(), log.entries[3].payload.take());
    assert!(salt.is_some() && payload.is_some());
    let mut evidence = log.evidence(&[1, 3]);
    let proof = log.tree.inclusion(4, 6);
    evidence.entries.push(EvidenceEntry::withhold(&log.entries[4], proof).unwrap());
    let bytes = evidence.to_bytes().unwrap();
    let report = verify(&bytes, Some(&log.vkey()));
    assert_eq!(report.verdict, Verdict::Intact);
    assert_eq!(outcome(&report, Check::Payloads), &Outcome::Remarked(Remark::NotAllShown));
    assert_eq!(report.counts, Entries { disclosed: 1, withheld: 1, erased: 1, elsewhere: 3 });
    let states: Vec<_> = report.entries.iter().map(|entry| entry.state).collect();
    assert_eq!(states, [Disclosure::Disclosed, Disclosure::Erased, Disclosure::Withheld]);
    // What is withheld is really not there, nor the salt with which it could be guessed.
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("n° 1") && !text.contains("n° 4"));
    assert!(!text.contains(&log.entries[4].salt.unwrap().to_string()));
    // An erased entry stays erased when it is withheld.
    let erased = EvidenceEntry::withhold(&log.entries[3], vec![]).unwrap();
    assert_eq!(erased.state, Disclosure::Erased);
}

#[test]
fn an_altered_text_is_found() {
    let log = Log::new(FIRM, 5);
    let mut evidence = log.evidence(&[1, 2, 3]);
    let payload = evidence.entries[1].payload.as_mut().unwrap();
    *payload = payload.replace("sauvegardes", "mots de passe");
    let report = fails_only(&evidence, &log.vkey(), Check::Payloads, Fault::Entries { count: 1 });
    assert_eq!(report.entries[1].faults, [EntryFault::Altered]);
    assert_eq!(report.entries[0].faults, []);
}

#[test]
fn an_altered_salt_is_found() {
    let log = Log::new(FIRM, 5);
    let mut evidence = log.evidence(&[1]);
    evidence.entries[0].salt = Some(Salt([0; 32]));
    fails_only(&evidence, &log.vkey(), Check::Payloads, Fault::Entries { count: 1 });
}

#[test]
fn a_payload_that_nobody_could_have_recorded_is_found() {
    let log = Log::new(FIRM, 5);
    for payload in ["", "not JSON", r#"{"kind": "question.asked"}"#, r#"{"kind":"answer.given"}"#] {
        let mut evidence = log.evidence(&[1]);
        evidence.entries[0].payload = Some(payload.into());
        let report = fails_only(&evidence, &log.vkey(), Check::Payloads, Fault::Entries { count: 1 });
        assert!(matches!(report.entries[0].faults[..], [EntryFault::BadPayload { .. }]), "{payload}");
    }
}

#[test]
fn a_state_that_disagrees_with_what_is_there_is_found() {
    let log = Log::new(FIRM, 5);
    let good = log.evidence(&[1]).entries.remove(0);
    for (what, entry) in [
        ("disclosed without payload", EvidenceEntry { payload: None, ..good.clone() }),
        ("disclosed without salt", EvidenceEntry { salt: None, ..good.clone() }),
        ("withheld with payload", EvidenceEntry { state: Disclosure::Withheld, ..good.clone() }),
        ("erased with payload", EvidenceEntry { state: Disclosure::Erased, ..good.clone() }),
        ("withheld with salt", EvidenceEntry { state: Disclosure::Withheld, payload: None, ..good.clone() }),
    ] {
        let evidence = Evidence { entries: vec![entry], ..log.evidence(&[]) };
        let report = verify(&evidence.to_bytes().unwrap(), Some(&log.vkey()));
        assert_eq!(report.entries[0].faults, [EntryFault::StateDisagrees], "{what}");
        assert_eq!(report.verdict, Verdict::Faulty, "{what}");
    }
}

#[test]
fn an_altered_header_is_found() {
    let log = Log::new(FIRM, 5);
    let mut evidence = log.evidence(&[1, 2]);
    let header = &mut evidence.entries[0].header;
    *header = header.replace("\"time\":17955075", "\"time\":17955074");
    let report = fails_only(&evidence, &log.vkey(), Check::Proofs, Fault::Entries { count: 1 });
    assert_eq!(report.entries[0].faults, [EntryFault::ProofWrong]);
}

#[test]
fn a_header_that_nobody_could_have_recorded_is_found() {
    let log = Log::new(FIRM, 5);
    for (header, fault) in
        [("", None), ("{}", None), ("not JSON", None), (r#"{"v":2}"#, Some(EntryFault::NewerHeader { version: 2 }))]
    {
        let mut evidence = log.evidence(&[1, 2]);
        evidence.entries[0].header = header.into();
        let report = fails_only(&evidence, &log.vkey(), Check::Headers, Fault::Entries { count: 1 });
        assert_eq!(report.entries[0].header, None);
        match fault {
            Some(fault) => assert_eq!(report.entries[0].faults, [fault]),
            None => assert!(matches!(report.entries[0].faults[..], [EntryFault::BadHeader { .. }]), "{header}"),
        }
        // What stands on the header was not verified, and does not count as passed.
        assert_eq!(outcome(&report, Check::Payloads), &Outcome::NotReached);
        assert_eq!(outcome(&report, Check::Proofs), &Outcome::NotReached);
    }
}

#[test]
fn a_wrong_proof_is_found() {
    let log = Log::new(FIRM, 5);
    let changed = |change: fn(&mut Vec<Hash>), fault| {
        let mut evidence = log.evidence(&[1, 2]);
        change(&mut evidence.entries[1].proof);
        let report = fails_only(&evidence, &log.vkey(), Check::Proofs, Fault::Entries { count: 1 });
        assert_eq!(report.entries[1].faults, [fault]);
    };
    changed(|proof| proof.swap(0, 1), EntryFault::ProofWrong);
    changed(|proof| proof[2] = Hash([0; 32]), EntryFault::ProofWrong);
    changed(|proof| proof.truncate(2), EntryFault::ProofLength);
    changed(|proof| proof.push(Hash([0; 32])), EntryFault::ProofLength);
    changed(|proof| *proof = vec![Hash([0; 32]); 10_000], EntryFault::ProofLength);
    changed(Vec::clear, EntryFault::ProofLength);
}

/// The proofs are those of a later checkpoint of the same log.
#[test]
fn a_wrong_root_is_told_from_a_wrong_proof() {
    let log = Log::new(FIRM, 7);
    let mut evidence = log.evidence(&[1, 2]);
    evidence.checkpoint = Checkpoint::sign(&log.key, 7, sha256(b"another root"));
    let fault = Fault::WrongRoot { computed: log.tree.root(7) };
    let report = fails_only(&evidence, &log.vkey(), Check::Proofs, fault);
    assert_eq!(report.entries[0].faults, [EntryFault::ProofWrong]);
}

#[test]
fn a_checkpoint_older_than_an_entry_is_found() {
    let log = Log::new(FIRM, 7);
    let mut evidence = log.evidence(&[6]);
    evidence.checkpoint = Checkpoint::sign(&log.key, 6, log.tree.root(6));
    let report = fails_only(&evidence, &log.vkey(), Check::Order, Fault::Entries { count: 1 });
    assert_eq!(report.entries[0].faults, [EntryFault::BeyondLog]);
}

#[test]
fn entries_out_of_order_are_found() {
    let log = Log::new(FIRM, 7);
    for (what, indices) in [("backwards", [3, 2]), ("twice", [3, 3])] {
        let evidence = log.evidence(&indices);
        let report = fails_only(&evidence, &log.vkey(), Check::Order, Fault::Entries { count: 1 });
        assert_eq!(report.entries[1].faults, [EntryFault::OutOfOrder], "{what}");
    }
}

/// A log whose firm set the clock back: each entry holds, and their order betrays it.
#[test]
fn a_time_that_goes_back_is_found() {
    let mut log = Log::new(FIRM, 3);
    let subject = format!("notice:{}", Id([0; 16]));
    let payload = br#"{"kind":"question.asked"}"#.to_vec();
    let early = Time(common::START.0 - 3_600_000);
    let entry = Entry::make(3, early, Actor::System, "question.asked", &subject, Salt([1; 32]), payload).unwrap();
    log.tree.append(entry.leaf_hash());
    log.entries.push(entry);
    let report = fails_only(&log.evidence(&[0, 3]), &log.vkey(), Check::Order, Fault::Entries { count: 1 });
    assert_eq!(report.entries[1].faults, [EntryFault::TimeGoesBack]);
}

#[test]
fn mixed_up_firms_are_found() {
    let (one, two) = (Log::new(FIRM, 5), Log::new("acte.example/f/2", 5));
    // The reader has the key of another firm.
    let fault = Fault::OtherFirm { trusted: "acte.example/f/2".into(), found: FIRM.into() };
    fails_only(&one.evidence(&[1]), &two.vkey(), Check::TrustedKey, fault);

    // The file has the checkpoint of another firm.
    let evidence = Evidence { checkpoint: two.checkpoint(), ..one.evidence(&[1]) };
    fails_only(&evidence, &one.vkey(), Check::Checkpoint, Fault::NotSigned);

    // The file names another log than its key and checkpoint do.
    let evidence = Evidence { origin: "acte.example/f/2".into(), ..one.evidence(&[1]) };
    let mixed = |checkpoint: &str, file: &str| Fault::MixedOrigins {
        file: file.into(),
        key: FIRM.into(),
        checkpoint: checkpoint.into(),
    };
    fails_only(&evidence, &one.vkey(), Check::Origin, mixed(FIRM, "acte.example/f/2"));

    // The firm signed a checkpoint of another log.
    let mut note = Note::new(Note::parse(&two.checkpoint()).unwrap().text()).unwrap();
    note.sign(&one.key).unwrap();
    let evidence = Evidence { checkpoint: note.to_string(), ..one.evidence(&[]) };
    fails_only(&evidence, &one.vkey(), Check::Origin, mixed("acte.example/f/2", FIRM));
    let evidence = Evidence { origin: "acte.example/f/2".into(), ..evidence };
    fails_only(&evidence, &one.vkey(), Check::Origin, mixed("acte.example/f/2", "acte.example/f/2"));

    // An entry of another firm's log: here both logs have the same entries, so only a longer one shows the difference.
    let longer = Log::new("acte.example/f/2", 6);
    let evidence = Evidence { entries: longer.evidence(&[1]).entries, ..one.evidence(&[]) };
    let report = fails_only(&evidence, &one.vkey(), Check::Proofs, Fault::Entries { count: 1 });
    assert_eq!(report.entries[0].faults, [EntryFault::ProofWrong]);
}

#[test]
fn a_bad_key_is_found() {
    let log = Log::new(FIRM, 5);
    let evidence = Evidence { vkey: "acte.example/f/1+00000000+AAAA".into(), ..log.evidence(&[1]) };
    let report = verify(&evidence.to_bytes().unwrap(), Some(&log.vkey()));
    assert!(matches!(outcome(&report, Check::Key), Outcome::Failed(Fault::BadKey { .. })));
    assert_eq!(outcome(&report, Check::Checkpoint), &Outcome::NotReached);
    assert_eq!(outcome(&report, Check::Order), &Outcome::NotReached);
    assert_eq!(outcome(&report, Check::Proofs), &Outcome::NotReached);
    assert_eq!(report.verdict, Verdict::Faulty);
}

#[test]
fn a_bad_checkpoint_is_found() {
    let log = Log::new(FIRM, 5);
    let with = |checkpoint: String| Evidence { checkpoint, ..log.evidence(&[1]) };
    let good = log.checkpoint();
    fails_only(&with(good.replace("\n5\n", "\n6\n")), &log.vkey(), Check::Checkpoint, Fault::BadSignature);
    let mut letter = Note::new("a letter\n").unwrap();
    letter.sign(&log.key).unwrap();
    for (what, checkpoint) in [
        ("nothing", String::new()),
        ("no signature", good.lines().take(3).collect()),
        ("signed, but no checkpoint", letter.to_string()),
    ] {
        let report = verify(&with(checkpoint).to_bytes().unwrap(), Some(&log.vkey()));
        let found = outcome(&report, Check::Checkpoint);
        assert!(matches!(found, Outcome::Failed(Fault::BadCheckpoint { .. })), "{what}: {found:?}");
        assert_eq!((report.log_size, report.root), (None, None), "{what}: nothing unverified is reported");
    }
}

#[test]
fn signatures_of_witnesses_are_counted() {
    let log = Log::new(FIRM, 5);
    let mut note = Note::parse(&log.checkpoint()).unwrap();
    note.sign(&SigningKey::from_seed("witness.example", &[5; 32]).unwrap()).unwrap();
    let evidence = Evidence { checkpoint: note.to_string(), ..log.evidence(&[1]) };
    let report = verify(&evidence.to_bytes().unwrap(), Some(&log.vkey()));
    assert_eq!((report.verdict, report.other_signatures), (Verdict::Intact, 1));
}
