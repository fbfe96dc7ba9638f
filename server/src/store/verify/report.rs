//! What verification found, for people and for tests.

use std::fmt;

use ledger::{Hash, Id};

/// What was found, firm by firm.
#[derive(Debug, Default)]
pub struct Report {
    pub firms: Vec<FirmReport>,
    /// Of what this server remembers of the logs for which it is a witness: they are of no firm here.
    pub witnessed: Vec<Fault>,
}

impl Report {
    pub fn is_sound(&self) -> bool {
        self.faults().next().is_none()
    }

    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.firms.iter().flat_map(|firm| &firm.faults).chain(&self.witnessed)
    }
}

#[derive(Debug)]
pub struct FirmReport {
    pub firm: Id,
    pub entries: u64,
    /// Entries whose payload was erased.
    pub erased: u64,
    pub checkpoints: u64,
    /// Tokens of authorities about them, as many as are there: no entry speaks of one, so that of one taken out nothing is left to see.
    pub time_stamps: u64,
    /// The same of lines of witnesses.
    pub cosignatures: u64,
    /// Entries that no checkpoint covers yet.
    pub unsigned: u64,
    /// Rows of projections compared.
    pub rows: u64,
    pub files: u64,
    pub faults: Vec<Fault>,
}

/// One thing that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The entry at this index is not there, while later ones are.
    MissingEntry { index: u64 },
    /// Header or payload are not what a log can hold, or the payload is not the one that the header commits to.
    BadEntry { index: u64, what: String },
    /// A column beside the header says something else than the header.
    BadCopy { index: u64, column: &'static str },
    /// The entry is earlier than the one before it.
    TimeGoesBack { index: u64 },
    /// The payload is not an event of the kind and subject that the header names.
    BadEvent { index: u64, what: String },
    /// The entry has no payload, and no entry says by whom and why it was erased.
    UnexplainedErasure { index: u64 },
    /// An entry says that this one was erased, and its payload is there: from a copy of before, perhaps.
    NotErased { index: u64 },
    /// The stored hash of this subtree is missing or is not that of its entries.
    BadNode { level: u8, index: u64 },
    /// There are more tree nodes than the log can have.
    ExtraNodes { found: u64, expected: u64 },
    /// The row of the log's head disagrees with the log.
    BadHead { column: &'static str },
    /// The checkpoint for this many entries does not hold.
    BadCheckpoint { size: u64, what: String },
    /// The time-stamp of the checkpoint for this many entries is not a good one about it.
    BadTimeStamp { size: u64, what: String },
    /// The line of a witness beside the checkpoint for this many entries is not a good one about it.
    BadCosignature { size: u64, witness: String, what: String },
    /// A witness says that what it saw is not the beginning of this log.
    Contradicted { witness: String, what: String, entries: u64 },
    /// What is remembered of the log of somebody else is not what its checkpoint says.
    BadWitnessed { origin: String, what: String },
    /// The event cannot be replayed onto those before it, so the projections were not compared.
    BadReplay { index: u64, what: String },
    /// A row of a projection that no event made.
    ExtraRow { table: String, key: String },
    /// A row of a projection that the events make, and that is not there.
    MissingRow { table: String, key: String },
    /// A row of a projection that says something else than the events.
    BadRow { table: String, key: String, column: String },
    /// A file that is missing or is not the one that its hash names.
    BadFile { sha256: Hash, what: String },
}

/// For people: a line for each firm, then its faults.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for firm in &self.firms {
            let verdict = if firm.faults.is_empty() { "sound" } else { "FAULTY" };
            let FirmReport { entries, erased, checkpoints, time_stamps, cosignatures, unsigned, rows, files, .. } =
                firm;
            writeln!(
                f,
                "firm {}: {verdict}; {entries} entries ({erased} erased, {unsigned} not signed yet), {checkpoints} checkpoints \
                 ({time_stamps} time-stamps, {cosignatures} cosignatures), \
                 {rows} rows rebuilt, {files} files",
                firm.firm
            )?;
            for fault in &firm.faults {
                writeln!(f, "  {fault}")?;
            }
        }
        for fault in &self.witnessed {
            writeln!(f, "FAULTY: {fault}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::MissingEntry { index } => write!(f, "entry {index} is missing"),
            Fault::BadEntry { index, what } => write!(f, "entry {index}: {what}"),
            Fault::BadCopy { index, column } => {
                write!(f, "entry {index}: the column {column} is not what the header says")
            }
            Fault::TimeGoesBack { index } => write!(f, "entry {index} is earlier than the one before"),
            Fault::BadEvent { index, what } => write!(f, "entry {index}: {what}"),
            Fault::UnexplainedErasure { index } => {
                write!(f, "entry {index} was erased, and no entry says by whom and why")
            }
            Fault::NotErased { index } => write!(f, "entry {index} is said to be erased, and is there"),
            Fault::BadNode { level, index } => {
                write!(f, "tree node {index} of level {level} is not that of its entries")
            }
            Fault::ExtraNodes { found, expected } => write!(f, "{found} tree nodes where there should be {expected}"),
            Fault::BadHead { column } => {
                write!(f, "the head of the log: the column {column} is not that of its entries")
            }
            Fault::BadCheckpoint { size, what } => write!(f, "checkpoint of {size} entries: {what}"),
            Fault::BadTimeStamp { size, what } => write!(f, "time-stamp of the checkpoint of {size} entries: {what}"),
            Fault::BadCosignature { size, witness, what } => {
                write!(f, "cosignature of the checkpoint of {size} entries by {witness}: {what}")
            }
            Fault::Contradicted { witness, what, entries } => {
                write!(f, "the witness {witness} contradicts this log: {what} (this database has {entries} entries)")
            }
            Fault::BadWitnessed { origin, what } => write!(f, "what was witnessed of {origin}: {what}"),
            Fault::BadReplay { index, what } => write!(f, "entry {index} cannot be replayed: {what}"),
            Fault::ExtraRow { table, key } => write!(f, "{table}: no event made the row {key}"),
            Fault::MissingRow { table, key } => write!(f, "{table}: the row {key} is missing"),
            Fault::BadRow { table, key, column } => {
                write!(f, "{table}: the column {column} of the row {key} is not what the events say")
            }
            Fault::BadFile { sha256, what } => write!(f, "file {sha256}: {what}"),
        }
    }
}
