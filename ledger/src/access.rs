//! The rules of access: a command → the event, or refusals. Only an owner grants and revokes; who is one, and what exists, is for the caller to know.

use jiff::ToSpan as _;

use crate::event::{AccessGranted, AccessRevoked, AccessSort, Date, Outsider, Person};
use crate::notice::{Decided, MAX_LINE, Refusal, Refusals, Why, is_email};
use crate::{Id, Time};

/// The words of the subjects that can be granted.
pub const OVER: [&str; 2] = ["client", "project"];
/// Clients and projects in one grant.
pub const MAX_OVER: usize = 200;
/// Within this time the same page in the same session is no entry of its own, milliseconds.
pub const SAME_VISIT: i64 = 5 * 60 * 1000;
/// How long a typed code opens the pages, milliseconds.
pub const SESSION_LIFE: i64 = 2 * 60 * 60 * 1000;
/// Codes that can be asked for within an hour.
pub const CODES_PER_HOUR: u64 = 5;

/// The command, as it comes from the form.
#[derive(Clone, Debug)]
pub struct Grant {
    pub access: Id,
    pub to: Outsider,
    pub sort: Option<AccessSort>,
    pub over: Vec<String>,
    /// None when it was none.
    pub last: Option<Date>,
    /// The end of that day.
    pub until: Time,
    pub reason: String,
    pub by: Person,
}

/// The last day that a grant of `today` may have: a year later.
pub fn latest(today: Date) -> Date {
    today.saturating_add(1.year())
}

/// Grants access, today being `today` at the firm.
///
/// # Errors
/// Beside `name`, `email`, `office`, `reason`: `Missing`, `TooLong`, `NotAnEmail`. Beside `sort`, `over`: `Missing`; `over`: `TooMany`. Beside `last`: `Missing`,
/// `TooEarly`, and `TooLate` beyond [`latest`].
pub fn grant(command: Grant, today: Date) -> Decided<AccessGranted> {
    let Grant { access, to, sort, over, last, until, reason, by } = command;
    let mut no = Refusals::default();
    no.text("name", &to.name, true, MAX_LINE);
    no.text("office", &to.office, false, MAX_LINE);
    no.text("email", &to.email, true, MAX_LINE);
    if !to.email.is_empty() && !is_email(&to.email) {
        no.push("email", Why::NotAnEmail);
    }
    no.text("reason", &reason, true, MAX_LINE);
    if sort.is_none() {
        no.push("sort", Why::Missing);
    }
    let may = |subject: &String| subject.split_once(':').is_some_and(|(word, _)| OVER.contains(&word));
    if over.is_empty() || !over.iter().all(may) {
        no.push("over", Why::Missing);
    } else if over.len() > MAX_OVER {
        no.push("over", Why::TooMany(MAX_OVER));
    }
    match last {
        None => no.push("last", Why::Missing),
        Some(last) if last < today => no.push("last", Why::TooEarly(today)),
        Some(last) if last > latest(today) => no.push("last", Why::TooLate(latest(today))),
        Some(_) => {}
    }
    let (sort, last) = (sort.unwrap_or(AccessSort::DataRoom), last.unwrap_or(today));
    no.or(AccessGranted { access, to, sort, over, last, until, reason, by })
}

/// Revokes it. `ended`: it was revoked, or its time is over.
///
/// # Errors
/// `AlreadyDone`. Beside `reason`: `Missing`, `TooLong`.
pub fn revoke(access: Id, ended: bool, reason: &str, by: Person) -> Decided<AccessRevoked> {
    if ended {
        return Err(Refusal::whole(Why::AlreadyDone));
    }
    let mut no = Refusals::default();
    no.text("reason", reason, true, MAX_LINE);
    no.or(AccessRevoked { access, reason: reason.trim().to_owned(), by })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    fn refused(over: &[&str], last: &str, email: &str) -> Vec<(String, Why)> {
        let to = Outsider { name: "Me Roy".into(), office: String::new(), email: email.into(), lang: Lang::Fr };
        let by = Person { member: Id([1; 16]), name: "Anne".into() };
        let over = over.iter().map(|subject| (*subject).to_owned()).collect();
        let (access, sort) = (Id([2; 16]), Some(AccessSort::Lawyer));
        let command =
            Grant { access, to, sort, over, last: last.parse().ok(), until: Time(0), reason: "RG".into(), by };
        let today = "2026-02-28".parse().expect("a date");
        grant(command, today).err().unwrap_or_default().into_iter().map(|r| (r.field, r.why)).collect()
    }

    #[test]
    fn a_grant_has_somebody_something_and_an_end_within_a_year() {
        let project = &["project:00000000000000000000000000000001"][..];
        let of = |field: &str, why| vec![(field.to_owned(), why)];
        assert_eq!(refused(project, "2027-02-28", "roy@a.example"), []);
        assert_eq!(refused(project, "2026-02-28", "roy@a.example"), [], "today is a day");
        let latest = "2027-02-28".parse().expect("a date");
        assert_eq!(refused(project, "2027-03-01", "roy@a.example"), of("last", Why::TooLate(latest)));
        assert_eq!(
            refused(project, "2026-02-27", "roy@a.example"),
            of("last", Why::TooEarly("2026-02-28".parse().expect("a date")))
        );
        assert_eq!(refused(project, "", "roy@a.example"), of("last", Why::Missing));
        assert_eq!(refused(&[], "2026-03-01", "roy@a.example"), of("over", Why::Missing));
        assert_eq!(refused(&["notice:1"], "2026-03-01", "roy@a.example"), of("over", Why::Missing));
        assert_eq!(refused(project, "2026-03-01", "roy"), of("email", Why::NotAnEmail));
    }
}
