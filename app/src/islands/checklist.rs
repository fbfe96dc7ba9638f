//! What the form around it makes due, told while it is filled in. Nothing is recorded by that: the form's own button does.

use ledger::Lang;
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::around::{self, Filled};
use crate::Texts;

/// A topic or a question, and what of the form makes it due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckItem {
    pub label: String,
    /// Due in any case.
    pub already: bool,
    pub by: Vec<CheckCause>,
}

/// A field with this value makes an item due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckCause {
    pub field: String,
    pub value: String,
    /// Not while the item at this earlier place is due.
    pub unless: Option<usize>,
}

/// Which of the items are due by a form, in their order.
fn due(items: &[CheckItem], filled: &Filled) -> Vec<bool> {
    let mut due: Vec<bool> = Vec::with_capacity(items.len());
    for item in items {
        let met = |cause: &CheckCause| {
            let holds = filled.iter().any(|(field, value)| *field == cause.field && *value == cause.value);
            holds && !cause.unless.is_some_and(|at| due.get(at).copied().unwrap_or(false))
        };
        due.push(item.already || item.by.iter().any(met));
    }
    due
}

/// The topics that are due, then the questions that are asked. `topics` of the items are topics. `filled`: what stands in the form as
/// the page is sent.
#[island]
pub fn Checklist(lang: Lang, items: Vec<CheckItem>, topics: usize, filled: Filled) -> impl IntoView {
    let t = Texts(lang);
    let place = NodeRef::<Div>::new();
    let before = StoredValue::new(due(&items, &filled));
    let now = RwSignal::new(before.get_value());
    let labels: Vec<String> = items.iter().map(|item| item.label.clone()).collect();
    // Effects run in the browser only.
    Effect::new(move || {
        let Some(place) = place.get() else { return };
        let items = items.clone();
        let look = move || now.set(due(&items, &around::filled(&place)));
        look();
        window_event_listener(ev::change, move |_| look());
    });
    let count = move |from: usize, to: usize| now.with(|now| now[from..to].iter().filter(|due| **due).count() as u64);
    let all = labels.len();
    let lines = |from: usize, labels: &[String]| {
        let lines = labels.iter().cloned().enumerate().map(|(at, label)| {
            let at = from + at;
            let is_due = move || now.with(|now| now[at]);
            let is_new = move || is_due() && !before.with_value(|before| before[at]);
            view! {
                <li hidden=move || !is_due() class:fresh=is_new>
                    {label}" "
                    <strong hidden=move || !is_new()>{t.checklist_new()}</strong>
                </li>
            }
        });
        lines.collect_view()
    };
    let (of_topics, of_questions) = (lines(0, &labels[..topics]), lines(topics, &labels[topics..]));
    view! {
        <div class="checklist" node_ref=place>
            <p role="status">
                <strong>{move || t.checklist_topics(count(0, topics))}</strong>
                <span hidden=all == topics>" · "{move || t.checklist_questions(count(topics, all))}</span>
            </p>
            <details>
                <summary>{t.checklist_show()}</summary>
                <ul>{of_topics}</ul>
                <div hidden=move || count(topics, all) == 0>
                    <p>{t.checklist_asked()}</p>
                    <ul>{of_questions}</ul>
                </div>
            </details>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(label: &str, already: bool, by: &[(&str, &str, Option<usize>)]) -> CheckItem {
        let cause = |(field, value, unless): &(&str, &str, Option<usize>)| CheckCause {
            field: (*field).to_owned(),
            value: (*value).to_owned(),
            unless: *unless,
        };
        CheckItem { label: label.to_owned(), already, by: by.iter().map(cause).collect() }
    }

    #[test]
    fn a_question_is_asked_only_while_its_topic_is_not_due() {
        let items = [
            item("backup", true, &[]),
            item("patches", false, &[("kinds", "SRV", None)]),
            item("Are there patches?", false, &[("kinds", "NET", Some(1))]),
        ];
        let by = |kinds: &[&str]| {
            let filled = kinds.iter().map(|kind| ("kinds".to_owned(), (*kind).to_owned())).collect();
            due(&items, &filled)
        };
        assert_eq!(by(&[]), [true, false, false]);
        assert_eq!(by(&["NET"]), [true, false, true]);
        assert_eq!(by(&["NET", "SRV"]), [true, true, false]);
    }
}
