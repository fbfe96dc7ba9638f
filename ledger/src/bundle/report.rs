//! What verification of a bundle found, as plain data.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::rules::{self, Made};
use super::{FileRole, Manifest};
use crate::evidence::{Report, Verdict};
use crate::hash::Hash;
use crate::pdf::PdfError;
use crate::pdf::redaction::CopyOf;
use crate::pdf::seal::{PdfSealError, Standing};
use crate::seal::Seal;

/// The result of a [`super::Verifier`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BundleReport {
    /// That of the evidence, unless a file has a fault.
    pub verdict: Verdict,
    pub manifest: Manifest,
    /// SHA-256 of the table of contents: the log's entry `bundle.exported` holds that of the bundle as it was handed out.
    pub contents: Hash,
    pub evidence: Report,
    /// In the order of the ZIP, the table of contents not counted.
    pub files: Vec<FileReport>,
    /// What the entries name and the bundle does not hold: erased, left out by the firm, or taken out by somebody else.
    pub absent: Vec<Expected>,
}

impl BundleReport {
    /// Whether nothing fails.
    pub fn holds(&self) -> bool {
        self.verdict.holds()
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
    /// Of an absent file, the entry that says that it was erased, by its place in the log: `payload.erased` or
    /// `project.destroyed`, after all that name the file.
    pub erased: Option<u64>,
    /// Of an absent file that was not erased: bundles leave it out by their rules, as far as the entries tell ([`super::rules`]).
    pub left_out: bool,
    /// Of an absent file that was neither erased nor is left out of every bundle: one that a reader outside made leaves it out by rule. Whether this is
    /// one, no entry in it tells.
    pub left_out_outside: bool,
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
    /// Whether it is an aid that follows from the evidence, as it does ([`super::aids`]).
    pub follows: bool,
    /// The entries whose text the evidence inside it shows and that of the bundle does not, by their places in the log.
    pub beyond: Vec<u64>,
    /// Of which document it is a copy with masked names, by the firm's word under its seal.
    pub redacts: Option<CopyOf>,
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
    Evidence {
        detail: String,
        /// The verdict on it, or why there is none; `detail` says the same to programs.
        #[serde(skip)]
        why: Result<Verdict, PdfError>,
    },
    /// Its seal holds, and is not one that the log names, or one that it took back before it named the file.
    OtherSeal,
    /// An aid that follows from the evidence ([`super::aids`]) and says otherwise: somebody put a key or a certificate of theirs there.
    Disagrees,
    /// The evidence inside it is of another log: firms were mixed up.
    OtherFirm { found: String },
    /// The evidence inside it has another entry at this place of the same log, from 0, or (none) another root for the same size: the firm's key signed
    /// two pasts.
    Contradicts { index: Option<u64> },
    /// An aid in a folder of files that entries speak for ([`FOLDERS`]): it would pass for one of them.
    Misplaced,
}

/// Where documents and attachments lie, and nothing else.
pub const FOLDERS: [&str; 2] = ["documents/", "attachments/"];

/// The files that the verified entries name: every object in a payload with members `sha256`, `size` and `name`.
#[derive(Debug, Default)]
pub(super) struct Named {
    files: BTreeMap<Hash, Vec<Expected>>,
    /// Those that went with an erasure, and the last entry that says so.
    erased: BTreeMap<Hash, u64>,
    documents: Vec<Made>,
}

/// Whether an entry of this kind lists files that went.
fn is_erasure(kind: &str) -> bool {
    kind == "payload.erased" || kind == "project.destroyed"
}

/// What is read of one.
#[derive(Deserialize)]
struct Erasure {
    #[serde(default)]
    files: Vec<Hash>,
}

impl Named {
    pub(super) fn by(evidence: &Report) -> Named {
        let mut named = Named::default();
        if !evidence.verdict.is_consistent() {
            return named;
        }
        for entry in &evidence.entries {
            if let (Some(header), Some(payload)) = (&entry.header, &entry.payload) {
                let walk = Walk { named: &mut named, index: header.index };
                // A payload that was verified is JSON.
                let _ = walk.deserialize(&mut serde_json::Deserializer::from_str(payload));
                named.documents.extend(Made::read(header, payload));
                let erasure = || serde_json::from_str::<Erasure>(payload).ok();
                for file in is_erasure(&header.kind).then(erasure).flatten().iter().flat_map(|it| &it.files) {
                    named.erased.insert(*file, header.index);
                }
            }
        }
        named
    }

    /// What is said of these bytes, the first entry in front.
    pub(super) fn of(&self, sha256: &Hash, size: u64) -> impl Iterator<Item = &Expected> {
        self.files.get(sha256).into_iter().flatten().filter(move |expected| expected.size == size)
    }

    /// Those that are neither among the files found nor, altered, among the `listed` ones; in the order of the log.
    pub(super) fn absent(mut self, files: &[FileReport], manifest: &Manifest) -> Vec<Expected> {
        let listed = manifest.files.iter().map(|listed| &listed.sha256);
        let erased = |sha256: &Hash, last: u64| self.erased.get(sha256).copied().filter(|erased| last < *erased);
        self.documents.retain(|made| erased(&made.sha256, made.index).is_none());
        let left_out = rules::left_out(&self.documents, &manifest.about);
        let outside = rules::left_out_outside(&self.documents);
        let mut all = self.files;
        for sha256 in files.iter().map(|file| &file.sha256).chain(listed) {
            all.remove(sha256);
        }
        let first = |(sha256, named): (Hash, Vec<Expected>)| {
            let erased = erased(&sha256, named.last()?.index);
            // What something else names too belongs there.
            let all_in =
                |rule: &BTreeSet<u64>| erased.is_none() && named.iter().all(|named| rule.contains(&named.index));
            let left_out = all_in(&left_out);
            let left_out_outside = !left_out && all_in(&outside);
            named.into_iter().next().map(|first| Expected { erased, left_out, left_out_outside, ..first })
        };
        let mut absent: Vec<Expected> = all.into_iter().filter_map(first).collect();
        absent.sort_by_key(|absent| (absent.index, absent.sha256));
        absent
    }
}

/// Walks through a payload, and holds no more of it than a text and what it looks for: payloads are of any form.
struct Walk<'a> {
    named: &'a mut Named,
    index: u64,
}

/// What an object says of itself by this value.
enum Said {
    Text(String),
    Number(u64),
    Other,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Said;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Said, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Said;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<Said, E> {
        Ok(Said::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Said, E> {
        Ok(Said::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Said, E> {
        Ok(Said::Other)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Said, E> {
        Ok(Said::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Said, E> {
        Ok(Said::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Said, A::Error> {
        let Walk { named, index } = self;
        while items.next_element_seed(Walk { named, index })?.is_some() {}
        Ok(Said::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Said, A::Error> {
        let Walk { named, index } = self;
        let (mut sha256, mut name, mut size) = (None, None, None);
        while let Some(member) = members.next_key::<String>()? {
            match (member.as_str(), members.next_value_seed(Walk { named, index })?) {
                ("sha256", Said::Text(hex)) => sha256 = hex.parse::<Hash>().ok(),
                ("name", Said::Text(text)) => name = Some(text),
                ("size", Said::Number(bytes)) => size = Some(bytes),
                _ => {}
            }
        }
        if let (Some(sha256), Some(name), Some(size)) = (sha256, name, size) {
            let (erased, left_out, left_out_outside) = (None, false, false);
            let expected = Expected { index, name, sha256, size, erased, left_out, left_out_outside };
            named.files.entry(sha256).or_default().push(expected);
        }
        Ok(Said::Other)
    }
}
