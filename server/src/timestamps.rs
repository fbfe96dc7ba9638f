//! Authorities of time (RFC 3161; over HTTP by its §3.4): asked in the order of the settings, believed only after every check of
//! [`ledger::timestamp`], and never replaced by our own clock.

mod client;
mod show;
mod work;

pub use client::{Authorities, Refused, certificates};
pub use show::{authorities, source};
pub use work::{JOB, PATIENCE, leave, leave_due, newest, onto_seal, stamp_checkpoint};
