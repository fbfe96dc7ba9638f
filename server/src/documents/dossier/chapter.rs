//! What a dossier says of one project: its scope as it changed, needs and promises, coverage, notices and answers, what was sent and came
//! back on paper and by mail, and what has no answer.

use app::parts::{NoticeStanding, State as Standing};
use app::texts::local;
use ledger::event::{Event, PromiseState};
use ledger::notice::State as Story;

use super::super::frame::Frame;
use super::super::layout::{Flow, Rich, State};
use super::super::project::{self, Project};
use super::super::trail::{Row, Trail};
use super::super::{certificate, instrument, meeting, parties, silence, warning};
use super::{Dossier, coverage};

pub fn draw(flow: &mut Flow, frame: &Frame, trail: &Trail, dossier: &Dossier<'_>, project: &Project<'_>) {
    let Some((_, newest)) = project.versions.last() else { return };
    scope(flow, frame, project);
    project::papers(flow, frame, project, Some(dossier.exhibits));
    project::needs(flow, frame, project);
    promises(flow, frame, project);
    let rows: Vec<&Row> = trail.project(newest.project).collect();
    coverage::draw(flow, frame, dossier.rules, &rows);
    notices(flow, frame, trail, dossier, project);
    exchanges(flow, frame, trail, dossier, &rows);
    unanswered(flow, frame, trail, project);
}

fn scope(flow: &mut Flow, frame: &Frame, project: &Project<'_>) {
    let t = frame.texts();
    flow.heading(1, t.doc_history());
    for (at, version) in project.versions.iter().rev() {
        flow.heading(2, &parties::project_line(t, version));
        flow.small(frame.when_and_utc(*at));
        flow.gap(5.0);
        parties::scope(flow, t, version);
    }
}

fn promises(flow: &mut Flow, frame: &Frame, project: &Project<'_>) {
    let t = frame.texts();
    flow.heading(1, t.doc_promises());
    if project.promises.is_empty() {
        return flow.quiet(t.doc_none_recorded());
    }
    flow.table(&[4.6, 2.6, 2.8], &[t.doc_promise(), t.doc_source(), t.state()], |table| {
        for promise in &project.promises {
            let state = match promise.state {
                PromiseState::Open => t.doc_promise_open(),
                PromiseState::Kept => t.doc_promise_kept(),
                PromiseState::Withdrawn => t.doc_promise_withdrawn(),
            };
            table.row(|cells| {
                cells[0].plain(promise.text.as_str());
                cells[1].plain(promise.source.as_str());
                cells[2].plain(Rich::new().strong(state));
                cells[2].small(promise.note.as_str());
            });
        }
    });
}

/// Each notice as it was issued, with the answers to it and its exhibits.
fn notices(flow: &mut Flow, frame: &Frame, trail: &Trail, dossier: &Dossier<'_>, project: &Project<'_>) {
    let t = frame.texts();
    flow.heading(1, t.doc_warnings());
    if project.stories.is_empty() {
        return flow.quiet(t.doc_no_warnings());
    }
    for story in &project.stories {
        let names: Vec<&str> = story.recipients.iter().map(|r| r.name.as_str()).collect();
        flow.heading(2, &format!("{} {}", t.notice_class(story.notice.class()), story.notice.reference));
        let mut rows = vec![
            (t.doc_sent(), Rich::from(frame.when_and_utc(story.issued))),
            (t.doc_addressee(), names.join(", ").into()),
            (t.doc_author(), story.notice.author.name.as_str().into()),
        ];
        if let Some((at, answer)) = &story.answer {
            rows.push((t.doc_answered(), format!("{}, {}", answer.typed_name, frame.when_and_utc(*at)).into()));
        }
        let subject = format!("notice:{}", story.notice.notice);
        let own = trail.about(&subject).map(|row| row.header.index);
        rows.extend(dossier.exhibits.all_named_by(t, own).map(|numbers| (t.dossier_exhibits(), numbers)));
        flow.facts(rows);
        if !story.notice.introduction.trim().is_empty() {
            flow.gap(8.0);
            warning::paragraphs(flow, &story.notice.introduction);
        }
        instrument::draw(flow, frame, 3, &story.notice);
        certificate::warnings(flow, frame, 3, story);
        let whole = story.answer.as_ref().and_then(|(_, answer)| answer.signing.as_ref());
        if let Some(given) = whole {
            instrument::signing(flow, frame, &story.notice, given);
        }
        certificate::questions(flow, frame, 3, story);
    }
}

/// Letters by post, papers handed over, e-mails imported, reports of mail servers, replies.
fn exchanges(flow: &mut Flow, frame: &Frame, trail: &Trail, dossier: &Dossier<'_>, rows: &[&Row]) {
    let t = frame.texts();
    flow.heading(1, t.dossier_exchanges());
    let is_one = |row: &&&Row| {
        use Event::{ExchangeImported, LetterPosted, MailReturned, NoticeHanded, ReceiptFiled, ReplyReceived};
        matches!(
            row.event,
            Some(
                LetterPosted(_)
                    | ReceiptFiled(_)
                    | NoticeHanded(_)
                    | ExchangeImported(_)
                    | MailReturned(_)
                    | ReplyReceived(_)
            )
        )
    };
    let mut found = rows.iter().filter(is_one).peekable();
    if found.peek().is_none() {
        return flow.quiet(t.doc_none_recorded());
    }
    flow.small(t.dossier_exchanges_note());
    flow.gap(3.0);
    flow.table(&[2.6, 6.0, 1.9], &[t.trail_when(), t.trail_what(), t.dossier_exhibits()], |table| {
        for row in found {
            let (headline, details) = super::super::describe(frame, trail, row);
            table.row(|cells| {
                cells[0].plain(frame.stamp(row.header.time));
                cells[0]
                    .small(Rich::new().link(t.dossier_entry(row.header.index + 1), &super::entry_of(row.header.index)));
                cells[1].plain(Rich::new().strong(headline));
                for detail in details.iter().filter(|detail| !detail.trim().is_empty()) {
                    cells[1].small(detail.as_str());
                }
                if let Some(numbers) = dossier.exhibits.named_by(t, row.header.index) {
                    cells[2].plain(numbers);
                }
            });
        }
    });
}

/// An answer was asked for, and none came.
pub fn is_silent(story: &Story) -> bool {
    story.answer.is_none() && !story.informative()
}

/// What a notice that nobody answered comes to, and what else is to be said of that: the same on the cover and in its chapter.
pub fn silent(frame: &Frame, trail: &Trail, story: &Story) -> (State, &'static str, Vec<String>) {
    let t = frame.texts();
    let beside = silence::beside(t, trail, story.notice.notice);
    let standing = NoticeStanding::of(story).state(local(frame.now, &frame.zone).date());
    let (state, words) = match standing {
        Standing::Question => (State::Open, t.trail_step_owed()),
        _ if beside.is_empty() => (State::NoAnswer, t.doc_no_answer()),
        _ => (State::NoAnswer, t.dossier_not_by_page()),
    };
    let time = (standing == Standing::Awaiting).then(|| t.dossier_still_time().to_owned());
    (state, words, time.into_iter().chain(beside).collect())
}

/// The notices without an answer, whose turn it is, and what was done about each.
fn unanswered(flow: &mut Flow, frame: &Frame, trail: &Trail, project: &Project<'_>) {
    let t = frame.texts();
    flow.heading(1, t.dossier_silences());
    let mut unanswered = project.stories.iter().filter(|story| is_silent(story)).peekable();
    if unanswered.peek().is_none() {
        return flow.quiet(t.dossier_silences_none());
    }
    flow.prose(t.dossier_silences_note());
    for story in unanswered {
        flow.heading(2, &format!("{} {}", t.notice_class(story.notice.class()), story.notice.reference));
        let (state, words, more) = silent(frame, trail, story);
        flow.state(state, words);
        more.iter().for_each(|line| flow.small(line.as_str()));
        if certificate::owes(story) {
            flow.plain(t.dossier_firm_owes());
        }
        flow.gap(3.0);
        let subject = format!("notice:{}", story.notice.notice);
        let certified = trail.about(&subject).filter(|row| matches!(row.event, Some(Event::SilenceRecorded(_))));
        let certified: Vec<String> = certified.map(|row| frame.when_and_utc(row.header.time)).collect();
        flow.facts([
            (t.doc_sent(), Rich::from(frame.when_and_utc(story.issued))),
            (t.doc_respond_by(), Rich::from(certificate::respond_by(t, story))),
            (t.dossier_silence_certified(), Rich::from(certified.join("\n"))),
        ]);
        flow.under(2, |flow| {
            silence::reached(flow, frame, trail, || trail.about(&subject), story);
            silence::reminders(flow, frame, (trail, frame.now), || trail.about(&subject), story);
            silence::mails(flow, frame, trail, &silence::written(trail, story.notice.notice, u64::MAX));
            meeting::meetings(flow, frame, trail, story.notice.notice, u64::MAX);
        });
    }
}
