//! What a client does with a notice: read, confirm who they are, decide, ask, name someone else.
//!
//! GET writes nothing: mail scanners follow links. Whatever is recorded is an act that only a person does.

use app::pages::{self, AnswerPage, Stage};
use app::parts::FrozenText;
use app::texts::{local, parse_date};
use app::{FORM_ONCE, Form, Texts};
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::Response;
use ledger::event::{Choice, CodeExhausted, ContactIdentified, Date, Decision, Event, Resolution, Signing};
use ledger::notice::{self, By, CODE_LIFE, CODE_TRIES, GiveAnswer, IDENTIFIED_LIFE, Refusal, State, Why};
use ledger::{Actor, Hash, Id, Time};
use rand::RngExt as _;

use super::link::NoticeLink;
use super::{paper, register};
use crate::mail;
use crate::store::codes::{self, Code};
use crate::store::{Append, log};
use crate::web::{Failure, Making, Rate, cookie_value, refuse_in, set_cookie_at};

pub async fn page(link: NoticeLink) -> Response {
    let form = link.form();
    let stage = stage(&link, &link.state);
    let ready = (link.notice_ready, link.certificate_ready);
    let notice = link.state.notice.notice;
    let depends = (link.firm, notice, link.version, link.contact, stage, ready, link.zone.iana_name());
    let own = [link.token.as_str(), form.value(FORM_ONCE)];
    let place = link.kept(depends, &own);
    place.page().unwrap_or_else(|| {
        let mut form = Form::new();
        form.set(FORM_ONCE, place.mark(1));
        let (title, view) = view(&link, &link.state, place.mark(0), &form);
        place.keep(&title, view)
    })
}

/// The page again with what was refused, and what was typed.
async fn again(link: &NoticeLink, state: &State, form: &Form) -> Result<Response, Failure> {
    if from_register(form) {
        return register::again(link, state, form).await;
    }
    let (title, view) = view(link, state, &link.token, form);
    Ok(link.again(&title, view))
}

/// Whether a code is asked for on the way to the register.
fn from_register(form: &Form) -> bool {
    form.value("next") == "register"
}

/// The page to come back to.
fn home(link: &NoticeLink, form: &Form) -> String {
    format!("/n/{}{}", link.token, if from_register(form) { "/register" } else { "" })
}

/// The page with this token in its addresses.
fn view(link: &NoticeLink, state: &State, token: &str, form: &Form) -> (String, app::Html) {
    let t = link.t();
    let base = format!("/n/{token}");
    let (contact, zone) = (link.contact, link.zone.clone());
    let stage = stage(link, state);
    let (notice_ready, certificate_ready) = (link.notice_ready, link.certificate_ready);
    let text = &FrozenText::of(t, &state.notice);
    let mails = link.mails();
    let page = AnswerPage { state, text, contact, stage, base, zone, mails, notice_ready, certificate_ready };
    (t.answer_title(t.notice_class(state.notice.class()), &state.notice.reference), pages::answer(t, &page, form))
}

fn stage(link: &NoticeLink, state: &State) -> Stage {
    if state.answer.is_some() {
        Stage::Answered
    } else if state.acknowledged.iter().any(|(_, e)| e.contact == link.contact) {
        Stage::Acknowledged
    } else if identified_code(link, state).is_some() {
        Stage::Identified
    } else if code_sent(link, state) {
        Stage::CodeSent
    } else {
        Stage::Reading
    }
}

/// Whether a code was asked for that can be typed now.
pub(super) fn code_sent(link: &NoticeLink, state: &State) -> bool {
    let requested = state.codes.iter().rev().find(|(_, code)| code.contact == link.contact);
    let used = |code: Id| state.identified.iter().any(|(_, e)| e.code == code);
    requested.is_some_and(|(_, code)| {
        link.now < code.expires && !used(code.code) && state.is_reached_at(link.contact, &code.to)
    })
}

/// Name of the cookie that says that this browser typed the code.
const COOKIE: &str = "code";

/// The code, and a keyed hash that binds it to the link: nobody can make one up, and nothing need be stored.
fn proof(link: &NoticeLink, code: Id) -> Hash {
    link.app.vault.fingerprint("identified", format!("{} {code}", link.link).as_bytes())
}

/// The code that this browser typed, if it did so for this link and lately enough.
pub(super) fn identified_code(link: &NoticeLink, state: &State) -> Option<Id> {
    let (code, mac) = cookie_value(link, COOKIE)?.split_once('.').map(|(c, m)| (c.to_owned(), m.to_owned()))?;
    let code: Id = code.parse().ok()?;
    if proof(link, code).to_string() != mac {
        return None;
    }
    let fresh = |(at, e): &&(Time, ContactIdentified)| e.code == code && link.now.0 - at.0 <= IDENTIFIED_LIFE;
    let found = state.identified.iter().find(fresh);
    found.filter(|(_, e)| state.is_reached_at(e.contact, &e.to)).map(|_| code)
}

fn cookie(link: &NoticeLink, code: Id) -> HeaderValue {
    let path = format!("/n/{}", link.token);
    set_cookie_at(&link.app, COOKIE, &format!("{code}.{}", proof(link, code)), &path, IDENTIFIED_LIFE / 1000)
}

/// An append with the notice's newest state.
async fn begin(link: &NoticeLink) -> Result<(Append, State), Failure> {
    let mut log = link.app.db.append(link.firm, &link.app.clock).await?;
    let state = log::notice_state(&mut log, link.firm, link.state.notice.notice).await?;
    Ok((log, state))
}

async fn push(link: &NoticeLink, log: &mut Append, event: impl Into<Event>) -> Result<u64, Failure> {
    Ok(log.push(Actor::Contact(link.contact), event, &mut link.app.rng()).await?)
}

/// Sends a code to the address that the notice went to.
pub async fn send_code(link: NoticeLink, Making(form, once): Making) -> Result<Response, Failure> {
    link.limit(Rate::Code)?;
    let (mut log, state) = begin(&link).await?;
    once.first(&mut log).await?;
    let code = link.app.new_id();
    let event = match notice::request_code(&state, link.link, code, log.now()) {
        Ok(event) => event,
        Err(refusals) => return refused(&link, &state, form, refusals).await,
    };
    let digits = format!("{:06}", link.app.rng().random_range(0..1_000_000));
    let expires = Time(log.now().0 + CODE_LIFE);
    let now = log.now();
    push(&link, &mut log, event).await?;
    let hash = fingerprint(&link, code, &digits);
    let new = Code { code, hash, wrong_tries: 0, expires };
    codes::start(&mut log, link.firm, state.notice.notice, link.contact, &new, now).await?;
    let recipient = state.recipient(link.contact).ok_or(Failure::NotFound)?;
    mail::queue_code(&mut log, &link.app, &state.notice, recipient, &digits, expires).await?;
    let answer = once.answer(&mut log, format!("{}#identify", home(&link, &form)), "code_sent").await?;
    log.commit().await?;
    Ok(answer)
}

fn fingerprint(link: &NoticeLink, code: Id, digits: &str) -> Hash {
    link.app.vault.fingerprint("code", format!("{code} {digits}").as_bytes())
}

/// Checks the code typed.
pub async fn identify(link: NoticeLink, Making(mut form, once): Making) -> Result<Response, Failure> {
    link.limit(Rate::Code)?;
    let t = link.t();
    let digits: String = form.value("code").chars().filter(|c| !c.is_whitespace()).collect();
    let (mut log, state) = begin(&link).await?;
    if let Some(mut answered) = once.answered(&mut log).await? {
        // A browser that sent the right code twice listens to the second answer only.
        let typed = state.identified.iter().rev().find(|(_, e)| e.contact == link.contact);
        answered.headers_mut().extend(typed.map(|(_, e)| (SET_COOKIE, cookie(&link, e.code))));
        return Ok(answered);
    }
    let now = log.now();
    let notice = state.notice.notice;
    // A code that has died of age, or that was typed in another window, has no field any more to say so at.
    let asked = stage(&link, &state) == Stage::CodeSent || (from_register(&form) && code_sent(&link, &state));
    let place = if asked { "code" } else { "" };
    let Some(code) = codes::open(&mut log, link.firm, notice, link.contact, now).await? else {
        form.forget("code").refuse(place, t.identify_dead());
        return again(&link, &state, &form).await;
    };
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        // Not a try: nobody guesses with a letter in it.
        form.refuse(place, t.identify_shape());
        return again(&link, &state, &form).await;
    }
    if fingerprint(&link, code.code, &digits) != code.hash {
        let tries = codes::wrong(&mut log, link.firm, code.code).await?;
        let text = if tries >= CODE_TRIES {
            codes::close(&mut log, link.firm, code.code, now).await?;
            push(&link, &mut log, CodeExhausted { code: code.code, notice, contact: link.contact, tries }).await?;
            t.identify_dead().to_owned()
        } else {
            t.identify_wrong(u64::from(CODE_TRIES - tries))
        };
        log.commit().await?;
        form.refuse(place, text);
        return again(&link, &state, &form).await;
    }
    codes::close(&mut log, link.firm, code.code, now).await?;
    let to = state.recipient(link.contact).map(|r| r.email.clone()).unwrap_or_default();
    let device = link.device.clone();
    let wrong_tries = code.wrong_tries;
    let event = ContactIdentified { code: code.code, notice, contact: link.contact, to, wrong_tries, device };
    push(&link, &mut log, event).await?;
    let done = if from_register(&form) { "register_opened" } else { "identified" };
    let mut response = once.answer(&mut log, home(&link, &form), done).await?;
    log.commit().await?;
    response.headers_mut().append(SET_COOKIE, cookie(&link, code.code));
    Ok(response)
}

/// The answer: one decision for each warning, once.
pub async fn answer(link: NoticeLink, Making(form, once): Making) -> Result<Response, Failure> {
    link.limit(Rate::Public)?;
    let (mut log, state) = begin(&link).await?;
    once.first(&mut log).await?;
    let t = link.t();
    let n = &state.notice;
    let command = GiveAnswer {
        typed_name: form.trimmed("typed_name").to_owned(),
        consent: t.consent(n),
        decisions: n.warnings.iter().filter_map(|w| read_decision(&form, w.warning)).collect(),
        signing: read_signing(&form),
        device: link.device.clone(),
    };
    let by = By { link: link.link, code: identified_code(&link, &state).unwrap_or(Id([0; 16])), now: log.now() };
    let mut bad_dates = Vec::new();
    for warning in &n.warnings {
        if form.value(&field("choice", warning.warning)) == "defer" && read_date(&form, warning.warning).is_none() {
            bad_dates.push(warning.warning);
        }
    }
    let today = today(&link, log.now());
    let decided = notice::answer(&state, by, command, today);
    let event = match decided {
        Ok(event) if bad_dates.is_empty() => event,
        Ok(_) => return refused(&link, &state, with_dates(form, t, &bad_dates), vec![]).await,
        Err(refusals) => {
            let form = rescued(with_dates(form, t, &bad_dates), &link, &state, &refusals);
            return refused(&link, &state, form, refusals).await;
        }
    };
    push(&link, &mut log, event).await?;
    paper::queue_certificate(&mut log, &link.app, state.notice.notice, link.contact).await?;
    let answer = once.answer(&mut log, format!("/n/{}", link.token), "answered").await?;
    log.commit().await?;
    // A crash here leaves the answer recorded and the certificate's job waiting: any worker makes and sends it.
    Ok(answer)
}

/// Where the page has no fields to decide any more (another window was faster, the code is too old), the words typed wait in the
/// question below rather than be lost.
fn rescued(mut form: Form, link: &NoticeLink, state: &State, refusals: &[Refusal]) -> Form {
    let Some(refusal) = refusals.first().filter(|_| stage(link, state) != Stage::Identified) else { return form };
    let t = link.t();
    let mut words = Vec::new();
    for warning in &state.notice.warnings {
        let texts = ["reason", "reservations"].map(|name| form.trimmed(&field(name, warning.warning)));
        let texts = texts.into_iter().filter(|text| !text.is_empty());
        words.extend(texts.map(|text| t.labelled(&warning.title, text)));
    }
    let whole = form.trimmed("words").to_owned();
    if !whole.is_empty() {
        words.push(whole);
    }
    if !words.is_empty() {
        form.set("question", words.join("\n\n"));
        form.refuse("", t.answer_rescued(&t.why(refusal.why, &link.zone)));
    }
    form
}

fn with_dates(mut form: Form, t: Texts, warnings: &[Id]) -> Form {
    for warning in warnings {
        form.refuse(field("until", *warning), t.error_date());
    }
    form
}

fn field(name: &str, warning: Id) -> String {
    format!("{name}.{warning}")
}

fn read_date(form: &Form, warning: Id) -> Option<Date> {
    parse_date(form.trimmed(&field("until", warning)))
}

/// None when nothing was chosen: the rules then say so beside the choice.
fn read_decision(form: &Form, warning: Id) -> Option<Decision> {
    let text = |name: &str| form.trimmed(&field(name, warning)).to_owned();
    let choice = match form.value(&field("choice", warning)) {
        "accept" => Choice::Accepted { option: text("option").parse().ok() },
        "decline" => Choice::Declined,
        // A date that cannot be read is refused by the handler; here it only must not read as "in the future".
        "defer" => Choice::Deferred { until: read_date(form, warning).unwrap_or(Date::MAX) },
        _ => return None,
    };
    Some(Decision { warning, choice, reason: text("reason"), reservations: text("reservations") })
}

/// What is said of the whole; none when nothing was chosen.
fn read_signing(form: &Form) -> Option<Signing> {
    let resolutions = [Resolution::Accepted, Resolution::Reserved, Resolution::Refused];
    let resolution = resolutions.into_iter().find(|resolution| resolution.as_str() == form.value("resolution"))?;
    Some(Signing { resolution, words: form.trimmed("words").to_owned() })
}

/// The civil date at the firm.
fn today(link: &NoticeLink, now: Time) -> Date {
    local(now, &link.zone).date()
}

async fn refused(
    link: &NoticeLink,
    state: &State,
    mut form: Form,
    refusals: Vec<Refusal>,
) -> Result<Response, Failure> {
    if let Some(Why::TooSoon(at)) = refusals.iter().map(|r| r.why).find(|why| matches!(why, Why::TooSoon(_))) {
        return Err(Failure::TooMany { seconds: ((at.0 - link.now.0) / 1000).max(1) as u64 });
    }
    refuse_in(&link.zone, &mut form, link.t(), refusals);
    again(link, state, &form).await
}

/// A recipient who may not decide confirms having read.
pub async fn acknowledge(link: NoticeLink, Making(form, once): Making) -> Result<Response, Failure> {
    link.limit(Rate::Public)?;
    let (mut log, state) = begin(&link).await?;
    once.first(&mut log).await?;
    let (t, n) = (link.t(), &state.notice);
    let consent = t.consent_read(&t.the_notice(n.class(), &n.reference), &n.firm.name);
    let by = By { link: link.link, code: identified_code(&link, &state).unwrap_or(Id([0; 16])), now: log.now() };
    let event = match notice::acknowledge(&state, by, form.value("typed_name"), &consent, link.device.clone()) {
        Ok(event) => event,
        Err(refusals) => return refused(&link, &state, form, refusals).await,
    };
    push(&link, &mut log, event).await?;
    paper::queue_certificate(&mut log, &link.app, state.notice.notice, link.contact).await?;
    let answer = once.answer(&mut log, format!("/n/{}", link.token), "acknowledged").await?;
    log.commit().await?;
    Ok(answer)
}

/// A question, which waits for no code.
pub async fn ask(link: NoticeLink, Making(form, once): Making) -> Result<Response, Failure> {
    link.limit(Rate::Public)?;
    let (mut log, state) = begin(&link).await?;
    once.first(&mut log).await?;
    let warning = form.trimmed("warning").parse().ok();
    let question = link.app.new_id();
    let event = match notice::ask(&state, link.link, question, warning, form.value("question"), log.now()) {
        Ok(event) => event,
        Err(refusals) => return refused(&link, &state, form, refusals).await,
    };
    push(&link, &mut log, event).await?;
    let answer = once.answer(&mut log, format!("/n/{}#ask", link.token), "asked").await?;
    log.commit().await?;
    Ok(answer)
}

/// "I am not the right person."
pub async fn name_signatory(link: NoticeLink, Making(form, once): Making) -> Result<Response, Failure> {
    link.limit(Rate::Public)?;
    let (mut log, state) = begin(&link).await?;
    once.first(&mut log).await?;
    let (id, now) = (link.app.new_id(), log.now());
    let (name, email, role) = (form.value("name"), form.value("email"), form.value("role"));
    let event = match notice::name_signatory(&state, link.link, id, name, email, role, now) {
        Ok(event) => event,
        Err(refusals) => return refused(&link, &state, form, refusals).await,
    };
    push(&link, &mut log, event).await?;
    let answer = once.answer(&mut log, format!("/n/{}#other", link.token), "named").await?;
    log.commit().await?;
    Ok(answer)
}
