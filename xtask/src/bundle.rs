//! The browser bundle: the islands as WASM, and the JavaScript that loads them, in `target/site`.
//!
//! Made by the compiler and by wasm-bindgen as a library; no tool is fetched. The server embeds
//! the folder and names the files by their hash.

use crate::needs::{self, Use};
use crate::process::{cargo, command, output, root, run, succeeds, target};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

const TRIPLE: &str = "wasm32-unknown-unknown";
/// The package of the islands, and so the bundle's name.
const PACKAGE: &str = "browser";
/// SIMD, in every browser since Safari 16.4 (March 2023), with which `sha2` hashes 225 MB in a second.
const FLAGS: &str = "-C target-feature=+simd128";

/// Leaves what is already up to date alone.
pub fn make() -> Result<()> {
    let folder = target().join("browser");
    run(Compiler::find()?.build().env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS).args([
        "build",
        "--locked",
        "--package",
        PACKAGE,
        "--profile",
        "wasm-release",
        "--target",
        TRIPLE,
        "--target-dir",
        &folder.to_string_lossy(),
    ]))
    .context("the browser bundle")?;
    let wasm = folder.join(TRIPLE).join("wasm-release/browser.wasm");
    let site = target().join("site");
    if newer(&wasm, &site.join("browser.js")) {
        bind(&wasm, &site).context("wasm-bindgen")?;
    }
    Ok(())
}

/// A compiler that knows WASM. In the order in which they are tried.
enum Compiler {
    /// The developer's own, with the target installed.
    Own,
    /// Debian's, which packages the sources of its std: std is compiled with the islands, once.
    Debian { linker: PathBuf },
}

impl Compiler {
    fn find() -> Result<Compiler> {
        if own_has_target() {
            return Ok(Compiler::Own);
        }
        if needs::apt() {
            needs::install(Use::Bundle)?;
        }
        if let Some(linker) = debian_linker() {
            return Ok(Compiler::Debian { linker });
        }
        let rustup_added = succeeds(command("rustup").args(["target", "add", TRIPLE]));
        if rustup_added && own_has_target() {
            return Ok(Compiler::Own);
        }
        bail!(
            "no Rust compiler here can build for the browser. Either of these mends it:\n  \
             rustup target add {TRIPLE}\n  \
             on Debian, as root: apt-get install rustc-web cargo-web rust-web-src lld-22"
        )
    }

    fn build(&self) -> Command {
        match self {
            Compiler::Own => cargo(),
            Compiler::Debian { linker } => {
                let mut cargo = command("/usr/bin/cargo");
                // What rustup's cargo told xtask must not reach another toolchain.
                for name in ["RUSTUP_TOOLCHAIN", "RUSTDOC", "LD_LIBRARY_PATH"] {
                    cargo.env_remove(name);
                }
                cargo.env("RUSTC", "/usr/bin/rustc");
                // -Zbuild-std is not stable; Debian ships no std for this target.
                cargo.env("RUSTC_BOOTSTRAP", "1");
                cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                cargo.arg("-Zbuild-std=std,panic_abort");
                cargo
            }
        }
    }
}

fn own_has_target() -> bool {
    let mut rustc = command("rustc");
    rustc.args(["--print", "target-libdir", "--target", TRIPLE]);
    output(&mut rustc).is_ok_and(|folder| Path::new(&folder).is_dir())
}

/// The linker, if Debian's compiler and the sources of its std are here too.
fn debian_linker() -> Option<PathBuf> {
    let sources = output(command("/usr/bin/rustc").args(["--print", "sysroot"])).ok()?;
    let std = Path::new(&sources).join("lib/rustlib/src/rust/library/std");
    let cargo = Path::new("/usr/bin/cargo").is_file();
    (cargo && std.is_dir()).then(needs::wasm_linker)?
}

/// `made` is missing or older than `source`.
fn newer(source: &Path, made: &Path) -> bool {
    let changed = |path: &Path| path.metadata().and_then(|file| file.modified()).ok();
    changed(made).is_none_or(|made| changed(source).is_none_or(|source| source > made))
}

fn bind(wasm: &Path, site: &Path) -> Result<()> {
    if site.exists() {
        std::fs::remove_dir_all(site)?;
    }
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(site)?;
    // The server names each file by its hash, so a file that imports a neighbour by name would
    // not find it.
    if site.join("snippets").exists() {
        bail!("a dependency brought JavaScript snippets, which the server does not serve");
    }
    let made = site.strip_prefix(root()).unwrap_or(site);
    for file in std::fs::read_dir(site)? {
        let file = file?;
        let kilobytes = file.metadata()?.len() / 1000;
        eprintln!("  {}: {kilobytes} kB", made.join(file.file_name()).display());
    }
    Ok(())
}
