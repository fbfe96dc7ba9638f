//! Values as people read them: moments, money, sizes, fingerprints, text with its line breaks.

use jiff::tz::TimeZone;
use ledger::Time;
use ledger::event::PayloadErased;
use leptos::prelude::*;

use super::Note;

use crate::texts::{Exact, local};
use crate::{Html, IntoHtml, Texts};

/// A moment: local time with its offset, and UTC for whoever points at it.
#[component]
pub fn When<'a>(t: Texts, at: Time, zone: &'a TimeZone, #[prop(optional)] exact: Exact) -> Html {
    let local = local(at, zone);
    let told = t.date_time_to(&local, exact);
    view! { <time datetime=at.to_rfc3339_utc() title=t.utc(local.timestamp())>{told}</time> }.into_html()
}

/// Euros from cents.
#[component]
pub fn Money(t: Texts, cents: i64) -> Html {
    Html::new(format!("<span class=\"money\">{}</span>", t.money(cents)))
}

/// A file's size.
#[component]
pub fn Size(t: Texts, bytes: u64) -> Html {
    view! { <span class="money">{t.size(bytes)}</span> }.into_html()
}

/// A SHA-256 fingerprint, whole, broken where the line ends.
#[component]
pub fn Hash(#[prop(into)] hex: String) -> Html {
    view! { <code class="hash">{hex}</code> }.into_html()
}

/// A topic's code, which no line end divides.
#[component]
pub fn Code<'a>(code: &'a str) -> Html {
    view! { <span class="code">{code.to_owned()}</span> }.into_html()
}

/// What a person wrote, paragraph by paragraph: a blank line parts paragraphs, line breaks stay.
#[component]
pub fn Prose<'a>(text: &'a str) -> Html {
    let text = text.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let paragraphs = paragraphs.map(|paragraph| view! { <p>{paragraph.to_owned()}</p> }).collect_view();
    view! { <div class="prose">{paragraphs}</div> }.into_html()
}

/// An entry, for the address of the page that erases its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryAt {
    /// Part of the address, so that no other firm's entry of the same number is meant.
    pub subject: String,
    pub index: u64,
}

impl EntryAt {
    /// The address of the page.
    pub fn erase(&self) -> String {
        format!("/entries/{}/{}/erase", self.subject, self.index)
    }
}

/// Leads to the page that erases the content of an entry.
#[component]
pub fn EraseLink<'a>(t: Texts, entry: &'a EntryAt) -> Html {
    let label = t.erase_link_named(entry.index + 1);
    view! { <a class="quiet" href=entry.erase() aria-label=label>{t.erase_link()}</a> }.into_html()
}

/// What was erased of the entries about a notice: which, by whom, when and why.
#[component]
pub fn Erasures<'a>(t: Texts, erased: &'a [(Time, PayloadErased)], zone: &'a TimeZone) -> Html {
    if erased.is_empty() {
        return Html::new("");
    }
    let lines = erased.iter().map(|(at, erased)| {
        view! { <p>{t.erased_sentence(erased, &t.date_time(&local(*at, zone)))}</p> }
    });
    view! { <Note>{lines.collect_view()}</Note> }.into_html()
}
