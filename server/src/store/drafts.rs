//! Warnings and notices that are being written. Working rows, not evidence: they go when the notice is issued.
//!
//! A hold is over them all the same: what was about to be said, and was not, is what a court may ask for. No draft is deleted under one, and
//! none that was there when it was placed is changed; what is begun under a hold can be worked on.

use ledger::event::{Date, FileRef, Instrument, Warning};
use ledger::{Id, Lang, Time};
use serde::Serialize;

use super::{Error, Firm, Row, Tx, holds};
use crate::args;

/// What came of a draft that was to be changed or deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Outcome {
    Done,
    /// Somebody saved a newer version, issued or deleted it meanwhile.
    Gone,
    /// A hold keeps it as it is.
    Held,
}

/// A warning being written.
#[derive(Clone, Debug)]
pub struct DraftWarning {
    pub project: Id,
    /// Counts the saves.
    pub version: u32,
    /// The member who saved last.
    pub author: Id,
    pub lang: Lang,
    pub text: Warning,
    pub changed: Time,
}

/// A notice being put together.
#[derive(Clone, Debug)]
pub struct DraftNotice {
    /// Becomes the id of the notice.
    pub notice: Id,
    pub project: Id,
    pub version: u32,
    /// The member who saved last.
    pub author: Id,
    pub lang: Lang,
    pub introduction: String,
    /// None of a letter.
    pub instrument: Option<Instrument>,
    pub warnings: Vec<Id>,
    pub recipients: Vec<Id>,
    pub annexes: Vec<FileRef>,
    pub respond_by: Option<Date>,
    pub changed: Time,
}

const WARNING: &str = "SELECT warning, project, version, author, lang, topic, topic_version, title, facts, risk, consequence, \
                       measure, options, reference_list, changed FROM draft_warning";

pub async fn warning(tx: &mut Tx, firm: Firm, warning: Id) -> Result<DraftWarning, Error> {
    let sql = super::db::built(format!("{WARNING} WHERE firm = $1 AND warning = $2"));
    read_warning(&tx.one(sql, args![firm, warning]).await?)
}

/// The drafts of a project, oldest first.
pub async fn warnings(tx: &mut Tx, firm: Firm, project: Id) -> Result<Vec<DraftWarning>, Error> {
    let sql = super::db::built(format!("{WARNING} WHERE firm = $1 AND project = $2 ORDER BY created, warning"));
    tx.all(sql, args![firm, project]).await?.iter().map(read_warning).collect()
}

fn read_warning(row: &Row) -> Result<DraftWarning, Error> {
    Ok(DraftWarning {
        project: row.get("project")?,
        version: row.get("version")?,
        author: row.get("author")?,
        lang: row.parse("lang")?,
        changed: row.get("changed")?,
        text: Warning {
            warning: row.get("warning")?,
            topic: row.get("topic")?,
            topic_version: row.get("topic_version")?,
            title: row.get("title")?,
            facts: row.json("facts")?,
            risk: row.get("risk")?,
            consequence: row.get("consequence")?,
            measure: row.get("measure")?,
            options: row.json("options")?,
            references: row.json("reference_list")?,
        },
    })
}

pub async fn add_warning(tx: &mut Tx, firm: Firm, draft: &DraftWarning) -> Result<(), Error> {
    let sql = "INSERT INTO draft_warning (firm, warning, project, version, author, lang, topic, topic_version, title, facts, \
               risk, consequence, measure, options, reference_list, created, changed) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)";
    let text = &draft.text;
    let values = args![
        firm,
        text.warning,
        draft.project,
        draft.version,
        draft.author,
        draft.lang.as_str(),
        &text.topic,
        &text.topic_version,
        &text.title,
        json(&text.facts)?,
        &text.risk,
        &text.consequence,
        &text.measure,
        json(&text.options)?,
        json(&text.references)?,
        draft.changed
    ];
    tx.run(sql, values).await.map(drop)
}

/// Saves over version `draft.version`.
pub async fn save_warning(tx: &mut Tx, firm: Firm, draft: &DraftWarning) -> Result<Outcome, Error> {
    let saved = tx
        .maybe("SELECT changed FROM draft_warning WHERE firm = $1 AND warning = $2", args![firm, draft.text.warning])
        .await?;
    if is_held(tx, firm, draft.project, saved).await? {
        return Ok(Outcome::Held);
    }
    let sql = "UPDATE draft_warning SET version = version + 1, author = $4, title = $5, facts = $6, risk = $7, \
               consequence = $8, measure = $9, options = $10, changed = $11 \
               WHERE firm = $1 AND warning = $2 AND version = $3";
    let text = &draft.text;
    let values = args![
        firm,
        text.warning,
        draft.version,
        draft.author,
        &text.title,
        json(&text.facts)?,
        &text.risk,
        &text.consequence,
        &text.measure,
        json(&text.options)?,
        draft.changed
    ];
    Ok(outcome(tx.run(sql, values).await?))
}

/// Whether a hold was placed over a draft since it was saved last.
async fn is_held(tx: &mut Tx, firm: Firm, project: Id, saved: Option<Row>) -> Result<bool, Error> {
    let Some(row) = saved else { return Ok(false) };
    let changed = row.get("changed")?;
    Ok(holds::keep(&holds::over_project(tx, firm, project).await?, changed))
}

fn outcome(rows: u64) -> Outcome {
    if rows == 1 { Outcome::Done } else { Outcome::Gone }
}

pub async fn delete_warning(tx: &mut Tx, firm: Firm, draft: &DraftWarning) -> Result<Outcome, Error> {
    if !holds::over_project(tx, firm, draft.project).await?.is_empty() {
        return Ok(Outcome::Held);
    }
    Ok(outcome(remove_warning(tx, firm, draft.text.warning).await?))
}

async fn remove_warning(tx: &mut Tx, firm: Firm, warning: Id) -> Result<u64, Error> {
    tx.run("DELETE FROM draft_warning WHERE firm = $1 AND warning = $2", args![firm, warning]).await
}

const NOTICE: &str = "SELECT notice, project, version, author, lang, introduction, instrument, warnings, recipients, annexes, \
                      respond_by, changed FROM draft_notice";

pub async fn notice(tx: &mut Tx, firm: Firm, notice: Id) -> Result<DraftNotice, Error> {
    let sql = super::db::built(format!("{NOTICE} WHERE firm = $1 AND notice = $2"));
    read_notice(&tx.one(sql, args![firm, notice]).await?)
}

/// The drafts of a project, oldest first.
pub async fn notices(tx: &mut Tx, firm: Firm, project: Id) -> Result<Vec<DraftNotice>, Error> {
    let sql = super::db::built(format!("{NOTICE} WHERE firm = $1 AND project = $2 ORDER BY created, notice"));
    tx.all(sql, args![firm, project]).await?.iter().map(read_notice).collect()
}

fn read_notice(row: &Row) -> Result<DraftNotice, Error> {
    let (respond_by, instrument): (Option<String>, Option<String>) = (row.get("respond_by")?, row.get("instrument")?);
    Ok(DraftNotice {
        notice: row.get("notice")?,
        project: row.get("project")?,
        version: row.get("version")?,
        author: row.get("author")?,
        lang: row.parse("lang")?,
        introduction: row.get("introduction")?,
        instrument: instrument.map(|text| serde_json::from_str(&text).map_err(Error::damaged)).transpose()?,
        warnings: row.json("warnings")?,
        recipients: row.json("recipients")?,
        annexes: row.json("annexes")?,
        respond_by: respond_by.map(|date| date.parse().map_err(Error::damaged)).transpose()?,
        changed: row.get("changed")?,
    })
}

pub async fn add_notice(tx: &mut Tx, firm: Firm, draft: &DraftNotice) -> Result<(), Error> {
    let sql = "INSERT INTO draft_notice (firm, notice, project, version, author, lang, introduction, warnings, recipients, \
               annexes, respond_by, created, changed, instrument) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)";
    let values = args![
        firm,
        draft.notice,
        draft.project,
        draft.version,
        draft.author,
        draft.lang.as_str(),
        &draft.introduction,
        json(&draft.warnings)?,
        json(&draft.recipients)?,
        json(&draft.annexes)?,
        draft.respond_by.map(|date| date.to_string()),
        draft.changed,
        draft.instrument.as_ref().map(json).transpose()?
    ];
    tx.run(sql, values).await.map(drop)
}

/// Saves over version `draft.version`.
pub async fn save_notice(tx: &mut Tx, firm: Firm, draft: &DraftNotice) -> Result<Outcome, Error> {
    let saved =
        tx.maybe("SELECT changed FROM draft_notice WHERE firm = $1 AND notice = $2", args![firm, draft.notice]).await?;
    if is_held(tx, firm, draft.project, saved).await? {
        return Ok(Outcome::Held);
    }
    let sql = "UPDATE draft_notice SET version = version + 1, author = $4, introduction = $5, warnings = $6, recipients = $7, \
               annexes = $8, respond_by = $9, changed = $10, instrument = $11 WHERE firm = $1 AND notice = $2 AND version = $3";
    let values = args![
        firm,
        draft.notice,
        draft.version,
        draft.author,
        &draft.introduction,
        json(&draft.warnings)?,
        json(&draft.recipients)?,
        json(&draft.annexes)?,
        draft.respond_by.map(|date| date.to_string()),
        draft.changed,
        draft.instrument.as_ref().map(json).transpose()?
    ];
    Ok(outcome(tx.run(sql, values).await?))
}

pub async fn delete_notice(tx: &mut Tx, firm: Firm, draft: &DraftNotice) -> Result<Outcome, Error> {
    if !holds::over_project(tx, firm, draft.project).await?.is_empty() {
        return Ok(Outcome::Held);
    }
    Ok(outcome(remove_notice(tx, firm, draft.notice).await?))
}

async fn remove_notice(tx: &mut Tx, firm: Firm, notice: Id) -> Result<u64, Error> {
    tx.run("DELETE FROM draft_notice WHERE firm = $1 AND notice = $2", args![firm, notice]).await
}

/// Removes what was issued, under a hold too: the entry holds all that it said.
pub async fn issued(tx: &mut Tx, firm: Firm, draft: &DraftNotice) -> Result<(), Error> {
    remove_notice(tx, firm, draft.notice).await?;
    for warning in &draft.warnings {
        remove_warning(tx, firm, *warning).await?;
    }
    Ok(())
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(Error::damaged)
}
