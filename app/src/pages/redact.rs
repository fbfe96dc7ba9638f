//! A copy for filing: of which document, without which names.

use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{CheckboxGroup, ErrorSummary, Heading, Note, Once, Opt, RadioGroup, Submit, TextArea, When, labels};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// A document, or a copy of one.
#[derive(Clone, Debug)]
pub struct RedactLine {
    pub document: Id,
    pub called: String,
    pub made: Time,
    /// Who made it; none where the program did by itself.
    pub by: Option<String>,
}

#[derive(Clone, Debug)]
pub struct RedactPage {
    /// The page of what the documents are about.
    pub back: String,
    pub title: String,
    /// The newest first.
    pub documents: Vec<RedactLine>,
    /// When the newest of those that went with an erasure did, and the entry that says so.
    pub gone: Option<(Time, u64)>,
    /// Name, and what tells one person from another.
    pub people: Vec<(Id, String, String)>,
    /// Copies made before, likewise.
    pub copies: Vec<RedactLine>,
    /// Somebody outside makes them.
    pub outside: bool,
    pub zone: TimeZone,
}

pub fn redact(t: Texts, page: &RedactPage, form: &Form) -> Html {
    let heading = view! {
        <Heading title=t.redact_title() above=page.title.clone() above_href=page.back.clone() lead=t.redact_lead()/>
    };
    if page.documents.is_empty() {
        let none = match page.gone {
            Some((at, entry)) => t.redact_gone(&t.date(local(at, &page.zone).date()), &t.number(entry + 1)),
            None => t.redact_no_document().to_owned(),
        };
        // A notice has its documents; of a project or client one is made there.
        let file = view! { <p class="buttons"><a class="button primary" href=format!("{}/dossier", page.back)>{t.dossier_title()}</a></p> };
        return view! { {heading}<p class="note">{none}</p>{file}{copies(t, page)} }.into_html();
    }
    let when = |line: &RedactLine| {
        let when = t.date_time(&local(line.made, &page.zone));
        line.by.as_ref().map_or(when.clone(), |by| format!("{when} · {by}"))
    };
    let documents =
        page.documents.iter().map(|line| Opt::new(line.document.to_string(), &line.called).hint(when(line)));
    let people = page.people.iter().map(|(id, name, about)| Opt::new(id.to_string(), name).hint(about));
    let (documents, people) = (documents.collect(), people.collect::<Vec<_>>());
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
            {page.outside.then(|| view! { <p class="quiet">{t.desk_made_seen()}</p> })}
        </form>
        {copies(t, page)}
    }
    .into_html()
}

fn copies(t: Texts, page: &RedactPage) -> Option<Html> {
    let lines = page.copies.iter().map(|line| {
        let by = line.by.clone().unwrap_or_else(|| t.trail_by_system().to_owned());
        view! {
            <li><a href=format!("/redacted/{}", line.document)>{line.called.clone()}</a>
                <p class="quiet"><When t at=line.made zone=&page.zone/>" · "{by}</p></li>
        }
    });
    (!page.copies.is_empty())
        .then(|| view! { <h2>{t.redact_copies()}</h2><ul class="list">{lines.collect_view()}</ul> }.into_html())
}

/// What can be asked for after it went with an erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    File,
    /// With masked names.
    Copy,
    Bundle,
}

/// In the place of what went with an erasure: when that was, and which entry says so.
pub fn gone(t: Texts, (reference, what): (&str, Gone), (at, entry): (Time, u64), zone: &TimeZone) -> Html {
    let (when, entry) = (t.date(local(at, zone).date()), t.number(entry + 1));
    let (text, again) = match what {
        Gone::Copy => (t.redacted_gone_text(&when, &entry), t.redacted_gone_again()),
        Gone::File => (t.dossier_gone_text(&when, &entry), t.dossier_gone_again()),
        Gone::Bundle => (t.bundle_gone_text(&when, &entry), t.bundle_gone_again()),
    };
    view! {
        <div class="narrow">
            <Heading title=t.gone_title(what) above=reference.to_owned()/>
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
        let all = [Gone::File, Gone::Copy, Gone::Bundle].map(|what| [(Lang::Fr, what), (Lang::En, what)]);
        for (lang, what) in all.concat() {
            let t = Texts(lang);
            let day = t.date(jiff::civil::date(2026, 3, 2));
            let html = gone(t, ("ATT-1", what), (Time(1_772_445_600_000), 78), &TimeZone::UTC).to_html();
            assert!(html.contains(t.gone_title(what)) && html.contains(&day) && html.contains("79"), "{html}");
        }
    }
}
