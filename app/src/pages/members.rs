//! The firm's members, and the page on which someone invited joins.

use ledger::Id;
use ledger::event::Role;
use leptos::prelude::*;

use super::account::username;
use crate::parts::{
    Column, ErrorSummary, Field, Heading, Note, NoteKind, Once, Opt, RadioGroup, Select, Submit, Table, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

/// A member as the list shows them.
#[derive(Clone, Debug)]
pub struct MemberLine {
    pub member: Id,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub standing: Standing,
    /// The reader themself, who changes their own role with more care.
    pub you: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Active,
    Invited,
    Removed,
}

/// The value of a role in forms: as the ledger writes it.
pub fn role_value(role: Role) -> &'static str {
    match role {
        Role::Owner => "owner",
        Role::Adviser => "adviser",
        Role::Reader => "reader",
    }
}

fn role_options(t: Texts) -> Vec<Opt> {
    vec![
        Opt::new("adviser", t.role_adviser()).hint(t.role_adviser_hint()),
        Opt::new("reader", t.role_reader()).hint(t.role_reader_hint()),
        Opt::new("owner", t.role_owner()).hint(t.role_owner_hint()),
    ]
}

/// The list, with the form to invite (`form`) for owners.
pub fn members(t: Texts, lines: Vec<MemberLine>, form: Option<&Form>) -> Html {
    let owner = form.is_some();
    let columns = vec![
        Column::new(t.name()),
        Column::new(t.email()),
        Column::new(t.role_word()),
        Column::new(t.state()),
        Column::new(if owner { t.actions() } else { "" }),
    ];
    let columns = columns.into_iter().take(if owner { 5 } else { 4 }).collect();
    let rows = lines.into_iter().map(|line| member_cells(t, line, form)).collect();
    view! {
        <Heading title=t.nav_members() lead=t.members_lead()/>
        <Table caption=t.nav_members() caption_hidden=true columns=columns rows=rows/>
        {form.map(|form| invite_form(t, form))}
    }
    .into_html()
}

fn member_cells(t: Texts, line: MemberLine, form: Option<&Form>) -> Vec<Html> {
    let standing = match line.standing {
        Standing::Active => t.member_active(),
        Standing::Invited => t.member_invited(),
        Standing::Removed => t.member_removed(),
    };
    let name = if line.name.is_empty() { line.email.clone() } else { line.name.clone() };
    let name = if line.you { format!("{name} ({})", t.you()) } else { name };
    let mut cells = vec![
        view! { <strong>{name}</strong> }.into_html(),
        line.email.clone().into_html(),
        t.role(line.role).into_html(),
        standing.into_html(),
    ];
    if let Some(form) = form {
        cells.push(if line.standing == Standing::Removed { "".into_html() } else { member_actions(t, line, form) });
    }
    cells
}

fn member_actions(t: Texts, line: MemberLine, once: &Form) -> Html {
    let action = format!("/members/{}", line.member);
    let mut form = Form::new();
    // Each row has its own select: the name carries the member so that ids stay unique on the page.
    let field = format!("role-{}", line.member);
    form.set(field.clone(), role_value(line.role));
    let options = role_options(t).into_iter().map(|o| Opt::new(o.value, o.label)).collect();
    let who = if line.name.is_empty() { line.email.clone() } else { line.name.clone() };
    let again = (line.standing == Standing::Invited)
        .then(|| view! { <Submit label=t.invite_again() name="do" value="invite" kind="secondary"/> });
    view! {
        <form method="post" action=action class="inline">
            <Once form=once/>
            <Select t form=&form name=field label=t.role_of(&who) options=options/>
            <Submit label=t.save() name="do" value="role" kind="secondary"/>
            {again}
            <Submit label=t.remove() name="do" value="remove" kind="danger"/>
        </form>
    }
    .into_html()
}

fn invite_form(t: Texts, form: &Form) -> Html {
    view! {
        <section aria-labelledby="invite">
            <h2 id="invite">{t.invite_title()}</h2>
            <ErrorSummary t form labels=labels([("email", t.email()), ("role", t.role_word())])/>
            <form method="post" action="/members/invite" novalidate>
                <Once form/>
                <Field t form name="email" label=t.email() kind="email" required=true maxlength=254/>
                <RadioGroup t form name="role" legend=t.role_word() options=role_options(t) required=true/>
                <Submit label=t.invite()/>
            </form>
        </section>
    }
    .into_html()
}

/// What an invitation says of itself.
#[derive(Clone, Debug)]
pub struct Joining {
    pub firm: String,
    pub email: String,
    pub role: Role,
    pub min_password: usize,
}

/// The page behind an invitation's link.
pub fn join(t: Texts, joining: Joining, form: &Form) -> Html {
    view! {
        <Heading title=t.join_title(&joining.firm) lead=t.join_lead(&joining.email, t.role(joining.role))/>
        <ErrorSummary t form labels=labels([
            ("name", t.your_name()),
            ("password", t.password()),
            ("password_again", t.password_again()),
        ])/>
        <form method="post" novalidate>
            {username(&joining.email)}
            <Field t form name="name" label=t.your_name() autocomplete="name" required=true maxlength=200/>
            <Field t form name="password" label=t.password() kind="password" autocomplete="new-password"
                hint=t.password_hint(joining.min_password) required=true/>
            <Field t form name="password_again" label=t.password_again() kind="password"
                autocomplete="new-password" required=true/>
            <Submit label=t.join_submit()/>
        </form>
    }
    .into_html()
}

/// An invitation whose link works no longer.
pub fn join_gone(t: Texts) -> Html {
    view! {
        <Heading title=t.join_gone_title()/>
        <Note kind=NoteKind::Caution><p>{t.join_gone_text()}</p></Note>
    }
    .into_html()
}
