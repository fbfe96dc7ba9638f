//! What has to be raised again, though it was settled: because something changed since, or because a year went by.
//!
//! A proposal, not a change of state: the topic stays as it stands until a member warns again, checks again, or reopens it.

use std::cell::OnceCell;

use jiff::ToSpan as _;

use super::phrases::Phrases;
use super::{Act, At, Coverage, Covered, KnownTopic, Rules, Standing, State, Told};
use crate::Id;
use crate::catalogue::{self, DatedFact};
use crate::event::{ChangeReported, Choice, Date, NoticeClass};

/// What a dated fact has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// The day is near: what takes time has to begin.
    Near,
    /// The day has come.
    Come,
}

/// Why a topic is to be raised again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason<'a> {
    /// The kinds or the scope changed, in this version of the project.
    Scope {
        version: u32,
        day: Date,
    },
    Fact {
        fact: &'a DatedFact,
        phase: Phase,
    },
    /// The client put off the decision until this day.
    Deferred {
        until: Date,
    },
    /// A price was offered, and nobody had answered on the day by which an answer was asked for.
    Lapsed {
        day: Date,
    },
    /// This contact may decide, and was not among those who were told.
    Signatory {
        contact: Id,
        day: Date,
    },
    Change(&'a ChangeReported),
    /// So many months have gone by since it was settled.
    Renewal {
        months: u32,
    },
}

/// A settled topic to be raised again.
#[derive(Clone, Debug, PartialEq)]
pub struct Again<'a> {
    pub topic: &'a KnownTopic,
    /// Never empty; in the order of [`Reason`].
    pub reasons: Vec<Reason<'a>>,
    /// When it was settled.
    pub settled: Date,
    /// The newest warning about it, to which a fresh one refers.
    pub earlier: Option<Told<'a>>,
}

/// Dated facts, with the words by which a project is found to be concerned.
#[derive(Clone, Debug)]
pub struct Facts<'f> {
    facts: &'f [DatedFact],
    phrases: Phrases,
}

impl<'f> Facts<'f> {
    pub fn new(facts: &'f [DatedFact]) -> Facts<'f> {
        let mut phrases = Phrases::default();
        for (at, fact) in facts.iter().enumerate() {
            fact.words.iter().for_each(|words| phrases.add(words, at));
        }
        Facts { facts, phrases }
    }
}

/// The facts that came near or true after the day `since`, up to `day`; of each the last phase.
pub fn due_on(facts: &[DatedFact], since: Date, day: Date) -> Vec<(&DatedFact, Phase)> {
    facts.iter().filter_map(|fact| Some((fact, phase(fact, since, day)?))).collect()
}

fn phase(fact: &DatedFact, since: Date, day: Date) -> Option<Phase> {
    let within = |at: Date| since < at && at <= day;
    match fact.day {
        come if within(come) => Some(Phase::Come),
        come if come > day && fact.ahead > 0 && within(months_after(come, -i64::from(fact.ahead))) => Some(Phase::Near),
        _ => None,
    }
}

/// The settled topics of `coverage` to be raised again on the day `today`.
pub fn again<'a>(
    rules: &'a Rules,
    state: &'a State,
    coverage: &Coverage<'a>,
    facts: &Facts<'a>,
    today: Date,
) -> Vec<Again<'a>> {
    let due = ahead(rules, state, coverage, facts).into_iter().filter_map(|ahead| {
        let mut reasons: Vec<Reason> =
            ahead.reasons.into_iter().filter(|(day, _)| *day <= today).map(|(_, reason)| reason).collect();
        // Of a fact that has come, no more is said that it was near.
        let come: Vec<&str> = reasons.iter().filter_map(|reason| fact_in(reason, Phase::Come)).collect();
        reasons.retain(|reason| fact_in(reason, Phase::Near).is_none_or(|code| !come.contains(&code)));
        (!reasons.is_empty()).then_some(Again {
            topic: ahead.topic,
            reasons,
            settled: ahead.settled,
            earlier: ahead.earlier,
        })
    });
    due.collect()
}

fn fact_in<'a>(reason: &Reason<'a>, wanted: Phase) -> Option<&'a str> {
    match reason {
        Reason::Fact { fact, phase } if *phase == wanted => Some(&fact.code),
        _ => None,
    }
}

/// A settled topic with all that raises it again, each from the day that stands beside it: of the past and of the future.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead<'a> {
    pub topic: &'a KnownTopic,
    /// In the order of [`Reason`].
    pub reasons: Vec<(Date, Reason<'a>)>,
    pub settled: Date,
    pub earlier: Option<Told<'a>>,
}

/// All that raises settled topics again, as far as it is known today. A day alone decides which of it counts, so that a calendar
/// can be kept and nothing has to be computed anew at midnight.
pub fn ahead<'a>(rules: &'a Rules, state: &'a State, coverage: &Coverage<'a>, facts: &Facts<'a>) -> Vec<Ahead<'a>> {
    // All that was written is read once, and only if a fact asks for it.
    let spoken = OnceCell::new();
    let speaks = |at: usize| {
        let read = || texts(state).flat_map(|text| facts.phrases.find(text)).collect::<Vec<usize>>();
        facts.facts[at].words.is_empty() || spoken.get_or_init(read).contains(&at)
    };
    let settled = coverage.topics.iter().filter_map(|covered| {
        let (at, settled) = settled(state, covered)?;
        let mut reasons = changes(rules, state, covered, at);
        for (at, fact) in facts.facts.iter().enumerate() {
            if fact.day > settled && fact.topics.iter().any(|topic| topic == covered.topic.code()) && speaks(at) {
                let near = months_after(fact.day, -i64::from(fact.ahead));
                if fact.ahead > 0 && near > settled {
                    reasons.push((near, Reason::Fact { fact, phase: Phase::Near }));
                }
                reasons.push((fact.day, Reason::Fact { fact, phase: Phase::Come }));
            }
        }
        if let Standing::Warned(told) = covered.standing {
            reasons.extend(unanswered(told));
            reasons.extend(unknown_signatories(state, told));
        }
        if let Some(months) = rules.renewal(state, covered.topic) {
            reasons.push((months_after(settled, months.into()), Reason::Renewal { months }));
        }
        let earlier = covered.told.last().copied();
        Some(Ahead { topic: covered.topic, reasons, settled, earlier })
    });
    settled.collect()
}

/// Where in the log a topic was settled, and the day that this is good for. Acceptance minutes list what remains as it was told; they tell
/// nothing new, so what changed before them is still to be told, as long as a letter was there to be referred to.
fn settled(state: &State, covered: &Covered) -> Option<(At, Date)> {
    match covered.standing {
        Standing::Warned(told) => {
            let act = state.acts.get(covered.topic.code()).map(|(at, _)| *at);
            let since = |told: &&Told| act.is_none_or(|act| told.notice.at.entry > act.entry);
            let letter = |told: &&Told| told.notice.class == NoticeClass::Letter && told.arrived() && since(told);
            let letter = covered.told.iter().rev().find(letter).map(|told| told.notice.at);
            let at = letter.or(act).unwrap_or(told.notice.at);
            Some((at, at.day))
        }
        // What was checked earlier than it was entered is as old as the check.
        Standing::InPlace(at, e) => Some((at, e.checked.min(at.day))),
        Standing::NotApplicable(at, _) => Some((at, at.day)),
        Standing::Open => None,
    }
}

/// What was recorded of the project after the topic was settled.
fn changes<'a>(rules: &Rules, state: &'a State, covered: &Covered, settled: At) -> Vec<(Date, Reason<'a>)> {
    let later = |at: &At| at.entry > settled.entry;
    let scopes = state.rescoped.iter().rev().filter(|(at, _)| later(at)).take(1);
    let mut reasons: Vec<(Date, Reason)> =
        scopes.map(|(at, version)| (at.day, Reason::Scope { version: *version, day: at.day })).collect();
    for (at, change) in state.changes.iter().filter(|(at, _)| later(at)) {
        let all = catalogue::change(&change.change).is_some_and(|known| known.all);
        let concerned = || rules.changed(change).iter().any(|topic| rules.topics()[*topic] == *covered.topic);
        if all || concerned() {
            reasons.push((at.day, Reason::Change(change)));
        }
    }
    reasons
}

/// A decision put off until a day, or an offer that nobody answers in time.
fn unanswered<'a>(told: Told) -> Option<(Date, Reason<'a>)> {
    match (&told.warning.decision, told.notice.respond_by) {
        (Some((_, Choice::Deferred { until })), _) => Some((*until, Reason::Deferred { until: *until })),
        // The day itself is still in time.
        (None, Some(day)) if told.warning.priced => Some((day.saturating_add(1.day()), Reason::Lapsed { day })),
        _ => None,
    }
}

fn unknown_signatories<'a>(state: &'a State, told: Told<'a>) -> impl Iterator<Item = (Date, Reason<'a>)> {
    let new =
        move |(contact, at): &(&Id, &At)| at.entry > told.notice.at.entry && !told.notice.signatories.contains(contact);
    let reason = |(contact, at): (&Id, &At)| (at.day, Reason::Signatory { contact: *contact, day: at.day });
    state.signatories.iter().filter(new).map(reason)
}

/// All that was written of the project.
fn texts(state: &State) -> impl Iterator<Item = &str> {
    let project = [&state.project.title, &state.project.scope_in, &state.project.scope_out].into_iter();
    let needs = state.needs.values().flat_map(|need| [&need.text, &need.answer]);
    let promises = state.promises.values().map(|promise| &promise.text);
    let warnings = state.notices.iter().flat_map(|notice| &notice.warnings).map(|warning| &warning.text);
    let found = state.acts.values().filter_map(|(_, act)| match act {
        Act::InPlace(e) => Some(&e.evidence),
        Act::NotApplicable(_) | Act::Reopened(_) => None,
    });
    let notes = state.answers.values().map(|(_, answer)| &answer.note);
    project.chain(needs).chain(promises).chain(warnings).chain(found).chain(notes).map(String::as_str)
}

/// Or the last day of that month, if it is shorter. A century at most: an entry may hold any number.
fn months_after(day: Date, months: i64) -> Date {
    day.saturating_add(months.clamp(-1200, 1200).months())
}
