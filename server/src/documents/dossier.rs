//! The file of a project or of a client: everything on record, in order, with numbered exhibits, as one PDF or as several parts of a size
//! that courts take. The narrative stands in the first part, the exhibits in the others.
//!
//! Drawn from the frame and the attached evidence alone, but for what no entry says: the firm's rules of what is due, and in which part
//! each exhibit stands.

mod chapter;
mod coverage;
mod exhibits;
mod list;
mod sheets;
mod split;

use std::collections::{BTreeSet, HashMap};

use app::texts::local;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use ledger::coverage::Rules;
use ledger::event::{Event, Party};
use ledger::{Evidence, Hash, Id, Time, person};

pub use exhibits::{Exhibit, Exhibits, csv, digits, entry_of};
pub use list::{Listed, listed};
pub use sheets::Files;
pub use split::{FIXED, Part, Plan, SHEET};

use super::frame::Frame;
use super::layout::{ACCENT, Attachment, Flow, Pdf, Relationship, Rich, State};
use super::project::Project;
use super::trail::Trail;
use super::{Error, certificate, instrument, parties, proof};

/// What a dossier is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    Project(Id),
    Client(Id),
}

/// What no entry says.
#[derive(Clone, Copy)]
pub struct Dossier<'a> {
    pub about: Whole,
    /// What is due at the firm.
    pub rules: &'a Rules,
    pub exhibits: &'a Exhibits,
    pub plan: &'a Plan,
    /// Bytes that a part should have at most.
    pub limit: u64,
}

/// The first part: the narrative, the bordereau, and the exhibits that the plan puts there.
///
/// # Errors
/// `Evidence` when `trail` shows nothing of what it is about.
pub fn dossier(frame: &Frame, firm: &Party, trail: &Trail, dossier: &Dossier<'_>, files: Files) -> Result<Pdf, Error> {
    let t = frame.texts();
    let projects = projects(trail, dossier.about);
    let client = client(trail, dossier.about).ok_or(Error::Evidence("no such project or client".into()))?;
    let (class, subject) = titled(frame, dossier, &projects, &client);
    let mut document = frame.document(class, &subject, firm);
    let flow = &mut document.flow;
    cover(flow, frame, trail, dossier, (firm, &client.name), &projects);
    flow.page_break();
    parties::parties(flow, frame, firm, &client);
    contacts(flow, frame, trail, &projects);
    for project in &projects {
        match (dossier.about, project.versions.last()) {
            (Whole::Client(_), Some((_, newest))) => {
                flow.page_break();
                flow.heading(1, &t.labelled(t.doc_project(), &parties::project_line(t, newest)));
                flow.under(1, |flow| chapter::draw(flow, frame, trail, dossier, project));
            }
            _ => chapter::draw(flow, frame, trail, dossier, project),
        }
    }
    flow.heading(1, t.doc_chronology());
    flow.small(t.trail_note());
    proof::trail_table(flow, frame, trail, trail.rows.iter(), Some(dossier.exhibits));
    bordereau(flow, frame, dossier);
    let stories = || projects.iter().flat_map(|project| &project.stories);
    let answered = stories().any(|s| s.answer.is_some());
    let silent = stories().any(|s| s.answer.is_none() && !s.informative());
    proof::level(flow, frame, trail, answered, silent);
    proof::integrity(flow, frame, trail);
    sheets::draw(&mut document, frame, dossier, 0, files);
    document.attachments.push(Attachment {
        name: t.dossier_csv_name().into(),
        media_type: "text/csv".into(),
        description: t.dossier_bordereau().into(),
        relationship: Relationship::Supplement,
        plain: false,
        bytes: csv(frame, dossier.exhibits, dossier.plan).into_bytes(),
    });
    proof::attach(&mut document, frame, trail);
    document.finish()
}

/// The part `here`, from 1 (the narrative is 0): its exhibits. `trail` is of [`evidence_of`] it; `earlier` are the parts made before, by
/// name.
///
/// # Errors
/// When it cannot be drawn.
pub fn part(
    frame: &Frame,
    firm: &Party,
    trail: &Trail,
    dossier: &Dossier<'_>,
    (here, earlier): (usize, &[(String, Hash)]),
    files: Files,
) -> Result<Pdf, Error> {
    let t = frame.texts();
    let called = t.dossier_part(here + 1, dossier.plan.parts.len());
    let mut document = frame.document(class(frame, dossier.about), &called, firm);
    let flow = &mut document.flow;
    frame.sender_and_qr(flow, firm);
    flow.gap(40.0);
    flow.title(class(frame, dossier.about), &format!("{} – {called}", frame.reference));
    flow.gap(16.0);
    let numbers = &dossier.plan.parts[here].exhibits;
    flow.note(ACCENT, |f| {
        f.plain(t.dossier_part_text(numbers.len() as u64));
        f.gap(4.0);
        f.prose(proof::time_sentence(frame, trail));
    });
    proof::erased(flow, frame, trail);
    flow.gap(12.0);
    let mut rows = vec![(t.reference(), Rich::new().strong(frame.reference.as_str()))];
    rows.push(proof::time_row(frame, trail));
    rows.extend(frame.about_itself());
    flow.facts(rows);
    flow.heading(1, t.dossier_bordereau());
    exhibits::table(flow, frame, dossier.exhibits, numbers, dossier.plan, (here, false));
    flow.heading(1, t.dossier_others());
    flow.table(&[3.0, 7.0], &[t.dossier_part_label(), t.doc_sha256()], |table| {
        for (name, sha256) in earlier {
            table.row(|cells| {
                cells[0].plain(name.as_str());
                cells[1].code(sha256.to_string());
            });
        }
    });
    flow.gap(4.0);
    flow.small(t.dossier_others_note());
    proof::integrity(flow, frame, trail);
    sheets::draw(&mut document, frame, dossier, here, files);
    proof::attach(&mut document, frame, trail);
    document.finish()
}

/// What of `evidence` a part attaches: the entries that name its exhibits, those about the keys, and what says that any of them was erased.
pub fn evidence_of(evidence: &Evidence, trail: &Trail, exhibits: &Exhibits, part: &Part) -> Evidence {
    let named: Vec<u64> =
        part.exhibits.iter().filter_map(|number| exhibits.get(*number)).map(|exhibit| exhibit.entry).collect();
    let mut evidence = evidence.clone();
    let mut rows = trail.rows.iter();
    evidence.entries.retain(|_| {
        let Some(row) = rows.next() else { return false };
        let index = row.header.index;
        let erasure = matches!(&row.event, Some(Event::PayloadErased(e)) if named.contains(&e.entry));
        index == 0 || row.header.kind.starts_with("seal.") || named.contains(&index) || erasure
    });
    evidence
}

/// How the dossier is split so that no part takes more than `limit` bytes, but for the first if its evidence alone takes more and for exhibits
/// that do. `missing` are exhibits whose files are not there, `narrative` the bytes of the first part without exhibits, where they are known,
/// `validation` those that the seals bring along.
///
/// # Errors
/// `Evidence` when it cannot be written.
pub fn plan(
    evidence: &Evidence,
    trail: &Trail,
    exhibits: &Exhibits,
    missing: BTreeSet<usize>,
    (narrative, validation): (Option<u64>, u64),
    limit: u64,
) -> Result<Plan, Error> {
    let bad = |error: &dyn std::fmt::Display| Error::Evidence(error.to_string());
    let bare = evidence_of(evidence, trail, exhibits, &Part::default());
    let fixed = FIXED + validation + bare.to_bytes().map_err(|e| bad(&e))?.len() as u64;
    // The pages take less than the texts that they show: those are compressed.
    let narrative = narrative.unwrap_or(FIXED + validation + trail.bytes.len() as u64 * 3 / 2);
    let mut entries = HashMap::new();
    for (row, entry) in trail.rows.iter().zip(&evidence.entries) {
        let written = serde_json::to_string(entry).map_err(|e| bad(&e))?;
        entries.insert(row.header.index, written.len() as u64);
    }
    let there = exhibits.all.iter().filter(|exhibit| exhibit.erased.is_none() && !missing.contains(&exhibit.number));
    let weighed = there.map(|e| (e.number, e.file.size + entries.get(&e.entry).copied().unwrap_or_default()));
    let plan = Plan::of(&weighed.collect::<Vec<_>>(), narrative, fixed, limit);
    Ok(Plan { missing, ..plan })
}

/// When a document says that it was made, to the second; none where it does not say it as ours do.
pub fn made_at(pdf: &[u8]) -> Option<Time> {
    let pdf = lopdf::Document::load_mem(pdf).ok()?;
    let info = pdf.trailer.get(b"Info").and_then(lopdf::Object::as_reference).ok()?;
    let date = pdf.get_dictionary(info).and_then(|info| info.get(b"CreationDate")?.as_str()).ok()?;
    let at = DateTime::strptime("D:%Y%m%d%H%M%SZ", std::str::from_utf8(date).ok()?).ok()?;
    Some(Time(at.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp().as_millisecond()))
}

/// What a document has attached of this type, as it was made with it; of several the last. For a file that is the list of its exhibits.
pub fn attached(pdf: &[u8], media_type: &str) -> Option<Vec<u8>> {
    let pdf = lopdf::Document::load_mem(pdf).ok()?;
    let is = |stream: &lopdf::Stream, key: &[u8], name: &[u8]| {
        stream.dict.get(key).and_then(lopdf::Object::as_name).is_ok_and(|found| found == name)
    };
    let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    let mut found =
        streams.filter(|stream| is(stream, b"Type", b"EmbeddedFile") && is(stream, b"Subtype", media_type.as_bytes()));
    // An exhibit may be one too; the list comes after all of them.
    found.next_back()?.decompressed_content().ok()
}

/// The projects, in the order in which they began.
fn projects(trail: &Trail, about: Whole) -> Vec<Project<'_>> {
    let ids: Vec<Id> = match about {
        Whole::Project(id) => vec![id],
        Whole::Client(_) => {
            let begun = trail.events().filter_map(|(_, event)| match event {
                Event::ProjectRecorded(e) if e.version == 1 => Some(e.project),
                _ => None,
            });
            begun.collect()
        }
    };
    let read = ids.into_iter().map(|id| Project::read(trail, id));
    read.filter(|project| !project.versions.is_empty()).collect()
}

/// The client as last recorded, if the trail is of what it is about.
fn client(trail: &Trail, about: Whole) -> Option<Party> {
    let is_there = match about {
        Whole::Project(id) => {
            trail.events().any(|(_, event)| matches!(event, Event::ProjectRecorded(e) if e.project == id))
        }
        Whole::Client(id) => {
            trail.events().any(|(_, event)| matches!(event, Event::ClientRecorded(e) if e.client == id))
        }
    };
    let recorded = trail.events().filter_map(|(_, event)| match event {
        Event::ClientRecorded(e) => Some(e.party.clone()),
        _ => None,
    });
    is_there.then(|| recorded.last().unwrap_or_default())
}

fn class(frame: &Frame, about: Whole) -> &'static str {
    let t = frame.texts();
    match about {
        Whole::Project(_) => t.doc_dossier(),
        Whole::Client(_) => t.verify_class_client_dossier(),
    }
}

/// What it is called, and its subject.
fn titled(frame: &Frame, dossier: &Dossier<'_>, projects: &[Project<'_>], client: &Party) -> (&'static str, String) {
    let project = projects.first().and_then(|project| project.versions.last());
    let subject = match (dossier.about, project) {
        (Whole::Project(_), Some((_, newest))) => newest.title.clone(),
        _ => client.name.clone(),
    };
    (class(frame, dossier.about), subject)
}

fn cover(
    flow: &mut Flow,
    frame: &Frame,
    trail: &Trail,
    dossier: &Dossier<'_>,
    (firm, client): (&Party, &str),
    projects: &[Project<'_>],
) {
    let t = frame.texts();
    frame.sender_and_qr(flow, firm);
    flow.gap(60.0);
    let when = frame.when(frame.now);
    let (under, said) = match (dossier.about, projects.first().and_then(|project| project.versions.last())) {
        (Whole::Project(_), Some((_, newest))) => {
            (format!("{client} — {}", newest.title), t.doc_contents_text(trail.rows.len(), &when))
        }
        _ => (client.to_owned(), t.dossier_client_text(projects.len() as u64, trail.rows.len(), &when)),
    };
    flow.title(class(frame, dossier.about), &under);
    flow.gap(16.0);
    flow.note(ACCENT, |f| {
        f.plain(Rich::new().strong(t.doc_contents()));
        f.gap(2.0);
        f.prose(said);
        f.gap(4.0);
        f.prose(proof::time_sentence(frame, trail));
    });
    proof::erased(flow, frame, trail);
    if trail.bytes.len() as u64 > dossier.limit {
        flow.gap(8.0);
        let (evidence, limit) = (t.size(trail.bytes.len() as u64), t.size(dossier.limit));
        flow.note(State::Open.colour(), |f| f.plain(t.dossier_evidence_large(&evidence, &limit)));
    }
    flow.gap(12.0);
    let (all, parts) = (dossier.exhibits.all.len() as u64, dossier.plan.parts.len());
    let exhibits = if parts > 1 { t.dossier_counted_in_parts(all, parts) } else { all.to_string() };
    let mut rows = vec![(t.reference(), Rich::new().strong(frame.reference.as_str()))];
    rows.push((t.dossier_exhibits(), exhibits.into()));
    rows.push(proof::time_row(frame, trail));
    rows.extend(frame.about_itself());
    flow.facts(rows);
    flow.heading(1, t.doc_overview());
    overview(flow, frame, trail, projects);
}

fn overview(flow: &mut Flow, frame: &Frame, trail: &Trail, projects: &[Project<'_>]) {
    let t = frame.texts();
    if projects.iter().all(|project| project.stories.is_empty()) {
        flow.quiet(t.doc_no_warnings());
        return;
    }
    let head = [t.reference(), t.doc_point(), "", t.doc_decision()];
    flow.table(&[1.7, 1.0, 4.4, 3.2], &head, |table| {
        for story in projects.iter().flat_map(|project| &project.stories) {
            let silent = chapter::is_silent(story).then(|| chapter::silent(frame, trail, story));
            let became = |cell: &mut Flow, state: State, words: &str| match &silent {
                Some((state, words, more)) => {
                    cell.state(*state, words);
                    more.iter().for_each(|line| cell.small(line.as_str()));
                }
                None => {
                    cell.state(state, words);
                    if certificate::owes(story) {
                        cell.small(t.trail_step_owed());
                    }
                }
            };
            if let Some((state, words)) = instrument::outcome(t, story) {
                table.row(|cells| {
                    cells[0].plain(story.notice.reference.as_str());
                    cells[2].plain(t.notice_class(story.notice.class()));
                    became(&mut cells[3], state, &words);
                });
            }
            for warning in &story.notice.warnings {
                let outcome = certificate::outcome(story, warning.warning);
                table.row(|cells| {
                    cells[0].plain(story.notice.reference.as_str());
                    cells[1].plain(warning.topic.as_str());
                    cells[2].plain(warning.title.as_str());
                    became(&mut cells[3], outcome.state(), &outcome.words(t));
                });
            }
        }
    });
}

fn contacts(flow: &mut Flow, frame: &Frame, trail: &Trail, projects: &[Project<'_>]) {
    let t = frame.texts();
    flow.heading(1, t.doc_contacts());
    // All are of the one client, so each project has them all.
    let contacts = projects.first().map(|project| project.contacts.as_slice()).unwrap_or_default();
    if contacts.is_empty() {
        return flow.quiet(t.doc_none_recorded());
    }
    let head = [t.name(), t.doc_function(), t.doc_may_decide(), t.doc_authority()];
    flow.table(&[3.4, 2.4, 1.2, 3.0], &head, |table| {
        for contact in contacts {
            table.row(|cells| {
                cells[0].plain(contact.name.as_str());
                cells[0].small(contact.email.as_str());
                if let Some(at) = person::erased(contact, trail.events()) {
                    return cells[3].small(t.contact_erased(&t.date(local(at, &frame.zone).date())));
                }
                cells[1].plain(contact.role.as_str());
                cells[2].plain(if contact.signatory { t.yes() } else { t.no() });
                cells[3].plain(parties::authority(t, contact.authority));
                cells[3].small(contact.authority_note.as_str());
            });
        }
    });
}

/// The list of all exhibits (*bordereau de communication de pièces*).
fn bordereau(flow: &mut Flow, frame: &Frame, dossier: &Dossier<'_>) {
    let t = frame.texts();
    flow.heading(1, t.dossier_bordereau());
    if dossier.exhibits.all.is_empty() {
        return flow.quiet(t.doc_none_recorded());
    }
    flow.small(t.dossier_bordereau_note());
    if dossier.plan.parts.iter().any(|part| part.oversize) {
        flow.gap(6.0);
        flow.note(State::Open.colour(), |f| f.plain(t.dossier_oversize_text(&t.size(dossier.limit))));
    }
    flow.gap(3.0);
    let numbers: Vec<usize> = (1..=dossier.exhibits.all.len()).collect();
    exhibits::table(flow, frame, dossier.exhibits, &numbers, dossier.plan, (0, true));
}
