//! Spaces and signs, by rule. French: *Lexique des règles typographiques en usage à l'Imprimerie nationale*.

use ledger::Lang;

const NARROW: char = '\u{202f}';
const NO_BREAK: char = '\u{a0}';
/// Words that must not be parted from the number before them.
const FRENCH_UNITS: [&str; 17] = [
    "ans",
    "jour",
    "jours",
    "mois",
    "heure",
    "heures",
    "minute",
    "minutes",
    "janvier",
    "mars",
    "km",
    "Go",
    "To",
    "€",
    "%",
    "euros",
    "salariés",
];

/// The first fault of a text, or none.
pub fn fault(lang: Lang, text: &str) -> Option<String> {
    let shared = [
        ("'", "straight apostrophe"),
        ("\"", "straight quote"),
        ("...", "three dots"),
        ("  ", "double space"),
        ("\t", "tab"),
        ("\n", "line break"),
    ];
    if let Some((_, name)) = shared.iter().find(|(sign, _)| text.contains(sign)) {
        return Some((*name).to_owned());
    }
    let chars: Vec<char> = text.chars().collect();
    for (at, sign) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let fault = match lang {
            Lang::Fr => french_fault(before, *sign, after),
            Lang::En => english_fault(before, *sign),
        };
        if let Some(fault) = fault {
            return Some(format!("{fault} at {}", chars[..=at].iter().collect::<String>()));
        }
    }
    (lang == Lang::Fr).then(|| parted_unit(text)).flatten()
}

fn french_fault(before: Option<char>, sign: char, after: Option<char>) -> Option<&'static str> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match sign {
        ';' | '!' | '?' | '»' if before != Some(NARROW) => Some("no narrow space before"),
        '«' if after != Some(NARROW) => Some("no narrow space after"),
        // ISO/IEC 27001:2022, 10:30.
        ':' if digit(before) && digit(after) => None,
        ':' if before != Some(NO_BREAK) => Some("no no-break space before"),
        '.' | ',' | '…' | ')' if before.is_some_and(char::is_whitespace) => Some("space before"),
        '(' if after.is_some_and(char::is_whitespace) => Some("space after"),
        '“' | '”' => Some("English quote"),
        NARROW | NO_BREAK | ' ' if after.is_some_and(char::is_whitespace) => Some("two spaces"),
        _ => None,
    }
}

fn english_fault(before: Option<char>, sign: char) -> Option<&'static str> {
    match sign {
        ';' | '!' | '?' | ':' | '.' | ',' | '…' | ')' | '”' if before.is_some_and(char::is_whitespace) => {
            Some("space before")
        }
        NARROW | NO_BREAK => Some("French space"),
        '«' | '»' => Some("French quote"),
        _ => None,
    }
}

fn parted_unit(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let parted = words.windows(2).find(|pair| {
        let unit = pair[1].trim_end_matches(|c: char| !c.is_alphabetic() && c != '%' && c != '€');
        pair[0].ends_with(|c: char| c.is_ascii_digit()) && FRENCH_UNITS.contains(&unit)
    })?;
    Some(format!("a number parted from its unit: {} {}", parted[0], parted[1]))
}

#[test]
fn faults_are_found() {
    let french = [
        "l'hôte",
        "Exemple: oui.",
        "Exemple : oui.",
        "quoi?",
        "quoi ?",
        "a ; b",
        "« oui »",
        "«\u{202f}oui »",
        "“oui”",
        "fin .",
        "a  b",
        "a…\u{a0} b",
        "12 mois.",
        "100 €",
        "( a)",
        "a\u{a0}; b",
        "a\u{202f}: b",
        "suite...",
    ];
    for text in french {
        assert!(fault(Lang::Fr, text).is_some(), "{text}");
    }
    for text in ["it's", "\"so\"", "one : two", "a\u{a0}b", "«so»", "why ?"] {
        assert!(fault(Lang::En, text).is_some(), "{text}");
    }
}

#[test]
fn correct_texts_pass() {
    let french = [
        "L’hôte\u{a0}: «\u{202f}oui\u{202f}», 12\u{a0}mois\u{202f}; pourquoi\u{202f}? (Peut-être…)",
        "ISO/IEC 27001:2022",
        "article 28 du RGPD",
    ];
    for text in french {
        assert_eq!(fault(Lang::Fr, text), None, "{text}");
    }
    assert_eq!(fault(Lang::En, "It’s “so”: one; two, 12 months (three?)."), None);
}
