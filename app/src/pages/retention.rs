//! How long what is kept: the forecast as a picture and a table, what is due, and the rules.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use super::account::username;
use crate::html::Markup;
use crate::parts::{
    Checkbox, CheckboxGroup, Column, Empty, ErrorSummary, Field, Heading, Once, Opt, State, Submit, Table, When, labels,
};
use crate::{Form, Html, IntoHtml, Texts, markup};

/// How a project stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptFor {
    /// Its last day is over.
    Due(Date),
    Kept(Date),
    Held {
        hold: Id,
        reason: String,
    },
    /// It is not closed.
    Open,
    /// Another of its client is not: which, and its title.
    GoesOn(Id, String),
}

#[derive(Clone, Debug)]
pub struct RetentionLine {
    pub project: Id,
    pub title: String,
    pub client: String,
    pub standing: KeptFor,
    /// The last day, of one under a hold too.
    pub until: Option<Date>,
}

/// Something that is no project's and is due.
#[derive(Clone, Debug)]
pub struct OtherLine {
    pub kind: String,
    pub name: String,
    /// Where it is erased.
    pub href: String,
    pub until: Date,
}

#[derive(Clone, Debug)]
pub struct DestroyedLine {
    pub project: Id,
    pub client: String,
    pub reference: String,
    pub at: Time,
    pub by: String,
}

pub struct RetentionPage {
    pub today: Date,
    pub lines: Vec<RetentionLine>,
    pub others: Vec<OtherLine>,
    pub destroyed: Vec<DestroyedLine>,
    /// How many may be destroyed at once.
    pub most: u64,
    /// When, by whom and why the rules were set last; none while they are the program's own.
    pub set: Option<(Time, String, String)>,
    pub zone: TimeZone,
    /// Whose password confirms the rules.
    pub email: String,
}

/// The forecast; `form` has the rules.
pub fn retention(t: Texts, page: &RetentionPage, form: &Form) -> Html {
    let forecast = match page.lines.is_empty() {
        true => view! { <Empty title=t.retention_none() text=t.retention_none_text()/> }.into_html(),
        false => {
            let years = years(page);
            view! {
                <h2 id="years">{t.retention_by_year()}</h2>
                {picture(t, &years)}
                {by_year(t, &years)}
                <h2 id="due">{t.retention_due_title()}</h2>
                {due(t, page)}
                <h2 id="all">{t.retention_all_title()}</h2>
                {all(t, page)}
            }
            .into_html()
        }
    };
    view! {
        <Heading title=t.retention() above=t.nav_firm() above_href="/firm" lead=t.retention_lead()/>
        <ErrorSummary t form labels=rule_labels(t)/>
        {forecast}
        {others(t, page)}
        {gone(t, page)}
        {rules(t, page, form)}
    }
    .into_html()
}

/// What falls due in a year, and what would but for a hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Year {
    due: u64,
    held: u64,
}

/// The years in their order, without gaps: first what is due now, at last what has no end yet.
fn years(page: &RetentionPage) -> Vec<(Option<i16>, bool, Year)> {
    let (mut now, mut never) = (Year::default(), Year::default());
    let mut later = BTreeMap::<i16, Year>::new();
    for line in &page.lines {
        let held = matches!(line.standing, KeptFor::Held { .. });
        // The first day on which it is due: the day after the last for which it is kept.
        let year = match line.until {
            Some(until) if until < page.today => &mut now,
            Some(until) => later.entry(until.tomorrow().unwrap_or(until).year()).or_default(),
            None => &mut never,
        };
        *if held { &mut year.held } else { &mut year.due } += 1;
    }
    let mut found = vec![(None, false, now)];
    if let Some(last) = later.keys().next_back() {
        let all = page.today.year()..=*last;
        found.extend(all.map(|year| (Some(year), false, later.get(&year).copied().unwrap_or_default())));
    }
    found.push((None, true, never));
    found
}

fn year_label(t: Texts, (year, never, _): &(Option<i16>, bool, Year)) -> String {
    match year {
        Some(year) => year.to_string(),
        None if *never => t.retention_no_end().to_owned(),
        None => t.retention_now().to_owned(),
    }
}

/// Sizes in the picture's own units, about pixels.
const BAR: usize = 84;
const TALL: u64 = 140;
const HEAD: usize = 24;

/// Bars: full for what falls due, hatched on top for what lies under a hold, in outline for what has no end. The table says the same.
fn picture(t: Texts, years: &[(Option<i16>, bool, Year)]) -> Html {
    let most = years.iter().map(|(.., year)| year.due + year.held).max().unwrap_or(0).max(1);
    // As wide as for eight at least: a few bars must not grow with the page.
    let (width, base) = (years.len().max(8) * BAR, HEAD + TALL as usize);
    let mut svg = Markup::default();
    markup!(
        svg,
        "<div class=\"heat terms\" tabindex=\"0\" role=\"group\" aria-label=\"",
        [t.retention_picture()],
        "\">"
    );
    let size = format!("0 0 {width} {}", base + 46);
    markup!(svg, "<svg aria-hidden=\"true\" viewBox=\"", [&size], "\">");
    svg.literal("<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">");
    svg.literal("<rect class=\"hatch\" width=\"3\" height=\"6\"/></pattern></defs>");
    for (at, entry @ (_, never, year)) in years.iter().enumerate() {
        let middle = (at * BAR + BAR / 2).to_string();
        let tall = |n: u64| (n * TALL).div_ceil(most) as usize;
        let (due, held) = (tall(year.due), tall(year.held));
        let class = match (at, never) {
            (0, _) => "now",
            (_, true) => "never",
            _ => "due",
        };
        bar(&mut svg, class, at, base - due, due);
        svg.literal("<g fill=\"url(#hatch)\">");
        bar(&mut svg, "held", at, (base - due).saturating_sub(held), held);
        svg.literal("</g>");
        let total = year.due + year.held;
        let top = (base - due).saturating_sub(held + 6).max(14).to_string();
        let total = if total == 0 { "·".to_owned() } else { t.number(total) };
        markup!(svg, "<text class=\"percent\" x=\"", [&middle], "\" y=\"", [&top], "\">", [&total], "</text>");
        let (first, second) = halves(&year_label(t, entry));
        for (line, words) in [first, second].into_iter().enumerate() {
            let y = (base + 18 + line * 15).to_string();
            markup!(svg, "<text class=\"head\" x=\"", [&middle], "\" y=\"", [&y], "\">", [&words], "</text>");
        }
    }
    svg.literal("</svg></div>");
    svg.done()
}

fn bar(svg: &mut Markup, class: &str, at: usize, top: usize, tall: usize) {
    if tall == 0 {
        return;
    }
    let [x, y, tall] = [at * BAR + 14, top, tall].map(|n| n.to_string());
    markup!(
        svg,
        "<rect class=\"",
        [class],
        "\" x=\"",
        [&x],
        "\" y=\"",
        [&y],
        "\" width=\"56\" height=\"",
        [&tall],
        "\"/>"
    );
}

fn halves(words: &str) -> (String, String) {
    let (first, second) = words.split_once(' ').unwrap_or((words, ""));
    (first.to_owned(), second.to_owned())
}

fn by_year(t: Texts, years: &[(Option<i16>, bool, Year)]) -> Html {
    let columns = vec![
        Column::new(t.retention_year()),
        Column::numeric(t.retention_falls_due()),
        Column::numeric(t.retention_held()),
    ];
    let row = |entry: &(Option<i16>, bool, Year)| {
        let (.., year) = entry;
        vec![year_label(t, entry).into_html(), t.number(year.due).into_html(), t.number(year.held).into_html()]
    };
    let rows = years.iter().map(row).collect();
    view! { <Table caption=t.retention_by_year() caption_hidden=true columns=columns rows=rows/> }.into_html()
}

/// The projects that may be destroyed, to be chosen.
fn due(t: Texts, page: &RetentionPage) -> Html {
    let options: Vec<Opt> = page
        .lines
        .iter()
        .filter_map(|line| match &line.standing {
            KeptFor::Due(until) => {
                let label = format!("{} · {}", line.client, line.title);
                Some(Opt::new(line.project.to_string(), label).hint(t.retention_due_since(&t.date(*until))))
            }
            _ => None,
        })
        .collect();
    if options.is_empty() {
        return view! { <p>{t.retention_due_none()}</p> }.into_html();
    }
    let (hint, none) = (t.retention_due_most(page.most), Form::new());
    view! {
        <p>{t.retention_due_lead()}</p>
        <form method="get" action="/retention/destroy">
            <CheckboxGroup t form=&none name="project" legend=t.retention_choose() hint=hint options=options/>
            <p class="buttons"><Submit label=t.retention_look() kind="secondary"/></p>
        </form>
    }
    .into_html()
}

fn all(t: Texts, page: &RetentionPage) -> Html {
    let columns =
        vec![Column::new(t.project_title()), Column::new(t.project_client()), Column::new(t.retention_state())];
    // Before it is due as well; the page says that it may not go yet.
    let look = |line: &RetentionLine| {
        let (href, label) = (format!("/retention/destroy?project={}", line.project), t.retention_look_at(&line.title));
        view! { <a href=href aria-label=label>{t.retention_look()}</a> }
    };
    let row = |line: &RetentionLine| {
        let href = format!("/projects/{}", line.project);
        vec![
            view! { <a href=href>{line.title.clone()}</a> }.into_html(),
            line.client.clone().into_html(),
            view! { {standing(t, &line.standing)}<br/>{look(line)} }.into_html(),
        ]
    };
    let rows = page.lines.iter().map(row).collect();
    view! { <Table caption=t.retention_all_title() caption_hidden=true columns=columns rows=rows/> }.into_html()
}

fn standing(t: Texts, standing: &KeptFor) -> Html {
    match standing {
        KeptFor::Due(until) => {
            let badge = State::Overdue.badge(t.retention_due());
            view! { {badge}<br/>{t.retention_due_since(&t.date(*until))} }.into_html()
        }
        KeptFor::Kept(until) => {
            let badge = State::Accepted.badge(t.retention_kept());
            view! { {badge}<br/>{t.retention_until(&t.date(*until))} }.into_html()
        }
        KeptFor::Held { hold, reason } => {
            let badge = State::Awaiting.badge(t.hold_stands());
            let href = format!("/holds/{hold}");
            view! { {badge}<br/>{t.retention_held_by(reason)}" "<a href=href>{t.hold_see()}</a> }.into_html()
        }
        KeptFor::Open => view! { {State::Draft.badge(t.retention_no_end())}<br/>{t.retention_open()} }.into_html(),
        KeptFor::GoesOn(other, title) => {
            let (badge, href) = (State::Draft.badge(t.retention_no_end()), format!("/projects/{other}"));
            view! { {badge}<br/><a href=href>{t.retention_goes_on(title)}</a> }.into_html()
        }
    }
}

fn others(t: Texts, page: &RetentionPage) -> Option<Html> {
    let columns = vec![Column::new(t.retention_what()), Column::new(t.name()), Column::new(t.retention_state())];
    let row = |line: &OtherLine| {
        let name = if line.name.trim().is_empty() { t.retention_no_subject().to_owned() } else { line.name.clone() };
        vec![
            line.kind.clone().into_html(),
            view! { <a href=line.href.clone()>{name}</a> }.into_html(),
            t.retention_until(&t.date(line.until)).into_html(),
        ]
    };
    (!page.others.is_empty()).then(|| {
        let rows = page.others.iter().map(row).collect();
        view! {
            <h2 id="others">{t.retention_others_title()}</h2>
            <p>{t.retention_others_lead()}</p>
            <Table caption=t.retention_others_title() caption_hidden=true columns=columns rows=rows/>
        }
        .into_html()
    })
}

fn gone(t: Texts, page: &RetentionPage) -> Option<Html> {
    let item = |line: &DestroyedLine| {
        let (href, name) = (format!("/projects/{}", line.project), [line.client.as_str(), &line.reference]);
        let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        view! { <li><a href=href>{name}</a>" · "<When t at=line.at zone=&page.zone/>" · "{line.by.clone()}</li> }
    };
    (!page.destroyed.is_empty()).then(|| {
        view! {
            <h2 id="destroyed">{t.retention_destroyed_title()}</h2>
            <ul>{page.destroyed.iter().map(item).collect_view()}</ul>
        }
        .into_html()
    })
}

fn rule_labels(t: Texts) -> crate::parts::Labels {
    labels([
        ("projects", t.retention_rule_projects()),
        ("clients", t.retention_rule_clients()),
        ("grants", t.retention_rule_grants()),
        ("mails", t.retention_rule_mails()),
        ("short", t.retention_short()),
        ("reason", t.retention_rules_reason()),
        ("password", t.erase_password()),
    ])
}

fn rules(t: Texts, page: &RetentionPage, form: &Form) -> Html {
    let set = page.set.as_ref().map(|(at, by, why)| {
        let why = (!why.is_empty()).then(|| format!(" · {why}"));
        view! { <p class="quiet">{t.retention_rules_set()}" "<When t at=*at zone=&page.zone/>" · "{by.clone()}{why}</p> }
    });
    // Asked of whoever chose so few.
    let short = (form.error("short").is_some() || form.has("short", "yes"))
        .then(|| view! { <Checkbox t form name="short" label=t.retention_short() required=true/> });
    view! {
        <section aria-labelledby="rules">
            <h2 id="rules">{t.retention_rules()}</h2>
            <p>{t.retention_rules_lead()}</p>
            {set}
            <form method="post" action="/retention" novalidate>
                <Once form/>
                <Field t form name="projects" label=t.retention_rule_projects() hint=t.retention_rule_projects_hint()
                    inputmode="numeric" maxlength=2 width="short" autocomplete="off" required=true/>
                {short}
                <Field t form name="clients" label=t.retention_rule_clients() inputmode="numeric" maxlength=2 width="short" autocomplete="off" required=true/>
                <Field t form name="grants" label=t.retention_rule_grants() inputmode="numeric" maxlength=2 width="short" autocomplete="off" required=true/>
                <Field t form name="mails" label=t.retention_rule_mails() inputmode="numeric" maxlength=2 width="short" autocomplete="off" required=true/>
                <Field t form name="reason" label=t.retention_rules_reason() hint=t.retention_rules_reason_hint() required=true maxlength=200 autocomplete="off"/>
                {username(&page.email)}
                <Field t form name="password" label=t.erase_password() kind="password" autocomplete="current-password"
                    required=true width="medium"/>
                <p class="buttons"><Submit label=t.save()/></p>
            </form>
        </section>
    }
    .into_html()
}
