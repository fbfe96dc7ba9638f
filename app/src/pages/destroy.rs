//! Projects whose time is over: the dry run of their destruction, its confirmation, and what is shown in their place afterwards.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::event::ProjectDestroyed;
use ledger::{Id, Time};
use leptos::prelude::*;

use super::erase::ReaderLoses;
use crate::parts::{
    Checkbox, CheckboxGroup, Column, DefinitionList, ErrorSummary, Field, Heading, Note, NoteKind, Once, Opt, Submit,
    Table, When, labels,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// What goes with one project.
pub struct GoneLine {
    pub project: Id,
    pub title: String,
    pub reference: String,
    pub client: (Id, String),
    /// No other project of the client is left: its own entries may go too.
    pub whole_client: bool,
    pub with_client: bool,
    /// When the relationship ended, and the last day for which it was kept.
    pub ended: Option<(Date, Date)>,
    /// Why it may not go.
    pub refused: Option<String>,
    pub entries: u64,
    pub from: Time,
    pub to: Time,
    /// In words, the most frequent first.
    pub kinds: Vec<(String, u64)>,
    pub files: u64,
    /// Bytes.
    pub bytes: u64,
    pub shared: u64,
    pub mails: u64,
    pub records: u64,
    pub made_again: u64,
    /// What outside readers had made of it.
    pub readers: Vec<ReaderLoses>,
}

pub struct DestroyPage {
    pub lines: Vec<GoneLine>,
    /// Something was chosen that is no longer here.
    pub missing: bool,
    pub years: u32,
    pub zone: TimeZone,
}

/// The dry run, and the confirmation where all that was chosen may go.
pub fn destroy(t: Texts, page: &DestroyPage, form: &Form) -> Html {
    let may = !page.lines.is_empty() && !page.missing && page.lines.iter().all(|line| line.refused.is_none());
    // Where there is nothing to confirm, only what concerns the whole is told: the fields are not there.
    let mut told = form.clone();
    told.errors.retain(|(field, _)| may || field.is_empty());
    let form = &told;
    let missing = page.missing.then(|| view! { <Note kind=NoteKind::Caution><p>{t.destroy_missing()}</p></Note> });
    let nothing = (page.lines.is_empty() && !page.missing).then(|| view! { <p>{t.destroy_nothing()}</p> });
    view! {
        <Heading title=t.destroy_title() above=t.retention() above_href="/retention" lead=t.destroy_lead()/>
        <ErrorSummary t form labels=labels([
            ("note", t.erase_note()),
            ("password", t.erase_password()),
            ("confirm", t.destroy_confirm()),
        ])/>
        {missing}
        {nothing}
        {page.lines.iter().map(|line| one(t, page, line)).collect_view()}
        {may.then(|| whole_clients(t, page, form))}
        {may.then(|| confirmation(t, page, form))}
        <p class="buttons"><a class="button secondary" href="/retention">{t.cancel()}</a></p>
    }
    .into_html()
}

fn one(t: Texts, page: &DestroyPage, line: &GoneLine) -> Html {
    let when = |at: Time| t.date(local(at, &page.zone).date());
    let name =
        if line.reference.is_empty() { line.title.clone() } else { format!("{} · {}", line.title, line.reference) };
    let rule = line.ended.map(|(ended, until)| {
        let years = t.retention_span(u64::from(page.years));
        view! { <p>{t.destroy_rule(&years, &t.date(ended), &t.date(until))}</p> }
    });
    let refused = line.refused.as_ref().map(|why| {
        view! { <Note kind=NoteKind::Caution><p><strong>{t.destroy_refused()}</strong>" "{why.clone()}</p></Note> }
    });
    let entries = t.destroy_span(&t.destroy_entries(line.entries), &when(line.from), &when(line.to));
    let mut goes = vec![entries, t.destroy_files(line.files, &t.size(line.bytes)), t.destroy_records(line.records)];
    goes.extend(t.of_readers(&line.readers));
    goes.extend((line.mails > 0).then(|| t.destroy_mails(line.mails)));
    goes.push(t.destroy_links().to_owned());
    goes.extend(line.with_client.then(|| t.destroy_client().to_owned()));
    goes.extend((line.made_again > 0).then(|| t.destroy_made_again(line.made_again)));
    let mut stays: Vec<String> =
        [t.destroy_stays_log(), t.destroy_stays_certificate(), t.destroy_stays_holds()].map(str::to_owned).to_vec();
    stays.extend((!line.with_client).then(|| t.destroy_stays_client().to_owned()));
    stays.extend((line.shared > 0).then(|| t.destroy_stays_shared(line.shared)));
    let beyond = [t.erase_beyond_copies(), t.destroy_beyond_backups()].map(str::to_owned);
    let list = |items: Vec<String>| items.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    let columns = vec![Column::new(t.destroy_kind()), Column::numeric(t.destroy_number())];
    let rows = line.kinds.iter().map(|(kind, n)| vec![kind.clone().into_html(), t.number(*n).into_html()]).collect();
    let (id, heading) = (format!("project-{}", line.project), format!("project-{}", line.project));
    view! {
        <section aria-labelledby=id>
            <h2 id=heading>{line.client.1.clone()}" · "<a href=format!("/projects/{}", line.project)>{name}</a></h2>
            {refused}
            {rule}
            <h3>{t.erase_goes()}</h3>
            <ul>{list(goes)}</ul>
            <details>
                <summary>{t.destroy_kinds()}</summary>
                <Table caption=t.destroy_kinds() caption_hidden=true columns=columns rows=rows/>
            </details>
            <h3>{t.erase_stays()}</h3>
            <ul>{list(stays)}</ul>
            <h3>{t.erase_beyond()}</h3>
            <ul>{list(beyond.to_vec())}</ul>
        </section>
    }
    .into_html()
}

fn hidden(name: &'static str, values: impl Iterator<Item = String>) -> Html {
    values.map(|value| view! { <input type="hidden" name=name value=value/> }).collect_view().into_html()
}

fn projects(page: &DestroyPage) -> Html {
    hidden("project", page.lines.iter().map(|line| line.project.to_string()))
}

/// The choice to destroy clients with their last project. It leads to this page once more, so that what is confirmed was seen.
fn whole_clients(t: Texts, page: &DestroyPage, form: &Form) -> Option<Html> {
    let choices: Vec<Opt> = page
        .lines
        .iter()
        .filter(|line| line.whole_client)
        .map(|line| {
            let label = t.destroy_choose_client(&line.client.1);
            Opt::new(line.client.0.to_string(), label).hint(t.destroy_choose_client_hint())
        })
        .collect();
    (!choices.is_empty()).then(|| {
        view! {
            <form method="get" action="/retention/destroy">
                {projects(page)}
                <CheckboxGroup t form name="client" legend=t.project_client() options=choices/>
                <p class="buttons"><Submit label=t.destroy_recount() kind="secondary"/></p>
            </form>
        }
        .into_html()
    })
}

fn confirmation(t: Texts, page: &DestroyPage, form: &Form) -> Html {
    let clients = page.lines.iter().filter(|line| line.with_client).map(|line| line.client.0.to_string());
    view! {
        <section aria-labelledby="confirmation">
            <h2 id="confirmation">{t.destroy_confirm_title()}</h2>
            <form method="post" action="/retention/destroy" novalidate>
                <Once form/>
                {projects(page)}
                {hidden("client", clients)}
                <Field t form name="note" label=t.erase_note() hint=t.destroy_note_hint() required=true maxlength=200 autocomplete="off"/>
                <Field t form name="password" label=t.erase_password() kind="password" autocomplete="current-password"
                    required=true width="medium"/>
                <Checkbox t form name="confirm" label=t.destroy_confirm() required=true/>
                <p class="buttons"><Submit label=t.destroy_submit() kind="danger"/></p>
            </form>
        </section>
    }
    .into_html()
}

/// A project that is no longer here.
pub struct DestroyedPage {
    pub event: ProjectDestroyed,
    pub at: Time,
    /// The place in the log of what says so.
    pub entry: u64,
    /// Whether its certificate is made.
    pub certificate: bool,
    pub zone: TimeZone,
}

pub fn destroyed(t: Texts, page: &DestroyedPage) -> Html {
    let gone = &page.event;
    let day = |at: Time| t.date(local(at, &page.zone).date());
    let rule = t.destroy_rule(&t.retention_span(u64::from(gone.years)), &t.date(gone.ended), &t.date(gone.kept_until));
    let span = t.destroy_span(&t.destroy_entries(gone.count), &day(gone.from), &day(gone.to));
    let files = t.destroyed_files_words(gone.files.len() as u64, &t.size(gone.bytes));
    let mut entries = vec![(t.project_client().to_owned(), gone.client_name.clone().into_html())];
    if !gone.reference.is_empty() {
        entries.push((t.reference().to_owned(), gone.reference.clone().into_html()));
    }
    entries.extend([
        (t.destroyed_on().to_owned(), view! { <When t at=page.at zone=&page.zone/> }.into_html()),
        (t.destroyed_by().to_owned(), gone.by.name.clone().into_html()),
        (t.destroyed_rule().to_owned(), rule.into_html()),
        (t.destroyed_reason().to_owned(), gone.note.clone().into_html()),
        (t.destroyed_entries().to_owned(), span.into_html()),
        (t.destroyed_files().to_owned(), files.into_html()),
        (t.destroyed_where().to_owned(), t.destroyed_in_log(page.entry + 1).into_html()),
    ]);
    let certificate = match page.certificate {
        true => {
            let href = format!("/projects/{}/destruction.pdf", gone.project);
            view! { <p><a class="button secondary" href=href>{t.destroyed_certificate()}</a></p> }.into_html()
        }
        false => view! { <Note kind=NoteKind::Info><p>{t.destroyed_certificate_waits()}</p></Note> }.into_html(),
    };
    view! {
        <Heading title=t.destroyed_title() above=t.retention() above_href="/retention" lead=t.destroyed_lead()/>
        <DefinitionList entries/>
        {gone.with_client.then(|| view! { <p>{t.destroyed_client_too()}</p> })}
        {certificate}
    }
    .into_html()
}

/// The link of a notice whose project was destroyed, since `when`.
pub fn link_destroyed(t: Texts, firm: &str, when: &str) -> Html {
    view! {
        <div class="narrow">
            <Heading title=t.link_destroyed_title()/>
            <p>{t.link_destroyed_text(firm, when)}</p>
            <p>{t.link_destroyed_copies()}" "<a href="/verify">{t.link_destroyed_verify()}</a></p>
        </div>
    }
    .into_html()
}
