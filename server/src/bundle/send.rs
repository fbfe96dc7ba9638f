//! Hands a bundle out: one file after the other, each read twice, once for the checksum that ZIP wants before it. Of a file a
//! piece at a time is held, so a bundle of a gigabyte takes no more memory than a small one.

use app::Texts;
use bytes::Bytes;
use futures_util::Stream;
use ledger::bundle::{BundleError, MANIFEST, Manifest, zip};
use ledger::{Hash, Lang};

use crate::store::files::{Files, Open};
use crate::store::{Error, Firm};

/// A bundle that is ready to be sent.
pub struct Ready {
    pub manifest: Manifest,
    /// Bytes of the ZIP.
    pub size: u64,
    zip: Archive,
}

/// A ZIP that is ready to be sent.
pub struct Archive {
    /// Bytes of the whole.
    pub size: u64,
    parts: Vec<Part>,
}

/// Bytes of a ZIP, or of a file in it.
pub enum Part {
    Made(Vec<u8>),
    /// In the store, under its hash.
    Kept(Hash),
}

impl Archive {
    /// These files, by their paths.
    ///
    /// # Errors
    /// `Missing` when a file is gone; `Damaged` when one is not what it was, or they cannot be one ZIP.
    pub async fn of(
        files: &Files,
        firm: Firm,
        list: impl IntoIterator<Item = (String, Part)>,
    ) -> Result<Archive, Error> {
        let mut zip = zip::Writer::default();
        let mut parts = Vec::new();
        for (path, part) in list {
            let (mut size, mut checksum) = (0, zip::Checksum::default());
            let mut count = |piece: &[u8]| {
                size += piece.len() as u64;
                checksum.update(piece);
            };
            match &part {
                Part::Made(bytes) => count(bytes),
                Part::Kept(sha256) => {
                    let mut file = files.open(firm, *sha256).await?;
                    while let Some(piece) = file.next().await? {
                        count(&piece);
                    }
                }
            }
            parts.push(Part::Made(zip.file(&path, size, checksum.finish()).map_err(Error::damaged)?));
            parts.push(part);
        }
        parts.push(Part::Made(zip.end().map_err(Error::damaged)?));
        Ok(Archive { size: zip.size(), parts })
    }

    /// The bytes of the ZIP.
    pub fn stream(self, files: Files, firm: Firm) -> impl Stream<Item = Result<Bytes, Error>> + Send {
        let begun = (self.parts.into_iter(), None::<Open>, files);
        futures_util::stream::try_unfold(begun, move |(mut parts, mut open, files)| async move {
            loop {
                if let Some(file) = &mut open
                    && let Some(piece) = file.next().await?
                {
                    return Ok(Some((Bytes::from(piece), (parts, open, files))));
                }
                open = match parts.next() {
                    None => return Ok(None),
                    Some(Part::Made(bytes)) => return Ok(Some((bytes.into(), (parts, None, files)))),
                    Some(Part::Kept(sha256)) => Some(files.open(firm, sha256).await?),
                }
            }
        })
    }
}

/// Opens the bundle whose table of contents has this hash.
///
/// # Errors
/// `Missing` when the firm has no such bundle, or a file of it is gone; `Damaged` when one is not what it was.
pub async fn open(files: &Files, firm: Firm, sha256: Hash) -> Result<Ready, Error> {
    let bytes = files.get(firm, sha256).await?;
    let manifest = match Manifest::from_bytes(&bytes) {
        // Any other file of the firm: it is no bundle.
        Err(BundleError::Canonical(_) | BundleError::Members(_)) => return Err(Error::Missing),
        other => other.map_err(Error::damaged)?,
    };
    let all = manifest.files.iter().map(|file| (file.path.clone(), Part::Kept(file.sha256)));
    let all: Vec<_> = std::iter::once((MANIFEST.to_owned(), Part::Kept(sha256))).chain(all).collect();
    let zip = Archive::of(files, firm, all).await?;
    Ok(Ready { size: zip.size, manifest, zip })
}

impl Ready {
    /// The bytes of the ZIP.
    pub fn stream(self, files: Files, firm: Firm) -> impl Stream<Item = Result<Bytes, Error>> + Send {
        self.zip.stream(files, firm)
    }

    /// What the file is called, in the language of its instructions: letters, digits and hyphens, the day on which it was made.
    pub fn name(&self) -> String {
        let french = self.manifest.files.iter().any(|file| file.path == Texts(Lang::Fr).bundle_readme_name());
        let day = self.manifest.made.to_rfc3339_utc();
        let about = self.manifest.about.replace(':', "-");
        format!("{}-{about:.16}-{day:.10}.zip", if french { "lot-de-preuves" } else { "evidence-bundle" })
    }
}
