//! The rules of a person's request to erase their data (GDPR, art. 12 and 17): the person's own entries + command → the event, or refusals;
//! and what may go of all that is held, and what is kept and why.
//!
//! Evidence of what a client was told and answered is kept as long as claims may rest on it (art. 17(3)(e)), which the rules of
//! [`crate::retention`] say; what no claim rests on goes.
//!
//! Not here: what is held, which the store finds, and how it is erased ([`crate::erasure`]).

use crate::event::{
    Authority, ContactRecorded, Date, Datum, ERASED, ErasureDecided, ErasureExtended, ErasureRequested, Event, Ground,
    Keeping, Outcome, Person,
};
use crate::notice::{Decided, MAX_LINE, MAX_TEXT, Refusal, Refusals, Why};
use crate::retention::Term;
use crate::{Id, Time};

/// Months within which a request is answered (art. 12(3)).
pub const MONTHS: i64 = 1;
/// And by how many that may be extended.
pub const EXTENSION: i64 = 2;

/// A request, and how far it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub asked: ErasureRequested,
    /// When it was recorded.
    pub at: Time,
    pub extended: Option<ErasureExtended>,
    pub decided: Option<(Time, ErasureDecided)>,
}

impl Request {
    /// The last day for an answer.
    pub fn due(&self) -> Date {
        self.extended.as_ref().map_or(self.asked.due, |extended| extended.due)
    }
}

/// The requests of one person, by their entries in the order of the log; the oldest first.
pub fn requests(entries: impl IntoIterator<Item = (Time, Event)>) -> Vec<Request> {
    let mut found: Vec<Request> = Vec::new();
    for (at, event) in entries {
        match event {
            Event::ErasureRequested(asked) => found.push(Request { asked, at, extended: None, decided: None }),
            Event::ErasureExtended(e) => {
                found.iter_mut().filter(|r| r.asked.request == e.request).for_each(|r| r.extended = Some(e.clone()));
            }
            Event::ErasureDecided(e) => {
                found
                    .iter_mut()
                    .filter(|r| r.asked.request == e.request)
                    .for_each(|r| r.decided = Some((at, e.clone())));
            }
            _ => {}
        }
    }
    found
}

/// The one that waits for its decision: there is never more than one.
pub fn open(requests: &[Request]) -> Option<&Request> {
    requests.iter().find(|request| request.decided.is_none())
}

fn months(day: Date, months: i64) -> Date {
    day.saturating_add(jiff::Span::new().months(months))
}

/// Records a request. `asked` is as typed, without its last day; `known` is the day since which the firm knows the person.
///
/// # Errors
/// `StillOpen`. Beside `received`: `InFuture`, `TooEarly` when it was before `known`. Beside `way` and `checked`: `Missing`, `TooLong`.
pub fn request(before: &[Request], asked: ErasureRequested, known: Date, today: Date) -> Decided<ErasureRequested> {
    if open(before).is_some() {
        return Err(Refusal::whole(Why::StillOpen));
    }
    let mut no = Refusals::default();
    if asked.received > today {
        no.push("received", Why::InFuture);
    } else if asked.received < known {
        no.push("received", Why::TooEarly(known));
    }
    no.text("way", &asked.way, true, MAX_LINE);
    no.text("checked", &asked.checked, true, MAX_LINE);
    let (way, checked) = (asked.way.trim().to_owned(), asked.checked.trim().to_owned());
    no.or(ErasureRequested { way, checked, due: months(asked.received, MONTHS), ..asked })
}

/// Extends the time for the answer.
///
/// # Errors
/// `AlreadyDone`: there is none that waits, or it was extended before; `TooLate` when the first month is over, within which the person has to be
/// told. Beside `reason`: `Missing`, `TooLong`.
pub fn extend(before: &[Request], reason: &str, by: Person, today: Date) -> Decided<ErasureExtended> {
    let Some(request) = open(before).filter(|request| request.extended.is_none()) else {
        return Err(Refusal::whole(Why::AlreadyDone));
    };
    if today > request.asked.due {
        return Err(Refusal::whole(Why::TooLate(request.asked.due)));
    }
    let mut no = Refusals::default();
    no.text("reason", reason, true, MAX_LINE);
    let ErasureRequested { request, contact, received, .. } = request.asked;
    no.or(ErasureExtended {
        request,
        contact,
        due: months(received, MONTHS + EXTENSION),
        reason: reason.trim().to_owned(),
        by,
    })
}

/// Decides on the request that is open. `order` is as found, without its request; `held` says whether the person lies under a legal hold.
///
/// # Errors
/// `AlreadyDone`: none is open; `Held`, where something would be erased. Beside `why`: `Missing` when it is refused, `TooLong`.
pub fn decide(before: &[Request], order: ErasureDecided, held: bool) -> Decided<ErasureDecided> {
    let Some(request) = open(before) else { return Err(Refusal::whole(Why::AlreadyDone)) };
    if held && order.outcome == Outcome::Erased {
        return Err(Refusal::whole(Why::Held));
    }
    let mut no = Refusals::default();
    no.text("why", &order.reason, order.outcome == Outcome::Refused, MAX_TEXT);
    no.or(ErasureDecided { request: request.asked.request, reason: order.reason.trim().to_owned(), ..order })
}

/// Which sort of data about this person an entry is.
pub fn datum(event: &Event, person: Id) -> Datum {
    match event {
        Event::ContactRecorded(e) if e.contact == person => Datum::Contact,
        Event::NoticeIssued(_)
        | Event::NoticeEscalated(_)
        | Event::NoticeResent(_)
        | Event::SignatoryConfirmed(_)
        | Event::SilenceRecorded(_) => Datum::Notices,
        Event::LinkMade(_)
        | Event::LinkRevoked(_)
        | Event::MailAccepted(_)
        | Event::MailRefused(_)
        | Event::MailReturned(_)
        | Event::ReminderMade(_)
        | Event::CodeRequested(_)
        | Event::ContactIdentified(_)
        | Event::CodeExhausted(_) => Datum::Sending,
        Event::NoticeAcknowledged(_) | Event::AnswerGiven(_) | Event::QuestionAsked(_) | Event::SignatoryNamed(_) => {
            Datum::Acts
        }
        Event::LetterPrepared(_) | Event::LetterPosted(_) | Event::ReceiptFiled(_) | Event::NoticeHanded(_) => {
            Datum::Letters
        }
        Event::ReplyReceived(_) | Event::ExchangeImported(_) => Datum::Mails,
        Event::DocumentMade(_) | Event::EvidenceExported(_) | Event::BundleExported(_) => Datum::Documents,
        Event::ErasureRequested(_) | Event::ErasureExtended(_) | Event::ErasureDecided(_) | Event::PayloadErased(_) => {
            Datum::Requests
        }
        _ => Datum::Named,
    }
}

/// What becomes of data of this sort: nothing when it goes, else why it is kept and until when. `term` is that of the client's projects, the
/// longest; none for a client without one.
pub fn keeping(what: Datum, term: Option<Term>, held: bool, today: Date) -> Option<(Keeping, Option<Date>)> {
    let until = match term {
        Some(Term::Until { kept_until, .. }) => Some(kept_until),
        _ => None,
    };
    match what {
        _ if held => Some((Keeping::Hold, None)),
        Datum::Contact | Datum::Drafts | Datum::Outbox | Datum::Incoming => None,
        Datum::Requests => Some((Keeping::Record, until)),
        _ if term.is_some_and(|term| term.is_over(today)) => Some((Keeping::Due, until)),
        _ => Some((Keeping::Claims, until)),
    }
}

/// The contact as the firm's list has them afterwards: nobody to be written to, and no more of them than what is kept says anyway. `shown` says
/// whether a notice names them.
pub fn reduced(contact: &ContactRecorded, shown: bool) -> ContactRecorded {
    ContactRecorded {
        contact: contact.contact,
        client: contact.client,
        name: if shown { contact.name.clone() } else { ERASED.to_owned() },
        email: String::new(),
        phone: String::new(),
        role: String::new(),
        signatory: false,
        authority: Authority::Unknown,
        authority_note: String::new(),
        director: false,
        active: false,
    }
}

/// When the record of a contact was erased on request, if what is recorded of them now is what [`reduced`] left: that they may not decide and are not
/// there any more is then nobody's word. Of all `events` those about the contact count.
pub fn erased<'a>(contact: &ContactRecorded, events: impl IntoIterator<Item = (Time, &'a Event)>) -> Option<Time> {
    let about = format!("contact:{}", contact.contact);
    let mut erased = None;
    for (at, event) in events {
        match event {
            Event::ContactRecorded(e) if e.contact == contact.contact => erased = None,
            Event::PayloadErased(e) if e.ground == Ground::Request && e.about == about => erased = Some(at),
            _ => {}
        }
    }
    erased.filter(|_| *contact == reduced(contact, true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;
    use crate::event::{MailRefused, PayloadErased};

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn by() -> Person {
        Person { member: Id([1; 16]), name: "Anne".into() }
    }

    fn asked(received: &str) -> ErasureRequested {
        let (request, contact) = (Id([2; 16]), Id([3; 16]));
        let (way, checked) = (" lettre ".into(), "adresse connue".into());
        ErasureRequested { request, contact, received: day(received), way, checked, due: Date::MIN, by: by() }
    }

    fn decided(outcome: Outcome, reason: &str) -> ErasureDecided {
        let (request, contact, document) = (Id([9; 16]), Id([3; 16]), Id([4; 16]));
        let (entries, erased, kept, years, lang) = (vec![], vec![], vec![], 6, Lang::Fr);
        ErasureDecided {
            request,
            contact,
            outcome,
            reason: reason.into(),
            entries,
            erased,
            kept,
            years,
            named_in: None,
            name_in: None,
            holds: vec![],
            lang,
            document,
            by: by(),
        }
    }

    fn after(events: impl IntoIterator<Item = Event>) -> Vec<Request> {
        requests(events.into_iter().map(|event| (Time(0), event)))
    }

    fn whys<T: std::fmt::Debug>(decided: Decided<T>) -> Vec<(String, Why)> {
        decided.expect_err("refused").into_iter().map(|no| (no.field, no.why)).collect()
    }

    #[test]
    fn a_request_came_on_a_day_that_was_and_is_answered_within_a_month() {
        let ask = |received, known, today| request(&[], asked(received), day(known), day(today));
        let taken = ask("2026-01-31", "2026-01-31", "2026-02-02").expect("it is taken");
        assert_eq!((taken.due, taken.way.as_str()), (day("2026-02-28"), "lettre"));
        let beside = |why| vec![("received".to_owned(), why)];
        assert_eq!(whys(ask("2026-02-03", "2026-01-31", "2026-02-02")), beside(Why::InFuture));
        assert_eq!(whys(ask("2026-01-30", "2026-01-31", "2026-02-02")), beside(Why::TooEarly(day("2026-01-31"))));
        let empty = ErasureRequested { way: " ".into(), checked: "x".repeat(201), ..asked("2026-02-01") };
        let no = whys(request(&[], empty, day("2026-01-01"), day("2026-02-02")));
        assert_eq!(no, [("way".to_owned(), Why::Missing), ("checked".to_owned(), Why::TooLong(200))]);
    }

    #[test]
    fn one_is_open_at_a_time_and_is_decided_once() {
        let taken = || Event::from(ErasureRequested { due: day("2026-03-01"), ..asked("2026-02-01") });
        let whole = |why| vec![(String::new(), why)];
        let open_one = after([taken()]);
        assert_eq!(
            whys(request(&open_one, asked("2026-02-02"), day("2026-01-01"), day("2026-02-02"))),
            whole(Why::StillOpen)
        );
        let done = decide(&open_one, decided(Outcome::Erased, ""), false).expect("it is decided");
        assert_eq!(done.request, Id([2; 16]));
        let over = after([taken(), done.into()]);
        assert!(open(&over).is_none() && over[0].decided.is_some());
        assert_eq!(whys(decide(&over, decided(Outcome::Refused, "non"), false)), whole(Why::AlreadyDone));
        assert!(request(&over, asked("2026-02-02"), day("2026-01-01"), day("2026-02-02")).is_ok());
    }

    #[test]
    fn a_hold_forbids_erasing_and_a_refusal_says_why() {
        let open_one = after([asked("2026-02-01").into()]);
        assert_eq!(whys(decide(&open_one, decided(Outcome::Erased, ""), true)), [(String::new(), Why::Held)]);
        assert_eq!(whys(decide(&open_one, decided(Outcome::Refused, " "), true)), [("why".to_owned(), Why::Missing)]);
        assert!(decide(&open_one, decided(Outcome::Refused, "Litige en cours."), true).is_ok());
    }

    #[test]
    fn the_answer_may_take_two_months_more_once_and_said_in_time() {
        let taken = || Event::from(ErasureRequested { due: day("2026-03-01"), ..asked("2026-02-01") });
        let more = |before: &[Request], today| extend(before, "Dossier volumineux.", by(), day(today));
        let extended = more(&after([taken()]), "2026-03-01").expect("in time");
        assert_eq!(extended.due, day("2026-05-01"));
        assert_eq!(whys(more(&after([taken()]), "2026-03-02")), [(String::new(), Why::TooLate(day("2026-03-01")))]);
        let twice = after([taken(), extended.into()]);
        assert_eq!(twice[0].due(), day("2026-05-01"));
        assert_eq!(whys(more(&twice, "2026-03-01")), [(String::new(), Why::AlreadyDone)]);
        assert_eq!(whys(more(&[], "2026-03-01")), [(String::new(), Why::AlreadyDone)]);
    }

    #[test]
    fn evidence_is_kept_while_claims_may_rest_on_it_and_what_nobody_needs_goes() {
        let until = Term::Until { ended: day("2026-03-02"), kept_until: day("2032-03-02") };
        let kept = |what, term, held, today| keeping(what, term, held, day(today));
        for what in [Datum::Contact, Datum::Drafts, Datum::Outbox, Datum::Incoming] {
            assert_eq!(kept(what, Some(until), false, "2026-04-01"), None);
            assert_eq!(kept(what, Some(until), true, "2026-04-01"), Some((Keeping::Hold, None)));
        }
        let end = Some(day("2032-03-02"));
        assert_eq!(kept(Datum::Acts, Some(until), false, "2032-03-02"), Some((Keeping::Claims, end)));
        assert_eq!(kept(Datum::Acts, Some(until), false, "2032-03-03"), Some((Keeping::Due, end)));
        assert_eq!(kept(Datum::Requests, Some(until), false, "2032-03-03"), Some((Keeping::Record, end)));
        assert_eq!(kept(Datum::Notices, Some(Term::Open), false, "2999-01-01"), Some((Keeping::Claims, None)));
        assert_eq!(kept(Datum::Named, None, false, "2026-04-01"), Some((Keeping::Claims, None)));
    }

    fn payload_erased() -> PayloadErased {
        PayloadErased {
            entry: 0,
            what: "contact.recorded".into(),
            at: Time(0),
            about: format!("contact:{}", Id([3; 16])),
            ground: Ground::Request,
            note: "n° 1".into(),
            by: Person { member: Id([9; 16]), name: "Anne".into() },
            files: vec![],
            remains: None,
        }
    }

    #[test]
    fn afterwards_nobody_is_written_to_and_an_entry_knows_its_sort() {
        let contact = ContactRecorded {
            contact: Id([3; 16]),
            client: Id([5; 16]),
            name: "Maëlle".into(),
            email: "m@p.example".into(),
            phone: "02".into(),
            role: "Gérante".into(),
            signatory: true,
            authority: Authority::Register,
            authority_note: "Kbis".into(),
            director: true,
            active: true,
        };
        let left = reduced(&contact, true);
        assert_eq!(
            (left.name.as_str(), left.email.as_str(), left.phone.as_str(), left.active),
            ("Maëlle", "", "", false)
        );
        assert_eq!(reduced(&contact, false).name, ERASED);
        let gone = |ground| Event::PayloadErased(PayloadErased { ground, ..payload_erased() });
        let told = |now: &ContactRecorded, events: &[Event]| erased(now, events.iter().map(|event| (Time(7), event)));
        let (asked, mistake) = (gone(Ground::Request), gone(Ground::Mistake));
        let (was, is) = (Event::from(contact.clone()), Event::from(left.clone()));
        assert_eq!(told(&left, &[was.clone(), is.clone(), asked.clone()]), Some(Time(7)));
        assert_eq!(told(&left, &[was.clone(), is.clone(), mistake]), None);
        assert_eq!(told(&contact, &[is.clone(), asked.clone(), was]), None, "recorded anew since");
        assert_eq!(told(&left, &[asked, is]), None, "what was erased came before");
        assert_eq!(datum(&contact.clone().into(), Id([3; 16])), Datum::Contact);
        assert_eq!(datum(&contact.into(), Id([4; 16])), Datum::Named);
        let id = Id([1; 16]);
        let refused = MailRefused {
            mail: id,
            purpose: crate::event::MailPurpose::Code,
            notice: None,
            contact: None,
            to: String::new(),
            via: crate::event::Via::Outbox,
            reply: String::new(),
            attempt: 1,
            last: true,
        };
        assert_eq!(datum(&refused.into(), id), Datum::Sending);
    }
}
