//! Signing the state of a log.
//!
//! Nothing asks for a checkpoint when it appends: what must be signed is seen from the tables (a log that is longer than its
//! newest checkpoint), so a crash at any moment leaves nothing behind but work that the next pass sees again.

use std::collections::{BTreeSet, HashMap};

use ledger::{Checkpoint, Frontier, Hash, Id, Node, merkle};

use super::db::built;
use super::{Db, Error, Firm, Tx, Value, keys};
use crate::args;
use crate::clock::Clock;
use crate::vault::Vault;

/// Tree nodes read by one statement. One size only, so that one prepared statement serves all.
const BATCH: usize = 64;

/// A signed state of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Entries that it covers.
    pub size: u64,
    /// The whole note.
    pub note: String,
}

/// Signs every log that is longer than its newest checkpoint; returns how many it signed.
pub async fn sign_all(db: &Db, vault: &Vault, clock: &Clock) -> Result<usize, Error> {
    let sql = "SELECT firm FROM log_head h
               WHERE size > COALESCE((SELECT MAX(size) FROM checkpoint c WHERE c.firm = h.firm), 0)";
    let rows = db.read().await?.all(sql, args![]).await?;
    for row in &rows {
        let firm = Firm(row.get::<Id>("firm")?);
        if let Err(error) = current(db, vault, firm, clock).await {
            // One damaged log must not keep the others unsigned.
            tracing::error!(firm = %firm.0, %error, "checkpoint not signed");
        }
    }
    Ok(rows.len())
}

/// The checkpoint of the whole log as it stands, signed now if it was not yet.
///
/// # Errors
/// `Damaged` when the log does not extend its newest checkpoint: such a log was rewritten, and is never signed.
pub async fn current(db: &Db, vault: &Vault, firm: Firm, clock: &Clock) -> Result<Signed, Error> {
    // Read before the log, and never before what it signs: so the time lies between the newest entry that is covered and the first that
    // is not, whatever comes in between, and `acte verify` can tell a time that cannot be.
    let now = clock.now();
    let mut tx = db.snapshot().await?;
    let head = tx.one("SELECT frontier, last_time FROM log_head WHERE firm = $1", args![firm]).await?;
    let now = now.max(head.get("last_time")?);
    let frontier = Frontier::from_bytes(&head.get::<Vec<u8>>("frontier")?).map_err(Error::damaged)?;
    let before = newest(&mut tx, firm).await?;
    let size = frontier.size();
    if let Some(before) = before {
        if before.size == size {
            return Ok(before);
        }
        let before = read(&before)?;
        continues(&mut tx, firm, (before.size, before.root), (size, frontier.root())).await?;
    }
    let key = keys::signer(&mut tx, firm, vault).await?;
    tx.commit().await?;
    let signed = Signed { size, note: Checkpoint::sign(&key, size, frontier.root()) };

    // A crash here leaves the log unsigned beyond its newest checkpoint: the next pass signs, the same or a later size.
    let mut tx = db.write().await?;
    let sql = "INSERT INTO checkpoint (firm, size, time, note) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    // Another server may have signed the same size meanwhile: the same key over the same text gives the same bytes.
    tx.run(sql, args![firm, size, now, &signed.note]).await?;
    tx.commit().await?;
    Ok(signed)
}

/// The newest checkpoint of the firm.
pub async fn newest(tx: &mut Tx, firm: Firm) -> Result<Option<Signed>, Error> {
    let sql = "SELECT size, note FROM checkpoint WHERE firm = $1 ORDER BY size DESC LIMIT 1";
    let row = tx.maybe(sql, args![firm]).await?;
    row.map(|row| Ok(Signed { size: row.get("size")?, note: row.get("note")? })).transpose()
}

/// The state of the log at an earlier `size`, signed: for a file that is about that state. It is kept nowhere: `newest` says all of it, and more.
///
/// # Errors
/// `Damaged` when `newest` does not continue that state: of two pasts none is signed.
pub async fn at_size(tx: &mut Tx, vault: &Vault, firm: Firm, size: u64, newest: &Signed) -> Result<Signed, Error> {
    let root = root(tx, firm, size).await?;
    let new = read(newest)?;
    continues(tx, firm, (size, root), (new.size, new.root)).await?;
    let key = keys::signer(tx, firm, vault).await?;
    Ok(Signed { size, note: Checkpoint::sign(&key, size, root) })
}

/// The root of the log's first `size` entries.
pub async fn root(tx: &mut Tx, firm: Firm, size: u64) -> Result<Hash, Error> {
    let nodes = nodes(tx, firm, merkle::root_nodes(size).into_iter().collect()).await?;
    merkle::root(size, |level, index| nodes.get(&Node { level, index }).copied()).map_err(Error::damaged)
}

/// What was signed; our own signature is not looked at.
fn read(signed: &Signed) -> Result<Checkpoint, Error> {
    let text = signed.note.split_inclusive("\n\n").next().unwrap_or_default();
    Checkpoint::parse(text.strip_suffix('\n').unwrap_or_default()).map_err(Error::damaged)
}

/// Proves to ourselves that a log of this size and root begins with the `old` one.
async fn continues(tx: &mut Tx, firm: Firm, old: (u64, Hash), new: (u64, Hash)) -> Result<(), Error> {
    let proof = prove(tx, firm, old.0, new.0).await?;
    merkle::verify_consistency(old.0, new.0, old.1, new.1, &proof).map_err(Error::damaged)
}

/// The proof that the log of `new` entries begins with that of `old` (RFC 6962 §2.1.2).
pub async fn consistency(db: &Db, firm: Firm, old: u64, new: u64) -> Result<Vec<Hash>, Error> {
    prove(&mut db.snapshot().await?, firm, old, new).await
}

/// The same, on a connection.
pub(super) async fn prove(tx: &mut Tx, firm: Firm, old: u64, new: u64) -> Result<Vec<Hash>, Error> {
    let needed = merkle::consistency_nodes(old, new).map_err(Error::damaged)?;
    let nodes = nodes(tx, firm, needed.into_iter().collect()).await?;
    let read = |level, index| nodes.get(&Node { level, index }).copied();
    merkle::consistency_proof(old, new, read).map_err(Error::damaged)
}

/// The hashes of these complete subtrees; those that are not stored are left out.
pub(super) async fn nodes(tx: &mut Tx, firm: Firm, wanted: BTreeSet<Node>) -> Result<HashMap<Node, Hash>, Error> {
    let places: Vec<String> =
        (0..BATCH).map(|n| format!("(level = ${} AND idx = ${})", 2 * n + 2, 2 * n + 3)).collect();
    let sql = format!("SELECT level, idx, hash FROM log_node WHERE firm = $1 AND ({})", places.join(" OR "));
    let wanted: Vec<Node> = wanted.into_iter().collect();
    let mut found = HashMap::with_capacity(wanted.len());
    for batch in wanted.chunks(BATCH) {
        // A short batch repeats its last node.
        let padded = batch.iter().chain(std::iter::repeat(&batch[batch.len() - 1])).take(BATCH);
        let values = args![firm].into_iter().chain(padded.flat_map(|n| [Value::from(n.level), Value::from(n.index)]));
        for row in tx.all(built(sql.clone()), values.collect()).await? {
            found.insert(Node { level: row.get("level")?, index: row.get("idx")? }, row.get("hash")?);
        }
    }
    Ok(found)
}
