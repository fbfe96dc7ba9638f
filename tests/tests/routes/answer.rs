//! `/n/{token}`: links that do not work, codes that are wrong, answers that come twice.

use server::args;
use tests::busy::Busy;
use tests::http::{Form, Page, Visitor};
use tests::server::{Database, Server};
use tests::story::{ASSISTANT, DIRECTOR, Office, PASSWORD, later};

tests::on_both_databases![
    a_link_that_is_unknown_withdrawn_or_expired_says_whom_to_ask,
    a_link_that_was_used_shows_what_was_said,
    after_five_wrong_codes_the_right_one_is_refused_too,
    of_two_windows_that_answer_the_second_is_told_and_keeps_its_words,
    the_same_answer_sent_twice_is_one_answer,
    whoever_decides_too_slowly_keeps_their_words,
    what_is_said_of_one_person_agrees
];

const WORDS: &str = "Budget arrêté jusqu’en janvier.";

async fn count(office: &Office, kind: &str) -> u64 {
    let mut tx = office.server.app.db.read().await.expect("a connection");
    let row = tx.one("SELECT COUNT(*) AS n FROM entry WHERE kind = $1", args![kind]).await.expect("a row");
    row.get("n").expect("a count")
}

/// The form to answer with: everything declined, for this reason.
fn declined(page: &Page, reason: &str) -> Form {
    let mut form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat");
    let reasons: Vec<_> = form.fields.iter().map(|f| f.name.clone()).filter(|n| n.starts_with("reason.")).collect();
    for name in reasons {
        form = form.fill(&name.replace("reason", "choice"), "decline").fill(&name, reason);
    }
    form
}

/// Each address below a client's link answers so to a GET, and to what was open in another window.
async fn all_answer(visitor: &Visitor, link: &str, status: u16, says: &[&str]) {
    for path in ["", "/notice.pdf", "/certificate.pdf", "/evidence.json"] {
        let page = visitor.visit(&format!("{link}{path}")).await.expect(status);
        for text in says {
            page.says(text);
        }
    }
    for path in ["/code", "/identify", "/answer", "/acknowledge", "/question", "/signatory"] {
        let request = visitor.request(reqwest::Method::POST, &format!("{link}{path}"));
        let page = visitor.answer(request.header("sec-fetch-site", "same-origin")).await.expect(status);
        for text in says {
            page.says(text);
        }
    }
}

async fn a_link_that_is_unknown_withdrawn_or_expired_says_whom_to_ask(on: Database) {
    for (language, unknown, gone, whom) in [
        (
            "fr",
            "Demandez à son auteur de vous en envoyer un nouveau",
            "Ce lien ne fonctionne plus",
            "Demandez à Infogérance",
        ),
        ("en", "Ask its author to send you a new one", "This link works no longer", "Ask Infogérance"),
    ] {
        let office = Office::open_with(Server::setup().on(on), language).await;
        let notice = office.issue(&["PAT-01"], &[DIRECTOR, ASSISTANT]).await;
        let (director, assistant) = (office.link_to(&notice, DIRECTOR).await, office.link_to(&notice, ASSISTANT).await);
        let client = office.server.visitor(language);
        all_answer(&client, "/n/0123456789abcdef", 404, &[unknown]).await;
        all_answer(&client, &director[..director.len() - 1], 404, &[unknown]).await;

        let page = office.adviser.visit(&format!("/notices/{notice}")).await.expect(200);
        let form = page.form_to("/revoke");
        let reason = form.fields.iter().find(|f| f.name.starts_with("reason-")).expect("a field").name.clone();
        form.fill(&reason, "Adresse partagée").submit().await.expect(200);
        let (withdrawn, open) = match client.visit(&director).await.status {
            404 => (director, assistant),
            _ => (assistant, director),
        };
        all_answer(&client, &withdrawn, 404, &[gone, whom]).await;
        client.visit(&open).await.expect(200);
        later(&office.server.clock, 24 * 400);
        all_answer(&client, &open, 404, &[gone, whom]).await;
        client.visit(&open).await.does_not_say("Portails Morin");
    }
}

async fn a_link_that_was_used_shows_what_was_said(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let notice = office.issue(&["PAT-01"], &[DIRECTOR]).await;
    let (client, link) = (office.server.visitor("fr"), office.link_to(&notice, DIRECTOR).await);
    let deciding = office.identify(&client, &link, DIRECTOR).await;
    // The code has done its work: it is not a key to be passed on.
    let typed = office.mail(DIRECTOR, 1).await.code();
    let stranger = office.server.visitor("fr");
    let mut form = stranger.visit(&link).await.expect(200).form_to("/code").force("code", &typed);
    form.action = format!("{link}/identify");
    let again = form.submit().await.expect(422);
    again.says("Ce code ne sert plus");
    declined(&deciding, WORDS).submit().await.expect(200);
    for visitor in [&client, &stranger] {
        let page = visitor.visit(&link).await.expect(200);
        page.says("Réponse reçue").says(WORDS);
        assert!(!page.has("[name=typed_name]") && !page.has("[name=code]"), "there is nothing more to decide");
    }
    // An invitation works once too.
    office
        .owner
        .visit("/members")
        .await
        .form_to("/members/invite")
        .fill("email", "new@ouest.example")
        .fill("role", "reader")
        .submit()
        .await
        .expect(200);
    let link = office.server.outbox_mail("new@ouest.example", 0).await.link("/join/");
    let join = office.server.visitor("fr").visit(&link).await.expect(200);
    let form = || join.fill("name", "Nina Quéré").fill("password", PASSWORD).fill("password_again", PASSWORD);
    form().submit().await.expect(200);
    form().submit().await.expect(404).says("Invitation expirée ou déjà utilisée");
    office.server.visitor("en").visit(&link).await.expect(404).says("Invitation expired or already used");
}

async fn after_five_wrong_codes_the_right_one_is_refused_too(on: Database) {
    for (language, one_left, dead) in [
        ("fr", "Ce code ne convient pas. Il reste 1 essai.", "Ce code ne sert plus"),
        ("en", "This code is not right. 1 try left.", "This code works no longer"),
    ] {
        let office = Office::open_with(Server::setup().on(on), language).await;
        let notice = office.issue(&["PAT-01"], &[DIRECTOR]).await;
        let (client, link) = (office.server.visitor(language), office.link_to(&notice, DIRECTOR).await);
        let asked = client.visit(&link).await.expect(200).form_to("/code").submit().await.expect(200);
        let code = office.mail(DIRECTOR, 1).await.code();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        // A slip of the finger is no try.
        let slip = asked.fill("code", "12345").submit().await.expect(422);
        assert_eq!(slip.form_with("code").value("code"), "12345");
        let mut said = vec![];
        for _ in 0..5 {
            said.push(asked.fill("code", wrong).submit().await.expect(422).error("code"));
        }
        assert_eq!(said[3], one_left);
        assert!(said[4].starts_with(dead), "{said:?}");
        let late = asked.fill("code", &code).submit().await.expect(422);
        assert!(late.error("code").starts_with(dead));
        assert_eq!((count(&office, "code.exhausted").await, count(&office, "contact.identified").await), (1, 0));

        // A new one helps; and one that has died of age says so.
        late.form_to("/code").submit().await.expect(200);
        let second = office.mail(DIRECTOR, 2).await.code();
        office.server.clock.advance(11 * 60 * 1000);
        asked.fill("code", &second).submit().await.expect(422).says(dead);
        office.identify(&client, &link, DIRECTOR).await.form_with("typed_name");
    }
}

async fn of_two_windows_that_answer_the_second_is_told_and_keeps_its_words(on: Database) {
    for (language, told, kept) in [
        ("fr", "Une réponse a déjà été donnée.", "vos mots sont conservés plus bas"),
        ("en", "An answer was already given.", "your words are kept below"),
    ] {
        let office = Office::open_with(Server::setup().on(on), language).await;
        let notice = office.issue(&["BCK-01", "IAM-01"], &[DIRECTOR]).await;
        let (client, link) = (office.server.visitor(language), office.link_to(&notice, DIRECTOR).await);
        let first = office.identify(&client, &link, DIRECTOR).await;
        let second = client.visit(&link).await.expect(200);
        let (one, two) = tokio::join!(
            declined(&first, "Trop cher.").submit(),
            declined(&second, "Nous le ferons nous-mêmes.").submit()
        );
        let (won, lost, words) = match one.status {
            200 => (one, two, "Nous le ferons nous-mêmes."),
            _ => (two, one, "Trop cher."),
        };
        won.expect(200);
        let lost = lost.expect(422);
        lost.says(told).says(kept);
        let question = lost.form_with("question");
        assert_eq!(question.value("question").matches(words).count(), 2, "once for each warning");
        question.submit().await.expect(200).says(words);
        assert_eq!((count(&office, "answer.given").await, count(&office, "question.asked").await), (1, 1));
    }
}

async fn the_same_answer_sent_twice_is_one_answer(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let notice = office.issue(&["PAT-01"], &[DIRECTOR]).await;
    let (client, link) = (office.server.visitor("fr"), office.link_to(&notice, DIRECTOR).await);
    let page = office.identify(&client, &link, DIRECTOR).await;
    let (one, two) = tokio::join!(declined(&page, WORDS).submit(), declined(&page, WORDS).submit());
    for page in [one, two] {
        page.expect(200).says("Réponse reçue").says(WORDS);
    }
    assert_eq!(count(&office, "answer.given").await, 1);
}

async fn whoever_decides_too_slowly_keeps_their_words(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let notice = office.issue(&["PAT-01"], &[DIRECTOR]).await;
    let (client, link) = (office.server.visitor("fr"), office.link_to(&notice, DIRECTOR).await);
    let page = office.identify(&client, &link, DIRECTOR).await;
    later(&office.server.clock, 3);
    let late = declined(&page, WORDS).submit().await.expect(422);
    late.says("Confirmez d’abord votre identité avec un code.").says("vos mots sont conservés plus bas");
    assert!(late.form_with("question").value("question").contains(WORDS));
    assert_eq!(count(&office, "answer.given").await, 0);
}

/// Whoever typed a code has opened the page, although no mail server said that the mail arrived and nobody confirmed a reading.
async fn what_is_said_of_one_person_agrees(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let rows =
        busy.office.adviser.visit(&format!("/notices/{}", busy.open)).await.expect(200).texts("#people tbody tr");
    let row = |email: &str| rows.iter().find(|row| row.contains(email)).expect("a row");
    let identified = row(DIRECTOR);
    assert!(
        identified.contains("Page ouverte par la personne") && identified.contains("Aucune réponse à ce jour"),
        "{rows:?}"
    );
    assert!(!identified.contains("Pas encore"), "{identified}");
    let waiting = row(ASSISTANT);
    assert!(waiting.contains("Pas encore") && waiting.contains("Lecture non confirmée"), "{waiting}");
}
