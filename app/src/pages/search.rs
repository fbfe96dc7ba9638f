//! The search for clients, projects, notices and drafts.

use leptos::prelude::*;

use crate::parts::{Empty, Field, Heading, Note, NoteKind, Submit};
use crate::{Form, Html, IntoHtml, Texts};

/// One thing found.
#[derive(Clone, Debug)]
pub struct Found {
    /// client, project, notice or warning.
    pub kind: String,
    pub href: String,
    pub title: String,
    pub client: String,
}

/// The question and what was found; `more` when it was cut.
pub fn search(t: Texts, query: &str, found: Vec<Found>, more: bool) -> Html {
    let mut form = Form::new();
    form.set("q", query);
    let form = &form;
    let result = if query.is_empty() {
        Html::new("")
    } else if found.is_empty() {
        view! { <Empty title=t.search_nothing() text=t.search_nothing_text()/> }.into_html()
    } else {
        let count = found.len() as u64;
        let rows = found.into_iter().map(|hit| row(t, hit)).collect_view();
        let cut = more.then(|| view! { <Note kind=NoteKind::Info><p>{t.search_more()}</p></Note> });
        view! { <h2>{t.search_found(count)}</h2>{cut}<ul class="list">{rows}</ul> }.into_html()
    };
    view! {
        <Heading title=t.nav_search()/>
        <form method="get" action="/search" role="search">
            <Field t form name="q" label=t.search_label() hint=t.search_hint() kind="search" maxlength=200/>
            <p class="buttons"><Submit label=t.search()/></p>
        </form>
        {result}
    }
    .into_html()
}

fn row(t: Texts, hit: Found) -> Html {
    let kind = match hit.kind.as_str() {
        "client" => t.search_client(),
        "project" => t.search_project(),
        "warning" => t.search_draft(),
        _ => t.search_notice(),
    };
    let line = if hit.kind == "client" { kind.to_owned() } else { format!("{kind} · {}", hit.client) };
    view! { <li><a href=hit.href>{hit.title}</a><p class="quiet">{line}</p></li> }.into_html()
}
