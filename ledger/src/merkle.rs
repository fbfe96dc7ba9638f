//! The Merkle tree of RFC 6962 §2.1: roots, inclusion proofs and consistency proofs, in O(log n) reads.
//!
//! This module is *not* a store: it computes with the hashes of complete subtrees, which the caller keeps. A complete subtree is
//! named by a [`Node`]: at `level` l and `index` i it covers the leaves i·2^l up to (i + 1)·2^l − 1, so level 0 is the
//! leaves. [`Frontier::append`] returns each complete subtree exactly once, when its last leaf arrives; a node never changes afterwards.

mod frontier;
mod verify;

pub use frontier::Frontier;
pub use verify::{Follower, root_from_inclusion, verify_consistency, verify_inclusion};

use crate::hash::{Hash, sha256, sha256_of};

/// The most leaves that a log may hold: 2^53 − 1, so that every index is an exact JSON integer.
pub const MAX_SIZE: u64 = (1 << 53) - 1;

/// The longest proof: one hash for each level of a tree of [`MAX_SIZE`] leaves, and one more that a consistency proof may need.
pub const MAX_PROOF: usize = 54;

/// The hash of the empty tree: SHA-256 of nothing (RFC 6962 §2.1).
pub fn empty_root() -> Hash {
    sha256(b"")
}

/// SHA-256(0x00 || bytes), the hash of a leaf (RFC 6962 §2.1). The prefix keeps a leaf from being taken for a node.
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    sha256_of(&[&[0x00], bytes])
}

/// SHA-256(0x01 || left || right), the hash of an inner node (RFC 6962 §2.1).
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    sha256_of(&[&[0x01], left.as_bytes(), right.as_bytes()])
}

/// Why a proof cannot be made or does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MerkleError {
    #[error("a tree of {size} leaves; at most {MAX_SIZE} are accepted")]
    TooLarge { size: u64 },
    #[error("leaf {index} is not in a tree of {size} leaves")]
    OutOfRange { index: u64, size: u64 },
    #[error("a tree of {new} leaves cannot extend one of {old}")]
    Shrunk { old: u64, new: u64 },
    #[error("the hash of the subtree at level {level}, index {index} is missing")]
    Missing { level: u8, index: u64 },
    #[error("the proof has {found} hashes where it should have {expected}")]
    Length { found: usize, expected: usize },
    #[error("the proof leads to another root")]
    Root,
    #[error("the proof leads to another old root")]
    OldRoot,
    #[error("the bytes of the frontier do not have the length that its size asks for")]
    Frontier,
}

/// The place of a complete subtree: the leaves `index << level` up to `((index + 1) << level) - 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// The height of the subtree above the leaves; 0 is a leaf.
    pub level: u8,
    /// The position among the subtrees of this level, from the left, from 0.
    pub index: u64,
}

/// The leaves `start..end`; `start` is a multiple of the largest power of two that the range reaches, as in every range of RFC 6962.
type Range = (u64, u64);

/// The complete subtrees that make up `range`, from left to right, largest first: one for each bit of its length.
fn nodes_of((start, end): Range) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut at = start;
    while at < end {
        let level = (end - at).ilog2();
        nodes.push(Node { level: level as u8, index: at >> level });
        at += 1 << level;
    }
    nodes
}

/// MTH of `range` (RFC 6962 §2.1): the largest complete subtree stands left of all that follows, so folding starts at the right.
fn hash_of(range: Range, read: &mut impl FnMut(u8, u64) -> Option<Hash>) -> Result<Hash, MerkleError> {
    let mut hash = None;
    for Node { level, index } in nodes_of(range).into_iter().rev() {
        let left = read(level, index).ok_or(MerkleError::Missing { level, index })?;
        hash = Some(match hash {
            None => left,
            Some(right) => node_hash(left, right),
        });
    }
    Ok(hash.unwrap_or_else(empty_root))
}

/// The largest power of two smaller than `n`, for `n` ≥ 2: where RFC 6962 §2.1 splits a tree of `n` leaves.
fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// PATH(m, D\[n\]) of RFC 6962 §2.1.1, as ranges, from the leaf up.
fn inclusion_ranges(index: u64, size: u64) -> Result<Vec<Range>, MerkleError> {
    check_size(size)?;
    if index >= size {
        return Err(MerkleError::OutOfRange { index, size });
    }
    let (mut start, mut end) = (0, size);
    let mut ranges = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            ranges.push((middle, end));
            end = middle;
        } else {
            ranges.push((start, middle));
            start = middle;
        }
    }
    ranges.reverse();
    Ok(ranges)
}

/// PROOF(m, D\[n\]) of RFC 6962 §2.1.2, as ranges, from the smallest up. Empty when `old` is 0 or equals `new`.
fn consistency_ranges(old: u64, new: u64) -> Result<Vec<Range>, MerkleError> {
    check_size(new)?;
    if old > new {
        return Err(MerkleError::Shrunk { old, new });
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let (mut start, mut end) = (0, new);
    let mut ranges = Vec::new();
    while old < end {
        let middle = start + split(end - start);
        if old <= middle {
            ranges.push((middle, end));
            end = middle;
        } else {
            ranges.push((start, middle));
            start = middle;
        }
    }
    // SUBPROOF's flag b: the verifier already knows MTH(D[0:old]), so it is left out when the descent never left the left edge.
    if start > 0 {
        ranges.push((start, end));
    }
    ranges.reverse();
    Ok(ranges)
}

fn check_size(size: u64) -> Result<(), MerkleError> {
    if size > MAX_SIZE { Err(MerkleError::TooLarge { size }) } else { Ok(()) }
}

/// The nodes that [`root`] reads for a tree of `size` leaves: at most one for each level.
pub fn root_nodes(size: u64) -> Vec<Node> {
    nodes_of((0, size))
}

/// The nodes that [`inclusion_proof`] reads, so that an asynchronous store can fetch them first: at most 2·log2(size).
///
/// # Errors
/// `OutOfRange` when there is no such leaf, `TooLarge`.
pub fn inclusion_nodes(index: u64, size: u64) -> Result<Vec<Node>, MerkleError> {
    Ok(inclusion_ranges(index, size)?.into_iter().flat_map(nodes_of).collect())
}

/// The nodes that [`consistency_proof`] reads: at most 2·log2(new).
///
/// # Errors
/// `Shrunk` when `old` > `new`, `TooLarge`.
pub fn consistency_nodes(old: u64, new: u64) -> Result<Vec<Node>, MerkleError> {
    Ok(consistency_ranges(old, new)?.into_iter().flat_map(nodes_of).collect())
}

/// The root of the tree of the first `size` leaves (RFC 6962 §2.1), past sizes included.
///
/// # Errors
/// `Missing` when `read` does not know a node, `TooLarge`.
pub fn root(size: u64, mut read: impl FnMut(u8, u64) -> Option<Hash>) -> Result<Hash, MerkleError> {
    check_size(size)?;
    hash_of((0, size), &mut read)
}

/// The Merkle audit path of leaf `index` in the tree of the first `size` leaves (RFC 6962 §2.1.1), from the leaf up.
///
/// # Errors
/// `OutOfRange`, `Missing` when `read` does not know a node, `TooLarge`.
pub fn inclusion_proof(
    index: u64,
    size: u64,
    mut read: impl FnMut(u8, u64) -> Option<Hash>,
) -> Result<Vec<Hash>, MerkleError> {
    inclusion_ranges(index, size)?.into_iter().map(|range| hash_of(range, &mut read)).collect()
}

/// The proof that the first `old` leaves of the tree of `new` leaves are those of the tree of `old` (RFC 6962 §2.1.2).
///
/// # Errors
/// `Shrunk`, `Missing` when `read` does not know a node, `TooLarge`.
pub fn consistency_proof(
    old: u64,
    new: u64,
    mut read: impl FnMut(u8, u64) -> Option<Hash>,
) -> Result<Vec<Hash>, MerkleError> {
    consistency_ranges(old, new)?.into_iter().map(|range| hash_of(range, &mut read)).collect()
}
