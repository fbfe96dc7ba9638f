//! Many projects at a glance: which have something open, and in which families of topics. A picture, and a table that says the same.

use ledger::coverage::percent;
use ledger::{Id, catalogue};
use leptos::prelude::*;

use crate::html::Markup;
use crate::parts::{Column, Empty, Heading, Note, NoteKind, Pager, State, Table};
use crate::{Html, IntoHtml, Texts, markup};

/// A project in the picture, or all of them together.
#[derive(Clone, Debug, Default)]
pub struct HeatRow {
    pub title: String,
    pub href: String,
    pub client: String,
    /// Topics and questions; how many of them are open.
    pub due: u64,
    pub open: u64,
    /// Of each family of the catalogue, then of the firm's own topics: open and due.
    pub families: Vec<[u32; 2]>,
}

#[derive(Clone, Debug, Default)]
pub struct HeatPage {
    /// The one client whose projects are shown; the whole firm without.
    pub client: Option<(Id, String)>,
    /// Of all projects, those of other pages too.
    pub all: HeatRow,
    pub projects: u64,
    /// Projects with something open.
    pub uncovered: u64,
    /// Of one page, those with the most open first.
    pub rows: Vec<HeatRow>,
    pub page: u64,
    pub pages: u64,
    /// Projects not computed yet by the rules in force.
    pub waiting: u64,
}

pub fn heat(t: Texts, page: &HeatPage) -> Html {
    let (above, href) = match &page.client {
        Some((client, name)) => (name.clone(), format!("/clients/{client}")),
        None => (String::new(), String::new()),
    };
    let lead = t.heat_lead(page.uncovered, page.projects, percent(page.all.due, page.all.open));
    let waiting = (page.waiting > 0).then(|| {
        view! { <Note kind=NoteKind::Info><p>{t.heat_waiting(page.waiting)}</p></Note> }
    });
    let base = page.client.as_ref().map_or("/coverage?page=".into(), |(id, _)| format!("/clients/{id}/coverage?page="));
    let body = if page.rows.is_empty() {
        view! { <Empty title=t.heat_none() text=t.heat_none_text()/> }.into_html()
    } else {
        view! {
            {picture(t, page)}
            {legend(t)}
            {table(t, page)}
            <Pager t page=page.page pages=page.pages base=base/>
        }
        .into_html()
    };
    let heading = match above.is_empty() {
        true => view! {
            <Heading title=t.coverage() lead=lead>
                <a class="button secondary" href="/calendar">{t.calendar()}</a>
                <a class="button secondary" href="/bulk">{t.bulk_title()}</a>
                <a class="button secondary" href="/firm/rules">{t.rules_title()}</a>
            </Heading>
        }
        .into_html(),
        false => view! { <Heading title=t.coverage() above=above above_href=href lead=lead/> }.into_html(),
    };
    view! { {heading}{waiting}{body} }.into_html()
}

/// Sizes in the picture's own units, about pixels.
const LABEL: usize = 250;
const CELL: usize = 78;
const ROW: usize = 34;
const HEAD: usize = 46;
const PERCENT: usize = 58;
/// Characters of a title that fit before the cells.
const TITLE: usize = 32;

/// The families that are due anywhere, by their place.
fn shown(page: &HeatPage) -> Vec<usize> {
    let due = |at: &usize| page.all.families.get(*at).is_some_and(|[_, due]| *due > 0);
    (0..page.all.families.len()).filter(due).collect()
}

fn name(t: Texts, family: usize) -> &'static str {
    catalogue::families().get(family).map_or(t.coverage_own(), |family| family.name.get(t.0))
}

/// Written as text: up to a hundred rows of nine cells. Who cannot see it reads the table, so its links are not reached by keyboard.
fn picture(t: Texts, page: &HeatPage) -> Html {
    let families = shown(page);
    let (width, height) = (LABEL + families.len() * CELL + PERCENT, HEAD + (page.rows.len() + 1) * ROW);
    let mut svg = Markup(String::with_capacity(page.rows.len() * families.len() * 120));
    markup!(svg, "<div class=\"heat\" tabindex=\"0\" role=\"group\" aria-label=\"", [t.heat_picture()], "\">");
    markup!(svg, "<svg aria-hidden=\"true\" viewBox=\"0 0 ", [&format!("{width} {height}")], "\">");
    for (column, family) in families.iter().enumerate() {
        let x = (LABEL + column * CELL + CELL / 2).to_string();
        let (first, second) = halves(name(t, *family));
        markup!(
            svg,
            "<text class=\"head\" x=\"",
            [&x],
            "\" y=\"16\">",
            [first],
            "</text><text class=\"head\" x=\"",
            [&x]
        );
        markup!(svg, "\" y=\"32\">", [second], "</text>");
    }
    for (at, row) in std::iter::once(&page.all).chain(&page.rows).enumerate() {
        let y = HEAD + at * ROW;
        let middle = (y + ROW / 2 + 5).to_string();
        markup!(svg, "<a tabindex=\"-1\" href=\"", [&row.href], "\"><title>", [&row.title]);
        markup!(svg, "</title><text class=\"row\" x=\"0\" y=\"", [&middle], "\">", [&short(&row.title)], "</text>");
        for (column, family) in families.iter().enumerate() {
            let [open, due] = row.families.get(*family).copied().unwrap_or_default();
            cell(&mut svg, LABEL + column * CELL, y, open, due);
        }
        let x = (LABEL + families.len() * CELL + PERCENT - 4).to_string();
        let settled = t.percent_of(percent(row.due, row.open));
        markup!(svg, "<text class=\"percent\" x=\"", [&x], "\" y=\"", [&middle], "\">", [&settled], "</text></a>");
    }
    svg.literal("</svg></div>");
    svg.done()
}

/// The share that is open, in four steps that differ in their outline and in how dark they are; 0 when nothing is open.
fn step(open: u32, due: u32) -> u32 {
    (open * 4).div_ceil(due.max(1)).min(4)
}

fn cell(svg: &mut Markup, x: usize, y: usize, open: u32, due: u32) {
    let (center, middle) = ((x + CELL / 2).to_string(), (y + ROW / 2 + 5).to_string());
    if due == 0 {
        markup!(svg, "<text class=\"none\" x=\"", [&center], "\" y=\"", [&middle], "\">·</text>");
    } else if open == 0 {
        // A tick, as the state "in place" has.
        let place = format!("translate({} {})", x + CELL / 2 - 6, y + ROW / 2 - 6);
        markup!(svg, "<path class=\"done\" transform=\"", [&place], "\" d=\"", [State::Accepted.shape()], "\"/>");
    } else {
        let (left, top) = ((x + 3).to_string(), (y + 3).to_string());
        markup!(svg, "<rect class=\"", [&format!("heat-{}", step(open, due))], "\" x=\"", [&left], "\" y=\"", [&top]);
        markup!(svg, "\" width=\"72\" height=\"28\" rx=\"3\"/><text class=\"", [&format!("on-{}", step(open, due))]);
        markup!(svg, "\" x=\"", [&center], "\" y=\"", [&middle], "\">", [&open.to_string()], "</text>");
    }
}

/// A name on two lines.
fn halves(name: &str) -> (&str, &str) {
    let middle = name.len() / 2;
    let spaces = name.match_indices(' ').map(|(at, _)| at);
    match spaces.min_by_key(|at| at.abs_diff(middle)) {
        Some(at) => (&name[..at], &name[at + 1..]),
        None => (name, ""),
    }
}

fn short(title: &str) -> String {
    match title.chars().count() {
        0..=TITLE => title.to_owned(),
        _ => title.chars().take(TITLE - 1).chain(['…']).collect(),
    }
}

/// What a cell's number and outline mean.
fn legend(t: Texts) -> Html {
    let mut html = Markup::default();
    markup!(html, "<p class=\"quiet heat-legend\" aria-hidden=\"true\"><span>", [t.heat_legend()], "</span>");
    for (step, label) in (1..=4).zip([t.heat_quarter(), t.heat_half(), t.heat_three_quarters(), t.heat_all()]) {
        let class = format!("heat-{step}");
        markup!(html, "<span><svg viewBox=\"0 0 24 16\" width=\"24\" height=\"16\"><rect class=\"", [&class]);
        markup!(html, "\" x=\"1\" y=\"1\" width=\"22\" height=\"14\" rx=\"3\"/></svg>", [label], "</span>");
    }
    html.literal("</p>");
    html.done()
}

fn table(t: Texts, page: &HeatPage) -> Html {
    let families = shown(page);
    let one = page.client.is_some();
    let mut columns = vec![Column::new(t.project_title())];
    if !one {
        columns.push(Column::new(t.project_client()));
    }
    columns.extend([Column::numeric(t.heat_settled()), Column::numeric(t.heat_open()), Column::new(t.heat_where())]);
    let rows = page.rows.iter().map(|row| {
        let open = families.iter().filter_map(|family| match row.families.get(*family) {
            Some([open, _]) if *open > 0 => Some(format!("{} {open}", name(t, *family))),
            _ => None,
        });
        let mut places: Vec<String> = open.collect();
        let topics: u32 = row.families.iter().map(|[open, _]| open).sum();
        if row.open > topics.into() {
            places.push(t.survey_left(row.open - u64::from(topics)));
        }
        let mut cells = vec![Markup::link(&row.href, &row.title)];
        if !one {
            cells.push(Markup::of(&row.client));
        }
        let (settled, open) = (t.percent_of(percent(row.due, row.open)), t.number(row.open));
        cells.extend([Markup::of(&settled), Markup::of(&open), Markup::of(&places.join(" · "))]);
        cells
    });
    view! { <Table caption=t.heat_table() columns=columns rows=rows.collect()/> }.into_html()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_share_of_nothing_has_no_step() {
        assert_eq!([step(0, 8), step(1, 8), step(2, 8), step(3, 8), step(7, 8), step(8, 8)], [0, 1, 1, 2, 4, 4]);
        assert_eq!(step(1, 100), 1, "one is seen");
    }

    #[test]
    fn names_break_near_their_middle() {
        assert_eq!(halves("Comptes et annuaire"), ("Comptes et", "annuaire"));
        assert_eq!(halves("Messagerie"), ("Messagerie", ""));
    }
}
