//! The job that computes every project's coverage anew: when the rules or the time zone changed, and once a day, so that a new version
//! of the program, with other rules or dated facts, takes effect by itself.

use app::texts::local;

use crate::jobs::{Failed, Next};
use crate::store::coverage::{self, JOB};
use crate::store::jobs::{self, Job};
use crate::store::{self, firms};
use crate::web::App;

/// Projects of one transaction: others append in between, and none waits longer than a few hundredths of a second.
const BATCH: usize = 50;

/// Leaves today's job to each firm, by its own calendar.
pub async fn leave_due(app: &App) -> Result<(), store::Error> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    for firm in firms::all(&mut tx).await? {
        let today = local(now, &firms::zone(&mut tx, firm).await?).date();
        jobs::add(&mut tx, firm, JOB, &today.to_string(), b"", now, now).await?;
    }
    tx.commit().await
}

/// The job [`JOB`]. A crash leaves some rows of the old rules; the job is done again.
pub async fn recompute(app: &App, job: &Job) -> Result<Next, Failed> {
    let projects = coverage::projects(&mut app.db.read().await?, job.firm).await?;
    for batch in projects.chunks(BATCH) {
        // Under the append lock, so that no entry comes between what is read and the row that is written.
        let mut log = app.db.append(job.firm, &app.clock).await?;
        let wrong = log.cover(batch).await?;
        log.commit().await?;
        if wrong > 0 {
            tracing::error!(firm = %job.firm.0, wrong, "rows of coverage did not say what the entries say; set right");
        }
    }
    Ok(Next::Done)
}
