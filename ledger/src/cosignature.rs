//! Cosignatures (C2SP tlog-cosignature, type 0x04, Ed25519): a witness says that, at a time, this was the largest tree that it had
//! seen of a log, and that it continues all smaller ones that it saw.
//!
//! Cosignatures of other types (ML-DSA-44, 0x06) are not known here: they are counted as unknown, as signed-note demands.

use std::fmt;
use std::str::FromStr;

use crate::note::{Note, NoteError, Signature, SigningKey, VerifyingKey};
use crate::time::Time;

/// The signature type of cosignatures by Ed25519.
pub const COSIGNATURE: u8 = 0x04;

/// The key with which a witness cosigns. Never the key of a log: a witness signs what others send it.
#[derive(Clone, Debug)]
pub struct WitnessKey(SigningKey);

impl WitnessKey {
    /// The key `name` whose RFC 8032 private key is `seed`: 32 random bytes from the caller.
    ///
    /// # Errors
    /// `Name`.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<WitnessKey, NoteError> {
        SigningKey::from_seed(name, seed).map(WitnessKey)
    }

    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The public half.
    pub fn witness(&self) -> Witness {
        Witness(self.0.verifying_key())
    }

    /// Cosigns the text of a checkpoint at `now`, of which the second counts. Whether it may be cosigned, [`crate::witness`] decides.
    pub fn cosign(&self, text: &str, now: Time) -> Signature {
        let seconds = u64::try_from(now.0.div_euclid(1000)).unwrap_or(0);
        let signed = self.0.sign(&message(text, seconds));
        Signature {
            name: self.name().into(),
            id: self.0.verifying_key().id_as(COSIGNATURE),
            bytes: [seconds.to_be_bytes().as_slice(), &signed].concat(),
        }
    }
}

/// A witness that a reader knows, by its public key. `Display` and `FromStr` are the verifier key `name+hash+base64(0x04 || key)`.
#[derive(Clone, PartialEq, Eq)]
pub struct Witness(VerifyingKey);

impl Witness {
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// When this witness cosigned the note; none when it did not.
    ///
    /// # Errors
    /// `BadSignature` when a line that bears the name and the id of this witness does not hold for this text.
    pub fn cosigned(&self, note: &Note) -> Result<Option<Time>, NoteError> {
        let id = self.0.id_as(COSIGNATURE);
        let mut latest = None;
        for signature in note.signatures().iter().filter(|s| s.name == self.name() && s.id == id) {
            let (seconds, signed) = signature.bytes.split_first_chunk::<8>().ok_or(NoteError::BadSignature)?;
            let seconds = u64::from_be_bytes(*seconds);
            // "It MUST NOT exceed 2^63 - 1"; in milliseconds it must fit as well.
            let millis =
                i64::try_from(seconds).ok().and_then(|s| s.checked_mul(1000)).ok_or(NoteError::BadSignature)?;
            self.0.signed(&message(note.text(), seconds), signed)?;
            latest = latest.max(Some(Time(millis)));
        }
        Ok(latest)
    }
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Witness({self})")
    }
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.vkey(COSIGNATURE))
    }
}

impl FromStr for Witness {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Witness, NoteError> {
        VerifyingKey::parse_vkey(text, COSIGNATURE).map(Witness)
    }
}

/// When the line says that its witness cosigned. It is only read: nobody has verified it.
///
/// None when it is no cosignature of this type: eight bytes of seconds and a signature of 64.
pub fn stated(line: &Signature) -> Option<Time> {
    let (seconds, signed) = line.bytes.split_first_chunk::<8>()?;
    let seconds = i64::try_from(u64::from_be_bytes(*seconds)).ok().filter(|_| signed.len() == 64)?;
    seconds.checked_mul(1000).map(Time)
}

/// What is signed (tlog-cosignature, "Ed25519 signed message").
fn message(text: &str, seconds: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {seconds}\n{text}").into_bytes()
}
