//! What each address answers. The files mirror the addresses.

mod answer;
mod calendar;
mod chasing;
mod clients;
mod coverage;
mod delivery;
mod erasure;
mod example;
mod exchanges;
mod incoming;
mod instrument;
mod kept;
mod meeting;
mod milestones;
mod notices;
mod office;
mod outbox;
mod projects;
mod reconnaissance;
mod refused;
mod refused_mail;
mod register;
mod setup;
mod sign_in;
mod signatory;
mod witness;
