//! What an entry is found by: its words, whom and what it is about, and what shows it.
//!
//! Only what the event itself says: whatever erases the entry takes all of it, and the log alone makes the index again.

mod called;
mod way;

pub use called::foreign;

use ledger::Id;
use ledger::event::{
    Answer, Event, FileRef, Instrument, Milestone, Notice, NoticeClass, OpenTopic, Person, Side, TopicRecorded,
};

/// One entry, as it is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub kind: Kind,
    pub about: About,
    /// What it is a version of, as `need:<id>`; the newest stands.
    pub version_of: Option<String>,
    /// What counts three times: a name, a title, a reference.
    pub head: Vec<String>,
    pub body: Vec<String>,
    /// Codes of topics.
    pub topics: Vec<String>,
    /// Warnings of its notice, for the topics that only the notice names.
    pub warnings: Vec<Id>,
    /// Who acted, or is spoken of: `member:<id>`, `contact:<id>`.
    pub people: Vec<String>,
    /// Of a warning: accepted, declined, deferred; of what was signed: signed, reserved, refused.
    pub decisions: Vec<&'static str>,
    pub shown_by: ShownBy,
    /// Files whose text is looked through, too.
    pub files: Vec<FileRef>,
}

/// Whom an entry is about, as far as it says itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Firm,
    Client(Id),
    Contact(Id),
    Project(Id),
    Notice(Id),
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// As tables and addresses write it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }
        }
    };
}

named! {
    /// What an entry is, for a person who looks for it.
    Kind {
        Client = "client",
        Contact = "contact",
        Project = "project",
        Need = "need",
        Promise = "promise",
        Paper = "paper",
        Notice = "notice",
        Minutes = "minutes",
        Agreement = "agreement",
        Meeting = "meeting",
        Answer = "answer",
        Question = "question",
        Silence = "silence",
        Delivery = "delivery",
        Exchange = "exchange",
        Reply = "reply",
        Coverage = "coverage",
        Milestone = "milestone",
        Document = "document",
        Firm = "firm",
        Erasure = "erasure",
        Access = "access",
    }
}

named! {
    /// What shows that it is so, beside the firm's own record of it; the strongest that applies.
    ShownBy {
        /// Somebody who typed the code that was sent to their address.
        Code = "code",
        /// Somebody who had a personal link; no code was asked for.
        Link = "link",
        /// A mail that its domain signed, unaltered (DKIM).
        Domain = "domain",
        /// What another mail server said.
        Server = "server",
        /// A file that was kept with it.
        File = "file",
        /// A PDF that the firm sealed.
        Seal = "seal",
        /// Nothing else: the firm's own word.
        Word = "word",
    }
}

impl Record {
    fn new(kind: Kind, about: About) -> Record {
        Record {
            kind,
            about,
            version_of: None,
            head: vec![],
            body: vec![],
            topics: vec![],
            warnings: vec![],
            people: vec![],
            decisions: vec![],
            shown_by: ShownBy::Word,
            files: vec![],
        }
    }

    fn head<'a>(mut self, texts: impl IntoIterator<Item = &'a String>) -> Record {
        self.head.extend(texts.into_iter().cloned());
        self
    }

    fn body<'a>(mut self, texts: impl IntoIterator<Item = &'a String>) -> Record {
        self.body.extend(texts.into_iter().cloned());
        self
    }

    fn version_of(mut self, word: &str, id: Id) -> Record {
        self.version_of = Some(format!("{word}:{id}"));
        self
    }

    fn topic(mut self, topics: impl IntoIterator<Item = impl Into<String>>) -> Record {
        self.topics.extend(topics.into_iter().map(Into::into));
        // Its code is a word of it, too.
        self.body.extend(self.topics.clone());
        self
    }

    /// The person by name, and by what they are chosen by.
    fn by(mut self, person: &Person) -> Record {
        self.body.push(person.name.clone());
        self.people.push(format!("member:{}", person.member));
        self
    }

    fn contact(mut self, contact: Id) -> Record {
        self.people.push(format!("contact:{contact}"));
        self
    }

    fn shown(mut self, by: ShownBy) -> Record {
        self.shown_by = by;
        self
    }

    /// With the file that shows it.
    fn proof(mut self, file: Option<&FileRef>) -> Record {
        if let Some(file) = file {
            self.body.push(file.name.clone());
            self.files.push(file.clone());
            if self.shown_by == ShownBy::Word {
                self.shown_by = ShownBy::File;
            }
        }
        self
    }
}

/// What an event is found by; none of those that say nothing in words.
pub fn of(event: &Event) -> Option<Record> {
    let mut found = said(event)?;
    found.body.extend(called::words(event));
    Some(found)
}

fn said(event: &Event) -> Option<Record> {
    let record = Record::new;
    Some(match event {
        Event::FirmRecorded(e) => {
            record(Kind::Firm, About::Firm).head([&e.party.name]).body([&e.party.siren, &e.party.rcs, &e.party.address])
        }
        Event::MemberInvited(e) => record(Kind::Firm, About::Firm).head([&e.email]),
        Event::MemberRecorded(e) => {
            let mut found = record(Kind::Firm, About::Firm).head([&e.name]).body([&e.email]);
            found.people.push(format!("member:{}", e.member));
            found
        }
        Event::ClientRecorded(e) => record(Kind::Client, About::Client(e.client))
            .version_of("client", e.client)
            .head([&e.party.name])
            .body([&e.party.legal_form, &e.party.siren, &e.party.rcs, &e.party.address]),
        Event::ContactRecorded(e) => record(Kind::Contact, About::Client(e.client))
            .version_of("contact", e.contact)
            .contact(e.contact)
            .head([&e.name])
            .body([&e.email, &e.phone, &e.role, &e.authority_note]),
        Event::ProjectRecorded(e) => record(Kind::Project, About::Project(e.project))
            .version_of("project", e.project)
            .head([&e.title, &e.reference])
            .body([&e.scope_in, &e.scope_out, &e.change]),
        Event::NeedRecorded(e) => {
            record(Kind::Need, About::Project(e.project)).version_of("need", e.need).head([&e.text]).body([&e.answer])
        }
        Event::PromiseRecorded(e) => record(Kind::Promise, About::Project(e.project))
            .version_of("promise", e.promise)
            .head([&e.text])
            .body([&e.source, &e.note]),
        Event::PaperFiled(e) => record(Kind::Paper, About::Project(e.project)).proof(Some(&e.file)),
        Event::SurveyAnswered(_)
        | Event::TopicInPlace(_)
        | Event::TopicNotApplicable(_)
        | Event::TopicReopened(_)
        | Event::ChangeReported(_)
        | Event::MilestoneReached(_)
        | Event::TopicRecorded(_)
        | Event::KindRecorded(_)
        | Event::RuleRecorded(_)
        | Event::RuleSwitched(_) => coverage(event)?,
        Event::NoticeIssued(e) => notice(e),
        Event::NoticeAcknowledged(e) => record(Kind::Answer, About::Notice(e.notice))
            .contact(e.contact)
            .shown(ShownBy::Code)
            .body([&e.typed_name, &e.consent, &e.identified.to]),
        Event::AnswerGiven(e) => answer(e),
        Event::QuestionAsked(e) => {
            let asked = record(Kind::Question, About::Notice(e.notice)).contact(e.contact).head([&e.text]);
            Record { warnings: e.warning.into_iter().collect(), ..asked.shown(ShownBy::Link) }
        }
        Event::QuestionAnswered(e) => record(Kind::Question, About::Notice(e.notice)).head([&e.text]).by(&e.member),
        Event::SilenceRecorded(e) => {
            let silence = record(Kind::Silence, About::Notice(e.notice)).by(&e.by);
            Record { warnings: e.warnings.clone(), ..silence }
        }
        Event::DocumentMade(e) => {
            let about = match event.subject(Id([0; 16])).split_once(':') {
                // Of the firm alone: no outside reader finds what a person asked about their own data.
                Some(("person", _)) => About::Firm,
                Some(("project", _)) => About::Project(e.about),
                Some(("client", _)) => About::Client(e.about),
                _ => About::Notice(e.about),
            };
            record(Kind::Document, about).head([&e.reference]).body([&e.file.name]).shown(ShownBy::Seal)
        }
        Event::PayloadErased(e) => record(Kind::Erasure, about(&e.about)?).body([&e.note]).by(&e.by),
        Event::SealRevoked(e) => record(Kind::Firm, About::Firm).body([&e.reason]),
        _ => return way::of(event),
    })
}

/// What had to be said, and the firm's own rules of it.
fn coverage(event: &Event) -> Option<Record> {
    let at = |project| Record::new(Kind::Coverage, About::Project(project));
    let own = || Record::new(Kind::Firm, About::Firm);
    Some(match event {
        Event::SurveyAnswered(e) => at(e.project).head([&e.asked]).body([&e.note]).by(&e.by),
        Event::TopicInPlace(e) => {
            at(e.project).topic([&e.topic]).head([&e.title]).body([&e.evidence, &e.checked_by]).by(&e.by)
        }
        Event::TopicNotApplicable(e) => at(e.project).topic([&e.topic]).head([&e.title]).body([&e.reason]).by(&e.by),
        Event::TopicReopened(e) => at(e.project).topic([&e.topic]).head([&e.title]).body([&e.reason]).by(&e.by),
        Event::ChangeReported(e) => at(e.project).topic(&e.topics).head([&e.text]).by(&e.by),
        Event::MilestoneReached(e) => {
            let reached = Record::new(Kind::Milestone, About::Project(e.project)).body([&e.reason]).body(&e.unanswered);
            let titles = e.open.iter().map(|OpenTopic { title, .. }| title);
            // Opening again names nothing that was left open.
            let topics = e.open.iter().filter(|_| e.milestone != Milestone::Open).map(|open| &open.topic);
            reached.body(titles).topic(topics).by(&e.by)
        }
        Event::TopicRecorded(TopicRecorded { topic, title, risk, consequence, measure, by, .. }) => {
            let texts = [risk, consequence, measure].into_iter().flat_map(|text| [&text.fr, &text.en]);
            own().topic([topic]).head([&title.fr, &title.en]).body(texts).by(by)
        }
        Event::KindRecorded(e) => own().head([&e.name.fr, &e.name.en]).body([&e.code]).by(&e.by),
        Event::RuleRecorded(e) => own().topic([&e.topic]).by(&e.by),
        Event::RuleSwitched(e) => own().body([&e.rule, &e.reason]).by(&e.by),
        _ => return None,
    })
}

fn notice(e: &Notice) -> Record {
    let kind = match e.class() {
        NoticeClass::Letter => Kind::Notice,
        NoticeClass::Minutes => Kind::Minutes,
        NoticeClass::Agreement => Kind::Agreement,
        NoticeClass::Meeting => Kind::Meeting,
    };
    let mut found = Record::new(kind, About::Notice(e.notice)).head([&e.client.name, &e.project.title]);
    found = found.head(e.warnings.iter().map(|warning| &warning.title)).body([&e.introduction]);
    for warning in &e.warnings {
        found = found.body(warning.facts.iter().flat_map(|fact| [&fact.label, &fact.value]));
        found = found.body([&warning.risk, &warning.consequence, &warning.measure]);
        found = found.body(warning.options.iter().map(|option| &option.label)).body(&warning.references);
        found.body.extend(warning.options.iter().filter_map(|option| option.price_cents).flat_map(called::amount));
        found.files.extend(warning.options.iter().filter_map(|option| option.quote.clone()));
    }
    match &e.instrument {
        Some(Instrument::Minutes(minutes)) => found = found.body([&minutes.delivered, &minutes.tests]),
        Some(Instrument::Agreement(agreement)) => {
            found = found.body(agreement.articles.iter().flat_map(|article| [&article.heading, &article.text]));
        }
        Some(Instrument::Meeting(meeting)) => {
            found = found.head([&meeting.place]).body([&meeting.said]);
            for someone in &meeting.attendees {
                found = found.body([&someone.name, &someone.role]);
                let word = if someone.side == Side::Firm { "member" } else { "contact" };
                found.people.extend(someone.id.map(|id| format!("{word}:{id}")));
            }
            for spoken in &meeting.spoken {
                found = found.body([&spoken.reference]).body(spoken.warnings.iter().map(|warning| &warning.title));
                found = found.topic(spoken.warnings.iter().map(|warning| &warning.topic));
            }
        }
        None => {}
    }
    for recipient in &e.recipients {
        found = found.contact(recipient.contact).body([&recipient.name, &recipient.email, &recipient.role]);
    }
    found.files.extend(e.annexes.iter().cloned());
    found = found.body(e.annexes.iter().map(|file| &file.name));
    found.topic(e.warnings.iter().map(|warning| &warning.topic)).by(&e.author)
}

fn answer(e: &Answer) -> Record {
    let mut found = Record::new(Kind::Answer, About::Notice(e.notice)).contact(e.contact).shown(ShownBy::Code);
    found = found.body([&e.typed_name, &e.consent, &e.identified.to]);
    for decision in &e.decisions {
        found = found.head([&decision.reason, &decision.reservations]);
        found.warnings.push(decision.warning);
        found.decisions.push(called::choice(&decision.choice));
    }
    if let Some(signing) = &e.signing {
        found = found.head([&signing.words]);
        found.decisions.push(called::resolution(signing.resolution));
    }
    found
}

/// What a subject of entries names.
fn about(subject: &str) -> Option<About> {
    let (word, id) = subject.split_once(':')?;
    let id: Id = id.parse().ok()?;
    Some(match word {
        "client" => About::Client(id),
        "contact" => About::Contact(id),
        "project" => About::Project(id),
        "notice" => About::Notice(id),
        _ => About::Firm,
    })
}
