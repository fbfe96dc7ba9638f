//! Members of the firm: invite, change, remove, join.

use app::pages::{self, Joining, MemberLine, Standing};
use app::{Form, Texts};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use ledger::event::{MemberInvited, MemberRecorded, Role};
use ledger::notice::{MAX_LINE, Refusals, Why, is_email};
use ledger::{Actor, Id, Time, sha256};

use crate::account::{read_password, start_session};
use crate::store::accounts::{self, MemberState};
use crate::store::{Append, sessions};
use crate::web::{Failure, Making, Owner, Posted, Rate, Reader, Visit, refuse, see};
use crate::{mail, password};

/// How long an invitation works, milliseconds: seven days.
pub const INVITATION_LIFE: i64 = 7 * 24 * 3600 * 1000;

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let view = show(&reader, &reader.form()).await?;
    Ok(reader.page(reader.t().nav_members(), view))
}

async fn show(reader: &Reader, form: &Form) -> Result<app::Html, Failure> {
    let rows = accounts::members(&mut reader.app.db.read().await?, reader.firm).await?;
    let lines = rows
        .into_iter()
        .map(|m| MemberLine {
            you: m.member == reader.id,
            member: m.member,
            name: m.name,
            email: m.email,
            role: m.role,
            standing: match m.state {
                MemberState::Active => Standing::Active,
                MemberState::Invited => Standing::Invited,
                MemberState::Removed => Standing::Removed,
            },
        })
        .collect();
    Ok(pages::members(reader.t(), lines, (reader.role == Role::Owner).then_some(form)))
}

fn read_role(text: &str) -> Option<Role> {
    [Role::Owner, Role::Adviser, Role::Reader].into_iter().find(|r| pages::role_value(*r) == text)
}

pub async fn invite(owner: Owner, Making(mut form, once): Making) -> Result<Response, Failure> {
    let t = owner.t();
    let email = form.trimmed("email").to_lowercase();
    let role = read_role(form.value("role"));
    let mut no = Refusals::default();
    no.text("email", &email, true, MAX_LINE);
    if !email.is_empty() && !is_email(&email) {
        no.push("email", Why::NotAnEmail);
    }
    refuse(&mut form, t, no.0);
    if role.is_none() {
        form.refuse("role", t.error_choose());
    }
    let mut log = owner.app.db.append(owner.firm, &owner.app.clock).await?;
    once.first(&mut log).await?;
    if accounts::email_taken(&mut log, &email).await? {
        form.refuse("email", t.error_email_taken());
    }
    let (Some(role), false) = (role, form.is_refused()) else {
        drop(log);
        let view = show(&Reader(owner.0.clone()), &form).await?;
        return Ok(owner.again(t.nav_members(), view));
    };
    let member = owner.app.new_id();
    let event = MemberInvited { member, email: email.clone(), role };
    log.push(Actor::Member(owner.id), event, &mut owner.app.rng()).await?;
    send_invitation(&owner, &mut log, member, &email, role).await?;
    let answer = once.answer(&mut log, "/members", "invited").await?;
    log.commit().await?;
    Ok(answer)
}

/// A new invitation and its mail. Earlier links of the same person stop working.
async fn send_invitation(owner: &Owner, log: &mut Append, member: Id, email: &str, role: Role) -> Result<(), Failure> {
    let token = owner.app.random_text::<32>();
    let (firm, now) = (owner.firm, log.now());
    let expires = Time(now.0 + INVITATION_LIFE);
    accounts::invite(log, firm, member, &sha256(token.as_bytes()), now, expires).await?;
    Ok(mail::queue_invitation(log, &owner.app, owner.id, email, role, &token, expires).await?)
}

/// Changes the role, invites again or removes: the button says which.
pub async fn change(owner: Owner, Path(member): Path<Id>, Making(form, once): Making) -> Result<Response, Failure> {
    let mut log = owner.app.db.append(owner.firm, &owner.app.clock).await?;
    let row = accounts::member(&mut log, owner.firm, member).await?;
    if row.state == MemberState::Removed {
        return Err(Failure::NotFound);
    }
    let mut role = row.role;
    let mut active = row.state == MemberState::Active;
    let done = match form.value("do") {
        "invite" if row.state == MemberState::Invited => {
            // Only this sends something; a role set again on a page from before is meant.
            once.first(&mut log).await?;
            send_invitation(&owner, &mut log, member, &row.email, row.role).await?;
            let answer = once.answer(&mut log, "/members", "invited").await?;
            log.commit().await?;
            return Ok(answer);
        }
        "remove" => {
            active = false;
            "member_removed"
        }
        "role" => {
            role = read_role(form.value(&format!("role-{member}"))).ok_or(Failure::Malformed)?;
            "member_changed"
        }
        _ => return Err(Failure::Malformed),
    };
    let loses_owner = row.role == Role::Owner && row.state == MemberState::Active && (role != Role::Owner || !active);
    if loses_owner && accounts::other_owners(&mut log, owner.firm, member).await? == 0 {
        drop(log);
        let mut form = owner.form();
        form.refuse("", owner.t().error_last_owner());
        let view = show(&Reader(owner.0.clone()), &form).await?;
        return Ok(owner.again(owner.t().nav_members(), view));
    }
    let (mut rng, now, actor) = (owner.app.rng(), log.now(), Actor::Member(owner.id));
    if row.state == MemberState::Invited && done == "member_changed" {
        log.push(actor, MemberInvited { member, email: row.email, role }, &mut rng).await?;
    } else {
        let event = MemberRecorded { member, name: row.name, email: row.email, role, active, lang: row.lang };
        log.push(actor, event, &mut rng).await?;
    }
    if !active && done == "member_removed" {
        accounts::revoke_invitations(&mut log, owner.firm, member, now).await?;
        sessions::revoke_others(&mut log, owner.firm, member, None, now).await?;
    }
    log.commit().await?;
    Ok(see("/members", done))
}

pub async fn join_page(visit: Visit, Path(token): Path<String>) -> Result<Response, Failure> {
    visit.limit(Rate::Public)?;
    join_view(&visit, &token, &Form::new()).await
}

async fn join_view(visit: &Visit, token: &str, form: &Form) -> Result<Response, Failure> {
    let t = visit.t();
    let mut tx = visit.app.db.read().await?;
    let found = accounts::invitation(&mut tx, &sha256(token.as_bytes()), visit.now).await;
    let invitation = match found {
        Ok(invitation) => invitation,
        Err(crate::store::Error::Missing) => {
            return Ok(visit.page_with(StatusCode::NOT_FOUND, t.join_gone_title(), pages::join_gone(t)));
        }
        Err(other) => return Err(other.into()),
    };
    let title = t.join_title(&invitation.firm_name);
    let joining = Joining {
        firm: invitation.firm_name,
        email: invitation.email,
        role: invitation.role,
        min_password: password::MIN,
    };
    let view = pages::join(t, joining, form);
    Ok(if form.is_refused() { visit.again(&title, view) } else { visit.page(&title, view) })
}

pub async fn join(visit: Visit, Path(token): Path<String>, Posted(mut form): Posted) -> Result<Response, Failure> {
    visit.limit(Rate::SignIn)?;
    let hash = sha256(token.as_bytes());
    let invitation = match accounts::invitation(&mut visit.app.db.read().await?, &hash, visit.now).await {
        Ok(invitation) => invitation,
        Err(_) => return join_view(&visit, &token, &form).await,
    };
    let (name, password) = read_joiner(&mut form, visit.t(), &invitation.email, &invitation.firm_name);
    let (false, Some(password)) = (form.is_refused(), password) else {
        form.forget("password").forget("password_again");
        return join_view(&visit, &token, &form).await;
    };
    let password = password::hash(&password).await.map_err(|e| Failure::internal(e.to_string()))?;
    let mut log = visit.app.db.append(invitation.firm, &visit.app.clock).await?;
    // Looked up again under the lock: of two windows that join at once, the second finds the invitation used.
    let invitation = accounts::invitation(&mut log, &hash, visit.now).await?;
    let (firm, member, now) = (invitation.firm, invitation.member, log.now());
    let event =
        MemberRecorded { member, name, email: invitation.email, role: invitation.role, active: true, lang: visit.lang };
    log.push(Actor::Member(member), event, &mut visit.app.rng()).await?;
    accounts::set_password(&mut log, firm, member, &password, now).await?;
    accounts::revoke_invitations(&mut log, firm, member, now).await?;
    log.commit().await?;
    let mut response = see("/", "");
    response.headers_mut().append(SET_COOKIE, start_session(&visit, firm, member).await?);
    Ok(response)
}

fn read_joiner(form: &mut Form, t: Texts, email: &str, firm: &str) -> (String, Option<String>) {
    let name = form.trimmed("name").to_owned();
    let mut no = Refusals::default();
    no.text("name", &name, true, MAX_LINE);
    refuse(form, t, no.0);
    let password = read_password(form, t, &[&name, email, firm]);
    (name, password)
}
