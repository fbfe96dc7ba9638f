//! The islands' entry point: everything else lives in `app`. Empty but for WASM.
#![cfg(target_family = "wasm")]

#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
