//! The list of projects, and the forms that record one, its needs and its promises.

use jiff::tz::TimeZone;
use ledger::coverage::{OwnKind, Rules};
use ledger::event::{PaperClass, ProjectRecorded, PromiseState};
use ledger::{Id, Lang, Time, catalogue};
use leptos::prelude::*;

use super::checklist::{kinds_checklist, look};
use super::hold::held_link;
use crate::html::Markup;
use crate::parts::{
    CheckboxGroup, Column, DateField, DefinitionList, Empty, ErrorSummary, Field, Heading, Hidden, Labels, Once, Opt,
    Pager, Prose, Select, Submit, Table, TextArea, When, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

/// A project as the list shows it.
#[derive(Clone, Debug)]
pub struct ProjectLine {
    pub project: Id,
    pub title: String,
    pub client: String,
    /// Their names.
    pub kinds: String,
    /// Notices without an answer.
    pub open: u64,
    /// A hold stands over it.
    pub held: bool,
}

/// The names of kinds of projects, with the firm's own; a code that nobody knows any longer stands as it is.
pub fn kind_names(lang: Lang, own: &[OwnKind], codes: &[String]) -> String {
    let own = |code: &String| own.iter().find(|kind| kind.code == *code).map(|kind| kind.name.get(lang));
    let known = |code: &String| catalogue::kind(code).map(|kind| kind.name.get(lang));
    let names = codes.iter().map(|code| known(code).or(own(code)).unwrap_or(code));
    names.collect::<Vec<_>>().join(", ")
}

/// The list. Pages count from 1. `may_write`: whether the reader may make a new one.
pub fn projects(t: Texts, lines: Vec<ProjectLine>, page: u64, pages: u64, may_write: bool) -> Html {
    let action = (t.project_new().to_owned(), "/projects/new".to_owned());
    if lines.is_empty() {
        let action = may_write.then_some(action);
        return view! {
            <Heading title=t.nav_projects() lead=t.projects_lead()/>
            <Empty title=t.projects_none() text=t.projects_none_text() action=action/>
        }
        .into_html();
    }
    let columns = vec![
        Column::new(t.project_title()),
        Column::new(t.project_client()),
        Column::new(t.project_kinds()),
        Column::numeric(t.project_open_notices()),
    ];
    let rows = lines.iter().map(|line| {
        let title = held_link(t, &format!("/projects/{}", line.project), &line.title, line.held);
        let open = t.number(line.open);
        vec![title, Markup::of(&line.client), Markup::of(&line.kinds), Markup::of(&open)]
    });
    let button = may_write.then(|| view! { <a class="button primary" href=action.1>{action.0}</a> });
    view! {
        <Heading title=t.nav_projects() lead=t.projects_lead()>{button}</Heading>
        <Table caption=t.nav_projects() caption_hidden=true columns=columns rows=rows.collect()/>
        <Pager t page pages base="/projects?page="/>
    }
    .into_html()
}

/// The form for a new project. `clients` to choose from, by name.
pub fn new_project(t: Texts, clients: Vec<(Id, String)>, rules: &Rules, form: &Form) -> Html {
    if clients.is_empty() {
        let action = Some((t.overview_new_client().to_owned(), "/clients/new".to_owned()));
        return view! {
            <Heading title=t.project_new() lead=t.projects_lead()/>
            <Empty title=t.projects_none() text=t.projects_no_client_text() action=action/>
        }
        .into_html();
    }
    let options = clients.into_iter().map(|(id, name)| Opt::new(id.to_string(), name)).collect();
    view! {
        <Heading title=t.project_new() lead=t.projects_lead()/>
        <ErrorSummary t form labels=scope_labels(t)/>
        <form method="post" action="/projects/new" novalidate>
            <Once form/>
            <Select t form name="client" label=t.project_client() options=options required=true with_empty=true/>
            {scope_fields(t, rules, form)}
            <p class="buttons">
                <Submit label=t.project_create()/>
                {look(t)}
                <a class="button secondary" href="/projects">{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

/// The form for a new version; `form` holds the version that it replaces.
pub fn edit_project(t: Texts, (project, title): (Id, &str), rules: &Rules, form: &Form) -> Html {
    let back = format!("/projects/{project}");
    let action = format!("{back}/edit");
    view! {
        <Heading title=t.project_edit_title(title)/>
        <ErrorSummary t form labels=scope_labels(t)/>
        <form method="post" action=action novalidate>
            <Once form/>
            <Hidden name="version" value=form.value("version")/>
            {scope_fields(t, rules, form)}
            <TextArea t form name="change" label=t.project_change() hint=t.project_change_hint() required=true/>
            <p class="buttons">
                <Submit label=t.project_edit_submit()/>
                {look(t)}
                <a class="button secondary" href=back>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

fn scope_labels(t: Texts) -> Labels {
    labels([
        ("client", t.project_client()),
        ("title", t.project_title()),
        ("reference", t.project_reference()),
        ("kinds", t.project_kinds()),
        ("scope_in", t.project_scope_in()),
        ("scope_out", t.project_scope_out()),
        ("starts", t.project_starts()),
        ("ends", t.project_ends()),
        ("change", t.project_change()),
    ])
}

/// The kinds are those of the catalogue, then the firm's own.
fn scope_fields(t: Texts, rules: &Rules, form: &Form) -> Html {
    let kinds = catalogue::kinds().iter().map(|kind| Opt::new(&kind.code, kind.name.get(t.0)));
    let kinds = kinds.chain(rules.own_kinds().iter().map(|kind| Opt::new(&kind.code, kind.name.get(t.0)))).collect();
    view! {
        <Field t form name="title" label=t.project_title() hint=t.project_title_hint() required=true maxlength=200/>
        <Field t form name="reference" label=t.project_reference() hint=t.project_reference_hint() maxlength=200
            width="medium"/>
        <CheckboxGroup t form name="kinds" legend=t.project_kinds() hint=t.project_kinds_hint() options=kinds
            required=true/>
        {kinds_checklist(t, rules, form)}
        <TextArea t form name="scope_in" label=t.project_scope_in() required=true rows=6/>
        <TextArea t form name="scope_out" label=t.project_scope_out() hint=t.project_scope_out_hint() rows=4/>
        <div class="pair">
            <DateField t form name="starts" label=t.project_starts()/>
            <DateField t form name="ends" label=t.project_ends()/>
        </div>
    }
    .into_html()
}

/// What a version says of the work. `kinds`: their names.
pub fn scope(t: Texts, kinds: &str, project: &ProjectRecorded) -> Html {
    let date = |date: Option<_>| date.map(|date| t.date(date)).unwrap_or_default();
    let entries = [
        (t.project_reference(), project.reference.clone()),
        (t.project_kinds(), kinds.to_owned()),
        (t.project_scope_in(), project.scope_in.clone()),
        (t.project_scope_out(), project.scope_out.clone()),
        (t.project_starts(), date(project.starts)),
        (t.project_ends(), date(project.ends)),
        (t.project_change(), project.change.clone()),
    ];
    let entries = entries.into_iter().filter(|(_, value)| !value.is_empty());
    let entries =
        entries.map(|(label, value)| (label.to_owned(), view! { <Prose text=&value/> }.into_html())).collect();
    view! { <DefinitionList entries/> }.into_html()
}

/// One version as it was recorded, and whether it is the newest.
pub fn project_version(
    t: Texts,
    project: &ProjectRecorded,
    (client, kinds): (&str, &str),
    at: Time,
    zone: &TimeZone,
    newest: bool,
) -> Html {
    let lead = if newest { t.project_version_newest() } else { t.project_version_past() };
    view! {
        <Heading title=t.project_version_title(project.version, &project.title) above=client.to_owned() lead=lead>
            <a class="button secondary" href=format!("/projects/{}", project.project)>{t.back()}</a>
        </Heading>
        <p class="quiet">{t.project_recorded_on()}" "<When t at zone/></p>
        {scope(t, kinds, project)}
    }
    .into_html()
}

/// The fields of a need.
pub fn need_fields(t: Texts, form: &Form) -> Html {
    view! {
        <TextArea t form name="need_text" label=t.project_need_text() required=true rows=3/>
        <TextArea t form name="need_answer" label=t.doc_need_answer() hint=t.project_need_answer_hint() rows=3/>
    }
    .into_html()
}

pub fn edit_need(t: Texts, need: Id, project: Id, form: &Form) -> Html {
    view! {
        <Heading title=t.project_need_edit()/>
        <ErrorSummary t form labels=labels([("need_text", t.project_need_text()), ("need_answer", t.doc_need_answer())])/>
        <form method="post" action=format!("/needs/{need}/edit") novalidate>
            {need_fields(t, form)}
            <p class="buttons">
                <Submit label=t.save()/>
                <a class="button secondary" href=format!("/projects/{project}")>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

pub fn promise_state(t: Texts, state: PromiseState) -> &'static str {
    match state {
        PromiseState::Open => t.doc_promise_open(),
        PromiseState::Kept => t.doc_promise_kept(),
        PromiseState::Withdrawn => t.doc_promise_withdrawn(),
    }
}

/// Each state with its value in forms, as the ledger writes it.
pub const PROMISE_STATES: [(&str, PromiseState); 3] =
    [("open", PromiseState::Open), ("kept", PromiseState::Kept), ("withdrawn", PromiseState::Withdrawn)];

/// The fields of a promise.
pub fn promise_fields(t: Texts, form: &Form) -> Html {
    view! {
        <TextArea t form name="promise_text" label=t.project_promise_text() required=true rows=3/>
        <Field t form name="promise_source" label=t.doc_source() hint=t.project_promise_source_hint() required=true
            maxlength=200/>
    }
    .into_html()
}

pub fn edit_promise(t: Texts, promise: Id, project: Id, form: &Form) -> Html {
    let states = PROMISE_STATES.map(|(value, state)| Opt::new(value, promise_state(t, state))).to_vec();
    view! {
        <Heading title=t.project_promise_edit()/>
        <ErrorSummary t form labels=labels([
            ("promise_text", t.project_promise_text()),
            ("promise_source", t.doc_source()),
            ("promise_state", t.state()),
            ("promise_note", t.project_promise_note()),
        ])/>
        <form method="post" action=format!("/promises/{promise}/edit") novalidate>
            {promise_fields(t, form)}
            <Select t form name="promise_state" label=t.state() options=states required=true/>
            <TextArea t form name="promise_note" label=t.project_promise_note() hint=t.project_promise_note_hint() rows=3/>
            <p class="buttons">
                <Submit label=t.save()/>
                <a class="button secondary" href=format!("/projects/{project}")>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

/// Each class of paper with its value in forms, as the ledger writes it.
pub const PAPER_CLASSES: [(&str, PaperClass); 7] = [
    ("contract", PaperClass::Contract),
    ("offer", PaperClass::Offer),
    ("terms", PaperClass::Terms),
    ("minutes", PaperClass::Minutes),
    ("quote", PaperClass::Quote),
    ("delegation", PaperClass::Delegation),
    ("other", PaperClass::Other),
];
