//! The client in a real browser: on a phone or at a desk, with script or without, by mouse or by keyboard alone.

use tests::browser::{Browser, Tab, View};
use tests::story::{ASSISTANT, DIRECTOR, Office};

/// Takes a picture, and looks whether the page fits.
async fn look(tab: &Tab, step: &str) {
    tab.screenshot(&format!("client-{step}-{}", tab.view.name())).await;
    tab.fits().await;
    if !tab.view.script {
        return;
    }
    assert!(!tab.has("script").await, "the client's pages need no script and load none");
}

/// The names of the choices, one for each warning.
async fn choices(tab: &Tab) -> Vec<String> {
    let names = tab.js("[...new Set([...document.querySelectorAll('[name^=\"choice.\"]')].map(e => e.name))]").await;
    names.as_array().expect("a list").iter().map(|n| n.as_str().expect("a name").to_owned()).collect()
}

/// Reads, identifies, is refused once with everything kept, decides, downloads the certificate, comes back.
async fn answers(view: View) {
    let office = Office::open("fr").await;
    let notice = office.issue(&["BCK-01", "IAM-01"], &[DIRECTOR]).await;
    let browser = Browser::start().await;
    let tab = browser.tab(view.in_language("fr")).await;
    let link = format!("{}{}", office.server.url, office.link_to(&notice, DIRECTOR).await);
    tab.open(&link).await;
    tab.says("Infogérance de l’Ouest").await;
    tab.says("NAS au même étage, joint au domaine").await;
    look(&tab, "1-reading").await;

    tab.follow("form[action$='/code'] button").await;
    let code = office.mail(DIRECTOR, 1).await.code();
    look(&tab, "2-code").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    tab.fill("[name=code]", wrong).await;
    tab.follow("form[action$='/identify'] button").await;
    assert_eq!(tab.status(), 422);
    tab.fill("[name=code]", &code).await;
    tab.follow("form[action$='/identify'] button").await;
    look(&tab, "3-deciding").await;

    let choices = choices(&tab).await;
    let [first, second] = choices.as_slice() else { panic!("{choices:?}") };
    tab.click(&format!("[name='{first}'][value=accept]")).await;
    tab.click(&format!("[name='{second}'][value=decline]")).await;
    tab.fill("[name=typed_name]", "Maëlle Kerbrat").await;
    tab.follow("form[action$='/answer'] button").await;
    assert_eq!(tab.status(), 422, "declining needs a reason");
    look(&tab, "4-refused").await;
    assert_eq!(tab.on(&format!("[name='{first}'][value=accept]"), "element.checked").await, true);
    assert_eq!(tab.on("[name=typed_name]", "element.value").await, "Maëlle Kerbrat");
    // The summary leads to the field.
    tab.click("#errors a").await;
    let reason = second.replace("choice", "reason");
    tab.fill(&format!("[name='{reason}']"), "Budget arrêté jusqu’en janvier.").await;
    tab.follow("form[action$='/answer'] button").await;
    assert_eq!(tab.status(), 200);
    tab.says("Budget arrêté jusqu’en janvier.").await;
    look(&tab, "5-answered").await;

    office.mail(DIRECTOR, 2).await;
    tab.open(&link).await;
    let pdf = tab.download("a[href$='/certificate.pdf']").await;
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let evidence = tab.download("a[href$='/evidence.json']").await;
    assert!(evidence.starts_with(b"{"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_answers_at_a_desk() {
    answers(View::DESK).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_answers_at_a_desk_without_script() {
    answers(View::DESK.without_script()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_answers_on_a_phone() {
    answers(View::PHONE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_answers_on_a_phone_without_script() {
    answers(View::PHONE.without_script()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_asks_and_names_someone_else() {
    let office = Office::open("en").await;
    let notice = office.issue(&["PAT-01"], &[DIRECTOR, ASSISTANT]).await;
    let browser = Browser::start().await;
    let tab = browser.tab(View::PHONE.without_script()).await;
    tab.open(&format!("{}{}", office.server.url, office.link_to(&notice, DIRECTOR).await)).await;
    tab.fill("[name=question]", "Must production stop?").await;
    tab.follow("form[action$='/question'] button").await;
    tab.says("Must production stop?").await;
    tab.fill("form[action$='/signatory'] [name=name]", "Yann Le Goff").await;
    tab.fill("form[action$='/signatory'] [name=role]", "Managing director").await;
    tab.fill("form[action$='/signatory'] [name=email]", "yann@portails").await;
    tab.follow("form[action$='/signatory'] button").await;
    assert_eq!(tab.status(), 422);
    assert_eq!(tab.on("form[action$='/signatory'] [name=name]", "element.value").await, "Yann Le Goff");
    tab.fill("form[action$='/signatory'] [name=email]", "yann@portails.example").await;
    tab.follow("form[action$='/signatory'] button").await;
    tab.says("Yann Le Goff").await;

    // Who may not decide confirms having read.
    let other = browser.tab(View::PHONE).await;
    other.open(&format!("{}{}", office.server.url, office.link_to(&notice, ASSISTANT).await)).await;
    other.follow("form[action$='/code'] button").await;
    other.fill("[name=code]", &office.mail(ASSISTANT, 1).await.code()).await;
    other.follow("form[action$='/identify'] button").await;
    assert!(!other.has("[name^='choice.']").await, "an assistant is not asked to decide");
    other.fill("[name=typed_name]", "Loïc Œuvrard").await;
    other.follow("form[action$='/acknowledge'] button").await;
    other.says("Loïc Œuvrard").await;
    look(&other, "acknowledged").await;
}

/// No mouse from beginning to end; each stop of the focus can be seen.
async fn answers_by_keyboard(view: View) {
    let office = Office::open("en").await;
    let notice = office.issue(&["BCK-01", "IAM-01"], &[DIRECTOR]).await;
    let browser = Browser::start().await;
    let tab = browser.tab(view).await;
    tab.open(&format!("{}{}", office.server.url, office.link_to(&notice, DIRECTOR).await)).await;
    tab.key("Tab").await;
    assert_eq!(
        tab.js("document.activeElement.getAttribute('href')").await,
        "#main",
        "the first stop skips what repeats"
    );
    tab.tab_to("form[action$='/code'] button").await;
    tab.key_follow("Enter").await;
    tab.tab_to("[name=code]").await;
    tab.type_text(&office.mail(DIRECTOR, 1).await.code()).await;
    tab.key_follow("Enter").await;

    let choices = choices(&tab).await;
    let [first, second] = choices.as_slice() else { panic!("{choices:?}") };
    tab.tab_to(&format!("[name='{first}']")).await;
    tab.key("Space").await;
    assert_eq!(tab.on(&format!("[name='{first}'][value=accept]"), "element.checked").await, true);
    tab.tab_to(&format!("[name='{second}']")).await;
    tab.key("Space").await;
    tab.key("ArrowDown").await;
    assert_eq!(tab.on(&format!("[name='{second}'][value=decline]"), "element.checked").await, true);
    tab.tab_to(&format!("[name='{}']", second.replace("choice", "reason"))).await;
    tab.type_text("No budget before January.").await;
    tab.tab_to("[name=typed_name]").await;
    tab.type_text("Maëlle Kerbrat").await;
    tab.tab_to("form[action$='/answer'] button").await;
    tab.key_follow("Enter").await;
    assert_eq!(tab.status(), 200, "{}", tab.text("main").await);
    tab.says("No budget before January.").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_answers_by_keyboard_alone() {
    answers_by_keyboard(View::DESK).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_answers_by_keyboard_alone_without_script() {
    answers_by_keyboard(View::DESK.without_script()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_answers_by_keyboard_alone_on_a_phone_without_script() {
    answers_by_keyboard(View::PHONE.without_script()).await;
}
