//! A table that becomes a list of cards on a phone.

use leptos::prelude::*;

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
    let rows = rows.into_iter().map(|cells| {
        let cells = cells.into_iter().zip(&columns).enumerate().map(|(at, (cell, column))| match at {
            0 => view! { <th role="rowheader" scope="row">{cell}</th> }.into_html(),
            _ => view! { <td role="cell" class=class(column) data-label=column.label.clone()>{cell}</td> }.into_html(),
        });
        view! { <tr role="row">{cells.collect_view()}</tr> }
    });
    view! {
        <div class="table">
            <table role="table">
                <caption class=caption_hidden.then_some("hidden")>{caption}</caption>
                <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
                <tbody role="rowgroup">{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_html()
}

fn class(column: &Column) -> Option<&'static str> {
    column.numeric.then_some("number")
}
