//! What an erasure asks of the tables: what repeats the text of an entry, and whether its files are needed elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use app::pages::AnswerErased;
use ledger::event::Event;
use ledger::{Hash, Id, Time};

use super::db::built;
use super::evidence::About;
use super::log::{STORED, Stored};
use super::notices::Of;
use super::{Error, Firm, Tx, files};
use crate::args;

/// The client whom the entries about a subject concern; none for those about the firm and its members.
pub async fn client(tx: &mut Tx, firm: Firm, subject: &str) -> Result<Option<Id>, Error> {
    let (word, id) = subject.split_once(':').unwrap_or_default();
    let sql = match word {
        "client" => "SELECT client FROM client WHERE firm = $1 AND client = $2",
        "contact" | "person" => "SELECT client FROM contact WHERE firm = $1 AND contact = $2",
        "project" => "SELECT client FROM project WHERE firm = $1 AND project = $2",
        "notice" => "SELECT client FROM notice WHERE firm = $1 AND notice = $2",
        _ => return Ok(None),
    };
    tx.maybe(sql, args![firm, id]).await?.map(|row| row.get("client")).transpose()
}

/// The entries about the client, from `from` on, by which files were made or sent that may hold the text of earlier ones.
pub async fn made_since(tx: &mut Tx, firm: Firm, client: Id, from: u64) -> Result<Vec<Stored>, Error> {
    let about = About::Client(client);
    let (condition, id) = about.condition();
    let sql = format!(
        "SELECT {STORED} FROM entry WHERE firm = $1 AND idx >= $3 AND ({condition}
         OR subject IN (SELECT 'person:' || contact FROM contact WHERE firm = $1 AND client = $4))
         AND kind IN ('document.made', 'mail.accepted', 'bundle.exported') ORDER BY idx"
    );
    tx.all(built(sql), args![firm, about.subject(), from, id]).await?.iter().map(Stored::read).collect()
}

/// Whether the file that entry `entry` filed is also that of something else: another paper, a receipt, a message, a notice, a draft, the logo.
pub async fn is_shared(tx: &mut Tx, firm: Firm, entry: u64, sha256: Hash) -> Result<bool, Error> {
    let sql = "SELECT paper FROM paper WHERE firm = $1 AND sha256 = $2 AND first_entry <> $3 LIMIT 1";
    if tx.maybe(sql, args![firm, sha256, entry]).await?.is_some() {
        return Ok(true);
    }
    let hex = sha256.to_string();
    let like = format!("%{hex}%");
    let sql = "SELECT 1 AS found FROM firm WHERE firm = $1 AND logo LIKE $2
               UNION ALL SELECT 1 FROM draft_notice WHERE firm = $1 AND annexes LIKE $2
               UNION ALL SELECT 1 FROM draft_warning WHERE firm = $1 AND options LIKE $2
               UNION ALL SELECT 1 FROM incoming WHERE firm = $1 AND sha256 = $3";
    if tx.maybe(sql, args![firm, like, sha256]).await?.is_some() {
        return Ok(true);
    }
    let sql =
        "SELECT e.payload FROM notice n JOIN entry e ON e.firm = n.firm AND e.idx = n.first_entry WHERE n.firm = $1
               UNION ALL SELECT payload FROM entry WHERE firm = $1 AND idx <> $2 AND payload IS NOT NULL
               AND kind IN ('letter.posted', 'receipt.filed', 'notice.handed', 'exchange.imported', 'mail.returned', 'reply.received')";
    for row in tx.all(sql, args![firm, entry]).await? {
        if std::str::from_utf8(row.bytes("payload")?).is_ok_and(|payload| payload.contains(&hex)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The mails about a notice, recorded from `from` on, that lie in the outbox folder of a server without a mail server.
pub async fn outbox_copies(tx: &mut Tx, firm: Firm, notice: &str, from: u64) -> Result<Vec<Id>, Error> {
    let sql = "SELECT DISTINCT mail FROM delivery WHERE firm = $1 AND notice = $2 AND first_entry >= $3
               AND accepted = 1 AND server IS NULL";
    tx.all(sql, args![firm, notice, from]).await?.iter().map(|row| row.get("mail")).collect()
}

/// Kind, key and payload of each job of these kinds that is not done.
pub async fn under_way(tx: &mut Tx, firm: Firm, kinds: [&str; 4]) -> Result<Vec<(String, String, Vec<u8>)>, Error> {
    let sql = "SELECT kind, key, payload FROM job WHERE firm = $1 AND state = 'pending' AND kind IN ($2, $3, $4, $5)";
    let rows = tx.all(sql, args![firm, kinds[0], kinds[1], kinds[2], kinds[3]]).await?;
    rows.iter().map(|row| Ok((row.get("kind")?, row.get("key")?, row.get("payload")?))).collect()
}

/// The notices to a client.
pub async fn notices(tx: &mut Tx, firm: Firm, client: Id) -> Result<Vec<Id>, Error> {
    let sql = "SELECT notice FROM notice WHERE firm = $1 AND client = $2";
    tx.all(sql, args![firm, client]).await?.iter().map(|row| row.get("notice")).collect()
}

/// Whether anything was erased since the log had `size` entries: what was drawn meanwhile may hold the text.
pub async fn since(tx: &mut Tx, firm: Firm, size: u64) -> Result<bool, Error> {
    let sql = "SELECT erased FROM erasure WHERE firm = $1 AND first_entry >= $2 LIMIT 1";
    Ok(tx.maybe(sql, args![firm, size]).await?.is_some())
}

/// When the entry was erased, and the entry that says so.
pub async fn said(tx: &mut Tx, firm: Firm, entry: u64) -> Result<Option<Stored>, Error> {
    let sql = "SELECT first_entry FROM erasure WHERE firm = $1 AND erased = $2";
    let Some(row) = tx.maybe(sql, args![firm, entry]).await? else { return Ok(None) };
    super::log::entry(tx, firm, row.get("first_entry")?).await.map(Some)
}

/// What the log goes on saying of the client's people when the entries at these places are erased: notices, which are never, and other records of
/// contacts.
pub async fn of_people(tx: &mut Tx, firm: Firm, client: Id, going: &BTreeSet<u64>) -> Result<Vec<String>, Error> {
    let sql = "SELECT idx, payload FROM entry WHERE firm = $1 AND payload IS NOT NULL
               AND (kind IN ('notice.issued', 'notice.escalated', 'signatory.confirmed') AND subject IN (SELECT 'notice:' || notice FROM notice WHERE firm = $1 AND client = $2)
               OR kind = 'contact.recorded' AND subject IN (SELECT 'contact:' || contact FROM contact WHERE firm = $1 AND client = $2))";
    let mut stays = Vec::new();
    for row in tx.all(sql, args![firm, client]).await? {
        if !going.contains(&row.get("idx")?) {
            stays.push(String::from_utf8_lossy(row.bytes("payload")?).into_owned());
        }
    }
    Ok(stays)
}

/// When a file that entry `named` names was erased, and the entry that says so; none while the firm has it.
pub async fn of_file(tx: &mut Tx, firm: Firm, sha256: Hash, named: u64) -> Result<Option<(Time, u64)>, Error> {
    if files::is_held(tx, firm, sha256).await? {
        return Ok(None);
    }
    let sql = "SELECT idx, time, payload FROM entry WHERE firm = $1 AND idx IN (SELECT first_entry FROM erasure WHERE firm = $1 AND first_entry > $2)
               ORDER BY idx DESC";
    for row in tx.all(sql, args![firm, named]).await? {
        let files = match serde_json::from_slice(row.bytes("payload")?) {
            Ok(Event::PayloadErased(erased)) => erased.files,
            Ok(Event::ProjectDestroyed(destroyed)) => destroyed.files,
            _ => continue,
        };
        if files.contains(&sha256) {
            return Ok(Some((row.get("time")?, row.get("idx")?)));
        }
    }
    Ok(None)
}

/// The same of a bundle, by the hash of its table of contents; none of what never was one.
pub async fn of_bundle(tx: &mut Tx, firm: Firm, sha256: Hash) -> Result<Option<(Time, u64)>, Error> {
    let Some((at, entry)) = of_file(tx, firm, sha256, 0).await? else { return Ok(None) };
    let sql = "SELECT payload FROM entry WHERE firm = $1 AND idx < $2 AND kind = 'bundle.exported' AND payload IS NOT NULL ORDER BY idx DESC";
    for row in tx.all(sql, args![firm, entry]).await? {
        let said = serde_json::from_slice(row.bytes("payload")?);
        if matches!(said, Ok(Event::BundleExported(exported)) if exported.sha256 == sha256) {
            return Ok(Some((at, entry)));
        }
    }
    Ok(None)
}

/// The answers to the client's or the project's notices whose text was erased, by notice.
pub async fn answers(tx: &mut Tx, firm: Firm, of: Of) -> Result<BTreeMap<Id, AnswerErased>, Error> {
    let (condition, id) = of.condition();
    let sql = format!(
        "SELECT a.notice, e.idx, e.time, e.payload FROM notice n JOIN answer a ON a.firm = n.firm AND a.notice = n.notice AND a.act = 'answer'
         JOIN erasure x ON x.firm = a.firm AND x.erased = a.first_entry
         JOIN entry e ON e.firm = x.firm AND e.idx = x.first_entry WHERE {condition}"
    );
    let mut erased = BTreeMap::new();
    for row in tx.all(built(sql), args![firm, id]).await? {
        let by = match serde_json::from_slice(row.bytes("payload")?) {
            Ok(Event::PayloadErased(erased)) => erased.by.name,
            _ => String::new(),
        };
        erased.insert(row.get("notice")?, AnswerErased { at: row.get("time")?, entry: row.get("idx")?, by });
    }
    Ok(erased)
}

/// The entries about a client itself and its contacts, and what was erased of them, oldest first.
pub async fn of_client(tx: &mut Tx, firm: Firm, client: Id) -> Result<Vec<Stored>, Error> {
    let sql = format!(
        "SELECT {STORED} FROM entry WHERE firm = $1 AND kind <> 'bundle.exported' AND (subject = 'client:' || $2
         OR subject IN (SELECT 'contact:' || contact FROM contact WHERE firm = $1 AND client = $2)) ORDER BY idx"
    );
    tx.all(built(sql), args![firm, client]).await?.iter().map(Stored::read).collect()
}
