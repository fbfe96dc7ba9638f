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
    let day = ["er", "st", "nd", "rd", "th"].into_iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    let year = match year.len() {
        2 => number(year)? + 2000,
        4 => number(year)?,
        _ => return None,
    };
    Date::new(year, self::month(month)?, small(day)?).ok()
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
}
