//! What became of a notice up to a moment, entry by entry, as the chronology says it.

use jiff::tz::TimeZone;
use ledger::event::{Event, Via};
use ledger::notice::State as Story;
use ledger::{Id, Time};

use crate::Texts;
use crate::texts::{Exact, local};

/// Which of the notice's entries, and in words; those that the notice itself tells (its issue, readings and the answer) are not among them.
pub(super) fn lines(t: Texts, story: &Story, entries: &[(Time, Event)], zone: &TimeZone) -> Vec<(usize, String)> {
    let lines = entries.iter().enumerate().filter_map(|(nth, (at, event))| {
        let details = mail(t, event).or_else(|| delivery(t, story, event)).or_else(|| page(t, story, event))?;
        // Two steps may share a minute.
        let when = t.date_time_to(&local(*at, zone), Exact::Second);
        let parts = [when, t.called(event).to_owned()].into_iter().chain(details);
        let parts: Vec<String> =
            parts.filter(|part| !part.trim().is_empty()).map(|part| part.replace('\n', " ")).collect();
        Some((nth, parts.join(" · ")))
    });
    lines.collect()
}

fn name(story: &Story, contact: Id) -> String {
    story.recipient(contact).map(|person| person.name.clone()).unwrap_or_default()
}

fn mail(t: Texts, event: &Event) -> Option<Vec<String>> {
    Some(match event {
        Event::MailAccepted(e) => {
            let to = t.trail_to(t.mail_purpose(e.purpose), &e.to);
            match &e.via {
                Via::Smtp(server) => vec![to, t.trail_mail_server(server), t.trail_mail_reply(&e.reply)],
                Via::Outbox => vec![to, t.trail_mail_filed_note().to_owned()],
            }
        }
        Event::MailRefused(e) => {
            let attempt = if e.last { t.trail_mail_given_up(e.attempt) } else { t.trail_mail_retry(e.attempt) };
            vec![t.trail_to(t.mail_purpose(e.purpose), &e.to), t.trail_mail_reply(&e.reply), attempt]
        }
        Event::MailReturned(e) => vec![t.returned(e.action).1.to_owned(), t.returned_words(e)],
        Event::ReplyReceived(e) => {
            vec![t.reply_word(e).1.to_owned(), e.subject.clone(), t.told_exchanged(&e.from, &e.to)]
        }
        Event::ExchangeImported(e) => vec![e.subject.clone(), t.told_exchanged(&e.from, &e.to)],
        _ => return None,
    })
}

/// By post and by hand, and what was done about there being no answer.
fn delivery(t: Texts, story: &Story, event: &Event) -> Option<Vec<String>> {
    Some(match event {
        Event::LetterPrepared(e) => vec![name(story, e.contact), e.address.replace('\n', ", ")],
        Event::LetterPosted(e) => vec![t.letter_posted(e)],
        Event::ReceiptFiled(e) => vec![t.receipt_filed(e)],
        Event::NoticeHanded(e) => vec![t.notice_handed(e, &name(story, e.contact))],
        Event::NoticeResent(e) => vec![name(story, e.contact), t.resent_words(e)],
        Event::ReminderMade(e) => vec![name(story, e.contact), t.chasing_day(e.day)],
        Event::NoticeEscalated(e) => vec![e.recipient.name.clone(), t.chasing_day(e.day)],
        Event::SilenceRecorded(e) => vec![t.silence_warnings(e.warnings.len() as u64), e.by.name.clone()],
        _ => return None,
    })
}

/// On the page of the notice.
fn page(t: Texts, story: &Story, event: &Event) -> Option<Vec<String>> {
    Some(match event {
        Event::CodeRequested(e) => vec![t.by_link(&name(story, e.contact)), t.trail_code_to(&e.to)],
        Event::ContactIdentified(e) => {
            let tries = (e.wrong_tries > 0).then(|| t.trail_tries(e.wrong_tries));
            [t.trail_code_to(&e.to)].into_iter().chain(tries).collect()
        }
        Event::CodeExhausted(e) => vec![t.trail_tries(e.tries)],
        // Whoever holds the link may ask.
        Event::QuestionAsked(e) => vec![e.text.clone(), t.by_link(&name(story, e.contact))],
        Event::QuestionAnswered(e) => vec![e.text.clone(), e.member.name.clone()],
        Event::SignatoryNamed(e) => {
            vec![t.by_link(&name(story, e.contact)), format!("{}, {}, {}", e.name, e.role, e.email)]
        }
        Event::SignatoryConfirmed(e) => vec![e.recipient.name.clone()],
        Event::SignatoryRefused(e) => vec![e.reason.clone()],
        Event::LinkRevoked(e) => vec![e.reason.clone()],
        _ => return None,
    })
}
