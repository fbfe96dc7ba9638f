//! Hands a bundle out: one file after the other, each read twice, once for the checksum that ZIP wants before it. So a bundle of a gigabyte
//! takes the memory of its largest file.

use app::Texts;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use ledger::bundle::{BundleError, MANIFEST, Manifest, zip};
use ledger::{Hash, Lang};

use crate::store::files::Files;
use crate::store::{Error, Firm};

/// A bundle that is ready to be sent.
pub struct Ready {
    pub manifest: Manifest,
    /// Bytes of the ZIP.
    pub size: u64,
    parts: Vec<Part>,
}

enum Part {
    Made(Vec<u8>),
    /// In the store, under its hash.
    Kept(Hash),
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
    let mut zip = zip::Writer::default();
    let mut head = |path: &str, bytes: &[u8]| {
        zip.file(path, bytes.len() as u64, zip::checksum(bytes)).map(Part::Made).map_err(Error::damaged)
    };
    let mut parts = vec![head(MANIFEST, &bytes)?, Part::Kept(sha256)];
    for file in &manifest.files {
        parts.push(head(&file.path, &files.get(firm, file.sha256).await?)?);
        parts.push(Part::Kept(file.sha256));
    }
    parts.push(Part::Made(zip.end().map_err(Error::damaged)?));
    Ok(Ready { manifest, size: zip.size(), parts })
}

impl Ready {
    /// The bytes of the ZIP.
    pub fn stream(self, files: Files, firm: Firm) -> impl Stream<Item = Result<Bytes, Error>> + Send {
        futures_util::stream::iter(self.parts).then(move |part| {
            let files = files.clone();
            async move {
                match part {
                    Part::Made(bytes) => Ok(bytes.into()),
                    Part::Kept(sha256) => Ok(files.get(firm, sha256).await?.into()),
                }
            }
        })
    }

    /// What the file is called, in the language of its instructions: letters, digits and hyphens, the day on which it was made.
    pub fn name(&self) -> String {
        let french = self.manifest.files.iter().any(|file| file.path == Texts(Lang::Fr).bundle_readme_name());
        let day = self.manifest.made.to_rfc3339_utc();
        let about = self.manifest.about.replace(':', "-");
        format!("{}-{about:.16}-{day:.10}.zip", if french { "lot-de-preuves" } else { "evidence-bundle" })
    }
}
