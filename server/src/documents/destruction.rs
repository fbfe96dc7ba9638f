//! The certificate of destruction: what went, by which rule and whose order, what the log still proves, and what it does not reach.

use ledger::event::{Event, Party, ProjectDestroyed};
use ledger::{Id, retention as rules};

use super::frame::Frame;
use super::layout::{ACCENT, Flow, PLAIN, Pdf, Rich};
use super::trail::Trail;
use super::{Error, proof};

/// Stretches of entries that are written out; the entry enclosed lists all.
const STRETCHES: usize = 60;

/// The certificate about the project `about`, whose destruction `trail` shows.
///
/// # Errors
/// `Evidence` when it does not.
pub fn destruction(frame: &Frame, firm: &Party, about: Id, trail: &Trail) -> Result<Pdf, Error> {
    let t = frame.texts();
    let said = trail.events().find_map(|(at, event)| match event {
        Event::ProjectDestroyed(destroyed) if destroyed.project == about => Some((at, destroyed)),
        _ => None,
    });
    let (at, destroyed) = said.ok_or(Error::Evidence("nothing says that it was destroyed".into()))?;
    let lead = t.destruction_lead(&destroyed.client_name);
    let mut document = frame.document(t.destruction(), &lead, firm);
    let flow = &mut document.flow;
    frame.sender_and_qr(flow, firm);
    flow.gap(28.0);
    flow.title(t.destruction(), &frame.reference);
    flow.gap(10.0);
    flow.note(ACCENT, |f| {
        let statement = t.destruction_statement(&firm.name, &t.destruction_count(destroyed.count), &frame.when(at));
        f.plain(Rich::new().strong(statement));
        f.gap(4.0);
        f.prose(t.destruction_word());
        f.gap(4.0);
        f.prose(proof::time_sentence(frame, trail));
    });
    flow.gap(12.0);
    facts(flow, frame, trail, at, destroyed);
    gone(flow, frame, destroyed);
    flow.heading(1, t.destruction_proof());
    flow.bullets(PLAIN, [t.destruction_proof_order(), t.destruction_proof_text(), t.destruction_proof_copies()]);
    flow.heading(1, t.destruction_kept());
    let client = (!destroyed.with_client).then(|| t.destruction_kept_client());
    let kept = [t.destruction_kept_entry()].into_iter().chain(client).chain([
        t.destroy_stays_holds(),
        t.destruction_kept_backups(),
        t.destruction_kept_copies(),
        t.destruction_kept_blocks(),
    ]);
    flow.bullets(PLAIN, kept);
    proof::integrity(flow, frame, trail);
    proof::attach(&mut document, frame, trail);
    document.finish()
}

fn facts(flow: &mut Flow, frame: &Frame, trail: &Trail, at: ledger::Time, destroyed: &ProjectDestroyed) {
    let t = frame.texts();
    let rule = t.destroy_rule(
        &t.retention_span(u64::from(destroyed.years)),
        &t.date(destroyed.ended),
        &t.date(destroyed.kept_until),
    );
    let mut rows = vec![
        (t.project_client(), Rich::new().strong(destroyed.client_name.as_str())),
        (t.reference(), Rich::from(destroyed.reference.as_str())),
        (t.destruction_project(), Rich::new().code(destroyed.project.to_string())),
        (t.destruction_span(), t.destruction_span_words(&frame.when(destroyed.from), &frame.when(destroyed.to)).into()),
        (t.destroyed_on(), frame.when_and_utc(at).into()),
        (t.destroyed_by(), destroyed.by.name.as_str().into()),
        (t.destruction_rule(), rule.into()),
        (t.destruction_rule_since(), since(frame, trail, destroyed).into()),
        (t.destroyed_reason(), destroyed.note.as_str().into()),
        proof::time_row(frame, trail),
    ];
    rows.extend(frame.about_itself());
    flow.facts(rows);
}

/// Since when the rule stood, who set it and why.
fn since(frame: &Frame, trail: &Trail, destroyed: &ProjectDestroyed) -> String {
    let t = frame.texts();
    let set = trail.events().filter_map(|(at, event)| match event {
        Event::RetentionSet(set) => Some((at, set)),
        _ => None,
    });
    match rules::since(set).filter(|(_, set)| set.years.projects == destroyed.years) {
        Some((at, set)) if set.reason.is_empty() => t.destruction_rule_set(&frame.when(at), &set.by.name),
        Some((at, set)) => t.destruction_rule_set_why(&frame.when(at), &set.by.name, &set.reason),
        None => t.destruction_rule_own().to_owned(),
    }
}

fn gone(flow: &mut Flow, frame: &Frame, destroyed: &ProjectDestroyed) {
    let t = frame.texts();
    flow.heading(1, t.destruction_gone());
    let mut what = vec![
        t.destroy_entries(destroyed.count),
        t.destroy_files(destroyed.files.len() as u64, &t.size(destroyed.bytes)),
        t.destruction_gone_tables().to_owned(),
    ];
    what.extend(destroyed.with_client.then(|| t.destroy_client().to_owned()));
    flow.bullets(PLAIN, what);
    flow.heading(2, t.destruction_places());
    let written = destroyed.entries.iter().take(STRETCHES).map(|[first, last]| match first == last {
        true => (first + 1).to_string(),
        false => format!("{}\u{2013}{}", first + 1, last + 1),
    });
    let mut places = written.collect::<Vec<_>>().join(", ");
    if destroyed.entries.len() > STRETCHES {
        places = format!("{places}, {}", t.destruction_places_more((destroyed.entries.len() - STRETCHES) as u64));
    }
    flow.plain(places);
}
