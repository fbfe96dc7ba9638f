//! The evidence file about a notice or a project: entries, their proofs, and one checkpoint that all of them lead to.

use std::collections::BTreeSet;

use ledger::evidence::EvidenceEntry;
use ledger::{Evidence, Id, Node, VerifyingKey, merkle};

use super::checkpoint::{current, nodes};
use super::db::built;
use super::log::{STORED, Stored};
use super::{Db, Error, Firm, Tx};
use crate::args;
use crate::clock::Clock;
use crate::vault::Vault;

/// All about one notice; the contract papers, scope and needs of its project, as recorded before the notice was issued (its promises
/// are the firm's own list); and what every evidence holds: the first entry of the log, which names
/// its key, and the entries about the keys that seal the PDFs.
pub async fn of_notice(db: &Db, vault: &Vault, firm: Firm, notice: Id, clock: &Clock) -> Result<Evidence, Error> {
    let about = "(subject = $2
        OR (kind IN ('project.recorded', 'need.recorded', 'paper.filed')
            AND subject IN (SELECT 'project:' || project FROM notice WHERE firm = $1 AND notice = $4)
            AND idx < (SELECT first_entry FROM notice WHERE firm = $1 AND notice = $4)))";
    build(db, vault, firm, clock, about, "notice", notice).await
}

/// All about a project: its versions, needs, promises and papers, its notices, and the client and contacts concerned.
pub async fn of_project(db: &Db, vault: &Vault, firm: Firm, project: Id, clock: &Clock) -> Result<Evidence, Error> {
    let about = "(subject = $2
        OR subject IN (SELECT 'notice:' || notice FROM notice WHERE firm = $1 AND project = $4)
        OR subject IN (SELECT 'client:' || client FROM project WHERE firm = $1 AND project = $4)
        OR subject IN (SELECT 'contact:' || contact FROM contact c JOIN project p ON p.firm = c.firm AND p.client = c.client
                       WHERE c.firm = $1 AND p.project = $4))";
    build(db, vault, firm, clock, about, "project", project).await
}

/// `about` selects the entries: a condition on the table `entry` with `$1` the firm, `$2` the subject `<word>:<id>` and `$4` the id.
async fn build(
    db: &Db,
    vault: &Vault,
    firm: Firm,
    clock: &Clock,
    about: &str,
    word: &str,
    id: Id,
) -> Result<Evidence, Error> {
    let subject = format!("{word}:{id}");
    let checkpoint = current(db, vault, firm, clock).await?;
    // Entries made since then are left out: the checkpoint does not cover them.
    let mut tx = db.snapshot().await?;
    let sql = format!(
        "SELECT {STORED} FROM entry WHERE firm = $1 AND idx < $3 AND (idx = 0 OR kind LIKE 'seal.%' OR {about}) ORDER BY idx"
    );
    let rows = tx.all(built(sql), args![firm, subject.as_str(), checkpoint.size, id]).await?;
    let entries: Vec<Stored> = rows.iter().map(Stored::read).collect::<Result<_, _>>()?;
    if !entries.iter().any(|stored| stored.subject == subject) {
        return Err(Error::Missing);
    }
    let shown = prove(&mut tx, firm, &entries, checkpoint.size).await?;
    let firm_row = tx.one("SELECT vkey FROM firm WHERE firm = $1", args![firm]).await?;
    let vkey: VerifyingKey = firm_row.parse("vkey")?;
    Ok(Evidence::new(&vkey, checkpoint.note, shown))
}

/// Each entry with its inclusion proof in the tree of `size` leaves.
async fn prove(tx: &mut Tx, firm: Firm, entries: &[Stored], size: u64) -> Result<Vec<EvidenceEntry>, Error> {
    let mut wanted = BTreeSet::new();
    for stored in entries {
        wanted.extend(merkle::inclusion_nodes(stored.index, size).map_err(Error::damaged)?);
    }
    let nodes = nodes(tx, firm, wanted).await?;
    let read = |level, index| nodes.get(&Node { level, index }).copied();
    let mut shown = Vec::with_capacity(entries.len());
    for stored in entries {
        let proof = merkle::inclusion_proof(stored.index, size, read).map_err(Error::damaged)?;
        shown.push(EvidenceEntry::disclose(&stored.entry, proof).map_err(Error::damaged)?);
    }
    Ok(shown)
}
