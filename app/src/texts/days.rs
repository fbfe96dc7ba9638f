//! Days as people type them.

use jiff::civil::Date;

/// The months as they are named, without accents, by their number.
const MONTHS: [[&str; 2]; 12] = [
    ["janvier", "january"],
    ["fevrier", "february"],
    ["mars", "march"],
    ["avril", "april"],
    ["mai", "may"],
    ["juin", "june"],
    ["juillet", "july"],
    ["aout", "august"],
    ["septembre", "september"],
    ["octobre", "october"],
    ["novembre", "november"],
    ["decembre", "december"],
];

/// A day, if there is such a one: `2026-11-10`; or day, month and year, apart by anything, the month in figures or by its name in French or
/// English, or the first three letters or more of it; a year of two figures is one of this century. The day stands before the month in both
/// languages, as the dates that this program shows; only a name may stand first, as in “November 10, 2026”.
pub fn parse_date(text: &str) -> Option<Date> {
    let plain = folded(text);
    let parts: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [one, two, three] = parts[..] else { return None };
    let [day, month, year] = match number(one) {
        Some(_) if one.len() == 4 => [three, two, one],
        None if one.starts_with(|c: char| c.is_ascii_alphabetic()) => [two, one, three],
        _ => [one, two, three],
    };
    let day = ordinal(day);
    let year = match year.len() {
        2 => number(year)? + 2000,
        4 => number(year)?,
        _ => return None,
    };
    Date::new(year, self::month(month)?, small(day)?).ok()
}

/// The days that a text names by themselves, the first and the last: a day; a day without its year, which is the newest such day up to `today`; or a
/// month with its year, of four figures.
pub fn parse_days(text: &str, today: Date) -> Option<(Date, Date)> {
    if let Some(day) = parse_date(text) {
        return Some((day, day));
    }
    let plain = folded(text);
    let parts: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [one, two] = parts[..] else { return None };
    let of_month = |year: &str, month: &str| {
        let first = Date::new(number(year)?, self::month(month)?, 1).ok()?;
        Some((first, first.last_of_month()))
    };
    if is_year(one) || is_year(two) {
        return if is_year(one) { of_month(one, two) } else { of_month(two, one) };
    }
    let named = one.starts_with(|c: char| c.is_ascii_alphabetic());
    let (day, month) = if named { (two, one) } else { (one, two) };
    let (day, month) = (small(ordinal(day))?, self::month(month)?);
    let years = [today.year(), today.year() - 1].into_iter();
    let day = years.filter_map(|year| Date::new(year, month, day).ok()).find(|day| *day <= today)?;
    Some((day, day))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && number(text).is_some()
}

/// Without the end of `1er` or `2nd`.
fn ordinal(day: &str) -> &str {
    ["er", "st", "nd", "rd", "th"].into_iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day)
}

/// In lower case and without the accents of names of months, also where these are characters of their own.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'é' | 'è' | 'ê' => 'e',
        'û' | 'ù' => 'u',
        other => other,
    };
    text.to_lowercase().chars().map(plain).filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect()
}

fn month(text: &str) -> Option<i8> {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return small(text);
    }
    let mut found = MONTHS.iter().enumerate().filter(|(_, names)| names.iter().any(|name| name.starts_with(text)));
    // Of two months, as by “jui”, neither is meant for sure.
    match (text.len(), found.next(), found.next()) {
        (3.., Some((at, _)), None) => i8::try_from(at + 1).ok(),
        _ => None,
    }
}

fn small(text: &str) -> Option<i8> {
    i8::try_from(number(text).filter(|_| text.len() <= 2)?).ok()
}

/// Figures and nothing else.
fn number(text: &str) -> Option<i16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in [
            "2026-11-10",
            "10/11/2026",
            "10/11/26",
            "10.11.2026",
            "10-11-2026",
            " 10 / 11 / 2026 ",
            "10 novembre 2026",
            "10\u{a0}novembre\u{202f}2026",
            "10 NOVEMBRE 2026",
            "10 nov. 2026",
            "10 November 2026",
            "10th November, 2026",
            "November 10, 2026",
            "Nov 10 26",
        ] {
            assert_eq!(parse_date(text), Some(jiff::civil::date(2026, 11, 10)), "{text}");
        }
        for (text, iso) in [
            ("1er mars 2026", "2026-03-01"),
            ("1 mar. 2026", "2026-03-01"),
            ("3 février 2026", "2026-02-03"),
            ("3 fe\u{301}vrier 2026", "2026-02-03"),
            ("3 fevr. 2026", "2026-02-03"),
            ("15 AOÛT 2026", "2026-08-15"),
            ("15 aout 2026", "2026-08-15"),
            ("14 juil. 2026", "2026-07-14"),
            ("14 juin 2026", "2026-06-14"),
            ("2 may 2026", "2026-05-02"),
            ("31 déc. 99", "2099-12-31"),
            ("29/02/2028", "2028-02-29"),
            ("0001-01-01", "0001-01-01"),
            ("9999-12-31", "9999-12-31"),
        ] {
            assert_eq!(parse_date(text).map(|day| day.to_string()).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "hier",
            "31/02/2026",
            "31 février 2026",
            "29/02/2026",
            "2026-13-01",
            "0000-00-00",
            "10 jui 2026",
            "10 no 2026",
            "10 brumaire 2026",
            "10/11",
            "10/11/026",
            "10/11/20260",
            "110/11/2026",
            "2026-11-10T08:00",
            "10 11 2026 08",
            "2026-11-10-1",
            "99999-01-01",
            "１０/１１/２０２６",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn days_and_months_are_read_by_themselves() {
        let today = jiff::civil::date(2026, 11, 30);
        for (text, from, to) in [
            ("14/11/2026", "2026-11-14", "2026-11-14"),
            ("14 novembre", "2026-11-14", "2026-11-14"),
            ("14/11", "2026-11-14", "2026-11-14"),
            ("November 14", "2026-11-14", "2026-11-14"),
            ("1er août", "2026-08-01", "2026-08-01"),
            // Not come yet this year.
            ("14 décembre", "2025-12-14", "2025-12-14"),
            ("30 nov", "2026-11-30", "2026-11-30"),
            ("novembre 2026", "2026-11-01", "2026-11-30"),
            ("November 2026", "2026-11-01", "2026-11-30"),
            ("2026-11", "2026-11-01", "2026-11-30"),
            ("11/2026", "2026-11-01", "2026-11-30"),
            ("févr. 2024", "2024-02-01", "2024-02-29"),
        ] {
            let read = parse_days(text, today).map(|(from, to)| (from.to_string(), to.to_string()));
            assert_eq!(read, Some((from.to_owned(), to.to_owned())), "{text}");
        }
        for text in [
            "",
            "novembre",
            "2026",
            "31 novembre",
            "29 février",
            "2026-13",
            "14",
            "mot 2026",
            "14 15",
            "2026 2027",
            "14 novembre sauvegarde",
        ] {
            assert_eq!(parse_days(text, today), None, "{text}");
        }
    }
}
