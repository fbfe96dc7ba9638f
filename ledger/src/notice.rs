//! The rules of notices and answers: state + command → event, or refusals.
//!
//! Pure: the caller brings the state (a fold of the notice's own entries), the time and the ids. A refusal names the field of the
//! form that it stands beside, so that the page can show it there; [`Why`] has no language, the pages give it words.
//!
//! Not here: how a code is made or compared (the server keeps only its hash), nor any limit on requests per address.

mod answer;
pub mod chase;
mod checks;
pub mod delivery;
mod issue;

pub use answer::*;
use chase::Chase;
pub use checks::*;
use delivery::Deliveries;
pub use issue::*;

use crate::event::*;
use crate::{Id, Time};

/// Warnings in one notice. A director will not decide on more in one sitting; the certificate stays under forty pages.
pub const MAX_WARNINGS: usize = 20;
/// Risks that acceptance minutes list: all of the catalogue, and as many of the firm's own.
pub const MAX_RISKS: usize = 90;
/// Articles of an agreement.
pub const MAX_ARTICLES: usize = 20;
/// People who took part in a meeting.
pub const MAX_ATTENDEES: usize = 50;
/// Notices that a meeting spoke of.
pub const MAX_SPOKEN: usize = 100;
/// People a notice is addressed to.
pub const MAX_RECIPIENTS: usize = 10;
/// Options of one warning.
pub const MAX_OPTIONS: usize = 6;
/// Files that go with one notice.
pub const MAX_ANNEXES: usize = 20;
/// Characters of one line (name, title, label).
pub const MAX_LINE: usize = 200;
/// Characters of one text (risk, reason, question, fact).
pub const MAX_TEXT: usize = 10_000;
/// Euro cents: 100 million euros, far under 2^53.
pub const MAX_PRICE_CENTS: i64 = 10_000_000_000;
/// Wrong tries after which a code is dead.
pub const CODE_TRIES: u32 = 5;
/// Life of a code, milliseconds: ten minutes.
pub const CODE_LIFE: i64 = 10 * 60 * 1000;
/// Codes sent to one person for one notice within [`CODE_WINDOW`].
pub const CODES_PER_WINDOW: usize = 5;
/// One hour, milliseconds.
pub const CODE_WINDOW: i64 = 60 * 60 * 1000;
/// How long after being identified a person may answer, milliseconds: two hours.
pub const IDENTIFIED_LIFE: i64 = 2 * 60 * 60 * 1000;

/// Why something is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Missing,
    /// Longer than this many characters.
    TooLong(usize),
    /// More than this many.
    TooMany(usize),
    NotAnEmail,
    NotASiren,
    /// A date that must lie ahead does not.
    NotInFuture,
    /// A day that must have come by now has not.
    InFuture,
    /// Nor an hour of today.
    NotYet,
    /// An amount below zero or above [`MAX_PRICE_CENTS`].
    BadAmount,
    /// A value that the form does not offer.
    Unknown,
    /// A contact without an address was chosen.
    NoAddress,
    Duplicate,
    AlreadyAnswered,
    AlreadyDone,
    NotASignatory,
    LinkExpired,
    LinkRevoked,
    /// The code was not typed, or too long ago.
    NotIdentified,
    /// Too many codes were asked for; the next one may be asked for at this time.
    TooSoon(Time),
    /// Something due in the project is open.
    TopicsOpen,
    /// The client refused the acceptance minutes, or took them with reservations.
    Contested,
    /// An entry of a kind that is never erased.
    Kept,
    /// It lies under a legal hold ([`crate::hold`]).
    Held,
    /// What is still in use cannot be erased.
    InUse,
    /// Documents or mails about it are being made or sent.
    UnderWay,
    /// The time for which it is kept is not over, or has no end yet ([`crate::retention`]).
    NotDue,
    /// A number of years outside [`crate::retention::YEARS`].
    BadYears,
    /// Not a list of days as [`chase::plan`] takes it.
    BadDays,
    /// A day before this one, which it must follow.
    TooEarly(Date),
    /// A day after this one, the last that is possible.
    TooLate(Date),
    /// More or longer lines than a window shows ([`delivery::ADDRESS_LINES`], [`delivery::ADDRESS_WIDTH`]).
    BadAddress,
    /// A day of receipt of what was not received.
    NotReceived,
    /// An earlier request of the same person is not decided ([`crate::person`]).
    StillOpen,
}

/// One refusal, beside one field of the form. An empty field name concerns the whole form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub field: String,
    pub why: Why,
}

impl Refusal {
    pub fn new(field: impl Into<String>, why: Why) -> Refusal {
        Refusal { field: field.into(), why }
    }
    pub(crate) fn whole(why: Why) -> Vec<Refusal> {
        vec![Refusal::new("", why)]
    }
}

/// What a command comes to.
pub type Decided<T> = Result<T, Vec<Refusal>>;

#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub link: Id,
    pub contact: Id,
    pub expires: Time,
    pub revoked: bool,
}

impl Link {
    pub fn works(&self, now: Time) -> bool {
        !self.revoked && now < self.expires
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub asked: QuestionAsked,
    pub at: Time,
    pub answer: Option<(Time, QuestionAnswered)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub named: SignatoryNamed,
    pub at: Time,
    /// Confirmed or refused.
    pub settled: bool,
}

/// A notice and all that happened to it: the fold of the entries whose subject it is.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub issued: Time,
    /// As issued; frozen.
    pub notice: Notice,
    /// Those of the notice, then those confirmed later.
    pub recipients: Vec<Recipient>,
    /// The day by which an answer is asked for: the notice's, or the one given since to a signatory named.
    pub respond_by: Option<Date>,
    pub links: Vec<Link>,
    pub codes: Vec<(Time, CodeRequested)>,
    pub identified: Vec<(Time, ContactIdentified)>,
    pub acknowledged: Vec<(Time, NoticeAcknowledged)>,
    pub answer: Option<(Time, Answer)>,
    pub questions: Vec<Question>,
    pub proposals: Vec<Proposal>,
    /// What was done about its not being answered.
    pub chase: Chase,
    /// What mail servers reported of its mails.
    pub returned: Vec<(Time, MailReturned)>,
    /// What was answered to its mails by mail.
    pub replies: Vec<(Time, ReplyReceived)>,
    /// What was done by post and by hand.
    pub deliveries: Deliveries,
    /// The entries about the notice whose text was erased: when, and what says so.
    pub erased: Vec<(Time, PayloadErased)>,
}

impl State {
    /// Folds the entries of one notice, in the order of the log. None when the first is not `notice.issued`.
    pub fn fold(events: impl IntoIterator<Item = (Time, Event)>) -> Option<State> {
        let mut events = events.into_iter();
        let (issued, Event::NoticeIssued(notice)) = events.next()? else { return None };
        let mut state = State {
            issued,
            recipients: notice.recipients.clone(),
            respond_by: notice.respond_by,
            notice,
            links: vec![],
            codes: vec![],
            identified: vec![],
            acknowledged: vec![],
            answer: None,
            questions: vec![],
            proposals: vec![],
            chase: Chase::default(),
            returned: vec![],
            replies: vec![],
            deliveries: Deliveries::default(),
            erased: vec![],
        };
        for (at, event) in events {
            state.apply(at, event);
        }
        Some(state)
    }

    /// Applies one event. An event that concerns nothing here changes nothing: the log may hold more than this version knows.
    pub fn apply(&mut self, at: Time, event: Event) {
        match event {
            Event::LinkMade(e) => {
                self.links.push(Link { link: e.link, contact: e.contact, expires: e.expires, revoked: false })
            }
            Event::LinkRevoked(e) => self.links.iter_mut().filter(|l| l.link == e.link).for_each(|l| l.revoked = true),
            Event::CodeRequested(e) => self.codes.push((at, e)),
            Event::ContactIdentified(e) => self.identified.push((at, e)),
            Event::NoticeAcknowledged(e) => self.acknowledged.push((at, e)),
            Event::AnswerGiven(e) => self.answer = Some((at, e)),
            Event::QuestionAsked(e) => self.questions.push(Question { asked: e, at, answer: None }),
            Event::QuestionAnswered(e) => {
                if let Some(q) = self.questions.iter_mut().find(|q| q.asked.question == e.question) {
                    q.answer = Some((at, e));
                }
            }
            Event::SignatoryNamed(e) => self.proposals.push(Proposal { named: e, at, settled: false }),
            Event::SignatoryConfirmed(e) => {
                self.settle(e.proposal);
                self.respond_by = e.respond_by.or(self.respond_by);
                self.join(at, e.recipient);
            }
            Event::SignatoryRefused(e) => self.settle(e.proposal),
            Event::NoticeEscalated(e) => {
                self.join(at, e.recipient.clone());
                self.chase.escalated = Some((at, e));
            }
            Event::NoticeResent(e) => self.readdress(at, e),
            Event::MailReturned(e) => self.returned.push((at, e)),
            Event::ReplyReceived(e) => self.replies.push((at, e)),
            Event::PayloadErased(e) => self.erased.push((at, e)),
            Event::ChasingPlanned(_) | Event::ReminderMade(_) | Event::SilenceRecorded(_) => {
                self.chase.apply(at, event)
            }
            event => self.deliveries.apply(at, event),
        }
    }

    /// Whoever was only informed may now decide.
    fn join(&mut self, at: Time, recipient: Recipient) {
        self.recipients.retain(|r| r.contact != recipient.contact);
        self.chase.asked.push((recipient.contact, at));
        self.recipients.push(recipient);
    }

    /// Whoever has another address was not asked before it was written to.
    fn readdress(&mut self, at: Time, e: NoticeResent) {
        let Some(person) = self.recipients.iter_mut().find(|r| r.contact == e.contact) else { return };
        if person.email != e.to {
            person.email = e.to;
            self.chase.asked.push((e.contact, at));
        }
    }

    fn settle(&mut self, proposal: Id) {
        self.proposals.iter_mut().filter(|p| p.named.proposal == proposal).for_each(|p| p.settled = true);
    }

    pub fn recipient(&self, contact: Id) -> Option<&Recipient> {
        self.recipients.iter().find(|r| r.contact == contact)
    }

    /// Whether this person is written to at this address: a code that went to another one shows nothing about them any more.
    pub fn is_reached_at(&self, contact: Id, address: &str) -> bool {
        self.recipient(contact).is_some_and(|person| person.email == address)
    }

    /// Whether the text of the answer was erased: what is left of it is what the firm declares.
    pub fn answer_is_erased(&self) -> bool {
        self.erased.iter().any(|(_, erased)| erased.what == "answer.given")
    }

    /// Nobody it was sent to may decide: the notice informs, and asks for no answer.
    pub fn informative(&self) -> bool {
        !self.recipients.iter().any(|r| r.signatory)
    }

    /// The link and its recipient, if the link still works at `now`.
    pub fn open(&self, link: Id, now: Time) -> Decided<(&Link, &Recipient)> {
        let found = self.links.iter().find(|l| l.link == link).ok_or_else(|| Refusal::whole(Why::Unknown))?;
        if found.revoked {
            return Err(Refusal::whole(Why::LinkRevoked));
        }
        if now >= found.expires {
            return Err(Refusal::whole(Why::LinkExpired));
        }
        let recipient = self.recipient(found.contact).ok_or_else(|| Refusal::whole(Why::Unknown))?;
        Ok((found, recipient))
    }

    /// The identification by this code, if it belongs to the link's person and is fresh enough to act on.
    pub(super) fn identification(&self, link: &Link, code: Id, now: Time) -> Decided<Identification> {
        self.identified
            .iter()
            .rev()
            .find(|(at, e)| e.code == code && e.contact == link.contact && now.0 - at.0 <= IDENTIFIED_LIFE)
            .filter(|(_, e)| self.is_reached_at(e.contact, &e.to))
            .map(|(at, e)| Identification { link: link.link, code, to: e.to.clone(), at: *at })
            .ok_or_else(|| Refusal::whole(Why::NotIdentified))
    }
}

/// A link in use: which, and the code by which its holder was identified.
#[derive(Clone, Copy, Debug)]
pub struct By {
    pub link: Id,
    pub code: Id,
    pub now: Time,
}

/// Collects refusals; every rule is tried, so that a form is told everything at once.
#[derive(Default)]
pub struct Refusals(pub Vec<Refusal>);

impl Refusals {
    pub fn push(&mut self, field: &str, why: Why) {
        self.0.push(Refusal::new(field, why));
    }
    /// A text of at most `max` characters, which may be empty unless `required`.
    pub fn text(&mut self, field: &str, value: &str, required: bool, max: usize) {
        if required && value.trim().is_empty() {
            self.push(field, Why::Missing);
        } else if value.chars().count() > max {
            self.push(field, Why::TooLong(max));
        }
    }
    pub(crate) fn count(&mut self, field: &str, n: usize, min: usize, max: usize) {
        if n < min {
            self.push(field, Why::Missing);
        } else if n > max {
            self.push(field, Why::TooMany(max));
        }
    }
    /// The outcome if nothing was refused.
    pub fn or<T>(self, outcome: T) -> Decided<T> {
        if self.0.is_empty() { Ok(outcome) } else { Err(self.0) }
    }
}
