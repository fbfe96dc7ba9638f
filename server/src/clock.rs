//! The only place that asks what time it is. Everything else is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use ledger::Time;

/// The machine's clock, or one that a test sets by hand. Clones share the hands.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock. It may be wrong, and may jump; the log refuses to go back with it.
    pub fn system() -> Clock {
        Clock { fixed: None }
    }

    /// A clock that stands at `time` until it is moved.
    pub fn fixed(time: Time) -> Clock {
        Clock { fixed: Some(Arc::new(AtomicI64::new(time.0))) }
    }

    #[allow(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now(&self) -> Time {
        match &self.fixed {
            Some(hands) => Time(hands.load(Ordering::Relaxed)),
            None => Time(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64)),
        }
    }

    /// Moves a fixed clock by `ms` milliseconds, back when negative. The machine's clock stays.
    pub fn advance(&self, ms: i64) {
        if let Some(hands) = &self.fixed {
            hands.fetch_add(ms, Ordering::Relaxed);
        }
    }

    /// Sets a fixed clock.
    pub fn set(&self, time: Time) {
        if let Some(hands) = &self.fixed {
            hands.store(time.0, Ordering::Relaxed);
        }
    }
}
