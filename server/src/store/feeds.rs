//! The secret addresses of calendars.

use ledger::{Hash, Id, Lang, Time};

use super::{Error, Firm, Tx};
use crate::args;

/// Keeps the member's address; the one before it is gone.
pub async fn keep(tx: &mut Tx, firm: Firm, member: Id, seed: &str, token: Hash, now: Time) -> Result<(), Error> {
    let sql = "INSERT INTO feed (firm, member, seed, token_hash, made) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (firm, member) DO UPDATE SET seed = excluded.seed, token_hash = excluded.token_hash, made = excluded.made";
    tx.run(sql, args![firm, member, seed, token.to_string(), now]).await.map(drop)
}

pub async fn revoke(tx: &mut Tx, firm: Firm, member: Id) -> Result<(), Error> {
    tx.run("DELETE FROM feed WHERE firm = $1 AND member = $2", args![firm, member]).await.map(drop)
}

/// What the secret of the member's address is made from, if there is one.
pub async fn seed(tx: &mut Tx, firm: Firm, member: Id) -> Result<Option<String>, Error> {
    let row = tx.maybe("SELECT seed FROM feed WHERE firm = $1 AND member = $2", args![firm, member]).await?;
    row.map(|row| row.get("seed")).transpose()
}

/// Whose address has this secret.
///
/// # Errors
/// `Missing` when nobody's has, or its member was removed.
pub async fn of(tx: &mut Tx, token: Hash) -> Result<(Firm, Lang), Error> {
    let sql = "SELECT f.firm, m.lang FROM feed f JOIN member m ON m.firm = f.firm AND m.member = f.member
               WHERE f.token_hash = $1 AND m.state = 'active'";
    let row = tx.one(sql, args![token.to_string()]).await?;
    Ok((Firm(row.get("firm")?), row.parse("lang")?))
}
