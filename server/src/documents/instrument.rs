//! An instrument, drawn: minutes and agreements, what was said of them as a whole, and the agreement that a certificate cites.

use app::Texts;
use ledger::Time;
use ledger::event::{Event, Instrument, Meeting, Notice, NoticeClass, Resolution, Signing};
use ledger::notice::State as Story;

use super::certificate::owes;
use super::frame::Frame;
use super::layout::{Flow, PLAIN, Rich, State};
use super::trail::Trail;
use super::warning::paragraphs;

pub fn state(resolution: Resolution) -> State {
    match resolution {
        Resolution::Accepted => State::Accepted,
        Resolution::Reserved => State::Reserved,
        Resolution::Refused => State::Declined,
    }
}

/// What became of it as a whole; none of a letter.
pub fn outcome(t: Texts, story: &Story) -> Option<(State, String)> {
    let (class, answer) = (story.notice.class(), story.answer.as_ref());
    story.notice.instrument.as_ref()?;
    Some(match answer.and_then(|(_, answer)| answer.signing.as_ref()) {
        Some(given) if story.answer_is_erased() => {
            (state(given.resolution), t.doc_says_the_firm(t.resolution(class, given.resolution)))
        }
        Some(given) => (state(given.resolution), t.resolution(class, given.resolution).into()),
        None if owes(story) => (State::Open, t.trail_step_owed().into()),
        None => (State::NoAnswer, t.doc_no_answer().into()),
    })
}

/// The same as a table of one row, above that of the warnings.
pub fn overview(flow: &mut Flow, frame: &Frame, story: &Story) {
    let t = frame.texts();
    let Some((state, words)) = outcome(t, story) else { return };
    flow.table(&[6.4, 3.6], &["", t.doc_decision()], |table| {
        table.row(|cells| {
            cells[0].plain(t.notice_class(story.notice.class()));
            cells[1].state(state, &words);
        });
    });
    flow.gap(6.0);
}

/// Its text; nothing of a letter.
pub fn draw(flow: &mut Flow, frame: &Frame, level: u8, notice: &Notice) {
    let t = frame.texts();
    match &notice.instrument {
        None => {}
        Some(Instrument::Minutes(minutes)) => {
            flow.heading(level, t.minutes_delivered());
            paragraphs(flow, &minutes.delivered);
            flow.heading(level, t.minutes_tests());
            flow.small(t.labelled(t.minutes_day(), &t.date(minutes.day)));
            flow.gap(4.0);
            paragraphs(flow, &minutes.tests);
            if !notice.warnings.is_empty() {
                flow.heading(level, t.minutes_risks());
            }
        }
        Some(Instrument::Agreement(agreement)) => {
            for (i, article) in agreement.articles.iter().enumerate() {
                flow.heading(level, &format!("{}. {}", i + 1, article.heading));
                paragraphs(flow, &article.text);
            }
        }
        Some(Instrument::Meeting(meeting)) => held(flow, frame, level, meeting),
    }
}

fn held(flow: &mut Flow, frame: &Frame, level: u8, meeting: &Meeting) {
    let t = frame.texts();
    let people: Vec<String> = meeting.attendees.iter().map(|attendee| t.attendee(attendee)).collect();
    flow.gap(6.0);
    flow.facts([
        (t.meeting_held(), Rich::new().strong(t.meeting_when(meeting))),
        (t.meeting_people(), people.join("\n").into()),
        (t.meeting_record(), t.meeting_recorded(meeting).into()),
    ]);
    if !meeting.spoken.is_empty() {
        flow.heading(level, t.meeting_spoken());
        flow.bullets(PLAIN, meeting.spoken.iter().map(|spoken| t.spoken(spoken)));
    }
    flow.heading(level, t.meeting_said());
    paragraphs(flow, &meeting.said);
}

/// What the client said of it as a whole.
pub fn signing(flow: &mut Flow, frame: &Frame, notice: &Notice, signing: &Signing) {
    let t = frame.texts();
    let (state, class) = (state(signing.resolution), notice.class());
    let label = match class {
        NoticeClass::Minutes => t.doc_acceptance(),
        // A word that the column of labels has room for.
        NoticeClass::Meeting => t.meeting_held(),
        NoticeClass::Agreement | NoticeClass::Letter => t.doc_agreement(),
    };
    flow.note(state.colour(), |f| {
        f.entry(label, |f| f.state(state, t.resolution(class, signing.resolution)));
        if !signing.words.trim().is_empty() {
            f.gap(4.0);
            let label = if signing.resolution == Resolution::Reserved { t.doc_reservations() } else { t.doc_reason() };
            f.entry(label, |f| paragraphs(f, &signing.words));
        }
    });
    flow.gap(8.0);
}

/// The evidence agreement that the client had signed when `notice` was issued: its reference, and when it was signed.
pub fn agreement(trail: &Trail, notice: &Notice, issued: Time) -> Option<(String, Time)> {
    let mut proposed: Vec<&Notice> = Vec::new();
    let mut signed = None;
    for (at, event) in trail.events().take_while(|(at, _)| *at < issued) {
        match event {
            Event::NoticeIssued(e)
                if e.project.client == notice.project.client && e.class() == NoticeClass::Agreement =>
            {
                proposed.push(e)
            }
            Event::AnswerGiven(e) if e.signing.as_ref().is_some_and(|s| s.resolution == Resolution::Accepted) => {
                let whose = proposed.iter().find(|agreement| agreement.notice == e.notice);
                signed = whose.map(|agreement| (agreement.reference.clone(), at)).or(signed);
            }
            _ => {}
        }
    }
    signed
}
