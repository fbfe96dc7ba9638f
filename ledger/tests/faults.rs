//! Truncations, flipped bits and random damage of real seals, tokens and answers: no panic, and never "verified".
#![allow(clippy::unwrap_used)] // a test may panic

mod openssl;

use std::sync::OnceLock;

use ledger::seal::{self, Anchors};
use ledger::timestamp::{self, Request, Response};
use ledger::x509::{Certificate, Trust};
use ledger::*;
use openssl::{CA, Kind, Openssl, SIGNER, TSA, with_signed_data};
use proptest::prelude::*;

/// A reader to whom nothing is in the future.
const NOW: Time = Time::MAX;

/// One of everything, by authorities of which one stands between the signer and the anchor.
struct Material {
    anchors: [Certificate; 1],
    middle: Vec<u8>,
    token: Vec<u8>,
    answer: Vec<u8>,
    seal: Vec<u8>,
}

fn digest() -> Hash {
    sha256(b"what counts")
}

fn request() -> Request {
    Request::new(digest(), 7, None)
}

impl Material {
    /// Made once by each process, that is by each test.
    fn get(name: &str) -> &'static Material {
        static MADE: OnceLock<Material> = OnceLock::new();
        MADE.get_or_init(|| {
            let openssl = Openssl::new(name);
            openssl.root("ca", Kind::P256);
            openssl.issue("middle", Kind::P256, "ca", CA);
            openssl.issue("tsa", Kind::P256, "middle", TSA);
            openssl.issue("firm", Kind::P256, "middle", SIGNER);
            let answer = openssl.answer_by("tsa", &request().to_der(), "certs=middle.pem");
            let token = Response::parse(&answer).unwrap().token.unwrap();
            let seal = openssl.seal(&digest(), "firm", &["middle"]);
            let about = cms::SignedData::parse(&seal).unwrap().signature_digest();
            let witness = openssl.answer_by("tsa", &Request::new(about, 7, None).to_der(), "certs=middle.pem");
            let seal = cms::with_timestamp(&seal, &Response::parse(&witness).unwrap().token.unwrap()).unwrap();
            let middle = openssl.der("middle");
            Material { anchors: [openssl.certificate("ca")], middle, token, answer, seal }
        })
    }

    fn token_verifies(&self, token: &[u8]) -> bool {
        timestamp::check(token, &digest(), &self.anchors, NOW).is_ok_and(|stamp| stamp.trust == Trust::Anchored)
    }

    fn answer_verifies(&self, answer: &[u8]) -> bool {
        let granted = request().check(answer, &self.anchors, NOW);
        granted.is_ok_and(|granted| granted.time_stamp.trust == Trust::Anchored)
    }

    fn seal_verifies(&self, seal: &[u8]) -> bool {
        let anchors = Anchors { seals: &self.anchors, authorities: &self.anchors };
        seal::check(seal, &digest(), anchors, NOW).is_ok_and(|seal| {
            seal.trust == Trust::Anchored && seal.time_stamp.is_some_and(|stamp| stamp.trust == Trust::Anchored)
        })
    }
}

/// None of the truncations of `good` verifies, and none of it with one bit flipped: every bit, or every `step`th, where what
/// lies inside is tried whole by itself. The step is odd, so that it meets each of the eight bits.
fn damage(good: &[u8], step: usize, verifies: impl Fn(&[u8]) -> bool) {
    assert!(verifies(good));
    for length in 0..good.len() {
        assert!(!verifies(&good[..length]), "cut off after {length} bytes");
    }
    let mut bytes = good.to_vec();
    for bit in (0..good.len() * 8).step_by(step) {
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(!verifies(&bytes), "bit {} of byte {}", bit % 8, bit / 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
}

#[test]
fn a_damaged_token_never_verifies() {
    let made = Material::get("faults-token");
    damage(&made.token, 1, |token| made.token_verifies(token));
}

#[test]
fn a_damaged_answer_never_verifies() {
    let made = Material::get("faults-answer");
    damage(&made.answer, 7, |answer| made.answer_verifies(answer));
}

#[test]
fn a_damaged_seal_never_verifies() {
    let made = Material::get("faults-seal");
    damage(&made.seal, 11, |seal| made.seal_verifies(seal));
}

/// RFC 5652 lets anybody add certificates. They prove nothing, so damage to one that the chain does not use does not matter.
#[test]
fn a_certificate_that_leads_nowhere_changes_nothing() {
    let made = Material::get("faults-certificates");
    let mut stray = made.middle.clone();
    *stray.last_mut().unwrap() ^= 1;
    let with_stray = with_signed_data(&made.token, |mut fields| {
        fields[3] = openssl::element(0xa0, &[openssl::contents(&fields[3]), &stray].concat());
        fields
    });
    let check = |token: &[u8]| timestamp::check(token, &digest(), &made.anchors, NOW);
    assert_eq!(check(&with_stray), check(&made.token));
}

/// A piece of the bytes replaced by other bytes: of another length, perhaps.
fn damaged(good: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    let places = (0..good.len(), 0..64_usize, proptest::collection::vec(any::<u8>(), 0..64));
    places.prop_map(move |(at, length, piece)| {
        let end = (at + length).min(good.len());
        [&good[..at], &piece, &good[end..]].concat()
    })
}

proptest! {
    #[test]
    fn a_token_with_another_piece_never_verifies(token in damaged(&Material::get("faults-token-piece").token)) {
        let made = Material::get("faults-token-piece");
        prop_assert!(token == made.token || !made.token_verifies(&token));
    }

    #[test]
    fn an_answer_with_another_piece_never_verifies(answer in damaged(&Material::get("faults-answer-piece").answer)) {
        let made = Material::get("faults-answer-piece");
        prop_assert!(answer == made.answer || !made.answer_verifies(&answer));
    }

    #[test]
    fn a_seal_with_another_piece_never_verifies(seal in damaged(&Material::get("faults-seal-piece").seal)) {
        let made = Material::get("faults-seal-piece");
        prop_assert!(seal == made.seal || !made.seal_verifies(&seal));
    }

    #[test]
    fn a_damaged_certificate_is_another_one(der in damaged(&Material::get("faults-der").middle)) {
        let made = Material::get("faults-der");
        if let Ok(read) = Certificate::parse(&der) {
            prop_assert_eq!(read.as_der(), &der);
            prop_assert_eq!(read.as_der() == made.middle, read.sha256() == sha256(&made.middle));
        }
    }

    #[test]
    fn nothing_panics_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for bytes in [bytes.clone(), openssl::element(0x30, &bytes), openssl::element(0x30, &openssl::element(0x30, &bytes))] {
            let _ = Certificate::parse(&bytes);
            let _ = cms::SignedData::parse(&bytes);
            let _ = cms::without_padding(&bytes);
            let _ = Response::parse(&bytes);
        }
    }
}
