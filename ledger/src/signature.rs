//! The signatures of certificates, seals and time-stamps: ECDSA on P-256 and P-384, RSA of 2048 to 4096 bits by PKCS #1 v1.5 or
//! PSS, with SHA-256, SHA-384 or SHA-512. Verified only: what holds a secret key stands outside this crate.
//!
//! SHA-1 and MD5 are missing on purpose: others have made two texts with one such hash.

use der::asn1::{AnyRef, UintRef};
use der::{Decode, Sequence};
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::BoxedUint;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

use crate::asn1::Oid;

/// The shortest RSA modulus accepted, in bits: what authorities used for years, and nobody has broken.
pub const MIN_RSA: u32 = 2048;
/// The longest, in bits: the time to verify grows with the square of it.
pub const MAX_RSA: u32 = 4096;

const SHA256: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.3");
pub(crate) const ECDSA_SHA256: Oid = Oid::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA384: Oid = Oid::new_unwrap("1.2.840.10045.4.3.3");
const ECDSA_SHA512: Oid = Oid::new_unwrap("1.2.840.10045.4.3.4");
pub(crate) const RSA_SHA256: Oid = Oid::new_unwrap("1.2.840.113549.1.1.11");
const RSA_SHA384: Oid = Oid::new_unwrap("1.2.840.113549.1.1.12");
const RSA_SHA512: Oid = Oid::new_unwrap("1.2.840.113549.1.1.13");
/// As the algorithm of a key, and in a CMS of a signature whose hash is named beside it (RFC 3370 §3.2).
const RSA: Oid = Oid::new_unwrap("1.2.840.113549.1.1.1");
/// RFC 4055 §3.1: qualified authorities of time use it.
const RSA_PSS: Oid = Oid::new_unwrap("1.2.840.113549.1.1.10");
const MGF1: Oid = Oid::new_unwrap("1.2.840.113549.1.1.8");
const EC: Oid = Oid::new_unwrap("1.2.840.10045.2.1");
const P256: Oid = Oid::new_unwrap("1.2.840.10045.3.1.7");
const P384: Oid = Oid::new_unwrap("1.3.132.0.34");

/// Why a signature does not hold, or cannot be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureError {
    #[error("the algorithm is neither ECDSA nor RSA with SHA-256, SHA-384 or SHA-512")]
    UnknownAlgorithm,
    #[error("the key is neither of P-256 or P-384 nor of RSA")]
    UnknownKey,
    #[error("the RSA key has not {MIN_RSA} to {MAX_RSA} bits")]
    KeySize,
    #[error("the key is malformed")]
    MalformedKey,
    #[error("the algorithm is not that of the key")]
    OtherKey,
    #[error("the key did not sign these bytes")]
    Wrong,
}

/// A hash function of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HashAlgorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl HashAlgorithm {
    /// The digest of the concatenation of `parts`: 32, 48 or 64 bytes.
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn of<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            parts.iter().fold(D::new(), |state, part| state.chain_update(part)).finalize().to_vec()
        }
        match self {
            HashAlgorithm::Sha256 => of::<Sha256>(parts),
            HashAlgorithm::Sha384 => of::<Sha384>(parts),
            HashAlgorithm::Sha512 => of::<Sha512>(parts),
        }
    }

    /// The length of a digest.
    fn bytes(self) -> usize {
        match self {
            HashAlgorithm::Sha256 => 32,
            HashAlgorithm::Sha384 => 48,
            HashAlgorithm::Sha512 => 64,
        }
    }

    /// The parameters may be absent or NULL (RFC 5754 §2).
    pub(crate) fn read(algorithm: AlgorithmIdentifierRef<'_>) -> Option<HashAlgorithm> {
        let known = match algorithm.oid {
            SHA256 => HashAlgorithm::Sha256,
            SHA384 => HashAlgorithm::Sha384,
            SHA512 => HashAlgorithm::Sha512,
            _ => return None,
        };
        none_or_null(algorithm.parameters).then_some(known)
    }

    /// Without parameters: "implementations SHOULD generate them absent" (RFC 5754 §2).
    pub(crate) fn identifier(self) -> AlgorithmIdentifierRef<'static> {
        let oid = match self {
            HashAlgorithm::Sha256 => SHA256,
            HashAlgorithm::Sha384 => SHA384,
            HashAlgorithm::Sha512 => SHA512,
        };
        AlgorithmIdentifierRef { oid, parameters: None }
    }
}

/// A signature algorithm: the family of the key, and the hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Ecdsa(HashAlgorithm),
    Rsa(HashAlgorithm),
    /// With the same hash in the mask, and a salt as long as the hash.
    RsaPss(HashAlgorithm),
}

/// RFC 4055 §3.1. What is missing would be SHA-1, which is not accepted, but for the trailer.
#[derive(Sequence)]
struct PssParameters<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    hash: AlgorithmIdentifierRef<'a>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT")]
    mask: AlgorithmIdentifierRef<'a>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT")]
    salt: u8,
}

/// The hash of these parameters, if it is the same in all places.
fn pss_hash(parameters: AnyRef<'_>) -> Option<HashAlgorithm> {
    let PssParameters { hash, mask, salt } = parameters.decode_as().ok()?;
    let hash = HashAlgorithm::read(hash)?;
    let mask = mask.parameters.filter(|_| mask.oid == MGF1)?.decode_as().ok()?;
    let same = HashAlgorithm::read(mask) == Some(hash) && usize::from(salt) == hash.bytes();
    same.then_some(hash)
}

impl Algorithm {
    /// Reads the identifier in a certificate (RFC 5758 §3.2, RFC 4055 §5).
    pub fn read(algorithm: AlgorithmIdentifierRef<'_>) -> Result<Algorithm, SignatureError> {
        use HashAlgorithm::{Sha256, Sha384, Sha512};
        if algorithm.oid == RSA_PSS {
            let hash = algorithm.parameters.and_then(pss_hash);
            return hash.map(Algorithm::RsaPss).ok_or(SignatureError::UnknownAlgorithm);
        }
        let (known, parameters) = match algorithm.oid {
            ECDSA_SHA256 => (Algorithm::Ecdsa(Sha256), algorithm.parameters.is_none()),
            ECDSA_SHA384 => (Algorithm::Ecdsa(Sha384), algorithm.parameters.is_none()),
            ECDSA_SHA512 => (Algorithm::Ecdsa(Sha512), algorithm.parameters.is_none()),
            RSA_SHA256 => (Algorithm::Rsa(Sha256), none_or_null(algorithm.parameters)),
            RSA_SHA384 => (Algorithm::Rsa(Sha384), none_or_null(algorithm.parameters)),
            RSA_SHA512 => (Algorithm::Rsa(Sha512), none_or_null(algorithm.parameters)),
            _ => return Err(SignatureError::UnknownAlgorithm),
        };
        if parameters { Ok(known) } else { Err(SignatureError::UnknownAlgorithm) }
    }

    /// Reads the identifier in a `SignerInfo` whose digest algorithm is `hash`: of the hash named beside it, or of the same
    /// (RFC 5754 §3; RFC 8933 §3 forbids two hashes).
    pub fn read_beside(
        algorithm: AlgorithmIdentifierRef<'_>,
        hash: HashAlgorithm,
    ) -> Result<Algorithm, SignatureError> {
        let known = match algorithm.oid {
            RSA if none_or_null(algorithm.parameters) => Algorithm::Rsa(hash),
            _ => Algorithm::read(algorithm)?,
        };
        if known.hash() == hash { Ok(known) } else { Err(SignatureError::UnknownAlgorithm) }
    }

    pub fn hash(self) -> HashAlgorithm {
        match self {
            Algorithm::Ecdsa(hash) | Algorithm::Rsa(hash) | Algorithm::RsaPss(hash) => hash,
        }
    }
}

fn none_or_null(parameters: Option<AnyRef<'_>>) -> bool {
    parameters.is_none_or(AnyRef::is_null)
}

/// A public key.
#[derive(Clone, Debug)]
pub(crate) enum PublicKey {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    Rsa(rsa::PublicKey),
    /// Only for PSS, and with this hash only where the certificate says so (RFC 4055 §1.2).
    RsaPss(rsa::PublicKey, Option<HashAlgorithm>),
}

/// RFC 8017 §A.1.1.
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    public_exponent: UintRef<'a>,
}

impl PublicKey {
    /// Reads the key of a certificate (RFC 3279 §2.3.1, RFC 5480 §2).
    pub fn read(info: SubjectPublicKeyInfoRef<'_>) -> Result<PublicKey, SignatureError> {
        let bytes = info.subject_public_key.as_bytes().ok_or(SignatureError::MalformedKey)?;
        let curve = |parameters: AnyRef<'_>| parameters.decode_as::<Oid>().ok();
        match info.algorithm.oid {
            RSA if info.algorithm.parameters.is_some_and(AnyRef::is_null) => read_rsa(bytes).map(PublicKey::Rsa),
            RSA_PSS => {
                let hash = match info.algorithm.parameters {
                    Some(parameters) => Some(pss_hash(parameters).ok_or(SignatureError::UnknownKey)?),
                    None => None,
                };
                read_rsa(bytes).map(|key| PublicKey::RsaPss(key, hash))
            }
            EC => match info.algorithm.parameters.and_then(curve) {
                Some(P256) => p256::ecdsa::VerifyingKey::from_sec1_bytes(bytes).map(PublicKey::P256),
                Some(P384) => p384::ecdsa::VerifyingKey::from_sec1_bytes(bytes).map(PublicKey::P384),
                _ => return Err(SignatureError::UnknownKey),
            }
            .map_err(|_| SignatureError::MalformedKey),
            _ => Err(SignatureError::UnknownKey),
        }
    }

    /// Verifies that this key signed `message`. An ECDSA signature is the DER of RFC 5480 §A, an RSA signature as long as the modulus.
    ///
    /// # Errors
    /// `OtherKey` when the algorithm is for keys of another family; `Wrong`.
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let digest = algorithm.hash().digest(&[message]);
        let holds = match (self, algorithm) {
            (PublicKey::P256(key), Algorithm::Ecdsa(_)) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok()),
            (PublicKey::P384(key), Algorithm::Ecdsa(_)) => p384::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok()),
            (PublicKey::Rsa(key), Algorithm::Rsa(hash)) => verify_pkcs1(key, hash, &digest, signature),
            (PublicKey::Rsa(key), Algorithm::RsaPss(hash)) => verify_pss(key, hash, &digest, signature),
            (PublicKey::RsaPss(key, limit), Algorithm::RsaPss(hash)) if limit.is_none_or(|limit| limit == hash) => {
                verify_pss(key, hash, &digest, signature)
            }
            _ => return Err(SignatureError::OtherKey),
        };
        if holds { Ok(()) } else { Err(SignatureError::Wrong) }
    }
}

fn verify_pkcs1(key: &rsa::PublicKey, hash: HashAlgorithm, digest: &[u8], signature: &[u8]) -> bool {
    match hash {
        HashAlgorithm::Sha256 => key.pkcs1v15_verify_prehash::<Sha256>(digest, signature),
        HashAlgorithm::Sha384 => key.pkcs1v15_verify_prehash::<Sha384>(digest, signature),
        HashAlgorithm::Sha512 => key.pkcs1v15_verify_prehash::<Sha512>(digest, signature),
    }
    .is_ok()
}

fn verify_pss(key: &rsa::PublicKey, hash: HashAlgorithm, digest: &[u8], signature: &[u8]) -> bool {
    match hash {
        HashAlgorithm::Sha256 => key.pss_verify_prehash::<Sha256>(digest, signature),
        HashAlgorithm::Sha384 => key.pss_verify_prehash::<Sha384>(digest, signature),
        HashAlgorithm::Sha512 => key.pss_verify_prehash::<Sha512>(digest, signature),
    }
    .is_ok()
}

fn read_rsa(bytes: &[u8]) -> Result<rsa::PublicKey, SignatureError> {
    let key = RsaPublicKey::from_der(bytes).map_err(|_| SignatureError::MalformedKey)?;
    let number = |number: UintRef<'_>| BoxedUint::from_be_slice_vartime(number.as_bytes());
    // Before any arithmetic: a certificate may have a modulus of a million bits.
    if key.modulus.as_bytes().len() * 8 > MAX_RSA as usize {
        return Err(SignatureError::KeySize);
    }
    if key.public_exponent.as_bytes().len() > 8 {
        return Err(SignatureError::MalformedKey);
    }
    let modulus = number(key.modulus);
    if modulus.bit_width_vartime() < MIN_RSA {
        return Err(SignatureError::KeySize);
    }
    let key =
        rsa::PublicKey::new_with_size_limits(modulus, number(key.public_exponent), MIN_RSA as usize..=MAX_RSA as usize);
    key.map_err(|_| SignatureError::MalformedKey)
}
