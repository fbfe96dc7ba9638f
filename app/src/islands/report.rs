//! A report of verification, as a reader sees it: each check with a shape, a colour and a word, what it establishes and what not.
//!
//! Made as text and not as Leptos views, which a report does not need: nothing in it changes. As views it was a third of the bundle.

use ledger::evidence::{Check, Dating, EntryReport, Fault, Finding, Outcome, Report, Verdict};
use ledger::pdf::seal::{PdfSealError, Standing};
use serde_json::Value;

use super::examined::Examined;
use super::lines::{about_log, erased_words, not_all};
use crate::html::{Markup, without_turns};
use crate::parts::State;
use crate::{Texts, markup};

/// How many entries are shown; ones with faults are shown always. A page of ten thousand would be slow and unread.
const SHOWN: usize = 200;
/// How many faults the headline names; the rest is named further down.
const NAMED: usize = 5;

/// Whether the file is the document that the page is about.
pub(super) fn comparison(to: &mut Markup, t: Texts, same: bool) {
    if same {
        statement(to, Mark::Good, t.verify_same(), t.verify_same_text());
    } else {
        statement(to, Mark::Bad, t.verify_other(), t.verify_other_text());
    }
}

/// What the file comes down to.
pub(super) fn verdict(to: &mut Markup, t: Texts, examined: &Examined) {
    let report = match &examined.found {
        Ok(report) => report,
        Err(error) => {
            let [title, text] = examined.without_evidence(t, *error);
            statement(to, Mark::Remark, &title, &text);
            return examined.plain(t).into_iter().for_each(|line| quiet(to, &line));
        }
    };
    // Of a PDF that was altered the evidence may still hold: that must not read as if the PDF did.
    if examined.only_evidence_holds() {
        let [title, text] = examined.inside_only(t);
        return statement(to, Mark::Remark, &title, &text);
    }
    verdict_of(to, t, report, &examined.name);
    if let Some(copy) = &examined.redacts {
        let [title, text] = t.verify_copy_of(copy);
        statement(to, Mark::Remark, &title, &text);
    }
    let stamp = examined.stamp_of_seal();
    let lines = examined.plain(t).into_iter().chain(t.when_stated(report, stamp));
    for line in lines.chain(not_all(t, report, examined.is_sealed())) {
        quiet(to, &line);
    }
}

/// `file` is where the evidence lies.
pub(super) fn verdict_of(to: &mut Markup, t: Texts, report: &Report, file: &str) {
    let mark = match report.verdict {
        // Whoever looks no further must not think that all of it is there.
        Verdict::Intact if report.counts.erased > 0 => Mark::Remark,
        Verdict::Intact => Mark::Good,
        Verdict::Unreadable if report.is_rewritten() => Mark::Bad,
        Verdict::KeyNotCompared | Verdict::Unreadable => Mark::Remark,
        Verdict::OtherKey | Verdict::Faulty => Mark::Bad,
    };
    let [title, text] = t.verdict_of(report);
    statement_of(to, mark, [&title, &text], &failures(t, report, file));
}

/// What failed, for the headline: in which file, each check that did, and which entries, by their numbers.
pub fn failures(t: Texts, report: &Report, file: &str) -> Vec<String> {
    let mut all = Vec::new();
    // That the key is another is a verdict of its own.
    let findings = report.findings.iter().filter(|finding| finding.check != Check::TrustedKey);
    for finding in findings {
        let Outcome::Failed(fault) = &finding.outcome else { continue };
        let [name, ..] = t.check(finding.check);
        let check = &format!("{file} · {name}");
        let Fault::Entries { .. } = fault else {
            all.push(t.labelled(check, &t.fault(fault)));
            continue;
        };
        for entry in &report.entries {
            let of_check = entry.faults.iter().filter(|fault| fault.check() == finding.check);
            all.extend(
                of_check.map(|fault| t.labelled(check, &format!("{}. {}", named(t, entry), t.entry_fault(fault)))),
            );
        }
    }
    shortened(t, all)
}

fn named(t: Texts, entry: &EntryReport) -> String {
    entry.header.as_ref().map_or(t.verify_entry_unread().into(), |header| t.verify_entry(header.index + 1))
}

/// A headline of the first few; how many there are besides.
pub(super) fn shortened(t: Texts, mut all: Vec<String>) -> Vec<String> {
    let more = all.len().saturating_sub(NAMED);
    if more > 0 {
        all.truncate(NAMED);
        all.push(t.verify_failed_more(more as u64));
    }
    all
}

/// Whether the pages are as they were sealed, and by whom.
pub(super) fn sealed(to: &mut Markup, t: Texts, examined: &Examined) {
    let Some(found) = &examined.seal else {
        // That it was of no use has to be told all the same.
        return examined.newer_line(t).into_iter().for_each(|newer| quiet(to, &newer));
    };
    let mark = match found {
        Ok((_, Standing::Recorded)) if examined.judged == Some(Verdict::Intact) => Mark::Good,
        Ok((_, Standing::Recorded)) => Mark::Remark,
        Err(PdfSealError::NotSealed) if examined.recorded => Mark::Remark,
        Ok((_, Standing::Unknown)) => Mark::Remark,
        Ok((_, standing)) if standing.holds() => Mark::Remark,
        _ => Mark::Bad,
    };
    let [title, text] = t.seal(found, examined.judged);
    statement(to, mark, title.as_ref(), text.as_ref());
    if let Some(newer) = examined.newer_line(t) {
        quiet(to, &newer);
    }
    let Ok((seal, _)) = found else { return };
    quiet(to, &t.seal_of_file(&seal.signer.to_string(), &seal.certificate.to_string()));
    if let Some(stamp) = &seal.time_stamp {
        let [time, by] = t.stated(stamp);
        quiet(to, &format!("{} {time} — {by}", t.time_stamp_sealed()));
    }
}

/// The whole report.
pub(super) fn report(to: &mut Markup, t: Texts, examined: &Examined) {
    markup!(to, r#"<section class="stack" aria-labelledby="report"><h2 id="report">"#, [t.verify_report()], "</h2>");
    markup!(
        to,
        r#"<dl class="definitions"><div><dt>"#,
        [t.verify_file()],
        "</dt><dd>",
        [&examined.name],
        "</dd></div>"
    );
    fact(to, t.verify_sha256(), Some(&examined.sha256.to_string()));
    markup!(to, "</dl>");
    if let Ok(report) = &examined.found {
        evidence(to, t, report, examined.stamp_of_seal().is_some());
    }
    markup!(to, "</section>");
}

/// The checks, the log, the entries. `sealed`: under a seal with a time-stamp, which covers them as well.
pub(super) fn evidence(to: &mut Markup, t: Texts, report: &Report, sealed: bool) {
    markup!(to, "<h3>", [t.verify_checks()], r#"</h3><ol class="checks">"#);
    report.findings.iter().for_each(|finding| check(to, t, finding, sealed));
    markup!(to, "</ol>");
    log(to, t, report);
    entries(to, t, report);
}

#[derive(Clone, Copy)]
pub(super) enum Mark {
    Good,
    Remark,
    Bad,
    Unknown,
}

impl Mark {
    /// Shapes and colours are those of the states that mean the same.
    fn state(self) -> State {
        match self {
            Mark::Good => State::Accepted,
            Mark::Remark => State::Overdue,
            Mark::Bad => State::Declined,
            Mark::Unknown => State::Draft,
        }
    }

    /// For text alone.
    pub(super) fn sign(self) -> char {
        match self {
            Mark::Good => '✓',
            Mark::Remark => '!',
            Mark::Bad => '✗',
            Mark::Unknown => '·',
        }
    }
}

pub(super) fn badge(to: &mut Markup, mark: Mark, word: &str) {
    let state = mark.state();
    markup!(to, r#"<span class="state "#, [state.class()], r#""><svg viewBox="0 0 12 12" width="12" height="12" "#);
    markup!(to, r#"aria-hidden="true"><path d=""#, [state.shape()], r#""></path></svg>"#, [word], "</span>");
}

pub(super) fn statement(to: &mut Markup, mark: Mark, title: &str, text: &str) {
    statement_of(to, mark, [title, text], &[]);
}

/// With a list of what it is about.
pub(super) fn statement_of(to: &mut Markup, mark: Mark, [title, text]: [&str; 2], points: &[String]) {
    let class = match mark {
        Mark::Good => "note good",
        Mark::Bad => "note bad",
        _ => "note caution",
    };
    markup!(to, r#"<div class=""#, [class], r#""><div><p>"#);
    badge(to, mark, title);
    markup!(to, "</p><p>", [text], "</p>");
    if !points.is_empty() {
        markup!(to, "<ul>");
        points.iter().for_each(|point| markup!(to, "<li>", [point], "</li>"));
        markup!(to, "</ul>");
    }
    markup!(to, "</div></div>");
}

fn check(to: &mut Markup, t: Texts, finding: &Finding, sealed: bool) {
    let [name, establishes, leaves_open] = t.check(finding.check);
    let (mark, said) = match &finding.outcome {
        Outcome::Passed => (Mark::Good, None),
        Outcome::Remarked(remark) => (Mark::Remark, Some(t.remark(remark, sealed))),
        Outcome::Failed(fault) => (Mark::Bad, Some(t.fault(fault))),
        Outcome::NotReached => (Mark::Unknown, None),
    };
    markup!(to, "<li><p>");
    badge(to, mark, t.outcome(&finding.outcome));
    markup!(to, " <strong>", [name], "</strong></p>");
    if let Some(said) = said {
        markup!(to, "<p>", [&said], "</p>");
    }
    // What a check establishes is said only of one that passed.
    if matches!(finding.outcome, Outcome::Passed) {
        markup!(to, "<p><strong>", [t.verify_establishes()], "</strong> ", [establishes], "</p>");
        markup!(to, r#"<p class="quiet"><strong>"#, [t.verify_leaves_open()], "</strong> ", [leaves_open], "</p>");
    }
    markup!(to, "</li>");
}

fn log(to: &mut Markup, t: Texts, report: &Report) {
    markup!(to, r#"<dl class="definitions">"#);
    fact(to, t.verify_log(), report.origin.as_deref());
    fact(to, t.verify_log_key(), report.vkey.as_deref());
    fact(to, t.verify_log_size(), report.log_size.map(|size| size.to_string()).as_deref());
    fact(to, t.verify_log_root(), report.root.map(|root| root.to_string()).as_deref());
    markup!(to, "</dl>");
    about_log(t, report).iter().for_each(|line| quiet(to, line));
}

pub(super) fn fact(to: &mut Markup, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        markup!(to, "<div><dt>", [name], r#"</dt><dd><code class="hash">"#, [value], "</code></dd></div>");
    }
}

pub(super) fn quiet(to: &mut Markup, text: &str) {
    markup!(to, r#"<p class="quiet">"#, [text], "</p>");
}

fn entries(to: &mut Markup, t: Texts, report: &Report) {
    if report.entries.is_empty() {
        return;
    }
    markup!(to, "<h3>", [t.verify_entries()], r#"</h3><ol class="entries">"#);
    let (mut left_out, dating) = (0, report.dating());
    for (at, shown) in report.entries.iter().enumerate() {
        if at < SHOWN || !shown.faults.is_empty() {
            entry(to, t, shown, &dating);
        } else {
            left_out += 1;
        }
    }
    markup!(to, "</ol>");
    if left_out > 0 {
        quiet(to, &t.verify_entries_left_out(left_out));
    }
}

/// What an entry records, in words.
pub fn entry_words(t: Texts, entry: &EntryReport) -> &str {
    let kind = entry.header.as_ref().map_or("", |header| header.kind.as_str());
    match entry.payload.as_deref() {
        // A mail that only went into the outbox folder was accepted by no server; without the text nobody can tell, and the words for
        // the kind hold for both. A quotation mark inside a text is escaped, so this cannot be one.
        Some(payload) if kind == "mail.accepted" => match payload.contains(r#""via":"outbox""#) {
            true => t.trail_mail_filed(),
            false => t.trail_mail_accepted(),
        },
        _ => t.event(kind).unwrap_or(kind),
    }
}

fn entry(to: &mut Markup, t: Texts, entry: &EntryReport, dating: &Dating<'_>) {
    match &entry.header {
        Some(header) => {
            // Numbers count from 1 for people, from 0 in the log.
            markup!(to, "<li><p><strong>", [&t.verify_entry(header.index + 1)], "</strong> · ");
            markup!(to, [entry_words(t, entry)], " ");
            let (exact, moment) = (header.time.to_rfc3339_utc(), t.moment(header.time));
            markup!(
                to,
                [&t.verify_entry_by(t.actor(header.actor))],
                r#"</p><p class="quiet"><time datetime=""#,
                [&exact]
            );
            markup!(to, r#"">"#, [&moment], "</time> · ", [t.disclosure(entry.state)]);
            if let Some(dated) = t.entry_dated(dating, header.index) {
                markup!(to, " · ", [&dated]);
            }
            markup!(to, "</p>");
        }
        None => markup!(to, "<li><p><strong>", [t.verify_entry_unread()], "</strong></p>"),
    }
    if let Some(erased) = erased_words(t, entry) {
        quiet(to, &erased);
    }
    for fault in &entry.faults {
        markup!(to, "<p>");
        badge(to, Mark::Bad, t.verify_failed());
        markup!(to, " ", [&t.entry_fault(fault)], "</p>");
    }
    if let Some(payload) = &entry.payload {
        markup!(to, "<details><summary>", [t.verify_entry_text()], "</summary>");
        match serde_json::from_str(payload) {
            Ok(value) => recorded(to, &value),
            Err(_) => markup!(to, "<pre>", [&without_turns(payload)], "</pre>"),
        }
        markup!(to, "</details>");
    }
    markup!(to, "</li>");
}

/// The recorded text with the names that it bears in the record: nothing is put in other words.
fn recorded(to: &mut Markup, value: &Value) {
    match value {
        Value::Object(members) => {
            markup!(to, r#"<dl class="recorded">"#);
            for (name, value) in members {
                markup!(to, "<div><dt><code>", [name], "</code></dt><dd>");
                recorded(to, value);
                markup!(to, "</dd></div>");
            }
            markup!(to, "</dl>");
        }
        Value::Array(items) => {
            markup!(to, "<ol>");
            for item in items {
                markup!(to, "<li>");
                recorded(to, item);
                markup!(to, "</li>");
            }
            markup!(to, "</ol>");
        }
        Value::String(text) => markup!(to, r#"<span class="as-typed">"#, [&without_turns(text)], "</span>"),
        other => markup!(to, "<code>", [&other.to_string()], "</code>"),
    }
}
