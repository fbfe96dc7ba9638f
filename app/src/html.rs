//! HTML that is already made.

use leptos::prelude::*;

/// A view rendered to its HTML, which stands inside another view as it is.
///
/// Parts and pages return this rather than Leptos's `AnyView`, which copies every literal into a
/// counted string and compiles the code of asynchronous rendering for each type; this does neither, and it
/// keeps the types of large pages shallow.
pub type Html = leptos::tachys::html::InertElement;

/// Ends a part or a page: `view! { … }.into_html()`.
pub trait IntoHtml {
    fn into_html(self) -> Html;
}

impl<V: IntoView> IntoHtml for V {
    fn into_html(self) -> Html {
        Html::new(self.to_html())
    }
}

/// Renders in a reactive owner of its own, which is freed before this returns.
pub fn render<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().to_html());
    owner.unset_with_forced_cleanup();
    html
}
