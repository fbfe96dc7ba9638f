//! What the client needs and what the firm promised.

use app::pages::{self, PROMISE_STATES};
use app::{Form, Texts};
use axum::extract::Path;
use axum::response::Response;
use ledger::event::{NeedRecorded, PromiseRecorded, PromiseState};
use ledger::notice::{MAX_LINE, MAX_TEXT, Refusals};
use ledger::{Actor, Id};

use crate::holds;
use crate::projects::show;
use crate::store::{notices, projects};
use crate::web::{Adviser, Failure, Making, Posted, refuse, see};

pub async fn add_need(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let need = read_need(&mut form, adviser.t(), adviser.app.new_id(), project);
    if form.is_refused() {
        let (title, view) = show(&adviser, project, &form).await?;
        return Ok(adviser.again(&title, view));
    }
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    notices::project(&mut log, adviser.firm, project).await?;
    log.push(Actor::Member(adviser.id), need, &mut adviser.app.rng()).await?;
    let answer = once.answer(&mut log, format!("/projects/{project}"), "need_recorded").await?;
    log.commit().await?;
    Ok(answer)
}

fn read_need(form: &mut Form, t: Texts, need: Id, project: Id) -> NeedRecorded {
    let text = |name: &str| form.trimmed(name).to_owned();
    let need = NeedRecorded { need, project, text: text("need_text"), answer: text("need_answer") };
    let mut no = Refusals::default();
    no.text("need_text", &need.text, true, MAX_TEXT);
    no.text("need_answer", &need.answer, false, MAX_TEXT);
    refuse(form, t, no.0);
    need
}

pub async fn edit_need_page(adviser: Adviser, Path(need): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let need = projects::need(&mut tx, adviser.firm, need).await?;
    let mut form = Form::new();
    form.set("need_text", need.text).set("need_answer", need.answer);
    let t = adviser.t();
    let view = pages::edit_need(t, need.need, need.project, &form);
    Ok(adviser.page(
        t.project_need_edit(),
        holds::above(&mut tx, &adviser, &format!("project:{}", need.project), view).await?,
    ))
}

pub async fn edit_need(adviser: Adviser, Path(need): Path<Id>, Posted(mut form): Posted) -> Result<Response, Failure> {
    let t = adviser.t();
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    let before = projects::need(&mut log, adviser.firm, need).await?;
    let project = before.project;
    let after = read_need(&mut form, t, need, project);
    if form.is_refused() {
        return Ok(adviser.again(t.project_need_edit(), pages::edit_need(t, need, project, &form)));
    }
    // Saved unchanged, nothing happened that the log should keep.
    if after != before {
        log.push(Actor::Member(adviser.id), after, &mut adviser.app.rng()).await?;
        log.commit().await?;
    }
    Ok(see(format!("/projects/{project}"), "need_recorded"))
}

pub async fn add_promise(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let promise = read_promise(&mut form, adviser.t(), adviser.app.new_id(), project);
    if form.is_refused() {
        let (title, view) = show(&adviser, project, &form).await?;
        return Ok(adviser.again(&title, view));
    }
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    notices::project(&mut log, adviser.firm, project).await?;
    log.push(Actor::Member(adviser.id), promise, &mut adviser.app.rng()).await?;
    let answer = once.answer(&mut log, format!("/projects/{project}"), "promise_recorded").await?;
    log.commit().await?;
    Ok(answer)
}

/// Reads a new promise, which is open.
fn read_promise(form: &mut Form, t: Texts, promise: Id, project: Id) -> PromiseRecorded {
    let promise = PromiseRecorded {
        promise,
        project,
        text: form.trimmed("promise_text").to_owned(),
        source: form.trimmed("promise_source").to_owned(),
        state: PromiseState::Open,
        note: String::new(),
    };
    let mut no = Refusals::default();
    no.text("promise_text", &promise.text, true, MAX_TEXT);
    no.text("promise_source", &promise.source, true, MAX_LINE);
    refuse(form, t, no.0);
    promise
}

pub async fn edit_promise_page(adviser: Adviser, Path(promise): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let promise = projects::promise(&mut tx, adviser.firm, promise).await?;
    let state = PROMISE_STATES.iter().find(|(_, state)| *state == promise.state).map_or("", |(value, _)| value);
    let mut form = Form::new();
    form.set("promise_text", promise.text)
        .set("promise_source", promise.source)
        .set("promise_state", state)
        .set("promise_note", promise.note);
    let t = adviser.t();
    let view = pages::edit_promise(t, promise.promise, promise.project, &form);
    Ok(adviser.page(
        t.project_promise_edit(),
        holds::above(&mut tx, &adviser, &format!("project:{}", promise.project), view).await?,
    ))
}

pub async fn edit_promise(
    adviser: Adviser,
    Path(promise): Path<Id>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    let t = adviser.t();
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    let before = projects::promise(&mut log, adviser.firm, promise).await?;
    let project = before.project;
    let mut after = read_promise(&mut form, t, promise, project);
    after.note = form.trimmed("promise_note").to_owned();
    match PROMISE_STATES.iter().find(|(value, _)| *value == form.value("promise_state")) {
        Some((_, state)) => after.state = *state,
        None => drop(form.refuse("promise_state", t.error_choose())),
    }
    if after.state == PromiseState::Withdrawn && after.note.is_empty() {
        form.refuse("promise_note", t.project_promise_note_needed());
    }
    let mut no = Refusals::default();
    no.text("promise_note", &after.note, false, MAX_TEXT);
    refuse(&mut form, t, no.0);
    if form.is_refused() {
        return Ok(adviser.again(t.project_promise_edit(), pages::edit_promise(t, promise, project, &form)));
    }
    if after != before {
        log.push(Actor::Member(adviser.id), after, &mut adviser.app.rng()).await?;
        log.commit().await?;
    }
    Ok(see(format!("/projects/{project}"), "promise_recorded"))
}
