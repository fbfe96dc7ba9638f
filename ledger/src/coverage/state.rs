//! The fold of a project's entries, of those of its notices, and of its client's contacts.

use std::collections::BTreeMap;

use super::{Heard, Standing, Told};
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
    /// What those it was sent to are called.
    pub names: BTreeMap<Id, String>,
    /// The mails that a server took, to whom, when, and what that is; of those that came back, none.
    pub mailed: Vec<(Id, Id, At, Way)>,
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
    /// Who confirmed, without a reservation, minutes of a meeting that say that it was spoken of.
    pub heard: Vec<Heard>,
}

/// That a notice reached a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub contact: Id,
    pub at: At,
    pub way: Way,
}

/// The weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Somebody with their personal link asked for a code: whoever it was forwarded to can. So with the next two.
    CodeAsked,
    /// Somebody with it named another person.
    Named,
    /// Somebody with it asked a question.
    Asked,
    /// Their mail server took it. A file in the outbox folder reached nobody.
    Mail,
    /// Their mail server took the code that was asked for on the page with its text.
    CodeSent,
    /// They signed for the letter, or for the notice handed to them: so the scan that the firm filed shows.
    Signed,
    /// They typed the code.
    Identified,
    /// They confirmed having read it.
    Acknowledged,
    Answered,
}

impl Sent {
    /// Whether it reached somebody who may decide: who told the client's IT only has not told the client (CA Rennes, 19/11/2024).
    pub fn arrived(&self) -> bool {
        self.arrivals().next().is_some()
    }

    /// What shows that it did. A mail that brought no more than a link brought no warning, and who uses a link is nobody in particular: it may have been
    /// forwarded, and the firm has it too where mails lie in its outbox.
    pub fn arrivals(&self) -> impl Iterator<Item = &Delivery> {
        let brought = |way: Way| way >= Way::Mail && (way != Way::Mail || self.attached);
        self.to_signatories().filter(move |delivery| brought(delivery.way))
    }

    /// All that happened with what went to those who may decide.
    pub fn to_signatories(&self) -> impl Iterator<Item = &Delivery> {
        self.deliveries.iter().filter(|delivery| self.signatories.contains(&delivery.contact))
    }

    /// What somebody it was sent to is called.
    pub fn name(&self, contact: Id) -> &str {
        self.names.get(&contact).map_or("", String::as_str)
    }

    fn addressed(&mut self, to: &Recipient) {
        self.names.insert(to.contact, to.name.clone());
        if to.signatory {
            self.signatories.push(to.contact);
        }
    }

    fn delivered(&mut self, new: Delivery) {
        if !self.deliveries.iter().any(|known| (known.contact, known.way) == (new.contact, new.way)) {
            self.deliveries.push(new);
        }
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
        match &event {
            Event::MailAccepted(e) => self.mailed(at, e),
            Event::MailReturned(e) if e.action == ReturnAction::Failed => self.came_back(e),
            Event::LetterPrepared(e) => {
                let sent = self.notices.iter_mut().find(|sent| sent.notice == e.notice);
                sent.into_iter().for_each(|sent| sent.letters.push((e.letter, e.contact)));
            }
            event => {
                let Some((notice, contact, way)) = self.way(event) else { return self.replied(at, event) };
                let sent = self.notices.iter_mut().find(|sent| sent.notice == notice);
                sent.into_iter().for_each(|sent| sent.delivered(Delivery { contact, at, way }));
                self.replied(at, event);
            }
        }
    }

    /// The notice that an act of somebody shows to have come to a person, and how.
    fn way(&self, event: &Event) -> Option<(Id, Id, Way)> {
        Some(match event {
            // Without its scan, erased since, the entry shows nothing any more.
            Event::NoticeHanded(e) if e.file.is_some() => (e.notice, e.contact, Way::Signed),
            Event::ReceiptFiled(e) if e.outcome == LetterOutcome::Received && e.file.is_some() => {
                let sent = self.notices.iter().find(|sent| sent.notice == e.notice)?;
                let (_, contact) = sent.letters.iter().find(|(letter, _)| *letter == e.letter)?;
                (e.notice, *contact, Way::Signed)
            }
            Event::CodeRequested(e) => (e.notice, e.contact, Way::CodeAsked),
            Event::QuestionAsked(e) => (e.notice, e.contact, Way::Asked),
            Event::SignatoryNamed(e) => (e.notice, e.contact, Way::Named),
            Event::ContactIdentified(e) => (e.notice, e.contact, Way::Identified),
            Event::NoticeAcknowledged(e) => (e.notice, e.contact, Way::Acknowledged),
            Event::AnswerGiven(e) => (e.notice, e.contact, Way::Answered),
            _ => return None,
        })
    }

    /// Who may decide besides, and what was decided.
    fn replied(&mut self, at: At, event: &Event) {
        let (Event::NoticeEscalated(NoticeEscalated { notice, .. })
        | Event::SignatoryConfirmed(SignatoryConfirmed { notice, .. })
        | Event::AnswerGiven(Answer { notice, .. })) = event
        else {
            return;
        };
        let Some(sent) = self.notices.iter_mut().find(|sent| sent.notice == *notice) else { return };
        match event {
            Event::NoticeEscalated(e) => sent.addressed(&e.recipient),
            Event::SignatoryConfirmed(e) => {
                sent.respond_by = e.respond_by.or(sent.respond_by);
                sent.names.insert(e.recipient.contact, e.recipient.name.clone());
                sent.signatories.push(e.recipient.contact);
            }
            Event::AnswerGiven(e) => {
                let confirmed = e.signing.as_ref().is_some_and(|signing| signing.resolution == Resolution::Accepted);
                let (heard, minutes) = (if confirmed { sent.spoken.clone() } else { vec![] }, sent.reference.clone());
                sent.answered = true;
                if let Some(signing) = e.signing.as_ref().filter(|_| sent.class == NoticeClass::Minutes) {
                    let (notice, reference, resolution) = (sent.notice, sent.reference.clone(), signing.resolution);
                    self.contested = (!confirmed).then_some(Contested { notice, reference, resolution });
                }
                for decided in &e.decisions {
                    let warning = sent.warnings.iter_mut().find(|warning| warning.warning == decided.warning);
                    warning.into_iter().for_each(|warning| warning.decision = Some((at, decided.choice.clone())));
                }
                let warnings = self.notices.iter_mut().flat_map(|sent| &mut sent.warnings);
                let heard_at = || Heard { contact: e.contact, at, minutes: minutes.clone() };
                warnings.filter(|w| heard.contains(&w.warning)).for_each(|w| w.heard.push(heard_at()));
            }
            _ => {}
        }
    }

    /// A server of theirs took a mail: with the notice or its link, or with the code that was asked for by the link.
    fn mailed(&mut self, at: At, e: &MailAccepted) {
        let (Some(notice), Some(contact), Via::Smtp(_)) = (e.notice, e.contact, &e.via) else { return };
        let Some(sent) = self.notices.iter_mut().find(|sent| sent.notice == notice) else { return };
        let asked = |known: &Delivery| known.contact == contact && known.way == Way::CodeAsked;
        let way = match e.purpose {
            MailPurpose::Code if sent.deliveries.iter().any(asked) => Way::CodeSent,
            purpose if purpose.carries_notice() => Way::Mail,
            _ => return,
        };
        sent.mailed.push((e.mail, contact, at, way));
        sent.delivered(Delivery { contact, at, way });
    }

    /// A mail that came back reached nobody; another one may have.
    fn came_back(&mut self, e: &MailReturned) {
        let Some(sent) = self.notices.iter_mut().find(|sent| Some(sent.notice) == e.notice) else { return };
        let Some((_, contact, _, way)) = sent.mailed.iter().find(|(mail, ..)| *mail == e.mail).copied() else { return };
        sent.mailed.retain(|(mail, ..)| *mail != e.mail);
        sent.deliveries.retain(|known| known.contact != contact || known.way != way);
        let another = sent.mailed.iter().find(|(_, to, _, how)| (*to, *how) == (contact, way)).copied();
        if let Some((_, contact, at, way)) = another {
            sent.deliveries.push(Delivery { contact, at, way });
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
    pub fn standing<'a>(&'a self, topic: &str, told: &[Told<'a>]) -> Standing<'a> {
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
    let names = notice.recipients.iter().map(|to| (to.contact, to.name.clone())).collect();
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
        names,
        signatories,
        mailed: vec![],
        deliveries: vec![],
        spoken,
        answered: false,
    }
}
