//! What recipients may do, and how the firm settles it.

use super::{
    By, CODE_LIFE, CODE_WINDOW, CODES_PER_WINDOW, Decided, MAX_LINE, MAX_RECIPIENTS, MAX_TEXT, Refusal, Refusals,
    State, Why, is_email,
};
use crate::event::*;
use crate::{Id, Time};

/// A code may be asked for by whoever holds a working link, [`CODES_PER_WINDOW`] times an hour.
pub fn request_code(state: &State, link: Id, code: Id, now: Time) -> Decided<Event> {
    let (_, recipient) = state.open(link, now)?;
    let recent: Vec<Time> = state
        .codes
        .iter()
        .filter(|(at, e)| e.contact == recipient.contact && now.0 - at.0 < CODE_WINDOW)
        .map(|(at, _)| *at)
        .collect();
    if recent.len() >= CODES_PER_WINDOW {
        return Err(vec![Refusal::new("code", Why::TooSoon(Time(recent[0].0 + CODE_WINDOW)))]);
    }
    Ok(CodeRequested {
        code,
        notice: state.notice.notice,
        contact: recipient.contact,
        to: recipient.email.clone(),
        expires: Time(now.0 + CODE_LIFE),
    }
    .into())
}

/// The answer as it comes from the form.
#[derive(Clone, Debug)]
pub struct GiveAnswer {
    pub typed_name: String,
    pub consent: String,
    pub decisions: Vec<Decision>,
    /// Of the instrument, if the notice carries one.
    pub signing: Option<Signing>,
    pub device: Device,
}

/// A signatory decides on every warning, and on the instrument, once.
pub fn answer(state: &State, by: By, command: GiveAnswer, today: Date) -> Decided<Event> {
    let (link, recipient) = state.open(by.link, by.now)?;
    if !recipient.signatory {
        return Err(Refusal::whole(Why::NotASignatory));
    }
    if state.answer.is_some() {
        return Err(Refusal::whole(Why::AlreadyAnswered));
    }
    let identified = state.identification(link, by.code, by.now)?;
    let mut no = Refusals::default();
    no.text("typed_name", &command.typed_name, true, MAX_LINE);
    no.text("consent", &command.consent, true, MAX_TEXT);
    let mut decisions = Vec::with_capacity(state.notice.warnings.len());
    for warning in &state.notice.warnings {
        let field = |name: &str| format!("{name}.{}", warning.warning);
        let mut given = command.decisions.iter().filter(|d| d.warning == warning.warning);
        let Some(decision) = given.next() else {
            no.push(&field("choice"), Why::Missing);
            continue;
        };
        if given.next().is_some() {
            no.push(&field("choice"), Why::Duplicate);
        }
        no.text(&field("reservations"), &decision.reservations, false, MAX_TEXT);
        let reasoned = !matches!(decision.choice, Choice::Accepted { .. });
        no.text(&field("reason"), &decision.reason, reasoned, MAX_TEXT);
        match decision.choice {
            Choice::Accepted { option: None } if !warning.options.is_empty() => no.push(&field("option"), Why::Missing),
            Choice::Accepted { option: Some(n) } if !warning.options.iter().any(|o| o.number == n) => {
                no.push(&field("option"), Why::Unknown)
            }
            Choice::Deferred { until } if until <= today => no.push(&field("until"), Why::NotInFuture),
            _ => {}
        }
        decisions.push(decision.clone());
    }
    if command.decisions.iter().any(|d| !state.notice.warnings.iter().any(|w| w.warning == d.warning)) {
        no.push("", Why::Unknown);
    }
    signing_refusals(&mut no, state.notice.instrument.as_ref(), command.signing.as_ref());
    no.or(Answer {
        notice: state.notice.notice,
        contact: recipient.contact,
        typed_name: command.typed_name.trim().to_owned(),
        consent: command.consent,
        decisions,
        signing: command.signing,
        identified,
        device: command.device,
    }
    .into())
}

/// An instrument is accepted, or refused with a reason; one that is accepted with reservations says which.
fn signing_refusals(no: &mut Refusals, instrument: Option<&Instrument>, signing: Option<&Signing>) {
    match (instrument, signing) {
        (None, None) => {}
        (Some(_), None) => no.push("resolution", Why::Missing),
        (None, Some(_)) => no.push("", Why::Unknown),
        (Some(instrument), Some(given)) if !instrument.resolutions().contains(&given.resolution) => {
            no.push("resolution", Why::Unknown)
        }
        (Some(_), Some(given)) => no.text("words", &given.words, given.resolution != Resolution::Accepted, MAX_TEXT),
    }
}

/// A recipient who may not decide confirms having read, once.
pub fn acknowledge(state: &State, by: By, typed_name: &str, consent: &str, device: Device) -> Decided<Event> {
    let (link, recipient) = state.open(by.link, by.now)?;
    if state.acknowledged.iter().any(|(_, e)| e.contact == recipient.contact) {
        return Err(Refusal::whole(Why::AlreadyDone));
    }
    let identified = state.identification(link, by.code, by.now)?;
    let mut no = Refusals::default();
    no.text("typed_name", typed_name, true, MAX_LINE);
    no.or(NoticeAcknowledged {
        notice: state.notice.notice,
        contact: recipient.contact,
        typed_name: typed_name.trim().to_owned(),
        consent: consent.to_owned(),
        identified,
        device,
    }
    .into())
}

/// Anyone with a working link may ask: a question must never wait for a code.
pub fn ask(state: &State, link: Id, question: Id, warning: Option<Id>, text: &str, now: Time) -> Decided<Event> {
    let (_, recipient) = state.open(link, now)?;
    let mut no = Refusals::default();
    no.text("question", text, true, MAX_TEXT);
    if warning.is_some_and(|id| !state.notice.warnings.iter().any(|w| w.warning == id)) {
        no.push("warning", Why::Unknown);
    }
    let text = text.trim().to_owned();
    no.or(QuestionAsked { question, notice: state.notice.notice, contact: recipient.contact, warning, text }.into())
}

/// The firm answers a question once; more is said by a further exchange.
pub fn reply(state: &State, question: Id, member: Person, text: &str) -> Decided<Event> {
    let mut no = Refusals::default();
    match state.questions.iter().find(|q| q.asked.question == question) {
        None => no.push("", Why::Unknown),
        Some(q) if q.answer.is_some() => no.push("", Why::AlreadyDone),
        Some(_) => {}
    }
    no.text("reply", text, true, MAX_TEXT);
    no.or(QuestionAnswered { question, notice: state.notice.notice, member, text: text.trim().to_owned() }.into())
}

/// "I am not the right person": names who may decide. Possible as long as nobody has answered.
pub fn name_signatory(
    state: &State,
    link: Id,
    proposal: Id,
    name: &str,
    email: &str,
    role: &str,
    now: Time,
) -> Decided<Event> {
    let (_, recipient) = state.open(link, now)?;
    if state.answer.is_some() {
        return Err(Refusal::whole(Why::AlreadyAnswered));
    }
    let (name, email, role) = (name.trim(), email.trim(), role.trim());
    let mut no = Refusals::default();
    no.text("name", name, true, MAX_LINE);
    no.text("role", role, true, MAX_LINE);
    no.text("email", email, true, MAX_LINE);
    if !email.is_empty() && !is_email(email) {
        no.push("email", Why::NotAnEmail);
    }
    if state.recipients.iter().any(|r| r.signatory && r.email.eq_ignore_ascii_case(email)) {
        no.push("email", Why::Duplicate);
    }
    let contact = recipient.contact;
    no.or(SignatoryNamed {
        proposal,
        notice: state.notice.notice,
        contact,
        name: name.into(),
        email: email.into(),
        role: role.into(),
    }
    .into())
}

/// The firm confirms the person named, under the contact that it has recorded for them. Nobody is asked to have answered before
/// they were asked: a new day to answer by is needed when the old one is `today`, the civil date at the firm, or past.
pub fn confirm_signatory(
    state: &State,
    proposal: Id,
    recipient: Recipient,
    respond_by: Option<Date>,
    today: Date,
) -> Decided<Event> {
    open_proposal(state, proposal)?;
    if state.answer.is_some() {
        return Err(Refusal::whole(Why::AlreadyAnswered));
    }
    if state.recipients.len() >= MAX_RECIPIENTS {
        return Err(Refusal::whole(Why::TooMany(MAX_RECIPIENTS)));
    }
    let mut no = Refusals::default();
    if !is_email(&recipient.email) {
        no.push("email", Why::NotAnEmail);
    }
    if !recipient.signatory {
        no.push("", Why::NotASignatory);
    }
    match respond_by {
        Some(day) if day <= today => no.push("respond_by", Why::NotInFuture),
        None if state.respond_by.is_some_and(|day| day <= today) => no.push("respond_by", Why::Missing),
        _ => {}
    }
    no.or(SignatoryConfirmed { proposal, notice: state.notice.notice, recipient, respond_by }.into())
}

pub fn refuse_signatory(state: &State, proposal: Id, reason: &str) -> Decided<Event> {
    open_proposal(state, proposal)?;
    let mut no = Refusals::default();
    no.text("reason", reason, true, MAX_TEXT);
    no.or(SignatoryRefused { proposal, notice: state.notice.notice, reason: reason.trim().to_owned() }.into())
}

fn open_proposal(state: &State, proposal: Id) -> Decided<()> {
    match state.proposals.iter().find(|p| p.named.proposal == proposal) {
        None => Err(Refusal::whole(Why::Unknown)),
        Some(p) if p.settled => Err(Refusal::whole(Why::AlreadyDone)),
        Some(_) => Ok(()),
    }
}
