//! When settled topics come up again: a month as a picture, the days as a list, and the months ahead.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use ledger::coverage::Word;
use ledger::{Id, catalogue};
use leptos::prelude::*;

use crate::parts::{Code, Heading, Once, Submit};
use crate::{Form, Html, IntoHtml, Texts};

/// Topics of one project that come up again on one day.
#[derive(Clone, Debug)]
pub struct Due {
    pub day: Date,
    pub project: Id,
    pub title: String,
    pub client: String,
    pub why: Word,
    pub topics: Vec<String>,
}

pub struct CalendarPage {
    pub today: Date,
    /// The first day of the month shown.
    pub month: Date,
    /// By day, all that is known.
    pub due: Vec<Due>,
    /// Whether the reader may send notices.
    pub editable: bool,
    /// The reader's own address of the feed.
    pub feed: Option<String>,
}

/// Months of the outlook: what is settled in this month comes up in the last one.
const OUTLOOK: i64 = 13;

/// The address of a month.
fn address(month: Date) -> String {
    format!("/calendar?month={:04}-{:02}", month.year(), month.month())
}

fn month_after(month: Date, months: i64) -> Date {
    month.saturating_add(months.months())
}

fn in_month(page: &CalendarPage, month: Date) -> impl Iterator<Item = &Due> {
    let end = month_after(month, 1);
    page.due.iter().filter(move |due| month <= due.day && due.day < end)
}

pub fn calendar(t: Texts, page: &CalendarPage, form: &Form) -> Html {
    let (before, after) = (month_after(page.month, -1), month_after(page.month, 1));
    view! {
        <Heading title=t.calendar() above=t.coverage() above_href="/coverage" lead=t.calendar_lead()/>
        <div class="stack">
            <section aria-labelledby="month">
                <h2 id="month">{t.month(page.month)}</h2>
                <nav class="pager" aria-label=t.calendar_months()>
                    <a rel="prev" href=address(before)>{t.month(before)}</a>
                    <a rel="next" href=address(after)>{t.month(after)}</a>
                </nav>
                {picture(t, page)}
                {days(t, page)}
            </section>
            {outlook(t, page)}
            {feed(t, page, form)}
        </div>
    }
    .into_html()
}

/// Seven columns, the weeks below each other; each day says how many topics come up.
fn picture(t: Texts, page: &CalendarPage) -> Html {
    let first = page.month.saturating_sub(i64::from(page.month.weekday().to_monday_zero_offset()).days());
    let heads = (0..7).map(|n| first.saturating_add(n.days())).map(|day| {
        view! { <th scope="col"><abbr title=t.weekday(day)>{t.weekday(day).chars().take(2).collect::<String>()}</abbr></th> }
    });
    let weeks = (0..6)
        .map(|week| first.saturating_add((week * 7).days()))
        .filter(|monday| *monday < month_after(page.month, 1));
    let weeks = weeks.map(|monday| {
        let cells = (0..7).map(|n| cell(t, page, monday.saturating_add(n.days())));
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <table class="month">
            <caption class="hidden">{t.month(page.month)}</caption>
            <thead><tr>{heads.collect_view()}</tr></thead>
            <tbody>{weeks.collect_view()}</tbody>
        </table>
    }
    .into_html()
}

/// How many topics: one that comes up for two reasons counts once in each project.
fn topics<'a>(all: impl Iterator<Item = &'a Due>) -> usize {
    all.flat_map(|due| due.topics.iter().map(|topic| (due.project, topic))).collect::<BTreeSet<_>>().len()
}

fn cell(t: Texts, page: &CalendarPage, day: Date) -> Html {
    if day.month() != page.month.month() {
        return view! { <td class="outside"></td> }.into_html();
    }
    let topics = topics(page.due.iter().filter(|due| due.day == day));
    let today = (day == page.today).then_some("date");
    let number = day.day().to_string();
    match topics {
        0 => view! { <td aria-current=today>{number}</td> }.into_html(),
        topics => {
            let label = t.overview_again_topics(topics);
            view! {
                <td class="due" aria-current=today>
                    <a href=format!("#d{day}")>
                        {number}<strong>{topics.to_string()}</strong><span class="hidden">" · "{label}</span>
                    </a>
                </td>
            }
            .into_html()
        }
    }
}

fn days(t: Texts, page: &CalendarPage) -> Html {
    let mut days: Vec<(Date, Vec<&Due>)> = Vec::new();
    for due in in_month(page, page.month) {
        match days.last_mut() {
            Some((day, all)) if *day == due.day => all.push(due),
            _ => days.push((due.day, vec![due])),
        }
    }
    if days.is_empty() {
        return view! { <p class="quiet">{t.calendar_nothing()}</p> }.into_html();
    }
    let days = days.into_iter().map(|(day, all)| {
        let many = page.editable.then(|| many(t, &all));
        let rows = all.into_iter().map(|due| row(t, due));
        view! {
            <h3 id=format!("d{day}")>{t.date(day)}</h3>
            <ul class="list">{rows.collect_view()}</ul>
            {many}
        }
    });
    days.collect_view().into_html()
}

/// The topics that a dated fact raises on one day, each to be told to all whom it concerns.
fn many(t: Texts, all: &[&Due]) -> Option<Html> {
    let facts = all.iter().filter(|due| matches!(due.why, Word::Near(_) | Word::Come(_)));
    let topics: BTreeSet<&str> = facts.flat_map(|due| &due.topics).map(String::as_str).collect();
    let links =
        topics.iter().map(|code| view! { <a href=format!("/bulk/new?topic={code}")>{*code}</a>" " }.into_html());
    let links: Vec<Html> = links.collect();
    (!links.is_empty()).then(|| view! { <p>{t.bulk_these_topics()}" "{links}</p> }.into_html())
}

fn row(t: Texts, due: &Due) -> Html {
    let codes = due.topics.iter().map(|code| view! { <Code code/>" " }.into_html());
    view! {
        <li>
            <a href=format!("/projects/{}/coverage", due.project)>{due.title.clone()}</a>
            <p class="quiet">{due.client.clone()}" · "{why(t, &due.why)}<br/>{codes.collect_view()}</p>
        </li>
    }
    .into_html()
}

/// Why topics come up on a day, in a few words.
pub fn why(t: Texts, why: &Word) -> String {
    let fact = |code: &str| {
        let fact = catalogue::facts().iter().find(|fact| fact.code == code);
        fact.map_or(code.to_owned(), |fact| format!("{} ({})", fact.text.get(t.0), t.date(fact.day)))
    };
    match why {
        Word::Near(code) => t.calendar_near(&fact(code)),
        Word::Come(code) => fact(code),
        Word::Renewal => t.calendar_renewal().to_owned(),
        Word::Deferred => t.calendar_deferred().to_owned(),
        Word::Lapsed => t.calendar_lapsed().to_owned(),
        Word::Scope => t.calendar_scope().to_owned(),
        Word::Signatory => t.calendar_signatory().to_owned(),
        Word::Change => t.calendar_change().to_owned(),
    }
}

/// How many topics come up in each of the months ahead.
fn outlook(t: Texts, page: &CalendarPage) -> Html {
    let this = page.today.first_of_month();
    let months = (0..OUTLOOK).map(|n| month_after(this, n)).map(|month| {
        let topics = topics(in_month(page, month));
        let count = (topics > 0).then(|| view! { <br/><span class="quiet">{t.overview_again_topics(topics)}</span> });
        view! { <li><a href=address(month)>{t.month(month)}{count}</a></li> }
    });
    view! {
        <section aria-labelledby="outlook">
            <h2 id="outlook">{t.calendar_outlook()}</h2>
            <ul class="tiles">{months.collect_view()}</ul>
        </section>
    }
    .into_html()
}

/// The address that calendar programs subscribe to.
fn feed(t: Texts, page: &CalendarPage, form: &Form) -> Html {
    let shown = page.feed.as_ref().map(|address| {
        view! {
            <p class="wrap"><a href=address.find("/feed/").map(|at| address[at..].to_owned())>{address.clone()}</a></p>
            <form method="post" action="/calendar/feed/revoke"><Submit label=t.feed_revoke() kind="danger"/></form>
        }
    });
    let label = if page.feed.is_some() { t.feed_again() } else { t.feed_make() };
    view! {
        <section aria-labelledby="feed">
            <h2 id="feed">{t.feed_title()}</h2>
            <p>{t.feed_lead()}</p>
            {shown}
            <form method="post" action="/calendar/feed"><Once form/><Submit label=label kind="secondary"/></form>
        </section>
    }
    .into_html()
}
