//! Searches that a member saved.

use ledger::{Id, Time};

use crate::args;
use crate::store::{Error, Firm, Tx};

/// How many a member may have.
pub const MAX_SAVED: u64 = 50;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    pub id: Id,
    pub name: String,
    /// As it stands in the address, after the question mark.
    pub query: String,
}

/// Those of the member, the newest first.
pub async fn of(tx: &mut Tx, firm: Firm, member: Id) -> Result<Vec<Saved>, Error> {
    let sql =
        "SELECT search, name, query FROM saved_search WHERE firm = $1 AND member = $2 ORDER BY created DESC, search";
    let rows = tx.all(sql, args![firm, member]).await?;
    rows.iter()
        .map(|row| Ok(Saved { id: row.get("search")?, name: row.get("name")?, query: row.get("query")? }))
        .collect()
}

/// Keeps one; the same name again takes the place of the older one.
pub async fn save(tx: &mut Tx, firm: Firm, member: Id, saved: &Saved, now: Time) -> Result<(), Error> {
    let sql = "DELETE FROM saved_search WHERE firm = $1 AND member = $2 AND name = $3";
    tx.run(sql, args![firm, member, &saved.name]).await?;
    let sql = "INSERT INTO saved_search (firm, search, member, name, query, created) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.run(sql, args![firm, saved.id, member, &saved.name, &saved.query, now]).await.map(drop)
}

/// Removes one of the member's own.
///
/// # Errors
/// `Missing` when it is gone already, or somebody else's.
pub async fn remove(tx: &mut Tx, firm: Firm, member: Id, search: Id) -> Result<(), Error> {
    let sql = "DELETE FROM saved_search WHERE firm = $1 AND member = $2 AND search = $3";
    if tx.run(sql, args![firm, member, search]).await? == 0 { Err(Error::Missing) } else { Ok(()) }
}
