//! A notice being put together: which warnings, to whom, until when.

use app::Form;
use app::pages::{self, DraftChoice, DraftPage};
use app::texts::{local, parse_date};
use axum::extract::Path;
use axum::response::Response;
use jiff::ToSpan;
use ledger::Id;
use ledger::event::{Date, FileRef, Instrument, NoticeClass};
use ledger::notice::{MAX_ANNEXES, MAX_RECIPIENTS, MAX_RISKS, MAX_TEXT, MAX_WARNINGS, Refusals, Why};

use super::instrument::read_minutes;
use super::issue::preview_view;
use super::meeting;
use crate::store::drafts::{self, DraftNotice, Outcome};
use crate::store::{self, Tx, clients, firms, holds, notices};
use crate::warnings;
use crate::web::{Adviser, Failure, Making, Member, Posted, refuse, see};

/// Days offered to answer in.
pub const TIME_TO_ANSWER: i64 = 21;

/// What the form of a draft chooses from.
struct Ground {
    page: DraftPage,
    today: Date,
    meeting: Option<meeting::Ground>,
}

async fn ground(tx: &mut Tx, member: &Member, project: Id, draft: Option<&DraftNotice>) -> Result<Ground, Failure> {
    let firm = member.firm;
    let recorded = notices::project(tx, firm, project).await?;
    let client = clients::get(tx, firm, recorded.client).await?.party;
    let warnings = drafts::warnings(tx, firm, project).await?;
    let choice = |draft: &drafts::DraftWarning| DraftChoice {
        warning: draft.text.warning,
        topic: draft.text.topic.clone(),
        title: draft.text.title.clone(),
        missing: warnings::missing(member.t(), &draft.text).len(),
    };
    let class = draft.map_or(NoticeClass::Letter, |draft| NoticeClass::of(draft.instrument.as_ref()));
    let meeting = match class {
        NoticeClass::Meeting => Some(meeting::ground(tx, member, recorded.client, project).await?),
        _ => None,
    };
    let today = local(member.now, &firms::zone(tx, firm).await?).date();
    let page = DraftPage {
        project,
        client_id: recorded.client,
        client: client.name,
        title: recorded.title,
        draft: draft.map(|draft| draft.notice),
        class,
        meeting: meeting.as_ref().map(meeting::Ground::choices),
        warnings: warnings.iter().map(choice).collect(),
        contacts: clients::present(tx, firm, recorded.client).await?,
        papers: notices::papers(tx, firm, project).await?,
        tomorrow: today.saturating_add(1.day()).to_string(),
    };
    Ok(Ground { page, today, meeting })
}

pub async fn new_page(adviser: Adviser, Path(project): Path<Id>) -> Result<Response, Failure> {
    let ground = ground(&mut adviser.app.db.read().await?, &adviser, project, None).await?;
    let mut form = adviser.form();
    let wanted = adviser.query("warning");
    for choice in ground.page.warnings.iter().filter(|choice| choice.missing == 0) {
        if wanted.is_empty() || wanted == choice.warning.to_string() {
            form.add("warnings", choice.warning.to_string());
        }
    }
    for contact in ground.page.contacts.iter().filter(|contact| contact.signatory && !contact.email.is_empty()) {
        form.add("recipients", contact.contact.to_string());
    }
    form.set("respond_by", ground.today.saturating_add(TIME_TO_ANSWER.days()).to_string());
    let t = adviser.t();
    Ok(adviser.page(ground.page.heading(t), pages::draft(t, &ground.page, &form)))
}

pub async fn create(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    let ground = ground(&mut log, &adviser, project, None).await?;
    let draft = read(&mut form, &adviser, &ground, adviser.app.new_id(), None);
    if form.is_refused() {
        let t = adviser.t();
        return Ok(adviser.again(ground.page.heading(t), pages::draft(t, &ground.page, &form)));
    }
    let client = notices::project(&mut log, adviser.firm, project).await?.client;
    let lang = clients::get(&mut log, adviser.firm, client).await?.lang;
    let draft = DraftNotice { lang, ..draft };
    drafts::add_notice(&mut log, adviser.firm, &draft).await?;
    let answer = once.answer(&mut log, format!("/drafts/{}", draft.notice), "").await?;
    log.commit().await?;
    Ok(answer)
}

pub async fn edit_page(adviser: Adviser, Path(id): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let draft = match drafts::notice(&mut tx, adviser.firm, id).await {
        Err(store::Error::Missing) => return gone(&adviser, &mut tx, id).await,
        other => other?,
    };
    let over = holds::over_project(&mut tx, adviser.firm, draft.project).await?;
    if holds::keep(&over, draft.changed) {
        // To read, and why it is not changed.
        let view = preview_view(&adviser, &mut tx, &draft, &adviser.form()).await?;
        return Ok(adviser.page(adviser.t().preview_title(), view));
    }
    let ground = ground(&mut tx, &adviser, draft.project, Some(&draft)).await?;
    let (t, form) = (adviser.t(), to_form(&draft));
    let view = pages::draft(t, &ground.page, &form);
    let view = crate::holds::banner(&mut tx, &adviser, over, view).await?;
    Ok(adviser.page(ground.page.heading(t), view))
}

pub async fn edit(adviser: Adviser, Path(id): Path<Id>, Posted(mut form): Posted) -> Result<Response, Failure> {
    let t = adviser.t();
    let mut tx = adviser.app.db.write().await?;
    let stored = match drafts::notice(&mut tx, adviser.firm, id).await {
        Err(store::Error::Missing) => return gone(&adviser, &mut tx, id).await,
        other => other?,
    };
    let ground = ground(&mut tx, &adviser, stored.project, Some(&stored)).await?;
    let draft = read(&mut form, &adviser, &ground, id, stored.instrument.clone());
    let outcome = match form.is_refused() {
        true => None,
        false => Some(drafts::save_notice(&mut tx, adviser.firm, &draft).await?),
    };
    match outcome {
        Some(Outcome::Done) => {
            tx.commit().await?;
            return Ok(see(format!("/drafts/{id}"), "saved"));
        }
        Some(Outcome::Held) => drop(form.refuse("", t.hold_draft_stays())),
        Some(Outcome::Gone) => {
            let name = notices::member_name(&mut tx, adviser.firm, stored.author).await?;
            form.refuse("", t.draft_conflict(&name)).set("version", stored.version.to_string());
        }
        None => {}
    }
    Ok(adviser.again(ground.page.heading(t), pages::draft(t, &ground.page, &form)))
}

pub async fn delete(adviser: Adviser, Path(id): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.write().await?;
    let draft = drafts::notice(&mut tx, adviser.firm, id).await?;
    if drafts::delete_notice(&mut tx, adviser.firm, &draft).await? == Outcome::Held {
        let t = adviser.t();
        let mut form = to_form(&draft);
        form.refuse("", t.hold_forbids());
        let ground = ground(&mut tx, &adviser, draft.project, Some(&draft)).await?;
        return Ok(adviser.again(ground.page.heading(t), pages::draft(t, &ground.page, &form)));
    }
    tx.commit().await?;
    Ok(see(format!("/projects/{}", draft.project), "draft_deleted"))
}

/// The draft is not there: issued meanwhile, or never was.
pub(super) async fn gone(member: &Member, tx: &mut Tx, id: Id) -> Result<Response, Failure> {
    let reference = notices::reference(tx, member.firm, id).await?.ok_or(Failure::NotFound)?;
    let t = member.t();
    Ok(member.again(t.issued_already_title(), pages::issued_already(t, id, &reference)))
}

fn to_form(draft: &DraftNotice) -> Form {
    let mut form = Form::new();
    form.set("version", draft.version.to_string())
        .set("introduction", &draft.introduction)
        .set("respond_by", draft.respond_by.map(|date| date.to_string()).unwrap_or_default());
    match &draft.instrument {
        Some(Instrument::Minutes(minutes)) => drop(
            form.set("delivered", &minutes.delivered).set("tests", &minutes.tests).set("day", minutes.day.to_string()),
        ),
        Some(Instrument::Meeting(meeting)) => meeting::fill(&mut form, meeting),
        Some(Instrument::Agreement(_)) | None => {}
    }
    for id in &draft.warnings {
        form.add("warnings", id.to_string());
    }
    for id in &draft.recipients {
        form.add("recipients", id.to_string());
    }
    for file in &draft.annexes {
        form.add("annexes", file.sha256.to_string());
    }
    form
}

/// Reads the form; only what the page offers can be chosen.
fn read(form: &mut Form, member: &Member, ground: &Ground, notice: Id, instrument: Option<Instrument>) -> DraftNotice {
    let page = &ground.page;
    let ready = page.warnings.iter().filter(|choice| choice.missing == 0).map(|choice| choice.warning);
    let people = page.contacts.iter().filter(|contact| !contact.email.is_empty()).map(|contact| contact.contact);
    let warnings: Vec<Id> = ready.filter(|id| form.has("warnings", &id.to_string())).collect();
    let recipients: Vec<Id> = people.filter(|id| form.has("recipients", &id.to_string())).collect();
    let files = page.papers.iter().filter(|file| form.has("annexes", &file.sha256.to_string()));
    let annexes: Vec<FileRef> = files.cloned().collect();
    let mut no = Refusals::default();
    let mut count = |field: &str, n: usize, min: usize, max: usize| {
        if n < min {
            no.push(field, Why::Missing);
        } else if n > max {
            no.push(field, Why::TooMany(max));
        }
    };
    let (least, most) = instrument.as_ref().map_or((1, MAX_WARNINGS), |_| (0, MAX_RISKS));
    count("warnings", warnings.len(), least, most);
    count("recipients", recipients.len(), 1, MAX_RECIPIENTS);
    count("annexes", annexes.len(), 0, MAX_ANNEXES);
    let introduction = form.trimmed("introduction").to_owned();
    no.text("introduction", &introduction, false, MAX_TEXT);
    let respond_by = match form.trimmed("respond_by") {
        "" => None,
        text => match parse_date(text) {
            Some(date) => {
                if date <= ground.today {
                    no.push("respond_by", Why::NotInFuture);
                }
                Some(date)
            }
            None => {
                form.refuse("respond_by", member.t().error_date());
                None
            }
        },
    };
    refuse(form, member.t(), no.0);
    let instrument = match instrument {
        Some(Instrument::Minutes(stored)) => {
            Some(Instrument::Minutes(read_minutes(form, member.t(), ground.today).unwrap_or(stored)))
        }
        Some(Instrument::Meeting(stored)) => {
            let read = ground.meeting.as_ref().and_then(|ground| ground.read(form, member.t()));
            Some(Instrument::Meeting(read.unwrap_or(stored)))
        }
        other => other,
    };
    let version = form.trimmed("version").parse().unwrap_or(1);
    let (project, author, lang) = (page.project, member.id, member.lang);
    DraftNotice {
        notice,
        project,
        version,
        author,
        lang,
        introduction,
        instrument,
        warnings,
        recipients,
        annexes,
        respond_by,
        changed: member.now,
    }
}
