//! The firm's identity, as it heads every document.

use leptos::prelude::*;

use super::authorities::{Authorities, authorities};
use crate::parts::{
    DefinitionList, ErrorSummary, Field, Fieldset, FileField, Heading, Labels, Note, NoteKind, Opt, Prose, RadioGroup,
    Select, Submit, TextArea, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

/// Time zones offered first; any other IANA name is kept as it stands.
pub const ZONES: &[&str] = &[
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Luxembourg",
    "Europe/Zurich",
    "Europe/London",
    "America/Montreal",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "UTC",
];

/// What the firm's page needs besides the form.
pub struct FirmPage {
    /// Address of the logo, when there is one.
    pub logo: Option<String>,
    /// Bytes.
    pub upload_limit: u64,
    /// Owners change, others look.
    pub editable: bool,
    /// The verifier key of the log.
    pub vkey: String,
    /// Outsiders who may read at present.
    pub readers: u64,
    pub authorities: Authorities,
}

/// The fields of a company's identity, the same for the firm and for a client.
pub fn party_fields(t: Texts, form: &Form) -> Html {
    view! {
        <Field t form name="name" label=t.firm_name() autocomplete="organization" required=true maxlength=200/>
        <Field t form name="legal_form" label=t.legal_form() hint=t.legal_form_hint() maxlength=200 width="medium"/>
        <Field t form name="siren" label=t.siren() hint=t.siren_hint() inputmode="numeric" maxlength=20 width="short"/>
        <Field t form name="rcs" label=t.rcs() hint=t.rcs_hint() maxlength=200 width="medium"/>
        <TextArea t form name="address" label=t.postal_address() rows=3 maxlength=1000/>
    }
    .into_html()
}

pub fn party_labels(t: Texts) -> Labels {
    labels([
        ("name", t.firm_name()),
        ("legal_form", t.legal_form()),
        ("siren", t.siren()),
        ("rcs", t.rcs()),
        ("address", t.postal_address()),
    ])
}

fn firm_labels(t: Texts) -> Labels {
    labels([
        ("privacy_email", t.privacy_email()),
        ("lang", t.setup_language()),
        ("time_zone", t.time_zone()),
        ("mail_content", t.mail_content()),
        ("reminders", t.firm_reminders()),
        ("escalation", t.firm_escalation()),
        ("logo", t.logo()),
    ])
}

fn owner_labels(t: Texts) -> Labels {
    labels([
        ("your_name", t.your_name()),
        ("email", t.email()),
        ("password", t.password()),
        ("password_again", t.password_again()),
    ])
}

/// The fields that only the firm has.
pub fn firm_fields(t: Texts, form: &Form) -> Html {
    let languages = vec![Opt::new("fr", t.language_fr()), Opt::new("en", t.language_en())];
    let zones = ZONES.iter().map(|zone| Opt::new(*zone, *zone)).collect();
    view! {
        <Field t form name="privacy_email" label=t.privacy_email() hint=t.privacy_email_hint() kind="email" required=true
            maxlength=254/>
        <RadioGroup t form name="lang" legend=t.setup_language() options=languages required=true/>
        <Select t form name="time_zone" label=t.time_zone() options=zones required=true/>
    }
    .into_html()
}

pub fn firm(t: Texts, page: FirmPage, form: &Form) -> Html {
    let logo = page.logo.map(|src| view! { <p><img class="logo" src=src alt=t.logo()/></p> });
    let body = if page.editable {
        let contents = vec![
            Opt::new("attached", t.mail_attached()).hint(t.mail_attached_hint()),
            Opt::new("link_only", t.mail_link_only()).hint(t.mail_link_only_hint()),
        ];
        view! {
            <Note kind=NoteKind::Info><p>{t.setup_why()}</p></Note>
            <ErrorSummary t form labels=[party_labels(t), firm_labels(t)].concat()/>
            <form method="post" enctype="multipart/form-data" novalidate>
                {party_fields(t, form)}
                {firm_fields(t, form)}
                <RadioGroup t form name="mail_content" legend=t.mail_content() options=contents required=true/>
                <Field t form name="reminders" label=t.firm_reminders() hint=t.firm_reminders_hint() maxlength=100 width="medium"/>
                <Field t form name="escalation" label=t.firm_escalation() hint=t.firm_escalation_hint() inputmode="numeric" maxlength=10 width="short"/>
                <FileField t form name="logo" label=t.logo() types="PNG, JPEG" accept="image/png,image/jpeg"
                    max_bytes=page.upload_limit/>
                <Submit label=t.save()/>
            </form>
        }
        .into_html()
    } else {
        let row = |label: &str, name: &str| (label.to_owned(), view! { <Prose text=form.value(name)/> }.into_html());
        let entries = vec![
            row(t.firm_name(), "name"),
            row(t.legal_form(), "legal_form"),
            row(t.siren(), "siren"),
            row(t.rcs(), "rcs"),
            row(t.postal_address(), "address"),
            row(t.privacy_email(), "privacy_email"),
            row(t.time_zone(), "time_zone"),
            row(t.firm_reminders(), "reminders"),
            row(t.firm_escalation(), "escalation"),
        ];
        view! { <DefinitionList entries/> }.into_html()
    };
    view! {
        <Heading title=t.nav_firm()/>
        {logo}
        {body}
        <h2 id="key">{t.proof_key()}</h2>
        <p>{t.firm_key_why()}</p>
        <p><code class="hash">{page.vkey}</code></p>
        <h2 id="keys">{t.keys()}</h2>
        <p>{t.keys_why()}</p>
        <p><a href="/firm/keys">{t.keys_link()}</a></p>
        <p><a href="/firm/rules">{t.rules_title()}</a></p>
        <p><a href="/holds">{t.holds()}</a></p>
        {page.editable.then(|| view! { <p><a href="/retention">{t.retention()}</a>" "<span class="quiet">{t.retention_link_why()}</span></p> })}
        <p><a href="/access">{t.accesses()}</a>" "<span class="quiet">{t.access_readers(page.readers)}</span></p>
        <p><a href="/firm/as-of">{t.as_of()}</a></p>
        {authorities(t, &page.authorities)}
    }
    .into_html()
}

/// The first run: the firm's identity and its first owner.
pub fn setup(t: Texts, form: &Form, min_password: usize, upload_limit: u64) -> Html {
    view! {
        <div class="narrow">
            <Heading title=t.setup_title() lead=t.setup_lead()/>
            <ErrorSummary t form labels=[party_labels(t), firm_labels(t), owner_labels(t)].concat()/>
            <form class="stack" method="post" enctype="multipart/form-data" novalidate>
                <Fieldset legend=t.setup_firm() hint=t.setup_why()>
                    {party_fields(t, form)}
                    {firm_fields(t, form)}
                    <FileField t form name="logo" label=t.logo() types="PNG, JPEG" accept="image/png,image/jpeg"
                        max_bytes=upload_limit/>
                </Fieldset>
                <Fieldset legend=t.setup_owner()>
                    <Field t form name="your_name" label=t.your_name() autocomplete="name" required=true maxlength=200/>
                    <Field t form name="email" label=t.email() kind="email" autocomplete="username" required=true
                        maxlength=254/>
                    <Field t form name="password" label=t.password() kind="password" autocomplete="new-password"
                        hint=t.password_hint(min_password) required=true/>
                    <Field t form name="password_again" label=t.password_again() kind="password"
                        autocomplete="new-password" required=true/>
                </Fieldset>
                <p class="buttons"><Submit label=t.setup_submit()/></p>
            </form>
        </div>
    }
    .into_html()
}
