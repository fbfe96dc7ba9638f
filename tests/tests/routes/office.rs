//! The whole way once, by forms alone: whatever breaks in between breaks this first.

use std::collections::BTreeMap;
use std::process::Command;

use tests::busy::Busy;
use tests::crawl::{crawl, kind};
use tests::server::{Database, Server};
use tests::smtp::MailServer;
use tests::story::{ASSISTANT, DIRECTOR, Office, add_client, dossier, setup_firm};

tests::on_both_databases![from_the_first_run_to_the_clients_certificate, two_servers_share_the_work_and_the_log];

async fn from_the_first_run_to_the_clients_certificate(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
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
    verifies(&office.server);
}

/// As the person who keeps the server would ask, while it serves.
fn verifies(server: &Server) {
    let (config, mut acte) = (&server.app.config, Command::new(tests::tools::acte()));
    acte.arg("verify").env("ACTE_DATA", &config.data).env("ACTE_URL", &config.url);
    if config.database.starts_with("postgres://") {
        acte.env("ACTE_DATABASE", &config.database);
    }
    let report = acte.output().expect("acte starts");
    assert!(report.status.success(), "{}", String::from_utf8_lossy(&report.stdout));
}

/// Invitations sent through two servers at once.
const INVITED: usize = 12;

async fn two_servers_share_the_work_and_the_log(on: Database) {
    let smtp = MailServer::start();
    let one = Server::setup().on(on).mail(&smtp).start().await;
    let anne = setup_firm(&one, "fr").await;
    let two = Server::setup().beside(&one).mail(&smtp).start().await;
    // Whoever signed in on the one is signed in on the other.
    let there = two.visitor("fr");
    anne.cookies().iter().for_each(|(name, value)| there.set_cookie(name, value));
    let (here, there) = (&anne, &there);
    let mut invitations = tokio::task::JoinSet::new();
    for n in 0..INVITED {
        let form = [here, there][n % 2].visit("/members").await.expect(200).form_to("/members/invite");
        let form = form.fill("email", &format!("m{n}@ouest.example")).fill("role", "reader");
        invitations.spawn(async move { form.submit().await.expect(200).path().to_owned() });
    }
    invitations.join_all().await;
    tokio::join!(add_client(here, "Ici", "", "fr"), add_client(there, "Là-bas", "", "fr"));
    here.visit("/clients").await.says("Là-bas");
    there.visit("/clients").await.says("Ici");
    assert_eq!(sent(&two, &smtp).await, each_once(INVITED));
    // One server is stopped: the other does its work.
    drop(one);
    let form = there.visit("/members").await.expect(200).form_to("/members/invite");
    form.fill("email", &format!("m{INVITED}@ouest.example")).fill("role", "reader").submit().await.expect(200);
    assert_eq!(sent(&two, &smtp).await, each_once(INVITED + 1));
}

fn each_once(invited: usize) -> BTreeMap<String, usize> {
    (0..invited).map(|n| (format!("m{n}@ouest.example"), 1)).collect()
}

/// How many mails came to each address, once no job is left.
async fn sent(server: &Server, smtp: &MailServer) -> BTreeMap<String, usize> {
    server.settled().await;
    let mut sent = BTreeMap::new();
    smtp.mails().iter().flat_map(|mail| &mail.to).for_each(|to| *sent.entry(to.clone()).or_default() += 1);
    sent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_pages_say_the_same_on_both_databases() {
    let (sqlite, postgres) = tokio::join!(told(Database::Sqlite), told(Database::Postgres));
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    for (kind, words) in &sqlite {
        let differs = words.iter().zip(&postgres[kind]).position(|(one, other)| one != other);
        let at = differs.unwrap_or(words.len().min(postgres[kind].len()));
        let near = |words: &[String]| words[at.saturating_sub(8)..words.len().min(at + 8)].join(" ");
        assert_eq!(words, &postgres[kind], "{kind}: {} / {}", near(words), near(&postgres[kind]));
    }
}

/// What the pages of a busy office say, by kind of address, without what differs from run to run: identifiers, hashes, times.
async fn told(on: Database) -> BTreeMap<String, Vec<String>> {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    // Names that sort differently by bytes, by letters, and with case.
    for name in ["Zèbre", "élan", "Étoile", "œuvre", "Oz", "eau", "L’Île", "L'ami", "l-b", "Æon", "a b", "ab"] {
        add_client(&busy.office.adviser, name, "", "fr").await;
    }
    busy.office.server.settled().await;
    let found = ["/", "/search?q=a", "/search?q=e", "/search?q=sauvegarde", "/search?q=portails+serveurs"];
    let mut pages = crawl(&busy.office.owner, &found).await;
    pages.extend(crawl(&busy.director, &[&busy.answered_link, &busy.open_link]).await);
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.is_html()) {
        let words = page.text();
        let words = words.split_whitespace().filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
        told.entry(kind(&page.url)).or_default().extend(words.map(str::to_owned));
    }
    // Four workers send mails, and which is first differs too.
    let raced = |kind: &str| {
        kind.starts_with("/notices/")
            || kind.starts_with("/outbox")
            || kind.starts_with("/search")
            || kind.contains("/told")
            || kind.contains("/as-of")
            || kind.contains("/chronology")
    };
    // So does which of those entries, and of those mails, a page is looked at for.
    told.retain(|kind, _| !kind.starts_with("/entries/") && !kind.starts_with("/outbox/"));
    told.iter_mut().filter(|(kind, _)| raced(kind)).for_each(|(_, words)| words.sort());
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
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

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
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

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
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
    let (_, made) = dossier(&office.reader, &project).await;
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
