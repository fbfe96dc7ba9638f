//! The page of all the firm's projects: how long a request takes, and how that grows with the projects, beside the queries alone.

use std::time::Instant;

use anyhow::{Result, ensure};
use ledger::event::{Person, ProjectRecorded, TopicInPlace};
use ledger::{Actor, Id};
use server::store::{Firm, coverage, firms};
use tests::server::Server;
use tests::story::Office;

const PROJECTS: usize = 2_000;
/// Projects of the first measurement, to see the growth.
const FEWER: usize = 500;
const REQUESTS: usize = 400;
/// What the design asks for at most, milliseconds, of 99 requests in 100.
const P99: f64 = 50.0;
/// Entries of one transaction.
const BATCH: usize = 50;

/// Whether the goal was met.
pub async fn measure() -> Result<bool> {
    let office = Office::open_with(Server::setup(), "fr").await;
    let mut made = 1;
    let fewer = at(&office, &mut made, FEWER).await?;
    let all = at(&office, &mut made, PROJECTS).await?;
    let rows = (PROJECTS - FEWER) as f64;
    let growth = |of: fn(&Measured) -> f64| (of(&all) - of(&fewer)) / rows * 1000.0;
    let met = all.p99 <= P99;
    println!(
        "page of {PROJECTS} projects: p99 {:.1} ms (at most {P99}: {}), median {:.1} ms; the queries alone {:.1} ms",
        all.p99,
        if met { "met" } else { "MISSED" },
        all.median,
        all.queries,
    );
    println!(
        "each project more: page {:.1} µs, queries {:.1} µs",
        growth(|measured| measured.median),
        growth(|measured| measured.queries)
    );
    Ok(met)
}

/// Milliseconds.
struct Measured {
    p99: f64,
    median: f64,
    queries: f64,
}

async fn at(office: &Office, made: &mut usize, projects: usize) -> Result<Measured> {
    while *made < projects {
        let count = BATCH.min(projects - *made);
        add(office, *made, count).await?;
        *made += count;
    }
    let says = office.reader.visit("/coverage").await.expect(200).text();
    ensure!(says.contains(&format!("{projects} sur {projects}")), "{says}");
    let mut pages = Vec::new();
    let mut queries = Vec::new();
    let firm = firm(office).await?;
    for _ in 0..REQUESTS {
        let start = Instant::now();
        office.reader.visit("/coverage").await.expect(200);
        pages.push(start.elapsed().as_secs_f64() * 1000.0);
        let mut tx = office.server.app.db.read().await?;
        let start = Instant::now();
        let sum = coverage::sum(&mut tx, firm).await?;
        coverage::of_firm(&mut tx, firm, "").await?;
        queries.push(start.elapsed().as_secs_f64() * 1000.0);
        ensure!(sum.projects == projects as u64, "{} rows", sum.projects);
    }
    pages.sort_by(f64::total_cmp);
    queries.sort_by(f64::total_cmp);
    Ok(Measured { p99: pages[REQUESTS * 99 / 100], median: pages[REQUESTS / 2], queries: queries[REQUESTS / 2] })
}

async fn firm(office: &Office) -> Result<Firm> {
    Ok(firms::all(&mut office.server.app.db.read().await?).await?[0])
}

/// Projects of several kinds, some of whose topics are in place.
async fn add(office: &Office, from: usize, count: usize) -> Result<()> {
    let app = &office.server.app;
    let firm = firm(office).await?;
    let client: Id = office.client.parse().map_err(anyhow::Error::msg)?;
    let by = Person { member: app.new_id(), name: "Anne Le Gall".into() };
    let kinds = ["SRV", "MSP", "CLD", "NET", "BKP", "WEB"];
    let mut log = app.db.append(firm, &app.clock).await?;
    for number in from..from + count {
        let project = app.new_id();
        let recorded = ProjectRecorded {
            project,
            client,
            version: 1,
            title: format!("Remplacement des serveurs, site {number}"),
            reference: format!("D-2026-{number}"),
            kinds: vec![kinds[number % kinds.len()].into(), "SRV".into()],
            scope_in: "Deux serveurs, annuaire, messagerie.".into(),
            scope_out: "Sauvegarde.".into(),
            starts: None,
            ends: None,
            change: String::new(),
        };
        log.push(Actor::System, recorded, &mut app.rng()).await?;
        for topic in ["BCK-01", "BCK-03", "IAM-01", "PAT-02"].into_iter().take(number % 5) {
            let found = TopicInPlace {
                project,
                topic: topic.into(),
                title: topic.into(),
                evidence: "Rapport de la visite".into(),
                checked: "2026-02-27".parse()?,
                checked_by: "Yann Morvan".into(),
                by: by.clone(),
            };
            log.push(Actor::System, found, &mut app.rng()).await?;
        }
    }
    Ok(log.commit().await?)
}
