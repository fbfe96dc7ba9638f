//! Every fact of a project, or of a client, on one line of time: who, when by whose clock, what shows it, and the stretches in which nothing was recorded.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::{Hash, Time};
use leptos::prelude::*;

use crate::parts::{
    DateField, Empty, ErrorSummary, Heading, Moment, Note, NoteKind, Opt, Select, State, Submit, Timeline, When, labels,
};
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
    /// By an authority of time.
    pub stamped: bool,
    /// Of its header: with its place in the log, what a proof is about.
    pub leaf: Hash,
    /// Shape and colour on the picture, and the page.
    pub moment: Moment,
    /// Under which grant, where it says only that somebody outside opened a page.
    pub opened: Option<String>,
}

pub struct ChronologyPage {
    pub title: String,
    /// The client's name and the project's reference, for the head of the print.
    pub client: String,
    pub reference: String,
    /// When it is read.
    pub now: Time,
    pub base: String,
    /// Of a client, with all its projects.
    pub of_client: bool,
    /// In the order of the log.
    pub lines: Vec<ChronologyLine>,
    /// All that there are, in every stretch of time.
    pub total: usize,
    /// Those that a data room does not show.
    pub hidden: usize,
    /// What a file made now counts beyond these (about the log and its seals), and what of these it does not (about outside readers); where no file can
    /// be made none.
    pub beside: Option<(usize, usize)>,
    /// The days on which something was recorded, in their order.
    pub days: Vec<Date>,
    /// What the reader chose to see: from, to.
    pub within: (Option<Date>, Option<Date>),
    /// Days without an entry from which on a gap is drawn: one of [`GAPS`].
    pub gap: i32,
    pub zone: TimeZone,
}

/// What can be chosen for it, and what it is at first.
pub const GAPS: [i32; 3] = [7, 30, 90];
pub const GAP_DAYS: i32 = 30;

pub fn chronology(t: Texts, page: &ChronologyPage, form: &Form) -> Html {
    let href = format!("{}/chronology", page.base);
    let shown = shown(page);
    let moments: Vec<Moment> = shown.iter().map(|lines| moment(t, lines)).collect();
    let gap = page.gap;
    let place = |(from, to): (Date, Date)| format!("{href}?from={from}&to={to}&gap={gap}");
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
    let hidden = (page.hidden > 0).then(|| view! { <Note><p>{t.chronology_hidden(page.hidden as u64)}</p></Note> });
    let folded = shown.iter().any(|lines| lines[0].opened.is_some());
    let folded = folded.then(|| view! { <p class="quiet">{t.chronology_folded()}</p> });
    let rows = rows(t, page, &shown);
    let list = match page.lines.is_empty() {
        true => view! { <Empty title=t.chronology_none()/> }.into_html(),
        false => view! { <ol class="chronology">{rows}</ol> }.into_html(),
    };
    let wider = view! { <a class="button secondary" href=format!("{href}?gap={gap}")>{t.chronology_all()}</a>{wider} };
    let lead = if page.of_client { t.chronology_client_lead() } else { t.chronology_lead() };
    view! {
        {print_head(t, page)}
        <Heading title=t.chronology() above=page.title.clone() above_href=page.base.clone() lead=lead/>
        {choice(t, &href, wider.into_html(), form)}
        {closer}
        {counted(t, page)}
        {hidden}
        {folded}
        {picture(t, &moments, &page.zone)}
        {legend(t, page, &moments)}
        <Note><p>{t.chronology_note(page.zone.iana_name().unwrap_or("UTC"))}</p></Note>
        {list}
    }
    .into_html()
}

/// The form that asks which stretch of time, and from when on a silence is drawn.
fn choice(t: Texts, href: &str, wider: Html, form: &Form) -> Html {
    let gaps =
        GAPS.iter().map(|days| Opt::new(days.to_string(), t.chronology_gap_days(u64::from(days.unsigned_abs()))));
    let words = [("from", t.chronology_from()), ("to", t.chronology_to()), ("gap", t.chronology_gap_from())];
    view! {
        <ErrorSummary t form labels=labels(words)/>
        <form class="no-print" method="get" action=href.to_owned() novalidate>
            <div class="columns">
                <DateField t form name="from" label=t.chronology_from()/>
                <DateField t form name="to" label=t.chronology_to()/>
                <Select t form name="gap" label=t.chronology_gap_from() options=gaps.collect()/>
            </div>
            <p class="buttons"><Submit label=t.as_of_show()/>{wider}</p>
        </form>
    }
    .into_html()
}

/// How many are here, and why a file has another number of them.
fn counted(t: Texts, page: &ChronologyPage) -> Html {
    let file = page.beside.filter(|(more, fewer)| more + fewer > 0).map(|(more, fewer)| {
        let count = page.total + more - fewer;
        view! { <p class="quiet">{t.chronology_in_file(count, more, fewer)}</p> }
    });
    view! {
        <p class="counted" role="status">{t.chronology_count(page.lines.len() as u64, page.total as u64)}</p>
        {file}
    }
    .into_html()
}

/// Where there are more entries than a page holds.
pub fn chronology_too_many(t: Texts, (title, base): (&str, &str), most: u64) -> Html {
    view! {
        <Heading title=t.chronology() above=title.to_owned() above_href=base.to_owned()/>
        <Note kind=NoteKind::Caution><p>{t.chronology_too_many(most)}</p></Note>
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

/// Whose file it is and as of when, on paper only: there the page has lost its address and its frame.
fn print_head(t: Texts, page: &ChronologyPage) -> Html {
    let whose = [&page.client, &page.title, &page.reference].into_iter().filter(|part| !part.is_empty());
    let whose = whose.map(String::as_str).collect::<Vec<_>>().join(" · ");
    let when = t.chronology_read_on(&t.date_time(&local(page.now, &page.zone)));
    view! { <p class="print-head">{whose}<br/>{when}</p> }.into_html()
}

/// What the shapes on the picture mean: those that are there; and from when on the list below shows that nothing was recorded.
fn legend(t: Texts, page: &ChronologyPage, moments: &[Moment]) -> Html {
    let marks = [
        (Some(State::Sent), t.chronology_mark_sent()),
        (Some(State::Accepted), t.chronology_mark_answered()),
        (Some(State::Question), t.chronology_mark_question()),
        (Some(State::Overdue), t.chronology_mark_silent()),
        (Some(State::Revoked), t.chronology_mark_revoked()),
        (None, t.chronology_mark_other()),
    ];
    let marks = marks.into_iter().filter(|(state, _)| moments.iter().any(|moment| moment.state == *state));
    let marks: Vec<_> = marks
        .map(|(state, word)| match state {
            // No badge: that would not wrap.
            Some(state) => view! { <li class=state.class()>{state.drawing()}{word}</li> }.into_html(),
            None => view! {
                <li><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="5"></circle></svg>{word}</li>
            }
            .into_html(),
        })
        .collect();
    let silent = t.chronology_mark_gap(u64::from(page.gap.unsigned_abs()));
    let silent = view! {
        <li><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="M0 5h5v2H0zM7 5h5v2H7z"></path></svg>{silent}</li>
    };
    (!marks.is_empty())
        .then(|| view! { <ul class="legend" aria-label=t.chronology_legend()>{marks}{silent}</ul> })
        .into_html()
}

/// The lines in the order of the log, those pages as one which somebody outside opened on one day, where the first of them stands: read often, a
/// project would else be told by its readers.
fn shown(page: &ChronologyPage) -> Vec<Vec<&ChronologyLine>> {
    let day = |line: &ChronologyLine| local(line.at, &page.zone).date();
    let mut shown: Vec<Vec<&ChronologyLine>> = Vec::new();
    for line in &page.lines {
        let mut today = shown.iter_mut().rev().take_while(|lines| day(lines[0]) == day(line));
        match today.find(|lines| line.opened.is_some() && lines[0].opened == line.opened) {
            Some(lines) => lines.push(line),
            None => shown.push(vec![line]),
        }
    }
    shown
}

/// The mark on the picture.
fn moment(t: Texts, lines: &[&ChronologyLine]) -> Moment {
    let first = lines[0];
    let label = match first.opened {
        Some(_) => t.chronology_opened(lines.len() as u64, &first.by),
        None => first.moment.label.clone(),
    };
    Moment { label, ..first.moment.clone() }
}

fn rows(t: Texts, page: &ChronologyPage, shown: &[Vec<&ChronologyLine>]) -> Html {
    let day = |at: Time| local(at, &page.zone).date();
    // Of a period that was asked for, its edges count too.
    let mut before: Option<Date> = page.within.0;
    let mut source = "";
    let rows = shown.iter().map(|lines| {
        let first = lines[0];
        let gap = before.and_then(|before| gap(t, page.gap, before, day(first.at)));
        before = Some(day(first.at));
        let rows = lines.iter().map(|line| {
            // One time-stamp covers many entries: it is told in full once.
            let same = std::mem::replace(&mut source, &line.source) == line.source && line.stamped;
            row(t, page, line, if same { t.chronology_same() } else { &line.source })
        });
        let rows = rows.collect::<Vec<_>>();
        if first.opened.is_none() {
            return view! { {gap}{rows} }.into_html();
        }
        let opened = t.chronology_opened(lines.len() as u64, &first.by);
        view! {
            {gap}
            <li>
                <details><summary>{t.date(day(first.at))}" · "{opened}</summary><ol class="chronology">{rows}</ol></details>
            </li>
        }
        .into_html()
    });
    let rows = rows.collect::<Vec<_>>();
    let end = page.within.1.map(|to| to.min(day(page.now)));
    let rest = before.zip(end).and_then(|(before, end)| gap(t, page.gap, before, end));
    view! { {rows}{rest} }.into_html()
}

fn row(t: Texts, page: &ChronologyPage, line: &ChronologyLine, source: &str) -> Html {
    let details = line.details.iter().filter(|detail| !detail.trim().is_empty());
    let details = details.map(|detail| view! { <p class="quiet">{detail.clone()}</p> }).collect_view();
    view! {
        <li id=format!("e{}", line.index + 1)>
            <p><When t at=line.at zone=&page.zone/>" · "<span class="quiet">{t.utc(local(line.at, &TimeZone::UTC).timestamp())}</span></p>
            <p><strong>{line.what.clone()}</strong>" · "{line.by.clone()}</p>
            {details}
            <p class="quiet">{t.verify_entry(line.index + 1)}" · "{source.to_owned()}" · "<code class="hash">{line.leaf.to_string()}</code></p>
        </li>
    }
    .into_html()
}

/// A stretch without an entry, drawn as one.
fn gap(t: Texts, least: i32, from: Date, to: Date) -> Option<impl IntoView + use<>> {
    let days = (to - from).get_days();
    (days >= least).then(|| view! { <li class="gap"><p>{t.chronology_gap(u64::from(days.unsigned_abs()))}</p></li> })
}
