//! The search for clients, projects, notices and drafts.

use app::pages::{self, Found};
use axum::response::Response;

use crate::store::search;
use crate::web::{Failure, Reader};

/// More are not shown; one more word narrows the search.
const LIMIT: u32 = 50;

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let query = reader.query("q").trim().to_owned();
    let hits = search::find(&mut reader.app.db.read().await?, reader.firm, &query, LIMIT + 1).await?;
    let more = hits.len() > LIMIT as usize;
    let found = hits.into_iter().take(LIMIT as usize).map(|hit| Found {
        href: format!("/{}s/{}", hit.kind, hit.id),
        kind: hit.kind,
        title: hit.title,
        client: hit.client,
    });
    let view = pages::search(reader.t(), &query, found.collect(), more);
    Ok(reader.page(reader.t().nav_search(), view))
}
