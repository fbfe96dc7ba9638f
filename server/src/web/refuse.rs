//! A refusal of the ledger, in the reader's words, beside its field.

use app::{Form, Texts};
use jiff::tz::TimeZone;
use ledger::notice::Refusal;

/// For refusals that name no time.
pub fn refuse(form: &mut Form, t: Texts, refusals: Vec<Refusal>) {
    refuse_in(&TimeZone::UTC, form, t, refusals);
}

/// Times are told in `zone`.
pub fn refuse_in(zone: &TimeZone, form: &mut Form, t: Texts, refusals: Vec<Refusal>) {
    for Refusal { field, why } in refusals {
        form.refuse(field, t.why(why, zone));
    }
}
