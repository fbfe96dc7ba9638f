//! What a copy with masked names says of itself: of which document it is one. By the firm's word, in the log (`document.made` with `redacts`) or, as
//! long as no evidence at hand shows that entry, in a file attached to the copy, which its seal covers.
//!
//! It names the original by its SHA-256. Nothing here shows that the pages repeat it but for what is masked: whoever holds the original compares.

use serde::Serialize;
use serde_json::Value;

use crate::event::Redaction;
use crate::evidence::Report;
use crate::{Hash, Id};

/// How the attached file begins: its members are in canonical order.
pub const PREFIX: &[u8] = br#"{"copy_of":""#;
pub const FORMAT: &str = "acte-redaction/1";

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CopyOf {
    /// The original, by its identifier.
    pub copy_of: Id,
    pub format: &'static str,
    /// How many names or words are masked.
    pub masked: u64,
    /// The number of the original for people.
    pub reference: String,
    /// Of the original.
    pub sha256: Hash,
    /// How many entries the evidence in the original shows and that in the copy does not.
    pub withheld: u64,
}

impl CopyOf {
    /// Of the document that this says.
    pub fn new(reference: String, Redaction { document, sha256, masked, withheld }: Redaction) -> CopyOf {
        CopyOf { copy_of: document, format: FORMAT, masked: masked.into(), reference, sha256, withheld }
    }

    /// What the evidence says of the PDF with this hash, or else the PDF itself: believe that only of one whose seal holds.
    pub fn find(pdf: &[u8], sha256: &Hash, evidence: Option<&Report>) -> Option<CopyOf> {
        let own = sha256.to_string();
        let evidence = evidence.filter(|evidence| evidence.verdict.is_consistent());
        let recorded = evidence.into_iter().flat_map(|evidence| &evidence.entries).find_map(|entry| {
            let made = entry.header.as_ref()?.kind == "document.made";
            let made: Value = serde_json::from_str(entry.payload.as_ref().filter(|_| made)?).ok()?;
            let is_it = made["file"]["sha256"] == *own;
            is_it.then(|| CopyOf::read(&made["redacts"], "document", &made["reference"])).flatten()
        });
        recorded.or_else(|| {
            let attached = str::from_utf8(super::attached(pdf, PREFIX).ok()?).ok()?;
            let said: Value = serde_json::from_str(attached).ok()?;
            (said["format"] == FORMAT).then(|| CopyOf::read(&said, "copy_of", &said["reference"])).flatten()
        })
    }

    /// By its members and not by a form of its own, which would be several kilobytes of a browser's program.
    fn read(said: &Value, original: &str, reference: &Value) -> Option<CopyOf> {
        Some(CopyOf {
            copy_of: said[original].as_str()?.parse().ok()?,
            format: FORMAT,
            masked: said["masked"].as_u64()?,
            reference: reference.as_str()?.to_owned(),
            sha256: said["sha256"].as_str()?.parse().ok()?,
            withheld: said["withheld"].as_u64()?,
        })
    }
}
