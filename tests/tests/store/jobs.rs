//! Jobs: at least once, by one worker at a time.

use anyhow::Result;
use ledger::Time;
use server::args;
use server::store::jobs::{self, Job, LEASE};
use tests::scene::{Scene, both};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_job_is_tried_again_until_it_is_done() -> Result<()> {
    both(async |scene| {
        let now = scene.clock.now();
        add(scene, "a", now.plus_millis(1000)).await?;
        add(scene, "a", now).await?;
        assert!(jobs::lease(&scene.db, now).await?.is_none(), "not due yet; the second asking changed nothing");
        let now = now.plus_millis(1000);
        let job = jobs::lease(&scene.db, now).await?.expect("due");
        assert_eq!((job.key.as_str(), job.payload.as_slice(), job.attempt), ("a", b"sealed".as_slice(), 1));
        assert!(jobs::lease(&scene.db, now).await?.is_none(), "under lease");

        // The worker hands it back; then one dies with it.
        let mut tx = scene.db.write().await?;
        assert!(jobs::again(&mut tx, &job, Some("down"), now.plus_millis(5000)).await?);
        tx.commit().await?;
        assert!(jobs::lease(&scene.db, now.plus_millis(4999)).await?.is_none());
        let dead = jobs::lease(&scene.db, now.plus_millis(5000)).await?.expect("due again");
        assert_eq!(dead.attempt, 2);
        let late = now.plus_millis(5000 + LEASE);
        assert!(jobs::lease(&scene.db, late.plus_millis(-1)).await?.is_none());
        let job = jobs::lease(&scene.db, late).await?.expect("the lease lapsed");

        let mut tx = scene.db.write().await?;
        assert!(!jobs::done(&mut tx, &dead, late).await?, "whoever lost the lease cannot end the job");
        assert!(jobs::done(&mut tx, &job, late).await?);
        assert!(!jobs::again(&mut tx, &job, None, late).await?, "it is over");
        tx.commit().await?;
        let mut tx = scene.db.read().await?;
        let row = tx.one("SELECT state, payload, last_error, attempts FROM job", args![]).await?;
        assert_eq!(row.get::<String>("state")?, "done");
        assert_eq!(row.get::<Vec<u8>>("payload")?, b"", "what it held is gone");
        assert_eq!(row.get::<String>("last_error")?, "down");
        assert_eq!(row.get::<i64>("attempts")?, 3);
        drop(tx);

        add(scene, "a", late).await?;
        assert!(jobs::lease(&scene.db, late).await?.is_none(), "the same work is not done twice");
        let month = late.plus_millis(31 * 24 * 60 * 60 * 1000);
        assert_eq!(jobs::sweep(&scene.db, late).await?, 0);
        assert_eq!(jobs::sweep(&scene.db, month).await?, 1);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_job_of_an_append_that_is_dropped_does_not_exist() -> Result<()> {
    both(async |scene| {
        let mut tx = scene.append().await?;
        let now = tx.now();
        jobs::add(&mut tx, scene.firm, "mail", "a", b"", now, now).await?;
        drop(tx);
        assert!(jobs::lease(&scene.db, now).await?.is_none());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn workers_of_two_servers_never_have_one_job() -> Result<()> {
    const JOBS: usize = 40;
    both(async |scene| {
        let now = scene.clock.now();
        for n in 0..JOBS {
            add(scene, &n.to_string(), now).await?;
        }
        let mut workers = tokio::task::JoinSet::new();
        for n in 0..4 {
            let db = if n % 2 == 0 { scene.db.clone() } else { server::store::Db::open(&scene.url).await? };
            workers.spawn(async move {
                let mut leased = Vec::new();
                while let Some(Job { key, .. }) = jobs::lease(&db, now).await? {
                    leased.push(key);
                }
                Ok::<_, server::store::Error>(leased)
            });
        }
        let mut leased = Vec::new();
        while let Some(keys) = workers.join_next().await {
            leased.extend(keys??);
        }
        assert_eq!(leased.len(), JOBS);
        leased.sort();
        leased.dedup();
        assert_eq!(leased.len(), JOBS);
        Ok(())
    })
    .await
}

async fn add(scene: &Scene, key: &str, run_at: Time) -> Result<()> {
    let mut tx = scene.db.write().await?;
    jobs::add(&mut tx, scene.firm, "mail", key, b"sealed", scene.clock.now(), run_at).await?;
    Ok(tx.commit().await?)
}
