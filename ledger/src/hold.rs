//! The rules of legal holds: a command → the event, or refusals. Any adviser places one, an owner releases it with a reason.
//!
//! Not here: what lies under a hold; the store knows which project is whose.

use crate::Id;
use crate::event::{HoldPlaced, HoldReleased, Person};
use crate::notice::{Decided, MAX_LINE, Refusal, Refusals, Why};

/// The words of the subjects on which a hold may be.
pub const ON: [&str; 3] = ["firm", "client", "project"];

/// Whether a hold may be on this subject.
pub fn may_be_on(about: &str) -> bool {
    about.split_once(':').is_some_and(|(word, id)| ON.contains(&word) && id.parse::<Id>().is_ok())
}

/// Places a hold.
///
/// # Errors
/// `Unknown`: nothing that a hold can be on. Beside `reason` and `reference`: `Missing`, `TooLong`.
pub fn place(hold: Id, about: &str, reason: &str, reference: &str, by: Person) -> Decided<HoldPlaced> {
    if !may_be_on(about) {
        return Err(Refusal::whole(Why::Unknown));
    }
    let mut no = Refusals::default();
    no.text("reason", reason, true, MAX_LINE);
    no.text("reference", reference, false, MAX_LINE);
    let trimmed = |text: &str| text.trim().to_owned();
    no.or(HoldPlaced { hold, about: about.to_owned(), reason: trimmed(reason), reference: trimmed(reference), by })
}

/// Releases a hold, of which `released` says whether somebody did so already.
///
/// # Errors
/// `AlreadyDone`. Beside `reason`: `Missing`, `TooLong`.
pub fn release(placed: (Id, &str), released: bool, reason: &str, by: Person) -> Decided<HoldReleased> {
    if released {
        return Err(Refusal::whole(Why::AlreadyDone));
    }
    let mut no = Refusals::default();
    no.text("reason", reason, true, MAX_LINE);
    let (hold, about) = placed;
    no.or(HoldReleased { hold, about: about.to_owned(), reason: reason.trim().to_owned(), by })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_is_on_a_firm_a_client_or_a_project() {
        let id = Id([7; 16]);
        for word in ON {
            assert!(may_be_on(&format!("{word}:{id}")), "{word}");
        }
        for about in
            [format!("notice:{id}"), format!("firms:{id}"), "firm:".into(), "firm".into(), format!("firm:{id}x")]
        {
            assert!(!may_be_on(&about), "{about}");
        }
    }
}
