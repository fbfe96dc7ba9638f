//! A notice's frozen text on a page: the same component for the preview, the client and the firm, so that all read the same.

use ledger::event::{Notice, QuotedOption, Rhythm, Warning};
use leptos::prelude::*;

use super::{Column, Prose, Table, instrument_text};
use crate::html::Markup;
use crate::{Html, IntoHtml, Texts, markup};

/// A notice's own words as HTML, in the language of the words around them: they never change once it was issued, so whoever shows it
/// often may keep them.
#[derive(Debug)]
pub struct FrozenText {
    opening: String,
    warnings: Vec<String>,
}

impl FrozenText {
    pub fn of(t: Texts, notice: &Notice) -> FrozenText {
        let introduction =
            (!notice.introduction.trim().is_empty()).then(|| view! { <Prose text=&notice.introduction/> });
        let instrument = notice.instrument.as_ref().map(|instrument| instrument_text(t, instrument));
        let listed = notice.instrument.is_some() && !notice.warnings.is_empty();
        let risks = listed.then(|| view! { <h2>{t.minutes_risks()}</h2> });
        let warning = |(i, warning): (usize, &Warning)| {
            let id = format!("w-{}-t", warning.warning);
            view! { <h2 id=id>{format!("{}. {}", i + 1, warning.title)}</h2>{warning_text(t, warning)} }.to_html()
        };
        FrozenText {
            opening: view! { {scope(t, notice)}{introduction}{instrument}{risks} }.to_html(),
            warnings: notice.warnings.iter().enumerate().map(warning).collect(),
        }
    }

    /// The whole text. `after` is put below each warning (the decision, or the fields to decide).
    pub fn show(
        &self,
        t: Texts,
        notice: &Notice,
        annex_base: Option<&str>,
        mut after: impl FnMut(&Warning) -> Html,
    ) -> Html {
        let mut to = Markup(self.opening.clone());
        for (warning, text) in notice.warnings.iter().zip(&self.warnings) {
            let id = warning.warning.to_string();
            markup!(
                &mut to,
                "<section id=\"w-",
                [&id],
                "\" aria-labelledby=\"w-",
                [&id],
                "-t\" class=\"warning card\">"
            );
            to.html(text).html(&after(warning).to_html()).literal("</section>");
        }
        to.html(&annexes(t, notice, annex_base).to_html());
        to.done()
    }
}

/// Who writes, about what, and each warning.
pub fn notice_text(t: Texts, notice: &Notice) -> Html {
    FrozenText::of(t, notice).show(t, notice, None, |_| Html::new(""))
}

/// One warning: what was found, the risk, the consequence, the measure, the options, the references.
pub fn warning_text(t: Texts, warning: &Warning) -> Html {
    let part = |label: &'static str, text: &str| view! { <h3>{label}</h3><Prose text=text/> }.into_html();
    let facts: Vec<_> = warning.facts.iter().filter(|fact| !fact.value.trim().is_empty()).collect();
    let facts = (!facts.is_empty()).then(|| {
        let rows = facts.iter().map(|fact| {
            view! { <div><dt>{fact.label.clone()}</dt><dd><Prose text=&fact.value/></dd></div> }
        });
        view! { <h3>{t.doc_facts()}</h3><dl class="definitions facts">{rows.collect_view()}</dl> }
    });
    let references = (!warning.references.is_empty()).then(|| {
        let items = warning.references.iter().map(|reference| view! { <li>{reference.clone()}</li> }).collect_view();
        view! { <details class="references"><summary>{t.doc_references()}</summary><ul>{items}</ul></details> }
    });
    view! {
        <p class="quiet">{t.doc_topic_version(&warning.topic, &warning.topic_version)}</p>
        {part(t.doc_risk(), &warning.risk)}
        {facts}
        {part(t.doc_consequence(), &warning.consequence)}
        {part(t.doc_measure(), &warning.measure)}
        {options(t, &warning.options)}
        {references}
    }
    .into_html()
}

fn options(t: Texts, options: &[QuotedOption]) -> Option<Html> {
    if options.is_empty() {
        return None;
    }
    let columns =
        vec![Column::new(t.doc_option()), Column::numeric(t.doc_price_net()), Column::numeric(t.doc_price_gross())];
    let rows = options
        .iter()
        .map(|option| {
            let label = format!("{}. {}", option.number, option.label);
            let quote =
                option.quote.as_ref().map(|file| view! { <br/><span class="quiet">{t.doc_quote(&file.name)}</span> });
            vec![
                view! { {label}{quote} }.into_html(),
                view! { {price(t, option, option.price_cents)} }.into_html(),
                view! { {price(t, option, option.price_cents.map(|cents| gross(cents, option.vat_rate)))} }.into_html(),
            ]
        })
        .collect();
    Some(
        view! { <h3>{t.doc_options()}</h3><Table caption=t.doc_options() caption_hidden=true columns rows/> }
            .into_html(),
    )
}

/// Cents with VAT, rounded half up as invoices do. `rate` in hundredths of a per cent.
pub fn gross(cents: i64, rate: u32) -> i64 {
    cents + (cents * i64::from(rate) + 5_000) / 10_000
}

/// An amount with its rhythm, or that there is none yet.
pub fn price(t: Texts, option: &QuotedOption, cents: Option<i64>) -> String {
    let rhythm = match option.rhythm {
        Rhythm::Once => t.doc_once(),
        Rhythm::Monthly => t.doc_monthly(),
        Rhythm::Yearly => t.doc_yearly(),
    };
    match cents {
        Some(cents) => format!("{} {rhythm}", t.money(cents)),
        None => t.doc_price_unknown().to_owned(),
    }
}

fn scope(t: Texts, notice: &Notice) -> Html {
    let project = &notice.project;
    let row = |label: &'static str, text: &str| {
        (!text.trim().is_empty()).then(|| view! { <div><dt>{label}</dt><dd><Prose text=text/></dd></div> }.into_html())
    };
    view! {
        <dl class="definitions">
            {row(t.reference(), &notice.reference)}
            {row(t.doc_project(), &project.title)}
            {row(t.doc_scope_in(), &project.scope_in)}
            {row(t.doc_scope_out(), &project.scope_out)}
            {notice.respond_by.and_then(|date| row(t.doc_respond_by(), &t.doc_by(&t.date(date))))}
        </dl>
    }
    .into_html()
}

fn annexes(t: Texts, notice: &Notice, base: Option<&str>) -> Option<Html> {
    let quotes = notice.warnings.iter().flat_map(|w| &w.options).filter_map(|o| o.quote.as_ref());
    let mut files: Vec<_> = notice.annexes.iter().chain(quotes).collect();
    files.dedup_by_key(|file| file.sha256);
    if files.is_empty() {
        return None;
    }
    let items = files.into_iter().map(|file| {
        let name = match base {
            Some(base) => view! { <a href=format!("{base}{}", file.sha256)>{file.name.clone()}</a> }.into_html(),
            None => view! { {file.name.clone()} }.into_html(),
        };
        view! { <li>{name}" "<span class="quiet">{t.size(file.size)}", SHA-256 "<code class="hash">{file.sha256.to_string()}</code></span></li> }
    });
    Some(view! { <section aria-labelledby="annexes"><h2 id="annexes">{t.doc_enclosures()}</h2><ul>{items.collect_view()}</ul></section> }.into_html())
}

#[cfg(test)]
mod tests {
    #[test]
    fn vat_is_rounded_half_up_to_the_cent() {
        assert_eq!(super::gross(10_000, 2_000), 12_000);
        assert_eq!(super::gross(99, 550), 104);
        assert_eq!(super::gross(1, 5_000), 2);
        assert_eq!(super::gross(0, 2_000), 0);
    }
}
