//! Attached files: encrypted by the vault, kept in an object store under their SHA-256, one folder per firm.

use std::path::Path as FolderPath;
use std::sync::Arc;

use ledger::event::FileRef;
use ledger::{Hash, sha256};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use rand::CryptoRng;

use super::{Append, Error, Firm, Tx};
use crate::args;
use crate::vault::Vault;

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
        let sealed = self.vault.seal(&label(firm, hash), bytes, rng);
        self.objects.put(&place(firm, hash), sealed.into()).await?;
        Ok(hash)
    }

    /// The bytes whose SHA-256 is `hash`, checked.
    ///
    /// # Errors
    /// `Missing` when this firm has no such file, `Damaged` when what is stored does not open or is something else.
    pub async fn get(&self, firm: Firm, hash: Hash) -> Result<Vec<u8>, Error> {
        let sealed = match self.objects.get(&place(firm, hash)).await {
            Err(object_store::Error::NotFound { .. }) => return Err(Error::Missing),
            other => other?.bytes().await?.into(),
        };
        let plain = self.vault.unseal_in_place(&label(firm, hash), sealed);
        let plain = plain.map_err(|e| Error::Damaged(format!("file {hash}: {e}")))?;
        if sha256(&plain) != hash {
            return Err(Error::Damaged(format!("file {hash} has another content")));
        }
        Ok(plain)
    }

    /// Whether the bytes are there; not whether they are whole.
    async fn has(&self, firm: Firm, hash: Hash) -> Result<bool, Error> {
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

fn label(firm: Firm, hash: Hash) -> String {
    format!("file {} {hash}", firm.0)
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
