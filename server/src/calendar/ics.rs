//! The calendar as text (RFC 5545): one event of a whole day for all that comes up on it in one project for one reason.

use app::Texts;
use app::pages::{Due, why};
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::{Time, sha256};

/// Most octets of a line, without its end (section 3.1).
const LINE: usize = 75;

/// `stamp`: when the firm's newest entry was made; the text changes only with what it says.
pub fn calendar(t: Texts, firm: &str, url: &str, stamp: Time, due: &[Due]) -> String {
    let mut text = String::new();
    let stamp = app::texts::local(stamp, &TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", concat!("-//Acte//", env!("CARGO_PKG_VERSION"), "//FR")),
        ("CALSCALE", "GREGORIAN"),
        // Shown by programs that know them; no part of the standard but harmless (section 3.8.8.2).
        ("X-WR-CALNAME", &escaped(&t.feed_name(firm))),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT12H"),
    ] {
        line(&mut text, name, value);
    }
    for due in due {
        event(&mut text, t, url, &stamp, due);
    }
    line(&mut text, "END", "VCALENDAR");
    text
}

fn event(text: &mut String, t: Texts, url: &str, stamp: &str, due: &Due) {
    let host = url.split("://").last().unwrap_or_default();
    let identity = format!("{} {} {:?}", due.project, due.day, due.why);
    let day = |day: Date| day.strftime("%Y%m%d").to_string();
    let summary = format!("{} · {} ({})", t.overview_again_topics(due.topics.len()), due.title, due.client);
    let what = format!("{}\n{}", why(t, &due.why), due.topics.join(", "));
    for (name, value) in [
        ("BEGIN", "VEVENT"),
        ("UID", &format!("{:.32}@{host}", sha256(identity.as_bytes()).to_string())),
        ("DTSTAMP", stamp),
        ("DTSTART;VALUE=DATE", &day(due.day)),
        // The end is not part of it (section 3.6.1).
        ("DTEND;VALUE=DATE", &day(due.day.saturating_add(1.day()))),
        ("SUMMARY", &escaped(&summary)),
        ("DESCRIPTION", &escaped(&what)),
        ("URL", &format!("{url}/projects/{}/coverage", due.project)),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
    ] {
        line(text, name, value);
    }
}

/// Section 3.3.11.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Folds a line where it gets too long, never within a character (section 3.1).
fn line(text: &mut String, name: &str, value: &str) {
    let mut length = 0;
    for c in name.chars().chain([':']).chain(value.chars()) {
        if length + c.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use ledger::coverage::Word;
    use ledger::{Id, Lang};

    use super::*;

    fn due(title: &str) -> Due {
        Due {
            day: "2027-03-31".parse().expect("a day"),
            project: Id([7; 16]),
            title: title.into(),
            client: "Portes, Portails & Co".into(),
            why: Word::Renewal,
            topics: vec!["BCK-01".into(), "IAM-01".into()],
        }
    }

    #[test]
    fn lines_are_folded_and_texts_escaped() {
        let title = "Remplacement des serveurs ; annexe \\ suite\nBEGIN:VEVENT é";
        let text = calendar(Texts(Lang::Fr), "Ouest", "https://acte.example", Time(0), &[due(title)]);
        assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert_eq!(unfolded.matches("\r\nBEGIN:VEVENT\r\n").count(), 1, "a text begins no event");
        assert!(
            unfolded.contains("serveurs \\; annexe \\\\ suite\\nBEGIN:VEVENT é (Portes\\, Portails & Co)"),
            "{unfolded}"
        );
        assert!(unfolded.contains("DTSTART;VALUE=DATE:20270331\r\nDTEND;VALUE=DATE:20270401\r\n"));
        assert!(unfolded.contains("DTSTAMP:19700101T000000Z\r\n"));
    }

    #[test]
    fn the_same_event_keeps_its_name() {
        let of = |url: &str, stamp| calendar(Texts(Lang::En), "Ouest", url, Time(stamp), &[due("Servers")]);
        let uid = |text: String| text.lines().find(|line| line.starts_with("UID")).expect("a UID").to_owned();
        assert_eq!(uid(of("https://acte.example", 0)), uid(of("https://acte.example", 86_400_000)));
    }
}
