//! Warnings being written: pick a topic, describe the client's facts, adapt the text, price the options.

use jiff::tz::TimeZone;
use ledger::catalogue::{self, FactKind};
use ledger::event::{Fact, QuotedOption, Warning};
use ledger::notice::MAX_OPTIONS;
use ledger::{Id, Lang, Time};
use leptos::prelude::*;

use crate::parts::{
    DateField, ErrorSummary, Field, Fieldset, FileField, Heading, Hidden, Labels, MoneyField, Note, NoteKind, Once,
    Opt, Select, State, StateBadge, Submit, TextArea, labels, warning_text,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// A topic to begin from, and what this project already has of it.
pub struct TopicChoice {
    pub code: String,
    pub title: String,
    pub drafted: bool,
    /// Reference of the last notice that warned of it.
    pub sent_in: Option<String>,
}

pub struct NewWarning {
    pub project: Id,
    pub client: String,
    pub title: String,
    pub query: String,
    pub due: Vec<TopicChoice>,
    pub conditional: Vec<TopicChoice>,
    pub other: Vec<TopicChoice>,
}

/// The topics, those that the project's kinds raise first.
pub fn new_warning(t: Texts, page: NewWarning, form: &Form) -> Html {
    let action = format!("/projects/{}/warnings/new", page.project);
    let none = page.due.is_empty() && page.conditional.is_empty() && page.other.is_empty();
    let groups = [
        ("due", t.warning_topics_due(), page.due),
        ("conditional", t.warning_topics_conditional(), page.conditional),
        ("other", t.warning_topics_other(), page.other),
    ];
    let groups = groups.into_iter().filter(|(_, _, topics)| !topics.is_empty()).map(|(id, title, topics)| {
        let rows = topics.into_iter().map(|choice| topic_choice(t, choice)).collect_view();
        view! { <section aria-labelledby=id><h2 id=id>{title}</h2><ul class="list topics">{rows}</ul></section> }
    });
    let groups = groups.collect_view();
    let mut find = Form::new();
    find.set("q", page.query);
    view! {
        <Heading title=t.warning_new_title() above=t.warning_for(&page.client, &page.title)
            above_href=format!("/projects/{}", page.project) lead=t.warning_new_lead()/>
        <ErrorSummary t form labels=vec![]/>
        <form method="get" action=action.clone() class="inline" role="search">
            <Field t form=&find name="q" label=t.topics_find() kind="search" maxlength=100/>
            <Submit label=t.search() kind="secondary"/>
        </form>
        {none.then(|| view! { <p>{t.topics_none()}</p> })}
        <form method="post" action=action><Once form/>{groups}</form>
    }
    .into_html()
}

fn topic_choice(t: Texts, choice: TopicChoice) -> Html {
    let before = match (choice.sent_in, choice.drafted) {
        (_, true) => Some(t.warning_drafted().to_owned()),
        (Some(reference), _) => Some(t.warning_sent_in(&reference)),
        (None, false) => None,
    };
    let label = t.warning_pick(&choice.title);
    view! {
        <li class="topic">
            <div>
                <strong>{choice.title}</strong>
                <p class="quiet">{choice.code.clone()}{before.map(|before| format!(" · {before}"))}</p>
            </div>
            <button type="submit" class="button secondary" name="topic" value=choice.code aria-label=label>
                {t.warning_pick_short()}
            </button>
        </li>
    }
    .into_html()
}

/// A draft as its page shows it.
pub struct EditWarning<'a> {
    pub warning: &'a Warning,
    pub project: Id,
    pub client: String,
    pub title: String,
    pub lang: Lang,
    /// What keeps it from being sent, in words.
    pub missing: Vec<String>,
    /// The newest version, when somebody else saved it over the one that this form began from: who and when.
    pub conflict: Option<(String, Time)>,
    pub zone: TimeZone,
    pub file_types: &'static str,
    pub file_accept: &'static str,
    pub file_limit: u64,
    /// Whether the reader may change it.
    pub editable: bool,
    /// Whether a hold stands over its project: then it is not deleted.
    pub held: bool,
    /// Whether the hold was placed over what it says: then it is not changed.
    pub stays: bool,
}

/// What the catalogue says of a fact that a draft holds, found by its label.
pub fn fact_asked(topic: &str, label: &str) -> Option<&'static catalogue::Fact> {
    let facts = &catalogue::topic(topic)?.facts;
    facts.iter().find(|fact| [Lang::Fr, Lang::En].iter().any(|lang| fact.label.get(*lang) == label))
}

pub fn edit_warning(t: Texts, page: &EditWarning<'_>, form: &Form) -> Html {
    let warning = page.warning;
    let heading = view! {
        <Heading title=t.warning_title(&warning.title) above=t.warning_for(&page.client, &page.title)
            above_href=format!("/projects/{}", page.project)>
            <StateBadge t state=State::Draft/>
        </Heading>
    }
    .into_html();
    // What was typed while the hold was being placed stays in sight.
    if !page.editable || page.stays && form.errors.is_empty() {
        let stays = page.stays.then(|| view! { <Note kind=NoteKind::Info><p>{t.hold_draft_stays()}</p></Note> });
        return view! { {heading}{stays}{readiness(t, page)}<h2>{t.warning_text()}</h2>{warning_text(Texts(page.lang), warning)} }
            .into_html();
    }
    let action = format!("/warnings/{}", warning.warning);
    let theirs = page.conflict.as_ref().map(|(name, at)| {
        let when = t.date_time(&local(*at, &page.zone));
        view! {
            <Note kind=NoteKind::Caution>
                <p>{t.warning_conflict(name, &when)}</p>
                <details><summary>{t.warning_conflict_theirs()}</summary>{warning_text(Texts(page.lang), warning)}</details>
            </Note>
        }
    });
    let written_in = (page.lang != t.0).then(|| t.choose(t.warning_in_english(), t.warning_in_french()));
    view! {
        {heading}
        {theirs}
        <ErrorSummary t form labels=warning_labels(t, warning)/>
        {readiness(t, page)}
        {written_in.map(|text| view! { <p class="quiet">{text}</p> })}
        <form method="post" action=action.clone() novalidate>
            <Hidden name="version" value=form.value("version").to_owned()/>
            <Fieldset legend=t.warning_facts() hint=t.warning_facts_hint()>{facts(t, warning, form)}</Fieldset>
            <Fieldset legend=t.warning_text() hint=t.warning_text_hint()>
                <Field t form name="title" label=t.warning_title_label() required=true maxlength=200/>
                <TextArea t form name="risk" label=t.doc_risk() required=true rows=5 maxlength=10_000/>
                <TextArea t form name="consequence" label=t.doc_consequence() required=true rows=4 maxlength=10_000/>
                <TextArea t form name="measure" label=t.doc_measure() required=true rows=5 maxlength=10_000/>
            </Fieldset>
            <Fieldset legend=t.warning_options() hint=t.warning_options_hint()>{options(t, form)}</Fieldset>
            <p class="buttons"><Submit label=t.save()/><a class="button secondary" href=format!("/projects/{}", page.project)>{t.back()}</a></p>
        </form>
        {quotes(t, page, form)}
        {(!page.held).then(|| delete(t, &action))}
    }
    .into_html()
}

fn delete(t: Texts, action: &str) -> Html {
    view! {
        <section aria-labelledby="delete">
            <h2 id="delete">{t.warning_delete_title()}</h2>
            <p>{t.warning_delete_text()}</p>
            <form method="post" action=format!("{action}/delete")><Submit label=t.warning_delete() kind="danger"/></form>
        </section>
    }
    .into_html()
}

fn warning_labels(t: Texts, warning: &Warning) -> Labels {
    let texts = labels([
        ("title", t.warning_title_label()),
        ("risk", t.doc_risk()),
        ("consequence", t.doc_consequence()),
        ("measure", t.doc_measure()),
        ("option", t.quote_of()),
        ("quote", t.quote_file()),
    ]);
    let facts = warning.facts.iter().enumerate();
    let facts = facts.map(|(i, fact)| (format!("fact.{i}"), fact_label(t, warning, &fact.label).to_owned()));
    let options = (1..=MAX_OPTIONS as u32).flat_map(|n| {
        let fields = [("label", t.option_label()), ("price", t.option_price()), ("vat", t.option_vat())];
        fields.map(|(field, label)| (format!("option.{n}.{field}"), format!("{label}, {}", t.option_n(n))))
    });
    texts.into_iter().chain(facts).chain(options).collect()
}

/// A fact's label in the reader's language, where the catalogue still has it.
pub(super) fn fact_label<'a>(t: Texts, warning: &Warning, label: &'a str) -> &'a str {
    fact_asked(&warning.topic, label).map_or(label, |asked| asked.label.get(t.0))
}

fn readiness(t: Texts, page: &EditWarning<'_>) -> Html {
    if page.missing.is_empty() {
        let next = format!("/projects/{}/notices/new?warning={}", page.project, page.warning.warning);
        let next =
            page.editable.then(|| view! { <p><a class="button secondary" href=next>{t.warning_to_notice()}</a></p> });
        return view! {
            <Note kind=NoteKind::Good><p><strong>{t.warning_ready()}</strong></p><p>{t.warning_ready_text()}</p>{next}</Note>
        }
        .into_html();
    }
    let missing = page.missing.iter().map(|what| view! { <li>{what.clone()}</li> }).collect_view();
    view! {
        <Note kind=NoteKind::Caution>
            <p><strong>{t.warning_not_ready()}</strong></p>
            <p>{t.warning_not_ready_text()}</p>
            <ul>{missing}</ul>
        </Note>
    }
    .into_html()
}

fn facts(t: Texts, warning: &Warning, form: &Form) -> Vec<Html> {
    let facts = warning.facts.iter().enumerate();
    facts.map(|(i, fact)| fact_field(t, warning, fact, format!("fact.{i}"), form)).collect()
}

/// The field of one fact, as the catalogue asks for it.
pub(super) fn fact_field(t: Texts, warning: &Warning, fact: &Fact, name: String, form: &Form) -> Html {
    let asked = fact_asked(&warning.topic, &fact.label);
    let label = fact_label(t, warning, &fact.label).to_owned();
    let mut hint = asked.map_or(String::new(), |asked| asked.hint.get(t.0).to_owned());
    if asked.is_some_and(|asked| asked.required) {
        hint = format!("{hint} {}", t.warning_fact_needed()).trim().to_owned();
    }
    match asked.map_or(FactKind::Long, |asked| asked.kind) {
        FactKind::Text => view! { <Field t form name label hint maxlength=10_000/> }.into_html(),
        FactKind::Long => view! { <TextArea t form name label hint rows=3 maxlength=10_000/> }.into_html(),
        FactKind::Date => view! { <DateField t form name label hint/> }.into_html(),
        FactKind::Number => {
            view! { <Field t form name label hint inputmode="numeric" maxlength=20 width="short"/> }.into_html()
        }
    }
}

/// Rates in use in France and Belgium; hundredths of a per cent.
pub const VAT_RATES: [u32; 7] = [2_000, 2_100, 1_000, 1_200, 600, 550, 0];

/// Options shown at once; the others open when asked for, or when something stands in them.
const OPTIONS_AT_ONCE: u32 = 2;

fn options(t: Texts, form: &Form) -> Html {
    let used = |n: &u32| {
        let names = ["label", "price"].map(|field| format!("option.{n}.{field}"));
        names.iter().any(|name| !form.value(name).is_empty() || form.error(name).is_some())
    };
    let all = 1..=MAX_OPTIONS as u32;
    let at_once = all.clone().rfind(used).unwrap_or(0).max(OPTIONS_AT_ONCE);
    let (shown, more): (Vec<u32>, Vec<u32>) = all.partition(|n| *n <= at_once);
    let blocks = |numbers: Vec<u32>| numbers.into_iter().map(|n| option(t, form, n)).collect_view();
    let more = (!more.is_empty()).then(|| {
        view! { <details><summary>{t.options_more()}</summary>{blocks(more)}</details> }
    });
    view! { {blocks(shown)}{more} }.into_html()
}

fn option(t: Texts, form: &Form, n: u32) -> Html {
    let name = |field: &str| format!("option.{n}.{field}");
    let rhythms = vec![
        Opt::new("once", t.rhythm_once()),
        Opt::new("monthly", t.rhythm_monthly()),
        Opt::new("yearly", t.rhythm_yearly()),
    ];
    let rates = VAT_RATES.iter().map(|rate| Opt::new(rate.to_string(), t.percent(*rate))).collect::<Vec<_>>();
    view! {
        <fieldset class="option">
            <legend>{t.option_n(n)}</legend>
            <Field t form name=name("label") label=t.option_label() maxlength=200/>
            <div class="inline">
                <MoneyField t form name=name("price") label=t.option_price()/>
                <Select t form name=name("rhythm") label=t.option_rhythm() options=rhythms/>
                <Select t form name=name("vat") label=t.option_vat() options=rates/>
            </div>
        </fieldset>
    }
    .into_html()
}

fn quotes(t: Texts, page: &EditWarning<'_>, form: &Form) -> Option<Html> {
    let options = &page.warning.options;
    if options.is_empty() {
        return None;
    }
    let action = format!("/warnings/{}/quotes", page.warning.warning);
    let label = |o: &QuotedOption| format!("{}. {}", o.number, o.label);
    let attached = options.iter().filter_map(|option| Some((option, option.quote.as_ref()?))).map(|(option, file)| {
        view! {
            <li>
                <form method="post" action=action.clone() class="inline" enctype="multipart/form-data">
                    <span>{label(option)}" : "{file.name.clone()}" "<span class="quiet">{t.size(file.size)}</span></span>
                    <Hidden name="option" value=option.number.to_string()/>
                    <Submit label=t.quote_remove(&file.name) name="do" value="remove" kind="secondary"/>
                </form>
            </li>
        }
    });
    let attached = attached.collect_view();
    let choices = options.iter().map(|o| Opt::new(o.number.to_string(), label(o))).collect::<Vec<_>>();
    Some(
        view! {
            <section aria-labelledby="quotes">
                <h2 id="quotes">{t.option_quotes()}</h2>
                <p>{t.option_quotes_hint()}</p>
                <ul>{attached}</ul>
                <form method="post" action=action.clone() enctype="multipart/form-data" novalidate>
                    <Select t form name="option" label=t.quote_of() options=choices required=true/>
                    <FileField t form name="quote" label=t.quote_file() types=page.file_types accept=page.file_accept
                        max_bytes=page.file_limit required=true/>
                    <p class="buttons"><Submit label=t.quote_attach() kind="secondary"/></p>
                </form>
            </section>
        }
        .into_html(),
    )
}
