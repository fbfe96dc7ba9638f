//! What a project has to warn of, and what became of each: the survey, and what members say of a topic.

pub mod again;
pub mod heat;
pub mod own;
mod work;

use std::sync::Arc;

use app::pages::{self, CoveragePage, TopicPage};
use app::texts::local;
use app::{Form, Html};
use axum::extract::Path;
use axum::response::Response;
use jiff::tz::TimeZone;
use ledger::coverage::{self as rules, Acting, Coverage, Rules, State};
use ledger::event::{Date, Event, Person, Role, SurveyAnswer};
use ledger::notice::{Decided, Refusals, Why};
use ledger::{Actor, Id};

use crate::holds;
use crate::projects::read_date;
use crate::store::{Append, Tx, coverage};
use crate::web::{Adviser, Failure, Making, Member, Once, Posted, Reader, refuse, see};

/// The project as it stands, read inside `tx`.
pub async fn read(tx: &mut Tx, member: &Member, project: Id) -> Result<(Arc<Rules>, State, TimeZone), Failure> {
    let basis = coverage::basis(tx, member.firm).await?;
    let state = coverage::state(tx, member.firm, project, &basis.zone).await?;
    Ok((basis.rules, state, basis.zone))
}

/// What a handler decides on: the project as it stands under the lock of the log, and today at the firm. A form that was sent before ends here.
pub async fn under_lock(
    adviser: &Adviser,
    once: &Once,
    project: Id,
) -> Result<(Append, Arc<Rules>, State, Date), Failure> {
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    let (rules, state, zone) = read(&mut log, adviser, project).await?;
    let today = local(log.now(), &zone).date();
    Ok((log, rules, state, today))
}

pub fn acting(member: &Member) -> Acting {
    Acting { by: Person { member: member.id, name: member.name.clone() }, lang: member.lang }
}

pub use work::{leave_due, recompute};

/// Records what was decided under the lock of `log`, and leads on to the page `to`, which confirms `done`; none when it was refused: the
/// lock is gone then, and the refusals stand in the form.
pub async fn record(
    member: &Member,
    mut log: Append,
    once: &Once,
    decided: Decided<Event>,
    form: &mut Form,
    (to, done): (&str, &str),
) -> Result<Option<Response>, Failure> {
    match decided {
        Ok(event) if !form.is_refused() => {
            log.push(Actor::Member(member.id), event, &mut member.app.rng()).await?;
            let answer = once.answer(&mut log, to, done).await?;
            log.commit().await?;
            Ok(Some(answer))
        }
        decided => {
            refuse(form, member.t(), decided.err().unwrap_or_default());
            Ok(None)
        }
    }
}

pub async fn page(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let (rules, state, zone) = read(&mut tx, &reader, project).await?;
    let mut form = reader.form();
    for (question, (_, answer)) in &state.answers {
        form.set(pages::question_field(question), pages::answer_value(answer.answer));
    }
    let view = show(&mut tx, &reader, (&rules, &state, &zone), &form).await?;
    Ok(reader.page(reader.t().coverage(), view))
}

async fn show(
    tx: &mut Tx,
    member: &Member,
    (rules, state, zone): (&Rules, &State, &TimeZone),
    form: &Form,
) -> Result<Html, Failure> {
    let coverage = Coverage::of(rules, state);
    let page = CoveragePage {
        rules,
        state,
        again: again::today(rules, state, &coverage, local(member.now, zone).date()),
        coverage,
        drafted: again::drafted(tx, member, state.project.project).await?,
        contacts: again::names(tx, member, state.project.client).await?,
        editable: member.role != Role::Reader,
    };
    let view = pages::coverage(member.t(), &page, form);
    holds::above(tx, member, &format!("project:{}", state.project.project), view).await
}

/// The answers in the form that changed, refusing what is none. A question left empty is not answered, and an answer is not taken back by
/// leaving it empty.
pub fn answers(member: &Member, rules: &Rules, state: &State, form: &mut Form) -> Vec<Event> {
    let t = member.t();
    let mut events = Vec::new();
    for question in rules.questions(state) {
        let field = pages::question_field(&question.code);
        let value = form.value(&field);
        let Some(said) = SurveyAnswer::ALL.into_iter().find(|answer| pages::answer_value(*answer) == value) else {
            if !value.is_empty() {
                form.refuse(field, t.error_unknown());
            }
            continue;
        };
        if state.answers.get(&question.code).is_some_and(|(_, known)| known.answer == said) {
            continue;
        }
        match rules::answer(rules, state, &question.code, said, "", acting(member)) {
            Ok(event) => events.push(event),
            Err(_) => drop(form.refuse(field, t.error_unknown())),
        }
    }
    events
}

/// Records the answers that changed.
pub async fn answer(adviser: Adviser, Path(project): Path<Id>, Posted(mut form): Posted) -> Result<Response, Failure> {
    let t = adviser.t();
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    let (rules, state, zone) = read(&mut log, &adviser, project).await?;
    let events = answers(&adviser, &rules, &state, &mut form);
    if form.only_looks() || form.is_refused() {
        let view = show(&mut log, &adviser, (&rules, &state, &zone), &form).await?;
        return Ok(adviser.again(t.coverage(), view));
    }
    for event in events {
        log.push(Actor::Member(adviser.id), event, &mut adviser.app.rng()).await?;
    }
    log.commit().await?;
    Ok(see(format!("/projects/{project}/coverage"), "survey_answered"))
}

pub async fn topic(reader: Reader, Path((project, topic)): Path<(Id, String)>) -> Result<Response, Failure> {
    let (rules, state, zone) = read(&mut reader.app.db.read().await?, &reader, project).await?;
    let mut form = reader.form();
    form.set("checked", local(reader.now, &zone).date().to_string()).set("checked_by", &reader.name);
    let today = local(reader.now, &zone).date();
    let (title, view) = show_topic(&reader, (&rules, &state, today), &topic, &form).await?;
    Ok(reader.page(&title, view))
}

async fn show_topic(
    member: &Member,
    (rules, state, today): (&Rules, &State, Date),
    topic: &str,
    form: &Form,
) -> Result<(String, Html), Failure> {
    let coverage = Coverage::of(rules, state);
    let covered = coverage.topic(topic).ok_or(Failure::NotFound)?;
    let mut again = again::today(rules, state, &coverage, today);
    again.retain(|again| again.topic.code() == topic);
    let mut tx = member.app.db.read().await?;
    let page = TopicPage {
        rules,
        state,
        covered,
        again,
        drafted: again::drafted(&mut tx, member, state.project.project).await?,
        contacts: again::names(&mut tx, member, state.project.client).await?,
        editable: member.role != Role::Reader,
    };
    let view = pages::covered(member.t(), &page, form);
    Ok((covered.topic.title(member.lang).to_owned(), view))
}

/// Records that a topic is in place, not applicable, or open again.
pub async fn settle(
    adviser: Adviser,
    Path((project, topic)): Path<(Id, String)>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (log, rules, state, today) = under_lock(&adviser, &once, project).await?;
    let decided = decide(&adviser, &rules, &state, &topic, &mut form, today);
    let to = (&*format!("/projects/{project}/coverage"), "topic_settled");
    if let Some(answer) = record(&adviser, log, &once, decided, &mut form, to).await? {
        return Ok(answer);
    }
    let (title, view) = show_topic(&adviser, (&rules, &state, today), &topic, &form).await?;
    Ok(adviser.again(&title, view))
}

fn decide(
    adviser: &Adviser,
    rules: &Rules,
    state: &State,
    topic: &str,
    form: &mut Form,
    today: Date,
) -> Decided<Event> {
    let by = acting(adviser);
    match form.value("act") {
        "in_place" => {
            let checked = read_date(form, adviser.t(), "checked");
            let found = (form.value("evidence"), checked, form.value("checked_by"));
            rules::in_place(rules, state, topic, found, by, today)
        }
        "not_applicable" => rules::not_applicable(rules, state, topic, form.value("reason"), by),
        "reopen" => rules::reopen(rules, state, topic, form.value("reason"), by),
        _ => {
            let mut no = Refusals::default();
            no.push("", Why::Unknown);
            Err(no.0)
        }
    }
}
