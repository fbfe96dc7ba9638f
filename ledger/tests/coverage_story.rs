//! What becomes of a due topic, and which commands may say so.

mod covering;

use covering::*;
use ledger::coverage::{Coverage, Rules, Standing, State, Way, answer, reopen, report};
use ledger::event::*;
use ledger::notice::{Refusal, Why};
use ledger::{Lang, canonical, catalogue};

const BACKUP: &str = "BCK-04";

fn rules() -> Rules {
    Rules::fold([])
}

/// One word for how the topic stands.
fn standing(log: &Log) -> String {
    let (rules, state) = (rules(), log.state());
    let coverage = Coverage::of(&rules, &state);
    match coverage.topic(BACKUP).expect("due").standing {
        Standing::Warned(told) => format!("warned by {}", told.notice.notice),
        Standing::InPlace(_, e) => format!("in place by {}", e.checked_by),
        Standing::NotApplicable(_, e) => format!("not applicable, {}", e.reason),
        Standing::Open => "open".into(),
    }
}

fn reopened() -> TopicReopened {
    let (topic, title, reason) = (BACKUP.into(), String::new(), "Nouveau serveur".into());
    TopicReopened { project: PROJECT, topic, title, reason, by: me() }
}

#[test]
fn warned_needs_proof_that_it_reached_who_decides() {
    let mut log = Log::new(&["SRV"]);
    log.issue(id(1), &["BCK-01", BACKUP]);
    assert_eq!(standing(&log), "open", "issued");
    log.mailed(id(1), IT);
    assert_eq!(standing(&log), "open", "a copy to the client's IT releases nobody");
    log.push(mail(id(1), DIRECTOR, Via::Outbox));
    assert_eq!(standing(&log), "open", "a file in a folder");
    log.push(MailAccepted { purpose: MailPurpose::Code, ..mail(id(1), DIRECTOR, Via::Smtp("m".into())) });
    assert_eq!(standing(&log), "open", "another mail about it");
    log.mailed(id(1), DIRECTOR);
    assert_eq!(standing(&log), format!("warned by {}", id(1)));
    let state = log.state();
    let rules = rules();
    let coverage = Coverage::of(&rules, &state);
    let told = &coverage.topic(BACKUP).expect("due").told;
    let ways: Vec<_> = told[0].notice.deliveries.iter().map(|delivery| (delivery.contact, delivery.way)).collect();
    assert_eq!(ways, [(IT, Way::Mail), (DIRECTOR, Way::Mail)]);
}

fn code_requested() -> CodeRequested {
    CodeRequested { code: id(2), notice: id(1), contact: DIRECTOR, to: String::new(), expires: ledger::Time(0) }
}

/// The link of the director was used, by whomever.
fn by_link() -> [Event; 3] {
    let question =
        QuestionAsked { question: id(4), notice: id(1), contact: DIRECTOR, warning: None, text: "Où\u{202f}?".into() };
    let named = SignatoryNamed {
        proposal: id(3),
        notice: id(1),
        contact: DIRECTOR,
        name: "Yann".into(),
        role: "Gérant".into(),
        email: "y@p.example".into(),
    };
    [question.into(), named.into(), code_requested().into()]
}

#[test]
fn who_used_a_link_is_nobody_until_a_code_comes_to_their_mailbox() {
    let mut log = Log::new(&["SRV"]);
    let project = log.state().project;
    log.push(Notice { mail_content: MailContent::LinkOnly, ..notice_of(id(1), &[BACKUP], project) });
    for used in by_link() {
        assert_eq!(standing(log.push(used)), "open", "a link can be forwarded, and the firm has it too");
    }
    assert_eq!(standing(log.mailed(id(1), DIRECTOR)), "open", "a mail with a link only");
    let code = |via| MailAccepted { mail: id(7), purpose: MailPurpose::Code, ..mail(id(1), DIRECTOR, via) };
    assert_eq!(standing(log.push(code(Via::Outbox))), "open", "a code in a folder");
    log.push(code(Via::Smtp("m".into())));
    assert_eq!(standing(&log), format!("warned by {}", id(1)));
    let state = log.state();
    let said: Vec<_> = state.notices[0].arrivals().map(|delivery| delivery.way).collect();
    assert_eq!((said, state.notices[0].name(DIRECTOR)), (vec![Way::CodeSent], "Maëlle Kerbrat"));
    let back = MailReturned {
        mail: id(7),
        notice: Some(id(1)),
        contact: Some(DIRECTOR),
        to: String::new(),
        action: ReturnAction::Failed,
        status: "5.1.1".into(),
        recipient: String::new(),
        diagnostic: String::new(),
        reporter: String::new(),
        from: String::new(),
        file: None,
    };
    assert_eq!(standing(log.push(back)), "open", "it came back");
}

#[test]
fn a_signatory_confirmed_later_is_who_decides() {
    let mut log = Log::new(&["SRV"]);
    log.issue(id(1), &[BACKUP]);
    let recipient = Recipient { contact: id(9), ..notice_of(id(1), &[], log.state().project).recipients[0].clone() };
    log.push(SignatoryConfirmed { proposal: id(3), notice: id(1), recipient, respond_by: None });
    assert_eq!(standing(log.mailed(id(1), id(9))), format!("warned by {}", id(1)));
}

#[test]
fn the_newest_says_how_a_topic_stands() {
    let mut log = Log::new(&["SRV"]);
    assert_eq!(standing(&log), "open");
    assert_eq!(standing(log.push(in_place(BACKUP, "2026-03-01"))), "in place by Yann Morvan");
    assert_eq!(standing(log.push(not_applicable(BACKUP))), "not applicable, Aucune ligne sur site");
    assert_eq!(standing(log.push(reopened())), "open");
    log.issue(id(1), &[BACKUP]).mailed(id(1), DIRECTOR);
    assert_eq!(standing(&log), format!("warned by {}", id(1)));
    assert_eq!(standing(log.push(in_place(BACKUP, "2026-03-01"))), "in place by Yann Morvan");
    log.issue(id(2), &[BACKUP]);
    assert_eq!(standing(&log), "open", "whoever warns again no longer holds it to be in place");
    assert_eq!(standing(log.mailed(id(1), DIRECTOR)), "open", "the earlier notice, delivered again");
    assert_eq!(standing(log.mailed(id(2), DIRECTOR)), format!("warned by {}", id(2)));
    assert_eq!(standing(log.issue(id(3), &[BACKUP])), format!("warned by {}", id(2)), "still warned meanwhile");
}

#[test]
fn what_was_erased_shows_nothing_any_more() {
    for act in [Event::from(in_place(BACKUP, "2026-03-01")), not_applicable(BACKUP).into()] {
        let mut log = Log::new(&["SRV"]);
        assert_ne!(standing(log.push(act.clone())), "open");
        let remains = act.remains().expect("may be erased").expect("something remains");
        let last = log.entries.last_mut().expect("an entry");
        last.1 = *remains;
        assert_eq!(standing(&log), "open");
    }
    let topic = TopicRecorded {
        topic: "F-GPAO".into(),
        version: 1,
        tier: catalogue::Tier::B,
        title: both("GPAO"),
        risk: both("r"),
        consequence: both("c"),
        measure: both("m"),
        by: me(),
    };
    assert_eq!(Event::from(topic).remains(), Err(Why::Kept), "the rules by which others were judged");
}

#[test]
fn entries_of_other_projects_change_nothing() {
    let mut log = Log::new(&["SRV"]);
    let (before, other) = (log.state(), id(0x55));
    log.push(TopicInPlace { project: other, ..in_place(BACKUP, "2026-03-01") });
    log.push(ProjectRecorded { project: other, ..project(&["TEL"]) });
    log.push(ContactRecorded { client: other, ..contact(id(8), true) });
    log.push(notice_of(id(1), &[BACKUP], ProjectRecorded { project: other, ..project(&["TEL"]) }));
    log.mailed(id(1), DIRECTOR);
    assert_eq!(log.state(), before);
    assert!(State::fold([]).is_none());
}

fn refused<T: std::fmt::Debug>(decided: Result<T, Vec<Refusal>>) -> Vec<(String, Why)> {
    decided.expect_err("refused").into_iter().map(|refusal| (refusal.field, refusal.why)).collect()
}

fn field(name: &str, why: Why) -> (String, Why) {
    (name.to_owned(), why)
}

#[test]
fn questions_are_answered_with_the_words_shown() {
    let (rules, mut log) = (rules(), Log::new(&["SRV"]));
    let say = |log: &Log, code: &str, to, note: &str| answer(&rules, &log.state(), code, to, note, acting());
    let event = say(&log, "remote-work", SurveyAnswer::Unknown, " À voir ").expect("asked");
    let Event::SurveyAnswered(answered) = &event else { panic!("{event:?}") };
    let question = catalogue::questions().iter().find(|question| question.code == "remote-work").expect("a question");
    assert_eq!((answered.asked.as_str(), answered.note.as_str()), (question.ask.get(Lang::Fr), "À voir"));
    log.push(event);
    assert_eq!(refused(say(&log, "remote-work", SurveyAnswer::Unknown, "À voir")), [field("", Why::AlreadyDone)]);
    assert!(say(&log, "remote-work", SurveyAnswer::No, "").is_ok(), "another answer");
    assert_eq!(refused(say(&log, "payments", SurveyAnswer::No, "")), [field("", Why::Unknown)], "no server asks that");
    let long = "a".repeat(10_001);
    assert_eq!(refused(say(&log, "personal-data", SurveyAnswer::No, &long)), [field("note", Why::TooLong(10_000))]);
}

#[test]
fn what_is_in_place_was_checked_by_somebody_on_a_day_that_has_come() {
    let (rules, log) = (rules(), Log::new(&["SRV"]));
    let (state, today) = (log.state(), day("2026-03-02"));
    let found = |topic: &str, what| ledger::coverage::in_place(&rules, &state, topic, what, acting(), today);
    assert!(found(BACKUP, ("Rapport", Some(today), "Yann")).is_ok());
    let tomorrow = found(BACKUP, ("Rapport", Some(day("2026-03-03")), "Yann"));
    assert_eq!(refused(tomorrow), [field("checked", Why::InFuture)]);
    let missing = [field("evidence", Why::Missing), field("checked_by", Why::Missing), field("checked", Why::Missing)];
    assert_eq!(refused(found(BACKUP, (" ", None, ""))), missing);
    assert_eq!(refused(found("TEL-01", ("Rapport", Some(today), "Yann"))), [field("", Why::Unknown)], "not due");
}

#[test]
fn reasons_are_asked_for() {
    let (rules, mut log) = (rules(), Log::new(&["SRV"]));
    let aside =
        |log: &Log, reason: &str| ledger::coverage::not_applicable(&rules, &log.state(), BACKUP, reason, acting());
    assert_eq!(refused(aside(&log, " ")), [field("reason", Why::Missing)]);
    let again = |log: &Log, reason: &str| reopen(&rules, &log.state(), BACKUP, reason, acting());
    assert_eq!(refused(again(&log, "Nouveau")), [field("", Why::AlreadyDone)], "it is open");
    let event = aside(&log, "Aucune donnée").expect("a reason");
    log.push(event);
    assert_eq!(refused(again(&log, "")), [field("reason", Why::Missing)]);
    let event = again(&log, "Nouveau serveur").expect("settled, and a reason");
    assert_eq!(standing(log.push(event)), "open");
}

#[test]
fn a_change_that_concerns_nothing_is_refused() {
    let (rules, log) = (rules(), Log::new(&["SRV"]));
    let (state, today) = (log.state(), day("2026-06-02"));
    let tell = |change: &str, day, text: &str, topics: &[&str]| {
        let topics = topics.iter().map(|topic| topic.to_string()).collect();
        report(&rules, &state, change, (day, text, topics), me(), today)
    };
    assert!(tell("failed-backup", Some(today), "Trois nuits", &[]).is_ok());
    assert!(tell("incident", Some(today), "Rançongiciel", &[]).is_ok(), "concerns everything");
    assert_eq!(refused(tell("price", Some(today), "+ 20 %", &[])), [field("topics", Why::Missing)]);
    assert!(tell("price", Some(today), "+ 20 %", &[BACKUP, BACKUP]).is_ok());
    let wrong = tell("holiday", None, "", &["BCK-99"]);
    let expected = [
        field("change", Why::Unknown),
        field("topics", Why::Unknown),
        field("text", Why::Missing),
        field("day", Why::Missing),
    ];
    assert_eq!(refused(wrong), expected);
    assert_eq!(refused(tell("incident", Some(day("2026-06-03")), "?", &[])), [field("day", Why::InFuture)]);
}

#[test]
fn the_bytes_of_the_new_kinds() {
    let switched = RuleSwitched { rule: "SRV/BCK-01".into(), on: false, reason: "Hors sujet".into(), by: me() };
    let renewal = rule(7, BACKUP, RuleWhen::Renewal { months: 3 });
    let bytes = |event: Event| String::from_utf8(canonical::to_vec(&event).expect("writable")).expect("UTF-8");
    assert_eq!(
        bytes(in_place(BACKUP, "2026-03-01").into()),
        r#"{"by":{"member":"33333333333333333333333333333333","name":"Anne Le Gall"},"checked":"2026-03-01","checked_by":"Yann Morvan","evidence":"Rapport d’essai n° 12","kind":"topic.in_place","project":"9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a","title":"Restauration jamais testée","topic":"BCK-04"}"#
    );
    assert_eq!(
        bytes(switched.into()),
        r#"{"by":{"member":"33333333333333333333333333333333","name":"Anne Le Gall"},"kind":"rule.switched","on":false,"reason":"Hors sujet","rule":"SRV/BCK-01"}"#
    );
    let kind = KindRecorded { code: "F-GPAO".into(), name: both("GPAO"), by: me() };
    assert_eq!(
        bytes(kind.into()),
        r#"{"by":{"member":"33333333333333333333333333333333","name":"Anne Le Gall"},"code":"F-GPAO","kind":"kind.recorded","name":{"en":"GPAO","fr":"GPAO"}}"#
    );
    assert_eq!(
        bytes(renewal.into()),
        r#"{"by":{"member":"33333333333333333333333333333333","name":"Anne Le Gall"},"kind":"rule.recorded","rule":"07070707070707070707070707070707","topic":"BCK-04","when":{"renewal":{"months":3}}}"#
    );
    assert_eq!(
        bytes(answered("remote-work", SurveyAnswer::Unknown).into()),
        "{\"answer\":\"unknown\",\"asked\":\"…\u{202f}?\",\"by\":{\"member\":\"33333333333333333333333333333333\",\"name\":\"Anne Le Gall\"},\"kind\":\"survey.answered\",\"note\":\"\",\"project\":\"9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a\",\"question\":\"remote-work\"}"
    );
}
