//! What the director asked about their own data.

use ledger::Id;
use ledger::event::*;

use super::{DAY, DIRECTOR, Example, author};

impl Example {
    /// A request to erase, extended, and decided as `outcome` says; `document` is the answer. Returns the contact.
    pub fn asked(&mut self, document: Id, outcome: Outcome) -> Id {
        let (request, contact, lang) = (self.next_id(), DIRECTOR, self.lang);
        let (received, due) = (Date::constant(2026, 11, 2), Date::constant(2026, 12, 2));
        let way = self.say("Lettre recommandée", "Registered letter");
        let checked = self.say("Adresse connue, rappel", "Address known, called back");
        self.member(ErasureRequested { request, contact, received, way, checked, due, by: author() });
        self.wait(DAY);
        let reason = self.say("Dossier volumineux.", "A large file.");
        let due = Date::constant(2027, 2, 2);
        self.member(ErasureExtended { request, contact, due, reason, by: author() });
        self.wait(DAY);
        let until = Some(Date::constant(2032, 3, 2));
        let held = StandingHold {
            hold: self.next_id(),
            about: format!("client:{}", self.next_id()),
            placed: Date::constant(2026, 10, 5),
            reference: "RG 26/01234".into(),
        };
        let (erased, why, holds) = match outcome {
            Outcome::Erased => (vec![Gone { what: Datum::Contact, count: 2 }], Keeping::Claims, vec![]),
            Outcome::Refused => (vec![], Keeping::Refused, vec![held]),
        };
        let kept = [Datum::Notices, Datum::Sending, Datum::Acts].map(|what| Kept { what, count: 3, why, until });
        let name = Kept { what: Datum::Contact, count: 1, why, until };
        let mut kept: Vec<Kept> = (outcome == Outcome::Erased).then_some(name).into_iter().chain(kept).collect();
        kept.push(Kept { what: Datum::Requests, count: 3, why: Keeping::Record, until: None });
        let reason = self.say("Un litige est attendu.", "A case is expected.");
        let decided = ErasureDecided {
            request,
            contact,
            outcome,
            reason,
            entries: vec![],
            erased,
            kept,
            years: 6,
            named_in: Some(4),
            name_in: (outcome == Outcome::Erased).then_some(7),
            holds,
            lang,
            document,
            by: author(),
        };
        self.member(decided);
        contact
    }
}
