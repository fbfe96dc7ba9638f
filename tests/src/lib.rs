//! What the tests share: a mail server, a script-less visitor, a real browser, a throw-away PostgreSQL, a scene to begin from.

pub mod browser;
pub mod http;
pub mod postgres;
pub mod scene;
pub mod smtp;
pub mod tools;
