//! The time that a browser takes for a bundle with many entries, against the same code compiled for this processor.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use app::islands::BundleExaminer;
use ledger::event::{Event, NeedRecorded};
use ledger::evidence::Reader;
use ledger::{Actor, Id, Time};
use server::store::Firm;
use server::store::evidence::About;
use tests::browser::{Browser, Tab, View};
use tests::story::Office;

/// The most of the native time that the browser may take.
const GOAL: f64 = 2.0;
/// Entries of the bundle: as many as an evidence file holds, less those about the firm and its project.
const ENTRIES: usize = 9_900;
const RUNS: usize = 7;
/// Bytes that are read at once, as the island does.
const PIECE: usize = 4 << 20;

pub async fn measure() -> Result<bool> {
    let office = Office::open("fr").await;
    record(&office).await?;
    let page = office.reader.visit(&format!("/projects/{}/bundle", office.project)).await.expect(200);
    let zip = page.form_with("others").submit().await.expect(200).bytes;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("bundle.zip");
    std::fs::write(&file, &zip)?;

    let browser = Browser::start().await;
    let tab = browser.tab(View::DESK).await;
    let (mut here, mut there, mut entries) = (Duration::MAX, Duration::MAX, 0);
    for _ in 0..RUNS {
        let (took, found) = native(&zip)?;
        (here, entries) = (here.min(took), found);
        tab.open(&format!("{}/verify", office.server.url)).await;
        there = there.min(in_browser(&tab, &file).await?);
    }
    let ratio = there.as_secs_f64() / here.as_secs_f64();
    let met = ratio <= GOAL;
    println!(
        "a bundle of {entries} entries, {:.1} MB: verified in {:.0} ms, in Chromium in {:.0} ms: {ratio:.2} (at most {GOAL}: {})",
        zip.len() as f64 / 1e6,
        here.as_secs_f64() * 1e3,
        there.as_secs_f64() * 1e3,
        super::verdict(met)
    );
    Ok(met)
}

/// Many needs of one project, by the way that every entry goes.
async fn record(office: &Office) -> Result<()> {
    let app = &office.server.app;
    let project: Id = office.project.parse()?;
    let firm: Firm = About::Project(project).firm(&app.db).await?;
    for _ in 0..ENTRIES / 100 {
        let mut log = app.db.append(firm, &app.clock).await?;
        for number in 0..100 {
            let need = NeedRecorded {
                need: app.new_id(),
                project,
                text: format!("Ne pas arrêter l’atelier n° {number} plus d’un jour."),
                answer: "Deux serveurs qui se relaient.".into(),
            };
            log.push(Actor::System, Event::from(need), &mut app.rng()).await?;
        }
        log.commit().await?;
    }
    Ok(())
}

fn native(zip: &[u8]) -> Result<(Duration, usize)> {
    let start = Instant::now();
    let mut examiner = BundleExaminer::new("bundle.zip".into(), Reader::stranger(Time(i64::MAX)));
    for piece in zip.chunks(PIECE) {
        examiner.read(piece);
    }
    let report = examiner.finish().found?;
    Ok((start.elapsed(), report.evidence.entries.len()))
}

/// From the choice of the file until the outcome stands on the page.
async fn in_browser(tab: &Tab, file: &Path) -> Result<Duration> {
    tab.js(
        "(() => {
            const status = document.querySelector('[role=status]');
            document.querySelector('#f-file').addEventListener('change', () => { window.began = performance.now(); }, { capture: true });
            new MutationObserver(() => {
                if (status.querySelector('.note')) window.ended ??= performance.now();
            }).observe(status, { childList: true, subtree: true });
        })()",
    )
    .await;
    tab.upload("#f-file", file).await;
    for _ in 0..3_000 {
        let took = tab.js("window.ended === undefined ? null : window.ended - window.began").await;
        if let Some(milliseconds) = took.as_f64() {
            return Ok(Duration::from_secs_f64(milliseconds / 1e3));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let body = tab.text("body").await;
    Err(anyhow::anyhow!("{body}")).context("the browser finds no outcome")
}
