//! Proofs that must fail, and properties of those that hold.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;

use std::sync::LazyLock;

use common::{Tree, flip, leaves};
use ledger::Hash;
use ledger::merkle::{self, verify_consistency, verify_inclusion};
use proptest::prelude::*;

/// What anybody may try with a good proof; each change must make it fail.
#[test]
fn a_changed_inclusion_proof_fails() {
    let tree = Tree::new(leaves(25));
    let (index, size) = (9, 25);
    let (leaf, proof, root) = (tree.leaf(index), tree.inclusion(index, size), tree.root(size));
    let fails = |what: &str, index, size, leaf, proof: &[Hash], root| {
        assert!(verify_inclusion(index, size, leaf, proof, root).is_err(), "{what}");
    };
    fails("the leaf before", index - 1, size, leaf, &proof, root);
    fails("the leaf after", index + 1, size, leaf, &proof, root);
    fails("a smaller tree", index, 16, leaf, &proof, root);
    fails("a taller tree", index, size * 2, leaf, &proof, root);
    fails("another leaf", index, size, tree.leaf(8), &proof, root);
    fails("the root of another size", index, size, leaf, &proof, tree.root(24));
    fails("the empty root", index, size, leaf, &proof, merkle::empty_root());
    fails("no proof", index, size, leaf, &[], root);
    fails("a hash removed at the end", index, size, leaf, &proof[..proof.len() - 1], root);
    fails("a hash removed at the start", index, size, leaf, &proof[1..], root);
    fails("a hash added at the end", index, size, leaf, &[proof.as_slice(), &[root]].concat(), root);
    fails("a hash added at the start", index, size, leaf, &[&[leaf], proof.as_slice()].concat(), root);
    let mut swapped = proof.clone();
    swapped.swap(0, 1);
    fails("two hashes swapped", index, size, leaf, &swapped, root);
    // The hash of an inner node is no leaf hash: bytes that spell the two children out have another hash, thanks to the prefix.
    let children = [tree.leaf(8).0, tree.leaf(9).0].concat();
    fails("a node as a leaf", 4, 13, merkle::leaf_hash(&children), &proof[1..], root);
}

#[test]
fn a_changed_consistency_proof_fails() {
    let tree = Tree::new(leaves(25));
    let (old, new) = (10, 25);
    let (old_root, new_root, proof) = (tree.root(old), tree.root(new), tree.consistency(old, new));
    let fails = |what: &str, old, new, old_root, new_root, proof: &[Hash]| {
        assert!(verify_consistency(old, new, old_root, new_root, proof).is_err(), "{what}");
    };
    fails("a smaller old tree", old - 1, new, old_root, new_root, &proof);
    fails("a larger old tree", old + 1, new, old_root, new_root, &proof);
    fails("a smaller new tree", old, 16, old_root, new_root, &proof);
    fails("a taller new tree", old, new * 2, old_root, new_root, &proof);
    fails("the roots swapped", old, new, new_root, old_root, &proof);
    fails("another old root", old, new, tree.root(9), new_root, &proof);
    fails("another new root", old, new, old_root, tree.root(24), &proof);
    fails("no proof", old, new, old_root, new_root, &[]);
    fails("a hash removed at the end", old, new, old_root, new_root, &proof[..proof.len() - 1]);
    fails("a hash removed at the start", old, new, old_root, new_root, &proof[1..]);
    fails("a hash added at the end", old, new, old_root, new_root, &[proof.as_slice(), &[new_root]].concat());
    fails("a hash added at the start", old, new, old_root, new_root, &[&[old_root], proof.as_slice()].concat());
    fails("a shrunk log", new, old, new_root, old_root, &[]);
    fails("equal sizes, other roots", new, new, old_root, new_root, &[]);
    fails("equal sizes, a proof", new, new, new_root, new_root, &[new_root]);
    fails("from the empty tree, a proof", 0, new, merkle::empty_root(), new_root, &[new_root]);
    fails("from the empty tree, another root", 0, new, old_root, new_root, &[]);
}

/// Built once for all cases; each takes a size of it.
static TREE: LazyLock<Tree> = LazyLock::new(|| Tree::new(leaves(300)));

proptest! {
    #[test]
    fn a_flipped_bit_of_an_inclusion_proof_fails(size in 2_u64..300, at in any::<u64>(), bit in 0_usize..256) {
        let tree = &*TREE;
        let index = at % size;
        let (leaf, proof, root) = (tree.leaf(index), tree.inclusion(index, size), tree.root(size));
        prop_assert!(verify_inclusion(index, size, flip(leaf, bit), &proof, root).is_err());
        prop_assert!(verify_inclusion(index, size, leaf, &proof, flip(root, bit)).is_err());
        for position in 0..proof.len() {
            let mut changed = proof.clone();
            changed[position] = flip(proof[position], bit);
            prop_assert!(verify_inclusion(index, size, leaf, &changed, root).is_err());
        }
    }

    #[test]
    fn a_flipped_bit_of_a_consistency_proof_fails(new in 2_u64..300, at in any::<u64>(), bit in 0_usize..256) {
        let tree = &*TREE;
        let old = 1 + at % (new - 1);
        let (old_root, new_root, proof) = (tree.root(old), tree.root(new), tree.consistency(old, new));
        prop_assert!(verify_consistency(old, new, flip(old_root, bit), new_root, &proof).is_err());
        prop_assert!(verify_consistency(old, new, old_root, flip(new_root, bit), &proof).is_err());
        for position in 0..proof.len() {
            let mut changed = proof.clone();
            changed[position] = flip(proof[position], bit);
            prop_assert!(verify_consistency(old, new, old_root, new_root, &changed).is_err());
        }
    }

    /// A log that kept one entry and rewrote another cannot link its old checkpoint to the new one.
    #[test]
    fn a_rewritten_past_has_no_proof(new in 2_u64..300, at in any::<u64>(), rewritten in any::<u64>()) {
        let honest = leaves(new);
        let old = 1 + at % (new - 1);
        let mut other = honest.clone();
        other[(rewritten % old) as usize] = merkle::leaf_hash(b"rewritten");
        let (honest, other) = (Tree::new(honest), Tree::new(other));
        let proof = other.consistency(old, new);
        prop_assert!(verify_consistency(old, new, honest.root(old), other.root(new), &proof).is_err());
    }

    /// Checkpoints of a growing log form a chain, whatever its steps.
    #[test]
    fn consistency_chains(steps in prop::collection::vec(0_u64..40, 1..8)) {
        let tree = Tree::new(leaves(steps.iter().sum()));
        let mut old = 0;
        for step in steps {
            let new = old + step;
            verify_consistency(old, new, tree.root(old), tree.root(new), &tree.consistency(old, new)).unwrap();
            old = new;
        }
    }

    #[test]
    fn verification_of_anything_ends(index: u64, size: u64, proof in prop::collection::vec(any::<[u8; 32]>(), 0..70)) {
        let proof: Vec<Hash> = proof.into_iter().map(Hash).collect();
        let any = merkle::empty_root();
        let _ = verify_inclusion(index, size, any, &proof, any);
        let _ = verify_consistency(index, size, any, any, &proof);
    }
}
