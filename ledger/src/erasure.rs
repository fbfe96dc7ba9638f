//! The rules of erasure (GDPR art. 17): the entries about one subject + command → the event, or refusals; and how entries are read of
//! which some were erased.
//!
//! Only the payload of one entry goes, with its salt; header, place and proof stay, so the log still verifies. In its place stands
//! from then on what the erasure says that remains of it ([`PayloadErased::remains`]).
//!
//! Not here: the removal of the bytes, and of what repeats them elsewhere.

use std::collections::BTreeMap;

use crate::Time;
use crate::event::{Event, Ground, PayloadErased, Person};
use crate::notice::{Decided, IDENTIFIED_LIFE, MAX_LINE, Refusal, Refusals, State, Why};

/// One entry about the subject: its place in the log, its time, and its event unless that was erased.
pub type Stored = (u64, Time, Option<Event>);

/// The command, as it comes from the form.
#[derive(Clone, Debug)]
pub struct Erase {
    /// By its place in the log, from 0.
    pub entry: u64,
    pub ground: Ground,
    pub note: String,
    pub by: Person,
}

/// Whether the payload of an entry may be erased. `entries` are all those about the subject `about`, in the order of the log; `held` says
/// whether it lies under a legal hold. The files that go are for the caller to name.
///
/// # Errors
/// The first that applies of: `Unknown`, there is no such entry; `AlreadyDone`; `Held`; `Kept`, its kind is never erased; `InUse`, it is the
/// newest version of something, or somebody who is about to answer needs it. Beside the field `note`: `Missing`, `TooLong`.
pub fn erase(about: &str, entries: &[Stored], command: Erase, held: bool, now: Time) -> Decided<PayloadErased> {
    let refused = |why| Err(vec![Refusal::new("", why)]);
    let Some((_, at, event)) = entries.iter().find(|(index, ..)| *index == command.entry) else {
        return refused(Why::Unknown);
    };
    let Some(event) = event else { return refused(Why::AlreadyDone) };
    if held {
        return refused(Why::Held);
    }
    let remains = match event.remains() {
        Ok(remains) => remains,
        Err(why) => return refused(why),
    };
    if is_newest(event, command.entry, entries) || is_awaited(event, *at, entries, now) {
        return refused(Why::InUse);
    }
    let mut no = Refusals::default();
    no.text("note", &command.note, true, MAX_LINE);
    no.or(PayloadErased {
        entry: command.entry,
        what: event.kind().to_owned(),
        at: *at,
        about: about.to_owned(),
        ground: command.ground,
        note: command.note.trim().to_owned(),
        by: command.by,
        files: Vec::new(),
        remains,
    })
}

/// Whether it is the version that pages and letters use: one that shall stand in its place has to be recorded first.
fn is_newest(event: &Event, index: u64, entries: &[Stored]) -> bool {
    let Some(thing) = event.version_of() else { return false };
    let same = |later: &Event| later.kind() == event.kind() && later.version_of() == Some(thing);
    !entries.iter().any(|(later, _, event)| *later > index && event.as_ref().is_some_and(same))
}

/// Whether somebody at a link may still need it: who they are, who was named in their place.
fn is_awaited(event: &Event, at: Time, entries: &[Stored], now: Time) -> bool {
    match event {
        Event::CodeRequested(_) | Event::ContactIdentified(_) => now.0 - at.0 <= IDENTIFIED_LIFE,
        // Whoever may still come in by it; and what they opened, while they may dispute it.
        Event::AccessGranted(_) | Event::AccessUsed(_) => {
            let runs = |(.., event): &Stored| matches!(event, Some(Event::AccessGranted(e)) if now < e.until);
            let revoked = |(.., event): &Stored| matches!(event, Some(Event::AccessRevoked(_)));
            entries.iter().any(runs) && !entries.iter().any(revoked)
        }
        Event::SignatoryNamed(named) => {
            let state = State::fold(filled(entries.iter().cloned()).map(|(_, time, event)| (time, event)));
            let proposals = state.map(|state| state.proposals).unwrap_or_default();
            proposals.iter().any(|p| p.named.proposal == named.proposal && !p.settled)
        }
        _ => false,
    }
}

/// What the erasures among `events` say, by the place of the entry erased.
pub fn erasures<'a>(events: impl IntoIterator<Item = &'a Event>) -> BTreeMap<u64, &'a PayloadErased> {
    let erasures = events.into_iter().filter_map(|event| match event {
        Event::PayloadErased(e) => Some((e.entry, e)),
        _ => None,
    });
    erasures.collect()
}

/// The entries in their order with what remains in the place of each erased one; those of which nothing does are left out.
pub fn filled(entries: impl IntoIterator<Item = Stored>) -> impl Iterator<Item = (u64, Time, Event)> {
    let entries: Vec<Stored> = entries.into_iter().collect();
    let remains: BTreeMap<u64, Event> = erasures(entries.iter().filter_map(|(.., event)| event.as_ref()))
        .into_iter()
        .filter_map(|(index, erased)| Some((index, *erased.remains.clone()?)))
        .collect();
    entries
        .into_iter()
        .filter_map(move |(index, time, event)| Some((index, time, event.or_else(|| remains.get(&index).cloned())?)))
}
