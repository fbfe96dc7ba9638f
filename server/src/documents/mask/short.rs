//! Family names of one or two letters: "Le", "Wu". Most of the time such a word is no name, so none is looked for alone: it counts with a capital
//! initial, beside a given name of that person or after a title.

use crate::search::words::{Word, words};

/// Letters of a name that is looked for wherever it stands, as a word of its own.
const ALONE: usize = 3;

/// As words are compared: without case and accents.
const TITLES: [&str; 21] = [
    "docteur",
    "doctor",
    "dr",
    "m",
    "madame",
    "mademoiselle",
    "maitre",
    "me",
    "miss",
    "mlle",
    "mme",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "mx",
    "pr",
    "prof",
    "professeur",
    "professor",
    "sir",
];
/// Of these, those after which a full stop ends no sentence.
const ABBREVIATED: [&str; 8] = ["dr", "m", "mr", "mrs", "ms", "mx", "pr", "prof"];
/// With which longer family names begin: "M. Le Goff" is not called "Le".
const PARTICLES: [&str; 8] = ["al", "da", "de", "di", "du", "el", "la", "le"];

#[derive(Clone, Debug)]
pub(super) struct Short {
    family: String,
    given: Vec<String>,
}

impl Short {
    /// That of a whole name, if it ends in a short one.
    pub(super) fn of(name: &str) -> Option<Short> {
        let mut given: Vec<String> = words(name).into_iter().map(|word| word.folded).collect();
        let family = given.pop().filter(|_| !name.contains('@') && !given.is_empty())?;
        let is_short = family.chars().count() < ALONE && family.chars().all(char::is_alphabetic);
        is_short.then_some(Short { family, given })
    }

    /// Whether the word of the text at `at` is this name.
    pub(super) fn stands(&self, text: &str, found: &[Word], at: usize) -> bool {
        let capital = |word: &Word| text[word.range.clone()].starts_with(char::is_uppercase);
        let between = |one: &Word, other: &Word| &text[one.range.end..other.range.start];
        let given = |word: &Word| self.given.contains(&word.folded);
        let Some(word) = found.get(at).filter(|word| word.folded == self.family && capital(word)) else {
            return false;
        };
        let next = found.get(at + 1).filter(|next| is_space(between(word, next)) && capital(next));
        if next.is_some_and(given) {
            return true;
        }
        if next.is_some() && PARTICLES.contains(&self.family.as_str()) {
            return false;
        }
        at.checked_sub(1).map(|before| &found[before]).is_some_and(|before| {
            let (gap, called) = (between(before, word), before.folded.as_str());
            let stopped = ABBREVIATED.contains(&called) || called.chars().count() == 1;
            let gap = gap.strip_prefix('.').filter(|_| stopped).unwrap_or(gap);
            is_space(gap) && (TITLES.contains(&called) || given(before))
        })
    }
}

/// Nothing but room within a line.
fn is_space(gap: &str) -> bool {
    !gap.is_empty() && gap.chars().all(|c| c.is_whitespace() && c != '\n')
}

#[cfg(test)]
mod tests {
    use super::super::Mask;
    use ledger::Lang;

    fn masked(text: &str) -> Option<String> {
        let people = [
            vec!["Anne-Marie Le".to_owned()],
            vec!["Jun Wu".to_owned()],
            vec!["Yann Le Goff".to_owned(), "Le Goff".to_owned()],
        ];
        Mask::new(Lang::En, people.iter().map(Vec::as_slice)).masked(text)
    }

    #[test]
    fn a_name_of_two_letters_is_one_after_a_title_or_beside_a_given_name() {
        for (text, told) in [
            ("Mme Le est absente.", "Mme [redacted\u{A0}1] est absente."),
            ("M.\u{A0}LE et Monsieur Wu", "M.\u{A0}[redacted\u{A0}1] et Monsieur [redacted\u{A0}2]"),
            ("Me Wu, Mr. Wu", "Me [redacted\u{A0}2], Mr. [redacted\u{A0}2]"),
            ("Marie Le, WU Jun", "Marie [redacted\u{A0}1], [redacted\u{A0}2] Jun"),
            ("anne marie le", "[redacted\u{A0}1]"),
            ("Mme Wu Gérante", "Mme [redacted\u{A0}2] Gérante"),
            ("M. Le Goff", "M. [redacted\u{A0}3]"),
        ] {
            assert_eq!(masked(text).as_deref(), Some(told), "{text}");
        }
    }

    #[test]
    fn the_same_letters_elsewhere_are_a_word() {
        for text in [
            "Le serveur est arrêté.",
            "Bonjour Madame. Le serveur est arrêté.",
            "Bonjour Madame, Le serveur est arrêté.",
            "Signé : Mme\nLe 2 mars",
            "madame le maire",
            "Madame Le Maire",
            "M. Le Tallec",
            "LE SERVEUR",
            "le wu",
        ] {
            assert_eq!(masked(text), None, "{text}");
        }
    }
}
