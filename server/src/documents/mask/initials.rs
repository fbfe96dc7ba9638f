//! Initials: "MK", "M.K.", "M. K.". Of so few letters any case would find words, so they count in capitals only.

use crate::search::words::{Word, words};

/// As many letters as any name may have that is looked for by itself, less one.
const LETTERS: usize = 2;
/// Characters between two of them: a full stop, a hyphen, room.
const BETWEEN: usize = 2;

#[derive(Clone, Debug)]
pub struct Initials(String);

impl Initials {
    /// Those that somebody typed: two letters in capitals, by themselves.
    pub fn of(typed: &str) -> Option<Initials> {
        let letters: String = typed.chars().filter(|c| c.is_alphanumeric()).collect();
        let apart = words(typed).len();
        let whole = letters.chars().count() == LETTERS && letters.chars().all(char::is_uppercase);
        (whole && (1..=LETTERS).contains(&apart)).then_some(Initials(letters))
    }

    /// How many words of the text from `at` on are these.
    pub(super) fn stand(&self, text: &str, found: &[Word], at: usize) -> Option<usize> {
        let mut rest = self.0.as_str();
        for (count, word) in found[at..].iter().enumerate() {
            let near = count == 0 || {
                let gap = &text[found[at + count - 1].range.end..word.range.start];
                gap.chars().count() <= BETWEEN && !gap.contains('\n')
            };
            rest = rest.strip_prefix(&text[word.range.clone()]).filter(|_| near)?;
            if rest.is_empty() {
                return Some(count + 1);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::Mask;
    use super::Initials;
    use ledger::Lang;

    #[test]
    fn initials_are_found_in_capitals_alone() {
        let mask = |typed: &str| Mask::new(Lang::En, std::iter::empty()).and(Initials::of(typed));
        for typed in ["MK", "M.K.", "M. K."] {
            for (text, told) in [
                ("Vu par MK, le 3", "Vu par [redacted\u{A0}1], le 3"),
                ("signé : M.K.", "signé : [redacted\u{A0}1]."),
                ("M. K. est d’accord", "[redacted\u{A0}1]. est d’accord"),
                ("M-K", "[redacted\u{A0}1]"),
            ] {
                assert_eq!(mask(typed).masked(text).as_deref(), Some(told), "{typed}");
            }
            for text in ["mk", "Mk", "MKV", "AMK", "M. Kerbrat", "M et K", "K.M.", "M\nK"] {
                assert_eq!(mask(typed).masked(text), None, "{typed} in {text}");
            }
        }
        for typed in ["M", "mk", "Mk", "MKB", "M1", "M k", "", "M et K"] {
            assert!(Initials::of(typed).is_none(), "{typed}");
        }
    }
}
