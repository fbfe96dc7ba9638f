//! `/retention`: what is kept until when, and a project whose time is over is destroyed as a whole.

use std::collections::BTreeSet;

use ledger::bundle::Verifier;
use ledger::evidence::{Disclosure, Reader};
use ledger::{Hash, Time, find_evidence};
use server::args;
use server::store::{Error, Firm, retention, verify};
use tests::busy::Busy;
use tests::http::{Form, Page};
use tests::server::{Database, Server};
use tests::story::{PASSWORD, sign_in};
use tests::tools::{first_page, pdf_text};

tests::on_both_databases![
    a_project_is_destroyed_when_its_time_is_over,
    what_is_open_or_held_is_never_due,
    years_are_set_within_bounds,
    a_step_that_cannot_be_done_is_done_again
];

const YEAR: i64 = 366 * 24 * 3600 * 1000;
const HOSTILE: &str = "<script>alert(1)</script>";

/// Closes every project of the office's client, so that the relationship ends.
async fn close(busy: &Busy) {
    let office = &busy.office;
    let mut tx = office.server.app.db.read().await.expect("a connection");
    let rows = tx.all("SELECT project FROM project", args![]).await.expect("projects");
    drop(tx);
    for row in rows {
        let path = format!("/projects/{}/milestone", row.get::<ledger::Id>("project").expect("an id"));
        let form = office.owner.visit(&path).await.expect(200).form_with("milestone");
        form.fill("milestone", "closed").fill("reason", "Fin de la mission.").submit().await.expect(200);
    }
    office.server.settled().await;
}

/// So many years later, signed in anew.
async fn after(busy: &Busy, years: i64) {
    busy.office.server.clock.advance(years * YEAR);
    sign_in(&busy.office.owner, "anne@ouest.example").await.expect(200);
    busy.office.server.settled().await;
}

async fn dry_run(busy: &Busy) -> Page {
    let office = &busy.office;
    let page = office.owner.visit("/retention").await.expect(200);
    page.form_to("/retention/destroy").check("project", &office.project).submit().await.expect(200)
}

fn confirmed(page: &Page) -> Form {
    let form = page.form_with("note").fill("note", "registre n° 12").fill("password", PASSWORD);
    form.check("confirm", "yes")
}

async fn grant_until(owner: &tests::http::Visitor, about: &str, last: &str) {
    let form = owner.visit("/access/new").await.expect(200).form_with("office").fill("name", "Me Léa Roux");
    let form =
        form.fill("email", "roux@avocats.example").fill("sort", "lawyer").fill("last", last).fill("reason", "RG");
    form.check("over", about).submit().await.expect(200);
}

/// Whoever could read what was destroyed is no current reader any more.
async fn nobody_reads_it(owner: &tests::http::Visitor) {
    owner.visit("/firm").await.expect(200).does_not_say("1 lecteur extérieur");
    owner.visit("/access").await.expect(200).says("Dossier détruit").does_not_say("En cours");
}

async fn destroyed(busy: &Busy) -> (Firm, ledger::event::ProjectDestroyed) {
    let office = &busy.office;
    let mut tx = office.server.app.db.read().await.expect("a connection");
    let row = tx.one("SELECT firm FROM destroyed", args![]).await.expect("one is destroyed");
    let firm = Firm(row.get("firm").expect("an id"));
    let project = office.project.parse().expect("an id");
    (firm, retention::destruction(&mut tx, firm, project).await.expect("it says so").1)
}

async fn sound(busy: &Busy) {
    let app = &busy.office.server.app;
    let report = verify::database(&app.db, Some(&app.files)).await.expect("it is read");
    assert!(report.is_sound(), "{report}");
}

/// The bundle of the project, as it was handed out.
async fn bundle(busy: &Busy) -> Vec<u8> {
    let page = busy.office.owner.visit(&format!("/projects/{}/bundle", busy.office.project)).await.expect(200);
    page.form_to("/bundle").submit().await.expect(200).bytes
}

fn holds(zip: &[u8]) -> bool {
    let mut verifier = Verifier::new(Reader::stranger(Time(i64::MAX)));
    verifier.read(zip).is_ok() && verifier.finish().is_ok_and(|report| report.holds())
}

async fn a_project_is_destroyed_when_its_time_is_over(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    office.server.settled().await;
    let receipt = busy.director.visit(&format!("{}/certificate.pdf", busy.answered_link)).await.expect(200).bytes;
    let handed = bundle(&busy).await;
    assert!(holds(&handed));
    office.owner.visit("/retention").await.expect(200).says("n’est pas close").does_not_say("Missions à examiner");
    close(&busy).await;
    // Changed and changed back: what stands, stands since the second time.
    for (years, why) in [("7", "Essai"), ("6", "Prescription de droit commun")] {
        let form = office.owner.visit("/retention").await.expect(200).form_with("projects");
        form.fill("projects", years).fill("reason", why).fill("password", PASSWORD).submit().await.expect(200);
    }
    // Six years, and the day is not over.
    let page = office.owner.visit("/retention").await.expect(200);
    page.says("Jusqu’au 2 mars 2032").says("Aucune mission n’est échue");
    after(&busy, 7).await;
    office.owner.visit("/").await.expect(200).says("au terme de");
    let page = dry_run(&busy).await;
    page.says("Rien n’est encore détruit")
        .says("Réponse donnée")
        .says("boîte d’envoi")
        .says("à votre entreprise de les renouveler");

    // Everything is asked for, beside its field; what was typed stays but the password.
    let refused = page.form_with("note").submit().await.expect(422);
    for field in ["note", "password", "confirm"] {
        assert!(!refused.error(field).is_empty(), "{field}");
    }
    let refused = confirmed(&page).fill("password", "pas le bon").fill("note", HOSTILE).submit().await.expect(422);
    assert_eq!(refused.form_with("note").value("note"), HOSTILE);
    assert_eq!(refused.form_with("note").value("password"), "");
    assert!(!refused.source().contains(HOSTILE));
    sound(&busy).await;

    // Somebody still reads it.
    grant_until(&office.owner, &format!("project:{}", office.project), "2033-06-30").await;
    office.owner.visit("/firm").await.expect(200).says("1 lecteur extérieur");
    // Sent twice, and from two windows.
    let dossier =
        office.owner.visit(&format!("/projects/{}/dossier", office.project)).await.expect(200).form_to("/dossier");
    let mails = office.server.outbox().len();
    let other = confirmed(&dry_run(&busy).await);
    let (one, two) = (confirmed(&page), confirmed(&page));
    let (one, two) = tokio::join!(one.submit(), two.submit());
    assert_eq!(one.trail, two.trail, "{}", two.text());
    one.expect(200).says("Mission détruite").says("Anne Le Gall").says("registre n° 12");
    other.submit().await.expect(422).says("Une mission choisie n’est plus là");
    office.server.settled().await;

    // Its page says so, its others are not there; the links of its notices say what became of them.
    let page = office.owner.visit(&format!("/projects/{}", office.project)).await.expect(200);
    page.says("Relation terminée le 2 mars 2026").says("Certificat de destruction");
    for part in ["coverage", "told", "chronology", "as-of", "milestone", "edit", "bundle", "dossier.pdf", "versions/1"]
    {
        let page = office.owner.visit(&format!("/projects/{}/{part}", office.project)).await;
        assert_eq!(page.status, 404, "{part}");
    }
    for part in ["", "/evidence.json", "/bundle", "/certificate.pdf"] {
        let page = office.owner.visit(&format!("/notices/{}{part}", busy.answered)).await;
        assert_eq!(page.status, 404, "{part}");
    }
    dossier.submit().await.expect(404);
    for link in [&busy.answered_link, &busy.open_link] {
        let gone = busy.director.visit(link).await.expect(410);
        gone.says("Ce dossier a été détruit").says("reste vérifiable").does_not_say("sauvegarde");
        busy.director.visit(&format!("{link}/certificate.pdf")).await.expect(410);
    }
    nobody_reads_it(&office.owner).await;
    office.owner.visit("/").await.expect(200).does_not_say("au terme de");
    office.owner.visit("/search?q=rançongiciel").await.expect(200).does_not_say("Un rançongiciel");

    // Files, copies of mails and rows are gone.
    let (firm, event) = destroyed(&busy).await;
    assert!(event.files.len() > 8, "{}", event.files.len());
    for sha256 in &event.files {
        let found = office.server.app.files.check(firm, *sha256).await;
        assert!(matches!(found, Err(Error::Missing)), "{sha256}");
    }
    assert!(office.server.outbox().len() < mails);
    sound(&busy).await;
    certificate(&busy, &event.files.iter().copied().collect()).await;
    // What others hold verifies as it did.
    assert!(holds(&handed));
    let report = ledger::evidence::verify(find_evidence(&receipt).expect("evidence"), Reader::stranger(Time(i64::MAX)));
    assert!(report.verdict.holds() && report.counts.erased == 0);
}

async fn certificate(busy: &Busy, files: &BTreeSet<Hash>) {
    let path = format!("/projects/{}/destruction.pdf", busy.office.project);
    let pdf = busy.office.owner.visit(&path).await.expect(200).bytes;
    let page = first_page(&pdf).split_whitespace().collect::<Vec<_>>().join(" ");
    for says in
        ["Certificat de destruction", "Portails", "Anne Le Gall", "registre n° 12", "Relation terminée le 2 mars 2026"]
    {
        assert!(page.contains(says), "no {says:?} on page one: {page}");
    }
    let text = pdf_text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("fixée par Anne Le Gall. Motif : Prescription de droit commun"), "{text}");
    assert!(text.contains("Cette durée vaut depuis le 2 mars 2026") && !text.contains("Essai"), "{text}");
    assert!(text.contains("sauvegardes du serveur") && text.contains("leur ordre et leur nombre"), "{text}");
    assert!(!text.contains("rançongiciel"), "nothing of what was destroyed is in it");
    let evidence = find_evidence(&pdf).expect("evidence");
    let report = ledger::evidence::verify(evidence, Reader::stranger(Time(i64::MAX)));
    assert!(report.verdict.holds());
    let gone: Vec<_> = report.entries.iter().filter(|entry| entry.state == Disclosure::Erased).collect();
    assert!(gone.len() > 30 && gone.iter().all(|entry| entry.erased.is_some()), "{}", gone.len());
    assert!(!files.contains(&ledger::sha256(&pdf)));
    tests::judges::assert_pdfa(&[written(&pdf)]);
}

fn written(pdf: &[u8]) -> std::path::PathBuf {
    let path = tests::tools::traces("destruction").join("certificate.pdf");
    std::fs::write(&path, pdf).expect("written");
    path
}

async fn what_is_open_or_held_is_never_due(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    close(&busy).await;
    after(&busy, 7).await;
    let due = dry_run(&busy).await;
    let place = office.owner.visit(&format!("/holds/new?about=project:{}", office.project)).await.expect(200);
    let placed = place.form_with("reason").fill("reason", "Assignation du 3 mars").submit().await.expect(200);
    // From before the hold: what is asked is what stands when the form comes.
    confirmed(&due).submit().await.expect(422).says("Sous conservation judiciaire");
    let page = office.owner.visit("/retention").await.expect(200);
    page.says("jamais échue").says("Assignation du 3 mars").does_not_say("Missions à examiner");
    let path = format!("/retention/destroy?project={}", office.project);
    assert!(!office.owner.visit(&path).await.expect(200).says("Sous conservation judiciaire").has("form [name=note]"));
    let page = office.owner.visit(placed.path()).await.expect(200);
    page.form_to("/release")
        .fill("reason", "Jugée")
        .fill("password", PASSWORD)
        .check("confirm", "yes")
        .submit()
        .await
        .expect(200);
    // The hold did not make it start anew.
    assert!(dry_run(&busy).await.has("form [name=note]"));

    // Another project of the client is opened: the relationship goes on, and what was seen as due is not.
    let due = dry_run(&busy).await;
    tests::story::add_project(&office.owner, &office.client, "Nouveau réseau").await;
    confirmed(&due).submit().await.expect(422).says("n’est pas écoulée");
    office.owner.visit("/retention").await.expect(200).says("La relation continue").says("Nouveau réseau");
    // Nothing that is not there.
    let strange = "/retention/destroy?project=00000000000000000000000000000001&project=x";
    assert!(!office.owner.visit(strange).await.expect(200).has("form [name=note]"));
    office.owner.visit("/retention/destroy").await.expect(200).says("Aucune mission choisie");
    sound(&busy).await;
}

async fn years_are_set_within_bounds(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let owner = &busy.office.owner;
    let page = owner.visit("/retention").await.expect(200);
    let form = || page.form_with("projects").fill("reason", "Garantie décennale").fill("password", PASSWORD);
    assert_eq!(form().value("projects"), "6");
    for wrong in ["11", "6.5"] {
        let refused = form().fill("projects", wrong).submit().await.expect(422);
        assert_eq!(refused.error("projects"), "Un nombre entier d’années, de 1 à 10.");
        assert_eq!(refused.form_with("projects").value("projects"), wrong);
    }
    // With a reason, which is kept while something else is wrong.
    let refused = form().fill("reason", " ").fill("projects", "10").submit().await.expect(422);
    assert_eq!(refused.error("reason"), "Ce champ est obligatoire.");
    assert_eq!(refused.form_with("projects").value("projects"), "10");
    let refused = form().fill("projects", "0").submit().await.expect(422);
    assert_eq!(refused.form_with("projects").value("reason"), "Garantie décennale");
    page.does_not_say("Fixées en dernier");
    // Only with the owner's password, which never comes back.
    for wrong in ["", "pas le bon"] {
        let refused = form().fill("projects", "10").fill("password", wrong).submit().await.expect(422);
        assert!(!refused.error("password").is_empty(), "{wrong}");
        assert_eq!(refused.form_with("projects").value("projects"), "10");
        assert_eq!(refused.form_with("projects").value("password"), "");
    }
    assert_eq!(owner.visit("/retention").await.expect(200).form_with("projects").value("projects"), "6");
    // Less than the time in which a claim can be made is said twice.
    let short = form().fill("projects", "4").submit().await.expect(422);
    assert!(short.errors().len() == 1 && !short.error("short").is_empty());
    let short = short.form_with("projects").check("short", "yes").fill("password", PASSWORD).submit().await.expect(200);
    assert_eq!(short.form_with("projects").value("projects"), "4");
    let page = owner.visit("/retention").await.expect(200);
    let form = page.form_with("projects").fill("reason", "Garantie décennale").fill("password", PASSWORD);
    let set = form.fill("projects", "10").fill("mails", "1").fill("grants", "1").submit().await.expect(200);
    assert_eq!(set.form_with("projects").value("projects"), "10");
    set.says("Fixées en dernier").says("Anne Le Gall · Garantie décennale");
    assert_eq!(set.form_with("projects").value("reason"), "", "each change has its own");
    // A message without a place is due after a year, with the page that erases it.
    after(&busy, 2).await;
    let page = owner.visit("/retention").await.expect(200);
    page.says("Message sans place").says("Accès extérieur").does_not_say("(sans objet)");
    let links = page.attributes("a[href^='/incoming/']", "href");
    assert!(links[0].ends_with("/erase"), "{links:?}");
    owner.visit(&links[0]).await.expect(200);
    sound(&busy).await;
}

/// Somebody reads an older state of the database: what is deleted cannot be overwritten yet. The job stays, and does all of it once more.
async fn a_step_that_cannot_be_done_is_done_again(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    close(&busy).await;
    after(&busy, 7).await;
    let page = dry_run(&busy).await;
    let db = &office.server.app.db;
    let mut reading = db.snapshot().await.expect("a snapshot");
    reading.one("SELECT COUNT(*) AS n FROM entry", args![]).await.expect("it has begun");
    // With what is recorded about the client, since no other project of it is left.
    let page = match page.forms().into_iter().find(|form| form.method == "GET" && form.has("client")) {
        Some(form) => form.check("client", &office.client).submit().await.expect(200),
        None => page,
    };
    confirmed(&page).submit().await.expect(200).says("Mission détruite");
    let waiting = async || {
        let mut tx = db.read().await.expect("a connection");
        let sql = "SELECT COUNT(*) AS n FROM job WHERE kind = 'erase' AND state = 'pending'";
        tx.one(sql, args![]).await.and_then(|row| row.get::<u64>("n")).expect("a count")
    };
    let (firm, event) = destroyed(&busy).await;
    assert!(event.with_client);
    // What its people asked about their own data went too.
    let mut tx = db.read().await.expect("a connection");
    for sql in [
        "SELECT COUNT(*) AS n FROM erasure_request",
        "SELECT COUNT(*) AS n FROM document WHERE class = 'personal_data'",
        "SELECT COUNT(*) AS n FROM entry WHERE subject LIKE 'person:%' AND payload IS NOT NULL",
    ] {
        let left: u64 = tx.one(sql, args![]).await.and_then(|row| row.get("n")).expect("a count");
        assert_eq!(left, 0, "{sql}");
    }
    drop(tx);
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    let held = waiting().await;
    drop(reading);
    office.server.clock.advance(10_000);
    office.server.settled().await;
    assert_eq!(waiting().await, 0);
    if matches!(on, Database::Sqlite) {
        assert_eq!(held, 1, "it could not be done");
    }
    for sha256 in &event.files {
        assert!(matches!(office.server.app.files.check(firm, *sha256).await, Err(Error::Missing)), "{sha256}");
    }
    sound(&busy).await;
}
