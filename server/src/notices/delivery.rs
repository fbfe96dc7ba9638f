//! A notice by registered post and by hand: the letter to print, and what a member records of it, each with the file that shows it.

use app::Form;
use app::texts::local;
use axum::extract::Path;
use axum::response::Response;
use ledger::event::{DocumentClass, DocumentMade, Event, FileRef, LetterOutcome, LetterPrepared, Party, Person};
use ledger::notice::delivery::{self as rules, Days, Handing, Posting, Receipt};
use ledger::notice::{Decided, State};
use ledger::{Actor, Hash, Id, sha256};

use super::manage::{self, begin, decide};
use crate::documents::{self, Trail};
use crate::evidence::kept;
use crate::paper::{self, Subject};
use crate::projects::read_date;
use crate::store::evidence::About;
use crate::store::{Firm, Tx, evidence, files, firms, log, seals};
use crate::uploads::{self, Accept, NewFile};
use crate::web::{Adviser, App, Failure, Making, Member, Reader, Upload, refuse_in};

/// Whom most French letters are handed to; a proposal.
const CARRIER: &str = "La Poste";

/// The letter to one recipient, drawn and sealed, and the entry that says to whom. Its bytes are kept, so that a copy on paper can be
/// compared with what is on record.
pub async fn prepare(
    adviser: Adviser,
    Path(notice): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (app, firm) = (&adviser.app, adviser.firm);
    let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
    let mut tx = app.db.read().await?;
    let state = log::notice_state(&mut tx, firm, notice).await?;
    drop(tx);
    let field = |name: &str| format!("{name}-{notice}");
    let contact: Option<Id> = form.value(&field("to")).parse().ok();
    if form.trimmed(&field("address")).is_empty()
        && let Some(person) = contact.and_then(|contact| state.recipient(contact))
    {
        form.set(field("address"), address(&state.notice.client, &person.name));
    }
    let (letter, by) = (app.new_id(), me(&adviser));
    let decided = rules::letter(&state, letter, contact, form.value(&field("address")), by);
    let Ok(Event::LetterPrepared(prepared)) = decided else {
        let log = app.db.append(firm, &app.clock).await?;
        let again = decide(&adviser, log, &state, &mut form, notice, decided).await?;
        return again.err().ok_or_else(|| Failure::internal("a letter that is none"));
    };
    let (file, pages) = drawn(app, firm, &state, &prepared, signer).await?;
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    files::record(&mut log, &app.files, &file).await?;
    let (actor, reference) = (Actor::Member(adviser.id), state.notice.reference.clone());
    let made = DocumentMade {
        document: letter,
        class: DocumentClass::Letter,
        about: notice,
        reference,
        file,
        pages,
        part: None,
        redacts: None,
    };
    log.push(actor, prepared, &mut app.rng()).await?;
    log.push(actor, made, &mut app.rng()).await?;
    let answer = once.answer(&mut log, format!("/notices/{notice}"), "letter_prepared").await?;
    log.commit().await?;
    Ok(answer)
}

/// Company, person, street and town, one line each (NF Z 10-011).
pub fn address(client: &Party, person: &str) -> String {
    let lines = [client.name.as_str(), person].into_iter().chain(client.address.lines());
    lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The letter's bytes, drawn and sealed, and how many pages they have.
pub async fn drawn(
    app: &App,
    firm: Firm,
    state: &State,
    prepared: &LetterPrepared,
    signer: crate::seal::Signer,
) -> Result<(FileRef, u32), Failure> {
    let notice = state.notice.clone();
    let evidence = evidence::of(&app.db, &app.vault, firm, About::Notice(notice.notice), &app.clock).await?;
    let trail = Trail::read(&evidence).map_err(|e| Failure::Internal(Box::new(e)))?;
    let subject = Subject {
        document: prepared.letter,
        lang: notice.lang,
        reference: &notice.reference,
        logo: notice.logo.as_ref(),
        made_by: Some(&prepared.by.name),
    };
    let frame = paper::frame_to_seal(app, firm, subject, &signer).await?;
    let name = format!("{}-{}.pdf", notice.reference, frame.texts().post_file_name());
    let (issued, address) = (state.issued, prepared.address.clone());
    let pdf = paper::sealed(app, signer, move || documents::letter(&frame, issued, &notice, &trail, &address)).await?;
    let file = paper::keep(app, firm, name, &pdf.bytes).await?;
    Ok((file, pdf.pages.try_into().unwrap_or(u32::MAX)))
}

fn me(adviser: &Adviser) -> Person {
    Person { member: adviser.id, name: adviser.name.clone() }
}

/// Records what `rule` says of the form and its file. The rule is asked twice: before the bytes are kept, so that a refused form leaves
/// none, and under the lock of the log.
async fn record(
    adviser: &Adviser,
    (notice, about): (Id, Id),
    upload: Upload,
    (field, done): (&str, &str),
    rule: impl Fn(&State, &Form, Option<FileRef>, Days) -> Decided<Event>,
) -> Result<Response, Failure> {
    let refused = upload.refused();
    let Upload { mut form, files: sent, once } = upload;
    let (app, firm, t) = (&adviser.app, adviser.firm, adviser.t());
    let scan = uploads::read(&mut form, t, &format!("{field}-{about}"), sent, Accept::Papers, false);
    let mut tx = app.db.read().await?;
    let state = log::notice_state(&mut tx, firm, notice).await?;
    let zone = firms::zone(&mut tx, firm).await?;
    drop(tx);
    let days = Days { issued: local(state.issued, &zone).date(), today: local(adviser.now, &zone).date() };
    if let Err(mut refusals) = rule(&state, &form, scan.as_ref().map(named), days) {
        for refusal in refusals.iter_mut().filter(|refusal| !refusal.field.is_empty()) {
            refusal.field = format!("{}-{about}", refusal.field);
        }
        // What is wrong with the file itself was said.
        refusals.retain(|refusal| form.error(&refusal.field).is_none());
        refuse_in(&zone, &mut form, t, refusals);
    }
    if form.is_refused() {
        let (title, view) = manage::show(adviser, notice, &form).await?;
        return Ok(adviser.page_with(refused, &title, view));
    }
    let file = match scan {
        Some(scan) => Some(scan.keep(app, firm).await?),
        None => None,
    };
    let (mut log, state) = begin(adviser, None, notice).await?;
    once.first(&mut log).await?;
    if let Some(file) = &file {
        files::record(&mut log, &app.files, file).await?;
    }
    let decided = rule(&state, &form, file, days);
    let mut log = match decide(adviser, log, &state, &mut form, about, decided).await? {
        Ok(log) => log,
        Err(again) => return Ok(again),
    };
    let answer = once.answer(&mut log, format!("/notices/{notice}"), done).await?;
    log.commit().await?;
    Ok(answer)
}

fn named(file: &NewFile) -> FileRef {
    let (name, media_type, size) = (file.name.clone(), file.media_type.to_owned(), file.bytes.len() as u64);
    FileRef { name, media_type, size, sha256: sha256(&file.bytes) }
}

pub async fn posted(
    adviser: Adviser,
    Path((notice, letter)): Path<(Id, Id)>,
    mut upload: Upload,
) -> Result<Response, Failure> {
    let day = read_date(&mut upload.form, adviser.t(), &format!("posted-{letter}"));
    record(&adviser, (notice, letter), upload, ("slip", "letter_posted"), |state, form, file, days| {
        let value = |name: &str| form.value(&format!("{name}-{letter}"));
        let said = Posting { day, carrier: value("carrier"), tracking: value("tracking"), file, by: me(&adviser) };
        rules::posted(state, letter, said, days)
    })
    .await
}

pub async fn receipt(
    adviser: Adviser,
    Path((notice, letter)): Path<(Id, Id)>,
    mut upload: Upload,
) -> Result<Response, Failure> {
    let mut day = |name: &str| read_date(&mut upload.form, adviser.t(), &format!("{name}-{letter}"));
    let (presented, received) = (day("presented"), day("received"));
    record(&adviser, (notice, letter), upload, ("scan", "receipt_filed"), |state, form, file, days| {
        let outcome = form.value(&format!("outcome-{letter}"));
        let outcome = LetterOutcome::ALL.into_iter().find(|known| known.as_str() == outcome);
        rules::receipt(state, letter, Receipt { outcome, presented, received, file, by: me(&adviser) }, days)
    })
    .await
}

pub async fn handed(adviser: Adviser, Path(notice): Path<Id>, mut upload: Upload) -> Result<Response, Failure> {
    let day = read_date(&mut upload.form, adviser.t(), &format!("hand_day-{notice}"));
    record(&adviser, (notice, notice), upload, ("discharge", "notice_handed"), |state, form, file, days| {
        let value = |name: &str| form.value(&format!("{name}-{notice}"));
        let (contact, handed_by) = (value("hand_to").parse().ok(), value("hand_by"));
        rules::handed(state, Handing { contact, day, handed_by, file, by: me(&adviser) }, days)
    })
    .await
}

/// A letter of the notice, or the file that shows a delivery of it.
pub async fn file(reader: Reader, Path((notice, sha256)): Path<(Id, String)>) -> Result<Response, Failure> {
    let file = find(&mut reader.app.db.read().await?, reader.firm, notice, &sha256).await?;
    kept(&reader, &file).await
}

/// What entries about the notice name by this hash.
pub async fn find(tx: &mut Tx, firm: Firm, notice: Id, sha256: &str) -> Result<FileRef, Failure> {
    let sha256: Hash = sha256.parse().map_err(|_| Failure::NotFound)?;
    let entries = log::about(tx, firm, &format!("notice:{notice}")).await?;
    let mut found = None;
    for stored in entries {
        let event = stored.event()?;
        let file = match &event {
            Some(Event::DocumentMade(e)) if e.class == DocumentClass::Letter => Some(&e.file),
            Some(Event::NoticeIssued(e)) => {
                let quotes = e.warnings.iter().flat_map(|warning| &warning.options).filter_map(|o| o.quote.as_ref());
                e.annexes.iter().chain(quotes).find(|file| file.sha256 == sha256)
            }
            Some(event) => event.proof(),
            None => None,
        };
        found = file.filter(|file| file.sha256 == sha256).cloned().or(found);
    }
    found.ok_or(Failure::NotFound)
}

/// Fills the forms with what is likely, unless something was typed.
pub fn fill(form: &mut Form, state: &State, member: &Member) {
    if form.is_refused() {
        return;
    }
    form.set(format!("hand_by-{}", state.notice.notice), &member.name);
    for letter in &state.deliveries.letters {
        let (id, posted) = (letter.prepared.letter, letter.posted.as_ref().map(|(_, posted)| posted));
        form.set(format!("carrier-{id}"), posted.map_or(CARRIER, |posted| posted.carrier.as_str()));
        if let Some(posted) = posted {
            form.set(format!("posted-{id}"), posted.day.to_string());
            form.set(format!("tracking-{id}"), &posted.tracking);
        }
    }
}
