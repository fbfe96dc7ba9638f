//! Time-stamps of checkpoints, and how the authorities fared.

use ledger::Time;
use ledger::timestamp::TimeStamp;

use super::checkpoint::Signed;
use super::{Db, Error, Firm, Row, Tx, jobs};
use crate::args;

/// What an authority said of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped {
    /// Entries that it covers.
    pub size: u64,
    pub authority: String,
    /// By the authority's clock.
    pub time: Time,
    pub accuracy_micros: Option<u64>,
}

/// Keeps the token about the checkpoint of `size` entries. One is enough: a second by another server stays out.
pub async fn keep(
    tx: &mut Tx,
    firm: Firm,
    size: u64,
    token: &[u8],
    stated: &TimeStamp,
    now: Time,
) -> Result<(), Error> {
    let sql = "INSERT INTO checkpoint_token (firm, size, token, authority, time, accuracy, made)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    let (authority, accuracy) = (stated.authority.to_string(), stated.accuracy_micros);
    tx.run(sql, args![firm, size, token, authority, stated.time, accuracy, now]).await.map(drop)
}

pub(super) fn read(row: &Row) -> Result<Stamped, Error> {
    Ok(Stamped {
        size: row.get("size")?,
        authority: row.get("authority")?,
        time: row.get("time")?,
        accuracy_micros: row.get("accuracy")?,
    })
}

/// What is stated of the checkpoint of this size.
pub async fn of_checkpoint(tx: &mut Tx, firm: Firm, size: u64) -> Result<Option<Stamped>, Error> {
    let sql = "SELECT size, authority, time, accuracy FROM checkpoint_token WHERE firm = $1 AND size = $2";
    tx.maybe(sql, args![firm, size]).await?.as_ref().map(read).transpose()
}

/// The newest time-stamp of the log.
pub async fn newest(tx: &mut Tx, firm: Firm) -> Result<Option<Stamped>, Error> {
    let sql = "SELECT size, authority, time, accuracy FROM checkpoint_token WHERE firm = $1 ORDER BY size DESC LIMIT 1";
    tx.maybe(sql, args![firm]).await?.as_ref().map(read).transpose()
}

/// The newest token of the log: it holds the certificates of the authority that gave it.
pub async fn newest_token(tx: &mut Tx, firm: Firm) -> Result<Option<Vec<u8>>, Error> {
    let sql = "SELECT token FROM checkpoint_token WHERE firm = $1 ORDER BY size DESC LIMIT 1";
    tx.maybe(sql, args![firm]).await?.as_ref().map(|row| row.get("token")).transpose()
}

/// The first time-stamp that covers the entry at `index`: it bounds when the entry was made better than any later one.
pub async fn covering(tx: &mut Tx, firm: Firm, index: u64) -> Result<Option<Stamped>, Error> {
    let sql = "SELECT size, authority, time, accuracy FROM checkpoint_token WHERE firm = $1 AND size > $2 ORDER BY size LIMIT 1";
    tx.maybe(sql, args![firm, index]).await?.as_ref().map(read).transpose()
}

/// The newest checkpoint of at most `most` entries that is stamped and covers the entry at `index`, with its token.
pub async fn newest_covering(
    tx: &mut Tx,
    firm: Firm,
    index: u64,
    most: u64,
) -> Result<Option<(Signed, Vec<u8>)>, Error> {
    let sql = "SELECT t.size AS size, c.note AS note, t.token AS token FROM checkpoint_token t
               JOIN checkpoint c ON c.firm = t.firm AND c.size = t.size
               WHERE t.firm = $1 AND t.size > $2 AND t.size <= $3 ORDER BY t.size DESC LIMIT 1";
    let row = tx.maybe(sql, args![firm, index, most]).await?;
    row.map(|row| Ok((Signed { size: row.get("size")?, note: row.get("note")? }, row.get("token")?))).transpose()
}

/// The firms whose log grew since its newest time-stamp, which was made `before` or never, and for which no job `kind` waits.
pub async fn due(db: &Db, kind: &str, before: Time) -> Result<Vec<Firm>, Error> {
    let sql = "SELECT h.firm AS firm FROM log_head h
               LEFT JOIN (SELECT firm, MAX(size) AS size, MAX(made) AS made FROM checkpoint_token GROUP BY firm) t ON t.firm = h.firm
               WHERE h.size > COALESCE(t.size, 0) AND COALESCE(t.made, 0) <= $1
               AND NOT EXISTS (SELECT 1 FROM job j WHERE j.firm = h.firm AND j.kind = $2 AND j.state = 'pending')";
    let rows = db.read().await?.all(sql, args![before, kind]).await?;
    rows.iter().map(|row| Ok(Firm(row.get("firm")?))).collect()
}

/// A token as it is kept.
pub(super) struct Kept {
    /// What the columns beside it say.
    pub stamped: Stamped,
    pub token: Vec<u8>,
    /// Of the checkpoint that it is about, if that is there.
    pub note: Option<String>,
}

/// All tokens of the firm, for the oracle.
pub(super) async fn all(tx: &mut Tx, firm: Firm) -> Result<Vec<Kept>, Error> {
    let sql = "SELECT t.size, t.authority, t.time, t.accuracy, t.token, c.note FROM checkpoint_token t
               LEFT JOIN checkpoint c ON c.firm = t.firm AND c.size = t.size WHERE t.firm = $1 ORDER BY t.size";
    let rows = tx.all(sql, args![firm]).await?;
    let kept = |row: &Row| Ok(Kept { stamped: read(row)?, token: row.get("token")?, note: row.get("note")? });
    rows.iter().map(kept).collect()
}

/// Leaves a job `kind` for the firm, due now.
pub async fn leave(tx: &mut Tx, firm: Firm, kind: &str, now: Time) -> Result<(), Error> {
    // By the moment: one that was given up long ago must not stand in the way of the next.
    jobs::add(tx, firm, kind, &now.0.to_string(), b"", now, now).await
}

/// How an authority fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fared {
    pub answered: Option<Time>,
    pub failed: Option<Time>,
    /// Why it failed then.
    pub error: String,
}

/// Notes how a question ended; none is a good answer.
pub async fn note(tx: &mut Tx, host: &str, error: Option<&str>, now: Time) -> Result<(), Error> {
    let sql =
        "INSERT INTO authority (host, answered, failed, error) VALUES ($1, NULL, NULL, '') ON CONFLICT DO NOTHING";
    tx.run(sql, args![host]).await?;
    match error {
        None => tx.run("UPDATE authority SET answered = $2 WHERE host = $1", args![host, now]).await?,
        Some(error) => {
            tx.run("UPDATE authority SET failed = $2, error = $3 WHERE host = $1", args![host, now, error]).await?
        }
    };
    Ok(())
}

/// How this authority fared; none when it was never asked.
pub async fn fared(tx: &mut Tx, host: &str) -> Result<Option<Fared>, Error> {
    let row = tx.maybe("SELECT answered, failed, error FROM authority WHERE host = $1", args![host]).await?;
    let read =
        |row: Row| Ok(Fared { answered: row.get("answered")?, failed: row.get("failed")?, error: row.get("error")? });
    row.map(read).transpose()
}
