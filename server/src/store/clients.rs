//! Clients and their contacts as they now stand.

use ledger::Id;
use ledger::event::{ClientRecorded, ContactRecorded, Party};

use super::db::built;
use super::notices::DECIDABLE;
use super::{Error, Firm, Paging, Row, Tx, paging};
use crate::args;

/// A client with the number of its projects and of its notices that await an answer; one that only informs awaits none.
pub struct Counted {
    pub client: Id,
    pub name: String,
    pub projects: u64,
    pub open: u64,
    /// A hold stands over it.
    pub held: bool,
}

/// The page of the list that is asked for, by name.
pub async fn list(tx: &mut Tx, firm: Firm, asked: &str) -> Result<(Vec<Counted>, Paging), Error> {
    let sql = format!(
        "SELECT c.client, c.name, \
         (SELECT COUNT(*) FROM project p WHERE p.firm = c.firm AND p.client = c.client) AS projects, \
         (SELECT COUNT(*) FROM notice n WHERE n.firm = c.firm AND n.client = c.client AND n.answered IS NULL AND {DECIDABLE}) \
         AS waiting, \
         (SELECT COUNT(*) FROM hold h WHERE h.firm = c.firm AND h.released IS NULL \
          AND (h.about = 'firm:' || c.firm OR h.about = 'client:' || c.client \
               OR h.about IN (SELECT 'project:' || p.project FROM project p WHERE p.firm = c.firm AND p.client = c.client))) AS held \
         FROM client c WHERE c.firm = $1 ORDER BY c.sort, c.client LIMIT $2 OFFSET $3"
    );
    let count = "SELECT COUNT(*) AS n FROM client WHERE firm = $1";
    let (rows, paging) = paging::rows(tx, firm, &sql, count, asked).await?;
    let read = |row: &Row| {
        Ok(Counted {
            client: row.get("client")?,
            name: row.get("name")?,
            projects: row.get("projects")?,
            open: row.get("waiting")?,
            held: row.get::<u64>("held")? > 0,
        })
    };
    Ok((rows.iter().map(read).collect::<Result<_, Error>>()?, paging))
}

pub async fn get(tx: &mut Tx, firm: Firm, client: Id) -> Result<ClientRecorded, Error> {
    let sql = "SELECT name, legal_form, siren, rcs, address, lang FROM client WHERE firm = $1 AND client = $2";
    let row = tx.one(sql, args![firm, client]).await?;
    let party = Party {
        name: row.get("name")?,
        legal_form: row.get("legal_form")?,
        siren: row.get("siren")?,
        rcs: row.get("rcs")?,
        address: row.get("address")?,
    };
    Ok(ClientRecorded { client, party, lang: row.parse("lang")? })
}

const CONTACT: &str = "SELECT contact, client, name, email, phone, role, signatory, authority, authority_note, director, active FROM contact";

/// All people of a client: those who may decide first, those who left last.
pub async fn contacts(tx: &mut Tx, firm: Firm, client: Id) -> Result<Vec<ContactRecorded>, Error> {
    let order = "ORDER BY active DESC, signatory DESC, first_entry";
    let sql = built(format!("{CONTACT} WHERE firm = $1 AND client = $2 {order}"));
    tx.all(sql, args![firm, client]).await?.iter().map(read_contact).collect()
}

/// Those whom a notice may be sent to: the people who are still there.
pub async fn present(tx: &mut Tx, firm: Firm, client: Id) -> Result<Vec<ContactRecorded>, Error> {
    let mut people = contacts(tx, firm, client).await?;
    people.retain(|contact| contact.active);
    Ok(people)
}

pub async fn contact(tx: &mut Tx, firm: Firm, contact: Id) -> Result<ContactRecorded, Error> {
    let sql = built(format!("{CONTACT} WHERE firm = $1 AND contact = $2"));
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
        director: row.get("director")?,
        active: row.get("active")?,
    })
}

/// The projects of a client, newest first: id and title.
pub async fn projects(tx: &mut Tx, firm: Firm, client: Id) -> Result<Vec<(Id, String)>, Error> {
    let sql = "SELECT project, title FROM project WHERE firm = $1 AND client = $2 ORDER BY first_entry DESC";
    let rows = tx.all(sql, args![firm, client]).await?;
    rows.iter().map(|row| Ok((row.get("project")?, row.get("title")?))).collect()
}
