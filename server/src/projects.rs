//! Projects: list, record, show, and record again when the scope changes.

use app::pages::{self, DraftLine, NoticeLine, ProjectLine, ProjectPage};
use app::parts::{Moment, State};
use app::texts::{local, parse_date};
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::response::Response;
use jiff::tz::TimeZone;
use ledger::catalogue;
use ledger::coverage::{Coverage, Covered, OwnKind};
use ledger::event::{Date, Event, NoticeClass, ProjectRecorded, Role};
use ledger::notice::{MAX_LINE, MAX_TEXT, Refusals};
use ledger::{Actor, Id, Time};

use crate::store::notices::{Of, notice_lines};
use crate::store::{Paging, Tx, clients, coverage, drafts, firms, log, notices, projects};
use crate::uploads::Accept;
use crate::warnings::missing;
use crate::web::{Adviser, Failure, Making, Member, Reader, refuse};
use crate::{access, erasure, holds, retention, search};

pub async fn list(reader: Reader) -> Result<Response, Failure> {
    let place = reader.kept(("projects", reader.firm, reader.log, reader.role), &[]);
    if let Some(page) = place.page() {
        return Ok(page);
    }
    let mut tx = reader.app.db.read().await?;
    let (rows, Paging { page, pages }) = projects::list(&mut tx, reader.firm, &reader.query("page")).await?;
    // Only whose kinds are the firm's own are looked up.
    let own = |row: &projects::Listed| row.kinds.iter().any(|kind| catalogue::kind(kind).is_none());
    let own = match rows.iter().any(own) {
        true => coverage::basis(&mut tx, reader.firm).await?.rules.own_kinds().to_vec(),
        false => vec![],
    };
    let line = |row: projects::Listed| ProjectLine {
        project: row.project,
        title: row.title,
        client: row.client,
        kinds: pages::kind_names(reader.lang, &own, &row.kinds),
        open: row.open,
        held: row.held,
    };
    let lines = rows.into_iter().map(line).collect();
    let view = pages::projects(reader.t(), lines, page, pages, reader.role != Role::Reader);
    Ok(place.keep(reader.t().nav_projects(), view))
}

pub async fn new_page(adviser: Adviser) -> Result<Response, Failure> {
    let mut form = adviser.form();
    form.set("client", adviser.query("client"));
    let view = new_view(&adviser, &form).await?;
    Ok(adviser.page(adviser.t().project_new(), view))
}

async fn new_view(adviser: &Adviser, form: &Form) -> Result<Html, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let clients = projects::clients(&mut tx, adviser.firm).await?;
    let rules = coverage::basis(&mut tx, adviser.firm).await?.rules;
    Ok(pages::new_project(adviser.t(), clients, &rules, form))
}

pub async fn create(adviser: Adviser, Making(mut form, once): Making) -> Result<Response, Failure> {
    let project = adviser.app.new_id();
    let mut tx = adviser.app.db.read().await?;
    let clients = projects::clients(&mut tx, adviser.firm).await?;
    let rules = coverage::basis(&mut tx, adviser.firm).await?.rules;
    drop(tx);
    let client = clients.iter().map(|(id, _)| *id).find(|id| id.to_string() == form.value("client"));
    if client.is_none() {
        form.refuse("client", adviser.t().error_choose());
    }
    let recorded = read(&mut form, adviser.t(), rules.own_kinds(), project, client.unwrap_or(project));
    if form.only_looks() || form.is_refused() {
        let view = pages::new_project(adviser.t(), clients, &rules, &form);
        return Ok(adviser.again(adviser.t().project_new(), view));
    }
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    log.push(Actor::Member(adviser.id), recorded, &mut adviser.app.rng()).await?;
    let answer = once.answer(&mut log, format!("/projects/{project}"), "project_created").await?;
    log.commit().await?;
    Ok(answer)
}

/// Reads a first version, refusing what is wrong beside its field.
fn read(form: &mut Form, t: Texts, own: &[OwnKind], project: Id, client: Id) -> ProjectRecorded {
    let text = |name: &str| form.trimmed(name).to_owned();
    let kinds = catalogue::kinds().iter().map(|kind| &kind.code).chain(own.iter().map(|kind| &kind.code));
    let kinds = kinds.filter(|code| form.has("kinds", code)).cloned();
    let mut recorded = ProjectRecorded {
        project,
        client,
        version: 1,
        title: text("title"),
        reference: text("reference"),
        kinds: kinds.collect(),
        scope_in: text("scope_in"),
        scope_out: text("scope_out"),
        starts: None,
        ends: None,
        change: String::new(),
    };
    let mut no = Refusals::default();
    no.text("title", &recorded.title, true, MAX_LINE);
    no.text("reference", &recorded.reference, false, MAX_LINE);
    no.text("scope_in", &recorded.scope_in, true, MAX_TEXT);
    no.text("scope_out", &recorded.scope_out, false, MAX_TEXT);
    refuse(form, t, no.0);
    if recorded.kinds.is_empty() {
        form.refuse("kinds", t.error_choose());
    }
    recorded.starts = read_date(form, t, "starts");
    recorded.ends = read_date(form, t, "ends");
    if recorded.starts.zip(recorded.ends).is_some_and(|(starts, ends)| ends < starts) {
        form.refuse("ends", t.project_ends_early());
    }
    recorded
}

/// A day that may be left out.
pub fn read_date(form: &mut Form, t: Texts, name: &str) -> Option<Date> {
    if form.trimmed(name).is_empty() {
        return None;
    }
    let date = parse_date(form.trimmed(name));
    if date.is_none() {
        form.refuse(name, t.error_date());
    }
    date
}

pub async fn page(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    let (title, view) = match show(&reader, project, &reader.form()).await {
        // Not there, or no longer.
        Err(Failure::NotFound) => retention::destroyed(&reader, project).await?,
        other => other?,
    };
    Ok(reader.page(&title, view))
}

/// The project's page; `form` carries what was refused of the forms on it.
pub async fn show(member: &Member, project: Id, form: &Form) -> Result<(String, Html), Failure> {
    let (firm, t) = (member.firm, member.t());
    let mut tx = member.app.db.read().await?;
    let recorded = notices::project(&mut tx, firm, project).await?;
    let client = clients::get(&mut tx, firm, recorded.client).await?.party;
    let zone = firms::zone(&mut tx, firm).await?;
    let drafted = drafts::warnings(&mut tx, firm, project).await?;
    let sent = notice_lines(&mut tx, firm, Of::Project(project)).await?;
    let basis = coverage::basis(&mut tx, firm).await?;
    let state = coverage::state(&mut tx, firm, project, &zone).await?;
    let covered = Coverage::of(&basis.rules, &state);
    let raised =
        |topic: &Covered| !topic.told.is_empty() || drafted.iter().any(|draft| draft.text.topic == topic.topic.code());
    let open = covered.topics.iter().filter(|topic| topic.standing.is_open() && !raised(topic));
    let titled = |topic: &Covered| (topic.topic.code().to_owned(), topic.topic.title(member.lang).to_owned());
    let (versions, moments) = story(&mut tx, member, &zone, project, &sent).await?;
    let papers = projects::papers(&mut tx, firm, project).await?;
    let files: Vec<ledger::Hash> = papers.iter().map(|(_, paper)| paper.file.sha256).collect();
    let page = ProjectPage {
        client: client.name,
        kinds: pages::kind_names(member.lang, basis.rules.own_kinds(), &recorded.kinds),
        versions,
        needs: projects::needs(&mut tx, firm, project).await?,
        promises: projects::promises(&mut tx, firm, project).await?,
        unread: search::unread(&mut tx, member, &files).await?,
        papers,
        topics: open.map(titled).collect(),
        percent: covered.percent(),
        drafts: drafted
            .iter()
            .map(|draft| DraftLine {
                warning: draft.text.warning,
                title: draft.text.title.clone(),
                topic: draft.text.topic.clone(),
                ready: missing(t, &draft.text).is_empty(),
            })
            .collect(),
        draft_notices: drafts::notices(&mut tx, firm, project)
            .await?
            .iter()
            .map(|draft| (draft.notice, NoticeClass::of(draft.instrument.as_ref())))
            .collect(),
        notices: sent,
        moments,
        zone,
        now: member.now,
        file_types: Accept::Papers.words(),
        file_accept: Accept::Papers.html(),
        file_limit: member.app.config.upload_limit as u64,
        editable: member.role != Role::Reader,
        project: &recorded,
        state: &state,
    };
    let view = pages::project(t, page, form);
    let view = access::above(&mut tx, member, &format!("project:{project}"), view).await?;
    Ok((recorded.title.clone(), holds::above(&mut tx, member, &format!("project:{project}"), view).await?))
}

type Versions = Vec<(u32, Time)>;

/// The project's versions, and what happened to it and its notices.
async fn story(
    tx: &mut Tx,
    member: &Member,
    zone: &TimeZone,
    project: Id,
    sent: &[NoticeLine],
) -> Result<(Versions, Vec<Moment>), Failure> {
    let (firm, t) = (member.firm, member.t());
    let (mut versions, mut moments) = (vec![], vec![]);
    for stored in log::about(tx, firm, &format!("project:{project}")).await? {
        let mut href = None;
        let mut label = t.event(&stored.kind).unwrap_or_default().to_owned();
        let event = stored.event()?;
        let erase = erasure::link(member, &stored.subject, stored.index, event.as_ref());
        match event {
            Some(Event::ProjectRecorded(e)) => {
                versions.push((e.version, stored.time));
                label = format!("{label} · {}", t.project_version_n(e.version));
                href = Some(format!("/projects/{project}/versions/{}", e.version));
            }
            Some(Event::NeedRecorded(_) | Event::PromiseRecorded(_)) => {}
            Some(Event::ExchangeImported(e)) => label = format!("{label} · {}", e.subject),
            Some(Event::PaperFiled(e)) => label = format!("{label} · {}", e.file.name),
            Some(Event::SurveyAnswered(e)) => label = format!("{label} · {} {}", e.asked, t.survey_answer(e.answer)),
            Some(Event::TopicInPlace(e)) => label = format!("{label} · {}", e.title),
            Some(Event::TopicNotApplicable(e)) => label = format!("{label} · {}", e.title),
            Some(Event::TopicReopened(e)) => label = format!("{label} · {}", e.title),
            Some(Event::ChangeReported(e)) => label = format!("{label} · {}", t.date(e.day)),
            Some(Event::MilestoneReached(e)) => label = format!("{label} · {}", t.milestone(e.milestone)),
            Some(Event::HoldPlaced(e)) => {
                label = format!("{label} · {}", e.reason);
                href = Some(format!("/holds/{}", e.hold));
            }
            Some(Event::HoldReleased(e)) => label = format!("{label} · {}", e.reason),
            Some(Event::PayloadErased(e)) => label = t.erased_sentence(&e, &t.date(local(stored.time, zone).date())),
            // What says so follows.
            None => label = t.trail_erased(&label),
            // Documents made and exported are the firm's own doing, and many.
            _ => continue,
        }
        moments.push((stored.index, Moment { at: stored.time, day: None, label, state: None, href, erase }));
    }
    for notice in sent {
        for stored in log::about(tx, firm, &format!("notice:{}", notice.notice)).await? {
            let state = match stored.kind.as_str() {
                "notice.issued" => Some(State::Sent),
                "question.asked" => Some(State::Question),
                "answer.given" => notice.standing.weightiest(),
                "notice.escalated" | "silence.recorded" => Some(State::Overdue),
                "notice.acknowledged" | "question.answered" => None,
                "letter.posted" | "notice.handed" | "notice.resent" => Some(State::Sent),
                "receipt.filed" | "exchange.imported" => None,
                "signatory.named" | "signatory.confirmed" | "signatory.refused" => None,
                _ => continue,
            };
            let label = format!("{} · {}", t.event(&stored.kind).unwrap_or_default(), notice.reference);
            let href = Some(format!("/notices/{}", notice.notice));
            // Erased from the page of the notice, where all its entries stand.
            moments.push((stored.index, Moment { at: stored.time, day: None, label, state, href, erase: None }));
        }
    }
    // Two of one millisecond stand in the order of the log.
    moments.sort_by_key(|(index, _)| *index);
    Ok((versions, moments.into_iter().map(|(_, moment)| moment).collect()))
}

pub async fn edit_page(adviser: Adviser, Path(project): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let recorded = notices::project(&mut tx, adviser.firm, project).await?;
    let rules = coverage::basis(&mut tx, adviser.firm).await?.rules;
    let (title, form) = (adviser.t().project_edit_title(&recorded.title), adviser.once(to_form(&recorded)));
    let view = pages::edit_project(adviser.t(), (project, &recorded.title), &rules, &form);
    Ok(adviser.page(&title, holds::above(&mut tx, &adviser, &format!("project:{project}"), view).await?))
}

fn to_form(project: &ProjectRecorded) -> Form {
    let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let mut form = Form::new();
    form.set("version", project.version.to_string())
        .set("title", &project.title)
        .set("reference", &project.reference)
        .set("scope_in", &project.scope_in)
        .set("scope_out", &project.scope_out)
        .set("starts", date(project.starts))
        .set("ends", date(project.ends));
    for kind in &project.kinds {
        form.add("kinds", kind);
    }
    form
}

/// Records a new version. The earlier ones stay in the log.
pub async fn edit(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let t = adviser.t();
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    let before = notices::project(&mut log, adviser.firm, project).await?;
    let rules = coverage::basis(&mut log, adviser.firm).await?.rules;
    let mut recorded = read(&mut form, t, rules.own_kinds(), project, before.client);
    recorded.version = before.version + 1;
    recorded.change = form.trimmed("change").to_owned();
    let mut no = Refusals::default();
    no.text("change", &recorded.change, true, MAX_TEXT);
    refuse(&mut form, t, no.0);
    let looks = form.only_looks();
    if !looks && form.value("version") != before.version.to_string() {
        form.set("version", before.version.to_string()).refuse("", t.project_changed_meanwhile());
    }
    if looks || form.is_refused() {
        drop(log);
        let view = pages::edit_project(t, (project, &before.title), &rules, &form);
        let title = t.project_edit_title(&before.title);
        return Ok(adviser.again(&title, view));
    }
    log.push(Actor::Member(adviser.id), recorded, &mut adviser.app.rng()).await?;
    let answer = once.answer(&mut log, format!("/projects/{project}"), "project_changed").await?;
    log.commit().await?;
    Ok(answer)
}

/// A version as its entry holds it.
pub async fn version(reader: Reader, Path((project, version)): Path<(Id, u32)>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let newest = notices::project(&mut tx, reader.firm, project).await?;
    let zone = firms::zone(&mut tx, reader.firm).await?;
    for stored in log::about(&mut tx, reader.firm, &format!("project:{project}")).await? {
        let Some(Event::ProjectRecorded(recorded)) = stored.event()? else { continue };
        if recorded.version == version {
            let client = clients::get(&mut tx, reader.firm, recorded.client).await?.party;
            let t = reader.t();
            let newest = newest.version == version;
            let rules = coverage::basis(&mut tx, reader.firm).await?.rules;
            let kinds = pages::kind_names(t.0, rules.own_kinds(), &recorded.kinds);
            let view = pages::project_version(t, &recorded, (&client.name, &kinds), stored.time, &zone, newest);
            return Ok(reader.page(&t.project_version_title(version, &recorded.title), view));
        }
    }
    Err(Failure::NotFound)
}
