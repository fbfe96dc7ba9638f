//! The keys that seal the firm's PDFs: the list, another key, and taking one back.

use app::pages::{self, KeysPage, SealKey};
use app::texts::parse_date;
use app::{Form, Html};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::tz::TimeZone;
use ledger::event::{Role, SealRevoked};
use ledger::notice::{MAX_LINE, Refusals};
use ledger::{Actor, Hash, Time};

use crate::account::confirm_password;
use crate::seal::{self, ImportError, Imported, TokenError};
use crate::store::seals::Recorded;
use crate::store::{Tx, accounts, firms, seals};
use crate::web::{Failure, Making, Member, Owner, Rate, Reader, Upload, Uploaded, refuse};

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let view = show(&reader, &reader.form()).await?;
    Ok(reader.page(reader.t().keys(), view))
}

async fn show(member: &Member, form: &Form) -> Result<Html, Failure> {
    let mut tx = member.app.db.read().await?;
    let keys = seals::list(&mut tx, member.firm).await?.into_iter().map(|known| shown(known, member.now));
    let page = KeysPage {
        email: accounts::member(&mut tx, member.firm, member.id).await?.email,
        keys: keys.collect(),
        zone: firms::zone(&mut tx, member.firm).await?,
        editable: member.role == Role::Owner,
        token: member.app.token.as_ref().map(|token| token.label().to_owned()),
        file_limit: seal::MAX_FILE as u64,
    };
    Ok(pages::keys(member.t(), &page, form))
}

fn shown(known: Recorded, now: Time) -> SealKey {
    let certificate = &known.certificate;
    SealKey {
        sha256: certificate.sha256(),
        by: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        source: known.source,
        from: certificate.not_before(),
        until: certificate.not_after(),
        recorded: known.recorded,
        revoked: known.revoked,
        seals: known.seals,
        expired: certificate.not_after() < now,
    }
}

/// What the form asks to seal with from here on.
enum New {
    Own,
    Imported(Imported),
    /// The chain of the device's key.
    Token(Vec<Vec<u8>>),
}

impl New {
    /// The certificate that it brings.
    fn certificate(&self) -> Option<Hash> {
        match self {
            New::Own => None,
            New::Imported(Imported { chain, .. }) | New::Token(chain) => chain.first().map(|der| ledger::sha256(der)),
        }
    }
}

pub async fn change(owner: Owner, upload: Upload) -> Result<Response, Failure> {
    owner.limit(Rate::SignIn)?;
    let (app, t) = (&owner.app, owner.t());
    let status = upload.refused();
    let Upload { mut form, files, once } = upload;
    confirm_password(&owner, &mut form).await?;
    let new = match form.value("source") {
        "own" => Some(New::Own),
        "imported" => import(&owner, &mut form, files).await?.map(New::Imported),
        "token" => adopt(&owner, &mut form).await?.map(New::Token),
        _ => {
            form.refuse("source", t.error_choose());
            None
        }
    };
    let mut log = app.db.append(owner.firm, &app.clock).await?;
    once.first(&mut log).await?;
    if let Some(sha256) = new.as_ref().and_then(New::certificate) {
        fresh(&mut log, &owner, &mut form, sha256).await?;
    }
    let (false, Some(new)) = (form.is_refused(), new) else {
        drop(log);
        return again(&owner, form, status).await;
    };
    let (actor, mut rng) = (Actor::Member(owner.id), app.rng());
    match new {
        New::Own => seals::renew(&mut log, &app.vault, actor, &mut rng).await?,
        New::Imported(imported) => seals::import(&mut log, &app.vault, &imported, actor, &mut rng).await?,
        New::Token(chain) => seals::adopt(&mut log, &app.vault, &chain, actor, &mut rng).await?,
    }
    let answer = once.answer(&mut log, "/firm/keys", "key_changed").await?;
    log.commit().await?;
    Ok(answer)
}

async fn again(owner: &Owner, mut form: Form, status: StatusCode) -> Result<Response, Failure> {
    form.forget("password").forget("passphrase");
    let view = show(owner, &form).await?;
    Ok(owner.page_with(status, owner.t().keys(), view))
}

/// Refuses a certificate that was revoked, or whose key seals already.
async fn fresh(tx: &mut Tx, owner: &Owner, form: &mut Form, sha256: Hash) -> Result<(), Failure> {
    let t = owner.t();
    if let Some(known) = one(tx, owner, sha256).await? {
        match known {
            Recorded { revoked: Some(_), .. } => drop(form.refuse("source", t.key_error_revoked())),
            Recorded { seals: true, .. } => drop(form.refuse("source", t.key_error_same())),
            _ => {}
        }
    }
    Ok(())
}

/// The key and certificates of the file, or the reason beside its field.
async fn import(owner: &Owner, form: &mut Form, files: Vec<Uploaded>) -> Result<Option<Imported>, Failure> {
    let t = owner.t();
    let Some(file) = files.into_iter().find(|file| file.field == "file") else {
        form.refuse("file", t.error_missing());
        return Ok(None);
    };
    let Some(bytes) = file.bytes.ok().filter(|bytes| bytes.len() <= seal::MAX_FILE) else {
        form.refuse("file", t.error_file_size(&t.size(seal::MAX_FILE as u64)));
        return Ok(None);
    };
    let (passphrase, now) = (form.value("passphrase").to_owned(), owner.now);
    // As slow as whoever made the file wished.
    let read = tokio::task::spawn_blocking(move || seal::import(&bytes, &passphrase, now)).await;
    match read.map_err(|error| Failure::internal(error.to_string()))? {
        Ok(imported) => Ok(Some(imported)),
        Err(error) => {
            let (field, why) = match &error {
                ImportError::Passphrase => ("passphrase", t.key_error_passphrase().to_owned()),
                ImportError::NotPkcs12(_) => ("file", t.key_error_pkcs12().into()),
                ImportError::NoKey => ("file", t.key_error_no_key().into()),
                ImportError::SeveralKeys => ("file", t.key_error_several().into()),
                ImportError::Algorithm => ("file", t.key_error_algorithm().into()),
                ImportError::NoCertificate => ("file", t.key_error_no_certificate().into()),
                ImportError::Certificate(error) => ("file", t.key_error_chain(error)),
            };
            form.refuse(field, why);
            Ok(None)
        }
    }
}

/// The chain of the device's key, or the reason beside the choice.
async fn adopt(owner: &Owner, form: &mut Form) -> Result<Option<Vec<Vec<u8>>>, Failure> {
    let (t, now) = (owner.t(), owner.now);
    let Some(token) = owner.app.token.clone() else {
        form.refuse("source", t.error_choose());
        return Ok(None);
    };
    let asked = tokio::task::spawn_blocking(move || seal::adopt(&token, now)).await;
    let error = match asked.map_err(|error| Failure::internal(error.to_string()))? {
        Ok(chain) => return Ok(Some(chain)),
        Err(error) => error,
    };
    tracing::warn!(%error, "the device of the settings does not serve to seal");
    let why = match &error {
        TokenError::Absent(_) => t.key_error_absent().to_owned(),
        TokenError::Pin => t.key_error_pin().into(),
        TokenError::NoKey => t.key_error_label().into(),
        TokenError::NoCertificate => t.key_error_no_certificate().into(),
        TokenError::Algorithm => t.key_error_algorithm().into(),
        TokenError::Certificate(error) => t.key_error_chain(error),
    };
    form.refuse("source", why);
    Ok(None)
}

/// A certificate on record.
async fn one(tx: &mut Tx, member: &Member, sha256: Hash) -> Result<Option<Recorded>, Failure> {
    Ok(seals::list(tx, member.firm).await?.into_iter().find(|known| known.certificate.sha256() == sha256))
}

pub async fn revoke_page(owner: Owner, Path(sha256): Path<Hash>) -> Result<Response, Failure> {
    show_revoke(&owner, sha256, &owner.form()).await.map(|view| owner.page(owner.t().revoke_title(), view))
}

async fn show_revoke(owner: &Owner, sha256: Hash, form: &Form) -> Result<Html, Failure> {
    let mut tx = owner.app.db.read().await?;
    let known = one(&mut tx, owner, sha256).await?.ok_or(Failure::NotFound)?;
    let zone = firms::zone(&mut tx, owner.firm).await?;
    let email = accounts::member(&mut tx, owner.firm, owner.id).await?.email;
    Ok(pages::revoke_key(owner.t(), &shown(known, owner.now), &zone, &email, form))
}

pub async fn revoke(
    owner: Owner,
    Path(sha256): Path<Hash>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    owner.limit(Rate::SignIn)?;
    let (app, t) = (&owner.app, owner.t());
    confirm_password(&owner, &mut form).await?;
    if form.value("confirm").is_empty() {
        form.refuse("confirm", t.erase_unconfirmed());
    }
    let mut log = app.db.append(owner.firm, &app.clock).await?;
    once.first(&mut log).await?;
    let known = one(&mut log, &owner, sha256).await?.ok_or(Failure::NotFound)?;
    let (zone, now) = (firms::zone(&mut log, owner.firm).await?, log.now());
    let revoked = read(&owner, &mut form, sha256, &zone, now);
    if known.revoked.is_some() {
        form.refuse("", t.revoke_done());
    }
    if form.is_refused() {
        drop(log);
        form.forget("password");
        let view = show_revoke(&owner, sha256, &form).await?;
        return Ok(owner.again(t.revoke_title(), view));
    }
    seals::revoke(&mut log, &app.vault, revoked, Actor::Member(owner.id), &mut app.rng()).await?;
    let answer = once.answer(&mut log, "/firm/keys", "key_revoked").await?;
    log.commit().await?;
    Ok(answer)
}

/// Reason and day; the day begins at midnight where the firm is.
fn read(owner: &Owner, form: &mut Form, sha256: Hash, zone: &TimeZone, now: Time) -> SealRevoked {
    let t = owner.t();
    let reason = form.trimmed("reason").to_owned();
    let mut no = Refusals::default();
    no.text("reason", &reason, true, MAX_LINE);
    refuse(form, t, no.0);
    let mut since = None;
    match form.trimmed("since") {
        "" => {}
        text => match parse_date(text).and_then(|day| day.to_zoned_datetime(zone.clone()).ok()) {
            None => drop(form.refuse("since", t.error_date())),
            Some(day) => match Time(day.timestamp().as_millisecond()) {
                begins if begins > now => drop(form.refuse("since", t.revoke_future())),
                begins => since = Some(begins),
            },
        },
    }
    SealRevoked { sha256, reason, since }
}
