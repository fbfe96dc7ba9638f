//! A project as the entries tell it, and the parts of documents that show it.

use ledger::entry::Header;
use ledger::event::{
    ClientRecorded, ContactRecorded, Event, NeedRecorded, PaperFiled, ProjectRecorded, PromiseRecorded,
};
use ledger::notice::State as Story;
use ledger::{Id, Time};

use super::dossier::Exhibits;
use super::frame::Frame;
use super::layout::Flow;
use super::trail::Trail;

/// The project as the entries tell it: the last version of each thing.
#[derive(Default)]
pub struct Project<'a> {
    pub client: Option<&'a ClientRecorded>,
    pub contacts: Vec<&'a ContactRecorded>,
    pub versions: Vec<(Time, &'a ProjectRecorded)>,
    pub needs: Vec<&'a NeedRecorded>,
    pub promises: Vec<&'a PromiseRecorded>,
    pub papers: Vec<(&'a Header, &'a PaperFiled)>,
    pub stories: Vec<Story>,
}

impl<'a> Project<'a> {
    pub fn read(trail: &'a Trail, about: Id) -> Project<'a> {
        let mut project = Project::default();
        for row in &trail.rows {
            let (at, Some(event)) = (row.header.time, &row.event) else { continue };
            match event {
                Event::ProjectRecorded(e) if e.project == about => project.versions.push((at, e)),
                Event::ClientRecorded(e) => project.client = Some(e),
                Event::ContactRecorded(e) => replace(&mut project.contacts, e, |c| c.contact),
                Event::NeedRecorded(e) if e.project == about => replace(&mut project.needs, e, |n| n.need),
                Event::PromiseRecorded(e) if e.project == about => replace(&mut project.promises, e, |p| p.promise),
                Event::PaperFiled(e) if e.project == about => project.papers.push((&row.header, e)),
                Event::NoticeIssued(e) if e.project.project == about => {
                    let subject = format!("notice:{}", e.notice);
                    let own = trail.about(&subject).filter_map(|row| Some((row.header.time, row.event.clone()?)));
                    project.stories.extend(Story::fold(own));
                }
                _ => {}
            }
        }
        project
    }
}

/// Keeps the newest record of each thing, in the order in which things first came.
fn replace<'a, T>(all: &mut Vec<&'a T>, new: &'a T, id: impl Fn(&T) -> Id) {
    match all.iter_mut().find(|old| id(old) == id(new)) {
        Some(old) => *old = new,
        None => all.push(new),
    }
}

pub fn needs(flow: &mut Flow, frame: &Frame, project: &Project<'_>) {
    let t = frame.texts();
    flow.heading(1, t.doc_needs());
    if project.needs.is_empty() {
        return flow.quiet(t.doc_none_recorded());
    }
    flow.table(&[1.0, 1.0], &[t.doc_need(), t.doc_need_answer()], |table| {
        for need in &project.needs {
            table.row(|cells| {
                cells[0].plain(need.text.as_str());
                match need.answer.trim() {
                    "" => cells[1].quiet(t.doc_need_unanswered()),
                    answer => cells[1].plain(answer),
                }
            });
        }
    });
}

/// The papers of the contract; in a dossier with the number that each has among its `exhibits`.
pub fn papers(flow: &mut Flow, frame: &Frame, project: &Project<'_>, exhibits: Option<&Exhibits>) {
    let t = frame.texts();
    flow.heading(1, t.doc_papers());
    if project.papers.is_empty() {
        return flow.quiet(t.doc_none_recorded());
    }
    flow.table(&[2.0, 4.4, 3.6], &[t.doc_paper(), t.doc_file(), t.date_label()], |table| {
        for (header, filed) in &project.papers {
            table.row(|cells| {
                cells[0].plain(t.paper_class(filed.class));
                cells[1].plain(filed.file.name.as_str());
                cells[1].small(t.size(filed.file.size));
                if let Some(number) = exhibits.and_then(|all| all.named_by(t, header.index)) {
                    cells[1].small(number);
                }
                cells[2].plain(filed.dated.map(|date| t.doc_paper_dated(&t.date(date))).unwrap_or_default());
                cells[2].small(t.doc_filed(&frame.when(header.time)));
            });
        }
    });
}
