//! Reading: lists page by page, connections that are given out again, and what says that a notice changed.

use anyhow::Result;
use ledger::event::{ClientRecorded, Event, QuestionAsked};
use ledger::{Lang, sha256};
use server::args;
use server::store::log::{self, Version};
use server::store::{Db, Error, PER_PAGE, Paging, Tx, clients, codes, notices};
use tests::scene::{self, both};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_list_is_counted_only_when_it_is_longer_than_a_page() -> Result<()> {
    both(async |scene| {
        let mut client = |number: u64| -> Event {
            let party = scene::party(&format!("Client {number:03}"), "");
            ClientRecorded { client: scene.id(), party, lang: Lang::Fr }.into()
        };
        let (page_full, one_more): (Vec<Event>, Event) = ((0..PER_PAGE).map(&mut client).collect(), client(PER_PAGE));
        scene.record(page_full).await?;
        let (firm, only) = (scene.firm, Paging { page: 1, pages: 1 });
        for asked in ["", "1", "2"] {
            let (rows, paging) = clients::list(&mut scene.db.read().await?, firm, asked).await?;
            assert_eq!((rows.len() as u64, paging), (PER_PAGE, only), "{asked}");
        }
        scene.record([one_more]).await?;
        for (asked, page, rows_of_page) in [("", 1, PER_PAGE), ("0", 1, PER_PAGE), ("2", 2, 1), ("9", 2, 1)] {
            let (rows, paging) = clients::list(&mut scene.db.read().await?, firm, asked).await?;
            assert_eq!((rows.len() as u64, paging), (rows_of_page, Paging { page, pages: 2 }), "{asked}");
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_link_tells_that_something_was_added_or_erased() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let notice = scene.issue(&project).await?;
        let state = log::notice_state(&mut scene.db.read().await?, scene.firm, notice.notice).await?;
        let (link, token) = (state.links[0].link, sha256(b"token"));
        let mut tx = scene.db.write().await?;
        notices::add_token(&mut tx, scene.firm, link, token, vec![]).await?;
        tx.commit().await?;
        let issued = codes::link(&mut scene.db.read().await?, &token).await?.version;
        assert_eq!(issued, codes::link(&mut scene.db.read().await?, &token).await?.version, "nothing happened");

        let (question, contact) = (scene.id(), notice.recipients[0].contact);
        let asked = QuestionAsked { question, notice: notice.notice, contact, warning: None, text: "Et ?".into() };
        scene.record([asked.into()]).await?;
        let Version { newest, bytes } = codes::link(&mut scene.db.read().await?, &token).await?.version;
        assert!(newest > issued.newest && bytes > issued.bytes);

        // Dropped without a commit: the oracle reads the scene afterwards.
        let mut tx = scene.db.write().await?;
        let sql = "UPDATE entry SET salt = NULL, payload = NULL WHERE firm = $1 AND idx = $2";
        tx.run(sql, args![scene.firm, newest]).await?;
        assert_eq!(codes::link(&mut tx, &token).await?.version, Version { newest, bytes: issued.bytes });
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn readers_wait_their_turn_and_a_snapshot_stays() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let db = Db::open(&folder.path().join("acte.db").display().to_string()).await?;
    let many = (0..100).map(|_| {
        let db = db.clone();
        tokio::spawn(async move { db.ping().await })
    });
    for done in many.collect::<Vec<_>>() {
        done.await??;
    }

    let all = server::store::MIGRATIONS.len() as u64;
    let mut before = db.snapshot().await?;
    assert_eq!(migrations(&mut before).await?, all);
    let mut tx = db.write().await?;
    tx.run("INSERT INTO migration (number, name, sha256) VALUES (9999, '9999_later', '')", args![]).await?;
    tx.commit().await?;
    assert_eq!(migrations(&mut before).await?, all, "the moment of the snapshot");
    drop(before);
    assert_eq!(migrations(&mut db.read().await?).await?, all + 1, "no reader stays in the past");

    db.close().await;
    assert!(matches!(db.read().await, Err(Error::Sql(_))));
    Ok(())
}

async fn migrations(tx: &mut Tx) -> Result<u64, Error> {
    tx.one("SELECT COUNT(*) AS n FROM migration", args![]).await?.get("n")
}
