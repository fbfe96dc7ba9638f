//! Pages: plain data in, HTML out. No SQL and no axum here.
//!
//! - [`texts`]: every sentence that a person reads, in French and English, in one typed table;
//! - [`parts`]: the building blocks of pages (fields, tables, badges, …);
//! - [`pages`]: one function per page, over plain data;
//! - [`islands`]: the few parts that run in the browser;
//! - [`render`] turns a view into HTML, [`page`](page()) wraps it in the whole document.

mod document;
pub mod form;
pub mod html;
pub mod islands;
pub mod pages;
pub mod parts;
pub mod texts;

pub use document::{Assets, Chrome, Flash, Mails, PageHead, Section, page};
pub use form::{FORM_ONCE, Form};
pub use html::{Html, IntoHtml, render, without_turns};
pub use ledger::Lang;
pub use texts::Texts;
