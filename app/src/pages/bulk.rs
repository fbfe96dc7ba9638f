//! One topic to many clients at once: choosing the projects, and what became of each; what is written stands in `bulk/write.rs`, the second
//! confirmation in `bulk/confirm.rs`.

mod confirm;
mod write;

use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{
    CheckboxGroup, Column, Empty, ErrorSummary, Field, Heading, Hidden, Note, NoteKind, Once, Opt, Select, State,
    Submit, Table, When, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

use super::hold::held_link;

pub use confirm::{ConfirmBulk, confirm_bulk};
pub use write::{BulkFacts, BulkProject, BulkText, bulk_facts, bulk_text, fact_name, version_name};

/// A run in the list.
pub struct BulkLine {
    pub bulk: Id,
    pub title: String,
    pub created: Time,
    pub projects: u64,
    pub issued: u64,
    pub stopped: bool,
}

pub struct BulksPage {
    /// The newest first.
    pub lines: Vec<BulkLine>,
    /// Codes and titles of all topics.
    pub topics: Vec<(String, String)>,
    pub zone: TimeZone,
    pub editable: bool,
}

pub fn bulks(t: Texts, page: &BulksPage) -> Html {
    let blank = Form::new();
    let begin = page.editable.then(|| {
        let topics = page.topics.iter().map(|(code, title)| Opt::new(code, format!("{title} ({code})"))).collect();
        view! {
            <section aria-labelledby="begin">
                <h2 id="begin">{t.bulk_begin()}</h2>
                <form method="get" action="/bulk/new" class="inline">
                    <Select t form=&blank name="topic" label=t.bulk_topic() options=topics/>
                    <Submit label=t.bulk_to_projects() kind="secondary"/>
                </form>
            </section>
        }
    });
    let rows = page.lines.iter().map(|line| {
        let (state, word) = match (line.stopped, line.projects > 0 && line.issued == line.projects) {
            (_, true) => (State::Sent, t.bulk_issued()),
            (true, false) => (State::Deferred, t.bulk_stopped()),
            (false, false) => (State::Draft, t.bulk_unfinished()),
        };
        vec![
            view! { <a href=format!("/bulk/{}", line.bulk)>{line.title.clone()}</a> }.into_html(),
            view! { <When t at=line.created zone=&page.zone/> }.into_html(),
            state.badge(word),
            t.bulk_count(line.issued, line.projects).into_html(),
        ]
    });
    let columns = [t.bulk_topic(), t.bulk_begun(), t.bulk_state(), t.bulk_progress()].map(Column::new).into();
    let list = if page.lines.is_empty() {
        view! { <Empty title=t.bulk_none()/> }.into_html()
    } else {
        view! { <Table caption=t.bulk_title() caption_hidden=true columns rows=rows.collect()/> }.into_html()
    };
    view! {
        <Heading title=t.bulk_title() above=t.coverage() above_href="/coverage" lead=t.bulk_lead()/>
        <div class="stack">{begin}<section>{list}</section></div>
    }
    .into_html()
}

/// The projects to choose from.
pub struct ChooseBulk {
    /// Its code.
    pub topic: String,
    pub title: String,
    /// Those that are not concerned too.
    pub all: bool,
    /// Identifier, name, how the topic stands there.
    pub projects: Vec<(Id, String, String)>,
    /// How many more were found than are shown.
    pub hidden: u64,
}

pub fn choose_bulk(t: Texts, page: ChooseBulk, form: &Form) -> Html {
    let shown = vec![Opt::new("concerned", t.bulk_show_concerned()), Opt::new("all", t.bulk_show_all())];
    let mut filter = Form::new();
    filter.set("q", form.value("q")).set("show", if page.all { "all" } else { "concerned" });
    let options = page.projects.into_iter().map(|(id, name, standing)| Opt::new(id.to_string(), name).hint(standing));
    let options: Vec<Opt> = options.collect();
    let hidden = (page.hidden > 0).then(|| view! { <p>{t.bulk_hidden(page.hidden)}</p> });
    let choose = if options.is_empty() {
        view! { <Empty title=t.bulk_nobody()/> }.into_html()
    } else {
        view! {
            <form method="post" action="/bulk/new" novalidate>
                <Once form/>
                <Hidden name="topic" value=page.topic.clone()/>
                <Hidden name="q" value=form.value("q").to_owned()/>
                <Hidden name="show" value=filter.value("show").to_owned()/>
                <CheckboxGroup t form name="projects" legend=t.bulk_projects() hint=t.bulk_projects_hint() options required=true/>
                {hidden}
                <p class="buttons"><Submit label=t.bulk_create()/><a class="button secondary" href="/bulk">{t.cancel()}</a></p>
            </form>
        }
        .into_html()
    };
    view! {
        <Heading title=t.bulk_new_title() above=format!("{} ({})", page.title, page.topic)
            above_href="/bulk" lead=t.bulk_new_lead()/>
        <ErrorSummary t form labels=labels([("projects", t.bulk_projects())])/>
        <form method="get" action="/bulk/new" class="inline" role="search">
            <Hidden name="topic" value=page.topic.clone()/>
            <Field t form=&filter name="q" label=t.bulk_find() kind="search" maxlength=100/>
            <Select t form=&filter name="show" label=t.bulk_show() options=shown/>
            <Submit label=t.search() kind="secondary"/>
        </form>
        {choose}
    }
    .into_html()
}

/// What became of one project of a run.
pub enum Became {
    Ready,
    /// What keeps it from being issued, in words.
    Incomplete(Vec<String>),
    Waiting,
    Stopped,
    /// Reference of the notice.
    Issued(String),
    /// Why, in words.
    Refused(Vec<String>),
    /// Somebody deleted its draft.
    Gone,
}

pub struct BulkItem {
    pub project: Id,
    pub title: String,
    pub client: String,
    pub notice: Id,
    pub warning: Id,
    /// Names, while it is open.
    pub recipients: Vec<String>,
    pub became: Became,
    /// Fingerprint of what its client would read, of an open one that nothing keeps from being issued.
    pub seen: Option<String>,
    /// Whether it can be changed or left out.
    pub changes: bool,
    /// Whether a hold stands over the project.
    pub held: bool,
    /// Whether the hold keeps its draft as it is.
    pub stays: bool,
}

pub struct BulkPage {
    pub bulk: Id,
    pub title: String,
    /// In whose name the notices go.
    pub author: String,
    pub stopped: bool,
    /// Whether anything was confirmed yet.
    pub ordered: bool,
    pub items: Vec<BulkItem>,
    /// Shown again by itself while it goes on.
    pub follow: bool,
    pub editable: bool,
}

impl BulkPage {
    /// What would be issued now.
    pub fn ready(&self) -> impl Iterator<Item = &BulkItem> {
        self.items.iter().filter(|item| item.seen.is_some())
    }

    fn count(&self, what: impl Fn(&Became) -> bool) -> u64 {
        self.items.iter().filter(|item| what(&item.became)).count() as u64
    }

    pub fn goes_on(&self) -> bool {
        self.count(|became| matches!(became, Became::Waiting)) > 0
    }
}

pub fn bulk(t: Texts, page: &BulkPage) -> Html {
    let base = format!("/bulk/{}", page.bulk);
    let all = page.items.len() as u64;
    let issued = page.count(|became| matches!(became, Became::Issued(_)));
    let stopped = page.count(|became| matches!(became, Became::Stopped));
    let mut lead = t.bulk_count(issued, all);
    if page.ordered {
        lead = format!("{lead} {}", t.bulk_author(&page.author));
    }
    let progress = (page.ordered && all > 0).then(|| {
        view! { <progress value=issued.to_string() max=all.to_string() aria-label=t.bulk_progress()></progress> }
    });
    let changes = page.editable && page.items.iter().any(|item| item.changes);
    let steps = changes.then(|| {
        view! {
            <a class="button secondary" href=format!("{base}/text")>{t.bulk_text_title()}</a>
            <a class="button secondary" href=format!("{base}/facts")>{t.bulk_facts_title()}</a>
            <a class="button primary" href=format!("{base}/issue")>{t.bulk_to_issue()}</a>
        }
        .into_html()
    });
    let held = format!("{base}/hold");
    let hold = |act: &'static str, label: &'static str, kind: &'static str| {
        view! { <form method="post" action=held.clone()><Submit label name="do" value=act kind/></form> }.into_html()
    };
    let going = page.goes_on().then(|| {
        let follow = match page.follow {
            true => (base.clone(), t.bulk_unfollow()),
            false => (format!("{base}?follow=1"), t.bulk_follow()),
        };
        view! {
            <Note kind=NoteKind::Info>
                <p>{t.bulk_going()}</p>
                <div class="buttons">
                    <a class="button secondary" href=base.clone()>{t.bulk_refresh()}</a>
                    <a class="button secondary" href=follow.0>{follow.1}</a>
                    {page.editable.then(|| hold("stop", t.bulk_stop(), "danger"))}
                </div>
            </Note>
        }
    });
    let resting = (page.stopped && stopped > 0).then(|| {
        view! {
            <Note kind=NoteKind::Caution>
                <p>{t.bulk_resting(stopped)}</p>
                {page.editable.then(|| hold("resume", t.bulk_resume(), "primary"))}
            </Note>
        }
    });
    view! {
        <Heading title=page.title.clone() above=t.bulk_title() above_href="/bulk" lead=lead>{steps}</Heading>
        <div class="stack">
            {progress}
            {going}
            {resting}
            {items(t, page)}
        </div>
    }
    .into_html()
}

fn items(t: Texts, page: &BulkPage) -> Html {
    if page.items.is_empty() {
        return view! { <Empty title=t.bulk_nobody()/> }.into_html();
    }
    let mut columns = [t.bulk_project(), t.bulk_state(), t.bulk_details()].map(Column::new).to_vec();
    if page.editable {
        columns.push(Column::new(t.bulk_acts()));
    }
    let rows = page.items.iter().map(|item| {
        let title = held_link(t, &format!("/projects/{}", item.project), &item.title, item.held);
        let project = view! { {title}<br/><span class="quiet">{item.client.clone()}</span> };
        let mut cells = vec![project.into_html(), badge(t, &item.became), details(t, item)];
        if page.editable {
            cells.push(acts(t, page.bulk, item));
        }
        cells
    });
    view! { <Table caption=t.bulk_projects() columns rows=rows.collect()/> }.into_html()
}

fn badge(t: Texts, became: &Became) -> Html {
    match became {
        Became::Ready => State::Draft.badge(t.bulk_ready()),
        Became::Incomplete(_) => State::Overdue.badge(t.bulk_incomplete()),
        Became::Waiting => State::Awaiting.badge(t.bulk_waiting()),
        Became::Stopped => State::Deferred.badge(t.bulk_stopped()),
        Became::Issued(_) => State::Sent.badge(t.bulk_issued()),
        Became::Refused(_) => State::Declined.badge(t.bulk_refused()),
        Became::Gone => State::Revoked.badge(t.bulk_gone()),
    }
}

fn details(t: Texts, item: &BulkItem) -> Html {
    match &item.became {
        Became::Issued(reference) => {
            view! { <a href=format!("/notices/{}", item.notice)>{reference.clone()}</a> }.into_html()
        }
        Became::Gone => t.bulk_gone_text().into_html(),
        became => {
            let why = match became {
                Became::Incomplete(why) | Became::Refused(why) => why.as_slice(),
                _ => &[],
            };
            let why = why.iter().map(|why| view! { <li>{why.clone()}</li> }).collect_view();
            let why = matches!(became, Became::Incomplete(_) | Became::Refused(_)).then(|| view! { <ul>{why}</ul> });
            let people = (!item.recipients.is_empty()).then(|| t.bulk_to(&item.recipients.join(", ")));
            let label = t.bulk_preview_of(&item.client);
            view! {
                <a href=format!("/drafts/{}", item.notice) aria-label=label>{t.bulk_preview()}</a>
                {people.map(|people| view! { <br/><span class="quiet">{people}</span> })}
                {item.stays.then(|| view! { <p>{t.hold_draft_stays()}</p> })}
                {why}
            }
            .into_html()
        }
    }
}

fn acts(t: Texts, bulk: Id, item: &BulkItem) -> Html {
    let gone = matches!(item.became, Became::Gone);
    if !item.changes && !gone {
        return Html::new("");
    }
    let change = (!gone && !item.stays).then(|| changes(t, item));
    view! {
        {change}
        <form method="post" action=format!("/bulk/{bulk}/leave-out")>
            <Hidden name="project" value=item.project.to_string()/>
            <button type="submit" class="button secondary" aria-label=t.bulk_leave_out_of(&item.client)>{t.bulk_leave_out()}</button>
        </form>
    }
    .into_html()
}

fn changes(t: Texts, item: &BulkItem) -> Html {
    view! {
        <a href=format!("/warnings/{}", item.warning) aria-label=t.bulk_warning_of(&item.client)>{t.bulk_warning()}</a>" · "
        <a href=format!("/drafts/{}/edit", item.notice) aria-label=t.bulk_people_of(&item.client)>{t.bulk_people()}</a>
    }
    .into_html()
}
