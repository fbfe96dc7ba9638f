//! Which documents bundles leave out by their rules, as far as the entries tell: of files (dossiers) all but the first part of the newest that the firm
//! itself made, those of a client but in the bundle about that client, every masked copy of a file, and what a reader outside had made. A bundle that
//! a reader outside made leaves out every file and masked copy; which one that is, no entry in it tells.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::entry::{Actor, Header};
use crate::hash::Hash;

/// A document that an entry names. Read member by member: all that a `document.made` can say would be code that every browser loads.
#[derive(Debug)]
pub(super) struct Made {
    /// The entry, by its place in the log, from 0.
    pub index: u64,
    pub sha256: Hash,
    class: String,
    about: String,
    /// A member made it: for a reader outside the program makes it.
    own: bool,
    /// Names are masked in it.
    copy: bool,
    /// It is the first part of what it is, or all of it.
    first: bool,
}

impl Made {
    /// None of another entry, and of one that says it in a way that this program does not know.
    pub(super) fn read(header: &Header, payload: &str) -> Option<Made> {
        if header.kind != "document.made" {
            return None;
        }
        let said: Value = serde_json::from_str(payload).ok()?;
        let text = |member: &str| said[member].as_str().map(str::to_owned);
        let first = said["part"]["dossier"].is_null() || said["part"]["dossier"] == said["document"];
        Some(Made {
            index: header.index,
            sha256: said["file"]["sha256"].as_str()?.parse().ok()?,
            class: text("class")?,
            about: text("about")?,
            own: matches!(header.actor, Actor::Member(_)),
            copy: !said["redacts"].is_null(),
            first,
        })
    }

    fn is_file(&self) -> bool {
        self.class == "dossier" || self.class == "client_dossier"
    }

    /// Whether a bundle may have it: the first part of a file that the firm made, all of it shown.
    fn is_whole(&self) -> bool {
        self.is_file() && self.own && !self.copy && self.first
    }

    /// Whether `later` is what a bundle has in its place.
    fn gives_way_to(&self, later: &Made) -> bool {
        self.index < later.index && later.is_whole() && (&self.class, &self.about) == (&later.class, &later.about)
    }

    fn is_left_out(&self, all: &[Made], about: &str) -> bool {
        if !self.is_file() {
            return self.copy && !self.own;
        }
        let elsewhere = self.class == "client_dossier" && about.strip_prefix("client:") != Some(&self.about);
        !self.is_whole() || elsewhere || all.iter().any(|later| self.gives_way_to(later))
    }

    /// Whether a bundle that a reader outside made leaves it out: it bears the name of whoever it was made for.
    fn is_left_out_outside(&self) -> bool {
        self.is_file() || self.copy
    }
}

/// The entries, by their places, of the documents that a bundle about this leaves out by its rules. `all` are those that were not erased.
pub(super) fn left_out(all: &[Made], about: &str) -> BTreeSet<u64> {
    all.iter().filter(|made| made.is_left_out(all, about)).map(|made| made.index).collect()
}

/// The same of a bundle that a reader outside made: all that any bundle leaves out, and more.
pub(super) fn left_out_outside(all: &[Made]) -> BTreeSet<u64> {
    all.iter().filter(|made| made.is_left_out_outside()).map(|made| made.index).collect()
}
