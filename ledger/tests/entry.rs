//! Entries: what an entry commits to, and each way in which one can be malformed.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;

use common::{Log, START};
use ledger::entry::{COMMITMENT_TAG, MAX_PAYLOAD, MAX_WORD, commit, leaf_hash};
use ledger::*;
use proptest::prelude::*;

const PAYLOAD: &[u8] = r#"{"kind":"answer.given","reason":"Trop cher"}"#.as_bytes();

fn make(index: u64, time: Time, kind: &str, subject: &str, payload: &[u8]) -> Result<Entry, EntryError> {
    let actor = Actor::Member(Id([1; 16]));
    Entry::make(index, time, actor, kind, subject, Salt([2; 32]), payload.to_vec())
}

fn good() -> Entry {
    make(7, START, "answer.given", "notice:00112233445566778899aabbccddeeff", PAYLOAD).unwrap()
}

#[test]
fn an_entry_is_what_the_format_says() {
    let entry = good();
    let digest = sha256(&[COMMITMENT_TAG.as_slice(), &[2; 32], PAYLOAD].concat());
    assert_eq!(
        String::from_utf8(entry.header.clone()).unwrap(),
        format!(
            "{{\"actor\":\"member:01010101010101010101010101010101\",\"digest\":\"{digest}\",\"index\":7,\
             \"kind\":\"answer.given\",\"subject\":\"notice:00112233445566778899aabbccddeeff\",\
             \"time\":1795507576123,\"v\":1}}"
        )
    );
    assert_eq!(entry.leaf_hash(), sha256(&[&[0], entry.header.as_slice()].concat()));
    let header = entry.check().unwrap();
    assert_eq!(header.index, 7);
    assert_eq!(header.time.to_rfc3339_utc(), "2026-11-24T08:06:16.123Z");
    assert_eq!(header.to_bytes().unwrap(), entry.header);
}

#[test]
fn an_erased_entry_still_checks() {
    let erased = Entry { salt: None, payload: None, ..good() };
    assert_eq!(erased.check(), good().check());
    assert_eq!(erased.leaf_hash(), good().leaf_hash());
}

#[test]
fn what_an_entry_may_not_be_is_refused_when_made() {
    let subject = "notice:1";
    for (fault, result, error) in [
        ("no kind", make(0, START, "", subject, PAYLOAD), EntryError::PayloadKind),
        ("another kind than the payload's", make(0, START, "answer", subject, PAYLOAD), EntryError::PayloadKind),
        ("a payload without a kind", make(0, START, "a", subject, b"{}"), EntryError::PayloadKind),
        ("a payload that is no object", make(0, START, "a", subject, b"[\"a\"]"), EntryError::PayloadKind),
        ("a kind with a capital", make(0, START, "A", subject, br#"{"kind":"A"}"#), EntryError::Kind),
        ("a kind with a space", make(0, START, "a b", subject, br#"{"kind":"a b"}"#), EntryError::Kind),
        ("an empty kind", make(0, START, "", subject, br#"{"kind":""}"#), EntryError::Kind),
        ("no subject", make(0, START, "answer.given", "", PAYLOAD), EntryError::Subject),
        ("a subject without colon", make(0, START, "answer.given", "notice", PAYLOAD), EntryError::Subject),
        ("a subject without id", make(0, START, "answer.given", "notice:", PAYLOAD), EntryError::Subject),
        ("a subject without word", make(0, START, "answer.given", ":1", PAYLOAD), EntryError::Subject),
        ("a subject with two colons", make(0, START, "answer.given", "a:b:c", PAYLOAD), EntryError::Subject),
        ("a subject that is a name", make(0, START, "answer.given", "client:Éva Roy", PAYLOAD), EntryError::Subject),
        ("before 1970", make(0, Time(-1), "answer.given", subject, PAYLOAD), EntryError::Time(Time(-1))),
        (
            "after 9998",
            make(0, Time(Time::MAX.0 + 1), "answer.given", subject, PAYLOAD),
            EntryError::Time(Time(Time::MAX.0 + 1)),
        ),
        (
            "an index beyond the largest log",
            make(merkle::MAX_SIZE, START, "answer.given", subject, PAYLOAD),
            EntryError::Index { index: merkle::MAX_SIZE },
        ),
        (
            "a payload that is not canonical",
            make(0, START, "answer.given", subject, br#"{"kind": "answer.given"}"#),
            EntryError::Payload(CanonicalError::NotCanonical { offset: 8 }),
        ),
        (
            "a payload that is cut off",
            make(0, START, "answer.given", subject, br#"{"kind":"ans"#),
            EntryError::Payload(CanonicalError::Truncated),
        ),
        (
            "a payload that is too long",
            make(0, START, "answer.given", subject, &vec![b' '; MAX_PAYLOAD + 1]),
            EntryError::PayloadTooLong { bytes: MAX_PAYLOAD + 1 },
        ),
    ] {
        assert_eq!(result, Err(error), "{fault}");
    }
}

#[test]
fn the_longest_words_fit() {
    let word = "a".repeat(MAX_WORD);
    let payload = format!(r#"{{"kind":"{word}"}}"#);
    let index = merkle::MAX_SIZE - 1;
    let entry = make(index, Time::MAX, &word, &format!("{word}:{word}"), payload.as_bytes()).unwrap();
    assert_eq!(entry.check().unwrap().index, index);
    assert!(entry.header.len() < 500, "{} bytes", entry.header.len());
    let longer = format!("{word}a");
    let payload = format!(r#"{{"kind":"{longer}"}}"#);
    assert_eq!(make(0, START, &longer, "a:b", payload.as_bytes()), Err(EntryError::Kind));
    assert_eq!(make(0, START, "answer.given", &format!("a:{longer}"), PAYLOAD), Err(EntryError::Subject));
}

#[test]
fn malformed_headers_are_refused() {
    let header = String::from_utf8(good().header).unwrap();
    let with = |from: &str, to: &str| {
        assert!(header.contains(from), "{from}");
        header.replacen(from, to, 1)
    };
    let members = |fault: &str, bytes: String| {
        let result = Header::from_bytes(bytes.as_bytes());
        assert!(matches!(result, Err(EntryError::Members(_))), "{fault}: {result:?}");
    };
    members("no version", with(",\"v\":1", ""));
    members("a version that is text", with("\"v\":1", "\"v\":\"1\""));
    members("version 0", with("\"v\":1", "\"v\":0"));
    members("a negative version", with("\"v\":1", "\"v\":-1"));
    members("a member missing", with("\"index\":7,", ""));
    members("an unknown member", with("\"v\":1", "\"v\":1,\"z\":1"));
    members("an index that is text", with("\"index\":7", "\"index\":\"7\""));
    members("a negative index", with("\"index\":7", "\"index\":-7"));
    members("a short digest", with("\"digest\":\"", "\"digest\":\"\",\"e\":\""));
    members("an unknown sort of actor", with("member:", "robot:"));
    members("an actor without id", with("member:01010101010101010101010101010101", "member"));
    members("an actor with a short id", with("member:01", "member:"));
    members("system with an id", with("member:", "system:"));
    members("an id in capitals", with("member:01", "member:AB"));
    members("an array", "[]".into());
    members("null", "null".into());

    let fails = |fault: &str, bytes: String, error: EntryError| {
        assert_eq!(Header::from_bytes(bytes.as_bytes()), Err(error), "{fault}");
    };
    fails("version 2", with("\"v\":1", "\"v\":2"), EntryError::NewerVersion { found: 2 });
    fails("version 2 with new members", r#"{"new":true,"v":2}"#.into(), EntryError::NewerVersion { found: 2 });
    fails("a capital in the kind", with("answer.given", "Answer.given"), EntryError::Kind);
    fails("no colon in the subject", with("notice:", "notice"), EntryError::Subject);
    fails("a time before 1970", with("\"time\":", "\"time\":-"), EntryError::Time(Time(-START.0)));
    let not_canonical = |offset| EntryError::Header(CanonicalError::NotCanonical { offset });
    fails("a space", with(",\"v\"", ", \"v\""), not_canonical(header.len() - 6));
    fails("a newline at the end", format!("{header}\n"), not_canonical(header.len()));
    fails("cut off", header[..50].into(), EntryError::Header(CanonicalError::Truncated));
    fails("a time with a fraction", with("1795507576123", "1795507576.5"), EntryError::Header(CanonicalError::Number));
    fails("too long", " ".repeat(1025), EntryError::HeaderTooLong { bytes: 1025 });
}

#[test]
fn what_does_not_belong_together_is_noticed() {
    let entry = good();
    let altered = br#"{"kind":"answer.given","reason":"Trop tard"}"#.to_vec();
    assert_eq!(Entry { payload: Some(altered), ..entry.clone() }.check(), Err(EntryError::Digest), "another payload");
    assert_eq!(Entry { salt: Some(Salt([3; 32])), ..entry.clone() }.check(), Err(EntryError::Digest), "another salt");
    assert_eq!(Entry { salt: None, ..entry.clone() }.check(), Err(EntryError::HalfErased), "the salt missing");
    assert_eq!(Entry { payload: None, ..entry }.check(), Err(EntryError::HalfErased), "the payload missing");
}

/// Logs may hold what `Debug` shows.
#[test]
fn debug_shows_neither_salt_nor_payload() {
    let shown = format!("{:?}", good());
    assert!(shown.contains("answer.given") && shown.contains("44 bytes"), "{shown}");
    assert!(!shown.contains("cher") && !shown.contains("0202"), "{shown}");
    let key = SigningKey::from_seed("acte.example/f/1", &[9; 32]).unwrap();
    assert_eq!(format!("{key:?}"), "SigningKey(acte.example/f/1)");
}

/// Two firms with the same event must not be seen to have it, nor one firm twice.
#[test]
fn the_salt_hides_equal_payloads() {
    assert_ne!(commit(&Salt([1; 32]), PAYLOAD), commit(&Salt([2; 32]), PAYLOAD));
    // The commitment is neither the plain hash nor a leaf hash of the payload.
    assert_ne!(commit(&Salt([1; 32]), PAYLOAD), sha256(PAYLOAD));
    assert_ne!(commit(&Salt([1; 32]), PAYLOAD), leaf_hash(PAYLOAD));
}

#[test]
fn identifiers_have_one_text() {
    let id = Id::from_bytes(*b"\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff");
    assert_eq!(id.to_string(), "00112233445566778899aabbccddeeff");
    assert_eq!("00112233445566778899aabbccddeeff".parse(), Ok(id));
    assert_eq!(serde_json::to_string(&id).unwrap(), "\"00112233445566778899aabbccddeeff\"");
    assert_eq!(serde_json::from_str::<Id>("\"00112233445566778899aabbccddeeff\"").unwrap(), id);
    for (fault, text) in [
        ("capitals", "00112233445566778899AABBCCDDEEFF"),
        ("short", "00112233445566778899aabbccddee"),
        ("odd", "00112233445566778899aabbccddeef"),
        ("long", "00112233445566778899aabbccddeeff00"),
        ("hyphens", "00112233-4455-6677-8899-aabbccddeeff"),
        ("another letter", "00112233445566778899aabbccddeefg"),
        ("a character of two bytes", "00112233445566778899aabbccddeeé"),
        ("nothing", ""),
    ] {
        assert!(text.parse::<Id>().is_err(), "{fault}");
        assert!(serde_json::from_value::<Id>(text.into()).is_err(), "{fault}");
    }
}

#[test]
fn actors_have_one_text() {
    let id = Id([0xab; 16]);
    for actor in [Actor::Member(id), Actor::Contact(id), Actor::System] {
        assert_eq!(actor.to_string().parse(), Ok(actor));
    }
    for text in ["", "System", "system:", "member", "member:", "member:ab", "MEMBER:abababababababababababababababab"] {
        assert!(text.parse::<Actor>().is_err(), "{text}");
    }
}

#[test]
fn times_are_written_in_utc() {
    for (time, text) in [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_795_507_576_120, "2026-11-24T08:06:16.120Z"),
        (Time::MAX.0, "9998-12-31T23:59:59.999Z"),
        (Time::MAX.0 + 1, "253370764800000ms"),
        (i64::MAX, "9223372036854775807ms"),
        (i64::MIN, "-9223372036854775808ms"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        (-62_167_219_200_001, "-62167219200001ms"),
    ] {
        assert_eq!(Time(time).to_rfc3339_utc(), text);
    }
    assert!(Time::MIN.is_recordable() && Time::MAX.is_recordable() && !Time(-1).is_recordable());
    assert_eq!(Time(i64::MAX).plus_millis(1), Time(i64::MAX));
}

#[test]
fn languages_have_one_text() {
    for lang in Lang::ALL {
        assert_eq!(lang.as_str().parse(), Ok(lang));
        assert_eq!(serde_json::to_value(lang).unwrap(), lang.as_str());
    }
    for text in ["FR", "de", "", "fr-FR"] {
        assert!(text.parse::<Lang>().is_err());
    }
}

proptest! {
    #[test]
    fn a_flipped_bit_of_the_payload_is_noticed(text: String, byte: prop::sample::Index, bit in 0_u8..8) {
        let payload = canonical::to_vec(&serde_json::json!({"kind": "question.asked", "text": text})).unwrap();
        let entry = make(0, START, "question.asked", "notice:1", &payload).unwrap();
        let mut altered = payload.clone();
        altered[byte.index(payload.len())] ^= 1 << bit;
        let altered = Entry { payload: Some(altered), ..entry };
        prop_assert!(altered.check().is_err());
    }

    #[test]
    fn a_flipped_bit_of_the_header_changes_the_leaf(byte: prop::sample::Index, bit in 0_u8..8) {
        let entry = good();
        let mut header = entry.header.clone();
        header[byte.index(entry.header.len())] ^= 1 << bit;
        let altered = Entry { header, ..entry.clone() };
        prop_assert_ne!(altered.leaf_hash(), entry.leaf_hash());
        // Whether it still reads as a header or not, reading ends.
        let _ = altered.check();
    }

    #[test]
    fn reading_any_header_ends(bytes: Vec<u8>) {
        prop_assert!(Header::from_bytes(&bytes).is_err());
    }
}

#[test]
fn a_log_of_entries_checks() {
    for (index, entry) in (0..).zip(&Log::new("acte.example/f/1", 20).entries) {
        assert_eq!(entry.check().unwrap().index, index);
    }
}
