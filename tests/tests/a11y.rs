//! No page breaks a rule of axe-core, in either language, on a desk or on a phone, and none is wider than the screen.

use tests::browser::{Browser, View};
use tests::crawl::{crawl, kind};
use tests::http::Visitor;
use tests::server::Server;
use tests::story::setup_firm;

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
            let tab = browser.tab(view.in_language(language)).await;
            tab.become_visitor(visitor).await;
            tab.set_cookie(&server.url, "lang", language).await;
            for path in pages {
                tab.open(&format!("{}{path}", server.url)).await;
                tab.screenshot(&format!("{}-{}", name(path), tab.view.name())).await;
                let here = format!("{path} {}", tab.view.name());
                faults.extend(tab.too_wide().await.into_iter().map(|e| format!("{here}: too wide: {e}")));
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

#[tokio::test]
async fn pages_before_anyone_has_signed_in() {
    let server = Server::start().await;
    let visitor = server.visitor("fr");
    let mut found = faults(&server, &visitor, &["/setup".into()]).await;
    setup_firm(&server, "fr").await;
    let pages = kinds(&visitor, &["/sign-in", "/verify", "/nothing"]).await;
    found.extend(faults(&server, &visitor, &pages).await);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn pages_of_the_firm() {
    let server = Server::start().await;
    let owner = setup_firm(&server, "fr").await;
    let pages = kinds(&owner, &["/"]).await;
    let found = faults(&server, &owner, &pages).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
