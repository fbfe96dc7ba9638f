//! Dates, times, money and sizes as each language writes them.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};
use ledger::{Lang, Time};

use super::Texts;

/// No-break space.
const NBSP: char = '\u{a0}';
/// Narrow no-break space: French thousands.
const NNBSP: char = '\u{202f}';

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SHORT_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

const WEEKDAYS_FR: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Texts {
    /// `24 novembre 2026`, `24 November 2026`; the first of a French month is `1er`.
    pub fn date(self, date: Date) -> String {
        let month = usize::from(date.month().unsigned_abs()) - 1;
        let day = match (self.0, date.day()) {
            (Lang::Fr, 1) => "1er".to_owned(),
            (_, day) => day.to_string(),
        };
        format!("{day}{NBSP}{} {}", self.choose(MONTHS_FR[month], MONTHS_EN[month]), date.year())
    }

    /// `14 h 30`, `14:30`.
    pub fn time_of_day(self, time: jiff::civil::Time) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        match self.0 {
            Lang::Fr => format!("{hour}{NBSP}h{NBSP}{minute:02}"),
            Lang::En => format!("{hour:02}:{minute:02}"),
        }
    }

    /// `novembre 2026`, `November 2026`.
    pub fn month(self, date: Date) -> String {
        let month = usize::from(date.month().unsigned_abs()) - 1;
        format!("{} {}", self.choose(MONTHS_FR[month], MONTHS_EN[month]), date.year())
    }

    /// `nov. 2026`, `Nov 2026`, where there is little room.
    pub fn month_short(self, date: Date) -> String {
        format!("{}{NBSP}{}", self.short(date), date.year())
    }

    /// `14 nov.`, `14 Nov`.
    pub fn day_short(self, date: Date) -> String {
        format!("{}{NBSP}{}", date.day(), self.short(date))
    }

    fn short(self, date: Date) -> &'static str {
        let month = usize::from(date.month().unsigned_abs()) - 1;
        self.choose(SHORT_FR[month], &MONTHS_EN[month][..3])
    }

    /// `lundi`, `Monday`.
    pub fn weekday(self, date: Date) -> &'static str {
        let day = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        self.choose(WEEKDAYS_FR[day], WEEKDAYS_EN[day])
    }

    /// A day as seen from today: `aujourd’hui`, `dans 3 jours`, `2 days ago`.
    pub fn relative(self, date: Date, today: Date) -> String {
        let days = i64::from((date - today).get_days());
        match days {
            0 => self.due_today().to_owned(),
            1.. => self.due_in(days.unsigned_abs()),
            _ => self.due_ago(days.unsigned_abs()),
        }
    }

    /// `24 novembre 2026 à 9 h 05 (UTC+01:00)`, `24 November 2026, 09:05 (UTC+01:00)`.
    ///
    /// The offset is always shown: an hour without it proves nothing.
    pub fn date_time(self, time: &ZonedDateTime) -> String {
        self.civil(time.datetime(), "", time.offset())
    }

    /// `seconds` are those behind the minutes, in words.
    pub(super) fn civil(self, time: DateTime, seconds: &str, from_utc: Offset) -> String {
        let (date, hour, minute) = (self.date(time.date()), time.hour(), time.minute());
        let offset = offset(from_utc);
        match self.0 {
            Lang::Fr => format!("{date} à {hour}{NBSP}h{NBSP}{minute:02}{seconds} (UTC{offset})"),
            Lang::En => format!("{date}, {hour:02}:{minute:02}{seconds} (UTC{offset})"),
        }
    }

    /// The same moment in UTC, to the second, as evidence states it: `2026-11-24 08:05:12 UTC`.
    pub fn utc(self, time: Timestamp) -> String {
        let utc = Offset::UTC.to_datetime(time);
        let (date, hour, minute, second) = (utc.date(), utc.hour(), utc.minute(), utc.second());
        format!("{date} {hour:02}:{minute:02}:{second:02} UTC")
    }

    /// A moment for whoever reads a report, wherever they are: by the clock of their own device, with its offset, and in UTC.
    ///
    /// Without time zones but for the offset, which is all that a browser tells: their tables would be a third of the islands.
    pub fn moment(self, time: Time) -> String {
        let Some(timestamp) = Timestamp::from_millisecond(time.0).ok().filter(|_| time.is_recordable()) else {
            return time.to_rfc3339_utc();
        };
        let offset = offset_here(timestamp);
        format!("{}, {}", self.civil(offset.to_datetime(timestamp), "", offset), self.utc(timestamp))
    }

    /// Euros from cents: `1 234,50 €`, `€1,234.50`. Negative amounts take a minus sign (U+2212).
    pub fn money(self, cents: i64) -> String {
        let sign = if cents < 0 { "\u{2212}" } else { "" };
        let cents = cents.unsigned_abs();
        let (euros, rest) = (cents / 100, cents % 100);
        match self.0 {
            Lang::Fr => format!("{sign}{},{rest:02}{NBSP}€", grouped(euros, NNBSP)),
            Lang::En => format!("{sign}€{}.{rest:02}", grouped(euros, ',')),
        }
    }

    /// Hundredths of a per cent: 2000 is `20 %`, 550 is `5,5 %` or `5.5%`.
    pub fn percent(self, rate: u32) -> String {
        let (whole, rest) = (rate / 100, format!("{:02}", rate % 100));
        let rest = rest.trim_end_matches('0');
        let mark = if rest.is_empty() { "" } else { self.choose(",", ".") };
        format!("{whole}{mark}{rest}{}", self.choose("\u{A0}%", "%"))
    }

    /// A whole number with its thousands apart: `12 345`, `12,345`.
    pub fn number(self, n: u64) -> String {
        grouped(n, self.choose(NNBSP, ','))
    }

    /// A file's size in decimal units, one figure after the mark below ten: `1,2 Mo`, `1.2 MB`.
    pub fn size(self, bytes: u64) -> String {
        let units = self.choose(["o", "ko", "Mo", "Go"], ["B", "kB", "MB", "GB"]);
        let step = [1_000_000_000, 1_000_000, 1_000].iter().position(|step| bytes >= *step);
        let Some(step) = step else {
            return format!("{bytes}{NBSP}{}", units[0]);
        };
        let (unit, size) = (units[3 - step], [1_000_000_000, 1_000_000, 1_000][step]);
        // Tenths, rounded down: "10 MB" must never be shown for what a limit of 10 MB refuses.
        let tenths = bytes / (size / 10);
        if tenths < 100 && !tenths.is_multiple_of(10) {
            format!("{}{}{}{NBSP}{unit}", tenths / 10, self.choose(',', '.'), tenths % 10)
        } else {
            format!("{}{NBSP}{unit}", tenths / 10)
        }
    }

    /// Browser and system from a `User-Agent`, as people call them; the header itself where neither is known.
    ///
    /// Order matters: Edge also says Chrome, Chrome also says Safari, Android also says Linux, iPads say Macintosh.
    pub fn device(self, user_agent: &str) -> String {
        let find = |names: &[(&str, &'static str)]| {
            names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
        };
        let browser = find(&[
            ("Firefox/", "Firefox"),
            ("FxiOS/", "Firefox"),
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("Chrome/", "Chrome"),
            ("CriOS/", "Chrome"),
            ("Safari/", "Safari"),
        ]);
        let system = find(&[
            ("Windows", "Windows"),
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Macintosh", "macOS"),
            ("CrOS", "ChromeOS"),
            ("Linux", "Linux"),
        ]);
        match (browser, system) {
            (Some(browser), Some(system)) => format!("{browser}, {system}"),
            (Some(only), None) | (None, Some(only)) => only.to_owned(),
            (None, None) => user_agent.chars().take(80).collect(),
        }
    }

    /// A fingerprint's first and last figures, enough to compare by eye: `9f86d081…b0f00a08`.
    pub fn short_hash(self, hex: &str) -> String {
        match (hex.get(..8), hex.len().checked_sub(8).and_then(|at| hex.get(at..))) {
            (Some(head), Some(tail)) if hex.len() > 20 => format!("{head}…{tail}"),
            _ => hex.to_owned(),
        }
    }
}

/// A moment in a time zone. A time that no calendar holds becomes the nearest one that it does.
pub fn local(time: Time, zone: &TimeZone) -> ZonedDateTime {
    let clamped = time.0.clamp(Time::MIN.0, Time::MAX.0);
    // A day of margin, so that no zone's offset leads past the year 9999.
    let clamped = clamped.min(Time::MAX.0 - 86_400_000);
    let timestamp = Timestamp::from_millisecond(clamped).unwrap_or(Timestamp::UNIX_EPOCH);
    timestamp.to_zoned_datetime(zone.clone())
}

/// Euro cents from what a person typed: `1234`, `1 234,5`, `1,234.50`, `€12`, `12 €`.
///
/// The last mark followed by one or two digits parts the cents; marks followed by three digits part
/// thousands; so `1,234` is 1,234 euros in both languages. None for anything else, for a negative
/// amount, and beyond `i64`.
pub fn parse_money(text: &str) -> Option<i64> {
    let text = text.trim().trim_matches('€');
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'' && *c != '’').collect();
    let (euros, cents) = match text.rfind(['.', ',']) {
        Some(at) if text.len() - at <= 3 => (&text[..at], &text[at + 1..]),
        _ => (text.as_str(), ""),
    };
    let mut groups = euros.split(['.', ',']);
    let first = groups.next()?;
    if groups.any(|group| group.len() != 3) || (euros != first && !(1..=3).contains(&first.len())) {
        return None;
    }
    let digits: String = euros.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    if digits.is_empty() || !digits.bytes().chain(cents.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    digits.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)
}

/// `+01:00`; jiff's own text leaves the minutes out when they are zero.
fn offset(from_utc: Offset) -> String {
    let minutes = from_utc.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Of the device on which this runs, at this moment.
#[cfg(target_family = "wasm")]
fn offset_here(time: Timestamp) -> Offset {
    let minutes = js_sys::Date::new(&(time.as_millisecond() as f64).into()).get_timezone_offset();
    Offset::from_seconds((minutes * -60.0) as i32).unwrap_or(Offset::UTC)
}

/// Of this machine; the variable `TZ` may name another zone.
#[cfg(not(target_family = "wasm"))]
#[expect(
    clippy::disallowed_methods,
    reason = "a report for whoever sits here, not a document; the offset stands beside the time"
)]
fn offset_here(time: Timestamp) -> Offset {
    TimeZone::system().to_offset(time)
}

fn grouped(n: u64, separator: char) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const FR: Texts = Texts(Lang::Fr);
    const EN: Texts = Texts(Lang::En);

    #[test]
    fn dates() {
        assert_eq!(FR.date(date(2026, 11, 24)), "24\u{a0}novembre 2026");
        assert_eq!(EN.date(date(2026, 11, 24)), "24\u{a0}November 2026");
        assert_eq!(FR.date(date(2026, 1, 1)), "1er\u{a0}janvier 2026");
        assert_eq!(EN.date(date(2026, 12, 1)), "1\u{a0}December 2026");
    }

    #[test]
    fn days_from_today() {
        let today = date(2026, 11, 24);
        assert_eq!(EN.relative(date(2027, 1, 1), today), "in 38 days");
        assert_eq!(FR.relative(date(2026, 11, 23), today), "il y a 1 jour");
        assert_eq!(EN.relative(today, today), "today");
    }

    #[test]
    fn times_show_their_offset() {
        let time = date(2026, 11, 24)
            .at(9, 5, 12, 0)
            .to_zoned_datetime(TimeZone::fixed(jiff::tz::offset(1)))
            .expect("a fixed offset has no gaps");
        assert_eq!(FR.date_time(&time), "24\u{a0}novembre 2026 à 9\u{a0}h\u{a0}05 (UTC+01:00)");
        assert_eq!(EN.date_time(&time), "24\u{a0}November 2026, 09:05 (UTC+01:00)");
        assert_eq!(EN.utc(time.timestamp()), "2026-11-24 08:05:12 UTC");
    }

    #[test]
    fn money() {
        assert_eq!(FR.money(123_450), "1\u{202f}234,50\u{a0}€");
        assert_eq!(EN.money(123_450), "€1,234.50");
        assert_eq!(FR.money(7), "0,07\u{a0}€");
        assert_eq!(EN.money(-100_000_000), "\u{2212}€1,000,000.00");
        // The smallest amount has no positive twin: it must not overflow.
        assert_eq!(EN.money(i64::MIN), "\u{2212}€92,233,720,368,547,758.08");
    }

    #[test]
    fn money_as_people_type_it() {
        for (typed, cents) in [
            ("1234", 123_400),
            ("1 234,50", 123_450),
            ("1\u{202f}234,5\u{a0}€", 123_450),
            ("1,234.50", 123_450),
            ("€1.234,50", 123_450),
            ("1,234", 123_400),
            ("1.234.567", 123_456_700),
            ("0,07", 7),
            ("12.", 1_200),
        ] {
            assert_eq!(parse_money(typed), Some(cents), "{typed}");
        }
        for typed in
            ["", "€", ",5", "-5", "12,345,6,7", "1,23,456", "abc", "12a", "1e3", "1,2345", "99999999999999999999"]
        {
            assert_eq!(parse_money(typed), None, "{typed}");
        }
    }

    #[test]
    fn moments_beyond_the_calendar_do_not_panic() {
        for time in [i64::MIN, -1, 0, Time::MAX.0, i64::MAX] {
            FR.date_time(&local(Time(time), &TimeZone::fixed(jiff::tz::offset(14))));
        }
    }

    #[test]
    fn devices() {
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120";
        assert_eq!(EN.device(edge), "Edge, Windows");
        assert_eq!(EN.device("Mozilla/5.0 (Linux; Android 15) Chrome/130 Mobile Safari/537.36"), "Chrome, Android");
        assert_eq!(EN.device("curl/8.0"), "curl/8.0");
        assert_eq!(EN.device(&"é".repeat(500)).chars().count(), 80);
    }

    #[test]
    fn sizes() {
        assert_eq!(FR.size(999), "999\u{a0}o");
        assert_eq!(FR.size(1_234_567), "1,2\u{a0}Mo");
        assert_eq!(EN.size(10_000_000), "10\u{a0}MB");
        assert_eq!(EN.size(9_999_999), "9.9\u{a0}MB");
        assert_eq!(EN.size(1_000), "1\u{a0}kB");
        assert_eq!(EN.size(200_000_000_000), "200\u{a0}GB");
    }
}
