//! `acte export`: a bundle as a file.

use std::path::{Path, PathBuf};

use futures_util::StreamExt as _;
use ledger::{Actor, Lang};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::pack::pack;
use super::send::{self, Ready};
use crate::store::Firm;
use crate::store::evidence::About;
use crate::web::App;

type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// Makes the bundle of everything about something, records it, and writes it to `to`, or under its own name into the folder `to`.
/// Its aids are in `lang`, or in the client's language. `progress` is told the bytes written and the bytes in all. The file appears whole under its name, or not at all.
///
/// # Errors
/// When nothing is recorded about it, it cannot be one bundle, `to` exists already, or cannot be written.
pub async fn write(
    app: &App,
    about: About,
    lang: Option<Lang>,
    to: &Path,
    progress: impl Fn(u64, u64),
) -> Result<PathBuf, AnyError> {
    let firm = about.firm(&app.db).await.map_err(|error| format!("{}: {error}", about.subject()))?;
    let lang = match lang {
        Some(lang) => lang,
        None => about.lang(&mut app.db.read().await?, firm).await?,
    };
    let bundle = pack(app, firm, about, None, lang, (None, false)).await?;
    let ready = send::open(&app.files, firm, bundle.sha256).await?;
    let to = if to.is_dir() { to.join(ready.name()) } else { to.to_owned() };
    if to.exists() {
        return Err(format!("{} exists already", to.display()).into());
    }
    let mut log = app.db.append(firm, &app.clock).await?;
    bundle.record(&mut log, Actor::System, app).await?;
    log.commit().await?;
    // A crash here leaves an entry about a bundle that nobody has; never a bundle of which the log does not know.
    let part = to.with_extension("part");
    let written = save(app, firm, ready, &part, progress).await;
    match written {
        Ok(()) => tokio::fs::rename(&part, &to).await?,
        Err(error) => {
            let _ = tokio::fs::remove_file(&part).await;
            return Err(format!("{}: {error}", to.display()).into());
        }
    }
    Ok(to)
}

async fn save(app: &App, firm: Firm, ready: Ready, part: &Path, progress: impl Fn(u64, u64)) -> Result<(), AnyError> {
    let (size, mut written) = (ready.size, 0);
    let mut file = File::create_new(part).await?;
    let mut pieces = std::pin::pin!(ready.stream(app.files.clone(), firm));
    while let Some(piece) = pieces.next().await {
        let piece = piece?;
        file.write_all(&piece).await?;
        written += piece.len() as u64;
        progress(written, size);
    }
    file.sync_all().await?;
    Ok(())
}
