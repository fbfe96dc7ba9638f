//! The mails that came in and found no place.

use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{
    Checkbox, Column, DefinitionList, Empty, ErrorSummary, Heading, Pager, Size, Submit, Table, When, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

pub struct IncomingLine {
    pub id: Id,
    pub received: Time,
    /// By the message's own word.
    pub sender: String,
    pub subject: String,
    /// Bytes.
    pub size: u64,
    /// Why it is here.
    pub reason: &'static str,
    pub has_file: bool,
}

pub struct IncomingPage {
    pub lines: Vec<IncomingLine>,
    /// Those that were put aside are shown.
    pub aside: bool,
    pub waiting: u64,
    pub put_aside: u64,
    pub page: u64,
    pub pages: u64,
    pub zone: TimeZone,
    pub editable: bool,
}

pub fn incoming(t: Texts, page: &IncomingPage) -> Html {
    let mut columns = vec![
        Column::new(t.incoming_received()),
        Column::new(t.incoming_from()),
        Column::new(t.incoming_subject()),
        Column::new(t.incoming_why()),
        Column::new(t.incoming_file()),
    ];
    if page.editable {
        columns.push(Column::new(t.actions()));
    }
    let rows = page.lines.iter().map(|line| row(t, page, line));
    let list = match page.lines.is_empty() {
        true => view! { <Empty title=t.incoming_none() text=t.incoming_none_text()/> }.into_html(),
        false => {
            view! { <Table caption=t.incoming() caption_hidden=true columns=columns rows=rows.collect()/> }.into_html()
        }
    };
    let other = match page.aside {
        true => Some(("/incoming", t.incoming_show_waiting(page.waiting))),
        false if page.put_aside > 0 => Some(("/incoming?aside=1", t.incoming_show_aside(page.put_aside))),
        false => None,
    };
    let other = other.map(|(href, label)| view! { <p><a href=href>{label}</a></p> });
    let base = if page.aside { "/incoming?aside=1&page=" } else { "/incoming?page=" };
    view! {
        <Heading title=t.incoming() lead=t.incoming_lead()/>
        {list}
        <Pager t page=page.page pages=page.pages base/>
        <p class="quiet">{t.incoming_kept()}</p>
        {other}
    }
    .into_html()
}

/// What erasing one comes to, and the second confirmation.
pub fn erase_incoming(t: Texts, line: &IncomingLine, zone: &TimeZone, form: &Form) -> Html {
    let entries = vec![
        (t.incoming_received().to_owned(), view! { <When t at=line.received zone/> }.into_html()),
        (t.incoming_from().to_owned(), line.sender.clone().into_html()),
        (t.incoming_subject().to_owned(), line.subject.clone().into_html()),
        (t.incoming_why().to_owned(), line.reason.into_html()),
    ];
    view! {
        <Heading title=t.incoming_erase_title() above=t.incoming() above_href="/incoming" lead=t.incoming_erase_lead()/>
        <ErrorSummary t form labels=labels([("sure", t.incoming_erase_sure())])/>
        <DefinitionList entries/>
        <form method="post" action=format!("/incoming/{}/erase", line.id) novalidate>
            <Checkbox t form name="sure" label=t.incoming_erase_sure() required=true/>
            <p class="buttons">
                <Submit label=t.incoming_erase() kind="danger"/>
                <a class="button secondary" href="/incoming">{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

fn row(t: Texts, page: &IncomingPage, line: &IncomingLine) -> Vec<Html> {
    let file = line.has_file.then(|| {
        view! { <a href=format!("/incoming/{}", line.id) download="">"message.eml"</a><br/> }
    });
    let mut cells = vec![
        view! { <When t at=line.received zone=&page.zone/> }.into_html(),
        line.sender.clone().into_html(),
        line.subject.clone().into_html(),
        line.reason.into_html(),
        view! { {file}<Size t bytes=line.size/> }.into_html(),
    ];
    if page.editable {
        let put_aside = (!page.aside).then(|| {
            let label = t.incoming_put_aside_which(&line.subject);
            view! {
                <form method="post" action=format!("/incoming/{}/aside", line.id) class="inline">
                    <button type="submit" class="button secondary" aria-label=label>{t.incoming_put_aside()}</button>
                </form>
            }
        });
        let (href, label) = (format!("/incoming/{}/erase", line.id), t.incoming_erase_which(&line.subject));
        cells.push(view! { {put_aside}<p><a href=href aria-label=label>{t.incoming_erase()}"…"</a></p> }.into_html());
    }
    cells
}
