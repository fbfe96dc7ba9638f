//! Attached files: unreadable on the disk, exact when read.

use anyhow::Result;
use ledger::event::{FileRef, PaperClass, PaperFiled};
use ledger::{Hash, sha256};
use server::args;
use server::store::files::{self, Files, PIECE};
use server::store::{Error, Firm, verify};
use server::vault::OVERHEAD;
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
        assert_eq!(sealed.len(), bytes.len() + 8 + OVERHEAD);
        assert_eq!(verify::database(&scene.db, Some(&files)).await?.firms[0].files, 1);
        assert!(verify::database(&scene.db, Some(&files)).await?.is_sound());

        *sealed.last_mut().expect("not empty") ^= 1;
        std::fs::write(&path, &sealed)?;
        assert!(matches!(files.get(scene.firm, hash).await, Err(Error::Damaged(_))));
        let report = verify::database(&scene.db, Some(&files)).await?;
        assert!(matches!(report.faults().next(), Some(verify::Fault::BadFile { sha256, .. }) if *sha256 == hash));
        std::fs::remove_file(&path)?;
        assert!(!verify::database(&scene.db, Some(&files)).await?.is_sound());

        // Bytes and row gone: the entry still names it.
        let project = scene.project().await?;
        let paper = PaperFiled {
            paper: scene.id(),
            project: project.project,
            class: PaperClass::Other,
            dated: None,
            file: named(&bytes),
        };
        scene.record([paper.into()]).await?;
        let mut tx = scene.db.write().await?;
        files::forget(&mut tx, scene.firm, hash).await?;
        tx.run("UPDATE paper SET sha256 = $1", args![sha256(b"another")]).await?;
        tx.commit().await?;
        let report = verify::database(&scene.db, Some(&files)).await?;
        assert!(report.to_string().contains(&format!("file {hash}: entry")), "{report}");
        let mut tx = scene.db.write().await?;
        tx.run("UPDATE paper SET sha256 = $1", args![hash]).await?;
        tx.commit().await?;
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

/// Nobody who has the disk and not the key can put a large file together otherwise.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_large_file_is_read_in_pieces_each_in_its_place() -> Result<()> {
    both(async |scene| {
        let folder = scene.folder().join("files");
        let files = Files::local(&folder, scene.vault.clone())?;
        let path = |hash: Hash| {
            let hex = hash.to_string();
            folder.join(scene.firm.0.to_string()).join(&hex[..2]).join(&hex)
        };
        for size in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7] {
            let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            let hash = files.put(scene.firm, &bytes, &mut scene.rng).await?;
            assert!(files.get(scene.firm, hash).await? == bytes, "{size}");
            assert_eq!(files.check(scene.firm, hash).await?, size as u64);
            let mut file = files.open(scene.firm, hash).await?;
            while let Some(piece) = file.next().await? {
                assert!(piece.len() <= PIECE);
            }
        }
        let bytes: Vec<u8> = (0..3 * PIECE).map(|at| (at % 251) as u8).collect();
        let hash = files.put(scene.firm, &bytes, &mut scene.rng).await?;
        let stored = std::fs::read(path(hash))?;
        let (magic, pieces) = stored.split_at(8);
        let [a, b, c] = pieces.chunks(PIECE + OVERHEAD).collect::<Vec<_>>()[..] else { panic!("three pieces") };
        for (what, altered) in [
            ("exchanged", [magic, b, a, c].concat()),
            ("the last one gone", [magic, a, b].concat()),
            ("one twice", [magic, a, b, b, c].concat()),
            ("cut off", [magic, a, b, &c[..c.len() - 1]].concat()),
            ("longer", [magic, a, b, c, b"x"].concat()),
            ("nothing", magic.to_vec()),
            ("less than that", magic[..4].to_vec()),
        ] {
            std::fs::write(path(hash), altered)?;
            let read = files.get(scene.firm, hash).await;
            assert!(matches!(read, Err(Error::Damaged(_))), "{what}: {read:?}");
        }
        // As earlier versions kept it.
        let whole = scene.vault.seal(&format!("file {} {hash}", scene.firm.0), &bytes, &mut scene.rng);
        std::fs::write(path(hash), whole)?;
        assert!(files.get(scene.firm, hash).await? == bytes);
        Ok(())
    })
    .await
}

fn named(bytes: &[u8]) -> FileRef {
    let (name, media_type) = ("notes.txt".to_owned(), "text/plain".to_owned());
    FileRef { name, media_type, size: bytes.len() as u64, sha256: sha256(bytes) }
}
