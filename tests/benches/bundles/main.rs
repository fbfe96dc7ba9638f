//! What a large bundle of evidence costs: memory to make it, time to verify it in a browser.
//!
//! A bundle of more than a gigabyte is made and downloaded from a server in a process of its own, whose peak of memory is told. A bundle of
//! 10,000 entries, the most there may be, is verified here and by the island of `/verify` in Chromium, in turn; what counts is the least of
//! several runs of each. Ends with 1 when a goal is missed.

mod browser;
mod memory;

use std::process::ExitCode;

use anyhow::Result;

fn main() -> Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new()?;
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [serve, folder, address] = &args[..]
        && serve == memory::SERVE
    {
        runtime.block_on(memory::serve(folder, address))?;
        return Ok(ExitCode::SUCCESS);
    }
    let met = [runtime.block_on(memory::measure())?, runtime.block_on(browser::measure())?];
    Ok(if met == [true, true] { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "MISSED" }
}
