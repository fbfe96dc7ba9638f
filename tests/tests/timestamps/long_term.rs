//! Documents that verify in twenty years with what is in them (PAdES B-LT): chains and revocation lists or OCSP answers, asked for over HTTP.

use std::sync::Arc;
use std::time::Duration;

use ledger::x509::Certificate;
use server::revocation::Revocations;
use tests::authority::{Authority, Manner, Roots, Says};
use tests::judges::assert_pdfa;
use tests::server::Database;
use tests::story::Office;
use tests::tools::{python, root};

use crate::certificate::{answered, certificate, firm_root, run, written};
use crate::log::{machine, setup};

tests::on_both_databases![
    a_certificate_holds_all_that_verifying_it_takes,
    where_no_list_can_be_had_it_holds_the_answer_of_a_responder,
    without_a_list_a_certificate_says_no_less
];

const EVER: [&str; 2] = ["20200101000000Z", NEVER];
const NEVER: &str = "20990101000000Z";
const DAY: i64 = 24 * 60 * 60_000;

/// What pyHanko says of the certificate of an answer given now, for the long term.
async fn judged(roots: &Arc<Roots>, on: Database) -> String {
    let authority = Authority::start(roots, Manner::Honest);
    let office = Office::open_with(setup(roots, &[&authority]).on(on), "en").await;
    let notice = answered(&office).await;
    let pdf = certificate(&office, &notice, Duration::from_secs(20)).await;
    let (firm, file) = (firm_root(roots, &pdf), written(roots, "certificate.pdf", &pdf));
    assert_pdfa(&[file.clone().into()]);
    let told = run("pdfsig", &[&file]);
    assert!(told.contains("Signature is Valid.") && told.contains("Total document signed"), "{told}");
    let authority = written(roots, "authority.der", &roots.der());
    let script = root().join("tests/tests/outside/seal.py").display().to_string();
    let told = run(python(), &[&script, "--time", &authority, &firm, &file]);
    assert_eq!(told.trim(), "certificate.pdf intact valid trusted ENTIRE_FILE NONE time intact valid trusted");
    run(python(), &[&script, "--long-term", "--time", &authority, &firm, &file]).trim().to_owned()
}

async fn a_certificate_holds_all_that_verifying_it_takes(on: Database) {
    let roots = Arc::new(Roots::new());
    roots.lists.publish(roots.list("ca", NEVER, &["expired"]));
    assert_eq!(judged(&roots, on).await, "certificate.pdf valid");
    // The certificate, the letter: one list for both.
    assert_eq!((roots.lists.asked(), roots.responder.asked()), (1, 0));
}

async fn where_no_list_can_be_had_it_holds_the_answer_of_a_responder(on: Database) {
    let roots = Arc::new(Roots::new());
    roots.certify_responder("responder", "ca", EVER);
    roots.responder.be(Says::Openssl(roots.status("responder", "V", &["-ndays", "30"])));
    assert_eq!(judged(&roots, on).await, "certificate.pdf valid");
    // The certificate, the letter: one answer for both, and one try for the list.
    assert_eq!((roots.lists.asked(), roots.responder.asked()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_answer_that_is_not_good_stops_no_certificate() {
    for status in ["R", ""] {
        let roots = Arc::new(Roots::new());
        roots.responder.be(Says::Openssl(roots.status("ca", status, &["-ndays", "30"])));
        let told = judged(&roots, Database::Sqlite).await;
        assert!(told.contains("revocation"), "{status}: {told}");
        assert!(roots.responder.asked() > 0);
    }
}

async fn without_a_list_a_certificate_says_no_less(on: Database) {
    let roots = Arc::new(Roots::new());
    let told = judged(&roots, on).await;
    assert!(told.contains("revocation"), "{told}");
    assert!(roots.lists.asked() > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_list_is_used_only_if_it_is_the_issuers_of_this_time_and_silent_about_the_certificate() {
    let roots = Roots::new();
    let chain = [roots.certificate("tsa"), roots.anchor()];
    for (list, good) in [
        (roots.list("ca", NEVER, &[]), true),
        (roots.list("ca", NEVER, &["expired"]), true),
        (roots.list("ca", NEVER, &["tsa"]), false),
        (roots.list("ca", "20210101000000Z", &[]), false),
        (roots.list("other", NEVER, &[]), false),
        (b"a list".to_vec(), false),
        (vec![0x30; 200_000], false),
        (Vec::new(), false),
    ] {
        roots.lists.publish(list.clone());
        let found = Revocations::new().expect("a client").of(&chain, &machine()).await.lists;
        assert_eq!(
            found,
            if good { vec![list.clone()] } else { Vec::new() },
            "{}",
            hex::encode(&list[..list.len().min(80)])
        );
    }
    // Signed by another authority of the same name.
    roots.lists.publish(Roots::new().list("ca", NEVER, &[]));
    assert_eq!(Revocations::new().expect("a client").of(&chain, &machine()).await.lists, Vec::<Vec<u8>>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_list_is_kept_for_an_hour_and_never_beyond_its_end() {
    let roots = Roots::new();
    let chain = [roots.certificate("tsa"), roots.anchor()];
    let (revocations, clock) = (Revocations::new().expect("a client"), machine());
    // An address that has none is left alone for five minutes.
    assert_eq!(revocations.of(&chain, &clock).await.lists.len(), 0);
    roots.lists.publish(roots.list("ca", NEVER, &[]));
    assert_eq!((revocations.of(&chain, &clock).await.lists.len(), roots.lists.asked()), (0, 1));
    clock.advance(5 * 60_000);
    assert_eq!((revocations.of(&chain, &clock).await.lists.len(), roots.lists.asked()), (1, 2));
    clock.advance(59 * 60_000);
    assert_eq!((revocations.of(&chain, &clock).await.lists.len(), roots.lists.asked()), (1, 2));
    clock.advance(60_000);
    assert_eq!((revocations.of(&chain, &clock).await.lists.len(), roots.lists.asked()), (1, 3));
}

/// The answers found about the authority's certificate by somebody who has not asked before, this long after now.
async fn answers(chain: &[Certificate], later: i64) -> Vec<Vec<u8>> {
    let clock = machine();
    clock.advance(later);
    let found = Revocations::new().expect("a client").of(chain, &clock).await;
    assert!(chain.iter().all(|certificate| found.certificates.contains(&certificate.as_der().to_vec())));
    found.answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_answer_is_used_only_if_the_issuer_or_its_responder_says_now_that_the_certificate_is_good() {
    let roots = Roots::new();
    let chain = [roots.certificate("tsa"), roots.anchor()];
    roots.certify_responder("responder", "ca", EVER);
    roots.certify_responder("late", "ca", ["20200101000000Z", "20210101000000Z"]);
    roots.certify_responder("impostor", "other", EVER);
    let month = ["-ndays", "30"];
    for (signer, status, more, later, good) in [
        ("ca", "V", &month[..], 0, true),
        ("ca", "V", &["-ndays", "30", "-resp_no_certs"], 0, true),
        ("responder", "V", &month, 0, true),
        ("responder", "V", &["-ndays", "30", "-resp_key_id"], 0, true),
        // Its certificate is missing, so nobody can tell who signed.
        ("responder", "V", &["-ndays", "30", "-resp_no_certs"], 0, false),
        ("ca", "R", &month, 0, false),
        ("ca", "", &month, 0, false),
        ("responder", "R", &month, 0, false),
        ("late", "V", &month, 0, false),
        // Certified by the issuer, and not for this.
        ("tsa", "V", &month, 0, false),
        ("impostor", "V", &month, 0, false),
        ("other", "V", &month, 0, false),
        ("ca", "V", &month, 29 * DAY, true),
        ("ca", "V", &month, 30 * DAY + 60_000, false),
        // From a clock far ahead of ours.
        ("ca", "V", &month, -10 * 60_000, false),
        // Without an end, an answer is of its hour.
        ("ca", "V", &[], 0, true),
        ("ca", "V", &[], 61 * 60_000, false),
    ] {
        roots.responder.be(Says::Openssl(roots.status(signer, status, more)));
        let found = answers(&chain, later).await.len();
        assert_eq!(found, usize::from(good), "by {signer}: {status:?} {more:?} {later}");
    }
    assert_eq!(roots.responder.asked(), 17);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_no_answer_about_the_certificate_is_left_out() {
    let roots = Roots::new();
    let chain = [roots.certificate("tsa"), roots.anchor()];
    roots.responder.be(Says::Openssl(roots.status("ca", "V", &["-ndays", "30"])));
    let good = answers(&chain, 0).await.remove(0);
    let about_another = [
        vec!["ocsp".to_owned(), "-noverify".to_owned()],
        roots.status(
            "ca",
            "V",
            &["-ndays", "30", "-issuer", "ca.pem", "-cert", "expired.pem", "-respout", "other.ocsp"],
        ),
    ];
    roots.run(&about_another.concat().iter().map(String::as_str).collect::<Vec<_>>());
    let another = std::fs::read(roots.path().join("other.ocsp")).expect("an answer");
    let mut altered = vec![good[..good.len() - 1].to_vec(), [&good[..], &[0]].concat()];
    // Whatever stands before the certificate that goes with it.
    let certificate = good.len() - roots.der().len() - 8;
    altered.extend((0..certificate).map(|place| {
        let mut bytes = good.clone();
        bytes[place] ^= 1;
        bytes
    }));
    for bytes in altered {
        roots.responder.be(Says::Bytes(bytes.clone()));
        assert!(answers(&chain, 0).await.is_empty(), "{}", hex::encode(bytes));
    }
    for (says, good) in [
        (Says::Bytes(good), true),
        (Says::Bytes(another), false),
        // "Try later" (RFC 6960 §4.2.1), and "successful" without more.
        (Says::Bytes(vec![0x30, 3, 0x0a, 1, 3]), false),
        (Says::Bytes(vec![0x30, 3, 0x0a, 1, 0]), false),
        (Says::Bytes(b"good".to_vec()), false),
        (Says::Bytes(Vec::new()), false),
        (Says::Bytes(vec![0x30; 100_000]), false),
        (Says::Nothing, false),
        (Says::Silent, false),
    ] {
        roots.responder.be(says.clone());
        let told = format!("{says:?}");
        assert_eq!(answers(&chain, 0).await.len(), usize::from(good), "{}", &told[..told.len().min(80)]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_responder_is_asked_where_no_list_can_be_had_and_its_answer_is_kept_as_one() {
    let roots = Roots::new();
    let chain = [roots.certificate("tsa"), roots.anchor()];
    roots.responder.be(Says::Openssl(roots.status("ca", "V", &["-nmin", "90"])));
    let (revocations, clock) = (Revocations::new().expect("a client"), machine());
    let found = async || {
        let found = revocations.of(&chain, &clock).await;
        (found.lists.len(), found.answers.len(), roots.responder.asked())
    };
    roots.lists.publish(vec![0x30; 200_000]);
    assert_eq!(found().await, (0, 1, 1));
    clock.advance(59 * 60_000);
    assert_eq!(found().await, (0, 1, 1));
    // An hour on it is asked for again, and counts to its end.
    clock.advance(60_000);
    assert_eq!(found().await, (0, 1, 2));
    clock.advance(31 * 60_000);
    assert_eq!(found().await, (0, 0, 3));
    // A list is enough.
    clock.advance(5 * 60_000);
    roots.lists.publish(roots.list("ca", NEVER, &[]));
    assert_eq!(found().await, (1, 0, 3));
    // And what it says against the certificate stands, also while the address is left alone.
    clock.advance(60 * 60_000);
    roots.lists.publish(roots.list("ca", NEVER, &["tsa"]));
    assert_eq!(found().await, (0, 0, 3));
    assert_eq!(found().await, (0, 0, 3));
}
