//! What runs in the browser. A page without an island loads no script, and every page works without its islands.
//!
//! An island draws the same on the server and, once its script runs, in the browser. Its properties travel in the page as JSON
//! and must be given in full: `#[island]` has no default values.

mod around;
mod bundle;
mod checklist;
mod examined;
mod known;
mod lines;
mod report;
mod unsent;
mod verify;

pub use around::Filled;
pub use bundle::{BUNDLE_START, BundleExaminer, ExaminedBundle, HandedOut, bundle_lines, is_bundle};
pub use checklist::{CheckCause, CheckItem, Checklist};
pub use examined::{Examined, FoundSeal, Newer};
pub use lines::{about_log, erased_words, not_all};
pub use report::{entry_words, failures};
pub use unsent::Unsent;
pub use verify::Verify;
