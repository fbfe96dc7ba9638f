//! The documents that were made: what the log recorded of each.

use app::pages::{RecordedCheckpoint, RecordedDocument};
use jiff::tz::TimeZone;
use ledger::Id;

use super::{Error, Tx};
use crate::args;

/// What whoever holds a copy may know: facts about the document, not its content. The only query that takes no firm, because the
/// identifier printed on the copy, 128 random bits, is all that its reader has. With the firm's time zone.
pub async fn recorded(tx: &mut Tx, document: Id) -> Result<(RecordedDocument, TimeZone), Error> {
    let sql = "SELECT d.class, d.reference, d.sha256, d.size, d.pages, d.made, d.first_entry, f.name, f.time_zone, \
                      c.size AS signed_size, c.time AS signed_time, c.note \
               FROM document d JOIN firm f ON f.firm = d.firm \
               LEFT JOIN checkpoint c ON c.firm = d.firm \
                    AND c.size = (SELECT MIN(size) FROM checkpoint WHERE firm = d.firm AND size > d.first_entry) \
               WHERE d.document = $1";
    let row = tx.one(sql, args![document]).await?;
    let checkpoint = match row.get::<Option<u64>>("signed_size")? {
        Some(size) => Some(RecordedCheckpoint { size, signed: row.get("signed_time")?, note: row.get("note")? }),
        None => None,
    };
    let recorded = RecordedDocument {
        class: row.word("class")?,
        reference: row.get("reference")?,
        firm: row.get("name")?,
        sha256: row.get("sha256")?,
        size: row.get("size")?,
        pages: row.get("pages")?,
        recorded: row.get("made")?,
        index: row.get("first_entry")?,
        checkpoint,
    };
    Ok((recorded, TimeZone::get(&row.get::<String>("time_zone")?).map_err(Error::damaged)?))
}
