//! What follows by itself when a notice is not answered.
#![allow(clippy::unwrap_used)] // a test may panic

mod covering;

use covering::{DIRECTOR, IT, day, id, me, notice_of, project};
use ledger::event::*;
use ledger::notice::chase::{self, Next};
use ledger::notice::{Refusal, State, Why, resend};
use ledger::{Id, Time, canonical};

const NOTICE: Id = Id([1; 16]);
const NAMED: Id = Id([0xe1; 16]);
/// 2026-03-02, 10:00 in UTC, a Monday; the firm's days are those of UTC here.
const MONDAY: Time = Time(1_772_445_600_000);
const DAY: i64 = 24 * 3600 * 1000;

/// A notice to a director and an IT manager, planned as a firm does that said nothing else.
struct Story {
    events: Vec<(Time, Event)>,
    now: Time,
}

impl Story {
    fn new() -> Story {
        let mut story = Story { events: vec![], now: MONDAY };
        story.push(notice_of(NOTICE, &["BCK-04"], project(&["SRV"])));
        for (link, contact) in [(id(0x51), DIRECTOR), (id(0x52), IT)] {
            story.push(LinkMade { link, notice: NOTICE, contact, expires: Time(MONDAY.0 + 60 * DAY) });
        }
        story.plan(Chasing::default());
        story
    }

    fn push(&mut self, event: impl Into<Event>) {
        self.events.push((self.now, event.into()));
    }

    fn plan(&mut self, chasing: Chasing) {
        self.push(ChasingPlanned { notice: NOTICE, chasing, director: None, reason: String::new(), by: me() });
    }

    fn after(&mut self, days: i64) -> Next {
        self.now = Time(MONDAY.0 + days * DAY);
        self.next()
    }

    fn next(&self) -> Next {
        chase::next(&self.state(), self.now, on)
    }

    fn state(&self) -> State {
        State::fold(self.events.iter().cloned()).unwrap()
    }

    fn remind(&mut self, contact: Id, day: u32) {
        self.push(ReminderMade { notice: NOTICE, contact, link: id(0x51), mail: id(0x61), day });
    }
}

fn on(at: Time) -> Date {
    day("2026-03-02").saturating_add(jiff::Span::new().days((at.0 - MONDAY.0) / DAY))
}

#[test]
fn each_step_once_then_the_director_then_nothing() {
    let mut story = Story::new();
    assert_eq!(story.next(), Next::On(day("2026-03-05")), "only whoever may decide is reminded");
    for (step, next) in [(3, "2026-03-09"), (7, "2026-03-16"), (14, "2026-03-23")] {
        assert_eq!(story.after(i64::from(step)), Next::Remind(vec![(DIRECTOR, step)]));
        story.remind(DIRECTOR, step);
        assert_eq!(story.next(), Next::On(day(next)));
    }
    assert_eq!(story.after(21), Next::Escalate(21));
    let recipient = Recipient { contact: NAMED, ..story.state().recipients[0].clone() };
    story.push(NoticeEscalated { notice: NOTICE, recipient, mail: id(0x62), day: 21 });
    assert_eq!(story.next(), Next::Over);
    assert!(story.state().recipient(NAMED).is_some_and(|person| person.signatory), "they may decide now");
}

#[test]
fn days_that_passed_unseen_are_not_made_up_for() {
    let mut story = Story::new();
    assert_eq!(story.after(10), Next::Remind(vec![(DIRECTOR, 7)]), "not that of day 3 as well");
    story.remind(DIRECTOR, 7);
    assert_eq!(story.next(), Next::On(day("2026-03-16")));
    // Still the last reminder before the director, who comes in the same look.
    assert_eq!(story.after(40), Next::Remind(vec![(DIRECTOR, 14)]));
    story.remind(DIRECTOR, 14);
    assert_eq!(story.next(), Next::Escalate(21));
}

#[test]
fn an_answer_a_link_withdrawn_and_a_link_expired_end_it() {
    let mut story = Story::new();
    assert_eq!(story.after(60), Next::Over, "the links have expired");
    story.now = MONDAY;
    story.push(LinkRevoked { link: id(0x51), notice: NOTICE, reason: "Adresse partagée".into() });
    assert_eq!(story.after(3), Next::Over);

    let mut story = Story::new();
    let device = Device::default();
    let identified = Identification { link: id(0x51), code: id(9), to: String::new(), at: story.now };
    story.push(Answer {
        notice: NOTICE,
        contact: DIRECTOR,
        typed_name: "X".into(),
        consent: "Y".into(),
        signing: None,
        decisions: vec![],
        identified,
        device,
    });
    assert_eq!(story.after(3), Next::Over);
    let refused = chase::plan(&story.state(), Chasing::default(), None, "", me()).unwrap_err();
    assert_eq!(refused, [Refusal::new("", Why::AlreadyAnswered)]);
    let refused = chase::silence(&story.state(), id(7), me()).unwrap_err();
    assert_eq!(refused, [Refusal::new("", Why::AlreadyAnswered)]);
}

#[test]
fn nobody_is_chased_while_the_firm_owes_a_reply() {
    let mut story = Story::new();
    let question = id(0x71);
    story.push(QuestionAsked { question, notice: NOTICE, contact: DIRECTOR, warning: None, text: "?".into() });
    assert_eq!(story.after(3), Next::On(day("2026-03-06")));
    story.push(QuestionAnswered { question, notice: NOTICE, member: me(), text: "!".into() });
    assert_eq!(story.next(), Next::Remind(vec![(DIRECTOR, 3)]));
}

#[test]
fn who_is_named_later_has_days_of_their_own() {
    let mut story = Story::new();
    story.now = Time(MONDAY.0 + 5 * DAY);
    let recipient = Recipient { contact: NAMED, email: "n@p.example".into(), ..story.state().recipients[0].clone() };
    story.push(SignatoryConfirmed { proposal: id(3), notice: NOTICE, recipient, respond_by: None });
    story.push(LinkMade { link: id(0x53), notice: NOTICE, contact: NAMED, expires: Time(MONDAY.0 + 90 * DAY) });
    assert_eq!(story.after(7), Next::Remind(vec![(DIRECTOR, 7)]));
    story.remind(DIRECTOR, 7);
    assert_eq!(story.next(), Next::On(day("2026-03-10")), "three days after they were asked");
    assert_eq!(story.after(8), Next::Remind(vec![(NAMED, 3)]));
}

#[test]
fn who_has_another_address_is_asked_from_when_it_was_written_to() {
    let mut story = Story::new();
    let person = |email: &str| ContactRecorded { email: email.into(), ..covering::contact(DIRECTOR, true) };
    let refused = |story: &Story, person: &ContactRecorded| resend(&story.state(), person).unwrap_err()[0].why;
    assert_eq!(refused(&story, &person("")), Why::NoAddress);
    assert_eq!(refused(&story, &person("[…]")), Why::NotAnEmail);
    let theirs = story.state().recipient(IT).unwrap().email.clone();
    assert_eq!(refused(&story, &person(&theirs)), Why::Duplicate, "it is somebody else's");
    assert_eq!(refused(&story, &covering::contact(NAMED, true)), Why::Unknown, "it was never sent to them");
    let gone = ContactRecorded { active: false, ..person("new@p.example") };
    assert_eq!(refused(&story, &gone), Why::Unknown);

    let before = story.state().recipient(DIRECTOR).unwrap().email.clone();
    assert_eq!(story.after(3), Next::Remind(vec![(DIRECTOR, 3)]));
    story.remind(DIRECTOR, 3);
    story.now = Time(MONDAY.0 + 5 * DAY);
    let to = resend(&story.state(), &person("new@p.example")).unwrap().email;
    let again = |to: &str| NoticeResent {
        notice: NOTICE,
        contact: DIRECTOR,
        to: to.into(),
        before: before.clone(),
        link: id(0x51),
        mail: id(0x63),
        by: me(),
    };
    story.push(again(&to));
    let state = story.state();
    assert!(state.is_reached_at(DIRECTOR, &to) && !state.is_reached_at(DIRECTOR, &before));
    assert_eq!(story.after(7), Next::On(day("2026-03-14")), "seven days after the new address was written to");
    story.now = Time(MONDAY.0 + 8 * DAY);
    // The same address once more: its days go on.
    story.push(again(&to));
    assert_eq!(story.next(), Next::On(day("2026-03-14")));
}

#[test]
fn a_plan_says_what_it_can_and_why_nothing_follows() {
    let mut story = Story::new();
    let refused = |chasing| chase::plan(&story.state(), chasing, None, " ", me()).unwrap_err();
    assert_eq!(refused(Chasing::NONE), [Refusal::new("reason", Why::Missing)]);
    let bad = [vec![0], vec![7, 3], vec![3, 3], vec![366], vec![1, 2, 3, 4, 5, 6, 7]];
    for reminders in bad {
        let refused = refused(Chasing { reminders, escalation: None });
        assert_eq!(refused, [Refusal::new("reminders", Why::BadDays)]);
    }
    let before = Chasing { reminders: vec![3, 7], escalation: Some(7) };
    assert_eq!(refused(before), [Refusal::new("escalation", Why::BadDays)]);
    story.plan(Chasing::NONE);
    assert_eq!(story.after(3), Next::Over);
    assert_eq!(story.state().chase.plans, 2);
    story.plan(Chasing { reminders: vec![], escalation: Some(2) });
    assert_eq!(story.next(), Next::Escalate(2));
}

#[test]
fn the_bytes_of_the_kinds() {
    let bytes = |event: Event| String::from_utf8(canonical::to_vec(&event).unwrap()).unwrap();
    let story = Story::new();
    let by = r#"{"member":"33333333333333333333333333333333","name":"Anne Le Gall"}"#;
    let notice = "01010101010101010101010101010101";
    assert_eq!(
        bytes(story.events[3].1.clone()),
        format!(
            r#"{{"by":{by},"chasing":{{"escalation":21,"reminders":[3,7,14]}},"director":null,"kind":"chasing.planned","notice":"{notice}","reason":""}}"#
        )
    );
    assert_eq!(
        bytes(ReminderMade { notice: NOTICE, contact: id(2), link: id(3), mail: id(4), day: 3 }.into()),
        format!(
            r#"{{"contact":"{}","day":3,"kind":"reminder.made","link":"{}","mail":"{}","notice":"{notice}"}}"#,
            id(2),
            id(3),
            id(4)
        )
    );
    let recipient = Recipient {
        contact: id(2),
        name: "Y".into(),
        email: "y@p.example".into(),
        role: String::new(),
        signatory: true,
        authority: Authority::Register,
        authority_note: String::new(),
    };
    assert_eq!(
        bytes(NoticeEscalated { notice: NOTICE, recipient, mail: id(4), day: 21 }.into()),
        format!(
            r#"{{"day":21,"kind":"notice.escalated","mail":"{}","notice":"{notice}","recipient":{{"authority":"register","authority_note":"","contact":"{}","email":"y@p.example","name":"Y","role":"","signatory":true}}}}"#,
            id(4),
            id(2)
        )
    );
    let (to, before) = ("b@p.example".to_owned(), "a@p.example".to_owned());
    assert_eq!(
        bytes(NoticeResent { notice: NOTICE, contact: id(2), to, before, link: id(3), mail: id(4), by: me() }.into()),
        format!(
            r#"{{"before":"a@p.example","by":{by},"contact":"{}","kind":"notice.resent","link":"{}","mail":"{}","notice":"{notice}","to":"b@p.example"}}"#,
            id(2),
            id(3),
            id(4)
        )
    );
    let warning = story.state().notice.warnings[0].warning;
    assert_eq!(
        bytes(chase::silence(&story.state(), id(7), me()).unwrap()),
        format!(
            r#"{{"by":{by},"document":"{}","kind":"silence.recorded","notice":"{notice}","warnings":["{warning}"]}}"#,
            id(7)
        )
    );
    // A contact who does not direct the company is written as by earlier versions.
    let contact = bytes(covering::contact(id(2), true).into());
    assert!(!contact.contains("director"), "{contact}");
}
