//! `/`, `/clients`, `/contacts` and `/search`.

use tests::server::{Database, Server};
use tests::story::setup_firm;

tests::on_both_databases![a_client_and_its_contacts_are_recorded_and_found];

async fn a_client_and_its_contacts_are_recorded_and_found(on: Database) {
    let server = Server::setup().on(on).start().await;
    let owner = setup_firm(&server, "en").await;
    assert!(owner.visit("/").await.expect(200).text().contains("Three steps to the first warning"));

    let form = owner.visit("/clients/new").await.expect(200).fill("name", "Boulangerie Élan").fill("siren", "1");
    let again = form.submit().await.expect(422);
    assert_eq!(again.error("siren"), "This SIREN is not valid: check its nine digits.");
    let typed = again.form_with("siren");
    assert_eq!((typed.value("name").as_str(), typed.value("siren").as_str()), ("Boulangerie Élan", "1"));
    let client = again.fill("siren", "").submit().await.expect(200);
    let home = client.path().to_owned();

    let new = format!("{home}/contacts/new");
    let form = owner.visit(&new).await.fill("name", "Léa Élan").fill("email", "lea@elan.example");
    let page = form.check("signatory", "yes").fill("authority", "register").submit().await.expect(200);
    assert!(page.text().contains("Signatory · Company register"), "{}", page.text());
    let form = owner.visit(&new).await.fill("name", "Noé Quai").check("signatory", "yes");
    form.submit().await.expect(200).says("Signatory · Authority to decide not verified");
    let twin = owner.visit(&new).await.fill("name", "Léo").fill("email", "LEA@elan.example").submit().await.expect(422);
    assert!(twin.error("email").contains("Léa Élan"));

    let page = twin.fill("email", "leo@elan.example").submit().await.expect(200);
    assert!(page.text().contains("For information"), "{}", page.text());

    assert!(owner.visit("/clients").await.expect(200).text().contains("Boulangerie Élan"));
    assert!(owner.visit("/search?q=elan").await.expect(200).text().contains("Boulangerie Élan"));
    assert!(owner.visit("/search?q=nobody").await.expect(200).text().contains("Nothing found"));
    assert_eq!(server.visitor("en").visit("/").await.expect(200).path(), "/sign-in");
}
