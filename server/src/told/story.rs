//! The fold of a project's entries into who was told what, when, how, and what shows it.

use std::collections::BTreeSet;

use app::Texts;
use app::pages::{Happened, Told, ToldSort, ToldStep};
use app::parts::{State, resolution_state};
use app::texts::local;
use jiff::tz::TimeZone;
use ledger::event::{
    Event, ExchangeImported, MailAccepted, MailPurpose, MailRefused, Meeting, NoticeClass, Recipient, SignatureOutcome,
    Via,
};
use ledger::{Id, Time};

/// One way by which somebody was told, or what became of it.
struct Step {
    /// None: outside a notice.
    notice: Option<Id>,
    contact: Option<Id>,
    how: String,
    state: State,
    word: &'static str,
    /// What shows it, in words.
    proof: String,
}

/// The fold of a project's entries, in the order of the log.
struct Story {
    t: Texts,
    zone: TimeZone,
    project: Id,
    told: Vec<Told>,
    /// Names and addresses.
    people: Vec<(Id, String, String)>,
    /// Letters: whose.
    letters: Vec<(Id, Id)>,
    /// Minutes of meetings, with their references.
    meetings: Vec<(Id, String, Meeting)>,
    /// To whom the newest code did not leave this server.
    filed: BTreeSet<String>,
}

/// What the entries of a project say of who was told what, notice by notice.
pub fn told(t: Texts, zone: &TimeZone, project: Id, entries: Vec<(u64, Time, Event)>) -> Vec<Told> {
    let mut story = Story {
        t,
        zone: zone.clone(),
        project,
        told: vec![],
        people: vec![],
        letters: vec![],
        meetings: vec![],
        filed: BTreeSet::new(),
    };
    for (index, at, event) in entries {
        story.apply(index, at, event);
    }
    story.told
}

impl Story {
    fn apply(&mut self, entry: u64, at: Time, event: Event) {
        self.learn(&event);
        self.spoken(entry, at, &event);
        let found = self.mailed(&event).or_else(|| self.kept(&event)).or_else(|| self.acted(&event));
        let found = found.or_else(|| self.besides(&event));
        let Some(Step { notice, contact, how, state, word, proof }) = found else { return };
        let happened = match &event {
            Event::LetterPosted(e) => Some(Happened::On(e.day)),
            Event::ReceiptFiled(e) => e.received.or(e.presented).map(Happened::On),
            Event::NoticeHanded(e) => Some(Happened::On(e.day)),
            // The hour that the message itself tells.
            Event::ExchangeImported(e) => e.date.map(Happened::At),
            _ => None,
        };
        let who = match &event {
            Event::ExchangeImported(e) => self.between(&e.from, &e.to),
            // Who wrote, by the message's own word.
            Event::ReplyReceived(e) => self.between(&e.from, &[]),
            _ => contact.map(|contact| self.name(contact)).unwrap_or_default(),
        };
        let who = if Event::by_link_alone(event.kind()) { self.t.by_link(&who) } else { who };
        let file = event.proof().map(|file| {
            let place = match (&event, notice) {
                (Event::ExchangeImported(_), _) | (_, None) => format!("/projects/{}/exchanges", self.project),
                (_, Some(notice)) => format!("/notices/{notice}/files"),
            };
            (file.name.clone(), format!("{place}/{}", file.sha256))
        });
        let step = ToldStep {
            sort: sort(&event),
            contact,
            warnings: vec![],
            entry,
            at,
            happened,
            who,
            how,
            state,
            word,
            proof,
            file,
        };
        match self.told.iter_mut().find(|told| told.notice == notice) {
            Some(told) => told.steps.push(step),
            None => {
                let reference = self.t.told_elsewhere().to_owned();
                self.told.push(Told { notice, reference, topics: vec![], steps: vec![step] });
            }
        }
    }

    /// A meeting, at each notice that was spoken of there: the firm's word, then what the client said of its minutes. Neither is an answer.
    fn spoken(&mut self, entry: u64, at: Time, event: &Event) {
        let t = self.t;
        let (notice, who, state, word, proof) = match event {
            Event::NoticeIssued(e) => {
                let Some(meeting) = e.meeting() else { return };
                let people: Vec<&str> = meeting.attendees.iter().map(|attendee| attendee.name.as_str()).collect();
                self.meetings.push((e.notice, e.reference.clone(), meeting.clone()));
                let proof = format!("{} {}", t.meeting_when(meeting), t.meeting_recorded(meeting));
                (e.notice, people.join(", "), State::Awaiting, t.meeting_unconfirmed_short(), proof)
            }
            Event::AnswerGiven(e) => {
                let Some(signing) = &e.signing else { return };
                let state = resolution_state(signing.resolution);
                let word = t.state_of(NoticeClass::Meeting, state);
                (e.notice, self.name(e.contact), state, word, e.typed_name.clone())
            }
            _ => return,
        };
        let Some((_, reference, meeting)) = self.meetings.iter().find(|(known, ..)| *known == notice).cloned() else {
            return;
        };
        let proof = format!("{} {proof}", t.told_meeting_note());
        let held = || Happened::At(self.moment(&meeting));
        let happened = matches!(event, Event::NoticeIssued(_)).then(held);
        let how = t.told_meeting(&reference);
        let sort = if matches!(event, Event::NoticeIssued(_)) { ToldSort::Way } else { ToldSort::Minutes };
        let (contact, warnings, file) = (None, vec![], None);
        let step = ToldStep { sort, contact, warnings, entry, at, happened, who, how, state, word, proof, file };
        for told in &mut self.told {
            let about = meeting.spoken.iter().find(|spoken| Some(spoken.notice) == told.notice);
            let Some(about) = about else { continue };
            // Once the client said something of the minutes, that they had not yet is no news any more.
            let held = told.steps.iter_mut().filter(|earlier| earlier.how == step.how);
            held.for_each(|earlier| (earlier.state, earlier.word) = (State::Informative, t.told_meeting_held()));
            let warnings = about.warnings.iter().map(|spoken| spoken.warning).collect();
            told.steps.push(ToldStep { warnings, ..step.clone() });
        }
    }

    /// When it was held.
    fn moment(&self, meeting: &Meeting) -> Time {
        let at = self.zone.to_ambiguous_zoned_datetime(meeting.day.to_datetime(meeting.time)).compatible();
        at.map_or(Time::MAX, |at| Time(at.timestamp().as_millisecond()))
    }

    fn name(&self, contact: Id) -> String {
        self.people.iter().rev().find(|(id, ..)| *id == contact).map(|(_, name, _)| name.clone()).unwrap_or_default()
    }

    /// From whom to whom, by the names of those whose addresses are known.
    fn between(&self, from: &String, to: &[String]) -> String {
        let known = |address: &String| {
            let found = self.people.iter().rev().find(|(.., known)| known.eq_ignore_ascii_case(address));
            found.map_or_else(|| address.clone(), |(_, name, _)| format!("{name} ({address})"))
        };
        self.t.told_exchanged(&known(from), &to.iter().map(known).collect::<Vec<_>>())
    }

    /// Who is who, and what each notice is about.
    fn learn(&mut self, event: &Event) {
        let mut met = |r: &Recipient| self.people.push((r.contact, r.name.clone(), r.email.clone()));
        match event {
            Event::ContactRecorded(e) => self.people.push((e.contact, e.name.clone(), e.email.clone())),
            Event::MailAccepted(e) if e.purpose == MailPurpose::Code => match e.via {
                Via::Outbox => drop(self.filed.insert(e.to.clone())),
                Via::Smtp(_) => drop(self.filed.remove(&e.to)),
            },
            Event::NoticeEscalated(e) => met(&e.recipient),
            Event::SignatoryConfirmed(e) => met(&e.recipient),
            Event::LetterPrepared(e) => self.letters.push((e.letter, e.contact)),
            Event::NoticeIssued(e) => {
                e.recipients.iter().for_each(met);
                let spoken = e.meeting().into_iter().flat_map(|meeting| &meeting.spoken).flat_map(|s| &s.warnings);
                let spoken = spoken.map(|w| (w.topic.clone(), w.title.clone()));
                let topics = e.warnings.iter().map(|w| (w.topic.clone(), w.title.clone())).chain(spoken).collect();
                let (notice, reference) = (Some(e.notice), e.reference.clone());
                self.told.push(Told { notice, reference, topics, steps: vec![] });
            }
            _ => {}
        }
    }

    /// By mail, and what the mail server said; receipts and replies tell nothing about a notice, a code taken by their server does
    /// (`ledger::coverage::Way::CodeSent`).
    fn mailed(&self, event: &Event) -> Option<Step> {
        let t = self.t;
        let (purpose, notice, contact, state, word, proof) = match event {
            Event::MailAccepted(e) => match &e.via {
                Via::Smtp(server) => {
                    let proof = t.told_server(server, &e.reply);
                    (e.purpose, e.notice, e.contact, State::Sent, t.told_taken(), proof)
                }
                Via::Outbox => (e.purpose, e.notice, e.contact, State::Draft, t.told_filed(), String::new()),
            },
            Event::MailRefused(e) => {
                (e.purpose, e.notice, e.contact, State::Declined, t.told_refused(), e.reply.clone())
            }
            Event::MailReturned(e) => {
                let (state, word) = t.returned(e.action);
                let how = t.told_mail().to_owned();
                let (notice, contact, proof) = (e.notice, e.contact, t.returned_words(e));
                return Some(Step { notice, contact, how, state, word, proof });
            }
            _ => return None,
        };
        let how = match purpose {
            MailPurpose::Notice => t.told_mail(),
            MailPurpose::Reminder => t.told_reminder(),
            MailPurpose::Code if notice.is_some() => t.mail_purpose(purpose),
            _ => return None,
        };
        Some(Step { notice, contact, how: how.to_owned(), state, word, proof })
    }

    /// By letter, by hand, by an e-mail that was kept.
    fn kept(&self, event: &Event) -> Option<Step> {
        let t = self.t;
        let (notice, contact, how, state, word, proof) = match event {
            Event::NoticeResent(e) => {
                (e.notice, Some(e.contact), t.told_resent(), State::Awaiting, t.told_resent_asked(), t.resent_words(e))
            }
            Event::LetterPosted(e) => {
                let contact = self.addressee(e.letter);
                (e.notice, contact, t.told_letter(), State::Awaiting, t.told_posted(), t.letter_posted(e))
            }
            Event::ReceiptFiled(e) => {
                let (contact, word) = (self.addressee(e.letter), t.letter_outcome(e.outcome));
                (e.notice, contact, t.told_letter(), e.outcome.into(), word, t.receipt_filed(e))
            }
            Event::NoticeHanded(e) => {
                let proof = t.notice_handed(e, &self.name(e.contact));
                (e.notice, Some(e.contact), t.told_hand(), State::Accepted, t.told_signed(), proof)
            }
            Event::ExchangeImported(e) => {
                let when = |at: Time| t.date_time(&local(at, &self.zone));
                let proof: Vec<String> = e.signatures.iter().map(|s| t.mail_signature(s, &when(s.checked))).collect();
                let ((state, word), how) = (exchange_state(t, e), t.told_exchange(&e.subject));
                return Some(Step { notice: e.notice, contact: None, how, state, word, proof: proof.join(" ") });
            }
            Event::ReplyReceived(e) => {
                let when = |at: Time| t.date_time(&local(at, &self.zone));
                let proof: Vec<String> = e.signatures.iter().map(|s| t.mail_signature(s, &when(s.checked))).collect();
                let ((state, word), how) = (t.reply_word(e), t.told_reply(&e.subject));
                let (notice, contact) = (Some(e.notice), Some(e.contact));
                return Some(Step { notice, contact, how, state, word, proof: proof.join(" ") });
            }
            _ => return None,
        };
        Some(Step { notice: Some(notice), contact, how: how.to_owned(), state, word, proof })
    }

    /// What they did on the page of the notice.
    fn acted(&self, event: &Event) -> Option<Step> {
        let t = self.t;
        let (notice, contact, state, word, proof) = match event {
            Event::CodeRequested(e) => {
                (e.notice, e.contact, State::Informative, t.told_opened(), t.trail_code_to(&e.to))
            }
            Event::ContactIdentified(e) => {
                let filed = if self.filed.contains(&e.to) { t.code_filed() } else { "" };
                let proof = format!("{} {filed}", t.trail_code_to(&e.to)).trim_end().to_owned();
                (e.notice, e.contact, State::Informative, t.told_identified(), proof)
            }
            Event::NoticeAcknowledged(e) => (e.notice, e.contact, State::Accepted, t.told_read(), e.typed_name.clone()),
            Event::QuestionAsked(e) => (e.notice, e.contact, State::Question, t.told_asked(), String::new()),
            Event::AnswerGiven(e) => {
                let minutes = self.meetings.iter().any(|(known, ..)| *known == e.notice);
                let word = e.signing.as_ref().filter(|_| minutes).map(|signing| resolution_state(signing.resolution));
                let word = word.map_or(t.told_answered(), |state| t.state_of(NoticeClass::Meeting, state));
                (e.notice, e.contact, State::Informative, word, e.typed_name.clone())
            }
            _ => return None,
        };
        let (notice, contact, how) = (Some(notice), Some(contact), t.told_page().to_owned());
        Some(Step { notice, contact, how, state, word, proof })
    }

    /// What else was done about the notice, by the name of its entry.
    fn besides(&self, event: &Event) -> Option<Step> {
        let t = self.t;
        let (notice, contact, how, proof) = match event {
            Event::LetterPrepared(e) => (e.notice, Some(e.contact), t.told_firm(), e.address.replace('\n', ", ")),
            Event::ReminderMade(e) => (e.notice, Some(e.contact), t.told_firm(), t.chasing_day(e.day)),
            Event::NoticeEscalated(e) => (e.notice, Some(e.recipient.contact), t.told_firm(), t.chasing_day(e.day)),
            Event::SilenceRecorded(e) => (
                e.notice,
                None,
                t.told_firm(),
                format!("{}, {}", t.silence_warnings(e.warnings.len() as u64), e.by.name),
            ),
            Event::QuestionAnswered(e) => (e.notice, None, t.told_firm(), e.member.name.clone()),
            Event::SignatoryConfirmed(e) => (e.notice, Some(e.recipient.contact), t.told_firm(), String::new()),
            Event::SignatoryRefused(e) => (e.notice, None, t.told_firm(), e.reason.clone()),
            Event::LinkRevoked(e) => (e.notice, None, t.told_firm(), e.reason.clone()),
            Event::SignatoryNamed(e) => {
                (e.notice, None, t.told_page(), format!("{}, {}, {}", e.name, e.role, t.shown_by_link()))
            }
            Event::CodeExhausted(e) => (e.notice, Some(e.contact), t.told_page(), t.trail_tries(e.tries)),
            _ => return None,
        };
        let (how, state, word) = (how.to_owned(), State::Informative, t.called(event));
        Some(Step { notice: Some(notice), contact, how, state, word, proof })
    }

    fn addressee(&self, letter: Id) -> Option<Id> {
        self.letters.iter().find(|(known, _)| *known == letter).map(|(_, contact)| *contact)
    }
}

/// What a step is.
fn sort(event: &Event) -> ToldSort {
    match event {
        Event::MailAccepted(MailAccepted { purpose: MailPurpose::Code, .. })
        | Event::MailRefused(MailRefused { purpose: MailPurpose::Code, .. }) => ToldSort::Act,
        Event::MailAccepted(_) | Event::MailRefused(_) | Event::MailReturned(_) | Event::NoticeResent(_) => {
            ToldSort::Way
        }
        Event::LetterPosted(_) | Event::ReceiptFiled(_) | Event::NoticeHanded(_) => ToldSort::Way,
        Event::ExchangeImported(_) | Event::ReplyReceived(_) => ToldSort::Written,
        _ => ToldSort::Act,
    }
}

/// The best of its signatures, and never more than that.
fn exchange_state(t: Texts, e: &ExchangeImported) -> (State, &'static str) {
    let has = |outcome| e.signatures.iter().any(|signature| signature.outcome == outcome);
    if has(SignatureOutcome::Holds) {
        (State::Accepted, t.exchange_holds())
    } else if has(SignatureOutcome::Broken) {
        (State::Declined, t.exchange_broken())
    } else if e.signatures.is_empty() {
        (State::Draft, t.exchange_unsigned())
    } else if has(SignatureOutcome::NoKey) {
        (State::Overdue, t.exchange_no_key())
    } else {
        (State::Overdue, t.exchange_unchecked())
    }
}
