//! The job that removes the bytes after the commit: files, copies of mails, and what the database's own files still hold.

use ledger::{Hash, Id};
use serde::{Deserialize, Serialize};

use crate::jobs::{Failed, Next};
use crate::store::jobs::{self, Job};
use crate::store::{self, Append, files};
use crate::web::App;

/// Kind of the job.
pub const JOB: &str = "erase";
/// How soon the database is asked again while somebody reads an older state of it, milliseconds.
const AGAIN: i64 = 5_000;

#[derive(Serialize, Deserialize)]
struct Order {
    files: Vec<Hash>,
    mails: Vec<Id>,
}

/// Leaves the removal for after the commit; `what` was erased.
pub async fn leave(log: &mut Append, what: &str, files: Vec<Hash>, mails: Vec<Id>) -> Result<(), store::Error> {
    let payload = serde_json::to_vec(&Order { files, mails }).map_err(store::Error::damaged)?;
    let (firm, now) = (log.firm(), log.now());
    jobs::add(log, firm, JOB, what, &payload, now, now).await
}

/// The job. Each step may be done again: what is gone is gone.
pub async fn remove(app: &App, job: &Job) -> Result<Next, Failed> {
    let order: Order = serde_json::from_slice(&job.payload)?;
    // The same bytes may have been sent again since; those stay.
    files::sweep(&mut app.db.append(job.firm, &app.clock).await?, &app.files, &order.files).await?;
    // A crash here leaves some of it, and the job: the next worker begins anew.
    if let Some(outbox) = app.mail.outbox() {
        for mail in order.mails {
            outbox.remove(job.firm, mail).await?;
        }
    }
    let forgotten = app.db.forget().await?;
    Ok(if forgotten { Next::Done } else { Next::Again { at: app.clock.now().plus_millis(AGAIN) } })
}
