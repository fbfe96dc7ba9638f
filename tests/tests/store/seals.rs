//! The key that seals: made once, under the lock, and recorded; opened only by the vault that made it.

use anyhow::Result;
use ledger::event::{SealRecorded, SealRevoked, SealSource};
use ledger::sha256;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use server::args;
use server::store::{log, seals, verify};
use server::vault::Vault;
use tests::scene::{Scene, both};

/// A firm founded before there were seals, as every [`Scene`] is, gets its key with the first document that asks for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_older_firm_gets_one_key_even_if_two_documents_ask_at_once() -> Result<()> {
    both(async |scene: &mut Scene| {
        let (mut one, mut other) = (StdRng::seed_from_u64(1), StdRng::seed_from_u64(2));
        let ask = |rng| seals::signer(&scene.db, &scene.vault, None, scene.firm, &scene.clock, rng);
        let (first, second) = tokio::join!(ask(&mut one), ask(&mut other));
        let (first, second) = (first?, second?);
        assert_eq!(first.fingerprint(), second.fingerprint());
        let again =
            seals::signer(&scene.db, &scene.vault, None, scene.firm, &scene.clock, &mut StdRng::seed_from_u64(3))
                .await?;
        assert_eq!(again.fingerprint(), first.fingerprint());
        let subject = format!("firm:{}", scene.firm.0);
        let entries = log::about(&mut scene.db.read().await?, scene.firm, &subject).await?;
        let recorded: Vec<_> = entries.iter().filter(|stored| stored.kind == "seal.recorded").collect();
        assert_eq!(recorded.len(), 1);
        // Both keys lie encrypted; neither is to be read in the table.
        let rows = scene
            .db
            .read()
            .await?
            .all("SELECT purpose, secret FROM firm_key WHERE firm = $1", args![scene.firm])
            .await?;
        assert_eq!(rows.len(), 3);
        let other = Vault::from_hex(&"08".repeat(32))?;
        let with_other =
            seals::signer(&scene.db, &other, None, scene.firm, &scene.clock, &mut StdRng::seed_from_u64(3)).await;
        assert!(with_other.is_err(), "another master key opens the sealing key");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_certificate_is_taken_back_by_an_entry() -> Result<()> {
    both(async |scene: &mut Scene| {
        let (old, new) = (b"a certificate".to_vec(), b"another".to_vec());
        let sha256 = sha256(&old);
        scene.record([SealRecorded::new(&[old], SealSource::Imported).into()]).await?;
        scene.record([SealRecorded::new(&[new], SealSource::Token).into()]).await?;
        scene.record([SealRevoked { sha256, reason: "Clé copiée".into(), since: None }.into()]).await?;
        let mut tx = scene.db.read().await?;
        let rows = tx.all("SELECT reason FROM seal WHERE firm = $1 AND revoked IS NOT NULL", args![scene.firm]).await?;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].get::<String>("reason")?, "Clé copiée");
        drop(tx);
        let unknown = SealRevoked { sha256: ledger::sha256(b"never recorded"), reason: String::new(), since: None };
        assert!(scene.record([unknown.into()]).await.is_err());
        assert!(verify::database(&scene.db, None).await?.is_sound());
        Ok(())
    })
    .await
}
