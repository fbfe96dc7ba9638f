//! What is held about a contact, read at one moment, and what would become of it.

use std::collections::BTreeSet;

use app::Texts;
use app::pages::HeldLine;
use app::texts::local;
use jiff::tz::TimeZone;
use ledger::event::{
    ClientRecorded, ContactRecorded, Date, Datum, ErasureDecided, Event, Gone, Keeping, Kept, Outcome, Person,
};
use ledger::person::{self as rules, Request};
use ledger::retention::Term;
use ledger::{Id, Time};

use super::held::{Line, Names, Said, said};
use crate::retention;
use crate::store::drafts::{self, DraftNotice};
use crate::store::person::{self, Outgoing, Unplaced};
use crate::store::{self, Firm, Tx, accounts, clients, firms, holds};
use crate::web::Failure;

/// What is held about a contact, read at one moment.
pub struct Found {
    pub contact: ContactRecorded,
    pub client: ClientRecorded,
    pub said: Vec<Said>,
    pub requests: Vec<Request>,
    /// The versions of the contact's record that still have their content, by their places in the log.
    pub places: BTreeSet<u64>,
    /// A notice names them, or something of theirs is on record.
    pub shown: bool,
    pub drafts: Vec<(DraftNotice, String)>,
    /// Drafts whose text names them: address and title.
    pub by_hand: Vec<(String, String)>,
    pub outbox: Vec<Outgoing>,
    pub unplaced: Vec<Unplaced>,
    /// The longest of the client's projects; none without one.
    pub term: Option<Term>,
    /// The rule: years after the end of the relationship, or of a client without a project after the last entry.
    pub years: u32,
    pub held: bool,
    pub today: Date,
    pub zone: TimeZone,
}

impl Found {
    pub async fn read(tx: &mut Tx, firm: Firm, t: Texts, contact: Id, now: Time) -> Result<Found, Failure> {
        let contact = clients::contact(tx, firm, contact).await?;
        let client = clients::get(tx, firm, contact.client).await?;
        let zone = firms::zone(tx, firm).await?;
        let lines = person::entries(tx, firm, contact.contact).await?;
        let lines: Vec<Line> = lines
            .iter()
            .map(|l| Line::read(&l.entry.header, l.entry.payload.as_deref()))
            .collect::<Result<_, _>>()
            .map_err(Failure::Internal)?;
        let names = Names::of(contact.contact, &lines, &firms::get(tx, firm).await?.party.name, t.0);
        let names =
            names.with(accounts::members(tx, firm).await?.into_iter().map(|member| (member.member, member.name)));
        let said = said(t, &names, &lines);
        let own = |line: &&Line| matches!(&line.event, Some(Event::ContactRecorded(e)) if e.contact == contact.contact);
        let places = lines.iter().filter(own).map(|line| line.header.index).collect();
        let shown = said.iter().any(|said| !matches!(said.what, Datum::Contact | Datum::Documents | Datum::Requests));
        let mut found = Found {
            requests: rules::requests(person::asked(tx, firm, contact.contact).await?),
            outbox: person::outbox(tx, firm, contact.contact).await?,
            unplaced: person::unplaced(tx, firm).await?.into_iter().filter(|mail| names.wrote(&mail.sender)).collect(),
            years: 0,
            term: retention::term(tx, firm, client.client, &zone).await?,
            held: !holds::over(tx, firm, &format!("contact:{}", contact.contact)).await?.is_empty(),
            today: local(now, &zone).date(),
            drafts: Vec::new(),
            by_hand: Vec::new(),
            said,
            places,
            shown,
            zone,
            contact,
            client,
        };
        let years = store::retention::years(tx, firm).await?;
        found.years = if found.term.is_some() { years.projects } else { years.clients };
        found.drafts(tx, firm, &names).await?;
        Ok(found)
    }

    /// What is being written and not sent.
    async fn drafts(&mut self, tx: &mut Tx, firm: Firm, names: &Names) -> Result<(), Failure> {
        for (project, title) in clients::projects(tx, firm, self.client.client).await? {
            for draft in drafts::notices(tx, firm, project).await? {
                if names.name(&draft.introduction) {
                    self.by_hand.push((format!("/drafts/{}", draft.notice), title.clone()));
                }
                if draft.recipients.contains(&self.contact.contact) {
                    self.drafts.push((draft, title.clone()));
                }
            }
            for draft in drafts::warnings(tx, firm, project).await? {
                let text = serde_json::to_string(&draft.text).map_err(store::Error::damaged)?;
                if names.name(&text) {
                    self.by_hand.push((format!("/warnings/{}", draft.text.warning), draft.text.title));
                }
            }
        }
        Ok(())
    }

    /// How much there is of each sort, and what becomes of it; sorts of which there is nothing are left out.
    pub fn fates(&self) -> Vec<HeldLine> {
        let of = |what: Datum| match what {
            Datum::Drafts => self.drafts.len(),
            Datum::Outbox => self.outbox.len(),
            Datum::Incoming => self.unplaced.len(),
            Datum::Contact if self.is_reduced() => 0,
            what => self.said.iter().filter(|said| said.what == what && !said.erased).count(),
        };
        let all = Datum::ALL.into_iter().map(|what| (what, of(what) as u64)).filter(|(_, count)| *count > 0);
        all.map(|(what, count)| HeldLine { what, count, fate: rules::keeping(what, self.term, self.held, self.today) })
            .collect()
    }

    /// Of the person's record no more is left than what is kept says anyway.
    fn is_reduced(&self) -> bool {
        self.contact == rules::reduced(&self.contact, self.shown) && self.places.len() <= 1
    }

    /// The entries that go.
    pub fn going(&self) -> BTreeSet<u64> {
        if self.is_reduced() { BTreeSet::new() } else { self.places.clone() }
    }

    /// The decision, as the rules take it.
    pub fn order(&self, outcome: Outcome, reason: &str, document: Id, by: Person) -> ErasureDecided {
        let (mut erased, mut kept) = (Vec::new(), Vec::new());
        for HeldLine { what, count, fate } in self.fates() {
            match (outcome, fate) {
                (Outcome::Refused, _) => kept.push(Kept { what, count, why: Keeping::Refused, until: None }),
                (Outcome::Erased, Some((why, until))) => kept.push(Kept { what, count, why, until }),
                (Outcome::Erased, None) => erased.push(Gone { what, count }),
            }
        }
        let entries = if outcome == Outcome::Erased { self.going().into_iter().collect() } else { Vec::new() };
        ErasureDecided {
            request: self.contact.contact,
            contact: self.contact.contact,
            outcome,
            reason: reason.to_owned(),
            entries,
            erased,
            kept,
            years: self.years,
            lang: self.client.lang,
            document,
            by,
        }
    }
}
