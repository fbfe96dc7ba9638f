//! The catalogue, to read: what an IT firm warns of, and on which references it rests.

use ledger::catalogue::{self, Tier, Topic};
use leptos::prelude::*;

use crate::parts::{DefinitionList, Empty, Field, Heading, Prose, Submit};
use crate::{Form, Html, IntoHtml, Texts};

/// The topics found by the words of `query`, the gravest first.
pub fn topics(t: Texts, found: &[&Topic], query: &str) -> Html {
    let mut find = Form::new();
    find.set("q", query);
    let groups = [("a", Tier::A, t.topic_tier_a()), ("b", Tier::B, t.topic_tier_b())];
    let groups = groups.into_iter().map(|(id, tier, title)| {
        let rows: Vec<_> = found.iter().filter(|topic| topic.tier == tier).map(|topic| row(t, topic)).collect();
        (!rows.is_empty()).then(|| {
            view! { <section aria-labelledby=id><h2 id=id>{title}</h2><ul class="list">{rows}</ul></section> }
                .into_html()
        })
    });
    let groups = groups.collect_view();
    let none = found.is_empty().then(|| {
        let all = (t.topics_all().to_owned(), "/topics".to_owned());
        view! { <Empty title=t.topics_none() action=Some(all)/> }
    });
    view! {
        <Heading title=t.nav_topics() lead=t.topics_lead()/>
        <form method="get" action="/topics" class="inline" role="search">
            <Field t form=&find name="q" label=t.topics_find() kind="search" maxlength=100/>
            <Submit label=t.search() kind="secondary"/>
        </form>
        {none}
        {groups}
    }
    .into_html()
}

fn row(t: Texts, topic: &Topic) -> Html {
    view! {
        <li>
            <a href=format!("/topics/{}", topic.code)>{topic.text(t.0).title.clone()}</a>
            <span class="quiet">{topic.code.clone()}</span>
        </li>
    }
    .into_html()
}

/// One topic: its words in the reader’s language, what is asked of the client, what it rests on, and which projects raise it.
pub fn topic(t: Texts, topic: &Topic, editable: bool) -> Html {
    let text = topic.text(t.0);
    let part = |label: &'static str, text: &str| view! { <h2>{label}</h2><Prose text/> }.into_html();
    let facts = topic.facts.iter().map(|fact| {
        let needed = fact.required.then(|| view! { <br/>{t.warning_fact_needed()} });
        let hint = view! { <span class="quiet">{fact.hint.get(t.0).to_owned()}{needed}</span> }.into_html();
        (fact.label.get(t.0).to_owned(), hint)
    });
    let facts = facts.collect::<Vec<_>>();
    let references = topic.citations(t.0).into_iter().map(|citation| view! { <li>{citation}</li> }).collect_view();
    let kinds = catalogue::kinds().iter().filter_map(|kind| {
        let raised = match (kind.due.contains(&topic.code), kind.conditional.contains(&topic.code)) {
            (true, _) => t.topic_due(),
            (false, true) => t.topic_if_touched(),
            (false, false) => return None,
        };
        Some(view! { <li>{kind.name.get(t.0).to_owned()}" "<span class="quiet">"("{raised}")"</span></li> })
    });
    let kinds = kinds.collect_view();
    let many = editable.then(|| {
        let href = format!("/bulk/new?topic={}", topic.code);
        view! { <a class="button secondary" href=href>{t.bulk_this_topic()}</a> }.into_html()
    });
    view! {
        <Heading title=text.title.clone() above=t.doc_topic_version(&topic.code, &topic.version)>
            {many}
            <a class="button secondary" href="/topics">{t.topics_all()}</a>
        </Heading>
        {part(t.doc_risk(), &text.risk)}
        {part(t.doc_consequence(), &text.consequence)}
        {part(t.doc_measure(), &text.measure)}
        <h2>{t.topic_facts()}</h2>
        <DefinitionList entries=facts/>
        <h2>{t.doc_references()}</h2>
        <ul>{references}</ul>
        <h2>{t.topic_kinds()}</h2>
        <ul>{kinds}</ul>
    }
    .into_html()
}
