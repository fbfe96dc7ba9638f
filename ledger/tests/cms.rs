//! Seals as CMS signatures: what we make, `openssl cms` accepts; what is malformed or forged is refused by its name.
#![allow(clippy::unwrap_used)] // a test may panic

mod openssl;

use ledger::cms::{self, CmsError, SealAlgorithm, SignError, SignedData, sign, with_timestamp, without_padding};
use ledger::signature::SignatureError;
use ledger::x509::CertificateError;
use ledger::*;
use openssl::{Kind, Openssl, SIGNER, children, contents, element, replace, with_signed_data, with_signer};

const CONTENT: &[u8] = b"%PDF-1.7 the document\r\n";

fn seal(openssl: &Openssl) -> Vec<u8> {
    openssl.seal(&sha256(CONTENT), "firm", &["ca"])
}

fn refused(der: &[u8]) -> CmsError {
    SignedData::parse(der).unwrap_err()
}

/// Whether `openssl cms` verifies the detached seal under the authority `ca`.
fn openssl_verifies(openssl: &Openssl, seal: &[u8], content: &[u8]) -> bool {
    openssl.write("seal.der", seal);
    openssl.write("content.bin", content);
    let words = ["cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "seal.der", "-content", "content.bin"];
    let run =
        openssl.try_run(&[&words[..], &["-CAfile", "ca.pem", "-purpose", "any", "-out", "verified.bin"]].concat());
    run.status.success() && openssl.read("verified.bin") == content
}

#[test]
fn openssl_accepts_our_seals_and_so_do_we() {
    let openssl = Openssl::usual("cms-seals");
    openssl.issue("rsa", Kind::Rsa(3072), "ca", SIGNER);
    for name in ["firm", "rsa"] {
        for issuers in [&[][..], &["ca"]] {
            let seal = openssl.seal(&sha256(CONTENT), name, issuers);
            assert!(openssl_verifies(&openssl, &seal, CONTENT), "{name}");
            assert!(!openssl_verifies(&openssl, &seal, b"%PDF-1.7 another"), "{name}");
            let read = SignedData::parse(&seal).unwrap();
            assert_eq!(read.verify(&sha256(CONTENT).0), Ok(()));
            assert_eq!(read.verify(&sha256(b"another").0), Err(CmsError::WrongDigest));
            assert_eq!(read.signer(), &openssl.certificate(name));
            assert_eq!(read.certificates().len(), 1 + issuers.len());
            assert_eq!((read.content_type(), read.content(), read.time_stamp()), (cms::DATA, None, None));
            // With a time-stamp it is still the same signature.
            let stamped = openssl.with_timestamp(&seal);
            assert!(openssl_verifies(&openssl, &stamped, CONTENT), "{name}, time-stamped");
            let stamped = SignedData::parse(&stamped).unwrap();
            assert_eq!(stamped.verify(&sha256(CONTENT).0), Ok(()));
            assert_eq!(stamped.signature_digest(), read.signature_digest());
            assert!(stamped.time_stamp().is_some());
        }
    }
}

/// ETSI EN 319 142-1 §6.3: exactly these signed attributes, and no time of our own.
#[test]
fn a_seal_says_what_pades_asks_and_no_more() {
    let openssl = Openssl::usual("cms-pades");
    let seal = seal(&openssl);
    openssl.write("seal.der", &seal);
    let words = ["cms", "-cmsout", "-print", "-inform", "DER", "-in", "seal.der"];
    let text = String::from_utf8(openssl.run(&words)).unwrap();
    let (_, signer) = text.split_once("signedAttrs:").unwrap();
    let objects: Vec<_> = signer.lines().filter_map(|line| line.trim().strip_prefix("object: ")).collect();
    let expected = ["contentType (", "messageDigest (", "id-smime-aa-signingCertificateV2 ("];
    assert_eq!(objects.len(), expected.len(), "{objects:?}");
    assert!(objects.iter().zip(expected).all(|(object, name)| object.starts_with(name)), "{objects:?}");
    // The same key and content give the same bytes but for the signature: nothing else is random or of a clock.
    let again = self::seal(&openssl);
    let unsigned = |seal: &[u8]| {
        with_signer(seal, |mut fields| {
            fields.pop();
            fields
        })
    };
    assert_eq!(unsigned(&seal), unsigned(&again));
}

#[test]
fn we_accept_what_openssl_seals() {
    let openssl = Openssl::usual("cms-openssl");
    openssl.issue("rsa", Kind::Rsa(2048), "ca", SIGNER);
    openssl.issue("p384", Kind::P384, "ca", SIGNER);
    let pss = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:digest"];
    for (name, md, words) in [
        ("firm", "sha256", &[][..]),
        ("firm", "sha512", &[]),
        ("p384", "sha384", &[]),
        ("p384", "sha256", &["-keyid"]),
        ("rsa", "sha256", &[]),
        ("rsa", "sha512", &["-keyid"]),
        ("rsa", "sha384", &pss),
    ] {
        let made = openssl.sign_content("1.2.840.113549.1.7.1", CONTENT, name, &[&["-md", md], words].concat());
        let read = SignedData::parse(&made).unwrap();
        assert_eq!(read.content(), Some(CONTENT));
        assert_eq!(read.verify(&read.hash_algorithm().digest(&[CONTENT])), Ok(()), "{name} {md}");
        let other = read.hash_algorithm().digest(&[b"another"]);
        assert_eq!(read.verify(&other), Err(CmsError::WrongDigest), "{name} {md}");
    }
    for (what, words, error) in [
        ("SHA-1", &["-md", "sha1"][..], CmsError::UnknownHash),
        ("SHA-224", &["-md", "sha224"], CmsError::UnknownHash),
        ("no attributes", &["-noattr"], CmsError::NoSignedAttributes),
        ("no certificates", &["-nocerts"], CmsError::SignerCertificate),
    ] {
        assert_eq!(refused(&openssl.sign_content("1.2.3", CONTENT, "firm", words)), error, "{what}");
    }
    let odd_salt = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:20"];
    let odd_salt = openssl.sign_content("1.2.3", CONTENT, "rsa", &odd_salt);
    assert_eq!(refused(&odd_salt), SignatureError::UnknownAlgorithm.into());
}

#[test]
fn keys_and_curves_that_are_not_ours_are_refused() {
    let openssl = Openssl::usual("cms-keys");
    openssl.key("small", Kind::Rsa(1024));
    openssl.certify("small", "ca", &openssl::subject("small"), SIGNER, openssl::LONG_AGO, openssl::LATER);
    openssl.run(&["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1", "-out", "curve.key"]);
    openssl.certify("curve", "ca", &openssl::subject("curve"), SIGNER, openssl::LONG_AGO, openssl::LATER);
    for (name, error) in [("small", SignatureError::KeySize), ("curve", SignatureError::UnknownKey)] {
        let made = SignedData::parse(&openssl.sign_content("1.2.3", CONTENT, name, &[])).unwrap();
        assert_eq!(made.verify(&sha256(CONTENT).0), Err(error.into()), "{name}");
    }
}

#[test]
fn no_seal_is_made_with_another_key() {
    let openssl = Openssl::usual("cms-other-key");
    let (firm, digest) = (openssl.certificate("firm"), sha256(CONTENT));
    let make =
        |algorithm, signature: Result<Vec<u8>, &'static str>| sign(&digest, &firm, &[], algorithm, |_| signature);
    let ecdsa = SealAlgorithm::EcdsaP256Sha256;
    let by_tsa = sign(&digest, &firm, &[], ecdsa, |message| Ok::<_, ()>(openssl.signature("tsa", message)));
    assert_eq!(by_tsa, Err(SignError::OtherKey(SignatureError::Wrong)));
    assert_eq!(make(ecdsa, Ok(vec![])), Err(SignError::OtherKey(SignatureError::Wrong)));
    assert_eq!(
        make(SealAlgorithm::RsaPkcs1Sha256, Ok(vec![0; 256])),
        Err(SignError::OtherKey(SignatureError::OtherKey))
    );
    assert_eq!(make(ecdsa, Err("the token was pulled out")), Err(SignError::Key("the token was pulled out")));
    let many = vec![openssl.certificate("ca"); cms::MAX_CERTIFICATES];
    let many = sign(&digest, &firm, &many, ecdsa, |_| Ok::<_, ()>(vec![]));
    assert_eq!(many, Err(SignError::TooManyCertificates));
}

#[test]
fn a_malformed_seal_is_refused() {
    let openssl = Openssl::usual("cms-malformed");
    let seal = seal(&openssl);
    let fields = |change: fn(&mut Vec<Vec<u8>>)| {
        refused(&with_signed_data(&seal, |mut fields| {
            change(&mut fields);
            fields
        }))
    };
    assert_eq!(refused(&[&seal, &b"\0"[..]].concat()), CmsError::TrailingBytes);
    assert_eq!(refused(b""), CmsError::Malformed);
    assert_eq!(refused(&vec![0x30; cms::MAX_CMS + 1]), CmsError::TooLong { bytes: cms::MAX_CMS + 1 });
    assert_eq!(
        refused(&replace(&seal, b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03")),
        CmsError::NotSignedData
    );
    // BER: an indefinite length, and a length in more bytes than needed.
    let body = contents(&seal);
    assert_eq!(refused(&[&[0x30, 0x80], body, &[0, 0]].concat()), CmsError::Malformed);
    let long = [&[0x30, 0x83, 0, (body.len() >> 8) as u8, body.len() as u8], body].concat();
    assert_eq!(refused(&long), CmsError::Malformed);

    assert_eq!(fields(|fields| fields[0] = vec![2, 1, 3]), CmsError::Version);
    assert_eq!(fields(|fields| fields[1] = element(0x31, &[])), CmsError::HashAlgorithms);
    assert_eq!(fields(|fields| fields[1] = element(0x31, &contents(&fields[1]).repeat(2))), CmsError::HashAlgorithms);
    assert_eq!(fields(|fields| fields[3] = element(0xa0, &[])), CmsError::SignerCertificate);
    assert_eq!(
        fields(|fields| fields[3] = element(0xa0, &contents(&fields[3]).repeat(2))),
        CmsError::SignerCertificate
    );
    assert_eq!(fields(|fields| fields[3] = element(0xa0, &contents(&fields[3]).repeat(20))), CmsError::Certificates);
    assert_eq!(fields(|fields| fields[3] = element(0xa0, &element(0xa1, &[]))), CmsError::Certificates);
    assert_eq!(fields(|fields| fields[3] = element(0xa0, &element(0x30, &[]))), CertificateError::Malformed.into());
    assert_eq!(fields(|fields| fields[4] = element(0x31, &[])), CmsError::Signers { found: 0 });
    assert_eq!(
        fields(|fields| fields[4] = element(0x31, &contents(&fields[4]).repeat(2))),
        CmsError::Signers { found: 2 }
    );
    assert_eq!(fields(|fields| fields.push(vec![5, 0])), CmsError::Malformed);
}

#[test]
fn a_signer_that_breaks_the_rules_is_refused() {
    let openssl = Openssl::usual("cms-signer");
    let seal = seal(&openssl);
    let signer = |change: fn(&mut Vec<Vec<u8>>)| {
        refused(&with_signer(&seal, |mut fields| {
            change(&mut fields);
            fields
        }))
    };
    // Each attribute is there once, in the order of DER, with one value: a change is found before the signature is looked at.
    let attributes = |change: fn(Vec<Vec<u8>>) -> Vec<Vec<u8>>| {
        refused(&with_signer(&seal, |mut fields| {
            fields[3] = element(0xa0, &change(children(&fields[3])).concat());
            fields
        }))
    };
    assert_eq!(signer(|fields| fields[0] = vec![2, 1, 3]), CmsError::Version);
    assert_eq!(signer(|fields| drop(fields.remove(3))), CmsError::NoSignedAttributes);
    assert_eq!(signer(|fields| fields[2] = replace(&fields[2], &[4, 2, 1], &[4, 2, 4])), CmsError::UnknownHash);
    assert_eq!(signer(|fields| fields[2] = replace(&fields[2], &[4, 2, 1], &[4, 2, 2])), CmsError::HashAlgorithms);
    assert_eq!(
        signer(|fields| fields[4] = replace(&fields[4], &[4, 3, 2], &[4, 3, 3])),
        SignatureError::UnknownAlgorithm.into()
    );
    let unsigned = |values: &[u8]| {
        let attribute = element(0x30, &[&[6, 3, 0x2a, 3, 4], &element(0x31, values)[..]].concat());
        refused(&with_signer(&seal, |fields| [fields, vec![element(0xa1, &attribute)]].concat()))
    };
    assert_eq!(unsigned(&[5, 0]), CmsError::UnsignedAttribute { oid: "1.2.3.4".into() });
    assert_eq!(unsigned(&[]), CmsError::Attributes);

    let missing = |oid: &str| CmsError::AttributeMissing { oid: oid.into() };
    assert_eq!(attributes(|all| vec![all[1].clone(), all[2].clone()]), missing("1.2.840.113549.1.9.3"));
    assert_eq!(attributes(|all| vec![all[0].clone(), all[2].clone()]), missing("1.2.840.113549.1.9.4"));
    assert_eq!(attributes(|all| vec![all[0].clone(), all[1].clone()]), missing("1.2.840.113549.1.9.16.2.47"));
    assert_eq!(attributes(|all| vec![all[1].clone(), all[0].clone(), all[2].clone()]), CmsError::Attributes);
    assert_eq!(attributes(|all| vec![all[0].clone(), all[0].clone(), all[1].clone()]), CmsError::Attributes);
    let other_type = attributes(|mut all| {
        all[0] = replace(&all[0], &[1, 7, 1], &[1, 7, 5]);
        all
    });
    assert_eq!(other_type, CmsError::ContentType);
    let twice = attributes(|mut all| {
        all.insert(1, replace(&all[0], &[1, 7, 1], &[1, 7, 5]));
        all
    });
    assert_eq!(twice, CmsError::AttributeTwice { oid: "1.2.840.113549.1.9.3".into() });
    // One more attribute, well formed: it was not there when the key signed.
    let added = with_signer(&seal, |mut fields| {
        let extra = element(0x30, &[&[6, 3, 0x2a, 3, 4], &element(0x31, &[5, 0])[..]].concat());
        fields[3] = element(0xa0, &[&extra, contents(&fields[3])].concat());
        fields
    });
    let added = SignedData::parse(&added).unwrap();
    assert_eq!(added.verify(&sha256(CONTENT).0), Err(SignatureError::Wrong.into()));
}

#[test]
fn the_certificate_that_signed_is_the_one_named() {
    let openssl = Openssl::usual("cms-ess");
    let seal = seal(&openssl);
    // A second certificate of the same key under the same number.
    openssl.next_serial("1003");
    openssl.certify("firm", "ca", &openssl::subject("firm"), SIGNER, openssl::LONG_AGO, "20980101000000Z");
    let other = element(0xa0, &openssl.der("firm"));
    let swapped = with_signed_data(&seal, |mut fields| {
        fields[3] = other;
        fields
    });
    assert_eq!(refused(&swapped), CmsError::SigningCertificate);
}

#[test]
fn one_time_stamp_and_a_whole_one() {
    let openssl = Openssl::usual("cms-stamp");
    let seal = seal(&openssl);
    let stamped = openssl.with_timestamp(&seal);
    let token = openssl.token(&sha256(b"else"));
    let twice = CmsError::AttributeTwice { oid: "1.2.840.113549.1.9.16.2.14".into() };
    assert_eq!(with_timestamp(&stamped, &token), Err(twice));
    assert_eq!(with_timestamp(&seal, b"0"), Err(CmsError::Malformed));
    assert_eq!(with_timestamp(b"0", &token), Err(CmsError::Malformed));
    assert_eq!(with_timestamp(&token, &token).map(|_| ()), Ok(()), "a token is a signature, too");
}

#[test]
fn the_reserved_space_holds_zeros_only() {
    let openssl = Openssl::usual("cms-padding");
    let seal = seal(&openssl);
    assert_eq!(without_padding(&seal), Ok(&seal[..]));
    assert_eq!(without_padding(&[&seal[..], &[0; 999]].concat()), Ok(&seal[..]));
    assert_eq!(without_padding(&[&seal[..], &[0, 0, 1, 0]].concat()), Err(CmsError::TrailingBytes));
    for nothing in [&[0; 999][..], &[]] {
        assert_eq!(without_padding(nothing), Err(CmsError::Malformed));
    }
}
