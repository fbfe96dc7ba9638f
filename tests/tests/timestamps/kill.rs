//! A server killed between the time-stamp of an answer and its certificate, or before: the next one finishes both.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use ledger::evidence::{Check, Outcome, Reader, verify};
use ledger::{Id, Time, find_evidence};
use server::args;
use server::clock::Clock;
use server::config::Config;
use server::notices::paper;
use server::store::{Firm, jobs, timestamps};
use server::web::App;
use tests::authority::{Authority, Manner, Roots};
use tests::scene::{Scene, both};

const SETTINGS: &str = "ACTE_TEST_STAMP_SETTINGS";
const NOW: &str = "ACTE_TEST_STAMP_NOW";

async fn open(settings: &BTreeMap<String, String>, now: Time) -> App {
    let config = Config::from_values(settings).expect("settings that go together");
    server::open(config, Clock::fixed(now)).await.expect("the server opens its data")
}

fn settings(scene: &Scene, roots: &Roots, authority: &Authority) -> BTreeMap<String, String> {
    let mut settings = BTreeMap::from([
        ("data".into(), scene.folder().display().to_string()),
        ("master_key".into(), "07".repeat(32)),
        ("timestamps.authorities".into(), authority.address.clone()),
        ("timestamps.anchors".into(), roots.anchors().display().to_string()),
    ]);
    if scene.url.starts_with("postgres://") {
        settings.insert("database".into(), scene.url.clone());
    }
    settings
}

/// Documents made about the notice, and stamped checkpoints.
async fn made(scene: &Scene, notice: Id) -> Result<(u64, u64)> {
    let mut tx = scene.db.read().await?;
    let sql = "SELECT COUNT(*) AS n FROM document WHERE firm = $1 AND about = $2";
    let documents = tx.one(sql, args![scene.firm, notice]).await?.get("n")?;
    let tokens = tx.one("SELECT COUNT(*) AS n FROM checkpoint_token", args![]).await?.get("n")?;
    Ok((documents, tokens))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_killed_server_leaves_a_stamp_or_nothing() -> Result<()> {
    both(async |scene| {
        let roots = Arc::new(Roots::new());
        // The first question is about the checkpoint, the second about the seal. Killed while the one or the other waits.
        scene.clock.set(Clock::system().now());
        for killed_at in [1, 2] {
            let authority = Authority::start(&roots, Manner::HonestFor(killed_at - 1));
            let project = scene.project().await?;
            let notice = scene.issue(&project).await?;
            scene.answer(&notice).await?;
            let settings = settings(scene, &roots, &authority);
            let now = scene.clock.now();
            let app = open(&settings, now).await;
            let mut log = app.db.append(scene.firm, &app.clock).await?;
            paper::queue_certificate(&mut log, &app, notice.notice, notice.recipients[0].contact).await?;
            log.commit().await?;
            let (_, before) = made(scene, notice.notice).await?;

            let mut worker = Command::new(std::env::current_exe()?)
                .args(["--exact", "kill::works_until_it_is_killed", "--ignored"])
                .env(SETTINGS, serde_json::to_string(&settings)?)
                .env(NOW, now.0.to_string())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()?;
            wait_for(&authority, killed_at).await;
            worker.kill()?;
            worker.wait()?;
            let tokens = before + killed_at as u64 - 1;
            assert_eq!(made(scene, notice.notice).await?, (0, tokens), "killed at question {killed_at}");

            authority.be(Manner::Honest).await;
            server::jobs::run_due(&app).await?;
            assert_eq!(made(scene, notice.notice).await?, (0, tokens), "the lease still stands");
            app.clock.advance(jobs::LEASE);
            server::jobs::run_due(&app).await?;
            assert_eq!(made(scene, notice.notice).await?, (1, before + 1), "one certificate, and no stamp too many");
            stamped_certificate(scene, &app, notice.notice, &roots).await?;
            scene.clock.set(app.clock.now());
            app.db.close().await;
        }
        Ok(())
    })
    .await
}

async fn wait_for(authority: &Authority, questions: usize) {
    for _ in 0..1000 {
        if authority.asked() >= questions {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("question {questions} does not come");
}

async fn stamped_certificate(scene: &Scene, app: &App, notice: Id, roots: &Roots) -> Result<()> {
    let mut tx = app.db.read().await?;
    let firm: Firm = scene.firm;
    let row = tx.one("SELECT sha256 FROM document WHERE firm = $1 AND about = $2", args![firm, notice]).await?;
    let pdf = app.files.get(firm, row.get("sha256")?).await?;
    let reader = Reader { authorities: &[roots.anchor()], ..Reader::stranger(app.clock.now()) };
    let report = verify(find_evidence(&pdf)?, reader);
    let found = report.findings.iter().find(|finding| finding.check == Check::TimeStamps).map(|found| &found.outcome);
    assert_eq!(found, Some(&Outcome::Passed));
    let newest = timestamps::newest(&mut tx, firm).await?.map(|stamped| stamped.size);
    assert_eq!(report.log_size, newest);
    Ok(())
}

/// The worker of the test above, in a process of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "started by a_killed_server_leaves_a_stamp_or_nothing, which kills it"]
async fn works_until_it_is_killed() -> Result<()> {
    let (Ok(settings), Ok(now)) = (std::env::var(SETTINGS), std::env::var(NOW)) else { return Ok(()) };
    let app = open(&serde_json::from_str(&settings)?, Time(now.parse()?)).await;
    server::jobs::run_due(&app).await?;
    Ok(())
}
