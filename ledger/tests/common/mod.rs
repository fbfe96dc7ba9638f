//! A small log in memory, for the tests of this folder.
#![allow(clippy::unwrap_used)] // a test may panic
#![allow(dead_code)] // each test file uses its part

pub mod bundles;

use std::collections::HashMap;

use ledger::bundle::{self, FileRole, Manifest, ManifestFile};
use ledger::evidence::{Check, Outcome, Reader, Report};
use ledger::*;

/// Every complete subtree that appending completed.
#[derive(Default)]
pub struct Tree {
    pub frontier: Frontier,
    pub nodes: HashMap<(u8, u64), Hash>,
    /// The root at each size, from 0.
    pub roots: Vec<Hash>,
}

impl Tree {
    pub fn new(leaves: impl IntoIterator<Item = Hash>) -> Tree {
        let mut tree = Tree { roots: vec![merkle::empty_root()], ..Tree::default() };
        for leaf in leaves {
            tree.append(leaf);
        }
        tree
    }

    pub fn append(&mut self, leaf: Hash) {
        for (level, index, hash) in self.frontier.append(leaf).unwrap() {
            assert_eq!(self.nodes.insert((level, index), hash), None, "a subtree is completed once");
        }
        self.roots.push(self.frontier.root());
    }

    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    pub fn leaf(&self, index: u64) -> Hash {
        self.nodes[&(0, index)]
    }

    pub fn root(&self, size: u64) -> Hash {
        self.roots[size as usize]
    }

    pub fn read(&self) -> impl FnMut(u8, u64) -> Option<Hash> + '_ {
        |level, index| self.nodes.get(&(level, index)).copied()
    }

    pub fn inclusion(&self, index: u64, size: u64) -> Vec<Hash> {
        merkle::inclusion_proof(index, size, self.read()).unwrap()
    }

    pub fn consistency(&self, old: u64, new: u64) -> Vec<Hash> {
        merkle::consistency_proof(old, new, self.read()).unwrap()
    }
}

/// Verifies as a reader who knows the key `trusted` and no authority, at the end of time.
pub fn verify(bytes: &[u8], trusted: Option<&str>) -> Report {
    let trusted: Option<VerifyingKey> = trusted.map(|key| key.parse().unwrap());
    evidence::verify(bytes, Reader { key: trusted.as_ref(), ..Reader::stranger(Time::MAX) })
}

/// `size` leaves that differ.
pub fn leaves(size: u64) -> Vec<Hash> {
    (0..size).map(|index| merkle::leaf_hash(&index.to_be_bytes())).collect()
}

/// The hash with one bit turned over.
pub fn flip(hash: Hash, bit: usize) -> Hash {
    let mut bytes = hash.0;
    bytes[bit / 8] ^= 1 << (bit % 8);
    Hash(bytes)
}

/// The table of contents for these files, and the whole ZIP. Names are what follows the last hyphen or slash of the paths.
pub fn bundle(origin: &str, about: &str, files: &[(&str, FileRole, &[u8])]) -> (Manifest, Vec<u8>) {
    let listed = files.iter().map(|(path, role, bytes)| ManifestFile {
        path: path.to_string(),
        name: path.rsplit(['-', '/']).next().unwrap().to_string(),
        role: *role,
        sha256: sha256(bytes),
        size: bytes.len() as u64,
    });
    let manifest = Manifest {
        format: bundle::FORMAT.into(),
        origin: origin.into(),
        about: about.into(),
        made: START,
        files: listed.collect(),
    };
    let zipped = zip(&manifest, files.iter().map(|(path, _, bytes)| (*path, *bytes)));
    (manifest, zipped)
}

/// A ZIP with this table of contents and these files, which it need not list.
pub fn zip<'a>(manifest: &Manifest, files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let manifest = canonical::to_vec(manifest).unwrap();
    let (mut writer, mut all) = (bundle::zip::Writer::default(), Vec::new());
    let mut put = |path: &str, bytes: &[u8]| {
        all.extend(writer.file(path, bytes.len() as u64, bundle::zip::checksum(bytes)).unwrap());
        all.extend(bytes);
    };
    put(bundle::MANIFEST, &manifest);
    files.for_each(|(path, bytes)| put(path, bytes));
    all.extend(writer.end().unwrap());
    all
}

/// A log of one firm: entries, tree, key.
pub struct Log {
    pub key: SigningKey,
    pub entries: Vec<Entry>,
    pub tree: Tree,
}

pub const START: Time = Time(1_795_507_576_123);

impl Log {
    /// A log of `size` questions of the firm `name`, two in each second.
    pub fn new(name: &str, size: u64) -> Log {
        let seed = sha256(name.as_bytes()).0;
        let key = SigningKey::from_seed(name, &seed).unwrap();
        let entries: Vec<Entry> = (0..size).map(entry).collect();
        let tree = Tree::new(entries.iter().map(Entry::leaf_hash));
        Log { key, entries, tree }
    }

    pub fn vkey(&self) -> String {
        self.key.verifying_key().to_string()
    }

    pub fn checkpoint(&self) -> String {
        Checkpoint::sign(&self.key, self.tree.size(), self.tree.frontier.root())
    }

    /// Evidence that discloses the entries at `indices`.
    pub fn evidence(&self, indices: &[u64]) -> Evidence {
        let items = indices.iter().map(|index| {
            let proof = self.tree.inclusion(*index, self.tree.size());
            evidence::EvidenceEntry::disclose(&self.entries[*index as usize], proof).unwrap()
        });
        Evidence::new(&self.key.verifying_key(), self.checkpoint(), items.collect())
    }
}

fn entry(index: u64) -> Entry {
    let payload = format!(r#"{{"kind":"question.asked","text":"Où sont les sauvegardes ? (n° {index})"}}"#);
    let id = Id::from_bytes((index as u128).to_be_bytes());
    Entry::make(
        index,
        START.plus_millis(index as i64 / 2 * 1000),
        Actor::Contact(id),
        "question.asked",
        &format!("notice:{id}"),
        Salt(sha256(&index.to_le_bytes()).0),
        payload.into_bytes(),
    )
    .unwrap()
}

pub const FIRM: &str = "acte.example/f/1";

pub fn outcome(report: &Report, check: Check) -> &Outcome {
    &report.findings.iter().find(|finding| finding.check == check).unwrap().outcome
}
