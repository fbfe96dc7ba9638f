//! Reads an evidence file for drawing: what the pages say of the past comes from the very bytes attached to them.

use std::collections::{BTreeMap, HashMap, HashSet};

use app::Texts;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::checkpoint::Checkpoint;
use ledger::entry::{Actor, Header};
use ledger::event::{
    ChasingPlanned, DocumentClass, DocumentMade, ErasureDecided, ErasureExtended, ErasureRequested, Event,
    ExchangeImported, LetterPosted, LetterPrepared, MailPurpose, Meeting, Notice, NoticeHanded, PayloadErased, Person,
    ReceiptFiled, Recipient, Via,
};
use ledger::evidence::{Dating, Disclosure, EvidenceEntry};
use ledger::note::Note;
use ledger::timestamp::{self, TimeStamp};
use ledger::x509::{Certificate, Trust};
use ledger::{Evidence, Hash, Id, Time, Witness, sha256};

use super::{Error, Mask};

/// One entry, read.
#[derive(Clone, Debug)]
pub struct Row {
    pub header: Header,
    pub disclosure: Disclosure,
    /// None when withheld, or of a kind that this version does not know; of an erased one, what remains.
    pub event: Option<Event>,
    /// When the text was erased, and what says by whom and why, if that is shown.
    pub erased: Option<(Time, PayloadErased)>,
}

#[derive(Clone, Debug)]
pub struct Trail {
    pub rows: Vec<Row>,
    pub checkpoint: Checkpoint,
    pub vkey: String,
    /// The evidence file as attached, and its hash.
    pub bytes: Vec<u8>,
    pub sha256: Hash,
    /// The earliest time that an authority known to the server states of the checkpoint; none without one.
    pub stated: Option<TimeStamp>,
    /// The earliest time that an enclosed token states of it by an authority that this process does not know; nobody has checked who made it.
    pub unchecked: Option<TimeStamp>,
    /// The same of earlier states of the log, by their size.
    pub earlier: Vec<(u64, TimeStamp)>,
    /// Of each witness known to the server the newest state that it cosigned: how many entries, who and when, by its clock.
    pub cosigned: Vec<(u64, String, Time)>,
    names: HashMap<Id, String>,
}

/// Whose word about time counts on this server.
#[derive(Clone, Debug, Default)]
pub struct Known<'a> {
    /// Roots of authorities of time.
    pub anchors: &'a [Certificate],
    pub witnesses: Vec<&'a Witness>,
}

/// See [`Trail::cosigned`].
fn cosigned(evidence: &Evidence, witnesses: &[&Witness]) -> Result<Vec<(u64, String, Time)>, Error> {
    let notes = evidence.earlier.iter().map(|state| &state.checkpoint).chain([&evidence.checkpoint]);
    let mut found = BTreeMap::new();
    for note in notes {
        let bad = |error: &dyn std::fmt::Display| Error::Evidence(format!("a cosignature: {error}"));
        let parsed = Note::parse(note).map_err(|e| bad(&e))?;
        for witness in witnesses {
            if let Some(time) = witness.cosigned(&parsed).map_err(|e| bad(&e))? {
                found.insert(witness.name(), (checkpoint(note)?.size, time));
            }
        }
    }
    Ok(found.into_iter().map(|(name, (size, time))| (size, name.to_owned(), time)).collect())
}

impl Trail {
    /// Reads what the evidence says; whether it holds is for [`ledger::evidence::verify`] to tell.
    pub fn read(evidence: &Evidence) -> Result<Trail, Error> {
        let bad = |error: &dyn std::fmt::Display| Error::Evidence(error.to_string());
        let mut rows = evidence.entries.iter().map(row).collect::<Result<Vec<Row>, Error>>()?;
        mark_erased(&mut rows);
        let checkpoint = checkpoint(&evidence.checkpoint)?;
        let bytes = evidence.to_bytes().map_err(|e| bad(&e))?;
        let mut names = HashMap::new();
        for event in rows.iter().filter_map(|row| row.event.as_ref()) {
            learn(&mut names, event);
        }
        let (vkey, sha256) = (evidence.vkey.clone(), sha256(&bytes));
        Ok(Trail {
            rows,
            checkpoint,
            vkey,
            sha256,
            bytes,
            stated: None,
            unchecked: None,
            earlier: Vec::new(),
            cosigned: Vec::new(),
            names,
        })
    }

    /// The same, with the times that others state in `evidence`: the tokens as far as they lead to anchors, and the witnesses, as far as they are known.
    /// `now` is the present moment.
    ///
    /// # Errors
    /// `Evidence` when a token or a line of a witness is not a good one about its checkpoint: it was when it was kept.
    pub fn dated(self, evidence: &Evidence, trusted: &Known<'_>, now: Time) -> Result<Trail, Error> {
        // Of each kind, known and unknown, the earliest.
        let earliest = |note: &str, tokens: &[String]| -> Result<[Option<TimeStamp>; 2], Error> {
            let bad = |error: &dyn std::fmt::Display| Error::Evidence(format!("a time-stamp: {error}"));
            let digest = Note::parse(note).map_err(|e| bad(&e))?.digest();
            let (mut known, mut unknown) = (Vec::new(), Vec::new());
            for token in tokens {
                let der = STANDARD.decode(token).map_err(|e| bad(&e))?;
                let found = timestamp::check(&der, &digest, trusted.anchors, now).map_err(|e| bad(&e))?;
                if found.trust == Trust::Anchored { &mut known } else { &mut unknown }.push(found);
            }
            Ok([known, unknown].map(|stamps| stamps.into_iter().min_by_key(|stamp| stamp.time)))
        };
        let mut earlier = Vec::new();
        for state in &evidence.earlier {
            if let [Some(stamp), _] = earliest(&state.checkpoint, &state.time_stamps)? {
                earlier.push((checkpoint(&state.checkpoint)?.size, stamp));
            }
        }
        let [stated, unchecked] = earliest(&evidence.checkpoint, &evidence.time_stamps)?;
        let cosigned = cosigned(evidence, &trusted.witnesses)?;
        Ok(Trail { stated, unchecked, earlier, cosigned, ..self })
    }

    /// The same with its names masked, for a copy to which `shown` is attached: the same evidence, less the entries that say a name.
    ///
    /// # Errors
    /// `Unmaskable`, as [`Mask::of`].
    pub fn masked(&self, mask: &Mask, shown: &Evidence) -> Result<Trail, Error> {
        let attached = Trail::read(shown)?;
        let mut rows = self.rows.clone();
        for (row, attached) in rows.iter_mut().zip(&attached.rows) {
            row.disclosure = attached.disclosure;
            row.event = row.event.as_ref().map(|event| mask.of(event)).transpose()?;
            row.erased = match row.erased.take() {
                Some((at, erased)) => Some((at, mask.of(&erased)?)),
                None => None,
            };
        }
        let names = self.names.iter().map(|(id, name)| (*id, mask.masked(name).unwrap_or_else(|| name.clone())));
        Ok(Trail {
            rows,
            names: names.collect(),
            stated: self.stated.clone(),
            unchecked: self.unchecked.clone(),
            earlier: self.earlier.clone(),
            cosigned: self.cosigned.clone(),
            ..attached
        })
    }

    /// Those who are named as members of the firm or contacts of the client.
    pub fn people(&self) -> impl Iterator<Item = (Id, &str)> {
        self.names.iter().map(|(id, name)| (*id, name.as_str()))
    }

    /// What dates the entries.
    pub fn dating(&self) -> Dating<'_> {
        let all = self.stated.iter().map(|stamp| (self.checkpoint.size, stamp));
        Dating(self.earlier.iter().map(|(size, stamp)| (*size, stamp)).chain(all).collect())
    }

    /// The entry that its first time-stamp follows at the greatest distance: its number, its time, and that of the time-stamp. Those about the firm
    /// itself and its keys do not count: they say nothing of the client.
    pub fn slowest(&self) -> Option<(u64, Time, Time)> {
        let of_clients = self.rows.iter().map(|row| &row.header).filter(|header| !header.subject.starts_with("firm:"));
        let (index, time, stamp) = self.dating().slowest(of_clients.map(|header| (header.index, header.time)))?;
        Some((index + 1, time, stamp.time))
    }

    /// The events shown, in the order of the log.
    pub fn events(&self) -> impl Iterator<Item = (Time, &Event)> {
        self.rows.iter().filter_map(|row| Some((row.header.time, row.event.as_ref()?)))
    }

    /// Whether the code typed at `at`, which went to this address, had only been filed on the firm's server: so did the newest mail with one.
    pub fn code_was_filed(&self, to: &str, at: Time) -> bool {
        let filed = |(sent, event): (Time, &Event)| match event {
            Event::MailAccepted(e) if e.purpose == MailPurpose::Code && e.to == to && sent <= at => {
                Some(e.via == Via::Outbox)
            }
            _ => None,
        };
        self.events().filter_map(filed).last().unwrap_or(false)
    }

    /// The rows whose subject is this, for instance `notice:<id>`.
    pub fn about<'a>(&'a self, subject: &'a str) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| row.header.subject == subject)
    }

    /// The rows about this project: its own, its notices', and those about its client and the client's contacts.
    pub fn project(&self, project: Id) -> impl Iterator<Item = &Row> {
        let own = self.events().filter_map(move |(_, event)| match event {
            Event::NoticeIssued(e) if e.project.project == project => Some(format!("notice:{}", e.notice)),
            _ => None,
        });
        let own: HashSet<String> = own.chain([format!("project:{project}")]).collect();
        let of_client = |subject: &str| subject.starts_with("client:") || subject.starts_with("contact:");
        self.rows.iter().filter(move |row| own.contains(&row.header.subject) || of_client(&row.header.subject))
    }

    /// The rows about the meetings at which this notice was spoken of.
    pub fn meetings(&self, notice: Id) -> impl Iterator<Item = &Row> {
        let spoke_of = |meeting: &&Meeting| meeting.spoken.iter().any(|spoken| spoken.notice == notice);
        let minutes = self.events().filter_map(move |(_, event)| match event {
            Event::NoticeIssued(e) if e.meeting().filter(spoke_of).is_some() => Some(format!("notice:{}", e.notice)),
            _ => None,
        });
        let minutes: Vec<String> = minutes.collect();
        self.rows.iter().filter(move |row| minutes.contains(&row.header.subject))
    }

    /// The rows about this notice, and what was recorded of those meetings and said of their minutes, in the order of the log.
    pub fn chronology(&self, notice: Id) -> impl Iterator<Item = &Row> {
        let subject = format!("notice:{notice}");
        let mut rows: Vec<&Row> = self.rows.iter().filter(|row| row.header.subject == subject).collect();
        rows.extend(self.meetings(notice).filter(|row| row.header.subject != subject));
        rows.sort_by_key(|row| row.header.index);
        rows.into_iter()
    }

    /// The name that a contact or member was last recorded with, or empty.
    pub fn name(&self, id: Id) -> &str {
        self.names.get(&id).map_or("", String::as_str)
    }

    pub fn actor(&self, actor: Actor) -> &str {
        match actor {
            Actor::Member(id) | Actor::Contact(id) => self.name(id),
            Actor::System => "",
        }
    }

    /// How many entries of the file are in this state.
    pub fn count(&self, state: Disclosure) -> usize {
        self.rows.iter().filter(|row| row.disclosure == state).count()
    }

    /// The entries whose text was erased.
    pub fn erased(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.disclosure == Disclosure::Erased)
    }

    /// The notice as it was issued.
    pub fn notice(&self, notice: Id) -> Option<&Notice> {
        self.events().find_map(|(_, event)| match event {
            Event::NoticeIssued(e) if e.notice == notice => Some(e),
            _ => None,
        })
    }

    /// What a document is called, with its reference: minutes by their own name.
    pub fn document(&self, t: Texts, made: &DocumentMade) -> String {
        let called = self.called(t, made.class, made.about, &made.reference, made.redacts.is_some());
        match made.part {
            Some(part) => format!("{called}, {}", t.dossier_part(part.number as usize, part.of as usize)),
            None => called,
        }
    }

    /// The same, of a document of this class about this.
    pub fn called(&self, t: Texts, class: DocumentClass, about: Id, reference: &str, redacted: bool) -> String {
        let issued = self.notice(about).map(Notice::class).unwrap_or_default();
        let called = format!("{} {reference}", t.document_class(class, issued));
        if redacted { t.redacted_of(&called) } else { called }
    }
}

fn checkpoint(note: &str) -> Result<Checkpoint, Error> {
    let bad = |error: &dyn std::fmt::Display| Error::Evidence(error.to_string());
    let note = Note::parse(note).map_err(|e| bad(&e))?;
    Checkpoint::parse(note.text()).map_err(|e| bad(&e))
}

fn row(entry: &EvidenceEntry) -> Result<Row, Error> {
    let header = Header::from_bytes(entry.header.as_bytes()).map_err(|e| Error::Evidence(e.to_string()))?;
    let event = entry.payload.as_deref().and_then(|payload| serde_json::from_str(payload).ok());
    Ok(Row { header, disclosure: entry.state, event, erased: None })
}

/// Tells each erased row what a later one says of it.
fn mark_erased(rows: &mut [Row]) {
    let said = rows.iter().filter_map(|row| match &row.event {
        Some(Event::PayloadErased(e)) => Some((e.entry, (row.header.time, e.clone()))),
        _ => None,
    });
    let mut said: HashMap<u64, (Time, PayloadErased)> = said.collect();
    for row in rows.iter_mut().filter(|row| row.disclosure == Disclosure::Erased) {
        row.erased = said.remove(&row.header.index);
        row.event = row.erased.as_ref().and_then(|(_, erased)| erased.remains.as_deref().cloned());
    }
}

fn learn(names: &mut HashMap<Id, String>, event: &Event) {
    let mut person = |Person { member, name }: &Person| names.insert(*member, name.clone());
    match event {
        Event::MemberRecorded(e) => {
            names.insert(e.member, e.name.clone());
        }
        Event::ContactRecorded(e) => {
            names.insert(e.contact, e.name.clone());
        }
        Event::QuestionAnswered(e) => {
            person(&e.member);
        }
        Event::PayloadErased(e) => {
            person(&e.by);
        }
        Event::NoticeIssued(e) => {
            person(&e.author);
            for Recipient { contact, name, .. } in &e.recipients {
                names.insert(*contact, name.clone());
            }
        }
        Event::ChasingPlanned(ChasingPlanned { by, .. })
        | Event::LetterPrepared(LetterPrepared { by, .. })
        | Event::LetterPosted(LetterPosted { by, .. })
        | Event::ReceiptFiled(ReceiptFiled { by, .. })
        | Event::NoticeHanded(NoticeHanded { by, .. })
        | Event::ExchangeImported(ExchangeImported { by, .. }) => {
            person(by);
        }
        Event::AccessGranted(e) => {
            person(&e.by);
        }
        Event::AccessLinked(e) => {
            person(&e.by);
        }
        Event::AccessRevoked(e) => {
            person(&e.by);
        }
        Event::ErasureRequested(ErasureRequested { by, .. })
        | Event::ErasureExtended(ErasureExtended { by, .. })
        | Event::ErasureDecided(ErasureDecided { by, .. }) => {
            person(by);
        }
        Event::SilenceRecorded(e) => {
            person(&e.by);
        }
        Event::NoticeResent(e) => {
            person(&e.by);
        }
        Event::NoticeEscalated(e) => {
            names.insert(e.recipient.contact, e.recipient.name.clone());
        }
        Event::SignatoryConfirmed(e) => {
            names.insert(e.recipient.contact, e.recipient.name.clone());
        }
        _ => {}
    }
}
