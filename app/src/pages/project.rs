//! One project, whole: its scope, what was asked and promised, its papers, its warnings and notices, what happened when.

use jiff::tz::TimeZone;
use ledger::coverage::State as Covered;
use ledger::event::{NeedRecorded, NoticeClass, PaperFiled, ProjectRecorded, PromiseRecorded};
use ledger::{Id, Time};
use leptos::prelude::*;

use super::milestone::overridden;
use super::notice_list::{NoticeLine, notice_rows};
use super::projects::{PAPER_CLASSES, need_fields, promise_fields, promise_state, scope};
use crate::parts::{
    Code, Column, DateField, ErrorSummary, FileField, Hash, Heading, Moment, Once, Opt, Prose, Select, Size, State,
    StateBadge, Submit, Table, Timeline, Views, When, labels,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// A warning being written.
pub struct DraftLine {
    pub warning: Id,
    pub title: String,
    pub topic: String,
    /// Nothing is missing before it can be sent.
    pub ready: bool,
}

pub struct ProjectPage<'a> {
    pub project: &'a ProjectRecorded,
    /// What was recorded of it, folded.
    pub state: &'a Covered,
    pub client: String,
    /// The names of its kinds.
    pub kinds: String,
    /// Each version's number and time, oldest first.
    pub versions: Vec<(u32, Time)>,
    pub needs: Vec<NeedRecorded>,
    pub promises: Vec<PromiseRecorded>,
    /// And when each was filed.
    pub papers: Vec<(Time, PaperFiled)>,
    /// Of whose files no text was read, or not all: the SHA-256, and what to know of it.
    pub unread: Vec<(ledger::Hash, String)>,
    pub drafts: Vec<DraftLine>,
    /// Notices being prepared.
    pub draft_notices: Vec<(Id, NoticeClass)>,
    /// Newest first.
    pub notices: Vec<NoticeLine>,
    /// Open topics that no draft raises yet: code and title.
    pub topics: Vec<(String, String)>,
    /// Hundredths of what is due that are settled.
    pub percent: u8,
    pub moments: Vec<Moment>,
    pub zone: TimeZone,
    pub now: Time,
    /// Names of the file types in words, the input's `accept`, bytes.
    pub file_types: &'static str,
    pub file_accept: &'static str,
    pub file_limit: u64,
    /// Whether the reader may write.
    pub editable: bool,
}

/// Errors and values of the forms to add something come back in `form`.
pub fn project(t: Texts, page: ProjectPage<'_>, form: &Form) -> Html {
    let base = format!("/projects/{}", page.project.project);
    let actions = page.editable.then(|| {
        view! {
            <a class="button primary" href=format!("{base}/warnings/new")>{t.project_new_warning()}</a>
            <a class="button secondary" href=format!("{base}/notices/new")>{t.project_new_notice()}</a>
            <a class="button secondary" href=format!("{base}/agreement/new")>{t.notice_agreement()}</a>
            <a class="button secondary" href=format!("{base}/meetings/new")>{t.meeting_new()}</a>
        }
    });
    let views = vec![
        (format!("{base}/coverage"), t.coverage()),
        (format!("{base}/milestone"), t.milestones()),
        (format!("{base}/told"), t.told()),
        (format!("{base}/chronology"), t.chronology()),
        (format!("{base}/as-of"), t.as_of()),
        (format!("{base}/bundle"), t.bundle_make()),
        (format!("{base}/dossier"), t.dossier()),
        (format!("{base}/redact"), t.redact_make()),
    ];
    let client = format!("/clients/{}", page.project.client);
    view! {
        <Heading title=page.project.title.clone() above=page.client.clone() above_href=client>
            {actions}
        </Heading>
        <Views label=page.project.title.clone() views/>
        <ErrorSummary t form labels=labels([
            ("need_text", t.project_need_text()),
            ("need_answer", t.doc_need_answer()),
            ("promise_text", t.project_promise_text()),
            ("promise_source", t.doc_source()),
            ("paper_class", t.project_paper_class()),
            ("paper_dated", t.project_paper_dated()),
            ("paper_file", t.project_paper_file()),
        ])/>
        <div class="stack">
            {overridden(t, page.state)}
            {notices(t, &page)}
            {drafts(t, &page)}
            {topics(t, &page, &base)}
            {scope_section(t, &page, &base)}
            {needs(t, &page, &base, form)}
            {promises(t, &page, &base, form)}
            {papers(t, &page, &base, form)}
            <section aria-labelledby="timeline">
                <h2 id="timeline">{t.project_timeline()}</h2>
                <Timeline t moments=page.moments.clone() zone=&page.zone until=page.now/>
                {page.editable.then(|| view! { <p class="buttons"><a class="button secondary"
                    href=format!("/holds/new?about=project:{}", page.project.project)>{t.hold_new()}</a></p> })}
            </section>
        </div>
    }
    .into_html()
}

fn section(id: &'static str, title: &'static str, body: Html) -> Html {
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {body}
        </section>
    }
    .into_html()
}

fn nothing(t: Texts) -> Html {
    view! { <p class="quiet">{t.doc_none_recorded()}</p> }.into_html()
}

fn notices(t: Texts, page: &ProjectPage<'_>) -> Html {
    if page.notices.is_empty() && page.draft_notices.is_empty() {
        return section(
            "notices",
            t.project_notices(),
            view! { <p class="quiet">{t.doc_no_warnings()}</p> }.into_html(),
        );
    }
    let today = local(page.now, &page.zone).date();
    let rows = notice_rows(t, &page.notices, today, &page.zone, false);
    let prepared = page.draft_notices.iter().enumerate().map(|(n, (notice, class))| {
        view! {
            <li>
                <a href=format!("/drafts/{notice}")>{t.project_draft_notice_n(t.notice_class(*class), n + 1)}</a>
                <StateBadge t state=State::Draft/>
            </li>
        }
    });
    let body = view! { <ul class="list">{prepared.collect_view()}{rows}</ul> }.into_html();
    section("notices", t.project_notices(), body)
}

fn drafts(t: Texts, page: &ProjectPage<'_>) -> Html {
    if page.drafts.is_empty() {
        return Html::new("");
    }
    let rows = page.drafts.iter().map(|draft| {
        view! {
            <li>
                <a href=format!("/warnings/{}", draft.warning)>{draft.title.clone()}</a>
                <p class="quiet">
                    {draft.topic.clone()}" · "{if draft.ready { t.project_ready() } else { t.project_not_ready() }}
                </p>
                <StateBadge t state=State::Draft/>
            </li>
        }
    });
    section("drafts", t.project_drafts(), view! { <ul class="list">{rows.collect_view()}</ul> }.into_html())
}

fn topics(t: Texts, page: &ProjectPage<'_>, base: &str) -> Html {
    let body = if page.topics.is_empty() {
        view! { <p>{t.project_topics_done()}</p> }.into_html()
    } else {
        let rows = page.topics.iter().map(|(code, title)| {
            let href = format!("{base}/coverage/{code}");
            view! { <li><a href=href>{title.clone()}</a>" "<span class="quiet"><Code code=code/></span></li> }
        });
        view! { <ul>{rows.collect_view()}</ul> }.into_html()
    };
    let settled = view! {
        <p class="quiet">{t.project_settled(page.percent)}" "<a href=format!("{base}/coverage")>{t.coverage_see()}</a></p>
    };
    section("topics", t.project_topics_due(), view! { {settled}{body} }.into_html())
}

fn scope_section(t: Texts, page: &ProjectPage<'_>, base: &str) -> Html {
    let edit = page
        .editable
        .then(|| view! { <p><a class="button secondary" href=format!("{base}/edit")>{t.project_edit()}</a></p> });
    let versions = page.versions.iter().map(|(n, at)| {
        view! { <li><a href=format!("{base}/versions/{n}")>{t.project_version_n(*n)}</a>" "<When t at=*at zone=&page.zone/></li> }
    });
    let body = view! {
        {scope(t, &page.kinds, page.project)}
        {edit}
        <h3>{t.project_versions()}</h3>
        <ul>{versions.collect_view()}</ul>
    };
    section("scope", t.project_scope(), body.into_html())
}

/// A form to add something, folded away until it is asked for or refused.
fn adding(page: &ProjectPage<'_>, open: bool, label: &'static str, fields: impl FnOnce() -> Html) -> Option<Html> {
    page.editable.then(|| view! { <details open=open><summary>{label}</summary>{fields()}</details> }.into_html())
}

fn refused(form: &Form, prefix: &str) -> bool {
    form.errors.iter().any(|(name, _)| name.starts_with(prefix))
}

fn edit_link(t: Texts, page: &ProjectPage<'_>, href: String, what: &str) -> Html {
    if !page.editable {
        return Html::new("");
    }
    view! { <a href=href>{t.edit()}<span class="hidden">" "{what.to_owned()}</span></a> }.into_html()
}

fn needs(t: Texts, page: &ProjectPage<'_>, base: &str, form: &Form) -> Html {
    let columns = vec![Column::new(t.doc_need()), Column::new(t.doc_need_answer()), Column::new(t.actions())];
    let rows = page.needs.iter().map(|need| {
        let answer = match need.answer.trim() {
            "" => view! { <strong class="marked">{t.project_unanswered()}</strong> }.into_html(),
            answer => view! { <Prose text=answer/> }.into_html(),
        };
        let edit = edit_link(t, page, format!("/needs/{}/edit", need.need), &need.text);
        vec![view! { <Prose text=&need.text/> }.into_html(), answer, edit]
    });
    let list = if page.needs.is_empty() { nothing(t) } else { table(t.doc_needs(), columns, rows.collect(), page) };
    let add = adding(page, refused(form, "need_"), t.project_need_add(), || {
        view! {
            <form method="post" action=format!("{base}/needs") novalidate>
                <Once form/>
                {need_fields(t, form)}
                <Submit label=t.project_need_add()/>
            </form>
        }
        .into_html()
    });
    section("needs", t.doc_needs(), view! { {list}{add} }.into_html())
}

fn promises(t: Texts, page: &ProjectPage<'_>, base: &str, form: &Form) -> Html {
    let columns = vec![
        Column::new(t.doc_promise()),
        Column::new(t.doc_source()),
        Column::new(t.state()),
        Column::new(t.actions()),
    ];
    let rows = page.promises.iter().map(|promise| {
        let state = promise_state(t, promise.state);
        vec![
            view! { <Prose text=&promise.text/> }.into_html(),
            promise.source.clone().into_html(),
            view! { <strong>{state}</strong><Prose text=&promise.note/> }.into_html(),
            edit_link(t, page, format!("/promises/{}/edit", promise.promise), &promise.text),
        ]
    });
    let list =
        if page.promises.is_empty() { nothing(t) } else { table(t.doc_promises(), columns, rows.collect(), page) };
    let add = adding(page, refused(form, "promise_"), t.project_promise_add(), || {
        view! {
            <form method="post" action=format!("{base}/promises") novalidate>
                <Once form/>
                {promise_fields(t, form)}
                <Submit label=t.project_promise_add()/>
            </form>
        }
        .into_html()
    });
    section("promises", t.doc_promises(), view! { {list}{add} }.into_html())
}

/// A table whose last column, the actions, only those see who may act.
fn table(caption: &'static str, mut columns: Vec<Column>, mut rows: Vec<Vec<Html>>, page: &ProjectPage<'_>) -> Html {
    if !page.editable {
        columns.pop();
        for row in &mut rows {
            row.pop();
        }
    }
    view! { <Table caption=caption caption_hidden=true columns=columns rows=rows/> }.into_html()
}

fn papers(t: Texts, page: &ProjectPage<'_>, base: &str, form: &Form) -> Html {
    let columns = vec![
        Column::new(t.doc_file()),
        Column::new(t.project_paper_class()),
        Column::new(t.project_paper_dated()),
        Column::new(t.dossier_recorded_on()),
        Column::numeric(t.doc_size()),
        Column::new(t.doc_sha256()),
    ];
    let rows = page.papers.iter().map(|(filed, paper)| {
        let unread = page.unread.iter().find(|(sha256, _)| *sha256 == paper.file.sha256);
        let unread = unread.map(|(_, said)| view! { <span class="quiet">" — "{said.clone()}</span> });
        let href = format!("/papers/{}", paper.paper);
        vec![
            view! { <a href=href download="">{paper.file.name.clone()}</a>{unread} }.into_html(),
            t.paper_class(paper.class).into_html(),
            paper.dated.map(|date| t.date(date)).unwrap_or_default().into_html(),
            t.date(local(*filed, &page.zone).date()).into_html(),
            view! { <Size t bytes=paper.file.size/> }.into_html(),
            view! { <Hash hex=paper.file.sha256.to_string()/> }.into_html(),
        ]
    });
    let list = if page.papers.is_empty() {
        nothing(t)
    } else {
        view! { <Table caption=t.doc_papers() caption_hidden=true columns=columns rows=rows.collect()/> }.into_html()
    };
    let classes = PAPER_CLASSES.map(|(value, class)| Opt::new(value, t.paper_class(class))).to_vec();
    let add = adding(page, refused(form, "paper_"), t.project_paper_add(), || {
        view! {
            <form method="post" action=format!("{base}/papers") enctype="multipart/form-data" novalidate>
                <Once form/>
                <Select t form name="paper_class" label=t.project_paper_class() options=classes required=true
                    with_empty=true/>
                <DateField t form name="paper_dated" label=t.project_paper_dated()/>
                <FileField t form name="paper_file" label=t.project_paper_file() types=page.file_types
                    accept=page.file_accept max_bytes=page.file_limit required=true/>
                <Submit label=t.project_paper_add()/>
            </form>
        }
        .into_html()
    });
    section("papers", t.doc_papers(), view! { {list}{add} }.into_html())
}
