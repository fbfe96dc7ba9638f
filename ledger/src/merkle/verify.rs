//! Verification of proofs, as RFC 9162 words the algorithms (its tree is that of RFC 6962).

use super::{MerkleError, check_size, consistency_ranges, inclusion_ranges, node_hash};
use crate::hash::Hash;

/// The root to which `proof` leads from the leaf hash `leaf` at `index` in a tree of `size` leaves (RFC 9162 §2.1.3.2,
/// steps 1 to 4).
///
/// # Errors
/// `OutOfRange`, `TooLarge`, or `Length` when the proof is longer or shorter than the place of the leaf asks for.
pub fn root_from_inclusion(index: u64, size: u64, leaf: Hash, proof: &[Hash]) -> Result<Hash, MerkleError> {
    climb(index, size, leaf, proof, |_, left, right| node_hash(left, right))
}

/// [`root_from_inclusion`] for many leaves in turn. Where the path of one meets that of the one before, the same two hashes give the same
/// node: for neighbours it is computed once.
#[derive(Clone, Debug, Default)]
pub struct Follower {
    /// Of each step of the last path: left, right, and their node.
    path: Vec<[Hash; 3]>,
}

impl Follower {
    /// As [`root_from_inclusion`].
    ///
    /// # Errors
    /// As there.
    pub fn root(&mut self, index: u64, size: u64, leaf: Hash, proof: &[Hash]) -> Result<Hash, MerkleError> {
        climb(index, size, leaf, proof, |step, left, right| {
            // Steps are told from the first one: the next is at most one more than there were.
            if step == self.path.len() {
                self.path.push([left, right, node_hash(left, right)]);
            }
            let known = &mut self.path[step];
            if known[..2] != [left, right] {
                *known = [left, right, node_hash(left, right)];
            }
            known[2]
        })
    }
}

fn climb(
    index: u64,
    size: u64,
    leaf: Hash,
    proof: &[Hash],
    mut node_of: impl FnMut(usize, Hash, Hash) -> Hash,
) -> Result<Hash, MerkleError> {
    expect_length(proof, inclusion_ranges(index, size)?.len())?;
    // fn and sn of the RFC: the place of the current node, and of the last node, on the current level.
    let (mut node, mut last) = (index, size - 1);
    let mut hash = leaf;
    for (step, sibling) in proof.iter().enumerate() {
        if node & 1 == 1 || node == last {
            hash = node_of(step, *sibling, hash);
            // The last node of a level with no right sibling rises unchanged to the level where it is a right child.
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_of(step, hash, *sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    Ok(hash)
}

/// Verifies that the leaf hash `leaf` stands at `index` in the tree of `size` leaves whose root is `root` (RFC 9162 §2.1.3.2).
///
/// # Errors
/// `OutOfRange`, `TooLarge`, `Length`; `Root` when the proof leads elsewhere.
pub fn verify_inclusion(index: u64, size: u64, leaf: Hash, proof: &[Hash], root: Hash) -> Result<(), MerkleError> {
    if root_from_inclusion(index, size, leaf, proof)? == root { Ok(()) } else { Err(MerkleError::Root) }
}

/// Verifies that the tree of `new` leaves with `new_root` begins with the tree of `old` leaves with `old_root`
/// (RFC 9162 §2.1.4.2). The empty tree begins every tree: for `old` = 0, `old_root` must be the empty root and the proof empty.
///
/// # Errors
/// `Shrunk`, `TooLarge`, `Length`; `OldRoot` or `Root` when the proof leads elsewhere.
pub fn verify_consistency(
    old: u64,
    new: u64,
    old_root: Hash,
    new_root: Hash,
    proof: &[Hash],
) -> Result<(), MerkleError> {
    check_size(new)?;
    expect_length(proof, consistency_ranges(old, new)?.len())?;
    if old == 0 {
        return if old_root == super::empty_root() { Ok(()) } else { Err(MerkleError::OldRoot) };
    }
    if old == new {
        return if old_root == new_root { Ok(()) } else { Err(MerkleError::Root) };
    }
    // Step 2: when the old tree is complete, its root is the first hash of the path and is left out of the proof.
    let mut path = proof.iter().copied();
    let first = if old.is_power_of_two() { Some(old_root) } else { path.next() };
    let Some(first) = first else {
        return Err(MerkleError::Length { found: 0, expected: 1 });
    };

    let (mut node, mut last) = (old - 1, new - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut new_hash) = (first, first);
    for sibling in path {
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, old_hash);
            new_hash = node_hash(sibling, new_hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(new_hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if old_hash != old_root {
        return Err(MerkleError::OldRoot);
    }
    if new_hash != new_root { Err(MerkleError::Root) } else { Ok(()) }
}

fn expect_length(proof: &[Hash], expected: usize) -> Result<(), MerkleError> {
    if proof.len() == expected { Ok(()) } else { Err(MerkleError::Length { found: proof.len(), expected }) }
}
