//! Projects as the pages list and show them.

use ledger::event::{Date, FileRef, NeedRecorded, PaperClass, PaperFiled, PromiseRecorded};
use ledger::{Id, Time};

use super::db::built;
use super::notices::DECIDABLE;
use super::{Error, Firm, Paging, Row, Tx, documents, paging};
use crate::args;

/// A project in the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub project: Id,
    pub title: String,
    pub client: String,
    pub kinds: Vec<String>,
    /// Notices that await an answer; one that only informs awaits none.
    pub open: u64,
    /// A hold stands over it.
    pub held: bool,
}

/// The page of the list that is asked for, newest first.
pub async fn list(tx: &mut Tx, firm: Firm, asked: &str) -> Result<(Vec<Listed>, Paging), Error> {
    let sql = format!(
        "SELECT p.project, p.title, p.kinds, c.name AS client, \
         (SELECT COUNT(*) FROM notice n WHERE n.firm = p.firm AND n.project = p.project AND n.answered IS NULL AND {DECIDABLE}) \
         AS waiting, \
         (SELECT COUNT(*) FROM hold h WHERE h.firm = p.firm AND h.released IS NULL \
          AND h.about IN ('firm:' || p.firm, 'client:' || p.client, 'project:' || p.project)) AS held \
         FROM project p JOIN client c ON c.firm = p.firm AND c.client = p.client \
         WHERE p.firm = $1 ORDER BY p.first_entry DESC LIMIT $2 OFFSET $3"
    );
    let count = "SELECT COUNT(*) AS n FROM project WHERE firm = $1";
    let (rows, paging) = paging::rows(tx, firm, &sql, count, asked).await?;
    let read = |row: &Row| {
        Ok(Listed {
            project: row.get("project")?,
            title: row.get("title")?,
            client: row.get("client")?,
            kinds: row.json("kinds")?,
            open: row.get("waiting")?,
            held: row.get::<u64>("held")? > 0,
        })
    };
    Ok((rows.iter().map(read).collect::<Result<_, Error>>()?, paging))
}

/// The clients to choose from, by name.
pub async fn clients(tx: &mut Tx, firm: Firm) -> Result<Vec<(Id, String)>, Error> {
    let sql = "SELECT client, name FROM client WHERE firm = $1 ORDER BY sort, client";
    let rows = tx.all(sql, args![firm]).await?;
    rows.iter().map(|row| Ok((row.get("client")?, row.get("name")?))).collect()
}

const NEED: &str = "SELECT need, project, text, answer FROM need";

pub async fn need(tx: &mut Tx, firm: Firm, need: Id) -> Result<NeedRecorded, Error> {
    let sql = built(format!("{NEED} WHERE firm = $1 AND need = $2"));
    read_need(&tx.one(sql, args![firm, need]).await?)
}

/// The needs of a project, oldest first.
pub async fn needs(tx: &mut Tx, firm: Firm, project: Id) -> Result<Vec<NeedRecorded>, Error> {
    let sql = built(format!("{NEED} WHERE firm = $1 AND project = $2 ORDER BY first_entry"));
    tx.all(sql, args![firm, project]).await?.iter().map(read_need).collect()
}

fn read_need(row: &Row) -> Result<NeedRecorded, Error> {
    Ok(NeedRecorded {
        need: row.get("need")?,
        project: row.get("project")?,
        text: row.get("text")?,
        answer: row.get("answer")?,
    })
}

const PROMISE: &str = "SELECT promise, project, text, source, state, note FROM promise";

pub async fn promise(tx: &mut Tx, firm: Firm, promise: Id) -> Result<PromiseRecorded, Error> {
    let sql = built(format!("{PROMISE} WHERE firm = $1 AND promise = $2"));
    read_promise(&tx.one(sql, args![firm, promise]).await?)
}

/// The promises of a project, oldest first.
pub async fn promises(tx: &mut Tx, firm: Firm, project: Id) -> Result<Vec<PromiseRecorded>, Error> {
    let sql = built(format!("{PROMISE} WHERE firm = $1 AND project = $2 ORDER BY first_entry"));
    tx.all(sql, args![firm, project]).await?.iter().map(read_promise).collect()
}

fn read_promise(row: &Row) -> Result<PromiseRecorded, Error> {
    Ok(PromiseRecorded {
        promise: row.get("promise")?,
        project: row.get("project")?,
        text: row.get("text")?,
        source: row.get("source")?,
        state: row.word("state")?,
        note: row.get("note")?,
    })
}

/// The papers of a project, oldest first, and when each was filed.
pub async fn papers(tx: &mut Tx, firm: Firm, project: Id) -> Result<Vec<(Time, PaperFiled)>, Error> {
    let sql = "SELECT p.paper, p.project, p.class, p.name, p.media_type, p.size, p.sha256, p.dated, e.time AS time
               FROM paper p JOIN entry e ON e.firm = p.firm AND e.idx = p.first_entry
               WHERE p.firm = $1 AND p.project = $2 ORDER BY p.first_entry";
    tx.all(sql, args![firm, project]).await?.iter().map(|row| Ok((row.get("time")?, read_paper(row)?))).collect()
}

fn read_paper(row: &Row) -> Result<PaperFiled, Error> {
    let dated: Option<String> = row.get("dated")?;
    let class: PaperClass = row.word("class")?;
    let dated: Option<Date> = dated.map(|text| text.parse().map_err(Error::damaged)).transpose()?;
    Ok(PaperFiled { paper: row.get("paper")?, project: row.get("project")?, class, file: documents::file(row)?, dated })
}

/// The file of a paper.
pub async fn paper_file(tx: &mut Tx, firm: Firm, paper: Id) -> Result<FileRef, Error> {
    let sql = "SELECT name, media_type, size, sha256 FROM paper WHERE firm = $1 AND paper = $2";
    documents::file(&tx.one(sql, args![firm, paper]).await?)
}
