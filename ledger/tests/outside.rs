//! A second verifier, in another language, written from `docs/ledger-format.md` alone: what it says of good and bad files must be what
//! [`ledger::evidence::verify`] says. Needs `python3` (3.9 or later), and nothing but its standard library.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;
mod openssl;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{FIRM, Log, verify};
use ledger::evidence::{Disclosure, EvidenceEntry, Outcome};
use ledger::note::Note;
use ledger::*;
use openssl::Openssl;
use serde_json::Value;

/// A folder of this run, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Check → outcome.
type Outcomes = BTreeMap<String, String>;

fn ours(bytes: &[u8], trusted: Option<&str>) -> Outcomes {
    let word = |outcome: &Outcome| match outcome {
        Outcome::Passed => "passed",
        Outcome::Remarked(_) => "remarked",
        Outcome::Failed(_) => "failed",
        Outcome::NotReached => "not_reached",
    };
    let bytes = if bytes.starts_with(b"%PDF-") { find_evidence(bytes).unwrap_or(b"") } else { bytes };
    let name = |check| serde_json::to_value(check).unwrap().as_str().unwrap().to_owned();
    verify(bytes, trusted).findings.iter().map(|f| (name(f.check), word(&f.outcome).to_owned())).collect()
}

/// The reports of the outside verifier on all `files`, in their order.
fn theirs(folder: &Folder, files: &[(String, Vec<u8>)], trusted: Option<&str>) -> Vec<Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outside/verify.py");
    let mut command = Command::new("python3");
    // No compiled copies beside the sources.
    command.args(["-B", script]);
    if let Some(trusted) = trusted {
        command.args(["--key", trusted]);
    }
    for (number, (_, bytes)) in files.iter().enumerate() {
        let path = folder.0.join(number.to_string());
        std::fs::write(&path, bytes).unwrap();
        command.arg(path);
    }
    let output = command.output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn agree(name: &str, files: &[(String, Vec<u8>)], trusted: Option<&str>) {
    let folder = Folder::new(name);
    let reports = theirs(&folder, files, trusted);
    assert_eq!(reports.len(), files.len());
    for ((what, bytes), report) in files.iter().zip(reports) {
        let theirs: Outcomes = serde_json::from_value(report["checks"].clone()).unwrap();
        assert_eq!(ours(bytes, trusted), theirs, "{what}: {}", report["reasons"]);
        if report["counts"].is_object() && !bytes.starts_with(b"%PDF-") {
            let counts = serde_json::to_value(verify(bytes, trusted).counts).unwrap();
            assert_eq!(counts, report["counts"], "{what}");
        }
    }
}

/// A file of each state, with a witness and a time that needs a look.
fn good(log: &Log) -> Evidence {
    let mut evidence = log.evidence(&[0, 2, 3, 6]);
    let proof = log.tree.inclusion(8, log.tree.size());
    evidence.entries.push(EvidenceEntry::withhold(&log.entries[8], proof.clone()).unwrap());
    evidence.entries[1].state = Disclosure::Erased;
    evidence.entries[1].payload = None;
    evidence.entries[1].salt = None;
    let mut note = Note::parse(&evidence.checkpoint).unwrap();
    note.sign(&SigningKey::from_seed("witness.example", &[5; 32]).unwrap()).unwrap();
    evidence.checkpoint = note.to_string();
    evidence
}

#[test]
fn the_outside_verifier_agrees_on_whole_files() {
    let log = Log::new(FIRM, 11);
    let mut files = vec![("every state".to_owned(), good(&log).to_bytes().unwrap())];
    for size in 0..10 {
        let log = Log::new(FIRM, size);
        let all: Vec<u64> = (0..size).collect();
        files.push((format!("all of {size}"), log.evidence(&all).to_bytes().unwrap()));
    }
    let page = include_str!("../../docs/ledger-format.md");
    let (_, example) = page.split_once("<!-- vector: evidence -->\n```\n").unwrap();
    files.push(("the example of the page".into(), example.lines().next().unwrap().into()));
    let (_, earlier) = page.split_once("<!-- vector: earlier -->\n```\n").unwrap();
    let example = Evidence::from_bytes(example.lines().next().unwrap().as_bytes()).unwrap();
    let example = example.after(serde_json::from_str(earlier.lines().next().unwrap()).unwrap());
    files.push(("the same of the second format".into(), example.to_bytes().unwrap()));
    files.push(("of another name".into(), canonical::to_vec(&Evidence { origin: "x".into(), ..example }).unwrap()));
    let pdf = [b"%PDF-1.7\n1 0 obj<<>>\nstream\n", files[0].1.as_slice(), b"\nendstream"].concat();
    files.push(("in a PDF".into(), pdf.clone()));
    files.push(("twice in a PDF".into(), [pdf.as_slice(), &pdf].concat()));
    files.push(("cut off in a PDF".into(), pdf[..pdf.len() - 12].to_vec()));
    let other = Log::new("acte.example/f/2", 1).vkey();
    for trusted in [None, Some(log.vkey().as_str()), Some(&other)] {
        agree("whole", &files, trusted);
    }
    assert_eq!(ours(&files[0].1, Some(&log.vkey()))["proofs"], "passed");
}

/// Every member changed in every way that a forger or a bad copy may change it.
#[test]
fn the_outside_verifier_agrees_on_changed_files() {
    let (log, other) = (Log::new(FIRM, 11), Log::new("acte.example/f/2", 11));
    let good = serde_json::to_value(good(&log)).unwrap();
    let mut files = Vec::new();
    let mut change = |what: &str, change: &dyn Fn(&mut Value)| files.push(changed(&good, what, change));
    let strange =
        ["", "x", "é", "\n", "acte.example/f/2", "acte-evidence/3", "{}", "null", "disclosed", "withheld", "erased"];
    for new in strange.map(Value::from).into_iter().chain([Value::Null, 1.into(), Vec::<Value>::new().into()]) {
        for member in ["checkpoint", "entries", "format", "origin", "time_stamps", "vkey", "more"] {
            change(&format!("{member} = {new}"), &|value| value[member] = new.clone());
        }
        for member in ["header", "payload", "proof", "salt", "state", "more"] {
            change(&format!("{member} of an entry = {new}"), &|value| value["entries"][2][member] = new.clone());
        }
    }
    change("another firm's checkpoint", &|value| value["checkpoint"] = other.checkpoint().into());
    change("another firm's key", &|value| value["vkey"] = other.vkey().into());
    change("another firm's file", &|value| *value = serde_json::to_value(other.evidence(&[3])).unwrap());
    change("an entry twice", &|value| value["entries"][2] = value["entries"][3].clone());
    change("entries swapped", &|value| value["entries"].as_array_mut().unwrap().swap(1, 2));
    change("an entry removed", &|value| drop(value["entries"].as_array_mut().unwrap().remove(1)));
    for entry in 0..5 {
        let proof = |value: &mut Value, act: &dyn Fn(&mut Vec<Value>)| {
            act(value["entries"][entry]["proof"].as_array_mut().unwrap())
        };
        change("a proof reversed", &|value| proof(value, &|proof| proof.reverse()));
        change("a proof shortened", &|value| proof(value, &|proof| proof.truncate(1)));
        change("a proof emptied", &|value| proof(value, &|proof| proof.clear()));
        change("a proof lengthened", &|value| proof(value, &|proof| proof.push("ab".repeat(32).into())));
    }
    assert!(files.len() > 150);
    agree("members", &files, Some(&log.vkey()));
}

/// The Python verifier reads of a token what it is about; who signed it, it does not say.
#[test]
fn the_outside_verifier_agrees_on_time_stamps() {
    let (log, openssl) = (Log::new(FIRM, 11), Openssl::usual("outside"));
    let good = good(&log);
    let token = openssl.token(&Note::parse(&good.checkpoint).unwrap().digest());
    let other = openssl.token(&sha256(b"another checkpoint"));
    let resigned = |change: &dyn Fn(Vec<u8>) -> Vec<u8>| openssl.resign(&token, "tsa", change);
    let future = resigned(&|content| {
        let year = content.windows(4).position(|bytes| bytes[0] == 0x18 && bytes.ends_with(b"20")).unwrap();
        [&content[..year + 2], b"2999", &content[year + 6..]].concat()
    });
    let cases: [(&str, Vec<Vec<u8>>); 8] = [
        ("one", vec![token.clone()]),
        ("eight", vec![token.clone(); 8]),
        ("nine", vec![token.clone(); 9]),
        ("about something else", vec![token.clone(), other]),
        ("nothing", vec![vec![]]),
        ("no token", vec![b"hello".to_vec()]),
        ("cut off", vec![token[..token.len() - 1].to_vec()]),
        ("longer", vec![[token.as_slice(), b"0"].concat()]),
    ];
    let file = |(what, tokens): &(&str, Vec<Vec<u8>>)| {
        (what.to_string(), canonical::to_vec(&good.clone().stamped(tokens)).unwrap())
    };
    let mut files: Vec<_> = cases.iter().map(file).collect();
    let stamped = serde_json::to_value(good.clone().stamped(&[token])).unwrap();
    for token in ["", "AAAA", "é", "MII"] {
        files.push(changed(&stamped, token, &|value| value["time_stamps"][0] = token.into()));
    }
    agree("stamps", &files, Some(&log.vkey()));
    let folder = Folder::new("stamp");
    // That one is judged by the machine's clock, which this crate never reads.
    files.truncate(1);
    files.push(file(&("from the future", vec![future])));
    let reports = theirs(&folder, &files, None);
    assert_eq!(reports[0]["time_stamps"][0]["signature"], "not checked");
    assert_eq!(reports[1]["checks"]["time_stamps"], "failed");
}

/// A copy of `good` after `change`, under the name `what`.
fn changed(good: &Value, what: &str, change: &dyn Fn(&mut Value)) -> (String, Vec<u8>) {
    let mut value = good.clone();
    change(&mut value);
    (what.to_owned(), canonical::to_vec(&value).unwrap())
}

/// Words changed inside header, payload and checkpoint.
#[test]
fn the_outside_verifier_agrees_on_altered_texts() {
    let log = Log::new(FIRM, 11);
    let good = serde_json::to_value(good(&log)).unwrap();
    let alter = |place: fn(&mut Value) -> &mut Value, from: &str, to: &str| {
        changed(&good, &format!("{from:?} → {to:?}"), &|value| {
            let text = place(value).as_str().unwrap().to_owned();
            assert!(text.contains(from), "{from}");
            *place(value) = text.replacen(from, to, 1).into();
        })
    };
    let mut files = Vec::new();
    for (from, to) in [
        ("\"v\":1", "\"v\":2"),
        ("\"v\":1", "\"v\":true"),
        ("\"index\":3", "\"index\":4"),
        ("\"index\":3", "\"index\":11"),
        ("\"index\":3", "\"index\":-3"),
        ("\"index\":3", "\"index\":\"3\""),
        ("\"index\":3", "\"index\": 3"),
        ("\"time\":1", "\"time\":0"),
        ("\"time\":1", "\"time\":9"),
        ("\"time\":1795507", "\"time\":1"),
        ("contact:", "member:"),
        ("contact:", "robot:"),
        ("notice:", "notice::"),
        ("question.asked", "answer.given"),
        ("question.asked", "Question.asked"),
        ("asked", "asked.asked.asked.asked.asked.asked.asked.asked.asked.asked.asked"),
    ] {
        files.push(alter(|value| &mut value["entries"][2]["header"], from, to));
    }
    for (from, to) in
        [("question.asked", "answer.given"), ("Où", "où"), (",", ", "), ("{", ""), ("?", "\n"), ("?", "\u{202f}?")]
    {
        files.push(alter(|value| &mut value["entries"][2]["payload"], from, to));
    }
    for (from, to) in [
        ("\n11\n", "\n12\n"),
        ("\n11\n", "\n011\n"),
        ("\n11\n", "\n\n11\n"),
        ("f/1\n", "f/2\n"),
        ("—", "-"),
        ("— witness", "— \u{a0}witness"),
        ("witness.example", "acte.example/f/1"),
        ("— acte.example/f/1 ", "— acte.example/f/3 "),
        ("=\n— ", "\n— "),
    ] {
        files.push(alter(|value| &mut value["checkpoint"], from, to));
    }
    agree("altered", &files, Some(&log.vkey()));
}

/// A bit turned over in every eleventh byte, and the file cut there.
#[test]
fn the_outside_verifier_agrees_on_damaged_files() {
    let log = Log::new(FIRM, 11);
    let good = good(&log).to_bytes().unwrap();
    let mut files = Vec::new();
    for at in (0..good.len()).step_by(11) {
        let mut damaged = good.clone();
        damaged[at] ^= 1 << (at % 8);
        files.push((format!("bit {} of byte {at}", at % 8), damaged));
        files.push((format!("cut at {at}"), good[..at].to_vec()));
    }
    agree("damaged", &files, Some(&log.vkey()));
}

/// Checkpoints signed by the firm that say something else.
#[test]
fn the_outside_verifier_agrees_on_strange_checkpoints() {
    let log = Log::new(FIRM, 11);
    let root = Checkpoint::parse(Note::parse(&log.checkpoint()).unwrap().text()).unwrap().text();
    let root = root.lines().nth(2).unwrap();
    let mut files = Vec::new();
    for text in [
        "a letter\n".to_owned(),
        format!("{FIRM}\n11\n{root}\nextension\n"),
        format!("{FIRM}\n11\n{root}\n\nextension\n"),
        format!("{FIRM}\n10\n{root}\n"),
        format!("{FIRM}\n12\n{root}\n"),
        format!("{FIRM}\n16\n{root}\n"),
        format!("{FIRM}\n17\n{root}\n"),
        format!("{FIRM}\n7\n{root}\n"),
        format!("{FIRM}\n3\n{root}\n"),
        format!("{FIRM}\n0\n{root}\n"),
        format!("{FIRM}\n+11\n{root}\n"),
        format!("{FIRM}\n9007199254740991\n{root}\n"),
        format!("{FIRM}\n9007199254740992\n{root}\n"),
        format!("acte.example/f/2\n11\n{root}\n"),
        format!("{FIRM}\n11\n{}\n", root.replace('=', "")),
        format!("{FIRM}\n11\nAAAA\n"),
    ] {
        let mut note = Note::new(&text).unwrap();
        note.sign(&log.key).unwrap();
        // Of these places the first four hashes of a longer path are the whole path here: only the length tells.
        let evidence = Evidence { checkpoint: note.to_string(), ..log.evidence(&[0, 3, 6]) };
        files.push((text, evidence.to_bytes().unwrap()));
    }
    agree("strange", &files, Some(&log.vkey()));
}
