//! A notice by registered post and by hand: what a member may record about it.
//!
//! Dates are the firm's word; each must at least fit those before it. Whatever was recorded wrongly is recorded again: the newest counts,
//! and both stay.

use super::{Decided, MAX_LINE, Refusal, Refusals, State, Why};
use crate::event::*;
use crate::{Id, Time};

/// Lines of an address in a window (NF Z 10-011).
pub const ADDRESS_LINES: usize = 6;
/// Characters of such a line (NF Z 10-011).
pub const ADDRESS_WIDTH: usize = 38;

/// A letter, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    pub prepared: LetterPrepared,
    pub at: Time,
    /// The PDF.
    pub file: Option<FileRef>,
    pub posted: Option<(Time, LetterPosted)>,
    pub receipt: Option<(Time, ReceiptFiled)>,
}

/// What was done by post and by hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deliveries {
    pub letters: Vec<Letter>,
    pub handed: Vec<(Time, NoticeHanded)>,
}

impl Deliveries {
    pub(super) fn apply(&mut self, at: Time, event: Event) {
        match event {
            Event::LetterPrepared(prepared) => {
                self.letters.push(Letter { prepared, at, file: None, posted: None, receipt: None });
            }
            Event::DocumentMade(e) => self.change(e.document, |letter| letter.file = Some(e.file)),
            Event::LetterPosted(e) => self.change(e.letter, |letter| letter.posted = Some((at, e))),
            Event::ReceiptFiled(e) => self.change(e.letter, |letter| letter.receipt = Some((at, e))),
            Event::NoticeHanded(e) => self.handed.push((at, e)),
            _ => {}
        }
    }

    fn change(&mut self, letter: Id, change: impl FnOnce(&mut Letter)) {
        if let Some(letter) = self.letters.iter_mut().find(|known| known.prepared.letter == letter) {
            change(letter);
        }
    }

    pub fn letter(&self, letter: Id) -> Option<&Letter> {
        self.letters.iter().find(|known| known.prepared.letter == letter)
    }
}

/// The civil days at the firm between which what is recorded must lie.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// On which the notice was issued.
    pub issued: Date,
    pub today: Date,
}

impl Days {
    /// Refuses a day before `first` or after today, and none where one is required.
    fn check(self, no: &mut Refusals, field: &str, day: Option<Date>, first: Date, required: bool) {
        match day {
            None if required => no.push(field, Why::Missing),
            Some(day) if day > self.today => no.push(field, Why::InFuture),
            Some(day) if day < first => no.push(field, Why::TooEarly(first)),
            _ => {}
        }
    }
}

/// A letter to one of the recipients is drawn.
pub fn letter(state: &State, letter: Id, contact: Option<Id>, address: &str, by: Person) -> Decided<Event> {
    let mut no = Refusals::default();
    let known = contact.filter(|contact| state.recipient(*contact).is_some());
    if known.is_none() {
        no.push("to", if contact.is_none() { Why::Missing } else { Why::Unknown });
    }
    let lines: Vec<&str> = address.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        no.push("address", Why::Missing);
    } else if lines.len() > ADDRESS_LINES || lines.iter().any(|line| line.chars().count() > ADDRESS_WIDTH) {
        no.push("address", Why::BadAddress);
    }
    let address = lines.join("\n");
    let contact = known.unwrap_or(Id([0; 16]));
    no.or(LetterPrepared { letter, notice: state.notice.notice, contact, address, by }.into())
}

/// What is said of a posting.
#[derive(Clone, Debug)]
pub struct Posting<'a> {
    pub day: Option<Date>,
    pub carrier: &'a str,
    pub tracking: &'a str,
    pub file: Option<FileRef>,
    pub by: Person,
}

/// The letter was posted.
pub fn posted(state: &State, letter: Id, said: Posting<'_>, days: Days) -> Decided<Event> {
    if state.deliveries.letter(letter).is_none() {
        return Err(Refusal::whole(Why::Unknown));
    }
    let mut no = Refusals::default();
    days.check(&mut no, "posted", said.day, days.issued, true);
    no.text("carrier", said.carrier, true, MAX_LINE);
    no.text("tracking", said.tracking, true, MAX_LINE);
    let (carrier, tracking) = (said.carrier.trim().to_owned(), said.tracking.trim().to_owned());
    let (notice, day) = (state.notice.notice, said.day.unwrap_or(days.today));
    no.or(LetterPosted { letter, notice, day, carrier, tracking, file: said.file, by: said.by }.into())
}

/// What is said of a receipt.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub outcome: Option<LetterOutcome>,
    pub presented: Option<Date>,
    pub received: Option<Date>,
    pub file: Option<FileRef>,
    pub by: Person,
}

/// The receipt of a letter that was posted came back.
pub fn receipt(state: &State, letter: Id, said: Receipt, days: Days) -> Decided<Event> {
    let posted = state.deliveries.letter(letter).and_then(|letter| letter.posted.as_ref());
    let Some((_, posted)) = posted else { return Err(Refusal::whole(Why::Unknown)) };
    let mut no = Refusals::default();
    let is_received = said.outcome == Some(LetterOutcome::Received);
    if said.outcome.is_none() {
        no.push("outcome", Why::Missing);
    }
    days.check(&mut no, "presented", said.presented, posted.day, said.outcome.is_some() && !is_received);
    if is_received {
        days.check(&mut no, "received", said.received, said.presented.unwrap_or(posted.day), true);
    } else if said.outcome.is_some() && said.received.is_some() {
        // A day of receipt beside "refused": one of the two is wrong.
        no.push("received", Why::NotReceived);
    }
    if said.file.is_none() {
        no.push("scan", Why::Missing);
    }
    let Receipt { outcome, presented, received, file, by } = said;
    let outcome = outcome.unwrap_or(LetterOutcome::Received);
    no.or(ReceiptFiled { letter, notice: state.notice.notice, outcome, presented, received, file, by }.into())
}

/// What is said of a hand-over.
#[derive(Clone, Debug)]
pub struct Handing<'a> {
    pub contact: Option<Id>,
    pub day: Option<Date>,
    pub handed_by: &'a str,
    pub file: Option<FileRef>,
    pub by: Person,
}

/// The notice was handed to one of its recipients, who signed for it.
pub fn handed(state: &State, said: Handing<'_>, days: Days) -> Decided<Event> {
    let mut no = Refusals::default();
    let known = said.contact.filter(|contact| state.recipient(*contact).is_some());
    if known.is_none() {
        no.push("hand_to", if said.contact.is_none() { Why::Missing } else { Why::Unknown });
    }
    days.check(&mut no, "hand_day", said.day, days.issued, true);
    no.text("hand_by", said.handed_by, true, MAX_LINE);
    if said.file.is_none() {
        no.push("discharge", Why::Missing);
    }
    let (notice, contact, day) = (state.notice.notice, known.unwrap_or(Id([0; 16])), said.day.unwrap_or(days.today));
    let handed_by = said.handed_by.trim().to_owned();
    no.or(NoticeHanded { notice, contact, day, handed_by, file: said.file, by: said.by }.into())
}
