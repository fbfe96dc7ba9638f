//! A notice by registered post and by hand: the letter to print, what is recorded of it, and where it shows.

use tests::http::{Form, Page};
use tests::server::{Database, Server};
use tests::story::{ASSISTANT, DIRECTOR, Office, dossier};

tests::on_both_databases![a_letter_is_posted_and_its_receipt_filed, a_notice_handed_over_reached_the_client];

const SCAN: &[u8] = b"%PDF-1.7\n% receipt\n%%EOF\n";
/// The day of the tests' clock.
const TODAY: &str = "2026-03-02";

async fn notice(office: &Office, id: &str) -> Page {
    office.adviser.visit(&format!("/notices/{id}")).await.expect(200)
}

/// The form and the identifier that its fields end with.
fn of_letter(page: &Page, action: &str) -> (Form, impl Fn(&str) -> String + use<>) {
    let form = page.form_to(action);
    let letter = form.action.rsplit('/').nth(1).expect("a letter").to_owned();
    (form, move |field: &str| format!("{field}-{letter}"))
}

async fn a_letter_is_posted_and_its_receipt_filed(on: Database) {
    for (language, received, refused, registered) in [
        ("fr", "remise contre signature le 2 mars 2026", "au plus six lignes", "LETTRE RECOMMANDÉE"),
        ("en", "handed over against a signature on 2 March 2026", "at most six lines", "REGISTERED LETTER"),
    ] {
        let office = Office::open_with(Server::setup().on(on), language).await;
        let id = office.issue(&["BCK-01"], &[DIRECTOR, ASSISTANT]).await;
        let page = notice(&office, &id).await;
        let address = format!("address-{id}");
        let long = "Une adresse dont une seule ligne déborde de la fenêtre";
        let again = page.form_to("/letters").fill(&address, long).submit().await.expect(422);
        assert!(again.error(&address).to_lowercase().contains(refused));
        assert_eq!(again.form_to("/letters").value(&address), long, "what was typed is kept");
        let page = again.form_to("/letters").fill(&address, "").submit().await.expect(200);
        let letter = page.attributes("section[aria-labelledby=delivery] a.button", "href").swap_remove(0);
        let pdf = page.open(&letter).await.expect(200);
        let text = tests::tools::pdf_text(&pdf.bytes);
        assert!(text.contains(registered) && text.contains("Maëlle Kerbrat"), "{text}");
        office.reader.visit(&letter).await.expect(200);

        // Posted tomorrow, without a number.
        let (form, name) = of_letter(&page, "/posted");
        assert_eq!(form.value(&name("carrier")), "La Poste");
        let again = form.fill(&name("posted"), "2026-03-03").submit().await.expect(422);
        assert!(!again.error(&name("posted")).is_empty() && !again.error(&name("tracking")).is_empty());
        let (form, _) = of_letter(&again, "/posted");
        assert_eq!(form.value(&name("posted")), "2026-03-03");
        let form = form.fill(&name("posted"), TODAY).fill(&name("tracking"), "1A 123 456 7890 1");
        let page = form.submit().await.expect(200);
        page.says("1A 123 456 7890 1");

        // A receipt that says two things, and a file that is none.
        let (form, _) = of_letter(&page, "/receipt");
        let form = form.fill(&name("outcome"), "refused").fill(&name("received"), TODAY);
        let again = form.attach(&name("scan"), "avis.pdf", b"MZ\x90\0\x03\0\0\0").submit().await.expect(422);
        for field in ["presented", "received", "scan"] {
            assert!(!again.error(&name(field)).is_empty(), "{field}");
        }
        let (form, _) = of_letter(&again, "/receipt");
        let form = form.fill(&name("outcome"), "received").fill(&name("presented"), TODAY);
        let page = form.attach(&name("scan"), "avis.pdf", SCAN).submit().await.expect(200);
        page.says(received).says("avis.pdf");
        let scan = page.attributes("section[aria-labelledby=delivery] .card p > a[download]:not(.button)", "href");
        assert_eq!(page.open(&scan[0]).await.expect(200).bytes, SCAN);
        // Nobody finds it under another notice.
        let other = office.issue(&["PAT-01"], &[DIRECTOR]).await;
        office.adviser.visit(&scan[0].replace(&id, &other)).await.expect(404);

        // The certificate that no answer came says how it reached them, and claims no answer.
        let mut page = notice(&office, &id).await.form_to("/no-answer").submit().await.expect(200);
        for _ in 0..500 {
            if page.has("a[href$='/no-answer.pdf']") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            page = notice(&office, &id).await;
        }
        let pdf = page.open(&format!("/notices/{id}/no-answer.pdf")).await.expect(200);
        let text = tests::tools::pdf_text(&pdf.bytes);
        let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        for words in [received, "1A 123 456 7890 1", "avis.pdf"] {
            assert!(dense(&text).contains(&dense(words)), "{words} is missing in\n{text}");
        }
        // The project's file holds the scan and names it.
        let (_, file) = dossier(&office.adviser, &format!("/projects/{}", office.project)).await;
        assert!(tests::tools::pdf_text(&file.bytes).contains("avis.pdf"));
    }
}

async fn a_notice_handed_over_reached_the_client(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let id = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let name = |field: &str| format!("{field}-{id}");
    let page = notice(&office, &id).await;
    assert!(!page.form_to("/handed").value(&name("hand_by")).is_empty(), "whoever records it, until they say another");
    let again = page.form_to("/handed").fill(&name("hand_day"), "2026-02-30").submit().await.expect(422);
    assert!(!again.error(&name("hand_day")).is_empty() && !again.error(&name("discharge")).is_empty());
    assert_eq!(again.form_to("/handed").value(&name("hand_day")), "2026-02-30");
    let form = again.form_to("/handed").fill(&name("hand_day"), TODAY);
    let page = form.attach(&name("discharge"), "decharge.pdf", SCAN).submit().await.expect(200);
    page.says("Remise en main propre le 2 mars 2026 à Maëlle Kerbrat").says("decharge.pdf");
    let topic = office.adviser.visit(&format!("/projects/{}/coverage/BCK-01", office.project)).await.expect(200);
    topic.says("Reçue contre signature");
    // A reader sees it and records nothing.
    let read = office.reader.visit(&format!("/notices/{id}")).await.expect(200);
    read.says("decharge.pdf");
    assert!(!read.has("form[action$='/handed']"));
}
