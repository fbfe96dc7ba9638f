//! Settings of the authorities of time.

use std::path::PathBuf;
use std::time::Duration;

use axum::http::Uri;
use ledger::Oid;

use super::{BadConfig, SETTINGS, bad};

/// How often a log that grew is time-stamped, unless the settings say otherwise.
const RHYTHM: Duration = Duration::from_secs(60 * 60);
/// The shortest and the longest rhythm: a minute, and 31 days.
const RHYTHMS: std::ops::RangeInclusive<i64> = 60..=31 * 24 * 60 * 60;

/// Whom the server asks for the time, and how often.
#[derive(Clone, Debug)]
pub struct Timestamps {
    /// In the order in which they are asked.
    pub authorities: Vec<Uri>,
    /// PEM file of the roots that are trusted.
    pub anchors: PathBuf,
    /// The rules under which an authority is to work; none leaves it the choice.
    pub policy: Option<Oid>,
    pub rhythm: Duration,
}

pub(super) fn read<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Option<Timestamps>, BadConfig> {
    let Some(addresses) = get("timestamps.authorities") else {
        let idle = SETTINGS.iter().find(|(name, ..)| name.starts_with("timestamps.") && get(name).is_some());
        return match idle {
            Some((name, ..)) => bad(name, "has no effect without timestamps.authorities"),
            None => Ok(None),
        };
    };
    let mut authorities: Vec<Uri> = Vec::new();
    for text in addresses.split_whitespace() {
        let address = text.parse::<Uri>().ok().filter(|a| matches!(a.scheme_str(), Some("http" | "https")));
        let Some(address) = address else {
            return bad("timestamps.authorities", format!("{text} is not an address with http:// or https://"));
        };
        if authorities.contains(&address) {
            return bad("timestamps.authorities", format!("{text} stands there twice"));
        }
        authorities.push(address);
    }
    let Some(anchors) = get("timestamps.anchors") else {
        let why =
            "is needed with timestamps.authorities: anybody can make a time-stamp, only a known root tells whose it is";
        return bad("timestamps.anchors", why);
    };
    let policy = match get("timestamps.policy").map(str::parse::<Oid>) {
        None => None,
        Some(Ok(policy)) => Some(policy),
        Some(Err(_)) => return bad("timestamps.policy", "is not an object identifier such as 1.2.840.113549"),
    };
    let rhythm = match get("timestamps.rhythm").map(str::parse::<jiff::SignedDuration>) {
        None => RHYTHM,
        Some(Ok(rhythm)) if RHYTHMS.contains(&rhythm.as_secs()) => rhythm.unsigned_abs(),
        Some(_) => return bad("timestamps.rhythm", "must be a duration from 1m to 31 days, such as 1h or 30m"),
    };
    Ok(Some(Timestamps { authorities, anchors: anchors.into(), policy, rhythm }))
}

#[cfg(test)]
mod tests {
    use crate::config::tests::from;

    #[test]
    fn combinations_that_cannot_work_are_refused_by_name() {
        let (one, anchors) = (("timestamps.authorities", "http://tsa.example/ts"), ("timestamps.anchors", "roots.pem"));
        for (pairs, says) in [
            (vec![anchors], "timestamps.anchors: has no effect without timestamps.authorities"),
            (vec![("timestamps.rhythm", "1h")], "timestamps.rhythm: has no effect"),
            (vec![one], "timestamps.anchors: is needed"),
            (vec![("timestamps.authorities", "tsa.example"), anchors], "http:// or https://"),
            (vec![("timestamps.authorities", "ftp://tsa.example"), anchors], "http:// or https://"),
            (vec![("timestamps.authorities", "http://a.example http://a.example"), anchors], "twice"),
            (vec![one, anchors, ("timestamps.policy", "best")], "object identifier"),
            (vec![one, anchors, ("timestamps.rhythm", "59s")], "from 1m"),
            (vec![one, anchors, ("timestamps.rhythm", "often")], "from 1m"),
            (vec![one, anchors, ("timestamps.rhythm", "-1h")], "from 1m"),
        ] {
            let error = from(&pairs).unwrap_err().to_string();
            assert!(error.contains(says), "{error} should say {says}");
        }
    }

    #[test]
    fn an_hour_is_the_rhythm_unless_another_is_set() {
        let pairs =
            [("timestamps.authorities", "https://a.example http://b.example/x"), ("timestamps.anchors", "r.pem")];
        let read = from(&pairs).unwrap().timestamps.unwrap();
        assert_eq!((read.authorities.len(), read.rhythm.as_secs(), read.policy), (2, 3600, None));
        let more = [&pairs[..], &[("timestamps.rhythm", "90m"), ("timestamps.policy", "1.2.3.4")]].concat();
        let read = from(&more).unwrap().timestamps.unwrap();
        assert_eq!((read.rhythm.as_secs(), read.policy.unwrap().to_string()), (5400, "1.2.3.4".into()));
    }
}
