//! Signed notes (C2SP signed-note): a text, and Ed25519 signatures on lines of their own.
//!
//! Here signature type 0x01 (Ed25519 over the text) is made and verified; [`crate::cosignature`] has type 0x04. Signatures of other
//! types or by other keys are kept and counted, never trusted: so new keys can be added without breaking old readers.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::Signer as _;

use crate::hash::{Hash, sha256, sha256_of};

/// The signature type Ed25519 (signed-note, "Signature types").
pub const ED25519: u8 = 0x01;
/// The longest note accepted, in bytes: 256 KiB, room for 16 post-quantum signatures of 5 kB, base64 included, and the text.
pub const MAX_NOTE: usize = 256 * 1024;
/// The most signatures accepted. The specification asks for at least 16.
pub const MAX_SIGNATURES: usize = 32;
/// The longest key name, in bytes, so that a firm's name fits on a line of a certificate.
pub const MAX_NAME: usize = 128;

/// Why a key or a note is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    #[error("a key name has 1 to {MAX_NAME} bytes, no spaces, no control characters and no plus sign")]
    Name,
    #[error("a verifier key is name+8 hexadecimal digits+base64")]
    KeyForm,
    #[error("the key is of the type {found:#04x}, not {expected:#04x}")]
    KeyType { found: u8, expected: u8 },
    #[error("the key is not a point that Ed25519 accepts")]
    KeyPoint,
    #[error("the hash in the verifier key is not that of its name and key")]
    KeyHash,
    #[error("{bytes} bytes; at most {MAX_NOTE} are accepted")]
    TooLong { bytes: usize },
    #[error("the text must end with a newline and hold no other control character")]
    Text,
    #[error("no empty line between the text and the signatures")]
    NoSignatures,
    #[error("line {line} of the signatures is not a signature")]
    SignatureForm { line: usize },
    #[error("{found} signatures; at most {MAX_SIGNATURES} are accepted")]
    TooManySignatures { found: usize },
    #[error("no signature by a known key")]
    UnknownKeys,
    #[error("a signature that bears the name of a known key was not made by it for this text")]
    BadSignature,
}

/// "MUST be non-empty and MUST NOT contain any Unicode spaces or plus" (signed-note, "Format").
fn check_name(name: &str) -> Result<(), NoteError> {
    let bad = |char: char| char.is_whitespace() || char.is_control() || char == '+';
    if name.is_empty() || name.len() > MAX_NAME || name.contains(bad) { Err(NoteError::Name) } else { Ok(()) }
}

/// SHA-256(name || 0x0A || type || public key), its first four bytes (signed-note, "Signatures").
fn key_id(name: &str, kind: u8, public: &[u8; 32]) -> [u8; 4] {
    let [a, b, c, d, ..] = sha256_of(&[name.as_bytes(), b"\n", &[kind], public]).0;
    [a, b, c, d]
}

/// A named Ed25519 key that signs (RFC 8032). The secret is wiped from memory when dropped, and not shown by `Debug`.
#[derive(Clone)]
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.name)
    }
}

impl SigningKey {
    /// The key `name` whose RFC 8032 private key is `seed`: 32 random bytes from the caller.
    ///
    /// # Errors
    /// `Name`.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<SigningKey, NoteError> {
        check_name(name)?;
        Ok(SigningKey { name: name.into(), key: ed25519_dalek::SigningKey::from_bytes(seed) })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// RFC 8032 §5.1.6.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

/// A named Ed25519 public key. `Display` and `FromStr` are the verifier key `name+hash+base64(0x01 || key)`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifyingKey {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The four bytes that begin each of its signatures.
    pub fn id(&self) -> [u8; 4] {
        self.id_as(ED25519)
    }

    /// The id under which this key makes signatures of the type `kind`.
    pub(crate) fn id_as(&self, kind: u8) -> [u8; 4] {
        key_id(&self.name, kind, self.key.as_bytes())
    }

    /// Verifies strictly: RFC 8032 §5.1.7 without cofactor, keys and points of small order refused, so that one signature
    /// cannot hold for two messages.
    pub(crate) fn signed(&self, message: &[u8], signature: &[u8]) -> Result<(), NoteError> {
        let bytes: &[u8; 64] = signature.try_into().map_err(|_| NoteError::BadSignature)?;
        let signature = ed25519_dalek::Signature::from_bytes(bytes);
        self.key.verify_strict(message, &signature).map_err(|_| NoteError::BadSignature)
    }

    /// The verifier key of the type `kind`.
    pub(crate) fn vkey(&self, kind: u8) -> String {
        let mut typed = vec![kind];
        typed.extend(self.key.as_bytes());
        format!("{}+{}+{}", self.name, hex::encode(self.id_as(kind)), BASE64.encode(typed))
    }

    /// Reads a verifier key of the type `kind`.
    pub(crate) fn parse_vkey(text: &str, kind: u8) -> Result<VerifyingKey, NoteError> {
        // Base64 may hold plus signs, a name and a hash may not.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::KeyForm);
        };
        check_name(name)?;
        let id = crate::bytes::parse::<4>(id).map_err(|_| NoteError::KeyForm)?;
        let typed = BASE64.decode(key).map_err(|_| NoteError::KeyForm)?;
        let Some((found, public)) = typed.split_first() else {
            return Err(NoteError::KeyForm);
        };
        if *found != kind {
            return Err(NoteError::KeyType { found: *found, expected: kind });
        }
        let public: &[u8; 32] = public.try_into().map_err(|_| NoteError::KeyForm)?;
        if key_id(name, kind, public) != id {
            return Err(NoteError::KeyHash);
        }
        let key = ed25519_dalek::VerifyingKey::from_bytes(public).map_err(|_| NoteError::KeyPoint)?;
        // A second spelling of the same point would be a second key to some readers and none to others (RFC 8032 §5.1.3).
        let spelling = key.to_edwards().compress();
        if key.is_weak() || spelling.as_bytes() != public {
            return Err(NoteError::KeyPoint);
        }
        Ok(VerifyingKey { name: name.into(), key })
    }

    /// The 32-byte public key (RFC 8032 §5.1.5).
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({self})")
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.vkey(ED25519))
    }
}

impl FromStr for VerifyingKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<VerifyingKey, NoteError> {
        VerifyingKey::parse_vkey(text, ED25519)
    }
}

/// A signature line: who claims to have signed, and the bytes, of any type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub name: String,
    pub id: [u8; 4],
    pub bytes: Vec<u8>,
}

/// What [`Note::verify`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many of the known keys signed; at least one.
    pub known: usize,
    /// How many lines bear the signature of no known key. They prove nothing.
    pub unknown: usize,
}

/// A text with signatures, not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// A note that nobody has signed yet.
    ///
    /// # Errors
    /// `Text` when the text does not end with a newline or holds another control character below U+0020; `TooLong`.
    pub fn new(text: &str) -> Result<Note, NoteError> {
        if text.len() > MAX_NOTE {
            return Err(NoteError::TooLong { bytes: text.len() });
        }
        if !text.ends_with('\n') || text.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
            return Err(NoteError::Text);
        }
        Ok(Note { text: text.into(), signatures: Vec::new() })
    }

    /// Reads a note (signed-note, "Format"). Nothing of it may be believed before [`Note::verify`].
    ///
    /// # Errors
    /// `TooLong`, `Text`, `NoSignatures`, `SignatureForm` (lines counted from 1), `TooManySignatures`.
    pub fn parse(note: &str) -> Result<Note, NoteError> {
        if note.len() > MAX_NOTE {
            return Err(NoteError::TooLong { bytes: note.len() });
        }
        // The text may hold empty lines, so the last one divides.
        let end = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let mut parsed = Note::new(&note[..=end])?;
        let signatures = note[end + 2..].strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let found = signatures.split('\n').count();
        if found > MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures { found });
        }
        for (position, line) in signatures.split('\n').enumerate() {
            let signature = parse_signature(line).ok_or(NoteError::SignatureForm { line: position + 1 })?;
            parsed.signatures.push(signature);
        }
        Ok(parsed)
    }

    /// Adds a signature, after those already there.
    ///
    /// # Errors
    /// `TooManySignatures`.
    pub fn sign(&mut self, key: &SigningKey) -> Result<(), NoteError> {
        let (name, id) = (key.name.clone(), key.verifying_key().id());
        self.add(Signature { name, id, bytes: key.sign(self.text.as_bytes()).to_vec() })
    }

    /// Adds a signature that somebody else made, unverified, after those already there.
    ///
    /// # Errors
    /// `TooManySignatures`.
    pub fn add(&mut self, signature: Signature) -> Result<(), NoteError> {
        if self.signatures.len() >= MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures { found: self.signatures.len() + 1 });
        }
        self.signatures.push(signature);
        Ok(())
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the text: what a time-stamp about the note bears witness to. Signatures are left out, so that those that come
    /// later (of witnesses) do not disturb it.
    pub fn digest(&self) -> Hash {
        sha256(self.text.as_bytes())
    }

    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Verifies the signatures by `keys`. Those of unknown keys are counted only (signed-note: "MUST ignore").
    ///
    /// # Errors
    /// `BadSignature` when a line that names a known key does not hold for this text: the specification lets a client refuse the
    /// whole note, and evidence does. `UnknownKeys` when no known key signed.
    pub fn verify(&self, keys: &[VerifyingKey]) -> Result<Verified, NoteError> {
        let mut signers = vec![false; keys.len()];
        let mut unknown = 0;
        for signature in &self.signatures {
            let known = keys.iter().position(|key| key.name == signature.name && key.id() == signature.id);
            let Some(position) = known else {
                unknown += 1;
                continue;
            };
            keys[position].signed(self.text.as_bytes(), &signature.bytes)?;
            signers[position] = true;
        }
        match signers.into_iter().filter(|signed| *signed).count() {
            0 => Err(NoteError::UnknownKeys),
            known => Ok(Verified { known, unknown }),
        }
    }
}

impl FromStr for Signature {
    type Err = NoteError;

    /// Reads one line, without its newline: `— name base64(id || signature)`.
    fn from_str(line: &str) -> Result<Signature, NoteError> {
        parse_signature(line).ok_or(NoteError::SignatureForm { line: 1 })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "— {} {}", self.name, BASE64.encode([self.id.as_slice(), &self.bytes].concat()))
    }
}

/// `— name base64(id || signature)`
fn parse_signature(line: &str) -> Option<Signature> {
    let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
    check_name(name).ok()?;
    let decoded = BASE64.decode(encoded).ok()?;
    let (id, bytes) = decoded.split_first_chunk::<4>()?;
    if bytes.is_empty() {
        return None;
    }
    Some(Signature { name: name.into(), id: *id, bytes: bytes.to_vec() })
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}
