//! What is kept and until when, what a destruction takes, and the working rows that go with it.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use ledger::event::{Date, Event, Milestone, ProjectDestroyed, Retention, RetentionSet};
use ledger::retention::Project;
use ledger::{Hash, Id, Lang, Time, retention as rules};

use super::db::built;
use super::erasure::said;
use super::log::{STORED, Stored};
use super::{Error, Firm, Row, Tx};
use crate::args;

/// Entries read at once.
const PAGE: u64 = 1_000;

/// The firm's rules.
pub async fn years(tx: &mut Tx, firm: Firm) -> Result<Retention, Error> {
    tx.one("SELECT retention FROM firm WHERE firm = $1", args![firm]).await?.json("retention")
}

/// The entry that set them last; none while they are the program's own.
pub async fn newest_set(tx: &mut Tx, firm: Firm) -> Result<Option<(Time, RetentionSet)>, Error> {
    let sql = "SELECT time, payload FROM entry WHERE firm = $1 AND subject = $2 AND kind = 'retention.set' ORDER BY idx DESC LIMIT 1";
    let Some(row) = tx.maybe(sql, args![firm, format!("firm:{}", firm.0)]).await? else { return Ok(None) };
    match serde_json::from_slice(row.bytes("payload")?).map_err(Error::damaged)? {
        Event::RetentionSet(set) => Ok(Some((row.get("time")?, set))),
        _ => Err(Error::Missing),
    }
}

/// A project with what the rules ask of it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub of: Project,
    pub title: String,
    pub reference: String,
    pub client: String,
    /// In which the client is written to.
    pub lang: Lang,
}

/// All projects, or those of one client; the oldest first.
pub async fn projects(tx: &mut Tx, firm: Firm, client: Option<Id>, zone: &TimeZone) -> Result<Vec<Listed>, Error> {
    // Times never go back, so the newest entry is the last in time; each is found by the index on subjects.
    let newest = |of: &str| format!("(SELECT e.time FROM entry e WHERE e.firm = p.firm AND e.idx = ({of}))");
    let counts = format!("x.kind NOT IN ('{}')", rules::HOUSEKEEPING.join("', '"));
    let own = newest(&format!(
        "SELECT MAX(x.idx) FROM entry x WHERE x.firm = p.firm AND x.subject = 'project:' || p.project AND {counts}"
    ));
    let sent = newest(&format!(
        "SELECT MAX(x.idx) FROM notice n JOIN entry x ON x.firm = n.firm AND x.subject = 'notice:' || n.notice
         WHERE n.firm = p.firm AND n.project = p.project AND {counts}"
    ));
    let sql = format!(
        "SELECT p.project, p.client, p.title, p.reference, p.ends, c.name, c.lang, {own} AS own, {sent} AS sent,
         (SELECT MAX(x.idx) FROM entry x WHERE x.firm = p.firm AND x.subject = 'project:' || p.project
          AND x.kind = 'milestone.reached') AS milestone
         FROM project p JOIN client c ON c.firm = p.firm AND c.client = p.client
         WHERE p.firm = $1 AND ($2 = '' OR p.client = $2) ORDER BY p.first_entry"
    );
    let rows = tx.all(built(sql), args![firm, client.map_or(String::new(), |client| client.to_string())]).await?;
    let mut found = Vec::new();
    for row in &rows {
        found.push(listed(tx, firm, row, zone).await?);
    }
    Ok(found)
}

async fn listed(tx: &mut Tx, firm: Firm, row: &Row, zone: &TimeZone) -> Result<Listed, Error> {
    let closed = match row.get::<Option<u64>>("milestone")? {
        Some(entry) => milestone(tx, firm, entry).await? == Some(Milestone::Closed),
        None => false,
    };
    let last = row.get::<Time>("own")?.max(row.get::<Option<Time>>("sent")?.unwrap_or(Time::MIN));
    let ends: Option<String> = row.get("ends")?;
    let of = Project {
        project: row.get("project")?,
        client: row.get("client")?,
        closed,
        ends: ends.map(|day| day.parse().map_err(Error::damaged)).transpose()?,
        last: app::texts::local(last, zone).date(),
    };
    Ok(Listed {
        of,
        title: row.get("title")?,
        reference: row.get("reference")?,
        client: row.get("name")?,
        lang: row.parse("lang")?,
    })
}

/// The milestone of this entry; of one whose reason was erased, what remains of it.
async fn milestone(tx: &mut Tx, firm: Firm, entry: u64) -> Result<Option<Milestone>, Error> {
    let event = super::log::entry(tx, firm, entry).await?.event()?;
    let event = match event {
        Some(event) => Some(event),
        None => match said(tx, firm, entry).await?.map(|said| said.event()).transpose()?.flatten() {
            Some(Event::PayloadErased(erased)) => erased.remains.map(|remains| *remains),
            _ => None,
        },
    };
    Ok(match event {
        Some(Event::MilestoneReached(e)) => Some(e.milestone),
        _ => None,
    })
}

/// Whether the time of any project may be over: whether one is older than the rule at all. Most firms have none for years.
pub async fn may_be_due(tx: &mut Tx, firm: Firm, now: Time) -> Result<bool, Error> {
    let years = i64::from(years(tx, firm).await?.projects);
    let before = Time(now.0 - years * 365 * 24 * 60 * 60 * 1000);
    let sql = "SELECT project FROM project WHERE firm = $1 AND changed < $2 LIMIT 1";
    Ok(tx.maybe(sql, args![firm, before]).await?.is_some())
}

/// Something that is no project's, and when its time began to run.
#[derive(Clone, Debug)]
pub struct Other {
    pub id: Id,
    pub name: String,
    pub ended: Time,
}

/// Clients who have no project, by their newest entry.
pub async fn clients(tx: &mut Tx, firm: Firm) -> Result<Vec<Other>, Error> {
    let sql = "SELECT c.client AS id, c.name, (SELECT MAX(e.time) FROM entry e WHERE e.firm = c.firm AND (e.subject = 'client:' || c.client
               OR e.subject IN (SELECT 'contact:' || k.contact FROM contact k WHERE k.firm = c.firm AND k.client = c.client))) AS ended
               FROM client c WHERE c.firm = $1
               AND NOT EXISTS (SELECT 1 FROM project p WHERE p.firm = c.firm AND p.client = c.client) ORDER BY ended";
    others(tx, firm, sql).await
}

/// Grants of outside readers that have ended, or will, and whose names were not erased.
pub async fn grants(tx: &mut Tx, firm: Firm) -> Result<Vec<Other>, Error> {
    let sql = "SELECT access AS id, name, COALESCE(revoked, until) AS ended FROM access
               WHERE firm = $1 AND name <> '[…]' ORDER BY COALESCE(revoked, until)";
    others(tx, firm, sql).await
}

/// Messages that found no place.
pub async fn mails(tx: &mut Tx, firm: Firm) -> Result<Vec<Other>, Error> {
    let sql = "SELECT incoming AS id, subject AS name, received AS ended FROM incoming
               WHERE firm = $1 AND became = 'unplaced' AND reason <> 'erased' ORDER BY received";
    others(tx, firm, sql).await
}

async fn others(tx: &mut Tx, firm: Firm, sql: &'static str) -> Result<Vec<Other>, Error> {
    let read = |row: &Row| Ok(Other { id: row.get("id")?, name: row.get("name")?, ended: row.get("ended")? });
    tx.all(sql, args![firm]).await?.iter().map(read).collect()
}

/// The subjects of headers whose entries go with a project; with those of its client, if that goes too.
pub async fn subjects(tx: &mut Tx, firm: Firm, of: &Project, with_client: bool) -> Result<BTreeSet<String>, Error> {
    let mut found = BTreeSet::from([format!("project:{}", of.project)]);
    let sql = "SELECT notice AS id FROM notice WHERE firm = $1 AND project = $2";
    for row in tx.all(sql, args![firm, of.project]).await? {
        found.insert(format!("notice:{}", row.get::<Id>("id")?));
    }
    if with_client {
        found.insert(format!("client:{}", of.client));
        let sql = "SELECT contact AS id FROM contact WHERE firm = $1 AND client = $2";
        for row in tx.all(sql, args![firm, of.client]).await? {
            let contact: Id = row.get("id")?;
            // What they asked about their data goes with what there was of it.
            found.extend([format!("contact:{contact}"), format!("person:{contact}")]);
        }
    }
    Ok(found)
}

/// The entries that go, in the order of the log: all about these subjects but the kinds that stay, and of what outside readers opened that which was
/// one of them. Erased ones are among them.
pub async fn entries(tx: &mut Tx, firm: Firm, subjects: &BTreeSet<String>) -> Result<Vec<Stored>, Error> {
    let mut found = Vec::new();
    for subject in subjects {
        found.extend(super::log::about(tx, firm, subject).await?);
    }
    found.retain(|stored| !rules::stays(&stored.kind));
    let sql = format!(
        "SELECT {STORED} FROM entry WHERE firm = $1 AND subject IN (SELECT 'access:' || access FROM access WHERE firm = $1)
         AND kind = 'access.used' AND payload IS NOT NULL"
    );
    for row in tx.all(built(sql), args![firm]).await? {
        let stored = Stored::read(&row)?;
        if matches!(stored.event()?, Some(Event::AccessUsed(used)) if subjects.contains(&used.about)) {
            found.push(stored);
        }
    }
    found.sort_by_key(|stored| stored.index);
    Ok(found)
}

/// Which of these files something names that stays: an entry from `from` on that is none of `going`, a draft of another project, a message.
pub async fn named_elsewhere(
    tx: &mut Tx,
    firm: Firm,
    files: &BTreeSet<Hash>,
    going: &BTreeSet<u64>,
    from: u64,
) -> Result<BTreeSet<Hash>, Error> {
    let mut named = BTreeSet::new();
    let mut next = from;
    loop {
        let sql = "SELECT idx, payload FROM entry WHERE firm = $1 AND idx >= $2 AND payload IS NOT NULL AND kind IN ('firm.recorded',
                   'paper.filed', 'notice.issued', 'letter.posted', 'receipt.filed', 'notice.handed', 'exchange.imported', 'mail.returned',
                   'reply.received', 'mail.accepted', 'document.made', 'evidence.exported', 'bundle.exported') ORDER BY idx LIMIT $3";
        let rows = tx.all(sql, args![firm, next, PAGE]).await?;
        for row in &rows {
            next = row.get::<u64>("idx")? + 1;
            if !going.contains(&(next - 1)) {
                named.extend(hashes(row.bytes("payload")?).filter(|hash| files.contains(hash)));
            }
        }
        if (rows.len() as u64) < PAGE {
            break;
        }
    }
    let sql = "SELECT project, annexes AS text FROM draft_notice WHERE firm = $1
               UNION ALL SELECT project, options FROM draft_warning WHERE firm = $1";
    for row in tx.all(sql, args![firm]).await? {
        named.extend(hashes(row.get::<String>("text")?.as_bytes()).filter(|hash| files.contains(hash)));
    }
    for row in tx.all("SELECT sha256 FROM incoming WHERE firm = $1 AND sha256 IS NOT NULL", args![firm]).await? {
        named.extend(Some(row.get::<Hash>("sha256")?).filter(|hash| files.contains(hash)));
    }
    Ok(named)
}

/// Every SHA-256 that stands in a text, as 64 hexadecimal digits and no more.
pub fn hashes(text: &[u8]) -> impl Iterator<Item = Hash> {
    text.split(|byte| !byte.is_ascii_hexdigit())
        .filter(|run| run.len() == 64)
        .filter_map(|run| std::str::from_utf8(run).ok()?.parse().ok())
}

/// The size of the file, bytes; none when the firm has it no longer.
pub async fn size_of(tx: &mut Tx, firm: Firm, sha256: Hash) -> Result<Option<u64>, Error> {
    let sql = "SELECT size FROM file WHERE firm = $1 AND sha256 = $2";
    tx.maybe(sql, args![firm, sha256]).await?.map(|row| row.get("size")).transpose()
}

/// How many rows of the search go.
pub async fn records(tx: &mut Tx, firm: Firm, stretches: &[[u64; 2]]) -> Result<u64, Error> {
    let mut count = 0;
    for [first, last] in stretches {
        let sql = "SELECT COUNT(*) AS n FROM record WHERE firm = $1 AND entry >= $2 AND entry <= $3";
        count += tx.one(sql, args![firm, *first, *last]).await?.get::<u64>("n")?;
    }
    Ok(count)
}

/// Working rows of the project; `$2` is the project. Each before the rows of projections that it refers to.
const WORKING: &[&str] = &[
    "INSERT INTO spent_link (token_hash, firm, project) SELECT t.token_hash, t.firm, $2 FROM link_token t
     JOIN link l ON l.firm = t.firm AND l.link = t.link JOIN notice n ON n.firm = l.firm AND n.notice = l.notice
     WHERE t.firm = $1 AND n.project = $2 ON CONFLICT DO NOTHING",
    "DELETE FROM link_token WHERE firm = $1 AND link IN (SELECT l.link FROM link l JOIN notice n ON n.firm = l.firm AND n.notice = l.notice
     WHERE l.firm = $1 AND n.project = $2)",
    "DELETE FROM code WHERE firm = $1 AND notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    "DELETE FROM chase_nobody WHERE firm = $1 AND notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    // That it came stays known, so that it is not taken twice; of a message that was placed the row holds no more.
    "UPDATE incoming SET settled = COALESCE(settled, received), notice = NULL WHERE firm = $1
     AND notice IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    "DELETE FROM access_note WHERE firm = $1 AND (about = 'project:' || $2
     OR about IN (SELECT 'notice:' || notice FROM notice WHERE firm = $1 AND project = $2))",
    "DELETE FROM access_made WHERE firm = $1 AND document IN (SELECT document FROM document WHERE firm = $1
     AND (about = $2 OR about IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)))",
    "DELETE FROM job WHERE firm = $1 AND state = 'pending' AND kind = 'chase'
     AND SUBSTR(key, 1, 32) IN (SELECT notice FROM notice WHERE firm = $1 AND project = $2)",
    "DELETE FROM job WHERE firm = $1 AND state = 'pending' AND kind = 'bulk' AND key LIKE '%/' || $2 || '/%'",
    "DELETE FROM job WHERE firm = $1 AND state = 'pending' AND kind = 'dossier'
     AND key IN (SELECT dossier FROM dossier WHERE firm = $1 AND about = 'project:' || $2)",
    "DELETE FROM dossier WHERE firm = $1 AND about = 'project:' || $2",
    "DELETE FROM draft_warning WHERE firm = $1 AND project = $2",
    "DELETE FROM draft_notice WHERE firm = $1 AND project = $2",
    "DELETE FROM bulk_item WHERE firm = $1 AND project = $2",
    "DELETE FROM coverage WHERE firm = $1 AND project = $2",
];

/// Takes what tables hold of the project that is no evidence. Before the projections do the same.
pub(super) async fn forget(tx: &mut Tx, firm: Firm, destroyed: &ProjectDestroyed) -> Result<(), Error> {
    for sql in WORKING.iter().copied() {
        tx.run(sql, args![firm, destroyed.project]).await?;
    }
    if destroyed.with_client {
        for sql in [
            "DELETE FROM access_note WHERE firm = $1 AND about = 'client:' || $2",
            "DELETE FROM access_made WHERE firm = $1 AND document IN (SELECT document FROM document WHERE firm = $1 AND about = $2)",
            "DELETE FROM job WHERE firm = $1 AND state = 'pending' AND kind = 'dossier'
             AND key IN (SELECT dossier FROM dossier WHERE firm = $1 AND about = 'client:' || $2)",
            "DELETE FROM dossier WHERE firm = $1 AND about = 'client:' || $2",
        ] {
            tx.run(sql, args![firm, destroyed.client]).await?;
        }
    }
    Ok(())
}

/// A project that is no longer here.
#[derive(Clone, Debug)]
pub struct Destroyed {
    pub project: Id,
    pub reference: String,
    pub client: String,
    pub at: Time,
    pub by: String,
    /// The entry that says so.
    pub entry: u64,
}

const DESTROYED: &str =
    "SELECT project, reference, client_name, destroyed, by_name, first_entry FROM destroyed WHERE firm = $1";

impl Destroyed {
    fn read(row: &Row) -> Result<Destroyed, Error> {
        Ok(Destroyed {
            project: row.get("project")?,
            reference: row.get("reference")?,
            client: row.get("client_name")?,
            at: row.get("destroyed")?,
            by: row.get("by_name")?,
            entry: row.get("first_entry")?,
        })
    }
}

/// The newest of them, at most `most`.
pub async fn destroyed(tx: &mut Tx, firm: Firm, most: u64) -> Result<Vec<Destroyed>, Error> {
    let sql = format!("{DESTROYED} ORDER BY first_entry DESC LIMIT $2");
    tx.all(built(sql), args![firm, most]).await?.iter().map(Destroyed::read).collect()
}

/// What says that this project was destroyed: the entry with its event.
///
/// # Errors
/// `Missing` when it was not.
pub async fn destruction(tx: &mut Tx, firm: Firm, project: Id) -> Result<(Stored, ProjectDestroyed), Error> {
    let sql = format!("{DESTROYED} AND project = $2");
    let entry = Destroyed::read(&tx.one(built(sql), args![firm, project]).await?)?.entry;
    let stored = super::log::entry(tx, firm, entry).await?;
    match stored.event()? {
        Some(Event::ProjectDestroyed(event)) => Ok((stored, event)),
        _ => Err(Error::Damaged(format!("entry {entry} does not say what was destroyed"))),
    }
}

/// The name of the firm whose link this was, if it led to a project that was destroyed; and when.
pub async fn spent_link(tx: &mut Tx, token: &Hash) -> Result<Option<(String, Time)>, Error> {
    let sql = "SELECT f.name, d.destroyed FROM spent_link s JOIN firm f ON f.firm = s.firm
               JOIN destroyed d ON d.firm = s.firm AND d.project = s.project WHERE s.token_hash = $1";
    tx.maybe(sql, args![token]).await?.map(|row| Ok((row.get("name")?, row.get("destroyed")?))).transpose()
}

/// The last day for which something is kept that ended at this moment.
pub fn until(ended: Time, years: u32, zone: &TimeZone) -> Date {
    rules::kept_until(app::texts::local(ended, zone).date(), years)
}
