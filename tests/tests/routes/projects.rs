//! A project: recorded, changed, and what is attached to it.

use ledger::event::ClientRecorded;
use ledger::{Actor, Id, Lang};
use server::args;
use server::store::Firm;
use tests::http::{Page, Visitor};
use tests::scene::party;
use tests::server::{Database, Server};
use tests::story::setup_firm;

tests::on_both_databases![
    a_project_is_refused_beside_its_fields_and_then_recorded,
    a_new_version_needs_its_reason_and_the_first_one_stays,
    needs_and_promises_are_recorded_and_what_became_of_them,
    a_paper_is_filed_by_its_content_and_comes_back_as_a_file
];

struct Ground {
    server: Server,
    adviser: Visitor,
    client: Id,
}

async fn ground(on: Database) -> Ground {
    let server = Server::setup().on(on).start().await;
    let adviser = setup_firm(&server, "fr").await;
    let app = &server.app;
    let row = app.db.read().await.expect("a connection").one("SELECT firm, member FROM member", args![]).await;
    let row = row.expect("the owner");
    let (firm, member) = (Firm(row.get("firm").expect("an id")), row.get::<Id>("member").expect("an id"));
    let client = app.new_id();
    let recorded = ClientRecorded { client, party: party("Portes & Portails", "404833048"), lang: Lang::Fr };
    let mut log = app.db.append(firm, &app.clock).await.expect("the log");
    log.push(Actor::Member(member), recorded, &mut app.rng()).await.expect("an entry");
    log.commit().await.expect("durable");
    Ground { server, adviser, client }
}

impl Ground {
    /// A project made through its form; its page.
    async fn project(&self) -> Page {
        let page = self.adviser.visit(&format!("/projects/new?client={}", self.client)).await.expect(200);
        let form = page.form_with("scope_in").fill("title", "Remplacement des <serveurs>").check("kinds", "SRV");
        form.fill("scope_in", "Deux serveurs.").fill("scope_out", "La sauvegarde.").submit().await.expect(200)
    }
}

async fn a_project_is_refused_beside_its_fields_and_then_recorded(on: Database) {
    let ground = ground(on).await;
    let page = ground.adviser.visit("/projects/new").await.expect(200);
    let form = page.form_with("scope_in").fill("reference", "D-2026-014");
    let again = form.fill("starts", "2026-03-02").fill("ends", "2026-03-01").submit().await.expect(422);
    for field in ["client", "title", "scope_in", "ends"] {
        assert_eq!(again.attributes(&format!("[name=\"{field}\"]"), "aria-invalid"), ["true"], "{field}");
    }
    assert_eq!(again.attributes("[name=\"reference\"]", "value"), ["D-2026-014"]);
    again.says("La fin ne peut pas précéder le début.");

    let page = ground.project().await;
    for words in ["Remplacement des <serveurs>", "Portes & Portails", "Deux serveurs.", "La sauvegarde.", "BCK-01"] {
        page.says(words);
    }
    page.follow("Portes & Portails").await.expect(200).says("Remplacement des <serveurs>");
    let due = page.attributes("a[href*=\"/coverage/BCK-\"]", "href").swap_remove(0);
    let due = ground.adviser.visit(&due).await.expect(200);
    let topic = due.attributes("a[href*=\"/warnings/new?q=\"]", "href").swap_remove(0);
    let found = ground.adviser.visit(&topic).await.expect(200);
    assert_eq!(found.attributes("button[name=\"topic\"]", "value"), [topic.rsplit('=').next().expect("a code")]);
    ground.adviser.visit("/projects").await.expect(200).says("Remplacement des <serveurs>");
}

async fn a_new_version_needs_its_reason_and_the_first_one_stays(on: Database) {
    let ground = ground(on).await;
    let base = ground.project().await.path().to_owned();
    let edit = ground.adviser.visit(&format!("{base}/edit")).await.expect(200);
    let form = || edit.form_with("change").fill("scope_in", "Trois serveurs.");
    form().submit().await.expect(422).says("Trois serveurs.");
    form().fill("change", "Avenant du 3 avril.").submit().await.expect(200).says("Trois serveurs.");
    // The page was opened on version 1: whoever saves it now has not read version 2.
    form().fill("change", "Sans avoir lu.").submit().await.expect(422).says("entre-temps");
    ground.adviser.visit(&format!("{base}/versions/1")).await.expect(200).says("Deux serveurs.");
    ground.adviser.visit(&format!("{base}/versions/2")).await.expect(200).says("Avenant du 3 avril.");
    ground.adviser.visit(&format!("{base}/versions/3")).await.expect(404);
}

async fn needs_and_promises_are_recorded_and_what_became_of_them(on: Database) {
    let ground = ground(on).await;
    let page = ground.project().await;
    page.form_with("need_text").submit().await.expect(422);
    let page = page.form_with("need_text").fill("need_text", "Reprendre en 4 heures").submit().await.expect(200);
    page.says("Sans réponse");
    page.form_with("promise_text").fill("promise_text", "Astreinte").submit().await.expect(422).says("Astreinte");
    let form = page.form_with("promise_text").fill("promise_text", "Astreinte");
    let page = form.fill("promise_source", "Offre, page 4").submit().await.expect(200);
    page.says("En cours");

    let link = |page: &Page, start: &str| page.attributes(&format!("a[href^=\"{start}\"]"), "href").swap_remove(0);
    let edit = ground.adviser.visit(&link(&page, "/needs/")).await.expect(200);
    let page = edit.form_with("need_answer").fill("need_answer", "Contrat d’astreinte").submit().await.expect(200);
    assert!(page.text().contains("Contrat d’astreinte") && !page.text().contains("Sans réponse"), "{}", page.text());
    let edit = ground.adviser.visit(&link(&page, "/promises/")).await.expect(200);
    let form = || edit.form_with("promise_state").fill("promise_state", "withdrawn");
    form().submit().await.expect(422).says("Dites pourquoi");
    form().fill("promise_note", "Mail du 3 avril.").submit().await.expect(200).says("Abandonné ou remplacé");
}

async fn a_paper_is_filed_by_its_content_and_comes_back_as_a_file(on: Database) {
    let ground = ground(on).await;
    let page = ground.project().await;
    let form = || page.form_with("paper_file").fill("paper_class", "offer");
    form().submit().await.expect(422);
    for program in [&b"MZ\x90\x00\x03\x00"[..], b"\x7fELF\x02\x01\x01\x00", b"#!/bin/sh\nrm -rf /\n"] {
        let typed = form().fill("paper_dated", "2026-02-20").attach("paper_file", "offre.pdf", program);
        let refused = typed.submit().await.expect(422);
        assert!(refused.error("paper_file").starts_with("Ce fichier n’est pas d’un type accepté (PDF, PNG, JPEG"));
        let kept = refused.form_with("paper_file");
        assert_eq!((kept.value("paper_class").as_str(), kept.value("paper_dated").as_str()), ("offer", "2026-02-20"));
    }
    let bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
    let page = form().attach("paper_file", "Offre é.pdf", bytes).submit().await.expect(200);
    page.says(&ledger::sha256(bytes).to_string());
    let href = page.attributes("a[href^=\"/papers/\"]", "href").swap_remove(0);
    let file = ground.adviser.visit(&href).await.expect(200);
    assert_eq!(file.bytes, bytes);
    assert!(file.header("content-disposition").starts_with("attachment;"), "{}", file.header("content-disposition"));
    let stranger = ground.server.visitor("fr").visit(&href).await;
    assert_ne!(stranger.path(), href, "a stranger is sent to sign in");
}
