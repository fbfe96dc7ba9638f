//! An answer is time-stamped at once, before its certificate is made; the certificate says whose time is whose, and its seal is stamped, too.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::evidence::{Check, Outcome, Reader, Remark, Report, Verdict, verify};
use ledger::note::Note;
use ledger::pdf::seal::{Standing, verify as verify_seal};
use ledger::x509::Trust;
use ledger::{Evidence, Time, cms, find_evidence};
use server::args;
use server::clock::Clock;
use tests::authority::{Authority, Manner, Roots};
use tests::http::Page;
use tests::server::Database;
use tests::story::{DIRECTOR, Office, PASSWORD};
use tests::tools::{acte, first_page, pdf_text, python, root};

use crate::log::setup;

tests::on_both_databases![
    an_answer_is_stamped_before_its_certificate,
    without_an_authority_the_certificate_says_so_and_the_stamp_follows
];

/// The director declines everything by their link; the notice.
pub async fn answered(office: &Office) -> String {
    let notice = office.issue(&["PAT-01"], &[DIRECTOR]).await;
    let client = office.server.visitor("en");
    let link = office.link_to(&notice, DIRECTOR).await;
    let page = office.identify(&client, &link, DIRECTOR).await;
    let mut form = page.form_with("typed_name").fill("typed_name", "Maëlle Kerbrat");
    let reasons: Vec<_> = form.fields.iter().map(|f| f.name.clone()).filter(|n| n.starts_with("reason.")).collect();
    for name in reasons {
        form = form.fill(&name.replace("reason", "choice"), "decline").fill(&name, "Too dear");
    }
    form.submit().await.expect(200);
    notice
}

/// The certificate, once it is made.
pub async fn certificate(office: &Office, notice: &str, within: Duration) -> Vec<u8> {
    let began = Instant::now();
    loop {
        let page = office.owner.visit(&format!("/notices/{notice}/certificate.pdf")).await;
        if page.status == 200 {
            return page.bytes;
        }
        assert!(began.elapsed() < within, "no certificate within {within:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn report(roots: &Roots, bytes: &[u8], now: Time) -> Report {
    verify(bytes, Reader { authorities: &[roots.anchor()], ..Reader::stranger(now) })
}

fn outcome(report: &Report, check: Check) -> &Outcome {
    &report.findings.iter().find(|finding| finding.check == check).expect("every check").outcome
}

pub fn run(program: impl AsRef<Path>, words: &[&str]) -> String {
    let output = Command::new(program.as_ref()).args(words).output().expect("it starts");
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {words:?}: {told}", program.as_ref().display());
    told
}

pub fn written(roots: &Roots, name: &str, bytes: &[u8]) -> String {
    let path: PathBuf = roots.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    path.display().to_string()
}

async fn an_answer_is_stamped_before_its_certificate(on: Database) {
    let roots = Arc::new(Roots::new());
    let (down, authority) = (Authority::start(&roots, Manner::Broken), Authority::start(&roots, Manner::Honest));
    let office = Office::open_with(setup(&roots, &[&down, &authority]).on(on), "en").await;
    let notice = answered(&office).await;
    let pdf = certificate(&office, &notice, Duration::from_secs(20)).await;
    let now = office.server.clock.now();
    assert!(down.asked() > 0, "the first is asked first");

    // What the pages say, the evidence holds.
    let shown = pdf_text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ");
    for text in ["“Horloge tsa (Horloge Essai)”", "at the latest on", "(± 1.5 s)", "states by its own clock"] {
        assert!(shown.contains(text), "no {text:?} in {shown}");
    }
    assert!(
        !shown.contains("had dated this state of the log yet") && !shown.contains("does not establish when"),
        "{shown}"
    );
    // What lies between the oldest date and that time is told on page one.
    let page = first_page(&pdf);
    assert!(page.contains("dated the fingerprint of the state of the log that holds all that is enclosed"), "{page}");
    assert!(
        page.contains("the one that its time-stamp follows at the greatest distance")
            && page.contains("only the firm’s word"),
        "{page}"
    );
    let evidence = find_evidence(&pdf).expect("evidence");
    let found = report(&roots, evidence, now);
    assert_eq!(found.verdict, Verdict::KeyNotCompared);
    assert_eq!(outcome(&found, Check::TimeStamps), &Outcome::Passed);
    let answer = found.entries.iter().filter_map(|e| e.header.as_ref()).find(|h| h.kind == "answer.given").expect("it");
    assert!(answer.index < found.log_size.expect("a size"), "the stamped checkpoint covers the answer");

    // The seal's own time-stamp, by our verifier and by others.
    let (seal, standing) = verify_seal(&pdf, Some(&found), None, &[roots.anchor()], now).expect("a seal");
    assert_eq!(standing, Standing::Recorded);
    let stamp = seal.time_stamp.expect("PAdES B-T");
    assert_eq!(stamp.trust, Trust::Anchored);
    assert!(stamp.time >= found.time_stamps[0].time, "the document was sealed after its log was stamped");
    others_verify(&roots, &pdf, evidence);

    // The pages of the firm say whose time it is, and so does the program.
    let page = office.owner.visit(&format!("/notices/{notice}")).await.expect(200);
    page.says("Time by the firm’s clock. “Horloge tsa (Horloge Essai)” states that the answer was in the log at the latest on");
    office.owner.visit("/firm").await.expect(200).says("Fails").says("Answers").says("HTTP status 500");
    let download = office.owner.visit(&format!("/notices/{notice}/evidence.json")).await.expect(200);
    assert_eq!(outcome(&report(&roots, &download.bytes, now), Check::Checkpoint), &Outcome::Passed);
    the_file_keeps_its_time(&office, &roots, &notice).await;
    let file = written(&roots, "certificate.pdf", &pdf);
    let told =
        run(acte(), &["verify", &file, "--lang", "en", "--authorities", roots.anchors().to_str().expect("a path")]);
    // Beside the verdict, with the checkpoint, with the seal; with an earlier state, if the notice was stamped before its answer.
    let known = told.matches("stated by Horloge tsa (Horloge Essai), an authority that you know").count();
    assert!(known >= 3, "{told}");
    assert!(told.contains("When: at the latest at") && told.contains("it has only the firm’s word here"), "{told}");
    let told = run(acte(), &["verify", &file, "--lang", "en"]);
    let named = told.matches("calls itself “Horloge tsa (Horloge Essai)”").count();
    assert_eq!(named, known, "{told}");
    assert!(told.contains("When: nothing that you know says"), "{told}");
}

/// What is made and sent of an answer comes after its stamp; the evidence handed out keeps that. Not when something else happened: an erasure is
/// told of in every case.
async fn the_file_keeps_its_time(office: &Office, roots: &Roots, notice: &str) {
    office.server.settled().await;
    let told = async || {
        let path = format!("/notices/{notice}/evidence.json");
        let bytes = office.owner.visit(&path).await.expect(200).bytes;
        let found = report(roots, &bytes, office.server.clock.now());
        assert!(found.verdict.holds(), "{:?}", found.findings);
        let kinds = found.entries.iter().filter_map(|entry| entry.header.as_ref());
        let kinds: Vec<String> = kinds.map(|header| header.kind.clone()).collect();
        (found, kinds)
    };
    let (found, kinds) = told().await;
    assert_eq!(outcome(&found, Check::TimeStamps), &Outcome::Passed, "{kinds:?}");
    assert!(kinds.contains(&"answer.given".to_owned()), "{kinds:?}");
    let row = {
        let mut tx = office.server.app.db.read().await.expect("a connection");
        // As far as the newest stamp goes. That is the one before the certificate was made, unless the job that stamps ran once more after it.
        let sql = "SELECT MAX(t.size) AS stamped, MAX(h.size) AS all_of_it FROM checkpoint_token t, log_head h";
        let sizes = tx.one(sql, args![]).await.expect("sizes");
        let [stamped, all]: [u64; 2] = ["stamped", "all_of_it"].map(|name| sizes.get(name).expect("a number"));
        assert_eq!(found.log_size, Some(stamped), "{kinds:?}");
        assert!(stamped < all, "something came after it: {kinds:?}");
        tx.one("SELECT subject, idx FROM entry WHERE kind = 'answer.given'", args![]).await.expect("the answer")
    };
    let (subject, index): (String, u64) = (row.get("subject").expect("a text"), row.get("idx").expect("a number"));
    let page = office.owner.visit(&format!("/entries/{subject}/{index}/erase")).await.expect(200);
    let form = page.form_with("ground").fill("ground", "request").fill("note", "no. 12").check("confirm", "yes");
    form.fill("password", PASSWORD).submit().await.expect(200);
    let first = found.dating().first(index).expect("a time-stamp").clone();
    let (found, kinds) = told().await;
    assert!(kinds.contains(&"payload.erased".to_owned()), "{kinds:?}");
    // Whether an authority has seen the erasure or not, the answer keeps the time-stamp that the page of the notice names.
    assert_eq!(found.dating().first(index), Some(&first));
    // Nor does a later one take its place, once another answer had the log stamped anew.
    let other = answered(office).await;
    certificate(office, &other, Duration::from_secs(20)).await;
    let (found, _) = told().await;
    assert_eq!(outcome(&found, Check::TimeStamps), &Outcome::Passed);
    assert!(found.time_stamps[0].time >= first.time && found.time_stamps[0] != first);
    assert_eq!(found.dating().first(index), Some(&first));
}

/// `openssl ts` on the token, pyHanko and pdfsig on the seal.
fn others_verify(roots: &Roots, pdf: &[u8], evidence: &[u8]) {
    let anchors = roots.anchors().display().to_string();
    let evidence = Evidence::from_bytes(evidence).expect("evidence");
    let token = written(roots, "token.der", &STANDARD.decode(&evidence.time_stamps[0]).expect("base64"));
    let text = written(roots, "text", Note::parse(&evidence.checkpoint).expect("a note").text().as_bytes());
    let told = run("openssl", &["ts", "-verify", "-data", &text, "-in", &token, "-token_in", "-CAfile", &anchors]);
    assert!(told.contains("Verification: OK"), "{told}");
    let told = run("openssl", &["ts", "-reply", "-in", &token, "-token_in", "-text"]);
    assert!(told.contains("Accuracy: 0x01 seconds, 0x01F4 millis"), "{told}");

    // The token about the signature, out of the PDF.
    let start = pdf.windows(10).rposition(|w| w == b"/Contents<").expect("a signature") + 10;
    let end = start + pdf[start..].iter().position(|byte| *byte == b'>').expect("an end");
    let contents = hex::decode(&pdf[start..end]).expect("hexadecimal");
    let signed = cms::SignedData::parse(cms::without_padding(&contents).expect("DER")).expect("a signature");
    let token = written(roots, "seal-token.der", signed.time_stamp().expect("a token"));
    let digest = signed.signature_digest().to_string();
    run("openssl", &["ts", "-verify", "-digest", &digest, "-in", &token, "-token_in", "-CAfile", &anchors]);

    let file = written(roots, "sealed.pdf", pdf);
    let told = run("pdfsig", &[&file]);
    assert!(told.contains("Signature is Valid.") && told.contains("Total document signed"), "{told}");
    let (firm, authority) = (firm_root(roots, pdf), written(roots, "authority.der", &roots.der()));
    let script = root().join("tests/tests/outside/seal.py").display().to_string();
    let told = run(python(), &[&script, "--time", &authority, &firm, &file]);
    assert_eq!(told.trim(), "sealed.pdf intact valid trusted ENTIRE_FILE NONE time intact valid trusted");
}

/// The firm's own root, as its log records it.
pub fn firm_root(roots: &Roots, pdf: &[u8]) -> String {
    let found = report(roots, find_evidence(pdf).expect("evidence"), Clock::system().now());
    let recorded =
        found.entries.iter().filter_map(|e| e.payload.as_deref()).find(|p| p.contains(r#""kind":"seal.recorded""#));
    let recorded: serde_json::Value = serde_json::from_str(recorded.expect("a key")).expect("JSON");
    let firm = STANDARD.decode(recorded["chain"][1].as_str().expect("a certificate")).expect("base64");
    written(roots, "firm.der", &firm)
}

async fn without_an_authority_the_certificate_says_so_and_the_stamp_follows(on: Database) {
    let roots = Arc::new(Roots::new());
    let authority = Authority::start(&roots, Manner::Broken);
    let office = Office::open_with(setup(&roots, &[&authority]).on(on), "en").await;
    let notice = answered(&office).await;
    authority.be(Manner::Silent).await;
    let pdf = certificate(&office, &notice, Duration::from_secs(40)).await;
    let now = office.server.clock.now();
    let shown = pdf_text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [
        "authority had dated this state of the log yet",
        "when this document was made, none covered this state of the log",
        "no time-stamping authority vouched for this state of the log yet",
    ] {
        assert!(shown.contains(text), "no {text:?} in {shown}");
    }
    assert!(!shown.contains("at the latest on"), "{shown}");
    let found = report(&roots, find_evidence(&pdf).expect("evidence"), now);
    assert_eq!(outcome(&found, Check::TimeStamps), &Outcome::Remarked(Remark::NoTimeStamp));
    let (seal, standing) = verify_seal(&pdf, Some(&found), None, &[roots.anchor()], now).expect("a seal");
    assert_eq!((seal.time_stamp, standing), (None, Standing::Recorded), "PAdES B-B");
    let manage = async || office.owner.visit(&format!("/notices/{notice}")).await.expect(200);
    manage().await.says("no time-stamping authority vouches for it yet");

    // When it is back, the log is stamped without anybody's doing, and whatever is made from then on shows it.
    authority.be(Manner::Honest).await;
    let began = Instant::now();
    let said = loop {
        office.server.clock.advance(2_000);
        let page: Page = manage().await;
        if page.text().contains("states that the answer was in the log") {
            break page.text();
        }
        assert!(began.elapsed() < Duration::from_secs(30), "no time-stamp follows");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(said.contains("“Horloge tsa (Horloge Essai)”"), "{said}");
}
