//! What a form makes due, beside it: drawn by the server as the form stands, and again by the browser at every answer.

use ledger::coverage::{Rules, State as Project};
use ledger::event::SurveyAnswer;
use leptos::prelude::*;

use super::coverage::{answer_value, question_field};
use crate::islands::{CheckCause, CheckItem, Checklist, Filled};
use crate::{Form, Html, IntoHtml, Texts};

/// The round trip of pages without script: the form comes back as it is, with what it makes due. Behind the form's own button, which
/// the Enter key presses.
pub fn look(t: Texts) -> Html {
    view! {
        <noscript><button type="submit" name="look" value="due" class="button secondary">{t.checklist_look()}</button></noscript>
    }
    .into_html()
}

/// Beside the kinds of a project.
pub fn kinds_checklist(t: Texts, rules: &Rules, form: &Form) -> Html {
    let (topics, questions) = rules.by_kinds();
    let chosen = |kind: &str, unless| CheckCause { field: "kinds".into(), value: kind.to_owned(), unless };
    let all = topics.len();
    let topics = topics.into_iter().map(|may| CheckItem {
        label: may.topic.title(t.0).to_owned(),
        already: may.already,
        by: may.by.into_iter().map(|kind| chosen(kind, None)).collect(),
    });
    let questions = questions.into_iter().map(|may| CheckItem {
        label: may.question.ask.get(t.0).to_owned(),
        already: false,
        by: may.by.into_iter().map(|(kind, topic)| chosen(kind, Some(topic))).collect(),
    });
    let items: Vec<CheckItem> = topics.chain(questions).collect();
    let filled: Filled = form.all("kinds").iter().map(|kind| ("kinds".to_owned(), kind.clone())).collect();
    view! { <Checklist lang=t.0 items topics=all filled/> }.into_html()
}

/// Beside the questions of a project.
pub fn answers_checklist(t: Texts, rules: &Rules, state: &Project, form: &Form) -> Html {
    // Only "no" leaves a topic out.
    let makes_due = SurveyAnswer::ALL.into_iter().filter(|answer| *answer != SurveyAnswer::No);
    let topics = rules.by_answers(state).into_iter().map(|may| {
        let answers = makes_due.clone().flat_map(|answer| may.by.iter().map(move |question| (question, answer)));
        let cause = answers.map(|(question, answer)| CheckCause {
            field: question_field(&question.code),
            value: answer_value(answer).to_owned(),
            unless: None,
        });
        CheckItem { label: may.topic.title(t.0).to_owned(), already: may.already, by: cause.collect() }
    });
    let items: Vec<CheckItem> = topics.collect();
    let filled: Filled = rules
        .questions(state)
        .map(|question| question_field(&question.code))
        .map(|field| (field.clone(), form.value(&field).to_owned()))
        .collect();
    view! { <Checklist lang=t.0 topics=items.len() items filled/> }.into_html()
}
