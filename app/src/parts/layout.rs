//! Headings, notes, empty states, paging, steps, definition lists.

use leptos::prelude::*;

use super::{Icon, Inside, Symbol};
use crate::{Html, IntoHtml, Texts};

/// The page's heading, with what may be done about it on the right.
#[component]
pub fn Heading<'a>(
    #[prop(into)] title: String,
    /// A short line above: the client of this project, the code of this topic.
    #[prop(optional, into)]
    above: Option<String>,
    /// Where that line leads.
    #[prop(optional, into)]
    above_href: Option<String>,
    /// A sentence below.
    #[prop(optional, into)]
    lead: Option<String>,
    /// Links and buttons.
    #[prop(optional)]
    children: Option<Inside<'a>>,
) -> Html {
    view! {
        <div class="heading">
            <div>
                {above.map(|above| match above_href {
                    Some(href) => view! { <p class="above"><a href=href>{above}</a></p> }.into_html(),
                    None => view! { <p class="above">{above}</p> }.into_html(),
                })}
                <h1>{title}</h1>
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            </div>
            {children.map(|children| view! { <div class="actions">{children.show()}</div> })}
        </div>
    }
    .into_html()
}

/// The other pages about what the heading names: addresses and words.
#[component]
pub fn Views(#[prop(into)] label: String, views: Vec<(String, &'static str)>) -> Html {
    let links = views.into_iter().map(|(href, word)| view! { <li><a href=href>{word}</a></li> });
    view! { <nav class="views" aria-label=label><ul>{links.collect_view()}</ul></nav> }.into_html()
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoteKind {
    #[default]
    Info,
    Caution,
    Good,
}

/// A remark set apart from the text.
#[component]
pub fn Note<'a>(#[prop(optional)] kind: NoteKind, children: Inside<'a>) -> Html {
    let (class, symbol) = match kind {
        NoteKind::Info => ("note info", Symbol::Document),
        NoteKind::Caution => ("note caution", Symbol::Alert),
        NoteKind::Good => ("note good", Symbol::Check),
    };
    view! { <div class=class><Icon symbol=symbol/><div>{children.show()}</div></div> }.into_html()
}

/// What stands where a list would be when it has nothing: why, and what to do next.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    /// The next step: words and address.
    #[prop(optional_no_strip)]
    action: Option<(String, String)>,
) -> Html {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            {text.map(|text| view! { <p>{text}</p> })}
            {action.map(|(label, href)| view! { <p><a class="button primary" href=href>{label}</a></p> })}
        </div>
    }
    .into_html()
}

/// Links to the pages before and after. Pages count from 1; nothing is shown for a single page.
#[component]
pub fn Pager(
    t: Texts,
    page: u64,
    pages: u64,
    /// The address up to the number: `/clients?q=garage&page=`.
    #[prop(into)]
    base: String,
) -> Html {
    if pages <= 1 {
        return Html::new("");
    }
    let previous =
        (page > 1).then(|| view! { <a rel="prev" href=format!("{base}{}", page - 1)>{t.previous_page()}</a> });
    let next = (page < pages).then(|| view! { <a rel="next" href=format!("{base}{}", page + 1)>{t.next_page()}</a> });
    view! {
        <nav class="pager" aria-label=t.pages()>
            {previous}
            <span aria-current="page">{t.page_of(page, pages)}</span>
            {next}
        </nav>
    }
    .into_html()
}

/// Names and their values: the identity of a party, the terms of a project.
#[component]
pub fn DefinitionList(entries: Vec<(String, Html)>) -> Html {
    let entries = entries.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! { <dl class="definitions">{entries.collect_view()}</dl> }.into_html()
}

/// One step of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub label: String,
    /// Where to change what was entered there, for steps already done.
    pub href: Option<String>,
}

/// How far one is in a journey; `current` counts from 0.
#[component]
pub fn Steps(t: Texts, steps: Vec<Step>, current: usize) -> Html {
    let total = steps.len();
    let items = steps.into_iter().enumerate().map(|(at, step)| {
        let class = if at < current { "done" } else { "" };
        let is_current = (at == current).then_some("step");
        let label = match step.href {
            Some(href) if at < current => view! { <a href=href>{step.label}</a> }.into_html(),
            _ => view! { <span>{step.label}</span> }.into_html(),
        };
        let done = (at < current).then(|| view! { <span class="hidden">" "{t.step_done()}</span> });
        view! { <li class=class aria-current=is_current>{label}{done}</li> }
    });
    let items = items.collect_view();
    view! {
        <nav class="steps" aria-label=t.step_of(current as u64 + 1, total as u64)>
            <ol>{items}</ol>
        </nav>
    }
    .into_html()
}
