//! What the firm does with a notice: issue it, make links to it and withdraw them.

use super::{
    Decided, MAX_ANNEXES, MAX_ARTICLES, MAX_ATTENDEES, MAX_LINE, MAX_OPTIONS, MAX_PRICE_CENTS, MAX_RECIPIENTS,
    MAX_RISKS, MAX_SPOKEN, MAX_TEXT, MAX_WARNINGS, Refusal, Refusals, State, Why, is_email,
};
use crate::event::*;
use crate::{Id, Time};

/// Whether a notice may be issued as drafted. `today` is the civil date at the firm.
pub fn issue(notice: Notice, now: Time, today: Date) -> Decided<Event> {
    let mut no = Refusals::default();
    instrument_refusals(&mut no, &notice, today);
    no.count("recipients", notice.recipients.len(), 1, MAX_RECIPIENTS);
    no.count("annexes", notice.annexes.len(), 0, MAX_ANNEXES);
    no.text("introduction", &notice.introduction, false, MAX_TEXT);
    for (i, recipient) in notice.recipients.iter().enumerate() {
        if recipient.email.is_empty() {
            no.push("recipients", Why::NoAddress);
        } else if !is_email(&recipient.email) {
            no.push("recipients", Why::NotAnEmail);
        }
        if notice.recipients[..i]
            .iter()
            .any(|r| r.contact == recipient.contact || r.email.eq_ignore_ascii_case(&recipient.email))
        {
            no.push("recipients", Why::Duplicate);
        }
    }
    for (i, warning) in notice.warnings.iter().enumerate() {
        if notice.warnings[..i].iter().any(|w| w.warning == warning.warning) {
            no.push("warnings", Why::Duplicate);
        }
        no.0.extend(
            warning_refusals(warning)
                .into_iter()
                .map(|r| Refusal::new(format!("warning.{}.{}", warning.warning, r.field), r.why)),
        );
    }
    if notice.respond_by.is_some_and(|date| date <= today) {
        no.push("respond_by", Why::NotInFuture);
    }
    if notice.expires <= now {
        no.push("expires", Why::NotInFuture);
    }
    no.or(notice.into())
}

/// A letter has warnings; acceptance minutes may have none, when nothing remains; an agreement is about no warning, and a meeting decides
/// on none.
fn instrument_refusals(no: &mut Refusals, notice: &Notice, today: Date) {
    let (least, most) = match &notice.instrument {
        None => (1, MAX_WARNINGS),
        Some(Instrument::Minutes(_)) => (0, MAX_RISKS),
        Some(Instrument::Agreement(_) | Instrument::Meeting(_)) => (0, 0),
    };
    no.count("warnings", notice.warnings.len(), least, most);
    match &notice.instrument {
        None => {}
        Some(Instrument::Minutes(minutes)) => {
            no.text("delivered", &minutes.delivered, true, MAX_TEXT);
            no.text("tests", &minutes.tests, true, MAX_TEXT);
            if minutes.day > today {
                no.push("day", Why::InFuture);
            }
        }
        Some(Instrument::Agreement(agreement)) => {
            no.count("articles", agreement.articles.len(), 1, MAX_ARTICLES);
            for article in &agreement.articles {
                no.text("articles", &article.heading, true, MAX_LINE);
                no.text("articles", &article.text, true, MAX_TEXT);
            }
        }
        Some(Instrument::Meeting(meeting)) => {
            no.0.extend(meeting_refusals(meeting, today.at(23, 59, 59, 0)));
            // What it says of itself must be what the log will say.
            if meeting.recorded != today {
                no.push("day", Why::Unknown);
            }
        }
    }
    // Signed as a whole: somebody must be able to.
    if notice.instrument.is_some() && !notice.recipients.iter().any(|r| r.signatory) {
        no.push("recipients", Why::NotASignatory);
    }
}

/// What is wrong with the record of a meeting. `now` is the time at the firm.
pub fn meeting_refusals(meeting: &Meeting, now: jiff::civil::DateTime) -> Vec<Refusal> {
    let mut no = Refusals::default();
    if meeting.day > now.date() {
        no.push("day", Why::InFuture);
    } else if meeting.day.to_datetime(meeting.time) > now {
        no.push("time", Why::NotYet);
    }
    no.text("place", &meeting.place, true, MAX_LINE);
    let met = |attendee: &Attendee| attendee.side != Side::Firm;
    if !meeting.attendees.iter().any(met) {
        no.push("contacts", Why::Missing);
    }
    no.count("contacts", meeting.attendees.len(), 0, MAX_ATTENDEES);
    for attendee in meeting.attendees.iter().filter(|attendee| attendee.side == Side::Other) {
        no.text("others", &attendee.name, true, MAX_LINE);
    }
    no.count("spoken", meeting.spoken.len(), 0, MAX_SPOKEN);
    no.text("said", &meeting.said, true, MAX_TEXT);
    no.0
}

/// What still keeps a warning from being issued: a text without this client's facts is not information
/// (Cass. com. 2 July 2014, Risc Group: *circonstanciée et personnalisée*).
pub fn warning_refusals(warning: &Warning) -> Vec<Refusal> {
    let mut no = Refusals::default();
    no.text("title", &warning.title, true, MAX_LINE);
    no.text("risk", &warning.risk, true, MAX_TEXT);
    no.text("consequence", &warning.consequence, true, MAX_TEXT);
    no.text("measure", &warning.measure, true, MAX_TEXT);
    if warning.facts.iter().all(|f| f.value.trim().is_empty()) {
        no.push("facts", Why::Missing);
    }
    for (i, fact) in warning.facts.iter().enumerate() {
        no.text(&format!("fact.{i}"), &fact.value, false, MAX_TEXT);
    }
    no.count("options", warning.options.len(), 0, MAX_OPTIONS);
    for option in &warning.options {
        no.text(&format!("option.{}.label", option.number), &option.label, true, MAX_LINE);
        if option.price_cents.is_some_and(|cents| !(0..=MAX_PRICE_CENTS).contains(&cents)) || option.vat_rate > 10_000 {
            no.push(&format!("option.{}.price", option.number), Why::BadAmount);
        }
    }
    no.0
}

/// A new link for a recipient; earlier ones keep working until they expire or are revoked.
pub fn make_link(state: &State, link: Id, contact: Id, expires: Time, now: Time) -> Decided<Event> {
    let mut no = Refusals::default();
    if state.recipient(contact).is_none() {
        no.push("contact", Why::Unknown);
    }
    if expires <= now {
        no.push("expires", Why::NotInFuture);
    }
    no.or(LinkMade { link, notice: state.notice.notice, contact, expires }.into())
}

pub fn revoke_link(state: &State, link: Id, reason: &str) -> Decided<Event> {
    let mut no = Refusals::default();
    match state.links.iter().find(|l| l.link == link) {
        None => no.push("", Why::Unknown),
        Some(l) if l.revoked => no.push("", Why::AlreadyDone),
        Some(_) => {}
    }
    no.text("reason", reason, true, MAX_TEXT);
    no.or(LinkRevoked { link, notice: state.notice.notice, reason: reason.trim().to_owned() }.into())
}

/// A recipient with the address that the contact has by now, to be sent the notice once more. Refused once somebody answered, and without
/// an address that can be written to and is nobody else's.
pub fn resend(state: &State, person: &ContactRecorded) -> Decided<Recipient> {
    let known = state.recipient(person.contact).filter(|_| person.active);
    let known = known.ok_or_else(|| Refusal::whole(Why::Unknown))?;
    if state.answer.is_some() {
        return Err(Refusal::whole(Why::AlreadyAnswered));
    }
    let others = state.recipients.iter().filter(|other| other.contact != person.contact);
    let mut no = Refusals::default();
    if person.email.is_empty() {
        no.push("", Why::NoAddress);
    } else if !is_email(&person.email) {
        no.push("", Why::NotAnEmail);
    } else if others.into_iter().any(|other| other.email.eq_ignore_ascii_case(&person.email)) {
        no.push("", Why::Duplicate);
    }
    no.or(Recipient { email: person.email.clone(), ..known.clone() })
}
