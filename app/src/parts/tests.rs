//! What every part must keep: what was typed stays text, and label, hint and error belong to their control.

use leptos::prelude::*;

use super::*;
use crate::{Form, Lang, Texts};

const T: Texts = Texts(Lang::En);
/// Ends a text area, an attribute and an element.
const HOSTILE: &str = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;";

fn hostile() -> Form {
    let mut form = Form::new();
    form.set("x", HOSTILE).refuse("x", HOSTILE);
    form
}

/// Every control once, named `x`.
fn controls(form: &Form) -> Vec<String> {
    let t = T;
    let options = || vec![Opt::new(HOSTILE, HOSTILE).hint(HOSTILE), Opt::new("b", "B")];
    let label = HOSTILE;
    vec![
        view! { <Field t form name="x" label hint=HOSTILE required=true/> }.to_html(),
        view! { <TextArea t form name="x" label hint=HOSTILE required=true/> }.to_html(),
        view! { <DateField t form name="x" label hint=HOSTILE required=true/> }.to_html(),
        view! { <MoneyField t form name="x" label hint=HOSTILE required=true/> }.to_html(),
        view! { <FileField t form name="x" label types=HOSTILE accept="application/pdf" max_bytes=1/> }.to_html(),
        view! { <Select t form name="x" label options=options() hint=HOSTILE with_empty=true/> }.to_html(),
        view! { <Checkbox t form name="x" label hint=HOSTILE/> }.to_html(),
        view! { <RadioGroup t form name="x" legend=label options=options() hint=HOSTILE/> }.to_html(),
        view! { <CheckboxGroup t form name="x" legend=label options=options() hint=HOSTILE/> }.to_html(),
    ]
}

#[test]
fn what_was_typed_stays_text() {
    let form = hostile();
    let mut all = controls(&form);
    all.push(view! { <ErrorSummary t=T form=&form labels=labels([("x", HOSTILE)])/> }.to_html());
    all.push(view! { <Hidden name="x" value=HOSTILE/> }.to_html());
    all.push(view! { <Prose text=HOSTILE/> }.to_html());
    all.push(view! { <Heading title=HOSTILE above=HOSTILE lead=HOSTILE/> }.to_html());
    all.push(view! { <Empty title=HOSTILE text=HOSTILE action=Some((HOSTILE.into(), HOSTILE.into()))/> }.to_html());
    let column = || vec![Column::new(HOSTILE), Column::new(HOSTILE)];
    let cell = || view! { {HOSTILE} }.into_html();
    all.push(view! { <Table caption=HOSTILE columns=column() rows=vec![vec![cell(), cell()]]/> }.to_html());
    for html in all {
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    }
}

#[test]
fn label_hint_and_error_belong_to_their_control() {
    for html in controls(&hostile()) {
        assert!(html.contains("id=\"f-x\""), "{html}");
        assert!(html.contains("for=\"f-x\""), "{html}");
        assert!(html.contains("aria-describedby=\"f-x-hint f-x-error\""), "{html}");
        assert!(html.contains("id=\"f-x-hint\"") && html.contains("id=\"f-x-error\""), "{html}");
    }
    for html in controls(&Form::new()) {
        assert!(!html.contains("f-x-error") && !html.contains("aria-invalid"), "{html}");
    }
}

#[test]
fn a_text_area_keeps_its_first_line_break_and_a_password_is_never_sent_back() {
    let mut form = Form::new();
    form.set("x", "\nfirst & <second>");
    let form = &form;
    let html = view! { <TextArea t=T form name="x" label="L"/> }.to_html();
    assert!(html.contains(">\n\nfirst &amp; &lt;second&gt;</textarea>"), "{html}");
    let html = view! { <Field t=T form name="x" label="L" kind="password"/> }.to_html();
    assert!(html.contains("value=\"\"") && !html.contains("second"), "{html}");
}

#[test]
fn the_summary_links_to_fields_in_the_order_found() {
    let mut form = Form::new();
    form.refuse("zebra", "First").refuse("apple", "Second").refuse("", "Whole");
    let labels = || labels([("apple", "Apple"), ("zebra", "Zebra")]);
    let html = view! { <ErrorSummary t=T form=&form labels=labels()/> }.to_html();
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text} is missing: {html}"));
    assert!(at("#f-zebra\">Zebra: First") < at("#f-apple\">Apple: Second") && at("Apple") < at("Whole"));
    assert!(html.contains(&T.errors_to_fix(3)));
    let empty = Form::new();
    assert_eq!(view! { <ErrorSummary t=T form=&empty labels=labels()/> }.to_html(), "");
}

#[test]
fn no_two_states_share_a_word_or_a_shape() {
    for t in [T, Texts(Lang::Fr)] {
        let words: std::collections::BTreeSet<_> = State::ALL.map(|state| state.label(t)).into();
        let shapes: std::collections::BTreeSet<_> = State::ALL.map(State::shape).into();
        assert_eq!((words.len(), shapes.len()), (State::ALL.len(), State::ALL.len()));
    }
}
