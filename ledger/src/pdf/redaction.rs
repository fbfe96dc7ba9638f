//! What a copy with masked names says of itself: of which document it is one, in a small file attached, which its seal covers. The entry about it
//! (`document.made` with `redacts`) says the same, but is made after it, so that no copy encloses its own.
//!
//! It names the original by its SHA-256. Nothing here shows that the pages repeat it but for what is masked: whoever holds the original compares.

use serde::Serialize;

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
    /// Canonical JSON with these members has one form, so it is cut where that form is known: a reader of JSON made for it would be several kilobytes of a
    /// browser's program. A reference with an escaped character in it is none of ours.
    pub fn find(pdf: &[u8]) -> Option<CopyOf> {
        let said = str::from_utf8(super::attached(pdf, PREFIX).ok()?).ok()?;
        let mut rest = said.strip_prefix(r#"{"copy_of":""#)?;
        let mut upto = |next: &str| {
            let (value, after) = rest.split_once(next)?;
            rest = after;
            Some(value)
        };
        let copy_of = upto(r#"","format":""#)?.parse().ok()?;
        upto(r#"","masked":"#).filter(|format| *format == FORMAT)?;
        let masked = upto(r#","reference":""#)?.parse().ok()?;
        let reference = upto(r#"","sha256":""#).filter(|reference| !reference.contains('\\'))?.to_owned();
        let sha256 = upto(r#"","withheld":"#)?.parse().ok()?;
        let withheld = upto("}")?.parse().ok()?;
        rest.is_empty().then_some(CopyOf { copy_of, format: FORMAT, masked, reference, sha256, withheld })
    }
}
