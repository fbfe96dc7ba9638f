//! A notice by registered post and by hand: what may be recorded, its exact bytes, and what it comes to.
#![allow(clippy::unwrap_used)] // a test may panic

mod covering;

use covering::{DIRECTOR, IT, Log, day, id, me, notice_of, project};
use ledger::coverage::Way;
use ledger::event::*;
use ledger::notice::delivery::{self, Days, Handing, Posting, Receipt};
use ledger::notice::{Refusal, State, Why};
use ledger::{Id, Time, canonical, sha256};

const NOTICE: Id = Id([1; 16]);
const LETTER: Id = Id([0x1e; 16]);

fn state(events: &[Event]) -> State {
    let issued: Event = notice_of(NOTICE, &["BCK-04"], project(&["SRV"])).into();
    State::fold(std::iter::once(issued).chain(events.iter().cloned()).map(|event| (Time(0), event))).unwrap()
}

fn days() -> Days {
    Days { issued: day("2026-03-02"), today: day("2026-03-20") }
}

fn scan() -> Option<FileRef> {
    Some(FileRef { name: "avis.pdf".into(), media_type: "application/pdf".into(), size: 3, sha256: sha256(b"avi") })
}

fn prepared() -> Event {
    delivery::letter(&state(&[]), LETTER, Some(DIRECTOR), " Portails \n\n35000 Rennes\n", me()).unwrap()
}

fn posting(text: &str) -> Posting<'static> {
    Posting { day: text.parse().ok(), carrier: "La Poste", tracking: "1A 123", file: None, by: me() }
}

fn posted() -> Event {
    delivery::posted(&state(&[prepared()]), LETTER, posting("2026-03-03"), days()).unwrap()
}

fn receipt(outcome: Option<LetterOutcome>, presented: &str, received: &str) -> Receipt {
    Receipt { outcome, presented: presented.parse().ok(), received: received.parse().ok(), file: scan(), by: me() }
}

fn handing(contact: Id, text: &str) -> Handing<'static> {
    Handing { contact: Some(contact), day: text.parse().ok(), handed_by: "Anne Le Gall", file: scan(), by: me() }
}

fn fields(refused: Vec<Refusal>) -> Vec<(String, Why)> {
    refused.into_iter().map(|refusal| (refusal.field, refusal.why)).collect()
}

#[test]
fn an_address_fits_the_window_and_its_person_the_notice() {
    let say = |contact, address: &str| delivery::letter(&state(&[]), LETTER, contact, address, me()).map_err(fields);
    let Event::LetterPrepared(e) = prepared() else { panic!("another event") };
    assert_eq!(e.address, "Portails\n35000 Rennes", "no empty line, no space at the ends");
    assert_eq!(say(None, " \n "), Err(vec![("to".into(), Why::Missing), ("address".into(), Why::Missing)]));
    assert_eq!(say(Some(id(9)), "Rennes"), Err(vec![("to".into(), Why::Unknown)]));
    assert!(say(Some(IT), &["1234567890"; 6].join("\n")).is_ok() && say(Some(IT), &"é".repeat(38)).is_ok());
    for address in [["1234567890"; 7].join("\n"), "é".repeat(39)] {
        assert_eq!(say(Some(IT), &address), Err(vec![("address".into(), Why::BadAddress)]));
    }
}

#[test]
fn days_follow_each_other() {
    let (draft, sent) = (state(&[prepared()]), state(&[prepared(), posted()]));
    let post = |text: &str| delivery::posted(&draft, LETTER, posting(text), days()).map_err(fields);
    assert!(post("2026-03-02").is_ok() && post("2026-03-20").is_ok());
    assert_eq!(post("2026-03-01"), Err(vec![("posted".into(), Why::TooEarly(day("2026-03-02")))]));
    assert_eq!(post("2026-03-21"), Err(vec![("posted".into(), Why::InFuture)]));
    assert_eq!(post(""), Err(vec![("posted".into(), Why::Missing)]));
    assert_eq!(
        delivery::posted(&draft, id(9), posting("2026-03-03"), days()),
        Err(vec![Refusal::new("", Why::Unknown)])
    );

    let come = |outcome, presented: &str, received: &str| {
        delivery::receipt(&sent, LETTER, receipt(outcome, presented, received), days()).map_err(fields)
    };
    use LetterOutcome::{Received, Refused, Unclaimed};
    assert!(come(Some(Received), "", "2026-03-05").is_ok() && come(Some(Unclaimed), "2026-03-05", "").is_ok());
    assert_eq!(come(None, "", ""), Err(vec![("outcome".into(), Why::Missing)]));
    assert_eq!(come(Some(Received), "2026-03-06", ""), Err(vec![("received".into(), Why::Missing)]));
    assert_eq!(come(Some(Refused), "", ""), Err(vec![("presented".into(), Why::Missing)]));
    let early = Why::TooEarly(day("2026-03-06"));
    assert_eq!(come(Some(Received), "2026-03-06", "2026-03-05"), Err(vec![("received".into(), early)]));
    let early = Why::TooEarly(day("2026-03-03"));
    assert_eq!(come(Some(Unclaimed), "2026-03-02", ""), Err(vec![("presented".into(), early)]));
    assert_eq!(come(Some(Refused), "2026-03-05", "2026-03-05"), Err(vec![("received".into(), Why::NotReceived)]));
    let without = Receipt { file: None, ..receipt(Some(Received), "", "2026-03-05") };
    assert_eq!(
        delivery::receipt(&sent, LETTER, without, days()).map_err(fields),
        Err(vec![("scan".into(), Why::Missing)])
    );
    // Nothing comes back of what was not posted.
    let early = delivery::receipt(&draft, LETTER, receipt(Some(Received), "", "2026-03-05"), days());
    assert_eq!(early, Err(vec![Refusal::new("", Why::Unknown)]));

    let hand = |said| delivery::handed(&draft, said, days()).map_err(fields);
    assert!(hand(handing(IT, "2026-03-04")).is_ok());
    assert_eq!(hand(handing(id(9), "2026-03-04")), Err(vec![("hand_to".into(), Why::Unknown)]));
    assert_eq!(
        hand(Handing { file: None, handed_by: " ", ..handing(IT, "2026-03-21") }),
        Err(vec![
            ("hand_day".into(), Why::InFuture),
            ("hand_by".into(), Why::Missing),
            ("discharge".into(), Why::Missing)
        ])
    );
}

#[test]
fn the_newest_counts_and_both_stay() {
    let late = delivery::posted(&state(&[prepared()]), LETTER, posting("2026-03-04"), days()).unwrap();
    let state = state(&[prepared(), posted(), late]);
    let (_, posted) = state.deliveries.letter(LETTER).unwrap().posted.clone().unwrap();
    assert_eq!(posted.day, day("2026-03-04"));
}

#[test]
fn a_signature_on_paper_is_a_way_to_whom_it_was_given() {
    use LetterOutcome::{Received, Refused};
    let sent = state(&[prepared(), posted()]);
    let event = |outcome, presented: &str, received: &str| {
        delivery::receipt(&sent, LETTER, receipt(Some(outcome), presented, received), days()).unwrap()
    };
    let hand = |contact| delivery::handed(&sent, handing(contact, "2026-03-04"), days()).unwrap();
    let arrived = |events: &[Event]| {
        let mut log = Log::new(&["SRV"]);
        log.issue(NOTICE, &["BCK-04"]).push(prepared()).push(posted());
        for event in events {
            log.push(event.clone());
        }
        let state = log.state();
        (state.notices[0].arrived(), state.notices[0].deliveries.iter().map(|d| d.way).collect::<Vec<_>>())
    };
    assert_eq!(arrived(&[]), (false, vec![]), "posted is not received");
    assert_eq!(arrived(&[event(Refused, "2026-03-05", "")]), (false, vec![]));
    assert_eq!(arrived(&[event(Received, "", "2026-03-05")]), (true, vec![Way::Signed]));
    assert_eq!(arrived(&[hand(DIRECTOR)]), (true, vec![Way::Signed]));
    assert_eq!(arrived(&[hand(IT)]), (false, vec![Way::Signed]), "who may not decide was not the client");
    // What remains of an entry whose scan was erased shows nothing any more.
    let remains = |event: Event| *event.remains().unwrap().unwrap();
    assert_eq!(arrived(&[remains(event(Received, "", "2026-03-05")), remains(hand(DIRECTOR))]), (false, vec![]));
}

#[test]
fn the_bytes_of_the_kinds() {
    let bytes = |event: Event| String::from_utf8(canonical::to_vec(&event).unwrap()).unwrap();
    let by = r#"{"member":"33333333333333333333333333333333","name":"Anne Le Gall"}"#;
    let about = format!(r#""letter":"{LETTER}","notice":"{NOTICE}""#);
    let file =
        format!(r#"{{"media_type":"application/pdf","name":"avis.pdf","sha256":"{}","size":3}}"#, sha256(b"avi"));
    assert_eq!(
        bytes(prepared()),
        format!(
            r#"{{"address":"Portails\n35000 Rennes","by":{by},"contact":"{DIRECTOR}","kind":"letter.prepared",{about}}}"#
        )
    );
    assert_eq!(
        bytes(posted()),
        format!(
            r#"{{"by":{by},"carrier":"La Poste","day":"2026-03-03","file":null,"kind":"letter.posted",{about},"tracking":"1A 123"}}"#
        )
    );
    let sent = state(&[prepared(), posted()]);
    let received = receipt(Some(LetterOutcome::Received), "2026-03-04", "2026-03-05");
    assert_eq!(
        bytes(delivery::receipt(&sent, LETTER, received, days()).unwrap()),
        format!(
            r#"{{"by":{by},"file":{file},"kind":"receipt.filed",{about},"outcome":"received","presented":"2026-03-04","received":"2026-03-05"}}"#
        )
    );
    assert_eq!(
        bytes(delivery::handed(&sent, handing(DIRECTOR, "2026-03-04"), days()).unwrap()),
        format!(
            r#"{{"by":{by},"contact":"{DIRECTOR}","day":"2026-03-04","file":{file},"handed_by":"Anne Le Gall","kind":"notice.handed","notice":"{NOTICE}"}}"#
        )
    );
}

#[test]
fn the_bytes_of_an_imported_message() {
    let signature = MailSignature {
        domain: "portails.example".into(),
        selector: "s1".into(),
        outcome: SignatureOutcome::NoKey,
        covers: vec!["from".into(), "subject".into()],
        key: String::new(),
        checked: Time(1_772_445_600_000),
    };
    let imported = ExchangeImported {
        exchange: id(5),
        project: covering::PROJECT,
        notice: None,
        file: scan(),
        from: "a@portails.example".into(),
        to: vec!["b@ouest.example".into()],
        date: Some(Time(1_772_445_000_000)),
        subject: "Sauvegardes".into(),
        message_id: "1@portails.example".into(),
        signatures: vec![signature],
        by: me(),
    };
    let event = Event::from(imported);
    assert_eq!(event.subject(id(1)), format!("project:{}", covering::PROJECT));
    let bytes = String::from_utf8(canonical::to_vec(&event).unwrap()).unwrap();
    assert_eq!(
        bytes,
        format!(
            r#"{{"by":{{"member":"33333333333333333333333333333333","name":"Anne Le Gall"}},"date":1772445000000,"exchange":"{}","file":{{"media_type":"application/pdf","name":"avis.pdf","sha256":"{}","size":3}},"from":"a@portails.example","kind":"exchange.imported","message_id":"1@portails.example","notice":null,"project":"{}","signatures":[{{"checked":1772445600000,"covers":["from","subject"],"domain":"portails.example","key":"","outcome":"no_key","selector":"s1"}}],"subject":"Sauvegardes","to":["b@ouest.example"]}}"#,
            id(5),
            sha256(b"avi"),
            covering::PROJECT
        )
    );
    let Event::ExchangeImported(remains) = *event.remains().unwrap().unwrap() else { panic!("another kind") };
    assert_eq!((remains.file, remains.to, remains.from), (None, vec![ERASED.to_owned()], ERASED.to_owned()));
    assert_eq!(remains.signatures.len(), 1, "what was checked stays; it names a domain, and nobody");
}
