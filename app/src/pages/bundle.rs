//! What goes into a bundle of evidence.

use jiff::tz::TimeZone;
use ledger::Time;
use leptos::prelude::*;

use crate::parts::{Checkbox, CheckboxGroup, ErrorSummary, Heading, Once, Opt, RadioGroup, Submit, When, labels};
use crate::{Form, Html, IntoHtml, Texts};

/// Something that can be shown or withheld.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleChoice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

#[derive(Clone, Debug, Default)]
pub struct BundlePage {
    /// `notice:<id>`, `project:<id>` or `client:<id>`.
    pub about: String,
    pub title: String,
    pub notices: Vec<BundleChoice>,
    pub papers: Vec<BundleChoice>,
    /// Contacts, promises.
    pub parts: Vec<BundleChoice>,
    /// The bundles that were made, newest first: the hash of the table of contents, when, by whom.
    pub made: Vec<(ledger::Hash, Time, String)>,
    pub zone: Option<TimeZone>,
    /// Somebody outside makes it, with whom the headers of all other entries may not go.
    pub outside: bool,
}

impl BundlePage {
    /// Each choice with the name of its field.
    pub fn choices(&self) -> impl Iterator<Item = (&'static str, &BundleChoice)> {
        let groups = [("notices", &self.notices), ("papers", &self.papers), ("parts", &self.parts)];
        groups.into_iter().flat_map(|(field, choices)| choices.iter().map(move |choice| (field, choice)))
    }

    /// The page of what the bundle is about.
    pub fn back(&self) -> String {
        let (word, id) = self.about.split_once(':').unwrap_or_default();
        format!("/{word}s/{id}")
    }
}

pub fn bundle(t: Texts, page: &BundlePage, form: &Form) -> Html {
    let (back, action) = (page.back(), format!("{}/bundle", page.back()));
    let options = |choices: &[BundleChoice]| -> Vec<Opt> {
        choices.iter().map(|choice| Opt::new(&choice.value, &choice.label).hint(&choice.hint)).collect()
    };
    let languages = vec![Opt::new("fr", t.language_fr()), Opt::new("en", t.language_en())];
    let group = |name: &'static str, choices: &[BundleChoice], legend: &'static str, hint: &'static str| {
        (!choices.is_empty())
            .then(|| view! { <CheckboxGroup t form name legend hint options=options(choices)/> }.into_html())
    };
    view! {
        <Heading title=t.bundle_title() above=page.title.clone() above_href=back.clone() lead=t.bundle_lead()/>
        <ErrorSummary t form labels=labels([
            ("notices", t.bundle_notices()),
            ("papers", t.bundle_papers()),
            ("others", t.bundle_others()),
        ])/>
        <form method="post" action=action novalidate>
            <Once form/>
            {group("notices", &page.notices, t.bundle_notices(), t.bundle_notices_hint())}
            {group("papers", &page.papers, t.bundle_papers(), t.bundle_papers_hint())}
            {group("parts", &page.parts, t.bundle_parts(), t.bundle_parts_hint())}
            {(!page.outside).then(|| view! { <Checkbox t form name="others" label=t.bundle_others() hint=t.bundle_others_hint()/> })}
            <RadioGroup t form name="lang" legend=t.bundle_lang() hint=t.bundle_lang_hint() options=languages/>
            <p class="buttons">
                <Submit label=t.bundle_submit()/>
                <a class="button secondary" href=back>{t.cancel()}</a>
            </p>
            {page.outside.then(|| view! { <p class="quiet">{t.desk_made_seen()}</p> })}
        </form>
        {made(t, page)}
        <h2>{t.bundle_inside()}</h2>
        <ul>
            <li>{t.bundle_inside_entries()}</li>
            <li>{t.bundle_inside_files()}</li>
            <li>{t.bundle_inside_verifier()}</li>
            <li>{t.bundle_inside_recorded()}</li>
        </ul>
    }
    .into_html()
}

fn made(t: Texts, page: &BundlePage) -> Option<Html> {
    let zone = page.zone.as_ref().filter(|_| !page.made.is_empty())?;
    let lines = page.made.iter().map(|(sha256, at, by)| {
        let by = if by.is_empty() { t.trail_by_system() } else { by.as_str() }.to_owned();
        view! {
            <li><a href=format!("/bundles/{sha256}")><When t at=*at zone/></a>
                <p class="quiet">{by}" · "<code>{sha256.to_string().chars().take(16).collect::<String>()}" …"</code></p></li>
        }
    });
    let lines = lines.collect_view();
    Some(view! { <h2>{t.bundle_made()}</h2><ul class="list">{lines}</ul> }.into_html())
}
