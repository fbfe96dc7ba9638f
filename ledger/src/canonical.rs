//! JSON whose value has exactly one byte form: a restricted profile of RFC 8785 (JCS).
//!
//! Evidence bytes are made once, stored, hashed and compared as bytes. The profile is narrower than JCS, so that no reader in
//! any language can read two different values out of the same bytes:
//!
//! - numbers are integers within ±(2^53 − 1) (RFC 7493 §2.2), so that no reader that holds numbers as IEEE 754 doubles
//!   rounds them; no fraction, no exponent, no `-0`;
//! - member names are unique (RFC 7493 §2.3) and sorted by UTF-16 code units (RFC 8785 §3.2.3);
//! - text is valid Unicode without lone surrogates (RFC 7493 §2.1), escaped as in RFC 8785 §3.2.2.2;
//! - no whitespace outside strings (RFC 8785 §3.2.1), no byte order mark;
//! - at most [`MAX_DEPTH`] levels and [`MAX_BYTES`] bytes.

mod build;
mod scan;

pub(crate) use scan::plain;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};

/// The largest integer that every reader holds exactly: 2^53 − 1 = 9 007 199 254 740 991. Its negative is the smallest.
pub const MAX_INTEGER: i64 = (1 << 53) - 1;

/// How many arrays and objects may stand inside one another. Our deepest payload needs fewer than ten.
pub const MAX_DEPTH: usize = 32;

/// The longest text: 64 MiB, the size of the largest evidence file.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Why a value has no canonical bytes, or why bytes are not canonical.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    #[error("{bytes} bytes; at most {MAX_BYTES} are accepted")]
    TooLong { bytes: usize },
    #[error("more than {MAX_DEPTH} arrays or objects inside one another")]
    TooDeep,
    #[error("a number is not an integer between -(2^53 - 1) and 2^53 - 1")]
    Number,
    #[error("the member {name:?} occurs twice in one object")]
    Duplicate { name: String },
    #[error("the value cannot be written as JSON: {0}")]
    Unwritable(String),
    #[error("the text ends before the JSON value does")]
    Truncated,
    #[error("not JSON (line {line}, column {column})")]
    NotJson { line: usize, column: usize },
    #[error("JSON, but not in its one canonical form: byte {offset} differs")]
    NotCanonical { offset: usize },
}

/// The canonical bytes of `value`.
///
/// # Errors
/// `Number` for a number outside the profile, `TooDeep`, `TooLong`, `Duplicate`, `Unwritable` when the value
/// has no form in JSON (bytes, or a map whose keys are not text).
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let value = value.serialize(build::Builder(0))?;
    write(&value)
}

/// Reads bytes that must already be canonical; the value returned has exactly these bytes.
///
/// # Errors
/// As [`check`].
pub fn parse(bytes: &[u8]) -> Result<Value, CanonicalError> {
    serde_json::from_str(check(bytes)?).map_err(|error| not_json(&error))
}

/// Whether bytes are the canonical ones of their value: if so, the same as text. Holds nothing but the bytes.
///
/// # Errors
/// `TooLong`, `Truncated`, `NotJson`, `Number`, `TooDeep`; `NotCanonical` with the offset, counted from 0, of the first byte that is not as it
/// must be, or of the first member that should have come earlier.
pub fn check(bytes: &[u8]) -> Result<&str, CanonicalError> {
    check_member(bytes, "").map(|(text, _)| text)
}

/// The same; of an object also the text of the member with this name, if it has one that is text, as it is spelt.
pub(crate) fn check_member<'a>(bytes: &'a [u8], name: &str) -> Result<(&'a str, Option<&'a str>), CanonicalError> {
    if bytes.len() > MAX_BYTES {
        return Err(CanonicalError::TooLong { bytes: bytes.len() });
    }
    let text = str::from_utf8(bytes);
    let scanned = match text {
        Ok(text) => scan::scan(text, name),
        Err(error) => Err(not_text(&bytes[..error.valid_up_to()])),
    };
    match (text, scanned) {
        (Ok(text), Ok(member)) => Ok((text, member)),
        // What is no JSON is told as that, wherever else it differs before.
        (_, scanned) => match serde_json::from_slice::<IgnoredAny>(bytes) {
            Err(error) => Err(not_json(&error)),
            Ok(IgnoredAny) => Err(scanned.err().unwrap_or(CanonicalError::Truncated)),
        },
    }
}

fn not_json(error: &serde_json::Error) -> CanonicalError {
    if error.is_eof() {
        CanonicalError::Truncated
    } else {
        CanonicalError::NotJson { line: error.line(), column: error.column() }
    }
}

/// UTF-8 ends after `valid`.
fn not_text(valid: &[u8]) -> CanonicalError {
    let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
    let column = 1 + valid.iter().rev().take_while(|byte| **byte != b'\n').count();
    CanonicalError::NotJson { line, column }
}

/// Reads a `T` whose own JSON, members in the order of its fields, is exactly `text`. A derived reader alone would accept a structure as
/// an array too, or a word as an object: a second spelling, which other programs refuse.
pub(crate) fn exactly<T: Serialize + DeserializeOwned>(text: &str) -> Result<T, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut left = Left(text.as_bytes());
    match serde_json::to_writer(&mut left, &value) {
        Ok(()) if left.0.is_empty() => Ok(value),
        _ => Err(format!("written in another way than such a file at byte {}", text.len() - left.0.len())),
    }
}

/// What must still be written.
struct Left<'a>(&'a [u8]);

impl std::io::Write for Left<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.strip_prefix(bytes).ok_or(std::io::ErrorKind::InvalidData)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn write(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    let mut out = Vec::new();
    write_value(value, 0, &mut out)?;
    if out.len() > MAX_BYTES {
        return Err(CanonicalError::TooLong { bytes: out.len() });
    }
    Ok(out)
}

/// `depth` counts the arrays and objects around `value`; it bounds the recursion.
fn write_value(value: &Value, depth: usize, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    if depth >= MAX_DEPTH && (value.is_array() || value.is_object()) {
        return Err(CanonicalError::TooDeep);
    }
    match value {
        Value::Null => out.extend(b"null"),
        Value::Bool(true) => out.extend(b"true"),
        Value::Bool(false) => out.extend(b"false"),
        Value::Number(number) => {
            let integer = number.as_i64().ok_or(CanonicalError::Number)?;
            if !(-MAX_INTEGER..=MAX_INTEGER).contains(&integer) {
                return Err(CanonicalError::Number);
            }
            out.extend(integer.to_string().bytes());
        }
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(b',');
                }
                write_value(item, depth + 1, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => write_object(members, depth, out)?,
    }
    Ok(())
}

fn write_object(members: &Map<String, Value>, depth: usize, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
    // UTF-16 order differs from the order of Rust strings (UTF-8) above U+FFFF: surrogates sort before U+E000..U+FFFF.
    sorted.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    out.push(b'{');
    for (position, (name, value)) in sorted.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write_string(name, out);
        out.push(b':');
        write_value(value, depth + 1, out)?;
    }
    out.push(b'}');
    Ok(())
}

/// RFC 8785 §3.2.2.2: two-character escapes where JSON has one, `\u00xx` in lower case for the other controls, all else as is.
fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    // Runs without escapes are copied whole: most text has none.
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0x00..0x20)) {
        out.extend_from_slice(&rest[..at]);
        match rest[at] {
            b'"' => out.extend(br#"\""#),
            b'\\' => out.extend(br"\\"),
            0x08 => out.extend(br"\b"),
            b'\t' => out.extend(br"\t"),
            b'\n' => out.extend(br"\n"),
            0x0c => out.extend(br"\f"),
            b'\r' => out.extend(br"\r"),
            control => out.extend(format!("\\u{control:04x}").bytes()),
        }
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}
