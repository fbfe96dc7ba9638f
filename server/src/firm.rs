//! The firm's identity, as it heads every document.

use app::pages::{self, FirmPage};
use app::{Form, Texts};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ledger::event::{Chasing, FirmRecorded, MailContent, Party, Role};
use ledger::notice::{MAX_LINE, MAX_TEXT, Refusals, Why, chase, is_email, is_siren};
use ledger::{Actor, Lang};

use crate::holds;
use crate::store::{access, files, firms};
use crate::timestamps;
use crate::uploads::{self, Accept};
use crate::web::{Failure, Member, Owner, Reader, Upload, refuse, see};

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let firm = firms::get(&mut tx, reader.firm).await?;
    let vkey = firms::vkey(&mut tx, reader.firm).await?;
    let authorities = timestamps::authorities(&mut tx, &reader.app, reader.firm).await?;
    let readers = access::standing(&mut tx, reader.firm, reader.now).await?;
    let view = view(&reader, &firm, (vkey, readers), authorities, &to_form(&firm));
    let view = holds::above(&mut tx, &reader, &format!("firm:{}", reader.firm.0), view).await?;
    Ok(reader.page(reader.t().nav_firm(), view))
}

fn view(
    member: &Member,
    firm: &FirmRecorded,
    (vkey, readers): (String, u64),
    authorities: pages::Authorities,
    form: &Form,
) -> app::Html {
    let page = FirmPage {
        logo: firm.logo.as_ref().map(|_| "/firm/logo".to_owned()),
        upload_limit: member.app.config.upload_limit as u64,
        editable: member.role == Role::Owner,
        vkey,
        readers,
        authorities,
    };
    pages::firm(member.t(), page, form)
}

pub async fn submit(owner: Owner, upload: Upload) -> Result<Response, Failure> {
    let t = owner.t();
    let refused = upload.refused();
    let Upload { mut form, files, .. } = upload;
    let mut recorded = read(&mut form, t);
    let logo = uploads::read(&mut form, t, "logo", files, Accept::Images, false);
    let mut tx = owner.app.db.read().await?;
    let (before, vkey) = (firms::get(&mut tx, owner.firm).await?, firms::vkey(&mut tx, owner.firm).await?);
    if form.is_refused() {
        let authorities = timestamps::authorities(&mut tx, &owner.app, owner.firm).await?;
        let readers = access::standing(&mut tx, owner.firm, owner.now).await?;
        let view = view(&owner, &before, (vkey, readers), authorities, &form);
        return Ok(owner.page_with(refused, t.nav_firm(), view));
    }
    drop(tx);
    let logo = match logo {
        Some(file) => Some(file.keep(&owner.app, owner.firm).await?),
        None => None,
    };
    let mut log = owner.app.db.append(owner.firm, &owner.app.clock).await?;
    if let Some(new) = &logo {
        files::record(&mut log, &owner.app.files, new).await?;
    }
    recorded.logo = logo.or(before.logo);
    log.push(Actor::Member(owner.id), recorded, &mut owner.app.rng()).await?;
    log.commit().await?;
    Ok(see("/firm", "saved"))
}

/// The logo, for the pages.
pub async fn logo(reader: Reader) -> Result<Response, Failure> {
    let firm = firms::get(&mut reader.app.db.read().await?, reader.firm).await?;
    let logo = firm.logo.ok_or(Failure::NotFound)?;
    let bytes = reader.app.files.get(reader.firm, logo.sha256).await?;
    Ok(([(header::CONTENT_TYPE, logo.media_type)], bytes).into_response())
}

/// Reads a company's identity (fields of `pages::party_fields`), refusing what is wrong beside its field.
pub fn read_party(form: &mut Form, t: Texts) -> Party {
    let text = |name: &str| form.trimmed(name).to_owned();
    let party = Party {
        name: text("name"),
        legal_form: text("legal_form"),
        siren: text("siren").chars().filter(|c| !c.is_whitespace()).collect(),
        rcs: text("rcs"),
        address: text("address"),
    };
    let mut no = Refusals::default();
    no.text("name", &party.name, true, MAX_LINE);
    no.text("legal_form", &party.legal_form, false, MAX_LINE);
    no.text("rcs", &party.rcs, false, MAX_LINE);
    no.text("address", &party.address, false, MAX_TEXT);
    if !party.siren.is_empty() && !is_siren(&party.siren) {
        no.push("siren", Why::NotASiren);
    }
    refuse(form, t, no.0);
    party
}

/// Reads the firm's form; the logo is read apart.
pub fn read(form: &mut Form, t: Texts) -> FirmRecorded {
    let party = read_party(form, t);
    let privacy_email = form.trimmed("privacy_email").to_owned();
    let time_zone = form.trimmed("time_zone").to_owned();
    let lang: Result<Lang, _> = form.value("lang").parse();
    let mail_content = match form.value("mail_content") {
        "link_only" => MailContent::LinkOnly,
        _ => MailContent::Attached,
    };
    let mut no = Refusals::default();
    no.text("privacy_email", &privacy_email, true, MAX_LINE);
    if !privacy_email.is_empty() && !is_email(&privacy_email) {
        no.push("privacy_email", Why::NotAnEmail);
    }
    let chasing = read_chasing(form, t);
    if jiff::tz::TimeZone::get(&time_zone).is_err() {
        no.push("time_zone", Why::Unknown);
    }
    if lang.is_err() {
        no.push("lang", Why::Missing);
    }
    refuse(form, t, no.0);
    FirmRecorded { party, lang: lang.unwrap_or(t.0), time_zone, logo: None, mail_content, privacy_email, chasing }
}

/// Days as people write them: "3, 7, 14". A form that has no such fields, as that of the first run, gets what is usual.
fn read_chasing(form: &mut Form, t: Texts) -> Chasing {
    if form.all("reminders").is_empty() {
        return Chasing::default();
    }
    let days = |text: &str| -> Option<Vec<u32>> {
        let words = text.split([',', ';', ' ']).filter(|word| !word.is_empty());
        words.map(|word| word.parse().ok()).collect()
    };
    let (reminders, escalation) = (days(form.value("reminders")), days(form.value("escalation")));
    let mut no = Refusals::default();
    for (field, unread) in [("reminders", reminders.is_none()), ("escalation", escalation.is_none())] {
        if unread {
            no.push(field, Why::BadDays);
        }
    }
    let escalation = escalation.unwrap_or_default();
    let chasing = Chasing { reminders: reminders.unwrap_or_default(), escalation: escalation.first().copied() };
    if escalation.len() > 1 {
        no.push("escalation", Why::BadDays);
    } else if no.0.is_empty() {
        no.0.extend(chase::refusals(&chasing));
    }
    refuse(form, t, no.0);
    chasing
}

/// Fills the fields of a company's identity.
pub fn fill_party(form: &mut Form, party: &Party) {
    form.set("name", &party.name)
        .set("legal_form", &party.legal_form)
        .set("siren", &party.siren)
        .set("rcs", &party.rcs)
        .set("address", &party.address);
}

fn to_form(firm: &FirmRecorded) -> Form {
    let mut form = Form::new();
    fill_party(&mut form, &firm.party);
    let content = match firm.mail_content {
        MailContent::Attached => "attached",
        MailContent::LinkOnly => "link_only",
    };
    form.set("privacy_email", &firm.privacy_email)
        .set("time_zone", &firm.time_zone)
        .set("lang", firm.lang.as_str())
        .set("mail_content", content)
        .set("reminders", firm.chasing.reminders.iter().map(u32::to_string).collect::<Vec<_>>().join(", "))
        .set("escalation", firm.chasing.escalation.map(|day| day.to_string()).unwrap_or_default());
    form
}
