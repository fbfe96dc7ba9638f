//! A notice as it would be issued: its preview, and its issue.

use app::pages::{self, Preview};
use app::texts::local;
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use ledger::event::{
    ClientRecorded, ContactRecorded, Date, Event, Instrument, LinkMade, Notice, NoticeClass, Person, Recipient, Role,
};
use ledger::notice::{self as rules, Refusal, Why};
use ledger::{Actor, Id, Time, canonical, sha256};

use super::chase;
use super::draft::gone;
use super::instrument::unlisted;
use crate::documents;
use crate::holds;
use crate::mail::{self, Occasion};
use crate::paper::{self, Subject};
use crate::store::drafts::{self, DraftNotice};
use crate::store::{self, Append, Firm, Tx, clients, firms, notices};
use crate::warnings;
use crate::web::{Adviser, App, Failure, Making, Member, Reader, see};

/// How long a link works at least, milliseconds: sixty days.
const LINK_LIFE: i64 = 60 * 24 * 3600 * 1000;
/// How long a link works after the day asked for, days: a late answer is an answer.
const GRACE: i64 = 30;
/// The notice as it would be issued at `now`, and how many of the warnings chosen are gone.
async fn assemble(
    tx: &mut Tx,
    firm: Firm,
    draft: &DraftNotice,
    author: Person,
    reference: String,
    now: Time,
) -> Result<(Notice, usize), store::Error> {
    let recorded = firms::get(tx, firm).await?;
    let project = notices::project(tx, firm, draft.project).await?;
    let ClientRecorded { party: client, lang, .. } = clients::get(tx, firm, project.client).await?;
    let drafted = drafts::warnings(tx, firm, draft.project).await?;
    let find = |id: &Id| drafted.iter().find(|warning| warning.text.warning == *id);
    let warnings: Vec<_> = draft.warnings.iter().filter_map(find).map(warnings::shown).collect();
    let contacts = clients::present(tx, firm, project.client).await?;
    let recipients = draft.recipients.iter().filter_map(|id| contacts.iter().find(|contact| contact.contact == *id));
    let gone = draft.warnings.len() - warnings.len();
    let (mut instrument, zone) = (draft.instrument.clone(), firms::zone(tx, firm).await?);
    if let Some(Instrument::Meeting(meeting)) = &mut instrument {
        meeting.recorded = local(now, &zone).date();
    }
    let notice = Notice {
        notice: draft.notice,
        reference,
        lang,
        firm: recorded.party,
        logo: recorded.logo,
        client,
        project,
        author,
        introduction: draft.introduction.clone(),
        instrument,
        warnings,
        recipients: recipients.map(recipient).collect(),
        annexes: draft.annexes.clone(),
        respond_by: draft.respond_by,
        expires: expires(now, draft.respond_by, &zone),
        mail_content: recorded.mail_content,
    };
    Ok((notice, gone))
}

/// A contact as they stand now.
pub(super) fn recipient(contact: &ContactRecorded) -> Recipient {
    Recipient {
        contact: contact.contact,
        name: contact.name.clone(),
        email: contact.email.clone(),
        role: contact.role.clone(),
        signatory: contact.signatory,
        authority: contact.authority,
        authority_note: contact.authority_note.clone(),
    }
}

/// The later of sixty days from now and thirty days after the day asked for, at the end of that day.
pub(super) fn expires(now: Time, respond_by: Option<Date>, zone: &TimeZone) -> Time {
    let least = now.plus_millis(LINK_LIFE);
    let last = respond_by.map(|date| date.saturating_add((GRACE + 1).days()));
    let last = last.and_then(|date| date.to_zoned_datetime(zone.clone()).ok());
    last.map_or(least, |end| least.max(Time(end.timestamp().as_millisecond())))
}

/// Fingerprint of what the client will read, without what only the issue decides: reference, author, expiry.
fn seen(notice: &Notice) -> Result<String, store::Error> {
    let mut shown = notice.clone();
    shown.reference.clear();
    shown.expires = Time(0);
    shown.author = Person { member: notice.notice, name: String::new() };
    let bytes = canonical::to_vec(&shown).map_err(store::Error::damaged)?;
    Ok(sha256(&bytes).to_string())
}

/// What keeps a notice from being issued, in words.
fn problems(t: Texts, notice: &Notice, gone: usize, refusals: &[Refusal]) -> Vec<String> {
    let mut problems = Vec::new();
    if gone > 0 {
        problems.push(t.preview_gone(gone as u64));
    }
    for warning in &notice.warnings {
        let missing = warnings::missing(t, warning);
        problems.extend(missing.iter().map(|what| t.labelled(&warning.title, what)));
    }
    for refusal in refusals.iter().filter(|refusal| !refusal.field.starts_with("warning.")) {
        problems.push(match (refusal.field.as_str(), refusal.why) {
            ("warnings", Why::Missing) => t.preview_no_warnings().to_owned(),
            ("recipients", Why::Missing) => t.preview_no_people().to_owned(),
            (field, why) => {
                let own = if notice.meeting().is_some() { pages::meeting_labels(t) } else { vec![] };
                let own = own.iter().find(|(name, _)| name == field).map(|(_, label)| label.as_str());
                let label = own.unwrap_or(match field {
                    "recipients" => t.draft_people(),
                    "warnings" => t.draft_warnings(),
                    "annexes" => t.draft_annexes(),
                    "introduction" => t.draft_introduction(),
                    "delivered" => t.minutes_delivered(),
                    "tests" => t.minutes_tests(),
                    "day" => t.minutes_day(),
                    _ => t.respond_by_label(),
                });
                t.labelled(label, &t.why(why, &TimeZone::UTC))
            }
        });
    }
    problems
}

/// A notice as it would be issued.
pub struct Ready {
    pub notice: Notice,
    /// What keeps it from being issued, in words.
    pub problems: Vec<String>,
    /// Fingerprint of what the client will read.
    pub seen: String,
    /// None while there are problems.
    event: Option<Event>,
}

/// The draft as it would be issued at `now` in the name of `author`.
pub async fn ready(
    tx: &mut Tx,
    firm: Firm,
    t: Texts,
    draft: &DraftNotice,
    (author, reference): (Person, String),
    now: Time,
) -> Result<Ready, store::Error> {
    let (notice, gone) = assemble(tx, firm, draft, author, reference, now).await?;
    let today = local(now, &firms::zone(tx, firm).await?).date();
    let decided = rules::issue(notice.clone(), now, today);
    let refusals = decided.as_ref().err().cloned().unwrap_or_default();
    let mut problems = problems(t, &notice, gone, &refusals);
    problems.extend(unlisted(tx, firm, t, &notice).await?);
    let event = decided.ok().filter(|_| problems.is_empty());
    Ok(Ready { seen: seen(&notice)?, notice, problems, event })
}

pub(super) async fn preview_view(
    member: &Member,
    tx: &mut Tx,
    draft: &DraftNotice,
    form: &Form,
) -> Result<Html, Failure> {
    let t = member.t();
    let zone = firms::zone(tx, member.firm).await?;
    let author = Person { member: member.id, name: member.name.clone() };
    let reference = Texts(draft.lang).preview_reference().to_owned();
    let ready = ready(tx, member.firm, t, draft, (author, reference), member.now).await?;
    let (problems, seen, editable) = (ready.problems, ready.seen, member.role != Role::Reader);
    let over = store::holds::over_project(tx, member.firm, draft.project).await?;
    let (held, stays) = (!over.is_empty(), store::holds::keep(&over, draft.changed));
    let view = pages::preview(t, &Preview { problems, seen, notice: &ready.notice, zone, editable, held, stays }, form);
    holds::banner(tx, member, over, view).await
}

pub async fn preview(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let draft = match drafts::notice(&mut tx, reader.firm, id).await {
        Err(store::Error::Missing) if notices::reference(&mut tx, reader.firm, id).await?.is_some() => {
            return Ok(see(format!("/notices/{id}"), ""));
        }
        other => other?,
    };
    let view = preview_view(&reader, &mut tx, &draft, &reader.form()).await?;
    Ok(reader.page(reader.t().preview_title(), view))
}

/// The letter as it will look, marked as a preview on each page.
pub async fn preview_pdf(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    let (app, firm) = (&reader.app, reader.firm);
    let notice = {
        let mut tx = app.db.read().await?;
        let draft = drafts::notice(&mut tx, firm, id).await?;
        let author = Person { member: reader.id, name: reader.name.clone() };
        let reference = Texts(draft.lang).preview_reference().to_owned();
        assemble(&mut tx, firm, &draft, author, reference, reader.now).await?.0
    };
    let subject = Subject {
        document: id,
        lang: notice.lang,
        reference: &notice.reference,
        logo: notice.logo.as_ref(),
        made_by: Some(&reader.name),
    };
    let frame = paper::frame(app, firm, subject).await?;
    let now = reader.now;
    let pdf = paper::drawn(move || documents::notice(&frame, now, &notice, None)).await.map_err(Failure::Internal)?;
    let headers = [(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, "inline")];
    Ok((headers, pdf.bytes).into_response())
}

pub async fn issue(adviser: Adviser, Path(id): Path<Id>, Making(mut form, once): Making) -> Result<Response, Failure> {
    let t = adviser.t();
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    // Under the lock: of two people who issue at once, the second finds the draft gone.
    let draft = match drafts::notice(&mut log, adviser.firm, id).await {
        Err(store::Error::Missing) => return gone(&adviser, &mut log, id).await,
        other => other?,
    };
    let author = Person { member: adviser.id, name: adviser.name.clone() };
    match issue_draft(&adviser.app, &mut log, t, &draft, author, form.value("seen")).await? {
        Outcome::Issued => {}
        outcome => {
            if outcome == Outcome::Changed {
                form.refuse("", t.preview_changed());
            }
            let view = preview_view(&adviser, &mut log, &draft, &form).await?;
            return Ok(adviser.again(t.preview_title(), view));
        }
    }
    // A crash before this commit leaves the draft, and nothing sent; after it, the jobs make the letter and send the mails.
    let answer = once.answer(&mut log, format!("/notices/{id}"), "issued").await?;
    log.commit().await?;
    Ok(answer)
}

/// What became of a draft that was to be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Issued,
    /// It is no more what was read.
    Changed,
    /// The rules refuse it.
    Refused,
}

/// Issues a draft in the name of `author`, if it is what was `seen`: the notice, its links and mails, its letter, its plan. All of it is
/// durable with the commit of `log`, or nothing.
pub async fn issue_draft(
    app: &App,
    log: &mut Append,
    t: Texts,
    draft: &DraftNotice,
    author: Person,
    seen: &str,
) -> Result<Outcome, store::Error> {
    let (firm, now, actor) = (log.firm(), log.now(), Actor::Member(author.member));
    let today = local(now, &firms::zone(log, firm).await?).date();
    let class = NoticeClass::of(draft.instrument.as_ref());
    let reference = notices::next_reference(log, firm, class, today.year()).await?;
    let Ready { notice, seen: now_seen, event, .. } = ready(log, firm, t, draft, (author, reference), now).await?;
    if now_seen != seen {
        return Ok(Outcome::Changed);
    }
    let Some(event) = event else { return Ok(Outcome::Refused) };
    log.push(actor, event, &mut app.rng()).await?;
    for recipient in &notice.recipients {
        send_link_as(app, actor, log, &notice, recipient, Occasion::Issued, notice.expires).await?;
    }
    super::paper::queue_notice(log, app, notice.notice).await?;
    chase::begin_chasing(log, app, &notice).await?;
    drafts::issued(log, firm, draft).await?;
    Ok(Outcome::Issued)
}

/// Makes a personal link and sends it. The token is 256 random bits: its hash is stored, itself only in the sealed mail.
pub(super) async fn send_link(
    member: &Member,
    log: &mut Append,
    notice: &Notice,
    recipient: &Recipient,
    occasion: Occasion,
    expires: Time,
) -> Result<(), Failure> {
    send_link_as(&member.app, Actor::Member(member.id), log, notice, recipient, occasion, expires).await?;
    Ok(())
}

/// The same, by whoever acts: the example firm has nobody signed in, and a job is nobody. The link and the mail.
pub async fn send_link_as(
    app: &App,
    actor: Actor,
    log: &mut Append,
    notice: &Notice,
    recipient: &Recipient,
    occasion: Occasion,
    expires: Time,
) -> Result<(Id, Id), store::Error> {
    let (firm, link, token) = (log.firm(), app.new_id(), app.random_text::<32>());
    let made = LinkMade { link, notice: notice.notice, contact: recipient.contact, expires };
    log.push(actor, made, &mut app.rng()).await?;
    let sealed = app.vault.seal(&label(firm, link), token.as_bytes(), &mut app.rng());
    notices::add_token(log, firm, link, sha256(token.as_bytes()), sealed).await?;
    let mail = mail::queue_notice(log, app, notice, recipient, occasion, &token, expires).await?;
    Ok((link, mail))
}

/// The token of a link, for one more mail with the same link; none for a link that an earlier version made.
pub async fn token(app: &App, log: &mut Append, link: Id) -> Result<Option<String>, store::Error> {
    let firm = log.firm();
    let Some(sealed) = notices::sealed_token(log, firm, link).await? else { return Ok(None) };
    let plain = app.vault.unseal(&label(firm, link), &sealed).map_err(store::Error::damaged)?;
    String::from_utf8(plain.to_vec()).map(Some).map_err(store::Error::damaged)
}

/// What binds the sealed token to its link.
fn label(firm: Firm, link: Id) -> String {
    format!("link {} {link}", firm.0)
}
