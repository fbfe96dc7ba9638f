//! The meetings at which a notice was spoken of, as the entries about their minutes tell them.

use ledger::Id;
use ledger::event::{Answer, Event, Notice};

use super::frame::Frame;
use super::instrument;
use super::layout::{Flow, State};
use super::trail::{Row, Trail};

/// A table of them; nothing when the notice was spoken of nowhere. What comes behind the entry `last` is left out.
pub fn meetings(flow: &mut Flow, frame: &Frame, trail: &Trail, about: Id, last: u64) {
    let t = frame.texts();
    let rows: Vec<&Row> = trail.meetings(about).filter(|row| row.header.index <= last).collect();
    let minutes = rows.iter().filter_map(|row| match &row.event {
        Some(Event::NoticeIssued(notice)) => Some((row, notice)),
        _ => None,
    });
    let minutes: Vec<(&&Row, &Notice)> = minutes.collect();
    if minutes.is_empty() {
        return;
    }
    flow.heading(1, t.doc_meetings());
    flow.small(t.doc_meetings_note());
    flow.gap(3.0);
    flow.table(&[2.4, 4.6, 3.0], &[t.reference(), t.meeting_held(), t.doc_meeting_became()], |table| {
        for (row, notice) in minutes {
            let Some(meeting) = notice.meeting() else { continue };
            let answer = rows.iter().find_map(|row| match &row.event {
                Some(Event::AnswerGiven(answer)) if answer.notice == notice.notice => Some((row, answer)),
                _ => None,
            });
            table.row(|cells| {
                cells[0].plain(notice.reference.as_str());
                cells[0].small(frame.stamp(row.header.time));
                for line in t.meeting_lines(meeting) {
                    cells[1].plain(line);
                }
                cells[1].gap(4.0);
                meeting.said.lines().for_each(|line| cells[1].plain(line));
                match answer {
                    Some((row, answer)) => said(&mut cells[2], frame, row, answer),
                    None => cells[2].state(State::NoAnswer, t.meeting_became(None)),
                }
            });
        }
    });
}

fn said(cell: &mut Flow, frame: &Frame, row: &Row, answer: &Answer) {
    let t = frame.texts();
    let Some(signing) = &answer.signing else { return };
    cell.state(instrument::state(signing.resolution), t.meeting_became(Some(signing.resolution)));
    cell.small(t.doc_meeting_by(&answer.typed_name, &frame.stamp(row.header.time)));
    if !signing.words.trim().is_empty() {
        cell.plain(signing.words.as_str());
    }
}
