//! Reads the whole table: both languages exist, agree on their arguments, differ where they should,
//! and follow their typography.

use std::collections::BTreeSet;

use super::*;

/// Words written alike in both languages; any other text that does not differ is untranslated.
const COGNATES: &[&str] = &[
    "Acté",
    "Actions",
    "Clients",
    "Client",
    "Code",
    "Contact",
    "Contacts",
    "Date",
    "Description",
    "Documents",
    "Document",
    "Document {reference}",
    "Logo",
    "Option {n}",
    "Options",
    "Option",
    "Page",
    "Pages",
    "SHA-256",
    "Note",
    "Version",
    "Version {n}",
    "{title}, version {n}",
    "SIREN",
    "{n} minute",
    "{n} minutes",
    "SAS, SARL, EI, Ltd, …",
];

fn rows() -> impl Iterator<Item = (&'static str, &'static Row)> {
    FILES.iter().flat_map(|(file, rows)| rows.iter().map(move |row| (*file, row)))
}

/// Fails with all problems at once, so that one run is enough to mend a file.
fn assert_none(problems: Vec<String>) {
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn every_file_is_read() {
    let listed: BTreeSet<String> = FILES.iter().map(|(file, _)| format!("{file}.rs")).collect();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/texts");
    let found: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of this file")
        .map(|entry| entry.expect("a readable entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| !["mod.rs", "days.rs", "exact.rs", "formats.rs", "tests.rs"].contains(&name.as_str()))
        .collect();
    assert_eq!(found, listed);
}

#[test]
fn both_languages_exist_and_differ() {
    let mut problems = Vec::new();
    for (file, row) in rows() {
        for (fr, en) in row.fr.iter().zip(row.en) {
            if fr.trim().is_empty() || en.trim().is_empty() {
                problems.push(format!("{file}::{}: empty", row.key));
            } else if fr == en && has_words(fr) && !COGNATES.contains(fr) {
                problems.push(format!("{file}::{}: not translated: {fr}", row.key));
            }
        }
        if row.fr.len() != row.en.len() {
            problems.push(format!("{file}::{}: one language counts and the other does not", row.key));
        }
    }
    assert_none(problems);
}

/// Whether there is anything to translate besides the arguments (`{client}, {project}`) and single letters.
fn has_words(text: &str) -> bool {
    let outside = text.split('{').enumerate().map(|(at, part)| match at {
        0 => part,
        _ => part.split_once('}').map_or("", |(_, rest)| rest),
    });
    outside.flat_map(|part| part.split(|c: char| !c.is_alphabetic())).any(|word| word.chars().count() > 1)
}

#[test]
fn both_languages_use_the_same_arguments() {
    let mut problems = Vec::new();
    for (file, row) in rows() {
        // The plural form is the one that must show the number.
        let (fr, en) = (row.fr.last().map(|text| arguments(text)), row.en.last().map(|text| arguments(text)));
        if fr != en {
            problems.push(format!("{file}::{}: {fr:?} in French, {en:?} in English", row.key));
        }
    }
    assert_none(problems);
}

fn arguments(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split(['}', ':']).next()).collect()
}

#[test]
fn typography() {
    let mut problems = Vec::new();
    for (file, row) in rows() {
        let french = row.fr.iter().flat_map(|text| faults_fr(text).into_iter().map(move |fault| (fault, text)));
        let english = row.en.iter().flat_map(|text| faults_en(text).into_iter().map(move |fault| (fault, text)));
        problems.extend(french.chain(english).map(|(fault, text)| format!("{file}::{}: {fault}: {text}", row.key)));
    }
    assert_none(problems);
}

/// What both languages refuse.
fn faults_both(text: &str) -> Vec<&'static str> {
    let refused = [
        (text.contains('\''), "’ is the apostrophe"),
        (text.contains('"'), "« » or “ ” are the quotation marks"),
        (text.contains("..."), "… is one character"),
        (text.contains("  "), "two spaces"),
        (text != text.trim(), "a space at an end"),
    ];
    refused.into_iter().filter(|(found, _)| *found).map(|(_, fault)| fault).collect()
}

fn faults_en(text: &str) -> Vec<&'static str> {
    let mut faults = faults_both(text);
    if text.contains(['«', '»', '\u{202f}']) {
        faults.push("French quotation marks or spaces in English");
    }
    faults
}

fn faults_fr(text: &str) -> Vec<&'static str> {
    let mut faults = faults_both(text);
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        match c {
            // A question mark inside an address (`?q=`) has a letter on both sides.
            ';' | '!' | '?' if before != Some('\u{202f}') && !after.is_some_and(char::is_alphanumeric) => {
                faults.push("U+202F stands before ; ! ?");
            }
            '»' if before != Some('\u{202f}') => faults.push("U+202F stands before »"),
            '«' if after != Some('\u{202f}') => faults.push("U+202F stands after «"),
            // Hours (`12:30`), format widths (`{n:02}`) and addresses (`https://`) take no space.
            ':' if before != Some('\u{a0}') && !after.is_some_and(|c| c.is_ascii_digit() || c == '/' || c == '?') => {
                faults.push("U+00A0 stands before :");
            }
            '€' | '%' if before == Some(' ') => faults.push("U+00A0 stands before € and %"),
            '“' | '”' => faults.push("« » are the French quotation marks"),
            _ => {}
        }
    }
    faults
}

/// "De Hélène" is wrong and "d’Hugo" may be: no rule tells, so no word that elides stands before what may begin with a vowel.
#[test]
fn nothing_elides_before_a_name() {
    const ELIDING: [&str; 11] = ["de", "que", "le", "la", "si", "ne", "se", "me", "te", "je", "lorsque"];
    // Numbers and dates: their French never begins with a vowel.
    const NEVER_VOWEL: [&str; 10] = ["n", "limit", "date", "first", "when", "time", "size", "seconds", "from", "until"];
    let problems = rows().flat_map(|(file, row)| row.fr.iter().map(move |text| (file, row.key, text)));
    let problems = problems.filter(|(_, _, text)| {
        text.match_indices('{').any(|(at, _)| {
            let word = text[..at].trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            let argument = text[at + 1..].split(['}', ':']).next().unwrap_or_default();
            ELIDING.contains(&word) && text[..at].ends_with(' ') && !NEVER_VOWEL.contains(&argument)
        })
    });
    assert_none(problems.map(|(file, key, text)| format!("{file}::{key}: {text}")).collect());
}

#[test]
fn the_rules_find_what_they_should() {
    for wrong in ["Oui !", "Quoi?", "a ; b", "Titre :", "«\u{a0}mot\u{202f}»", "l'an", "un...", "10 %", "“mot”"] {
        assert!(!faults_fr(wrong).is_empty(), "{wrong}");
    }
    for right in ["Oui\u{202f}!", "Titre\u{a0}: suite", "«\u{202f}mot\u{202f}»", "l’an", "https://a.fr/?q={q}", "12:30"]
    {
        assert_eq!(faults_fr(right), Vec::<&str>::new(), "{right}");
    }
    assert!(!faults_en("It's").is_empty() && faults_en("It’s “so”: yes!").is_empty());
}

#[test]
fn words_are_what_stands_outside_arguments() {
    assert!(has_words("{n} minutes") && has_words("Oui") && has_words("a {b} mot"));
    assert!(!has_words("{client}, {project}") && !has_words("B") && !has_words("—"));
}

#[test]
fn plurals() {
    assert_eq!(Texts(Lang::Fr).days(0), "0 jour");
    assert_eq!(Texts(Lang::En).days(0), "0 days");
    assert_eq!(Texts(Lang::Fr).days(1), "1 jour");
    assert_eq!(Texts(Lang::En).days(2), "2 days");
}
