//! Canonical JSON: what is written, and everything that must be refused.
#![allow(clippy::unwrap_used)] // a test may panic

use std::collections::BTreeMap;

use ledger::CanonicalError;
use ledger::canonical::{MAX_BYTES, MAX_DEPTH, MAX_INTEGER, check, parse, to_vec};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

fn text(value: &impl Serialize) -> String {
    String::from_utf8(to_vec(value).unwrap()).unwrap()
}

/// The example of RFC 8785 §3.2.3: member names sorted by UTF-16 code units, a surrogate pair before U+FB33.
#[test]
fn names_are_sorted_as_in_rfc_8785() {
    let value = json!({
        "\u{20ac}": "Euro Sign",
        "\r": "Carriage Return",
        "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\u{1f600}": "Emoji: Grinning Face",
        "\u{80}": "Control",
        "\u{f6}": "Latin Small Letter O With Diaeresis",
    });
    let expected = concat!(
        r#"{"\r":"Carriage Return","1":"One","#,
        "\"\u{80}\":\"Control\",",
        r#""ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","#,
        "\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}",
    );
    assert_eq!(text(&value), expected);
    assert_eq!(parse(expected.as_bytes()), Ok(value));
}

/// The string of the example of RFC 8785 §3.2.2, escaped as §3.2.2.2 says, and the characters at the edges.
#[test]
fn strings_are_escaped_as_in_rfc_8785() {
    assert_eq!(text(&"\u{20ac}$\u{f}\nA'B\"\\\\\"/"), r#""€$\u000f\nA'B\"\\\\\"/""#);
    assert_eq!(
        text(&"\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f} \u{7f}\u{2028}\u{2029}"),
        "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \u{7f}\u{2028}\u{2029}\""
    );
    // No Unicode normalisation (RFC 8785 §3.1): e with an accent in one character and in two stay different.
    assert_ne!(text(&"\u{e9}"), text(&"e\u{301}"));
}

#[test]
fn integers_keep_every_digit() {
    for integer in [0, 1, -1, MAX_INTEGER, -MAX_INTEGER] {
        assert_eq!(text(&integer), integer.to_string());
        assert_eq!(parse(integer.to_string().as_bytes()), Ok(json!(integer)));
    }
    // 9007199254740993 = 2^53 + 1 is the first integer that doubles cannot hold.
    for integer in [MAX_INTEGER as i128 + 1, -(MAX_INTEGER as i128) - 1, 9_007_199_254_740_993, i128::MAX, i128::MIN] {
        assert_eq!(to_vec(&integer), Err(CanonicalError::Number), "{integer}");
    }
    assert_eq!(to_vec(&u64::MAX), Err(CanonicalError::Number));
    assert_eq!(to_vec(&json!({"n": u64::MAX})), Err(CanonicalError::Number));
}

/// Whatever serde_json would change in silence is refused instead.
#[test]
fn values_that_json_cannot_hold_are_refused() {
    for float in [0.0, 1.0, 1.5, f64::NAN, f64::INFINITY] {
        assert_eq!(to_vec(&float), Err(CanonicalError::Number), "{float}");
        assert_eq!(to_vec(&[Some(float as f32)]), Err(CanonicalError::Number), "{float}");
    }
    assert_eq!(to_vec(&json!({"price": 1.5})), Err(CanonicalError::Number));
    let unwritable = |result| assert!(matches!(result, Err(CanonicalError::Unwritable(_))), "{result:?}");
    unwritable(to_vec(&BTreeMap::from([(1, "a number as a name")])));
    unwritable(to_vec(&BTreeMap::from([((), "nothing as a name")])));

    #[derive(Serialize)]
    struct Outer {
        kind: &'static str,
        #[serde(flatten)]
        inner: BTreeMap<&'static str, &'static str>,
    }
    let twice = Outer { kind: "a", inner: BTreeMap::from([("kind", "b")]) };
    assert_eq!(to_vec(&twice), Err(CanonicalError::Duplicate { name: "kind".into() }));
}

#[test]
fn rust_values_have_the_shape_that_serde_json_gives_them() {
    #[derive(Serialize)]
    struct Unit;
    #[derive(Serialize)]
    struct Wrapper(u8);
    #[derive(Serialize)]
    struct Pair(u8, &'static str);
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Choice {
        Plain,
        Wrapped(u8),
        Pair(u8, u8),
        Named { until: char },
    }
    #[derive(Serialize)]
    struct All {
        unit: Unit,
        wrapper: Wrapper,
        pair: Pair,
        choices: Vec<Choice>,
        none: Option<u8>,
        some: Option<bool>,
        tuple: (i8, ()),
        by_choice: BTreeMap<char, u8>,
    }
    let all = All {
        unit: Unit,
        wrapper: Wrapper(1),
        pair: Pair(2, "two"),
        choices: vec![Choice::Plain, Choice::Wrapped(3), Choice::Pair(4, 5), Choice::Named { until: 'x' }],
        none: None,
        some: Some(true),
        tuple: (-6, ()),
        by_choice: BTreeMap::from([('b', 1), ('a', 2)]),
    };
    assert_eq!(serde_json::from_str::<Value>(&text(&all)).unwrap(), serde_json::to_value(&all).unwrap());
}

/// Names whose order a comparison of the bytes as they stand would get wrong, or might.
#[test]
fn names_stand_in_the_order_of_utf_16() {
    for input in [
        r#"{"a\"":1,"a#":2}"#,
        r#"{"\u001f":1," ":2}"#,
        r#"{"a":1,"a\n":2,"a ":3}"#,
        "{\"ab\u{1f600}\":1,\"ab\u{fb33}\":2}",
        "{\"a\":1,\"az\":2,\"aé\":3,\"é\":4}",
        "{\"\u{fb33}a\":1,\"\u{fb33}b\":2}",
    ] {
        assert_eq!(check(input.as_bytes()), Ok(input));
    }
}

/// Each input with its fault; every one is JSON to a lenient reader, or looks like it.
#[test]
fn what_is_not_canonical_is_refused() {
    for (fault, input) in [
        ("a space after a colon", r#"{"a": 1}"#),
        ("a space after a comma", r#"[1, 2]"#),
        ("a space before", " 1"),
        ("a newline after", "1\n"),
        ("a byte order mark", "\u{feff}1"),
        ("names out of order", r#"{"b":1,"a":2}"#),
        ("names in the order of UTF-8, not UTF-16", "{\"\u{fb33}\":1,\"\u{1f600}\":2}"),
        ("a long name before its beginning", r#"{"ab":1,"a":2}"#),
        ("names in the order of their escapes", r#"{"a#":1,"a\"":2}"#),
        ("names in the order of UTF-8 after the same letters", "{\"ab\u{fb33}\":1,\"ab\u{1f600}\":2}"),
        ("a letter beyond ASCII before one within", "{\"aé\":1,\"az\":2}"),
        ("a name twice, other values", r#"{"a":1,"a":2}"#),
        ("a name twice, the same value", r#"{"a":1,"a":1}"#),
        ("a name twice, once escaped", r#"{"a":1,"\u0061":1}"#),
        ("a name twice, deep inside", r#"[[{"x":{"a":1,"a":1}}]]"#),
        ("a fraction", "1.5"),
        ("a fraction of zero", "1.0"),
        ("an exponent", "1e2"),
        ("an upper-case exponent", "1E2"),
        ("minus zero", "-0"),
        ("a leading zero", "01"),
        ("a plus sign", "+1"),
        ("2^53", "9007199254740992"),
        ("2^53 + 1", "9007199254740993"),
        ("-2^53", "-9007199254740992"),
        ("more than 64 bits", "18446744073709551616"),
        ("far more than 64 bits", "100000000000000000000000000000000000000"),
        ("not a number", "NaN"),
        ("infinity", "Infinity"),
        ("an escaped letter", r#""\u0061""#),
        ("an escaped slash", r#""\/""#),
        ("a control with a long escape", r#""\u000a""#),
        ("an upper-case escape", r#""\u001F""#),
        ("an escaped character above the controls", r#""\u00e9""#),
        ("an escaped pair of surrogates", r#""\ud83d\ude00""#),
        ("a lone high surrogate", r#""\ud83d""#),
        ("a lone low surrogate", r#""\ude00""#),
        ("surrogates in the wrong order", r#""\ude00\ud83d""#),
        ("a raw control in a string", "\"\u{1}\""),
        ("a raw newline in a string", "\"\n\""),
        ("single quotes", "'a'"),
        ("a name without quotes", "{a:1}"),
        ("a comma at the end of an array", "[1,]"),
        ("a comma at the end of an object", r#"{"a":1,}"#),
        ("a comment", "1/**/"),
        ("two values", "1 2"),
        ("two values, no space", "{}{}"),
        ("a bracket too many", "[]]"),
        ("the wrong bracket", "[}"),
        ("a capital literal", "True"),
        ("nothing", ""),
        ("an array cut off", "[1"),
        ("an object cut off", r#"{"a":"#),
        ("a string cut off", r#""a"#),
        ("a literal cut off", "tru"),
    ] {
        assert!(parse(input.as_bytes()).is_err(), "{fault}: {input}");
    }
    for (fault, input) in [
        ("a byte that is not UTF-8", &b"\"\xff\""[..]),
        ("a surrogate written in UTF-8", b"\"\xed\xa0\xbd\""),
        ("an overlong slash", b"\"\xc0\xaf\""),
        ("a zero byte after", b"1\0"),
        ("Latin-1", b"\"\xe9\""),
    ] {
        assert!(parse(input).is_err(), "{fault}");
    }
}

#[test]
fn faults_are_told_apart() {
    let fault = |input: &str| parse(input.as_bytes()).unwrap_err();
    assert_eq!(fault(r#"{"a":[1"#), CanonicalError::Truncated);
    assert_eq!(fault(""), CanonicalError::Truncated);
    assert_eq!(fault("{\"a\":}"), CanonicalError::NotJson { line: 1, column: 6 });
    assert_eq!(fault("1.0"), CanonicalError::Number);
    assert_eq!(fault(r#"{"a": 1}"#), CanonicalError::NotCanonical { offset: 5 });
    assert_eq!(fault(r#"{"a":1,"a":2}"#), CanonicalError::NotCanonical { offset: 7 });
    assert_eq!(fault(r#"{"b":1,"a":2}"#), CanonicalError::NotCanonical { offset: 7 });
    assert_eq!(fault("1\n"), CanonicalError::NotCanonical { offset: 1 });
}

#[test]
fn depth_is_limited_both_ways() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let value = parse(nested(MAX_DEPTH).as_bytes()).unwrap();
    assert_eq!(text(&value), nested(MAX_DEPTH));
    assert_eq!(parse(nested(MAX_DEPTH + 1).as_bytes()), Err(CanonicalError::TooDeep));
    assert_eq!(to_vec(&json!([value])), Err(CanonicalError::TooDeep));
    // Deep enough to end a program that recurses without a limit.
    assert!(parse(nested(1_000_000).as_bytes()).is_err());
    assert!(parse("[".repeat(1_000_000).as_bytes()).is_err());
    assert!(parse("{\"a\":".repeat(1_000_000).as_bytes()).is_err());
}

#[test]
fn length_is_limited_both_ways() {
    let longest = "x".repeat(MAX_BYTES - 2);
    let bytes = to_vec(&longest).unwrap();
    assert_eq!(bytes.len(), MAX_BYTES);
    assert_eq!(parse(&bytes), Ok(json!(longest)));
    assert_eq!(to_vec(&format!("{longest}x")), Err(CanonicalError::TooLong { bytes: MAX_BYTES + 1 }));
    assert_eq!(parse(&[b' '; MAX_BYTES + 1]), Err(CanonicalError::TooLong { bytes: MAX_BYTES + 1 }));
}

/// Any value of the profile.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-MAX_INTEGER..=MAX_INTEGER).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inside| {
        prop_oneof![
            prop::collection::vec(inside.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inside, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(value in values()) {
        let bytes = to_vec(&value).unwrap();
        prop_assert_eq!(parse(&bytes), Ok(value.clone()));
        prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), value);
    }

    /// A value has one byte form: a change of the bytes is either refused or changes the value.
    #[test]
    fn no_two_texts_have_the_same_value(value in values(), at: prop::sample::Index, byte: u8) {
        let bytes = to_vec(&value).unwrap();
        let mut changed = bytes.clone();
        changed[at.index(bytes.len())] = byte;
        if changed != bytes && let Ok(other) = parse(&changed) {
            prop_assert_ne!(other, value);
        }
    }

    /// Standard JSON writers do not write canonical JSON once there is anything to lay out.
    #[test]
    fn pretty_printed_json_is_refused(value in values().prop_filter("nothing to lay out", |v| {
        v.as_array().is_some_and(|a| !a.is_empty()) || v.as_object().is_some_and(|o| !o.is_empty())
    })) {
        prop_assert!(parse(serde_json::to_string_pretty(&value).unwrap().as_bytes()).is_err());
    }

    #[test]
    fn a_cut_is_noticed(value in values(), at: prop::sample::Index) {
        let bytes = to_vec(&json!([value])).unwrap();
        prop_assert!(parse(&bytes[..at.index(bytes.len())]).is_err());
    }

    #[test]
    fn reading_anything_ends(bytes: Vec<u8>) {
        let _ = parse(&bytes);
    }

    #[test]
    fn reading_anything_like_json_ends(text in r#"[\[\]{}",:0-9eE.+\-tfn\\u a-f\n]{0,60}"#) {
        if let Ok(value) = parse(text.as_bytes()) {
            prop_assert_eq!(to_vec(&value).unwrap(), text.into_bytes());
        }
    }
}
