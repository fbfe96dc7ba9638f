//! The question as it stands in the address of the page: words, choices, order, and how far a reader has come.

use app::Form;
use app::texts::{local, parse_date};
use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use ledger::event::Date;
use ledger::{Id, Time};

use super::query::{MAX_QUERY, MAX_TERMS, Query, Refused};
use crate::store::search::{After, Filter, Sort};
use app::Texts;

/// Names in the address of what can be chosen, besides words and days.
pub const CHOICES: [&str; 8] = ["kind", "client", "project", "topic", "person", "decision", "shown", "stamped"];

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    /// As typed and chosen, with what is wrong with it.
    pub form: Form,
    pub query: Query,
    pub filter: Filter,
    pub sort: Sort,
    pub after: Option<After>,
}

impl Question {
    /// Reads the address; days are those in `zone`.
    pub fn read(t: Texts, zone: &TimeZone, mut form: Form) -> Question {
        let query = Query::parse(form.value("q")).unwrap_or_else(|refused| {
            let why = match refused {
                Refused::TooLong => t.search_too_long(MAX_QUERY as u64),
                Refused::TooMany => t.search_too_many(MAX_TERMS as u64),
            };
            form.refuse("q", why);
            Query::default()
        });
        let from = day(t, &mut form, "from");
        let until = day(t, &mut form, "until");
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            form.refuse("until", t.search_backwards());
        }
        let word = |name: &str| Some(form.trimmed(name).to_owned()).filter(|word| !word.is_empty());
        // An identifier that is none belongs to nothing: nothing is found.
        let id = |name: &str| word(name).map(|word| word.parse::<Id>().unwrap_or(Id([0; 16])));
        // A day before or after all that can be recorded is a day: everything is on one side of it.
        let begins = |day: Option<Date>| {
            let at = |day: Date| day.to_zoned_datetime(zone.clone()).ok().map(|at| at.timestamp().as_millisecond());
            day.map(|day| at(day).map_or(Time::MAX, |at| Time(at).clamp(Time::MIN, Time::MAX)))
        };
        let filter = Filter {
            kind: word("kind"),
            client: id("client"),
            project: id("project"),
            topic: word("topic"),
            person: word("person"),
            decision: word("decision"),
            shown_by: word("shown"),
            stamped: word("stamped").map(|word| word == "yes"),
            files: false,
            from: begins(from),
            within: None,
            until: begins(until.map(|day| day.saturating_add(1.day()))),
        };
        let sort = if form.value("sort") == "relevance" { Sort::Relevance } else { Sort::Newest };
        let after = after(form.value("after"));
        Question { form, query, filter, sort, after }
    }

    /// The same for somebody outside: whatever is asked for, of what lies under the grant.
    pub fn within(mut self, access: Option<Id>) -> Question {
        if self.is_asked() {
            self.filter.within = access;
        }
        self
    }

    /// Whether anything is asked for: words, or a choice.
    pub fn is_asked(&self) -> bool {
        !self.form.is_refused() && (!self.query.is_empty() || self.filter != Filter::default())
    }

    /// The question as it stands in an address, with `name` set to `value`, or without it, and from the first page on.
    pub fn with(&self, name: &str, value: &str) -> String {
        let names = ["q", "from", "until", "sort"].into_iter().chain(CHOICES);
        let mut pairs: Vec<(&str, &str)> = names
            .map(|known| (known, if known == name { value } else { self.form.trimmed(known) }))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        if name == "after" {
            pairs.push((name, value));
        }
        serde_html_form::to_string(pairs).unwrap_or_default()
    }
}

/// A day, if one is named; what is none is refused.
fn day(t: Texts, form: &mut Form, name: &str) -> Option<Date> {
    let typed = form.trimmed(name).to_owned();
    if typed.is_empty() {
        return None;
    }
    let day = parse_date(&typed);
    if day.is_none() {
        form.refuse(name, t.error_date());
    }
    day
}

/// What stands in an address after the question mark, without control characters: a database takes no NUL in a text.
pub fn typed(query: &str) -> Form {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    let clean = |text: String| text.chars().filter(|c| !c.is_control()).collect();
    Form::from_pairs(pairs.into_iter().map(|(name, value)| (name, clean(value))))
}

/// Where a page begins, as [`written`] says it; what is nothing of the kind is the first page.
fn after(written: &str) -> Option<After> {
    let mut numbers = written.split('.');
    let after = After {
        score: numbers.next()?.parse().ok()?,
        entry: numbers.next()?.parse().ok()?,
        part: numbers.next()?.parse().ok()?,
    };
    let fits = i64::try_from(after.entry).is_ok() && i64::try_from(after.part).is_ok();
    (fits && numbers.next().is_none()).then_some(after)
}

/// Where the page after this row begins.
pub fn written(after: After) -> String {
    format!("{}.{}.{}", after.score, after.entry, after.part)
}

/// The day on which something was recorded, for tables.
pub fn day_of(at: Time, zone: &TimeZone) -> String {
    local(at, zone).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::Lang;

    fn read(pairs: &[(&str, &str)]) -> Question {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Question::read(Texts(Lang::En), &TimeZone::get("Europe/Paris").expect("a zone"), Form::from_pairs(pairs))
    }

    #[test]
    fn days_are_whole_days_at_the_firm() {
        let asked = read(&[("from", "2026-03-29"), ("until", "2026-03-29")]);
        let (from, until) = (asked.filter.from.unwrap(), asked.filter.until.unwrap());
        // Clocks went forward on that day.
        assert_eq!(until.0 - from.0, 23 * 60 * 60 * 1000);
        assert!(asked.is_asked());
        for (from, until, field) in [
            ("2026-02-30", "", "from"),
            ("", "hier", "until"),
            ("2026-03-02", "2026-03-01", "until"),
            ("99999-01-01", "", "from"),
            ("31/02/2026", "", "from"),
        ] {
            let asked = read(&[("q", "mot"), ("from", from), ("until", until)]);
            assert!(asked.form.error(field).is_some() && !asked.is_asked(), "{from} {until}");
            assert_eq!((asked.form.value("from"), asked.form.value("until")), (from, until), "it stays");
        }
        // As people write it, and long before and after all that there is.
        assert_eq!(read(&[("from", "29 mars 2026")]).filter.from, Some(from));
        let asked = read(&[("from", "0001-01-01"), ("until", "31/12/9999")]);
        assert!(asked.is_asked() && asked.form.errors.is_empty());
        assert_eq!((asked.filter.from, asked.filter.until), (Some(Time::MIN), Some(Time::MAX)));
        assert_eq!(read(&[("until", "9999-12-30")]).filter.until, Some(Time::MAX));
        assert_eq!(read(&[("until", "0001-01-01")]).filter.until, Some(Time::MIN));
    }

    #[test]
    fn an_address_says_the_whole_question() {
        let asked = read(&[("q", "l’été & \"x\""), ("topic", "BCK-01"), ("after", "0.7.1"), ("other", "no")]);
        assert_eq!(asked.after, Some(After { score: 0, entry: 7, part: 1 }));
        let again = asked.with("kind", "answer");
        let pairs: Vec<(String, String)> = serde_html_form::from_str(&again).unwrap();
        let said = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        assert_eq!((said("q"), said("kind"), said("topic")), (Some("l’été & \"x\""), Some("answer"), Some("BCK-01")));
        assert_eq!((said("after"), said("other")), (None, None));
        assert!(!asked.with("topic", "").contains("topic"));
        for nonsense in ["1.2", "a.b.c", "1.-2.3", "1.2.3.4", "0.99999999999999999999.0"] {
            assert_eq!(read(&[("after", nonsense)]).after, None, "{nonsense}");
        }
    }
}
