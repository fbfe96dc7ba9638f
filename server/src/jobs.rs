//! The worker: runs the jobs that transactions left ([`store::jobs`]) and signs the logs that grew.

use std::future::Future;
use std::time::Duration;

use ledger::Time;
use tokio::task::JoinSet;

use crate::bulk;
use crate::cosigners;
use crate::coverage;
use crate::dossier;
use crate::erasure;
use crate::incoming::mailbox;
use crate::mail;
use crate::notices::{chase, paper};
use crate::person;
use crate::retention;
use crate::search;
use crate::store::jobs::{self, Job};
use crate::store::{self, checkpoint};
use crate::timestamps;
use crate::web::App;

/// How often a worker with nothing to do looks again. What a form left is begun at once ([`Inner::work`](crate::web::Inner::work)); this
/// is for what becomes due, and for what another server left.
const POLL: Duration = Duration::from_millis(500);
/// Jobs that run at once. A mail server that does not answer holds up its own mail, not the certificates.
const WORKERS: usize = 4;
/// How long one try may take. Shorter than the lease, so that two workers never have one job.
const LIMIT: Duration = Duration::from_millis(jobs::LEASE as u64 - 60_000);
/// How long the program waits for jobs under way when it is stopped; service managers kill after 90 s (systemd's default).
const PATIENCE: Duration = Duration::from_secs(30);
/// Waits after a failed try, milliseconds; the last one repeats.
const BACK_OFF: [i64; 5] = [5_000, 60_000, 600_000, 3_600_000, 21_600_000];
/// Tries after which a job that keeps failing is given up: with [`BACK_OFF`], after about five days.
const MAX_ATTEMPTS: u32 = 24;
/// The longest wait for a key that does not seal at present, milliseconds: ten minutes.
const SEAL_WAIT: i64 = 600_000;
/// How often jobs done long ago are swept away, and a new day is looked for, milliseconds: every hour.
const SWEEP: i64 = 3_600_000;

/// What is left to do for a job after a try that went as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Done,
    /// Not yet: a mail server that asks to come back later.
    Again {
        at: Time,
    },
}

/// Why a try failed; it is made again after a while. Written to the log file, so without personal data.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Hands a job to the room that knows its kind.
async fn run(app: &App, job: &Job) -> Result<Next, Failed> {
    match job.kind.as_str() {
        paper::NOTICE_JOB => paper::make_notice(app, job).await,
        paper::NO_ANSWER_JOB => paper::make_no_answer(app, job).await,
        paper::CERTIFICATE_JOB => paper::make_certificate(app, job).await,
        chase::JOB => chase::work(app, job).await,
        bulk::JOB => bulk::work(app, job).await,
        timestamps::JOB => timestamps::stamp_checkpoint(app, job).await,
        cosigners::JOB => cosigners::cosign_checkpoint(app, job).await,
        mail::JOB => mail::send(app, job).await,
        mailbox::JOB => mailbox::work(app, job).await,
        retention::JOB => retention::make(app, job).await,
        person::JOB => person::make(app, job).await,
        erasure::JOB => erasure::remove(app, job).await,
        dossier::JOB => dossier::work(app, job).await,
        store::coverage::JOB => coverage::recompute(app, job).await,
        store::search::index::READ_JOB => search::read::work(app, job).await,
        store::search::index::JOB => search::index_earlier(app, job).await,
        kind => Err(format!("no worker knows jobs of the kind {kind}").into()),
    }
}

/// Works until `stop` resolves; then the jobs under way have [`PATIENCE`] to finish. A job cut short is tried again by the next
/// worker, once its lease lapses.
pub async fn work(app: App, stop: impl Future<Output = ()>) {
    let (stopping, stopped) = tokio::sync::watch::channel(false);
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        let (app, mut stopped) = (app.clone(), stopped.clone());
        workers.spawn(async move {
            while !*stopped.borrow() {
                if !idle(one(&app).await) {
                    continue;
                }
                tokio::select! {
                    () = tokio::time::sleep(POLL) => {}
                    () = app.work.notified() => {}
                    _ = stopped.changed() => {}
                }
            }
        });
    }
    let housekeeping = workers.spawn(housekeeping(app));
    stop.await;
    housekeeping.abort();
    let _ = stopping.send(true);
    let finished = async { while workers.join_next().await.is_some() {} };
    if tokio::time::timeout(PATIENCE, finished).await.is_err() {
        tracing::warn!("stopped with jobs under way; they are tried again when their leases lapse");
    }
}

/// Whether there is time to sleep: nothing was due, or the database does not answer.
fn idle(worked: Result<bool, store::Error>) -> bool {
    match worked {
        Ok(worked) => !worked,
        Err(error) => {
            tracing::error!(%error, "jobs cannot be leased");
            true
        }
    }
}

/// Signs what grew and sees what is due to be time-stamped, at every turn; sweeps once in a while.
async fn housekeeping(app: App) {
    let mut swept: Option<Time> = None;
    loop {
        if let Err(error) = checkpoint::sign_all(&app.db, &app.vault, &app.clock).await {
            tracing::error!(%error, "checkpoints not signed");
        }
        if let Err(error) = cosigners::leave_due(&app).await {
            tracing::error!(%error, "no jobs left for cosignatures");
        }
        if let Err(error) = timestamps::leave_due(&app).await {
            tracing::error!(%error, "no jobs left for time-stamps");
        }
        let now = app.clock.now();
        if swept.is_none_or(|at| now.0 - at.0 > SWEEP) {
            if let Err(error) = coverage::leave_due(&app).await {
                tracing::error!(%error, "no jobs left for the day's coverage");
            }
            if let Err(error) = mailbox::leave_due(&app).await {
                tracing::error!(%error, "no job left for the mailbox");
            }
            match jobs::sweep(&app.db, now).await {
                Ok(_) => swept = Some(now),
                Err(error) => tracing::error!(%error, "old jobs not swept"),
            }
        }
        tokio::time::sleep(POLL).await;
    }
}

/// Runs every job that is due now, one after the other, and returns how many; tests call it instead of waiting for a worker.
pub async fn run_due(app: &App) -> Result<usize, store::Error> {
    let mut count = 0;
    while one(app).await? {
        count += 1;
    }
    checkpoint::sign_all(&app.db, &app.vault, &app.clock).await?;
    Ok(count)
}

/// Leases one job, runs it and settles it. False when none was due.
async fn one(app: &App) -> Result<bool, store::Error> {
    let Some(job) = jobs::lease(&app.db, app.clock.now()).await? else { return Ok(false) };
    // Where one was, there may be more: the next worker looks, and so on.
    app.work.notify_one();
    // A crash from here on lets the lease lapse; the job is then tried again.
    let outcome = {
        let (app, job) = (app.clone(), job.clone());
        // A task of its own: a job that panics must not take the worker with it.
        let task = tokio::spawn(async move { tokio::time::timeout(LIMIT, run(&app, &job)).await });
        match task.await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(format!("not done within {} s", LIMIT.as_secs()).into()),
            Err(panic) => Err(panic.into()),
        }
    };
    settle(app, &job, outcome).await?;
    Ok(true)
}

async fn settle(app: &App, job: &Job, outcome: Result<Next, Failed>) -> Result<(), store::Error> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    match outcome {
        Ok(Next::Done) => jobs::done(&mut tx, job, now).await?,
        Ok(Next::Again { at }) => jobs::again(&mut tx, job, None, at).await?,
        // Whoever keeps the key may need days to bring it back; what waits for its seal is never given up.
        Err(error) if matches!(error.downcast_ref(), Some(store::Error::NoSeal(_))) => {
            tracing::warn!(firm = %job.firm.0, kind = job.kind, %error, "a document waits for its seal");
            let at = now.plus_millis(wait(job.attempt).min(SEAL_WAIT));
            jobs::again(&mut tx, job, Some(&error.to_string()), at).await?
        }
        Err(error) if job.attempt >= MAX_ATTEMPTS => {
            tracing::error!(firm = %job.firm.0, kind = job.kind, key = job.key, %error, "job given up");
            jobs::fail(&mut tx, job, &error.to_string(), now).await?
        }
        Err(error) => {
            let at = now.plus_millis(wait(job.attempt));
            tracing::warn!(firm = %job.firm.0, kind = job.kind, attempt = job.attempt, %error, "job failed; tried again");
            jobs::again(&mut tx, job, Some(&error.to_string()), at).await?
        }
    };
    tx.commit().await
}

/// Milliseconds to wait after the `attempt`th try.
fn wait(attempt: u32) -> i64 {
    BACK_OFF[(attempt.saturating_sub(1) as usize).min(BACK_OFF.len() - 1)]
}
