//! `/verify`: anyone checks evidence, in the browser. `/verify/{document}`, to which the QR code of a PDF points: what the log
//! recorded of that document. The document itself is not shown: its identifier stands on every copy, so it opens nothing.

use jiff::tz::TimeZone;
use ledger::event::{DocumentClass, NoticeClass};
use ledger::{Hash, Id, Time};
use leptos::prelude::*;

use crate::islands::Verify;
use crate::parts::{self, DefinitionList, Heading, Note, NoteKind, Size, When};
use crate::texts::local;
use crate::{Html, IntoHtml, Texts};

/// What the log recorded of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedDocument {
    pub class: DocumentClass,
    /// What the notice that it is about is; of a project's file a letter, which says nothing.
    pub notice: NoticeClass,
    pub reference: String,
    /// The document of which it is a copy with masked names.
    pub redacts: Option<Id>,
    pub firm: String,
    pub sha256: Hash,
    /// Bytes.
    pub size: u64,
    pub pages: u32,
    pub recorded: Time,
    /// When the file was erased from this server, and the place of the entry that says so, from 0.
    pub erased: Option<(Time, u64)>,
    /// The place of the entry in the log, from 0.
    pub index: u64,
    /// The first checkpoint that covers the entry, once it is signed.
    pub checkpoint: Option<RecordedCheckpoint>,
    /// Certificates of seals that the firm took back, up to now: what evidence made earlier cannot say.
    pub revoked: Vec<RevokedSeal>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokedSeal {
    /// Fingerprint of the certificate.
    pub sha256: Hash,
    /// When the log took it back.
    pub at: Time,
    /// Since when it counts for nothing.
    pub since: Time,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedCheckpoint {
    /// Entries that it covers.
    pub size: u64,
    pub signed: Time,
    /// The whole signed note.
    pub note: String,
}

/// What this server hands out, so that verification needs it no longer: the addresses of the page as one file and of the format.
#[derive(Clone, Copy)]
pub struct ToKeep {
    pub page: &'static str,
    pub format: &'static str,
}

/// `islands` says whether this build has the browser bundle.
pub fn verify(t: Texts, islands: bool, keep: Option<ToKeep>) -> Html {
    view! {
        <Heading title=t.verify_title() lead=t.verify_lead()/>
        {checker(t, islands, None)}
        {limits(t)}
        {offline(t, islands, keep)}
    }
    .into_html()
}

/// Times are shown in `zone`, that of the firm.
pub fn verify_document(
    t: Texts,
    document: &RecordedDocument,
    zone: &TimeZone,
    islands: bool,
    keep: Option<ToKeep>,
) -> Html {
    view! {
        <Heading
            title=t.verify_document_title(&document.reference) above=t.document_class(document.class, document.notice)
            lead=t.verify_document_lead()
        />
        {document.redacts.map(|original| view! {
            <Note kind=NoteKind::Caution>
                <p>{t.verify_redacted()}" "<a href=format!("/verify/{original}")>{t.verify_redacted_original()}</a></p>
            </Note>
        })}
        {document.erased.map(|(at, entry)| view! {
            <Note kind=NoteKind::Caution>
                <p>{t.verify_file_erased(&t.date(local(at, zone).date()), entry + 1)}</p>
            </Note>
        })}
        {recorded(t, document, zone)}
        <h2>{t.verify_document_check()}</h2>
        <p>{t.verify_document_check_text()}</p>
        {checker(t, islands, Some(document.sha256))}
        {(!document.revoked.is_empty()).then(|| revoked(t, &document.revoked, zone))}
        {limits(t)}
        {offline(t, islands, keep)}
    }
    .into_html()
}

fn recorded(t: Texts, document: &RecordedDocument, zone: &TimeZone) -> Html {
    let text = |text: &str| view! { {text.to_owned()} }.into_html();
    let row = |name: &str, value: Html| (name.to_owned(), value);
    let size = document.checkpoint.as_ref().map_or(document.index + 1, |checkpoint| checkpoint.size);
    let mut rows = vec![
        row(t.verify_document_firm(), text(&document.firm)),
        row(t.verify_document_reference(), text(&document.reference)),
        row(t.verify_sha256(), view! { <parts::Hash hex=document.sha256.to_string()/> }.into_html()),
        row(t.verify_document_size(), view! { <Size t bytes=document.size/> }.into_html()),
        row(t.verify_document_pages(), text(&document.pages.to_string())),
        row(t.verify_document_recorded(), view! { <When t at=document.recorded zone/> }.into_html()),
        row(t.verify_document_entry(), text(&t.verify_document_entry_value(document.index + 1, size))),
    ];
    if let Some(checkpoint) = &document.checkpoint {
        rows.push(row(t.verify_document_signed(), view! { <When t at=checkpoint.signed zone/> }.into_html()));
    }
    let checkpoint = match &document.checkpoint {
        Some(checkpoint) => view! {
            <details><summary>{t.verify_document_checkpoint()}</summary><pre>{checkpoint.note.clone()}</pre></details>
        }
        .into_html(),
        None => view! { <p class="quiet">{t.verify_document_unsealed()}</p> }.into_html(),
    };
    view! { <DefinitionList entries=rows/>{checkpoint} }.into_html()
}

fn revoked(t: Texts, seals: &[RevokedSeal], zone: &TimeZone) -> Html {
    let when = |at: Time| t.date_time(&local(at, zone));
    let seals = seals.iter().map(|seal| {
        let rows = vec![
            (t.key_fingerprint().to_owned(), view! { <parts::Hash hex=seal.sha256.to_string()/> }.into_html()),
            (t.key_revocation().to_owned(), t.key_revoked_since(&when(seal.at), &when(seal.since)).into_html()),
            (t.key_reason().to_owned(), seal.reason.clone().into_html()),
        ];
        view! { <li><DefinitionList entries=rows/></li> }
    });
    view! {
        <section>
            <h2>{t.verify_revoked()}</h2>
            <p>{t.verify_revoked_text()}</p>
            <ul class="stack">{seals.collect_view()}</ul>
        </section>
    }
    .into_html()
}

fn checker(t: Texts, islands: bool, expected: Option<Hash>) -> Html {
    if islands {
        view! { <Verify lang=t.0 expected=expected/> }.into_html()
    } else {
        view! { <Note kind=NoteKind::Caution><p>{t.verify_not_built()}</p></Note> }.into_html()
    }
}

fn limits(t: Texts) -> Html {
    let list = |items: &[&'static str]| items.iter().map(|item| view! { <li>{*item}</li> }).collect_view();
    let proves = list(&[t.verify_proves_text(), t.verify_proves_place(), t.verify_proves_signed()]);
    let leaves_open =
        list(&[t.verify_limits_truth(), t.verify_limits_key(), t.verify_limits_time(), t.verify_limits_pages()]);
    view! {
        <div class="columns">
            <section><h2>{t.verify_proves()}</h2><ul>{proves}</ul></section>
            <section><h2>{t.verify_limits()}</h2><ul>{leaves_open}</ul></section>
        </div>
    }
    .into_html()
}

fn offline(t: Texts, islands: bool, keep: Option<ToKeep>) -> Html {
    let link = |href: &'static str, text: &'static str| view! { <li><a href=href download="">{text}</a></li> };
    let links = keep.map(|keep| {
        let page = islands.then(|| link(keep.page, t.verify_save()));
        view! { <ul>{page}{link(keep.format, t.verify_format())}</ul> }
    });
    view! {
        <section>
            <h2>{t.verify_offline()}</h2>
            <p>{t.verify_offline_text()}</p>
            <pre>"acte verify "{t.verify_offline_file()}</pre>
            <p class="quiet">{t.verify_format_text()}</p>
            {links}
        </section>
    }
    .into_html()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    fn document() -> RecordedDocument {
        RecordedDocument {
            class: DocumentClass::Certificate,
            notice: NoticeClass::Letter,
            reference: "ATT-2026-0007".into(),
            redacts: None,
            firm: "Armor <Réseaux>".into(),
            sha256: ledger::sha256(b"a document"),
            size: 31_000,
            pages: 2,
            recorded: Time(1_795_000_000_000),
            erased: None,
            index: 41,
            checkpoint: None,
            revoked: vec![],
        }
    }

    #[test]
    fn a_document_names_the_revoked_certificates_of_its_firm() {
        let t = Texts(Lang::Fr);
        let at = Time(1_795_000_000_000);
        let seal = RevokedSeal { sha256: ledger::sha256(b"a key"), at, since: at, reason: "Clé <copiée>".into() };
        let html = verify_document(
            t,
            &RecordedDocument { revoked: vec![seal.clone()], ..document() },
            &TimeZone::UTC,
            true,
            None,
        );
        let html = html.to_html();
        assert!(html.contains(t.verify_revoked()) && html.contains(&seal.sha256.to_string()));
        assert!(html.contains("Clé &lt;copiée&gt;"));
        let none = verify_document(t, &document(), &TimeZone::UTC, true, None).to_html();
        assert!(!none.contains(t.verify_revoked()));
    }

    #[test]
    fn a_document_shows_its_fingerprint_and_waits_for_its_checkpoint() {
        let t = Texts(Lang::En);
        let html = verify_document(t, &document(), &TimeZone::UTC, true, None).to_html();
        assert!(html.contains(&document().sha256.to_string()));
        assert!(html.contains("Armor &lt;Réseaux&gt;") && html.contains(t.verify_document_unsealed()));
        assert!(html.contains("<leptos-island"));
    }

    #[test]
    fn without_the_bundle_the_page_offers_the_program() {
        let t = Texts(Lang::Fr);
        let html = verify(t, false, None).to_html();
        assert!(html.contains(t.verify_not_built()) && html.contains("acte verify"));
        assert!(!html.contains("<leptos-island"));
    }
}
