//! What the entries shown say of those that were erased.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Disclosure;
use super::report::{EntryReport, Erased};
use crate::event::{Ground, Person};

/// What is read of the payload; the rest says nothing to a reader who has only the file.
#[derive(Deserialize)]
struct Said {
    entry: u64,
    ground: Ground,
    note: String,
    by: Person,
}

/// Tells each erased entry what a later entry, shown and without a fault, says of it.
pub(super) fn tell(entries: &mut [EntryReport]) {
    let said = |entry: &EntryReport| {
        let header = entry.header.as_ref().filter(|header| header.kind == "payload.erased")?;
        let said: Said = serde_json::from_str(entry.payload.as_deref()?).ok()?;
        let at = header.time;
        let good = entry.faults.is_empty() && said.entry < header.index;
        good.then_some((said.entry, Erased { at, by: said.by.name, ground: said.ground, note: said.note }))
    };
    let mut said: BTreeMap<u64, Erased> = entries.iter().filter_map(said).collect();
    for entry in entries.iter_mut().filter(|entry| entry.state == Disclosure::Erased) {
        let index = entry.header.as_ref().map(|header| header.index);
        entry.erased = index.and_then(|index| said.remove(&index));
    }
}
