//! Takes a bundle in pieces, in the order of its bytes, and verifies each file as it passes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::aids;
use super::document::{self, other_firm};
use super::report::{BundleReport, FOLDERS, FileFault, FileReport, Named};
use super::zip::{self, Head, ZipError};
use super::{BundleError, EVIDENCE, FileRole, MANIFEST, MAX_MANIFEST, Manifest, ManifestFile, limited};
use crate::evidence::{self, Reader, Report, Verdict};
use crate::hash::{self, Hash, Hasher};

/// The largest document whose seal is verified, bytes: 64 MiB. It is held in memory meanwhile.
pub const MAX_DOCUMENT: usize = 64 << 20;

/// Verifies a bundle without holding it.
///
/// [`Verifier::read`] takes the next bytes, however many; [`Verifier::finish`] gives the report. After an error the bundle is refused, and the
/// verifier is of no more use.
#[derive(Debug)]
pub struct Verifier<'a> {
    reader: Reader<'a>,
    zip: zip::Writer,
    place: Place,
    /// Bytes read.
    at: u64,
    manifest: Option<Manifest>,
    /// SHA-256 of the table of contents.
    contents: Option<Hash>,
    /// Where the evidence stands in the archive, and its SHA-256 where the caller took that.
    evidence_at: Option<Range<u64>>,
    evidence_hash: Option<Hash>,
    evidence: Option<Report>,
    named: Named,
    /// SHA-256 of the aids that follow from the evidence, by their paths.
    aids: BTreeMap<String, Hash>,
    files: Vec<FileReport>,
}

/// Where in the archive the next byte stands.
#[derive(Debug)]
enum Place {
    /// Before a file, or before the directory: what is there of it.
    Head(Vec<u8>),
    Body(Box<Body>),
    /// What is there of the directory, and all that must be there.
    Directory {
        held: Vec<u8>,
        expected: Vec<u8>,
    },
}

/// A file that is passing.
#[derive(Debug)]
struct Body {
    head: Head,
    /// Bytes still to come.
    left: usize,
    crc: zip::Checksum,
    bytes: Bytes,
}

/// What is done with the bytes of a file.
#[derive(Debug)]
enum Bytes {
    Hashed(Hasher),
    /// Held, of a file that must be read and not only hashed.
    Kept(Vec<u8>),
}

impl<'a> Verifier<'a> {
    /// For this reader, as for [`crate::evidence::verify`].
    pub fn new(reader: Reader<'a>) -> Verifier<'a> {
        Verifier {
            reader,
            zip: zip::Writer::default(),
            place: Place::Head(Vec::new()),
            at: 0,
            manifest: None,
            contents: None,
            evidence_at: None,
            evidence_hash: None,
            evidence: None,
            named: Named::default(),
            aids: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// See [`BundleError`].
    pub fn read(&mut self, mut bytes: &[u8]) -> Result<(), BundleError> {
        self.at += bytes.len() as u64;
        while !bytes.is_empty() {
            bytes = match &self.place {
                Place::Head(_) => self.head(bytes)?,
                Place::Body(_) => self.body(bytes)?,
                Place::Directory { .. } => self.directory(bytes)?,
            };
        }
        Ok(())
    }

    /// Files verified so far, and how many there are, once that is known.
    pub fn progress(&self) -> (usize, Option<usize>) {
        (self.files.len(), self.manifest.as_ref().map(|manifest| manifest.files.len()))
    }

    /// Where in the archive the evidence stands, once the table of contents is read: bytes from the first of the archive.
    pub fn evidence_at(&self) -> Option<Range<u64>> {
        self.evidence_at.clone()
    }

    /// Takes the SHA-256 of the bytes at [`Verifier::evidence_at`] from the caller, who answers for it: a browser hashes faster than a program
    /// inside it. Of no effect once they are read.
    pub fn evidence_is(&mut self, hash: Hash) {
        self.evidence_hash = Some(hash);
    }

    /// The report, once all bytes are read.
    ///
    /// # Errors
    /// As [`Verifier::read`]; `Truncated` when bytes are missing, `Lacking` when files are.
    pub fn finish(self) -> Result<BundleReport, BundleError> {
        let truncated = BundleError::Zip(ZipError::Truncated { at: self.at });
        let Place::Directory { held, expected } = self.place else { return Err(truncated) };
        if held != expected {
            let same = held.iter().zip(&expected).take_while(|(one, other)| one == other).count();
            let at = self.zip.size() - (expected.len() - same) as u64;
            return Err(if same == held.len() { truncated } else { ZipError::Form { at }.into() });
        }
        let (Some(manifest), Some(contents), Some(evidence)) = (self.manifest, self.contents, self.evidence) else {
            return Err(BundleError::NoManifest);
        };
        if let Some(missing) = manifest.files.get(self.files.len()) {
            return Err(BundleError::Lacking { path: missing.path.clone() });
        }
        let faulty = self.files.iter().any(|file| !file.faults.is_empty());
        let verdict = if faulty { Verdict::Faulty } else { evidence.verdict };
        let absent = self.named.absent(&self.files, &manifest);
        Ok(BundleReport { verdict, manifest, contents, evidence, files: self.files, absent })
    }

    /// Reads the head of a file, or finds that the directory begins; gives back what belongs to neither.
    fn head<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], BundleError> {
        let Place::Head(held) = &mut self.place else { return Ok(bytes) };
        let before = held.len();
        let taken = bytes.len().min(zip::HEAD + zip::MAX_PATH - before);
        held.extend(&bytes[..taken]);
        if held.len() < 4 {
            return Ok(&bytes[taken..]);
        }
        if !zip::Writer::goes_on(held) {
            if self.manifest.is_none() {
                return Err(ZipError::NotZip.into());
            }
            let begun = std::mem::take(held);
            self.place = Place::Directory { held: Vec::new(), expected: self.zip.end()? };
            self.directory(&begun)?;
            return Ok(&bytes[taken..]);
        }
        let Some(head) = self.zip.read(held)? else { return Ok(&bytes[taken..]) };
        let rest = &bytes[zip::HEAD + head.path.len() - before..];
        let body = self.begin(head)?;
        // A file without bytes has passed already.
        if body.left == 0 {
            self.close(body)?;
        } else {
            self.place = Place::Body(Box::new(body));
        }
        Ok(rest)
    }

    fn directory<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], BundleError> {
        let Place::Directory { held, expected } = &mut self.place else { return Ok(bytes) };
        // More is not held: what follows the end may be endless.
        if held.len() + bytes.len() > expected.len() {
            return Err(ZipError::Form { at: self.zip.size() }.into());
        }
        held.extend(bytes);
        Ok(&[])
    }

    fn body<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], BundleError> {
        let Place::Body(body) = &mut self.place else { return Ok(bytes) };
        let (now, rest) = bytes.split_at(bytes.len().min(body.left));
        body.left -= now.len();
        body.crc.update(now);
        match &mut body.bytes {
            Bytes::Hashed(sha256) => sha256.update(now),
            Bytes::Kept(kept) => kept.extend(now),
        }
        if body.left == 0
            && let Place::Body(body) = std::mem::replace(&mut self.place, Place::Head(Vec::new()))
        {
            self.close(*body)?;
        }
        Ok(rest)
    }

    /// A file begins: the one that the table of contents names next.
    fn begin(&self, head: Head) -> Result<Body, BundleError> {
        let size = u64::from(head.size);
        let limit = match &self.manifest {
            None if head.path != MANIFEST => return Err(BundleError::NoManifest),
            None => Some(MAX_MANIFEST),
            Some(manifest) => {
                let listed = manifest.files.get(self.files.len());
                match listed.filter(|listed| listed.path == head.path && listed.size == size) {
                    Some(listed) => kept(listed),
                    None => return Err(self.unlike(manifest, head)),
                }
            }
        };
        if let Some(limit) = limit {
            limited(&head.path, size, limit)?;
        }
        let bytes = limit.map_or_else(|| Bytes::Hashed(Hasher::default()), |_| Bytes::Kept(Vec::new()));
        Ok(Body { head, left: size as usize, crc: zip::Checksum::default(), bytes })
    }

    /// Names what is wrong when another file begins than the one that the table of contents names next.
    fn unlike(&self, manifest: &Manifest, head: Head) -> BundleError {
        let mut later = manifest.files.iter().skip(self.files.len());
        match later.next() {
            // The one that comes is listed further down, so the one before it is lacking.
            Some(next) if later.any(|listed| listed.path == head.path) => {
                BundleError::Lacking { path: next.path.clone() }
            }
            _ => BundleError::OtherFiles { path: head.path },
        }
    }

    /// A file has passed.
    fn close(&mut self, body: Body) -> Result<(), BundleError> {
        self.place = Place::Head(Vec::new());
        let path = body.head.path;
        let (sha256, kept) = match body.bytes {
            Bytes::Hashed(sha256) => (sha256.finish(), None),
            Bytes::Kept(kept) => {
                let known = self.evidence_hash.filter(|_| path == EVIDENCE);
                (known.unwrap_or_else(|| hash::sha256(&kept)), Some(kept))
            }
        };
        let fits = body.crc.finish() == body.head.crc;
        let Some(manifest) = &self.manifest else {
            if !fits {
                return Err(ZipError::Checksum { path }.into());
            }
            let manifest = Manifest::from_bytes(&kept.unwrap_or_default())?;
            if manifest.made > self.reader.now.plus_millis(evidence::MAX_FUTURE) {
                return Err(BundleError::Ahead);
            }
            // The evidence follows, as the table of contents has been read to say.
            let begins = self.zip.at() + (zip::HEAD + EVIDENCE.len()) as u64;
            self.evidence_at = manifest.files.first().map(|evidence| begins..begins.saturating_add(evidence.size));
            self.manifest = Some(manifest);
            self.contents = Some(sha256);
            return Ok(());
        };
        let Some(listed) = manifest.files.get(self.files.len()).cloned() else {
            return Err(BundleError::OtherFiles { path });
        };
        let mut faults = Vec::new();
        if sha256 != listed.sha256 {
            faults.push(FileFault::Altered);
        } else if !fits {
            // Right bytes with a wrong checksum: other programs would call the file damaged.
            return Err(ZipError::Checksum { path }.into());
        }
        let origin = manifest.origin.clone();
        // Some systems do not tell them apart.
        let lower = path.to_ascii_lowercase();
        let mut report = FileReport {
            path,
            name: listed.name,
            role: listed.role,
            sha256,
            size: listed.size,
            entry: None,
            follows: false,
            beyond: Vec::new(),
            redacts: None,
            seal: None,
            faults,
        };
        if listed.role == FileRole::Aid && FOLDERS.iter().any(|folder| lower.starts_with(folder)) {
            report.faults.push(FileFault::Misplaced);
        }
        match (listed.role, kept) {
            (FileRole::Evidence, kept) => self.evidence(&origin, &kept.unwrap_or_default(), &mut report.faults),
            (_, Some(pdf)) => document::examine(&pdf, &origin, self.evidence.as_ref(), self.reader, &mut report),
            (_, None) => {
                report.follows = self.aids.get(&report.path) == Some(&sha256);
                let must = !self.aids.is_empty() && aids::must_follow(&lower);
                if must && !report.follows && report.faults.is_empty() {
                    report.faults.push(FileFault::Disagrees);
                }
            }
        }
        self.name(&mut report);
        self.files.push(report);
        Ok(())
    }

    fn evidence(&mut self, origin: &str, bytes: &[u8], faults: &mut Vec<FileFault>) {
        let report = evidence::verify(bytes, self.reader);
        faults.extend(other_firm(&report, origin));
        self.named = Named::by(&report);
        let following = aids::of(&report).into_iter().flatten();
        self.aids = following.map(|(path, bytes)| (path, hash::sha256(&bytes))).collect();
        self.evidence = Some(report);
    }

    /// Finds the entry that speaks for a file.
    fn name(&self, report: &mut FileReport) {
        let mut named = self.named.of(&report.sha256, report.size).peekable();
        report.entry = named.peek().map(|expected| expected.index);
        // An aid that an entry happens to name is an aid. Of altered bytes it is clear that no entry names them.
        if !matches!(report.role, FileRole::Document | FileRole::Attachment)
            || report.faults.contains(&FileFault::Altered)
        {
            return;
        }
        if report.entry.is_none() {
            report.faults.push(FileFault::NotNamed);
        } else if !named.any(|expected| expected.name == report.name) {
            report.faults.push(FileFault::OtherName);
        }
    }
}

/// The most bytes of a file that must be read as a whole; none for one of which the hash suffices.
fn kept(file: &ManifestFile) -> Option<usize> {
    match file.role {
        FileRole::Evidence => Some(evidence::MAX_BYTES),
        FileRole::Document => Some(MAX_DOCUMENT),
        FileRole::Aid if file.path.to_ascii_lowercase().ends_with(".pdf") => Some(MAX_DOCUMENT),
        FileRole::Attachment | FileRole::Aid => None,
    }
}
