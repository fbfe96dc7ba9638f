//! From the confirmation to the last notice. One job per project, each in one transaction: whoever is faster issues the notice, and
//! every other one, after a kill, on another server or after a second order, finds it issued.

use app::Texts;
use app::pages::{self, BulkPage, ConfirmBulk};
use axum::extract::Path;
use axum::response::Response;
use ledger::notice::{Refusal, Why};
use ledger::{Id, Time, sha256};
use serde::{Deserialize, Serialize};

use crate::jobs::{Failed, Next};
use crate::notices::issue::{Outcome, issue_draft};
use crate::store::bulk::{self, Item, Refused};
use crate::store::jobs::{self, Job};
use crate::store::{self, Append, drafts};
use crate::web::{Adviser, App, Failure, Making, Posted, refuse, see};

use super::view;

/// Kind of the job that issues the notice of one project.
pub const JOB: &str = "bulk";
/// Time between two notices, milliseconds: ten a second. Jobs go in the order in which they are due, so a code that somebody waits for
/// goes between them.
const STEP: i64 = 100;

/// What was ordered.
#[derive(Serialize, Deserialize)]
struct Order {
    bulk: Id,
    project: Id,
}

/// Of all that is about to be confirmed.
fn fingerprint(page: &BulkPage) -> String {
    let lines: String = page.ready().map(|item| format!("{} {:?}\n", item.project, item.seen)).collect();
    sha256(lines.as_bytes()).to_string()
}

pub async fn page(adviser: Adviser, Path(id): Path<Id>) -> Result<Response, Failure> {
    let page = view(&mut adviser.app.db.read().await?, &adviser, id, false).await?;
    let t = adviser.t();
    let confirm = ConfirmBulk { seen: fingerprint(&page), page };
    Ok(adviser.page(t.bulk_issue_title(), pages::confirm_bulk(t, &confirm, &adviser.form())))
}

/// Confirms what was seen: from the commit on it goes by itself.
pub async fn order(adviser: Adviser, Path(id): Path<Id>, Making(mut form, once): Making) -> Result<Response, Failure> {
    let (firm, t) = (adviser.firm, adviser.t());
    let mut log = adviser.app.db.append(firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    let page = view(&mut log, &adviser, id, false).await?;
    let seen = fingerprint(&page);
    if page.ready().next().is_none() {
        form.refuse("", t.bulk_nothing_ready());
    } else if form.value("seen") != seen {
        form.refuse("", t.preview_changed());
    } else if form.value("sure") != "yes" {
        refuse(&mut form, t, vec![Refusal::new("sure", Why::Missing)]);
    }
    if form.is_refused() {
        let view = pages::confirm_bulk(t, &ConfirmBulk { page, seen }, &form);
        return Ok(adviser.again(t.bulk_issue_title(), view));
    }
    for item in page.ready() {
        if let Some(seen) = &item.seen {
            bulk::order(&mut log, firm, id, item.project, seen).await?;
        }
    }
    go_on(&mut log, &adviser, id).await?;
    let answer = once.answer(&mut log, format!("/bulk/{id}"), "bulk_ordered").await?;
    log.commit().await?;
    Ok(answer)
}

/// Leaves a job for each item that waits, in the name of whoever lets it go on.
async fn go_on(log: &mut Append, adviser: &Adviser, id: Id) -> Result<(), Failure> {
    let (firm, now) = (log.firm(), log.now());
    let run = bulk::run(log, firm, id, adviser.id).await?;
    let mut at: Time = now;
    for item in bulk::items(log, firm, id).await?.into_iter().filter(Item::waits) {
        at = at.plus_millis(STEP);
        let (key, order) = (format!("{id}/{}/{run}", item.project), Order { bulk: id, project: item.project });
        let payload = serde_json::to_vec(&order).map_err(store::Error::damaged)?;
        jobs::add(log, firm, JOB, &key, &payload, now, at).await?;
    }
    Ok(())
}

/// Stops the run, or lets it go on.
pub async fn hold(adviser: Adviser, Path(id): Path<Id>, Posted(form): Posted) -> Result<Response, Failure> {
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    let run = bulk::get(&mut log, adviser.firm, id).await?;
    let done = match (form.value("do"), run.stopped) {
        ("stop", None) => {
            bulk::stop(&mut log, adviser.firm, id, adviser.now).await?;
            "bulk_stopped"
        }
        ("resume", Some(_)) => {
            go_on(&mut log, &adviser, id).await?;
            "bulk_resumed"
        }
        _ => "",
    };
    log.commit().await?;
    Ok(see(format!("/bulk/{id}"), done))
}

/// The job [`JOB`].
pub async fn work(app: &App, job: &Job) -> Result<Next, Failed> {
    let Order { bulk: id, project } = serde_json::from_slice(&job.payload)?;
    let mut log = app.db.append(job.firm, &app.clock).await?;
    let (run, item) = match bulk::item(&mut log, job.firm, id, project).await {
        Ok(item) => (bulk::get(&mut log, job.firm, id).await?, item),
        Err(store::Error::Missing) => return Ok(Next::Done),
        Err(error) => return Err(error.into()),
    };
    // Under the lock: issued, stopped, refused or left out meanwhile. Whoever lets a stopped run go on leaves another job.
    let Some(seen) = item.seen.as_ref().filter(|_| item.waits() && run.stopped.is_none()) else {
        return Ok(Next::Done);
    };
    let draft = drafts::notice(&mut log, job.firm, item.notice).await?;
    let refused = match bulk::author(&mut log, job.firm, run.author).await? {
        None => Some(Refused::Author),
        Some((author, lang)) => match issue_draft(app, &mut log, Texts(lang), &draft, author, seen).await? {
            Outcome::Issued => None,
            Outcome::Changed => Some(Refused::Changed),
            Outcome::Refused => Some(Refused::Rules),
        },
    };
    if let Some(why) = refused {
        bulk::refuse(&mut log, job.firm, id, project, why).await?;
    }
    // A crash before this commit leaves the item waiting and the job to be done again; after it, the notice, and nothing to be done.
    log.commit().await?;
    Ok(Next::Done)
}
