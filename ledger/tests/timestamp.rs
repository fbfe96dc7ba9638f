//! Time-stamps by `openssl ts`: good ones are accepted for what they say, and each lie is refused by its name.
#![allow(clippy::unwrap_used)] // a test may panic

mod openssl;

use ledger::cms::CmsError;
use ledger::signature::SignatureError;
use ledger::timestamp::{
    Failure, MAX_AHEAD, MAX_RESPONSE, Refusal, Request, Response, Status, TimeStamp, TimeStampError, check,
};
use ledger::x509::{ChainError, Trust};
use ledger::*;
use openssl::{
    Kind, LATER, LONG_AGO, Openssl, POLICIES, RECENTLY, TSA, contents, element, replace, subject, with_children,
    with_signed_data,
};

/// The present moment of a reader to whom nothing is in the future.
const NOW: Time = Time::MAX;

/// What the authority of time answers with, if its name is not to stand in the token.
const NAMELESS: &str = "tsa_name=no";

fn digest() -> Hash {
    sha256(b"a checkpoint")
}

fn request() -> Request {
    Request::new(digest(), 0xf123_4567_89ab_cdef, None)
}

fn token(openssl: &Openssl, settings: &str) -> Vec<u8> {
    Response::parse(&openssl.answer_by("tsa", &request().to_der(), settings)).unwrap().token.unwrap()
}

/// A token whose only fault is the certificate of the authority.
fn with_certificate(name: &str, extensions: &str, from: &str, to: &str) -> Result<TimeStamp, TimeStampError> {
    let openssl = Openssl::usual(name);
    openssl.issue_for("odd", Kind::P256, "ca", extensions, from, to);
    let token = openssl.resign(&token(&openssl, NAMELESS), "odd", |content| content);
    check(&token, &digest(), &[openssl.certificate("ca")], NOW)
}

/// A token whose only fault is in what was signed, by the right key.
fn with_content(name: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Result<TimeStamp, TimeStampError> {
    let openssl = Openssl::usual(name);
    let token = openssl.resign(&token(&openssl, NAMELESS), "tsa", change);
    check(&token, &digest(), &[openssl.certificate("ca")], NOW)
}

/// A time-stamp with one more field at its end.
fn with_field(content: Vec<u8>, field: &[u8]) -> Vec<u8> {
    element(0x30, &[contents(&content), field].concat())
}

/// A time-stamp with another digit in its time.
fn with_digit(content: &[u8], at: usize, digit: u8) -> Vec<u8> {
    with_children(content, |mut fields| {
        assert_eq!(fields[4][0], 0x18, "the time");
        fields[4][2 + at] = digit;
        fields
    })
}

#[test]
fn a_good_answer_says_when_by_whom_and_how_exactly() {
    let openssl = Openssl::usual("ts-good");
    let anchors = [openssl.certificate("ca")];
    let before = openssl.certificate("tsa").not_before();
    for (policy, expected) in [(None, POLICIES[0]), (Some(POLICIES[1].parse().unwrap()), POLICIES[1])] {
        let request = Request::new(digest(), 0xf123_4567_89ab_cdef, policy);
        let answer = openssl.answer(&request.to_der());
        let granted = request.check(&answer, &anchors, NOW).unwrap();
        let stamp = granted.time_stamp;
        assert_eq!(stamp.accuracy_micros, Some(1_500_007));
        assert_eq!(stamp.policy, expected);
        assert_eq!(stamp.authority.common_name.as_deref(), Some("Essai tsa é"));
        assert_eq!(stamp.authority.organisation.as_deref(), Some("Kerlann Informatique"));
        assert!(stamp.nonce_matched && !stamp.claims_qualified && stamp.time > before);
        assert_eq!(stamp.trust, Trust::Anchored);
        assert_eq!(stamp.certificate_until, openssl.certificate("tsa").not_after());
        // The time and number are those that openssl prints.
        let text = String::from_utf8(openssl.run(&["ts", "-reply", "-in", "answer.tsr", "-text"])).unwrap();
        assert!(text.contains(&format!("Serial number: 0x{}", stamp.serial.to_uppercase())), "{text}");
        let printed = text.lines().find_map(|line| line.strip_prefix("Time stamp: ")).unwrap();
        let time = jiff::Timestamp::from_millisecond(stamp.time.0).unwrap();
        assert_eq!(printed, time.strftime("%b %e %H:%M:%S%.f %Y GMT").to_string());
        // The token alone says the same, but for which request it answers.
        let alone = check(&granted.token, &digest(), &anchors, NOW).unwrap();
        assert_eq!(alone, TimeStamp { nonce_matched: false, ..stamp });
    }
}

#[test]
fn openssl_reads_our_request() {
    let openssl = Openssl::new("ts-request");
    let request = Request::new(digest(), 0xf123_4567_89ab_cdef, Some(POLICIES[1].parse().unwrap()));
    openssl.write("request.tsq", request.to_der());
    let text = String::from_utf8(openssl.run(&["ts", "-query", "-in", "request.tsq", "-text"])).unwrap();
    for line in [
        "Version: 1",
        "Hash Algorithm: sha256",
        "Policy OID: 1.3.6.1.4.1.99999.2",
        "Nonce: 0xF123456789ABCDEF",
        "Certificate required: yes",
        "Extensions:",
    ] {
        assert!(text.lines().any(|printed| printed.trim_end() == line), "{line} in {text}");
    }
}

#[test]
fn authorities_of_all_kinds_are_understood() {
    let openssl = Openssl::new("ts-kinds");
    openssl.root("ca", Kind::Rsa(3072));
    let anchors = [openssl.certificate("ca")];
    for (name, kind, settings) in [
        ("rsa", Kind::Rsa(2048), ""),
        ("rsa4096", Kind::Rsa(4096), "signer_digest=sha512\n"),
        ("p384", Kind::P384, "signer_digest=sha384\nclock_precision_digits=0\n"),
        ("p256", Kind::P256, "ess_cert_id_alg=sha1\nclock_precision_digits=6\n"),
        ("chain", Kind::P256, "ess_cert_id_chain=yes\ncerts=ca.pem\naccuracy=secs:2\n"),
    ] {
        openssl.issue(name, kind, "ca", TSA);
        let answer = openssl.answer_by(name, &request().to_der(), settings);
        let granted = request().check(&answer, &anchors, NOW).unwrap();
        assert_eq!(granted.time_stamp.trust, Trust::Anchored, "{name}");
    }
}

#[test]
fn an_authority_that_the_reader_does_not_know_is_unknown() {
    let openssl = Openssl::usual("ts-unknown");
    let token = openssl.token(&digest());
    openssl.root("other", Kind::P256);
    for anchors in [vec![], vec![openssl.certificate("other")]] {
        assert_eq!(check(&token, &digest(), &anchors, NOW).unwrap().trust, Trust::Unknown);
    }
    // Its own certificate may be the reader's anchor.
    assert_eq!(check(&token, &digest(), &[openssl.certificate("tsa")], NOW).unwrap().trust, Trust::Anchored);
}

#[test]
fn an_answer_to_another_question_is_refused() {
    let openssl = Openssl::usual("ts-question");
    let anchors = [openssl.certificate("ca")];
    let request = request();
    let ask = |request: &[u8]| openssl.answer(request);
    let by_openssl = |words: &[&str]| {
        openssl.write("data", "a checkpoint");
        let mut all = vec!["ts", "-query", "-data", "data", "-cert", "-out", "query.tsq"];
        all.extend(words);
        openssl.run(&all);
        openssl.answer(&openssl.read("query.tsq"))
    };
    let other_policy = Request::new(digest(), 0xf123_4567_89ab_cdef, Some(POLICIES[1].parse().unwrap()));
    for (lie, asked, answer, error) in [
        (
            "another hash",
            &request,
            ask(&Request::new(sha256(b"else"), 0xf123_4567_89ab_cdef, None).to_der()),
            TimeStampError::WrongHash,
        ),
        ("another nonce", &request, ask(&Request::new(digest(), 1, None).to_der()), TimeStampError::WrongNonce),
        ("no nonce", &request, by_openssl(&["-sha256", "-no_nonce"]), TimeStampError::MissingNonce),
        ("another algorithm", &request, by_openssl(&["-sha512"]), TimeStampError::WrongAlgorithm),
        (
            "another policy",
            &other_policy,
            ask(&request.to_der()),
            TimeStampError::OtherPolicy { found: POLICIES[0].into() },
        ),
    ] {
        assert_eq!(asked.check(&answer, &anchors, NOW), Err(error), "{lie}");
    }
    assert!(request.check(&ask(&request.to_der()), &anchors, NOW).is_ok());
}

#[test]
fn what_was_not_granted_as_asked_is_refused() {
    let openssl = Openssl::usual("ts-status");
    let anchors = [openssl.certificate("ca")];
    let refused = |answer: &[u8]| request().check(answer, &anchors, NOW).unwrap_err();
    let policy = Request::new(digest(), 1, Some("1.2.3.4".parse().unwrap()));
    let answer = openssl.answer(&policy.to_der());
    let TimeStampError::Refused(refusal) = refused(&answer) else { panic!("refused") };
    assert_eq!(refusal.status, Status::Rejected);
    assert_eq!(refusal.failures, [Failure::UnacceptedPolicy]);
    assert_eq!(refusal.text, "Requested policy is not supported.");

    let good = openssl.answer(&request().to_der());
    let (status, token) = contents(&good).split_at(5);
    assert_eq!(status, [0x30, 3, 2, 1, 0]);
    let with = |status: u8, text: &[u8], token: &[u8]| {
        let info = element(0x30, &[&[2, 1, status], text].concat());
        element(0x30, &[&info, token].concat())
    };
    let words = element(0x30, &element(0x0c, "pas\u{202e} tout\nà fait".as_bytes()));
    let modified = TimeStampError::GrantedWithModifications { text: "pas tout à fait".into() };
    assert_eq!(refused(&with(1, &words, token)), modified);
    assert_eq!(refused(&with(0, &words, &[])), TimeStampError::NoToken);
    assert_eq!(refused(&with(2, &words, token)), TimeStampError::UnexpectedToken);
    assert_eq!(refused(&with(6, &[], &[])), TimeStampError::Malformed);
    for (number, status) in [(3, Status::Waiting), (4, Status::RevocationWarning), (5, Status::RevocationNotification)]
    {
        let refusal = Refusal { status, failures: vec![], text: String::new() };
        assert_eq!(refused(&with(number, &[], &[])), TimeStampError::Refused(refusal));
    }
    assert!(request().check(&with(0, &words, token), &anchors, NOW).is_ok(), "words beside a grant");
}

#[test]
fn the_words_of_an_authority_are_bounded() {
    let words = element(0x30, &element(0x0c, "é".repeat(2000).as_bytes()));
    let answer = element(0x30, &element(0x30, &[&[2, 1, 2], words.as_slice(), &[3, 2, 0, 0xa4]].concat()));
    let answer = Response::parse(&answer).unwrap();
    assert_eq!(answer.text.chars().count(), x509::MAX_TEXT);
    assert_eq!(answer.failures, [Failure::BadAlgorithm, Failure::BadRequest, Failure::BadDataFormat]);
}

#[test]
fn what_is_no_answer_is_refused() {
    let openssl = Openssl::usual("ts-garbage");
    let anchors = [openssl.certificate("ca")];
    let refused = |answer: &[u8]| request().check(answer, &anchors, NOW).unwrap_err();
    let good = openssl.answer(&request().to_der());
    assert_eq!(refused(&[good.as_slice(), b"\0"].concat()), TimeStampError::TrailingBytes);
    assert_eq!(refused(&[good.as_slice(), &good].concat()), TimeStampError::TrailingBytes);
    for garbage in [&b""[..], b"<html>502 Bad Gateway</html>", b"0", &[0x30, 0x80, 0, 0], &[0xff; 100]] {
        assert_eq!(refused(garbage), TimeStampError::Malformed, "{garbage:?}");
    }
    let long = vec![0x30; MAX_RESPONSE + 1];
    assert_eq!(refused(&long), TimeStampError::TooLong { bytes: long.len() });
    // A token where an answer belongs, and the other way round.
    let token = openssl.token(&digest());
    assert_eq!(refused(&token), TimeStampError::Malformed);
    assert_eq!(check(&good, &digest(), &anchors, NOW), Err(CmsError::Malformed.into()));
    let trailing = [token.as_slice(), b"\0"].concat();
    assert_eq!(check(&trailing, &digest(), &anchors, NOW), Err(CmsError::TrailingBytes.into()));
}

#[test]
fn a_certificate_that_may_not_say_the_time_is_refused() {
    use ChainError::*;
    let subject = || "Essai odd é (Kerlann Informatique)".to_owned();
    let cases = [
        ("expired", TSA, (LONG_AGO, RECENTLY), Expired { subject: subject() }),
        ("not-yet", TSA, ("20980101000000Z", LATER), NotYetValid { subject: subject() }),
        ("no-purpose", "keyUsage=critical,digitalSignature\n", (LONG_AGO, LATER), NotForTimeStamping),
        ("mail", "extendedKeyUsage=critical,emailProtection\n", (LONG_AGO, LATER), NotForTimeStamping),
        ("not-critical", "extendedKeyUsage=timeStamping\n", (LONG_AGO, LATER), TimeStampingNotCritical),
        (
            "also-mail",
            "extendedKeyUsage=critical,timeStamping,emailProtection\n",
            (LONG_AGO, LATER),
            TimeStampingNotAlone,
        ),
        (
            "key-usage",
            "keyUsage=critical,keyAgreement\nextendedKeyUsage=critical,timeStamping\n",
            (LONG_AGO, LATER),
            KeyUsage,
        ),
        (
            "critical",
            "extendedKeyUsage=critical,timeStamping\n1.2.3.4=critical,DER:0500\n",
            (LONG_AGO, LATER),
            CriticalExtension { subject: subject(), oid: "1.2.3.4".into() },
        ),
    ];
    for (lie, extensions, (from, to), error) in cases {
        let checked = with_certificate(&format!("ts-certificate-{lie}"), extensions, from, to);
        assert_eq!(checked, Err(error.into()), "{lie}");
    }
    assert!(with_certificate("ts-certificate-good", TSA, LONG_AGO, LATER).is_ok());
}

/// The authority itself answers with a certificate that ended long ago: `openssl ts` does not look at that.
#[test]
fn an_answer_under_an_expired_certificate_is_refused() {
    let openssl = Openssl::new("ts-expired");
    openssl.root("ca", Kind::P256);
    openssl.issue_for("tsa", Kind::P256, "ca", TSA, LONG_AGO, RECENTLY);
    let answer = openssl.answer(&request().to_der());
    let subject = "Essai tsa é (Kerlann Informatique)".to_owned();
    let expired = Err(ChainError::Expired { subject }.into());
    assert_eq!(request().check(&answer, &[openssl.certificate("ca")], NOW), expired);
}

/// Somebody with a second certificate of the same key, valid longer perhaps, puts it in the place of the first.
#[test]
fn another_certificate_of_the_same_key_is_refused() {
    let openssl = Openssl::usual("ts-ess");
    let token = openssl.token(&digest());
    let with_other = |serial: &str| {
        openssl.next_serial(serial);
        openssl.certify("tsa", "ca", &subject("tsa"), TSA, LONG_AGO, "20980101000000Z");
        let other = element(0xa0, &openssl.der("tsa"));
        let swapped = with_signed_data(&token, |mut fields| {
            assert_eq!(fields[3][0], 0xa0, "the certificates");
            fields[3] = other;
            fields
        });
        check(&swapped, &digest(), &[openssl.certificate("ca")], NOW).unwrap_err()
    };
    assert_eq!(with_other("9999"), CmsError::SignerCertificate.into());
    // Of the same number, too: then only the signed hash tells them apart.
    assert_eq!(with_other("1002"), CmsError::SigningCertificate.into());
}

#[test]
fn a_broken_signature_is_refused() {
    let openssl = Openssl::usual("ts-signature");
    let mut token = openssl.token(&digest());
    *token.last_mut().unwrap() ^= 1;
    let wrong = CmsError::Signature(SignatureError::Wrong);
    assert_eq!(check(&token, &digest(), &[openssl.certificate("ca")], NOW), Err(wrong.into()));
    // The time altered: the digest of the content no longer fits the signed one.
    let good = openssl.token(&digest());
    let content = cms::SignedData::parse(&good).unwrap().content().unwrap().to_vec();
    let year = replace(&good, &content, &with_digit(&content, 3, b'1'));
    assert_eq!(check(&year, &digest(), &[openssl.certificate("ca")], NOW), Err(CmsError::WrongDigest.into()));
}

#[test]
fn an_authority_that_only_bears_the_name_of_a_trusted_one_is_refused() {
    let openssl = Openssl::usual("ts-impostor");
    let anchor = openssl.certificate("ca");
    openssl.root("ca", Kind::P256);
    openssl.issue("tsa", Kind::P256, "ca", TSA);
    let token = openssl.token(&digest());
    let subject = "Essai ca é (Kerlann Informatique)".to_owned();
    let wrong = ChainError::Signature { subject, error: SignatureError::Wrong };
    assert_eq!(check(&token, &digest(), &[anchor], NOW), Err(wrong.into()));
}

#[test]
fn what_the_right_key_signed_can_be_wrong_all_the_same() {
    let name = element(0xa0, &element(0x82, b"ailleurs.example"));
    let critical = [&[6, 3, 0x2a, 3, 4], &[1, 1, 0xff][..], &[4, 2, 5, 0]].concat();
    let critical = element(0xa1, &element(0x30, &critical));
    let content = |name: &str, change: fn(Vec<u8>) -> Vec<u8>| with_content(name, change).unwrap_err();
    assert_eq!(
        content("ts-version", |content| replace(&content, &[2, 1, 1, 6], &[2, 1, 2, 6])),
        TimeStampError::Version { found: 2 }
    );
    assert_eq!(content("ts-trailing", |content| [content, vec![0]].concat()), TimeStampError::TrailingBytes);
    assert_eq!(content("ts-short", |content| content[..content.len() - 1].to_vec()), TimeStampError::Malformed);
    assert_eq!(content("ts-month", |content| with_digit(&content, 4, b'x')), TimeStampError::Malformed);
    assert_eq!(with_content("ts-name", |content| with_field(content, &name)), Err(TimeStampError::AuthorityName));
    let unknown = TimeStampError::CriticalExtension { oid: "1.2.3.4".into() };
    assert_eq!(with_content("ts-critical", |content| with_field(content, &critical)), Err(unknown));
    assert!(with_content("ts-content", |content| content).is_ok());

    let openssl = Openssl::usual("ts-not");
    let other = openssl.sign_content("1.2.3.4", b"not a time-stamp", "tsa", &[]);
    assert_eq!(check(&other, &digest(), &[], NOW), Err(TimeStampError::NotATimeStamp));
}

/// ETSI EN 319 422 §9.1: the extension that says "qualified", here by an authority that is not.
#[test]
fn a_claim_to_be_qualified_is_shown_as_a_claim() {
    let statement = element(0x30, &element(0x06, &[4, 0, 0x81, 0x97, 0x5e, 1, 1]));
    let value = element(0x04, &element(0x30, &statement));
    let extension = element(0x30, &[&[6, 8, 0x2b, 6, 1, 5, 5, 7, 1, 3][..], &value].concat());
    let stamp = with_content("ts-qualified", |content| with_field(content, &element(0xa1, &extension))).unwrap();
    assert!(stamp.claims_qualified);
    let qc = "extendedKeyUsage=critical,timeStamping\n1.3.6.1.5.5.7.1.3=DER:300a3008060604008e460101\n";
    assert!(with_certificate("ts-qualified-certificate", qc, LONG_AGO, LATER).unwrap().claims_qualified);
}

#[test]
fn a_time_that_has_not_come_is_refused() {
    let openssl = Openssl::usual("ts-future");
    let token = openssl.token(&digest());
    let anchors = [openssl.certificate("ca")];
    let time = check(&token, &digest(), &anchors, NOW).unwrap().time;
    assert!(check(&token, &digest(), &anchors, time.plus_millis(-MAX_AHEAD)).is_ok());
    let early = check(&token, &digest(), &anchors, time.plus_millis(-MAX_AHEAD - 1));
    assert_eq!(early, Err(TimeStampError::FromTheFuture { millis: MAX_AHEAD + 1 }));
}
