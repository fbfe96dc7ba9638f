//! Servers that are busy, silent, gone or cut off, crashes in between, and a clock that was set back.

use std::time::{Duration, Instant};

use anyhow::Result;
use ledger::event::{MailContent, Notice, Recipient, Role};
use server::mail::{self, BACK_OFF, Occasion};
use server::notices::paper;
use server::store::jobs::{self, Job};
use server::web::App;
use tests::scene::member;
use tests::smtp::{Hang, HangUp, MailServer, Rules};

use crate::{MINUTE, Post, TOKEN, lines};

/// One mail, to the director, that nothing has to be made for first.
async fn post_with(server: &MailServer) -> Result<Post> {
    let mut settings = server.settings();
    settings.insert("smtp.timeout_s".into(), "1".into());
    let mut post = Post::open_with(settings).await?;
    let change = |notice: &mut Notice| {
        notice.recipients.truncate(1);
        notice.mail_content = MailContent::LinkOnly;
    };
    post.issue(change).await?;
    Ok(post)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_busy_server_is_asked_again_with_the_same_bytes() -> Result<()> {
    let server = MailServer::start();
    server.obey(Rules { busy: 1, ..Rules::default() });
    let post = post_with(&server).await?;
    post.work().await?;
    let first = post.recorded().await?.remove(0);
    assert_eq!(first.line(), "direction@portes.example refused at try 1: 451 4.3.2 try again later");

    post.scene.clock.advance(MINUTE - 1);
    post.work().await?;
    assert!(server.mails().is_empty(), "not before the minute has passed");
    post.scene.clock.advance(1);
    post.work().await?;
    let recorded = post.recorded().await?;
    assert_eq!(recorded[1].line(), "direction@portes.example accepted at try 2: 250 2.0.0 kept as 1");
    assert_eq!(recorded[1].accepted().mail, first.refused().mail);
    let date = server.mails()[0].message().date().expect("a date").to_timestamp();
    assert!(date * 1000 < recorded[1].at.0, "the date is when it was written, not when it was sent");
    post.verify().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn seven_tries_then_given_up() -> Result<()> {
    let server = MailServer::start();
    server.obey(Rules { busy: 100, ..Rules::default() });
    let post = post_with(&server).await?;
    post.work().await?;
    for wait in BACK_OFF {
        post.scene.clock.advance(wait);
        post.work().await?;
    }
    let recorded = post.recorded().await?;
    let gaps: Vec<i64> = recorded.windows(2).map(|pair| pair[1].at.0 - pair[0].at.0).collect();
    assert_eq!(gaps, BACK_OFF);
    let last: Vec<bool> = recorded.iter().map(|entry| entry.refused().last).collect();
    assert_eq!(last, [false, false, false, false, false, false, true]);
    post.scene.clock.advance(100 * 60 * MINUTE);
    post.work().await?;
    assert_eq!(post.recorded().await?.len(), 7);
    post.verify().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_code_is_not_sent_after_it_has_died() -> Result<()> {
    let server = MailServer::start();
    let mut post = Post::open(Some(&server)).await?;
    let notice = post.issue(|notice| notice.recipients.clear()).await?;
    let mut append = post.scene.append().await?;
    let expires = append.now().plus_millis(10 * MINUTE);
    let to = someone("direction@portes.example");
    mail::queue_code(&mut append, &post.app, &notice, &to, "042137", expires).await?;
    append.commit().await?;
    server.obey(Rules { busy: 100, ..Rules::default() });
    post.work().await?;
    for minutes in [1, 5, 15] {
        post.scene.clock.advance(minutes * MINUTE);
        post.work().await?;
    }
    let last: Vec<bool> = post.recorded().await?.iter().map(|entry| entry.refused().last).collect();
    assert_eq!(last, [false, false, true], "after six minutes the next try would come too late");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_silent_server_is_given_up_in_time() -> Result<()> {
    for hang in [Hang::Connect, Hang::Data] {
        let server = MailServer::start();
        server.obey(Rules { hang: Some(hang), ..Rules::default() });
        let post = post_with(&server).await?;
        let since = Instant::now();
        post.work().await?;
        assert!(since.elapsed() < Duration::from_secs(10), "{:?}", since.elapsed());
        let recorded = post.recorded().await?;
        assert_eq!(recorded[0].line(), "direction@portes.example refused at try 1: (no reply within 1 seconds)");

        server.obey(Rules::default());
        post.scene.clock.advance(MINUTE);
        post.work().await?;
        assert_eq!(server.mails().len(), 1);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn nobody_listens() -> Result<()> {
    let server = MailServer::start();
    let post = post_with(&server).await?;
    drop(server);
    post.work().await?;
    let recorded = post.recorded().await?;
    let refused = recorded[0].refused();
    assert!(refused.reply.contains("refused") && refused.reply.starts_with('('), "{}", lines(&recorded));
    assert!(!refused.last);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn cut_off_after_the_message_it_is_sent_again_and_recorded_once() -> Result<()> {
    for (hang_up, copies) in [(HangUp::Lost, 1), (HangUp::Kept, 2)] {
        let server = MailServer::start();
        server.obey(Rules { hang_up: Some(hang_up), ..Rules::default() });
        let post = post_with(&server).await?;
        post.work().await?;
        assert!(!post.recorded().await?[0].refused().last);
        server.obey(Rules::default());
        post.scene.clock.advance(MINUTE);
        post.work().await?;

        let mails = server.mails();
        assert_eq!(mails.len(), copies);
        assert!(mails.iter().all(|mail| mail.raw == mails[0].raw), "the same bytes, the same Message-ID");
        let recorded = post.recorded().await?;
        assert_eq!(recorded.len(), 2);
        assert_eq!(recorded[1].accepted().attempt, 2);
        post.verify().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn killed_between_the_log_and_the_job() -> Result<()> {
    let server = MailServer::start();
    let post = post_with(&server).await?;
    let job = leased(&post.app).await?;
    mail::send(&post.app, &job).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    // Killed here: the job was never ended.
    post.scene.clock.advance(jobs::LEASE);
    assert!(post.work().await? > 0, "the job is found again");
    assert_eq!(server.mails().len(), 1);
    assert_eq!(post.recorded().await?.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_workers_with_one_mail_record_it_once() -> Result<()> {
    let server = MailServer::start();
    let post = post_with(&server).await?;
    let job = leased(&post.app).await?;
    let (one, other) = tokio::join!(mail::send(&post.app, &job), mail::send(&post.app, &job));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(post.recorded().await?.len(), 1);
    post.verify().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_could_not_be_recorded_is_not_sent() -> Result<()> {
    let server = MailServer::start();
    let mut post = post_with(&server).await?;
    post.scene.clock.advance(60 * MINUTE);
    let owner = member(post.scene.owner, "Anne Le Gall", Role::Owner);
    post.scene.record([owner.into()]).await?;
    post.scene.clock.advance(-30 * MINUTE);
    post.work().await?;
    assert!(server.mails().is_empty(), "half an hour behind the log");
    post.scene.clock.advance(60 * MINUTE);
    post.work().await?;
    assert_eq!(server.mails().len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_notice_waits_for_its_pdf() -> Result<()> {
    let server = MailServer::start();
    let mut post = Post::open(Some(&server)).await?;
    let project = post.scene.project().await?;
    let notice = post.scene.issue(&project).await?;
    let mut append = post.scene.append().await?;
    let to = &notice.recipients[0];
    mail::queue_notice(&mut append, &post.app, &notice, to, Occasion::Issued, TOKEN, notice.expires).await?;
    append.commit().await?;
    post.work().await?;
    assert!(server.mails().is_empty() && post.recorded().await?.is_empty(), "waiting is no try");

    let mut append = post.scene.append().await?;
    paper::queue_notice(&mut append, &post.app, notice.notice).await?;
    append.commit().await?;
    post.work().await?;
    post.scene.clock.advance(1_000);
    post.work().await?;
    assert_eq!(server.mails()[0].attachments()[0].0, format!("{}.pdf", notice.reference));
    Ok(())
}

/// The mail's job, taken as a worker would take it.
async fn leased(app: &App) -> Result<Job> {
    while let Some(job) = jobs::lease(&app.db, app.clock.now()).await? {
        if job.kind == mail::JOB {
            return Ok(job);
        }
    }
    anyhow::bail!("no mail is due")
}

fn someone(email: &str) -> Recipient {
    Recipient {
        contact: ledger::Id([9; 16]),
        name: "Maëlle Kerbrat".into(),
        email: email.into(),
        role: String::new(),
        signatory: true,
        authority: Default::default(),
        authority_note: String::new(),
    }
}
