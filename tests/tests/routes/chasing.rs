//! What follows silence, on the notice's page: the plan, why it is changed, and the certificate that nothing came.

use tests::http::Page;
use tests::server::{Database, Server};
use tests::story::{ASSISTANT, DIRECTOR, Office, later};

tests::on_both_databases![who_is_told_not_to_chase_says_why, the_silence_is_certified_until_an_answer_comes];

async fn notice(office: &Office, id: &str) -> Page {
    office.adviser.visit(&format!("/notices/{id}")).await.expect(200)
}

async fn who_is_told_not_to_chase_says_why(on: Database) {
    for (language, planned, over) in [
        ("fr", "Relances à J+3, J+7 et J+14, puis envoi à la direction à J+21", "Plus rien ne part automatiquement."),
        (
            "en",
            "Reminders at D+3, D+7 and D+14, then sent to the director at D+21",
            "Nothing more leaves automatically.",
        ),
    ] {
        let office = Office::open_with(Server::setup().on(on), language).await;
        let id = office.issue(&["BCK-01"], &[DIRECTOR]).await;
        let page = notice(&office, &id).await;
        page.says(planned);
        let name = |field: &str| format!("{field}-{id}");
        let again = page.form_to("/chasing").fill(&name("follow"), "no").submit().await.expect(422);
        assert!(!again.error(&name("why")).is_empty());
        let form = again.form_to("/chasing").fill(&name("why"), "Rendez-vous le 12");
        form.submit().await.expect(200).says("Rendez-vous le 12").says(over);
        // A mail that still waited for its letter would wait on for an hour of that time.
        office.mail(DIRECTOR, 0).await;
        // Nor may days pass while something is being recorded: a checkpoint signed then would bear a time after that of its entry.
        office.server.settled().await;
        later(&office.server.clock, 24 * 4);
        let page = notice(&office, &id).await;
        page.says(over);
        // Taken up again, with the assistant to turn to: the step of day 3 is due at once.
        let form = page.form_to("/chasing").fill(&name("follow"), "yes").fill(&name("director"), &office.assistant);
        form.submit().await.expect(200).says("Loïc Œuvrard");
        let mail = office.mail(DIRECTOR, 1).await;
        assert!(mail.subject().contains("MG-") && mail.link("/n/") == office.mail(DIRECTOR, 0).await.link("/n/"));
        office.reader.visit(&format!("/notices/{id}")).await.expect(200).says(planned);
        assert!(!office.reader.visit(&format!("/notices/{id}")).await.has("form[action$='/chasing']"));
    }
}

async fn the_silence_is_certified_until_an_answer_comes(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let id = office.issue(&["BCK-01"], &[DIRECTOR, ASSISTANT]).await;
    let stale = notice(&office, &id).await;
    stale.form_to("/no-answer").submit().await.expect(200).says("L’absence de réponse est consignée");
    let mut page = notice(&office, &id).await;
    for _ in 0..500 {
        if page.has("a[href$='/no-answer.pdf']") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        page = notice(&office, &id).await;
    }
    let pdf = page.open(&format!("/notices/{id}/no-answer.pdf")).await.expect(200);
    let text = tests::tools::pdf_text(&pdf.bytes);
    assert!(text.contains("Attestation d’absence de réponse") && !text.contains("Acceptée"), "{text}");

    // An answer; then the page that was open all the while asks again.
    let link = office.link(DIRECTOR, 0).await;
    let director = office.server.visitor("fr");
    let mut form = office.identify(&director, &link, DIRECTOR).await.form_with("typed_name");
    form = form.fill("typed_name", "Maëlle Kerbrat");
    for name in form.fields.iter().map(|f| f.name.clone()).collect::<Vec<_>>() {
        if let Some(warning) = name.strip_prefix("reason.") {
            form = form.fill(&format!("choice.{warning}"), "decline").fill(&name, "Budget arrêté.");
        }
    }
    form.submit().await.expect(200);
    let refused = notice_form(&stale).submit().await.expect(422);
    refused.says("Une réponse est consignée : l’absence de réponse ne peut plus être attestée.");
    // What was certified stays true of its moment.
    page.open(&format!("/notices/{id}/no-answer.pdf")).await.expect(200);
}

/// The form, as from another page than the one that was sent.
fn notice_form(page: &Page) -> tests::http::Form {
    page.form_to("/no-answer").force("once", "")
}
