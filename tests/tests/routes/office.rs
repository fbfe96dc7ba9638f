//! The whole way once, by forms alone: whatever breaks in between breaks this first.

use tests::story::{ASSISTANT, DIRECTOR, Office};

#[tokio::test]
async fn from_the_first_run_to_the_clients_certificate() {
    let office = Office::open("fr").await;
    let notice = office.issue(&["BCK-01", "IAM-01"], &[DIRECTOR, ASSISTANT]).await;
    let client = office.server.visitor("fr");
    let link = office.link(DIRECTOR, 0).await;
    let page = office.identify(&client, &link, DIRECTOR).await;
    let form = page.form_with("typed_name");
    let choices: Vec<String> =
        form.fields.iter().map(|f| f.name.clone()).filter(|n| n.starts_with("choice.")).collect();
    let [first, .., second] = choices.as_slice() else { panic!("{choices:?}") };
    let reason = second.replace("choice", "reason");
    let form = form.fill(first, "accept").fill(second, "decline").fill(&reason, "Budget arrêté.");
    let done = form.fill("typed_name", "Maëlle Kerbrat").submit().await.expect(200);
    done.says("Budget arrêté.");
    let receipt = office.mail(DIRECTOR, 2).await;
    let names: Vec<String> = receipt.attachments().into_iter().map(|(name, _)| name).collect();
    assert!(names.iter().any(|name| name.ends_with(".pdf")), "{names:?}");
    let pdf = client.visit(&format!("{link}/certificate.pdf")).await.expect(200);
    assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
    office.reader.visit(&format!("/notices/{notice}")).await.expect(200).says("Maëlle Kerbrat");
}
