//! What a client takes along: the notice and the certificate as PDF, the evidence, what goes with the notice.

use axum::extract::Path;
use axum::response::Response;
use ledger::Hash;
use ledger::event::{DocumentClass, FileRef};

use super::link::NoticeLink;
use crate::evidence;
use crate::web::Failure;

pub async fn notice_pdf(link: NoticeLink) -> Result<Response, Failure> {
    document(&link, DocumentClass::Notice).await
}

pub async fn certificate_pdf(link: NoticeLink) -> Result<Response, Failure> {
    document(&link, DocumentClass::Certificate).await
}

async fn document(link: &NoticeLink, class: DocumentClass) -> Result<Response, Failure> {
    let found = evidence::document_bytes(&link.app, link.firm, link.state.notice.notice, class).await?;
    let (file, bytes) = found.ok_or(Failure::NotFound)?;
    Ok(evidence::attachment(&file.name, &file.media_type, bytes))
}

pub async fn evidence_json(link: NoticeLink) -> Result<Response, Failure> {
    let bytes = evidence::evidence_bytes(&link.app, link.firm, link.state.notice.notice).await?;
    Ok(evidence::attachment(link.t().proof_evidence_name(), "application/json", bytes))
}

/// A file that goes with the notice, by its SHA-256.
pub async fn annex(link: NoticeLink, Path((_, sha256)): Path<(String, String)>) -> Result<Response, Failure> {
    let sha256: Hash = sha256.parse().map_err(|_| Failure::NotFound)?;
    let quotes = link.state.notice.warnings.iter().flat_map(|w| &w.options).filter_map(|o| o.quote.as_ref());
    let file: &FileRef =
        link.state.notice.annexes.iter().chain(quotes).find(|f| f.sha256 == sha256).ok_or(Failure::NotFound)?;
    let bytes = link.app.files.get(link.firm, sha256).await?;
    Ok(evidence::attachment(&file.name, &file.media_type, bytes))
}
