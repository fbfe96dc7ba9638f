//! Signed notes and checkpoints: the vectors of the reference implementation, and malformed notes.
#![allow(clippy::unwrap_used)] // a test may panic

use ledger::note::{MAX_NAME, MAX_NOTE, MAX_SIGNATURES, Note, Verified};
use ledger::*;
use proptest::prelude::*;

/// Key, text and signature of golang.org/x/mod, `sumdb/note/note_test.go`. The seed is the secret key there without its type.
const VKEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const SEED: &str = "810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173";
const TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNATURE: &str =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn peter() -> VerifyingKey {
    VKEY.parse().unwrap()
}

fn key(name: &str) -> SigningKey {
    SigningKey::from_seed(name, &sha256(name.as_bytes()).0).unwrap()
}

fn note(text: &str, signatures: &str) -> String {
    format!("{text}\n{signatures}")
}

#[test]
fn the_reference_note_is_made_and_verified() {
    let seed = hex::decode(SEED).unwrap().try_into().unwrap();
    let signer = SigningKey::from_seed("PeterNeumann", &seed).unwrap();
    assert_eq!(signer.verifying_key().to_string(), VKEY);
    assert_eq!(hex::encode(peter().id()), "c74f20a3");
    let mut made = Note::new(TEXT).unwrap();
    made.sign(&signer).unwrap();
    assert_eq!(made.to_string(), note(TEXT, SIGNATURE));
    let read = Note::parse(&note(TEXT, SIGNATURE)).unwrap();
    assert_eq!(read, made);
    assert_eq!(read.verify(&[peter()]), Ok(Verified { known: 1, unknown: 0 }));
}

/// The example of C2SP signed-note: a text with an empty line in it. Its key is not published.
#[test]
fn the_last_empty_line_ends_the_text() {
    let text = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n";
    let signature = "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
    let read = Note::parse(&note(text, signature)).unwrap();
    assert_eq!(read.text(), text);
    assert_eq!(read.signatures()[0].name, "quasimodo.example/salvatore");
    assert_eq!(hex::encode(read.signatures()[0].id), "367ba04b");
    assert_eq!(read.signatures()[0].bytes.len(), 64);
    assert_eq!(read.verify(&[peter()]), Err(NoteError::UnknownKeys));
}

#[test]
fn signatures_of_unknown_keys_are_counted_and_never_trusted() {
    let (firm, witness, stranger) = (key("acte.example/f/1"), key("witness.example"), key("stranger.example"));
    let mut note = Note::new("text\n").unwrap();
    for signer in [&witness, &firm, &stranger] {
        note.sign(signer).unwrap();
    }
    let keys = |signers: &[&SigningKey]| signers.iter().map(|key| key.verifying_key()).collect::<Vec<_>>();
    assert_eq!(note.verify(&keys(&[&firm])), Ok(Verified { known: 1, unknown: 2 }));
    assert_eq!(note.verify(&keys(&[&firm, &witness])), Ok(Verified { known: 2, unknown: 1 }));
    assert_eq!(note.verify(&keys(&[&key("other.example")])), Err(NoteError::UnknownKeys));
    assert_eq!(note.verify(&[]), Err(NoteError::UnknownKeys));
    // A key that signs twice is one key.
    note.sign(&firm).unwrap();
    assert_eq!(note.verify(&keys(&[&firm])), Ok(Verified { known: 1, unknown: 2 }));
}

/// "MUST ignore signatures from unknown keys, even if they share a name or ID (but not both) with a known key".
#[test]
fn another_key_of_the_same_name_is_unknown() {
    let old = SigningKey::from_seed("acte.example/f/1", &[1; 32]).unwrap();
    let new = SigningKey::from_seed("acte.example/f/1", &[2; 32]).unwrap();
    let mut note = Note::new("text\n").unwrap();
    note.sign(&old).unwrap();
    assert_eq!(note.verify(&[new.verifying_key()]), Err(NoteError::UnknownKeys));
    note.sign(&new).unwrap();
    assert_eq!(note.verify(&[new.verifying_key()]), Ok(Verified { known: 1, unknown: 1 }));
}

#[test]
fn a_signature_that_names_a_known_key_and_does_not_hold_refuses_the_note() {
    let altered = note(TEXT, SIGNATURE).replace("problem,", "problem.");
    assert_eq!(Note::parse(&altered).unwrap().verify(&[peter()]), Err(NoteError::BadSignature));
    // Also beside a good one, and with a signature of another length.
    let short = "— PeterNeumann x08go/ZJ\n";
    let read = Note::parse(&note(TEXT, &format!("{SIGNATURE}{short}"))).unwrap();
    assert_eq!(read.verify(&[peter()]), Err(NoteError::BadSignature));
}

#[test]
fn malformed_notes_are_refused() {
    use NoteError::*;
    let many = SIGNATURE.repeat(MAX_SIGNATURES + 1);
    for (fault, input, error) in [
        ("nothing", String::new(), NoSignatures),
        ("no empty line", format!("{TEXT}{SIGNATURE}"), NoSignatures),
        ("no signature", format!("{TEXT}\n"), NoSignatures),
        ("no text", format!("\n{SIGNATURE}"), NoSignatures),
        ("no newline at the end", note(TEXT, SIGNATURE.trim_end()), NoSignatures),
        ("two newlines at the end", note(TEXT, &format!("{SIGNATURE}\n")), NoSignatures),
        ("a hyphen for the dash", note(TEXT, &SIGNATURE.replace('—', "-")), SignatureForm { line: 1 }),
        ("a shorter dash", note(TEXT, &SIGNATURE.replace('—', "–")), SignatureForm { line: 1 }),
        ("no space after the dash", note(TEXT, &SIGNATURE.replace("— ", "—")), SignatureForm { line: 1 }),
        ("two spaces after the dash", note(TEXT, &SIGNATURE.replace("— ", "—  ")), SignatureForm { line: 1 }),
        ("no name", note(TEXT, &SIGNATURE.replace("PeterNeumann ", "")), SignatureForm { line: 1 }),
        ("a plus in the name", note(TEXT, &SIGNATURE.replace("PeterNeumann", "Peter+")), SignatureForm { line: 1 }),
        ("a no-break space in the name", note(TEXT, &SIGNATURE.replace("rN", "r\u{a0}N")), SignatureForm { line: 1 }),
        (
            "an ideographic space in the name",
            note(TEXT, &SIGNATURE.replace("rN", "r\u{3000}N")),
            SignatureForm { line: 1 },
        ),
        ("a word too many", note(TEXT, &SIGNATURE.replace("=\n", "= x\n")), SignatureForm { line: 1 }),
        ("no signature after the name", note(TEXT, "— PeterNeumann\n"), SignatureForm { line: 1 }),
        ("not base64", note(TEXT, "— PeterNeumann x08g*w==\n"), SignatureForm { line: 1 }),
        ("base64 without padding", note(TEXT, &SIGNATURE.replace("M=", "M")), SignatureForm { line: 1 }),
        ("base64 with loose bits", note(TEXT, &SIGNATURE.replace("AM=", "AN=")), SignatureForm { line: 1 }),
        ("base64 for addresses", note(TEXT, &SIGNATURE.replace('/', "_")), SignatureForm { line: 1 }),
        ("an id cut off", note(TEXT, "— PeterNeumann x08g\n"), SignatureForm { line: 1 }),
        ("an id only", note(TEXT, "— PeterNeumann x08gow==\n"), SignatureForm { line: 1 }),
        ("the second line malformed", note(TEXT, &format!("{SIGNATURE}x\n")), SignatureForm { line: 2 }),
        ("a carriage return", note(TEXT, &SIGNATURE.replace('\n', "\r\n")), SignatureForm { line: 1 }),
        ("a carriage return in the text", note("a\r\n", SIGNATURE), Text),
        ("a tab in the text", note("a\tb\n", SIGNATURE), Text),
        ("a zero in the text", note("a\0b\n", SIGNATURE), Text),
        ("too many signatures", note(TEXT, &many), TooManySignatures { found: MAX_SIGNATURES + 1 }),
        ("too long", "x".repeat(MAX_NOTE + 1), TooLong { bytes: MAX_NOTE + 1 }),
    ] {
        assert_eq!(Note::parse(&input), Err(error), "{fault}");
    }
    assert_eq!(Note::new("no newline at the end"), Err(Text));
    assert_eq!(Note::new(""), Err(Text));
    assert_eq!(Note::new(&("x".repeat(MAX_NOTE) + "\n")), Err(TooLong { bytes: MAX_NOTE + 1 }));
}

#[test]
fn as_many_signatures_as_the_specification_asks_for_are_accepted() {
    let mut note = Note::new("text\n").unwrap();
    for number in 0..MAX_SIGNATURES {
        note.sign(&key(&format!("witness.example/{number}"))).unwrap();
    }
    assert_eq!(note.sign(&key("one-more.example")), Err(NoteError::TooManySignatures { found: MAX_SIGNATURES + 1 }));
    assert_eq!(Note::parse(&note.to_string()), Ok(note));
    // 16 post-quantum signatures of 5 kB each.
    let large = base64(&[7; 5000]);
    let lines: String = (0..16).map(|number| format!("— pq.example/{number} {large}\n")).collect();
    assert_eq!(
        Note::parse(&self::note(TEXT, &format!("{SIGNATURE}{lines}"))).unwrap().verify(&[peter()]),
        Ok(Verified { known: 1, unknown: 16 })
    );
}

fn base64(bytes: &[u8]) -> String {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn malformed_keys_are_refused() {
    use NoteError::*;
    let vkey = |name: &str, typed: &[u8]| {
        let id = hex::encode(&sha256(&[name.as_bytes(), b"\n", typed].concat()).0[..4]);
        format!("{name}+{id}+{}", base64(typed))
    };
    let public = peter().as_bytes().to_vec();
    let typed = |kind: u8, public: &[u8]| [&[kind], public].concat();
    assert_eq!(vkey("PeterNeumann", &typed(1, &public)), VKEY);
    // The order of the curve's small subgroup points begins with the neutral point: y = 1.
    let neutral = [&[1_u8][..], &[0; 31]].concat();
    for (fault, input, error) in [
        ("nothing", String::new(), KeyForm),
        ("one part", "PeterNeumann".into(), KeyForm),
        ("two parts", "PeterNeumann+c74f20a3".into(), KeyForm),
        ("no name", VKEY.replace("PeterNeumann", ""), Name),
        ("a space in the name", VKEY.replace("rN", "r N"), Name),
        ("a newline in the name", VKEY.replace("rN", "r\nN"), Name),
        ("a long name", vkey(&"x".repeat(MAX_NAME + 1), &typed(1, &public)), Name),
        ("another name", VKEY.replace("Peter", "peter"), KeyHash),
        ("another hash", VKEY.replace("c74f", "c74e"), KeyHash),
        ("a hash in capitals", VKEY.replace("c74f", "C74F"), KeyForm),
        ("a short hash", VKEY.replace("c74f", "c74"), KeyForm),
        ("another key", VKEY.replace("ARpc", "ARpd"), KeyHash),
        ("not base64", VKEY.replace("ARpc", "AR*c"), KeyForm),
        ("an empty key", VKEY[..22].into(), KeyForm),
        ("a short key", vkey("PeterNeumann", &typed(1, &public[..31])), KeyForm),
        ("a long key", vkey("PeterNeumann", &typed(1, &[public.as_slice(), &[0]].concat())), KeyForm),
        ("an ECDSA key", vkey("PeterNeumann", &typed(2, &public)), KeyType { found: 2, expected: 1 }),
        ("a witness key", vkey("PeterNeumann", &typed(4, &public)), KeyType { found: 4, expected: 1 }),
        ("a point not on the curve", vkey("PeterNeumann", &typed(1, &[2; 32])), KeyPoint),
        ("a point of small order", vkey("PeterNeumann", &typed(1, &neutral)), KeyPoint),
        ("a space around", format!(" {VKEY}"), Name),
    ] {
        assert_eq!(input.parse::<VerifyingKey>(), Err(error), "{fault}");
    }
    assert!(SigningKey::from_seed("", &[0; 32]).is_err());
    assert!(SigningKey::from_seed("a b", &[0; 32]).is_err());
}

/// RFC 8032 §5.1.3: a coordinate of 2^255 - 19 or more is no encoding, although it names a point modulo 2^255 - 19.
#[test]
fn a_key_has_one_spelling() {
    let vkey = |public: [u8; 32]| {
        let typed = [&[1], public.as_slice()].concat();
        let id = hex::encode(&sha256(&[b"a\n", typed.as_slice()].concat()).0[..4]);
        format!("a+{id}+{}", base64(&typed)).parse::<VerifyingKey>()
    };
    let mut points = 0;
    for y in 2_u8..19 {
        let mut canonical = [0; 32];
        canonical[0] = y;
        let mut other = [0xff; 32];
        (other[0], other[31]) = (0xed + y, 0x7f);
        points += usize::from(vkey(canonical).is_ok());
        assert_eq!(vkey(other), Err(NoteError::KeyPoint), "2^255 - 19 + {y}");
    }
    assert!(points > 0);
}

#[test]
fn every_part_of_a_key_matters() {
    for start in 0..=VKEY.len() {
        for end in start..=VKEY.len() {
            assert_eq!(VKEY[start..end].parse::<VerifyingKey>().is_ok(), (start, end) == (0, VKEY.len()));
        }
    }
}

#[test]
fn the_example_checkpoint_of_the_specification_is_read() {
    let read = Note::parse(concat!(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    ))
    .unwrap();
    let checkpoint = Checkpoint::parse(read.text()).unwrap();
    assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size, 20_852_163);
    assert_eq!(checkpoint.root.to_string(), "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
    assert_eq!(checkpoint.text(), read.text());
}

#[test]
fn a_checkpoint_is_signed_and_verified() {
    let firm = key("acte.example/f/1");
    let note = Checkpoint::sign(&firm, 3, sha256(b"root"));
    let checkpoint = Checkpoint::verify(&note, &firm.verifying_key()).unwrap();
    assert_eq!(
        (checkpoint.origin.as_str(), checkpoint.size, checkpoint.root),
        ("acte.example/f/1", 3, sha256(b"root"))
    );
    let other = key("acte.example/f/2").verifying_key();
    assert_eq!(Checkpoint::verify(&note, &other), Err(CheckpointError::Note(NoteError::UnknownKeys)));
    let larger = note.replace("\n3\n", "\n4\n");
    assert_eq!(Checkpoint::verify(&larger, &firm.verifying_key()), Err(CheckpointError::Note(NoteError::BadSignature)));
    // Firm 2 signs a checkpoint of firm 1's log.
    let mut foreign = Note::new(Note::parse(&note).unwrap().text()).unwrap();
    foreign.sign(&key("acte.example/f/2")).unwrap();
    assert_eq!(Checkpoint::verify(&foreign.to_string(), &other), Err(CheckpointError::OtherOrigin));
    // A signed text that is no checkpoint.
    let mut letter = Note::new("a\nb\n").unwrap();
    letter.sign(&firm).unwrap();
    assert_eq!(Checkpoint::verify(&letter.to_string(), &firm.verifying_key()), Err(CheckpointError::Lines));
}

#[test]
fn extension_lines_are_kept() {
    let firm = key("acte.example/f/1");
    let plain = Checkpoint::sign(&firm, 3, sha256(b"root"));
    let text = format!("{}extension\nand one more\n", Note::parse(&plain).unwrap().text());
    let mut note = Note::new(&text).unwrap();
    note.sign(&firm).unwrap();
    let checkpoint = Checkpoint::verify(&note.to_string(), &firm.verifying_key()).unwrap();
    assert_eq!(checkpoint.extensions, ["extension", "and one more"]);
    assert_eq!(checkpoint.text(), text);
}

#[test]
fn malformed_checkpoints_are_refused() {
    use CheckpointError::*;
    let root = base64(&[0; 32]);
    for (fault, text, error) in [
        ("nothing", String::new(), Lines),
        ("one line", "origin\n".into(), Lines),
        ("two lines", "origin\n1\n".into(), Lines),
        ("no newline at the end", format!("origin\n1\n{root}"), Lines),
        ("an empty origin", format!("\n1\n{root}\n"), Lines),
        ("an empty line at the end", format!("origin\n1\n{root}\n\n"), Lines),
        ("an empty extension", format!("origin\n1\n{root}\n\nx\n"), Lines),
        ("no size", format!("origin\n\n{root}\n"), Lines),
        ("a size that is text", format!("origin\none\n{root}\n"), Size),
        ("a leading zero", format!("origin\n01\n{root}\n"), Size),
        ("two zeros", format!("origin\n00\n{root}\n"), Size),
        ("a plus sign", format!("origin\n+1\n{root}\n"), Size),
        ("a minus sign", format!("origin\n-1\n{root}\n"), Size),
        ("a space", format!("origin\n1 \n{root}\n"), Size),
        ("hexadecimal", format!("origin\n0x1\n{root}\n"), Size),
        ("2^53", format!("origin\n9007199254740992\n{root}\n"), Size),
        ("more than 64 bits", format!("origin\n18446744073709551616\n{root}\n"), Size),
        ("other digits", format!("origin\n١\n{root}\n"), Size),
        ("a root in hexadecimal", format!("origin\n1\n{}\n", hex::encode([0; 32])), Root),
        ("a short root", format!("origin\n1\n{}\n", base64(&[0; 31])), Root),
        ("a long root", format!("origin\n1\n{}\n", base64(&[0; 33])), Root),
        ("no padding", format!("origin\n1\n{}\n", root.trim_end_matches('=')), Root),
        ("loose bits", format!("origin\n1\n{}\n", root.replace("A=", "B=")), Root),
    ] {
        assert_eq!(Checkpoint::parse(&text), Err(error), "{fault}");
    }
    assert_eq!(Checkpoint::parse(&format!("origin\n0\n{root}\n")).unwrap().size, 0);
}

proptest! {
    #[test]
    fn a_note_reads_back(lines in prop::collection::vec("[^\u{0}-\u{1f}]{0,20}", 1..5), signers in 1_usize..4) {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let mut note = Note::new(&text).unwrap();
        let keys: Vec<_> = (0..signers).map(|number| key(&format!("key{number}"))).collect();
        for key in &keys {
            note.sign(key).unwrap();
        }
        let read = Note::parse(&note.to_string()).unwrap();
        prop_assert_eq!(&read, &note);
        let known: Vec<_> = keys.iter().map(SigningKey::verifying_key).collect();
        prop_assert_eq!(read.verify(&known), Ok(Verified { known: signers, unknown: 0 }));
    }

    /// No character of a signed checkpoint can be changed.
    #[test]
    fn a_flipped_bit_of_a_checkpoint_fails(byte: prop::sample::Index, bit in 0_u8..7) {
        let firm = key("acte.example/f/1");
        let note = Checkpoint::sign(&firm, 1234, sha256(b"root"));
        let mut bytes = note.clone().into_bytes();
        bytes[byte.index(note.len())] ^= 1 << bit;
        if let Ok(changed) = String::from_utf8(bytes) {
            prop_assert!(Checkpoint::verify(&changed, &firm.verifying_key()).is_err());
        }
    }

    #[test]
    fn reading_anything_ends(text: String) {
        let _ = Note::parse(&text);
        let _ = Checkpoint::parse(&text);
        let _ = text.parse::<VerifyingKey>();
    }
}
