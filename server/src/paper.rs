//! How a document comes to be: what it is about, its frame, drawing and sealing it, keeping its bytes, and its entry.
//!
//! A document that an entry orders has its identifier from that entry, in the transaction that makes it necessary. So a job that runs twice, after a
//! crash or on two servers, records one document: the second run finds it in the log.

use std::sync::Arc;

use ledger::event::{DocumentClass, DocumentMade, FileRef};
use ledger::{Actor, Id, Lang};
use serde::{Deserialize, Serialize};

use crate::cosigners;
use crate::documents::{self, Frame, Pdf, Picture};
use crate::jobs::{Failed, Next};
use crate::revocation;
use crate::seal::Signer;
use crate::store::checkpoint::Signed;
use crate::store::{self, Append, Firm, documents as recorded, files, firms, jobs};
use crate::timestamps;
use crate::web::App;

/// What a job is to make.
#[derive(Serialize, Deserialize)]
pub struct Order {
    /// Jobs left by earlier versions call it by what it is.
    #[serde(alias = "contact", alias = "project")]
    pub about: Id,
    pub document: Id,
}

/// Leaves the document to be made after the commit, by the job `kind`, which reads the order.
pub async fn leave(
    log: &mut Append,
    kind: &str,
    document: Id,
    order: &(impl Serialize + Sync),
) -> Result<(), store::Error> {
    let payload = serde_json::to_vec(order).map_err(store::Error::damaged)?;
    let (firm, now) = (log.firm(), log.now());
    jobs::add(log, firm, kind, &document.to_string(), &payload, now, now).await
}

/// The newest checkpoint, stamped and cosigned as far as authorities and witnesses answer in time: what they state of it now, nobody can state of an
/// earlier moment later. That is worth the wait.
pub async fn attested(app: &App, firm: Firm) -> Result<Signed, store::Error> {
    let newest = timestamps::newest(app, firm).await?;
    cosigners::cosign(app, firm, &newest).await;
    Ok(newest)
}

/// What a document is about, for its frame.
pub struct Subject<'a> {
    pub document: Id,
    pub lang: Lang,
    pub reference: &'a str,
    pub logo: Option<&'a FileRef>,
    /// The member who asks for the document; none for the jobs.
    pub made_by: Option<&'a str>,
}

/// The frame of a document made now, which `signer` will seal.
pub async fn frame_to_seal(
    app: &App,
    firm: Firm,
    subject: Subject<'_>,
    signer: &Signer,
) -> Result<Frame, store::Error> {
    let validation = revocation::validation(app, firm, signer).await?;
    Ok(frame(app, firm, subject).await?.sealed_by(signer, validation))
}

/// The frame of a document made now, without a seal.
pub async fn frame(app: &App, firm: Firm, subject: Subject<'_>) -> Result<Frame, store::Error> {
    let (zone, own) = {
        let mut tx = app.db.read().await?;
        (firms::zone(&mut tx, firm).await?, firms::get(&mut tx, firm).await?)
    };
    let logo = match subject.logo {
        None => None,
        // A logo that cannot be drawn must not keep a notice from being made: the firm's name stands in its place.
        Some(file) => Picture::read(&app.files.get(firm, file.sha256).await?)
            .inspect_err(|error| tracing::warn!(firm = %firm.0, %error, "the logo cannot be drawn"))
            .ok()
            .map(Arc::new),
    };
    Ok(Frame {
        lang: subject.lang,
        document: subject.document,
        reference: subject.reference.to_owned(),
        now: app.clock.now(),
        zone,
        made_by: subject.made_by.map(str::to_owned),
        verify_url: format!("{}/verify/{}", app.config.url, subject.document),
        privacy_email: own.privacy_email,
        logo,
        seal: None,
        authorities: app.authorities.is_some(),
        redacted: None,
    })
}

/// Draws a document and seals it (PAdES B-B); with a time-stamp on the seal (B-T) if authorities are set and one answers in time.
pub async fn sealed(
    app: &App,
    signer: impl Into<Arc<Signer>>,
    draw: impl FnOnce() -> Result<Pdf, documents::Error> + Send + 'static,
) -> Result<Pdf, Failed> {
    let signer = signer.into();
    let (mut pdf, seal) = on_a_thread(move || {
        let pdf = draw()?;
        let seal = documents::sign(&pdf, &signer);
        Ok((pdf, seal))
    })
    .await?;
    let seal = seal.map_err(no_seal)?;
    let Some(seal) = seal else { return Ok(pdf) };
    // Nothing is kept before both are there, so a crash here leaves nothing.
    let stamped = timestamps::onto_seal(app, seal.clone()).await?;
    if let Err(error) = pdf.fill(&stamped) {
        // An authority with a very long chain: the seal without it is as good as that of a server without authorities.
        tracing::warn!(bytes = stamped.len(), %error, "the time-stamp does not fit beside the seal");
        pdf.fill(&seal)?;
    }
    Ok(pdf)
}

/// A key that does not sign may sign later: what needs it waits.
pub fn no_seal(error: documents::Error) -> Failed {
    match error {
        documents::Error::Seal(error) => store::Error::NoSeal(error.to_string()).into(),
        other => other.into(),
    }
}

/// Draws without sealing.
pub async fn drawn(draw: impl FnOnce() -> Result<Pdf, documents::Error> + Send + 'static) -> Result<Pdf, Failed> {
    on_a_thread(draw).await
}

/// Forty pages take as long as a hundred requests.
async fn on_a_thread<T: Send + 'static>(
    draw: impl FnOnce() -> Result<T, documents::Error> + Send + 'static,
) -> Result<T, Failed> {
    Ok(tokio::task::spawn_blocking(draw).await??)
}

/// Stores the bytes of a document; the transaction that records it comes later.
pub async fn keep(app: &App, firm: Firm, name: String, bytes: &[u8]) -> Result<FileRef, store::Error> {
    let media_type = if name.ends_with(".pdf") { "application/pdf" } else { "application/json" };
    let sha256 = app.files.put(firm, bytes, &mut app.rng()).await?;
    Ok(FileRef { name, media_type: media_type.into(), size: bytes.len() as u64, sha256 })
}

/// What the entry about a document says.
pub fn made(
    document: Id,
    (class, about): (DocumentClass, Id),
    reference: String,
    file: FileRef,
    pages: usize,
) -> DocumentMade {
    let pages = pages.try_into().unwrap_or(u32::MAX);
    DocumentMade { document, class, about, reference, file, pages, part: None, redacts: None }
}

/// Records a document that a job made, unless another worker was faster.
pub async fn record(log: &mut Append, app: &App, made: DocumentMade) -> Result<bool, store::Error> {
    let firm = log.firm();
    if recorded::is_made(log, firm, made.document).await? {
        return Ok(false);
    }
    files::record(log, &app.files, &made.file).await?;
    log.push(Actor::System, made, &mut app.rng()).await?;
    Ok(true)
}

/// The end of a job that made a document. Where that says that no authority's time is there yet (not `timed`), one is asked for the log: it is there for
/// whatever is asked for later.
pub async fn finish(mut log: Append, app: &App, made: DocumentMade, timed: bool) -> Result<Next, Failed> {
    if record(&mut log, app, made).await? && !timed {
        let (firm, now) = (log.firm(), log.now());
        timestamps::leave(&mut log, app, firm, now).await?;
    }
    log.commit().await?;
    Ok(Next::Done)
}
