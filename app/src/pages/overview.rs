//! After sign-in: what needs the firm today, most pressing first.

use jiff::civil::Date;
use leptos::prelude::*;

use crate::parts::{Empty, Heading, State, StateBadge, Step, Steps};
use crate::{Html, IntoHtml, Texts};

/// What the overview shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Today in the firm's time zone.
    pub today: Date,
    /// In any order; each group keeps the order given.
    pub items: Vec<OverviewItem>,
    /// The first thing still missing in a new firm.
    pub start: Option<Start>,
    /// Whether the reader may write, and so is shown what to do next.
    pub may_write: bool,
}

/// One warning, notice or question that waits.
#[derive(Clone, Debug)]
pub struct OverviewItem {
    /// The group: question, overdue, awaiting, declined, deferred or draft. Other states are not shown.
    pub state: State,
    pub title: String,
    pub href: String,
    pub client: String,
    pub project: String,
    /// The day by which an answer was asked, or the end of a deferral.
    pub due: Option<Date>,
}

/// How far a new firm is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    NoClient,
    NoProject,
    NoWarning,
}

/// The groups, most pressing first.
const GROUPS: [State; 6] =
    [State::Question, State::Overdue, State::Awaiting, State::Declined, State::Deferred, State::Draft];

pub fn overview(t: Texts, overview: &Overview) -> Html {
    let lead = t.overview_lead(&t.date(overview.today));
    let body = match overview.start {
        Some(start) if overview.items.is_empty() => first_steps(t, start, overview.may_write),
        _ if overview.items.is_empty() => {
            view! { <Empty title=t.overview_calm() text=t.overview_calm_text()/> }.into_html()
        }
        _ => view! { {tally(t, overview)}{groups(t, overview)} }.into_html(),
    };
    let actions = overview.may_write.then(|| {
        view! {
            <a class="button secondary" href="/clients/new">{t.overview_new_client()}</a>
            <a class="button secondary" href="/projects/new">{t.overview_new_project()}</a>
        }
    });
    view! {
        <Heading title=t.overview_title() lead=lead>{actions}</Heading>
        {body}
    }
    .into_html()
}

fn group_title(t: Texts, state: State) -> &'static str {
    match state {
        State::Question => t.overview_questions(),
        State::Overdue => t.overview_overdue(),
        State::Awaiting => t.overview_awaiting(),
        State::Declined => t.overview_declined(),
        State::Deferred => t.overview_deferred(),
        _ => t.overview_drafts(),
    }
}

fn group_id(state: State) -> String {
    format!("group-{}", state.class())
}

fn in_group(overview: &Overview, state: State) -> impl Iterator<Item = &OverviewItem> {
    overview.items.iter().filter(move |item| item.state == state)
}

/// The counts, each leading to its group. A group with nothing leads nowhere.
fn tally(t: Texts, overview: &Overview) -> Html {
    let cells = GROUPS.map(|state| {
        let count = in_group(overview, state).count();
        let inside = view! { <strong>{state.drawing()}{count.to_string()}</strong>{group_title(t, state)} };
        if count == 0 {
            view! { <li class="nothing"><span>{inside}</span></li> }.into_html()
        } else {
            view! { <li class=state.class()><a href=format!("#{}", group_id(state))>{inside}</a></li> }.into_html()
        }
    });
    view! { <ul class="tally">{cells.collect_view()}</ul> }.into_html()
}

fn groups(t: Texts, overview: &Overview) -> Html {
    let groups = GROUPS.iter().filter(|state| in_group(overview, **state).next().is_some()).map(|state| {
        let rows = in_group(overview, *state).map(|item| row(t, item, overview.today)).collect_view();
        let id = group_id(*state);
        view! {
            <section aria-labelledby=id.clone()>
                <h2 id=id.clone()>{group_title(t, *state)}</h2>
                <ul class="list">{rows}</ul>
            </section>
        }
    });
    view! { <div class="stack">{groups.collect_view()}</div> }.into_html()
}

fn row(t: Texts, item: &OverviewItem, today: Date) -> Html {
    let due = item.due.map(|due| {
        let date = t.date(due);
        let text = if item.state == State::Deferred { t.deferred_until(&date) } else { t.answer_asked_by(&date) };
        format!("{text} ({})", t.relative(due, today))
    });
    view! {
        <li>
            <a href=item.href.clone()>{item.title.clone()}</a>
            <p class="quiet">{format!("{} · {}", item.client, item.project)}{due.map(|due| view! { <br/>{due} })}</p>
            <StateBadge t state=item.state/>
        </li>
    }
    .into_html()
}

fn first_steps(t: Texts, start: Start, may_write: bool) -> Html {
    let labels = [t.start_client(), t.start_project(), t.start_warning()];
    let steps = labels.map(|label| Step { label: label.to_owned(), href: None }).to_vec();
    let (current, text, label, href) = match start {
        Start::NoClient => (0, t.start_client_text(), t.overview_new_client(), "/clients/new"),
        Start::NoProject => (1, t.start_project_text(), t.overview_new_project(), "/projects/new"),
        Start::NoWarning => (2, t.start_warning_text(), t.nav_projects(), "/projects"),
    };
    let action = may_write.then(|| (label.to_owned(), href.to_owned()));
    view! {
        <Steps t steps=steps current=current/>
        <Empty title=t.start_title() text=text action=action/>
    }
    .into_html()
}
