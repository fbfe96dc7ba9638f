//! The fold of a project's entries, of those of its notices, and of its client's contacts.

use std::collections::BTreeMap;

use super::{Standing, Told};
use crate::Id;
use crate::event::*;

/// Where in the log, and on which civil day at the firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// From 0.
    pub entry: u64,
    pub day: Date,
}

/// A notice about the project.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub notice: Id,
    pub reference: String,
    pub at: At,
    pub respond_by: Option<Date>,
    pub warnings: Vec<SentWarning>,
    /// The mails carry the notice itself, not only the way to it.
    pub attached: bool,
    /// The letters by post, and to whom.
    pub letters: Vec<(Id, Id)>,
    /// Who may decide, of those it was sent to.
    pub signatories: Vec<Id>,
    /// The mails that a server took, to whom and when; of those that came back, none.
    pub mailed: Vec<(Id, Id, At)>,
    /// How it reached them, the earliest first; each way once for each person.
    pub deliveries: Vec<Delivery>,
    /// The warnings of other notices that it says were spoken of: the minutes of a meeting.
    pub spoken: Vec<Id>,
    /// Somebody answered.
    pub answered: bool,
    /// A letter, or minutes of works or of a meeting, or an agreement.
    pub class: NoticeClass,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SentWarning {
    pub warning: Id,
    /// Code of the topic.
    pub topic: String,
    /// Risk and facts, to find what they speak of.
    pub text: String,
    /// An option with a price was offered.
    pub priced: bool,
    pub decision: Option<(At, Choice)>,
    /// Who confirmed, without a reservation, minutes of a meeting that say that it was spoken of, and when.
    pub heard: Vec<(Id, At)>,
}

/// That a notice reached a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub contact: Id,
    pub at: At,
    pub way: Way,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Their mail server took it. A file in the outbox folder reached nobody.
    Mail,
    /// They signed for the letter, or for the notice handed to them: so the scan that the firm filed shows.
    Signed,
    /// They asked for a code, asked a question, or named somebody else: acts of a person on the page with its text.
    Opened,
    /// They typed the code.
    Identified,
    /// They confirmed having read it.
    Acknowledged,
    Answered,
}

impl Sent {
    /// Whether it reached somebody who may decide: who told the client's IT only has not told the client (CA Rennes, 19/11/2024). A
    /// mail that brought no more than a link brought no warning.
    pub fn arrived(&self) -> bool {
        let brought = |delivery: &&Delivery| delivery.way != Way::Mail || self.attached;
        self.deliveries.iter().filter(brought).any(|delivery| self.signatories.contains(&delivery.contact))
    }
}

/// What a member entered about a topic, the newest.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    InPlace(TopicInPlace),
    NotApplicable(TopicNotApplicable),
    Reopened(TopicReopened),
}

/// A project and all that bears on its coverage.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The newest version.
    pub project: ProjectRecorded,
    /// When its kinds or its scope became what they are, and in which version; not of the first.
    pub rescoped: Vec<(At, u32)>,
    /// The newest answer to each question, by its code.
    pub answers: BTreeMap<String, (At, SurveyAnswered)>,
    pub needs: BTreeMap<Id, NeedRecorded>,
    pub promises: BTreeMap<Id, PromiseRecorded>,
    /// By the topic's code.
    pub acts: BTreeMap<String, (At, Act)>,
    pub notices: Vec<Sent>,
    pub changes: Vec<(At, ChangeReported)>,
    /// The oldest first.
    pub milestones: Vec<(At, MilestoneReached)>,
    /// The newest answer to acceptance minutes, unless it accepts them as they are.
    pub contested: Option<Contested>,
    /// The client's active contacts who may decide, and since when.
    pub signatories: BTreeMap<Id, At>,
}

impl State {
    /// Folds entries in the order of the log: all about the project, about its notices, and the client's contacts. Others among them
    /// change nothing. What was erased has to be filled in (`crate::erasure::filled`). None when the project was never recorded.
    pub fn fold(events: impl IntoIterator<Item = (At, Event)>) -> Option<State> {
        let mut state: Option<State> = None;
        let mut contacts: Vec<(At, ContactRecorded)> = Vec::new();
        for (at, event) in events {
            match (&mut state, event) {
                (None, Event::ProjectRecorded(project)) => {
                    let mut new = State::new(project);
                    contacts.drain(..).for_each(|(at, contact)| new.contact(at, contact));
                    state = Some(new);
                }
                // The client was there before the project.
                (None, Event::ContactRecorded(contact)) => contacts.push((at, contact)),
                (None, _) => {}
                (Some(state), event) => state.apply(at, event),
            }
        }
        state
    }

    fn new(project: ProjectRecorded) -> State {
        State {
            project,
            rescoped: vec![],
            answers: BTreeMap::new(),
            needs: BTreeMap::new(),
            promises: BTreeMap::new(),
            acts: BTreeMap::new(),
            notices: vec![],
            changes: vec![],
            milestones: vec![],
            contested: None,
            signatories: BTreeMap::new(),
        }
    }

    /// Applies one event. One that concerns nothing here changes nothing.
    pub fn apply(&mut self, at: At, event: Event) {
        let here = self.project.project;
        match event {
            Event::ProjectRecorded(e) if e.project == here => {
                let before = (&self.project.kinds, &self.project.scope_in, &self.project.scope_out);
                if before != (&e.kinds, &e.scope_in, &e.scope_out) {
                    self.rescoped.push((at, e.version));
                }
                self.project = e;
            }
            Event::NeedRecorded(e) if e.project == here => drop(self.needs.insert(e.need, e)),
            Event::PromiseRecorded(e) if e.project == here => drop(self.promises.insert(e.promise, e)),
            Event::SurveyAnswered(e) if e.project == here => drop(self.answers.insert(e.question.clone(), (at, e))),
            Event::TopicInPlace(e) if e.project == here => self.act(at, e.topic.clone(), Act::InPlace(e)),
            Event::TopicNotApplicable(e) if e.project == here => self.act(at, e.topic.clone(), Act::NotApplicable(e)),
            Event::TopicReopened(e) if e.project == here => self.act(at, e.topic.clone(), Act::Reopened(e)),
            Event::ChangeReported(e) if e.project == here => self.changes.push((at, e)),
            Event::MilestoneReached(e) if e.project == here => self.milestones.push((at, e)),
            Event::ContactRecorded(e) => self.contact(at, e),
            Event::NoticeIssued(e) if e.project.project == here => self.notices.push(sent(at, e)),
            event => self.about_notice(at, event),
        }
    }

    /// How far the project has come.
    pub fn milestone(&self) -> Milestone {
        self.milestones.last().map_or(Milestone::Open, |(_, reached)| reached.milestone)
    }

    /// The milestone where the project is, if an owner let it go on although something was open.
    pub fn overridden(&self) -> Option<&(At, MilestoneReached)> {
        self.milestones.last().filter(|(_, reached)| reached.despite() > 0)
    }

    fn act(&mut self, at: At, topic: String, act: Act) {
        self.acts.insert(topic, (at, act));
    }

    fn contact(&mut self, at: At, contact: ContactRecorded) {
        if contact.client != self.project.client {
            return;
        }
        if contact.signatory && contact.active {
            self.signatories.entry(contact.contact).or_insert(at);
        } else {
            self.signatories.remove(&contact.contact);
        }
    }

    fn about_notice(&mut self, at: At, event: Event) {
        let (notice, contact, way) = match &event {
            Event::MailAccepted(e) if e.purpose.carries_notice() && matches!(e.via, Via::Smtp(_)) => {
                let Some((notice, contact)) = e.notice.zip(e.contact) else { return };
                let sent = self.notices.iter_mut().find(|sent| sent.notice == notice);
                sent.into_iter().for_each(|sent| sent.mailed.push((e.mail, contact, at)));
                (notice, Some(contact), Way::Mail)
            }
            Event::MailReturned(e) if e.action == ReturnAction::Failed => return self.came_back(e),
            // Without its scan, erased since, the entry shows nothing any more.
            Event::NoticeHanded(e) if e.file.is_some() => (e.notice, Some(e.contact), Way::Signed),
            Event::LetterPrepared(e) => {
                let sent = self.notices.iter_mut().find(|sent| sent.notice == e.notice);
                return sent.into_iter().for_each(|sent| sent.letters.push((e.letter, e.contact)));
            }
            Event::ReceiptFiled(e) if e.outcome == LetterOutcome::Received && e.file.is_some() => {
                let sent = self.notices.iter().find(|sent| sent.notice == e.notice);
                let letter = sent.and_then(|sent| sent.letters.iter().find(|(letter, _)| *letter == e.letter));
                let Some((_, contact)) = letter else { return };
                (e.notice, Some(*contact), Way::Signed)
            }
            Event::CodeRequested(e) => (e.notice, Some(e.contact), Way::Opened),
            Event::QuestionAsked(e) => (e.notice, Some(e.contact), Way::Opened),
            Event::SignatoryNamed(e) => (e.notice, Some(e.contact), Way::Opened),
            Event::ContactIdentified(e) => (e.notice, Some(e.contact), Way::Identified),
            Event::NoticeAcknowledged(e) => (e.notice, Some(e.contact), Way::Acknowledged),
            Event::AnswerGiven(e) => (e.notice, Some(e.contact), Way::Answered),
            Event::SignatoryConfirmed(e) => (e.notice, None, Way::Opened),
            Event::NoticeEscalated(e) => (e.notice, None, Way::Opened),
            _ => return,
        };
        let Some(sent) = self.notices.iter_mut().find(|sent| sent.notice == notice) else { return };
        if let Some(contact) = contact
            && !sent.deliveries.iter().any(|known| known.contact == contact && known.way == way)
        {
            sent.deliveries.push(Delivery { contact, at, way });
        }
        match event {
            Event::NoticeEscalated(e) if e.recipient.signatory => sent.signatories.push(e.recipient.contact),
            Event::SignatoryConfirmed(e) => {
                sent.respond_by = e.respond_by.or(sent.respond_by);
                sent.signatories.push(e.recipient.contact);
            }
            Event::AnswerGiven(e) => {
                let confirmed = e.signing.as_ref().is_some_and(|signing| signing.resolution == Resolution::Accepted);
                let heard = if confirmed { sent.spoken.clone() } else { vec![] };
                sent.answered = true;
                if let Some(signing) = e.signing.as_ref().filter(|_| sent.class == NoticeClass::Minutes) {
                    let (notice, reference, resolution) = (sent.notice, sent.reference.clone(), signing.resolution);
                    self.contested = (!confirmed).then_some(Contested { notice, reference, resolution });
                }
                for decided in e.decisions {
                    let warning = sent.warnings.iter_mut().find(|warning| warning.warning == decided.warning);
                    warning.into_iter().for_each(|warning| warning.decision = Some((at, decided.choice.clone())));
                }
                let warnings = self.notices.iter_mut().flat_map(|sent| &mut sent.warnings);
                warnings.filter(|w| heard.contains(&w.warning)).for_each(|w| w.heard.push((e.contact, at)));
            }
            _ => {}
        }
    }

    /// A mail that came back reached nobody; another one may have.
    fn came_back(&mut self, e: &MailReturned) {
        let Some(sent) = self.notices.iter_mut().find(|sent| Some(sent.notice) == e.notice) else { return };
        let Some((_, contact, _)) = sent.mailed.iter().find(|(mail, ..)| *mail == e.mail).copied() else { return };
        sent.mailed.retain(|(mail, ..)| *mail != e.mail);
        sent.deliveries.retain(|known| known.contact != contact || known.way != Way::Mail);
        if let Some((.., at)) = sent.mailed.iter().find(|(_, to, _)| *to == contact).copied() {
            sent.deliveries.push(Delivery { contact, at, way: Way::Mail });
        }
    }

    /// Every warning about the topic, the earliest first.
    pub fn told<'a>(&'a self, topic: &'a str) -> impl Iterator<Item = Told<'a>> {
        self.notices.iter().flat_map(move |notice| {
            let about = notice.warnings.iter().filter(move |warning| warning.topic == topic);
            about.map(move |warning| Told { notice, warning })
        })
    }

    /// How a topic stands: by the newest notice about it that arrived, unless a member entered something since; and a notice on its way
    /// takes the place of what was entered before, because whoever warns again no longer holds it to be settled.
    pub(super) fn standing<'a>(&'a self, topic: &str, told: &[Told<'a>]) -> Standing<'a> {
        let act = self.acts.get(topic);
        let since = |told: &&Told| act.is_none_or(|(at, _)| told.notice.at.entry > at.entry);
        if let Some(told) = told.iter().rev().filter(since).find(|told| told.arrived()) {
            return Standing::Warned(*told);
        }
        match act {
            _ if told.iter().any(|told| since(&told)) => Standing::Open,
            Some((at, Act::InPlace(e))) if e.evidence != ERASED => Standing::InPlace(*at, e),
            Some((at, Act::NotApplicable(e))) if e.reason != ERASED => Standing::NotApplicable(*at, e),
            _ => Standing::Open,
        }
    }
}

fn sent(at: At, notice: Notice) -> Sent {
    let class = notice.class();
    let spoken = notice.meeting().into_iter().flat_map(|meeting| &meeting.spoken);
    let spoken = spoken.flat_map(|spoken| &spoken.warnings).map(|warning| warning.warning).collect();
    let signatories = notice.recipients.iter().filter(|r| r.signatory).map(|r| r.contact).collect();
    let warnings = notice.warnings.into_iter().map(|warning| SentWarning {
        warning: warning.warning,
        text: warning.facts.iter().fold(warning.risk, |text, fact| text + "\n" + &fact.value),
        priced: warning.options.iter().any(|option| option.price_cents.is_some()),
        topic: warning.topic,
        decision: None,
        heard: vec![],
    });
    Sent {
        class,
        notice: notice.notice,
        reference: notice.reference,
        at,
        respond_by: notice.respond_by,
        warnings: warnings.collect(),
        attached: notice.mail_content == MailContent::Attached,
        letters: vec![],
        signatories,
        mailed: vec![],
        deliveries: vec![],
        spoken,
        answered: false,
    }
}
