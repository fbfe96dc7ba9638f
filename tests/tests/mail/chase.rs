//! Reminders through a real mail server: one mail for a step, whatever happens meanwhile.

use std::collections::BTreeMap;

use anyhow::Result;
use ledger::Time;
use ledger::event::{Chasing, ChasingPlanned, ContactRecorded, Event, LinkRevoked, Notice, Person};
use ledger::notice::State;
use server::args;
use server::clock::Clock;
use server::config::Config;
use server::notices::{chase, issue};
use server::store::{log, verify};
use server::web::App;
use tests::scene::{DAY, Scene, both, contact};
use tests::smtp::{MailServer, Rules};

/// A notice issued as the page does, with links and plan, and its first mails sent.
async fn issued(scene: &mut Scene, app: &App) -> Result<Notice> {
    let project = scene.project().await?;
    let notice = scene.draft(&project).await?;
    scene.record([notice.clone().into()]).await?;
    let mut append = scene.append().await?;
    server::notices::paper::queue_notice(&mut append, app, notice.notice).await?;
    for recipient in &notice.recipients {
        let (occasion, actor) = (server::mail::Occasion::Issued, ledger::Actor::Member(scene.owner));
        issue::send_link_as(app, actor, &mut append, &notice, recipient, occasion, notice.expires).await?;
    }
    chase::begin_chasing(&mut append, app, &notice).await?;
    append.commit().await?;
    server::jobs::run_due(app).await?;
    Ok(notice)
}

async fn open(scene: &Scene, server: &MailServer, clock: Clock) -> Result<App> {
    let mut settings: BTreeMap<String, String> = server.settings();
    settings.extend([
        ("data".into(), scene.folder().display().to_string()),
        ("master_key".into(), "07".repeat(32)),
        ("url".into(), "https://acte.example".into()),
    ]);
    if scene.url.starts_with("postgres://") {
        settings.insert("database".into(), scene.url.clone());
    }
    let app = server::open(Config::from_values(&settings)?, clock).await;
    app.map_err(|error| anyhow::anyhow!("{error}"))
}

async fn state(scene: &Scene, notice: &Notice) -> Result<State> {
    Ok(log::notice_state(&mut scene.db.read().await?, scene.firm, notice.notice).await?)
}

/// The subjects of the mails to this address.
fn to(server: &MailServer, address: &str) -> Vec<String> {
    let mails = server.mails().into_iter().filter(|mail| mail.to == [address]);
    mails.map(|mail| mail.subject()).collect()
}

async fn sound(scene: &Scene) -> Result<()> {
    let report = verify::database(&scene.db, None).await?;
    let faults: Vec<String> = report.faults().map(ToString::to_string).collect();
    anyhow::ensure!(report.is_sound(), "{}", faults.join("; "));
    Ok(())
}

const DIRECTOR: &str = "direction@portes.example";
const ABOVE: &str = "presidence@portes.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_servers_send_each_step_once_by_the_same_link_and_then_the_director() -> Result<()> {
    both(async |scene| {
        let server = MailServer::start();
        let (one, two) =
            (open(scene, &server, scene.clock.clone()).await?, open(scene, &server, scene.clock.clone()).await?);
        let notice = issued(scene, &one).await?;
        let first = server.mails().into_iter().find(|mail| mail.to == [DIRECTOR]).expect("the notice").link("/n/");
        let above = scene.id();
        let president = ContactRecorded {
            director: true,
            name: "Gwenn Kerbrat".into(),
            ..contact(notice.project.client, above, "", ABOVE)
        };
        scene.record([president.into()]).await?;
        let mut expected = 1;
        for days in [2, 1, 0, 4, 7] {
            scene.clock.advance(days * DAY);
            let (a, b) = tokio::join!(server::jobs::run_due(&one), server::jobs::run_due(&two));
            a?;
            b?;
            expected += usize::from(days == 1 || days > 2);
            assert_eq!(to(&server, DIRECTOR).len(), expected, "{days}");
        }
        assert_eq!(to(&server, "it@portes.example").len(), 1, "who does not decide is not chased");
        let reminder = server.mails().into_iter().rev().find(|mail| mail.to == [DIRECTOR]).expect("a reminder");
        assert_eq!(reminder.link("/n/"), first, "the same link");
        assert_eq!(reminder.attachments().len(), 1, "with the notice");
        assert!(reminder.subject().starts_with("Rappel\u{a0}: Lettre de mise en garde"), "{}", reminder.subject());
        assert!(reminder.text().contains("Le silence ne vaut jamais acceptation"));

        scene.clock.advance(7 * DAY);
        let (a, b) = tokio::join!(server::jobs::run_due(&one), server::jobs::run_due(&two));
        a?;
        b?;
        let escalated = server.mails().into_iter().filter(|mail| mail.to == [ABOVE]).collect::<Vec<_>>();
        assert_eq!(escalated.len(), 1);
        assert!(escalated[0].text().contains("Maëlle Kerbrat") && escalated[0].link("/n/") != first);
        scene.clock.advance(100 * DAY);
        server::jobs::run_due(&one).await?;
        assert_eq!((to(&server, DIRECTOR).len(), to(&server, ABOVE).len()), (4, 1), "nothing follows");

        // Each step is an entry, and each has the mail server's reply.
        let state = state(scene, &notice).await?;
        let days: Vec<u32> = state.chase.reminders.iter().map(|(_, made)| made.day).collect();
        assert_eq!(days, [3, 7, 14]);
        let mut mails: Vec<_> = state.chase.reminders.iter().map(|(_, made)| (made.mail, "reminder")).collect();
        mails.push((state.chase.escalated.expect("it was").1.mail, "notice"));
        let mut tx = scene.db.read().await?;
        for (mail, purpose) in mails {
            let sql = "SELECT accepted, purpose, reply FROM delivery WHERE firm = $1 AND mail = $2";
            let row = tx.one(sql, args![scene.firm, mail]).await?;
            assert!(row.get::<bool>("accepted")? && row.get::<String>("reply")?.starts_with("250 "));
            assert_eq!(row.get::<String>("purpose")?, purpose);
        }
        drop(tx);
        sound(scene).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_answer_a_withdrawn_link_and_a_reason_stop_it() -> Result<()> {
    both(async |scene| {
        let server = MailServer::start();
        let app = open(scene, &server, scene.clock.clone()).await?;
        let (answered, withdrawn, told) =
            (issued(scene, &app).await?, issued(scene, &app).await?, issued(scene, &app).await?);
        scene.answer(&answered).await?;
        let director = withdrawn.recipients[0].contact;
        let link = state(scene, &withdrawn).await?.links.iter().find(|l| l.contact == director).expect("a link").link;
        let by = Person { member: scene.owner, name: "Anne Le Gall".into() };
        scene
            .record([
                LinkRevoked { link, notice: withdrawn.notice, reason: "Adresse partagée".into() }.into(),
                Event::from(ChasingPlanned {
                    notice: told.notice,
                    chasing: Chasing::NONE,
                    director: None,
                    reason: "Réunion fixée au 12".into(),
                    by,
                }),
            ])
            .await?;
        for _ in 0..30 {
            scene.clock.advance(DAY);
            server::jobs::run_due(&app).await?;
        }
        let rows = to(&server, DIRECTOR);
        assert!(rows.iter().all(|subject| !subject.contains("Rappel")), "{rows:?}");
        sound(scene).await
    })
    .await
}

/// The step, its mail and the next look are one transaction: there is no moment at which a crash could leave one without the others.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_reminder_that_its_server_refuses_is_recorded_and_the_next_step_still_comes() -> Result<()> {
    both(async |scene| {
        let server = MailServer::start();
        let app = open(scene, &server, scene.clock.clone()).await?;
        let notice = issued(scene, &app).await?;
        server.obey(Rules { refuse: vec![(DIRECTOR, "550 5.1.1 no such mailbox")], ..Rules::default() });
        scene.clock.advance(3 * DAY);
        server::jobs::run_due(&app).await?;
        let mut tx = scene.db.read().await?;
        let sql = "SELECT reply FROM delivery WHERE firm = $1 AND purpose = 'reminder' AND accepted = 0 AND last = 1";
        assert_eq!(tx.one(sql, args![scene.firm]).await?.get::<String>("reply")?, "550 5.1.1 no such mailbox");
        // Done, and looked at again: a worker whose lease lapsed finds the step in the log.
        let sql = "UPDATE job SET state = 'pending', run_at = 0, lease_until = 0, payload = $2 WHERE firm = $1 AND kind = 'chase' AND state = 'done'";
        drop(tx);
        let mut tx = scene.db.write().await?;
        let order = format!(r#"{{"notice":"{}","plan":1}}"#, notice.notice);
        tx.run(sql, args![scene.firm, order.into_bytes()]).await?;
        tx.commit().await?;
        server.obey(Rules::default());
        server::jobs::run_due(&app).await?;
        assert_eq!(state(scene, &notice).await?.chase.reminders.len(), 1, "the step is not taken twice");
        scene.clock.advance(4 * DAY);
        server::jobs::run_due(&app).await?;
        assert_eq!(state(scene, &notice).await?.chase.reminders.len(), 2);
        assert_eq!(to(&server, DIRECTOR).iter().filter(|subject| subject.contains("Rappel")).count(), 1);
        sound(scene).await
    })
    .await
}

/// Nine in the morning at the firm, whichever way the clocks go.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_step_waits_for_the_morning() -> Result<()> {
    both(async |scene| {
        let server = MailServer::start();
        let app = open(scene, &server, scene.clock.clone()).await?;
        issued(scene, &app).await?;
        let sql = "SELECT run_at FROM job WHERE firm = $1 AND kind = 'chase'";
        let at: Time = scene.db.read().await?.one(sql, args![scene.firm]).await?.get("run_at")?;
        assert_eq!(at.to_rfc3339_utc(), "2026-03-05T08:00:00.000Z");
        assert_eq!(to(&server, DIRECTOR).iter().filter(|s| s.contains("Rappel")).count(), 0);
        Ok(())
    })
    .await
}
