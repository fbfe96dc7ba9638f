//! The mails that came in and found no place.

use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{Column, Empty, Heading, Pager, Size, Table, When};
use crate::{Html, IntoHtml, Texts};

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
    view! {
        <Heading title=t.incoming() lead=t.incoming_lead()/>
        {list}
        <Pager t page=page.page pages=page.pages base="/incoming?page="/>
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
        let label = t.incoming_put_aside_which(&line.subject);
        cells.push(
            view! {
                <form method="post" action=format!("/incoming/{}/aside", line.id) class="inline">
                    <button type="submit" class="button secondary" aria-label=label>{t.incoming_put_aside()}</button>
                </form>
            }
            .into_html(),
        );
    }
    cells
}
