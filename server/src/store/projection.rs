//! What the log says, as tables: the only writer of the tables in `0002_projections.sql`.
//!
//! [`apply`] runs in the transaction of each entry, and again when `acte verify` replays the log. It therefore depends on the
//! event, the index and the time of the entry, and on rows that earlier entries made; on nothing else.

mod notice;
mod person;
mod retention;

use ledger::event::{Authority, Chasing, Event, FileRef, Party, PayloadErased, ProjectRecorded, Retention};
use ledger::{Id, Lang, Time};
use serde::Serialize;

use super::db::built;
use super::search::{fold, index};
use super::{Error, Firm, Tx, Value};
use crate::args;

/// The tables, in an order in which each refers only to earlier ones.
pub const TABLES: &[&str] = &[
    "firm",
    "member",
    "client",
    "contact",
    "project",
    "need",
    "promise",
    "paper",
    "notice",
    "notice_warning",
    "notice_recipient",
    "spoken",
    "link",
    "delivery",
    "answer",
    "question",
    "proposal",
    "document",
    "seal",
    "erasure",
    "hold",
    "access",
    "access_over",
    "destroyed",
    "erasure_request",
    "record",
];

/// Where in which log an event stands.
#[derive(Clone, Copy, Debug)]
pub struct At {
    pub firm: Firm,
    pub index: u64,
    pub time: Time,
}

type Columns = Vec<(&'static str, Value)>;

/// Columns and their values.
macro_rules! columns {
    ($($name:ident: $value:expr),* $(,)?) => { vec![$((stringify!($name), $crate::store::Value::from($value))),*] };
}
use columns;

/// Brings the tables up to date with one event.
///
/// # Errors
/// `Damaged` when the event speaks of a row that no earlier event made.
pub async fn apply(tx: &mut Tx, at: At, event: &Event) -> Result<(), Error> {
    rows(tx, at, event).await?;
    index::entry(tx, at, event).await
}

async fn rows(tx: &mut Tx, at: At, event: &Event) -> Result<(), Error> {
    match event {
        Event::FirmFounded(e) => {
            let set = columns! { origin: &e.origin, vkey: &e.vkey, lang: Lang::Fr.as_str(), time_zone: "Europe/Paris",
            mail_content: "attached", privacy_email: "", chasing: json(&Chasing::default()), retention: json(&Retention::default()), logo: None::<String> };
            put(tx, at, "firm", columns! {}, columns! {}, [party(&Party::default()), set].concat()).await
        }
        Event::FirmRecorded(e) => {
            let set = columns! { lang: e.lang.as_str(), time_zone: &e.time_zone, logo: e.logo.as_ref().map(json),
            mail_content: word(&e.mail_content), privacy_email: &e.privacy_email, chasing: json(&e.chasing) };
            change(tx, at, "firm", columns! {}, [party(&e.party), set].concat()).await
        }
        Event::MemberInvited(e) => {
            // Nobody knows the person's language yet: the firm's.
            let firm = tx.one("SELECT lang FROM firm WHERE firm = $1", args![at.firm]).await?;
            let once = columns! { name: "", lang: firm.get::<String>("lang")? };
            let set = columns! { email: &e.email, role: word(&e.role), state: "invited" };
            put(tx, at, "member", columns! { member: e.member }, once, set).await
        }
        Event::MemberRecorded(e) => {
            let state = if e.active { "active" } else { "removed" };
            let set =
                columns! { name: &e.name, email: &e.email, role: word(&e.role), state: state, lang: e.lang.as_str() };
            put(tx, at, "member", columns! { member: e.member }, columns! {}, set).await
        }
        Event::ClientRecorded(e) => {
            let set = columns! { sort: fold(&e.party.name), lang: e.lang.as_str() };
            let set = [party(&e.party), set].concat();
            put(tx, at, "client", columns! { client: e.client }, columns! {}, set).await
        }
        Event::ContactRecorded(e) => {
            let set = columns! { client: e.client, name: &e.name, email: &e.email, phone: &e.phone, role: &e.role,
            signatory: e.signatory, authority: word(&e.authority), authority_note: &e.authority_note, director: e.director, active: e.active };
            put(tx, at, "contact", columns! { contact: e.contact }, columns! {}, set).await
        }
        Event::ProjectRecorded(e) => project(tx, at, e).await,
        Event::NeedRecorded(e) => {
            let set = columns! { project: e.project, text: &e.text, answer: &e.answer };
            put(tx, at, "need", columns! { need: e.need }, columns! {}, set).await
        }
        Event::PromiseRecorded(e) => {
            let set =
                columns! { project: e.project, text: &e.text, source: &e.source, state: word(&e.state), note: &e.note };
            put(tx, at, "promise", columns! { promise: e.promise }, columns! {}, set).await
        }
        Event::PaperFiled(e) => {
            let set = columns! { project: e.project, class: word(&e.class), dated: e.dated.map(|d| d.to_string()), filed: at.time };
            let set = [set, file(&e.file)].concat();
            put(tx, at, "paper", columns! { paper: e.paper }, columns! {}, set).await
        }
        Event::DocumentMade(e) => {
            let set = columns! { class: word(&e.class), about: e.about, reference: &e.reference, pages: e.pages, made: at.time };
            let redacts = columns! { redacts: e.redacts.as_ref().map(|redacts| redacts.document) };
            let set = [set, redacts, file(&e.file)].concat();
            put(tx, at, "document", columns! { document: e.document }, columns! {}, set).await
        }
        Event::SealRecorded(_) | Event::SealRevoked(_) | Event::HoldPlaced(_) | Event::HoldReleased(_) => {
            taken_back(tx, at, event).await
        }
        Event::AccessGranted(_) | Event::AccessRevoked(_) => access(tx, at, event).await,
        Event::PayloadErased(e) => erased(tx, at, e).await,
        Event::RetentionSet(e) => retention::set(tx, at, e).await,
        Event::ProjectDestroyed(e) => retention::destroyed(tx, at, e).await,
        Event::ErasureRequested(_) | Event::ErasureExtended(_) | Event::ErasureDecided(_) => {
            person::apply(tx, at, event).await
        }
        // Read from the entries themselves, where someone asks.
        Event::EvidenceExported(_) | Event::BundleExported(_) | Event::AccessLinked(_) | Event::AccessUsed(_) => Ok(()),
        _ => notice::apply(tx, at, event).await,
    }
}

/// What stands until it is taken back: keys that seal, legal holds.
async fn taken_back(tx: &mut Tx, at: At, event: &Event) -> Result<(), Error> {
    match event {
        Event::SealRecorded(e) => {
            let set = columns! { source: word(&e.source), chain: json(&e.chain), recorded: at.time, revoked: None::<i64>, since: None::<i64>, reason: "" };
            put(tx, at, "seal", columns! { sha256: e.sha256 }, columns! {}, set).await
        }
        Event::SealRevoked(e) => {
            let set = columns! { revoked: at.time, since: e.since.map_or(at.time, |since| since.min(at.time)), reason: &e.reason };
            change(tx, at, "seal", columns! { sha256: e.sha256 }, set).await
        }
        Event::HoldPlaced(e) => {
            let set = columns! { about: &e.about, reason: &e.reason, reference: &e.reference, placed: at.time, placed_by: &e.by.name,
            released: None::<i64>, released_by: None::<String>, release_reason: None::<String> };
            put(tx, at, "hold", columns! { hold: e.hold }, columns! {}, set).await
        }
        Event::HoldReleased(e) => {
            let set = columns! { released: at.time, released_by: &e.by.name, release_reason: &e.reason };
            change(tx, at, "hold", columns! { hold: e.hold }, set).await
        }
        _ => Ok(()),
    }
}

/// Who outside may read what; and that somebody may no longer.
async fn access(tx: &mut Tx, at: At, event: &Event) -> Result<(), Error> {
    match event {
        Event::AccessGranted(e) => {
            let to = columns! { name: &e.to.name, office: &e.to.office, email: &e.to.email, lang: e.to.lang.as_str() };
            let set = columns! { sort: word(&e.sort), last: e.last.to_string(), until: e.until, reason: &e.reason, granted_by: &e.by.name };
            // What remains of an erased grant is applied after what revoked it.
            let once = columns! { granted: at.time, revoked: None::<i64>, revoked_by: None::<String>, revoke_reason: None::<String> };
            put(tx, at, "access", columns! { access: e.access }, once, [to, set].concat()).await?;
            for about in &e.over {
                put(tx, at, "access_over", columns! { access: e.access, about: about }, columns! {}, columns! {})
                    .await?;
            }
            Ok(())
        }
        Event::AccessRevoked(e) => {
            let set = columns! { revoked: at.time, revoked_by: &e.by.name, revoke_reason: &e.reason };
            change(tx, at, "access", columns! { access: e.access }, set).await
        }
        _ => Ok(()),
    }
}

/// Leaves in the tables what remains of the erased entry. A replay, which has no more than that, applied it in the entry's own place
/// already: there this changes nothing.
async fn erased(tx: &mut Tx, at: At, e: &PayloadErased) -> Result<(), Error> {
    put(tx, at, "erasure", columns! { erased: e.entry }, columns! {}, columns! {}).await?;
    index::forget(tx, at.firm, Some(e.entry), &e.files).await?;
    let before = At { index: e.entry, time: e.at, ..at };
    match e.remains.as_deref() {
        // The one kind of which nothing remains; nothing refers to a paper.
        None => {
            let sql = "DELETE FROM paper WHERE firm = $1 AND first_entry = $2";
            tx.run(sql, args![at.firm, e.entry]).await.map(drop)
        }
        // A later version stands in the tables.
        Some(event) if event.version_of().is_some() => index::entry(tx, before, event).await,
        Some(event) => Box::pin(apply(tx, before, event)).await,
    }
}

async fn project(tx: &mut Tx, at: At, e: &ProjectRecorded) -> Result<(), Error> {
    let set = columns! { client: e.client, version: e.version, title: &e.title, reference: &e.reference, kinds: json(&e.kinds),
    scope_in: &e.scope_in, scope_out: &e.scope_out, starts: e.starts.map(|d| d.to_string()),
    ends: e.ends.map(|d| d.to_string()), change: &e.change, changed: at.time };
    put(tx, at, "project", columns! { project: e.project }, columns! { opened: at.time }, set).await
}

fn party(party: &Party) -> Columns {
    columns! { name: &party.name, legal_form: &party.legal_form, siren: &party.siren, rcs: &party.rcs, address: &party.address }
}

fn file(file: &FileRef) -> Columns {
    columns! { name: &file.name, media_type: &file.media_type, size: file.size, sha256: file.sha256 }
}

/// A person as recipient of a notice.
fn person(name: &str, email: &str, role: &str, signatory: bool, authority: &Authority, note: &str) -> Columns {
    columns! { name: name, email: email, role: role, signatory: signatory, authority: word(authority), authority_note: note }
}

/// An enum without fields as its one word, as in the payload.
fn word(value: &impl Serialize) -> String {
    json(value).trim_matches('"').to_owned()
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("events hold only what JSON can hold")
}

/// Inserts a row, or brings the row of that key up to date; `once` is set only by the insertion. `entry` never goes back: what remains
/// of an erased entry is applied after later ones.
async fn put(tx: &mut Tx, at: At, table: &str, key: Columns, once: Columns, set: Columns) -> Result<(), Error> {
    let conflict = names(&[columns! { firm: at.firm }, key.clone()].concat());
    let mut update: Vec<String> = set.iter().map(|(name, _)| format!("{name} = excluded.{name}")).collect();
    update.push(newest(table, "excluded.entry"));
    let all =
        [columns! { firm: at.firm }, key, once, set, columns! { first_entry: at.index, entry: at.index }].concat();
    let places: Vec<String> = (1..=all.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT ({conflict}) DO UPDATE SET {}",
        names(&all),
        places.join(", "),
        update.join(", ")
    );
    tx.run(built(sql), all.into_iter().map(|(_, value)| value).collect()).await.map(drop)
}

/// Changes the row of that key, which an earlier event made.
async fn change(tx: &mut Tx, at: At, table: &str, key: Columns, set: Columns) -> Result<(), Error> {
    let set = [set, columns! { entry: at.index }].concat();
    let key = [columns! { firm: at.firm }, key].concat();
    let mut assign: Vec<String> = set.iter().enumerate().map(|(i, (name, _))| format!("{name} = ${}", i + 1)).collect();
    assign[set.len() - 1] = newest(table, &format!("${}", set.len()));
    let select: Vec<String> =
        key.iter().enumerate().map(|(i, (name, _))| format!("{name} = ${}", set.len() + i + 1)).collect();
    let sql = format!("UPDATE {table} SET {} WHERE {}", assign.join(", "), select.join(" AND "));
    match tx.run(built(sql), set.into_iter().chain(key).map(|(_, value)| value).collect()).await? {
        0 => Err(Error::Damaged(format!("entry {} changes a row of {table} that is not there", at.index))),
        _ => Ok(()),
    }
}

/// Sets `entry` to the later of what it is and `new`; the databases have no common word for it.
fn newest(table: &str, new: &str) -> String {
    format!("entry = CASE WHEN {table}.entry < {new} THEN {new} ELSE {table}.entry END")
}

fn names(columns: &Columns) -> String {
    columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// Sets a time on a recipient the first time only: a second delivery does not move the first.
async fn reached(tx: &mut Tx, at: At, column: &'static str, notice: Id, contact: Id) -> Result<(), Error> {
    let sql = format!(
        "UPDATE notice_recipient SET {column} = $1, entry = $2 WHERE firm = $3 AND notice = $4 AND contact = $5 AND {column} IS NULL"
    );
    tx.run(built(sql), args![at.time, at.index, at.firm, notice, contact]).await.map(drop)
}

/// The same, but anew when the other of the two came since: a mail that came back and another that was taken follow each other.
async fn again(
    tx: &mut Tx,
    at: At,
    (column, other): (&'static str, &'static str),
    notice: Id,
    contact: Id,
) -> Result<(), Error> {
    let newest = newest("notice_recipient", "$2");
    let sql = format!(
        "UPDATE notice_recipient SET {column} = $1, {newest} WHERE firm = $3 AND notice = $4 AND contact = $5 \
         AND ({column} IS NULL OR {column} < {other})"
    );
    tx.run(built(sql), args![at.time, at.index, at.firm, notice, contact]).await.map(drop)
}
