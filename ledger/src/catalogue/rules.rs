//! What makes a topic due, beside the kinds of project: questions, what needs and promises speak of, what changes, what a day brings.
//!
//! The data is `kinds.toml` and `facts.toml`. What the rules come to in a project is computed by [`crate::coverage`].

use serde::Deserialize;

use super::{Bilingual, Kind, catalogue};
use crate::event::Date;

/// Longest question, in characters: two lines of a phone.
pub const QUESTION_MAX: usize = 130;

/// What an engineer on site is asked: those of its topics that are conditional for a kind of the project are due unless the answer
/// is no.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Lower-case ASCII words joined by `-`. Never given again to another question, because answers name it.
    pub code: String,
    /// The one kind that asks it, in place of the general question for the same topics; none when every kind does.
    #[serde(default)]
    pub kind: Option<String>,
    pub topics: Vec<String>,
    pub ask: Bilingual,
}

/// Needs and promises that use one of the words make the topics due.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub code: String,
    pub topics: Vec<String>,
    /// In either language; several words are a phrase.
    pub words: Vec<String>,
}

/// Something that a member may report of a running project.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub code: String,
    /// Due from then on, and raised again if they were settled.
    pub topics: Vec<String>,
    /// Everything that was settled is raised again.
    #[serde(default)]
    pub all: bool,
    pub name: Bilingual,
}

/// A fact that comes true on a day: the end of a product's support, a rule of certificates, a delay of law.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedFact {
    pub code: String,
    pub day: Date,
    /// Months before the day from which the client can still act in time; 0 for none.
    pub ahead: u32,
    pub topics: Vec<String>,
    /// It concerns only the projects that speak of one of them; every project when empty.
    #[serde(default)]
    pub words: Vec<String>,
    pub text: Bilingual,
    pub source: Bilingual,
    /// When the day was last compared with the source.
    pub checked: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    version: String,
    renewal: u32,
    pub(super) kind: Vec<Kind>,
    question: Vec<Question>,
    words: Vec<Words>,
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactFile {
    version: String,
    fact: Vec<DatedFact>,
}

/// Month of the last change of the rules and of the facts, for instance `2026-11`.
pub fn rules_version() -> &'static str {
    let (rules, facts) = (&catalogue().rules.version, &catalogue().facts.version);
    if rules > facts { rules } else { facts }
}

/// Months after which whatever was settled is raised again.
pub fn renewal() -> u32 {
    catalogue().rules.renewal
}

/// Every question, in the order of a form.
pub fn questions() -> &'static [Question] {
    &catalogue().rules.question
}

/// Everything that makes a need or a promise raise a topic.
pub fn words() -> &'static [Words] {
    &catalogue().rules.words
}

/// Everything that may be reported, in the order of a form.
pub fn changes() -> &'static [Change] {
    &catalogue().rules.change
}

pub fn change(code: &str) -> Option<&'static Change> {
    changes().iter().find(|change| change.code == code)
}

/// Every dated fact, the earliest first.
pub fn facts() -> &'static [DatedFact] {
    &catalogue().facts.fact
}
