//! The people whose names can be masked, by all that they were called.

use std::collections::BTreeMap;

use app::Texts;
use ledger::event::{ERASED, Event, Party};
use ledger::{Id, Lang, person};

use crate::documents::{Mask, Trail};

/// Letters and digits of what is masked: fewer stand in many a word.
pub(super) const MIN_LETTERS: usize = 3;

/// Digits of a telephone number.
const MIN_DIGITS: usize = 6;

/// Everybody named as a member or a contact, by all that they were called: the newest name first, then their family names and addresses.
pub(super) fn people(trail: &Trail, firm: &Party) -> BTreeMap<Id, Vec<String>> {
    let mut people: BTreeMap<Id, Vec<String>> = trail
        .people()
        .map(|(id, name)| (id, vec![name.to_owned()]))
        .filter(|(_, names)| !names[0].is_empty() && names[0] != ERASED)
        .collect();
    let mut called = |id: Id, name: &str, email: &str| {
        if let Some(known) = people.get_mut(&id) {
            spell(known, name, email, &firm.name);
        }
    };
    for (id, name) in trail.people() {
        called(id, name, "");
    }
    for (_, event) in trail.events() {
        match event {
            Event::ContactRecorded(e) => called(e.contact, &e.name, &e.email),
            Event::MemberRecorded(e) => called(e.member, &e.name, &e.email),
            Event::NoticeIssued(e) => e.recipients.iter().for_each(|r| called(r.contact, &r.name, &r.email)),
            _ => {}
        }
    }
    people
}

/// Each with what tells one from another, by name: the address, or that they are one of the firm. Somebody whose record was erased at their request stands in
/// what is kept, and can be masked there; their address is not told again.
pub(super) fn described(t: Texts, trail: &Trail, people: &BTreeMap<Id, Vec<String>>) -> Vec<(Id, String, String)> {
    let mut newest = BTreeMap::new();
    for (_, event) in trail.events() {
        if let Event::ContactRecorded(record) = event {
            newest.insert(record.contact, record);
        }
    }
    let is_erased = |id: &Id| newest.get(id).is_some_and(|record| person::erased(record, trail.events()).is_some());
    let mut described = Vec::new();
    for (id, spellings) in people {
        let address = spellings.iter().find(|spelling| spelling.contains('@'));
        let about: &str = match address {
            _ if is_erased(id) => t.redact_erased(),
            Some(address) => address,
            None => t.redact_member(),
        };
        described.push((*id, spellings[0].clone(), about.to_owned()));
    }
    described.sort_by(|one, other| (&one.1, &one.2).cmp(&(&other.1, &other.2)));
    described
}

/// Adds what somebody is called: the name, the address, and the family name unless the firm bears it. Of a family name of fewer letters the mask itself
/// finds where it is one.
pub(crate) fn spell(known: &mut Vec<String>, name: &str, email: &str, firm: &str) {
    let family = name.rsplit_once(' ').map(|(_, family)| family).filter(|family| letters(family) >= MIN_LETTERS);
    let family = family.filter(|family| !mask_of(family).finds(firm)).unwrap_or_default();
    for spelling in [name, email, family] {
        if !spelling.is_empty() && spelling != ERASED && !known.iter().any(|one| one == spelling) {
            known.push(spelling.to_owned());
        }
    }
}

/// A telephone number as it was recorded, and in one piece; nothing of what is too short to be one.
pub(crate) fn numbers(phone: &str) -> Vec<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < MIN_DIGITS { Vec::new() } else { vec![phone.to_owned(), digits] }
}

pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// A mask of one spelling, to look for it.
pub(super) fn mask_of(spelling: &str) -> Mask {
    Mask::new(Lang::Fr, [[spelling.to_owned()].as_slice()])
}
