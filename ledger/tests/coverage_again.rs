//! What is raised again, though it was settled, and why.

mod covering;

use covering::*;
use ledger::catalogue;
use ledger::coverage::{Coverage, Facts, Phase, Reason, Rules, Tally, Word, again, ahead, due_on, percent, switch};
use ledger::event::*;

const BACKUP: &str = "BCK-04";

/// The reasons for one topic on a day, in words.
fn raised(rules: &Rules, log: &Log, topic: &str, today: &str) -> Vec<String> {
    let state = log.state();
    let coverage = Coverage::of(rules, &state);
    let facts = Facts::new(catalogue::facts());
    let all = again(rules, &state, &coverage, &facts, day(today));
    let reasons = all.iter().filter(|again| again.topic.code() == topic).flat_map(|again| &again.reasons);
    let words = |reason: &Reason| match reason {
        Reason::Scope { version, day } => format!("scope {version} {day}"),
        Reason::Fact { fact, phase } => format!("{} {phase:?}", fact.code),
        Reason::Deferred { until } => format!("deferred {until}"),
        Reason::Lapsed { day } => format!("lapsed {day}"),
        Reason::Signatory { contact, day } => format!("signatory {contact} {day}"),
        Reason::Change(change) => format!("{} {}", change.change, change.day),
        Reason::Renewal { months } => format!("renewal {months}"),
    };
    reasons.map(words).collect()
}

/// Warned on 2 March 2026 of backup and old systems, and answered, so that nothing waits.
fn warned(kinds: &[&str]) -> Log {
    let mut log = Log::new(kinds);
    log.issue(id(1), &[BACKUP, "PAT-02"]).mailed(id(1), DIRECTOR);
    let notice = notice_of(id(1), &[BACKUP, "PAT-02"], log.state().project);
    log.push(decided(&notice, Choice::Declined));
    log
}

#[test]
fn a_year_goes_by_or_half_a_year_under_managed_services() {
    let rules = Rules::fold([]);
    let servers = warned(&["SRV"]);
    assert_eq!(raised(&rules, &servers, BACKUP, "2027-03-01"), [] as [&str; 0]);
    assert_eq!(raised(&rules, &servers, BACKUP, "2027-03-02"), ["renewal 12"]);
    let mut managed = warned(&["SRV", "MSP"]);
    managed.push(not_applicable("INC-01"));
    assert_eq!(raised(&rules, &managed, BACKUP, "2026-09-01"), [] as [&str; 0]);
    assert_eq!(raised(&rules, &managed, BACKUP, "2026-09-02"), ["renewal 6"]);
    assert_eq!(raised(&rules, &managed, "INC-01", "2026-09-02"), [] as [&str; 0], "tier B");
    assert_eq!(raised(&rules, &managed, "INC-01", "2027-03-02"), ["renewal 12"]);
    // What was checked long before it was entered is as old as the check.
    let mut checked = Log::new(&["SRV"]);
    checked.push(in_place(BACKUP, "2025-06-01"));
    assert_eq!(raised(&rules, &checked, BACKUP, "2026-06-01"), ["renewal 12"]);
}

#[test]
fn a_firm_renews_sooner_and_loosens_only_by_name() {
    let sooner = Rules::fold(&[rule(1, BACKUP, RuleWhen::Renewal { months: 3 }).into()]);
    assert_eq!(raised(&sooner, &warned(&["SRV"]), BACKUP, "2026-06-02"), ["renewal 3"]);
    let later = Rules::fold(&[rule(1, BACKUP, RuleWhen::Renewal { months: 48 }).into()]);
    assert_eq!(raised(&later, &warned(&["SRV"]), BACKUP, "2027-03-02"), ["renewal 12"], "a rule only adds");
    let off = switch(&later, "renewal", false, "Tous les quatre ans", me()).expect("a reason");
    let loose = Rules::fold(&[rule(1, BACKUP, RuleWhen::Renewal { months: 48 }).into(), off]);
    assert_eq!(raised(&loose, &warned(&["SRV"]), BACKUP, "2027-03-02"), [] as [&str; 0]);
    let absurd = Rules::fold(&[rule(1, BACKUP, RuleWhen::Renewal { months: u32::MAX }).into()]);
    assert_eq!(raised(&absurd, &warned(&["SRV"]), BACKUP, "2027-03-02"), ["renewal 12"]);
}

#[test]
fn a_new_scope_raises_what_was_settled_before() {
    let (rules, mut log) = (Rules::fold([]), warned(&["SRV"]));
    let mut second = ProjectRecorded { version: 2, title: "Serveurs et copies".into(), ..project(&["SRV"]) };
    log.on("2026-04-10").push(second.clone());
    assert_eq!(raised(&rules, &log, BACKUP, "2026-05-01"), [] as [&str; 0], "only the title changed");
    second = ProjectRecorded { version: 3, scope_in: "Trois serveurs".into(), ..second };
    log.push(second);
    assert_eq!(raised(&rules, &log, BACKUP, "2026-05-01"), ["scope 3 2026-04-10"]);
    log.issue(id(2), &[BACKUP]).mailed(id(2), DIRECTOR);
    assert_eq!(raised(&rules, &log, BACKUP, "2026-04-11"), ["lapsed 2026-04-01"], "warned since");
}

#[test]
fn reported_changes_raise_what_they_concern_and_refer_to_the_earlier_notice() {
    let (rules, mut log) = (Rules::fold([]), warned(&["SRV"]));
    log.on("2026-06-02").push(change("failed-backup", &[])).push(change("price", &["PAT-02"]));
    assert_eq!(raised(&rules, &log, BACKUP, "2026-06-02"), ["failed-backup 2026-06-01"]);
    let patches = raised(&rules, &log, "PAT-02", "2026-06-02");
    assert!(patches.contains(&"price 2026-06-01".to_owned()), "{patches:?}");
    log.push(change("incident", &[]));
    assert_eq!(raised(&rules, &log, BACKUP, "2026-06-02").last().map(String::as_str), Some("incident 2026-06-01"));
    let state = log.state();
    let coverage = Coverage::of(&rules, &state);
    let facts = Facts::new(&[]);
    let all = again(&rules, &state, &coverage, &facts, day("2026-06-02"));
    let earlier = all.iter().find(|again| again.topic.code() == BACKUP).expect("raised").earlier.expect("warned");
    assert_eq!((earlier.notice.notice, earlier.notice.at.day), (id(1), day("2026-03-02")));
    // What was not due becomes due.
    assert!(!codes(&coverage).contains(&"RAC-02".to_owned()));
    log.push(change("new-remote-access", &[]));
    assert!(due(&rules, &log).contains(&"RAC-02".to_owned()));
}

#[test]
fn acceptance_minutes_tell_nothing_new() {
    let (rules, mut log) = (Rules::fold([]), warned(&["SRV"]));
    log.on("2026-06-02").push(change("failed-backup", &[]));
    let works = Minutes { delivered: "Deux serveurs.".into(), tests: "Aucun.".into(), day: day("2026-06-02") };
    let listed = notice_of(id(8), &[BACKUP], log.state().project);
    log.push(Notice { instrument: Some(Instrument::Minutes(works)), ..listed }).mailed(id(8), DIRECTOR);
    let failed = |log: &Log| raised(&rules, log, BACKUP, "2026-06-02").contains(&"failed-backup 2026-06-01".to_owned());
    assert!(failed(&log), "the minutes do not tell it");
    log.issue(id(9), &[BACKUP]).mailed(id(9), DIRECTOR);
    assert!(!failed(&log), "a letter does");
}

#[test]
fn a_decision_put_off_a_quote_that_lapsed_a_new_signatory() {
    let rules = Rules::fold([]);
    let mut log = Log::new(&["SRV"]);
    log.issue(id(1), &[BACKUP]).mailed(id(1), DIRECTOR);
    assert_eq!(raised(&rules, &log, BACKUP, "2026-04-01"), [] as [&str; 0], "the last day to answer");
    assert_eq!(raised(&rules, &log, BACKUP, "2026-04-02"), ["lapsed 2026-04-01"]);
    let notice = notice_of(id(1), &[BACKUP], log.state().project);
    log.push(decided(&notice, Choice::Deferred { until: day("2026-09-01") }));
    assert_eq!(raised(&rules, &log, BACKUP, "2026-08-31"), [] as [&str; 0]);
    assert_eq!(raised(&rules, &log, BACKUP, "2026-09-01"), ["deferred 2026-09-01"]);

    log.on("2026-05-04").push(contact(DIRECTOR, true)).push(contact(id(8), false));
    assert_eq!(
        raised(&rules, &log, BACKUP, "2026-05-05"),
        [] as [&str; 0],
        "recorded again, and one who may not decide"
    );
    log.push(contact(id(8), true));
    assert_eq!(raised(&rules, &log, BACKUP, "2026-05-05"), [format!("signatory {} 2026-05-04", id(8))]);
    log.push(ContactRecorded { active: false, ..contact(id(8), true) });
    assert_eq!(raised(&rules, &log, BACKUP, "2026-05-05"), [] as [&str; 0], "gone again");
}

#[test]
fn a_product_past_its_support_concerns_those_who_have_it() {
    let rules = Rules::fold([]);
    // The facts of the warning name Windows Server 2016, which ends on 12 January 2027.
    let log = warned(&["SRV"]);
    assert_eq!(raised(&rules, &log, "PAT-02", "2027-01-11"), [] as [&str; 0]);
    assert_eq!(raised(&rules, &log, "PAT-02", "2027-01-12"), ["windows-server-2016 Come"]);
    assert_eq!(raised(&rules, &log, BACKUP, "2027-01-12"), [] as [&str; 0], "another topic");
    let mut other = Log::new(&["SRV"]);
    other.push(not_applicable("PAT-02"));
    assert_eq!(raised(&rules, &other, "PAT-02", "2027-01-12"), [] as [&str; 0], "nothing speaks of it");
    other.push(promise("Reprise de Windows Server 2019"));
    assert_eq!(raised(&rules, &other, "PAT-02", "2028-01-09"), ["windows-server-2019 Near", "renewal 12"]);
}

#[test]
fn facts_come_near_then_true() {
    let all = |since: &str, until: &str| -> Vec<(String, Phase)> {
        let due = due_on(catalogue::facts(), day(since), day(until));
        due.into_iter().map(|(fact, phase)| (fact.code.clone(), phase)).collect()
    };
    let fact = |code: &str, phase| (code.to_owned(), phase);
    assert_eq!(all("2026-03-14", "2026-03-15"), [fact("tls-200-days", Phase::Come)]);
    assert_eq!(all("2026-03-15", "2026-03-16"), []);
    assert_eq!(all("2026-12-14", "2026-12-15"), [fact("tls-100-days", Phase::Near)]);
    assert_eq!(all("2026-12-14", "2027-03-15").iter().filter(|(code, _)| code == "tls-100-days").count(), 1);
    assert!(all("2026-12-14", "2027-03-15").contains(&fact("tls-100-days", Phase::Come)), "the last of both");
    assert_eq!(all("2027-01-01", "2026-01-01"), [], "a clock that jumps");
}

/// What is kept of a project says, for any day, which topics are raised on it: nothing has to be computed anew at midnight.
#[test]
fn the_calendar_says_what_is_raised_on_any_day() {
    let mut log = warned(&["SRV", "MSP"]);
    log.push(in_place("BCK-01", "2026-01-15"));
    log.push(not_applicable("INC-01"));
    let scope = ProjectRecorded { version: 2, scope_in: "Des postes Windows 10.".into(), ..log.state().project };
    log.push(scope);
    let (rules, state) = (Rules::fold([]), log.state());
    let (coverage, facts) = (Coverage::of(&rules, &state), Facts::new(catalogue::facts()));
    let tally = Tally::of(&coverage, &ahead(&rules, &state, &coverage, &facts));
    assert!(!tally.again.is_empty() && tally.again.is_sorted());
    let mut today = day("2026-01-01");
    while today < day("2029-01-01") {
        let mut raised: Vec<String> =
            again(&rules, &state, &coverage, &facts, today).iter().map(|again| again.topic.code().to_owned()).collect();
        raised.sort();
        assert_eq!(raised, tally.raised(today).into_iter().collect::<Vec<_>>(), "{today}");
        today = today.tomorrow().expect("a day");
    }
    // Nothing hides behind the first: the change of scope, and the renewal of a topic of tier A under managed services.
    let steps = tally.again.iter().filter(|step| step.topics.iter().any(|topic| topic == "BCK-01"));
    let days: Vec<(Date, &Word)> = steps.map(|step| (step.day, &step.why)).collect();
    assert!(days.len() > 1 && days.contains(&(day("2026-07-15"), &Word::Renewal)), "{days:?}");
    assert!(days.iter().any(|(_, why)| **why == Word::Scope), "{days:?}");
}

#[test]
fn the_tally_counts_what_the_coverage_says() {
    let mut log = warned(&["SRV"]);
    log.push(in_place("BCK-01", "2026-01-15"));
    let (rules, state) = (Rules::fold([]), log.state());
    let coverage = Coverage::of(&rules, &state);
    let tally = Tally::of(&coverage, &[]);
    assert_eq!((tally.warned, tally.in_place, tally.not_applicable), (2, 1, 0));
    assert_eq!(tally.uncovered() as usize, coverage.open());
    assert_eq!(percent(tally.due().into(), tally.uncovered().into()), coverage.percent());
    let [open, due] = tally.families.iter().fold([0, 0], |[open, due], [o, d]| [open + o, due + d]);
    assert_eq!((open, due), (tally.open, tally.due() - tally.unanswered), "questions belong to no family");
    assert_eq!(tally.open_topics.len() as u32, tally.open);
    assert_eq!(percent(0, 0), 100);
    assert_eq!(percent(201, 1), 99, "never rounded up to all");
}
