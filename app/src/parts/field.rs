//! One-line and many-line inputs, and what a form needs around them.

use jiff::civil::Date;
use leptos::prelude::*;

use crate::{FORM_ONCE, Form, Html, IntoHtml, Texts};

/// The id of a field's input, which an [`ErrorSummary`] links to.
pub fn field_id(name: &str) -> String {
    format!("f-{name}")
}

/// Label, hint and error around one control, and the ids that tie them together.
pub(super) struct Frame {
    pub id: String,
    pub described_by: Option<String>,
    pub invalid: Option<&'static str>,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    required: Option<&'static str>,
}

impl Frame {
    pub fn new(t: Texts, form: &Form, name: &str, label: String, hint: Option<String>, required: bool) -> Self {
        let id = field_id(name);
        let error = form.error(name).map(str::to_owned);
        let described_by = match (&hint, &error) {
            (None, None) => None,
            (Some(_), None) => Some(format!("{id}-hint")),
            (None, Some(_)) => Some(format!("{id}-error")),
            (Some(_), Some(_)) => Some(format!("{id}-hint {id}-error")),
        };
        let invalid = error.is_some().then_some("true");
        Self { id, described_by, invalid, label, hint, error, required: required.then(|| t.required()) }
    }

    /// The label's words, with "(required)" where it is.
    pub fn label(&self) -> impl IntoView + use<> {
        let required = self.required.map(|word| view! { " "<span class="required">{word}</span> });
        view! { {self.label.clone()}{required} }
    }

    pub fn hint(&self) -> impl IntoView + use<> {
        let id = format!("{}-hint", self.id);
        self.hint.clone().map(|hint| view! { <p class="hint" id=id>{hint}</p> })
    }

    pub fn error(&self) -> impl IntoView + use<> {
        let id = format!("{}-error", self.id);
        self.error.clone().map(|error| view! { <p class="error" id=id>{error}</p> })
    }

    pub fn class(&self) -> &'static str {
        if self.error.is_some() { "field wrong" } else { "field" }
    }

    pub fn around(self, control: impl IntoView + 'static) -> Html {
        view! {
            <div class=self.class()>
                <label for=self.id.clone()>{self.label()}</label>
                {self.hint()}
                {self.error()}
                {control}
            </div>
        }
        .into_html()
    }
}

/// A one-line input: text, e-mail, password, code, number, …
///
/// A password is never sent back to the browser, whatever the form holds.
#[component]
pub fn Field<'a>(
    t: Texts,
    form: &'a Form,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
    /// The input's `type`.
    #[prop(default = "text")]
    kind: &'static str,
    /// An HTML autofill token (`email`, `current-password`, `one-time-code`, …).
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Which keyboard a phone shows (`numeric`, `decimal`, …).
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// The most characters that the browser lets a person type; the server checks again.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// A class for the width: `short`, `medium`; full width without.
    #[prop(optional)]
    width: Option<&'static str>,
) -> Html {
    let frame = Frame::new(t, form, &name, label, hint, required);
    let value = if kind == "password" { String::new() } else { form.value(&name).to_owned() };
    let spellcheck = matches!(kind, "email" | "password" | "url").then_some("false");
    let control = view! {
        <input
            id=frame.id.clone() name=name type=kind value=value class=width
            autocomplete=autocomplete inputmode=inputmode maxlength=maxlength spellcheck=spellcheck
            aria-required=required.then_some("true") aria-invalid=frame.invalid aria-describedby=frame.described_by.clone()
        />
    };
    frame.around(control)
}

/// A text of several lines. The only place with the raw tag and a text in it: Leptos does not escape text inside it.
#[component]
pub fn TextArea<'a>(
    t: Texts,
    form: &'a Form,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] maxlength: Option<u32>,
) -> Html {
    let frame = Frame::new(t, form, &name, label, hint, required);
    // HTML drops one line break right after the tag: ours, so that a person's own first one stays.
    let text = format!("\n{}", escape(form.value(&name)));
    let control = view! {
        <textarea
            id=frame.id.clone() name=name rows=rows maxlength=maxlength
            aria-required=required.then_some("true") aria-invalid=frame.invalid aria-describedby=frame.described_by.clone()
            inner_html=text
        ></textarea>
    };
    frame.around(control)
}

/// An empty one of an island: what is typed stays in the browser.
#[component]
pub fn BareTextArea(
    id: &'static str,
    #[prop(into)] wrong: Signal<bool>,
    #[prop(into)] described_by: Signal<String>,
) -> impl IntoView {
    view! {
        <textarea
            id=id rows="3" spellcheck="false" autocomplete="off"
            aria-invalid=move || wrong.get().then_some("true") aria-describedby=move || described_by.get()
        ></textarea>
    }
}

/// Text as HTML inside an element.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A day. The browser shows its own calendar; the value posted is `2026-11-24`. What somebody typed otherwise, where a browser has no calendar,
/// stands as it was typed: the calendar would lose it. [`crate::texts::parse_date`] reads both.
#[component]
pub fn DateField<'a>(
    t: Texts,
    form: &'a Form,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
    /// The earliest day allowed, as `2026-11-24`.
    #[prop(optional, into)]
    min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
) -> Html {
    let value = form.value(&name);
    let kind = if value.is_empty() || value.parse::<Date>().is_ok() { "date" } else { "text" };
    // The calendar needs no telling; whoever types has to know what is read.
    let forms = (kind == "text").then(|| t.date_forms().to_owned());
    let hint = [hint, forms].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let frame = Frame::new(t, form, &name, label, (!hint.is_empty()).then_some(hint), required);
    let control = view! {
        <input
            id=frame.id.clone() name=name.clone() type=kind value=value.to_owned() class="short" min=min max=max
            aria-required=required.then_some("true") aria-invalid=frame.invalid aria-describedby=frame.described_by.clone()
        />
    };
    frame.around(control)
}

/// An amount in euros, typed as people write it; [`crate::texts::parse_money`] reads it.
#[component]
pub fn MoneyField<'a>(
    t: Texts,
    form: &'a Form,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
) -> Html {
    let frame = Frame::new(t, form, &name, label, hint, required);
    let control = view! {
        <span class="money-input">
            <input
                id=frame.id.clone() name=name.clone() type="text" inputmode="decimal" value=form.value(&name).to_owned()
                autocomplete="off" maxlength="20"
                aria-required=required.then_some("true") aria-invalid=frame.invalid aria-describedby=frame.described_by.clone()
            />
            <span aria-hidden="true">"€"</span>
        </span>
    };
    frame.around(control)
}

/// A file to send, with its limits in words before anyone picks one.
#[component]
pub fn FileField<'a>(
    t: Texts,
    form: &'a Form,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Names of the types in words: "PDF, PNG, JPEG".
    #[prop(into)]
    types: String,
    /// The input's `accept`: `application/pdf,image/png`.
    accept: &'static str,
    /// The most that one file may weigh, in bytes.
    max_bytes: u64,
    #[prop(optional)] required: bool,
    #[prop(optional)] multiple: bool,
) -> Html {
    let hint = t.file_limits(&types, &t.size(max_bytes));
    let frame = Frame::new(t, form, &name, label, Some(hint), required);
    let control = view! {
        <input
            id=frame.id.clone() name=name type="file" accept=accept multiple=multiple
            aria-required=required.then_some("true") aria-invalid=frame.invalid aria-describedby=frame.described_by.clone()
        />
    };
    frame.around(control)
}

/// A value that travels with the form unseen.
#[component]
pub fn Hidden(#[prop(into)] name: String, #[prop(into)] value: String) -> Html {
    view! { <input type="hidden" name=name value=value/> }.into_html()
}

/// What lets the server know a form that is sent twice; of a form that makes something.
#[component]
pub fn Once<'a>(form: &'a Form) -> Html {
    view! { <Hidden name=FORM_ONCE value=form.value(FORM_ONCE).to_owned()/> }.into_html()
}

/// The button that sends a form. Two buttons in one form say which by `name` and `value`.
#[component]
pub fn Submit(
    #[prop(into)] label: String,
    #[prop(optional)] name: Option<&'static str>,
    #[prop(optional, into)] value: Option<String>,
    /// `primary` (default), `secondary`, `danger`.
    #[prop(default = "primary")]
    kind: &'static str,
) -> Html {
    view! { <button type="submit" class=format!("button {kind}") name=name value=value>{label}</button> }.into_html()
}

/// What the fields of a page are called there, by their names.
pub type Labels = Vec<(String, String)>;

/// [`Labels`] of fields that are always there.
pub fn labels<const N: usize>(fields: [(&str, &str); N]) -> Labels {
    fields.map(|(name, label)| (name.to_owned(), label.to_owned())).into()
}

/// What is wrong, on top of the form: a link to each field, by its label. Nothing when nothing is wrong.
///
/// An error recorded under the empty name belongs to no field and is shown without a link. "This field is required." alone
/// would not say which: the tests refuse a line that does not begin with its field's label.
#[component]
pub fn ErrorSummary<'a>(t: Texts, form: &'a Form, labels: Labels) -> Html {
    if !form.is_refused() {
        return Html::new("");
    }
    let count = form.errors.len() as u64;
    let items = form.errors.iter().map(|(name, error)| {
        let label = labels.iter().find(|(field, _)| field == name).map(|(_, label)| label);
        let text = label.map_or_else(|| error.clone(), |label| t.error_of(label, error));
        if name.is_empty() {
            view! { <li>{text}</li> }.into_html()
        } else {
            view! { <li><a href=format!("#{}", field_id(name))>{text}</a></li> }.into_html()
        }
    });
    // `autofocus` brings keyboard and screen reader to it after the page was shown again.
    view! {
        <section class="error-summary" id="errors" tabindex="-1" autofocus=true aria-labelledby="errors-title">
            <h2 id="errors-title">{t.errors_to_fix(count)}</h2>
            <ul>{items.collect_view()}</ul>
        </section>
    }
    .into_html()
}
