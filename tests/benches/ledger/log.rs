//! How fast a log is verified: every entry by itself, its place in the tree, the signed root.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ledger::{Actor, Checkpoint, Entry, Frontier, Id, Salt, SigningKey, Time, merkle};
use sha2::{Digest as _, Sha256};

const ENTRIES: u64 = 1_000_000;
/// Entries in memory at once, as a verifier that reads a store has them.
const PAGE: u64 = 1_000;
const FIRM: &str = "acte.example/f/1";

/// What an entry says.
pub struct Sample {
    pub kind: String,
    pub subject: String,
    pub payload: Vec<u8>,
}

/// What came out.
#[derive(Default)]
pub struct Measured {
    /// Of all entries: headers, salts, payloads.
    pub bytes: u64,
    pub verifying: Duration,
    /// Each hash that the format prescribes, by sha2 alone: leaves, commitments, nodes.
    pub prescribed: Duration,
    /// One SHA-256 over all bytes of all entries.
    pub one: Duration,
}

/// A verifier who has seen so much of the log: the steps of `server/src/store/verify.rs` without its database.
struct Walk {
    frontier: Frontier,
    last: Time,
}

impl Walk {
    fn entry(&mut self, entry: &Entry) {
        let header = entry.check().expect("a good entry");
        assert!(header.index == self.frontier.size() && header.time >= self.last, "in order");
        self.last = header.time;
        self.frontier.append(entry.leaf_hash()).expect("not too large");
    }
}

/// Verifies a log of these samples over and over, made page by page and not held.
pub fn measure(samples: &[Sample]) -> Measured {
    let mut measured = Measured::default();
    let mut walk = Walk { frontier: Frontier::new(), last: Time::MIN };
    let (mut made, mut all) = (Frontier::new(), Sha256::new());
    for page in 0..ENTRIES / PAGE {
        let entries: Vec<Entry> = (page * PAGE..(page + 1) * PAGE).map(|index| entry(samples, index)).collect();
        for entry in &entries {
            measured.bytes += parts(entry).iter().map(|part| part.len() as u64).sum::<u64>();
            made.append(entry.leaf_hash()).expect("not too large");
        }
        measured.one += time(|| entries.iter().for_each(|entry| parts(entry).iter().for_each(|part| all.update(part))));
        measured.verifying += time(|| entries.iter().for_each(|entry| walk.entry(entry)));
        measured.prescribed += time(|| entries.iter().for_each(prescribed));
    }
    black_box(all.finalize());
    let key = SigningKey::from_seed(FIRM, &[7; 32]).expect("a name");
    let note = Checkpoint::sign(&key, made.size(), made.root());
    measured.verifying += time(|| {
        let signed = Checkpoint::verify(&note, &key.verifying_key()).expect("signed");
        assert_eq!((signed.size, signed.root), (walk.frontier.size(), walk.frontier.root()));
    });
    measured
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// What is hashed of an entry.
fn parts(entry: &Entry) -> [&[u8]; 3] {
    let (salt, payload) = (entry.salt.as_ref().expect("shown"), entry.payload.as_deref().expect("shown"));
    [&entry.header, &salt.0, payload]
}

/// The leaf, the commitment, and one node for each leaf but the first.
fn prescribed(entry: &Entry) {
    let [header, salt, payload] = parts(entry);
    black_box(Sha256::new().chain_update([0]).chain_update(header).finalize());
    black_box(
        Sha256::new().chain_update(ledger::entry::COMMITMENT_TAG).chain_update(salt).chain_update(payload).finalize(),
    );
    black_box(merkle::node_hash(ledger::Hash([1; 32]), ledger::Hash([2; 32])));
}

fn entry(samples: &[Sample], index: u64) -> Entry {
    let Sample { kind, subject, payload } = &samples[index as usize % samples.len()];
    let salt = Salt(ledger::sha256(&index.to_le_bytes()).0);
    let (time, actor) = (Time(1_795_507_576_123).plus_millis(index as i64), Actor::Member(Id::from_bytes([7; 16])));
    Entry::make(index, time, actor, kind, subject, salt, payload.clone()).expect("an entry")
}
