//! Names that a copy for filing does not show: what counts as one, and what stands in its place.
//!
//! They are taken out of what is drawn, before it is drawn: the copy never holds them, so nothing lies beneath a black bar.

use ledger::evidence::{Disclosure, EvidenceEntry};
use ledger::{Evidence, Lang};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Error;
use crate::search::words::{Word, words};

mod initials;
mod short;

pub use initials::Initials;
use short::Short;

/// Characters between two words of one name: "Le Goff", "Le\u{A0}Goff", "LE  GOFF", "le.goff@".
const BETWEEN: usize = 3;

/// Digits of a number that is found however it is grouped; fewer stand beside each other in many a table.
const MIN_DIGITS: usize = 6;

/// What is masked: each thing by all its spellings, a spelling by its words without case and accents.
#[derive(Clone, Debug)]
pub struct Mask {
    lang: Lang,
    things: Vec<Thing>,
}

/// One person, company or word.
#[derive(Clone, Debug)]
struct Thing {
    spellings: Vec<Vec<String>>,
    /// The digits of those that are numbers.
    numbers: Vec<String>,
    short: Vec<Short>,
    initials: Option<Initials>,
}

impl Thing {
    fn of(called: &[String]) -> Thing {
        let spelling = |text: &String| words(text).into_iter().map(|word| word.folded).collect::<Vec<_>>();
        let mut spellings: Vec<Vec<String>> = called.iter().map(spelling).filter(|words| !words.is_empty()).collect();
        // The longest first: of "Anne Le Goff" nothing is left for "Goff" to find.
        spellings.sort_by_key(|words| std::cmp::Reverse(words.len()));
        let joined = spellings.iter().map(|words| words.concat());
        let numbers = joined.filter(|all| all.len() >= MIN_DIGITS && all.bytes().all(|byte| byte.is_ascii_digit()));
        let (numbers, short) = (numbers.collect(), called.iter().filter_map(|name| Short::of(name)).collect());
        Thing { spellings, numbers, short, initials: None }
    }

    /// How many words of the text from `at` on are what it is called.
    fn at(&self, text: &str, found: &[Word], at: usize) -> Option<usize> {
        let near = |pair: &[Word]| text[pair[0].range.end..pair[1].range.start].chars().count() <= BETWEEN;
        let here = |spelling: &Vec<String>| {
            let stretch = found.get(at..at + spelling.len())?;
            let same = stretch.iter().zip(spelling).all(|(word, name)| word.folded == *name);
            (same && stretch.windows(2).all(near)).then_some(spelling.len())
        };
        let parted = || {
            let joined = found.get(at + 1)?.joined.as_ref()?;
            self.spellings.iter().any(|spelling| spelling == std::slice::from_ref(joined)).then_some(2)
        };
        let number = |number: &String| {
            let (mut rest, mut length) = (number.as_str(), 0);
            while !rest.is_empty() {
                rest = rest.strip_prefix(found.get(at + length)?.folded.as_str())?;
                length += 1;
            }
            found[at..at + length].windows(2).all(near).then_some(length)
        };
        let number = || self.numbers.iter().find_map(number);
        let short = || self.short.iter().any(|name| name.stands(text, found, at)).then_some(1);
        let initials = || self.initials.as_ref().and_then(|initials| initials.stand(text, found, at));
        self.spellings.iter().find_map(here).or_else(number).or_else(parted).or_else(short).or_else(initials)
    }
}

impl Mask {
    /// Each of `things` is one person, company or word, by all that it is called. What has no letter or digit is nothing.
    pub fn new<'a>(lang: Lang, things: impl IntoIterator<Item = &'a [String]>) -> Mask {
        Mask { lang, things: things.into_iter().map(Thing::of).collect() }
    }

    /// With initials, each a thing of its own.
    pub fn and(mut self, initials: impl IntoIterator<Item = Initials>) -> Mask {
        let thing = |initials| Thing { spellings: vec![], numbers: vec![], short: vec![], initials: Some(initials) };
        self.things.extend(initials.into_iter().map(thing));
        self
    }

    /// How many things are masked.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// Each spelling of each thing, by its words without case and accents.
    pub fn spellings(&self) -> impl Iterator<Item = &[String]> {
        self.things.iter().flat_map(|thing| &thing.spellings).map(Vec::as_slice)
    }

    pub fn finds(&self, text: &str) -> bool {
        self.found_in(text).is_some()
    }

    /// The first of these names that the text says, as it stands there.
    pub fn found_in<'t>(&self, text: &'t str) -> Option<&'t str> {
        let found = words(text);
        let here = |at: usize| self.things.iter().find_map(|thing| Some((at, thing.at(text, &found, at)?)));
        let (at, length) = (0..found.len()).find_map(here)?;
        Some(&text[found[at].range.start..found[at + length - 1].range.end])
    }

    /// Whether the text is one of these names, and says nothing else.
    pub fn is(&self, text: &str) -> bool {
        let folded: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
        self.things.iter().flat_map(|thing| &thing.spellings).any(|spelling| *spelling == folded)
    }

    /// The text with "[redacted 1]" in the place of each name, by the number of what is masked; none when there is nothing to mask.
    pub fn masked(&self, text: &str) -> Option<String> {
        let found = words(text);
        let (mut out, mut upto, mut at) = (String::new(), 0, 0);
        while at < found.len() {
            let best = self.things.iter().zip(1..);
            let best = best.filter_map(|(thing, number)| Some((thing.at(text, &found, at)?, number)));
            let Some((length, number)) = best.max_by_key(|(length, number)| (*length, std::cmp::Reverse(*number)))
            else {
                at += 1;
                continue;
            };
            out.push_str(&text[upto..found[at].range.start]);
            out.push_str(&self.label(number));
            at += length;
            upto = found[at - 1].range.end;
        }
        (upto > 0).then(|| out + &text[upto..])
    }

    /// What stands in the place of the thing of this number.
    fn label(&self, number: usize) -> String {
        match self.lang {
            Lang::Fr => format!("[occulté\u{A0}{number}]"),
            Lang::En => format!("[redacted\u{A0}{number}]"),
        }
    }

    /// The same value with all its texts masked.
    ///
    /// # Errors
    /// `Unmaskable` when a word is also one of the format's own, so that nothing could be read any more.
    pub fn of<T: Serialize + DeserializeOwned>(&self, value: &T) -> Result<T, Error> {
        let mut json = serde_json::to_value(value).map_err(|_| Error::Unmaskable)?;
        self.strings(&mut json);
        serde_json::from_value(json).map_err(|_| Error::Unmaskable)
    }

    fn strings(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(masked) = self.masked(text) {
                    *text = masked;
                }
            }
            Value::Array(all) => all.iter_mut().for_each(|value| self.strings(value)),
            Value::Object(all) => all.values_mut().for_each(|value| self.strings(value)),
            _ => {}
        }
    }

    /// The evidence without the payload of each entry that says a name: it stays provable that there is one, and what it says is withheld.
    /// With how many of them there are.
    pub fn withheld(&self, evidence: &Evidence) -> (Evidence, u64) {
        let mut count = 0;
        let entries = evidence.entries.iter().map(|entry| {
            if entry.state != Disclosure::Disclosed || !entry.payload.as_deref().is_some_and(|text| self.says(text)) {
                return entry.clone();
            }
            count += 1;
            EvidenceEntry { payload: None, salt: None, state: Disclosure::Withheld, ..entry.clone() }
        });
        let entries = entries.collect();
        (Evidence { entries, ..evidence.clone() }, count)
    }

    /// Whether any text in the payload says a name. One that cannot be read is taken to.
    fn says(&self, payload: &str) -> bool {
        fn any(mask: &Mask, value: &Value) -> bool {
            match value {
                Value::String(text) => mask.finds(text),
                Value::Array(all) => all.iter().any(|value| any(mask, value)),
                Value::Object(all) => all.values().any(|value| any(mask, value)),
                _ => false,
            }
        }
        serde_json::from_str(payload).map_or(true, |value| any(self, &value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(things: &[&[&str]]) -> Mask {
        let owned: Vec<Vec<String>> = things.iter().map(|t| t.iter().map(|&s| s.to_owned()).collect()).collect();
        Mask::new(Lang::En, owned.iter().map(Vec::as_slice))
    }

    #[test]
    fn a_name_is_found_in_every_spelling_and_nowhere_else() {
        let mask = mask(&[&["Anne Le Goff", "Le Goff", "anne.legoff@kerlann.example"], &["Étienne"]]);
        for (text, masked) in [
            ("Anne Le Goff signed.", "[redacted\u{A0}1] signed."),
            ("Mme LE\u{A0}GOFF", "Mme [redacted\u{A0}1]"),
            ("d’Anne Le  Goff, etienne!", "d’[redacted\u{A0}1], [redacted\u{A0}2]!"),
            ("<Anne.LeGoff@kerlann.example>", "<[redacted\u{A0}1]>"),
            // Unseen, wide, and parted at the end of a line.
            ("Éti\u{AD}enne, Ｅtienne", "[redacted\u{A0}2], [redacted\u{A0}2]"),
            ("par Étien-\nne.", "par [redacted\u{A0}2]."),
        ] {
            assert_eq!(mask.masked(text).as_deref(), Some(masked));
        }
        for text in ["", "Anne", "le long goffre", "legoff", "Le — or rather: Goff", "Stephen"] {
            assert_eq!(mask.masked(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped() {
        for typed in ["999999998", "999 999 998", "999.999.998"] {
            let mask = mask(&[&[typed]]);
            for text in ["RCS 999\u{A0}999\u{A0}998.", "RCS 999\u{202F}999\u{202F}998.", "RCS 999999998."] {
                assert_eq!(mask.masked(text).as_deref(), Some("RCS [redacted\u{A0}1]."), "{typed}");
            }
            for text in ["999 999", "9999999980", "1999999998", "999 — or rather — 999 998"] {
                assert_eq!(mask.masked(text), None, "{typed}: {text}");
            }
        }
        assert_eq!(mask(&[&["840"]]).masked("8 40"), None, "too few digits");
    }

    #[test]
    fn the_longest_spelling_counts() {
        let mask = mask(&[&["Goff"], &["Le Goff SARL"]]);
        assert_eq!(mask.masked("Le Goff SARL, Goff").unwrap_or_default(), "[redacted\u{A0}2], [redacted\u{A0}1]");
        assert!(mask.is("GOFF") && mask.is("le goff, sarl") && !mask.is("Le Goff") && !mask.is(""));
    }

    #[test]
    fn a_word_of_the_format_is_refused() {
        let party = ledger::event::Party { name: "Fr".into(), ..Default::default() };
        let client = ledger::event::ClientRecorded { client: ledger::Id([7; 16]), party, lang: Lang::Fr };
        assert!(matches!(mask(&[&["fr"]]).of(&client), Err(Error::Unmaskable)));
        assert_eq!(mask(&[&["other"]]).of(&client).ok(), Some(client));
    }
}
