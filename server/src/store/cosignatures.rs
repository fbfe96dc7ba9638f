//! Cosignatures of this server's checkpoints by witnesses.

use app::pages::{WhyNotCosigned, WitnessRefusal};
use ledger::Time;

use super::checkpoint::Signed;
use super::{Db, Error, Firm, Row, Tx};
use crate::args;

/// Keeps the line with which a witness cosigned the checkpoint of `size` entries at `time`, by its clock. It refuses no longer.
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
    tx.run(sql, args![firm, size, witness, line, time, now]).await?;
    tx.run("DELETE FROM witness_refusal WHERE firm = $1 AND witness = $2", args![firm, witness]).await.map(drop)
}

/// Keeps why a witness did not cosign, in place of what it said before.
pub async fn refused(tx: &mut Tx, firm: Firm, witness: &str, refused: &WitnessRefusal) -> Result<(), Error> {
    let sql = "INSERT INTO witness_refusal (firm, witness, time, why, detail) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (firm, witness) DO UPDATE SET time = $3, why = $4, detail = $5";
    let WitnessRefusal { at, why, detail } = refused;
    tx.run(sql, args![firm, witness, *at, why.word(), detail]).await.map(drop)
}

/// Why the witness does not cosign the newest checkpoint; none when it did, or was not asked yet.
pub async fn refusal(tx: &mut Tx, firm: Firm, witness: &str) -> Result<Option<WitnessRefusal>, Error> {
    let sql = "SELECT time, why, detail FROM witness_refusal WHERE firm = $1 AND witness = $2";
    let row = tx.maybe(sql, args![firm, witness]).await?;
    let read = |row: Row| {
        let why = WhyNotCosigned::of(&row.get::<String>("why")?);
        Ok(WitnessRefusal { at: row.get("time")?, why, detail: row.get("detail")? })
    };
    row.map(read).transpose()
}

/// Entries of the newest checkpoint that the witness cosigned, and when, by its clock.
pub async fn newest(tx: &mut Tx, firm: Firm, witness: &str) -> Result<Option<(u64, Time)>, Error> {
    let sql = "SELECT size, time FROM cosignature WHERE firm = $1 AND witness = $2 ORDER BY size DESC LIMIT 1";
    let row = tx.maybe(sql, args![firm, witness]).await?;
    row.map(|row| Ok((row.get("size")?, row.get("time")?))).transpose()
}

/// A line as it is kept.
pub(super) struct Kept {
    pub size: u64,
    pub witness: String,
    pub line: String,
    pub time: Time,
    /// Of the checkpoint beside which it stands, if that is there.
    pub note: Option<String>,
}

/// All lines about the log, for the oracle.
pub(super) async fn all(tx: &mut Tx, firm: Firm) -> Result<Vec<Kept>, Error> {
    let sql = "SELECT s.size, s.witness, s.line, s.time, c.note FROM cosignature s
               LEFT JOIN checkpoint c ON c.firm = s.firm AND c.size = s.size WHERE s.firm = $1 ORDER BY s.size, s.witness";
    let read = |row: &Row| {
        let (size, witness, line) = (row.get("size")?, row.get("witness")?, row.get("line")?);
        Ok(Kept { size, witness, line, time: row.get("time")?, note: row.get("note")? })
    };
    tx.all(sql, args![firm]).await?.iter().map(read).collect()
}

/// Which witnesses said that what they saw of the log is not its beginning, and what they said.
pub(super) async fn contradicting(tx: &mut Tx, firm: Firm) -> Result<Vec<(String, String)>, Error> {
    let sql = "SELECT witness, detail FROM witness_refusal WHERE firm = $1 AND why = $2 ORDER BY witness";
    let rows = tx.all(sql, args![firm, WhyNotCosigned::OtherPast.word()]).await?;
    rows.iter().map(|row| Ok((row.get("witness")?, row.get("detail")?))).collect()
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
