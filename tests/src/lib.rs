//! What the tests share.

pub mod postgres;
pub mod scene;
//! What the tests share: a mail server, a script-less visitor, a real browser.

pub mod browser;
pub mod http;
pub mod smtp;
pub mod tools;
