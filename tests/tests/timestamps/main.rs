//! Authorities of time, real ones by `openssl ts` and lying ones: what is asked, what is believed, what follows when none answers.

mod bundle;
mod certificate;
mod client;
mod kill;
mod log;
mod long_term;
