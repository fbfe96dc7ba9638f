//! Anyone verifies evidence: `/verify`, and `/verify/{document}` to which the QR code of a PDF points.

use app::pages;
use axum::extract::Path;
use axum::response::Response;
use ledger::Id;

use crate::store::documents;
use crate::web::{Failure, Visit};

/// `GET /verify`
pub async fn page(visit: Visit) -> Response {
    let t = visit.t();
    visit.page_with_islands(t.verify_title(), pages::verify(t, has_islands(&visit)))
}

/// `GET /verify/{document}`
pub async fn document(visit: Visit, Path(document): Path<String>) -> Result<Response, Failure> {
    let document: Id = document.parse().map_err(|_| Failure::NotFound)?;
    let mut tx = visit.app.db.read().await?;
    let (recorded, zone) = documents::recorded(&mut tx, document).await?;
    let t = visit.t();
    let body = pages::verify_document(t, &recorded, &zone, has_islands(&visit));
    Ok(visit.page_with_islands(&t.verify_document_title(&recorded.reference), body))
}

fn has_islands(visit: &Visit) -> bool {
    visit.app.assets.urls().islands_url.is_some()
}
