//! `/entries/{subject}/{index}/erase`: the content of an entry goes, wherever it was; that it was there stays.

use std::collections::BTreeSet;

use ledger::evidence::{self, Disclosure, Reader};
use ledger::{Time, find_evidence, sha256};
use server::args;
use server::store::verify;
use tests::busy::Busy;
use tests::http::{Form, Page};
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, PASSWORD, dossier};

tests::on_both_databases![
    a_question_is_erased_and_says_so_everywhere,
    an_answer_goes_from_every_document_and_its_decisions_stay,
    a_paper_goes_with_its_file,
    the_proof_of_a_step_goes_with_its_entry,
    what_is_in_use_or_never_erased_says_so,
    what_is_never_erased_alone_is_known_by_its_kind
];

const QUESTION: &str = "Faut-il arrêter la production ?";
const REASON: &str = "Budget arrêté.";

/// The page that erases the newest entry of this kind.
pub async fn page_of(busy: &Busy, kind: &str) -> Page {
    let mut tx = busy.office.server.app.db.read().await.expect("a connection");
    let sql = "SELECT subject, idx FROM entry WHERE kind = $1 ORDER BY idx DESC LIMIT 1";
    let row = tx.one(sql, args![kind]).await.expect("such an entry");
    let (subject, index) = (row.get::<String>("subject").expect("a text"), row.get::<u64>("idx").expect("a number"));
    drop(tx);
    busy.office.owner.visit(&format!("/entries/{subject}/{index}/erase")).await.expect(200)
}

pub fn filled(page: &Page) -> Form {
    let form = page.form_with("ground").fill("ground", "request").fill("note", "demande n° 12");
    form.fill("password", PASSWORD).check("confirm", "yes")
}

/// The entry that says what was erased.
async fn erasure(busy: &Busy) -> u64 {
    let mut tx = busy.office.server.app.db.read().await.expect("a connection");
    let sql = "SELECT idx FROM entry WHERE kind = 'payload.erased'";
    tx.one(sql, args![]).await.expect("one erasure").get("idx").expect("a number")
}

async fn sound(busy: &Busy, erased: u64) {
    let app = &busy.office.server.app;
    let report = verify::database(&app.db, Some(&app.files)).await.expect("it is read");
    assert!(report.is_sound(), "{report}");
    assert_eq!(report.firms[0].erased, erased);
}

fn states(bytes: &[u8], state: Disclosure) -> usize {
    let report = evidence::verify(bytes, Reader::stranger(Time(i64::MAX)));
    assert!(report.entries.iter().all(|entry| entry.faults.is_empty()));
    report.entries.iter().filter(|entry| entry.state == state).count()
}

async fn a_question_is_erased_and_says_so_everywhere(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    busy.office.server.settled().await;
    let before = busy.director.visit(&format!("{}/evidence.json", busy.open_link)).await.expect(200).bytes;
    let page = page_of(&busy, "question.asked").await;
    page.says(QUESTION).says("Ce qui disparaît").says("Ce que l’effacement n’atteint pas");

    // Everything is asked for, beside its field; a wrong password too, and what was typed stays but that.
    let refused = page.form_with("ground").submit().await.expect(422);
    for field in ["ground", "note", "password", "confirm"] {
        assert!(!refused.error(field).is_empty(), "{field}");
    }
    let refused = filled(&page).fill("password", "pas le bon mot de passe").submit().await.expect(422);
    assert_eq!(refused.error("password"), "Ce n’est pas le mot de passe actuel.");
    assert_eq!(refused.form_with("ground").value("note"), "demande n° 12");
    assert_eq!(refused.form_with("ground").value("password"), "");
    sound(&busy, 0).await;

    // Sent twice, and from two windows.
    let (one, two) = (filled(&page), filled(&page));
    let other = filled(&busy.office.owner.visit(page.path()).await.expect(200));
    let (one, two) = tokio::join!(one.submit(), two.submit());
    assert_eq!(one.trail, two.trail, "{}", two.text());
    one.says("Le contenu a été effacé").says("Anne Le Gall").says("demande n° 12").does_not_say(QUESTION);
    other.submit().await.expect(422).says("déjà effacé");
    busy.office.owner.visit(page.path()).await.expect(200).says("Effacé le").does_not_say(QUESTION);

    let director = busy.director.visit(&busy.open_link).await.expect(200);
    director.says("Effacé le").says("demande de la personne concernée").does_not_say(QUESTION);
    busy.office.reader.visit(&format!("/projects/{}", busy.office.project)).await.expect(200).does_not_say(QUESTION);
    busy.office.server.settled().await;
    let after = busy.director.visit(&format!("{}/evidence.json", busy.open_link)).await.expect(200).bytes;
    assert_eq!((states(&before, Disclosure::Erased), states(&after, Disclosure::Erased)), (0, 1));
    assert!(!String::from_utf8_lossy(&after).contains(QUESTION));
    assert!(String::from_utf8_lossy(&after).contains("payload.erased"));
    // The first line says so, for whoever reads no further.
    let t = app::Texts(app::Lang::Fr);
    let first = |bytes: &[u8]| t.verdict_of(&evidence::verify(bytes, Reader::stranger(Time(i64::MAX))))[0].clone();
    assert_eq!(first(&before), t.verify_uncompared());
    assert_eq!(first(&after), format!("{}. {}", t.verify_uncompared(), t.verify_texts_gone(1)));
    sound(&busy, 1).await;
}

async fn an_answer_goes_from_every_document_and_its_decisions_stay(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    busy.office.server.settled().await;
    let office = &busy.office;
    let certificate = format!("{}/certificate.pdf", busy.answered_link);
    let before = busy.director.visit(&certificate).await.expect(200).bytes;
    let bundle = office.owner.visit(&format!("/projects/{}/bundle", office.project)).await.expect(200);
    let bundle = bundle.attributes("a[href^='/bundles/']", "href").swap_remove(0);
    let page = page_of(&busy, "answer.given").await;
    page.says(REASON).says("attestation.pdf").says("Le lot de preuves du").says("produites de nouveau");
    let done = filled(&page).submit().await.expect(200);
    done.says("Le contenu a été effacé").says("[…]").does_not_say(REASON);
    busy.office.server.settled().await;

    let after = busy.director.visit(&certificate).await.expect(200).bytes;
    assert_ne!(sha256(&before), sha256(&after));
    assert!(!tests::tools::pdf_text(&after).contains(REASON));
    let text = tests::tools::pdf_text(&after);
    assert!(text.contains("Contenu effacé") && text.contains("demande n° 12") && text.contains("Refus"), "{text}");
    // Page one names what was erased, by whom, when and why, and claims only what is there.
    let page = tests::tools::first_page(&after);
    for says in [
        "Ce qui a été effacé",
        "(Réponse donnée). Effacé le",
        "par Anne Le Gall",
        "demande de la personne concernée",
        "(demande n° 12)",
    ] {
        assert!(page.contains(says), "no {says:?} on page one: {page}");
    }
    assert!(page.contains("mais non les motifs") && !page.contains("chaque décision avec son motif"), "{page}");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("1 dont le texte a été effacé") && text.contains("le sel d’une écriture effacée a été détruit"),
        "{text}"
    );
    assert!(tests::tools::first_page(&before).contains("chaque décision avec son motif"));
    assert!(!tests::tools::pdf_text(&before).contains("effacé, "), "nothing was");
    told_of(&busy, &before).await;
    // What the client holds verifies as before, with the text; what is made now says that it is gone.
    let (old, new) = (find_evidence(&before).expect("evidence"), find_evidence(&after).expect("evidence"));
    assert_eq!((states(old, Disclosure::Erased), states(new, Disclosure::Erased)), (0, 1));
    assert!(String::from_utf8_lossy(old).contains(REASON) && !String::from_utf8_lossy(new).contains(REASON));
    office.owner.visit(&bundle).await.expect(410).says("Ce lot de preuves a été détruit").says("écriture n°");
    office.owner.visit(&format!("/bundles/{}", "0".repeat(64))).await.expect(404);
    let page = office.owner.visit(&format!("/projects/{}/dossier", office.project)).await.expect(200);
    assert!(!page.has("main li a[href^='/dossiers/']"), "the one that showed the text is gone");
    let (_, made) = dossier(&office.owner, &format!("/projects/{}", office.project)).await;
    assert!(!tests::tools::pdf_text(&made.bytes).contains(REASON));
    assert!(tests::tools::first_page(&made.bytes).contains("Ce qui a été effacé"));
    for mail in office.server.outbox() {
        assert!(!mail.text().contains(REASON), "{}", mail.subject());
    }
    let again = office.owner.visit(&format!("/notices/{}/bundle", busy.answered)).await.expect(200);
    let zip = again.form_to("/bundle").submit().await.expect(200).bytes;
    let found = String::from_utf8_lossy(&zip).into_owned();
    assert!(found.starts_with("PK") && !found.contains(REASON));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bundle.zip");
    std::fs::write(&file, &zip).expect("it is written");
    let mut verify = std::process::Command::new(tests::tools::acte());
    let told = verify.args(["verify", "--full", "--lang", "fr"]).arg(&file).output().expect("it runs");
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.status.success() && text.contains("Anne Le Gall") && text.contains("(demande n° 12)"), "{text}");
    assert!(text.contains(&app::Texts(app::Lang::Fr).verify_erased(1)), "{text}");
    // The old certificate and what was mailed are named, and told of as erased: nobody is to think that they were taken out.
    let t = app::Texts(app::Lang::Fr);
    assert!(text.contains("effacé selon l’écriture n°") && !text.contains("ont été laissés de côté"), "{text}");
    assert!(text.contains(&t.bundle_erased_by(erasure(&busy).await + 1)), "{text}");
    sound(&busy, 1).await;
}

/// Wherever the decision stands, so does the erasure; and the certificate that went is told of to whoever holds a copy.
async fn told_of(busy: &Busy, before: &[u8]) {
    let office = &busy.office;
    let n = erasure(busy).await + 1;
    let (word, gone) = ("Refusée, selon le prestataire", "texte de la réponse a été effacé le");
    let number = format!("écriture n° {n}");
    // The link of the other notice, where a code is still asked for.
    let director = office.server.visitor("fr");
    office.identify(&director, &busy.open_link, DIRECTOR).await;
    let register = director.visit(&format!("{}/register", busy.open_link)).await.expect(200);
    register.says(word).says(gone).says(&number);
    let csv = director.visit(&format!("{}/register.csv", busy.open_link)).await.expect(200).bytes;
    let csv = String::from_utf8(csv.to_vec()).expect("UTF-8");
    assert!(csv.contains(word) && csv.contains("Texte de la réponse effacé le"), "{csv}");
    let pdf = director.visit(&format!("{}/register.pdf", busy.open_link)).await.expect(200).bytes;
    let pdf = tests::tools::pdf_text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(pdf.contains("effacé le") && pdf.contains(&number) && pdf.contains("selon le prestataire"), "{pdf}");
    for page in [format!("/projects/{}", office.project), format!("/clients/{}", office.client)] {
        let page = office.owner.visit(&page).await.expect(200);
        page.says("Refusée, selon le prestataire")
            .says("texte de la réponse effacé le")
            .says("par Anne Le Gall")
            .says(&number);
    }
    let text = tests::tools::pdf_text(before);
    let (_, document) = text.split_once("/verify/").expect("the address of its QR code");
    let page = office.server.visitor("fr").visit(&format!("/verify/{}", &document[..32])).await.expect(200);
    page.says("Ce fichier a été effacé de ce serveur le").says(&number);
    // On this server without a mail server the code never left: whose word it is stands on page one, in the trail and among who was told what.
    let dense = |text: &str| text.chars().filter(|char| !char.is_whitespace()).collect::<String>();
    let t = app::Texts(app::Lang::Fr);
    assert!(dense(&tests::tools::first_page(before)).contains(&dense(t.doc_certifies_code_filed())));
    assert!(dense(&text).contains(&dense(t.code_filed())), "{text}");
    office
        .owner
        .visit(&format!("/projects/{}/told", office.project))
        .await
        .expect(200)
        .says("Le code n’a pas quitté le serveur du prestataire");
}

async fn a_paper_goes_with_its_file(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    // That of the office goes with notices: the file stays.
    let page = page_of(&busy, "paper.filed").await;
    page.says("figure aussi dans une autre écriture");
    let project = office.owner.visit(&format!("/projects/{}", office.project)).await.expect(200);
    // Too large for one part of a megabyte.
    let bytes = &[b"%PDF-1.7\n%passeport\n".as_slice(), &vec![b'x'; 1_200_000]].concat();
    let form =
        project.form_with("paper_file").fill("paper_class", "other").attach("paper_file", "passeport.pdf", bytes);
    form.submit().await.expect(200).says("passeport.pdf");
    let page = office.owner.visit(&format!("/projects/{}/dossier", office.project)).await.expect(200);
    let made = page.form_to("/dossier").fill("limit", "1").submit().await.expect(200);
    let parts: Vec<ledger::Hash> = made.texts("td code").iter().map(|hash| hash.parse().expect("a hash")).collect();
    assert!(parts.len() > 2, "{parts:?}");
    busy.office.server.settled().await;
    let app = &office.server.app;
    let sql = "SELECT firm FROM paper WHERE name = 'passeport.pdf'";
    let row = app.db.read().await.expect("a connection").one(sql, args![]).await.expect("a paper");
    let firm = server::store::Firm(row.get("firm").expect("a firm"));
    assert!(app.files.get(firm, sha256(bytes)).await.is_ok());
    let page = page_of(&busy, "paper.filed").await;
    page.says("Le fichier déposé, passeport.pdf").says("Le document DM-");
    filled(&page).submit().await.expect(200).says("Contenu effacé").does_not_say("passeport.pdf");
    busy.office.server.settled().await;
    assert!(app.files.get(firm, sha256(bytes)).await.is_err());
    made.open(made.path()).await.expect(410).says("Ce dossier a été détruit");
    for part in parts {
        assert!(app.files.get(firm, part).await.is_err(), "no part of it is kept");
    }
    let page = office.owner.visit(&format!("/projects/{}/dossier", office.project)).await.expect(200);
    assert_eq!(
        page.attributes("main li a[href^='/dossiers/']", "href").len(),
        1,
        "the one made before the paper stays"
    );
    // The job that removes files may run again, after a crash between the removal and its end.
    let sql = "UPDATE job SET state = 'pending', lease_until = 0, payload = $1 WHERE kind = 'erase'";
    let order = format!(r#"{{"files":["{}"],"mails":[]}}"#, sha256(bytes));
    let mut tx = app.db.write().await.expect("a transaction");
    assert_eq!(tx.run(sql, args![order.as_bytes()]).await.expect("it runs"), 1);
    tx.commit().await.expect("durable");
    busy.office.server.settled().await;
    sound(&busy, 1).await;
}

async fn what_is_in_use_or_never_erased_says_so(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    // The newest of some kinds belong to a project under a legal hold.
    let holds = busy.office.owner.visit("/holds").await.expect(200).attributes("a[href^='/holds/']", "href");
    let hold = holds.iter().find(|href| !href.contains("new")).expect("a hold");
    let hold = busy.office.owner.visit(hold).await.expect(200).form_to("/release");
    let hold = hold.fill("reason", "Affaire close.").fill("password", PASSWORD);
    hold.check("confirm", "yes").submit().await.expect(200);
    busy.office.server.settled().await;
    for (kind, says) in [
        ("notice.issued", "ne s’efface pas"),
        ("document.made", "ne s’efface pas"),
        ("firm.founded", "ne s’efface pas"),
        ("contact.recorded", "sert encore"),
        ("contact.identified", "sert encore"),
        ("signatory.named", "sert encore"),
    ] {
        let page = page_of(&busy, kind).await;
        page.says(says);
        assert!(!page.has("[name=ground]"), "{kind}");
    }
    // From a page of before: refused all the same.
    let page = page_of(&busy, "question.asked").await;
    let form = filled(&page);
    let contact = page_of(&busy, "contact.recorded").await.path().to_owned();
    let entries = form.entries();
    let mut url = reqwest::Url::parse("http://localhost/").expect("a URL");
    url.query_pairs_mut().extend_pairs(&entries);
    let owner = &busy.office.owner;
    let request = owner.request(reqwest::Method::POST, &contact).header("sec-fetch-site", "same-origin");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let request = request.body(url.query().unwrap_or_default().to_owned());
    owner.answer(request).await.expect(422).says("sert encore");
    // Two hours later nobody is about to answer by that code.
    busy.office.server.clock.advance(3 * 60 * 60 * 1000);
    assert!(page_of(&busy, "contact.identified").await.has("[name=ground]"));
    sound(&busy, 0).await;
}

async fn the_proof_of_a_step_goes_with_its_entry(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    busy.office.server.settled().await;
    // The slip has the bytes of a paper: it stays, and the entry goes.
    let page = page_of(&busy, "letter.posted").await;
    page.says("1A 123 456 7890 1").says("figure aussi dans une autre écriture");
    filled(&page).submit().await.expect(200).says("Contenu effacé").does_not_say("1A 123 456 7890 1");
    busy.office.server.settled().await;

    let told = office.adviser.visit(&format!("/projects/{}/told", office.project)).await.expect(200);
    let file = told.says("Nos sauvegardes").attributes("a[href*='/exchanges/']", "href").swap_remove(0);
    office.adviser.visit(&file).await.expect(200);
    let page = page_of(&busy, "exchange.imported").await;
    page.says("maelle@portails.example").says("Le fichier déposé, mail.eml");
    filled(&page).submit().await.expect(200).says("Contenu effacé");
    busy.office.server.settled().await;
    office.adviser.visit(&file).await.expect(404);
    let told = office.adviser.visit(&format!("/projects/{}/told", office.project)).await.expect(200);
    told.does_not_say("Nos sauvegardes");
    sound(&busy, 2).await;
}

/// Those who read files know the kinds by their names alone.
async fn what_is_never_erased_alone_is_known_by_its_kind(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let mut tx = busy.office.server.app.db.read().await.expect("a connection");
    let rows = tx.all("SELECT kind, payload FROM entry WHERE payload IS NOT NULL", args![]).await.expect("rows");
    let mut kept = BTreeSet::new();
    for row in &rows {
        let (kind, payload): (String, Vec<u8>) = (row.get("kind").expect("a kind"), row.get("payload").expect("bytes"));
        let event = ledger::event::Event::read(&kind, &payload).expect("an event");
        assert_eq!(ledger::event::is_kept(&kind), event.remains().is_err(), "{kind}");
        kept.extend(event.remains().is_err().then_some(kind));
    }
    assert!(kept.len() > 10, "{kept:?}");
}
