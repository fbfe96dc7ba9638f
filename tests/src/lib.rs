//! What the tests share: a mail server, a script-less visitor, a real browser, a throw-away PostgreSQL, a scene to begin from, an
//! example with its log in memory.

pub mod aged;
pub mod authority;
pub mod browser;
pub mod busy;
pub mod crawl;
pub mod dns;
pub mod example;
pub mod http;
pub mod imap;
pub mod judges;
pub mod postgres;
pub mod reader;
pub mod record;
pub mod scene;
pub mod server;
pub mod smtp;
pub mod story;
pub mod tools;
