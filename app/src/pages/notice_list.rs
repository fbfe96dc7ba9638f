//! Notices as the pages of a client and of a project list them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::event::NoticeClass;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{NoticeStanding, State};
use crate::texts::local;
use crate::{Html, IntoHtml, Texts};

/// That the text of an answer was erased: what is shown of it is the firm's word.
#[derive(Clone, Debug)]
pub struct AnswerErased {
    pub at: Time,
    /// The entry that says so, by its place in the log, from 0.
    pub entry: u64,
    /// The member who ordered it.
    pub by: String,
}

/// A notice that was issued, as lists show it.
#[derive(Clone, Debug)]
pub struct NoticeLine {
    pub notice: Id,
    pub reference: String,
    pub class: NoticeClass,
    /// Title of its project.
    pub project: String,
    pub issued: Time,
    pub answered: Option<Time>,
    pub erased: Option<AnswerErased>,
    pub standing: NoticeStanding,
    /// Title of each warning, and what was decided.
    pub warnings: Vec<(String, Option<State>)>,
}

/// The rows of a `list`. `with_project`: where the page is not the project's own.
pub fn notice_rows(t: Texts, lines: &[NoticeLine], today: Date, zone: &TimeZone, with_project: bool) -> Html {
    let day = |at: Time| t.date(local(at, zone).date());
    let rows = lines.iter().map(|line| {
        let mut about = vec![t.project_notice_issued(&day(line.issued))];
        if with_project {
            about.insert(0, line.project.clone());
        }
        if line.class != NoticeClass::Letter {
            about.insert(0, t.notice_class(line.class).to_owned());
        }
        match (line.answered, line.standing.respond_by) {
            (Some(at), _) => about.push(t.project_notice_answered(&day(at))),
            (None, Some(date)) => about.push(t.respond_by(&t.date(date))),
            (None, None) => {}
        }
        if let Some(erased) = &line.erased {
            about.push(t.answer_erased_by(&day(erased.at), &erased.by, erased.entry + 1));
        }
        let badge = |state: State, word: &'static str| match line.erased {
            Some(_) => state.badge(&t.doc_says_the_firm(word)),
            None => state.badge(word),
        };
        // Of a single warning the notice's own badge says it.
        let several = line.warnings.len() > 1;
        let warnings = line.warnings.iter().map(|(title, decided)| {
            let badge = decided.filter(|_| several).map(|state| view! { " "{badge(state, state.label(t))} });
            view! { <li>{title.clone()}{badge}</li> }
        });
        let state = line.standing.state(today);
        view! {
            <li>
                <a href=format!("/notices/{}", line.notice)>{line.reference.clone()}</a>
                {badge(state, t.state_of(line.class, state))}
                <p class="quiet">{about.join(" · ")}</p>
                <ul class="raised">{warnings.collect_view()}</ul>
            </li>
        }
    });
    rows.collect_view().into_html()
}
