//! `acte verify --json FILE`: the same findings for programs. The names of checks, outcomes and faults are those of `docs/ledger-format.md`.

use app::islands::{Examined, ExaminedBundle, FoundSeal};
use ledger::Report;
use ledger::bundle::EVIDENCE;
use ledger::evidence::{Contradiction, Outcome};
use ledger::pdf::seal::Standing;
use ledger::x509::Trust;
use serde::Serialize;
use serde_json::{Value, json};

/// A PDF or an evidence file.
pub fn file(examined: &Examined) -> Value {
    let (evidence, error) = either(&examined.found);
    json!({
        "file": examined.name,
        "sha256": examined.sha256,
        "holds": examined.holds(),
        "failed": failed_of_file(examined),
        "evidence": evidence,
        "error": error,
        "redacts": examined.redacts,
        "seal": examined.seal.as_ref().map(seal),
        "newer": examined.newer,
    })
}

/// A bundle, and what lies beside it in the folder into which it was unpacked.
pub fn bundle(examined: &ExaminedBundle, beside: &[String]) -> Value {
    let (mut bundle, error) = either(&examined.found);
    for (at, file) in examined.found.iter().flat_map(|report| report.files.iter().enumerate()) {
        bundle["files"][at]["seal"] = json!(file.seal.as_ref().map(seal));
    }
    json!({
        "file": examined.name,
        "sha256": examined.sha256,
        "holds": examined.holds(),
        "failed": failed_of_bundle(examined),
        "bundle": bundle,
        "beside": beside,
        "error": error,
        "newer": examined.newer,
    })
}

/// A file of which nothing could be read.
pub fn not_read(file: &str, error: &str) -> Value {
    json!({ "file": file, "holds": false, "error": error })
}

/// Two files of a folder that tell two pasts of one log: the place at which they show different entries, or the size of which they have two states.
pub fn two_pasts(files: &[String; 2], how: Contradiction) -> Value {
    let (index, size) = match how {
        Contradiction::Entry(index) => (Some(index), None),
        Contradiction::State(size) => (None, Some(size)),
    };
    json!({ "holds": false, "other_past": { "files": files, "index": index, "size": size } })
}

/// Each check that failed, with the file: what the headline names.
fn failed_of_file(examined: &Examined) -> Vec<Value> {
    let mut failed = match &examined.found {
        Ok(report) => failed_checks(report, &examined.name),
        Err(_) if examined.holds() => vec![],
        Err(_) => vec![failure(&examined.name, "file")],
    };
    if examined.seal_fails() {
        let check = if matches!(examined.seal, Some(Ok(_))) { "other_seal" } else { "seal" };
        failed.push(failure(&examined.name, check));
    }
    failed
}

fn failed_of_bundle(examined: &ExaminedBundle) -> Vec<Value> {
    let Ok(report) = &examined.found else { return vec![failure(&examined.name, "form")] };
    let mut failed = failed_checks(&report.evidence, EVIDENCE);
    for file in &report.files {
        for fault in &file.faults {
            // The name of the fault, with or without what it says.
            let name = match json!(fault) {
                Value::Object(object) => object.into_iter().next().map(|(name, _)| name),
                other => other.as_str().map(str::to_owned),
            };
            failed.push(failure(&file.path, &name.unwrap_or_default()));
        }
    }
    failed
}

fn failed_checks(report: &Report, file: &str) -> Vec<Value> {
    let failed = report.findings.iter().filter(|finding| matches!(finding.outcome, Outcome::Failed(_)));
    failed.map(|finding| json!({ "file": file, "check": finding.check })).collect()
}

fn failure(file: &str, check: &str) -> Value {
    json!({ "file": file, "check": check })
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
            let mut report = json!(seal);
            // No reader gives roots of seals: what this one leads to is what the evidence names.
            report["trust"] = json!(if seal.trust == Trust::Anchored { "named_by_log" } else { "unknown" });
            json!({ "standing": standing, "revoked": revoked, "seal": report })
        }
        Err(error) => json!({ "error": error.to_string() }),
    }
}
