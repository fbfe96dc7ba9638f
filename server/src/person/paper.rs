//! The papers for a person: the copy of all that is held, drawn when it is asked for, and the answer to a request, made by a job from what the log says.

use std::collections::BTreeSet;

use ledger::event::{Datum, DocumentClass, DocumentMade, Event};
use ledger::evidence::{Disclosure, EvidenceEntry};
use ledger::retention::Term;
use ledger::{Actor, Evidence, Header, Id};

use super::held::{Line, Names, Saying, is_about, said};
use super::view::named;
use super::{Found, outside};
use crate::documents::person::{Copy, Working};
use crate::documents::{self, Trail};
use crate::jobs::{Failed, Next};
use crate::paper::{self, Order, Subject};
use crate::store::access::Access;
use crate::store::evidence::About;
use crate::store::jobs::Job;
use crate::store::{
    Append, Error, Firm, Tx, accounts, clients, documents as made, evidence, firms, person, retention, seals,
};
use crate::web::{App, Failure, Owner};

/// Kind of the job that makes the answer.
pub const JOB: &str = "make_erasure_answer";

/// Why no copy was drawn.
pub enum Refused {
    /// More entries concern the client than evidence may enclose.
    TooMany {
        most: usize,
    },
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Refused {
    fn from(error: E) -> Refused {
        Refused::Failed(error.into())
    }
}

/// The copy of all that is held about the contact, sealed and kept; the caller records it.
pub async fn copy(owner: &Owner, contact: Id) -> Result<DocumentMade, Refused> {
    let (app, firm) = (&owner.app, owner.firm);
    let (recorded, client, party, logo) = {
        let mut tx = app.db.read().await?;
        let recorded = clients::contact(&mut tx, firm, contact).await?;
        let client = clients::get(&mut tx, firm, recorded.client).await?;
        let own = firms::get(&mut tx, firm).await?;
        (recorded, client, own.party, own.logo)
    };
    // First, so that the evidence holds the entry about the key that seals it.
    let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
    let whole = match evidence::of(&app.db, &app.vault, firm, About::Held(contact), &app.clock).await {
        Err(Error::TooMany { most }) => return Err(Refused::TooMany { most }),
        other => other?,
    };
    let t = app::Texts(client.lang);
    let lines = whole.entries.iter().map(|e| Line::read(e.header.as_bytes(), e.payload.as_ref().map(String::as_bytes)));
    let lines: Vec<Line> = lines.collect::<Result<_, _>>().map_err(Failure::Internal)?;
    let names = Names::of(contact, &lines, &party.name, client.lang);
    let mut tx = app.db.read().await?;
    let names =
        names.with(accounts::members(&mut tx, firm).await?.into_iter().map(|member| (member.member, member.name)));
    let entries = said(t, &names, &lines);
    let found = Found::read(&mut tx, firm, t, contact, owner.now).await?;
    let mut told: BTreeSet<u64> = entries.iter().map(|said| said.entry - 1).collect();
    let files = outside::files(&mut tx, firm, recorded.client, &names, &told).await?;
    told.extend(files.iter().map(|file| file.entry - 1));
    let copy = Copy {
        format: Copy::FORMAT,
        firm: party.name.clone(),
        contact,
        name: recorded.name,
        client: client.party.name,
        made: app.clock.now().0,
        working: working(&found, &names),
        codes: person::codes(&mut tx, firm, contact).await?,
        files,
        servers: outside::servers(app, t, &names, &lines),
        readers: readers(t, &found),
        period: period(&mut tx, firm, t, &found).await?,
        entries,
    };
    drop(tx);
    let shown = enclosed(whole, contact, &told, &names).map_err(|error| Failure::Internal(error.into()))?;
    let trail = Trail::read(&shown).and_then(|trail| trail.dated(&shown, &app.known(), app.clock.now()));
    let trail = trail.map_err(|error| Failure::Internal(Box::new(error)))?;
    let (document, reference) = (app.new_id(), format!("{}-{}", t.choose("DP", "PD"), trail.checkpoint.size));
    let subject =
        Subject { document, lang: client.lang, reference: &reference, logo: logo.as_ref(), made_by: Some(&owner.name) };
    let frame = paper::frame_to_seal(app, firm, subject, &signer).await?;
    let pdf = paper::sealed(app, signer, move || documents::personal_data(&frame, &party, &copy, &trail)).await?;
    let file = paper::keep(app, firm, format!("{reference}.pdf"), &pdf.bytes).await?;
    Ok(paper::made(document, (DocumentClass::PersonalData, contact), reference, file, pdf.pages))
}

/// The evidence that is enclosed: the entries that are told, of which those that are about the person or were made by them are shown, unless they say
/// something of others; and what every evidence has.
fn enclosed(whole: Evidence, contact: Id, told: &BTreeSet<u64>, names: &Names) -> Result<Evidence, ledger::EntryError> {
    let mut entries = Vec::new();
    for entry in &whole.entries {
        let header = Header::from_bytes(entry.header.as_bytes())?;
        let always = header.index == 0 || header.kind.starts_with("seal.");
        if always || told.contains(&header.index) {
            let own = header.actor == Actor::Contact(contact) || is_about(&header, contact);
            let own = own && !entry.payload.as_deref().is_some_and(|payload| names.betrayed_by(payload));
            entries.push(if always || own { entry.clone() } else { withheld(entry) });
        }
    }
    Ok(names.others().withheld(&Evidence { entries, ..whole }).0)
}

fn withheld(entry: &EvidenceEntry) -> EvidenceEntry {
    match entry.state {
        Disclosure::Disclosed => {
            EvidenceEntry { payload: None, salt: None, state: Disclosure::Withheld, ..entry.clone() }
        }
        _ => entry.clone(),
    }
}

/// What is no entry.
fn working(found: &Found, names: &Names) -> Vec<Working> {
    let says = |said: &[(&str, &str)]| {
        let said = said.iter().filter(|(_, text)| !text.is_empty());
        said.map(|(field, text)| Saying { field: (*field).to_owned(), text: names.masked(text) }).collect()
    };
    let drafts = found.drafts.iter().map(|(_, title)| Working {
        what: Datum::Drafts,
        time: None,
        says: says(&[("project", title)]),
    });
    let by_hand = found.by_hand.iter().map(|(_, title)| Working {
        what: Datum::Drafts,
        time: None,
        says: says(&[("text", title)]),
    });
    let outbox = found.outbox.iter().map(|mail| Working {
        what: Datum::Outbox,
        time: Some(mail.time.0),
        says: says(&[("to", &mail.address)]),
    });
    let unplaced = found.unplaced.iter().map(|mail| Working {
        what: Datum::Incoming,
        time: Some(mail.received.0),
        says: says(&[("from", &mail.sender), ("subject", &mail.subject)]),
    });
    drafts.chain(by_hand).chain(outbox).chain(unplaced).collect()
}

/// Who outside might read the client's file: a person may know to whom their data was disclosed, by name (CJEU, C-154/21); and until which day.
fn readers(t: app::Texts, found: &Found) -> Vec<String> {
    let day = |at| t.date(app::texts::local(at, &found.zone).date());
    let line = |grant: &Access| {
        let (name, from, last) = (named(grant), day(grant.granted), t.date(grant.last));
        match &grant.revoked {
            Some((at, ..)) if *at < grant.until => t.person_recipient_revoked(&name, &from, &day(*at)),
            _ => t.person_recipient_reader(&name, &from, &last),
        }
    };
    found.readers.iter().map(line).collect()
}

async fn period(tx: &mut Tx, firm: Firm, t: app::Texts, found: &Found) -> Result<Vec<String>, Error> {
    let years = retention::years(tx, firm).await?;
    let span = |years: u32| t.retention_span(u64::from(years));
    let mut period = vec![match found.term {
        None => t.person_period_alone(&span(years.clients)),
        Some(Term::Until { kept_until, .. }) => t.person_period_until(&t.date(kept_until)),
        Some(_) => t.person_period_open(&span(years.projects)),
    }];
    if found.held() {
        period.push(t.person_period_held().to_owned());
    }
    Ok(period)
}

/// Leaves the answer to be made after the commit, under the identifier that the entry names.
pub async fn leave(log: &mut Append, contact: Id, document: Id) -> Result<(), Error> {
    paper::leave(log, JOB, document, &Order { about: contact, document }).await
}

/// The job. Run twice, it makes one document: the second run finds it in the log.
pub async fn make(app: &App, job: &Job) -> Result<Next, Failed> {
    let (Order { about: contact, document }, firm) = (serde_json::from_slice(&job.payload)?, job.firm);
    let mut tx = app.db.read().await?;
    // Made already, or gone with all else about the person.
    if made::is_made(&mut tx, firm, document).await? || !is_decided(&mut tx, firm, contact, document).await? {
        return Ok(Next::Done);
    }
    let (lang, recorded) = (About::Requests(contact).lang(&mut tx, firm).await?, firms::get(&mut tx, firm).await?);
    drop(tx);
    let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
    let newest = paper::attested(app, firm).await?;
    let evidence = evidence::up_to(&app.db, firm, About::Requests(contact), &newest, false).await?;
    let trail = Trail::read(&evidence)?.dated(&evidence, &app.known(), app.clock.now())?;
    let reference = format!("{}-{}", app::Texts(lang).choose("RE", "ER"), trail.checkpoint.size);
    let subject = Subject { document, lang, reference: &reference, logo: recorded.logo.as_ref(), made_by: None };
    let frame = paper::frame_to_seal(app, firm, subject, &signer).await?;
    let (party, timed) = (recorded.party, trail.stated.is_some());
    let pdf = paper::sealed(app, signer, move || documents::erasure_answer(&frame, &party, &trail)).await?;
    let file = paper::keep(app, firm, format!("{reference}.pdf"), &pdf.bytes).await?;
    // A crash here leaves bytes that nothing names; the next worker makes the document anew.
    let mut log = app.db.append(firm, &app.clock).await?;
    if !is_decided(&mut log, firm, contact, document).await? {
        return Ok(Next::Done);
    }
    let event = paper::made(document, (DocumentClass::ErasureAnswer, contact), reference, file, pdf.pages);
    paper::finish(log, app, event, timed).await
}

async fn is_decided(tx: &mut Tx, firm: Firm, contact: Id, document: Id) -> Result<bool, Error> {
    let asked = person::asked(tx, firm, contact).await?;
    Ok(asked.iter().any(|(_, event)| matches!(event, Event::ErasureDecided(e) if e.document == document)))
}
