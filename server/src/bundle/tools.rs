//! What is in a bundle for other people's programs: the parts that they verify, each in the form in which they take it, and the commands.

use app::Texts;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ledger::bundle::aids::{following, pem};
use ledger::checkpoint::Checkpoint;
use ledger::event::Event;
use ledger::note::Note;
use ledger::{Evidence, VerifyingKey};

use super::aids::{Aid, Listed, aid};
use super::recipe::{Parts, commands, stamp, state};
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
    let signed = note.signatures().iter().find(|signature| signature.name == key.name() && signature.id == key.id());
    let signed = signed.ok_or_else(|| bad(&"the checkpoint is not signed by the key of its log"))?;
    let checkpoint = Checkpoint::parse(note.text()).map_err(|error| bad(&error))?;
    let following = following(&key, &checkpoint, chains(trail).flatten());
    let mut aids: Vec<Aid> = following.into_iter().map(|(path, bytes)| aid(path, bytes)).collect();
    aids.push(in_folder("checkpoint.txt", &evidence.checkpoint));
    aids.push(in_folder("checkpoint.sig", &signed.bytes));
    for (number, token) in (1..).zip(&evidence.time_stamps) {
        aids.push(in_folder(&stamp(number), BASE64_STANDARD.decode(token).map_err(|error| bad(&error))?));
    }
    for (number, earlier) in (1..).zip(&evidence.earlier) {
        let note = Note::parse(&earlier.checkpoint).map_err(|error| bad(&error))?;
        aids.push(in_folder(&format!("{}.txt", state(number)), note.text()));
        for (token, at) in earlier.time_stamps.iter().zip(1..) {
            let der = BASE64_STANDARD.decode(token).map_err(|error| bad(&error))?;
            aids.push(in_folder(&format!("{}-{}", state(number), stamp(at)), der));
        }
    }
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
