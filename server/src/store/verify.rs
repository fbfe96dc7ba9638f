//! The oracle: reads everything that is stored and says what does not hold.
//!
//! For every firm it walks the log from the first entry: headers, payloads, times, tree, checkpoints. From the events alone it
//! rebuilds every projection in an empty database and compares row by row. It trusts no table but `entry`, and that one only as
//! far as the signed checkpoints go. It runs after every fault test, and as `acte verify` whenever someone doubts.

mod beside;
mod files;
mod report;
mod tables;

pub use beside::{Known, witnessed};
pub use report::{Fault, FirmReport, Report};

use std::collections::BTreeMap;

use ledger::event::{Event, PayloadErased, ProjectDestroyed};
use ledger::retention::stays;
use ledger::{Checkpoint, Frontier, Hash, Header, Time, VerifyingKey};

use super::db::built;
use super::files::Files;
use super::log::{MAX_SKEW, STORED, Stored};
use super::{Db, Error, Firm, Tx, coverage};
use crate::args;

/// Entries read at once.
const PAGE: u64 = 1_000;
/// Faults listed for one firm. A log that has more of them is not repaired by reading on.
const MAX_FAULTS: usize = 1_000;
/// How much later than the next entry a checkpoint may say that it was made, milliseconds: servers that share a database have clocks of
/// their own, and earlier versions read theirs when the row was written.
const SIGNED_AFTER: i64 = 60_000;

/// Verifies every firm, knowing nobody's key but theirs. The files too, if it is told where they are.
///
/// # Errors
/// As [`database_with`].
pub async fn database(db: &Db, files: Option<&Files>) -> Result<Report, Error> {
    database_with(db, files, &Known::default()).await
}

/// The same, knowing the keys of witnesses and of the logs for which this server is one.
///
/// Everything about one firm is read at one moment, so it may run while the program serves.
///
/// # Errors
/// Only when the database does not answer: whatever is wrong with what it holds is in the report.
pub async fn database_with(db: &Db, files: Option<&Files>, known: &Known) -> Result<Report, Error> {
    let mut report = Report::default();
    let firms = db.read().await?.all("SELECT firm FROM log_head ORDER BY firm", args![]).await?;
    for row in firms {
        let mut tx = db.snapshot().await?;
        report.firms.push(firm(&mut tx, Firm(row.get("firm")?), files, known).await?);
    }
    report.witnessed = beside::witnessed(&mut db.read().await?, known).await?;
    Ok(report)
}

/// Verifies one firm as `tx` sees it.
///
/// # Errors
/// As [`database`]; `Missing` when the firm has no log.
pub async fn firm(tx: &mut Tx, firm: Firm, files: Option<&Files>, known: &Known) -> Result<FirmReport, Error> {
    let mut walk = Walk::new(tx, firm).await?;
    walk.entries(tx).await?;
    walk.head(tx).await?;
    walk.tables(tx).await?;
    beside::check(tx, firm, known, &mut walk.report).await?;
    if let Some(files) = files {
        walk.report.files = files::check(tx, firm, files, &mut walk.report.faults).await?;
    }
    walk.report.faults.truncate(MAX_FAULTS);
    Ok(walk.report)
}

/// A checkpoint as it is kept.
struct Kept {
    size: u64,
    time: Time,
    note: String,
}

/// One firm's log being walked.
struct Walk {
    firm: Firm,
    /// The tree of the entries read so far.
    frontier: Frontier,
    last_time: Time,
    /// From the first entry.
    key: Option<VerifyingKey>,
    /// Not yet compared, smallest last.
    checkpoints: Vec<Kept>,
    /// Size and time of the newest checkpoint compared, until the entry after it was read.
    signed: Option<(u64, Time)>,
    replay: tables::Replay,
    /// What the log says of entries without a payload, by their index. Read beforehand, since it stands after them; each is verified
    /// when the walk comes to it.
    erasures: BTreeMap<u64, PayloadErased>,
    /// The same of entries about projects that were destroyed.
    destroyed: Vec<ProjectDestroyed>,
    report: FirmReport,
}

impl Walk {
    async fn new(tx: &mut Tx, firm: Firm) -> Result<Walk, Error> {
        let sql = "SELECT size, time, note FROM checkpoint WHERE firm = $1 ORDER BY size DESC";
        let rows = tx.all(sql, args![firm]).await?;
        let kept =
            rows.iter().map(|row| Ok(Kept { size: row.get("size")?, time: row.get("time")?, note: row.get("note")? }));
        let checkpoints = kept.collect::<Result<Vec<Kept>, Error>>()?;
        let report = FirmReport {
            firm: firm.0,
            entries: 0,
            erased: 0,
            checkpoints: checkpoints.len() as u64,
            time_stamps: 0,
            cosignatures: 0,
            unsigned: 0,
            rows: 0,
            files: 0,
            faults: Vec::new(),
        };
        let replay = tables::Replay::begin(firm).await?;
        let (frontier, last_time, key) = (Frontier::new(), Time::MIN, None);
        let (erasures, destroyed) = erasures(tx, firm).await?;
        Ok(Walk { firm, frontier, last_time, key, checkpoints, signed: None, replay, erasures, destroyed, report })
    }

    fn fault(&mut self, fault: Fault) {
        self.report.faults.push(fault);
    }

    async fn entries(&mut self, tx: &mut Tx) -> Result<(), Error> {
        let newest = self.checkpoints.first().map_or(0, |kept| kept.size);
        let sql = format!("SELECT {STORED} FROM entry WHERE firm = $1 AND idx >= $2 ORDER BY idx LIMIT $3");
        loop {
            let from = self.frontier.size();
            let rows = tx.all(built(sql.clone()), args![self.firm, from, PAGE]).await?;
            let mut expected = Vec::new();
            for row in &rows {
                let Some(stored) = self.read(row) else { continue };
                if stored.index != self.frontier.size() {
                    // Without its leaf, no hash of the tree beyond can be computed.
                    self.fault(Fault::MissingEntry { index: self.frontier.size() });
                    self.nodes(tx, from, expected).await?;
                    return Ok(());
                }
                expected.extend(self.frontier.append(stored.entry.leaf_hash()).map_err(Error::damaged)?);
                self.entry(&stored).await?;
                self.signed();
            }
            self.nodes(tx, from, expected).await?;
            if (rows.len() as u64) < PAGE || self.report.faults.len() >= MAX_FAULTS {
                break;
            }
        }
        self.report.entries = self.frontier.size();
        self.report.unsigned = self.frontier.size().saturating_sub(newest);
        while let Some(Kept { size, .. }) = self.checkpoints.pop() {
            let what = format!("the log has only {} entries", self.report.entries);
            self.fault(Fault::BadCheckpoint { size, what });
        }
        Ok(())
    }

    fn read(&mut self, row: &super::Row) -> Option<Stored> {
        match Stored::read(row) {
            Ok(stored) => Some(stored),
            Err(error) => {
                self.fault(Fault::BadEntry { index: row.get("idx").unwrap_or_default(), what: error.to_string() });
                None
            }
        }
    }

    /// One entry by itself, against its copies and against the one before.
    async fn entry(&mut self, stored: &Stored) -> Result<(), Error> {
        let index = stored.index;
        let header = match stored.entry.check() {
            Ok(header) => header,
            Err(error) => {
                self.fault(Fault::BadEntry { index, what: error.to_string() });
                return Ok(());
            }
        };
        for (column, same) in [
            ("idx", header.index == index),
            ("time", header.time == stored.time),
            ("kind", header.kind == stored.kind),
            ("subject", header.subject == stored.subject),
        ] {
            if !same {
                self.fault(Fault::BadCopy { index, column });
            }
        }
        if header.time < self.last_time {
            self.fault(Fault::TimeGoesBack { index });
        }
        self.last_time = header.time;
        if let Some((size, _)) = self.signed.take_if(|(_, time)| *time > header.time.plus_millis(SIGNED_AFTER)) {
            self.fault(Fault::BadCheckpoint { size, what: "its time is after that of the next entry".into() });
        }
        self.signed = None;
        match stored.event() {
            Ok(Some(event)) => self.event(&header, &event).await,
            Ok(None) => self.erased(&header).await,
            Err(error) => {
                self.fault(Fault::BadEvent { index, what: error.to_string() });
                Ok(())
            }
        }
    }

    /// An entry without a payload: one that comes later says so, and what remains of it takes its place in the tables.
    async fn erased(&mut self, header: &Header) -> Result<(), Error> {
        let index = header.index;
        self.report.erased += 1;
        let Some(erasure) = self.erasures.get(&index) else {
            if let Some(destroyed) = self.destroyed.iter().find(|destroyed| destroyed.names(index)) {
                // Of the entries about it nothing remains; of others it takes only what an outside reader opened.
                let word = header.subject.split_once(':').map_or("", |(word, _)| word);
                let its = match word {
                    "project" => header.subject == format!("project:{}", destroyed.project),
                    "client" => destroyed.with_client && header.subject == format!("client:{}", destroyed.client),
                    // What a contact asked about their own data goes with them.
                    "contact" | "person" => destroyed.with_client,
                    "access" => header.kind == "access.used",
                    word => word == "notice",
                };
                if !its || stays(&header.kind) {
                    let what = "what says that it was destroyed is about something else".into();
                    self.fault(Fault::BadEvent { index, what });
                }
                return Ok(());
            }
            self.fault(Fault::UnexplainedErasure { index });
            return Ok(());
        };
        if (erasure.what.as_str(), erasure.at, &erasure.about) != (&header.kind, header.time, &header.subject) {
            let what = "what says that it was erased speaks of another kind, time or subject".into();
            self.fault(Fault::BadEvent { index, what });
            return Ok(());
        }
        let Some(remains) = erasure.remains.clone() else { return Ok(()) };
        if remains.kind() != header.kind || remains.subject(self.firm.0) != header.subject {
            let what = "what remains of it is of another kind or subject".into();
            self.fault(Fault::BadEvent { index, what });
        } else if let Err(what) = self.replay.apply(header, &remains).await? {
            self.fault(Fault::BadReplay { index, what });
        }
        Ok(())
    }

    async fn event(&mut self, header: &Header, event: &Event) -> Result<(), Error> {
        let index = header.index;
        if event.kind() != header.kind || event.subject(self.firm.0) != header.subject {
            self.fault(Fault::BadEvent {
                index,
                what: "kind or subject of the payload are not those of the header".into(),
            });
        }
        if self.erasures.contains_key(&index) || self.destroyed.iter().any(|destroyed| destroyed.names(index)) {
            self.fault(Fault::NotErased { index });
        }
        match (index, event) {
            (_, Event::ProjectDestroyed(destroyed)) if !destroyed.is_well_formed(index) => {
                let what = "it does not name the entries that it counts".into();
                self.fault(Fault::BadEvent { index, what });
            }
            (0, Event::FirmFounded(founded)) if founded.firm == self.firm.0 => match founded.vkey.parse() {
                Ok(key) => self.key = Some(key),
                Err(error) => self.fault(Fault::BadEvent { index, what: format!("the key of the log: {error}") }),
            },
            (0, _) => self.fault(Fault::BadEvent { index, what: "does not found this firm".into() }),
            _ => {}
        }
        if let Err(what) = self.replay.apply(header, event).await? {
            self.fault(Fault::BadReplay { index, what });
        }
        Ok(())
    }

    /// Compares the checkpoints of the size just reached with the root computed from the entries. Two checkpoints that both hold
    /// are consistent with each other: their roots come from the same leaves.
    fn signed(&mut self) {
        while let Some(Kept { size, time, note }) = self.checkpoints.pop_if(|kept| kept.size <= self.frontier.size()) {
            self.signed = Some((size, time));
            if time < self.last_time.plus_millis(-MAX_SKEW) {
                let what = "its time is before that of the newest entry that it covers".into();
                self.fault(Fault::BadCheckpoint { size, what });
            }
            let Some(key) = &self.key else {
                self.fault(Fault::BadCheckpoint { size, what: "the first entry names no key".into() });
                continue;
            };
            match Checkpoint::verify(&note, key) {
                Err(error) => self.fault(Fault::BadCheckpoint { size, what: error.to_string() }),
                Ok(signed) if signed.size != size => {
                    self.fault(Fault::BadCheckpoint { size, what: format!("it signs {} entries", signed.size) });
                }
                Ok(signed) if signed.root != self.frontier.root() => {
                    self.fault(Fault::BadCheckpoint {
                        size,
                        what: "it signs another root than that of the entries".into(),
                    });
                }
                Ok(_) => {}
            }
        }
    }

    /// Compares the stored hashes of the subtrees that the entries from `from` on completed.
    async fn nodes(&mut self, tx: &mut Tx, from: u64, expected: Vec<(u8, u64, Hash)>) -> Result<(), Error> {
        let to = self.frontier.size();
        let sql = "SELECT idx, hash FROM log_node WHERE firm = $1 AND level = $2 AND idx >= $3 AND idx < $4";
        for level in 0..64u8 {
            // Node i of this level is complete once (i + 1) · 2^level entries are there.
            let (first, end) = (from >> level, to >> level);
            if end == 0 {
                break;
            }
            let rows = tx.all(sql, args![self.firm, level, first, end]).await?;
            let stored = rows.iter().map(|row| Ok((row.get("idx")?, row.get("hash")?)));
            let stored: std::collections::HashMap<u64, Hash> = stored.collect::<Result<_, Error>>()?;
            for (_, index, hash) in expected.iter().filter(|(l, ..)| *l == level) {
                if stored.get(index) != Some(hash) {
                    self.fault(Fault::BadNode { level, index: *index });
                }
            }
        }
        Ok(())
    }

    async fn head(&mut self, tx: &mut Tx) -> Result<(), Error> {
        let row = tx.one("SELECT size, last_time, frontier FROM log_head WHERE firm = $1", args![self.firm]).await?;
        for (column, same) in [
            ("size", row.get::<u64>("size")? == self.frontier.size()),
            ("last_time", self.frontier.size() == 0 || row.get::<Time>("last_time")? == self.last_time),
            ("frontier", row.get::<Vec<u8>>("frontier")? == self.frontier.to_bytes()),
        ] {
            if !same {
                self.fault(Fault::BadHead { column });
            }
        }
        // A tree of n leaves has 2n − popcount(n) complete subtrees.
        let size = self.frontier.size();
        let expected = 2 * size - u64::from(size.count_ones());
        let sql = "SELECT COUNT(*) AS n FROM log_node WHERE firm = $1";
        let found: u64 = tx.one(sql, args![self.firm]).await?.get("n")?;
        if found > expected {
            self.fault(Fault::ExtraNodes { found, expected });
        }
        Ok(())
    }

    async fn tables(&mut self, tx: &mut Tx) -> Result<(), Error> {
        // A replay that stumbled has other rows for a reason that was already given.
        let stumbled = |fault: &Fault| {
            matches!(
                fault,
                Fault::MissingEntry { .. }
                    | Fault::BadEntry { .. }
                    | Fault::BadEvent { .. }
                    | Fault::BadReplay { .. }
                    | Fault::UnexplainedErasure { .. }
                    | Fault::NotErased { .. }
            )
        };
        if self.report.faults.iter().any(stumbled) {
            return Ok(());
        }
        self.report.rows = self.replay.compare(tx, &mut self.report.faults).await?;
        // It is computed from all entries about a project, found by way of the other tables: those have to hold first.
        if self.report.faults.is_empty() {
            self.report.rows += coverage::check(tx, self.firm, &mut self.report.faults).await?;
        }
        Ok(())
    }
}

/// What the log says of entries without a payload, by the entry that each is about, and of projects that were destroyed; one that cannot be read
/// is a fault when the walk comes to it.
async fn erasures(tx: &mut Tx, firm: Firm) -> Result<(BTreeMap<u64, PayloadErased>, Vec<ProjectDestroyed>), Error> {
    let sql = "SELECT payload FROM entry WHERE firm = $1 AND kind IN ('payload.erased', 'project.destroyed') AND payload IS NOT NULL";
    let (mut erased, mut destroyed) = (BTreeMap::new(), Vec::new());
    for row in tx.all(sql, args![firm]).await? {
        match serde_json::from_slice(row.bytes("payload")?) {
            Ok(Event::PayloadErased(one)) => drop(erased.insert(one.entry, one)),
            Ok(Event::ProjectDestroyed(one)) => destroyed.push(one),
            _ => {}
        }
    }
    Ok((erased, destroyed))
}
