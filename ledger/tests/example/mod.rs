//! The vectors of seals and time-stamps on the page `docs/ledger-format.md`.
#![allow(clippy::unwrap_used)] // a test may panic

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ledger::seal::{Anchors, Seal, SealError};
use ledger::signature::SignatureError;
use ledger::timestamp::{Request, TimeStampError};
use ledger::x509::{Certificate, CertificateError, ChainError};
use ledger::*;
use serde::de::DeserializeOwned;

const AUTHORITY: &[u8] = include_bytes!("../vectors/authority.der");
const SEAL: &[u8] = include_bytes!("../vectors/seal.der");
/// A token about the checkpoint of the example log, and the root of the authority that made it.
pub const CHECKPOINT_TOKEN: &[u8] = include_bytes!("../vectors/checkpoint-token.der");
/// One about the checkpoint of its first three entries, by the same authority.
pub const EARLIER_TOKEN: &[u8] = include_bytes!("../vectors/earlier-token.der");
pub const CHECKPOINT_AUTHORITY: &[u8] = include_bytes!("../vectors/checkpoint-authority.der");
/// The year 2100: the reader's present.
pub const LATER: Time = Time(4_102_444_800_000);
const CONTENT: &str = "Mise en garde n° 1\n";

pub fn request() -> String {
    let policy = "1.3.6.1.4.1.99999.1".parse().unwrap();
    hex::encode(Request::new(sha256(CONTENT.as_bytes()), 0xf123_4567_89ab_cdef, Some(policy)).to_der()) + "\n"
}

pub fn content() -> String {
    CONTENT.into()
}

pub fn authority() -> String {
    BASE64.encode(AUTHORITY) + "\n"
}

pub fn seal() -> String {
    BASE64.encode(SEAL) + "\n"
}

/// What a verifier reports of the example seal, in the year 2100.
pub fn report() -> String {
    let authorities = [Certificate::parse(AUTHORITY).unwrap()];
    let anchors = Anchors { seals: &authorities, authorities: &authorities };
    let seal = seal::check(SEAL, &sha256(CONTENT.as_bytes()), anchors, LATER).unwrap();
    let printed = serde_json::to_string_pretty(&seal).unwrap() + "\n";
    assert_eq!(serde_json::from_str::<Seal>(&printed).unwrap(), seal);
    printed
}

pub fn limits() -> String {
    let rows = [
        ("certificate", x509::MAX_CERTIFICATE as u64, "bytes"),
        ("certificates of a chain", x509::MAX_PATH as u64, ""),
        ("signatures verified for a chain", x509::MAX_CHECKS as u64, ""),
        ("signature (CMS)", cms::MAX_CMS as u64, "bytes"),
        ("certificates of a signature", cms::MAX_CERTIFICATES as u64, ""),
        ("attributes of each sort", cms::MAX_ATTRIBUTES as u64, ""),
        ("shortest RSA key", signature::MIN_RSA.into(), "bits"),
        ("longest RSA key", signature::MAX_RSA.into(), "bits"),
        ("answer of an authority", timestamp::MAX_RESPONSE as u64, "bytes"),
        ("time ahead of the reader's", timestamp::MAX_AHEAD as u64, "ms"),
    ];
    rows.map(|(what, limit, unit)| format!("{what:<34}{limit:>17} {unit}").trim_end().to_owned() + "\n").concat()
}

/// The names of all errors, as they stand in reports.
pub fn errors() -> String {
    let lists = [
        ("certificate", variants::<CertificateError>()),
        ("signature", variants::<SignatureError>()),
        ("chain", variants::<ChainError>()),
        ("cms", variants::<cms::CmsError>()),
        ("time_stamp", variants::<TimeStampError>()),
        ("seal", variants::<SealError>()),
    ];
    lists.map(|(list, names)| format!("{list}: {}\n", names.join(" "))).concat()
}

/// serde names all variants when it refuses one.
fn variants<T: DeserializeOwned + std::fmt::Debug>() -> Vec<String> {
    let refusal = serde_json::from_str::<T>(r#""?""#).unwrap_err().to_string();
    refusal.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}
