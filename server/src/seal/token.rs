//! A key in a device that it never leaves, such as a smart card or an HSM, reached through its maker's library (PKCS#11, OASIS).

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as Pkcs11Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use ledger::cms::SealAlgorithm;
use ledger::x509::{Certificate, ChainError, Purpose, chain};
use ledger::{Hash, Time, sha256};
use p256::ecdsa::Signature;

use super::{MIN_RSA, SealError, Signer};
use crate::config::SealToken;

/// The most certificates of a device that are looked at.
const MAX_CERTIFICATES: usize = 32;

/// Why the device did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Not there, or not answering: what is asked again later may succeed.
    #[error("the device does not answer: {0}")]
    Absent(String),
    /// Not asked again before the program starts anew: after a few wrong PINs a device locks itself for good.
    #[error("the device refused the PIN; it is not tried again before a restart")]
    Pin,
    #[error("the device holds no single private key with the label of the settings")]
    NoKey,
    #[error("the device holds no certificate with the identifier of the key")]
    NoCertificate,
    #[error("the key is neither of P-256 nor of RSA with 3072 to 4096 bits")]
    Algorithm,
    #[error("the certificate does not serve to seal: {0}")]
    Certificate(ChainError),
}

impl From<Pkcs11Error> for TokenError {
    fn from(error: Pkcs11Error) -> TokenError {
        TokenError::Absent(error.to_string())
    }
}

/// The device of the settings.
pub struct Token {
    module: Pkcs11,
    label: String,
    key: Vec<u8>,
    pin: AuthPin,
    /// One asks at a time: makers' libraries are not all made for more.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    initialized: bool,
    pin_refused: bool,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.label)
    }
}

impl Token {
    /// Loads the library. Whether the device is there shows when it is asked.
    ///
    /// # Errors
    /// When the file is no library of PKCS#11.
    pub fn load(settings: SealToken) -> Result<Token, SealError> {
        let SealToken { module, token: label, key, pin } = settings;
        let loaded = Pkcs11::new(Path::new(&module));
        let module = loaded.map_err(|e| SealError::new(format!("setting seal.module: {}: {e}", module.display())))?;
        Ok(Token { module, label, key: key.into_bytes(), pin, state: Mutex::default() })
    }

    /// The label of the device.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// With what the key signs. The device must be there.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn algorithm(&self) -> Result<SealAlgorithm, TokenError> {
        self.ask(algorithm)
    }

    /// Signs `bytes`; ECDSA comes as DER (RFC 3279 §2.2.3).
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, TokenError> {
        self.ask(|session, key| match algorithm(session, key)? {
            SealAlgorithm::RsaPkcs1Sha256 => Ok(session.sign(&Mechanism::Sha256RsaPkcs, key, bytes)?),
            SealAlgorithm::EcdsaP256Sha256 => {
                let numbers = session.sign(&Mechanism::Ecdsa, key, &sha256(bytes).0)?;
                let signature = Signature::from_slice(&numbers).map_err(|_| TokenError::Algorithm)?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
        })
    }

    /// The key's certificate, then each the one that certifies it, as far as the device has them, DER.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn chain(&self, now: Time) -> Result<Vec<Vec<u8>>, TokenError> {
        let (own, all) = self.ask(|session, key| {
            let Some(Attribute::Id(id)) = session.get_attributes(key, &[AttributeType::Id])?.pop() else {
                return Err(TokenError::NoCertificate);
            };
            let own = certificates(session, &[Attribute::Id(id)])?.pop().ok_or(TokenError::NoCertificate)?;
            Ok((own, certificates(session, &[])?))
        })?;
        let chain = chain(&own, &all, &[], Purpose::Sealing, now).map_err(TokenError::Certificate)?;
        Ok(chain.certificates.iter().map(|one| one.as_der().to_vec()).collect())
    }

    /// Opens a session, says the PIN, finds the key, and closes the session again, which logs out.
    fn ask<T>(&self, work: impl FnOnce(&Session, ObjectHandle) -> Result<T, TokenError>) -> Result<T, TokenError> {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if state.pin_refused {
            return Err(TokenError::Pin);
        }
        if !state.initialized {
            match self.module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
                Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
                Err(error) => return Err(error.into()),
            }
            state.initialized = true;
        }
        let done = self.open().and_then(|session| {
            let key = self.key(&session)?;
            work(&session, key)
        });
        match done {
            Err(TokenError::Pin) => state.pin_refused = true,
            // A device that was pulled out is found again only from the start.
            Err(TokenError::Absent(_)) => {
                state.initialized = false;
                drop(self.module.clone().finalize());
            }
            _ => {}
        }
        done
    }

    fn open(&self) -> Result<Session, TokenError> {
        for slot in self.module.get_slots_with_token()? {
            if self.module.get_token_info(slot)?.label().trim_end() != self.label {
                continue;
            }
            let session = self.module.open_ro_session(slot)?;
            return match session.login(UserType::User, Some(&self.pin)) {
                Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
                Err(Pkcs11Error::Pkcs11(
                    RvError::PinIncorrect | RvError::PinLocked | RvError::PinInvalid | RvError::PinLenRange,
                    _,
                )) => Err(TokenError::Pin),
                Err(error) => Err(error.into()),
            };
        }
        Err(TokenError::Absent(format!("no device is called {}", self.label)))
    }

    fn key(&self, session: &Session) -> Result<ObjectHandle, TokenError> {
        let label = Attribute::Label(self.key.clone());
        match session.find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY), label])?.as_slice() {
            [key] => Ok(*key),
            _ => Err(TokenError::NoKey),
        }
    }
}

/// The chain of a device's key, once it is shown that it can seal: the key is strong enough, and that of the certificate.
///
/// # Errors
/// See [`TokenError`].
pub fn adopt(token: &Arc<Token>, now: Time) -> Result<Vec<Vec<u8>>, TokenError> {
    let (chain, algorithm) = (token.chain(now)?, token.algorithm()?);
    let weak = algorithm == SealAlgorithm::RsaPkcs1Sha256 && token.sign(&[])?.len() * 8 < MIN_RSA;
    let signer = Signer::in_token(token.clone(), algorithm, &chain).map_err(|_| TokenError::NoCertificate)?;
    match signer.sign(&Hash([0; 32])) {
        _ if weak => Err(TokenError::Algorithm),
        Ok(_) => Ok(chain),
        Err(_) => Err(TokenError::NoCertificate),
    }
}

fn algorithm(session: &Session, key: ObjectHandle) -> Result<SealAlgorithm, TokenError> {
    match session.get_attributes(key, &[AttributeType::KeyType])?.pop() {
        Some(Attribute::KeyType(KeyType::EC)) => Ok(SealAlgorithm::EcdsaP256Sha256),
        Some(Attribute::KeyType(KeyType::RSA)) => Ok(SealAlgorithm::RsaPkcs1Sha256),
        _ => Err(TokenError::Algorithm),
    }
}

/// The certificates of the device that can be read.
fn certificates(session: &Session, which: &[Attribute]) -> Result<Vec<Certificate>, TokenError> {
    let template = [&[Attribute::Class(ObjectClass::CERTIFICATE)], which].concat();
    let mut found = Vec::new();
    for object in session.find_objects(&template)?.into_iter().take(MAX_CERTIFICATES) {
        if let Some(Attribute::Value(der)) = session.get_attributes(object, &[AttributeType::Value])?.pop() {
            found.extend(Certificate::parse(&der));
        }
    }
    Ok(found)
}
