//! What each address answers. The files mirror the addresses.

mod outbox;
mod setup;
mod sign_in;
