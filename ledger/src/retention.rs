//! The rules of retention: when the time of a project is over, whether it may be destroyed, and which of its entries stay.
//!
//! A project is kept as long as the relationship with its client goes on, and some years more ([`Retention`]). The relationship ends when
//! the last of the client's projects has ended; what one of them says may be the proof of another's.
//!
//! Not here: what lies under a hold, and what has to go with the entries; the store knows.

use std::ops::RangeInclusive;

use crate::event::{Date, Person, ProjectDestroyed, Retention, RetentionSet};
use crate::notice::{Decided, MAX_LINE, Refusal, Refusals, Why};
use crate::{Id, Time};

/// For how many years anything may be kept. At least one: a reference is counted by the notices of its year (`MG-2026-0007`), and none is
/// given again once that year is over. At most ten, the longest that the domain calls for.
pub const YEARS: RangeInclusive<u32> = 1..=10;

/// Within how many years a claim can be made (Code civil, article 2224): whoever keeps the proof for less says so twice.
pub const LIMITATION: u32 = 5;

/// A project as far as its time depends on it. Days are those at the firm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    pub project: Id,
    pub client: Id,
    /// It reached that milestone, and was not opened again.
    pub closed: bool,
    /// The last day of its scope, if one was recorded.
    pub ends: Option<Date>,
    /// The day of the newest entry about it or its notices, its closing among them; those of [`HOUSEKEEPING`] do not count.
    pub last: Date,
}

impl Project {
    fn end(&self) -> Option<Date> {
        self.closed.then(|| self.ends.map_or(self.last, |ends| ends.max(self.last)))
    }
}

/// How long a project is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// It is not closed.
    Open,
    /// It is closed, and its client has another that is not: the relationship goes on.
    GoesOn(Id),
    /// When the relationship ended, and the last day for which it is kept.
    Until { ended: Date, kept_until: Date },
}

impl Term {
    /// Whether it is over on this day.
    pub fn is_over(&self, today: Date) -> bool {
        matches!(self, Term::Until { kept_until, .. } if *kept_until < today)
    }
}

/// The last day for which something is kept that ended on `ended`. The 29th of February becomes the 28th.
pub fn kept_until(ended: Date, years: u32) -> Date {
    ended.saturating_add(jiff::Span::new().years(i64::from(years)))
}

/// The term of each project, in their order. `projects` are all of the firm, or at least all of each client concerned.
pub fn terms(projects: &[Project], years: u32) -> Vec<Term> {
    let mut of_client = std::collections::HashMap::<Id, Term>::new();
    for project in projects {
        let term = of_client.entry(project.client).or_insert(Term::Open);
        *term = match (*term, project.end()) {
            (Term::GoesOn(open), _) => Term::GoesOn(open),
            (_, None) => Term::GoesOn(project.project),
            (Term::Until { ended, .. }, Some(end)) => until(ended.max(end), years),
            (Term::Open, Some(end)) => until(end, years),
        };
    }
    let term = |project: &Project| match project.closed {
        true => of_client[&project.client],
        false => Term::Open,
    };
    projects.iter().map(term).collect()
}

fn until(ended: Date, years: u32) -> Term {
    Term::Until { ended, kept_until: kept_until(ended, years) }
}

/// The kinds that say nothing of the relationship: the firm holds, erases, draws and hands out what it has. No project is kept longer for that.
pub const HOUSEKEEPING: [&str; 6] =
    ["hold.placed", "hold.released", "payload.erased", "document.made", "evidence.exported", "bundle.exported"];

/// The kinds about a project that stay whatever happens: that nothing was to be erased, and that something was destroyed.
pub fn stays(kind: &str) -> bool {
    kind.starts_with("hold.") || kind == "project.destroyed"
}

/// Places in the log, in their order, as stretches.
pub fn stretches(places: impl IntoIterator<Item = u64>) -> Vec<[u64; 2]> {
    let mut found: Vec<[u64; 2]> = Vec::new();
    for place in places {
        match found.last_mut() {
            Some([_, last]) if *last + 1 == place => *last = place,
            _ => found.push([place, place]),
        }
    }
    found
}

/// Since when the years of projects are what they are, and by which entry: of all that set the rules, in the order of the log, the last that
/// changed them. None as long as they are those of [`Retention::default`].
pub fn since<'a>(set: impl IntoIterator<Item = (Time, &'a RetentionSet)>) -> Option<(Time, &'a RetentionSet)> {
    let (mut years, mut since) = (Retention::default().projects, None);
    for (at, set) in set {
        if set.years.projects != years {
            (years, since) = (set.years.projects, Some((at, set)));
        }
    }
    since
}

/// Sets the years.
///
/// # Errors
/// `BadYears` beside `projects`, `clients`, `grants` or `mails`: not within [`YEARS`]. Beside `reason`: `Missing`, `TooLong`.
pub fn set(years: Retention, reason: &str, by: Person) -> Decided<RetentionSet> {
    let mut no = Refusals::default();
    for (field, of) in
        [("projects", years.projects), ("clients", years.clients), ("grants", years.grants), ("mails", years.mails)]
    {
        if !YEARS.contains(&of) {
            no.push(field, Why::BadYears);
        }
    }
    no.text("reason", reason, true, MAX_LINE);
    no.or(RetentionSet { years, by, reason: reason.trim().to_owned() })
}

/// Whether a project may be destroyed: `order` as found, without the rule, which `term` gives. `held` says whether it, its client or another
/// project of that client lies under a legal hold: one may be the proof of another.
///
/// # Errors
/// `Held`, or else `NotDue`: its time is not over, or has no end yet. Beside `note`: `Missing`, `TooLong`.
pub fn destroy(order: ProjectDestroyed, term: &Term, held: bool, today: Date) -> Decided<ProjectDestroyed> {
    let (ended, kept_until) = match term {
        _ if held => return Err(Refusal::whole(Why::Held)),
        Term::Until { ended, kept_until } if term.is_over(today) => (*ended, *kept_until),
        _ => return Err(Refusal::whole(Why::NotDue)),
    };
    let mut no = Refusals::default();
    no.text("note", &order.note, true, MAX_LINE);
    let note = order.note.trim().to_owned();
    no.or(ProjectDestroyed { ended, kept_until, note, ..order })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, Time};

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn project(number: u8, client: u8, closed: bool, ends: Option<&str>, last: &str) -> Project {
        let (project, client) = (Id([number; 16]), Id([client; 16]));
        Project { project, client, closed, ends: ends.map(day), last: day(last) }
    }

    fn order(note: &str) -> ProjectDestroyed {
        let id = Id([1; 16]);
        ProjectDestroyed {
            project: id,
            client: id,
            reference: String::new(),
            client_name: "Portes".into(),
            lang: Lang::Fr,
            with_client: false,
            entries: vec![[3, 5], [9, 9]],
            count: 4,
            from: Time(0),
            to: Time(1),
            files: vec![],
            bytes: 0,
            years: 6,
            ended: Date::MIN,
            kept_until: Date::MIN,
            note: note.into(),
            by: Person { member: id, name: "Anne".into() },
            document: id,
        }
    }

    #[test]
    fn time_runs_from_the_latest_of_all_that_ended() {
        let until = |ended: &str, kept: &str| Term::Until { ended: day(ended), kept_until: day(kept) };
        let alone = |ends| terms(&[project(1, 1, true, ends, "2026-03-02")], 6)[0];
        assert_eq!(alone(None), until("2026-03-02", "2032-03-02"));
        assert_eq!(alone(Some("2026-01-01")), until("2026-03-02", "2032-03-02"));
        assert_eq!(alone(Some("2027-01-01")), until("2027-01-01", "2033-01-01"));
        // Of two projects of one client, from the end of the later; another client's is nothing to them.
        let all = [
            project(1, 1, true, None, "2024-02-29"),
            project(2, 1, true, None, "2026-03-02"),
            project(3, 2, false, None, "2026-03-02"),
        ];
        assert_eq!(terms(&all, 1), [until("2026-03-02", "2027-03-02"), until("2026-03-02", "2027-03-02"), Term::Open]);
        assert_eq!(kept_until(day("2024-02-29"), 1), day("2025-02-28"));
    }

    #[test]
    fn it_has_no_end_while_it_or_another_of_its_client_is_open() {
        let all = [
            project(1, 1, true, None, "2010-01-01"),
            project(2, 1, false, Some("2011-01-01"), "2010-01-01"),
            project(3, 1, true, None, "2026-01-01"),
        ];
        let goes_on = Term::GoesOn(Id([2; 16]));
        assert_eq!(terms(&all, 6), [goes_on, Term::Open, goes_on]);
        assert!(!goes_on.is_over(day("2999-01-01")) && !Term::Open.is_over(day("2999-01-01")));
    }

    #[test]
    fn it_goes_only_the_day_after_and_never_under_a_hold() {
        let term = Term::Until { ended: day("2026-03-02"), kept_until: day("2032-03-02") };
        let why = |note, term: &Term, held, today| destroy(order(note), term, held, day(today)).map_err(|no| no[0].why);
        assert_eq!(why("fin", &term, false, "2032-03-02"), Err(Why::NotDue));
        assert_eq!(why("fin", &term, true, "2032-03-03"), Err(Why::Held));
        assert_eq!(why("fin", &Term::Open, false, "2999-01-01"), Err(Why::NotDue));
        assert_eq!(why(" ", &term, false, "2032-03-03"), Err(Why::Missing));
        let done = why(" fin ", &term, false, "2032-03-03").expect("it is over");
        assert_eq!((done.ended, done.kept_until, done.note.as_str()), (day("2026-03-02"), day("2032-03-02"), "fin"));
    }

    #[test]
    fn years_are_within_bounds() {
        let by = || Person { member: Id([1; 16]), name: "Anne".into() };
        assert!(set(Retention::default(), "Usage", by()).is_ok());
        let wrong = Retention { projects: 0, clients: 11, grants: 1, mails: 10 };
        let fields: Vec<String> = set(wrong, " ", by()).expect_err("three").into_iter().map(|no| no.field).collect();
        assert_eq!(fields, ["projects", "clients", "reason"]);
    }

    #[test]
    fn stretches_name_exactly_their_entries() {
        assert_eq!(stretches([3, 4, 5, 9]), [[3, 5], [9, 9]]);
        assert_eq!(stretches([]), [[0; 2]; 0]);
        let destroyed = order("fin");
        let named: Vec<u64> = (0..12).filter(|index| destroyed.names(*index)).collect();
        assert_eq!(named, [3, 4, 5, 9]);
        assert!(destroyed.is_well_formed(10) && !destroyed.is_well_formed(9));
        for entries in [vec![[3, 7]], vec![[5, 3], [9, 9]], vec![[9, 9], [3, 5]], vec![[3, 5], [5, 5]]] {
            assert!(!ProjectDestroyed { entries: entries.clone(), ..order("fin") }.is_well_formed(10), "{entries:?}");
        }
        assert!(stays("hold.placed") && stays("project.destroyed") && !stays("payload.erased"));
    }

    #[test]
    fn a_rule_stands_since_it_was_changed_last() {
        let by = Person { member: Id([1; 16]), name: "Anne".into() };
        let set = |projects, clients| RetentionSet {
            years: Retention { projects, clients, ..Retention::default() },
            by: by.clone(),
            reason: "Essai".into(),
        };
        let all = [set(6, 3), set(10, 3), set(10, 5), set(6, 5)];
        let since = |n: usize| since((1..).map(Time).zip(&all[..n])).map(|(at, _)| at.0);
        assert_eq!([0, 1, 2, 3, 4].map(since), [None, None, Some(2), Some(2), Some(4)]);
        let earlier = r#"{"years":{"projects":6,"clients":3,"grants":6,"mails":1},"by":{"member":"01010101010101010101010101010101","name":"Anne"}}"#;
        let earlier: RetentionSet = serde_json::from_str(earlier).expect("an entry of an earlier version");
        assert_eq!(earlier.reason, "");
    }
}
