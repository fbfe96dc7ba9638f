//! What a form is told to make due is what comes of it once it is recorded.

mod covering;

use std::collections::BTreeSet;

use covering::*;
use ledger::catalogue;
use ledger::coverage::{Coverage, Rules};
use ledger::event::SurveyAnswer;
use proptest::prelude::*;

/// The topics and the questions that `by_kinds` promises for these kinds.
fn promised(rules: &Rules, kinds: &[&str]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (topics, questions) = rules.by_kinds();
    let due: Vec<bool> = topics.iter().map(|may| may.by.iter().any(|kind| kinds.contains(kind))).collect();
    let asked = questions
        .iter()
        .filter(|may| may.by.iter().any(|(kind, topic)| kinds.contains(kind) && !due[*topic]))
        .map(|may| may.question.code.clone());
    let asked = asked.collect();
    let topics = topics.iter().zip(&due).filter(|(_, due)| **due).map(|(may, _)| may.topic.code().to_owned());
    (topics.collect(), asked)
}

fn some_kinds() -> impl Strategy<Value = Vec<&'static str>> {
    let all: Vec<&str> = catalogue::kinds().iter().map(|kind| kind.code.as_str()).collect();
    let most = all.len();
    proptest::sample::subsequence(all, 0..=most)
}

proptest! {
    #[test]
    fn kinds_make_due_and_ask_what_they_promise(kinds in some_kinds()) {
        let rules = Rules::fold([]);
        let state = Log::new(&kinds).state();
        let coverage = Coverage::of(&rules, &state);
        let (topics, questions) = promised(&rules, &kinds);
        prop_assert_eq!(topics, coverage.topics.iter().map(|covered| covered.topic.code().to_owned()).collect());
        prop_assert_eq!(questions, coverage.unanswered.iter().map(|question| question.code.clone()).collect());
    }

    #[test]
    fn answers_make_due_what_they_promise(kinds in some_kinds(), said in proptest::collection::vec(0..4usize, 60)) {
        let rules = Rules::fold([]);
        let mut log = Log::new(&kinds);
        let before = log.state();
        let questions: Vec<String> = rules.questions(&before).map(|question| question.code.clone()).collect();
        let answers: Vec<(String, SurveyAnswer)> = questions
            .into_iter()
            .zip(said)
            .filter_map(|(question, said)| Some((question, *SurveyAnswer::ALL.get(said)?)))
            .collect();
        let promised: BTreeSet<&str> = rules
            .by_answers(&before)
            .into_iter()
            .filter(|may| {
                let is_due = |(question, answer): &(String, SurveyAnswer)| {
                    *answer != SurveyAnswer::No && may.by.iter().any(|by| by.code == *question)
                };
                may.already || answers.iter().any(is_due)
            })
            .map(|may| may.topic.code())
            .collect();
        for (question, answer) in &answers {
            log.answer(question, *answer);
        }
        let state = log.state();
        let coverage = Coverage::of(&rules, &state);
        prop_assert_eq!(promised, coverage.topics.iter().map(|covered| covered.topic.code()).collect::<BTreeSet<_>>());
    }
}
