//! Appending evidence: the only writer of the log.
//!
//! An append is one transaction. It first takes the lock of the firm's log, so whoever decides inside it decides on the newest
//! state, and of two windows that answer at once the second sees the answer of the first. Entries, tree nodes, projections,
//! jobs and whatever else the caller writes become durable together, or not at all.

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

use ledger::event::{Event, FirmFounded, PayloadErased, ProjectDestroyed};
use ledger::{Actor, Entry, Frontier, Header, Id, Salt, Time, canonical, erasure, notice};
use rand::CryptoRng;

use super::projection::{self, At};
use super::{Db, Error, Firm, Row, Tx, coverage, keys, retention, search};
use crate::args;
use crate::clock::Clock;
use crate::vault::Vault;

/// How far the clock may be behind the newest entry, milliseconds, before an append is refused. Two servers whose clocks a time
/// service keeps differ by less than this; their entries then bear the later of the two times.
pub const MAX_SKEW: i64 = 2_000;

/// What the first entry says of the program that made the log.
pub const SOFTWARE: &str = concat!("acte ", env!("CARGO_PKG_VERSION"));

/// An open append. Reads and writes like the [`Tx`] that it is; dropped without [`Append::commit`], it leaves nothing.
#[derive(Debug)]
pub struct Append {
    tx: Tx,
    firm: Firm,
    now: Time,
    frontier: Frontier,
    /// The projects whose coverage may have changed.
    touched: BTreeSet<Id>,
    /// The newest entry after which every project's coverage has to be computed anew.
    unsettled: Option<u64>,
}

impl Deref for Append {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for Append {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

impl Db {
    /// Waits for the append lock of the firm, then reads the clock: what is decided and recorded inside happens at
    /// [`Append::now`].
    ///
    /// # Errors
    /// `Missing` when the firm has no log; `ClockBehind` when the newest entry is more than [`MAX_SKEW`] ahead of the clock.
    pub async fn append(&self, firm: Firm, clock: &Clock) -> Result<Append, Error> {
        let mut tx = self.write().await?;
        // An update that changes nothing: on both databases it makes every other append of this firm wait for our commit.
        let sql = "UPDATE log_head SET size = size WHERE firm = $1 RETURNING last_time, frontier";
        let head = tx.one(sql, args![firm]).await?;
        let frontier = Frontier::from_bytes(&head.get::<Vec<u8>>("frontier")?).map_err(Error::damaged)?;
        let (now, last) = (clock.now(), head.get::<Time>("last_time")?);
        let by_ms = last.0 - now.0;
        if by_ms > MAX_SKEW {
            tracing::error!(firm = %firm.0, by_ms, "append refused: the clock is behind the newest entry; set it right");
            return Err(Error::ClockBehind { by_ms });
        }
        Ok(Append::new(tx, firm, now.max(last), frontier))
    }

    /// Begins the log of a new firm with its key and its first entry. `origin` names the log in every checkpoint, for ever:
    /// a URL without scheme (C2SP tlog-checkpoint), such as `acte.example/log/<firm>`.
    ///
    /// Foundations wait for each other, so that the caller can still look whether another was faster.
    pub async fn found(
        &self,
        firm: Firm,
        origin: &str,
        vault: &Vault,
        clock: &Clock,
        rng: &mut impl CryptoRng,
    ) -> Result<Append, Error> {
        let mut tx = self.write().await?;
        if tx.is_postgres() {
            tx.run("LOCK TABLE log_head IN SHARE ROW EXCLUSIVE MODE", args![]).await?;
        }
        let (now, frontier) = (clock.now(), Frontier::new());
        let sql = "INSERT INTO log_head (firm, size, last_time, frontier) VALUES ($1, 0, $2, $3)";
        tx.run(sql, args![firm, now, frontier.to_bytes()]).await?;
        let key = keys::create(&mut tx, firm, origin, vault, now, rng).await?;
        let mut append = Append::new(tx, firm, now, frontier);
        let vkey = key.verifying_key().to_string();
        let founded = FirmFounded { firm: firm.0, origin: origin.into(), vkey, software: SOFTWARE.into() };
        append.push(Actor::System, founded, rng).await?;
        Ok(append)
    }
}

impl Append {
    fn new(tx: Tx, firm: Firm, now: Time, frontier: Frontier) -> Append {
        Append { tx, firm, now, frontier, touched: BTreeSet::new(), unsettled: None }
    }

    /// The time of every entry of this append.
    pub fn now(&self) -> Time {
        self.now
    }

    pub fn firm(&self) -> Firm {
        self.firm
    }

    /// Records an event and returns the index of its entry.
    ///
    /// # Errors
    /// `Entry` when the event is too large to be an entry (16 MiB), `Damaged` when it speaks of something that was never recorded.
    pub async fn push(
        &mut self,
        actor: Actor,
        event: impl Into<Event>,
        rng: &mut impl CryptoRng,
    ) -> Result<u64, Error> {
        let event = event.into();
        let index = self.frontier.size();
        let mut salt = [0; 32];
        rng.fill_bytes(&mut salt);
        let (kind, subject) = (event.kind(), event.subject(self.firm.0));
        let payload = canonical::to_vec(&event).map_err(ledger::EntryError::Payload)?;
        let entry = Entry::make(index, self.now, actor, kind, &subject, Salt(salt), payload)?;
        let nodes = self.frontier.append(entry.leaf_hash()).map_err(Error::damaged)?;

        let sql = "INSERT INTO entry (firm, idx, time, kind, subject, header, salt, payload)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = args![self.firm, index, self.now, kind, subject, entry.header, salt.to_vec(), entry.payload];
        self.tx.run(sql, values).await?;
        for (level, idx, hash) in nodes {
            let sql = "INSERT INTO log_node (firm, level, idx, hash) VALUES ($1, $2, $3, $4)";
            self.tx.run(sql, args![self.firm, level, idx, hash]).await?;
        }
        let at = At { firm: self.firm, index, time: self.now };
        projection::apply(&mut self.tx, at, &event).await?;
        search::index::leave_files(&mut self.tx, at, &event, self.now).await?;
        self.touched.extend(coverage::touched(&mut self.tx, self.firm, &event).await?);
        if coverage::unsettles_all(&event) {
            self.unsettled = Some(index);
        }
        Ok(index)
    }

    /// Erases the payload of an entry, with its salt, and records who decided it and why. The text is gone from all tables with the
    /// commit; files and freed pages follow by job.
    ///
    /// # Errors
    /// `Missing` when there is no such entry, or it was erased before.
    pub async fn erase(&mut self, actor: Actor, erased: PayloadErased, rng: &mut impl CryptoRng) -> Result<u64, Error> {
        let sql = "UPDATE entry SET salt = NULL, payload = NULL WHERE firm = $1 AND idx = $2 AND payload IS NOT NULL";
        let changed = self.tx.run(sql, args![self.firm, erased.entry]).await?;
        if changed == 0 {
            return Err(Error::Missing);
        }
        self.push(actor, erased, rng).await
    }

    /// Erases the payloads of all entries that it names, with their salts, and every row that they made, and records who ordered it by which rule.
    /// As [`Append::erase`], files follow by job.
    ///
    /// # Errors
    /// `Damaged` when it names entries that are not there.
    pub async fn destroy(
        &mut self,
        actor: Actor,
        destroyed: ProjectDestroyed,
        rng: &mut impl CryptoRng,
    ) -> Result<u64, Error> {
        if !destroyed.is_well_formed(self.frontier.size()) {
            return Err(Error::Damaged("a destruction names entries that are not there".into()));
        }
        for [first, last] in &destroyed.entries {
            let sql = "UPDATE entry SET salt = NULL, payload = NULL WHERE firm = $1 AND idx >= $2 AND idx <= $3";
            self.tx.run(sql, args![self.firm, *first, *last]).await?;
        }
        retention::forget(&mut self.tx, self.firm, &destroyed).await?;
        self.push(actor, destroyed, rng).await
    }

    /// What was answered to the form that carries this key, if it was answered already: a double click, a reload, a
    /// browser that asks again because the first answer was lost.
    pub async fn answered(&mut self, key: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT result FROM idempotency WHERE firm = $1 AND key = $2";
        self.tx.maybe(sql, args![self.firm, key]).await?.map(|row| row.get("result")).transpose()
    }

    /// Keeps the answer to the form that carries this key, such as the address to go on to.
    pub async fn answer(&mut self, key: &str, result: &str) -> Result<(), Error> {
        let sql = "INSERT INTO idempotency (firm, key, time, result) VALUES ($1, $2, $3, $4)";
        self.tx.run(sql, args![self.firm, key, self.now, result]).await.map(drop)
    }

    /// Brings the coverage of these projects up to date as well, though nothing was recorded of them; how many rows were wrong.
    pub async fn cover(&mut self, projects: &[Id]) -> Result<usize, Error> {
        let basis = coverage::basis(&mut self.tx, self.firm).await?;
        let mut wrong = 0;
        for project in projects {
            let updated = coverage::update(&mut self.tx, self.firm, *project, &basis).await?;
            wrong += usize::from(updated == coverage::Updated::Changed);
        }
        Ok(wrong)
    }

    /// Makes everything durable. A crash before this leaves nothing; a crash after it leaves all of it, whether or not
    /// anyone was told: the checkpoint is signed by the next pass of any worker, jobs wait in their table.
    pub async fn commit(mut self) -> Result<(), Error> {
        if !self.touched.is_empty() {
            let touched: Vec<Id> = std::mem::take(&mut self.touched).into_iter().collect();
            self.cover(&touched).await?;
        }
        if let Some(index) = self.unsettled {
            coverage::leave(&mut self.tx, self.firm, index, self.now).await?;
        }
        let sql = "UPDATE log_head SET size = $1, last_time = $2, frontier = $3 WHERE firm = $4 AND size < $1";
        let values = args![self.frontier.size(), self.now, self.frontier.to_bytes(), self.firm];
        self.tx.run(sql, values).await?;
        self.tx.commit().await
    }
}

/// An entry as it is stored, with the copies of its header's fields.
#[derive(Clone, Debug)]
pub struct Stored {
    pub index: u64,
    pub time: Time,
    pub kind: String,
    pub subject: String,
    pub entry: Entry,
}

impl Stored {
    /// Who recorded it.
    ///
    /// # Errors
    /// `Damaged` when the header cannot be read.
    pub fn actor(&self) -> Result<Actor, Error> {
        Header::from_bytes(&self.entry.header).map(|header| header.actor).map_err(Error::damaged)
    }

    pub(super) fn read(row: &Row) -> Result<Stored, Error> {
        let salt: Option<Vec<u8>> = row.get("salt")?;
        let salt = salt.map(|bytes| bytes.try_into().map(Salt)).transpose();
        let entry = Entry {
            header: row.get("header")?,
            salt: salt.map_err(|_| Error::Damaged("a salt does not have 32 bytes".into()))?,
            payload: row.get("payload")?,
        };
        Ok(Stored {
            index: row.get("idx")?,
            time: row.get("time")?,
            kind: row.get("kind")?,
            subject: row.get("subject")?,
            entry,
        })
    }

    /// The event, unless it was erased.
    pub fn event(&self) -> Result<Option<Event>, Error> {
        let event = self.entry.payload.as_deref().map(serde_json::from_slice).transpose();
        event.map_err(|e| Error::Damaged(format!("entry {}: {e}", self.index)))
    }
}

/// The columns that [`Stored`] reads.
pub(super) const STORED: &str = "idx, time, kind, subject, header, salt, payload";

/// How many entries the firm's log has.
pub async fn size(tx: &mut Tx, firm: Firm) -> Result<u64, Error> {
    tx.one("SELECT size FROM log_head WHERE firm = $1", args![firm]).await?.get("size")
}

/// When the newest entry was made.
pub async fn newest(tx: &mut Tx, firm: Firm) -> Result<Time, Error> {
    tx.one("SELECT last_time FROM log_head WHERE firm = $1", args![firm]).await?.get("last_time")
}

/// The entries about a subject (`notice:<id>`, `project:<id>`, …), oldest first.
pub async fn about(tx: &mut Tx, firm: Firm, subject: &str) -> Result<Vec<Stored>, Error> {
    let sql = format!("SELECT {STORED} FROM entry WHERE firm = $1 AND subject = $2 ORDER BY idx");
    tx.all(super::db::built(sql), args![firm, subject]).await?.iter().map(Stored::read).collect()
}

/// How many entries the log had at a moment. Times never go back from one entry to the next, so that halving finds it: some twenty questions for a
/// million entries, and no index on times.
pub async fn size_at(tx: &mut Tx, firm: Firm, at: Time) -> Result<u64, Error> {
    let head = tx.one("SELECT size FROM log_head WHERE firm = $1", args![firm]).await?;
    let (mut from, mut to) = (0, head.get::<u64>("size")?);
    while from < to {
        let middle = from + (to - from) / 2;
        let row = tx.one("SELECT time FROM entry WHERE firm = $1 AND idx = $2", args![firm, middle]).await?;
        match row.get::<Time>("time")? <= at {
            true => from = middle + 1,
            false => to = middle,
        }
    }
    Ok(from)
}

/// The entry at an index.
pub async fn entry(tx: &mut Tx, firm: Firm, index: u64) -> Result<Stored, Error> {
    let sql = format!("SELECT {STORED} FROM entry WHERE firm = $1 AND idx = $2");
    Stored::read(&tx.one(super::db::built(sql), args![firm, index]).await?)
}

/// How far a log has come. What was read of the tables of entries at one head is what any later look at that head would read; the time tells
/// apart a log that was put back to an earlier state and went on from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub size: u64,
    pub last_time: Time,
}

/// How far the entries about a notice have come. A new entry raises the first, an erased payload lowers the second of the same first:
/// what was read of one version is what any later look at that version would read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Version {
    /// Index of the newest entry.
    pub newest: u64,
    /// Bytes of all payloads that were not erased.
    pub bytes: u64,
}

/// A notice and all that happened to it. Read inside an [`Append`] to decide, elsewhere to show.
///
/// # Errors
/// `Missing` when the firm has issued no such notice.
pub async fn notice_state(tx: &mut Tx, firm: Firm, notice: Id) -> Result<notice::State, Error> {
    // What only proves is left where it is.
    let sql = "SELECT idx, time, kind, payload FROM entry WHERE firm = $1 AND subject = $2 ORDER BY idx";
    let mut entries = Vec::new();
    let mut gaps = false;
    for row in tx.all(sql, args![firm, format!("notice:{notice}")]).await? {
        let event = match row.is_null("payload")? {
            true => None,
            false => Some(Event::read(&row.get::<String>("kind")?, row.bytes("payload")?).map_err(Error::damaged)?),
        };
        gaps |= event.is_none();
        entries.push((row.get("idx")?, row.get("time")?, event));
    }
    // Nothing erased is by far the most frequent: nothing is copied then.
    if gaps {
        entries = erasure::filled(entries).map(|(index, time, event)| (index, time, Some(event))).collect();
    }
    let events = entries.into_iter().filter_map(|(_, time, event)| Some((time, event?)));
    notice::State::fold(events).ok_or(Error::Missing)
}
