use super::*;
use ledger::{Lang, Time};

const PERSON: Id = Id([1; 16]);
const OTHER: Id = Id([2; 16]);

fn line(index: u64, actor: Actor, subject: &str, kind: &str, payload: &str) -> Line {
    let salt = ledger::Salt([0; 32]);
    let mut value: Value = serde_json::from_str(payload).expect("JSON");
    value["kind"] = kind.into();
    let payload = ledger::canonical::to_vec(&value).expect("canonical");
    let entry = ledger::Entry::make(index, Time(0), actor, kind, subject, salt, payload.clone()).expect("an entry");
    // Of kinds that this test writes only in part there is no event.
    let event = Event::read(kind, &payload).ok();
    let header = Header::from_bytes(&entry.header).expect("a header");
    Line { header, event, payload: serde_json::from_slice(&payload).expect("JSON") }
}

fn contact(index: u64, id: Id, name: &str, email: &str) -> Line {
    let client = Id([9; 16]);
    let payload = format!(
        r#"{{"active":true,"authority":"unknown","authority_note":"","client":"{client}","contact":"{id}","email":"{email}","kind":"contact.recorded","name":"{name}","phone":"","role":"","signatory":true}}"#
    );
    line(index, Actor::Member(Id([8; 16])), &format!("contact:{id}"), "contact.recorded", &payload)
}

#[test]
fn a_mail_is_theirs_by_the_whole_address() {
    let lines = [contact(0, PERSON, "Maëlle Kerbrat", "m@p.example")];
    let names = Names::of(PERSON, &lines, "Ouest", Lang::En);
    for theirs in ["m@p.example", "Maëlle <M@P.example>", "\"K, M\" <m@p.example>"] {
        assert!(names.wrote(theirs), "{theirs}");
    }
    for another in ["", "Loïc Kerbrat <l@p.example>", "x.m@p.example", "m@p.example.org", "<am@p.example>"] {
        assert!(!names.wrote(another), "{another}");
    }
}

fn told(lines: &[Line]) -> Vec<(u64, Vec<String>)> {
    let names = Names::of(PERSON, lines, "Ouest", Lang::En);
    let said = said(Texts(Lang::En), &names, lines);
    said.into_iter().map(|said| (said.entry, said.says.into_iter().map(|s| s.text).collect())).collect()
}

#[test]
fn of_others_nothing_is_told_but_that_they_name_the_person() {
    let (question, notice, project) =
        (Id([7; 16]), format!("notice:{}", Id([6; 16])), format!("project:{}", Id([5; 16])));
    let lines = [
        contact(0, PERSON, "Maëlle Kerbrat", "m@p.example"),
        contact(1, OTHER, "Loïc Kerbrat", "l@p.example"),
        line(
            2,
            Actor::Contact(OTHER),
            &notice,
            "question.asked",
            r#"{"text":"Why not Maëlle Kerbrat?","kind":"question.asked"}"#,
        ),
        line(3, Actor::Contact(OTHER), &notice, "signatory.named", r#"{"name":"Maëlle Kerbrat","role":"director"}"#),
        line(
            4,
            Actor::Member(Id([8; 16])),
            &project,
            "need.recorded",
            r#"{"answer":"","text":"Loïc Kerbrat tells maelle  KERBRAT"}"#,
        ),
        line(
            5,
            Actor::Member(Id([8; 16])),
            &project,
            "need.recorded",
            r#"{"answer":"yes","text":"Nothing of anybody"}"#,
        ),
        line(
            6,
            Actor::Contact(PERSON),
            &notice,
            "question.asked",
            &format!(r#"{{"question":"{question}","text":"Ask l@p.example"}}"#),
        ),
        line(
            7,
            Actor::Member(Id([8; 16])),
            &notice,
            "question.answered",
            &format!(r#"{{"question":"{question}","text":"It stays"}}"#),
        ),
    ];
    let told = told(&lines);
    let places: Vec<u64> = told.iter().map(|(entry, _)| *entry).collect();
    assert_eq!(places, [1, 4, 5, 7, 8], "{told:?}");
    assert!(told[0].1.contains(&"m@p.example".to_owned()));
    assert_eq!(told[1].1, ["Maëlle Kerbrat"]);
    assert_eq!(told[2].1, ["[redacted\u{A0}1] tells maelle  KERBRAT"]);
    assert!(told[3].1.contains(&"Ask [redacted\u{A0}1]".to_owned()), "{told:?}");
    assert!(told[4].1.contains(&"It stays".to_owned()));
}

const MEMBER: Actor = Actor::Member(Id([8; 16]));

fn id(number: u8) -> Id {
    Id([number; 16])
}

#[test]
fn words_that_are_the_same_in_two_entries_tie_nothing_together() {
    let notice = format!("notice:{}", id(6));
    let mail = |index, contact: Id, mail: Id, to| {
        let payload =
            format!(r#"{{"code":"BCK-01","contact":"{contact}","mail":"{mail}","reply":"250 OK","to":"{to}"}}"#);
        line(index, Actor::System, &notice, "mail.accepted", &payload)
    };
    let typed = format!(r#"{{"contact":"{OTHER}","question":"{}","text":"{PERSON}"}}"#, id(7));
    let lines = [
        contact(0, PERSON, "Maëlle Kerbrat", "m@p.example"),
        mail(1, PERSON, id(3), "m@p.example"),
        mail(2, OTHER, id(4), "o@p.example"),
        line(3, MEMBER, &notice, "topic.recorded", r#"{"code":"BCK-01","text":"A topic"}"#),
        line(4, Actor::Contact(OTHER), &notice, "question.asked", &typed),
        line(5, MEMBER, &notice, "question.answered", &format!(r#"{{"question":"{}","text":"To another"}}"#, id(7))),
    ];
    let told = told(&lines);
    assert_eq!(told.iter().map(|(entry, _)| *entry).collect::<Vec<_>>(), [1, 2], "{told:?}");
}

#[test]
fn no_address_number_or_position_of_another_is_told() {
    let notice = format!("notice:{}", id(6));
    let mut other = contact(1, OTHER, "Yann Le", "y@p.example");
    if let Some(Event::ContactRecorded(e)) = &mut other.event {
        e.phone = "02 99 11 22 33".into();
    }
    let (proposal, reply) = (id(3), id(4));
    let named = format!(
        r#"{{"contact":"{PERSON}","email":"n@p.example","name":"Nolwenn Abgrall","notice":"{}","proposal":"{proposal}","role":"Treasurer"}}"#,
        id(6)
    );
    let confirmed = format!(
        r#"{{"notice":"{}","proposal":"{proposal}","recipient":{{"authority_note":"Minutes of May","contact":"{}","email":"n@p.example","name":"Nolwenn Abgrall","role":"Treasurer"}}}}"#,
        id(6),
        id(5)
    );
    let answered = |from: &str| {
        format!(
            r#"{{"automatic":false,"contact":"{PERSON}","date":null,"file":null,"from":"{from}","mail":"{}","message_id":"<1@p.example>","notice":"{}","reply":"{reply}","signatures":[],"subject":"Our backups","to":["Anne <anne@ouest.example>"]}}"#,
            id(7),
            id(6)
        )
    };
    let lines = [
        contact(0, PERSON, "Maëlle Kerbrat", "m@p.example"),
        other,
        line(2, Actor::Contact(PERSON), &notice, "signatory.named", &named),
        line(3, MEMBER, &notice, "signatory.confirmed", &confirmed),
        line(
            4,
            MEMBER,
            &notice,
            "need.recorded",
            r#"{"text":"Maëlle Kerbrat: call Mr Le, 02 99 11 22 33 or 0299112233, not anne@ouest.example."}"#,
        ),
        line(5, Actor::System, &notice, "reply.received", &answered("y@p.example")),
        line(6, Actor::System, &notice, "reply.received", &answered("M <M@p.example>")),
    ];
    assert!(lines[5].event.is_some() && lines[2].event.is_some(), "they are read");
    let told = told(&lines);
    let all = format!("{told:?}");
    for hidden in [
        "Abgrall",
        "n@p.example",
        "Treasurer",
        "Minutes of May",
        "99 11",
        "0299",
        "y@p.example",
        "ouest.example",
        "Mr Le",
    ] {
        assert!(!all.contains(hidden), "{hidden} in {all}");
    }
    let of =
        |entry: u64| told.iter().find(|(at, _)| *at == entry).map(|(_, texts)| texts.join(" | ")).unwrap_or_default();
    assert_eq!(
        of(5),
        "Maëlle Kerbrat: call Mr [redacted\u{A0}1], [redacted\u{A0}1] or [redacted\u{A0}1], not [address redacted]."
    );
    // Somebody else wrote the first: that it came is told, not what it says.
    assert_eq!(of(6), PERSON.to_string());
    assert!(of(7).contains("Our backups") && of(7).contains("M <M@p.example>"), "{}", of(7));
    assert!(of(7).contains("<1@p.example>"), "a message's own identifier is no address");
}

#[test]
fn of_a_long_text_the_lines_are_told_that_name_the_person() {
    let lines = [contact(0, PERSON, "Maëlle Kerbrat", "m@p.example")];
    let names = Names::of(PERSON, &lines, "Ouest", Lang::En);
    let told = names.passages("The treasurer took option 2.\nShe left.\nMaëlle Kerbrat stayed.\nThe end.");
    assert_eq!(told, "[…]\nMaëlle Kerbrat stayed.\n[…]");
    assert_eq!(names.passages("Kerbrat,\r\nMaëlle"), "Kerbrat,\n[…]");
    assert_eq!(names.passages("Nobody"), "");
}
