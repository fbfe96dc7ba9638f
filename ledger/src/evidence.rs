//! The evidence file: one JSON text with which a stranger verifies entries of a log, offline and without the firm.
//!
//! It is attached to every PDF and offered by itself. Its bytes are canonical (see [`crate::canonical`]). It holds some entries of one
//! log, each with the proof that leads to the root of one signed checkpoint; what it does not show it counts.

mod erasure;
mod pasts;
mod report;
mod time_stamps;
mod verify;

pub use pasts::Contradiction;
pub use report::{
    Check, Cosigned, Dated, Dating, Entries, EntryFault, EntryReport, Erased, Fault, Finding, MAX_FUTURE, Outcome,
    Remark, Report, Stated, Verdict,
};
pub use verify::{Reader, verify};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::canonical::{self, CanonicalError};
use crate::entry::{Entry, Salt};
use crate::hash::Hash;
use crate::note::VerifyingKey;

/// The format of a file without [`Evidence::earlier`].
pub const FORMAT: &str = "acte-evidence/1";
/// The format of a file with it; all else is the same.
pub const FORMAT_EARLIER: &str = "acte-evidence/2";
/// What all versions of the format begin with.
pub const FORMAT_FAMILY: &str = "acte-evidence/";
/// The most entries in one file.
pub const MAX_ENTRIES: usize = 10_000;
/// The most time-stamp tokens in one file: one is enough; several authorities are harder to doubt than one.
pub const MAX_TIME_STAMPS: usize = 8;
/// The most earlier states of the log in one file.
pub const MAX_EARLIER: usize = 32;
/// The largest file, in bytes: 64 MiB. 10,000 entries with payloads of 4 KB and proofs of 25 hashes take 60 MB.
pub const MAX_BYTES: usize = canonical::MAX_BYTES;

/// The evidence file. Its members stand in the order of the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The signed checkpoint, a whole note.
    pub checkpoint: String,
    /// Earlier states that authorities dated, in ascending order of size: an entry is as old as the first time-stamp that covers it, and the
    /// checkpoint may have been stamped years later. Missing where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    /// In ascending order of their index in the log.
    pub entries: Vec<EvidenceEntry>,
    /// [`FORMAT`], or [`FORMAT_EARLIER`].
    pub format: String,
    /// Which log: the origin of the checkpoint and the name of the key.
    pub origin: String,
    /// Time-stamp tokens (RFC 3161) about [`crate::note::Note::digest`] of the checkpoint, as base64 of their DER; often none.
    pub time_stamps: Vec<String>,
    /// The key that signed the checkpoint, as the firm states it. A reader compares it with a key got in another way.
    pub vkey: String,
}

/// An earlier state of the log, dated by an authority or cosigned by a witness, and the proof that the checkpoint of the file continues it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// The signed checkpoint of that state, a whole note.
    pub checkpoint: String,
    /// The consistency proof from its size to that of the file's checkpoint.
    pub proof: Vec<Hash>,
    /// Tokens about its text, as in [`Evidence::time_stamps`]; none where only witnesses saw it.
    pub time_stamps: Vec<String>,
}

impl Earlier {
    /// `tokens` (DER) are about the text of `checkpoint`, which the caller has checked with [`crate::timestamp::check`].
    pub fn new(checkpoint: String, proof: Vec<Hash>, tokens: &[Vec<u8>]) -> Earlier {
        Earlier { checkpoint, proof, time_stamps: encoded(tokens) }
    }
}

fn encoded(tokens: &[Vec<u8>]) -> Vec<String> {
    tokens.iter().map(|token| BASE64.encode(token)).collect()
}

/// What the file shows of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Disclosure {
    /// Salt and payload are here, and verified.
    Disclosed,
    /// The firm says that it keeps the payload and does not show it here.
    Withheld,
    /// The firm says that it has erased salt and payload. Nothing in the file can prove that.
    Erased,
}

/// One entry with its proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceEntry {
    /// The exact bytes of the header, as text.
    pub header: String,
    /// The exact bytes of the payload, as text; only if disclosed.
    pub payload: Option<String>,
    /// The Merkle audit path to the root of the checkpoint, from the leaf up.
    pub proof: Vec<Hash>,
    /// Only if disclosed.
    pub salt: Option<Salt>,
    pub state: Disclosure,
}

impl EvidenceEntry {
    /// Shows the payload of `entry`, or says that it is erased when the entry no longer has one.
    ///
    /// # Errors
    /// `NotText` when header or payload is not UTF-8, which no entry that passes [`Entry::check`] is.
    pub fn disclose(entry: &Entry, proof: Vec<Hash>) -> Result<EvidenceEntry, EvidenceError> {
        let payload = entry.payload.as_deref().map(text).transpose()?;
        let state = if payload.is_some() { Disclosure::Disclosed } else { Disclosure::Erased };
        Ok(EvidenceEntry { header: text(&entry.header)?, payload, proof, salt: entry.salt, state })
    }

    /// Proves that `entry` exists, without its payload and without the salt that would let a reader guess it.
    ///
    /// # Errors
    /// `NotText`, as [`EvidenceEntry::disclose`].
    pub fn withhold(entry: &Entry, proof: Vec<Hash>) -> Result<EvidenceEntry, EvidenceError> {
        let state = if entry.payload.is_some() { Disclosure::Withheld } else { Disclosure::Erased };
        Ok(EvidenceEntry { header: text(&entry.header)?, payload: None, proof, salt: None, state })
    }
}

fn text(bytes: &[u8]) -> Result<String, EvidenceError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| EvidenceError::NotText)
}

/// Why an evidence file cannot be written or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    #[error("not an evidence file")]
    NotEvidence,
    #[error("the format is {format}; this program knows {FORMAT}")]
    NewerFormat { format: String },
    #[error("not the members of an evidence file: {0}")]
    Members(String),
    #[error("{found} entries; at most {MAX_ENTRIES} are accepted")]
    TooManyEntries { found: usize },
    #[error("{found} time-stamps; at most {MAX_TIME_STAMPS} are accepted")]
    TooManyTimeStamps { found: usize },
    #[error("{found} earlier states; at most {MAX_EARLIER} are accepted")]
    TooManyEarlier { found: usize },
    #[error("a header or payload is not text")]
    NotText,
}

impl Evidence {
    /// The evidence for `entries`, in ascending order of index, proven against `checkpoint`, signed by the key `vkey`.
    pub fn new(vkey: &VerifyingKey, checkpoint: String, entries: Vec<EvidenceEntry>) -> Evidence {
        Evidence {
            format: FORMAT.into(),
            origin: vkey.name().into(),
            vkey: vkey.to_string(),
            checkpoint,
            earlier: Vec::new(),
            entries,
            time_stamps: Vec::new(),
        }
    }

    /// The same with these tokens (DER) about its checkpoint, which the caller has checked with [`crate::timestamp::check`].
    pub fn stamped(self, tokens: &[Vec<u8>]) -> Evidence {
        Evidence { time_stamps: encoded(tokens), ..self }
    }

    /// The same with these earlier states, in ascending order of size.
    pub fn after(self, earlier: Vec<Earlier>) -> Evidence {
        let format = if earlier.is_empty() { FORMAT } else { FORMAT_EARLIER };
        Evidence { earlier, format: format.into(), ..self }
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// `TooManyEntries`, `TooManyTimeStamps`, `TooManyEarlier`; `Canonical` when the file would have more than [`MAX_BYTES`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, EvidenceError> {
        self.check_limits()?;
        Ok(canonical::to_vec(self)?)
    }

    /// Reads a file, verifying its form and none of its claims; for those see [`verify`].
    ///
    /// # Errors
    /// `Canonical`, `NotEvidence` when there is no member `format` of this family, `NewerFormat`, `Members`, `TooManyEntries`,
    /// `TooManyTimeStamps`, `TooManyEarlier`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Evidence, EvidenceError> {
        let (text, format) = canonical::check_member(bytes, "format")?;
        // The format first: a newer file may have other members.
        match format {
            Some(FORMAT | FORMAT_EARLIER) => {}
            Some(format) if is_newer(format) => return Err(EvidenceError::NewerFormat { format: format.into() }),
            _ => return Err(EvidenceError::NotEvidence),
        }
        let evidence: Evidence = canonical::exactly(text).map_err(EvidenceError::Members)?;
        if evidence.earlier.is_empty() == (evidence.format == FORMAT_EARLIER) {
            return Err(EvidenceError::Members("`earlier` belongs to the second format, and to no other".into()));
        }
        evidence.check_limits()?;
        Ok(evidence)
    }

    fn check_limits(&self) -> Result<(), EvidenceError> {
        let found = self.entries.len();
        if found > MAX_ENTRIES {
            return Err(EvidenceError::TooManyEntries { found });
        }
        let found = self.earlier.len();
        if found > MAX_EARLIER {
            return Err(EvidenceError::TooManyEarlier { found });
        }
        let earlier = self.earlier.iter().map(|earlier| earlier.time_stamps.len());
        match earlier.chain([self.time_stamps.len()]).max() {
            Some(found) if found > MAX_TIME_STAMPS => Err(EvidenceError::TooManyTimeStamps { found }),
            _ => Ok(()),
        }
    }
}

/// `acte-evidence/` and a number from 3.
fn is_newer(format: &str) -> bool {
    let version = format.strip_prefix(FORMAT_FAMILY).and_then(|version| version.parse::<u32>().ok());
    version.is_some_and(|version| version > 2)
}
