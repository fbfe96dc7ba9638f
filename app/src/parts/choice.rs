//! Choices: lists, radio buttons, checkboxes, and the group that holds several fields.

use leptos::prelude::*;

use super::Inside;
use super::field::{Frame, field_id};
use crate::{Form, Html, IntoHtml, Texts};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opt {
    pub value: String,
    pub label: String,
    /// A line of help below the label (radio buttons and checkboxes only).
    pub hint: Option<String>,
}

impl Opt {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A list to choose one from.
#[component]
pub fn Select<'a>(
    t: Texts,
    form: &'a Form,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<Opt>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
    /// Adds a first, empty entry, so that nothing is chosen by accident.
    #[prop(optional)]
    with_empty: bool,
) -> Html {
    let frame = Frame::new(t, form, &name, label, hint, required);
    let empty = with_empty.then(|| view! { <option value="">{t.choose_one()}</option> });
    let options = options.into_iter().map(|option| {
        let selected = form.value(&name) == option.value;
        view! { <option value=option.value selected=selected>{option.label}</option> }
    });
    let options = options.collect_view();
    let control = view! {
        <select
            id=frame.id.clone() name=name
            aria-required=required.then_some("true") aria-invalid=frame.invalid aria-describedby=frame.described_by.clone()
        >{empty}{options}</select>
    };
    frame.around(control)
}

/// One box to tick. Posts `value` when ticked, nothing otherwise.
#[component]
pub fn Checkbox<'a>(
    t: Texts,
    form: &'a Form,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "yes")] value: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
) -> Html {
    let frame = Frame::new(t, form, &name, label, hint, required);
    let checked = form.has(&name, value);
    view! {
        <div class=frame.class()>
            {frame.error()}
            <div class="choice">
                <input
                    id=frame.id.clone() name=name type="checkbox" value=value checked=checked
                    aria-required=required.then_some("true") aria-invalid=frame.invalid aria-describedby=frame.described_by.clone()
                />
                <label for=frame.id.clone()>{frame.label()}</label>
                {frame.hint()}
            </div>
        </div>
    }
    .into_html()
}

/// Several things to choose one from, all in sight.
#[component]
pub fn RadioGroup<'a>(
    t: Texts,
    form: &'a Form,
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<Opt>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
) -> Html {
    group(t, form, "radio", name, legend, options, hint, required)
}

/// Several things to choose any number of; all post the same name.
#[component]
pub fn CheckboxGroup<'a>(
    t: Texts,
    form: &'a Form,
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<Opt>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
) -> Html {
    group(t, form, "checkbox", name, legend, options, hint, required)
}

#[expect(clippy::too_many_arguments, reason = "the two components above name them all")]
fn group(
    t: Texts,
    form: &Form,
    kind: &'static str,
    name: String,
    legend: String,
    options: Vec<Opt>,
    hint: Option<String>,
    required: bool,
) -> Html {
    let frame = Frame::new(t, form, &name, legend, hint, required);
    let choices = options.into_iter().enumerate().map(|(at, option)| {
        // The first takes the field's own id: it is where the error summary leads.
        let id = if at == 0 { field_id(&name) } else { format!("{}-{at}", field_id(&name)) };
        let checked = form.has(&name, &option.value);
        let hint_id = format!("{id}-about");
        let described_by = option.hint.as_ref().map(|_| hint_id.clone());
        view! {
            <div class="choice">
                <input id=id.clone() name=name.clone() type=kind value=option.value checked=checked aria-describedby=described_by/>
                <label for=id>{option.label}</label>
                {option.hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            </div>
        }
    });
    let choices = choices.collect_view();
    view! {
        <fieldset class=frame.class() aria-describedby=frame.described_by.clone()>
            <legend>{frame.label()}</legend>
            {frame.hint()}
            {frame.error()}
            <div class="choices">{choices}</div>
        </fieldset>
    }
    .into_html()
}

/// Fields that belong together, under one legend.
#[component]
pub fn Fieldset<'a>(
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Option<String>,
    children: Inside<'a>,
) -> Html {
    view! {
        <fieldset class="group">
            <legend>{legend}</legend>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            {children.show()}
        </fieldset>
    }
    .into_html()
}
