//! What came back about a mail, and what was answered by mail, on the pages of the firm.

use server::incoming::take;
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, Office, later};
use tests::tools::pdf_text;

tests::on_both_databases![
    a_mail_that_came_back_asks_for_another_address,
    an_answer_by_mail_is_shown_as_none,
    what_found_no_place_waits_for_an_adviser
];

fn report(message_id: &str, action: &str, status: &str) -> Vec<u8> {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\nMessage-ID: <{status}@mx.example>\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {DIRECTOR}\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 <script>unknown</script>\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n\r\n--b--\r\n"
    )
    .into_bytes()
}

async fn taken(office: &Office, message: Vec<u8>) {
    office.server.clock.advance(60_000);
    take(&office.server.app, message).await.expect("it is recorded");
}

async fn a_mail_that_came_back_asks_for_another_address(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let notice = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let id = office.message_id(&notice, DIRECTOR).await;
    taken(&office, report(&id, "delayed", "4.4.1")).await;
    let path = format!("/notices/{notice}");
    let page = office.adviser.visit(&path).await.expect(200);
    page.says("Retardé, nouvel essai annoncé").does_not_say("Donner une autre adresse");
    office.adviser.visit("/").await.expect(200).does_not_say("Maëlle Kerbrat · MG-2026-0001");

    taken(&office, report(&id, "failed", "5.1.1")).await;
    let page = office.adviser.visit(&path).await.expect(200);
    page.says("Revenu : adresse non atteinte").says("Rapporté par mx.example").says("ne prouve rien de plus");
    page.says("550 <script>unknown</script>").says("Donner une autre adresse");
    assert!(page.has(".state.is-overdue svg"), "a shape and a colour beside the word");
    assert!(page.has(&format!("a[href='/contacts/{}/edit']", office.director)));
    let file = page.attributes(&format!("a[href*='{path}/files/']"), "href").pop().expect("the report");
    assert_eq!(page.open(&file).await.expect(200).bytes, report(&id, "failed", "5.1.1"));
    office
        .adviser
        .visit("/")
        .await
        .expect(200)
        .says("Messages refusés ou revenus")
        .says("Maëlle Kerbrat · MG-2026-0001");
    let told = office.adviser.visit(&format!("/projects/{}/told", office.project)).await.expect(200);
    told.says("Revenu : adresse non atteinte").says("Rapporté par mx.example");
    let client = format!("/clients/{}", office.client);
    office.adviser.visit(&client).await.expect(200).says("Adresse non atteinte").says("Demandez-en une autre");

    // Another address, and the mark is gone; what came back stays in the trail.
    let form =
        office.adviser.visit(&format!("/contacts/{}/edit", office.director)).await.expect(200).form_with("email");
    form.fill("email", "maelle@ailleurs.example").submit().await.expect(200).does_not_say("Adresse non atteinte");
    let page = office.adviser.visit(&path).await.expect(200);
    let text = {
        page.form_to("/no-answer").submit().await.expect(200);
        office.server.settled().await;
        pdf_text(&office.adviser.visit(&format!("{path}/no-answer.pdf")).await.expect(200).bytes)
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("revenu sans être remis. Rapporté par mx.example"), "{text}");
}

async fn an_answer_by_mail_is_shown_as_none(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let notice = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let id = office.message_id(&notice, DIRECTOR).await;
    let answer = |n: u32, header: &str| {
        format!(
            "From: {DIRECTOR}\r\nSubject: Re: <b>{n}</b>\r\nMessage-ID: <{n}@p.example>\r\nIn-Reply-To: {id}\r\n{header}\r\n\r\nNous acceptons.\r\n"
        )
    };
    taken(&office, answer(1, "Auto-Submitted: auto-replied").into_bytes()).await;
    let path = format!("/notices/{notice}");
    let page = office.adviser.visit(&path).await.expect(200);
    page.says("Réponse automatique").does_not_say("Un courriel n’est jamais une décision");
    taken(&office, answer(2, "X-A: b").into_bytes()).await;
    let page = office.adviser.visit(&path).await.expect(200);
    page.says("Courriel, pas une décision").says("ouvre le lien personnel").says("Re: <b>2</b>");
    page.does_not_say("Réponse donnée");
    // It needs an adviser until one has read it; what comes while they read needs one again.
    let today = || async { office.adviser.visit("/").await.expect(200) };
    assert_eq!(today().await.attributes("section ul a[href$='#replies']", "href"), [format!("{path}#replies")]);
    later(&office.server.clock, 1);
    taken(&office, answer(3, "X-A: c").into_bytes()).await;
    let read = || page.form_to("/replies/read");
    read().submit().await.expect(200).says("J’ai lu cette réponse");
    assert_eq!(today().await.attributes("section ul a[href$='#replies']", "href").len(), 1);
    let again = office.adviser.visit(&path).await.expect(200);
    again.form_to("/replies/read").submit().await.expect(200).does_not_say("J’ai lu");
    assert!(today().await.attributes("section ul a[href$='#replies']", "href").is_empty());
    let file = page.attributes(&format!("a[href*='{path}/files/']"), "href").pop().expect("the message");
    assert_eq!(page.open(&file).await.expect(200).bytes, answer(2, "X-A: b").as_bytes());
    // Whoever speaks of silence is told that something was written.
    office.adviser.visit(&path).await.expect(200).form_to("/no-answer").submit().await.expect(200);
    office.server.settled().await;
    let text = pdf_text(&office.adviser.visit(&format!("{path}/no-answer.pdf")).await.expect(200).bytes);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["3 courriels consignés, plus bas", "Courriels à ce sujet", "à lire avant de parler de silence"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let told = office.adviser.visit(&format!("/projects/{}/told", office.project)).await.expect(200);
    told.says("Réponse par courriel : Re: <b>2</b>").says("Courriel, pas une décision").says("Maëlle Kerbrat");
    // It is erased like what was imported.
    let erase =
        office.owner.visit(&path).await.expect(200).attributes("a[href$='/erase']", "href").pop().expect("a link");
    office.owner.visit(&erase).await.expect(200).says("message.eml");
}

async fn what_found_no_place_waits_for_an_adviser(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    office.adviser.visit("/incoming").await.expect(200).says("Rien n’attend");
    office.adviser.visit("/").await.expect(200).does_not_say("n’a pas trouvé sa place");
    taken(&office, b"From: x@y.example\r\nReferences: <a\0b@c>\r\nSubject: \0\xff\r\n\r\n\0".to_vec()).await;
    let page = office.adviser.visit("/incoming").await.expect(200);
    page.says("x@y.example").form_to("/aside").submit().await.expect(200);
    let message = b"From: inconnu@ailleurs.example\r\nSubject: Bonjour <i>\r\n\r\nQui ?\r\n".to_vec();
    taken(&office, message.clone()).await;
    later(&office.server.clock, 1);
    let page = office.adviser.visit("/").await.expect(200);
    let page = page.says("1 courriel reçu n’a pas trouvé sa place").open("/incoming").await.expect(200);
    page.says("inconnu@ailleurs.example").says("Bonjour <i>").says("ne cite aucun courriel");
    let file = page.attributes("a[href^='/incoming/'][download]", "href").pop().expect("the message");
    assert_eq!(page.open(&file).await.expect(200).bytes, message);
    assert!(
        office.reader.visit("/incoming").await.expect(200).forms().iter().all(|form| !form.action.ends_with("/aside"))
    );
    page.form_to("/aside").submit().await.expect(200).says("Rien n’attend").says("mis de côté");
    office.adviser.visit(&file).await.expect(200);

    // Put aside it can still be read, and erased: nobody did by then, and nothing goes by itself.
    let aside = office
        .adviser
        .visit("/incoming")
        .await
        .expect(200)
        .says("jusqu’à ce que quelqu’un l’efface")
        .open("/incoming?aside=1")
        .await;
    let erase = format!("{file}/erase");
    assert!(aside.expect(200).has(&format!("a[href='{erase}']")));
    let page = office.adviser.visit(&erase).await.expect(200);
    page.says("Bonjour <i>").says("Il reste une empreinte");
    assert!(!page.form_to("/erase").submit().await.expect(422).error("sure").is_empty());
    office.adviser.visit(&file).await.expect(200);
    // The same file, imported into a project, is that project's.
    let told = office.adviser.visit(&format!("/projects/{}/told", office.project)).await.expect(200);
    told.form_with("exchange_file").attach("exchange_file", "mail.eml", &message).submit().await.expect(200);
    page.form_to("/erase").check("sure", "yes").submit().await.expect(200).says("Le courriel est effacé");
    office.server.settled().await;
    office.adviser.visit(&file).await.expect(404);
    office.adviser.visit(&erase).await.expect(404);
    let told = office.adviser.visit(&format!("/projects/{}/told", office.project)).await.expect(200);
    let kept = told.attributes("a[href*='/exchanges/']", "href").pop().expect("the imported message");
    assert_eq!(told.open(&kept).await.expect(200).bytes, message);
    // Handed over once more, it is known and does not come back.
    let again = take(&office.server.app, message).await.expect("it is known");
    assert_eq!(again, server::incoming::Taken::Again);
    // One that nothing else needs goes with its file.
    let other = b"From: x@y.example\r\nSubject: Sans suite\r\n\r\nRien.\r\n".to_vec();
    let hash = ledger::sha256(&other);
    taken(&office, other).await;
    let page = office.adviser.visit("/incoming").await.expect(200);
    let erase = page.attributes("a[href$='/erase']", "href").pop().expect("a link");
    let page = office.adviser.visit(&erase).await.expect(200);
    page.form_to("/erase").check("sure", "yes").submit().await.expect(200).says("Rien n’attend");
    office.server.settled().await;
    let sql = "SELECT firm FROM file WHERE sha256 = $1";
    let mut tx = office.server.app.db.read().await.expect("a connection");
    assert!(tx.maybe(sql, server::args![hash]).await.expect("an answer").is_none());
}
