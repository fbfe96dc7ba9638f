//! The developer's commands. No logic of the product lives here.
//!
//! `needs.rs` lists everything that is installed and why; `bundle.rs` makes the browser bundle; `authority.rs` states the time to the demo.

// A command of the developer may read the environment that it was started in.
#![allow(clippy::disallowed_methods)]

mod authority;
mod bundle;
mod needs;
mod process;

use anyhow::Result;
use needs::Use;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask demo [OPTION…]    build everything and open Acté on an example firm, on this machine only
cargo xtask test [FILTER…]    install what the tests need, make the browser bundle, run every test
cargo xtask bench [NAME…]     run the benchmarks, in release mode
cargo xtask browser           make the browser bundle alone (target/site)
cargo xtask tools             install what the tests need, and run nothing

What a command needs and does not find, it installs: under target/, and, as root on Debian, by
apt-get. Elsewhere it says what is missing, and stops.";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let done = match command.as_str() {
        "demo" => demo(&rest),
        "test" => test(&rest),
        "bench" => bench(&rest),
        "browser" => bundle::make(),
        "tools" => needs::install(Use::Test),
        // Of the demo; ends with it.
        "authority" => authority::serve(rest.first().map(std::path::Path::new).unwrap_or(std::path::Path::new("."))),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => Err(anyhow::anyhow!("no command {other:?}\n\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask {command}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// `acte` itself prints where to sign in, and as whom.
fn demo(options: &[String]) -> Result<()> {
    bundle::make()?;
    process::run(process::cargo().args(["build", "--bins"]).args(BUILT))?;
    let mut acte = process::command(process::built("acte")?);
    if std::env::var_os("ACTE_DATA").is_none() {
        acte.env("ACTE_DATA", process::target().join("demo"));
    }
    if std::env::var_os("ACTE_TIMESTAMPS_AUTHORITIES").is_none()
        && let Some(authority) = authority::start(&process::target().join("demo-authority"))?
    {
        acte.env("ACTE_TIMESTAMPS_AUTHORITIES", authority.address).env("ACTE_TIMESTAMPS_ANCHORS", authority.root);
    }
    process::become_it(acte.args(["serve", "--demo"]).args(options))
}

/// All packages but xtask, for the demo and the tests alike: another choice would be compiled a second time, with other features of what
/// they depend on.
const BUILT: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// The binaries first: some tests start `acte` itself. Nextest, which runs tests in parallel across files, knows no doctests.
fn test(filter: &[String]) -> Result<()> {
    needs::install(Use::Test)?;
    bundle::make()?;
    process::run(process::cargo().args(["build", "--bins"]).args(BUILT))?;
    if !process::succeeds(process::cargo().args(["nextest", "--version"])) {
        return process::run(process::cargo().arg("test").args(BUILT).args(filter));
    }
    if filter.is_empty() {
        process::run(process::cargo().args(["test", "--doc"]).args(BUILT))?;
    }
    process::run(process::cargo().args(["nextest", "run", "--no-fail-fast"]).args(BUILT).args(filter))
}

/// A benchmark is a file of `tests/benches/` with a `main` of its own; it prints its figures.
fn bench(names: &[String]) -> Result<()> {
    needs::install(Use::Bench)?;
    bundle::make()?;
    // The servers of the benchmarks run it to read attached files.
    process::run(process::cargo().args(["build", "--release", "--package", "server", "--bin", "acte"]))?;
    let mut bench = process::cargo();
    // A goal that one misses must not hide the figures of the next.
    bench.args(["bench", "--package", "tests", "--no-fail-fast"]);
    if names.is_empty() {
        bench.arg("--benches");
    }
    for name in names {
        bench.args(["--bench", name]);
    }
    process::run(&mut bench)
}
