//! The file of a project or client, from the choice of its size to its parts.

use app::Texts;
use ledger::bundle::Verifier;
use ledger::evidence::Reader;
use ledger::{Lang, Time, find_evidence, sha256};
use server::args;
use server::report::Telling;
use tests::busy::Busy;
use tests::http::Page;
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, Office, dossier};

tests::on_both_databases![
    a_file_is_made_and_handed_out,
    a_large_one_is_made_by_a_job,
    a_bundle_has_the_file_that_the_firm_made,
    who_made_it_stands_in_its_own_language
];

/// Bytes that no compression makes smaller.
fn noise(len: usize, mut seed: u64) -> Vec<u8> {
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 56) as u8
    };
    b"%PDF-1.7\n".iter().copied().chain((0..len).map(|_| next())).collect()
}

async fn add_paper(office: &Office, name: &str, bytes: &[u8]) {
    let page = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
    let form = page.form_with("paper_file").fill("paper_class", "other");
    form.attach("paper_file", name, bytes).submit().await.expect(200).says(name);
}

/// The file attached to a PDF under this name, as a PDF program takes it out.
fn attached(pdf: &[u8], name: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, out) = (folder.path().join("part.pdf"), folder.path().join("out"));
    std::fs::write(&file, pdf).expect("it is written");
    let mut detach = std::process::Command::new("pdfdetach");
    let done = detach.args(["-savefile", name, "-o"]).arg(&out).arg(&file).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read(out).expect("it is there")
}

async fn a_file_is_made_and_handed_out(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let paper = noise(300_000, 1);
    add_paper(&office, "contrat.pdf", &paper).await;
    office.issue(&["BCK-01"], &[DIRECTOR]).await;
    office.mail(DIRECTOR, 0).await;
    office.server.settled().await;
    let project = format!("/projects/{}", office.project);
    let page = office.reader.visit(&project).await.expect(200).open(&format!("{project}/dossier")).await.expect(200);
    page.says("2 pièces").says("Un seul PDF");
    assert_eq!(page.form_to("/dossier").fields.iter().find(|f| f.name == "limit").expect("a limit").value, "10");
    // What is no size is refused beside the field, and nothing is made.
    for wrong in ["0", "51", "dix", "-1"] {
        let again = page.form_to("/dossier").fill("limit", wrong).submit().await.expect(422);
        assert!(again.error("limit").contains("de 1 à 50"), "{}", again.error("limit"));
    }
    let before = office.reader.visit(&format!("{project}/dossier")).await.expect(200);
    before.does_not_say("Dossiers déjà établis");

    let (made, pdf) = dossier(&office.reader, &project).await;
    made.says("Le dossier est établi.");
    assert_eq!(made.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(made.texts("td code"), [sha256(&pdf.bytes).to_string()]);
    assert_eq!(attached(&pdf.bytes, "01 contrat.pdf"), paper);
    let list = made.open(&format!("{}/list.csv", made.path().split('?').next().expect("a path"))).await.expect(200);
    assert!(list.source().contains("contrat.pdf") && list.source().contains(&sha256(&paper).to_string()));
    assert_eq!(attached(&pdf.bytes, "bordereau.csv"), list.bytes);
    let zip = made.open(&format!("{}/all.zip", made.path().split('?').next().expect("a path"))).await.expect(200);
    // Stored as they are, one after the other.
    let holds = |wanted: &[u8]| zip.bytes.windows(wanted.len()).any(|window| window == wanted);
    assert!(zip.bytes.starts_with(b"PK") && holds(&pdf.bytes[..4096]) && holds(&list.bytes));
    assert_eq!(zip.header("content-length"), zip.bytes.len().to_string());
    one_by_one(&made, &paper, &list.bytes).await;
    office.reader.visit(&format!("{project}/dossier")).await.expect(200).says("Dossiers déjà établis");
    // Who holds the PDF may ask what it is.
    let text = tests::tools::pdf_text(&pdf.bytes);
    let printed = text.split_whitespace().find_map(|word| word.find("/verify/").map(|at| word[at..].to_owned()));
    let stranger = office.server.visitor("fr");
    stranger.visit(&printed.expect("an address")).await.expect(200).says("Dossier de la mission");
    without_the_files(&office, paper.len()).await;
    // Another firm's are not found, nor what is none.
    for path in ["2.pdf", "0.pdf", "x.pdf", "passwd"] {
        made.open(&format!("{}/{path}", made.path().split('?').next().expect("a path"))).await.expect(404);
    }
    office.reader.visit(&format!("/dossiers/{}", "0".repeat(32))).await.expect(404);
}

/// Each exhibit under its number, unchanged, and the list.
async fn one_by_one(made: &Page, paper: &[u8], list: &[u8]) {
    let href = made.attributes("main a[href$='/exhibits.zip']", "href").swap_remove(0);
    let zip = made.open(&href).await.expect(200);
    let folder = tempfile::tempdir().expect("a folder");
    let (file, out) = (folder.path().join("exhibits.zip"), folder.path().join("out"));
    std::fs::write(&file, &zip.bytes).expect("written");
    let mut unzip = std::process::Command::new(tests::tools::python());
    assert!(unzip.args(["-m", "zipfile", "-e"]).args([&file, &out]).status().expect("it runs").success());
    assert_eq!(std::fs::read(out.join("piece-01-contrat.pdf")).expect("the contract"), paper);
    let files = std::fs::read_dir(&out).expect("a folder").map(|file| file.expect("a file").path());
    let files: Vec<Vec<u8>> = files.map(|path| std::fs::read(path).expect("read")).collect();
    assert!(files.len() == 3 && files.iter().any(|file| file == list), "two exhibits and the list");
}

/// The list alone, in the client's file, which has all its projects.
async fn without_the_files(office: &Office, paper: usize) {
    // A question waits for the firm: that is no silence of the client.
    let notice = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let link = office.link_to(&notice, DIRECTOR).await;
    let asked = office.server.visitor("fr").visit(&link).await.expect(200).form_to("/question");
    asked.fill("question", "Combien de temps ?").submit().await.expect(200);
    let client = format!("/clients/{}", office.client);
    let page = office.reader.visit(&client).await.expect(200).open(&format!("{client}/dossier")).await.expect(200);
    let made = page.form_to("/dossier").fill("files", "without").submit().await.expect(200);
    let pdf = made.open(&made.attributes("main table a", "href")[0]).await.expect(200);
    assert!(pdf.bytes.len() < paper, "{} bytes", pdf.bytes.len());
    // The file of the client shows its other projects: no project's bundle holds it.
    let bundle = office.reader.visit(&format!("/projects/{}/bundle", office.project)).await.expect(200);
    let bundle = bundle.form_to("/bundle").submit().await.expect(200).bytes;
    let holds = |name: &[u8]| bundle.windows(name.len()).any(|window| window == name);
    assert!(holds(b"-DM-") && !holds(b"-DC-"), "the file of the project and not that of the client");
    let text = tests::tools::pdf_text(&pdf.bytes);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in
        ["Dossier du client", "contrat.pdf", "non jointe", "Lettres sans réponse", "au prestataire d’y répondre"]
    {
        assert!(text.contains(words), "{words} is missing");
    }
}

async fn a_large_one_is_made_by_a_job(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    // More than is made at once; two do not fit in one part, and the third is larger than any.
    let papers = [noise(6_000_000, 1), noise(6_000_000, 2), noise(11_000_000, 3)];
    for (n, paper) in papers.iter().enumerate() {
        add_paper(&office, &format!("piece-{n}.pdf"), paper).await;
    }
    let project = format!("/projects/{}", office.project);
    let page = office.adviser.visit(&format!("{project}/dossier")).await.expect(200);
    let looked = page.form_to("/dossier").press_value("look", "due").await;
    looked.says("4 parties").says("Pièce n° 3").says("Plus grandes que la taille choisie");
    let ordered = looked.form_to("/dossier").submit().await.expect(200);
    assert!(ordered.path().contains("/dossiers/"), "{}", ordered.path());
    office.server.settled().await;
    let path = ordered.path().split('?').next().expect("a path").to_owned();
    let made = office.adviser.visit(&path).await.expect(200);
    let hashes = made.texts("td code");
    assert_eq!(hashes.len(), 4);
    let mut parts = Vec::new();
    for n in 1..=4 {
        parts.push(made.open(&format!("{path}/{n}.pdf")).await.expect(200).bytes);
    }
    for (n, part) in parts.iter().enumerate() {
        assert_eq!(sha256(part).to_string(), hashes[n]);
        find_evidence(part).expect("each verifies alone");
        assert_eq!(part.len() > 10_000_000, n == 3, "part {}: {} bytes", n + 1, part.len());
        if n > 0 {
            assert!(attached(part, &format!("0{n} piece-{}.pdf", n - 1)) == papers[n - 1], "part {}", n + 1);
            let named = tests::tools::pdf_text(part).split_whitespace().collect::<String>();
            assert!(hashes[..n].iter().all(|hash| named.contains(hash)), "part {} names those before", n + 1);
        }
    }
    let text = tests::tools::pdf_text(&parts[0]).split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["3, dossier en 4 parties", "Une pièce plus grande que la taille choisie (10 Mo) a une partie à elle"]
    {
        assert!(text.contains(words), "{words} is missing");
    }
    after_a_crash(&office, &path).await;
}

async fn after_a_crash(office: &Office, path: &str) {
    // A worker that died after the commit leaves the job: the next finds the file made.
    let app = &office.server.app;
    let dossier = path.rsplit('/').next().expect("an identifier");
    let order = format!(
        r#"{{"dossier":"{dossier}","about":"project:{}","lang":"fr","limit":10000000,"files":true,"by":"system","made_by":"x"}}"#,
        office.project
    );
    let count = "SELECT COUNT(*) AS n FROM entry WHERE kind = 'document.made'";
    let mut tx = app.db.write().await.expect("a transaction");
    let before: u64 = tx.one(count, args![]).await.expect("a row").get("n").expect("a number");
    let sql = "UPDATE job SET state = 'pending', lease_until = 0, payload = $1 WHERE kind = 'dossier'";
    assert_eq!(tx.run(sql, args![order.as_bytes()]).await.expect("it runs"), 1);
    tx.commit().await.expect("durable");
    office.server.settled().await;
    let mut tx = app.db.read().await.expect("a connection");
    assert_eq!(tx.one(count, args![]).await.expect("a row").get::<u64>("n").expect("a number"), before);
    drop(tx);
    office.adviser.visit(path).await.expect(200).says("Les parties");

    // One whose job died before is made by the next, and its page says how far it is.
    let mut tx = app.db.write().await.expect("a transaction");
    let other = "1".repeat(32);
    // The list alone: eleven megabytes were sealed once already.
    let order = order.replace(dossier, &other).replace(r#""files":true"#, r#""files":false"#);
    let firm: ledger::Id = tx.one("SELECT firm FROM firm", args![]).await.expect("a firm").get("firm").expect("an id");
    let sql = "INSERT INTO dossier (firm, dossier, about, parts, done) VALUES ($1, $2, $3, 4, 1)";
    let about = format!("project:{}", office.project);
    tx.run(sql, args![firm, other.as_str(), about.as_str()]).await.expect("it runs");
    // Under a lease that has not lapsed yet.
    let later = app.clock.now().plus_millis(3_600_000);
    let sql = "INSERT INTO job (firm, kind, key, payload, created, run_at, lease_until, attempts, state)
               VALUES ($1, 'dossier', $2, $3, $4, $4, $5, 1, 'pending')";
    tx.run(sql, args![firm, other.as_str(), order.as_bytes(), app.clock.now(), later]).await.expect("it runs");
    tx.commit().await.expect("durable");
    let page = office.adviser.visit(&format!("/dossiers/{other}?follow=1")).await.expect(200);
    page.says("1 sur 4 parties").says("Ne plus actualiser");
    assert_eq!(page.header("refresh"), "5");
    let mut tx = app.db.write().await.expect("a transaction");
    tx.run("UPDATE job SET lease_until = 0 WHERE key = $1", args![other.as_str()]).await.expect("it runs");
    tx.commit().await.expect("durable");
    office.server.settled().await;
    office.adviser.visit(&format!("/dossiers/{other}")).await.expect(200).says("Les parties");
}

async fn who_made_it_stands_in_its_own_language(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let page = format!("{}/projects/{}/dossier", busy.lawyer_link, busy.office.project);
    let page = busy.lawyer.visit(&page).await.expect(200);
    for (lang, says) in [("fr", "exporté sous l’accès donné le"), ("en", "exported under access granted on")] {
        let made = page.form_to("/dossier").fill("lang", lang).fill("files", "without").submit().await.expect(200);
        made.says("même si le dossier ne les joint pas");
        let first = made.attributes("main table a[href$='/1.pdf']", "href").swap_remove(0);
        let text = tests::tools::first_page(&made.open(&first).await.expect(200).bytes);
        assert!(text.contains(says), "{lang}: {text}");
    }
}

/// What a reader outside had made, redacted copies and earlier files are no bundle's, and whoever verifies it is told that nothing is amiss.
async fn a_bundle_has_the_file_that_the_firm_made(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, project) = (&busy.office, format!("/projects/{}", busy.office.project));
    let (_, newest) = dossier(&office.adviser, &project).await;
    let redact = office.adviser.visit(&format!("{project}/redact")).await.expect(200);
    redact.form_with("words").fill("words", "Kerbrat").submit().await.expect(200);
    let (_, theirs) = dossier(&busy.lawyer, &format!("{}{project}", busy.lawyer_link)).await;
    let notice = busy.lawyer.visit(&format!("{}/notices/{}/redact", busy.lawyer_link, busy.answered)).await.expect(200);
    let copy = notice.form_with("words").fill("words", "Kerbrat").submit().await.expect(200);
    let bundle = office.reader.visit(&format!("{project}/bundle")).await.expect(200);
    let zip = bundle.form_to("/bundle").submit().await.expect(200).bytes;
    let mut verifier = Verifier::new(Reader::stranger(Time(4_000_000_000_000)));
    verifier.read(&zip).expect("a bundle");
    let report = verifier.finish().expect("a bundle");
    let has = |bytes: &[u8]| report.files.iter().any(|file| file.sha256 == sha256(bytes));
    assert!(report.holds() && has(&newest.bytes) && !has(&theirs.bytes) && !has(&copy.bytes), "{:?}", report.files);
    // The file made before, two copies, the lawyer's file.
    assert_eq!(report.absent.len(), 4, "{:?}", report.absent);
    assert!(report.absent.iter().all(|file| file.left_out), "{:?}", report.absent);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lot.zip");
    std::fs::write(&file, &zip).expect("written");
    for lang in [Lang::Fr, Lang::En] {
        let reader = Reader::stranger(Time(4_000_000_000_000));
        let (text, _) = server::report::verify(Texts(lang), &file, reader, Telling::Short).expect("read");
        assert!(text.contains(&Texts(lang).bundle_left_out_files(4)), "{text}");
        assert!(!text.contains(&Texts(lang).bundle_absent_files(4)), "{text}");
    }
}
