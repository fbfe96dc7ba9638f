//! Checkpoints of the log are stamped on the rhythm, and whatever fails is tried again.

use std::sync::Arc;
use std::time::Duration;

use ledger::{Time, evidence};
use server::args;
use server::clock::Clock;
use server::store::db::built;
use server::store::verify::{self, Known};
use server::store::{Firm, timestamps};
use tests::authority::{Authority, Manner, Roots};
use tests::http::{Page, Visitor};
use tests::server::{Database, Server, Setup};
use tests::story::{add_client, add_project, later, setup_firm};

tests::on_both_databases![
    a_log_that_grew_is_stamped_on_the_rhythm,
    a_past_state_is_not_taken_for_the_later_one_that_was_stamped,
    nothing_is_kept_of_a_failure_but_that_it_was_one,
    a_server_without_authorities_asks_nobody
];

/// The machine's time: openssl knows no other.
pub fn machine() -> Clock {
    Clock::fixed(Clock::system().now())
}

pub fn setup(roots: &Roots, authorities: &[&Authority]) -> Setup {
    let addresses: Vec<&str> = authorities.iter().map(|authority| authority.address.as_str()).collect();
    let anchors = roots.anchors().display().to_string();
    Server::setup()
        .set("timestamps.authorities", &addresses.join(" "))
        .set("timestamps.anchors", &anchors)
        .clock(machine())
}

async fn firm(server: &Server) -> Firm {
    let mut tx = server.app.db.read().await.expect("a connection");
    Firm(tx.one("SELECT firm FROM firm", args![]).await.and_then(|row| row.get("firm")).expect("a firm"))
}

/// Entries of the log, and entries that a stamped checkpoint covers.
async fn sizes(server: &Server) -> (u64, u64) {
    let firm = firm(server).await;
    let mut tx = server.app.db.read().await.expect("a connection");
    let row = tx.one("SELECT size FROM log_head WHERE firm = $1", args![firm]).await.expect("a log");
    let stamped = timestamps::newest(&mut tx, firm).await.expect("an answer");
    (row.get("size").expect("a size"), stamped.map_or(0, |stamped| stamped.size))
}

/// Waits until all of the log is stamped.
async fn until_stamped(server: &Server) {
    for _ in 0..500 {
        let (size, stamped) = sizes(server).await;
        if size == stamped {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("not stamped: {:?}", sizes(server).await);
}

/// One more entry.
async fn grow(owner: &Visitor, name: &str) {
    owner.visit("/firm").await.expect(200).form_with("siren").fill("rcs", name).submit().await.expect(200);
}

/// Long enough for a worker to look twice.
async fn a_while() {
    tokio::time::sleep(Duration::from_millis(1300)).await;
}

async fn a_log_that_grew_is_stamped_on_the_rhythm(on: Database) {
    let roots = Arc::new(Roots::new());
    let authority = Authority::start(&roots, Manner::Honest);
    let server = setup(&roots, &[&authority]).on(on).start().await;
    let owner = setup_firm(&server, "en").await;
    // The first entries at once: nobody knows when the next come.
    until_stamped(&server).await;
    a_while().await;
    assert_eq!(authority.asked(), 1);
    let page = owner.visit("/firm").await.expect(200);
    page.says("Answers").says(authority.host()).says("entries of the log existed at the latest on").says("± 1.5 s");

    grow(&owner, "Rennes 1").await;
    server.clock.advance(59 * 60_000);
    a_while().await;
    assert_eq!(authority.asked(), 1, "not before the hour is over");
    server.clock.advance(2 * 60_000);
    until_stamped(&server).await;
    assert_eq!(authority.asked(), 2);

    later(&server.clock, 5);
    a_while().await;
    assert_eq!(authority.asked(), 2, "nothing new, nothing to ask");
    grow(&owner, "Rennes 2").await;
    until_stamped(&server).await;
    assert_eq!(authority.asked(), 3, "the hour has long been over");

    // The columns that pages show are held to what the tokens say.
    for column in ["time", "accuracy"] {
        let mut tx = server.app.db.write().await.expect("a connection");
        let sql = format!("UPDATE checkpoint_token SET {column} = {column} - 60000");
        tx.run(built(sql), args![]).await.expect("changed");
        let report = verify::firm(&mut tx, firm(&server).await, None, &Known::default()).await.expect("it is read");
        let told: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
        assert!(told.len() == 3 && told.iter().all(|told| told.contains(&format!("the column {column}"))), "{told:?}");
    }
}

async fn a_past_state_is_not_taken_for_the_later_one_that_was_stamped(on: Database) {
    let roots = Arc::new(Roots::new());
    let authority = Authority::start(&roots, Manner::Honest);
    let server = setup(&roots, &[&authority]).on(on).start().await;
    let owner = setup_firm(&server, "en").await;
    until_stamped(&server).await;
    let client = add_client(&owner, "Portails Morin", "", "en").await;
    let ((size, _), then) = (sizes(&server).await, server.clock.now().to_rfc3339_utc());
    server.clock.advance(61 * 60_000);
    grow(&owner, "Rennes 1").await;
    until_stamped(&server).await;
    let (stamped, _) = sizes(&server).await;
    assert!(stamped > size);
    let past = owner.visit(&format!("/clients/{client}/as-of?at={then}")).await.expect(200);
    past.says(&format!("the checkpoint of {stamped} entries, {} more", stamped - size)).says("The file has both");
    let [root, later] = &past.texts("main details code.hash")[..] else { panic!("two states") };
    let file = owner.visit(&past.attributes("main a[download]", "href")[0]).await.expect(200);
    let known = [roots.anchor()];
    let reader = evidence::Reader { authorities: &known, ..evidence::Reader::stranger(server.clock.now()) };
    let report = evidence::verify(&file.bytes, reader);
    assert!(report.verdict.holds(), "{:?}", report.findings);
    assert_eq!((report.log_size, report.root.map(|root| root.to_string())), (Some(stamped), Some(later.clone())));
    let own = report.earlier.iter().find(|state| state.size == size).expect("the state of its own size");
    assert!(own.root.to_string() == *root && own.time_stamps.is_empty(), "{own:?}");
    // Whoever verifies the file is told.
    let told = app::islands::about_log(app::Texts(app::Lang::En), &report).join("\n");
    assert!(told.contains(&format!("the state of the log at {size} entries")) && told.contains(root), "{told}");
    let now = server.clock.now().to_rfc3339_utc();
    let newest = owner.visit(&format!("/clients/{client}/as-of?at={now}")).await.expect(200);
    newest.says("the checkpoint of this very state").does_not_say("The file has both");

    // What is shown of a topic has the first time-stamp of its own entry, once there is one.
    let project = add_project(&owner, &client, "Serveurs").await;
    let topic = owner.visit(&format!("/projects/{project}/coverage/BCK-01")).await.expect(200);
    let form = topic.form_with("evidence").fill("evidence", "Rapport").fill("checked_by", "Anne");
    form.submit().await.expect(200);
    let told = format!("/projects/{project}/told?on={}", server.clock.now().to_rfc3339_utc());
    let row = |page: &Page| {
        let rows = page.texts("section.then tbody tr");
        rows.into_iter().find(|row| row.starts_with("BCK-01")).expect("it is due")
    };
    let marks = |page: &Page| page.texts("section.then .marks li");
    let page = owner.visit(&told).await.expect(200);
    assert!(row(&page).contains("In place") && row(&page).contains("( T0 )"), "{}", row(&page));
    assert!(matches!(&marks(&page)[..], [one] if one.contains("by the firm’s clock alone")), "{:?}", marks(&page));
    server.clock.advance(61 * 60_000);
    until_stamped(&server).await;
    let page = owner.visit(&told).await.expect(200);
    assert!(row(&page).contains("( T1 )"), "{}", row(&page));
    assert!(matches!(&marks(&page)[..], [one] if one.contains("in the log at the latest on")), "{:?}", marks(&page));
}

async fn nothing_is_kept_of_a_failure_but_that_it_was_one(on: Database) {
    let roots = Arc::new(Roots::new());
    let (first, second) = (Authority::start(&roots, Manner::OtherHash), Authority::start(&roots, Manner::Broken));
    let server = setup(&roots, &[&first, &second]).on(on).start().await;
    let owner = setup_firm(&server, "en").await;
    for _ in 0..200 {
        if second.asked() > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    a_while().await;
    assert_eq!((first.asked(), second.asked()), (1, 1), "the next try waits");
    assert_eq!(sizes(&server).await.1, 0);
    let page = owner.visit("/firm").await.expect(200);
    page.says("Fails").says("Last failure").says("about another digest").says("HTTP status 500");
    page.says("The log has not been time-stamped yet").does_not_say("Answers");

    // Five seconds after the first failure, a minute after the second.
    server.clock.advance(5_100);
    a_while().await;
    assert_eq!((first.asked(), second.asked()), (2, 2));
    server.clock.advance(30_000);
    a_while().await;
    assert_eq!((first.asked(), second.asked()), (2, 2));
    second.be(Manner::Honest).await;
    server.clock.advance(31_000);
    until_stamped(&server).await;
    let page = owner.visit("/firm").await.expect(200);
    page.says("Fails").says("Answers").says("“Horloge tsa (Horloge Essai)”");
    let stamped = timestamps::newest(&mut server.app.db.read().await.expect("a connection"), firm(&server).await).await;
    let time = stamped.expect("an answer").expect("a time-stamp").time;
    assert!(time < server.clock.now(), "the authority's clock, not ours, which is a minute ahead: {time:?}");
    assert_ne!(time, Time::MIN);
}

async fn a_server_without_authorities_asks_nobody(on: Database) {
    let server = Server::setup().on(on).start().await;
    let owner = setup_firm(&server, "fr").await;
    later(&server.clock, 24);
    a_while().await;
    owner.visit("/firm").await.expect(200).says("Aucune n’est réglée").does_not_say("Répond");
    let mut tx = server.app.db.read().await.expect("a connection");
    let row = tx.one("SELECT COUNT(*) AS n FROM job WHERE kind = $1", args![server::timestamps::JOB]).await;
    assert_eq!(row.and_then(|row| row.get::<u64>("n")).expect("a count"), 0);
}
