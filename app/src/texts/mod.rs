//! The one table of texts: every sentence that a person reads, in French and in English.
//!
//! A text is a method of [`Texts`], so that a missing or misspelt key does not compile:
//!
//! ```
//! use app::{Lang, Texts};
//! let t = Texts(Lang::En);
//! assert_eq!(t.save(), "Save");
//! assert_eq!(t.signed_in_as("Ada"), "Signed in as Ada");
//! ```
//!
//! One file per area fills the table, with three kinds of entries:
//!
//! ```text
//! texts! {
//!     save: "Enregistrer", "Save";
//!     signed_in_as(name: &str): "Connecté en tant que {name}", "Signed in as {name}";
//!     warnings_in_all(n: u64): ["{n} mise en garde" | "{n} mises en garde"], ["{n} warning" | "{n} warnings"];
//! }
//! ```
//!
//! The last kind counts: its first argument chooses between singular and plural (French says the
//! singular for 0 and 1, English for 1 only). Methods share one namespace: two files cannot use the
//! same key, which is what keeps one word for one thing.
//!
//! A test reads the whole table and refuses wrong typography: in French a narrow no-break space
//! (U+202F) before `;` `!` `?` and inside `« »`, a no-break space (U+00A0) before `:`, and in both
//! languages the apostrophe `’` and the ellipsis `…`.

use ledger::Lang;

use crate::Mails;

pub mod access;
pub mod account;
pub mod answer;
pub mod as_of;
pub mod bulk;
pub mod bundle;
pub mod calendar;
pub mod chasing;
pub mod chronology;
pub mod clients;
pub mod common;
pub mod coverage;
mod days;
pub mod delivery;
pub mod documents;
mod dossier;
pub mod erasure;
pub mod errors;
pub mod events;
pub mod evidence;
mod exact;
pub mod formats;
pub mod hold;
pub mod incoming;
pub mod instrument;
pub mod keys;
mod mails;
mod meeting;
pub mod members;
pub mod milestones;
pub mod notices;
pub mod overview;
pub mod person;
pub mod program;
pub mod projects;
pub mod reconnaissance;
pub mod redaction;
pub mod register;
pub mod retention;
pub mod rules;
pub mod seal;
pub mod search;
pub mod timestamps;
pub mod told;
pub mod verify;
pub mod warnings;

#[cfg(test)]
mod tests;

/// The texts in one language. Copy it freely: it is one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts(pub Lang);

impl Texts {
    /// The language as HTML and HTTP write it (BCP 47).
    pub fn code(self) -> &'static str {
        match self.0 {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }

    /// Chooses between two values, for what does not belong in the table (a date order, a link).
    pub fn choose<T>(self, fr: T, en: T) -> T {
        match self.0 {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    /// Whether `n` things take the singular: 0 and 1 in French, 1 in English.
    pub fn is_singular(self, n: u64) -> bool {
        n == 1 || (n == 0 && self.0 == Lang::Fr)
    }
}

/// Confirmations of what comes with a mail.
const MAILED: [&str; 10] = [
    "access_granted",
    "access_link_sent",
    "access_revoked",
    "code_sent",
    "invited",
    "issued",
    "link_sent",
    "notice_resent",
    "replied",
    "signatory_confirmed",
];

/// One row of the table, for the tests that read all of it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub key: &'static str,
    /// One form, or two (singular, plural).
    pub fr: &'static [&'static str],
    pub en: &'static [&'static str],
}

/// Every file of the table. A file missing here fails [`every_file_is_read`].
pub(crate) const FILES: &[(&str, &[Row])] = &[
    ("access", access::ROWS),
    ("account", account::ROWS),
    ("answer", answer::ROWS),
    ("as_of", as_of::ROWS),
    ("bulk", bulk::ROWS),
    ("bundle", bundle::ROWS),
    ("calendar", calendar::ROWS),
    ("chasing", chasing::ROWS),
    ("chronology", chronology::ROWS),
    ("clients", clients::ROWS),
    ("common", common::ROWS),
    ("coverage", coverage::ROWS),
    ("delivery", delivery::ROWS),
    ("documents", documents::ROWS),
    ("dossier", dossier::ROWS),
    ("erasure", erasure::ROWS),
    ("errors", errors::ROWS),
    ("events", events::ROWS),
    ("evidence", evidence::ROWS),
    ("hold", hold::ROWS),
    ("incoming", incoming::ROWS),
    ("instrument", instrument::ROWS),
    ("keys", keys::ROWS),
    ("mails", mails::ROWS),
    ("meeting", meeting::ROWS),
    ("members", members::ROWS),
    ("notices", notices::ROWS),
    ("overview", overview::ROWS),
    ("person", person::ROWS),
    ("milestones", milestones::ROWS),
    ("program", program::ROWS),
    ("projects", projects::ROWS),
    ("reconnaissance", reconnaissance::ROWS),
    ("redaction", redaction::ROWS),
    ("rules", rules::ROWS),
    ("register", register::ROWS),
    ("retention", retention::ROWS),
    ("seal", seal::ROWS),
    ("search", search::ROWS),
    ("timestamps", timestamps::ROWS),
    ("told", told::ROWS),
    ("verify", verify::ROWS),
    ("warnings", warnings::ROWS),
];

impl Texts {
    /// The confirmation `done_<name>`, which a redirect asks for by `?done=<name>`; none when there is no such text.
    pub fn done(self, name: &str, mails: Mails) -> Option<String> {
        let mut rows = FILES.iter().flat_map(|(_, rows)| *rows);
        let row = rows.find(|row| row.key.strip_prefix("done_") == Some(name))?;
        let done = self.choose(row.fr, row.en).first()?;
        Some(if MAILED.contains(&name) { format!("{done} {}", self.mails_now(mails)) } else { (*done).to_owned() })
    }

    /// What becomes of a mail that was just asked for.
    fn mails_now(self, mails: Mails) -> &'static str {
        match mails {
            Mails::Sent => self.mails_now_sent(),
            Mails::Shown => self.mails_now_shown(),
            Mails::Kept => self.mails_now_kept(),
        }
    }
}

/// Adds texts to the table; see the head of this file.
macro_rules! texts {
    ($($(#[$doc:meta])* $key:ident $(( $($arg:ident : $type:ty),+ $(,)? ))? : $fr:tt, $en:tt;)*) => {
        impl $crate::texts::Texts {
            $($crate::texts::text! { $(#[$doc])* $key [$( $($arg : $type),+ )?] $fr $en })*
        }

        /// This file's part of the table, for tests.
        pub const ROWS: &[$crate::texts::Row] = &[
            $($crate::texts::Row {
                key: stringify!($key),
                fr: $crate::texts::forms!($fr),
                en: $crate::texts::forms!($en),
            },)*
        ];
    };
}

/// One method of [`Texts`].
macro_rules! text {
    ($(#[$doc:meta])* $key:ident [] $fr:literal $en:literal) => {
        $(#[$doc])*
        pub fn $key(self) -> &'static str {
            match self.0 {
                ::ledger::Lang::Fr => $fr,
                ::ledger::Lang::En => $en,
            }
        }
    };
    ($(#[$doc:meta])* $key:ident [$n:ident : $n_type:ty $(, $arg:ident : $type:ty)*]
        [$fr_one:literal | $fr_many:literal] [$en_one:literal | $en_many:literal]) => {
        $(#[$doc])*
        pub fn $key(self, $n: $n_type $(, $arg : $type)*) -> String {
            match (self.0, self.is_singular($n as u64)) {
                (::ledger::Lang::Fr, true) => format!($fr_one),
                (::ledger::Lang::Fr, false) => format!($fr_many),
                (::ledger::Lang::En, true) => format!($en_one),
                (::ledger::Lang::En, false) => format!($en_many),
            }
        }
    };
    ($(#[$doc:meta])* $key:ident [$($arg:ident : $type:ty),+] $fr:literal $en:literal) => {
        $(#[$doc])*
        pub fn $key(self, $($arg : $type),+) -> String {
            match self.0 {
                ::ledger::Lang::Fr => format!($fr),
                ::ledger::Lang::En => format!($en),
            }
        }
    };
}

macro_rules! forms {
    ([$one:literal | $many:literal]) => {
        &[$one, $many]
    };
    ($only:literal) => {
        &[$only]
    };
}

pub use days::{parse_date, parse_days};
pub use exact::Exact;
pub use formats::{local, parse_money};
pub(crate) use {forms, text, texts};
