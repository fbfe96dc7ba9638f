//! What must never stand in a log or in a stolen database: addresses, links, codes.

use std::io::Write;
use std::sync::{Arc, Mutex};

use anyhow::Result;
use server::{args, mail};
use tests::smtp::{MailServer, Rules};

use crate::{MINUTE, Post, TOKEN};

/// Everything that is logged, at the most talkative level, by us and by what we use.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no writer panics").write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

// On one thread: it is the one that logs into the test's own log.
#[tokio::test]
async fn the_log_names_nobody_and_gives_nothing_away() -> Result<()> {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let server = MailServer::start();
    server.obey(Rules {
        refuse: vec![("it@portes.example", "550 5.1.1 <it@portes.example> is unknown here")],
        busy: 1,
        ..Rules::default()
    });
    let mut post = Post::open(Some(&server)).await?;
    let notice = post.issue(|_| ()).await?;
    let mut append = post.scene.append().await?;
    let expires = append.now().plus_millis(10 * MINUTE);
    mail::queue_code(&mut append, &post.app, &notice, &notice.recipients[0], "042137", expires).await?;
    append.commit().await?;
    post.work().await?;
    post.scene.clock.advance(MINUTE);
    post.work().await?;
    assert_eq!(server.mails().len(), 2);

    let text = String::from_utf8(log.0.lock().expect("no writer panics").clone())?;
    assert!(text.contains("mail accepted") && text.contains("mail refused") && text.contains("code=\"550\""), "{text}");
    for secret in ["portes.example", "ouest.example", "Kerbrat", TOKEN, "042137", "is unknown here"] {
        let place = text.find(secret).map(|at| &text[at.saturating_sub(300)..(at + 100).min(text.len())]);
        assert!(place.is_none(), "{secret} in the log: {}", place.unwrap_or_default());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_queued_mail_is_sealed_and_a_sent_one_is_forgotten() -> Result<()> {
    let server = MailServer::start();
    let mut post = Post::open(Some(&server)).await?;
    post.issue(|_| ()).await?;
    let payloads = async || -> Result<Vec<Vec<u8>>> {
        let sql = "SELECT payload FROM job WHERE kind = 'mail'";
        let rows = post.scene.db.read().await?.all(sql, args![]).await?;
        Ok(rows.iter().map(|row| row.get("payload")).collect::<Result<_, _>>()?)
    };
    let queued = payloads().await?;
    assert_eq!(queued.len(), 2);
    for secret in [TOKEN, "portes.example"] {
        assert!(queued.iter().all(|payload| !String::from_utf8_lossy(payload).contains(secret)));
    }
    post.work().await?;
    assert_eq!(payloads().await?, [b"", b""]);
    Ok(())
}
