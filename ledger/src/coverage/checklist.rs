//! What a form would make due, before anything is recorded: for the checklist that is drawn while a project is set up.

use super::{Because, Coverage, KnownTopic, Rules, State};
use crate::catalogue::Question;

/// A topic, and what would make it due.
#[derive(Clone, Debug, PartialEq)]
pub struct MayBeDue<'a, By> {
    pub topic: &'a KnownTopic,
    /// Due in any case.
    pub already: bool,
    pub by: Vec<By>,
}

/// A question, and what would ask it.
#[derive(Clone, Debug, PartialEq)]
pub struct MayBeAsked<'a> {
    pub question: &'a Question,
    /// Kinds of project that ask it, each with a topic for which it does, by its place among the topics; it does not while that one is
    /// due by a kind.
    pub by: Vec<(&'a str, usize)>,
}

impl Rules {
    /// What the choice of kinds makes due, and what it makes asked. Every topic, in the order of [`Rules::topics`].
    pub fn by_kinds(&self) -> (Vec<MayBeDue<'_, &str>>, Vec<MayBeAsked<'_>>) {
        let topics = self.topics().iter().map(|topic| MayBeDue { topic, already: false, by: vec![] });
        let mut topics: Vec<MayBeDue<&str>> = topics.collect();
        let questions = self.questions.iter().map(|question| MayBeAsked { question, by: vec![] });
        let mut questions: Vec<MayBeAsked> = questions.collect();
        for (code, kind) in &self.kinds {
            kind.due.iter().for_each(|topic| topics[*topic].by.push(code));
            for (question, asked) in &kind.asks {
                questions[*question].by.extend(asked.iter().map(|topic| (code.as_str(), *topic)));
            }
        }
        (topics, questions)
    }

    /// What is due in the project in any case, and what answers to its questions make due.
    pub fn by_answers<'a>(&'a self, state: &'a State) -> Vec<MayBeDue<'a, &'a Question>> {
        let coverage = Coverage::of(self, state);
        let without_answers = |because: &Because| !matches!(because, Because::Answered(..));
        let asked = self.asked(state);
        let topics = self.topics().iter().enumerate().map(|(place, topic)| MayBeDue {
            topic,
            already: coverage.topic(topic.code()).is_some_and(|covered| covered.why.iter().any(without_answers)),
            by: asked.iter().filter(|asked| asked.topics.contains(&place)).map(|asked| asked.question).collect(),
        });
        topics.filter(|topic| topic.already || !topic.by.is_empty()).collect()
    }
}
