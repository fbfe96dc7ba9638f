//! What repeats the text of an entry outside the log: its own file; documents and bundles made since, whose attached evidence shows it;
//! copies of mails on this server.
//!
//! Pages are drawn from the evidence attached to them, so a document holds the text exactly if that evidence does. A copy with masked names is drawn
//! from entries too that it withholds, so it goes with each of them; but what is recorded of a contact is short, and is looked for in the copy's text.

mod contact;

use std::collections::BTreeSet;

use app::pages::ReaderLoses;
use ledger::bundle::{FileRole, Manifest};
use ledger::event::{DocumentClass, DocumentMade, Event, FileRef};
use ledger::evidence::{Disclosure, EvidenceEntry};
use ledger::{Evidence, Hash, Header, Id, Time, find_evidence};

use super::readers::losing;
use crate::documents::Mask;
use crate::mail;
use crate::notices::paper::{self, CERTIFICATE_JOB, NO_ANSWER_JOB, NOTICE_JOB};
use crate::search::text;
use crate::store::log::{self, Stored};
use crate::store::{Append, Error, Firm, Tx, erasure, files};
use crate::web::{App, Failure, Owner};

#[derive(Default)]
pub struct Traces {
    /// How many entries the log had before the search began.
    size: u64,
    /// What the entries that go say of a contact, where all of them are of that contact's record.
    person: Option<Mask>,
    /// The file that the entry filed, if it goes.
    pub file: Option<FileRef>,
    /// The entry filed a file that something else needs.
    pub shared: bool,
    pub documents: Vec<DocumentMade>,
    /// Names of evidence files that were sent to the client.
    pub sent: Vec<String>,
    /// Each bundle, by the hash of its table of contents, and when it was made.
    pub bundles: Vec<(Hash, Time)>,
    /// Mails in the outbox folder.
    pub mails: Vec<Id>,
    /// All files that go.
    pub files: Vec<Hash>,
    /// Documents about notices that are made once more without the text.
    pub made_again: BTreeSet<(DocumentClass, Id)>,
}

/// Searches. Reads each document of the client that was made since, so not under the lock of the log.
pub async fn find(owner: &Owner, stored: &Stored) -> Result<Traces, Failure> {
    let (app, firm, entry) = (&owner.app, owner.firm, stored.index);
    let mut tx = app.db.read().await?;
    let mut found = Traces { size: log::size(&mut tx, firm).await?, ..Traces::default() };
    let Some(client) = erasure::client(&mut tx, firm, &stored.subject).await? else { return Ok(found) };
    if let Some(file) = stored.event()?.as_ref().and_then(Event::proof) {
        found.shared = erasure::is_shared(&mut tx, firm, entry, file.sha256).await?;
        if !found.shared {
            found.files.push(file.sha256);
            found.file = Some(file.clone());
        }
    }
    if let Some(notice) = stored.subject.strip_prefix("notice:") {
        found.mails = erasure::outbox_copies(&mut tx, firm, notice, entry).await?;
    }
    found.person = contact::said(&mut tx, firm, client, &BTreeSet::from([entry])).await?;
    let made = erasure::made_since(&mut tx, firm, client, entry + 1).await?;
    drop(tx);
    for later in made {
        found.made(app, firm, &later, &|index| index == entry).await?;
    }
    Ok(found)
}

/// The same of several entries about a client and its contacts, none of which filed anything.
pub async fn of(app: &App, firm: Firm, client: Id, places: &BTreeSet<u64>) -> Result<Traces, Failure> {
    let mut tx = app.db.read().await?;
    let mut found = Traces { size: log::size(&mut tx, firm).await?, ..Traces::default() };
    let Some(first) = places.first() else { return Ok(found) };
    found.person = contact::said(&mut tx, firm, client, places).await?;
    let made = erasure::made_since(&mut tx, firm, client, first + 1).await?;
    drop(tx);
    for later in made {
        found.made(app, firm, &later, &|index| places.contains(&index)).await?;
    }
    Ok(found)
}

/// How many documents of the client, beside the files that go, name a contact by what their evidence shows.
pub async fn naming(
    app: &App,
    firm: Firm,
    (contact, client): (Id, Id),
    going: &[Hash],
    names: &(dyn Fn(&str) -> bool + Sync),
) -> Result<u64, Failure> {
    let made = erasure::made_since(&mut app.db.read().await?, firm, client, 0).await?;
    let (mut seen, mut count) = (BTreeSet::new(), 0);
    for later in made {
        let Some(Event::DocumentMade(made)) = later.event()? else { continue };
        if going.contains(&made.file.sha256) || !seen.insert(made.file.sha256) {
            continue;
        }
        // A copy of their own data withholds most of what it is drawn from.
        let theirs = made.class == DocumentClass::PersonalData && made.about == contact;
        let says = |entry: &EvidenceEntry| theirs || entry.payload.as_deref().is_some_and(names);
        count += u64::from(shows(app, firm, made.file.sha256, &says).await?);
    }
    Ok(count)
}

/// Whether the evidence of a document shows an entry whose payload is so.
pub async fn says(app: &App, firm: Firm, sha256: Hash, so: &(dyn Fn(&str) -> bool + Sync)) -> Result<bool, Failure> {
    shows(app, firm, sha256, &|entry| entry.payload.as_deref().is_some_and(so)).await
}

/// Which entries go, by their places in the log.
pub type Goes<'a> = &'a (dyn Fn(u64) -> bool + Sync);

impl Traces {
    /// What outside readers had made of that.
    pub async fn of_readers(&self, tx: &mut Tx, firm: Firm) -> Result<Vec<ReaderLoses>, Error> {
        losing(tx, firm, &self.documents, self.bundles.iter().map(|(sha256, _)| *sha256)).await
    }

    /// Whether the document with this identifier goes.
    fn has(&self, document: Id) -> bool {
        self.documents.iter().any(|made| made.document == document)
    }

    /// What was made by a later entry about the client, if it shows one that goes.
    pub async fn made(&mut self, app: &App, firm: Firm, later: &Stored, goes: Goes<'_>) -> Result<(), Failure> {
        match later.event()? {
            // Its other parts carry exhibits, one of which may repeat the text.
            Some(Event::DocumentMade(made)) if made.part.is_some() && self.has(made.dossier()) => {
                self.files.push(made.file.sha256);
                self.documents.push(made);
            }
            Some(Event::DocumentMade(made)) => {
                let (file, is_copy) = (&made.file, made.redacts.is_some());
                if is_copy && self.is_masked_in(app, firm, file.sha256, goes).await?
                    || !self.adds(app, firm, file, &drawn(made.class, is_copy, goes)).await?
                {
                    return Ok(());
                }
                let asked_for = [DocumentClass::Dossier, DocumentClass::ClientDossier, DocumentClass::PersonalData];
                if !asked_for.contains(&made.class) && made.redacts.is_none() {
                    self.made_again.insert((made.class, made.about));
                }
                self.documents.push(made);
            }
            Some(Event::MailAccepted(mail)) => {
                for file in mail.attachments.iter().filter(|file| file.media_type == "application/json") {
                    if self.adds(app, firm, file, &shown(goes)).await? {
                        self.sent.push(file.name.clone());
                    }
                }
            }
            Some(Event::BundleExported(bundle)) => self.bundle(app, firm, bundle.sha256, later.time, goes).await?,
            _ => {}
        }
        Ok(())
    }

    /// Whether a copy with masked names says nothing of the contact whose record goes: neither the entries that it shows nor its pages.
    async fn is_masked_in(&self, app: &App, firm: Firm, sha256: Hash, goes: Goes<'_>) -> Result<bool, Failure> {
        let Some(person) = &self.person else { return Ok(false) };
        if shows(app, firm, sha256, &shown(goes)).await? {
            return Ok(false);
        }
        let Some(bytes) = read(app, firm, sha256).await? else { return Ok(true) };
        // Of a text that cannot be read whole nobody knows what it says.
        let text = text::of("application/pdf", &bytes);
        Ok(text.is_ok_and(|text| !text.is_empty() && !text::is_cut(&text) && !person.finds(&text)))
    }

    /// Whether this file was not found before and, as the evidence in it tells, shows such an entry.
    async fn adds(&mut self, app: &App, firm: Firm, file: &FileRef, goes: Drawn<'_>) -> Result<bool, Failure> {
        let new = !self.files.contains(&file.sha256) && shows(app, firm, file.sha256, goes).await?;
        if new {
            self.files.push(file.sha256);
        }
        Ok(new)
    }

    /// Of a bundle whose evidence shows such an entry: its table of contents, its evidence and the lists of its files. The documents in it
    /// are on record by themselves; what helps to verify says nothing of the client.
    async fn bundle(&mut self, app: &App, firm: Firm, sha256: Hash, made: Time, goes: Goes<'_>) -> Result<(), Failure> {
        let Some(bytes) = read(app, firm, sha256).await? else { return Ok(()) };
        let Ok(manifest) = Manifest::from_bytes(&bytes) else { return Ok(()) };
        let evidence = manifest.files.iter().find(|file| file.role == FileRole::Evidence);
        let Some(evidence) = evidence else { return Ok(()) };
        if !shows(app, firm, evidence.sha256, &shown(goes)).await? {
            return Ok(());
        }
        let lists = manifest
            .files
            .iter()
            .filter(|file| file.role == FileRole::Aid && (file.path.ends_with(".pdf") || file.path.ends_with(".csv")));
        let lists = lists.map(|file| file.sha256);
        let gone: Vec<Hash> = [sha256, evidence.sha256].into_iter().chain(lists).collect();
        self.files.extend(gone.into_iter().filter(|hash| !self.files.contains(hash)).collect::<Vec<_>>());
        self.bundles.push((sha256, made));
        Ok(())
    }
}

/// Whether a file says something that goes, by an entry of its evidence.
type Drawn<'a> = &'a (dyn Fn(&EvidenceEntry) -> bool + Sync);

/// Of the entries whose text the evidence shows: pages say no more than that.
fn shown(goes: Goes<'_>) -> impl Fn(&EvidenceEntry) -> bool + Sync {
    move |entry| {
        let is_it = |header: &str| Header::from_bytes(header.as_bytes()).is_ok_and(|header| goes(header.index));
        entry.payload.is_some() && is_it(&entry.header)
    }
}

/// The same of a document. What a person was given of all that is held about them is drawn from entries that its evidence withholds, too: what
/// they say of others is not for that person. So is a copy with masked names, from those that say one.
fn drawn(class: DocumentClass, is_copy: bool, goes: Goes<'_>) -> impl Fn(&EvidenceEntry) -> bool + Sync {
    let shown = shown(goes);
    let is_it =
        move |entry: &EvidenceEntry| Header::from_bytes(entry.header.as_bytes()).is_ok_and(|header| goes(header.index));
    move |entry| match class {
        DocumentClass::PersonalData => is_it(entry),
        _ if is_copy && entry.state == Disclosure::Withheld => is_it(entry),
        _ => shown(entry),
    }
}

/// Whether the evidence in this file, or attached to it, has an entry that is so.
async fn shows(app: &App, firm: Firm, sha256: Hash, drawn: Drawn<'_>) -> Result<bool, Failure> {
    let Some(bytes) = read(app, firm, sha256).await? else { return Ok(false) };
    let evidence = match find_evidence(&bytes) {
        Ok(attached) => Evidence::from_bytes(attached),
        Err(_) => Evidence::from_bytes(&bytes),
    };
    let Ok(evidence) = evidence else { return Ok(false) };
    Ok(evidence.entries.iter().any(drawn))
}

/// The file, unless it went with an earlier erasure.
async fn read(app: &App, firm: Firm, sha256: Hash) -> Result<Option<Vec<u8>>, Failure> {
    if !files::is_held(&mut app.db.read().await?, firm, sha256).await? {
        return Ok(None);
    }
    match app.files.get(firm, sha256).await {
        Err(Error::Missing | Error::Damaged(_)) => Ok(None),
        other => Ok(Some(other?)),
    }
}

/// Whether what was found is still all there is: nothing was made since, and nothing about the client is being made or sent. Asked
/// under the lock of the log.
pub async fn still(owner: &Owner, log: &mut Append, stored: &Stored, found: &Traces) -> Result<bool, Failure> {
    let (app, firm) = (&owner.app, owner.firm);
    let Some(client) = erasure::client(log, firm, &stored.subject).await? else { return Ok(true) };
    still_of(app, log, client, found).await
}

/// The same of what was found about a client.
pub async fn still_of(app: &App, log: &mut Append, client: Id, found: &Traces) -> Result<bool, Failure> {
    let firm = log.firm();
    if !erasure::made_since(log, firm, client, found.size).await?.is_empty() {
        return Ok(false);
    }
    nothing_under_way(app, log, client).await
}

/// Whether no document or mail about the client is being made or sent. Asked under the lock of the log.
pub async fn nothing_under_way(app: &App, log: &mut Append, client: Id) -> Result<bool, Failure> {
    let firm = log.firm();
    let notices = erasure::notices(log, firm, client).await?;
    for (kind, key, payload) in
        erasure::under_way(log, firm, [mail::JOB, NOTICE_JOB, CERTIFICATE_JOB, NO_ANSWER_JOB]).await?
    {
        let about = match kind.as_str() {
            mail::JOB => mail::about(app, firm, &key, &payload),
            _ => paper::about(&payload),
        };
        // One that cannot be read is another's to mend; it may be about this client.
        if about.is_none_or(|about| about.is_some_and(|notice| notices.contains(&notice))) {
            return Ok(false);
        }
    }
    Ok(true)
}
