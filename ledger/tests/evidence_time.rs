//! Time-stamps in the evidence file: what a good one reports, and each bad one by its name.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;
mod openssl;

use common::{FIRM, Log, outcome};
use ledger::cosignature::WitnessKey;
use ledger::evidence::{Check, Fault, MAX_TIME_STAMPS, Outcome, Reader, Remark, Verdict, verify};
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
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
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
