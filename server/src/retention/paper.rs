//! The certificate of destruction, made by a job from what the log says afterwards.

use ledger::Id;
use ledger::event::DocumentClass;

use crate::documents::{self, Trail};
use crate::jobs::{Failed, Next};
use crate::paper::{self, Order, Subject};
use crate::store::evidence::About;
use crate::store::jobs::Job;
use crate::store::{Append, Error, documents as made, evidence, firms, retention, seals};
use crate::web::App;

/// Kind of the job.
pub const JOB: &str = "make_destruction";

/// Leaves the certificate to be made after the commit, under the identifier that the entry names.
pub async fn leave(log: &mut Append, project: Id, document: Id) -> Result<(), Error> {
    paper::leave(log, JOB, document, &Order { about: project, document }).await
}

/// The job. Run twice, it makes one document: the second run finds it in the log.
pub async fn make(app: &App, job: &Job) -> Result<Next, Failed> {
    let (Order { about: project, document }, firm) = (serde_json::from_slice(&job.payload)?, job.firm);
    if made::is_made(&mut app.db.read().await?, firm, document).await? {
        return Ok(Next::Done);
    }
    // First, so that the evidence holds the entry about the key that seals it.
    let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
    let newest = paper::attested(app, firm).await?;
    let evidence = match evidence::up_to(&app.db, firm, About::Destroyed(project), &newest, false).await {
        // Their places are still listed, by the one entry that stands for all of them.
        Err(Error::TooMany { .. }) => {
            evidence::up_to(&app.db, firm, About::Destruction(project), &newest, false).await?
        }
        other => other?,
    };
    let trail = Trail::read(&evidence)?.dated(&evidence, &app.known(), app.clock.now())?;
    let mut tx = app.db.read().await?;
    let (said, destroyed) = retention::destruction(&mut tx, firm, project).await?;
    let recorded = firms::get(&mut tx, firm).await?;
    drop(tx);
    // The project's own reference is not always there, nor always one project's.
    let reference = format!("{}-{}", app::Texts(destroyed.lang).choose("AD", "CD"), said.index + 1);
    let (lang, logo) = (destroyed.lang, recorded.logo.as_ref());
    let subject = Subject { document, lang, reference: &reference, logo, made_by: None };
    let frame = paper::frame_to_seal(app, firm, subject, &signer).await?;
    let (party, timed, by) = (recorded.party.clone(), trail.stated.is_some(), destroyed.by.member);
    let pdf = paper::sealed(app, signer, move || documents::destruction(&frame, &party, project, &trail)).await?;
    let file = paper::keep(app, firm, format!("{reference}.pdf"), &pdf.bytes).await?;
    // A crash here leaves bytes that nothing names; the next worker makes the document anew.
    let log = app.db.append(firm, &app.clock).await?;
    tracing::info!(firm = %firm.0, %project, member = %by, "a project was destroyed");
    let event = paper::made(document, (DocumentClass::Destruction, project), reference, file, pdf.pages);
    paper::finish(log, app, event, timed).await
}
