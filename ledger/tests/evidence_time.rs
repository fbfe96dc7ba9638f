//! Time-stamps in the evidence file: what a good one reports, and each bad one by its name.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;
mod openssl;

use common::{FIRM, Log, outcome};
use ledger::cosignature::WitnessKey;
use ledger::evidence::{Check, Earlier, Fault, MAX_EARLIER, MAX_TIME_STAMPS, Outcome, Reader, Remark, Verdict, verify};
use ledger::note::Note;
use ledger::timestamp::TimeStampError;
use ledger::x509::{Certificate, Trust};
use ledger::*;
use openssl::{Kind, Openssl, TSA};

fn digest(evidence: &Evidence) -> Hash {
    Note::parse(&evidence.checkpoint).unwrap().digest()
}

fn report(evidence: &Evidence, authorities: &[Certificate], now: Time) -> Report {
    let key = evidence.vkey.parse().unwrap();
    verify(&canonical::to_vec(evidence).unwrap(), Reader { key: Some(&key), authorities, ..Reader::stranger(now) })
}

/// The way to a program, but for what the file itself has.
fn survives(report: Report) {
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), Report { stated: Default::default(), ..report });
}

#[test]
fn what_is_stamped_is_the_text_of_the_checkpoint() {
    let evidence = Log::new(FIRM, 5).evidence(&[0, 3]);
    let (text, _) = evidence.checkpoint.split_once("\n\n").unwrap();
    assert_eq!(digest(&evidence), sha256(format!("{text}\n").as_bytes()));
}

#[test]
fn an_authority_that_the_reader_knows_says_when() {
    let (log, openssl) = (Log::new(FIRM, 5), Openssl::usual("evidence-known"));
    let evidence = log.evidence(&[0, 3]);
    let evidence = evidence.clone().stamped(&[openssl.token(&digest(&evidence))]);
    let report = report(&evidence, &[openssl.certificate("ca")], Time::MAX);
    assert_eq!(report.verdict, Verdict::Intact);
    assert_eq!(outcome(&report, Check::TimeStamps), &Outcome::Passed);
    let [stamp] = &report.time_stamps[..] else { panic!("{:?}", report.time_stamps) };
    assert_eq!((stamp.trust, stamp.accuracy_micros, stamp.claims_qualified), (Trust::Anchored, Some(1_500_007), false));
    assert_eq!(stamp.authority.common_name.as_deref(), Some("Essai tsa é"));
    survives(report);
}

#[test]
fn an_authority_that_nobody_knows_only_names_itself() {
    let (log, openssl) = (Log::new(FIRM, 5), Openssl::usual("evidence-unknown"));
    let other = Openssl::new("evidence-other");
    other.root("elsewhere", Kind::P256);
    other.issue("tsa", Kind::P256, "elsewhere", TSA);
    let evidence = log.evidence(&[0, 3]);
    let evidence = evidence.clone().stamped(&[openssl.token(&digest(&evidence))]);
    for authorities in [vec![], vec![other.certificate("elsewhere")]] {
        let report = report(&evidence, &authorities, Time::MAX);
        assert_eq!(report.verdict, Verdict::Intact);
        assert_eq!(outcome(&report, Check::TimeStamps), &Outcome::Remarked(Remark::UnknownAuthority));
        assert_eq!(report.time_stamps[0].trust, Trust::Unknown);
    }
    // One that is known beside it is enough.
    let both =
        evidence.stamped(&[openssl.token(&digest(&log.evidence(&[]))), other.token(&digest(&log.evidence(&[])))]);
    let report = report(&both, &[other.certificate("elsewhere")], Time::MAX);
    assert_eq!(outcome(&report, Check::TimeStamps), &Outcome::Passed);
    assert_eq!(report.time_stamps.iter().map(|s| s.trust).collect::<Vec<_>>(), [Trust::Unknown, Trust::Anchored]);
}

#[test]
fn cosignatures_that_come_later_leave_the_time_stamp_as_it_is() {
    let (log, openssl) = (Log::new(FIRM, 5), Openssl::usual("evidence-witness"));
    let evidence = log.evidence(&[0]);
    let mut evidence = evidence.clone().stamped(&[openssl.token(&digest(&evidence))]);
    let witness = WitnessKey::from_seed("witness.example", &[5; 32]).unwrap();
    let line = witness.cosign(Note::parse(&evidence.checkpoint).unwrap().text(), Time(1_800_000_000_000));
    evidence.checkpoint += &format!("{line}\n");
    let report = report(&evidence, &[openssl.certificate("ca")], Time::MAX);
    assert_eq!((report.verdict, report.other_signatures), (Verdict::Intact, 1));
    assert_eq!(outcome(&report, Check::TimeStamps), &Outcome::Passed);
}

#[test]
fn a_bad_time_stamp_makes_the_evidence_bad() {
    let (log, openssl) = (Log::new(FIRM, 5), Openssl::usual("evidence-bad"));
    let evidence = log.evidence(&[0, 3]);
    let good = openssl.token(&digest(&evidence));
    let bad = |tokens: &[Vec<u8>], number, error: TimeStampError, now| {
        let report = report(&evidence.clone().stamped(tokens), &[openssl.certificate("ca")], now);
        let fault = Fault::TimeStamp { number, error };
        assert_eq!(outcome(&report, Check::TimeStamps), &Outcome::Failed(fault));
        assert_eq!((report.verdict, report.time_stamps.len()), (Verdict::Faulty, 0));
    };
    bad(&[openssl.token(&sha256(b"another"))], 1, TimeStampError::WrongHash, Time::MAX);
    bad(&[good.clone(), openssl.token(&sha256(b"another"))], 2, TimeStampError::WrongHash, Time::MAX);
    bad(&[good[..100].to_vec()], 1, cms::CmsError::Malformed.into(), Time::MAX);
    bad(&[vec![]], 1, cms::CmsError::Malformed.into(), Time::MAX);
    let stamp = timestamp::check(&good, &digest(&evidence), &[], Time::MAX).unwrap();
    let millis = timestamp::MAX_AHEAD + 1;
    bad(std::slice::from_ref(&good), 1, TimeStampError::FromTheFuture { millis }, stamp.time.plus_millis(-millis));
    // Whoever steals no key changes the time in vain.
    let time = good.windows(4).position(|bytes| bytes[0] == 0x18 && bytes.ends_with(b"20")).unwrap();
    let mut later = good.clone();
    later[time + 3] = b'1';
    bad(&[later], 1, cms::CmsError::WrongDigest.into(), Time::MAX);
    // A time-stamp of an older checkpoint says nothing about this one.
    let older = Log::new(FIRM, 4).evidence(&[]);
    bad(&[openssl.token(&digest(&older))], 1, TimeStampError::WrongHash, Time::MAX);
    let mut loose = evidence.clone().stamped(std::slice::from_ref(&good));
    loose.time_stamps[0].insert(8, '\n');
    let found = report(&loose, &[], Time::MAX);
    let fault = Fault::TimeStamp { number: 1, error: TimeStampError::Malformed };
    assert_eq!(outcome(&found, Check::TimeStamps), &Outcome::Failed(fault));

    let many = evidence.clone().stamped(&vec![good; MAX_TIME_STAMPS + 1]);
    let found = MAX_TIME_STAMPS + 1;
    assert_eq!(many.to_bytes(), Err(EvidenceError::TooManyTimeStamps { found }));
    let fault = Fault::TooLarge { found: found as u64, limit: MAX_TIME_STAMPS as u64 };
    assert_eq!(outcome(&report(&many, &[], Time::MAX), Check::Format), &Outcome::Failed(fault));
}

/// The log's key signs no token: whoever passes the file on can add one of an authority that ended long ago. That proves nothing, for it or against it.
#[test]
fn a_time_stamp_under_certificates_that_are_no_good_is_told_and_counts_for_nothing() {
    let (log, openssl) = (Log::new(FIRM, 5), Openssl::usual("evidence-refused"));
    let ended = Openssl::new("evidence-ended");
    ended.root("gone", Kind::P256);
    ended.issue_for("tsa", Kind::P256, "gone", TSA, openssl::LONG_AGO, openssl::RECENTLY);
    let evidence = log.evidence(&[0, 3]);
    let [good, expired] = [&openssl, &ended].map(|by| by.token(&digest(&evidence)));
    let roots = [openssl.certificate("ca"), ended.certificate("gone")];
    let found = report(&evidence.clone().stamped(std::slice::from_ref(&expired)), &roots, Time::MAX);
    let error = x509::ChainError::Expired { subject: "Essai tsa é (Kerlann Informatique)".into() };
    let refused = Outcome::Remarked(Remark::RefusedAuthority { number: 1, error });
    assert_eq!((found.verdict, outcome(&found, Check::TimeStamps)), (Verdict::Intact, &refused));
    assert_eq!(found.time_stamps, []);
    let found = report(&evidence.stamped(&[expired, good]), &roots, Time::MAX);
    assert_eq!((found.verdict, outcome(&found, Check::TimeStamps)), (Verdict::Intact, &Outcome::Passed));
    assert_eq!(found.time_stamps.len(), 1);
}

/// Without a good checkpoint there is nothing that a token could be about.
#[test]
fn a_bad_checkpoint_leaves_the_time_stamps_unread() {
    let (log, openssl) = (Log::new(FIRM, 5), Openssl::usual("evidence-unsigned"));
    let evidence = log.evidence(&[0]);
    let token = openssl.token(&digest(&evidence));
    let other = Log::new("acte.example/f/2", 5).checkpoint();
    let report = report(&Evidence { checkpoint: other, ..evidence.stamped(&[token]) }, &[], Time::MAX);
    assert_eq!(outcome(&report, Check::TimeStamps), &Outcome::NotReached);
}

/// The state of the first `size` entries, with a token about it.
fn earlier(log: &Log, size: u64, openssl: &Openssl) -> Earlier {
    let checkpoint = Checkpoint::sign(&log.key, size, log.tree.root(size));
    let token = openssl.token(&Note::parse(&checkpoint).unwrap().digest());
    Earlier::new(checkpoint, log.tree.consistency(size, log.tree.size()), &[token])
}

/// What was recorded and stamped years ago is dated then, although the file was made and stamped today.
#[test]
fn an_entry_is_dated_by_the_first_time_stamp_that_covers_it() {
    let (log, openssl) = (Log::new(FIRM, 9), Openssl::usual("evidence-earlier"));
    let (first, second) = (earlier(&log, 2, &openssl), earlier(&log, 5, &openssl));
    let evidence = log.evidence(&[0, 3, 8]);
    let evidence = evidence.clone().stamped(&[openssl.token(&digest(&evidence))]).after(vec![first, second]);
    assert_eq!(Evidence::from_bytes(&evidence.to_bytes().unwrap()).unwrap(), evidence);
    let found = report(&evidence, &[openssl.certificate("ca")], Time::MAX);
    assert_eq!((found.verdict, outcome(&found, Check::TimeStamps)), (Verdict::Intact, &Outcome::Passed));
    assert_eq!(found.stamps().map(|(size, _)| size).collect::<Vec<_>>(), [2, 5, 9]);
    let (dating, [a, b]) = (found.dating(), &found.earlier[..]) else { panic!("{:?}", found.earlier) };
    let dated: Vec<_> = [0, 1, 2, 4, 5, 8].iter().map(|index| dating.first(*index).unwrap()).collect();
    let [a, b, all] = [&a.time_stamps[0], &b.time_stamps[0], &found.time_stamps[0]];
    assert_eq!(dated, [a, a, b, b, all, all]);
    assert_eq!(dating.first(9), None);
    // To whoever knows no authority nothing is dated.
    let found = report(&evidence, &[], Time::MAX);
    assert_eq!((found.verdict, found.dating().0.len(), found.stamps().count()), (Verdict::Intact, 0, 3));
    // Without one of its own the checkpoint has no time; the first entries have.
    let found = report(&Evidence { time_stamps: vec![], ..evidence }, &[openssl.certificate("ca")], Time::MAX);
    assert_eq!(outcome(&found, Check::TimeStamps), &Outcome::Remarked(Remark::NoTimeStamp));
    assert_eq!((found.dating().first(4).is_some(), found.dating().first(5)), (true, None));
    survives(found);
}

/// The entries' times are of 2026 or so, the token's is of today: one that covers what is said to be recorded after it dates nothing.
#[test]
fn a_time_stamp_that_an_entry_contradicts_dates_nothing() {
    let (log, openssl) = (Log::new(FIRM, 9), Openssl::usual("evidence-contradicted"));
    let evidence = log.evidence(&[0, 3, 8]).after(vec![earlier(&log, 5, &openssl)]);
    let mut found = report(&evidence, &[openssl.certificate("ca")], Time::MAX);
    let stamp = &mut found.earlier[0].time_stamps[0];
    // By a millisecond more than what is allowed, before the entry at 3; the one at 8 is not covered.
    let latest = START_OF_3.plus_millis(-timestamp::MAX_AHEAD);
    (stamp.time, stamp.accuracy_micros) = (latest, None);
    let stamp = stamp.clone();
    assert_eq!((found.contradicted(5, &stamp), found.dating().0.len()), (None, 1));
    found.earlier[0].time_stamps[0].time = latest.plus_millis(-1);
    let stamp = found.earlier[0].time_stamps[0].clone();
    assert_eq!((found.contradicted(5, &stamp), found.dating().0.len()), (Some(START_OF_3), 0));
}

/// The time of the entry at 3 (see [`Log::new`]).
const START_OF_3: Time = Time(common::START.0 + 1000);

#[test]
fn an_earlier_state_that_is_none_is_named() {
    let (log, openssl) = (Log::new(FIRM, 9), Openssl::usual("evidence-not-earlier"));
    let good = [earlier(&log, 2, &openssl), earlier(&log, 5, &openssl)];
    let bad = |number: u64, fault: Fault, states: Vec<Earlier>| {
        let found = report(&log.evidence(&[0, 3]).after(states), &[openssl.certificate("ca")], Time::MAX);
        let fault = Fault::Earlier { number, fault: Box::new(fault) };
        assert_eq!(outcome(&found, Check::TimeStamps), &Outcome::Failed(fault));
        assert_eq!((found.verdict, found.earlier.len()), (Verdict::Faulty, 0));
    };
    let [a, b] = good.clone();
    bad(2, Fault::NotEarlier, vec![b.clone(), a.clone()]);
    bad(2, Fault::NotEarlier, vec![a.clone(), a.clone()]);
    bad(1, Fault::NotEarlier, vec![earlier(&log, 9, &openssl)]);
    bad(1, Fault::NotEarlier, vec![earlier(&log, 0, &openssl)]);
    // Of a log that was made anew since: signed by the same key, stamped in its day, and not the beginning of this one.
    let mut other = Log::new(FIRM, 1);
    other.tree.append(sha256(b"what was there before"));
    let before = Earlier { proof: a.proof.clone(), ..earlier(&other, 2, &openssl) };
    bad(1, Fault::NotContinued, vec![before]);
    bad(1, Fault::NotContinued, vec![Earlier { proof: a.proof[1..].to_vec(), ..a.clone() }]);
    bad(2, Fault::NotContinued, vec![a.clone(), Earlier { proof: vec![Hash([0; 32]); b.proof.len()], ..b.clone() }]);
    let stranger = Log::new("acte.example/f/2", 9);
    bad(1, Fault::NotSigned, vec![earlier(&stranger, 2, &openssl)]);
    bad(1, Fault::BadSignature, vec![Earlier { checkpoint: a.checkpoint.replacen("\n2\n", "\n3\n", 1), ..a.clone() }]);
    let malformed = Fault::TimeStamp { number: 1, error: TimeStampError::WrongHash };
    bad(2, malformed, vec![a.clone(), Earlier { time_stamps: a.time_stamps.clone(), ..b.clone() }]);

    let unreadable = |evidence: &Evidence| {
        let found = report(evidence, &[], Time::MAX);
        assert_eq!(found.verdict, Verdict::Unreadable);
        outcome(&found, Check::Format).clone()
    };
    let first = log.evidence(&[0, 3]);
    let format = evidence::FORMAT.to_owned();
    let of_first = unreadable(&Evidence { format, ..first.clone().after(vec![a.clone()]) });
    let empty = unreadable(&Evidence { format: evidence::FORMAT_EARLIER.into(), ..first.clone() });
    for outcome in [of_first, empty] {
        assert!(matches!(outcome, Outcome::Failed(Fault::Members { .. })), "{outcome:?}");
    }
    let many = first.after(vec![a; MAX_EARLIER + 1]);
    assert_eq!(many.to_bytes(), Err(EvidenceError::TooManyEarlier { found: MAX_EARLIER + 1 }));
    let fault = Fault::TooLarge { found: MAX_EARLIER as u64 + 1, limit: MAX_EARLIER as u64 };
    assert_eq!(unreadable(&many), Outcome::Failed(fault));
}
