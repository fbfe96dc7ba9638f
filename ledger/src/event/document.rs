//! What comes out: documents, evidence, bundles.

use serde::{Deserialize, Serialize};

use super::FileRef;
use crate::{Hash, Id};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentClass {
    Notice,
    Certificate,
    /// The certificate that no answer came.
    NoAnswer,
    /// The notice as a letter to one person, to be posted.
    Letter,
    Dossier,
    /// The certificate that a project was destroyed.
    Destruction,
}

impl DocumentClass {
    /// What a document of this class is about, as the word of a subject.
    pub(super) fn about(self) -> &'static str {
        match self {
            DocumentClass::Notice | DocumentClass::Certificate | DocumentClass::NoAnswer | DocumentClass::Letter => {
                "notice"
            }
            DocumentClass::Dossier | DocumentClass::Destruction => "project",
        }
    }
}

/// A PDF was made; its exact bytes can be recognised by the hash ever after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentMade {
    /// Printed in the document and in its QR code: a PDF cannot hold its own hash.
    pub document: Id,
    pub class: DocumentClass,
    /// The notice (notice, certificate, no_answer, letter) or the project (dossier, destruction).
    pub about: Id,
    pub reference: String,
    pub file: FileRef,
    pub pages: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceExported {
    pub class: DocumentClass,
    pub about: Id,
    pub sha256: Hash,
}

/// A bundle ([`crate::bundle`]) was handed out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BundleExported {
    /// What it is about, as a subject: `notice:<id>`, `project:<id>` or `client:<id>`.
    pub about: String,
    /// SHA-256 of its table of contents, which names every other file with its hash. The bundle cannot hold its own.
    pub sha256: Hash,
    /// Files, the table of contents not counted.
    pub files: u64,
    /// Entries shown without their text.
    pub withheld: u64,
}
