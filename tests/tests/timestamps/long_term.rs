//! Documents that verify in twenty years with what is in them (PAdES B-LT): chains and revocation lists, asked for over HTTP.

use std::sync::Arc;
use std::time::Duration;

use server::revocation::Lists;
use tests::authority::{Authority, Manner, Roots};
use tests::server::Database;
use tests::story::Office;
use tests::tools::{python, root};

use crate::certificate::{answered, certificate, firm_root, run, written};
use crate::log::{machine, setup};

tests::on_both_databases![a_certificate_holds_all_that_verifying_it_takes, without_a_list_a_certificate_says_no_less];

const NEVER: &str = "20990101000000Z";

/// What pyHanko says of the certificate of an answer given now, for the long term.
async fn judged(roots: &Arc<Roots>, on: Database) -> String {
    let authority = Authority::start(roots, Manner::Honest);
    let office = Office::open_with(setup(roots, &[&authority]).on(on), "en").await;
    let notice = answered(&office).await;
    let pdf = certificate(&office, &notice, Duration::from_secs(20)).await;
    let (firm, file) = (firm_root(roots, &pdf), written(roots, "certificate.pdf", &pdf));
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
    assert_eq!(roots.lists.asked(), 1);
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
        let lists = Lists::new().expect("a client");
        let found = lists.of(&chain, &machine()).await;
        assert_eq!(
            found,
            if good { vec![list.clone()] } else { Vec::new() },
            "{}",
            hex::encode(&list[..list.len().min(80)])
        );
    }
    // Signed by another authority of the same name.
    roots.lists.publish(Roots::new().list("ca", NEVER, &[]));
    assert_eq!(Lists::new().expect("a client").of(&chain, &machine()).await, Vec::<Vec<u8>>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_list_is_kept_for_an_hour_and_never_beyond_its_end() {
    let roots = Roots::new();
    let chain = [roots.certificate("tsa"), roots.anchor()];
    let (lists, clock) = (Lists::new().expect("a client"), machine());
    // An address that has none is left alone for five minutes.
    assert_eq!(lists.of(&chain, &clock).await.len(), 0);
    roots.lists.publish(roots.list("ca", NEVER, &[]));
    assert_eq!((lists.of(&chain, &clock).await.len(), roots.lists.asked()), (0, 1));
    clock.advance(5 * 60_000);
    assert_eq!((lists.of(&chain, &clock).await.len(), roots.lists.asked()), (1, 2));
    clock.advance(59 * 60_000);
    assert_eq!((lists.of(&chain, &clock).await.len(), roots.lists.asked()), (1, 2));
    clock.advance(60_000);
    assert_eq!((lists.of(&chain, &clock).await.len(), roots.lists.asked()), (1, 3));
}
