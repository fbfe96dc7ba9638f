//! How fast a log of a million entries is verified, against one SHA-256 over the same bytes, and whether proofs are O(log n).
//!
//! The entries are those of a firm at work, over and over, with numbers, times and salts of their own. Both are timed page by page in
//! turn, on one thread: whatever else the machine does slows both. Ends with 1 when a goal is missed.

mod log;
mod proofs;

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use log::Sample;
use server::args;
use tests::busy::Busy;

/// What the design asks for: of the speed of hashing alone, at least; megabytes of memory, at most.
const GOAL: f64 = 0.5;
const MEMORY_MB: f64 = 200.0;

fn main() -> Result<ExitCode> {
    let samples = tokio::runtime::Runtime::new()?.block_on(samples())?;
    let payloads = samples.iter().map(|sample| sample.payload.len()).sum::<usize>() / samples.len();
    println!("{} kinds of entries of a firm at work, payloads of {payloads} bytes on average", samples.len());
    // From here on the peak is that of verifying.
    std::fs::write("/proc/self/clear_refs", "5").context("Linux counts the peak of memory anew")?;
    let measured = log::measure(&samples);
    let (mb, gb_a_second) =
        (measured.bytes as f64 / 1e6, |time: std::time::Duration| measured.bytes as f64 / 1e9 / time.as_secs_f64());
    let ratio = measured.hashing.as_secs_f64() / measured.verifying.as_secs_f64();
    println!(
        "a log of 1,000,000 entries, {mb:.0} MB: verified in {:.2} s, {:.2} GB/s; sha2 alone {:.2} GB/s: {ratio:.2} (at least {GOAL}: {})",
        measured.verifying.as_secs_f64(),
        gb_a_second(measured.verifying),
        gb_a_second(measured.hashing),
        verdict(ratio >= GOAL)
    );
    println!("  of that, the hashes that the format prescribes: {:.2} s", measured.prescribed.as_secs_f64());
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
