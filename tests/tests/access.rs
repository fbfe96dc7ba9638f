//! Every route, tried as every kind of visitor. A route that is not listed here fails the test, and so does one to which no page
//! and no mail leads.

#[path = "access/expected.rs"]
mod expected;

use std::collections::BTreeMap;

use expected::EXPECTED;
use reqwest::Method;
use server::routes::{TABLE, Who};
use tests::busy::{Busy, other_firm};
use tests::crawl::{crawl, links};
use tests::http::{Page, Visitor};
use tests::server::{Database, Server};
use tests::story::{ASSISTANT, DIRECTOR, dossier, sign_in};

tests::on_both_databases![
    who_may_not_is_refused_on_every_route,
    who_may_is_let_in_on_every_route,
    forms_do_not_take_what_belongs_to_another_firm
];

#[test]
fn the_table_says_what_this_test_expects() {
    let row = |who: Who, method: &str, path: &str| format!("{who:?} {method} {path}");
    let mut table: Vec<String> = TABLE.iter().map(|r| row(r.who, r.method, r.path)).collect();
    let mut expected: Vec<String> = EXPECTED.iter().map(|(who, method, path)| row(*who, method, path)).collect();
    table.sort();
    expected.sort();
    let missing: Vec<_> = table.iter().filter(|r| !expected.contains(r)).collect();
    let gone: Vec<_> = expected.iter().filter(|r| !table.contains(r)).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not listed here: {missing:#?}\nno such route: {gone:#?}");
}

/// Whether an address is one of this route.
fn fits(path: &str, address: &str) -> bool {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (path, address): (Vec<_>, Vec<_>) = (path.split('/').collect(), address.split('/').collect());
    // `/drafts/new` is a route of its own, not a draft called new.
    let fit = |(p, a): (&&str, &&str)| p == a || (p.starts_with('{') && !a.is_empty() && *a != "new");
    path.len() == address.len() && path.iter().zip(&address).all(fit)
}

#[derive(Clone, Debug, Default)]
struct Body {
    multipart: bool,
    /// Names and values.
    entries: Vec<(String, String)>,
}

/// A real address for each route, as pages and mails of the busy office name it, and the form that posts to it.
struct Addresses {
    found: Vec<String>,
    /// What the pages' own forms would send, by action.
    bodies: BTreeMap<String, Body>,
}

impl Addresses {
    async fn collect(busy: &Busy) -> Addresses {
        let office = &busy.office;
        // A project that is no longer here, and the page on which one is: only years lead there.
        tests::aged::destroyed(office).await;
        let mut all = Addresses {
            found: ["/retention/destroy", "/health", "/setup", "/verify", "/witness", "/witness/add-checkpoint"]
                .map(str::to_owned)
                .to_vec(),
            bodies: BTreeMap::new(),
        };
        // A second session of the adviser, to be revoked by them alone.
        sign_in(&office.server.visitor("fr"), "bruno@ouest.example").await.expect(200);
        let anne = office.server.visitor("fr");
        sign_in(&anne, "anne@ouest.example").await.expect(200);
        // Their calendar's address.
        let calendar = office.adviser.visit("/calendar").await.expect(200);
        calendar.form_to("/calendar/feed").submit().await.expect(200);
        // A search that the adviser saved.
        let searched = office.adviser.visit("/search?q=serveurs").await.expect(200);
        searched.form_to("/search/saved").fill("name", "Serveurs").submit().await.expect(200);
        let starts = ["/", "/account", "/members", "/search?q=serveurs"];
        let mut pages = crawl(&office.adviser, &starts).await;
        pages.extend(crawl(&anne, &starts).await);
        pages.extend(crawl(&busy.director, &[&busy.answered_link]).await);
        pages.extend(crawl(&busy.director, &[&busy.open_link]).await);
        let files = format!("{}/files", busy.lawyer_link);
        pages.extend(crawl(&busy.lawyer, &[&busy.lawyer_link, &files]).await);
        let searched = busy.lawyer.visit(&format!("{}/search?q=serveurs", busy.lawyer_link)).await.expect(200);
        pages.push(searched);
        // A state of the past is asked for by its moment.
        for about in [format!("/projects/{}", office.project), format!("/clients/{}", office.client)] {
            pages.push(office.adviser.visit(&format!("{about}/as-of?at=2026-03-02")).await.expect(200));
            pages
                .push(busy.lawyer.visit(&format!("{}{about}/as-of?at=2026-03-02", busy.lawyer_link)).await.expect(200));
        }
        // A code that was asked for can be typed; a bundle that was made can be fetched.
        let door = office.server.visitor("fr").visit(&busy.lawyer_link).await;
        pages.push(door.form_to("/code").submit().await.expect(200));
        let bundle = busy.lawyer.visit(&format!("{}/notices/{}/bundle", busy.lawyer_link, busy.answered)).await;
        all.found.push(bundle.form_to("/bundle").submit().await.expect(200).path().to_owned());
        let copy = busy.lawyer.visit(&format!("{}/notices/{}/redact", busy.lawyer_link, busy.answered)).await;
        let copy = copy.form_with("words").fill("words", "Kerbrat").submit().await.expect(200);
        all.found.push(copy.path().to_owned());
        // A file that was made can be read, and redacted.
        for about in [format!("projects/{}", office.project), format!("clients/{}", office.client)] {
            let about = format!("{}/{about}", busy.lawyer_link);
            pages.push(dossier(&busy.lawyer, &about).await.0);
            all.found.push(pages[pages.len() - 1].path().to_owned());
            pages.push(busy.lawyer.visit(&format!("{about}/redact")).await.expect(200));
        }
        // An assistant's page, before and after the code, has the form to confirm having read.
        let assistant = office.server.visitor("fr");
        let link = office.link(ASSISTANT, 1).await;
        pages.push(office.identify(&assistant, &link, ASSISTANT).await);
        let fresh = office.server.visitor("fr");
        pages.push(fresh.visit(&busy.open_link).await);
        pages.push(fresh.visit(&busy.open_link).await.form_to("/code").submit().await.expect(200));
        for page in pages.iter().filter(|page| page.is_html()) {
            all.found.extend(links(page));
            for form in page.forms() {
                let body = Body { multipart: form.multipart, entries: form.submission() };
                all.bodies.insert(form.action.clone(), body);
                all.found.push(form.action);
            }
        }
        // The QR code of a document, whose address is printed beside it.
        let pdf = busy.director.visit(&format!("{}/certificate.pdf", busy.answered_link)).await.expect(200);
        let text = tests::tools::pdf_text(&pdf.bytes);
        let printed = text.split_whitespace().find_map(|word| word.find("/verify/").map(|at| word[at..].to_owned()));
        // In front of the files that the page of verification offers.
        all.found.insert(0, printed.expect("the certificate says where it can be verified"));
        all.found.extend(links(&busy.director.visit("/verify").await));
        for mail in office.server.outbox() {
            let paths = mail.links().into_iter().filter_map(|l| l.splitn(4, '/').nth(3).map(|path| format!("/{path}")));
            all.found.extend(paths);
        }
        all
    }

    fn of(&self, path: &str) -> &str {
        let found = self.found.iter().find(|address| fits(path, address));
        found.map_or_else(
            || panic!("no page and no mail leads to {path}"),
            |address| address.split('#').next().unwrap_or_default(),
        )
    }
}

/// Asks without following.
async fn ask(visitor: &Visitor, method: &str, address: &str, body: &Body) -> Page {
    let method: Method = method.to_uppercase().parse().expect("a method");
    let request = visitor.request(method.clone(), address);
    let request = if method != Method::POST {
        request
    } else if body.multipart {
        let parts = body.entries.clone().into_iter();
        request.multipart(parts.fold(reqwest::multipart::Form::new(), |form, (name, value)| form.text(name, value)))
    } else {
        let mut url = reqwest::Url::parse("http://localhost/").expect("a URL");
        url.query_pairs_mut().extend_pairs(&body.entries);
        let body = url.query().unwrap_or_default().to_owned();
        request.header("content-type", "application/x-www-form-urlencoded").body(body)
    };
    visitor.answer(request).await
}

fn leads_to_sign_in(page: &Page) -> bool {
    page.status == 303 && page.header("location").starts_with("/sign-in")
}

async fn who_may_not_is_refused_on_every_route(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let addresses = Addresses::collect(&busy).await;
    let stranger = other_firm(&busy.office.server, "fr").await;
    let anonymous = busy.office.server.visitor("fr");
    // Holds a link, and has typed its code: which opens nothing of the firm.
    let client = &busy.director;
    let mut wrong = Vec::new();
    for route in TABLE {
        let address = addresses.of(route.path);
        let filled = addresses.bodies.get(address).cloned().unwrap_or_default();
        let empty = Body { multipart: filled.multipart, entries: vec![("nothing".into(), String::new())] };
        for body in [empty, filled] {
            let mut check = async |who: &str, visitor: &Visitor, right: &dyn Fn(&Page) -> bool| {
                let page = ask(visitor, route.method, address, &body).await;
                if !right(&page) {
                    let location = page.header("location");
                    wrong.push(format!("{who}: {} {address} → {} {location} {body:?}", route.method, page.status));
                }
            };
            if matches!(route.who, Who::Reader | Who::Adviser | Who::Owner) {
                check("anonymous", &anonymous, &leads_to_sign_in).await;
                check("client", client, &leads_to_sign_in).await;
            }
            if matches!(route.who, Who::Adviser | Who::Owner) {
                check("reader", &busy.office.reader, &|page| page.status == 403).await;
            }
            if route.who == Who::Owner {
                check("adviser", &busy.office.adviser, &|page| page.status == 403).await;
            }
            let of_the_firm = matches!(route.who, Who::Reader | Who::Adviser | Who::Owner) && route.path.contains('{');
            if of_the_firm && route.path != "/topics/{code}" {
                check("another firm's owner", &stranger, &|page| page.status == 404).await;
            }
            if route.who == Who::Guest {
                let to_the_door = |page: &Page| page.status == 303 && page.header("location") == busy.lawyer_link;
                for (who, visitor) in [("anonymous", &anonymous), ("client", client), ("owner", &busy.office.owner)] {
                    check(who, visitor, &to_the_door).await;
                }
            }
            if matches!(route.who, Who::Link | Who::Door | Who::Guest) {
                let forged = address.replace(
                    address.split('/').nth(2).expect("a token"),
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                );
                let page = ask(&anonymous, route.method, &forged, &body).await;
                if page.status != 404 {
                    wrong.push(format!("{} {forged} → {}", route.method, page.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Nothing of all this has left a trace.
    let page = busy.office.owner.visit(&format!("/notices/{}", busy.open)).await.expect(200);
    page.says("Yann Le Goff").does_not_say("Lien retiré");
}

async fn who_may_is_let_in_on_every_route(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let addresses = Addresses::collect(&busy).await;
    let office = &busy.office;
    let anonymous = office.server.visitor("fr");
    let mut routes: Vec<_> = TABLE.iter().collect();
    // What ends something comes last.
    let ends = |path: &str| {
        ["/revoke", "/refuse", "/sign-out", "/delete", "/leave", "/{id}/link"]
            .iter()
            .position(|end| path.ends_with(end))
    };
    routes.sort_by_key(|route| (route.method != "get", ends(route.path)));
    let mut wrong = Vec::new();
    for route in routes {
        let address = addresses.of(route.path);
        let visitor = match route.who {
            Who::Anyone => &anonymous,
            Who::Link => &busy.director,
            Who::Door | Who::Guest => &busy.lawyer,
            // What is somebody's own.
            Who::Reader if route.path.starts_with("/account/sessions") => &office.adviser,
            Who::Reader if route.path.starts_with("/search/saved/") => &office.adviser,
            Who::Reader => &office.reader,
            Who::Adviser => &office.adviser,
            Who::Owner => &office.owner,
        };
        let mut body = addresses.bodies.get(address).cloned().unwrap_or_default();
        if route.path.ends_with("/issue") {
            // Without having seen what would be issued, nothing is, and the draft is still there to be deleted.
            body.entries.clear();
        }
        let page = ask(visitor, route.method, address, &body).await;
        let right = match route.method {
            // Once there is a firm, there is no first run; a server is a witness only where its settings say so.
            "get" if route.path == "/setup" => page.status == 404,
            _ if route.path.starts_with("/witness") => page.status == 404,
            "get" if route.path == "/" => leads_to_sign_in(&page),
            // An invitation that was taken up.
            _ if route.path == "/join/{token}" => page.status == 404,
            "get" => page.status == 200,
            _ if route.path == "/setup" => page.status == 400,
            // Refused for what is in the form, or done.
            _ => matches!(page.status, 303 | 422) && (!leads_to_sign_in(&page) || route.path == "/sign-out"),
        };
        if !right {
            wrong.push(format!("{:?} {} {address} → {} {body:?}", route.who, route.method, page.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn forms_do_not_take_what_belongs_to_another_firm(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, server) = (&busy.office, &busy.office.server);
    let stranger = other_firm(server, "fr").await;
    let client = tests::story::add_client(&stranger, "Client du Levant", "", "fr").await;
    let contact = tests::story::add_contact(&stranger, &client, "Paul Roux", "paul@levant.example", true).await;
    let project = tests::story::add_project(&stranger, &client, "Réseau").await;

    let form = stranger.visit("/projects/new").await.fill("title", "X").fill("scope_in", "Y").check("kinds", "SRV");
    form.force("client", &office.client).submit().await.expect(422).error("client");
    let page = stranger.visit(&format!("/projects/{project}/warnings/new")).await;
    let begin = page.forms().into_iter().find(|f| f.method == "POST" && f.action.ends_with("/warnings/new"));
    let draft = begin.expect("a form").press_value("topic", "PAT-01").await.expect(200);
    tests::story::fill_facts(&draft).submit().await.expect(200);

    let theirs = office.warn("IAM-03").await;
    let new = stranger.visit(&format!("/projects/{project}/notices/new")).await.expect(200);
    new.form_with("introduction").force("warnings", &theirs).submit().await.expect(422).error("warnings");
    new.form_with("introduction").force("recipients", &office.director).submit().await.expect(422).error("recipients");
    // Mixed with their own, the foreign ones are left out.
    let mixed = new.form_with("introduction").force("recipients", &contact);
    let preview = mixed.submit().await.expect(200);
    preview.says("Paul Roux").does_not_say("Maëlle");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_members_sessions_are_their_own() {
    let busy = Busy::open("fr").await;
    let office = &busy.office;
    sign_in(&office.server.visitor("fr"), "bruno@ouest.example").await.expect(200);
    let page = office.adviser.visit("/account").await.expect(200);
    let revoke = page.form_to("/revoke").action;
    assert_eq!(ask(&office.owner, "post", &revoke, &Body::default()).await.status, 404, "not even an owner's business");
    assert_eq!(ask(&office.adviser, "post", &revoke, &Body::default()).await.status, 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_link_opens_its_own_notice_only_and_ends_when_it_is_withdrawn_or_old() {
    let busy = Busy::open("fr").await;
    let office = &busy.office;
    // Two links, two cookies: the code typed for one notice does not identify for the other, in another browser.
    let forwarded = office.server.visitor("fr");
    for (name, value) in busy.director.cookies() {
        forwarded.set_cookie(&name, &value);
    }
    let other = office.link(ASSISTANT, 0).await;
    assert!(
        !forwarded.visit(&other).await.expect(200).has("[name=typed_name]"),
        "the director's code is not the assistant's"
    );

    let page = office.adviser.visit(&format!("/notices/{}", busy.open)).await.expect(200);
    let form = page.form_to("/revoke");
    let reason = form.fields.iter().find(|f| f.name.starts_with("reason-")).expect("a field").name.clone();
    form.fill(&reason, "Adresse partagée").submit().await.expect(200);
    let gone = busy.director.visit(&busy.open_link).await.expect(404);
    gone.does_not_say("Portails Morin");
    for file in ["notice.pdf", "certificate.pdf", "evidence.json"] {
        busy.director.visit(&format!("{}/{file}", busy.open_link)).await.expect(404);
    }
    busy.director.visit(&busy.answered_link).await.expect(200);
    tests::story::later(&office.server.clock, 24 * 400);
    busy.director.visit(&busy.answered_link).await.expect(404);
    assert_eq!(office.mail(DIRECTOR, 0).await.to, [DIRECTOR]);
}
