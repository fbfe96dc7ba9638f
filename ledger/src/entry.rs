//! One entry of the log: a header that stays for ever, and a payload that can be withheld or erased.
//!
//! The leaf of the Merkle tree is the header. Its `digest` commits to the payload with a random salt, so that
//! whoever holds only the header learns nothing about the payload, not even by guessing it, and the log still
//! verifies after salt and payload were erased together. Therefore **a header holds no personal data**: random
//! identifiers, a kind, a time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::bytes::{HexError, hex_text};
use crate::canonical::{self, CanonicalError, MAX_INTEGER};
use crate::checkpoint::parse_size;
use crate::hash::{Hash, sha256_of};
use crate::id::Id;
use crate::merkle;
use crate::time::Time;

/// The version of the header that this crate writes, its member `v`.
pub const VERSION: u64 = 1;
/// The longest header accepted, in bytes. The longest that can be made has fewer than 500.
pub const MAX_HEADER: usize = 1024;
/// The longest payload, in bytes: 16 MiB. A notice at all its limits fits, 20 warnings of 13 texts of 10,000 characters of
/// four bytes being 10.4 MB; papers are recorded by their hash.
pub const MAX_PAYLOAD: usize = 16 * 1024 * 1024;
/// The longest `kind`, and the longest part of a `subject` on either side of the colon, in characters.
pub const MAX_WORD: usize = 64;
/// What is hashed before the salt and the payload, so that a commitment cannot be taken for any other SHA-256.
pub const COMMITMENT_TAG: &[u8; 16] = b"acte-payload/1\n\0";

/// Who acted. Written `member:<id>`, `contact:<id>` or `system`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// A person of the firm.
    Member(Id),
    /// A person of the client.
    Contact(Id),
    /// The program itself: a job, a time limit that passed.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Member(id) => write!(f, "member:{id}"),
            Actor::Contact(id) => write!(f, "contact:{id}"),
            Actor::System => f.write_str("system"),
        }
    }
}

/// The text is not an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an actor is member:<id>, contact:<id> or system")]
pub struct ActorError;

impl From<HexError> for ActorError {
    fn from(_: HexError) -> ActorError {
        ActorError
    }
}

impl FromStr for Actor {
    type Err = ActorError;

    fn from_str(text: &str) -> Result<Actor, ActorError> {
        match text.split_once(':') {
            None if text == "system" => Ok(Actor::System),
            Some(("member", id)) => Ok(Actor::Member(id.parse()?)),
            Some(("contact", id)) => Ok(Actor::Contact(id.parse()?)),
            _ => Err(ActorError),
        }
    }
}

impl Serialize for Actor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Actor, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// 32 random bytes, drawn afresh for each entry by the caller. Secret as long as the payload is withheld; erased with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

hex_text!(Salt);

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(not shown)")
    }
}

/// SHA-256([`COMMITMENT_TAG`] || salt || payload).
///
/// Tag and salt have fixed lengths, so no two triples give the same input; the 256-bit salt hides a payload that could
/// be guessed ("accepted", "declined").
pub fn commit(salt: &Salt, payload: &[u8]) -> Hash {
    sha256_of(&[COMMITMENT_TAG, &salt.0, payload])
}

/// What the log keeps of an entry for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The place in the log, from 0.
    pub index: u64,
    /// When the entry was made, by the server's clock.
    pub time: Time,
    pub actor: Actor,
    /// What happened, as one word: `[a-z0-9_.-]`, 1 to [`MAX_WORD`] characters.
    pub kind: String,
    /// What it happened to: `<word>:<id>`, for instance `notice:` and 32 hexadecimal digits.
    pub subject: String,
    /// The commitment to the payload, see [`commit`].
    pub digest: Hash,
}

/// The members of the header's JSON object.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    actor: Actor,
    digest: Hash,
    index: u64,
    kind: String,
    subject: String,
    time: Time,
    v: u64,
}

/// The one member that headers of all versions have.
#[derive(Deserialize)]
struct Version {
    v: Option<u64>,
}

/// Why an entry cannot be made, or does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    #[error("the header has {bytes} bytes; at most {MAX_HEADER} are accepted")]
    HeaderTooLong { bytes: usize },
    #[error("the header: {0}")]
    Header(CanonicalError),
    #[error("the header has the version {found}; this program knows {VERSION}")]
    NewerVersion { found: u64 },
    #[error("the header has not the members of an entry: {0}")]
    Members(String),
    #[error("index {index} is beyond 2^53 - 1")]
    Index { index: u64 },
    #[error("the time {0} is not between the years 1970 and 9998")]
    Time(Time),
    #[error("the kind must be 1 to {MAX_WORD} of the characters a-z 0-9 _ . -")]
    Kind,
    #[error("the subject must be a word, a colon and an identifier")]
    Subject,
    #[error("the payload has {bytes} bytes; at most {MAX_PAYLOAD} are accepted")]
    PayloadTooLong { bytes: usize },
    #[error("the payload: {0}")]
    Payload(CanonicalError),
    #[error("the payload is not an object whose member \"kind\" is the kind of the header")]
    PayloadKind,
    #[error("salt and payload must be both present or both absent")]
    HalfErased,
    #[error("the payload is not the one that the header commits to")]
    Digest,
}

impl Header {
    /// The exact bytes: canonical JSON with the members actor, digest, index, kind, subject, time and `"v":1`.
    ///
    /// # Errors
    /// `Index`, `Time`, `Kind`, `Subject` when a field is outside its limits.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryError> {
        self.check_fields()?;
        let wire = Wire {
            actor: self.actor,
            digest: self.digest,
            index: self.index,
            kind: self.kind.clone(),
            subject: self.subject.clone(),
            time: self.time,
            v: VERSION,
        };
        canonical::to_vec(&wire).map_err(EntryError::Header)
    }

    /// Reads exact bytes.
    ///
    /// # Errors
    /// `HeaderTooLong`, `Header` when the bytes are not canonical, `NewerVersion`, `Members` when a member is missing,
    /// unknown or of another type, and the errors of [`Header::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Header, EntryError> {
        if bytes.len() > MAX_HEADER {
            return Err(EntryError::HeaderTooLong { bytes: bytes.len() });
        }
        if let Some(header) = str::from_utf8(bytes).ok().and_then(Header::read) {
            return Ok(header);
        }
        let text = canonical::check(bytes).map_err(EntryError::Header)?;
        // The version first: a newer header may have other members, and "newer" helps a reader more than "unknown member".
        match serde_json::from_str(text) {
            Ok(Version { v: Some(found) }) if found > VERSION => return Err(EntryError::NewerVersion { found }),
            Ok(Version { v: Some(VERSION) }) if text.starts_with('{') => {}
            _ => return Err(EntryError::Members("no version".into())),
        }
        let wire: Wire = serde_json::from_str(text).map_err(|error| EntryError::Members(error.to_string()))?;
        let Wire { actor, digest, index, kind, subject, time, v: _ } = wire;
        let header = Header { index, time, actor, kind, subject, digest };
        header.check_fields()?;
        Ok(header)
    }

    /// Reads the only form in which a header of this version can stand, without the detour of JSON; nothing when it is anything else, and
    /// [`Header::from_bytes`] looks for the reason. A log of a million entries has a million of them.
    fn read(text: &str) -> Option<Header> {
        let rest = &mut { text };
        let header = Header {
            actor: between(rest, br#"{"actor":""#, b'"')?.parse().ok()?,
            digest: between(rest, br#","digest":""#, b'"')?.parse().ok()?,
            index: parse_size(between(rest, br#","index":"#, b',')?)?,
            kind: between(rest, br#""kind":""#, b'"')?.into(),
            subject: between(rest, br#","subject":""#, b'"')?.into(),
            time: Time(parse_size(between(rest, br#","time":"#, b',')?)? as i64), // at most 2^53
        };
        // No character that these admit is ever escaped.
        (*rest == r#""v":1}"# && header.check_fields().is_ok()).then_some(header)
    }

    /// Whether salt and payload are both absent, or the ones committed to.
    pub(crate) fn check_payload(&self, salt: Option<&Salt>, payload: Option<&[u8]>) -> Result<(), EntryError> {
        match (salt, payload) {
            (None, None) => Ok(()),
            (Some(salt), Some(payload)) => {
                check_payload(payload, &self.kind)?;
                if commit(salt, payload) == self.digest { Ok(()) } else { Err(EntryError::Digest) }
            }
            _ => Err(EntryError::HalfErased),
        }
    }

    fn check_fields(&self) -> Result<(), EntryError> {
        if self.index >= merkle::MAX_SIZE {
            return Err(EntryError::Index { index: self.index });
        }
        if !self.time.is_recordable() {
            return Err(EntryError::Time(self.time));
        }
        if !is_word(&self.kind, *b"_.-") || self.kind.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(EntryError::Kind);
        }
        if is_subject(&self.subject) { Ok(()) } else { Err(EntryError::Subject) }
    }
}

/// What stands between `before`, with which `rest` must begin, and the next `after`; both are then behind. `after` is a quotation mark, or
/// what stands after a number.
fn between<'a, const N: usize>(rest: &mut &'a str, before: &[u8; N], after: u8) -> Option<&'a str> {
    let left = rest.as_bytes().strip_prefix(before)?;
    let length =
        if after == b'"' { canonical::plain(left) } else { left.iter().take_while(|b| b.is_ascii_digit()).count() };
    let (found, left) = rest[N..].split_at(length);
    *rest = left.strip_prefix(char::from(after))?;
    Some(found)
}

/// A word, a colon and an identifier.
pub(crate) fn is_subject(text: &str) -> bool {
    let colon = text.bytes().position(|byte| byte == b':');
    colon.is_some_and(|colon| is_word(&text[..colon], *b"_-") && is_word(&text[colon + 1..], *b"_.-"))
}

/// 1 to [`MAX_WORD`] ASCII letters, digits, or characters of `also`. All are looked at, which takes less time than stopping at the first wrong one.
fn is_word<const N: usize>(text: &str, also: [u8; N]) -> bool {
    let admitted =
        |byte: u8| byte.is_ascii_alphanumeric() | also.iter().fold(false, |found, other| found | (*other == byte));
    (1..=MAX_WORD).contains(&text.len()) && text.bytes().fold(true, |good, byte| good & admitted(byte))
}

/// An entry as stored: exact header bytes, and salt and payload unless they were withheld or erased.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub header: Vec<u8>,
    pub salt: Option<Salt>,
    pub payload: Option<Vec<u8>>,
}

impl fmt::Debug for Entry {
    /// Shows the header, never salt or payload: a log file may hold the one and not the others.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = self.payload.as_ref().map(|payload| format!("{} bytes", payload.len()));
        f.debug_struct("Entry")
            .field("header", &String::from_utf8_lossy(&self.header))
            .field("payload", &payload)
            .finish_non_exhaustive()
    }
}

impl Entry {
    /// Makes an entry from canonical payload bytes (see [`canonical::to_vec`]): an object with a member `kind` that says the
    /// same as `kind`.
    ///
    /// # Errors
    /// `PayloadTooLong`, `Payload` when the bytes are not canonical, `PayloadKind`, and the errors of [`Header::to_bytes`].
    pub fn make(
        index: u64,
        time: Time,
        actor: Actor,
        kind: &str,
        subject: &str,
        salt: Salt,
        payload: Vec<u8>,
    ) -> Result<Entry, EntryError> {
        check_payload(&payload, kind)?;
        let digest = commit(&salt, &payload);
        let header = Header { index, time, actor, kind: kind.into(), subject: subject.into(), digest };
        Ok(Entry { header: header.to_bytes()?, salt: Some(salt), payload: Some(payload) })
    }

    /// Verifies everything that one entry can show by itself, and returns its header: the header is canonical and well
    /// formed, and the payload, if present, is canonical and the one committed to.
    ///
    /// # Errors
    /// As [`Header::from_bytes`]; `HalfErased`, `PayloadTooLong`, `Payload`, `PayloadKind`, `Digest`.
    pub fn check(&self) -> Result<Header, EntryError> {
        let header = Header::from_bytes(&self.header)?;
        header.check_payload(self.salt.as_ref(), self.payload.as_deref())?;
        Ok(header)
    }

    /// The leaf of the Merkle tree, see [`leaf_hash`].
    pub fn leaf_hash(&self) -> Hash {
        leaf_hash(&self.header)
    }
}

/// SHA-256(0x00 || header bytes): the leaf hash of RFC 6962 §2.1 over the header. The payload enters through the digest.
pub fn leaf_hash(header: &[u8]) -> Hash {
    merkle::leaf_hash(header)
}

/// The header repeats the kind so that entries can be sorted when the payload is gone; the two must agree.
fn check_payload(payload: &[u8], kind: &str) -> Result<(), EntryError> {
    if payload.len() > MAX_PAYLOAD {
        return Err(EntryError::PayloadTooLong { bytes: payload.len() });
    }
    let (_, said) = canonical::check_member(payload, "kind").map_err(EntryError::Payload)?;
    // A kind holds nothing that is spelt otherwise than it is.
    if said == Some(kind) { Ok(()) } else { Err(EntryError::PayloadKind) }
}

const _: () = assert!(merkle::MAX_SIZE as i64 == MAX_INTEGER, "every index must be an exact JSON integer");
