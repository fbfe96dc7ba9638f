//! A firm's own topics, kinds and rules: they add; what takes away is named and has a reason.

mod covering;

use covering::*;
use ledger::catalogue::{Bilingual, Tier};
use ledger::coverage::{Because, Cause, Coverage, Rules, record_kind, record_rule, record_topic, switch};
use ledger::event::*;
use ledger::notice::{Refusal, Why};

fn own_topic(code: &str) -> TopicRecorded {
    TopicRecorded {
        topic: code.into(),
        version: 0,
        tier: Tier::B,
        title: Bilingual { fr: "GPAO sans maintenance".into(), en: String::new() },
        risk: both("Personne ne maintient la GPAO."),
        consequence: both("L’atelier s’arrête."),
        measure: both("Un contrat de maintenance."),
        by: me(),
    }
}

fn kind(code: &str) -> KindRecorded {
    KindRecorded { code: code.into(), name: both("GPAO"), by: me() }
}

fn refused<T: std::fmt::Debug>(decided: Result<T, Vec<Refusal>>) -> Vec<(String, Why)> {
    decided.expect_err("refused").into_iter().map(|refusal| (refusal.field, refusal.why)).collect()
}

#[test]
fn a_firm_adds_topics_kinds_and_rules() {
    let mut events: Vec<Event> = vec![];
    let mut record = |decide: &dyn Fn(&Rules) -> Result<Event, Vec<Refusal>>| {
        let event = decide(&Rules::fold(&events)).expect("in order");
        events.push(event);
    };
    record(&|rules| record_topic(rules, own_topic("F-GPAO")));
    record(&|rules| record_topic(rules, own_topic("F-GPAO")));
    record(&|_| record_kind(kind("F-ATELIER")));
    record(&|rules| record_rule(rules, rule(1, "F-GPAO", RuleWhen::Kind { kind: "F-ATELIER".into() })));
    record(&|rules| record_rule(rules, rule(2, "BCK-01", RuleWhen::Kind { kind: "TEL".into() })));
    let ask = both("Y a-t-il une GPAO\u{202f}?");
    record(&|rules| record_rule(rules, rule(3, "F-GPAO", RuleWhen::Answer { kind: "SRV".into(), ask: ask.clone() })));
    record(&|rules| {
        record_rule(rules, rule(4, "F-GPAO", RuleWhen::Words { words: vec!["ordres de fabrication".into()] }))
    });
    let rules = Rules::fold(&events);
    let topic = rules.topic("F-GPAO").expect("recorded");
    assert_eq!((topic.title(ledger::Lang::En), topic.tier()), ("GPAO sans maintenance", Tier::B));
    assert!(matches!(&events[1], Event::TopicRecorded(topic) if topic.version == 2));
    assert!(rules.has_kind("F-ATELIER") && rules.has_kind("SRV") && !rules.has_kind("F-AUTRE"));

    assert_eq!(due(&rules, &Log::new(&["F-ATELIER"])), ["F-GPAO"]);
    assert_eq!(due(&rules, &Log::new(&["TEL"]))[0], "BCK-01");
    let mut log = Log::new(&["SRV"]);
    assert!(!due(&rules, &log).contains(&"F-GPAO".to_owned()));
    let question = id(3).to_string();
    assert!(rules.questions(&log.state()).any(|asked| asked.code == question));
    log.answer(&question, SurveyAnswer::Yes);
    assert!(due(&rules, &log).contains(&"F-GPAO".to_owned()));
    let mut log = Log::new(&["NET"]);
    log.push(promise("Suivre l’ordre de fabrication"));
    let state = log.state();
    let coverage = Coverage::of(&rules, &state);
    assert!(matches!(coverage.topic("F-GPAO").expect("due").why[..], [Because::Promise(_)]));
}

#[test]
fn a_firms_own_question_adds_to_the_general_one() {
    let own = rule(3, "RAC-01", RuleWhen::Answer { kind: "SRV".into(), ask: both("Un VPN est-il prévu\u{202f}?") });
    let rules = Rules::fold(&[own.into()]);
    let mut log = Log::new(&["SRV"]);
    log.answer("remote-work", SurveyAnswer::No);
    assert!(!due(&rules, &log).contains(&"RAC-01".to_owned()));
    log.answer("remote-work", SurveyAnswer::Yes).answer(&id(3).to_string(), SurveyAnswer::No);
    assert!(due(&rules, &log).contains(&"RAC-01".to_owned()), "the general question still counts");
}

#[test]
fn a_rule_is_switched_off_by_name_and_with_a_reason_only() {
    let rules = Rules::fold([]);
    assert_eq!(refused(switch(&rules, "SRV/BCK-01", false, " ", me())), [("reason".into(), Why::Missing)]);
    assert_eq!(refused(switch(&rules, "SRV/BCK-99", false, "x", me())), [(String::new(), Why::Unknown)]);
    assert_eq!(refused(switch(&rules, "SRV/BCK-01", true, "", me())), [(String::new(), Why::AlreadyDone)]);
    let off = switch(&rules, "SRV/BCK-01", false, "Nous ne touchons pas aux copies", me()).expect("a reason");
    let mut events = vec![off];
    let loose = Rules::fold(&events);
    let log = Log::new(&["SRV"]);
    assert!(!due(&loose, &log).contains(&"BCK-01".to_owned()));
    assert_eq!(due(&loose, &log).len() + 1, due(&rules, &log).len());
    let rule = loose.rule("SRV/BCK-01").expect("still listed");
    assert_eq!(rule.off.as_ref().map(|off| off.reason.as_str()), Some("Nous ne touchons pas aux copies"));
    assert_eq!(refused(switch(&loose, "SRV/BCK-01", false, "x", me())), [(String::new(), Why::AlreadyDone)]);
    // A topic that another reason makes due stays due, and the rule comes back as it was.
    assert!(due(&loose, &Log::new(&["SRV", "BKP"])).contains(&"BCK-01".to_owned()));
    events.push(switch(&loose, "SRV/BCK-01", true, "", me()).expect("switched off before"));
    assert_eq!(due(&Rules::fold(&events), &log), due(&rules, &log));
}

#[test]
fn a_conditional_rule_switched_off_asks_no_more() {
    let off = switch(&Rules::fold([]), "SRV/RAC-01", false, "Jamais chez nous", me()).expect("a reason");
    let rules = Rules::fold(&[off]);
    assert!(rules.questions(&Log::new(&["SRV"]).state()).all(|asked| asked.code != "remote-work"));
    assert!(rules.questions(&Log::new(&["WKS"]).state()).any(|asked| asked.code == "remote-work"));
}

#[test]
fn every_rule_has_its_own_code() {
    let rules = Rules::fold([]);
    let codes: std::collections::BTreeSet<&str> = rules.all().iter().map(|rule| rule.code.as_str()).collect();
    assert_eq!(codes.len(), rules.all().len());
    assert!(matches!(rules.rule("renewal").expect("a rule").when, Cause::Renewal(None, 12)));
    assert!(matches!(rules.rule("MSP/renewal").expect("a rule").when, Cause::Renewal(Some(_), 6)));
}

#[test]
fn what_is_malformed_is_refused_beside_its_field() {
    let rules = Rules::fold([]);
    for code in ["BCK-01", "F-", "F-A", "F-gpao", "GPAO", "F-ABCDEFGHIJKLM"] {
        assert_eq!(refused(record_topic(&rules, own_topic(code))), [("topic".into(), Why::Unknown)], "{code}");
        assert_eq!(refused(record_kind(kind(code))), [("code".into(), Why::Unknown)], "{code}");
    }
    let untitled = TopicRecorded { title: Bilingual::default(), ..own_topic("F-GPAO") };
    assert_eq!(refused(record_topic(&rules, untitled)), [("title".into(), Why::Missing)]);
    let make = |topic: &str, when| record_rule(&rules, rule(1, topic, when));
    let no_kind = make("F-NONE", RuleWhen::Kind { kind: "XXX".into() });
    assert_eq!(refused(no_kind), [("topic".into(), Why::Unknown), ("kind".into(), Why::Unknown)]);
    let again = make("BCK-01", RuleWhen::Kind { kind: "SRV".into() });
    assert_eq!(refused(again), [(String::new(), Why::AlreadyDone)]);
    let unasked = make("BCK-01", RuleWhen::Answer { kind: "TEL".into(), ask: Bilingual::default() });
    assert_eq!(refused(unasked), [("ask".into(), Why::Missing)]);
    assert_eq!(refused(make("BCK-01", RuleWhen::Words { words: vec![] })), [("words".into(), Why::Missing)]);
    assert_eq!(refused(make("BCK-01", RuleWhen::Renewal { months: 0 })), [("months".into(), Why::BadAmount)]);
    assert_eq!(refused(make("BCK-01", RuleWhen::Renewal { months: 61 })), [("months".into(), Why::BadAmount)]);
}
