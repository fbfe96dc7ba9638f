//! Other programs, started with an environment that does not depend on how we were started.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The workspace's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace's folder")
}

/// Where everything that we make or install goes, whatever `CARGO_TARGET_DIR` says: the server
/// looks there for the bundle, the tests for their tools.
pub fn target() -> PathBuf {
    root().join("target")
}

/// A program of this workspace in the profile that xtask itself was built in: it lies beside it.
pub fn built(name: &str) -> Result<PathBuf> {
    let xtask = std::env::current_exe().context("where xtask lies")?;
    Ok(xtask.with_file_name(name).with_extension(std::env::consts::EXE_EXTENSION))
}

/// The cargo that the developer called.
pub fn cargo() -> Command {
    command("cargo")
}

/// `program`, in the workspace's folder, without the variables that `cargo run` gave to xtask:
/// build scripts that watch them would run again on every change between cargo and cargo xtask.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let package = text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_");
        if package || ["CARGO", "OUT_DIR", "CARGO_BIN_NAME"].contains(&text.as_ref()) {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs to the end, its output on ours.
pub fn run(command: &mut Command) -> Result<()> {
    let said = describe(command);
    eprintln!("$ {said}");
    let status = command.status().with_context(|| format!("cannot start: {said}"))?;
    if !status.success() {
        bail!("{said}: {status}");
    }
    Ok(())
}

/// Goes on as this program, so that what ends xtask ends it too. Returns only if that fails.
#[cfg(unix)]
pub fn become_it(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let said = describe(command);
    eprintln!("$ {said}");
    Err(command.exec()).with_context(|| format!("cannot start: {said}"))
}

#[cfg(not(unix))]
pub fn become_it(command: &mut Command) -> Result<()> {
    run(command)
}

/// What it printed, without the final line end.
pub fn output(command: &mut Command) -> Result<String> {
    let said = describe(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start: {said}"))?;
    if !output.status.success() {
        bail!("{said}: {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}

/// Whether it starts and ends well; says nothing.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// The first folder of `PATH` that holds `program`.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn describe(command: &Command) -> String {
    let mut said = command.get_program().to_string_lossy().into_owned();
    for arg in command.get_args() {
        said.push(' ');
        said.push_str(&arg.to_string_lossy());
    }
    said
}
