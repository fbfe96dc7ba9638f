//! Where `cargo xtask test` puts the programs that the tests need, and this crate its traces.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace's folder")
}

/// A file under `target/tools`. Panics with what to run when it is missing: a test that cannot run must fail, not pass.
pub fn tool(path: &str) -> PathBuf {
    let file = root().join("target/tools").join(path);
    assert!(file.exists(), "{} is missing: run `cargo xtask test` once, which installs it", file.display());
    file
}

/// The Python whose packages `xtask` installed.
pub fn python() -> PathBuf {
    tool("python/bin/python")
}

/// The program, which `cargo xtask test` builds before the tests; it lies above the folder of the test that is running.
pub fn acte() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own file");
    let file = test.ancestors().nth(2).expect("a test lies in target/<profile>/deps").join("acte");
    assert!(file.exists(), "{} is missing: cargo build --package server", file.display());
    file
}

/// A folder under `target` for what a person may want to look at after a test.
pub fn traces(folder: &str) -> PathBuf {
    let path = root().join("target").join(folder);
    std::fs::create_dir_all(&path).unwrap_or_else(|e| panic!("cannot make {}: {e}", path.display()));
    path
}

/// What the shell prints in `folder` when somebody types the commands of this text, which begin with four spaces; the first that fails ends it.
pub fn run_commands(folder: &Path, text: &str) -> String {
    let text = std::fs::read_to_string(folder.join(text)).expect("a text with commands");
    let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    // With the Python that has the packages.
    let python = python();
    let path =
        format!("{}:{}", python.parent().expect("a folder").display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", &commands.join("\n")]).current_dir(folder).env("PATH", path);
    let output = shell.output().expect("a shell");
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told).into_owned();
    assert!(output.status.success(), "{told}");
    told
}

/// The text of a PDF, as poppler reads it.
pub fn pdf_text(pdf: &[u8]) -> String {
    pdf_text_of(pdf, &[])
}

/// The text of its first page, kinds of space made one.
pub fn first_page(pdf: &[u8]) -> String {
    pdf_text_of(pdf, &["-l", "1"]).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn pdf_text_of(pdf: &[u8], pages: &[&str]) -> String {
    let file = tempfile::NamedTempFile::with_suffix(".pdf").expect("a file");
    std::fs::write(file.path(), pdf).expect("it is written");
    let mut read = Command::new("pdftotext");
    let read = read.args(pages).arg(file.path()).arg("-").output();
    let read = read.expect("pdftotext starts: run `cargo xtask test` once, which installs it");
    assert!(read.status.success(), "pdftotext: {}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8(read.stdout).expect("UTF-8")
}
