//! The commands of a project: state + command → event, or refusals that name their field.

use super::{Coverage, Covered, Rules, State};
use crate::Lang;
use crate::catalogue;
use crate::event::*;
use crate::notice::{Decided, MAX_LINE, MAX_TEXT, Refusal, Refusals, Why};

/// Topics that one report of a change may name.
pub const MAX_TOPICS: usize = 50;

/// Who acts, and in which language the question or title was shown to them.
#[derive(Clone, Debug)]
pub struct Acting {
    pub by: Person,
    pub lang: Lang,
}

/// A question of the survey is answered, or answered anew.
///
/// # Errors
/// `Unknown`: the project does not ask it; `AlreadyDone`: that is the answer already; `note`: `TooLong`.
pub fn answer(
    rules: &Rules,
    state: &State,
    question: &str,
    answer: SurveyAnswer,
    note: &str,
    acting: Acting,
) -> Decided<Event> {
    let Some(asked) = rules.questions(state).find(|asked| asked.code == question) else {
        return Err(Refusal::whole(Why::Unknown));
    };
    let note = note.trim();
    if state.answers.get(question).is_some_and(|(_, known)| known.answer == answer && known.note == note) {
        return Err(Refusal::whole(Why::AlreadyDone));
    }
    let mut no = Refusals::default();
    no.text("note", note, false, MAX_TEXT);
    no.or(SurveyAnswered {
        project: state.project.project,
        question: question.to_owned(),
        asked: asked.ask.get(acting.lang).to_owned(),
        answer,
        note: note.to_owned(),
        by: acting.by,
    }
    .into())
}

/// A topic was found in place already. `today` is the civil date at the firm.
///
/// # Errors
/// `Unknown`: the topic is not due here. Beside their fields: `Missing` and `TooLong` of `evidence` and `checked_by`; `Missing` and
/// `InFuture` of `checked`.
pub fn in_place(
    rules: &Rules,
    state: &State,
    topic: &str,
    (evidence, checked, checked_by): (&str, Option<Date>, &str),
    acting: Acting,
    today: Date,
) -> Decided<Event> {
    let coverage = Coverage::of(rules, state);
    let due = due(&coverage, topic)?;
    let mut no = Refusals::default();
    no.text("evidence", evidence, true, MAX_TEXT);
    no.text("checked_by", checked_by, true, MAX_LINE);
    match checked {
        None => no.push("checked", Why::Missing),
        Some(day) if day > today => no.push("checked", Why::InFuture),
        Some(_) => {}
    }
    no.or(TopicInPlace {
        project: state.project.project,
        topic: topic.to_owned(),
        title: due.topic.title(acting.lang).to_owned(),
        evidence: evidence.trim().to_owned(),
        checked: checked.unwrap_or(today),
        checked_by: checked_by.trim().to_owned(),
        by: acting.by,
    }
    .into())
}

/// A topic does not concern this project, for a reason.
///
/// # Errors
/// `Unknown`: the topic is not due here. Beside `reason`: `Missing`, `TooLong`.
pub fn not_applicable(rules: &Rules, state: &State, topic: &str, reason: &str, acting: Acting) -> Decided<Event> {
    let coverage = Coverage::of(rules, state);
    let due = due(&coverage, topic)?;
    let mut no = Refusals::default();
    no.text("reason", reason, true, MAX_TEXT);
    no.or(TopicNotApplicable {
        project: state.project.project,
        topic: topic.to_owned(),
        title: due.topic.title(acting.lang).to_owned(),
        reason: reason.trim().to_owned(),
        by: acting.by,
    }
    .into())
}

/// A settled topic is open again.
///
/// # Errors
/// `Unknown`: the topic is not due here; `AlreadyDone`: it is open. Beside `reason`: `Missing`, `TooLong`.
pub fn reopen(rules: &Rules, state: &State, topic: &str, reason: &str, acting: Acting) -> Decided<Event> {
    let coverage = Coverage::of(rules, state);
    let due = due(&coverage, topic)?;
    if due.standing.is_open() {
        return Err(Refusal::whole(Why::AlreadyDone));
    }
    let mut no = Refusals::default();
    no.text("reason", reason, true, MAX_TEXT);
    no.or(TopicReopened {
        project: state.project.project,
        topic: topic.to_owned(),
        title: due.topic.title(acting.lang).to_owned(),
        reason: reason.trim().to_owned(),
        by: acting.by,
    }
    .into())
}

/// Something new is reported. `topics` are those it concerns besides what the catalogue says of `change`.
///
/// # Errors
/// Beside their fields: `Unknown` of `change` and `topics`, `TooMany` of `topics`, `Missing` of `topics` when nothing would be concerned;
/// `Missing` and `TooLong` of `text`; `Missing` and `InFuture` of `day`.
pub fn report(
    rules: &Rules,
    state: &State,
    change: &str,
    (day, text, mut topics): (Option<Date>, &str, Vec<String>),
    by: Person,
    today: Date,
) -> Decided<Event> {
    topics.sort();
    topics.dedup();
    let mut no = Refusals::default();
    match catalogue::change(change) {
        None => no.push("change", Why::Unknown),
        Some(known) if known.topics.is_empty() && !known.all => no.count("topics", topics.len(), 1, MAX_TOPICS),
        Some(_) => no.count("topics", topics.len(), 0, MAX_TOPICS),
    }
    if topics.iter().any(|topic| rules.topic(topic).is_none()) {
        no.push("topics", Why::Unknown);
    }
    no.text("text", text, true, MAX_TEXT);
    match day {
        None => no.push("day", Why::Missing),
        Some(day) if day > today => no.push("day", Why::InFuture),
        Some(_) => {}
    }
    no.or(ChangeReported {
        project: state.project.project,
        change: change.to_owned(),
        day: day.unwrap_or(today),
        text: text.trim().to_owned(),
        topics,
        by,
    }
    .into())
}

fn due<'c, 'a>(coverage: &'c Coverage<'a>, topic: &str) -> Decided<&'c Covered<'a>> {
    coverage.topic(topic).ok_or_else(|| Refusal::whole(Why::Unknown))
}
