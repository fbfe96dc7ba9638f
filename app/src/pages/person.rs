//! A contact's own data: the copy for that person, what is held, their request to erase it and the decision.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::event::{Datum, ERASED, Keeping, Outcome};
use ledger::{Id, Time};
use leptos::prelude::*;

use super::account::username;
use super::erase::ReaderLoses;
use crate::parts::{
    Checkbox, Column, DateField, DefinitionList, ErrorSummary, Field, Heading, Note, NoteKind, Once, Opt, RadioGroup,
    State, Submit, Table, TextArea, When, labels,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// A paper made for the person.
#[derive(Clone, Debug)]
pub struct MadeLine {
    pub document: Id,
    pub reference: String,
    pub called: String,
    pub at: Time,
    /// It has the data attached.
    pub data: bool,
}

/// A paper that went with an erasure.
#[derive(Clone, Debug)]
pub struct MadeGone {
    pub called: String,
    pub at: Time,
    /// When, and the entry that says so.
    pub erased: Option<(Time, u64)>,
}

/// Somebody outside who can read the client's file, and the last day of that.
#[derive(Clone, Debug)]
pub struct ReaderLine {
    pub access: Id,
    pub name: String,
    pub last: Date,
}

/// The request that waits.
#[derive(Clone, Debug)]
pub struct OpenRequest {
    pub received: Date,
    pub way: String,
    pub checked: String,
    pub due: Date,
    /// Why the time was extended.
    pub extended: Option<String>,
    pub may_extend: bool,
}

#[derive(Clone, Debug)]
pub struct PastRequest {
    pub received: Date,
    pub decided: Time,
    pub by: String,
    pub outcome: Outcome,
    /// The document, once it is made.
    pub answer: Option<Id>,
}

/// So much of one sort, and why it is kept and until when, if it is.
#[derive(Clone, Copy, Debug)]
pub struct HeldLine {
    pub what: Datum,
    pub count: u64,
    pub fate: Option<(Keeping, Option<Date>)>,
    /// Of the contact's record the name is left, and nothing else.
    pub alone: bool,
}

pub struct PersonPage {
    pub contact: Id,
    pub name: String,
    pub client: (Id, String),
    /// The newest first.
    pub made: Vec<MadeLine>,
    pub gone: Vec<MadeGone>,
    pub readers: Vec<ReaderLine>,
    pub open: Option<OpenRequest>,
    /// The newest first.
    pub past: Vec<PastRequest>,
    pub held: Vec<HeldLine>,
    pub under_hold: bool,
    /// The rule for what has no last day yet: years after the end of the relationship.
    pub years: u32,
    /// Drafts whose text names the person: address and title.
    pub by_hand: Vec<(String, String)>,
    /// The entries whose content would go, from 1.
    pub entries: Vec<u64>,
    /// Documents and bundles about the person that would go with an erasure, as the answer counts them.
    pub documents: u64,
    /// Files in all: a bundle is several.
    pub files: u64,
    /// Which of them outside readers had made.
    pub losing: Vec<ReaderLoses>,
    /// The name alone would be recorded again.
    pub leaves_name: bool,
    /// Documents that name the person and would stay.
    pub named_in: u64,
    /// The time for which the client's projects are kept is over.
    pub over: bool,
    pub today: Date,
    pub zone: TimeZone,
    /// Of the owner, by which a password manager knows whose password is asked for.
    pub email: String,
}

impl PersonPage {
    fn href(&self, part: &str) -> String {
        format!("/contacts/{}/data{part}", self.contact)
    }
}

pub fn person(t: Texts, page: &PersonPage, form: &Form) -> Html {
    let request = match &page.open {
        Some(open) => {
            view! { {told(t, page, open)}{extension(t, page, open, form)}{decision(t, page, form)} }.into_html()
        }
        None => record(t, page, form),
    };
    let search = (page.name != ERASED).then(|| {
        let href = format!("/search?q={}", encoded(&format!("\"{}\"", page.name)));
        view! { <p><a href=href>{t.person_elsewhere()}</a>". "{t.person_elsewhere_why()}</p> }
    });
    view! {
        <Heading title=page.name.clone() above=page.client.1.clone() above_href=format!("/clients/{}", page.client.0) lead=t.person_lead()/>
        <ErrorSummary t form labels=labels([
            ("received", t.person_received()),
            ("way", t.person_way()),
            ("checked", t.person_checked()),
            ("reason", t.person_extend_reason()),
            ("outcome", t.person_outcome_label()),
            ("why", t.person_why()),
            ("password", t.erase_password()),
            ("confirm", t.person_confirm()),
        ])/>
        <div class="stack">
            <section aria-labelledby="access">
                <h2 id="access">{t.person_access()}</h2>
                {access(t, page, form)}
            </section>
            <section aria-labelledby="held">
                <h2 id="held">{t.person_held_title()}</h2>
                {held(t, page)}
                {search}
            </section>
            <section aria-labelledby="request">
                <h2 id="request">{t.person_request()}</h2>
                {request}
                {past(t, page)}
            </section>
        </div>
    }
    .into_html()
}

/// As a value of a query (RFC 3986 §2.1).
fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes().map(|b| if plain(b) { (b as char).to_string() } else { format!("%{b:02X}") }).collect()
}

fn access(t: Texts, page: &PersonPage, form: &Form) -> Html {
    let line = |made: &MadeLine| {
        let href = |form: &str| page.href(&format!("/{}/{form}", made.document));
        let data = made.data.then(|| {
            view! { " · "<a href=href("json")>{t.person_json()}</a>" · "<a href=href("csv")>{t.person_csv()}</a> }
        });
        view! {
            <li id=made.reference.clone()>
                <a href=href("pdf")>{made.called.clone()}" (PDF)"</a>
                <p class="quiet"><When t at=made.at zone=&page.zone/>{data}</p>
            </li>
        }
    };
    let gone = |gone: &MadeGone| {
        let day = |at| t.date(local(at, &page.zone).date());
        let told = match gone.erased {
            Some((at, entry)) => t.person_made_gone(&day(at), &t.number(entry + 1)),
            None => t.person_made_missing().to_owned(),
        };
        view! {
            <li>
                {gone.called.clone()}
                <p class="quiet"><When t at=gone.at zone=&page.zone/>" · "{told}</p>
            </li>
        }
    };
    let made = match page.made.is_empty() && page.gone.is_empty() {
        true => view! { <p class="quiet">{t.person_made_none()}</p> }.into_html(),
        false => {
            let (made, gone) = (page.made.iter().map(line), page.gone.iter().map(gone));
            view! { <ul class="list">{made.collect_view()}{gone.collect_view()}</ul> }.into_html()
        }
    };
    view! {
        <p>{t.person_access_text()}</p>
        <form method="post" action=page.href("/export")>
            <Once form/>
            <p class="buttons"><Submit label=t.person_make()/></p>
        </form>
        <h3>{t.person_made()}</h3>
        {made}
    }
    .into_html()
}

/// Each sort of data with what would become of it: shape, colour and word.
fn held(t: Texts, page: &PersonPage) -> Html {
    let columns = vec![Column::new(t.person_what()), Column::numeric(t.person_count()), Column::new(t.person_fate())];
    let rows = page.held.iter().map(|line| {
        let fate = match line.fate {
            None => State::Declined.badge(t.person_goes()),
            Some((why, until)) => {
                let badge = State::Deferred.badge(t.person_stays());
                let until = t.keeping_end(why, until, page.years);
                let words =
                    [Some(t.keeping(why).to_owned()), until].into_iter().flatten().collect::<Vec<_>>().join(", ");
                view! { {badge}" "{words} }.into_html()
            }
        };
        let what = if line.alone { t.datum_name_alone() } else { t.datum(line.what) };
        vec![what.into_html(), t.number(line.count).into_html(), fate]
    });
    let by_hand = (!page.by_hand.is_empty()).then(|| {
        let links =
            page.by_hand.iter().map(|(href, title)| view! { <li><a href=href.clone()>{title.clone()}</a></li> });
        view! { <p>{t.person_by_hand()}</p><ul>{links.collect_view()}</ul> }
    });
    let readers = page.readers.iter().map(|reader| {
        let href = format!("/access/{}", reader.access);
        view! { <li><a href=href>{reader.name.clone()}</a>" · "{t.access_until(&t.date(reader.last))}</li> }
    });
    let readers = match page.readers.is_empty() {
        true => view! { <p class="quiet">{t.person_readers_none()}</p> }.into_html(),
        false => view! { <p>{t.person_readers()}</p><ul>{readers.collect_view()}</ul> }.into_html(),
    };
    view! {
        <Table caption=t.person_held_title() caption_hidden=true columns=columns rows=rows.collect()/>
        {by_hand}
        {readers}
    }
    .into_html()
}

/// The form that records a request.
fn record(t: Texts, page: &PersonPage, form: &Form) -> Html {
    view! {
        <p>{t.person_request_text()}</p>
        <form method="post" action=page.href("/request") novalidate>
            <Once form/>
            <DateField t form name="received" label=t.person_received() required=true max=page.today.to_string()/>
            <Field t form name="way" label=t.person_way() hint=t.person_way_hint() required=true maxlength=200 autocomplete="off"/>
            <Field t form name="checked" label=t.person_checked() hint=t.person_checked_hint() required=true maxlength=200 autocomplete="off"/>
            <p class="buttons"><Submit label=t.person_record() kind="secondary"/></p>
        </form>
    }
    .into_html()
}

/// The request as it was recorded, and the last day for the answer.
fn told(t: Texts, page: &PersonPage, open: &OpenRequest) -> Html {
    let badge = match open.due < page.today {
        true => State::Overdue.badge(t.person_late()),
        false => State::Awaiting.badge(t.person_open()),
    };
    let due = format!("{} ({})", t.person_due(&t.date(open.due)), t.relative(open.due, page.today));
    let mut entries = vec![
        (t.person_received().to_owned(), t.date(open.received).into_html()),
        (t.person_way().to_owned(), open.way.clone().into_html()),
        (t.person_checked().to_owned(), open.checked.clone().into_html()),
    ];
    entries.extend(open.extended.iter().map(|why| (t.person_extended().to_owned(), why.clone().into_html())));
    view! { <p>{badge}" "{due}</p><DefinitionList entries=entries/> }.into_html()
}

fn extension(t: Texts, page: &PersonPage, open: &OpenRequest, form: &Form) -> Option<Html> {
    open.may_extend.then(|| {
        view! {
            <details open=form.error("reason").is_some()>
                <summary>{t.person_extend()}</summary>
                <p>{t.person_extend_text()}</p>
                <form method="post" action=page.href("/extend") novalidate>
                    <Once form/>
                    <Field t form name="reason" label=t.person_extend_reason() required=true maxlength=200 autocomplete="off"/>
                    <p class="buttons"><Submit label=t.person_extend() kind="secondary"/></p>
                </form>
            </details>
        }
        .into_html()
    })
}

fn decision(t: Texts, page: &PersonPage, form: &Form) -> Html {
    // Under a hold only a refusal is possible, and the reason stands beside it.
    let outcomes = match page.under_hold {
        true => vec![Opt::new("refused", t.person_refuse()).hint(t.person_under_hold())],
        false => vec![Opt::new("erased", t.person_erase()), Opt::new("refused", t.person_refuse())],
    };
    let over = page.over.then(|| {
        view! { <Note kind=NoteKind::Caution><p><a href="/retention#due">{t.retention()}</a>" "{t.person_due_first()}</p></Note> }
    });
    view! {
        <h3>{t.person_decide()}</h3>
        {over}
        <ul>{after(t, page).into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
        <form method="post" action=page.href("/decide") novalidate>
            <Once form/>
            {username(&page.email)}
            <RadioGroup t form name="outcome" legend=t.person_outcome_label() options=outcomes required=true/>
            <TextArea t form name="why" label=t.person_why() hint=t.person_why_hint() maxlength=10000/>
            <Field t form name="password" label=t.erase_password() kind="password" autocomplete="current-password"
                required=true width="medium"/>
            <Checkbox t form name="confirm" label=t.person_confirm() required=true/>
            <p class="buttons"><Submit label=t.person_submit() kind="danger"/></p>
        </form>
    }
    .into_html()
}

/// What an erasure would do and leave, as the answer says it afterwards.
fn after(t: Texts, page: &PersonPage) -> Vec<String> {
    let mut after: Vec<String> = Vec::new();
    let kept = page.held.iter().find_map(|line| line.fate.filter(|_| line.what.names_the_person()));
    if !page.under_hold {
        after.extend(t.person_entries_go(&page.entries));
        after.extend(page.leaves_name.then(|| t.person_name_again().to_owned()));
        after.extend((page.documents > 0).then(|| t.person_goes_documents(page.documents)));
        after.extend((page.files > page.documents).then(|| t.person_goes_files(page.files)));
        after.extend(t.readers_lose(&page.losing));
    }
    if let Some((why, until)) = kept {
        after.push(format!("{} {}", t.person_name_stays(), t.person_named_in(page.named_in)));
        after.push(t.person_stays_why(why, until, page.years));
    }
    if !page.under_hold {
        after.push(t.person_after().to_owned());
    }
    after.extend((!page.readers.is_empty()).then(|| t.person_readers_stay().to_owned()));
    after.extend([t.erase_beyond_copies(), t.erase_beyond_backups()].map(str::to_owned));
    after
}

fn past(t: Texts, page: &PersonPage) -> Option<Html> {
    let line = |past: &PastRequest| {
        let badge = match past.outcome {
            Outcome::Erased => State::Accepted.badge(t.person_outcome_erased()),
            Outcome::Refused => State::Declined.badge(t.person_outcome_refused()),
        };
        let answer = match past.answer {
            Some(document) => {
                let href = page.href(&format!("/{document}/pdf"));
                view! { <p><a href=href>{t.person_answer()}" (PDF)"</a>" "{t.person_answer_hand()}</p> }.into_html()
            }
            None => view! { <p>{t.person_answer_waits()}</p> }.into_html(),
        };
        view! {
            <li>
                {badge}
                <p class="quiet">
                    {t.person_received()}" "{t.date(past.received)}<br/>
                    {t.labelled(t.register_decided_by(), &past.by)}", "<When t at=past.decided zone=&page.zone/>
                </p>
                {answer}
            </li>
        }
    };
    (!page.past.is_empty()).then(|| {
        view! { <h3>{t.person_past()}</h3><ul class="list">{page.past.iter().map(line).collect_view()}</ul> }
            .into_html()
    })
}
