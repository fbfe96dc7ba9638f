//! The form of a reference in each document, from the document's own numbering. What is refused here cannot be looked up there.

/// Safeguards of each of the 18 controls of CIS Controls v8 (153 in all).
const CIS_SAFEGUARDS: [u8; 18] = [5, 7, 14, 12, 6, 8, 7, 12, 7, 7, 5, 8, 11, 9, 7, 14, 9, 5];
/// Controls of each theme of ISO/IEC 27001:2022, Annex A, from A.5 to A.8 (93 in all).
const ISO_CONTROLS: [u8; 4] = [37, 8, 14, 34];
/// Measures of the ANSSI *Guide d'hygiène informatique*.
const ANSSI_MEASURES: u8 = 42;
/// Objectives of RéCyF 2.5.
const RECYF_OBJECTIVES: u8 = 20;
/// Titles of the annex of Implementing Regulation (EU) 2024/2690.
const IR_TITLES: u8 = 13;

/// Whether `reference` may be looked up in the document of `body`. A range holds two points of it, in order.
pub fn well_formed(body: &str, reference: Option<&str>) -> bool {
    let Some(reference) = reference else { return true };
    match reference.split_once('–') {
        Some((first, last)) => point(body, first) && point(body, last) && order(first) < order(last),
        None => point(body, reference),
    }
}

fn point(body: &str, text: &str) -> bool {
    match body {
        "ANSSI" => text
            .strip_prefix('M')
            .is_some_and(|measure| within(measure.strip_suffix('R').unwrap_or(measure), ANSSI_MEASURES)),
        "ANSSI-AD" => text.strip_prefix("vuln_").is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        }),
        "CIS" => {
            text.split_once('.').is_some_and(|(control, safeguard)| counted(control, 1, safeguard, &CIS_SAFEGUARDS))
        }
        "ISO" => text
            .strip_prefix("A.")
            .and_then(|point| point.split_once('.'))
            .is_some_and(|(theme, control)| counted(theme, 5, control, &ISO_CONTROLS)),
        "NIS2" => text.len() == 1 && ("a"..="j").contains(&text),
        "NIS2-ART" => within(text, 46),
        "IR" => text.strip_prefix('§').is_some_and(implementing_point),
        "RéCyF" => recyf(text),
        "GDPR" => article(text, 99),
        "DORA" => article(text, 64),
        "ASSURANCES" => text.strip_prefix("L.").is_some_and(|number| number.split('-').all(|part| within(part, 255))),
        "CyFun" => cyfun(text),
        "RULING" => ruling(text),
        "SENDERS" => text
            .split_once(' ')
            .is_some_and(|(sender, from)| ["Google", "Yahoo", "Microsoft"].contains(&sender) && date(from)),
        "CABF" => text
            .strip_prefix("SC-")
            .is_some_and(|ballot| within(ballot.split('v').next().unwrap_or_default().trim_start_matches('0'), 255)),
        _ => false,
    }
}

/// A number from 1 to `max`, written without leading zeros.
fn within(text: &str, max: u8) -> bool {
    !text.starts_with(['0', '+']) && text.parse::<u8>().is_ok_and(|number| (1..=max).contains(&number))
}

/// `group.number` where the groups begin at `first` and each has its own count.
fn counted(group: &str, first: u8, number: &str, counts: &[u8]) -> bool {
    let count =
        group.parse::<u8>().ok().and_then(|group| group.checked_sub(first)).and_then(|at| counts.get(usize::from(at)));
    within(group, u8::MAX) && count.is_some_and(|count| within(number, *count))
}

/// `4.2.2(c)`: a title, then numbers, then at most one letter.
fn implementing_point(text: &str) -> bool {
    let (numbers, letter) = split_letter(text);
    let parts: Vec<&str> = numbers.split('.').collect();
    letter
        && (2..=3).contains(&parts.len())
        && within(parts[0], IR_TITLES)
        && parts[1..].iter().all(|part| within(part, 20))
}

/// Takes a last `(c)` off; the second value is false if what stands between brackets is no letter.
fn split_letter(text: &str) -> (&str, bool) {
    match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        Some((before, letter)) => (before, letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase())),
        None => (text, true),
    }
}

/// `13`, `13.3`, `11.B` or `11.B.7`: an objective, then a part, then a means.
fn recyf(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let (objective, rest) = (parts[0], &parts[1..]);
    within(objective, RECYF_OBJECTIVES)
        && match rest {
            [] => true,
            [one] => part(one) || within(one, 20),
            [section, number] => part(section) && within(number, 20),
            _ => false,
        }
}

fn part(text: &str) -> bool {
    ["A", "B", "C"].contains(&text)
}

/// `32`, `32(1)` or `32(1)(c)`: an article, a paragraph, a letter.
fn article(text: &str, max: u8) -> bool {
    let mut parts = text.split('(');
    let number = parts.next().unwrap_or_default();
    let brackets: Option<Vec<&str>> = parts.map(|part| part.strip_suffix(')')).collect();
    within(number, max)
        && match brackets.as_deref() {
            Some([]) => true,
            Some([paragraph]) => within(paragraph, 20),
            Some([paragraph, letter]) => {
                within(paragraph, 20) && letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase())
            }
            _ => false,
        }
}

/// `PR.IP-4` or `PR.IP-4.2`.
fn cyfun(text: &str) -> bool {
    let Some((category, number)) = text.split_once('-') else { return false };
    let upper = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    category.split_once('.').is_some_and(|(function, category)| upper(function) && upper(category))
        && number.split('.').all(|part| within(part, 20))
}

/// `CA Rennes 19/11/2024, RG 23/04627`; the number may be unknown, the court and the day may not.
fn ruling(text: &str) -> bool {
    let (decision, number) =
        text.split_once(", RG ").map_or((text, None), |(decision, number)| (decision, Some(number)));
    let words: Vec<&str> = decision.split(' ').collect();
    let court = matches!(words[..], ["CA", town, day] if !town.is_empty() && day.len() == 10 && date(day));
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    court
        && number.is_none_or(|number| {
            number.split_once('/').is_some_and(|(year, number)| digits(year, 2) && digits(number, 5))
        })
}

/// `05/05/2025` or `02/2024`.
fn date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    let padded =
        |text: &str, max: u8| text.len() == 2 && text.parse::<u8>().is_ok_and(|number| (1..=max).contains(&number));
    let year = |text: &str| text.len() == 4 && text.parse::<u16>().is_ok_and(|year| (2000..2100).contains(&year));
    match parts[..] {
        [day, month, of] => padded(day, 31) && padded(month, 12) && year(of),
        [month, of] => padded(month, 12) && year(of),
        _ => false,
    }
}

/// The order of two points of one document: numbers by value, letters by place.
fn order(text: &str) -> Vec<(u32, String)> {
    text.split(['.', '(', ')']).map(|part| (part.parse().unwrap_or(0), part.to_owned())).collect()
}

#[test]
fn malformed_references_are_refused() {
    let refused = [
        ("ANSSI", "M0"),
        ("ANSSI", "M43"),
        ("ANSSI", "37"),
        ("ANSSI", "M07"),
        ("CIS", "19.1"),
        ("CIS", "11.6"),
        ("CIS", "0.1"),
        ("CIS", "11"),
        ("CIS", "8.5–8.1"),
        ("CIS", "8.1-8.5"),
        ("ISO", "A.4.1"),
        ("ISO", "A.5.38"),
        ("ISO", "A.6.9"),
        ("ISO", "A.7.15"),
        ("ISO", "A.8.35"),
        ("ISO", "8.13"),
        ("ISO", "A.9.1"),
        ("NIS2", "k"),
        ("NIS2", "A"),
        ("NIS2", "21"),
        ("NIS2-ART", "47"),
        ("IR", "4.2.2"),
        ("IR", "§14.1"),
        ("IR", "§4.2.2(1)"),
        ("IR", "§4"),
        ("RéCyF", "21.1"),
        ("RéCyF", "13.D"),
        ("RéCyF", "13.3.1"),
        ("RéCyF", "11.B.7–11.B.1"),
        ("GDPR", "100"),
        ("GDPR", "32(1)(2)"),
        ("GDPR", "32(1"),
        ("DORA", "65"),
        ("ASSURANCES", "12-10-1"),
        ("CyFun", "PR.IP"),
        ("CyFun", "PRIP-4"),
        ("RULING", "CA Rennes"),
        ("RULING", "CA Rennes 19/13/2024"),
        ("RULING", "CA Rennes 19/11/2024, RG 23-04627"),
        ("RULING", "CA Rennes 11/2024"),
        ("SENDERS", "Google"),
        ("SENDERS", "Proton 02/2024"),
        ("CABF", "081v3"),
        ("ANSSI-AD", "krbtgt"),
        ("Nobody", "1"),
    ];
    for (body, reference) in refused {
        assert!(!well_formed(body, Some(reference)), "{body} {reference}");
    }
}

#[test]
fn well_formed_references_pass() {
    let accepted = [
        ("ANSSI", "M42"),
        ("ANSSI", "M37R"),
        ("CIS", "3.9–3.11"),
        ("CIS", "18.5"),
        ("ISO", "A.5.37"),
        ("ISO", "A.7.14"),
        ("ISO", "A.8.9–A.8.34"),
        ("NIS2", "j"),
        ("IR", "§4.2.2(c)"),
        ("IR", "§11.7"),
        ("RéCyF", "6"),
        ("RéCyF", "11.B"),
        ("RéCyF", "10.A.5–10.A.6"),
        ("GDPR", "28(3)(a)–28(3)(h)"),
        ("DORA", "30(3)(f)"),
        ("RULING", "CA Paris 07/02/2020"),
        ("SENDERS", "Microsoft 05/05/2025"),
        ("CABF", "SC-081v3"),
    ];
    for (body, reference) in accepted {
        assert!(well_formed(body, Some(reference)), "{body} {reference}");
    }
    assert_eq!(CIS_SAFEGUARDS.iter().map(|count| u32::from(*count)).sum::<u32>(), 153);
    assert_eq!(ISO_CONTROLS.iter().map(|count| u32::from(*count)).sum::<u32>(), 93);
}
