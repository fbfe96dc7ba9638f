//! A refusal of the ledger, in the reader's words, beside its field.

use app::{Form, Texts};
use ledger::notice::{Refusal, Why};

pub fn refuse(form: &mut Form, t: Texts, refusals: Vec<Refusal>) {
    for Refusal { field, why } in refusals {
        form.refuse(field, words(t, why));
    }
}

pub fn words(t: Texts, why: Why) -> String {
    match why {
        Why::Missing => t.error_missing().into(),
        Why::TooLong(n) => t.error_too_long(n),
        Why::TooMany(n) => t.error_too_many(n),
        Why::NotAnEmail => t.error_email().into(),
        Why::NotASiren => t.error_siren().into(),
        Why::NotInFuture => t.error_not_in_future().into(),
        Why::BadAmount => t.error_amount().into(),
        Why::Unknown => t.error_unknown().into(),
        Why::NoAddress => t.error_no_address().into(),
        Why::Duplicate => t.error_duplicate().into(),
        Why::AlreadyAnswered => t.error_already_answered().into(),
        Why::AlreadyDone => t.error_already_done().into(),
        Why::NotASignatory => t.error_not_signatory().into(),
        Why::LinkExpired => t.error_link_expired().into(),
        Why::LinkRevoked => t.error_link_revoked().into(),
        Why::NotIdentified => t.error_not_identified().into(),
        Why::TooSoon(at) => {
            // The civil time at the reader is not known here; a wait in minutes needs no zone. See `web::refuse_at` for the wait itself.
            t.error_too_soon(&at.to_rfc3339_utc())
        }
    }
}
