//! Somebody outside under a grant: the link in the address, the session in the cookie, and the entry before each answer.

use std::collections::HashMap;
use std::ops::Deref;

use app::texts::local;
use app::{Texts, pages};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use ledger::event::{AccessPage, AccessSort, AccessUsed, Device};
use ledger::{Actor, Hash, Id, Lang, sha256};

use crate::store::access::{self, Access, Linked};
use crate::store::log::{self, Head};
use crate::store::{Append, Firm, Tx};
use crate::web::{App, Exactly, Failure, Member, Outside, Reader, Visit, cookie_value};

/// Name of the cookie of a session, bound to the address of one link.
pub const COOKIE: &str = "desk";

/// Whoever opened a link of a grant that stands. The link alone shows nothing of any file.
pub struct Door {
    visit: Visit,
    pub firm: Firm,
    pub firm_name: String,
    pub zone: TimeZone,
    pub access: Access,
    /// `/g/<token>`.
    pub base: String,
}

impl Deref for Door {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

/// Why nothing is shown.
pub enum Shut {
    Failed(Failure),
    /// The grant has ended, or a newer link took the place of this one: the page that says when, and nothing else.
    Ended(Box<Response>),
    /// The code has to be typed at this address.
    Code(String),
    /// A browser or a program looks before anybody asked for the page: it would be claimed that somebody opened it.
    Ahead,
}

impl<E: Into<Failure>> From<E> for Shut {
    fn from(error: E) -> Shut {
        Shut::Failed(error.into())
    }
}

impl IntoResponse for Shut {
    fn into_response(self) -> Response {
        match self {
            Shut::Failed(failure) => failure.into_response(),
            Shut::Ended(page) => *page,
            Shut::Code(to) => Redirect::to(&to).into_response(),
            Shut::Ahead => {
                let mut response = StatusCode::SERVICE_UNAVAILABLE.into_response();
                response.extensions_mut().insert(Exactly);
                response
            }
        }
    }
}

/// The page of a grant that has ended, in its reader's language.
fn ended(visit: &Visit, zone: &TimeZone, access: &Access, at: ledger::Time) -> Shut {
    let t = visit.t();
    let day = if access.revoked.is_some() { local(at, zone).date() } else { access.last };
    let view = pages::desk_ended(t, &t.date(day));
    Shut::Ended(Box::new(visit.page_with(StatusCode::GONE, t.desk_ended_title(), view)))
}

impl FromRequestParts<App> for Door {
    type Rejection = Shut;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Door, Shut> {
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
        let token = path.ok().and_then(|Path(mut all)| all.remove("token")).ok_or(Failure::NotFound)?;
        let Ok(mut visit) = Visit::from_request_parts(parts, app).await;
        let mut tx = app.db.read().await?;
        let Linked { firm, firm_name, zone, access, replaced } =
            access::linked(&mut tx, &sha256(token.as_bytes())).await?;
        visit.speak(access.to.lang);
        if let Some(at) = access.ended(visit.now) {
            return Err(ended(&visit, &zone, &access, at));
        }
        if let Some(at) = replaced {
            let t = visit.t();
            let view = pages::desk_replaced(t, &firm_name, &t.date(local(at, &zone).date()));
            return Err(Shut::Ended(Box::new(visit.page_with(StatusCode::GONE, t.desk_replaced_title(), view))));
        }
        visit.for_outsider(&firm_name, &access.to.name, None);
        Ok(Door { visit, firm, firm_name, zone, access, base: format!("/g/{token}") })
    }
}

impl Door {
    /// The secret of a session's cookie; nobody who does not have the vault's key can make one up.
    pub fn secret(&self, session: Id) -> String {
        self.app.vault.fingerprint("access session", session.to_string().as_bytes()).to_string()
    }

    /// The session that this browser has under the grant.
    pub async fn session(&self) -> Result<Option<Id>, Failure> {
        let Some(secret) = cookie_value(self, COOKIE) else { return Ok(None) };
        let mut tx = self.app.db.read().await?;
        let token = sha256(secret.as_bytes());
        Ok(access::session(&mut tx, self.firm, self.access.access, &token, self.now).await?)
    }

    fn outside(&self, session: Id) -> Outside {
        let granted = local(self.access.granted, &self.zone).date();
        Outside { access: self.access.access, session, sort: self.access.sort, granted }
    }

    /// What an entry about this reader says.
    pub fn used(&self, session: Id, opened: Opened) -> AccessUsed {
        opened.by(&self.outside(session), self.access.to.name.clone(), self.device.clone())
    }
}

impl Member {
    /// Who made a file, as the file says it, in its own language.
    pub fn signs(&self, lang: Lang) -> String {
        let t = Texts(lang);
        match &self.outside {
            Some(outside) => t.desk_exported_by(&self.name, &t.date(outside.granted)),
            None => self.name.clone(),
        }
    }
}

/// What is opened.
pub struct Opened {
    pub page: AccessPage,
    /// As a subject of headers, or empty.
    pub about: String,
    pub what: String,
    pub sha256: Option<Hash>,
}

impl Opened {
    /// A bundle, or a copy with masked names, that was made to be taken along.
    pub fn made(page: AccessPage, about: String, what: &str, sha256: Hash) -> Opened {
        Opened { page, about, what: what.to_owned(), sha256: Some(sha256) }
    }

    pub fn page(page: AccessPage, about: &str, what: &str) -> Opened {
        Opened { page, about: about.to_owned(), what: what.to_owned(), sha256: None }
    }

    pub fn by(self, outside: &Outside, name: String, device: Device) -> AccessUsed {
        let Opened { page, about, what, sha256 } = self;
        AccessUsed { access: outside.access, name, session: outside.session, page, about, what, sha256, device }
    }

    pub fn file(about: &str, name: &str, sha256: Hash) -> Opened {
        Opened { sha256: Some(sha256), ..Opened::page(AccessPage::File, about, name) }
    }
}

/// Whoever typed the code, within the session that it opened.
pub struct Guest {
    pub door: Door,
    /// The same person for the handlers of the firm's own pages: one who reads and changes nothing.
    pub reader: Reader,
    session: Id,
}

impl Deref for Guest {
    type Target = Door;
    fn deref(&self) -> &Door {
        &self.door
    }
}

/// Whether this was asked for before anybody wanted to see it, or shall not be shown at all.
fn is_ahead(method: &Method, headers: &HeaderMap) -> bool {
    let says =
        |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|v| v.contains("prefetch"));
    *method == Method::HEAD || ["sec-purpose", "purpose", "x-moz"].into_iter().any(says)
}

impl FromRequestParts<App> for Guest {
    type Rejection = Shut;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Guest, Shut> {
        let mut door = Door::from_request_parts(parts, app).await?;
        if is_ahead(&parts.method, &parts.headers) {
            return Err(Shut::Ahead);
        }
        let Some(session) = door.session().await? else { return Err(Shut::Code(door.base)) };
        door.visit.for_outsider(&door.firm_name, &door.access.to.name, Some(&door.base));
        let mut tx = app.db.read().await?;
        let head =
            Head { size: log::size(&mut tx, door.firm).await?, last_time: log::newest(&mut tx, door.firm).await? };
        let (name, outside) = (pages::outsider(&door.access.to), door.outside(session));
        let reader = Reader(Member::outside(door.visit.clone(), door.firm, name, head, outside));
        Ok(Guest { door, reader, session })
    }
}

impl Guest {
    pub fn session(&self) -> Id {
        self.session
    }

    /// Ends the handler unless all that was recorded may be read: a data room shows less.
    pub fn whole(&self) -> Result<(), Failure> {
        if self.access.sort == AccessSort::Lawyer { Ok(()) } else { Err(Failure::NotFound) }
    }

    /// What this is called, if it may be read; else it is not found, like what does not exist.
    pub async fn may(&self, about: &str) -> Result<String, Failure> {
        let mut tx = self.app.db.read().await?;
        Ok(access::covers(&mut tx, self.firm, self.access.access, about).await?)
    }

    /// An append, if the grant stands under the lock of the log: a revocation and an opening at the same moment have an order.
    pub async fn begin(&self) -> Result<Append, Shut> {
        let mut log = self.app.db.append(self.firm, &self.app.clock).await?;
        let access = access::get(&mut log, self.firm, self.access.access).await?;
        if let Some(at) = access.ended(log.now()) {
            drop(log);
            let mut visit = self.door.visit.clone();
            visit.leave_desk();
            return Err(ended(&visit, &self.zone, &access, at));
        }
        Ok(log)
    }

    /// Hands out what was made, once the log says that it was opened: a crash in between leaves an entry about a page that did not arrive, never a
    /// page of which the log does not know. Nothing is claimed of what failed, or of the same page again within a few minutes.
    pub async fn hand(&self, opened: Opened, response: Response) -> Result<Response, Shut> {
        if response.status().is_redirection() {
            return Ok(response);
        }
        let mut log = self.begin().await?;
        let used = self.used(self.session, opened);
        if !access::lately(&mut log, &used).await? {
            log.push(Actor::System, used, &mut self.app.rng()).await?;
            log.commit().await?;
        }
        Ok(response)
    }
}

/// Records that an outside reader made something to take along, where `reader` is one: the entry about the thing itself says only that the program
/// did it. In the same transaction, and refused once the access has ended. `made`, a document or the hash of a bundle, they find again ([`Own`]).
pub async fn made_outside(
    log: &mut Append,
    reader: &Reader,
    opened: Opened,
    made: impl ToString,
) -> Result<(), Failure> {
    let Some(outside) = &reader.outside else { return Ok(()) };
    let access = access::get(log, reader.firm, outside.access).await?;
    if access.ended(log.now()).is_some() {
        return Err(Failure::NotFound);
    }
    let used = opened.by(outside, access.to.name, reader.device.clone());
    log.push(reader.actor(), used, &mut reader.app.rng()).await?;
    access::add_made(log, reader.firm, outside.access, &made.to_string()).await?;
    Ok(())
}

/// Which of the files and copies that were made a reader is shown: a member all of them, somebody outside their own, since each bears the name of
/// whoever made it.
pub struct Own(Option<Vec<String>>);

impl Own {
    pub async fn of(tx: &mut Tx, reader: &Reader) -> Result<Own, Failure> {
        let Some(outside) = &reader.outside else { return Ok(Own(None)) };
        Ok(Own(Some(access::made(tx, reader.firm, outside.access).await?)))
    }

    pub fn has(&self, made: impl ToString) -> bool {
        self.0.as_ref().is_none_or(|own| own.contains(&made.to_string()))
    }

    /// # Errors
    /// `NotFound`, as of what does not exist, where it is somebody else's.
    pub fn asks_for(&self, made: impl ToString) -> Result<(), Failure> {
        if self.has(made) { Ok(()) } else { Err(Failure::NotFound) }
    }
}
