//! How fast a log of a million entries is verified, against the same hashes by sha2 alone, and whether proofs are O(log n).
//!
//! The same hashes are those that the format prescribes: a leaf and a commitment for each entry, a node for each leaf but the first. One
//! SHA-256 over all bytes of the entries is told too; it has no salt, no tree and no end of each message, and would verify nothing.
//! The entries are those of a firm at work, over and over, with numbers, times and salts of their own. All are timed page by page in
//! turn, on one thread: whatever else the machine does slows both. Ends with 1 when a goal is missed.

mod log;
mod proofs;

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use log::Sample;
use server::args;
use tests::busy::Busy;

/// What the design asks for: of the speed of hashing the same bytes, at least; megabytes of memory, at most.
const GOAL: f64 = 0.5;
const MEMORY_MB: f64 = 200.0;

fn main() -> Result<ExitCode> {
    let samples = tokio::runtime::Runtime::new()?.block_on(samples())?;
    let payloads = samples.iter().map(|sample| sample.payload.len()).sum::<usize>() / samples.len();
    println!("{} kinds of entries of a firm at work, payloads of {payloads} bytes on average", samples.len());
    // From here on the peak is that of verifying.
    std::fs::write("/proc/self/clear_refs", "5").context("Linux counts the peak of memory anew")?;
    let measured = log::measure(&samples);
    let seconds = measured.verifying.as_secs_f64();
    let ratio = measured.prescribed.as_secs_f64() / seconds;
    println!(
        "a log of 1,000,000 entries, {:.0} MB: verified in {seconds:.2} s; the same hashes by sha2 alone {:.2} s: {ratio:.2} (at least {GOAL}: {})",
        measured.bytes as f64 / 1e6,
        measured.prescribed.as_secs_f64(),
        verdict(ratio >= GOAL)
    );
    let one = measured.one.as_secs_f64();
    println!("  one SHA-256 over all its bytes, which the format knows nothing of: {one:.2} s, {:.2}", one / seconds);
    let memory = peak_mb()?;
    println!("  memory at its peak {memory:.0} MB (at most {MEMORY_MB}: {})", verdict(memory <= MEMORY_MB));
    let proofs = proofs::measure();
    let met = ratio >= GOAL && memory <= MEMORY_MB && proofs;
    Ok(if met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "MISSED" }
}

/// The entries of an example firm with something of everything.
async fn samples() -> Result<Vec<Sample>> {
    let busy = Busy::open("fr").await;
    let mut tx = busy.office.server.app.db.read().await?;
    let rows = tx.all("SELECT kind, subject, payload FROM entry ORDER BY idx", args![]).await?;
    rows.iter()
        .map(|row| Ok(Sample { kind: row.get("kind")?, subject: row.get("subject")?, payload: row.get("payload")? }))
        .collect()
}

/// The most memory that this process has held (proc_pid_status(5): VmHWM, in kB).
fn peak_mb() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("VmHWM")?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes / 1000.0)
}
