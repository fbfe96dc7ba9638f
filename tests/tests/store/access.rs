//! What a grant is over, who reads what, and what goes with its erasure.

use anyhow::Result;
use ledger::event::*;
use ledger::{Actor, Id, Lang, Time, sha256};
use server::search::query::Query;
use server::store::access::{self, Note};
use server::store::search::{self, Asked, Filter, Sort};
use server::store::{Error, Firm};
use tests::scene::{Scene, both};

fn to() -> Outsider {
    let (name, office, email) = ("Me Jeanne Roy".into(), "Roy & Associés".into(), "roy@avocats.example".into());
    Outsider { name, office, email, lang: Lang::Fr }
}

/// A grant over one subject, for a day.
fn grant(scene: &mut Scene, over: String) -> AccessGranted {
    let by = Person { member: scene.owner, name: "Anne Le Gall".into() };
    let last = "2026-03-31".parse().expect("a date");
    let (access, sort, until) = (scene.id(), AccessSort::Lawyer, Time(4_000_000_000_000));
    AccessGranted { access, to: to(), sort, over: vec![over], last, until, reason: "RG 26/01234".into(), by }
}

fn used(access: Id, session: Id, about: &str) -> AccessUsed {
    let (page, what, device) = (AccessPage::Project, "Serveurs".to_owned(), Device::default());
    AccessUsed { access, name: to().name, session, page, about: about.to_owned(), what, sha256: None, device }
}

/// The four kinds, in the tables.
pub async fn granted(scene: &mut Scene, project: &ProjectRecorded) -> Result<()> {
    let about = format!("project:{}", project.project);
    let granted = grant(scene, about.clone());
    let (access, by) = (granted.access, granted.by.clone());
    scene.record([granted.into()]).await?;
    let used = used(access, access, &about);
    scene.record([used.into(), AccessLinked { access, by: by.clone() }.into()]).await?;
    let before = access::get(&mut scene.db.read().await?, scene.firm, access).await?;
    assert_eq!((before.ended(Time(0)), before.to.name.as_str()), (None, "Me Jeanne Roy"));
    scene.record([AccessRevoked { access, reason: "Clos".into(), by }.into()]).await?;
    let after = access::get(&mut scene.db.read().await?, scene.firm, access).await?;
    assert_eq!(after.revoked.as_ref().map(|(_, by, why)| (by.as_str(), why.as_str())), Some(("Anne Le Gall", "Clos")));
    assert!(after.ended(Time(0)).is_some());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_grant_covers_its_projects_and_those_of_its_client_and_nothing_else() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let notice = scene.issue(&project).await?;
        let (client, other) = (project.client, scene.id());
        let later = ProjectRecorded { project: other, version: 1, title: "Réseau".into(), ..project.clone() };
        scene.record([later.into()]).await?;
        let narrow = grant(scene, format!("project:{}", project.project));
        let wide = grant(scene, format!("client:{client}"));
        let (one, all) = (narrow.access, wide.access);
        scene.record([narrow.into(), wide.into()]).await?;
        let mut tx = scene.db.read().await?;
        let subjects = [
            (format!("project:{}", project.project), true),
            (format!("notice:{}", notice.notice), true),
            (format!("project:{other}"), false),
            (format!("client:{client}"), false),
        ];
        for (about, narrow) in &subjects {
            let found = access::covers(&mut tx, scene.firm, one, about).await;
            assert!(if *narrow { found.is_ok() } else { matches!(found, Err(Error::Missing)) }, "{about}");
            access::covers(&mut tx, scene.firm, all, about).await?;
            let elsewhere = access::covers(&mut tx, Firm(client), all, about).await;
            assert!(matches!(elsewhere, Err(Error::Missing)), "another firm: {about}");
        }
        let missing = access::covers(&mut tx, scene.firm, all, &format!("contact:{client}")).await;
        assert!(matches!(missing, Err(Error::Missing)));
        assert_eq!(access::projects(&mut tx, scene.firm, one).await?.len(), 1);
        assert_eq!(access::projects(&mut tx, scene.firm, all).await?.len(), 2);
        let readers = async |tx: &mut server::store::Tx, about: &str, at: Option<Time>| {
            access::readers(tx, scene.firm, about, at).await.map(|found| found.len())
        };
        let now = Some(Time(1_800_000_000_000));
        assert_eq!(readers(&mut tx, &format!("project:{}", project.project), now).await?, 2);
        assert_eq!(readers(&mut tx, &format!("project:{other}"), now).await?, 1);
        assert_eq!(readers(&mut tx, &format!("client:{client}"), None).await?, 2);
        assert_eq!(readers(&mut tx, &format!("client:{client}"), Some(Time(4_000_000_000_000))).await?, 0);
        // The search within a grant: the narrow one finds neither the other project nor the client's own record.
        let query = Query::parse("réseau").expect("it is taken");
        for (within, expected) in [(Some(one), 0), (Some(all), 1), (None, 1)] {
            let filter = Filter { within, ..Filter::default() };
            let asked = Asked { firm: scene.firm, query: &query, filter: &filter, stamped: 0 };
            assert_eq!(search::find(&mut tx, &asked, Sort::Newest, None, 10).await?.len(), expected);
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_same_page_soon_after_is_no_entry_of_its_own() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let about = format!("project:{}", project.project);
        let granted = grant(scene, about.clone());
        let (access, session) = (granted.access, scene.id());
        scene.record([granted.into()]).await?;
        let first = used(access, session, &about);
        let mut rng = rand::rng();
        let mut log = scene.append().await?;
        assert!(!access::lately(&mut log, &first).await?);
        log.push(Actor::System, first.clone(), &mut rng).await?;
        let device = Device { ip: "192.0.2.1".into(), user_agent: String::new() };
        assert!(access::lately(&mut log, &AccessUsed { device, ..first.clone() }).await?, "from wherever");
        for other in [
            AccessUsed { session: access, ..first.clone() },
            AccessUsed { page: AccessPage::Chronology, ..first.clone() },
            AccessUsed { about: "project:0".into(), ..first.clone() },
            AccessUsed { sha256: Some(sha256(b"file")), ..first.clone() },
        ] {
            assert!(!access::lately(&mut log, &other).await?, "{other:?}");
        }
        log.commit().await?;
        scene.clock.advance(ledger::access::SAME_VISIT + 1);
        assert!(!access::lately(&mut scene.append().await?, &first).await?);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn links_codes_sessions_and_notes_end_as_they_should() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let about = format!("project:{}", project.project);
        let granted = grant(scene, about.clone());
        let (id, firm, session) = (granted.access, scene.firm, scene.id());
        scene.record([granted.into()]).await?;
        let (one, two, now) = (sha256(b"one"), sha256(b"two"), Time(1_000));
        let mut tx = scene.db.write().await?;
        access::link(&mut tx, firm, id, one, now).await?;
        assert_eq!(access::linked(&mut tx, &one).await?.access.access, id);
        access::link(&mut tx, firm, id, two, now).await?;
        assert_eq!(access::linked(&mut tx, &one).await?.replaced, Some(now), "a newer link closes it");
        assert_eq!(access::linked(&mut tx, &two).await?.replaced, None);
        let until = Time(5_000);
        access::enter(&mut tx, firm, (id, session), one, (now, until)).await?;
        assert_eq!(access::session(&mut tx, firm, id, &one, Time(4_999)).await?, Some(session));
        assert_eq!(access::session(&mut tx, firm, id, &one, until).await?, None, "over");
        assert_eq!(access::session(&mut tx, firm, session, &one, now).await?, None, "of another grant");
        let note = Note { note: scene.id(), about, entry: Some(3), text: "À vérifier".into(), created: now };
        access::add_note(&mut tx, firm, id, &note).await?;
        access::remove_note(&mut tx, firm, session, note.note).await?;
        assert_eq!(access::notes(&mut tx, firm, id).await?.len(), 1, "not another reader's to remove");
        access::close(&mut tx, firm, id, now).await?;
        assert_eq!(access::session(&mut tx, firm, id, &one, now).await?, None, "revoked");
        access::forget(&mut tx, firm, &id.to_string()).await?;
        assert_eq!(access::notes(&mut tx, firm, id).await?.len(), 0);
        assert!(matches!(access::linked(&mut tx, &two).await, Err(Error::Missing)));
        tx.commit().await?;
        Ok(())
    })
    .await
}
