//! What goes out as files: the letter, the certificate, the evidence about a notice, the project's file.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ledger::event::{DocumentClass, DocumentMade, EvidenceExported, FileRef};
use ledger::{Actor, Id};

use crate::documents::{self, Annex, Trail};
use crate::notices::paper::{self, Subject};
use crate::store::evidence::About;
use crate::store::{self, Firm, documents as made, erasure, evidence, files, firms, log, seals};
use crate::web::{App, Failure, Making, Reader};

/// Bytes of annexes in a project's file. With base64 around it, a mail of 25 MiB, what most servers take, holds a little less.
const EMBED_MOST: u64 = 16 << 20;

/// The newest document of this class about a notice, as made; none while its job has not run.
pub async fn document_bytes(
    app: &App,
    firm: Firm,
    about: Id,
    class: DocumentClass,
) -> Result<Option<(FileRef, Vec<u8>)>, Failure> {
    let Some(file) = made::newest(&mut app.db.read().await?, firm, class, about).await? else { return Ok(None) };
    let bytes = app.files.get(firm, file.sha256).await?;
    Ok(Some((file, bytes)))
}

/// The evidence about a notice as it stands, with a time-stamped checkpoint if one covers all but what was made of it since, else with one signed now.
pub async fn evidence_bytes(app: &App, firm: Firm, notice: Id) -> Result<Vec<u8>, Failure> {
    let evidence = evidence::dated(&app.db, &app.vault, firm, About::Notice(notice), &app.clock).await?;
    evidence.to_bytes().map_err(|error| Failure::internal(format!("evidence of {notice}: {error}")))
}

/// A file to keep: the browser saves it under its name and never shows it as a page of ours.
pub fn attachment(name: &str, media_type: &str, bytes: impl IntoResponse) -> Response {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => (b as char).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect();
    // RFC 6266 §4.3: the plain name for old programs, the exact one in UTF-8 (RFC 8187) for all others.
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let headers = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

/// A file of the firm's, as it was kept.
pub async fn kept(reader: &Reader, file: &FileRef) -> Result<Response, Failure> {
    let bytes = reader.app.files.get(reader.firm, file.sha256).await?;
    Ok(attachment(&file.name, &file.media_type, bytes))
}

/// The project's file that was made last.
pub async fn dossier(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    document(&reader, project, DocumentClass::Dossier).await
}

/// The newest document of this class, to be kept.
pub async fn document(reader: &Reader, about: Id, class: DocumentClass) -> Result<Response, Failure> {
    let found = document_bytes(&reader.app, reader.firm, about, class).await?;
    let (file, bytes) = found.ok_or(Failure::NotFound)?;
    Ok(attachment(&file.name, &file.media_type, bytes))
}

pub async fn notice(reader: Reader, Path(notice): Path<Id>) -> Result<Response, Failure> {
    document(&reader, notice, DocumentClass::Notice).await
}

pub async fn certificate(reader: Reader, Path(notice): Path<Id>) -> Result<Response, Failure> {
    document(&reader, notice, DocumentClass::Certificate).await
}

/// The certificate of no answer that was made last.
pub async fn no_answer(reader: Reader, Path(notice): Path<Id>) -> Result<Response, Failure> {
    document(&reader, notice, DocumentClass::NoAnswer).await
}

pub async fn notice_evidence(reader: Reader, Path(notice): Path<Id>) -> Result<Response, Failure> {
    let bytes = evidence_bytes(&reader.app, reader.firm, notice).await?;
    Ok(attachment(reader.t().proof_evidence_name(), "application/json", bytes))
}

/// The project's file, made when asked for: it says everything up to this moment. A POST, since making it is recorded; the
/// browser is sent on to the file, saves it, and its page stays.
pub async fn make_dossier(
    reader: Reader,
    Path(project): Path<Id>,
    Making(_, once): Making,
) -> Result<Response, Failure> {
    let (app, firm) = (&reader.app, reader.firm);
    let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
    let before = log::size(&mut app.db.read().await?, firm).await?;
    let newest = paper::attested(app, firm).await?;
    let evidence = evidence::up_to(&app.db, firm, About::Project(project), &newest, false).await?;
    let trail = Trail::read(&evidence).and_then(|trail| trail.dated(&evidence, app.anchors(), app.clock.now()));
    let trail = trail.map_err(|e| Failure::Internal(Box::new(e)))?;
    let recorded = firms::get(&mut app.db.read().await?, firm).await?;
    let number = trail.checkpoint.size;
    let reference = format!("{}-{number}", reader.t().choose("DM", "PF"));
    let subject = Subject {
        document: app.new_id(),
        lang: reader.lang,
        reference: &reference,
        logo: recorded.logo.as_ref(),
        made_by: Some(&reader.name),
    };
    let frame = paper::frame_to_seal(app, firm, subject, &signer).await?;
    let (document, party) = (frame.document, recorded.party.clone());
    let annexes = annexes(app, firm, documents::annexes(&frame, project, &trail)).await?;
    let draw = move || documents::dossier(&frame, &party, project, &trail, &annexes);
    let pdf = paper::sealed(app, signer, draw).await?;
    let file = paper::keep(app, firm, format!("{reference}.pdf"), &pdf.bytes).await?;
    let mut log = app.db.append(firm, &app.clock).await?;
    // Not asked earlier: drawing must not hold the lock, and what was drawn in vain is kept under its hash or not at all.
    once.first(&mut log).await?;
    if erasure::since(&mut log, firm, before).await? {
        // What was drawn may hold the text that is gone; asked for again, it is drawn without it.
        return Err(Failure::TooMany { seconds: 1 });
    }
    files::record(&mut log, &app.files, &file).await?;
    let (actor, mut rng) = (Actor::Member(reader.id), app.rng());
    let (class, pages) = (DocumentClass::Dossier, pdf.pages.try_into().unwrap_or(u32::MAX));
    let exported = EvidenceExported { class, about: project, sha256: file.sha256 };
    let event = DocumentMade { document, class, about: project, reference, file: file.clone(), pages };
    log.push(actor, event, &mut rng).await?;
    log.push(actor, exported, &mut rng).await?;
    let answer = once.answer(&mut log, format!("/projects/{project}/dossier.pdf"), "").await?;
    log.commit().await?;
    Ok(answer)
}

/// The files that are embedded in a project's file: in their order, each that still fits in [`EMBED_MOST`].
async fn annexes(app: &App, firm: Firm, files: Vec<FileRef>) -> Result<Vec<Annex>, Failure> {
    let mut left = EMBED_MOST;
    let mut annexes = Vec::new();
    for file in files.iter().filter(|file| file.size <= EMBED_MOST) {
        let Some(rest) = left.checked_sub(file.size) else { continue };
        match app.files.get(firm, file.sha256).await {
            Ok(bytes) => annexes.push(Annex { bytes }),
            // The file says which annexes it holds; a lawyer in need of the rest must not get nothing.
            Err(error @ (store::Error::Missing | store::Error::Damaged(_))) => {
                tracing::error!(firm = %firm.0, sha256 = %file.sha256, %error, "an annex cannot be embedded");
                continue;
            }
            Err(error) => return Err(error.into()),
        }
        left = rest;
    }
    Ok(annexes)
}
