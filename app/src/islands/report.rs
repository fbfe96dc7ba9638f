//! A report of verification, as a reader sees it: each check with a shape, a colour and a word, what it establishes and what not.

use ledger::evidence::{EntryReport, Finding, Outcome, Report, Verdict};
use leptos::prelude::*;
use serde_json::Value;

use super::verify::Examined;
use crate::Texts;
use crate::parts::State;

/// How many entries are shown; ones with faults are shown always. A page of ten thousand would be slow and unread.
const SHOWN: usize = 200;

/// Whether the file is the document that the page is about.
pub(super) fn comparison(t: Texts, same: bool) -> AnyView {
    if same {
        statement(Mark::Good, t.verify_same(), t.verify_same_text().into())
    } else {
        statement(Mark::Bad, t.verify_other(), t.verify_other_text().into())
    }
}

/// What the file comes down to.
pub(super) fn verdict(t: Texts, examined: &Examined) -> AnyView {
    let report = match &examined.found {
        Ok(report) => report,
        Err(error) => return statement(Mark::Remark, t.verify_unreadable(), t.pdf_error(*error)),
    };
    let mark = match report.verdict {
        Verdict::Intact => Mark::Good,
        Verdict::KeyNotCompared | Verdict::Unreadable => Mark::Remark,
        Verdict::Faulty => Mark::Bad,
    };
    let [title, text] = t.verdict(report.verdict);
    statement(mark, title, text.into())
}

/// The whole report.
pub(super) fn report(t: Texts, examined: &Examined) -> AnyView {
    let checks = examined.found.as_ref().ok().map(|report| {
        let findings = report.findings.iter().map(|finding| check(t, finding)).collect_view();
        view! {
            <h3>{t.verify_checks()}</h3>
            <ol class="checks">{findings}</ol>
            {log(t, report)}
            {entries(t, report)}
        }
    });
    view! {
        <section class="stack" aria-labelledby="report">
            <h2 id="report">{t.verify_report()}</h2>
            <dl class="definitions">
                <div><dt>{t.verify_file()}</dt><dd>{examined.name.clone()}</dd></div>
                <div><dt>{t.verify_sha256()}</dt><dd><code class="hash">{examined.sha256.to_string()}</code></dd></div>
            </dl>
            {checks}
        </section>
    }
    .into_any()
}

#[derive(Clone, Copy)]
enum Mark {
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
}

fn badge(mark: Mark, word: &'static str) -> impl IntoView {
    let state = mark.state();
    view! {
        <span class=format!("state {}", state.class())>
            <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d=state.shape()></path></svg>
            {word}
        </span>
    }
}

fn statement(mark: Mark, title: &'static str, text: String) -> AnyView {
    let class = match mark {
        Mark::Good => "note good",
        Mark::Bad => "note bad",
        _ => "note caution",
    };
    view! { <div class=class><div><p>{badge(mark, title)}</p><p>{text}</p></div></div> }.into_any()
}

fn check(t: Texts, finding: &Finding) -> AnyView {
    let [name, establishes, leaves_open] = t.check(finding.check);
    let (mark, said) = match &finding.outcome {
        Outcome::Passed => (Mark::Good, None),
        Outcome::Remarked(remark) => (Mark::Remark, Some(t.remark(remark).to_owned())),
        Outcome::Failed(fault) => (Mark::Bad, Some(t.fault(fault))),
        Outcome::NotReached => (Mark::Unknown, None),
    };
    // What a check establishes is said only of one that passed.
    let meaning = matches!(finding.outcome, Outcome::Passed).then(|| {
        view! {
            <p><strong>{t.verify_establishes()}</strong>" "{establishes}</p>
            <p class="quiet"><strong>{t.verify_leaves_open()}</strong>" "{leaves_open}</p>
        }
    });
    view! {
        <li>
            <p>{badge(mark, t.outcome(&finding.outcome))}" "<strong>{name}</strong></p>
            {said.map(|said| view! { <p>{said}</p> })}
            {meaning}
        </li>
    }
    .into_any()
}

fn log(t: Texts, report: &Report) -> AnyView {
    let elsewhere =
        report.log_size.filter(|_| report.counts.elsewhere > 0).map(|_| t.verify_elsewhere(report.counts.elsewhere));
    let others = (report.other_signatures > 0).then(|| t.verify_others_signed(report.other_signatures));
    let row = |name, value: Option<String>| {
        value.map(|value| view! { <div><dt>{name}</dt><dd><code class="hash">{value}</code></dd></div> })
    };
    view! {
        <dl class="definitions">
            {row(t.verify_log(), report.origin.clone())}
            {row(t.verify_log_key(), report.vkey.clone())}
            {row(t.verify_log_size(), report.log_size.map(|size| size.to_string()))}
            {row(t.verify_log_root(), report.root.map(|root| root.to_string()))}
        </dl>
        {elsewhere.map(|text| view! { <p class="quiet">{text}</p> })}
        {others.map(|text| view! { <p class="quiet">{text}</p> })}
    }
    .into_any()
}

fn entries(t: Texts, report: &Report) -> AnyView {
    if report.entries.is_empty() {
        return ().into_any();
    }
    let shown = report.entries.iter().enumerate().filter(|(at, entry)| *at < SHOWN || !entry.faults.is_empty());
    let shown: Vec<AnyView> = shown.map(|(_, shown)| entry(t, shown)).collect();
    let left_out = (report.entries.len() - shown.len()) as u64;
    let left_out = (left_out > 0).then(|| view! { <p class="quiet">{t.verify_entries_left_out(left_out)}</p> });
    view! {
        <h3>{t.verify_entries()}</h3>
        <ol class="entries">{shown}</ol>
        {left_out}
    }
    .into_any()
}

fn entry(t: Texts, entry: &EntryReport) -> AnyView {
    let head = match &entry.header {
        Some(header) => {
            let kind = t.event(&header.kind).map_or_else(|| header.kind.clone(), str::to_owned);
            // Numbers count from 1 for people, from 0 in the log.
            let number = t.verify_entry(header.index + 1);
            let by = t.verify_entry_by(t.actor(header.actor));
            let time = header.time.to_rfc3339_utc();
            view! {
                <p><strong>{number}</strong>" · "{kind}" "{by}</p>
                <p class="quiet"><time datetime=time.clone()>{time.clone()}</time>" · "{t.disclosure(entry.state)}</p>
            }
            .into_any()
        }
        None => view! { <p><strong>{t.verify_entry_unread()}</strong></p> }.into_any(),
    };
    let faults = entry
        .faults
        .iter()
        .map(|fault| view! { <p>{badge(Mark::Bad, t.verify_failed())}" "{t.entry_fault(fault)}</p> });
    let text = entry.payload.as_deref().map(|payload| {
        let recorded = match serde_json::from_str(payload) {
            Ok(value) => value_view(&value),
            Err(_) => view! { <pre>{payload.to_owned()}</pre> }.into_any(),
        };
        view! { <details><summary>{t.verify_entry_text()}</summary>{recorded}</details> }
    });
    view! { <li>{head}{faults.collect_view()}{text}</li> }.into_any()
}

/// The recorded text with the names that it bears in the record: nothing is put in other words.
fn value_view(value: &Value) -> AnyView {
    match value {
        Value::Object(members) => {
            let rows = members.iter().map(|(name, value)| {
                view! { <div><dt><code>{name.clone()}</code></dt><dd>{value_view(value)}</dd></div> }
            });
            view! { <dl class="recorded">{rows.collect_view()}</dl> }.into_any()
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| view! { <li>{value_view(item)}</li> });
            view! { <ol>{items.collect_view()}</ol> }.into_any()
        }
        Value::String(text) => view! { <span class="as-typed">{text.clone()}</span> }.into_any(),
        other => view! { <code>{other.to_string()}</code> }.into_any(),
    }
}
