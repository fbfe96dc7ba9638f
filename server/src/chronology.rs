//! Every fact of a project on one page, with the source of its time and its proof: what a lawyer prints.

use app::pages::{self, ChronologyLine, ChronologyPage};
use app::parts::{Moment, State};
use app::texts::local;
use app::{Form, Texts};
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use ledger::event::{AccessPage, AccessSort, AccessUsed, Event};
use ledger::evidence::{Dating, EvidenceEntry};
use ledger::{Actor, Id};

use crate::documents::{self, Row, Trail};
use crate::paper::{self, Subject};
use crate::projects::read_date;
use crate::store::evidence::{self, About};
use crate::store::{clients, firms, notices};
use crate::web::{Failure, Reader};

pub async fn page(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    let (app, firm, t) = (&reader.app, reader.firm, reader.t());
    let mut tx = app.db.read().await?;
    let recorded = notices::project(&mut tx, firm, project).await?;
    let client = clients::get(&mut tx, firm, recorded.client).await?.party.name;
    let zone = firms::zone(&mut tx, firm).await?;
    drop(tx);
    let mut form = Form::new();
    for name in ["from", "to"] {
        form.set(name, reader.query(name).trim());
    }
    let (from, to) = (read_date(&mut form, t, "from"), read_date(&mut form, t, "to"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        form.refuse("to", t.chronology_to_early());
    }
    let about = match reader.outside {
        Some(_) => About::Project(project),
        None => About::ProjectAndReaders(project),
    };
    let evidence = evidence::of(&app.db, &app.vault, firm, about, &app.clock).await?;
    let bad = |error: documents::Error| Failure::Internal(Box::new(error));
    let trail = Trail::read(&evidence).and_then(|trail| trail.dated(&evidence, &app.known(), app.clock.now()));
    let trail = trail.map_err(bad)?;
    let subject = Subject { document: project, lang: reader.lang, reference: "", logo: None, made_by: None };
    let frame = paper::frame(app, firm, subject).await?;
    let dating = trail.dating();
    let day = |row: &Row| local(row.header.time, &zone).date();
    // The firm's own entries (its keys) say nothing of the project.
    let about = trail.rows.iter().zip(&evidence.entries).filter(|(row, _)| !row.header.subject.starts_with("firm:"));
    let less = reader.outside.is_some_and(|outside| outside.sort == AccessSort::DataRoom);
    let recorded_in_all = about.clone().count();
    let about = about.filter(|(row, _)| !less || DATA_ROOM.contains(&row.header.kind.as_str()));
    let mut days: Vec<Date> = about.clone().map(|(row, _)| day(row)).collect();
    days.dedup();
    let total = about.clone().count();
    let within = |day: Date| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to);
    let shown = about.filter(|(row, _)| form.is_refused() || within(day(row)));
    let lines = shown.map(|(row, entry)| line(t, &frame, &trail, &dating, (row, entry)));
    let page = ChronologyPage {
        title: recorded.title.clone(),
        client,
        reference: recorded.reference.clone(),
        now: reader.now,
        base: format!("/projects/{project}"),
        lines: lines.collect(),
        total,
        hidden: recorded_in_all - total,
        days,
        within: (from, to),
        zone: zone.clone(),
    };
    let view = pages::chronology(t, &page, &form);
    // Browsers print the title at the head of each sheet.
    let title = t.labelled(t.chronology(), &recorded.title);
    Ok(if form.is_refused() { reader.again(&title, view) } else { reader.page(&title, view) })
}

/// The kinds of entries that a data room shows: the scope, what was warned of and what became of it. Not who was written to at which address, needs and
/// promises, papers, links and mails.
const DATA_ROOM: [&str; 17] = [
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
    "document.made",
];

fn line(
    t: Texts,
    frame: &documents::Frame,
    trail: &Trail,
    dating: &Dating<'_>,
    (row, entry): (&Row, &EvidenceEntry),
) -> ChronologyLine {
    let (what, details) = documents::describe(frame, trail, row);
    let by = match row.header.actor {
        Actor::System => match &row.event {
            // On whose behalf the program did it.
            Some(Event::AccessUsed(e)) => e.name.clone(),
            _ => t.trail_by_system().to_owned(),
        },
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
