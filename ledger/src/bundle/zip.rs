//! The one form of ZIP (PKWARE APPNOTE 6.3) in which bundles are written and read.
//!
//! ZIP says many things twice and lets them differ: programs have been made to see different files in one archive, to write outside
//! of their folder, to fill the disk. Here every file is stored as it is (method 0), one after the other from the first byte, its
//! size and checksum before it, nothing between; the directory at the end repeats the same, in the same order; there are no comments, extra
//! fields, encryption, ZIP64 or parts. So what the first bytes of a file must be follows from three values, and the whole directory from
//! the files before it: a reader computes both and compares. A file takes as much room as it says, and the names are plain.

use std::collections::BTreeSet;

use crc::{CRC_32_ISO_HDLC, Crc};

/// The largest archive, bytes: what 32 bits count.
pub const MAX_BYTES: u64 = u32::MAX as u64;
/// The most files: what 16 bits count, but for the value that means ZIP64.
pub const MAX_FILES: usize = 0xFFFE;
/// The longest path, bytes.
pub const MAX_PATH: usize = 200;
/// Bytes before the path of a file.
pub(super) const HEAD: usize = 30;

const FILE: [u8; 4] = *b"PK\x03\x04";
const DIRECTORY: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Version 1.0: plain files.
const VERSION: u16 = 10;
/// 1980-01-01, the first day that the format knows: a date here would claim what nothing proves.
const DATE: u16 = 1 << 5 | 1;

static CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// The checksum of a whole file.
pub fn checksum(bytes: &[u8]) -> u32 {
    CRC.checksum(bytes)
}

/// The checksum of a file that comes in pieces: CRC-32 (ISO 3309). Finds accidents, not lies.
pub struct Checksum(crc::Digest<'static, u32>);

impl Default for Checksum {
    fn default() -> Checksum {
        Checksum(CRC.digest())
    }
}

impl Checksum {
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn finish(self) -> u32 {
        self.0.finalize()
    }
}

impl std::fmt::Debug for Checksum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Checksum")
    }
}

/// Why an archive is refused. It may be a good ZIP for other programs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZipError {
    #[error("not a ZIP")]
    NotZip,
    #[error("the ZIP is cut off: {at} bytes are there")]
    Truncated { at: u64 },
    #[error("{bytes} bytes; at most {MAX_BYTES} are accepted")]
    TooLarge { bytes: u64 },
    #[error("more than {MAX_FILES} files")]
    TooManyFiles,
    #[error("a file is compressed or encrypted: the ZIP was written anew by another program")]
    Compressed,
    #[error(
        "the ZIP is not in the one form accepted, at byte {at}: it was written anew by another program, or altered"
    )]
    Form { at: u64 },
    #[error("the name {path:?} of a file is not accepted")]
    Path { path: String },
    #[error("two files are called {path}")]
    Twice { path: String },
    #[error("{path} does not have the checksum that stands before it")]
    Checksum { path: String },
}

/// A file as its head describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub path: String,
    /// [`checksum`] of the bytes.
    pub crc: u32,
    pub size: u32,
}

/// Writes an archive: the head of each file, which the caller lets its bytes follow, then the directory.
#[derive(Debug, Default)]
pub struct Writer {
    directory: Vec<u8>,
    /// The paths in lower case: some systems do not tell them apart.
    paths: BTreeSet<String>,
    folders: BTreeSet<String>,
    /// Where the next file begins.
    at: u64,
}

impl Writer {
    /// The bytes before a file's own, of which there must be `size` with the checksum `crc`.
    ///
    /// # Errors
    /// `Path`, `Twice`, `TooLarge`, `TooManyFiles`.
    pub fn file(&mut self, path: &str, size: u64, crc: u32) -> Result<Vec<u8>, ZipError> {
        if !is_plain(path) {
            return Err(ZipError::Path { path: path.into() });
        }
        let lower = path.to_ascii_lowercase();
        let folders = || lower.match_indices('/').map(|(end, _)| &lower[..end]);
        // A file cannot be a folder as well: programs that unpack would lose one of the two.
        let twice = self.paths.contains(&lower) || self.folders.contains(&lower);
        if twice || folders().any(|folder| self.paths.contains(folder)) {
            return Err(ZipError::Twice { path: path.into() });
        }
        self.folders.extend(folders().map(str::to_owned));
        self.paths.insert(lower);
        if self.paths.len() > MAX_FILES {
            return Err(ZipError::TooManyFiles);
        }
        let end = size.saturating_add(self.at + (HEAD + path.len()) as u64);
        let (Ok(size), Ok(offset), true) = (u32::try_from(size), u32::try_from(self.at), end <= MAX_BYTES) else {
            return Err(ZipError::TooLarge { bytes: end });
        };
        // What head and directory both say of a file.
        let length = path.len() as u16;
        let mut both = Vec::with_capacity(26);
        for word in [VERSION, 0, 0, 0, DATE] {
            both.extend(word.to_le_bytes());
        }
        for word in [crc, size, size] {
            both.extend(word.to_le_bytes());
        }
        for word in [length, 0] {
            both.extend(word.to_le_bytes());
        }
        self.directory.extend(DIRECTORY);
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&both);
        // Length of the comment, part, internal attributes; external attributes.
        self.directory.extend([0; 6]);
        self.directory.extend([0; 4]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(path.as_bytes());
        self.at = end;
        Ok([&FILE, both.as_slice(), path.as_bytes()].concat())
    }

    /// The directory, with which the archive ends.
    ///
    /// # Errors
    /// `TooLarge`.
    pub fn end(&self) -> Result<Vec<u8>, ZipError> {
        let bytes = self.size();
        if bytes > MAX_BYTES {
            return Err(ZipError::TooLarge { bytes });
        }
        let mut all = self.directory.clone();
        let files = self.paths.len() as u16;
        all.extend(END);
        // This part, the part with the directory, files here, files in all.
        for word in [0, 0, files, files] {
            all.extend(u16::to_le_bytes(word));
        }
        for word in [self.directory.len() as u32, self.at as u32] {
            all.extend(word.to_le_bytes());
        }
        all.extend([0; 2]);
        Ok(all)
    }

    /// Bytes of the archive, if it ended here.
    pub fn size(&self) -> u64 {
        self.at + self.directory.len() as u64 + 22
    }

    /// Where the next file begins.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// Reads the head at the place where the next file begins; none while `bytes` do not hold it all.
    ///
    /// # Errors
    /// As [`Writer::file`]; `Compressed`, `Form`.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Result<Option<Head>, ZipError> {
        let Some(fixed) = bytes.first_chunk::<HEAD>() else { return Ok(None) };
        let word = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let long = |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
        let (at, length) = (self.at, usize::from(word(26)));
        // Said by its name, since it is what other programs do when they write the archive anew: flag 1, or any method but 0.
        if word(6) & 1 != 0 || word(8) != 0 {
            return Err(ZipError::Compressed);
        }
        if length > MAX_PATH {
            return Err(ZipError::Form { at });
        }
        let Some(path) = bytes.get(HEAD..HEAD + length) else { return Ok(None) };
        let path = String::from_utf8_lossy(path).into_owned();
        let head = Head { path, crc: long(14), size: long(18) };
        let expected = self.file(&head.path, head.size.into(), head.crc)?;
        if bytes[..HEAD + length] == expected { Ok(Some(head)) } else { Err(ZipError::Form { at }) }
    }

    /// Whether `bytes`, of which there are at least four, begin another file.
    pub(super) fn goes_on(bytes: &[u8]) -> bool {
        bytes.starts_with(&FILE)
    }
}

/// Segments of `A-Z a-z 0-9 . _ -` between single slashes, none beginning or ending with a dot, none a name that Windows keeps for devices.
fn is_plain(path: &str) -> bool {
    let plain = |segment: &str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let stem = segment.split('.').next().unwrap_or_default().to_ascii_lowercase();
        let numbered = |word: &str| {
            stem.strip_prefix(word).is_some_and(|n| n.len() == 1 && n != "0" && n.bytes().all(|b| b.is_ascii_digit()))
        };
        let device = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt");
        !segment.is_empty()
            && !segment.starts_with('.')
            && !segment.ends_with('.')
            && !device
            && segment.bytes().all(known)
    };
    path.len() <= MAX_PATH && path.split('/').all(plain)
}
