//! How long what is kept: the forecast, the rules, and the destruction of projects whose time is over.

mod paper;
mod run;

use app::pages::{
    self, DestroyPage, DestroyedLine, DestroyedPage, GoneLine, KeptFor, OtherLine, RetentionLine, RetentionPage,
};
use app::{Form, Html};
use axum::extract::Path;
use axum::response::Response;
use jiff::tz::TimeZone;
use ledger::event::{DocumentClass, Person, Retention};
use ledger::retention::{self as rules, Term};
use ledger::{Actor, Id, Time};

use crate::account::confirm_password;
use crate::evidence;
use crate::store::retention::{self, Listed};
use crate::store::{Firm, Tx, accounts, documents, firms};
use crate::web::{Failure, Making, Member, Owner, Rate, Reader, refuse_in};

pub use paper::{JOB, leave, make};
use run::{Gone, Run};

/// Projects of one run: their documents are all read before, and their entries go in one transaction.
const MOST: usize = 20;
/// Destroyed projects that the page lists.
const LISTED: u64 = 200;

pub async fn page(owner: Owner) -> Result<Response, Failure> {
    let mut tx = owner.app.db.read().await?;
    let years = retention::years(&mut tx, owner.firm).await?;
    let mut form = owner.form();
    for (name, of) in fields(&years) {
        form.set(name, of.to_string());
    }
    let view = forecast(&mut tx, &owner, &form).await?;
    Ok(owner.page(owner.t().retention(), view))
}

fn fields(years: &Retention) -> [(&'static str, u32); 4] {
    [("projects", years.projects), ("clients", years.clients), ("grants", years.grants), ("mails", years.mails)]
}

async fn forecast(tx: &mut Tx, owner: &Owner, form: &Form) -> Result<Html, Failure> {
    let (firm, t) = (owner.firm, owner.t());
    let zone = firms::zone(tx, firm).await?;
    let terms = run::terms(tx, firm, &zone, owner.now).await?;
    let mut lines = Vec::new();
    let held = run::held(tx, firm, &terms).await?;
    for (listed, term) in &terms.all {
        let standing = match (term, held.get(&listed.of.client)) {
            (_, Some(hold)) => KeptFor::Held { hold: hold.hold, reason: hold.reason.clone() },
            (Term::Open, _) => KeptFor::Open,
            (Term::GoesOn(other), _) => {
                let title = terms.all.iter().find(|(other_one, _)| other_one.of.project == *other);
                KeptFor::GoesOn(*other, title.map(|(listed, _)| listed.title.clone()).unwrap_or_default())
            }
            (Term::Until { kept_until, .. }, _) if term.is_over(terms.today) => KeptFor::Due(*kept_until),
            (Term::Until { kept_until, .. }, _) => KeptFor::Kept(*kept_until),
        };
        let until = match term {
            Term::Until { kept_until, .. } => Some(*kept_until),
            _ => None,
        };
        let (title, client) = (listed.title.clone(), listed.client.clone());
        lines.push(RetentionLine { project: listed.of.project, title, client, standing, until });
    }
    let page = RetentionPage {
        today: terms.today,
        others: others(tx, owner, &zone).await?,
        destroyed: retention::destroyed(tx, firm, LISTED).await?.into_iter().map(destroyed_line).collect(),
        most: MOST as u64,
        set: retention::newest_set(tx, firm).await?.map(|(at, set)| (at, set.by.name, set.reason)),
        lines,
        zone,
        email: accounts::member(tx, firm, owner.id).await?.email,
    };
    Ok(pages::retention(t, &page, form))
}

/// How many projects may be destroyed, for the start page. It asks for no more than the oldest while nothing can be due.
pub async fn due(tx: &mut Tx, firm: Firm, now: Time) -> Result<u64, Failure> {
    if !retention::may_be_due(tx, firm, now).await? {
        return Ok(0);
    }
    let zone = firms::zone(tx, firm).await?;
    let terms = run::terms(tx, firm, &zone, now).await?;
    let held = run::held(tx, firm, &terms).await?;
    let due = |(listed, term): &&(Listed, Term)| term.is_over(terms.today) && !held.contains_key(&listed.of.client);
    Ok(terms.all.iter().filter(due).count() as u64)
}

/// The longest term of a client's projects; none without one.
pub async fn term(tx: &mut Tx, firm: Firm, client: Id, zone: &TimeZone) -> Result<Option<Term>, Failure> {
    let years = retention::years(tx, firm).await?.projects;
    let projects: Vec<_> =
        retention::projects(tx, firm, Some(client), zone).await?.into_iter().map(|one| one.of).collect();
    let terms = rules::terms(&projects, years);
    // One that is open keeps all the others.
    Ok(terms.iter().find(|term| **term == Term::Open).or(terms.first()).copied())
}

fn destroyed_line(one: retention::Destroyed) -> DestroyedLine {
    DestroyedLine { project: one.project, client: one.client, reference: one.reference, at: one.at, by: one.by }
}

/// What is no project's and whose time is over, each with the page where it is erased.
async fn others(tx: &mut Tx, owner: &Owner, zone: &TimeZone) -> Result<Vec<OtherLine>, Failure> {
    let (firm, t) = (owner.firm, owner.t());
    let today = app::texts::local(owner.now, zone).date();
    let years = retention::years(tx, firm).await?;
    let mut found = Vec::new();
    for (kind, years, path, all) in [
        (t.retention_clients(), years.clients, "/clients/{}", retention::clients(tx, firm).await?),
        (t.retention_grants(), years.grants, "/access/{}", retention::grants(tx, firm).await?),
        (t.retention_mails(), years.mails, "/incoming/{}/erase", retention::mails(tx, firm).await?),
    ] {
        for one in all {
            let until = retention::until(one.ended, years, zone);
            if until < today {
                let href = path.replace("{}", &one.id.to_string());
                found.push(OtherLine { kind: kind.to_owned(), name: one.name, href, until });
            }
        }
    }
    Ok(found)
}

/// Sets the years, with a reason and the password: they say when what is evidence may go.
pub async fn set(owner: Owner, Making(mut form, once): Making) -> Result<Response, Failure> {
    owner.limit(Rate::SignIn)?;
    let (app, firm, t) = (&owner.app, owner.firm, owner.t());
    confirm_password(&owner, &mut form).await?;
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let number = |name: &str| form.trimmed(name).parse().unwrap_or(0);
    let [projects, clients, grants, mails] = ["projects", "clients", "grants", "mails"].map(number);
    if (1..rules::LIMITATION).contains(&projects) && form.value("short").is_empty() {
        form.refuse("short", t.retention_short_unconfirmed());
    }
    let by = Person { member: owner.id, name: owner.name.clone() };
    match rules::set(Retention { projects, clients, grants, mails }, form.value("reason"), by) {
        Ok(set) if !form.is_refused() => {
            log.push(Actor::Member(owner.id), set, &mut app.rng()).await?;
            let answer = once.answer(&mut log, "/retention".to_owned(), "saved").await?;
            log.commit().await?;
            Ok(answer)
        }
        decided => {
            let zone = firms::zone(&mut log, firm).await?;
            drop(log);
            refuse_in(&zone, &mut form, t, decided.err().unwrap_or_default());
            form.forget("password");
            let view = forecast(&mut app.db.read().await?, &owner, &form).await?;
            Ok(owner.again(t.retention(), view))
        }
    }
}

/// The identifiers among these, each once, at most [`MOST`].
fn ids(values: &[String]) -> Vec<Id> {
    let mut found: Vec<Id> = Vec::new();
    for id in values.iter().filter_map(|value| value.parse().ok()) {
        if !found.contains(&id) && found.len() < MOST {
            found.push(id);
        }
    }
    found
}

async fn find(owner: &Owner, form: &Form) -> Result<Run, Failure> {
    let (app, firm) = (&owner.app, owner.firm);
    let mut tx = app.db.read().await?;
    let zone = firms::zone(&mut tx, firm).await?;
    let terms = run::terms(&mut tx, firm, &zone, owner.now).await?;
    drop(tx);
    run::find(app, firm, terms, &ids(form.all("project")), &ids(form.all("client"))).await
}

/// The dry run: what goes and what stays, found by the function that the run itself uses.
pub async fn destroy_page(owner: Owner) -> Result<Response, Failure> {
    let mut form = owner.form();
    for name in ["project", "client"] {
        for value in owner.queries(name) {
            form.add(name, value);
        }
    }
    let view = show(&owner, &form).await?;
    Ok(owner.page(owner.t().destroy_title(), view))
}

async fn show(owner: &Owner, form: &Form) -> Result<Html, Failure> {
    let run = find(owner, form).await?;
    let mut tx = owner.app.db.read().await?;
    let zone = firms::zone(&mut tx, owner.firm).await?;
    let today = app::texts::local(owner.now, &zone).date();
    let mut lines = Vec::new();
    for gone in &run.gone {
        let by = Person { member: owner.id, name: owner.name.clone() };
        let refused = gone.refused(&mut tx, owner.firm, by, today).await?;
        let alone = run::is_whole_client(&mut tx, owner.firm, &zone, gone, &run).await?;
        lines.push(gone_line(owner, gone, refused.map(|why| owner.t().why(why, &zone)), alone));
    }
    // What was chosen and is not there was destroyed meanwhile, by somebody else.
    let missing = ids(form.all("project")).len() > run.gone.len();
    Ok(pages::destroy(owner.t(), &DestroyPage { lines, missing, years: run.years, zone }, form))
}

fn gone_line(owner: &Owner, gone: &Gone, refused: Option<String>, whole_client: bool) -> GoneLine {
    let t = owner.t();
    let mut kinds: Vec<(String, u64)> =
        gone.kinds.iter().map(|(kind, n)| (t.event(kind).unwrap_or(kind).to_owned(), *n)).collect();
    kinds.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let ended = match gone.term {
        Term::Until { ended, kept_until } => Some((ended, kept_until)),
        _ => None,
    };
    GoneLine {
        project: gone.listed.of.project,
        title: gone.listed.title.clone(),
        reference: gone.listed.reference.clone(),
        client: (gone.listed.of.client, gone.listed.client.clone()),
        whole_client,
        with_client: gone.with_client,
        ended,
        refused,
        entries: gone.places.len() as u64,
        from: gone.from,
        to: gone.to,
        kinds,
        files: gone.files.len() as u64,
        bytes: gone.bytes,
        shared: gone.shared,
        mails: gone.mails.len() as u64,
        records: gone.records,
        made_again: gone.made_again.len() as u64,
        readers: gone.readers.clone(),
    }
}

/// The run: a second confirmation, then all of it in one transaction under the lock of the log.
pub async fn destroy(owner: Owner, Making(mut form, once): Making) -> Result<Response, Failure> {
    owner.limit(Rate::SignIn)?;
    let (app, t) = (&owner.app, owner.t());
    if form.value("confirm").is_empty() {
        form.refuse("confirm", t.erase_unconfirmed());
    }
    confirm_password(&owner, &mut form).await?;
    let run = find(&owner, &form).await?;
    let chosen = ids(form.all("project")).len();
    let mut log = app.db.append(owner.firm, &app.clock).await?;
    once.first(&mut log).await?;
    let by = Person { member: owner.id, name: owner.name.clone() };
    let decided = match chosen == run.gone.len() && chosen > 0 {
        true => run::decide(app, &mut log, &run, form.value("note"), &by).await?,
        // Of two owners the second finds nothing left.
        false => Err(vec![ledger::notice::Refusal::new("", ledger::notice::Why::AlreadyDone)]),
    };
    let orders = match decided {
        Ok(orders) if !form.is_refused() => orders,
        other => {
            let zone = firms::zone(&mut log, owner.firm).await?;
            drop(log);
            refuse_in(&zone, &mut form, t, other.err().unwrap_or_default());
            form.forget("password");
            let view = show(&owner, &form).await?;
            return Ok(owner.again(t.destroy_title(), view));
        }
    };
    let to = match orders.as_slice() {
        [only] => format!("/projects/{}", only.project),
        _ => "/retention".to_owned(),
    };
    run::take(app, &mut log, run, orders).await?;
    let answer = once.answer(&mut log, to, "destroyed").await?;
    log.commit().await?;
    // A crash from here on leaves the jobs, and the projects destroyed.
    app.notices.forget();
    app.kept.forget();
    Ok(answer)
}

/// The page of a project that was destroyed, in the place of its own.
pub async fn destroyed(member: &Member, project: Id) -> Result<(String, Html), Failure> {
    let (firm, t) = (member.firm, member.t());
    let mut tx = member.app.db.read().await?;
    let (said, event) = retention::destruction(&mut tx, firm, project).await?;
    let certificate = documents::newest(&mut tx, firm, DocumentClass::Destruction, project).await?.is_some();
    let zone = firms::zone(&mut tx, firm).await?;
    let page = DestroyedPage { event, at: said.time, entry: said.index, certificate, zone };
    Ok((t.destroyed_title().to_owned(), pages::destroyed(t, &page)))
}

/// The certificate of destruction.
pub async fn certificate(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    evidence::document(&reader, project, DocumentClass::Destruction).await
}
