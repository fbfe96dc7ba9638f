//! How long the page of a project as it stood takes, with ten thousand entries about it: `cargo xtask bench as_of`.
//!
//! Half of the entries are new versions of what earlier ones recorded, as in a project that lived long. The page is asked of a whole server,
//! as a reader would, for the last moment and for one in the middle of the log. Ends with 1 when the goal is missed.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, ensure};
use ledger::event::{Event, NeedRecorded, Person, SurveyAnswer, SurveyAnswered};
use ledger::{Actor, Id};
use server::store::Firm;
use server::store::evidence::About;
use tests::postgres::Postgres;
use tests::server::{Server, Setup};
use tests::story::{Office, later};

const ENTRIES: usize = 10_000;
const REQUESTS: usize = 200;
/// What the design asks for at most, milliseconds, of 99 requests in 100.
const P99: f64 = 100.0;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<ExitCode> {
    let postgres = Postgres::start()?;
    let url = postgres.create("as_of").await?;
    let met = [
        measure("SQLite", Server::setup()).await?,
        measure("PostgreSQL", Server::setup().set("database", &url)).await?,
    ];
    Ok(if met == [true, true] { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn measure(database: &str, setup: Setup) -> Result<bool> {
    let office = Office::open_with(setup, "fr").await;
    record(&office, ENTRIES / 2).await?;
    let half = moment(&office)?;
    later(&office.server.clock, 1);
    record(&office, ENTRIES / 2).await?;
    let whole = moment(&office)?;
    later(&office.server.clock, 1);
    let path = format!("/projects/{}/as-of", office.project);
    let mut met = true;
    for (when, at) in [("all of them", whole), ("half of them", half)] {
        let address = format!("{path}?at={at}");
        let page = office.reader.visit(&address).await.expect(200);
        ensure!(page.text().contains("n° 99"), "the page shows the project: {}", page.text());
        let mut times = Vec::new();
        for _ in 0..REQUESTS {
            let start = Instant::now();
            office.reader.visit(&address).await.expect(200);
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        let (median, p99) = (times[REQUESTS / 2], times[REQUESTS * 99 / 100]);
        met &= p99 <= P99;
        println!(
            "{database}, a project of {ENTRIES} entries, {when}: median {median:.1} ms, p99 {p99:.1} ms (at most {P99}: {}), {} kB",
            if p99 <= P99 { "met" } else { "MISSED" },
            page.bytes.len() / 1000
        );
    }
    Ok(met)
}

/// Now, as the address of a page says it.
fn moment(office: &Office) -> Result<String> {
    Ok(jiff::Timestamp::from_millisecond(office.server.app.clock.now().0)?.to_string())
}

/// Needs in many versions, and answers to a question that change, by the way that every entry goes.
async fn record(office: &Office, entries: usize) -> Result<()> {
    let app = &office.server.app;
    let project: Id = office.project.parse()?;
    let firm: Firm = About::Project(project).firm(&app.db).await?;
    let by = Person { member: Id([7; 16]), name: "Anne Le Gall".into() };
    for batch in 0..entries / 100 {
        let mut log = app.db.append(firm, &app.clock).await?;
        for number in 0..100 {
            let event = if batch % 2 == 0 {
                let need = NeedRecorded {
                    need: Id([number as u8; 16]),
                    project,
                    text: format!("Ne pas arrêter l’atelier n° {number} plus d’un jour ({batch})."),
                    answer: "Deux serveurs qui se relaient.".into(),
                };
                Event::from(need)
            } else {
                let answer = if number % 2 == 0 { SurveyAnswer::Yes } else { SurveyAnswer::No };
                let (question, asked, note) = (format!("q-{number}"), "À distance ?".into(), String::new());
                Event::from(SurveyAnswered { project, question, asked, answer, note, by: by.clone() })
            };
            log.push(Actor::System, event, &mut app.rng()).await?;
        }
        log.commit().await?;
    }
    Ok(())
}
