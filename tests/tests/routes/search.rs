//! `/search`, `/search.csv` and the searches that members save; the text of attached files.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use tests::http::Page;
use tests::on_both_databases;
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, Office, sign_in};

async fn look(office: &Office, query: &str) -> Page {
    office.reader.visit(&format!("/search?{query}")).await
}

/// A PDF of one page with this line of text.
fn pdf(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let at = file.len();
    file.push_str("xref\n0 6\n0000000000 65535 f \n");
    places.iter().for_each(|place| file.push_str(&format!("{place:010} 00000 n \n")));
    file.push_str(&format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"));
    file.into_bytes()
}

async fn attach(office: &Office, name: &str, bytes: &[u8]) {
    let page = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
    let form = page.form_with("paper_file").fill("paper_class", "contract").attach("paper_file", name, bytes);
    form.submit().await.expect(200);
}

async fn what_was_said_is_found_narrowed_down_and_taken_along(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let client = office.server.visitor("fr");
    let page = office.identify(&client, &office.link(DIRECTOR, 0).await, DIRECTOR).await;
    let form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat");
    let choice = form.fields.iter().find(|f| f.name.starts_with("choice.")).expect("a choice").name.clone();
    let form =
        form.fill(&choice, "decline").fill(&choice.replace("choice", "reason"), "Budget <b>arrêté</b> en réunion.");
    form.submit().await.expect(200);

    let page = look(&office, "q=budgets").await.expect(200);
    page.says("1 résultat").says("Réponse donnée").says("Personne identifiée par un code").says("BCK-01");
    assert_eq!(page.texts("mark"), ["Budget"]);
    assert!(page.texts(".passage")[0].contains("<b>arrêté</b>"), "what was typed is text");
    // What a page in English calls it finds it as well, and is no passage of it here.
    look(&office, "q=declined").await.expect(200).says("Réponse donnée").does_not_say("Declined");
    // Each choice leads to the same question, narrowed down.
    let narrowed = page.follow("Refusée").await.expect(200);
    narrowed.says("1 résultat");
    assert!(narrowed.has("nav.chosen a"));
    look(&office, "q=budgets&decision=accepted").await.expect(200).says("Rien ne correspond");
    look(&office, "q=budgets&from=2026-03-02&until=2026-03-02").await.expect(200).says("1 résultat");
    look(&office, "q=budgets&until=2026-03-01").await.expect(200).says("Rien ne correspond");
    // Nothing but a day, which no text names.
    let page = look(&office, "q=2+mars+2026").await.expect(200);
    page.says("C’est une date").does_not_say("Rien ne correspond").does_not_say("0 résultat");
    let day = page.follow("Seulement ce qui a été consigné le 2 mars 2026").await.expect(200);
    day.says("Réponse donnée");
    // The day without its year, of this year or of the last; a month.
    for (typed, offer, found) in [
        ("2+mars", "Seulement ce qui a été consigné le 2 mars 2026", true),
        ("14+novembre", "Seulement ce qui a été consigné le 14 novembre 2025", false),
        ("mars+2026", "Seulement ce qui a été consigné pendant ce mois : mars 2026", true),
        ("March+2026", "Seulement ce qui a été consigné pendant ce mois : mars 2026", true),
        ("2026-03", "Seulement ce qui a été consigné pendant ce mois : mars 2026", true),
    ] {
        let page = look(&office, &format!("q={typed}")).await.expect(200);
        page.says("C’est une date").does_not_say("Rien ne correspond");
        let then = page.follow(offer).await.expect(200);
        match found {
            true => then.says("Réponse donnée"),
            false => then.says("Rien ne correspond"),
        };
    }
    // Without words: all about a topic, by date.
    let about = look(&office, "topic=BCK-01").await.expect(200);
    assert!(about.has(".list > li"), "{}", about.text());

    let table = office.reader.visit("/search.csv?q=budgets").await.expect(200);
    assert!(table.header("content-type").starts_with("text/csv"));
    let text = String::from_utf8(table.bytes.clone()).expect("UTF-8");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("\"Budget <b>arrêté</b> en réunion.\"") && text.contains("/notices/"), "{text}");
}

async fn a_question_that_cannot_be_taken_says_why_and_stays(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let long = "a".repeat(10_000);
    let page = look(&office, &format!("q={long}")).await.expect(422);
    assert_eq!(page.error("q"), "Au plus 1000 caractères.");
    assert_eq!(page.form_with("q").value("q"), long);
    let many: Vec<String> = (0..17).map(|n| format!("mot{n}")).collect();
    assert_eq!(
        look(&office, &format!("q={}", many.join("+"))).await.expect(422).error("q"),
        "Au plus 16 mots ou expressions."
    );
    let page = look(&office, "q=mot&from=2026-02-30&until=demain").await.expect(422);
    for field in ["from", "until"] {
        assert_eq!(page.error(field), "Cette date n’existe pas, ou ne se lit pas. Exemple : 24/11/2026.");
    }
    assert_eq!(page.form_with("q").value("until"), "demain");
    assert!(page.has("input#f-until[type=text]"), "a field for days would show nothing");
    let page = look(&office, "q=mot&from=2026-03-02&until=2026-03-01").await.expect(422);
    assert_eq!(page.error("until"), "Ce jour est avant le premier.");
    look(&office, "q=%22copie+hors").await.expect(200).says("Un guillemet n’est pas fermé");
    look(&office, "q=copie+OR+bande").await.expect(200).says("sont cherchés comme des mots");
    look(&office, "q=*veg*").await.expect(200).says("L’astérisque ne vaut qu’à la fin");
    for signs in ["q=*", "q=%22", "q=%3A*", "q=-"] {
        look(&office, signs).await.expect(200).says("Il n’y a pas de mot à chercher");
    }
    for harmless in [
        "",
        "q=",
        "q=%27%20OR%201=1",
        "client=x",
        "after=nonsense&q=mot",
        "q=a%00b",
        "topic=a%00b",
        "person=%25",
        "sort=x&q=mot",
    ] {
        look(&office, harmless).await.expect(200);
    }
    let page = office.reader.visit("/search.csv?q=mot&from=never").await;
    assert_eq!((page.path(), page.status), ("/search", 422), "a table of nothing is no table");
}

async fn a_search_is_saved_for_its_member_alone(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let page =
        office.adviser.visit("/search?q=serveurs&kind=project&sort=relevance&done=x&after=1.2.3").await.expect(200);
    let refused = page.form_to("/search/saved").submit().await.expect(422);
    assert!(!refused.error("name").is_empty());
    refused.says("1 résultat");
    let saved = page.form_to("/search/saved").fill("name", "Mes serveurs").submit().await.expect(200);
    saved.says("La recherche est enregistrée.").says("Mes serveurs");
    let link = saved.attributes("#saved + ul a", "href");
    assert_eq!(link, ["/search?q=serveurs&sort=relevance&kind=project"]);
    office.reader.visit("/search").await.expect(200).does_not_say("Mes serveurs");
    // The same name takes its place.
    let page = office.adviser.visit("/search?q=annuaire").await.expect(200);
    page.form_to("/search/saved").fill("name", "Mes serveurs").submit().await.expect(200);
    let page = office.adviser.visit("/search").await.expect(200);
    assert_eq!(page.attributes("#saved + ul a", "href"), ["/search?q=annuaire"]);
    // Nobody else can delete it.
    let form = page.forms().into_iter().find(|form| form.action.ends_with("/delete")).expect("a button");
    let request = office.reader.request(reqwest::Method::POST, &form.action);
    assert_eq!(office.reader.answer(request).await.status, 404);
    office.adviser.visit("/search").await.expect(200).says("Mes serveurs");
    form.submit().await.expect(200).says("La recherche enregistrée est supprimée.").does_not_say("Mes serveurs");
}

async fn attached_files_are_found_by_their_text(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    attach(&office, "contrat.pdf", &pdf("Une copie deconnectee au coffre ignifuge")).await;
    attach(&office, "notes.txt", "Réunion : la bande est à l’extérieur.".as_bytes()).await;
    let mail = "From: a@b.example\r\nSubject: Devis\r\n\r\nLe tarif du monitoring est joint.\r\n";
    attach(&office, "mail.eml", mail.as_bytes()).await;
    office.server.settled().await;
    let partial = "Le texte de certains fichiers n’est pas cherché";
    look(&office, "q=ignifuge").await.expect(200).does_not_say(partial);
    attach(&office, "scan.pdf", &pdf("")).await;
    office.server.settled().await;
    look(&office, "q=ignifuge").await.expect(200).says(partial);
    look(&office, "q=ignifuges+et+froids").await.expect(200).says("0 résultat").says(partial);
    for (word, file) in [("ignifuge", "contrat.pdf"), ("r%C3%A9unions", "notes.txt"), ("monitoring", "mail.eml")] {
        let page = look(&office, &format!("q={word}")).await.expect(200);
        page.says("1 résultat").says(&format!("Dans le fichier {file}"));
        assert_eq!(page.texts("mark").len(), 1, "{word}: {}", page.text());
        assert!(page.has("a[href^='/papers/']"));
    }
    let table = office.reader.visit("/search.csv?q=monitoring").await.expect(200).bytes;
    assert!(String::from_utf8_lossy(&table).contains("mail.eml · Dans le fichier mail.eml"));
    look(&office, "q=scan").await.expect(200).says("Texte non lu (aucun texte dans le fichier, par exemple un scan)");
    // Beside the paper too, and beside no other.
    let page = office.reader.visit(&format!("/projects/{}", office.project)).await.expect(200);
    let unread = "Texte non lu (aucun texte dans le fichier, par exemple un scan)";
    let rows: Vec<String> = page.texts("section[aria-labelledby='papers'] tbody tr");
    let marked: Vec<&String> = rows.iter().filter(|row| row.contains(unread)).collect();
    assert!(marked.len() == 1 && marked[0].contains("scan.pdf"), "{rows:?}");
    // Its name, which the entry has, was not found in the file.
    look(&office, "q=scan").await.expect(200).says("Fichier : scan.pdf").does_not_say("Dans le fichier scan.pdf");
}

/// A reader of texts that is this shell script.
fn script(folder: &tempfile::TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("reader");
    std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("a script");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("it may be run");
    path
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_file_that_ends_its_reader_is_marked_and_can_be_downloaded() {
    let bytes = "Un texte quelconque.".as_bytes();
    for (text, why) in [
        ("kill -SEGV $$", "le fichier a fait échouer le lecteur"),
        ("kill -XCPU $$", "lecture trop longue"),
        ("while :; do :; done", "lecture trop longue"),
        ("echo 'running 0 tests'", "le fichier a fait échouer le lecteur"),
        ("exit 101", "le fichier a fait échouer le lecteur"),
        ("exit 65", "fichier illisible"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let setup = Server::setup().reader(script(&folder, text), Duration::from_millis(300));
        let office = Office::open_with(setup, "fr").await;
        attach(&office, "notes.txt", bytes).await;
        office.server.settled().await;
        let page = look(&office, "q=notes.txt").await.expect(200);
        page.says(&format!("Texte non lu ({why})"));
        let file = page.attributes("a[href^='/papers/']", "href").swap_remove(0);
        assert_eq!(office.reader.visit(&file).await.expect(200).bytes, bytes, "{text}");
        look(&office, "q=quelconque").await.expect(200).says("Rien ne correspond");
    }
}

/// Files made to take all the stack or memory: whatever becomes of their reader, the server goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn hostile_files_end_their_reader_at_most() {
    let office = Office::open("fr").await;
    let nested = [b"%PDF-1.7\n1 0 obj\n".as_slice(), &b"[".repeat(3_000_000), b"\nendobj\n%%EOF\n"].concat();
    attach(&office, "nested.pdf", &nested).await;
    let mail =
        format!("Subject: x\r\n\r\n{}", "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n".repeat(20_000));
    attach(&office, "nested.eml", mail.as_bytes()).await;
    office.server.settled().await;
    look(&office, "q=nested.pdf").await.expect(200).says("Texte non lu");
    look(&office, "q=nested.eml").await.expect(200);
    // Somebody else can still sign in.
    sign_in(&office.server.visitor("fr"), "anne@ouest.example").await.expect(200);
}

on_both_databases!(
    what_was_said_is_found_narrowed_down_and_taken_along,
    a_question_that_cannot_be_taken_says_why_and_stays,
    a_search_is_saved_for_its_member_alone,
    attached_files_are_found_by_their_text,
);
