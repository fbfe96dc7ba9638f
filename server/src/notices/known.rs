//! Notices that clients looked at lately, as they were read and as they are shown.
//!
//! Only pages are made from here, and only after the database has said in the same request which version is the newest; whatever is
//! recorded is decided on a state read under the lock of the log. What belongs to one visitor (the link, the code, the form's value)
//! is never kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use app::Texts;
use app::parts::FrozenText;
use ledger::notice::State;
use ledger::{Id, Lang};

use crate::store::Firm;
use crate::store::log::Version;

/// Bytes of payloads that each of two halves keeps: several hundred notices of ordinary length. In memory a notice takes a few times
/// its payloads, with its fields and its HTML in one language or two.
const HALF: u64 = 8 * 1024 * 1024;

/// A notice as it was read.
pub struct Known {
    pub state: State,
    french: OnceLock<FrozenText>,
    english: OnceLock<FrozenText>,
}

impl Known {
    fn of(state: State) -> Known {
        Known { state, french: OnceLock::new(), english: OnceLock::new() }
    }

    /// The notice's words among words of this language, rendered when first asked for.
    pub fn text(&self, t: Texts) -> &FrozenText {
        let text = match t.0 {
            Lang::Fr => &self.french,
            Lang::En => &self.english,
        };
        text.get_or_init(|| FrozenText::of(t, &self.state.notice))
    }
}

/// The notices looked at lately: what is found in the older half moves to the newer one; when that is full, the older half goes.
#[derive(Default)]
pub struct Notices(Mutex<[Half; 2]>);

#[derive(Default)]
struct Half {
    notices: HashMap<(Firm, Id), (Version, Arc<Known>)>,
    bytes: u64,
}

impl Notices {
    /// The notice, if it is kept in this version.
    pub fn get(&self, firm: Firm, notice: Id, version: Version) -> Option<Arc<Known>> {
        let mut halves = self.halves();
        let of_version = |(kept, known): &(Version, Arc<Known>)| (*kept == version).then(|| known.clone());
        let [newer, older] = &mut *halves;
        if let Some(found) = newer.notices.get(&(firm, notice)) {
            return of_version(found);
        }
        let known = older.notices.get(&(firm, notice)).and_then(of_version)?;
        add(&mut halves, firm, version, known.clone());
        Some(known)
    }

    /// Keeps a state that was read after `version` was. A later one than that is found by nobody, and replaced.
    pub fn keep(&self, firm: Firm, version: Version, state: State) -> Arc<Known> {
        let known = Arc::new(Known::of(state));
        add(&mut self.halves(), firm, version, known.clone());
        known
    }

    /// Keeps nothing: texts were erased.
    pub fn forget(&self) {
        *self.halves() = Default::default();
    }

    fn halves(&self) -> MutexGuard<'_, [Half; 2]> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn add(halves: &mut [Half; 2], firm: Firm, version: Version, known: Arc<Known>) {
    if halves[0].bytes + version.bytes > HALF {
        halves.swap(0, 1);
        halves[0] = Half::default();
    }
    let newer = &mut halves[0];
    newer.bytes += version.bytes;
    if let Some((replaced, _)) = newer.notices.insert((firm, known.state.notice.notice), (version, known)) {
        newer.bytes -= replaced.bytes;
    }
}
