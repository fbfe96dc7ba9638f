//! The commands of a firm: its own topics, kinds and rules. All of them add; what takes away is switched off by name, with a reason.

use super::Rules;
use crate::catalogue::{self, Bilingual};
use crate::event::*;
use crate::notice::{Decided, MAX_LINE, MAX_TEXT, Refusal, Refusals, Why};

/// Words and phrases of one rule.
pub const MAX_WORDS: usize = 30;
/// Longest renewal, in months: five years, after which the claim is barred (C. civ. 2224).
pub const MAX_RENEWAL: u32 = 60;

/// A topic of the firm's own, or a new version of it: the version is set here.
///
/// # Errors
/// Beside `topic`: `Unknown` unless it is `F-` and 2 to 12 capitals or digits. Beside each text, of which one language is enough:
/// `Missing`, `TooLong`.
pub fn record_topic(rules: &Rules, topic: TopicRecorded) -> Decided<Event> {
    let mut no = Refusals::default();
    own_code(&mut no, "topic", &topic.topic);
    bilingual(&mut no, "title", &topic.title, catalogue::TITLE_MAX);
    bilingual(&mut no, "risk", &topic.risk, MAX_TEXT);
    bilingual(&mut no, "consequence", &topic.consequence, MAX_TEXT);
    bilingual(&mut no, "measure", &topic.measure, MAX_TEXT);
    let version = match rules.topic(&topic.topic) {
        Some(super::KnownTopic::Own(known)) => known.version + 1,
        _ => 1,
    };
    no.or(TopicRecorded { version, ..topic }.into())
}

/// A kind of project of the firm's own, or its new name.
///
/// # Errors
/// Beside `code`: `Unknown` as for topics. Beside `name`: `Missing`, `TooLong`.
pub fn record_kind(kind: KindRecorded) -> Decided<Event> {
    let mut no = Refusals::default();
    own_code(&mut no, "code", &kind.code);
    bilingual(&mut no, "name", &kind.name, MAX_LINE);
    no.or(kind.into())
}

/// A rule of the firm's own.
///
/// # Errors
/// Beside their fields: `Unknown` of `topic` and `kind`; `Missing` and `TooLong` of `ask`; `Missing`, `TooMany` and `TooLong` of `words`;
/// `BadAmount` of `months` unless 1 to [`MAX_RENEWAL`]. `AlreadyDone`: another rule, not switched off, says the same.
pub fn record_rule(rules: &Rules, rule: RuleRecorded) -> Decided<Event> {
    let mut no = Refusals::default();
    if rules.topic(&rule.topic).is_none() {
        no.push("topic", Why::Unknown);
    }
    match &rule.when {
        RuleWhen::Kind { kind } | RuleWhen::Answer { kind, .. } if !rules.has_kind(kind) => {
            no.push("kind", Why::Unknown);
        }
        RuleWhen::Kind { kind } => {
            let same = |known: &super::Rule| {
                known.off.is_none()
                    && known.topic.as_ref() == Some(&rule.topic)
                    && known.when == super::Cause::Kind(kind.clone())
            };
            if rules.all().iter().any(same) {
                return Err(Refusal::whole(Why::AlreadyDone));
            }
        }
        RuleWhen::Answer { ask, .. } => bilingual(&mut no, "ask", ask, MAX_LINE),
        RuleWhen::Words { words } => {
            no.count("words", words.len(), 1, MAX_WORDS);
            words.iter().for_each(|words| no.text("words", words, true, MAX_LINE));
        }
        RuleWhen::Renewal { months } if !(1..=MAX_RENEWAL).contains(months) => no.push("months", Why::BadAmount),
        RuleWhen::Renewal { .. } => {}
    }
    no.or(rule.into())
}

/// Switches a rule off or on again.
///
/// # Errors
/// `Unknown`: there is no such rule; `AlreadyDone`. Beside `reason`, which is required to switch off: `Missing`, `TooLong`.
pub fn switch(rules: &Rules, rule: &str, on: bool, reason: &str, by: Person) -> Decided<Event> {
    match rules.rule(rule) {
        None => return Err(Refusal::whole(Why::Unknown)),
        Some(known) if known.off.is_none() == on => return Err(Refusal::whole(Why::AlreadyDone)),
        Some(_) => {}
    }
    let mut no = Refusals::default();
    no.text("reason", reason, !on, MAX_TEXT);
    no.or(RuleSwitched { rule: rule.to_owned(), on, reason: reason.trim().to_owned(), by }.into())
}

fn own_code(no: &mut Refusals, field: &str, code: &str) {
    let own = code.strip_prefix("F-").unwrap_or_default();
    let well_formed = own.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if !(2..=12).contains(&own.len()) || !well_formed {
        no.push(field, Why::Unknown);
    }
}

/// At least one language.
fn bilingual(no: &mut Refusals, field: &str, text: &Bilingual, max: usize) {
    no.text(field, &text.fr, text.en.trim().is_empty(), max);
    no.text(field, &text.en, false, max);
}
