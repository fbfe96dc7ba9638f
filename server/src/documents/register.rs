//! The extract of a client's register: each risk that was told and what was decided, open ones first.

use app::pages::RegisterLine;
use app::parts::State as Standing;
use app::texts::local;
use ledger::event::Party;

use super::Error;
use super::frame::Frame;
use super::layout::{ACCENT, Flow, Pdf, State};

/// # Errors
/// When it cannot be drawn.
pub fn register(frame: &Frame, firm: &Party, client: &Party, lines: &[RegisterLine]) -> Result<Pdf, Error> {
    let t = frame.texts();
    let lead = t.register_lead(&firm.name, &client.name);
    let mut document = frame.document(t.register(), &lead, firm);
    let flow = &mut document.flow;
    frame.sender(flow, firm);
    flow.gap(28.0);
    flow.title(t.register(), &frame.reference);
    flow.gap(10.0);
    flow.note(ACCENT, |f| {
        f.plain(lead.as_str());
        f.plain(t.register_extract(&frame.when(frame.now)));
        f.small(t.register_pdf_proof());
    });
    let (open, past): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.is_open());
    group(frame, flow, &t.register_open(open.len() as u64), t.register_open_lead(), &open);
    group(frame, flow, &t.register_past(past.len() as u64), t.register_past_lead(), &past);
    document.finish()
}

fn group(frame: &Frame, flow: &mut Flow, title: &str, lead: &str, lines: &[&RegisterLine]) {
    let t = frame.texts();
    flow.heading(1, title);
    flow.quiet(lead);
    if lines.is_empty() {
        return;
    }
    flow.gap(4.0);
    let today = local(frame.now, &frame.zone).date();
    let day = |at| t.date(local(at, &frame.zone).date());
    let head = [t.register_warning(), t.register_notice(), t.register_decision()];
    flow.table(&[4.2, 2.2, 4.2], &head, |table| {
        for line in lines {
            table.row(|cells| {
                cells[0].plain(line.title.as_str());
                cells[0].small(format!("{} · {}", line.topic, line.project));
                cells[1].plain(line.reference.as_str());
                cells[1].small(day(line.issued));
                let standing = line.state(today);
                cells[2].state(drawn(standing), &line.words(t, today));
                let until = line.until.map(|date| t.register_until(&t.date(date)));
                let by = line.answered.as_ref().map(|(at, who)| t.register_by(&day(*at), who));
                let erased = line.erased.as_ref().map(|erased| t.answer_erased(&day(erased.at), erased.entry + 1));
                let later = line.later.then(|| t.register_later().to_owned());
                for text in [until, Some(line.reason.clone()), Some(line.reservations.clone()), by, erased, later] {
                    text.filter(|text| !text.is_empty()).into_iter().for_each(|text| cells[2].small(text));
                }
            });
        }
    });
}

fn drawn(standing: Standing) -> State {
    match standing {
        Standing::Accepted => State::Accepted,
        Standing::Declined => State::Declined,
        Standing::Deferred => State::Deferred,
        Standing::Informative => State::Informed,
        _ => State::NoAnswer,
    }
}
