//! What this program remembers of the logs for which it is a witness. No firm: the logs are other people's.

use ledger::witness::{Refusal, Request, Seen};
use ledger::{Checkpoint, Hash, Time, VerifyingKey};

use super::{Db, Error, Row, Tx};
use crate::args;

/// Compares the request with what was seen and remembers its checkpoint, in one transaction: when this returns a checkpoint it is
/// durable, and may be cosigned. Two requests at once wait for each other, on two servers as well.
pub async fn remember(
    db: &Db,
    key: &VerifyingKey,
    request: &Request,
    now: Time,
) -> Result<Result<Checkpoint, Refusal>, Error> {
    let origin = key.name();
    let nothing = Seen::nothing();
    let mut tx = db.write().await?;
    let sql =
        "INSERT INTO witnessed (origin, size, root, note, time) VALUES ($1, $2, $3, '', $4) ON CONFLICT DO NOTHING";
    tx.run(sql, args![origin, nothing.size, nothing.root, now]).await?;
    // An update that changes nothing, for its lock on the row.
    let sql = "UPDATE witnessed SET time = time WHERE origin = $1 RETURNING size, root";
    let row = tx.one(sql, args![origin]).await?;
    let seen = Seen { size: row.get("size")?, root: row.get::<Hash>("root")? };
    let checkpoint = match request.decide(key, seen) {
        Ok(checkpoint) => checkpoint,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let sql = "UPDATE witnessed SET size = $2, root = $3, note = $4, time = $5 WHERE origin = $1";
    tx.run(sql, args![origin, checkpoint.size, checkpoint.root, &request.note, now]).await?;
    tx.commit().await?;
    Ok(Ok(checkpoint))
}

/// What is remembered of one log.
pub(super) struct Remembered {
    pub origin: String,
    pub seen: Seen,
    pub note: String,
}

/// All that is remembered, for the oracle.
pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Remembered>, Error> {
    let read = |row: &Row| {
        let seen = Seen { size: row.get("size")?, root: row.get::<Hash>("root")? };
        Ok(Remembered { origin: row.get("origin")?, seen, note: row.get("note")? })
    };
    tx.all("SELECT origin, size, root, note FROM witnessed ORDER BY origin", args![]).await?.iter().map(read).collect()
}
