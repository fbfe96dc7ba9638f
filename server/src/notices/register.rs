//! The client's own register: all that the firm warned them of and what they decided, as a page, a table and a sealed extract.
//!
//! Behind the code: the link alone shows one notice, this shows all. Who may decide sees the whole company's, others what was sent to
//! them. Nothing is recorded: it is the client's to read.

use app::pages::{self, RegisterLine, RegisterPage};
use app::texts::local;
use app::{Form, Html};
use axum::response::{IntoResponse as _, Redirect, Response};
use ledger::notice::State;

use super::answer::{code_sent, identified_code};
use super::link::NoticeLink;
use crate::csv::Csv;
use crate::documents;
use crate::evidence::attachment;
use crate::paper::{self, Subject};
use crate::store::{clients, firms, register, seals};
use crate::web::{Failure, Rate};

pub async fn page(link: NoticeLink) -> Result<Response, Failure> {
    let view = view(&link, &link.state, &link.form()).await?;
    Ok(link.page(link.t().register(), view))
}

/// The page again with what was refused.
pub(super) async fn again(link: &NoticeLink, state: &State, form: &Form) -> Result<Response, Failure> {
    let view = view(link, state, form).await?;
    Ok(link.again(link.t().register(), view))
}

async fn view(link: &NoticeLink, state: &State, form: &Form) -> Result<Html, Failure> {
    let notice = &state.notice;
    let lines = match identified_code(link, state) {
        Some(_) => Some(lines(link).await?),
        None => None,
    };
    let (lines, only_mine) = lines.map_or((None, false), |(lines, only_mine)| (Some(lines), only_mine));
    let page = RegisterPage {
        firm: &notice.firm.name,
        client: &notice.client.name,
        base: &format!("/n/{}", link.token),
        email: state.recipient(link.contact).map_or("", |recipient| recipient.email.as_str()),
        mails: link.mails(),
        code_sent: code_sent(link, state),
        lines: lines.as_deref(),
        only_mine,
        now: link.now,
        zone: &link.zone,
    };
    Ok(pages::register(link.t(), &page, form))
}

/// What this person may see, and whether that is only what was sent to them.
async fn lines(link: &NoticeLink) -> Result<(Vec<RegisterLine>, bool), Failure> {
    let mut tx = link.app.db.read().await?;
    // As they stand today: who may no longer decide for the client no longer sees what others were told.
    let contact = clients::contact(&mut tx, link.firm, link.contact).await?;
    let only_mine = !(contact.signatory && contact.active);
    let mine = only_mine.then_some(link.contact);
    Ok((register::lines(&mut tx, link.firm, contact.client, mine).await?, only_mine))
}

/// The lines, or the page that asks for the code.
async fn allowed(link: &NoticeLink) -> Result<Result<Vec<RegisterLine>, Response>, Failure> {
    link.limit(Rate::Public)?;
    if identified_code(link, &link.state).is_none() {
        return Ok(Err(Redirect::to(&format!("/n/{}/register", link.token)).into_response()));
    }
    Ok(Ok(lines(link).await?.0))
}

pub async fn csv(link: NoticeLink) -> Result<Response, Failure> {
    let t = link.t();
    let lines = match allowed(&link).await? {
        Ok(lines) => lines,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut table = Csv::new([
        t.register_notice(),
        t.register_issued(),
        t.register_project(),
        t.register_topic(),
        t.register_warning(),
        t.register_state(),
        t.register_deferred_until(),
        t.decide_reason(),
        t.decide_reservations(),
        t.register_decided_on(),
        t.register_decided_by(),
        t.register_erased(),
    ]);
    let day = |at| local(at, &link.zone).date();
    for line in lines {
        let (at, by) = line.answered.clone().unzip();
        let text = |date: Option<ledger::event::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let state = if line.later { t.register_later().to_owned() } else { line.words(t, day(link.now)) };
        table.row([
            line.reference,
            day(line.issued).to_string(),
            line.project,
            line.topic,
            line.title,
            state,
            text(line.until),
            line.reason,
            line.reservations,
            text(at.map(day)),
            by.unwrap_or_default(),
            text(line.erased.map(|erased| day(erased.at))),
        ]);
    }
    Ok(attachment(&format!("{}.csv", t.register_file()), "text/csv; charset=utf-8", table.finish().into_bytes()))
}

pub async fn pdf(link: NoticeLink) -> Result<Response, Failure> {
    let lines = match allowed(&link).await? {
        Ok(lines) => lines,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (app, firm, t) = (&link.app, link.firm, link.t());
    let recorded = firms::get(&mut app.db.read().await?, firm).await?;
    let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
    let client = link.state.notice.client.clone();
    let subject = Subject {
        document: app.new_id(),
        lang: link.lang,
        reference: &client.name,
        logo: recorded.logo.as_ref(),
        made_by: None,
    };
    let frame = paper::frame_to_seal(app, firm, subject, &signer).await?;
    let draw = move || documents::register(&frame, &recorded.party, &client, &lines);
    let pdf = paper::sealed(app, signer, draw).await?;
    Ok(attachment(&format!("{}.pdf", t.register_file()), "application/pdf", pdf.bytes))
}
