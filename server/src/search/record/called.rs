//! What an entry is called, what was decided and what it costs: words that pages show and that no event holds.

use app::Texts;
use ledger::Lang;
use ledger::event::{Choice, Event, Resolution};

const LANGS: [Lang; 2] = [Lang::Fr, Lang::En];

/// In both languages: whoever looks for reminders types the word that the pages show.
pub(super) fn words(event: &Event) -> Vec<String> {
    LANGS.into_iter().flat_map(|lang| in_one(Texts(lang), event)).map(str::to_owned).collect()
}

/// Those of the other language only: they find the entry, and are no passage of it for this reader.
pub fn foreign(lang: Lang, event: &Event) -> Vec<&'static str> {
    let own = in_one(Texts(lang), event);
    let others = LANGS.into_iter().filter(|other| *other != lang);
    others.flat_map(|other| in_one(Texts(other), event)).filter(|word| !own.contains(word)).collect()
}

fn in_one(t: Texts, event: &Event) -> Vec<&'static str> {
    match event {
        Event::NoticeIssued(e) => vec![t.notice_class(e.class())],
        // Of every mail it is said that a server took it, or did not: not a word to find anything by.
        Event::MailAccepted(e) => vec![t.mail_purpose(e.purpose)],
        Event::MailRefused(e) => vec![t.mail_purpose(e.purpose)],
        Event::PaperFiled(e) => vec![t.called(event), t.paper_class(e.class)],
        Event::AnswerGiven(e) => {
            let mut words = vec![t.called(event)];
            words.extend(e.decisions.iter().filter_map(|decision| t.search_decision(choice(&decision.choice))));
            words.extend(e.signing.iter().filter_map(|signing| t.search_decision(resolution(signing.resolution))));
            words
        }
        event => vec![t.called(event)],
    }
}

/// What was decided of a warning.
pub(super) fn choice(choice: &Choice) -> &'static str {
    match choice {
        Choice::Accepted { .. } => "accepted",
        Choice::Declined => "declined",
        Choice::Deferred { .. } => "deferred",
    }
}

/// What was said of minutes or an agreement. Who signs them accepts no measure.
pub(super) fn resolution(resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::Accepted => "signed",
        other => other.as_str(),
    }
}

/// A price as people type it: with its thousands apart, and without.
pub(super) fn amount(cents: i64) -> Vec<String> {
    let plain = format!("{},{:02}", cents / 100, cents % 100);
    let mut written = vec![Texts(Lang::Fr).money(cents)];
    if cents >= 100_000 {
        written.push(plain);
    }
    written
}
