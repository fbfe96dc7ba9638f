//! Witnesses that are asked to cosign the checkpoints of this server's logs (C2SP tlog-witness): after that, not even who holds all keys
//! here can show another history without a witness who lied as well.

use std::time::Duration;

use app::pages::{WhyNotCosigned, WitnessRefusal};
use axum::http::{Uri, header};
use ledger::note::{Note, Signature};
use ledger::witness::Request;
use ledger::{Hash, Time, Witness};

use crate::config::Asked;
use crate::jobs::{Failed, Next};
use crate::post::{self, NoAnswer, Post, host};
use crate::store::checkpoint::{self, Signed};
use crate::store::jobs::{self, Job};
use crate::store::{self, Firm, Tx, cosignatures};
use crate::web::App;

/// Kind of the job that asks every witness about the newest checkpoint of a log.
pub const JOB: &str = "cosign_checkpoint";
/// How long a document waits for its cosignatures.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// How long one witness may take when nobody waits.
const TRY: Duration = Duration::from_secs(20);
/// The shortest time between two cosignatures of one log by one witness, milliseconds: they allow a request in two seconds for all logs.
const RHYTHM: i64 = 600_000;
/// The longest answer: a few signature lines.
const MAX_ANSWER: usize = 8 << 10;

/// The witnesses of the settings.
pub struct Cosigners {
    asked: Vec<Asked>,
    client: Post,
}

/// Why a witness did not cosign; for the log file and, in fewer words, for the page of the firm.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    #[error("no whole answer in time")]
    Silent,
    #[error("it answered with HTTP status {0}")]
    Status(u16),
    #[error(
        "it says that it cosigned {theirs} entries, of which this log has {ours}: was a backup put back, or the log rewritten?"
    )]
    Ahead { theirs: u64, ours: u64 },
    #[error(
        "it says that it cosigned another tree of {size} entries than this log had: was a backup put back, or the log rewritten?"
    )]
    OtherTree { size: u64 },
    #[error(
        "it says that what it cosigned is not the beginning of this log (HTTP status 422): was a backup put back, or the log rewritten?"
    )]
    NotContinued,
    #[error("it does not know this log, or not by this key (HTTP status {0}): is the key in its settings?")]
    UnknownLog(u16),
    #[error("its answer holds no cosignature by the key that the settings name")]
    NotItsKey,
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Refused {
    fn why(&self) -> WhyNotCosigned {
        match self {
            Refused::Ahead { .. } | Refused::OtherTree { .. } | Refused::NotContinued => WhyNotCosigned::OtherPast,
            Refused::UnknownLog(_) => WhyNotCosigned::UnknownLog,
            _ => WhyNotCosigned::NoAnswer,
        }
    }
}

impl Cosigners {
    /// Prepares the client; none when no witness is set.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn of(asked: &[Asked]) -> Result<Option<Cosigners>, String> {
        if asked.is_empty() {
            return Ok(None);
        }
        let client = Post::to(asked.iter().map(|asked| &asked.address));
        let client = client.map_err(|error| format!("setting witness.ask: {error}"))?;
        Ok(Some(Cosigners { asked: asked.to_vec(), client }))
    }

    pub fn witnesses(&self) -> impl Iterator<Item = &Witness> {
        self.asked.iter().map(|asked| &asked.witness)
    }

    /// A cosignature of the checkpoint by each witness that has not given one yet; whether all have then.
    async fn ask(&self, app: &App, firm: Firm, signed: &Signed, patience: Duration) -> bool {
        let asked = self.asked.iter().map(|asked| async move {
            let answer = tokio::time::timeout(patience, self.ask_one(app, firm, signed, asked)).await;
            match answer.unwrap_or(Err(Refused::Silent)) {
                Ok(()) => true,
                Err(error) => {
                    tracing::warn!(witness = asked.witness.name(), host = host(&asked.address), %error, "not cosigned");
                    if let Err(error) = note(app, firm, asked.witness.name(), &error).await {
                        tracing::error!(%error, "a witness's refusal was not kept");
                    }
                    false
                }
            }
        });
        futures_util::future::join_all(asked).await.into_iter().all(|cosigned| cosigned)
    }

    async fn ask_one(&self, app: &App, firm: Firm, signed: &Signed, asked: &Asked) -> Result<(), Refused> {
        let name = asked.witness.name();
        let mut old = cosignatures::newest(&mut app.db.read().await?, firm, name).await?.map_or(0, |(size, _)| size);
        if old >= signed.size {
            return Ok(());
        }
        let line = match self.request(app, firm, signed, asked, old).await? {
            Answer::Line(line) => line,
            // It cosigned more than we know of: an answer was lost, or another server asked. It says how much.
            Answer::Conflict(size) => {
                old = size;
                if old > signed.size {
                    return Err(Refused::Ahead { theirs: old, ours: signed.size });
                }
                match self.request(app, firm, signed, asked, old).await? {
                    Answer::Line(line) => line,
                    Answer::Conflict(size) => return Err(Refused::OtherTree { size }),
                }
            }
        };
        let time = cosigned(signed, &line, &asked.witness).ok_or(Refused::NotItsKey)?;
        // A crash here loses an answer: the next pass is told of the conflict, and asks about what grew since.
        let mut tx = app.db.write().await?;
        cosignatures::keep(&mut tx, firm, signed.size, name, &line.to_string(), time, app.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn request(
        &self,
        app: &App,
        firm: Firm,
        signed: &Signed,
        asked: &Asked,
        old: u64,
    ) -> Result<Answer, Refused> {
        let proof: Vec<Hash> = checkpoint::consistency(&app.db, firm, old, signed.size).await?;
        let request = Request { old, proof, note: signed.note.clone() };
        let question = Post::ask(&asked.address).header(header::CONTENT_TYPE, "text/plain; charset=utf-8");
        let answer = self.client.send(question, request.to_string()).await?;
        let status = answer.status().as_u16();
        match status {
            200 | 409 => {}
            403 | 404 => return Err(Refused::UnknownLog(status)),
            422 => return Err(Refused::NotContinued),
            _ => return Err(Refused::Status(status)),
        }
        let body = post::body(answer, MAX_ANSWER).await?;
        let text = std::str::from_utf8(&body).unwrap_or_default();
        if status == 409 {
            return text.trim_end().parse().map(Answer::Conflict).map_err(|_| Refused::Status(409));
        }
        // "One or more": a witness with several keys cosigns with all of them.
        let lines = text.lines().filter_map(|line| line.parse::<Signature>().ok());
        let own = lines.into_iter().find(|line| cosigned(signed, line, &asked.witness).is_some());
        own.map(Answer::Line).ok_or(Refused::NotItsKey)
    }
}

async fn note(app: &App, firm: Firm, witness: &str, refused: &Refused) -> Result<(), store::Error> {
    let refusal = WitnessRefusal { at: app.clock.now(), why: refused.why(), detail: refused.to_string() };
    let mut tx = app.db.write().await?;
    cosignatures::refused(&mut tx, firm, witness, &refusal).await?;
    tx.commit().await
}

enum Answer {
    Line(Signature),
    /// The size that the witness has cosigned.
    Conflict(u64),
}

/// When the witness cosigned by this line.
fn cosigned(signed: &Signed, line: &Signature, witness: &Witness) -> Option<Time> {
    let mut note = Note::parse(&signed.note).ok()?;
    note.add(line.clone()).ok()?;
    witness.cosigned(&note).ok()?
}

/// The job [`JOB`]. While a witness does not answer it fails and is tried again after a while; the others are not asked twice.
pub async fn cosign_checkpoint(app: &App, job: &Job) -> Result<Next, Failed> {
    let Some(cosigners) = &app.cosigners else { return Ok(Next::Done) };
    let signed = checkpoint::current(&app.db, &app.vault, job.firm, &app.clock).await?;
    if cosigners.ask(app, job.firm, &signed, TRY).await {
        Ok(Next::Done)
    } else {
        Err("not every witness cosigned".into())
    }
}

/// Asks every witness about a checkpoint that a document is about to show. Who did not answer is asked again by the job.
pub async fn cosign(app: &App, firm: Firm, signed: &Signed) {
    let Some(cosigners) = &app.cosigners else { return };
    if !cosigners.ask(app, firm, signed, PATIENCE).await
        && let Err(error) = again(app, firm).await
    {
        tracing::error!(%error, "no job was left for a witness that did not answer");
    }
}

async fn again(app: &App, firm: Firm) -> Result<(), store::Error> {
    let mut tx = app.db.write().await?;
    leave(&mut tx, firm, app.clock.now()).await?;
    tx.commit().await
}

/// Leaves a job for every log that grew since a witness cosigned it. Seen from the tables, as for time-stamps.
pub async fn leave_due(app: &App) -> Result<(), store::Error> {
    let Some(cosigners) = &app.cosigners else { return Ok(()) };
    let now = app.clock.now();
    for witness in cosigners.witnesses() {
        let due = cosignatures::due(&app.db, witness.name(), JOB, now.plus_millis(-RHYTHM)).await?;
        for firm in due {
            let mut tx = app.db.write().await?;
            leave(&mut tx, firm, now).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

async fn leave(tx: &mut Tx, firm: Firm, now: Time) -> Result<(), store::Error> {
    jobs::add(tx, firm, JOB, &now.0.to_string(), b"", now, now).await
}

/// The address of `add-checkpoint` below a witness's own.
pub fn add_checkpoint(prefix: &str) -> Option<Uri> {
    let address: Uri = format!("{}/add-checkpoint", prefix.trim_end_matches('/')).parse().ok()?;
    matches!(address.scheme_str(), Some("http" | "https")).then_some(address)
}
