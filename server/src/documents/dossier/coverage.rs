//! What a project obliged to say, and what became of it, as the entries tell it.

use app::pages::{coverage_reached, coverage_since, coverage_standing, coverage_why};
use app::texts::local;
use ledger::coverage::{At, Coverage, Covered, Rules, Standing, State as Stood};
use ledger::event::Choice;

use super::super::frame::Frame;
use super::super::layout::{Flow, Rich, State};
use super::super::trail::Row;

/// By `rules`, those in force at the firm; its own are not among the entries attached.
pub fn draw(flow: &mut Flow, frame: &Frame, rules: &Rules, rows: &[&Row]) {
    let t = frame.texts();
    flow.heading(1, t.coverage());
    let at = |row: &Row| At { entry: row.header.index, day: local(row.header.time, &frame.zone).date() };
    let Some(state) = Stood::fold(rows.iter().filter_map(|row| Some((at(row), row.event.clone()?)))) else { return };
    let coverage = Coverage::of(rules, &state);
    let (all, open) = (coverage.topics.len() + coverage.unanswered.len(), coverage.open());
    flow.plain(Rich::new().strong(t.coverage_tally(coverage.percent(), all - open, all)));
    flow.small(t.dossier_coverage_note(&frame.when(frame.now)));
    flow.gap(3.0);
    if all == 0 {
        return;
    }
    flow.table(&[4.6, 2.2, 3.7], &[t.doc_point(), t.state(), t.dossier_coverage_shown()], |table| {
        for covered in &coverage.topics {
            let (_, word) = coverage_standing(t, &covered.standing);
            table.row(|cells| {
                cells[0]
                    .plain(Rich::new().strong(covered.topic.code()).plain(format!(" {}", covered.topic.title(t.0))));
                cells[0].small(coverage_why(t, rules, &covered.why));
                cells[1].state(shape(&covered.standing), word);
                coverage_since(t, &covered.standing).into_iter().for_each(|since| cells[1].small(since));
                shown(&mut cells[2], frame, covered);
            });
        }
        for question in &coverage.unanswered {
            table.row(|cells| {
                cells[0].plain(question.ask.get(t.0));
                cells[1].state(State::Open, t.coverage_open());
                cells[2].quiet(t.survey_open());
            });
        }
    });
}

fn shape(standing: &Standing<'_>) -> State {
    match standing {
        Standing::Warned(_) => State::Informed,
        Standing::InPlace(..) => State::Accepted,
        Standing::NotApplicable(..) => State::Aside,
        Standing::Open => State::Open,
    }
}

/// What shows it: the notices with what was decided, or what a member entered.
fn shown(cell: &mut Flow, frame: &Frame, covered: &Covered<'_>) {
    let t = frame.texts();
    for told in &covered.told {
        let notice = told.notice;
        cell.plain(t.coverage_issued(&notice.reference, &t.date(notice.at.day)));
        cell.small(coverage_reached(t, told));
        match (&told.warning.decision, notice.signatories.is_empty()) {
            (Some((_, choice)), _) => cell.small(decided(frame, choice)),
            (None, false) => cell.small(t.doc_no_answer()),
            (None, true) => cell.small(t.doc_for_information()),
        }
    }
    match &covered.standing {
        Standing::InPlace(at, e) => {
            cell.plain(e.evidence.as_str());
            cell.small(t.coverage_checked(&t.date(e.checked), &e.checked_by));
            cell.small(t.coverage_entered(&t.date(at.day), &e.by.name));
        }
        Standing::NotApplicable(at, e) => {
            cell.plain(e.reason.as_str());
            cell.small(t.coverage_entered(&t.date(at.day), &e.by.name));
        }
        Standing::Warned(_) | Standing::Open => {}
    }
}

fn decided(frame: &Frame, choice: &Choice) -> String {
    let t = frame.texts();
    match choice {
        Choice::Accepted { .. } => t.state_accepted().to_owned(),
        Choice::Declined => t.state_declined().to_owned(),
        Choice::Deferred { until } => t.doc_deferred_until(&t.date(*until)),
    }
}
