//! Who was told what, when, how, and what shows it: all ways of all notices of a project on one page, today or as it stood at a moment.

mod story;

use app::pages::{self, AsOf, AsOfPage, DatedBy, Told, ToldOn, ToldPage};
use app::{Form, Html};
use axum::extract::Path;
use axum::response::Response;
use jiff::tz::TimeZone;
use ledger::event::Role;
use ledger::{Id, Time};

use crate::store::evidence::About;
use crate::store::timestamps::Stamped;
use crate::store::{self, coverage, firms, notices};
use crate::uploads::Accept;
use crate::web::{Failure, Member, Reader};
use crate::{as_of, holds};

/// A moment in the address asks how it stood then; without one, it is this moment.
pub async fn page(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    let typed = reader.query("on").trim().to_owned();
    let mut form = reader.form();
    form.set("on", &typed);
    let zone = firms::zone(&mut reader.app.db.read().await?, reader.firm).await?;
    if typed.is_empty() {
        let (title, view) = on(&reader, project, (reader.now, &zone), true, &form).await?;
        return Ok(reader.page(&title, view));
    }
    match as_of::read(reader.t(), &typed, &zone, reader.now) {
        Ok(at) => {
            let (title, view) = on(&reader, project, (at, &zone), false, &form).await?;
            Ok(reader.page(&title, view))
        }
        Err(why) => {
            form.refuse("on", why);
            let (title, view) = show(&reader, project, &form).await?;
            Ok(reader.again(&title, view))
        }
    }
}

/// The page without its table; `form` carries what was refused of the import.
pub async fn show(member: &Member, project: Id, form: &Form) -> Result<(String, Html), Failure> {
    let mut tx = member.app.db.read().await?;
    let zone = firms::zone(&mut tx, member.firm).await?;
    let entries = coverage::entries(&mut tx, member.firm, project).await?;
    drop(tx);
    let told = story::told(member.t(), &zone, project, entries);
    view(member, project, (member.now, &zone), told, None, form).await
}

/// As it stood at a moment, and above it each topic then.
async fn on(
    reader: &Reader,
    project: Id,
    (at, zone): (Time, &TimeZone),
    today: bool,
    form: &Form,
) -> Result<(String, Html), Failure> {
    let (t, firm) = (reader.t(), reader.firm);
    let then = as_of::then(reader, AsOf::Project(project), at, zone).await?;
    let mut tx = reader.app.db.read().await?;
    let dated = store::as_of::dated(&mut tx, firm, About::Project(project), then.stood.entries).await?;
    let title = notices::project(&mut tx, firm, project).await?.title;
    drop(tx);
    let dated = dated.into_iter().map(|(entry, Stamped { authority, time, accuracy_micros, .. })| {
        (entry, DatedBy { authority, time, accuracy_micros })
    });
    let told = story::told(t, zone, project, then.events.clone());
    let (topics, unanswered) = pages::topics_then(t, firm.0, &then.events, &then.rules, (zone, at), &told);
    let as_of = AsOfPage {
        title,
        href: format!("/projects/{project}"),
        stood: Some(then.stood),
        other: None,
        zone: zone.clone(),
        of: AsOf::Project(project),
    };
    let on = ToldOn { as_of, today, topics, unanswered, dated: dated.collect() };
    view(reader, project, (at, zone), told, Some(on), form).await
}

async fn view(
    member: &Member,
    project: Id,
    (now, zone): (Time, &TimeZone),
    told: Vec<Told>,
    on: Option<ToldOn>,
    form: &Form,
) -> Result<(String, Html), Failure> {
    let t = member.t();
    let mut tx = member.app.db.read().await?;
    let recorded = notices::project(&mut tx, member.firm, project).await?;
    let title = on.as_ref().map_or_else(|| t.told().to_owned(), |on| on.title(t));
    let page = ToldPage {
        project: &recorded,
        told,
        on,
        now,
        zone: zone.clone(),
        file_types: Accept::Mails.words(),
        file_accept: Accept::Mails.html(),
        file_limit: member.app.config.upload_limit as u64,
        editable: member.role != Role::Reader,
    };
    let view = pages::told(t, &page, form);
    Ok((title, holds::above(&mut tx, member, &format!("project:{project}"), view).await?))
}
