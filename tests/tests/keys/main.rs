//! Keys that seal: made by the program, from a file of a trust service, or in a device; changed and taken back.

mod crl;
mod import;
mod pages;
mod token;
