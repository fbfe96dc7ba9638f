//! The pages of an outside reader that no member has: the way in, the home page, a project and a notice in short, their own notes.

use jiff::tz::TimeZone;
use ledger::event::Date;
use ledger::notice::State as Story;
use ledger::{Id, Time};
use leptos::prelude::*;

use super::access::{AccessLine, outsider};
use super::answer::decided;
use super::as_of::{Fact, sections};
use super::notice_list::{NoticeLine, notice_rows};
use crate::parts::{
    Empty, ErrorSummary, Field, FrozenText, Heading, Hidden, Note, NoticeStanding, Once, Prose, Submit, TextArea, When,
    labels, signed,
};
use crate::{Form, Html, IntoHtml, Texts};

/// Behind the link, before the code.
pub struct DeskDoor {
    pub firm: String,
    pub access: AccessLine,
    /// A code was sent that can be typed now.
    pub code_sent: bool,
    /// This browser typed one already.
    pub open: bool,
    pub base: String,
    pub zone: TimeZone,
}

pub fn desk_door(t: Texts, page: &DeskDoor, form: &Form) -> Html {
    let to = &page.access.to;
    let open = page.open.then(|| {
        view! { <p class="buttons"><a class="button primary" href=format!("{}/files", page.base)>{t.desk_open()}</a></p> }
    });
    let typed = page.code_sent.then(|| {
        view! {
            <form id="identify" method="post" action=format!("{}/identify", page.base) novalidate>
                <Once form/>
                <Field t form name="code" label=t.identify_code() hint=t.desk_code_hint(&to.email) inputmode="numeric"
                    autocomplete="one-time-code" width="short" required=true maxlength=20/>
                <p class="buttons"><Submit label=t.desk_enter()/></p>
            </form>
        }
    });
    let label = if page.code_sent { t.desk_code_again() } else { t.desk_code() };
    let kind = if page.code_sent || page.open { "secondary" } else { "primary" };
    view! {
        <Heading title=t.desk_title() above=page.firm.clone() lead=t.desk_lead(&outsider(to), &page.firm)/>
        <ErrorSummary t form labels=labels([("code", t.identify_code())])/>
        <Note><p>{t.access_until(&t.date(page.access.last))}". "{t.desk_recorded()}</p></Note>
        {open}
        {typed}
        <form method="post" action=format!("{}/code", page.base) novalidate>
            <Once form/>
            <p>{t.desk_code_why(&to.email)}</p>
            <p class="buttons"><Submit label=label kind=kind/></p>
        </form>
    }
    .into_html()
}

/// After the end: when that was, and nothing else.
pub fn desk_ended(t: Texts, day: &str) -> Html {
    view! { <Heading title=t.desk_ended_title()/><p>{t.desk_ended(day)}</p> }.into_html()
}

/// Behind a link that a newer one replaced. Whoever has it may not be the reader, so nothing says who that is.
pub fn desk_replaced(t: Texts, firm: &str, day: &str) -> Html {
    view! { <Heading title=t.desk_replaced_title() above=firm.to_owned()/><p>{t.desk_replaced(firm, day)}</p> }
        .into_html()
}

pub struct DeskHome {
    pub firm: String,
    pub access: AccessLine,
    /// Clients granted as a whole.
    pub clients: Vec<(String, String)>,
    /// With the name of the client.
    pub projects: Vec<(Id, String, String)>,
    pub zone: TimeZone,
}

pub fn desk_home(t: Texts, home: &DeskHome) -> Html {
    use ledger::event::AccessSort::Lawyer;
    let access = &home.access;
    let whole = access.sort == Lawyer;
    let projects = home.projects.iter().map(|(project, title, client)| {
        view! { <li><a href=format!("/projects/{project}")>{title.clone()}</a><p class="quiet">{client.clone()}</p></li> }
    });
    let projects = match home.projects.is_empty() {
        true => view! { <Empty title=t.desk_no_project()/> }.into_html(),
        false => view! { <ul class="list">{projects.collect_view()}</ul> }.into_html(),
    };
    let clients = (whole && !home.clients.is_empty()).then(|| {
        let items = home.clients.iter().map(|(client, name)| {
            let [chronology, dossier, redact] =
                ["chronology", "dossier", "redact"].map(|place| format!("/clients/{client}/{place}"));
            view! {
                <li><a href=format!("/clients/{client}/as-of")>{name.clone()}</a>
                    <p class="quiet"><a href=chronology>{t.labelled(t.chronology(), name)}</a>" · "<a href=dossier>{t.labelled(t.dossier(), name)}</a>" · "
                        <a href=redact>{t.labelled(t.redact_make(), name)}</a></p></li>
            }
        });
        view! {
            <section aria-labelledby="clients"><h2 id="clients">{t.nav_clients()}</h2><ul class="list">{items.collect_view()}</ul></section>
        }
    });
    let search = whole.then(|| view! { <a class="button secondary" href="/search">{t.nav_search()}</a> });
    let granted = t.desk_granted_by(&access.granted.1, &home.firm);
    view! {
        <Heading title=t.desk() lead=t.desk_home_lead(&outsider(&access.to))>
            {search}
            <a class="button secondary" href="/notes">{t.desk_notes()}</a>
        </Heading>
        <Note>
            <p>{granted}" "<When t at=access.granted.0 zone=&home.zone/>". "<strong>{t.access_until(&t.date(access.last))}</strong>"."</p>
            <p>{t.labelled(t.access_sort_of(access.sort), t.access_sort_hint(access.sort))}</p>
            <p>{t.desk_recorded()}" "{if whole { t.desk_seen() } else { t.desk_seen_pages() }}</p>
        </Note>
        <div class="stack">
            <section aria-labelledby="projects"><h2 id="projects">{t.nav_projects()}</h2>{projects}</section>
            {clients}
        </div>
    }
    .into_html()
}

pub struct DeskProject {
    pub project: Id,
    pub title: String,
    pub facts: Vec<Fact>,
    pub notices: Vec<NoticeLine>,
    pub today: Date,
    pub zone: TimeZone,
    /// Not a data room.
    pub whole: bool,
}

pub fn desk_project(t: Texts, page: &DeskProject) -> Html {
    let base = format!("/projects/{}", page.project);
    let link = |place: &str, label: &'static str| {
        view! { <a class="button secondary" href=format!("{base}/{place}")>{label}</a> }
    };
    let whole = page.whole.then(|| {
        view! {
            {link("told", t.told())}{link("coverage", t.coverage())}{link("as-of", t.as_of())}{link("bundle", t.bundle_make())}{link("dossier", t.dossier())}{link("redact", t.redact_make())}
        }
    });
    let notices = (!page.notices.is_empty()).then(|| {
        let rows = notice_rows(t, &page.notices, page.today, &page.zone, false);
        view! { <section aria-labelledby="issued"><h2 id="issued">{t.desk_issued()}</h2><ul class="list">{rows}</ul></section> }
    });
    view! {
        <Heading title=page.title.clone() above=t.desk() above_href="/files" lead=t.desk_project_lead()>
            {link("chronology", t.chronology())}
            {whole}
        </Heading>
        <div class="stack">{notices}{sections(t, &page.facts)}</div>
    }
    .into_html()
}

/// A notice in a data room: its text with what was decided. `title` comes with whether its PDF is made.
pub fn desk_notice(t: Texts, story: &Story, (title, ready): (&str, bool), zone: &TimeZone, today: Date) -> Html {
    let notice = &story.notice;
    let theirs = Texts(notice.lang);
    let state = NoticeStanding::of(story).state(today);
    let answer = story.answer.as_ref().map(|(_, answer)| answer);
    let text = FrozenText::of(theirs, notice).show(theirs, notice, None, |warning| {
        answer.map_or_else(|| Html::new(""), |answer| decided(theirs, warning, answer))
    });
    let whole = answer.and_then(|answer| answer.signing.as_ref()).map(|signing| signed(t, notice, signing));
    let answered = story.answer.as_ref().map(|(at, answer)| {
        view! { <p><strong>{answer.typed_name.clone()}</strong>" · "<When t at=*at zone=zone/></p> }
    });
    let pdf = ready.then(|| {
        view! { <a class="button secondary" href=format!("/notices/{}/notice.pdf", notice.notice)>{t.manage_pdf()}</a> }
    });
    view! {
        <Heading title=title.to_owned() above=notice.project.title.clone() above_href=format!("/projects/{}", notice.project.project)>{pdf}</Heading>
        <p>{state.badge(t.state_of(notice.class(), state))}</p>
        {answered}
        {whole}
        <article class="frozen" lang=theirs.code()>{text}</article>
    }
    .into_html()
}

/// What the reader wrote for themselves.
#[derive(Clone, Debug)]
pub struct DeskNote {
    pub note: Id,
    pub about: String,
    /// What that is called; empty where it can no longer be read.
    pub name: String,
    /// From 0.
    pub entry: Option<u64>,
    pub text: String,
    pub created: Time,
}

impl DeskNote {
    fn item(&self, t: Texts, zone: &TimeZone, named: bool) -> Html {
        let (word, id) = self.about.split_once(':').unwrap_or_default();
        let name = (named && !self.name.is_empty())
            .then(|| view! { <a href=format!("/{word}s/{id}")>{self.name.clone()}</a>" · " });
        let entry = self.entry.map(|entry| format!(" · {}", t.verify_entry(entry + 1)));
        view! {
            <li>
                <Prose text=&self.text/>
                <p class="quiet">{name}<When t at=self.created zone=zone/>{entry}</p>
                <form method="post" action=format!("/notes/{}/delete", self.note)>
                    <button type="submit" class="button secondary" aria-label=t.desk_note_delete(&short(&self.text))>{t.delete()}</button>
                </form>
            </li>
        }
        .into_html()
    }
}

/// The first words, to tell one note from the others.
fn short(text: &str) -> String {
    text.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
}

/// A page with the reader's own notes on it below, and the form to add one.
pub fn desk_noted(t: Texts, view: Html, about: &str, notes: &[DeskNote], zone: &TimeZone, form: &Form) -> Html {
    let items = notes.iter().map(|note| note.item(t, zone, false)).collect_view();
    let fields = labels([("note", t.desk_note()), ("entry", t.desk_note_entry())]);
    view! {
        {view}
        <section id="notes" aria-labelledby="notes-title">
            <h2 id="notes-title">{t.desk_notes()}</h2>
            <p class="quiet">{t.desk_notes_private()}</p>
            <ul class="list">{items}</ul>
            <ErrorSummary t form labels=fields/>
            <form method="post" action="/notes" novalidate>
                <Once form/>
                <Hidden name="about" value=about.to_owned()/>
                <TextArea t form name="note" label=t.desk_note() required=true rows=3 maxlength=10_000/>
                <Field t form name="entry" label=t.desk_note_entry() hint=t.desk_note_entry_hint() inputmode="numeric" width="short" maxlength=12/>
                <p class="buttons"><Submit label=t.desk_note_add() kind="secondary"/></p>
            </form>
        </section>
    }
    .into_html()
}

/// What stands above the notes where they alone are shown again.
pub fn desk_note_head(t: Texts, about: &str, name: &str) -> Html {
    let (word, id) = about.split_once(':').unwrap_or_default();
    view! { <Heading title=t.desk_notes() above=name.to_owned() above_href=format!("/{word}s/{id}")/> }.into_html()
}

/// All notes.
pub fn desk_notes(t: Texts, notes: &[DeskNote], zone: &TimeZone) -> Html {
    let list = match notes.is_empty() {
        true => view! { <Empty title=t.desk_notes_none() text=t.desk_notes_none_text()/> }.into_html(),
        false => {
            let items = notes.iter().map(|note| note.item(t, zone, true)).collect_view();
            view! { <ul class="list">{items}</ul> }.into_html()
        }
    };
    view! { <Heading title=t.desk_notes() above=t.desk() above_href="/files" lead=t.desk_notes_private()/>{list} }
        .into_html()
}
