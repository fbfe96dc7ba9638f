//! Legal holds: the list, placing one, releasing one; and which stand over what a page is about.

use app::pages::{self, HoldLine, NewHold};
use app::{Form, Html};
use axum::extract::Path;
use axum::response::Response;
use ledger::event::{AccessSort, Person, Role};
use ledger::{Actor, Id, hold as rules};

use crate::account::confirm_password;
use crate::store::{Tx, accounts, clients, firms, holds, notices};
use crate::web::{Adviser, Failure, Making, Member, Owner, Rate, Reader, refuse_in};

fn line(hold: holds::Hold) -> HoldLine {
    HoldLine {
        hold: hold.hold,
        href: href(&hold.about),
        about: hold.about,
        name: hold.name,
        reason: hold.reason,
        reference: hold.reference,
        placed: (hold.placed, hold.placed_by),
        released: hold.released.map(|released| (released.at, released.by, released.reason)),
    }
}

/// The page of what a hold is on.
fn href(about: &str) -> String {
    match about.split_once(':').unwrap_or_default() {
        (word @ ("client" | "project"), id) => format!("/{word}s/{id}"),
        _ => "/firm".to_owned(),
    }
}

/// What stands above the page of something that lies under holds: which they are, and that nothing there can be erased.
pub async fn above(tx: &mut Tx, member: &Member, subject: &str, view: Html) -> Result<Html, Failure> {
    let over = holds::over(tx, member.firm, subject).await?;
    banner(tx, member, over, view).await
}

/// The same, of holds that were asked for already.
pub async fn banner(tx: &mut Tx, member: &Member, over: Vec<holds::Hold>, view: Html) -> Result<Html, Failure> {
    if over.is_empty() {
        return Ok(view);
    }
    let zone = firms::zone(tx, member.firm).await?;
    // Why it was placed is not for whoever reads less than the record.
    let less = member.outside.is_some_and(|outside| outside.sort == AccessSort::DataRoom);
    let told = |hold: holds::Hold| match less {
        true => HoldLine { reason: String::new(), ..line(hold) },
        false => line(hold),
    };
    let lines = over.into_iter().map(told).collect();
    Ok(pages::under_holds(member.t(), lines, member.outside.is_none(), &zone, view))
}

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let zone = firms::zone(&mut tx, reader.firm).await?;
    let lines = holds::list(&mut tx, reader.firm).await?.into_iter().map(line).collect();
    let on_firm = (reader.role != Role::Reader).then(|| format!("firm:{}", reader.firm.0));
    Ok(reader.page(reader.t().holds(), pages::holds(reader.t(), lines, on_firm, &zone)))
}

/// What the hold shall be on, by the address or the form.
async fn on(tx: &mut Tx, adviser: &Adviser, about: &str) -> Result<NewHold, Failure> {
    let (firm, t) = (adviser.firm, adviser.t());
    let (word, id) = about.split_once(':').unwrap_or_default();
    let id: Id = id.parse().map_err(|_| Failure::NotFound)?;
    let name = match word {
        "firm" if id == firm.0 => firms::get(tx, firm).await?.party.name,
        "client" => clients::get(tx, firm, id).await?.party.name,
        "project" => notices::project(tx, firm, id).await?.title,
        _ => return Err(Failure::NotFound),
    };
    let about = format!("{word}:{id}");
    Ok(NewHold { what: t.hold_on(word, &name), back: href(&about), about })
}

pub async fn new_page(adviser: Adviser) -> Result<Response, Failure> {
    let about = adviser.query("about");
    let new = on(&mut adviser.app.db.read().await?, &adviser, &about).await?;
    Ok(adviser.page(adviser.t().hold_new(), pages::new_hold(adviser.t(), &new, &adviser.form())))
}

pub async fn place(adviser: Adviser, Making(mut form, once): Making) -> Result<Response, Failure> {
    let (app, firm, t) = (&adviser.app, adviser.firm, adviser.t());
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let new = on(&mut log, &adviser, &adviser.query("about")).await?;
    let by = Person { member: adviser.id, name: adviser.name.clone() };
    let hold = app.new_id();
    match rules::place(hold, &new.about, form.value("reason"), form.value("reference"), by) {
        Ok(placed) => {
            log.push(Actor::Member(adviser.id), placed, &mut app.rng()).await?;
            let answer = once.answer(&mut log, format!("/holds/{hold}"), "hold_placed").await?;
            log.commit().await?;
            Ok(answer)
        }
        Err(refused) => {
            let zone = firms::zone(&mut log, firm).await?;
            drop(log);
            refuse_in(&zone, &mut form, t, refused);
            Ok(adviser.again(t.hold_new(), pages::new_hold(t, &new, &form)))
        }
    }
}

pub async fn show(reader: Reader, Path(hold): Path<Id>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let view = one(&mut tx, &reader, hold, &reader.form()).await?;
    Ok(reader.page(reader.t().hold(), view))
}

async fn one(tx: &mut Tx, member: &Member, hold: Id, form: &Form) -> Result<Html, Failure> {
    let zone = firms::zone(tx, member.firm).await?;
    let hold = line(holds::get(tx, member.firm, hold).await?);
    let owner = match member.role {
        Role::Owner => Some(accounts::member(tx, member.firm, member.id).await?.email),
        _ => None,
    };
    Ok(pages::hold(member.t(), &hold, owner.as_deref(), &zone, form))
}

pub async fn release(owner: Owner, Path(hold): Path<Id>, Making(mut form, once): Making) -> Result<Response, Failure> {
    owner.limit(Rate::SignIn)?;
    let (app, firm, t) = (&owner.app, owner.firm, owner.t());
    // As for an erasure, which the release makes possible.
    confirm_password(&owner, &mut form).await?;
    // Under the lock: of two owners at once, the second is told that it is released.
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let placed = holds::get(&mut log, firm, hold).await?;
    let by = Person { member: owner.id, name: owner.name.clone() };
    if placed.released.is_none() && form.value("confirm").is_empty() {
        form.refuse("confirm", t.erase_unconfirmed());
    }
    match rules::release((hold, &placed.about), placed.released.is_some(), form.value("reason"), by) {
        Ok(released) if !form.is_refused() => {
            log.push(Actor::Member(owner.id), released, &mut app.rng()).await?;
            let answer = once.answer(&mut log, format!("/holds/{hold}"), "hold_released").await?;
            log.commit().await?;
            Ok(answer)
        }
        decided => {
            let zone = firms::zone(&mut log, firm).await?;
            refuse_in(&zone, &mut form, t, decided.err().unwrap_or_default());
            form.forget("password");
            let view = one(&mut log, &owner, hold, &form).await?;
            Ok(owner.again(t.hold(), view))
        }
    }
}
