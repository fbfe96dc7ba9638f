//! What is in a bundle for other people's programs: the parts that they verify, each in the form in which they take it, and the commands.

use app::Texts;
use ledger::bundle::aids::{following, pem};
use ledger::event::Event;
use ledger::evidence::Stated;
use ledger::note::Note;
use ledger::{Evidence, VerifyingKey};

use super::aids::{Aid, Listed, aid};
use super::recipe::{Parts, commands};
use crate::documents::{Error, Trail};

/// The same in both languages.
const FOLDER: &str = "verification";

macro_rules! python {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../tests/tests/outside/bundle/", $name)))
    };
}

/// The verifier in Python, written from the document of the format alone; the very files that the tests run against this program.
const PYTHON: [(&str, &str); 11] = [
    python!("verify.py"),
    python!("canonical.py"),
    python!("certificates.py"),
    python!("der.py"),
    python!("evidence.py"),
    python!("faults.py"),
    python!("notes.py"),
    python!("pdf.py"),
    python!("signatures.py"),
    python!("tokens.py"),
    python!("zip.py"),
];

/// `crl` is the list of the firm's own authority (DER), if it has one.
///
/// # Errors
/// When the checkpoint is not one that the log's key signed, or a time-stamp not base64.
pub fn all(
    t: Texts,
    trail: &Trail,
    evidence: &Evidence,
    crl: Option<&[u8]>,
    files: &[Listed],
) -> Result<Vec<Aid>, Error> {
    let bad = |error: &dyn std::fmt::Display| Error::Evidence(error.to_string());
    let note = Note::parse(&evidence.checkpoint).map_err(|error| bad(&error))?;
    let key: VerifyingKey = trail.vkey.parse().map_err(|error| bad(&error))?;
    let stated = Stated {
        checkpoint: evidence.checkpoint.clone(),
        time_stamps: evidence.time_stamps.clone(),
        earlier: evidence.earlier.clone(),
    };
    let following = following(&key, &stated, chains(trail).flatten());
    let following = following
        .ok_or_else(|| bad(&"the checkpoint is not signed by the key of its log, or a time-stamp is not base64"))?;
    let mut aids: Vec<Aid> = following.into_iter().map(|(path, bytes)| aid(&path, bytes)).collect();
    aids.extend(crl.map(|crl| in_folder("firm-crl.pem", pem("X509 CRL", crl))));
    let documents = files.iter().any(|file| file.path.starts_with("documents/"));
    let cosigned = note.signatures().len() > 1;
    let parts = Parts {
        documents,
        stamps: evidence.time_stamps.len(),
        earlier: !evidence.earlier.is_empty(),
        cosigned,
        crl: crl.is_some(),
    };
    aids.push(in_folder("openssl.txt", commands(t, &parts)));
    aids.extend(PYTHON.map(|(name, text)| in_folder(&format!("python/{name}"), text)));
    Ok(aids)
}

fn in_folder(name: &str, bytes: impl AsRef<[u8]>) -> Aid {
    aid(&format!("{FOLDER}/{name}"), bytes.as_ref().to_vec())
}

/// The certificates on record, with those above them.
fn chains(trail: &Trail) -> impl Iterator<Item = Vec<Vec<u8>>> {
    trail.events().filter_map(|(_, event)| match event {
        Event::SealRecorded(e) => e.certificates(),
        _ => None,
    })
}
