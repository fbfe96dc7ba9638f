//! What follows by itself when a notice is not answered, and what a member may decide about it.
//!
//! A step is taken at most once for each person: it is an entry, and the next one is decided on a state that holds it. Steps whose day
//! passed while the server was down are not made up for: of several that are due, the last counts.

use super::{Decided, MAX_TEXT, Refusal, Refusals, State, Why};
use crate::event::{Chasing, ChasingPlanned, Date, Event, NoticeEscalated, Person, ReminderMade, SilenceRecorded};
use crate::{Id, Time};

/// Reminders of one notice.
pub const MAX_REMINDERS: usize = 6;
/// The latest day of a plan.
pub const MAX_DAY: u32 = 365;

/// What was done about a notice's not being answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chase {
    /// The plan that counts.
    pub plan: Option<(Time, ChasingPlanned)>,
    /// How many plans there were: names the one that counts.
    pub plans: u64,
    pub reminders: Vec<(Time, ReminderMade)>,
    pub escalated: Option<(Time, NoticeEscalated)>,
    pub silences: Vec<(Time, SilenceRecorded)>,
    /// Since when those are asked who were not when it was issued.
    pub(super) asked: Vec<(Id, Time)>,
}

impl Chase {
    pub(super) fn apply(&mut self, at: Time, event: Event) {
        match event {
            Event::ChasingPlanned(e) => {
                self.plan = Some((at, e));
                self.plans += 1;
            }
            Event::ReminderMade(e) => self.reminders.push((at, e)),
            Event::SilenceRecorded(e) => self.silences.push((at, e)),
            _ => {}
        }
    }

    /// The last step that this person was reminded by; 0 before the first.
    fn last(&self, contact: Id) -> u32 {
        self.reminders.iter().filter(|(_, made)| made.contact == contact).map(|(_, made)| made.day).max().unwrap_or(0)
    }
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing more by itself.
    Over,
    /// Nothing before this day.
    On(Date),
    /// These people are to be reminded now, each by the step of that day.
    Remind(Vec<(Id, u32)>),
    /// The notice is to go to the director now, by the step of this day.
    Escalate(u32),
}

/// What comes next at `now`; `on` gives the civil date of a time at the firm.
///
/// An answer ends it, and so does a link withdrawn or expired, for the person whose link it is. While the firm owes something itself, a
/// reply or the check of a person named, nobody is reminded.
pub fn next(state: &State, now: Time, on: impl Fn(Time) -> Date) -> Next {
    let Some((_, plan)) = &state.chase.plan else { return Next::Over };
    if state.answer.is_some() || state.chase.escalated.is_some() || plan.chasing.is_none() {
        return Next::Over;
    }
    let today = on(now);
    let asked: Vec<(Id, Date)> = asked(state, now).map(|(contact, since)| (contact, on(since))).collect();
    let Some(latest) = asked.iter().map(|(_, since)| *since).max() else { return Next::Over };
    if owed(state) {
        return today.tomorrow().map_or(Next::Over, Next::On);
    }
    let days = &plan.chasing.reminders;
    let is_due = |since: Date, day: u32| after(since, day) <= today;
    let due = asked.iter().filter_map(|(contact, since)| {
        let last = state.chase.last(*contact);
        let day = days.iter().rev().find(|day| is_due(*since, **day))?;
        (*day > last).then_some((*contact, *day))
    });
    let due: Vec<_> = due.collect();
    if !due.is_empty() {
        return Next::Remind(due);
    }
    if let Some(day) = plan.chasing.escalation.filter(|day| is_due(latest, *day)) {
        return Next::Escalate(day);
    }
    let ahead = asked.iter().flat_map(|(contact, since)| {
        let last = state.chase.last(*contact);
        days.iter().filter(move |day| **day > last).map(|day| after(*since, *day))
    });
    let ahead = ahead.chain(plan.chasing.escalation.map(|day| after(latest, day)));
    ahead.filter(|date| *date > today).min().map_or(Next::Over, Next::On)
}

/// Who may decide, has a link that works, and since when they are asked.
fn asked(state: &State, now: Time) -> impl Iterator<Item = (Id, Time)> {
    let reached = move |contact: Id| state.links.iter().any(|link| link.contact == contact && link.works(now));
    let people = state.recipients.iter().filter(move |person| person.signatory && reached(person.contact));
    people.map(|person| {
        let since = state.chase.asked.iter().rev().find(|(contact, _)| *contact == person.contact);
        (person.contact, since.map_or(state.issued, |(_, at)| *at))
    })
}

/// The firm has to reply, or to check a person named.
fn owed(state: &State) -> bool {
    state.questions.iter().any(|question| question.answer.is_none())
        || state.proposals.iter().any(|proposal| !proposal.settled)
}

fn after(since: Date, days: u32) -> Date {
    since.saturating_add(jiff::Span::new().days(i64::from(days.min(MAX_DAY))))
}

/// A member says what shall follow by itself from now on. To stop it takes a reason; a notice answered has nothing to follow.
pub fn plan(state: &State, chasing: Chasing, director: Option<Id>, reason: &str, by: Person) -> Decided<Event> {
    if state.answer.is_some() {
        return Err(Refusal::whole(Why::AlreadyAnswered));
    }
    let mut no = Refusals::default();
    no.text("reason", reason, chasing.is_none(), MAX_TEXT);
    no.0.extend(refusals(&chasing));
    let (notice, reason) = (state.notice.notice, reason.trim().to_owned());
    no.or(ChasingPlanned { notice, chasing, director, reason, by }.into())
}

/// What is wrong with a plan: at most [`MAX_REMINDERS`] days from 1 to [`MAX_DAY`], each later than the one before, and the escalation
/// later than all.
pub fn refusals(chasing: &Chasing) -> Vec<Refusal> {
    let mut no = Refusals::default();
    let (days, last) = (&chasing.reminders, chasing.reminders.last().copied().unwrap_or(0));
    let in_range = |day: &u32| (1..=MAX_DAY).contains(day);
    if days.len() > MAX_REMINDERS || !days.iter().all(in_range) || !days.windows(2).all(|two| two[0] < two[1]) {
        no.push("reminders", Why::BadDays);
    }
    if chasing.escalation.is_some_and(|day| !in_range(&day) || day <= last) {
        no.push("escalation", Why::BadDays);
    }
    no.0
}

/// That nothing came: possible at any time while nobody has answered, of a notice that asks for an answer.
pub fn silence(state: &State, document: Id, by: Person) -> Decided<Event> {
    if state.answer.is_some() {
        return Err(Refusal::whole(Why::AlreadyAnswered));
    }
    if state.informative() {
        return Err(Refusal::whole(Why::NotASignatory));
    }
    let warnings = state.notice.warnings.iter().map(|warning| warning.warning).collect();
    Ok(SilenceRecorded { notice: state.notice.notice, warnings, document, by }.into())
}
