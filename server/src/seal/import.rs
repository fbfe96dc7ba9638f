//! A key and its certificate from a file of a trust service (PKCS#12, RFC 7292).

use ledger::event::SealSource;
use ledger::x509::{Certificate, ChainError, Purpose, chain};
use ledger::{Hash, Time};
use p12_keystore::{Pkcs12Archive, error::Error as Pkcs12Error};
use zeroize::Zeroizing;

use super::{Key, Signer};

/// The largest file accepted, bytes: 64 KiB. One with a chain of three certificates has 3 to 8.
pub const MAX_FILE: usize = 64 * 1024;
/// The most certificates that are looked at.
const MAX_CERTIFICATES: usize = 32;

/// What a good file holds.
pub struct Imported {
    /// PKCS#8.
    pub key: Zeroizing<Vec<u8>>,
    /// DER: the key's certificate, then each the one that certifies it, as far as the file has them.
    pub chain: Vec<Vec<u8>>,
}

/// Why a file is refused.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum ImportError {
    #[error("not a PKCS#12 file, or encrypted in a way that is not known: {0}")]
    NotPkcs12(String),
    #[error("the passphrase does not open the file")]
    Passphrase,
    #[error("the file holds no private key")]
    NoKey,
    #[error("the file holds several private keys")]
    SeveralKeys,
    #[error("the key is neither of P-256 nor of RSA with 3072 to 4096 bits")]
    Algorithm,
    #[error("the file holds no certificate of the key")]
    NoCertificate,
    /// Also when it is not valid at present.
    #[error("the certificate does not serve to seal: {0}")]
    Certificate(ChainError),
}

/// Reads a file as OpenSSL 3 writes it (PBES2 with AES, a MAC by HMAC) and as older programs do (3DES, RC2). What may take seconds, with a file
/// whose passphrase is made slow to guess.
///
/// # Errors
/// See [`ImportError`]. That a trust service stands behind the certificate is not examined: whom a reader trusts is the reader's to say.
pub fn import(file: &[u8], passphrase: &str, now: Time) -> Result<Imported, ImportError> {
    let archive = Pkcs12Archive::from_pkcs12(file, passphrase).map_err(|error| match error {
        // Without a MAC, a wrong passphrase shows in what it decrypts to.
        Pkcs12Error::MacError(_) | Pkcs12Error::Pkcs5Error(_) | Pkcs12Error::UnpadError => ImportError::Passphrase,
        other => ImportError::NotPkcs12(other.to_string()),
    })?;
    let key = match archive.keys.as_slice() {
        [] => return Err(ImportError::NoKey),
        [one] => Zeroizing::new(one.key.as_der().to_vec()),
        _ => return Err(ImportError::SeveralKeys),
    };
    Key::read(&key).map_err(|_| ImportError::Algorithm)?;
    let ders = archive.certs.iter().take(MAX_CERTIFICATES).map(|bag| bag.cert.as_der());
    let certificates: Vec<Certificate> = ders.filter_map(|der| Certificate::parse(der).ok()).collect();
    let own = certificates.iter().find(|one| is_of(&key, one)).ok_or(ImportError::NoCertificate)?;
    let chain = chain(own, &certificates, &[], Purpose::Sealing, now).map_err(ImportError::Certificate)?;
    Ok(Imported { key, chain: chain.certificates.iter().map(|one| one.as_der().to_vec()).collect() })
}

/// Whether the certificate is that of the key: a signature by the one holds for the other.
fn is_of(key: &[u8], certificate: &Certificate) -> bool {
    let signer = Signer::new(key, &[certificate.as_der().to_vec()], SealSource::Imported);
    signer.is_ok_and(|signer| signer.sign(&Hash([0; 32])).is_ok())
}
