//! Mails through a real mail server, kind or not: what arrives, what is recorded, and what is tried again.

mod chase;
mod delivery;
mod faults;
mod incoming;
mod kill;
mod letters;
mod pipe;
mod samples;
mod secrets;
mod tampered;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use ledger::Time;
use ledger::event::{Event, MailAccepted, MailRefused, Notice};
use server::clock::Clock;
use server::config::Config;
use server::mail::{self, Occasion};
use server::notices::paper;
use server::store::{log, verify};
use server::web::App;
use tests::scene::Scene;
use tests::smtp::MailServer;

pub const MINUTE: i64 = 60 * 1000;
/// What stands in a client's link; no log may ever show it.
pub const TOKEN: &str = "t0kenT0kenT0kenT0ken";

/// A firm whose notices are written, and the server that sends them.
pub struct Post {
    pub scene: Scene,
    pub app: App,
}

impl Post {
    /// With this mail server, or with the outbox.
    pub async fn open(server: Option<&MailServer>) -> Result<Post> {
        let settings = server.map(MailServer::settings).unwrap_or_default();
        Post::open_with(settings).await
    }

    pub async fn open_with(settings: BTreeMap<String, String>) -> Result<Post> {
        let folder = tempfile::tempdir()?;
        let url = folder.path().join("acte.db").display().to_string();
        let scene = Scene::open(url, folder).await?;
        let app = app(&scene, settings).await?;
        Ok(Post { scene, app })
    }

    /// The server started again with other settings.
    pub async fn reopen(&mut self, settings: BTreeMap<String, String>) -> Result<()> {
        self.app = app(&self.scene, settings).await?;
        Ok(())
    }

    /// Issues a notice to the director and the IT manager, and queues its mails as the page does.
    pub async fn issue(&mut self, change: impl FnOnce(&mut Notice)) -> Result<Notice> {
        let project = self.scene.project().await?;
        let mut notice = self.scene.draft(&project).await?;
        change(&mut notice);
        self.scene.record([notice.clone().into()]).await?;
        let mut append = self.scene.append().await?;
        paper::queue_notice(&mut append, &self.app, notice.notice).await?;
        for recipient in &notice.recipients {
            mail::queue_notice(&mut append, &self.app, &notice, recipient, Occasion::Issued, TOKEN, notice.expires)
                .await?;
        }
        append.commit().await?;
        Ok(notice)
    }

    /// Works off what is due now.
    pub async fn work(&self) -> Result<usize> {
        Ok(server::jobs::run_due(&self.app).await?)
    }

    /// What the log says of mails, in its order.
    pub async fn recorded(&self) -> Result<Vec<Recorded>> {
        let mut tx = self.scene.db.read().await?;
        let rows = tx
            .all(
                "SELECT idx FROM entry WHERE firm = $1 AND kind IN ('mail.accepted', 'mail.refused') ORDER BY idx",
                server::args![self.scene.firm],
            )
            .await?;
        let mut recorded = vec![];
        for row in rows {
            let stored = log::entry(&mut tx, self.scene.firm, row.get("idx")?).await?;
            recorded.push(match stored.event()?.context("nothing was erased")? {
                Event::MailAccepted(event) => Recorded { at: stored.time, to: event.to.clone(), outcome: Ok(event) },
                Event::MailRefused(event) => Recorded { at: stored.time, to: event.to.clone(), outcome: Err(event) },
                other => anyhow::bail!("{} is not about a mail", other.kind()),
            });
        }
        Ok(recorded)
    }

    /// The times of the recipients' row: delivered, bounced.
    pub async fn reached(&self, notice: &Notice, recipient: usize) -> Result<(Option<Time>, Option<Time>)> {
        let mut tx = self.scene.db.read().await?;
        let sql = "SELECT delivered, bounced FROM notice_recipient WHERE firm = $1 AND notice = $2 AND contact = $3";
        let contact = notice.recipients[recipient].contact;
        let row = tx.one(sql, server::args![self.scene.firm, notice.notice, contact]).await?;
        Ok((row.get("delivered")?, row.get("bounced")?))
    }

    /// The oracle: what is stored verifies, and the tables are what the log says.
    pub async fn verify(&self) -> Result<()> {
        let report = verify::database(&self.scene.db, None).await?;
        let faults: Vec<String> = report.faults().map(ToString::to_string).collect();
        ensure!(report.is_sound(), "{}", faults.join("; "));
        Ok(())
    }
}

async fn app(scene: &Scene, values: BTreeMap<String, String>) -> Result<App> {
    open_app(scene.folder(), values, scene.clock.clone()).await
}

pub async fn open_app(data: &Path, mut values: BTreeMap<String, String>, clock: Clock) -> Result<App> {
    values.insert("data".into(), data.display().to_string());
    // That of the scene's vault.
    values.insert("master_key".into(), "07".repeat(32));
    values.insert("url".into(), "https://acte.example".into());
    let app = server::open(Config::from_values(&values)?, clock).await;
    app.map_err(|error| anyhow::anyhow!("{error}"))
}

/// An entry about a mail.
pub struct Recorded {
    pub at: Time,
    pub to: String,
    pub outcome: Result<MailAccepted, MailRefused>,
}

impl Recorded {
    pub fn accepted(&self) -> &MailAccepted {
        self.outcome.as_ref().unwrap_or_else(|refused| panic!("refused: {}", refused.reply))
    }

    pub fn refused(&self) -> &MailRefused {
        self.outcome.as_ref().expect_err("accepted, but should have been refused")
    }

    /// One line: address, outcome, attempt, reply.
    pub fn line(&self) -> String {
        match &self.outcome {
            Ok(e) => format!("{} accepted at try {}: {}", self.to, e.attempt, e.reply),
            Err(e) => format!(
                "{} refused{} at try {}: {}",
                self.to,
                if e.last { " for good" } else { "" },
                e.attempt,
                e.reply
            ),
        }
    }
}

/// All of them.
pub fn lines(recorded: &[Recorded]) -> String {
    recorded.iter().map(Recorded::line).collect::<Vec<_>>().join("\n")
}
