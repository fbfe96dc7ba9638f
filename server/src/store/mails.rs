//! What sending a mail needs to know.

use ledger::event::{DocumentClass, FileRef};
use ledger::{Id, Lang};

use super::{Error, Firm, Paging, Tx, paging};
use crate::args;

/// Whether the log says that the mail was accepted, or given up.
pub async fn is_settled(tx: &mut Tx, firm: Firm, mail: Id) -> Result<bool, Error> {
    let sql = "SELECT mail FROM delivery WHERE firm = $1 AND mail = $2 AND last = 1 LIMIT 1";
    Ok(tx.maybe(sql, args![firm, mail]).await?.is_some())
}

/// How many tries the log knows of.
pub async fn tries(tx: &mut Tx, firm: Firm, mail: Id) -> Result<u32, Error> {
    let sql = "SELECT COUNT(*) AS tries FROM delivery WHERE firm = $1 AND mail = $2";
    tx.one(sql, args![firm, mail]).await?.get("tries")
}

/// The Message-ID under which this person was sent this notice, for mails that belong to it.
pub async fn notice_message_id(tx: &mut Tx, firm: Firm, notice: Id, contact: Id) -> Result<Option<String>, Error> {
    let sql = "SELECT message_id FROM delivery WHERE firm = $1 AND notice = $2 AND contact = $3 AND purpose = 'notice' \
               AND accepted = 1 ORDER BY entry DESC LIMIT 1";
    let row = tx.maybe(sql, args![firm, notice, contact]).await?;
    row.map_or(Ok(None), |row| row.get("message_id"))
}

/// The document of this class about a subject, once it is made.
pub async fn document(tx: &mut Tx, firm: Firm, class: DocumentClass, about: Id) -> Result<Option<FileRef>, Error> {
    let class = match class {
        DocumentClass::Notice => "notice",
        DocumentClass::Certificate => "certificate",
        DocumentClass::NoAnswer => "no_answer",
        DocumentClass::Letter => "letter",
        DocumentClass::Dossier => "dossier",
        DocumentClass::ClientDossier => "client_dossier",
        DocumentClass::Destruction => "destruction",
        DocumentClass::PersonalData => "personal_data",
        DocumentClass::ErasureAnswer => "erasure_answer",
    };
    let sql = "SELECT d.name, d.media_type, d.size, d.sha256 FROM document d \
               JOIN file f ON f.firm = d.firm AND f.sha256 = d.sha256 \
               WHERE d.firm = $1 AND d.class = $2 AND d.about = $3 ORDER BY d.first_entry LIMIT 1";
    let Some(row) = tx.maybe(sql, args![firm, class, about]).await? else { return Ok(None) };
    Ok(Some(FileRef {
        name: row.get("name")?,
        media_type: row.get("media_type")?,
        size: row.get("size")?,
        sha256: row.get("sha256")?,
    }))
}

/// A member's name, address and language.
pub async fn member(tx: &mut Tx, firm: Firm, member: Id) -> Result<(String, String, Lang), Error> {
    let sql = "SELECT name, email, lang FROM member WHERE firm = $1 AND member = $2";
    let row = tx.one(sql, args![firm, member]).await?;
    Ok((row.get("name")?, row.get("email")?, row.parse("lang")?))
}

/// The mails that were written to the outbox instead of being sent, newest first.
pub async fn kept(tx: &mut Tx, firm: Firm, asked: &str) -> Result<(Vec<Id>, Paging), Error> {
    let sql = "SELECT mail FROM delivery WHERE firm = $1 AND accepted = 1 AND server IS NULL \
               ORDER BY entry DESC LIMIT $2 OFFSET $3";
    let count = "SELECT COUNT(*) AS n FROM delivery WHERE firm = $1 AND accepted = 1 AND server IS NULL";
    let (rows, paging) = paging::rows(tx, firm, sql, count, asked).await?;
    Ok((rows.iter().map(|row| row.get("mail")).collect::<Result<_, Error>>()?, paging))
}
