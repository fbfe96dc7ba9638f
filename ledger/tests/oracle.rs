//! The same answers as other people's code: `tlog_tiles` (Merkle tree, checkpoints) and `signed_note`, both of Cloudflare's Azul.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;

use common::{Tree, flip, leaves};
use ledger::merkle::{self, verify_consistency, verify_inclusion};
use ledger::note::Note;
use ledger::{Checkpoint, Hash, SigningKey, VerifyingKey, sha256};
use proptest::prelude::*;
use signed_note::{Signer as _, StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::tlog;

fn theirs(hash: Hash) -> tlog::Hash {
    tlog::Hash(hash.0)
}

fn all_theirs(hashes: &[Hash]) -> Vec<tlog::Hash> {
    hashes.iter().copied().map(theirs).collect()
}

/// The oracle's store, filled by the oracle.
#[derive(Default)]
struct Stored(Vec<tlog::Hash>);

impl tlog::HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        indexes.iter().map(|index| self.0.get(*index as usize).copied().ok_or(tlog::Error::IndexesNotInTree)).collect()
    }
}

const SIZE: u64 = 130;

fn both() -> (Tree, Stored) {
    let mut stored = Stored::default();
    for index in 0..SIZE {
        let hashes = tlog::stored_hashes(index, &index.to_be_bytes(), &stored).unwrap();
        stored.0.extend(hashes);
    }
    (Tree::new(leaves(SIZE)), stored)
}

#[test]
fn every_root_and_every_proof_is_the_same() {
    let (tree, stored) = both();
    for size in 0..=SIZE {
        assert_eq!(theirs(tree.root(size)), tlog::tree_hash(size, &stored).unwrap());
        for index in 0..size {
            let proof = all_theirs(&tree.inclusion(index, size));
            assert_eq!(proof, tlog::prove_record(size, index, &stored).unwrap(), "leaf {index} of {size}");
        }
        for old in 1..=size {
            let proof = all_theirs(&tree.consistency(old, size));
            assert_eq!(proof, tlog::prove_tree(size, old, &stored).unwrap(), "{old} to {size}");
        }
    }
}

#[test]
fn what_is_stored_is_the_same() {
    let (tree, stored) = both();
    assert_eq!(tree.nodes.len(), stored.0.len());
    for ((level, index), hash) in &tree.nodes {
        assert_eq!(theirs(*hash), stored.0[tlog::stored_hash_index(*level, *index) as usize]);
    }
}

/// Good and bad proofs alike: whoever accepts, both accept.
fn agree(size: u64, index: u64, change: impl Fn(&mut Vec<Hash>)) -> Result<(), TestCaseError> {
    let tree = Tree::new(leaves(size));
    let mut proof = tree.inclusion(index, size);
    change(&mut proof);
    let (leaf, root) = (tree.leaf(index), tree.root(size));
    for index in [index, index + 1, index ^ 2] {
        let ours = verify_inclusion(index, size, leaf, &proof, root).is_ok();
        let oracle = tlog::check_record(&all_theirs(&proof), size, theirs(root), index, theirs(leaf)).is_ok();
        prop_assert_eq!(ours, oracle);
    }
    let old = index + 1;
    let mut proof = tree.consistency(old, size);
    change(&mut proof);
    for old in [old, old + 1, old.saturating_sub(1).max(1)] {
        let root = tree.root(old.min(size));
        let ours = verify_consistency(old, size, root, tree.root(size), &proof).is_ok();
        let oracle = tlog::check_tree(&all_theirs(&proof), size, theirs(tree.root(size)), old, theirs(root)).is_ok();
        prop_assert_eq!(ours, oracle);
    }
    Ok(())
}

proptest! {
    #[test]
    fn verifiers_agree(size in 1_u64..130, at: u64, position: prop::sample::Index, bit in 0_usize..256) {
        let index = at % size;
        agree(size, index, |_| {})?;
        agree(size, index, |proof| {
            if !proof.is_empty() {
                let position = position.index(proof.len());
                proof[position] = flip(proof[position], bit);
            }
        })?;
        agree(size, index, |proof| proof.truncate(1))?;
        agree(size, index, |proof| proof.push(merkle::empty_root()))?;
        agree(size, index, |proof| proof.reverse())?;
    }
}

fn our_key() -> SigningKey {
    SigningKey::from_seed("acte.example/f/1", &[7; 32]).unwrap()
}

/// Their form of the key `name` with this seed.
fn their_signer(name: &str, seed: [u8; 32]) -> StandardSigner {
    let id = hex::encode(SigningKey::from_seed(name, &seed).unwrap().verifying_key().id());
    let secret = base64(&[&[1], seed.as_slice()].concat());
    StandardSigner::new(&format!("PRIVATE+KEY+{name}+{id}+{secret}")).unwrap()
}

fn base64(bytes: &[u8]) -> String {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn verifiers(key: &VerifyingKey) -> VerifierList {
    VerifierList::new(vec![Box::new(StandardVerifier::new(&key.to_string()).unwrap())])
}

#[test]
fn they_verify_our_checkpoint_and_we_verify_theirs() {
    let key = our_key();
    let root = sha256(b"root");
    let ours = Checkpoint::sign(&key, 1234, root);

    let read = signed_note::Note::from_bytes(ours.as_bytes()).unwrap();
    let (verified, unverified) = read.verify(&verifiers(&key.verifying_key())).unwrap();
    assert_eq!((verified.len(), unverified.len()), (1, 0));
    let checkpoint = tlog_tiles::Checkpoint::from_bytes(read.text()).unwrap();
    assert_eq!((checkpoint.origin(), checkpoint.size()), (key.name(), 1234));
    assert_eq!(*checkpoint.hash(), theirs(root));

    let made = tlog_tiles::Checkpoint::new(key.name(), 1234, theirs(root), "").unwrap();
    let mut note = signed_note::Note::new(&made.to_bytes(), &[]).unwrap();
    note.add_sigs(&[&their_signer("acte.example/f/1", [7; 32])]).unwrap();
    assert_eq!(note.to_bytes(), ours.as_bytes());
}

#[test]
fn a_checkpoint_with_extensions_and_witnesses_is_read_alike() {
    let key = our_key();
    let made = tlog_tiles::Checkpoint::new(key.name(), 5, theirs(sha256(b"root")), "one\ntwo\n").unwrap();
    let mut note = signed_note::Note::new(&made.to_bytes(), &[]).unwrap();
    note.add_sigs(&[&their_signer("witness.example", [9; 32]), &their_signer("acte.example/f/1", [7; 32])]).unwrap();
    let text = String::from_utf8(note.to_bytes()).unwrap();
    let checkpoint = Checkpoint::verify(&text, &key.verifying_key()).unwrap();
    assert_eq!(checkpoint.extensions, ["one", "two"]);
    assert_eq!(checkpoint.text().as_bytes(), made.to_bytes());
    let read = Note::parse(&text).unwrap();
    assert_eq!(read.verify(&[key.verifying_key()]).unwrap().unknown, 1);
    assert_eq!(read.to_string(), text);
}

#[test]
fn keys_have_the_same_text() {
    let key = our_key().verifying_key();
    let signer = their_signer("acte.example/f/1", [7; 32]);
    assert_eq!(signer.name(), key.name());
    assert_eq!(signer.key_id().to_be_bytes(), key.id());
}
