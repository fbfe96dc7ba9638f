//! Attached files: unreadable on the disk, exact when read.

use anyhow::Result;
use ledger::event::FileRef;
use ledger::sha256;
use server::store::files::{self, Files};
use server::store::{Error, Firm, verify};
use tests::scene::both;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_file_is_sealed_on_the_disk_and_read_back_exactly() -> Result<()> {
    both(async |scene| {
        let folder = scene.folder().join("files");
        let files = Files::local(&folder, scene.vault.clone())?;
        let bytes = "Contrat du 12 février, page 1. ".repeat(1000).into_bytes();
        let hash = files.put(scene.firm, &bytes, &mut scene.rng).await?;
        assert_eq!(hash, sha256(&bytes));
        assert_eq!(files.put(scene.firm, &bytes, &mut scene.rng).await?, hash, "the same file again");
        assert_eq!(files.get(scene.firm, hash).await?, bytes);
        let mut log = scene.append().await?;
        for _ in 0..2 {
            files::record(&mut log, &files, &named(&bytes)).await?;
        }
        log.commit().await?;

        let stranger = Firm(scene.id());
        assert!(matches!(files.get(stranger, hash).await, Err(Error::Missing)));
        assert!(matches!(files.get(scene.firm, sha256(b"no such file")).await, Err(Error::Missing)));

        let hex = hash.to_string();
        let path = folder.join(scene.firm.0.to_string()).join(&hex[..2]).join(&hex);
        let mut sealed = std::fs::read(&path)?;
        assert!(!sealed.windows(7).any(|window| window == b"Contrat"), "readable on the disk");
        assert_eq!(sealed.len(), bytes.len() + 40);
        assert_eq!(verify::database(&scene.db, Some(&files)).await?.firms[0].files, 1);
        assert!(verify::database(&scene.db, Some(&files)).await?.is_sound());

        *sealed.last_mut().expect("not empty") ^= 1;
        std::fs::write(&path, &sealed)?;
        assert!(matches!(files.get(scene.firm, hash).await, Err(Error::Damaged(_))));
        let report = verify::database(&scene.db, Some(&files)).await?;
        assert!(matches!(report.faults().next(), Some(verify::Fault::BadFile { sha256, .. }) if *sha256 == hash));
        std::fs::remove_file(&path)?;
        assert!(!verify::database(&scene.db, Some(&files)).await?.is_sound());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_file_that_is_filed_while_the_same_is_erased_is_kept_or_refused() -> Result<()> {
    both(async |scene| {
        let files = Files::local(&scene.folder().join("files"), scene.vault.clone())?;
        let bytes = b"Liste des pi\xc3\xa8ces";
        // Erased, and put again before the bytes went: the list of a new bundle may be that of the old one.
        let hash = files.put(scene.firm, bytes, &mut scene.rng).await?;
        files::sweep(&mut scene.append().await?, &files, &[hash]).await?;
        let late = files::record(&mut scene.append().await?, &files, &named(bytes)).await;
        assert!(matches!(late, Err(Error::Swept)));
        assert!(
            !files::is_held(&mut scene.db.read().await?, scene.firm, hash).await?,
            "dropped, so nothing is recorded"
        );

        files.put(scene.firm, bytes, &mut scene.rng).await?;
        let mut log = scene.append().await?;
        files::record(&mut log, &files, &named(bytes)).await?;
        log.commit().await?;
        files::sweep(&mut scene.append().await?, &files, &[hash]).await?;
        assert_eq!(files.get(scene.firm, hash).await?, bytes, "held, so it stays");
        Ok(())
    })
    .await
}

fn named(bytes: &[u8]) -> FileRef {
    let (name, media_type) = ("notes.txt".to_owned(), "text/plain".to_owned());
    FileRef { name, media_type, size: bytes.len() as u64, sha256: sha256(bytes) }
}
