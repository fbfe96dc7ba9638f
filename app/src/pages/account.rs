//! Sign-in, and the member's own page: sessions, password.

use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{Column, DefinitionList, ErrorSummary, Field, Heading, Hidden, Submit, Table, When, labels};
use crate::{Form, Html, IntoHtml, Texts};

/// Fields: `email`, `password`, and `next`, the address to go to afterwards (the server checks that it is its own).
pub fn sign_in(t: Texts, form: &Form) -> Html {
    view! {
        <div class="narrow">
            <Heading title=t.sign_in() lead=t.sign_in_lead()/>
            <ErrorSummary t form labels=labels([("email", t.email()), ("password", t.password())])/>
            <form class="card" method="post" action="/sign-in" novalidate>
                <Hidden name="next" value=form.value("next")/>
                <Field t form name="email" label=t.email() kind="email" autocomplete="username" required=true/>
                <Field t form name="password" label=t.password() kind="password" autocomplete="current-password" required=true/>
                <p class="buttons"><Submit label=t.sign_in()/></p>
            </form>
            <p class="quiet">{t.sign_in_forgotten()}</p>
        </div>
    }
    .into_html()
}

/// A place where the member is signed in.
#[derive(Clone, Debug)]
pub struct SessionLine {
    pub session: Id,
    pub user_agent: String,
    pub created: Time,
    pub seen: Time,
    /// The session of this very page.
    pub current: bool,
}

pub struct Account {
    pub name: String,
    pub email: String,
    pub role: &'static str,
    pub sessions: Vec<SessionLine>,
    pub zone: TimeZone,
    pub min_password: usize,
}

pub fn account(t: Texts, account: Account, form: &Form) -> Html {
    let entries = vec![
        (t.name().to_owned(), account.name.into_html()),
        (t.email().to_owned(), account.email.clone().into_html()),
        (t.role_word().to_owned(), account.role.into_html()),
    ];
    view! {
        <Heading title=t.nav_account()/>
        <DefinitionList entries=entries/>
        <section aria-labelledby="sessions">
            <h2 id="sessions">{t.sessions_title()}</h2>
            <p>{t.sessions_lead()}</p>
            {sessions(t, account.sessions, &account.zone)}
        </section>
        <section aria-labelledby="password">
            <h2 id="password">{t.password_change_title()}</h2>
            <p>{t.password_change_lead()}</p>
            <ErrorSummary t form labels=labels([
                ("current", t.password_current()),
                ("password", t.password_new()),
                ("password_again", t.password_again()),
            ])/>
            <form method="post" action="/account/password" novalidate>
                {username(&account.email)}
                <Field t form name="current" label=t.password_current() kind="password"
                    autocomplete="current-password" required=true/>
                <Field t form name="password" label=t.password_new() kind="password" autocomplete="new-password"
                    hint=t.password_hint(account.min_password) required=true/>
                <Field t form name="password_again" label=t.password_again() kind="password"
                    autocomplete="new-password" required=true/>
                <Submit label=t.password_change()/>
            </form>
        </section>
    }
    .into_html()
}

fn sessions(t: Texts, lines: Vec<SessionLine>, zone: &TimeZone) -> Html {
    let columns = vec![
        Column::new(t.session_device()),
        Column::new(t.session_since()),
        Column::new(t.session_seen()),
        Column::new(t.actions()),
    ];
    let rows = lines
        .into_iter()
        .map(|line| {
            let device =
                if line.user_agent.is_empty() { t.session_unknown().to_owned() } else { t.device(&line.user_agent) };
            let action = if line.current {
                view! { <strong>{t.session_current()}</strong> }.into_html()
            } else {
                let to = format!("/account/sessions/{}/revoke", line.session);
                view! { <form method="post" action=to><Submit label=t.session_revoke() kind="secondary"/></form> }
                    .into_html()
            };
            vec![
                device.into_html(),
                view! { <When t at=line.created zone/> }.into_html(),
                view! { <When t at=line.seen zone/> }.into_html(),
                action,
            ]
        })
        .collect();
    view! { <Table caption=t.sessions_title() caption_hidden=true columns=columns rows=rows/> }.into_html()
}

/// The account that a new password belongs to, for password managers; nobody sees or sends it.
pub(super) fn username(email: &str) -> Html {
    view! { <input id="account-name" type="text" autocomplete="username" title=email.to_owned() value=email.to_owned() hidden=true/> }
        .into_html()
}
