//! The form that an island stands in.

use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{Element, FormData, HtmlFormElement};

/// Names and values of a form, as it would be sent.
pub type Filled = Vec<(String, String)>;

/// None when the island stands in no form.
pub fn form(place: &Element) -> Option<HtmlFormElement> {
    place.closest("form").ok()??.dyn_into().ok()
}

/// What the form would send, without files.
pub fn filled(place: &Element) -> Filled {
    let data = form(place).and_then(|form| FormData::new_with_form(&form).ok());
    let Some(Ok(Some(entries))) = data.map(|data| js_sys::try_iter(&data)) else { return vec![] };
    let pair = |entry: JsValue| {
        let pair = js_sys::Array::from(&entry);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    entries.filter_map(|entry| pair(entry.ok()?)).collect()
}
