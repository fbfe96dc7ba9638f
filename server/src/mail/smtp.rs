//! Handing a message to the mail server: one connection, one recipient (RFC 5321).
//!
//! What the server said is evidence, so this drives lettre's connection step by step: every wait has its limit, and a refusal
//! of *this mail* (for good) is told apart from trouble with the server, its certificate or our password (try again).

use std::future::Future;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter, RcptParameter};
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;

use super::slow_start::SlowStart;
use super::{Accepted, Message, Refused};
use crate::config::{Security, Smtp};

/// A line slower than this, bytes per second, is given up: 25 MB of attachments take six and a half minutes.
const SLOWEST: u64 = 64 * 1024;
/// Longest time for one message, whatever the settings allow: shorter than a job's lease, so that the outcome is recorded.
const WHOLE: Duration = Duration::from_secs(8 * 60);
/// The reply is kept up to this many characters: RFC 5321 §4.5.3.1.5 allows 512 octets a line.
const MAX_REPLY: usize = 2_000;

/// A mail server to hand messages to.
pub struct Server {
    settings: Smtp,
    /// None without TLS.
    tls: Option<TlsParameters>,
    hello: ClientId,
}

impl Server {
    /// Reads the certificate file. `host` is our own name, for EHLO.
    ///
    /// # Errors
    /// The file named by `smtp.ca_file` cannot be read or holds no certificate.
    pub fn new(settings: Smtp, host: &str) -> Result<Server, String> {
        let tls = match settings.security {
            Security::Plain => None,
            Security::StartTls | Security::Tls => Some(tls(&settings)?),
        };
        Ok(Server { tls, hello: ClientId::Domain(host.to_owned()), settings })
    }

    /// Host and port.
    pub fn name(&self) -> String {
        format!("{}:{}", self.settings.host, self.settings.port)
    }

    /// Hands the message over. Each step takes at most `smtp.timeout_s` (the message itself what [`SLOWEST`] allows), all of them
    /// at most [`WHOLE`].
    ///
    /// When the connection ends between the message and the reply, the server may have it or not: the answer is a refusal that
    /// is not permanent, and the next try sends the same bytes with the same Message-ID.
    pub async fn hand_over(&self, message: &Message) -> Result<Accepted, Refused> {
        let slow = |_| Refused { reply: format!("(not done within {} seconds)", WHOLE.as_secs()), permanent: false };
        tokio::time::timeout(WHOLE, self.converse(message)).await.map_err(slow)?
    }

    async fn converse(&self, message: &Message) -> Result<Accepted, Refused> {
        let mut connection = self.connect().await?;
        let result = self.transfer(&mut connection, message).await;
        // The outcome stands; a server that does not say goodbye changes nothing.
        tokio::time::timeout(self.settings.timeout, connection.quit()).await.ok();
        result
    }

    /// Whatever fails before MAIL concerns no particular mail: a wrong password (535) is corrected by an administrator, and the
    /// notices that wait meanwhile must not be lost.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Refused> {
        let (limit, settings) = (self.settings.timeout, &self.settings);
        let server = (settings.host.as_str(), settings.port);
        let mut connection = match (settings.security, &self.tls) {
            (Security::StartTls, Some(tls)) => {
                let stream = match tokio::time::timeout(limit, TcpStream::connect(server)).await {
                    Ok(connected) => connected.map_err(|e| Refused { reply: format!("({e})"), permanent: false })?,
                    Err(_) => return Err(no_reply(limit)),
                };
                let stream = Box::new(SlowStart::new(stream));
                let opened = AsyncSmtpConnection::connect_with_transport(stream, &self.hello);
                let mut connection = before_mail(limit, opened).await?;
                before_mail(limit, connection.starttls(tls.clone(), &self.hello)).await?;
                connection
            }
            (_, tls) => {
                let opened = AsyncSmtpConnection::connect_tokio1(server, Some(limit), &self.hello, tls.clone(), None);
                before_mail(limit, opened).await?
            }
        };
        if let Some((user, password)) = &settings.login {
            let credentials = Credentials::new(user.clone(), password.clone());
            before_mail(limit, connection.auth(DEFAULT_MECHANISMS, &credentials)).await?;
        }
        Ok(connection)
    }

    /// Whether the server takes what is asked of reports (DSN, RFC 3461 §4). lettre keeps no list of what a server knows, so it is asked
    /// once more; one that does not like that is taken for one that does not.
    async fn knows_reports(&self, connection: &mut AsyncSmtpConnection) -> bool {
        let said = step(self.settings.timeout, connection.command(Ehlo::new(self.hello.clone()))).await;
        said.is_ok_and(|said| said.message().any(|line| line.trim().eq_ignore_ascii_case("DSN")))
    }

    /// Of what reports are asked for about a recipient, and by which address (RFC 3461 §4.1 and §4.2). That a mail was delivered is asked
    /// only where somebody reads it.
    fn asked(&self, recipient: &Address) -> Vec<RcptParameter> {
        let notify = if self.settings.reports { "SUCCESS,FAILURE,DELAY" } else { "FAILURE,DELAY" };
        // Another form is needed for an address with accents (RFC 6533 §3), which few servers know.
        let original = recipient.to_string().is_ascii().then(|| ("ORCPT", format!("rfc822;{recipient}")));
        let asked = std::iter::once(("NOTIFY", notify.to_owned())).chain(original);
        asked.map(|(keyword, value)| RcptParameter::Other { keyword: keyword.to_owned(), value: Some(value) }).collect()
    }

    async fn transfer(&self, connection: &mut AsyncSmtpConnection, message: &Message) -> Result<Accepted, Refused> {
        let limit = self.settings.timeout;
        let mut parameters = vec![];
        if message.envelope.to().iter().chain(message.envelope.from()).any(|address| !address.to_string().is_ascii()) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Refused {
                    reply: "(the mail server does not take addresses with accents, RFC 6531)".into(),
                    permanent: true,
                });
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let reports = self.knows_reports(connection).await;
        if reports {
            // The report then names the mail by itself, and returns no more of it than its headers.
            let envid = message.message_id.trim_matches(['<', '>']).to_owned();
            for (keyword, value) in [("RET", "HDRS".to_owned()), ("ENVID", envid)] {
                parameters.push(MailParameter::Other { keyword: keyword.to_owned(), value: Some(value) });
            }
        }
        step(limit, connection.command(Mail::new(message.envelope.from().cloned(), parameters))).await?;
        for recipient in message.envelope.to() {
            let asked = if reports { self.asked(recipient) } else { vec![] };
            step(limit, connection.command(Rcpt::new(recipient.clone(), asked))).await?;
        }
        step(limit, connection.command(Data)).await?;
        let carrying = Duration::from_secs(message.bytes.len() as u64 / SLOWEST);
        // lettre ends the data with a line end of its own; with two, what arrives would not be what was hashed.
        let bytes = message.bytes.strip_suffix(b"\r\n").unwrap_or(&message.bytes);
        let reply = step(limit + carrying, connection.message(bytes)).await?;
        Ok(Accepted { reply: exact(&reply) })
    }
}

fn tls(settings: &Smtp) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(file) = &settings.ca_file {
        let bad = |what: String| format!("setting smtp.ca_file: {}: {what}", file.display());
        let pem = std::fs::read(file).map_err(|e| bad(e.to_string()))?;
        let certificate = Certificate::from_pem(&pem).map_err(|_| bad("holds no certificate in PEM".into()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(|e| format!("setting smtp.security: {e}"))
}

async fn step<T>(limit: Duration, work: impl Future<Output = Result<T, Error>>) -> Result<T, Refused> {
    match tokio::time::timeout(limit, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(refused(&error)),
        Err(_) => Err(no_reply(limit)),
    }
}

fn no_reply(limit: Duration) -> Refused {
    Refused { reply: format!("(no reply within {} seconds)", limit.as_secs()), permanent: false }
}

async fn before_mail<T>(limit: Duration, work: impl Future<Output = Result<T, Error>>) -> Result<T, Refused> {
    step(limit, work).await.map_err(|refused| Refused { permanent: false, ..refused })
}

fn refused(error: &Error) -> Refused {
    let reply = match (error.status(), std::error::Error::source(error)) {
        (Some(code), Some(text)) => format!("{code} {text}"),
        (Some(code), None) => code.to_string(),
        (None, _) => format!("({error})"),
    };
    Refused { reply: cut(reply), permanent: error.is_permanent() }
}

/// The reply line by line, as RFC 5321 §4.2.1 writes it.
fn exact(reply: &Response) -> String {
    let (code, lines) = (reply.code(), reply.message().collect::<Vec<_>>());
    let last = lines.len().saturating_sub(1);
    let lines = lines.iter().enumerate().map(|(i, line)| format!("{code}{}{line}", if i == last { ' ' } else { '-' }));
    cut(lines.collect::<Vec<_>>().join("\n"))
}

fn cut(text: String) -> String {
    match text.char_indices().nth(MAX_REPLY) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
