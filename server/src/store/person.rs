//! What is held about a contact, and what that person asked about it.

use ledger::event::{Date, Event};
use ledger::{Id, Time};

use super::db::built;
use super::evidence::About;
use super::log::{self, STORED, Stored};
use super::{Error, Firm, Tx, drafts};
use crate::args;

/// Every entry that may say something of the contact: those about the client, its people, projects and notices, and what the person asked.
pub async fn entries(tx: &mut Tx, firm: Firm, contact: Id) -> Result<Vec<Stored>, Error> {
    let about = About::Held(contact);
    let (condition, id) = about.condition();
    let sql = format!("SELECT {STORED} FROM entry WHERE firm = $1 AND {condition} AND idx >= $3 ORDER BY idx");
    tx.all(built(sql), args![firm, about.subject(), 0u64, id]).await?.iter().map(Stored::read).collect()
}

/// What the person asked, and what became of it, with its times.
pub async fn asked(tx: &mut Tx, firm: Firm, contact: Id) -> Result<Vec<(Time, Event)>, Error> {
    let mut found = Vec::new();
    for stored in log::about(tx, firm, &format!("person:{contact}")).await? {
        found.extend(stored.event()?.map(|event| (stored.time, event)));
    }
    Ok(found)
}

/// When the contact was first recorded.
pub async fn known(tx: &mut Tx, firm: Firm, contact: Id) -> Result<Time, Error> {
    let sql = "SELECT e.time FROM contact c JOIN entry e ON e.firm = c.firm AND e.idx = c.first_entry WHERE c.firm = $1 AND c.contact = $2";
    tx.one(sql, args![firm, contact]).await?.get("time")
}

/// A request that waits for its decision.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub contact: Id,
    pub name: String,
    pub client: String,
    pub due: Date,
}

/// Those of the firm, the most urgent first, at most `most`.
pub async fn waiting(tx: &mut Tx, firm: Firm, most: u64) -> Result<Vec<Waiting>, Error> {
    let sql = "SELECT r.contact, r.due, k.name, c.name AS client FROM erasure_request r
               JOIN contact k ON k.firm = r.firm AND k.contact = r.contact JOIN client c ON c.firm = k.firm AND c.client = k.client
               WHERE r.firm = $1 AND r.decided IS NULL ORDER BY r.due, r.first_entry LIMIT $2";
    let rows = tx.all(sql, args![firm, most]).await?;
    let read = |row: &super::Row| {
        Ok(Waiting {
            contact: row.get("contact")?,
            name: row.get("name")?,
            client: row.get("client")?,
            due: row.parse("due")?,
        })
    };
    rows.iter().map(read).collect()
}

/// A copy of a mail to the person, in the outbox of a server without a mail server.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub mail: Id,
    pub address: String,
    pub time: Time,
}

pub async fn outbox(tx: &mut Tx, firm: Firm, contact: Id) -> Result<Vec<Outgoing>, Error> {
    let sql = "SELECT mail, address, time FROM delivery WHERE firm = $1 AND contact = $2 AND accepted = 1 AND server IS NULL ORDER BY entry";
    let rows = tx.all(sql, args![firm, contact]).await?;
    let read = |row: &super::Row| {
        Ok(Outgoing { mail: row.get("mail")?, address: row.get("address")?, time: row.get("time")? })
    };
    rows.iter().map(read).collect()
}

/// A message that nobody tied to anything.
#[derive(Clone, Debug)]
pub struct Unplaced {
    pub incoming: Id,
    pub sender: String,
    pub subject: String,
    pub received: Time,
}

/// All of the firm: who wrote one stands in its sender, among other words.
pub async fn unplaced(tx: &mut Tx, firm: Firm) -> Result<Vec<Unplaced>, Error> {
    let sql = "SELECT incoming, sender, subject, received FROM incoming WHERE firm = $1 AND became = 'unplaced' AND reason <> 'erased'
               ORDER BY received, incoming";
    let rows = tx.all(sql, args![firm]).await?;
    let read = |row: &super::Row| {
        Ok(Unplaced {
            incoming: row.get("incoming")?,
            sender: row.get("sender")?,
            subject: row.get("subject")?,
            received: row.get("received")?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many codes were sent to the person of which the hash is still there.
pub async fn codes(tx: &mut Tx, firm: Firm, contact: Id) -> Result<u64, Error> {
    tx.one("SELECT COUNT(*) AS n FROM code WHERE firm = $1 AND contact = $2", args![firm, contact]).await?.get("n")
}

/// Takes the person out of a draft. Whoever is writing it is told that it changed.
pub async fn leave_out(
    tx: &mut Tx,
    firm: Firm,
    draft: &drafts::DraftNotice,
    contact: Id,
    now: Time,
) -> Result<(), Error> {
    let mut draft = draft.clone();
    draft.recipients.retain(|recipient| *recipient != contact);
    draft.changed = now;
    // Nobody is erased under a hold.
    drafts::save_notice(tx, firm, &draft).await.map(drop)
}
