//! Legal holds: which stand over something, and all that were placed.

use ledger::{Id, Time};

use super::db::Row;
use super::erasure::client;
use super::{Error, Firm, Tx};
use crate::args;

/// A hold on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub hold: Id,
    /// As a subject of headers.
    pub about: String,
    /// The name of the firm or client, or the title of the project.
    pub name: String,
    pub reason: String,
    pub reference: String,
    pub placed: Time,
    pub placed_by: String,
    pub released: Option<Released>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    pub at: Time,
    pub by: String,
    pub reason: String,
}

/// The columns of a hold, with the name of what it is on.
const HOLDS: &str =
    "SELECT h.hold, h.about, h.reason, h.reference, h.placed, h.placed_by, h.released, h.released_by, h.release_reason,
    COALESCE(p.title, c.name, f.name, d.client_name, '') AS name FROM hold h
    LEFT JOIN firm f ON f.firm = h.firm AND h.about = 'firm:' || f.firm
    LEFT JOIN client c ON c.firm = h.firm AND h.about = 'client:' || c.client
    LEFT JOIN project p ON p.firm = h.firm AND h.about = 'project:' || p.project
    LEFT JOIN destroyed d ON d.firm = h.firm AND h.about = 'project:' || d.project
    WHERE h.firm = $1";

impl Hold {
    fn read(row: &Row) -> Result<Hold, Error> {
        let at: Option<Time> = row.get("released")?;
        let (by, reason): (Option<String>, Option<String>) = (row.get("released_by")?, row.get("release_reason")?);
        Ok(Hold {
            hold: row.get("hold")?,
            about: row.get("about")?,
            name: row.get("name")?,
            reason: row.get("reason")?,
            reference: row.get("reference")?,
            placed: row.get("placed")?,
            placed_by: row.get("placed_by")?,
            released: at.map(|at| Released { at, by: by.unwrap_or_default(), reason: reason.unwrap_or_default() }),
        })
    }
}

/// All of the firm, those that stand in front, each sort the newest first.
pub async fn list(tx: &mut Tx, firm: Firm) -> Result<Vec<Hold>, Error> {
    let sql = format!("{HOLDS} ORDER BY CASE WHEN h.released IS NULL THEN 0 ELSE 1 END, h.first_entry DESC");
    tx.all(super::db::built(sql), args![firm]).await?.iter().map(Hold::read).collect()
}

/// How many stand.
pub async fn standing(tx: &mut Tx, firm: Firm) -> Result<u64, Error> {
    tx.one("SELECT COUNT(*) AS n FROM hold WHERE firm = $1 AND released IS NULL", args![firm]).await?.get("n")
}

/// One of them.
///
/// # Errors
/// `Missing`.
pub async fn get(tx: &mut Tx, firm: Firm, hold: Id) -> Result<Hold, Error> {
    let sql = format!("{HOLDS} AND h.hold = $2");
    Hold::read(&tx.one(super::db::built(sql), args![firm, hold]).await?)
}

/// Whether one of the holds over its project keeps a draft that was saved last at `changed` as it is: the draft was there when that was placed.
pub fn keep(over: &[Hold], changed: Time) -> bool {
    over.iter().any(|hold| hold.placed >= changed)
}

/// Those that stand over a project.
pub async fn over_project(tx: &mut Tx, firm: Firm, project: Id) -> Result<Vec<Hold>, Error> {
    over(tx, firm, &format!("project:{project}")).await
}

/// Those that stand over a subject of entries, the oldest first. A hold is over all that lies below it: a client's over its contacts, projects and
/// notices, a project's over its notices. A project's is also over what its evidence rests on: the entries about its client and that client's
/// contacts.
pub async fn over(tx: &mut Tx, firm: Firm, subject: &str) -> Result<Vec<Hold>, Error> {
    let (word, id) = subject.split_once(':').unwrap_or_default();
    let client = client(tx, firm, subject).await?.map_or(String::new(), |client| client.to_string());
    let projects = match word {
        "project" => "SELECT 'project:' || $3",
        "notice" => "SELECT 'project:' || project FROM notice WHERE firm = $1 AND notice = $3",
        // Who read it: under the holds of all that the grant is over.
        "access" => {
            "SELECT o.about FROM access_over o WHERE o.firm = $1 AND o.access = $3
             UNION SELECT 'client:' || p.client FROM access_over o JOIN project p ON p.firm = o.firm
             AND o.about = 'project:' || p.project WHERE o.firm = $1 AND o.access = $3
             UNION SELECT 'project:' || p.project FROM access_over o JOIN project p ON p.firm = o.firm
             AND o.about = 'client:' || p.client WHERE o.firm = $1 AND o.access = $3"
        }
        "client" | "contact" | "person" => {
            "SELECT 'project:' || project FROM project WHERE firm = $1 AND client = $2 AND $3 <> ''"
        }
        // A hold on the firm alone is over what belongs to no client; one on any of its projects is not over its members.
        _ => "SELECT '' WHERE $3 = ''",
    };
    let sql = format!(
        "{HOLDS} AND h.released IS NULL AND (h.about = 'firm:' || $1 OR h.about = 'client:' || $2 OR h.about IN ({projects}))
         ORDER BY h.first_entry"
    );
    tx.all(super::db::built(sql), args![firm, client, id]).await?.iter().map(Hold::read).collect()
}
