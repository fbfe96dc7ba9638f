//! Pages that are kept in memory: each visitor gets their own, and nobody what has changed or gone.

use server::args;
use tests::busy::{Busy, other_firm};
use tests::http::{Page, Visitor};
use tests::server::{Database, Server, Setup};
use tests::story::{ASSISTANT, DIRECTOR, Office, PASSWORD, add_client, add_project, sign_in};

tests::on_both_databases![
    a_client_gets_their_own_page,
    what_another_server_wrote_is_shown_at_once,
    what_was_erased_is_shown_and_kept_by_no_server,
    a_list_is_the_firms_and_the_readers_own
];

/// Twice: the second is made of what was kept.
async fn twice(visitor: &Visitor, path: &str) -> Page {
    visitor.visit(path).await.expect(200);
    visitor.visit(path).await.expect(200)
}

fn once(page: &Page) -> Vec<String> {
    page.attributes("[name=once]", "value")
}

async fn a_client_gets_their_own_page(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let notice = office.issue(&["BCK-01"], &[DIRECTOR, ASSISTANT]).await;
    let (mine, theirs) = (office.link_to(&notice, DIRECTOR).await, office.link_to(&notice, ASSISTANT).await);
    let (director, assistant) = (office.server.visitor("fr"), office.server.visitor("fr"));
    // The same person opens the link in two browsers, the other one their own.
    let (one, two) = (twice(&director, &mine).await, twice(&office.server.visitor("fr"), &mine).await);
    let other = twice(&assistant, &theirs).await;
    let token = |link: &str| link.strip_prefix("/n/").expect("a link").to_owned();
    for (page, own, foreign) in [(&one, &mine, &theirs), (&two, &mine, &theirs), (&other, &theirs, &mine)] {
        let source = page.source();
        assert!(source.contains(&token(own)) && !source.contains(&token(foreign)));
        let actions = page.attributes("main form", "action");
        assert!(!actions.is_empty() && actions.iter().all(|action| action.starts_with(own.as_str())), "{actions:?}");
        assert_eq!(page.attributes("[name=back]", "value"), std::slice::from_ref(own));
        let values = once(page);
        assert!(
            !values.is_empty() && values.iter().all(|value| value.len() == 32 && *value == values[0]),
            "{values:?}"
        );
    }
    one.says("Maëlle Kerbrat").does_not_say("Loïc Œuvrard");
    other.says("Loïc Œuvrard").does_not_say("Maëlle Kerbrat");
    assert!(once(&one)[0] != once(&two)[0] && once(&one)[0] != once(&other)[0], "forms of two pages are two");

    // The other language, and the page as it was.
    let english = office.server.visitor("fr");
    english.set_cookie("lang", "en");
    twice(&english, &mine).await.says("From Infogérance");
    // A confirmation stands on the page to which it leads, and on no other.
    director.visit(&format!("{mine}?done=code_sent")).await.expect(200);
    assert!(!twice(&director, &mine).await.has(".flash"));
    // A link that is spelt otherwise is the same link.
    let spelt = format!("/n/%{:02x}{}", token(&mine).as_bytes()[0], &token(&mine)[1..]);
    assert!(twice(&director, &spelt).await.source().contains(&token(&mine)));
    // What one browser has typed, another has not.
    office.identify(&director, &mine, DIRECTOR).await;
    assert!(twice(&director, &mine).await.has("[name=typed_name]"));
    assert!(!twice(&office.server.visitor("fr"), &mine).await.has("[name=typed_name]"));
    // An hour later the code is forgotten, and nothing was recorded in between.
    tests::story::later(&office.server.clock, 24);
    assert!(!twice(&director, &mine).await.has("[name=typed_name]"));
}

async fn what_another_server_wrote_is_shown_at_once(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let notice = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let link = office.link_to(&notice, DIRECTOR).await;
    let other = Setup::beside(Server::setup().on(on), &office.server).start().await;
    let (here, there) = (office.server.visitor("fr"), other.visitor("fr"));
    twice(&here, &link).await.does_not_say("Faut-il tout arrêter");
    let page = twice(&there, &link).await;
    page.form_to("/question").fill("question", "Faut-il tout arrêter ?").submit().await.expect(200);
    twice(&here, &link).await.says("Faut-il tout arrêter");

    let colleague = other.visitor("fr");
    sign_in(&colleague, "bruno@ouest.example").await.expect(200);
    for path in ["/projects", "/clients"] {
        twice(&office.reader, path).await.does_not_say("Ateliers Rivoal").does_not_say("Nouveau réseau");
    }
    let client = add_client(&colleague, "Ateliers Rivoal", "732 829 320", "fr").await;
    twice(&office.reader, "/clients").await.says("Ateliers Rivoal");
    twice(&office.reader, "/projects").await.does_not_say("Nouveau réseau");
    add_project(&colleague, &client, "Nouveau réseau").await;
    twice(&office.reader, "/projects").await.says("Nouveau réseau");
    let of_client = office.reader.visit("/clients").await.expect(200);
    assert!(of_client.texts("tbody tr").iter().any(|row| row.contains("Ateliers Rivoal") && row.contains('1')));
}

async fn what_was_erased_is_shown_and_kept_by_no_server(on: Database) {
    const QUESTION: &str = "Faut-il arrêter la production ?";
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let other = Setup::beside(Server::setup().on(on), &busy.office.server).start().await;
    let there = other.visitor("fr");
    twice(&busy.director, &busy.open_link).await.says(QUESTION);
    twice(&there, &busy.open_link).await.says(QUESTION);
    let mut tx = busy.office.server.app.db.read().await.expect("a connection");
    let sql = "SELECT subject, idx FROM entry WHERE kind = 'question.asked' ORDER BY idx DESC LIMIT 1";
    let row = tx.one(sql, args![]).await.expect("such an entry");
    let (subject, index) = (row.get::<String>("subject").expect("a text"), row.get::<u64>("idx").expect("a number"));
    drop(tx);
    let path = format!("/entries/{subject}/{index}/erase");
    // Documents that are being made may hold the text: asked again until they are there.
    let mut answer = None;
    for _ in 0..200 {
        let page = busy.office.owner.visit(&path).await.expect(200);
        let form = page.form_with("ground").fill("ground", "request").fill("note", "demande n° 12");
        let page = form.fill("password", PASSWORD).check("confirm", "yes").submit().await;
        if page.status == 200 && page.path() != path {
            answer = Some(page);
            break;
        }
        busy.office.server.clock.advance(100);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    answer.expect("it is erased");
    for visitor in [&busy.director, &there] {
        twice(visitor, &busy.open_link).await.does_not_say(QUESTION);
    }
}

async fn a_list_is_the_firms_and_the_readers_own(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    for path in ["/projects", "/clients"] {
        let new = format!("a[href='{path}/new']");
        assert!(twice(&office.owner, path).await.has(&new));
        let page = twice(&office.reader, path).await;
        assert!(!page.has(&new), "a reader makes nothing");
        page.says("Chloé Divérès").does_not_say("Anne Le Gall");
        // In the other language, and confirmed once.
        office.reader.set_cookie("lang", "en");
        twice(&office.reader, path).await.says("Portails Morin").says("Sign out");
        office.reader.set_cookie("lang", "fr");
        let confirmed = twice(&office.owner, &format!("{path}?done=project_created")).await;
        assert!(confirmed.has(".flash") && !twice(&office.owner, path).await.has(".flash"));
    }
    let stranger = office.server.visitor("fr");
    assert_eq!(stranger.visit("/projects").await.trail.len(), 1, "not without signing in");
    let other = other_firm(&office.server, "fr").await;
    for path in ["/projects", "/clients"] {
        twice(&other, path).await.does_not_say("Portails Morin").does_not_say("Infogérance de l’Ouest");
        twice(&office.owner, path).await.says("Portails Morin");
    }
}
