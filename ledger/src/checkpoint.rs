//! Checkpoints (C2SP tlog-checkpoint): the size and the root of a log, signed by its key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::hash::Hash;
use crate::merkle::MAX_SIZE;
use crate::note::{Note, NoteError, SigningKey, VerifyingKey};

/// The state of a log at one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log. In this project always the name of the key that signs.
    pub origin: String,
    /// How many leaves the log has.
    pub size: u64,
    /// The root of its Merkle tree.
    pub root: Hash,
    /// Lines after the third. Opaque: kept when read, since the signature covers them, never written.
    pub extensions: Vec<String>,
}

/// Why a checkpoint is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error("a checkpoint has at least three lines, none empty")]
    Lines,
    #[error("the second line is not a number without leading zeros, at most 2^53 - 1")]
    Size,
    #[error("the third line is not the base64 of 32 bytes")]
    Root,
    #[error("the checkpoint speaks of another log than the one whose key signed it")]
    OtherOrigin,
}

impl Checkpoint {
    /// The signed note for a log of `size` leaves with this `root`. Its origin is the name of `key`, as tlog-checkpoint
    /// ("Signatures") recommends.
    ///
    /// The caller must never sign two checkpoints between which there is no consistency proof.
    pub fn sign(key: &SigningKey, size: u64, root: Hash) -> String {
        let checkpoint = Checkpoint { origin: key.name().into(), size, root, extensions: Vec::new() };
        let mut note = Note::new(&checkpoint.text()).expect("a key name holds no control characters");
        note.sign(key).expect("the first signature is within the limit");
        note.to_string()
    }

    /// Verifies that `key` signed the note, and reads the checkpoint in it.
    ///
    /// # Errors
    /// `Note` when the note is malformed or not signed by `key`; `Lines`, `Size`, `Root` when the text is not a checkpoint;
    /// `OtherOrigin` when the origin is not the name of the key.
    pub fn verify(note: &str, key: &VerifyingKey) -> Result<Checkpoint, CheckpointError> {
        let note = Note::parse(note)?;
        note.verify(std::slice::from_ref(key))?;
        let checkpoint = Checkpoint::parse(note.text())?;
        if checkpoint.origin != key.name() {
            return Err(CheckpointError::OtherOrigin);
        }
        Ok(checkpoint)
    }

    /// Reads the text of a checkpoint (tlog-checkpoint, "Note text"), which nobody has verified.
    ///
    /// # Errors
    /// `Lines`, `Size`, `Root`.
    pub fn parse(text: &str) -> Result<Checkpoint, CheckpointError> {
        let lines: Vec<&str> = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?.split('\n').collect();
        let [origin, size, root, extensions @ ..] = lines.as_slice() else {
            return Err(CheckpointError::Lines);
        };
        if lines.iter().any(|line| line.is_empty()) {
            return Err(CheckpointError::Lines);
        }
        let root = BASE64.decode(root).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(CheckpointError::Root)?;
        Ok(Checkpoint {
            origin: (*origin).into(),
            size: parse_size(size).ok_or(CheckpointError::Size)?,
            root: Hash(root),
            extensions: extensions.iter().map(|line| (*line).into()).collect(),
        })
    }

    /// The text that is signed.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root.0));
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }
}

/// Decimal digits, no sign, no leading zero but in `0` itself.
pub(crate) fn parse_size(text: &str) -> Option<u64> {
    let size: u64 = text.parse().ok()?;
    let plain = text == "0" || !text.starts_with(['0', '+']);
    (size <= MAX_SIZE && plain).then_some(size)
}
