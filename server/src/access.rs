//! Access of outsiders, for the firm: the list, granting, sending the link again, revoking, and what each reader opened.

use app::pages::{self, AccessLine, AccessPageView, AccessUse, GrantChoice};
use app::texts::local;
use app::{Form, Html};
use axum::extract::Path;
use axum::response::Response;
use jiff::tz::TimeZone;
use ledger::access::{self as rules, Grant};
use ledger::event::{AccessLinked, AccessSort, Date, Event, Outsider, Person, Role};
use ledger::{Actor, Id, Lang, Time, sha256};

use crate::projects::read_date;
use crate::store::access::{self, Access};
use crate::store::{Append, Tx, clients, firms, log, notices};
use crate::web::{App, Failure, Making, Member, Owner, Reader, refuse_in};
use crate::{erasure, holds, mail};

/// A grant as pages show it.
pub fn line(access: &Access, over: Vec<(String, String)>, used: Option<Time>, now: Time) -> AccessLine {
    AccessLine {
        access: access.access,
        to: access.to.clone(),
        sort: access.sort,
        over,
        last: access.last,
        reason: access.reason.clone(),
        granted: (access.granted, access.granted_by.clone()),
        revoked: access.revoked.clone(),
        ended: access.ended(now).is_some(),
        destroyed: None,
        used,
    }
}

/// Above the page of a project or a client: who outside reads it.
pub async fn above(tx: &mut Tx, member: &Member, about: &str, view: Html) -> Result<Html, Failure> {
    let readers = access::readers(tx, member.firm, about, Some(member.now)).await?;
    let readers = readers.iter().map(|access| line(access, vec![], None, member.now)).collect();
    Ok(pages::read_outside(member.t(), readers, member.role == Role::Owner, about, view))
}

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let zone = firms::zone(&mut tx, reader.firm).await?;
    let mut lines = Vec::new();
    for (access, used) in access::list(&mut tx, reader.firm).await? {
        let over = access::over(&mut tx, reader.firm, access.access).await?;
        let destroyed = access::destroyed(&mut tx, reader.firm, access.access).await?;
        lines.push(AccessLine { destroyed, ..line(&access, over, used, reader.now) });
    }
    // Those that stand in front.
    lines.sort_by_key(|line| line.ended || line.destroyed.is_some());
    let owner = reader.role == Role::Owner;
    Ok(reader.page(reader.t().accesses(), pages::accesses(reader.t(), lines, owner, &zone)))
}

/// What can be granted, and the days between which the last one lies.
async fn choice(tx: &mut Tx, owner: &Owner) -> Result<(GrantChoice, Date), Failure> {
    let zone = firms::zone(tx, owner.firm).await?;
    let today = local(owner.now, &zone).date();
    let mut clients: Vec<pages::GrantClient> = Vec::new();
    for (client, name, project) in access::choices(tx, owner.firm).await? {
        if clients.last().is_none_or(|last| last.client != client) {
            clients.push(pages::GrantClient { client, name, projects: vec![] });
        }
        if let (Some(last), Some(project)) = (clients.last_mut(), project) {
            last.projects.push(project);
        }
    }
    Ok((GrantChoice { clients, today, latest: rules::latest(today) }, today))
}

pub async fn new_page(owner: Owner) -> Result<Response, Failure> {
    let mut tx = owner.app.db.read().await?;
    let (choice, _) = choice(&mut tx, &owner).await?;
    let lang = firms::get(&mut tx, owner.firm).await?.lang;
    let mut form = owner.form();
    form.set("lang", lang.as_str()).set("sort", "lawyer").set("over", owner.query("over"));
    Ok(owner.page(owner.t().access_new(), pages::grant_access(owner.t(), &choice, &form)))
}

/// The end of a day, by the calendar of the firm: the first moment of the next one.
pub fn end_of(day: Date, zone: &TimeZone) -> Time {
    let midnight = day.tomorrow().ok().map(|next| zone.to_ambiguous_zoned_datetime(next.at(0, 0, 0, 0)));
    let next = midnight.and_then(|midnight| midnight.compatible().ok());
    next.map_or(Time::MAX, |next| Time(next.timestamp().as_millisecond()))
}

/// What the form asks for.
async fn command(log: &mut Append, owner: &Owner, form: &mut Form, zone: &TimeZone) -> Result<Grant, Failure> {
    let (t, text) = (owner.t(), |form: &Form, name: &str| form.trimmed(name).to_owned());
    let lang: Option<Lang> = form.value("lang").parse().ok();
    if lang.is_none() {
        form.refuse("lang", t.error_choose());
    }
    let mut over: Vec<String> = form.all("over").iter().filter(|about| !about.is_empty()).cloned().collect();
    over.sort();
    over.dedup();
    for about in &over {
        let (word, id) = about.split_once(':').unwrap_or_default();
        let id: Id = id.parse().map_err(|_| Failure::NotFound)?;
        // What is not there is not found: nobody sends such a form by hand.
        match word {
            "client" => drop(clients::get(log, owner.firm, id).await?),
            "project" => drop(notices::project(log, owner.firm, id).await?),
            _ => return Err(Failure::NotFound),
        }
    }
    let last = read_date(form, t, "last");
    let sort = AccessSort::ALL.into_iter().find(|sort| pages::sort_value(*sort) == form.value("sort"));
    Ok(Grant {
        access: owner.app.new_id(),
        to: Outsider {
            name: text(form, "name"),
            office: text(form, "office"),
            email: text(form, "email").to_lowercase(),
            lang: lang.unwrap_or(owner.lang),
        },
        sort,
        over,
        last,
        until: last.map_or(Time(0), |last| end_of(last, zone)),
        reason: text(form, "reason"),
        by: Person { member: owner.id, name: owner.name.clone() },
    })
}

pub async fn grant(owner: Owner, Making(mut form, once): Making) -> Result<Response, Failure> {
    let (app, firm, t) = (&owner.app, owner.firm, owner.t());
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let zone = firms::zone(&mut log, firm).await?;
    let command = command(&mut log, &owner, &mut form, &zone).await?;
    let unreadable = form.error("last").is_some();
    match rules::grant(command, local(log.now(), &zone).date()) {
        Ok(granted) if !form.is_refused() => {
            let access = granted.access;
            log.push(Actor::Member(owner.id), granted, &mut app.rng()).await?;
            send(app, &mut log, owner.id, access).await?;
            let answer = once.answer(&mut log, format!("/access/{access}"), "access_granted").await?;
            log.commit().await?;
            Ok(answer)
        }
        decided => {
            let (choice, _) = choice(&mut log, &owner).await?;
            drop(log);
            let mut refusals = decided.err().unwrap_or_default();
            // A day that is none says so already.
            refusals.retain(|refusal| !(unreadable && refusal.field == "last"));
            refuse_in(&zone, &mut form, t, refusals);
            Ok(owner.again(t.access_new(), pages::grant_access(t, &choice, &form)))
        }
    }
}

/// A new link, by mail, in the name of member `by`; earlier ones stop working.
pub async fn send(app: &App, log: &mut Append, by: Id, access: Id) -> Result<(), Failure> {
    let token = app.random_text::<32>();
    let (firm, now) = (log.firm(), log.now());
    access::link(log, firm, access, sha256(token.as_bytes()), now).await?;
    let granted = access::get(log, firm, access).await?;
    let over = access::over(log, firm, access).await?;
    Ok(mail::queue_access(log, app, by, &granted, over, &token).await?)
}

pub async fn show(reader: Reader, Path(access): Path<Id>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let view = one(&mut tx, &reader, access, &reader.form()).await?;
    Ok(reader.page(reader.t().access(), view))
}

async fn one(tx: &mut Tx, member: &Member, access: Id, form: &Form) -> Result<Html, Failure> {
    let (firm, t) = (member.firm, member.t());
    let zone = firms::zone(tx, firm).await?;
    let granted = access::get(tx, firm, access).await?;
    let over = access::over(tx, firm, access).await?;
    let mut uses = Vec::new();
    let mut last = None;
    for stored in log::about(tx, firm, &format!("access:{access}")).await? {
        let event = stored.event()?;
        let erase = erasure::link(member, &stored.subject, stored.index, event.as_ref());
        let (what, href, device) = match &event {
            Some(Event::AccessUsed(e)) => {
                last = Some(stored.time);
                (t.access_used_words(e), pages::used_href(e), e.device.ip.clone())
            }
            Some(Event::PayloadErased(e)) => {
                (t.erased_sentence(e, &t.date(local(stored.time, &zone).date())), None, String::new())
            }
            Some(event) => (t.event(event.kind()).unwrap_or_default().to_owned(), None, String::new()),
            None => (t.trail_erased(t.event(&stored.kind).unwrap_or_default()), None, String::new()),
        };
        let used = stored.kind == "access.used";
        uses.push(AccessUse { index: stored.index, at: stored.time, what, href, device, used, erase });
    }
    let destroyed = access::destroyed(tx, firm, access).await?;
    let line = AccessLine { destroyed, ..line(&granted, over, last, member.now) };
    let page = AccessPageView { line, uses, owner: member.role == Role::Owner, now: member.now, zone };
    holds::above(tx, member, &format!("access:{access}"), pages::access(t, &page, form)).await
}

/// The mail was lost, or the link forwarded: a new one, to the address on record.
pub async fn send_link(
    owner: Owner,
    Path(access): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (app, firm, t) = (&owner.app, owner.firm, owner.t());
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    if access::get(&mut log, firm, access).await?.ended(log.now()).is_some() {
        form.refuse("", t.error_already_done());
        let view = one(&mut log, &owner, access, &form).await?;
        return Ok(owner.again(t.access(), view));
    }
    let by = Person { member: owner.id, name: owner.name.clone() };
    log.push(Actor::Member(owner.id), AccessLinked { access, by }, &mut app.rng()).await?;
    send(app, &mut log, owner.id, access).await?;
    let answer = once.answer(&mut log, format!("/access/{access}"), "access_link_sent").await?;
    log.commit().await?;
    Ok(answer)
}

pub async fn revoke_page(owner: Owner, Path(access): Path<Id>) -> Result<Response, Failure> {
    let mut tx = owner.app.db.read().await?;
    let view = revoking(&mut tx, &owner, access, &owner.form()).await?;
    Ok(owner.page(owner.t().access_revoke(), view))
}

async fn revoking(tx: &mut Tx, owner: &Owner, access: Id, form: &Form) -> Result<Html, Failure> {
    let granted = access::get(tx, owner.firm, access).await?;
    let zone = firms::zone(tx, owner.firm).await?;
    let over = access::over(tx, owner.firm, access).await?;
    let used = access::list(tx, owner.firm).await?.into_iter().find(|(one, _)| one.access == access);
    let line = line(&granted, over, used.and_then(|(_, used)| used), owner.now);
    Ok(pages::revoke_access(owner.t(), &line, &zone, form))
}

/// At once: whatever the reader asks for next is answered by the page that says so.
pub async fn revoke(owner: Owner, Path(access): Path<Id>, Making(mut form, once): Making) -> Result<Response, Failure> {
    let (app, firm, t) = (&owner.app, owner.firm, owner.t());
    // Under the lock: of two owners at once, the second is told that it is revoked.
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let granted = access::get(&mut log, firm, access).await?;
    let by = Person { member: owner.id, name: owner.name.clone() };
    let ended = granted.ended(log.now()).is_some();
    if !ended && form.value("confirm").is_empty() {
        form.refuse("confirm", t.access_revoke_unconfirmed());
    }
    match rules::revoke(access, ended, form.value("reason"), by) {
        Ok(revoked) if !form.is_refused() => {
            let now = log.now();
            log.push(Actor::Member(owner.id), revoked, &mut app.rng()).await?;
            access::close(&mut log, firm, access, now).await?;
            mail::queue_access_revoked(&mut log, app, owner.id, &granted).await?;
            let answer = once.answer(&mut log, format!("/access/{access}"), "access_revoked").await?;
            log.commit().await?;
            Ok(answer)
        }
        decided => {
            let zone = firms::zone(&mut log, firm).await?;
            refuse_in(&zone, &mut form, t, decided.err().unwrap_or_default());
            let view = revoking(&mut log, &owner, access, &form).await?;
            Ok(owner.again(t.access_revoke(), view))
        }
    }
}
