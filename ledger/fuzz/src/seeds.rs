//! What the targets begin with, made anew each time: a small log of one firm, and the vectors of `ledger/tests/vectors`.

#[path = "../../tests/common/mod.rs"]
mod common;

use std::sync::LazyLock;

use common::{FIRM, Log, START};
use ledger::bundle::{self, FileRole};
use ledger::cms::SignedData;
use ledger::evidence::{EvidenceEntry, Reader};
use ledger::note::Note;
use ledger::timestamp::{self, TimeStamp};
use ledger::x509::Certificate;
use ledger::*;
use serde_json::json;

const AUTHORITY: &[u8] = include_bytes!("../../tests/vectors/authority.der");
const SEAL: &[u8] = include_bytes!("../../tests/vectors/seal.der");
/// A token about something else, by another authority.
pub const TOKEN: &[u8] = include_bytes!("../../tests/vectors/checkpoint-token.der");
/// A PDF of one page, with evidence that names the certificate of its seal.
pub const SEALED: &[u8] = include_bytes!("../../tests/vectors/sealed.pdf");

pub static KNOWN: LazyLock<Known> = LazyLock::new(Known::new);

/// What is true. Whoever says something else, and is believed, has found a fault.
pub struct Known {
    pub log: Log,
    pub vkey: VerifyingKey,
    /// The checkpoint of the log, signed, and cosigned by the witness.
    pub note: Note,
    pub witness: Witness,
    /// The authority that certified the seal and its time-stamp.
    pub authority: Certificate,
    /// What the seal is about, and who made it.
    pub sealed: Hash,
    pub signer: Hash,
    /// What its time-stamp is about, and what that says.
    pub stamped: Hash,
    pub stamp: TimeStamp,
    /// The reader's present.
    pub now: Time,
}

impl Known {
    fn new() -> Known {
        let log = log();
        let mut note = Note::parse(&log.checkpoint()).expect("a note");
        let key = WitnessKey::from_seed("witness.example", &[9; 32]).expect("a name");
        note.add(key.cosign(note.text(), START)).expect("room");
        let authority = Certificate::parse(AUTHORITY).expect("a certificate");
        let seal = SignedData::parse(SEAL).expect("a seal");
        let stamped = seal.signature_digest();
        let anchors = std::slice::from_ref(&authority);
        let token = seal.time_stamp().expect("a token");
        let stamp = timestamp::check(token, &stamped, anchors, Time::MAX).expect("a good token");
        let (sealed, signer) = (sha256("Mise en garde n° 1\n".as_bytes()), seal.signer().sha256());
        let (vkey, witness) = (log.key.verifying_key(), key.witness());
        // The year 2030: the certificate of the sealed PDF is valid.
        let now = Time(1_893_456_000_000);
        Known { log, vkey, note, witness, authority, sealed, signer, stamped, stamp, now }
    }

    pub fn reader(&self) -> Reader<'_> {
        let witnesses = std::slice::from_ref(&self.witness);
        Reader { key: Some(&self.vkey), authorities: &[], witnesses, newer: None, now: self.now }
    }
}

/// A log of five entries: a paper, a question, a longer text, an erasure, and what names a certificate.
fn log() -> Log {
    let subject = "notice:00000000000000000000000000000001";
    let paper = json!({"name": "Contrat.txt", "sha256": sha256(b"paper"), "size": 5});
    let by = json!({"member": "00000000000000000000000000000002", "name": "Anne"});
    let payloads = [
        json!({"kind": "paper.filed", "file": paper}),
        json!({"kind": "question.asked", "text": "Où sont les sauvegardes ?\n\u{1}\u{10348}"}),
        json!({"kind": "answer.given", "deep": [{"a": [1, -2, 9007199254740991i64], "b": null}], "yes": true}),
        json!({"kind": "payload.erased", "entry": 1, "ground": "request", "note": "n° 12", "by": by}),
        json!({"kind": "seal.revoked", "sha256": sha256(b"certificate"), "reason": "stolen"}),
    ];
    let entries = (0..).zip(&payloads).map(|(index, payload)| {
        let kind = payload["kind"].as_str().expect("a kind");
        let bytes = ledger::canonical::to_vec(payload).expect("canonical");
        let time = START.plus_millis(index as i64);
        Entry::make(index, time, Actor::System, kind, subject, Salt([index as u8; 32]), bytes).expect("an entry")
    });
    let entries: Vec<Entry> = entries.collect();
    let tree = common::Tree::new(entries.iter().map(Entry::leaf_hash));
    Log { key: SigningKey::from_seed(FIRM, &[7; 32]).expect("a name"), entries, tree }
}

/// A PDF without what may differ in a good one: the digits between the ranges that its seal covers.
pub fn without_digits(pdf: &[u8]) -> Vec<u8> {
    let key = b"/Contents<";
    let start = pdf.windows(key.len()).rposition(|window| window == key).map_or(0, |at| at + key.len());
    let digits = pdf[start..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    [&pdf[..start], &pdf[start + digits..]].concat()
}

/// Evidence of all entries: one erased, one withheld.
fn whole() -> Vec<u8> {
    let log = &KNOWN.log;
    let entry = |index: u64| {
        let (entry, proof) = (&log.entries[index as usize], log.tree.inclusion(index, 5));
        match index {
            1 => EvidenceEntry::disclose(&Entry { salt: None, payload: None, ..entry.clone() }, proof),
            2 => EvidenceEntry::withhold(entry, proof),
            _ => EvidenceEntry::disclose(entry, proof),
        }
    };
    let entries = (0..5).map(|index| entry(index).expect("text")).collect();
    let evidence = Evidence::new(&log.key.verifying_key(), KNOWN.note.to_string(), entries);
    evidence.to_bytes().expect("small")
}

pub fn canonical() -> Vec<Vec<u8>> {
    let odd = r#"{"":[],"a\"\\\b\t\n\f\r\u0000\u001f":{"é":-1,"€":0,"𐍈":[true,false,null],"":9007199254740991}}"#;
    let mut seeds = vec![odd.into(), b"[[[[]]],{},1]".to_vec(), br#"{ "b":1.5,"a":"\u00e9" }"#.to_vec()];
    seeds.extend(
        KNOWN.log.entries.iter().flat_map(|entry| [Some(entry.header.clone()), entry.payload.clone()]).flatten(),
    );
    seeds
}

pub fn note() -> Vec<Vec<u8>> {
    let lines = KNOWN.note.signatures().iter().map(ToString::to_string);
    let texts = [KNOWN.note.to_string(), KNOWN.vkey.to_string(), KNOWN.witness.to_string()];
    texts.into_iter().chain(lines).map(String::into_bytes).collect()
}

pub fn checkpoint() -> Vec<Vec<u8>> {
    let note = KNOWN.note.to_string();
    let request = witness::Request { old: 2, proof: KNOWN.log.tree.consistency(2, 5), note: note.clone() };
    [KNOWN.note.text().to_owned() + "extension\n", note, request.to_string()].map(String::into_bytes).into()
}

pub fn proof() -> Vec<Vec<u8>> {
    let tree = &KNOWN.log.tree;
    let seed = |first: u64, second: u64, hashes: [Hash; 2], proof: Vec<Hash>| {
        let hashes = hashes.iter().chain(&proof).flat_map(|hash| hash.0);
        first.to_be_bytes().into_iter().chain(second.to_be_bytes()).chain(hashes).collect()
    };
    let root = tree.root(5);
    vec![
        seed(3, 5, [tree.leaf(3), root], tree.inclusion(3, 5)),
        seed(3, 5, [tree.root(3), root], tree.consistency(3, 5)),
        seed(1 << 52, (1 << 53) - 1, [root; 2], vec![root; 53]),
        tree.frontier.to_bytes(),
    ]
}

pub fn token() -> Vec<Vec<u8>> {
    let seal = SignedData::parse(SEAL).expect("a seal");
    let token = seal.time_stamp().expect("a token");
    // A granted answer: PKIStatusInfo of status 0, then the token.
    let granted = [&[0x30, 0x03, 0x02, 0x01, 0x00], token].concat();
    let length = (granted.len() as u16).to_be_bytes();
    vec![token.to_vec(), [&[0x30, 0x82, length[0], length[1]], granted.as_slice()].concat(), TOKEN.to_vec()]
}

pub fn cms() -> Vec<Vec<u8>> {
    vec![SEAL.to_vec(), [SEAL, &[0; 64]].concat(), AUTHORITY.to_vec(), TOKEN.to_vec()]
}

pub fn pdf() -> Vec<Vec<u8>> {
    vec![SEALED.to_vec(), [b"%PDF-1.7\nstream\n", whole().as_slice(), b"\nendstream\n"].concat()]
}

pub fn evidence() -> Vec<Vec<u8>> {
    let stamped = Evidence::from_bytes(&whole()).expect("evidence").stamped(&[TOKEN.to_vec()]);
    vec![whole(), stamped.to_bytes().expect("small")]
}

pub fn bundle() -> Vec<Vec<u8>> {
    let about = "notice:00000000000000000000000000000001";
    let evidence = whole();
    let of = |last: (&str, FileRole, &'static [u8])| {
        let files = [(bundle::EVIDENCE, FileRole::Evidence, evidence.as_slice()), last];
        common::bundle(FIRM, about, &files)
    };
    let (_, zipped) = of(("papers/1-Contrat.txt", FileRole::Attachment, b"paper"));
    let (manifest, _) = of(("documents/1-Lettre.pdf", FileRole::Document, SEALED));
    let table = manifest.to_bytes().expect("small");
    vec![zipped, [table.as_slice(), b"\n", &evidence, b"\n", SEALED].concat()]
}
