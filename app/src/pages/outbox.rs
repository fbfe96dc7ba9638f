//! The mails that were not sent, because there is no mail server: a list, and one of them as its reader would see it.

use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{Column, DefinitionList, Empty, Heading, Note, NoteKind, Pager, Size, Table, When};
use crate::{Html, IntoHtml, Texts};

/// A mail as the list shows it.
#[derive(Clone, Debug)]
pub struct OutboxLine {
    pub mail: Id,
    pub subject: String,
    pub to: String,
    pub written: Time,
}

/// A mail, whole.
#[derive(Clone, Debug)]
pub struct OutboxMail {
    pub mail: Id,
    pub subject: String,
    pub from: String,
    pub reply_to: String,
    pub to: String,
    pub written: Time,
    /// The plain text part.
    pub text: String,
    pub attachments: Vec<OutboxFile>,
}

#[derive(Clone, Debug)]
pub struct OutboxFile {
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// The list. Pages count from 1.
pub fn outbox(t: Texts, zone: &TimeZone, lines: Vec<OutboxLine>, page: u64, pages: u64) -> Html {
    let list = if lines.is_empty() {
        view! { <Empty title=t.outbox_empty() text=t.outbox_empty_text()/> }.into_html()
    } else {
        let columns =
            vec![Column::new(t.outbox_subject()), Column::new(t.outbox_to()), Column::new(t.outbox_written())];
        let rows = lines.into_iter().map(|line| {
            let href = format!("/outbox/{}", line.mail);
            vec![
                view! { <a href=href>{line.subject}</a> }.into_html(),
                view! { {line.to} }.into_html(),
                view! { <When t at=line.written zone/> }.into_html(),
            ]
        });
        view! { <Table caption=t.outbox_caption() caption_hidden=true columns=columns rows=rows.collect()/> }
            .into_html()
    };
    view! {
        <Heading title=t.outbox_title()/>
        <Note kind=NoteKind::Caution><p>{t.outbox_unsent()}</p></Note>
        {list}
        <Pager t page pages base="/outbox?page="/>
    }
    .into_html()
}

/// One mail. Its links can be followed: they lead to the client's side.
pub fn outbox_mail(t: Texts, zone: &TimeZone, mail: OutboxMail) -> Html {
    let mut entries = vec![(t.outbox_from().to_owned(), view! { {mail.from} }.into_html())];
    if !mail.reply_to.is_empty() {
        entries.push((t.outbox_reply_to().to_owned(), view! { {mail.reply_to} }.into_html()));
    }
    entries.push((t.outbox_to().to_owned(), view! { {mail.to} }.into_html()));
    entries.push((t.outbox_written().to_owned(), view! { <When t at=mail.written zone/> }.into_html()));
    if !mail.attachments.is_empty() {
        let files = mail.attachments.into_iter().enumerate().map(|(i, file)| {
            let href = format!("/outbox/{}/{i}", mail.mail);
            view! { <li><a href=href>{file.name}</a>" "<Size t bytes=file.size/></li> }
        });
        entries.push((t.outbox_attachments().to_owned(), view! { <ul>{files.collect_view()}</ul> }.into_html()));
    }
    view! {
        <Heading title=mail.subject above=t.outbox_title()/>
        <Note kind=NoteKind::Caution><p>{t.outbox_unsent()}</p></Note>
        <DefinitionList entries=entries/>
        {letter(&mail.text)}
        <p><a href="/outbox">{t.outbox_all()}</a></p>
    }
    .into_html()
}

/// Paragraphs and line breaks as written, addresses as links.
fn letter(text: &str) -> Html {
    let text = text.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).map(|paragraph| {
        let lines = paragraph.lines().enumerate().map(|(i, line)| {
            let line = if line.starts_with("https://") || line.starts_with("http://") {
                view! { <a href=line.to_owned()>{line.to_owned()}</a> }.into_html()
            } else {
                view! { {line.to_owned()} }.into_html()
            };
            view! { {(i > 0).then(|| view! { <br/> })}{line} }
        });
        view! { <p>{lines.collect_view()}</p> }
    });
    view! { <div class="prose">{paragraphs.collect_view()}</div> }.into_html()
}
