//! The bundle: chosen on a page or written by `acte export`, verified by the same code as everywhere.

use std::io::Write as _;
use std::process::Command;

use app::Texts;
use ledger::bundle::{BundleReport, FileFault, FileRole, Verifier};
use ledger::evidence::{Reader, Verdict};
use ledger::{Lang, Time};
use server::args;
use server::report::{Telling, verify};
use tests::browser::{Browser, View};
use tests::busy::Busy;
use tests::http::Page;
use tests::server::{Database, Server};
use tests::tools;

tests::on_both_databases![
    a_project_is_handed_out_whole,
    what_is_not_ticked_is_counted_and_not_shown,
    a_bundle_speaks_the_clients_language,
    every_notice_and_client_has_a_bundle
];

fn read(bytes: &[u8], key: Option<&str>) -> BundleReport {
    let key = key.map(|key| key.parse().expect("a key"));
    let mut verifier = Verifier::new(Reader { key: key.as_ref(), ..Reader::stranger(Time(4_000_000_000_000)) });
    // In pieces, as a browser reads it.
    bytes.chunks(10_000).for_each(|piece| verifier.read(piece).expect("a bundle"));
    verifier.finish().expect("a bundle")
}

async fn key(server: &Server) -> String {
    let mut tx = server.app.db.read().await.expect("the database");
    tx.one("SELECT vkey FROM firm", args![]).await.expect("one firm").get("vkey").expect("its key")
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

async fn choose(busy: &Busy, path: &str) -> Page {
    busy.office.reader.visit(path).await.expect(200)
}

async fn a_project_is_handed_out_whole(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let server = &busy.office.server;
    let project = choose(&busy, &format!("/projects/{}", busy.office.project)).await;
    let page = project.follow("Remettre un lot de preuves (ZIP)").await.expect(200);
    page.says("MG-2026-0001").says("offre.pdf").says("Contacts du client");
    let zip = page.form_to("/bundle").submit().await.expect(200);
    assert_eq!(zip.header("content-type"), "application/zip");
    assert!(
        zip.header("content-disposition").contains("lot-de-preuves-project-"),
        "{}",
        zip.header("content-disposition")
    );
    assert_eq!(zip.header("content-length"), zip.bytes.len().to_string());

    let report = read(&zip.bytes, Some(&key(server).await));
    assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.files);
    assert_eq!(report.absent, [], "nothing that an entry names is missing");
    assert_eq!(report.manifest.about, format!("project:{}", busy.office.project));
    let names: Vec<&str> = report.files.iter().map(|file| file.path.as_str()).collect();
    assert!(
        names.starts_with(&["evidence.json", "LISEZ-MOI.txt", "verify.html", "bordereau.pdf", "bordereau.csv"]),
        "{names:?}"
    );
    let documents = report.files.iter().filter(|file| file.role == FileRole::Document);
    // Two notices, a certificate of each, a redacted copy, the letter that was posted, the project's file.
    assert_eq!(documents.clone().count(), 7, "{names:?}");
    assert!(documents.clone().all(|file| matches!(file.seal, Some(Ok(_))) && file.entry.is_some()));
    let paper = report.files.iter().find(|file| file.name == "offre.pdf").expect("the paper");
    assert_eq!((paper.role, paper.size), (FileRole::Attachment, 15));
    assert!(contains(&zip.bytes, "\"MG-2026-0001-attestation.pdf\""), "the table of contents keeps the names");

    // The log knows of it, by the hash of its table of contents.
    let mut tx = server.app.db.read().await.expect("the database");
    let sql = "SELECT payload FROM entry WHERE kind = 'bundle.exported' ORDER BY idx DESC LIMIT 1";
    let row = tx.one(sql, args![]).await.expect("an entry");
    let recorded = String::from_utf8(row.get("payload").expect("a payload")).expect("UTF-8");
    let bundles = server.visitor("fr");
    assert_eq!(bundles.visit(zip.path()).await.trail.len(), 1, "not without signing in");
    let head = 30 + "bundle.json".len();
    let size = u32::from_le_bytes(zip.bytes[18..22].try_into().expect("four bytes")) as usize;
    let manifest = ledger::sha256(&zip.bytes[head..head + size]);
    assert!(recorded.contains(&manifest.to_string()), "{recorded}");
    // What the verifier shows of it is what the log recorded: so a bundle that somebody made thinner is known by it.
    assert_eq!(report.contents, manifest);
}

async fn what_is_not_ticked_is_counted_and_not_shown(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let path = format!("/projects/{}/bundle", busy.office.project);
    let page = choose(&busy, &path).await;
    let form = page.form_to("/bundle");
    let paper = form.fields.iter().find(|field| field.name == "papers").expect("a paper").value.clone();
    let form = form
        .uncheck("notices", &format!("notice:{}", busy.open))
        .uncheck("papers", &paper)
        .uncheck("parts", "people")
        .uncheck("parts", "promises");
    let zip = form.submit().await.expect(200);
    let report = read(&zip.bytes, None);
    assert_eq!(report.verdict, Verdict::KeyNotCompared, "{:?}", report.files);
    assert!(report.evidence.counts.withheld > 4 && report.evidence.counts.elsewhere > 0);
    assert_eq!(report.absent.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["offre.pdf"]);
    // Of what is left out no word remains: the question, the other notice, the promise, a contact's address.
    for text in ["Faut-il arrêter", "MG-2026-0002", "Un plan de sauvegarde", "yann@portails.example", "DM-"] {
        assert!(!contains(&zip.bytes, text), "{text}");
    }
    assert!(contains(&zip.bytes, "MG-2026-0001"));
    // Whoever reads the report is told how many; and of a mail without its text not that a server took it: it lies in the outbox.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("part.zip");
    std::fs::write(&file, &zip.bytes).expect("written");
    let t = Texts(Lang::Fr);
    let reader = Reader::stranger(Time(4_000_000_000_000));
    let (text, _) = verify(t, &file, reader, Telling::Short).expect("read");
    assert!(text.contains(&t.verify_withheld(report.evidence.counts.withheld)), "{text}");
    let mail = t.event("mail.accepted").expect("a word");
    assert!(text.contains(mail) && !text.contains(t.trail_mail_accepted()), "{text}");

    assert!(text.contains(&t.bundle_thinner(report.evidence.counts.elsewhere)), "{text}");
    assert!(text.contains(&report.contents.to_string()), "{text}");

    // With the headers of all others, nothing can be said to be missing.
    let all = choose(&busy, &path).await.form_to("/bundle").check("others", "yes").submit().await.expect(200);
    let report = read(&all.bytes, None);
    assert_eq!((report.verdict, report.evidence.counts.elsewhere), (Verdict::KeyNotCompared, 0));
    assert!(report.evidence.counts.withheld > 0);
    assert!(!contains(&all.bytes, "anne@ouest.example"), "members are not of the project");
}

/// What helps to read a bundle speaks the client's language, whoever asks for it; unless another is chosen.
async fn a_bundle_speaks_the_clients_language(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let path = format!("/notices/{}/bundle", busy.answered);
    let page = choose(&busy, &path).await.form_to("/language").submit().await.expect(200);
    page.says("Evidence bundle");
    let has = |zip: &[u8], name: &str| read(zip, None).files.iter().any(|file| file.path == name);
    let zip = page.form_to("/bundle").submit().await.expect(200);
    assert!(has(&zip.bytes, "LISEZ-MOI.txt") && has(&zip.bytes, "bordereau.pdf"));
    assert!(zip.header("content-disposition").contains("lot-de-preuves"));
    let zip = page.form_to("/bundle").fill("lang", "en").submit().await.expect(200);
    assert!(has(&zip.bytes, "READ-ME.txt") && !has(&zip.bytes, "LISEZ-MOI.txt"));
    assert!(zip.header("content-disposition").contains("evidence-bundle"));
}

async fn every_notice_and_client_has_a_bundle(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "en").await;
    for (page, documents) in [
        (format!("/notices/{}", busy.answered), 3),
        (format!("/notices/{}", busy.open), 3),
        (format!("/clients/{}", busy.office.client), 7),
    ] {
        let page = choose(&busy, &page).await.follow("Hand out an evidence bundle (ZIP)").await.expect(200);
        let zip = page.form_to("/bundle").submit().await.expect(200);
        let report = read(&zip.bytes, None);
        assert_eq!(report.verdict, Verdict::KeyNotCompared, "{:?}", report.files);
        let found = report.files.iter().filter(|file| file.role == FileRole::Document).count();
        assert_eq!((found, report.absent.len()), (documents, 0), "{}", page.path());
    }
    let nothing = "0".repeat(32);
    for kind in ["notices", "projects", "clients"] {
        choose_missing(&busy, &format!("/{kind}/{nothing}/bundle")).await;
    }
}

async fn choose_missing(busy: &Busy, path: &str) {
    assert_eq!(busy.office.reader.visit(path).await.status, 404, "{path}");
}

/// A paper whose bytes are gone is told of, and the rest is handed out.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_lost_file_does_not_hold_up_the_rest() {
    let busy = Busy::open("fr").await;
    let path = format!("/notices/{}/bundle", busy.answered);
    let whole = read(&choose(&busy, &path).await.form_to("/bundle").submit().await.expect(200).bytes, None);
    let lost = whole.files.iter().find(|file| file.role == FileRole::Document).expect("a document");
    let data = &busy.office.server.app.config.data;
    let stored = walk(data).into_iter().find(|path| path.ends_with(lost.sha256.to_string())).expect("it is stored");
    let kept = std::fs::read(&stored).expect("read");
    std::fs::remove_file(&stored).expect("removed");
    let report = read(&choose(&busy, &path).await.form_to("/bundle").submit().await.expect(200).bytes, None);
    std::fs::write(&stored, kept).expect("put back, for the oracle that reads whatever is left");
    assert_eq!(report.verdict, Verdict::KeyNotCompared);
    assert_eq!(report.absent.iter().map(|file| file.sha256).collect::<Vec<_>>(), [lost.sha256]);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// The program writes what the page hands out, and verifies it; what is altered ends with 1 and a sentence.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_program_writes_and_verifies_bundles() {
    let busy = Busy::open("fr").await;
    let server = &busy.office.server;
    let data = server.app.config.data.clone();
    let folder = tempfile::tempdir().expect("a folder");
    let acte = |args: &[&str]| {
        let mut acte = Command::new(tools::acte());
        let output = acte.args(args).env("ACTE_DATA", &data).env("LANG", "fr_FR.UTF-8").output().expect("acte starts");
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), told, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let about = format!("project:{}", busy.office.project);
    let to = folder.path().to_string_lossy().into_owned();
    let (code, told, error) = acte(&["export", &about, &to]);
    assert_eq!(code, Some(0), "{error}");
    assert!(error.contains("exporting without timestamps.authorities, timestamps.anchors, witness.ask"), "{error}");
    let file = told.trim().to_owned();
    let key = key(server).await;
    let (code, told, error) = acte(&["verify", &file, "--key", &key]);
    assert_eq!(code, Some(0), "{told}{error}");
    assert!(told.contains("Conforme à l’écriture") && told.contains("bordereau.pdf"), "{told}");
    assert_eq!(acte(&["verify", &file]).0, Some(0), "the key is yet to be compared, and nothing fails");
    // Not written over, and nothing is left of it.
    let again = acte(&["export", &about, &file]);
    assert_eq!(again.0, Some(2));
    assert!(again.2.contains("exists already"), "{}", again.2);
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 1);
    assert_eq!(acte(&["export", "project:00000000000000000000000000000000", &to]).0, Some(2));
    assert_eq!(acte(&["export", "projet", &to]).0, Some(2));

    let whole = std::fs::read(&file).expect("read");
    let altered = folder.path().join("altered.zip");
    let judged = |bytes: &[u8], says: &str| {
        std::fs::File::create(&altered).and_then(|mut file| file.write_all(bytes)).expect("written");
        let (code, told, _) = acte(&["verify", &altered.to_string_lossy()]);
        assert_eq!(code, Some(1), "{told}");
        assert!(told.contains(says), "{says}: {told}");
    };
    judged(&whole[..whole.len() - 1], "Le lot est incomplet");
    judged(&[&whole[..], b"x"].concat(), "Le ZIP a été modifié");
    let middle = whole.windows(9).position(|window| window == b"%PDF-1.7\n").expect("a PDF") + 4000;
    let mut bytes = whole.clone();
    bytes[middle] ^= 1;
    judged(&bytes, "Modifié");
    // The headline names the file and what is wrong with it, for people and for programs.
    let (_, told, _) = acte(&["verify", &altered.to_string_lossy()]);
    let headline = told.split_once("Fichiers\n").map_or(told.as_str(), |(before, _)| before);
    assert!(headline.contains("✗ bordereau.pdf") && headline.contains("Modifié"), "{told}");
    let failed = |told: &str| serde_json::from_str::<serde_json::Value>(told).expect("JSON")["failed"].clone();
    let (_, told, _) = acte(&["verify", "--json", &altered.to_string_lossy()]);
    let named = failed(&told);
    assert_eq!(named[0], serde_json::json!({ "file": "bordereau.pdf", "check": "altered" }), "{named}");
    let (_, told, _) = acte(&["verify", "--json", &file]);
    assert_eq!(failed(&told), serde_json::json!([]));
    let seal = &serde_json::from_str::<serde_json::Value>(&told).expect("JSON")["bundle"]["files"];
    let trusts: Vec<&str> =
        seal.as_array().expect("files").iter().filter_map(|f| f["seal"]["seal"]["trust"].as_str()).collect();
    assert!(!trusts.is_empty() && trusts.iter().all(|trust| *trust == "named_by_log"), "no root was given: {trusts:?}");
    let report = read(&bytes, None);
    assert!(report.files.iter().any(|file| file.faults.contains(&FileFault::Altered)));
}

/// What was mistyped is said in the language asked for, and nothing is verified.
#[test]
fn the_program_refuses_in_the_readers_language() {
    let acte = |args: &[&str]| {
        let output = Command::new(tools::acte()).args(args).env("LANG", "C").output().expect("acte starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let t = Texts(Lang::Fr);
    for (args, says) in [
        (&["verify", "x.pdf", "--key", "abc", "--lang", "fr"][..], t.verify_key_wrong().to_owned()),
        (&["verify", "x.pdf", "--witness", "abc", "--lang", "fr"], t.verify_witness_wrong().to_owned()),
        (&["verify", "x.pdf", "--kye", "abc", "--lang=fr"], t.usage_unknown("--kye")),
        (&["verify", "x.pdf", "--json", "--full", "--lang", "fr"], "ne vont pas ensemble".to_owned()),
        (&["verifie", "--lang", "fr"], t.usage_command("verifie")),
        (&["verify", "x.pdf", "--lang", "fr"], t.file_missing("x.pdf")),
        (&["verify", "x.pdf", "--authorities", "none.pem", "--lang", "fr"], t.file_missing("none.pem")),
        (
            &["verify", "Cargo.toml", "--authorities", "Cargo.toml", "--lang", "fr"],
            t.labelled("Cargo.toml", t.verify_authorities_wrong()),
        ),
        (&["verify", "x.pdf", "--kye", "abc"], "unexpected argument '--kye'".to_owned()),
    ] {
        let (code, told) = acte(args);
        assert_eq!(code, Some(2), "{args:?}: {told}");
        assert!(told.contains(&says), "{args:?}: {told}");
    }
}

/// Other people's programs open it, list it and find nothing damaged.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn other_programs_read_a_bundle() {
    let busy = Busy::open("fr").await;
    let page = choose(&busy, &format!("/projects/{}/bundle", busy.office.project)).await;
    let zip = page.form_to("/bundle").submit().await.expect(200);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bundle.zip");
    std::fs::write(&file, &zip.bytes).expect("written");
    let run = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).current_dir(folder.path()).output().expect(program);
        let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program}: {told}");
        told
    };
    run("python3", &["-m", "zipfile", "-e", "bundle.zip", "out"]);
    let sealed = run("pdfsig", &["-nocert", "out/bordereau.pdf"]);
    assert!(sealed.contains("Signature is Valid") && sealed.contains("Total document signed"), "{sealed}");
    run("qpdf", &["--check", "out/bordereau.pdf"]);
    let listed = run("pdftotext", &["-layout", "out/bordereau.pdf", "-"]);
    assert!(listed.contains("Bordereau des pièces") && listed.contains("offre.pdf"), "{listed}");
    // What it takes to write a verifier is in it, the very page that this program's tests compare with the code.
    let format = std::fs::read(folder.path().join("out/ledger-format.md")).expect("the format");
    assert_eq!(format, std::fs::read(tools::root().join("docs/ledger-format.md")).expect("the format"));
    let read_me = std::fs::read_to_string(folder.path().join("out/LISEZ-MOI.txt")).expect("instructions");
    let url = format!("{}/verify", busy.office.server.app.config.url);
    assert!(read_me.contains("ledger-format.md") && read_me.contains(&url), "{read_me}");
    std::fs::copy(&file, folder.path().join("out/bundle.zip")).expect("copied, as the commands ask");
    let commands = tools::run_commands(&folder.path().join("out"), "verification/openssl.txt");
    assert!(
        commands.contains("no time-stamp in this seal") && commands.contains(r#""verdict": "key_not_compared""#),
        "{commands}"
    );
    // The verifier inside is the one that is tested here, and nothing that it needs is missing.
    for python in std::fs::read_dir(folder.path().join("out/verification/python")).expect("a folder") {
        let python = python.expect("an entry");
        let tested = tools::root().join("tests/tests/outside/bundle").join(python.file_name());
        assert_eq!(std::fs::read(python.path()).expect("read"), std::fs::read(tested).expect("the same"));
    }
    // No authority of time is set here, and the firm has its own list of revoked certificates.
    for says in ["Signature Verified Successfully", "CMS Verification successful", "Total document signed", "verify OK"]
    {
        assert!(commands.contains(says), "no {says:?} in {commands}");
    }
    assert!(!commands.contains("Time stamp"), "{commands}");
    let csv = std::fs::read_to_string(folder.path().join("out/bordereau.csv")).expect("the list");
    assert!(csv.starts_with("\u{feff}\"") && csv.contains("offre.pdf"), "{csv}");
    assert!(csv.lines().all(|line| line.split("\",\"").count() == 7), "{csv}");
}

/// The page inside the bundle verifies it: opened as a file, with every connection forbidden, in both languages.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_bundle_verifies_itself() {
    let busy = Busy::open("fr").await;
    let page = choose(&busy, &format!("/projects/{}/bundle", busy.office.project)).await;
    let zip = page.form_to("/bundle").submit().await.expect(200).bytes;
    let folder = tempfile::tempdir().expect("a folder");
    let (file, altered) = (folder.path().join("lot.zip"), folder.path().join("altered.zip"));
    std::fs::write(&file, &zip).expect("written");
    let start = zip.windows(9).position(|window| window == b"%PDF-1.7\n").expect("a PDF");
    let mut bytes = zip.clone();
    bytes[start + 4000] ^= 1;
    std::fs::write(&altered, bytes).expect("written");
    let unzip = ["-m", "zipfile", "-e", "lot.zip", "out"];
    let unzipped = Command::new("python3").args(unzip).current_dir(folder.path()).status().expect("python3 runs");
    assert!(unzipped.success());
    let url = format!("file://{}", folder.path().join("out/verify.html").display());

    let browser = Browser::start().await;
    for (view, hash, good, bad) in
        [(View::DESK, "#en", "As entry", "Altered"), (View::PHONE, "#fr", "Conforme à l’écriture", "Modifié")]
    {
        let tab = browser.tab(view).await;
        tab.open(&format!("{url}{hash}")).await;
        tab.wait_for(".stack:not([hidden]) > .drop").await;
        tab.upload("#f-file", &file).await;
        tab.wait_for("section[aria-labelledby=report] li").await;
        let report = tab.text("section[aria-labelledby=report]").await;
        assert!(report.contains("lot.zip") && report.contains(good) && !report.contains(bad), "{report}");
        tab.fits().await;
        tab.screenshot(&format!("bundle-{}", &hash[1..])).await;
        tab.upload("#f-file", &altered).await;
        tab.wait_for("[role=status] .note.bad").await;
        // The headline names the file and what is wrong with it.
        let headline = tab.text("[role=status] .note.bad").await;
        assert!(headline.contains("bordereau.pdf") && headline.contains(bad), "{headline}");
        assert!(tab.text("section[aria-labelledby=report]").await.contains(bad));
        assert_eq!(tab.axe().await, [], "{hash}");
    }
}
