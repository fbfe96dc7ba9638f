//! A client, a project or the firm as it stood at a moment, and two moments side by side.

mod facts;
mod trail;

use jiff::tz::TimeZone;
use ledger::{Hash, Time};
use leptos::prelude::*;

pub use facts::{Fact, Of, Section, facts};

use crate::parts::{self, Column, Empty, ErrorSummary, Field, Heading, Note, Submit, Table, When, labels};
use crate::texts::{Exact, local};
use crate::{Form, Html, IntoHtml, Texts};

/// What was so at a moment.
pub struct Stood {
    pub at: Time,
    /// Entries that the log had then.
    pub entries: u64,
    /// Of their tree.
    pub root: Hash,
    /// The first signed state with all of them that an authority dated.
    pub stated: Option<Stated>,
    /// Those of the entries that are about what the page is about.
    pub about: u64,
    pub facts: Vec<Fact>,
}

/// A signed state of the log, and who says when it was there at the latest.
pub struct Stated {
    pub size: u64,
    pub root: Hash,
    pub authority: String,
    pub time: Time,
    pub accuracy_micros: Option<u64>,
}

pub struct AsOfPage {
    /// What it is called now, and its page.
    pub title: String,
    pub href: String,
    /// None while no moment was chosen, or none that there is.
    pub stood: Option<Stood>,
    /// To compare with.
    pub other: Option<Stood>,
    pub zone: TimeZone,
    pub of: Of,
}

/// The form asks by GET, so that the address names the moment and can be kept.
pub fn as_of(t: Texts, page: &AsOfPage, form: &Form) -> Html {
    let zone = page.zone.iana_name().unwrap_or("UTC").to_owned();
    let stood = match (&page.stood, &page.other) {
        (Some(one), Some(other)) => difference(t, page, one, other),
        (Some(one), None) => one_moment(t, page, one),
        (None, _) => Html::new(""),
    };
    view! {
        <Heading title=t.as_of() above=page.title.clone() above_href=page.href.clone() lead=t.as_of_lead(&zone)/>
        <ErrorSummary t form labels=labels([("at", t.as_of_at()), ("and", t.as_of_and())])/>
        <form method="get" action=format!("{}/as-of", page.href) novalidate>
            <Field t form name="at" label=t.as_of_at() hint=t.as_of_hint() required=true maxlength=40 width="medium" autocomplete="off"/>
            <Field t form name="and" label=t.as_of_and() hint=t.as_of_and_hint() maxlength=40 width="medium" autocomplete="off"/>
            <p class="buttons"><Submit label=t.as_of_show()/></p>
        </form>
        <div class="counted">{stood}</div>
    }
    .into_html()
}

/// When, and what shows it.
pub(super) fn proof(t: Texts, page: &AsOfPage, stood: &Stood, exact: Exact) -> Html {
    let zone = &page.zone;
    let address = format!("{}/as-of/evidence.json?at={}", page.href, stood.at.to_rfc3339_utc());
    // A firm has too many entries for one file.
    let file = page.of != Of::Firm && !stood.facts.is_empty();
    let taken = file.then(|| view! { <p><a href=address download="">{t.as_of_evidence()}</a></p> });
    let stated = match &stood.stated {
        Some(by) => t.as_of_stated(&by.authority, &t.latest(by.time, by.accuracy_micros, zone)),
        None => t.as_of_unstated().to_owned(),
    };
    let state = (stood.entries > 0).then(|| state(t, stood, file));
    view! {
        <p><strong><When t at=stood.at zone=zone exact/></strong></p>
        <p>{t.as_of_entries(stood.entries)}" "{stated}</p>
        {state}
        {taken}
    }
    .into_html()
}

/// Which state of the log it is, and which one the proof is about: mostly a later one, which must not pass for it.
fn state(t: Texts, stood: &Stood, file: bool) -> Html {
    let root = stood.root.to_string();
    let short = format!("{}…", &root[..12]);
    let rests = match &stood.stated {
        Some(by) if by.size == stood.entries => t.as_of_rests_own().to_owned(),
        Some(by) => t.as_of_rests_later(by.size, by.size - stood.entries),
        None => t.as_of_rests_newest().to_owned(),
    };
    let later = stood.stated.as_ref().filter(|by| by.size > stood.entries);
    let of_later = later.map(|by| {
        view! { <p>{t.as_of_root_of(by.size)}" "<parts::Hash hex=by.root.to_string()/></p> }
    });
    // Without a time-stamp the file ends at the newest state of its day, which may be this one.
    let both = (file && later.is_some()).then(|| view! { <p>{t.as_of_file_has_both()}</p> });
    view! {
        <details>
            <summary>{t.as_of_root()}" "<code>{short}</code></summary>
            <p><parts::Hash hex=root/></p>
            <p>{rests}</p>
            {of_later}
            {both}
        </details>
    }
    .into_html()
}

/// What the page leaves out, and where it is; of the firm itself there is neither notice nor chronology.
fn not_here(t: Texts, page: &AsOfPage) -> Option<Html> {
    (page.of != Of::Firm).then(|| {
        let href = format!("{}/chronology", page.href);
        view! { {t.as_of_not_here()}" "<a href=href>{t.as_of_in_chronology()}</a>"." }.into_html()
    })
}

fn one_moment(t: Texts, page: &AsOfPage, stood: &Stood) -> Html {
    let nothing = stood.facts.is_empty().then(|| view! { <Empty title=t.as_of_nothing()/> });
    let told = matches!(page.of, Of::Project(_)).then(|| {
        let href = format!("{}/told?on={}", page.href, stood.at.to_rfc3339_utc());
        view! { <p><a href=href>{t.told_on_link()}</a></p> }
    });
    view! {
        <Note>{proof(t, page, stood, Exact::of(stood.at))}{told}<p class="quiet">{t.as_of_erased()}" "{not_here(t, page)}</p></Note>
        {nothing}
        <div class="stack">{sections(t, &stood.facts)}</div>
    }
    .into_html()
}

/// The facts, section by section.
pub(super) fn sections(t: Texts, facts: &[Fact]) -> Html {
    let sections = Section::ALL.into_iter().filter_map(|section| {
        let facts: Vec<&Fact> = facts.iter().filter(|fact| fact.section == section).collect();
        (!facts.is_empty()).then(|| {
            // What became of one notice stands together.
            let alike = |one: &&Fact, next: &&Fact| one.section == Section::Deliveries && one.label == next.label;
            let rows = facts.chunk_by(alike).map(item).collect_view();
            let id = section.id();
            view! {
                <section aria-labelledby=id>
                    <h2 id=id>{section.title(t)}</h2>
                    <dl class="definitions">{rows}</dl>
                </section>
            }
        })
    });
    sections.collect_view().into_html()
}

fn item(alike: &[&Fact]) -> Html {
    let fact = alike[0];
    let label = match &fact.href {
        Some(href) => view! { <a href=href.clone()>{fact.label.clone()}</a> }.into_html(),
        None => fact.label.clone().into_html(),
    };
    let value = match alike {
        [fact] => value(fact),
        all => {
            let lines = all.iter().map(|fact| view! { <li>{value(fact)}</li> });
            view! { <ol class="lines">{lines.collect_view()}</ol> }.into_html()
        }
    };
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_html()
}

fn value(fact: &Fact) -> Html {
    let badge = fact.state.map(|(state, word)| state.badge(word));
    let lines = fact.value.lines().map(|line| view! { {line.to_owned()}<br/> }).collect_view();
    view! { {badge}" "{lines} }.into_html()
}

/// What differs, both moments beside each other.
fn difference(t: Texts, page: &AsOfPage, one: &Stood, other: &Stood) -> Html {
    let exact = Exact::apart([one.at, other.at]).max(Exact::of(one.at)).max(Exact::of(other.at));
    let moment = |at: Time| t.date_time_to(&local(at, &page.zone), exact);
    let tables = Section::ALL.into_iter().filter_map(|section| {
        let rows = changed(section, &one.facts, &other.facts);
        (!rows.is_empty()).then(|| {
            let cells = |fact: Option<&Fact>| match fact {
                Some(fact) => value(fact),
                None => view! { <span class="quiet">{t.as_of_not_yet()}</span> }.into_html(),
            };
            let rows = rows.iter().map(|(before, after)| {
                let label = after.or(*before).map(|fact| fact.label.clone()).unwrap_or_default();
                vec![label.into_html(), cells(*before), cells(*after)]
            });
            let columns = vec![Column::new(t.as_of_what()), Column::new(moment(one.at)), Column::new(moment(other.at))];
            view! { <Table caption=section.title(t) columns=columns rows=rows.collect()/> }
        })
    });
    let tables: Vec<_> = tables.collect();
    let more = (one.about != other.about).then(|| {
        let days = [one.at.min(other.at), one.at.max(other.at)].map(|at| local(at, &page.zone).date());
        let href = (page.of != Of::Firm).then(|| format!("{}/chronology?from={}&to={}", page.href, days[0], days[1]));
        let link = href.map(|href| view! { " "<a href=href>{t.as_of_see_more()}</a> });
        view! { <p>{t.as_of_more(one.about.abs_diff(other.about))}{link}</p> }
    });
    let same = tables.is_empty().then(|| view! { <Empty title=t.as_of_same()/> });
    view! {
        <div class="columns">
            <Note>{proof(t, page, one, exact)}</Note>
            <Note>{proof(t, page, other, exact)}</Note>
        </div>
        <h2>{t.as_of_difference()}</h2>
        {more}
        {same}
        <div class="stack">{tables.collect_view()}</div>
        <p class="quiet">{t.as_of_erased()}" "{not_here(t, page)}</p>
    }
    .into_html()
}

/// The facts of a section that are not the same at both moments: those of the first in their order, then the new ones.
fn changed<'a>(section: Section, one: &'a [Fact], other: &'a [Fact]) -> Vec<(Option<&'a Fact>, Option<&'a Fact>)> {
    let of = |facts: &'a [Fact]| facts.iter().filter(move |fact| fact.section == section);
    let find = |facts: &'a [Fact], key: &str| of(facts).find(|fact| fact.key == key);
    let before = of(one).map(|fact| (Some(fact), find(other, &fact.key)));
    let new = of(other).filter(|fact| find(one, &fact.key).is_none()).map(|fact| (None, Some(fact)));
    let differs = |pair: &(Option<&Fact>, Option<&Fact>)| match pair {
        (Some(before), Some(after)) => (&before.value, before.state) != (&after.value, after.state),
        _ => true,
    };
    before.chain(new).filter(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(key: &str, value: &str) -> Fact {
        let (section, state, href) = (Section::Scope, None, None);
        Fact { section, key: key.into(), label: key.into(), value: value.into(), state, href }
    }

    #[test]
    fn only_what_differs_is_set_beside_each_other() {
        let (one, other) =
            ([fact("a", "1"), fact("b", "1"), fact("c", "1")], [fact("d", "1"), fact("b", "2"), fact("a", "1")]);
        let changed: Vec<_> = changed(Section::Scope, &one, &other)
            .into_iter()
            .map(|(before, after)| (before.map(|f| f.key.as_str()), after.map(|f| f.value.as_str())))
            .collect();
        assert_eq!(changed, [(Some("b"), Some("2")), (Some("c"), None), (None, Some("1"))]);
    }
}
