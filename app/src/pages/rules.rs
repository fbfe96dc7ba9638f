//! The firm's own topics, kinds and rules, and the rules that it switched off.

use ledger::catalogue;
use ledger::coverage::{Cause, KnownTopic, Rule, Rules};
use leptos::prelude::*;

use crate::parts::{
    Code, ErrorSummary, Field, Fieldset, Heading, Hidden, Once, Opt, RadioGroup, Select, State, Submit, TextArea,
    labels,
};
use crate::{Form, Html, IntoHtml, Texts};

/// Every rule, what the firm made of them first. `editable`: whether the reader may change them.
pub fn rules(t: Texts, rules: &Rules, editable: bool) -> Html {
    let actions = editable.then(|| {
        view! {
            <a class="button secondary" href="/firm/rules/topics/new">{t.rules_new_topic()}</a>
            <a class="button secondary" href="/firm/rules/kinds/new">{t.rules_new_kind()}</a>
            <a class="button secondary" href="/firm/rules/new">{t.rules_new()}</a>
        }
    });
    let off: Vec<&Rule> = rules.all().iter().filter(|rule| rule.off.is_some()).collect();
    let own: Vec<&Rule> = rules.all().iter().filter(|rule| rule.own && rule.off.is_none()).collect();
    view! {
        <Heading title=t.rules_title() above=t.nav_firm() above_href="/firm" lead=t.rules_lead()>{actions}</Heading>
        <div class="stack">
            {section("off", t.rules_off(), t.rules_off_none(), list(t, rules, &off, editable))}
            {section("own-topics", t.coverage_own(), t.doc_none_recorded(), own_topics(t, rules, editable))}
            {section("own-kinds", t.rules_own_kinds(), t.doc_none_recorded(), own_kinds(t, rules))}
            {section("own-rules", t.rules_own(), t.doc_none_recorded(), list(t, rules, &own, editable))}
            {built_in(t, rules, editable)}
        </div>
    }
    .into_html()
}

fn section(id: &'static str, title: &'static str, none: &'static str, rows: Vec<Html>) -> Html {
    let body = match rows.is_empty() {
        true => view! { <p class="quiet">{none}</p> }.into_html(),
        false => view! { <ul class="list">{rows.collect_view()}</ul> }.into_html(),
    };
    view! { <section aria-labelledby=id><h2 id=id>{title}</h2>{body}</section> }.into_html()
}

fn own_topics(t: Texts, rules: &Rules, editable: bool) -> Vec<Html> {
    let own = rules.topics().iter().filter_map(|topic| match topic {
        KnownTopic::Own(own) => Some(own),
        KnownTopic::Catalogue(_) => None,
    });
    let row = |own: &ledger::event::TopicRecorded| {
        let edit = editable.then(|| {
            let href = format!("/firm/rules/topics/new?topic={}", own.topic);
            view! { <a href=href>{t.edit()}</a> }
        });
        let recorded = format!("{} · {}", t.project_version_n(own.version), t.coverage_recorded_by(&own.by.name));
        view! {
            <li>
                <strong>{own.title.get(t.0).to_owned()}</strong>
                <p class="quiet"><Code code=&own.topic/>" · "{recorded}</p>
                {edit}
            </li>
        }
        .into_html()
    };
    own.map(|own| row(own)).collect()
}

fn own_kinds(t: Texts, rules: &Rules) -> Vec<Html> {
    let row = |kind: &ledger::coverage::OwnKind| {
        view! { <li><strong>{kind.name.get(t.0).to_owned()}</strong><p class="quiet"><Code code=&kind.code/></p></li> }
            .into_html()
    };
    rules.own_kinds().iter().map(row).collect()
}

fn list(t: Texts, rules: &Rules, some: &[&Rule], editable: bool) -> Vec<Html> {
    some.iter().map(|rule| row(t, rules, rule, editable)).collect()
}

fn row(t: Texts, rules: &Rules, rule: &Rule, editable: bool) -> Html {
    let switch = editable.then(|| {
        let href = format!("/firm/rules/switch?rule={}", rule.code);
        let label = if rule.off.is_some() { t.rules_switch_on() } else { t.rules_switch_off() };
        view! { <a href=href aria-label=format!("{label} · {}", rule.code)>{label}</a> }
    });
    view! {
        <li>
            <div><strong>{says(t, rules, rule)}</strong>{switched(t, rule)}</div>
            {switch}
        </li>
    }
    .into_html()
}

/// Who switched it off, and why.
fn switched(t: Texts, rule: &Rule) -> Option<Html> {
    let off = rule.off.as_ref()?;
    let drawing = State::Revoked.drawing();
    Some(view! { <p class="quiet">{drawing}" "{t.rules_off_by(&off.by.name, &off.reason)}</p> }.into_html())
}

/// What a rule says.
pub fn says(t: Texts, rules: &Rules, rule: &Rule) -> String {
    let topic = rule.topic.as_deref().unwrap_or_default();
    let topic = rules.topic(topic).map_or(topic.to_owned(), |known| format!("{} ({topic})", known.title(t.0)));
    match &rule.when {
        Cause::Kind(kind) => t.rule_kind(&kind_name(t, rules, kind), &topic),
        Cause::Asked(kind) => t.rule_asked(&kind_name(t, rules, kind), &topic),
        Cause::Words(words) => t.rule_words(&topic, &words.join(", ")),
        Cause::Renewal(Some(kind), months) => t.rule_renewal_kind(*months, &kind_name(t, rules, kind)),
        Cause::Renewal(None, months) if rule.topic.is_some() => t.rule_renewal(*months, &topic),
        Cause::Renewal(None, months) => t.rule_renewal_all(*months),
    }
}

/// The name of a kind of project; its code when nobody knows it any more.
pub fn kind_name(t: Texts, rules: &Rules, code: &str) -> String {
    let own = rules.own_kinds().iter().find(|kind| kind.code == code).map(|kind| kind.name.get(t.0));
    catalogue::kind(code).map(|kind| kind.name.get(t.0)).or(own).unwrap_or(code).to_owned()
}

/// The catalogue's rules, kind by kind, folded away.
fn built_in(t: Texts, rules: &Rules, editable: bool) -> Html {
    let mut groups: Vec<(String, Vec<Html>)> = Vec::new();
    for rule in rules.all().iter().filter(|rule| !rule.own && rule.off.is_none()) {
        let name = match &rule.when {
            Cause::Kind(kind) | Cause::Asked(kind) => kind_name(t, rules, kind),
            Cause::Words(_) => t.rules_words().to_owned(),
            Cause::Renewal(..) => t.rules_renewals().to_owned(),
        };
        let made = row(t, rules, rule, editable);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, rows)) => rows.push(made),
            None => groups.push((name, vec![made])),
        }
    }
    let groups = groups.into_iter().map(|(name, rows)| {
        let count = rows.len();
        view! {
            <details>
                <summary>{name}" ("{count.to_string()}")"</summary>
                <ul class="list">{rows.collect_view()}</ul>
            </details>
        }
    });
    view! {
        <section aria-labelledby="built-in">
            <h2 id="built-in">{t.rules_built_in()}</h2>
            {groups.collect_view()}
        </section>
    }
    .into_html()
}

/// On a project's page: the rules that would have made something due there, and were switched off.
pub fn loosened(t: Texts, rules: &Rules, off: &[&Rule]) -> Html {
    if off.is_empty() {
        return Html::new("");
    }
    view! {
        <section aria-labelledby="loosened">
            <h2 id="loosened">{t.rules_loosened()}</h2>
            <p class="quiet">{t.rules_loosened_lead()}</p>
            <ul class="list">{list(t, rules, off, false).collect_view()}</ul>
        </section>
    }
    .into_html()
}

/// Switches one rule off or on again.
pub fn switch_rule(t: Texts, rules: &Rules, rule: &Rule, form: &Form) -> Html {
    let off = rule.off.is_some();
    let title = if off { t.rules_switch_on() } else { t.rules_switch_off() };
    let lead = says(t, rules, rule);
    let hint = if off { t.rules_reason_on_hint() } else { t.rules_reason_hint() };
    let value = if off { "on" } else { "off" };
    view! {
        <Heading title=title above=t.rules_title() above_href="/firm/rules" lead=lead/>
        <ErrorSummary t form labels=labels([("reason", t.coverage_reason())])/>
        {switched(t, rule)}
        <form method="post" action=format!("/firm/rules/switch?rule={}", rule.code) novalidate>
            <Once form/>
            <Hidden name="switch" value=value/>
            <TextArea t form name="reason" label=t.coverage_reason() hint=hint required=!off rows=3/>
            <p class="buttons">
                <Submit label=title/>
                <a class="button secondary" href="/firm/rules">{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

/// A text in both languages, of which one is enough; its fields end in `_fr` and `_en`.
fn both(t: Texts, form: &Form, name: &str, label: &str, rows: u32) -> Html {
    let fields = [("fr", t.language_fr()), ("en", t.language_en())].map(|(code, language)| {
        // The refusal names the text without a language.
        let (name, label) = (format!("{name}_{code}"), format!("{label} · {language}"));
        match rows {
            1 => view! { <Field t form name=name label=label maxlength=200/> }.into_html(),
            rows => view! { <TextArea t form name=name label=label rows=rows maxlength=10_000/> }.into_html(),
        }
    });
    fields.collect_view().into_html()
}

fn buttons(t: Texts) -> Html {
    view! {
        <p class="buttons">
            <Submit label=t.rules_record()/>
            <a class="button secondary" href="/firm/rules">{t.cancel()}</a>
        </p>
    }
    .into_html()
}

fn both_labels(t: Texts, names: &[(&str, &str)]) -> crate::parts::Labels {
    let named = |(name, label): &(&str, &str)| {
        [("fr", t.language_fr()), ("en", t.language_en())]
            .map(|(code, language)| (format!("{name}_{code}"), format!("{label} · {language}")))
    };
    names.iter().flat_map(named).collect()
}

/// A topic of the firm's own, or a new version of one.
pub fn own_topic(t: Texts, form: &Form) -> Html {
    let texts = [
        ("title", t.warning_title_label()),
        ("risk", t.doc_risk()),
        ("consequence", t.doc_consequence()),
        ("measure", t.doc_measure()),
    ];
    let fields = texts.map(|(name, label)| both(t, form, name, label, if name == "title" { 1 } else { 4 }));
    let tiers = vec![Opt::new("A", t.rules_tier_a()), Opt::new("B", t.rules_tier_b())];
    let labels = [labels([("topic", t.rules_code()), ("tier", t.rules_tier())]), both_labels(t, &texts)].concat();
    view! {
        <Heading title=t.rules_new_topic() above=t.rules_title() above_href="/firm/rules" lead=t.rules_topic_lead()/>
        <ErrorSummary t form labels=labels/>
        <form method="post" action="/firm/rules/topics/new" novalidate>
            <Once form/>
            <Field t form name="topic" label=t.rules_code() hint=t.rules_code_hint() required=true maxlength=14 width="short"/>
            <RadioGroup t form name="tier" legend=t.rules_tier() options=tiers required=true/>
            <Fieldset legend=t.warning_text() hint=t.rules_both_hint()>{fields.collect_view()}</Fieldset>
            {buttons(t)}
        </form>
    }
    .into_html()
}

/// A kind of project of the firm's own, or its new name.
pub fn own_kind(t: Texts, form: &Form) -> Html {
    let names = [("name", t.name())];
    let labels = [labels([("code", t.rules_code())]), both_labels(t, &names)].concat();
    view! {
        <Heading title=t.rules_new_kind() above=t.rules_title() above_href="/firm/rules" lead=t.rules_kind_lead()/>
        <ErrorSummary t form labels=labels/>
        <form method="post" action="/firm/rules/kinds/new" novalidate>
            <Once form/>
            <Field t form name="code" label=t.rules_code() hint=t.rules_code_hint() required=true maxlength=14 width="short"/>
            <Fieldset legend=t.name() hint=t.rules_both_hint()>{both(t, form, "name", t.name(), 1)}</Fieldset>
            {buttons(t)}
        </form>
    }
    .into_html()
}

/// A rule of the firm's own.
pub fn own_rule(t: Texts, rules: &Rules, form: &Form) -> Html {
    let topic = |topic: &KnownTopic| Opt::new(topic.code(), format!("{} ({})", topic.title(t.0), topic.code()));
    let topics = rules.topics().iter().map(topic).collect();
    let kinds = catalogue::kinds().iter().map(|kind| Opt::new(&kind.code, kind.name.get(t.0)));
    let kinds = kinds.chain(rules.own_kinds().iter().map(|kind| Opt::new(&kind.code, kind.name.get(t.0)))).collect();
    let whens = vec![
        Opt::new("kind", t.rules_when_kind()),
        Opt::new("answer", t.rules_when_answer()),
        Opt::new("words", t.rules_when_words()),
        Opt::new("renewal", t.rules_when_renewal()),
    ];
    let asks = [("ask", t.rules_ask())];
    let fields = labels([
        ("topic", t.rules_topic()),
        ("when", t.rules_when()),
        ("kind", t.rules_kind()),
        ("words", t.rules_words_label()),
        ("months", t.rules_months()),
    ]);
    view! {
        <Heading title=t.rules_new() above=t.rules_title() above_href="/firm/rules" lead=t.rules_rule_lead()/>
        <ErrorSummary t form labels=[fields, both_labels(t, &asks)].concat()/>
        <form method="post" action="/firm/rules/new" novalidate>
            <Once form/>
            <Select t form name="topic" label=t.rules_topic() options=topics required=true with_empty=true/>
            <RadioGroup t form name="when" legend=t.rules_when() options=whens required=true/>
            <Select t form name="kind" label=t.rules_kind() hint=t.rules_kind_hint() options=kinds with_empty=true/>
            <Fieldset legend=t.rules_ask() hint=t.rules_ask_hint()>{both(t, form, "ask", t.rules_ask(), 1)}</Fieldset>
            <TextArea t form name="words" label=t.rules_words_label() hint=t.rules_words_hint() rows=4/>
            <Field t form name="months" label=t.rules_months() hint=t.rules_months_hint() inputmode="numeric" maxlength=3 width="short"/>
            {buttons(t)}
        </form>
    }
    .into_html()
}
