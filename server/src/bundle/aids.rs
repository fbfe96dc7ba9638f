//! What helps people with a bundle: the list of its files, what to do with it, the verifier, and the evidence once more for other tools.

use app::Texts;
use ledger::bundle::ManifestFile;
use ledger::event::Party;
use ledger::{Evidence, Hash};

use super::{tools, verifier};
use crate::csv::Csv;
use crate::documents::{self, Error, Frame, Trail};
use crate::seal::Signer;

/// A file as the list names it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Empty for one that was erased.
    pub path: String,
    pub name: String,
    /// What it is, for people.
    pub what: String,
    /// The entry that names it, by its place in the log, from 0.
    pub entry: u64,
    /// Bytes.
    pub size: u64,
    pub sha256: Hash,
}

impl Listed {
    pub fn new(file: &ManifestFile, what: &str, entry: u64) -> Listed {
        Listed {
            path: file.path.clone(),
            name: file.name.clone(),
            what: what.to_owned(),
            entry,
            size: file.size,
            sha256: file.sha256,
        }
    }
}

pub struct Aid {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// All of them, the one to open first in front. `crl` is the list of the firm's own authority (DER), if it has one.
pub fn all(
    frame: &Frame,
    firm: &Party,
    trail: &Trail,
    evidence: &Evidence,
    crl: Option<&[u8]>,
    files: &[Listed],
    signer: &Signer,
) -> Result<Vec<Aid>, Error> {
    let t = frame.texts();
    let list = documents::seal(documents::bordereau(frame, firm, trail, files)?, signer)?;
    let stem = t.choose("bordereau", "list-of-files");
    let mut aids = vec![aid(t.bundle_readme_name(), read_me(frame, firm, trail).into_bytes())];
    // Without it, the other ways to verify remain.
    aids.extend(verifier::page().map(|page| aid("verify.html", page)));
    aids.extend([
        aid(&format!("{stem}.pdf"), list.bytes),
        aid(&format!("{stem}.csv"), csv(t, files).into_bytes()),
        aid(verifier::FORMAT_NAME, verifier::FORMAT.as_bytes().to_vec()),
    ]);
    aids.extend(tools::all(t, trail, evidence, crl, files)?);
    Ok(aids)
}

pub(super) fn aid(path: &str, bytes: Vec<u8>) -> Aid {
    Aid { path: path.to_owned(), bytes }
}

/// Windows's own editor shows it as it is: ends of line CR LF, a mark that it is UTF-8.
fn read_me(frame: &Frame, firm: &Party, trail: &Trail) -> String {
    let t = frame.texts();
    let authority = trail.stated.as_ref().map(|stamp| t.bundle_readme_authority(&stamp.authority.to_string()));
    let paragraphs = [
        t.bundle_readme_what(&firm.name),
        [t.bundle_readme_verify(), &authority.map(|named| format!(" {named}")).unwrap_or_default()].concat(),
        t.bundle_readme_key(&trail.vkey),
        t.bundle_readme_limits().into(),
        t.bundle_readme_tools(frame.verifier_url()),
    ];
    format!("\u{feff}{}\n", paragraphs.join("\n\n")).replace('\n', "\r\n")
}

fn csv(t: Texts, files: &[Listed]) -> String {
    let head = [
        t.trail_number(),
        t.bundle_path(),
        t.doc_file(),
        t.bundle_what(),
        t.bundle_entry(),
        t.bundle_bytes(),
        t.doc_sha256(),
    ];
    let mut table = Csv::new(head);
    for (number, file) in (1..).zip(files) {
        let cells = [
            usize::to_string(&number),
            file.path.clone(),
            file.name.clone(),
            file.what.clone(),
            (file.entry + 1).to_string(),
            file.size.to_string(),
            file.sha256.to_string(),
        ];
        table.row(cells);
    }
    table.finish()
}
