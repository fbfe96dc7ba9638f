//! Certificates and chains made by `openssl`: what is accepted, what is unknown, and what is refused by its name.
#![allow(clippy::unwrap_used)] // a test may panic

mod openssl;

use ledger::bundle::aids::pem;
use ledger::signature::SignatureError;
use ledger::x509::{
    self, Certificate, CertificateError, Chain, ChainError, MAX_CERTIFICATE, PemError, Purpose, Trust, chain,
};
use ledger::*;
use openssl::{CA, Kind, LATER, LONG_AGO, Openssl, RECENTLY, SIGNER, TSA, element, replace, subject};

/// In the year 2025, when all certificates of these tests are valid, but for those made not to be.
const THEN: Time = Time(1_750_000_000_000);

/// A chain for sealing from `leaf` through `others` to `anchors`.
fn sealing(openssl: &Openssl, leaf: &str, others: &[&str], anchors: &[&str]) -> Result<Chain, ChainError> {
    let all = |names: &[&str]| names.iter().map(|name| openssl.certificate(name)).collect::<Vec<_>>();
    chain(&openssl.certificate(leaf), &all(others), &all(anchors), Purpose::Sealing, THEN)
}

fn names(chain: &Chain) -> Vec<String> {
    chain.certificates.iter().map(|one| one.subject().common_name.unwrap()).collect()
}

fn name(name: &str) -> String {
    format!("Essai {name} é (Kerlann Informatique)")
}

#[test]
fn a_chain_leads_to_an_anchor_or_says_that_it_does_not() {
    let openssl = Openssl::new("x509-chain");
    openssl.root("root", Kind::P384);
    openssl.issue("middle", Kind::P256, "root", CA);
    openssl.issue("low", Kind::Rsa(2048), "middle", CA);
    openssl.issue("leaf", Kind::P256, "low", SIGNER);
    openssl.root("other", Kind::P256);
    let found = |others: &[&str], anchors: &[&str]| {
        let chain = sealing(&openssl, "leaf", others, anchors).unwrap();
        (names(&chain).join(" < "), chain.trust)
    };
    let whole = "Essai leaf é < Essai low é < Essai middle é < Essai root é";
    // In whatever order they come, with or without the anchor among them, and with what does not belong.
    assert_eq!(found(&["low", "middle"], &["root"]), (whole.into(), Trust::Anchored));
    assert_eq!(found(&["root", "other", "middle", "leaf", "low"], &["other", "root"]), (whole.into(), Trust::Anchored));
    // An anchor may stand anywhere.
    assert_eq!(found(&["low", "middle"], &["low"]), ("Essai leaf é < Essai low é".into(), Trust::Anchored));
    assert_eq!(found(&[], &["leaf"]), ("Essai leaf é".into(), Trust::Anchored));
    // What ends elsewhere is unknown: at a root that nobody trusts, or where the next is missing.
    assert_eq!(found(&["low", "middle", "root"], &["other"]), (whole.into(), Trust::Unknown));
    assert_eq!(found(&["middle", "root"], &["root"]), ("Essai leaf é".into(), Trust::Unknown));
    openssl.key("self", Kind::P256);
    openssl.certify("self", "self", &subject("self"), SIGNER, LONG_AGO, LATER);
    assert_eq!(sealing(&openssl, "self", &["self"], &["other"]).unwrap().trust, Trust::Unknown);
}

/// The certificate of a server among several roots: which one it is, so that a reader can take it out.
#[test]
fn a_root_that_is_none_is_named() {
    let openssl = Openssl::new("x509-roots");
    openssl.root("root", Kind::P256);
    openssl.issue("leaf", Kind::P256, "root", TSA);
    let text = |name: &str| pem("CERTIFICATE", &openssl.der(name));
    let (root, leaf) = (text("root"), text("leaf"));
    assert_eq!(x509::roots(&format!("{root}{root}")).unwrap().len(), 2);
    let subject = openssl.certificate("leaf").subject().to_string();
    assert_eq!(x509::roots(&format!("{root}{leaf}")), Err(PemError::NotAuthority { number: 2, subject }));
}

#[test]
fn each_link_of_a_chain_is_held_to_the_rules() {
    let openssl = Openssl::new("x509-links");
    openssl.root("root", Kind::P256);
    let no_key_usage = "basicConstraints=critical,CA:true\n";
    for (middle, extensions, from, to, error) in [
        ("late", CA, LONG_AGO, RECENTLY, Some(ChainError::Expired { subject: name("late") })),
        ("early", CA, "20980101000000Z", LATER, Some(ChainError::NotYetValid { subject: name("early") })),
        ("leaf", SIGNER, LONG_AGO, LATER, Some(ChainError::NotAuthority { subject: name("leaf") })),
        ("no", "basicConstraints=CA:false\n", LONG_AGO, LATER, Some(ChainError::NotAuthority { subject: name("no") })),
        (
            "usage",
            "basicConstraints=critical,CA:true\nkeyUsage=critical,digitalSignature\n",
            LONG_AGO,
            LATER,
            Some(ChainError::NotAuthority { subject: name("usage") }),
        ),
        (
            "names",
            "basicConstraints=critical,CA:true\nnameConstraints=critical,permitted;DNS:example\n",
            LONG_AGO,
            LATER,
            Some(ChainError::CriticalExtension { subject: name("names"), oid: "2.5.29.30".into() }),
        ),
        ("plain", no_key_usage, LONG_AGO, LATER, None),
    ] {
        openssl.issue_for(middle, Kind::P256, "root", extensions, from, to);
        openssl.issue("signer", Kind::P256, middle, SIGNER);
        let found = sealing(&openssl, "signer", &[middle], &["root"]).map(|chain| chain.trust);
        assert_eq!(found, error.map_or(Ok(Trust::Anchored), Err), "{middle}");
    }
    // The anchor itself is held to them, too.
    openssl.key("old", Kind::P256);
    openssl.certify("old", "old", &subject("old"), CA, LONG_AGO, RECENTLY);
    openssl.issue("of-old", Kind::P256, "old", SIGNER);
    let expired = ChainError::Expired { subject: name("old") };
    assert_eq!(sealing(&openssl, "of-old", &[], &["old"]), Err(expired));
}

#[test]
fn the_length_below_an_authority_is_bounded() {
    let openssl = Openssl::new("x509-length");
    let limit = |length: u8| format!("basicConstraints=critical,CA:true,pathlen:{length}\n");
    openssl.key("root", Kind::P256);
    openssl.certify("root", "root", &subject("root"), &limit(1), LONG_AGO, LATER);
    openssl.issue("one", Kind::P256, "root", CA);
    openssl.issue("two", Kind::P256, "one", CA);
    openssl.issue("of-one", Kind::P256, "one", SIGNER);
    openssl.issue("of-two", Kind::P256, "two", SIGNER);
    assert_eq!(sealing(&openssl, "of-one", &["one"], &["root"]).unwrap().trust, Trust::Anchored);
    let too_long = ChainError::PathLength { subject: name("root") };
    assert_eq!(sealing(&openssl, "of-two", &["one", "two"], &["root"]), Err(too_long));

    let openssl = Openssl::new("x509-depth");
    openssl.root("0", Kind::P256);
    let authorities: Vec<String> = (0..8).map(|number: u8| number.to_string()).collect();
    for pair in authorities.windows(2) {
        openssl.issue(&pair[1], Kind::P256, &pair[0], CA);
    }
    openssl.issue("of-6", Kind::P256, "6", SIGNER);
    openssl.issue("of-7", Kind::P256, "7", SIGNER);
    let others: Vec<&str> = authorities.iter().map(String::as_str).collect();
    assert_eq!(sealing(&openssl, "of-6", &others, &["0"]).unwrap().certificates.len(), x509::MAX_PATH);
    assert_eq!(sealing(&openssl, "of-7", &others, &["0"]), Err(ChainError::TooLong));
}

/// Thirty-two certificates of one name, issued by one another in every order: an attempt to make the search endless.
#[test]
fn a_maze_of_certificates_costs_little() {
    let openssl = Openssl::new("x509-maze");
    openssl.root("maze", Kind::P256);
    openssl.issue("leaf", Kind::P256, "maze", SIGNER);
    let mut others = Vec::new();
    for _ in 0..31 {
        openssl.certify("maze", "maze", &subject("maze"), CA, LONG_AGO, LATER);
        others.push(openssl.certificate("maze"));
    }
    let searched = chain(&openssl.certificate("leaf"), &others, &[], Purpose::Sealing, THEN);
    assert_eq!(searched, Err(ChainError::TooManyChecks));
}

#[test]
fn a_forged_link_is_refused() {
    let openssl = Openssl::new("x509-forged");
    openssl.root("root", Kind::P256);
    openssl.issue("leaf", Kind::P256, "root", SIGNER);
    let leaf = openssl.certificate("leaf");
    let root = openssl.certificate("root");
    openssl.root("root", Kind::P256);
    let impostor = openssl.certificate("root");
    let wrong = ChainError::Signature { subject: name("root"), error: SignatureError::Wrong };
    assert_eq!(chain(&leaf, &[], std::slice::from_ref(&impostor), Purpose::Sealing, THEN), Err(wrong.clone()));
    assert_eq!(chain(&leaf, std::slice::from_ref(&impostor), &[], Purpose::Sealing, THEN), Err(wrong));
    // Beside the true one it changes nothing.
    let anchors = [impostor.clone(), root];
    let found = chain(&leaf, &[impostor], &anchors, Purpose::Sealing, THEN).unwrap();
    assert_eq!(found.trust, Trust::Anchored);
    // A name altered after signing.
    let altered = Certificate::parse(&replace(leaf.as_der(), b"Essai leaf", b"Essai lead")).unwrap();
    let altered = chain(&altered, &[], &[openssl.certificate("root")], Purpose::Sealing, THEN);
    assert!(matches!(altered, Err(ChainError::Signature { .. })));
}

#[test]
fn weak_algorithms_are_refused() {
    let openssl = Openssl::new("x509-weak");
    openssl.root("root", Kind::Rsa(2048));
    openssl.key("leaf", Kind::P256);
    openssl.run(&["req", "-new", "-key", "leaf.key", "-subj", "/CN=leaf", "-out", "leaf.csr"]);
    let words = ["x509", "-req", "-sha1", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key", "-days", "30000"];
    openssl.run(&[&words[..], &["-set_serial", "7", "-out", "leaf.pem"]].concat());
    let leaf = openssl.certificate("leaf");
    let found = chain(&leaf, &[], &[openssl.certificate("root")], Purpose::Sealing, leaf.not_before());
    let error = SignatureError::UnknownAlgorithm;
    assert_eq!(found, Err(ChainError::Signature { subject: name("root"), error }));
}

#[test]
fn a_certificate_is_used_for_what_it_is_for() {
    let openssl = Openssl::new("x509-purpose");
    openssl.root("root", Kind::P256);
    let purpose = |purposes: &str| format!("{SIGNER}extendedKeyUsage={purposes}\n");
    for (extensions, expected) in [
        (SIGNER.to_owned(), Ok(Trust::Anchored)),
        ("keyUsage=nonRepudiation\n".into(), Ok(Trust::Anchored)),
        (purpose("1.3.6.1.5.5.7.3.36"), Ok(Trust::Anchored)),
        (purpose("clientAuth,emailProtection"), Ok(Trust::Anchored)),
        (purpose("anyExtendedKeyUsage"), Ok(Trust::Anchored)),
        (purpose("serverAuth"), Err(ChainError::NotForSealing)),
        (TSA.into(), Err(ChainError::NotForSealing)),
        ("keyUsage=critical,keyCertSign\n".into(), Err(ChainError::KeyUsage)),
    ] {
        openssl.issue("leaf", Kind::P256, "root", &extensions);
        let found = sealing(&openssl, "leaf", &[], &["root"]).map(|chain| chain.trust);
        assert_eq!(found, expected, "{extensions}");
    }
}

#[test]
fn the_moments_of_a_certificate_are_included() {
    let openssl = Openssl::new("x509-moments");
    openssl.root("root", Kind::P256);
    openssl.issue_for("leaf", Kind::P256, "root", SIGNER, "20240229120000Z", "20240301120000Z");
    let (leaf, root) = (openssl.certificate("leaf"), [openssl.certificate("root")]);
    assert_eq!(leaf.not_before().to_string(), "2024-02-29T12:00:00.000Z");
    assert_eq!(leaf.not_after().to_string(), "2024-03-01T12:00:00.000Z");
    let at = |time: Time| chain(&leaf, &[], &root, Purpose::Sealing, time).map(|chain| chain.trust);
    assert_eq!(at(leaf.not_before()), Ok(Trust::Anchored));
    assert_eq!(at(leaf.not_after().plus_millis(999)), Ok(Trust::Anchored));
    assert_eq!(at(leaf.not_before().plus_millis(-1)), Err(ChainError::NotYetValid { subject: name("leaf") }));
    assert_eq!(at(leaf.not_after().plus_millis(1000)), Err(ChainError::Expired { subject: name("leaf") }));
    // From 2050 on the other type of time is used (RFC 5280 §4.1.2.5).
    assert_eq!(root[0].not_after().to_string(), "2099-01-01T00:00:00.000Z");
}

#[test]
fn names_are_shown_as_written_but_cleaned() {
    let openssl = Openssl::new("x509-names");
    openssl.root("root", Kind::P256);
    for (subject, shown) in [
        ("/O=Kerlann Informatique/CN=Acté – sceau", "Acté – sceau (Kerlann Informatique)"),
        ("/CN=Seule", "Seule"),
        ("/O=Même/CN=Même", "Même"),
        ("/O=Facture\u{202e}fdp.exe/CN=a\u{0}b\u{200b}  c", "a b c (Facture fdp.exe)"),
        ("/C=FR/CN=général/CN=précis", "précis"),
    ] {
        openssl.key("leaf", Kind::P256);
        let subject = subject.replace('\u{0}', "\u{1}");
        openssl.run(&[
            "req",
            "-x509",
            "-utf8",
            "-key",
            "leaf.key",
            "-subj",
            &subject,
            "-out",
            "leaf.pem",
            "-multivalue-rdn",
        ]);
        assert_eq!(openssl.certificate("leaf").subject().to_string(), shown);
    }
    openssl.run(&["req", "-x509", "-key", "leaf.key", "-subj", "/C=FR", "-out", "leaf.pem"]);
    assert_eq!(openssl.certificate("leaf").subject().to_string(), "?");
}

/// RFC 3739 and ETSI EN 319 412-5: what an authority that nobody knows writes proves nothing, and is shown as what it is.
#[test]
fn a_claim_to_be_qualified_is_read() {
    let openssl = Openssl::new("x509-qualified");
    openssl.root("root", Kind::P256);
    for (statements, claims) in [
        ("DER:300a3008060604008e460101", true),
        // QcSSCD alone, then both.
        ("DER:300a3008060604008e460104", false),
        ("DER:30143008060604008e4601043008060604008e460101", true),
    ] {
        openssl.issue("leaf", Kind::P256, "root", &format!("{SIGNER}1.3.6.1.5.5.7.1.3={statements}\n"));
        assert_eq!(openssl.certificate("leaf").claims_qualified(), claims, "{statements}");
    }
}

#[test]
fn what_is_no_certificate_is_refused() {
    let openssl = Openssl::new("x509-malformed");
    openssl.root("root", Kind::P256);
    let good = openssl.der("root");
    let refused = |der: &[u8]| Certificate::parse(der).unwrap_err();
    assert_eq!(refused(&[&good, &b"\0"[..]].concat()), CertificateError::TrailingBytes);
    assert_eq!(refused(&vec![0; MAX_CERTIFICATE + 1]), CertificateError::TooLong { bytes: MAX_CERTIFICATE + 1 });
    for bad in [&b""[..], b"-----BEGIN CERTIFICATE-----", &good[..good.len() - 1], &element(0x30, &[])] {
        assert_eq!(refused(bad), CertificateError::Malformed);
    }
    // The algorithm that is signed, and the one beside the signature.
    let algorithms = openssl::children(&good);
    let other = replace(&algorithms[1], &[4, 3, 2], &[4, 3, 3]);
    let mixed = element(0x30, &[&algorithms[0][..], &other, &algorithms[2]].concat());
    assert_eq!(refused(&mixed), CertificateError::Malformed);
}
