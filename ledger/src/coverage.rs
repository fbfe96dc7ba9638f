//! What a project has to warn of, and what became of each: the kinds of work, the survey's answers, the needs, the promises and the
//! changes reported say what is due; notices and members' entries say how it was settled.
//!
//! Pure: [`Rules`] is the catalogue with a fold of the firm's own entries, [`State`] a fold of the project's, [`Coverage`] a function of
//! both. Nothing is due or settled by itself: each due topic carries why, each settled one what shows it.
//!
//! Not here: the words shown (the catalogue has its own, the pages the rest), nor who is told when something is raised again.

mod again;
mod checklist;
mod decide;
mod firm;
mod milestone;
mod phrases;
mod rules;
mod state;
mod tally;

pub use again::*;
pub use checklist::*;
pub use decide::*;
pub use firm::*;
pub use milestone::*;
pub use rules::*;
pub use state::*;
pub use tally::*;

use crate::Id;
use crate::catalogue::Question;
use crate::event::{ChangeReported, NeedRecorded, PromiseRecorded, PromiseState, SurveyAnswer};

/// Why a topic is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Because<'a> {
    /// The project is of this kind (its code).
    Kind(&'a str),
    /// The question was answered by yes, or by "I do not know".
    Answered(&'a Question, SurveyAnswer),
    Need(&'a NeedRecorded),
    Promise(&'a PromiseRecorded),
    Change(&'a ChangeReported),
}

/// What became of a due topic: exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing<'a> {
    /// A notice about it reached somebody who may decide: the newest that did.
    Warned(Told<'a>),
    InPlace(At, &'a crate::event::TopicInPlace),
    NotApplicable(At, &'a crate::event::TopicNotApplicable),
    Open,
}

impl Standing<'_> {
    pub fn is_open(&self) -> bool {
        matches!(self, Standing::Open)
    }
}

/// A warning in the notice that carried it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told<'a> {
    pub notice: &'a Sent,
    pub warning: &'a SentWarning,
}

/// That somebody confirmed minutes of a meeting, without a reservation.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    pub contact: Id,
    pub at: At,
    /// The reference of the minutes.
    pub minutes: String,
}

impl<'a> Told<'a> {
    /// Whether it reached somebody who may decide: with its notice, or at a meeting whose minutes such a person confirmed without a
    /// reservation. The firm's minutes alone show nothing.
    pub fn arrived(&self) -> bool {
        self.notice.arrived() || self.heard().next().is_some()
    }

    /// Who of those who may decide confirmed that it was spoken of, and when.
    pub fn heard(&self) -> impl Iterator<Item = &'a Heard> {
        let notice = self.notice;
        self.warning.heard.iter().filter(move |heard| notice.signatories.contains(&heard.contact))
    }

    /// Since when it has reached somebody who may decide, if it has, and the confirmed minutes where these were the first to show it: mostly not
    /// when the notice was issued.
    pub fn since(&self) -> Option<(At, Option<&'a Heard>)> {
        let arrived = self.notice.arrivals().map(|delivery| (delivery.at, None));
        arrived.chain(self.heard().map(|heard| (heard.at, Some(heard)))).min_by_key(|(at, _)| *at)
    }
}

/// A due topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Covered<'a> {
    pub topic: &'a KnownTopic,
    /// Never empty.
    pub why: Vec<Because<'a>>,
    pub standing: Standing<'a>,
    /// Every notice about it, the earliest first, whether it arrived or not.
    pub told: Vec<Told<'a>>,
    /// A finding of an audit, on which the client has not decided yet.
    pub undecided: bool,
}

/// What is due in a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage<'a> {
    /// In the order of the catalogue, then the firm's own.
    pub topics: Vec<Covered<'a>>,
    /// Asked and not answered: what they would make due is not known, so each counts as open.
    pub unanswered: Vec<&'a Question>,
}

impl<'a> Coverage<'a> {
    /// What `rules` make due in the project, and how it stands.
    pub fn of(rules: &'a Rules, state: &'a State) -> Coverage<'a> {
        let mut why: Vec<Vec<Because>> = vec![Vec::new(); rules.topics().len()];
        for (code, kind) in rules.kinds_of(state) {
            kind.due.iter().for_each(|topic| why[*topic].push(Because::Kind(code)));
        }
        let mut unanswered = Vec::new();
        for asked in rules.asked(state) {
            match state.answers.get(&asked.question.code) {
                None => unanswered.push(asked.question),
                Some((_, answer)) if answer.answer == SurveyAnswer::No => {}
                Some((_, answer)) => {
                    let because = Because::Answered(asked.question, answer.answer);
                    asked.topics.iter().for_each(|topic| why[*topic].push(because));
                }
            }
        }
        for need in state.needs.values() {
            rules.spoken_of(&need.text).iter().for_each(|topic| why[*topic].push(Because::Need(need)));
        }
        // One that was given up with the client's knowledge promises nothing any more.
        for promise in state.promises.values().filter(|promise| promise.state != PromiseState::Withdrawn) {
            rules.spoken_of(&promise.text).iter().for_each(|topic| why[*topic].push(Because::Promise(promise)));
        }
        for (_, change) in &state.changes {
            rules.changed(change).iter().for_each(|topic| why[*topic].push(Because::Change(change)));
        }
        let findings = rules.findings(state);
        let due = rules.topics().iter().zip(why).filter(|(_, why)| !why.is_empty());
        let topics = due.map(|(topic, why)| covered(state, topic, why, findings)).collect();
        Coverage { topics, unanswered }
    }

    pub fn topic(&self, code: &str) -> Option<&Covered<'a>> {
        self.topics.iter().find(|covered| covered.topic.code() == code)
    }

    /// The due topics that remain risks: the client was warned, and nobody has recorded that the measure is in place.
    pub fn remaining(&self) -> impl Iterator<Item = (&'a KnownTopic, &Told<'a>)> {
        self.topics.iter().filter_map(|covered| match &covered.standing {
            Standing::Warned(told) => Some((covered.topic, told)),
            _ => None,
        })
    }

    /// How many topics and questions still keep the project from being closed.
    pub fn open(&self) -> usize {
        self.unanswered.len() + self.topics.iter().filter(|covered| covered.standing.is_open()).count()
    }

    /// Hundredths of what is due that are settled, rounded down: 100 says that nothing is open.
    pub fn percent(&self) -> u8 {
        percent((self.topics.len() + self.unanswered.len()) as u64, self.open() as u64)
    }
}

fn covered<'a>(state: &'a State, topic: &'a KnownTopic, why: Vec<Because<'a>>, findings: bool) -> Covered<'a> {
    let told: Vec<Told> = state.told(topic.code()).collect();
    let standing = state.standing(topic.code(), &told);
    let undecided = findings && matches!(standing, Standing::Warned(told) if told.warning.decision.is_none());
    Covered { topic, why, standing, told, undecided }
}
