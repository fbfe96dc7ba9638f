//! The example firm of `cargo xtask demo`: what the README promises is there, and the log holds.

use server::clock::Clock;
use server::demo;
use tests::scene::MORNING;
use tests::server::Server;
use tests::story::later;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_example_shows_one_of_each() {
    let clock = Clock::fixed(demo::begins(MORNING));
    let server = Server::setup().clock(clock.clone()).start().await;
    demo::fill(&server.app).await.expect("the example is written");
    assert!(clock.now() < MORNING, "the example has a past and no future");
    clock.set(MORNING);
    let visitor = server.visitor("fr");
    let form = visitor.visit("/sign-in").await.expect(200).fill("email", demo::EMAIL);
    let today = form.fill("password", demo::PASSWORD).submit().await.expect(200);
    today.says("Questions de clients").says("Sans réponse à la date demandée").says("Réponses demandées bientôt");
    today.says("Refusées : le risque demeure").says("Brouillons à terminer");
    let project = today
        .follow("MG-2026-0003")
        .await
        .expect(200)
        .follow("Portails du Ponant, Remplacement des serveurs de production")
        .await;
    project.expect(200).says("MG-2026-0001").says("Acceptée").says("Refusée");
    let report = server::store::verify::database(&server.app.db, Some(&server.app.files)).await.unwrap();
    assert!(report.is_sound(), "{report}");
    // Opened again another day, it stays as it is.
    later(&clock, 24);
    let before = server.outbox().len();
    demo::fill(&server.app).await.expect("nothing to do");
    assert_eq!(server.outbox().len(), before);
}
