//! The documents that were made: what the log recorded of each.

use app::pages::{RecordedCheckpoint, RecordedDocument, RevokedSeal};
use jiff::tz::TimeZone;
use ledger::event::{DocumentClass, FileRef, NoticeClass};
use ledger::{Id, Time};

use super::db::built;
use super::{Error, Firm, Row, Tx, erasure};
use crate::args;

/// What whoever holds a copy may know: facts about the document, not its content. The only function that takes no firm, because the
/// identifier printed on the copy, 128 random bits, is all that its reader has. With the firm's time zone.
pub async fn recorded(tx: &mut Tx, document: Id) -> Result<(RecordedDocument, TimeZone), Error> {
    let sql = "SELECT d.firm, d.class, n.class AS notice, d.reference, d.sha256, d.size, d.pages, d.made, d.first_entry, d.redacts, f.name, f.time_zone, \
                      c.size AS signed_size, c.time AS signed_time, c.note \
               FROM document d JOIN firm f ON f.firm = d.firm \
               LEFT JOIN notice n ON n.firm = d.firm AND n.notice = d.about \
               LEFT JOIN checkpoint c ON c.firm = d.firm \
                    AND c.size = (SELECT MIN(size) FROM checkpoint WHERE firm = d.firm AND size > d.first_entry) \
               WHERE d.document = $1";
    let row = tx.one(sql, args![document]).await?;
    let sql = "SELECT s.sha256, s.revoked, s.since, s.reason FROM seal s JOIN document d ON d.firm = s.firm
               WHERE d.document = $1 AND s.revoked IS NOT NULL ORDER BY s.first_entry";
    let revoked = tx.all(sql, args![document]).await?.iter().map(revoked_seal).collect::<Result<_, _>>()?;
    let (firm, sha256, index) = (Firm(row.get("firm")?), row.get("sha256")?, row.get("first_entry")?);
    let checkpoint = match row.get::<Option<u64>>("signed_size")? {
        Some(size) => Some(RecordedCheckpoint { size, signed: row.get("signed_time")?, note: row.get("note")? }),
        None => None,
    };
    let recorded = RecordedDocument {
        class: row.word("class")?,
        // A project's file is about no notice.
        notice: row.get::<Option<String>>("notice")?.map_or(Ok(NoticeClass::Letter), |_| row.word("notice"))?,
        reference: row.get("reference")?,
        redacts: row.get("redacts")?,
        firm: row.get("name")?,
        sha256,
        size: row.get("size")?,
        pages: row.get("pages")?,
        recorded: row.get("made")?,
        erased: erasure::of_file(tx, firm, sha256, index).await?,
        index,
        checkpoint,
        revoked,
    };
    Ok((recorded, TimeZone::get(&row.get::<String>("time_zone")?).map_err(Error::damaged)?))
}

fn revoked_seal(row: &Row) -> Result<RevokedSeal, Error> {
    let at: Time = row.get("revoked")?;
    let since = row.get::<Option<Time>>("since")?.unwrap_or(at);
    Ok(RevokedSeal { sha256: row.get("sha256")?, at, since, reason: row.get("reason")? })
}

fn class_word(class: DocumentClass) -> &'static str {
    match class {
        DocumentClass::Notice => "notice",
        DocumentClass::Certificate => "certificate",
        DocumentClass::NoAnswer => "no_answer",
        DocumentClass::Letter => "letter",
        DocumentClass::Dossier => "dossier",
        DocumentClass::ClientDossier => "client_dossier",
        DocumentClass::Destruction => "destruction",
        DocumentClass::PersonalData => "personal_data",
        DocumentClass::ErasureAnswer => "erasure_answer",
    }
}

/// Whether the log says that this document was made.
pub async fn is_made(tx: &mut Tx, firm: Firm, document: Id) -> Result<bool, Error> {
    let sql = "SELECT document FROM document WHERE firm = $1 AND document = $2";
    Ok(tx.maybe(sql, args![firm, document]).await?.is_some())
}

/// Whether a document of the firm has this reference.
pub async fn is_called(tx: &mut Tx, firm: Firm, reference: &str) -> Result<bool, Error> {
    let sql = "SELECT document FROM document WHERE firm = $1 AND reference = $2 LIMIT 1";
    Ok(tx.maybe(sql, args![firm, reference]).await?.is_some())
}

/// The newest document of this class about a notice or a project, of those that were not removed with an erasure.
pub async fn newest(tx: &mut Tx, firm: Firm, class: DocumentClass, about: Id) -> Result<Option<FileRef>, Error> {
    let sql = "SELECT d.name, d.media_type, d.size, d.sha256 FROM document d \
               JOIN file f ON f.firm = d.firm AND f.sha256 = d.sha256 \
               WHERE d.firm = $1 AND d.class = $2 AND d.about = $3 AND d.redacts IS NULL ORDER BY d.first_entry DESC LIMIT 1";
    let row = tx.maybe(sql, args![firm, class_word(class), about]).await?;
    row.as_ref().map(file).transpose()
}

/// A document that was made and is still here.
#[derive(Clone, Debug)]
pub struct Made {
    pub document: Id,
    pub class: DocumentClass,
    pub about: Id,
    pub reference: String,
    pub file: FileRef,
    pub made: Time,
    /// The place of the entry in the log, from 0.
    pub entry: u64,
    /// The document of which it is a copy with masked names.
    pub redacts: Option<Id>,
    pub pages: u32,
}

const COLUMNS: &str = "SELECT d.document, d.class, d.about, d.reference, d.name, d.media_type, d.size, d.sha256, d.pages, d.made, \
                              d.first_entry, d.redacts FROM document d";
const HERE: &str = "JOIN file f ON f.firm = d.firm AND f.sha256 = d.sha256 WHERE d.firm = $1";

impl Made {
    fn read(row: &Row) -> Result<Made, Error> {
        Ok(Made {
            document: row.get("document")?,
            class: row.word("class")?,
            about: row.get("about")?,
            reference: row.get("reference")?,
            file: file(row)?,
            made: row.get("made")?,
            entry: row.get("first_entry")?,
            redacts: row.get("redacts")?,
            pages: row.get("pages")?,
        })
    }
}

/// Every document about a notice or a project, copies with masked names too, the newest first.
pub async fn about(tx: &mut Tx, firm: Firm, about: Id) -> Result<Vec<Made>, Error> {
    let sql = format!("{COLUMNS} {HERE} AND d.about = $2 ORDER BY d.first_entry DESC");
    tx.all(built(sql), args![firm, about]).await?.iter().map(Made::read).collect()
}

/// Every document about something that was removed since, the newest first.
pub async fn gone(tx: &mut Tx, firm: Firm, about: Id) -> Result<Vec<Made>, Error> {
    let sql = format!(
        "{COLUMNS} WHERE d.firm = $1 AND d.about = $2
         AND NOT EXISTS (SELECT 1 FROM file f WHERE f.firm = d.firm AND f.sha256 = d.sha256) ORDER BY d.first_entry DESC"
    );
    tx.all(built(sql), args![firm, about]).await?.iter().map(Made::read).collect()
}

/// A document, whether it is still here or not; none that was never made.
pub async fn one(tx: &mut Tx, firm: Firm, document: Id) -> Result<Option<Made>, Error> {
    let sql = format!("{COLUMNS} WHERE d.firm = $1 AND d.document = $2");
    tx.maybe(built(sql), args![firm, document]).await?.as_ref().map(Made::read).transpose()
}

/// A copy with masked names, likewise.
pub async fn copy(tx: &mut Tx, firm: Firm, document: Id) -> Result<Made, Error> {
    one(tx, firm, document).await?.filter(|made| made.redacts.is_some()).ok_or(Error::Missing)
}

/// Reads the columns of a file.
pub(super) fn file(row: &Row) -> Result<FileRef, Error> {
    Ok(FileRef {
        name: row.get("name")?,
        media_type: row.get("media_type")?,
        size: row.get("size")?,
        sha256: row.get("sha256")?,
    })
}
