//! What counts as evidence: exact bytes, the Merkle log, signed checkpoints, the evidence file and its verification.
//!
//! No I/O, no clock, no randomness, no async, no unsafe code: every function is a function of its arguments, so the same
//! file gives the same report on a server, in a browser (`wasm32-unknown-unknown`) or on an expert witness's desk.
//! `docs/ledger-format.md` is the normative text; each module cites the paragraph of the standard that it implements.
//!
//! From bytes to evidence: [`canonical`] makes the bytes of a payload, [`entry`] commits to them in a header,
//! [`merkle`] orders the headers, [`checkpoint`] signs the order as a [`note`], [`evidence`] packs it for a reader.
//! From documents to witnesses: [`cms`] makes the [`seal`] of a document, [`timestamp`] asks an outside authority when it was there,
//! [`x509`] says whose key signed.

pub mod access;
mod asn1;
pub mod bundle;
pub mod bytes;
pub mod canonical;
pub mod catalogue;
pub mod checkpoint;
pub mod cms;
pub mod cosignature;
pub mod coverage;
pub mod entry;
pub mod erasure;
pub mod event;
pub mod evidence;
pub mod hash;
pub mod hold;
pub mod id;
pub mod lang;
pub mod merkle;
pub mod note;
pub mod notice;
pub mod pdf;
pub mod person;
pub mod retention;
pub mod seal;
pub mod signature;
pub mod time;
pub mod timestamp;
pub mod witness;
pub mod x509;

pub use asn1::Oid;
pub use canonical::CanonicalError;
pub use checkpoint::{Checkpoint, CheckpointError};
pub use cosignature::{Witness, WitnessKey};
pub use entry::{Actor, Entry, EntryError, Header, Salt};
pub use evidence::{Evidence, EvidenceError, Report};
pub use hash::{Hash, sha256};
pub use id::Id;
pub use lang::Lang;
pub use merkle::{Frontier, MerkleError, Node};
pub use note::{NoteError, SigningKey, VerifyingKey};
pub use pdf::{PdfError, find_evidence};
pub use time::Time;
