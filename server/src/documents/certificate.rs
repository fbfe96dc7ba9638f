//! The certificate: what was answered to a notice, by whom, and what shows it; or that nothing was, at this date.

use app::Texts;
use ledger::event::{Answer, Decision, ERASED, Event, LetterOutcome, Notice, Recipient};
use ledger::notice::State as Story;
use ledger::{Id, Time};

use super::frame::Frame;
use super::layout::{ACCENT, Flow, PROSE, Pdf, Rich, State, Step};
use super::project::{self, Project};
use super::trail::Trail;
use super::warning::{self, Outcome};
use super::{Error, instrument, meeting, parties, proof};

/// The certificate of the notice `about`, whose entries `trail` shows.
pub fn certificate(frame: &Frame, about: Id, trail: &Trail) -> Result<Pdf, Error> {
    let subject = format!("notice:{about}");
    let events = trail.about(&subject).filter_map(|row| Some((row.header.time, row.event.clone()?)));
    let story = Story::fold(events).ok_or(Error::Evidence("no notice issued".into()))?;
    let t = frame.texts();
    let class = match (&story.answer, story.informative()) {
        (Some(_), _) => t.doc_certificate(),
        (None, true) => t.doc_certificate_informed(),
        (None, false) => t.doc_certificate_silent(),
    };
    let mut document = frame.document(class, &story.notice.project.title, &story.notice.firm);
    let flow = &mut document.flow;
    first_page(flow, frame, class, trail, &story);
    shown(flow, frame, trail, &story);
    signing(flow, frame, trail, &story);
    questions(flow, frame, 1, &story);
    meeting::meetings(flow, frame, trail, about, u64::MAX);
    flow.heading(1, t.trail());
    flow.small(t.trail_note());
    proof::trail_table(flow, frame, trail, trail.chronology(about), None);
    proof::level(flow, frame, trail, story.answer.is_some(), story.answer.is_none() && !story.informative());
    proof::hashes(flow, frame, trail, trail.rows.iter());
    proof::integrity(flow, frame, trail);
    proof::attach(&mut document, frame, trail);
    document.finish()
}

/// Who is concerned, the project as it stood, and the text that was shown, each warning with what became of it.
pub fn shown(flow: &mut Flow, frame: &Frame, trail: &Trail, story: &Story) {
    let (t, notice) = (frame.texts(), &story.notice);
    parties::parties(flow, frame, &notice.firm, &notice.client);
    parties::people(flow, frame, &notice.author.name, &story.recipients);
    flow.heading(1, t.doc_scope());
    flow.plain(Rich::new().strong(parties::project_line(t, &notice.project)));
    flow.gap(4.0);
    parties::scope(flow, t, &notice.project);
    let project = Project::read(trail, notice.project.project);
    project::papers(flow, frame, &project, None);
    project::needs(flow, frame, &project);
    flow.heading(1, t.doc_text_shown());
    if !notice.introduction.trim().is_empty() {
        warning::paragraphs(flow, &notice.introduction);
    }
    instrument::draw(flow, frame, 2, notice);
    warnings(flow, frame, 2, story);
}

fn first_page(flow: &mut Flow, frame: &Frame, class: &str, trail: &Trail, story: &Story) {
    let t = frame.texts();
    let notice = &story.notice;
    heading(flow, frame, class, notice);
    flow.note(ACCENT, |f| {
        f.plain(Rich::new().strong(t.doc_certifies()));
        f.gap(2.0);
        f.prose(statement(frame, story));
        f.gap(4.0);
        f.prose(proof::time_sentence(frame, trail));
        let identified = story.answer.as_ref().map(|(_, answer)| &answer.identified);
        if identified.is_some_and(|by| trail.code_was_filed(&by.to, by.at)) {
            f.gap(4.0);
            f.prose(t.doc_certifies_code_filed());
        }
    });
    proof::erased(flow, frame, trail);
    flow.gap(12.0);
    overview(flow, frame, story);
    flow.gap(14.0);
    steps(flow, frame, trail, story, frame.now);
    let mut rows = vec![
        (t.reference(), Rich::new().strong(notice.reference.as_str())),
        (t.doc_sent(), Rich::from(frame.when_and_utc(story.issued))),
        (t.doc_respond_by(), Rich::from(respond_by(t, story))),
    ];
    rows.push(proof::time_row(frame, trail));
    rows.extend(agreement_row(frame, trail, story));
    rows.extend(frame.about_itself());
    flow.facts(rows);
}

/// The evidence agreement that the client had signed before.
pub fn agreement_row(frame: &Frame, trail: &Trail, story: &Story) -> Option<(&'static str, Rich)> {
    let t = frame.texts();
    let (reference, at) = instrument::agreement(trail, &story.notice, story.issued)?;
    Some((t.doc_agreement(), Rich::from(t.agreement_cited(&reference, &frame.when_and_utc(at)))))
}

/// The day asked for, and the one in the letter where a signatory named later was given another.
pub fn respond_by(t: Texts, story: &Story) -> String {
    match (story.respond_by, story.notice.respond_by) {
        (Some(now), Some(first)) if now != first => t.doc_by_moved(&t.date(now), &t.date(first)),
        (Some(day), _) => t.doc_by(&t.date(day)),
        (None, _) => String::new(),
    }
}

/// Sender and QR code, then the title.
pub fn heading(flow: &mut Flow, frame: &Frame, class: &str, notice: &Notice) {
    frame.sender_and_qr(flow, &notice.firm);
    flow.gap(16.0);
    flow.title(class, &format!("{} — {}", notice.client.name, notice.project.title));
    flow.gap(14.0);
}

fn statement(frame: &Frame, story: &Story) -> String {
    let t = frame.texts();
    let (client, reference) = (&story.notice.client.name, &story.notice.reference);
    let to = t.to_the_notice(story.notice.class(), reference);
    match &story.answer {
        Some((at, answer)) => {
            let erased = story.answer_is_erased();
            let given = t.doc_certifies_answer(&answerer(t, story, answer), client, &to, &frame.when(*at));
            format!("{given} {}", if erased { t.doc_certifies_erased() } else { t.doc_certifies_whole() })
        }
        None if story.informative() => t.doc_certifies_information(client, reference, &frame.when(frame.now)),
        None => t.doc_certifies_silence(client, &to, &frame.when(frame.now)),
    }
}

/// The name as recorded, with the function; another name, when one was typed, as what it is.
fn answerer(t: Texts, story: &Story, answer: &Answer) -> String {
    let typed = &answer.typed_name;
    let Some(Recipient { name, role, .. }) = story.recipient(answer.contact) else { return typed.clone() };
    let recorded = if role.is_empty() { name.clone() } else { format!("{name} ({role})") };
    let same = |a: &str, b: &str| a.to_lowercase().split_whitespace().eq(b.to_lowercase().split_whitespace());
    if same(name, typed) || typed == ERASED { recorded } else { t.doc_typed_by_link(typed, &recorded) }
}

/// A question waits for the firm's reply.
pub fn owes(story: &Story) -> bool {
    story.questions.iter().any(|question| question.answer.is_none())
}

pub fn outcome<'a>(story: &'a Story, warning: Id) -> Outcome<'a> {
    let decided = |answer: &'a Answer| answer.decisions.iter().find(|d: &&Decision| d.warning == warning);
    match (&story.answer, story.informative()) {
        (Some((_, answer)), _) if story.answer_is_erased() => {
            decided(answer).map_or(Outcome::Silent, Outcome::Declared)
        }
        (Some((_, answer)), _) => decided(answer).map_or(Outcome::Silent, Outcome::Decided),
        (None, true) => Outcome::Informative,
        (None, false) if owes(story) => Outcome::Asked,
        (None, false) => Outcome::Silent,
    }
}

/// One row a warning: code, title, what became of it.
fn overview(flow: &mut Flow, frame: &Frame, story: &Story) {
    let t = frame.texts();
    instrument::overview(flow, frame, story);
    if story.notice.warnings.is_empty() {
        return;
    }
    flow.table(&[1.0, 5.4, 3.6], &[t.doc_point(), "", t.doc_decision()], |table| {
        for warning in &story.notice.warnings {
            let outcome = outcome(story, warning.warning);
            table.row(|cells| {
                cells[0].plain(warning.topic.as_str());
                cells[1].plain(warning.title.as_str());
                cells[2].state(outcome.state(), &outcome.words(t));
                if let Some(words) = outcome.option(t, warning) {
                    cells[2].small(words);
                }
            });
        }
    });
}

/// The way from issue to answer, as far as it went.
pub fn steps(flow: &mut Flow, frame: &Frame, trail: &Trail, story: &Story, now: Time) {
    let (t, subject) = (frame.texts(), format!("notice:{}", story.notice.notice));
    let mut steps: Vec<Step> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for row in trail.chronology(story.notice.notice).filter(|row| row.header.time <= now) {
        use ledger::event::{MailPurpose, Via};
        let (what, state) = match &row.event {
            Some(Event::NoticeIssued(_)) if row.header.subject == subject => (t.trail_step_issued(), State::Informed),
            Some(Event::NoticeIssued(_)) => (t.trail_step_meeting(), State::NoAnswer),
            // What was said of minutes is no step of this notice.
            _ if row.header.subject != subject => continue,
            Some(Event::MailAccepted(e)) if e.purpose == MailPurpose::Notice => match e.via {
                Via::Smtp(_) => (t.trail_step_delivered(), State::Informed),
                Via::Outbox => (t.trail_step_outbox(), State::NoAnswer),
            },
            Some(Event::ReminderMade(_)) => (t.trail_step_reminder(), State::NoAnswer),
            Some(Event::NoticeEscalated(_)) => (t.trail_step_director(), State::NoAnswer),
            Some(Event::NoticeResent(_)) => (t.trail_step_resent(), State::NoAnswer),
            Some(Event::LetterPosted(_)) => (t.trail_step_posted(), State::NoAnswer),
            Some(Event::ReceiptFiled(e)) if e.outcome == LetterOutcome::Received => {
                (t.trail_step_received(), State::Informed)
            }
            Some(Event::ReceiptFiled(_)) => (t.trail_step_not_received(), State::NoAnswer),
            Some(Event::NoticeHanded(_)) => (t.trail_step_handed(), State::Informed),
            Some(Event::CodeRequested(_)) => (t.trail_step_code(), State::Informed),
            Some(Event::ContactIdentified(_)) => (t.trail_step_identified(), State::Informed),
            Some(Event::QuestionAsked(_)) => (t.trail_step_asked(), State::NoAnswer),
            Some(Event::QuestionAnswered(_)) => (t.trail_step_replied(), State::Informed),
            Some(Event::NoticeAcknowledged(_)) => (t.trail_step_acknowledged(), State::Informed),
            Some(Event::AnswerGiven(_)) => (t.trail_step_answered(), State::Accepted),
            _ => continue,
        };
        // The first of each kind: the table of the trail has them all.
        if !seen.contains(&what) {
            seen.push(what);
            steps.push(Step { when: frame.stamp(row.header.time), what: what.into(), colour: state.colour() });
        }
    }
    if owes(story) {
        let colour = State::NoAnswer.colour();
        steps.push(Step { when: frame.stamp(now), what: t.trail_step_owed().into(), colour });
    }
    if story.answer.is_none() && !story.informative() {
        let colour = State::NoAnswer.colour();
        steps.push(Step { when: frame.stamp(now), what: t.trail_step_now().into(), colour });
    }
    flow.timeline(&steps);
}

/// Every warning in full, each with what became of it.
pub fn warnings(flow: &mut Flow, frame: &Frame, level: u8, story: &Story) {
    for (i, warning) in story.notice.warnings.iter().enumerate() {
        warning::draw(flow, frame, level, i + 1, warning);
        warning::decision(flow, frame, warning, outcome(story, warning.warning));
    }
}

/// The sentence agreed to and by whom; the readings confirmed by those who may not decide.
fn signing(flow: &mut Flow, frame: &Frame, trail: &Trail, story: &Story) {
    let t = frame.texts();
    if let Some((at, answer)) = story.answer.as_ref().filter(|_| !story.answer_is_erased()) {
        if let Some(given) = &answer.signing {
            flow.gap(8.0);
            instrument::signing(flow, frame, &story.notice, given);
        }
        flow.heading(1, t.doc_consent());
        flow.note(ACCENT, |f| {
            f.text(PROSE, Rich::new().emphasis(answer.consent.as_str()));
            f.gap(4.0);
            signed(f, frame, &answer.typed_name, *at);
        });
        proof::identification(flow, frame, trail, answer);
    }
    if !story.acknowledged.is_empty() {
        flow.heading(1, t.doc_acknowledged());
        for (at, reading) in &story.acknowledged {
            flow.note(State::Informed.colour(), |f| {
                f.text(PROSE, Rich::new().emphasis(reading.consent.as_str()));
                f.gap(4.0);
                signed(f, frame, &reading.typed_name, *at);
                let by = &reading.identified;
                f.small(t.proof_mailbox_text(&by.to, &frame.when_and_utc(by.at)));
                if trail.code_was_filed(&by.to, by.at) {
                    f.small(t.code_filed());
                }
            });
            flow.gap(6.0);
        }
    }
}

fn signed(flow: &mut Flow, frame: &Frame, typed_name: &str, at: Time) {
    let t = frame.texts();
    flow.plain(Rich::new().plain(t.labelled(t.doc_typed_name(), "")).strong(typed_name));
    flow.small(frame.when_and_utc(at));
}

pub fn questions(flow: &mut Flow, frame: &Frame, level: u8, story: &Story) {
    let t = frame.texts();
    if story.questions.is_empty() {
        return;
    }
    flow.heading(level, t.doc_questions());
    for question in &story.questions {
        let name = story.recipient(question.asked.contact).map_or("", |r| r.name.as_str());
        flow.label(t.doc_question_from(&t.by_link(name), &frame.when(question.at)));
        warning::paragraphs(flow, &question.asked.text);
        flow.gap(4.0);
        flow.indent(18.0, |f| match &question.answer {
            Some((at, reply)) => {
                f.label(t.doc_question_by(&reply.member.name, &frame.when(*at)));
                warning::paragraphs(f, &reply.text);
            }
            None => f.quiet(t.doc_not_replied()),
        });
        flow.gap(8.0);
    }
}
