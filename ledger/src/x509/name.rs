//! Whom a certificate names, for people to read.

use std::fmt;

use der::asn1::{AnyRef, Ia5StringRef, PrintableStringRef, Utf8StringRef};
use der::{Sequence, Tag, Tagged};
use serde::{Deserialize, Serialize};

use super::oid;
use crate::asn1::{Asn1Error, Oid, Raw, Set};

/// The most characters kept of a text that somebody else wrote: names, and the words of an authority that refuses.
pub const MAX_TEXT: usize = 256;

/// The most attributes read of a name. Real ones have three to eight.
const MAX_ATTRIBUTES: usize = 32;

/// The parts of a name that people know, cleaned for display: what was not text is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// `commonName`: for an authority the name of the service or its unit.
    pub common_name: Option<String>,
    /// `organizationName`: the company.
    pub organisation: Option<String>,
}

#[derive(Sequence)]
struct AttributeTypeAndValue<'a> {
    oid: Oid,
    value: AnyRef<'a>,
}

impl Subject {
    /// Reads a `Name` (RFC 5280 §4.1.2.4). The last of several attributes of a kind is the most specific.
    pub(super) fn read(name: Raw<'_>) -> Subject {
        let mut subject = Subject::default();
        for attribute in attributes(name).unwrap_or_default() {
            let part = match attribute.oid {
                oid::COMMON_NAME => &mut subject.common_name,
                oid::ORGANISATION => &mut subject.organisation,
                _ => continue,
            };
            *part = text(attribute.value).map(|text| clean(&text)).filter(|text| !text.is_empty()).or(part.take());
        }
        subject
    }
}

impl fmt::Display for Subject {
    /// `common name (organisation)`, or what there is of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.common_name, &self.organisation) {
            (Some(name), Some(organisation)) if name != organisation => write!(f, "{name} ({organisation})"),
            (Some(name), _) => f.write_str(name),
            (None, Some(organisation)) => f.write_str(organisation),
            (None, None) => f.write_str("?"),
        }
    }
}

/// The attributes of a name, at most [`MAX_ATTRIBUTES`].
fn attributes(name: Raw<'_>) -> Result<Vec<AttributeTypeAndValue<'_>>, Asn1Error> {
    let groups: AnyRef<'_> = name.read()?;
    let mut found = Vec::new();
    for group in Set(groups.value()).elements(MAX_ATTRIBUTES)? {
        let group: Set<'_> = set(group)?;
        for attribute in group.elements(MAX_ATTRIBUTES - found.len())? {
            found.push(attribute.read()?);
        }
    }
    Ok(found)
}

fn set(raw: Raw<'_>) -> Result<Set<'_>, Asn1Error> {
    let any: AnyRef<'_> = raw.read()?;
    Ok(any.decode_as()?)
}

/// The text of a `DirectoryString` (RFC 5280 §4.1.2.4) or an `IA5String`.
fn text(value: AnyRef<'_>) -> Option<String> {
    match value.tag() {
        Tag::Utf8String => value.decode_as::<Utf8StringRef<'_>>().ok().map(|text| text.as_str().into()),
        Tag::PrintableString => value.decode_as::<PrintableStringRef<'_>>().ok().map(|text| text.as_str().into()),
        Tag::Ia5String => value.decode_as::<Ia5StringRef<'_>>().ok().map(|text| text.as_str().into()),
        // T.61 in the standard, Latin-1 in practice.
        Tag::TeletexString => Some(value.value().iter().map(|byte| char::from(*byte)).collect()),
        Tag::BmpString => {
            let units = value.value().chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            Some(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        _ => None,
    }
}

/// Text of others made safe to show on one line: at most [`MAX_TEXT`] characters, without control characters and without those
/// that turn or hide what stands around them.
pub(crate) fn clean(text: &str) -> String {
    let hidden = |char: char| {
        char.is_control()
            || matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(char, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
    };
    let shown: String = text.chars().map(|char| if hidden(char) { ' ' } else { char }).take(MAX_TEXT).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}
