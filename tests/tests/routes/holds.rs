//! `/holds`: under a legal hold nothing is erased, by anybody, until an owner releases it; both are entries.

use server::args;
use server::store::verify;
use tests::busy::Busy;
use tests::http::{Form, Page, Visitor};
use tests::reader::{enter, grant};
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, PASSWORD, add_client, begin_bulk};

use super::erasure::{filled, page_of};

tests::on_both_databases![
    nothing_under_a_hold_is_erased_until_an_owner_releases_it,
    a_hold_is_over_what_lies_below_it_and_nothing_else,
    two_owners_release_one_hold_at_once
];

/// Places a hold, by the adviser; its page.
async fn place(busy: &Busy, about: &str) -> Page {
    let page = busy.office.adviser.visit(&format!("/holds/new?about={about}")).await.expect(200);
    let refused = page.form_with("reason").fill("reference", "RG 26/01234").submit().await.expect(422);
    assert!(!refused.error("reason").is_empty());
    assert_eq!(refused.form_with("reason").value("reference"), "RG 26/01234");
    let placed = refused.form_with("reason").fill("reason", "Assignation du 3 mars").submit().await.expect(200);
    placed.says("En vigueur").says("RG 26/01234").says("Bruno Cadiou");
    assert!(!placed.has("form[action$='/release']"), "an adviser releases none");
    placed
}

fn releasing(page: &Page) -> Form {
    page.form_to("/release")
        .fill("reason", "Affaire close par jugement")
        .fill("password", PASSWORD)
        .check("confirm", "yes")
}

async fn count(busy: &Busy, kind: &str) -> u64 {
    let mut tx = busy.office.server.app.db.read().await.expect("a connection");
    let row = tx.one("SELECT COUNT(*) AS n FROM entry WHERE kind = $1", args![kind]).await.expect("a count");
    row.get("n").expect("a number")
}

async fn drafts(busy: &Busy) -> u64 {
    let mut tx = busy.office.server.app.db.read().await.expect("a connection");
    let row = tx.one("SELECT COUNT(*) AS n FROM draft_notice", args![]).await.expect("a count");
    row.get("n").expect("a number")
}

/// Whether the page says that it lies under a hold.
async fn is_held(visitor: &Visitor, path: &str) -> bool {
    visitor.visit(path).await.expect(200).text().contains("rien ici ne peut être effacé")
}

async fn nothing_under_a_hold_is_erased_until_an_owner_releases_it(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    office.server.settled().await;
    // From before the hold: what is asked is what stands when the form comes.
    let before = page_of(&busy, "question.asked").await;
    let warning = office.adviser.visit(&format!("/warnings/{}", office.warn("NET-01").await)).await.expect(200);
    let letter = office.draft(&[DIRECTOR]).await;
    let edit = office.adviser.visit(&format!("{}/edit", letter.path())).await.expect(200);
    let deletes = [warning.form_to("/delete"), letter.form_to("/delete")];
    let placed = place(&busy, &format!("project:{}", office.project)).await;
    filled(&before).submit().await.expect(422).says("Sous conservation judiciaire");
    for kind in ["question.asked", "answer.given", "paper.filed", "need.recorded", "contact.recorded"] {
        let page = page_of(&busy, kind).await;
        assert!(!page.says("Sous conservation judiciaire").has("form [name=ground]"), "{kind}");
    }
    assert_eq!(count(&busy, "payload.erased").await, 0);
    // Everybody of the firm is told, wherever it matters.
    let (project, client) = (format!("/projects/{}", office.project), format!("/clients/{}", office.client));
    let mut paths = vec![project.clone(), format!("{client}/coverage"), client, format!("/notices/{}", busy.open)];
    let below = ["told", "coverage", "as-of", "milestone", "chronology", "dossier"];
    paths.extend(below.map(|page| format!("{project}/{page}")));
    // The grant is on the client of the project.
    let granted = office.reader.visit("/access").await.expect(200).attributes("main li a[href^='/access/']", "href");
    paths.push(granted[0].clone());
    for path in &paths {
        assert!(is_held(&office.reader, path).await, "{path}");
    }
    // There was one before, on another project.
    for (visitor, said) in [(&office.owner, true), (&office.adviser, true), (&office.reader, false)] {
        assert_eq!(visitor.visit("/").await.expect(200).text().contains("2 conservations en vigueur"), said);
    }
    let contact = format!("/contacts/{}/edit", office.director);
    assert!(is_held(&office.adviser, &contact).await);
    let unnamed = office.adviser.visit(&contact).await.expect(200).form_with("name").fill("name", "");
    unnamed.submit().await.expect(422).says("rien ici ne peut être effacé");
    for (list, name) in [("/clients", "Portails Morin"), ("/projects", "Portails Morin")] {
        let rows = office.reader.visit(list).await.expect(200).texts("main tbody tr");
        let held: Vec<&String> = rows.iter().filter(|row| row.contains("Conservation judiciaire")).collect();
        assert!(held.iter().any(|row| row.contains(name)), "{list}: {rows:?}");
    }
    // A lawyer outside is told so, and has no page of the hold.
    let told = busy.lawyer.visit(&format!("{}{project}/told", busy.lawyer_link)).await.expect(200);
    told.says("rien ici ne peut être effacé").does_not_say("La consulter");
    // Why, whoever reads less is not told.
    grant(&office.owner, "data_room", &[&format!("project:{}", office.project)], "expert@assureur.example").await;
    let (expert, link) = enter(office, "expert@assureur.example").await;
    let less = expert.visit(&format!("{link}{project}/chronology")).await.expect(200);
    less.says("rien ici ne peut être effacé").does_not_say("Assignation du 3 mars").does_not_say("RG 26/01234");
    for path in ["bundle", "redact", "edit"] {
        assert!(is_held(&office.adviser, &format!("{project}/{path}")).await, "{path}");
    }
    let choose = office.adviser.visit("/bulk/new?topic=PAT-02&show=all").await.expect(200);
    choose.says("Conservation judiciaire");
    office.reader.visit(&project).await.expect(200).says("Assignation du 3 mars").says("Conservation judiciaire posée");
    office.reader.visit("/holds").await.expect(200).says("Mission").says("En vigueur");

    // What was about to be said, and was not, stays as well, and as it was.
    for (page, delete) in [&warning, &letter].into_iter().zip(deletes) {
        delete.submit().await.expect(422).says("rien ici ne peut être effacé");
        let page = office.adviser.visit(page.path()).await.expect(200);
        page.says("ce brouillon reste tel qu’il était");
        assert!(!page.has("form[action$='/delete']") && !page.has("main [name=risk]"), "{}", page.url);
        assert!(!page.has("main a[href$='/edit']"), "{}", page.url);
        assert!(is_held(&office.adviser, page.path()).await);
    }
    let moved = office.adviser.visit(edit.path()).await.expect(200);
    assert!(!moved.says("ce brouillon reste tel qu’il était").has("main [name=introduction]"));
    for form in
        [warning.form_with("risk").fill("risk", "Rien."), edit.form_with("introduction").fill("introduction", "Rien.")]
    {
        form.submit().await.expect(422).says("ce brouillon reste tel qu’il était");
    }
    // What is begun under the hold is not what a court asks for.
    let begun = office.adviser.visit(&format!("/warnings/{}", office.warn("IAM-08").await)).await.expect(200);
    begun.form_with("risk").fill("risk", "Un autre risque.").submit().await.expect(200).says("Un autre risque.");
    // A run goes on without the project, whose drafts stay.
    let run = begin_bulk(&office.adviser, "PAT-02", &[&office.project]).await;
    let before = drafts(&busy).await;
    let page = office.adviser.visit(&run).await.expect(200);
    page.form_to("/leave-out").submit().await.expect(200).says("ses brouillons restent");
    assert_eq!(drafts(&busy).await, before);

    // Only an owner, only with a reason.
    let path = placed.path().split('?').next().expect("a path").to_owned();
    let page = office.owner.visit(&path).await.expect(200);
    assert!(!page.form_to("/release").submit().await.expect(422).error("reason").is_empty());
    let unsure = releasing(&page).uncheck("confirm", "yes").submit().await.expect(422);
    assert_eq!(unsure.error("confirm"), "Cochez cette case pour confirmer.");
    assert!(unsure.errors().len() == 1 && is_held(&office.reader, &project).await);
    releasing(&page).submit().await.expect(200).says("Levée").says("Affaire close par jugement");
    assert!(!is_held(&office.reader, &project).await);
    filled(&page_of(&busy, "question.asked").await).submit().await.expect(200).says("Le contenu a été effacé");
    // That it stood, and that it was released, is never erased.
    for kind in ["hold.placed", "hold.released"] {
        assert!(!page_of(&busy, kind).await.has("form [name=ground]"), "{kind}");
    }
    let report = verify::database(&office.server.app.db, Some(&office.server.app.files)).await.expect("it is read");
    assert!(report.is_sound(), "{report}");
}

async fn a_hold_is_over_what_lies_below_it_and_nothing_else(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    let other = add_client(&office.adviser, "Boulangerie Élan", "", "fr").await;
    let (notice, client) = (format!("/notices/{}", busy.open), format!("/clients/{}", office.client));
    let (project, elsewhere) = (format!("/projects/{}", office.project), format!("/clients/{other}"));
    place(&busy, &format!("client:{other}")).await;
    assert!(is_held(&office.reader, &elsewhere).await);
    for path in [&notice, &client, &project, "/firm"] {
        assert!(!is_held(&office.reader, path).await, "{path}");
    }
    place(&busy, &format!("client:{}", office.client)).await;
    for path in [&notice, &client, &project] {
        assert!(is_held(&office.reader, path).await, "{path}");
    }
    let firm =
        office.adviser.visit("/holds").await.expect(200).attributes("a[href*='about=firm']", "href").swap_remove(0);
    place(&busy, firm.split_once('=').expect("what it is about").1).await;
    assert!(is_held(&office.reader, "/firm").await);
    // Nor what came by mail and belongs to nobody.
    let incoming = office.adviser.visit("/incoming").await.expect(200).attributes("a[href$='/erase']", "href");
    let page = office.adviser.visit(&incoming[0]).await.expect(200);
    page.form_with("sure").check("sure", "yes").submit().await.expect(422).says("Sous conservation judiciaire");
    // Nothing that is not there, of this firm.
    let strange = ["project:00000000000000000000000000000001", "firm:00000000000000000000000000000001", "notice:x", ""];
    for about in strange {
        office.adviser.visit(&format!("/holds/new?about={about}")).await.expect(404);
    }
}

async fn two_owners_release_one_hold_at_once(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let placed = place(&busy, &format!("project:{}", busy.office.project)).await;
    let path = placed.path().split('?').next().expect("a path").to_owned();
    let one = busy.office.owner.visit(&path).await.expect(200);
    let other = busy.office.owner.visit(&path).await.expect(200);
    let (one, other) = tokio::join!(releasing(&one).submit(), releasing(&other).submit());
    let mut ended = [one.status, other.status];
    ended.sort_unstable();
    assert_eq!(ended, [200, 422]);
    assert_eq!(count(&busy, "hold.released").await, 1);
}
