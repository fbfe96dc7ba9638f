//! What putting together and following up a notice asks of the tables.

use std::collections::BTreeMap;

use app::pages::NoticeLine;
use app::parts::{NoticeStanding, State};
use ledger::event::{Date, FileRef, NoticeClass, ProjectRecorded, Spoken, SpokenWarning};
use ledger::{Hash, Id, Time};

use super::db::built;
use super::{Error, Firm, Row, Tx, documents, erasure};
use crate::args;

/// A project's newest version.
pub async fn project(tx: &mut Tx, firm: Firm, project: Id) -> Result<ProjectRecorded, Error> {
    let sql = "SELECT project, client, version, title, reference, kinds, scope_in, scope_out, starts, ends, change \
               FROM project WHERE firm = $1 AND project = $2";
    let row = tx.one(sql, args![firm, project]).await?;
    Ok(ProjectRecorded {
        project,
        client: row.get("client")?,
        version: row.get("version")?,
        title: row.get("title")?,
        reference: row.get("reference")?,
        kinds: row.json("kinds")?,
        scope_in: row.get("scope_in")?,
        scope_out: row.get("scope_out")?,
        starts: date(&row, "starts")?,
        ends: date(&row, "ends")?,
        change: row.get("change")?,
    })
}

pub(super) fn date(row: &Row, name: &str) -> Result<Option<Date>, Error> {
    row.get::<Option<String>>(name)?.map(|text| text.parse().map_err(Error::damaged)).transpose()
}

/// The files of a project, oldest first.
pub async fn papers(tx: &mut Tx, firm: Firm, project: Id) -> Result<Vec<FileRef>, Error> {
    let sql = "SELECT name, media_type, size, sha256 FROM paper WHERE firm = $1 AND project = $2 ORDER BY first_entry";
    tx.all(sql, args![firm, project]).await?.iter().map(documents::file).collect()
}

/// The topics on which the project's client was warned already, each with the reference of the notice.
pub async fn warned(tx: &mut Tx, firm: Firm, project: Id) -> Result<Vec<(String, String)>, Error> {
    let sql = "SELECT w.topic, n.reference FROM notice_warning w JOIN notice n ON n.firm = w.firm AND n.notice = w.notice \
               WHERE n.firm = $1 AND n.project = $2 ORDER BY n.first_entry";
    let rows = tx.all(sql, args![firm, project]).await?;
    rows.iter().map(|row| Ok((row.get("topic")?, row.get("reference")?))).collect()
}

/// What a meeting may have spoken of: the project's notices, newest first, with their warnings; minutes of other meetings apart.
pub async fn to_speak_of(tx: &mut Tx, firm: Firm, project: Id) -> Result<Vec<Spoken>, Error> {
    let sql = "SELECT n.notice, n.reference, w.warning, w.topic, w.title FROM notice n \
               LEFT JOIN notice_warning w ON w.firm = n.firm AND w.notice = n.notice \
               WHERE n.firm = $1 AND n.project = $2 AND n.class <> 'meeting' ORDER BY n.first_entry DESC, w.position";
    let mut all: Vec<Spoken> = Vec::new();
    for row in tx.all(sql, args![firm, project]).await? {
        let notice = row.get("notice")?;
        if all.last().is_none_or(|known| known.notice != notice) {
            all.push(Spoken { notice, reference: row.get("reference")?, warnings: vec![] });
        }
        if let (Some(warning), Some(spoken)) = (row.get::<Option<Id>>("warning")?, all.last_mut()) {
            spoken.warnings.push(SpokenWarning { warning, topic: row.get("topic")?, title: row.get("title")? });
        }
    }
    Ok(all)
}

/// A member's name.
pub async fn member_name(tx: &mut Tx, firm: Firm, member: Id) -> Result<String, Error> {
    tx.one("SELECT name FROM member WHERE firm = $1 AND member = $2", args![firm, member]).await?.get("name")
}

/// The next reference of the year, for instance "MG-2026-0007". Called under the append lock, so no two notices share one.
pub async fn next_reference(tx: &mut Tx, firm: Firm, class: NoticeClass, year: i16) -> Result<String, Error> {
    let prefix = class.prefix();
    let sql = "SELECT COUNT(*) AS issued FROM notice WHERE firm = $1 AND reference LIKE $2";
    let issued: u64 = tx.one(sql, args![firm, format!("{prefix}-{year}-____%")]).await?.get("issued")?;
    Ok(format!("{prefix}-{year}-{:04}", issued + 1))
}

/// The reference of a notice, if it was issued.
pub async fn reference(tx: &mut Tx, firm: Firm, notice: Id) -> Result<Option<String>, Error> {
    let row = tx.maybe("SELECT reference FROM notice WHERE firm = $1 AND notice = $2", args![firm, notice]).await?;
    row.map(|row| row.get("reference")).transpose()
}

/// Keeps the hash of a link's token, and the token itself as the vault sealed it.
pub async fn add_token(tx: &mut Tx, firm: Firm, link: Id, token: Hash, sealed: Vec<u8>) -> Result<(), Error> {
    let sql = "INSERT INTO link_token (token_hash, firm, link, sealed) VALUES ($1, $2, $3, $4)";
    tx.run(sql, args![token, firm, link, sealed]).await.map(drop)
}

/// The sealed token of a link; none for one that an earlier version made.
pub async fn sealed_token(tx: &mut Tx, firm: Firm, link: Id) -> Result<Option<Vec<u8>>, Error> {
    let sql = "SELECT sealed FROM link_token WHERE firm = $1 AND link = $2";
    tx.maybe(sql, args![firm, link]).await?.map_or(Ok(None), |row| row.get("sealed"))
}

/// The notice that a link, a question or a proposal belongs to: these three words only.
pub async fn notice_of(tx: &mut Tx, firm: Firm, what: What, id: Id) -> Result<Id, Error> {
    let sql = match what {
        What::Link => "SELECT notice FROM link WHERE firm = $1 AND link = $2",
        What::Question => "SELECT notice FROM question WHERE firm = $1 AND question = $2",
        What::Proposal => "SELECT notice FROM proposal WHERE firm = $1 AND proposal = $2",
    };
    tx.one(sql, args![firm, id]).await?.get("notice")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Link,
    Question,
    Proposal,
}

/// How far a recipient came; times of the first of each.
#[derive(Clone, Debug)]
pub struct Reached {
    pub contact: Id,
    pub delivered: Option<Time>,
    pub bounced: Option<Time>,
    pub opened: Option<Time>,
    pub identified: Option<Time>,
    pub acknowledged: Option<Time>,
}

pub async fn reached(tx: &mut Tx, firm: Firm, notice: Id) -> Result<Vec<Reached>, Error> {
    let sql = "SELECT contact, delivered, bounced, opened, identified, acknowledged FROM notice_recipient \
               WHERE firm = $1 AND notice = $2 ORDER BY position";
    let rows = tx.all(sql, args![firm, notice]).await?;
    rows.iter()
        .map(|row| {
            Ok(Reached {
                contact: row.get("contact")?,
                delivered: row.get("delivered")?,
                bounced: row.get("bounced")?,
                opened: row.get("opened")?,
                identified: row.get("identified")?,
                acknowledged: row.get("acknowledged")?,
            })
        })
        .collect()
}

/// Whether the next step of a notice has nobody to go to, as found at `since`.
pub async fn nobody(tx: &mut Tx, firm: Firm, notice: Id, since: Option<Time>) -> Result<(), Error> {
    match since {
        Some(since) => {
            let sql = "INSERT INTO chase_nobody (firm, notice, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
            tx.run(sql, args![firm, notice, since]).await.map(drop)
        }
        None => {
            let sql = "DELETE FROM chase_nobody WHERE firm = $1 AND notice = $2";
            tx.run(sql, args![firm, notice]).await.map(drop)
        }
    }
}

/// Somebody among the recipients of notice `n` may decide: one that only informs awaits no answer.
pub(super) const DECIDABLE: &str =
    "EXISTS (SELECT 1 FROM notice_recipient r WHERE r.firm = n.firm AND r.notice = n.notice AND r.signatory = 1)";

/// Whose notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Client(Id),
    Project(Id),
}

impl Of {
    /// The condition on `notice n`, with the firm as $1 and what is returned beside it as $2.
    pub(super) fn condition(self) -> (&'static str, Id) {
        match self {
            Of::Client(id) => ("n.firm = $1 AND n.client = $2", id),
            Of::Project(id) => ("n.firm = $1 AND n.project = $2", id),
        }
    }
}

/// The notices of a client or of a project as every page lists them, newest first.
pub async fn notice_lines(tx: &mut Tx, firm: Firm, of: Of) -> Result<Vec<NoticeLine>, Error> {
    let (condition, id) = of.condition();
    let mut erased = erasure::answers(tx, firm, of).await?;
    let sql = format!(
        "SELECT w.notice, w.title, w.choice FROM notice_warning w JOIN notice n ON n.firm = w.firm AND n.notice = w.notice \
         WHERE {condition} ORDER BY w.notice, w.position"
    );
    let mut warnings: BTreeMap<Id, Vec<(String, Option<State>)>> = BTreeMap::new();
    for row in tx.all(built(sql), args![firm, id]).await? {
        let decided = row.get::<Option<String>>("choice")?.map(|choice| decided(&choice)).transpose()?;
        warnings.entry(row.get("notice")?).or_default().push((row.get("title")?, decided));
    }
    let sql = format!(
        "SELECT n.notice, n.reference, n.class, n.resolution, p.title, n.issued, n.answered, n.respond_by, \
         CAST(CASE WHEN {DECIDABLE} THEN 1 ELSE 0 END AS BIGINT) AS decidable, \
         CAST(CASE WHEN EXISTS (SELECT 1 FROM question q WHERE q.firm = n.firm AND q.notice = n.notice AND q.replied IS NULL) \
         THEN 1 ELSE 0 END AS BIGINT) AS asked \
         FROM notice n JOIN project p ON p.firm = n.firm AND p.project = n.project WHERE {condition} ORDER BY n.first_entry DESC"
    );
    let rows = tx.all(built(sql), args![firm, id]).await?;
    rows.iter()
        .map(|row| {
            let notice = row.get("notice")?;
            let warnings = warnings.remove(&notice).unwrap_or_default();
            let resolution = row.get::<Option<String>>("resolution")?.map(|word| decided(&word)).transpose()?;
            let standing = NoticeStanding {
                asked: row.get("asked")?,
                decided: warnings.iter().filter_map(|(_, decided)| *decided).chain(resolution).collect(),
                decidable: row.get("decidable")?,
                respond_by: date(row, "respond_by")?,
            };
            Ok(NoticeLine {
                notice,
                reference: row.get("reference")?,
                class: class(&row.get::<String>("class")?)?,
                project: row.get("title")?,
                issued: row.get("issued")?,
                answered: row.get("answered")?,
                erased: erased.remove(&notice),
                standing,
                warnings,
            })
        })
        .collect()
}

fn class(word: &str) -> Result<NoticeClass, Error> {
    let found = NoticeClass::ALL.into_iter().find(|class| class.as_str() == word);
    found.ok_or_else(|| Error::Damaged(format!("{word} is no class of notice")))
}

/// The evidence agreement that the client signed last: its reference, and when.
pub async fn agreement(tx: &mut Tx, firm: Firm, client: Id) -> Result<Option<(String, Time)>, Error> {
    let sql = "SELECT reference, answered FROM notice WHERE firm = $1 AND client = $2 AND class = 'agreement' \
               AND resolution = 'accepted' ORDER BY answered DESC LIMIT 1";
    let row = tx.maybe(sql, args![firm, client]).await?;
    row.map(|row| Ok((row.get("reference")?, row.get("answered")?))).transpose()
}

pub(super) fn decided(choice: &str) -> Result<State, Error> {
    match choice {
        "accepted" => Ok(State::Accepted),
        "reserved" => Ok(State::Reserved),
        "declined" | "refused" => Ok(State::Declined),
        "deferred" => Ok(State::Deferred),
        other => Err(Error::Damaged(format!("{other} is no decision"))),
    }
}
