//! The key that seals the firm's PDFs, and the certificates on record for it.

use ledger::event::{SealRecorded, SealSource};
use ledger::{Actor, Hash};
use rand::CryptoRng;

use super::{Append, Db, Error, Firm, Tx, firms};
use crate::args;
use crate::clock::Clock;
use crate::seal::{self, Signer};
use crate::vault::Vault;

/// Makes the firm's key and records its certificate, in the transaction of `log`. The firm's name must be recorded by then.
///
/// # Errors
/// As [`Append::push`]; a second key for the same firm is refused by the database.
pub async fn create(log: &mut Append, vault: &Vault, rng: &mut impl CryptoRng) -> Result<(), Error> {
    let (firm, now) = (log.firm(), log.now());
    let party = firms::get(log, firm).await?.party;
    let own = seal::own(&party, now, rng).map_err(Error::damaged)?;
    let recorded = SealRecorded::new(&own.chain, SealSource::Own);
    for (purpose, key) in [("seal", &own.key), ("seal_ca", &own.authority)] {
        let secret = vault.seal(&label(purpose, firm), key.as_bytes(), rng);
        let sql = "INSERT INTO firm_key (firm, purpose, name, created, secret) VALUES ($1, $2, $3, $4, $5)";
        log.run(sql, args![firm, purpose, recorded.sha256.to_string(), now, secret]).await?;
    }
    log.push(Actor::System, recorded, rng).await?;
    Ok(())
}

/// The firm's signer. A firm founded before there were seals gets its key here, with its next document: nothing else needs one,
/// and a start of the program would have to find and lock every firm for it.
pub async fn signer(
    db: &Db,
    vault: &Vault,
    firm: Firm,
    clock: &Clock,
    rng: &mut impl CryptoRng,
) -> Result<Signer, Error> {
    if let Some(signer) = read(&mut db.read().await?, firm, vault).await? {
        return Ok(signer);
    }
    let mut log = db.append(firm, clock).await?;
    // Asked again under the lock: of two servers that both found none, the second finds what the first has made.
    if let Some(signer) = read(&mut log, firm, vault).await? {
        return Ok(signer);
    }
    create(&mut log, vault, rng).await?;
    let signer = read(&mut log, firm, vault).await?.ok_or(Error::Missing)?;
    // A crash before this leaves neither key nor entry; after it, both.
    log.commit().await?;
    Ok(signer)
}

/// The key that seals now, and the chain that the log records for it.
async fn read(tx: &mut Tx, firm: Firm, vault: &Vault) -> Result<Option<Signer>, Error> {
    let sql = "SELECT name, secret FROM firm_key WHERE firm = $1 AND purpose = 'seal'";
    let Some(key) = tx.maybe(sql, args![firm]).await? else { return Ok(None) };
    let sha256: Hash = key.parse("name")?;
    let row = tx.one("SELECT chain FROM seal WHERE firm = $1 AND sha256 = $2", args![firm, sha256]).await?;
    let recorded = SealRecorded { sha256, chain: row.json("chain")?, source: SealSource::Own };
    let chain = recorded.certificates().ok_or_else(|| Error::Damaged("the certificates of the seal".into()))?;
    let secret = vault.unseal(&label("seal", firm), &key.get::<Vec<u8>>("secret")?).map_err(Error::damaged)?;
    Signer::new(&secret, &chain).map(Some).map_err(Error::damaged)
}

fn label(purpose: &str, firm: Firm) -> String {
    format!("{purpose} key {}", firm.0)
}
