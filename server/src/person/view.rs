//! The page: what is held and would become of it, who can read it, what was made for the person, what they asked.

use app::pages::{self, MadeGone, MadeLine, OpenRequest, PastRequest, PersonPage, ReaderLine};
use app::{Form, Html, Texts};
use ledger::Id;
use ledger::event::{DocumentClass, NoticeClass, Outcome};
use ledger::person as rules;

use super::found::Found;
use crate::holds;
use crate::store::access::Access;
use crate::store::documents::{self as made, Made};
use crate::store::{Error, Firm, Tx, accounts, erasure};
use crate::web::{Failure, Owner};

pub async fn show(owner: &Owner, contact: Id, form: &Form) -> Result<Html, Failure> {
    let (app, firm, t) = (&owner.app, owner.firm, owner.t());
    let mut tx = app.db.read().await?;
    let found = Found::read(&mut tx, firm, t, contact, owner.now).await?;
    let papers = made::about(&mut tx, firm, contact).await?;
    let answer = |document: Id| papers.iter().find(|made| made.document == document).map(|made| made.document);
    let open = rules::open(&found.requests);
    let goes = match open {
        Some(_) => Some(found.papers(app, firm, Outcome::Erased).await?),
        None => None,
    };
    let going = goes.as_ref().map_or(&[][..], |goes| goes.traces.files.as_slice());
    let masked = match &goes {
        Some(goes) => goes.masked.clone(),
        None => found.masked(app, firm).await?,
    };
    let past = found.requests.iter().rev().filter_map(|request| {
        let (at, decided) = request.decided.as_ref()?;
        Some(PastRequest {
            received: request.asked.received,
            decided: *at,
            by: decided.by.name.clone(),
            outcome: decided.outcome,
            answer: answer(decided.document),
        })
    });
    let page = PersonPage {
        contact,
        name: found.contact.name.clone(),
        client: (found.client.client, found.client.party.name.clone()),
        made: papers.iter().map(|made| made_line(t, made)).collect(),
        gone: gone(&mut tx, firm, t, contact).await?,
        readers: found.readers.iter().filter(|grant| grant.ended(found.now).is_none()).map(reader_line).collect(),
        open: open.map(|request| OpenRequest {
            received: request.asked.received,
            way: request.asked.way.clone(),
            checked: request.asked.checked.clone(),
            due: request.due(),
            extended: request.extended.as_ref().map(|extended| extended.reason.clone()),
            may_extend: request.extended.is_none() && found.today <= request.asked.due,
        }),
        past: past.collect(),
        held: found.fates(going, &masked),
        under_hold: found.held(),
        years: found.years,
        by_hand: found.by_hand.clone(),
        entries: found.going().into_iter().map(|index| index + 1).collect(),
        documents: found.gone(going),
        files: going.len() as u64,
        losing: match &goes {
            Some(goes) => goes.traces.of_readers(&mut tx, firm).await?,
            None => Vec::new(),
        },
        leaves_name: found.leaves_name(),
        named_in: goes.as_ref().map_or(0, |goes| goes.named_in),
        over: found.term.is_some_and(|term| term.is_over(found.today)),
        today: found.today,
        zone: found.zone.clone(),
        email: accounts::member(&mut tx, firm, owner.id).await?.email,
    };
    let view = pages::person(t, &page, form);
    holds::above(&mut tx, owner, &format!("contact:{contact}"), view).await
}

fn called(t: Texts, made: &Made) -> String {
    format!("{} {}", t.document_class(made.class, NoticeClass::Letter), made.reference)
}

fn made_line(t: Texts, made: &Made) -> MadeLine {
    MadeLine {
        document: made.document,
        reference: made.reference.clone(),
        called: called(t, made),
        at: made.made,
        data: made.class == DocumentClass::PersonalData,
    }
}

/// What was made for the person and went with an erasure since.
async fn gone(tx: &mut Tx, firm: Firm, t: Texts, contact: Id) -> Result<Vec<MadeGone>, Error> {
    let mut lines = Vec::new();
    for made in made::gone(tx, firm, contact).await? {
        let erased = erasure::of_file(tx, firm, made.file.sha256, made.entry).await?;
        lines.push(MadeGone { called: called(t, &made), at: made.made, erased });
    }
    Ok(lines)
}

fn reader_line(grant: &Access) -> ReaderLine {
    ReaderLine { access: grant.access, name: named(grant), last: grant.last }
}

/// Who it is, with the office.
pub fn named(grant: &Access) -> String {
    let parts = [grant.to.name.as_str(), &grant.to.office];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
