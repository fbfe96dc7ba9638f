//! `acte verify --json FILE`: the same findings for programs. The names of checks, outcomes and faults are those of `docs/ledger-format.md`.

use app::islands::{Examined, ExaminedBundle, FoundSeal};
use ledger::pdf::seal::Standing;
use serde::Serialize;
use serde_json::{Value, json};

/// A PDF or an evidence file.
pub fn file(examined: &Examined) -> Value {
    let (evidence, error) = either(&examined.found);
    json!({
        "file": examined.name,
        "sha256": examined.sha256,
        "holds": examined.holds(),
        "evidence": evidence,
        "error": error,
        "seal": examined.seal.as_ref().map(seal),
        "newer": examined.newer,
    })
}

/// A bundle.
pub fn bundle(examined: &ExaminedBundle) -> Value {
    let (mut bundle, error) = either(&examined.found);
    for (at, file) in examined.found.iter().flat_map(|report| report.files.iter().enumerate()) {
        bundle["files"][at]["seal"] = json!(file.seal.as_ref().map(seal));
    }
    json!({
        "file": examined.name,
        "sha256": examined.sha256,
        "holds": examined.holds(),
        "bundle": bundle,
        "error": error,
    })
}

/// A file of which nothing could be read.
pub fn not_read(file: &str, error: &str) -> Value {
    json!({ "file": file, "holds": false, "error": error })
}

/// The report, or why there is none; the other is null.
fn either(found: &Result<impl Serialize, impl ToString>) -> (Value, Value) {
    match found {
        Ok(report) => (json!(report), Value::Null),
        Err(error) => (Value::Null, json!(error.to_string())),
    }
}

fn seal(found: &FoundSeal) -> Value {
    match found {
        Ok((seal, standing)) => {
            let (standing, revoked) = match standing {
                Standing::Recorded => ("recorded", None),
                Standing::Revoked(revoked) => ("revoked", Some(revoked)),
                Standing::Unknown => ("unknown", None),
            };
            json!({ "standing": standing, "revoked": revoked, "seal": seal })
        }
        Err(error) => json!({ "error": error.to_string() }),
    }
}
