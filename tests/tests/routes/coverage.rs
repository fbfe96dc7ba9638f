//! What a project has to warn of: from the questions to what became of each topic.

use tests::http::{Page, Visitor};
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, Office, add_client, add_project};

tests::on_both_databases![
    answers_say_what_is_due_and_a_topic_is_settled_with_a_reason,
    a_warning_that_arrived_covers_its_topic,
    projects_with_most_open_come_first
];

async fn grid(visitor: &Visitor, office: &Office) -> Page {
    visitor.visit(&format!("/projects/{}/coverage", office.project)).await.expect(200)
}

async fn topic(visitor: &Visitor, office: &Office, code: &str) -> Page {
    visitor.visit(&format!("/projects/{}/coverage/{code}", office.project)).await
}

async fn answers_say_what_is_due_and_a_topic_is_settled_with_a_reason(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let page = grid(&office.adviser, &office).await;
    page.says("0 % traités").says("9 questions sans réponse");
    topic(&office.adviser, &office, "RAC-01").await.expect(404);
    // Whatever is not offered is refused, and what was chosen is kept.
    let form = page.form_with("q-remote-work").fill("q-personal-data", "no").force("q-remote-work", "perhaps");
    let again = form.submit().await.expect(422);
    assert_eq!(again.form_with("q-remote-work").value("q-personal-data"), "no");
    let form = page.form_with("q-remote-work").fill("q-remote-work", "unknown").fill("q-personal-data", "no");
    let page = form.submit().await.expect(200);
    page.says("7 questions sans réponse").says("Les réponses sont consignées.");
    let due = topic(&office.adviser, &office, "RAC-01").await.expect(200);
    due.says("Je ne sais pas").says("À traiter");
    topic(&office.adviser, &office, "GDP-01").await.expect(404);
    // The same again is nothing new.
    grid(&office.adviser, &office).await.form_with("q-remote-work").submit().await.expect(200);

    let refused =
        due.form_with("evidence").fill("checked", "2099-01-01").fill("evidence", "Compte rendu").submit().await;
    assert_eq!(refused.expect(422).error("checked"), "Cette date n’est pas encore venue.");
    let missing = due.form_with("reason").submit().await.expect(422);
    missing.says("Raison");
    due.form_with("evidence").fill("evidence", "Compte rendu du 2 mars").submit().await.expect(200);
    let settled = topic(&office.reader, &office, "RAC-01").await.expect(200);
    settled.says("Compte rendu du 2 mars").says("En place");
    assert!(settled.forms().iter().all(|form| !form.action.contains("/coverage")), "a reader changes nothing");
    let settled = topic(&office.adviser, &office, "RAC-01").await.expect(200);
    settled.form_with("reason").fill("reason", "Un VPN est prévu").submit().await.expect(200);
    let open = topic(&office.adviser, &office, "RAC-01").await.expect(200);
    open.form_with("reason").fill("reason", "Le VPN est abandonné").submit().await.expect(200);
    topic(&office.adviser, &office, "RAC-01").await.expect(200).says("Sans objet").says("Le VPN est abandonné");
    let project = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
    project.says("Sujet sans objet").says("Sujet rouvert");
}

async fn a_warning_that_arrived_covers_its_topic(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    office.issue(&["BCK-01"], &[DIRECTOR]).await;
    // The test's server has no mail server: the notice lies in the outbox, and has reached nobody.
    topic(&office.adviser, &office, "BCK-01").await.expect(200).says("Pas encore parvenue");
    let link = office.link(DIRECTOR, 0).await;
    office.identify(&office.server.visitor("fr"), &link, DIRECTOR).await;
    let page = topic(&office.adviser, &office, "BCK-01").await.expect(200);
    page.says("Client averti").says("Signataire identifié par un code").does_not_say("Pas encore parvenue");
}

async fn projects_with_most_open_come_first(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let other = add_project(&office.adviser, &office.client, "Pare-feu <neuf>").await;
    let page = topic(&office.adviser, &office, "BCK-03").await.expect(200);
    page.form_with("reason").fill("reason", "Aucun annuaire").submit().await.expect(200);
    for path in ["/coverage".to_owned(), format!("/clients/{}/coverage", office.client)] {
        let page = office.reader.visit(&path).await.expect(200);
        page.says("Missions avec un sujet à traiter : 2 sur 2.");
        // The picture, then the table, in the same order.
        let project = |id: &str| format!("/projects/{id}/coverage");
        let links = page.attributes("main tbody a, main svg a[href^='/projects/']", "href");
        let expected = [project(&other), project(&office.project), project(&other), project(&office.project)];
        assert_eq!(links, expected);
        page.says("Comptes et annuaire 4").says("9 questions sans réponse");
    }
    // A client without a project, and nobody's client.
    let empty = add_client(&office.adviser, "Voiles & Co", "", "fr").await;
    office.reader.visit(&format!("/clients/{empty}/coverage")).await.expect(200).says("Aucune mission pour l’instant");
    office.reader.visit(&format!("/clients/{}/coverage", office.project)).await.expect(404);
    // What leads there.
    office.reader.visit("/").await.expect(200).says("2 sur 2");
    let project = office.reader.visit(&format!("/projects/{}", office.project)).await.expect(200);
    project.says("de la couverture est traité");
    assert!(!project.attributes("a[href$='/coverage/BCK-04']", "href").is_empty(), "open topics lead to their page");
    assert!(project.attributes("a[href$='/coverage/BCK-03']", "href").is_empty(), "a settled one is not due");
}
