//! SHA-256 (FIPS 180-4), the only hash function of the ledger.

use sha2::{Digest, Sha256};

use crate::bytes::{hex_debug, hex_text};

/// A SHA-256 digest: 32 bytes, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    pub fn from_bytes(bytes: [u8; 32]) -> Hash {
        Hash(bytes)
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

hex_text!(Hash);
hex_debug!(Hash);

/// The SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> Hash {
    sha256_of(&[bytes])
}

/// The SHA-256 of the concatenation of `parts`, without copying them together.
pub(crate) fn sha256_of(parts: &[&[u8]]) -> Hash {
    let mut state = Sha256::new();
    for part in parts {
        state.update(part);
    }
    Hash(state.finalize().into())
}

/// The SHA-256 of bytes that come in pieces.
#[derive(Clone, Debug, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}
