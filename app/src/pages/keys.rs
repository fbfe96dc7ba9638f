//! The keys that seal the PDFs: the list, the form that changes the key, and the page that takes one back.

use jiff::tz::TimeZone;
use ledger::event::SealSource;
use ledger::{Hash, Time};
use leptos::prelude::*;

use super::account::username;
use crate::parts::{
    Checkbox, DateField, DefinitionList, ErrorSummary, Field, FileField, Heading, Note, NoteKind, Once, Opt,
    RadioGroup, State, Submit, TextArea, When, labels,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// A certificate on record.
#[derive(Clone, Debug)]
pub struct SealKey {
    pub sha256: Hash,
    /// Whom the certificate names, and who issued it.
    pub by: String,
    pub issuer: String,
    pub source: SealSource,
    pub from: Time,
    pub until: Time,
    pub recorded: Time,
    /// When it was revoked, since when it counts for nothing, and why.
    pub revoked: Option<(Time, Time, String)>,
    /// Seals now, if it has not expired.
    pub seals: bool,
    pub expired: bool,
}

pub struct KeysPage {
    /// Of the member who looks: whose password the form asks for.
    pub email: String,
    /// The newest first.
    pub keys: Vec<SealKey>,
    pub zone: TimeZone,
    /// Owners change, others look.
    pub editable: bool,
    /// Label of the device of the settings.
    pub token: Option<String>,
    /// Bytes of a file.
    pub file_limit: u64,
}

impl SealKey {
    fn state(&self, t: Texts) -> (State, &'static str) {
        match self {
            SealKey { revoked: Some(_), .. } => (State::Revoked, t.key_revoked()),
            SealKey { seals: true, expired: true, .. } => (State::Overdue, t.key_expired()),
            SealKey { seals: true, .. } => (State::Accepted, t.key_seals()),
            _ => (State::Draft, t.key_replaced()),
        }
    }

    /// Enough of the fingerprint to tell a few certificates apart.
    fn short(&self) -> String {
        self.sha256.to_string()[..8].to_owned()
    }

    fn rows(&self, t: Texts, zone: &TimeZone) -> Vec<(String, Html)> {
        let when = |at: Time| t.date_time(&local(at, zone));
        let validity = t.key_from_until(&when(self.from), &when(self.until));
        let fingerprint = view! { <code class="hash">{self.sha256.to_string()}</code> }.into_html();
        let mut rows = vec![
            (t.key_fingerprint().to_owned(), fingerprint),
            (t.key_source().to_owned(), t.key_source_of(self.source).into_html()),
            (t.key_issuer().to_owned(), self.issuer.clone().into_html()),
            (t.key_validity().to_owned(), validity.into_html()),
            (t.key_recorded().to_owned(), view! { <When t at=self.recorded zone/> }.into_html()),
        ];
        if let Some((at, since, reason)) = &self.revoked {
            rows.push((t.key_revocation().to_owned(), t.key_revoked_since(&when(*at), &when(*since)).into_html()));
            rows.push((t.key_reason().to_owned(), reason.clone().into_html()));
        }
        rows
    }

    fn item(&self, t: Texts, page: &KeysPage) -> Html {
        let (state, word) = self.state(t);
        let badge =
            Html::new(format!("<span class=\"state {}\">{}{word}</span>", state.class(), state.drawing().to_html()));
        let revoke = (page.editable && self.revoked.is_none()).then(|| {
            let href = format!("/firm/keys/{}/revoke", self.sha256);
            view! { <p><a href=href aria-label=t.key_revoke_named(&self.short())>{t.key_revoke()}</a></p> }
        });
        view! {
            <li class="stack">
                <p>{badge}" "<strong>{self.by.clone()}</strong></p>
                <DefinitionList entries=self.rows(t, &page.zone)/>
                {revoke}
            </li>
        }
        .into_html()
    }
}

pub fn keys(t: Texts, page: &KeysPage, form: &Form) -> Html {
    let list = page.keys.iter().map(|key| key.item(t, page)).collect_view();
    let change = page.editable.then(|| change(t, page, form));
    view! {
        <Heading title=t.keys() lead=t.keys_lead()/>
        <ErrorSummary t form labels=labels([
            ("source", t.key_new()),
            ("file", t.key_file()),
            ("passphrase", t.key_passphrase()),
            ("password", t.erase_password()),
        ])/>
        <section aria-labelledby="list">
            <h2 id="list">{t.keys_list()}</h2>
            <ol class="authorities">{list}</ol>
        </section>
        {change}
        <p class="buttons"><a class="button secondary" href="/firm">{t.nav_firm()}</a></p>
    }
    .into_html()
}

fn change(t: Texts, page: &KeysPage, form: &Form) -> Html {
    let mut options = vec![
        Opt::new("own", t.key_new_own()).hint(t.key_new_own_hint()),
        Opt::new("imported", t.key_new_imported()).hint(t.key_new_imported_hint()),
    ];
    if let Some(label) = &page.token {
        options.push(Opt::new("token", t.key_new_token(label)).hint(t.key_new_token_hint()));
    }
    view! {
        <section aria-labelledby="change">
            <h2 id="change">{t.key_change()}</h2>
            <Note kind=NoteKind::Caution><p>{t.key_change_text()}</p></Note>
            <form method="post" enctype="multipart/form-data" novalidate>
                <Once form/>
                {username(&page.email)}
                <RadioGroup t form name="source" legend=t.key_new() options required=true/>
                <FileField t form name="file" label=t.key_file() types=".p12, .pfx" accept=".p12,.pfx,application/x-pkcs12"
                    max_bytes=page.file_limit/>
                <Field t form name="passphrase" label=t.key_passphrase() hint=t.key_passphrase_hint() kind="password"
                    autocomplete="off" width="medium"/>
                <Field t form name="password" label=t.erase_password() kind="password" autocomplete="current-password"
                    required=true width="medium"/>
                <p class="buttons"><Submit label=t.key_submit() kind="danger"/></p>
            </form>
        </section>
    }
    .into_html()
}

/// `email` is the reader's, whose password the form asks for.
pub fn revoke_key(t: Texts, key: &SealKey, zone: &TimeZone, email: &str, form: &Form) -> Html {
    let rest = if key.revoked.is_some() {
        view! { <Note><p>{t.revoke_done()}</p></Note> }.into_html()
    } else {
        confirmation(t, key, email, form)
    };
    view! {
        <Heading title=t.revoke_title() lead=t.revoke_lead()/>
        <ErrorSummary t form labels=labels([
            ("reason", t.revoke_reason()),
            ("since", t.revoke_since()),
            ("password", t.erase_password()),
            ("confirm", t.revoke_confirm()),
        ])/>
        <h2>{key.by.clone()}</h2>
        <DefinitionList entries=key.rows(t, zone)/>
        {rest}
        <p class="buttons"><a class="button secondary" href="/firm/keys">{t.cancel()}</a></p>
    }
    .into_html()
}

fn confirmation(t: Texts, key: &SealKey, email: &str, form: &Form) -> Html {
    let current = key.seals.then(|| view! { <Note kind=NoteKind::Caution><p>{t.revoke_current()}</p></Note> });
    let imported = (key.source != SealSource::Own).then(|| view! { <p>{t.revoke_imported()}</p> });
    view! {
        {current}
        <p>{t.revoke_stays()}</p>
        {imported}
        <form method="post" novalidate>
            <Once form/>
            {username(email)}
            <TextArea t form name="reason" label=t.revoke_reason() hint=t.revoke_reason_hint() required=true rows=2 maxlength=200/>
            <DateField t form name="since" label=t.revoke_since() hint=t.revoke_since_hint()/>
            <Field t form name="password" label=t.erase_password() kind="password" autocomplete="current-password"
                required=true width="medium"/>
            <Checkbox t form name="confirm" label=t.revoke_confirm() required=true/>
            <p class="buttons"><Submit label=t.revoke_submit() kind="danger"/></p>
        </form>
    }
    .into_html()
}
