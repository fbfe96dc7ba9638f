//! A bundle bears the time of the state of the log that it shows, however lately an entry was made; and what was altered is not called intact.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use app::Texts;
use ledger::Lang;
use ledger::bundle::Verifier;
use ledger::evidence::{Check, Outcome, Reader};
use server::report::{Telling, verify};
use tests::authority::{Authority, Manner, Roots};
use tests::server::{Database, Server};
use tests::story::Office;
use tests::tools::{pdf_text, run_commands};

use crate::certificate::{answered, certificate};
use crate::log::setup;

tests::on_both_databases![a_bundle_bears_the_time_of_the_newest_state];

fn unzipped(zip: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("bundle.zip"), zip).expect("written");
    let mut unzip = Command::new("python3");
    let unzipped = unzip.args(["-m", "zipfile", "-e", "bundle.zip", "."]).current_dir(folder.path()).status();
    assert!(unzipped.expect("python3 runs").success());
    folder
}

/// The commands that lie in the bundle, as somebody types them who has the authority's roots.
fn others_verify(roots: &Roots, zip: &[u8]) {
    let folder = unzipped(zip);
    std::fs::copy(roots.anchors(), folder.path().join("roots.pem")).expect("copied");
    let told = run_commands(folder.path(), "verification/openssl.txt");
    for says in ["Horloge tsa", "CMS Verification successful", r#""verdict": "key_not_compared""#] {
        assert!(told.contains(says), "no {says:?} in {told}");
    }
    // The checkpoint's token and each seal's; the log's key on the checkpoint of the bundle and on that inside each PDF.
    let documents = std::fs::read_dir(folder.path().join("documents")).expect("documents").count();
    assert!(documents >= 2 && told.matches("Verification: OK").count() > documents, "{told}");
    assert_eq!(told.matches("CMS Verification successful").count(), documents, "{told}");
    assert_eq!(told.matches("Signature Verified Successfully").count(), 1 + documents, "{told}");
    assert!(!told.contains("no time-stamp in this seal"), "{told}");
    // Another state of the log is not what the authority saw.
    std::fs::write(folder.path().join("verification/checkpoint-text.txt"), "acte.example/f/1\n1\nAAAA\n")
        .expect("written");
    let verify = "ts -verify -data verification/checkpoint-text.txt -in verification/time-stamp-1.der -token_in -CAfile roots.pem";
    let other = Command::new("openssl").args(verify.split(' ')).current_dir(folder.path()).output().expect("openssl");
    assert!(!other.status.success());
}

async fn a_bundle_bears_the_time_of_the_newest_state(on: Database) {
    let roots = Arc::new(Roots::new());
    let authority = Authority::start(&roots, Manner::Honest);
    let office = Office::open_with(setup(&roots, &[&authority]).on(on), "en").await;
    let notice = answered(&office).await;
    let pdf = certificate(&office, &notice, Duration::from_secs(20)).await;
    let (now, anchors) = (office.server.clock.now(), [roots.anchor()]);
    let reader = || Reader { authorities: &anchors, ..Reader::stranger(now) };
    // The first one's own entry is newer than any time-stamp when the second is made.
    for _ in 0..2 {
        let page = office.reader.visit(&format!("/projects/{}/bundle", office.project)).await.expect(200);
        let zip = page.form_to("/bundle").submit().await.expect(200).bytes;
        let mut verifier = Verifier::new(reader());
        verifier.read(&zip).expect("a bundle");
        let report = verifier.finish().expect("a bundle");
        assert!(report.holds(), "{:?}", report.files);
        let of_time = report.evidence.findings.iter().find(|finding| finding.check == Check::TimeStamps);
        assert_eq!(of_time.expect("every check").outcome, Outcome::Passed);
        others_verify(&roots, &zip);
    }

    // By a process without the authorities' settings, as `acte export` may be: what is enclosed is not denied.
    let alone = Server::setup().on(on).beside(&office.server).start().await;
    let visitor = alone.visitor("en");
    office.reader.cookies().iter().for_each(|(name, value)| visitor.set_cookie(name, value));
    let page = visitor.visit(&format!("/notices/{notice}/bundle")).await.expect(200);
    let folder = unzipped(&page.form_to("/bundle").submit().await.expect(200).bytes);
    let told = pdf_text(&std::fs::read(folder.path().join("list-of-files.pdf")).expect("the list"));
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("An enclosed time-stamp states that this state of the log existed"), "{told}");
    assert!(told.contains("was not checked here") && !told.contains("no time-stamping authority known"), "{told}");
    drop(alone);

    // One letter of what the client wrote, inside the sealed certificate.
    let at = pdf.windows(7).position(|window| window == b"Too dea").expect("the reason, in the evidence");
    let mut altered = pdf.clone();
    altered[at] = b't';
    let t = Texts(Lang::En);
    for (name, bytes, holds) in [("good.pdf", &pdf, true), ("altered.pdf", &altered, false)] {
        let file = roots.path().join(name);
        std::fs::write(&file, bytes).expect("written");
        let (text, held) = verify(t, &file, reader(), Telling::Short).expect("read");
        assert_eq!((held, text.contains(t.verify_faulty())), (holds, !holds), "{text}");
        assert!(!text.contains(t.verify_inside_only()), "what is inside is altered, or nothing is: {text}");
    }
}
