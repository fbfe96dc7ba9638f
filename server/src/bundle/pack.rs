//! Packs a bundle: the evidence, the files that it names, the aids. All of it is kept in the store under its hash, the table of contents
//! too; so a bundle is that hash, and can be handed out again as long as its files are kept.

use app::{Form, Texts};
use ledger::bundle::{self, BundleError, FileRole, MANIFEST, Manifest, ManifestFile, zip};
use ledger::event::{BundleExported, FileRef};
use ledger::evidence::Disclosure;
use ledger::{Actor, Hash, Lang};
use unicode_normalization::UnicodeNormalization as _;

use super::aids::{self, Listed};
use super::contents::{self, Named, Wanted, files};
use crate::documents::{self, Trail};
use crate::paper::{self, Subject};
use crate::revocation;
use crate::store::evidence::About;
use crate::store::{self, Append, Firm, evidence, files as kept_files, firms, seals};
use crate::web::App;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Document(#[from] documents::Error),
    #[error("bundle: {0}")]
    Bundle(#[from] BundleError),
    #[error("bundle: {0}")]
    Drawing(Box<dyn std::error::Error + Send + Sync>),
    #[error("the bundle has more bytes or files than its format allows")]
    TooLarge,
}

/// A bundle whose files are all in the store, and of which the log does not know yet.
pub struct Bundle {
    about: About,
    manifest: Manifest,
    /// SHA-256 of the table of contents.
    pub sha256: Hash,
    /// Bytes of the table of contents.
    size: u64,
    /// Entries without their text.
    withheld: usize,
}

/// Packs what `form` asks for of the evidence about something, all of it without one; its aids are in `lang`. `made_by` is the member who asked,
/// if one did, or somebody outside.
///
/// # Errors
/// `Store(Missing)` when nothing is recorded about it; `Store(TooMany)` and `TooLarge` when it cannot be one bundle.
pub async fn pack(
    app: &App,
    firm: Firm,
    about: About,
    form: Option<&Form>,
    lang: Lang,
    (made_by, outside): (Option<&str>, bool),
) -> Result<Bundle, Error> {
    // First, so that the evidence holds the entry about the key that seals the list.
    let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
    // Without an answer in time, the evidence shows an earlier checkpoint that has one, if that covers all of this.
    let newest = paper::attested(app, firm).await?;
    let others = form.is_some_and(|form| !form.value("others").is_empty());
    let mut evidence = evidence::up_to(&app.db, firm, about, &newest, others).await?;
    let wanted = match form {
        None => Wanted::default(),
        Some(form) => Wanted::of(form, &contents::choices(Texts(lang), about, &evidence)?, outside),
    };
    wanted.apply(about, &mut evidence).map_err(store::Error::damaged)?;
    let withheld = evidence.entries.iter().filter(|entry| entry.state == Disclosure::Withheld).count();
    let trail = Trail::read(&evidence)?.dated(&evidence, &app.known(), app.clock.now())?;
    let recorded = firms::get(&mut app.db.read().await?, firm).await?;
    let (reference, origin) = (format!("LP-{}", trail.checkpoint.size), evidence.origin.clone());
    let subject =
        Subject { document: app.new_id(), lang, reference: &reference, logo: recorded.logo.as_ref(), made_by };
    let frame = paper::frame_to_seal(app, firm, subject, &signer).await?;
    let (t, made) = (frame.texts(), frame.now);

    let (named, gone) = named(app, (firm, about), t, &trail, &wanted).await?;
    let crl = revocation::own(app, firm).await?;
    let listed: Vec<Listed> =
        named.iter().map(|(file, what, entry)| Listed::new(file, what, *entry)).chain(gone).collect();
    let mut list = vec![keep(app, firm, bundle::EVIDENCE, FileRole::Evidence, &trail.bytes).await?];
    let aids = {
        let party = recorded.party.clone();
        let draw = move || aids::all(&frame, &party, &trail, &evidence, crl.as_deref(), &listed, &signer);
        tokio::task::spawn_blocking(draw).await.map_err(|error| Error::Drawing(error.into()))??
    };
    for aid in aids {
        list.push(keep(app, firm, &aid.path, FileRole::Aid, &aid.bytes).await?);
    }
    list.extend(named.into_iter().map(|(file, ..)| file));
    let manifest = Manifest { format: bundle::FORMAT.into(), origin, about: about.subject(), made, files: list };
    let bytes = match manifest.to_bytes() {
        Err(BundleError::TooManyFiles { .. } | BundleError::TooLarge { .. }) => return Err(Error::TooLarge),
        other => other?,
    };
    fits(&manifest, bytes.len() as u64)?;
    let sha256 = app.files.put(firm, &bytes, &mut app.rng()).await?;
    Ok(Bundle { about, manifest, sha256, size: bytes.len() as u64, withheld })
}

/// Whether it is one ZIP; a checksum takes as much room as any other.
fn fits(manifest: &Manifest, size: u64) -> Result<(), Error> {
    let mut zip = zip::Writer::default();
    let files = manifest.files.iter().map(|file| (file.path.as_str(), file.size));
    let mut all = std::iter::once((MANIFEST, size)).chain(files);
    let fits = all.try_for_each(|(path, size)| zip.file(path, size, 0).map(drop)).and_then(|()| zip.end().map(drop));
    fits.map_err(|error| match error {
        bundle::ZipError::TooLarge { .. } | bundle::ZipError::TooManyFiles => Error::TooLarge,
        other => Error::Bundle(other.into()),
    })
}

async fn keep(app: &App, firm: Firm, path: &str, role: FileRole, bytes: &[u8]) -> Result<ManifestFile, store::Error> {
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    let sha256 = app.files.put(firm, bytes, &mut app.rng()).await?;
    Ok(ManifestFile { path: path.to_owned(), name, role, sha256, size: bytes.len() as u64 })
}

/// The files that entries name, with what each is and its entry; and those that are gone with an erasure, as the list tells them.
async fn named(
    app: &App,
    (firm, about): (Firm, About),
    t: Texts,
    trail: &Trail,
    wanted: &Wanted,
) -> Result<(Vec<(ManifestFile, String, u64)>, Vec<Listed>), Error> {
    let mut list = Vec::new();
    let (gone, there): (Vec<Named<'_>>, Vec<Named<'_>>) =
        files(t, about, trail, wanted).into_iter().partition(|named| named.erased.is_some());
    let gone = gone.into_iter().map(|named| Listed {
        path: String::new(),
        name: named.file.name.clone(),
        what: format!("{} — {}", named.what, t.bundle_erased_by(named.erased.unwrap_or_default() + 1)),
        entry: named.entry,
        size: named.file.size,
        sha256: named.file.sha256,
    });
    let gone = gone.collect();
    for (number, named) in (1..).zip(there) {
        let (file, folder) = (named.file, if named.document { "documents" } else { "attachments" });
        // Read, since what is handed out must be whole.
        let size = match app.files.check(firm, file.sha256).await {
            Ok(size) => size,
            // Whoever verifies the bundle is told that it lacks a file; a lawyer in need of the rest must not get nothing.
            Err(error @ (store::Error::Missing | store::Error::Damaged(_))) => {
                tracing::error!(firm = %firm.0, sha256 = %file.sha256, %error, "a file cannot be put into a bundle");
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let path = format!("{folder}/{number:03}-{}", plain(&file.name));
        let role = if named.document { FileRole::Document } else { FileRole::Attachment };
        let listed = ManifestFile { path, name: file.name.clone(), role, sha256: file.sha256, size };
        list.push((listed, named.what, named.entry));
    }
    Ok((list, gone))
}

/// The name in plain letters, as paths of a bundle must be: without accents, at most 80 bytes, its ending kept.
pub fn plain(name: &str) -> String {
    let simple = |text: &str| -> String {
        let letters = text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
        letters.map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect()
    };
    let is_ending = |ending: &str| (1..=8).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    let (stem, ending) = name.rsplit_once('.').filter(|(_, ending)| is_ending(ending)).unwrap_or((name, ""));
    let stem: String = simple(stem).trim_matches(['.', '-']).chars().take(70).collect();
    let stem = if stem.is_empty() { "file" } else { &stem };
    if ending.is_empty() { stem.to_owned() } else { format!("{stem}.{ending}") }
}

impl Bundle {
    /// Records that it is handed out, and that its files are kept.
    pub async fn record(&self, log: &mut Append, actor: Actor, app: &App) -> Result<(), store::Error> {
        // Those that entries name are recorded already.
        let made = self.manifest.files.iter().filter(|file| matches!(file.role, FileRole::Evidence | FileRole::Aid));
        let made = made.map(|file| (file.path.as_str(), file.sha256, file.size));
        for (path, sha256, size) in std::iter::once((MANIFEST, self.sha256, self.size)).chain(made) {
            let file = FileRef { name: path.to_owned(), media_type: media_type(path).to_owned(), size, sha256 };
            kept_files::record(log, &app.files, &file).await?;
        }
        let files = self.manifest.files.len() as u64;
        let withheld = self.withheld as u64;
        let exported = BundleExported { about: self.about.subject(), sha256: self.sha256, files, withheld };
        log.push(actor, exported, &mut app.rng()).await.map(drop)
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("pdf") => "application/pdf",
        Some("json") => "application/json",
        Some("html") => "text/html",
        Some("csv") => "text/csv",
        Some("der" | "sig") => "application/octet-stream",
        _ => "text/plain",
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_become_plain() {
        assert_eq!(plain("Devis n° 3 – été.pdf"), "Devis-n--3---ete.pdf");
        assert_eq!(plain("../../etc/passwd"), "etc-passwd");
        assert_eq!(plain(".htaccess"), "file.htaccess");
        assert_eq!(plain(&"é".repeat(300)), "e".repeat(70));
        assert_eq!(plain("契約.pdf"), "file.pdf");
    }
}
