//! A project and its entries, for the tests of coverage.
#![allow(clippy::unwrap_used)] // a test may panic
#![allow(dead_code)] // each test file uses its part

use ledger::catalogue::Bilingual;
use ledger::coverage::{Acting, At, Coverage, Rules, State};
use ledger::event::*;
use ledger::{Id, Lang, Time, sha256};

pub const CLIENT: Id = Id([0xc1; 16]);
pub const PROJECT: Id = Id([0x9a; 16]);
pub const DIRECTOR: Id = Id([0xd1; 16]);
pub const IT: Id = Id([0x17; 16]);

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn me() -> Person {
    Person { member: Id([0x33; 16]), name: "Anne Le Gall".into() }
}

pub fn acting() -> Acting {
    Acting { by: me(), lang: Lang::Fr }
}

pub fn id(n: u8) -> Id {
    Id([n; 16])
}

/// Entries in the order of the log. Each is recorded on the day that [`Log::on`] last named.
#[derive(Clone)]
pub struct Log {
    pub entries: Vec<(At, Event)>,
    today: Date,
}

impl Log {
    /// A client with a director who may decide and an IT manager who may not, and a project of these kinds.
    pub fn new(kinds: &[&str]) -> Log {
        let mut log = Log { entries: vec![], today: day("2026-03-02") };
        log.push(contact(DIRECTOR, true)).push(contact(IT, false)).push(project(kinds));
        log
    }

    pub fn on(&mut self, today: &str) -> &mut Log {
        self.today = day(today);
        self
    }

    pub fn push(&mut self, event: impl Into<Event>) -> &mut Log {
        let at = At { entry: self.entries.len() as u64, day: self.today };
        self.entries.push((at, event.into()));
        self
    }

    pub fn state(&self) -> State {
        State::fold(self.entries.iter().cloned()).expect("a project")
    }

    pub fn answer(&mut self, question: &str, answer: SurveyAnswer) -> &mut Log {
        self.push(answered(question, answer))
    }

    /// A notice about these topics to the director and the IT manager.
    pub fn issue(&mut self, notice: Id, topics: &[&str]) -> &mut Log {
        let project = self.state().project;
        self.push(notice_of(notice, topics, project))
    }

    pub fn mailed(&mut self, notice: Id, contact: Id) -> &mut Log {
        self.push(mail(notice, contact, Via::Smtp("mail.example:587".into())))
    }
}

pub fn contact(contact: Id, signatory: bool) -> ContactRecorded {
    ContactRecorded {
        contact,
        client: CLIENT,
        name: "Maëlle Kerbrat".into(),
        email: "direction@portes.example".into(),
        phone: String::new(),
        role: "Directrice".into(),
        signatory,
        authority: Authority::Register,
        authority_note: String::new(),
        director: false,
        active: true,
    }
}

pub fn project(kinds: &[&str]) -> ProjectRecorded {
    ProjectRecorded {
        project: PROJECT,
        client: CLIENT,
        version: 1,
        title: "Remplacement des serveurs".into(),
        reference: "D-2026-014".into(),
        kinds: kinds.iter().map(|kind| kind.to_string()).collect(),
        scope_in: "Deux serveurs, annuaire, messagerie.".into(),
        scope_out: "Sauvegarde.".into(),
        starts: None,
        ends: None,
        change: String::new(),
    }
}

pub fn answered(question: &str, answer: SurveyAnswer) -> SurveyAnswered {
    SurveyAnswered {
        project: PROJECT,
        question: question.into(),
        asked: "…\u{202f}?".into(),
        answer,
        note: String::new(),
        by: me(),
    }
}

pub fn in_place(topic: &str, checked: &str) -> TopicInPlace {
    TopicInPlace {
        project: PROJECT,
        topic: topic.into(),
        title: "Restauration jamais testée".into(),
        evidence: "Rapport d’essai n° 12".into(),
        checked: day(checked),
        checked_by: "Yann Morvan".into(),
        by: me(),
    }
}

pub fn not_applicable(topic: &str) -> TopicNotApplicable {
    let (title, reason) = ("Téléphonie IP".into(), "Aucune ligne sur site".into());
    TopicNotApplicable { project: PROJECT, topic: topic.into(), title, reason, by: me() }
}

pub fn promise(text: &str) -> PromiseRecorded {
    PromiseRecorded {
        promise: Id([0x77; 16]),
        project: PROJECT,
        text: text.into(),
        source: "Offre du 12 mars, § 4".into(),
        state: PromiseState::Open,
        note: String::new(),
    }
}

pub fn change(change: &str, topics: &[&str]) -> ChangeReported {
    ChangeReported {
        project: PROJECT,
        change: change.into(),
        day: day("2026-06-01"),
        text: "Trois nuits sans sauvegarde".into(),
        topics: topics.iter().map(|topic| topic.to_string()).collect(),
        by: me(),
    }
}

pub fn notice_of(notice: Id, topics: &[&str], project: ProjectRecorded) -> Notice {
    let warning = |(n, topic): (usize, &&str)| Warning {
        warning: Id(sha256(format!("{notice}{n}").as_bytes()).as_bytes()[..16].try_into().unwrap()),
        topic: topic.to_string(),
        topic_version: "2026-11".into(),
        title: "Aucune copie de sauvegarde hors ligne".into(),
        facts: vec![Fact { label: "Serveur".into(), value: "SRV-01, Windows Server 2016".into() }],
        risk: "Toutes vos copies sont joignables.".into(),
        consequence: "Tout perdre.".into(),
        measure: "Une copie hors ligne.".into(),
        options: vec![QuotedOption {
            number: 1,
            label: "Disques".into(),
            price_cents: Some(90_000),
            rhythm: Rhythm::Once,
            vat_rate: 2000,
            quote: None,
        }],
        references: vec![],
    };
    let to = |contact, signatory| Recipient {
        contact,
        name: "Maëlle Kerbrat".into(),
        email: "direction@portes.example".into(),
        role: "Directrice".into(),
        signatory,
        authority: Authority::Register,
        authority_note: String::new(),
    };
    Notice {
        notice,
        reference: "MG-2026-0001".into(),
        lang: Lang::Fr,
        firm: Party::default(),
        logo: None,
        client: Party::default(),
        project,
        author: me(),
        instrument: None,
        introduction: String::new(),
        warnings: topics.iter().enumerate().map(warning).collect(),
        recipients: vec![to(DIRECTOR, true), to(IT, false)],
        annexes: vec![],
        respond_by: Some(day("2026-04-01")),
        expires: Time(1_900_000_000_000),
        mail_content: MailContent::Attached,
    }
}

pub fn mail(notice: Id, contact: Id, via: Via) -> MailAccepted {
    MailAccepted {
        mail: Id([0x88; 16]),
        purpose: MailPurpose::Notice,
        notice: Some(notice),
        contact: Some(contact),
        to: "direction@portes.example".into(),
        message_id: "<1@acte.example>".into(),
        via,
        reply: "250 OK".into(),
        attempt: 1,
        message: sha256(b"message"),
        attachments: vec![],
    }
}

/// An answer that takes the same choice on every warning of the notice.
pub fn decided(notice: &Notice, choice: Choice) -> Answer {
    let identified = Identification { link: id(1), code: id(2), to: String::new(), at: Time(0) };
    let decision = |warning: &Warning| Decision {
        warning: warning.warning,
        choice: choice.clone(),
        reason: "Budget".into(),
        reservations: String::new(),
    };
    Answer {
        notice: notice.notice,
        contact: DIRECTOR,
        typed_name: "Maëlle Kerbrat".into(),
        consent: "Je décide.".into(),
        signing: None,
        decisions: notice.warnings.iter().map(decision).collect(),
        identified,
        device: Device::default(),
    }
}

pub fn rule(n: u8, topic: &str, when: RuleWhen) -> RuleRecorded {
    RuleRecorded { rule: id(n), topic: topic.into(), when, by: me() }
}

pub fn both(text: &str) -> Bilingual {
    Bilingual { fr: text.into(), en: text.into() }
}

/// The codes due, in order.
pub fn codes(coverage: &Coverage) -> Vec<String> {
    coverage.topics.iter().map(|covered| covered.topic.code().to_owned()).collect()
}

pub fn due(rules: &Rules, log: &Log) -> Vec<String> {
    codes(&Coverage::of(rules, &log.state()))
}
