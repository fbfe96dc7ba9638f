//! `/sign-in` and `/sign-out`.

use tests::server::{Database, Server};
use tests::story::{PASSWORD, later, setup_firm, sign_in};

tests::on_both_databases![
    a_member_signs_in_and_out_and_comes_back_to_the_page_they_wanted,
    a_session_ends_on_the_server
];

async fn a_member_signs_in_and_out_and_comes_back_to_the_page_they_wanted(on: Database) {
    let server = Server::setup().on(on).start().await;
    setup_firm(&server, "en").await;
    let anne = server.visitor("en");
    let asked = anne.visit("/account?x=1").await.expect(200);
    assert_eq!(asked.path(), "/sign-in");
    let there = asked.fill("email", "Anne@Ouest.example ").fill("password", PASSWORD).submit().await.expect(200);
    assert_eq!(there.url, "/account?x=1");
    let (name, _) = anne.cookies().pop_first().expect("a session cookie");
    assert_eq!(name, "acte", "without https the prefix __Host- cannot be used");

    let out = there.press("Sign out").await.expect(200);
    assert_eq!(out.path(), "/sign-in");
    assert!(anne.cookies().is_empty());
    assert_eq!(anne.visit("/account").await.path(), "/sign-in");
}

async fn a_session_ends_on_the_server(on: Database) {
    let server = Server::setup().on(on).start().await;
    let anne = setup_firm(&server, "en").await;
    let stolen = server.visitor("en");
    for (name, value) in anne.cookies() {
        stolen.set_cookie(&name, &value);
    }
    assert_eq!(stolen.visit("/account").await.path(), "/account");
    anne.visit("/account").await.press("Sign out").await.expect(200);
    assert_eq!(stolen.visit("/account").await.path(), "/sign-in");

    sign_in(&anne, "anne@ouest.example").await.expect(200);
    later(&server.clock, 24 * 15);
    assert_eq!(anne.visit("/account").await.path(), "/sign-in", "unused for more than fourteen days");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let server = Server::start().await;
    setup_firm(&server, "en").await;
    let visitor = server.visitor("en");
    let mut said = Vec::new();
    for email in ["anne@ouest.example", "nobody@ouest.example"] {
        let form = visitor.visit("/sign-in").await.fill("email", email).fill("password", "not the password at all");
        let page = form.submit().await.expect(422);
        assert_eq!(page.form_with("email").value("email"), email);
        said.push(page.error("email"));
    }
    assert_eq!(said[0], said[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn only_local_addresses_are_come_back_to() {
    let server = Server::start().await;
    setup_firm(&server, "en").await;
    for next in ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"] {
        let visitor = server.visitor("en");
        let form = visitor.visit("/sign-in").await.form_with("email").force("next", next);
        let page = form.fill("email", "anne@ouest.example").fill("password", PASSWORD).submit().await.expect(200);
        assert_eq!(page.path(), "/", "{next}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn guessing_is_slowed_down_per_address() {
    let server = Server::start().await;
    setup_firm(&server, "fr").await;
    let (guesser, other) = (server.visitor("fr"), server.visitor("fr"));
    let mut statuses = Vec::new();
    for _ in 0..11 {
        let page =
            guesser.visit("/sign-in").await.fill("email", "anne@ouest.example").fill("password", "x").submit().await;
        statuses.push(page.status);
        if page.status == 429 {
            let seconds: u64 = page.header("retry-after").parse().expect("seconds");
            assert!((1..=6).contains(&seconds), "{seconds}");
        }
    }
    assert_eq!(statuses, [[422; 10].as_slice(), &[429]].concat());
    sign_in(&other, "anne@ouest.example").await.expect(200);
}
