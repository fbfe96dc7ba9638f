//! Cosignatures of this server's checkpoints by witnesses.

use ledger::Time;

use super::checkpoint::Signed;
use super::{Db, Error, Firm, Row, Tx};
use crate::args;

/// Keeps the line with which a witness cosigned the checkpoint of `size` entries at `time`, by its clock.
pub async fn keep(
    tx: &mut Tx,
    firm: Firm,
    size: u64,
    witness: &str,
    line: &str,
    time: Time,
    now: Time,
) -> Result<(), Error> {
    let sql = "INSERT INTO cosignature (firm, size, witness, line, time, made) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT DO NOTHING";
    tx.run(sql, args![firm, size, witness, line, time, now]).await.map(drop)
}

/// Entries of the newest checkpoint that the witness cosigned, and when, by its clock.
pub async fn newest(tx: &mut Tx, firm: Firm, witness: &str) -> Result<Option<(u64, Time)>, Error> {
    let sql = "SELECT size, time FROM cosignature WHERE firm = $1 AND witness = $2 ORDER BY size DESC LIMIT 1";
    let row = tx.maybe(sql, args![firm, witness]).await?;
    row.map(|row| Ok((row.get("size")?, row.get("time")?))).transpose()
}

/// The checkpoint with the cosignatures that are there.
pub async fn onto(tx: &mut Tx, firm: Firm, signed: Signed) -> Result<Signed, Error> {
    let sql = "SELECT line FROM cosignature WHERE firm = $1 AND size = $2 ORDER BY witness";
    let mut note = signed.note;
    for row in tx.all(sql, args![firm, signed.size]).await? {
        note.push_str(&row.get::<String>("line")?);
        note.push('\n');
    }
    Ok(Signed { size: signed.size, note })
}

/// The newest checkpoint of at most `most` entries that is cosigned and covers the entry at `index`.
pub async fn newest_covering(tx: &mut Tx, firm: Firm, index: u64, most: u64) -> Result<Option<Signed>, Error> {
    let sql = "SELECT c.size AS size, c.note AS note FROM checkpoint c WHERE c.firm = $1 AND c.size > $2 AND c.size <= $3
               AND EXISTS (SELECT 1 FROM cosignature s WHERE s.firm = c.firm AND s.size = c.size) ORDER BY c.size DESC LIMIT 1";
    let row = tx.maybe(sql, args![firm, index, most]).await?;
    row.map(|row| Ok(Signed { size: row.get("size")?, note: row.get("note")? })).transpose()
}

/// The firms whose log grew since this witness cosigned it, which was `before` or never, and for which no job `kind` waits.
pub async fn due(db: &Db, witness: &str, kind: &str, before: Time) -> Result<Vec<Firm>, Error> {
    let sql = "SELECT h.firm AS firm FROM log_head h
               LEFT JOIN (SELECT firm, MAX(size) AS size, MAX(made) AS made FROM cosignature WHERE witness = $1 GROUP BY firm) s
                    ON s.firm = h.firm
               WHERE h.size > COALESCE(s.size, 0) AND COALESCE(s.made, 0) <= $2
               AND NOT EXISTS (SELECT 1 FROM job j WHERE j.firm = h.firm AND j.kind = $3 AND j.state = 'pending')";
    let rows = db.read().await?.all(sql, args![witness, before, kind]).await?;
    rows.iter().map(|row: &Row| Ok(Firm(row.get("firm")?))).collect()
}
