//! The list of revoked certificates of the firm's own authority, read by OpenSSL.

use std::process::Command;

use ledger::Time;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use server::seal::{Authority, Revoked};
use tests::example::firm;
use tests::scene::{DAY, MORNING};

/// What `openssl` prints, and whether it is content.
fn openssl(words: &[&str]) -> (bool, String) {
    let output = Command::new("openssl").args(words).output().expect("openssl starts");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn openssl_reads_the_list_and_refuses_what_it_names() {
    let mut rng = StdRng::seed_from_u64(1);
    let authority = Authority::new(&firm(), MORNING, &mut rng).expect("an authority");
    let own = authority.certify(&firm(), MORNING, &mut rng).expect("a key");
    let other = authority.certify(&firm(), MORNING, &mut rng).expect("another");
    let stranger = Authority::new(&firm(), MORNING, &mut rng).expect("an authority");
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path.to_str().expect("UTF-8").to_owned()
    };
    let pem = |name: &str, der: &[u8]| {
        let (good, text) = openssl(&["x509", "-inform", "DER", "-in", &file("der", der)]);
        assert!(good, "{text}");
        file(name, text.as_bytes())
    };
    let (root, leaf, kept) = (pem("root", &own.chain[1]), pem("leaf", &own.chain[0]), pem("kept", &other.chain[0]));
    let crl = |authority: &Authority, revoked: &[Revoked]| {
        let made = authority.crl(revoked, Time(MORNING.0 + DAY), Time(MORNING.0 + 31 * DAY)).expect("a list");
        file("crl.der", &made)
    };

    let none = crl(&authority, &[]);
    let (_, said) = openssl(&["crl", "-inform", "DER", "-in", &none, "-noout", "-text"]);
    assert!(said.contains("No Revoked Certificates"), "{said}");

    let taken = Revoked { certificate: own.chain[0].clone(), since: Time(MORNING.0 + 7_000) };
    let revoked = crl(&authority, &[taken]);
    let (good, said) =
        openssl(&["crl", "-inform", "DER", "-in", &revoked, "-noout", "-text", "-CAfile", &root, "-nameopt", "utf8"]);
    assert!(good && said.contains("verify OK"), "{said}");
    for wanted in [
        "Version 2",
        "ecdsa-with-SHA256",
        "Last Update: Mar  3 09:00:00 2026 GMT",
        "Next Update: Apr  2 09:00:00 2026 GMT",
        "Revocation Date: Mar  2 09:00:07 2026 GMT",
        "X509v3 CRL Number",
        "X509v3 Authority Key Identifier",
    ] {
        assert!(said.contains(wanted), "no {wanted:?} in\n{said}");
    }
    let list = file("crl.pem", openssl(&["crl", "-inform", "DER", "-in", &revoked]).1.as_bytes());
    let at = (MORNING.0 / 1000 + 2 * 86_400).to_string();
    let check = |certificate: &str| {
        openssl(&["verify", "-crl_check", "-attime", &at, "-CAfile", &root, "-CRLfile", &list, certificate])
    };
    let (good, said) = check(&leaf);
    assert!(!good && said.contains("certificate revoked"), "{said}");
    let (good, said) = check(&kept);
    assert!(good, "{said}");

    // Another authority's certificate is not this one's to take back.
    let foreign = Revoked { certificate: own.chain[0].clone(), since: MORNING };
    let (_, said) = openssl(&["crl", "-inform", "DER", "-in", &crl(&stranger, &[foreign]), "-noout", "-text"]);
    assert!(said.contains("CRL Number"), "{said}");
}
