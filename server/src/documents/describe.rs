//! An entry in words: a headline, and what must be seen under it.

use app::Texts;
use ledger::event::{DocumentClass, Event, MailAccepted, MailPurpose, MailRefused, Via};
use ledger::evidence::Disclosure;

use super::frame::Frame;
use super::trail::{Row, Trail};

/// Headline and details of one entry.
pub fn describe(frame: &Frame, trail: &Trail, row: &Row) -> (String, Vec<String>) {
    let t = frame.texts();
    let kind = row.header.kind.as_str();
    let Some(event) = &row.event else {
        let words = if row.disclosure == Disclosure::Erased { t.trail_erased(kind) } else { t.trail_withheld(kind) };
        return (words, Vec::new());
    };
    record(t, event).map(|words| (words, Vec::new())).unwrap_or_else(|| act(frame, trail, event))
}

/// What the firm put on record about itself, its client and its project.
fn record(t: Texts, event: &Event) -> Option<String> {
    Some(match event {
        Event::FirmFounded(_) => t.trail_firm_founded().into(),
        Event::FirmRecorded(_) => t.trail_firm_recorded().into(),
        Event::MemberInvited(e) => t.trail_member_invited(&e.email),
        Event::MemberRecorded(e) => t.trail_member_recorded(&e.name),
        Event::ClientRecorded(e) => t.trail_client_recorded(&e.party.name),
        Event::ContactRecorded(e) => t.trail_contact_recorded(&e.name),
        Event::ProjectRecorded(e) => t.trail_project_recorded(&e.title, e.version),
        Event::NeedRecorded(_) => t.trail_need_recorded().into(),
        Event::PromiseRecorded(_) => t.trail_promise_recorded().into(),
        Event::PaperFiled(e) => t.trail_paper_filed(&e.file.name),
        Event::DocumentMade(e) => t.trail_document_made(class(t, e.class), &e.reference),
        Event::EvidenceExported(e) => t.trail_exported(class(t, e.class)),
        _ => return None,
    })
}

/// What happened to a notice.
fn act(frame: &Frame, trail: &Trail, event: &Event) -> (String, Vec<String>) {
    let t = frame.texts();
    let none = Vec::new();
    match event {
        Event::NoticeIssued(e) => {
            let topics: Vec<&str> = e.warnings.iter().map(|w| w.topic.as_str()).collect();
            let names: Vec<&str> = e.recipients.iter().map(|r| r.name.as_str()).collect();
            (t.trail_notice_issued(&e.reference), vec![topics.join(", "), names.join(", ")])
        }
        Event::LinkMade(e) => {
            (t.trail_link_made(trail.name(e.contact)), vec![t.trail_link_valid(&frame.when(e.expires))])
        }
        Event::LinkRevoked(e) => (t.trail_link_revoked().into(), vec![e.reason.clone()]),
        Event::MailAccepted(e) => mail_accepted(t, e),
        Event::MailRefused(e) => mail_refused(t, e),
        Event::CodeRequested(e) => (t.trail_code_requested(&e.to), none),
        Event::ContactIdentified(e) => (t.trail_identified(&e.to), vec![t.trail_wrong_tries(e.wrong_tries)]),
        Event::CodeExhausted(e) => (t.trail_code_exhausted(e.tries), none),
        Event::NoticeAcknowledged(e) => (t.trail_acknowledged(&e.typed_name), none),
        Event::AnswerGiven(e) => (t.trail_answered(&e.typed_name), none),
        Event::QuestionAsked(e) => (t.trail_question_asked(trail.name(e.contact)), vec![e.text.clone()]),
        Event::QuestionAnswered(e) => (t.trail_question_answered(&e.member.name), vec![e.text.clone()]),
        Event::SignatoryNamed(e) => (t.trail_signatory_named(&e.name), vec![format!("{}, {}", e.role, e.email)]),
        Event::SignatoryConfirmed(e) => (t.trail_signatory_confirmed(&e.recipient.name), none),
        Event::SignatoryRefused(e) => (t.trail_signatory_refused().into(), vec![e.reason.clone()]),
        // The rest are records of the firm, told above.
        _ => (event.kind().to_owned(), none),
    }
}

fn mail_accepted(t: Texts, e: &MailAccepted) -> (String, Vec<String>) {
    let purpose = purpose(t, e.purpose);
    let files: Vec<&str> = e.attachments.iter().map(|file| file.name.as_str()).collect();
    let files = if files.is_empty() { String::new() } else { t.trail_mail_with(&files.join(", ")) };
    let message = t.trail_mail_message(&e.message_id);
    match &e.via {
        Via::Smtp(server) => (
            t.trail_mail_accepted(purpose, &e.to),
            vec![t.trail_mail_server(server), t.trail_mail_reply(&e.reply), message, files],
        ),
        Via::Outbox => (t.trail_mail_filed(purpose, &e.to), vec![t.trail_mail_filed_note().into(), message, files]),
    }
}

fn mail_refused(t: Texts, e: &MailRefused) -> (String, Vec<String>) {
    let attempt = if e.last { t.trail_mail_given_up(e.attempt) } else { t.trail_mail_retry(e.attempt) };
    (t.trail_mail_refused(purpose(t, e.purpose), &e.to), vec![t.trail_mail_reply(&e.reply), attempt])
}

fn purpose(t: Texts, purpose: MailPurpose) -> &'static str {
    match purpose {
        MailPurpose::Notice => t.mail_purpose_notice(),
        MailPurpose::Code => t.mail_purpose_code(),
        MailPurpose::Receipt => t.mail_purpose_receipt(),
        MailPurpose::Reply => t.mail_purpose_reply(),
        MailPurpose::Invitation => t.mail_purpose_invitation(),
    }
}

pub fn class(t: Texts, class: DocumentClass) -> &'static str {
    match class {
        DocumentClass::Notice => t.doc_notice(),
        DocumentClass::Certificate => t.doc_certificate(),
        DocumentClass::Dossier => t.doc_dossier(),
    }
}
