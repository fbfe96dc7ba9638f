//! Form: PDF/A-3b, PDF/UA-1 in all that a program can judge, sound structure, fonts embedded and cut.

use std::path::PathBuf;
use std::process::{Command, Output};

use ledger::Lang;
use tests::judges::{assert_pdfa, vera};
use tests::tools::traces;

/// Writes a PDF where a person may look at it afterwards.
pub fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let path = traces("documents").join(format!("{name}.pdf"));
    std::fs::write(&path, bytes).unwrap();
    path
}

pub fn run(program: &str, args: &[&str]) -> String {
    let Output { status, stdout, stderr } = Command::new(program).args(args).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{program} {args:?}: {status}\n{out}\n{err}");
    out.into_owned()
}

#[test]
fn every_document_is_pdfa_and_can_be_read_aloud() {
    let documents = Lang::ALL.into_iter().flat_map(super::all);
    let files: Vec<PathBuf> = documents.map(|(name, pdf)| written(&name, &pdf.bytes)).collect();
    assert_pdfa(&files);
    // PDF/UA-1: all rules but the claim itself (clause 5), which only a person may make.
    let report = vera("PDFUA-1", &files);
    let broken: Vec<&str> = report.lines().filter(|l| l.starts_with("  ") && !l.starts_with("  5 test 1:")).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_judge_finds_a_fault() {
    let (_, pdf) = super::all(Lang::Fr).swap_remove(0);
    let claim = b"pdfaid:part=\"3\"";
    let place = pdf.bytes.windows(claim.len()).position(|w| w == claim).unwrap();
    let mut altered = pdf.bytes;
    altered[place + claim.len() - 2] = b'2';
    let report = vera("PDFA-3B", &[written("claims-part-2", &altered)]);
    assert!(report.contains("not valid"), "{report}");
}

#[test]
fn structure_and_fonts() {
    for (name, pdf) in Lang::ALL.into_iter().flat_map(super::all) {
        let path = written(&name, &pdf.bytes);
        let path = path.to_str().unwrap();
        assert!(run("qpdf", &["--check", path]).contains("No syntax or stream encoding errors"), "{name}");
        let pages: usize = run("qpdf", &["--show-npages", path]).trim().parse().unwrap();
        assert_eq!(pages, pdf.pages, "{name}");
        let fonts = run("pdffonts", &[path]);
        let faces: Vec<&str> = fonts.lines().skip(2).collect();
        assert!((4..=6).contains(&faces.len()), "{name}: {fonts}");
        for face in faces {
            let (tag, _) = face.split_once("+Acte").unwrap_or_else(|| panic!("{name}: not cut: {face}"));
            assert!(tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()), "{name}: {face}");
            // Embedded, subset, with a map to Unicode.
            assert!(face.contains("yes yes yes"), "{name}: {face}");
        }
    }
}

#[test]
fn the_same_document_has_the_same_bytes() {
    let [first, second] = [super::all(Lang::Fr), super::all(Lang::Fr)];
    for ((name, a), (_, b)) in first.iter().zip(&second) {
        assert!(a.bytes == b.bytes, "{name} differs from itself");
    }
    let ids = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        let at = text.rfind("/ID[<").unwrap();
        text[at + 5..at + 37].to_owned()
    };
    let mut seen: Vec<String> = first.iter().map(|(_, pdf)| ids(&pdf.bytes)).collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), first.len(), "two documents have the same identifier");
}
