//! What a copy with masked names says of itself: of which document it is one, in a small file attached, which its seal covers. The entry about it
//! (`document.made` with `redacts`) says the same, but is made after it, so that no copy encloses its own.
//!
//! It names the original by its SHA-256. Nothing here shows that the pages repeat it but for what is masked: whoever holds the original compares.

use serde::Serialize;
use serde_json::Value;

use crate::event::Redaction;
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

    /// What the PDF says of itself: believe it only of one whose seal holds.
    ///
    /// By its members and not by a form of its own, which would be several kilobytes of a browser's program.
    pub fn find(pdf: &[u8]) -> Option<CopyOf> {
        let said: Value = serde_json::from_str(str::from_utf8(super::attached(pdf, PREFIX).ok()?).ok()?).ok()?;
        let text = |name: &str| said[name].as_str();
        (text("format")? == FORMAT).then_some(())?;
        Some(CopyOf {
            copy_of: text("copy_of")?.parse().ok()?,
            format: FORMAT,
            masked: said["masked"].as_u64()?,
            reference: text("reference")?.to_owned(),
            sha256: text("sha256")?.parse().ok()?,
            withheld: said["withheld"].as_u64()?,
        })
    }
}
