//! What is time-stamped, when, and what follows when no authority answers.
//!
//! Of a log its newest checkpoint is stamped: on the rhythm of the settings if entries came since, and at once after an answer. Of a
//! document its seal is. Nothing waits for an authority longer than [`PATIENCE`]; what is missing then is told as missing.

use std::time::Duration;

use ledger::cms::{self, SignedData};
use ledger::note::Note;
use ledger::timestamp::Granted;
use ledger::{Hash, Time};

use super::Authorities;
use crate::jobs::{Failed, Next};
use crate::store::checkpoint::{self, Signed};
use crate::store::jobs::Job;
use crate::store::{self, Firm, Tx, timestamps};
use crate::web::App;

/// Kind of the job that time-stamps the newest checkpoint of a log.
pub const JOB: &str = "stamp_checkpoint";
/// How long a document waits for its time: for two authorities that are silent.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// How long the job itself, for which nobody waits, tries one authority after the other.
const UNHURRIED: Duration = Duration::from_secs(120);

/// The job [`JOB`]. While no authority answers it fails and is tried again after a while.
pub async fn stamp_checkpoint(app: &App, job: &Job) -> Result<Next, Failed> {
    if app.authorities.is_none() {
        return Ok(Next::Done);
    }
    let (_, stamped) = stamped(app, job.firm, UNHURRIED).await?;
    // A crash here leaves an unfinished job and a token: the next worker finds it in `stamped`.
    if stamped { Ok(Next::Done) } else { Err("no authority gave a time-stamp".into()) }
}

/// The newest checkpoint of the log, stamped if an authority answers in time.
pub async fn newest(app: &App, firm: Firm) -> Result<Signed, store::Error> {
    Ok(stamped(app, firm, PATIENCE).await?.0)
}

/// The newest checkpoint, and whether it is stamped.
async fn stamped(app: &App, firm: Firm, patience: Duration) -> Result<(Signed, bool), store::Error> {
    let signed = checkpoint::current(&app.db, &app.vault, firm, &app.clock).await?;
    let Some(authorities) = &app.authorities else { return Ok((signed, false)) };
    if timestamps::of_checkpoint(&mut app.db.read().await?, firm, signed.size).await?.is_some() {
        return Ok((signed, true));
    }
    // A crash here leaves a signed checkpoint without time: the next pass stamps it, or a later one.
    let digest = Note::parse(&signed.note).map_err(store::Error::damaged)?.digest();
    let Some(granted) = ask(app, authorities, digest, patience).await? else { return Ok((signed, false)) };
    // A crash here loses a token that nobody has seen: the next pass asks for another.
    let mut tx = app.db.write().await?;
    timestamps::keep(&mut tx, firm, signed.size, &granted.token, &granted.time_stamp, app.clock.now()).await?;
    tx.commit().await?;
    Ok((signed, true))
}

/// Asks one authority after the other, and notes how each fared.
async fn ask(
    app: &App,
    authorities: &Authorities,
    digest: Hash,
    patience: Duration,
) -> Result<Option<Granted>, store::Error> {
    let (granted, attempts) = authorities.ask(digest, patience, &app.clock, &mut app.rng()).await;
    let mut tx = app.db.write().await?;
    for attempt in &attempts {
        let error = attempt.error.as_ref().map(ToString::to_string);
        timestamps::note(&mut tx, &attempt.host, error.as_deref(), app.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(granted)
}

/// The seal (DER) with a time-stamp about its signature (PAdES B-T), if an authority answers in time; as it is otherwise (B-B).
pub async fn onto_seal(app: &App, seal: Vec<u8>) -> Result<Vec<u8>, Failed> {
    let Some(authorities) = &app.authorities else { return Ok(seal) };
    let digest = SignedData::parse(&seal)?.signature_digest();
    match ask(app, authorities, digest, PATIENCE).await? {
        Some(granted) => Ok(cms::with_timestamp(&seal, &granted.token)?),
        None => Ok(seal),
    }
}

/// Leaves the newest checkpoint to be stamped after the commit.
pub async fn leave(tx: &mut Tx, app: &App, firm: Firm, now: Time) -> Result<(), store::Error> {
    match app.authorities {
        Some(_) => timestamps::leave(tx, firm, JOB, now).await,
        None => Ok(()),
    }
}

/// Leaves a job for every log whose time has come. Seen from the tables, so a crash leaves nothing behind but work that the next pass
/// sees again; of two servers that leave one each, the second job finds the first one's token.
pub async fn leave_due(app: &App) -> Result<(), store::Error> {
    let Some(settings) = &app.config.timestamps else { return Ok(()) };
    let now = app.clock.now();
    let before = now.plus_millis(-(settings.rhythm.as_millis() as i64));
    let due = timestamps::due(&app.db, JOB, before).await?;
    if due.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    for firm in due {
        timestamps::leave(&mut tx, firm, JOB, now).await?;
    }
    tx.commit().await
}
