//! A mailbox that reports and answers come to, read over IMAP (RFC 3501). The job that looks into it.
//!
//! A message is moved to another folder once it is recorded, and not before; nothing is ever deleted. A crash in between leaves it where it
//! is, and the next look knows it again. Of two servers that look at once the second finds it recorded.

use std::sync::Arc;
use std::time::Duration;

use async_imap::{Client, Session};
use futures_util::TryStreamExt;
use rustls::pki_types::pem::{Error as BadPem, PemObject};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{take, too_large};
use crate::config::{Imap, Security};
use crate::jobs::{Failed, Next};
use crate::store::jobs::{self, Job};
use crate::store::{self, firms};
use crate::web::App;

/// Kind of the job.
pub const JOB: &str = "mailbox";
/// Messages taken at one look; the next one follows at once.
const AT_ONCE: usize = 100;
/// Longest time for one look: shorter than a job's lease.
const WHOLE: Duration = Duration::from_secs(5 * 60);

/// Leaves the job where a mailbox is set, once.
pub async fn leave_due(app: &App) -> Result<(), store::Error> {
    if app.config.imap.is_none() {
        return Ok(());
    }
    let Some(firm) = firms::oldest(&mut app.db.read().await?).await? else { return Ok(()) };
    let (mut tx, now) = (app.db.write().await?, app.clock.now());
    jobs::add(&mut tx, firm, JOB, JOB, &[], now, now).await?;
    tx.commit().await
}

/// One look; always followed by another. A mailbox that does not answer is asked again, however long it takes.
pub async fn work(app: &App, _: &Job) -> Result<Next, Failed> {
    // The setting may have gone since.
    let Some(imap) = &app.config.imap else { return Ok(Next::Again { at: app.clock.now().plus_millis(3_600_000) }) };
    let more = match tokio::time::timeout(WHOLE, look(app, imap)).await {
        Ok(Ok(more)) => more,
        Ok(Err(error)) => {
            tracing::warn!(host = imap.host, %error, "the mailbox is not read");
            false
        }
        Err(_) => {
            tracing::warn!(host = imap.host, "the mailbox takes too long");
            false
        }
    };
    let wait = if more { 0 } else { i64::from(imap.rhythm_s) * 1000 };
    Ok(Next::Again { at: app.clock.now().plus_millis(wait) })
}

/// Whether there is more to take.
async fn look(app: &App, imap: &Imap) -> Result<bool, Failed> {
    let server = (imap.host.as_str(), imap.port);
    let stream = tokio::time::timeout(imap.timeout, TcpStream::connect(server)).await??;
    if imap.security == Security::Tls {
        return converse(app, imap, greeted(imap, Client::new(encrypted(imap, stream).await?)).await?).await;
    }
    let mut client = greeted(imap, Client::new(stream)).await?;
    if imap.security == Security::Plain {
        return converse(app, imap, client).await;
    }
    tokio::time::timeout(imap.timeout, client.run_command_and_check_ok("STARTTLS", None)).await??;
    // What came after the answer and before the handshake is dropped with the client: nobody may put words into the conversation.
    let stream = encrypted(imap, client.into_inner()).await?;
    converse(app, imap, Client::new(stream)).await
}

async fn encrypted(imap: &Imap, stream: TcpStream) -> Result<TlsStream<TcpStream>, Failed> {
    let name = ServerName::try_from(imap.host.clone())?;
    let connector = TlsConnector::from(Arc::new(tls(imap)?));
    Ok(tokio::time::timeout(imap.timeout, connector.connect(name, stream)).await??)
}

/// Waits for the server's first words.
async fn greeted<T>(imap: &Imap, mut client: Client<T>) -> Result<Client<T>, Failed>
where
    T: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send,
{
    tokio::time::timeout(imap.timeout, client.read_response()).await??.ok_or("no greeting")?;
    Ok(client)
}

/// Trusts what the system trusts, and the authority of `imap.ca_file`.
fn tls(imap: &Imap) -> Result<ClientConfig, Failed> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    if let Some(file) = &imap.ca_file {
        let bad = |error: BadPem| format!("setting imap.ca_file: {}: {error}", file.display());
        for certificate in CertificateDer::pem_file_iter(file).map_err(bad)? {
            roots.add(certificate.map_err(bad)?)?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

async fn converse<T>(app: &App, imap: &Imap, client: Client<T>) -> Result<bool, Failed>
where
    T: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send,
{
    let mut session = client.login(&imap.user, &imap.password).await.map_err(|(error, _)| error)?;
    session.select(&imap.folder).await?;
    let mut found: Vec<u32> = session.uid_search("ALL").await?.into_iter().collect();
    found.sort_unstable();
    let more = found.len() > AT_ONCE;
    let mut failed: Option<Failed> = None;
    for uid in found.into_iter().take(AT_ONCE) {
        // One that cannot be recorded now must not hold up the others; it stays where it is.
        match one(app, &mut session, uid).await {
            Ok(()) => put_away(&mut session, uid, &imap.done).await?,
            Err(error) => failed = Some(error),
        }
    }
    session.logout().await.ok();
    failed.map_or(Ok(more), Err)
}

/// Takes one message. `BODY.PEEK` leaves it unread for whoever else looks into the mailbox.
async fn one<T>(app: &App, session: &mut Session<T>, uid: u32) -> Result<(), Failed>
where
    T: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send,
{
    let uid = uid.to_string();
    let sizes: Vec<_> = session.uid_fetch(&uid, "RFC822.SIZE").await?.try_collect().await?;
    // Moved by another server meanwhile.
    let Some(size) = sizes.first().and_then(|found| found.size) else { return Ok(()) };
    let large = size as usize > app.config.upload_limit;
    let what = if large { "BODY.PEEK[HEADER]" } else { "BODY.PEEK[]" };
    let found: Vec<_> = session.uid_fetch(&uid, what).await?.try_collect().await?;
    let Some(fetched) = found.first() else { return Ok(()) };
    if large {
        too_large(app, fetched.header().unwrap_or_default(), size.into()).await?;
    } else {
        take(app, fetched.body().unwrap_or_default().to_vec()).await?;
    }
    // A crash here leaves the message recorded and in its folder: the next look finds it known, and moves it.
    Ok(())
}

/// Moves the message to the folder of those taken, which is made when it is not there (RFC 6851).
async fn put_away<T>(session: &mut Session<T>, uid: u32, folder: &str) -> Result<(), Failed>
where
    T: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send,
{
    let uid = uid.to_string();
    if session.uid_mv(&uid, folder).await.is_ok() {
        return Ok(());
    }
    session.create(folder).await?;
    Ok(session.uid_mv(&uid, folder).await?)
}
