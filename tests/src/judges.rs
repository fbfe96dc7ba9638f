//! Other people's programs, asked about a sealed PDF.

use std::process::Command;

use crate::tools::{python, root};

/// What pyHanko says of the seal of `pdf`, by a reader who trusts this root: `intact valid trusted ENTIRE_FILE NONE` when all is well.
/// Panics when poppler does not find it valid.
pub fn judged(pdf: &[u8], root_der: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let [file, anchor] = ["sealed.pdf", "root.der"].map(|name| folder.path().join(name));
    std::fs::write(&file, pdf).expect("written");
    std::fs::write(&anchor, root_der).expect("written");
    let said = said(Command::new("pdfsig").arg(&file));
    for wanted in ["Signature is Valid.", "Total document signed", "ETSI.CAdES.detached", "SHA-256"] {
        assert!(said.contains(wanted), "no {wanted:?} in\n{said}");
    }
    let judge = root().join("tests/tests/outside/seal.py");
    let line = self::said(Command::new(python()).arg(judge).args([&anchor, &file]));
    line.trim().split_once(' ').expect("the name, then what is said").1.to_owned()
}

fn said(program: &mut Command) -> String {
    let output = program.output().expect("it starts: run `cargo xtask test` once, which installs it");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program:?}: {out}\n{err}");
    out.into_owned()
}
