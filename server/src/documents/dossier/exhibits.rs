//! The exhibits (*pièces*) of a dossier: every file on record, numbered in the order of the log. What is recorded later comes after, so a
//! number never changes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use app::Texts;
use app::texts::local;
use ledger::event::{DocumentClass, ERASED, Event, FileRef};
use ledger::{Hash, Id, Time};

use super::super::frame::Frame;
use super::super::layout::{Flow, Rich};
use super::super::trail::{Row, Trail};
use super::split::Plan;
use crate::csv::Csv;

/// A file on record.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// From 1.
    pub number: usize,
    /// What it is, for people.
    pub what: String,
    /// The day that it bears, or on which it happened, where the log says so.
    pub dated: Option<ledger::event::Date>,
    /// When the entry that names it was recorded, and its place in the log, from 0.
    pub recorded: Time,
    pub entry: u64,
    pub file: FileRef,
    /// Of what this program made.
    pub pages: Option<u32>,
    /// The entry that says that the file was erased.
    pub erased: Option<u64>,
    /// Of a letter to be posted: what shows that it was, and what came of it.
    pub posting: Vec<String>,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Exhibits {
    pub all: Vec<Exhibit>,
    /// The numbers that each entry names.
    named: HashMap<u64, Vec<usize>>,
}

impl Exhibits {
    /// Those of all that `trail` tells of; it must know every entry, if only with names masked: one without its event would shift the numbers. Not among them: dossiers made earlier, which hold the same, logos, and the copies of evidence that
    /// mails carried, which the certificates hold.
    pub fn of(frame: &Frame, trail: &Trail) -> Exhibits {
        let erased = erased(trail);
        let named: BTreeSet<Hash> =
            trail.events().flat_map(|(_, e)| files(frame, trail, e)).map(|f| f.1.sha256).collect();
        let mut exhibits = Exhibits::default();
        for row in &trail.rows {
            let found = match (&row.event, &row.erased) {
                (event, Some((_, words))) if event.as_ref().is_none_or(|e| files(frame, trail, e).is_empty()) => {
                    // What remains of the entry names no file any more; its number stays.
                    let own = words.files.iter().find(|hash| !named.contains(hash));
                    own.filter(|_| files_go(&row.header.kind))
                        .map(|hash| exhibits.nameless(frame, row, *hash))
                        .into_iter()
                        .collect()
                }
                (Some(event), _) => files(frame, trail, event),
                (None, _) => vec![],
            };
            for (what, file, dated, pages) in found {
                let gone = erased.get(&file.sha256).copied().filter(|erasure| row.header.index < *erasure);
                exhibits.add(
                    row,
                    Exhibit {
                        number: 0,
                        what,
                        dated,
                        recorded: row.header.time,
                        entry: row.header.index,
                        file,
                        pages,
                        erased: gone,
                        posting: vec![],
                    },
                );
            }
        }
        exhibits.posted(frame.texts(), trail);
        exhibits
    }

    /// Says at the line of each letter which exhibit shows that it was posted and what came of it, or that none does.
    fn posted(&mut self, t: Texts, trail: &Trail) {
        for (index, letter) in letters(trail) {
            // The newest of each counts.
            let (mut posting, mut receipt) = (None, None);
            for row in trail.rows.iter().filter(|row| row.erased.is_none()) {
                let shown = self.named.get(&row.header.index).and_then(|numbers| numbers.first());
                let shown = shown.map(|number| t.dossier_exhibit(*number));
                match &row.event {
                    Some(Event::LetterPosted(e)) if e.letter == letter => {
                        posting = Some(shown.map_or(t.dossier_posting_word().into(), |n| t.dossier_posting_shown(&n)));
                    }
                    Some(Event::ReceiptFiled(e)) if e.letter == letter => {
                        receipt = shown.map(|exhibit| t.dossier_receipt_shown(&exhibit));
                    }
                    _ => {}
                }
            }
            for number in self.named.get(&index).into_iter().flatten() {
                self.all[*number - 1].posting = posting.iter().chain(&receipt).cloned().collect();
            }
        }
    }

    fn nameless(&self, frame: &Frame, row: &Row, sha256: Hash) -> Found {
        let what = frame.texts().event(&row.header.kind).unwrap_or(&row.header.kind).to_owned();
        (what, FileRef { name: ERASED.into(), media_type: String::new(), size: 0, sha256 }, None, None)
    }

    /// Each file once; one that was erased and named again is there.
    fn add(&mut self, row: &Row, new: Exhibit) {
        let known = self.all.iter_mut().find(|known| known.file.sha256 == new.file.sha256);
        let number = match known {
            Some(known) => {
                if known.erased.is_some() && new.erased.is_none() {
                    *known = Exhibit { number: known.number, ..new };
                }
                known.number
            }
            None => {
                let number = self.all.len() + 1;
                self.all.push(Exhibit { number, ..new });
                number
            }
        };
        let numbers = self.named.entry(row.header.index).or_default();
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }

    pub fn get(&self, number: usize) -> Option<&Exhibit> {
        self.all.get(number.checked_sub(1)?)
    }

    /// "Pièce n° 3, pièce n° 5", each leading to its row of the bordereau; none for an entry that names no file.
    pub fn named_by(&self, t: Texts, entry: u64) -> Option<Rich> {
        self.all_named_by(t, std::iter::once(entry))
    }

    /// The same of several entries, each number once.
    pub fn all_named_by(&self, t: Texts, entries: impl Iterator<Item = u64>) -> Option<Rich> {
        let numbers: BTreeSet<usize> = entries.filter_map(|entry| self.named.get(&entry)).flatten().copied().collect();
        if numbers.is_empty() {
            return None;
        }
        let mut words = Rich::new();
        for (i, number) in numbers.iter().enumerate() {
            words = if i > 0 { words.plain(", ") } else { words };
            words = words.link(t.dossier_exhibit(*number), &row_of(*number));
        }
        Some(words)
    }

    /// Digits of the numbers in names of files, so that they sort as they count.
    pub fn digits(&self) -> usize {
        digits(self.all.len())
    }
}

/// The same, of so many exhibits.
pub fn digits(count: usize) -> usize {
    count.to_string().len().max(2)
}

/// The anchor of an exhibit's row in the bordereau.
pub fn row_of(number: usize) -> String {
    format!("p{number}")
}

/// The anchor of an exhibit's sheet.
pub fn sheet_of(number: usize) -> String {
    format!("s{number}")
}

/// The anchor of an entry in the chronology.
pub fn entry_of(index: u64) -> String {
    format!("e{index}")
}

/// What it is, the file, its day, its pages.
type Found = (String, FileRef, Option<ledger::event::Date>, Option<u32>);

/// Whether entries of this kind file something.
fn files_go(kind: &str) -> bool {
    matches!(
        kind,
        "paper.filed"
            | "letter.posted"
            | "receipt.filed"
            | "notice.handed"
            | "exchange.imported"
            | "mail.returned"
            | "reply.received"
    )
}

/// The letters that were drawn to be posted, each with the entry that says so.
fn letters(trail: &Trail) -> Vec<(u64, Id)> {
    let letters = trail.rows.iter().filter_map(|row| match &row.event {
        Some(Event::DocumentMade(e)) if e.class == DocumentClass::Letter => Some((row.header.index, e.document)),
        _ => None,
    });
    letters.collect()
}

/// The hashes of the files that were erased, and the entry that says so.
fn erased(trail: &Trail) -> BTreeMap<Hash, u64> {
    let said = trail.rows.iter().filter_map(|row| match &row.event {
        Some(Event::PayloadErased(e)) => Some((row.header.index, &e.files)),
        _ => None,
    });
    said.flat_map(|(entry, files)| files.iter().map(move |file| (*file, entry))).collect()
}

/// The files that an event names.
fn files(frame: &Frame, trail: &Trail, event: &Event) -> Vec<Found> {
    let t = frame.texts();
    let day = |time: Time| local(time, &frame.zone).date();
    let dated = match event {
        Event::PaperFiled(e) => e.dated,
        Event::LetterPosted(e) => Some(e.day),
        Event::ReceiptFiled(e) => e.received.or(e.presented),
        Event::NoticeHanded(e) => Some(e.day),
        Event::ExchangeImported(e) => e.date.map(day),
        Event::ReplyReceived(e) => e.date.map(day),
        _ => None,
    };
    match event {
        Event::DocumentMade(e) if matches!(e.class, DocumentClass::Dossier | DocumentClass::ClientDossier) => vec![],
        Event::DocumentMade(e) => vec![(trail.document(t, e), e.file.clone(), None, Some(e.pages))],
        Event::PaperFiled(e) => vec![(t.paper_class(e.class).to_owned(), e.file.clone(), dated, None)],
        Event::NoticeIssued(e) => {
            let quotes = e.warnings.iter().flat_map(|w| &w.options).filter_map(|option| option.quote.as_ref());
            e.annexes.iter().chain(quotes).map(|file| (t.bundle_with(&e.reference), file.clone(), None, None)).collect()
        }
        Event::LetterPosted(_)
        | Event::ReceiptFiled(_)
        | Event::NoticeHanded(_)
        | Event::ExchangeImported(_)
        | Event::MailReturned(_)
        | Event::ReplyReceived(_) => {
            let what = t.event(event.kind()).unwrap_or_default();
            event.proof().into_iter().map(|file| (what.to_owned(), file.clone(), dated, None)).collect()
        }
        _ => vec![],
    }
}

/// The date that the bordereau gives: the exhibit's own, or that of its entry.
fn date(frame: &Frame, exhibit: &Exhibit) -> (String, bool) {
    match exhibit.dated {
        Some(date) => (frame.texts().date(date), true),
        None => (frame.texts().date(local(exhibit.recorded, &frame.zone).date()), false),
    }
}

/// The table of `numbers`. Rows lead to the entry that names each exhibit where `entries` are shown, and to its sheet where that is in this
/// document, the part `here`.
pub fn table(
    flow: &mut Flow,
    frame: &Frame,
    exhibits: &Exhibits,
    numbers: &[usize],
    plan: &Plan,
    (here, entries): (usize, bool),
) {
    let t = frame.texts();
    let head =
        [t.trail_number(), t.dossier_what(), t.date_label(), t.dossier_pages(), t.doc_size(), t.dossier_part_label()];
    flow.table(&[0.6, 5.3, 2.1, 0.8, 1.2, 1.2], &head, |table| {
        for exhibit in numbers.iter().filter_map(|number| exhibits.get(*number)) {
            let part = plan.part_of(exhibit.number);
            table.row(|cells| {
                let number = exhibit.number.to_string();
                match part == Some(here) {
                    true => cells[0].plain(Rich::new().link(number, &sheet_of(exhibit.number))),
                    false => cells[0].plain(Rich::new().strong(number)),
                }
                cells[0].anchor(&row_of(exhibit.number));
                cells[1].plain(exhibit.what.as_str());
                cells[1].small(exhibit.file.name.as_str());
                exhibit.posting.iter().for_each(|words| cells[1].small(words.as_str()));
                let entry = t.dossier_entry(exhibit.entry + 1);
                match entries {
                    true => cells[1].small(Rich::new().link(entry, &entry_of(exhibit.entry))),
                    false => cells[1].small(entry),
                }
                cells[1].code(exhibit.file.sha256.to_string());
                let (date, own) = date(frame, exhibit);
                cells[2].plain(date);
                // The day that a paper bears is the word of whoever filed it; the log knows when that was.
                let recorded = t.date(local(exhibit.recorded, &frame.zone).date());
                cells[2].small(if own { t.dossier_recorded_at(&recorded) } else { t.dossier_recorded().into() });
                cells[3].plain(exhibit.pages.map(|pages| pages.to_string()).unwrap_or_default());
                cells[4].plain(if exhibit.size_known() { t.size(exhibit.file.size) } else { String::new() });
                cells[5].plain(place(t, plan, exhibit, part));
            });
        }
    });
}

impl Exhibit {
    /// Whether the log still says how large it was.
    fn size_known(&self) -> bool {
        !self.file.media_type.is_empty()
    }
}

/// In which part it stands, or why in none.
fn place(t: Texts, plan: &Plan, exhibit: &Exhibit, part: Option<usize>) -> String {
    match part {
        _ if exhibit.erased.is_some() => t.dossier_erased().into(),
        Some(part) if plan.parts[part].oversize => t.dossier_oversize(part + 1),
        Some(part) => (part + 1).to_string(),
        None if plan.missing.contains(&exhibit.number) => t.dossier_missing().into(),
        None => t.dossier_not_joined().into(),
    }
}

/// The same table for spreadsheets; days as `YYYY-MM-DD`, bytes as a number. What this program made was made on the day it was recorded.
pub fn csv(frame: &Frame, exhibits: &Exhibits, plan: &Plan) -> String {
    let t = frame.texts();
    let mut csv = Csv::new([
        t.trail_number(),
        t.dossier_what(),
        t.doc_file(),
        t.date_label(),
        t.dossier_recorded_on(),
        t.bundle_entry(),
        t.dossier_pages(),
        t.bundle_bytes(),
        t.doc_sha256(),
        t.dossier_part_label(),
    ]);
    for exhibit in &exhibits.all {
        let recorded = local(exhibit.recorded, &frame.zone).date();
        let dated = exhibit.dated.or(exhibit.pages.map(|_| recorded));
        csv.row([
            exhibit.number.to_string(),
            exhibit.what.clone(),
            exhibit.file.name.clone(),
            dated.map(|date| date.to_string()).unwrap_or_default(),
            recorded.to_string(),
            (exhibit.entry + 1).to_string(),
            exhibit.pages.map(|pages| pages.to_string()).unwrap_or_default(),
            if exhibit.size_known() { exhibit.file.size.to_string() } else { String::new() },
            exhibit.file.sha256.to_string(),
            place(t, plan, exhibit, plan.part_of(exhibit.number)),
        ]);
    }
    csv.finish()
}
