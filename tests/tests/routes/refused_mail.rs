//! A mail server that refuses one of three recipients, as the firm sees it.

use tests::http::Visitor;
use tests::server::{Database, Server};
use tests::smtp::{MailServer, Rules};
use tests::story::{ASSISTANT, DIRECTOR, Office, add_client, add_contact, add_project, setup_firm};

tests::on_both_databases![of_three_recipients_the_refused_one_is_shown_and_the_others_have_their_letter];

const ACCOUNTANT: &str = "nolwenn@portails.example";

/// An office of one person, whose mails go to this server.
async fn office(on: Database, smtp: &MailServer, language: &str) -> Office {
    let server = Server::setup().on(on).mail(smtp).start().await;
    let owner: Visitor = setup_firm(&server, language).await;
    let client = add_client(&owner, "Portails Morin", "404 833 048", language).await;
    let director = add_contact(&owner, &client, "Maëlle Kerbrat", DIRECTOR, true).await;
    let assistant = add_contact(&owner, &client, "Loïc Œuvrard", ASSISTANT, false).await;
    add_contact(&owner, &client, "Nolwenn Tanguy", ACCOUNTANT, false).await;
    let project = add_project(&owner, &client, "Remplacement des serveurs").await;
    let (adviser, reader) = (owner.clone(), owner.clone());
    Office { server, owner, adviser, reader, client, project, director, assistant }
}

async fn of_three_recipients_the_refused_one_is_shown_and_the_others_have_their_letter(on: Database) {
    for (language, refused, group) in [
        ("fr", "Refusée par la messagerie le", "Messages refusés"),
        ("en", "Refused by the mail server on", "Mails refused"),
    ] {
        let smtp = MailServer::start();
        let office = office(on, &smtp, language).await;
        office.warn("PAT-01").await;
        let page = office.owner.visit(&format!("/projects/{}/notices/new", office.project)).await.expect(200);
        let form = page.form_with("introduction");
        let people: Vec<_> = form.fields.iter().filter(|f| f.name == "recipients").map(|f| f.value.clone()).collect();
        assert_eq!(people.len(), 3);
        let preview = people.iter().fold(form, |form, who| form.check("recipients", who)).submit().await.expect(200);

        smtp.obey(Rules { refuse: vec![(ASSISTANT, "550 5.1.1 no such mailbox here")], ..Rules::default() });
        let notice = preview.form_with("seen").submit().await.expect(200).path().to_owned();
        office.server.settled().await;
        let mut reached: Vec<_> = smtp.mails().into_iter().flat_map(|mail| mail.to).collect();
        reached.sort();
        assert_eq!(reached, [DIRECTOR, ACCOUNTANT]);
        assert!(smtp.mails().iter().all(|mail| mail.attachments().len() == 1), "each has the letter");

        let page = office.owner.visit(&notice).await.expect(200);
        page.says("550 5.1.1 no such mailbox here");
        assert_eq!(page.text().matches(refused).count(), 1, "{}", page.text());
        office.owner.visit("/").await.expect(200).says(group);
        // The links of the others work; the one that reached nobody can be sent anew once the address is right.
        for mail in smtp.mails() {
            office.server.visitor(language).visit(&mail.link("/n/")).await.expect(200);
        }
        smtp.obey(Rules::default());
        let again = page.forms().into_iter().filter(|form| form.action.ends_with("/links"));
        let again = again.into_iter().find(|form| form.value("contact") == office.assistant).expect("a new link");
        again.submit().await.expect(200);
        office.server.settled().await;
        let last = smtp.mails().pop().expect("a mail");
        assert_eq!(last.to, [ASSISTANT]);
        office.server.visitor(language).visit(&last.link("/n/")).await.expect(200);
    }
}
