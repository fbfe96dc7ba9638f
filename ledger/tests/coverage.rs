//! The rules of coverage as data, proven for every kind of project; and properties of what they come to.

mod covering;

use std::collections::BTreeSet;

use covering::*;
use ledger::catalogue::{self, Question};
use ledger::coverage::{Because, Coverage, Rules, Standing};
use ledger::event::*;
use proptest::prelude::*;

fn built_in() -> Rules {
    Rules::fold([])
}

/// The codes of the questions that a project with these kinds asks.
fn asked(rules: &Rules, log: &Log) -> Vec<String> {
    rules.questions(&log.state()).map(|question| question.code.clone()).collect()
}

#[test]
fn every_due_topic_of_every_kind_is_due_from_the_start() {
    let rules = built_in();
    for kind in catalogue::kinds() {
        let log = Log::new(&[&kind.code]);
        let state = log.state();
        let coverage = Coverage::of(&rules, &state);
        assert_eq!(
            codes(&coverage).into_iter().collect::<BTreeSet<_>>(),
            kind.due.iter().cloned().collect(),
            "{}",
            kind.code
        );
        for covered in &coverage.topics {
            assert_eq!(covered.why, [Because::Kind(&kind.code)]);
            assert_eq!(covered.standing, Standing::Open);
        }
    }
}

#[test]
fn every_conditional_topic_of_every_kind_has_its_question_in_both_languages() {
    let rules = built_in();
    for kind in catalogue::kinds() {
        let state = Log::new(&[&kind.code]).state();
        let questions: Vec<&Question> = rules.questions(&state).collect();
        for topic in &kind.conditional {
            let about: Vec<&&Question> = questions.iter().filter(|question| question.topics.contains(topic)).collect();
            assert!(!about.is_empty(), "{}: nothing asks about {topic}", kind.code);
            for question in about {
                for text in [&question.ask.fr, &question.ask.en] {
                    assert!(
                        text.ends_with('?') && (20..=catalogue::QUESTION_MAX).contains(&text.chars().count()),
                        "{text}"
                    );
                }
                let mut log = Log::new(&[&kind.code]);
                for answer in [SurveyAnswer::Yes, SurveyAnswer::Unknown] {
                    let codes = due(&rules, log.answer(&question.code, answer));
                    assert!(codes.contains(topic), "{}: {answer:?} to {} leaves out {topic}", kind.code, question.code);
                }
            }
            let mut log = Log::new(&[&kind.code]);
            for code in asked(&rules, &log) {
                log.answer(&code, SurveyAnswer::No);
            }
            assert!(!due(&rules, &log).contains(topic), "{}: {topic} although all is denied", kind.code);
        }
    }
}

#[test]
fn questions_name_kinds_and_topics_that_exist_and_each_is_asked() {
    let mut codes = BTreeSet::new();
    for question in catalogue::questions() {
        let words =
            question.code.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
        assert!(words && codes.insert(&question.code), "{}", question.code);
        assert!(question.topics.iter().all(|topic| catalogue::topic(topic).is_some()), "{}", question.code);
        let asks = |kind: &&catalogue::Kind| {
            question.kind.as_ref().is_none_or(|only| *only == kind.code)
                && question.topics.iter().any(|topic| kind.conditional.contains(topic))
        };
        assert!(catalogue::kinds().iter().any(|kind| asks(&kind)), "nobody asks {}", question.code);
    }
    // One question per conditional topic, but for audits.
    let general: Vec<&Question> = catalogue::questions().iter().filter(|question| question.kind.is_none()).collect();
    let topics: BTreeSet<&String> = general.iter().flat_map(|question| &question.topics).collect();
    assert_eq!(topics.len(), general.len());
}

#[test]
fn a_questionnaire_is_short() {
    let rules = built_in();
    for kind in catalogue::kinds() {
        let asked = asked(&rules, &Log::new(&[&kind.code]));
        assert!(asked.len() <= 13, "{} asks {} questions", kind.code, asked.len());
    }
    // Shared where it is the same, and left out where both kinds have settled it.
    let both = asked(&rules, &Log::new(&["SRV", "MSP"]));
    assert_eq!(both.iter().filter(|code| *code == "industrial-or-connected").count(), 1);
    assert!(!both.contains(&"log-on-from-afar".to_owned()), "managed services make IAM-04 due");
}

#[test]
fn words_changes_and_facts_name_topics_that_exist() {
    let named = catalogue::words().iter().map(|words| (&words.code, &words.topics));
    let changes = catalogue::changes().iter().map(|change| (&change.code, &change.topics));
    let facts = catalogue::facts().iter().map(|fact| (&fact.code, &fact.topics));
    let mut codes = BTreeSet::new();
    for (code, topics) in named.chain(changes).chain(facts) {
        assert!(topics.iter().all(|topic| catalogue::topic(topic).is_some()), "{code}: {topics:?}");
        assert!(codes.insert(code), "{code} twice");
    }
    assert!(catalogue::words().iter().all(|words| !words.topics.is_empty() && !words.words.is_empty()));
    assert!(catalogue::facts().windows(2).all(|pair| pair[0].day <= pair[1].day), "the earliest first");
    assert!(catalogue::facts().iter().all(|fact| !fact.topics.is_empty() && fact.checked >= day("2026-11-01")));
    let version = |text: &str| format!("{text}-01").parse::<Date>().is_ok();
    assert!(version(catalogue::rules_version()));
    for code in catalogue::words().iter().map(|words| &words.code) {
        assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code} would be taken for a kind");
    }
}

/// The always-due topics of the mapping: an audit that touches infrastructure cannot leave them out.
#[test]
fn an_audit_of_infrastructure_always_covers_eight_topics() {
    let rules = built_in();
    let mut log = Log::new(&["AUD"]);
    assert_eq!(due(&rules, &log), ["AUD-01"]);
    for code in asked(&rules, &log) {
        let answer = if code == "audit-infrastructure" { SurveyAnswer::Yes } else { SurveyAnswer::No };
        log.answer(&code, answer);
    }
    let always = ["BCK-01", "BCK-03", "BCK-04", "IAM-01", "IAM-02", "IAM-04", "PAT-02", "NET-02", "AUD-01"];
    assert_eq!(due(&rules, &log).into_iter().collect::<BTreeSet<_>>(), always.map(String::from).into());
    // Findings wait for a decision each, even when the warning arrived.
    log.issue(id(1), &["BCK-01"]).mailed(id(1), DIRECTOR);
    let state = log.state();
    let coverage = Coverage::of(&rules, &state);
    assert!(coverage.topic("BCK-01").unwrap().undecided);
    let notice = notice_of(id(1), &["BCK-01"], state.project.clone());
    log.push(decided(&notice, Choice::Declined));
    let state = log.state();
    assert!(!Coverage::of(&rules, &state).topic("BCK-01").unwrap().undecided);
}

/// The ruling behind the product: the offer promised a backup plan and support of users, the terms a security watch.
#[test]
fn promises_and_needs_make_topics_due_and_say_so() {
    let rules = built_in();
    let mut log = Log::new(&["TEL"]);
    assert!(!due(&rules, &log).contains(&"BCK-01".to_owned()));
    log.push(promise("Un plan de sauvegarde et l’accompagnement des utilisateurs"));
    let need = NeedRecorded {
        need: id(5),
        project: PROJECT,
        text: "Être surveillés : veille de sécurité".into(),
        answer: String::new(),
    };
    log.push(need.clone());
    let state = log.state();
    let coverage = Coverage::of(&rules, &state);
    for topic in ["BCK-01", "BCK-04", "BCK-06", "BCK-08", "AWR-01"] {
        let why = &coverage.topic(topic).unwrap().why;
        assert!(matches!(why[..], [Because::Promise(p)] if p.source == "Offre du 12 mars, § 4"), "{topic}: {why:?}");
    }
    assert_eq!(coverage.topic("LOG-01").unwrap().why, [Because::Need(&need)]);
    assert_eq!(coverage.topic("CHG-01").unwrap().why.len(), 2, "the kind and the promise");
    let given_up = PromiseRecorded { state: PromiseState::Withdrawn, ..promise("Un plan de sauvegarde") };
    assert!(!due(&rules, log.push(given_up)).contains(&"BCK-01".to_owned()));
}

#[test]
fn unanswered_questions_count_as_open_and_never_as_no() {
    let rules = built_in();
    let mut log = Log::new(&["SRV"]);
    let state = log.state();
    let coverage = Coverage::of(&rules, &state);
    assert_eq!((coverage.topics.len(), coverage.unanswered.len(), coverage.open()), (20, 9, 29));
    assert_eq!(coverage.percent(), 0);
    for covered in codes(&coverage) {
        log.push(not_applicable(&covered));
    }
    let state = log.state();
    let coverage = Coverage::of(&rules, &state);
    assert_eq!((coverage.open(), coverage.percent()), (9, 68), "all topics settled, no question answered");
    for code in asked(&rules, &log) {
        log.answer(&code, SurveyAnswer::No);
    }
    let state = log.state();
    assert_eq!(Coverage::of(&rules, &state).percent(), 100);
    log.answer("remote-work", SurveyAnswer::Unknown);
    let state = log.state();
    let coverage = Coverage::of(&rules, &state);
    assert_eq!((coverage.open(), coverage.percent()), (1, 95));
    assert!(
        matches!(coverage.topic("RAC-01").unwrap().why[..], [Because::Answered(q, SurveyAnswer::Unknown)] if q.code == "remote-work")
    );
}

fn any_answer() -> impl Strategy<Value = SurveyAnswer> {
    prop_oneof![Just(SurveyAnswer::Yes), Just(SurveyAnswer::No), Just(SurveyAnswer::Unknown)]
}

fn any_kinds() -> impl Strategy<Value = Vec<&'static str>> {
    let kinds: Vec<&str> = catalogue::kinds().iter().map(|kind| kind.code.as_str()).collect();
    proptest::sample::subsequence(kinds, 1..4)
}

fn any_question() -> impl Strategy<Value = &'static str> {
    let codes: Vec<&str> = catalogue::questions().iter().map(|question| question.code.as_str()).collect();
    proptest::sample::select(codes)
}

fn any_topic() -> impl Strategy<Value = &'static str> {
    let codes: Vec<&str> = catalogue::topics().iter().map(|topic| topic.code.as_str()).collect();
    proptest::sample::select(codes)
}

fn any_rule() -> impl Strategy<Value = RuleWhen> {
    let kind = || any_kinds().prop_map(|kinds| kinds[0].to_owned());
    prop_oneof![
        kind().prop_map(|kind| RuleWhen::Kind { kind }),
        kind().prop_map(|kind| RuleWhen::Answer { kind, ask: both("Y a-t-il une pointeuse\u{202f}?") }),
        Just(RuleWhen::Words { words: vec!["messagerie".into()] }),
        (1..60_u32).prop_map(|months| RuleWhen::Renewal { months }),
    ]
}

/// An entry about one topic, or one question, of its own.
fn any_act() -> impl Strategy<Value = Event> {
    prop_oneof![
        (any_question(), any_answer()).prop_map(|(question, answer)| answered(question, answer).into()),
        any_topic().prop_map(|topic| in_place(topic, "2026-03-01").into()),
        any_topic().prop_map(|topic| not_applicable(topic).into()),
    ]
}

fn subset(some: &[String], all: &[String]) -> bool {
    some.iter().all(|code| all.contains(code))
}

/// What each topic is due for and how it stands, without the places in the log.
fn shape(log: &Log, rules: &Rules) -> Vec<String> {
    let state = log.state();
    let coverage = Coverage::of(rules, &state);
    let line = |covered: &ledger::coverage::Covered| {
        let standing = match covered.standing {
            Standing::Warned(told) => format!("warned by {}", told.notice.reference),
            Standing::InPlace(_, e) => format!("{e:?}"),
            Standing::NotApplicable(_, e) => format!("{e:?}"),
            Standing::Open => "open".into(),
        };
        format!("{} {:?} {standing}", covered.topic.code(), covered.why)
    };
    coverage.topics.iter().map(line).chain([coverage.percent().to_string()]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn more_yes_is_never_less_due(kinds in any_kinds(), answers in prop::collection::vec((any_question(), any_answer()), 0..20), more in any_question()) {
        let rules = built_in();
        let mut log = Log::new(&kinds);
        for (question, answer) in answers {
            log.answer(question, answer);
        }
        let before = due(&rules, &log);
        let after = due(&rules, log.answer(more, SurveyAnswer::Yes));
        prop_assert!(subset(&before, &after), "{more}: {before:?}, then {after:?}");
        let unknown = due(&rules, log.answer(more, SurveyAnswer::Unknown));
        prop_assert_eq!(after, unknown, "not to know is not to deny");
    }

    #[test]
    fn the_order_of_entries_about_different_things_does_not_matter(
        kinds in any_kinds(),
        acts in prop::collection::vec(any_act(), 0..12),
        order in any::<prop::sample::Index>(),
    ) {
        let rules = built_in();
        // One of each thing: a later one about the same takes the place of the earlier.
        let mut things = BTreeSet::new();
        let thing = |event: &Event| match event {
            Event::SurveyAnswered(e) => e.question.clone(),
            Event::TopicInPlace(e) => e.topic.clone(),
            Event::TopicNotApplicable(e) => e.topic.clone(),
            _ => String::new(),
        };
        let acts: Vec<Event> = acts.into_iter().filter(|act| things.insert(thing(act))).collect();
        let told = |acts: &[Event]| {
            let mut log = Log::new(&kinds);
            for act in acts {
                log.push(act.clone());
            }
            shape(&log, &rules)
        };
        let mut turned = acts.clone();
        if !acts.is_empty() {
            turned.rotate_left(order.index(acts.len()));
        }
        prop_assert_eq!(told(&acts), told(&turned));
        turned.reverse();
        prop_assert_eq!(told(&acts), told(&turned));
    }

    #[test]
    fn a_tightened_rule_never_makes_less_due(
        kinds in any_kinds(),
        rules in prop::collection::vec((any_topic(), any_rule()), 1..6),
        answers in prop::collection::vec((any_question(), any_answer()), 0..10),
    ) {
        let mut log = Log::new(&kinds);
        log.push(promise("Messagerie et sauvegarde"));
        for (question, answer) in answers {
            log.answer(question, answer);
        }
        let mut own: Vec<Event> = Vec::new();
        let mut before = due(&built_in(), &log);
        for (n, (topic, when)) in rules.into_iter().enumerate() {
            own.push(rule(n as u8, topic, when).into());
            let after = due(&Rules::fold(&own), &log);
            prop_assert!(subset(&before, &after), "{:?} of {topic}", own.last());
            before = after;
        }
    }
}
