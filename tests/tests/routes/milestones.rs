//! A project is put into service and closed when nothing due is open, or by an owner with a reason.

use tests::http::{Page, Visitor};
use tests::server::{Database, Server};
use tests::story::Office;

tests::on_both_databases![a_project_goes_on_when_nothing_is_open_or_an_owner_says_why];

async fn visit(visitor: &Visitor, office: &Office) -> Page {
    visitor.visit(&format!("/projects/{}/milestone", office.project)).await.expect(200)
}

async fn a_project_goes_on_when_nothing_is_open_or_an_owner_says_why(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let offers = |page: &Page| page.forms().iter().any(|form| form.action.ends_with("/milestone"));
    let page = visit(&office.adviser, &office).await;
    page.says("restent à traiter").says("demandez à un responsable");
    assert!(!offers(&page), "an adviser does not override");
    assert!(!offers(&visit(&office.reader, &office).await), "a reader changes nothing");

    let page = visit(&office.owner, &office).await;
    let none = page.form_with("milestone").submit().await.expect(422);
    assert_eq!(none.error("milestone"), "Choisissez une des réponses.");
    let form = || page.form_with("milestone").fill("milestone", "in_service");
    let why = form().submit().await.expect(422);
    assert!(!why.error("reason").is_empty());
    assert_eq!(why.form_with("milestone").value("milestone"), "in_service", "what was chosen is kept");
    let done = form().fill("reason", "Le client ne peut plus attendre.").submit().await.expect(200);
    done.says("Le jalon est consigné.").says("En service").says("Le client ne peut plus attendre.");
    done.says("Restait à traiter").says("BCK-01").says("Question restée sans réponse");
    let project = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
    project.says("Jalon de la mission · En service");

    let page = visit(&office.adviser, &office).await;
    let sly = page.form_with("milestone").force("milestone", "closed").fill("reason", "Je passe outre.");
    sly.submit().await.expect(422).says("seul un responsable peut passer outre");
    // Opening again holds nobody back, and asks why.
    let form = || page.form_with("milestone").fill("milestone", "open");
    assert!(!form().submit().await.expect(422).error("reason").is_empty());
    form().fill("reason", "Nouveau périmètre.").submit().await.expect(200).says("Nouveau périmètre.");
}
