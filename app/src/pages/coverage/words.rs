//! What a page, a table or a document says of a due topic, in words.

use ledger::catalogue;
use ledger::coverage::{Because, Delivery, Heard, Rules, Standing, Told, Way};

use crate::Texts;
use crate::pages::rules::kind_name;
use crate::parts::State;

/// The state whose shape and colour it has, and the word.
pub fn standing(t: Texts, how: &Standing) -> (State, &'static str) {
    match how {
        Standing::Open => (State::Overdue, t.coverage_open()),
        Standing::Warned(_) => (State::Sent, t.coverage_warned()),
        Standing::InPlace(..) => (State::Accepted, t.coverage_in_place()),
        Standing::NotApplicable(..) => (State::Revoked, t.coverage_not_applicable()),
    }
}

/// Since when it stands so, by what makes it so: not when a notice was issued, but when it first reached who may decide.
pub fn since(t: Texts, how: &Standing) -> Option<String> {
    match how {
        Standing::Open => None,
        Standing::Warned(told) => {
            let (reference, (at, heard)) = (&told.notice.reference, told.since()?);
            let day = t.date(at.day);
            Some(match heard {
                Some(heard) => t.coverage_since_minutes(&day, reference, &heard.minutes),
                None => t.coverage_since_notice(&day, reference),
            })
        }
        Standing::InPlace(at, _) | Standing::NotApplicable(at, _) => Some(t.coverage_since(&t.date(at.day))),
    }
}

/// Why a topic is due, in one line.
pub fn why(t: Texts, rules: &Rules, why: &[Because]) -> String {
    let reasons: Vec<String> = why.iter().map(|because| reason(t, rules, because)).collect();
    t.coverage_because(&reasons.join(t.choose("\u{202f}; ", "; ")))
}

pub(super) fn reason(t: Texts, rules: &Rules, because: &Because) -> String {
    match because {
        Because::Kind(code) => kind_name(t, rules, code),
        Because::Answered(question, answer) => t.coverage_by_answer(question.ask.get(t.0), t.survey_answer(*answer)),
        Because::Need(need) => t.coverage_by_need(&need.text),
        Because::Promise(promise) => t.coverage_by_promise(&promise.text, &promise.source),
        Because::Change(change) => {
            let name = catalogue::change(&change.change).map_or(change.change.as_str(), |known| known.name.get(t.0));
            t.coverage_by_change(name, &t.date(change.day))
        }
    }
}

/// What shows that it reached somebody who may decide; else that nothing does, with what happened all the same.
pub fn reached(t: Texts, told: &Told) -> String {
    let notice = told.notice;
    let said = |delivery: &Delivery| way(t, delivery.way, notice.name(delivery.contact), &t.date(delivery.at.day));
    let heard =
        |heard: &Heard| t.coverage_arrived(t.coverage_way_meeting(), notice.name(heard.contact), &t.date(heard.at.day));
    let furthest = notice.arrivals().max_by_key(|delivery| delivery.way).map(said);
    furthest.or_else(|| told.heard().next().map(heard)).unwrap_or_else(|| {
        let happened = notice.to_signatories().map(said);
        [t.coverage_not_arrived().to_owned()].into_iter().chain(happened).collect::<Vec<_>>().join(" · ")
    })
}

fn way(t: Texts, way: Way, name: &str, day: &str) -> String {
    match way {
        Way::CodeAsked => t.coverage_by(t.coverage_way_code_asked(), &t.by_link(name), day),
        Way::Named => t.coverage_by(t.coverage_way_named(), &t.by_link(name), day),
        Way::Asked => t.coverage_by(t.coverage_way_asked(), &t.by_link(name), day),
        Way::Mail => t.coverage_arrived(t.coverage_way_mail(), name, day),
        Way::CodeSent => t.coverage_arrived(t.coverage_way_code_sent(), name, day),
        Way::Signed => t.coverage_arrived(t.coverage_way_signed(), name, day),
        Way::Identified => t.coverage_arrived(t.coverage_way_identified(), name, day),
        Way::Acknowledged => t.coverage_arrived(t.coverage_way_acknowledged(), name, day),
        Way::Answered => t.coverage_arrived(t.coverage_way_answered(), name, day),
    }
}
