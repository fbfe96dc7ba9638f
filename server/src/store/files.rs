//! Attached files: encrypted by the vault, kept in an object store under their SHA-256, one folder per firm.

use std::path::Path as FolderPath;
use std::sync::Arc;

use ledger::event::FileRef;
use ledger::hash::Hasher;
use ledger::{Hash, sha256};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, ObjectStore, ObjectStoreExt};
use rand::CryptoRng;

use super::{Append, Error, Firm, Tx};
use crate::args;
use crate::vault::{OVERHEAD, Vault};

/// Bytes of the pieces in which a file is sealed: whoever passes it on holds one of them, not the whole file.
pub const PIECE: usize = 1 << 20;
/// What a file begins with that is sealed in pieces. Those kept by earlier versions are sealed as a whole, and begin with a nonce.
const MAGIC: &[u8; 8] = b"acte-f/2";

/// Where files are. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    objects: Arc<dyn ObjectStore>,
    vault: Arc<Vault>,
}

impl Files {
    /// Files in a local folder, which is created when absent.
    pub fn local(folder: &FolderPath, vault: Arc<Vault>) -> Result<Files, Error> {
        std::fs::create_dir_all(folder)
            .map_err(|e| Error::Files(object_store::Error::Generic { store: "folder", source: Box::new(e) }))?;
        // Without fsync the database could name a file that a power cut then took away.
        let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Files { objects: Arc::new(objects), vault })
    }

    /// Stores `bytes` durably and returns their SHA-256. Call before the transaction that names the file: a crash in between
    /// leaves an object that nothing names, which the same upload finds again.
    pub async fn put(&self, firm: Firm, bytes: &[u8], rng: &mut impl CryptoRng) -> Result<Hash, Error> {
        let hash = sha256(bytes);
        let count = bytes.len().div_ceil(PIECE).max(1);
        let mut stored = Vec::with_capacity(MAGIC.len() + bytes.len() + count * OVERHEAD);
        stored.extend(MAGIC);
        for number in 0..count {
            let piece = &bytes[number * PIECE..bytes.len().min((number + 1) * PIECE)];
            stored.extend(self.vault.seal(&label(firm, hash, number, count), piece, rng));
        }
        self.objects.put(&place(firm, hash), stored.into()).await?;
        Ok(hash)
    }

    /// The bytes whose SHA-256 is `hash`, checked.
    ///
    /// # Errors
    /// As [`Files::open`] and [`Open::next`].
    pub async fn get(&self, firm: Firm, hash: Hash) -> Result<Vec<u8>, Error> {
        let mut file = self.open(firm, hash).await?;
        let mut bytes = file.next().await?.unwrap_or_default();
        while let Some(piece) = file.next().await? {
            bytes.extend(piece);
        }
        Ok(bytes)
    }

    /// The size of the file, bytes, once all of it was read and checked.
    ///
    /// # Errors
    /// As [`Files::open`] and [`Open::next`].
    pub async fn check(&self, firm: Firm, hash: Hash) -> Result<u64, Error> {
        let (mut file, mut size) = (self.open(firm, hash).await?, 0);
        while let Some(piece) = file.next().await? {
            size += piece.len() as u64;
        }
        Ok(size)
    }

    /// Opens the file to be read a piece at a time.
    ///
    /// # Errors
    /// `Missing` when this firm has no such file.
    pub async fn open(&self, firm: Firm, hash: Hash) -> Result<Open, Error> {
        let place = place(firm, hash);
        // With what it is and, if it is small, all of it.
        let start = GetOptions::new().with_range(Some(0..(MAGIC.len() + PIECE + OVERHEAD) as u64));
        let found = match self.objects.get_opts(&place, start).await {
            Err(object_store::Error::NotFound { .. }) => return Err(Error::Missing),
            other => other?,
        };
        let (size, mut first) = (found.meta.size, Vec::from(found.bytes().await?));
        let count = match first.strip_prefix(MAGIC) {
            Some(piece) => {
                first = piece.to_vec();
                Some((size - MAGIC.len() as u64).div_ceil((PIECE + OVERHEAD) as u64).max(1) as usize)
            }
            None => {
                if size > first.len() as u64 {
                    first = self.objects.get(&place).await?.bytes().await?.into();
                }
                None
            }
        };
        Ok(Open { files: self.clone(), firm, hash, first, count, next: 0, read: Hasher::default() })
    }

    /// Whether the bytes are there; not whether they are whole.
    pub async fn has(&self, firm: Firm, hash: Hash) -> Result<bool, Error> {
        match self.objects.head(&place(firm, hash)).await {
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            other => Ok(other.map(|_| true)?),
        }
    }

    /// Removes the file for good. Removed before, or never there: nothing happens.
    async fn remove(&self, firm: Firm, hash: Hash) -> Result<(), Error> {
        match self.objects.delete(&place(firm, hash)).await {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            other => Ok(other?),
        }
    }
}

/// A file that is being read.
#[derive(Debug)]
pub struct Open {
    files: Files,
    firm: Firm,
    hash: Hash,
    /// The first piece as stored, until it is read.
    first: Vec<u8>,
    /// How many pieces there are; none when it is sealed as a whole.
    count: Option<usize>,
    /// The number of the next piece, from 0.
    next: usize,
    read: Hasher,
}

impl Open {
    /// The next piece, at most [`PIECE`] bytes; none after the last, which is given only once all of it was found to be what its hash says.
    ///
    /// # Errors
    /// `Damaged` when what is stored does not open or is something else.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let (number, count) = (self.next, self.count.unwrap_or(1));
        if number >= count {
            return Ok(None);
        }
        let sealed = match number {
            0 => std::mem::take(&mut self.first),
            _ => {
                let sealed = (PIECE + OVERHEAD) as u64;
                let from = MAGIC.len() as u64 + number as u64 * sealed;
                let place = place(self.firm, self.hash);
                self.files.objects.get_range(&place, from..from + sealed).await?.into()
            }
        };
        let label = match self.count {
            Some(count) => label(self.firm, self.hash, number, count),
            None => format!("file {} {}", self.firm.0, self.hash),
        };
        let piece = self.files.vault.unseal_in_place(&label, sealed);
        let piece = piece.map_err(|error| Error::Damaged(format!("file {}: {error}", self.hash)))?;
        self.read.update(&piece);
        self.next += 1;
        if self.next == count && std::mem::take(&mut self.read).finish() != self.hash {
            return Err(Error::Damaged(format!("file {} has another content", self.hash)));
        }
        Ok(Some(piece))
    }
}

/// Each piece opens in its own place only, and where it is one of so many: none can be moved, left out or added.
fn label(firm: Firm, hash: Hash, number: usize, count: usize) -> String {
    format!("file {} {hash} {number}/{count}", firm.0)
}

/// Two digits of fan-out: folders of a hundred thousand files are slow to list and to back up.
fn place(firm: Firm, hash: Hash) -> Path {
    let hash = hash.to_string();
    Path::from_iter([firm.0.to_string().as_str(), &hash[..2], &hash])
}

/// Notes that the firm has a file that was put; the second time changes nothing. Under the lock of the log, as [`sweep`] is: the same
/// bytes may be on their way out, erased where they were filed before.
///
/// # Errors
/// `Swept` when they went since they were put.
pub async fn record(log: &mut Append, files: &Files, file: &FileRef) -> Result<(), Error> {
    let (firm, now) = (log.firm(), log.now());
    let sql =
        "INSERT INTO file (firm, sha256, size, media_type, created) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    log.run(sql, args![firm, file.sha256, file.size, file.media_type.as_str(), now]).await?;
    if files.has(firm, file.sha256).await? { Ok(()) } else { Err(Error::Swept) }
}

/// Removes the bytes of those files that the firm has no longer. `log` keeps them from being recorded anew meanwhile.
pub async fn sweep(log: &mut Append, files: &Files, gone: &[Hash]) -> Result<(), Error> {
    let firm = log.firm();
    for sha256 in gone {
        if !is_held(log, firm, *sha256).await? {
            files.remove(firm, *sha256).await?;
        }
    }
    Ok(())
}

/// Whether the firm has the file, as far as the tables know.
pub async fn is_held(tx: &mut Tx, firm: Firm, sha256: Hash) -> Result<bool, Error> {
    let sql = "SELECT sha256 FROM file WHERE firm = $1 AND sha256 = $2";
    Ok(tx.maybe(sql, args![firm, sha256]).await?.is_some())
}

/// Notes that the firm has the file no longer.
pub async fn forget(tx: &mut Tx, firm: Firm, sha256: Hash) -> Result<(), Error> {
    tx.run("DELETE FROM file WHERE firm = $1 AND sha256 = $2", args![firm, sha256]).await.map(drop)
}
