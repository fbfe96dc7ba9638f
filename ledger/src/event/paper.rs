//! Files on record, and the contract papers of a project.

use serde::{Deserialize, Serialize};

use super::Date;
use crate::{Hash, Id};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperClass {
    Contract,
    Offer,
    Terms,
    Minutes,
    Quote,
    Delegation,
    Other,
}

/// A file by its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    pub sha256: Hash,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperFiled {
    pub paper: Id,
    pub project: Id,
    pub class: PaperClass,
    pub file: FileRef,
    /// Date written on the paper.
    pub dated: Option<Date>,
}
