//! An entry in words: what its kind is called, and what must be seen under it.

use app::Texts;
use ledger::catalogue;
use ledger::event::{
    Answer, ContactIdentified, Event, ExchangeImported, MailAccepted, MailRefused, MilestoneReached, Notice,
    NoticeClass, PaperFiled, ReplyReceived, SealRecorded, SealSource, Via,
};
use ledger::evidence::Disclosure;
use ledger::x509::Certificate;

use super::frame::Frame;
use super::trail::{Row, Trail};

/// Headline and details of one entry.
pub fn describe(frame: &Frame, trail: &Trail, row: &Row) -> (String, Vec<String>) {
    let t = frame.texts();
    let kind = row.header.kind.as_str();
    let called = t.event(kind).unwrap_or(kind);
    if let Some((at, erased)) = &row.erased {
        let by = t.erased_by(&frame.when(*at), &erased.by.name, t.ground(erased.ground));
        return (t.trail_erased(called), vec![by]);
    }
    match &row.event {
        None if row.disclosure == Disclosure::Erased => (t.trail_erased(called), Vec::new()),
        None => (t.trail_withheld(called), Vec::new()),
        Some(event) => (t.called(event).to_owned(), details(frame, trail, row)),
    }
}

fn details(frame: &Frame, trail: &Trail, row: &Row) -> Vec<String> {
    let t = frame.texts();
    let Some(event) = &row.event else { return Vec::new() };
    match event {
        Event::MemberInvited(e) => vec![e.email.clone()],
        Event::MemberRecorded(e) => vec![e.name.clone()],
        Event::ClientRecorded(e) => vec![e.party.name.clone()],
        Event::ContactRecorded(e) => vec![e.name.clone()],
        Event::ProjectRecorded(e) => vec![format!("{}, {}", e.title, t.doc_scope_version(e.version)), e.change.clone()],
        Event::NeedRecorded(e) => vec![e.text.clone()],
        Event::PromiseRecorded(e) => vec![e.text.clone()],
        Event::PaperFiled(e) => paper(t, e),
        Event::SurveyAnswered(e) => vec![e.asked.clone(), t.survey_answer(e.answer).into(), e.note.clone()],
        Event::TopicInPlace(e) => {
            let checked = t.coverage_checked(&t.date(e.checked), &e.checked_by);
            vec![format!("{}, {}", e.topic, e.title), e.evidence.clone(), checked]
        }
        Event::TopicNotApplicable(e) => vec![format!("{}, {}", e.topic, e.title), e.reason.clone()],
        Event::TopicReopened(e) => vec![format!("{}, {}", e.topic, e.title), e.reason.clone()],
        Event::ChangeReported(e) => {
            let name = catalogue::change(&e.change).map_or(e.change.as_str(), |change| change.name.get(t.0));
            vec![name.into(), t.coverage_happened(&t.date(e.day)), e.text.clone(), e.topics.join(", ")]
        }
        Event::MilestoneReached(e) => milestone(t, e),
        Event::TopicRecorded(e) => vec![format!("{}, {}", e.topic, e.title.get(t.0))],
        Event::KindRecorded(e) => vec![format!("{}, {}", e.code, e.name.get(t.0))],
        Event::RuleRecorded(e) => vec![e.topic.clone()],
        Event::RuleSwitched(e) if e.on => vec![t.coverage_rule_on(&e.rule), e.reason.clone()],
        Event::RuleSwitched(e) => vec![t.coverage_rule_off(&e.rule), e.reason.clone()],
        Event::NoticeIssued(e) => issued(t, e),
        Event::ChasingPlanned(e) => vec![t.chasing_words(&e.chasing), e.reason.clone()],
        Event::ReminderMade(e) => vec![trail.name(e.contact).into(), t.chasing_day(e.day)],
        Event::NoticeEscalated(e) => vec![e.recipient.name.clone(), t.chasing_day(e.day)],
        Event::NoticeResent(e) => vec![trail.name(e.contact).into(), t.resent_words(e)],
        Event::SilenceRecorded(e) => vec![t.silence_warnings(e.warnings.len() as u64), e.by.name.clone()],
        Event::LetterPrepared(e) => vec![trail.name(e.contact).into(), e.address.replace('\n', ", ")],
        Event::LetterPosted(e) => vec![t.letter_posted(e), proof(event)],
        Event::ReceiptFiled(e) => vec![t.receipt_filed(e), proof(event)],
        Event::NoticeHanded(e) => vec![t.notice_handed(e, trail.name(e.contact)), proof(event)],
        Event::ExchangeImported(e) => exchange(frame, e),
        Event::MailReturned(e) => vec![t.returned(e.action).1.into(), t.returned_words(e), proof(event)],
        Event::ReplyReceived(e) => reply(frame, e),
        Event::LinkMade(e) => vec![trail.name(e.contact).into(), t.trail_link_valid(&frame.when(e.expires))],
        Event::LinkRevoked(e) => vec![e.reason.clone()],
        Event::MailAccepted(e) => mail_accepted(t, e),
        Event::MailRefused(e) => mail_refused(t, e),
        Event::CodeRequested(e) => vec![t.trail_code_to(&e.to)],
        Event::ContactIdentified(e) => identified(t, trail, row, e),
        Event::CodeExhausted(e) => vec![t.trail_tries(e.tries)],
        Event::NoticeAcknowledged(e) => vec![e.typed_name.clone(), t.shown_by_code().into()],
        Event::AnswerGiven(e) => answered(t, trail, e),
        Event::QuestionAsked(e) => vec![e.text.clone()],
        Event::QuestionAnswered(e) => vec![e.text.clone()],
        Event::SignatoryNamed(e) => vec![format!("{}, {}, {}", e.name, e.role, e.email)],
        Event::SignatoryConfirmed(e) => {
            vec![e.recipient.name.clone(), e.respond_by.map(|day| t.respond_by(&t.date(day))).unwrap_or_default()]
        }
        Event::SignatoryRefused(e) => vec![e.reason.clone()],
        Event::DocumentMade(e) => vec![trail.document(t, e)],
        Event::EvidenceExported(e) => vec![t.document_class(e.class, NoticeClass::Letter).into()],
        Event::BundleExported(e) => vec![t.trail_bundle_files(e.files), t.trail_bundle_contents(&e.sha256.to_string())],
        Event::SealRecorded(e) => sealing(t, e),
        Event::SealRevoked(e) => vec![t.trail_seal_certificate(&e.sha256.to_string()), e.reason.clone()],
        Event::HoldPlaced(_) | Event::HoldReleased(_) => guarded(t, event),
        Event::AccessGranted(_) | Event::AccessLinked(_) => guarded(t, event),
        Event::AccessRevoked(_) | Event::AccessUsed(_) => guarded(t, event),
        Event::RetentionSet(e) => vec![t.retention_words(&e.years), e.reason.clone(), e.by.name.clone()],
        Event::PayloadErased(_) | Event::ProjectDestroyed(_) => gone(frame, row, event),
        Event::ErasureRequested(_) | Event::ErasureExtended(_) | Event::ErasureDecided(_) => asked(t, event),
        Event::FirmFounded(_) | Event::FirmRecorded(_) => Vec::new(),
    }
}

fn paper(t: Texts, e: &PaperFiled) -> Vec<String> {
    let dated = e.dated.map(|date| t.doc_paper_dated(&t.date(date))).unwrap_or_default();
    vec![t.paper_class(e.class).into(), e.file.name.clone(), dated]
}

/// What was erased, by whom, when and why.
fn gone(frame: &Frame, row: &Row, event: &Event) -> Vec<String> {
    let (t, when) = (frame.texts(), frame.when(row.header.time));
    match event {
        Event::PayloadErased(e) => {
            let files = (!e.files.is_empty()).then(|| t.erased_files(e.files.len() as u64));
            vec![t.erased_sentence(e, &when), files.unwrap_or_default()]
        }
        Event::ProjectDestroyed(e) => vec![t.destroyed_sentence(e, &when)],
        _ => Vec::new(),
    }
}

/// What a person asked about their own data, and what became of it.
fn asked(t: Texts, event: &Event) -> Vec<String> {
    match event {
        Event::ErasureRequested(e) => {
            vec![t.person_received_by(&t.date(e.received), &e.way), e.checked.clone(), t.person_due(&t.date(e.due))]
        }
        Event::ErasureExtended(e) => vec![t.person_due(&t.date(e.due)), e.reason.clone()],
        Event::ErasureDecided(e) => vec![t.person_outcome(e.outcome).into(), e.reason.clone(), e.by.name.clone()],
        _ => Vec::new(),
    }
}

/// What must not be erased, and who outside may read.
fn guarded(t: Texts, event: &Event) -> Vec<String> {
    match event {
        Event::HoldPlaced(e) => vec![e.reason.clone(), e.reference.clone()],
        Event::HoldReleased(e) => vec![e.reason.clone()],
        Event::AccessGranted(e) => t.access_granted_words(e),
        Event::AccessLinked(e) => vec![e.by.name.clone()],
        Event::AccessRevoked(e) => vec![e.reason.clone(), e.by.name.clone()],
        Event::AccessUsed(e) => vec![e.name.clone(), t.access_used_words(e)],
        _ => Vec::new(),
    }
}

/// Where the key came from, and of one that the program did not make who certified it.
fn sealing(t: Texts, recorded: &SealRecorded) -> Vec<String> {
    let source = t.trail_seal_source(recorded.source);
    let certificate = recorded.certificates().and_then(|chain| Certificate::parse(&chain[0]).ok());
    let source = match certificate.filter(|_| recorded.source != SealSource::Own) {
        Some(it) => format!("{source}, {}", t.certified(&it.subject(), &it.issuer())),
        None => source.to_owned(),
    };
    vec![source, t.trail_seal_certificate(&recorded.sha256.to_string())]
}

fn exchange(frame: &Frame, e: &ExchangeImported) -> Vec<String> {
    let t = frame.texts();
    let file = e.file.as_ref().map(|file| file.name.clone()).unwrap_or_default();
    let between = t.told_exchanged(&e.from, &e.to);
    let dated = e.date.map(|date| frame.when_and_utc(date)).unwrap_or_default();
    let mut out = vec![e.subject.clone(), between, dated, file];
    out.extend(e.signatures.iter().map(|s| t.mail_signature(s, &frame.when_and_utc(s.checked))));
    if e.signatures.is_empty() {
        out.push(t.exchange_unsigned().into());
    }
    out
}

fn reply(frame: &Frame, e: &ReplyReceived) -> Vec<String> {
    let t = frame.texts();
    let file = e.file.as_ref().map(|file| file.name.clone()).unwrap_or_default();
    let dated = e.date.map(|date| frame.when_and_utc(date)).unwrap_or_default();
    let mut out = vec![t.reply_word(e).1.into(), e.subject.clone(), t.told_exchanged(&e.from, &e.to), dated, file];
    out.extend(e.signatures.iter().map(|s| t.mail_signature(s, &frame.when_and_utc(s.checked))));
    out
}

/// The name of the file that shows it.
fn proof(event: &Event) -> String {
    event.proof().map(|file| file.name.clone()).unwrap_or_default()
}

fn issued(t: Texts, notice: &Notice) -> Vec<String> {
    let topics: Vec<&str> = notice.warnings.iter().map(|w| w.topic.as_str()).collect();
    let names: Vec<&str> = notice.recipients.iter().map(|r| r.name.as_str()).collect();
    let mut out =
        vec![t.notice_class(notice.class()).into(), notice.reference.clone(), topics.join(", "), names.join(", ")];
    out.extend(notice.meeting().into_iter().flat_map(|meeting| t.meeting_lines(meeting)));
    out
}

/// By whom, and of an instrument what it came to, and of which: beside entries about another notice it must not seem an answer to that one.
fn identified(t: Texts, trail: &Trail, row: &Row, e: &ContactIdentified) -> Vec<String> {
    let filed = trail.code_was_filed(&e.to, row.header.time).then(|| t.code_filed().to_owned());
    [t.trail_code_to(&e.to), t.trail_tries(e.wrong_tries)].into_iter().chain(filed).collect()
}

fn answered(t: Texts, trail: &Trail, e: &Answer) -> Vec<String> {
    let issued = trail.events().find_map(|(_, event)| match event {
        Event::NoticeIssued(notice) if notice.notice == e.notice => Some(notice),
        _ => None,
    });
    let mut out = vec![e.typed_name.clone(), t.shown_by_code().into()];
    out.extend(issued.into_iter().flat_map(|notice| t.answer_lines(notice, Some(e))));
    out
}

/// What an owner let a project go on without is printed in full.
fn milestone(t: Texts, e: &MilestoneReached) -> Vec<String> {
    let mut out = vec![t.milestone_by(t.milestone(e.milestone), &e.by.name), e.reason.clone()];
    out.extend(e.open.iter().map(|open| t.milestone_without(&format!("{}, {}", open.topic, open.title))));
    out.extend(e.unanswered.iter().map(|asked| t.milestone_unasked(asked)));
    out.extend(e.contested.iter().map(|minutes| t.milestone_contested(minutes)));
    out
}

fn mail_accepted(t: Texts, e: &MailAccepted) -> Vec<String> {
    let files: Vec<&str> = e.attachments.iter().map(|file| file.name.as_str()).collect();
    let mut out = vec![t.trail_to(t.mail_purpose(e.purpose), &e.to)];
    match &e.via {
        Via::Smtp(server) => out.extend([t.trail_mail_server(server), t.trail_mail_reply(&e.reply)]),
        Via::Outbox => out.push(t.trail_mail_filed_note().into()),
    }
    out.push(t.trail_mail_message(&e.message_id));
    if !files.is_empty() {
        out.push(t.trail_mail_with(&files.join(", ")));
    }
    out
}

fn mail_refused(t: Texts, e: &MailRefused) -> Vec<String> {
    let attempt = if e.last { t.trail_mail_given_up(e.attempt) } else { t.trail_mail_retry(e.attempt) };
    vec![t.trail_to(t.mail_purpose(e.purpose), &e.to), t.trail_mail_reply(&e.reply), attempt]
}
