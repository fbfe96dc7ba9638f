//! What verification of a bundle found, as plain data.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{FileRole, Manifest};
use crate::canonical;
use crate::evidence::{Report, Verdict};
use crate::hash::Hash;
use crate::pdf::seal::{PdfSealError, Standing};
use crate::seal::Seal;

/// The result of a [`super::Verifier`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BundleReport {
    /// That of the evidence, unless a file has a fault.
    pub verdict: Verdict,
    pub manifest: Manifest,
    pub evidence: Report,
    /// In the order of the ZIP, the table of contents not counted.
    pub files: Vec<FileReport>,
    /// What the entries name and the bundle does not hold: left out by the firm, or by somebody else.
    pub absent: Vec<Expected>,
}

impl BundleReport {
    /// Whether nothing fails.
    pub fn holds(&self) -> bool {
        matches!(self.verdict, Verdict::Intact | Verdict::KeyNotCompared)
    }
}

/// A file that a verified entry names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// The entry, by its place in the log, from 0.
    pub index: u64,
    pub name: String,
    pub sha256: Hash,
    /// Bytes.
    pub size: u64,
}

/// What was found about one file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FileReport {
    pub path: String,
    pub name: String,
    pub role: FileRole,
    /// Of the bytes found.
    pub sha256: Hash,
    pub size: u64,
    /// The first entry that names exactly these bytes, by its place in the log, from 0.
    pub entry: Option<u64>,
    /// The seal of a PDF and whose it is.
    #[serde(skip)]
    pub seal: Option<Result<(Seal, Standing), PdfSealError>>,
    pub faults: Vec<FileFault>,
}

/// What does not hold about one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFault {
    /// Not the bytes of which the table of contents speaks.
    Altered,
    /// Said to be a document or attachment, and no verified entry names these bytes.
    NotNamed,
    /// The entries name these bytes, and not by this name.
    OtherName,
    /// Its seal does not hold.
    Seal { detail: String },
    /// The evidence inside it does not hold, or nothing says which of several counts.
    Evidence { detail: String },
    /// Its seal holds, and is not one that the log names, or one that it took back before it named the file.
    OtherSeal,
    /// The evidence inside it is of another log: firms were mixed up.
    OtherFirm { found: String },
}

/// The files that the verified entries name: every object in a payload with members `sha256`, `size` and `name`.
#[derive(Debug, Default)]
pub(super) struct Named(BTreeMap<Hash, Vec<Expected>>);

impl Named {
    pub(super) fn by(evidence: &Report) -> Named {
        let mut named = Named::default();
        if !matches!(evidence.verdict, Verdict::Intact | Verdict::KeyNotCompared) {
            return named;
        }
        for entry in &evidence.entries {
            if let (Some(header), Some(payload)) = (&entry.header, &entry.payload)
                && let Ok(value) = canonical::parse(payload.as_bytes())
            {
                named.walk(header.index, &value);
            }
        }
        named
    }

    fn walk(&mut self, index: u64, value: &Value) {
        match value {
            Value::Object(members) => {
                if let (Some(Value::String(hex)), Some(Value::String(name)), Some(size)) =
                    (members.get("sha256"), members.get("name"), members.get("size").and_then(Value::as_u64))
                    && let Ok(sha256) = hex.parse()
                {
                    let all = self.0.entry(sha256).or_default();
                    all.push(Expected { index, name: name.clone(), sha256, size });
                }
                members.values().for_each(|value| self.walk(index, value));
            }
            Value::Array(items) => items.iter().for_each(|value| self.walk(index, value)),
            _ => {}
        }
    }

    /// What is said of these bytes, the first entry in front.
    pub(super) fn of(&self, sha256: &Hash, size: u64) -> impl Iterator<Item = &Expected> {
        self.0.get(sha256).into_iter().flatten().filter(move |expected| expected.size == size)
    }

    /// Those that are not among `files`, in the order of the log.
    pub(super) fn absent(self, files: &[FileReport]) -> Vec<Expected> {
        let mut all = self.0;
        for file in files {
            all.remove(&file.sha256);
        }
        let mut absent: Vec<Expected> = all.into_values().filter_map(|named| named.into_iter().next()).collect();
        absent.sort_by_key(|absent| (absent.index, absent.sha256));
        absent
    }
}
