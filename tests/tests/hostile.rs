//! Markup typed into every field of every form comes back as the text that it is: on pages, in mails, in the browser.

use std::collections::BTreeMap;

use tests::browser::{Browser, View};
use tests::busy::Busy;
use tests::crawl::{crawl, kind};
use tests::http::{Form, Kind, Page, Visitor};
use tests::server::Server;
use tests::story::{DIRECTOR, Office, PASSWORD, setup_firm};

/// Ends whatever it may stand in (a text area, a title, an attribute), and would say so. Under the 200 characters of one line.
const HOSTILE: &str =
    "</textarea></title><script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>";

/// Nothing of [`HOSTILE`] has become markup.
#[track_caller]
fn is_harmless(html: &str, place: &str) {
    for markup in ["<script>alert", "<img src=x", "<svg onload"] {
        assert!(!html.contains(markup), "{place} holds {markup} as markup:\n{html}");
    }
    let parsed = scraper::Html::parse_document(html);
    for element in parsed.root_element().descendants().filter_map(scraper::ElementRef::wrap) {
        let name = element.value().name();
        assert!(element.value().attrs().all(|(name, _)| !name.starts_with("on")), "{place}: a handler on <{name}>");
        assert!(element.attr("src") != Some("x"), "{place}: <{name} src=x>");
        assert!(element.attr("href").is_none_or(|to| !to.starts_with("javascript:")), "{place}: a link to script");
    }
}

/// Answers are pages of ours or redirects to them, whatever was sent; never a failure of the server.
#[track_caller]
fn is_taken_calmly(page: &Page, sent: &str) {
    assert!(page.status < 500, "{} answers {} to {sent}:\n{}", page.url, page.status, page.text());
    if page.is_html() {
        is_harmless(&page.source(), &page.url);
    }
}

/// Different forms of these pages, each once.
fn forms(pages: &[Page]) -> Vec<Form> {
    let mut forms = BTreeMap::new();
    for form in pages.iter().filter(|page| page.is_html()).flat_map(Page::forms) {
        // What ends something is no place to type, or has its own test.
        let ends = ["/sign-out", "/delete", "/revoke", "/issue"].iter().any(|end| form.action.ends_with(end));
        let named: Vec<&str> =
            form.fields.iter().map(|f| f.name.split(['.', '-']).next().unwrap_or_default()).collect();
        let key = format!("{} {} {named:?}", form.method, kind(&form.action));
        if !ends {
            forms.entry(key).or_insert(form);
        }
    }
    forms.into_values().collect()
}

/// Hostile in whatever takes free text, and valid elsewhere.
fn typed(mut form: Form) -> Form {
    for at in 0..form.fields.len() {
        let field = form.fields[at].clone();
        let chosen = form.fields.iter().any(|f| f.name == field.name && f.checked);
        let value = match (field.kind, field.input.as_str()) {
            (Kind::Text, "email") if !field.value.is_empty() => continue,
            (Kind::Text, "email") => "x@y.example",
            (Kind::Text, "date") => "2026-03-30",
            (Kind::Text, "numeric" | "decimal" | "number") => continue,
            (Kind::Text, _) => HOSTILE,
            (Kind::Select, _) if field.value.is_empty() => field.options.last().map_or("", |option| option),
            _ => "",
        };
        match field.kind {
            Kind::Radio | Kind::Checkbox if !chosen => form.fields[at].checked = true,
            Kind::Text | Kind::Select if !value.is_empty() => form.fields[at].value = value.to_owned(),
            // A logo must be a picture; there is one already.
            Kind::File if field.name != "logo" => {
                form.fields[at].file = Some((format!("{HOSTILE}.pdf"), b"%PDF-1.7\n%%EOF\n".to_vec()))
            }
            _ => {}
        }
    }
    form
}

/// Hostile in every field of every kind, hidden ones included.
fn forced(form: Form) -> Form {
    let names: Vec<String> = form.fields.iter().map(|f| f.name.clone()).collect();
    names.iter().fold(form, |form, name| form.force(name, HOSTILE))
}

/// Posts to each form three times: forced, typed, typed again with the hostile text as a query. How many took it.
async fn post_everywhere(visitor: &Visitor, starts: &[&str]) -> usize {
    let pages = crawl(visitor, starts).await;
    pages.iter().filter(|page| page.is_html()).for_each(|page| is_harmless(&page.source(), &page.url));
    let mut taken = 0;
    for form in forms(&pages) {
        let said = format!("{form:?}");
        let again = forms(&pages).into_iter().find(|other| format!("{other:?}") == said).expect("the same form");
        is_taken_calmly(&forced(again).submit().await, &said);
        let page = typed(form).submit().await;
        is_taken_calmly(&page, &said);
        taken += usize::from(page.status == 200);
    }
    taken
}

#[tokio::test]
async fn markup_typed_anywhere_stays_text_everywhere() {
    let busy = Busy::open("en").await;
    let office = &busy.office;
    let firm =
        post_everywhere(&office.adviser, &["/"]).await + post_everywhere(&office.owner, &["/firm", "/members"]).await;
    assert!(firm > 10, "only {firm} forms of the firm took it");
    let client = post_everywhere(&busy.director, &[&busy.open_link]).await;
    assert!(client > 2, "only {client} forms of the client took it");

    // A new letter with all of it in, sent, answered.
    let notice = office.issue(&["IAM-03"], &[DIRECTOR]).await;
    let link = office.link_to(&notice, DIRECTOR).await;
    let page = office.identify(&busy.director, &link, DIRECTOR).await;
    let answered = typed(page.form_with("typed_name")).submit().await.expect(200);
    assert!(answered.text().contains("<script>alert(1)</script>"), "the answer is shown as it was typed");
    post_everywhere(&office.adviser, &["/"]).await;

    let mut shown = 0;
    let mut visit = async |visitor: &Visitor, starts: &[&str]| {
        let pages = crawl(visitor, starts).await;
        for page in pages.iter().filter(|page| page.is_html()) {
            is_harmless(&page.source(), &page.url);
            shown += usize::from(page.text().contains("<script>alert(1)</script>"));
        }
        pages.into_iter().filter(Page::is_html).map(|page| page.url).collect::<Vec<_>>()
    };
    let of_firm = visit(&office.owner, &["/"]).await;
    let of_client = visit(&busy.director, &[&link, &busy.open_link, &busy.answered_link]).await;
    assert!(shown > 15, "the text was shown, as text, on {shown} pages only");
    // The name of the firm is in its clients' mails too, and in the headers.
    let last = office.link_to(&office.issue(&["IAM-08"], &[DIRECTOR]).await, DIRECTOR).await;
    assert!(busy.director.visit(&last).await.text().contains(HOSTILE), "the firm's name is shown as it was typed");
    for mail in office.server.outbox() {
        is_harmless(&mail.html(), &mail.subject());
        assert!(!mail.subject().contains('\n'));
    }
    in_the_browser(&office.server, &office.owner, &of_firm).await;
    in_the_browser(&office.server, &busy.director, &of_client).await;
}

/// Opens the pages: the tab fails on a dialog, on a report of the security policy, and on all else that should not be.
async fn in_the_browser(server: &Server, visitor: &Visitor, pages: &[String]) {
    let browser = Browser::start().await;
    let tab = browser.tab(View::DESK).await;
    tab.become_visitor(visitor).await;
    for page in pages {
        tab.open(&format!("{}{page}", server.url)).await;
    }
}

#[tokio::test]
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
        for path in ["/n/", "/join/", "/verify/", "/clients/", "/topics/", "/assets/", "/warnings/", "/outbox/"] {
            let page = visitor.visit(&format!("{path}{}", hostile.replace('+', "%20"))).await;
            is_taken_calmly(&page, "the path");
            assert_eq!(page.status, if page.trail.is_empty() { 404 } else { 200 }, "{path}");
        }
    }
}

#[tokio::test]
async fn markup_before_anyone_has_signed_in_stays_text() {
    let server = Server::start().await;
    let visitor = server.visitor("en");
    let setup = visitor.visit("/setup").await.expect(200);
    is_taken_calmly(&forced(setup.form_with("siren")).submit().await, "the first run");
    let owner = setup_firm(&server, "en").await;
    let sign_in = visitor.visit("/sign-in").await.expect(200);
    is_taken_calmly(&forced(sign_in.form_with("email")).submit().await.expect(422), "the sign-in");
    is_taken_calmly(&forced(sign_in.form_to("/language")).submit().await, "the language");

    let form = owner.visit("/members").await.form_to("/members/invite").fill("email", "new@y.example");
    form.fill("role", "reader").submit().await.expect(200);
    let link = server.outbox_mail("new@y.example", 0).await.link("/join/");
    let join = visitor.visit(&link).await.expect(200);
    is_taken_calmly(&forced(join.form_with("name")).submit().await.expect(422), "the invitation");
    let form = join.form_with("name").fill("name", HOSTILE).fill("password", PASSWORD).fill("password_again", PASSWORD);
    is_taken_calmly(&form.submit().await.expect(200), "the invitation");
    is_taken_calmly(&owner.visit("/members").await.expect(200), "the list of members");
}
