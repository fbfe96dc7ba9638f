//! Acceptance minutes and evidence agreements: their exact bytes, and what may be issued and said of them.

mod covering;

use covering::{DIRECTOR, IT, Log, day, decided, id, me, notice_of};
use ledger::coverage::Standing;
use ledger::event::*;
use ledger::notice::{self, Refusal, Why};
use ledger::{Id, Time, canonical};

const TODAY: Date = jiff::civil::date(2026, 3, 2);

fn minutes(day: Date) -> Instrument {
    Instrument::Minutes(Minutes { delivered: "Deux serveurs.".into(), tests: "Restauration.".into(), day })
}

fn agreement(texts: &[&str]) -> Instrument {
    let article = |text: &&str| Article { heading: "Objet".into(), text: (*text).into() };
    Instrument::Agreement(Agreement { version: "1".into(), articles: texts.iter().map(article).collect() })
}

fn meeting(spoken: Vec<Spoken>) -> Meeting {
    let attendee = |side, id, name: &str, role: &str| Attendee { side, id, name: name.into(), role: role.into() };
    Meeting {
        day: TODAY,
        time: jiff::civil::time(14, 30, 0, 0),
        place: "Saint-Coulomb".into(),
        attendees: vec![
            attendee(Side::Client, Some(DIRECTOR), "Maëlle Kerbrat", "Directrice"),
            attendee(Side::Firm, Some(me().member), "Anne Le Gall", ""),
        ],
        spoken,
        said: "Budget en avril.".into(),
        recorded: TODAY,
    }
}

const BACKUP: &str = "BCK-01";

fn notice(instrument: Option<Instrument>, topics: &[&str]) -> Notice {
    let mut notice = Notice { instrument, ..notice_of(id(1), topics, covering::project(&["SRV"])) };
    notice.recipients[1].email = "informatique@portes.example".into();
    notice
}

fn issue(notice: Notice) -> Vec<(String, Why)> {
    let refused = notice::issue(notice, Time(0), TODAY).err().unwrap_or_default();
    refused.into_iter().map(|Refusal { field, why }| (field, why)).filter(|(f, _)| !f.starts_with("warning.")).collect()
}

#[test]
fn the_bytes_are_these() {
    let text = |instrument: Instrument| String::from_utf8(canonical::to_vec(&instrument).unwrap()).unwrap();
    assert_eq!(
        text(minutes(TODAY)),
        r#"{"minutes":{"day":"2026-03-02","delivered":"Deux serveurs.","tests":"Restauration."}}"#
    );
    assert_eq!(
        text(agreement(&["Preuve."])),
        r#"{"agreement":{"articles":[{"heading":"Objet","text":"Preuve."}],"version":"1"}}"#
    );
    let said = Signing { resolution: Resolution::Reserved, words: "Bascule.".into() };
    assert_eq!(canonical::to_vec(&said).unwrap(), br#"{"resolution":"reserved","words":"Bascule."}"#);
    // A letter is what earlier versions wrote.
    let letter = canonical::to_vec(&notice(None, &[BACKUP])).unwrap();
    assert!(!String::from_utf8(letter).unwrap().contains("instrument"));
}

#[test]
fn minutes_may_list_nothing_and_an_agreement_warns_of_nothing() {
    assert_eq!(issue(notice(Some(minutes(TODAY)), &[])), []);
    assert_eq!(issue(notice(Some(minutes(TODAY)), &[BACKUP])), []);
    assert_eq!(issue(notice(None, &[])), [("warnings".into(), Why::Missing)]);
    assert_eq!(issue(notice(Some(minutes(TODAY.tomorrow().unwrap())), &[])), [("day".into(), Why::InFuture)]);
    assert_eq!(issue(notice(Some(agreement(&["Preuve."])), &[])), []);
    assert_eq!(issue(notice(Some(agreement(&["Preuve."])), &[BACKUP])), [("warnings".into(), Why::TooMany(0))]);
    assert_eq!(issue(notice(Some(agreement(&[])), &[])), [("articles".into(), Why::Missing)]);
    assert_eq!(issue(notice(Some(agreement(&["  "])), &[])), [("articles".into(), Why::Missing)]);
    // What is signed needs somebody who may sign.
    let mut unsigned = notice(Some(minutes(TODAY)), &[]);
    unsigned.recipients.iter_mut().for_each(|person| person.signatory = false);
    assert_eq!(issue(unsigned), [("recipients".into(), Why::NotASignatory)]);
}

#[test]
fn the_bytes_of_minutes_of_a_meeting() {
    let warning = SpokenWarning { warning: id(4), topic: BACKUP.into(), title: "Copies".into() };
    let spoken = Spoken { notice: id(5), reference: "MG-2026-0001".into(), warnings: vec![warning] };
    let bytes = canonical::to_vec(&Instrument::Meeting(meeting(vec![spoken]))).unwrap();
    let (director, member) = (DIRECTOR, me().member);
    let expected = [
        format!(
            r#"{{"meeting":{{"attendees":[{{"id":"{director}","name":"Maëlle Kerbrat","role":"Directrice","side":"client"}},"#
        ),
        format!(
            r#"{{"id":"{member}","name":"Anne Le Gall","role":"","side":"firm"}}],"day":"2026-03-02","place":"Saint-Coulomb","#
        ),
        r#""recorded":"2026-03-02","said":"Budget en avril.","#.to_owned(),
        format!(r#""spoken":[{{"notice":"{}","reference":"MG-2026-0001","warnings":["#, id(5)),
        format!(r#"{{"title":"Copies","topic":"BCK-01","warning":"{}"}}]}}],"time":"14:30:00"}}}}"#, id(4)),
    ];
    assert_eq!(String::from_utf8(bytes).unwrap(), expected.concat());
}

#[test]
fn a_meeting_lies_behind_and_somebody_of_the_client_was_there() {
    let issued = |meeting: Meeting| issue(notice(Some(Instrument::Meeting(meeting)), &[]));
    assert_eq!(issued(meeting(vec![])), []);
    let with_warning = notice(Some(Instrument::Meeting(meeting(vec![]))), &[BACKUP]);
    assert_eq!(issue(with_warning), [("warnings".into(), Why::TooMany(0))], "nothing is decided by it");
    let mut wrong = Meeting { place: " ".into(), said: String::new(), ..meeting(vec![]) };
    wrong.attendees.remove(0);
    let missing = |field: &str| (field.to_owned(), Why::Missing);
    assert_eq!(issued(wrong), [missing("place"), missing("contacts"), missing("said")]);
    // What it says of the day of its record is what the log says.
    let earlier = Meeting { recorded: TODAY.yesterday().unwrap(), ..meeting(vec![]) };
    assert_eq!(issued(earlier), [("day".into(), Why::Unknown)]);
    let refused = |meeting: &Meeting, now: &str| {
        let found = notice::meeting_refusals(meeting, format!("2026-03-02T{now}").parse().unwrap());
        found.into_iter().map(|r| (r.field, r.why)).collect::<Vec<_>>()
    };
    assert_eq!(refused(&meeting(vec![]), "14:29:59"), [("time".into(), Why::NotYet)]);
    assert_eq!(refused(&meeting(vec![]), "14:30:00"), []);
    let tomorrow = Meeting { day: TODAY.tomorrow().unwrap(), ..meeting(vec![]) };
    assert_eq!(refused(&tomorrow, "23:00:00"), [("day".into(), Why::InFuture)]);
    assert_eq!(Meeting { day: day("2026-02-27"), ..meeting(vec![]) }.late(), 3);
}

#[test]
fn only_a_confirmation_by_who_may_decide_shows_that_a_warning_was_spoken_of() {
    let rules = ledger::coverage::Rules::fold([]);
    let heard = |by: Id, resolution: Option<Resolution>| {
        let mut log = Log::new(&["SRV"]);
        log.issue(id(5), &[BACKUP, "NET-01"]);
        let of = log.state().notices[0].warnings[0].clone();
        let warning = SpokenWarning { warning: of.warning, topic: of.topic, title: String::new() };
        let spoken = Spoken { notice: id(5), reference: String::new(), warnings: vec![warning] };
        let minutes = notice_of(id(6), &[], log.state().project);
        let minutes = Notice { instrument: Some(Instrument::Meeting(meeting(vec![spoken]))), ..minutes };
        log.push(minutes.clone());
        if let Some(resolution) = resolution {
            let signing = Some(Signing { resolution, words: "Non.".into() });
            log.push(Answer { contact: by, signing, ..decided(&minutes, Choice::Declined) });
        }
        let state = log.state();
        let coverage = ledger::coverage::Coverage::of(&rules, &state);
        let warned = |topic: &str| matches!(coverage.topic(topic).unwrap().standing, Standing::Warned(_));
        let undecided = state.notices[0].warnings.iter().all(|warning| warning.decision.is_none());
        assert!(undecided, "minutes are no decision");
        (warned(BACKUP), warned("NET-01"))
    };
    assert_eq!(heard(DIRECTOR, None), (false, false), "the firm's word alone");
    assert_eq!(heard(DIRECTOR, Some(Resolution::Accepted)), (true, false), "of what was spoken of, and no more");
    assert_eq!(heard(DIRECTOR, Some(Resolution::Reserved)), (false, false), "the reservation may be about just that");
    assert_eq!(heard(DIRECTOR, Some(Resolution::Refused)), (false, false));
    assert_eq!(heard(IT, Some(Resolution::Accepted)), (false, false), "who may not decide");
}

#[test]
fn a_warning_counts_from_what_shows_it_and_not_from_its_issue() {
    let mut log = Log::new(&["SRV"]);
    log.on("2026-11-07").issue(id(5), &[BACKUP, "NET-01"]);
    let since = |log: &Log, topic: &str| {
        let state = log.state();
        let told = state.told(topic).next().expect("it was issued");
        told.since().map(|(at, heard)| (at.day, heard.map(|heard| heard.minutes.clone())))
    };
    assert_eq!(since(&log, BACKUP), None, "issued, and nothing shows that it arrived");
    let of = log.state().notices[0].warnings[0].clone();
    let warning = SpokenWarning { warning: of.warning, topic: of.topic, title: String::new() };
    let spoken = Spoken { notice: id(5), reference: String::new(), warnings: vec![warning] };
    let minutes = notice_of(id(6), &[], log.state().project);
    let minutes = Notice { instrument: Some(Instrument::Meeting(meeting(vec![spoken]))), ..minutes };
    let reference = minutes.reference.clone();
    log.on("2026-11-12").push(minutes.clone());
    assert_eq!(since(&log, BACKUP), None, "the firm's word alone");
    let signing = Some(Signing { resolution: Resolution::Accepted, words: String::new() });
    log.on("2026-11-16").push(Answer { contact: DIRECTOR, signing, ..decided(&minutes, Choice::Declined) });
    assert_eq!(since(&log, BACKUP), Some((day("2026-11-16"), Some(reference.clone()))));
    assert_eq!(since(&log, "NET-01"), None);
    // What comes later makes it no later.
    let letter = notice_of(id(5), &[BACKUP, "NET-01"], log.state().project);
    log.on("2026-11-20").push(decided(&letter, Choice::Declined));
    assert_eq!(since(&log, BACKUP), Some((day("2026-11-16"), Some(reference))));
    assert_eq!(since(&log, "NET-01"), Some((day("2026-11-20"), None)));
}
