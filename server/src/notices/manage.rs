//! A notice after its issue: where it stands, and what the firm may still do about it.

use app::pages::{self, ManagePage, Progress, TrailLine};
use app::parts::TimeSource;
use app::texts::{local, parse_date};
use app::{Form, Html};
use axum::extract::Path;
use axum::response::Response;
use ledger::event::{
    Authority, ContactRecorded, DocumentClass, Event, NoticeResent, Person, Recipient, Role, SignatoryNamed,
};
use ledger::notice::{self as rules, Decided, MAX_LINE, Refusal, State, Why};
use ledger::{Actor, Id};

use super::issue::{expires, recipient, send_link, send_link_as};
use super::{chase, delivery};
use crate::documents::{self, Trail};
use crate::mail::{self, Occasion};
use crate::paper::{self, Subject};
use crate::store::evidence::About;
use crate::store::notices::What;
use crate::store::{Append, clients, codes, documents as made, evidence, firms, incoming, log, notices};
use crate::timestamps;
use crate::uploads::Accept;
use crate::web::{Adviser, Failure, Making, Member, Posted, Reader, refuse_in, see};
use crate::{erasure, holds};

pub async fn page(reader: Reader, Path(notice): Path<Id>) -> Result<Response, Failure> {
    let (title, view) = show(&reader, notice, &reader.form()).await?;
    Ok(reader.page(&title, view))
}

pub async fn show(member: &Member, notice: Id, form: &Form) -> Result<(String, Html), Failure> {
    let (app, firm, t) = (&member.app, member.firm, member.t());
    let mut tx = app.db.read().await?;
    let story = log::notice_state(&mut tx, firm, notice).await?;
    let reached = notices::reached(&mut tx, firm, notice).await?;
    let progress: Vec<Progress> = story.recipients.iter().map(|r| progress(&reached, r.contact)).collect();
    let zone = firms::zone(&mut tx, firm).await?;
    let notice_ready = made::newest(&mut tx, firm, DocumentClass::Notice, notice).await?.is_some();
    let certificate_ready = made::newest(&mut tx, firm, DocumentClass::Certificate, notice).await?.is_some();
    let silence = story.chase.silences.last().map(|(_, silence)| silence.document);
    let silence_ready = match silence {
        Some(document) => made::is_made(&mut tx, firm, document).await?,
        None => false,
    };
    let unread = incoming::unread(&mut tx, firm, notice).await?;
    let director = chase::director(&mut tx, firm, &story).await?.map(|director| director.name);
    let people = clients::present(&mut tx, firm, story.notice.project.client).await?;
    let resend = story.recipients.iter().zip(&progress).map(|(recipient, progress)| {
        let person = people.iter().find(|person| person.contact == recipient.contact)?;
        let another = person.email != recipient.email && progress.acknowledged.is_none();
        let wanted = another || progress.bounced > progress.delivered;
        (wanted && rules::resend(&story, person).is_ok()).then(|| person.email.clone())
    });
    let resend = resend.collect();
    let asked = |person: &&ContactRecorded| story.recipient(person.contact).is_some_and(|known| known.signatory);
    let director_asked = people.iter().filter(|person| person.director).find(asked).map(|person| person.name.clone());
    let reached = |person: ContactRecorded| (!person.email.is_empty()).then_some((person.contact, person.name));
    let people = people.into_iter().filter_map(reached).collect();
    drop(tx);
    let (trail, answered) = trail(member, notice, &story).await?;
    let time_source = match answered {
        Some(index) => timestamps::source(&mut app.db.read().await?, app, firm, index).await?,
        None => TimeSource::FirmOnly,
    };
    let next = rules::chase::next(&story, member.now, |at| local(at, &zone).date());
    let page = ManagePage {
        story: &story,
        progress,
        resend,
        trail,
        time_source,
        today: local(member.now, &zone).date(),
        now: member.now,
        zone,
        notice_ready,
        certificate_ready,
        silence_ready,
        file_types: Accept::Papers.words(),
        file_accept: Accept::Papers.html(),
        file_limit: app.config.upload_limit as u64,
        unread,
        next,
        director,
        director_asked,
        people,
        editable: member.role != Role::Reader,
    };
    let mut form = form.clone();
    chase::fill(&mut form, &story);
    delivery::fill(&mut form, &story, member);
    let (about, view) = (format!("notice:{notice}"), pages::manage(t, &page, &form));
    let view = holds::above(&mut app.db.read().await?, member, &about, view).await?;
    Ok((t.manage_title(t.notice_class(story.notice.class()), &story.notice.reference), view))
}

/// How far a recipient came.
fn progress(reached: &[notices::Reached], contact: Id) -> Progress {
    let found = reached.iter().find(|reached| reached.contact == contact);
    found.map_or(Progress::default(), |reached| Progress {
        delivered: reached.delivered,
        bounced: reached.bounced,
        opened: reached.opened,
        identified: reached.identified,
        acknowledged: reached.acknowledged,
    })
}

/// The entries about the notice, in the words of the certificate: the page and the proof cannot differ. And the place of the answer.
async fn trail(member: &Member, notice: Id, story: &State) -> Result<(Vec<TrailLine>, Option<u64>), Failure> {
    let (app, firm, t) = (&member.app, member.firm, member.t());
    let evidence = evidence::of(&app.db, &app.vault, firm, About::Notice(notice), &app.clock).await?;
    let trail = Trail::read(&evidence).map_err(|e| Failure::Internal(Box::new(e)))?;
    let subject =
        Subject { document: notice, lang: member.lang, reference: &story.notice.reference, logo: None, made_by: None };
    let frame = paper::frame(app, firm, subject).await?;
    let about = format!("notice:{notice}");
    let line = |row: &documents::Row| {
        let (what, details) = documents::describe(&frame, &trail, row);
        let by = match row.header.actor {
            Actor::System => t.trail_by_system().to_owned(),
            Actor::Contact(id) if Event::by_link_alone(&row.header.kind) => t.by_link(trail.name(id)),
            actor => trail.actor(actor).to_owned(),
        };
        let event = row.event.as_ref().filter(|_| row.erased.is_none());
        let erase = erasure::link(member, &row.header.subject, row.header.index, event);
        TrailLine { index: row.header.index, at: row.header.time, what, details, by, erase }
    };
    let answered = trail.about(&about).find(|row| matches!(row.event, Some(Event::AnswerGiven(_))));
    Ok((trail.chronology(notice).map(line).collect(), answered.map(|row| row.header.index)))
}

/// Decides under the lock, or shows the page again with the refusals beside the fields named `<field>-<id>`.
pub(super) async fn decide(
    adviser: &Adviser,
    mut log: Append,
    state: &State,
    form: &mut Form,
    id: Id,
    decided: Decided<Event>,
) -> Result<Result<Append, Response>, Failure> {
    match decided {
        Ok(event) => {
            log.push(Actor::Member(adviser.id), event, &mut adviser.app.rng()).await?;
            Ok(Ok(log))
        }
        Err(refusals) => {
            let beside = |r: Refusal| match r.field.as_str() {
                "" => r,
                field => Refusal::new(format!("{field}-{id}"), r.why),
            };
            let zone = firms::zone(&mut log, adviser.firm).await?;
            // The page signs a checkpoint: it must not wait for our own lock.
            drop(log);
            refuse_in(&zone, form, adviser.t(), refusals.into_iter().map(beside).collect());
            let (title, view) = show(adviser, state.notice.notice, form).await?;
            Ok(Err(adviser.again(&title, view)))
        }
    }
}

/// Opens an append and reads the state of the notice under its lock.
pub(super) async fn begin(adviser: &Adviser, what: Option<(What, Id)>, notice: Id) -> Result<(Append, State), Failure> {
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    let notice = match what {
        Some((what, id)) => notices::notice_of(&mut log, adviser.firm, what, id).await?,
        None => notice,
    };
    let state = log::notice_state(&mut log, adviser.firm, notice).await?;
    Ok((log, state))
}

/// A new link for a recipient; earlier ones keep working until they expire or are withdrawn.
pub async fn new_link(
    adviser: Adviser,
    Path(notice): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (mut log, state) = begin(&adviser, None, notice).await?;
    once.first(&mut log).await?;
    let contact: Option<Id> = form.value("contact").parse().ok();
    let Some(recipient) = contact.and_then(|contact| state.recipient(contact)).cloned() else {
        form.refuse("", adviser.t().error_unknown());
        drop(log);
        let (title, view) = show(&adviser, notice, &form).await?;
        return Ok(adviser.again(&title, view));
    };
    link(&adviser, &mut log, &state, &recipient, Occasion::NewLink).await?;
    let answer = once.answer(&mut log, format!("/notices/{notice}"), "link_sent").await?;
    log.commit().await?;
    Ok(answer)
}

/// The notice once more, to the address that the contact has by now; by the same link where one still works.
pub async fn resend(
    adviser: Adviser,
    Path(notice): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (app, firm) = (&adviser.app, adviser.firm);
    let (mut log, state) = begin(&adviser, None, notice).await?;
    once.first(&mut log).await?;
    let contact: Id = form.value("contact").parse().unwrap_or(Id([0; 16]));
    let people = clients::present(&mut log, firm, state.notice.project.client).await?;
    let person = people.iter().find(|person| person.contact == contact);
    let decided = person.map_or(Err(vec![Refusal::new("", Why::Unknown)]), |person| rules::resend(&state, person));
    let to = match decided {
        Ok(to) => to,
        Err(refusals) => {
            let zone = firms::zone(&mut log, firm).await?;
            drop(log);
            refuse_in(&zone, &mut form, adviser.t(), refusals);
            let (title, view) = show(&adviser, notice, &form).await?;
            return Ok(adviser.again(&title, view));
        }
    };
    let (actor, now) = (Actor::Member(adviser.id), log.now());
    let (link, mail) = match chase::working(&state, contact, now) {
        Some(link) => chase::by_link(app, actor, &mut log, &state, &to, Occasion::Resent, &link).await?,
        None => {
            let expires = expires(now, state.respond_by, &firms::zone(&mut log, firm).await?);
            send_link_as(app, actor, &mut log, &chase::asking(&state), &to, Occasion::Resent, expires).await?
        }
    };
    let before = state.recipient(contact).map(|known| known.email.clone()).unwrap_or_default();
    let by = Person { member: adviser.id, name: adviser.name.clone() };
    let resent = NoticeResent { notice, contact, to: to.email, before, link, mail, by };
    // A code on its way to the old address would say that its reader has the new one.
    if let Some(code) = codes::open(&mut log, firm, notice, contact, now).await? {
        codes::close(&mut log, firm, code.code, now).await?;
    }
    log.push(actor, resent, &mut app.rng()).await?;
    let answer = once.answer(&mut log, format!("/notices/{notice}"), "notice_resent").await?;
    log.commit().await?;
    Ok(answer)
}

async fn link(
    adviser: &Adviser,
    log: &mut Append,
    state: &State,
    recipient: &Recipient,
    occasion: Occasion,
) -> Result<(), Failure> {
    let zone = firms::zone(log, adviser.firm).await?;
    let expires = expires(log.now(), state.respond_by, &zone);
    send_link(adviser, log, &chase::asking(state), recipient, occasion, expires).await
}

pub async fn revoke_link(
    adviser: Adviser,
    Path(link): Path<Id>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    let (log, state) = begin(&adviser, Some((What::Link, link)), link).await?;
    let decided = rules::revoke_link(&state, link, form.value(&format!("reason-{link}")));
    let log = match decide(&adviser, log, &state, &mut form, link, decided).await? {
        Ok(log) => log,
        Err(again) => return Ok(again),
    };
    log.commit().await?;
    Ok(see(format!("/notices/{}", state.notice.notice), "link_revoked"))
}

pub async fn reply(
    adviser: Adviser,
    Path(question): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (mut log, state) = begin(&adviser, Some((What::Question, question)), question).await?;
    once.first(&mut log).await?;
    let member = Person { member: adviser.id, name: adviser.name.clone() };
    let decided = rules::reply(&state, question, member, form.value(&format!("reply-{question}")));
    let event = decided.clone().ok();
    let mut log = match decide(&adviser, log, &state, &mut form, question, decided).await? {
        Ok(log) => log,
        Err(again) => return Ok(again),
    };
    let asked = state.questions.iter().find(|q| q.asked.question == question).map(|q| &q.asked);
    if let (Some(asked), Some(Event::QuestionAnswered(reply))) = (asked, event)
        && let Some(recipient) = state.recipient(asked.contact)
    {
        mail::queue_reply(&mut log, &adviser.app, &state.notice, recipient, &asked.text, &reply).await?;
    }
    let answer = once.answer(&mut log, format!("/notices/{}", state.notice.notice), "replied").await?;
    log.commit().await?;
    Ok(answer)
}

/// The person named becomes a contact who may decide, and a recipient of this notice.
pub async fn confirm(
    adviser: Adviser,
    Path(proposal): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (mut log, mut state) = begin(&adviser, Some((What::Proposal, proposal)), proposal).await?;
    once.first(&mut log).await?;
    let named = state.proposals.iter().find(|p| p.named.proposal == proposal).map(|p| p.named.clone());
    let named = named.ok_or(Failure::NotFound)?;
    let contact = contact_named(&adviser, &mut log, state.notice.project.client, &named, &form).await?;
    let recipient = recipient(&contact);
    let day = form.trimmed(&format!("respond_by-{proposal}"));
    let (day, unread) = (parse_date(day), !day.is_empty() && parse_date(day).is_none());
    let today = local(log.now(), &firms::zone(&mut log, adviser.firm).await?).date();
    let decided = if unread {
        form.refuse(format!("respond_by-{proposal}"), adviser.t().error_date());
        Err(vec![])
    } else if contact.authority_note.chars().count() > MAX_LINE {
        Err(vec![Refusal::new("note", Why::TooLong(MAX_LINE))])
    } else {
        rules::confirm_signatory(&state, proposal, recipient.clone(), day, today)
    };
    if decided.is_ok() {
        log.push(Actor::Member(adviser.id), contact, &mut adviser.app.rng()).await?;
    }
    let event = decided.clone().ok();
    let mut log = match decide(&adviser, log, &state, &mut form, proposal, decided).await? {
        Ok(log) => log,
        Err(again) => return Ok(again),
    };
    let by = state.recipient(named.contact).map(|r| r.name.clone()).unwrap_or_default();
    event.into_iter().for_each(|event| state.apply(log.now(), event));
    link(&adviser, &mut log, &state, &recipient, Occasion::Named { by }).await?;
    let answer = once.answer(&mut log, format!("/notices/{}", state.notice.notice), "signatory_confirmed").await?;
    log.commit().await?;
    Ok(answer)
}

/// The contact with this address, or a new one, who from now on may decide.
async fn contact_named(
    adviser: &Adviser,
    log: &mut Append,
    client: Id,
    named: &SignatoryNamed,
    form: &Form,
) -> Result<ContactRecorded, Failure> {
    let authority = match form.value(&format!("authority-{}", named.proposal)) {
        "register" => Authority::Register,
        "delegation" => Authority::Delegation,
        "self_declared" => Authority::SelfDeclared,
        _ => Authority::Unknown,
    };
    let authority_note = form.trimmed(&format!("note-{}", named.proposal)).to_owned();
    let known = clients::present(log, adviser.firm, client).await?;
    let known = known.into_iter().find(|contact| contact.email.eq_ignore_ascii_case(&named.email));
    let contact = known.unwrap_or_else(|| ContactRecorded {
        contact: adviser.app.new_id(),
        client,
        name: named.name.clone(),
        email: named.email.clone(),
        phone: String::new(),
        role: named.role.clone(),
        signatory: true,
        authority,
        authority_note: String::new(),
        director: false,
        active: true,
    });
    Ok(ContactRecorded { signatory: true, authority, authority_note, ..contact })
}

pub async fn refuse(
    adviser: Adviser,
    Path(proposal): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (mut log, state) = begin(&adviser, Some((What::Proposal, proposal)), proposal).await?;
    once.first(&mut log).await?;
    let decided = rules::refuse_signatory(&state, proposal, form.value(&format!("reason-{proposal}")));
    let mut log = match decide(&adviser, log, &state, &mut form, proposal, decided).await? {
        Ok(log) => log,
        Err(again) => return Ok(again),
    };
    let answer = once.answer(&mut log, format!("/notices/{}", state.notice.notice), "signatory_refused").await?;
    log.commit().await?;
    Ok(answer)
}
