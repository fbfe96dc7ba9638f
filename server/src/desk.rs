//! The pages of an outside reader: those that members read, of what was granted, each recorded before it is shown. Which there are stands in `routes.rs`.
//!
//! Every handler asks first whether the thing may be read ([`Guest::may`]; a data room shows less, [`Guest::whole`]) and ends with [`Guest::hand`].

pub mod enter;
pub mod files;
mod guest;
pub mod notes;

use app::Html;
use app::pages::{self, AsOf, DeskHome, DeskProject, Fact, FactSection};
use app::texts::local;
use axum::extract::Path;
use axum::response::Response;
use ledger::Id;
use ledger::event::{AccessPage, AccessSort};

use crate::store::evidence::About;
use crate::store::notices::{Of, notice_lines};
use crate::store::{access, as_of as stood, coverage as covering, documents, log};
use crate::{as_of as instants, chronology as chronologies, coverage as coverages, told as tellings};

pub use guest::{Door, Guest, Opened, Own, Shut, made_outside};

type Shown = Result<Response, Shut>;

/// What was granted, until when, by whom.
pub async fn home(guest: Guest) -> Shown {
    let mut tx = guest.app.db.read().await?;
    let over = access::over(&mut tx, guest.firm, guest.access.access).await?;
    let projects = access::projects(&mut tx, guest.firm, guest.access.access).await?;
    drop(tx);
    let clients =
        over.iter().filter_map(|(about, name)| Some((about.strip_prefix("client:")?.to_owned(), name.clone())));
    let home = DeskHome {
        firm: guest.firm_name.clone(),
        access: crate::access::line(&guest.access, vec![], None, guest.now),
        clients: clients.collect(),
        projects: projects.into_iter().map(|p| (p.project, p.title, p.client_name)).collect(),
        zone: guest.zone.clone(),
    };
    let t = guest.t();
    let response = guest.reader.page(t.desk(), pages::desk_home(t, &home));
    guest.hand(Opened::page(AccessPage::Home, "", ""), response).await
}

/// The project as it stands, from its entries alone: nobody outside sees a draft.
pub async fn project(guest: Guest, Path((_, project)): Path<(String, Id)>) -> Shown {
    let about = format!("project:{project}");
    let title = guest.may(&about).await?;
    let (t, firm) = (guest.t(), guest.firm);
    let mut tx = guest.app.db.snapshot().await?;
    let size = log::size(&mut tx, firm).await?;
    let rules = covering::basis(&mut tx, firm).await?.rules;
    let events = stood::of(&mut tx, firm, About::Project(project), size).await?;
    let notices = notice_lines(&mut tx, firm, Of::Project(project)).await?;
    drop(tx);
    let today = local(guest.now, &guest.zone).date();
    let facts = pages::facts(t, firm.0, AsOf::Project(project), &events, &rules, (&guest.zone, today));
    let whole = guest.whole().is_ok();
    let page = DeskProject {
        project,
        title: title.clone(),
        // The notices have a list of their own, and each says what became of it.
        facts: facts.into_iter().filter(|f| !of_notices(f) && (whole || in_data_room(f))).collect(),
        notices,
        today,
        zone: guest.zone.clone(),
        whole,
    };
    let view = noted(&guest, &about, pages::desk_project(t, &page)).await?;
    let response = guest.reader.page(&title, view);
    guest.hand(Opened::page(AccessPage::Project, &about, &title), response).await
}

fn of_notices(fact: &Fact) -> bool {
    matches!(fact.section, FactSection::Notices | FactSection::Deliveries)
}

/// What a data room shows of a project: nothing of people and their addresses, of needs, promises, papers and holds.
fn in_data_room(fact: &Fact) -> bool {
    use FactSection::{Coverage, Milestones, Scope};
    matches!(fact.section, Scope | Coverage | Milestones)
}

/// The page, and below it what the reader wrote about it for themselves.
async fn noted(guest: &Guest, about: &str, view: Html) -> Result<Html, Shut> {
    let own = notes::of(guest, Some(about)).await?;
    Ok(pages::desk_noted(guest.t(), view, about, &own, &guest.zone, &guest.form()))
}

pub async fn notice(guest: Guest, Path((_, notice)): Path<(String, Id)>) -> Shown {
    let about = format!("notice:{notice}");
    let reference = guest.may(&about).await?;
    let (title, view) = match guest.access.sort {
        AccessSort::Lawyer => crate::notices::manage::show(&guest.reader, notice, &guest.form()).await?,
        AccessSort::DataRoom => bare_notice(&guest, notice).await?,
    };
    let view = noted(&guest, &about, view).await?;
    let response = guest.reader.page(&title, view);
    guest.hand(Opened::page(AccessPage::Notice, &about, &reference), response).await
}

/// The notice as it was issued, and what was decided: without recipients' addresses, mails and the log.
async fn bare_notice(guest: &Guest, notice: Id) -> Result<(String, Html), Shut> {
    let t = guest.t();
    let mut tx = guest.app.db.read().await?;
    let state = log::notice_state(&mut tx, guest.firm, notice).await?;
    let ready = documents::newest(&mut tx, guest.firm, ledger::event::DocumentClass::Notice, notice).await?.is_some();
    drop(tx);
    let title = t.manage_title(t.notice_class(state.notice.class()), &state.notice.reference);
    let view = pages::desk_notice(t, &state, (&title, ready), &guest.zone, local(guest.now, &guest.zone).date());
    Ok((title, view))
}

pub async fn client(guest: Guest, Path((_, client)): Path<(String, Id)>) -> Shown {
    guest.whole()?;
    let about = format!("client:{client}");
    let name = guest.may(&about).await?;
    let opened = Opened::page(AccessPage::Client, &about, &name);
    let response = instants::client(guest.reader.clone(), Path(client)).await?;
    guest.hand(opened, response).await
}

pub async fn as_of(guest: Guest, Path((_, project)): Path<(String, Id)>) -> Shown {
    let opened = of_project(&guest, project, AccessPage::AsOf).await?;
    let response = instants::project(guest.reader.clone(), Path(project)).await?;
    guest.hand(opened, response).await
}

/// A page about a project for which all must be granted.
async fn of_project(guest: &Guest, project: Id, page: AccessPage) -> Result<Opened, Shut> {
    guest.whole()?;
    let about = format!("project:{project}");
    let title = guest.may(&about).await?;
    Ok(Opened::page(page, &about, &title))
}

/// A data room has it, too: `chronology.rs` says with which entries.
pub async fn chronology(guest: Guest, Path((_, project)): Path<(String, Id)>) -> Shown {
    let about = format!("project:{project}");
    let title = guest.may(&about).await?;
    let response = chronologies::project(guest.reader.clone(), Path(project)).await?;
    guest.hand(Opened::page(AccessPage::Chronology, &about, &title), response).await
}

/// Of a client granted as a whole, and not in a data room: as the client's own page.
pub async fn client_chronology(guest: Guest, Path((_, client)): Path<(String, Id)>) -> Shown {
    guest.whole()?;
    let about = format!("client:{client}");
    let name = guest.may(&about).await?;
    let response = chronologies::client(guest.reader.clone(), Path(client)).await?;
    guest.hand(Opened::page(AccessPage::Chronology, &about, &name), response).await
}

pub async fn told(guest: Guest, Path((_, project)): Path<(String, Id)>) -> Shown {
    let opened = of_project(&guest, project, AccessPage::Told).await?;
    let response = tellings::page(guest.reader.clone(), Path(project)).await?;
    guest.hand(opened, response).await
}

pub async fn coverage(guest: Guest, Path((_, project)): Path<(String, Id)>) -> Shown {
    let opened = of_project(&guest, project, AccessPage::Coverage).await?;
    let response = coverages::page(guest.reader.clone(), Path(project)).await?;
    guest.hand(opened, response).await
}

pub async fn topic(guest: Guest, Path((_, project, topic)): Path<(String, Id, String)>) -> Shown {
    let opened = of_project(&guest, project, AccessPage::Topic).await?;
    let opened = Opened { what: format!("{topic}, {}", opened.what), ..opened };
    let response = coverages::topic(guest.reader.clone(), Path((project, topic))).await?;
    guest.hand(opened, response).await
}

/// What was looked for is the reader's own: the entry says that something was.
pub async fn search(guest: Guest) -> Shown {
    guest.whole()?;
    let response = crate::search::page(guest.reader.clone()).await?;
    guest.hand(Opened::page(AccessPage::Search, "", ""), response).await
}

pub async fn search_csv(guest: Guest) -> Shown {
    guest.whole()?;
    let response = crate::search::csv(guest.reader.clone()).await?;
    let name = format!("{}.csv", guest.t().search_csv_file());
    guest.hand(Opened::page(AccessPage::File, "", &name), response).await
}
