//! What a seal costs: how much longer a page takes with it, and how long others take to draw and seal the same page.
//!
//! ReportLab and WeasyPrint draw, pyHanko seals (PAdES B-B) with the same P-256 key and certificates. All are timed warm within their
//! process; each time is the least of its runs. Ends with 1 when a goal is missed.

#[path = "../documents/made.rs"]
mod made;

use std::hint::black_box;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

use ledger::event::SealSource;
use made::{Made, content_of_a_page, draw, least, other};
use rand::SeedableRng as _;
use serde_json::Value;
use server::seal::{Authority, Signer};
use tests::example::{START, firm};
use tests::tools::traces;

/// Milliseconds that the seal may add to a page.
const SEAL_MS: f64 = 1.0;
/// How many times as long as ours the others take at least.
const OTHERS: [(&str, &str, f64); 2] = [("reportlab", "untagged", 15.0), ("weasyprint", "tagged", 25.0)];
/// Runs of ours, each time that it is measured.
const RUNS: usize = 300;

fn main() -> ExitCode {
    let content = content_of_a_page();
    let mut rng = rand::rngs::StdRng::seed_from_u64(3);
    let own = Authority::new(&firm(), START, &mut rng).and_then(|ca| ca.certify(&firm(), START, &mut rng));
    let own = own.expect("a key");
    let signer = Signer::new(own.key.as_bytes(), &own.chain, SealSource::Own).expect("its own certificate");
    let files = pem(own.key.as_bytes(), &own.chain);
    let (mut plain, mut sealed) = measure(&content, &signer);
    let theirs = OTHERS.map(|(program, tags, _)| {
        let theirs = other(program, tags, &content, 15, &files);
        // Again beside each of the others: a machine that was busy in the meantime was so for both.
        let again = measure(&content, &signer);
        (plain, sealed) = (plain.min(again.0), sealed.min(again.1));
        theirs
    });
    let mut met = true;
    let mut goal = |reached: bool| {
        met &= reached;
        if reached { "met" } else { "MISSED" }
    };
    let added = sealed - plain;
    println!(
        "Acté, one page: {plain:.2} ms, sealed {sealed:.2} ms: {added:.2} ms more (at most {SEAL_MS}: {})",
        goal(added <= SEAL_MS)
    );
    for ((program, tags, least), Made { ms, bytes, .. }) in OTHERS.into_iter().zip(theirs) {
        let ratio = ms / sealed;
        let verdict = goal(ratio >= least);
        println!(
            "{program} ({tags}) and pyHanko: {ms:.1} ms, {bytes} bytes; {ratio:.1} × ours (at least {least}: {verdict})"
        );
    }
    if met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Milliseconds without and with a seal, in turn.
fn measure(content: &Value, signer: &Signer) -> (f64, f64) {
    let run = |signer| {
        let start = Instant::now();
        black_box(draw(black_box(content), signer));
        start.elapsed().as_secs_f64() * 1_000.0
    };
    let times: Vec<(f64, f64)> = (0..RUNS).map(|_| (run(None), run(Some(signer)))).collect();
    (least(times.iter().map(|time| time.0)), least(times.iter().map(|time| time.1)))
}

/// Key and certificates as pyHanko reads them.
fn pem(key: &[u8], chain: &[Vec<u8>]) -> Vec<PathBuf> {
    let folder = traces("seals");
    let write = |(name, kind, der): (&str, &str, &[u8])| {
        let (der_file, pem) = (folder.join(format!("{name}.der")), folder.join(format!("{name}.pem")));
        std::fs::write(&der_file, der).expect("written");
        let mut openssl = Command::new("openssl");
        openssl.arg(kind).args(["-inform", "DER", "-in"]).arg(&der_file).arg("-out").arg(&pem);
        assert!(openssl.status().expect("openssl runs").success(), "{name}");
        pem
    };
    [("key", "pkey", key), ("certificate", "x509", &chain[0]), ("authority", "x509", &chain[1])].map(write).into()
}
