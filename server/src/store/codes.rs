//! Codes sent to a contact's address, and the tokens of links. Both are stored as hashes only.

use jiff::tz::TimeZone;
use ledger::{Hash, Id, Time};

use super::log::Version;
use super::{Error, Firm, Tx};
use crate::args;

/// Where a link's token leads.
pub struct LinkRow {
    pub firm: Firm,
    pub link: Id,
    pub notice: Id,
    /// Of the entries about the notice.
    pub version: Version,
    pub contact: Id,
    /// The firm's.
    pub zone: TimeZone,
    /// Whether these documents of the notice were made.
    pub notice_ready: bool,
    pub certificate_ready: bool,
}

/// The link of this token; `Missing` when there is none.
pub async fn link(tx: &mut Tx, token: &Hash) -> Result<LinkRow, Error> {
    let sql = "SELECT t.firm, t.link, l.notice, l.contact, f.time_zone,
               (SELECT COUNT(*) FROM document d JOIN file x ON x.firm = d.firm AND x.sha256 = d.sha256
                WHERE d.firm = l.firm AND d.class = 'notice' AND d.about = l.notice) AS notices,
               (SELECT COUNT(*) FROM document d JOIN file x ON x.firm = d.firm AND x.sha256 = d.sha256
                WHERE d.firm = l.firm AND d.class = 'certificate' AND d.about = l.notice)
               AS certificates,
               (SELECT MAX(e.idx) FROM entry e WHERE e.firm = l.firm AND e.subject = 'notice:' || l.notice) AS newest,
               (SELECT CAST(SUM(LENGTH(e.payload)) AS BIGINT) FROM entry e WHERE e.firm = l.firm AND e.subject = 'notice:' || l.notice)
               AS bytes
               FROM link_token t JOIN link l ON l.firm = t.firm AND l.link = t.link JOIN firm f ON f.firm = t.firm
               WHERE t.token_hash = $1";
    let row = tx.one(sql, args![token]).await?;
    Ok(LinkRow {
        firm: Firm(row.get("firm")?),
        link: row.get("link")?,
        notice: row.get("notice")?,
        version: Version { newest: row.get("newest")?, bytes: row.get::<Option<u64>>("bytes")?.unwrap_or_default() },
        contact: row.get("contact")?,
        zone: TimeZone::get(&row.get::<String>("time_zone")?).map_err(Error::damaged)?,
        notice_ready: row.get::<u64>("notices")? > 0,
        certificate_ready: row.get::<u64>("certificates")? > 0,
    })
}

/// A code that may still be typed.
pub struct Code {
    pub code: Id,
    pub hash: Hash,
    pub wrong_tries: u32,
    pub expires: Time,
}

/// Stores a new code; earlier ones of the same person for the same notice stop working.
pub async fn start(tx: &mut Tx, firm: Firm, notice: Id, contact: Id, code: &Code, now: Time) -> Result<(), Error> {
    let sql = "UPDATE code SET closed = $4 WHERE firm = $1 AND notice = $2 AND contact = $3 AND closed IS NULL";
    tx.run(sql, args![firm, notice, contact, now]).await?;
    let sql = "INSERT INTO code (firm, code, notice, contact, hash, wrong_tries, created, expires)
               VALUES ($1, $2, $3, $4, $5, 0, $6, $7)";
    tx.run(sql, args![firm, code.code, notice, contact, &code.hash, now, code.expires]).await.map(drop)
}

/// The code that this person may type now.
pub async fn open(tx: &mut Tx, firm: Firm, notice: Id, contact: Id, now: Time) -> Result<Option<Code>, Error> {
    let sql = "SELECT code, hash, wrong_tries, expires FROM code
               WHERE firm = $1 AND notice = $2 AND contact = $3 AND closed IS NULL AND expires > $4
               ORDER BY created DESC LIMIT 1";
    let Some(row) = tx.maybe(sql, args![firm, notice, contact, now]).await? else { return Ok(None) };
    Ok(Some(Code {
        code: row.get("code")?,
        hash: row.get("hash")?,
        wrong_tries: row.get("wrong_tries")?,
        expires: row.get("expires")?,
    }))
}

/// Counts a wrong try; the answer is how many there are now.
pub async fn wrong(tx: &mut Tx, firm: Firm, code: Id) -> Result<u32, Error> {
    let sql = "UPDATE code SET wrong_tries = wrong_tries + 1 WHERE firm = $1 AND code = $2 RETURNING wrong_tries";
    tx.one(sql, args![firm, code]).await?.get("wrong_tries")
}

/// Typed correctly or tried too often: the code works no longer.
pub async fn close(tx: &mut Tx, firm: Firm, code: Id, now: Time) -> Result<(), Error> {
    tx.run("UPDATE code SET closed = $3 WHERE firm = $1 AND code = $2", args![firm, code, now]).await.map(drop)
}
