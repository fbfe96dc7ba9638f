//! Markup typed into every field of every form comes back as the text that it is: on pages, in mails, in the browser.

#[path = "hostile/without.rs"]
mod without;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};

use server::routes::TABLE;
use tests::browser::{Browser, View};
use tests::busy::Busy;
use tests::crawl::{crawl, kind};
use tests::http::{Form, Kind, Page, Visitor};
use tests::server::Server;
use tests::story::{ASSISTANT, DIRECTOR, Office, begin_bulk, dossier, later, sign_in};

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

/// Where a visitor without an account posts: the last test's part.
const WITHOUT_ACCOUNT: [&str; 4] = ["/join/{token}", "/language", "/setup", "/sign-in"];
/// Where programs post what is no form.
const PROGRAMS: [&str; 1] = ["/witness/add-checkpoint"];
/// Where nothing hostile can be right: a password and a code are compared and never shown.
const COMPARED: [&str; 9] = [
    "/account/password",
    "/contacts/{id}/data/decide",
    "/entries/{subject}/{index}/erase",
    "/firm/keys",
    "/firm/keys/{sha256}/revoke",
    "/g/{token}/identify",
    "/holds/{id}/release",
    "/n/{token}/identify",
    "/retention",
];
/// Where only years lead: routes/retention.rs types it there.
const AGED: [&str; 1] = ["/retention/destroy"];
/// What ends something, and is tried when all else was. Signing out comes last of all.
const ENDS: [&str; 5] = ["/delete", "/revoke", "/issue", "/leave", "/link"];

/// The addresses of the table that take a POST.
fn posts() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(|route| route.method == "post").map(|route| route.path)
}

/// The address of the table that a form posts to.
fn route(action: &str) -> &'static str {
    let action = action.split('?').next().unwrap_or_default();
    let fits = |path: &&str| {
        let (path, action) = (path.split('/'), action.split('/'));
        path.clone().count() == action.clone().count() && path.zip(action).all(|(p, a)| p == a || p.starts_with('{'))
    };
    // `/members/invite` before `/members/{id}`.
    posts()
        .filter(fits)
        .min_by_key(|path| path.matches('{').count())
        .unwrap_or_else(|| panic!("{action} is no address"))
}

/// Different forms of these pages, each once: those that end something, or the others.
fn forms(pages: &[Page], that_end: bool) -> Vec<Form> {
    let mut forms = BTreeMap::new();
    for form in pages.iter().filter(|page| page.is_html()).flat_map(Page::forms) {
        let ends = ENDS.iter().any(|end| form.action.ends_with(end));
        let named: Vec<&str> =
            form.fields.iter().map(|f| f.name.split(['.', '-']).next().unwrap_or_default()).collect();
        let key = format!("{} {} {named:?}", form.method, kind(&form.action));
        if ends == that_end && !form.action.ends_with("/sign-out") {
            forms.entry(key).or_insert(form);
        }
    }
    forms.into_values().collect()
}

/// One that nobody has: the same for two people would be refused.
fn new_address() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("x{}@y.example", NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// Hostile in whatever takes free text, and valid elsewhere.
fn typed(mut form: Form) -> Form {
    for at in 0..form.fields.len() {
        let field = form.fields[at].clone();
        let chosen = form.fields.iter().any(|f| f.name == field.name && f.checked);
        let value = match (field.kind, field.input.as_str()) {
            (Kind::Text, "email") if !field.value.is_empty() => continue,
            (Kind::Text, "email") => &new_address(),
            (Kind::Text, "date") => "2026-03-30",
            (Kind::Text, "numeric" | "decimal" | "number") => continue,
            // Days, several in one field: a keypad of digits would lack the comma.
            (Kind::Text, _) if field.name == "reminders" => continue,
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

/// The addresses of the table that took something hostile, and those that refused something.
#[derive(Default)]
struct Tried {
    taken: BTreeSet<&'static str>,
    refused: BTreeSet<&'static str>,
}

impl Tried {
    /// Sends a form twice: forced, then typed.
    async fn send(&mut self, form: Form) {
        let said = format!("{form:?}");
        for form in [forced(form.clone()), typed(form)] {
            let to = (form.method == "POST").then(|| route(&form.action));
            let page = form.submit().await;
            is_taken_calmly(&page, &said);
            let set = if page.status == 200 { &mut self.taken } else { &mut self.refused };
            set.extend(to);
        }
    }

    /// Sends one that must be taken.
    async fn take(&mut self, form: Form) {
        let to = route(&form.action);
        form.submit().await.expect(200);
        self.taken.insert(to);
    }

    /// Sends each form that links lead to: those that end something, or the others.
    async fn send_all(&mut self, visitor: &Visitor, starts: &[&str], that_end: bool) {
        let pages = crawl(visitor, starts).await;
        pages.iter().filter(|page| page.is_html()).for_each(|page| is_harmless(&page.source(), &page.url));
        for form in forms(&pages, that_end) {
            self.send(form).await;
        }
    }
}

/// What goes only while no hold stands, and one is placed as soon as its form is found: a message that found no place, drafts, an entry.
async fn unheld(office: &Office, tried: &mut Tried) {
    let links = office.adviser.visit("/incoming").await.expect(200).attributes("a[href$='/erase']", "href");
    let page = office.adviser.visit(links.last().expect("one more")).await.expect(200);
    tried.take(typed(page.form_with("sure"))).await;
    let warning = office.adviser.visit(&format!("/warnings/{}", office.warn("NET-01").await)).await.expect(200);
    let draft = office.draft(&[DIRECTOR]).await;
    let edit = draft.open(&format!("{}/edit", draft.path())).await.expect(200);
    let typed = [typed(edit.form_with("introduction")), typed(warning.form_with("risk"))];
    for form in typed.into_iter().chain([draft.form_to("/delete"), warning.form_to("/delete")]) {
        tried.take(form).await;
    }
    let project = office.owner.visit(&format!("/projects/{}", office.project)).await.expect(200);
    for link in project.attributes("a[href$='/erase']", "href") {
        let page = office.owner.visit(&link).await.expect(200);
        if page.has("form [name=ground]") {
            return tried.send(page.form_with("ground")).await;
        }
    }
    panic!("no entry of the project can be erased");
}

/// A run of its own, from the choice to the stop: every one of its forms, while it has them.
async fn bulk(office: &Office, tried: &mut Tried) {
    let page = office.adviser.visit("/bulk/new?topic=PAT-02&show=all").await.expect(200);
    tried.take(page.form_with("projects")).await;
    let bulk = begin_bulk(&office.adviser, "PAT-02", &[&office.project]).await;
    let visit = async |part: &str| office.adviser.visit(&format!("{bulk}{part}")).await.expect(200);
    let title = "</title><script>alert(1)</script>";
    let mut text = typed(visit("/text").await.form_to("/text")).fill("respond_by", "2026-03-30");
    text.fields.iter_mut().filter(|f| f.name.ends_with(".title")).for_each(|f| f.value = title.into());
    tried.take(text).await;
    let facts = visit("/facts").await;
    tried.take(typed(facts.forms().into_iter().find(|form| form.action.contains("/facts")).expect("a form"))).await;
    is_harmless(&visit("").await.source(), &bulk);
    tried.take(typed(visit("/issue").await.form_with("sure"))).await;
    tried.take(visit("").await.form_to("/hold")).await;
    tried.take(visit("").await.form_to("/leave-out")).await;
}

/// Of the drafts that the project lists, those that have an option to quote.
async fn quote(adviser: &Visitor, project: &str, tried: &mut Tried) {
    for draft in adviser.visit(project).await.expect(200).attributes("main a[href^='/warnings/']", "href") {
        for form in adviser.visit(&draft).await.expect(200).forms() {
            if form.action.ends_with("/quotes") && form.fields.iter().any(|field| field.name == "quote") {
                tried.take(typed(form)).await;
            }
        }
    }
}

/// What people ask about their own data: a day that has come, and a password that is compared.
async fn person(busy: &Busy, tried: &mut Tried) {
    let path = format!("/contacts/{}/data", busy.office.director);
    let page = busy.office.owner.visit(&path).await.expect(200);
    tried.take(typed(page.form_to("/request")).fill("received", "2026-03-02")).await;
    let page = busy.office.owner.visit(&path).await.expect(200);
    is_harmless(&page.source(), &page.url);
    tried.take(typed(page.form_to("/extend"))).await;
    tried.send(page.form_to("/decide")).await;
}

/// What an outside reader can type; and a grant to somebody with such a name.
async fn outside(busy: &Busy, tried: &mut Tried) {
    let form = typed(busy.office.owner.visit("/access/new").await.expect(200).form_with("office"));
    tried.take(form).await;
    let files = format!("{}/files", busy.lawyer_link);
    tried.send_all(&busy.lawyer, &[&files, &busy.lawyer_link], false).await;
    // Now there is a code to type.
    tried.send(busy.lawyer.visit(&busy.lawyer_link).await.expect(200).form_to("/identify")).await;
    let [notice, project, client] = [
        format!("{}/notices/{}", busy.lawyer_link, busy.answered),
        format!("{}/projects/{}", busy.lawyer_link, busy.office.project),
        format!("{}/clients/{}", busy.lawyer_link, busy.office.client),
    ];
    dossier(&busy.lawyer, &project).await;
    dossier(&busy.lawyer, &client).await;
    for about in [notice, project, client] {
        let copy = busy.lawyer.visit(&format!("{about}/redact")).await.expect(200);
        tried.take(copy.form_with("words").fill("words", "Kerbrat")).await;
    }
    let notes = busy.lawyer.visit(&format!("{}/notes", busy.lawyer_link)).await.expect(200);
    is_harmless(&notes.source(), &notes.url);
    tried.take(notes.form_to("/delete")).await;
    tried.take(notes.form_to("/leave")).await;
}

/// Types it wherever the firm and its client can.
async fn type_everywhere(busy: &Busy) -> Tried {
    let (office, mut tried) = (&busy.office, Tried::default());
    // These want a code, a short title or a day that has come.
    let topic = typed(office.owner.visit("/firm/rules/topics/new").await.expect(200).form_with("risk_fr"));
    let title = "</title><script>alert(1)</script>";
    tried.take(topic.fill("topic", "F-X1").fill("title_fr", title).fill("title_en", title)).await;
    let kind = typed(office.owner.visit("/firm/rules/kinds/new").await.expect(200).form_with("code"));
    tried.take(kind.fill("code", "F-Y1")).await;
    let change = office.adviser.visit(&format!("/projects/{}/changes/new", office.project)).await.expect(200);
    tried.take(typed(change.form_with("change")).fill("day", "2026-03-02")).await;
    let visit = office.adviser.visit(&format!("/projects/{}/reconnaissance", office.project)).await.expect(200);
    let visit = visit.form_with("finding-BCK-04").fill("finding-BCK-04", "risk").fill("fact-BCK-04.1", HOSTILE);
    tried.take(visit.fill("finding-BCK-03", "in_place").fill("evidence-BCK-03", HOSTILE)).await;
    let told = office.adviser.visit(&format!("/projects/{}/told", office.project)).await.expect(200);
    let message =
        format!("From: \"{HOSTILE}\" <x@y.example>\r\nSubject: {HOSTILE}\r\nDKIM-Signature: {HOSTILE}\r\n\r\n");
    tried.take(told.form_with("exchange_file").attach("exchange_file", "mail.eml", message.as_bytes())).await;
    // This wants a day and an hour that have come.
    let meeting = office.adviser.visit(&format!("/projects/{}/meetings/new", office.project)).await.expect(200);
    tried.take(typed(meeting.form_with("said")).fill("day", "2026-03-02").fill("time", "08:15")).await;
    let (project, client) = (format!("/projects/{}", office.project), format!("/clients/{}", office.client));
    dossier(&office.adviser, &client).await;
    for about in [&format!("/notices/{}", busy.answered), &project, &client] {
        let copy = office.adviser.visit(&format!("{about}/redact")).await.expect(200);
        tried.take(copy.form_with("words").fill("words", "Kerbrat")).await;
    }
    bulk(office, &mut tried).await;
    person(busy, &mut tried).await;
    unheld(office, &mut tried).await;
    let searched = office.adviser.visit("/search?q=serveurs").await.expect(200);
    tried.take(typed(searched.form_to("/search/saved"))).await;
    quote(&office.adviser, &project, &mut tried).await;
    // This wants a topic that nothing below has settled.
    let coverage = office.adviser.visit(&format!("{project}/coverage")).await.expect(200);
    tried.take(coverage.form_to("/again")).await;
    // These want an address that fits a window, and days that have come.
    let notice = office.adviser.visit(&format!("/notices/{}", busy.open)).await.expect(200);
    let address = format!("address-{}", busy.open);
    tried.take(typed(notice.form_to("/letters")).fill(&address, title)).await;
    for action in ["/posted", "/receipt", "/handed"] {
        let mut form = typed(notice.form_to(action));
        form.fields.iter_mut().filter(|f| f.input == "date").for_each(|f| f.value = "2026-03-02".into());
        tried.take(form).await;
    }
    tried.send_all(&office.adviser, &["/"], false).await;
    tried.send_all(&office.owner, &["/firm", "/members"], false).await;
    tried.send_all(&busy.director, &[&busy.open_link], false).await;
    outside(busy, &mut tried).await;
    // Somebody who may only confirm having read asks for a code, types a hostile one, then the right one.
    let notice = office.issue(&["PAT-02"], &[ASSISTANT]).await;
    let (assistant, link) = (office.server.visitor("en"), office.link_to(&notice, ASSISTANT).await);
    for _ in 0..2 {
        tried.send_all(&assistant, &[&link], false).await;
    }
    later(&office.server.clock, 2);
    office.identify(&assistant, &link, ASSISTANT).await;
    tried.send_all(&assistant, &[&link], false).await;
    // Of the people named there, one is refused; the others are confirmed.
    tried.send(office.adviser.visit(&format!("/notices/{notice}")).await.expect(200).form_to("/refuse")).await;
    tried.send_all(&office.adviser, &["/"], false).await;
    // What these list is raised again no more.
    let minutes = office.adviser.visit(&format!("/projects/{}/minutes/new", office.project)).await.expect(200);
    tried.take(typed(minutes.form_with("delivered")).fill("day", "2026-03-02")).await;
    // Of a notice whose recipient has another address by now.
    let notice = office.issue(&["IAM-03"], &[ASSISTANT]).await;
    office.readdress(&office.assistant, &new_address()).await;
    tried.take(office.adviser.visit(&format!("/notices/{notice}")).await.expect(200).form_to("/resend")).await;

    // And a second session that is ended.
    office.warn("NET-01").await;
    tried.send(office.draft(&[DIRECTOR]).await.form_with("seen")).await;
    sign_in(&office.server.visitor("en"), "bruno@ouest.example").await.expect(200);
    tried.send_all(&office.adviser, &["/"], true).await;
    let granted = office.owner.visit("/access").await.expect(200).attributes("main li a[href^='/access/']", "href");
    let page = office.owner.visit(granted.last().expect("a grant")).await.expect(200);
    tried.send(page.form_to("/link")).await;
    tried.send(page.open(&format!("{}/revoke", page.path())).await.expect(200).form_with("confirm")).await;
    // The key that seals is not taken back: that takes the password.
    let keys = office.owner.visit("/firm/keys").await.expect(200);
    let revoke = keys.attributes("a", "href").into_iter().find(|link| link.ends_with("/revoke")).expect("a key");
    tried.send(office.owner.visit(&revoke).await.expect(200).form_with("since")).await;
    tried
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn markup_typed_anywhere_stays_text_everywhere() {
    let busy = Busy::open("en").await;
    let office = &busy.office;
    let mut tried = type_everywhere(&busy).await;

    // A new letter with all of it in, sent, answered.
    let notice = office.issue(&["IAM-03"], &[DIRECTOR]).await;
    let link = office.link_to(&notice, DIRECTOR).await;
    let page = office.identify(&busy.director, &link, DIRECTOR).await;
    let answered = typed(page.form_with("typed_name")).submit().await.expect(200);
    assert!(answered.text().contains("<script>alert(1)</script>"), "the answer is shown as it was typed");
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

    tried.send(office.adviser.visit("/account").await.expect(200).form_to("/sign-out")).await;
    let with_account: BTreeSet<_> =
        posts().filter(|path| ![&WITHOUT_ACCOUNT[..], &PROGRAMS, &AGED].concat().contains(path)).collect();
    let untaken: Vec<_> = with_account.difference(&tried.taken).copied().collect();
    assert_eq!(untaken, COMPARED, "no form to these took it; refused: {:?}", tried.refused);
    assert!(COMPARED.iter().all(|path| tried.refused.contains(path)));
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
