//! Acté's server: axum and sqlx behind one binary, `acte`.

mod access;
mod account;
mod as_of;
pub mod assets;
pub mod bulk;
pub mod bundle;
mod calendar;
mod chronology;
mod clients;
pub mod clock;
pub mod config;
mod cosigners;
mod coverage;
mod csv;
pub mod demo;
pub mod desk;
pub mod documents;
mod dossier;
pub mod erasure;
pub mod evidence;
mod exchanges;
mod firm;
mod health;
mod holds;
pub mod incoming;
pub mod jobs;
mod keys;
mod language;
mod lately;
pub mod mail;
mod members;
mod milestones;
mod needs;
pub mod notices;
mod outbox;
mod overview;
mod paper;
mod papers;
pub mod password;
pub mod person;
mod post;
mod projects;
mod reconnaissance;
mod redaction;
pub mod report;
pub mod retention;
pub mod revocation;
pub mod routes;
pub mod seal;
pub mod search;
mod setup;
pub mod store;
pub mod timestamps;
mod told;
mod topics;
pub mod uploads;
pub mod usage;
pub mod vault;
mod verify;
mod warnings;
pub mod web;
mod witness;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use config::Config;
use lately::Lately;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use web::{App, Inner, Kept, Rates};

/// Bytes of payloads of the notices that are kept in memory: several hundred of ordinary length, each of which takes a few times its payloads.
const NOTICES: u64 = 16 * 1024 * 1024;

/// Bytes of what is known of copies with masked names: thousands of them.
const NAMED: u64 = 1024 * 1024;

/// Opens the data folder and the database, and migrates.
pub async fn open(config: Config, clock: clock::Clock) -> Result<App, Box<dyn std::error::Error + Send + Sync>> {
    let mut folder = tokio::fs::DirBuilder::new();
    // Names and addresses stand in the database in clear.
    #[cfg(unix)]
    folder.mode(0o700);
    folder.recursive(true).create(&config.data).await?;
    let db = store::Db::open(&config.database).await?;
    let key_file = config.data.join("master.key");
    let vault = Arc::new(match &config.master_key {
        Some(key) => vault::Vault::from_hex(key)?,
        // A new key opens nothing of what is there: a copy put back without its key must not look like a good start.
        None if !key_file.exists() && store::accounts::any_firm(&mut db.read().await?).await? => {
            let message = "is missing, and the database was written with it; put it back, or set ACTE_MASTER_KEY";
            return Err(format!("{} {message}", key_file.display()).into());
        }
        None => vault::Vault::open(&key_file, &mut rand::make_rng::<rand::rngs::StdRng>())?,
    });
    let files = store::files::Files::local(&config.data.join("files"), vault.clone())?;
    let mail = mail::Transport::of(&config)?;
    let cosigners = cosigners::Cosigners::of(&config.witness_ask)?;
    let revocations = revocation::Revocations::new()?;
    let authorities = config.timestamps.as_ref().map(timestamps::Authorities::of).transpose()?;
    let token = config.seal.clone().map(seal::Token::load).transpose()?.map(Arc::new);
    Ok(App::new(Inner {
        db,
        files,
        vault,
        clock,
        mail,
        token,
        authorities,
        revocations,
        cosigners,
        assets: assets::Assets::load(),
        rates: Rates::default(),
        work: Notify::new(),
        notices: Lately::new(NOTICES),
        named: Lately::new(NAMED),
        kept: Kept::new(&mut rand::make_rng::<rand::rngs::StdRng>()),
        config,
    }))
}

/// Serves until `stop` resolves; then requests under way are finished.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = routes::router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
