//! A client's personal link: the token in the address is the only key, and only its hash is stored.

use std::ops::Deref;
use std::sync::Arc;

use app::pages;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use ledger::notice::State;
use ledger::{Id, Time, sha256};

use crate::store::codes::{self, LinkRow};
use crate::store::log::Version;
use crate::store::{Error, Firm, log, retention};
use crate::web::{App, Failure, Visit};

/// Whoever opened a link that works: what it leads to, loaded together.
pub struct NoticeLink {
    visit: Visit,
    pub firm: Firm,
    pub link: Id,
    pub contact: Id,
    /// Shared with whoever else looks at the notice.
    pub state: Arc<State>,
    /// Of what is known of the notice.
    pub version: Version,
    pub zone: TimeZone,
    pub token: String,
    /// Whether these documents of the notice were made.
    pub notice_ready: bool,
    pub certificate_ready: bool,
}

impl Deref for NoticeLink {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

/// An unknown link is the same 404 as any other; one that worked once says whom to ask, with the same status; and one whose notice was destroyed
/// says so, with 410.
pub enum BadLink {
    Failed(Failure),
    Gone(Box<Visit>, String),
    /// Of a project that was destroyed at the end of its time: by whom, and when.
    Destroyed(Box<Visit>, String, Time),
}

impl IntoResponse for BadLink {
    fn into_response(self) -> Response {
        match self {
            BadLink::Failed(failure) => failure.into_response(),
            BadLink::Gone(visit, firm) => {
                let t = visit.t();
                visit.page_with(StatusCode::NOT_FOUND, t.link_expired_title(), pages::link_gone(t, &firm))
            }
            BadLink::Destroyed(visit, firm, at) => {
                let t = visit.t();
                let view = pages::link_destroyed(t, &firm, &t.moment(at));
                visit.page_with(StatusCode::GONE, t.link_destroyed_title(), view)
            }
        }
    }
}

impl<E: Into<Failure>> From<E> for BadLink {
    fn from(error: E) -> BadLink {
        BadLink::Failed(error.into())
    }
}

impl FromRequestParts<App> for NoticeLink {
    type Rejection = BadLink;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<NoticeLink, BadLink> {
        let path = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, app).await;
        let token = path.ok().and_then(|Path(mut all)| all.remove("token")).ok_or(Failure::NotFound)?;
        let Ok(mut visit) = Visit::from_request_parts(parts, app).await;
        let mut tx = app.db.read().await?;
        let hash = sha256(token.as_bytes());
        let found = match codes::link(&mut tx, &hash).await {
            Err(Error::Missing) => match retention::spent_link(&mut tx, &hash).await? {
                Some((firm, at)) => return Err(BadLink::Destroyed(Box::new(visit), firm, at)),
                None => return Err(Failure::NotFound.into()),
            },
            other => other?,
        };
        let LinkRow { firm, link, notice, version, contact, zone, notice_ready, certificate_ready } = found;
        let (key, begun) = ((firm, notice, version), app.notices.begin());
        let state = match app.notices.get(&key) {
            Some(state) => state,
            // One that an entry has changed since is a later state than that of its key, which then nobody asks for.
            None => app.notices.keep(begun, key, log::notice_state(&mut tx, firm, notice).await?, version.bytes),
        };
        visit.for_client(&state.notice.firm.name, state.notice.lang);
        if state.open(link, visit.now).is_err() {
            return Err(BadLink::Gone(Box::new(visit), state.notice.firm.name.clone()));
        }
        Ok(NoticeLink { visit, firm, link, contact, state, version, zone, token, notice_ready, certificate_ready })
    }
}
