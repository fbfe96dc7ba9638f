//! When settled topics come up again: as a page, and as a feed that calendar programs subscribe to.

mod ics;

use app::Texts;
use app::pages::{self, CalendarPage, Due};
use app::texts::local;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::event::{Date, Role};
use ledger::sha256;

use crate::store::{Firm, Tx, coverage, feeds, firms, log};
use crate::web::{App, Failure, Making, Rate, Reader, Visit, see};

/// How long a calendar program may show what it has, seconds: nothing here changes by the hour.
const FRESH: u32 = 3600;

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let today = local(reader.now, &firms::zone(&mut tx, reader.firm).await?).date();
    let asked: Option<Date> = format!("{}-01", reader.query("month")).parse().ok();
    // What is no month is this one; a century is enough for whoever walks on and on.
    let asked = asked.filter(|month| (1950..=2150).contains(&month.year()));
    let seed = feeds::seed(&mut tx, reader.firm, reader.id).await?;
    let page = CalendarPage {
        today,
        month: asked.unwrap_or(today).first_of_month(),
        due: due(&mut tx, reader.firm).await?,
        editable: reader.role != Role::Reader,
        feed: seed.map(|seed| address(&reader.app, &token(&reader.app, &seed))),
    };
    Ok(reader.page(reader.t().calendar(), pages::calendar(reader.t(), &page, &reader.form())))
}

/// All that is known, by day.
async fn due(tx: &mut Tx, firm: Firm) -> Result<Vec<Due>, Failure> {
    let mut all = Vec::new();
    for raised in coverage::ahead_of(tx, firm).await? {
        for step in raised.again {
            let (project, title, client) = (raised.project, raised.title.clone(), raised.client.clone());
            all.push(Due { day: step.day, project, title, client, why: step.why, topics: step.topics });
        }
    }
    all.sort_by_key(|due| due.day);
    Ok(all)
}

/// The secret of the address, from what is stored.
fn token(app: &App, seed: &str) -> String {
    app.vault.fingerprint("calendar feed", seed.as_bytes()).to_string()
}

fn address(app: &App, token: &str) -> String {
    format!("{}/feed/{token}.ics", app.config.url)
}

/// Makes the reader's address, or another in its place.
pub async fn make(reader: Reader, Making(_, once): Making) -> Result<Response, Failure> {
    let mut append = reader.app.db.append(reader.firm, &reader.app.clock).await?;
    once.first(&mut append).await?;
    let seed = reader.app.random_text::<16>();
    let hash = sha256(token(&reader.app, &seed).as_bytes());
    feeds::keep(&mut append, reader.firm, reader.id, &seed, hash, reader.now).await?;
    let answer = once.answer(&mut append, "/calendar", "feed_made").await?;
    append.commit().await?;
    Ok(answer)
}

pub async fn revoke(reader: Reader) -> Result<Response, Failure> {
    let mut tx = reader.app.db.write().await?;
    feeds::revoke(&mut tx, reader.firm, reader.id).await?;
    tx.commit().await?;
    Ok(see("/calendar", "feed_revoked"))
}

/// The feed (RFC 5545). Who has it already gets 304 (RFC 9110, 15.4.5), who asks too often 429 with the seconds to wait.
pub async fn feed(visit: Visit, Path(file): Path<String>, headers: HeaderMap) -> Result<Response, Failure> {
    let token = file.strip_suffix(".ics").ok_or(Failure::NotFound)?;
    let mut tx = visit.app.db.read().await?;
    let hash = sha256(token.as_bytes());
    let (firm, lang) = feeds::of(&mut tx, hash).await?;
    // Counted by address of the feed: many members may share one address of the network.
    visit.app.rates.check(Rate::Feed, &hash.to_string()).map_err(|seconds| Failure::TooMany { seconds })?;
    let name = firms::get(&mut tx, firm).await?.party.name;
    let stamp = log::newest(&mut tx, firm).await?;
    let host = &visit.app.config.url;
    let text = ics::calendar(Texts(lang), &name, host, stamp, &due(&mut tx, firm).await?);
    let etag = format!("\"{:.32}\"", sha256(text.as_bytes()).to_string());
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let same = known.flat_map(|value| value.split(',')).any(|tag| tag.trim().trim_start_matches("W/") == etag);
    let caching = [(header::ETAG, etag), (header::CACHE_CONTROL, format!("private, max-age={FRESH}"))];
    if same {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((caching, kind, text).into_response())
}
