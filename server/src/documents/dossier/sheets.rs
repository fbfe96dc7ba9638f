//! The sheets of exhibits: what each is and where the log names it, with the file itself attached, unchanged.

use std::collections::BTreeMap;

use super::super::frame::Frame;
use super::super::layout::{ACCENT, Attachment, Document, Flow, PLAIN, Relationship, Rich, State};
use super::exhibits::{entry_of, row_of, sheet_of};
use super::{Dossier, Exhibit};

/// The bytes of the exhibits of one part, by their numbers. One that is not there cannot be read any more; its sheet says so.
pub type Files = BTreeMap<usize, Vec<u8>>;

/// A page for each exhibit of the part `here`, and its file among the document's attachments.
pub fn draw(document: &mut Document, frame: &Frame, dossier: &Dossier<'_>, here: usize, files: Files) {
    let mut files = files;
    let mut first = true;
    for exhibit in dossier.plan.parts[here].exhibits.iter().filter_map(|number| dossier.exhibits.get(*number)) {
        let bytes = files.remove(&exhibit.number);
        let name = format!("{:0width$} {}", exhibit.number, exhibit.file.name, width = dossier.exhibits.digits());
        document.flow.page_break();
        if std::mem::take(&mut first) {
            document.flow.heading(1, frame.texts().dossier_exhibits());
        }
        sheet(&mut document.flow, frame, dossier, here, exhibit, bytes.is_some().then_some(&name));
        if let Some(bytes) = bytes {
            document.attachments.push(Attachment {
                name,
                media_type: exhibit.file.media_type.clone(),
                description: format!("{} – {}", frame.texts().dossier_exhibit(exhibit.number), exhibit.what),
                relationship: Relationship::Supplement,
                plain: false,
                bytes,
            });
        }
    }
}

fn sheet(
    flow: &mut Flow,
    frame: &Frame,
    dossier: &Dossier<'_>,
    here: usize,
    exhibit: &Exhibit,
    attached: Option<&String>,
) {
    let t = frame.texts();
    flow.heading(2, &format!("{} – {}", t.dossier_exhibit(exhibit.number), exhibit.what));
    flow.anchor(&sheet_of(exhibit.number));
    let entry = t.dossier_entry(exhibit.entry + 1);
    // The chronology stands in the first part.
    let entry = if here == 0 { Rich::new().link(entry, &entry_of(exhibit.entry)) } else { entry.into() };
    flow.facts([
        (t.doc_file(), Rich::new().strong(exhibit.file.name.as_str())),
        (t.date_label(), exhibit.dated.map(|date| t.date(date)).unwrap_or_default().into()),
        (t.dossier_recorded_on(), frame.when_and_utc(exhibit.recorded).into()),
        (t.bundle_entry(), entry),
        (t.dossier_pages(), exhibit.pages.map(|pages| pages.to_string()).unwrap_or_default().into()),
        (t.doc_size(), t.dossier_bytes(&t.size(exhibit.file.size), &t.number(exhibit.file.size)).into()),
        (t.dossier_media_type(), Rich::new().code(exhibit.file.media_type.as_str())),
        (t.doc_sha256(), Rich::new().code(exhibit.file.sha256.to_string())),
        (t.dossier_bordereau(), Rich::new().link(t.dossier_back(), &row_of(exhibit.number))),
    ]);
    flow.gap(12.0);
    match attached {
        Some(name) => flow.note(ACCENT, |f| {
            f.plain(Rich::new().strong(t.dossier_attached()));
            f.gap(2.0);
            f.text(PLAIN, t.dossier_attached_text(name));
        }),
        None => flow.note(State::Open.colour(), |f| f.plain(Rich::new().strong(t.dossier_missing_text()))),
    }
    if dossier.plan.parts[here].oversize {
        flow.gap(8.0);
        flow.note(State::Open.colour(), |f| f.plain(t.dossier_oversize_text(&t.size(dossier.limit))));
    }
}
