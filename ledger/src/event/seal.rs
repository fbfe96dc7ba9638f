//! The keys that seal the firm's PDFs (PAdES, ETSI EN 319 142-1): which one since when, and which one no longer.
//!
//! The log is what makes a certificate the firm's: a seal by a certificate that no entry names is by somebody unknown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::{Hash, Time, sha256};

/// Where the key lies and who certified it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SealSource {
    /// Made by the program, certified by the firm itself: not a qualified seal, and no trust service vouches for the name.
    Own,
    /// Imported from a file of a trust service (PKCS#12).
    Imported,
    /// In a token that never gives it away (PKCS#11).
    Token,
}

/// From this entry on the firm's PDFs are sealed by this certificate's key. Earlier ones stay good for what they sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealRecorded {
    /// Of the DER bytes of the first certificate of the chain.
    pub sha256: Hash,
    /// Certificates (RFC 5280) as DER in base64: the sealing key's, then each the one that certifies it, up to the root where known.
    pub chain: Vec<String>,
    pub source: SealSource,
}

impl SealRecorded {
    /// # Panics
    /// When `chain` is empty: a key without a certificate seals nothing.
    pub fn new(chain: &[Vec<u8>], source: SealSource) -> SealRecorded {
        let chain_text = chain.iter().map(|der| BASE64.encode(der)).collect();
        SealRecorded { sha256: sha256(&chain[0]), chain: chain_text, source }
    }

    /// The certificates as DER; none when one is not base64, or the first is not that of the fingerprint.
    pub fn certificates(&self) -> Option<Vec<Vec<u8>>> {
        let chain: Vec<Vec<u8>> = self.chain.iter().map(|text| BASE64.decode(text)).collect::<Result<_, _>>().ok()?;
        (sha256(chain.first()?) == self.sha256).then_some(chain)
    }
}

/// A seal by this certificate counts for nothing, unless something else than the firm's clock shows that it was made before: the log names
/// the sealed file before this entry, or an authority of time has stamped the seal before `since`. It cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealRevoked {
    /// As in [`SealRecorded`].
    pub sha256: Hash,
    /// For readers, for instance "Key copied from a stolen backup".
    pub reason: String,
    /// Since when others may have had the key; none: since this entry. Never later than it.
    #[serde(default)]
    pub since: Option<Time>,
}
