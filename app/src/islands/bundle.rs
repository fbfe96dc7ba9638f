//! A bundle under verification, and what is told of it.

use std::collections::BTreeSet;

use ledger::bundle::{BundleError, BundleReport, EVIDENCE, Expected, FileFault, FileReport, FileRole, Verifier};
use ledger::evidence::{EntryReport, Reader, Remark, Verdict};
use ledger::{Hash, Report, Time};
use serde::{Deserialize, Serialize};

use super::lines::{hidden_revocations, told};
use super::report::{Mark, badge, evidence, fact, failures, quiet, shortened, statement, statement_of, verdict_of};
use crate::html::Markup;
use crate::{Texts, markup};

/// How many bytes tell whether a file is a bundle.
pub const BUNDLE_START: usize = 1024;

/// Whether a file that begins like this is a bundle, or was one before somebody put something in front of it: that has to be told as that.
pub fn is_bundle(start: &[u8]) -> bool {
    let prefix = b"PK\x03\x04";
    start.starts_with(prefix)
        || !start.starts_with(b"%PDF-") && start.windows(prefix.len()).any(|found| found == prefix)
}

/// Files that are listed; ones with faults are listed always.
const SHOWN: usize = 500;

/// What a bundle turned out to be.
#[derive(Clone, Debug)]
pub struct ExaminedBundle {
    pub name: String,
    /// Of the whole file; none as long as a browser takes it beside.
    pub sha256: Option<Hash>,
    pub found: Result<BundleReport, BundleError>,
    /// What newer evidence says of it, where the reader gave some that does not tell another past.
    pub newer: Option<HandedOut>,
}

/// Whether newer evidence of the same log records that the firm handed out this bundle, with this table of contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HandedOut {
    /// At this time, by the firm's clock.
    At(Time),
    /// No entry shown says so: of so many of the log.
    NotShown { shown: u64, size: u64 },
    /// That evidence does not hold itself, or could not be read.
    Faulty,
    /// It is of another log, or of another key.
    OtherLog,
    /// The evidence in the bundle is as new.
    NotNewer,
}

impl HandedOut {
    fn of(newer: &Report, bundle: &BundleReport) -> HandedOut {
        let Some(size) = newer.log_size.filter(|_| newer.verdict.is_consistent()) else { return HandedOut::Faulty };
        if newer.vkey != bundle.evidence.vkey {
            return HandedOut::OtherLog;
        }
        // The entry about a bundle follows all that are in it.
        if bundle.evidence.log_size.is_some_and(|before| size <= before) {
            return HandedOut::NotNewer;
        }
        let says = |entry: &&EntryReport| {
            let exported = entry.header.as_ref().is_some_and(|header| header.kind == "bundle.exported");
            let said = entry.payload.as_deref().filter(|_| exported);
            said.and_then(|payload| serde_json::from_str::<Exported>(payload).ok())
                .is_some_and(|exported| exported.sha256 == bundle.contents)
        };
        let at = newer.entries.iter().find(says).and_then(|entry| entry.header.as_ref()).map(|header| header.time);
        at.map_or(HandedOut::NotShown { shown: newer.counts.disclosed, size }, HandedOut::At)
    }
}

/// What is read of a `bundle.exported`.
#[derive(Deserialize)]
struct Exported {
    sha256: Hash,
}

/// Takes a bundle in pieces.
pub struct BundleExaminer<'a> {
    name: String,
    verifier: Result<Verifier<'a>, BundleError>,
    sha256: ledger::hash::Hasher,
    newer: Option<&'a Report>,
}

impl<'a> BundleExaminer<'a> {
    /// For this reader.
    pub fn new(name: String, reader: Reader<'a>) -> BundleExaminer<'a> {
        let sha256 = ledger::hash::Hasher::default();
        BundleExaminer { name, verifier: Ok(Verifier::new(reader)), sha256, newer: reader.newer }
    }

    /// Takes the next bytes; `false` when no more are needed, because the bundle is refused.
    pub fn read(&mut self, bytes: &[u8]) -> bool {
        self.sha256.update(bytes);
        self.verify(bytes)
    }

    /// Where the evidence begins and ends in a bundle of less than 4 GiB, once that is known.
    pub(super) fn evidence_at(&self) -> Option<(u32, u32)> {
        let at = self.verifier.as_ref().ok()?.evidence_at()?;
        Some((at.start.try_into().ok()?, at.end.try_into().ok()?))
    }

    /// Its SHA-256, from who takes that elsewhere.
    pub(super) fn evidence_is(&mut self, hash: Hash) {
        if let Ok(verifier) = &mut self.verifier {
            verifier.evidence_is(hash);
        }
    }

    /// As `read`, for who takes the SHA-256 of the whole elsewhere, and ends with `finish_unhashed`.
    pub(super) fn verify(&mut self, bytes: &[u8]) -> bool {
        if let Ok(verifier) = &mut self.verifier
            && let Err(error) = verifier.read(bytes)
        {
            self.verifier = Err(error);
        }
        self.verifier.is_ok()
    }

    pub fn finish(self) -> ExaminedBundle {
        let sha256 = self.sha256.clone().finish();
        ExaminedBundle { sha256: Some(sha256), ..self.finish_unhashed() }
    }

    pub(super) fn finish_unhashed(self) -> ExaminedBundle {
        let found = self.verifier.and_then(Verifier::finish);
        let one_past = found.as_ref().ok().filter(|bundle: &&BundleReport| !bundle.evidence.has_other_past());
        let newer = self.newer.zip(one_past).map(|(newer, bundle)| HandedOut::of(newer, bundle));
        ExaminedBundle { name: self.name, sha256: None, found, newer }
    }
}

impl ExaminedBundle {
    /// Adds a file that lies among those of the bundle, which does not list it, where a reader looks for what entries speak for.
    pub fn plant(&mut self, path: String, sha256: Hash, size: u64) {
        let Ok(report) = &mut self.found else { return };
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let (role, faults) = (FileRole::Aid, vec![FileFault::Misplaced]);
        let (entry, follows, beyond, redacts, seal) = (None, false, vec![], None, None);
        report.files.push(FileReport { path, name, role, sha256, size, entry, follows, beyond, redacts, seal, faults });
        report.verdict = Verdict::Faulty;
    }

    /// Whether nothing fails.
    pub fn holds(&self) -> bool {
        self.found.as_ref().is_ok_and(BundleReport::holds)
    }
}

/// What the bundle comes down to.
pub(super) fn verdict(to: &mut Markup, t: Texts, examined: &ExaminedBundle) {
    match &examined.found {
        Err(error) => statement(to, Mark::Bad, t.bundle_refused(), &t.bundle_error(error)),
        Ok(report) => {
            let faulty = faulty(report);
            if faulty > 0 {
                let said = [t.bundle_faulty(), &t.bundle_faulty_files(faulty)];
                statement_of(to, Mark::Bad, said, &faults_of_files(t, report));
            }
            if faulty == 0 || report.evidence.verdict == Verdict::OtherKey {
                verdict_of(to, t, &report.evidence, EVIDENCE);
            }
            for (title, sentence) in cautions(t, examined, report) {
                statement(to, Mark::Remark, title, &sentence);
            }
            for line in remarks(t, examined, report) {
                quiet(to, &line);
            }
        }
    }
}

/// What a reader must know who reads that the bundle holds.
fn remarks(t: Texts, examined: &ExaminedBundle, report: &BundleReport) -> Vec<String> {
    let newer = examined.newer.filter(|newer| !matches!(newer, HandedOut::NotShown { .. }));
    let newer = newer.map(|newer| t.handed_out(newer));
    // Where files are at fault, nothing else says that nobody knows whose key it is.
    let unknown = faulty(report) > 0 && report.evidence.verdict == Verdict::KeyNotCompared;
    let unknown = unknown.then(|| t.remark(&Remark::KeyNamedInFile, false));
    let hidden = hidden_revocations(t, &report.evidence);
    let (told, when) = (told(t, &report.evidence), t.when_stated(&report.evidence, None));
    [told, when, unknown, thinner(t, examined, report), hidden, newer].into_iter().flatten().collect()
}

/// What is missing, as far as the bundle itself and newer evidence show: titles and sentences.
fn cautions(t: Texts, examined: &ExaminedBundle, report: &BundleReport) -> Vec<(&'static str, String)> {
    let newer = examined.newer.filter(|newer| matches!(newer, HandedOut::NotShown { .. }));
    let newer = newer.map(|newer| (t.bundle_not_handed_out(), t.handed_out(newer)));
    let beyond: BTreeSet<u64> = report.files.iter().flat_map(|file| file.beyond.iter().copied()).collect();
    let beyond = (!beyond.is_empty()).then(|| (t.bundle_beyond_title(), t.bundle_beyond(beyond.len() as u64)));
    let absent = absences(t, report).filter(|absence| !absence.by_rule);
    newer.into_iter().chain(beyond).chain(absent.map(|absence| (absence.title, absence.sentence))).collect()
}

/// That entries which are not there may have been taken out; nothing where all are there, or nothing holds.
fn thinner(t: Texts, examined: &ExaminedBundle, report: &BundleReport) -> Option<String> {
    let elsewhere = report.evidence.counts.elsewhere;
    // Newer evidence of how it was handed out: then nobody took out anything.
    let whole = matches!(examined.newer, Some(HandedOut::At(_)));
    let said = |n| if whole { t.bundle_rest(n) } else { t.bundle_thinner(n) };
    (elsewhere > 0 && report.evidence.verdict.is_consistent()).then(|| said(elsewhere))
}

/// How many files have a fault that is not that of the evidence: the sentence about evidence would blame the wrong one.
fn faulty(report: &BundleReport) -> u64 {
    let faulty = report.files.iter().filter(|file| !file.faults.is_empty());
    if report.evidence.verdict.is_consistent() { faulty.count() as u64 } else { 0 }
}

/// Each file that has a fault, by its path, for the headline.
fn faults_of_files(t: Texts, report: &BundleReport) -> Vec<String> {
    let hold = report.evidence.verdict.is_consistent();
    let faults = report
        .files
        .iter()
        .flat_map(|file| t.file_faults(file, hold).into_iter().map(move |fault| t.labelled(&file.path, &fault)));
    shortened(t, faults.collect())
}

/// What entries name and the bundle does not hold.
struct Absence<'a> {
    title: &'static str,
    files: Vec<&'a Expected>,
    /// What that means.
    sentence: String,
    /// No bundle holds them, so nothing is amiss.
    by_rule: bool,
}

/// What is missing, what only a bundle made outside may lack, what was erased, and what no bundle holds, each apart.
fn absences<'a>(t: Texts, report: &'a BundleReport) -> impl Iterator<Item = Absence<'a>> {
    let of = |wanted: fn(&Expected) -> bool| report.absent.iter().filter(|file| wanted(file)).collect::<Vec<_>>();
    let told = |title, files: Vec<&'a Expected>, sentence: fn(Texts, u64) -> String, by_rule| {
        let sentence = sentence(t, files.len() as u64);
        Absence { title, files, sentence, by_rule }
    };
    let missing = of(|file| file.erased.is_none() && !file.left_out && !file.left_out_outside);
    let perhaps = of(|file| file.left_out_outside);
    let all = [
        told(t.bundle_absent(), missing, Texts::bundle_absent_files, false),
        told(t.bundle_left_out_outside(), perhaps, Texts::bundle_left_out_outside_files, false),
        told(t.bundle_erased(), of(|file| file.erased.is_some()), Texts::bundle_erased_files, false),
        told(t.bundle_left_out(), of(|file| file.left_out), Texts::bundle_left_out_files, true),
    ];
    all.into_iter().filter(|absence| !absence.files.is_empty())
}

/// Which entry names it, and which says that it was erased.
fn entries_of(t: Texts, file: &Expected) -> String {
    let named = t.verify_entry(file.index + 1);
    file.erased.map_or(named.clone(), |entry| format!("{named}, {}", t.bundle_erased_by(entry + 1)))
}

/// The whole report.
pub(super) fn report(to: &mut Markup, t: Texts, examined: &ExaminedBundle) {
    markup!(to, r#"<section class="stack" aria-labelledby="report"><h2 id="report">"#, [t.verify_report()], "</h2>");
    markup!(to, r#"<dl class="definitions"><div><dt>"#, [t.verify_file()], "</dt><dd>", [&examined.name]);
    markup!(to, "</dd></div>");
    if let Ok(report) = &examined.found {
        fact(to, t.verify_sha256(), examined.sha256.map(|sha256| sha256.to_string()).as_deref());
        fact(to, t.bundle_contents(), Some(&report.contents.to_string()));
    }
    markup!(to, "</dl>");
    if let Ok(report) = &examined.found {
        files(to, t, report);
        absent(to, t, report);
        evidence(to, t, &report.evidence, false);
    }
    markup!(to, "</section>");
}

fn files(to: &mut Markup, t: Texts, report: &BundleReport) {
    markup!(to, "<h3>", [t.bundle_files()], r#"</h3><ol class="checks">"#);
    let mut left_out = 0;
    for (at, shown) in report.files.iter().enumerate() {
        if at < SHOWN || !shown.faults.is_empty() {
            file(to, t, shown, report.evidence.verdict.is_consistent());
        } else {
            left_out += 1;
        }
    }
    markup!(to, "</ol>");
    if left_out > 0 {
        quiet(to, &t.bundle_files_left_out(left_out));
    }
}

fn file(to: &mut Markup, t: Texts, file: &FileReport, entries_hold: bool) {
    let (mark, word) = standing(t, file, entries_hold);
    markup!(to, "<li><p>");
    badge(to, mark, &word);
    markup!(to, " <strong>", [&file.name], "</strong></p>");
    for fault in t.file_faults(file, entries_hold) {
        markup!(to, "<p>", [&fault], "</p>");
    }
    for line in seal(t, file).into_iter().chain(beyond(t, file)) {
        quiet(to, &line);
    }
    markup!(to, r#"<p class="quiet"><code>"#, [&file.path], "</code> · ", [&t.size(file.size)], "</p></li>");
}

/// Of what it is a copy; who sealed the file, and what became of the key.
fn seal(t: Texts, file: &FileReport) -> Vec<String> {
    let Some(Ok((seal, standing))) = &file.seal else { return Vec::new() };
    let copy = file.redacts.as_ref().map(|copy| t.verify_copy_of(copy).join(". "));
    copy.into_iter().chain(t.seal_in_bundle(seal, standing)).collect()
}

/// Which entries it shows and the bundle does not.
fn beyond(t: Texts, file: &FileReport) -> Option<String> {
    let entries: Vec<String> = file.beyond.iter().map(|index| t.verify_entry(index + 1)).collect();
    (!entries.is_empty()).then(|| t.file_beyond(&shortened(t, entries).join(", ")))
}

/// The mark and the words for one file, without its faults in detail.
fn standing(t: Texts, file: &FileReport, entries_hold: bool) -> (Mark, String) {
    match (file.role, file.entry) {
        _ if Texts::is_not_judged(file, entries_hold) => (Mark::Unknown, t.bundle_file_not_judged().into()),
        _ if !file.faults.is_empty() => (Mark::Bad, t.verify_failed().into()),
        (FileRole::Evidence, _) => (Mark::Good, t.bundle_file_evidence().into()),
        (_, Some(index)) => (Mark::Good, t.bundle_file_named(index + 1)),
        (_, None) if file.follows => (Mark::Good, t.bundle_file_follows().into()),
        (_, None) => (Mark::Unknown, t.bundle_file_aid().into()),
    }
}

fn absent(to: &mut Markup, t: Texts, report: &BundleReport) {
    for absence in absences(t, report) {
        markup!(to, "<h3>", [absence.title], "</h3>");
        if absence.by_rule {
            quiet(to, &absence.sentence);
        }
        markup!(to, "<ul>");
        for file in absence.files.into_iter().take(SHOWN) {
            let (size, entries) = (t.size(file.size), entries_of(t, file));
            markup!(to, "<li>", [&file.name], " · ", [&size], " · ", [&entries], "</li>");
        }
        markup!(to, "</ul>");
    }
}

/// The report as text, for the terminal.
pub fn bundle_lines(t: Texts, examined: &ExaminedBundle) -> Vec<String> {
    let mut lines = vec![examined.name.clone()];
    let report = match &examined.found {
        Err(error) => {
            lines.extend([t.bundle_refused().into(), t.bundle_error(error)]);
            return lines;
        }
        Ok(report) => report,
    };
    lines.extend(examined.sha256.map(|sha256| format!("SHA-256 {sha256}")));
    let faulty = faulty(report);
    if faulty > 0 {
        lines.extend([String::new(), t.bundle_faulty().into(), t.bundle_faulty_files(faulty)]);
        lines.extend(faults_of_files(t, report).into_iter().map(|fault| format!("  ✗ {fault}")));
    }
    if faulty == 0 || report.evidence.verdict == Verdict::OtherKey {
        let [title, sentence] = t.verdict_of(&report.evidence);
        lines.extend([String::new(), title, sentence]);
        lines.extend(failures(t, &report.evidence, EVIDENCE).into_iter().map(|fault| format!("  ✗ {fault}")));
    }
    let cautions = cautions(t, examined, report).into_iter().map(|(title, text)| format!("! {title} · {text}"));
    lines.extend(cautions.chain(remarks(t, examined, report)).flat_map(|remark| [String::new(), remark]));
    lines.push(format!("{}\n  {}", t.bundle_contents(), report.contents));
    lines.extend([String::new(), t.bundle_files().into()]);
    for file in &report.files {
        let (mark, word) = standing(t, file, report.evidence.verdict.is_consistent());
        // A path may be called anything; by which name the entry has the file is on record.
        let name = Some(&file.name).filter(|_| file.entry.is_some() && file.role != FileRole::Evidence);
        let name = name.map(|name| format!(" · {name}")).unwrap_or_default();
        lines.push(format!("  {} {} · {word}{name}", mark.sign(), file.path));
        lines.extend(seal(t, file).into_iter().chain(beyond(t, file)).map(|line| format!("      {line}")));
        let faults = t.file_faults(file, report.evidence.verdict.is_consistent());
        lines.extend(faults.into_iter().map(|fault| format!("      {fault}")));
    }
    for Absence { files, sentence, by_rule, .. } in absences(t, report) {
        let mark = if by_rule { "·" } else { "!" };
        lines.extend([String::new(), sentence]);
        lines.extend(files.into_iter().map(|file| format!("  {mark} {} · {}", file.name, entries_of(t, file))));
    }
    lines
}
