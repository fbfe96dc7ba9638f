//! The search: the question, what it can be narrowed down by, and what was found, with the passages.

use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::html::Markup;
use crate::parts::{
    DateField, Empty, ErrorSummary, Field, Heading, Hidden, Note, NoteKind, Once, Opt, Select, State, Submit, When,
    labels,
};
use crate::{Form, Html, IntoHtml, Texts, markup};

/// A stretch of text; true where it is what was asked for.
pub type Passage = Vec<(bool, String)>;

/// One thing found.
#[derive(Clone, Debug)]
pub struct Found {
    pub href: String,
    pub title: String,
    /// What it is, in words.
    pub kind: &'static str,
    /// Of what it is a version that another one replaced.
    pub replaced: bool,
    pub client: Option<String>,
    pub project: Option<String>,
    /// None of a draft.
    pub entry: Option<u64>,
    pub at: Time,
    /// What shows it, in words; empty of a draft.
    pub shown_by: &'static str,
    /// The file in which it was found, or that goes with it: name and address.
    pub file: Option<(String, String)>,
    /// It was found in the text of that file, not in what the entry says: an entry found by both is two results.
    pub in_file: bool,
    /// Why no text was read in that file.
    pub unread: Option<String>,
    pub passages: Vec<Passage>,
}

impl Found {
    /// The title in a table, where nothing else tells an entry found by its own words from the same one found by those of its file.
    pub fn titled(&self, t: Texts) -> String {
        match &self.file {
            Some((name, _)) if self.in_file => format!("{} · {}", self.title, t.search_in_file(name)),
            _ => self.title.clone(),
        }
    }
}

/// What the results can be narrowed down by.
#[derive(Clone, Debug)]
pub struct Facet {
    pub label: &'static str,
    pub values: Vec<FacetValue>,
    /// Values that are not listed: the rarest.
    pub others: u64,
}

#[derive(Clone, Debug)]
pub struct FacetValue {
    pub label: String,
    pub count: u64,
    /// Where choosing it leads.
    pub href: String,
}

/// Something chosen, and where removing it leads.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub label: String,
    pub without: String,
}

/// A search that the reader saved.
#[derive(Clone, Debug)]
pub struct SavedSearch {
    pub id: Id,
    pub name: String,
    /// As it stands in an address.
    pub query: String,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Results {
    /// Of all pages; with `more`, at least so many.
    pub count: u64,
    pub more: bool,
    /// On the first page only.
    pub drafts: Vec<Found>,
    pub found: Vec<Found>,
    pub facets: Vec<Facet>,
    /// Clients that a word of the question names: what to say, and the question about them alone.
    pub only: Vec<(String, String)>,
    /// The question is nothing but a day or a month: what to say, and the question about what was recorded then.
    pub dated: Option<(String, String)>,
    pub first: Option<String>,
    pub next: Option<String>,
    /// The question as it stands in an address, and the same as a table.
    pub query: String,
    pub csv: String,
    pub csv_limit: u64,
}

pub struct SearchPage {
    /// How the question was taken where it could be taken otherwise.
    pub notes: Vec<&'static str>,
    /// Entries that wait for the index, and those whose files wait to be read.
    pub waits: (u64, u64),
    /// Whether there are files of which the text is not searched.
    pub partial: bool,
    pub chosen: Vec<Chosen>,
    /// What is chosen, to travel with the form.
    pub hidden: Vec<(&'static str, String)>,
    /// None while nothing is asked for.
    pub results: Option<Results>,
    pub saved: Vec<SavedSearch>,
    /// Whether the reader can save the question.
    pub savable: bool,
    pub zone: TimeZone,
}

/// The whole page; `form` holds what was typed, `save` the form to save it.
pub fn search(t: Texts, page: &SearchPage, form: &Form, save: &Form) -> Html {
    let (entries, files) = page.waits;
    let notes = page.notes.iter().map(|note| view! { <Note><p>{*note}</p></Note> }).collect_view();
    let waits = (entries > 0).then(|| view! { <Note kind=NoteKind::Caution><p>{t.search_waits(entries)}</p></Note> });
    let unread = (files > 0).then(|| view! { <Note kind=NoteKind::Caution><p>{t.search_unread(files)}</p></Note> });
    let below = match &page.results {
        None => saved(t, page),
        Some(results) => view! {
            <div class="columns search">
                <section aria-labelledby="found">{found(t, page, results)}</section>
                <div class="stack">{facets(t, results)}{keep(t, results, page.savable.then_some(save))}{saved(t, page)}</div>
            </div>
        }
        .into_html(),
    };
    let fields = labels([("q", t.search_label()), ("from", t.search_from()), ("until", t.search_until())]);
    view! {
        <ErrorSummary t form labels=fields/>
        <Heading title=t.nav_search()/>
        {question(t, page, form)}
        {chosen(t, page)}
        {notes}{waits}{unread}
        {below}
    }
    .into_html()
}

fn question(t: Texts, page: &SearchPage, form: &Form) -> Html {
    let hidden = page.hidden.iter().map(|(name, value)| view! { <Hidden name=*name value=value.clone()/> });
    let sorts = vec![Opt::new("", t.search_newest()), Opt::new("relevance", t.search_relevance())];
    view! {
        <form method="get" action="/search" role="search">
            <Field t form name="q" label=t.search_label() hint=t.search_hint() kind="search"/>
            <div class="pair">
                {day(t, form, "from", t.search_from())}
                {day(t, form, "until", t.search_until())}
                <Select t form name="sort" label=t.search_sort() options=sorts/>
            </div>
            {hidden.collect_view()}
            <p class="buttons"><Submit label=t.search()/></p>
        </form>
    }
    .into_html()
}

/// A day. One that was refused is shown as it was typed, which the browser's own field for days would not.
fn day(t: Texts, form: &Form, name: &str, label: &str) -> Html {
    match form.error(name) {
        Some(_) => view! { <Field t form name label hint=t.search_dates_hint() width="short"/> }.into_html(),
        None => view! { <DateField t form name label/> }.into_html(),
    }
}

fn chosen(t: Texts, page: &SearchPage) -> Html {
    if page.chosen.is_empty() {
        return Html::new("");
    }
    let links = page.chosen.iter().map(|chosen| {
        view! { <li><a href=chosen.without.clone() aria-label=t.search_drop(&chosen.label)>{chosen.label.clone()}" ×"</a></li> }
    });
    view! { <nav class="chosen" aria-label=t.search_chosen()><ul>{links.collect_view()}</ul></nav> }.into_html()
}

fn found(t: Texts, page: &SearchPage, results: &Results) -> Html {
    let count = match results.more {
        true => t.search_found_most(results.count),
        false => t.search_found(results.count),
    };
    let rows = |found: &[Found]| found.iter().map(|one| row(t, page, one)).collect_view();
    let drafts = (!results.drafts.is_empty()).then(|| {
        view! {
            <section aria-labelledby="drafts">
                <h2 id="drafts">{t.search_drafts(results.drafts.len() as u64)}</h2>
                <p class="hint">{t.search_draft_text()}</p>
                <ul class="list">{rows(&results.drafts)}</ul>
            </section>
        }
    });
    let empty = results.found.is_empty() && results.drafts.is_empty();
    if let (true, Some((label, href))) = (empty, &results.dated) {
        return view! {
            <h2 id="found">{t.search_is_date()}</h2>
            <p>{t.search_is_date_text()}</p>
            <ul class="only"><li><a href=href.clone()>{label.clone()}</a></li></ul>
        }
        .into_html();
    }
    let only = results
        .dated
        .iter()
        .chain(&results.only)
        .map(|(label, href)| view! { <li><a href=href.clone()>{label.clone()}</a></li> });
    let only = (results.dated.is_some() || !results.only.is_empty())
        .then(|| view! { <ul class="only">{only.collect_view()}</ul> });
    let nothing = empty.then(|| view! { <Empty title=t.search_nothing() text=t.search_nothing_text()/> });
    let list = (!results.found.is_empty()).then(|| view! { <ul class="list">{rows(&results.found)}</ul> });
    let link = |rel: &'static str, label: &'static str, href: &Option<String>| {
        href.clone().map(|href| view! { <a rel=rel href=href>{label}</a> })
    };
    let pager = (results.first.is_some() || results.next.is_some()).then(|| {
        let (first, next) =
            (link("first", t.search_first(), &results.first), link("next", t.search_next(), &results.next));
        view! { <nav class="pager" aria-label=t.nav_search()>{first}{next}</nav> }
    });
    let partial = page.partial.then(|| view! { <p class="hint">{t.search_partial()}</p> });
    view! {
        {drafts}
        <h2 id="found">{count}</h2>
        {results.more.then(|| view! { <p class="hint">{t.search_most_text()}</p> })}
        {only}{nothing}{list}{pager}{partial}
    }
    .into_html()
}

fn row(t: Texts, page: &SearchPage, found: &Found) -> Html {
    let badge = match (found.entry, found.replaced) {
        (None, _) => Some(State::Draft.badge(t.search_draft())),
        (_, true) => Some(State::Revoked.badge(t.search_replaced())),
        _ => None,
    };
    let place: Vec<&str> = [&found.client, &found.project].into_iter().flatten().map(String::as_str).collect();
    let entry = found.entry.map(|entry| format!(" · {} · {}", t.told_entry(entry), found.shown_by));
    let passages = found.passages.iter().map(highlighted).collect_view();
    let file = found.file.as_ref().map(|(name, href)| {
        let unread = found.unread.as_ref().map(|said| format!(" — {said}"));
        view! { <p class="quiet"><a href=href.clone()>{if found.in_file { t.search_in_file(name) } else { t.search_with_file(name) }}</a>{unread}</p> }
    });
    view! {
        <li>
            <a href=found.href.clone()>{found.title.clone()}</a>
            {badge}
            <p class="quiet">{found.kind}{(!place.is_empty()).then(|| format!(" · {}", place.join(" · ")))}</p>
            <p class="quiet"><When t at=found.at zone=&page.zone/>{entry}</p>
            {passages}
            {file}
        </li>
    }
    .into_html()
}

/// The passage, with what was asked for marked.
fn highlighted(passage: &Passage) -> Html {
    let mut html = Markup::default();
    html.literal("<p class=\"passage\">");
    for (marked, text) in passage {
        match marked {
            true => markup!(&mut html, "<mark>", [text], "</mark>"),
            false => {
                html.text(text);
            }
        }
    }
    html.literal("</p>");
    html.done()
}

fn facets(t: Texts, results: &Results) -> Html {
    let facets: Vec<&Facet> = results.facets.iter().filter(|facet| !facet.values.is_empty()).collect();
    if facets.is_empty() {
        return Html::new("");
    }
    let groups = facets.into_iter().map(|facet| {
        let values = facet.values.iter().map(|value| {
            view! { <li><a href=value.href.clone()>{value.label.clone()}</a>" "<span class="code">{value.count}</span></li> }
        });
        let others = (facet.others > 0).then(|| view! { <li class="quiet">{t.search_other_values(facet.others)}</li> });
        view! { <details open=true><summary>{facet.label}</summary><ul class="facet">{values.collect_view()}{others}</ul></details> }
    });
    view! { <section aria-labelledby="narrow"><h2 id="narrow">{t.search_narrow()}</h2>{groups.collect_view()}</section> }
        .into_html()
}

/// The results to take along, and the question to keep.
fn keep(t: Texts, results: &Results, form: Option<&Form>) -> Html {
    let csv = view! {
        <p><a href=results.csv.clone() download="">{t.search_csv()}</a>" ("{t.search_csv_limit(results.csv_limit)}")"</p>
    };
    let Some(form) = form else { return csv.into_html() };
    view! {
        <section aria-labelledby="save">
            <h2 id="save">{t.search_save()}</h2>
            <ErrorSummary t form labels=labels([("name", t.search_save_name())])/>
            <form method="post" action="/search/saved">
                <Once form/>
                <Hidden name="query" value=results.query.clone()/>
                <Field t form name="name" label=t.search_save_name() hint=t.search_save_hint() required=true maxlength=200/>
                <p class="buttons"><Submit label=t.save() kind="secondary"/></p>
            </form>
            {csv}
        </section>
    }
    .into_html()
}

fn saved(t: Texts, page: &SearchPage) -> Html {
    if page.saved.is_empty() {
        return Html::new("");
    }
    let rows = page.saved.iter().map(|saved| {
        view! {
            <li>
                <a href=format!("/search?{}", saved.query)>{saved.name.clone()}</a>
                <form method="post" action=format!("/search/saved/{}/delete", saved.id)>
                    <button type="submit" class="button secondary" aria-label=t.search_remove(&saved.name)>{t.delete()}</button>
                </form>
            </li>
        }
    });
    view! { <section aria-labelledby="saved"><h2 id="saved">{t.search_saved()}</h2><ul class="list">{rows.collect_view()}</ul></section> }
        .into_html()
}
