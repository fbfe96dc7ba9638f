//! Acceptance minutes and the evidence agreement: from the project's page to what later certificates say.

use tests::http::{Form, Page, Visitor};
use tests::server::{Database, Server};
use tests::story::{ASSISTANT, DIRECTOR, Office, dossier, later};
use tests::tools::pdf_text;

tests::on_both_databases![
    minutes_list_each_risk_and_are_accepted_with_reservations,
    minutes_say_what_they_lack,
    an_agreement_is_signed_once_and_later_certificates_cite_it
];

/// Answers every question with no, and says of each due topic but these that it does not apply.
async fn settle(office: &Office, but: &[&str]) {
    let base = format!("/projects/{}", office.project);
    let mut form = office.adviser.visit(&format!("{base}/coverage")).await.expect(200).form_with("q-remote-work");
    let names: Vec<String> = form.fields.iter().filter(|f| f.name.starts_with("q-")).map(|f| f.name.clone()).collect();
    for name in names {
        form = form.fill(&name, "no");
    }
    form.submit().await.expect(200);
    let held = office.adviser.visit(&format!("{base}/milestone")).await.expect(200);
    for link in held.attributes("#held ~ ul a[href*='/coverage/']", "href") {
        if !but.iter().any(|topic| link.ends_with(topic)) {
            let topic = office.adviser.visit(&link).await.expect(200);
            topic.form_with("reason").fill("reason", "Rien de tel ici.").submit().await.expect(200);
        }
    }
}

fn decide(mut form: Form, choice: &str, reason: &str) -> Form {
    let names: Vec<String> = form.fields.iter().map(|f| f.name.clone()).collect();
    for warning in names.iter().filter_map(|name| name.strip_prefix("reason.")) {
        form = form.fill(&format!("choice.{warning}"), choice).fill(&format!("reason.{warning}"), reason);
    }
    form.fill("typed_name", "Maëlle Kerbrat")
}

/// The director's page of this notice, after the code.
async fn identified(office: &Office, notice: &str) -> (Visitor, Page) {
    let link = office.link_to(notice, DIRECTOR).await;
    let director = office.server.visitor("fr");
    let page = office.identify(&director, &link, DIRECTOR).await;
    (director, page)
}

async fn certificate(office: &Office, notice: &str) -> String {
    for _ in 0..500 {
        let page = office.adviser.visit(&format!("/notices/{notice}")).await.expect(200);
        if page.has("a[href$='/certificate.pdf']") {
            let pdf = page.open(&format!("/notices/{notice}/certificate.pdf")).await.expect(200);
            return pdf_text(&pdf.bytes).split_whitespace().collect::<Vec<_>>().join(" ");
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("no certificate of {notice}");
}

async fn begin(office: &Office) -> Page {
    office.adviser.visit(&format!("/projects/{}/minutes/new", office.project)).await.expect(200)
}

async fn minutes_list_each_risk_and_are_accepted_with_reservations(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    settle(&office, &["BCK-01"]).await;
    let letter = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let (_, page) = identified(&office, &letter).await;
    decide(page.form_with("typed_name"), "decline", "Budget arrêté.").submit().await.expect(200);

    let page = begin(&office).await;
    page.says("Un sujet dû demeure un risque").does_not_say("ne peut pas être émis").says("refusée");
    let none = page.form_with("delivered").fill("tests", "").fill("day", "2099-01-01").submit().await.expect(422);
    assert!(!none.error("tests").is_empty());
    assert_eq!(none.error("day"), "Cette date n’est pas encore venue.");
    let tests = "Restauration d’une machine : réussie.\nBascule : non éprouvée.";
    let form = page.form_with("delivered").fill("delivered", "Deux serveurs posés.").fill("tests", tests);
    let preview = form.submit().await.expect(200);
    preview
        .says("Deux serveurs posés.")
        .says("non éprouvée")
        .says("Déjà dit")
        .says("Motif donné : Budget arrêté.")
        .does_not_say("n’est pas énuméré");
    // A draft of minutes is edited like one of a letter, and stays minutes.
    let edit = office.adviser.visit(&preview.attributes("a[href$='/edit']", "href")[0]).await.expect(200);
    edit.says("Procès-verbal de recette");
    let preview = edit.form_with("delivered").fill("delivered", "Deux serveurs et un NAS.").submit().await.expect(200);
    let issued = preview.says("Deux serveurs et un NAS.").form_with("seen").submit().await.expect(200);
    issued.says("Procès-verbal de recette PV-2026-0001");
    let minutes = issued.last_segment().to_owned();
    office.server.settled().await;
    let mails = office.server.outbox();
    let mail = mails.iter().find(|mail| mail.subject().starts_with("Procès-verbal de recette PV-2026-0001"));
    let mail = mail.expect("the minutes go out by mail");
    assert!(mail.text().contains("prononcer la recette"), "{}", mail.text());

    let (director, page) = identified(&office, &minutes).await;
    page.says("Procès-verbal de recette PV-2026-0001").says("prononcer la recette ne le lève pas");
    let form = || decide(page.form_with("typed_name"), "accept", "");
    let missing = form().submit().await.expect(422);
    assert!(!missing.error("resolution").is_empty());
    let unsaid = form().fill("resolution", "reserved").submit().await.expect(422);
    assert!(!unsaid.error("words").is_empty());
    let answered = form().fill("resolution", "reserved").fill("words", "La bascule reste à éprouver.").submit().await;
    answered.expect(200).says("Avec réserves").says("La bascule reste à éprouver.");
    let text = certificate(&office, &minutes).await;
    for words in [
        "Procès-verbal de recette",
        "Recette prononcée avec réserves",
        "La bascule reste à éprouver.",
        "prononcer la recette ne fait disparaître",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    office.adviser.visit(&format!("/notices/{minutes}")).await.expect(200).says("Recette prononcée avec réserves");
    let project = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
    project.says("Procès-verbal de recette").says("Avec réserves");
    // The project's file says what was accepted, and how.
    let (_, file) = dossier(&office.adviser, &format!("/projects/{}", office.project)).await;
    let text = pdf_text(&file.bytes);
    for words in ["Procès-verbal de recette PV-2026-0001", "Recette prononcée avec réserves", "non éprouvée"] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    // In the trail and in a bundle the document is called what it is.
    let chronology = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!chronology.contains("Lettre de mise en garde PV-2026-0001"), "{chronology}");
    // Asked again, the risk is accepted by then.
    begin(&office).await.says("acceptée");
    drop(director);
}

async fn minutes_say_what_they_lack(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let page = begin(&office).await;
    page.says("le procès-verbal ne peut pas être émis");
    let preview = page.form_with("delivered").fill("tests", "Aucun.").submit().await.expect(200);
    preview.says("Un risque dû n’est pas énuméré").says("(BCK-01)").says("sans réponse");
    assert!(!preview.forms().iter().any(|form| form.action.ends_with("/issue")), "it cannot be issued");
    // Nor by whoever sends the form all the same.
    let mut sly = preview.form_to("/delete");
    sly.action = sly.action.replace("/delete", "/issue");
    sly.submit().await.expect(422).says("Un risque dû n’est pas énuméré");

    // With all settled they list nothing, and need somebody who may sign.
    settle(&office, &[]).await;
    let page = begin(&office).await;
    let form = page.says("Aucun risque résiduel n’est connu").form_with("delivered");
    let preview = form.fill("tests", "Aucun.").submit().await.expect(200);
    let edit = office.adviser.visit(&preview.attributes("a[href$='/edit']", "href")[0]).await.expect(200);
    let form = edit.form_with("delivered").uncheck("recipients", &office.director);
    let preview = form.check("recipients", &office.assistant).submit().await.expect(200);
    assert!(!preview.forms().iter().any(|form| form.action.ends_with("/issue")), "nobody could sign");
    let edit = office.adviser.visit(&preview.attributes("a[href$='/edit']", "href")[0]).await.expect(200);
    let preview = edit.form_with("delivered").check("recipients", &office.director).submit().await.expect(200);
    let minutes = preview.form_with("seen").submit().await.expect(200).last_segment().to_owned();
    let (_, page) = identified(&office, &minutes).await;
    page.says("nous ne connaissons pas de risque");
    let form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat").fill("resolution", "refused");
    let answered = form.fill("words", "Rien ne marche.").submit().await.expect(200);
    answered.says("Recette refusée").says("Rien ne marche.");
    assert!(certificate(&office, &minutes).await.contains("Recette refusée"));
    // The firm need not look for it.
    let today = office.adviser.visit("/").await.expect(200);
    today.says("refusés ou avec réserves").says("PV-2026-0001");
    // Nor does the project go on over it, but by an owner, and then everybody sees that.
    let milestone = format!("/projects/{}/milestone", office.project);
    let held = office.adviser.visit(&milestone).await.expect(200);
    held.says("Le client refuse la recette").says("Refusé").does_not_say("rien ne retient");
    assert!(!held.forms().iter().any(|form| form.action.ends_with("/milestone")), "an adviser is held back");
    let form = office.owner.visit(&milestone).await.expect(200).form_with("milestone").fill("milestone", "closed");
    assert!(!form.submit().await.expect(422).error("reason").is_empty());
    let form = office.owner.visit(&milestone).await.expect(200).form_with("milestone").fill("milestone", "closed");
    let closed = form.fill("reason", "Mission abandonnée.").submit().await.expect(200);
    closed.says("Malgré le procès-verbal PV-2026-0001 : Recette refusée");
    for page in ["", "/coverage"] {
        let page = office.reader.visit(&format!("/projects/{}{page}", office.project)).await.expect(200);
        page.says("Passé outre").says("malgré 1 point à traiter");
    }
    // The one who is only informed has read it.
    let assistant = office.server.visitor("fr");
    let link = office.link_to(&minutes, ASSISTANT).await;
    assistant.visit(&link).await.expect(200).says("Recette refusée");
}

async fn an_agreement_is_signed_once_and_later_certificates_cite_it(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let before = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let path = format!("/projects/{}/agreement/new", office.project);
    let page = office.adviser.visit(&path).await.expect(200);
    page.says("article 1356").says("Preuve contraire").does_not_say("en vigueur");
    let preview = page.form_to("/agreement/new").submit().await.expect(200);
    let issued = preview.says("présomption irréfragable").form_with("seen").submit().await.expect(200);
    let agreement = issued.says("Convention sur la preuve CP-2026-0001").last_segment().to_owned();
    let (_, page) = identified(&office, &agreement).await;
    let form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat");
    // An agreement is not signed by halves.
    let halves = form.force("resolution", "reserved").fill("words", "Sauf l’article 3.").submit().await.expect(422);
    assert!(!halves.error("resolution").is_empty());
    let form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat").fill("resolution", "accepted");
    form.submit().await.expect(200).says("Convention signée");
    assert!(certificate(&office, &agreement).await.contains("Convention signée"));
    office.adviser.visit(&path).await.expect(200).says("Une convention sur la preuve est en vigueur");

    later(&office.server.clock, 1);
    let after = office.issue(&["CRY-01"], &[DIRECTOR]).await;
    for (notice, cited) in [(before, false), (after, true)] {
        let (_, page) = identified(&office, &notice).await;
        decide(page.form_with("typed_name"), "decline", "Non.").submit().await.expect(200);
        assert_eq!(certificate(&office, &notice).await.contains("CP-2026-0001, signée le"), cited);
        let evidence = office.adviser.visit(&format!("/notices/{notice}/evidence.json")).await.expect(200);
        assert_eq!(evidence.source().contains("CP-2026-0001"), cited, "and holds the agreement itself");
    }
}
