//! The documents that follow an issue and an answer, each made by a job.
//!
//! A document's id is chosen when its job is left, in the transaction that makes it necessary. So a job that runs twice,
//! after a crash or on two servers, records one document: the second run finds the id in the log.

use ledger::Id;
use ledger::event::{DocumentClass, Event, FileRef};
use ledger::notice::State;
use serde::{Deserialize, Serialize};

use crate::documents::{self, Trail};
use crate::jobs::{Failed, Next};
use crate::mail;
use crate::paper::{self, Subject};
use crate::seal::Signer;
use crate::store::evidence::About;
use crate::store::jobs::Job;
use crate::store::{self, Append, Firm, checkpoint, documents as made, evidence, files, seals};
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
    paper::leave(log, kind, order.document, &order).await
}

/// The job [`NOTICE_JOB`].
pub async fn make_notice(app: &App, job: &Job) -> Result<Next, Failed> {
    let order: Order = serde_json::from_slice(&job.payload)?;
    let Some((state, trail, signer)) = begin(app, job.firm, &order, false).await? else { return Ok(Next::Done) };
    let frame = paper::frame_to_seal(app, job.firm, subject(&state, order.document), &signer).await?;
    let (issued, notice) = (state.issued, state.notice.clone());
    let pdf = paper::sealed(app, signer, move || documents::notice(&frame, issued, &notice, Some(&trail))).await?;
    let name = format!("{}.pdf", state.notice.reference);
    let (file, pages) = (paper::keep(app, job.firm, name, &pdf.bytes).await?, pdf.pages);
    // A crash here leaves bytes that nothing names; the next worker makes the document anew, a little later by its clock.
    let mut append = app.db.append(job.firm, &app.clock).await?;
    let about = (DocumentClass::Notice, order.notice);
    let event = paper::made(order.document, about, state.notice.reference.clone(), file, pages);
    paper::record(&mut append, app, event).await?;
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
    let subject = Subject { reference: &reference, ..subject(&state, order.document) };
    let frame = paper::frame_to_seal(app, job.firm, subject, &signer).await?;
    let (about, evidence, timed) = (order.notice, trail.bytes.clone(), trail.stated.is_some());
    let t = frame.texts();
    let pdf = paper::sealed(app, signer, move || documents::certificate(&frame, about, &trail)).await?;
    let name = format!("{reference}-{}.pdf", t.choose("attestation", "certificate"));
    let (file, pages) = (paper::keep(app, job.firm, name, &pdf.bytes).await?, pdf.pages);
    let proof = paper::keep(app, job.firm, format!("{reference}-{}", t.proof_evidence_name()), &evidence).await?;
    // A crash here leaves bytes that nothing names, as above.
    let mut append = app.db.append(job.firm, &app.clock).await?;
    let event = paper::made(order.document, (DocumentClass::Certificate, order.notice), reference, file.clone(), pages);
    if paper::record(&mut append, app, event).await? {
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
    let frame = paper::frame_to_seal(app, job.firm, subject(&state, order.document), &signer).await?;
    let (about, reference, timed) = (order.notice, state.notice.reference.clone(), trail.stated.is_some());
    let name = format!("{reference}-{}.pdf", frame.texts().choose("sans-reponse", "no-answer"));
    let pdf = paper::sealed(app, signer, move || documents::no_answer(&frame, about, &trail)).await?;
    let (file, pages) = (paper::keep(app, job.firm, name, &pdf.bytes).await?, pdf.pages);
    // A crash here leaves bytes that nothing names, as above.
    let log = app.db.append(job.firm, &app.clock).await?;
    let event = paper::made(order.document, (DocumentClass::NoAnswer, order.notice), reference, file, pages);
    paper::finish(log, app, event, timed).await
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
        true => paper::attested(app, firm).await?,
        false => checkpoint::current(&app.db, &app.vault, firm, &app.clock).await?,
    };
    // A crash here leaves a signed checkpoint, perhaps stamped, that no document shows: one more changes nothing, and a stamped one that
    // still covers all of it is found and shown by the next run.
    let about = About::Notice(order.notice);
    let evidence = evidence::up_to(&app.db, firm, about, &newest, false).await?;
    let trail = Trail::read(&evidence)?.dated(&evidence, &app.known(), app.clock.now())?;
    // Read from the trail, so that the pages never say what the evidence attached to them does not hold.
    let subject = format!("notice:{}", order.notice);
    let events = trail.about(&subject).filter_map(|row| Some((row.header.time, row.event.clone()?)));
    let state = State::fold(events).ok_or("the evidence does not begin with the notice")?;
    Ok(Some((state, trail, signer)))
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

/// What the notice's documents have at the head of each page.
fn subject(state: &State, document: Id) -> Subject<'_> {
    let notice = &state.notice;
    Subject { document, lang: notice.lang, reference: &notice.reference, logo: notice.logo.as_ref(), made_by: None }
}
