//! What the notices of a run say: the text common to all, and the facts of each project.

use ledger::event::Warning;
use ledger::{Id, Lang};
use leptos::prelude::*;

use crate::pages::warnings::{fact_field, fact_label};
use crate::parts::{
    DateField, DefinitionList, ErrorSummary, Field, Fieldset, Heading, Hidden, Labels, Note, NoteKind, Pager, Submit,
    TextArea, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

pub struct BulkText<'a> {
    pub bulk: Id,
    /// By language of the clients.
    pub common: Vec<(Lang, &'a Warning)>,
    /// Client and project of those of which a hold keeps the draft.
    pub held: Vec<String>,
}

/// What is common to all notices.
pub fn bulk_text(t: Texts, page: &BulkText<'_>, form: &Form) -> Html {
    let base = format!("/bulk/{}", page.bulk);
    let mut named: Labels = labels([("respond_by", t.respond_by_label())]);
    let parts = page.common.iter().map(|(lang, warning)| {
        let name = |field: &str| format!("{}.{field}", lang.as_str());
        for (field, label) in [
            ("introduction", t.draft_introduction()),
            ("title", t.warning_title_label()),
            ("risk", t.doc_risk()),
            ("consequence", t.doc_consequence()),
            ("measure", t.doc_measure()),
        ] {
            named.push((name(field), label.to_owned()));
        }
        let facts = warning.facts.iter().enumerate().map(|(i, fact)| {
            let name = name(&format!("fact.{i}"));
            named.push((name.clone(), fact_label(t, warning, &fact.label).to_owned()));
            fact_field(t, warning, fact, name, form)
        });
        let facts = facts.collect_view();
        let legend = match lang {
            Lang::Fr => t.bulk_in_french(),
            Lang::En => t.bulk_in_english(),
        };
        view! {
            <Fieldset legend=legend>
                <TextArea t form name=name("introduction") label=t.draft_introduction() hint=t.draft_introduction_hint() rows=4 maxlength=10_000/>
                <Field t form name=name("title") label=t.warning_title_label() required=true maxlength=200/>
                <TextArea t form name=name("risk") label=t.doc_risk() required=true rows=5 maxlength=10_000/>
                <TextArea t form name=name("consequence") label=t.doc_consequence() required=true rows=4 maxlength=10_000/>
                <TextArea t form name=name("measure") label=t.doc_measure() required=true rows=5 maxlength=10_000/>
                <h2>{t.bulk_common_facts()}</h2>
                <p class="hint">{t.bulk_common_facts_hint()}</p>
                {facts}
            </Fieldset>
        }
        .into_html()
    });
    let parts: Vec<Html> = parts.collect();
    let held = (!page.held.is_empty()).then(|| {
        let names = page.held.iter().map(|name| view! { <li>{name.clone()}</li> }).collect_view();
        view! { <Note kind=NoteKind::Caution><p>{t.hold_bulk_text()}</p><ul>{names}</ul></Note> }
    });
    view! {
        <Heading title=t.bulk_text_title() above=t.bulk_title() above_href=base.clone() lead=t.bulk_text_lead()/>
        <ErrorSummary t form labels=named/>
        {held}
        <form method="post" action=format!("{base}/text") novalidate>
            <DateField t form name="respond_by" label=t.respond_by_label() hint=t.draft_respond_by_hint()/>
            {parts}
            <p class="buttons"><Submit label=t.bulk_text_save()/><a class="button secondary" href=base.clone()>{t.back()}</a></p>
        </form>
    }
    .into_html()
}

pub struct BulkFacts<'a> {
    pub bulk: Id,
    /// Those of one page.
    pub projects: Vec<BulkProject<'a>>,
    pub page: usize,
    pub pages: usize,
}

pub struct BulkProject<'a> {
    pub project: Id,
    /// Client and project.
    pub name: String,
    /// The draft.
    pub warning: &'a Warning,
    /// Whether a hold keeps it as it is.
    pub stays: bool,
}

/// The field of a project's fact.
pub fn fact_name(project: Id, fact: usize) -> String {
    format!("fact.{project}.{fact}")
}

/// The field of the version of a project's draft.
pub fn version_name(project: Id) -> String {
    format!("version.{project}")
}

/// The facts of each project.
pub fn bulk_facts(t: Texts, page: &BulkFacts<'_>, form: &Form) -> Html {
    let base = format!("/bulk/{}", page.bulk);
    let mut named = Labels::new();
    let parts = page.projects.iter().map(|BulkProject { project, name: title, warning, stays }| {
        // What was typed while the hold was being placed stays in sight.
        if *stays && !form.values.contains_key(&fact_name(*project, 0)) {
            return kept(t, title, warning);
        }
        let facts = warning.facts.iter().enumerate().map(|(i, fact)| {
            let name = fact_name(*project, i);
            named.push((name.clone(), format!("{}, {title}", fact_label(t, warning, &fact.label))));
            fact_field(t, warning, fact, name, form)
        });
        let facts = facts.collect_view();
        let version = version_name(*project);
        let version = (!stays).then(|| view! { <Hidden name=version.clone() value=form.value(&version).to_owned()/> });
        view! {
            <Fieldset legend=title.clone()>
                {version}
                {facts}
            </Fieldset>
        }
        .into_html()
    });
    let parts: Vec<Html> = parts.collect();
    let action = format!("{base}/facts?page={}", page.page);
    let (at, pages) = (page.page as u64, page.pages as u64);
    view! {
        <Heading title=t.bulk_facts_title() above=t.bulk_title() above_href=base.clone() lead=t.bulk_facts_lead()/>
        <ErrorSummary t form labels=named/>
        <form method="post" action=action novalidate>
            {parts}
            <p class="buttons"><Submit label=t.save()/><a class="button secondary" href=base.clone()>{t.back()}</a></p>
        </form>
        <Pager t page=at pages=pages base=format!("{base}/facts?page=")/>
    }
    .into_html()
}

/// The facts of a draft that a hold keeps.
fn kept(t: Texts, title: &str, warning: &Warning) -> Html {
    let facts = warning.facts.iter().filter(|fact| !fact.value.is_empty());
    let facts = facts.map(|fact| (fact_label(t, warning, &fact.label).to_owned(), fact.value.clone().into_html()));
    view! {
        <section>
            <h2>{title.to_owned()}</h2>
            <p>{t.hold_draft_stays()}</p>
            <DefinitionList entries=facts.collect()/>
        </section>
    }
    .into_html()
}
