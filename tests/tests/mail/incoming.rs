//! What comes in: reports of each well-known mail server, answers, and what is none of these; through the pipe and from a real mailbox.

use anyhow::{Context, Result};
use ledger::event::{Event, MailReturned, Notice, ReplyReceived, ReturnAction};
use server::args;
use server::incoming::{Taken, mailbox, take};
use server::store::incoming::Became;
use server::store::log;
use tests::imap::ImapServer;
use tests::smtp::{MailServer, Rules};

use crate::{MINUTE, Post, samples};

/// A notice whose mails a server took; the Message-ID and the address of the director's.
async fn sent(post: &mut Post) -> Result<(Notice, String, String)> {
    let notice = post.issue(|_| ()).await?;
    post.work().await?;
    let recorded = post.recorded().await?;
    let mine = recorded.iter().find(|entry| entry.to == notice.recipients[0].email).context("a mail")?;
    Ok((notice.clone(), mine.accepted().message_id.clone(), mine.to.clone()))
}

async fn open() -> Result<(MailServer, Post)> {
    let server = MailServer::start();
    let post = Post::open(Some(&server)).await?;
    Ok((server, post))
}

/// The entries of this kind.
async fn entries(post: &Post, kind: &str) -> Result<Vec<Event>> {
    let mut tx = post.scene.db.read().await?;
    let sql = "SELECT idx FROM entry WHERE firm = $1 AND kind = $2 ORDER BY idx";
    let mut found = vec![];
    for row in tx.all(sql, args![post.scene.firm, kind]).await? {
        let stored = log::entry(&mut tx, post.scene.firm, row.get("idx")?).await?;
        found.push(stored.event()?.context("nothing was erased")?);
    }
    Ok(found)
}

async fn returned(post: &Post) -> Result<Vec<MailReturned>> {
    let all = entries(post, "mail.returned").await?.into_iter();
    Ok(all.filter_map(|event| if let Event::MailReturned(e) = event { Some(e) } else { None }).collect())
}

async fn replies(post: &Post) -> Result<Vec<ReplyReceived>> {
    let all = entries(post, "reply.received").await?.into_iter();
    Ok(all.filter_map(|event| if let Event::ReplyReceived(e) = event { Some(e) } else { None }).collect())
}

async fn taken(post: &Post, message: &str) -> Result<Taken> {
    take(&post.app, message.as_bytes().to_vec()).await.map_err(|error| anyhow::anyhow!("{error}"))
}

async fn unplaced(post: &Post) -> Result<Vec<(String, String)>> {
    let sql = "SELECT reason, subject FROM incoming WHERE became = 'unplaced' ORDER BY received, subject";
    let rows = post.scene.db.read().await?.all(sql, args![]).await?;
    rows.iter().map(|row| Ok((row.get("reason")?, row.get("subject")?))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn each_servers_report_is_read_and_tied_by_the_message_id() -> Result<()> {
    type Sample = fn(&str, &str) -> String;
    let reports: [(Sample, &str, &str, &str); 4] = [
        (|to, id| samples::postfix(to, id, ("failed", "5.1.1")), "5.1.1", "mx.prestataire.example", "User unknown"),
        (samples::exim, "5.0.0", "relay.example", "No such user"),
        (samples::exchange, "5.1.10", "PR0P264MB0001.portes.example", "RecipientNotFound"),
        (samples::gmail, "5.1.1", "googlemail.example", "double-checking"),
    ];
    for (sample, status, reporter, words) in reports {
        let (_server, mut post) = open().await?;
        let (notice, id, to) = sent(&mut post).await?;
        post.scene.clock.advance(MINUTE);
        let report = sample(&to, &id);
        assert_eq!(taken(&post, &report).await?, Taken::As(Became::Returned), "{reporter}");
        let found = returned(&post).await?;
        let [e] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((e.action, e.status.as_str(), e.reporter.as_str()), (ReturnAction::Failed, status, reporter));
        assert!(e.diagnostic.contains(words), "{}", e.diagnostic);
        assert_eq!((&e.to, &e.recipient, e.notice), (&to, &to, Some(notice.notice)));
        let file = e.file.as_ref().context("the report is kept")?;
        assert_eq!(post.app.files.get(post.scene.firm, file.sha256).await?, report.as_bytes(), "byte for byte");
        let (delivered, bounced) = post.reached(&notice, 0).await?;
        assert!(bounced > delivered, "the address counts as not reached");
        let (_, other) = post.reached(&notice, 1).await?;
        assert_eq!(other, None, "and only that one");
        // Seen again, by whichever way and with other marks of its way on it: nothing more.
        let again = format!(
            "Received: from elsewhere\r\n by here; now\r\n{}",
            report.replace("\r\n", "\n").replace('\n', "\r\n")
        );
        assert_eq!(taken(&post, &again).await?, Taken::Again);
        assert_eq!(returned(&post).await?.len(), 1);
        post.verify().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_delay_is_shown_as_one_and_a_later_mail_counts_anew() -> Result<()> {
    let (_server, mut post) = open().await?;
    let (notice, id, to) = sent(&mut post).await?;
    post.scene.clock.advance(MINUTE);
    taken(&post, &samples::postfix(&to, &id, ("delayed", "4.4.1"))).await?;
    assert_eq!(returned(&post).await?[0].action, ReturnAction::Delayed);
    assert_eq!(post.reached(&notice, 0).await?.1, None, "a delay is no failure");
    post.scene.clock.advance(MINUTE);
    // Given up after days of trying: the class says that it is not for good, the action that it came back.
    taken(&post, &samples::postfix(&to, &id, ("failed", "4.4.1"))).await?;
    assert_eq!(returned(&post).await?[1].action, ReturnAction::Failed);
    post.verify().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_cannot_be_tied_is_listed_and_never_guessed() -> Result<()> {
    let (_server, mut post) = open().await?;
    let (_, id, to) = sent(&mut post).await?;
    let before = entries(&post, "notice.issued").await?.len();
    for (message, reason) in [
        // A report about somebody else's mail, to an address of ours.
        (samples::postfix(&to, "<else@mail.example>", ("failed", "5.1.1")), "other_report"),
        // The right address and subject, and no reference.
        (samples::answer("<else@mail.example>", "X-Other: 1"), "untied"),
        (format!("From: a@b.example\r\nReferences: <x\u{0}y@z>\r\nSubject: nul\u{0}\r\n\r\n{id}"), "untied"),
        ("\u{0}\u{1}\u{2} no message at all".to_owned(), "no_headers"),
        (format!("From: a@b.example\r\nFrom: c@d.example\r\nIn-Reply-To: {id}\r\n\r\nx"), "twice"),
        (format!("From: a@b.example\r\nX-Long: {}", "x".repeat(300_000)), "too_long"),
    ] {
        assert_eq!(taken(&post, &message).await?, Taken::As(Became::Unplaced), "{reason}");
        let found = unplaced(&post).await?;
        assert!(found.iter().any(|(why, _)| why == reason), "{reason}: {found:?}");
    }
    // A report without a word about anybody is one all the same; it is tied to nothing by saying nothing.
    let empty =
        samples::exim(&to, &id).replace("Action: failed", "Action: unheard-of").replace("Status: 5.0.0", "Status: x");
    assert_eq!(taken(&post, &empty).await?, Taken::As(Became::Automatic));
    assert!(returned(&post).await?.is_empty());
    assert_eq!(entries(&post, "notice.issued").await?.len(), before);
    post.verify().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_report_that_somebody_made_up_says_who_reports_and_proves_no_more() -> Result<()> {
    let (_server, mut post) = open().await?;
    let (notice, id, to) = sent(&mut post).await?;
    post.scene.clock.advance(MINUTE);
    let forged = samples::postfix(&to, &id, ("delivered", "2.0.0")).replace("mx.prestataire.example", "evil.example");
    taken(&post, &forged).await?;
    let e = returned(&post).await?.remove(0);
    assert_eq!((e.action, e.reporter.as_str()), (ReturnAction::Delivered, "evil.example"));
    assert!(e.from.ends_with("evil.example"));
    let (delivered, bounced) = post.reached(&notice, 0).await?;
    assert!(delivered.is_some() && bounced.is_none(), "it moves nothing");
    post.verify().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn answers_of_programs_are_told_from_those_of_people_by_their_headers() -> Result<()> {
    let (_server, mut post) = open().await?;
    let (notice, id, _) = sent(&mut post).await?;
    for (n, (headers, automatic)) in [
        ("Auto-Submitted: auto-replied", true),
        ("Auto-Submitted: auto-generated (vacation)", true),
        ("X-Autoreply: yes", true),
        ("Precedence: bulk", true),
        ("Return-Path: <>", true),
        ("Auto-Submitted: no", false),
        ("X-Auto-Response-Suppress: All", false),
        ("X-Subject-Says: Out of office", false),
    ]
    .into_iter()
    .enumerate()
    {
        let message = samples::answer(&id, &format!("{headers}\r\nX-N: {n}"));
        let expected = if automatic { Became::Automatic } else { Became::Reply };
        assert_eq!(taken(&post, &message).await?, Taken::As(expected), "{headers}");
        let found = replies(&post).await?;
        let e = found.last().context("an entry")?;
        assert_eq!((e.automatic, e.notice, e.from.as_str()), (automatic, notice.notice, "maelle@portes.example"));
        let file = e.file.as_ref().context("it is kept")?;
        assert_eq!(post.app.files.get(post.scene.firm, file.sha256).await?, message.as_bytes());
    }
    // "Nous acceptons" in a mail is no answer.
    let mut tx = post.scene.db.read().await?;
    let state = log::notice_state(&mut tx, post.scene.firm, notice.notice).await?;
    assert!(state.answer.is_none() && state.replies.len() == 8);
    drop(tx);
    post.verify().await
}

/// Leaves the job and runs what is due.
async fn look(post: &Post) -> Result<()> {
    post.scene.clock.advance(MINUTE);
    mailbox::leave_due(&post.app).await?;
    post.work().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_mailbox_is_emptied_into_the_log_and_nothing_is_moved_before_it_is_there() -> Result<()> {
    let (smtp, imap) = (MailServer::start(), ImapServer::start());
    let settings = || smtp.settings().into_iter().chain(imap.settings());
    let mut post = Post::open_with(settings().collect()).await?;
    let (notice, id, to) = sent(&mut post).await?;
    let report = samples::postfix(&to, &id, ("failed", "5.1.1"));
    imap.deliver(report.as_bytes());
    imap.deliver(samples::answer(&id, "X-N: 1").as_bytes());
    imap.deliver(b"Subject: nothing of ours\r\n\r\nBuy now");
    let large = [b"From: big@portes.example\r\nSubject: lourd\r\n\r\n".as_slice(), &vec![b'x'; 50 << 20]].concat();
    imap.deliver(&large);
    // A wrong password, a server that is away: nothing is lost and nothing moved.
    let wrong = settings().chain([("imap.password".to_owned(), "faux".to_owned())]).collect();
    post.reopen(wrong).await?;
    look(&post).await?;
    assert_eq!((imap.waiting(), imap.taken()), (4, 0));
    post.reopen(settings().collect()).await?;
    look(&post).await?;
    assert_eq!((imap.waiting(), imap.taken()), (0, 4), "{}", imap.log());
    assert_eq!((returned(&post).await?.len(), replies(&post).await?.len()), (1, 1));
    assert!(post.reached(&notice, 0).await?.1.is_some());
    let listed = unplaced(&post).await?;
    let expected = [("no_headers", ""), ("too_large", "lourd")].map(|(why, what)| (why.to_owned(), what.to_owned()));
    assert_eq!(listed, expected);
    // As after a crash between the record and the move: it is known, and moved.
    imap.deliver(report.as_bytes());
    look(&post).await?;
    assert_eq!((imap.waiting(), imap.taken(), returned(&post).await?.len()), (0, 5, 1));
    // A certificate that nobody vouches for is not trusted.
    let mut stranger: std::collections::BTreeMap<_, _> = settings().collect();
    stranger.remove("imap.ca_file");
    post.reopen(stranger).await?;
    imap.deliver(samples::answer(&id, "X-N: 2").as_bytes());
    look(&post).await?;
    assert_eq!(imap.waiting(), 1);
    post.verify().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn answers_come_to_this_server_only_where_it_reads_them() -> Result<()> {
    for (replies, expected) in [("false", 1), ("true", 2)] {
        let smtp = MailServer::start();
        let settings = smtp.settings().into_iter().chain([("smtp.replies".to_owned(), replies.to_owned())]);
        let mut post = Post::open_with(settings.collect()).await?;
        sent(&mut post).await?;
        let mails = smtp.mails();
        let message = mails[0].message();
        let to = message.reply_to().context("somebody to answer to")?;
        assert_eq!(to.iter().count(), expected);
        assert_eq!(to.iter().any(|one| one.address() == Some("acte@prestataire.example")), expected == 2);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn reports_are_asked_for_where_the_server_knows_them() -> Result<()> {
    for (dsn, replies, notify) in
        [(false, "true", None), (true, "false", Some("FAILURE,DELAY")), (true, "true", Some("SUCCESS,FAILURE,DELAY"))]
    {
        let smtp = MailServer::start();
        smtp.obey(Rules { dsn, ..Rules::default() });
        let settings = smtp.settings().into_iter().chain([("smtp.replies".to_owned(), replies.to_owned())]);
        let mut post = Post::open_with(settings.collect()).await?;
        let (notice, id, to) = sent(&mut post).await?;
        let mail = smtp.mails().into_iter().find(|mail| mail.to == [to.as_str()]).context("a mail")?;
        let Some(notify) = notify else {
            assert!(mail.dsn.is_empty(), "{:?}", mail.dsn);
            continue;
        };
        let name = id.trim_matches(['<', '>']);
        let asked = [("ENVID", name), ("NOTIFY", notify), ("ORCPT", &format!("rfc822;{to}")), ("RET", "HDRS")];
        assert_eq!(mail.dsn, asked.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect());
        // A report that returns nothing of the mail still says which it is about.
        let report = samples::postfix(&to, "<other@mail.example>", ("failed", "5.1.1"));
        let report = report.replacen("Reporting-MTA:", &format!("Original-Envelope-Id: {name}\r\nReporting-MTA:"), 1);
        assert_eq!(taken(&post, &report).await?, Taken::As(Became::Returned));
        assert_eq!(returned(&post).await?[0].notice, Some(notice.notice));
        post.verify().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_mailbox_that_begins_in_the_clear_is_read_once_it_is_encrypted() -> Result<()> {
    let (smtp, imap) = (MailServer::start(), ImapServer::start());
    let settings = || smtp.settings().into_iter().chain(imap.settings_for_starttls());
    let mut post = Post::open_with(settings().collect()).await?;
    let (_, id, _) = sent(&mut post).await?;
    imap.deliver(samples::answer(&id, "X-N: 1").as_bytes());
    // Whom nobody vouches for gets no password.
    let mut stranger: std::collections::BTreeMap<_, _> = settings().collect();
    stranger.remove("imap.ca_file");
    post.reopen(stranger).await?;
    look(&post).await?;
    assert_eq!((imap.waiting(), replies(&post).await?.len()), (1, 0));
    post.reopen(settings().collect()).await?;
    look(&post).await?;
    assert_eq!((imap.waiting(), imap.taken(), replies(&post).await?.len()), (0, 1, 1), "{}", imap.log());
    post.verify().await
}
