//! Minutes of a meeting: recorded, sent, confirmed; and what they are not.

use app::Texts;
use ledger::evidence::Reader;
use ledger::{Lang, Time};
use tests::http::{Form, Page};
use tests::reader::{LAWYER, enter, grant};
use tests::server::{Database, Server};
use tests::story::{ASSISTANT, DIRECTOR, Office, dossier, later};
use tests::tools::pdf_text;

tests::on_both_databases![
    the_client_confirms_what_was_said_and_decides_nothing_by_it,
    what_cannot_be_is_refused_beside_its_field,
    minutes_recorded_later_say_so_and_a_certificate_of_no_answer_tells_of_them
];

async fn begin(office: &Office, about: &str) -> Page {
    let path = format!("/projects/{}/meetings/new?notice={about}", office.project);
    office.adviser.visit(&path).await.expect(200)
}

/// The test's clock stands at 09:00 on 2 March 2026 in Paris.
fn filled(office: &Office, page: &Page) -> Form {
    let form = page.form_with("said").fill("day", "2026-03-02").fill("time", "08:15");
    let form = form.fill("place", "Saint-Coulomb, salle de réunion").check("contacts", &office.director);
    let form = form.fill("others", "Jean Tréguer, comptable\n\n Soazig Pérès ");
    form.fill("said", "Nous avons exposé le risque.\nMme Kerbrat attend le budget d’avril.")
}

async fn issue(preview: &Page) -> String {
    preview.form_with("seen").submit().await.expect(200).last_segment().to_owned()
}

async fn settled_pdf(office: &Office, path: &str) -> String {
    for _ in 0..500 {
        let page = office.adviser.visit(path).await;
        if page.status == 200 {
            return pdf_text(&page.bytes).split_whitespace().collect::<Vec<_>>().join(" ");
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{path} is not made");
}

/// In the table of the day: at the topic that was spoken of, and at no other.
fn in_one_look(page: &Page) {
    let rows = page.texts("section.then tbody tr");
    let row = |topic: &str| rows.iter().find(|row| row.starts_with(topic)).expect("a notice was about it");
    let spoken = row("BCK-01");
    assert!(spoken.contains("compte rendu CR-2026-0001 : Non confirmé"), "{spoken}");
    assert!(spoken.contains("à lire avant de parler de silence") && !spoken.contains("Aucune réponse"), "{spoken}");
    let other = row("NET-01");
    assert!(!other.contains("CR-2026-0001") && other.contains("Aucune réponse consignée à cet instant"), "{other}");
}

async fn the_client_confirms_what_was_said_and_decides_nothing_by_it(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let letter = office.issue(&["BCK-01", "NET-01"], &[DIRECTOR]).await;
    let topic = format!("/projects/{}/coverage/BCK-01", office.project);
    office.adviser.visit(&topic).await.expect(200).says("Pas encore parvenue");

    // From the notice that nobody answered.
    let page = office.adviser.visit(&format!("/notices/{letter}")).await.expect(200);
    let page = page.open(&page.attributes("a[href*='/meetings/new']", "href")[0]).await.expect(200);
    let form = filled(&office, &page);
    let spoken: Vec<String> = form.fields.iter().filter(|f| f.name == "spoken").map(|f| f.value.clone()).collect();
    assert_eq!(spoken.len(), 2, "both warnings are offered");
    // The second was not spoken of.
    let form = form.uncheck("spoken", &spoken[1]).check("contacts", &office.assistant);
    let preview = form.submit().await.expect(200);
    for words in ["2 mars 2026, 8 h 15 · Saint-Coulomb", "Consignée le jour même", "Soazig Pérès", "budget d’avril"]
    {
        preview.says(words);
    }
    preview
        .says(DIRECTOR)
        .says(ASSISTANT)
        .says("Bruno Cadiou (côté prestataire)")
        .says("MG-2026-0001")
        .does_not_say("NET-01");
    // Edited, it keeps what was typed.
    let edit = office.adviser.visit(&preview.attributes("a[href$='/edit']", "href")[0]).await.expect(200);
    let form = edit.form_with("said");
    assert_eq!(form.value("time"), "08:15");
    assert_eq!(form.value("others"), "Jean Tréguer, comptable\nSoazig Pérès");
    let preview = form.fill("place", "Par visioconférence").submit().await.expect(200);
    let minutes = issue(preview.says("Par visioconférence")).await;
    office.server.settled().await;
    let mails = office.server.outbox();
    let theirs = mails.iter().filter(|mail| mail.to == [DIRECTOR]);
    let mail = theirs.into_iter().find(|mail| mail.subject().starts_with("Compte rendu de réunion CR-2026-0001"));
    assert!(mail.expect("sent by mail").text().contains("confirmer ce compte rendu"));

    // Our word alone is no delivery, and everywhere what it is.
    let told = format!("/projects/{}/told", office.project);
    in_one_look(office.adviser.visit(&told).await.expect(200).says("Non confirmé"));
    office.adviser.visit(&topic).await.expect(200).says("Pas encore parvenue");
    let trail = office.adviser.visit(&format!("/notices/{letter}")).await.expect(200);
    trail.says("CR-2026-0001").says("Participants : Maëlle Kerbrat");
    let evidence = office.adviser.visit(&format!("/notices/{letter}/evidence.json")).await.expect(200);
    assert!(evidence.source().contains("CR-2026-0001"), "the proof of the letter holds the minutes");
    verified(&evidence.bytes);

    let director = office.server.visitor("fr");
    let page = office.identify(&director, &office.link_to(&minutes, DIRECTOR).await, DIRECTOR).await;
    page.says("Ce n’est pas une décision");
    let form = || page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat");
    let unsaid = form().submit().await.expect(422);
    assert!(!unsaid.error("resolution").is_empty());
    let unsaid = form().fill("resolution", "refused").submit().await.expect(422);
    assert!(!unsaid.error("words").is_empty());
    let done = form().fill("resolution", "accepted").submit().await.expect(200);
    done.says("Compte rendu confirmé").does_not_say("Acceptée");
    office.server.settled().await;

    // It was a delivery of what was spoken of, and a decision on nothing.
    let page = office.adviser.visit(&topic).await.expect(200);
    let since = "Depuis le 2 mars 2026 (MG-2026-0001, compte rendu CR-2026-0001 confirmé)";
    page.says("Compte rendu de réunion confirmé").says(since);
    office.adviser.visit(&format!("/projects/{}/coverage", office.project)).await.expect(200).says(since);
    let other = format!("/projects/{}/coverage/NET-01", office.project);
    office.adviser.visit(&other).await.expect(200).says("Pas encore parvenue");
    let page = office.adviser.visit(&format!("/notices/{letter}")).await.expect(200);
    page.says("CR-2026-0001 : Compte rendu confirmé").does_not_say("Réponse donnée par");
    assert!(page.forms().iter().any(|form| form.action.ends_with("/no-answer")), "the letter still has no answer");
    office
        .adviser
        .visit(&told)
        .await
        .expect(200)
        .says("Confirmé")
        .says("Tenue, selon")
        .does_not_say("Non confirmé")
        .says("n’est pas une réponse");
    let text = settled_pdf(&office, &format!("/notices/{minutes}/certificate.pdf")).await;
    for words in ["Compte rendu confirmé", "elle n’est pas une décision", "Par visioconférence", "Jean Tréguer"] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    let file = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
    file.says("Confirmé");
    let text = pdf_text(&dossier(&office.adviser, &format!("/projects/{}", office.project)).await.1.bytes);
    for words in ["Compte rendu de réunion CR-2026-0001", "Compte rendu confirmé", "Soazig Pérès"] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    outsiders_read_the_same_words(&office, &minutes).await;
}

/// Minutes are no decision, in a data room neither.
/// Whoever verifies the letter is told in one line what it was sent with, each as what it is, and to whom.
fn verified(evidence: &[u8]) {
    let report = ledger::evidence::verify(evidence, Reader::stranger(Time(4_000_000_000_000)));
    let told = |lang| app::islands::not_all(Texts(lang), &report, false).next().unwrap_or_default();
    let (fr, en) = (told(Lang::Fr).replace(['\u{a0}', '\u{202f}'], " "), told(Lang::En));
    assert!(fr.contains("1 lettre ; 1 compte rendu de réunion ; adressé à : Maëlle Kerbrat, Loïc Œuvrard"), "{fr}");
    assert!(en.contains("1 letter; minutes of 1 meeting; addressed to: Maëlle Kerbrat, Loïc Œuvrard"), "{en}");
}

async fn outsiders_read_the_same_words(office: &Office, minutes: &str) {
    grant(&office.owner, "data_room", &[&format!("project:{}", office.project)], LAWYER).await;
    let (expert, base) = enter(office, LAWYER).await;
    let page = expert.visit(&format!("{base}/notices/{minutes}")).await.expect(200);
    page.says("Confirmé").does_not_say("Acceptée");
}

async fn what_cannot_be_is_refused_beside_its_field(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let page = begin(&office, "").await;
    let refused = filled(&office, &page).fill("day", "2026-03-03").submit().await.expect(422);
    assert_eq!(refused.error("day"), "Cette date n’est pas encore venue.");
    let refused = filled(&office, &page).fill("time", "23:59").submit().await.expect(422);
    assert_eq!(refused.error("time"), "Cette heure n’est pas encore venue.");
    assert_eq!(refused.form_with("said").value("place"), "Saint-Coulomb, salle de réunion", "what was typed stays");
    let refused = filled(&office, &page).force("time", "midi").submit().await.expect(422);
    assert!(refused.error("time").contains("14:30"));
    let alone = filled(&office, &page).uncheck("contacts", &office.director).fill("others", "");
    assert!(!alone.submit().await.expect(422).error("contacts").is_empty(), "nobody of the client took part");
    // A warning of another project, or what is none, is not offered and not taken.
    let sly = filled(&office, &page).submit().await.expect(200);
    sly.does_not_say("Mises en garde évoquées");
}

async fn minutes_recorded_later_say_so_and_a_certificate_of_no_answer_tells_of_them(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let letter = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    office.server.settled().await;
    later(&office.server.clock, 72);
    let preview = filled(&office, &begin(&office, &letter).await).submit().await.expect(200);
    preview.says("Consignée le 5 mars 2026, 3 jours après la réunion.");
    let pdf = office.adviser.visit(&preview.attributes("a[href$='/preview.pdf']", "href")[0]).await.expect(200);
    assert!(pdf_text(&pdf.bytes).contains("3 jours après la réunion"));
    // Prepared on one day, issued on another: the day of the record is that of the issue, and what is read says so first.
    office.server.settled().await;
    later(&office.server.clock, 24);
    let draft = preview.path().to_owned();
    preview.form_with("seen").submit().await.expect(422).says("4 jours après la réunion");
    let minutes = issue(&office.adviser.visit(&draft).await.expect(200)).await;

    let director = office.server.visitor("fr");
    let page = office.identify(&director, &office.link_to(&minutes, DIRECTOR).await, DIRECTOR).await;
    let form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat").fill("resolution", "reserved");
    form.fill("words", "Le budget est de mai.").submit().await.expect(200).says("avec réserves");
    let page = office.adviser.visit(&format!("/notices/{letter}")).await.expect(200);
    page.form_to("/no-answer").submit().await.expect(200);
    let text = settled_pdf(&office, &format!("/notices/{letter}/no-answer.pdf")).await;
    for words in [
        "Réunions où il en a été parlé",
        "ne sont pas une réponse à la lettre",
        "4 jours après la réunion",
        "confirmé avec réserves",
        "Le budget est de mai.",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    // The reservation may be about just that: no delivery.
    let topic = office.adviser.visit(&format!("/projects/{}/coverage/BCK-01", office.project)).await.expect(200);
    topic.does_not_say("Compte rendu de réunion confirmé");
}
