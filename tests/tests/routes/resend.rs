//! A notice goes to the address that a contact has by now, once, and says so; what was proven by the old address counts no more.

use tests::http::Page;
use tests::server::{Database, Server};
use tests::story::{ASSISTANT, DIRECTOR, Office, later, sign_in};

tests::on_both_databases![a_notice_follows_its_recipient_to_another_address, the_director_who_is_missing_is_asked_for];

const NEW: &str = "direction@portails.example";

async fn notice(office: &Office, id: &str) -> Page {
    office.adviser.visit(&format!("/notices/{id}")).await.expect(200)
}

async fn a_notice_follows_its_recipient_to_another_address(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let id = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let link = office.link(DIRECTOR, 0).await;
    let director = office.server.visitor("fr");
    assert!(office.identify(&director, &link, DIRECTOR).await.has("form[action$='/answer']"));
    assert!(!notice(&office, &id).await.has("form[action$='/resend']"), "there is no reason to");

    office.readdress(&office.director, NEW).await;
    let today = office.adviser.visit("/").await.expect(200);
    assert!(today.has("#readdressed"));
    today.says("Maëlle Kerbrat · MG-2026-0001");
    let page = notice(&office, &id).await;
    page.says(&format!("Adresse connue à présent : {NEW}")).says("pas de l’émission");
    assert!(!office.reader.visit(page.path()).await.expect(200).has("form[action$='/resend']"));
    // A code that is on its way to the old address.
    let other = office.server.visitor("fr");
    let asked = other.visit(&link).await.expect(200).form_to("/code").submit().await.expect(200);
    let late = office.mail(DIRECTOR, 2).await.code();

    let page = page.form_to("/resend").submit().await.expect(200);
    page.says("Le renvoi est consigné").says(&format!("Renvoi à {NEW} ; l’envoi précédent était allé à {DIRECTOR}"));
    assert!(!page.has("form[action$='/resend']"));
    assert!(!office.adviser.visit("/").await.expect(200).has("#readdressed"));
    let mail = office.mail(NEW, 0).await;
    assert!(mail.link("/n/").ends_with(&link), "the same link");
    assert_eq!(mail.attachments().len(), 1, "with the notice");
    assert!(mail.text().contains("Un envoi précédent était allé à une autre adresse"), "{}", mail.text());
    let told = office.adviser.visit(&format!("/projects/{}/told", office.project)).await.expect(200);
    told.says("Renvoi par courriel").says("Renvoi demandé");

    // Whoever reads the old address decides nothing any more: neither by the code typed before nor by one that comes late.
    assert!(!director.visit(&link).await.expect(200).has("form[action$='/answer']"));
    asked.fill("code", &late).submit().await.expect(422);
    let page = office.identify(&director, &link, NEW).await;
    assert!(page.has("form[action$='/answer']"));
    notice(&office, &id).await.says(&format!("Renvoi à {NEW}"));

    // Where the link was withdrawn, a new one is made.
    let withdraw = notice(&office, &id).await.form_to("/revoke");
    let reason = withdraw.fields.iter().find(|f| f.name.starts_with("reason-")).expect("a reason").name.clone();
    withdraw.fill(&reason, "Boîte d’un tiers").submit().await.expect(200);
    office.readdress(&office.director, "maelle@ailleurs.example").await;
    let stale = notice(&office, &id).await.form_to("/resend");
    stale.clone().submit().await.expect(200);
    let fresh = office.link("maelle@ailleurs.example", 0).await;
    assert_ne!(fresh, link);

    // Once answered, nothing is sent again.
    let page = office.identify(&director, &fresh, "maelle@ailleurs.example").await;
    let mut form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat");
    for name in form.fields.iter().map(|f| f.name.clone()).collect::<Vec<_>>() {
        if name.starts_with("reason.") {
            form = form.fill(&name.replace("reason", "choice"), "decline").fill(&name, "Budget arrêté.");
        }
    }
    form.submit().await.expect(200);
    stale.force("once", "").submit().await.expect(422).says("déjà");
}

async fn the_director_who_is_missing_is_asked_for(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let id = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    office.mail(DIRECTOR, 0).await;
    for (days, due) in [(20, false), (2, true)] {
        later(&office.server.clock, 24 * days);
        office.server.settled().await;
        // Nobody stays signed in for so long.
        sign_in(&office.adviser, "bruno@ouest.example").await.expect(200);
        assert_eq!(today(&office, due).await.has("#nobody"), due);
    }
    notice(&office, &id).await.says("n’a personne à qui aller");
    // The link leads to where it is mended.
    let links = today(&office, true).await.attributes("section[aria-labelledby='nobody'] a", "href");
    assert_eq!(links, [format!("/notices/{id}#chasing")]);
    let page = office.adviser.visit(&format!("/contacts/{}/edit", office.assistant)).await.expect(200);
    page.form_with("email").check("director", "yes").submit().await.expect(200);
    assert!(!office.adviser.visit("/").await.expect(200).has("#nobody"));
    // The morning after, the step is taken.
    later(&office.server.clock, 24);
    let mail = office.mail(ASSISTANT, 0).await;
    assert!(mail.text().contains("parce que vous dirigez l’entreprise"), "{}", mail.text());
}

/// Today, as soon as the job that looks for steps has found what it should.
async fn today(office: &Office, found: bool) -> Page {
    let mut page = office.adviser.visit("/").await.expect(200);
    for _ in 0..250 {
        if page.has("#nobody") == found {
            break;
        }
        office.server.moment().await;
        page = office.adviser.visit("/").await.expect(200);
    }
    page
}
