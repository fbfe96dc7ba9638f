//! What the firm holds about a contact: of each entry what it says of that person, and what lies in tables that are no evidence.
//!
//! **The rule.** Of an entry that is about the person or was made by them all is told; of any other, the parts that bear the person's identifier
//! and, of the texts in which they are named, the lines that do. What another contact wrote is not: of that, only that it names the person. A part about another contact
//! is never told whole. In all texts the names and telephone numbers of other people of the client are masked, and every e-mail address that is
//! not the person's; the names of the firm's people, who acted, are part of what happened.

mod names;

use std::collections::BTreeSet;

use app::Texts;
use ledger::event::{Answer, Datum, DocumentClass, Event};
use ledger::person as rules;
use ledger::{Actor, Header, Id};
use serde::Serialize;
use serde_json::{Map, Value};

pub use names::Names;

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
    /// What it is called, and what it says by identifiers and numbers, in words; the data attached has the fields themselves.
    #[serde(skip)]
    pub called: String,
    #[serde(skip)]
    pub words: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Saying {
    /// Where it stands in the entry, as the format of the entries calls it.
    pub field: String,
    pub text: String,
}

/// How much of a part of an entry is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tell {
    /// It is about the person.
    All,
    /// What names them.
    Named,
    /// It is somebody else's own text: that it names them, or answers a mail of theirs.
    NameOnly,
}

/// The fields that say of whom a part of an entry is.
const WHOSE: [&str; 3] = ["contact", "director", "id"];
/// What is recorded as the person's: things that later entries speak of by their identifiers alone.
const THINGS: [&str; 7] = ["code", "letter", "link", "mail", "proposal", "question", "reply"];

/// What the entries say of the person, in the order of the log.
pub fn said(t: Texts, names: &Names, lines: &[Line]) -> Vec<Said> {
    let mut theirs = BTreeSet::from([names.person()]);
    let mut notices = BTreeSet::new();
    let mut found = Vec::new();
    for line in lines {
        let mut says = Vec::new();
        let own = line.header.actor == Actor::Contact(names.person()) || is_about(&line.header, names.person());
        let tell = match line.header.actor {
            _ if own => Tell::All,
            Actor::Contact(_) => Tell::NameOnly,
            _ => Tell::Named,
        };
        // Before anything is recorded of the person, nothing shows them.
        let concerned = !found.is_empty()
            && line.event.as_ref().is_some_and(|event| concerns(event, &line.header, names, &notices, &theirs));
        let tell = match &line.event {
            // Whoever a mail was handed on to wrote it.
            Some(Event::ReplyReceived(e)) if !names.wrote(&e.from) => Tell::NameOnly,
            _ if concerned => Tell::All,
            _ => tell,
        };
        let whole = tell == Tell::All || tell == Tell::Named && bears(&line.payload, &theirs);
        tell_of(&line.payload, String::new(), tell, names, &theirs, &mut says);
        if let Some(Event::SignatoryNamed(e)) = &line.event
            && !names.is(&e.name)
        {
            says.retain(|said| said.field != "role");
        }
        if says.is_empty() && !(own && line.event.is_none()) {
            continue;
        }
        if let Value::Object(members) = &line.payload
            && whole
        {
            theirs.extend(THINGS.iter().filter_map(|thing| identifier(members, thing)));
        }
        if let Some(notice) = line.header.subject.strip_prefix("notice:") {
            notices.insert(notice.to_owned());
        }
        found.push(Said {
            what: line.event.as_ref().map_or(Datum::Named, |event| rules::datum(event, names.person())),
            entry: line.header.index + 1,
            time: line.header.time.0,
            kind: line.header.kind.clone(),
            by: match names.actor(t, line.header.actor) {
                who if Event::by_link_alone(&line.header.kind) => t.by_link(&who),
                who => who,
            },
            erased: line.event.is_none(),
            says,
            called: called(t, line).to_owned(),
            words: match &line.event {
                Some(Event::AnswerGiven(e)) if e.contact == names.person() => decisions(t, names, lines, e),
                _ => Vec::new(),
            },
        });
    }
    found
}

fn called(t: Texts, line: &Line) -> &str {
    let kind = line.header.kind.as_str();
    line.event.as_ref().map_or_else(|| t.event(kind).unwrap_or(kind), |event| t.called(event))
}

/// What the person decided, of the whole and of each warning, by what was put to them.
fn decisions(t: Texts, names: &Names, lines: &[Line], answer: &Answer) -> Vec<String> {
    let asked = lines.iter().find_map(|line| match &line.event {
        Some(Event::NoticeIssued(notice)) if notice.notice == answer.notice => Some(notice),
        _ => None,
    });
    let words = asked.into_iter().flat_map(|notice| t.answer_lines(notice, Some(answer)));
    words.map(|line| names.masked(&line)).collect()
}

/// Whether an entry is about the person by its subject.
pub fn is_about(header: &Header, person: Id) -> bool {
    let (word, id) = header.subject.split_once(':').unwrap_or_default();
    matches!(word, "contact" | "person") && id == person.to_string()
}

/// Whether an entry that does not bear the person's identifier is about them all the same: documents in which they stand, an e-mail that they
/// wrote, and that nobody answered a notice of theirs.
fn concerns(event: &Event, header: &Header, names: &Names, notices: &BTreeSet<String>, theirs: &BTreeSet<Id>) -> bool {
    let of_theirs = header.subject.strip_prefix("notice:").is_none_or(|notice| notices.contains(notice));
    match event {
        Event::DocumentMade(e) if e.class == DocumentClass::Letter => theirs.contains(&e.document),
        // The files of projects and clients hold what is recorded about each contact; those of a person are that person's.
        Event::DocumentMade(_) | Event::EvidenceExported(_) | Event::BundleExported(_) => {
            of_theirs && !header.subject.starts_with("person:")
        }
        Event::SilenceRecorded(_) => of_theirs,
        Event::ExchangeImported(e) => names.wrote(&e.from),
        _ => false,
    }
}

/// The identifier in this field: other values are words, and may be the same in many entries.
fn identifier(members: &Map<String, Value>, field: &str) -> Option<Id> {
    members.get(field)?.as_str()?.parse().ok()
}

fn bears(value: &Value, theirs: &BTreeSet<Id>) -> bool {
    let fields = || WHOSE.iter().chain(&THINGS);
    let is_theirs = |members, field: &&str| identifier(members, field).is_some_and(|id| theirs.contains(&id));
    value.as_object().is_some_and(|members| fields().any(|field| is_theirs(members, field)))
}

fn tell_of(value: &Value, field: String, tell: Tell, names: &Names, theirs: &BTreeSet<Id>, says: &mut Vec<Saying>) {
    let text = match value {
        Value::Object(members) => {
            let another =
                ["contact", "id"].iter().any(|of| identifier(members, of).is_some_and(|id| id != names.person()));
            let tell = match tell {
                Tell::All if another => Tell::Named,
                Tell::Named if !another && bears(value, theirs) => Tell::All,
                tell => tell,
            };
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
    let text = if tell == Tell::Named { names.passages(&text) } else { text };
    let is_told = match tell {
        Tell::All => true,
        Tell::Named => !text.is_empty(),
        Tell::NameOnly => names.is(&text) || field == WHOSE[0] && text == names.person().to_string(),
    };
    if is_told {
        let text = names.told(&field, &text);
        says.push(Saying { field, text });
    }
}

#[cfg(test)]
mod tests;
