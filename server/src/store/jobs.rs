//! Work that a transaction leaves for after its commit: leased by a worker, tried again until done.
//!
//! Every job is done at least once: a worker may die after the work and before [`done`]. So the work itself must bear being
//! done twice, or look first whether the log already says that it was done.

use ledger::{Id, Time};

use super::{Db, Error, Firm, Row, Tx};
use crate::args;

/// How long a worker has a job, milliseconds, before another may take it: ten minutes.
pub const LEASE: i64 = 10 * 60 * 1000;
/// How long done jobs stay to be looked at, and a form sent twice is recognised, milliseconds: thirty days.
const KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// A job under lease.
#[derive(Clone, Debug)]
pub struct Job {
    pub firm: Firm,
    pub kind: String,
    pub key: String,
    pub payload: Vec<u8>,
    pub created: Time,
    /// 1 for the first try.
    pub attempt: u32,
}

/// Leaves work for after the commit, due at `run_at`. Work of this kind and key that was left before, done or not, stays as
/// it is.
pub async fn add(
    tx: &mut Tx,
    firm: Firm,
    kind: &str,
    key: &str,
    payload: &[u8],
    now: Time,
    run_at: Time,
) -> Result<(), Error> {
    let sql = "INSERT INTO job (firm, kind, key, payload, created, run_at, lease_until, attempts, state)
               VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 'pending') ON CONFLICT DO NOTHING";
    tx.run(sql, args![firm, kind, key, payload, now, run_at]).await.map(drop)
}

/// Leases the job that has been due longest, if any is due.
pub async fn lease(db: &Db, now: Time) -> Result<Option<Job>, Error> {
    // The conditions stand twice: PostgreSQL asks the outer ones again after waiting for a worker who was faster.
    let sql = "UPDATE job SET lease_until = $2, attempts = attempts + 1
               WHERE (firm, kind, key) = (
                   SELECT firm, kind, key FROM job WHERE state = 'pending' AND run_at <= $1 AND lease_until <= $1
                   ORDER BY run_at LIMIT 1)
               AND state = 'pending' AND run_at <= $1 AND lease_until <= $1
               RETURNING firm, kind, key, payload, created, attempts";
    loop {
        if !due(&mut db.read().await?, now).await? {
            return Ok(None);
        }
        let mut tx = db.write().await?;
        let leased = tx.maybe(sql, args![now, now.plus_millis(LEASE)]).await?;
        tx.commit().await?;
        if let Some(row) = leased {
            return read(&row).map(Some);
        }
    }
}

/// Looked at first, without the write lock: a worker with nothing to do must not hold up those who write.
async fn due(tx: &mut Tx, now: Time) -> Result<bool, Error> {
    let sql = "SELECT kind FROM job WHERE state = 'pending' AND run_at <= $1 AND lease_until <= $1 LIMIT 1";
    Ok(tx.maybe(sql, args![now]).await?.is_some())
}

fn read(row: &Row) -> Result<Job, Error> {
    Ok(Job {
        firm: Firm(row.get::<Id>("firm")?),
        kind: row.get("kind")?,
        key: row.get("key")?,
        payload: row.get("payload")?,
        created: row.get("created")?,
        attempt: row.get("attempts")?,
    })
}

/// The job is done. Called in the transaction of the work's own result, or after it. False when the lease was lost: another
/// worker has the job, or had it and ended it.
pub async fn done(tx: &mut Tx, job: &Job, now: Time) -> Result<bool, Error> {
    end(tx, job, "done", None, now).await
}

/// No further try: `why` stays to be looked at.
pub async fn fail(tx: &mut Tx, job: &Job, why: &str, now: Time) -> Result<bool, Error> {
    end(tx, job, "failed", Some(why), now).await
}

async fn end(tx: &mut Tx, job: &Job, state: &str, why: Option<&str>, now: Time) -> Result<bool, Error> {
    let sql = "UPDATE job SET state = $5, last_error = COALESCE($6, last_error), ended = $7, payload = $8
               WHERE firm = $1 AND kind = $2 AND key = $3 AND attempts = $4 AND state = 'pending'";
    let values = args![job.firm, &job.kind, &job.key, job.attempt, state, why, now, Vec::new()];
    Ok(tx.run(sql, values).await? == 1)
}

/// Gives the lease back; the job is due again at `run_at`.
pub async fn again(tx: &mut Tx, job: &Job, why: Option<&str>, run_at: Time) -> Result<bool, Error> {
    let sql = "UPDATE job SET run_at = $5, lease_until = 0, last_error = COALESCE($6, last_error)
               WHERE firm = $1 AND kind = $2 AND key = $3 AND attempts = $4 AND state = 'pending'";
    Ok(tx.run(sql, args![job.firm, &job.kind, &job.key, job.attempt, run_at, why]).await? == 1)
}

/// Deletes jobs that were done long ago, and answers kept for forms sent long ago; returns how many rows. Failed jobs stay until
/// somebody has looked at them.
pub async fn sweep(db: &Db, now: Time) -> Result<u64, Error> {
    let (mut tx, before) = (db.write().await?, now.plus_millis(-KEPT));
    let jobs = tx.run("DELETE FROM job WHERE state = 'done' AND ended < $1", args![before]).await?;
    let answers = tx.run("DELETE FROM idempotency WHERE time < $1", args![before]).await?;
    tx.commit().await?;
    Ok(jobs + answers)
}
