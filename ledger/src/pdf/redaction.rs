//! What a copy with masked names says of itself: of which document it is one. By the firm's word, in the log (`document.made` with `redacts`) or, as
//! long as no evidence at hand shows that entry, in a file attached to the copy, which its seal covers.
//!
//! It names the original by its SHA-256. Nothing here shows that the pages repeat it but for what is masked: whoever holds the original compares.

use serde::{Deserialize, Serialize};

use crate::event::{FileRef, Redaction};
use crate::evidence::Report;
use crate::{Hash, Id};

/// How the attached file begins: its members are in canonical order.
pub const PREFIX: &[u8] = br#"{"copy_of":""#;
pub const FORMAT: &str = "acte-redaction/1";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyOf {
    /// The original, by its identifier.
    pub copy_of: Id,
    pub format: String,
    /// How many names or words are masked.
    pub masked: u32,
    /// The number of the original for people.
    pub reference: String,
    /// Of the original.
    pub sha256: Hash,
    /// How many entries the evidence in the original shows and that in the copy does not.
    pub withheld: u64,
}

/// What is read of a `document.made`.
#[derive(Deserialize)]
struct Made {
    file: FileRef,
    reference: String,
    redacts: Option<Redaction>,
}

impl CopyOf {
    /// Of the document that this says.
    pub fn new(reference: String, Redaction { document, sha256, masked, withheld }: Redaction) -> CopyOf {
        CopyOf { copy_of: document, format: FORMAT.to_owned(), masked, reference, sha256, withheld }
    }

    /// What the evidence says of the PDF with this hash, or else the PDF itself: believe that only of one whose seal holds.
    pub fn find(pdf: &[u8], sha256: &Hash, evidence: Option<&Report>) -> Option<CopyOf> {
        let recorded = evidence.filter(|evidence| evidence.verdict.is_consistent()).and_then(|evidence| {
            let made = evidence.entries.iter().filter(|entry| {
                entry.header.as_ref().is_some_and(|header| header.kind == "document.made")
            });
            let made = made.filter_map(|entry| serde_json::from_str::<Made>(entry.payload.as_ref()?).ok());
            let mut of_it = made.filter(|made| made.file.sha256 == *sha256);
            of_it.find_map(|made| Some(CopyOf::new(made.reference, made.redacts?)))
        });
        let attached = || serde_json::from_slice(super::attached(pdf, PREFIX).ok()?).ok();
        recorded.or_else(attached).filter(|copy: &CopyOf| copy.format == FORMAT)
    }
}
