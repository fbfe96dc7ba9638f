//! What is held about a contact, read at one moment, and what would become of it.

use std::collections::BTreeSet;

use app::Texts;
use app::pages::HeldLine;
use app::texts::local;
use jiff::tz::TimeZone;
use ledger::event::{
    ClientRecorded, ContactRecorded, Date, Datum, DocumentClass, ERASED, ErasureDecided, Event, Gone, Keeping, Kept,
    Outcome, Person, StandingHold,
};
use ledger::person::{self as rules, Request};
use ledger::retention::Term;
use ledger::{Hash, Id, Time};

use super::held::{Line, Names, Said, said};
use crate::erasure::traces::{self, Traces};
use crate::retention;
use crate::store::access::{self, Access};
use crate::store::drafts::{self, DraftNotice};
use crate::store::holds::Hold;
use crate::store::person::{self, Outgoing, Unplaced};
use crate::store::{self, Firm, Tx, accounts, clients, files, firms, holds};
use crate::web::{App, Failure};

/// What it counts for that one copy names somebody or not: two hashes and what keeps them.
const NAMED_BYTES: u64 = 128;

/// What is held about a contact, read at one moment.
pub struct Found {
    pub contact: ContactRecorded,
    pub client: ClientRecorded,
    pub names: Names,
    pub said: Vec<Said>,
    /// Documents and bundles made of it that are still here.
    pub made: BTreeSet<Hash>,
    /// Those among them that are copies with masked names.
    redacted: BTreeSet<Hash>,
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
    /// Those that stand over the person.
    pub holds: Vec<Hold>,
    /// Those outside who may or might read the client's file.
    pub readers: Vec<Access>,
    pub now: Time,
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
        let (made, redacted) = still_here(tx, firm, &lines, &said).await?;
        let shown = said.iter().any(|said| !matches!(said.what, Datum::Contact | Datum::Documents | Datum::Requests));
        let mut found = Found {
            requests: rules::requests(person::asked(tx, firm, contact.contact).await?),
            outbox: person::outbox(tx, firm, contact.contact).await?,
            unplaced: person::unplaced(tx, firm).await?.into_iter().filter(|mail| names.wrote(&mail.sender)).collect(),
            years: 0,
            term: retention::term(tx, firm, client.client, &zone).await?,
            holds: holds::over(tx, firm, &format!("contact:{}", contact.contact)).await?,
            readers: access::readers(tx, firm, &format!("client:{}", client.client), None).await?,
            now,
            today: local(now, &zone).date(),
            drafts: Vec::new(),
            by_hand: Vec::new(),
            names,
            said,
            made,
            redacted,
            places,
            shown,
            zone,
            contact,
            client,
        };
        found.outbox.retain(|mail| erased_at(&found.requests).is_none_or(|at| mail.time > at));
        let years = store::retention::years(tx, firm).await?;
        found.years = if found.term.is_some() { years.projects } else { years.clients };
        found.drafts(tx, firm).await?;
        Ok(found)
    }

    /// What is being written and not sent.
    async fn drafts(&mut self, tx: &mut Tx, firm: Firm) -> Result<(), Failure> {
        for (project, title) in clients::projects(tx, firm, self.client.client).await? {
            for draft in drafts::notices(tx, firm, project).await? {
                if self.names.name(&draft.introduction) {
                    self.by_hand.push((format!("/drafts/{}", draft.notice), title.clone()));
                }
                if draft.recipients.contains(&self.contact.contact) {
                    self.drafts.push((draft, title.clone()));
                }
            }
            for draft in drafts::warnings(tx, firm, project).await? {
                let text = serde_json::to_string(&draft.text).map_err(store::Error::damaged)?;
                if self.names.name(&text) {
                    self.by_hand.push((format!("/warnings/{}", draft.text.warning), draft.text.title));
                }
            }
        }
        Ok(())
    }

    pub fn held(&self) -> bool {
        !self.holds.is_empty()
    }

    /// Copies with masked names in which the person is masked, too. Reads each of them once, so not under the lock of the log.
    pub async fn masked(&self, app: &App, firm: Firm) -> Result<Vec<Hash>, Failure> {
        let mut masked = Vec::new();
        for sha256 in &self.redacted {
            let (key, begun) = ((*sha256, self.names.called()), app.named.begin());
            let named = match app.named.get(&key) {
                Some(named) => *named,
                None => {
                    let named = traces::says(app, firm, *sha256, &|payload| self.names.named_by(payload)).await?;
                    *app.named.keep(begun, key, named, NAMED_BYTES)
                }
            };
            if !named {
                masked.push(*sha256);
            }
        }
        Ok(masked)
    }

    /// How much there is of each sort beside the files that go and the copies in which the person is masked, and what becomes of it; sorts of which
    /// there is nothing are left out.
    pub fn fates(&self, going: &[Hash], masked: &[Hash]) -> Vec<HeldLine> {
        let of = |what: Datum| match what {
            Datum::Drafts => self.drafts.len(),
            Datum::Outbox => self.outbox.len(),
            Datum::Incoming => self.unplaced.len(),
            Datum::Documents => self.made.iter().filter(|made| !going.contains(made) && !masked.contains(made)).count(),
            Datum::Contact if self.is_reduced() => usize::from(self.contact.name != ERASED),
            what => self.said.iter().filter(|said| said.what == what && !said.erased).count(),
        };
        let all = Datum::ALL.into_iter().map(|what| (what, of(what) as u64)).filter(|(_, count)| *count > 0);
        all.map(|(what, count)| match what {
            Datum::Contact if self.is_reduced() => HeldLine { what, count, fate: self.keeps_name(), alone: true },
            what => HeldLine { what, count, fate: self.keeping(what), alone: false },
        })
        .collect()
    }

    fn keeping(&self, what: Datum) -> Option<(Keeping, Option<Date>)> {
        rules::keeping(what, self.term, self.held(), self.today)
    }

    /// Why the name stays in the contact's record: as long as anything that is kept refers to the person.
    fn keeps_name(&self) -> Option<(Keeping, Option<Date>)> {
        self.keeping(Datum::Named)
    }

    /// Whether an erasure would record the name alone again.
    pub fn leaves_name(&self) -> bool {
        self.shown && !self.going().is_empty()
    }

    /// The files that would go, and how many documents that are kept name the person. Reads each document of the client, so not under the lock of
    /// the log.
    pub async fn papers(&self, app: &App, firm: Firm, outcome: Outcome) -> Result<Papers, Failure> {
        let traces = match outcome {
            Outcome::Erased if !self.held() => traces::of(app, firm, self.client.client, &self.going()).await?,
            _ => Traces::default(),
        };
        let names = |payload: &str| self.names.named_by(payload);
        let person = (self.contact.contact, self.client.client);
        let named_in = traces::naming(app, firm, person, &traces.files, &names).await?;
        Ok(Papers { traces, named_in, masked: self.masked(app, firm).await? })
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
    pub fn order(
        &self,
        outcome: Outcome,
        reason: &str,
        papers: &Papers,
        (document, by): (Id, Person),
    ) -> ErasureDecided {
        let going = &papers.traces.files;
        let gone = self.gone(going);
        let (mut erased, mut kept) = (Vec::new(), Vec::new());
        let name = self.keeps_name().filter(|_| outcome == Outcome::Erased && self.leaves_name());
        kept.extend(name.map(|(why, until)| Kept { what: Datum::Contact, count: 1, why, until }));
        for HeldLine { what, count, fate, .. } in self.fates(going, &papers.masked) {
            let until = fate.and_then(|(_, until)| until);
            match (outcome, fate) {
                (Outcome::Refused, Some((Keeping::Hold, _))) => {
                    kept.push(Kept { what, count, why: Keeping::Hold, until })
                }
                (Outcome::Refused, _) => kept.push(Kept { what, count, why: Keeping::Refused, until }),
                (Outcome::Erased, Some((why, until))) => kept.push(Kept { what, count, why, until }),
                (Outcome::Erased, None) => erased.push(Gone { what, count }),
            }
        }
        if gone > 0 {
            erased.push(Gone { what: Datum::Documents, count: gone });
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
            named_in: Some(papers.named_in),
            name_in: None,
            holds: self.holds.iter().map(|hold| self.standing(hold)).collect(),
            lang: self.client.lang,
            document,
            by,
        }
    }

    /// How many documents and bundles that concern the person are among the files that go: what the answer says went.
    pub fn gone(&self, going: &[Hash]) -> u64 {
        self.made.iter().filter(|made| going.contains(made)).count() as u64
    }

    fn standing(&self, hold: &Hold) -> StandingHold {
        StandingHold {
            hold: hold.hold,
            about: hold.about.clone(),
            placed: local(hold.placed, &self.zone).date(),
            reference: self.names.masked(&hold.reference),
        }
    }
}

/// What an erasure would find in files.
pub struct Papers {
    pub traces: Traces,
    /// Documents that are kept and name the person.
    pub named_in: u64,
    pub masked: Vec<Hash>,
}

/// When the last request was granted: copies of mails that lay in the outbox then are gone.
fn erased_at(requests: &[Request]) -> Option<Time> {
    let granted = requests.iter().filter_map(|request| request.decided.as_ref());
    granted.filter(|(_, decided)| decided.outcome == Outcome::Erased).map(|(at, _)| *at).max()
}

/// The files of the documents and bundles among what is said of the person, as far as they are still here; and those that are copies with masked
/// names.
async fn still_here(
    tx: &mut Tx,
    firm: Firm,
    lines: &[Line],
    said: &[Said],
) -> Result<(BTreeSet<Hash>, BTreeSet<Hash>), Failure> {
    let told: BTreeSet<u64> = said.iter().map(|said| said.entry - 1).collect();
    let (mut here, mut redacted) = (BTreeSet::new(), BTreeSet::new());
    for line in lines.iter().filter(|line| told.contains(&line.header.index)) {
        let sha256 = match &line.event {
            // It names nobody.
            Some(Event::DocumentMade(e)) if e.class == DocumentClass::ErasureAnswer => continue,
            Some(Event::DocumentMade(e)) => e.file.sha256,
            Some(Event::BundleExported(e)) => e.sha256,
            _ => continue,
        };
        if files::is_held(tx, firm, sha256).await? {
            here.insert(sha256);
            if matches!(&line.event, Some(Event::DocumentMade(e)) if e.redacts.is_some()) {
                redacted.insert(sha256);
            }
        }
    }
    Ok((here, redacted))
}
