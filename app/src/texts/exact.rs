//! Times of day as exactly as it takes to tell them apart.

use jiff::ZonedDateTime;
use ledger::{Lang, Time};

use super::Texts;

/// To which unit a time of day is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exact {
    #[default]
    Minute,
    Second,
    Millisecond,
}

impl Exact {
    /// The largest unit that tells it whole. The end of a minute, which a day alone means, is that minute.
    pub fn of(time: Time) -> Exact {
        match time.0.rem_euclid(60_000) {
            0 | 59_999 => Exact::Minute,
            rest if rest % 1_000 == 0 => Exact::Second,
            _ => Exact::Millisecond,
        }
    }

    /// The largest unit that tells all of these apart; what was at one moment, in one transaction, is never told apart.
    pub fn apart(times: impl IntoIterator<Item = Time>) -> Exact {
        let mut times: Vec<i64> = times.into_iter().map(|time| time.0).collect();
        times.sort_unstable();
        times.dedup();
        let share = |unit: i64| times.windows(2).any(|two| two[0].div_euclid(unit) == two[1].div_euclid(unit));
        match (share(1_000), share(60_000)) {
            (true, _) => Exact::Millisecond,
            (false, true) => Exact::Second,
            (false, false) => Exact::Minute,
        }
    }
}

impl Texts {
    /// As [`Texts::date_time`]: `24 novembre 2026 à 9 h 05 min 12 s (UTC+01:00)`, `24 November 2026, 09:05:12.345 (UTC+01:00)`.
    pub fn date_time_to(self, time: &ZonedDateTime, exact: Exact) -> String {
        let (second, millis) = (time.second(), time.millisecond());
        let seconds = match (exact, self.0) {
            (Exact::Minute, _) => String::new(),
            (Exact::Second, Lang::Fr) => format!("\u{a0}min\u{a0}{second:02}\u{a0}s"),
            (Exact::Second, Lang::En) => format!(":{second:02}"),
            (Exact::Millisecond, Lang::Fr) => format!("\u{a0}min\u{a0}{second:02},{millis:03}\u{a0}s"),
            (Exact::Millisecond, Lang::En) => format!(":{second:02}.{millis:03}"),
        };
        self.civil(time.datetime(), &seconds, time.offset())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::local;
    use jiff::tz::TimeZone;

    #[test]
    fn moments_are_told_apart_and_no_further() {
        let apart = |times: &[i64]| Exact::apart(times.iter().copied().map(Time));
        assert_eq!(apart(&[]), Exact::Minute);
        assert_eq!(apart(&[0, 0, 60_000]), Exact::Minute);
        assert_eq!(apart(&[59_999, 0, 180_000]), Exact::Second);
        assert_eq!(apart(&[0, 180_000, 180_999]), Exact::Millisecond);
        assert_eq!(apart(&[-1, 0]), Exact::Minute);
        let whole = [0, -1, 9_000, 9_001].map(|time| Exact::of(Time(time)));
        assert_eq!(whole, [Exact::Minute, Exact::Minute, Exact::Second, Exact::Millisecond]);
    }

    #[test]
    fn seconds_stand_behind_the_minutes() {
        let time = local(Time(1_795_507_576_023), &TimeZone::UTC);
        let told = |lang, exact| Texts(lang).date_time_to(&time, exact);
        assert_eq!(told(Lang::En, Exact::Minute), "24\u{a0}November 2026, 08:06 (UTC+00:00)");
        assert_eq!(told(Lang::En, Exact::Second), "24\u{a0}November 2026, 08:06:16 (UTC+00:00)");
        assert_eq!(
            told(Lang::Fr, Exact::Millisecond),
            "24\u{a0}novembre 2026 à 8\u{a0}h\u{a0}06\u{a0}min\u{a0}16,023\u{a0}s (UTC+00:00)"
        );
    }
}
