//! `docs/ledger-format.md` and the code say the same: every test vector of the page is computed anew.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;
mod example;
mod openssl;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use common::{START, Tree};
use ledger::bundle::FileRole;
use ledger::event::{
    Answer, BundleExported, Decision, Device, DocumentClass, DocumentMade, Event, EvidenceExported, Fact, FileRef,
    FirmFounded, Identification, Notice, Party, Person, ProjectRecorded, QuestionAnswered, QuestionAsked, QuotedOption,
    Recipient, Warning,
};
use ledger::evidence::{Earlier, EvidenceEntry, Reader, Verdict, verify};
use ledger::note::Note;
use ledger::*;
use serde::de::{Deserialize, Deserializer, Visitor};

const PAGE: &str = include_str!("../../docs/ledger-format.md");

/// The blocks of the page that follow `<!-- vector: name -->`.
fn printed() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for part in PAGE.split("<!-- vector: ").skip(1) {
        let (name, rest) = part.split_once(" -->\n```\n").expect("a block follows the name of the vector");
        let (block, _) = rest.split_once("```\n").expect("the block ends");
        let twice = found.insert(name.to_owned(), block.to_owned());
        assert_eq!(twice, None, "the vector {name} stands there twice");
    }
    found
}

#[test]
fn the_page_prints_what_the_code_computes() {
    let (printed, computed) = (printed(), computed());
    let names: Vec<_> = printed.keys().collect();
    assert_eq!(names, computed.keys().collect::<Vec<_>>(), "the vectors of the page and of this test");
    let differ: String = computed
        .iter()
        .filter(|(name, block)| printed[*name] != **block)
        .map(|(name, block)| format!("<!-- vector: {name} -->\n```\n{block}```\n"))
        .collect();
    assert!(differ.is_empty(), "docs/ledger-format.md must say:\n{differ}");
}

fn computed() -> BTreeMap<String, String> {
    let log = Example::new();
    [
        ("canonical", canonical_example()),
        ("kinds", Event::KINDS.iter().map(|kind| format!("{kind}\n")).collect()),
        ("members", members()),
        ("entry-0", entry(&log.entries[0])),
        ("entry-1", entry(&log.entries[1])),
        ("tree", log.tree()),
        ("inclusion", log.inclusion()),
        ("consistency", log.consistency()),
        ("key", log.key()),
        ("checkpoint", log.checkpoint()),
        ("evidence", String::from_utf8(log.evidence()).unwrap() + "\n"),
        ("earlier", log.earlier()),
        ("report", log.report()),
        ("checkpoint-authority", BASE64.encode(example::CHECKPOINT_AUTHORITY) + "\n"),
        ("time-stamps", serde_json::to_string_pretty(&log.verified(&log.evidence()).time_stamps).unwrap() + "\n"),
        ("limits", limits()),
        ("zip", archive()),
        ("bundle", log.bundle()),
        ("seal-limits", example::limits()),
        ("request", example::request()),
        ("seal-content", example::content()),
        ("seal-authority", example::authority()),
        ("seal", example::seal()),
        ("seal-report", example::report()),
        ("seal-errors", example::errors()),
        ("frontier", hex::encode(log.tree.frontier.to_bytes()) + "\n"),
    ]
    .map(|(name, block)| (name.to_owned(), block))
    .into()
}

/// The names of the members of a type, as serde asks a reader for them, in canonical order.
fn names<'de, T: Deserialize<'de>>() -> String {
    let mut names = Names(Vec::new());
    assert!(T::deserialize(&mut names).is_err(), "there is nothing to read");
    names.0.sort_unstable();
    names.0.join(" ")
}

struct Names(Vec<&'static str>);

impl<'de> Deserializer<'de> for &mut Names {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(serde::de::Error::custom("only the names"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.extend(fields);
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

fn members() -> String {
    [
        ("notice.issued", names::<Notice>()),
        ("  firm, client", names::<Party>()),
        ("  project", names::<ProjectRecorded>()),
        ("  author", names::<Person>()),
        ("  recipient", names::<Recipient>()),
        ("  warning", names::<Warning>()),
        ("  fact", names::<Fact>()),
        ("  option", names::<QuotedOption>()),
        ("  file", names::<FileRef>()),
        ("answer.given", names::<Answer>()),
        ("  decision", names::<Decision>()),
        ("  identified", names::<Identification>()),
        ("  device", names::<Device>()),
        ("document.made", names::<DocumentMade>()),
        ("bundle.exported", names::<BundleExported>()),
    ]
    .map(|(object, members)| format!("{object}: {members}\n"))
    .concat()
}

fn canonical_example() -> String {
    let value = serde_json::json!({
        "\u{fb33}": -9_007_199_254_740_991_i64,
        "\u{1f600}": [true, null, {}],
        "ö": "« l’été »\n\t\u{1}\"\\/\u{7f}",
        "1": 0,
    });
    String::from_utf8(canonical::to_vec(&value).unwrap()).unwrap() + "\n"
}

fn entry(entry: &Entry) -> String {
    let payload = String::from_utf8(entry.payload.clone().unwrap()).unwrap();
    let header = String::from_utf8(entry.header.clone()).unwrap();
    format!("{payload}\n{}\n{header}\n{}\n", entry.salt.unwrap(), entry.leaf_hash())
}

fn limits() -> String {
    let rows = [
        ("levels of arrays and objects", canonical::MAX_DEPTH as u64, ""),
        ("largest integer", canonical::MAX_INTEGER as u64, ""),
        ("evidence file", evidence::MAX_BYTES as u64, "bytes"),
        ("entries of a file", evidence::MAX_ENTRIES as u64, ""),
        ("time-stamps of a checkpoint", evidence::MAX_TIME_STAMPS as u64, ""),
        ("earlier states of a file", evidence::MAX_EARLIER as u64, ""),
        ("payload", ledger::entry::MAX_PAYLOAD as u64, "bytes"),
        ("header", ledger::entry::MAX_HEADER as u64, "bytes"),
        ("kind, and each half of a subject", ledger::entry::MAX_WORD as u64, "characters"),
        ("entries of a log", merkle::MAX_SIZE, ""),
        ("hashes of a proof", merkle::MAX_PROOF as u64, ""),
        ("note", note::MAX_NOTE as u64, "bytes"),
        ("signatures of a note", note::MAX_SIGNATURES as u64, ""),
        ("key name", note::MAX_NAME as u64, "bytes"),
        ("PDF", pdf::MAX_PDF as u64, "bytes"),
        ("latest time", Time::MAX.0 as u64, "ms"),
    ];
    rows.map(|(what, limit, unit)| format!("{what:<34}{limit:>17} {unit}").trim_end().to_owned() + "\n").concat()
}

/// Two small files in the form of ZIP that bundles have.
fn archive() -> String {
    let mut zip = bundle::zip::Writer::default();
    let mut bytes = zip.file("a.txt", 2, bundle::zip::checksum(b"A\n")).unwrap();
    bytes.extend(b"A\n");
    bytes.extend(zip.file("b/c", 0, 0).unwrap());
    bytes.extend(zip.end().unwrap());
    hex::encode(bytes) + "\n"
}

/// The log of five entries that the page follows.
struct Example {
    key: SigningKey,
    entries: Vec<Entry>,
    tree: Tree,
}

impl Example {
    fn new() -> Example {
        let seed = std::array::from_fn(|at| at as u8);
        let key = SigningKey::from_seed("acte.example/f/11111111111111111111111111111111", &seed).unwrap();
        let id = |byte| Id([byte; 16]);
        let (firm, notice, member, contact) = (id(0x11), id(0x22), id(0x33), id(0x44));
        let asked =
            |question, text: &str| QuestionAsked { question, notice, contact, warning: None, text: text.into() };
        let events = [
            (
                Actor::System,
                Event::from(FirmFounded {
                    firm,
                    origin: key.name().into(),
                    vkey: key.verifying_key().to_string(),
                    software: "acte 0.1.0".into(),
                }),
            ),
            (Actor::Contact(contact), asked(id(0x55), "Qui paie le disque\u{202f}?").into()),
            (Actor::Contact(contact), asked(id(0x66), "Peut-on attendre un an\u{202f}?").into()),
            (
                Actor::Member(member),
                QuestionAnswered {
                    question: id(0x55),
                    notice,
                    member: Person { member, name: "Jeanne Martin".into() },
                    text: "Vous, 240\u{a0}€ HT.".into(),
                }
                .into(),
            ),
            (
                Actor::Member(member),
                EvidenceExported { class: DocumentClass::Notice, about: notice, sha256: sha256(b"a PDF") }.into(),
            ),
        ];
        let entries: Vec<Entry> =
            (0..).zip(events).map(|(index, (actor, event))| make(index, actor, &event, firm)).collect();
        let tree = Tree::new(entries.iter().map(Entry::leaf_hash));
        Example { key, entries, tree }
    }

    fn tree(&self) -> String {
        let leaves = (0..5).map(|index| format!("leaf {index} {}\n", self.tree.leaf(index)));
        let roots = (0..=5).map(|size| format!("root {size} {}\n", self.tree.root(size)));
        leaves.chain(roots).collect()
    }

    fn inclusion(&self) -> String {
        let proof = |index| lines(&format!("leaf {index}"), &self.tree.inclusion(index, 5));
        (0..5).map(proof).collect()
    }

    fn consistency(&self) -> String {
        let proof = |old| lines(&format!("{old} to 5"), &self.tree.consistency(old, 5));
        (0..=5).map(proof).collect()
    }

    fn key(&self) -> String {
        let public = self.key.verifying_key();
        format!("{}\n{public}\n", hex::encode(public.as_bytes()))
    }

    fn checkpoint(&self) -> String {
        Checkpoint::sign(&self.key, 5, self.tree.root(5))
    }

    fn evidence(&self) -> Vec<u8> {
        let proof = |index| self.tree.inclusion(index, 5);
        let erased = Entry { salt: None, payload: None, ..self.entries[3].clone() };
        let entries = vec![
            EvidenceEntry::disclose(&self.entries[0], proof(0)).unwrap(),
            EvidenceEntry::disclose(&self.entries[1], proof(1)).unwrap(),
            EvidenceEntry::withhold(&self.entries[2], proof(2)).unwrap(),
            EvidenceEntry::disclose(&erased, proof(3)).unwrap(),
        ];
        let evidence = Evidence::new(&self.key.verifying_key(), self.checkpoint(), entries);
        evidence.stamped(&[example::CHECKPOINT_TOKEN.to_vec()]).to_bytes().unwrap()
    }

    /// The member `earlier` with which the file is of the second format: the first three entries, and when they were there.
    fn earlier(&self) -> String {
        let checkpoint = Checkpoint::sign(&self.key, 3, self.tree.root(3));
        let earlier = Earlier::new(checkpoint, self.tree.consistency(3, 5), &[example::EARLIER_TOKEN.to_vec()]);
        let file = Evidence::from_bytes(&self.evidence()).unwrap().after(vec![earlier.clone()]);
        let report = self.verified(&file.to_bytes().unwrap());
        assert_eq!((report.verdict, report.earlier[0].size), (Verdict::Intact, 3));
        let first = report.dating().first(2).unwrap();
        assert!(first == &report.earlier[0].time_stamps[0] && report.dating().first(3) == report.time_stamps.first());
        let json = String::from_utf8(canonical::to_vec(&[earlier]).unwrap()).unwrap();
        format!("{json}\n{}\n{}\n", sha256(&file.to_bytes().unwrap()), first.time.0)
    }

    /// By a reader of the year 2100 who knows the key and the authority.
    fn verified(&self, file: &[u8]) -> Report {
        let key = self.key.verifying_key();
        let authorities = [x509::Certificate::parse(example::CHECKPOINT_AUTHORITY).unwrap()];
        verify(file, Reader { key: Some(&key), authorities: &authorities, ..Reader::stranger(example::LATER) })
    }

    fn bundle(&self) -> String {
        let (manifest, bytes) = common::bundle(
            self.key.name(),
            "notice:22222222222222222222222222222222",
            &[(bundle::EVIDENCE, FileRole::Evidence, &self.evidence()), ("README.txt", FileRole::Aid, b"Acte\n")],
        );
        format!("{}\n{}\n", String::from_utf8(manifest.to_bytes().unwrap()).unwrap(), sha256(&bytes))
    }

    fn report(&self) -> String {
        let report = self.verified(&self.evidence());
        let mut text = format!("verdict {}\n", word(&report.verdict));
        for finding in &report.findings {
            text += &format!("{} {}\n", word(&finding.check), word(&finding.outcome));
        }
        let counts = report.counts;
        text + &format!(
            "log {} disclosed {} withheld {} erased {} elsewhere {}\n",
            report.log_size.unwrap(),
            counts.disclosed,
            counts.withheld,
            counts.erased,
            counts.elsewhere
        )
    }
}

fn make(index: u64, actor: Actor, event: &Event, firm: Id) -> Entry {
    let time = START.plus_millis(index as i64 * 1000);
    let payload = canonical::to_vec(event).unwrap();
    let salt = Salt([0xa0 + index as u8; 32]);
    Entry::make(index, time, actor, event.kind(), &event.subject(firm), salt, payload).unwrap()
}

/// The value as JSON, without quotes around a single word.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap().trim_matches('"').into()
}

/// `name` and the hashes of a proof below it.
fn lines(name: &str, proof: &[Hash]) -> String {
    let hashes: String = proof.iter().map(|hash| format!("  {hash}\n")).collect();
    format!("{name}\n{hashes}")
}

/// `cargo test -p ledger --test format -- --ignored` makes the time-stamps of the example log anew, by a new authority.
#[test]
#[ignore = "writes into the folder of the vectors"]
fn make_the_time_stamps() {
    let (log, openssl) = (Example::new(), openssl::Openssl::usual("format"));
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR")), bytes).unwrap();
    };
    let token = |size| {
        let checkpoint = Checkpoint::sign(&log.key, size, log.tree.root(size));
        openssl.token(&Note::parse(&checkpoint).unwrap().digest())
    };
    write("checkpoint-authority.der", &openssl.der("ca"));
    write("earlier-token.der", &token(3));
    write("checkpoint-token.der", &token(5));
}
