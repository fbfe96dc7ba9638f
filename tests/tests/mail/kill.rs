//! A server killed when the mail server has the message and the log does not know yet.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Result;
use ledger::Time;
use ledger::event::MailContent;
use server::clock::Clock;
use server::store::jobs::LEASE;
use tests::smtp::{Hang, MailServer, Rules};

use crate::{Post, lines, open_app};

const DATA: &str = "ACTE_TEST_MAIL_DATA";
const SETTINGS: &str = "ACTE_TEST_MAIL_SETTINGS";
const NOW: &str = "ACTE_TEST_MAIL_NOW";

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_mail_sent_twice_is_recorded_once() -> Result<()> {
    let server = MailServer::start();
    let mut settings = server.settings();
    settings.insert("smtp.timeout_s".into(), "60".into());
    let mut post = Post::open_with(settings.clone()).await?;
    let change = |notice: &mut ledger::event::Notice| {
        notice.recipients.truncate(1);
        notice.mail_content = MailContent::LinkOnly;
    };
    post.issue(change).await?;
    server.obey(Rules { hang: Some(Hang::Reply), ..Rules::default() });
    let mut worker = Command::new(std::env::current_exe()?)
        .args(["--exact", "kill::works_until_it_is_killed", "--ignored"])
        .env(DATA, post.scene.folder())
        .env(SETTINGS, serde_json::to_string(&settings)?)
        .env(NOW, post.scene.clock.now().0.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    server.wait_for(1).await;
    worker.kill()?;
    worker.wait()?;
    assert!(post.recorded().await?.is_empty(), "the mail server has it, the log knows nothing");

    server.obey(Rules::default());
    post.work().await?;
    assert_eq!(server.mails().len(), 1, "the lease still stands");
    post.scene.clock.advance(LEASE);
    post.work().await?;
    let mails = server.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].raw, mails[1].raw, "the same bytes with the same Message-ID");
    let recorded = post.recorded().await?;
    assert_eq!(lines(&recorded), "direction@portes.example accepted at try 1: 250 2.0.0 kept as 2");
    post.verify().await
}

/// The worker of the test above, in a process of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "started by a_mail_sent_twice_is_recorded_once, which kills it"]
async fn works_until_it_is_killed() -> Result<()> {
    let (Ok(data), Ok(settings), Ok(now)) = (std::env::var(DATA), std::env::var(SETTINGS), std::env::var(NOW)) else {
        return Ok(());
    };
    let settings: BTreeMap<String, String> = serde_json::from_str(&settings)?;
    let app = open_app(&PathBuf::from(data), settings, Clock::fixed(Time(now.parse()?))).await?;
    server::jobs::run_due(&app).await?;
    Ok(())
}
