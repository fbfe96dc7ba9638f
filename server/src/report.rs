//! `acte verify FILE`: the report of a verification as text. What it says is what the page `/verify` says.

mod folder;
mod json;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use app::islands::{BUNDLE_START, BundleExaminer, Examined, ExaminedBundle};
use app::islands::{about_log, bundle_lines, entry_words, erased_words, failures, is_bundle, not_all};
use app::{Texts, without_turns};
use ledger::entry::Header;
use ledger::evidence::{Contradiction, Dating, EntryReport, Fault, Outcome, Reader};
use ledger::pdf::seal::PdfSealError;
use ledger::{Hash, PdfError, Report};

/// How much is told, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    Short,
    /// With the recorded texts.
    Full,
    /// For programs.
    Json,
}

/// What the evidence in a file turns out to be, for a reader of an older file of the same log.
///
/// # Errors
/// When the file cannot be read; `InvalidData` when there is no evidence in it.
pub fn evidence_in(file: &Path, reader: Reader<'_>) -> std::io::Result<Report> {
    let none = || std::io::Error::from(std::io::ErrorKind::InvalidData);
    match examine(file, reader)? {
        Told::File(examined) if is_no_evidence(&examined) => Err(none()),
        told => told.evidence().ok_or_else(none),
    }
}

/// Reads a file, or all files of a folder, and tells what they are worth; `true` when nothing in them fails.
///
/// An unpacked bundle is one thing. Of other folders each file is told of by itself; what is no evidence at all is named and left aside,
/// but something must be evidence.
///
/// # Errors
/// When a file or a folder cannot be read.
pub fn verify(t: Texts, path: &Path, reader: Reader<'_>, telling: Telling) -> std::io::Result<(String, bool)> {
    if !path.is_dir() || folder::is_bundle(path) {
        return verify_file(t, path, reader, telling).map(|(text, worth, _)| (text, worth == Worth::Holds));
    }
    let mut pasts = Pasts::default();
    let (mut text, mut held, mut failed, mut aside) = (String::new(), 0, 0, Vec::new());
    for file in folder::evidence(path)? {
        let (told, worth, evidence) = verify_file(t, &path.join(&file), reader, telling)?;
        evidence.iter().for_each(|evidence| pasts.compare(&file, evidence));
        match worth {
            Worth::Holds => held += 1,
            Worth::Fails => failed += 1,
            Worth::NoEvidence => aside.push(file),
        }
        // Programs are told of each; a person would look for what counts among contracts and photographs.
        if telling == Telling::Json || worth != Worth::NoEvidence {
            text += &told;
            text += if telling == Telling::Json { "" } else { "\n" };
        }
    }
    if telling == Telling::Json {
        pasts.contradictions.iter().for_each(|(files, how)| text += &format!("{}\n", json::two_pasts(files, *how)));
    } else {
        text += &format!("{}\n", t.folder_verified(held + failed));
        for ([one, other], how) in &pasts.contradictions {
            let [one, other] = [one, other].map(|file| without_control(file));
            let said = match how {
                Contradiction::Entry(index) => t.folder_two_pasts(&one, &other, index + 1),
                Contradiction::State(size) => t.folder_two_states(&one, &other, *size),
            };
            text += &format!("  ✗ {said}\n");
        }
        text += &if failed > 0 { format!("  ✗ {}\n", t.folder_failed(failed)) } else { String::new() };
        if pasts.logs.len() > 1 {
            text += &format!("  ! {}\n", t.folder_logs(pasts.logs.len() as u64));
        }
        aside.iter().for_each(|file| text += &format!("  ! {}\n", t.folder_aside(&without_control(file))));
    }
    Ok((text, held > 0 && failed == 0 && pasts.contradictions.is_empty()))
}

/// What the files of a folder say of one log, held against each other: each may hold in itself, and yet not all.
#[derive(Default)]
struct Pasts {
    /// By the key of the log and the place in it: the header, and the file that shows it.
    known: BTreeMap<(String, u64), (Header, String)>,
    /// By the key and the size of the log: the root, and the file that has it signed.
    states: BTreeMap<(String, u64), (Hash, String)>,
    /// Two files, and how they first differ.
    contradictions: Vec<([String; 2], Contradiction)>,
    /// The keys of the logs.
    logs: BTreeSet<String>,
}

impl Pasts {
    fn compare(&mut self, file: &str, evidence: &Report) {
        let Some(vkey) = evidence.vkey.as_ref().filter(|_| evidence.verdict.is_consistent()) else { return };
        self.logs.insert(vkey.clone());
        for header in evidence.entries.iter().filter_map(|entry| entry.header.as_ref()) {
            let known = self.known.entry((vkey.clone(), header.index));
            let (known, first) = known.or_insert_with(|| (header.clone(), file.to_owned()));
            if known != header {
                let how = Contradiction::Entry(header.index);
                return self.contradictions.push(([first.clone(), file.to_owned()], how));
            }
        }
        for (size, root) in evidence.states() {
            let known = self.states.entry((vkey.clone(), size));
            let (known, first) = known.or_insert_with(|| (root, file.to_owned()));
            if *known != root {
                return self.contradictions.push(([first.clone(), file.to_owned()], Contradiction::State(size)));
            }
        }
    }
}

/// What came of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    Holds,
    Fails,
    /// Nothing that could hold or fail: a paper, a picture, a PDF of somebody else.
    NoEvidence,
}

/// The line for programs about a file that cannot be read, and why.
pub fn not_read(file: &Path, error: &str) -> String {
    format!("{}\n", json::not_read(&name(file), error))
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What a file turned out to be.
enum Told {
    File(Examined),
    Bundle(ExaminedBundle),
}

fn examine(file: &Path, reader: Reader<'_>) -> std::io::Result<Told> {
    let name = name(file);
    if file.is_dir() {
        return Ok(Told::Bundle(folder::bundle(file, BundleExaminer::new(name, reader))?));
    }
    let mut opened = File::open(file)?;
    let mut start = Vec::new();
    Read::by_ref(&mut opened).take(BUNDLE_START as u64).read_to_end(&mut start)?;
    if is_bundle(&start) {
        return Ok(Told::Bundle(bundle(BundleExaminer::new(name, reader), start.as_slice().chain(opened))?));
    }
    opened.read_to_end(&mut start)?;
    Ok(Told::File(Examined::of(name, &start, reader)))
}

impl Told {
    fn evidence(self) -> Option<Report> {
        match self {
            Told::File(examined) => examined.found.ok(),
            Told::Bundle(examined) => examined.found.ok().map(|bundle| bundle.evidence),
        }
    }
}

/// Reads the file and tells what it is worth, and the evidence in it.
fn verify_file(
    t: Texts,
    file: &Path,
    reader: Reader<'_>,
    telling: Telling,
) -> std::io::Result<(String, Worth, Option<Report>)> {
    let full = telling == Telling::Full;
    let mut text = String::new();
    let examined = examine(file, reader)?;
    let beside = match &examined {
        Told::Bundle(examined) if file.is_dir() => folder::beside(file, examined)?,
        _ => Vec::new(),
    };
    match (&examined, telling) {
        (Told::Bundle(examined), Telling::Json) => text = format!("{}\n", json::bundle(examined, &beside)),
        (Told::File(examined), Telling::Json) => text = format!("{}\n", json::file(examined)),
        (Told::Bundle(examined), _) => {
            tell_bundle(t, examined, &beside, full, &mut text).expect("memory takes every text")
        }
        (Told::File(examined), _) => tell(t, examined, full, &mut text).expect("memory takes every text"),
    }
    let holds = match &examined {
        Told::Bundle(examined) => examined.holds(),
        Told::File(examined) => examined.holds(),
    };
    let worth = match &examined {
        _ if holds => Worth::Holds,
        Told::File(examined) if is_no_evidence(examined) => Worth::NoEvidence,
        _ => Worth::Fails,
    };
    Ok((without_control(&text), worth, examined.evidence()))
}

/// Whether nothing in a file claims to be evidence: no seal, no evidence file, not even a broken one.
fn is_no_evidence(examined: &Examined) -> bool {
    let found = match &examined.found {
        Ok(report) => report
            .findings
            .iter()
            .any(|finding| matches!(finding.outcome, Outcome::Failed(Fault::NotJson | Fault::NotEvidence))),
        Err(error) => matches!(error, PdfError::NotFound | PdfError::PersonalData),
    };
    found && matches!(examined.seal, None | Some(Err(PdfSealError::NotSealed)))
}

/// What a file says must not steer the reader's terminal.
fn without_control(text: &str) -> String {
    without_turns(text).replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}

/// A bundle, a piece at a time: it may have gigabytes.
fn bundle(mut examiner: BundleExaminer<'_>, mut file: impl Read) -> std::io::Result<ExaminedBundle> {
    let mut piece = vec![0; 1 << 20];
    loop {
        let length = file.read(&mut piece)?;
        if length == 0 || !examiner.read(&piece[..length]) {
            return Ok(examiner.finish());
        }
    }
}

/// `beside`: what lies in the folder of an unpacked bundle and does not belong to it.
fn tell_bundle(t: Texts, examined: &ExaminedBundle, beside: &[String], full: bool, text: &mut String) -> fmt::Result {
    for line in bundle_lines(t, examined) {
        writeln!(text, "{line}")?;
    }
    if !beside.is_empty() {
        writeln!(text, "\n{}", t.folder_beside(beside.len() as u64))?;
        beside.iter().try_for_each(|file| writeln!(text, "  ! {file}"))?;
    }
    if let Ok(report) = &examined.found {
        tell_evidence(t, &report.evidence, [full, false], text)?;
    }
    Ok(())
}

/// `full` adds the recorded texts.
fn tell(t: Texts, examined: &Examined, full: bool, text: &mut String) -> fmt::Result {
    writeln!(text, "{}\nSHA-256 {}\n", examined.name, examined.sha256)?;
    let [title, sentence] = match &examined.found {
        // What is wrong comes first.
        Ok(_) if examined.only_evidence_holds() => {
            tell_seal(t, examined, text)?;
            text.push('\n');
            examined.inside_only(t)
        }
        Ok(report) => t.verdict_of(report),
        Err(error) => examined.without_evidence(t, *error),
    };
    writeln!(text, "{title}\n{sentence}")?;
    let failed = examined.found.as_ref().map(|report| failures(t, report, &examined.name)).unwrap_or_default();
    failed.iter().try_for_each(|failure| writeln!(text, "  ✗ {failure}"))?;
    if let Some(copy) = &examined.redacts {
        writeln!(text, "\n{}", t.verify_copy_of(copy).join("\n"))?;
    }
    if let Ok(report) = &examined.found {
        let mut lines =
            t.when_stated(report, examined.stamp_of_seal()).into_iter().chain(not_all(t, report, examined.is_sealed()));
        lines.try_for_each(|line| writeln!(text, "{line}"))?;
    }
    if !examined.only_evidence_holds() {
        text.push('\n');
        tell_seal(t, examined, text)?;
    }
    if let Ok(report) = &examined.found {
        tell_evidence(t, report, [full, examined.stamp_of_seal().is_some()], text)?;
    }
    Ok(())
}

fn tell_seal(t: Texts, examined: &Examined, text: &mut String) -> fmt::Result {
    let Some(found) = &examined.seal else {
        return examined.newer_line(t).map_or(Ok(()), |newer| writeln!(text, "{newer}"));
    };
    let [title, sentence] = t.seal(found, examined.judged);
    writeln!(text, "{} · {title}\n{sentence}", t.verify_seal())?;
    if let Some(newer) = examined.newer_line(t) {
        writeln!(text, "{newer}")?;
    }
    if let Ok((seal, _)) = found {
        writeln!(text, "{} SHA-256 {}", t.seal_certificate(), seal.certificate)?;
        if let Some(stamp) = &seal.time_stamp {
            let [time, by] = t.stated(stamp);
            writeln!(text, "{}\n  {time}\n  {by}", t.time_stamp_sealed())?;
        }
    }
    Ok(())
}

/// `sealed`: under a seal with a time-stamp, which covers it as well.
fn tell_evidence(t: Texts, report: &Report, [full, sealed]: [bool; 2], text: &mut String) -> fmt::Result {
    checks(t, report, sealed, text)?;
    log(t, report, text)?;
    let dating = report.dating();
    report.entries.iter().try_for_each(|entry| tell_entry(t, entry, &dating, full, text))
}

fn checks(t: Texts, report: &Report, sealed: bool, text: &mut String) -> fmt::Result {
    writeln!(text, "\n{}", t.verify_checks())?;
    for finding in &report.findings {
        let [name, _, leaves_open] = t.check(finding.check);
        let mark = match finding.outcome {
            Outcome::Passed => '✓',
            Outcome::Remarked(_) => '!',
            Outcome::Failed(_) => '✗',
            Outcome::NotReached => '·',
        };
        writeln!(text, "  {mark} {name} · {}", t.outcome(&finding.outcome))?;
        match &finding.outcome {
            Outcome::Passed => writeln!(text, "      {} {leaves_open}", t.verify_leaves_open())?,
            Outcome::Remarked(remark) => writeln!(text, "      {}", t.remark(remark, sealed))?,
            Outcome::Failed(fault) => writeln!(text, "      {}", t.fault(fault))?,
            Outcome::NotReached => {}
        }
    }
    Ok(())
}

fn log(t: Texts, report: &Report, text: &mut String) -> fmt::Result {
    let rows = [
        (t.verify_log(), report.origin.clone()),
        (t.verify_log_key(), report.vkey.clone()),
        (t.verify_log_size(), report.log_size.map(|size| size.to_string())),
        (t.verify_log_root(), report.root.map(|root| root.to_string())),
    ];
    text.push('\n');
    for (name, value) in rows {
        if let Some(value) = value {
            writeln!(text, "{name}\n  {value}")?;
        }
    }
    about_log(t, report).iter().try_for_each(|line| writeln!(text, "{line}"))
}

fn tell_entry(t: Texts, entry: &EntryReport, dating: &Dating<'_>, full: bool, text: &mut String) -> fmt::Result {
    match &entry.header {
        Some(header) => {
            let kind = entry_words(t, entry);
            let by = t.verify_entry_by(t.actor(header.actor));
            writeln!(text, "\n{} · {kind} {by}", t.verify_entry(header.index + 1))?;
            writeln!(text, "  {} · {}", t.moment(header.time), t.disclosure(entry.state))?;
            t.entry_dated(dating, header.index).into_iter().try_for_each(|dated| writeln!(text, "  {dated}"))?;
        }
        None => {
            writeln!(text, "\n{}", t.verify_entry_unread())?;
        }
    }
    erased_words(t, entry).into_iter().try_for_each(|erased| writeln!(text, "  {erased}"))?;
    for fault in &entry.faults {
        writeln!(text, "  ✗ {}", t.entry_fault(fault))?;
    }
    if let (true, Some(payload)) = (full, &entry.payload) {
        writeln!(text, "  {payload}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::Lang;
    use ledger::Time;

    #[test]
    fn a_file_cannot_steer_the_terminal() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a\u{9b}2Jb.json");
        std::fs::write(&file, r#"{"format":"acte-evidence/9"}"#).expect("written");
        let (text, _) = verify(Texts(Lang::En), &file, Reader::stranger(Time::MIN), Telling::Short).expect("read");
        assert!(text.starts_with("a\u{fffd}2Jb.json\n"), "{text}");
    }

    #[test]
    fn what_is_no_evidence_does_not_hold() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("letter.txt");
        std::fs::write(&file, "Madame,").expect("written");
        let t = Texts(Lang::Fr);
        let (text, holds) = verify(t, &file, Reader::stranger(Time::MIN), Telling::Short).expect("read");
        assert!(!holds);
        assert!(text.contains(t.verify_unreadable()) && text.contains(t.fault_not_json()), "{text}");
        assert_eq!(text.matches(t.verify_not_reached()).count(), 10);
        assert!(verify(t, &folder.path().join("none"), Reader::stranger(Time::MIN), Telling::Short).is_err());
    }
}
