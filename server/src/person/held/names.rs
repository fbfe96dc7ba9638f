//! The person, by all that they are called, everybody else of the client, and what is masked of them.

use std::collections::BTreeMap;

use app::Texts;
use ledger::event::{ERASED, Event, NoticeEscalated, Side, SignatoryConfirmed};
use ledger::{Actor, Hash, Id, Lang, sha256};
use serde_json::Value;

use super::Line;
use crate::documents::Mask;
use crate::redaction::{numbers, spell};

/// The person, by all that they are called, and everybody else of the client.
pub struct Names {
    person: Id,
    lang: Lang,
    own: Mask,
    /// The addresses among what they are called: a sender who shares the family name is somebody else.
    addresses: Vec<String>,
    others: Mask,
    /// Members of the firm.
    members: BTreeMap<Id, String>,
}

impl Names {
    pub fn of<'a>(person: Id, lines: &'a [Line], firm: &str, lang: Lang) -> Names {
        let (mut people, mut unknown, mut members) =
            (BTreeMap::<Id, Vec<String>>::new(), Vec::<Vec<String>>::new(), BTreeMap::new());
        let mut called = |id: Id, name: &str, email: &str| spell(people.entry(id).or_default(), name, email, firm);
        let mut stranger = |name: &str, email: &str| {
            let mut known = Vec::new();
            spell(&mut known, name, email, firm);
            unknown.push(known);
        };
        // What the person typed may be somebody else's name, and a single word anything.
        let typed =
            |contact: Id, name: &'a str| Some(name).filter(|name| contact != person && name.contains(' ')).into_iter();
        for event in lines.iter().filter_map(|line| line.event.as_ref()) {
            match event {
                Event::ContactRecorded(e) => {
                    called(e.contact, &e.name, &e.email);
                    numbers(&e.phone).iter().for_each(|number| called(e.contact, "", number));
                }
                Event::NoticeEscalated(NoticeEscalated { recipient: r, .. })
                | Event::SignatoryConfirmed(SignatoryConfirmed { recipient: r, .. }) => {
                    called(r.contact, &r.name, &r.email);
                }
                Event::SignatoryNamed(e) => stranger(&e.name, &e.email),
                Event::NoticeResent(e) => [&e.to, &e.before].iter().for_each(|to| called(e.contact, "", to)),
                Event::CodeRequested(e) => called(e.contact, "", &e.to),
                Event::MailAccepted(e) => e.contact.into_iter().for_each(|contact| called(contact, "", &e.to)),
                Event::MailRefused(e) => e.contact.into_iter().for_each(|contact| called(contact, "", &e.to)),
                Event::AnswerGiven(e) => typed(e.contact, &e.typed_name).for_each(|name| called(e.contact, "", name)),
                Event::NoticeAcknowledged(e) => {
                    typed(e.contact, &e.typed_name).for_each(|name| called(e.contact, "", name));
                }
                Event::NoticeIssued(e) => {
                    members.insert(e.author.member, e.author.name.clone());
                    e.recipients.iter().for_each(|r| called(r.contact, &r.name, &r.email));
                    for someone in e.meeting().iter().flat_map(|meeting| &meeting.attendees) {
                        match someone.id {
                            _ if someone.side == Side::Firm => {}
                            Some(id) => called(id, &someone.name, ""),
                            None => stranger(&someone.name, ""),
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
        Names { person, lang, own, addresses, others, members }
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

    /// What the person is called, by words as they are compared.
    pub fn spellings(&self) -> impl Iterator<Item = &[String]> {
        self.own.spellings()
    }

    pub fn person(&self) -> Id {
        self.person
    }

    /// The hash of all that the person and the others are called, to know a text again that was looked through.
    pub fn called(&self) -> Hash {
        sha256(format!("{:?} {:?} {:?}", self.own, self.addresses, self.others).as_bytes())
    }

    /// Whether the text is what the person is called, and says nothing else.
    pub fn is(&self, text: &str) -> bool {
        self.own.is(text)
    }

    /// Of a text that names the person the lines that do: the others may be about others. Nothing of a text that does not.
    pub fn passages(&self, text: &str) -> String {
        if !self.name(text) {
            return String::new();
        }
        let mut told: Vec<&str> = text.lines().map(|line| if self.name(line) { line } else { ERASED }).collect();
        told.dedup_by(|one, before| *one == ERASED && *before == ERASED);
        // A name may be broken between two lines.
        if told == [ERASED] { text.to_owned() } else { told.join("\n") }
    }

    /// Whether any text in the payload of an entry names the person.
    pub fn named_by(&self, payload: &str) -> bool {
        any(payload, &|text| self.name(text))
    }

    /// Whether any text in the payload of an entry tells of somebody else of the client, or has an address that is not the person's.
    pub fn betrayed_by(&self, payload: &str) -> bool {
        any(payload, &|text| self.masked(text) != text)
    }

    /// Whether a mail with this sender is theirs.
    pub fn wrote(&self, sender: &str) -> bool {
        sender.split(|c| !of_an_address(c)).any(|address| self.is_own(address.trim_matches('.')))
    }

    fn is_own(&self, address: &str) -> bool {
        self.addresses.contains(&address.to_lowercase())
    }

    /// The text without other people of the client, and without addresses that are not the person's.
    pub fn masked(&self, text: &str) -> String {
        let text = self.others.masked(text).unwrap_or_else(|| text.to_owned());
        if !text.contains('@') {
            return text;
        }
        let hidden = |piece: &str| {
            let run = piece.trim_end_matches(|c| !of_an_address(c)).trim_end_matches('.');
            let is_address = run.split_once('@').is_some_and(|(of, at)| !of.is_empty() && at.contains('.'));
            match is_address && !self.is_own(run.trim_start_matches('.')) {
                true => self.address().to_owned() + &piece[run.len()..],
                false => piece.to_owned(),
            }
        };
        text.split_inclusive(|c| !of_an_address(c)).map(hidden).collect()
    }

    /// What stands in the place of an address.
    fn address(&self) -> &'static str {
        match self.lang {
            Lang::Fr => "[adresse occultée]",
            Lang::En => "[address redacted]",
        }
    }

    /// A text of an entry as the person is told it, by where it stands.
    pub fn told(&self, field: &str, text: &str) -> String {
        // Of lists the name stands before the number.
        let name = field.split('.').rfind(|part| part.parse::<u64>().is_err());
        match name.unwrap_or_default() {
            // It has the form of an address, and is none.
            "message_id" => text.to_owned(),
            "from" | "to" if text.contains('@') && !self.wrote(text) => self.address().to_owned(),
            _ => self.masked(text),
        }
    }

    pub fn actor(&self, t: Texts, actor: Actor) -> String {
        match actor {
            Actor::System => t.trail_by_system().to_owned(),
            Actor::Member(id) => self.members.get(&id).cloned().unwrap_or_else(|| t.trail_by_member().to_owned()),
            Actor::Contact(id) if id == self.person => t.person_self().to_owned(),
            Actor::Contact(_) => t.person_other().to_owned(),
        }
    }
}

fn of_an_address(c: char) -> bool {
    c.is_alphanumeric() || "._%+-@".contains(c)
}

/// Whether any text in a payload is so. One that cannot be read is taken to.
fn any(payload: &str, so: &dyn Fn(&str) -> bool) -> bool {
    fn of(value: &Value, so: &dyn Fn(&str) -> bool) -> bool {
        match value {
            Value::String(text) => so(text),
            Value::Array(all) => all.iter().any(|value| of(value, so)),
            Value::Object(all) => all.values().any(|value| of(value, so)),
            _ => false,
        }
    }
    serde_json::from_str(payload).map_or(true, |value| of(&value, so))
}
