//! Values as people read them: moments, money, sizes, fingerprints, text with its line breaks.

use jiff::tz::TimeZone;
use ledger::Time;
use leptos::prelude::*;

use crate::texts::local;
use crate::{Html, IntoHtml, Texts};

/// A moment: local time with its offset, and UTC for whoever points at it.
#[component]
pub fn When<'a>(t: Texts, at: Time, zone: &'a TimeZone) -> Html {
    let local = local(at, zone);
    view! { <time datetime=at.to_rfc3339_utc() title=t.utc(local.timestamp())>{t.date_time(&local)}</time> }.into_html()
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
