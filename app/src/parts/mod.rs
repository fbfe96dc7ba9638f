//! The building blocks of pages.
//!
//! Every form control shows its label, says "required" in words, and ties its hint and its error to
//! the input (`aria-describedby`, `aria-invalid`), so that a page can be shown again with what was typed.
//! Controls are named after their field: the input of `email` has the id `f-email` ([`field_id`]).

mod choice;
mod field;
mod icon;
mod instrument;
mod layout;
mod notice;
mod state;
mod table;
mod time_source;
mod timeline;
mod values;

#[cfg(test)]
mod tests;

pub use choice::{Checkbox, CheckboxGroup, Fieldset, Opt, RadioGroup, Select};
pub use field::{
    BareTextArea, DateField, ErrorSummary, Field, FileField, Hidden, Labels, MoneyField, Once, Submit, TextArea,
    field_id, labels,
};
pub use icon::{Icon, Logo, Symbol};
pub use instrument::{instrument_text, resolution_state, signed};
pub use layout::{DefinitionList, Empty, Heading, Note, NoteKind, Pager, Step, Steps, Views};
pub use notice::{FrozenText, gross, notice_text, price, warning_text};
pub use state::{NoticeStanding, State, StateBadge};
pub use table::{Column, Table};
pub use time_source::TimeSource;
pub use timeline::{Moment, Timeline};
pub use values::{Code, EntryAt, EraseLink, Erasures, Hash, Money, Prose, Size, When};

use leptos::children::ToChildren;
use leptos::prelude::*;

use crate::{Html, IntoHtml};

/// What stands inside a part. Leptos's own `Children` must own everything; this may borrow the form.
pub struct Inside<'a>(Box<dyn FnOnce() -> Html + Send + 'a>);

impl<'a, F, V> ToChildren<F> for Inside<'a>
where
    F: FnOnce() -> V + Send + 'a,
    V: IntoView,
{
    fn to_children(f: F) -> Self {
        Self(Box::new(move || f().into_html()))
    }
}

impl Inside<'_> {
    /// Renders it.
    pub fn show(self) -> Html {
        (self.0)()
    }
}
