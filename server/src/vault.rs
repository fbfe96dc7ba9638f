//! What must not be read from a stolen database or disk: signing keys and attached files are encrypted under one master key,
//! which lives in a file of its own (or in the environment) and never in the database.
//!
//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): its 24-byte nonce may be drawn at random for every message. A label is
//! authenticated with each message, so that a sealed value copied to another row or file does not open there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use ledger::Hash;
use rand::CryptoRng;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of the nonce in front of each sealed message.
const NONCE: usize = 24;
/// Bytes of the authentication tag behind it.
const TAG: usize = 16;
/// Bytes by which what is sealed is longer than what was given.
pub const OVERHEAD: usize = NONCE + TAG;

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("the master key file {path}: {source}")]
    File { path: String, source: io::Error },
    #[error("the master key file {path} can be read by others (mode {mode:o}); give it mode 600")]
    Exposed { path: String, mode: u32 },
    #[error("a master key is 64 lower-case hexadecimal digits")]
    NotAKey,
    /// Another master key sealed it, it was altered, or it belongs elsewhere.
    #[error("sealed data does not open with this master key")]
    Sealed,
}

/// Seals and opens. Holds the keys derived from the master key, not the master key itself.
pub struct Vault {
    cipher: XChaCha20Poly1305,
    mac_key: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// The vault whose master key is in the file at `path`; a new random key is written there first when there is none.
    pub fn open(path: &Path, rng: &mut impl CryptoRng) -> Result<Vault, VaultError> {
        let fail = |source| VaultError::File { path: path.display().to_string(), source };
        if !path.exists() {
            create(path, rng).map_err(fail)?;
        }
        let mode = fs::metadata(path).map_err(fail)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(VaultError::Exposed { path: path.display().to_string(), mode });
        }
        Vault::from_hex(Zeroizing::new(fs::read_to_string(path).map_err(fail)?).trim())
    }

    /// The vault of a master key given as 64 lower-case hexadecimal digits, as from the environment.
    pub fn from_hex(text: &str) -> Result<Vault, VaultError> {
        let mut master = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text, &mut *master).map_err(|_| VaultError::NotAKey)?;
        // One key, one use (NIST SP 800-108, in its shortest form).
        let derive = |purpose: &[u8]| Zeroizing::new(hmac(&master, &[purpose]));
        Ok(Vault {
            cipher: XChaCha20Poly1305::new(&(*derive(b"acte seal 1")).into()),
            mac_key: derive(b"acte fingerprint 1"),
        })
    }

    /// Encrypts `plain`; only the same `label` opens it again. [`OVERHEAD`] bytes longer than `plain`.
    pub fn seal(&self, label: &str, plain: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        rng.fill_bytes(&mut nonce);
        let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD);
        sealed.extend_from_slice(plain);
        let done = self.cipher.encrypt_in_place(&XNonce::from(nonce), label.as_bytes(), &mut sealed);
        done.expect("the cipher refuses only messages over 256 GiB");
        sealed.splice(..0, nonce);
        sealed
    }

    /// Decrypts what [`Vault::seal`] made with the same `label`.
    ///
    /// # Errors
    /// `Sealed` when key, label or bytes differ.
    pub fn unseal(&self, label: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.unseal_in_place(label, sealed.to_vec()).map(Zeroizing::new)
    }

    /// The same in the room of the sealed bytes.
    ///
    /// # Errors
    /// As [`Vault::unseal`].
    pub fn unseal_in_place(&self, label: &str, mut sealed: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        let nonce = XNonce::from(*sealed.first_chunk::<NONCE>().ok_or(VaultError::Sealed)?);
        sealed.drain(..NONCE);
        let done = self.cipher.decrypt_in_place(&nonce, label.as_bytes(), &mut sealed);
        done.map(|()| sealed).map_err(|_| VaultError::Sealed)
    }

    /// A keyed hash (HMAC-SHA-256, RFC 2104) of a short secret, such as a six-digit code: without the master key, trying all
    /// million codes against a stolen table finds nothing. Compare in constant time, or let the database compare.
    pub fn fingerprint(&self, label: &str, secret: &[u8]) -> Hash {
        Hash(hmac(&self.mac_key, &[label.as_bytes(), &[0], secret]))
    }
}

/// HMAC-SHA-256 (RFC 2104) of the concatenation of `message`.
fn hmac(key: &[u8; 32], message: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    message.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// Writes a new key beside `path`, on the disk, then gives it its name: a crash leaves no half-written key, and of two servers
/// that start together one name wins.
fn create(path: &Path, rng: &mut impl CryptoRng) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut bytes = Zeroizing::new([0; 32]);
    rng.fill_bytes(&mut *bytes);
    let mut suffix = [0; 8];
    rng.fill_bytes(&mut suffix);
    let draft = path.with_extension(hex::encode(suffix));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(Zeroizing::new(hex::encode(*bytes)).as_bytes())?;
    file.sync_all()?;
    match fs::hard_link(&draft, path) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
        _ => {
            fs::remove_file(&draft)?;
            File::open(folder)?.sync_all()
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn only_the_same_key_label_and_bytes_open() {
        let mut rng = StdRng::seed_from_u64(1);
        let (vault, other) = (Vault::from_hex(&"01".repeat(32)).unwrap(), Vault::from_hex(&"02".repeat(32)).unwrap());
        let sealed = vault.seal("a", b"secret", &mut rng);
        assert_eq!(sealed.len(), 6 + 40);
        assert_eq!(**vault.unseal("a", &sealed).unwrap(), *b"secret");
        assert!(matches!(vault.unseal("b", &sealed), Err(VaultError::Sealed)));
        assert!(matches!(other.unseal("a", &sealed), Err(VaultError::Sealed)));
        for i in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[i] ^= 1;
            assert!(matches!(vault.unseal("a", &altered), Err(VaultError::Sealed)), "byte {i}");
        }
        assert!(matches!(vault.unseal("a", b""), Err(VaultError::Sealed)));
    }

    #[test]
    fn a_key_file_is_made_once_and_kept_private() {
        let mut rng = StdRng::seed_from_u64(1);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/master.key");
        let sealed = Vault::open(&path, &mut rng).unwrap().seal("a", b"secret", &mut rng);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert!(Vault::open(&path, &mut rng).unwrap().unseal("a", &sealed).is_ok());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Vault::open(&path, &mut rng), Err(VaultError::Exposed { mode: 0o644, .. })));
    }
}
