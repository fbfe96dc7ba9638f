//! What the entries shown say of those that were erased.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Disclosure;
use super::report::{EntryReport, Erased};
use crate::event::retention::{is_well_formed, names};
use crate::event::{Ground, Person, is_kept};

/// What is read of the payload; the rest says nothing to a reader who has only the file.
#[derive(Deserialize)]
struct Said {
    entry: u64,
    ground: Ground,
    note: String,
    by: Person,
}

/// The same of `project.destroyed`: less its days, which would bring a calendar into the browser's program.
#[derive(Deserialize)]
struct SaidDestroyed {
    entries: Vec<[u64; 2]>,
    count: u64,
    by: Person,
    note: String,
}

/// Tells each erased entry what a later entry, shown and without a fault, says of it.
pub(super) fn tell(entries: &mut [EntryReport]) {
    let mut said = BTreeMap::new();
    let mut destroyed = Vec::new();
    let of_kept = entries.iter().filter_map(|entry| entry.header.as_ref()).filter(|header| is_kept(&header.kind));
    let kept: BTreeSet<u64> = of_kept.map(|header| header.index).collect();
    for entry in entries.iter().filter(|entry| entry.faults.is_empty()) {
        let (Some(header), Some(payload)) = (&entry.header, entry.payload.as_deref()) else { continue };
        let (at, index) = (header.time, header.index);
        match header.kind.as_str() {
            "payload.erased" => {
                let Ok(one) = serde_json::from_str::<Said>(payload) else { continue };
                if one.entry < index && !kept.contains(&one.entry) {
                    said.insert(one.entry, Erased { at, by: one.by.name, ground: one.ground, note: one.note });
                }
            }
            "project.destroyed" => {
                let Ok(one) = serde_json::from_str::<SaidDestroyed>(payload) else { continue };
                if is_well_formed(&one.entries, one.count, index) {
                    let said = Erased { at, by: one.by.name, ground: Ground::Retention, note: one.note };
                    destroyed.push((one.entries, said));
                }
            }
            _ => {}
        }
    }
    for entry in entries.iter_mut().filter(|entry| entry.state == Disclosure::Erased) {
        let Some(index) = entry.header.as_ref().map(|header| header.index) else { continue };
        let in_one = || destroyed.iter().find(|(entries, _)| names(entries, index)).map(|(_, erased)| erased.clone());
        entry.erased = said.remove(&index).or_else(in_one);
    }
}
