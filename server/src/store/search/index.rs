//! Writes the index of searches: one row of words per entry, in the entry's transaction; and for entries older than the index, by a job.

use std::ops::Range;

use ledger::event::{Event, FileRef};
use ledger::{Hash, Id, Time};

use super::super::projection::At;
use crate::args;
use crate::search::record::{self, About, Record};
use crate::search::words::{Marks, Word, stems, words};
use crate::store::db::built;
use crate::store::jobs;
use crate::store::log::{self, Append};
use crate::store::{Error, Firm, Tx, Value};

/// Kind of the job that indexes older entries.
pub const JOB: &str = "index";
/// Kind of the job that reads the text of one attached file.
pub const READ_JOB: &str = "read";
/// Entries of one transaction of that job: others append in between.
const BATCH: u64 = 500;
/// Words of one row. With their stems they take at most three times as many places, of which PostgreSQL's `tsvector` counts 16,383; of one
/// word it keeps 256 places, so a phrase with a word that is more frequent in one row may not be found beyond them.
const ENTRY_WORDS: usize = 5_000;
/// Words of one row of a file: some four pages, so that what is found in it says where.
const FILE_WORDS: usize = 2_000;
/// Words by which the rows of a long text overlap: a phrase that is not longer is whole in one.
const OVERLAP: usize = 30;
/// Numbers of the parts of each text: those of the entry's own words first, then those of its files.
pub const PARTS: u64 = 1_000;

/// What the rows of one entry have in common.
struct Common {
    at: At,
    record: Record,
    client: Option<Id>,
    project: Option<Id>,
}

/// A stretch of a text, ready to be compared.
struct Part {
    words: String,
    head: usize,
    length: usize,
    /// Where in the text it is, if that is one text.
    range: Range<usize>,
}

/// Indexes one entry. Says nothing twice: a row that is there stays.
pub(in crate::store) async fn entry(tx: &mut Tx, at: At, event: &Event) -> Result<(), Error> {
    let Some(found) = record::of(event) else { return Ok(()) };
    let common = common(tx, at, found).await?;
    let marks = Marks::of(at.firm.0);
    let parts = parts(&marks, &common.record.head, &common.record.body, ENTRY_WORDS);
    for (number, part) in (0..PARTS).zip(parts) {
        insert(tx, &common, number, None, &part).await?;
    }
    Ok(())
}

/// Indexes the text of a file of an entry; `number` says which of its files, from 0.
pub async fn file(tx: &mut Tx, at: At, event: &Event, number: u64, file: &FileRef, text: &str) -> Result<(), Error> {
    let Some(found) = record::of(event) else { return Ok(()) };
    let common = common(tx, at, found).await?;
    let parts = parts(&Marks::of(at.firm.0), std::slice::from_ref(&file.name), &[text.to_owned()], FILE_WORDS);
    let first = (number + 1) * PARTS;
    for (part_number, part) in (first..first + PARTS).zip(parts) {
        let shown = text.get(part.range.clone()).unwrap_or_default();
        insert(tx, &common, part_number, Some((file.sha256, shown)), &part).await?;
    }
    Ok(())
}

/// Takes the words of an entry and of these files out of the index.
pub(in crate::store) async fn forget(tx: &mut Tx, firm: Firm, entry: Option<u64>, files: &[Hash]) -> Result<(), Error> {
    if let Some(entry) = entry {
        tx.run("DELETE FROM record WHERE firm = $1 AND entry = $2", args![firm, entry]).await?;
    }
    for sha256 in files {
        tx.run("DELETE FROM record WHERE firm = $1 AND file = $2", args![firm, sha256]).await?;
        tx.run("DELETE FROM file_text WHERE firm = $1 AND sha256 = $2", args![firm, sha256]).await?;
    }
    Ok(())
}

/// What the tables know of whom it is about.
async fn common(tx: &mut Tx, at: At, mut record: Record) -> Result<Common, Error> {
    let firm = at.firm;
    let (mut client, mut project) = (None, None);
    match record.about {
        About::Firm => {}
        About::Client(id) => client = Some(id),
        About::Contact(id) => {
            let sql = "SELECT client FROM contact WHERE firm = $1 AND contact = $2";
            client = tx.maybe(sql, args![firm, id]).await?.map(|row| row.get("client")).transpose()?;
        }
        About::Project(id) => {
            project = Some(id);
            let sql = "SELECT client FROM project WHERE firm = $1 AND project = $2";
            client = tx.maybe(sql, args![firm, id]).await?.map(|row| row.get("client")).transpose()?;
        }
        About::Notice(id) => {
            let sql = "SELECT client, project, reference FROM notice WHERE firm = $1 AND notice = $2";
            if let Some(row) = tx.maybe(sql, args![firm, id]).await? {
                (client, project) = (Some(row.get("client")?), Some(row.get("project")?));
                // All that happened to a notice is found by its reference.
                record.head.insert(0, row.get("reference")?);
            }
            topics(tx, firm, id, &mut record).await?;
        }
    }
    record.topics.sort();
    record.topics.dedup();
    record.people.sort();
    record.people.dedup();
    record.decisions.sort_unstable();
    record.decisions.dedup();
    Ok(Common { at, record, client, project })
}

/// The topics of the warnings that an event names by their identifiers; of what names none, those of its notice, to choose by.
async fn topics(tx: &mut Tx, firm: Firm, notice: Id, record: &mut Record) -> Result<(), Error> {
    let named = !record.warnings.is_empty();
    if !named && !record.topics.is_empty() {
        return Ok(());
    }
    let sql = "SELECT warning, topic FROM notice_warning WHERE firm = $1 AND notice = $2 ORDER BY position";
    for row in tx.all(sql, args![firm, notice]).await? {
        let topic: String = row.get("topic")?;
        if named && record.warnings.contains(&row.get("warning")?) {
            record.body.push(topic.clone());
            record.topics.push(topic);
        } else if !named {
            record.topics.push(topic);
        }
    }
    Ok(())
}

/// Words between spaces, spaces around them: so a list is asked for one of them. Empty of none.
fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let joined = words.into_iter().collect::<Vec<_>>().join(" ");
    if joined.is_empty() { joined } else { format!(" {joined} ") }
}

async fn insert(
    tx: &mut Tx,
    common: &Common,
    number: u64,
    file: Option<(Hash, &str)>,
    part: &Part,
) -> Result<(), Error> {
    let Common { at, record, client, project } = common;
    let sql = "INSERT INTO record (firm, entry, part, file, time, kind, client, project, version_of, topics, people, decisions,
               shown_by, words, head, length, text)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT DO NOTHING";
    let version_of = record.version_of.as_deref().filter(|_| file.is_none());
    let values = args![
        at.firm,
        at.index,
        number,
        file.map(|(sha256, _)| sha256),
        at.time,
        record.kind.as_str(),
        *client,
        *project,
        version_of,
        list(record.topics.iter().map(String::as_str)),
        list(record.people.iter().map(String::as_str)),
        list(record.decisions.iter().copied()),
        record.shown_by.as_str(),
        &part.words,
        part.head,
        part.length,
        file.map(|(_, text)| text)
    ];
    tx.run(sql, values).await.map(drop)
}

/// The words of texts, cut into rows of at most `most` words; the head stands in the first.
fn parts(marks: &Marks, head: &[String], body: &[String], most: usize) -> Vec<Part> {
    let heads: Vec<Vec<Word>> = head.iter().map(|text| words(text)).collect();
    let bodies: Vec<Word> = body.iter().flat_map(|text| [words(text), vec![gap()]].concat()).collect();
    let mut written = String::new();
    for text in &heads {
        write(marks, text, &mut written);
    }
    let mut parts = Vec::new();
    let mut rest = bodies.as_slice();
    loop {
        let stretch = &rest[..rest.len().min(most)];
        let titled = if parts.is_empty() { heads.iter().map(Vec::len).sum() } else { 0 };
        let mut all = if parts.is_empty() { written.clone() } else { String::new() };
        let head = all.len();
        write(marks, stretch, &mut all);
        let inside = stretch.iter().filter(|word| !word.folded.is_empty());
        let length = titled + inside.clone().count();
        let first = inside.clone().next().map_or(0, |word| word.range.start);
        let last = inside.map(|word| word.range.end).max().unwrap_or_default();
        parts.push(Part { words: all, head, length, range: first..last });
        if stretch.len() == rest.len() {
            return parts;
        }
        rest = &rest[most - OVERLAP..];
    }
}

/// What stands between two texts of one entry: no phrase goes from one to the other.
fn gap() -> Word {
    Word { range: 0..0, folded: String::new(), joined: None }
}

/// The words as they are, then the stems of them; then those that a line parts, and theirs.
fn write(marks: &Marks, text: &[Word], to: &mut String) {
    for word in text {
        to.push_str(&marks.exact(&word.folded));
        to.push(' ');
    }
    let stemmed = |folded: &str, to: &mut String| {
        for stem in stems(folded) {
            to.push_str(&marks.stem(&stem));
            to.push(' ');
        }
    };
    for word in text.iter().filter(|word| !word.folded.is_empty()) {
        stemmed(&word.folded, to);
    }
    for joined in text.iter().filter_map(|word| word.joined.as_deref()) {
        to.push_str(&marks.exact(joined));
        to.push(' ');
        stemmed(joined, to);
    }
}

/// Leaves the reading of an entry's files for after the commit.
pub(in crate::store) async fn leave_files(tx: &mut Tx, at: At, event: &Event, now: Time) -> Result<(), Error> {
    let Some(found) = record::of(event) else { return Ok(()) };
    if found.files.is_empty() {
        return Ok(());
    }
    jobs::add(tx, at.firm, READ_JOB, &at.index.to_string(), b"", now, now).await
}

/// How many entries are not indexed yet, and of how many the files are not read yet.
pub async fn waiting(tx: &mut Tx, firm: Firm) -> Result<(u64, u64), Error> {
    let row = tx.maybe("SELECT upto FROM record_wait WHERE firm = $1", args![firm]).await?;
    let entries = row.map(|row| row.get("upto")).transpose()?.unwrap_or(0);
    let sql = "SELECT COUNT(*) AS n FROM job WHERE firm = $1 AND kind = $2 AND state = 'pending'";
    Ok((entries, tx.one(sql, args![firm, READ_JOB]).await?.get("n")?))
}

/// Indexes some of the older entries, the newest first. False when none is left. A crash leaves whole batches, and the job.
pub async fn earlier(append: &mut Append) -> Result<bool, Error> {
    let (firm, now) = (append.firm(), append.now());
    let (upto, _) = waiting(append, firm).await?;
    let from = upto.saturating_sub(BATCH);
    for index in (from..upto).rev() {
        let stored = log::entry(append, firm, index).await?;
        let at = At { firm, index, time: stored.time };
        let event = match stored.event()? {
            Some(event) => {
                leave_files(append, at, &event, now).await?;
                Some(event)
            }
            None => {
                match crate::store::erasure::said(append, firm, index).await?.map(|said| said.event()).transpose()? {
                    Some(Some(Event::PayloadErased(erased))) => erased.remains.map(|remains| *remains),
                    _ => None,
                }
            }
        };
        if let Some(event) = event {
            entry(append, at, &event).await?;
        }
    }
    let sql = match from {
        0 => "DELETE FROM record_wait WHERE firm = $1 AND upto <> $2",
        _ => "UPDATE record_wait SET upto = $2 WHERE firm = $1",
    };
    append.run(sql, args![firm, from]).await?;
    Ok(from > 0)
}

/// What became of reading a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Read,
    /// Its beginning was read: the text is too long.
    Cut,
    /// It has no text.
    Empty,
    /// Of a kind that is not read.
    Kind,
    /// It cannot be read.
    Refused,
    /// Reading took too long.
    Slow,
    /// The reader did not come to an end.
    Crashed,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Read => "read",
            State::Cut => "cut",
            State::Empty => "empty",
            State::Kind => "kind",
            State::Refused => "refused",
            State::Slow => "slow",
            State::Crashed => "crashed",
        }
    }
}

/// Notes what became of reading a file; the newest counts.
pub async fn read(tx: &mut Tx, firm: Firm, sha256: Hash, state: State, now: Time) -> Result<(), Error> {
    let sql = "INSERT INTO file_text (firm, sha256, state, time) VALUES ($1, $2, $3, $4)
               ON CONFLICT (firm, sha256) DO UPDATE SET state = excluded.state, time = excluded.time";
    tx.run(sql, args![firm, sha256, state.as_str(), now]).await.map(drop)
}

/// Whether there are files of which the text is not searched, or not all of it.
pub async fn has_unread(tx: &mut Tx, firm: Firm) -> Result<bool, Error> {
    // The word itself, for the index that holds no others.
    let sql = "SELECT 1 AS n FROM file_text WHERE firm = $1 AND state <> 'read' LIMIT 1";
    Ok(tx.maybe(sql, args![firm]).await?.is_some())
}

/// What became of the reading of these files.
pub async fn states(tx: &mut Tx, firm: Firm, files: &[Hash]) -> Result<Vec<(Hash, String)>, Error> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..files.len() + 2).map(|n| format!("${n}")).collect();
    let sql = format!("SELECT sha256, state FROM file_text WHERE firm = $1 AND sha256 IN ({})", places.join(", "));
    let values = args![firm].into_iter().chain(files.iter().map(Value::from)).collect();
    tx.all(built(sql), values).await?.iter().map(|row| Ok((row.get("sha256")?, row.get("state")?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_so_that_no_phrase_is_lost() {
        let marks = Marks::of(Id([0; 16]));
        let text: String = (0..4_500).map(|n| format!("mot{n} ")).collect();
        let found = parts(&marks, &["Titre".to_owned()], std::slice::from_ref(&text), FILE_WORDS);
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].head, "aaaawtitre aaaastitr ".len());
        assert_eq!((found[1].head, found[0].length, found[1].length), (0, 2_001, 2_000));
        let phrase = format!("{} {} ", marks.exact("mot1999"), marks.exact("mot2000"));
        assert!(found[1].words.contains(&phrase) && !found[0].words.contains(&phrase));
        assert!(
            text[found[1].range.clone()].starts_with("mot1970 ") && text[found[2].range.clone()].ends_with("mot4499")
        );
    }
}
