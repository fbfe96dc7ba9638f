//! Search: both databases find the same, and nobody else's.

use anyhow::Result;
use ledger::Lang;
use ledger::event::ClientRecorded;
use server::store::{Firm, search};
use tests::scene::{self, both};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn words_find_clients_projects_and_notices() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let notice = scene.issue(&project).await?;
        let client = scene.id();
        let other = scene::party("Cœur d’Émeraude", "");
        scene.record([ClientRecorded { client, party: other, lang: Lang::Fr }.into()]).await?;

        let firm = scene.firm;
        let mut tx = scene.db.read().await?;
        for (query, expected) in [
            ("PORTAILS", vec!["client", "notice"]),
            ("coeur emer", vec!["client"]),
            ("cœur ÉMERAUDE", vec!["client"]),
            ("rançon", vec!["notice"]),
            ("bck-01", vec!["notice"]),
            ("serveurs", vec!["notice", "project"]),
            // One beginning of several words of the notice.
            ("s", vec!["client", "notice", "project"]),
            ("portes serveurs", vec!["notice"]),
            ("404833048", vec!["client"]),
            ("nowhere", vec![]),
            ("", vec![]),
            ("' OR 1=1 --", vec![]),
        ] {
            let hits = search::find(&mut tx, firm, query, 20).await?;
            let mut kinds: Vec<&str> = hits.iter().map(|hit| hit.kind.as_str()).collect();
            kinds.sort_unstable();
            assert_eq!(kinds, expected, "{query}");
        }
        let hits = search::find(&mut tx, firm, "rancongiciel", 1).await?;
        assert_eq!((hits[0].id, hits[0].title.as_str()), (notice.notice, notice.reference.as_str()));
        assert_eq!(hits[0].client, "Portes & Portails SAS");
        let stranger = Firm(client);
        assert!(search::find(&mut tx, stranger, "serveurs", 20).await?.is_empty());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_is_found_once_by_its_name_and_by_its_people() -> Result<()> {
    both(async |scene| {
        let (client, person) = (scene.id(), scene.id());
        let other = ClientRecorded { client, party: scene::party("Quai des Halles", ""), lang: Lang::Fr };
        let contact = scene::contact(client, person, "Zoé Quai", "zq@halles.example");
        scene.record([other.into(), contact.into()]).await?;
        scene.project().await?;
        let mut tx = scene.db.read().await?;
        for query in ["ZOE", "zoé quai", "zq@halles.example", "quai", "halles"] {
            let hits = search::find(&mut tx, scene.firm, query, 20).await?;
            let found: Vec<_> = hits.iter().map(|hit| (hit.kind.as_str(), hit.id, hit.title.as_str())).collect();
            assert_eq!(found, [("client", client, "Quai des Halles")], "{query}");
        }
        drop(tx);
        scene.record([scene::contact(client, person, "Zoé Dupont", "").into()]).await?;
        let mut tx = scene.db.read().await?;
        assert!(search::find(&mut tx, scene.firm, "zq", 20).await?.is_empty());
        assert_eq!(search::find(&mut tx, scene.firm, "dupont", 20).await?.len(), 1);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_is_no_longer_found_by_a_name_it_gave_up() -> Result<()> {
    both(async |scene| {
        let client = scene.id();
        for name in ["Ancien Nom", "Nouveau Nom"] {
            let event = ClientRecorded { client, party: scene::party(name, ""), lang: Lang::Fr };
            scene.record([event.into()]).await?;
        }
        let mut tx = scene.db.read().await?;
        assert!(search::find(&mut tx, scene.firm, "ancien", 20).await?.is_empty());
        assert_eq!(search::find(&mut tx, scene.firm, "nouveau", 20).await?.len(), 1);
        Ok(())
    })
    .await
}
