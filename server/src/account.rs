//! Signing in and out, the member's own sessions and password.

use app::pages::{self, Account, SessionLine};
use app::{Form, Texts};
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use ledger::{Id, Time, sha256};

use crate::language::local_path;
use crate::mail;
use crate::password::{self, Weak};
use crate::store::{Firm, accounts, firms, sessions};
use crate::web::{Failure, Member, Posted, Rate, Reader, Visit, cookie_name, see, set_cookie};

/// How long a session lives without being used, milliseconds: fourteen days.
pub const SESSION_LIFE: i64 = 14 * 24 * 3600 * 1000;

pub async fn sign_in_page(visit: Visit) -> Result<Response, Failure> {
    if !accounts::any_firm(&mut visit.app.db.read().await?).await? {
        return Ok(Redirect::to("/setup").into_response());
    }
    let mut form = Form::new();
    form.set("next", visit.query("next"));
    Ok(visit.page(visit.t().sign_in(), pages::sign_in(visit.t(), &form)))
}

pub async fn sign_in(visit: Visit, Posted(mut form): Posted) -> Result<Response, Failure> {
    visit.limit(Rate::SignIn)?;
    let email = form.trimmed("email").to_lowercase();
    let account = accounts::by_email(&mut visit.app.db.read().await?, &email).await?;
    let stored = account.as_ref().map(|a| a.password.clone());
    let right = password::verify(form.value("password"), stored).await.map_err(|e| Failure::internal(e.to_string()))?;
    let Some(account) = account.filter(|_| right) else {
        form.forget("password").refuse("email", visit.t().sign_in_refused());
        return Ok(visit.again(visit.t().sign_in(), pages::sign_in(visit.t(), &form)));
    };
    let mut response = Redirect::to(&local_path(form.value("next"))).into_response();
    response.headers_mut().append(SET_COOKIE, start_session(&visit, account.firm, account.member).await?);
    Ok(response)
}

/// Begins a session; the answer is the cookie to set. The token is 256 random bits and only its hash is stored.
pub async fn start_session(visit: &Visit, firm: Firm, member: Id) -> Result<HeaderValue, Failure> {
    let token = visit.app.random_text::<32>();
    let expires = Time(visit.now.0 + SESSION_LIFE);
    let mut tx = visit.app.db.write().await?;
    let new = sessions::New {
        session: visit.app.new_id(),
        member,
        token: sha256(token.as_bytes()),
        user_agent: &visit.device.user_agent,
        expires,
    };
    sessions::start(&mut tx, firm, new, visit.now).await?;
    tx.commit().await?;
    Ok(set_cookie(&visit.app, cookie_name(&visit.app), &token, SESSION_LIFE / 1000))
}

pub async fn sign_out(visit: Visit) -> Result<Response, Failure> {
    if let Some(session) = visit.session().await? {
        let mut tx = visit.app.db.write().await?;
        sessions::revoke(&mut tx, session.firm, session.member, session.session, visit.now).await?;
        tx.commit().await?;
    }
    let mut response = see("/sign-in", "signed_out");
    response.headers_mut().append(SET_COOKIE, set_cookie(&visit.app, cookie_name(&visit.app), "", 0));
    Ok(response)
}

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    show(&reader, &Form::new()).await.map(|view| reader.page(reader.t().nav_account(), view))
}

async fn show(reader: &Reader, form: &Form) -> Result<app::Html, Failure> {
    let mut tx = reader.app.db.read().await?;
    let me = accounts::member(&mut tx, reader.firm, reader.id).await?;
    let zone = firms::zone(&mut tx, reader.firm).await?;
    let lines = sessions::list(&mut tx, reader.firm, reader.id, reader.now).await?;
    let sessions = lines
        .into_iter()
        .map(|s| SessionLine {
            current: s.session == reader.session,
            session: s.session,
            user_agent: s.user_agent,
            created: s.created,
            seen: s.seen,
        })
        .collect();
    let role = reader.t().role(me.role);
    let page = Account { name: me.name, email: me.email, role, sessions, zone, min_password: password::MIN };
    Ok(pages::account(reader.t(), page, form))
}

pub async fn change_password(reader: Reader, Posted(mut form): Posted) -> Result<Response, Failure> {
    reader.limit(Rate::SignIn)?;
    let t = reader.t();
    let (stored, me) = {
        let mut tx = reader.app.db.read().await?;
        let me = accounts::member(&mut tx, reader.firm, reader.id).await?;
        (accounts::password(&mut tx, reader.firm, reader.id).await?, me)
    };
    let right =
        password::verify(form.value("current"), Some(stored)).await.map_err(|e| Failure::internal(e.to_string()))?;
    if !right {
        form.refuse("current", t.error_password_current());
    }
    let new = read_password(&mut form, t, &[&me.name, &me.email]);
    let (false, Some(new)) = (form.is_refused(), new) else {
        form.forget("current").forget("password").forget("password_again");
        return show(&reader, &form).await.map(|view| reader.again(t.nav_account(), view));
    };
    let hash = password::hash(&new).await.map_err(|e| Failure::internal(e.to_string()))?;
    let mut tx = reader.app.db.write().await?;
    accounts::set_password(&mut tx, reader.firm, reader.id, &hash, reader.now).await?;
    sessions::revoke_others(&mut tx, reader.firm, reader.id, Some(reader.session), reader.now).await?;
    mail::queue_password_changed(&mut tx, &reader.app, reader.firm, reader.id, reader.now).await?;
    tx.commit().await?;
    Ok(see("/account", "password"))
}

/// The password typed once more, before something that cannot be undone. Wrong ones are counted as sign-ins are, by the caller.
pub async fn confirm_password(member: &Member, form: &mut Form) -> Result<(), Failure> {
    let t = member.t();
    if form.value("password").is_empty() {
        form.refuse("password", t.error_missing());
        return Ok(());
    }
    let stored = accounts::password(&mut member.app.db.read().await?, member.firm, member.id).await?;
    let right = password::verify(form.value("password"), Some(stored)).await;
    if !right.map_err(|error| Failure::internal(error.to_string()))? {
        form.refuse("password", t.error_password_current());
    }
    Ok(())
}

pub async fn revoke_session(reader: Reader, Path(session): Path<Id>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.write().await?;
    if sessions::revoke(&mut tx, reader.firm, reader.id, session, reader.now).await? == 0 {
        return Err(Failure::NotFound);
    }
    tx.commit().await?;
    Ok(see("/account", "session_revoked"))
}

/// The new password of a form, typed twice, or the reason beside its field.
pub fn read_password(form: &mut Form, t: Texts, known: &[&str]) -> Option<String> {
    let (first, again) = (form.value("password").to_owned(), form.value("password_again").to_owned());
    let known: Vec<&str> = known.iter().flat_map(|k| k.split([' ', '@', '.', '-'])).filter(|k| k.len() > 2).collect();
    match password::check(&first, &known) {
        _ if first.is_empty() => drop(form.refuse("password", t.error_missing())),
        Err(Weak::TooShort) => drop(form.refuse("password", t.error_password_short(password::MIN))),
        Err(Weak::TooLong) => drop(form.refuse("password", t.error_password_long(password::MAX))),
        Err(Weak::Common) => drop(form.refuse("password", t.error_password_common())),
        Ok(()) if first != again => drop(form.refuse("password_again", t.error_password_differs())),
        Ok(()) => return Some(first),
    }
    None
}
