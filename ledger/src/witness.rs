//! Witnessing (C2SP tlog-witness): the request `add-checkpoint`, and whether a witness may cosign.
//!
//! A witness remembers one checkpoint of each log: the newest that it cosigned. It cosigns another only if that one continues it,
//! so the log can never show two histories to two people who both ask for the cosignature. What is remembered must be written
//! durably, and compared in the same transaction, before the cosignature leaves: two requests at once could otherwise roll back.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::checkpoint::{Checkpoint, CheckpointError, parse_size};
use crate::hash::Hash;
use crate::merkle::{empty_root, verify_consistency};
use crate::note::{MAX_NOTE, VerifyingKey};

/// "The client MUST NOT send more than 63 consistency proof lines."
pub const MAX_PROOF: usize = 63;
/// The longest request, in bytes: the old size, the proof, the note.
pub const MAX_REQUEST: usize = 32 + MAX_PROOF * 45 + 1 + MAX_NOTE;

/// The body of `add-checkpoint`. `Display` and `FromStr` are its exact form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The size of the checkpoint that the proof begins at, 0 for none.
    pub old: u64,
    /// From `old` to the size of the checkpoint (RFC 6962 §2.1.2).
    pub proof: Vec<Hash>,
    /// The checkpoint, a whole signed note.
    pub note: String,
}

/// What a witness remembers of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub size: u64,
    pub root: Hash,
}

impl Seen {
    /// Of a log that was never cosigned.
    pub fn nothing() -> Seen {
        Seen { size: 0, root: empty_root() }
    }
}

/// Why a witness does not cosign. The status is the one that the protocol demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// 400
    #[error("not a request of the form that tlog-witness demands")]
    Form,
    /// 400
    #[error("the old size is larger than the checkpoint")]
    Backwards,
    /// 404
    #[error("this witness does not know the log")]
    UnknownLog,
    /// 403
    #[error("the checkpoint is not signed by the key known for this log")]
    NotSigned,
    /// 409, with the size as the body
    #[error("the newest checkpoint cosigned here has {size} entries")]
    Conflict { size: u64 },
    /// 422
    #[error("the proof does not show that the log only grew")]
    Unproven,
}

impl Refusal {
    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Refusal::Form | Refusal::Backwards => 400,
            Refusal::NotSigned => 403,
            Refusal::UnknownLog => 404,
            Refusal::Conflict { .. } => 409,
            Refusal::Unproven => 422,
        }
    }
}

impl Request {
    /// The origin that the checkpoint names, by which a witness finds the key and what it has seen. Nobody has verified it.
    ///
    /// # Errors
    /// `Form`.
    pub fn origin(&self) -> Result<&str, Refusal> {
        self.note.split('\n').next().filter(|line| !line.is_empty()).ok_or(Refusal::Form)
    }

    /// Whether a witness that knows the log by `key` and has `seen` so much of it may cosign; the checkpoint to remember then.
    ///
    /// # Errors
    /// `NotSigned`, `Form`, `Backwards`, `Conflict`, `Unproven`, looked for in this order.
    pub fn decide(&self, key: &VerifyingKey, seen: Seen) -> Result<Checkpoint, Refusal> {
        let checkpoint = Checkpoint::verify(&self.note, key).map_err(|error| match error {
            CheckpointError::Note(_) | CheckpointError::OtherOrigin => Refusal::NotSigned,
            CheckpointError::Lines | CheckpointError::Size | CheckpointError::Root => Refusal::Form,
        })?;
        if self.old > checkpoint.size {
            return Err(Refusal::Backwards);
        }
        if self.old != seen.size {
            return Err(Refusal::Conflict { size: seen.size });
        }
        // Two trees of one size: the log has shown two histories. The specification calls that a conflict as well.
        if self.old == checkpoint.size && checkpoint.root != seen.root {
            return Err(Refusal::Conflict { size: seen.size });
        }
        verify_consistency(seen.size, checkpoint.size, seen.root, checkpoint.root, &self.proof)
            .map_err(|_| Refusal::Unproven)?;
        Ok(checkpoint)
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof {
            writeln!(f, "{}", BASE64.encode(hash.0))?;
        }
        write!(f, "\n{}", self.note)
    }
}

impl FromStr for Request {
    type Err = Refusal;

    /// Reads the body of a request; the note in it is not read yet.
    fn from_str(text: &str) -> Result<Request, Refusal> {
        if text.len() > MAX_REQUEST {
            return Err(Refusal::Form);
        }
        let (head, note) = text.split_once("\n\n").ok_or(Refusal::Form)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(parse_size).ok_or(Refusal::Form)?;
        let hash =
            |line| BASE64.decode(line).ok().and_then(|bytes| bytes.try_into().ok()).map(Hash).ok_or(Refusal::Form);
        let proof = lines.take(MAX_PROOF + 1).map(hash).collect::<Result<Vec<Hash>, Refusal>>()?;
        if proof.len() > MAX_PROOF {
            return Err(Refusal::Form);
        }
        Ok(Request { old, proof, note: note.into() })
    }
}
