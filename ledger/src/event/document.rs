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
    /// The file of a project.
    Dossier,
    /// The file of a client: all its projects.
    ClientDossier,
    /// The certificate that a project was destroyed.
    Destruction,
    /// All that the firm holds about a contact, for that person.
    PersonalData,
    /// What was decided on a contact's request to erase their data.
    ErasureAnswer,
}

impl DocumentClass {
    /// What a document of this class is about, as the word of a subject.
    pub(super) fn about(self) -> &'static str {
        match self {
            DocumentClass::Notice | DocumentClass::Certificate | DocumentClass::NoAnswer | DocumentClass::Letter => {
                "notice"
            }
            DocumentClass::Dossier | DocumentClass::Destruction => "project",
            DocumentClass::ClientDossier => "client",
            DocumentClass::PersonalData | DocumentClass::ErasureAnswer => "person",
        }
    }
}

/// A PDF was made; its exact bytes can be recognised by the hash ever after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentMade {
    /// Printed in the document and in its QR code: a PDF cannot hold its own hash.
    pub document: Id,
    pub class: DocumentClass,
    /// The notice (notice, certificate, no_answer, letter), the project (dossier, destruction), the client (client_dossier) or the
    /// contact (personal_data, erasure_answer).
    pub about: Id,
    pub reference: String,
    pub file: FileRef,
    pub pages: u32,
    /// Of a file that was split; none of one that is whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// It is a copy of another document, in which names are masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacts: Option<Redaction>,
}

impl DocumentMade {
    /// What tells the parts of one file: the identifier of the first.
    pub fn dossier(&self) -> Id {
        self.part.map_or(self.document, |part| part.dossier)
    }

    /// Of a part the reference of the whole file, without the number of the part.
    pub fn whole(&self) -> &str {
        let number = self.part.map(|part| format!("-{}", part.number)).unwrap_or_default();
        self.reference.strip_suffix(&number).unwrap_or(&self.reference)
    }
}

/// One of the PDFs of a file that was split to a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The `document` of the first part.
    pub dossier: Id,
    /// From 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

/// Of which document a copy with masked names is one, and how far. Which names, no entry says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Redaction {
    pub document: Id,
    /// SHA-256 of that document.
    pub sha256: Hash,
    /// Names and words masked; each counts once, however often it stands there.
    pub masked: u32,
    /// Entries whose text the evidence in that document shows and the evidence in the copy does not.
    pub withheld: u64,
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
