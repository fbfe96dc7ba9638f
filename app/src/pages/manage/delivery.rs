//! The notice by registered post and by hand: what was recorded, and the forms that record it.

use ledger::event::{FileRef, LetterOutcome};
use ledger::notice::delivery::Letter;
use leptos::prelude::*;

use super::ManagePage;
use crate::parts::{DateField, Field, FileField, Once, Opt, RadioGroup, Select, State, Submit, TextArea};
use crate::{Form, Html, IntoHtml, Texts};

/// The fields of each form; their names go on with a hyphen and what they are about.
const LETTER: [&str; 2] = ["to", "address"];
const POSTING: [&str; 4] = ["posted", "carrier", "tracking", "slip"];
const RECEIPT: [&str; 4] = ["outcome", "presented", "received", "scan"];
const HANDING: [&str; 4] = ["hand_to", "hand_day", "hand_by", "discharge"];

/// What a field of these forms is called.
pub(super) fn label(t: Texts, field: &str) -> Option<&'static str> {
    Some(match field {
        "to" => t.post_to(),
        "address" => t.post_address(),
        "posted" => t.post_day(),
        "carrier" => t.post_carrier(),
        "tracking" => t.post_tracking(),
        "slip" => t.post_slip(),
        "outcome" => t.post_outcome(),
        "presented" => t.post_presented_day(),
        "received" => t.post_received_day(),
        "scan" => t.post_scan(),
        "hand_to" => t.post_hand_to(),
        "hand_day" => t.post_hand_day(),
        "hand_by" => t.post_hand_by(),
        "discharge" => t.post_discharge(),
        _ => return None,
    })
}

/// The section; nothing for a reader where nothing is recorded.
pub fn deliveries(t: Texts, page: &ManagePage<'_>, form: &Form) -> Option<Html> {
    let deliveries = &page.story.deliveries;
    if !page.editable && deliveries.letters.is_empty() && deliveries.handed.is_empty() {
        return None;
    }
    let letters = deliveries.letters.iter().map(|letter| card(t, page, letter, form)).collect_view();
    let handed = deliveries.handed.iter().map(|(at, e)| {
        view! {
            <div class="card">
                <p>{State::Accepted.badge(t.post_handed())}</p>
                <p>{t.notice_handed(e, &page.name(e.contact))}". "{recorded(t, page, *at)}</p>
                {attached(t, page, e.file.as_ref())}
            </div>
        }
    });
    let handed = handed.collect_view();
    let forms = page.editable.then(|| view! { {prepare(t, page, form)}{hand(t, page, form)} });
    Some(
        view! {
            <section aria-labelledby="delivery">
                <h2 id="delivery">{t.post()}</h2>
                <p class="quiet">{t.post_note()}</p>
                {letters}
                {handed}
                {forms}
            </section>
        }
        .into_html(),
    )
}

fn recorded(t: Texts, page: &ManagePage<'_>, at: ledger::Time) -> Html {
    view! { <span class="quiet">"("{t.post_recorded_on(&page.when(t, at))}")"</span> }.into_html()
}

fn attached(t: Texts, page: &ManagePage<'_>, file: Option<&FileRef>) -> Option<Html> {
    let file = file?;
    let href = format!("/notices/{}/files/{}", page.story.notice.notice, file.sha256);
    Some(view! { <p>{t.post_scan_shown()}" "<a href=href download="">{file.name.clone()}</a></p> }.into_html())
}

fn card(t: Texts, page: &ManagePage<'_>, letter: &Letter, form: &Form) -> Html {
    let prepared = &letter.prepared;
    let (state, word) = match (&letter.posted, &letter.receipt) {
        (_, Some((_, e))) => (e.outcome.into(), t.letter_outcome(e.outcome)),
        (Some(_), None) => (State::Awaiting, t.trail_step_posted()),
        (None, None) => (State::Draft, t.post_waits()),
    };
    let pdf = letter.file.as_ref().map(|file| {
        let href = format!("/notices/{}/files/{}", page.story.notice.notice, file.sha256);
        view! { <p class="buttons"><a class="button secondary" href=href download="">{t.post_letter_pdf()}</a></p> }
    });
    let posted = letter.posted.as_ref().map(|(at, e)| {
        view! { <p>{t.letter_posted(e)}". "{recorded(t, page, *at)}</p>{attached(t, page, e.file.as_ref())} }
    });
    let receipt = match &letter.receipt {
        Some((at, e)) => {
            view! { <p>{t.receipt_filed(e)}". "{recorded(t, page, *at)}</p>{attached(t, page, e.file.as_ref())} }
                .into_html()
        }
        None if letter.posted.is_some() => view! { <p class="quiet">{t.post_awaits()}</p> }.into_html(),
        None => Html::new(""),
    };
    let forms = page.editable.then(|| {
        let receipt = letter.posted.is_some().then(|| receipt_form(t, page, letter, form));
        view! { {posting_form(t, page, letter, form)}{receipt} }
    });
    view! {
        <div class="card">
            <h3>{t.post_letter_to(&page.name(prepared.contact), &page.when(t, letter.at))}</h3>
            <p>{state.badge(word)}</p>
            <p class="quiet">{prepared.address.lines().collect::<Vec<_>>().join(", ")}</p>
            {pdf}{posted}{receipt}{forms}
        </div>
    }
    .into_html()
}

/// Whether one of these fields of the thing `id` was refused: its form is then shown open.
fn refused(form: &Form, id: &str, fields: &[&str]) -> bool {
    fields.iter().any(|field| form.error(&format!("{field}-{id}")).is_some())
}

fn posting_form(t: Texts, page: &ManagePage<'_>, letter: &Letter, form: &Form) -> Html {
    let id = letter.prepared.letter.to_string();
    let name = |field: &str| format!("{field}-{id}");
    let action = format!("/notices/{}/letters/{id}/posted", page.story.notice.notice);
    let open = refused(form, &id, &POSTING);
    let title = if letter.posted.is_some() { t.post_posted_again() } else { t.post_posted() };
    view! {
        <details open=open>
            <summary>{title}</summary>
            <form method="post" action=action enctype="multipart/form-data" novalidate>
                <Once form/>
                <DateField t form name=name("posted") label=t.post_day() required=true max=page.today.to_string()/>
                <Field t form name=name("carrier") label=t.post_carrier() required=true maxlength=200 width="medium"/>
                <Field t form name=name("tracking") label=t.post_tracking() required=true maxlength=200 width="medium"/>
                <FileField t form name=name("slip") label=t.post_slip() types=page.file_types accept=page.file_accept
                    max_bytes=page.file_limit/>
                <p class="buttons"><Submit label=t.post_posted()/></p>
            </form>
        </details>
    }
    .into_html()
}

fn receipt_form(t: Texts, page: &ManagePage<'_>, letter: &Letter, form: &Form) -> Html {
    let id = letter.prepared.letter.to_string();
    let name = |field: &str| format!("{field}-{id}");
    let action = format!("/notices/{}/letters/{id}/receipt", page.story.notice.notice);
    let open = refused(form, &id, &RECEIPT);
    let title = if letter.receipt.is_some() { t.post_receipt_again() } else { t.post_receipt() };
    let outcomes = LetterOutcome::ALL.map(|outcome| Opt::new(outcome.as_str(), t.letter_outcome(outcome))).to_vec();
    let today = page.today.to_string();
    view! {
        <details open=open>
            <summary>{title}</summary>
            <form method="post" action=action enctype="multipart/form-data" novalidate>
                <Once form/>
                <RadioGroup t form name=name("outcome") legend=t.post_outcome() options=outcomes required=true/>
                <DateField t form name=name("presented") label=t.post_presented_day() hint=t.post_presented_hint() max=today.clone()/>
                <DateField t form name=name("received") label=t.post_received_day() hint=t.post_received_hint() max=today/>
                <FileField t form name=name("scan") label=t.post_scan() types=page.file_types accept=page.file_accept
                    max_bytes=page.file_limit required=true/>
                <p class="buttons"><Submit label=t.post_receipt()/></p>
            </form>
        </details>
    }
    .into_html()
}

/// The recipients, those who may decide first.
fn recipients(page: &ManagePage<'_>) -> Vec<Opt> {
    let (decide, informed): (Vec<_>, Vec<_>) = page.story.recipients.iter().partition(|r| r.signatory);
    decide.into_iter().chain(informed).map(|r| Opt::new(r.contact.to_string(), r.name.clone())).collect()
}

fn prepare(t: Texts, page: &ManagePage<'_>, form: &Form) -> Html {
    let id = page.story.notice.notice.to_string();
    let name = |field: &str| format!("{field}-{id}");
    let open = refused(form, &id, &LETTER);
    view! {
        <details open=open>
            <summary>{t.post_prepare()}</summary>
            <form method="post" action=format!("/notices/{id}/letters") novalidate>
                <Once form/>
                <p class="quiet">{t.post_prepare_hint()}</p>
                <Select t form name=name("to") label=t.post_to() options=recipients(page) required=true/>
                <TextArea t form name=name("address") label=t.post_address() hint=t.post_address_hint() rows=6 maxlength=300/>
                <p class="buttons"><Submit label=t.post_make()/></p>
            </form>
        </details>
    }
    .into_html()
}

fn hand(t: Texts, page: &ManagePage<'_>, form: &Form) -> Html {
    let id = page.story.notice.notice.to_string();
    let name = |field: &str| format!("{field}-{id}");
    let open = refused(form, &id, &HANDING);
    view! {
        <details open=open>
            <summary>{t.post_hand()}</summary>
            <form method="post" action=format!("/notices/{id}/handed") enctype="multipart/form-data" novalidate>
                <Once form/>
                <p class="quiet">{t.post_hand_hint()}</p>
                <Select t form name=name("hand_to") label=t.post_hand_to() options=recipients(page) required=true/>
                <DateField t form name=name("hand_day") label=t.post_hand_day() required=true max=page.today.to_string()/>
                <Field t form name=name("hand_by") label=t.post_hand_by() required=true maxlength=200 width="medium"/>
                <FileField t form name=name("discharge") label=t.post_discharge() types=page.file_types
                    accept=page.file_accept max_bytes=page.file_limit required=true/>
                <p class="buttons"><Submit label=t.post_hand()/></p>
            </form>
        </details>
    }
    .into_html()
}
