//! A signatory named by a recipient and confirmed by the firm: by which day they are asked to answer.

use tests::busy::Busy;
use tests::http::Page;
use tests::story::{later, sign_in};

const NAMED: &str = "yann@portails.example";

/// The notice that the director handed on, as the firm sees it.
async fn managed(busy: &Busy) -> Page {
    busy.office.adviser.visit(&format!("/notices/{}", busy.open)).await.expect(200)
}

/// The field for the new day, whose name ends in the identifier of the proposal.
fn field(page: &Page) -> String {
    let form = page.form_to("/confirm");
    form.fields.iter().find(|f| f.name.starts_with("respond_by-")).expect("a field for the day").name.clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_day_stays_while_it_lies_ahead() {
    let busy = Busy::open("fr").await;
    let page = managed(&busy).await;
    let asked = page.text().split("au plus tard le ").nth(1).expect("a day").split('.').next().expect("one").to_owned();
    page.says(&format!("Laissez vide pour garder le {asked}."));
    page.form_to("/confirm").submit().await.expect(200);
    let mail = busy.office.mail(NAMED, 0).await.text().replace(['\u{a0}', '\u{202f}'], " ");
    assert!(mail.contains(&format!("Réponse demandée au plus tard le {asked}.")), "{mail}");
    let theirs = busy.office.server.visitor("fr").visit(&busy.office.link(NAMED, 0).await).await.expect(200);
    theirs.says(&format!("Réponse demandée au plus tard le {asked}.")).does_not_say("remplace celle de la lettre");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_day_that_has_passed_must_be_replaced() {
    let busy = Busy::open("fr").await;
    let office = &busy.office;
    later(&office.server.clock, 40 * 24);
    sign_in(&office.adviser, "bruno@ouest.example").await.expect(200);
    // An open question would stand before the state.
    let reply = managed(&busy).await.form_to("/reply");
    let words = reply.fields.iter().find(|f| f.name.starts_with("reply-")).expect("a field").name.clone();
    let page = reply.fill(&words, "Non.").submit().await.expect(200);
    let day = field(&page);
    page.says("donnez à cette personne une date à venir").says("Sans réponse");

    // But for mails: that of the reply may leave meanwhile.
    let recorded = async || {
        let rows = managed(&busy).await.texts("section tbody tr");
        rows.iter().filter(|row| !row.contains("Courriel")).count()
    };
    let before = recorded().await;
    for (typed, why) in [
        ("", "Ce champ est obligatoire."),
        ("2026-03-01", "Choisissez une date à venir."),
        ("bientôt", "Cette date n’existe pas, ou ne se lit pas. Exemple : 24/11/2026."),
    ] {
        let again = page.form_to("/confirm").fill(&day, typed).submit().await.expect(422);
        assert_eq!(again.error(&day), why);
        assert_eq!(again.form_to("/confirm").value(&day), typed, "what was typed is kept");
    }
    assert_eq!(recorded().await, before, "a refusal records nothing");

    let page = page.form_to("/confirm").fill(&day, "2026-12-31").submit().await.expect(200);
    let asked = "Réponse demandée au plus tard le 31 décembre 2026";
    page.says(&format!("{asked}.")).says("En attente").does_not_say("Sans réponse");
    page.says(&format!("Signataire confirmé Yann Le Goff {asked}"));
    let mail = office.mail(NAMED, 0).await.text().replace(['\u{a0}', '\u{202f}'], " ");
    assert!(mail.contains(&format!("{asked}.")), "{mail}");
    let link = office.link(NAMED, 0).await;
    let named = office.server.visitor("fr");
    let theirs = named.visit(&link).await.expect(200);
    theirs.says(&format!("{asked}. Cette date remplace celle de la lettre."));
    let report = server::store::verify::database(&office.server.app.db, Some(&office.server.app.files)).await.unwrap();
    assert!(report.is_sound(), "{report}");
}
