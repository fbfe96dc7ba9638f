//! The files of projects and clients: those that the log says were made, and how far those under way have come.

use std::collections::HashMap;

use ledger::event::{DocumentClass, DocumentMade, Event};
use ledger::{Actor, Header, Id, Time};

use super::db::built;
use super::log::{STORED, Stored};
use super::{Error, Firm, Tx, files};
use crate::args;

/// One whose parts are all kept.
#[derive(Clone, Debug)]
pub struct Made {
    pub dossier: Id,
    pub at: Time,
    pub by: Actor,
    /// In their order, at least one.
    pub parts: Vec<DocumentMade>,
}

impl Made {
    /// Whether it is a copy of one, in which names are masked.
    pub fn is_copy(&self) -> bool {
        self.parts.iter().any(|part| part.redacts.is_some())
    }
}

/// One under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// 0 until it is known how many there are.
    pub parts: u64,
    pub done: u64,
    /// Its job was given up.
    pub failed: bool,
}

/// Those about `subject`, the newest first; without those that went with an erasure.
pub async fn made(tx: &mut Tx, firm: Firm, subject: &str) -> Result<Vec<Made>, Error> {
    let sql =
        format!("SELECT {STORED} FROM entry WHERE firm = $1 AND subject = $2 AND kind = 'document.made' ORDER BY idx");
    let mut all: Vec<Made> = Vec::new();
    for row in tx.all(built(sql), args![firm, subject]).await? {
        let stored = Stored::read(&row)?;
        let Some(Event::DocumentMade(made)) = stored.event()? else { continue };
        if !matches!(made.class, DocumentClass::Dossier | DocumentClass::ClientDossier) {
            continue;
        }
        match all.iter_mut().find(|known| known.dossier == made.dossier()) {
            Some(known) => known.parts.push(made),
            None => {
                let by = Header::from_bytes(&stored.entry.header).map_err(Error::damaged)?.actor;
                all.push(Made { dossier: made.dossier(), at: stored.time, by, parts: vec![made] });
            }
        }
    }
    let mut kept = Vec::new();
    for made in all.into_iter().rev() {
        let mut whole = true;
        for part in &made.parts {
            whole &= files::is_held(tx, firm, part.file.sha256).await?;
        }
        if whole {
            kept.push(made);
        }
    }
    Ok(kept)
}

/// What a file that was made or is under way is about, as a subject of headers.
///
/// # Errors
/// `Missing` when the firm has none with this identifier.
pub async fn about(tx: &mut Tx, firm: Firm, dossier: Id) -> Result<String, Error> {
    let sql = "SELECT about FROM dossier WHERE firm = $1 AND dossier = $2
               UNION ALL SELECT CASE WHEN class = 'dossier' THEN 'project:' ELSE 'client:' END || about FROM document
               WHERE firm = $1 AND document = $2 AND class IN ('dossier', 'client_dossier')";
    tx.one(sql, args![firm, dossier]).await?.get("about")
}

/// # Errors
/// `Missing` as [`about`], and of one that went with an erasure.
pub async fn get(tx: &mut Tx, firm: Firm, dossier: Id) -> Result<(String, Made), Error> {
    let about = about(tx, firm, dossier).await?;
    let found = made(tx, firm, &about).await?.into_iter().find(|made| made.dossier == dossier);
    Ok((about, found.ok_or(Error::Missing)?))
}

/// How far it has come; none of one that is not under way.
pub async fn under_way(tx: &mut Tx, firm: Firm, dossier: Id) -> Result<Option<Work>, Error> {
    let sql = "SELECT d.parts, d.done, j.state FROM dossier d
               LEFT JOIN job j ON j.firm = d.firm AND j.kind = 'dossier' AND j.key = d.dossier
               WHERE d.firm = $1 AND d.dossier = $2";
    let Some(row) = tx.maybe(sql, args![firm, dossier]).await? else { return Ok(None) };
    let failed = row.get::<Option<String>>("state")?.is_none_or(|state| state == "failed");
    Ok(Some(Work { parts: row.get("parts")?, done: row.get("done")?, failed }))
}

pub async fn begin(tx: &mut Tx, firm: Firm, dossier: Id, about: &str) -> Result<(), Error> {
    let sql =
        "INSERT INTO dossier (firm, dossier, about, parts, done) VALUES ($1, $2, $3, 0, 0) ON CONFLICT DO NOTHING";
    tx.run(sql, args![firm, dossier, about]).await.map(drop)
}

pub async fn progress(tx: &mut Tx, firm: Firm, dossier: Id, done: u64, parts: u64) -> Result<(), Error> {
    let sql = "UPDATE dossier SET done = $3, parts = $4 WHERE firm = $1 AND dossier = $2";
    tx.run(sql, args![firm, dossier, done, parts]).await.map(drop)
}

/// It is in the log, or will never be.
pub async fn end(tx: &mut Tx, firm: Firm, dossier: Id) -> Result<(), Error> {
    tx.run("DELETE FROM dossier WHERE firm = $1 AND dossier = $2", args![firm, dossier]).await.map(drop)
}

/// The names of the outside readers who made things, each by its document or the hash of its bundle; with `own`, of others than this one empty.
pub async fn makers(tx: &mut Tx, firm: Firm, own: Option<Id>) -> Result<HashMap<String, String>, Error> {
    let sql = "SELECT m.access, m.document, a.name FROM access_made m JOIN access a ON a.firm = m.firm AND a.access = m.access
               WHERE m.firm = $1";
    let mut makers = HashMap::new();
    for row in tx.all(sql, args![firm]).await? {
        let access: Id = row.get("access")?;
        let name = if own.is_none_or(|own| access == own) { row.get("name")? } else { String::new() };
        makers.insert(row.get("document")?, name);
    }
    Ok(makers)
}
