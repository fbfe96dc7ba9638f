//! What goes out as files: the letter, the certificate, the evidence about a notice.

use app::pages::{self, Gone};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::event::{DocumentClass, FileRef};
use ledger::{Hash, Id, Time};

use crate::store::documents::Made;
use crate::store::evidence::About;
use crate::store::{Firm, documents as made, erasure, evidence, firms};
use crate::web::{App, Failure, Reader};

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

/// The page in the place of a file or copy that went with an erasure: when, and by which entry; none of what is still here.
pub async fn gone(reader: &Reader, made: &Made) -> Result<Option<Response>, Failure> {
    let erased = erasure::of_file(&mut reader.app.db.read().await?, reader.firm, made.file.sha256, made.entry).await?;
    let what = if made.redacts.is_some() { Gone::Copy } else { Gone::File };
    in_its_place(reader, (&made.reference, what), erased).await
}

/// The same of a bundle, by the hash of its table of contents.
pub async fn gone_bundle(reader: &Reader, sha256: Hash) -> Result<Option<Response>, Failure> {
    let erased = erasure::of_bundle(&mut reader.app.db.read().await?, reader.firm, sha256).await?;
    let reference = sha256.to_string().chars().take(16).collect::<String>() + " …";
    in_its_place(reader, (&reference, Gone::Bundle), erased).await
}

async fn in_its_place(
    reader: &Reader,
    (reference, what): (&str, Gone),
    erased: Option<(Time, u64)>,
) -> Result<Option<Response>, Failure> {
    let Some(erased) = erased else { return Ok(None) };
    let zone = firms::zone(&mut reader.app.db.read().await?, reader.firm).await?;
    let (t, view) = (reader.t(), pages::gone(reader.t(), (reference, what), erased, &zone));
    Ok(Some(reader.page_with(StatusCode::GONE, t.gone_title(what), view)))
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
