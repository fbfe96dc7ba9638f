//! What a person typed and what is wrong with it, so that a page can be shown again with nothing lost.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use ledger::notice::Refusal;

use crate::Texts;

/// The field of the random value by which the server knows a form that is sent twice.
pub const FORM_ONCE: &str = "once";

/// The values and errors of one form, by field name. Errors are sentences in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    pub values: BTreeMap<String, Vec<String>>,
    /// In the order in which they were found, which is the order of the page when the server checks in that order.
    pub errors: Vec<(String, String)>,
}

impl Form {
    /// An empty form, as a first GET shows it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The form as it was posted. A repeated name keeps all its values, in order.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            form.values.entry(name).or_default().push(value);
        }
        form
    }

    /// The first value of a field, or the empty string.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|all| all.first()).map_or("", String::as_str)
    }

    /// The first value without the spaces around it, for checks.
    pub fn trimmed(&self, name: &str) -> &str {
        self.value(name).trim()
    }

    /// Every value of a repeated field (checkboxes, several contacts).
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether `value` is among those chosen for `name`.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|chosen| chosen == value)
    }

    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(field, _)| field == name).map(|(_, error)| error.as_str())
    }

    /// Whether anything was refused; the server then answers 422.
    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Whether it was sent only to see what it makes due, by the button of a page without script. Then nothing is recorded, and what is
    /// still missing is no error yet: errors are gone.
    pub fn only_looks(&mut self) -> bool {
        let looks = self.has("look", "due");
        if looks {
            self.errors.clear();
        }
        looks
    }

    /// Sets a field's only value: prefilled forms.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.values.insert(name.into(), vec![value.into()]);
        self
    }

    /// Adds one more value to a repeated field.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.values.entry(name.into()).or_default().push(value.into());
        self
    }

    /// Records what is wrong with a field. The first error of a field stays: it is the cause.
    pub fn refuse(&mut self, name: impl Into<String>, error: impl Into<String>) -> &mut Self {
        let name = name.into();
        if self.error(&name).is_none() {
            self.errors.push((name, error.into()));
        }
        self
    }

    /// Records what the rules of notices refused, in words; a time among them is told in `zone`.
    pub fn refuse_all(&mut self, t: Texts, zone: &TimeZone, refusals: &[Refusal]) -> &mut Self {
        for refusal in refusals {
            self.refuse(&refusal.field, t.why(refusal.why, zone));
        }
        self
    }

    /// Forgets a value that must not be sent back to the browser (a password, a code).
    pub fn forget(&mut self, name: &str) -> &mut Self {
        self.values.remove(name);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_repeated_values_and_the_first_error() {
        let pairs = [("kind", "server"), ("kind", "network"), ("name", " Ada ")];
        let mut form = Form::from_pairs(pairs.map(|(k, v)| (k.to_owned(), v.to_owned())));
        assert_eq!(form.all("kind"), ["server", "network"]);
        assert!(form.has("kind", "network") && !form.has("kind", "cloud"));
        assert_eq!(form.trimmed("name"), "Ada");
        assert_eq!(form.value("missing"), "");
        form.refuse("name", "cause").refuse("name", "consequence");
        assert_eq!(form.error("name"), Some("cause"));
        assert!(form.is_refused());
    }
}
