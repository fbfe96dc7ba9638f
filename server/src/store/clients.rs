//! Clients and their contacts as they now stand.

use ledger::Id;
use ledger::event::{ClientRecorded, ContactRecorded, Date};

use super::{Error, Firm, Row, Tx, notices};
use crate::args;

pub async fn count(tx: &mut Tx, firm: Firm) -> Result<u64, Error> {
    tx.one("SELECT COUNT(*) AS n FROM client WHERE firm = $1", args![firm]).await?.get("n")
}

/// A client with the number of its projects and of its notices that await an answer; one that only informs awaits none.
pub struct Counted {
    pub client: Id,
    pub name: String,
    pub projects: u64,
    pub open: u64,
}

/// Clients by name.
pub async fn list(tx: &mut Tx, firm: Firm, limit: u64, offset: u64) -> Result<Vec<Counted>, Error> {
    let sql = "SELECT c.client, c.name, \
               (SELECT COUNT(*) FROM project p WHERE p.firm = c.firm AND p.client = c.client) AS projects, \
               (SELECT COUNT(*) FROM notice n WHERE n.firm = c.firm AND n.client = c.client AND n.answered IS NULL \
               AND EXISTS (SELECT 1 FROM notice_recipient r WHERE r.firm = n.firm AND r.notice = n.notice AND r.signatory = 1)) \
                   AS open \
               FROM client c WHERE c.firm = $1 ORDER BY c.sort, c.client LIMIT $2 OFFSET $3";
    let rows = tx.all(sql, args![firm, limit, offset]).await?;
    rows.iter()
        .map(|row| {
            Ok(Counted {
                client: row.get("client")?,
                name: row.get("name")?,
                projects: row.get("projects")?,
                open: row.get("open")?,
            })
        })
        .collect()
}

pub async fn get(tx: &mut Tx, firm: Firm, client: Id) -> Result<ClientRecorded, Error> {
    let (party, lang) = notices::client(tx, firm, client).await?;
    Ok(ClientRecorded { client, party, lang })
}

const CONTACT: &str =
    "SELECT contact, client, name, email, phone, role, signatory, authority, authority_note, active FROM contact";

/// All people of a client: those who may decide first, those who left last.
pub async fn contacts(tx: &mut Tx, firm: Firm, client: Id) -> Result<Vec<ContactRecorded>, Error> {
    let order = "ORDER BY active DESC, signatory DESC, first_entry";
    let sql = super::db::built(format!("{CONTACT} WHERE firm = $1 AND client = $2 {order}"));
    tx.all(sql, args![firm, client]).await?.iter().map(read_contact).collect()
}

pub async fn contact(tx: &mut Tx, firm: Firm, contact: Id) -> Result<ContactRecorded, Error> {
    let sql = super::db::built(format!("{CONTACT} WHERE firm = $1 AND contact = $2"));
    read_contact(&tx.one(sql, args![firm, contact]).await?)
}

fn read_contact(row: &Row) -> Result<ContactRecorded, Error> {
    Ok(ContactRecorded {
        contact: row.get("contact")?,
        client: row.get("client")?,
        name: row.get("name")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        role: row.get("role")?,
        signatory: row.get("signatory")?,
        authority: row.word("authority")?,
        authority_note: row.get("authority_note")?,
        active: row.get("active")?,
    })
}

/// The projects of a client, newest first: id and title.
pub async fn projects(tx: &mut Tx, firm: Firm, client: Id) -> Result<Vec<(Id, String)>, Error> {
    let sql = "SELECT project, title FROM project WHERE firm = $1 AND client = $2 ORDER BY first_entry DESC";
    let rows = tx.all(sql, args![firm, client]).await?;
    rows.iter().map(|row| Ok((row.get("project")?, row.get("title")?))).collect()
}

/// A notice with what its state follows from.
pub struct Sent {
    pub notice: Id,
    pub reference: String,
    pub project: String,
    pub respond_by: Option<Date>,
    pub answered: bool,
    pub question: bool,
    /// Whether a recipient may decide.
    pub decidable: bool,
    pub declined: bool,
    pub deferred: bool,
}

/// The notices of a client, newest first.
pub async fn notices(tx: &mut Tx, firm: Firm, client: Id) -> Result<Vec<Sent>, Error> {
    let sql = "SELECT n.notice, n.reference, p.title, n.respond_by, \
               CASE WHEN n.answered IS NULL THEN 0 ELSE 1 END AS answered, \
               (SELECT COUNT(*) FROM question q WHERE q.firm = n.firm AND q.notice = n.notice AND q.replied IS NULL) AS asked, \
               (SELECT COUNT(*) FROM notice_recipient r WHERE r.firm = n.firm AND r.notice = n.notice AND r.signatory = 1) \
                   AS deciders, \
               (SELECT COUNT(*) FROM notice_warning w WHERE w.firm = n.firm AND w.notice = n.notice \
                   AND w.choice = 'declined') AS declined, \
               (SELECT COUNT(*) FROM notice_warning w WHERE w.firm = n.firm AND w.notice = n.notice \
                   AND w.choice = 'deferred') AS deferred \
               FROM notice n JOIN project p ON p.firm = n.firm AND p.project = n.project \
               WHERE n.firm = $1 AND n.client = $2 ORDER BY n.first_entry DESC";
    let rows = tx.all(sql, args![firm, client]).await?;
    rows.iter()
        .map(|row| {
            let respond_by: Option<String> = row.get("respond_by")?;
            let some = |name: &str| row.get::<u64>(name).map(|n| n > 0);
            Ok(Sent {
                notice: row.get("notice")?,
                reference: row.get("reference")?,
                project: row.get("title")?,
                respond_by: respond_by.map(|date| date.parse().map_err(Error::damaged)).transpose()?,
                answered: some("answered")?,
                question: some("asked")?,
                decidable: some("deciders")?,
                declined: some("declined")?,
                deferred: some("deferred")?,
            })
        })
        .collect()
}
