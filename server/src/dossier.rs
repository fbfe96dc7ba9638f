//! The file of a project or client (PDF): what it will hold, how it is split, and handing it out.

mod hand;
mod make;

use app::pages::{self, DossierLine, DossierPage, DossierPart, DossierShown};
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::response::Response;
use ledger::event::AccessPage;
use ledger::{Actor, Id, Lang};

use crate::desk::{Opened, Own, made_outside};
use crate::documents::dossier::{self, Exhibits, Plan};
use crate::documents::{self, Trail};
use crate::holds;
use crate::paper::{self, Subject};
use crate::store::evidence::About;
use crate::store::{self, Firm, Tx, access, dossiers, evidence, firms, jobs, notices};
use crate::web::{App, Failure, Making, Once, Reader};

pub use hand::{closed, file, taken};
use make::Order;
pub use make::{JOB, work};

/// Megabytes of a part: what most courts take, and the most that can be asked for. A part is held in memory while it is made.
const DEFAULT_MB: u64 = 10;
const MOST_MB: u64 = 50;
const MB: u64 = 1_000_000;
/// Made at once up to so many bytes of exhibits and so many entries: about a second. A job makes what is larger.
const AT_ONCE_BYTES: u64 = 16 * MB;
const AT_ONCE_ENTRIES: usize = 2_000;
/// Seconds until the page of one under way looks again.
const FOLLOW: &str = "5";

pub async fn project_page(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    page(reader, About::Project(id)).await
}

pub async fn client_page(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    page(reader, About::Client(id)).await
}

pub async fn of_project(reader: Reader, Path(id): Path<Id>, making: Making) -> Result<Response, Failure> {
    submit(reader, About::Project(id), making).await
}

pub async fn of_client(reader: Reader, Path(id): Path<Id>, making: Making) -> Result<Response, Failure> {
    submit(reader, About::Client(id), making).await
}

/// What can be chosen, and what would come of it.
pub async fn page(reader: Reader, about: About) -> Result<Response, Failure> {
    let mut form = reader.form();
    let lang = about.lang(&mut reader.app.db.read().await?, reader.firm).await?;
    form.set("limit", DEFAULT_MB.to_string()).set("files", "with").set("lang", lang.as_str());
    let asked = Asked { limit: DEFAULT_MB * MB, files: true, lang };
    let shown = preview(&reader, about, &asked).await?;
    let view = view(&reader, about, &shown.page, &form).await?;
    Ok(reader.page(reader.t().dossier_title(), view))
}

async fn view(reader: &Reader, about: About, page: &DossierPage, form: &Form) -> Result<Html, Failure> {
    let view = pages::dossier(reader.t(), page, form);
    holds::above(&mut reader.app.db.read().await?, reader, &about.subject(), view).await
}

/// What a form asks for.
struct Asked {
    limit: u64,
    files: bool,
    lang: Lang,
}

/// What is not said is as the page has it at first.
fn asked(form: &mut Form, t: Texts, lang: Lang) -> Asked {
    let limit = match form.trimmed("limit") {
        "" => Some(DEFAULT_MB),
        typed => typed.parse().ok().filter(|mb| (1..=MOST_MB).contains(mb)),
    };
    if limit.is_none() {
        form.refuse("limit", t.dossier_limit_wrong(MOST_MB));
    }
    let lang = form.value("lang").parse().unwrap_or(lang);
    Asked { limit: limit.unwrap_or(DEFAULT_MB) * MB, files: form.value("files") != "without", lang }
}

/// The page, and whether all of it can be made at once.
struct Preview {
    page: DossierPage,
    at_once: bool,
}

async fn preview(reader: &Reader, about: About, asked: &Asked) -> Result<Preview, Failure> {
    let (app, firm) = (&reader.app, reader.firm);
    let evidence = match evidence::of(&app.db, &app.vault, firm, about, &app.clock).await {
        Err(store::Error::TooMany { most }) => return beyond(reader, about, asked, most).await,
        other => other?,
    };
    let internal = |error: documents::Error| Failure::Internal(Box::new(error));
    let trail = Trail::read(&evidence).map_err(internal)?;
    let subject = Subject { document: app.new_id(), lang: reader.lang, reference: "", logo: None, made_by: None };
    let frame = paper::frame(app, firm, subject).await?;
    let exhibits = Exhibits::of(&frame, &trail);
    let plan = match asked.files {
        true => {
            dossier::plan(&evidence, &trail, &exhibits, Default::default(), (None, 0), asked.limit).map_err(internal)?
        }
        false => Plan::bare(),
    };
    let bytes: u64 = exhibits.all.iter().filter(|e| e.erased.is_none()).map(|e| e.file.size).sum();
    let mut tx = app.db.read().await?;
    let own = Own::of(&mut tx, reader).await?;
    let mut made = lines(&mut tx, firm, &about.subject()).await?;
    made.retain(|line| own.has(line.dossier));
    let page = DossierPage {
        about: about.subject(),
        title: title(&mut tx, firm, about).await?,
        entries: trail.rows.len() as u64,
        keys: trail.rows.iter().filter(|row| row.header.subject.starts_with("firm:")).count() as u64,
        outside: reader.outside.is_some(),
        exhibits: exhibits.all.len() as u64,
        bytes,
        evidence: trail.bytes.len() as u64,
        limit: asked.limit,
        parts: plan.parts.iter().map(|part| shown(&exhibits, part)).collect(),
        made,
        zone: frame.zone,
        most: MOST_MB,
        too_many: None,
    };
    let embedded = if asked.files { bytes } else { 0 };
    Ok(Preview { at_once: embedded <= AT_ONCE_BYTES && trail.rows.len() <= AT_ONCE_ENTRIES, page })
}

/// The page of what has more entries than one file holds.
async fn beyond(reader: &Reader, about: About, asked: &Asked, most: usize) -> Result<Preview, Failure> {
    let mut tx = reader.app.db.read().await?;
    let page = DossierPage {
        about: about.subject(),
        title: title(&mut tx, reader.firm, about).await?,
        entries: 0,
        keys: 0,
        outside: reader.outside.is_some(),
        exhibits: 0,
        bytes: 0,
        evidence: 0,
        limit: asked.limit,
        parts: vec![],
        made: vec![],
        zone: firms::zone(&mut tx, reader.firm).await?,
        most: MOST_MB,
        too_many: Some(most as u64),
    };
    Ok(Preview { page, at_once: false })
}

fn shown(exhibits: &Exhibits, part: &dossier::Part) -> DossierPart {
    let bytes = part.exhibits.iter().filter_map(|number| exhibits.get(*number)).map(|exhibit| exhibit.file.size).sum();
    let range = part.exhibits.first().copied().zip(part.exhibits.last().copied());
    DossierPart { range, bytes, oversize: part.oversize }
}

async fn title(tx: &mut Tx, firm: Firm, about: About) -> Result<String, Failure> {
    Ok(match about {
        About::Project(id) => notices::project(tx, firm, id).await?.title,
        About::Client(id) => store::clients::get(tx, firm, id).await?.party.name,
        _ => return Err(Failure::NotFound),
    })
}

/// The files that were made about it, the newest first.
async fn lines(tx: &mut Tx, firm: Firm, subject: &str) -> Result<Vec<DossierLine>, Failure> {
    let mut lines = Vec::new();
    for made in dossiers::made(tx, firm, subject).await? {
        let by = match made.by {
            Actor::Member(id) => notices::member_name(tx, firm, id).await?,
            Actor::Contact(_) | Actor::System => {
                access::maker(tx, firm, made.dossier).await?.map(|(name, ..)| name).unwrap_or_default()
            }
        };
        let reference = made.parts.first().map(|part| part.whole().to_owned()).unwrap_or_default();
        let (copy, parts) = (made.is_copy(), made.parts.len() as u64);
        lines.push(DossierLine { dossier: made.dossier, reference, copy, at: made.at, by, parts });
    }
    Ok(lines)
}

/// Makes the file, or leaves it to a job; the browser is sent on to its page.
pub async fn submit(reader: Reader, about: About, Making(mut form, once): Making) -> Result<Response, Failure> {
    let (t, firm) = (reader.t(), reader.firm);
    let lang = about.lang(&mut reader.app.db.read().await?, firm).await?;
    let asked = asked(&mut form, t, lang);
    let looks = form.has("look", "due") && !form.is_refused();
    let shown = preview(&reader, about, &asked).await?;
    if looks || form.is_refused() || shown.page.too_many.is_some() {
        let view = view(&reader, about, &shown.page, &form).await?;
        return Ok(reader.again(t.dossier_title(), view));
    }
    let order = Order {
        dossier: reader.app.new_id(),
        about: about.subject(),
        lang: asked.lang,
        limit: asked.limit,
        files: asked.files,
        by: reader.actor(),
        made_by: reader.signs(asked.lang),
    };
    match shown.at_once {
        true => at_once(&reader, &order, once).await,
        false => later(&reader, &order, once).await,
    }
}

async fn at_once(reader: &Reader, order: &Order, once: Once) -> Result<Response, Failure> {
    let (app, firm) = (&reader.app, reader.firm);
    let drawn = make::draw(app, firm, order, false).await?;
    let mut log = app.db.append(firm, &app.clock).await?;
    // Not asked earlier: drawing must not hold the lock, and what was drawn in vain is kept under its hash or not at all.
    once.first(&mut log).await?;
    if drawn.is_overtaken(&mut log).await? {
        // What was drawn may hold the text that is gone; asked for again, it is drawn without it.
        return Err(Failure::TooMany { seconds: 1 });
    }
    drawn.record(&mut log, app, order.by).await?;
    let asked = Opened::page(AccessPage::DossierAsked, &order.about, "");
    made_outside(&mut log, reader, asked, order.dossier).await?;
    let to = format!("{}/dossiers/{}", reader.base(), order.dossier);
    let answer = once.answer(&mut log, to, "dossier_made").await?;
    log.commit().await?;
    Ok(answer)
}

async fn later(reader: &Reader, order: &Order, once: Once) -> Result<Response, Failure> {
    let (app, firm) = (&reader.app, reader.firm);
    let payload = serde_json::to_vec(order).map_err(|error| Failure::Internal(error.into()))?;
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    let now = log.now();
    dossiers::begin(&mut log, firm, order.dossier, &order.about).await?;
    jobs::add(&mut log, firm, JOB, &order.dossier.to_string(), &payload, now, now).await?;
    let asked = Opened::page(AccessPage::DossierAsked, &order.about, "");
    made_outside(&mut log, reader, asked, order.dossier).await?;
    let to = format!("{}/dossiers/{}?follow=1", reader.base(), order.dossier);
    let answer = once.answer(&mut log, to, "").await?;
    log.commit().await?;
    // A crash here leaves the job, and its page says how far it is.
    Ok(answer)
}

/// The file that was made, or how far it is; of one that went with an erasure, a page that says so.
pub async fn show(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    if let Some(said) = closed(&reader, id, "").await? {
        return Ok(said);
    }
    let (t, firm) = (reader.t(), reader.firm);
    let mut tx = reader.app.db.read().await?;
    let work = dossiers::under_way(&mut tx, firm, id).await?;
    let Some(work) = work else {
        let (about, made) = dossiers::get(&mut tx, firm, id).await?;
        let by = match made.by {
            Actor::Member(id) => notices::member_name(&mut tx, firm, id).await?,
            Actor::Contact(_) | Actor::System => {
                access::maker(&mut tx, firm, id).await?.map(|(name, ..)| name).unwrap_or_default()
            }
        };
        let title = title(&mut tx, firm, about.parse().map_err(|_| Failure::NotFound)?).await?;
        let zone = firms::zone(&mut tx, firm).await?;
        let page = DossierShown { dossier: id, about, title, at: made.at, by, parts: made.parts, zone };
        return Ok(reader.page(&page.called(t), pages::dossier_made(t, &page)));
    };
    let about = dossiers::about(&mut tx, firm, id).await?;
    let title = title(&mut tx, firm, about.parse().map_err(|_| Failure::NotFound)?).await?;
    let follow = reader.query("follow") == "1" && !work.failed;
    let view = pages::dossier_making(t, (id, &about, &title), (work.done, work.parts, work.failed), follow);
    let mut response = reader.page(t.dossier_page_making(), view);
    if follow {
        response.headers_mut().insert("refresh", HeaderValue::from_static(FOLLOW));
    }
    Ok(response)
}

/// What a file is about, for whoever may read only some.
pub async fn about(app: &App, firm: Firm, id: Id) -> Result<String, Failure> {
    Ok(dossiers::about(&mut app.db.read().await?, firm, id).await?)
}
