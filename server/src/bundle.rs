//! The bundle of evidence about a client, a project or a notice: what is chosen, packed, and handed out as one ZIP.

mod aids;
mod contents;
mod pack;
mod recipe;
pub mod send;
mod tools;
pub mod verifier;
mod write;

use app::Form;
use app::pages::{self, BundlePage};
use axum::body::Body;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use futures_util::StreamExt as _;
use ledger::bundle::Manifest;
use ledger::event::AccessPage;
use ledger::{Hash, Id};

use crate::desk;
use crate::documents;
use crate::evidence::gone_bundle;
use crate::holds;
use crate::store::Firm;
use crate::store::evidence::About;
use crate::store::{self, dossiers, erasure, evidence, firms, log};
use crate::web::{App, Failure, Making, Reader};

pub use aids::Listed;
use pack::pack;
pub use pack::plain;
pub use write::write;

pub async fn notice_page(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    page(reader, About::Notice(id)).await
}

pub async fn project_page(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    page(reader, About::Project(id)).await
}

pub async fn client_page(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    page(reader, About::Client(id)).await
}

pub async fn of_notice(reader: Reader, Path(id): Path<Id>, making: Making) -> Result<Response, Failure> {
    submit(reader, About::Notice(id), making).await
}

pub async fn of_project(reader: Reader, Path(id): Path<Id>, making: Making) -> Result<Response, Failure> {
    submit(reader, About::Project(id), making).await
}

pub async fn of_client(reader: Reader, Path(id): Path<Id>, making: Making) -> Result<Response, Failure> {
    submit(reader, About::Client(id), making).await
}

/// What can be chosen; all of it is, at first.
pub async fn page(reader: Reader, about: About) -> Result<Response, Failure> {
    let page = choices(&reader, about).await?;
    let mut form = reader.form();
    form.set("lang", about.lang(&mut reader.app.db.read().await?, reader.firm).await?.as_str());
    for (field, choice) in page.choices() {
        form.add(field, choice.value.clone());
    }
    let view = pages::bundle(reader.t(), &page, &form);
    let view = holds::above(&mut reader.app.db.read().await?, &reader, &about.subject(), view).await?;
    Ok(reader.page(reader.t().bundle_title(), view))
}

async fn choices(reader: &Reader, about: About) -> Result<BundlePage, Failure> {
    let app = &reader.app;
    let evidence = evidence::of(&app.db, &app.vault, reader.firm, about, &app.clock).await?;
    let zone = firms::zone(&mut app.db.read().await?, reader.firm).await?;
    let mut page =
        contents::choices(reader.t(), about, &evidence).map_err(|error| Failure::Internal(Box::new(error)))?;
    if reader.outside.is_some() {
        // What others had made is theirs.
        page.made.clear();
    }
    let makers = dossiers::makers(&mut app.db.read().await?, reader.firm, None).await?;
    for (sha256, _, by) in &mut page.made {
        if let Some(name) = makers.get(&sha256.to_string()).filter(|_| by.is_empty()) {
            *by = reader.t().by_outside_reader(name);
        }
    }
    Ok(BundlePage { zone: Some(zone), outside: reader.outside.is_some(), ..page })
}

/// Makes the bundle and records it; the browser is sent on to the ZIP, saves it, and its page stays. Recorded before the first byte
/// leaves: nothing goes out that the log does not know of.
pub async fn submit(reader: Reader, about: About, Making(mut form, once): Making) -> Result<Response, Failure> {
    let (app, firm) = (&reader.app, reader.firm);
    if reader.outside.is_some() {
        // The headers of all other entries tell who else reads, and when.
        form.forget("others");
    }
    let before = log::size(&mut app.db.read().await?, firm).await?;
    // What helps to read it is for whoever gets it: in the client's language, unless another was chosen.
    let lang = match form.value("lang").parse() {
        Ok(lang) => lang,
        Err(_) => about.lang(&mut app.db.read().await?, firm).await?,
    };
    let (signs, outside) = (reader.signs(lang), reader.outside.is_some());
    let bundle = match pack(app, firm, about, Some(&form), lang, (Some(&signs), outside)).await {
        Err(pack::Error::Store(store::Error::TooMany { most })) => {
            return Ok(too_many(&reader, choices(&reader, about).await?, form, most));
        }
        Err(pack::Error::TooLarge) => return Ok(too_large(&reader, choices(&reader, about).await?, form)),
        Err(pack::Error::Store(error)) => return Err(error.into()),
        Err(pack::Error::Document(documents::Error::Seal(error))) => return Err(Failure::NoSeal(error.to_string())),
        Err(error) => return Err(Failure::Internal(Box::new(error))),
        Ok(bundle) => bundle,
    };
    let mut log = app.db.append(firm, &app.clock).await?;
    // Not asked earlier: packing must not hold the lock.
    once.first(&mut log).await?;
    if erasure::since(&mut log, firm, before).await? {
        // What was packed may hold the text that is gone; asked for again, it is packed without it.
        return Err(Failure::TooMany { seconds: 1 });
    }
    bundle.record(&mut log, reader.actor(), app).await?;
    let exported = desk::Opened::made(AccessPage::Exported, about.subject(), "", bundle.sha256);
    desk::made_outside(&mut log, &reader, exported, bundle.sha256).await?;
    let answer = once.answer(&mut log, format!("{}/bundles/{}", reader.base(), bundle.sha256), "").await?;
    log.commit().await?;
    Ok(answer)
}

/// What a bundle is about, as its table of contents says.
pub async fn about(app: &App, firm: Firm, sha256: Hash) -> Result<String, Failure> {
    let bytes = app.files.get(firm, sha256).await?;
    Manifest::from_bytes(&bytes).map(|manifest| manifest.about).map_err(|_| Failure::NotFound)
}

/// A bundle that was made, by the hash of its table of contents; of one that went with an erasure, a page that says so.
pub async fn download(reader: Reader, Path(sha256): Path<String>) -> Result<Response, Failure> {
    let (app, firm) = (&reader.app, reader.firm);
    let sha256 = sha256.parse().map_err(|_| Failure::NotFound)?;
    if let Some(said) = gone_bundle(&reader, sha256).await? {
        return Ok(said);
    }
    let ready = send::open(&app.files, firm, sha256).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", ready.name())),
        // With it, browsers show how far they have come.
        (header::CONTENT_LENGTH, ready.size.to_string()),
    ];
    let stream = ready.stream(app.files.clone(), firm).map(move |piece| {
        // The connection ends, and the ZIP is refused as cut off: the head of the answer is long gone.
        piece.inspect_err(|error| tracing::error!(firm = %firm.0, %error, "a bundle could not be sent to its end"))
    });
    Ok((headers, Body::from_stream(stream)).into_response())
}

fn too_many(reader: &Reader, page: BundlePage, mut form: Form, most: usize) -> Response {
    let t = reader.t();
    form.refuse(if form.value("others").is_empty() { "notices" } else { "others" }, t.bundle_too_many(most as u64));
    reader.again(t.bundle_title(), pages::bundle(t, &page, &form))
}

fn too_large(reader: &Reader, page: BundlePage, mut form: Form) -> Response {
    let t = reader.t();
    form.refuse("papers", t.bundle_too_large());
    reader.again(t.bundle_title(), pages::bundle(t, &page, &form))
}
