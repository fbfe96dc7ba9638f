//! Sending one mail: render, hand over, record. The job behind [`super::queue`].

use ledger::event::{DocumentClass, MailAccepted, MailContent, MailRefused, Via};
use ledger::{Actor, Id, Time};

use super::outbox::Outbox;
use super::queue::label;
use super::{Accepted, Content, Mail, Message, Refused, compose, smtp};
use crate::config::Config;
use crate::jobs::{Failed, Next};
use crate::store::jobs::Job;
use crate::store::{self, Firm, Tx, mails};
use crate::web::App;

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;

/// How long to wait after the first, second, … try, milliseconds. Grey-listing servers take a mail after a few minutes; a
/// server that is down over night is tried in the morning. Seven tries within about seventeen and a half hours.
pub const BACK_OFF: [i64; 6] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR];

/// How mails leave, chosen once at start.
pub struct Transport {
    way: Way,
    /// Sending address.
    from: String,
    /// Our name in Message-IDs.
    host: String,
}

enum Way {
    Smtp(smtp::Server),
    Outbox(Outbox),
}

impl Transport {
    /// The mail server of the settings. Without one the outbox; with the example firm too, whose people do not exist.
    ///
    /// # Errors
    /// A setting of the mail server that cannot work, in a sentence that names it.
    pub fn of(config: &Config) -> Result<Transport, String> {
        let host = host(&config.url);
        Ok(match config.smtp.clone().filter(|_| !config.demo) {
            Some(settings) => {
                Transport { from: settings.from.clone(), way: Way::Smtp(smtp::Server::new(settings, &host)?), host }
            }
            None => Transport { from: "acte@localhost".to_owned(), way: Way::Outbox(Outbox::new(&config.data)), host },
        })
    }

    /// The folder, when nothing is sent.
    pub fn outbox(&self) -> Option<&Outbox> {
        match &self.way {
            Way::Smtp(_) => None,
            Way::Outbox(outbox) => Some(outbox),
        }
    }

    fn via(&self) -> Via {
        match &self.way {
            Way::Smtp(server) => Via::Smtp(server.name()),
            Way::Outbox(_) => Via::Outbox,
        }
    }

    async fn hand_over(&self, firm: Firm, mail: Id, attempt: u32, message: &Message) -> Result<Accepted, Refused> {
        match &self.way {
            Way::Smtp(server) => server.hand_over(message).await,
            Way::Outbox(outbox) => match outbox.put(firm, mail, attempt, message.bytes.clone()).await {
                Ok(()) => Ok(Accepted { reply: String::new() }),
                Err(e) => {
                    Err(Refused { reply: format!("(the outbox cannot be written: {})", e.kind()), permanent: false })
                }
            },
        }
    }
}

/// The job: one try of one mail.
///
/// Towards the mail server this is at-least-once; the log gets exactly one `mail.accepted`, and one `mail.refused` for each
/// try that failed.
///
/// # Errors
/// The database or an attachment cannot be read or written: nothing was recorded, and the same try is made again.
pub async fn send(app: &App, job: &Job) -> Result<Next, Failed> {
    let firm = job.firm;
    let id: Id = job.key.parse()?;
    let mut mail: Mail = serde_json::from_slice(&app.vault.unseal(&label(firm, id), &job.payload)?)?;
    // What could not be recorded is not sent: while the clock is behind the log, this fails as the append below would.
    let mut append = app.db.append(firm, &app.clock).await?;
    if mails::is_settled(&mut append, firm, id).await? {
        return Ok(Next::Done);
    }
    let attempt = mails::tries(&mut append, firm, id).await? + 1;
    let now = append.now();
    if !attach_notice(&mut append, firm, &mut mail).await? {
        return Ok(wait_for_document(now, job.created, &mail));
    }
    drop(append);
    // A crash here leaves nothing behind; the job's lease lapses and another worker begins again.
    let mut files = Vec::with_capacity(mail.attachments.len());
    for file in &mail.attachments {
        files.push(app.files.get(firm, file.sha256).await?);
    }
    let outcome = match compose(&mail, files, &app.mail.from, &app.mail.host, job.created) {
        Ok(message) => app.mail.hand_over(firm, id, attempt, &message).await.map(|accepted| (accepted, message)),
        Err(error) => Err(Refused { reply: format!("({error})"), permanent: true }),
    };
    // A crash here may leave a message with the server and no entry. The next try sends the same bytes with the same
    // Message-ID, which tells mail programs that it is the same mail, and records that one.
    let next = record(app, firm, &mail, outcome).await?;
    // A crash here leaves an entry and an unfinished job: the next worker finds the mail settled, above.
    Ok(next)
}

/// The PDF goes with the notice: what was delivered is what is proven. False while it is not made.
async fn attach_notice(tx: &mut Tx, firm: Firm, mail: &mut Mail) -> Result<bool, store::Error> {
    let (Content::Notice(notice), Some(id)) = (&mail.content, mail.notice) else { return Ok(true) };
    if notice.about.content == MailContent::LinkOnly {
        return Ok(true);
    }
    let document = mails::document(tx, firm, DocumentClass::Notice, id).await?;
    mail.attachments.extend(document);
    Ok(!mail.attachments.is_empty())
}

/// Looks again after a second, then less and less often: the document's own job is tried again when it fails.
fn wait_for_document(now: Time, queued: Time, mail: &Mail) -> Next {
    let waited = now.0 - queued.0;
    if waited > 10 * MINUTE {
        tracing::error!(mail = %mail.mail, minutes = waited / MINUTE, "a notice waits for its PDF");
    }
    Next::Again { at: now.plus_millis((waited / 4).clamp(1_000, HOUR)) }
}

async fn record(
    app: &App,
    firm: Firm,
    mail: &Mail,
    outcome: Result<(Accepted, Message), Refused>,
) -> Result<Next, store::Error> {
    let mut append = app.db.append(firm, &app.clock).await?;
    // A worker whose lease lapsed while the server was slow may meet the one that took over: the first to get here counts.
    if mails::is_settled(&mut append, firm, mail.mail).await? {
        return Ok(Next::Done);
    }
    let (attempt, now) = (mails::tries(&mut append, firm, mail.mail).await? + 1, append.now());
    let (id, purpose, notice, contact) = (mail.mail, mail.content.purpose(), mail.notice, mail.contact);
    let (to, via) = (mail.to.email.clone(), app.mail.via());
    let next = match outcome {
        Ok((Accepted { reply }, Message { message_id, hash, .. })) => {
            let done = match via {
                Via::Smtp(_) => "mail accepted",
                Via::Outbox => "mail written to the outbox, not sent",
            };
            tracing::info!(mail = %id, ?purpose, attempt, code = code(&reply), "{done}");
            let attachments = mail.attachments.clone();
            let event = MailAccepted {
                mail: id,
                purpose,
                notice,
                contact,
                to,
                message_id,
                via,
                reply,
                attempt,
                message: hash,
                attachments,
            };
            append.push(Actor::System, event, &mut app.rng()).await?;
            Next::Done
        }
        Err(Refused { reply, permanent }) => {
            let next = if permanent { Next::Done } else { after(attempt, now, mail.until) };
            let last = next == Next::Done;
            tracing::warn!(mail = %id, ?purpose, attempt, last, code = code(&reply), "mail refused");
            let event = MailRefused { mail: id, purpose, notice, contact, to, via, reply, attempt, last };
            append.push(Actor::System, event, &mut app.rng()).await?;
            next
        }
    };
    append.commit().await?;
    Ok(next)
}

/// When to try again after the `attempt`th try, if that is still of use.
fn after(attempt: u32, now: Time, until: Time) -> Next {
    let wait = BACK_OFF.get(attempt.saturating_sub(1) as usize);
    match wait.map(|ms| now.plus_millis(*ms)) {
        Some(at) if at <= until => Next::Again { at },
        _ => Next::Done,
    }
}

/// For the log: the reply's text may name the recipient, its code does not.
fn code(reply: &str) -> &str {
    let digits = reply.bytes().take(3).take_while(u8::is_ascii_digit).count();
    if digits == 3 { &reply[..3] } else { "none" }
}

/// The host of our public address; an IP address in the form of RFC 5321 §4.1.3.
fn host(url: &str) -> String {
    let authority = url.split("://").last().unwrap_or_default().split('/').next().unwrap_or_default();
    let name = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((v6, _)) => return format!("[IPv6:{v6}]"),
        None => authority.split(':').next().unwrap_or_default(),
    };
    match (name, name.parse::<std::net::Ipv4Addr>()) {
        ("", _) => "localhost".to_owned(),
        (_, Ok(ip)) => format!("[{ip}]"),
        (name, Err(_)) => name.to_owned(),
    }
}
