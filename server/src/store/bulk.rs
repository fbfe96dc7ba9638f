//! One topic to many clients: the runs and their items. Working rows; each item's notice is a draft, then a notice like any other.

use ledger::event::{Date, Person, Warning};
use ledger::{Id, Lang, Time};
use serde::{Deserialize, Serialize};

use super::{Error, Firm, Row, Tx, clients, drafts, notices};
use crate::args;

/// What all notices of one language have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Common {
    pub lang: Lang,
    pub introduction: String,
    /// Its facts are those common to all; an empty one is each project's own.
    pub warning: Warning,
}

/// A run.
#[derive(Clone, Debug)]
pub struct Bulk {
    pub bulk: Id,
    pub topic: String,
    /// In whose name the notices go.
    pub author: Id,
    pub common: Vec<Common>,
    pub respond_by: Option<Date>,
    pub run: u32,
    pub stopped: Option<Time>,
    pub created: Time,
}

/// Why an item was refused when its turn came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The notice was no more what had been confirmed.
    Changed,
    /// The rules refuse it; the page says what they refuse now.
    Rules,
    /// The member in whose name it was to go may no longer send notices.
    Author,
}

impl Refused {
    const ALL: [Refused; 3] = [Refused::Changed, Refused::Rules, Refused::Author];

    fn word(self) -> &'static str {
        match self {
            Refused::Changed => "changed",
            Refused::Rules => "rules",
            Refused::Author => "author",
        }
    }
}

/// One project of a run.
#[derive(Clone, Debug)]
pub struct Item {
    pub project: Id,
    pub title: String,
    pub client: String,
    /// Id of the draft, then of the notice.
    pub notice: Id,
    pub warning: Id,
    /// Fingerprint of what was confirmed; the item waits for its turn.
    pub seen: Option<String>,
    pub refused: Option<Refused>,
    /// Reference of the notice, once it is issued.
    pub reference: Option<String>,
    /// Whether its draft is there.
    pub drafted: bool,
}

impl Item {
    /// Whether it waits for its turn, or for the run to go on.
    pub fn waits(&self) -> bool {
        self.seen.is_some() && self.reference.is_none() && self.drafted
    }

    /// Whether it can still be changed and confirmed.
    pub fn open(&self) -> bool {
        self.seen.is_none() && self.reference.is_none() && self.drafted
    }
}

pub async fn add(tx: &mut Tx, firm: Firm, bulk: &Bulk) -> Result<(), Error> {
    let sql = "INSERT INTO bulk (firm, bulk, topic, author, common, respond_by, run, stopped, created)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let respond_by = bulk.respond_by.map(|day| day.to_string());
    let (common, author) = (common(bulk)?, bulk.author);
    let values = args![firm, bulk.bulk, &bulk.topic, author, common, respond_by, bulk.run, bulk.stopped, bulk.created];
    tx.run(sql, values).await.map(drop)
}

fn common(bulk: &Bulk) -> Result<String, Error> {
    serde_json::to_string(&bulk.common).map_err(Error::damaged)
}

pub async fn add_item(tx: &mut Tx, firm: Firm, bulk: Id, project: Id, notice: Id, warning: Id) -> Result<(), Error> {
    let sql = "INSERT INTO bulk_item (firm, bulk, project, notice, warning) VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, args![firm, bulk, project, notice, warning]).await.map(drop)
}

const BULK: &str = "SELECT bulk, topic, author, common, respond_by, run, stopped, created FROM bulk WHERE firm = $1";

pub async fn get(tx: &mut Tx, firm: Firm, bulk: Id) -> Result<Bulk, Error> {
    read(&tx.one(super::db::built(format!("{BULK} AND bulk = $2")), args![firm, bulk]).await?)
}

fn read(row: &Row) -> Result<Bulk, Error> {
    Ok(Bulk {
        bulk: row.get("bulk")?,
        topic: row.get("topic")?,
        author: row.get("author")?,
        common: row.json("common")?,
        respond_by: notices::date(row, "respond_by")?,
        run: row.get("run")?,
        stopped: row.get("stopped")?,
        created: row.get("created")?,
    })
}

/// Saves what is common to all.
pub async fn save(tx: &mut Tx, firm: Firm, bulk: &Bulk) -> Result<(), Error> {
    let sql = "UPDATE bulk SET common = $3, respond_by = $4 WHERE firm = $1 AND bulk = $2";
    let respond_by = bulk.respond_by.map(|day| day.to_string());
    tx.run(sql, args![firm, bulk.bulk, common(bulk)?, respond_by]).await.map(drop)
}

/// The newest runs, with how many projects each has and how many of their notices are issued.
pub async fn newest(tx: &mut Tx, firm: Firm, limit: u64) -> Result<Vec<(Bulk, u64, u64)>, Error> {
    let sql = format!("{BULK} ORDER BY created DESC, bulk LIMIT $2");
    let rows = tx.all(super::db::built(sql), args![firm, limit]).await?;
    let mut all = Vec::new();
    for row in &rows {
        let bulk = read(row)?;
        let sql = "SELECT COUNT(*) AS n, COUNT(n.notice) AS issued FROM bulk_item i
                   LEFT JOIN notice n ON n.firm = i.firm AND n.notice = i.notice WHERE i.firm = $1 AND i.bulk = $2";
        let counted = tx.one(sql, args![firm, bulk.bulk]).await?;
        all.push((bulk, counted.get("n")?, counted.get("issued")?));
    }
    Ok(all)
}

/// The runs that wait for a person, the oldest first: how many confirmed notices somebody stopped, and how many were refused.
pub async fn unfinished(tx: &mut Tx, firm: Firm, limit: u64) -> Result<Vec<(Bulk, u64, u64)>, Error> {
    let sql = "SELECT b.bulk, b.topic, b.author, b.common, b.respond_by, b.run, b.stopped, b.created, i.stopped AS held, i.refused
               FROM bulk b JOIN (
                   SELECT x.bulk,
                       CAST(SUM(CASE WHEN y.stopped IS NOT NULL AND x.seen IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS stopped,
                       CAST(SUM(CASE WHEN x.refused IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS refused
                   FROM bulk_item x JOIN bulk y ON y.firm = x.firm AND y.bulk = x.bulk
                   JOIN draft_notice d ON d.firm = x.firm AND d.notice = x.notice
                   WHERE x.firm = $1 GROUP BY x.bulk) i ON i.bulk = b.bulk
               WHERE b.firm = $1 AND i.stopped + i.refused > 0 ORDER BY b.created, b.bulk LIMIT $2";
    let rows = tx.all(sql, args![firm, limit]).await?;
    rows.iter().map(|row| Ok((read(row)?, row.get("held")?, row.get("refused")?))).collect()
}

/// Drafts of runs that had nobody to go to, of projects of this client, go to those who may decide by now.
pub async fn pick_up(tx: &mut Tx, firm: Firm, client: Id, now: Time) -> Result<(), Error> {
    let people = clients::present(tx, firm, client).await?;
    let decide = people.iter().filter(|person| person.signatory && !person.email.is_empty());
    let decide: Vec<Id> = decide.map(|person| person.contact).collect();
    if decide.is_empty() {
        return Ok(());
    }
    let sql = "SELECT i.notice FROM bulk_item i JOIN project p ON p.firm = i.firm AND p.project = i.project
               JOIN draft_notice d ON d.firm = i.firm AND d.notice = i.notice
               WHERE i.firm = $1 AND p.client = $2 AND d.recipients = '[]'";
    for row in tx.all(sql, args![firm, client]).await? {
        let mut draft = drafts::notice(tx, firm, row.get("notice")?).await?;
        (draft.recipients, draft.changed) = (decide.clone(), now);
        // Under a hold it stays without anybody; its page says so.
        let _ = drafts::save_notice(tx, firm, &draft).await?;
    }
    Ok(())
}

const ITEM: &str = "SELECT i.project, i.notice, i.warning, i.seen, i.refused, p.title, k.name AS client, n.reference,
                        CAST(CASE WHEN d.notice IS NULL THEN 0 ELSE 1 END AS BIGINT) AS drafted
                    FROM bulk_item i
                    JOIN project p ON p.firm = i.firm AND p.project = i.project
                    JOIN client k ON k.firm = p.firm AND k.client = p.client
                    LEFT JOIN notice n ON n.firm = i.firm AND n.notice = i.notice
                    LEFT JOIN draft_notice d ON d.firm = i.firm AND d.notice = i.notice
                    WHERE i.firm = $1 AND i.bulk = $2";

/// The items of a run, by the client's name.
pub async fn items(tx: &mut Tx, firm: Firm, bulk: Id) -> Result<Vec<Item>, Error> {
    let sql = super::db::built(format!("{ITEM} ORDER BY k.sort, k.client, p.first_entry"));
    tx.all(sql, args![firm, bulk]).await?.iter().map(read_item).collect()
}

pub async fn item(tx: &mut Tx, firm: Firm, bulk: Id, project: Id) -> Result<Item, Error> {
    let sql = super::db::built(format!("{ITEM} AND i.project = $3"));
    read_item(&tx.one(sql, args![firm, bulk, project]).await?)
}

fn read_item(row: &Row) -> Result<Item, Error> {
    let refused: Option<String> = row.get("refused")?;
    let refused = refused.map(|word| {
        let found = Refused::ALL.into_iter().find(|refused| refused.word() == word);
        found.ok_or_else(|| Error::Damaged(format!("{word} is no refusal")))
    });
    Ok(Item {
        project: row.get("project")?,
        title: row.get("title")?,
        client: row.get("client")?,
        notice: row.get("notice")?,
        warning: row.get("warning")?,
        seen: row.get("seen")?,
        refused: refused.transpose()?,
        reference: row.get("reference")?,
        drafted: row.get("drafted")?,
    })
}

/// Takes a project out of a run; its drafts are the caller's.
pub async fn leave_out(tx: &mut Tx, firm: Firm, bulk: Id, project: Id) -> Result<(), Error> {
    let sql = "DELETE FROM bulk_item WHERE firm = $1 AND bulk = $2 AND project = $3";
    tx.run(sql, args![firm, bulk, project]).await.map(drop)
}

/// What was confirmed of a project waits for its turn from now on.
pub async fn order(tx: &mut Tx, firm: Firm, bulk: Id, project: Id, seen: &str) -> Result<(), Error> {
    let sql = "UPDATE bulk_item SET seen = $4, refused = NULL WHERE firm = $1 AND bulk = $2 AND project = $3";
    tx.run(sql, args![firm, bulk, project, seen]).await.map(drop)
}

/// It is not issued as confirmed: it can be mended, and confirmed again.
pub async fn refuse(tx: &mut Tx, firm: Firm, bulk: Id, project: Id, why: Refused) -> Result<(), Error> {
    let sql = "UPDATE bulk_item SET seen = NULL, refused = $4 WHERE firm = $1 AND bulk = $2 AND project = $3";
    tx.run(sql, args![firm, bulk, project, why.word()]).await.map(drop)
}

/// From now on the notices go in the name of `author`; the number of this order.
pub async fn run(tx: &mut Tx, firm: Firm, bulk: Id, author: Id) -> Result<u32, Error> {
    let sql = "UPDATE bulk SET run = run + 1, author = $3, stopped = NULL WHERE firm = $1 AND bulk = $2 RETURNING run";
    tx.one(sql, args![firm, bulk, author]).await?.get("run")
}

/// Nothing more goes until somebody lets it go on.
pub async fn stop(tx: &mut Tx, firm: Firm, bulk: Id, now: Time) -> Result<(), Error> {
    let sql = "UPDATE bulk SET stopped = $3 WHERE firm = $1 AND bulk = $2 AND stopped IS NULL";
    tx.run(sql, args![firm, bulk, now]).await.map(drop)
}

/// A project that may be chosen, and how the topic stands there.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub project: Id,
    pub title: String,
    pub client: String,
    pub standing: Standing,
    /// Reference of the newest notice that warned of the topic.
    pub warned: Option<String>,
    /// A draft about the topic is there already.
    pub drafted: bool,
    /// A hold stands over it.
    pub held: bool,
}

/// The most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Due, and nothing became of it.
    Open,
    /// Settled once, and to be raised again by now.
    Again,
    /// Settled, or not due.
    Other,
}

/// All projects of the firm, those that the topic presses most first, then by client.
pub async fn candidates(tx: &mut Tx, firm: Firm, topic: &str, today: Date) -> Result<Vec<Candidate>, Error> {
    let sql = "SELECT p.project, p.title, k.name AS client, c.tally,
                   (SELECT n.reference FROM notice_warning w JOIN notice n ON n.firm = w.firm AND n.notice = w.notice
                    WHERE w.firm = p.firm AND w.topic = $2 AND n.project = p.project ORDER BY n.first_entry DESC LIMIT 1) AS warned,
                   CAST(CASE WHEN EXISTS (SELECT 1 FROM draft_warning d WHERE d.firm = p.firm AND d.project = p.project
                    AND d.topic = $2) THEN 1 ELSE 0 END AS BIGINT) AS drafted,
                   CAST(CASE WHEN EXISTS (SELECT 1 FROM hold h WHERE h.firm = p.firm AND h.released IS NULL
                    AND h.about IN ('firm:' || p.firm, 'client:' || p.client, 'project:' || p.project)) THEN 1 ELSE 0 END AS BIGINT)
                    AS held
               FROM project p JOIN client k ON k.firm = p.firm AND k.client = p.client
               LEFT JOIN coverage c ON c.firm = p.firm AND c.project = p.project
               WHERE p.firm = $1 ORDER BY k.sort, k.client, p.first_entry";
    let rows = tx.all(sql, args![firm, topic]).await?;
    let mut all: Vec<Candidate> = rows.iter().map(|row| candidate(row, topic, today)).collect::<Result<_, _>>()?;
    all.sort_by_key(|candidate| candidate.standing);
    Ok(all)
}

fn candidate(row: &Row, topic: &str, today: Date) -> Result<Candidate, Error> {
    // Computed a moment later where there is none yet.
    let tally = match row.is_null("tally")? {
        true => ledger::coverage::Tally::default(),
        false => row.json("tally")?,
    };
    let raised = |step: &ledger::coverage::Step| step.day <= today && step.topics.iter().any(|code| code == topic);
    let standing = if tally.open_topics.iter().any(|code| code == topic) {
        Standing::Open
    } else if tally.again.iter().any(raised) {
        Standing::Again
    } else {
        Standing::Other
    };
    let (warned, drafted, held) = (row.get("warned")?, row.get("drafted")?, row.get("held")?);
    let (title, client) = (row.get("title")?, row.get("client")?);
    Ok(Candidate { project: row.get("project")?, title, client, standing, warned, drafted, held })
}

/// The member in whose name notices go, with their language; none once they may no longer send any.
pub async fn author(tx: &mut Tx, firm: Firm, member: Id) -> Result<Option<(Person, Lang)>, Error> {
    let sql = "SELECT name, lang FROM member WHERE firm = $1 AND member = $2 AND state = 'active' AND role IN ('owner', 'adviser')";
    let row = tx.maybe(sql, args![firm, member]).await?;
    row.map(|row| Ok((Person { member, name: row.get("name")? }, row.parse("lang")?))).transpose()
}
