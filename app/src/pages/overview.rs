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
    /// None while there is no project.
    pub coverage: Option<CoverageLine>,
    /// Mails that came in and found no place.
    pub unplaced: u64,
    /// Projects whose time is over, for an owner.
    pub due: u64,
    /// Legal holds that stand, for whoever may write.
    pub held: u64,
    /// The first thing still missing in a new firm.
    pub start: Option<Start>,
    /// Whether the reader may write, and so is shown what to do next.
    pub may_write: bool,
}

/// The coverage of all projects.
#[derive(Clone, Copy, Debug)]
pub struct CoverageLine {
    /// Hundredths settled of all that is due.
    pub percent: u8,
    /// Projects with something open.
    pub uncovered: u64,
    pub projects: u64,
    /// The day of the last daily check of dated facts.
    pub checked: Option<Date>,
}

/// One warning, notice or question that waits.
#[derive(Clone, Debug)]
pub struct OverviewItem {
    pub group: Group,
    pub title: String,
    pub href: String,
    pub client: String,
    pub project: String,
    /// The day by which an answer was asked, or the end of a deferral.
    pub due: Option<Date>,
}

/// Why it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Question,
    /// Somebody answered a mail by mail.
    Reply,
    /// Another person was named to decide.
    Proposal,
    /// A mail that the mail server refused.
    Bounced,
    /// Another address of a recipient is known by now.
    Readdressed,
    /// Nobody is known to direct the client.
    Nobody,
    /// Bulk runs that were stopped, or of which notices were refused.
    Bulk,
    Overdue,
    Soon,
    /// Sent a while ago, and no answer.
    Silent,
    /// Minutes or an agreement not accepted as they are.
    Contested,
    Declined,
    Deferred,
    /// Settled topics that come up again.
    Again,
    /// What a person asked about their own data, for an owner.
    Request,
    Draft,
}

impl Group {
    /// Most pressing first.
    const ALL: [Group; 16] = [
        Group::Question,
        Group::Reply,
        Group::Proposal,
        Group::Request,
        Group::Bounced,
        Group::Readdressed,
        Group::Nobody,
        Group::Bulk,
        Group::Overdue,
        Group::Soon,
        Group::Silent,
        Group::Contested,
        Group::Declined,
        Group::Deferred,
        Group::Again,
        Group::Draft,
    ];

    fn title(self, t: Texts) -> &'static str {
        match self {
            Group::Question => t.overview_questions(),
            Group::Reply => t.replies(),
            Group::Proposal => t.overview_proposals(),
            Group::Bounced => t.overview_bounced(),
            Group::Readdressed => t.overview_readdressed(),
            Group::Nobody => t.overview_nobody(),
            Group::Bulk => t.overview_bulk(),
            Group::Overdue => t.overview_overdue(),
            Group::Soon => t.overview_awaiting(),
            Group::Silent => t.overview_silent(),
            Group::Contested => t.overview_contested(),
            Group::Declined => t.overview_declined(),
            Group::Deferred => t.overview_deferred(),
            Group::Again => t.overview_again(),
            Group::Request => t.person_overview(),
            Group::Draft => t.overview_drafts(),
        }
    }

    /// The state whose drawing and colour stand for the group.
    fn state(self) -> State {
        match self {
            Group::Question | Group::Reply | Group::Proposal | Group::Request => State::Question,
            Group::Bounced | Group::Readdressed | Group::Nobody | Group::Overdue => State::Overdue,
            Group::Soon | Group::Silent | Group::Again => State::Awaiting,
            Group::Contested | Group::Declined => State::Declined,
            Group::Deferred | Group::Bulk => State::Deferred,
            Group::Draft => State::Draft,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Group::Question => "questions",
            Group::Reply => "replies",
            Group::Proposal => "proposals",
            Group::Bounced => "bounced",
            Group::Readdressed => "readdressed",
            Group::Nobody => "nobody",
            Group::Bulk => "bulk",
            Group::Overdue => "overdue",
            Group::Soon => "soon",
            Group::Silent => "silent",
            Group::Contested => "contested",
            Group::Declined => "declined",
            Group::Deferred => "deferred",
            Group::Again => "again",
            Group::Request => "requests",
            Group::Draft => "drafts",
        }
    }
}

/// How many of a group are given at most; the count then says that there are more.
pub const MAX_PER_GROUP: usize = 100;

/// How far a new firm is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    NoClient,
    NoProject,
    NoWarning,
}

pub fn overview(t: Texts, overview: &Overview) -> Html {
    let lead = t.overview_lead(&t.date(overview.today));
    let body = match overview.start {
        Some(start) if overview.items.is_empty() => first_steps(t, start, overview.may_write),
        _ if overview.items.is_empty() => {
            view! { <Empty title=t.overview_calm() text=t.overview_calm_text()/> }.into_html()
        }
        _ => view! { {tally(t, overview)}{groups(t, overview)} }.into_html(),
    };
    let unplaced = (overview.unplaced > 0).then(|| {
        let badge = State::Question.badge(t.incoming_unplaced());
        view! { <p>{badge}" "<a href="/incoming">{t.incoming_waiting(overview.unplaced)}</a></p> }
    });
    let due = (overview.due > 0).then(|| {
        let badge = State::Awaiting.badge(t.retention());
        view! { <p>{badge}" "<a href="/retention#due">{t.retention_due_now(overview.due)}</a></p> }
    });
    let held = (overview.held > 0).then(|| {
        let badge = State::Awaiting.badge(t.hold());
        view! { <p>{badge}" "<a href="/holds">{t.holds_standing(overview.held)}</a></p> }
    });
    let actions = overview.may_write.then(|| {
        view! {
            <a class="button secondary" href="/clients/new">{t.overview_new_client()}</a>
            <a class="button secondary" href="/projects/new">{t.overview_new_project()}</a>
        }
    });
    view! {
        <Heading title=t.overview_title() lead=lead>{actions}</Heading>
        {overview.coverage.map(|line| coverage_line(t, line))}
        {unplaced}
        {due}
        {held}
        {body}
    }
    .into_html()
}

fn coverage_line(t: Texts, line: CoverageLine) -> Html {
    let checked = line.checked.map(|day| view! { <br/>{t.overview_checked(&t.date(day))} });
    view! {
        <p class="quiet">
            <a href="/coverage">{t.coverage()}</a>" · "{t.heat_lead(line.uncovered, line.projects, line.percent)}
            {checked}
        </p>
    }
    .into_html()
}

fn in_group(overview: &Overview, group: Group) -> impl Iterator<Item = &OverviewItem> {
    overview.items.iter().filter(move |item| item.group == group)
}

/// The counts, each leading to its group. Of a group with nothing there is nothing to read.
fn tally(t: Texts, overview: &Overview) -> Html {
    let counts = Group::ALL.map(|group| (group, in_group(overview, group).count()));
    let cells = counts.into_iter().filter(|(_, count)| *count > 0).map(|(group, count)| {
        let more = if count >= MAX_PER_GROUP { "+" } else { "" };
        view! {
            <li class=group.state().class()>
                <a href=format!("#{}", group.id())>
                    <strong>{group.state().drawing()}{format!("{count}{more}")}</strong>{group.title(t)}
                </a>
            </li>
        }
    });
    view! { <ul class="tally">{cells.collect_view()}</ul> }.into_html()
}

fn groups(t: Texts, overview: &Overview) -> Html {
    let groups = Group::ALL.iter().filter(|group| in_group(overview, **group).next().is_some()).map(|group| {
        let rows = in_group(overview, *group).map(|item| row(t, item, overview.today)).collect_view();
        view! {
            <section aria-labelledby=group.id()>
                <h2 id=group.id()>{group.title(t)}</h2>
                <ul class="list">{rows}</ul>
            </section>
        }
    });
    view! { <div class="stack">{groups.collect_view()}</div> }.into_html()
}

fn row(t: Texts, item: &OverviewItem, today: Date) -> Html {
    let due = item.due.map(|due| {
        let date = t.date(due);
        let text = match item.group {
            Group::Deferred => t.deferred_until(&date),
            Group::Again => t.again_since(&date),
            Group::Request => t.person_due(&date),
            _ => t.respond_by(&date),
        };
        format!("{text} ({})", t.relative(due, today))
    });
    // These are no states of a notice: the heading says enough.
    let plain =
        [Group::Reply, Group::Bounced, Group::Readdressed, Group::Nobody, Group::Bulk, Group::Proposal, Group::Again];
    let badge = match item.group {
        Group::Request if item.due.is_some_and(|due| due < today) => Some(State::Overdue.badge(t.person_late())),
        Group::Request => Some(State::Awaiting.badge(t.person_open())),
        group => (!plain.contains(&group)).then(|| view! { <StateBadge t state=group.state()/> }.into_html()),
    };
    let about = [item.client.as_str(), item.project.as_str()].into_iter().filter(|part| !part.is_empty());
    let about = about.collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <a href=item.href.clone()>{item.title.clone()}</a>
            <p class="quiet">{about}{due.map(|due| view! { <br/>{due} })}</p>
            {badge}
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
