//! Verification of an evidence file. Every input gives a report; none makes it panic.

use super::report::{
    Check, Cosigned, Entries, EntryFault, EntryReport, Fault, Finding, MAX_FUTURE, Outcome, Remark, Report, Stated,
    Verdict,
};
use super::{
    Contradiction, Disclosure, Evidence, EvidenceEntry, EvidenceError, MAX_BYTES, MAX_EARLIER, MAX_ENTRIES,
    MAX_TIME_STAMPS, erasure, time_stamps,
};
use crate::canonical::CanonicalError;
use crate::checkpoint::Checkpoint;
use crate::cosignature::Witness;
use crate::entry::{EntryError, Header, leaf_hash};
use crate::hash::Hash;
use crate::merkle::{Follower, MerkleError};
use crate::note::{Note, NoteError, Verified, VerifyingKey};
use crate::time::Time;
use crate::x509::Certificate;

/// What a reader brings along: nothing of it comes from the file.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The verifier key of the firm's log. Without it the verdict is at best [`Verdict::KeyNotCompared`], because anybody can make a
    /// file that agrees with a key of their own.
    pub key: Option<&'a VerifyingKey>,
    /// The roots of the authorities of time that the reader trusts. Without them every time-stamp is that of an unknown.
    pub authorities: &'a [Certificate],
    /// The witnesses whose cosignatures count (see [`crate::witness`]). Lines of others are counted and believed in nothing.
    pub witnesses: &'a [Witness],
    /// What newer evidence of the same log turned out to be: whether a key was revoked since, a PDF that is older than that cannot say.
    /// It counts for the seal of a single PDF.
    pub newer: Option<&'a Report>,
    /// The present moment.
    pub now: Time,
}

impl Reader<'_> {
    /// Somebody who knows neither the firm nor an authority nor a witness.
    pub fn stranger(now: Time) -> Reader<'static> {
        Reader { key: None, authorities: &[], witnesses: &[], newer: None, now }
    }
}

/// Verifies an evidence file.
///
/// What this does not show: that the firm's clock was right (a time-stamp says when all of it was there at the latest), that the
/// persons named acted themselves, that the log holds no more than it should, and that the pages of a PDF say what its evidence says.
pub fn verify(bytes: &[u8], reader: Reader<'_>) -> Report {
    let evidence = match Evidence::from_bytes(bytes) {
        Ok(evidence) => evidence,
        Err(error) => return unreadable(error),
    };
    let mut findings = vec![finding(Check::File, Outcome::Passed), finding(Check::Format, Outcome::Passed)];
    let mut report = Report {
        origin: Some(evidence.origin.clone()),
        vkey: Some(evidence.vkey.clone()),
        counts: count(&evidence.entries),
        ..nothing(Verdict::Faulty)
    };

    let key = evidence.vkey.parse::<VerifyingKey>();
    findings.push(finding(
        Check::Key,
        outcome(key.as_ref().map(drop).map_err(|error| Fault::BadKey { detail: error.to_string() })),
    ));
    let key = key.ok();
    findings.push(finding(Check::TrustedKey, check_trusted(key.as_ref(), reader.key)));

    let signed = key.as_ref().map(|key| check_checkpoint(&evidence.checkpoint, key, reader.witnesses));
    let (outcome_of_checkpoint, checkpoint) = match signed {
        None => (Outcome::NotReached, None),
        Some(Err(fault)) => (Outcome::Failed(fault), None),
        Some(Ok((checkpoint, verified, cosignatures))) => {
            report.other_signatures = verified.unknown.saturating_sub(cosignatures.len()) as u64;
            report.cosignatures = cosignatures;
            (Outcome::Passed, Some(checkpoint))
        }
    };
    findings.push(finding(Check::Checkpoint, outcome_of_checkpoint));
    findings.push(finding(Check::Origin, check_origin(&evidence.origin, key.as_ref(), checkpoint.as_ref())));

    let (mut entries, roots) = check_entries(evidence.entries, checkpoint.as_ref(), reader.now);
    erasure::tell(&mut entries);
    for check in [Check::Headers, Check::Order, Check::Payloads, Check::Proofs] {
        findings.push(finding(check, entries_outcome(check, &entries, checkpoint.is_some())));
    }
    if let (Some(checkpoint), Some(proofs)) = (&checkpoint, findings.last_mut()) {
        let root = common_root(&roots).filter(|computed| *computed != checkpoint.root);
        proofs.outcome = root.map_or(proofs.outcome.clone(), |computed| Outcome::Failed(Fault::WrongRoot { computed }));
    }
    let (found, mut outcome) = time_stamps::check(&evidence.time_stamps, checkpoint.as_ref(), reader);
    report.time_stamps = found;
    if let (Some(key), Some(checkpoint)) = (&key, &checkpoint) {
        match time_stamps::check_earlier((&evidence.origin, &evidence.earlier), key, checkpoint, reader) {
            Ok(earlier) => report.earlier = earlier,
            Err(fault) if !matches!(outcome, Outcome::Failed(_)) => outcome = Outcome::Failed(fault),
            Err(_) => {}
        }
    }
    findings.push(finding(Check::TimeStamps, outcome));
    if checkpoint.is_some() {
        let all = report.cosignatures.iter().chain(report.earlier.iter().flat_map(|dated| &dated.cosignatures));
        let cosigned: Vec<&str> = all.map(|cosigned| cosigned.witness.as_str()).collect();
        let silent = reader.witnesses.iter().map(Witness::name).filter(|name| !cosigned.contains(name));
        report.not_cosigned = silent.map(str::to_owned).collect();
    }
    if let Some(checkpoint) = checkpoint {
        report.counts.elsewhere = checkpoint.size.saturating_sub(entries.len() as u64);
        report.log_size = Some(checkpoint.size);
        report.root = Some(checkpoint.root);
    }
    report.verdict = verdict(&findings);
    report.entries = entries;
    report.findings = findings;
    let (checkpoint, time_stamps, earlier) = (evidence.checkpoint, evidence.time_stamps, evidence.earlier);
    report.stated = Stated { checkpoint, time_stamps, earlier };
    // Last: of a file that does not hold itself, nothing can be said beside another.
    if let Some(other) = reader.newer.and_then(|newer| report.contradicts(newer)) {
        contradicted(&mut report, other);
    }
    report
}

/// Evidence that the reader gave tells another past.
fn contradicted(report: &mut Report, other: Contradiction) {
    let fault = Fault::OtherPast { index: other.index() };
    let proofs = report.findings.iter_mut().filter(|finding| finding.check == Check::Proofs);
    proofs.for_each(|finding| finding.outcome = Outcome::Failed(fault.clone()));
    report.verdict = Verdict::Faulty;
}

fn finding(check: Check, outcome: Outcome) -> Finding {
    Finding { check, outcome }
}

fn outcome(result: Result<(), Fault>) -> Outcome {
    match result {
        Ok(()) => Outcome::Passed,
        Err(fault) => Outcome::Failed(fault),
    }
}

fn verdict(findings: &[Finding]) -> Verdict {
    let good = |finding: &&Finding| matches!(finding.outcome, Outcome::Passed | Outcome::Remarked(_));
    let (comparison, others): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|finding| finding.check == Check::TrustedKey);
    if !others.iter().all(good) {
        return Verdict::Faulty;
    }
    match comparison.first().map(|finding| &finding.outcome) {
        Some(Outcome::Passed) => Verdict::Intact,
        Some(Outcome::Failed(_)) => Verdict::OtherKey,
        _ => Verdict::KeyNotCompared,
    }
}

/// The report on a file that could not be read: the first check that failed, all after it not reached.
fn unreadable(error: EvidenceError) -> Report {
    let (failed, fault) = match error {
        EvidenceError::Canonical(error) => (Check::File, file_fault(error)),
        EvidenceError::NotText => (Check::File, Fault::NotJson),
        EvidenceError::TooManyEntries { found } => {
            (Check::Format, Fault::TooLarge { found: found as u64, limit: MAX_ENTRIES as u64 })
        }
        EvidenceError::TooManyTimeStamps { found } => {
            (Check::Format, Fault::TooLarge { found: found as u64, limit: MAX_TIME_STAMPS as u64 })
        }
        EvidenceError::TooManyEarlier { found } => {
            (Check::Format, Fault::TooLarge { found: found as u64, limit: MAX_EARLIER as u64 })
        }
        EvidenceError::NotEvidence => (Check::Format, Fault::NotEvidence),
        EvidenceError::NewerFormat { format } => (Check::Format, Fault::NewerFormat { format }),
        EvidenceError::Members(detail) => (Check::Format, Fault::Members { detail }),
    };
    let mut findings: Vec<Finding> = Check::ALL.into_iter().map(|check| finding(check, Outcome::NotReached)).collect();
    for earlier in &mut findings {
        if earlier.check == failed {
            earlier.outcome = Outcome::Failed(fault);
            break;
        }
        earlier.outcome = Outcome::Passed;
    }
    Report { findings, ..nothing(Verdict::Unreadable) }
}

/// A report in which nothing was found yet.
fn nothing(verdict: Verdict) -> Report {
    Report {
        verdict,
        findings: Vec::new(),
        origin: None,
        vkey: None,
        log_size: None,
        root: None,
        stated: Stated::default(),
        cosignatures: Vec::new(),
        not_cosigned: Vec::new(),
        other_signatures: 0,
        counts: Entries::default(),
        time_stamps: Vec::new(),
        earlier: Vec::new(),
        entries: Vec::new(),
    }
}

fn file_fault(error: CanonicalError) -> Fault {
    match error {
        CanonicalError::TooLong { bytes } => Fault::TooLarge { found: bytes as u64, limit: MAX_BYTES as u64 },
        CanonicalError::Truncated => Fault::Truncated,
        CanonicalError::NotJson { .. } => Fault::NotJson,
        CanonicalError::NotCanonical { offset } => Fault::NotCanonical { offset: Some(offset as u64) },
        CanonicalError::TooDeep
        | CanonicalError::Number
        | CanonicalError::Duplicate { .. }
        | CanonicalError::Unwritable(_) => Fault::NotCanonical { offset: None },
    }
}

fn check_trusted(key: Option<&VerifyingKey>, trusted: Option<&VerifyingKey>) -> Outcome {
    let Some(trusted) = trusted else {
        return Outcome::Remarked(Remark::KeyNamedInFile);
    };
    match key {
        None => Outcome::NotReached,
        Some(key) if key == trusted => Outcome::Passed,
        Some(key) if key.name() == trusted.name() => Outcome::Failed(Fault::OtherKey),
        Some(key) => Outcome::Failed(Fault::OtherFirm { trusted: trusted.name().into(), found: key.name().into() }),
    }
}

/// The checkpoint, once `key` is known to have signed it. Whether it speaks of the same log is another check.
pub(super) fn check_checkpoint(
    note: &str,
    key: &VerifyingKey,
    witnesses: &[Witness],
) -> Result<(Checkpoint, Verified, Vec<Cosigned>), Fault> {
    let malformed = |detail: String| Fault::BadCheckpoint { detail };
    let note = Note::parse(note).map_err(|error| malformed(error.to_string()))?;
    let verified = note.verify(std::slice::from_ref(key)).map_err(|error| match error {
        NoteError::UnknownKeys => Fault::NotSigned,
        _ => Fault::BadSignature,
    })?;
    let checkpoint = Checkpoint::parse(note.text()).map_err(|error| malformed(error.to_string()))?;
    let mut cosignatures = Vec::new();
    for witness in witnesses {
        let witness_name = || witness.name().to_owned();
        let time = witness.cosigned(&note).map_err(|_| Fault::BadCosignature { witness: witness_name() })?;
        cosignatures.extend(time.map(|time| Cosigned { witness: witness_name(), time }));
    }
    Ok((checkpoint, verified, cosignatures))
}

pub(super) fn check_origin(file: &str, key: Option<&VerifyingKey>, checkpoint: Option<&Checkpoint>) -> Outcome {
    let (Some(key), Some(checkpoint)) = (key, checkpoint) else {
        return Outcome::NotReached;
    };
    if file == key.name() && file == checkpoint.origin {
        return Outcome::Passed;
    }
    Outcome::Failed(Fault::MixedOrigins {
        file: file.into(),
        key: key.name().into(),
        checkpoint: checkpoint.origin.clone(),
    })
}

/// The report on each entry, and the roots to which the proofs lead.
fn check_entries(
    entries: Vec<EvidenceEntry>,
    checkpoint: Option<&Checkpoint>,
    now: Time,
) -> (Vec<EntryReport>, Vec<Hash>) {
    let mut before = None;
    let (mut roots, mut follower) = (Vec::new(), Follower::default());
    let reports = entries.into_iter().map(|entry| {
        let mut faults = Vec::new();
        let header = match Header::from_bytes(entry.header.as_bytes()) {
            Ok(header) => Some(header),
            Err(EntryError::NewerVersion { found }) => {
                faults.push(EntryFault::NewerHeader { version: found });
                None
            }
            Err(error) => {
                faults.push(EntryFault::BadHeader { detail: error.to_string() });
                None
            }
        };
        if let Some(header) = &header {
            check_order(header, before, now, &mut faults);
            check_payload(&entry, header, &mut faults);
            if let Some(checkpoint) = checkpoint {
                roots.extend(check_proof(&entry, header, checkpoint, &mut follower, &mut faults));
            }
            before = Some((header.index, header.time));
        }
        EntryReport { header, state: entry.state, payload: entry.payload, erased: None, faults }
    });
    (reports.collect(), roots)
}

/// `before` are index and time of the entry before.
fn check_order(header: &Header, before: Option<(u64, Time)>, now: Time, faults: &mut Vec<EntryFault>) {
    if header.time > now.plus_millis(MAX_FUTURE) {
        faults.push(EntryFault::Ahead);
    }
    let Some((index, time)) = before else { return };
    if header.index <= index {
        faults.push(EntryFault::OutOfOrder);
    } else if header.time < time {
        faults.push(EntryFault::TimeGoesBack);
    }
}

fn check_payload(entry: &EvidenceEntry, header: &Header, faults: &mut Vec<EntryFault>) {
    let shown = entry.state == Disclosure::Disclosed;
    if entry.payload.is_some() != shown || entry.salt.is_some() != shown {
        faults.push(EntryFault::StateDisagrees);
        return;
    }
    match header.check_payload(entry.salt.as_ref(), entry.payload.as_deref().map(str::as_bytes)) {
        Ok(()) => {}
        Err(EntryError::Digest) => faults.push(EntryFault::Altered),
        Err(error) => faults.push(EntryFault::BadPayload { detail: error.to_string() }),
    }
}

/// The root to which the proof leads, if it has the right length.
fn check_proof(
    entry: &EvidenceEntry,
    header: &Header,
    checkpoint: &Checkpoint,
    follower: &mut Follower,
    faults: &mut Vec<EntryFault>,
) -> Option<Hash> {
    let leaf = leaf_hash(entry.header.as_bytes());
    match follower.root(header.index, checkpoint.size, leaf, &entry.proof) {
        Ok(root) => {
            if root != checkpoint.root {
                faults.push(EntryFault::ProofWrong);
            }
            Some(root)
        }
        Err(MerkleError::OutOfRange { .. }) => {
            faults.push(EntryFault::BeyondLog);
            None
        }
        Err(_) => {
            faults.push(EntryFault::ProofLength);
            None
        }
    }
}

/// The outcome of one of the four checks of entries. Without a checkpoint no proof can be followed.
fn entries_outcome(check: Check, entries: &[EntryReport], with_checkpoint: bool) -> Outcome {
    let faulty = |entry: &&EntryReport| entry.faults.iter().any(|fault| fault.check() == check);
    let count = entries.iter().filter(faulty).count() as u64;
    let unread = entries.iter().any(|entry| entry.header.is_none());
    match check {
        _ if count > 0 => Outcome::Failed(Fault::Entries { count }),
        Check::Headers => Outcome::Passed,
        Check::Proofs | Check::Order if !with_checkpoint => Outcome::NotReached,
        _ if unread => Outcome::NotReached,
        Check::Payloads if entries.iter().any(|entry| entry.state != Disclosure::Disclosed) => {
            Outcome::Remarked(Remark::NotAllShown)
        }
        _ => Outcome::Passed,
    }
}

/// The root on which at least two proofs, and all of them, agree.
fn common_root(roots: &[Hash]) -> Option<Hash> {
    let (first, rest) = roots.split_first()?;
    (!rest.is_empty() && rest.iter().all(|root| root == first)).then_some(*first)
}

fn count(entries: &[EvidenceEntry]) -> Entries {
    let of = |state| entries.iter().filter(|entry| entry.state == state).count() as u64;
    Entries {
        disclosed: of(Disclosure::Disclosed),
        withheld: of(Disclosure::Withheld),
        erased: of(Disclosure::Erased),
        elsewhere: 0,
    }
}
