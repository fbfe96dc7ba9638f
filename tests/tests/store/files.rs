//! Attached files: unreadable on the disk, exact when read.

use anyhow::Result;
use ledger::sha256;
use server::store::files::{self, Files};
use server::store::{Error, Firm, verify};
use tests::scene::both;

#[tokio::test]
async fn a_file_is_sealed_on_the_disk_and_read_back_exactly() -> Result<()> {
    both(async |scene| {
        let folder = scene.folder().join("files");
        let files = Files::local(&folder, scene.vault.clone())?;
        let bytes = "Contrat du 12 février, page 1. ".repeat(1000).into_bytes();
        let hash = files.put(scene.firm, &bytes, &mut scene.rng).await?;
        assert_eq!(hash, sha256(&bytes));
        assert_eq!(files.put(scene.firm, &bytes, &mut scene.rng).await?, hash, "the same file again");
        assert_eq!(files.get(scene.firm, hash).await?, bytes);
        let mut tx = scene.db.write().await?;
        for _ in 0..2 {
            let now = scene.clock.now();
            files::record(&mut tx, scene.firm, hash, bytes.len() as u64, "text/plain", now).await?;
        }
        tx.commit().await?;

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
