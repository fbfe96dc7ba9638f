//! The islands' entry point: everything else lives in `app`. Empty but for WASM.
#![cfg(target_family = "wasm")]

// The islands export themselves; a crate that nothing names would not be linked.
use app as _;

#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
