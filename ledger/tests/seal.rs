//! Whole seals: who signed, since when that is proven, and what the reader is told.
#![allow(clippy::unwrap_used)] // a test may panic

mod openssl;

use ledger::cms::{self, CmsError};
use ledger::seal::{Anchors, SealError, check};
use ledger::timestamp::TimeStampError;
use ledger::x509::{ChainError, Trust};
use ledger::*;
use openssl::{Kind, LONG_AGO, Openssl, RECENTLY, SIGNER};

const NOW: Time = Time::MAX;

fn digest() -> Hash {
    sha256(b"%PDF-1.7 the document")
}

#[test]
fn a_seal_is_reported_for_what_it_is() {
    let openssl = Openssl::usual("seal-report");
    let ca = [openssl.certificate("ca")];
    let firm = openssl.certificate("firm");
    let both = Anchors { seals: &ca, authorities: &ca };
    let then = firm.not_before();
    let seal = openssl.seal(&digest(), "firm", &["ca"]);
    let plain = check(&seal, &digest(), both, then).unwrap();
    assert_eq!(plain.signer.to_string(), "Essai firm é (Kerlann Informatique)");
    assert_eq!((plain.trust, plain.certificate, plain.time_stamp.is_none()), (Trust::Anchored, firm.sha256(), true));
    assert_eq!((plain.certificate_from, plain.certificate_until), (firm.not_before(), firm.not_after()));
    assert!(!plain.claims_qualified);
    assert_eq!(check(&seal, &digest(), Anchors::default(), then).unwrap().trust, Trust::Unknown);

    let stamped = check(&openssl.with_timestamp(&seal), &digest(), both, NOW).unwrap();
    let stamp = stamped.time_stamp.unwrap();
    assert_eq!((stamped.trust, stamp.trust), (Trust::Anchored, Trust::Anchored));
    assert_eq!(stamp.authority.common_name.as_deref(), Some("Essai tsa é"));
    assert!(!stamp.nonce_matched);
}

/// A certificate ends, the seal stays: if an authority that the reader trusts saw it before.
#[test]
fn only_a_trusted_time_keeps_a_seal_beyond_its_certificate() {
    let openssl = Openssl::usual("seal-after");
    let ca = [openssl.certificate("ca")];
    let both = Anchors { seals: &ca, authorities: &ca };
    let seal = openssl.seal(&digest(), "firm", &[]);
    let stamped = openssl.with_timestamp(&seal);
    let expired = || SealError::Chain(ChainError::Expired { subject: "Essai firm é (Kerlann Informatique)".into() });
    assert!(check(&stamped, &digest(), both, NOW).is_ok(), "the present is long after the end of the certificate");
    assert_eq!(check(&seal, &digest(), both, NOW), Err(expired()));
    // Of an authority that the reader does not know anybody may have made the token, at any time.
    assert_eq!(check(&stamped, &digest(), Anchors { seals: &ca, authorities: &[] }, NOW), Err(expired()));
    // And one that had ended before the authority saw it was never good.
    openssl.issue_for("ended", Kind::P256, "ca", SIGNER, LONG_AGO, RECENTLY);
    let late = openssl.with_timestamp(&openssl.seal(&digest(), "ended", &[]));
    let ended = ChainError::Expired { subject: "Essai ended é (Kerlann Informatique)".into() };
    assert_eq!(check(&late, &digest(), both, NOW), Err(ended.into()));
}

#[test]
fn a_bad_seal_is_refused() {
    let openssl = Openssl::usual("seal-bad");
    let ca = [openssl.certificate("ca")];
    let both = Anchors { seals: &ca, authorities: &ca };
    let seal = openssl.seal(&digest(), "firm", &["ca"]);
    let refused = |seal: &[u8]| check(seal, &digest(), both, NOW).unwrap_err();
    assert_eq!(check(&seal, &sha256(b"altered"), both, NOW), Err(CmsError::WrongDigest.into()));
    // A token about something else is worse than none.
    let wrong = cms::with_timestamp(&seal, &openssl.token(&sha256(b"else"))).unwrap();
    assert_eq!(refused(&wrong), TimeStampError::WrongHash.into());
    let no_token = cms::with_timestamp(&seal, &seal).unwrap();
    assert_eq!(refused(&no_token), TimeStampError::NotATimeStamp.into());
    // A token, and a signature with its content inside, are no seals.
    assert_eq!(refused(&openssl.token(&digest())), SealError::NotDetached);
    let attached = openssl.sign_content("1.2.840.113549.1.7.1", b"%PDF-1.7 the document", "firm", &[]);
    assert_eq!(refused(&attached), SealError::NotDetached);
    // The key that says the time seals no documents.
    let by_tsa = openssl.seal(&digest(), "tsa", &[]);
    assert_eq!(refused(&openssl.with_timestamp(&by_tsa)), ChainError::NotForSealing.into());
    // Sealing asks for SHA-256, as the digest is one.
    let words = ["-md", "sha512"];
    let other = openssl.sign_content("1.2.840.113549.1.7.1", b"", "firm", &words);
    let detached = openssl::with_signed_data(&other, |mut fields| {
        fields[2] = openssl::with_children(&fields[2], |content| vec![content[0].clone()]);
        fields
    });
    assert_eq!(refused(&detached), CmsError::UnknownHash.into());
}

/// The example of `docs/ledger-format.md`, by another program: seal and token are what any tool reads.
#[test]
fn openssl_verifies_the_printed_seal() {
    let openssl = Openssl::new("seal-printed");
    let seal = include_bytes!("vectors/seal.der");
    let content = "Mise en garde n° 1\n";
    openssl.write("seal.der", seal);
    openssl.write("content.bin", content);
    openssl.write("authority.der", include_bytes!("vectors/authority.der"));
    openssl.run(&["x509", "-inform", "DER", "-in", "authority.der", "-out", "authority.pem"]);
    let trusted = ["-CAfile", "authority.pem", "-purpose", "any"];
    let words = ["cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "seal.der", "-content", "content.bin"];
    assert_eq!(openssl.run(&[&words[..], &trusted].concat()), content.as_bytes());

    let signed = cms::SignedData::parse(seal).unwrap();
    openssl.write("token.der", signed.time_stamp().unwrap());
    let digest = signed.signature_digest().to_string();
    let words = ["ts", "-verify", "-token_in", "-in", "token.der", "-CAfile", "authority.pem", "-digest"];
    openssl.run(&[&words[..], &[&digest]].concat());
    let other = sha256(b"else").to_string();
    assert!(!openssl.try_run(&[&words[..], &[&other]].concat()).status.success());
}
