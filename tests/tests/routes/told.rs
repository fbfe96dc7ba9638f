//! `/projects/{id}/told`: who was told what, today and as it stood at a moment.

use ledger::Time;
use server::args;
use tests::busy::Busy;
use tests::http::Page;
use tests::server::{Database, Server};

tests::on_both_databases![
    on_a_day_each_topic_says_who_had_been_warned_and_what_they_had_answered,
    each_step_stands_in_the_row_and_silence_is_not_spoken_of_over_a_mail,
    a_day_that_is_none_is_told
];

/// When the first entry of a kind was recorded.
async fn first(busy: &Busy, kind: &str) -> Time {
    let mut tx = busy.office.server.app.db.read().await.expect("a connection");
    let sql = "SELECT time FROM entry WHERE kind = $1 ORDER BY idx LIMIT 1";
    tx.one(sql, args![kind]).await.expect("an entry").get("time").expect("a time")
}

/// The row of a topic.
fn row(page: &Page, topic: &str) -> String {
    let rows = page.texts("section.then tbody tr");
    let of: Vec<_> = rows.iter().filter(|row| row.starts_with(topic)).collect();
    assert_eq!(of.len(), 1, "{topic}: {rows:?}");
    of[0].clone()
}

fn says(row: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(row.contains(word), "{word}: {row}"));
}

async fn on_a_day_each_topic_says_who_had_been_warned_and_what_they_had_answered(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let base = format!("/projects/{}", busy.office.project);
    let page = busy.office.reader.visit(&format!("{base}/told")).await.expect(200);
    // Without a day, it is today.
    page.says("Chaque sujet aujourd’hui").says("questions du questionnaire de couverture");
    says(&row(&page, "BCK-01"), &["MG-2026-0001", "Refusé"]);
    let ask = |moment: &str| page.form_with("on").fill("on", moment);
    let (issued, answered) = (first(&busy, "notice.issued").await, first(&busy, "answer.given").await);

    // Before anything was sent: each topic says plainly that nothing was.
    let none = "Aucune mise en garde au registre à cet instant.";
    let early = ask(&issued.plus_millis(-1).to_rfc3339_utc()).submit().await.expect(200);
    says(&row(&early, "BCK-01"), &["À traiter", none]);
    assert!(!early.text().contains("MG-2026-0001"), "{}", early.text());

    // Sent, and not answered yet.
    let before = ask(&answered.plus_millis(-1).to_rfc3339_utc()).submit().await.expect(200);
    let then = row(&before, "BCK-01");
    says(&then, &["MG-2026-0001", "par Bruno Cadiou", "Maëlle Kerbrat (décide)", "En attente"]);
    // Issued is not sent: it left the server for nobody. A mail outside the notice is to be read before silence is spoken of.
    says(&then, &["Courriel : Déposé, non expédié", "Pas de réponse sur la page de la lettre à cet instant"]);
    says(&then, &["1 courriel consigné hors lettre, plus bas", "( H0 )"]);
    assert!(!then.contains("Remise") && !then.contains("Sans réponse"), "{then}");
    // What dates the entries stands once, below the table.
    assert_eq!(before.texts("section.then .marks li"), ["H0 · heure de la seule horloge du prestataire"]);
    assert!(!then.contains("horloge"), "{then}");
    assert!(!then.contains("Refusé"), "{then}");
    says(&row(&before, "BCK-02"), &["À traiter", none]);

    // Answered: by whom, when, why, and since when the client is warned.
    let after = ask(&answered.to_rfc3339_utc()).submit().await.expect(200);
    let then = row(&after, "BCK-01");
    says(&then, &["Client averti", "Depuis le 2 mars 2026 (MG-2026-0001)", "Refusé", "Motif : Budget arrêté."]);
    says(&then, &["Réponse donnée par Maëlle Kerbrat le 2 mars 2026"]);
    says(&then, &["Page de la lettre : Réponse donnée · Maëlle Kerbrat · écriture n°"]);
    assert!(!then.contains("Pas de réponse"), "{then}");

    // The entry that shows it is there, and so is the same moment on the other page, and back.
    let entry = after.attributes("section.then a[href*='/chronology#e']", "href").swap_remove(0);
    let (chronology, anchor) = entry.split_once('#').expect("an anchor");
    assert!(after.open(chronology).await.expect(200).has(&format!("#{anchor}")));
    let as_of = after.follow("Tel que c’était").await.expect(200);
    as_of.says("MG-2026-0001").says("Refusé");
    let back = as_of.follow("Qui était averti de quoi à cet instant").await.expect(200);
    assert_eq!(row(&back, "BCK-01"), then);
    let file = busy.office.reader.visit(&after.attributes("main a[download]", "href")[0]).await.expect(200);
    assert!(ledger::evidence::verify(&file.bytes, ledger::evidence::Reader::stranger(Time::MAX)).verdict.holds());

    // Today is one press away, with its table; nothing can be recorded of the past.
    says(
        &row(&back.open(&back.attributes("main form a.button", "href")[0]).await.expect(200), "BCK-01"),
        &["MG-2026-0001", "Refusé"],
    );
    let adviser = busy.office.adviser.visit(&format!("{base}/told?on=2026-03-02")).await.expect(200);
    assert!(!adviser.has("form[action$='/exchanges']") && !adviser.has("main a[href*='/meetings/new']"));
    // A lawyer outside has it, with links that lead to their own pages.
    let outside = format!("{}{base}/told?on=2026-03-02", busy.lawyer_link);
    let theirs = busy.lawyer.visit(&outside).await.expect(200);
    says(&row(&theirs, "BCK-01"), &["MG-2026-0001", "Refusé"]);
    let links = theirs.attributes("section.then a", "href");
    assert!(links.iter().all(|href| href.starts_with("/g/") || href.starts_with('#')), "{links:?}");
}

async fn each_step_stands_in_the_row_and_silence_is_not_spoken_of_over_a_mail(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let page = busy.office.reader.visit(&format!("/projects/{}/told", busy.office.project)).await.expect(200);
    let then = row(&page, "PAT-01");
    let ways = ["Courriel : Déposé, non expédié", "Lettre recommandée : Déposée, sans avis encore"];
    let acts = ["Page de la lettre : Code saisi", "Page de la lettre : Question posée", "Signataire désigné"];
    says(&then, &ways);
    says(&then, &acts);
    says(&then, &["Réponse par courriel : Bonjour", "Par le prestataire : Absence de réponse constatée"]);
    says(&then, &["Courrier recommandé préparé", "étapes antérieures", "Question du client posée le"]);
    // As the certificate has it.
    says(&then, &["1 courriel à ce sujet, ni code ni décision : à lire avant de parler de silence"]);
    assert!(!then.contains("Sans réponse") && !then.contains("Remise"), "{then}");
    // Each step has its entry: those of the table below are those of the row, and the issue and what shows the delivery besides.
    let table = page.texts("section[aria-labelledby^='told-'] table");
    let below = table.iter().find(|table| table.contains("Signataire désigné")).expect("the notice");
    let entries = |text: &str| text.matches("écriture n°").count();
    assert_eq!(entries(&then), entries(below) + 2, "{then}\n{below}");
}

async fn a_day_that_is_none_is_told(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let page = busy.office.reader.visit(&format!("/projects/{}/told", busy.office.project)).await.expect(200);
    for (typed, says) in [
        ("31/02/2026", "n’existe pas"),
        ("2025-10-26 02:30", "+02 ou +01"),
        ("2999-01-01", "pas encore venu"),
        ("<script>", "n’existe pas"),
    ] {
        let refused = page.form_with("on").fill("on", typed).submit().await.expect(422);
        assert!(refused.error("on").contains(says), "{typed}: {}", refused.error("on"));
        assert_eq!(refused.form_with("on").value("on"), typed);
        assert!(!refused.has("main table"), "nothing that was not asked for");
    }
    let long_ago = page.form_with("on").fill("on", "17 juin 2020").submit().await.expect(200);
    long_ago.does_not_say("MG-2026-0001");
}
