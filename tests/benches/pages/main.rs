//! Requests per second of two pages, each against the same bytes served by a bare axum route.
//!
//! Both servers run in this process, each on a runtime of two threads; the same client asks them in turn, over as many connections
//! that stay open, many short rounds of each. What is told is the median of the rounds' ratios: whatever else the machine does slows
//! both. Acté is whole: its middleware, the session or the link looked up, the database read and the page rendered for each request.
//! Neither compresses. Ends with 1 when a goal is missed.

mod load;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::routing::get;
use load::{Ask, requests};
use tests::http::Visitor;
use tests::postgres::Postgres;
use tests::server::{Server, Setup};
use tests::story::{DIRECTOR, Office, add_project};

/// What the design asks for, as parts of the static server's requests per second.
const CLIENT_GOAL: f64 = 0.3;
const LIST_GOAL: f64 = 0.2;

/// Projects of the list.
const ROWS: usize = 100;
/// Rounds of each server, and how long one is.
const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(400);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let postgres = Postgres::start()?;
    let url = postgres.create("pages").await?;
    let mut met = true;
    met &= measure("SQLite", Server::setup(), [Some(CLIENT_GOAL), Some(LIST_GOAL)]).await?;
    // A second figure without a goal: the database's own processes share the cores, which says more of them than of us.
    met &= measure("PostgreSQL", Server::setup().set("database", &url), [None, None]).await?;
    if !met {
        println!("What the rest is spent on: docs/architecture.md, \"How fast it is\".");
    }
    Ok(if met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Both pages on one database. Whether the goals were met.
async fn measure(database: &str, setup: Setup, goals: [Option<f64>; 2]) -> Result<bool> {
    let office = Office::open_with(setup, "fr").await;
    for number in 1..ROWS {
        add_project(&office.adviser, &office.client, &format!("Remplacement des serveurs, site {number}")).await;
    }
    office.issue(&["BCK-01", "BCK-03", "IAM-01"], &[DIRECTOR]).await;
    let link = office.link(DIRECTOR, 0).await;
    let client = office.server.visitor("fr");
    let mut met = true;
    for (name, visitor, path, goal) in
        [("client's page", &client, link.as_str(), goals[0]), ("list of 100", &office.reader, "/projects", goals[1])]
    {
        met &= page(&format!("{database}, {name}"), visitor, path, goal).await?;
    }
    Ok(met)
}

/// Measures one page, and says what came out.
async fn page(name: &str, visitor: &Visitor, path: &str, goal: Option<f64>) -> Result<bool> {
    let shown = visitor.visit(path).await.expect(200);
    let rows = shown.source().matches("<tr").count();
    anyhow::ensure!(rows == 0 || rows == ROWS + 1 || path != "/projects", "{rows} rows");
    let ours = ask(visitor, path, &shown.bytes)?;
    let fixed = Ask { server: serve_fixed(shown.headers.clone(), shown.bytes.clone()).await?, ..ours.clone() };
    // Unmeasured: threads started, statements prepared, pools filled.
    requests(&fixed, ROUND).await?;
    requests(&ours, ROUND).await?;
    let (mut of_ours, mut of_fixed, mut ratios) = (Rounds::default(), Rounds::default(), Vec::new());
    for _ in 0..ROUNDS {
        let bare = of_fixed.round(&fixed).await?;
        ratios.push(of_ours.round(&ours).await? / bare);
    }
    let ratio = median(&mut ratios);
    println!(
        "{name}: {ours:.0} requests/s, the same {} bytes from a static route {fixed:.0}: {ratio:.2}{} \
         (processor: {:.0} µs and {:.0} µs a request)",
        shown.bytes.len(),
        goal.map_or(String::new(), |goal| format!(
            " (at least {goal}: {})",
            if ratio >= goal { "met" } else { "MISSED" }
        )),
        of_ours.microseconds(),
        of_fixed.microseconds(),
        ours = median(&mut of_ours.per_second),
        fixed = median(&mut of_fixed.per_second),
    );
    Ok(goal.is_none_or(|goal| ratio >= goal))
}

/// What came out of the rounds of one server.
#[derive(Default)]
struct Rounds {
    per_second: Vec<f64>,
    processor: Duration,
    answered: f64,
}

impl Rounds {
    /// One more; requests per second.
    async fn round(&mut self, ask: &Ask) -> Result<f64> {
        let before = processor_time()?;
        let start = Instant::now();
        let answered = requests(ask, ROUND).await? as f64;
        self.processor += processor_time()? - before;
        self.answered += answered;
        let per_second = answered / start.elapsed().as_secs_f64();
        self.per_second.push(per_second);
        Ok(per_second)
    }

    /// Processor time of this process for one request: server, SQLite and client, not PostgreSQL.
    fn microseconds(&self) -> f64 {
        self.processor.as_secs_f64() * 1e6 / self.answered
    }
}

/// What all threads of this process have used (proc_pid_stat(5): fields 14 and 15, in hundredths of a second on Linux).
fn processor_time() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(") ").context("/proc/self/stat")?;
    let ticks = fields.split(' ').skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The request as the visitor's browser sends it, the body as it was answered.
fn ask(visitor: &Visitor, path: &str, body: &[u8]) -> Result<Ask> {
    let built = visitor.request(axum::http::Method::GET, path).build()?;
    let url = built.url();
    let server = url.socket_addrs(|| None)?.pop().context("an address")?;
    let mut request = format!("GET {path} HTTP/1.1\r\nHost: {server}\r\n");
    for (name, value) in built.headers() {
        request += &format!("{name}: {}\r\n", value.to_str()?);
    }
    request += "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n\r\n";
    Ok(Ask { server, request, body: body.to_vec() })
}

/// A server of these bytes and headers, and nothing else, on as many threads as Acté has here.
async fn serve_fixed(mut headers: HeaderMap, body: Vec<u8>) -> Result<SocketAddr> {
    // Both are the HTTP library's to write.
    for own in ["date", "content-length"] {
        headers.remove(own);
    }
    let body = Bytes::from(body);
    let answer = move || std::future::ready((headers.clone(), body.clone()));
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("static").enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, axum::Router::new().fallback(get(answer))).await
        })
    });
    Ok(address)
}
