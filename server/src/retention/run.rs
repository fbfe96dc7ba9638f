//! What a destruction takes: found once, shown as a dry run, and taken as found, or refused if anything has changed since.

use std::collections::{BTreeMap, BTreeSet};

use app::pages::ReaderLoses;
use jiff::tz::TimeZone;
use ledger::event::{Date, DocumentClass, DocumentMade, Event, Person, ProjectDestroyed};
use ledger::notice::{Decided, Refusal, Why};
use ledger::retention::{self as rules, Term};
use ledger::{Actor, Hash, Id, Time};

use crate::erasure::readers::losing;
use crate::erasure::traces::{self, Traces};
use crate::store::holds::Hold;
use crate::store::log::Stored;
use crate::store::retention::{self, Listed};
use crate::store::{Append, Firm, Tx, erasure, files, firms, holds, log, notices};
use crate::web::{App, Failure};

/// What goes with one project.
pub struct Gone {
    pub listed: Listed,
    pub term: Term,
    /// The entries about its client go too.
    pub with_client: bool,
    /// The entries, by their places in the log.
    pub places: Vec<u64>,
    pub from: Time,
    pub to: Time,
    /// How many of each kind, those without a payload not counted.
    pub kinds: BTreeMap<String, u64>,
    /// The files that go, each under the first project that names it, and their size, bytes.
    pub files: Vec<Hash>,
    pub bytes: u64,
    /// Files that stay, because something that stays names them.
    pub shared: u64,
    /// Copies of mails in the outbox folder.
    pub mails: Vec<Id>,
    /// Rows of the search.
    pub records: u64,
    /// Documents of other notices of the client that show some of it: they are made again without.
    pub made_again: BTreeSet<(DocumentClass, Id)>,
    /// Documents that its entries name.
    documents: Vec<DocumentMade>,
    /// What outside readers had made of it.
    pub readers: Vec<ReaderLoses>,
}

/// What goes with the projects chosen.
pub struct Run {
    /// How many entries the log had before the search began.
    size: u64,
    /// The rule by which it was found.
    pub years: u32,
    pub gone: Vec<Gone>,
}

/// The day at the firm, the rule in years, and every project of the firm with its term.
pub struct Terms {
    pub today: Date,
    pub years: u32,
    pub all: Vec<(Listed, Term)>,
}

pub async fn terms(tx: &mut Tx, firm: Firm, zone: &TimeZone, now: Time) -> Result<Terms, Failure> {
    let years = retention::years(tx, firm).await?.projects;
    let listed = retention::projects(tx, firm, None, zone).await?;
    let of: Vec<rules::Project> = listed.iter().map(|listed| listed.of.clone()).collect();
    let all = listed.into_iter().zip(rules::terms(&of, years)).collect();
    Ok(Terms { today: app::texts::local(now, zone).date(), years, all })
}

/// The first hold over each client that has one: on the firm, on the client or on any of its projects, which may be each other's proof.
pub async fn held(tx: &mut Tx, firm: Firm, terms: &Terms) -> Result<BTreeMap<Id, Hold>, Failure> {
    let mut found = BTreeMap::new();
    if holds::list(tx, firm).await?.iter().all(|hold| hold.released.is_some()) {
        return Ok(found);
    }
    let clients: BTreeSet<Id> = terms.all.iter().map(|(listed, _)| listed.of.client).collect();
    for client in clients {
        let first = holds::over(tx, firm, &format!("client:{client}")).await?.into_iter().next();
        found.extend(first.map(|hold| (client, hold)));
    }
    Ok(found)
}

/// Searches. `clients` are those whose own entries shall go with their last project. Reads each document of these clients, so not under the lock.
pub async fn find(app: &App, firm: Firm, terms: Terms, chosen: &[Id], clients: &[Id]) -> Result<Run, Failure> {
    let mut tx = app.db.read().await?;
    let size = log::size(&mut tx, firm).await?;
    let (years, last) = (terms.years, with_clients(&terms, chosen, clients));
    let mut found: Vec<(Gone, BTreeSet<Hash>)> = Vec::new();
    for (listed, term) in terms.all.into_iter().filter(|(listed, _)| chosen.contains(&listed.of.project)) {
        let with_client = last.contains(&listed.of.project);
        found.push(entries(&mut tx, firm, listed, term, with_client).await?);
    }
    let going: BTreeSet<u64> = found.iter().flat_map(|(gone, _)| gone.places.iter().copied()).collect();
    let named: BTreeSet<Hash> = found.iter().flat_map(|(_, named)| named.iter().copied()).collect();
    let stays = retention::named_elsewhere(&mut tx, firm, &named, &going, 0).await?;
    let mut taken = BTreeSet::new();
    for (gone, named) in &mut found {
        let showing = showing(app, firm, &mut tx, gone, &going).await?;
        for sha256 in named.union(&showing) {
            let Some(bytes) = retention::size_of(&mut tx, firm, *sha256).await? else { continue };
            if stays.contains(sha256) && !showing.contains(sha256) {
                gone.shared += 1;
            } else if taken.insert(*sha256) {
                gone.files.push(*sha256);
                gone.bytes += bytes;
            }
        }
    }
    Ok(Run { size, years, gone: found.into_iter().map(|(gone, _)| gone).collect() })
}

/// The last chosen project of each client all of whose projects are chosen.
fn with_clients(terms: &Terms, chosen: &[Id], clients: &[Id]) -> Vec<Id> {
    let last = |client: &Id| {
        let mut of = terms.all.iter().map(|(listed, _)| &listed.of).filter(|of| of.client == *client);
        let all = of.clone().all(|of| chosen.contains(&of.project));
        of.next_back().filter(|_| all).map(|of| of.project)
    };
    clients.iter().filter_map(last).collect()
}

/// The entries that go with one project, and all files that they name.
async fn entries(
    tx: &mut Tx,
    firm: Firm,
    listed: Listed,
    term: Term,
    with_client: bool,
) -> Result<(Gone, BTreeSet<Hash>), Failure> {
    let subjects = retention::subjects(tx, firm, &listed.of, with_client).await?;
    let stored = retention::entries(tx, firm, &subjects).await?;
    let (mut kinds, mut named, mut mails, mut documents) = (BTreeMap::new(), BTreeSet::new(), Vec::new(), Vec::new());
    for one in &stored {
        if let Some(payload) = &one.entry.payload {
            *kinds.entry(one.kind.clone()).or_default() += 1;
            named.extend(retention::hashes(payload));
        }
        if let ("document.made", Some(Event::DocumentMade(made))) = (one.kind.as_str(), one.event()?) {
            // Not what went with an erasure before.
            if files::is_held(tx, firm, made.file.sha256).await? {
                documents.push(made);
            }
        }
    }
    for notice in subjects.iter().filter_map(|subject| subject.strip_prefix("notice:")) {
        mails.extend(erasure::outbox_copies(tx, firm, notice, 0).await?);
    }
    let places: Vec<u64> = stored.iter().map(|one| one.index).collect();
    let time = |at: Option<&Stored>| at.map_or(Time::MIN, |one| one.time);
    let gone = Gone {
        records: retention::records(tx, firm, &rules::stretches(places.iter().copied())).await?,
        from: time(stored.first()),
        to: time(stored.last()),
        listed,
        term,
        with_client,
        places,
        kinds,
        files: Vec::new(),
        bytes: 0,
        shared: 0,
        mails,
        made_again: BTreeSet::new(),
        documents,
        readers: Vec::new(),
    };
    Ok((gone, named))
}

/// The files in which entries that stay, or a bundle of the project, show what goes: documents of the client's other notices, what was
/// sent with them, bundles.
async fn showing(
    app: &App,
    firm: Firm,
    tx: &mut Tx,
    gone: &mut Gone,
    going: &BTreeSet<u64>,
) -> Result<BTreeSet<Hash>, Failure> {
    let Some(first) = gone.places.first() else { return Ok(BTreeSet::new()) };
    let mut traces = Traces::default();
    for later in erasure::made_since(tx, firm, gone.listed.of.client, first + 1).await? {
        // The project's own documents are named by entries that go; of a bundle these name the table of contents only.
        if !going.contains(&later.index) || later.kind == "bundle.exported" {
            traces.made(app, firm, &later, &|index| going.contains(&index)).await?;
        }
    }
    let bundles = traces.bundles.iter().map(|(sha256, _)| *sha256);
    gone.readers = losing(tx, firm, gone.documents.iter().chain(&traces.documents), bundles).await?;
    gone.made_again = traces.made_again;
    Ok(traces.files.into_iter().collect())
}

impl Gone {
    /// What will be recorded of it, without the rule's days.
    fn order(&self, years: u32, note: &str, by: Person, document: Id) -> ProjectDestroyed {
        ProjectDestroyed {
            project: self.listed.of.project,
            client: self.listed.of.client,
            reference: self.listed.reference.clone(),
            client_name: self.listed.client.clone(),
            lang: self.listed.lang,
            with_client: self.with_client,
            entries: rules::stretches(self.places.iter().copied()),
            count: self.places.len() as u64,
            from: self.from,
            to: self.to,
            files: self.files.clone(),
            bytes: self.bytes,
            years,
            ended: Date::MIN,
            kept_until: Date::MIN,
            note: note.to_owned(),
            by,
            document,
        }
    }

    /// Whether what lies under a hold, or rests on what does: the client's projects may be each other's proof.
    async fn is_held(&self, tx: &mut Tx, firm: Firm) -> Result<bool, Failure> {
        Ok(!holds::over(tx, firm, &format!("client:{}", self.listed.of.client)).await?.is_empty())
    }

    /// Why it may not be destroyed today; none if it may.
    pub async fn refused(&self, tx: &mut Tx, firm: Firm, by: Person, today: Date) -> Result<Option<Why>, Failure> {
        let held = self.is_held(tx, firm).await?;
        let order = self.order(0, ".", by, self.listed.of.project);
        Ok(rules::destroy(order, &self.term, held, today).err().map(|refused| refused[0].why))
    }
}

/// Decides on the newest state, under the lock of the log: what was found is still all there is, and each project may go.
pub async fn decide(
    app: &App,
    log: &mut Append,
    run: &Run,
    note: &str,
    by: &Person,
) -> Result<Decided<Vec<ProjectDestroyed>>, Failure> {
    let (firm, now) = (log.firm(), log.now());
    let zone = firms::zone(log, firm).await?;
    let newest = terms(log, firm, &zone, now).await?;
    let mut orders = Vec::new();
    for gone in &run.gone {
        let project = gone.listed.of.project;
        let Some((_, term)) = newest.all.iter().find(|(listed, _)| listed.of.project == project) else {
            return Ok(Err(vec![Refusal::new("", Why::AlreadyDone)]));
        };
        let held = gone.is_held(log, firm).await?;
        let order = gone.order(newest.years, note, by.clone(), app.new_id());
        match rules::destroy(order, term, held, newest.today) {
            Ok(order) => orders.push(order),
            Err(refused) => return Ok(Err(refused)),
        }
    }
    if newest.years != run.years || !still(app, log, run).await? {
        return Ok(Err(vec![Refusal::new("", Why::UnderWay)]));
    }
    Ok(Ok(orders))
}

/// Whether what was found is all there is: no entry came to it, nothing since shows it or names its files, and nothing about its clients is
/// being made or sent.
async fn still(app: &App, log: &mut Append, run: &Run) -> Result<bool, Failure> {
    let firm = log.firm();
    let going: BTreeSet<u64> = run.gone.iter().flat_map(|gone| gone.places.iter().copied()).collect();
    for gone in &run.gone {
        let (of, with_client) = (&gone.listed.of, gone.with_client);
        let subjects = retention::subjects(log, firm, of, with_client).await?;
        let places = retention::entries(log, firm, &subjects).await?;
        let same = places.iter().map(|stored| stored.index).eq(gone.places.iter().copied());
        if !same || !erasure::made_since(log, firm, of.client, run.size).await?.is_empty() {
            return Ok(false);
        }
        if !traces::nothing_under_way(app, log, of.client).await? {
            return Ok(false);
        }
    }
    let files: BTreeSet<Hash> = run.gone.iter().flat_map(|gone| gone.files.iter().copied()).collect();
    Ok(retention::named_elsewhere(log, firm, &files, &going, run.size).await?.is_empty())
}

/// Takes all of it, and leaves the jobs for what follows: bytes, certificates, documents made again. A crash before the commit leaves nothing
/// of this, a crash after it all of it.
pub async fn take(app: &App, log: &mut Append, run: Run, orders: Vec<ProjectDestroyed>) -> Result<(), Failure> {
    let (firm, mut files, mut mails, mut first) = (log.firm(), Vec::new(), Vec::new(), None);
    for (gone, order) in run.gone.into_iter().zip(orders) {
        let (actor, document, project) = (Actor::Member(order.by.member), order.document, order.project);
        let index = log.destroy(actor, order, &mut app.rng()).await?;
        first = first.or(Some(index));
        for sha256 in &gone.files {
            files::forget(log, firm, *sha256).await?;
        }
        super::paper::leave(log, project, document).await?;
        for (class, notice) in &gone.made_again {
            if notices::reference(log, firm, *notice).await?.is_some() {
                crate::notices::paper::queue_again(log, app, *class, *notice).await?;
            }
        }
        files.extend(gone.files);
        mails.extend(gone.mails);
    }
    if let Some(first) = first {
        crate::erasure::leave(log, &first.to_string(), files, mails).await?;
    }
    Ok(())
}

/// Whether with the projects chosen the client has none left, so that its own entries may go too.
pub async fn is_whole_client(
    tx: &mut Tx,
    firm: Firm,
    zone: &TimeZone,
    gone: &Gone,
    run: &Run,
) -> Result<bool, Failure> {
    let all = retention::projects(tx, firm, Some(gone.listed.of.client), zone).await?;
    let chosen = |listed: &Listed| run.gone.iter().any(|gone| gone.listed.of.project == listed.of.project);
    Ok(all.iter().all(chosen) && all.last().is_some_and(|last| last.of.project == gone.listed.of.project))
}
