//! The words of a text, as they are compared: folded, and by their stems.
//!
//! Made here and not in a database, so that both databases find the same. Nobody says in which language a text is, and many mix two:
//! every word counts by its French and by its English stem.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use ledger::Id;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization as _;

/// Characters kept of one word: enough for any name, hash prefixes included.
const MAX_WORD: usize = 40;
/// What a word is parted by at the end of a line.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];
/// Words whose stems a thread remembers: a firm's texts use the same few thousand again and again.
const REMEMBERED: usize = 20_000;

/// A word of a text, and where it stands there (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub range: Range<usize>,
    /// Folded, at most 40 characters.
    pub folded: String,
    /// With the word before it, which a hyphen at the end of its line may have parted from it: nobody knows whether the hyphen belongs to the
    /// word, so both are looked for.
    pub joined: Option<String>,
}

/// The words of a text, in its order: runs of letters and digits of any script.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        let inside = c.is_alphanumeric() || (start.is_some() && (is_mark(c) || is_unseen(c)));
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                start = None;
                let folded: String =
                    fold(&text[from..at]).chars().filter(|c| c.is_alphanumeric()).take(MAX_WORD).collect();
                if !folded.is_empty() {
                    let before = words.last().filter(|before| is_parted(text, before, from));
                    let joined =
                        before.map(|before| before.folded.chars().chain(folded.chars()).take(MAX_WORD).collect());
                    words.push(Word { range: from..at, folded, joined });
                }
            }
            _ => {}
        }
    }
    words
}

/// Whether a hyphen at the end of a line stands between the word before and the letter at `next`, and nothing else.
fn is_parted(text: &str, before: &Word, next: usize) -> bool {
    let word = &text[before.range.clone()];
    let between = &text[before.range.end..next];
    let rest = between.strip_prefix(HYPHENS).or(word.ends_with(HYPHENS).then_some(between));
    let ends_line = |rest: &str| rest.contains('\n') && rest.chars().all(char::is_whitespace);
    let letters = |c: char| c.is_alphabetic() || is_mark(c) || is_unseen(c);
    rest.is_some_and(ends_line) && word.ends_with(letters) && text[next..].starts_with(char::is_lowercase)
}

/// The French and the English stem of a folded word; once where they are the same.
pub fn stems(folded: &str) -> Vec<String> {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, Vec<String>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(stems) = known.get(folded) {
            return stems.clone();
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let stems = stemmed(folded);
        known.insert(folded.to_owned(), stems.clone());
        stems
    })
}

fn stemmed(folded: &str) -> Vec<String> {
    if folded.bytes().any(|byte| byte.is_ascii_digit()) {
        return vec![folded.to_owned()];
    }
    // Snowball's French rules tell participles by the accent that folding took: an ending in -ee(s) had one.
    let feminine = folded.strip_suffix("ees").or_else(|| folded.strip_suffix("ee"));
    let accented = feminine.map(|root| format!("{root}ée"));
    let french = Stemmer::create(Algorithm::French).stem(accented.as_deref().unwrap_or(folded)).into_owned();
    let mut stems = vec![fold(&french)];
    let english = Stemmer::create(Algorithm::English).stem(folded).into_owned();
    if english != stems[0] {
        stems.push(english);
    }
    stems
}

/// Lower case without accents; œ, æ and ß as two letters; ligatures and wide letters, as files have them, by what they stand for (Unicode's
/// compatibility decomposition). Letters outside the Latin script stay as they are.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(|c| c.nfkd()).flat_map(char::to_lowercase) {
        match c {
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            _ if is_mark(c) || is_unseen(c) => {}
            _ => folded.push(c),
        }
    }
    folded
}

/// Accents written as characters of their own (decomposed Unicode).
fn is_mark(c: char) -> bool {
    ('\u{0300}'..='\u{036f}').contains(&c)
}

/// What stands inside a word and is not seen: where it may be broken, or joins or parts its letters.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// How a firm's words are written in the index: marks of the firm and of what it is, then the word. So the index of one firm is a stretch of
/// its own in each database, whose length does not depend on other firms. Two firms may share marks, which costs time and shows nothing:
/// every question also names the firm.
#[derive(Clone, Debug)]
pub struct Marks(String);

impl Marks {
    pub fn of(firm: Id) -> Marks {
        // Letters only: a word that began with a digit could be read as a number by PostgreSQL.
        Marks(firm.to_string().bytes().take(4).map(|digit| letter(digit) as char).collect())
    }

    /// A word as it stands in the text, folded.
    pub fn exact(&self, folded: &str) -> String {
        format!("{}w{}", self.0, ascii(folded))
    }

    /// The stem of a word.
    pub fn stem(&self, stem: &str) -> String {
        format!("{}s{}", self.0, ascii(stem))
    }
}

fn letter(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => b'a' + (hex - b'0'),
        _ => b'k' + (hex - b'a'),
    }
}

/// Letters and digits only, which every engine takes for one word: any other letter by its number. Its beginning stays its beginning.
fn ascii(word: &str) -> String {
    let mut written = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'a'..='z' | '0'..='9' => written.push(c),
            _ => written.push_str(&format!("z{:x}z", u32::from(c))),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(fold("Œuvre d’ÉLÈVE à Noël"), "oeuvre d’eleve a noel");
        assert_eq!(fold("e\u{0301}"), "e");
        assert_eq!(folded("L’accès, BCK-01 (Straße) !"), ["l", "acces", "bck", "01", "strasse"]);
        assert_eq!(folded("re\u{0301}seau"), ["reseau"]);
        assert_eq!(
            folded("véri\u{fb01}cation o\u{fb03}ciel Ｏsborne cou\u{ad}pure m²"),
            ["verification", "officiel", "osborne", "coupure", "m2"]
        );
        let text = "Le « réseau »";
        assert_eq!(&text[words(text)[1].range.clone()], "réseau");
    }

    #[test]
    fn a_word_that_a_line_parts_is_whole_too() {
        let joined = |text: &str| words(text).into_iter().filter_map(|word| word.joined).collect::<Vec<_>>();
        assert_eq!(joined("l’exter-\nnalisation, la cou\u{ad}\n  pure"), ["externalisation", "coupure"]);
        assert_eq!(folded("sous-\r\ntraitant"), ["sous", "traitant"]);
        for text in ["sous-traitant", "BCK-\n01", "la liste\nfinale", "fin -\nsuite", "Jean-\nPierre", "1-\na"] {
            assert_eq!(joined(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn forms_of_one_word_share_a_stem() {
        let share = |one: &str, other: &str| {
            let other = stems(&fold(other));
            stems(&fold(one)).iter().any(|stem| other.contains(stem))
        };
        for (one, other) in [
            ("sauvegarde", "sauvegardes"),
            ("sauvegarde", "sauvegarder"),
            ("sauvegarde", "sauvegardée"),
            ("sauvegardé", "sauvegardées"),
            ("serveur", "serveurs"),
            ("servers", "server"),
            ("backups", "backup"),
            ("encrypted", "encrypts"),
            ("policies", "policy"),
            ("journaux", "journal"),
            ("réseaux", "réseau"),
            ("chiffré", "chiffrement"),
            ("refus", "refuser"),
            ("mots", "mot"),
        ] {
            assert!(share(one, other), "{one} {other}: {:?} {:?}", stems(&fold(one)), stems(&fold(other)));
        }
        assert!(!share("sauvegarde", "serveur"));
    }

    #[test]
    fn what_stands_in_the_index_is_letters_and_digits() {
        let marks = Marks::of(Id([0x0f; 16]));
        assert_eq!(marks.exact("acces"), "apapwacces");
        assert_eq!(marks.stem("ж1"), "apapsz436z1");
    }
}
