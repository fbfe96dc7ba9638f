//! The Merkle tree: vectors of others, every proof of every small tree, the frontier.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;

use common::{Tree, leaves};
use ledger::merkle::{self, Follower, MAX_SIZE, verify_consistency, verify_inclusion};
use ledger::{Frontier, Hash, MerkleError};

fn hash(hex: &str) -> Hash {
    hex.parse().unwrap()
}

/// Eight leaves and the roots of the trees of 1 to 8 of them: the vectors of the Certificate Transparency reference code, today in
/// github.com/transparency-dev/merkle, `proof/verify_test.go`.
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// Leaf (from 0), size, audit path; same source (which counts leaves from 1).
const INCLUSION: [(u64, u64, &[&str]); 5] = [
    (0, 1, &[]),
    (
        0,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        &[
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        &[
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
];

/// Old size, new size, proof; same source.
const CONSISTENCY: [(u64, u64, &[&str]); 5] = [
    (1, 1, &[]),
    (
        1,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        &[
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        &[
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
    (
        6,
        7,
        &[
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
];

fn reference_tree() -> Tree {
    Tree::new(LEAVES.iter().map(|leaf| merkle::leaf_hash(&hex::decode(leaf).unwrap())))
}

#[test]
fn the_reference_vectors_hold() {
    let tree = reference_tree();
    let empty = hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(merkle::empty_root(), empty);
    for (size, root) in (1..).zip(ROOTS) {
        assert_eq!(tree.root(size), hash(root), "root of {size}");
    }
    let hashes = |proof: &[&str]| proof.iter().map(|hex| hash(hex)).collect::<Vec<_>>();
    for (index, size, proof) in INCLUSION {
        assert_eq!(tree.inclusion(index, size), hashes(proof), "leaf {index} of {size}");
        verify_inclusion(index, size, tree.leaf(index), &hashes(proof), tree.root(size)).unwrap();
    }
    for (old, new, proof) in CONSISTENCY {
        assert_eq!(tree.consistency(old, new), hashes(proof), "{old} to {new}");
        verify_consistency(old, new, tree.root(old), tree.root(new), &hashes(proof)).unwrap();
    }
}

/// MTH, PATH and PROOF written as the recursions of RFC 6962 §2.1, as slow as they stand there.
mod recursion {
    use super::*;

    pub fn root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => merkle::empty_root(),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                merkle::node_hash(root(left), root(right))
            }
        }
    }

    fn split(n: usize) -> usize {
        n.next_power_of_two() / 2
    }

    pub fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
        if leaves.len() == 1 {
            return vec![];
        }
        let k = split(leaves.len());
        let (left, right) = leaves.split_at(k);
        let (mut path, sibling) =
            if m < k { (path(m, left), root(right)) } else { (self::path(m - k, right), root(left)) };
        path.push(sibling);
        path
    }

    pub fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
        if m == leaves.len() {
            return if whole { vec![] } else { vec![root(leaves)] };
        }
        let k = split(leaves.len());
        let (left, right) = leaves.split_at(k);
        let (mut proof, sibling) =
            if m <= k { (subproof(m, left, whole), root(right)) } else { (subproof(m - k, right, false), root(left)) };
        proof.push(sibling);
        proof
    }
}

/// Whatever was followed before, right or wrong, the next path leads where it leads by itself.
#[test]
fn a_path_followed_after_others_leads_to_the_same_root() {
    let tree = Tree::new(leaves(70));
    for size in 1..=70 {
        let mut follower = Follower::default();
        for index in (0..size).chain((0..size).rev()) {
            let (leaf, proof) = (tree.leaf(index), tree.inclusion(index, size));
            assert_eq!(follower.root(index, size, leaf, &proof), Ok(tree.root(size)), "leaf {index} of {size}");
            for wrong in 0..proof.len() {
                let mut altered = proof.clone();
                altered[wrong].0[31] ^= 1;
                let alone = merkle::root_from_inclusion(index, size, leaf, &altered);
                assert_eq!(follower.root(index, size, leaf, &altered), alone);
                assert_ne!(alone, Ok(tree.root(size)));
            }
            assert!(follower.root(index, size, leaf, &[proof, vec![leaf]].concat()).is_err());
        }
    }
}

#[test]
fn every_proof_of_every_tree_up_to_300_verifies() {
    let tree = Tree::new(leaves(300));
    for size in 0..=300 {
        assert_eq!(merkle::root(size, tree.read()), Ok(tree.root(size)));
        for index in 0..size {
            let proof = tree.inclusion(index, size);
            verify_inclusion(index, size, tree.leaf(index), &proof, tree.root(size)).unwrap();
            let nodes = merkle::inclusion_nodes(index, size).unwrap();
            assert!(nodes.len() <= 2 * (size.ilog2() as usize + 1), "{} reads for {index} of {size}", nodes.len());
        }
        for old in 0..=size {
            let proof = tree.consistency(old, size);
            verify_consistency(old, size, tree.root(old), tree.root(size), &proof).unwrap();
        }
    }
}

#[test]
fn the_proofs_are_those_of_the_recursions_of_rfc_6962() {
    let all = leaves(70);
    let tree = Tree::new(all.iter().copied());
    for size in 1..=70_usize {
        let part = &all[..size];
        assert_eq!(tree.root(size as u64), recursion::root(part));
        for index in 0..size {
            assert_eq!(tree.inclusion(index as u64, size as u64), recursion::path(index, part));
        }
        for old in 1..=size {
            assert_eq!(tree.consistency(old as u64, size as u64), recursion::subproof(old, part, true));
        }
    }
}

#[test]
fn the_nodes_announced_are_those_read() {
    let tree = Tree::new(leaves(130));
    for size in 1..=130 {
        let mut read = Vec::new();
        let mut note = |level, index| {
            read.push(merkle::Node { level, index });
            tree.nodes.get(&(level, index)).copied()
        };
        merkle::root(size, &mut note).unwrap();
        merkle::inclusion_proof(size / 2, size, &mut note).unwrap();
        merkle::consistency_proof(size / 3, size, &mut note).unwrap();
        let mut announced = merkle::root_nodes(size);
        announced.extend(merkle::inclusion_nodes(size / 2, size).unwrap());
        announced.extend(merkle::consistency_nodes(size / 3, size).unwrap());
        read.sort();
        announced.sort();
        assert_eq!(read, announced, "size {size}");
    }
}

#[test]
fn a_proof_from_a_store_with_a_hole_names_the_hole() {
    let mut tree = Tree::new(leaves(11));
    let gone = merkle::inclusion_nodes(4, 11).unwrap()[1];
    tree.nodes.remove(&(gone.level, gone.index));
    let missing = MerkleError::Missing { level: gone.level, index: gone.index };
    assert_eq!(merkle::inclusion_proof(4, 11, tree.read()), Err(missing));
}

#[test]
fn impossible_questions_are_refused() {
    let none = |_: u8, _: u64| None;
    let range = |index, size| MerkleError::OutOfRange { index, size };
    assert_eq!(merkle::inclusion_proof(0, 0, none), Err(range(0, 0)));
    assert_eq!(merkle::inclusion_proof(5, 5, none), Err(range(5, 5)));
    assert_eq!(merkle::consistency_proof(6, 5, none), Err(MerkleError::Shrunk { old: 6, new: 5 }));
    let too_large = MerkleError::TooLarge { size: MAX_SIZE + 1 };
    assert_eq!(merkle::root(MAX_SIZE + 1, none), Err(too_large));
    assert_eq!(merkle::inclusion_proof(0, MAX_SIZE + 1, none), Err(too_large));
    assert_eq!(merkle::consistency_proof(0, MAX_SIZE + 1, none), Err(too_large));
    assert_eq!(verify_inclusion(3, 2, merkle::empty_root(), &[], merkle::empty_root()), Err(range(3, 2)));
}

#[test]
fn proofs_are_never_longer_than_announced() {
    for index in [0, 1, MAX_SIZE / 2, MAX_SIZE - 1] {
        assert!(merkle::inclusion_nodes(index, MAX_SIZE).unwrap().len() <= 2 * merkle::MAX_PROOF);
    }
    // A tree as large as allowed whose subtrees all have the same hash: only lengths and limits matter here.
    let read = |_: u8, _: u64| Some(merkle::empty_root());
    for old in [1, 3, MAX_SIZE / 2 + 1, MAX_SIZE - 1] {
        assert!(merkle::consistency_proof(old, MAX_SIZE, read).unwrap().len() <= merkle::MAX_PROOF);
        assert!(merkle::inclusion_proof(old, MAX_SIZE, read).unwrap().len() <= merkle::MAX_PROOF);
    }
}

#[test]
fn a_frontier_survives_its_bytes_at_every_size() {
    let all = leaves(300);
    let whole = Tree::new(all.iter().copied());
    let mut frontier = Frontier::new();
    for (size, leaf) in all.into_iter().enumerate() {
        let bytes = frontier.to_bytes();
        assert_eq!(bytes.len(), 8 + 32 * size.count_ones() as usize);
        assert_eq!(Frontier::from_bytes(&bytes), Ok(frontier.clone()));
        // As after a restart: only the bytes are left.
        frontier = Frontier::from_bytes(&bytes).unwrap();
        frontier.append(leaf).unwrap();
        assert_eq!(frontier.root(), whole.root(size as u64 + 1));
    }
}

#[test]
fn malformed_frontiers_are_refused() {
    let good = Tree::new(leaves(5)).frontier.to_bytes();
    let size = |size: u64| size.to_be_bytes().to_vec();
    for (fault, bytes, error) in [
        ("empty", vec![], MerkleError::Frontier),
        ("half a size", vec![0; 7], MerkleError::Frontier),
        ("a hash missing", good[..good.len() - 32].to_vec(), MerkleError::Frontier),
        ("half a hash", good[..good.len() - 1].to_vec(), MerkleError::Frontier),
        ("a byte too many", [good.as_slice(), &[0]].concat(), MerkleError::Frontier),
        ("a hash too many", [good.as_slice(), &[0; 32]].concat(), MerkleError::Frontier),
        ("an empty log with a hash", [size(0), vec![0; 32]].concat(), MerkleError::Frontier),
        ("too large", [size(1 << 60), vec![0; 32]].concat(), MerkleError::TooLarge { size: 1 << 60 }),
    ] {
        assert_eq!(Frontier::from_bytes(&bytes), Err(error), "{fault}");
    }
}

#[test]
fn a_full_log_takes_no_more_leaves() {
    let full = [MAX_SIZE.to_be_bytes().to_vec(), vec![7; 32 * MAX_SIZE.count_ones() as usize]].concat();
    let mut frontier = Frontier::from_bytes(&full).unwrap();
    let before = frontier.clone();
    assert_eq!(frontier.append(merkle::empty_root()), Err(MerkleError::TooLarge { size: MAX_SIZE + 1 }));
    assert_eq!(frontier, before);
}
