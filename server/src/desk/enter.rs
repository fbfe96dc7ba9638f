//! The way in: the link shows for whom it is, a code by e-mail opens the files, and leaving closes them.
//!
//! GET does nothing: mail scanners follow links.

use app::Form;
use app::pages::{self, DeskDoor};
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::Response;
use ledger::access::{CODES_PER_HOUR, SESSION_LIFE};
use ledger::event::AccessPage;
use ledger::notice::{CODE_LIFE, CODE_TRIES};
use ledger::{Actor, Hash, Id, Time, sha256};
use rand::RngExt as _;

use super::guest::{COOKIE, Door, Guest, Opened, Shut};
use crate::mail;
use crate::store::access::{self, Code};
use crate::web::{Failure, Making, Rate, see, set_cookie_at};

/// Milliseconds.
const HOUR: i64 = 60 * 60 * 1000;

pub async fn page(door: Door) -> Result<Response, Shut> {
    let (title, view) = view(&door, &door.form()).await?;
    Ok(door.page(title, view))
}

async fn view(door: &Door, form: &Form) -> Result<(&'static str, app::Html), Failure> {
    let mut tx = door.app.db.read().await?;
    let page = DeskDoor {
        firm: door.firm_name.clone(),
        access: crate::access::line(&door.access, vec![], None, door.now),
        code_sent: access::code(&mut tx, door.firm, door.access.access, door.now).await?.is_some(),
        open: door.session().await?.is_some(),
        base: door.base.clone(),
        zone: door.zone.clone(),
    };
    Ok((door.t().desk_title(), pages::desk_door(door.t(), &page, form)))
}

async fn again(door: &Door, form: &Form) -> Result<Response, Shut> {
    let (title, view) = view(door, form).await?;
    Ok(door.again(title, view))
}

/// Sends a code to the address of the grant.
pub async fn send_code(door: Door, Making(_, once): Making) -> Result<Response, Shut> {
    door.limit(Rate::Code)?;
    let (app, firm, id) = (&door.app, door.firm, door.access.access);
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let now = log.now();
    if access::codes_since(&mut log, firm, id, Time(now.0 - HOUR)).await? >= CODES_PER_HOUR {
        return Err(Failure::TooMany { seconds: 600 }.into());
    }
    let digits = format!("{:06}", app.rng().random_range(0..1_000_000));
    let (code, expires) = (app.new_id(), Time(now.0 + CODE_LIFE));
    let new = Code { code, hash: fingerprint(&door, code, &digits), wrong_tries: 0, expires };
    access::start_code(&mut log, firm, id, &new, now).await?;
    mail::queue_access_code(&mut log, app, &door.access, &digits, expires).await?;
    let answer = once.answer(&mut log, format!("{}#identify", door.base), "code_sent").await?;
    log.commit().await?;
    Ok(answer)
}

fn fingerprint(door: &Door, code: Id, digits: &str) -> Hash {
    door.app.vault.fingerprint("access code", format!("{code} {digits}").as_bytes())
}

/// For as long as the session lasts, for addresses of this link alone.
fn cookie(door: &Door, session: Id, until: Time) -> HeaderValue {
    set_cookie_at(&door.app, COOKIE, &door.secret(session), &door.base, (until.0 - door.now.0) / 1000)
}

/// Checks the code typed.
pub async fn identify(door: Door, Making(mut form, once): Making) -> Result<Response, Shut> {
    door.limit(Rate::Code)?;
    let (app, firm, id, t) = (&door.app, door.firm, door.access.access, door.t());
    let digits: String = form.value("code").chars().filter(|c| !c.is_whitespace()).collect();
    let mut log = app.db.append(firm, &app.clock).await?;
    if let Some(mut answered) = once.answered(&mut log).await? {
        // A browser that sent the right code twice listens to the second answer only.
        let newest = access::newest_session(&mut log, firm, id, door.now).await?;
        answered.headers_mut().extend(newest.map(|(session, until)| (SET_COOKIE, cookie(&door, session, until))));
        return Ok(answered);
    }
    let now = log.now();
    let Some(code) = access::code(&mut log, firm, id, now).await? else {
        drop(log);
        form.forget("code").refuse("", t.identify_dead());
        return again(&door, &form).await;
    };
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        // Not a try: nobody guesses with a letter in it.
        drop(log);
        form.refuse("code", t.identify_shape());
        return again(&door, &form).await;
    }
    if fingerprint(&door, code.code, &digits) != code.hash {
        let tries = access::wrong(&mut log, firm, code.code).await?;
        let dead = tries >= CODE_TRIES;
        if dead {
            access::close_code(&mut log, firm, code.code, now).await?;
        }
        log.commit().await?;
        match dead {
            true => form.forget("code").refuse("", t.identify_dead()),
            false => form.refuse("code", t.identify_wrong(u64::from(CODE_TRIES - tries))),
        };
        return again(&door, &form).await;
    }
    // Asked again under the lock: it may have been revoked since the page was opened.
    if access::get(&mut log, firm, id).await?.ended(now).is_some() {
        return Err(Failure::NotFound.into());
    }
    access::close_code(&mut log, firm, code.code, now).await?;
    let (session, until) = (app.new_id(), Time(now.0 + SESSION_LIFE).min(door.access.until));
    access::enter(&mut log, firm, (id, session), sha256(door.secret(session).as_bytes()), (now, until)).await?;
    let used = door.used(session, Opened::page(AccessPage::Entered, "", ""));
    log.push(Actor::System, used, &mut app.rng()).await?;
    let mut response = once.answer(&mut log, format!("{}/files", door.base), "desk_entered").await?;
    log.commit().await?;
    response.headers_mut().append(SET_COOKIE, cookie(&door, session, until));
    Ok(response)
}

pub async fn leave(guest: Guest) -> Result<Response, Shut> {
    let mut tx = guest.app.db.write().await?;
    access::leave(&mut tx, guest.firm, guest.session()).await?;
    tx.commit().await?;
    let mut response = see(&guest.base, "desk_left");
    response.headers_mut().append(SET_COOKIE, set_cookie_at(&guest.app, COOKIE, "", &guest.base, 0));
    Ok(response)
}
