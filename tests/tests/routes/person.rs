//! `/contacts/{id}/data`: what a contact may know of their own data, and what becomes of their request to erase it.

use ledger::evidence::{Disclosure, Reader};
use ledger::{Time, find_evidence};
use server::args;
use server::report::Telling;
use server::store::{Firm, verify};
use tests::busy::Busy;
use tests::http::{Form, Page};
use tests::server::{Database, Server};
use tests::story::{ASSISTANT, DIRECTOR, Office, PASSWORD, dossier};
use tests::tools::pdf_text;

use super::erasure::{filled, page_of};

tests::on_both_databases![
    a_person_is_given_all_that_is_held_and_nothing_of_others,
    what_nobody_needs_is_erased_and_the_rest_is_kept_for_a_reason,
    a_request_has_a_day_and_is_decided_once
];

async fn data(office: &Office, contact: &str) -> Page {
    office.owner.visit(&format!("/contacts/{contact}/data")).await.expect(200)
}

fn asked(page: &Page) -> Form {
    let form = page.form_to("/request").fill("received", "2026-03-02").fill("way", "Courriel");
    form.fill("checked", "Rappel téléphonique")
}

fn decided(page: &Page, outcome: &str) -> Form {
    page.form_to("/decide").fill("outcome", outcome).fill("password", PASSWORD).check("confirm", "yes")
}

async fn sound(office: &Office) {
    let app = &office.server.app;
    let report = verify::database(&app.db, Some(&app.files)).await.expect("it is read");
    assert!(report.is_sound(), "{report}");
}

async fn count(office: &Office, sql: &'static str) -> u64 {
    let mut tx = office.server.app.db.read().await.expect("a connection");
    tx.one(sql, args![]).await.and_then(|row| row.get("n")).expect("a count")
}

/// A need of the client in these words.
async fn needed(office: &Office, text: &str) {
    let project = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
    project.form_to("/needs").fill("need_text", text).submit().await.expect(200);
}

/// The number before these words.
fn number_before(text: &str, ends: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let upto = text.find(ends).unwrap_or_else(|| panic!("no {ends:?} in {text}"));
    let number: String = text[..upto].chars().rev().take_while(char::is_ascii_digit).collect();
    number.chars().rev().collect()
}

/// How many documents the page counts as about the person.
fn documents(page: &Page) -> u64 {
    let text = page.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, after) = text.split_once("Documents et lots établis qui concernent la personne").expect("documents");
    after.split_whitespace().next().and_then(|count| count.parse().ok()).expect("a count")
}

/// How many documents and bundles would go, and how many files in all; and that somebody outside had one of them made.
fn what_goes(page: &Page) -> [String; 2] {
    page.says("Ce qu’avait établi Me Jeanne Roy, lecteur extérieur : 1 dossier (PDF)").says("quel jour et par quelle");
    [" documents ou lots établis auparavant", " fichiers partent"].map(|ends| number_before(&page.text(), ends))
}

fn plain(pdf: &[u8]) -> String {
    pdf_text(pdf).split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn a_person_is_given_all_that_is_held_and_nothing_of_others(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    needed(office, "Maëlle Kerbrat a écrit à anne@ouest.example et à claire@ailleurs.example.").await;
    // Named in the text of a file alone; and a file that names somebody else.
    for (name, text) in [("compte-rendu.txt", "Vu : Mme KERBRAT, d’accord."), ("autre.txt", "Vu : M. Œuvrard.")] {
        let page = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
        let form = page.form_with("paper_file").fill("paper_class", "contract");
        form.attach("paper_file", name, text.as_bytes()).submit().await.expect(200);
    }
    office.server.settled().await;
    let entries = "SELECT COUNT(*) AS n FROM entry";
    let before = count(office, entries).await;
    let page = data(office, &office.director).await;
    page.says("Maëlle Kerbrat").says("Réponses, questions").says("art. 17, § 3, e").says("Rien n’a encore été établi");
    page.says("peuvent encore lire le dossier de ce client").says("Me Jeanne Roy").says("Jusqu’au");
    assert!(page.has("main a[href^='/access/']"), "each access is led to");
    assert_eq!(count(office, entries).await, before, "looking records nothing");
    let redact = office.adviser.visit(&format!("/notices/{}/redact", busy.answered)).await.expect(200);
    redact.form_with("people").check("people", &office.director).submit().await.expect(200);
    assert_eq!(documents(&page), documents(&data(office, &office.director).await), "a copy in which they are masked");
    let before = count(office, entries).await;
    let page = page.form_to("/export").submit().await.expect(200);
    page.says("Copie des données personnelles DP-").says("La copie est établie");
    assert!(page.has("li[id^='DP-']"), "it is led to");
    assert_eq!(count(office, entries).await, before + 2);
    let links = page.attributes("a[href*='/data/']", "href");
    let link = |form: &str| links.iter().find(|href| href.ends_with(form)).expect("a link").clone();

    let pdf = office.owner.visit(&link("/pdf")).await.expect(200).bytes;
    let text = plain(&pdf);
    for says in [
        "Infogérance de l’Ouest",
        DIRECTOR,
        "Budget arrêté.",
        "Faut-il arrêter la production ?",
        "Code demandé par le lien personnel",
        "Courriel déposé dans le dossier d’envoi",
        "Valable jusqu’au",
        "Fichier : ",
        " : Refusée Motif : Budget arrêté.",
        "Ceux dont seul le texte vous nomme sont énumérés à la fin",
        " : compte-rendu.txt",
        "ce logiciel ne connaît pas leur nom",
        "Anne Le Gall",
        "Lecteur extérieur : Me",
        " inclus",
        "Maëlle Kerbrat a écrit à [adresse occultée] et à [adresse occultée].",
        "CNIL",
        "puis 6 ans",
        "Brouillons qui ont cette personne",
    ] {
        assert!(text.contains(says), "no {says:?} in {text}");
    }
    for wrong in ["autre.txt", "Nom : MG-2026", "Mentionné dans", "déposé sans être expédié"] {
        assert!(!text.contains(wrong), "{wrong:?} in {text}");
    }
    let evidence = find_evidence(&pdf).expect("evidence");
    let json = String::from_utf8(office.owner.visit(&link("/json")).await.expect(200).bytes).expect("UTF-8");
    let csv = String::from_utf8(office.owner.visit(&link("/csv")).await.expect(200).bytes).expect("UTF-8");
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["files"][0]["name"], "compte-rendu.txt");
    assert!(csv.contains("compte-rendu.txt"));
    assert!(value["entries"].as_array().expect("a list").len() > 15);
    // Of others nothing: not of a colleague, not of whoever was named in their place.
    for shown in [text.as_str(), &String::from_utf8_lossy(evidence), &json, &csv] {
        let firm = ["anne@ouest.example", "claire@ailleurs.example"];
        for other in [ASSISTANT, "Œuvrard", "yann@portails.example", "Yann", "Directeur général", "À vérifier."]
            .into_iter()
            .chain(firm)
        {
            assert!(!shown.contains(other), "{other} is shown");
        }
        assert!(shown.contains(DIRECTOR) || shown.contains("Faut-il"), "nothing of the person");
    }
    assert!(json.contains("[occulté"), "whom they named is masked");
    proves_nothing_alone(&json);
    let report = ledger::evidence::verify(evidence, Reader::stranger(Time(i64::MAX)));
    assert!(report.verdict.holds());
    assert!(report.entries.iter().any(|entry| entry.state == Disclosure::Withheld));
    assert!(!csv.contains(",\"=") && csv.starts_with("\u{feff}\"entry\""), "a spreadsheet runs nothing");

    // An erasure takes the copy with what it shows, also where it is masked.
    let page = page_of(&busy, "question.asked").await;
    page.says("DP-");
    filled(&page).submit().await.expect(200);
    office.server.settled().await;
    office.owner.visit(&link("/pdf")).await.expect(404);
    // The page says that there was one, and what became of it.
    let page = data(office, &office.director).await;
    page.says("DP-").says("Détruite le 2 mars 2026 avec un effacement").does_not_say("Rien n’a encore été établi");
    assert!(!page.has("a[href*='/data/'][href$='/pdf']"));
    sound(office).await;
    // Neither the client's evidence nor an outside reader tells who asks about their own data.
    let evidence = busy.director.visit(&format!("{}/evidence.json", busy.answered_link)).await.expect(200).bytes;
    assert!(!String::from_utf8_lossy(&evidence).contains("person:"));
    let found = busy.lawyer.visit(&format!("{}/search?q=recommand%C3%A9e", busy.lawyer_link)).await.expect(200);
    found.does_not_say("Adresse connue, rappel");
}

/// The data by itself looks like evidence that somebody altered, and is none: it is told of as that.
fn proves_nothing_alone(json: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("DP-1.json");
    std::fs::write(&file, json).expect("written");
    for (lang, title, means) in [
        (ledger::Lang::Fr, "Données personnelles, sans preuve", "le PDF scellé de cette copie"),
        (ledger::Lang::En, "Personal data, without evidence", "the sealed PDF of that copy"),
    ] {
        let reader = Reader::stranger(Time(1_800_000_000_000));
        let told = server::report::verify(app::Texts(lang), &file, reader, Telling::Short).expect("it is read");
        assert!(!told.1 && told.0.contains(title) && told.0.contains(means), "{}", told.0);
        assert!(!told.0.contains("modifié") && !told.0.contains("altered"), "{}", told.0);
    }
}

async fn what_nobody_needs_is_erased_and_the_rest_is_kept_for_a_reason(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    office.server.settled().await;
    let (mails, sent) = (office.server.outbox().len(), busy.director.visit(&busy.answered_link).await.expect(200));
    sent.says("Maëlle Kerbrat");
    // Of the project's file, which shows the record: a copy without the person, and one that keeps their address.
    let about = format!("/projects/{}", office.project);
    dossier(&office.adviser, &about).await;
    let redact = format!("{about}/redact");
    let form = office.adviser.visit(&redact).await.expect(200).form_with("people");
    form.fill("words", "Kerbrat").submit().await.expect(200);
    let form = office.adviser.visit(&redact).await.expect(200).form_with("people");
    form.check("people", &office.director).submit().await.expect(200);
    let copies = office.adviser.visit(&redact).await.expect(200).attributes("a[href^='/redacted/']", "href");
    let lawyers = format!("{}{about}", busy.lawyer_link);
    dossier(&busy.lawyer, &lawyers).await;
    asked(&data(office, &office.director).await).submit().await.expect(200).says("La demande est consignée");
    let page = data(office, &office.director).await;
    let [counted, files] = what_goes(&page);
    page.says("Demande ouverte").says("Répondre au plus tard le 2 avril 2026").says("Effacé").says("Conservé");
    page.says("Le contenu de")
        .says("le nom seul y est consigné de nouveau")
        .says("restent tels quels")
        .says("continuent de lire");
    let named_in = number_before(
        &page.text(),
        " documents (PDF) conservés, comptés ailleurs ou non, portent ce nom ou cette adresse.",
    );
    office.owner.visit("/").await.expect(200).says("Demandes de personnes").says("Répondre au plus tard le 2 avril");
    office.adviser.visit("/").await.expect(200).does_not_say("Demandes de personnes");

    // Everything is asked for, beside its field; what was typed stays but the password.
    let refused = page.form_to("/decide").submit().await.expect(422);
    for field in ["outcome", "password", "confirm"] {
        assert!(!refused.error(field).is_empty(), "{field}");
    }
    let refused =
        decided(&page, "erased").fill("why", "Voilà.").fill("password", "pas le bon").submit().await.expect(422);
    assert_eq!(refused.form_to("/decide").value("why"), "Voilà.");
    assert_eq!(refused.form_to("/decide").value("password"), "");

    // Sent twice, and from two windows.
    let other = decided(&data(office, &office.director).await, "refused").fill("why", "Non.");
    let (one, two) = (decided(&page, "erased"), decided(&page, "erased"));
    let (one, two) = tokio::join!(one.submit(), two.submit());
    assert_eq!(one.trail, two.trail, "{}", two.text());
    one.expect(200).says("Effacé pour ce qui pouvait l’être").says("Décidé par : Anne Le Gall");
    other.submit().await.expect(422).says("C’est déjà fait").says("Effacé pour ce qui pouvait l’être");
    office.server.settled().await;

    // The copy in which nothing says who they are stays; the other one, which has their address, went, and says so.
    assert_eq!(copies.len(), 2);
    office.adviser.visit(&copies[0]).await.expect(200);
    office.adviser.visit(&copies[1]).await.expect(410).says("écriture n°");
    // Nobody is written to any more; what was sent stands as it did.
    let client = office.owner.visit(&format!("/clients/{}", office.client)).await.expect(200);
    client.says("Données effacées à sa demande le 2 mars 2026").says("Maëlle Kerbrat");
    client.does_not_say("N’est plus en fonction");
    // Before another file bears it, too.
    assert_eq!(named_in, bearing(&busy).await.to_string(), "so many PDFs bear the name");
    let text = plain(&dossier(&office.adviser, &about).await.1.bytes);
    let (_, people) = text.split_once("Source du pouvoir").expect("the table of people");
    let people: String = people.chars().take(400).collect();
    assert!(people.contains("Données effacées à sa demande le") && people.contains("art. 17"), "{people}");
    assert_eq!(people.matches("Non vérifiée").count(), 1, "of the other contact: {people}");
    // They can be masked where they still stand, and their address is not told for that.
    office.adviser.visit(&redact).await.expect(200).says("Données effacées à sa demande ;").does_not_say(DIRECTOR);
    busy.lawyer.visit(&format!("{lawyers}/redact")).await.expect(200).says("a été détruit le 2 mars 2026");
    let contact = office.owner.visit(&format!("/contacts/{}/edit", office.director)).await.expect(200);
    assert_eq!(contact.form_with("email").value("email"), "");
    busy.director.visit(&busy.answered_link).await.expect(200).says("Maëlle Kerbrat");
    assert!(office.server.outbox().len() < mails);
    let sql = "SELECT COUNT(*) AS n FROM entry WHERE kind = 'contact.recorded' AND payload IS NULL";
    assert!(count(office, sql).await >= 1);
    let page = data(office, &office.director).await;
    page.does_not_say("Brouillons qui ont cette personne").does_not_say("Versions de la fiche");
    page.says("Nom seul, consigné de nouveau dans la fiche de contact");
    page.does_not_say("Copies de courriels dans la boîte d’envoi");
    let answer = page.attributes("#request ~ ul a, section[aria-labelledby='request'] a[href$='/pdf']", "href");
    let pdf = office.owner.visit(answer.last().expect("the answer")).await.expect(200).bytes;
    let text = plain(&pdf);
    let of_the_name =
        format!("{named_in} documents (PDF) conservés, comptés ailleurs ou non, portent ce nom ou cette adresse.");
    for says in [
        "Versions de la fiche de contact",
        "Votre nom y est consigné de nouveau (écriture n°",
        "Nom seul, consigné de nouveau dans la fiche de contact (1)",
        "Ce qui pouvait être effacé l’a été",
        "Réponses, questions",
        "CNIL",
        "juge",
        "Écriture n° ",
        " : Contact enregistré",
        "Votre nom, et l’adresse à laquelle on vous a écrit, restent tels quels",
        of_the_name.as_str(),
        &format!("Documents et lots établis qui concernent la personne ({counted})"),
        &format!("En tout {files} fichiers ont été effacés"),
        "art. 17, § 3, e",
        "Décidé par Anne Le Gall",
    ] {
        assert!(text.contains(says), "no {says:?} in {text}");
    }
    assert!(!text.contains("Kerbrat") && !text.contains(DIRECTOR), "the answer names nobody");
    let evidence = find_evidence(&pdf).expect("evidence");
    assert!(ledger::evidence::verify(evidence, Reader::stranger(Time(i64::MAX))).verdict.holds());
    assert!(!String::from_utf8_lossy(evidence).contains(DIRECTOR));
    tells_of_the_erasure(&busy).await;
    sound(office).await;
    // Asked again, there is nothing left to erase.
    asked(&page).submit().await.expect(200);
    let again = decided(&data(office, &office.director).await, "erased").submit().await.expect(200);
    again.says("Effacé pour ce qui pouvait l’être");
    sound(office).await;
}

/// How many of the PDFs on this server bear the director's name or address, by reading them.
async fn bearing(busy: &Busy) -> usize {
    let app = &busy.office.server.app;
    let mut tx = app.db.read().await.expect("a connection");
    let sql = "SELECT d.firm, d.sha256 FROM document d JOIN file f ON f.firm = d.firm AND f.sha256 = d.sha256";
    let rows = tx.all(sql, args![]).await.expect("the documents");
    drop(tx);
    let mut bearing = 0;
    for row in rows {
        let (firm, sha256) = (row.get("firm").map(Firm).expect("a firm"), row.get("sha256").expect("a hash"));
        let pdf = app.files.get(firm, sha256).await.expect("a file");
        let evidence = String::from_utf8_lossy(find_evidence(&pdf).expect("evidence")).into_owned();
        bearing +=
            usize::from([plain(&pdf), evidence].iter().any(|text| text.contains("Kerbrat") || text.contains(DIRECTOR)));
    }
    bearing
}

/// What the client's link hands out does not tell that the record of a contact was erased on request; whoever may read the whole client learns it.
async fn tells_of_the_erasure(busy: &Busy) {
    let evidence = busy.director.visit(&format!("{}/evidence.json", busy.answered_link)).await.expect(200).bytes;
    let evidence = String::from_utf8_lossy(&evidence);
    for word in ["person:", "erasure.", "payload.erased"] {
        assert!(!evidence.contains(word), "{word} in what a link hands out");
    }
    let chronology = format!("{}/projects/{}/chronology", busy.lawyer_link, busy.office.project);
    busy.lawyer.visit(&chronology).await.expect(200).says("demande d’effacement, écriture n°");
}

async fn a_request_has_a_day_and_is_decided_once(on: Database) {
    let office = &Office::open_with(Server::setup().on(on), "fr").await;
    let page = data(office, &office.director).await;
    for (received, says) in [
        ("2026-03-03", "Cette date n’est pas encore venue."),
        ("2026-03-01", "Cette date ne peut pas précéder le 2 mars 2026."),
        ("", "Ce champ est obligatoire."),
        ("2026-02-30", "Cette date n’existe pas, ou ne se lit pas. Exemple : 24/11/2026."),
    ] {
        let refused = asked(&page).fill("received", received).submit().await.expect(422);
        assert_eq!(refused.error("received"), says, "{received}");
        assert_eq!(refused.form_to("/request").value("way"), "Courriel");
    }
    let refused = asked(&page).fill("way", "").fill("checked", &"x".repeat(201)).submit().await.expect(422);
    assert!(!refused.error("way").is_empty() && !refused.error("checked").is_empty());
    office.owner.visit("/contacts/00000000000000000000000000000001/data").await.expect(404);
    assert!(!page.has("form[action$='/decide']"), "nothing to decide on");

    // One at a time.
    let other = asked(&data(office, &office.director).await).fill("way", "Lettre");
    asked(&page).submit().await.expect(200);
    other.submit().await.expect(422).says("est déjà ouverte");

    // Two months more, once.
    let page = data(office, &office.director).await;
    let (one, two) = (page.form_to("/extend"), data(office, &office.director).await.form_to("/extend"));
    assert!(!page.form_to("/extend").submit().await.expect(422).error("reason").is_empty());
    let extended = one.fill("reason", "Dossier volumineux.").submit().await.expect(200);
    extended.says("Répondre au plus tard le 2 juin 2026").says("Dossier volumineux.");
    two.fill("reason", "Encore.").submit().await.expect(422).says("déjà fait");

    // Under a hold nothing is erased; the page says which, and a refusal is possible.
    let hold = office.adviser.visit(&format!("/holds/new?about=project:{}", office.project)).await.expect(200);
    hold.form_with("reason").fill("reason", "Assignation du 3 mars").submit().await.expect(200);
    let page = data(office, &office.director).await;
    page.says("Assignation du 3 mars").says("Sous conservation judiciaire, rien ne peut être effacé");
    assert!(page.has("main a[href^='/holds/']"), "the hold is led to");
    assert!(extended.has("input[name='outcome'][value='erased']"), "before the hold");
    assert!(!page.has("input[name='outcome'][value='erased']") && page.has("input[name='outcome'][value='refused']"));
    let page = decided(&extended, "erased").submit().await.expect(422);
    page.says("Assignation du 3 mars").says("jusqu’à").says("un litige est en cours ou attendu");
    let refused = decided(&page, "refused").submit().await.expect(422);
    assert_eq!(refused.error("why"), "Ce champ est obligatoire.");
    office.server.clock.advance(120 * 24 * 3600 * 1000);
    tests::story::sign_in(&office.owner, "anne@ouest.example").await.expect(200);
    office.owner.visit("/").await.expect(200).says("En retard");
    let late = data(office, &office.director).await;
    late.says("En retard");
    let done = decided(&late, "refused").fill("why", "Un litige est en cours.").submit().await.expect(200);
    done.says("Refusée");
    office.server.settled().await;
    let page = data(office, &office.director).await;
    let answer = page.attributes("section[aria-labelledby='request'] a[href$='/pdf']", "href");
    let text = plain(&office.owner.visit(&answer[0]).await.expect(200).bytes);
    assert!(text.contains("Cette demande est refusée") && text.contains("Un litige est en cours."), "{text}");
    assert!(
        text.contains("Conservation judiciaire depuis le 2 mars 2026, sur une mission pour votre entreprise."),
        "{text}"
    );
    assert!(!text.contains("Assignation"), "the reason is not for the person");
    assert_eq!(count(office, "SELECT COUNT(*) AS n FROM entry WHERE kind = 'payload.erased'").await, 0);
    sound(office).await;
}
