//! What the coverage of a project is computed from: its entries and the firm's own rules, read where someone asks.

use app::texts::local;
use jiff::tz::TimeZone;
use ledger::coverage::{At, Rules, State};
use ledger::erasure::{Stored, filled};
use ledger::event::Event;
use ledger::{Id, Time};

use super::db::built;
use super::evidence::About;
use super::{Error, Firm, Row, Tx};
use crate::args;

/// The rules in force at the firm.
pub async fn rules(tx: &mut Tx, firm: Firm) -> Result<Rules, Error> {
    let sql = "SELECT idx, time, kind, payload FROM entry WHERE firm = $1 AND subject = $2
               AND kind IN ('topic.recorded', 'kind.recorded', 'rule.recorded', 'rule.switched', 'payload.erased') ORDER BY idx";
    let events = read(&tx.all(sql, args![firm, format!("firm:{}", firm.0)]).await?)?;
    Ok(Rules::fold(events.iter().map(|(.., event)| event)))
}

/// A project and all that bears on its coverage; days are those at the firm, in `zone`.
///
/// # Errors
/// `Missing` when the firm has no such project.
pub async fn state(tx: &mut Tx, firm: Firm, project: Id, zone: &TimeZone) -> Result<State, Error> {
    let about = About::Project(project);
    let (condition, id) = about.condition();
    let sql = format!(
        "SELECT idx, time, kind, payload FROM entry WHERE firm = $1 AND idx >= $3 AND {condition} ORDER BY idx"
    );
    let events = read(&tx.all(built(sql), args![firm, about.subject(), 0_u64, id]).await?)?;
    let at = |entry, time| At { entry, day: local(time, zone).date() };
    State::fold(events.into_iter().map(|(entry, time, event)| (at(entry, time), event))).ok_or(Error::Missing)
}

/// The events of the rows, with what remains in the place of those that were erased.
fn read(rows: &[Row]) -> Result<Vec<(u64, Time, Event)>, Error> {
    let stored = |row: &Row| -> Result<Stored, Error> {
        let event = match row.is_null("payload")? {
            true => None,
            false => Some(Event::read(&row.get::<String>("kind")?, row.bytes("payload")?).map_err(Error::damaged)?),
        };
        Ok((row.get("idx")?, row.get("time")?, event))
    };
    let entries: Vec<Stored> = rows.iter().map(stored).collect::<Result<_, _>>()?;
    Ok(filled(entries).collect())
}
