//! The file of a project or client (PDF): what can be chosen and what comes of it, how far it is, and its parts.

use jiff::tz::TimeZone;
use ledger::event::DocumentMade;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{
    Column, ErrorSummary, Field, Heading, Note, NoteKind, Once, Opt, RadioGroup, Submit, Table, When, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

pub struct DossierPage {
    /// `project:<id>` or `client:<id>`.
    pub about: String,
    pub title: String,
    pub entries: u64,
    /// Those of them that the chronology does not show: about the log itself and its seals.
    pub keys: u64,
    /// Somebody outside makes it. To members the chronology shows entries about outside readers, which no file has.
    pub outside: bool,
    pub exhibits: u64,
    /// Of all exhibits.
    pub bytes: u64,
    /// Bytes of the evidence that the first part attaches.
    pub evidence: u64,
    /// Bytes of a part at most.
    pub limit: u64,
    pub parts: Vec<DossierPart>,
    /// The newest first.
    pub made: Vec<DossierLine>,
    pub zone: TimeZone,
    /// The most megabytes that can be asked for.
    pub most: u64,
    /// There are more entries than this, and no file can be made.
    pub too_many: Option<u64>,
}

/// A part as it would be.
pub struct DossierPart {
    /// The first and the last exhibit in it.
    pub range: Option<(usize, usize)>,
    /// Of its exhibits.
    pub bytes: u64,
    /// Larger than the limit all the same.
    pub oversize: bool,
}

pub struct DossierLine {
    pub dossier: Id,
    pub reference: String,
    /// It is a copy of the file of that reference, in which names are masked.
    pub copy: bool,
    pub at: Time,
    /// Empty for what was made for somebody outside.
    pub by: String,
    pub parts: u64,
}

/// A file that was made.
pub struct DossierShown {
    pub dossier: Id,
    pub about: String,
    /// Of the project, or name of the client.
    pub title: String,
    pub at: Time,
    pub by: String,
    pub parts: Vec<DocumentMade>,
    pub zone: TimeZone,
}

impl DossierShown {
    pub fn called(&self, t: Texts) -> String {
        called(t, self.parts.first().map_or("", DocumentMade::whole), self.is_copy())
    }

    /// Whether names are masked in it.
    fn is_copy(&self) -> bool {
        self.parts.iter().any(|part| part.redacts.is_some())
    }
}

/// A copy has the reference of its original.
fn called(t: Texts, reference: &str, copy: bool) -> String {
    if copy { t.dossier_copy(reference) } else { t.dossier_page(reference) }
}

/// The page of a subject.
fn page_of(about: &str) -> String {
    let (word, id) = about.split_once(':').unwrap_or_default();
    format!("/{word}s/{id}")
}

pub fn dossier(t: Texts, page: &DossierPage, form: &Form) -> Html {
    let back = page_of(&page.about);
    let action = format!("{back}/dossier");
    let languages = vec![Opt::new("fr", t.language_fr()), Opt::new("en", t.language_en())];
    let files = vec![
        Opt::new("with", t.dossier_files_with()).hint(t.dossier_files_with_hint()),
        Opt::new("without", t.dossier_files_without()).hint(t.dossier_files_without_hint()),
    ];
    let heading = view! { <Heading title=t.dossier_title() above=page.title.clone() above_href=back.clone() lead=t.dossier_lead()/> };
    if let Some(most) = page.too_many {
        return view! { {heading}<Note kind=NoteKind::Caution><p>{t.dossier_too_many(most)}</p></Note>{made(t, page)} }
            .into_html();
    }
    view! {
        {heading}
        <ErrorSummary t form labels=labels([("limit", t.dossier_limit())])/>
        <div class="stack">
            {preview(t, page)}
            <form method="post" action=action novalidate>
                <Once form/>
                <Field t form name="limit" label=t.dossier_limit() hint=t.dossier_limit_hint(page.most) inputmode="numeric" maxlength=2 width="short"/>
                <RadioGroup t form name="files" legend=t.dossier_files() options=files/>
                <RadioGroup t form name="lang" legend=t.dossier_lang() hint=t.dossier_lang_hint() options=languages/>
                <p class="buttons">
                    <Submit label=t.dossier_submit()/>
                    <Submit label=t.dossier_look() kind="secondary" name="look" value="due"/>
                    <a class="button secondary" href=back>{t.cancel()}</a>
                </p>
                <p class="quiet">{t.dossier_recorded_note()}" "{page.outside.then(|| t.desk_made_seen())}</p>
            </form>
            {made(t, page)}
        </div>
    }
    .into_html()
}

fn preview(t: Texts, page: &DossierPage) -> Html {
    let parts = page.parts.len() as u64;
    let exhibits = if page.exhibits == 0 {
        t.dossier_preview_none().to_owned()
    } else {
        t.dossier_preview_exhibits(page.exhibits)
    };
    let split = if parts > 1 { t.dossier_preview_parts(parts) } else { t.dossier_preview_whole().to_owned() };
    let words = [t.dossier_preview_entries(page.entries), exhibits, t.dossier_preview_size(&t.size(page.bytes)), split];
    let large = (page.evidence > page.limit).then(|| {
        view! { <Note kind=NoteKind::Caution><p>{t.dossier_preview_large(&t.size(page.evidence))}</p></Note> }
    });
    let over: Vec<String> = page
        .parts
        .iter()
        .filter(|part| part.oversize)
        .filter_map(|part| Some(t.dossier_exhibit(part.range?.0)))
        .collect();
    let over = (!over.is_empty()).then(|| {
        view! { <Note kind=NoteKind::Caution><p>{t.dossier_preview_oversize(&over.join(", "))}</p></Note> }
    });
    let rows = page.parts.iter().enumerate().map(|(i, part)| {
        let holds = match part.range {
            None => t.dossier_preview_narrative().to_owned(),
            Some((first, last)) if first == last => t.dossier_exhibit(first),
            Some((first, last)) => t.dossier_preview_range(first, last),
        };
        vec![t.dossier_preview_part(i + 1).into_html(), holds.into_html(), t.size(part.bytes).into_html()]
    });
    let columns = vec![
        Column::new(t.dossier_part_label()),
        Column::new(t.dossier_holds()),
        Column::numeric(t.dossier_of_exhibits()),
    ];
    let table = (parts > 1).then(|| {
        view! { <Table caption=t.dossier_preview() caption_hidden=true columns rows=rows.collect()/><p class="quiet">{t.dossier_preview_about()}</p> }
    });
    view! {
        <section aria-labelledby="holds">
            <h2 id="holds">{t.dossier_preview()}</h2>
            <p>{words.join(" · ")}</p>
            <p class="quiet">{t.dossier_preview_keys(page.keys)}" "{(!page.outside).then(|| t.dossier_preview_readers())}</p>
            {large}
            {over}
            {table}
        </section>
    }
    .into_html()
}

fn made(t: Texts, page: &DossierPage) -> Option<Html> {
    let lines = page.made.iter().map(|line| {
        let by = if line.by.is_empty() { t.trail_by_system() } else { line.by.as_str() }.to_owned();
        let parts =
            if line.parts > 1 { t.dossier_preview_parts(line.parts) } else { t.dossier_preview_whole().to_owned() };
        let copy = line.copy.then(|| view! { <p class="quiet">{t.dossier_copy_note()}</p> });
        view! {
            <li><a href=format!("/dossiers/{}", line.dossier)>{called(t, &line.reference, line.copy)}</a>
                <p class="quiet"><When t at=line.at zone=&page.zone/>" · "{by}" · "{parts}</p>{copy}</li>
        }
    });
    let lines = (!page.made.is_empty()).then(|| lines.collect_view())?;
    Some(view! { <section><h2>{t.dossier_made()}</h2><ul class="list">{lines}</ul></section> }.into_html())
}

/// One under way: what it is about (subject and title), how many of how many parts are done, whether it was given up.
pub fn dossier_making(
    t: Texts,
    (dossier, about, title): (Id, &str, &str),
    (done, parts, failed): (u64, u64, bool),
    follow: bool,
) -> Html {
    let (back, base) = (page_of(about), format!("/dossiers/{dossier}"));
    let another = format!("{back}/dossier");
    let body = match failed {
        true => view! {
            <Note kind=NoteKind::Caution><p>{t.dossier_page_failed()}</p></Note>
            <p class="buttons"><a class="button primary" href=another>{t.dossier_page_another()}</a></p>
        }
        .into_html(),
        false => {
            let (to, word) = match follow {
                true => (base.clone(), t.bulk_unfollow()),
                false => (format!("{base}?follow=1"), t.bulk_follow()),
            };
            let standing =
                if parts == 0 { t.dossier_page_begins().to_owned() } else { t.dossier_page_progress(done, parts) };
            let bar = (parts > 0).then(|| {
                view! { <progress value=done.to_string() max=parts.to_string() aria-label=t.dossier_page_parts()></progress> }
            });
            view! {
                {bar}
                <p role="status">{standing}</p>
                <p>{t.dossier_page_wait()}</p>
                <p class="buttons">
                    <a class="button secondary" href=base>{t.bulk_refresh()}</a>
                    <a class="button secondary" href=to>{word}</a>
                </p>
            }
            .into_html()
        }
    };
    view! { <Heading title=t.dossier_page_making() above=title.to_owned() above_href=back/><div class="stack">{body}</div> }.into_html()
}

pub fn dossier_made(t: Texts, page: &DossierShown) -> Html {
    let (back, base) = (page_of(&page.about), format!("/dossiers/{}", page.dossier));
    let rows = page.parts.iter().enumerate().map(|(i, part)| {
        vec![
            view! { <a href=format!("{base}/{}.pdf", i + 1)>{part.file.name.clone()}</a> }.into_html(),
            t.number(part.pages.into()).into_html(),
            t.size(part.file.size).into_html(),
            view! { <code>{part.file.sha256.to_string()}</code> }.into_html(),
        ]
    });
    let columns = vec![
        Column::new(t.dossier_part_label()),
        Column::numeric(t.dossier_pages()),
        Column::numeric(t.doc_size()),
        Column::new(t.doc_sha256()),
    ];
    let by = if page.by.is_empty() { t.trail_by_system() } else { page.by.as_str() }.to_owned();
    let (rows, copy) = (rows.collect(), page.is_copy());
    let note = match copy {
        true => view! { <Note kind=NoteKind::Caution><p>{t.dossier_copy_note()}</p></Note> }.into_html(),
        false => view! { <p class="quiet">{t.dossier_page_exhibits_note()}</p> }.into_html(),
    };
    view! {
        <Heading title=page.called(t) above=page.title.clone() above_href=back.clone()>
            <a class="button primary" href=format!("{base}/all.zip")>{t.dossier_page_all()}</a>
            {(!copy).then(|| view! {
                <a class="button secondary" href=format!("{base}/exhibits.zip")>{t.dossier_page_exhibits()}</a>
            })}
            <a class="button secondary" href=format!("{base}/list.csv")>{t.dossier_page_csv()}</a>
            <a class="button secondary" href=format!("{back}/dossier")>{t.dossier_page_another()}</a>
        </Heading>
        <p class="quiet"><When t at=page.at zone=&page.zone/>" · "{by}</p>
        {note}
        <Table caption=t.dossier_page_parts() columns rows/>
    }
    .into_html()
}

/// In the place of the exhibits of a copy with masked names, at `base`.
pub fn dossier_exhibits_kept(t: Texts, reference: &str, base: &str) -> Html {
    view! {
        <div class="narrow">
            <Heading title=t.dossier_copy_no_exhibits() above=t.dossier_copy(reference) above_href=base.to_owned()/>
            <p>{t.dossier_copy_no_exhibits_text()}</p>
            <p class="buttons"><a class="button secondary" href=base.to_owned()>{t.dossier_copy_back()}</a></p>
        </div>
    }
    .into_html()
}
