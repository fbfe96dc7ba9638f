//! Every fact of a project on one line of time: who, when by whose clock, what shows it, and the stretches in which nothing was recorded.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::{Hash, Time};
use leptos::prelude::*;

use crate::parts::{DateField, Empty, ErrorSummary, Heading, Moment, Note, Submit, Timeline, When, labels};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// One entry.
pub struct ChronologyLine {
    /// From 0.
    pub index: u64,
    pub at: Time,
    pub what: String,
    pub details: Vec<String>,
    pub by: String,
    /// Who else than the firm's clock says when, in words.
    pub source: String,
    /// Of its header: with its place in the log, what a proof is about.
    pub leaf: Hash,
    /// Shape and colour on the picture, and the page.
    pub moment: Moment,
}

pub struct ChronologyPage {
    pub title: String,
    pub base: String,
    /// In the order of the log.
    pub lines: Vec<ChronologyLine>,
    /// All that there are, in every stretch of time.
    pub total: usize,
    /// The days on which something was recorded, in their order.
    pub days: Vec<Date>,
    /// What the reader chose to see: from, to.
    pub within: (Option<Date>, Option<Date>),
    pub zone: TimeZone,
}

/// Days without an entry from which on a gap is drawn.
pub const GAP_DAYS: i32 = 30;

pub fn chronology(t: Texts, page: &ChronologyPage, form: &Form) -> Html {
    let href = format!("{}/chronology", page.base);
    let moments: Vec<Moment> = page.lines.iter().map(|line| line.moment.clone()).collect();
    let place = |(from, to): (Date, Date)| format!("{href}?from={from}&to={to}");
    let closer: Vec<_> = closer(page)
        .into_iter()
        .map(|stretch| {
            let (seen, spoken) = called(t, stretch);
            view! { <li><a href=place(stretch) aria-label=spoken>{seen}</a></li> }
        })
        .collect();
    let closer = (!closer.is_empty()).then(|| {
        view! { <nav class="views zoom" aria-label=t.chronology_closer()><ul>{closer}</ul></nav> }
    });
    let wider = wider(page.within).map(|within| {
        view! { <a class="button secondary" href=place(within)>{t.chronology_wider(within.0.year().into())}</a> }
    });
    let rows = rows(t, page);
    let list = match page.lines.is_empty() {
        true => view! { <Empty title=t.chronology_none()/> }.into_html(),
        false => view! { <ol class="chronology">{rows}</ol> }.into_html(),
    };
    view! {
        <Heading title=t.chronology() above=page.title.clone() above_href=page.base.clone() lead=t.chronology_lead()/>
        <ErrorSummary t form labels=labels([("from", t.chronology_from()), ("to", t.chronology_to())])/>
        <form class="no-print" method="get" action=href.clone() novalidate>
            <div class="columns">
                <DateField t form name="from" label=t.chronology_from()/>
                <DateField t form name="to" label=t.chronology_to()/>
            </div>
            <p class="buttons">
                <Submit label=t.as_of_show()/>
                <a class="button secondary" href=href.clone()>{t.chronology_all()}</a>
                {wider}
            </p>
        </form>
        {closer}
        <p class="counted" role="status">{t.chronology_count(page.lines.len() as u64, page.total as u64)}</p>
        {picture(t, &moments, &page.zone)}
        <Note><p>{t.chronology_note(page.zone.iana_name().unwrap_or("UTC"))}</p></Note>
        {list}
    }
    .into_html()
}

/// The stretches into which what is seen falls, so that a crowded picture can be drawn larger: years, the months of one year, the days of one month.
fn closer(page: &ChronologyPage) -> Vec<(Date, Date)> {
    let (from, to) = page.within;
    let seen = page.days.iter().filter(|day| from.is_none_or(|from| from <= **day) && to.is_none_or(|to| **day <= to));
    let seen: Vec<Date> = seen.copied().collect();
    let (Some(first), Some(last)) = (seen.first(), seen.last()) else { return Vec::new() };
    let stretch: fn(Date) -> (Date, Date) = if first.year() != last.year() {
        |day| (day.first_of_year(), day.last_of_year())
    } else if first.month() != last.month() {
        |day| (day.first_of_month(), day.last_of_month())
    } else {
        |day| (day, day)
    };
    let mut stretches: Vec<(Date, Date)> = seen.into_iter().map(stretch).collect();
    stretches.dedup();
    // One stretch alone is what is seen.
    if stretches.len() > 1 { stretches } else { Vec::new() }
}

/// A stretch as the eye reads it among its like, and as it is read out: of a day among those of its month the number is enough to see.
fn called(t: Texts, (from, to): (Date, Date)) -> (String, Option<String>) {
    match from {
        _ if from == to => (from.day().to_string(), Some(t.date(from))),
        _ if from.month() == to.month() => (t.month(from), None),
        _ => (from.year().to_string(), None),
    }
}

/// The year around a stretch within it, but for the whole of it: around that is all.
fn wider((from, to): (Option<Date>, Option<Date>)) -> Option<(Date, Date)> {
    let (from, to) = from.zip(to)?;
    let year = (from.first_of_year(), from.last_of_year());
    (from.year() == to.year() && year != (from, to)).then_some(year)
}

/// The picture alone: the list below says all of it, and more.
fn picture(t: Texts, moments: &[Moment], zone: &TimeZone) -> Html {
    view! { <div class="picture"><Timeline t moments=moments.to_vec() zone=zone/></div> }.into_html()
}

fn rows(t: Texts, page: &ChronologyPage) -> Html {
    let day = |at: Time| local(at, &page.zone).date();
    let mut before: Option<Date> = None;
    let rows = page.lines.iter().map(|line| {
        let gap = before.and_then(|before| gap(t, before, day(line.at)));
        before = Some(day(line.at));
        let details = line.details.iter().filter(|detail| !detail.trim().is_empty());
        let details = details.map(|detail| view! { <p class="quiet">{detail.clone()}</p> }).collect_view();
        view! {
            {gap}
            <li id=format!("e{}", line.index + 1)>
                <p><When t at=line.at zone=&page.zone/>" · "<span class="quiet">{t.utc(local(line.at, &TimeZone::UTC).timestamp())}</span></p>
                <p><strong>{line.what.clone()}</strong>" · "{line.by.clone()}</p>
                {details}
                <p class="quiet">{t.verify_entry(line.index + 1)}" · "{line.source.clone()}" · "<code class="hash">{line.leaf.to_string()}</code></p>
            </li>
        }
    });
    rows.collect::<Vec<_>>().into_html()
}

/// A stretch without an entry, drawn as one.
fn gap(t: Texts, from: Date, to: Date) -> Option<impl IntoView + use<>> {
    let days = (to - from).get_days();
    (days >= GAP_DAYS).then(|| view! { <li class="gap"><p>{t.chronology_gap(u64::from(days.unsigned_abs()))}</p></li> })
}
