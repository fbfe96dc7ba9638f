//! `/setup`: the first run.

use tests::server::{Database, Server};
use tests::story::{PASSWORD, setup_firm};

tests::on_both_databases![an_empty_database_leads_to_the_first_run_and_only_once];

async fn an_empty_database_leads_to_the_first_run_and_only_once(on: Database) {
    let server = Server::setup().on(on).start().await;
    let first = server.visitor("fr").visit("/").await.expect(200);
    assert_eq!(first.path(), "/setup");

    let owner = setup_firm(&server, "fr").await;
    owner.visit("/firm").await.expect(200);
    assert_eq!(owner.visit("/firm").await.form_with("siren").value("name"), "Infogérance de l’Ouest");
    server.visitor("fr").visit("/setup").await.expect(404);
    // Somebody still has the form open from before.
    let late = first.fill("name", "Une autre").fill("your_name", "X").fill("email", "x@y.fr");
    late.fill("password", PASSWORD).fill("password_again", PASSWORD).submit().await.expect(404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_wrong_is_said_beside_the_field_and_what_was_typed_is_kept() {
    let server = Server::start().await;
    let page = server.visitor("en").visit("/setup").await;
    let form = page.fill("name", "  ").fill("siren", "732829321").fill("email", "anne@").fill("password", "short");
    let again = form.fill("address", "1 rue\nRennes").submit().await.expect(422);
    let errors: Vec<String> = again.errors().into_iter().map(|(field, says)| format!("{field}: {says}")).collect();
    insta::assert_snapshot!(errors.join("\n"), @"
    name: This field is required.
    siren: This SIREN is not valid: check its nine digits.
    privacy_email: This field is required.
    your_name: This field is required.
    email: Write a complete e-mail address, like name@example.com.
    password: At least 12 characters.
    ");
    let form = again.form_with("siren");
    assert_eq!((form.value("siren").as_str(), form.value("address").as_str()), ("732829321", "1 rue\nRennes"));
    assert_eq!(form.value("password"), "", "a password is not sent back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_logo_must_be_a_picture() {
    let server = Server::start().await;
    let page = server.visitor("en").visit("/setup").await;
    let again = page.form_with("siren").attach("logo", "logo.png", b"MZ\x90\x00 not a picture").submit().await;
    again.expect(422).error("logo");
}
