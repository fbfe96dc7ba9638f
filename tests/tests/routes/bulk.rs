//! One topic to several clients: chosen, written, previewed, confirmed twice, stopped, resumed, and none issued twice.

use tests::http::{Form, Page};
use tests::server::{Database, Server};
use tests::story::{Office, add_client, add_contact, add_project, begin_bulk, fill_every_fact, order_bulk};

tests::on_both_databases![
    each_client_gets_their_own_notice_once,
    what_is_wrong_with_one_keeps_what_was_typed_for_all,
    what_is_refused_can_be_mended_and_tried_again,
    a_hold_keeps_the_drafts_of_its_project_and_no_others
];

/// Three more clients with a project each; what their projects are called, in the order of the clients' names.
async fn clients(office: &Office) -> Vec<String> {
    let mut projects = Vec::new();
    for (name, lang) in [("Atelier Naval", "fr"), ("Brewery Ltd", "en"), ("Cidrerie", "fr")] {
        let client = add_client(&office.adviser, name, "", lang).await;
        let email = format!("{}@{}.example", "dir", name.to_lowercase().replace(' ', "-"));
        add_contact(&office.adviser, &client, &format!("Direction {name}"), &email, true).await;
        projects.push(add_project(&office.adviser, &client, &format!("Serveurs {name}")).await);
    }
    projects
}

/// Until nothing of the run waits.
async fn until_done(office: &Office, bulk: &str) -> Page {
    for _ in 0..500 {
        let page = office.adviser.visit(bulk).await.expect(200);
        if !page.has("form[action$='/hold']") {
            return page;
        }
        office.server.clock.advance(100);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the run does not end");
}

fn links(page: &Page, starts: &str) -> Vec<String> {
    page.attributes(&format!("td a[href^='{starts}']"), "href")
}

/// A run for these projects, chosen and written as a person does; its page.
async fn written(office: &Office, ids: &[&str]) -> Page {
    // Where the topic is due is ticked before.
    let page = office.adviser.visit("/topics/BCK-01").await.expect(200);
    let page = page.open("/bulk/new?topic=BCK-01").await.expect(200);
    page.says("À traiter : rien n’a été fait");
    assert_eq!(page.form_with("projects").submission().iter().filter(|(name, _)| name == "projects").count(), 4);
    let found = office.adviser.visit("/bulk/new?topic=BCK-01&q=brewery").await.expect(200);
    assert_eq!(found.form_with("projects").fields.iter().filter(|f| f.name == "projects").count(), 1);

    let form = page.form_with("projects").uncheck("projects", &office.project);
    let text = form.submit().await.expect(200);
    text.says("Lettres en français").says("Lettres en anglais");
    let form =
        text.form_to("/text").fill("fr.introduction", "Fin de support.").fill("en.introduction", "End of support.");
    let facts = form.fill("fr.fact.0", "Commun à tous").submit().await.expect(200);
    let form = facts_of(&facts);
    assert_eq!(form.value(&format!("fact.{}.0", ids[0])), "Commun à tous");
    assert_eq!(form.value(&format!("fact.{}.0", ids[1])), "", "the other language has its own");
    let form = fill_every_fact(&facts, form).fill(&format!("fact.{}.0", ids[2]), "Baie de la cidrerie");
    form.submit().await.expect(200)
}

async fn each_client_gets_their_own_notice_once(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let projects = clients(&office).await;
    let ids: Vec<&str> = projects.iter().map(String::as_str).collect();
    let page = written(&office, &ids).await;
    let bulk = page.path().to_owned();
    assert_eq!(page.texts("td .state"), ["Prête", "Prête", "Prête"]);
    // The preview of each is exactly what will go.
    let drafts = links(&page, "/drafts/").into_iter().filter(|link| !link.ends_with("/edit"));
    let drafts: Vec<String> = drafts.collect();
    let preview = office.adviser.visit(&drafts[2]).await.expect(200);
    preview.says("Baie de la cidrerie").says("Fin de support.").says("Direction Cidrerie");
    office.adviser.visit(&drafts[1]).await.expect(200).says("End of support.");

    // The second confirmation is asked for; a reader sees, and cannot.
    let confirm = office.adviser.visit(&format!("{bulk}/issue")).await.expect(200);
    confirm.says("3 lettres seront émises");
    assert!(!confirm.form_with("sure").submit().await.expect(422).error("sure").is_empty());
    let reader = office.reader.visit(&bulk).await.expect(200);
    assert!(!reader.has("form[action^='/bulk']"));
    // Of what was changed after it was seen, nothing goes.
    let other = page.open(&format!("{bulk}/text")).await.expect(200);
    other.form_to("/text").fill("fr.introduction", "Fin de support en octobre.").submit().await.expect(200);
    confirm.form_with("sure").check("sure", "yes").submit().await.expect(422);

    // Stopped before any went, then resumed.
    let page = order_bulk(&office.adviser, &bulk).await;
    assert_eq!(page.texts("td .state"), ["En attente", "En attente", "En attente"]);
    let followed = page.open(&format!("{bulk}?follow=1")).await.expect(200);
    assert_eq!(followed.header("refresh"), "5");
    let page = page.form_to("/hold").press_value("do", "stop").await.expect(200);
    assert_eq!(page.texts("td .state"), ["Arrêtée", "Arrêtée", "Arrêtée"]);
    office.adviser.visit("/").await.expect(200).says("3 lettres confirmées, arrêtées");
    office.server.settled().await;
    let page = page.open(&bulk).await.expect(200);
    assert_eq!(page.texts("td .state"), ["Arrêtée", "Arrêtée", "Arrêtée"]);
    page.form_to("/hold").press_value("do", "resume").await.expect(200);
    let page = until_done(&office, &bulk).await;
    assert_eq!(page.texts("td .state"), ["Émise", "Émise", "Émise"]);
    page.says("3 lettres émises sur 3");
    let mut notices = links(&page, "/notices/");
    assert_eq!(notices.len(), 3);
    let notice = office.adviser.visit(&notices.swap_remove(2)).await.expect(200);
    notice.says("Fin de support en octobre.").says("Baie de la cidrerie").says("Relances à J+3");
    for name in ["atelier-naval", "brewery-ltd", "cidrerie"] {
        let mail = office.mail(&format!("dir@{name}.example"), 0).await;
        assert!(mail.subject().contains("MG-2026-000"), "{}", mail.subject());
    }
    // Resumed once more, by whoever comes late: nothing.
    let before = office.server.outbox().len();
    let again = followed.form_to("/hold").force("do", "resume").submit().await;
    assert_eq!(again.status, 200);
    office.server.settled().await;
    assert_eq!(office.server.outbox().len(), before);
    // Which of the three came first differs: four workers issue them.
    let coverage = office.adviser.visit(&format!("/projects/{}/coverage/BCK-01", ids[0])).await.expect(200);
    coverage.says("MG-2026-000");
}

async fn what_is_wrong_with_one_keeps_what_was_typed_for_all(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "en").await;
    let projects = clients(&office).await;
    let ids: Vec<&str> = projects.iter().map(String::as_str).collect();
    let none = office.adviser.visit("/bulk/new?topic=NET-02&show=all").await.expect(200);
    let mut form = none.form_with("projects");
    form.fields.iter_mut().filter(|field| field.name == "projects").for_each(|field| field.checked = false);
    assert!(!form.submit().await.expect(422).error("projects").is_empty());

    let bulk = begin_bulk(&office.adviser, "NET-02", &ids).await;
    let text = office.adviser.visit(&format!("{bulk}/text")).await.expect(200);
    let form =
        text.form_to("/text").fill("fr.title", "").fill("en.risk", "It is gone.").fill("respond_by", "2020-01-01");
    let again = form.submit().await.expect(422);
    assert!(!again.error("fr.title").is_empty() && !again.error("respond_by").is_empty());
    assert_eq!(again.form_to("/text").value("en.risk"), "It is gone.");

    // While nothing is ready, the second step says what is missing, and offers nothing to issue.
    let empty = office.adviser.visit("/bulk/new?topic=BCK-01&show=all").await.expect(200);
    let begun = empty.form_with("projects").submit().await.expect(200);
    let unready = begun.path().replace("/text", "/issue");
    let unready = office.adviser.visit(&unready).await.expect(200);
    unready.says("No notice can leave yet").says("is not given").does_not_say("0 notices");
    assert!(!unready.has("form[action$='/issue']") && unready.has("a[href$='/facts']"));

    let facts = office.adviser.visit(&format!("{bulk}/facts")).await.expect(200);
    let date = facts.attributes("input[type=date][name^='fact.']", "name");
    let fact = |n: usize| format!("fact.{}.0", ids[n]);
    let open = facts_of(&facts);
    let wrong = date.first().expect("a fact that is a day").clone();
    let form = open.clone().fill(&fact(1), "Their own barrel").force(&wrong, "soon");
    let again = form.submit().await.expect(422);
    assert!(!again.error(&wrong).is_empty());
    let kept = facts_of(&again);
    assert_eq!(kept.value(&fact(1)), "Their own barrel");
    kept.fill(&wrong, "2026-02-27").submit().await.expect(200);
    // Somebody with the page as it was before writes over it only when they say so again.
    let late = open.fill(&fact(1), "Another barrel").submit().await.expect(422);
    late.says("saved another version meanwhile");
    let form = facts_of(&late);
    assert_eq!(form.value(&fact(1)), "Another barrel");
    form.submit().await.expect(200);
    // What was adapted for one project is not common text any more.
    let text = office.adviser.visit(&format!("{bulk}/text")).await.expect(200);
    text.form_to("/text").fill("en.fact.0", "For everyone").submit().await.expect(200);
    let facts = office.adviser.visit(&format!("{bulk}/facts")).await.expect(200);
    assert_eq!(facts_of(&facts).value(&fact(1)), "Another barrel");
}

/// The form of the facts; its address names the page.
fn facts_of(page: &Page) -> Form {
    page.forms().into_iter().find(|form| form.action.contains("/facts")).expect("a form of facts")
}

async fn what_is_refused_can_be_mended_and_tried_again(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let projects = clients(&office).await;
    let silent = add_client(&office.adviser, "Domaine sans adresse", "", "fr").await;
    let dumb = add_project(&office.adviser, &silent, "Serveurs du domaine").await;
    let ids: Vec<&str> = projects.iter().chain([&dumb]).map(String::as_str).collect();
    let bulk = begin_bulk(&office.adviser, "BCK-01", &ids).await;
    let page = office.adviser.visit(&bulk).await.expect(200);
    assert_eq!(page.texts("td .state"), ["Prête", "Prête", "Prête", "À compléter"]);
    // Once somebody there can be written to, the draft is theirs.
    let person = add_contact(&office.adviser, &silent, "Enora Guillou", "", true).await;
    assert_eq!(office.adviser.visit(&bulk).await.expect(200).texts("td .state")[3], "À compléter");
    office.readdress(&person, "enora@domaine.example").await;
    let page = page.open(&bulk).await.expect(200);
    page.says("À Enora Guillou");
    assert_eq!(page.texts("td .state"), ["Prête", "Prête", "Prête", "Prête"]);
    // Left out, its drafts are gone.
    let form = page.forms().into_iter().rfind(|form| form.action.ends_with("/leave-out")).expect("a form");
    let page = form.submit().await.expect(200);
    assert_eq!(page.texts("td .state").len(), 3);
    assert!(!office.adviser.visit(&format!("/projects/{dumb}")).await.expect(200).has("a[href^='/warnings/']"));
    // Between the confirmation and their turn, one changes and one is deleted.
    let drafts = links(&page, "/drafts/").into_iter().filter(|link| !link.ends_with("/edit"));
    let drafts: Vec<String> = drafts.collect();
    let edit = office.adviser.visit(&format!("{}/edit", drafts[0])).await.expect(200);
    let delete = office.adviser.visit(&drafts[1]).await.expect(200);
    order_bulk(&office.adviser, &bulk).await;
    edit.form_with("introduction").fill("introduction", "Autrement dit.").submit().await.expect(200);
    delete.form_to("/delete").submit().await.expect(200);
    let page = until_done(&office, &bulk).await;
    assert_eq!(page.texts("td .state"), ["Refusée", "Retirée", "Émise"]);
    page.says("Le brouillon a changé depuis la confirmation");
    let today = office.adviser.visit("/").await.expect(200);
    assert_eq!(today.attributes("section[aria-labelledby='bulk'] a", "href"), [bulk.as_str()]);
    today.says("1 lettre refusée");
    // Read and confirmed again.
    order_bulk(&office.adviser, &bulk).await;
    let page = until_done(&office, &bulk).await;
    assert_eq!(page.texts("td .state"), ["Émise", "Retirée", "Émise"]);
    // Whoever may no longer send notices sends none, though they confirmed.
    let ids: Vec<&str> = projects.iter().map(String::as_str).collect();
    let bulk = begin_bulk(&office.adviser, "BCK-02", &ids[..1]).await;
    order_bulk(&office.adviser, &bulk).await;
    let members = office.owner.visit("/members").await.expect(200);
    let is_adviser = |form: &Form| form.fields.iter().any(|f| f.name.starts_with("role-") && f.value == "adviser");
    let form = members.forms().into_iter().find(is_adviser).expect("the adviser");
    form.press("Retirer").await.expect(200);
    office.owner.visit(&bulk).await.expect(200).says("Émises par Bruno Cadiou");
    for _ in 0..500 {
        office.server.clock.advance(100);
        if office.owner.visit(&bulk).await.texts("td .state") == ["Refusée"] {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    office.owner.visit(&bulk).await.expect(200).says("ne peut plus émettre");
    order_bulk(&office.owner, &bulk).await.says("Émises par Anne Le Gall");
    office.server.settled().await;
    assert_eq!(office.owner.visit(&bulk).await.expect(200).texts("td .state"), ["Émise"]);
}

async fn a_hold_keeps_the_drafts_of_its_project_and_no_others(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let projects = clients(&office).await;
    let silent = add_client(&office.adviser, "Domaine sans adresse", "", "fr").await;
    let dumb = add_project(&office.adviser, &silent, "Serveurs du domaine").await;
    let (held, free) = (&projects[0], &projects[2]);
    let bulk = begin_bulk(&office.adviser, "BCK-01", &[held, free, &dumb]).await;
    // Open since before the holds.
    let open = office.adviser.visit(&format!("{bulk}/facts")).await.expect(200);
    for project in [held, &dumb] {
        let page = office.adviser.visit(&format!("/holds/new?about=project:{project}")).await.expect(200);
        page.form_with("reason").fill("reason", "Assignation du 3 mars").submit().await.expect(200);
    }
    let page = office.adviser.visit(&bulk).await.expect(200);
    let rows = page.texts("main tbody tr");
    let said: Vec<bool> = rows.iter().map(|row| row.contains("Conservation judiciaire")).collect();
    assert_eq!(said, [true, false, true], "{rows:?}");

    // What is common to all is written for the one that is free.
    let text = office.adviser.visit(&format!("{bulk}/text")).await.expect(200);
    let kept = ["Atelier Naval · Serveurs Atelier Naval", "Domaine sans adresse · Serveurs du domaine"];
    assert_eq!(text.texts("main .note li"), kept);
    text.form_to("/text").fill("fr.introduction", "Fin de support.").submit().await.expect(200);
    let mut changed = vec![];
    for draft in links(&page, "/drafts/").iter().filter(|link| !link.ends_with("/edit")) {
        changed.push(office.adviser.visit(draft).await.expect(200).text().contains("Fin de support."));
    }
    assert_eq!(changed, [false, true, false]);

    // So are the facts; what was typed meanwhile stays in sight.
    let (theirs, ours) = (format!("fact.{held}.0"), format!("fact.{free}.0"));
    let facts = office.adviser.visit(&format!("{bulk}/facts")).await.expect(200);
    assert!(!facts.has(&format!("[name='{theirs}']")) && facts.has(&format!("[name='{ours}']")));
    let before = facts_of(&open).value(&theirs).to_owned();
    facts.says(&before);
    let typed = facts_of(&open).fill(&theirs, "Baie du chantier").fill(&ours, "Baie de la cidrerie");
    let again = typed.submit().await.expect(422);
    again.says("Atelier Naval : cette mission vient d’être placée sous conservation judiciaire");
    let again = facts_of(&again);
    assert_eq!(again.value(&theirs), "Baie du chantier");
    again.submit().await.expect(200);
    let facts = office.adviser.visit(&format!("{bulk}/facts")).await.expect(200);
    facts.says(&before).does_not_say("Baie du chantier");
    assert_eq!(facts_of(&facts).value(&ours), "Baie de la cidrerie");

    // Who may decide since is not added to a draft that stays.
    add_contact(&office.adviser, &silent, "Enora Guillou", "enora@domaine.example", true).await;
    let page = office.adviser.visit(&bulk).await.expect(200);
    page.does_not_say("Enora Guillou").says("ce brouillon reste tel qu’il était");
    assert_eq!(page.texts("td .state").last().map(String::as_str), Some("À compléter"));
}
