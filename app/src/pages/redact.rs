//! A copy for filing: of which document, without which names.

use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{CheckboxGroup, ErrorSummary, Heading, Note, Once, Opt, RadioGroup, Submit, TextArea, When, labels};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

#[derive(Clone, Debug)]
pub struct RedactPage {
    /// The page of what the documents are about.
    pub back: String,
    pub title: String,
    /// Each with its name and when it was made, the newest first.
    pub documents: Vec<(Id, String, Time)>,
    /// Name, and what tells one person from another.
    pub people: Vec<(Id, String, String)>,
    /// Copies made before, likewise.
    pub copies: Vec<(Id, String, Time)>,
    pub zone: TimeZone,
}

pub fn redact(t: Texts, page: &RedactPage, form: &Form) -> Html {
    let heading = view! {
        <Heading title=t.redact_title() above=page.title.clone() above_href=page.back.clone() lead=t.redact_lead()/>
    };
    if page.documents.is_empty() {
        return view! { {heading}<p class="note">{t.redact_no_document()}</p> }.into_html();
    }
    let when = |at: Time| t.date_time(&crate::texts::local(at, &page.zone));
    let documents = page.documents.iter().map(|(id, name, at)| Opt::new(id.to_string(), name).hint(when(*at)));
    let people = page.people.iter().map(|(id, name, about)| Opt::new(id.to_string(), name).hint(about));
    let (documents, people) = (documents.collect(), people.collect::<Vec<_>>());
    let copies = page.copies.iter().map(|(id, name, at)| {
        view! {
            <li><a href=format!("/redacted/{id}")>{name.clone()}</a><p class="quiet"><When t at=*at zone=&page.zone/></p></li>
        }
    });
    let copies = (!page.copies.is_empty())
        .then(|| view! { <h2>{t.redact_copies()}</h2><ul class="list">{copies.collect_view()}</ul> }.into_html());
    view! {
        {heading}
        <ErrorSummary t form labels=labels([
            ("document", t.redact_document()),
            ("people", t.redact_people()),
            ("words", t.redact_words()),
        ])/>
        <form method="post" action=format!("{}/redact", page.back) novalidate>
            <Once form/>
            <RadioGroup t form name="document" legend=t.redact_document() options=documents required=true/>
            {(!people.is_empty()).then(|| view! {
                <CheckboxGroup t form name="people" legend=t.redact_people() hint=t.redact_people_hint() options=people/>
            })}
            <Note><p>{t.redact_unseen()}</p></Note>
            <TextArea t form name="words" label=t.redact_words() hint=t.redact_words_hint() rows=5/>
            <p class="buttons">
                <Submit label=t.redact_submit()/>
                <a class="button secondary" href=page.back.clone()>{t.cancel()}</a>
            </p>
        </form>
        {copies}
    }
    .into_html()
}

/// A file, or a copy with masked names, that went with an erasure: when, and which entry says so.
pub fn gone(t: Texts, (reference, copy): (&str, bool), (at, entry): (Time, u64), zone: &TimeZone) -> Html {
    let (when, entry) = (t.date(local(at, zone).date()), t.number(entry + 1));
    let (text, again) = match copy {
        true => (t.redacted_gone_text(&when, &entry), t.redacted_gone_again()),
        false => (t.dossier_gone_text(&when, &entry), t.dossier_gone_again()),
    };
    view! {
        <div class="narrow">
            <Heading title=t.gone_title(copy) above=reference.to_owned()/>
            <p>{text}</p>
            <p>{again}</p>
        </div>
    }
    .into_html()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn what_went_says_when_and_by_which_entry() {
        for (lang, copy) in [(Lang::Fr, true), (Lang::En, true), (Lang::Fr, false), (Lang::En, false)] {
            let t = Texts(lang);
            let day = t.date(jiff::civil::date(2026, 3, 2));
            let html = gone(t, ("ATT-1", copy), (Time(1_772_445_600_000), 78), &TimeZone::UTC).to_html();
            assert!(html.contains(t.gone_title(copy)) && html.contains(&day) && html.contains("79"), "{html}");
        }
    }
}
