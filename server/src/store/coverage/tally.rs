//! The table `coverage`: each project's [`Tally`], kept so that pages of many projects fold no entries.
//!
//! [`touched`] says whose row an entry may change; `Append::commit` writes those rows with the entry. Only the rules and the firm's
//! time zone change all rows at once: a job then computes them anew, `basis` says which are waiting.

use std::collections::BTreeSet;

use ledger::coverage::{Coverage, Tally, ahead};
use ledger::event::{Date, Event};
use ledger::{Id, Time, coverage};

use super::{Basis, facts, state};
use crate::args;
use crate::store::verify::Fault;
use crate::store::{Error, Firm, Paging, Row, Tx, jobs, paging};

/// Kind of the job that computes all rows of a firm anew.
pub const JOB: &str = "coverage";

/// The projects whose coverage the event, just recorded, may change.
pub async fn touched(tx: &mut Tx, firm: Firm, event: &Event) -> Result<Vec<Id>, Error> {
    // What is known to bear on no coverage; anything else counts as if it did.
    if matches!(
        event,
        Event::DocumentMade(_)
            | Event::EvidenceExported(_)
            | Event::BundleExported(_)
            | Event::PaperFiled(_)
            | Event::ExchangeImported(_)
            | Event::ReplyReceived(_)
            | Event::LinkMade(_)
            | Event::LinkRevoked(_)
            | Event::MailRefused(_)
            | Event::CodeExhausted(_)
            | Event::QuestionAnswered(_)
            | Event::SignatoryRefused(_)
            | Event::ProjectDestroyed(_)
    ) {
        return Ok(vec![]);
    }
    let subject = event.subject(firm.0);
    let (word, id) = subject.split_once(':').unwrap_or_default();
    let sql = match word {
        "project" => return Ok(id.parse().into_iter().collect()),
        "notice" => "SELECT project FROM notice WHERE firm = $1 AND notice = $2",
        "contact" => {
            "SELECT p.project AS project FROM contact c JOIN project p ON p.firm = c.firm AND p.client = c.client
             WHERE c.firm = $1 AND c.contact = $2"
        }
        _ => return Ok(vec![]),
    };
    let rows = tx.all(sql, args![firm, id]).await?;
    rows.iter().map(|row| row.get("project")).collect()
}

/// Whether every project of the firm has to be computed anew after the event: by job, because it takes a while.
pub fn unsettles_all(event: &Event) -> bool {
    matches!(
        event,
        Event::FirmRecorded(_)
            | Event::TopicRecorded(_)
            | Event::KindRecorded(_)
            | Event::RuleRecorded(_)
            | Event::RuleSwitched(_)
    )
}

/// Leaves the job that computes every project anew after the entry, if there is a project.
pub(in crate::store) async fn leave(tx: &mut Tx, firm: Firm, entry: u64, now: Time) -> Result<(), Error> {
    if tx.maybe("SELECT project FROM project WHERE firm = $1 LIMIT 1", args![firm]).await?.is_none() {
        return Ok(());
    }
    jobs::add(tx, firm, JOB, &format!("entry {entry}"), b"", now, now).await
}

/// The project's tally, from its entries.
async fn compute(tx: &mut Tx, firm: Firm, project: Id, basis: &Basis) -> Result<Tally, Error> {
    let state = state(tx, firm, project, &basis.zone).await?;
    let coverage = Coverage::of(&basis.rules, &state);
    Ok(Tally::of(&coverage, &ahead(&basis.rules, &state, &coverage, facts())))
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Updated {
    /// It says what it said.
    Same,
    /// There was none, or one of other rules.
    Renewed,
    Changed,
}

/// Brings the project's row up to date. A project whose entries cannot be read has no row: that must not keep an answer from being
/// recorded, and `acte verify` tells what is wrong with them.
pub(in crate::store) async fn update(tx: &mut Tx, firm: Firm, project: Id, basis: &Basis) -> Result<Updated, Error> {
    let tally = match compute(tx, firm, project, basis).await {
        Ok(tally) => tally,
        Err(Error::Missing | Error::Damaged(_)) => {
            tracing::error!(firm = %firm.0, %project, "no coverage: the project's entries cannot be read");
            tx.run("DELETE FROM coverage WHERE firm = $1 AND project = $2", args![firm, project]).await?;
            return Ok(Updated::Changed);
        }
        Err(error) => return Err(error),
    };
    let text = json(&tally)?;
    let sql = "SELECT basis, tally FROM coverage WHERE firm = $1 AND project = $2";
    let updated = match tx.maybe(sql, args![firm, project]).await? {
        Some(row) if row.get::<String>("basis")? == basis.mark => {
            if row.get::<String>("tally")? == text {
                return Ok(Updated::Same);
            }
            Updated::Changed
        }
        _ => Updated::Renewed,
    };
    let sql = "INSERT INTO coverage (firm, project, basis, due, open, again_day, families, tally)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (firm, project) DO UPDATE SET basis = excluded.basis,
               due = excluded.due, open = excluded.open, again_day = excluded.again_day, families = excluded.families,
               tally = excluded.tally";
    let day = tally.again.first().map(|step| step.day.to_string());
    let values = args![firm, project, &basis.mark, tally.due(), tally.uncovered(), day, json(&tally.families)?, text];
    tx.run(sql, values).await?;
    Ok(updated)
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(Error::damaged)
}

/// Every project of the firm, in no particular order.
pub async fn projects(tx: &mut Tx, firm: Firm) -> Result<Vec<Id>, Error> {
    let rows = tx.all("SELECT project FROM project WHERE firm = $1", args![firm]).await?;
    rows.iter().map(|row| row.get("project")).collect()
}

/// Compares every row that the rules in force made with what the entries come to, and returns how many. Rows of other rules wait for their
/// job; a project whose entries can be read has some row.
pub(in crate::store) async fn check(tx: &mut Tx, firm: Firm, faults: &mut Vec<Fault>) -> Result<u64, Error> {
    let basis = super::basis(tx, firm).await?;
    let sql = "SELECT project, due, open, again_day, families, tally FROM coverage WHERE firm = $1 AND basis = $2";
    let rows = tx.all(sql, args![firm, &basis.mark]).await?;
    for row in &rows {
        let project: Id = row.get("project")?;
        let (table, key) = ("coverage".to_owned(), project.to_string());
        let tally = match compute(tx, firm, project, &basis).await {
            Ok(tally) => tally,
            Err(Error::Missing) => {
                faults.push(Fault::ExtraRow { table, key });
                continue;
            }
            Err(error) => return Err(error),
        };
        let day = tally.again.first().map(|step| step.day.to_string());
        for (column, same) in [
            ("due", row.get::<u32>("due")? == tally.due()),
            ("open", row.get::<u32>("open")? == tally.uncovered()),
            ("again_day", row.get::<Option<String>>("again_day")? == day),
            ("families", row.get::<String>("families")? == json(&tally.families)?),
            ("tally", row.get::<String>("tally")? == json(&tally)?),
        ] {
            if !same {
                let (table, key, column) = (table.clone(), key.clone(), column.to_owned());
                faults.push(Fault::BadRow { table, key, column });
            }
        }
    }
    let sql = "SELECT p.project FROM project p WHERE p.firm = $1
               AND NOT EXISTS (SELECT 1 FROM coverage c WHERE c.firm = p.firm AND c.project = p.project)";
    for row in tx.all(sql, args![firm]).await? {
        let project: Id = row.get("project")?;
        if compute(tx, firm, project, &basis).await.is_ok() {
            faults.push(Fault::MissingRow { table: "coverage".into(), key: project.to_string() });
        }
    }
    Ok(rows.len() as u64)
}

/// A project with its coverage.
#[derive(Clone, Debug)]
pub struct Counted {
    pub project: Id,
    pub title: String,
    pub client: String,
    pub due: u64,
    pub open: u64,
    pub families: Vec<[u32; 2]>,
}

const COUNTED: &str = "SELECT c.project, c.due, c.open, c.families, p.title, k.name AS client FROM coverage c
                       JOIN project p ON p.firm = c.firm AND p.project = c.project
                       JOIN client k ON k.firm = p.firm AND k.client = p.client WHERE c.firm = $1";

/// The page of the firm's projects that is asked for: those with the most open first.
pub async fn of_firm(tx: &mut Tx, firm: Firm, asked: &str) -> Result<(Vec<Counted>, Paging), Error> {
    let list = format!("{COUNTED} ORDER BY c.open DESC, p.first_entry DESC LIMIT $2 OFFSET $3");
    let count = "SELECT COUNT(*) AS n FROM coverage WHERE firm = $1";
    let (rows, paging) = paging::rows(tx, firm, &list, count, asked).await?;
    Ok((rows.iter().map(counted).collect::<Result<_, _>>()?, paging))
}

/// The client's projects, those with the most open first.
pub async fn of_client(tx: &mut Tx, firm: Firm, client: Id) -> Result<Vec<Counted>, Error> {
    let sql = format!("{COUNTED} AND p.client = $2 ORDER BY c.open DESC, p.first_entry DESC");
    tx.all(crate::store::db::built(sql), args![firm, client]).await?.iter().map(counted).collect()
}

fn counted(row: &Row) -> Result<Counted, Error> {
    Ok(Counted {
        project: row.get("project")?,
        title: row.get("title")?,
        client: row.get("client")?,
        due: row.get("due")?,
        open: row.get("open")?,
        families: row.json("families")?,
    })
}

/// All projects of the firm together.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    pub projects: u64,
    /// With something open.
    pub uncovered: u64,
    pub due: u64,
    pub open: u64,
    pub families: Vec<[u32; 2]>,
}

pub async fn sum(tx: &mut Tx, firm: Firm) -> Result<Sum, Error> {
    let mut sum = Sum { families: vec![[0, 0]; coverage::Tally::families()], ..Sum::default() };
    for row in tx.all("SELECT due, open, families FROM coverage WHERE firm = $1", args![firm]).await? {
        let (due, open): (u64, u64) = (row.get("due")?, row.get("open")?);
        sum.projects += 1;
        sum.uncovered += u64::from(open > 0);
        sum.due += due;
        sum.open += open;
        for (all, [open, due]) in sum.families.iter_mut().zip(row.json::<Vec<[u32; 2]>>("families")?) {
            all[0] += open;
            all[1] += due;
        }
    }
    Ok(sum)
}

/// How many projects wait to be computed by the rules in force.
pub async fn waiting(tx: &mut Tx, firm: Firm, basis: &Basis) -> Result<u64, Error> {
    let sql = "SELECT COUNT(*) AS n FROM project p WHERE p.firm = $1 AND NOT EXISTS (
                   SELECT 1 FROM coverage c WHERE c.firm = p.firm AND c.project = p.project AND c.basis = $2)";
    tx.one(sql, args![firm, &basis.mark]).await?.get("n")
}

/// A project of which settled topics come up again.
#[derive(Clone, Debug)]
pub struct Raised {
    pub project: Id,
    pub title: String,
    pub client: String,
    pub again: Vec<coverage::Step>,
}

impl Raised {
    /// How many topics, each counted once.
    pub fn topics(&self) -> usize {
        self.again.iter().flat_map(|step| &step.topics).collect::<BTreeSet<_>>().len()
    }
}

/// The projects with topics that come up again on the day `until` or before, the latest first, at most `limit`.
pub async fn raised(tx: &mut Tx, firm: Firm, until: Date, limit: u64) -> Result<Vec<Raised>, Error> {
    let sql = "SELECT c.project, c.tally, p.title, k.name AS client FROM coverage c
               JOIN project p ON p.firm = c.firm AND p.project = c.project
               JOIN client k ON k.firm = p.firm AND k.client = p.client
               WHERE c.firm = $1 AND c.again_day <= $2 ORDER BY c.again_day DESC, p.first_entry DESC LIMIT $3";
    let rows = tx.all(sql, args![firm, until.to_string(), limit]).await?;
    let raised = |row: &Row| {
        let mut again = row.json::<Tally>("tally")?.again;
        again.retain(|step| step.day <= until);
        Ok(Raised { project: row.get("project")?, title: row.get("title")?, client: row.get("client")?, again })
    };
    rows.iter().map(raised).collect()
}

/// The newest day for which the daily job was done.
pub async fn checked(tx: &mut Tx, firm: Firm) -> Result<Option<Date>, Error> {
    let sql =
        "SELECT MAX(key) AS day FROM job WHERE firm = $1 AND kind = $2 AND state = 'done' AND key LIKE '____-__-__'";
    let day: Option<String> = tx.one(sql, args![firm, JOB]).await?.get("day")?;
    day.map(|day| day.parse().map_err(Error::damaged)).transpose()
}

/// Every project of which something comes up again, with all that is known of it.
pub async fn ahead_of(tx: &mut Tx, firm: Firm) -> Result<Vec<Raised>, Error> {
    raised(tx, firm, Date::MAX, i64::MAX as u64).await
}
