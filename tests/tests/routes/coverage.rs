//! What a project has to warn of: from the questions to what became of each topic.

use tests::http::{Page, Visitor};
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, Office, add_client, add_project, dossier};
use tests::tools::pdf_text;

tests::on_both_databases![
    answers_say_what_is_due_and_a_topic_is_settled_with_a_reason,
    a_warning_that_arrived_covers_its_topic,
    who_used_the_link_alone_was_not_warned,
    projects_with_most_open_come_first,
    what_changed_raises_a_topic_again_and_the_draft_refers_to_the_earlier_notice,
    a_firm_adds_and_whatever_it_switches_off_is_shown
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
    // Without script a button shows what an answer makes due; nothing is recorded by it, and nothing is an error yet.
    let topics = |page: &Page| page.texts(".checklist > p strong");
    let form = page.form_with("q-remote-work").fill("q-remote-work", "unknown").force("look", "due");
    let looked = form.submit().await.expect(422);
    assert_eq!(looked.form_with("q-remote-work").value("q-remote-work"), "unknown");
    assert_ne!(topics(&looked), topics(&page));
    grid(&office.adviser, &office).await.says("9 questions sans réponse");
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
    page.says("Client averti")
        .says("Signataire identifié par un code (Maëlle Kerbrat)")
        .does_not_say("Pas encore parvenue");
}

/// Whoever a link is forwarded to may ask a question: the page says so, and claims nothing of the client.
async fn who_used_the_link_alone_was_not_warned(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let anybody = office.server.visitor("fr");
    let page = anybody.visit(&office.link(DIRECTOR, 0).await).await.expect(200);
    page.form_with("question").fill("question", "Où sont les copies ?").submit().await.expect(200);
    let asked = topic(&office.adviser, &office, "BCK-01").await.expect(200);
    asked.says("Pas encore parvenue").says("À traiter").does_not_say("Client averti");
    asked.says("Question posée par quelqu’un que rien n’identifie (lien personnel destiné à Maëlle Kerbrat");
    asked.does_not_say("Code demandé").does_not_say("Autre personne");
    let project = format!("/projects/{}", office.project);
    let text = pdf_text(&dossier(&office.adviser, &project).await.1.bytes);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Question posée par quelqu’un que rien n’identifie"), "{text}");
    // The file's table of deliveries counts it as nobody's act, and the chronology does not call it hers.
    assert!(text.contains("question posée par quelqu’un que rien n’identifie"), "{text}");
    assert!(text.contains("Aucun acte de cette personne"), "{text}");
    let whole = "quelqu’un que rien n’identifie (lien personnel destiné à Maëlle Kerbrat, aucun code saisi)";
    let told = office.adviser.visit(&format!("{project}/told")).await.expect(200);
    let rows = told.texts("section[aria-labelledby^='told-'] tbody tr");
    let asked: Vec<_> = rows.iter().filter(|row| row.contains("Question posée")).collect();
    assert_eq!(asked.len(), 1, "{rows:?}");
    assert!(asked[0].contains(whole) && asked[0].matches("Maëlle").count() == 1, "{asked:?}");
    office.adviser.visit(&format!("{project}/chronology")).await.expect(200).says(whole);
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

async fn what_changed_raises_a_topic_again_and_the_draft_refers_to_the_earlier_notice(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    office.issue(&["BCK-04", "IAM-01"], &[DIRECTOR]).await;
    let link = office.link(DIRECTOR, 0).await;
    office.identify(&office.server.visitor("fr"), &link, DIRECTOR).await;
    grid(&office.adviser, &office).await.does_not_say("Sujets à reprendre");
    let page = office.adviser.visit(&format!("/projects/{}/changes/new", office.project)).await.expect(200);
    let form = || page.form_with("change").fill("change", "failed-backup").fill("text", "Trois nuits sans sauvegarde.");
    let refused = form().fill("day", "2099-01-01").submit().await.expect(422);
    assert_eq!(refused.error("day"), "Cette date n’est pas encore venue.");
    assert_eq!(refused.form_with("change").value("text"), "Trois nuits sans sauvegarde.");
    let raised = form().submit().await.expect(200);
    raised.says("Sujets à reprendre").says("Sauvegarde en échec").says("MG-2026-0001 du 2 mars 2026");
    office.adviser.visit("/").await.expect(200).says("1 sujet à reprendre");
    // A reader sees it and can begin nothing.
    let seen = grid(&office.reader, &office).await;
    assert!(seen.forms().iter().all(|form| !form.action.ends_with("/again")));
    assert!(raised.forms().iter().all(|form| !form.action.ends_with("IAM-01/again")), "it does not concern that one");
    // Whoever puts the project into service is told, and so is whoever opens the topic.
    let gate = office.owner.visit(&format!("/projects/{}/milestone", office.project)).await.expect(200);
    gate.says("1 sujet à reprendre").says("BCK-04").says("Cela ne retient pas la mission");
    let concerned = topic(&office.adviser, &office, "BCK-04").await.expect(200);
    concerned.says("Sauvegarde en échec");
    assert!(concerned.forms().iter().any(|form| form.action.ends_with("/coverage/BCK-04/again")));
    topic(&office.adviser, &office, "IAM-01").await.expect(200).does_not_say("Sauvegarde en échec");
    let draft = raised.form_to("/coverage/BCK-04/again").submit().await.expect(200);
    draft.says("Ce qui a changé").says("Trois nuits sans sauvegarde.").says("Mise en garde précédente");
    let again = grid(&office.adviser, &office).await;
    again.says("Brouillon en cours");
    assert!(again.forms().iter().all(|form| !form.action.ends_with("/again")), "one draft is enough");
}

async fn a_firm_adds_and_whatever_it_switches_off_is_shown(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let visit = async |path: &str| office.owner.visit(path).await.expect(200);
    let mut form = visit("/firm/rules/topics/new").await.form_with("risk_fr").fill("topic", "GPAO");
    for name in ["title", "risk", "consequence", "measure"] {
        form = form.fill(&format!("{name}_fr"), "Arrêt de la GPAO");
    }
    let refused = form.submit().await.expect(422);
    refused.error("topic");
    refused.form_with("risk_fr").fill("topic", "F-GPAO").submit().await.expect(200).says("Arrêt de la GPAO");
    let form = visit("/firm/rules/kinds/new").await.form_with("code").fill("code", "F-ATELIER");
    form.fill("name_fr", "Atelier connecté").submit().await.expect(200).says("Atelier connecté");
    let rule = async |kind: &str| {
        let form = visit("/firm/rules/new").await.form_with("months").fill("topic", "F-GPAO").fill("when", "kind");
        form.force("kind", kind).submit().await
    };
    rule("F-NONE").await.expect(422).error("kind");
    rule("SRV").await.expect(200);
    rule("SRV").await.expect(422).says("déjà");
    // The topic is due in the project there is; the kind can be chosen for a new one.
    grid(&office.adviser, &office).await.says("Arrêt de la GPAO");
    let new =
        visit("/projects/new").await.form_with("scope_in").fill("client", &office.client).fill("title", "Atelier");
    let made = new.check("kinds", "F-ATELIER").fill("scope_in", "Les machines.").submit().await.expect(200);
    made.says("Atelier connecté");
    let due = topic(&office.adviser, &office, "F-GPAO").await.expect(200);
    let draft = due.form_to("/warnings/new").submit().await.expect(200);
    draft.says("Ce qui a été constaté chez le client");
    // Loosened by name and with a reason only; what it would have made due says so.
    let switch = visit("/firm/rules/switch?rule=SRV/BCK-04").await;
    switch.form_with("reason").submit().await.expect(422).error("reason");
    let off = switch.form_with("reason").fill("reason", "Sauvegarde tenue par le client").submit().await.expect(200);
    off.says("Sauvegarde tenue par le client");
    let page = grid(&office.reader, &office).await;
    page.says("Règles désactivées qui joueraient ici").says("Sauvegarde tenue par le client");
    assert!(page.attributes("a[href$='/coverage/BCK-04']", "href").is_empty());
    office.owner.visit("/firm/rules/switch?rule=NONE/BCK-04").await.expect(404);
    let on = visit("/firm/rules/switch?rule=SRV/BCK-04").await;
    on.form_with("reason").submit().await.expect(200);
    grid(&office.reader, &office).await.does_not_say("Règles désactivées");
}
