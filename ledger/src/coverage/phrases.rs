//! Words and phrases found in what people wrote, in either language.

use std::collections::{BTreeSet, HashMap};

/// Phrases, each with what it stands for; by their first word, the rest as [`words`] writes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrases(HashMap<String, Vec<(String, usize)>>);

impl Phrases {
    /// `phrase` stands for `meaning` from now on. One without a letter or digit stands for nothing.
    pub fn add(&mut self, phrase: &str, meaning: usize) {
        if let Some((first, rest)) = words(phrase).split_once(' ') {
            self.0.entry(first.to_owned()).or_default().push((rest.to_owned(), meaning));
        }
    }

    /// The meanings of all phrases that stand in the text.
    pub fn find(&self, text: &str) -> BTreeSet<usize> {
        let (words, mut found) = (words(text), BTreeSet::new());
        let mut left = words.as_str();
        while let Some((word, rest)) = left.split_once(' ') {
            let begun = self.0.get(word).into_iter().flatten();
            found.extend(begun.filter(|(phrase, _)| rest.starts_with(phrase)).map(|(_, meaning)| *meaning));
            left = rest;
        }
        found
    }
}

/// Runs of letters and digits, each with a space behind it, in small letters without accents or the sign of the plural. Crude on purpose:
/// both sides are cut the same way, and a topic raised once too often costs a reason, one never raised a ruling.
fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 1);
    let mut start = 0;
    for sign in text.chars().chain([' ']) {
        if sign.is_ascii_alphanumeric() {
            words.push(sign.to_ascii_lowercase());
        } else if sign.is_alphanumeric() {
            for letter in sign.to_lowercase() {
                match plain(letter) {
                    "" => words.push(letter),
                    letters => words.push_str(letters),
                }
            }
        } else if words.len() > start {
            if words.len() - start > 3 && words.ends_with(['s', 'x']) {
                words.pop();
            }
            words.push(' ');
            start = words.len();
        }
    }
    words
}

/// A French letter without its accent; empty for all others.
fn plain(letter: char) -> &'static str {
    match letter {
        'à' | 'â' | 'ä' => "a",
        'ç' => "c",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'î' | 'ï' => "i",
        'ô' | 'ö' => "o",
        'ù' | 'û' | 'ü' => "u",
        'ÿ' => "y",
        'œ' => "oe",
        'æ' => "ae",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn words_are_found_whole_in_any_form() {
        let mut phrases = Phrases::default();
        for (meaning, phrase) in
            ["plan de sauvegarde", "réseau", "Windows Server 2016", "pare feu", ""].iter().enumerate()
        {
            phrases.add(phrase, meaning);
        }
        let found = |text| phrases.find(text).into_iter().collect::<Vec<_>>();
        assert_eq!(found("Des PLANS DE SAUVEGARDES, et les réseaux."), [0, 1]);
        assert_eq!(found("un pare-feu (Windows\u{a0}Server 2016)"), [2, 3]);
        assert_eq!(found("un plan, une sauvegarde, reseautage, Windows Server 20160"), [] as [usize; 0]);
        assert_eq!(found(""), [] as [usize; 0]);
        assert_eq!(found("fin de plan de sauvegarde"), [0], "at the very end");
    }
}
