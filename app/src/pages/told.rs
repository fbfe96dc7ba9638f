//! Who was told what, when, how, and what shows it: notice by notice, and on one line of time; and how each topic stood at a moment.

mod look;
mod on;

use jiff::civil::Time as Hour;
use jiff::tz::TimeZone;
use ledger::event::{Date, ProjectRecorded};
use ledger::{Id, Time};
use leptos::prelude::*;

pub use on::{DatedBy, ToldOn, TopicThen, topics_then};

use crate::parts::{
    Column, ErrorSummary, Field, FileField, Heading, Moment, Once, Opt, Select, State, Submit, Table, Timeline, When,
    labels,
};
use crate::texts::{Exact, local};
use crate::{Form, Html, IntoHtml, Texts};

/// When something happened, as somebody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// The day alone is known.
    On(Date),
    At(Time),
}

/// Where a day stands on the line of time, if nobody tells the hour; it is shown as the day alone.
const NOON: Hour = Hour::constant(12, 0, 0, 0);

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// On the way to somebody, and what became of it.
    Way,
    /// An e-mail about it: no answer, but to be read before anybody speaks of silence.
    Written,
    /// What the client said of the minutes of a meeting: so with these.
    Minutes,
    /// Anything else that was done.
    Act,
}

/// One way by which somebody was told, or what became of it.
#[derive(Clone)]
pub struct ToldStep {
    pub sort: Sort,
    /// To or by whom, where that is one person of the client.
    pub contact: Option<Id>,
    /// Of a meeting: the warnings spoken of. Empty: the notice as a whole.
    pub warnings: Vec<Id>,
    /// From 0.
    pub entry: u64,
    /// When it was recorded.
    pub at: Time,
    /// None: when it was recorded.
    pub happened: Option<Happened>,
    pub who: String,
    pub how: String,
    pub state: State,
    pub word: &'static str,
    /// What shows it, in words.
    pub proof: String,
    /// And as a file: name and address.
    pub file: Option<(String, String)>,
}

impl ToldStep {
    /// For the order and the line of time: never behind its record.
    fn moment(&self, zone: &TimeZone) -> Time {
        let noon = |day: Date| zone.to_ambiguous_zoned_datetime(day.to_datetime(NOON)).compatible().ok();
        let happened = match self.happened {
            // Recorded on the same day, it stands where it was recorded: behind what was recorded before.
            Some(Happened::On(day)) if local(self.at, zone).date() == day => None,
            Some(Happened::On(day)) => noon(day).map(|noon| Time(noon.timestamp().as_millisecond())),
            Some(Happened::At(at)) => Some(at),
            None => None,
        };
        happened.map_or(self.at, |happened| happened.min(self.at))
    }
}

/// A notice, or what is about none.
pub struct Told {
    pub notice: Option<Id>,
    pub reference: String,
    /// Codes and titles.
    pub topics: Vec<(String, String)>,
    /// In the order of the log.
    pub steps: Vec<ToldStep>,
}

pub struct ToldPage<'a> {
    pub project: &'a ProjectRecorded,
    pub told: Vec<Told>,
    /// How each topic stood; all else on the page is of the same moment.
    pub on: Option<ToldOn>,
    /// Today, or that moment.
    pub now: Time,
    pub zone: TimeZone,
    pub file_types: &'static str,
    pub file_accept: &'static str,
    pub file_limit: u64,
    pub editable: bool,
}

pub fn told(t: Texts, page: &ToldPage<'_>, form: &Form) -> Html {
    let base = format!("/projects/{}", page.project.project);
    let title = page.on.as_ref().map_or_else(|| t.told().to_owned(), |on| on.title(t));
    let past = page.on.as_ref().is_some_and(|on| !on.today);
    let editable = page.editable && !past;
    let sections = page.told.iter().enumerate().map(|(n, told)| section(t, page, n, told)).collect_view();
    let nothing = page.told.is_empty().then(|| view! { <p>{t.told_nothing()}</p> });
    let moments: Vec<Moment> =
        page.told.iter().flat_map(|told| told.steps.iter().map(|step| moment(page, told, step))).collect();
    let meeting = editable.then(|| {
        view! { <a class="button secondary" href=format!("{base}/meetings/new")>{t.meeting_new()}</a> }
    });
    let heading = view! {
        <Heading title=title lead=t.told_lead() above=page.project.title.clone() above_href=base.clone()>{meeting}</Heading>
        <ErrorSummary t form labels=labels([
            ("on", t.told_on_at()),
            ("exchange_file", t.exchange_file()),
            ("exchange_notice", t.exchange_notice()),
        ])/>
        <form class="no-print" method="get" action=format!("{base}/told") novalidate>
            <Field t form name="on" label=t.told_on_at() hint=t.as_of_hint() maxlength=40 width="medium" autocomplete="off"/>
            <p class="buttons">
                <Submit label=t.as_of_show()/>
                {past.then(|| view! { <a class="button secondary" href=format!("{base}/told")>{t.told_on_today()}</a> })}
            </p>
        </form>
    };
    // What was asked for is not what the rest would tell.
    if form.error("on").is_some() {
        return heading.into_html();
    }
    view! {
        {heading}
        <div class="stack told counted">
            {page.on.as_ref().map(|on| look::show(t, on, &base, &page.zone))}
            {nothing}
            {sections}
            <section aria-labelledby="line">
                <h2 id="line">{t.told_line()}</h2>
                <Timeline t moments zone=&page.zone until=page.now/>
            </section>
            {editable.then(|| import(t, page, &base, form))}
        </div>
    }
    .into_html()
}

fn moment(page: &ToldPage<'_>, told: &Told, step: &ToldStep) -> Moment {
    let label = [&told.reference, &step.who, &step.how, step.word].into_iter().filter(|part| !part.is_empty());
    let label = label.collect::<Vec<_>>().join(" · ");
    let href = told.notice.map(|notice| format!("/notices/{notice}"));
    let day = match step.happened {
        Some(Happened::On(day)) => Some(day),
        Some(Happened::At(_)) | None => None,
    };
    Moment { at: step.moment(&page.zone), day, label, state: Some(step.state), href, erase: None }
}

fn section(t: Texts, page: &ToldPage<'_>, n: usize, told: &Told) -> Html {
    let id = format!("told-{n}");
    let title = match told.notice {
        Some(notice) => view! { <a href=format!("/notices/{notice}")>{told.reference.clone()}</a> }.into_html(),
        None => told.reference.clone().into_html(),
    };
    let topics: Vec<String> = told.topics.iter().map(|(code, title)| format!("{title} ({code})")).collect();
    let columns = vec![
        Column::new(t.told_who()),
        Column::new(t.told_when()),
        Column::new(t.told_how()),
        Column::new(t.state()),
        Column::new(t.told_proof()),
    ];
    let mut steps: Vec<&ToldStep> = told.steps.iter().collect();
    // By when it happened; what happened at one moment, in the order of the log.
    steps.sort_by_key(|step| (step.moment(&page.zone), step.entry));
    let exact = Exact::apart(steps.iter().flat_map(|step| [step.at, step.moment(&page.zone)])).min(Exact::Second);
    let rows: Vec<Vec<Html>> = steps.into_iter().map(|step| row(t, page, exact, step)).collect();
    let list = match rows.is_empty() {
        true => view! { <p class="quiet">{t.told_nobody()}</p> }.into_html(),
        false => view! { <Table caption=told.reference.clone() caption_hidden=true columns rows/> }.into_html(),
    };
    let labelled = id.clone();
    view! {
        <section aria-labelledby=labelled>
            <h2 id=id>{title}</h2>
            <p class="quiet">{topics.join(" · ")}</p>
            {list}
        </section>
    }
    .into_html()
}

fn row(t: Texts, page: &ToldPage<'_>, exact: Exact, step: &ToldStep) -> Vec<Html> {
    let recorded = view! { <When t at=step.at zone=&page.zone exact/> }.into_html();
    let happened = step.happened.map(|happened| match happened {
        Happened::On(day) => t.date(day).into_html(),
        Happened::At(at) => view! { <When t at zone=&page.zone exact/> }.into_html(),
    });
    let when = match happened {
        Some(happened) => {
            view! { {happened}<br/><span class="quiet">{t.told_recorded()}" "{recorded}</span> }.into_html()
        }
        None => recorded,
    };
    let file = step.file.clone();
    let file = file.map(|(name, href)| view! { <a href=href download="">{name}</a><br/> });
    let proof = (!step.proof.is_empty()).then(|| view! { {breakable(&step.proof)}<br/> });
    vec![
        // Of no person alone: a silence that was certified, for instance.
        if step.who.is_empty() { t.told_whole().into_html() } else { breakable(&step.who) },
        when,
        step.how.clone().into_html(),
        step.state.badge(step.word),
        view! { {proof}{file}<span class="quiet">{t.told_entry(step.entry + 1)}</span> }.into_html(),
    ]
}

/// With a place to break behind each `@`: addresses are long, and columns narrow.
fn breakable(text: &str) -> Html {
    let mut parts = text.split('@').map(str::to_owned);
    let first = parts.next().unwrap_or_default();
    let rest = parts.map(|part| view! { "@"<wbr/>{part} }).collect_view();
    view! { {first}{rest} }.into_html()
}

fn import(t: Texts, page: &ToldPage<'_>, base: &str, form: &Form) -> Html {
    let notices = page.told.iter().filter_map(|told| Some(Opt::new(told.notice?.to_string(), told.reference.clone())));
    let notices = notices.collect::<Vec<_>>();
    view! {
        <section class="import" aria-labelledby="import">
            <h2 id="import">{t.exchange_import()}</h2>
            <p class="quiet">{t.exchange_note()}</p>
            <form method="post" action=format!("{base}/exchanges") enctype="multipart/form-data" novalidate>
                <Once form/>
                <FileField t form name="exchange_file" label=t.exchange_file() types=page.file_types
                    accept=page.file_accept max_bytes=page.file_limit required=true/>
                <Select t form name="exchange_notice" label=t.exchange_notice() hint=t.exchange_notice_hint() options=notices
                    with_empty=true/>
                <p class="buttons"><Submit label=t.exchange_import()/></p>
            </form>
        </section>
    }
    .into_html()
}
