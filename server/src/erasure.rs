//! Erasing the content of an entry: what goes and what stays, a second confirmation, and the job that removes the bytes.

pub mod readers;
pub mod traces;
mod work;

use app::Form;
use app::pages::{self, ErasePage};
use app::parts::EntryAt;
use axum::extract::Path;
use axum::response::Response;
use ledger::erasure::{self as rules, Erase};
use ledger::event::{Event, Ground, PayloadErased, Person, Role};
use ledger::notice::{Decided, Why};
use ledger::{Actor, Id};
use serde_json::Value;

use crate::account::confirm_password;
use crate::store::log::Stored;
use crate::store::{Tx, access, accounts, clients, erasure, files, firms, holds, log};
use crate::web::{Failure, Making, Member, Owner, Rate, refuse_in};

use traces::Traces;
pub use work::{JOB, leave, remove};

/// The entry, for a link to the page, if the member may erase what its kind holds.
pub fn link(member: &Member, subject: &str, index: u64, event: Option<&Event>) -> Option<EntryAt> {
    let may = member.role == Role::Owner && event.is_some_and(|event| event.remains().is_ok());
    may.then(|| EntryAt { subject: subject.to_owned(), index })
}

/// The entry of this address; another firm's is not found.
async fn entry(owner: &Owner, at: &EntryAt) -> Result<Stored, Failure> {
    let stored = log::entry(&mut owner.app.db.read().await?, owner.firm, at.index).await?;
    if stored.subject == at.subject { Ok(stored) } else { Err(Failure::NotFound) }
}

pub async fn page(owner: Owner, Path((subject, index)): Path<(String, u64)>) -> Result<Response, Failure> {
    let stored = entry(&owner, &EntryAt { subject, index }).await?;
    let view = show(&owner, &stored, &owner.form()).await?;
    let view = crate::holds::above(&mut owner.app.db.read().await?, &owner, &stored.subject, view).await?;
    Ok(owner.page(owner.t().erase_title(), view))
}

async fn show(owner: &Owner, stored: &Stored, form: &Form) -> Result<app::Html, Failure> {
    let (t, firm) = (owner.t(), owner.firm);
    let mut tx = owner.app.db.read().await?;
    let back = back(&mut tx, owner, &stored.subject).await?;
    let zone = firms::zone(&mut tx, firm).await?;
    let tried = Form::new();
    let refused = decide(&mut tx, owner, stored, &tried, owner.now).await?.err().unwrap_or_default();
    let whole = refused.iter().find(|refusal| refusal.field.is_empty()).map(|refusal| refusal.why);
    let said = match whole {
        Some(Why::AlreadyDone) => erasure::said(&mut tx, firm, stored.index).await?,
        _ => None,
    };
    let said = match said.map(|said| Ok::<_, Failure>((said.time, said.event()?))).transpose()? {
        Some((at, Some(Event::PayloadErased(erased)))) => Some((at, erased)),
        _ => None,
    };
    let by = actor(&mut tx, owner, stored).await?;
    drop(tx);
    let event = stored.event()?;
    let found = match (&event, whole) {
        (Some(_), None) => traces::find(owner, stored).await?,
        _ => Traces::default(),
    };
    let mut tx = owner.app.db.read().await?;
    let readers = found.of_readers(&mut tx, firm).await?;
    let notes = match of_grant(stored) {
        Some(access) => Some(access::count_notes(&mut tx, firm, access).await?),
        None => None,
    };
    drop(tx);
    let page = ErasePage {
        entry: EntryAt { subject: stored.subject.clone(), index: stored.index },
        kind: t.event(&stored.kind).unwrap_or(&stored.kind).to_owned(),
        at: stored.time,
        by,
        texts: event.as_ref().map(texts).unwrap_or_default(),
        refused: whole.map(|why| t.why(why, &zone)),
        said,
        zone,
        back,
        file: found.file.as_ref().map(|file| file.name.clone()),
        shared: found.shared,
        documents: found.documents.iter().map(|document| document.file.name.clone()).chain(found.sent).collect(),
        made_again: !found.made_again.is_empty(),
        bundles: found.bundles.iter().map(|(_, made)| *made).collect(),
        readers,
        notes,
        files: found.files.len() as u64,
        mails: found.mails.len() as u64,
        remains: event.is_some_and(|event| matches!(event.remains(), Ok(Some(_)))),
    };
    Ok(pages::erase(t, &page, form))
}

/// The grant of which this entry is the text: what belongs to it goes too.
fn of_grant(stored: &Stored) -> Option<&str> {
    let (_, access) = stored.subject.split_once(':')?;
    (stored.kind == "access.granted").then_some(access)
}

/// The page of what the entry is about.
async fn back(tx: &mut Tx, owner: &Owner, subject: &str) -> Result<String, Failure> {
    Ok(match subject.split_once(':').unwrap_or_default() {
        ("contact", id) => {
            let contact: Id = id.parse().map_err(|_| Failure::NotFound)?;
            format!("/clients/{}", clients::contact(tx, owner.firm, contact).await?.client)
        }
        (word @ ("client" | "project" | "notice"), id) => format!("/{word}s/{id}"),
        ("access", id) => format!("/access/{id}"),
        _ => "/firm".to_owned(),
    })
}

/// Who recorded it, by the name that they have now.
async fn actor(tx: &mut Tx, owner: &Owner, stored: &Stored) -> Result<String, Failure> {
    Ok(match stored.actor()? {
        Actor::System => owner.t().trail_by_system().to_owned(),
        Actor::Member(id) => accounts::member(tx, owner.firm, id).await?.name,
        Actor::Contact(id) => clients::contact(tx, owner.firm, id).await?.name,
    })
}

/// The texts that go: those which what remains does not have.
fn texts(event: &Event) -> Vec<String> {
    let mut found: Vec<String> = event.proof().map(|file| file.name.clone()).into_iter().collect();
    let Ok(Some(remains)) = event.remains() else { return found };
    let value = |event: &Event| serde_json::to_value(event).expect("events hold only what JSON can hold");
    differing(&value(event), &value(&remains), &mut found);
    found
}

fn differing(before: &Value, after: &Value, found: &mut Vec<String>) {
    match (before, after) {
        (Value::String(before), Value::String(after)) if before != after => found.push(before.clone()),
        (Value::Object(before), Value::Object(after)) => {
            before.iter().for_each(|(name, value)| differing(value, &after[name], found));
        }
        (Value::Array(before), Value::Array(after)) => {
            before.iter().zip(after).for_each(|(before, after)| differing(before, after, found));
        }
        _ => {}
    }
}

fn ground(form: &Form) -> Option<Ground> {
    Ground::ALL.into_iter().find(|ground| pages::ground_value(*ground) == form.value("ground"))
}

/// What the rules say, on the entries about the same thing as `tx` sees them.
async fn decide(
    tx: &mut Tx,
    owner: &Owner,
    stored: &Stored,
    form: &Form,
    now: ledger::Time,
) -> Result<Decided<PayloadErased>, Failure> {
    let about = log::about(tx, owner.firm, &stored.subject).await?;
    let entries = about.iter().map(|stored| Ok((stored.index, stored.time, stored.event()?)));
    let entries: Vec<rules::Stored> = entries.collect::<Result<_, crate::store::Error>>()?;
    let by = Person { member: owner.id, name: owner.name.clone() };
    let ground = ground(form).unwrap_or(Ground::Mistake);
    let command = Erase { entry: stored.index, ground, note: form.value("note").to_owned(), by };
    let held = !holds::over(tx, owner.firm, &stored.subject).await?.is_empty();
    Ok(rules::erase(&stored.subject, &entries, command, held, now))
}

/// What only this page asks: a ground, the sentence ticked, the password typed again.
async fn confirm(owner: &Owner, form: &mut Form) -> Result<(), Failure> {
    let t = owner.t();
    if ground(form).is_none() {
        form.refuse("ground", t.error_choose());
    }
    if form.value("confirm").is_empty() {
        form.refuse("confirm", t.erase_unconfirmed());
    }
    confirm_password(owner, form).await
}

pub async fn submit(
    owner: Owner,
    Path((subject, index)): Path<(String, u64)>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    owner.limit(Rate::SignIn)?;
    let (app, firm) = (&owner.app, owner.firm);
    let stored = entry(&owner, &EntryAt { subject, index }).await?;
    confirm(&owner, &mut form).await?;
    let found = traces::find(&owner, &stored).await?;
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let now = log.now();
    let decided = decide(&mut log, &owner, &stored, &form, now).await?;
    let zone = firms::zone(&mut log, firm).await?;
    if decided.is_ok() && !traces::still(&owner, &mut log, &stored, &found).await? {
        form.refuse("", owner.t().why(Why::UnderWay, &zone));
    }
    let erased = match decided {
        Ok(erased) if !form.is_refused() => erased,
        other => {
            drop(log);
            refuse_in(&zone, &mut form, owner.t(), other.err().unwrap_or_default());
            form.forget("password");
            let view = show(&owner, &stored, &form).await?;
            return Ok(owner.again(owner.t().erase_title(), view));
        }
    };
    let back = back(&mut log, &owner, &stored.subject).await?;
    let erased = PayloadErased { files: found.files.clone(), ..erased };
    log.erase(Actor::Member(owner.id), erased, &mut app.rng()).await?;
    if let Some(access) = of_grant(&stored) {
        access::forget(&mut log, firm, access).await?;
    }
    for sha256 in &found.files {
        files::forget(&mut log, firm, *sha256).await?;
    }
    for (class, notice) in &found.made_again {
        crate::notices::paper::queue_again(&mut log, app, *class, *notice).await?;
    }
    work::leave(&mut log, &index.to_string(), found.files, found.mails).await?;
    let answer = once.answer(&mut log, back, "erased").await?;
    log.commit().await?;
    // A crash from here on leaves the job, and the entry erased.
    app.notices.forget();
    app.kept.forget();
    Ok(answer)
}
