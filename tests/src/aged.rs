//! What only years bring about: a project that was destroyed, without waiting for its time.

use ledger::event::{Date, Person, ProjectDestroyed};
use ledger::{Actor, Id, Lang, retention as rules};
use server::args;
use server::store::{Firm, firms, retention};

use crate::story::{Office, add_client, add_project};

/// A project of a client of its own, which the store destroyed as the page would have years later; the identifiers of both. Its certificate is
/// made.
pub async fn destroyed(office: &Office) -> (String, String) {
    let client = add_client(&office.adviser, "Ancien Client SARL", "", "fr").await;
    let project = add_project(&office.adviser, &client, "Câblage de l’atelier").await;
    let (app, id) = (&office.server.app, project.parse::<Id>().expect("an identifier"));
    let mut tx = app.db.read().await.expect("a connection");
    let row = tx.one("SELECT firm FROM project WHERE project = $1", args![id]).await.expect("the project");
    let firm = Firm(row.get("firm").expect("an identifier"));
    drop(tx);
    let mut log = app.db.append(firm, &app.clock).await.expect("the log");
    let zone = firms::zone(&mut log, firm).await.expect("the firm");
    let all = retention::projects(&mut log, firm, None, &zone).await.expect("projects");
    let listed = all.into_iter().find(|listed| listed.of.project == id).expect("the project");
    let subjects = retention::subjects(&mut log, firm, &listed.of, false).await.expect("subjects");
    let entries = retention::entries(&mut log, firm, &subjects).await.expect("entries");
    let row = log.one("SELECT member, name FROM member WHERE role = 'owner'", args![]).await.expect("an owner");
    let by = Person { member: row.get("member").expect("an id"), name: row.get("name").expect("a name") };
    let document = app.new_id();
    let order = ProjectDestroyed {
        project: id,
        client: listed.of.client,
        reference: listed.reference,
        client_name: listed.client,
        lang: Lang::Fr,
        with_client: false,
        entries: rules::stretches(entries.iter().map(|entry| entry.index)),
        count: entries.len() as u64,
        from: entries[0].time,
        to: entries[entries.len() - 1].time,
        files: vec![],
        bytes: 0,
        years: 6,
        ended: Date::constant(2020, 2, 1),
        kept_until: Date::constant(2026, 2, 1),
        note: "registre n° 12".into(),
        by: by.clone(),
        document,
    };
    log.destroy(Actor::Member(by.member), order, &mut app.rng()).await.expect("it is destroyed");
    server::retention::leave(&mut log, id, document).await.expect("a job");
    log.commit().await.expect("it is durable");
    app.notices.forget();
    app.kept.forget();
    office.server.settled().await;
    (project, client)
}
