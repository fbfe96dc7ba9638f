//! The firm, a client or a project as it stood at a moment, and two moments side by side: a fold of the entries up to then.

use std::sync::Arc;

use app::pages::{self, AsOf, AsOfPage, Stated, Stood};
use app::texts::{local, parse_date};
use app::{Form, Texts};
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::{DateTime, Time as Hour};
use jiff::tz::{AmbiguousOffset, TimeZone};
use ledger::coverage::Rules;
use ledger::event::Event;
use ledger::{Id, Time};

use crate::evidence::attachment;
use crate::holds;
use crate::store::evidence::About;
use crate::store::{self, checkpoint, clients, coverage, firms, log, notices, timestamps};
use crate::web::{Failure, Reader};

pub async fn firm(reader: Reader) -> Result<Response, Failure> {
    let party = firms::get(&mut reader.app.db.read().await?, reader.firm).await?.party;
    page(reader, AsOf::Firm, party.name, "/firm".to_owned()).await
}

pub async fn client(reader: Reader, Path(client): Path<Id>) -> Result<Response, Failure> {
    let party = clients::get(&mut reader.app.db.read().await?, reader.firm, client).await?.party;
    page(reader, AsOf::Client(client), party.name, format!("/clients/{client}")).await
}

pub async fn project(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    let title = notices::project(&mut reader.app.db.read().await?, reader.firm, project).await?.title;
    page(reader, AsOf::Project(project), title, format!("/projects/{project}")).await
}

/// The entries about a client up to a moment, with what proves them.
pub async fn client_evidence(reader: Reader, Path(client): Path<Id>) -> Result<Response, Failure> {
    match evidence(&reader, About::Client(client)).await? {
        Some((name, bytes)) => Ok(attachment(&name, "application/json", bytes)),
        None => self::client(reader, Path(client)).await,
    }
}

/// The same of a project.
pub async fn project_evidence(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    match evidence(&reader, About::Project(project)).await? {
        Some((name, bytes)) => Ok(attachment(&name, "application/json", bytes)),
        None => self::project(reader, Path(project)).await,
    }
}

/// The file and its name, which says of which moment it is. None where the address names no moment: then the page tells why.
pub async fn evidence(reader: &Reader, about: About) -> Result<Option<(String, Vec<u8>)>, Failure> {
    let app = &reader.app;
    let mut tx = app.db.read().await?;
    let zone = firms::zone(&mut tx, reader.firm).await?;
    let Ok(at) = read(reader.t(), reader.query("at").trim(), &zone, reader.now) else { return Ok(None) };
    let size = log::size_at(&mut tx, reader.firm, at).await?;
    drop(tx);
    let newest = checkpoint::current(&app.db, &app.vault, reader.firm, &app.clock).await?;
    let evidence = store::evidence::as_of(&app.db, &app.vault, reader.firm, about, size, &newest).await?;
    let bytes = evidence.to_bytes();
    let bytes = bytes.map_err(|error| Failure::internal(format!("evidence of {}: {error}", about.subject())))?;
    let moment = at.to_rfc3339_utc().replace(':', "-");
    Ok(Some((format!("{moment} {}", reader.t().proof_evidence_name()), bytes)))
}

async fn page(reader: Reader, of: AsOf, title: String, href: String) -> Result<Response, Failure> {
    let t = reader.t();
    let zone = firms::zone(&mut reader.app.db.read().await?, reader.firm).await?;
    let mut form = Form::new();
    let mut moments = [None, None];
    for (name, moment) in ["at", "and"].into_iter().zip(&mut moments) {
        let typed = reader.query(name).trim().to_owned();
        form.set(name, &typed);
        if typed.is_empty() {
            continue;
        }
        match read(t, &typed, &zone, reader.now) {
            Ok(at) => *moment = Some(at),
            Err(why) => drop(form.refuse(name, why)),
        }
    }
    // A second moment alone is compared with nothing.
    if moments[0].is_none() && moments[1].is_some() && !form.is_refused() {
        form.refuse("at", t.error_missing());
    }
    let (mut stood, mut other) = (None, None);
    if !form.is_refused() {
        stood = match moments[0] {
            Some(at) => Some(then(&reader, of, at, &zone).await?.stood),
            None => None,
        };
        other = match moments[1] {
            Some(at) => Some(then(&reader, of, at, &zone).await?.stood),
            None => None,
        };
    }
    let refused = form.is_refused();
    let view = pages::as_of(t, &AsOfPage { title, href, stood, other, zone, of }, &form);
    let about = match of {
        AsOf::Firm => format!("firm:{}", reader.firm.0),
        AsOf::Client(client) => format!("client:{client}"),
        AsOf::Project(project) => format!("project:{project}"),
    };
    let view = holds::above(&mut reader.app.db.read().await?, &reader, &about, view).await?;
    Ok(if refused { reader.again(t.as_of(), view) } else { reader.page(t.as_of(), view) })
}

/// What was recorded up to a moment.
pub struct Then {
    pub stood: Stood,
    /// About what the page is about, in the order of the log.
    pub events: Vec<(u64, Time, Event)>,
    /// In force at the firm then.
    pub rules: Arc<Rules>,
}

pub async fn then(reader: &Reader, of: AsOf, at: Time, zone: &TimeZone) -> Result<Then, Failure> {
    let firm = reader.firm;
    // One state of the database: what is read of it belongs together.
    let mut tx = reader.app.db.snapshot().await?;
    let entries = log::size_at(&mut tx, firm, at).await?;
    let rules = coverage::rules_until(&mut tx, firm, entries).await?;
    let events = match of {
        AsOf::Firm => store::as_of::of_firm(&mut tx, firm, entries).await?,
        AsOf::Client(client) => store::as_of::of(&mut tx, firm, About::Client(client), entries).await?,
        // Who else reads is none of an outside reader's business.
        AsOf::Project(project) if reader.outside.is_some() => {
            store::as_of::of(&mut tx, firm, About::Project(project), entries).await?
        }
        AsOf::Project(project) => store::as_of::of(&mut tx, firm, About::ProjectAndReaders(project), entries).await?,
    };
    let root = checkpoint::root(&mut tx, firm, entries).await?;
    let stamped = match entries.checked_sub(1) {
        Some(last) => timestamps::covering(&mut tx, firm, last).await?,
        None => None,
    };
    let stated = match stamped {
        Some(stamped) => Some(Stated {
            size: stamped.size,
            root: checkpoint::root(&mut tx, firm, stamped.size).await?,
            authority: stamped.authority,
            time: stamped.time,
            accuracy_micros: stamped.accuracy_micros,
        }),
        None => None,
    };
    let today = local(at, zone).date();
    let facts = pages::facts(reader.t(), firm.0, of, &events, &rules, (zone, today));
    let stood = Stood { at, entries, root, stated, about: events.len() as u64, facts };
    Ok(Then { stood, events, rules })
}

/// A moment as people write it: a day, which means its last millisecond (of today, now), or a day and an hour, in the zone of the firm unless an offset
/// stands behind it.
///
/// # Errors
/// Why there is no such moment, or not yet, in the reader's language.
pub fn read(t: Texts, typed: &str, zone: &TimeZone, now: Time) -> Result<Time, String> {
    if parse_date(typed) == Some(local(now, zone).date()) {
        return Ok(now);
    }
    let at = moment(t, typed, zone)?;
    if at > now { Err(t.as_of_future().to_owned()) } else { Ok(at) }
}

fn moment(t: Texts, typed: &str, zone: &TimeZone) -> Result<Time, String> {
    // With an offset, or Z: that is a moment in any zone.
    if let Ok(moment) = typed.replacen(' ', "T", 1).parse::<jiff::Timestamp>() {
        return recorded(t, moment.as_millisecond());
    }
    // A day may have spaces in it: the longest beginning that is one, and then the hour.
    let apart = |c: char| c.is_whitespace() || matches!(c, 'T' | 't');
    let cuts = typed.char_indices().filter(|(_, c)| apart(*c)).map(|(at, _)| at).chain([typed.len()]);
    let found = cuts.rev().find_map(|at| Some((parse_date(&typed[..at])?, &typed[at..])));
    let (day, hour) = found.ok_or_else(|| t.as_of_no_date().to_owned())?;
    let hour = hour.trim_start_matches(|c| apart(c) || c == 'à').replace(char::is_whitespace, "");
    let civil = match hour.replace(['h', 'H'], ":").trim_end_matches(':') {
        "" => day.at(23, 59, 59, 999_000_000),
        // `8h` is eight o'clock.
        hour if hour.len() <= 2 => day.to_datetime(format!("{hour:0>2}:00").parse().map_err(|_| t.as_of_no_date())?),
        hour => day.to_datetime(time(hour).ok_or_else(|| t.as_of_no_date().to_owned())?),
    };
    instant(t, civil, zone)
}

fn time(text: &str) -> Option<Hour> {
    let padded = if text.find(':') == Some(1) { format!("0{text}") } else { text.to_owned() };
    padded.parse().ok()
}

/// The moment of a civil time, if there is just one.
fn instant(t: Texts, civil: DateTime, zone: &TimeZone) -> Result<Time, String> {
    let ambiguous = zone.to_ambiguous_timestamp(civil);
    let name = zone.iana_name().unwrap_or("UTC");
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => Err(t.as_of_gap(name)),
        AmbiguousOffset::Fold { before, after } => Err(t.as_of_twice(&before.to_string(), &after.to_string())),
        AmbiguousOffset::Unambiguous { .. } => {
            let moment = ambiguous.unambiguous().map_err(|_| t.as_of_no_date().to_owned())?;
            recorded(t, moment.as_millisecond())
        }
    }
}

/// Within the times that entries can have.
fn recorded(t: Texts, millis: i64) -> Result<Time, String> {
    let at = Time(millis);
    match at {
        _ if at < Time::MIN => Err(t.as_of_too_early().to_owned()),
        _ if at > Time::MAX => Err(t.as_of_no_date().to_owned()),
        _ => Ok(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::Lang;

    #[test]
    fn a_moment_is_read_as_people_write_it() {
        let zone = TimeZone::get("Europe/Paris").expect("the zone");
        let t = Texts(Lang::Fr);
        let now: jiff::Timestamp = "2026-11-29T10:00:00Z".parse().expect("a time");
        let now = Time(now.as_millisecond());
        let at = |text: &str| read(t, text, &zone, now).map(|time| time.to_rfc3339_utc());
        for (text, utc) in [
            ("2020-06-17 08:00", "2020-06-17T06:00:00"),
            ("2020-06-17T08:00", "2020-06-17T06:00:00"),
            ("17/06/2020 8:00", "2020-06-17T06:00:00"),
            ("17/06/2020 8 h 05", "2020-06-17T06:05:00"),
            ("17.06.2020 8h", "2020-06-17T06:00:00"),
            ("2020-06-17", "2020-06-17T21:59:59"),
            ("2020-06-17T08:00+05:00", "2020-06-17T03:00:00"),
            ("2020-06-17 08:00Z", "2020-06-17T08:00:00"),
            ("2026-10-25T02:30+01:00", "2026-10-25T01:30:00"),
            ("29/11/2026", "2026-11-29T10:00:00"),
            ("29 novembre 2026", "2026-11-29T10:00:00"),
            ("17 juin 2020", "2020-06-17T21:59:59"),
            ("17 juin 2020 8h", "2020-06-17T06:00:00"),
            ("1er août 2020 à 8\u{a0}h\u{a0}05", "2020-08-01T06:05:00"),
            ("17 June 2020, 08:00", "2020-06-17T06:00:00"),
            ("17/06/20 8:00", "2020-06-17T06:00:00"),
            // Those of the hint.
            ("17/06/20", "2020-06-17T21:59:59"),
            ("17 juin 2020 à 8 h 05", "2020-06-17T06:05:00"),
            ("2020-06-17 08:05", "2020-06-17T06:05:00"),
            ("17 June 2020, 08:05", "2020-06-17T06:05:00"),
            ("2020-06-17T08:05:30+02:00", "2020-06-17T06:05:30"),
        ] {
            let read = at(text).expect(text);
            assert!(read.starts_with(utc), "{text}: {read}");
        }
        for text in
            ["2020-02-30", "31/04/2020", "hier", "2020-06-17 25:00", "2020-06-17 8:7", "0000-00-00", "17/06/20200"]
        {
            assert_eq!(at(text), Err(t.as_of_no_date().to_owned()), "{text}");
        }
        assert_eq!(at("1900-01-01"), Err(t.as_of_too_early().to_owned()));
        assert_eq!(at("2026-11-29 12:00"), Err(t.as_of_future().to_owned()));
        assert_eq!(at("2026-03-29 02:30"), Err(t.as_of_gap("Europe/Paris")));
        assert_eq!(at("2026-10-25 02:30"), Err(t.as_of_twice("+02", "+01")));
    }
}
