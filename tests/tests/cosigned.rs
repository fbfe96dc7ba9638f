//! Two firms on two servers vouch for each other: one asks, the other is its witness.

use std::process::Command;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use ledger::evidence::{self, Reader, Verdict};
use ledger::{Evidence, Report, Witness};
use server::args;
use server::store::verify::{self, Fault};
use tests::http::Visitor;
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, Office, dossier, later};
use tests::tools::run_commands;

tests::on_both_databases![
    a_witness_on_another_server_cosigns_what_only_grew,
    a_witness_that_fails_or_lies_changes_nothing
];

async fn key(server: &Server) -> String {
    let mut tx = server.app.db.read().await.expect("the database");
    tx.one("SELECT vkey FROM firm", args![]).await.expect("one firm").get("vkey").expect("its key")
}

/// Sizes of the cosigned checkpoints, once there are so many.
async fn cosigned(server: &Server, many: usize) -> Vec<u64> {
    let since = Instant::now();
    loop {
        let mut tx = server.app.db.read().await.expect("the database");
        let rows = tx.all("SELECT size FROM cosignature ORDER BY size", args![]).await.expect("rows");
        if rows.len() >= many {
            return rows.iter().map(|row| row.get("size").expect("a number")).collect();
        }
        assert!(since.elapsed() < Duration::from_secs(20), "{} of {many} cosignatures", rows.len());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn read(bytes: &[u8], key: &str, witnesses: &[Witness]) -> Report {
    let now = ledger::Time(4_000_000_000_000);
    let key = key.parse().expect("a key");
    evidence::verify(bytes, Reader { key: Some(&key), witnesses, ..Reader::stranger(now) })
}

async fn a_witness_on_another_server_cosigns_what_only_grew(on: Database) {
    let mut office = Office::open_with(Server::setup().on(on), "fr").await;
    let key = key(&office.server).await;
    let other =
        Server::setup().on(on).set("witness.logs", &key).set("witness.name", "other.example/witness").start().await;
    let told = other.visitor("en").visit("/witness").await.expect(200).source();
    let witness: Witness = told.trim_end().parse().expect("a witness's key");

    // The office's server again, with the setting; a worker of the old one would take the jobs and know no witness.
    let ask = format!("{witness}@{}/witness", other.url);
    let asking = Server::setup().on(on).set("witness.ask", &ask).beside(&office.server).start().await;
    for visitor in [&mut office.owner, &mut office.adviser, &mut office.reader] {
        let cookies = visitor.cookies();
        *visitor = asking.visitor("fr");
        cookies.iter().for_each(|(name, value)| visitor.set_cookie(name, value));
    }
    office.server = asking;
    let first = cosigned(&office.server, 1).await[0];
    let firm = office.owner.visit("/firm").await.expect(200);
    firm.says("other.example/witness").says(&witness.to_string()).says("A cosigné").says(&format!("{first} écritures"));

    let notice = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    office.mail(DIRECTOR, 0).await;
    // Until a cosigned checkpoint covers all that happened to the notice.
    let (bytes, report) = loop {
        let many = cosigned(&office.server, 1).await.len();
        later(&office.server.clock, 1);
        let sizes = cosigned(&office.server, many + 1).await;
        assert!(sizes[0] == first && sizes.is_sorted(), "{sizes:?}");
        let bytes = office.adviser.visit(&format!("/notices/{notice}/evidence.json")).await.expect(200).bytes;
        let report = read(&bytes, &key, std::slice::from_ref(&witness));
        if !report.cosignatures.is_empty() {
            break (bytes, report);
        }
        assert!(many < 5, "{:?}", report.findings);
    };
    assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.findings);
    let cosignatures: Vec<&str> = report.cosignatures.iter().map(|cosigned| cosigned.witness.as_str()).collect();
    assert_eq!((cosignatures, report.other_signatures), (vec!["other.example/witness"], 0));
    others_verify(&office, &notice, &witness).await;
    // A document names who vouches for its time, where no authority does.
    let (_, file) = dossier(&office.reader, &format!("/projects/{}", office.project)).await;
    let page = tests::tools::first_page(&file.bytes).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("Le témoin other.example/witness, que le prestataire a choisi, atteste"), "{page}");
    // To whoever does not know the witness it is a line like any other.
    let report = read(&bytes, &key, &[]);
    assert_eq!((report.verdict, report.cosignatures.len(), report.other_signatures), (Verdict::Intact, 0, 1));
    // A line of the witness under another text is worse than none.
    let mut evidence = Evidence::from_bytes(&bytes).expect("evidence");
    let line = evidence.checkpoint.lines().last().expect("the cosignature").to_owned();
    let mut tx = office.server.app.db.read().await.expect("the database");
    let older = tx.one("SELECT note FROM checkpoint WHERE size = $1", args![first]).await.expect("the first one");
    evidence.checkpoint = format!("{}{line}\n", older.get::<String>("note").expect("a note"));
    let forged = read(&evidence.to_bytes().expect("a file"), &key, std::slice::from_ref(&witness));
    assert_eq!(forged.verdict, Verdict::Faulty, "{:?}", forged.findings);
}

/// By the commands in a bundle, with the witness's key; not with another's.
async fn others_verify(office: &Office, notice: &str, witness: &Witness) {
    let page = office.reader.visit(&format!("/notices/{notice}/bundle")).await.expect(200);
    let zip = page.form_to("/bundle").submit().await.expect(200).bytes;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("bundle.zip"), zip).expect("written");
    let mut unzip = Command::new("python3");
    let unzipped = unzip.args(["-m", "zipfile", "-e", "bundle.zip", "."]).current_dir(folder.path()).status();
    assert!(unzipped.expect("python3 runs").success());
    std::fs::write(folder.path().join("witness.txt"), format!("{witness}\n")).expect("written");
    let told = run_commands(folder.path(), "verification/openssl.txt");
    // The log's key on the bundle's checkpoint, the witness's, the log's on that inside each PDF.
    let documents = std::fs::read_dir(folder.path().join("documents")).expect("documents").count();
    assert_eq!(told.matches("Signature Verified Successfully").count(), 2 + documents, "{told}");
    let text = std::fs::read_to_string(folder.path().join("cosigned.txt")).expect("what the witness signed");
    assert!(text.starts_with("cosignature/v1\ntime "), "{text}");
    // The same commands refuse the signature under another time.
    std::fs::write(folder.path().join("cosigned.txt"), text.replacen("time 1", "time 2", 1)).expect("written");
    let verify =
        "pkeyutl -verify -pubin -inkey witness.der -keyform DER -rawin -in cosigned.txt -sigfile cosignature.sig";
    let other = Command::new("openssl").args(verify.split(' ')).current_dir(folder.path()).output().expect("openssl");
    assert!(!other.status.success());
}

/// Until the page of the firm says why the witness does not cosign.
async fn told(asking: &Server, owner: &Visitor, why: &str) {
    let since = Instant::now();
    loop {
        // The job that failed is tried again within six hours.
        later(&asking.clock, 7);
        server::jobs::run_due(&asking.app).await.expect("jobs run");
        if owner.visit("/firm").await.expect(200).text().contains(why) {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "not told: {why}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    owner.visit("/firm").await.expect(200).says("Ne cosigne pas");
}

async fn a_witness_that_fails_or_lies_changes_nothing(on: Database) {
    let mut office = Office::open_with(Server::setup().on(on), "fr").await;
    let witness = ledger::WitnessKey::from_seed("liar.example", &[9; 32]).expect("a good name");
    let (nothing, unknown, past) =
        ("Aucune cosignature n’est venue de lui", "Il ne connaît pas ce registre", "n’en est pas le début");
    for (status, body, why) in [
        (StatusCode::OK, "— liar.example AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".to_owned(), nothing),
        (StatusCode::OK, format!("{}\n", witness.cosign("another/log\n1\nAAAA\n", ledger::Time(0))), nothing),
        (StatusCode::OK, "x".repeat(1 << 20), nothing),
        (StatusCode::CONFLICT, "999999\n".to_owned(), past),
        (StatusCode::CONFLICT, "1\n".to_owned(), past),
        (StatusCode::CONFLICT, "two\n".to_owned(), nothing),
        (StatusCode::UNPROCESSABLE_ENTITY, String::new(), past),
        (StatusCode::FORBIDDEN, String::new(), unknown),
        (StatusCode::NOT_FOUND, String::new(), unknown),
        (StatusCode::INTERNAL_SERVER_ERROR, String::new(), nothing),
    ] {
        let answer = (status, body);
        let router = axum::Router::new().route("/add-checkpoint", axum::routing::post(move || async move { answer }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let ask = format!("{}@http://{}", witness.witness(), listener.local_addr().expect("bound"));
        let liar = tokio::spawn(async move { axum::serve(listener, router).await });
        let asking = Server::setup().on(on).set("witness.ask", &ask).beside(&office.server).start().await;
        let owner = asking.visitor("fr");
        office.owner.cookies().iter().for_each(|(name, value)| owner.set_cookie(name, value));
        // A worker of the one before would take the jobs and ask another.
        office.server = asking;
        told(&office.server, &owner, why).await;
        liar.abort();
        let app = &office.server.app;
        let report = verify::database(&app.db, Some(&app.files)).await.expect("the database can be read");
        let contradicts =
            |fault: &Fault| matches!(fault, Fault::Contradicted { witness, .. } if witness == "liar.example");
        assert!(report.faults().all(contradicts), "{report}");
        assert_eq!(report.faults().count(), usize::from(why == past), "{report}");
        let mut tx = app.db.write().await.expect("the database");
        let rows = tx.all("SELECT size FROM cosignature", args![]).await.expect("rows");
        assert_eq!(rows.len(), 0, "{why}");
        // What the server leaves must verify, and a witness's word that cannot be checked stands against it.
        tx.run("DELETE FROM witness_refusal", args![]).await.expect("deleted");
        tx.commit().await.expect("committed");
    }
}
