//! The documents that follow an issue and an answer, each made by a job.
//!
//! A document's id is chosen when its job is left, in the transaction that makes it necessary. So a job that runs twice,
//! after a crash or on two servers, records one document: the second run finds the id in the log.

use std::sync::Arc;

use ledger::event::{DocumentClass, DocumentMade, Event, FileRef};
use ledger::notice::State;
use ledger::{Actor, Id, Lang};
use serde::{Deserialize, Serialize};

use crate::cosigners;
use crate::documents::{self, Frame, Pdf, Picture, Trail};
use crate::jobs::{Failed, Next};
use crate::mail;
use crate::revocation;
use crate::seal::Signer;
use crate::store::checkpoint::Signed;
use crate::store::evidence::About;
use crate::store::jobs::{self, Job};
use crate::store::{self, Append, Firm, checkpoint, documents as made, evidence, files, firms, seals};
use crate::timestamps;
use crate::web::App;

/// Kind of the job that makes the letter as PDF.
pub const NOTICE_JOB: &str = "make_notice";
/// Kind of the job that makes the certificate of an answer or of a reading, and sends it.
pub const CERTIFICATE_JOB: &str = "make_certificate";

/// Kind of the job that makes the certificate that no answer came.
pub const NO_ANSWER_JOB: &str = "make_no_answer";

/// What a job is to make.
#[derive(Serialize, Deserialize)]
struct Order {
    document: Id,
    notice: Id,
    /// Whose act the certificate confirms, and who is sent it.
    contact: Option<Id>,
}

/// Leaves the letter to be made after the commit. Mails that carry it wait for it.
pub async fn queue_notice(log: &mut Append, app: &App, notice: Id) -> Result<(), store::Error> {
    leave(log, NOTICE_JOB, Order { document: app.new_id(), notice, contact: None }).await
}

/// Leaves the certificate to be made after the commit, and sent to `contact`, whose answer or reading this transaction records.
pub async fn queue_certificate(log: &mut Append, app: &App, notice: Id, contact: Id) -> Result<(), store::Error> {
    leave(log, CERTIFICATE_JOB, Order { document: app.new_id(), notice, contact: Some(contact) }).await
}

/// Leaves the certificate that no answer came, under the identifier that the entry names.
pub async fn queue_no_answer(log: &mut Append, notice: Id, document: Id) -> Result<(), store::Error> {
    leave(log, NO_ANSWER_JOB, Order { document, notice, contact: None }).await
}

/// Leaves a document to be made once more, for what it says has changed by an erasure. It is sent to nobody.
pub async fn queue_again(log: &mut Append, app: &App, class: DocumentClass, notice: Id) -> Result<(), store::Error> {
    let kind = match class {
        DocumentClass::Certificate => CERTIFICATE_JOB,
        // What an entry said of a moment is not made anew for another: it is asked for again. Nor is what was printed and posted.
        DocumentClass::NoAnswer
        | DocumentClass::Letter
        | DocumentClass::Destruction
        | DocumentClass::PersonalData
        | DocumentClass::ErasureAnswer => return Ok(()),
        DocumentClass::Notice | DocumentClass::Dossier | DocumentClass::ClientDossier => NOTICE_JOB,
    };
    leave(log, kind, Order { document: app.new_id(), notice, contact: None }).await
}

/// The notice that a document not made yet is about; none when the job cannot be read.
pub fn about(payload: &[u8]) -> Option<Option<Id>> {
    serde_json::from_slice::<Order>(payload).ok().map(|order| Some(order.notice))
}

async fn leave(log: &mut Append, kind: &str, order: Order) -> Result<(), store::Error> {
    let payload = serde_json::to_vec(&order).map_err(store::Error::damaged)?;
    let (firm, now) = (log.firm(), log.now());
    jobs::add(log, firm, kind, &order.document.to_string(), &payload, now, now).await
}

/// The job [`NOTICE_JOB`].
pub async fn make_notice(app: &App, job: &Job) -> Result<Next, Failed> {
    let order: Order = serde_json::from_slice(&job.payload)?;
    let Some((state, trail, signer)) = begin(app, job.firm, &order, false).await? else { return Ok(Next::Done) };
    let frame = frame_to_seal(app, job.firm, Subject::of(&state, order.document), &signer).await?;
    let (issued, notice) = (state.issued, state.notice.clone());
    let pdf = sealed(app, signer, move || documents::notice(&frame, issued, &notice, Some(&trail))).await?;
    let name = format!("{}.pdf", state.notice.reference);
    let (file, pages) = (keep(app, job.firm, name, &pdf.bytes).await?, pdf.pages);
    // A crash here leaves bytes that nothing names; the next worker makes the document anew, a little later by its clock.
    let mut append = app.db.append(job.firm, &app.clock).await?;
    record(&mut append, app, &order, DocumentClass::Notice, &state.notice.reference, file, pages).await?;
    append.commit().await?;
    // A crash here leaves an unfinished job: the next worker finds the document in the log, in `begin`.
    Ok(Next::Done)
}

/// The job [`CERTIFICATE_JOB`].
pub async fn make_certificate(app: &App, job: &Job) -> Result<Next, Failed> {
    let order: Order = serde_json::from_slice(&job.payload)?;
    let Some((state, trail, signer)) = begin(app, job.firm, &order, true).await? else {
        return Ok(Next::Done);
    };
    let mut reference = state.notice.reference.clone();
    if order.contact.is_none() {
        // Made once more, it must not pass for the one that was sent.
        let is_one = |event: &Event| matches!(event, Event::DocumentMade(e) if e.class == DocumentClass::Certificate && e.about == order.notice);
        let before = trail.events().filter(|(_, event)| is_one(event)).count();
        reference = format!("{reference}-{}", before + 1);
    }
    let subject = Subject { reference: &reference, ..Subject::of(&state, order.document) };
    let frame = frame_to_seal(app, job.firm, subject, &signer).await?;
    let (about, evidence, timed) = (order.notice, trail.bytes.clone(), trail.stated.is_some());
    let t = frame.texts();
    let pdf = sealed(app, signer, move || documents::certificate(&frame, about, &trail)).await?;
    let name = format!("{reference}-{}.pdf", t.choose("attestation", "certificate"));
    let (file, pages) = (keep(app, job.firm, name, &pdf.bytes).await?, pdf.pages);
    let proof = keep(app, job.firm, format!("{reference}-{}", t.proof_evidence_name()), &evidence).await?;
    // A crash here leaves bytes that nothing names, as above.
    let mut append = app.db.append(job.firm, &app.clock).await?;
    let new = record(&mut append, app, &order, DocumentClass::Certificate, &reference, file.clone(), pages).await?;
    if new {
        files::record(&mut append, &app.files, &proof).await?;
        receipt(&mut append, app, &order, &state, vec![file, proof]).await?;
        if !timed {
            // The document says that no authority's time is there yet; it follows for the log, and for whatever is asked for later.
            let now = append.now();
            timestamps::leave(&mut append, app, job.firm, now).await?;
        }
    }
    append.commit().await?;
    // A crash here leaves an unfinished job whose document and mail are in the log and in the queue: `begin` sees it.
    Ok(Next::Done)
}

/// The job [`NO_ANSWER_JOB`].
pub async fn make_no_answer(app: &App, job: &Job) -> Result<Next, Failed> {
    let order: Order = serde_json::from_slice(&job.payload)?;
    let Some((state, trail, signer)) = begin(app, job.firm, &order, true).await? else { return Ok(Next::Done) };
    // An answer came since it was asked for: the entry stands, but nobody is handed a paper that is overtaken already.
    if state.answer.is_some() {
        return Ok(Next::Done);
    }
    let frame = frame_to_seal(app, job.firm, Subject::of(&state, order.document), &signer).await?;
    let (about, reference, timed) = (order.notice, state.notice.reference.clone(), trail.stated.is_some());
    let name = format!("{reference}-{}.pdf", frame.texts().choose("sans-reponse", "no-answer"));
    let pdf = sealed(app, signer, move || documents::no_answer(&frame, about, &trail)).await?;
    let (file, pages) = (keep(app, job.firm, name, &pdf.bytes).await?, pdf.pages);
    // A crash here leaves bytes that nothing names, as above.
    let mut append = app.db.append(job.firm, &app.clock).await?;
    let new = record(&mut append, app, &order, DocumentClass::NoAnswer, &reference, file, pages).await?;
    if new && !timed {
        let now = append.now();
        timestamps::leave(&mut append, app, job.firm, now).await?;
    }
    append.commit().await?;
    Ok(Next::Done)
}

/// The notice, the evidence about it, and who seals; none when the document was made by an earlier run. `timed` when the
/// time of what it shows should be stated by an authority, where one is set.
async fn begin(app: &App, firm: Firm, order: &Order, timed: bool) -> Result<Option<(State, Trail, Signer)>, Failed> {
    if made::is_made(&mut app.db.read().await?, firm, order.document).await? {
        return Ok(None);
    }
    // First, so that the evidence holds the entry about the key that seals it.
    let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
    let newest = match timed {
        true => attested(app, firm).await?,
        false => checkpoint::current(&app.db, &app.vault, firm, &app.clock).await?,
    };
    // A crash here leaves a signed checkpoint, perhaps stamped, that no document shows: one more changes nothing, and a stamped one that
    // still covers all of it is found and shown by the next run.
    let about = About::Notice(order.notice);
    let evidence = evidence::up_to(&app.db, firm, about, &newest, false).await?;
    let trail = Trail::read(&evidence)?.dated(&evidence, app.anchors(), app.clock.now())?;
    // Read from the trail, so that the pages never say what the evidence attached to them does not hold.
    let subject = format!("notice:{}", order.notice);
    let events = trail.about(&subject).filter_map(|row| Some((row.header.time, row.event.clone()?)));
    let state = State::fold(events).ok_or("the evidence does not begin with the notice")?;
    Ok(Some((state, trail, signer)))
}

/// The newest checkpoint, stamped and cosigned as far as authorities and witnesses answer in time: what they state of it now, nobody can state of an
/// earlier moment later. That is worth the wait.
pub async fn attested(app: &App, firm: Firm) -> Result<Signed, store::Error> {
    let newest = timestamps::newest(app, firm).await?;
    cosigners::cosign(app, firm, &newest).await;
    Ok(newest)
}

/// Records the document, unless another worker was faster.
async fn record(
    append: &mut Append,
    app: &App,
    order: &Order,
    class: DocumentClass,
    reference: &str,
    file: FileRef,
    pages: usize,
) -> Result<bool, store::Error> {
    let firm = append.firm();
    if made::is_made(append, firm, order.document).await? {
        return Ok(false);
    }
    files::record(append, &app.files, &file).await?;
    let event = DocumentMade {
        document: order.document,
        class,
        about: order.notice,
        reference: reference.to_owned(),
        file,
        pages: pages.try_into().unwrap_or(u32::MAX),
        part: None,
        redacts: None,
    };
    append.push(Actor::System, event, &mut app.rng()).await?;
    Ok(true)
}

async fn receipt(
    append: &mut Append,
    app: &App,
    order: &Order,
    state: &State,
    files: Vec<FileRef>,
) -> Result<(), store::Error> {
    let Some(recipient) = order.contact.and_then(|contact| state.recipient(contact)) else { return Ok(()) };
    let answer = state.answer.as_ref().filter(|(_, answer)| answer.contact == recipient.contact);
    let read = state.acknowledged.iter().find(|(_, read)| read.contact == recipient.contact);
    let (at, given) = match (answer, read) {
        (Some((at, answer)), _) => (*at, Some(answer)),
        (None, Some((at, _))) => (*at, None),
        (None, None) => return Ok(()),
    };
    mail::queue_receipt(append, app, &state.notice, recipient, at, given, files).await
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

impl<'a> Subject<'a> {
    fn of(state: &'a State, document: Id) -> Subject<'a> {
        let notice = &state.notice;
        Subject { document, lang: notice.lang, reference: &notice.reference, logo: notice.logo.as_ref(), made_by: None }
    }
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
    let (zone, recorded) = {
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
        privacy_email: recorded.privacy_email,
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
