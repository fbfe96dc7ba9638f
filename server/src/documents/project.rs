//! A project as the entries tell it, and the parts of documents that show it.

use ledger::event::{
    ClientRecorded, ContactRecorded, DocumentClass, Event, FileRef, NeedRecorded, PaperFiled, ProjectRecorded,
    PromiseRecorded,
};
use ledger::notice::State as Story;
use ledger::{Id, Time};

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
    pub papers: Vec<(Time, &'a PaperFiled)>,
    pub stories: Vec<Story>,
    /// Each file once.
    pub files: Vec<Filed<'a>>,
}

/// A file on record.
pub struct Filed<'a> {
    /// What it is, for people.
    pub what: String,
    pub file: &'a FileRef,
    /// An earlier file of the project is named and not embedded: each would hold all those before it.
    pub embeddable: bool,
}

impl<'a> Project<'a> {
    pub fn read(frame: &Frame, trail: &'a Trail, about: Id) -> Project<'a> {
        let mut project = Project::default();
        for (at, event) in trail.events() {
            match event {
                Event::ProjectRecorded(e) if e.project == about => project.versions.push((at, e)),
                Event::ClientRecorded(e) => project.client = Some(e),
                Event::ContactRecorded(e) => replace(&mut project.contacts, e, |c| c.contact),
                Event::NeedRecorded(e) if e.project == about => replace(&mut project.needs, e, |n| n.need),
                Event::PromiseRecorded(e) if e.project == about => replace(&mut project.promises, e, |p| p.promise),
                Event::PaperFiled(e) if e.project == about => {
                    project.papers.push((at, e));
                    project.file(frame.texts().paper_class(e.class).into(), &e.file, true);
                }
                Event::NoticeIssued(e) if e.project.project == about => {
                    let subject = format!("notice:{}", e.notice);
                    let own = trail.about(&subject).filter_map(|row| Some((row.header.time, row.event.clone()?)));
                    project.stories.extend(Story::fold(own));
                    let quotes = e.warnings.iter().flat_map(|w| &w.options).filter_map(|o| o.quote.as_ref());
                    for file in e.annexes.iter().chain(quotes) {
                        project.file(e.reference.clone(), file, true);
                    }
                }
                Event::LetterPosted(_)
                | Event::ReceiptFiled(_)
                | Event::NoticeHanded(_)
                | Event::ExchangeImported(_)
                | Event::MailReturned(_)
                | Event::ReplyReceived(_) => {
                    let what = frame.texts().event(event.kind()).unwrap_or_default();
                    event.proof().into_iter().for_each(|file| project.file(what.to_owned(), file, true));
                }
                Event::DocumentMade(e) => {
                    let what = trail.document(frame.texts(), e);
                    project.file(what, &e.file, e.class != DocumentClass::Dossier && e.redacts.is_none());
                }
                _ => {}
            }
        }
        project
    }

    fn file(&mut self, what: String, file: &'a FileRef, embeddable: bool) {
        if !self.files.iter().any(|known| known.file.sha256 == file.sha256) {
            self.files.push(Filed { what, file, embeddable });
        }
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

pub fn papers(flow: &mut Flow, frame: &Frame, project: &Project<'_>) {
    let t = frame.texts();
    flow.heading(1, t.doc_papers());
    if project.papers.is_empty() {
        return flow.quiet(t.doc_none_recorded());
    }
    flow.table(&[2.0, 4.4, 3.6], &[t.doc_paper(), t.doc_file(), t.date_label()], |table| {
        for (at, filed) in &project.papers {
            table.row(|cells| {
                cells[0].plain(t.paper_class(filed.class));
                cells[1].plain(filed.file.name.as_str());
                cells[1].small(t.size(filed.file.size));
                cells[2].plain(filed.dated.map(|date| t.doc_paper_dated(&t.date(date))).unwrap_or_default());
                cells[2].small(t.doc_filed(&frame.when(*at)));
            });
        }
    });
}
