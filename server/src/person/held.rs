//! What the firm holds about a contact: of each entry what it says of that person, and what lies in tables that are no evidence.
//!
//! **The rule.** Of an entry that is about the person or was made by them all is told; of any other, the parts that bear the person's identifier
//! and the texts in which they are named. What another contact wrote is not: of that, only that it names the person. In all texts the names and
//! addresses of other people of the client are masked; those of the firm's people, who acted, are part of what happened.

use std::collections::{BTreeMap, BTreeSet};

use app::Texts;
use ledger::event::{Datum, DocumentClass, Event, Recipient, Side};
use ledger::person as rules;
use ledger::{Actor, Header, Id, Lang};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::documents::Mask;
use crate::redaction::spell;

/// An entry as it was read; without event where it was erased.
pub struct Line {
    pub header: Header,
    pub event: Option<Event>,
    payload: Value,
}

impl Line {
    /// # Errors
    /// When it is no entry of the log.
    pub fn read(header: &[u8], payload: Option<&[u8]>) -> Result<Line, Box<dyn std::error::Error + Send + Sync>> {
        let header = Header::from_bytes(header)?;
        let event = payload.map(|payload| Event::read(&header.kind, payload)).transpose()?;
        let payload = payload.map_or(Ok(Value::Null), serde_json::from_slice)?;
        Ok(Line { header, event, payload })
    }
}

/// What an entry says of the person.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    pub what: Datum,
    /// Its place in the log, from 1.
    pub entry: u64,
    /// Milliseconds since 1970, UTC.
    pub time: i64,
    pub kind: String,
    /// Who recorded it.
    pub by: String,
    /// Its content is erased.
    pub erased: bool,
    pub says: Vec<Saying>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Saying {
    /// Where it stands in the entry, as the format of the entries calls it.
    pub field: String,
    pub text: String,
}

/// The person, by all that they are called, and everybody else of the client.
pub struct Names {
    person: Id,
    own: Mask,
    /// The addresses among what they are called: a sender who shares the family name is somebody else.
    addresses: Vec<String>,
    others: Mask,
    /// Members of the firm.
    members: BTreeMap<Id, String>,
}

impl Names {
    pub fn of(person: Id, lines: &[Line], firm: &str, lang: Lang) -> Names {
        let (mut people, mut unknown, mut members) =
            (BTreeMap::<Id, Vec<String>>::new(), Vec::<Vec<String>>::new(), BTreeMap::new());
        let recipient = |people: &mut BTreeMap<Id, Vec<String>>, r: &Recipient| {
            spell(people.entry(r.contact).or_default(), &r.name, &r.email, firm);
        };
        let stranger = |unknown: &mut Vec<Vec<String>>, name: &str, email: &str| {
            let mut known = Vec::new();
            spell(&mut known, name, email, firm);
            unknown.push(known);
        };
        for event in lines.iter().filter_map(|line| line.event.as_ref()) {
            match event {
                Event::ContactRecorded(e) => spell(people.entry(e.contact).or_default(), &e.name, &e.email, firm),
                Event::NoticeEscalated(e) => recipient(&mut people, &e.recipient),
                Event::SignatoryConfirmed(e) => recipient(&mut people, &e.recipient),
                Event::SignatoryNamed(e) => stranger(&mut unknown, &e.name, &e.email),
                Event::NoticeResent(e) => {
                    spell(people.entry(e.contact).or_default(), "", &e.to, firm);
                    spell(people.entry(e.contact).or_default(), "", &e.before, firm);
                }
                Event::NoticeIssued(e) => {
                    members.insert(e.author.member, e.author.name.clone());
                    e.recipients.iter().for_each(|r| recipient(&mut people, r));
                    for someone in e.meeting().iter().flat_map(|meeting| &meeting.attendees) {
                        match someone.id {
                            _ if someone.side == Side::Firm => {}
                            Some(id) => spell(people.entry(id).or_default(), &someone.name, "", firm),
                            None => stranger(&mut unknown, &someone.name, ""),
                        }
                    }
                }
                _ => {}
            }
        }
        let own = people.remove(&person).unwrap_or_default();
        let addresses =
            own.iter().filter(|spelling| spelling.contains('@')).map(|address| address.to_lowercase()).collect();
        let own = Mask::new(lang, [own.as_slice()]);
        // Whoever shares the family name of the person is masked by the whole name, and a name that was given for the person is theirs.
        let others = people.into_values().chain(unknown).map(|mut spellings| {
            spellings.retain(|spelling| !own.is(spelling));
            spellings
        });
        let others: Vec<Vec<String>> = others.filter(|spellings| !spellings.is_empty()).collect();
        let others = Mask::new(lang, others.iter().map(Vec::as_slice));
        Names { person, own, addresses, others, members }
    }

    /// With the names of the members who recorded entries.
    pub fn with(mut self, members: impl IntoIterator<Item = (Id, String)>) -> Names {
        self.members.extend(members);
        self
    }

    /// The names that nobody but the firm may see in what the person is given.
    pub fn others(&self) -> &Mask {
        &self.others
    }

    /// Whether the text names the person, and not only somebody of the same family name.
    pub fn name(&self, text: &str) -> bool {
        self.own.finds(text) && self.own.finds(&self.masked(text))
    }

    /// Whether a mail with this sender is theirs.
    pub fn wrote(&self, sender: &str) -> bool {
        let of_an_address = |c: char| c.is_alphanumeric() || "._%+-@".contains(c);
        let mut addresses =
            sender.split(|c: char| !of_an_address(c)).map(|address| address.trim_matches('.').to_lowercase());
        addresses.any(|address| self.addresses.contains(&address))
    }

    /// The text without other people of the client.
    pub fn masked(&self, text: &str) -> String {
        self.others.masked(text).unwrap_or_else(|| text.to_owned())
    }

    fn actor(&self, t: Texts, actor: Actor) -> String {
        match actor {
            Actor::System => t.trail_by_system().to_owned(),
            Actor::Member(id) => self.members.get(&id).cloned().unwrap_or_else(|| t.trail_by_member().to_owned()),
            Actor::Contact(id) if id == self.person => t.person_self().to_owned(),
            Actor::Contact(_) => t.person_other().to_owned(),
        }
    }
}

/// How much of a part of an entry is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tell {
    /// It is about the person.
    All,
    /// What names them.
    Named,
    /// It is another contact's own text: that it names them.
    NameOnly,
}

/// What is recorded as the person's: things that later entries speak of by their identifiers alone.
const THINGS: [&str; 7] = ["code", "letter", "link", "mail", "proposal", "question", "reply"];

/// What the entries say of the person, in the order of the log.
pub fn said(t: Texts, names: &Names, lines: &[Line]) -> Vec<Said> {
    let mut theirs = BTreeSet::from([names.person.to_string()]);
    let mut notices = BTreeSet::new();
    let mut found = Vec::new();
    for line in lines {
        let mut says = Vec::new();
        let own = line.header.actor == Actor::Contact(names.person) || is_about(&line.header, names.person);
        let tell = match line.header.actor {
            _ if own => Tell::All,
            Actor::Contact(_) => Tell::NameOnly,
            _ => Tell::Named,
        };
        // Before anything is recorded of the person, nothing shows them.
        let concerned = !found.is_empty()
            && line.event.as_ref().is_some_and(|event| concerns(event, &line.header, names, &notices, &theirs));
        let tell = if concerned { Tell::All } else { tell };
        let whole = tell == Tell::All || bears(&line.payload, &theirs);
        tell_of(&line.payload, String::new(), tell, names, &theirs, &mut says);
        if says.is_empty() && !(own && line.event.is_none()) {
            continue;
        }
        if let Value::Object(members) = &line.payload
            && whole
        {
            theirs.extend(THINGS.iter().filter_map(|thing| members.get(*thing)?.as_str().map(str::to_owned)));
        }
        if let Some(notice) = line.header.subject.strip_prefix("notice:") {
            notices.insert(notice.to_owned());
        }
        found.push(Said {
            what: line.event.as_ref().map_or(Datum::Named, |event| rules::datum(event, names.person)),
            entry: line.header.index + 1,
            time: line.header.time.0,
            kind: line.header.kind.clone(),
            by: names.actor(t, line.header.actor),
            erased: line.event.is_none(),
            says,
        });
    }
    found
}

/// Whether an entry is about the person by its subject.
pub fn is_about(header: &Header, person: Id) -> bool {
    let (word, id) = header.subject.split_once(':').unwrap_or_default();
    matches!(word, "contact" | "person") && id == person.to_string()
}

/// Whether an entry that does not bear the person's identifier is about them all the same: documents in which they stand, an e-mail that they
/// wrote, and that nobody answered a notice of theirs.
fn concerns(
    event: &Event,
    header: &Header,
    names: &Names,
    notices: &BTreeSet<String>,
    theirs: &BTreeSet<String>,
) -> bool {
    let of_theirs = header.subject.strip_prefix("notice:").is_none_or(|notice| notices.contains(notice));
    match event {
        Event::DocumentMade(e) if e.class == DocumentClass::Letter => theirs.contains(&e.document.to_string()),
        // The files of projects and clients hold what is recorded about each contact; those of a person are that person's.
        Event::DocumentMade(_) | Event::EvidenceExported(_) | Event::BundleExported(_) => {
            of_theirs && !header.subject.starts_with("person:")
        }
        Event::SilenceRecorded(_) => of_theirs,
        Event::ExchangeImported(e) => names.wrote(&e.from),
        _ => false,
    }
}

fn bears(value: &Value, theirs: &BTreeSet<String>) -> bool {
    let has = |members: &Map<String, Value>| members.values().any(|v| v.as_str().is_some_and(|id| theirs.contains(id)));
    value.as_object().is_some_and(has)
}

fn tell_of(value: &Value, field: String, tell: Tell, names: &Names, theirs: &BTreeSet<String>, says: &mut Vec<Saying>) {
    let text = match value {
        Value::Object(members) => {
            let tell = if tell == Tell::Named && bears(value, theirs) { Tell::All } else { tell };
            // What kind of entry it is stands beside.
            for (name, value) in members.iter().filter(|(name, _)| !field.is_empty() || *name != "kind") {
                let field = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
                tell_of(value, field, tell, names, theirs, says);
            }
            return;
        }
        Value::Array(all) => {
            for (number, value) in (1..).zip(all) {
                tell_of(value, format!("{field}.{number}"), tell, names, theirs, says);
            }
            return;
        }
        Value::Null => return,
        Value::String(text) if text.is_empty() => return,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let is_told = match tell {
        Tell::All => true,
        Tell::Named => names.name(&text),
        Tell::NameOnly => names.own.is(&text),
    };
    if is_told {
        says.push(Saying { field, text: names.masked(&text) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::Time;

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
            line(
                3,
                Actor::Contact(OTHER),
                &notice,
                "signatory.named",
                r#"{"name":"Maëlle Kerbrat","role":"director"}"#,
            ),
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
}
