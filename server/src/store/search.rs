//! Full text over every record: which rows of the index hold what is asked for, how they are sorted and counted.
//!
//! [`matching`] is the one place where the two databases are asked differently; all that is compared, words and stems, was made in the program,
//! so both answer the same. **Relevance** is counted by the text functions that both have, over the newest [`RANKED`] records that hold what is
//! asked for: for each word or phrase `1000 n / (n + 1 + length / 100)`, where `n` is how often it stands there, what stands in the title three
//! times over, and `length` the number of words; the newer of two equal ones is first.

pub mod around;
pub mod index;
pub mod saved;

use ledger::{Hash, Id, Time};

use super::db::built;
use super::{Error, Firm, Row, Tx, Value};
use crate::args;
use crate::search::query::Query;
use crate::search::words::Marks;
use index::PARTS;

pub use crate::search::words::fold;

/// Records that are counted, the newest ones.
pub const MOST: u64 = 10_000;
/// Records that are ranked, the newest ones: the words of each are read for it.
pub const RANKED: u64 = 2_000;

/// What is chosen besides words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<String>,
    pub client: Option<Id>,
    pub project: Option<Id>,
    pub topic: Option<String>,
    /// `member:<id>` or `contact:<id>`.
    pub person: Option<String>,
    pub decision: Option<String>,
    pub shown_by: Option<String>,
    /// Whether an authority of time has stamped a checkpoint that covers it.
    pub stamped: Option<bool>,
    /// Only texts of files.
    pub files: bool,
    /// Only what lies under this grant; of a client only where all of it does.
    pub within: Option<Id>,
    pub from: Option<Time>,
    /// Not included.
    pub until: Option<Time>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Newest,
    Relevance,
}

/// After which row the next page begins; what is recorded meanwhile moves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// 0 when sorted by date.
    pub score: i64,
    pub entry: u64,
    pub part: u64,
}

impl After {
    /// Whether both are rows of one text: what is found once, however many of its rows hold what is asked for.
    fn is_of(self, other: After) -> bool {
        self.entry == other.entry && self.part / PARTS == other.part / PARTS
    }

    /// After all rows of the same text.
    fn past(self) -> After {
        After { part: self.part / PARTS * PARTS + PARTS - 1, ..self }
    }
}

/// Everything asked for.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub firm: Firm,
    pub query: &'a Query,
    pub filter: &'a Filter,
    /// Entries below it are covered by a time-stamp ([`stamped`]).
    pub stamped: u64,
}

/// What was found: of a text that is cut into several rows the one shown, with the entry that it is of.
#[derive(Debug)]
pub struct Hit {
    pub at: After,
    pub time: Time,
    /// The file in whose text it was found.
    pub file: Option<Hash>,
    pub text: Option<String>,
    pub client: Option<(Id, String)>,
    pub project: Option<(Id, String)>,
    /// The notice that it happened to, and its reference.
    pub notice: Option<Id>,
    pub reference: Option<String>,
    pub shown_by: String,
    /// A newer version stands.
    pub replaced: bool,
    /// Kind of the entry.
    pub kind: String,
    /// None where it was erased.
    pub payload: Option<Vec<u8>>,
}

/// Records that have all of this in common, and how many they are.
#[derive(Debug)]
pub struct Alike {
    pub count: u64,
    /// Rows of the index that they are in, at least one each.
    pub rows: u64,
    pub kind: String,
    pub client: Option<Id>,
    pub project: Option<Id>,
    pub topics: String,
    pub people: String,
    pub decisions: String,
    pub shown_by: String,
    pub stamped: bool,
}

/// How far the log is covered by time-stamps of authorities.
pub async fn stamped(tx: &mut Tx, firm: Firm) -> Result<u64, Error> {
    let sql = "SELECT COALESCE(MAX(size), 0) AS size FROM checkpoint_token WHERE firm = $1";
    tx.one(sql, args![firm]).await?.get("size")
}

/// From which tables, and on what condition, the rows `r` hold the words: the one question that is put in two ways. Its value is the last of
/// `values`.
fn matching(postgres: bool, asked: &Asked, values: &mut Vec<Value>) -> (&'static str, Option<String>) {
    let marks = Marks::of(asked.firm.0);
    let place = values.len() + 1;
    if asked.query.is_empty() {
        return ("record r", None);
    }
    if postgres {
        let terms = asked.query.terms.iter();
        let terms: Vec<String> =
            terms.map(|term| format!("{}{}", if term.not { "!" } else { "" }, term.tsquery(&marks))).collect();
        values.push(terms.join(" & ").into());
        return ("record r", Some(format!("r.vector @@ CAST(${place} AS tsquery)")));
    }
    let (not, wanted): (Vec<_>, Vec<_>) = asked.query.terms.iter().partition(|term| term.not);
    let join = |terms: Vec<&crate::search::query::Term>, by: &str| -> String {
        terms.into_iter().map(|term| term.fts5(&marks)).collect::<Vec<_>>().join(by)
    };
    if wanted.is_empty() {
        values.push(join(not, " OR ").into());
        let sql = format!("r.id NOT IN (SELECT rowid FROM record_index WHERE record_index MATCH ${place})");
        return ("record r", Some(sql));
    }
    let excluded: String = not.into_iter().map(|term| format!(" NOT {}", term.fts5(&marks))).collect();
    values.push(format!("({}){excluded}", join(wanted, " AND ")).into());
    // CROSS JOIN: the index first, whatever the planner thinks of it.
    let from = "record_index CROSS JOIN record r ON r.id = record_index.rowid";
    (from, Some(format!("record_index MATCH ${place}")))
}

/// The newest rows that hold what is asked for, at most `most`, as the table `hit` of a statement, with the columns named.
fn hits(tx: &Tx, asked: &Asked, columns: &str, after: Option<After>, most: u64) -> (String, Vec<Value>) {
    let mut values = args![asked.firm];
    let (from, words) = matching(tx.is_postgres(), asked, &mut values);
    // The words bear the firm's mark, but two firms may share one. As an expression, so that PostgreSQL does not look through all rows of the firm
    // beside the few that hold the words.
    let by_words = tx.is_postgres() && asked.query.terms.iter().any(|term| !term.not);
    let mut conditions = vec![if by_words { "r.firm || '' = $1" } else { "r.firm = $1" }.to_owned()];
    conditions.extend(words);
    conditions.extend(asked.filter.files.then(|| "r.file IS NOT NULL".to_owned()));
    let mut with = |condition: &str, value: Value| {
        values.push(value);
        conditions.push(condition.replace("$n", &format!("${}", values.len())));
    };
    let Filter {
        kind,
        client,
        project,
        topic,
        person,
        decision,
        shown_by,
        stamped,
        files: _,
        within,
        from: first,
        until,
    } = asked.filter;
    if let Some(access) = within {
        let granted = "EXISTS (SELECT 1 FROM access_over o WHERE o.firm = r.firm AND o.access = $n
            AND (o.about = 'project:' || r.project OR o.about = 'client:' || r.client))";
        with(granted, access.into());
    }
    for (column, value) in [("kind", kind), ("shown_by", shown_by)] {
        if let Some(value) = value {
            with(&format!("r.{column} = $n"), value.into());
        }
    }
    for (column, id) in [("client", client), ("project", project)] {
        if let Some(id) = id {
            with(&format!("r.{column} = $n"), id.into());
        }
    }
    for (column, word) in [("topics", topic), ("people", person), ("decisions", decision)] {
        if let Some(word) = word {
            // Not LIKE, which takes capitals for small letters in one of the two databases.
            with(&format!("replace(r.{column}, $n, '') <> r.{column}"), format!(" {word} ").into());
        }
    }
    for (condition, time) in [("r.time >= $n", first), ("r.time < $n", until)] {
        if let Some(time) = time {
            with(condition, (*time).into());
        }
    }
    if let Some(stamped) = stamped {
        with(if *stamped { "r.entry < $n" } else { "r.entry >= $n" }, asked.stamped.into());
    }
    if let Some(after) = after {
        with("r.entry <= $n", after.entry.into());
        let entry = after.entry;
        with(&format!("(r.entry < {entry} OR r.part > $n)"), after.part.into());
    }
    let conditions = conditions.join(" AND ");
    let sql = if asked.query.is_empty() {
        format!(
            "WITH hit AS MATERIALIZED (SELECT {columns} FROM {from} WHERE {conditions}
             ORDER BY r.entry DESC, r.part LIMIT {most})"
        )
    } else {
        // Materialized before it is sorted: PostgreSQL would otherwise walk the newest rows and look at each.
        format!(
            "WITH found AS MATERIALIZED (SELECT {columns} FROM {from} WHERE {conditions}),
             hit AS MATERIALIZED (SELECT * FROM found ORDER BY entry DESC, part LIMIT {most})"
        )
    };
    (sql, values)
}

/// What stands on one page, at most `limit`, each text once.
pub async fn find(
    tx: &mut Tx,
    asked: &Asked<'_>,
    sort: Sort,
    after: Option<After>,
    limit: u64,
) -> Result<Vec<Hit>, Error> {
    let (mut found, mut after) = (Vec::<Hit>::new(), after.map(After::past));
    loop {
        let (sql, values) = page(tx, asked, sort, after, limit);
        let rows = tx.all(built(sql), values).await?;
        for hit in rows.iter().map(read) {
            let hit = hit?;
            // The newest first, the rows of one text follow each other; by relevance the statement has left one of each.
            if found.last().is_none_or(|last| !last.at.is_of(hit.at)) {
                found.push(hit);
            }
        }
        found.truncate(limit as usize);
        if found.len() as u64 == limit || (rows.len() as u64) < limit {
            return Ok(found);
        }
        after = found.last().map(|last| last.at.past());
    }
}

/// The statement that [`find`] asks; for the benchmark, which asks it bare.
pub fn page(tx: &Tx, asked: &Asked, sort: Sort, after: Option<After>, limit: u64) -> (String, Vec<Value>) {
    let columns = "r.id AS id, r.entry AS entry, r.part AS part";
    let by_score = sort == Sort::Relevance && asked.query.terms.iter().any(|term| !term.not);
    let (mut sql, mut values) = match by_score {
        true => hits(tx, asked, columns, None, RANKED),
        false => hits(tx, asked, columns, after, limit),
    };
    if by_score {
        let (counts, score) = score(asked, &mut values);
        sql += &format!(
            ", counted AS MATERIALIZED (SELECT h.id AS id, h.entry AS entry, h.part AS part, r.length AS length, {counts}
             FROM hit h JOIN record r ON r.id = h.id),
             scored AS MATERIALIZED (SELECT id, entry, part, {score} AS score FROM counted),
             ranked AS MATERIALIZED (SELECT s.*, ROW_NUMBER() OVER
                 (PARTITION BY entry, part / {PARTS} ORDER BY score DESC, part) AS place FROM scored s),
             page AS (SELECT * FROM ranked h WHERE h.place = 1"
        );
        if let Some(After { score, entry, part }) = after {
            sql += &format!(
                " AND (h.score < {score} OR (h.score = {score} AND (h.entry < {entry} OR (h.entry = {entry} AND h.part > {part}))))"
            );
        }
        sql += &format!(" ORDER BY h.score DESC, h.entry DESC, h.part LIMIT {limit})");
    } else {
        sql += ", page AS (SELECT h.id AS id, h.entry AS entry, h.part AS part, 0 AS score FROM hit h)";
    }
    sql += " SELECT CAST(p.score AS BIGINT) AS score, r.entry AS entry, r.part AS part, r.time AS time, r.file AS file, r.text AS text,
             r.client AS client, c.name AS client_name, r.project AS project, j.title AS project_title, r.shown_by AS shown_by,
             e.kind AS kind, e.payload AS payload, n.notice AS notice, n.reference AS reference,
             CAST(CASE WHEN r.version_of IS NOT NULL AND EXISTS (SELECT 1 FROM record l
                 WHERE l.firm = r.firm AND l.version_of = r.version_of AND l.entry > r.entry) THEN 1 ELSE 0 END AS BIGINT) AS replaced
             FROM page p JOIN record r ON r.id = p.id JOIN entry e ON e.firm = r.firm AND e.idx = r.entry
             LEFT JOIN client c ON c.firm = r.firm AND c.client = r.client
             LEFT JOIN project j ON j.firm = r.firm AND j.project = r.project
             LEFT JOIN notice n ON n.firm = r.firm
                 AND n.notice = CASE WHEN e.subject LIKE 'notice:%' THEN substr(e.subject, 8) END
             ORDER BY p.score DESC, p.entry DESC, p.part";
    (sql, values)
}

fn read(row: &Row) -> Result<Hit, Error> {
    let named = |id: &str, name: &str| -> Result<Option<(Id, String)>, Error> {
        let id: Option<Id> = row.get(id)?;
        let name: Option<String> = row.get(name)?;
        Ok(id.map(|id| (id, name.unwrap_or_default())))
    };
    Ok(Hit {
        at: After { score: row.get("score")?, entry: row.get("entry")?, part: row.get("part")? },
        time: row.get("time")?,
        file: row.get("file")?,
        text: row.get("text")?,
        client: named("client", "client_name")?,
        project: named("project", "project_title")?,
        notice: row.get("notice")?,
        reference: row.get("reference")?,
        shown_by: row.get("shown_by")?,
        replaced: row.get("replaced")?,
        kind: row.get("kind")?,
        payload: row.get("payload")?,
    })
}

/// How often each term stands in a record, over the columns of `r`; and the formula of relevance, over these numbers.
fn score(asked: &Asked, values: &mut Vec<Value>) -> (String, String) {
    let marks = Marks::of(asked.firm.0);
    let (mut counts, mut sum) = (Vec::new(), Vec::new());
    for (number, term) in asked.query.terms.iter().filter(|term| !term.not).enumerate() {
        let mut count = Vec::new();
        for written in term.written(&marks) {
            let length = written.len();
            values.push(written.into());
            let n = values.len();
            let head = "substr(r.words, 1, CAST(r.head AS INTEGER))";
            count.push(format!(
                "((length(r.words) - length(replace(r.words, ${n}, ''))) +
                 2 * (length({head}) - length(replace({head}, ${n}, '')))) / {length}"
            ));
        }
        counts.push(format!("{} AS n{number}", count.join(" + ")));
        sum.push(format!("1000 * n{number} / (n{number} + 1 + length / 100)"));
    }
    (counts.join(", "), sum.join(" + "))
}

/// All that is found, grouped by what there is to choose by: of at most [`MOST`] rows and one more, which says that there are more.
pub async fn groups(tx: &mut Tx, asked: &Asked<'_>) -> Result<Vec<Alike>, Error> {
    let (sql, values) = counts(tx, asked);
    let alike = |row: &Row| {
        Ok(Alike {
            count: row.get("n")?,
            rows: row.get("all_rows")?,
            kind: row.get("kind")?,
            client: row.get("client")?,
            project: row.get("project")?,
            topics: row.get("topics")?,
            people: row.get("people")?,
            decisions: row.get("decisions")?,
            shown_by: row.get("shown_by")?,
            stamped: row.get("stamped")?,
        })
    };
    tx.all(built(sql), values).await?.iter().map(alike).collect()
}

/// The statement that [`groups`] asks.
pub fn counts(tx: &Tx, asked: &Asked) -> (String, Vec<Value>) {
    let columns = "r.entry AS entry, r.part AS part, r.kind AS kind, r.client AS client, r.project AS project,
                   r.topics AS topics, r.people AS people, r.decisions AS decisions, r.shown_by AS shown_by";
    let (mut sql, mut values) = hits(tx, asked, columns, None, MOST + 1);
    values.push(asked.stamped.into());
    let n = values.len();
    sql += &format!(
        " SELECT COUNT(DISTINCT whole) AS n, COUNT(*) AS all_rows, kind, client, project, topics, people, decisions, shown_by, stamped FROM (
             SELECT entry * 1000000 + part / {PARTS} AS whole, kind, client, project, topics, people, decisions, shown_by,
                 CAST(CASE WHEN entry < ${n} THEN 1 ELSE 0 END AS BIGINT) AS stamped FROM hit) AS told
           GROUP BY kind, client, project, topics, people, decisions, shown_by, stamped"
    );
    (sql, values)
}
