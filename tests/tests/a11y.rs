//! No page breaks a rule of axe-core, in either language, on a desk or on a phone, and none is wider than the screen.
//!
//! Texts of either language are measured on both screens. The rules are asked for each language once and for each screen once: what they look at
//! depends on the one or on the other, and asking four times took a quarter of the whole suite.

use tests::browser::{Browser, View};
use tests::busy::Busy;
use tests::crawl::{crawl, kind};
use tests::http::Visitor;
use tests::reader::{enter, grant};
use tests::server::Server;
use tests::story::{later, setup_firm};

/// Addresses of one page of each kind that this visitor can reach.
async fn kinds(visitor: &Visitor, starts: &[&str]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let pages = crawl(visitor, starts).await;
    pages.into_iter().filter(|page| page.is_html() && seen.insert(kind(&page.url))).map(|page| page.url).collect()
}

/// Every page at every width and in every language; each fault in one line.
async fn faults(server: &Server, visitor: &Visitor, pages: &[String]) -> Vec<String> {
    let browser = Browser::start().await;
    let mut faults = Vec::new();
    for language in ["fr", "en"] {
        for view in [View::DESK, View::PHONE] {
            let asked = (language == "fr") == (view == View::DESK);
            let tab = browser.tab(view.in_language(language)).await;
            tab.become_visitor(visitor).await;
            tab.set_cookie(&server.url, "lang", language).await;
            for path in pages {
                tab.open(&format!("{}{path}", server.url)).await;
                let here = format!("{path} {}", tab.view.name());
                faults.extend(tab.too_wide().await.into_iter().map(|e| format!("{here}: too wide: {e}")));
                if !asked {
                    continue;
                }
                tab.screenshot(&format!("{}-{}", name(path), tab.view.name())).await;
                for violation in tab.axe().await {
                    faults.extend(violation.nodes.iter().map(|node| format!("{here}: {}: {node}", violation.rule)));
                }
            }
        }
    }
    faults
}

/// For a file: `/clients/{}/edit` becomes `clients-id-edit`.
fn name(path: &str) -> String {
    let name = kind(path).replace("{}", "id").replace(['/', '?', '&'], "-");
    let name = name.trim_matches('-');
    if name.is_empty() { "start".into() } else { name.into() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn pages_before_anyone_has_signed_in() {
    let server = Server::start().await;
    let visitor = server.visitor("fr");
    let mut found = faults(&server, &visitor, &["/setup".into()]).await;
    setup_firm(&server, "fr").await;
    let pages = kinds(&visitor, &["/sign-in", "/verify", "/nothing"]).await;
    found.extend(faults(&server, &visitor, &pages).await);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn pages_of_the_firm() {
    let busy = Busy::open("fr").await;
    let server = &busy.office.server;
    let (gone, _) = tests::aged::destroyed(&busy.office).await;
    let due = [format!("/retention/destroy?project={}", busy.office.project), format!("/projects/{gone}")];
    assert!(faults(server, &busy.office.owner, &due).await.is_empty());
    // A day of the past is asked for by name.
    let then = ["told?on", "as-of?at"].map(|ask| format!("/projects/{}/{ask}=2026-03-02", busy.office.project));
    let then = faults(server, &busy.office.owner, &then).await;
    assert!(then.is_empty(), "{}", then.join("\n"));
    let mut found =
        faults(server, &busy.office.owner, &kinds(&busy.office.owner, &["/", "/search?q=serveurs"]).await).await;
    // What a reader sees instead of forms.
    let firm = ["/firm", "/members"].map(str::to_owned);
    found.extend(faults(server, &busy.office.reader, &firm).await);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// From the letter to the receipt, and the two ways out: a question, and someone else.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn pages_of_the_client() {
    let busy = Busy::open("fr").await;
    let server = &busy.office.server;
    let stranger = server.visitor("fr");
    let reading = [busy.open_link.clone(), "/n/none".into()];
    let mut found = faults(server, &stranger, &reading).await;
    stranger.visit(&busy.open_link).await.form_to("/code").submit().await.expect(200);
    found.extend(faults(server, &stranger, std::slice::from_ref(&busy.open_link)).await);
    let deciding = [busy.open_link.clone(), busy.answered_link.clone()];
    found.extend(faults(server, &busy.director, &deciding).await);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The way in, the files, and the page after the end.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn pages_of_an_outside_reader() {
    let busy = Busy::open("fr").await;
    let server = &busy.office.server;
    let files = format!("{}/files", busy.lawyer_link);
    let mut found = faults(server, &busy.lawyer, &kinds(&busy.lawyer, &[&files, &busy.lawyer_link]).await).await;
    let over = format!("project:{}", busy.office.project);
    grant(&busy.office.owner, "data_room", &[&over], "expert@assureur.example").await;
    let (expert, link) = enter(&busy.office, "expert@assureur.example").await;
    let room = [format!("{link}/projects/{}", busy.office.project), format!("{link}/notices/{}", busy.answered)];
    found.extend(faults(server, &expert, &room).await);
    later(&server.clock, 24 * 300);
    found.extend(faults(server, &expert, &[link]).await);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A form that was refused, as it comes back.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn pages_with_errors() {
    let busy = Busy::open("fr").await;
    let server = &busy.office.server;
    let browser = Browser::start().await;
    let mut found = Vec::new();
    for view in [View::DESK, View::PHONE] {
        for (visitor, path, button) in [
            (&busy.office.adviser, "/clients/new".to_owned(), "main form button"),
            (&busy.office.adviser, "/projects/new".to_owned(), "main form button"),
            (&busy.office.owner, "/access/new".to_owned(), "main form button"),
            (&busy.office.owner, "/members".to_owned(), "form[action='/members/invite'] button"),
            (&busy.office.owner, "/account".to_owned(), "form[action='/account/password'] button"),
            (&busy.director, busy.open_link.clone(), "form[action$='/answer'] button"),
            (&busy.director, busy.open_link.clone(), "form[action$='/question'] button"),
        ] {
            let tab = browser.tab(view.in_language("fr")).await;
            tab.become_visitor(visitor).await;
            tab.open(&format!("{}{path}", server.url)).await;
            tab.follow(button).await;
            assert_eq!(tab.status(), 422, "{path}");
            tab.screenshot(&format!("{}-refused-{}", name(&path), view.name())).await;
            found.extend(tab.too_wide().await.into_iter().map(|e| format!("{path}: too wide: {e}")));
            found.extend(tab.axe().await.into_iter().map(|v| format!("{path} {}: {:?}", v.rule, v.nodes)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
