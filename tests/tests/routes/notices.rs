//! From a topic to an issued notice, and what the firm does afterwards.

use ledger::event::{ClientRecorded, Event, ProjectRecorded};
use ledger::{Actor, Id, Lang};
use server::args;
use server::notices::paper;
use server::store::Firm;
use server::store::jobs::Job;
use tests::http::{Form, Page, Visitor};
use tests::scene::{contact, party};
use tests::server::{Database, Server};
use tests::smtp::Mail;
use tests::story::{dossier, setup_firm};

tests::on_both_databases![
    a_warning_without_this_clients_facts_cannot_be_sent,
    a_draft_is_refused_where_it_is_wrong_and_keeps_what_was_typed,
    who_saves_over_a_newer_version_is_told_and_loses_nothing,
    of_two_who_issue_at_once_one_is_told_that_it_was_done,
    what_changed_since_the_preview_is_not_issued_unread,
    without_a_signatory_the_notice_informs,
    a_contact_without_an_address_is_sent_nothing,
    the_firm_follows_up,
    an_answer_is_certified_once_and_the_client_gets_the_proof
];

struct Ground {
    server: Server,
    adviser: Visitor,
    firm: Firm,
    project: Id,
    director: Id,
    assistant: Id,
}

/// A firm, a client with a director who may decide and an assistant who may not, one contact without an address, a project.
async fn ground(on: Database) -> Ground {
    let server = Server::setup().on(on).start().await;
    let adviser = setup_firm(&server, "fr").await;
    let app = &server.app;
    let row = app.db.read().await.expect("a connection").one("SELECT firm, member FROM member", args![]).await;
    let row = row.expect("the owner");
    let (firm, member) = (Firm(row.get("firm").expect("an id")), row.get::<Id>("member").expect("an id"));
    let (client, project, director, assistant) = (app.new_id(), app.new_id(), app.new_id(), app.new_id());
    let mut informed = contact(client, assistant, "Loïc Œuvrard", "it@portes.example");
    informed.signatory = false;
    let recorded = ProjectRecorded {
        project,
        client,
        version: 1,
        title: "Remplacement des serveurs".into(),
        reference: "D-2026-014".into(),
        kinds: vec!["SRV".into()],
        scope_in: "Deux serveurs.".into(),
        scope_out: "Sauvegarde.".into(),
        starts: None,
        ends: None,
        change: String::new(),
    };
    let events: Vec<Event> = vec![
        ClientRecorded { client, party: party("Portes & Portails", "404833048"), lang: Lang::Fr }.into(),
        contact(client, director, "Maëlle Kerbrat", "direction@portes.example").into(),
        informed.into(),
        contact(client, app.new_id(), "Sans Adresse", "").into(),
        recorded.into(),
    ];
    let mut log = app.db.append(firm, &app.clock).await.expect("the log");
    for event in events {
        log.push(Actor::Member(member), event, &mut app.rng()).await.expect("an entry");
    }
    log.commit().await.expect("durable");
    Ground { adviser, firm, project, director, assistant, server }
}

impl Ground {
    async fn begin(&self, topic: &str) -> Page {
        let page = self.adviser.visit(&format!("/projects/{}/warnings/new", self.project)).await.expect(200);
        // The other form to this address searches.
        let begin =
            page.forms().into_iter().find(|form| form.method == "POST" && form.action.ends_with("/warnings/new"));
        begin.expect("a form that begins").press_value("topic", topic).await.expect(200)
    }

    /// A draft with all that the catalogue asks for; its page.
    async fn ready(&self) -> Page {
        let page = self.begin("BCK-01").await;
        filled(&page).submit().await.expect(200)
    }

    /// A draft notice about every ready warning, to the contacts named; its preview.
    async fn draft(&self, to: &[Id]) -> Page {
        let page = self.adviser.visit(&format!("/projects/{}/notices/new", self.project)).await.expect(200);
        let mut form = page.form_with("introduction").fill("introduction", "Suite à notre visite du 27 février.");
        for contact in [self.director, self.assistant] {
            form = match to.contains(&contact) {
                true => form.check("recipients", &contact.to_string()),
                false => form.uncheck("recipients", &contact.to_string()),
            };
        }
        form.submit().await.expect(200)
    }

    /// The `nth` mail to this person. A mail whose letter is still being made looks again after a second, which must pass.
    async fn mail(&self, to: &str, nth: usize) -> Mail {
        for _ in 0..100 {
            let mut mails = self.server.outbox();
            mails.retain(|mail| mail.to.iter().any(|address| address == to));
            if mails.len() > nth {
                return mails.swap_remove(nth);
            }
            self.server.clock.advance(1100);
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("no mail {nth} to {to}");
    }

    async fn count(&self, sql: &'static str) -> u64 {
        let mut tx = self.server.app.db.read().await.expect("a connection");
        tx.one(sql, args![self.firm]).await.expect("a row").get("n").expect("a count")
    }
}

/// Every fact of the draft.
fn filled(page: &Page) -> Form {
    let mut form = page.form_with("version");
    for n in 0.. {
        let name = format!("fact.{n}");
        if !form.has(&name) {
            break;
        }
        let kind = page.attributes(&format!("[name=\"{name}\"]"), "type");
        let numeric = page.attributes(&format!("[name=\"{name}\"]"), "inputmode").contains(&"numeric".to_owned());
        let value = match kind.first().map(String::as_str) {
            Some("date") => "2026-02-27",
            _ if numeric => "3",
            _ => "NAS au même étage, compte <admin> du domaine",
        };
        form = form.fill(&name, value);
    }
    form
}

async fn a_warning_without_this_clients_facts_cannot_be_sent(on: Database) {
    let ground = ground(on).await;
    let draft = ground.begin("BCK-01").await;
    draft.says("Pas encore prête").says("Copies existantes et leur emplacement");
    let new = ground.adviser.visit(&format!("/projects/{}/notices/new", ground.project)).await.expect(200);
    new.says("Aucune mise en garde n’est prête");
    // Not offered; whoever posts it all the same is told.
    let forced = new.form_with("introduction").force("warnings", draft.last_segment()).submit().await.expect(422);
    forced.says("Ce champ est obligatoire");
    assert_eq!(ground.count("SELECT COUNT(*) AS n FROM draft_notice WHERE firm = $1").await, 0);
}

async fn a_draft_is_refused_where_it_is_wrong_and_keeps_what_was_typed(on: Database) {
    let ground = ground(on).await;
    let page = ground.begin("BCK-01").await;
    let form = filled(&page).fill("option.1.label", "Coffre déconnecté").fill("option.1.price", "douze");
    let again = form.fill("option.2.price", "12").fill("title", "").submit().await.expect(422);
    assert_eq!(again.error("option.1.price"), "Écrivez un montant en euros, comme 1 234,50.");
    assert_eq!(again.error("option.2.label"), "Donnez un intitulé à cette option.");
    again.error("title");
    assert_eq!(again.form_with("version").value("option.1.price"), "douze");
    let fixed = again.form_with("version").fill("option.1.price", "1 234,5").fill("option.2.label", "Bandes");
    let saved = fixed.fill("title", "Aucune copie hors ligne").submit().await.expect(200);
    assert_eq!(saved.form_with("version").value("option.1.price"), "1234,50");

    // A quote for the first option; a program is none.
    let form = saved.form_with("quote").fill("option", "1");
    form.attach("quote", "devis.pdf", b"MZ\x90 program").submit().await.expect(422).error("quote");
    let form = saved.form_with("quote").fill("option", "1").attach("quote", "devis.pdf", b"%PDF-1.7\n%%EOF\n");
    form.submit().await.expect(200).says("devis.pdf");
}

async fn who_saves_over_a_newer_version_is_told_and_loses_nothing(on: Database) {
    let ground = ground(on).await;
    let page = ground.ready().await;
    let (mine, theirs) = (page.form_with("version"), page.form_with("version"));
    theirs.fill("risk", "Leur texte.").submit().await.expect(200);
    let told = mine.fill("risk", "Mon texte.").submit().await.expect(422);
    told.says("Anne Le Gall a enregistré une autre version").says("Leur texte.");
    assert_eq!(told.form_with("version").value("risk"), "Mon texte.");
    let saved = told.form_with("version").submit().await.expect(200);
    assert_eq!(saved.form_with("version").value("risk"), "Mon texte.");
}

async fn of_two_who_issue_at_once_one_is_told_that_it_was_done(on: Database) {
    let ground = ground(on).await;
    ground.ready().await;
    let preview = ground.draft(&[ground.director, ground.assistant]).await;
    preview
        .says("Aperçu avant envoi")
        .says("NAS au même étage, compte <admin> du domaine")
        .says("Suite à notre visite");
    let beside = ground.adviser.visit(preview.path()).await.expect(200);
    let (one, two) = (preview.form_with("seen"), beside.form_with("seen"));
    let (one, two) = tokio::join!(one.submit(), two.submit());
    let (issued, late) = if one.status == 200 { (one, two) } else { (two, one) };
    issued.expect(200).says("MG-2026-0001");
    let late = late.expect(422);
    late.says("Ce brouillon est déjà émis");
    late.follow("Voir ce qui a été émis").await.expect(200).says("MG-2026-0001");
    assert_eq!(ground.count("SELECT COUNT(*) AS n FROM entry WHERE firm = $1 AND kind = 'notice.issued'").await, 1);
    assert_eq!(ground.count("SELECT COUNT(*) AS n FROM entry WHERE firm = $1 AND kind = 'link.made'").await, 2);
    assert_eq!(ground.count("SELECT COUNT(*) AS n FROM draft_warning WHERE firm = $1").await, 0);

    // Each gets the letter and a link of their own.
    let mail = ground.mail("direction@portes.example", 0).await;
    assert_eq!(mail.attachments().len(), 1, "the letter goes with the mail");
    let other = ground.mail("it@portes.example", 0).await;
    let (link, other) = (link_in(&mail.text()), link_in(&other.text()));
    assert_ne!(link, other);
    ground.server.visitor("fr").visit(&link).await.expect(200).says("Lettre de mise en garde MG-2026-0001");
}

fn link_in(text: &str) -> String {
    let at = text.find("/n/").expect("a personal link");
    text[at..].split_whitespace().next().expect("an address").to_owned()
}

async fn what_changed_since_the_preview_is_not_issued_unread(on: Database) {
    let ground = ground(on).await;
    let warning = ground.ready().await;
    let preview = ground.draft(&[ground.director]).await;
    warning.form_with("version").fill("measure", "Une autre mesure.").submit().await.expect(200);
    let again = preview.form_with("seen").submit().await.expect(422);
    again.says("Le contenu a changé").says("Une autre mesure.");
    again.form_with("seen").submit().await.expect(200).says("MG-2026-0001");
}

async fn without_a_signatory_the_notice_informs(on: Database) {
    let ground = ground(on).await;
    ground.ready().await;
    let new = ground.adviser.visit(&format!("/projects/{}/notices/new", ground.project)).await;
    new.says("Sans Adresse ne peut rien recevoir");
    let preview = ground.draft(&[ground.assistant]).await;
    preview.says("la lettre sera envoyée pour information seulement");
    preview.form_with("seen").submit().await.expect(200).says("Pour information");
    let link = link_in(&ground.mail("it@portes.example", 0).await.text());
    let page = ground.server.visitor("fr").visit(&link).await.expect(200);
    page.says("aucune décision ne vous est demandée");
}

async fn a_contact_without_an_address_is_sent_nothing(on: Database) {
    let ground = ground(on).await;
    ground.ready().await;
    let silent = {
        let mut tx = ground.server.app.db.read().await.expect("a connection");
        let row = tx.one("SELECT contact FROM contact WHERE firm = $1 AND email = ''", args![ground.firm]).await;
        row.expect("a contact").get::<Id>("contact").expect("an id").to_string()
    };
    // Not offered; whoever posts it all the same is told, and what they typed stays.
    let new = ground.adviser.visit(&format!("/projects/{}/notices/new", ground.project)).await.expect(200);
    let form = new.form_with("introduction").fill("introduction", "Suite à notre visite.").force("recipients", &silent);
    let again = form.submit().await.expect(422);
    assert_eq!(again.error("recipients"), "Ce champ est obligatoire.");
    assert_eq!(again.form_with("introduction").value("introduction"), "Suite à notre visite.");

    // The address goes while the draft waits: the letter does not go, and the draft stays.
    let preview = ground.draft(&[ground.director]).await;
    let contact = ground.adviser.visit(&format!("/contacts/{}/edit", ground.director)).await.expect(200);
    contact.fill("email", "").submit().await.expect(200);
    let told = preview.form_with("seen").submit().await.expect(422);
    told.says("Ce contact n’a pas d’adresse électronique.").says("Suite à notre visite du 27 février.");
    assert_eq!(ground.count("SELECT COUNT(*) AS n FROM entry WHERE firm = $1 AND kind = 'notice.issued'").await, 0);
    let contact = ground.adviser.visit(&format!("/contacts/{}/edit", ground.director)).await.expect(200);
    contact.fill("email", "direction@portes.example").submit().await.expect(200);
    let preview = ground.adviser.visit(preview.path()).await.expect(200);
    preview.form_with("seen").submit().await.expect(200).says("MG-2026-0001");
}

async fn the_firm_follows_up(on: Database) {
    let ground = ground(on).await;
    ground.ready().await;
    let page = ground.draft(&[ground.director]).await.form_with("seen").submit().await.expect(200);
    let link = link_in(&ground.mail("direction@portes.example", 0).await.text());
    let client = ground.server.visitor("fr");
    let notice = client.visit(&link).await.expect(200);
    notice.form_to("/question").force("question", "Et le NAS ?").submit().await.expect(200);
    let form = notice.form_to("/signatory").fill("name", "Yann Le Goff").fill("email", "yann@portes.example");
    form.fill("role", "Directeur général").submit().await.expect(200);

    // A reply is needed in words, is recorded once, and goes to whoever asked.
    let managed = ground.adviser.visit(page.path()).await.expect(200);
    managed.says("Et le NAS ?").says("Yann Le Goff");
    let reply = managed.form_to("/reply");
    let field = reply.fields.iter().find(|f| f.name.starts_with("reply-")).expect("a field").name.clone();
    managed.form_to("/reply").submit().await.expect(422).error(&field);
    let replied =
        managed.form_to("/reply").fill(&field, "Il reste branché : c’est le risque.").submit().await.expect(200);
    replied.says("Il reste branché");
    managed.form_to("/reply").fill(&field, "Encore").submit().await.expect(422).says("C’est déjà fait.");
    ground.mail("direction@portes.example", 1).await;

    // The person named gets a link of their own, by which they may decide.
    managed.form_to("/confirm").submit().await.expect(200).says("Yann Le Goff");
    let theirs = link_in(&ground.mail("yann@portes.example", 0).await.text());
    ground.server.visitor("fr").visit(&theirs).await.expect(200).says("Yann Le Goff");
    let note =
        managed.form_to("/confirm").fields.iter().find(|f| f.name.starts_with("note-")).expect("a field").name.clone();
    managed.form_to("/confirm").fill(&note, "Encore").submit().await.expect(422);

    // A link is withdrawn with a reason.
    let managed = ground.adviser.visit(page.path()).await.expect(200);
    let form = managed.form_to("/revoke");
    let field = form.fields.iter().find(|f| f.name.starts_with("reason-")).expect("a field").name.clone();
    managed.form_to("/revoke").submit().await.expect(422).error(&field);
    managed.form_to("/revoke").fill(&field, "Adresse partagée").submit().await.expect(200).says("Adresse partagée");
    assert_ne!(client.visit(&link).await.status, 200);
    managed.form_to("/links").submit().await.expect(200);
    let notice = page.path().split('?').next().expect("a path");
    let evidence = ground.adviser.visit(&format!("{notice}/evidence.json")).await.expect(200);
    assert!(evidence.source().contains("acte-evidence"));
    let (_, pdf) = dossier(&ground.adviser, &format!("/projects/{}", ground.project)).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
}

async fn an_answer_is_certified_once_and_the_client_gets_the_proof(on: Database) {
    let ground = ground(on).await;
    ground.ready().await;
    let page = ground.draft(&[ground.director]).await.form_with("seen").submit().await.expect(200);
    let link = link_in(&ground.mail("direction@portes.example", 0).await.text());
    let client = ground.server.visitor("fr");
    let asked = client.visit(&link).await.form_to("/code").submit().await.expect(200);
    let code = ground.mail("direction@portes.example", 1).await.code();
    let deciding = asked.form_to("/identify").fill("code", &code).submit().await.expect(200);
    let mut form = deciding.form_to("/answer").fill("typed_name", "Maëlle Kerbrat");
    let names: Vec<String> = form.fields.iter().map(|field| field.name.clone()).collect();
    for name in &names {
        match name.split_once('.') {
            Some(("choice", _)) => form = form.fill(name, "decline"),
            Some(("reason", _)) => form = form.fill(name, "Budget de l’année prochaine."),
            _ => {}
        }
    }
    form.submit().await.expect(200);
    let receipt = ground.mail("direction@portes.example", 2).await;
    let names: Vec<String> = receipt.attachments().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["MG-2026-0001-attestation.pdf", "MG-2026-0001-preuve.json"]);

    let notice = page.path().split('?').next().expect("a path").to_owned();
    ground
        .adviser
        .visit(&notice)
        .await
        .expect(200)
        .says("Maëlle Kerbrat a répondu")
        .says("Budget de l’année prochaine.");
    let pdf = ground.adviser.visit(&format!("{notice}/certificate.pdf")).await.expect(200);
    assert_eq!(pdf.header("content-type"), "application/pdf");

    // The same work done twice, as after a crash, records one document and sends one mail.
    let id: Id = notice.rsplit('/').next().expect("an id").parse().expect("an id");
    let app = &ground.server.app;
    let document = app.new_id();
    let payload = format!(r#"{{"document":"{document}","notice":"{id}","contact":"{}"}}"#, ground.director);
    let job = Job {
        firm: ground.firm,
        kind: paper::CERTIFICATE_JOB.into(),
        key: document.to_string(),
        payload: payload.into(),
        created: ground.server.clock.now(),
        attempt: 1,
    };
    let documents = "SELECT COUNT(*) AS n FROM document WHERE firm = $1";
    let mails = "SELECT COUNT(*) AS n FROM job WHERE firm = $1 AND kind = 'mail'";
    let before = (ground.count(documents).await, ground.count(mails).await);
    for _ in 0..2 {
        paper::make_certificate(app, &job).await.expect("made");
        assert_eq!((ground.count(documents).await, ground.count(mails).await), (before.0 + 1, before.1 + 1));
    }
}
