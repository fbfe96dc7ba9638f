//! The right edge of the tree: all that appending needs.

use super::{MAX_SIZE, MerkleError, empty_root, node_hash};
use crate::hash::Hash;

/// The roots of the complete subtrees of a log, largest first: one for each bit set in its size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    edge: Vec<Hash>,
}

impl Frontier {
    /// The frontier of the empty log.
    pub fn new() -> Frontier {
        Frontier::default()
    }

    /// How many leaves the log has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf (see [`super::leaf_hash`]) and returns the subtrees that it completes, `(level, index, hash)`, the leaf
    /// itself first. The caller stores them: they are what proofs read.
    ///
    /// # Errors
    /// `TooLarge` when the log already has [`MAX_SIZE`] leaves; the frontier is then unchanged.
    pub fn append(&mut self, leaf: Hash) -> Result<Vec<(u8, u64, Hash)>, MerkleError> {
        if self.size >= MAX_SIZE {
            return Err(MerkleError::TooLarge { size: self.size + 1 });
        }
        let levels = self.size.trailing_ones() as u8;
        let mut completed = Vec::with_capacity(usize::from(levels) + 1);
        completed.push((0, self.size, leaf));
        let (mut hash, mut index) = (leaf, self.size);
        // A set bit of the old size is a complete subtree of that height, waiting for the sibling that has just been completed.
        for level in 1..=levels {
            let Some(left) = self.edge.pop() else {
                return Err(MerkleError::Frontier);
            };
            hash = node_hash(left, hash);
            index >>= 1;
            completed.push((level, index, hash));
        }
        self.edge.push(hash);
        self.size += 1;
        Ok(completed)
    }

    /// The root of the whole log (RFC 6962 §2.1).
    pub fn root(&self) -> Hash {
        self.edge.iter().rev().copied().reduce(|right, left| node_hash(left, right)).unwrap_or_else(empty_root)
    }

    /// The size as 8 bytes, most significant first, then the 32-byte hashes, largest subtree first: 8 + 32·popcount(size) bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for hash in &self.edge {
            bytes.extend(hash.as_bytes());
        }
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] wrote.
    ///
    /// # Errors
    /// `Frontier` when the length does not agree with the size, `TooLarge`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Frontier, MerkleError> {
        let (size, hashes) = bytes.split_first_chunk::<8>().ok_or(MerkleError::Frontier)?;
        let size = u64::from_be_bytes(*size);
        if size > MAX_SIZE {
            return Err(MerkleError::TooLarge { size });
        }
        let (hashes, rest) = hashes.as_chunks::<32>();
        if !rest.is_empty() || hashes.len() != size.count_ones() as usize {
            return Err(MerkleError::Frontier);
        }
        Ok(Frontier { size, edge: hashes.iter().copied().map(Hash).collect() })
    }
}
