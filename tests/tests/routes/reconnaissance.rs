//! The visit on site: answers, findings and facts in one form, which becomes entries and drafts.

use tests::http::Page;
use tests::server::{Database, Server};
use tests::story::Office;

tests::on_both_databases![
    a_visit_becomes_answers_and_drafts_with_their_facts,
    what_is_noted_is_refused_or_kept_but_never_lost
];

async fn visit(office: &Office) -> Page {
    office.adviser.visit(&format!("/projects/{}/reconnaissance", office.project)).await.expect(200)
}

async fn a_visit_becomes_answers_and_drafts_with_their_facts(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let page = visit(&office).await;
    page.says("Risque constaté")
        .says("Aucune copie de sauvegarde hors ligne")
        .does_not_say("Brouillons de cette mission");
    let form = page.form_with("finding-BCK-01");
    let form = form.fill("q-remote-work", "yes").fill("finding-BCK-01", "risk");
    let form = form.fill("fact-BCK-01.0", "NAS <au même étage>").fill("fact-BCK-01.2", "jamais");
    // Due by the answer above only.
    let form = form.fill("finding-RAC-01", "in_place").fill("evidence-RAC-01", "Passerelle vue, facteur demandé.");
    let done = form.submit().await.expect(200);
    done.says("Le relevé est enregistré.").says("Brouillons de cette mission à terminer");

    let draft = done.follow("Aucune copie de sauvegarde hors ligne").await.expect(200);
    draft.says("NAS <au même étage>").says("jamais").says("Copies joignables");
    let covered = office.adviser.visit(&format!("/projects/{}/coverage/RAC-01", office.project)).await.expect(200);
    covered.says("Passerelle vue, facteur demandé.").says("Vérifié le 2 mars 2026 par Bruno Cadiou").says("En place");
    // What is settled or begun is not asked again.
    let again = visit(&office).await;
    assert!(!again.has("[name='finding-BCK-01']") && !again.has("[name='finding-RAC-01']"));
    assert_eq!(again.form_with("finding-BCK-02").value("q-remote-work"), "yes");
    let project = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
    project.says("Aucune copie de sauvegarde hors ligne");
    // Who only reads makes no visit.
    office.reader.visit(&format!("/projects/{}/reconnaissance", office.project)).await.expect(403);
}

async fn what_is_noted_is_refused_or_kept_but_never_lost(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let page = visit(&office).await;
    page.form_with("finding-BCK-01").submit().await.expect(422).says("Rien n’est encore noté");
    let form = page.form_with("finding-BCK-01").fill("q-remote-work", "unknown");
    // A fact without a finding; a day that is none; a topic that no answer makes due; evidence left out; a choice that is not offered.
    let form = form.fill("fact-BCK-02.0", "30 jours");
    let form = form.fill("finding-BCK-06", "risk").fill("fact-BCK-06.4", "bientôt");
    let form = form.fill("finding-GDP-01", "in_place").fill("evidence-GDP-01", "Contrat signé.");
    let form = form.fill("finding-BCK-03", "in_place").force("finding-BCK-04", "perhaps");
    let again = form.submit().await.expect(422);
    assert_eq!(again.error("finding-BCK-02"), "Choisissez « Risque constaté » pour garder ces faits, ou effacez-les.");
    assert!(
        again.error("finding-GDP-01").starts_with("Ce sujet n’est pas à traiter"),
        "{}",
        again.error("finding-GDP-01")
    );
    assert!(!again.error("evidence-BCK-03").is_empty() && !again.error("finding-BCK-04").is_empty());
    assert!(!again.error("fact-BCK-06.4").is_empty(), "{:?}", again.errors());
    let kept = again.form_with("finding-BCK-01");
    for (field, value) in [
        ("fact-BCK-02.0", "30 jours"),
        ("fact-BCK-06.4", "bientôt"),
        ("evidence-GDP-01", "Contrat signé."),
        ("q-remote-work", "unknown"),
    ] {
        assert_eq!(kept.value(field), value, "{field}");
    }
    // Nothing of a refused form was recorded.
    let coverage = office.adviser.visit(&format!("/projects/{}/coverage", office.project)).await.expect(200);
    coverage.says("9 questions sans réponse");
}
