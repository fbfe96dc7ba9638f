//! The client's own register: behind the code, all risks and decisions, for whoever may see them.

use app::islands::Examined;
use ledger::evidence::Reader;
use tests::http::{Page, Visitor};
use tests::server::{Database, Server};
use tests::story::{ASSISTANT, DIRECTOR, Office};
use tests::tools::pdf_text;

tests::on_both_databases![a_client_sees_what_they_were_warned_of_and_what_they_decided];

/// Asks for a code on the page, and types the one that came.
async fn identify(office: &Office, visitor: &Visitor, link: &str, email: &str) -> Page {
    office.until_no_mail_waits().await;
    let before = office.server.outbox().iter().filter(|mail| mail.to.iter().any(|to| to == email)).count();
    let page = visitor.visit(&format!("{link}/register")).await.expect(200);
    let page = page.form_to("/code").submit().await.expect(200);
    assert!(page.path().ends_with("/register"), "{}", page.path());
    let wrong = page.form_with("code").fill("code", "12").submit().await.expect(422);
    assert!(!wrong.error("code").is_empty());
    assert!(wrong.path().ends_with("/identify") && wrong.has("input[name=next]"), "the same page again");
    let code = office.mail(email, before).await.code();
    let page = wrong.form_with("code").fill("code", &code).submit().await.expect(200);
    assert!(page.path().ends_with("/register"), "{}", page.path());
    page
}

async fn a_client_sees_what_they_were_warned_of_and_what_they_decided(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    office.issue(&["BCK-01", "IAM-01"], &[DIRECTOR, ASSISTANT]).await;
    let link = office.link(DIRECTOR, 0).await;
    let director = office.server.visitor("fr");
    let page = office.identify(&director, &link, DIRECTOR).await;
    let mut form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat");
    let reasons: Vec<String> =
        form.fields.iter().map(|f| f.name.clone()).filter(|name| name.starts_with("reason.")).collect();
    let [declined, accepted] = reasons.as_slice() else { panic!("two warnings, not {reasons:?}") };
    form = form.fill(&declined.replace("reason", "choice"), "decline").fill(declined, "Budget =1+1 arrêté");
    form.fill(&accepted.replace("reason", "choice"), "accept").submit().await.expect(200);
    let patches = office.issue(&["PAT-01"], &[DIRECTOR]).await;
    // A client who waits for the firm's reply is not told that they are silent.
    let page = director.visit(&office.link_to(&patches, DIRECTOR).await).await.expect(200);
    page.form_to("/question").fill("question", "Faut-il tout arrêter ?").submit().await.expect(200);

    let stranger = office.server.visitor("fr");
    for path in ["/register", "/register.csv", "/register.pdf"] {
        let page = stranger.visit(&format!("{link}{path}")).await.expect(200);
        page.says("Confirmez d’abord qui vous êtes").does_not_say("Budget");
    }
    let page = identify(&office, &stranger, &link, DIRECTOR).await;
    page.says("Merci, voici votre registre.")
        .says("2 risques ouverts")
        .says("1 décision passée")
        .says("Budget =1+1 arrêté")
        .says("Question posée")
        .says("par Maëlle Kerbrat");
    assert_eq!(page.texts("section[aria-labelledby=open] tbody tr").len(), 2);
    let csv = stranger.visit(&format!("{link}/register.csv")).await.expect(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = String::from_utf8(csv.bytes.to_vec()).expect("UTF-8");
    assert_eq!((text.lines().count(), text.contains("PAT-01")), (4, true));
    assert!(text.contains("\"Budget =1+1 arrêté\""), "only what begins like a formula is kept from being one");
    let pdf = stranger.visit(&format!("{link}/register.pdf")).await.expect(200);
    assert!(ledger::pdf::seal::verify(&pdf.bytes, None, None, &[], ledger::Time(1_800_000_000_000)).is_ok(), "sealed");
    assert!(pdf_text(&pdf.bytes).split_whitespace().collect::<Vec<_>>().join(" ").contains("sans preuve jointe"));
    let examined = Examined::of("register.pdf".into(), &pdf.bytes, Reader::stranger(ledger::Time(1_800_000_000_000)));
    let [title, _] =
        examined.without_evidence(app::Texts(app::Lang::Fr), examined.found.clone().expect_err("none in it"));
    assert_eq!(title, "Un PDF scellé, sans preuve jointe");

    // Who may not decide sees what was sent to them.
    let assistant = office.server.visitor("fr");
    let link = office.link(ASSISTANT, 0).await;
    let page = identify(&office, &assistant, &link, ASSISTANT).await;
    page.says("BCK-01").does_not_say("PAT-01").says("Les lettres qui vous ont été adressées");
    // Once more warned of the same, the earlier warning is no open risk of its own.
    office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let link = office.link(DIRECTOR, 0).await;
    stranger
        .visit(&format!("{link}/register"))
        .await
        .expect(200)
        .says("2 risques ouverts")
        .says("Reprise par une lettre");
}
