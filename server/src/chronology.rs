//! Every fact of a project, or of a client and all its projects, on one page, with the source of its time and its proof: what a lawyer prints.

use std::collections::HashMap;

use app::Form;
use app::pages::{self, ChronologyLine, ChronologyPage, GAP_DAYS, GAPS};
use app::parts::{Moment, State};
use app::texts::local;
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use ledger::event::{AccessPage, AccessSort, AccessUsed, DocumentClass, Event};
use ledger::evidence::{Dating, EvidenceEntry};
use ledger::{Actor, Hash, Id};

use crate::documents::{self, Row, Trail};
use crate::holds;
use crate::paper::{self, Subject};
use crate::projects::read_date;
use crate::store::evidence::{self, About};
use crate::store::{self, clients, dossiers, firms, notices};
use crate::web::{Failure, Reader};

pub async fn project(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let recorded = notices::project(&mut tx, reader.firm, project).await?;
    let client = clients::get(&mut tx, reader.firm, recorded.client).await?.party.name;
    drop(tx);
    let whose = Whose {
        about: match reader.outside {
            Some(_) => About::Project(project),
            None => About::ProjectAndReaders(project),
        },
        base: format!("/projects/{project}"),
        title: recorded.title,
        client,
        reference: recorded.reference,
    };
    page(reader, whose).await
}

/// Of a client and all its projects.
pub async fn client(reader: Reader, Path(client): Path<Id>) -> Result<Response, Failure> {
    let recorded = clients::get(&mut reader.app.db.read().await?, reader.firm, client).await?;
    let whose = Whose {
        about: match reader.outside {
            Some(_) => About::Client(client),
            None => About::ClientAndReaders(client),
        },
        base: format!("/clients/{client}"),
        title: recorded.party.name,
        client: String::new(),
        reference: String::new(),
    };
    page(reader, whose).await
}

/// What the page is about, and what that is called.
struct Whose {
    about: About,
    base: String,
    title: String,
    client: String,
    reference: String,
}

/// What the reader chose: from, to, and from how many days on a silence is drawn.
fn chosen(reader: &Reader, form: &mut Form) -> (Option<Date>, Option<Date>, i32) {
    let t = reader.t();
    for name in ["from", "to", "gap"] {
        form.set(name, reader.query(name).trim());
    }
    let (from, to) = (read_date(form, t, "from"), read_date(form, t, "to"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        form.refuse("to", t.chronology_to_early());
    }
    if form.value("gap").is_empty() {
        form.set("gap", GAP_DAYS.to_string());
    }
    let gap = form.value("gap").parse().ok().filter(|days| GAPS.contains(days));
    if gap.is_none() {
        form.refuse("gap", t.error_choose());
    }
    (from, to, gap.unwrap_or(GAP_DAYS))
}

async fn page(reader: Reader, whose: Whose) -> Result<Response, Failure> {
    let (app, firm, t) = (&reader.app, reader.firm, reader.t());
    let zone = firms::zone(&mut app.db.read().await?, firm).await?;
    let mut form = Form::new();
    let (from, to, gap) = chosen(&reader, &mut form);
    // Browsers print the title at the head of each sheet.
    let title = t.labelled(t.chronology(), &whose.title);
    let evidence = match evidence::of(&app.db, &app.vault, firm, whose.about, &app.clock).await {
        Err(store::Error::TooMany { most }) => {
            let view = pages::chronology_too_many(t, (&whose.title, &whose.base), most as u64);
            return Ok(reader.page(&title, view));
        }
        other => other?,
    };
    let bad = |error: documents::Error| Failure::Internal(Box::new(error));
    let trail = Trail::read(&evidence).and_then(|trail| trail.dated(&evidence, &app.known(), app.clock.now()));
    let trail = trail.map_err(bad)?;
    let subject = Subject { document: whose.about.id(), lang: reader.lang, reference: "", logo: None, made_by: None };
    let frame = paper::frame(app, firm, subject).await?;
    let dating = trail.dating();
    let day = |row: &Row| local(row.header.time, &zone).date();
    let is = |row: &Row, word: &str| row.header.subject.starts_with(word);
    let of_client = matches!(whose.about, About::Client(_) | About::ClientAndReaders(_));
    // The firm's own entries (its keys) say nothing of the project.
    let about = trail.rows.iter().zip(&evidence.entries).filter(|(row, _)| !is(row, "firm:"));
    // A file of the client's is of its other projects too, which this reader may not see.
    let wider = |row: &Row| reader.outside.is_some() && !of_client && is_of_client(row.event.as_ref());
    let less = reader.outside.is_some_and(|outside| outside.sort == AccessSort::DataRoom);
    let all = about.clone().count();
    let about = about.filter(|(row, _)| !wider(row));
    let recorded_in_all = about.clone().count();
    let readers = about.clone().filter(|(row, _)| is(row, "access:")).count();
    let about = about.filter(|(row, _)| !less || DATA_ROOM.contains(&row.header.kind.as_str()));
    let mut days: Vec<Date> = about.clone().map(|(row, _)| day(row)).collect();
    days.dedup();
    let total = about.clone().count();
    let within = |day: Date| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to);
    let shown = about.filter(|(row, _)| form.is_refused() || within(day(row)));
    let projects = if of_client { projects(&trail) } else { HashMap::new() };
    let own = reader.outside.map(|outside| outside.access);
    let made = Made::of(dossiers::makers(&mut app.db.read().await?, firm, own).await?, &trail);
    let lines = shown.map(|(row, entry)| line(&frame, &trail, &dating, (&projects, &made), (row, entry)));
    let page = ChronologyPage {
        title: whose.title,
        client: whose.client,
        reference: whose.reference,
        now: reader.now,
        base: whose.base,
        of_client,
        lines: lines.collect(),
        total,
        hidden: recorded_in_all - total,
        beside: (!less && all == recorded_in_all).then_some((trail.rows.len() - all, readers)),
        days,
        within: (from, to),
        gap,
        zone: zone.clone(),
    };
    let view = pages::chronology(t, &page, &form);
    let view = holds::above(&mut app.db.read().await?, &reader, &whose.about.subject(), view).await?;
    Ok(if form.is_refused() { reader.again(&title, view) } else { reader.page(&title, view) })
}

/// The project of each subject of entries, by its title.
fn projects(trail: &Trail) -> HashMap<String, String> {
    let mut titles = HashMap::new();
    for (_, event) in trail.events() {
        match event {
            Event::ProjectRecorded(e) => drop(titles.insert(format!("project:{}", e.project), e.title.clone())),
            Event::NoticeIssued(e) => {
                titles.insert(format!("notice:{}", e.notice), e.project.title.clone());
            }
            _ => {}
        }
    }
    titles
}

/// What outside readers had made, each with the name of who did; of others, whoever reads from outside does not learn it.
struct Made {
    /// By the document, or the hash of the bundle.
    names: HashMap<String, String>,
    /// The document of each file.
    files: HashMap<Hash, String>,
}

impl Made {
    fn of(names: HashMap<String, String>, trail: &Trail) -> Made {
        let files = trail.events().filter_map(|(_, event)| match event {
            Event::DocumentMade(e) => Some((e.file.sha256, e.dossier().to_string())),
            _ => None,
        });
        Made { names, files: files.collect() }
    }

    fn by(&self, event: &Event) -> Option<&String> {
        match event {
            Event::DocumentMade(e) => self.names.get(&e.dossier().to_string()),
            Event::BundleExported(e) => self.names.get(&e.sha256.to_string()),
            Event::EvidenceExported(e) => self.names.get(self.files.get(&e.sha256)?),
            _ => None,
        }
    }
}

/// Whether it says that a file of a client was made or handed out.
fn is_of_client(event: Option<&Event>) -> bool {
    let class = match event {
        Some(Event::DocumentMade(e)) => e.class,
        Some(Event::EvidenceExported(e)) => e.class,
        _ => return false,
    };
    class == DocumentClass::ClientDossier
}

/// The kinds of entries that a data room shows: the scope, what was warned of and what became of it. Not who was written to at which address, needs and
/// promises, papers, links and mails; nor what was made of it, by whom and when: who prepares a case does not tell the other side.
const DATA_ROOM: [&str; 16] = [
    "project.recorded",
    "milestone.reached",
    "topic.in_place",
    "topic.not_applicable",
    "topic.reopened",
    "notice.issued",
    "reminder.made",
    "notice.escalated",
    "silence.recorded",
    "letter.posted",
    "receipt.filed",
    "notice.handed",
    "notice.acknowledged",
    "answer.given",
    "question.asked",
    "question.answered",
];

fn line(
    frame: &documents::Frame,
    trail: &Trail,
    dating: &Dating<'_>,
    (projects, made): (&HashMap<String, String>, &Made),
    (row, entry): (&Row, &EvidenceEntry),
) -> ChronologyLine {
    let t = frame.texts();
    let (what, mut details) = documents::describe(frame, trail, row);
    if let Some(title) = projects.get(&row.header.subject) {
        details.insert(0, t.labelled(t.doc_project(), title));
    }
    let by = match row.header.actor {
        Actor::System => match &row.event {
            // On whose behalf the program did it.
            Some(Event::AccessUsed(e)) => e.name.clone(),
            event => match event.as_ref().and_then(|event| made.by(event)) {
                Some(name) if name.is_empty() => t.by_some_outside_reader().to_owned(),
                Some(name) => t.by_outside_reader(name),
                None => t.trail_by_system().to_owned(),
            },
        },
        Actor::Contact(id) if Event::by_link_alone(&row.header.kind) => t.by_link(trail.name(id)),
        actor => trail.actor(actor).to_owned(),
    };
    let stated = dating.first(row.header.index);
    let source = match stated {
        Some(stamp) => t.chronology_stamped(&frame.when_and_utc(stamp.time), &stamp.authority.to_string()),
        None => t.chronology_firm_clock().to_owned(),
    };
    let (word, id) = row.header.subject.split_once(':').unwrap_or_default();
    let href = match word {
        "notice" | "project" | "client" => Some(format!("/{word}s/{id}")),
        "access" => Some(format!("/access/{id}")),
        _ => None,
    };
    let label = what.clone();
    let moment = Moment { at: row.header.time, day: None, label, state: state(&row.header.kind), href, erase: None };
    let leaf = ledger::merkle::leaf_hash(entry.header.as_bytes());
    let opened = matches!(&row.event, Some(Event::AccessUsed(e)) if is_a_page(e)).then(|| row.header.subject.clone());
    let stamped = stated.is_some();
    ChronologyLine {
        index: row.header.index,
        at: row.header.time,
        what,
        details,
        by,
        source,
        stamped,
        leaf,
        moment,
        opened,
    }
}

/// Whether it says no more than that a page was opened: nothing was made, and no file was taken along.
fn is_a_page(used: &AccessUsed) -> bool {
    use AccessPage::{DossierAsked, Entered, Exported, File};
    used.sha256.is_none() && !matches!(used.page, Entered | Exported | DossierAsked | File)
}

/// What stands out on the picture.
fn state(kind: &str) -> Option<State> {
    Some(match kind {
        "notice.issued" | "letter.posted" | "notice.handed" => State::Sent,
        "answer.given" => State::Accepted,
        "question.asked" => State::Question,
        "silence.recorded" | "notice.escalated" | "mail.refused" | "mail.returned" => State::Overdue,
        "payload.erased" | "link.revoked" => State::Revoked,
        _ => return None,
    })
}
