//! The search: order, pages, choices, erasure and older databases, on both databases; what words find is in `search_questions.rs`.

use anyhow::Result;
use ledger::event::*;
use ledger::{Id, Lang};
use server::args;
use server::search::query::Query;
use server::store::search::{self, After, Asked, Filter, Hit, Sort, index};
use server::store::{Firm, Tx, verify};
use tests::scene::{self, Scene, both};

async fn find(scene: &Scene, tx: &mut Tx, typed: &str, filter: &Filter, sort: Sort) -> Result<Vec<Hit>> {
    let query = Query::parse(typed).expect("it is taken");
    let asked = Asked { firm: scene.firm, query: &query, filter, stamped: 0 };
    Ok(search::find(tx, &asked, sort, None, 100).await?)
}

async fn kinds(scene: &Scene, typed: &str, filter: &Filter) -> Result<Vec<String>> {
    let mut kinds: Vec<String> = find(scene, &mut scene.db.read().await?, typed, filter, Sort::Newest)
        .await?
        .into_iter()
        .map(|hit| hit.kind)
        .collect();
    kinds.sort_unstable();
    Ok(kinds)
}

fn need(scene: &mut Scene, project: Id, text: &str) -> Event {
    NeedRecorded { need: scene.id(), project, text: text.into(), answer: String::new() }.into()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_kind_of_entry_with_words_is_found() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let notice = scene.issue(&project).await?;
        scene.answer(&notice).await?;
        let all = Filter::default();
        for (typed, expected) in [
            ("PORTAILS", vec!["client.recorded", "notice.issued"]),
            ("rançon*", vec!["notice.issued"]),
            ("bck-01", vec!["answer.given", "notice.issued"]),
            ("serveurs", vec!["notice.issued", "project.recorded"]),
            ("404833048", vec!["client.recorded"]),
            ("œuvrard", vec!["contact.recorded", "notice.issued"]),
            ("\"trop cher\"", vec!["answer.given"]),
            ("nous-mêmes", vec!["answer.given"]),
            ("\"reprise en un jour\"", vec!["need.recorded"]),
            ("1200", vec!["notice.issued"]),
            ("1\u{202f}200,00", vec!["notice.issued"]),
            ("refusée", vec!["answer.given"]),
            ("declined", vec!["answer.given"]),
            ("nowhere", vec![]),
        ] {
            assert_eq!(kinds(scene, typed, &all).await?, expected, "{typed}");
        }
        // All that happened to a notice is found by its reference.
        let happened = kinds(scene, &notice.reference, &all).await?;
        assert_eq!(happened, ["answer.given", "code.requested", "contact.identified", "notice.issued"]);
        let mut tx = scene.db.read().await?;
        let query = Query::parse("serveurs").unwrap();
        let stranger = Asked { firm: Firm(project.client), query: &query, filter: &all, stamped: 0 };
        assert!(search::find(&mut tx, &stranger, Sort::Newest, None, 20).await?.is_empty());
        assert!(search::groups(&mut tx, &stranger).await?.is_empty());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_found_is_narrowed_down() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let notice = scene.issue(&project).await?;
        scene.answer(&notice).await?;
        let (client, other) = (scene.id(), scene.id());
        let party = scene::party("Quai des Halles", "");
        let second = ProjectRecorded { project: other, client, title: "Serveurs du quai".into(), ..project.clone() };
        let before = scene.clock.now();
        scene.record([ClientRecorded { client, party, lang: Lang::Fr }.into(), second.into()]).await?;
        let director = notice.recipients[0].contact;
        let none = Filter::default();
        let answer = ["answer.given"];
        for (filter, expected) in [
            (Filter { kind: Some("answer".into()), ..none.clone() }, &answer[..]),
            (Filter { decision: Some("declined".into()), ..none.clone() }, &answer[..]),
            (Filter { decision: Some("accepted".into()), ..none.clone() }, &[]),
            (Filter { decision: Some("decl".into()), ..none.clone() }, &[]),
            (Filter { decision: Some("%".into()), ..none.clone() }, &[]),
            // What happened to a notice has its topics.
            (
                Filter { topic: Some("IDA-02".into()), ..none.clone() },
                &["answer.given", "code.requested", "contact.identified", "notice.issued"],
            ),
            (Filter { topic: Some("IDA".into()), ..none.clone() }, &[]),
            (Filter { topic: Some("ida-02".into()), ..none.clone() }, &[]),
            (Filter { client: Some(client), ..none.clone() }, &["client.recorded", "project.recorded"]),
            (Filter { project: Some(other), ..none.clone() }, &["project.recorded"]),
            (Filter { shown_by: Some("code".into()), ..none.clone() }, &["answer.given", "contact.identified"]),
            (Filter { from: Some(before.plus_millis(1)), ..none.clone() }, &["client.recorded", "project.recorded"]),
            (Filter { stamped: Some(true), ..none.clone() }, &[]),
        ] {
            assert_eq!(kinds(scene, "", &filter).await?, expected, "{filter:?}");
        }
        let by_director = Filter { person: Some(format!("contact:{director}")), ..none.clone() };
        assert_eq!(kinds(scene, "", &by_director).await?.len(), 5, "recorded, addressed, asked, identified, answered");
        let earlier = Filter { until: Some(before.plus_millis(1)), ..none.clone() };
        assert_eq!(kinds(scene, "serveurs", &earlier).await?, ["notice.issued", "project.recorded"]);
        assert_eq!(kinds(scene, "serveurs", &none).await?.len(), 3);
        // What they have in common is counted: each topic of the answer, each decision once per warning.
        let query = Query::parse("\"trop cher\"").unwrap();
        let asked = Asked { firm: scene.firm, query: &query, filter: &none, stamped: 10_000 };
        let groups = search::groups(&mut scene.db.read().await?, &asked).await?;
        let told: Vec<_> =
            groups.iter().map(|g| (g.count, g.topics.as_str(), g.decisions.as_str(), g.stamped)).collect();
        assert_eq!(told, [(1, " BCK-01 IDA-02 ", " declined ", true)]);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn pages_follow_each_other_though_more_is_recorded() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?.project;
        for n in 0..30 {
            // Texts of many lengths, some with equal relevance.
            let text = format!("mot{n} {} bande", "sauvegarde ".repeat(1 + n % 5));
            let event = need(scene, project, &text);
            scene.record([event]).await?;
        }
        let query = Query::parse("bande sauvegardes").unwrap();
        let filter = Filter::default();
        for sort in [Sort::Newest, Sort::Relevance] {
            let all: Vec<After> = find(scene, &mut scene.db.read().await?, "bande sauvegardes", &filter, sort)
                .await?
                .iter()
                .map(|hit| hit.at)
                .collect();
            assert_eq!(all.len(), 30);
            let key = |at: &After| (-at.score, u64::MAX - at.entry, at.part);
            assert!(all.iter().map(key).is_sorted(), "{sort:?}: {all:?}");
            let (mut read, mut after) = (Vec::new(), None);
            loop {
                let asked = Asked { firm: scene.firm, query: &query, filter: &filter, stamped: 0 };
                let page = search::find(&mut scene.db.read().await?, &asked, sort, after, 7).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.at);
                read.extend(page.iter().map(|hit| hit.at));
                let event = need(scene, project, "bande");
                scene.record([event]).await?;
            }
            assert_eq!(read, all, "{sort:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_long_text_is_found_once() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?.project;
        for n in 0..4 {
            // Each lies in three rows of the index.
            let answer = format!("bande {} bande {} bande {n}", "un mot ".repeat(2_600), "et deux ".repeat(2_600));
            let text = format!("Le besoin {n}");
            let need = scene.id();
            scene.record([NeedRecorded { need, project, text, answer }.into()]).await?;
        }
        let (query, filter) = (Query::parse("bande").unwrap(), Filter::default());
        let asked = Asked { firm: scene.firm, query: &query, filter: &filter, stamped: 0 };
        let mut tx = scene.db.read().await?;
        for sort in [Sort::Newest, Sort::Relevance] {
            let entries = |hits: &[Hit]| hits.iter().map(|hit| hit.at.entry).collect::<Vec<_>>();
            let all = search::find(&mut tx, &asked, sort, None, 100).await?;
            assert_eq!(all.len(), 4, "{sort:?}");
            let first = search::find(&mut tx, &asked, sort, None, 3).await?;
            let then = search::find(&mut tx, &asked, sort, first.last().map(|hit| hit.at), 3).await?;
            assert_eq!([entries(&first), entries(&then)].concat(), entries(&all), "{sort:?}");
        }
        let groups = search::groups(&mut tx, &asked).await?;
        let counted: Vec<_> = groups.iter().map(|alike| (alike.count, alike.rows)).collect();
        assert_eq!(counted, [(4, 12)]);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn relevance_is_the_rule_that_is_told() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let long = format!("Une bande {}", "et encore un mot ".repeat(60));
        for (text, answer) in [
            ("Rien", "Une bande"),          // once, not in the title
            ("La bande", "Une bande"),      // twice, once of it in the title
            ("Des bandes", "bande, bande"), // three times
            (long.as_str(), ""),            // in a long title
        ] {
            let need = scene.id();
            let (text, answer) = (text.to_owned(), answer.to_owned());
            scene.record([NeedRecorded { need, project: project.project, text, answer }.into()]).await?;
        }
        let hits = find(scene, &mut scene.db.read().await?, "bande", &Filter::default(), Sort::Relevance).await?;
        let scores: Vec<i64> = hits.iter().map(|hit| hit.at.score).collect();
        // n = 3 + 2 of 5 words; 3 + 1; 3 of 242 words; 1.
        assert_eq!(scores, [1000 * 5 / 6, 1000 * 4 / 5, 1000 * 3 / (3 + 1 + 2), 500]);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_earlier_version_is_found_and_said_to_be_one() -> Result<()> {
    both(async |scene| {
        let client = scene.id();
        for name in ["Ancien Nom", "Nouveau Nom"] {
            scene.record([ClientRecorded { client, party: scene::party(name, ""), lang: Lang::Fr }.into()]).await?;
        }
        let mut tx = scene.db.read().await?;
        let hits = find(scene, &mut tx, "nom", &Filter::default(), Sort::Newest).await?;
        let told: Vec<(bool, String)> = hits
            .iter()
            .map(|hit| (hit.replaced, hit.client.clone().map(|(_, name)| name).unwrap_or_default()))
            .collect();
        assert_eq!(told, [(false, "Nouveau Nom".to_owned()), (true, "Nouveau Nom".to_owned())]);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_database_from_before_the_index_is_indexed_by_a_job() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let notice = scene.issue(&project).await?;
        scene.answer(&notice).await?;
        let rows = async |scene: &Scene| -> Result<Vec<String>> {
            let sql =
                "SELECT entry, part, kind, client, project, topics, people, decisions, shown_by, words, head, length
                       FROM record ORDER BY entry, part";
            let rows = scene.db.read().await?.all(sql, args![]).await?;
            rows.iter()
                .map(|row| {
                    Ok(format!(
                        "{} {} {}",
                        row.get::<u64>("entry")?,
                        row.get::<String>("topics")?,
                        row.get::<String>("words")?
                    ))
                })
                .collect()
        };
        let before = rows(scene).await?;
        assert!(before.len() > 8);
        // As the migration leaves a database of an earlier version.
        let mut tx = scene.db.write().await?;
        tx.run("DELETE FROM record", args![]).await?;
        tx.run("INSERT INTO record_wait (firm, upto) SELECT firm, size FROM log_head", args![]).await?;
        tx.commit().await?;
        assert!(kinds(scene, "serveurs", &Filter::default()).await?.is_empty());
        assert!(verify::database(&scene.db, None).await?.is_sound(), "what waits is no fault");
        let waiting = index::waiting(&mut scene.db.read().await?, scene.firm).await?.0;
        assert_eq!(waiting, server::store::log::size(&mut scene.db.read().await?, scene.firm).await?);
        // What is recorded meanwhile is indexed at once.
        let event = need(scene, project.project, "entretemps");
        scene.record([event]).await?;
        let mut log = scene.append().await?;
        while index::earlier(&mut log).await? {}
        log.commit().await?;
        assert_eq!(index::waiting(&mut scene.db.read().await?, scene.firm).await?.0, 0);
        assert_eq!(rows(scene).await?[..before.len()], before);
        assert_eq!(kinds(scene, "entretemps", &Filter::default()).await?, ["need.recorded"]);
        assert_eq!(kinds(scene, "serveurs", &Filter::default()).await?.len(), 2);
        Ok(())
    })
    .await
}
