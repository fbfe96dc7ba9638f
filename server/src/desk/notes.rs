//! What an outside reader writes for themselves. No evidence, no entry, and no page of the firm shows it.

use app::Form;
use app::pages::{self, DeskNote};
use axum::extract::Path;
use ledger::Id;
use ledger::notice::Refusals;

use super::{Guest, Shown, Shut};
use crate::store::access::{self, Note};
use crate::store::log;
use crate::web::{Failure, Making, refuse, see};

/// Characters of a note.
pub const MAX_NOTE: usize = 10_000;
/// Notes under one grant.
pub const MAX_NOTES: usize = 1_000;

/// Those about one thing, or all.
pub async fn of(guest: &Guest, about: Option<&str>) -> Result<Vec<DeskNote>, Failure> {
    let mut tx = guest.app.db.read().await?;
    let all = access::notes(&mut tx, guest.firm, guest.access.access).await?;
    let mut found = Vec::new();
    for note in all.into_iter().filter(|note| about.is_none_or(|about| about == note.about)) {
        // What is no longer there, or no longer granted, keeps its note.
        let name = access::covers(&mut tx, guest.firm, guest.access.access, &note.about).await.unwrap_or_default();
        let Note { note, about, entry, text, created } = note;
        found.push(DeskNote { note, about, name, entry, text, created });
    }
    Ok(found)
}

/// All of them. Nothing of the firm's is shown, so nothing is recorded.
pub async fn page(guest: Guest) -> Shown {
    let own = of(&guest, None).await?;
    let t = guest.t();
    Ok(guest.reader.page(t.desk_notes(), pages::desk_notes(t, &own, &guest.zone)))
}

pub async fn add(guest: Guest, Making(mut form, once): Making) -> Shown {
    let t = guest.t();
    let about = form.value("about").to_owned();
    let name = guest.may(&about).await?;
    let mut no = Refusals::default();
    no.text("note", form.value("note"), true, MAX_NOTE);
    refuse(&mut form, t, no.0);
    let entry = entry(&guest, &mut form, &about).await?;
    let mut log = guest.begin().await?;
    once.first(&mut log).await?;
    if access::notes(&mut log, guest.firm, guest.access.access).await?.len() >= MAX_NOTES {
        form.refuse("note", t.error_too_many(MAX_NOTES));
    }
    if form.is_refused() {
        drop(log);
        let own = of(&guest, Some(&about)).await?;
        let view = pages::desk_noted(t, pages::desk_note_head(t, &about, &name), &about, &own, &guest.zone, &form);
        return Ok(guest.reader.again(t.desk_notes(), view));
    }
    let (note, text, created) = (guest.app.new_id(), form.trimmed("note").to_owned(), log.now());
    let new = Note { note, about: about.clone(), entry, text, created };
    access::add_note(&mut log, guest.firm, guest.access.access, &new).await?;
    let (word, id) = about.split_once(':').unwrap_or_default();
    let answer = once.answer(&mut log, format!("{}/{word}s/{id}#notes", guest.base), "desk_noted").await?;
    log.commit().await?;
    Ok(answer)
}

/// The entry that was named by its number, if it is one about this thing.
async fn entry(guest: &Guest, form: &mut Form, about: &str) -> Result<Option<u64>, Shut> {
    let typed: String = form.value("entry").chars().filter(char::is_ascii_digit).collect();
    if form.trimmed("entry").is_empty() {
        return Ok(None);
    }
    let index = typed.parse::<u64>().ok().and_then(|number| number.checked_sub(1));
    let mut tx = guest.app.db.read().await?;
    let found = match index {
        Some(index) => log::entry(&mut tx, guest.firm, index).await.ok(),
        None => None,
    };
    let subject = found.map(|stored| stored.subject).unwrap_or_default();
    // An entry about a notice of the project is one about the project, too.
    let project = |subject: &str| subject.starts_with("notice:") && about.starts_with("project:");
    let known =
        subject == about || (project(&subject) && access::is_notice_of(&mut tx, guest.firm, &subject, about).await?);
    if !known {
        form.refuse("entry", guest.t().desk_note_no_entry());
    }
    Ok(index.filter(|_| known))
}

pub async fn remove(guest: Guest, Path((_, note)): Path<(String, Id)>) -> Shown {
    let mut tx = guest.app.db.write().await?;
    access::remove_note(&mut tx, guest.firm, guest.access.access, note).await?;
    tx.commit().await?;
    Ok(see(format!("{}/notes", guest.base), "desk_note_removed"))
}
