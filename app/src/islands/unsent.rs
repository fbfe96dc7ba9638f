//! Keeps what is typed into the form around it on this device until the server has it: on site, a connection comes and goes.
//!
//! Kept in the browser's local storage, under the address of the server alone; sent nowhere but by the form's own button.

use js_sys::{Date, Reflect};
use ledger::{Lang, Time};
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{self, HtmlFormElement, Storage};
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::JsFuture;

use super::around::{self, Filled};
use crate::Texts;
use crate::form::FORM_ONCE;

/// What was typed, and when the last of it was.
#[derive(Serialize, Deserialize)]
struct Typed {
    at: i64,
    filled: Filled,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Nothing,
    /// All is on this device.
    Kept,
    /// What an earlier visit of the page left was put back.
    PutBack(Time),
    /// The server could not be reached; nothing was sent.
    Offline,
    /// The browser keeps nothing.
    Refused,
}

/// `key`: names the form and who fills it in; nobody else's is shown. `received`: the server has just recorded what was kept, which is
/// forgotten then.
#[island]
pub fn Unsent(lang: Lang, key: String, received: bool) -> impl IntoView {
    let t = Texts(lang);
    let place = NodeRef::<Div>::new();
    let state = RwSignal::new(State::Nothing);
    let key = StoredValue::new(key);
    let forget = move || {
        if let Some(storage) = storage() {
            // What cannot be removed was not kept either.
            let _ = key.with_value(|key| storage.remove_item(key));
        }
    };
    Effect::new(move || {
        let Some(form) = place.get().and_then(|place| around::form(&place)) else { return };
        if received {
            forget();
        } else if let Some(typed) = key.with_value(|key| read(key)) {
            put_back(&form, &typed.filled);
            state.set(State::PutBack(Time(typed.at)));
        }
        window_event_listener(ev::input, move |_| {
            let Some(place) = place.get_untracked() else { return };
            let kept = key.with_value(|key| keep(key, around::filled(&place)));
            state.set(if kept { State::Kept } else { State::Refused });
        });
        window_event_listener(ev::submit, move |event| {
            let Some(form) = place.get_untracked().and_then(|place| around::form(&place)) else { return };
            if !event.target().is_some_and(|target| target == *form.unchecked_ref::<web_sys::EventTarget>()) {
                return;
            }
            // Asked for first: a page that cannot be reached would take this one's place.
            event.prevent_default();
            spawn_local(async move {
                match is_reachable().await {
                    true => drop(form.submit()),
                    false => state.set(State::Offline),
                }
            });
        });
    });
    let discard = move |_| {
        forget();
        let reloaded = web_sys::window().map(|window| window.location().reload());
        drop(reloaded);
    };
    let said = move || match state.get() {
        State::Nothing => String::new(),
        State::Kept => t.unsent_kept().to_owned(),
        State::PutBack(at) => t.unsent_put_back(&when(t, at)),
        State::Offline => t.unsent_offline().to_owned(),
        State::Refused => t.unsent_refused().to_owned(),
    };
    view! {
        <div class="unsent" node_ref=place class:warned=move || matches!(state.get(), State::Offline | State::Refused)>
            <p role="status">{said}</p>
            <button
                type="button" class="button secondary" on:click=discard
                hidden=move || !matches!(state.get(), State::Kept | State::PutBack(_) | State::Offline)
            >{t.unsent_discard()}</button>
        </div>
    }
}

/// None where the browser allows none.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn read(key: &str) -> Option<Typed> {
    serde_json::from_str(&storage()?.get_item(key).ok()??).ok()
}

fn keep(key: &str, mut filled: Filled) -> bool {
    // Of one page only.
    filled.retain(|(name, _)| name != FORM_ONCE);
    let typed = Typed { at: Date::now() as i64, filled };
    let text = serde_json::to_string(&typed).unwrap_or_default();
    storage().is_some_and(|storage| storage.set_item(key, &text).is_ok())
}

/// Fills the form in again; a field that was empty is emptied.
fn put_back(form: &HtmlFormElement, filled: &Filled) {
    let elements = form.elements();
    for at in 0..elements.length() {
        let Some(element) = elements.item(at) else { continue };
        let property = |name: &str| Reflect::get(&element, &name.into()).ok().and_then(|value| value.as_string());
        let (Some(name), Some(kind), Some(value)) = (property("name"), property("type"), property("value")) else {
            continue;
        };
        let mut values = filled.iter().filter(|(field, _)| *field == name).map(|(_, value)| value);
        let set = |name: &str, value: JsValue| drop(Reflect::set(&element, &name.into(), &value));
        match kind.as_str() {
            "hidden" | "submit" | "button" | "fieldset" => {}
            "radio" | "checkbox" => set("checked", values.any(|chosen| *chosen == value).into()),
            _ => set("value", values.next().map_or("", String::as_str).into()),
        }
    }
    // For whoever else listens to the form.
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    if let Ok(changed) = web_sys::Event::new_with_event_init_dict("change", &init) {
        let _ = form.dispatch_event(&changed);
    }
}

/// Whether this server answers.
async fn is_reachable() -> bool {
    let init = web_sys::RequestInit::new();
    init.set_method("HEAD");
    init.set_cache(web_sys::RequestCache::NoStore);
    let Some(asked) = web_sys::window().map(|window| window.fetch_with_str_and_init("/health", &init)) else {
        return false;
    };
    let answer = JsFuture::from(asked).await.ok().and_then(|answer| answer.dyn_into::<web_sys::Response>().ok());
    answer.is_some_and(|answer| answer.ok())
}

/// A moment as the device's clock and zone tell it.
fn when(t: Texts, at: Time) -> String {
    Date::new(&JsValue::from_f64(at.0 as f64)).to_locale_string(t.code(), &JsValue::UNDEFINED).into()
}
