//! A file far too large, sent to the program as it is installed: answered with the form as it was typed, and kept nowhere.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tests::http::Visitor;
use tests::story::{add_client, add_project, found_firm};
use tests::tools;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const MIB: u64 = 1 << 20;
/// What is sent.
const SIZE: u64 = 200 * MIB;
/// What the server may take more while it comes: the 25 MiB that it takes of any file, twice while its buffer grows, and a little.
const MEMORY: u64 = 80 * MIB;

/// The program, with a data folder and a folder for temporary files.
struct Program {
    process: Child,
    address: String,
    folder: tempfile::TempDir,
}

impl Program {
    async fn start() -> Program {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("temporary")).expect("a folder");
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let address = format!("127.0.0.1:{port}");
        let mut acte = Command::new(tools::acte());
        acte.arg("serve").env("ACTE_DATA", folder.path().join("data")).env("ACTE_LISTEN", &address);
        acte.env("TMPDIR", folder.path().join("temporary")).env("ACTE_URL", format!("http://{address}"));
        let process = acte.stderr(Stdio::null()).spawn().expect("the program starts");
        let program = Program { process, address, folder };
        let since = Instant::now();
        while TcpStream::connect(&program.address).await.is_err() {
            assert!(since.elapsed() < Duration::from_secs(20), "the program does not listen");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        program.visitor("en").visit("/health").await.expect(200);
        program
    }

    fn visitor(&self, language: &str) -> Visitor {
        Visitor::new(&format!("http://{}", self.address), language)
    }

    /// A line of what Linux says of the process, in bytes.
    fn memory(&self, line: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("it runs");
        let found = status.lines().find_map(|text| text.strip_prefix(line)).expect("Linux says so");
        found.trim_matches([':', ' ', '\t', 'k', 'B']).parse::<u64>().expect("a number") * 1024
    }

    /// The highest memory from now on is a new one (proc(5), `clear_refs`).
    fn forget_the_peak(&self) -> u64 {
        std::fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").expect("Linux takes it");
        self.memory("VmHWM")
    }

    fn disk(&self) -> u64 {
        bytes(self.folder.path())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn bytes(folder: &Path) -> u64 {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    files.filter_map(|file| file.metadata().ok()).filter(std::fs::Metadata::is_file).map(|about| about.len()).sum()
}

/// Posts a form whose `file` has [`SIZE`] bytes and stands before its last field, and looks at the disk on the way.
async fn post(program: &Program, visitor: &Visitor, path: &str, file: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let text = |(name, value): &(&str, &str)| {
        format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let (last, first) = fields.split_last().expect("a field");
    let before = first.iter().map(text).collect::<String>()
        + &format!(
            "--frontier\r\nContent-Disposition: form-data; name=\"{file}\"; filename=\"offre.pdf\"\r\n\
             Content-Type: application/pdf\r\n\r\n"
        );
    let after = format!("\r\n{}--frontier--\r\n", text(last));
    let cookies: Vec<String> = visitor.cookies().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept-Language: en\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: multipart/form-data; boundary=frontier\r\nContent-Length: {}\r\n\r\n",
        program.address,
        cookies.join("; "),
        before.len() as u64 + SIZE + after.len() as u64
    );
    let disk = program.disk();
    let mut stream = TcpStream::connect(&program.address).await.expect("it listens");
    stream.write_all((head + &before).as_bytes()).await.expect("the server reads");
    let mib = vec![b'%'; MIB as usize];
    for n in 0..SIZE / MIB {
        stream.write_all(&mib).await.unwrap_or_else(|e| panic!("the server stopped reading after {n} MiB: {e}"));
        if n % 50 == 49 {
            assert!(program.disk() < disk + MIB, "the file is written to the disk");
        }
    }
    stream.write_all(after.as_bytes()).await.expect("the server reads to the end");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    let answer = String::from_utf8(answer).expect("a page");
    (answer[9..12].parse().expect("a status"), answer)
}

/// The value of a field of the page, as it stands there.
fn kept(answer: &str, css: &str) -> String {
    let html = scraper::Html::parse_document(answer);
    let selector = scraper::Selector::parse(css).expect("a selector");
    let found = html.select(&selector).next().unwrap_or_else(|| panic!("there is no {css} in {answer}"));
    found.attr("value").map_or_else(|| found.text().collect::<String>().trim().to_owned(), str::to_owned)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_file_of_200_mib_is_refused_beside_its_field_and_kept_nowhere() {
    let program = Program::start().await;
    let (stranger, owner) = (program.visitor("en"), program.visitor("fr"));

    let (memory, disk) = (program.forget_the_peak(), program.disk());
    let typed = [("name", "Infogérance de l’Ouest"), ("siren", "732829320"), ("your_name", "Anne Le Gall")];
    let (status, page) = post(&program, &stranger, "/setup", "logo", &typed).await;
    assert_eq!(status, 413, "{page}");
    assert!(kept(&page, "[id=f-logo-error]").starts_with("This file is larger than 26\u{a0}MB"), "{page}");
    for (name, value) in typed {
        assert_eq!(kept(&page, &format!("[name={name}]")), value);
    }
    assert_eq!(program.disk(), disk, "nothing was recorded");
    stranger.visit("/setup").await.expect(200);

    found_firm(&owner, "fr").await;
    let client = add_client(&owner, "Portails Morin", "404 833 048", "fr").await;
    let project = add_project(&owner, &client, "Remplacement des serveurs").await;
    let path = format!("/projects/{project}/papers");
    let grown = program.memory("VmHWM") - memory;
    assert!(grown < MEMORY, "the server took {} MiB more", grown / MIB);

    let (memory, disk) = (program.forget_the_peak(), program.disk());
    let (status, page) =
        post(&program, &owner, &path, "paper_file", &[("paper_class", "offer"), ("paper_dated", "2026-02-20")]).await;
    assert_eq!(status, 413, "{page}");
    let said = kept(&page, "[id=f-paper_file-error]");
    assert_eq!(said, "Ce fichier dépasse 26\u{a0}Mo et n’a pas été enregistré\u{a0}: choisissez-en un plus petit.");
    assert_eq!(kept(&page, "[name=paper_class] option[selected]"), "offer");
    assert_eq!(kept(&page, "[name=paper_dated]"), "2026-02-20");
    let grown = program.memory("VmHWM") - memory;
    assert!(grown < MEMORY, "the server took {} MiB more", grown / MIB);
    assert_eq!(bytes(&program.folder.path().join("temporary")), 0, "no temporary file");
    assert!(program.disk() < disk + MIB, "no file is kept");
    owner.visit(&format!("/projects/{project}")).await.expect(200).does_not_say("offre.pdf");

    // Whoever chooses a smaller one goes on.
    let form = owner.visit(&format!("/projects/{project}")).await.form_with("paper_file").fill("paper_class", "offer");
    form.attach("paper_file", "offre.pdf", b"%PDF-1.7\n%%EOF\n").submit().await.expect(200).says("offre.pdf");
}
