//! Which documents bundles leave out by their rules, as far as the entries tell: of files (dossiers) all but the first part of the newest that the firm
//! itself made, those of a client but in the bundle about that client, every masked copy of a file, and what a reader outside had made.

use std::collections::BTreeSet;

use crate::entry::{Actor, Header};
use crate::event::{DocumentClass, DocumentMade};
use crate::hash::Hash;

/// A document that an entry names.
#[derive(Debug)]
pub(super) struct Made {
    /// The entry, by its place in the log, from 0.
    pub index: u64,
    by: Actor,
    document: DocumentMade,
}

impl Made {
    /// None of another entry, and of one that says it in a way that this program does not know.
    pub(super) fn read(header: &Header, payload: &str) -> Option<Made> {
        let is_one = header.kind == "document.made";
        let document = is_one.then(|| serde_json::from_str(payload).ok()).flatten()?;
        Some(Made { index: header.index, by: header.actor, document })
    }

    pub(super) fn sha256(&self) -> Hash {
        self.document.file.sha256
    }

    fn is_file(&self) -> bool {
        matches!(self.document.class, DocumentClass::Dossier | DocumentClass::ClientDossier)
    }

    /// For a reader outside the program makes it.
    fn is_of_the_firm(&self) -> bool {
        matches!(self.by, Actor::Member(_))
    }

    /// Whether it is the first part of a file that the firm made, all of it shown.
    fn is_whole(&self) -> bool {
        let made = &self.document;
        self.is_file() && self.is_of_the_firm() && made.redacts.is_none() && made.dossier() == made.document
    }

    /// Whether `later` is what a bundle has in its place.
    fn gives_way_to(&self, later: &Made) -> bool {
        let (made, other) = (&self.document, &later.document);
        self.index < later.index && later.is_whole() && (made.class, made.about) == (other.class, other.about)
    }

    fn is_left_out(&self, all: &[Made], about: &str) -> bool {
        let made = &self.document;
        if !self.is_file() {
            return made.redacts.is_some() && !self.is_of_the_firm();
        }
        let elsewhere = made.class == DocumentClass::ClientDossier && about != format!("client:{}", made.about);
        !self.is_whole() || elsewhere || all.iter().any(|later| self.gives_way_to(later))
    }
}

/// The entries, by their places, of the documents that a bundle about this leaves out by its rules. `all` are those that were not erased.
pub(super) fn left_out(all: &[Made], about: &str) -> BTreeSet<u64> {
    all.iter().filter(|made| made.is_left_out(all, about)).map(|made| made.index).collect()
}
