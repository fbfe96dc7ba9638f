//! A server killed at any moment: what it acknowledged is there, what it did not is there whole or not at all.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use ledger::event::ClientRecorded;
use ledger::{Actor, Id, Lang};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use server::args;
use server::clock::Clock;
use server::store::{Db, Firm, jobs, verify};
use tests::scene::{self, MORNING, both};

const URL: &str = "ACTE_TEST_KILL_URL";
const FIRM: &str = "ACTE_TEST_KILL_FIRM";
const ROUNDS: u64 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_killed_server_leaves_a_sound_log() -> Result<()> {
    both(async |scene| {
        for round in 1..=ROUNDS {
            let mut child = Command::new(std::env::current_exe()?)
                .args(["--exact", "kill::appends_until_it_is_killed", "--ignored", "--nocapture"])
                .env(URL, &scene.url)
                .env(FIRM, scene.firm.0.to_string())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            let output = BufReader::new(child.stdout.take().context("stdout")?);
            let (told, acknowledged) = std::sync::mpsc::channel::<u64>();
            std::thread::spawn(move || {
                let lines = output.lines().map_while(Result::ok);
                for index in lines.filter_map(|line| line.strip_prefix("durable ")?.parse().ok()) {
                    let _ = told.send(index);
                }
            });
            let first = acknowledged.recv_timeout(Duration::from_secs(60)).context("it never got to work")?;
            // Never the same moment of an append.
            tokio::time::sleep(Duration::from_micros(scene.rng.random_range(50_000..200_000))).await;
            child.kill()?;
            child.wait()?;
            let acknowledged = acknowledged.iter().last().unwrap_or(first);

            let report = verify::database(&scene.db, None).await?;
            assert!(report.is_sound(), "{report}");
            let entries = report.firms[0].entries;
            assert!(entries > acknowledged, "{entries} entries, though {acknowledged} was acknowledged");
            // Each append left a job; neither exists without the other.
            let mut tx = scene.db.read().await?;
            let jobs: u64 = tx.one("SELECT COUNT(*) AS n FROM job", args![]).await?.get("n")?;
            let clients: u64 = tx.one("SELECT COUNT(*) AS n FROM client", args![]).await?.get("n")?;
            assert_eq!(jobs, clients);
            println!("round {round}: {entries} entries, {acknowledged} acknowledged");
        }
        Ok(())
    })
    .await
}

/// The server of the test above, in a process of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "started by a_killed_server_leaves_a_sound_log, which kills it"]
async fn appends_until_it_is_killed() -> Result<()> {
    let (Ok(url), Ok(firm)) = (std::env::var(URL), std::env::var(FIRM)) else { return Ok(()) };
    let (db, firm, clock) = (Db::open(&url).await?, Firm(firm.parse::<Id>()?), Clock::fixed(MORNING));
    let mut rng = StdRng::seed_from_u64(u64::from(std::process::id()));
    loop {
        let mut tx = db.append(firm, &clock).await?;
        let client = scene::id(&mut rng);
        let event = ClientRecorded { client, party: scene::party("Portes & Portails", ""), lang: Lang::Fr };
        let index = tx.push(Actor::System, event, &mut rng).await?;
        let now = tx.now();
        jobs::add(&mut tx, firm, "test", &client.to_string(), b"", now, now).await?;
        tx.commit().await?;
        println!("durable {index}");
    }
}
