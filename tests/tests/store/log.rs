//! Appending: one state, one winner, no way back.

use anyhow::Result;
use ledger::Time;
use ledger::evidence::{self, Verdict};
use server::args;
use server::store::evidence as store_evidence;
use tests::scene::both;

#[tokio::test]
async fn a_notice_is_issued_answered_and_proven() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let sent = scene.issue(&project).await?;
        scene.answer(&sent).await?;

        let mut tx = scene.db.read().await?;
        let row = tx.one("SELECT answered, entry, answer_entry FROM notice WHERE firm = $1", args![scene.firm]).await?;
        assert_eq!(row.get::<Time>("answered")?, scene.clock.now());
        assert_eq!(row.get::<i64>("entry")?, row.get::<i64>("answer_entry")?);
        let vkey: String = tx.one("SELECT vkey FROM firm WHERE firm = $1", args![scene.firm]).await?.get("vkey")?;
        drop(tx);

        let file = store_evidence::of_notice(&scene.db, &scene.vault, scene.firm, sent.notice, &scene.clock).await?;
        assert_eq!(file.entries.len(), 7, "founded, issued, two links, code asked, code typed, answered");
        let report = evidence::verify(&file.to_bytes()?, Some(&vkey));
        assert_eq!(report.verdict, Verdict::Intact, "{report:?}");
        let file =
            store_evidence::of_project(&scene.db, &scene.vault, scene.firm, project.project, &scene.clock).await?;
        assert_eq!(file.entries.len(), 12, "and client, two contacts, project and need");
        Ok(())
    })
    .await
}
