//! The two papers that a contact gets about their own data: the copy of all that is held (GDPR art. 15 and 20), and the answer to a request to erase
//! it (art. 12 and 17).

use app::Texts;
use ledger::event::{
    Datum, ErasureDecided, ErasureRequested, Event, Gone, Keeping, Kept, Outcome, Party, PayloadErased,
};
use ledger::{Id, Time};
use serde::Serialize;

use super::frame::Frame;
use super::layout::{ACCENT, Attachment, Document, Flow, PLAIN, Pdf, Relationship, Rich};
use super::trail::Trail;
use super::{Error, proof};
use crate::csv::Csv;
use crate::person::{Said, Saying};

/// What of a form of data is no entry.
#[derive(Clone, Debug, Serialize)]
pub struct Working {
    pub what: Datum,
    /// Milliseconds since 1970, UTC; none of what has no moment.
    pub time: Option<i64>,
    pub says: Vec<Saying>,
}

/// A file whose text alone names the person: nothing of it is told.
#[derive(Clone, Debug, Serialize)]
pub struct NamedFile {
    /// The entry that filed it, by its place in the log, from 1.
    pub entry: u64,
    /// Milliseconds since 1970, UTC.
    pub time: i64,
    pub name: String,
}

/// All that is held about a person, as they are given it.
#[derive(Clone, Debug, Serialize)]
pub struct Copy {
    /// Of this file.
    pub format: &'static str,
    pub firm: String,
    pub contact: Id,
    pub name: String,
    pub client: String,
    /// When it was put together, milliseconds since 1970, UTC.
    pub made: i64,
    pub entries: Vec<Said>,
    pub working: Vec<Working>,
    /// Codes of which the hash is kept.
    pub codes: u64,
    /// Files whose text alone names the person.
    pub files: Vec<NamedFile>,
    /// Servers of others that took over mails to the person or were sent hashes, in words.
    pub servers: Vec<String>,
    /// Those outside who may or might read, in words.
    pub readers: Vec<String>,
    /// How long it is kept, in words.
    pub period: Vec<String>,
}

impl Copy {
    /// Members of what is attached: version 1.
    pub const FORMAT: &'static str = "acte-personal-data/1";

    fn csv(&self, frame: &Frame) -> String {
        let mut table = Csv::new(["entry", "utc", "local", "what", "kind", "by", "field", "text"]);
        let when = |time: Option<i64>| match time {
            Some(time) => [frame.utc(Time(time)), frame.stamp(Time(time))],
            None => [String::new(), String::new()],
        };
        for said in &self.entries {
            for Saying { field, text } in &said.says {
                let [utc, local] = when(Some(said.time));
                let (what, kind) = (word(said.what), said.kind.clone());
                table.row([
                    said.entry.to_string(),
                    utc,
                    local,
                    what,
                    kind,
                    said.by.clone(),
                    field.clone(),
                    text.clone(),
                ]);
            }
        }
        for row in &self.working {
            for Saying { field, text } in &row.says {
                let [utc, local] = when(row.time);
                let what = word(row.what);
                table.row([String::new(), utc, local, what, String::new(), String::new(), field.clone(), text.clone()]);
            }
        }
        for file in &self.files {
            let [utc, local] = when(Some(file.time));
            let [what, kind, by, field] = ["files", "", "", "name"].map(str::to_owned);
            table.row([file.entry.to_string(), utc, local, what, kind, by, field, file.name.clone()]);
        }
        table.finish()
    }
}

/// As the format of the entries writes it.
fn word(what: Datum) -> String {
    serde_json::to_string(&what).unwrap_or_default().trim_matches('"').to_owned()
}

/// The copy of all that is held about a person.
///
/// # Errors
/// When it cannot be drawn.
pub fn personal_data(frame: &Frame, firm: &Party, copy: &Copy, trail: &Trail) -> Result<Pdf, Error> {
    let t = frame.texts();
    let mut document = begun(frame, firm, t.person_export(), &t.person_export_lead(&firm.name));
    let flow = &mut document.flow;
    flow.note(ACCENT, |f| {
        f.plain(Rich::new().strong(t.person_export_statement(&firm.name, &frame.when(frame.now))));
        f.gap(4.0);
        f.plain(t.person_export_files(&firm.name));
        f.gap(4.0);
        f.prose(proof::time_sentence(frame, trail));
    });
    flow.gap(12.0);
    let mut rows = vec![
        (t.person_named(), Rich::new().strong(copy.name.as_str())),
        (t.person_company(), copy.client.as_str().into()),
        (t.person_identifier(), Rich::new().code(copy.contact.to_string())),
        proof::time_row(frame, trail),
    ];
    rows.extend(frame.about_itself());
    flow.facts(rows);
    flow.heading(1, t.person_purposes());
    flow.bullets(PLAIN, [t.person_purpose_prove(), t.person_purpose_legal(), t.person_purpose_auto()]);
    flow.heading(1, t.person_sources());
    flow.bullets(PLAIN, [t.person_source_company(), t.person_source_self(), t.person_source_servers()]);
    flow.heading(1, t.person_recipients());
    let known = [t.person_recipient_firm(), t.person_recipient_company(), t.person_recipient_host()].map(str::to_owned);
    let none = copy.readers.is_empty().then(|| t.person_recipient_none().to_owned());
    flow.bullets(
        PLAIN,
        known.into_iter().chain(copy.servers.iter().cloned()).chain(copy.readers.iter().cloned()).chain(none),
    );
    flow.heading(1, t.person_period());
    flow.bullets(PLAIN, copy.period.iter().map(String::as_str));
    rights(flow, frame, t.person_rights(), true);
    flow.heading(1, t.person_export_held());
    flow.plain(t.person_export_rule());
    flow.gap(4.0);
    flow.small(t.trail_time_note(frame.zone_name()));
    for what in Datum::ALL {
        held(flow, frame, copy, what);
    }
    files(flow, frame, &copy.files);
    if copy.codes > 0 {
        flow.gap(4.0);
        flow.small(t.person_export_codes(copy.codes));
    }
    flow.heading(2, t.person_export_file());
    flow.plain(t.person_export_file_text());
    proof::integrity(flow, frame, trail);
    proof::attach(&mut document, frame, trail);
    attach(&mut document, frame, copy)?;
    document.finish()
}

fn begun(frame: &Frame, firm: &Party, class: &str, lead: &str) -> Document {
    let mut document = frame.document(class, lead, firm);
    let flow = &mut document.flow;
    frame.sender_and_qr(flow, firm);
    flow.gap(28.0);
    flow.title(class, &frame.reference);
    flow.gap(10.0);
    document
}

/// What the person may ask, and to whom they may turn.
fn rights(flow: &mut Flow, frame: &Frame, heading: &str, all: bool) {
    let t = frame.texts();
    flow.heading(1, heading);
    let place = match frame.privacy_email.as_str() {
        "" => t.person_right_firm().to_owned(),
        address => t.person_right_where(address),
    };
    let ask = all.then(|| t.person_right_ask().to_owned());
    let remedies = [place, t.person_right_cnil().to_owned(), t.person_right_court().to_owned()];
    flow.bullets(PLAIN, ask.into_iter().chain(remedies));
}

/// Everything of one sort, a row for each entry.
fn held(flow: &mut Flow, frame: &Frame, copy: &Copy, what: Datum) {
    let t = frame.texts();
    let entries: Vec<&Said> = copy.entries.iter().filter(|said| said.what == what).collect();
    let working: Vec<&Working> = copy.working.iter().filter(|row| row.what == what).collect();
    if entries.is_empty() && working.is_empty() {
        return;
    }
    flow.heading(2, t.datum(what));
    let head = [t.trail_number(), t.trail_when(), t.trail_what(), t.trail_by()];
    flow.table(&[0.7, 2.75, 5.1, 1.9], &head, |table| {
        for said in entries {
            table.row(|cells| {
                cells[0].code(said.entry.to_string());
                cells[1].plain(frame.stamp(Time(said.time)));
                cells[1].small(frame.utc(Time(said.time)));
                cells[2].plain(said.called.as_str());
                if said.erased {
                    cells[2].small(t.person_export_erased());
                }
                lines(frame, &said.words, &said.says).into_iter().for_each(|line| cells[2].small(line));
                cells[3].plain(said.by.as_str());
            });
        }
        for row in working {
            table.row(|cells| {
                cells[0].plain("\u{2013}");
                if let Some(time) = row.time {
                    cells[1].plain(frame.stamp(Time(time)));
                    cells[1].small(frame.utc(Time(time)));
                }
                lines(frame, &[], &row.says).into_iter().for_each(|line| cells[2].small(line));
            });
        }
    });
}

/// Files that name the person in their text alone.
fn files(flow: &mut Flow, frame: &Frame, files: &[NamedFile]) {
    let t = frame.texts();
    flow.heading(2, t.person_files());
    flow.plain(t.person_files_text());
    let line = |file: &NamedFile| t.person_file(file.entry, &frame.stamp(Time(file.time)), &file.name);
    match files {
        [] => flow.small(t.person_files_none()),
        files => flow.bullets(PLAIN, files.iter().map(line)),
    }
}

/// What an entry says, less what says nothing to a person: identifiers, hashes, numbers of the program. All of it is in the data attached.
fn lines(frame: &Frame, words: &[String], says: &[Saying]) -> Vec<String> {
    let t = frame.texts();
    let mut lines = words.to_vec();
    for Saying { field, text } in says {
        let line = match (t.person_field(field), text.parse()) {
            (Some(label), _) => t.labelled(label, text),
            (None, Ok(time)) if field == "expires" => t.trail_link_valid(&frame.when(Time(time))),
            (None, _) if text.contains(' ') => t.labelled(t.field_said(), text),
            (None, _) => continue,
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn attach(document: &mut Document, frame: &Frame, copy: &Copy) -> Result<(), Error> {
    let t = frame.texts();
    let json = serde_json::to_vec_pretty(copy).map_err(|error| Error::Pdf(error.to_string()))?;
    let name = t.choose("donnees", "data");
    for (name, media_type, bytes) in [
        (format!("{name}.json"), "application/json", json),
        (format!("{name}.csv"), "text/csv", copy.csv(frame).into_bytes()),
    ] {
        document.attachments.push(Attachment {
            name,
            media_type: media_type.into(),
            description: t.person_data_description().into(),
            relationship: Relationship::Data,
            plain: false,
            bytes,
        });
    }
    Ok(())
}

/// The answer that the entry about this document tells: what was asked, what was erased, what is kept, why and until when, and where to turn.
///
/// # Errors
/// `Evidence` when `trail` does not show it.
pub fn erasure_answer(frame: &Frame, firm: &Party, trail: &Trail) -> Result<Pdf, Error> {
    let t = frame.texts();
    let decided = trail.events().find_map(|(at, event)| match event {
        Event::ErasureDecided(decided) if decided.document == frame.document => Some((at, decided)),
        _ => None,
    });
    let (at, decided) = decided.ok_or(Error::Evidence("nothing says that it was decided".into()))?;
    let asked = trail.events().find_map(|(_, event)| match event {
        Event::ErasureRequested(asked) if asked.request == decided.request => Some(asked),
        _ => None,
    });
    let asked = asked.ok_or(Error::Evidence("nothing says that it was asked for".into()))?;
    let mut document = begun(frame, firm, t.person_answer(), &t.person_answer_lead(&firm.name));
    let flow = &mut document.flow;
    flow.note(ACCENT, |f| {
        f.plain(t.person_answer_asked(&firm.name, &t.date(asked.received)));
        f.gap(4.0);
        f.plain(Rich::new().strong(outcome(t, decided)));
        f.gap(4.0);
        f.prose(proof::time_sentence(frame, trail));
    });
    flow.gap(12.0);
    facts(flow, frame, (at, decided), asked);
    flow.heading(1, t.person_answer_gone());
    match decided.erased.as_slice() {
        [] => flow.plain(t.person_answer_gone_none()),
        gone => flow
            .bullets(PLAIN, gone.iter().map(|Gone { what, count }| t.person_line(t.datum(*what), &t.number(*count)))),
    }
    entries(flow, frame, trail, decided);
    if let Some(place) = decided.name_in {
        flow.gap(4.0);
        flow.plain(Rich::new().strong(t.person_answer_name_again(&t.number(place + 1))));
    }
    if !decided.kept.is_empty() {
        flow.heading(1, t.person_answer_kept());
        flow.bullets(PLAIN, decided.kept.iter().map(|kept| kept_line(t, kept, decided.years)));
        stays(flow, t, decided);
    }
    if decided.outcome == Outcome::Erased {
        flow.gap(4.0);
        flow.plain(t.person_answer_meaning());
    }
    flow.plain(t.person_answer_beyond());
    rights(flow, frame, t.person_answer_remedies(), false);
    proof::integrity(flow, frame, trail);
    proof::attach(&mut document, frame, trail);
    document.finish()
}

/// How many files went, where these are more than the documents and bundles counted above; and which entries lost their content.
fn entries(flow: &mut Flow, frame: &Frame, trail: &Trail, decided: &ErasureDecided) {
    let t = frame.texts();
    let erased = trail.events().filter_map(|(_, event)| match event {
        Event::PayloadErased(e) if decided.entries.contains(&e.entry) => Some(e),
        _ => None,
    });
    let erased: Vec<&PayloadErased> = erased.collect();
    let files: u64 = erased.iter().map(|e| e.files.len() as u64).sum();
    if files > 0 && decided.erased.iter().all(|gone| gone.what != Datum::Documents || gone.count < files) {
        flow.small(t.person_answer_files(files));
    }
    let line = |e: &PayloadErased| {
        t.person_answer_entry(&t.number(e.entry + 1), &frame.stamp(e.at), t.event(&e.what).unwrap_or(&e.what))
    };
    let lines: Vec<String> = erased.into_iter().map(line).collect();
    if !lines.is_empty() {
        flow.gap(4.0);
        flow.bullets(PLAIN, lines);
    }
}

/// That the name stays in what is kept, in how many documents, why and until when; and under which holds.
fn stays(flow: &mut Flow, t: Texts, decided: &ErasureDecided) {
    let kept = decided.kept.iter().find(|kept| kept.what.names_the_person());
    if let (Some(kept), Some(named_in)) = (kept, decided.named_in) {
        flow.gap(4.0);
        flow.plain(Rich::new().strong(t.person_answer_name_stays()));
        flow.plain(t.person_named_in(named_in));
        flow.plain(t.person_stays_why(kept.why, kept.until, decided.years));
    }
    if !decided.holds.is_empty() {
        flow.gap(4.0);
        flow.bullets(PLAIN, decided.holds.iter().map(|hold| t.person_hold(hold)));
    }
}

fn outcome(t: Texts, decided: &ErasureDecided) -> &'static str {
    let only_the_request = decided.kept.iter().all(|kept| kept.why == Keeping::Record);
    match decided.outcome {
        Outcome::Refused => t.person_answer_refused(),
        Outcome::Erased if only_the_request => t.person_answer_wholly(),
        Outcome::Erased => t.person_answer_partly(),
    }
}

fn facts(flow: &mut Flow, frame: &Frame, (at, decided): (Time, &ErasureDecided), asked: &ErasureRequested) {
    let t = frame.texts();
    let mut rows = vec![
        (t.person_identifier(), Rich::new().code(asked.contact.to_string())),
        (t.person_answer_decided(), frame.when_and_utc(at).into()),
        (t.register_decided_by(), Rich::from(decided.by.name.as_str())),
        (t.person_answer_reason(), Rich::from(decided.reason.as_str())),
    ];
    rows.extend(frame.about_itself());
    flow.facts(rows);
}

fn kept_line(t: Texts, kept: &Kept, years: u32) -> String {
    let sort = match (kept.what, kept.why) {
        // Of an erasure; what is refused or held leaves the record as it is.
        (Datum::Contact, Keeping::Claims | Keeping::Due | Keeping::Record) => t.datum_name_alone(),
        (what, _) => t.datum(what),
    };
    let what = t.person_line(sort, &t.number(kept.count));
    match t.keeping_end(kept.why, kept.until, years) {
        Some(end) => t.person_keeping(&what, t.keeping(kept.why), &end),
        None => t.person_keeping_open(&what, t.keeping(kept.why)),
    }
}
