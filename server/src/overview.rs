//! The start page: what needs the firm today.

use app::pages::{self, CoverageLine, Group, MAX_PER_GROUP, Overview, OverviewItem, Start};
use axum::response::Response;
use jiff::civil::Date;
use ledger::Time;
use ledger::coverage::percent;
use ledger::event::Role;

use crate::retention;
use crate::store::overview::{self, Days, Kind};
use crate::store::{Tx, accounts, bulk, coverage, firms, holds, incoming, person};
use crate::web::{Failure, Reader, Visit, see};

/// Answers asked for within so many days are due soon.
const SOON: i64 = 7;
/// Deferrals that end within so many days are shown.
const DEFERRED: i64 = 14;
/// A notice is silent after so many days without an answer.
const SILENT: i64 = 7;
/// What was declined is shown for so many days, time to find another way with the client; after that it is in the project.
const DECLINED: i64 = 90;

/// Who is not signed in is led to the first run or to the sign-in, without a refusal: it is the address that people type.
pub async fn page(reader: Result<Reader, Failure>, visit: Visit) -> Result<Response, Failure> {
    match reader {
        Ok(reader) => show(reader).await,
        Err(Failure::SignIn { .. }) => {
            let begun = accounts::any_firm(&mut visit.app.db.read().await?).await?;
            Ok(see(if begun { "/sign-in" } else { "/setup" }, ""))
        }
        Err(other) => Err(other),
    }
}

async fn show(reader: Reader) -> Result<Response, Failure> {
    let t = reader.t();
    let mut tx = reader.app.db.read().await?;
    let today = app::texts::local(reader.now, &firms::zone(&mut tx, reader.firm).await?).date();
    let days = days(today, reader.now);
    let mut items = notices(&reader, &mut tx, &days).await?;
    for raised in coverage::raised(&mut tx, reader.firm, today, MAX_PER_GROUP as u64).await? {
        items.push(OverviewItem {
            group: Group::Again,
            title: t.overview_again_topics(raised.topics()),
            href: format!("/projects/{}/coverage#again", raised.project),
            client: raised.client,
            project: raised.title,
            due: raised.again.last().map(|step| step.day),
        });
    }
    let rules = coverage::basis(&mut tx, reader.firm).await?.rules;
    for (run, stopped, refused) in bulk::unfinished(&mut tx, reader.firm, MAX_PER_GROUP as u64).await? {
        let topic = rules.topic(&run.topic).map_or(&*run.topic, |topic| topic.title(reader.lang));
        let said = |n: u64, words: fn(app::Texts, u64) -> String| if n > 0 { words(t, n) } else { String::new() };
        items.push(OverviewItem {
            group: Group::Bulk,
            title: t.bulk_of(topic),
            href: format!("/bulk/{}", run.bulk),
            client: said(stopped, app::Texts::overview_bulk_stopped),
            project: said(refused, app::Texts::overview_bulk_refused),
            due: None,
        });
    }
    if reader.role == Role::Owner {
        items.extend(requests(&reader, &mut tx).await?);
    }
    let sum = coverage::sum(&mut tx, reader.firm).await?;
    let line = CoverageLine {
        percent: percent(sum.due, sum.open),
        uncovered: sum.uncovered,
        projects: sum.projects,
        checked: coverage::checked(&mut tx, reader.firm).await?,
    };
    let start = match overview::begun(&mut tx, reader.firm).await? {
        [false, ..] => Some(Start::NoClient),
        [_, false, _] => Some(Start::NoProject),
        [.., false] => Some(Start::NoWarning),
        _ => None,
    };
    let coverage = (line.projects > 0).then_some(line);
    let unplaced = incoming::waiting(&mut tx, reader.firm).await?;
    let due = match reader.role {
        Role::Owner => retention::due(&mut tx, reader.firm, reader.now).await?,
        _ => 0,
    };
    let may_write = reader.role != Role::Reader;
    let held = if may_write { holds::standing(&mut tx, reader.firm).await? } else { 0 };
    let page = Overview { today, items, coverage, unplaced, due, held, start, may_write };
    Ok(reader.page(t.overview_title(), pages::overview(t, &page)))
}

/// What notices and drafts ask for.
async fn notices(reader: &Reader, tx: &mut Tx, days: &Days) -> Result<Vec<OverviewItem>, Failure> {
    let mut items = Vec::new();
    for kind in Kind::ALL {
        for item in overview::items(tx, reader.firm, kind, days, MAX_PER_GROUP as u64).await? {
            let href = match kind {
                Kind::DraftWarning => format!("/warnings/{}", item.id),
                Kind::DraftNotice => format!("/drafts/{}", item.id),
                Kind::Bounced | Kind::Readdressed => format!("/notices/{}#people", item.id),
                Kind::Reply => format!("/notices/{}#replies", item.id),
                Kind::Nobody => format!("/notices/{}#chasing", item.id),
                _ => format!("/notices/{}", item.id),
            };
            let title =
                if kind == Kind::DraftNotice { reader.t().overview_draft_notice().to_owned() } else { item.title };
            let (client, project, due) = (item.client, item.project, item.due);
            items.push(OverviewItem { group: group(kind), title, href, client, project, due });
        }
    }
    Ok(items)
}

/// What people asked about their own data, and nobody has decided.
async fn requests(reader: &Reader, tx: &mut Tx) -> Result<Vec<OverviewItem>, Failure> {
    let waiting = person::waiting(tx, reader.firm, MAX_PER_GROUP as u64).await?;
    let item = |request: person::Waiting| OverviewItem {
        group: Group::Request,
        title: reader.t().person_overview_title().to_owned(),
        href: format!("/contacts/{}/data#request", request.contact),
        client: request.name,
        project: request.client,
        due: Some(request.due),
    };
    Ok(waiting.into_iter().map(item).collect())
}

fn days(today: Date, now: Time) -> Days {
    let after = |days: i64| today.saturating_add(jiff::Span::new().days(days));
    let before = |days: i64| Time(now.0 - days * 24 * 3600 * 1000);
    Days { today, soon: after(SOON), deferred: after(DEFERRED), silent: before(SILENT), declined: before(DECLINED) }
}

fn group(kind: Kind) -> Group {
    match kind {
        Kind::Question => Group::Question,
        Kind::Reply => Group::Reply,
        Kind::Proposal => Group::Proposal,
        Kind::Bounced => Group::Bounced,
        Kind::Readdressed => Group::Readdressed,
        Kind::Nobody => Group::Nobody,
        Kind::Overdue => Group::Overdue,
        Kind::Soon => Group::Soon,
        Kind::Silent => Group::Silent,
        Kind::Contested => Group::Contested,
        Kind::Declined => Group::Declined,
        Kind::Deferred => Group::Deferred,
        Kind::DraftWarning | Kind::DraftNotice => Group::Draft,
    }
}
