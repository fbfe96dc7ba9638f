//! What comes back about a mail: its exact bytes, and what it does to coverage.

mod covering;

use covering::{DIRECTOR, Log, id, mail};
use ledger::event::*;
use ledger::{Id, canonical, sha256};

const NOTICE: Id = Id([5; 16]);

fn returned(mail: Id, action: ReturnAction) -> MailReturned {
    MailReturned {
        mail,
        notice: Some(NOTICE),
        contact: Some(DIRECTOR),
        to: "a@portes.example".into(),
        action,
        status: "5.1.1".into(),
        recipient: "a@portes.example".into(),
        diagnostic: "550 5.1.1 unknown".into(),
        reporter: "mx.example".into(),
        from: "MAILER-DAEMON@mx.example".into(),
        file: None,
    }
}

#[test]
fn the_bytes_of_the_kinds() {
    let text = |event: &Event| String::from_utf8(canonical::to_vec(event).unwrap()).unwrap();
    let event = Event::from(returned(id(8), ReturnAction::Failed));
    assert_eq!(event.subject(id(1)), format!("notice:{NOTICE}"));
    assert_eq!(
        text(&event),
        format!(
            r#"{{"action":"failed","contact":"{DIRECTOR}","diagnostic":"550 5.1.1 unknown","file":null,"from":"MAILER-DAEMON@mx.example","kind":"mail.returned","mail":"{}","notice":"{NOTICE}","recipient":"a@portes.example","reporter":"mx.example","status":"5.1.1","to":"a@portes.example"}}"#,
            id(8)
        )
    );
    let file =
        FileRef { name: "message.eml".into(), media_type: "message/rfc822".into(), size: 3, sha256: sha256(b"eml") };
    let reply = ReplyReceived {
        reply: id(9),
        mail: id(8),
        notice: NOTICE,
        contact: DIRECTOR,
        automatic: true,
        file: Some(file),
        from: "a@portes.example".into(),
        to: vec!["b@ouest.example".into()],
        date: None,
        subject: "Absente".into(),
        message_id: "1@portes.example".into(),
        signatures: vec![],
    };
    let event = Event::from(reply);
    assert_eq!(
        text(&event),
        format!(
            r#"{{"automatic":true,"contact":"{DIRECTOR}","date":null,"file":{{"media_type":"message/rfc822","name":"message.eml","sha256":"{}","size":3}},"from":"a@portes.example","kind":"reply.received","mail":"{}","message_id":"1@portes.example","notice":"{NOTICE}","reply":"{}","signatures":[],"subject":"Absente","to":["b@ouest.example"]}}"#,
            sha256(b"eml"),
            id(8),
            id(9)
        )
    );
    assert_eq!(event.proof().map(|file| file.size), Some(3));
    let Event::ReplyReceived(remains) = *event.remains().unwrap().unwrap() else { panic!("another kind") };
    assert_eq!((remains.file, remains.subject.as_str(), remains.to), (None, ERASED, vec![ERASED.to_owned()]));
}

#[test]
fn a_mail_that_came_back_reached_nobody_and_another_one_may_have() {
    let smtp = || Via::Smtp("mail.example:587".into());
    let taken = |n: u8| MailAccepted { mail: id(n), ..mail(NOTICE, DIRECTOR, smtp()) };
    let arrived = |events: &[Event]| {
        let mut log = Log::new(&["SRV"]);
        log.issue(NOTICE, &["BCK-01"]);
        for event in events {
            log.push(event.clone());
        }
        log.state().notices[0].arrived()
    };
    let back = |n: u8, action| Event::from(returned(id(n), action));
    assert!(arrived(&[taken(8).into()]));
    assert!(!arrived(&[taken(8).into(), back(8, ReturnAction::Failed)]));
    assert!(arrived(&[taken(8).into(), back(8, ReturnAction::Delayed)]), "a delay is no failure");
    assert!(arrived(&[taken(8).into(), taken(9).into(), back(8, ReturnAction::Failed)]), "the other one");
    assert!(arrived(&[taken(8).into(), back(8, ReturnAction::Failed), taken(9).into()]), "a later one");
    assert!(!arrived(&[
        taken(8).into(),
        taken(9).into(),
        back(8, ReturnAction::Failed),
        back(9, ReturnAction::Failed)
    ]));
    assert!(!arrived(&[back(8, ReturnAction::Delivered)]), "a report is no delivery");
}
