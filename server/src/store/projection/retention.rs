//! How long what is kept, and what a project that was destroyed leaves: nothing but that it was.

use ledger::event::{ProjectDestroyed, RetentionSet};

use super::{At, change, columns, index, json, put};
use crate::args;
use crate::store::{Error, Tx};

pub(super) async fn set(tx: &mut Tx, at: At, e: &RetentionSet) -> Result<(), Error> {
    change(tx, at, "firm", columns! {}, columns! { retention: json(&e.years) }).await
}

/// The rows that hang on the project's notices, then those that hang on the project; each table before those that it refers to.
const OF_PROJECT: &[&str] = &[
    "DELETE FROM spoken WHERE firm = $1 AND (meeting IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)
     OR notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2))",
    "DELETE FROM notice_warning WHERE firm = $1 AND notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    "DELETE FROM notice_recipient WHERE firm = $1 AND notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    "DELETE FROM link WHERE firm = $1 AND notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    "DELETE FROM delivery WHERE firm = $1 AND notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    "DELETE FROM answer WHERE firm = $1 AND notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    "DELETE FROM question WHERE firm = $1 AND notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    "DELETE FROM proposal WHERE firm = $1 AND notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    "DELETE FROM document WHERE firm = $1 AND (about = $2 OR about IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2))",
    "DELETE FROM notice WHERE firm = $1 AND project = $2",
    "DELETE FROM need WHERE firm = $1 AND project = $2",
    "DELETE FROM promise WHERE firm = $1 AND project = $2",
    "DELETE FROM paper WHERE firm = $1 AND project = $2",
    "DELETE FROM project WHERE firm = $1 AND project = $2",
    // What stays of it, holds that were placed and released, stands for no client that the tables know.
    "UPDATE record SET client = NULL WHERE firm = $1 AND project = $2",
];

/// Takes every row that the entries made. A replay, which has none of these entries, made none: there only the two tables change that say what
/// is gone.
pub(super) async fn destroyed(tx: &mut Tx, at: At, e: &ProjectDestroyed) -> Result<(), Error> {
    for sql in OF_PROJECT.iter().copied() {
        tx.run(sql, args![at.firm, e.project]).await?;
    }
    if e.with_client {
        for sql in [
            "DELETE FROM document WHERE firm = $1 AND (about = $2 OR about IN (SELECT contact FROM contact WHERE firm = $1 AND client = $2))",
            "DELETE FROM erasure_request WHERE firm = $1 AND contact IN (SELECT contact FROM contact WHERE firm = $1 AND client = $2)",
            "DELETE FROM contact WHERE firm = $1 AND client = $2",
            "DELETE FROM client WHERE firm = $1 AND client = $2",
        ] {
            tx.run(sql, args![at.firm, e.client]).await?;
        }
    }
    index::forget(tx, at.firm, None, &e.files).await?;
    for [first, last] in &e.entries {
        for sql in [
            "DELETE FROM record WHERE firm = $1 AND entry >= $2 AND entry <= $3",
            "DELETE FROM erasure WHERE firm = $1 AND (erased >= $2 AND erased <= $3 OR first_entry >= $2 AND first_entry <= $3)",
        ] {
            tx.run(sql, args![at.firm, *first, *last]).await?;
        }
    }
    for erased in e.entries.iter().flat_map(|[first, last]| *first..=*last) {
        put(tx, at, "erasure", columns! { erased: erased }, columns! {}, columns! {}).await?;
    }
    let set = columns! { client: e.client, reference: &e.reference, client_name: &e.client_name, destroyed: at.time, by_name: &e.by.name };
    put(tx, at, "destroyed", columns! { project: e.project }, columns! {}, set).await
}
