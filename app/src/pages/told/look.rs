//! Each topic in one look: the table of how the topics stood.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use leptos::prelude::*;

use super::on::{DatedBy, ToldOn, ToldThen, TopicThen};
use super::{Happened, ToldStep, breakable};
use crate::pages::as_of::proof;
use crate::parts::{Code, Column, Note, State, Table};
use crate::texts::{Exact, local};
use crate::{Html, IntoHtml, Texts};

/// Steps of a row that are always seen, the newest; those before can be opened, and are printed.
const SEEN: usize = 3;

struct Look<'a> {
    t: Texts,
    base: &'a str,
    zone: &'a TimeZone,
    dated: &'a BTreeMap<u64, DatedBy>,
    /// Of the entries in the table, each once, the earliest first.
    stamps: Vec<&'a DatedBy>,
}

/// Above the notices: when, what shows it, and each topic.
pub(super) fn show(t: Texts, on: &ToldOn, base: &str, zone: &TimeZone) -> Html {
    let Some(stood) = &on.as_of.stood else { return Html::new("") };
    let as_of = format!("{base}/as-of?at={}", stood.at.to_rfc3339_utc());
    let entries: Vec<u64> = on.topics.iter().flat_map(entries).collect();
    let stamps: BTreeSet<&DatedBy> = entries.iter().filter_map(|entry| on.dated.get(entry)).collect();
    let look = Look { t, base, zone, dated: &on.dated, stamps: stamps.into_iter().collect() };
    let columns = [t.told_on_topic(), t.told_on_notice(), t.told_on_whom(), t.told_on_answer(), t.told_on_steps()];
    let rows: Vec<Vec<Html>> = on.topics.iter().flat_map(|topic| look.rows(topic)).collect();
    let unasked = (on.unanswered > 0).then(|| view! { <p>{t.told_on_unasked(on.unanswered)}</p> });
    let heading = if on.today { t.told_on_topics_today() } else { t.told_on_topics() };
    let table = (!rows.is_empty()).then(|| {
        let columns = columns.map(Column::new).to_vec();
        view! {
            <Table caption=heading caption_hidden=true columns rows/>
            {look.marks(entries.iter().any(|entry| !on.dated.contains_key(entry)))}
        }
    });
    view! {
        <section class="then" aria-labelledby="then">
            <h2 id="then">{heading}</h2>
            <p>{tally(&on.topics)}</p>
            {unasked}
            {table}
        </section>
        <Note>
            {proof(t, &on.as_of, stood, Exact::of(stood.at))}
            <p><a href=as_of>{t.as_of()}</a></p>
            <p class="quiet">{t.told_on_rules()}" "{t.as_of_erased()}</p>
        </Note>
    }
    .into_html()
}

/// All that the rows of a topic name.
fn entries(topic: &TopicThen) -> Vec<u64> {
    let told = topic.told.iter();
    let told = told.flat_map(|told| [told.entry].into_iter().chain(told.steps.iter().map(|step| step.entry)));
    topic.entry.into_iter().chain(told).collect()
}

/// How many stood in each way.
fn tally(topics: &[TopicThen]) -> Html {
    let mut tally: Vec<((State, &str), usize)> = Vec::new();
    for topic in topics {
        match tally.iter_mut().find(|(state, _)| *state == topic.state) {
            Some((_, count)) => *count += 1,
            None => tally.push((topic.state, 1)),
        }
    }
    let counts = tally.into_iter().map(|((state, word), count)| view! { {state.badge(word)}" "{count.to_string()}" " });
    counts.collect_view().into_html()
}

impl Look<'_> {
    /// One for each notice about the topic; one that says that there is none.
    fn rows(&self, topic: &TopicThen) -> Vec<Vec<Html>> {
        let t = self.t;
        if topic.told.is_empty() {
            let none = view! { <strong>{t.told_on_none()}</strong> }.into_html();
            let nothing = || view! { <span class="quiet nothing">"–"</span> }.into_html();
            return vec![vec![self.named(topic), none, nothing(), nothing(), nothing()]];
        }
        topic.told.iter().map(|told| self.row(topic, told)).collect()
    }

    fn named(&self, topic: &TopicThen) -> Html {
        let (state, word) = topic.state;
        let entry = topic.entry.map(|entry| view! { <p>{self.entry(entry)}</p> });
        view! {
            <Code code=&topic.code/>" "{topic.title.clone()}<br/>{state.badge(word)}{paragraphs(&topic.lines)}{entry}
        }
        .into_html()
    }

    fn row(&self, topic: &TopicThen, told: &ToldThen) -> Vec<Html> {
        let (state, word) = told.state;
        let notice = view! {
            <a href=format!("/notices/{}", told.notice)>{told.reference.clone()}</a>
            <p>{told.issued.clone()}" · "{self.entry(told.entry)}</p>
        };
        let whom = told.whom.iter().map(|(name, ways)| {
            let ways = ways.iter().map(|way| view! { <li>{way.clone()}</li> }).collect_view();
            view! { <p>{name.clone()}</p><ul class="ways">{ways}</ul> }
        });
        vec![
            self.named(topic),
            notice.into_html(),
            view! { {whom.collect_view()}<p>{told.reached.clone()}</p> }.into_html(),
            view! { {state.badge(word)}{paragraphs(&told.answer)} }.into_html(),
            self.steps(&told.steps),
        ]
    }

    /// In their order; those before the newest can be opened.
    fn steps(&self, steps: &[ToldStep]) -> Html {
        let t = self.t;
        if steps.is_empty() {
            return view! { <span class="quiet">{t.told_on_no_steps()}</span> }.into_html();
        }
        let list = |steps: &[ToldStep]| {
            let lines = steps.iter().map(|step| view! { <li>{self.step(step)}</li> }).collect_view();
            view! { <ul class="ways">{lines}</ul> }.into_html()
        };
        let (before, seen) = steps.split_at(steps.len().saturating_sub(SEEN));
        let before = (!before.is_empty()).then(|| {
            view! { <details><summary>{t.told_on_steps_before(before.len() as u64)}</summary>{list(before)}</details> }
        });
        view! { {before}{list(seen)} }.into_html()
    }

    fn step(&self, step: &ToldStep) -> Html {
        let t = self.t;
        let moment = |at| {
            let at = local(at, self.zone);
            format!("{}, {}", t.date(at.date()), t.time_of_day(at.time()))
        };
        let when = match step.happened {
            Some(Happened::On(day)) => t.date(day),
            Some(Happened::At(at)) => moment(at),
            None => moment(step.at),
        };
        let who = (!step.who.is_empty()).then(|| view! { " · "{breakable(&step.who)} });
        view! { {when}" · "{t.told_on_way(&step.how, step.word)}{who}" · "{self.entry(step.entry)} }.into_html()
    }

    /// Where the entry is, with its hash, and the mark of its time-stamp.
    fn entry(&self, entry: u64) -> Html {
        let (number, mark) = (entry + 1, self.mark(entry));
        view! {
            <a href=format!("{}/chronology#e{number}", self.base)>{self.t.told_entry(number)}</a>
            " "<span class="quiet">"("<a href=format!("#stamp-{mark}")>{self.t.told_on_mark(&mark.to_string())}</a>")"</span>
        }
        .into_html()
    }

    /// From 1; 0 is the firm's own clock.
    fn mark(&self, entry: u64) -> usize {
        let by = self.dated.get(&entry);
        by.and_then(|by| self.stamps.iter().position(|known| *known == by)).map_or(0, |at| at + 1)
    }

    /// What the marks mean, each once.
    fn marks(&self, unstamped: bool) -> Html {
        let t = self.t;
        let stamped = self.stamps.iter().zip(1..).map(|(by, mark)| {
            (mark, t.told_on_stamped(&t.latest(by.time, by.accuracy_micros, self.zone), &by.authority))
        });
        let unstamped = unstamped.then(|| (0, t.chronology_firm_clock().to_owned()));
        let marks = unstamped.into_iter().chain(stamped).map(|(mark, words)| {
            let id = format!("stamp-{mark}");
            view! { <li id=id><strong>{t.told_on_mark(&mark.to_string())}</strong>" · "{words}</li> }
        });
        view! {
            <h3>{t.told_on_marks()}</h3>
            <ul class="marks">{marks.collect_view()}</ul>
        }
        .into_html()
    }
}

fn paragraphs(lines: &[String]) -> Html {
    let lines = lines.iter().filter(|line| !line.trim().is_empty());
    lines.map(|line| view! { <p>{line.clone()}</p> }).collect_view().into_html()
}
