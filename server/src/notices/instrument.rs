//! What is put to the client as a whole: acceptance minutes with the risks that remain, and the evidence agreement. Each begins as a draft
//! of a notice, and from there on goes the way of a notice.

use app::pages::{self, MinutesPage, Risk};
use app::parts::instrument_text;
use app::texts::instrument::AGREEMENT_VERSION;
use app::texts::local;
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::response::Response;
use jiff::ToSpan;
use ledger::Id;
use ledger::coverage::{Coverage, Standing, State, Told};
use ledger::event::{Agreement, Choice, Date, ERASED, Fact, Instrument, Minutes, Notice, NoticeClass, Warning};
use ledger::notice::{MAX_TEXT, Refusals, Why};

use super::draft::TIME_TO_ANSWER;
use crate::coverage::{again::drafted, read, under_lock};
use crate::projects::read_date;
use crate::store::drafts::{self, DraftNotice, DraftWarning};
use crate::store::{self, Append, Firm, Tx, clients, coverage, firms, log, notices};
use crate::web::{Adviser, Failure, Making, Member, refuse};

pub async fn new_minutes(adviser: Adviser, Path(project): Path<Id>) -> Result<Response, Failure> {
    let (rules, state, zone) = read(&mut adviser.app.db.read().await?, &adviser, project).await?;
    let mut form = adviser.form();
    form.set("delivered", &state.project.scope_in).set("day", local(adviser.now, &zone).date().to_string());
    Ok(adviser.page(adviser.t().notice_minutes(), minutes_view(&adviser, &state, &Coverage::of(&rules, &state), &form)))
}

fn minutes_view(member: &Member, state: &State, coverage: &Coverage, form: &Form) -> Html {
    let t = member.t();
    let risks = coverage.remaining().map(|(topic, told)| Risk {
        topic: topic.code().to_owned(),
        title: topic.title(t.0).to_owned(),
        said: said(t, told),
    });
    let (project, title) = (state.project.project, state.project.title.clone());
    let page = MinutesPage { project, title, risks: risks.collect(), open: coverage.open() };
    pages::new_minutes(t, &page, form)
}

/// What was said of a risk before, and what became of it.
fn said(t: Texts, told: &Told) -> String {
    let decision = match told.warning.decision {
        None => t.doc_no_answer(),
        Some((_, Choice::Accepted { .. })) => t.state_accepted(),
        Some((_, Choice::Declined)) => t.state_declined(),
        Some((_, Choice::Deferred { .. })) => t.state_deferred(),
    };
    t.minutes_fact_text(&told.notice.reference, &t.date(told.notice.at.day), &decision.to_lowercase())
}

/// Begins minutes: a draft of each risk that remains, and the notice around them.
pub async fn create_minutes(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let t = adviser.t();
    let (mut log, rules, state, today) = under_lock(&adviser, &once, project).await?;
    let coverage = Coverage::of(&rules, &state);
    let minutes = read_minutes(&mut form, t, today);
    let Some(minutes) = minutes.filter(|_| !form.is_refused()) else {
        drop(log);
        return Ok(adviser.again(t.notice_minutes(), minutes_view(&adviser, &state, &coverage, &form)));
    };
    let lang = clients::get(&mut log, adviser.firm, state.project.client).await?.lang;
    let there = drafted(&mut log, &adviser, project).await?;
    let mut warnings = Vec::new();
    for (topic, told) in coverage.remaining() {
        let warning = match there.get(topic.code()) {
            Some(warning) => *warning,
            None => draft_risk(&mut log, &adviser, (project, lang), told).await?,
        };
        warnings.push(warning);
    }
    let notice =
        begin(&mut log, &adviser, (project, state.project.client), Instrument::Minutes(minutes), warnings, &[]).await?;
    let answer = once.answer(&mut log, format!("/drafts/{notice}"), "").await?;
    log.commit().await?;
    Ok(answer)
}

/// The fields of minutes, here and where a draft of them is edited; none when the day cannot be read.
pub fn read_minutes(form: &mut Form, t: Texts, today: Date) -> Option<Minutes> {
    let (delivered, tests) = (form.trimmed("delivered").to_owned(), form.trimmed("tests").to_owned());
    let day = read_date(form, t, "day");
    let mut no = Refusals::default();
    no.text("delivered", &delivered, true, MAX_TEXT);
    no.text("tests", &tests, true, MAX_TEXT);
    match day {
        None if form.trimmed("day").is_empty() => no.push("day", Why::Missing),
        Some(day) if day > today => no.push("day", Why::InFuture),
        _ => {}
    }
    refuse(form, t, no.0);
    Some(Minutes { delivered, tests, day: day? })
}

/// The warning as it was sent, with what became of it among the facts.
async fn draft_risk(
    log: &mut Append,
    adviser: &Adviser,
    (project, lang): (Id, ledger::Lang),
    told: &Told<'_>,
) -> Result<Id, Failure> {
    let (t, warning) = (Texts(lang), adviser.app.new_id());
    let sent = log::notice_state(log, adviser.firm, told.notice.notice).await?;
    let of = told.warning.warning;
    let decisions = sent.answer.iter().flat_map(|(_, answer)| &answer.decisions);
    let reason = decisions.filter(|decision| decision.warning == of).map(|decision| decision.reason.as_str());
    let reason = reason.filter(|reason| !reason.is_empty() && *reason != ERASED).map(|reason| t.minutes_reason(reason));
    let value: Vec<String> = std::iter::once(said(t, told)).chain(reason).collect();
    let found = sent.notice.warnings.iter().find(|warning| warning.warning == of);
    let earlier = found.ok_or(Failure::NotFound)?.clone();
    let mut text = Warning { warning, ..earlier };
    text.facts.retain(|fact| fact.label != t.minutes_fact());
    text.facts.push(Fact { label: t.minutes_fact().to_owned(), value: value.join("\n") });
    let draft = DraftWarning { project, version: 1, author: adviser.id, lang, text, changed: adviser.now };
    drafts::add_warning(log, adviser.firm, &draft).await?;
    Ok(warning)
}

/// The draft of the notice, to those who may decide, and to `also`.
pub(super) async fn begin(
    tx: &mut Tx,
    adviser: &Adviser,
    (project, client): (Id, Id),
    instrument: Instrument,
    warnings: Vec<Id>,
    also: &[Id],
) -> Result<Id, Failure> {
    let firm = adviser.firm;
    let people = clients::present(tx, firm, client).await?;
    let recipients = people.iter().filter(|contact| contact.signatory && !contact.email.is_empty());
    let mut recipients: Vec<Id> = recipients.map(|contact| contact.contact).collect();
    recipients.extend(also.iter().filter(|id| !people.iter().any(|p| p.contact == **id && p.signatory)));
    let today = local(adviser.now, &firms::zone(tx, firm).await?).date();
    let draft = DraftNotice {
        notice: adviser.app.new_id(),
        project,
        version: 1,
        author: adviser.id,
        lang: clients::get(tx, firm, client).await?.lang,
        instrument: Some(instrument),
        introduction: String::new(),
        warnings,
        recipients,
        annexes: vec![],
        respond_by: Some(today.saturating_add(TIME_TO_ANSWER.days())),
        changed: adviser.now,
    };
    drafts::add_notice(tx, firm, &draft).await?;
    Ok(draft.notice)
}

/// What minutes must list and do not, in words: they would let a risk pass in silence.
pub async fn unlisted(tx: &mut Tx, firm: Firm, t: Texts, notice: &Notice) -> Result<Vec<String>, store::Error> {
    if notice.class() != NoticeClass::Minutes {
        return Ok(vec![]);
    }
    let basis = coverage::basis(tx, firm).await?;
    let state = coverage::state(tx, firm, notice.project.project, &basis.zone).await?;
    let coverage = Coverage::of(&basis.rules, &state);
    let listed = |code: &str| notice.warnings.iter().any(|warning| warning.topic == code);
    let remains = |standing: &Standing| matches!(standing, Standing::Warned(_) | Standing::Open);
    let missing = coverage.topics.iter().filter(|covered| remains(&covered.standing) && !listed(covered.topic.code()));
    let missing = missing.map(|covered| format!("{} ({})", covered.topic.title(t.0), covered.topic.code()));
    let mut problems: Vec<String> = missing.map(|topic| t.minutes_unlisted(&topic)).collect();
    if !coverage.unanswered.is_empty() {
        problems.push(t.minutes_unanswered(coverage.unanswered.len() as u64));
    }
    Ok(problems)
}

pub async fn new_agreement(adviser: Adviser, Path(project): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let recorded = notices::project(&mut tx, adviser.firm, project).await?;
    let zone = firms::zone(&mut tx, adviser.firm).await?;
    let standing = notices::agreement(&mut tx, adviser.firm, recorded.client).await?;
    let standing = standing.map(|(reference, at)| (reference, local(at, &zone).date()));
    let lang = clients::get(&mut tx, adviser.firm, recorded.client).await?.lang;
    let (t, theirs) = (adviser.t(), Texts(lang));
    let text = instrument_text(theirs, &model(theirs));
    let view = pages::new_agreement(t, project, &recorded.title, standing, (theirs, text), &adviser.form());
    Ok(adviser.page(t.notice_agreement(), view))
}

fn model(t: Texts) -> Instrument {
    Instrument::Agreement(Agreement { version: AGREEMENT_VERSION.to_owned(), articles: t.agreement_model() })
}

/// Begins an evidence agreement in the client's language.
pub async fn create_agreement(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(_, once): Making,
) -> Result<Response, Failure> {
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    let client = notices::project(&mut log, adviser.firm, project).await?.client;
    let lang = clients::get(&mut log, adviser.firm, client).await?.lang;
    let notice = begin(&mut log, &adviser, (project, client), model(Texts(lang)), vec![], &[]).await?;
    let answer = once.answer(&mut log, format!("/drafts/{notice}"), "").await?;
    log.commit().await?;
    Ok(answer)
}
