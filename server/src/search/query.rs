//! What somebody typed to look for: words, beginnings of words (`sauveg*`), phrases in quotation marks, and what must not be there (`-word`).
//!
//! All of it must hold of one text. There are no other operators: AND, OR, NEAR and the signs of either database are words, or nothing.

use std::ops::Range;

use super::words::{Marks, Word, fold, stems, words};

/// Characters that may be typed.
pub const MAX_QUERY: usize = 1_000;
/// Words and phrases that may be asked for at once.
pub const MAX_TERMS: usize = 16;

/// What is before an apostrophe and belongs to the word after it: *l’accès* asks for *accès*.
const ELIDED: [&str; 12] = ["l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu"];
/// What other search programs take for operators, written so that it looks meant as one.
const OPERATORS: [&str; 8] = ["AND", "OR", "NOT", "NEAR", "ET", "OU", "SAUF", "PRES"];

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub terms: Vec<Term>,
    /// What to tell whoever typed it.
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub what: What,
    /// Must not be there.
    pub not: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// In any form: by its stems.
    Word { folded: String, stems: Vec<String> },
    /// These words, as they are, one after the other; of the last one perhaps only the beginning.
    Phrase { folded: Vec<String>, open: bool },
}

/// How the typed text was taken where it could be taken otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A quotation mark was never closed: all after it is one phrase.
    Unclosed,
    /// AND, OR and the like are words.
    Operators,
    /// A star that stands anywhere but at the end is nothing.
    Star,
}

/// Why it is not looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    TooLong,
    TooMany,
}

impl Query {
    /// Reads what was typed. Without any word it asks for nothing.
    pub fn parse(typed: &str) -> Result<Query, Refused> {
        if typed.chars().count() > MAX_QUERY {
            return Err(Refused::TooLong);
        }
        let mut query = Query::default();
        let mut rest = typed.trim_start();
        while !rest.is_empty() {
            let (sign, after) = sign(rest);
            rest = match after.strip_prefix(['"', '«', '“', '”', '„']) {
                Some(inside) => {
                    let end = inside.find(['"', '»', '”', '“']);
                    let (phrase, after) = inside.split_at(end.unwrap_or(inside.len()));
                    if end.is_none() && !words(phrase).is_empty() {
                        query.note(Note::Unclosed);
                    }
                    let mut after = after.chars();
                    after.next();
                    let after = after.as_str();
                    let open = phrase.trim_end().ends_with('*') || after.starts_with('*');
                    query.note_star(phrase);
                    query.phrase(phrase, open, sign);
                    after
                }
                None => {
                    let end = after.find(|c: char| c.is_whitespace() || "\"«“”„".contains(c));
                    let (chunk, next) = after.split_at(end.unwrap_or(after.len()));
                    query.chunk(chunk, sign);
                    next
                }
            }
            .trim_start();
        }
        if query.terms.len() > MAX_TERMS { Err(Refused::TooMany) } else { Ok(query) }
    }

    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn note_star(&mut self, text: &str) {
        if text.trim_end().trim_end_matches('*').contains('*') && !words(text).is_empty() {
            self.note(Note::Star);
        }
    }

    fn push(&mut self, what: What, not: bool) {
        let term = Term { what, not };
        if !self.terms.contains(&term) {
            self.terms.push(term);
        }
    }

    fn phrase(&mut self, text: &str, open: bool, not: bool) {
        let folded: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
        if !folded.is_empty() {
            self.push(What::Phrase { folded, open }, not);
        }
    }

    /// What stands between two spaces: one word, or several that a sign holds together (*BCK-01*, an address).
    fn chunk(&mut self, chunk: &str, not: bool) {
        if OPERATORS.contains(&chunk) {
            self.note(Note::Operators);
        }
        let chunk = without_elision(chunk);
        self.note_star(chunk);
        let found = words(chunk);
        let open = chunk.ends_with('*');
        match found.as_slice() {
            [] => {}
            [word] if !open => {
                let folded = word.folded.clone();
                self.push(What::Word { stems: stems(&folded), folded }, not);
            }
            _ => self.phrase(chunk, open, not),
        }
    }

    /// Whether nothing is asked for, and nothing excluded.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether the text says all that is asked for, and nothing that is excluded.
    pub fn holds(&self, text: &[Word]) -> bool {
        self.terms.iter().all(|term| term.found(text).is_empty() == term.not)
    }

    /// Where in a text stands what is asked for; in order, none within another.
    pub fn spans(&self, text: &[Word]) -> Vec<Range<usize>> {
        let wanted = self.terms.iter().filter(|term| !term.not);
        let mut spans: Vec<Range<usize>> = wanted.flat_map(|term| term.found(text)).collect();
        spans.sort_by_key(|span| (span.start, usize::MAX - span.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for span in spans {
            match apart.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => apart.push(span),
            }
        }
        apart
    }
}

impl Term {
    fn found(&self, text: &[Word]) -> Vec<Range<usize>> {
        match &self.what {
            What::Word { stems: wanted, .. } => {
                let is = |folded: &str| stems(folded).iter().any(|stem| wanted.contains(stem));
                places(text, is)
            }
            What::Phrase { folded, open: true } if folded.len() == 1 => {
                places(text, |word| word.starts_with(&folded[0]))
            }
            What::Phrase { folded, open } => {
                let last = folded.len() - 1;
                let is = |(at, word): (usize, &Word)| match *open && at == last {
                    true => word.folded.starts_with(&folded[last]),
                    false => word.folded == folded[at],
                };
                let windows = text.windows(folded.len());
                let found = windows.filter(|window| window.iter().enumerate().all(is));
                found.map(|window| window[0].range.start..window[last].range.end).collect()
            }
        }
    }

    /// The term as a part of a question to SQLite's FTS5.
    pub fn fts5(&self, marks: &Marks) -> String {
        match &self.what {
            What::Word { stems, .. } => {
                let stems: Vec<String> = stems.iter().map(|stem| format!("\"{}\"", marks.stem(stem))).collect();
                format!("({})", stems.join(" OR "))
            }
            What::Phrase { folded, open } => {
                let words: Vec<String> = folded.iter().map(|word| marks.exact(word)).collect();
                format!("\"{}\"{}", words.join(" "), if *open { " *" } else { "" })
            }
        }
    }

    /// The term as a part of a question to PostgreSQL (`tsquery`).
    pub fn tsquery(&self, marks: &Marks) -> String {
        match &self.what {
            What::Word { stems, .. } => {
                let stems: Vec<String> = stems.iter().map(|stem| marks.stem(stem)).collect();
                format!("({})", stems.join(" | "))
            }
            What::Phrase { folded, open } => {
                let words: Vec<String> = folded.iter().map(|word| marks.exact(word)).collect();
                format!("({}{})", words.join(" <-> "), if *open { ":*" } else { "" })
            }
        }
    }

    /// How it is written in the index, for counting how often it stands there.
    pub fn written(&self, marks: &Marks) -> Vec<String> {
        match &self.what {
            What::Word { stems, .. } => stems.iter().map(|stem| format!("{} ", marks.stem(stem))).collect(),
            What::Phrase { folded, open } => {
                let mut words: String = folded.iter().map(|word| format!("{} ", marks.exact(word))).collect();
                if *open {
                    words.pop();
                }
                vec![words]
            }
        }
    }
}

/// Where a word stands, also one that a line parts.
fn places(text: &[Word], is: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let place = |(at, word): (usize, &Word)| match &word.joined {
        _ if is(&word.folded) => Some(word.range.clone()),
        Some(joined) if is(joined) => Some(text[at - 1].range.start..word.range.end),
        _ => None,
    };
    text.iter().enumerate().filter_map(place).collect()
}

/// Whether a minus sign before a word or a phrase excludes it, and what follows.
fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '−']) {
        Some(after) if after.starts_with(|c: char| c.is_alphanumeric() || "\"«“”„".contains(c)) => (true, after),
        _ => (false, text),
    }
}

fn without_elision(chunk: &str) -> &str {
    match chunk.split_once(['\'', '’']) {
        Some((before, after)) if ELIDED.contains(&fold(before).as_str()) && !words(after).is_empty() => after,
        _ => chunk,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(typed: &str) -> String {
        let query = Query::parse(typed).expect("it is taken");
        let terms = query.terms.iter().map(|term| {
            let what = match &term.what {
                What::Word { folded, .. } => folded.clone(),
                What::Phrase { folded, open } => format!("\"{}{}\"", folded.join(" "), if *open { "*" } else { "" }),
            };
            format!("{}{what}", if term.not { "-" } else { "" })
        });
        terms.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_typed_is_taken_as_one_expects() {
        for (typed, expected) in [
            ("Sauvegarde  serveur", "sauvegarde serveur"),
            ("sauveg*", "\"sauveg*\""),
            ("\"copie hors ligne\" -bande", "\"copie hors ligne\" -bande"),
            ("« Copie hors ligne »", "\"copie hors ligne\""),
            ("“one” two", "\"one\" two"),
            ("-\"mot de passe\"", "-\"mot de passe\""),
            ("BCK-01", "\"bck 01\""),
            ("l’accès d'urgence", "acces urgence"),
            ("\"l’accès\"", "\"l acces\""),
            ("zq@halles.example", "\"zq halles example\""),
            ("- * \" ' ( ) : ^ <-> & | !", ""),
            ("a AND b", "a and b"),
            ("\"copie hors l*\"", "\"copie hors l*\""),
            ("title:x NEAR(a, b)", "\"title x\" \"near a\" b"),
            ("\"jamais fermé", "\"jamais ferme\""),
            ("mot mot", "mot"),
        ] {
            assert_eq!(said(typed), expected, "{typed}");
        }
        assert_eq!(Query::parse("\"jamais fermé").unwrap().notes, [Note::Unclosed]);
        assert_eq!(Query::parse("mot \"").unwrap().notes, []);
        assert_eq!(Query::parse("a OR b OR c").unwrap().notes, [Note::Operators]);
        for (typed, noted) in [
            ("*veg*", true),
            ("sau*arde", true),
            ("\"copie * ligne\"", true),
            ("sauveg* \"hors l*\" \"bande\"* * **", false),
        ] {
            assert_eq!(Query::parse(typed).unwrap().notes.contains(&Note::Star), noted, "{typed}");
        }
    }

    #[test]
    fn what_is_too_much_is_refused() {
        assert_eq!(Query::parse(&"é".repeat(MAX_QUERY + 1)), Err(Refused::TooLong));
        assert!(Query::parse(&"é".repeat(MAX_QUERY)).is_ok());
        let many: Vec<String> = (0..=MAX_TERMS).map(|n| format!("mot{n}")).collect();
        assert_eq!(Query::parse(&many.join(" ")), Err(Refused::TooMany));
        assert!(Query::parse(&many[1..].join(" ")).is_ok());
    }

    #[test]
    fn a_text_is_matched_and_its_places_are_found() {
        let text = "La copie hors ligne protège les serveurs.";
        let found = words(text);
        let query = |typed: &str| Query::parse(typed).unwrap();
        let spans = |typed: &str| query(typed).spans(&found).into_iter().map(|span| &text[span]).collect::<Vec<_>>();
        assert_eq!(spans("serveur \"hors ligne\" prot*"), ["hors ligne", "protège", "serveurs"]);
        assert_eq!(spans("copie \"la copie hors\""), ["La copie hors"]);
        let parted = "Une exter-\nnalisation con\u{fb01}rmée";
        for (typed, shown) in [
            ("externalisation", "exter-\nnalisation"),
            ("externalis*", "exter-\nnalisation"),
            ("confirmer", "con\u{fb01}rmée"),
        ] {
            let spans = query(typed).spans(&words(parted));
            assert_eq!(spans.into_iter().map(|span| &parted[span]).collect::<Vec<_>>(), [shown], "{typed}");
        }
        assert!(query("serveur -bande").holds(&found));
        assert!(!query("serveur -copies").holds(&found));
        assert!(!query("\"ligne hors\"").holds(&found));
    }
}
