//! The project's file: everything on record about one project, in order, with its annexes.

use ledger::event::{FileRef, Party, PromiseState};
use ledger::{Hash, Id, sha256};

use super::frame::Frame;
use super::layout::{ACCENT, Attachment, Document, Flow, Pdf, Relationship, Rich};
use super::project::{self, Filed, Project};
use super::trail::Trail;
use super::{Error, certificate, instrument, parties, proof, warning};

/// A file to embed; which of the files on record it is, its hash tells.
#[derive(Clone, Debug)]
pub struct Annex {
    pub bytes: Vec<u8>,
}

/// The files on record about the project `about` that may be embedded, in the order of the list of annexes.
pub fn annexes(frame: &Frame, about: Id, trail: &Trail) -> Vec<FileRef> {
    let project = Project::read(frame, trail, about);
    project.files.iter().filter(|filed| filed.embeddable).map(|filed| filed.file.clone()).collect()
}

/// The file of the project `about`. Files given in `annexes` are embedded, the others named by their hash.
///
/// # Errors
/// `Evidence` when `trail` has no such project, or an annex is not a file on record.
pub fn dossier(frame: &Frame, firm: &Party, about: Id, trail: &Trail, annexes: &[Annex]) -> Result<Pdf, Error> {
    let t = frame.texts();
    let project = Project::read(frame, trail, about);
    let (_, current) = *project.versions.last().ok_or(Error::Evidence("no such project".into()))?;
    let client = project.client.map(|c| c.party.clone()).unwrap_or_default();
    let mut document = frame.document(t.doc_dossier(), &current.title, firm);
    let flow = &mut document.flow;
    cover(flow, frame, trail, &project, firm, &client);
    flow.page_break();
    parties::parties(flow, frame, firm, &client);
    contacts(flow, frame, &project);
    scope(flow, frame, &project);
    project::needs(flow, frame, &project);
    promises(flow, frame, &project);
    project::papers(flow, frame, &project);
    notices(flow, frame, &project);
    flow.heading(1, t.doc_chronology());
    flow.small(t.trail_note());
    proof::trail_table(flow, frame, trail, trail.rows.iter());
    let embedded = embed(&mut document, &project, annexes)?;
    let flow = &mut document.flow;
    list_of_annexes(flow, frame, &project, &embedded);
    let answered = project.stories.iter().any(|s| s.answer.is_some());
    let silent = project.stories.iter().any(|s| s.answer.is_none() && !s.informative());
    proof::level(flow, frame, trail, answered, silent);
    proof::integrity(flow, frame, trail);
    proof::attach(&mut document, frame, trail);
    document.finish()
}

fn cover(flow: &mut Flow, frame: &Frame, trail: &Trail, project: &Project<'_>, firm: &Party, client: &Party) {
    let t = frame.texts();
    frame.sender_and_qr(flow, firm);
    flow.gap(60.0);
    let title = project.versions.last().map_or("", |(_, p)| p.title.as_str());
    flow.title(t.doc_dossier(), &format!("{} — {title}", client.name));
    flow.gap(16.0);
    flow.note(ACCENT, |f| {
        f.plain(Rich::new().strong(t.doc_contents()));
        f.gap(2.0);
        f.prose(t.doc_contents_text(trail.rows.len(), &frame.when(frame.now)));
        f.gap(4.0);
        f.prose(proof::time_sentence(frame, trail));
    });
    proof::erased(flow, frame, trail);
    flow.gap(12.0);
    let mut rows = vec![(t.reference(), Rich::new().strong(frame.reference.as_str()))];
    rows.push(proof::time_row(frame, trail));
    rows.extend(frame.about_itself());
    flow.facts(rows);
    flow.heading(1, t.doc_overview());
    if project.stories.is_empty() {
        flow.quiet(t.doc_no_warnings());
        return;
    }
    let head = [t.reference(), t.doc_point(), "", t.doc_decision()];
    flow.table(&[1.7, 1.0, 4.4, 3.2], &head, |table| {
        for story in &project.stories {
            if let Some((state, words)) = instrument::outcome(t, story) {
                table.row(|cells| {
                    cells[0].plain(story.notice.reference.as_str());
                    cells[2].plain(t.notice_class(story.notice.class()));
                    cells[3].state(state, &words);
                });
            }
            for warning in &story.notice.warnings {
                let outcome = certificate::outcome(story, warning.warning);
                table.row(|cells| {
                    cells[0].plain(story.notice.reference.as_str());
                    cells[1].plain(warning.topic.as_str());
                    cells[2].plain(warning.title.as_str());
                    cells[3].state(outcome.state(), &outcome.words(t));
                });
            }
        }
    });
}

fn contacts(flow: &mut Flow, frame: &Frame, project: &Project<'_>) {
    let t = frame.texts();
    flow.heading(1, t.doc_contacts());
    if project.contacts.is_empty() {
        return flow.quiet(t.doc_none_recorded());
    }
    let head = [t.name(), t.doc_function(), t.doc_may_decide(), t.doc_authority()];
    flow.table(&[3.4, 2.4, 1.2, 3.0], &head, |table| {
        for contact in &project.contacts {
            table.row(|cells| {
                cells[0].plain(contact.name.as_str());
                cells[0].small(contact.email.as_str());
                cells[1].plain(contact.role.as_str());
                cells[2].plain(if contact.signatory { t.yes() } else { t.no() });
                cells[3].plain(parties::authority(t, contact.authority));
                cells[3].small(contact.authority_note.as_str());
            });
        }
    });
}

fn scope(flow: &mut Flow, frame: &Frame, project: &Project<'_>) {
    let t = frame.texts();
    flow.heading(1, t.doc_history());
    for (at, version) in project.versions.iter().rev() {
        flow.heading(2, &parties::project_line(t, version));
        flow.small(frame.when_and_utc(*at));
        flow.gap(5.0);
        parties::scope(flow, t, version);
    }
}

fn promises(flow: &mut Flow, frame: &Frame, project: &Project<'_>) {
    let t = frame.texts();
    flow.heading(1, t.doc_promises());
    if project.promises.is_empty() {
        return flow.quiet(t.doc_none_recorded());
    }
    flow.table(&[4.6, 2.6, 2.8], &[t.doc_promise(), t.doc_source(), t.state()], |table| {
        for promise in &project.promises {
            let state = match promise.state {
                PromiseState::Open => t.doc_promise_open(),
                PromiseState::Kept => t.doc_promise_kept(),
                PromiseState::Withdrawn => t.doc_promise_withdrawn(),
            };
            table.row(|cells| {
                cells[0].plain(promise.text.as_str());
                cells[1].plain(promise.source.as_str());
                cells[2].plain(Rich::new().strong(state));
                cells[2].small(promise.note.as_str());
            });
        }
    });
}

fn notices(flow: &mut Flow, frame: &Frame, project: &Project<'_>) {
    let t = frame.texts();
    flow.heading(1, t.doc_warnings());
    if project.stories.is_empty() {
        return flow.quiet(t.doc_no_warnings());
    }
    for story in &project.stories {
        let names: Vec<&str> = story.recipients.iter().map(|r| r.name.as_str()).collect();
        flow.heading(2, &format!("{} {}", t.notice_class(story.notice.class()), story.notice.reference));
        let mut rows = vec![
            (t.doc_sent(), Rich::from(frame.when_and_utc(story.issued))),
            (t.doc_addressee(), names.join(", ").into()),
            (t.doc_author(), story.notice.author.name.as_str().into()),
        ];
        if let Some((at, answer)) = &story.answer {
            rows.push((t.doc_answered(), format!("{}, {}", answer.typed_name, frame.when_and_utc(*at)).into()));
        }
        flow.facts(rows);
        if !story.notice.introduction.trim().is_empty() {
            flow.gap(8.0);
            warning::paragraphs(flow, &story.notice.introduction);
        }
        instrument::draw(flow, frame, 3, &story.notice);
        certificate::warnings(flow, frame, 3, story);
        let whole = story.answer.as_ref().and_then(|(_, answer)| answer.signing.as_ref());
        if let Some(given) = whole {
            instrument::signing(flow, frame, &story.notice, given);
        }
        certificate::questions(flow, frame, 3, story);
    }
}

/// Embeds the given files under numbered names; tells which of the files on record they are.
fn embed(document: &mut Document, project: &Project<'_>, annexes: &[Annex]) -> Result<Vec<Hash>, Error> {
    let mut embedded = Vec::new();
    for Annex { bytes } in annexes {
        let hash = sha256(bytes);
        let found = project.files.iter().position(|filed| filed.file.sha256 == hash);
        let place = found.ok_or(Error::Evidence("an annex is not a file on record".into()))?;
        let Filed { what, file, .. } = &project.files[place];
        document.attachments.push(Attachment {
            name: format!("{:02} {}", place + 1, file.name),
            media_type: file.media_type.clone(),
            description: what.clone(),
            relationship: Relationship::Supplement,
            plain: false,
            bytes: bytes.clone(),
        });
        embedded.push(hash);
    }
    Ok(embedded)
}

fn list_of_annexes(flow: &mut Flow, frame: &Frame, project: &Project<'_>, embedded: &[Hash]) {
    let t = frame.texts();
    flow.heading(1, t.doc_annexes());
    if project.files.is_empty() {
        return flow.quiet(t.doc_none_recorded());
    }
    flow.small(t.doc_annexes_note());
    flow.gap(3.0);
    let head = [t.trail_number(), t.doc_file(), t.doc_size(), t.doc_sha256()];
    flow.table(&[0.4, 2.4, 0.8, 6.9], &head, |table| {
        for (i, Filed { what, file, .. }) in project.files.iter().enumerate() {
            table.row(|cells| {
                cells[0].plain((i + 1).to_string());
                cells[1].plain(file.name.as_str());
                cells[1].small(what.as_str());
                cells[2].plain(t.size(file.size));
                if embedded.contains(&file.sha256) {
                    cells[2].small(t.doc_embedded());
                }
                cells[3].code(file.sha256.to_string());
            });
        }
    });
}
