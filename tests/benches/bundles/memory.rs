//! The memory of a server that makes a bundle of a gigabyte and sends it.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};
use ledger::Time;
use ledger::bundle::Verifier;
use ledger::evidence::{Reader, Verdict};
use server::clock::Clock;
use server::config::Config;
use tests::http::Visitor;
use tests::story::{add_client, add_project, found_firm, sign_in};

/// Megabytes of memory at the peak, less than.
const GOAL: f64 = 100.0;
/// Papers of the project, each of nearly the size that may be uploaded by default.
const PAPERS: usize = 44;
const PAPER: usize = 24 << 20;
/// How this program is told to be the server.
pub const SERVE: &str = "serve";

/// The server, until its process is ended.
pub async fn serve(folder: &str, address: &str) -> Result<()> {
    let url = format!("http://{address}");
    let values = BTreeMap::from([("data".to_owned(), folder.to_owned()), ("url".to_owned(), url)]);
    let app = server::open(Config::from_values(&values)?, Clock::system()).await.map_err(anyhow::Error::from_boxed)?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    tokio::spawn(server::jobs::work(app.clone(), std::future::pending()));
    server::serve(app, listener, std::future::pending()).await.map_err(Into::into)
}

/// A server in another process.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    async fn start(folder: &str) -> Result<Process> {
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut server = Command::new(std::env::current_exe()?);
        let child = server.args([SERVE, folder, &address]).stderr(Stdio::null()).spawn()?;
        let process = Process { child, address };
        for _ in 0..500 {
            if tokio::net::TcpStream::connect(&process.address).await.is_ok() {
                return Ok(process);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::bail!("the server does not listen")
    }

    fn visitor(&self) -> Visitor {
        Visitor::new(&format!("http://{}", self.address), "fr")
    }

    /// The peak counts anew from here (proc_pid_clear_refs(5)).
    fn forget_the_peak(&self) -> Result<()> {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").context("Linux counts the peak anew")
    }

    /// Megabytes (proc_pid_status(5), in kB).
    fn memory(&self, line: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let found = status.lines().find_map(|text| text.strip_prefix(line)).context("Linux says so")?;
        Ok(found.trim_matches([':', ' ', '\t', 'k', 'B']).parse::<f64>()? / 1000.0)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

pub async fn measure() -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("acte").display().to_string();
    let first = Process::start(&data).await?;
    let project = fill(&first.visitor()).await;
    drop(first);

    // A fresh one, which owes nothing to what was uploaded.
    let server = Process::start(&data).await?;
    let owner = server.visitor();
    sign_in(&owner, "anne@ouest.example").await.expect(200);
    let page = owner.visit(&format!("/projects/{project}/bundle")).await.expect(200);
    server.forget_the_peak()?;
    let before = server.memory("VmHWM")?;
    let zip = page.form_with("others").submit().await.expect(200).bytes;
    let peak = server.memory("VmHWM")?;
    let mut verifier = Verifier::new(Reader::stranger(Time(i64::MAX)));
    for piece in zip.chunks(1 << 20) {
        verifier.read(piece)?;
    }
    anyhow::ensure!(verifier.finish()?.verdict == Verdict::KeyNotCompared, "the bundle holds");
    let met = peak < GOAL;
    println!(
        "a bundle of {:.2} GB, files of {} MB: the server takes {peak:.0} MB at its peak, {before:.0} MB before (less than {GOAL}: {})",
        zip.len() as f64 / 1e9,
        PAPER / 1_000_000,
        super::verdict(met)
    );
    Ok(met)
}

/// A project with papers; its identifier.
async fn fill(owner: &Visitor) -> String {
    found_firm(owner, "fr").await;
    let client = add_client(owner, "Portails Morin", "404 833 048", "fr").await;
    let project = add_project(owner, &client, "Remplacement des serveurs").await;
    let page = format!("/projects/{project}");
    for number in 0..PAPERS {
        let form = owner.visit(&page).await.expect(200).form_with("paper_file").fill("paper_class", "offer");
        form.attach("paper_file", &format!("offre-{number}.pdf"), &paper(number)).submit().await.expect(200);
    }
    project
}

/// Bytes that look like a PDF at both ends, other ones for each number.
fn paper(number: usize) -> Vec<u8> {
    let mut bytes = format!("%PDF-1.7\n%{number}\n").into_bytes();
    bytes.resize(PAPER - 6, b'.');
    bytes.extend(b"%%EOF\n");
    bytes
}
