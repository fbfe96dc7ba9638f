//! A contact's own data: what is held, the copy of it for that person, their request to erase it, and the decision on that.

mod found;
mod held;
mod outside;
mod paper;
mod view;

use app::texts::local;
use app::{Form, Texts};
use axum::extract::Path;
use axum::response::Response;
use jiff::tz::TimeZone;
use ledger::event::{
    DocumentClass, ErasureDecided, ErasureRequested, Event, EvidenceExported, Ground, Outcome, PayloadErased, Person,
};
use ledger::notice::{Refusal, Why};
use ledger::{Actor, Id, erasure as erasing, person as rules};

use crate::account::confirm_password;
use crate::documents::dossier;
use crate::erasure::traces::{self, Traces};
use crate::evidence::attachment;
use crate::store::{self, Append, Firm, clients, documents as made, erasure, files, firms, incoming, log, person};
use crate::web::{App, Failure, Making, Owner, Rate, refuse_in};

use found::Found;
pub use held::{Said, Saying};
pub use paper::{JOB, make};
use view::show;

pub async fn page(owner: Owner, Path(contact): Path<Id>) -> Result<Response, Failure> {
    let mut form = owner.form();
    let today = local(owner.now, &firms::zone(&mut owner.app.db.read().await?, owner.firm).await?).date();
    form.set("received", today.to_string());
    let view = show(&owner, contact, &form).await?;
    Ok(owner.page(owner.t().person_title(), view))
}

/// The copy of all that is held, made now.
pub async fn export(
    owner: Owner,
    Path(contact): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (app, firm, t) = (&owner.app, owner.firm, owner.t());
    let before = log::size(&mut app.db.read().await?, firm).await?;
    let drawn = match paper::copy(&owner, contact).await {
        Ok(drawn) => drawn,
        Err(paper::Refused::TooMany { most }) => {
            form.refuse("", t.person_too_many(most));
            let view = show(&owner, contact, &form).await?;
            return Ok(owner.again(t.person_title(), view));
        }
        Err(paper::Refused::Failed(failure)) => return Err(failure),
    };
    let mut log = app.db.append(firm, &app.clock).await?;
    // Not asked earlier: drawing must not hold the lock.
    once.first(&mut log).await?;
    if erasure::since(&mut log, firm, before).await? {
        // What was drawn may hold the text that is gone.
        return Err(Failure::TooMany { seconds: 1 });
    }
    files::record(&mut log, &app.files, &drawn.file).await?;
    let place = format!("/contacts/{contact}/data#{}", drawn.reference);
    let handed = EvidenceExported { class: drawn.class, about: contact, sha256: drawn.file.sha256 };
    log.push(Actor::Member(owner.id), drawn, &mut app.rng()).await?;
    log.push(Actor::Member(owner.id), handed, &mut app.rng()).await?;
    let answer = once.answer(&mut log, place, "person_made").await?;
    log.commit().await?;
    Ok(answer)
}

/// What was made for the person: the PDF, or the data attached to it.
pub async fn file(owner: Owner, Path((contact, document, form)): Path<(Id, Id, String)>) -> Result<Response, Failure> {
    let papers = made::about(&mut owner.app.db.read().await?, owner.firm, contact).await?;
    let made = papers.into_iter().find(|made| made.document == document).ok_or(Failure::NotFound)?;
    let media_type = match (form.as_str(), made.class) {
        ("pdf", _) => "application/pdf",
        ("json", DocumentClass::PersonalData) => "application/json",
        ("csv", DocumentClass::PersonalData) => "text/csv",
        _ => return Err(Failure::NotFound),
    };
    let bytes = owner.app.files.get(owner.firm, made.file.sha256).await?;
    if form == "pdf" {
        return Ok(attachment(&made.file.name, media_type, bytes));
    }
    let attached = tokio::task::spawn_blocking(move || dossier::attached(&bytes, media_type)).await;
    let attached = attached.map_err(|error| Failure::Internal(Box::new(error)))?.ok_or(Failure::NotFound)?;
    Ok(attachment(&format!("{}.{form}", made.reference), media_type, attached))
}

/// The page again, with what was refused.
async fn refused(
    owner: &Owner,
    contact: Id,
    form: &mut Form,
    zone: &TimeZone,
    refused: Vec<Refusal>,
) -> Result<Response, Failure> {
    refuse_in(zone, form, owner.t(), refused);
    form.forget("password");
    let view = show(owner, contact, form).await?;
    Ok(owner.again(owner.t().person_title(), view))
}

fn by(owner: &Owner) -> Person {
    Person { member: owner.id, name: owner.name.clone() }
}

/// Records a request to erase.
pub async fn request(
    owner: Owner,
    Path(contact): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (app, firm) = (&owner.app, owner.firm);
    clients::contact(&mut app.db.read().await?, firm, contact).await?;
    let received = crate::projects::read_date(&mut form, owner.t(), "received");
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let zone = firms::zone(&mut log, firm).await?;
    let before = rules::requests(person::asked(&mut log, firm, contact).await?);
    let (today, known) = (local(log.now(), &zone).date(), person::known(&mut log, firm, contact).await?);
    let asked = ErasureRequested {
        request: app.new_id(),
        contact,
        received: received.unwrap_or(today),
        way: form.value("way").to_owned(),
        checked: form.value("checked").to_owned(),
        due: today,
        by: by(&owner),
    };
    let decided = rules::request(&before, asked, local(known, &zone).date(), today);
    if received.is_none() {
        form.refuse("received", owner.t().error_missing());
    }
    match decided {
        Ok(asked) if !form.is_refused() => {
            log.push(Actor::Member(owner.id), asked, &mut app.rng()).await?;
            let answer = once.answer(&mut log, format!("/contacts/{contact}/data"), "person_requested").await?;
            log.commit().await?;
            Ok(answer)
        }
        other => {
            drop(log);
            refused(&owner, contact, &mut form, &zone, other.err().unwrap_or_default()).await
        }
    }
}

/// Extends the time for the answer.
pub async fn extend(
    owner: Owner,
    Path(contact): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (app, firm) = (&owner.app, owner.firm);
    clients::contact(&mut app.db.read().await?, firm, contact).await?;
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let zone = firms::zone(&mut log, firm).await?;
    let before = rules::requests(person::asked(&mut log, firm, contact).await?);
    let today = local(log.now(), &zone).date();
    match rules::extend(&before, form.value("reason"), by(&owner), today) {
        Ok(extended) => {
            log.push(Actor::Member(owner.id), extended, &mut app.rng()).await?;
            let answer = once.answer(&mut log, format!("/contacts/{contact}/data"), "person_extended").await?;
            log.commit().await?;
            Ok(answer)
        }
        Err(no) => {
            drop(log);
            refused(&owner, contact, &mut form, &zone, no).await
        }
    }
}

/// Decides: a second confirmation, then all of it in one transaction under the lock of the log.
pub async fn decide(
    owner: Owner,
    Path(contact): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (app, firm, t) = (&owner.app, owner.firm, owner.t());
    clients::contact(&mut app.db.read().await?, firm, contact).await?;
    owner.limit(Rate::SignIn)?;
    let seen = Found::read(&mut app.db.read().await?, firm, t, contact, owner.now).await?;
    let outcome = match form.value("outcome") {
        "erased" => Some(Outcome::Erased),
        "refused" => Some(Outcome::Refused),
        _ => None,
    };
    if outcome.is_none() {
        form.refuse("outcome", t.error_choose());
    }
    if form.value("confirm").is_empty() {
        form.refuse("confirm", t.erase_unconfirmed());
    }
    confirm_password(&owner, &mut form).await?;
    let chosen = outcome.unwrap_or(Outcome::Refused);
    let papers = seen.papers(app, firm, chosen).await?;
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let now = log.now();
    let found = Found::read(&mut log, firm, t, contact, now).await?;
    let order = found.order(chosen, form.value("why"), &papers, (app.new_id(), by(&owner)));
    let decided = rules::decide(&found.requests, order, found.held());
    let goes = outcome == Some(Outcome::Erased) && decided.is_ok() && !form.is_refused();
    let same = found.going() == seen.going();
    let decided = match goes && !(same && traces::still_of(app, &mut log, found.client.client, &papers.traces).await?) {
        true => Err(vec![Refusal::new("", Why::UnderWay)]),
        false => decided,
    };
    let decided = match decided {
        Ok(decided) if !form.is_refused() => decided,
        other => {
            drop(log);
            return refused(&owner, contact, &mut form, &seen.zone, other.err().unwrap_or_default()).await;
        }
    };
    let name_in = match goes {
        true => erase(app, &mut log, t, &found, &decided, papers.traces).await?,
        false => None,
    };
    let decided = ErasureDecided { name_in, ..decided };
    paper::leave(&mut log, contact, decided.document).await?;
    log.push(Actor::Member(owner.id), decided, &mut app.rng()).await?;
    let answer = once.answer(&mut log, format!("/contacts/{contact}/data"), "person_decided").await?;
    log.commit().await?;
    // A crash from here on leaves the jobs, and the request decided.
    app.notices.forget();
    app.kept.forget();
    Ok(answer)
}

/// Takes what may go: the person's record is replaced by one that says no more than what is kept, and its versions are erased; then working rows.
/// Returns where the name alone is recorded again, if it is.
async fn erase(
    app: &App,
    log: &mut Append,
    t: Texts,
    found: &Found,
    decided: &ErasureDecided,
    traces: Traces,
) -> Result<Option<u64>, Failure> {
    let (firm, now, actor, contact) = (log.firm(), log.now(), Actor::Member(decided.by.member), decided.contact);
    let subject = format!("contact:{contact}");
    let mut name_in = None;
    if !found.going().is_empty() {
        let place = log.push(actor, rules::reduced(&found.contact, found.shown), &mut app.rng()).await?;
        name_in = found.leaves_name().then_some(place);
    }
    let mut files = traces.files.clone();
    let about = log::about(log, firm, &subject).await?;
    let entries = about.iter().map(|stored| Ok((stored.index, stored.time, stored.event()?)));
    let entries: Vec<erasing::Stored> = entries.collect::<Result<_, store::Error>>()?;
    let note = t.person_erasure_note(asked_in(log, firm, decided).await? + 1);
    for (at, place) in found.going().into_iter().enumerate() {
        let command =
            erasing::Erase { entry: place, ground: Ground::Request, note: note.clone(), by: decided.by.clone() };
        let erased = erasing::erase(&subject, &entries, command, false, now)
            .map_err(|no| Failure::internal(format!("entry {place} cannot be erased: {no:?}")))?;
        // The files stand in the first.
        let gone = if at == 0 { traces.files.clone() } else { Vec::new() };
        log.erase(actor, PayloadErased { files: gone, ..erased }, &mut app.rng()).await?;
    }
    for sha256 in &traces.files {
        files::forget(log, firm, *sha256).await?;
    }
    for (class, notice) in &traces.made_again {
        crate::notices::paper::queue_again(log, app, *class, *notice).await?;
    }
    for (draft, _) in &found.drafts {
        person::leave_out(log, firm, draft, contact, now).await?;
    }
    for mail in &found.unplaced {
        let (message, _) = incoming::one(log, firm, mail.incoming).await?;
        incoming::erase(log, firm, mail.incoming, now).await?;
        if let Some(sha256) = message.sha256
            && !erasure::is_shared(log, firm, i64::MAX as u64, sha256).await?
        {
            files::forget(log, firm, sha256).await?;
            files.push(sha256);
        }
    }
    let mails = found.outbox.iter().map(|mail| mail.mail).chain(traces.mails).collect();
    crate::erasure::leave(log, &format!("person {}", decided.document), files, mails).await?;
    Ok(name_in)
}

/// The place in the log of the request that is decided.
async fn asked_in(log: &mut Append, firm: Firm, decided: &ErasureDecided) -> Result<u64, Failure> {
    for stored in log::about(log, firm, &format!("person:{}", decided.contact)).await? {
        if matches!(stored.event()?, Some(Event::ErasureRequested(e)) if e.request == decided.request) {
            return Ok(stored.index);
        }
    }
    Err(Failure::internal("a request that is decided is not recorded"))
}
