//! A moment. This crate never asks for the present one: callers pass it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time). Serialised as an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(pub i64);

impl Time {
    /// 1970-01-01T00:00:00.000Z, the earliest time that an entry may bear.
    pub const MIN: Time = Time(0);
    /// 9998-12-31T23:59:59.999Z, the latest: RFC 3339 §5.6 writes years with four digits, and the year of a recordable time
    /// must have four in every time zone.
    pub const MAX: Time = Time(253_370_764_799_999);

    /// Whether an entry may bear this time: between [`Time::MIN`] and [`Time::MAX`], both included.
    pub fn is_recordable(self) -> bool {
        (Time::MIN..=Time::MAX).contains(&self)
    }

    /// This time later (or, if negative, earlier) by `milliseconds`; stops at the ends of `i64`.
    pub fn plus_millis(self, milliseconds: i64) -> Time {
        Time(self.0.saturating_add(milliseconds))
    }

    /// RFC 3339 in UTC, always with three digits of milliseconds: `2026-11-24T08:06:16.123Z`.
    ///
    /// A time outside the years 0000 to 9998 is written as a count, `-62167219200001ms`: it cannot be recorded in an entry,
    /// but a report about a malformed one must be able to show it.
    pub fn to_rfc3339_utc(self) -> String {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(moment) if (YEAR_ZERO..=Time::MAX).contains(&self) => format!("{moment:.3}"),
            _ => format!("{}ms", self.0),
        }
    }
}

/// 0000-01-01T00:00:00.000Z.
const YEAR_ZERO: Time = Time(-62_167_219_200_000);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339_utc())
    }
}
