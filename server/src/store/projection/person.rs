//! What contacts asked about their own data.

use ledger::event::Event;

use super::{At, change, columns, put, word};
use crate::store::{Error, Tx};

pub(super) async fn apply(tx: &mut Tx, at: At, event: &Event) -> Result<(), Error> {
    match event {
        Event::ErasureRequested(e) => {
            let set = columns! { contact: e.contact, received: e.received.to_string(), due: e.due.to_string(),
            outcome: None::<String>, decided: None::<i64> };
            put(tx, at, "erasure_request", columns! { request: e.request }, columns! {}, set).await
        }
        Event::ErasureExtended(e) => {
            let set = columns! { due: e.due.to_string() };
            change(tx, at, "erasure_request", columns! { request: e.request }, set).await
        }
        Event::ErasureDecided(e) => {
            let set = columns! { outcome: word(&e.outcome), decided: at.time };
            change(tx, at, "erasure_request", columns! { request: e.request }, set).await
        }
        _ => Ok(()),
    }
}
