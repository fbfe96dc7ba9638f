//! What is said of a report in single lines, in the browser and in the terminal alike.

use std::collections::BTreeMap;

use ledger::event::is_kept;
use ledger::evidence::{Dated, Disclosure, EntryReport, Report};
use serde_json::Value;

use crate::Texts;
use crate::html::without_turns;

/// People to whom something was sent that a line names; the others are counted.
const NAMED: usize = 4;

/// Whose file it is, in the words of the entries shown: client, projects, what was sent, of each class how much, and to whom, and answers. None where no
/// such entry is shown, or nothing holds.
pub fn told(t: Texts, report: &Report) -> Option<String> {
    if !report.verdict.is_consistent() {
        return None;
    }
    // By their subjects: the newest name of each counts.
    let (mut clients, mut projects) = (BTreeMap::new(), BTreeMap::new());
    let (mut sent, mut people, mut answers) = ([0; 4], Vec::new(), 0);
    for entry in &report.entries {
        let (Some(header), Some(payload)) = (&entry.header, &entry.payload) else { continue };
        if !["client.recorded", "project.recorded", "notice.issued", "answer.given"].contains(&header.kind.as_str()) {
            continue;
        }
        let said: Value = serde_json::from_str(payload).ok()?;
        match header.kind.as_str() {
            "client.recorded" => drop(clients.insert(&header.subject, said["party"]["name"].as_str()?.to_owned())),
            "project.recorded" => drop(projects.insert(&header.subject, said["title"].as_str()?.to_owned())),
            "answer.given" => answers += 1,
            _ => {
                let is = |class: &str| !said["instrument"][class].is_null();
                sent[["minutes", "meeting", "agreement"].iter().position(|class| is(class)).map_or(0, |at| at + 1)] +=
                    1;
                let named = said["recipients"].as_array().into_iter().flatten();
                for name in named.filter_map(|one| one["name"].as_str()) {
                    if !people.iter().any(|known| known == name) {
                        people.push(name.to_owned());
                    }
                }
            }
        }
    }
    let clients = clients.values().map(|name| t.verify_told_client(name));
    let projects = projects.values().map(|title| t.verify_told_project(title));
    let mut all: Vec<String> = clients.chain(projects).collect();
    if all.is_empty() {
        return None;
    }
    let classes: [fn(Texts, u64) -> String; 4] = [
        Texts::verify_told_notices,
        Texts::verify_told_minutes,
        Texts::verify_told_meetings,
        Texts::verify_told_agreements,
    ];
    all.extend(sent.iter().zip(classes).filter(|(n, _)| **n > 0).map(|(n, words)| words(t, *n)));
    all.extend(to_whom(t, people));
    all.extend((answers > 0).then(|| t.verify_told_answers(answers)));
    Some(t.verify_told(&without_turns(&all.join(t.choose("\u{202f}; ", "; ")))))
}

fn to_whom(t: Texts, mut people: Vec<String>) -> Option<String> {
    let more = people.len().saturating_sub(NAMED) as u64;
    people.truncate(NAMED);
    let names = people.join(", ");
    let names = if more > 0 { format!("{names} {}", t.verify_told_more(more)) } else { names };
    (!names.is_empty()).then(|| t.verify_told_to(&names))
}

/// That the file is not all of the log, which whoever reads that it is intact has to know.
///
/// `sealed`: in a PDF as it was sealed, out of which nobody can have taken anything.
pub fn not_all(t: Texts, report: &Report, sealed: bool) -> impl Iterator<Item = String> {
    let elsewhere = report.counts.elsewhere;
    let said = |n| match past(report) {
        _ if sealed => t.verify_elsewhere_sealed(n),
        Some(past) => t.elsewhere_of_past(past.size, missing(report, past.size), n),
        None => t.verify_elsewhere(n),
    };
    let elsewhere = (elsewhere > 0 && report.verdict.is_consistent()).then(|| said(elsewhere));
    told(t, report).into_iter().chain(elsewhere).chain(hidden_revocations(t, report))
}

/// The state that the file is about, where that is a past one: it is there without anybody who dates it, and the file shows nothing of what came later.
fn past(report: &Report) -> Option<&Dated> {
    let mut alone = report.earlier.iter().filter(|state| state.time_stamps.is_empty() && state.cosignatures.is_empty());
    let (one, more) = (alone.next()?, alone.next());
    let later = |entry: &EntryReport| entry.header.as_ref().is_none_or(|header| header.index >= one.size);
    (more.is_none() && !report.entries.iter().any(later)).then_some(one)
}

/// How many of the first `size` entries the file does not show, where it shows no others.
fn missing(report: &Report, size: u64) -> u64 {
    size.saturating_sub(report.entries.len() as u64)
}

/// That a seal may have been revoked by an entry of which the file has the header only.
pub(super) fn hidden_revocations(t: Texts, report: &Report) -> Option<String> {
    let hidden = report.hidden_revocations();
    (hidden > 0 && report.verdict.is_consistent()).then(|| t.verify_revocations_hidden(hidden))
}

/// What others say of the state of the log, and what the file does not show of it.
pub fn about_log(t: Texts, report: &Report) -> Vec<String> {
    let cosigned = report.cosignatures.iter().map(|one| t.cosigned(&one.witness, &t.moment(one.time)));
    let earlier = report.earlier.iter().flat_map(|dated| {
        let lines = dated.cosignatures.iter();
        lines.map(move |one| t.cosigned_earlier(dated.size, &one.witness, &t.moment(one.time)))
    });
    let mut lines: Vec<String> = earlier.chain(cosigned).collect();
    // Of a file about a past state: which one that is.
    let alone = report.earlier.iter().filter(|state| state.time_stamps.is_empty() && state.cosignatures.is_empty());
    lines.extend(alone.map(|state| t.as_of_state_alone(state.size, &state.root.to_string())));
    let mut shown = report.entries.iter().filter_map(|entry| entry.header.as_ref());
    let last = past(report).and_then(|_| shown.next_back());
    lines.extend(last.map(|last| t.as_of_state_last(last.index + 1, &t.moment(last.time))));
    lines.extend(report.not_cosigned.iter().map(|witness| t.not_cosigned(witness)));
    for [covers, time, by, contradicted] in t.stamps(report) {
        lines.push(format!("{covers} {time} — {by}"));
        lines.extend(Some(contradicted).filter(|said| !said.is_empty()));
    }
    lines.extend(t.gap(report));
    let counts = &report.counts;
    lines.extend((counts.withheld > 0).then(|| t.verify_withheld(counts.withheld)));
    lines.extend((counts.erased > 0).then(|| t.verify_erased(counts.erased)));
    lines.extend((report.other_signatures > 0).then(|| t.verify_others_signed(report.other_signatures)));
    lines
}

/// Of an erased entry, what the file says of that.
pub fn erased_words(t: Texts, entry: &EntryReport) -> Option<String> {
    let told = entry.erased.as_ref().map(|erased| t.erased_found(erased));
    let kept = entry.header.as_ref().is_some_and(|header| is_kept(&header.kind));
    let untold = if kept { t.entry_erased_kept() } else { t.entry_erased_untold() };
    (entry.state == Disclosure::Erased).then(|| told.unwrap_or_else(|| untold.to_owned()))
}
