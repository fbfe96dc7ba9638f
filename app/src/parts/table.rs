//! A table that becomes a list of cards on a phone.

use leptos::prelude::*;
use leptos::tachys::view::Position;

use crate::{Html, IntoHtml};

/// A column's heading and how its cells stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    label: String,
    numeric: bool,
}

impl Column {
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false }
    }

    /// Numbers and money, aligned on the right.
    pub fn numeric(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: true }
    }
}

/// Rows under headings; the first cell of each row names it.
///
/// Roles are written out because the cards' CSS (`display: block`) would otherwise take the table's
/// meaning away from screen readers.
#[component]
pub fn Table(
    #[prop(into)] caption: String,
    /// Hides the caption from sight where a heading above says the same.
    #[prop(optional)]
    caption_hidden: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<Html>>,
) -> Html {
    let heads = columns.iter().map(|column| {
        view! { <th role="columnheader" scope="col" class=class(column)>{column.label.clone()}</th> }
    });
    let heads = heads.collect_view();
    let body = body(&columns, rows);
    view! {
        <div class="table">
            <table role="table">
                <caption class=caption_hidden.then_some("hidden")>{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{heads}</tr>
                </thead>
                <tbody role="rowgroup">{body}</tbody>
            </table>
        </div>
    }
    .into_html()
}

/// Written by hand because lists are the longest pages: as views, a hundred rows took three times as long.
fn body(columns: &[Column], rows: Vec<Vec<Html>>) -> Html {
    let opens: Vec<String> = columns.iter().enumerate().map(|(at, column)| opening(at, column)).collect();
    let mut html = String::with_capacity(rows.len() * columns.len() * 128);
    for row in rows {
        html.push_str("<tr role=\"row\">");
        for (at, (cell, open)) in row.into_iter().zip(&opens).enumerate() {
            html.push_str(open);
            cell.to_html_with_buf(&mut html, &mut Position::default(), false, false, vec![]);
            html.push_str(if at == 0 { "</th>" } else { "</td>" });
        }
        html.push_str("</tr>");
    }
    Html::new(html)
}

/// A cell's opening tag. The column's name is escaped by rendering it as an attribute.
fn opening(at: usize, column: &Column) -> String {
    let cell = match at {
        0 => view! { <th role="rowheader" scope="row"></th> }.to_html(),
        _ => view! { <td role="cell" class=class(column) data-label=column.label.clone()></td> }.to_html(),
    };
    cell.trim_end_matches("</th>").trim_end_matches("</td>").to_owned()
}

fn class(column: &Column) -> Option<&'static str> {
    column.numeric.then_some("number")
}
