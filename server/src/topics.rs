//! The catalogue, to read.

use app::pages;
use axum::extract::Path;
use axum::response::Response;
use ledger::catalogue;
use ledger::coverage::KnownTopic;
use ledger::event::Role;

use crate::warnings::matches;
use crate::web::{Failure, Reader};

pub async fn page(reader: Reader) -> Response {
    let query = reader.query("q");
    let found: Vec<_> = catalogue::topics()
        .iter()
        .filter(|topic| matches(&KnownTopic::Catalogue(topic), reader.lang, &query))
        .collect();
    reader.page(reader.t().nav_topics(), pages::topics(reader.t(), &found, &query))
}

pub async fn topic(reader: Reader, Path(code): Path<String>) -> Result<Response, Failure> {
    let topic = catalogue::topic(&code).ok_or(Failure::NotFound)?;
    let editable = reader.role != Role::Reader;
    Ok(reader.page(&topic.text(reader.lang).title, pages::topic(reader.t(), topic, editable)))
}
