//! A payload is erased: the log holds, the tables are those of a replay, and the text is nowhere.

use anyhow::{Context, Result};
use ledger::erasure::{self, Erase};
use ledger::event::*;
use ledger::notice::Why;
use ledger::{Actor, Id, erasure as rules};
use server::args;
use server::search::query::Query;
use server::store::search::{self, Asked, Filter, Sort};
use server::store::verify::{self, Fault};
use server::store::{Error, log};
use tests::scene::{Scene, both, contact};

const SECRET: &str = "Monsieur Quidamovitch est malade depuis le 3 mars";

/// Erases the entry as the page does, and returns the index of what says so.
pub async fn erase(scene: &mut Scene, subject: &str, entry: u64) -> Result<Result<u64, Why>> {
    scene.clock.advance(1000);
    let mut tx = scene.append().await?;
    let stored = log::about(&mut tx, scene.firm, subject).await?;
    let entries = stored.iter().map(|stored| Ok((stored.index, stored.time, stored.event()?)));
    let entries: Vec<rules::Stored> = entries.collect::<Result<_>>()?;
    let by = Person { member: scene.owner, name: "Anne Le Gall".into() };
    let command = Erase { entry, ground: Ground::Mistake, note: "registre n° 4".into(), by };
    match erasure::erase(subject, &entries, command, false, tx.now()) {
        Err(refusals) => Ok(Err(refusals[0].why)),
        Ok(erased) => {
            let index = tx.erase(Actor::Member(scene.owner), erased, &mut scene.rng).await?;
            tx.commit().await?;
            Ok(Ok(index))
        }
    }
}

/// How many records the search finds.
async fn found(scene: &Scene, typed: &str) -> Result<usize> {
    let query = Query::parse(typed).expect("it is taken");
    let asked = Asked { firm: scene.firm, query: &query, filter: &Filter::default(), stamped: 0 };
    Ok(search::find(&mut scene.db.read().await?, &asked, Sort::Newest, None, 100).await?.len())
}

async fn newest(scene: &Scene) -> Result<u64> {
    Ok(log::size(&mut scene.db.read().await?, scene.firm).await? - 1)
}

async fn sound(scene: &Scene, erased: u64) -> Result<()> {
    let report = verify::database(&scene.db, None).await?;
    assert!(report.is_sound(), "{:?}", report.firms[0].faults);
    assert_eq!(report.firms[0].erased, erased);
    assert!(report.firms[0].rows > 20, "the tables were compared");
    Ok(())
}

async fn asked(scene: &mut Scene, notice: Id, contact: Id) -> Result<(Id, u64)> {
    let question = scene.id();
    scene.record([QuestionAsked { question, notice, contact, warning: None, text: SECRET.into() }.into()]).await?;
    Ok((question, newest(scene).await?))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn of_an_erased_question_the_place_and_the_answer_remain() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let notice = scene.issue(&project).await?;
        let (question, entry) = asked(scene, notice.notice, notice.recipients[0].contact).await?;
        let member = Person { member: scene.owner, name: "Anne Le Gall".into() };
        let text = "C’est noté.".to_owned();
        scene.record([QuestionAnswered { question, notice: notice.notice, member, text }.into()]).await?;
        let subject = format!("notice:{}", notice.notice);
        let index = erase(scene, &subject, entry).await?.expect("a question may be erased");

        let mut tx = scene.db.read().await?;
        let row = tx.one("SELECT text, reply FROM question WHERE question = $1", args![question]).await?;
        assert_eq!(
            (row.get::<String>("text")?.as_str(), row.get::<String>("reply")?.as_str()),
            (ERASED, "C’est noté.")
        );
        let state = log::notice_state(&mut tx, scene.firm, notice.notice).await?;
        assert_eq!((state.questions.len(), state.questions[0].asked.text.as_str()), (1, ERASED));
        assert!(state.questions[0].answer.is_some());
        assert_eq!(state.erased[0].1.entry, entry);
        let said = log::entry(&mut tx, scene.firm, index).await?;
        assert_eq!((said.kind.as_str(), said.subject.as_str()), ("payload.erased", subject.as_str()));
        drop(tx);
        sound(scene, 1).await?;
        // A second time there is nothing left, and what says so is never erased.
        assert_eq!(erase(scene, &subject, entry).await?, Err(Why::AlreadyDone));
        assert_eq!(erase(scene, &subject, index).await?, Err(Why::Kept));
        assert_eq!(erase(scene, &subject, 10_000).await?, Err(Why::Unknown));
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_erased_answer_keeps_what_was_decided() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let notice = scene.issue(&project).await?;
        scene.answer(&notice).await?;
        let (entry, subject) = (newest(scene).await?, format!("notice:{}", notice.notice));
        let mut tx = scene.db.read().await?;
        let before = log::notice_state(&mut tx, scene.firm, notice.notice).await?.answer.context("answered")?;
        drop(tx);
        erase(scene, &subject, entry).await?.expect("an answer may be erased");
        let mut tx = scene.db.read().await?;
        let (at, after) = log::notice_state(&mut tx, scene.firm, notice.notice).await?.answer.context("answered")?;
        assert_eq!((at, after.decisions.len()), (before.0, before.1.decisions.len()));
        for (before, after) in before.1.decisions.iter().zip(&after.decisions) {
            assert_eq!(before.choice, after.choice);
            assert_eq!(after.reason, ERASED);
        }
        assert_eq!((after.typed_name.as_str(), after.identified.to.as_str()), (ERASED, ERASED));
        drop(tx);
        sound(scene, 1).await?;
        // Who somebody is who was identified just now is needed until it has lapsed.
        scene.clock.advance(3 * 60 * 60 * 1000);
        for stored in log::about(&mut scene.db.read().await?, scene.firm, &subject).await? {
            if ["code.requested", "contact.identified", "mail.accepted"].contains(&stored.kind.as_str()) {
                erase(scene, &subject, stored.index).await?.expect("may be erased later");
            }
        }
        assert_eq!(erase(scene, &subject, before_notice(scene, &subject).await?).await?, Err(Why::Kept));
        Ok(())
    })
    .await
}

/// The entry that issued the notice.
async fn before_notice(scene: &Scene, subject: &str) -> Result<u64> {
    Ok(log::about(&mut scene.db.read().await?, scene.firm, subject).await?[0].index)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn only_what_was_replaced_is_erased_and_papers_go_whole() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let (person, client) = (scene.id(), project.client);
        let wrong = contact(client, person, SECRET, "quidam@portes.example");
        scene.record([wrong.clone().into()]).await?;
        let (entry, subject) = (newest(scene).await?, format!("contact:{person}"));
        assert_eq!(erase(scene, &subject, entry).await?, Err(Why::InUse));
        let right = ContactRecorded { name: "Personne partie".into(), email: String::new(), active: false, ..wrong };
        scene.record([right.into()]).await?;
        erase(scene, &subject, entry).await?.expect("it was replaced");
        assert_eq!(found(scene, "quidamovitch").await?, 0);
        assert_eq!(found(scene, "partie").await?, 1);

        let (paper, sha256) = (scene.id(), ledger::sha256(b"scan"));
        let file = FileRef { name: format!("{SECRET}.pdf"), media_type: "application/pdf".into(), size: 4, sha256 };
        scene
            .record(
                [PaperFiled { paper, project: project.project, class: PaperClass::Other, file, dated: None }.into()],
            )
            .await?;
        let subject = format!("project:{}", project.project);
        let entry = newest(scene).await?;
        erase(scene, &subject, entry).await?.expect("a paper may be erased");
        let row = scene.db.read().await?.maybe("SELECT paper FROM paper WHERE paper = $1", args![paper]).await?;
        assert!(row.is_none());
        sound(scene, 2).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_text_is_in_no_file_of_the_database() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("acte.db");
    let mut scene = Scene::open(path.display().to_string(), tempfile::tempdir()?).await?;
    let project = scene.project().await?;
    let notice = scene.issue(&project).await?;
    let (_, entry) = asked(&mut scene, notice.notice, notice.recipients[0].contact).await?;
    for n in 0..50 {
        let need = scene.id();
        let text = format!("{n} {}", "besoin ".repeat(200));
        scene.record([NeedRecorded { need, project: project.project, text, answer: String::new() }.into()]).await?;
    }
    // The text, and its rarest word as the index has it: an index leaves out what a word has in common with the one before it.
    let wanted = [SECRET.as_bytes(), b"uidamovitch"];
    let found = || -> Result<usize> {
        let mut found = 0;
        for file in std::fs::read_dir(folder.path())? {
            // What SQLite removes when it is closed holds nothing any more.
            let bytes = match std::fs::read(file?.path()) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                other => other?,
            };
            let count = |part: &[u8]| bytes.windows(part.len()).filter(|window| *window == part).count();
            found += wanted.iter().map(|part| count(part)).sum::<usize>();
        }
        Ok(found)
    };
    assert!(found()? > 0, "the text is looked for where it is");
    erase(&mut scene, &format!("notice:{}", notice.notice), entry).await?.expect("may be erased");
    assert!(scene.db.forget().await?);
    assert_eq!(found()?, 0);
    sound(&scene, 1).await?;
    scene.db.close().await;
    assert_eq!(found()?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_erasure_that_nobody_answers_for_is_found() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = folder.path().join("acte.db").display().to_string();
    let mut scene = Scene::open(url, tempfile::tempdir()?).await?;
    let project = scene.project().await?;
    let notice = scene.issue(&project).await?;
    let (_, entry) = asked(&mut scene, notice.notice, notice.recipients[0].contact).await?;
    let mut tx = scene.db.write().await?;
    tx.run("UPDATE entry SET salt = NULL, payload = NULL WHERE idx = $1", args![entry]).await?;
    tx.commit().await?;
    let faults: Vec<Fault> = verify::database(&scene.db, None).await?.faults().cloned().collect();
    assert_eq!(faults, [Fault::UnexplainedErasure { index: entry }]);
    // What has no payload cannot be erased again, with or without a reason.
    let erased = PayloadErased {
        entry,
        what: "question.asked".into(),
        at: scene.clock.now(),
        about: format!("notice:{}", notice.notice),
        ground: Ground::Request,
        note: "x".into(),
        by: Person { member: scene.owner, name: "Anne Le Gall".into() },
        files: vec![],
        remains: None,
    };
    let refused = scene.append().await?.erase(Actor::Member(scene.owner), erased, &mut scene.rng).await;
    assert!(matches!(refused, Err(Error::Missing)));
    Ok(())
}
