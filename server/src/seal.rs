//! Who seals the firm's PDFs: a key of its own, certified by the firm's own authority, or one that a trust service certified.
//!
//! Whoever verifies a seal compares the fingerprint of its certificate, or relies on the entry `seal.recorded` of the firm's log. A key
//! of the firm's own makes a simple electronic seal (eIDAS art. 3(25)), neither advanced nor qualified: no trust service checked the name.

mod import;
mod own;
mod token;

use std::sync::Arc;

use ledger::cms::{self, SealAlgorithm};
use ledger::event::SealSource;
use ledger::x509::{Certificate, Subject};
use ledger::{Hash, Time};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::DecodePrivateKey as _;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

pub use import::{ImportError, Imported, MAX_FILE, import};
pub use own::{Authority, NOT_QUALIFIED, Own, Revoked};
pub use token::{Token, TokenError, adopt};

/// The shortest RSA modulus that seals, in bits: 2048 are no longer recommended for what is kept for years (ETSI TS 119 312).
pub const MIN_RSA: usize = 3072;
/// The longest that readers verify.
const MAX_RSA: usize = 4096;

#[derive(Debug, thiserror::Error)]
#[error("seal: {0}")]
pub struct SealError(String);

impl SealError {
    fn new(error: impl std::fmt::Display) -> SealError {
        SealError(error.to_string())
    }
}

/// A private key that signs.
enum Key {
    P256(SigningKey),
    Rsa(Box<RsaKeyPair>),
    /// Elsewhere.
    Token(Arc<Token>, SealAlgorithm),
}

impl Key {
    /// From PKCS#8 (RFC 5958): P-256, or RSA of [`MIN_RSA`] to 4096 bits.
    fn read(pkcs8: &[u8]) -> Result<Key, SealError> {
        if let Ok(key) = SigningKey::from_pkcs8_der(pkcs8) {
            return Ok(Key::P256(key));
        }
        let key =
            RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| SealError::new("the key is neither of P-256 nor of RSA"))?;
        match key.public().modulus_len() * 8 >= MIN_RSA {
            true => Ok(Key::Rsa(Box::new(key))),
            false => Err(SealError::new(format!("the RSA key has fewer than {MIN_RSA} bits"))),
        }
    }

    fn algorithm(&self) -> SealAlgorithm {
        match self {
            Key::P256(_) => SealAlgorithm::EcdsaP256Sha256,
            Key::Rsa(_) => SealAlgorithm::RsaPkcs1Sha256,
            Key::Token(_, algorithm) => *algorithm,
        }
    }

    /// RSA by PKCS #1 v1.5, ECDSA with the nonce of RFC 6979: the same signature each time, unless a device makes it.
    fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, SealError> {
        match self {
            Key::P256(key) => {
                let signature: DerSignature = key.try_sign(bytes).map_err(SealError::new)?;
                Ok(signature.as_bytes().to_vec())
            }
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                // Its randomness only hides the key from whoever measures the time.
                let signed = key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), bytes, &mut signature);
                signed.map(|()| signature).map_err(SealError::new)
            }
            Key::Token(token, _) => token.sign(bytes).map_err(SealError::new),
        }
    }

    /// Bytes of a signature at most.
    fn length(&self) -> usize {
        match self {
            Key::P256(_) | Key::Token(_, SealAlgorithm::EcdsaP256Sha256) => 72,
            Key::Rsa(key) => key.public().modulus_len(),
            Key::Token(_, SealAlgorithm::RsaPkcs1Sha256) => MAX_RSA / 8,
        }
    }
}

/// Signs documents in the firm's name.
pub struct Signer {
    key: Key,
    certificate: Certificate,
    issuers: Vec<Certificate>,
    source: SealSource,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({})", self.fingerprint())
    }
}

impl Signer {
    /// Whom the certificate names, and who issued it.
    pub fn named(&self) -> [Subject; 2] {
        [self.certificate.subject(), self.certificate.issuer()]
    }

    /// `key` as PKCS#8 (RFC 5958); `chain` as DER, the key's own certificate first.
    ///
    /// # Errors
    /// When the key is neither of P-256 nor of RSA with at least [`MIN_RSA`] bits, or the chain is empty or holds something else than
    /// certificates. That the first is the key's own, every signature shows.
    pub fn new(key: &[u8], chain: &[Vec<u8>], source: SealSource) -> Result<Signer, SealError> {
        Signer::with(Key::read(key)?, chain, source)
    }

    /// The key of this device, which signs by `algorithm`.
    ///
    /// # Errors
    /// As [`Signer::new`], for the chain.
    pub fn in_token(token: Arc<Token>, algorithm: SealAlgorithm, chain: &[Vec<u8>]) -> Result<Signer, SealError> {
        Signer::with(Key::Token(token, algorithm), chain, SealSource::Token)
    }

    fn with(key: Key, chain: &[Vec<u8>], source: SealSource) -> Result<Signer, SealError> {
        let mut chain = chain.iter().map(|der| Certificate::parse(der).map_err(SealError::new));
        let certificate = chain.next().ok_or_else(|| SealError::new("no certificate"))??;
        Ok(Signer { key, certificate, issuers: chain.collect::<Result<_, _>>()?, source })
    }

    /// The certificates, the key's own first.
    pub fn chain(&self) -> impl Iterator<Item = &Certificate> {
        std::iter::once(&self.certificate).chain(&self.issuers)
    }

    /// SHA-256 of the key's certificate.
    pub fn fingerprint(&self) -> Hash {
        self.certificate.sha256()
    }

    /// Whom the certificate names.
    pub fn by(&self) -> String {
        self.certificate.subject().to_string()
    }

    /// Where the key came from.
    pub fn source(&self) -> SealSource {
        self.source
    }

    /// Whether the certificate is no longer valid.
    pub fn has_expired(&self, now: Time) -> bool {
        self.certificate.not_after() < now
    }

    /// The signature over what has this SHA-256 (PAdES B-B).
    ///
    /// # Errors
    /// When the key is not that of the certificate, or its device does not sign.
    pub fn sign(&self, digest: &Hash) -> Result<Vec<u8>, SealError> {
        let key = |bytes: &[u8]| self.key.sign(bytes);
        cms::sign(digest, &self.certificate, &self.issuers, self.key.algorithm(), key).map_err(SealError::new)
    }

    /// Bytes that a signature by this key needs at most: the chain, the signature of the key, and 1 KiB for all else (about 400 bytes with
    /// names of usual length).
    pub fn room(&self) -> usize {
        self.chain().map(|certificate| certificate.as_der().len()).sum::<usize>() + self.key.length() + 1024
    }
}
