//! The same in addresses, and in what is typed before anyone has signed in.

use tests::http::Form;
use tests::server::Server;
use tests::story::{Office, PASSWORD, setup_firm};

use super::{HOSTILE, Tried, WITHOUT_ACCOUNT, forced, is_taken_calmly, route};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn markup_in_addresses_stays_text() {
    let office = Office::open("en").await;
    let mut query = reqwest::Url::parse("http://localhost/").expect("a URL");
    query.query_pairs_mut().append_pair("x", HOSTILE);
    let hostile = query.query().and_then(|q| q.strip_prefix("x=")).expect("it was put there");
    for visitor in [&office.owner, &office.server.visitor("en")] {
        for path in [
            "/",
            "/sign-in",
            "/search",
            "/clients",
            "/projects",
            "/topics",
            "/members",
            "/verify",
            "/outbox",
            "/nothing",
        ] {
            for name in ["q", "done", "next", "page", "client", "warning"] {
                is_taken_calmly(&visitor.visit(&format!("{path}?{name}={hostile}")).await, "the query");
            }
        }
        for path in ["/n/", "/g/", "/join/", "/verify/", "/clients/", "/topics/", "/assets/", "/warnings/", "/outbox/"]
        {
            let page = visitor.visit(&format!("{path}{}", hostile.replace('+', "%20"))).await;
            is_taken_calmly(&page, "the path");
            assert_eq!(page.status, if page.trail.is_empty() { 404 } else { 200 }, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn markup_before_anyone_has_signed_in_stays_text() {
    let server = Server::start().await;
    let visitor = server.visitor("en");
    let setup = visitor.visit("/setup").await.expect(200);
    let mut tried = Tried::default();
    let mut send = async |form: Form| {
        let (to, page) = (route(&form.action), form.submit().await);
        is_taken_calmly(&page, to);
        tried.taken.insert(to);
        page
    };
    send(forced(setup.form_with("siren"))).await;
    let owner = setup_firm(&server, "en").await;
    let sign_in = visitor.visit("/sign-in").await.expect(200);
    send(forced(sign_in.form_with("email"))).await.expect(422);
    send(forced(sign_in.form_to("/language"))).await;

    let form = owner.visit("/members").await.form_to("/members/invite").fill("email", "new@y.example");
    form.fill("role", "reader").submit().await.expect(200);
    let link = server.outbox_mail("new@y.example", 0).await.link("/join/");
    let join = visitor.visit(&link).await.expect(200);
    send(forced(join.form_with("name"))).await.expect(422);
    let form = join.form_with("name").fill("name", HOSTILE).fill("password", PASSWORD).fill("password_again", PASSWORD);
    send(form).await.expect(200);
    assert_eq!(tried.taken.into_iter().collect::<Vec<_>>(), WITHOUT_ACCOUNT);
    is_taken_calmly(&owner.visit("/members").await.expect(200), "the list of members");
}
