//! A project's coverage in numbers, and when its settled topics come up again: what lists and pictures of many projects show.
//!
//! It depends on the rules and on the entries alone, not on the day, so it is kept beside them and only an entry changes it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Ahead, Coverage, KnownTopic, Phase, Reason, Standing};
use crate::catalogue;
use crate::event::Date;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub warned: u32,
    pub in_place: u32,
    pub not_applicable: u32,
    pub open: u32,
    /// Questions without an answer.
    pub unanswered: u32,
    /// Codes, in the order of the catalogue.
    pub open_topics: Vec<String>,
    /// Of each family, how many topics are open and how many are due; the firm's own topics are the last one.
    pub families: Vec<[u32; 2]>,
    /// By day, all that raises a topic again: each reason once, on its first day.
    pub again: Vec<Step>,
}

/// Topics that come up again on one day, for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Step {
    pub day: Date,
    pub why: Word,
    pub topics: Vec<String>,
}

/// A [`Reason`] as one word; of a fact, its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    Scope,
    Near(String),
    Come(String),
    Deferred,
    Lapsed,
    Signatory,
    Change,
    Renewal,
}

impl Tally {
    pub fn of(coverage: &Coverage, ahead: &[Ahead]) -> Tally {
        let mut tally = Tally { unanswered: coverage.unanswered.len() as u32, ..Tally::default() };
        tally.families = vec![[0, 0]; Tally::families()];
        for covered in &coverage.topics {
            let code = covered.topic.code();
            let own = catalogue::families().len();
            let family = match covered.topic {
                KnownTopic::Own(_) => own,
                KnownTopic::Catalogue(_) => {
                    catalogue::families().iter().position(|family| family.holds(code)).unwrap_or(own)
                }
            };
            tally.families[family][1] += 1;
            match covered.standing {
                Standing::Warned(_) => tally.warned += 1,
                Standing::InPlace(..) => tally.in_place += 1,
                Standing::NotApplicable(..) => tally.not_applicable += 1,
                Standing::Open => {
                    tally.open += 1;
                    tally.families[family][0] += 1;
                    tally.open_topics.push(code.to_owned());
                }
            }
        }
        let mut steps: BTreeMap<(Date, Word), Vec<String>> = BTreeMap::new();
        for ahead in ahead {
            // Of several incidents the first raises the topic; so a row is bounded by the table of dated facts.
            let mut first: BTreeMap<Word, Date> = BTreeMap::new();
            for (day, reason) in &ahead.reasons {
                first.entry(Word::of(reason)).and_modify(|known| *known = (*day).min(*known)).or_insert(*day);
            }
            for (why, day) in first {
                steps.entry((day, why)).or_default().push(ahead.topic.code().to_owned());
            }
        }
        tally.again = steps.into_iter().map(|((day, why), topics)| Step { day, why, topics }).collect();
        tally
    }

    /// The topics that are raised again on this day, each once.
    pub fn raised(&self, today: Date) -> BTreeSet<&str> {
        self.again.iter().filter(|step| step.day <= today).flat_map(|step| &step.topics).map(String::as_str).collect()
    }

    /// Of how many families it tells.
    pub fn families() -> usize {
        catalogue::families().len() + 1
    }

    /// Topics and questions.
    pub fn due(&self) -> u32 {
        self.warned + self.in_place + self.not_applicable + self.uncovered()
    }

    /// Topics that are open and questions without an answer.
    pub fn uncovered(&self) -> u32 {
        self.open + self.unanswered
    }
}

/// Hundredths that are settled of what is due, rounded down: 100 says that nothing is open.
pub fn percent(due: u64, open: u64) -> u8 {
    // At most 100, so it fits.
    (due.saturating_sub(open) * 100).checked_div(due).unwrap_or(100) as u8
}

impl Word {
    fn of(reason: &Reason) -> Word {
        match reason {
            Reason::Scope { .. } => Word::Scope,
            Reason::Fact { fact, phase: Phase::Near } => Word::Near(fact.code.clone()),
            Reason::Fact { fact, phase: Phase::Come } => Word::Come(fact.code.clone()),
            Reason::Deferred { .. } => Word::Deferred,
            Reason::Lapsed { .. } => Word::Lapsed,
            Reason::Signatory { .. } => Word::Signatory,
            Reason::Change(_) => Word::Change,
            Reason::Renewal { .. } => Word::Renewal,
        }
    }
}
