//! A folder: a bundle that somebody unpacked, or files side by side.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use app::islands::{BundleExaminer, ExaminedBundle};
use ledger::bundle::{FOLDERS, MANIFEST, MAX_MANIFEST, Manifest, zip};
use ledger::hash::Hasher;

/// Whether it is an unpacked bundle.
pub fn is_bundle(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// Verifies an unpacked bundle as the archive from which it came: that has one form only, so it can be made again from its files.
///
/// # Errors
/// When a file cannot be read. One that is not there is left out, which the report says.
pub fn bundle(folder: &Path, examiner: BundleExaminer<'_>) -> io::Result<ExaminedBundle> {
    let mut examined = listed(folder, examiner)?;
    for path in beside(folder, &examined)?.into_iter().filter(|path| is_planted(path)) {
        let (mut sha256, mut size) = (Hasher::default(), 0);
        pieces(&folder.join(&path), |piece| {
            size += piece.len() as u64;
            sha256.update(piece);
            true
        })?;
        examined.plant(path, sha256.finish(), size);
    }
    Ok(examined)
}

/// What the table of contents lists.
fn listed(folder: &Path, mut examiner: BundleExaminer<'_>) -> io::Result<ExaminedBundle> {
    let mut contents = Vec::new();
    File::open(folder.join(MANIFEST))?.take(MAX_MANIFEST as u64 + 1).read_to_end(&mut contents)?;
    let listed = Manifest::from_bytes(&contents).map(|manifest| manifest.files).unwrap_or_default();
    let mut archive = zip::Writer::default();
    for path in std::iter::once(MANIFEST).chain(listed.iter().map(|file| file.path.as_str())) {
        let file = folder.join(path);
        // The path first: it must not lead out of the folder.
        let Ok(_) = zip::Writer::default().file(path, 0, 0) else { break };
        if !file.is_file() {
            continue;
        }
        let (mut size, mut checksum) = (0, zip::Checksum::default());
        pieces(&file, |piece| {
            size += piece.len() as u64;
            checksum.update(piece);
            true
        })?;
        let Ok(head) = archive.file(path, size, checksum.finish()) else { break };
        let mut wanted = examiner.read(&head);
        pieces(&file, |piece| {
            wanted = wanted && examiner.read(piece);
            wanted
        })?;
        if !wanted {
            return Ok(examiner.finish());
        }
    }
    if let Ok(end) = archive.end() {
        examiner.read(&end);
    }
    Ok(examiner.finish())
}

/// The files in an unpacked bundle that its table of contents does not list, by their paths in the folder, in their order.
///
/// # Errors
/// When a folder cannot be read.
pub fn beside(folder: &Path, examined: &ExaminedBundle) -> io::Result<Vec<String>> {
    let Ok(report) = &examined.found else { return Ok(Vec::new()) };
    let mut all = files(folder)?;
    all.retain(|path| path != MANIFEST && report.manifest.files.iter().all(|file| file.path != *path));
    Ok(all)
}

/// Whether a file of these stands where a reader looks for what entries speak for.
fn is_planted(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    FOLDERS.iter().any(|folder| lower.starts_with(folder))
}

/// All that is to be verified in a folder and in those below it: files, and unpacked bundles as one thing; by their paths from there, in their order. Links
/// are not followed.
///
/// # Errors
/// When a folder cannot be read.
pub fn evidence(folder: &Path) -> io::Result<Vec<String>> {
    walk(folder, true)
}

/// All files in a folder and in those below it.
fn files(folder: &Path) -> io::Result<Vec<String>> {
    walk(folder, false)
}

fn walk(folder: &Path, bundles: bool) -> io::Result<Vec<String>> {
    let (mut found, mut below) = (Vec::new(), vec![String::new()]);
    while let Some(prefix) = below.pop() {
        for entry in std::fs::read_dir(folder.join(&prefix))? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            match entry.file_type()? {
                kind if kind.is_dir() && bundles && is_bundle(&folder.join(&path)) => found.push(path),
                kind if kind.is_dir() => below.push(path + "/"),
                kind if kind.is_file() => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a file a piece at a time, as long as `wanted` says so.
fn pieces(file: &Path, mut wanted: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
    let (mut file, mut piece) = (File::open(file)?, vec![0; 1 << 20]);
    loop {
        let length = file.read(&mut piece)?;
        if length == 0 || !wanted(&piece[..length]) {
            return Ok(());
        }
    }
}
