//! The firm in a real browser, from an empty database to the proof in hand, with script and without, at a desk and on a phone.

use app::Texts;
use ledger::Lang;
use tests::browser::{Browser, Tab, View};
use tests::server::Server;
use tests::story::PASSWORD;

const OWNER: &str = "anne@ouest.example";
const DIRECTOR: &str = "maelle@portails.example";
const PAPER: &[u8] = b"%PDF-1.7\n%%EOF\n";

struct Firm {
    server: Server,
    tab: Tab,
    /// Files to be chosen in the browser.
    folder: tempfile::TempDir,
    _browser: Browser,
}

impl Firm {
    async fn open(view: View) -> Firm {
        let (server, browser) = (Server::start().await, Browser::start().await);
        let tab = browser.tab(view.in_language("fr")).await;
        Firm { server, tab, folder: tempfile::tempdir().expect("a folder"), _browser: browser }
    }

    /// Takes a picture, and looks whether the page fits and loads no script.
    async fn look(&self, step: &str) {
        self.tab.screenshot(&format!("firm-{step}-{}", self.tab.view.name())).await;
        self.tab.fits().await;
        let is_alive = self.tab.has("leptos-island").await;
        assert_eq!(self.tab.has("script").await, is_alive, "only pages with an island load a script");
    }

    async fn fill(&self, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            self.tab.fill(&format!("main [name='{name}']"), value).await;
        }
    }

    /// Presses the button of the form that holds this field.
    async fn send(&self, field: &str) {
        self.tab.follow(&format!("main form:has([name='{field}']) button.primary")).await;
    }

    async fn choose(&self, css: &str, name: &str, bytes: &[u8]) {
        let file = self.folder.path().join(name);
        std::fs::write(&file, bytes).expect("the file is written");
        self.tab.upload(css, &file).await;
    }

    async fn value(&self, field: &str) -> String {
        let value = self.tab.on(&format!("main [name='{field}']"), "element.value").await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// The first run, refused once for its SIREN.
    async fn begin(&self) {
        self.tab.open(&self.server.url).await;
        assert!(self.tab.url().await.ends_with("/setup"), "an empty database leads to the first run");
        self.look("1-first-run").await;
        self.fill(&[
            ("name", "Infogérance de l’Ouest"),
            ("legal_form", "SAS"),
            ("siren", "732 829 321"),
            ("rcs", "Rennes 732 829 320"),
            ("address", "12 quai de la Prévalaye\n35000 Rennes"),
            ("privacy_email", "donnees@ouest.example"),
            ("your_name", "Anne Le Gall"),
            ("email", OWNER),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
        ])
        .await;
        self.send("siren").await;
        assert_eq!(self.tab.status(), 422);
        self.tab.says("Ce numéro SIREN n’est pas valable").await;
        assert_eq!(self.value("siren").await, "732 829 321");
        assert_eq!(self.value("name").await, "Infogérance de l’Ouest");
        self.look("2-refused").await;
        // A password is not sent back, so it is typed again.
        self.fill(&[("siren", "732 829 320"), ("password", PASSWORD), ("password_again", PASSWORD)]).await;
        self.send("siren").await;
        assert_eq!(self.tab.status(), 200, "{}", self.tab.text("main").await);
        self.look("3-welcome").await;
    }

    /// A client, and the person there who may decide.
    async fn client(&self) {
        self.tab.follow("main a[href='/clients/new']").await;
        self.fill(&[("name", "Portails Morin"), ("siren", "404 833 048"), ("address", "ZA du Ponant")]).await;
        self.send("siren").await;
        self.tab.follow("main a[href$='/contacts/new']").await;
        self.fill(&[("name", "Maëlle Kerbrat"), ("email", DIRECTOR), ("role", "Directrice")]).await;
        self.tab.click("[name=signatory]").await;
        self.fill(&[("authority", "register")]).await;
        self.send("authority").await;
        self.tab.says("Maëlle Kerbrat").await;
        self.look("4-client").await;
    }

    /// A project with a need, a promise and a paper.
    async fn project(&self) {
        self.tab.follow("main a[href^='/projects/new?client=']").await;
        self.fill(&[
            ("title", "Remplacement des serveurs"),
            ("scope_in", "Deux serveurs."),
            ("scope_out", "Sauvegarde."),
        ])
        .await;
        self.tab.click("[name=kinds][value=SRV]").await;
        self.send("scope_in").await;
        self.tab.click("section[aria-labelledby=needs] summary").await;
        self.fill(&[("need_text", "Reprendre en une journée."), ("need_answer", "Deux serveurs qui se relaient.")])
            .await;
        self.send("need_text").await;
        self.tab.click("section[aria-labelledby=promises] summary").await;
        self.fill(&[("promise_text", "Un plan de sauvegarde."), ("promise_source", "Offre, page 7")]).await;
        self.send("promise_text").await;
        self.tab.click("section[aria-labelledby=papers] summary").await;
        self.fill(&[("paper_class", "offer"), ("paper_dated", "2026-02-20")]).await;
        self.choose("[name=paper_file]", "offre.pdf", b"MZ\x90\x00 a program").await;
        self.send("paper_file").await;
        assert_eq!(self.tab.status(), 422, "a program is no offer, whatever its name");
        assert_eq!(self.value("paper_class").await, "offer");
        self.choose("[name=paper_file]", "offre.pdf", PAPER).await;
        self.send("paper_file").await;
        for text in ["Reprendre en une journée.", "Un plan de sauvegarde.", "offre.pdf"] {
            self.tab.says(text).await;
        }
        self.look("5-project").await;
    }

    /// A warning out of the catalogue, made this client's by its facts, with an option, its price and its quote.
    async fn warning(&self) {
        self.tab.follow("main a[href$='/warnings/new']").await;
        self.look("6-topics").await;
        self.tab.follow("button[name=topic][value='BCK-01']").await;
        for n in 0.. {
            let name = format!("fact.{n}");
            if !self.tab.has(&format!("[name='{name}']")).await {
                break;
            }
            let kind = self.tab.on(&format!("[name='{name}']"), "element.inputMode || element.type").await;
            let value = match kind.as_str() {
                Some("date") => "2026-02-27",
                Some("numeric") => "3",
                _ => "NAS au même étage, joint au domaine",
            };
            self.fill(&[(&name, value)]).await;
        }
        self.fill(&[("option.1.label", "Coffre déconnecté"), ("option.1.price", "1 234,50")]).await;
        self.fill(&[("option.1.rhythm", "yearly"), ("option.1.vat", "2000")]).await;
        self.send("option.1.price").await;
        self.choose("[name=quote]", "devis.pdf", PAPER).await;
        self.tab.follow("main form:has([name=quote]) button").await;
        self.tab.says("devis.pdf").await;
        self.look("7-warning").await;
    }

    /// The notice: put together, previewed, sent.
    async fn notice(&self) {
        self.tab.follow("main a[href*='/notices/new?warning=']").await;
        for name in ["recipients", "annexes"] {
            let box_ = format!("[name={name}]");
            if self.tab.on(&box_, "element.checked").await == false {
                self.tab.click(&box_).await;
            }
        }
        self.fill(&[("respond_by", "2026-03-31"), ("introduction", "Suite à notre visite du 27 février.")]).await;
        self.look("8-draft").await;
        self.send("introduction").await;
        for text in ["NAS au même étage", "Coffre déconnecté", "1 234,50 €", "Suite à notre visite", "offre.pdf"]
        {
            self.tab.says(text).await;
        }
        self.look("9-preview").await;
        self.tab.follow("form[action$='/issue'] button").await;
        self.tab.says("MG-2026-0001").await;
        self.look("10-issued").await;
    }

    /// The client, elsewhere and without script: declines, with a reason.
    async fn answered(&self) {
        let client = self.server.visitor("fr");
        let link = self.server.outbox_mail(DIRECTOR, 0).await.link("/n/");
        let asked = client.visit(&link).await.expect(200).form_to("/code").submit().await.expect(200);
        let code = self.server.outbox_mail(DIRECTOR, 1).await.code();
        let deciding = asked.fill("code", &code).submit().await.expect(200);
        let form = deciding.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat");
        let reason = form.fields.iter().find(|f| f.name.starts_with("reason.")).expect("a reason").name.clone();
        let form = form.fill(&reason.replace("reason", "choice"), "decline").fill(&reason, "Budget arrêté.");
        form.submit().await.expect(200);
        self.server.outbox_mail(DIRECTOR, 2).await;
    }

    /// What the firm sees and keeps of the answer: the certificate, its evidence, the project's file.
    async fn proof(&self) -> Vec<Vec<u8>> {
        self.tab.open(&self.server.url).await;
        self.look("11-today").await;
        self.tab.follow("section[aria-labelledby=declined] a").await;
        self.tab.says("Budget arrêté.").await;
        self.look("12-answer").await;
        let certificate = self.tab.download("main a[href$='/certificate.pdf']").await;
        let evidence = self.tab.download("main a[href$='/evidence.json']").await;
        self.tab.open(&format!("{}/projects", self.server.url)).await;
        self.tab.follow("main table a").await;
        self.look("13-story").await;
        self.tab.follow("a[href$='/dossier']").await;
        self.tab.follow("form[action$='/dossier'] button").await;
        let dossier = self.tab.download("main table a[href$='/1.pdf']").await;
        for pdf in [&certificate, &dossier] {
            assert!(pdf.starts_with(b"%PDF-1.7"), "a PDF");
            ledger::find_evidence(pdf).expect("the evidence is attached");
        }
        ledger::Evidence::from_bytes(&evidence).expect("evidence");
        vec![certificate, evidence, dossier]
    }

    /// What was kept, put to the page that needs no server.
    async fn verified(&self, files: &[Vec<u8>]) {
        self.tab.open(&format!("{}/verify", self.server.url)).await;
        if !self.tab.view.script {
            self.tab.says(Texts(Lang::Fr).verify_needs_script()).await;
            return;
        }
        self.tab.wait_for(".stack:not([hidden]) > .drop").await;
        for (n, bytes) in files.iter().enumerate() {
            let name = format!("preuve-{n}");
            self.choose("#f-file", &name, bytes).await;
            self.tab.wait_for("section[aria-labelledby=report]").await;
            let about = self.tab.text("section[aria-labelledby=report] .definitions").await;
            assert!(about.contains(&name), "the report should be about {name}: {about}");
            let said = self.tab.text("[role=status]").await;
            let sound = Texts(Lang::Fr).verify_uncompared().split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains(&sound), "{name}: {said}");
        }
    }

    /// Out, a wrong password, and in again.
    async fn signs_in_again(&self) {
        self.tab.open(&format!("{}/account", self.server.url)).await;
        self.tab.follow("form[action='/sign-out'] button").await;
        self.tab.open(&format!("{}/projects", self.server.url)).await;
        self.fill(&[("email", OWNER), ("password", "a wrong one, and long")]).await;
        self.send("password").await;
        assert_eq!(self.tab.status(), 422);
        assert_eq!(self.value("email").await, OWNER);
        self.look("14-sign-in").await;
        self.fill(&[("password", PASSWORD)]).await;
        self.send("password").await;
        self.tab.says("Remplacement des serveurs").await;
    }
}

async fn works(view: View) {
    let firm = Firm::open(view).await;
    firm.begin().await;
    firm.client().await;
    firm.project().await;
    firm.warning().await;
    firm.notice().await;
    firm.answered().await;
    let files = firm.proof().await;
    firm.verified(&files).await;
    firm.signs_in_again().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_firm_warns_and_keeps_the_proof_at_a_desk() {
    works(View::DESK).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_firm_warns_and_keeps_the_proof_at_a_desk_without_script() {
    works(View::DESK.without_script()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_firm_warns_and_keeps_the_proof_on_a_phone() {
    works(View::PHONE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_firm_warns_and_keeps_the_proof_on_a_phone_without_script() {
    works(View::PHONE.without_script()).await;
}
