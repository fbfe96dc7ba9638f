//! Whether proofs are O(log n): how long they are and what they cost, from a thousand entries to ten million.

use std::time::{Duration, Instant};

use ledger::merkle::{consistency_proof, inclusion_proof, leaf_hash, root, verify_consistency, verify_inclusion};
use ledger::{Frontier, Hash};

const SIZES: [u64; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
/// Proofs of each sort and size, spread over the log.
const PROOFS: u64 = 2_000;
/// How much more than in proportion to log n a proof may take at the largest size: what the processor's caches hold of a small
/// tree, they do not hold of a large one.
const CACHES: f64 = 2.0;

/// What came out for proofs of one sort at one size.
#[derive(Default)]
struct Cost {
    longest: usize,
    making: Duration,
    verifying: Duration,
}

impl Cost {
    fn add(&mut self, make: impl FnOnce() -> Vec<Hash>, verify: impl FnOnce(&[Hash])) {
        let start = Instant::now();
        let proof = make();
        let made = Instant::now();
        verify(&proof);
        self.making += made - start;
        self.verifying += made.elapsed();
        self.longest = self.longest.max(proof.len());
    }

    fn micros(&self) -> [f64; 2] {
        [self.making, self.verifying].map(|time| time.as_secs_f64() * 1e6 / PROOFS as f64)
    }
}

/// Tells the figures; whether all goals are met.
pub fn measure() -> bool {
    let tree = Tree::new(SIZES[SIZES.len() - 1]);
    let mut met = true;
    for (sort, measure) in
        [("inclusion", Tree::inclusion as fn(&Tree, u64) -> Cost), ("consistency", Tree::consistency)]
    {
        // A consistency proof may need one hash more than the tree has levels (RFC 6962 §2.1.2).
        let more = usize::from(sort == "consistency");
        let costs: Vec<Cost> = SIZES.iter().map(|size| measure(&tree, *size)).collect();
        for (size, cost) in SIZES.iter().zip(&costs) {
            let most = size.next_power_of_two().ilog2() as usize + more;
            let [making, verifying] = cost.micros();
            let fits = cost.longest <= most;
            met &= fits;
            println!(
                "{sort} in {size}: {} hashes (at most {most}: {}), made in {making:.2} µs, verified in {verifying:.2} µs",
                cost.longest,
                super::verdict(fits)
            );
        }
        let time = |cost: &Cost| cost.micros().iter().sum::<f64>();
        let (first, last) = (&costs[0], &costs[costs.len() - 1]);
        let grown = time(last) / time(first);
        let most = CACHES * (SIZES[SIZES.len() - 1] as f64).log2() / (SIZES[0] as f64).log2();
        met &= grown <= most;
        println!(
            "{sort}: ten thousand times the entries, {grown:.2} × the time (at most {most:.1}: {})",
            super::verdict(grown <= most)
        );
    }
    met
}

/// The hashes of all complete subtrees, as a store keeps them: by level, by index.
struct Tree(Vec<Vec<Hash>>);

impl Tree {
    fn new(size: u64) -> Tree {
        let (mut levels, mut frontier) = (vec![Vec::new(); 64], Frontier::new());
        for index in 0..size {
            for (level, _, hash) in frontier.append(leaf_hash(&index.to_be_bytes())).expect("not too large") {
                levels[usize::from(level)].push(hash);
            }
        }
        Tree(levels)
    }

    fn read(&self) -> impl Fn(u8, u64) -> Option<Hash> {
        |level, index| self.0[usize::from(level)].get(index as usize).copied()
    }

    fn inclusion(&self, size: u64) -> Cost {
        let (root, mut cost) = (root(size, self.read()).expect("a root"), Cost::default());
        for index in places(size) {
            let make = || inclusion_proof(index, size, self.read()).expect("a proof");
            let leaf = self.0[0][index as usize];
            cost.add(make, |proof| verify_inclusion(index, size, leaf, proof, root).expect("it holds"));
        }
        cost
    }

    fn consistency(&self, size: u64) -> Cost {
        let (new, mut cost) = (root(size, self.read()).expect("a root"), Cost::default());
        for old in places(size) {
            let old_root = root(old, self.read()).expect("a root");
            let make = || consistency_proof(old, size, self.read()).expect("a proof");
            cost.add(make, |proof| verify_consistency(old, size, old_root, new, proof).expect("it holds"));
        }
        cost
    }
}

/// Numbers below `size` in an order that no cache foresees: a multiple of an odd number, modulo the size.
fn places(size: u64) -> impl Iterator<Item = u64> {
    (1..=PROOFS).map(move |number| (number * 2_654_435_761) % size)
}
