//! What had to be said in a project and what became of it; and the firm's own rules of what has to be said.

use serde::{Deserialize, Serialize};

use super::{Date, Person, Resolution};
use crate::Id;
use crate::catalogue::{Bilingual, Tier};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyAnswer {
    Yes,
    No,
    /// "I do not know", which leaves the topics due.
    Unknown,
}

impl SurveyAnswer {
    pub const ALL: [SurveyAnswer; 3] = [SurveyAnswer::Yes, SurveyAnswer::No, SurveyAnswer::Unknown];
}

/// A question of the survey was answered. A later answer to the same question takes its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SurveyAnswered {
    pub project: Id,
    /// Code of the catalogue, or the firm's own rule that asks it.
    pub question: String,
    /// The question as it was shown.
    pub asked: String,
    pub answer: SurveyAnswer,
    pub note: String,
    pub by: Person,
}

/// What the topic would warn of was found to be in place already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicInPlace {
    pub project: Id,
    /// Code of the topic.
    pub topic: String,
    /// The topic's title as it was shown.
    pub title: String,
    /// What shows it: a report, a screen, an invoice.
    pub evidence: String,
    /// The day on which it was checked.
    pub checked: Date,
    /// Who checked, of the firm or not.
    pub checked_by: String,
    pub by: Person,
}

/// The topic does not concern this project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicNotApplicable {
    pub project: Id,
    pub topic: String,
    pub title: String,
    pub reason: String,
    pub by: Person,
}

/// The topic is open again, whatever was settled before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicReopened {
    pub project: Id,
    pub topic: String,
    pub title: String,
    pub reason: String,
    pub by: Person,
}

/// Something new that may call for another warning: an incident, a failed backup, another price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeReported {
    pub project: Id,
    /// Code of the catalogue's changes, for instance "failed-backup".
    pub change: String,
    /// The day on which it happened or was found.
    pub day: Date,
    pub text: String,
    /// Topics that it concerns besides those that the catalogue names.
    pub topics: Vec<String>,
    pub by: Person,
}

/// How far a project has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// Being worked on; so every project begins.
    Open,
    /// The client works with what was delivered.
    InService,
    /// The work is over.
    Closed,
}

impl Milestone {
    /// In the order in which a project goes through them.
    pub const ALL: [Milestone; 3] = [Milestone::Open, Milestone::InService, Milestone::Closed];
}

/// A project reached another milestone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MilestoneReached {
    pub project: Id,
    pub milestone: Milestone,
    /// Topics that were due and open when an owner let it go on all the same.
    pub open: Vec<OpenTopic>,
    /// Questions of the survey that had no answer then, as they were shown.
    pub unanswered: Vec<String>,
    /// Acceptance minutes that the client had refused, or taken with reservations, when it went on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contested: Option<Contested>,
    /// Why it went on all the same, or why it was opened again.
    pub reason: String,
    pub by: Person,
}

impl MilestoneReached {
    /// How much an owner let it go on without: topics, questions, and minutes that the client did not accept as they are.
    pub fn despite(&self) -> usize {
        self.open.len() + self.unanswered.len() + usize::from(self.contested.is_some())
    }
}

/// Acceptance minutes that the client did not accept as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contested {
    pub notice: Id,
    pub reference: String,
    pub resolution: Resolution,
}

/// A topic that nobody had settled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenTopic {
    pub topic: String,
    /// The topic's title as it was shown.
    pub title: String,
}

/// A topic of the firm's own, or a new version of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicRecorded {
    /// `F-` and capitals or digits, for instance "F-GPAO": never the code of a topic of the catalogue.
    pub topic: String,
    /// 1, 2, 3…
    pub version: u32,
    pub tier: Tier,
    pub title: Bilingual,
    pub risk: Bilingual,
    pub consequence: Bilingual,
    pub measure: Bilingual,
    pub by: Person,
}

/// A kind of project of the firm's own, or its new name. What it raises is said by rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindRecorded {
    /// `F-` and capitals or digits. Not called `kind`, which in a payload is the kind of the entry.
    pub code: String,
    pub name: Bilingual,
    pub by: Person,
}

/// A rule of the firm's own. It can only add to what is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleRecorded {
    pub rule: Id,
    pub topic: String,
    pub when: RuleWhen,
    pub by: Person,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleWhen {
    /// Due in every project of the kind.
    Kind { kind: String },
    /// Due in a project of the kind unless the answer is no.
    Answer { kind: String, ask: Bilingual },
    /// Due where a need or a promise uses one of the words.
    Words { words: Vec<String> },
    /// Raised again after so many months at the latest.
    Renewal { months: u32 },
}

/// A rule, the firm's own or the catalogue's, no longer counts (or counts again).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleSwitched {
    /// Its code, for instance "SRV/BCK-01", or the id of the firm's own rule.
    pub rule: String,
    pub on: bool,
    /// Required when switched off.
    pub reason: String,
    pub by: Person,
}
