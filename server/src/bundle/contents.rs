//! What a bundle may show, and what of it is chosen.

use std::collections::{BTreeMap, BTreeSet};

use app::pages::{BundleChoice, BundlePage};
use app::{Form, Texts};
use ledger::event::{DocumentClass, DocumentMade, Event, FileRef};
use ledger::evidence::Disclosure;
use ledger::{Actor, EntryError, Evidence, Hash, Header, Id};

use crate::documents::{self, Trail};
use crate::store::evidence::About;

/// What is shown. A certificate shows a project's needs and papers by their entries, so that these can only be left out with it: what
/// can be chosen is a notice as a whole, the bytes of a paper, the contacts, the promises.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Values of [`BundleChoice`]; none when everything is wanted.
    shown: Option<BTreeSet<String>>,
    /// For somebody outside: files and masked copies that were made for others bear their names.
    outside: bool,
}

impl Wanted {
    /// What `form` asks for, of what `page` offers.
    pub fn of(form: &Form, page: &BundlePage, outside: bool) -> Wanted {
        let all = page.choices().all(|(field, choice)| form.has(field, &choice.value));
        let ticked = page.choices().filter(|(field, choice)| form.has(field, &choice.value));
        let shown = (!all).then(|| ticked.map(|(_, choice)| choice.value.clone()).collect());
        Wanted { shown, outside }
    }

    fn shows(&self, value: &str) -> bool {
        self.shown.as_ref().is_none_or(|shown| shown.contains(value))
    }

    /// Takes the text out of every entry that is not shown; its place and its proof stay. `about` is always shown.
    pub fn apply(&self, about: About, evidence: &mut Evidence) -> Result<(), EntryError> {
        for entry in evidence.entries.iter_mut().filter(|entry| entry.state == Disclosure::Disclosed) {
            if !self.entry(about, &Header::from_bytes(entry.header.as_bytes())?) {
                (entry.payload, entry.salt, entry.state) = (None, None, Disclosure::Withheld);
            }
        }
        Ok(())
    }

    fn entry(&self, about: About, stored: &Header) -> bool {
        match stored.kind.as_str() {
            _ if self.shown.is_none() => true,
            "contact.recorded" => self.shows(PEOPLE),
            "promise.recorded" => self.shows(PROMISES),
            // The file of a project or client shows everything.
            "document.made" if !stored.subject.starts_with("notice:") => false,
            _ if stored.subject.starts_with("notice:") => {
                stored.subject == about.subject() || self.shows(&stored.subject)
            }
            _ => true,
        }
    }
}

const PEOPLE: &str = "people";
const PROMISES: &str = "promises";

fn paper(id: Id) -> String {
    format!("paper:{id}")
}

/// What can be chosen of the whole evidence.
pub fn choices(t: Texts, about: About, evidence: &Evidence) -> Result<BundlePage, documents::Error> {
    let trail = Trail::read(evidence)?;
    let mut page = BundlePage { about: about.subject(), title: String::new(), ..BundlePage::default() };
    let (mut people, mut promises) = (false, false);
    for row in trail.rows.iter() {
        let Some(event) = &row.event else { continue };
        match event {
            Event::BundleExported(e) if e.about == page.about => {
                page.made.insert(0, (e.sha256, row.header.time, trail.actor(row.header.actor).to_owned()));
            }
            Event::ClientRecorded(e) if about == About::Client(e.client) => page.title = e.party.name.clone(),
            Event::ProjectRecorded(e) if about == About::Project(e.project) => page.title = e.title.clone(),
            Event::NoticeIssued(e) if about == About::Notice(e.notice) => page.title = e.reference.clone(),
            Event::NoticeIssued(e) => {
                let titles: Vec<&str> = e.warnings.iter().map(|warning| warning.title.as_str()).collect();
                let value = format!("notice:{}", e.notice);
                page.notices.push(BundleChoice { value, label: e.reference.clone(), hint: titles.join(" · ") });
            }
            Event::PaperFiled(e) => {
                let hint = format!("{} · {}", t.paper_class(e.class), t.size(e.file.size));
                page.papers.push(BundleChoice { value: paper(e.paper), label: e.file.name.clone(), hint });
            }
            Event::ContactRecorded(_) => people = true,
            Event::PromiseRecorded(_) => promises = true,
            _ => {}
        }
    }
    let mut other = |there: bool, value: &str, label: &str| {
        if there {
            page.parts.push(BundleChoice { value: value.into(), label: label.into(), hint: String::new() });
        }
    };
    other(people, PEOPLE, t.bundle_people());
    other(promises, PROMISES, t.bundle_promises());
    Ok(page)
}

fn is_dossier(made: &DocumentMade) -> bool {
    matches!(made.class, DocumentClass::Dossier | DocumentClass::ClientDossier)
}

/// Whether a document may go with what the bundle is about. The entries about a client stand in the evidence of each of its projects; the file of the
/// client shows the others too. Files and masked copies that a reader outside had made say who reads; no entry of theirs is a member's.
fn is_within(about: About, wanted: &Wanted, by: Actor, made: &DocumentMade) -> bool {
    let of_client = made.class == DocumentClass::ClientDossier;
    let made_for_one = is_dossier(made) || made.redacts.is_some();
    (!of_client || about == About::Client(made.about))
        && !(made_for_one && (wanted.outside || !matches!(by, Actor::Member(_))))
}

/// A file that an entry names.
pub struct Named<'a> {
    pub file: &'a FileRef,
    /// What it is, for people.
    pub what: String,
    /// The entry, by its place in the log, from 0.
    pub entry: u64,
    /// Made by this program.
    pub document: bool,
    /// The entry that says that it was erased, and not named again since.
    pub erased: Option<u64>,
}

/// The files that went with an erasure or with their project, each by the newest entry that says so.
fn erased_files<'a>(shown: impl Iterator<Item = (u64, &'a Event)>) -> BTreeMap<Hash, u64> {
    let said = shown.filter_map(|(entry, event)| match event {
        Event::PayloadErased(e) => Some((entry, &e.files)),
        Event::ProjectDestroyed(e) => Some((entry, &e.files)),
        _ => None,
    });
    said.flat_map(|(entry, files)| files.iter().map(move |file| (*file, entry))).collect()
}

/// The files of the bundle, each once, in the order of the log: documents, then attachments. Those that were erased are named among them.
pub fn files<'a>(t: Texts, about: About, trail: &'a Trail, wanted: &Wanted) -> Vec<Named<'a>> {
    let mut left_out: BTreeSet<Hash> = BTreeSet::new();
    let mut files: Vec<Named<'a>> = Vec::new();
    let shown = trail.rows.iter().filter_map(|row| Some((&row.header, row.event.as_ref()?)));
    // What went with an erasure; named once more by a later entry, it is there again.
    let erased = erased_files(shown.clone().map(|(header, event)| (header.index, event)));
    let gone = |entry: u64, file: &FileRef| erased.get(&file.sha256).copied().filter(|erased| entry < *erased);
    let newest = |about: Id| {
        let mut dossiers = shown.clone().filter_map(|(header, event)| match event {
            Event::DocumentMade(e)
                if is_dossier(e)
                    && e.about == about
                    && e.dossier() == e.document
                    && e.redacts.is_none()
                    && matches!(header.actor, Actor::Member(_)) =>
            {
                gone(header.index, &e.file).is_none().then_some(e.document)
            }
            _ => None,
        });
        dossiers.next_back()
    };
    for (&Header { index: entry, actor, .. }, event) in shown.clone() {
        let mut add = |file: &'a FileRef, what: String, document: bool| {
            let erased = gone(entry, file);
            let known = files.iter().position(|known| known.file.sha256 == file.sha256);
            match known {
                Some(at) if files[at].erased.is_some() && erased.is_none() => drop(files.remove(at)),
                Some(_) => return,
                None => {}
            }
            files.push(Named { file, what, entry, document, erased });
        };
        match event {
            // Of several dossiers of the firm's the last says all that the others say, and of its parts the first: the others carry what is here anyway.
            Event::DocumentMade(e) if is_dossier(e) && newest(e.about) != Some(e.document) => {}
            Event::DocumentMade(e) if !is_within(about, wanted, actor, e) => {}
            Event::DocumentMade(e) => {
                add(&e.file, trail.document(t, e), true);
            }
            Event::PaperFiled(e) if wanted.shows(&paper(e.paper)) => {
                add(&e.file, t.paper_class(e.class).into(), false);
            }
            Event::PaperFiled(e) => {
                left_out.insert(e.file.sha256);
            }
            Event::NoticeIssued(e) => {
                let quotes = e.warnings.iter().flat_map(|w| &w.options).filter_map(|o| o.quote.as_ref());
                for file in e.annexes.iter().chain(quotes) {
                    add(file, t.bundle_with(&e.reference), false);
                }
                if let Some(logo) = &e.logo {
                    add(logo, t.logo().into(), false);
                }
            }
            Event::LetterPosted(_)
            | Event::ReceiptFiled(_)
            | Event::NoticeHanded(_)
            | Event::ExchangeImported(_)
            | Event::MailReturned(_)
            | Event::ReplyReceived(_) => {
                let what = t.event(event.kind()).unwrap_or_default();
                event.proof().into_iter().for_each(|file| add(file, what.to_owned(), false));
            }
            // Among them the evidence file that a client was sent.
            Event::MailAccepted(e) => e.attachments.iter().for_each(|file| add(file, t.bundle_mailed().into(), false)),
            _ => {}
        }
    }
    // A paper that is left out is left out everywhere.
    files.retain(|named| named.document || !left_out.contains(&named.file.sha256));
    files.sort_by_key(|named| !named.document);
    files
}
