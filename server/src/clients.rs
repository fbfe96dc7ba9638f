//! Clients and their contacts.

use app::pages::{self, ClientLine, ClientPage};
use app::parts::Moment;
use app::texts::local;
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::response::Response;
use jiff::tz::TimeZone;
use ledger::event::{Authority, ClientRecorded, ContactRecorded, Event, Role};
use ledger::notice::{MAX_LINE, Refusals, Why, is_email};
use ledger::{Actor, Id, Lang, Time, person};

use crate::firm::{fill_party, read_party};
use crate::holds;
use crate::store::log::Stored;
use crate::store::notices::{Of, notice_lines};
use crate::store::{Paging, bulk, clients, erasure, firms, incoming};
use crate::web::{Adviser, Failure, Making, Posted, Reader, refuse, see};

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let place = reader.kept(("clients", reader.firm, reader.log, reader.role), &[]);
    if let Some(page) = place.page() {
        return Ok(page);
    }
    let mut tx = reader.app.db.read().await?;
    let (listed, Paging { page, pages }) = clients::list(&mut tx, reader.firm, &reader.query("page")).await?;
    let line = |c: clients::Counted| ClientLine {
        client: c.client,
        name: c.name,
        projects: c.projects,
        open: c.open,
        held: c.held,
    };
    let lines = listed.into_iter().map(line).collect();
    let view = pages::clients(reader.t(), lines, page, pages, reader.role != Role::Reader);
    Ok(place.keep(reader.t().nav_clients(), view))
}

pub async fn show(reader: Reader, Path(client): Path<Id>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let recorded = clients::get(&mut tx, reader.firm, client).await?;
    let zone = firms::zone(&mut tx, reader.firm).await?;
    let contacts = clients::contacts(&mut tx, reader.firm, client).await?;
    let entries = erasure::of_client(&mut tx, reader.firm, client).await?;
    let page = ClientPage {
        erased: erased(&entries, &contacts)?,
        contacts,
        unreached: incoming::unreached(&mut tx, reader.firm, client).await?,
        projects: clients::projects(&mut tx, reader.firm, client).await?,
        notices: notice_lines(&mut tx, reader.firm, Of::Client(client)).await?,
        moments: moments(&reader, &entries, &zone)?,
        today: local(reader.now, &zone).date(),
        zone,
        editable: reader.role != Role::Reader,
        owner: reader.role == Role::Owner && reader.outside.is_none(),
        client: recorded,
    };
    let view = pages::client(reader.t(), &page);
    let about = format!("client:{client}");
    let view = crate::access::above(&mut tx, &reader, &about, view).await?;
    let view = holds::above(&mut tx, &reader, &about, view).await?;
    Ok(reader.page(&page.client.party.name, view))
}

/// The contacts whose record was erased on request, and when, from the entries about them.
fn erased(entries: &[Stored], contacts: &[ContactRecorded]) -> Result<Vec<(Id, Time)>, Failure> {
    let mut events = Vec::new();
    for stored in entries {
        events.extend(stored.event()?.map(|event| (stored.time, event)));
    }
    let of = |contact: &ContactRecorded| person::erased(contact, events.iter().map(|(at, event)| (*at, event)));
    Ok(contacts.iter().filter_map(|contact| Some((contact.contact, of(contact)?))).collect())
}

/// The entries about the client and its contacts, in words.
fn moments(reader: &Reader, entries: &[Stored], zone: &TimeZone) -> Result<Vec<Moment>, Failure> {
    let t = reader.t();
    let mut moments = Vec::new();
    for stored in entries {
        let called = t.event(&stored.kind).unwrap_or_default();
        let event = stored.event()?;
        let erase = crate::erasure::link(reader, &stored.subject, stored.index, event.as_ref());
        let label = match event {
            None => t.trail_erased(called),
            Some(Event::ClientRecorded(e)) => format!("{called} · {}", e.party.name),
            Some(Event::ContactRecorded(e)) => format!("{called} · {}", e.name),
            Some(Event::HoldPlaced(e)) => format!("{called} · {}", e.reason),
            Some(Event::HoldReleased(e)) => format!("{called} · {}", e.reason),
            Some(Event::PayloadErased(e)) => t.erased_sentence(&e, &t.date(local(stored.time, zone).date())),
            Some(_) => continue,
        };
        moments.push(Moment { at: stored.time, day: None, label, state: None, href: None, erase });
    }
    Ok(moments)
}

pub async fn new_page(adviser: Adviser) -> Result<Response, Failure> {
    let firm = firms::get(&mut adviser.app.db.read().await?, adviser.firm).await?;
    let mut form = adviser.form();
    form.set("lang", firm.lang.as_str());
    Ok(adviser.page(adviser.t().client_new(), new_view(adviser.t(), &form)))
}

fn new_view(t: Texts, form: &Form) -> Html {
    pages::edit_client(t, t.client_new(), "/clients".to_owned(), form)
}

pub async fn create(adviser: Adviser, Making(mut form, once): Making) -> Result<Response, Failure> {
    let t = adviser.t();
    let event = read_client(&mut form, t, adviser.app.new_id());
    if form.is_refused() {
        return Ok(adviser.again(t.client_new(), new_view(t, &form)));
    }
    let client = event.client;
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    log.push(Actor::Member(adviser.id), event, &mut adviser.app.rng()).await?;
    let answer = once.answer(&mut log, format!("/clients/{client}"), "saved").await?;
    log.commit().await?;
    Ok(answer)
}

fn read_client(form: &mut Form, t: Texts, client: Id) -> ClientRecorded {
    let party = read_party(form, t);
    let lang: Result<Lang, _> = form.value("lang").parse();
    if lang.is_err() {
        form.refuse("lang", t.error_choose());
    }
    ClientRecorded { client, party, lang: lang.unwrap_or(t.0) }
}

pub async fn edit_page(adviser: Adviser, Path(client): Path<Id>) -> Result<Response, Failure> {
    let recorded = clients::get(&mut adviser.app.db.read().await?, adviser.firm, client).await?;
    let mut form = Form::new();
    fill_party(&mut form, &recorded.party);
    form.set("lang", recorded.lang.as_str());
    Ok(adviser.page(adviser.t().client_edit(), edit_view(adviser.t(), client, &form)))
}

fn edit_view(t: Texts, client: Id, form: &Form) -> Html {
    pages::edit_client(t, t.client_edit(), format!("/clients/{client}"), form)
}

pub async fn edit(adviser: Adviser, Path(client): Path<Id>, Posted(mut form): Posted) -> Result<Response, Failure> {
    let t = adviser.t();
    let event = read_client(&mut form, t, client);
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    let before = clients::get(&mut log, adviser.firm, client).await?;
    if form.is_refused() {
        return Ok(adviser.again(t.client_edit(), edit_view(t, client, &form)));
    }
    // What did not change is no event.
    if event != before {
        log.push(Actor::Member(adviser.id), event, &mut adviser.app.rng()).await?;
        log.commit().await?;
    }
    Ok(see(format!("/clients/{client}"), "saved"))
}

pub async fn new_contact_page(adviser: Adviser, Path(client): Path<Id>) -> Result<Response, Failure> {
    let t = adviser.t();
    let recorded = clients::get(&mut adviser.app.db.read().await?, adviser.firm, client).await?;
    let mut form = adviser.form();
    form.set("authority", "unknown").set("active", "yes");
    Ok(adviser.page(t.contact_new(), pages::edit_contact(t, t.contact_new(), &recorded, &form)))
}

pub async fn create_contact(adviser: Adviser, Path(client): Path<Id>, making: Making) -> Result<Response, Failure> {
    let title = adviser.t().contact_new();
    let contact = adviser.app.new_id();
    save_contact(adviser, title, client, contact, making).await
}

pub async fn edit_contact_page(adviser: Adviser, Path(contact): Path<Id>) -> Result<Response, Failure> {
    let t = adviser.t();
    let mut tx = adviser.app.db.read().await?;
    let recorded = clients::contact(&mut tx, adviser.firm, contact).await?;
    let client = clients::get(&mut tx, adviser.firm, recorded.client).await?;
    let view = pages::edit_contact(t, t.contact_edit(), &client, &contact_form(&recorded));
    let view = holds::above(&mut tx, &adviser, &format!("contact:{contact}"), view).await?;
    Ok(adviser.page(t.contact_edit(), view))
}

pub async fn edit_contact(adviser: Adviser, Path(contact): Path<Id>, making: Making) -> Result<Response, Failure> {
    let before = clients::contact(&mut adviser.app.db.read().await?, adviser.firm, contact).await?;
    let title = adviser.t().contact_edit();
    save_contact(adviser, title, before.client, contact, making).await
}

async fn save_contact(
    adviser: Adviser,
    title: &str,
    client: Id,
    contact: Id,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let t = adviser.t();
    let event = read_contact(&mut form, t, client, contact);
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    let recorded = clients::get(&mut log, adviser.firm, client).await?;
    let people = clients::contacts(&mut log, adviser.firm, client).await?;
    let same = |other: &&ContactRecorded| {
        other.contact != contact && !event.email.is_empty() && other.email.to_lowercase() == event.email.to_lowercase()
    };
    if let Some(other) = people.iter().find(same) {
        form.refuse("email", t.error_contact_email_taken(&other.name));
    }
    if form.is_refused() {
        let view = pages::edit_contact(t, title, &recorded, &form);
        let view = holds::above(&mut log, &adviser, &format!("client:{client}"), view).await?;
        return Ok(adviser.again(title, view));
    }
    if !people.contains(&event) {
        log.push(Actor::Member(adviser.id), event, &mut adviser.app.rng()).await?;
        bulk::pick_up(&mut log, adviser.firm, client, adviser.now).await?;
    }
    let answer = once.answer(&mut log, format!("/clients/{client}"), "saved").await?;
    log.commit().await?;
    Ok(answer)
}

fn read_contact(form: &mut Form, t: Texts, client: Id, contact: Id) -> ContactRecorded {
    let text = |name: &str| form.trimmed(name).to_owned();
    let authority = match form.value("authority") {
        "register" => Authority::Register,
        "delegation" => Authority::Delegation,
        "self_declared" => Authority::SelfDeclared,
        _ => Authority::Unknown,
    };
    let recorded = ContactRecorded {
        contact,
        client,
        name: text("name"),
        email: text("email"),
        phone: text("phone"),
        role: text("role"),
        signatory: form.has("signatory", "yes"),
        authority,
        authority_note: text("authority_note"),
        director: form.has("director", "yes"),
        active: form.has("active", "yes"),
    };
    let mut no = Refusals::default();
    no.text("name", &recorded.name, true, MAX_LINE);
    no.text("email", &recorded.email, false, MAX_LINE);
    no.text("phone", &recorded.phone, false, MAX_LINE);
    no.text("role", &recorded.role, false, MAX_LINE);
    no.text("authority_note", &recorded.authority_note, false, MAX_LINE);
    if !recorded.email.is_empty() && !is_email(&recorded.email) {
        no.push("email", Why::NotAnEmail);
    }
    refuse(form, t, no.0);
    recorded
}

fn contact_form(contact: &ContactRecorded) -> Form {
    let mut form = Form::new();
    let authority = match contact.authority {
        Authority::Register => "register",
        Authority::Delegation => "delegation",
        Authority::SelfDeclared => "self_declared",
        Authority::Unknown => "unknown",
    };
    form.set("name", &contact.name)
        .set("email", &contact.email)
        .set("phone", &contact.phone)
        .set("role", &contact.role)
        .set("authority", authority)
        .set("authority_note", &contact.authority_note);
    let ticks = [("signatory", contact.signatory), ("director", contact.director), ("active", contact.active)];
    for (name, ticked) in ticks {
        if ticked {
            form.set(name, "yes");
        }
    }
    form
}
