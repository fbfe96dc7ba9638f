//! Erasing the content of an entry: what goes, what stays, and the second confirmation.

use jiff::tz::TimeZone;
use ledger::Time;
use ledger::event::{Ground, PayloadErased};
use leptos::prelude::*;

use crate::parts::{
    Checkbox, DefinitionList, EntryAt, ErrorSummary, Field, Heading, Note, NoteKind, Once, Opt, Prose, RadioGroup,
    Submit, When, labels,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// What an outside reader had made and loses with an erasure, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderLoses {
    pub name: String,
    pub files: u64,
    /// Copies with masked names.
    pub copies: u64,
    pub bundles: u64,
}

pub struct ErasePage {
    pub entry: EntryAt,
    /// In words.
    pub kind: String,
    pub at: Time,
    pub by: String,
    /// The texts that go.
    pub texts: Vec<String>,
    /// Why it cannot be erased.
    pub refused: Option<String>,
    /// When it was erased, and what says so.
    pub said: Option<(Time, PayloadErased)>,
    pub zone: TimeZone,
    pub back: String,
    /// Name of its own file, if that goes.
    pub file: Option<String>,
    /// Its file stays, because something else needs it.
    pub shared: bool,
    /// Names of other files that hold the text.
    pub documents: Vec<String>,
    /// Some of them are made anew.
    pub made_again: bool,
    /// When each bundle that holds the text was made.
    pub bundles: Vec<Time>,
    /// Which of these files and bundles outside readers had made.
    pub readers: Vec<ReaderLoses>,
    /// Of a grant, which goes with its links, codes and sessions: the notes of its reader.
    pub notes: Option<u64>,
    /// All files that go.
    pub files: u64,
    /// Copies of mails on this server.
    pub mails: u64,
    /// Something but the header remains.
    pub remains: bool,
}

/// The value that the form sends.
pub fn ground_value(ground: Ground) -> &'static str {
    match ground {
        Ground::Request => "request",
        Ground::Mistake => "mistake",
        Ground::NotNeeded => "not_needed",
        Ground::Unlawful => "unlawful",
        Ground::Obligation => "obligation",
        Ground::Retention => "retention",
    }
}

pub fn erase(t: Texts, page: &ErasePage, form: &Form) -> Html {
    let when = |at: Time| t.date_time(&local(at, &page.zone));
    let entry = vec![
        (t.trail_what().to_owned(), t.erased_which(page.entry.index + 1, &page.kind).into_html()),
        (t.trail_when().to_owned(), view! { <When t at=page.at zone=&page.zone/> }.into_html()),
        (t.trail_by().to_owned(), page.by.clone().into_html()),
    ];
    let texts = page.texts.iter().map(|text| view! { <Prose text=text/> }).collect_view();
    let rest = match (&page.said, &page.refused) {
        (Some((at, erased)), _) => {
            view! { <Note><p>{t.erase_gone()}" "{t.erased_sentence(erased, &when(*at))}</p></Note> }.into_html()
        }
        (None, Some(why)) => view! { <Note kind=NoteKind::Caution><p>{why.clone()}</p></Note> }.into_html(),
        (None, None) => view! { {consequences(t, page)}{confirmation(t, page, form)} }.into_html(),
    };
    view! {
        <Heading title=t.erase_title() lead=t.erase_lead()/>
        <ErrorSummary t form labels=labels([
            ("ground", t.erase_ground()),
            ("note", t.erase_note()),
            ("password", t.erase_password()),
            ("confirm", t.erase_confirm()),
        ])/>
        <section aria-labelledby="entry">
            <h2 id="entry">{t.erase_entry()}</h2>
            <DefinitionList entries=entry/>
            {texts}
        </section>
        {rest}
        <p class="buttons"><a class="button secondary" href=page.back.clone()>{t.cancel()}</a></p>
    }
    .into_html()
}

fn consequences(t: Texts, page: &ErasePage) -> Html {
    let when = |at: &Time| t.date_time(&local(*at, &page.zone));
    let mut goes = vec![t.erase_goes_text().to_owned()];
    goes.extend(page.file.iter().map(|name| t.erase_goes_file(name)));
    goes.extend(page.documents.iter().map(|name| t.erase_goes_document(name)));
    goes.extend(page.bundles.iter().map(|at| t.erase_goes_bundle(&when(at))));
    goes.extend(t.readers_lose(&page.readers));
    goes.extend(page.notes.map(|notes| t.erase_goes_grant(notes)));
    goes.extend((page.files > 1).then(|| t.erase_goes_files(page.files)));
    goes.extend((page.mails > 0).then(|| t.erase_goes_mails(page.mails)));
    let stays = [Some(t.erase_stays_entry()), page.remains.then(|| t.erase_stays_choice())];
    let stays = stays.into_iter().flatten().chain(page.shared.then(|| t.erase_shared()));
    let stays = stays.chain((!page.documents.is_empty()).then(|| t.erase_stays_copies()));
    let beyond = [t.erase_beyond_copies(), t.erase_beyond_others(), t.erase_beyond_backups()];
    let item = |text: String| view! { <li>{text}</li> };
    let again = page.made_again.then(|| view! { <Note kind=NoteKind::Caution><p>{t.erase_made_again()}</p></Note> });
    view! {
        <h2>{t.erase_goes()}</h2>
        <ul>{goes.into_iter().map(item).collect_view()}</ul>
        {again}
        <h2>{t.erase_stays()}</h2>
        <ul>{stays.map(|text| item(text.to_owned())).collect_view()}</ul>
        <h2>{t.erase_beyond()}</h2>
        <ul>{beyond.map(|text| item(text.to_owned())).collect_view()}</ul>
    }
    .into_html()
}

fn confirmation(t: Texts, page: &ErasePage, form: &Form) -> Html {
    let grounds = Ground::ALL.map(|ground| Opt::new(ground_value(ground), t.ground(ground))).to_vec();
    view! {
        <form method="post" action=page.entry.erase() novalidate>
            <Once form/>
            <RadioGroup t form name="ground" legend=t.erase_ground() options=grounds required=true/>
            <Field t form name="note" label=t.erase_note() hint=t.erase_note_hint() required=true maxlength=200 autocomplete="off"/>
            <Field t form name="password" label=t.erase_password() kind="password" autocomplete="current-password"
                required=true width="medium"/>
            <Checkbox t form name="confirm" label=t.erase_confirm() required=true/>
            <p class="buttons"><Submit label=t.erase_submit() kind="danger"/></p>
        </form>
    }
    .into_html()
}
