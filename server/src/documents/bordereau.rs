//! The list of the files in a bundle (*bordereau de pièces*): what each is, the entry that speaks for it, and its hash.

use ledger::event::Party;

use super::frame::Frame;
use super::layout::{ACCENT, Pdf, Rich};
use super::{Error, Trail, proof};
use crate::bundle::Listed;

/// The list of `files`, in their order.
///
/// # Errors
/// When it cannot be drawn.
pub fn bordereau(frame: &Frame, firm: &Party, trail: &Trail, files: &[Listed]) -> Result<Pdf, Error> {
    let t = frame.texts();
    let mut document = frame.document(t.bundle_list(), t.bundle_title(), firm);
    let flow = &mut document.flow;
    frame.sender(flow, firm);
    flow.gap(28.0);
    flow.title(t.bundle_list(), &frame.reference);
    flow.gap(10.0);
    let enclosed = files.iter().filter(|file| !file.path.is_empty()).count();
    flow.note(ACCENT, |f| {
        f.plain(t.bundle_list_text(enclosed as u64, &frame.when(frame.now)));
        f.gap(4.0);
        f.prose(proof::time_sentence(frame, trail));
    });
    proof::erased(flow, frame, trail);
    flow.gap(10.0);
    let by = frame.made_by.as_deref().unwrap_or(t.doc_made_automatically());
    let checkpoint = &trail.checkpoint;
    let size = t.proof_checkpoint_size(checkpoint.size);
    flow.facts([
        (t.doc_made(), frame.when_and_utc(frame.now).into()),
        (t.doc_made_by(), by.into()),
        (t.proof_key(), Rich::new().code(trail.vkey.as_str())),
        (t.proof_checkpoint(), Rich::new().plain(format!("{size} ")).code(checkpoint.root.to_string())),
        (t.proof_entries(), proof::entries(t, trail).into()),
        (
            t.proof_evidence_file(),
            Rich::new().plain(t.labelled("evidence.json — SHA-256", "")).code(trail.sha256.to_string()),
        ),
    ]);
    flow.heading(1, t.bundle_files());
    if files.is_empty() {
        flow.quiet(t.doc_none_recorded());
    } else {
        let head = [t.trail_number(), t.doc_file(), t.bundle_entry(), t.doc_size(), t.doc_sha256()];
        flow.table(&[0.5, 2.9, 0.85, 0.85, 5.6], &head, |table| {
            for (number, file) in (1..).zip(files) {
                table.row(|cells| {
                    cells[0].plain(usize::to_string(&number));
                    cells[1].plain(file.what.as_str());
                    cells[1].small(file.name.as_str());
                    cells[2].code((file.entry + 1).to_string());
                    cells[3].plain(t.size(file.size));
                    cells[4].code(file.sha256.to_string());
                });
            }
        });
    }
    flow.gap(6.0);
    flow.small(t.bundle_list_note());
    document.finish()
}
