//! Mails that come in: reports about ours, answers that no person wrote, and those that a person did. From a mailbox ([`mailbox`]) or from
//! a mail server's pipe (`acte mail-in`).
//!
//! A message is tied to the mail that it is about by that mail's Message-ID, never by an address or a subject. What cannot be tied waits for
//! an adviser.

pub mod mailbox;
mod message;

use app::pages::{self, IncomingLine, IncomingPage};
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::response::Response;
use ledger::event::{Event, FileRef, MailReturned, MailSignature, ReplyReceived, Role};
use ledger::{Actor, Id, Time};

use self::message::{Incoming, Kind, Report};
use crate::erasure::leave as leave_removal;
use crate::evidence::attachment;
use crate::exchanges::dkim::{self, NoMessage};
use crate::jobs::Failed;
use crate::store::incoming::{self as kept, Became, Message, Tied};
use crate::store::{Paging, Tx, erasure, files, firms, holds, notices};
use crate::web::{Adviser, App, Failure, Posted, Reader, see};

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    As(Became),
    /// It was taken before.
    Again,
}

/// Takes one message durably: when this returns, whoever handed it over may forget it.
///
/// # Errors
/// The database, the files or the clock do not let it be recorded now, or no firm was founded yet. Nothing was recorded; it may be handed over again.
pub async fn take(app: &App, bytes: Vec<u8>) -> Result<Taken, Failed> {
    // Of 25 MB, and written by strangers: a thread of its own, where a panic ends nothing else.
    let (bytes, read) = tokio::task::spawn_blocking(move || {
        let read = message::read(&bytes);
        (bytes, read)
    })
    .await?;
    let fingerprint = message::fingerprint(&bytes);
    let mut tx = app.db.read().await?;
    if kept::is_known(&mut tx, fingerprint).await? {
        return Ok(Taken::Again);
    }
    let tied = match &read {
        Ok(incoming) => kept::tied(&mut tx, &incoming.about).await?,
        Err(_) => None,
    };
    let firm = match &tied {
        Some(tied) => tied.firm,
        // One server, one firm: what is nobody's is shown to whoever runs it.
        None => firms::oldest(&mut tx).await?.ok_or("no firm was founded yet")?,
    };
    drop(tx);
    let said = read.as_ref().map(|incoming| incoming.said.clone()).unwrap_or_default();
    let signatures = match (&read, &tied) {
        (Ok(incoming), Some(tied)) if tied.notice.is_some() && !matches!(incoming.kind, Kind::Report(_)) => {
            dkim::check(app.config.dns, &bytes, &incoming.said, app.clock.now()).await
        }
        _ => vec![],
    };
    let sha256 = app.files.put(firm, &bytes, &mut app.rng()).await?;
    let size = bytes.len() as u64;
    let file = FileRef { name: "message.eml".into(), media_type: "message/rfc822".into(), size, sha256 };
    // A crash here leaves bytes that nothing names; the same message, handed over again, finds them.
    let (became, reason, event) = judge(app, read, tied, &file, signatures);
    let mut log = app.db.append(firm, &app.clock).await?;
    if kept::is_known(&mut log, fingerprint).await? {
        return Ok(Taken::Again);
    }
    files::record(&mut log, &app.files, &file).await?;
    let message = Message {
        incoming: app.new_id(),
        fingerprint,
        became,
        notice: match &event {
            Some(Event::ReplyReceived(reply)) => Some(reply.notice),
            _ => None,
        },
        sender: said.from,
        subject: said.subject,
        reason: reason.map(str::to_owned),
        sha256: (became == Became::Unplaced).then_some(sha256),
        size,
    };
    let now = log.now();
    kept::add(&mut log, firm, &message, now).await?;
    if let Some(event) = event {
        log.push(Actor::System, event, &mut app.rng()).await?;
    }
    log.commit().await?;
    tracing::info!(?became, bytes = size, "a mail came in");
    Ok(Taken::As(became))
}

/// What a message is: what it became, a word about why it found no place, and the entry that it leaves.
fn judge(
    app: &App,
    read: Result<Incoming, NoMessage>,
    tied: Option<Tied>,
    file: &FileRef,
    signatures: Vec<MailSignature>,
) -> (Became, Option<&'static str>, Option<Event>) {
    match (read, tied) {
        (Err(no), _) => (Became::Unplaced, Some(unread(&no)), None),
        (Ok(Incoming { kind: Kind::Report(reports), said, .. }), Some(tied)) => {
            // One about an invitation or a password stands on no page of its own.
            let became = if tied.notice.is_some() { Became::Returned } else { Became::Unplaced };
            let reason = tied.notice.is_none().then_some("no_notice");
            (became, reason, Some(Event::from(returned(tied, reports, said.from, file.clone()))))
        }
        (Ok(incoming), Some(Tied { mail, notice: Some(notice), contact: Some(contact), .. })) => {
            let automatic = incoming.kind == Kind::Automatic;
            let said = incoming.said;
            let event = ReplyReceived {
                reply: app.new_id(),
                mail,
                notice,
                contact,
                automatic,
                file: Some(file.clone()),
                from: said.from,
                to: said.to,
                date: said.date,
                subject: said.subject,
                message_id: said.message_id,
                signatures,
            };
            (if automatic { Became::Automatic } else { Became::Reply }, None, Some(Event::from(event)))
        }
        (Ok(_), Some(_)) => (Became::Unplaced, Some("no_notice"), None),
        (Ok(Incoming { kind: Kind::Report(_), .. }), None) => (Became::Unplaced, Some("other_report"), None),
        (Ok(_), None) => (Became::Unplaced, Some("untied"), None),
    }
}

/// A message that is larger than an upload may be: that it came is listed, what it says stays where it is.
///
/// # Errors
/// As [`take`].
pub async fn too_large(app: &App, headers: &[u8], size: u64) -> Result<Taken, Failed> {
    let said = dkim::read(headers).unwrap_or_default();
    let fingerprint = message::fingerprint(headers);
    let mut tx = app.db.read().await?;
    let firm = firms::oldest(&mut tx).await?.ok_or("no firm was founded yet")?;
    drop(tx);
    let mut log = app.db.append(firm, &app.clock).await?;
    if kept::is_known(&mut log, fingerprint).await? {
        return Ok(Taken::Again);
    }
    let (became, reason, now) = (Became::Unplaced, Some("too_large".to_owned()), log.now());
    let (sender, subject, incoming) = (said.from, said.subject, app.new_id());
    let message = Message { incoming, fingerprint, became, notice: None, sender, subject, reason, sha256: None, size };
    kept::add(&mut log, firm, &message, now).await?;
    log.commit().await?;
    Ok(Taken::As(became))
}

/// A word for the page.
fn unread(no: &NoMessage) -> &'static str {
    match no {
        NoMessage::NoHeaders => "no_headers",
        NoMessage::TooLong => "too_long",
        NoMessage::Twice(_) => "twice",
    }
}

/// What the report says of the address that the mail went to; of another one, if it speaks of that only.
fn returned(tied: Tied, reports: Vec<Report>, from: String, file: FileRef) -> MailReturned {
    let mine = reports.iter().find(|report| report.recipient.eq_ignore_ascii_case(&tied.address));
    let report = mine.unwrap_or(&reports[0]).clone();
    MailReturned {
        mail: tied.mail,
        notice: tied.notice,
        contact: tied.contact,
        to: tied.address,
        action: report.action,
        status: report.status,
        recipient: report.recipient,
        diagnostic: report.diagnostic,
        reporter: report.reporter,
        from,
        file: Some(file),
    }
}

/// The messages that found no place, newest first; with `?aside=1` those that were put aside.
pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let aside = reader.query("aside") == "1";
    let (messages, Paging { page, pages }) = kept::unplaced(&mut tx, reader.firm, aside, &reader.query("page")).await?;
    let (waiting, put_aside) = kept::counts(&mut tx, reader.firm).await?;
    let zone = firms::zone(&mut tx, reader.firm).await?;
    drop(tx);
    let t = reader.t();
    let lines = messages.into_iter().map(|(message, received)| line(t, message, received)).collect();
    let editable = reader.role != Role::Reader;
    let page = IncomingPage { lines, aside, waiting, put_aside, page, pages, zone, editable };
    Ok(reader.page(t.incoming(), pages::incoming(t, &page)))
}

fn line(t: Texts, message: Message, received: Time) -> IncomingLine {
    IncomingLine {
        id: message.incoming,
        received,
        sender: message.sender,
        subject: message.subject,
        size: message.size,
        reason: t.incoming_reason(message.reason.as_deref().unwrap_or_default()),
        has_file: message.sha256.is_some(),
    }
}

/// The message, byte for byte.
pub async fn file(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    let (message, _) = kept::one(&mut reader.app.db.read().await?, reader.firm, id).await?;
    let sha256 = message.sha256.ok_or(Failure::NotFound)?;
    let bytes = reader.app.files.get(reader.firm, sha256).await?;
    Ok(attachment("message.eml", "message/rfc822", bytes))
}

/// An adviser has seen to it.
pub async fn aside(adviser: Adviser, Path(id): Path<Id>, Posted(_): Posted) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.write().await?;
    kept::settle(&mut tx, adviser.firm, id, adviser.now).await?;
    tx.commit().await?;
    Ok(see("/incoming", "incoming_aside"))
}

/// An adviser has read the replies to a notice that the page showed: they need nobody any more. No entry: who read what decides nothing.
pub async fn read(adviser: Adviser, Path(notice): Path<Id>, Posted(form): Posted) -> Result<Response, Failure> {
    let until = form.value("until").parse().map_or(adviser.now, Time);
    let mut tx = adviser.app.db.write().await?;
    notices::reference(&mut tx, adviser.firm, notice).await?.ok_or(Failure::NotFound)?;
    kept::read_replies(&mut tx, adviser.firm, notice, until, adviser.now).await?;
    tx.commit().await?;
    Ok(see(format!("/notices/{notice}"), "replies_read"))
}

/// What goes when the message is erased, and what stays.
pub async fn erase_page(adviser: Adviser, Path(id): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let view = erase_view(&mut tx, &adviser, id, &Form::new()).await?;
    Ok(adviser.page(adviser.t().incoming_erase_title(), view))
}

async fn erase_view(tx: &mut Tx, adviser: &Adviser, id: Id, form: &Form) -> Result<Html, Failure> {
    let (message, received) = kept::one(tx, adviser.firm, id).await?;
    let (zone, t) = (firms::zone(tx, adviser.firm).await?, adviser.t());
    Ok(pages::erase_incoming(t, &line(t, message, received), &zone, form))
}

/// Erases what no entry holds: the row, and the file unless something else needs it.
pub async fn erase(adviser: Adviser, Path(id): Path<Id>, Posted(mut form): Posted) -> Result<Response, Failure> {
    let (app, firm) = (&adviser.app, adviser.firm);
    let mut log = app.db.append(firm, &app.clock).await?;
    let (message, _) = kept::one(&mut log, firm, id).await?;
    if form.value("sure") != "yes" {
        form.refuse("sure", adviser.t().erase_unconfirmed());
    }
    // What is tied to nothing lies under the firm alone.
    if !holds::over(&mut log, firm, &format!("firm:{}", firm.0)).await?.is_empty() {
        form.refuse("", adviser.t().hold_forbids());
    }
    if form.is_refused() {
        let view = erase_view(&mut log, &adviser, id, &form).await?;
        return Ok(adviser.again(adviser.t().incoming_erase_title(), view));
    }
    kept::erase(&mut log, firm, id, adviser.now).await?;
    let mut gone = vec![];
    if let Some(sha256) = message.sha256
        && !erasure::is_shared(&mut log, firm, i64::MAX as u64, sha256).await?
    {
        files::forget(&mut log, firm, sha256).await?;
        gone.push(sha256);
    }
    leave_removal(&mut log, &format!("incoming {id}"), gone, vec![]).await?;
    // A crash from here on leaves the job, and the message erased.
    log.commit().await?;
    Ok(see("/incoming", "incoming_erased"))
}
