//! An instrument on paper: minutes and agreements, what was said of them as a whole, and the agreement that a certificate cites.

use ledger::Time;
use ledger::event::{Event, Instrument, Notice, Paper, Resolution, Signing};

use super::frame::Frame;
use super::layout::{Flow, State};
use super::trail::Trail;
use super::warning::paragraphs;

pub fn state(resolution: Resolution) -> State {
    match resolution {
        Resolution::Accepted => State::Accepted,
        Resolution::Reserved => State::Reserved,
        Resolution::Refused => State::Declined,
    }
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
    }
}

/// What the client said of it as a whole.
pub fn signing(flow: &mut Flow, frame: &Frame, notice: &Notice, signing: &Signing) {
    let t = frame.texts();
    let (state, paper) = (state(signing.resolution), notice.paper());
    let label = if paper == Paper::Minutes { t.doc_acceptance() } else { t.doc_agreement() };
    flow.note(state.colour(), |f| {
        f.entry(label, |f| f.state(state, t.resolution(paper, signing.resolution)));
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
            Event::NoticeIssued(e) if e.project.client == notice.project.client && e.paper() == Paper::Agreement => {
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
