//! The first run: an empty database becomes a firm with one owner. Afterwards this page does not exist.

use app::{Form, Texts, pages};
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use ledger::event::{FirmRecorded, MailContent, MemberRecorded, Role};
use ledger::notice::{MAX_LINE, Refusals, Why, is_email};
use ledger::{Actor, Id, Lang};

use crate::account::{read_password, start_session};
use crate::store::{Error, Firm, accounts, files, seals};
use crate::uploads::{self, Accept};
use crate::web::{App, Failure, Upload, Visit, refuse, see};
use crate::{firm, password};

pub async fn page(visit: Visit) -> Result<Response, Failure> {
    only_when_empty(&visit.app).await?;
    let mut form = Form::new();
    form.set("lang", visit.lang.as_str()).set("time_zone", "Europe/Paris");
    Ok(visit.page(visit.t().setup_title(), view(&visit, &form)))
}

fn view(visit: &Visit, form: &Form) -> app::Html {
    pages::setup(visit.t(), form, password::MIN, visit.app.config.upload_limit as u64)
}

pub async fn submit(visit: Visit, upload: Upload) -> Result<Response, Failure> {
    only_when_empty(&visit.app).await?;
    let t = visit.t();
    let refused = upload.refused();
    let Upload { mut form, files, .. } = upload;
    let mut recorded = firm::read(&mut form, t);
    recorded.mail_content = MailContent::Attached;
    let owner = Owner::read(&mut form, t, &recorded);
    let logo = uploads::read(&mut form, t, "logo", files, Accept::Images, false);
    let (false, Some(password)) = (form.is_refused(), owner.password.as_deref()) else {
        form.forget("password").forget("password_again");
        return Ok(visit.page_with(refused, t.setup_title(), view(&visit, &form)));
    };
    let password = password::hash(password).await.map_err(|e| Failure::internal(e.to_string()))?;
    let new_firm = Firm(visit.app.new_id());
    if let Some(logo) = logo {
        recorded.logo = Some(logo.keep(&visit.app, new_firm).await?);
    }
    let member = found(&visit.app, new_firm, recorded, &owner.name, &owner.email, &password).await?;
    let mut response = see("/", "welcome");
    response.headers_mut().append(SET_COOKIE, start_session(&visit, new_firm, member).await?);
    Ok(response)
}

struct Owner {
    name: String,
    email: String,
    password: Option<String>,
}

impl Owner {
    fn read(form: &mut Form, t: Texts, firm: &FirmRecorded) -> Owner {
        let (name, email) = (form.trimmed("your_name").to_owned(), form.trimmed("email").to_lowercase());
        let mut no = Refusals::default();
        no.text("your_name", &name, true, MAX_LINE);
        no.text("email", &email, true, MAX_LINE);
        if !email.is_empty() && !is_email(&email) {
            no.push("email", Why::NotAnEmail);
        }
        refuse(form, t, no.0);
        let password = read_password(form, t, &[&name, &email, &firm.party.name]);
        Owner { name, email, password }
    }
}

/// Makes a firm with its owner. The example firm of `acte serve --demo` is made the same way.
pub async fn found(
    app: &App,
    firm: Firm,
    recorded: FirmRecorded,
    name: &str,
    email: &str,
    password: &str,
) -> Result<Id, Failure> {
    let host = app.config.url.split_once("://").map_or(app.config.url.as_str(), |(_, host)| host);
    let origin = format!("{host}/log/{}", firm.0);
    let (mut rng, member, lang): (_, _, Lang) = (app.rng(), app.new_id(), recorded.lang);
    let mut log = app.db.found(firm, &origin, &app.vault, &app.clock, &mut rng).await?;
    // Of two people who send the first form at once, the second finds a firm: foundations wait for each other.
    if accounts::other_firm(&mut log, firm).await? {
        return Err(Failure::NotFound);
    }
    if let Some(logo) = &recorded.logo {
        files::record(&mut log, &app.files, logo).await?;
    }
    let actor = Actor::Member(member);
    log.push(actor, recorded, &mut rng).await?;
    let (name, email) = (name.to_owned(), email.to_owned());
    log.push(actor, MemberRecorded { member, name, email, role: Role::Owner, active: true, lang }, &mut rng).await?;
    seals::renew(&mut log, &app.vault, Actor::System, &mut rng).await?;
    let now = log.now();
    accounts::set_password(&mut log, firm, member, password, now).await?;
    log.commit().await?;
    Ok(member)
}

async fn only_when_empty(app: &App) -> Result<(), Failure> {
    let mut tx = app.db.read().await?;
    if accounts::any_firm(&mut tx).await? { Err(Error::Missing.into()) } else { Ok(()) }
}
