//! The tests' own means must notice what they are there to notice.

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect};
use axum::routing::{get, post};
use tests::browser::{Browser, View};
use tests::http::Visitor;
use tests::smtp::{Hang, HangUp, MailServer, Rules, Security};

/// A small site with faults, on a free port.
async fn site() -> String {
    let page = |body: &str| Html(format!("<!doctype html><html lang=en><title>t</title><main>{body}</main>"));
    let csp = |body: &str| ([(header::CONTENT_SECURITY_POLICY, "default-src 'none'; form-action 'self'")], page(body));
    let form = "<h1>Form</h1><form method=post action=/echo><label>Name <input name=name value=old></label>\
        <label>Text <textarea name=text>\na\nb</textarea></label>\
        <label><input type=checkbox name=box value=1> One</label><label><input type=checkbox name=box value=2 checked> Two</label>\
        <label><input type=radio name=pick value=x> X</label><label><input type=radio name=pick value=y> Y</label>\
        <label>List <select name=list><option value=1>One<option selected>Two</select></label>\
        <input name=off disabled><input type=hidden name=secret value=s>\
        <button name=do value=save>Save</button><button name=do value=drop formaction=/other>Drop</button></form><a href=/ok>Away</a>";
    let form_page = page(form);
    let echo = |body: String| async move { (StatusCode::UNPROCESSABLE_ENTITY, body) };
    let app = Router::new()
        .route("/favicon.ico", get(StatusCode::NO_CONTENT))
        .route("/ok", get(page("<h1>Fine</h1>")))
        .route("/log", get(page("<h1>Log</h1><script>console.log('hello')</script>")))
        .route("/throw", get(page("<script>null.x</script>")))
        .route("/alert", get(page("<script>alert(1)</script>")))
        .route("/missing-picture", get(page("<img src=/none.png alt=none>")))
        .route("/inline", get(csp("<script>document.title = 'ran'</script>")))
        .route("/strict", get(csp("<h1>Strict</h1><img src='data:,' hidden>")))
        .route("/quirks", get(Html("<p>no doctype")))
        .route("/refused", get((StatusCode::UNPROCESSABLE_ENTITY, page("<h1>Refused</h1>"))))
        .route("/bad", get(page("<h1>Bad</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><input name=bare>")))
        .route("/wide", get(page("<div style='width:2000px'>wide</div>")))
        .route("/form", get(form_page))
        .route("/echo", post(echo))
        .route("/other", post(|| async { Redirect::to("/cookie") }))
        .route("/cookie", get(|| async { ([(header::SET_COOKIE, "a=1; HttpOnly; Path=/")], Redirect::to("/who")) }))
        .route("/who", get(|headers: HeaderMap| async move { format!("{headers:?}").into_response() }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    format!("http://{address}")
}

/// What the browser complains about at this page.
async fn complaint(site: &str, path: &str) -> String {
    let browser = Browser::start().await;
    let tab = browser.tab(View::DESK).await;
    let url = format!("{site}{path}");
    let seen = tokio::spawn(async move { tab.open(&url).await }).await;
    match seen {
        Ok(()) => String::new(),
        Err(failed) => *failed.into_panic().downcast::<String>().unwrap(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_browser_fails_on_every_kind_of_complaint() {
    let site = site().await;
    for path in ["/ok", "/refused"] {
        assert_eq!(complaint(&site, path).await, "", "{path}");
    }
    for (path, says) in [
        ("/log", "console.log"),
        ("/throw", "exception: Uncaught TypeError"),
        ("/alert", "a dialog opens"),
        ("/missing-picture", "answers 404"),
        ("/inline", "Content Security Policy"),
        ("/strict", "blocked"),
        ("/quirks", "issue: QuirksModeIssue"),
    ] {
        let said = complaint(&site, path).await;
        assert!(said.contains(says), "{path} should complain of {says}, and says: {said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_person_fills_a_form_with_script_and_without_by_mouse_and_by_keyboard() {
    let site = site().await;
    let browser = Browser::start().await;
    for view in [View::DESK, View::DESK.without_script(), View::PHONE, View::PHONE.without_script()] {
        let tab = browser.tab(view).await;
        tab.open(&format!("{site}/form")).await;
        tab.fill("[name=name]", "Élodie").await;
        tab.fill("[name=list]", "1").await;
        tab.click("[name=box][value='1']").await;
        tab.click("[name=pick][value=y]").await;
        tab.fits().await;
        tab.follow("=Save").await;
        assert_eq!(tab.status(), 422);
        tab.says("name=%C3%89lodie&text=a%0D%0Ab&box=1&box=2&pick=y&list=1&secret=s&do=save").await;

        tab.open(&format!("{site}/form")).await;
        tab.tab_to("[name=name]").await;
        tab.type_text("Zoé").await;
        tab.tab_to("[name=box][value='2']").await;
        tab.key("Space").await;
        tab.tab_to("[name=pick]").await;
        tab.key("Space").await;
        tab.key("ArrowDown").await;
        tab.tab_to("[name=do]").await;
        tab.key_follow("Enter").await;
        tab.says("name=Zo%C3%A9").await;
        tab.says("&pick=y&list=Two&secret=s&do=save").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn axe_and_the_width_are_measured_under_any_security_policy() {
    let site = site().await;
    let browser = Browser::start().await;
    let tab = browser.tab(View::PHONE).await;
    tab.open(&format!("{site}/bad")).await;
    let rules: Vec<String> = tab.axe().await.into_iter().map(|v| v.rule).collect();
    assert!(rules.contains(&"image-alt".to_owned()) && rules.contains(&"label".to_owned()), "{rules:?}");
    tab.fits().await;
    let picture = tab.screenshot("means-bad").await;
    assert!(std::fs::read(picture).unwrap().starts_with(b"\x89PNG"));

    tab.open(&format!("{site}/wide")).await;
    assert!(tokio::spawn(async move { tab.fits().await }).await.is_err(), "2000 px do not fit");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_visitor_sends_what_a_browser_would() {
    let site = site().await;
    let visitor = Visitor::new(&site, "fr");
    let form = visitor.visit("/form").await.fill("name", "a b").fill("pick", "x").fill("list", "1").uncheck("box", "2");
    let answer = form.submit().await.expect(422);
    assert_eq!(answer.text(), "name=a+b&text=a%0D%0Ab&pick=x&list=1&secret=s&do=save");

    let away = visitor.visit("/form").await.press("Drop").await.expect(200);
    assert_eq!(away.trail, [(303, "/cookie".to_owned()), (303, "/who".to_owned())]);
    away.says("\"cookie\": \"a=1\"").says("\"accept-language\": \"fr\"").says("\"sec-fetch-site\": \"same-origin\"");
    visitor.visit("/form").await.follow("Away").await.expect(200).says("Fine");
}

/// Sends a mail from a@b.fr to the recipients, as Python's smtplib does, and returns what it prints.
fn send(server: &MailServer, to: &[&str]) -> String {
    let settings = server.settings();
    let script = "import smtplib, ssl, sys\n\
        port, security, ca, login, *to = sys.argv[1:]\n\
        tls = ssl.create_default_context(cafile=ca) if ca else None\n\
        try:\n\
        \x20 make = smtplib.SMTP_SSL if security == 'tls' else smtplib.SMTP\n\
        \x20 more = {'context': tls} if security == 'tls' else {}\n\
        \x20 with make('localhost', int(port), timeout=1, **more) as smtp:\n\
        \x20   if security == 'starttls': smtp.starttls(context=tls)\n\
        \x20   if login: smtp.login(*login.split(':'))\n\
        \x20   mail = 'Subject: Caf\\u00e9\\r\\nContent-Type: text/plain; charset=utf-8\\r\\n\\r\\nSee http://a.fr/n/x now: 123456\\r\\n'\n\
        \x20   print(smtp.sendmail('a@b.fr', to, mail.encode()))\n\
        except Exception as e: print(type(e).__name__, e)\n";
    let get = |name: &str| settings.get(&format!("smtp.{name}")).cloned().unwrap_or_default();
    let login = if get("user").is_empty() { String::new() } else { format!("{}:{}", get("user"), get("password")) };
    let mut python = std::process::Command::new(tests::tools::python());
    python.args(["-c", script, &get("port"), &get("security"), &get("ca_file"), &login]);
    String::from_utf8(python.args(to).output().unwrap().stdout).unwrap().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_mail_server_takes_refuses_stalls_and_hangs_up() {
    for (security, login) in [
        (Security::None, None),
        (Security::StartTls, Some(("acte", "secret"))),
        (Security::Tls, Some(("acte", "secret"))),
    ] {
        let server = MailServer::start_with(security, login);
        assert_eq!(send(&server, &["x@y.fr"]), "{}", "{security:?}");
        let mail = server.mail_to("x@y.fr", 0).await;
        assert_eq!(
            (mail.subject().as_str(), mail.code().as_str(), mail.link("/n/")),
            ("Café", "123456", "http://a.fr/n/x".into())
        );
        assert_eq!(
            (mail.from.as_str(), mail.encrypted, mail.login.as_deref()),
            ("a@b.fr", login.is_some(), login.map(|l| l.0))
        );
    }
    let server = MailServer::start();
    server.obey(Rules { refuse: vec![("no@y.fr", "550 5.1.1 no such mailbox")], busy: 1, ..Rules::default() });
    assert!(send(&server, &["x@y.fr"]).contains("451"));
    assert!(send(&server, &["x@y.fr", "no@y.fr"]).contains("no such mailbox"));
    assert_eq!(server.mails()[0].to, ["x@y.fr"]);
    for (rules, kept) in [
        (Rules { hang: Some(Hang::Connect), ..Rules::default() }, 1),
        (Rules { hang: Some(Hang::Data), ..Rules::default() }, 1),
        (Rules { hang_up: Some(HangUp::Lost), ..Rules::default() }, 1),
        (Rules { hang_up: Some(HangUp::Kept), ..Rules::default() }, 2),
    ] {
        server.obey(rules);
        let said = send(&server, &["x@y.fr"]);
        assert!(said.contains("Timeout") || said.contains("Disconnected"), "{said}");
        assert_eq!(server.mails().len(), kept);
    }
}
