//! What an outside reader takes along: documents, letters, papers, messages, evidence and bundles. Each is an entry with its SHA-256, written before the
//! first byte leaves.

use axum::extract::Path;
use axum::http::StatusCode;
use ledger::event::{AccessPage, DocumentClass};
use ledger::{Hash, Id, sha256};

use super::{Guest, Opened, Own, Shown};
use crate::evidence as given;
use crate::store::evidence::About;
use crate::store::projects;
use crate::store::{access, documents};
use crate::web::{Failure, Making};
use crate::{as_of as instants, bundle as bundles, dossier as dossiers, exchanges, notices, redaction};

/// The letter is what was issued: a data room has it, with whatever stands in it.
pub async fn notice(guest: Guest, Path((_, notice)): Path<(String, Id)>) -> Shown {
    document(guest, notice, DocumentClass::Notice).await
}

/// Names addresses and mail servers, and holds the entries about them: not in a data room. Likewise what follows.
pub async fn certificate(guest: Guest, Path((_, notice)): Path<(String, Id)>) -> Shown {
    guest.whole()?;
    document(guest, notice, DocumentClass::Certificate).await
}

pub async fn no_answer(guest: Guest, Path((_, notice)): Path<(String, Id)>) -> Shown {
    guest.whole()?;
    document(guest, notice, DocumentClass::NoAnswer).await
}

async fn document(guest: Guest, notice: Id, class: DocumentClass) -> Shown {
    let about = format!("notice:{notice}");
    guest.may(&about).await?;
    let found = given::document_bytes(&guest.app, guest.firm, notice, class).await?;
    let (file, bytes) = found.ok_or(Failure::NotFound)?;
    let response = given::attachment(&file.name, &file.media_type, bytes);
    guest.hand(Opened::file(&about, &file.name, file.sha256), response).await
}

pub async fn evidence(guest: Guest, Path((_, notice)): Path<(String, Id)>) -> Shown {
    guest.whole()?;
    let about = format!("notice:{notice}");
    guest.may(&about).await?;
    let bytes = given::evidence_bytes(&guest.app, guest.firm, notice).await?;
    let opened = Opened::file(&about, guest.t().proof_evidence_name(), sha256(&bytes));
    let response = given::attachment(&opened.what, "application/json", bytes);
    guest.hand(opened, response).await
}

/// What was on record at a moment, as evidence; 404 where the address names no moment.
pub async fn client_as_of(guest: Guest, Path((_, client)): Path<(String, Id)>) -> Shown {
    as_of(guest, About::Client(client)).await
}

pub async fn project_as_of(guest: Guest, Path((_, project)): Path<(String, Id)>) -> Shown {
    as_of(guest, About::Project(project)).await
}

async fn as_of(guest: Guest, about: About) -> Shown {
    guest.whole()?;
    guest.may(&about.subject()).await?;
    let (name, bytes) = instants::evidence(&guest.reader, about).await?.ok_or(Failure::NotFound)?;
    let opened = Opened::file(&about.subject(), &name, sha256(&bytes));
    let response = given::attachment(&opened.what, "application/json", bytes);
    guest.hand(opened, response).await
}

pub async fn delivery(guest: Guest, Path((_, notice, sha256)): Path<(String, Id, String)>) -> Shown {
    guest.whole()?;
    let about = format!("notice:{notice}");
    guest.may(&about).await?;
    let file = notices::delivery::find(&mut guest.app.db.read().await?, guest.firm, notice, &sha256).await?;
    let response = given::kept(&guest.reader, &file).await?;
    guest.hand(Opened::file(&about, &file.name, file.sha256), response).await
}

pub async fn exchange(guest: Guest, Path((_, project, sha256)): Path<(String, Id, String)>) -> Shown {
    guest.whole()?;
    let about = format!("project:{project}");
    guest.may(&about).await?;
    let file = exchanges::find(&mut guest.app.db.read().await?, guest.firm, project, &sha256).await?;
    let response = given::kept(&guest.reader, &file).await?;
    guest.hand(Opened::file(&about, &file.name, file.sha256), response).await
}

pub async fn paper(guest: Guest, Path((_, paper)): Path<(String, Id)>) -> Shown {
    guest.whole()?;
    let mut tx = guest.app.db.read().await?;
    let about = format!("project:{}", access::project_of_paper(&mut tx, guest.firm, paper).await?);
    guest.may(&about).await?;
    let file = projects::paper_file(&mut tx, guest.firm, paper).await?;
    drop(tx);
    let response = given::kept(&guest.reader, &file).await?;
    guest.hand(Opened::file(&about, &file.name, file.sha256), response).await
}

pub async fn project_bundle_page(guest: Guest, Path((_, project)): Path<(String, Id)>) -> Shown {
    choose(guest, About::Project(project)).await
}

pub async fn notice_bundle_page(guest: Guest, Path((_, notice)): Path<(String, Id)>) -> Shown {
    choose(guest, About::Notice(notice)).await
}

async fn choose(guest: Guest, about: About) -> Shown {
    guest.whole()?;
    let name = guest.may(&about.subject()).await?;
    let response = bundles::page(guest.reader.clone(), about).await?;
    guest.hand(Opened::page(AccessPage::Bundle, &about.subject(), &name), response).await
}

pub async fn project_bundle(guest: Guest, Path((_, project)): Path<(String, Id)>, making: Making) -> Shown {
    make(guest, About::Project(project), making).await
}

pub async fn notice_bundle(guest: Guest, Path((_, notice)): Path<(String, Id)>, making: Making) -> Shown {
    make(guest, About::Notice(notice), making).await
}

/// It bears the reader's name and under which access it was made; the entry about it stands in the transaction that records it.
async fn make(guest: Guest, about: About, making: Making) -> Shown {
    guest.whole()?;
    guest.may(&about.subject()).await?;
    Ok(bundles::submit(guest.reader.clone(), about, making).await?)
}

pub async fn bundle(guest: Guest, Path((_, sha256)): Path<(String, String)>) -> Shown {
    guest.whole()?;
    let hash: Hash = sha256.parse().map_err(|_| Failure::NotFound)?;
    Own::of(&mut guest.app.db.read().await?, &guest.reader).await?.asks_for(hash)?;
    // What it was about stood in it.
    if let Some(said) = given::gone_bundle(&guest.reader, hash).await? {
        return Ok(said);
    }
    let about = bundles::about(&guest.app, guest.firm, hash).await?;
    guest.may(&about).await?;
    let response = bundles::download(guest.reader.clone(), Path(sha256)).await?;
    guest.hand(Opened::file(&about, guest.t().bundle_title(), hash), response).await
}

pub async fn notice_redact_page(guest: Guest, Path((_, notice)): Path<(String, Id)>) -> Shown {
    choose_redaction(guest, About::Notice(notice)).await
}

pub async fn project_redact_page(guest: Guest, Path((_, project)): Path<(String, Id)>) -> Shown {
    choose_redaction(guest, About::Project(project)).await
}

pub async fn client_redact_page(guest: Guest, Path((_, client)): Path<(String, Id)>) -> Shown {
    choose_redaction(guest, About::Client(client)).await
}

async fn choose_redaction(guest: Guest, about: About) -> Shown {
    guest.whole()?;
    let name = guest.may(&about.subject()).await?;
    let response = redaction::page(guest.reader.clone(), about).await?;
    guest.hand(Opened::page(AccessPage::Redaction, &about.subject(), &name), response).await
}

pub async fn notice_redact(guest: Guest, Path((_, notice)): Path<(String, Id)>, making: Making) -> Shown {
    redact(guest, About::Notice(notice), making).await
}

pub async fn project_redact(guest: Guest, Path((_, project)): Path<(String, Id)>, making: Making) -> Shown {
    redact(guest, About::Project(project), making).await
}

pub async fn client_redact(guest: Guest, Path((_, client)): Path<(String, Id)>, making: Making) -> Shown {
    redact(guest, About::Client(client), making).await
}

/// As with a bundle, the entry about it stands in the transaction that records it.
async fn redact(guest: Guest, about: About, making: Making) -> Shown {
    guest.whole()?;
    guest.may(&about.subject()).await?;
    Ok(redaction::submit(guest.reader.clone(), about, making).await?)
}

/// Their own copies: each says who made it.
pub async fn redacted(guest: Guest, Path((_, document)): Path<(String, Id)>) -> Shown {
    guest.whole()?;
    let mut tx = guest.app.db.read().await?;
    let copy = documents::copy(&mut tx, guest.firm, document).await?;
    Own::of(&mut tx, &guest.reader).await?.asks_for(document)?;
    drop(tx);
    let about = match copy.class {
        DocumentClass::Dossier => format!("project:{}", copy.about),
        DocumentClass::ClientDossier => format!("client:{}", copy.about),
        _ => format!("notice:{}", copy.about),
    };
    guest.may(&about).await?;
    let response = redaction::download(guest.reader.clone(), Path(document)).await?;
    if response.status() == StatusCode::GONE {
        return Ok(response);
    }
    guest.hand(Opened::file(&about, &copy.file.name, copy.file.sha256), response).await
}

pub async fn project_dossier_page(guest: Guest, Path((_, project)): Path<(String, Id)>) -> Shown {
    choose_dossier(guest, About::Project(project)).await
}

pub async fn client_dossier_page(guest: Guest, Path((_, client)): Path<(String, Id)>) -> Shown {
    choose_dossier(guest, About::Client(client)).await
}

async fn choose_dossier(guest: Guest, about: About) -> Shown {
    guest.whole()?;
    let name = guest.may(&about.subject()).await?;
    let response = dossiers::page(guest.reader.clone(), about).await?;
    guest.hand(Opened::page(AccessPage::Dossier, &about.subject(), &name), response).await
}

pub async fn project_dossier(guest: Guest, Path((_, project)): Path<(String, Id)>, making: Making) -> Shown {
    make_dossier(guest, About::Project(project), making).await
}

pub async fn client_dossier(guest: Guest, Path((_, client)): Path<(String, Id)>, making: Making) -> Shown {
    make_dossier(guest, About::Client(client), making).await
}

/// It bears the reader's name; the entry about it stands in the transaction that makes it or leaves it to a job.
async fn make_dossier(guest: Guest, about: About, making: Making) -> Shown {
    guest.whole()?;
    guest.may(&about.subject()).await?;
    Ok(dossiers::submit(guest.reader.clone(), about, making).await?)
}

pub async fn dossier(guest: Guest, Path((_, id)): Path<(String, Id)>) -> Shown {
    guest.whole()?;
    Own::of(&mut guest.app.db.read().await?, &guest.reader).await?.asks_for(id)?;
    let about = dossiers::about(&guest.app, guest.firm, id).await?;
    let name = guest.may(&about).await?;
    let response = dossiers::show(guest.reader.clone(), Path(id)).await?;
    if response.status() == StatusCode::GONE {
        return Ok(response);
    }
    guest.hand(Opened::page(AccessPage::Dossier, &about, &name), response).await
}

pub async fn dossier_file(guest: Guest, Path((_, id, file)): Path<(String, Id, String)>) -> Shown {
    guest.whole()?;
    Own::of(&mut guest.app.db.read().await?, &guest.reader).await?.asks_for(id)?;
    let about = dossiers::about(&guest.app, guest.firm, id).await?;
    guest.may(&about).await?;
    if let Some(said) = dossiers::closed(&guest.reader, id, &file).await? {
        return Ok(said);
    }
    let (response, name, sha256) = dossiers::taken(&guest.reader, id, &file).await?;
    guest.hand(Opened::file(&about, &name, sha256), response).await
}
