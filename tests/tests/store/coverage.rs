//! The table of each project's coverage: written with the entries, right on any day, compared by the oracle.

use anyhow::Result;
use ledger::Id;
use ledger::event::*;
use server::args;
use server::store::verify::{self, Fault};
use server::store::{coverage, jobs};
use tests::scene::{Scene, both, contact};

async fn open(scene: &Scene, project: Id) -> Result<u64> {
    let mut tx = scene.db.read().await?;
    let sql = "SELECT open FROM coverage WHERE firm = $1 AND project = $2";
    Ok(tx.one(sql, args![scene.firm, project]).await?.get("open")?)
}

fn by(scene: &Scene) -> Person {
    Person { member: scene.owner, name: "Anne Le Gall".into() }
}

fn not_applicable(scene: &Scene, project: Id, topic: &str) -> Event {
    let (topic, title, reason) = (topic.to_owned(), topic.to_owned(), "Hors sujet".to_owned());
    TopicNotApplicable { project, topic, title, reason, by: by(scene) }.into()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_entry_changes_the_row_of_its_project_only() -> Result<()> {
    both(async |scene| {
        let (one, other) = (scene.project().await?.project, scene.project().await?.project);
        let before = open(scene, one).await?;
        assert_eq!(before, open(scene, other).await?);
        scene.record([not_applicable(scene, one, "BCK-01"), not_applicable(scene, one, "BCK-03")]).await?;
        assert_eq!((open(scene, one).await?, open(scene, other).await?), (before - 2, before));
        // Of the client's people: a new signatory raises again what was warned of, in this client's projects.
        let project = scene.project().await?;
        let notice = scene.issue(&project).await?;
        let opened = ContactIdentified {
            code: scene.id(),
            notice: notice.notice,
            contact: notice.recipients[0].contact,
            to: "direction@portes.example".into(),
            wrong_tries: 0,
            device: Device::default(),
        };
        scene.record([opened.into()]).await?;
        let today = "2026-03-02".parse()?;
        assert!(coverage::raised(&mut scene.db.read().await?, scene.firm, today, 10).await?.is_empty());
        let new = scene.id();
        scene.record([contact(project.client, new, "Noé Riou", "noe@portes.example").into()]).await?;
        let raised = coverage::raised(&mut scene.db.read().await?, scene.firm, today, 10).await?;
        assert_eq!(raised.iter().map(|raised| raised.project).collect::<Vec<_>>(), [project.project]);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_was_written_past_the_log_is_found_and_set_right() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?.project;
        let mut tx = scene.db.write().await?;
        tx.run("UPDATE coverage SET open = 0, families = '[]' WHERE project = $1", args![project]).await?;
        tx.commit().await?;
        let report = verify::database(&scene.db, None).await?;
        let key = project.to_string();
        let bad = |column: &str| Fault::BadRow { table: "coverage".into(), key: key.clone(), column: column.into() };
        assert_eq!(report.faults().cloned().collect::<Vec<_>>(), [bad("open"), bad("families")]);
        // As the daily job does.
        let mut tx = scene.db.write().await?;
        tx.run("DELETE FROM coverage WHERE project = $1", args![project]).await?;
        tx.commit().await?;
        let mut log = scene.append().await?;
        log.cover(&[project]).await?;
        log.commit().await?;
        assert!(open(scene, project).await? > 20);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_rule_switched_off_leaves_a_job_for_all_projects() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?.project;
        let before = open(scene, project).await?;
        let off = RuleSwitched { rule: "SRV/BCK-01".into(), on: false, reason: "Aucun".into(), by: by(scene) };
        scene.record([off.into()]).await?;
        let mut tx = scene.db.read().await?;
        let basis = coverage::basis(&mut tx, scene.firm).await?;
        assert_eq!(coverage::waiting(&mut tx, scene.firm, &basis).await?, 1, "until the job is done");
        drop(tx);
        let mut done = 0;
        while let Some(job) = jobs::lease(&scene.db, scene.clock.now()).await? {
            if job.kind == coverage::JOB {
                let mut log = scene.append().await?;
                log.cover(&[project]).await?;
                log.commit().await?;
                done += 1;
            }
            let mut tx = scene.db.write().await?;
            jobs::done(&mut tx, &job, scene.clock.now()).await?;
            tx.commit().await?;
        }
        assert_eq!(done, 1);
        assert_eq!(open(scene, project).await?, before - 1);
        Ok(())
    })
    .await
}
