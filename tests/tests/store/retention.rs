//! A project is destroyed: nothing of it is in any table, the log holds, and what was handed out before verifies as it did.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use ledger::event::*;
use ledger::evidence::{self as check, Disclosure, Reader};
use ledger::{Actor, Evidence, Id, Time, VerifyingKey, retention as rules};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use server::args;
use server::clock::Clock;
use server::store::db::built;
use server::store::evidence::{self, About};
use server::store::verify::{self, Fault};
use server::store::{Append, Db, Error, Firm, log, retention};
use tests::scene::{MORNING, Scene, both, id};

/// In no other text of the scene.
const SECRET: &str = "Monsieur Quidamovitch a refusé le devis";

/// What will be recorded of the destruction of `project`.
pub async fn order(log: &mut Append, project: Id, with_client: bool, document: Id) -> Result<ProjectDestroyed> {
    let firm = log.firm();
    let zone = jiff::tz::TimeZone::UTC;
    let all = retention::projects(log, firm, None, &zone).await?;
    let listed = all.into_iter().find(|listed| listed.of.project == project).context("the project")?;
    let subjects = retention::subjects(log, firm, &listed.of, with_client).await?;
    let entries = retention::entries(log, firm, &subjects).await?;
    Ok(ProjectDestroyed {
        project,
        client: listed.of.client,
        reference: listed.reference,
        client_name: listed.client,
        lang: listed.lang,
        with_client,
        entries: rules::stretches(entries.iter().map(|entry| entry.index)),
        count: entries.len() as u64,
        from: entries[0].time,
        to: entries[entries.len() - 1].time,
        files: vec![],
        bytes: 0,
        years: 6,
        ended: "2026-03-02".parse()?,
        kept_until: "2032-03-02".parse()?,
        note: "registre n° 12".into(),
        by: Person { member: document, name: "Anne Le Gall".into() },
        document,
    })
}

/// Destroys it and returns the index of what says so.
pub async fn destroy(scene: &mut Scene, project: Id, with_client: bool) -> Result<u64> {
    scene.clock.advance(1000);
    let (document, owner) = (scene.id(), scene.owner);
    let mut log = scene.append().await?;
    let order = order(&mut log, project, with_client, document).await?;
    let index = log.destroy(Actor::Member(owner), order, &mut scene.rng).await?;
    log.commit().await?;
    Ok(index)
}

/// The rules set, and a project destroyed with its client.
pub async fn set_and_destroyed(scene: &mut Scene) -> Result<()> {
    let by = Person { member: scene.owner, name: "Anne Le Gall".into() };
    let years = Retention { projects: 10, ..Retention::default() };
    scene.record([RetentionSet { years: years.clone(), by, reason: "Garantie".into() }.into()]).await?;
    assert_eq!(retention::years(&mut scene.db.read().await?, scene.firm).await?, years);
    let project = scene.project().await?.project;
    destroy(scene, project, true).await?;
    let (_, event) = retention::destruction(&mut scene.db.read().await?, scene.firm, project).await?;
    assert_eq!(event.client_name, "Portes & Portails SAS");
    Ok(())
}

/// A project with a bit of everything: a notice that was answered, a question that was erased, a hold that was released, a reader outside.
async fn lived(scene: &mut Scene) -> Result<(ProjectRecorded, Notice)> {
    let project = scene.project().await?;
    super::access::granted(scene, &project).await?;
    let notice = scene.issue(&project).await?;
    scene.answer(&notice).await?;
    let (question, contact) = (scene.id(), notice.recipients[0].contact);
    scene
        .record([QuestionAsked { question, notice: notice.notice, contact, warning: None, text: SECRET.into() }.into()])
        .await?;
    let entry = log::size(&mut scene.db.read().await?, scene.firm).await? - 1;
    super::erasure::erase(scene, &format!("notice:{}", notice.notice), entry).await?.expect("it may be erased");
    let by = Person { member: scene.owner, name: "Anne Le Gall".into() };
    let (hold, about) = (scene.id(), format!("project:{}", project.project));
    let placed = HoldPlaced {
        hold,
        about: about.clone(),
        reason: "Assignation".into(),
        reference: String::new(),
        by: by.clone(),
    };
    let released = HoldReleased { hold, about, reason: "Jugée".into(), by: by.clone() };
    let closed = MilestoneReached {
        project: project.project,
        milestone: Milestone::Closed,
        open: vec![],
        unanswered: vec![],
        contested: None,
        reason: SECRET.into(),
        by,
    };
    scene.record([placed.into(), released.into(), closed.into()]).await?;
    Ok((project, notice))
}

async fn count(scene: &Scene, sql: String) -> Result<u64> {
    Ok(scene.db.read().await?.one(built(sql), args![]).await?.get("n")?)
}

async fn evidence(scene: &Scene, about: About) -> Result<Vec<u8>> {
    let made = evidence::of(&scene.db, &scene.vault, scene.firm, about, &scene.clock).await?;
    Ok(made.to_bytes()?)
}

fn report(bytes: &[u8]) -> ledger::Report {
    let report = check::verify(bytes, Reader::stranger(Time(i64::MAX)));
    assert!(report.entries.iter().all(|entry| entry.faults.is_empty()));
    report
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn nothing_of_a_destroyed_project_is_left_but_its_places() -> Result<()> {
    both(async |scene| {
        let (project, notice) = lived(scene).await?;
        let (other, other_notice) = lived(scene).await?;
        let before = evidence(scene, About::Project(project.project)).await?;
        let entries = count(scene, "SELECT COUNT(*) AS n FROM entry WHERE payload IS NULL".into()).await?;
        assert_eq!(entries, 2, "one question of each");
        let index = destroy(scene, project.project, false).await?;

        // The rows are gone, those of the other project are not.
        for table in ["notice", "need", "paper", "promise", "project", "coverage"] {
            let (gone, there) = (project.project, other.project);
            let of = |project: Id| format!("SELECT COUNT(*) AS n FROM {table} WHERE project = '{project}'");
            assert_eq!(count(scene, of(gone)).await?, 0, "{table}");
            if ["notice", "need", "project"].contains(&table) {
                assert!(count(scene, of(there)).await? > 0, "{table}");
            }
        }
        for table in
            ["notice_warning", "notice_recipient", "link", "delivery", "answer", "question", "proposal", "code"]
        {
            let of = |notice: Id| format!("SELECT COUNT(*) AS n FROM {table} WHERE notice = '{notice}'");
            assert_eq!(count(scene, of(notice.notice)).await?, 0, "{table}");
        }
        assert!(
            count(scene, format!("SELECT COUNT(*) AS n FROM answer WHERE notice = '{}'", other_notice.notice)).await?
                > 0
        );
        // The client is another project's to keep or this firm's.
        assert_eq!(
            count(scene, format!("SELECT COUNT(*) AS n FROM client WHERE client = '{}'", project.client)).await?,
            1
        );

        // Only the holds are left with their text, and the entry that says so.
        let mut tx = scene.db.read().await?;
        let sql = "SELECT kind FROM entry WHERE payload IS NOT NULL AND subject IN ($1, $2) ORDER BY idx";
        let (about, of_notice) = (format!("project:{}", project.project), format!("notice:{}", notice.notice));
        let rows = tx.all(sql, args![about.as_str(), of_notice.as_str()]).await?;
        let kinds: Vec<String> = rows.iter().map(|row| row.get("kind")).collect::<Result<_, Error>>()?;
        assert_eq!(kinds, ["hold.placed", "hold.released", "project.destroyed"]);
        assert!(matches!(log::notice_state(&mut tx, scene.firm, notice.notice).await, Err(Error::Missing)));
        let (said, event) = retention::destruction(&mut tx, scene.firm, project.project).await?;
        assert_eq!(said.index, index);
        drop(tx);

        // What was handed out before shows all of it, and verifies; what is made now shows the places and who answers for them.
        let then = report(&before);
        assert_eq!(then.counts.erased, 1);
        let now = evidence(scene, About::Destroyed(project.project)).await?;
        let told = report(&now);
        assert_eq!(told.counts.erased, event.count);
        for entry in told.entries.iter().filter(|entry| entry.state == Disclosure::Erased) {
            let erased = entry.erased.as_ref().context("somebody answers for it")?;
            assert_eq!((erased.ground, erased.note.as_str()), (Ground::Retention, "registre n° 12"));
        }
        let text = String::from_utf8(now)?;
        assert!(!text.contains("Quidamovitch") && !text.contains(&project.title));
        let alone = Evidence::from_bytes(&evidence(scene, About::Destruction(project.project)).await?)?;
        assert!(alone.vkey.parse::<VerifyingKey>().is_ok());

        let found = verify::database(&scene.db, None).await?;
        assert!(found.is_sound(), "{found}");
        assert_eq!(found.firms[0].erased, event.count + 1);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_goes_with_its_last_project() -> Result<()> {
    both(async |scene| {
        let (project, _) = lived(scene).await?;
        destroy(scene, project.project, true).await?;
        for table in ["client", "contact", "project", "notice", "record"] {
            let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE client = '{}'", project.client);
            // The record of the destruction itself is found by the client's name.
            assert_eq!(count(scene, sql).await?, u64::from(table == "record"), "{table}");
        }
        let found = verify::database(&scene.db, None).await?;
        assert!(found.is_sound(), "{found}");
        // Its grants, its holds and the firm go on.
        assert_eq!(count(scene, "SELECT COUNT(*) AS n FROM hold".into()).await?, 1);
        scene.project().await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_named_and_there_or_gone_and_not_named_is_found() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = folder.path().join("acte.db").display().to_string();
    let mut scene = Scene::open(url, tempfile::tempdir()?).await?;
    let (project, _) = lived(&mut scene).await?;
    let mut tx = scene.db.read().await?;
    let about = format!("project:{}", project.project);
    let kept = log::about(&mut tx, scene.firm, &about).await?.swap_remove(0);
    drop(tx);
    let index = destroy(&mut scene, project.project, false).await?;
    let faults = async |scene: &Scene| -> Result<Vec<Fault>> {
        Ok(verify::database(&scene.db, None).await?.faults().cloned().collect())
    };
    assert!(faults(&scene).await?.is_empty());
    // A payload put back, as from a copy.
    let mut tx = scene.db.write().await?;
    tx.run("DROP TRIGGER entry_is_immutable", args![]).await?;
    let salt = kept.entry.salt.as_ref().context("a salt")?.0.to_vec();
    let sql = "UPDATE entry SET salt = $1, payload = $2 WHERE idx = $3";
    tx.run(sql, args![salt, kept.entry.payload.clone(), kept.index]).await?;
    tx.commit().await?;
    assert_eq!(faults(&scene).await?, [Fault::NotErased { index: kept.index }]);
    // One more gone than is named.
    let mut tx = scene.db.write().await?;
    tx.run("UPDATE entry SET salt = NULL, payload = NULL WHERE idx = $1", args![kept.index]).await?;
    tx.run("UPDATE entry SET salt = NULL, payload = NULL WHERE kind = 'hold.placed'", args![]).await?;
    tx.commit().await?;
    let found = faults(&scene).await?;
    assert!(matches!(found[0], Fault::UnexplainedErasure { index: gone } if gone < index), "{found:?}");
    // Of what is not there yet nothing can be destroyed.
    let mut log = scene.append().await?;
    let (said, mut event) = retention::destruction(&mut log, scene.firm, project.project).await?;
    event.entries = vec![[0, said.index + 5]];
    let refused = log.destroy(Actor::Member(scene.owner), event, &mut scene.rng).await;
    assert!(matches!(refused, Err(Error::Damaged(_))));
    Ok(())
}

const URL: &str = "ACTE_TEST_DESTROY_URL";
const FIRM: &str = "ACTE_TEST_DESTROY_FIRM";
const PROJECTS: u64 = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_killed_server_leaves_each_project_whole_or_destroyed() -> Result<()> {
    both(async |scene| {
        for _ in 0..PROJECTS {
            lived(scene).await?;
        }
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--exact", "retention::destroys_until_it_is_killed", "--ignored", "--nocapture"])
            .env(URL, &scene.url)
            .env(FIRM, scene.firm.0.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("stdout")?).lines().map_while(Result::ok);
        let durable = |line: &String| line.starts_with("durable ");
        lines.find(durable).context("it never got to work")?;
        tokio::time::sleep(Duration::from_micros(scene.rng.random_range(500..30_000))).await;
        child.kill()?;
        child.wait()?;
        let acknowledged = 1 + lines.filter(durable).count() as u64;

        let found = verify::database(&scene.db, None).await?;
        assert!(found.is_sound(), "{found}");
        let destroyed = count(scene, "SELECT COUNT(*) AS n FROM destroyed".into()).await?;
        let left = count(scene, "SELECT COUNT(*) AS n FROM project".into()).await?;
        assert!(destroyed >= acknowledged, "{destroyed} destroyed, though {acknowledged} were acknowledged");
        assert_eq!(destroyed + left, PROJECTS);
        println!("{destroyed} destroyed, {acknowledged} acknowledged");
        Ok(())
    })
    .await
}

/// The server of the test above, in a process of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "started by a_killed_server_leaves_each_project_whole_or_destroyed, which kills it"]
async fn destroys_until_it_is_killed() -> Result<()> {
    let (Ok(url), Ok(firm)) = (std::env::var(URL), std::env::var(FIRM)) else { return Ok(()) };
    let (db, firm) = (Db::open(&url).await?, Firm(firm.parse::<Id>()?));
    let clock = Clock::fixed(MORNING);
    clock.advance(400 * tests::scene::DAY);
    let mut rng = StdRng::seed_from_u64(u64::from(std::process::id()));
    let rows = db.read().await?.all("SELECT project FROM project", args![]).await?;
    for row in &rows {
        let mut log = db.append(firm, &clock).await?;
        let order = order(&mut log, row.get("project")?, true, id(&mut rng)).await?;
        let index = log.destroy(Actor::System, order, &mut rng).await?;
        log.commit().await?;
        println!("durable {index}");
    }
    Ok(())
}
