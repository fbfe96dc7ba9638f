//! Files: every one that a row or an entry names is there, and is what its hash says.

use std::collections::{BTreeMap, BTreeSet};

use ledger::Hash;
use ledger::event::Event;

use super::{Fault, PAGE};
use crate::args;
use crate::store::files::Files;
use crate::store::{Error, Firm, Tx};

/// Reads every file of the firm; returns how many.
pub(super) async fn check(tx: &mut Tx, firm: Firm, files: &Files, faults: &mut Vec<Fault>) -> Result<u64, Error> {
    let sql = "SELECT sha256, size FROM file WHERE firm = $1 UNION SELECT sha256, size FROM paper WHERE firm = $1";
    let rows = tx.all(sql, args![firm]).await?;
    let mut held = BTreeSet::new();
    for row in &rows {
        let (sha256, size): (Hash, u64) = (row.get("sha256")?, row.get("size")?);
        held.insert(sha256);
        let what = match files.check(firm, sha256).await {
            Ok(found) if found == size => continue,
            Ok(found) => format!("it has {found} bytes, its row says {size}"),
            Err(error) => error.to_string(),
        };
        faults.push(Fault::BadFile { sha256, what });
    }
    for (sha256, entry) in named(tx, firm).await? {
        if !held.contains(&sha256) {
            let what = format!("entry {entry} names it, no row has it, and nothing says that it was erased");
            faults.push(Fault::BadFile { sha256, what });
        }
    }
    Ok(held.len() as u64)
}

/// The files that entries name and that no erasure or destruction took, each with the first entry that names it.
async fn named(tx: &mut Tx, firm: Firm) -> Result<BTreeMap<Hash, u64>, Error> {
    let sql = "SELECT idx, payload FROM entry WHERE firm = $1 AND idx >= $2 AND payload IS NOT NULL AND kind IN ('firm.recorded',
               'paper.filed', 'notice.issued', 'letter.posted', 'receipt.filed', 'notice.handed', 'exchange.imported', 'mail.returned',
               'reply.received', 'mail.accepted', 'document.made', 'evidence.exported', 'bundle.exported', 'payload.erased',
               'project.destroyed') ORDER BY idx LIMIT $3";
    let (mut named, mut gone, mut next) = (BTreeMap::new(), BTreeSet::new(), 0);
    loop {
        let rows = tx.all(sql, args![firm, next, PAGE]).await?;
        for row in &rows {
            let index: u64 = row.get("idx")?;
            next = index + 1;
            // One that cannot be read is a fault of the walk.
            match serde_json::from_slice(row.bytes("payload")?) {
                Ok(Event::PayloadErased(erased)) => gone.extend(erased.files),
                Ok(Event::ProjectDestroyed(destroyed)) => gone.extend(destroyed.files),
                Ok(Event::BundleExported(bundle)) => drop(named.entry(bundle.sha256).or_insert(index)),
                Ok(event) => collect(&serde_json::to_value(event).map_err(Error::damaged)?, index, &mut named),
                Err(_) => {}
            }
        }
        if (rows.len() as u64) < PAGE {
            break;
        }
    }
    named.retain(|sha256, _| !gone.contains(sha256));
    Ok(named)
}

/// Every file in an event, wherever it stands in it: what has a media type and a hash.
fn collect(value: &serde_json::Value, index: u64, named: &mut BTreeMap<Hash, u64>) {
    match value {
        serde_json::Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(serde_json::Value::as_str);
            if let (Some(_), Some(Ok(sha256))) = (text("media_type"), text("sha256").map(str::parse)) {
                named.entry(sha256).or_insert(index);
            }
            fields.values().for_each(|value| collect(value, index, named));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|value| collect(value, index, named)),
        _ => {}
    }
}
