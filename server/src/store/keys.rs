//! The private keys of a firm, encrypted by the vault.

use ledger::{SigningKey, Time};
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::{Error, Firm, Tx};
use crate::args;
use crate::vault::Vault;

/// Makes the key that signs the checkpoints of a firm's log, under the name `origin`.
pub(super) async fn create(
    tx: &mut Tx,
    firm: Firm,
    origin: &str,
    vault: &Vault,
    now: Time,
    rng: &mut impl CryptoRng,
) -> Result<SigningKey, Error> {
    let mut seed = Zeroizing::new([0; 32]);
    rng.fill_bytes(&mut *seed);
    let key = SigningKey::from_seed(origin, &seed).map_err(|e| Error::Damaged(format!("the name of the log: {e}")))?;
    let secret = vault.seal(&label(firm), &*seed, rng);
    let sql = "INSERT INTO firm_key (firm, purpose, name, created, secret) VALUES ($1, 'log', $2, $3, $4)";
    tx.run(sql, args![firm, origin, now, secret]).await?;
    Ok(key)
}

/// The key that signs the checkpoints of the firm.
pub(super) async fn signer(tx: &mut Tx, firm: Firm, vault: &Vault) -> Result<SigningKey, Error> {
    let row = tx.one("SELECT name, secret FROM firm_key WHERE firm = $1 AND purpose = 'log'", args![firm]).await?;
    let seed = vault.unseal(&label(firm), &row.get::<Vec<u8>>("secret")?).map_err(Error::damaged)?;
    let seed: &[u8; 32] = seed.as_slice().try_into().map_err(Error::damaged)?;
    SigningKey::from_seed(&row.get::<String>("name")?, seed).map_err(Error::damaged)
}

fn label(firm: Firm) -> String {
    format!("log key {}", firm.0)
}
