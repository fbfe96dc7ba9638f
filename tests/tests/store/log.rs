//! Appending: one state, one winner, no way back.

use anyhow::Result;
use ledger::event::*;
use ledger::evidence::{self, Reader, Verdict};
use ledger::notice::{self, By, Why};
use ledger::{Actor, Time};
use rand::SeedableRng;
use rand::rngs::StdRng;
use server::args;
use server::store::evidence::About;
use server::store::{Db, Error, checkpoint, evidence as store_evidence, log};
use tests::scene::{self, Scene, both, declines};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_notice_is_issued_answered_and_proven() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let sent = scene.issue(&project).await?;
        scene.answer(&sent).await?;

        let mut tx = scene.db.read().await?;
        let row = tx.one("SELECT answered, entry, answer_entry FROM notice WHERE firm = $1", args![scene.firm]).await?;
        assert_eq!(row.get::<Time>("answered")?, scene.clock.now());
        assert_eq!(row.get::<i64>("entry")?, row.get::<i64>("answer_entry")?);
        let vkey = tx.one("SELECT vkey FROM firm WHERE firm = $1", args![scene.firm]).await?.parse("vkey")?;
        drop(tx);

        let file =
            store_evidence::of(&scene.db, &scene.vault, scene.firm, About::Notice(sent.notice), &scene.clock).await?;
        assert_eq!(
            file.entries.len(),
            9,
            "founded, project, need, issued, two links, code asked, code typed, answered"
        );
        let report =
            evidence::verify(&file.to_bytes()?, Reader { key: Some(&vkey), ..Reader::stranger(scene.clock.now()) });
        assert_eq!(report.verdict, Verdict::Intact, "{report:?}");
        let file =
            store_evidence::of(&scene.db, &scene.vault, scene.firm, About::Project(project.project), &scene.clock)
                .await?;
        assert_eq!(file.entries.len(), 12, "and client, two contacts, project and need");
        let nothing = scene.id();
        let none = store_evidence::of(&scene.db, &scene.vault, scene.firm, About::Notice(nothing), &scene.clock).await;
        assert!(matches!(none, Err(Error::Missing)));
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn appends_from_two_servers_stand_in_one_line() -> Result<()> {
    const WRITERS: u64 = 8;
    const EACH: u64 = 15;
    both(async |scene| {
        let before = size(scene).await?;
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            // Every other writer is another server: a pool of its own on the same database.
            let db = if writer % 2 == 0 { scene.db.clone() } else { Db::open(&scene.url).await? };
            let (firm, owner, clock) = (scene.firm, scene.owner, scene.clock.clone());
            writers.spawn(async move {
                let mut rng = StdRng::seed_from_u64(writer);
                let mut indices = Vec::new();
                for _ in 0..EACH {
                    let mut tx = db.append(firm, &clock).await?;
                    let client = scene::id(&mut rng);
                    let event = ClientRecorded { client, party: scene::party("Client", ""), lang: ledger::Lang::En };
                    indices.push(tx.push(Actor::Member(owner), event, &mut rng).await?);
                    tx.commit().await?;
                }
                Ok::<_, Error>(indices)
            });
        }
        let mut indices = Vec::new();
        while let Some(written) = writers.join_next().await {
            indices.extend(written??);
        }
        indices.sort_unstable();
        assert_eq!(indices, (before..before + WRITERS * EACH).collect::<Vec<_>>());
        assert_eq!(size(scene).await?, before + WRITERS * EACH);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_windows_that_answer_at_once_one_wins() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let sent = scene.issue(&project).await?;
        let identified = scene.identify(&sent).await?;
        let mut windows = tokio::task::JoinSet::new();
        for seed in 0..2 {
            let (db, firm, clock, sent, by) =
                (scene.db.clone(), scene.firm, scene.clock.clone(), sent.clone(), identified.clone());
            windows.spawn(async move {
                let mut tx = db.append(firm, &clock).await?;
                let state = log::notice_state(&mut tx, firm, sent.notice).await?;
                let by = By { link: by.link, code: by.code, now: tx.now() };
                let today = "2026-03-02".parse().expect("a date");
                let refused = match notice::answer(&state, by, declines(&sent), today) {
                    Err(refusals) => Some(refusals[0].why),
                    Ok(event) => {
                        let actor = Actor::Contact(sent.recipients[0].contact);
                        tx.push(actor, event, &mut StdRng::seed_from_u64(seed)).await?;
                        tx.commit().await?;
                        None
                    }
                };
                Ok::<_, Error>(refused)
            });
        }
        let mut outcomes = Vec::new();
        while let Some(outcome) = windows.join_next().await {
            outcomes.push(outcome??);
        }
        outcomes.sort_by_key(Option::is_some);
        assert_eq!(outcomes, [None, Some(Why::AlreadyAnswered)]);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_clock_set_back_is_refused_and_a_small_skew_is_not() -> Result<()> {
    both(async |scene| {
        scene.project().await?;
        let (before, last) = (size(scene).await?, scene.clock.now());
        scene.clock.advance(-60 * 60 * 1000);
        let refused = scene.db.append(scene.firm, &scene.clock).await;
        assert!(matches!(refused, Err(Error::ClockBehind { by_ms: 3_600_000 })), "{refused:?}");
        assert_eq!(size(scene).await?, before);

        scene.clock.set(last.plus_millis(-log::MAX_SKEW));
        let event = scene::member(scene.owner, "Anne Le Gall", Role::Owner);
        let mut tx = scene.append().await?;
        assert_eq!(tx.now(), last, "an entry is never earlier than the one before");
        tx.push(Actor::Member(scene.owner), event, &mut scene.rng).await?;
        tx.commit().await?;
        assert_eq!(size(scene).await?, before + 1);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_form_sent_twice_is_recorded_once() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let before = size(scene).await?;
        for _ in 0..2 {
            let (need, mut tx) = (scene.id(), scene.append().await?);
            if let Some(result) = tx.answered("form-1").await? {
                assert_eq!(result, "/projects/1");
                continue;
            }
            let event = NeedRecorded { need, project: project.project, text: "Reprise".into(), answer: "".into() };
            tx.push(Actor::Member(scene.owner), event, &mut scene.rng).await?;
            tx.answer("form-1", "/projects/1").await?;
            tx.commit().await?;
        }
        assert_eq!(size(scene).await?, before + 1);
        // Two at once: the second runs into the key, and its whole append goes.
        let mut tx = scene.append().await?;
        let again = tx.answer("form-1", "/elsewhere").await;
        assert!(again.is_err_and(|error| error.is_duplicate()));
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_append_that_is_dropped_leaves_nothing() -> Result<()> {
    both(async |scene| {
        let before = size(scene).await?;
        let mut tx = scene.append().await?;
        let event = scene::member(scene.owner, "Somebody Else", Role::Reader);
        tx.push(Actor::Member(scene.owner), event, &mut scene.rng).await?;
        drop(tx);
        assert_eq!(size(scene).await?, before);
        let mut tx = scene.db.read().await?;
        let member = tx.one("SELECT name FROM member WHERE firm = $1", args![scene.firm]).await?;
        assert_eq!(member.get::<String>("name")?, "Anne Le Gall");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_event_about_nothing_is_refused_whole() -> Result<()> {
    both(async |scene| {
        let before = size(scene).await?;
        let (question, notice) = (scene.id(), scene.id());
        let member = Person { member: scene.owner, name: "Anne Le Gall".into() };
        let event = QuestionAnswered { question, notice, member, text: "?".into() };
        let mut tx = scene.append().await?;
        let refused = tx.push(Actor::Member(scene.owner), event, &mut scene.rng).await;
        assert!(matches!(refused, Err(Error::Damaged(_))), "{refused:?}");
        drop(tx);
        assert_eq!(size(scene).await?, before);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn checkpoints_follow_the_log_and_never_a_rewritten_one() -> Result<()> {
    both(async |scene| {
        let first = checkpoint::current(&scene.db, &scene.vault, scene.firm, &scene.clock).await?;
        assert_eq!(first.size, size(scene).await?);
        let again = checkpoint::current(&scene.db, &scene.vault, scene.firm, &scene.clock).await?;
        assert_eq!(first, again);
        scene.project().await?;
        assert_eq!(checkpoint::sign_all(&scene.db, &scene.vault, &scene.clock).await?, 1);
        assert_eq!(checkpoint::sign_all(&scene.db, &scene.vault, &scene.clock).await?, 0);
        let newest = checkpoint::newest(&mut scene.db.read().await?, scene.firm).await?.expect("signed");
        assert_eq!(newest.size, size(scene).await?);

        // A log whose frontier was swapped for another of a greater size: signing it would sign a fork.
        let mut other = ledger::Frontier::new();
        for leaf in 0..newest.size + 3 {
            other.append(ledger::sha256(&leaf.to_be_bytes()))?;
        }
        let frontier = "UPDATE log_head SET size = $2, frontier = $3 WHERE firm = $1";
        let honest: Vec<u8> = {
            let mut tx = scene.db.write().await?;
            let honest = tx.one("SELECT frontier FROM log_head WHERE firm = $1", args![scene.firm]).await?;
            tx.run(frontier, args![scene.firm, other.size(), other.to_bytes()]).await?;
            tx.commit().await?;
            honest.get("frontier")?
        };
        let forked = checkpoint::current(&scene.db, &scene.vault, scene.firm, &scene.clock).await;
        assert!(matches!(forked, Err(Error::Damaged(_))), "{forked:?}");

        let mut tx = scene.db.write().await?;
        unlock(&mut tx).await?;
        tx.run(frontier, args![scene.firm, newest.size, honest]).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// Lets the log's head go back, which its trigger forbids.
async fn unlock(tx: &mut server::store::Tx) -> Result<()> {
    let sql =
        if tx.is_postgres() { "ALTER TABLE log_head DISABLE TRIGGER USER" } else { "DROP TRIGGER log_only_grows" };
    tx.run(sql, args![]).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_database_itself_refuses_to_change_evidence() -> Result<()> {
    both(async |scene| {
        scene.project().await?;
        checkpoint::current(&scene.db, &scene.vault, scene.firm, &scene.clock).await?;
        for sql in [
            "UPDATE entry SET header = salt WHERE idx = 1",
            "UPDATE entry SET payload = salt WHERE idx = 1",
            "UPDATE entry SET subject = 'notice:0' WHERE idx = 1",
            "DELETE FROM entry WHERE idx = 1",
            "UPDATE log_node SET hash = hash WHERE level = 0",
            "DELETE FROM log_node WHERE level = 0",
            "UPDATE checkpoint SET note = ''",
            "DELETE FROM checkpoint",
            "UPDATE log_head SET size = size - 1",
        ] {
            let refused = scene.db.write().await?.run(sql, args![]).await;
            assert!(refused.is_err(), "{sql}");
        }
        // Erasing a payload with its salt is the one change allowed (GDPR art. 17); halves of it are not.
        assert!(scene.db.write().await?.run("UPDATE entry SET salt = NULL WHERE idx = 1", args![]).await.is_err());
        // Not committed: an entry must say by whom and why (tests/store/erasure.rs).
        let erase = "UPDATE entry SET salt = NULL, payload = NULL WHERE idx = 1";
        assert_eq!(scene.db.write().await?.run(erase, args![]).await?, 1);
        Ok(())
    })
    .await
}

async fn size(scene: &Scene) -> Result<u64> {
    let mut tx = scene.db.read().await?;
    Ok(tx.one("SELECT size FROM log_head WHERE firm = $1", args![scene.firm]).await?.get("size")?)
}
