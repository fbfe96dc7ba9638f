//! What changed in a project, and which settled topics it raises again.

use std::collections::BTreeMap;

use ledger::coverage::{Again, Coverage, KnownTopic, Phase, Reason};
use ledger::{Id, catalogue};
use leptos::prelude::*;

use crate::parts::{
    CheckboxGroup, Code, DateField, ErrorSummary, Heading, Once, Opt, Select, Submit, TextArea, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

/// The names of the client's contacts.
pub type Names = BTreeMap<Id, String>;

/// The form by which a member reports something new.
pub fn report_change(t: Texts, (project, title): (Id, &str), coverage: &Coverage, form: &Form) -> Html {
    let back = format!("/projects/{project}/coverage");
    let changes = catalogue::changes().iter().map(|change| Opt::new(&change.code, change.name.get(t.0))).collect();
    let topic = |topic: &KnownTopic| Opt::new(topic.code(), format!("{} ({})", topic.title(t.0), topic.code()));
    let topics = coverage.topics.iter().map(|covered| topic(covered.topic)).collect();
    view! {
        <Heading title=t.change_title() above=title.to_owned() above_href=back.clone() lead=t.change_lead()/>
        <ErrorSummary t form labels=labels([
            ("change", t.change_what()),
            ("day", t.change_day()),
            ("text", t.change_text()),
            ("topics", t.change_topics()),
        ])/>
        <form method="post" action=format!("/projects/{project}/changes/new") novalidate>
            <Once form/>
            <Select t form name="change" label=t.change_what() options=changes required=true with_empty=true/>
            <DateField t form name="day" label=t.change_day() required=true/>
            <TextArea t form name="text" label=t.change_text() hint=t.change_text_hint() required=true rows=4/>
            <CheckboxGroup t form name="topics" legend=t.change_topics() hint=t.change_topics_hint() options=topics/>
            <p class="buttons">
                <Submit label=t.change_submit()/>
                <a class="button secondary" href=back>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

/// The topics to raise again, each with why and one button that begins the fresh warning. `drafted`: those that a draft raises already.
pub fn raised(
    t: Texts,
    (project, editable): (Id, bool),
    again: &[Again],
    drafted: &BTreeMap<String, Id>,
    names: &Names,
    form: &Form,
) -> Html {
    if again.is_empty() {
        return Html::new("");
    }
    let rows = again.iter().map(|again| {
        let (code, title) = (again.topic.code(), again.topic.title(t.0).to_owned());
        let href = format!("/projects/{project}/coverage/{code}");
        let reasons = again.reasons.iter().map(|reason| view! { <li>{why_again(t, reason, names)}</li> }.into_html());
        let earlier = again.earlier.map(|told| {
            let sent = t.again_earlier(&told.notice.reference, &t.date(told.notice.at.day));
            view! { <br/><a href=format!("/notices/{}", told.notice.notice)>{sent}</a> }
        });
        let action = match drafted.get(code) {
            Some(draft) => view! { <a href=format!("/warnings/{draft}")>{t.again_drafted()}</a> }.into_html(),
            None if editable => view! {
                <form method="post" action=format!("{href}/again")>
                    <Once form/>
                    <Submit label=t.again_warn() kind="secondary"/>
                </form>
            }
            .into_html(),
            None => Html::new(""),
        };
        view! {
            <li>
                <a href=href.clone()>{title}</a>
                <div class="quiet">
                    <Code code/>" · "{t.again_settled(&t.date(again.settled))}{earlier}
                    <ul>{reasons.collect_view()}</ul>
                </div>
                {action}
            </li>
        }
    });
    view! {
        <section aria-labelledby="again">
            <h2 id="again">{t.overview_again()}</h2>
            <p class="quiet">{t.again_lead()}</p>
            <ul class="list">{rows.collect_view()}</ul>
        </section>
    }
    .into_html()
}

/// Why a topic is raised again, as a sentence without its full stop.
pub fn why_again(t: Texts, reason: &Reason, names: &Names) -> String {
    match reason {
        Reason::Scope { version, day } => t.again_scope(*version, &t.date(*day)),
        Reason::Fact { fact, phase: Phase::Near } => t.again_near(fact.text.get(t.0), &t.date(fact.day)),
        Reason::Fact { fact, phase: Phase::Come } => t.again_come(fact.text.get(t.0), &t.date(fact.day)),
        Reason::Deferred { until } => t.again_deferred(&t.date(*until)),
        Reason::Lapsed { day } => t.again_lapsed(&t.date(*day)),
        Reason::Signatory { contact, day } => {
            t.again_signatory(names.get(contact).map_or("?", String::as_str), &t.date(*day))
        }
        Reason::Change(change) => {
            let name = catalogue::change(&change.change).map_or(change.change.as_str(), |known| known.name.get(t.0));
            t.again_change(name, &t.date(change.day), &change.text)
        }
        Reason::Renewal { months } => t.again_renewal(u64::from(*months)),
    }
}
