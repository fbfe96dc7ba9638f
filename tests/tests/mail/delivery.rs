//! Mails that arrive: over each kind of connection, with what the log says of them.

use anyhow::Result;
use ledger::Id;
use ledger::event::{MailContent, Recipient, Via};
use ledger::sha256;
use tests::smtp::{MailServer, Rules, Security};

use crate::{MINUTE, Post, lines};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn starttls_and_tls_with_an_authority_of_our_own() -> Result<()> {
    for security in [Security::StartTls, Security::Tls] {
        let server = MailServer::start_with(security, Some(("acte", "pass:word é")));
        let mut post = Post::open(Some(&server)).await?;
        let notice = post.issue(|_| ()).await?;
        post.work().await?;

        let mails = server.mails();
        assert_eq!(mails.len(), 2, "{}", lines(&post.recorded().await?));
        for mail in &mails {
            assert!(mail.encrypted, "{security:?}");
            assert_eq!(mail.login.as_deref(), Some("acte"));
            assert_eq!(mail.from, "acte@prestataire.example");
            assert_eq!(mail.to.len(), 1, "one message, one recipient");
        }
        let recorded = post.recorded().await?;
        assert_eq!(recorded.len(), 2);
        for (i, entry) in recorded.iter().enumerate() {
            let accepted = entry.accepted();
            let mail = mails.iter().find(|mail| mail.to[0] == accepted.to).expect("it arrived");
            assert_eq!(accepted.message, sha256(&mail.raw), "what was hashed is what arrived");
            assert_eq!(accepted.reply, format!("250 2.0.0 kept as {}", i + 1));
            assert!(matches!(&accepted.via, Via::Smtp(server) if server.starts_with("localhost:")));
            assert_eq!(accepted.message_id, format!("<{}@acte.example>", accepted.mail));
            let files: Vec<_> = mail.attachments().iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect();
            let said: Vec<_> = accepted.attachments.iter().map(|file| (file.name.clone(), file.sha256)).collect();
            assert_eq!(files, said);
            assert_eq!(files.len(), 1, "the notice as PDF");
        }
        for recipient in 0..2 {
            let (delivered, bounced) = post.reached(&notice, recipient).await?;
            assert!(delivered.is_some() && bounced.is_none());
        }
        post.verify().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_certificate_that_nobody_vouches_for_is_not_trusted() -> Result<()> {
    for security in [Security::StartTls, Security::Tls] {
        let server = MailServer::start_with(security, None);
        let mut settings = server.settings();
        settings.remove("smtp.ca_file");
        let mut post = Post::open_with(settings).await?;
        post.issue(|notice| drop(notice.recipients.pop())).await?;
        post.work().await?;
        assert!(server.mails().is_empty());
        let recorded = post.recorded().await?;
        let refused = recorded[0].refused();
        assert!(refused.reply.contains("certificate") && !refused.last, "{}", lines(&recorded));

        // The administrator names the authority; nothing was lost.
        post.reopen(server.settings()).await?;
        post.scene.clock.advance(MINUTE);
        post.work().await?;
        assert_eq!(server.mails().len(), 1);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_wrong_password_loses_no_mail() -> Result<()> {
    let server = MailServer::start_with(Security::StartTls, Some(("acte", "right")));
    let mut settings = server.settings();
    settings.insert("smtp.password".into(), "wrong".into());
    let mut post = Post::open_with(settings).await?;
    post.issue(|notice| drop(notice.recipients.pop())).await?;
    post.work().await?;
    let recorded = post.recorded().await?;
    let refused = recorded[0].refused();
    assert!(refused.reply.starts_with("535 ") && !refused.last, "{}", lines(&recorded));
    assert!(server.mails().is_empty());

    post.reopen(server.settings()).await?;
    post.scene.clock.advance(MINUTE);
    post.work().await?;
    assert_eq!(post.recorded().await?[1].accepted().attempt, 2);
    assert_eq!(server.mails().len(), 1);
    post.verify().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn one_refused_recipient_holds_up_nobody() -> Result<()> {
    let server = MailServer::start();
    server.obey(Rules { refuse: vec![("it@portes.example", "550 5.1.1 no such mailbox here")], ..Rules::default() });
    let mut post = Post::open(Some(&server)).await?;
    let third = Recipient {
        contact: Id([3; 16]),
        name: "Nolwenn Tanguy".into(),
        email: "compta@portes.example".into(),
        role: "Comptabilité".into(),
        signatory: false,
        authority: Default::default(),
        authority_note: String::new(),
    };
    let notice = post.issue(|notice| notice.recipients.push(third)).await?;
    post.work().await?;

    let mut to: Vec<String> = server.mails().into_iter().map(|mail| mail.to.join(",")).collect();
    to.sort();
    assert_eq!(to, ["compta@portes.example", "direction@portes.example"]);
    let recorded = post.recorded().await?;
    assert_eq!(recorded.len(), 3);
    let refused = recorded.iter().find(|entry| entry.to == "it@portes.example").expect("recorded").refused();
    assert_eq!((refused.reply.as_str(), refused.last, refused.attempt), ("550 5.1.1 no such mailbox here", true, 1));
    let reached = [post.reached(&notice, 0).await?, post.reached(&notice, 1).await?, post.reached(&notice, 2).await?];
    assert!(reached[0].0.is_some() && reached[0].1.is_none());
    assert!(reached[1].0.is_none() && reached[1].1.is_some());
    assert!(reached[2].0.is_some() && reached[2].1.is_none());

    // It stays refused: no job is left.
    post.scene.clock.advance(24 * 60 * MINUTE);
    post.work().await?;
    assert_eq!(post.recorded().await?.len(), 3);
    post.verify().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_firm_that_sends_links_only_attaches_nothing() -> Result<()> {
    let server = MailServer::start();
    let mut post = Post::open(Some(&server)).await?;
    post.issue(|notice| notice.mail_content = MailContent::LinkOnly).await?;
    post.work().await?;
    let mail = server.mails().remove(0);
    assert!(mail.attachments().is_empty() && !mail.text().contains("Sauvegarde joignable"));
    assert_eq!(mail.link("/n/"), format!("https://acte.example/n/{}", crate::TOKEN));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_a_mail_server_nothing_is_sent_and_the_log_says_so() -> Result<()> {
    let mut post = Post::open(None).await?;
    let notice = post.issue(|_| ()).await?;
    post.work().await?;
    let recorded = post.recorded().await?;
    assert_eq!(recorded.len(), 2);
    for entry in &recorded {
        let accepted = entry.accepted();
        assert_eq!(accepted.via, Via::Outbox);
        assert_eq!(accepted.reply, "", "no server said anything");
        let folder = post.scene.folder().join("outbox").join(post.scene.firm.0.to_string());
        let raw = std::fs::read(folder.join(format!("{}.eml", accepted.mail)))?;
        assert_eq!(accepted.message, sha256(&raw));
    }
    assert_eq!(post.reached(&notice, 0).await?, (None, None), "a file in a folder has reached nobody");
    post.verify().await
}
