//! How long a page of results takes, on both databases: a million records of 300 characters, of a hundred firms.
//!
//! Each question is a page: the newest 25 records with their texts, and the counts of all that is found, by the functions that the page asks.
//! Beside it the same statements, bare on a connection of their own. A second database with a hundredth of the records, in which the questions
//! have answers of the same size, shows the growth. `cargo xtask bench search`, or with fewer records: `-- 100000`. Ends with 1 when a goal
//! is missed.

mod filled;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use filled::{Filled, PLANTED};
use server::search::query::Query;
use server::store::search::{self, Asked, Filter, Sort};
use server::store::{Firm, Value};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tests::postgres::Postgres;

const RECORDS: usize = 1_000_000;
const FIRMS: usize = 100;
/// Questions of one kind; of the same kind, each is put to another firm.
const QUESTIONS: usize = 200;
/// What the design asks for at most: milliseconds; of the bare statements' time; of the time with a hundredth of the records.
const P99: f64 = 100.0;
const OF_BARE: f64 = 1.5;
const GROWTH: f64 = 1.5;

/// What is asked, and whether its answer has the same size in both databases.
const ASKED: [(&str, Sort, bool); 7] = [
    ("plantemots", Sort::Newest, true),
    ("\"phrase plantee ici\"", Sort::Newest, true),
    ("plantem*", Sort::Newest, true),
    ("plantemots", Sort::Relevance, true),
    ("frequent", Sort::Newest, false),
    ("frequent -plantemots mot7", Sort::Newest, false),
    ("frequent", Sort::Relevance, false),
];

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<ExitCode> {
    let records = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(RECORDS);
    let folder = tempfile::tempdir()?;
    let postgres = Postgres::start()?;
    let mut met = true;
    for engine in ["SQLite", "PostgreSQL"] {
        let url = async |name: &str| match engine {
            "SQLite" => Ok(folder.path().join(format!("{name}.db")).display().to_string()),
            _ => postgres.create(name).await,
        };
        let (few_url, many_url) = (url("few").await?, url("many").await?);
        let few = Filled::open(&few_url, FIRMS, (records / 100).max(FIRMS * PLANTED)).await?;
        let started = Instant::now();
        let many = Filled::open(&many_url, FIRMS, records).await?;
        println!("{engine}: {records} records of {FIRMS} firms, indexed in {:.0} s", started.elapsed().as_secs_f64());
        for (typed, sort, same_size) in ASKED {
            let small = asked(&few, typed, sort).await?;
            let large = asked(&many, typed, sort).await?;
            let bare = bare(&many, &many_url, typed, sort).await?;
            let growth = median(&large) / median(&small);
            let ratio = median(&large) / median(&bare);
            let p99 = percentile(&large, 99);
            met &= p99 <= P99 && ratio <= OF_BARE && (!same_size || growth <= GROWTH);
            println!(
                "  {typed:30} {sort:?}: median {:.1} ms, p99 {p99:.1} ms (at most {P99}); {ratio:.2} of bare (at most {OF_BARE}); {growth:.2} of a hundredth{}",
                median(&large),
                if same_size { format!(" (at most {GROWTH})") } else { String::new() }
            );
        }
    }
    println!("{}", if met { "met" } else { "MISSED" });
    println!("each planted question finds {PLANTED} records of its firm");
    Ok(if met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Milliseconds of each page.
async fn asked(filled: &Filled, typed: &str, sort: Sort) -> Result<Vec<f64>> {
    let (query, filter) = (Query::parse(typed).expect("a question"), Filter::default());
    let mut times = Vec::new();
    for turn in 0..QUESTIONS + filled.firms.len() {
        let firm = filled.firms[turn * 37 % filled.firms.len()];
        let question = Asked { firm, query: &query, filter: &filter, stamped: 0 };
        let started = Instant::now();
        let mut tx = filled.db.read().await?;
        let hits = search::find(&mut tx, &question, sort, None, 26).await?;
        let groups = search::groups(&mut tx, &question).await?;
        let time = started.elapsed().as_secs_f64() * 1e3;
        assert!(!typed.starts_with('p') || (!hits.is_empty() && !groups.is_empty()), "{typed} finds something");
        // The first round warms.
        if turn >= filled.firms.len() {
            times.push(time);
        }
    }
    Ok(times)
}

/// Milliseconds of the same statements, without this program around them.
async fn bare(filled: &Filled, url: &str, typed: &str, sort: Sort) -> Result<Vec<f64>> {
    let (query, filter) = (Query::parse(typed).expect("a question"), Filter::default());
    let mut connection = Bare::open(url).await?;
    let mut times = Vec::new();
    for turn in 0..QUESTIONS + filled.firms.len() {
        let firm: Firm = filled.firms[turn * 37 % filled.firms.len()];
        let question = Asked { firm, query: &query, filter: &filter, stamped: 0 };
        let tx = filled.db.read().await?;
        let statements = [search::page(&tx, &question, sort, None, 26), search::counts(&tx, &question)];
        drop(tx);
        let started = Instant::now();
        for (sql, values) in statements {
            connection.run(sql, values).await?;
        }
        if turn >= filled.firms.len() {
            times.push(started.elapsed().as_secs_f64() * 1e3);
        }
    }
    Ok(times)
}

enum Bare {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Bare {
    async fn open(url: &str) -> Result<Bare> {
        Ok(match url.starts_with("postgres") {
            true => Bare::Postgres(PgConnection::connect(url).await?),
            false => Bare::Sqlite(SqliteConnection::connect(url).await?),
        })
    }

    async fn run(&mut self, sql: String, values: Vec<Value>) -> Result<()> {
        macro_rules! bound {
            ($connection:expr) => {{
                let query = values.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, value| match value {
                    Value::Int(v) => query.bind(v),
                    Value::Text(v) => query.bind(v),
                    Value::Bytes(v) => query.bind(v),
                });
                query.fetch_all($connection).await?;
            }};
        }
        match self {
            Bare::Sqlite(connection) => bound!(connection),
            Bare::Postgres(connection) => bound!(connection),
        }
        Ok(())
    }
}

fn percentile(times: &[f64], percent: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

fn median(times: &[f64]) -> f64 {
    percentile(times, 50)
}
