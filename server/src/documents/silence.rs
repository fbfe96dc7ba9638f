//! The certificate that no answer came: what was sent, how it arrived, who was reminded, and that nothing is recorded at that moment.
//!
//! It certifies the moment of its entry `silence.recorded`: whoever asks for it is told the state of the log there, and nothing later.

use app::Texts;
use ledger::event::{
    ContactRecorded, Event, FileRef, LetterOutcome, MailAccepted, Recipient, ReturnAction, SilenceRecorded, Via,
};
use ledger::notice::State as Story;
use ledger::{Id, Time};

use super::certificate::{heading, outcome};
use super::frame::Frame;
use super::layout::{ACCENT, Flow, PLAIN, Pdf, Rich};

use super::trail::{Row, Trail};
use super::{Error, certificate, describe, instrument, meeting, proof};

/// The certificate of the notice `about`, whose entries `trail` shows; of the silence that names the frame's document.
pub fn no_answer(frame: &Frame, about: Id, trail: &Trail) -> Result<Pdf, Error> {
    let subject = format!("notice:{about}");
    let asked = |row: &&Row| matches!(&row.event, Some(Event::SilenceRecorded(e)) if e.document == frame.document);
    let found = trail.about(&subject).find(asked).ok_or(Error::Evidence("no silence recorded".into()))?;
    let (last, at) = (found.header.index, found.header.time);
    let Some(Event::SilenceRecorded(silence)) = &found.event else { return Err(Error::Evidence("erased".into())) };
    let rows = || trail.about(&subject).filter(move |row| row.header.index <= last);
    let story = Story::fold(rows().filter_map(|row| Some((row.header.time, row.event.clone()?))));
    let story = story.ok_or(Error::Evidence("no notice issued".into()))?;
    if story.answer.is_some() {
        return Err(Error::Evidence("there is an answer".into()));
    }
    let t = frame.texts();
    let class = t.doc_certificate_silent();
    let mut document = frame.document(class, &story.notice.project.title, &story.notice.firm);
    let flow = &mut document.flow;
    let written = written(trail, about, last);
    first_page(flow, frame, trail, (&story, silence, written.len() as u64), at);
    reached(flow, frame, trail, rows, &story);
    reminders(flow, frame, (trail, at), rows, &story);
    mails(flow, frame, trail, &written);
    meeting::meetings(flow, frame, trail, about, last);
    flow.heading(1, t.doc_silence_limits());
    flow.bullets(PLAIN, [t.doc_silence_limit_choice(), t.doc_silence_limit_read(), t.doc_silence_limit_other()]);
    certificate::shown(flow, frame, trail, &story);
    certificate::questions(flow, frame, 1, &story);
    flow.heading(1, t.trail());
    flow.small(t.trail_note());
    proof::trail_table(flow, frame, trail, trail.chronology(about).filter(move |row| row.header.index <= last), None);
    proof::level(flow, frame, trail, false, true);
    proof::hashes(flow, frame, trail, trail.rows.iter());
    proof::integrity(flow, frame, trail);
    proof::attach(&mut document, frame, trail);
    document.finish()
}

fn first_page(
    flow: &mut Flow,
    frame: &Frame,
    trail: &Trail,
    (story, silence, written): (&Story, &SilenceRecorded, u64),
    at: Time,
) {
    let (t, notice) = (frame.texts(), &story.notice);
    let reference = t.to_the_notice(notice.class(), &notice.reference);
    heading(flow, frame, t.doc_certificate_silent(), notice);
    flow.note(ACCENT, |f| {
        f.plain(Rich::new().strong(t.doc_certifies()));
        f.gap(2.0);
        f.prose(t.doc_certifies_silence(&notice.client.name, &reference, &frame.when(at)));
        f.gap(4.0);
        f.prose(proof::time_sentence(frame, trail));
    });
    proof::erased(flow, frame, trail);
    flow.gap(12.0);
    instrument::overview(flow, frame, story);
    decisions(flow, frame, trail, (story, silence), at);
    flow.gap(14.0);
    certificate::steps(flow, frame, trail, story, at);
    let respond_by = certificate::respond_by(t, story);
    let mut rows = vec![
        (t.reference(), Rich::new().strong(notice.reference.as_str())),
        (t.doc_sent(), Rich::from(frame.when_and_utc(story.issued))),
        (t.doc_respond_by(), Rich::from(respond_by)),
        (t.trail_step_now(), Rich::from(frame.when_and_utc(at))),
    ];
    if written > 0 {
        rows.push((t.doc_mails(), Rich::from(t.doc_mails_count(written))));
    }
    rows.push(proof::time_row(frame, trail));
    rows.extend(certificate::agreement_row(frame, trail, story));
    rows.extend(frame.about_itself());
    flow.facts(rows);
}

/// Each warning, and that nothing is recorded about it at that moment; an agreement has none.
fn decisions(flow: &mut Flow, frame: &Frame, trail: &Trail, (story, silence): (&Story, &SilenceRecorded), at: Time) {
    let (t, notice) = (frame.texts(), &story.notice);
    if notice.warnings.is_empty() {
        return;
    }
    let (_, source) = proof::time_row(frame, trail);
    flow.table(&[1.0, 4.4, 4.6], &[t.doc_point(), "", t.doc_decision()], |table| {
        for warning in notice.warnings.iter().filter(|warning| silence.warnings.contains(&warning.warning)) {
            let outcome = outcome(story, warning.warning);
            table.row(|cells| {
                cells[0].plain(warning.topic.as_str());
                cells[1].plain(warning.title.as_str());
                cells[2].state(outcome.state(), &outcome.words(t));
                cells[2].small(t.doc_silence_at(&frame.when_and_utc(at)));
                cells[2].small(t.doc_silence_clock());
                if trail.stated.is_some() {
                    cells[2].small(source.clone());
                }
            });
        }
    });
}

/// Of each recipient, what the log shows of the notice's way to them.
pub fn reached<'a, I: Iterator<Item = &'a Row>>(
    flow: &mut Flow,
    frame: &Frame,
    trail: &Trail,
    rows: impl Fn() -> I,
    story: &Story,
) {
    let t = frame.texts();
    flow.heading(1, t.doc_reached());
    flow.table(&[3.0, 7.0], &[t.doc_addressee(), t.doc_reached_what()], |table| {
        for person in &story.recipients {
            let lines: Vec<_> = rows().filter_map(|row| line(frame, trail, person, row)).collect();
            let is = |shown: Shown| lines.iter().any(|(it, _)| *it == shown);
            table.row(|cells| {
                cells[0].plain(Rich::new().strong(person.name.as_str()));
                cells[0].small(person.email.as_str());
                cells[0].small(if person.signatory { t.doc_may_decide() } else { t.doc_for_information() });
                if !is(Shown::Mail) {
                    cells[1].plain(t.doc_reached_waits());
                }
                let (mails, rest): (Vec<_>, Vec<_>) = lines.iter().partition(|(it, _)| *it == Shown::Mail);
                for (_, words) in mails.into_iter().chain(rest) {
                    cells[1].plain(words.as_str());
                }
                let signed = on_paper(&mut cells[1], frame, story, person);
                if !is(Shown::Act) && !signed {
                    cells[1].quiet(t.doc_reached_no_act());
                }
            });
        }
    });
    let on_paper = rows().filter(|row| {
        matches!(row.event, Some(Event::LetterPosted(_) | Event::ReceiptFiled(_) | Event::NoticeHanded(_)))
    });
    let shown: Vec<bool> = on_paper.map(|row| row.event.as_ref().and_then(Event::proof).is_some()).collect();
    if !shown.is_empty() {
        let all = shown.iter().all(|shown| *shown);
        flow.small(if all { t.doc_reached_word() } else { t.doc_reached_word_alone() });
    }
}

/// What the firm recorded of letters to this person and of the notice handed to them, with the file that shows it; whether they signed.
fn on_paper(cell: &mut Flow, frame: &Frame, story: &Story, person: &Recipient) -> bool {
    let t = frame.texts();
    let mut line = |at: Time, words: &str, file: Option<&FileRef>| {
        cell.plain(t.doc_reached_recorded(words, &frame.stamp(at)));
        file.into_iter().for_each(|file| cell.small(t.doc_reached_scan(&file.name, &file.sha256.to_string())));
    };
    let mut signed = false;
    for letter in story.deliveries.letters.iter().filter(|letter| letter.prepared.contact == person.contact) {
        if let Some((at, e)) = &letter.posted {
            line(*at, &t.doc_reached_letter(&t.letter_posted(e)), e.file.as_ref());
        }
        if let Some((at, e)) = &letter.receipt {
            signed |= e.outcome == LetterOutcome::Received;
            line(*at, &t.doc_reached_letter(&t.receipt_filed(e)), e.file.as_ref());
        }
    }
    for (at, e) in story.deliveries.handed.iter().filter(|(_, e)| e.contact == person.contact) {
        signed = true;
        line(*at, &t.notice_handed(e, &person.name), e.file.as_ref());
    }
    signed
}

/// What a line shows of a person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Mail,
    /// Somebody used their link, without the code: no act of theirs.
    Link,
    Act,
}

/// What the entry says about this person.
fn line(frame: &Frame, trail: &Trail, person: &Recipient, row: &Row) -> Option<(Shown, String)> {
    let (t, when) = (frame.texts(), frame.stamp(row.header.time));
    let mine = |contact: Id| contact == person.contact;
    // The address in the first column is the one that counts now.
    let elsewhere = |to: &String| if *to == person.email { String::new() } else { format!(" · {to}") };
    let by_link = || t.by_link(&person.name);
    let is_notice = |purpose: ledger::event::MailPurpose| purpose == ledger::event::MailPurpose::Notice;
    match row.event.as_ref()? {
        Event::MailAccepted(e) if e.contact.is_some_and(mine) && is_notice(e.purpose) => {
            Some((Shown::Mail, format!("{}{}", taken(t, &when, e), elsewhere(&e.to))))
        }
        Event::MailRefused(e) if e.contact.is_some_and(mine) && is_notice(e.purpose) => {
            Some((Shown::Mail, format!("{}{}", t.doc_reached_refused(&when, &e.reply), elsewhere(&e.to))))
        }
        Event::NoticeResent(e) if mine(e.contact) => {
            Some((Shown::Mail, t.doc_reached_recorded(&t.resent_words(e), &when)))
        }
        Event::MailReturned(e) if e.contact.is_some_and(mine) => match e.action {
            ReturnAction::Failed => Some((Shown::Mail, t.doc_reached_returned(&when, &t.returned_words(e)))),
            ReturnAction::Delayed => Some((Shown::Mail, t.doc_reached_delayed(&when, &t.returned_words(e)))),
            ReturnAction::Delivered | ReturnAction::Relayed => None,
        },
        Event::CodeRequested(e) if mine(e.contact) => Some((Shown::Link, t.doc_reached_code(&when, &by_link()))),
        Event::ContactIdentified(e) if mine(e.contact) => {
            let filed = if trail.code_was_filed(&e.to, row.header.time) { t.code_filed() } else { "" };
            Some((Shown::Act, format!("{} {filed}", t.doc_reached_identified(&when)).trim_end().to_owned()))
        }
        Event::NoticeAcknowledged(e) if mine(e.contact) => Some((Shown::Act, t.doc_reached_read(&when))),
        Event::QuestionAsked(e) if mine(e.contact) => Some((Shown::Link, t.doc_reached_asked(&when, &by_link()))),
        Event::SignatoryNamed(e) if mine(e.contact) => Some((Shown::Link, t.doc_reached_named(&when, &by_link()))),
        _ => None,
    }
}

fn taken(t: Texts, when: &str, mail: &MailAccepted) -> String {
    match &mail.via {
        Via::Smtp(server) => t.doc_reached_mail(when, server, &mail.reply),
        Via::Outbox => t.doc_reached_filed(when),
    }
}

/// A message of somebody about the notice: one that came in answer to ours, or one that the firm imported.
fn is_mail(row: &Row) -> bool {
    matches!(row.event, Some(Event::ReplyReceived(_) | Event::ExchangeImported(_)))
}

/// The messages about a notice up to the entry `last`.
pub fn written(trail: &Trail, about: Id, last: u64) -> Vec<&Row> {
    trail.chronology(about).filter(|row| row.header.index <= last && is_mail(row)).collect()
}

/// What was written about the notice beside its page. It is no answer, and whoever speaks of silence has to have read it.
pub fn mails(flow: &mut Flow, frame: &Frame, trail: &Trail, written: &[&Row]) {
    let t = frame.texts();
    if written.is_empty() {
        return;
    }
    flow.heading(1, t.doc_mails());
    flow.small(t.doc_mails_note());
    flow.gap(3.0);
    flow.table(&[2.6, 7.4], &[t.doc_mail_recorded(), t.doc_mail_says()], |table| {
        for row in written {
            let (what, details) = describe(frame, trail, row);
            table.row(|cells| {
                cells[0].plain(frame.stamp(row.header.time));
                cells[1].plain(Rich::new().strong(what.as_str()));
                details.iter().filter(|line| !line.is_empty()).for_each(|line| cells[1].plain(line.as_str()));
                if let Some(file) = row.event.as_ref().and_then(Event::proof) {
                    cells[1].small(t.doc_reached_scan(&file.name, &file.sha256.to_string()));
                }
            });
        }
    });
}

/// What is on record of a notice beside an answer on its page: no "no answer" stands without it.
pub fn beside(t: Texts, trail: &Trail, about: Id) -> Vec<String> {
    let by_nobody = |row: &&Row| matches!(&row.event, Some(Event::ReplyReceived(e)) if e.automatic);
    let mails = written(trail, about, u64::MAX).into_iter().filter(|row| !by_nobody(row)).count();
    let mails = (mails > 0).then(|| t.dossier_mails_beside(mails as u64));
    let said = trail.meetings(about).filter_map(|row| match &row.event {
        Some(Event::AnswerGiven(e)) => {
            let became = t.meeting_became(Some(e.signing.as_ref()?.resolution));
            Some(t.labelled(&trail.notice(e.notice)?.reference, became))
        }
        _ => None,
    });
    mails.into_iter().chain(said).collect()
}

/// What was planned, and why steps of it are not among those taken, as far as the entries up to `at` tell.
fn planned(flow: &mut Flow, frame: &Frame, trail: &Trail, story: &Story, at: Time) {
    let t = frame.texts();
    let Some((_, plan)) = &story.chase.plan else { return };
    flow.gap(3.0);
    flow.small(t.doc_chasing_planned(&t.chasing_words(&plan.chasing)));
    if !plan.reason.is_empty() {
        flow.small(t.chasing_why(&plan.reason));
    }
    let settled = story.proposals.iter().all(|proposal| proposal.settled);
    let over = plan.chasing.is_none() || story.chase.escalated.is_some();
    if !over && (certificate::owes(story) || !settled) {
        flow.small(t.doc_chasing_waits());
    }
    let Some(day) = plan.chasing.escalation.filter(|_| story.chase.escalated.is_none()) else { return };
    let mut contacts: Vec<&ContactRecorded> = Vec::new();
    for (_, event) in trail.events().take_while(|(recorded, _)| *recorded <= at) {
        if let Event::ContactRecorded(e) = event
            && e.client == story.notice.project.client
        {
            contacts.retain(|known| known.contact != e.contact);
            contacts.push(e);
        }
    }
    let asked = |contact: Id| story.recipient(contact).is_some_and(|person| person.signatory);
    let directs = |e: &ContactRecorded| plan.director.map_or(e.director, |chosen| e.contact == chosen);
    let directors: Vec<_> = contacts.into_iter().filter(|e| e.active && !e.email.is_empty() && directs(e)).collect();
    if !directors.is_empty() && directors.iter().all(|e| asked(e.contact)) {
        let names: Vec<&str> = directors.iter().map(|e| e.name.as_str()).collect();
        flow.small(t.doc_director_asked(&t.chasing_day(day), &t.list(&names)));
    }
}

/// Each reminder, and what its mail server said; what was planned, and why not all of it was done, as far as is known at `at`.
pub fn reminders<'a, I: Iterator<Item = &'a Row>>(
    flow: &mut Flow,
    frame: &Frame,
    (trail, at): (&Trail, Time),
    rows: impl Fn() -> I,
    story: &Story,
) {
    let t = frame.texts();
    flow.heading(1, t.doc_reminders());
    match story.chase.reminders.is_empty() && story.chase.escalated.is_none() {
        true => flow.quiet(t.doc_reminders_none()),
        false => taken_steps(flow, frame, rows, story),
    }
    planned(flow, frame, trail, story, at);
}

fn taken_steps<'a, I: Iterator<Item = &'a Row>>(flow: &mut Flow, frame: &Frame, rows: impl Fn() -> I, story: &Story) {
    let t = frame.texts();
    let made = story.chase.reminders.iter().map(|(at, e)| (*at, t.chasing_day(e.day), e.contact, e.mail));
    let escalated = story.chase.escalated.iter();
    let escalated = escalated.map(|(at, e)| {
        (*at, format!("{}, {}", t.chasing_day(e.day), t.doc_director_step()), e.recipient.contact, e.mail)
    });
    flow.table(&[2.4, 2.6, 5.0], &[t.doc_reminder_step(), t.doc_addressee(), t.doc_reminder_sent()], |table| {
        for (at, step, contact, mail) in made.chain(escalated) {
            let became: Vec<String> = rows()
                .filter_map(|row| match row.event.as_ref()? {
                    Event::MailAccepted(e) if e.mail == mail => Some(taken(t, &frame.stamp(row.header.time), e)),
                    Event::MailRefused(e) if e.mail == mail => {
                        Some(t.doc_reached_refused(&frame.stamp(row.header.time), &e.reply))
                    }
                    _ => None,
                })
                .collect();
            table.row(|cells| {
                cells[0].plain(step.as_str());
                cells[0].small(frame.stamp(at));
                cells[1].plain(story.recipient(contact).map_or("", |person| person.name.as_str()));
                if became.is_empty() {
                    cells[2].plain(t.doc_reached_waits());
                }
                became.iter().for_each(|words| cells[2].plain(words.as_str()));
            });
        }
    });
}
