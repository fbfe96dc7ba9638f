//! What the coverage of a project is computed from: its entries and the firm's own rules, read where someone asks.

mod tally;

use std::sync::{Arc, LazyLock};

use app::texts::local;
use jiff::tz::TimeZone;
use ledger::catalogue;
use ledger::coverage::{At, Facts, Rules, State};
use ledger::erasure::{Stored, filled};
use ledger::event::Event;
use ledger::{Id, Time};

use super::db::built;
use super::evidence::About;
use super::{Error, Firm, Row, Tx, firms};
use crate::args;

pub use tally::*;

/// Raise it when the program comes to something else from the same rules and entries: what was kept is then computed anew.
const ENGINE: u32 = 4;

/// The catalogue's rules, for firms without any of their own.
static BUILT_IN: LazyLock<Arc<Rules>> = LazyLock::new(|| Arc::new(Rules::fold([])));
static FACTS: LazyLock<Facts<'static>> = LazyLock::new(|| Facts::new(catalogue::facts()));

/// The dated facts, with their words found.
pub fn facts() -> &'static Facts<'static> {
    &FACTS
}

/// What the coverage of every project of the firm follows from, beside its entries.
#[derive(Clone, Debug)]
pub struct Basis {
    /// In force at the firm.
    pub rules: Arc<Rules>,
    pub zone: TimeZone,
    /// Another one for anything else here.
    mark: String,
}

/// As it stands now.
pub async fn basis(tx: &mut Tx, firm: Firm) -> Result<Basis, Error> {
    let events = of_rules(tx, firm).await?;
    let zone = firms::zone(tx, firm).await?;
    let (last, name) = (events.last().map_or(0, |(index, ..)| *index), zone.iana_name().unwrap_or_default());
    let mark = format!("{ENGINE} {:.16} {last} {name}", catalogue::digest().to_string());
    Ok(Basis { rules: fold(&events), zone, mark })
}

/// The rules in force when the log had `size` entries, by the catalogue of today.
pub async fn rules_until(tx: &mut Tx, firm: Firm, size: u64) -> Result<Arc<Rules>, Error> {
    let mut events = of_rules(tx, firm).await?;
    events.retain(|(index, ..)| *index < size);
    Ok(fold(&events))
}

async fn of_rules(tx: &mut Tx, firm: Firm) -> Result<Vec<(u64, Time, Event)>, Error> {
    let sql = "SELECT idx, time, kind, payload FROM entry WHERE firm = $1 AND subject = $2
               AND kind IN ('topic.recorded', 'kind.recorded', 'rule.recorded', 'rule.switched', 'payload.erased') ORDER BY idx";
    read(&tx.all(sql, args![firm, format!("firm:{}", firm.0)]).await?)
}

fn fold(events: &[(u64, Time, Event)]) -> Arc<Rules> {
    match events.is_empty() {
        true => BUILT_IN.clone(),
        false => Arc::new(Rules::fold(events.iter().map(|(.., event)| event))),
    }
}

/// A project and all that bears on its coverage; days are those at the firm, in `zone`.
///
/// # Errors
/// `Missing` when the firm has no such project.
pub async fn state(tx: &mut Tx, firm: Firm, project: Id, zone: &TimeZone) -> Result<State, Error> {
    let events = entries(tx, firm, project).await?;
    let at = |entry, time| At { entry, day: local(time, zone).date() };
    State::fold(events.into_iter().map(|(entry, time, event)| (at(entry, time), event))).ok_or(Error::Missing)
}

/// All about a project, its notices, its client and the client's contacts, in the order of the log; of what was erased what remains.
pub async fn entries(tx: &mut Tx, firm: Firm, project: Id) -> Result<Vec<(u64, Time, Event)>, Error> {
    let about = About::Project(project);
    let (condition, id) = about.condition();
    let sql = format!(
        "SELECT idx, time, kind, payload FROM entry WHERE firm = $1 AND idx >= $3 AND {condition} ORDER BY idx"
    );
    read(&tx.all(built(sql), args![firm, about.subject(), 0_u64, id]).await?)
}

/// The events of the rows, with what remains in the place of those that were erased.
pub(super) fn read(rows: &[Row]) -> Result<Vec<(u64, Time, Event)>, Error> {
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
