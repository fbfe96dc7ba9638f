//! An office with something of everything, so that a crawl finds every kind of page.

use base64::Engine;
use ledger::event::{Event, FirmRecorded, MailContent, Role};
use ledger::{Actor, Lang};
use server::password;
use server::store::{Firm, accounts};

use crate::http::Visitor;
use crate::reader::{LAWYER, enter, grant};
use crate::scene::{member, party};
use crate::server::{Server, Setup};
use crate::story::{
    ASSISTANT, DIRECTOR, Office, PASSWORD, add_client, add_contact, add_project, begin_bulk, dossier, order_bulk,
};

/// Besides the office: what happened there.
pub struct Busy {
    pub office: Office,
    /// Answered by the director.
    pub answered: String,
    /// Open; the director asked a question and named someone else.
    pub open: String,
    /// The director's links to the two, as paths.
    pub answered_link: String,
    pub open_link: String,
    /// The director's browser, which has typed a code for both.
    pub director: Visitor,
    /// A lawyer outside who may read the client, in a browser that has typed the code; and their link.
    pub lawyer: Visitor,
    pub lawyer_link: String,
}

impl Busy {
    pub async fn open(language: &'static str) -> Busy {
        Busy::open_with(Server::setup(), language).await
    }

    pub async fn open_with(setup: Setup, language: &'static str) -> Busy {
        let office = Office::open_with(setup, language).await;
        let firm = office.owner.visit("/firm").await.expect(200).form_with("logo");
        firm.attach("logo", "logo.png", &logo()).submit().await.expect(200);
        scope(&office).await;
        let answered = office.issue(&["BCK-01", "IAM-01"], &[DIRECTOR, ASSISTANT]).await;
        let answered_link = office.link(DIRECTOR, 0).await;
        let director = office.server.visitor(language);
        let page = office.identify(&director, &answered_link, DIRECTOR).await;
        let mut form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat");
        let names: Vec<String> = form.fields.iter().map(|f| f.name.clone()).collect();
        for name in names.iter().filter(|name| name.starts_with("reason.")) {
            form = form.fill(&name.replace("reason", "choice"), "decline").fill(name, "Budget arrêté.");
        }
        form.submit().await.expect(200);
        // The letter, the code, the receipt: once the last has come, the certificate is there to download.
        office.mail(DIRECTOR, 2).await;

        let open = office.issue(&["PAT-01"], &[DIRECTOR, ASSISTANT]).await;
        let open_link = office.link(DIRECTOR, 3).await;
        let page = director.visit(&open_link).await.expect(200);
        page.form_to("/question").fill("question", "Faut-il arrêter la production ?").submit().await.expect(200);
        let form = page.form_to("/signatory").fill("name", "Yann Le Goff").fill("role", "Directeur général");
        form.fill("email", "yann@portails.example").submit().await.expect(200);
        office.identify(&director, &open_link, DIRECTOR).await;

        // What was settled comes up again.
        let page = office.adviser.visit(&format!("/projects/{}/changes/new", office.project)).await.expect(200);
        page.form_with("change").fill("change", "incident").fill("text", "Un rançongiciel.").submit().await.expect(200);
        incoming(&office, &open).await;
        silence(&office, &open).await;
        post(&office, &open).await;
        leave_drafts(&office).await;
        let project = bulk(&office).await;
        readdressed(&office, &project).await;
        let project = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
        dossier(&office.adviser, &format!("/projects/{}", office.project)).await;
        let bundle = project.open(&format!("/projects/{}/bundle", office.project)).await.expect(200);
        bundle.form_to("/bundle").submit().await.expect(200);
        let redact = office.adviser.visit(&format!("/notices/{answered}/redact")).await.expect(200);
        redact.form_with("words").fill("words", "Maëlle Kerbrat").submit().await.expect(200);
        person(&office).await;
        let over = format!("client:{}", office.client);
        grant(&office.owner, "lawyer", &[&over], LAWYER).await;
        let (lawyer, lawyer_link) = enter(&office, LAWYER).await;
        let notice = lawyer.visit(&format!("{lawyer_link}/notices/{open}")).await.expect(200);
        notice.form_to("/notes").fill("note", "À vérifier.").submit().await.expect(200);
        Busy { office, answered, open, answered_link, open_link, director, lawyer, lawyer_link }
    }
}

/// The assistant was given all that is held about them, and asked that it be erased.
async fn person(office: &Office) {
    let page = office.owner.visit(&format!("/contacts/{}/data", office.assistant)).await.expect(200);
    let page = page.form_to("/export").submit().await.expect(200);
    let form = page.form_to("/request").fill("received", "2026-03-02").fill("way", "Lettre recommandée");
    form.fill("checked", "Adresse connue, rappel").submit().await.expect(200);
}

/// One half-transparent point.
fn logo() -> Vec<u8> {
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    base64::engine::general_purpose::STANDARD.decode(png).expect("base64")
}

/// Needs, a promise, a paper and a second version of the project.
async fn scope(office: &Office) {
    let project = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
    let form = project.form_to("/needs").fill("need_text", "Ne pas arrêter l’atelier plus d’un jour.");
    form.fill("need_answer", "Deux serveurs qui se relaient.").submit().await.expect(200);
    let form = project.form_to("/promises").fill("promise_text", "Un plan de sauvegarde.");
    form.fill("promise_source", "Offre, page 7").submit().await.expect(200);
    let form = project.form_to("/papers").attach("paper_file", "offre.pdf", b"%PDF-1.7\n%%EOF\n");
    let class =
        form.fields.iter().find(|f| f.name == "paper_class").and_then(|f| f.options.iter().find(|o| !o.is_empty()));
    let class = class.expect("a class of papers").clone();
    form.fill("paper_class", &class).submit().await.expect(200);
    let told = office.adviser.visit(&format!("/projects/{}/told", office.project)).await.expect(200);
    let message = b"From: maelle@portails.example\r\nSubject: Nos sauvegardes\r\n\r\nBonjour";
    told.form_with("exchange_file").attach("exchange_file", "mail.eml", message).submit().await.expect(200);
    let form = office.adviser.visit(&format!("/projects/{}/edit", office.project)).await.expect(200);
    let form = form.fill("change", "Le serveur de l’atelier s’ajoute.").fill("scope_in", "Trois serveurs.");
    form.submit().await.expect(200);
}

/// Two mails that came in and found no place, and one about the notice.
async fn incoming(office: &Office, notice: &str) {
    let ours = office.message_id(notice, DIRECTOR).await;
    for about in ["<1@ailleurs.example>", "<2@ailleurs.example>", &ours] {
        let message = format!(
            "From: inconnu@ailleurs.example\r\nIn-Reply-To: {about}\r\nSubject: Bonjour {about}\r\n\r\nQui est-ce\u{202f}?\r\n"
        );
        let taken = server::incoming::take(&office.server.app, message.into_bytes()).await;
        taken.expect("it is recorded");
    }
}

/// The certificate that nobody has answered, made.
async fn silence(office: &Office, notice: &str) {
    let mut page = office.adviser.visit(&format!("/notices/{notice}")).await.expect(200);
    page = page.form_to("/no-answer").submit().await.expect(200);
    for _ in 0..500 {
        if page.has("a[href$='/no-answer.pdf']") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        page = office.adviser.visit(&format!("/notices/{notice}")).await.expect(200);
    }
    panic!("the certificate is not made");
}

/// The notice as a letter to the director, posted.
async fn post(office: &Office, notice: &str) {
    let page = office.adviser.visit(&format!("/notices/{notice}")).await.expect(200);
    let form = page.form_to("/letters").submit().await.expect(200).form_to("/posted");
    let letter = form.action.rsplit('/').nth(1).expect("a letter").to_owned();
    let name = |field: &str| format!("{field}-{letter}");
    let form = form.fill(&name("posted"), "2026-03-02").fill(&name("tracking"), "1A 123 456 7890 1");
    form.attach(&name("slip"), "depot.pdf", b"%PDF-1.7\n%%EOF\n").submit().await.expect(200);
}

/// A warning with an option and its quote, and a notice around it, not sent.
async fn leave_drafts(office: &Office) {
    let warning = office.warn("END-01").await;
    let page = office.adviser.visit(&format!("/warnings/{warning}")).await.expect(200);
    let form = page.form_with("version").fill("option.1.label", "Antivirus géré").fill("option.1.price", "1 234,50");
    let page = form.submit().await.expect(200);
    let form = page.form_with("quote").fill("option", "1").attach("quote", "devis.pdf", b"%PDF-1.7\n%%EOF\n");
    form.submit().await.expect(200);
    office.draft(&[DIRECTOR]).await.expect(200);
}

/// A topic that goes to another client by a run: confirmed, and stopped before its turn came.
async fn bulk(office: &Office) -> String {
    let client = add_client(&office.adviser, "Garage du Phare", "", "fr").await;
    add_contact(&office.adviser, &client, "Soizic Guyader", "soizic@phare.example", true).await;
    let project = add_project(&office.adviser, &client, "Postes du garage").await;
    // Drafts are listed by time: those of before are older.
    office.server.clock.advance(1000);
    let bulk = begin_bulk(&office.adviser, "NET-02", &[&project]).await;
    let page = order_bulk(&office.adviser, &bulk).await;
    page.form_to("/hold").press_value("do", "stop").await.expect(200);
    // Nobody erases what concerns this one.
    let page = office.adviser.visit(&format!("/holds/new?about=project:{project}")).await.expect(200);
    page.form_with("reason").fill("reason", "Mise en demeure du 2 mars.").submit().await.expect(200);
    project
}

/// A notice to that client, whose director has another address since.
async fn readdressed(office: &Office, project: &str) {
    // Runs are listed by time.
    office.server.clock.advance(1000);
    let bulk = begin_bulk(&office.adviser, "IAM-03", &[project]).await;
    order_bulk(&office.adviser, &bulk).await;
    office.server.settled().await;
    let page = office.adviser.visit(&bulk).await.expect(200);
    let notice = page.attributes("td a[href^='/notices/']", "href").pop().expect("it is issued");
    let client = page.open(&format!("/projects/{project}")).await.expect(200);
    let client = client.attributes("a[href^='/clients/']", "href").swap_remove(0);
    let page = office.adviser.visit(&client).await.expect(200);
    let contact = page.attributes("a[href^='/contacts/'][href$='/edit']", "href").pop().expect("a contact");
    office.readdress(contact.split('/').nth(2).expect("/contacts/ID/edit"), "direction@phare.example").await;
    assert!(office.adviser.visit(&notice).await.expect(200).has("form[action$='/resend']"));
}

/// Another firm on the same server, which no page can make; its owner, signed in.
pub async fn other_firm(server: &Server, language: &str) -> Visitor {
    let (app, mut rng) = (&server.app, server.app.rng());
    let (firm, owner) = (Firm(app.new_id()), app.new_id());
    let hash = password::hash(PASSWORD).await.expect("a hash");
    let origin = format!("other.example/log/{}", firm.0);
    let mut log = app.db.found(firm, &origin, &app.vault, &app.clock, &mut rng).await.expect("a second log");
    let recorded = FirmRecorded {
        party: party("Réseaux du Levant", "552100554"),
        lang: Lang::Fr,
        time_zone: "Europe/Paris".into(),
        logo: None,
        mail_content: MailContent::Attached,
        privacy_email: "donnees@levant.example".into(),
        chasing: Default::default(),
    };
    let mut recorded_member = member(owner, "Denis Gautier", Role::Owner);
    recorded_member.email = "denis@levant.example".into();
    for event in [Event::from(recorded), recorded_member.into()] {
        log.push(Actor::Member(owner), event, &mut rng).await.expect("an entry");
    }
    let now = log.now();
    accounts::set_password(&mut log, firm, owner, &hash, now).await.expect("a credential");
    log.commit().await.expect("durable");
    let visitor = server.visitor(language);
    crate::story::sign_in(&visitor, "denis@levant.example").await.expect(200);
    visitor
}
