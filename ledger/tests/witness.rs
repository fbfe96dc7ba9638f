//! Witnesses: the forms of the specification, and that nobody cosigns two histories.
#![allow(clippy::unwrap_used)] // a test may panic

use std::collections::HashMap;

use ledger::note::Note;
use ledger::witness::{MAX_PROOF, Refusal, Request, Seen};
use ledger::*;
use proptest::prelude::*;

/// The example of C2SP tlog-witness, "add-checkpoint".
const REQUEST: &str = "old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
";
/// A key of the witness network, from the tests of github.com/transparency-dev/formats, `note/note_cosigv1_test.go`.
const REMORA: &str = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
/// The example of C2SP tlog-cosignature; its key is not published, its time is: 1679315147.
const COSIGNED: &str = "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==";

fn witness() -> WitnessKey {
    WitnessKey::from_seed("witness.example/w1", &[9; 32]).unwrap()
}

fn firm() -> SigningKey {
    SigningKey::from_seed("acte.example/log/1", &[7; 32]).unwrap()
}

/// A log of `size` leaves; leaf `i` says `i` and the name of the history.
struct Log {
    nodes: HashMap<(u8, u64), Hash>,
    roots: Vec<Hash>,
}

impl Log {
    fn new(size: u64, history: &str) -> Log {
        let mut frontier = Frontier::new();
        let mut log = Log { nodes: HashMap::new(), roots: vec![frontier.root()] };
        for i in 0..size {
            let leaf = merkle::leaf_hash(format!("{history} {i}").as_bytes());
            for (level, index, hash) in frontier.append(leaf).unwrap() {
                log.nodes.insert((level, index), hash);
            }
            log.roots.push(frontier.root());
        }
        log
    }

    fn request(&self, old: u64, size: u64) -> Request {
        let read = |level, index| self.nodes.get(&(level, index)).copied();
        let proof = merkle::consistency_proof(old, size, read).unwrap();
        Request { old, proof, note: Checkpoint::sign(&firm(), size, self.roots[usize::try_from(size).unwrap()]) }
    }

    fn seen(&self, size: u64) -> Seen {
        Seen { size, root: self.roots[usize::try_from(size).unwrap()] }
    }
}

fn key() -> VerifyingKey {
    firm().verifying_key()
}

#[test]
fn the_examples_of_the_specification_are_read() {
    let request: Request = REQUEST.parse().unwrap();
    assert_eq!((request.old, request.proof.len()), (20_852_014, 4));
    assert_eq!(request.origin(), Ok("example.com/behind-the-sofa"));
    assert_eq!(request.to_string(), REQUEST);
    assert_eq!(request.decide(&key(), Seen::nothing()), Err(Refusal::NotSigned));

    let remora: Witness = REMORA.parse().unwrap();
    assert_eq!((remora.name(), remora.to_string().as_str()), ("remora.n621.de", REMORA));
    assert!(matches!(REMORA.parse::<VerifyingKey>(), Err(NoteError::KeyType { found: 4, expected: 1 })));
    assert!(matches!(key().to_string().parse::<Witness>(), Err(NoteError::KeyType { found: 1, expected: 4 })));

    let line: note::Signature = COSIGNED.parse().unwrap();
    assert_eq!(u64::from_be_bytes(line.bytes[..8].try_into().unwrap()), 1_679_315_147);
    assert_eq!((line.bytes.len(), line.to_string().as_str()), (72, COSIGNED));
}

#[test]
fn a_cosignature_holds_for_its_text_and_time_only() {
    let log = Log::new(3, "a");
    let mut note = Note::parse(&log.request(0, 3).note).unwrap();
    assert_eq!(witness().witness().cosigned(&note), Ok(None));
    let line = witness().cosign(note.text(), Time(1_700_000_000_999));
    note.add(line.clone()).unwrap();
    // The whole note again, as a client would keep it.
    let note = Note::parse(&note.to_string()).unwrap();
    assert_eq!(witness().witness().cosigned(&note), Ok(Some(Time(1_700_000_000_000))));
    assert_eq!(Checkpoint::verify(&note.to_string(), &key()).unwrap().size, 3, "the log's own signature stays");

    let with = |change: &dyn Fn(&mut note::Signature), text: &str| {
        let mut other = Note::new(text).unwrap();
        let mut line = line.clone();
        change(&mut line);
        other.add(line).unwrap();
        witness().witness().cosigned(&other)
    };
    assert_eq!(with(&|line| line.bytes[7] ^= 1, note.text()), Err(NoteError::BadSignature), "another time");
    assert_eq!(with(&|line| line.bytes[0] = 0xff, note.text()), Err(NoteError::BadSignature), "a time beyond 2^63");
    assert_eq!(with(&|line| line.bytes.truncate(7), note.text()), Err(NoteError::BadSignature));
    assert_eq!(with(&|_| (), &note.text().replace('3', "4")), Err(NoteError::BadSignature), "another size");
    assert_eq!(with(&|line| line.id[0] ^= 1, note.text()), Ok(None), "another key");
}

#[test]
fn each_refusal_has_the_status_of_the_protocol() {
    let (log, fork) = (Log::new(20, "a"), Log::new(20, "b"));
    let request = log.request(8, 13);
    assert_eq!(request.decide(&key(), log.seen(8)).unwrap().size, 13);
    let status = |request: &Request, seen| request.decide(&key(), seen).unwrap_err().status();

    assert_eq!(request.decide(&key(), log.seen(9)), Err(Refusal::Conflict { size: 9 }), "a rollback");
    assert_eq!(request.decide(&key(), Seen::nothing()), Err(Refusal::Conflict { size: 0 }));
    assert_eq!(status(&request, fork.seen(8)), 422, "another history of the same length");
    assert_eq!(status(&fork.request(8, 8), log.seen(8)), 409, "two trees of one size");
    assert_eq!(log.request(8, 8).decide(&key(), log.seen(8)).unwrap().size, 8, "the same again");
    assert_eq!(status(&Request { old: 14, ..request.clone() }, log.seen(14)), 400);
    assert_eq!(status(&Request { proof: vec![], ..request.clone() }, log.seen(8)), 422);
    let mut long = log.request(0, 13);
    long.proof.push(Hash([0; 32]));
    assert_eq!(status(&long, Seen::nothing()), 422, "from nothing there is nothing to prove");
    let other = SigningKey::from_seed("acte.example/log/1", &[8; 32]).unwrap();
    let unsigned = Request { note: Checkpoint::sign(&other, 13, log.roots[13]), ..request.clone() };
    assert_eq!(status(&unsigned, log.seen(8)), 403);
    assert_eq!(Refusal::UnknownLog.status(), 404);
}

#[test]
fn what_is_not_a_request_is_refused() {
    let good = Log::new(9, "a").request(4, 9).to_string();
    assert!(good.parse::<Request>().is_ok());
    let line = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";
    for bad in [
        String::new(),
        good.replace("old 4", "old 04"),
        good.replace("old 4", "old -4"),
        good.replace("old 4", "old  4"),
        good.replace("old 4", "new 4"),
        good.replace("\n\n", "\n"),
        good.replacen('=', "", 1),
        format!("old 1\n{}\n{}", line.repeat(MAX_PROOF + 1), "x"),
    ] {
        assert_eq!(bad.parse::<Request>().unwrap_err().status(), 400, "{bad}");
    }
    assert!(format!("old 1\n{}\nx", line.repeat(MAX_PROOF)).parse::<Request>().is_ok());
}

proptest! {
    /// Whatever is asked in whatever order, all that a witness cosigns is one history.
    #[test]
    fn a_witness_sees_one_history(steps in prop::collection::vec((0..2usize, 0..24u64, 0..24u64), 1..40)) {
        let logs = [Log::new(24, "a"), Log::new(24, "b")];
        let mut seen = Seen::nothing();
        let mut cosigned = Vec::new();
        for (which, one, two) in steps {
            let request = logs[which].request(one.min(two), one.max(two));
            if let Ok(checkpoint) = request.to_string().parse::<Request>().unwrap().decide(&key(), seen) {
                prop_assert!(checkpoint.size >= seen.size);
                seen = Seen { size: checkpoint.size, root: checkpoint.root };
                cosigned.push(seen);
            }
        }
        let one_history = logs.iter().any(|log| cosigned.iter().all(|seen| log.roots[usize::try_from(seen.size).unwrap()] == seen.root));
        prop_assert!(one_history);
    }
}
