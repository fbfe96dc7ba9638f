//! The bundle: one ZIP that a stranger can keep, open and verify, also when the firm and this program are gone.
//!
//! It holds an evidence file, the documents and attachments that its entries name, and what helps people to read them. It is written
//! and read in one strict form ([`zip`]), so that no two programs see different things in it; a [`Verifier`] takes it in pieces, and needs no
//! more memory than its largest document.

pub mod aids;
mod document;
mod report;
mod rules;
mod verifier;
pub mod zip;

pub use report::{BundleReport, Expected, FOLDERS, FileFault, FileReport};
pub use verifier::Verifier;
pub use zip::ZipError;

use serde::{Deserialize, Serialize};

use crate::canonical::{self, CanonicalError};
use crate::entry;
use crate::hash::Hash;
use crate::time::Time;

/// The format that this crate writes and reads.
pub const FORMAT: &str = "acte-bundle/1";
/// What all versions of the format begin with.
pub const FORMAT_FAMILY: &str = "acte-bundle/";
/// The first file of every bundle: its table of contents.
pub const MANIFEST: &str = "bundle.json";
/// The second: the entries with their proofs.
pub const EVIDENCE: &str = "evidence.json";
/// The most files, the table of contents not counted.
pub const MAX_FILES: usize = 10_000;
/// The largest table of contents, bytes: 8 MiB. Ten thousand files with names of 500 bytes take 7 MB.
pub const MAX_MANIFEST: usize = 8 << 20;

/// The table of contents. Its members stand in the order of the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What the bundle is about: a subject as in headers, for instance `project:` and its identifier.
    pub about: String,
    /// In the order of the ZIP.
    pub files: Vec<ManifestFile>,
    /// [`FORMAT`].
    pub format: String,
    /// When it was made, by the clock of the firm. Nothing proves it.
    pub made: Time,
    /// Which log.
    pub origin: String,
}

/// One file of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// What it is called for people.
    pub name: String,
    /// Where it lies in the ZIP.
    pub path: String,
    pub role: FileRole,
    pub sha256: Hash,
    /// Bytes.
    pub size: u64,
}

/// What a file is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileRole {
    /// [`EVIDENCE`].
    Evidence,
    /// A PDF of the program: an entry names it, and it bears the firm's seal.
    Document,
    /// Anything else that an entry names: a contract paper, a quote.
    Attachment,
    /// Helps people to read the rest: the verifier, lists, certificates. No entry speaks for it; those of [`aids`] follow from the evidence.
    Aid,
}

/// Why a bundle is refused as a whole. What is wrong with one of its files is a [`FileFault`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    #[error(transparent)]
    Zip(#[from] ZipError),
    #[error("the first file is not {MANIFEST}")]
    NoManifest,
    #[error("the table of contents: {0}")]
    Canonical(#[from] CanonicalError),
    #[error("the table of contents has not the members that it must have: {0}")]
    Members(String),
    #[error("the format is {format}; this program knows {FORMAT}")]
    NewerFormat { format: String },
    #[error("the table of contents does not say in the way of headers what the bundle is about, or when it was made")]
    About,
    #[error("the table of contents says that it was made more than a day from now")]
    Ahead,
    #[error("the first file of the table of contents, and no other, must be {EVIDENCE}")]
    NoEvidence,
    #[error("{found} files; at most {MAX_FILES} are accepted")]
    TooManyFiles { found: usize },
    #[error("the ZIP does not hold what its table of contents says: {path}")]
    OtherFiles { path: String },
    #[error("the ZIP lacks a file of its table of contents: {path}")]
    Lacking { path: String },
    #[error("{path} has {size} bytes; at most {limit} are accepted")]
    TooLarge { path: String, size: u64, limit: u64 },
}

impl Manifest {
    /// The bytes of the table of contents.
    ///
    /// # Errors
    /// `TooManyFiles`, `About`, `NoEvidence`, `Canonical`, `TooLarge`.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BundleError> {
        self.check()?;
        let bytes = canonical::to_vec(self)?;
        limited(MANIFEST, bytes.len() as u64, MAX_MANIFEST)?;
        Ok(bytes)
    }

    /// Reads a table of contents, verifying its form and none of its claims.
    ///
    /// # Errors
    /// `Canonical`, `NewerFormat`, `Members` also when it is of another family, `TooManyFiles`, `About`, `NoEvidence`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Manifest, BundleError> {
        let (text, format) = canonical::check_member(bytes, "format")?;
        // The format first: a newer file may have other members.
        let format = format.unwrap_or_default();
        let version = format.strip_prefix(FORMAT_FAMILY).and_then(|version| version.parse::<u32>().ok());
        if version.is_some_and(|version| version > 1) {
            return Err(BundleError::NewerFormat { format: format.into() });
        }
        if format != FORMAT {
            return Err(BundleError::Members(format!("format is not {FORMAT}")));
        }
        let manifest: Manifest = canonical::exactly(text).map_err(BundleError::Members)?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), BundleError> {
        let found = self.files.len();
        if found > MAX_FILES {
            return Err(BundleError::TooManyFiles { found });
        }
        if !entry::is_subject(&self.about) || !self.made.is_recordable() {
            return Err(BundleError::About);
        }
        let evidence = self.files.iter().map(|file| file.role == FileRole::Evidence && file.path == EVIDENCE);
        let any = self.files.iter().skip(1).any(|file| file.role == FileRole::Evidence);
        if evidence.take(1).eq([true]) && !any { Ok(()) } else { Err(BundleError::NoEvidence) }
    }
}

fn limited(path: &str, size: u64, limit: usize) -> Result<(), BundleError> {
    let limit = limit as u64;
    if size > limit { Err(BundleError::TooLarge { path: path.into(), size, limit }) } else { Ok(()) }
}
