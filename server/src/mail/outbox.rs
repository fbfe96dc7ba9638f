//! Where mails go when no mail server is configured: a file each, in `outbox/<firm>/` of the data folder. Nothing is sent.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use ledger::Id;

use crate::store::Firm;

/// The folder.
#[derive(Clone, Debug)]
pub struct Outbox(PathBuf);

impl Outbox {
    pub fn new(data: &Path) -> Outbox {
        Outbox(data.join("outbox"))
    }

    /// Writes the message durably: the file appears whole or not at all, and a later `attempt` replaces it by the same bytes.
    pub async fn put(&self, firm: Firm, mail: Id, attempt: u32, message: Vec<u8>) -> io::Result<()> {
        let outbox = self.clone();
        tokio::task::spawn_blocking(move || outbox.write(firm, mail, attempt, &message)).await?
    }

    fn write(&self, firm: Firm, mail: Id, attempt: u32, message: &[u8]) -> io::Result<()> {
        let folder = self.folder(firm);
        // Links and codes stand in them: for the server's own user alone.
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        // Of two workers that have the same mail, each writes a file of its own before one name wins.
        let (part, whole) = (folder.join(format!("{mail}.{attempt}.part")), self.file(firm, mail));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        file.write_all(message)?;
        file.sync_all()?;
        fs::rename(&part, &whole)?;
        // A crash here leaves the file, but a power cut could still take its name away.
        File::open(&folder)?.sync_all()
    }

    /// The message; an error of kind `NotFound` when this firm has none of this id.
    pub async fn get(&self, firm: Firm, mail: Id) -> io::Result<Vec<u8>> {
        tokio::fs::read(self.file(firm, mail)).await
    }

    /// Removes the message; one that is not there is removed already.
    pub async fn remove(&self, firm: Firm, mail: Id) -> io::Result<()> {
        match tokio::fs::remove_file(self.file(firm, mail)).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    fn folder(&self, firm: Firm) -> PathBuf {
        self.0.join(firm.0.to_string())
    }

    fn file(&self, firm: Firm, mail: Id) -> PathBuf {
        self.folder(firm).join(format!("{mail}.eml"))
    }
}
