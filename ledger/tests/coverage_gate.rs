//! A project goes on when nothing due is open, or when an owner takes it upon them with a reason.

mod covering;

use covering::*;
use ledger::coverage::{Coverage, Rules, reach, reachable};
use ledger::event::*;
use ledger::notice::{Refusal, Why};
use ledger::{Lang, canonical};

fn go(log: &Log, to: Milestone, reason: &str, owner: bool) -> Result<MilestoneReached, Vec<Refusal>> {
    match reach(&Rules::fold([]), &log.state(), to, reason, owner, acting())? {
        Event::MilestoneReached(reached) => Ok(reached),
        other => panic!("{other:?}"),
    }
}

/// All that telephony makes due, settled.
fn settled() -> Log {
    let (mut log, rules) = (Log::new(&["TEL"]), Rules::fold([]));
    for question in rules.questions(&log.state()).map(|question| question.code.clone()).collect::<Vec<_>>() {
        log.answer(&question, SurveyAnswer::No);
    }
    let codes = due(&rules, &log);
    assert!(!codes.is_empty());
    for code in &codes {
        log.push(not_applicable(code));
    }
    log
}

#[test]
fn what_is_open_holds_a_project_back() {
    let log = Log::new(&["TEL"]);
    let (rules, state) = (Rules::fold([]), log.state());
    let coverage = Coverage::of(&rules, &state);
    assert!(reachable(&state, &coverage, false).is_empty());
    assert_eq!(reachable(&state, &coverage, true), [Milestone::InService, Milestone::Closed]);
    for to in [Milestone::InService, Milestone::Closed] {
        assert_eq!(go(&log, to, "Le client insiste", false), Err(vec![Refusal::new("", Why::TopicsOpen)]));
        assert_eq!(go(&log, to, "  ", true), Err(vec![Refusal::new("reason", Why::Missing)]));
        let reached = go(&log, to, " Le client insiste ", true).expect("an owner may");
        assert_eq!(reached.reason, "Le client insiste");
        let codes: Vec<&str> = reached.open.iter().map(|open| open.topic.as_str()).collect();
        assert_eq!(codes, due(&Rules::fold([]), &log));
        let state = log.state();
        let rules = Rules::fold([]);
        let asked: Vec<&str> = rules.questions(&state).map(|question| question.ask.get(Lang::Fr)).collect();
        assert_eq!(reached.unanswered, asked);
    }
    assert!(go(&log, Milestone::InService, &"x".repeat(100_000), true).is_err_and(|no| no[0].field == "reason"));
}

#[test]
fn one_open_question_is_enough_and_nothing_open_needs_no_reason() {
    let mut log = settled();
    let reached = go(&log, Milestone::InService, "", false).expect("nothing is open");
    assert_eq!((reached.open.len(), reached.unanswered.len(), reached.reason.as_str()), (0, 0, ""));
    // A change makes a topic due anew.
    log.push(change("incident", &["BCK-01"]));
    assert_eq!(go(&log, Milestone::InService, "", false), Err(vec![Refusal::new("", Why::TopicsOpen)]));
}

#[test]
fn a_project_goes_forward_and_is_opened_again_with_a_reason() {
    let mut log = settled();
    assert_eq!(log.state().milestone(), Milestone::Open);
    assert_eq!(go(&log, Milestone::Open, "…", true), Err(vec![Refusal::new("", Why::AlreadyDone)]));
    log.push(go(&log, Milestone::InService, "", false).expect("in service"));
    assert_eq!(go(&log, Milestone::InService, "", true), Err(vec![Refusal::new("", Why::AlreadyDone)]));
    log.push(go(&log, Milestone::Closed, "", false).expect("closed"));
    assert_eq!(go(&log, Milestone::InService, "", true), Err(vec![Refusal::new("", Why::Unknown)]));
    assert_eq!(go(&log, Milestone::Open, "", true), Err(vec![Refusal::new("reason", Why::Missing)]));
    log.push(change("incident", &["BCK-01"]));
    // Whoever opens it again is not held back by what is open.
    log.push(go(&log, Milestone::Open, "Un incident", false).expect("opened again"));
    assert_eq!(log.state().milestone(), Milestone::Open);
    assert_eq!(log.state().milestones.len(), 3);
}

#[test]
fn minutes_that_the_client_does_not_accept_hold_a_project_back() {
    let mut log = settled();
    let say = |log: &mut Log, n: u8, resolution: Resolution| {
        let works = Minutes { delivered: "Deux serveurs.".into(), tests: "Aucun.".into(), day: day("2026-03-02") };
        let minutes = notice_of(id(n), &[], log.state().project);
        let minutes = Notice { instrument: Some(Instrument::Minutes(works)), ..minutes };
        log.push(minutes.clone());
        let signing = Some(Signing { resolution, words: "Rien ne marche.".into() });
        log.push(Answer { signing, ..decided(&minutes, Choice::Declined) });
        log.state().contested.map(|contested| (contested.notice, contested.resolution))
    };
    let held = Err(vec![Refusal::new("", Why::Contested)]);
    assert_eq!(say(&mut log, 5, Resolution::Refused), Some((id(5), Resolution::Refused)));
    assert_eq!(go(&log, Milestone::InService, "Ils insistent", false), held);
    assert_eq!(go(&log, Milestone::Closed, "Ils insistent", false), held);
    assert_eq!(go(&log, Milestone::Closed, "", true), Err(vec![Refusal::new("reason", Why::Missing)]));
    let reached = go(&log, Milestone::InService, "Ils insistent", true).expect("an owner may");
    assert_eq!((reached.despite(), reached.contested), (1, log.state().contested), "the entry says in spite of what");

    assert_eq!(say(&mut log, 6, Resolution::Reserved), Some((id(6), Resolution::Reserved)));
    let reached = go(&log, Milestone::InService, "", false).expect("works taken with reservations are taken");
    assert_eq!(reached.contested, None);
    log.push(reached);
    assert_eq!(log.state().overridden(), None);
    assert_eq!(go(&log, Milestone::Closed, "", false), held);
    let closed = go(&log, Milestone::Closed, "Ils ne viennent plus", true).expect("an owner may");
    log.clone().push(closed).state().overridden().expect("and it is seen");

    assert_eq!(say(&mut log, 7, Resolution::Accepted), None, "lifted");
    go(&log, Milestone::Closed, "", false).expect("nothing holds it any more");
}

#[test]
fn its_bytes_are_these() {
    let open = vec![OpenTopic { topic: "BCK-01".into(), title: "Pas de sauvegarde".into() }];
    let reached = MilestoneReached {
        project: PROJECT,
        milestone: Milestone::InService,
        open,
        unanswered: vec!["Des accès distants ?".into()],
        contested: None,
        reason: "Le client insiste".into(),
        by: me(),
    };
    let event = Event::from(reached);
    let bytes = String::from_utf8(canonical::to_vec(&event).expect("canonical")).expect("UTF-8");
    let by = r#""by":{"member":"33333333333333333333333333333333","name":"Anne Le Gall"}"#;
    let open = r#""open":[{"title":"Pas de sauvegarde","topic":"BCK-01"}]"#;
    let project = "9a".repeat(16);
    assert_eq!(
        bytes,
        format!(
            r#"{{{by},"kind":"milestone.reached","milestone":"in_service",{open},"project":"{project}","reason":"Le client insiste","unanswered":["Des accès distants ?"]}}"#
        )
    );
    let Ok(Some(remains)) = event.remains() else { panic!("a reason can be erased") };
    let Event::MilestoneReached(remains) = *remains else { panic!("the same kind") };
    assert_eq!((remains.reason.as_str(), remains.open.len()), (ERASED, 1));
}
