//! How far a project has come: the milestones as a picture, what still holds it back, what may be done next, and what was recorded.

use ledger::coverage::{Again, At, Coverage, State};
use ledger::event::{Contested, Milestone, MilestoneReached, NoticeClass, Resolution};
use leptos::prelude::*;

use crate::parts::{
    Code, ErrorSummary, Heading, Note, NoteKind, Once, Opt, Prose, RadioGroup, State as Drawn, Step, Steps, Submit,
    TextArea, labels, resolution_state,
};
use crate::{Form, Html, IntoHtml, Texts};

pub struct MilestonePage<'a> {
    pub state: &'a State,
    pub coverage: Coverage<'a>,
    /// Settled topics that something raises again. They hold nothing back, and whoever decides has to know them.
    pub again: Vec<Again<'a>>,
    /// What the reader may choose.
    pub next: Vec<Milestone>,
    /// Whether the reader may write.
    pub editable: bool,
    /// Whether they may go on although something is open.
    pub may_override: bool,
}

/// The value that the form sends.
pub fn milestone_value(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Open => "open",
        Milestone::InService => "in_service",
        Milestone::Closed => "closed",
    }
}

pub fn milestone(t: Texts, page: &MilestonePage<'_>, form: &Form) -> Html {
    let (now, base) = (page.state.milestone(), format!("/projects/{}", page.state.project.project));
    let steps = Milestone::ALL.map(|each| Step { label: t.milestone(each).to_owned(), href: None }).to_vec();
    let current = Milestone::ALL.iter().position(|each| *each == now).unwrap_or_default();
    view! {
        <Heading title=t.milestones() above=page.state.project.title.clone() above_href=base.clone()
            lead=t.milestones_lead()/>
        <ErrorSummary t form labels=labels([("milestone", t.milestone_next()), ("reason", t.milestone_reason())])/>
        <Steps t steps current/>
        <div class="stack">
            {(now != Milestone::Closed).then(|| held(t, page, &base))}
            {(now != Milestone::Closed).then(|| raised(t, page, &base))}
            {(page.editable && now != Milestone::Closed).then(|| minutes(t, &base))}
            {(!page.next.is_empty()).then(|| reach(t, page, &base, form))}
            {history(t, &page.state.milestones)}
        </div>
    }
    .into_html()
}

/// That an owner let the project go on although something was open; nothing where nobody did.
pub(super) fn overridden(t: Texts, state: &State) -> Option<Html> {
    let (at, reached) = state.overridden()?;
    let (badge, open) = (Drawn::Overdue.badge(t.milestone_overridden()), t.milestone_points(reached.despite() as u64));
    let said = t.milestone_overridden_by(t.milestone(reached.milestone), &t.date(at.day), &reached.by.name, &open);
    let href = format!("/projects/{}/milestone", state.project.project);
    Some(view! { <Note kind=NoteKind::Caution><p>{badge}" "<a href=href>{said}</a></p></Note> }.into_html())
}

/// What is open, each with the way to settle it.
fn held(t: Texts, page: &MilestonePage<'_>, base: &str) -> Html {
    let contested = page.state.contested.as_ref().map(|minutes| contested(t, minutes));
    if page.coverage.open() == 0 {
        let clear = || view! { <Note kind=NoteKind::Good><p>{t.milestone_clear()}</p></Note> }.into_html();
        return contested.unwrap_or_else(clear);
    }
    let open = page.coverage.topics.iter().filter(|covered| covered.standing.is_open());
    let topics = open.map(|covered| {
        let (code, title) = (covered.topic.code(), covered.topic.title(t.0).to_owned());
        view! { <li><a href=format!("{base}/coverage/{code}")>{title}</a>" "<span class="quiet"><Code code/></span></li> }
    });
    let questions = page.coverage.unanswered.iter().map(|question| {
        let asked = question.ask.get(t.0).to_owned();
        view! { <li><a href=format!("{base}/coverage")>{asked}</a>" "<span class="quiet">{t.milestone_question()}</span></li> }
    });
    let who = if page.may_override { t.milestone_held_owner() } else { t.milestone_held_adviser() };
    view! {
        {contested}
        <section aria-labelledby="held">
            <h2 id="held">{t.milestone_held(page.coverage.open() as u64)}</h2>
            {page.editable.then(|| view! { <Note kind=NoteKind::Caution><p>{who}</p></Note> })}
            <ul>{topics.collect_view()}{questions.collect_view()}</ul>
        </section>
    }
    .into_html()
}

/// The settled topics that come up again; nothing without one.
fn raised(t: Texts, page: &MilestonePage<'_>, base: &str) -> Option<Html> {
    let topics = page.again.iter().map(|again| {
        let (code, title) = (again.topic.code(), again.topic.title(t.0).to_owned());
        view! { <li><a href=format!("{base}/coverage/{code}")>{title}</a>" "<span class="quiet"><Code code/></span></li> }
    });
    let topics = topics.collect_view();
    (!page.again.is_empty()).then(|| {
        view! {
            <section aria-labelledby="raised">
                <h2 id="raised">{t.overview_again_topics(page.again.len())}</h2>
                <Note kind=NoteKind::Caution>
                    <p>{t.milestone_again()}" "<a href=format!("{base}/coverage#again")>{t.coverage()}</a></p>
                </Note>
                <ul>{topics}</ul>
            </section>
        }
        .into_html()
    })
}

/// Minutes that the client did not accept as they are.
fn contested(t: Texts, minutes: &Contested) -> Html {
    let said = match minutes.resolution {
        Resolution::Refused => t.milestone_refused(),
        _ => t.milestone_reserved(),
    };
    let state = resolution_state(minutes.resolution);
    let badge = state.badge(t.state_of(NoticeClass::Minutes, state));
    view! {
        <Note kind=NoteKind::Caution>
            <p>{badge}" "<a href=format!("/notices/{}", minutes.notice)>{minutes.reference.clone()}</a></p>
            <p>{said}</p>
        </Note>
    }
    .into_html()
}

/// The way to acceptance minutes.
fn minutes(t: Texts, base: &str) -> Html {
    view! {
        <section aria-labelledby="minutes">
            <h2 id="minutes">{t.notice_minutes()}</h2>
            <p class="quiet">{t.minutes_lead()}</p>
            <p class="buttons"><a class="button secondary" href=format!("{base}/minutes/new")>{t.minutes_new()}</a></p>
        </section>
    }
    .into_html()
}

/// The form to go on, with the milestones that the member may choose.
fn reach(t: Texts, page: &MilestonePage<'_>, base: &str, form: &Form) -> Html {
    let option = |next: &Milestone| Opt::new(milestone_value(*next), t.milestone_reach(*next));
    let options: Vec<Opt> = page.next.iter().map(option).collect();
    view! {
        <form method="post" action=format!("{base}/milestone") novalidate>
            <Once form/>
            <RadioGroup t form name="milestone" legend=t.milestone_next() options=options required=true/>
            <TextArea t form name="reason" label=t.milestone_reason() hint=t.milestone_reason_hint() rows=3/>
            <Submit label=t.milestone_submit()/>
        </form>
    }
    .into_html()
}

fn history(t: Texts, milestones: &[(At, MilestoneReached)]) -> Html {
    if milestones.is_empty() {
        return Html::new("");
    }
    let rows = milestones.iter().rev().map(|(at, reached)| {
        let topics = reached.open.iter().map(|open| t.milestone_without(&format!("{}, {}", open.topic, open.title)));
        let questions = reached.unanswered.iter().map(|asked| t.milestone_unasked(asked));
        let despite = reached.contested.iter().map(|minutes| t.milestone_contested(minutes));
        let without: Vec<_> = topics.chain(questions).chain(despite).map(|line| view! { <li>{line}</li> }).collect();
        let without = (!without.is_empty()).then(|| view! { <ul>{without}</ul> });
        view! {
            <li>
                <strong>{t.milestone(reached.milestone)}</strong>
                <p class="quiet">{t.milestone_recorded(&t.date(at.day), &reached.by.name)}</p>
                <Prose text=&reached.reason/>
                {without}
            </li>
        }
    });
    view! {
        <section aria-labelledby="milestones">
            <h2 id="milestones">{t.milestone_history()}</h2>
            <ul class="list">{rows.collect_view()}</ul>
        </section>
    }
    .into_html()
}
