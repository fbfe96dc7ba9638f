//! Legal holds: from one on, nothing under it is erased, until an owner releases it.

use serde::{Deserialize, Serialize};

use super::Person;
use crate::Id;

/// Nothing under `about` is erased or expires from here on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldPlaced {
    pub hold: Id,
    /// What it is on, as a subject of headers: the firm, a client or a project. It is also the subject of this entry.
    pub about: String,
    /// Why, in a few words, without personal data: this entry stays.
    pub reason: String,
    /// The case, as the court or the lawyer calls it; may be empty.
    pub reference: String,
    pub by: Person,
}

/// The hold ends. Others on the same thing, or above it, stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldReleased {
    pub hold: Id,
    /// That of [`HoldPlaced`].
    pub about: String,
    pub reason: String,
    pub by: Person,
}
