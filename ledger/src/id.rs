//! Identifiers of rows and subjects.

use crate::bytes::{hex_debug, hex_text};

/// 16 bytes chosen by the caller (this crate has no randomness), written as 32 lower-case hexadecimal digits.
///
/// An identifier stands in entry headers, which are never erased: it must be drawn at random, never derived from
/// personal data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 16]);

impl Id {
    pub fn from_bytes(bytes: [u8; 16]) -> Id {
        Id(bytes)
    }

    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

hex_text!(Id);
hex_debug!(Id);
