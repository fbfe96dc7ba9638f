//! What each address answers. The files mirror the addresses.

mod setup;
mod sign_in;
