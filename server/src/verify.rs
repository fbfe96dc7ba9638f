//! Anyone verifies evidence: `/verify`, and `/verify/{document}` to which the QR code of a PDF points.

use std::sync::LazyLock;

use app::pages::{self, ToKeep};
use axum::extract::Path;
use axum::response::Response;
use bytes::Bytes;
use ledger::Id;

use crate::bundle::verifier;
use crate::evidence::attachment;
use crate::store::documents;
use crate::web::{Failure, Visit};

const KEEP: ToKeep = ToKeep { page: "/verify/verify.html", format: "/verify/ledger-format.md" };

/// The page of `verify.html`, made once: a program does not change while it runs.
static ALONE: LazyLock<Option<Bytes>> = LazyLock::new(|| verifier::page().map(Bytes::from));

/// `GET /verify/verify.html`: the page as one file. It is saved, never shown as a page of this server: its policy is another.
pub async fn alone() -> Result<Response, Failure> {
    let page = ALONE.clone().ok_or(Failure::NotFound)?;
    Ok(attachment("verify.html", "text/html; charset=utf-8", page))
}

/// `GET /verify/ledger-format.md`
pub async fn format() -> Response {
    attachment(verifier::FORMAT_NAME, "text/markdown; charset=utf-8", Bytes::from_static(verifier::FORMAT.as_bytes()))
}

/// `GET /verify`
pub async fn page(visit: Visit) -> Response {
    let t = visit.t();
    visit.page(t.verify_title(), pages::verify(t, has_islands(&visit), Some(KEEP)))
}

/// `GET /verify/{document}`
pub async fn document(visit: Visit, Path(document): Path<String>) -> Result<Response, Failure> {
    let document: Id = document.parse().map_err(|_| Failure::NotFound)?;
    let mut tx = visit.app.db.read().await?;
    let (recorded, zone) = documents::recorded(&mut tx, document).await?;
    let t = visit.t();
    let body = pages::verify_document(t, &recorded, &zone, has_islands(&visit), Some(KEEP));
    Ok(visit.page(&t.verify_document_title(&recorded.reference), body))
}

fn has_islands(visit: &Visit) -> bool {
    visit.app.assets.urls().islands_url.is_some()
}
