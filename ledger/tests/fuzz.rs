//! The targets of `ledger/fuzz` on stable Rust: their seeds, a few thousand changes to them, the same in every run, and a limit to the
//! memory that any of it takes. The long run, by libFuzzer, is in `docs/security.md`.
#![allow(clippy::unwrap_used)] // a test may panic

mod memory;
#[path = "../fuzz/src/lib.rs"]
mod targets;

use memory::peak;
use targets::{TARGETS, Target};

/// Changed inputs of each target.
const CHANGED: usize = 2_000;
/// The longest input that is tried, in bytes.
const MAX_INPUT: usize = 16 * 1024;
/// The most memory, in bytes for each byte of input, and beside that.
const FACTOR: usize = 40;
const BESIDE: usize = 64 * 1024;

fn target(name: &str) -> Target {
    *TARGETS.iter().find(|(known, ..)| *known == name).unwrap()
}

/// Runs a target on one input and holds it to the limit.
fn run((name, run, _): Target, input: &[u8]) {
    let bytes = peak(|| run(input));
    let limit = BESIDE + FACTOR * input.len();
    let begins = input[..input.len().min(200)].escape_ascii();
    assert!(bytes <= limit, "{name}: {bytes} bytes for {} of input: {begins}", input.len());
}

fn fuzz(name: &str) {
    let target = target(name);
    let seeds = target.2();
    // Whatever is made once and kept is not the input's.
    seeds.iter().for_each(|seed| target.1(seed));
    seeds.iter().for_each(|seed| run(target, seed));
    let mut chance = Chance(name.bytes().fold(7, |sum, byte| sum * 31 + u64::from(byte)));
    for _ in 0..CHANGED {
        let mut input = chance.pick(&seeds).clone();
        for _ in 0..=chance.below(4) {
            chance.change(&mut input, &seeds);
        }
        input.truncate(MAX_INPUT);
        run(target, &input);
    }
}

/// The smallest things of which the most are held at once.
#[test]
fn what_is_made_to_take_memory_does_not() {
    let json = |item: &str| [b"[", item.repeat(100_000 / item.len()).trim_end_matches(',').as_bytes(), b"]"].concat();
    let member = |name: &str, item: &str| {
        let start = format!(r#"{{"checkpoint":"","entries":[],"format":"acte-evidence/1","origin":"","{name}":["#);
        let end = r#"],"vkey":""}"#;
        [start.as_bytes(), item.repeat(100_000 / item.len()).trim_end_matches(',').as_bytes(), end.as_bytes()].concat()
    };
    let entry = r#"{"header":"","payload":null,"proof":[],"salt":null,"state":"erased"},"#;
    for input in [
        json("0,"),
        json("[],"),
        json(r#"{"":0},"#),
        json(r#""","#),
        b"[".repeat(100_000),
        br#"{"":"#.repeat(25_000),
        member("time_stamps", r#""","#),
        member("time_stamps", r#"{"":0},"#),
        String::from_utf8(member("entries", entry)).unwrap().replace(r#""entries":[],"#, "").into_bytes(),
        b"\n".repeat(100_000),
        [b"%PDF-", b"/ByteRange[0 0 0 0]".repeat(5_000).as_slice()].concat(),
        [b"%PDF-", br#"stream\n{"checkpoint":""#.repeat(5_000).as_slice()].concat(),
        [&[0x30, 0x84, 0x7f, 0xff, 0xff, 0xff][..], &[0x30, 0].repeat(50_000)].concat(),
        [0x30, 0x80].repeat(50_000),
    ] {
        assert!(peak(|| drop(ledger::canonical::check(&input))) <= BESIDE + 4 * input.len());
        // That target also asks a reader which builds whole values.
        TARGETS.iter().filter(|(name, ..)| *name != "canonical").for_each(|target| run(*target, &input));
    }
}

macro_rules! fuzzed {
    ($($name:ident)+) => {
        $(#[test]
        fn $name() {
            fuzz(stringify!($name));
        })+

        #[test]
        fn every_target_is_run_here_and_by_libfuzzer() {
            assert_eq!(TARGETS.map(|(name, ..)| name), [$(stringify!($name)),+]);
            for (name, ..) in TARGETS {
                let file = format!("{}/fuzz/fuzz_targets/{name}.rs", env!("CARGO_MANIFEST_DIR"));
                assert!(std::fs::read_to_string(file).unwrap().contains(&format!("fuzz::{name}(bytes)")));
            }
        }
    };
}

fuzzed! { canonical note checkpoint proof token cms pdf evidence bundle }

/// SplitMix64: the same changes in every run, on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Two places in order.
    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..(start + self.below(32)).min(length)
    }

    /// One change: a bit, a byte, a length of DER, a number, something left out, doubled, or of another seed.
    fn change(&mut self, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(input.len());
        let range = self.range(input.len());
        match self.below(8) {
            0 if !input.is_empty() => input[at] ^= 1 << self.below(8),
            1 if !input.is_empty() => {
                input[at] = *self.pick(b"\0\x01\x7f\x80\x82\x84\xff\x30\x31\xa0\"\\{}[],:-+/ \n09aA=")
            }
            2 => {
                drop(input.splice(range, *self.pick(&[[0x84, 0xff, 0xff, 0xff, 0xff], [0x84, 0x7f, 0xff, 0xff, 0xff]])))
            }
            3 => {
                let number = *self.pick(&[0, 1, u64::MAX, 1 << 63, (1 << 53) - 1, 1 << 32]);
                let bytes = number.to_be_bytes();
                let end = (at + 8).min(input.len());
                input.splice(at..end, bytes);
            }
            4 => drop(input.drain(range)),
            5 => {
                let again = input[range.clone()].to_vec();
                let times = 1 + self.below(20);
                input.splice(range.start..range.start, again.repeat(times));
            }
            6 => {
                let other = self.pick(seeds);
                let part = self.range(other.len());
                input.splice(range, other[part].iter().copied());
            }
            _ => input.truncate(at.max(1)),
        }
    }
}
