//! What runs in the browser. A page without an island loads no script, and every page works without its islands.
//!
//! An island draws the same on the server and, once its script runs, in the browser. Its properties travel in the page as JSON
//! and must be given in full: `#[island]` has no default values.

mod around;
mod bundle;
mod checklist;
mod examined;
mod known;
mod report;
mod unsent;
mod verify;

pub use around::Filled;
pub use bundle::{BUNDLE_START, BundleExaminer, ExaminedBundle, HandedOut, bundle_lines, is_bundle};
pub use checklist::{CheckCause, CheckItem, Checklist};
pub use examined::{Examined, FoundSeal, Newer};
pub use report::{about_log, entry_words, erased_words, failures, not_all};
pub use unsent::Unsent;
pub use verify::Verify;
