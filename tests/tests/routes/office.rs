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

#[tokio::test]
async fn what_was_declined_stays_before_the_eyes_until_it_is_raised_again() {
    let office = Office::open("fr").await;
    office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let client = office.server.visitor("fr");
    let page = office.identify(&client, &office.link(DIRECTOR, 0).await, DIRECTOR).await;
    let form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat");
    let choice = form.fields.iter().find(|f| f.name.starts_with("choice.")).expect("a choice").name.clone();
    let form = form.fill(&choice, "decline").fill(&choice.replace("choice", "reason"), "Budget arrêté.");
    form.submit().await.expect(200);
    let declined = "Refusées : le risque demeure";
    office.adviser.visit("/").await.expect(200).says(declined);
    // Another topic changes nothing; the same one does, and so does time.
    office.issue(&["IAM-01"], &[DIRECTOR]).await;
    office.adviser.visit("/").await.expect(200).says(declined);
    office.issue(&["BCK-01"], &[DIRECTOR]).await;
    office.adviser.visit("/").await.expect(200).does_not_say(declined);
}

#[tokio::test]
async fn a_warning_being_written_is_found_by_its_words() {
    let office = Office::open("fr").await;
    let warning = office.warn("BCK-01").await;
    let title =
        office.adviser.visit(&format!("/warnings/{warning}")).await.expect(200).form_with("version").value("title");
    let word = title.split_whitespace().next_back().expect("a word").to_uppercase();
    let found = office.reader.visit(&format!("/search?q={word}")).await.expect(200);
    assert!(found.has(&format!("a[href=\"/warnings/{warning}\"]")), "{}", found.text());
    let both = office.reader.visit(&format!("/search?q={word}%20morin")).await.expect(200);
    assert!(both.has(&format!("a[href=\"/warnings/{warning}\"]")), "{}", both.text());
    office.reader.visit("/search?q=introuvable").await.expect(200).says("Rien ne correspond");
}

#[tokio::test]
async fn the_projects_file_holds_its_papers() {
    let office = Office::open("fr").await;
    let project = format!("/projects/{}", office.project);
    let page = office.adviser.visit(&project).await.expect(200);
    let paper = b"%PDF-1.7\n% the contract\n%%EOF\n";
    page.form_with("paper_file")
        .fill("paper_class", "contract")
        .attach("paper_file", "contrat.pdf", paper)
        .submit()
        .await
        .expect(200);
    office.issue(&["BCK-01"], &[DIRECTOR]).await;
    office.mail(DIRECTOR, 0).await;
    let made = office.reader.visit(&project).await.expect(200).form_to("/dossier").submit().await.expect(200);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dossier.pdf");
    std::fs::write(&file, &made.bytes).unwrap();
    let detach = |arguments: &[&str]| {
        let done = std::process::Command::new("pdfdetach").args(arguments).arg(&file).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    let listed = detach(&["-list"]);
    assert!(listed.contains("MG-2026-0001.pdf"), "{listed}");
    let out = folder.path().join("paper");
    detach(&["-savefile", "01 contrat.pdf", "-o", out.to_str().unwrap()]);
    assert_eq!(std::fs::read(out).unwrap(), paper);
}
