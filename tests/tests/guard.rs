//! What holds for every address: where writes may come from, what answers carry, and the pages for what fails.

use reqwest::Method;
use server::routes::TABLE;
use tests::crawl::crawl;
use tests::http::{Page, Visitor};
use tests::server::Server;
use tests::story::{PASSWORD, setup_firm, sign_in};

/// A path of the table with something in place of its parameters.
fn example(path: &str) -> String {
    path.split('/')
        .map(|s| if s.starts_with('{') { "0123456789abcdef0123456789abcdef" } else { s })
        .collect::<Vec<_>>()
        .join("/")
}

fn check_headers(page: &Page) {
    let policy = page.header("content-security-policy");
    for part in ["default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{}: {part} is not in the policy “{policy}”", page.url);
    }
    let unsafe_words = ["'unsafe-inline'", "'unsafe-eval'", "http:", "https:", " * "];
    assert!(!unsafe_words.iter().any(|word| policy.contains(word)), "{}: {policy}", page.url);
    assert_eq!(page.header("x-content-type-options"), "nosniff", "{}", page.url);
    assert!(["no-referrer", "same-origin"].contains(&page.header("referrer-policy")), "{}", page.url);
    let kept = page.header("cache-control");
    if page.path().starts_with("/assets/") && page.status == 200 {
        assert!(kept.contains("immutable"), "{}: {kept}", page.url);
    } else {
        assert_eq!(kept, "no-store", "{}", page.url);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_answer_carries_the_security_headers() {
    let server = Server::start().await;
    let owner = setup_firm(&server, "en").await;
    for visitor in [&owner, &server.visitor("fr")] {
        for route in TABLE {
            let method: Method = route.method.to_uppercase().parse().expect("a method");
            check_headers(&visitor.answer(visitor.request(method, &example(route.path))).await);
        }
    }
    // One of the routes was the sign-out.
    sign_in(&owner, "anne@ouest.example").await;
    let pages = crawl(&owner, &["/", "/sign-in", "/verify", "/nothing-here"]).await;
    assert!(pages.len() > 10, "only {} pages were found", pages.len());
    pages.iter().for_each(check_headers);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn nonces_are_new_each_time_and_only_pages_with_an_island_load_a_script() {
    let server = Server::start().await;
    let owner = setup_firm(&server, "en").await;
    let nonce = |page: &Page| {
        page.header("content-security-policy").split('\'').find(|p| p.starts_with("nonce-")).map(str::to_owned)
    };
    let (first, second) = (owner.visit("/verify").await, owner.visit("/verify").await);
    assert_ne!(nonce(&first), nonce(&second));
    for page in crawl(&owner, &["/"]).await.iter().filter(|page| page.is_html()) {
        assert_eq!(page.has("script"), page.has("leptos-island"), "{}", page.url);
        assert!(!page.has("[style], style"), "{} has inline style, which the policy blocks", page.url);
    }
}

/// The status of a POST with these headers, and nothing in it.
async fn post(visitor: &Visitor, path: &str, headers: &[(&str, &str)]) -> u16 {
    let mut request = visitor.request(Method::POST, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    visitor.answer(request).await.status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn writes_that_another_site_caused_are_refused_on_every_address() {
    let server = Server::start().await;
    let owner = setup_firm(&server, "en").await;
    for route in TABLE.iter().filter(|route| route.method == "post") {
        let path = example(route.path);
        for foreign in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "http://127.0.0.1:1"),
        ] {
            assert_eq!(post(&owner, &path, &[foreign]).await, 403, "{path} with {foreign:?}");
        }
    }
    assert_eq!(owner.visit("/account").await.path(), "/account", "no foreign sign-out went through");
    let host = server.url.as_str();
    assert_ne!(post(&owner, "/sign-out", &[("origin", host)]).await, 403, "a browser without Fetch metadata");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn addresses_that_do_not_exist_are_a_page_in_the_readers_language() {
    let server = Server::start().await;
    for (language, title) in [("fr", "Page introuvable"), ("en", "Page not found")] {
        let visitor = server.visitor(language);
        for path in
            ["/nothing", "/clients/../../etc/passwd", "/assets/../acte.db", "/assets/none.css", "/%00", "/verify/zz"]
        {
            let page = visitor.visit(path).await.expect(404);
            assert!(page.is_html() && page.text().contains(title), "{path}: {}", page.text());
            assert_eq!(page.attributes("html", "lang"), [language]);
        }
        // The right address with the wrong method is no address either.
        let page = visitor.answer(visitor.request(Method::DELETE, "/firm")).await;
        assert_eq!((page.status, page.text().contains(title)), (404, true));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_no_identifier_is_no_address_and_what_is_no_page_is_one() {
    let server = Server::start().await;
    let owner = setup_firm(&server, "fr").await;
    for route in TABLE.iter().filter(|route| route.method == "get" && route.path.contains('{')) {
        let path =
            route.path.split('/').map(|s| if s.starts_with('{') { "zz" } else { s }).collect::<Vec<_>>().join("/");
        let page = owner.visit(&path).await;
        assert!(page.status == 404 && page.is_html(), "{path}: {} {}", page.status, page.text());
    }
    for list in ["/clients", "/projects", "/outbox"] {
        for number in ["0", "-1", "x", "99999999999999999999"] {
            owner.visit(&format!("{list}?page={number}")).await.expect(200);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_body_that_is_no_form_is_answered_with_a_page() {
    let server = Server::start().await;
    let visitor = server.visitor("en");
    let too_long = "email=".to_owned() + &"a".repeat(2 << 20);
    let too_many = "a=1&".repeat(2000);
    for (kind, body, status) in [
        ("application/json", "{\"email\":\"a@b.fr\"}".to_owned(), 400),
        ("application/x-www-form-urlencoded", too_many, 400),
        ("application/x-www-form-urlencoded", too_long, 413),
        ("multipart/form-data", "no boundary".to_owned(), 400),
    ] {
        let request = visitor.request(Method::POST, "/sign-in").header("content-type", kind).body(body);
        let page = visitor.answer(request).await;
        assert!(page.status == status && page.is_html(), "{kind}: {} {}", page.status, page.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_forged_address_does_not_escape_the_limits_unless_a_proxy_is_trusted() {
    let server = Server::setup().set("behind_proxy", "false").start().await;
    setup_firm(&server, "en").await;
    let mut last = 0;
    for number in 0..11 {
        let visitor = Visitor::from_address(&server.url, "en", Some(&format!("192.0.2.{number}")));
        last = visitor.visit("/sign-in").await.fill("email", "x@y.fr").fill("password", "x").submit().await.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn behind_https_the_session_cookie_is_bound_to_the_host() {
    let server = Server::setup().set("url", "https://acte.example").start().await;
    let owner = setup_firm(&server, "en").await;
    assert_eq!(owner.cookies().keys().collect::<Vec<_>>(), ["__Host-acte"]);
    let body = format!("email=anne%40ouest.example&password={}", PASSWORD.replace(' ', "+"));
    let again = owner.request(Method::POST, "/sign-in").header("content-type", "application/x-www-form-urlencoded");
    let answer = owner.answer(again.body(body)).await.expect(303);
    let cookie = answer.header("set-cookie");
    for attribute in ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
        assert!(cookie.contains(attribute), "{attribute} is not in {cookie}");
    }
    assert!(answer.header("strict-transport-security").contains("max-age"));
}
