//! A run whose server is killed in the middle: what was issued stays, the rest goes on, and nobody gets a second notice.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use server::args;
use server::clock::Clock;
use server::store::jobs::LEASE;
use tests::server::{Database, Server};
use tests::story::{Office, add_client, add_contact, add_project, begin_bulk, order_bulk};
use tests::tools;

tests::on_both_databases![a_run_survives_its_server_and_repeats_nothing];

const PROJECTS: usize = 12;

/// How many rows there are of what this counts.
async fn count(office: &Office, sql: &'static str) -> usize {
    let mut tx = office.server.app.db.read().await.expect("a connection");
    let n: u64 = tx.one(sql, args![]).await.and_then(|row| row.get("n")).expect("a count");
    n as usize
}

const NOTICES: &str = "SELECT COUNT(*) AS n FROM notice";

/// The program itself, on the same data, with a clock of its own.
fn serve(office: &Office) -> Child {
    let config = &office.server.app.config;
    let mut acte = Command::new(tools::acte());
    acte.arg("serve").env("ACTE_DATA", &config.data).env("ACTE_URL", &config.url).env("ACTE_LISTEN", "127.0.0.1:0");
    if config.database.starts_with("postgres://") {
        acte.env("ACTE_DATABASE", &config.database);
    }
    acte.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("acte starts")
}

async fn a_run_survives_its_server_and_repeats_nothing(on: Database) {
    // This clock stands still: here nothing comes to its turn until the test says so.
    let now = Clock::system().now();
    let office = Office::open_with(Server::setup().on(on).clock(Clock::fixed(now)), "fr").await;
    let mut projects = Vec::new();
    for n in 0..PROJECTS {
        let client = add_client(&office.adviser, &format!("Client {n:02}"), "", "fr").await;
        add_contact(&office.adviser, &client, "La direction", &format!("dir@client{n}.example"), true).await;
        projects.push(add_project(&office.adviser, &client, "Serveurs").await);
    }
    let ids: Vec<&str> = projects.iter().map(String::as_str).collect();
    let bulk = begin_bulk(&office.adviser, "PAT-02", &ids).await;
    order_bulk(&office.adviser, &bulk).await;
    assert_eq!(count(&office, NOTICES).await, 0);

    let mut killed = serve(&office);
    for _ in 0..20_000 {
        if count(&office, NOTICES).await >= 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    killed.kill().expect("it can be killed");
    killed.wait().expect("it is gone");
    let issued = count(&office, NOTICES).await;
    assert!((2..PROJECTS).contains(&issued), "killed in the middle, after {issued}");

    // Two servers go on with it. What the dead one had under lease nobody touches for ten minutes, unless somebody orders anew.
    let clock = &office.server.clock;
    clock.advance(Clock::system().now().0 - clock.now().0);
    let other = Server::setup().beside(&office.server).start().await;
    let page = office.adviser.visit(&bulk).await.expect(200);
    if page.has("form[action$='/hold']") {
        page.form_to("/hold").press_value("do", "stop").await.expect(200);
        let page = office.adviser.visit(&bulk).await.expect(200);
        if page.has("form[action$='/hold']") {
            page.form_to("/hold").press_value("do", "resume").await.expect(200);
        }
    }
    for _ in 0..1000 {
        if count(&office, NOTICES).await == PROJECTS {
            break;
        }
        clock.advance(20);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let page = office.adviser.visit(&bulk).await.expect(200);
    assert_eq!(page.texts("td .state"), ["Émise"; PROJECTS]);
    // The leases lapse, and the jobs of before find that all is done; mails whose letter was being made look again after a while.
    for _ in 0..4 {
        clock.advance(LEASE / 2);
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    office.server.settled().await;
    assert_eq!(count(&office, NOTICES).await, PROJECTS);
    assert_eq!(count(&office, "SELECT COUNT(DISTINCT project) AS n FROM notice").await, PROJECTS);
    assert_eq!(count(&office, "SELECT COUNT(*) AS n FROM link").await, PROJECTS);
    let mails = "SELECT COUNT(*) AS n FROM delivery WHERE purpose = 'notice' AND accepted = 1";
    assert_eq!(count(&office, mails).await, PROJECTS);
    assert_eq!(count(&office, "SELECT COUNT(*) AS n FROM draft_notice").await, 0);
    drop(other);
}
