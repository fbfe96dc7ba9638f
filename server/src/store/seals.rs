//! The key that seals the firm's PDFs, and the certificates on record for it.
//!
//! One key seals at a time: the row `seal` of `firm_key`. Its secret is gone when another takes its place; what it sealed stays good.

use std::sync::Arc;

use ledger::event::{SealRecorded, SealRevoked, SealSource};
use ledger::x509::Certificate;
use ledger::{Actor, Hash, Time};
use rand::CryptoRng;

use super::{Append, Db, Error, Firm, Tx, firms};
use crate::args;
use crate::clock::Clock;
use crate::seal::{Authority, Imported, Revoked, Signer, Token};
use crate::vault::Vault;

/// A certificate on record.
pub struct Recorded {
    pub certificate: Certificate,
    pub source: SealSource,
    pub recorded: Time,
    /// When it was taken back, since when it counts for nothing, and why.
    pub revoked: Option<(Time, Time, String)>,
    /// Its key seals now.
    pub seals: bool,
}

/// All certificates on record, the newest first.
pub async fn list(tx: &mut Tx, firm: Firm) -> Result<Vec<Recorded>, Error> {
    let sql = "SELECT s.chain, s.source, s.recorded, s.revoked, s.since, s.reason, s.sha256, k.name FROM seal s \
               LEFT JOIN firm_key k ON k.firm = s.firm AND k.purpose = 'seal' \
               WHERE s.firm = $1 ORDER BY s.first_entry DESC";
    let mut list = Vec::new();
    for row in tx.all(sql, args![firm]).await? {
        let sha256: Hash = row.get("sha256")?;
        let chain = certificates(sha256, row.json("chain")?)?;
        let revoked: Option<Time> = row.get("revoked")?;
        let since: Option<Time> = row.get("since")?;
        let reason: String = row.get("reason")?;
        let sealing: Option<String> = row.get("name")?;
        list.push(Recorded {
            certificate: Certificate::parse(&chain[0]).map_err(Error::damaged)?,
            source: row.word("source")?,
            recorded: row.get("recorded")?,
            revoked: revoked.map(|at| (at, since.unwrap_or(at), reason)),
            seals: sealing.is_some_and(|name| name == sha256.to_string()),
        });
    }
    Ok(list)
}

/// Makes a key of the firm's own and records its certificate, in the transaction of `log`: it seals from here on. The firm's name must be
/// recorded by then.
///
/// # Errors
/// As [`Append::push`].
pub async fn renew(log: &mut Append, vault: &Vault, actor: Actor, rng: &mut impl CryptoRng) -> Result<(), Error> {
    let (firm, now) = (log.firm(), log.now());
    let party = firms::get(log, firm).await?.party;
    let known = authority(log, firm, vault).await?.filter(|authority| authority.is_young(now));
    let (authority, new) = match known {
        Some(authority) => (authority, false),
        None => (Authority::new(&party, now, rng).map_err(Error::damaged)?, true),
    };
    let own = authority.certify(&party, now, rng).map_err(Error::damaged)?;
    let recorded = SealRecorded::new(&own.chain, SealSource::Own);
    put(log, vault, "seal", recorded.sha256, own.key.as_bytes(), rng).await?;
    if new {
        let secret = authority.secret().map_err(Error::damaged)?;
        put(log, vault, "seal_ca", recorded.sha256, secret.as_bytes(), rng).await?;
    }
    log.push(actor, recorded, rng).await?;
    Ok(())
}

/// Records an imported key, in the transaction of `log`: it seals from here on.
///
/// # Errors
/// As [`Append::push`].
pub async fn import(
    log: &mut Append,
    vault: &Vault,
    imported: &Imported,
    actor: Actor,
    rng: &mut impl CryptoRng,
) -> Result<(), Error> {
    let recorded = SealRecorded::new(&imported.chain, SealSource::Imported);
    put(log, vault, "seal", recorded.sha256, &imported.key, rng).await?;
    log.push(actor, recorded, rng).await?;
    Ok(())
}

/// Records that the key of the device seals from here on, in the transaction of `log`. The device keeps the secret, the store nothing.
///
/// # Errors
/// As [`Append::push`].
pub async fn adopt(
    log: &mut Append,
    vault: &Vault,
    chain: &[Vec<u8>],
    actor: Actor,
    rng: &mut impl CryptoRng,
) -> Result<(), Error> {
    let recorded = SealRecorded::new(chain, SealSource::Token);
    put(log, vault, "seal", recorded.sha256, &[], rng).await?;
    log.push(actor, recorded, rng).await?;
    Ok(())
}

/// Records that a certificate is taken back. If its key seals now, it is destroyed and one of the firm's own takes its place at once: a firm
/// without a key could confirm no answer.
///
/// # Errors
/// `Damaged` when no such certificate is on record; else as [`Append::push`].
pub async fn revoke(
    log: &mut Append,
    vault: &Vault,
    revoked: SealRevoked,
    actor: Actor,
    rng: &mut impl CryptoRng,
) -> Result<(), Error> {
    let (firm, sha256) = (log.firm(), revoked.sha256);
    log.push(actor, revoked, rng).await?;
    let sql = "DELETE FROM firm_key WHERE firm = $1 AND purpose = 'seal' AND name = $2";
    if log.run(sql, args![firm, sha256.to_string()]).await? > 0 {
        renew(log, vault, actor, rng).await?;
    }
    Ok(())
}

/// The list of the certificates of the firm's own authority that were taken back (RFC 5280 §5), as DER, to be asked for again at `next`; none
/// while the firm has no authority. Imported certificates are revoked by whoever issued them.
pub async fn crl(tx: &mut Tx, firm: Firm, vault: &Vault, now: Time, next: Time) -> Result<Option<Vec<u8>>, Error> {
    let Some(authority) = authority(tx, firm, vault).await? else { return Ok(None) };
    let revoked = list(tx, firm).await?.into_iter().filter_map(|known| {
        let (_, since, _) = known.revoked?;
        Some(Revoked { certificate: known.certificate.as_der().to_vec(), since })
    });
    let revoked: Vec<Revoked> = revoked.collect();
    authority.crl(&revoked, now, next).map(Some).map_err(Error::damaged)
}

/// The firm's signer. A firm founded before there were seals gets its key here, with its next document: nothing else needs one,
/// and a start of the program would have to find and lock every firm for it. So does one whose own key has sealed for all its years.
///
/// # Errors
/// `NoSeal` when the key that seals cannot: its certificate has expired, or its device does not answer. No other takes its place unasked.
pub async fn signer(
    db: &Db,
    vault: &Vault,
    token: Option<&Arc<Token>>,
    firm: Firm,
    clock: &Clock,
    rng: &mut impl CryptoRng,
) -> Result<Signer, Error> {
    let now = clock.now();
    // Nothing is held while a device is asked.
    let found = kept(&mut db.read().await?, firm, "seal").await?;
    if let Some(signer) = usable(found, firm, vault, token, now).await? {
        return Ok(signer);
    }
    let mut log = db.append(firm, clock).await?;
    // Asked again under the lock: of two servers that both found none, the second finds what the first has made.
    let found = kept(&mut log, firm, "seal").await?;
    if let Some(signer) = usable(found, firm, vault, token, now).await? {
        return Ok(signer);
    }
    renew(&mut log, vault, Actor::System, rng).await?;
    let found = kept(&mut log, firm, "seal").await?;
    let signer = usable(found, firm, vault, token, now).await?.ok_or(Error::Missing)?;
    // A crash before this leaves neither key nor entry; after it, both.
    log.commit().await?;
    Ok(signer)
}

/// The signer, unless a key of the firm's own is to be made.
async fn usable(
    found: Option<Kept>,
    firm: Firm,
    vault: &Vault,
    token: Option<&Arc<Token>>,
    now: Time,
) -> Result<Option<Signer>, Error> {
    let Some(Kept { chain, source, secret }) = found else { return Ok(None) };
    let signer = match source {
        SealSource::Token => in_token(token.cloned(), &chain).await?,
        SealSource::Own | SealSource::Imported => {
            let secret = vault.unseal(&label("seal", firm), &secret).map_err(Error::damaged)?;
            Signer::new(&secret, &chain, source).map_err(Error::damaged)?
        }
    };
    match source {
        _ if !signer.has_expired(now) => Ok(Some(signer)),
        SealSource::Own => Ok(None),
        _ => Err(Error::NoSeal(format!("the certificate {} has expired", signer.fingerprint()))),
    }
}

/// The signer of the device, which must be there.
async fn in_token(token: Option<Arc<Token>>, chain: &[Vec<u8>]) -> Result<Signer, Error> {
    let token = token.ok_or_else(|| Error::NoSeal("the settings name no device".into()))?;
    let asked = token.clone();
    let algorithm = tokio::task::spawn_blocking(move || asked.algorithm()).await.map_err(Error::damaged)?;
    let algorithm = algorithm.map_err(|error| Error::NoSeal(error.to_string()))?;
    Signer::in_token(token, algorithm, chain).map_err(Error::damaged)
}

/// The firm's own authority.
async fn authority(tx: &mut Tx, firm: Firm, vault: &Vault) -> Result<Option<Authority>, Error> {
    let Some(Kept { chain, secret, .. }) = kept(tx, firm, "seal_ca").await? else { return Ok(None) };
    let secret = vault.unseal(&label("seal_ca", firm), &secret).map_err(Error::damaged)?;
    let certificate = chain.last().ok_or_else(|| Error::damaged("no certificate"))?;
    Authority::open(&secret, certificate).map(Some).map_err(Error::damaged)
}

/// A kept key.
struct Kept {
    /// On record under its name.
    chain: Vec<Vec<u8>>,
    source: SealSource,
    /// Encrypted; of a device there is none.
    secret: Vec<u8>,
}

async fn kept(tx: &mut Tx, firm: Firm, purpose: &str) -> Result<Option<Kept>, Error> {
    let sql = "SELECT name, secret FROM firm_key WHERE firm = $1 AND purpose = $2";
    let Some(key) = tx.maybe(sql, args![firm, purpose]).await? else { return Ok(None) };
    let sha256: Hash = key.parse("name")?;
    let row = tx.one("SELECT chain, source FROM seal WHERE firm = $1 AND sha256 = $2", args![firm, sha256]).await?;
    let chain = certificates(sha256, row.json("chain")?)?;
    Ok(Some(Kept { chain, source: row.word("source")?, secret: key.get("secret")? }))
}

/// Keeps a key in the place of the one before it. The name is the fingerprint of a certificate on record: the key's own, or one that the
/// authority certified.
async fn put(
    log: &mut Append,
    vault: &Vault,
    purpose: &str,
    name: Hash,
    secret: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<(), Error> {
    let (firm, now) = (log.firm(), log.now());
    let secret = vault.seal(&label(purpose, firm), secret, rng);
    let sql = "INSERT INTO firm_key (firm, purpose, name, created, secret) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (firm, purpose) DO UPDATE \
               SET name = excluded.name, created = excluded.created, secret = excluded.secret";
    log.run(sql, args![firm, purpose, name.to_string(), now, secret]).await.map(drop)
}

fn certificates(sha256: Hash, chain: Vec<String>) -> Result<Vec<Vec<u8>>, Error> {
    let recorded = SealRecorded { sha256, chain, source: SealSource::Own };
    recorded.certificates().ok_or_else(|| Error::Damaged("the certificates of the seal".into()))
}

fn label(purpose: &str, firm: Firm) -> String {
    format!("{purpose} key {}", firm.0)
}
