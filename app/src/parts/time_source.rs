//! Whose time it is that stands beside a recorded act.

use jiff::tz::TimeZone;
use ledger::Time;

use crate::Texts;

/// Who else than the firm's clock speaks for the time of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// An authority states that the act was in the log at the latest then.
    Authority { name: String, time: Time, accuracy_micros: Option<u64> },
    /// Authorities are set, and none has spoken yet.
    Awaited,
    /// Nobody is asked.
    FirmOnly,
}

impl TimeSource {
    pub fn sentence(&self, t: Texts, zone: &TimeZone) -> String {
        match self {
            TimeSource::Authority { name, time, accuracy_micros } => {
                t.stated_by(&t.latest(*time, *accuracy_micros, zone), name)
            }
            TimeSource::Awaited => t.stated_awaited().into(),
            TimeSource::FirmOnly => t.stated_by_nobody().into(),
        }
    }
}
