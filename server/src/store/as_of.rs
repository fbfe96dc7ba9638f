//! What the first entries of a log say of something: those that were there at a moment.

use std::collections::BTreeMap;

use ledger::Time;
use ledger::event::Event;

use super::coverage::read;
use super::db::built;
use super::evidence::About;
use super::timestamps::{self, Stamped};
use super::{Error, Firm, Tx};
use crate::args;

type Entries = Vec<(u64, Time, Event)>;

/// All that [`About`] names, among the first `size` entries; of what was erased since what remains.
pub async fn of(tx: &mut Tx, firm: Firm, about: About, size: u64) -> Result<Entries, Error> {
    let (condition, id) = about.condition();
    let sql = format!(
        "SELECT idx, time, kind, payload FROM entry WHERE firm = $1 AND idx >= $3 AND {condition} ORDER BY idx"
    );
    let entries = read(&tx.all(built(sql), args![firm, about.subject(), 0_u64, id]).await?)?;
    Ok(until(entries, size))
}

/// All about the firm itself and its members, likewise.
pub async fn of_firm(tx: &mut Tx, firm: Firm, size: u64) -> Result<Entries, Error> {
    let sql = "SELECT idx, time, kind, payload FROM entry WHERE firm = $1 AND (subject = $2 OR subject LIKE 'member:%' OR kind IN ('access.granted', 'access.revoked') OR kind = 'payload.erased' AND subject LIKE 'access:%') ORDER BY idx";
    let entries = read(&tx.all(sql, args![firm, format!("firm:{}", firm.0)]).await?)?;
    Ok(until(entries, size))
}

/// Which time-stamp was the first to cover each of these entries; of the others no entry stands there.
pub async fn dated(tx: &mut Tx, firm: Firm, about: About, size: u64) -> Result<BTreeMap<u64, Stamped>, Error> {
    let (condition, id) = about.condition();
    let sql = format!(
        "SELECT about.idx AS entry, t.size AS size, t.authority AS authority, t.time AS time, t.accuracy AS accuracy
         FROM (SELECT idx FROM entry WHERE firm = $1 AND idx >= $3 AND idx < $5 AND {condition}) about
         JOIN checkpoint_token t ON t.firm = $1
          AND t.size = (SELECT MIN(s.size) FROM checkpoint_token s WHERE s.firm = $1 AND s.size > about.idx)"
    );
    let rows = tx.all(built(sql), args![firm, about.subject(), 0_u64, id, size]).await?;
    rows.iter().map(|row| Ok((row.get("entry")?, timestamps::read(row)?))).collect()
}

/// Cut only here: what an erasure left of an entry stands in a later one.
fn until(mut entries: Entries, size: u64) -> Entries {
    entries.retain(|(index, ..)| *index < size);
    entries
}
