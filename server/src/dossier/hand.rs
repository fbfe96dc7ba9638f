//! Hands a file out: its parts, its list, all of it, the exhibits one by one; and says what is not handed out.

use app::pages;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::event::{DocumentClass, DocumentMade, FileRef};
use ledger::{Hash, Id};

use crate::bundle::plain;
use crate::bundle::send::{Archive, Part};
use crate::documents::dossier;
use crate::evidence::{attachment, gone};
use crate::store::documents::Made;
use crate::store::{Firm, documents, dossiers, files};
use crate::web::{App, Failure, Reader};

/// What the exhibits one by one are asked for by.
const EXHIBITS: &str = "exhibits.zip";

pub async fn file(reader: Reader, Path((id, name)): Path<(Id, String)>) -> Result<Response, Failure> {
    if let Some(said) = closed(&reader, id, &name).await? {
        return Ok(said);
    }
    Ok(taken(&reader, id, &name).await?.0)
}

/// A page in the place of what is not handed out: all of a file that went with an erasure, the exhibits of a copy with masked names. They are as they
/// were filed, with every name.
pub async fn closed(reader: &Reader, id: Id, name: &str) -> Result<Option<Response>, Failure> {
    let (t, firm) = (reader.t(), reader.firm);
    let found = documents::one(&mut reader.app.db.read().await?, firm, id).await?;
    let is_file = |made: &Made| matches!(made.class, DocumentClass::Dossier | DocumentClass::ClientDossier);
    let Some(made) = found.filter(is_file) else { return Ok(None) };
    if let Some(said) = gone(reader, &made).await? {
        return Ok(Some(said));
    }
    let refused = name == EXHIBITS && made.redacts.is_some();
    let base = format!("/dossiers/{id}");
    let view = || pages::dossier_exhibits_kept(t, &made.reference, &base);
    Ok(refused.then(|| reader.page_with(StatusCode::NOT_FOUND, t.dossier_copy_no_exhibits(), view())))
}

/// A part (`1.pdf`), the list (`list.csv`), all of it (`all.zip`) or the exhibits one by one (`exhibits.zip`); with its name and SHA-256, of a ZIP that of
/// the first part.
pub async fn taken(reader: &Reader, id: Id, name: &str) -> Result<(Response, String, Hash), Failure> {
    let (app, firm) = (&reader.app, reader.firm);
    let (_, made) = dossiers::get(&mut app.db.read().await?, firm, id).await?;
    let first = made.parts.first().ok_or(Failure::NotFound)?;
    let csv_name = format!("{}-{}", first.whole(), reader.t().dossier_csv_name());
    match name {
        "list.csv" => {
            let csv = csv(app, firm, &first.file).await?;
            let name = csv_name;
            let sha256 = ledger::sha256(&csv);
            Ok((attachment(&name, "text/csv; charset=utf-8", csv), name, sha256))
        }
        "all.zip" => {
            let csv = csv(app, firm, &first.file).await?;
            let pdfs = made.parts.iter().map(|part| (part.file.name.clone(), Part::Kept(part.file.sha256)));
            let all = pdfs.chain([(csv_name, Part::Made(csv))]).collect();
            zip(app, firm, first, "", all).await
        }
        // Said here too: whatever asks for them, the exhibits of a copy are as they were filed.
        EXHIBITS if made.is_copy() => Err(Failure::NotFound),
        EXHIBITS => {
            let list = csv(app, firm, &first.file).await?;
            let mut all = exhibits(reader, &list).await?;
            all.push((csv_name, Part::Made(list)));
            zip(app, firm, first, reader.t().dossier_exhibits_name(), all).await
        }
        _ => {
            let number: Option<usize> = name.strip_suffix(".pdf").and_then(|number| number.parse().ok());
            let part = number.and_then(|number| made.parts.get(number.checked_sub(1)?)).ok_or(Failure::NotFound)?;
            let bytes = app.files.get(firm, part.file.sha256).await?;
            let response = attachment(&part.file.name, &part.file.media_type, bytes).into_response();
            Ok((response, part.file.name.clone(), part.file.sha256))
        }
    }
}

async fn zip(
    app: &App,
    firm: Firm,
    first: &DocumentMade,
    suffix: &str,
    all: Vec<(String, Part)>,
) -> Result<(Response, String, Hash), Failure> {
    let zip = Archive::of(&app.files, firm, all).await?;
    // The name of a copy says that it is one.
    let stem = first.file.name.strip_suffix(".pdf").filter(|_| first.redacts.is_some());
    let (name, size) = (format!("{}{suffix}.zip", stem.unwrap_or(first.whole())), zip.size);
    let body = axum::body::Body::from_stream(zip.stream(app.files.clone(), firm));
    let mut response = attachment(&name, "application/zip", body);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    Ok((response, name, first.file.sha256))
}

/// Each exhibit as a file by itself, as it was filed, its number before its name: courts that take exhibits one by one want them so. The numbers are
/// those of the list that goes with them: what was erased or is missing leaves a gap.
async fn exhibits(reader: &Reader, list: &[u8]) -> Result<Vec<(String, Part)>, Failure> {
    let (firm, t) = (reader.firm, reader.t());
    let list = dossier::listed(list).ok_or_else(|| Failure::internal("the list of exhibits cannot be read"))?;
    let digits = dossier::digits(list.len());
    let (mut tx, mut all) = (reader.app.db.read().await?, Vec::new());
    for exhibit in list.iter().filter(|exhibit| !exhibit.erased) {
        if files::is_held(&mut tx, firm, exhibit.sha256).await? {
            let number = format!("{:0digits$}", exhibit.number);
            let name = format!("{}-{number}-{}", t.dossier_exhibit_file(), plain(&exhibit.name));
            all.push((name, Part::Kept(exhibit.sha256)));
        }
    }
    Ok(all)
}

/// The list beside the file is the one that its first part carries. None of one that was made before there were lists.
async fn csv(app: &App, firm: Firm, first: &FileRef) -> Result<Vec<u8>, Failure> {
    let bytes = app.files.get(firm, first.sha256).await?;
    let found = tokio::task::spawn_blocking(move || dossier::attached(&bytes, "text/csv")).await;
    found.map_err(|error| Failure::Internal(error.into()))?.ok_or(Failure::NotFound)
}
