//! The mails that were written to the outbox, for whoever tries Acté on its example firm. Elsewhere there is no such page: it shows
//! the links and codes by which clients answer, and no member may have those.

use app::pages::{self, OutboxFile, OutboxLine, OutboxMail};
use axum::extract::Path;
use axum::response::Response;
use ledger::{Id, Time};
use mail_parser::{Address, Message, MessageParser, MimeHeaders};

use crate::evidence::attachment;
use crate::mail::outbox::Outbox;
use crate::store::{Paging, firms, mails};
use crate::web::{Failure, Reader};

fn folder(reader: &Reader) -> Result<&Outbox, Failure> {
    reader.app.mail.outbox().filter(|_| reader.app.config.demo).ok_or(Failure::NotFound)
}

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let outbox = folder(&reader)?;
    let mut tx = reader.app.db.read().await?;
    let (kept, Paging { page, pages }) = mails::kept(&mut tx, reader.firm, &reader.query("page")).await?;
    let zone = firms::zone(&mut tx, reader.firm).await?;
    drop(tx);
    let mut lines = Vec::with_capacity(kept.len());
    for mail in kept {
        // A file that somebody tidied away is no reason to show none.
        let Ok(raw) = outbox.get(reader.firm, mail).await else { continue };
        let Some(message) = MessageParser::default().parse_headers(&raw) else { continue };
        lines.push(OutboxLine {
            mail,
            subject: subject(&message),
            to: addresses(message.to()),
            written: written(&message),
        });
    }
    let t = reader.t();
    Ok(reader.page(t.outbox_title(), pages::outbox(t, &zone, lines, page, pages)))
}

pub async fn show(reader: Reader, Path(mail): Path<Id>) -> Result<Response, Failure> {
    let raw = read(&reader, mail).await?;
    let message = parse(&raw)?;
    let zone = firms::zone(&mut reader.app.db.read().await?, reader.firm).await?;
    let files = message.attachments().map(|part| OutboxFile {
        name: part.attachment_name().unwrap_or_default().to_owned(),
        size: part.contents().len() as u64,
    });
    let shown = OutboxMail {
        mail,
        subject: subject(&message),
        from: addresses(message.from()),
        reply_to: addresses(message.reply_to()),
        to: addresses(message.to()),
        written: written(&message),
        text: message.body_text(0).unwrap_or_default().into_owned(),
        attachments: files.collect(),
    };
    Ok(reader.page(&shown.subject.clone(), pages::outbox_mail(reader.t(), &zone, shown)))
}

/// The attachment at this place, from 0.
pub async fn file(reader: Reader, Path((mail, place)): Path<(Id, u32)>) -> Result<Response, Failure> {
    let raw = read(&reader, mail).await?;
    let message = parse(&raw)?;
    let part = message.attachment(place).ok_or(Failure::NotFound)?;
    let media_type = part.content_type().map_or_else(
        || "application/octet-stream".to_owned(),
        |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("octet-stream")),
    );
    Ok(attachment(part.attachment_name().unwrap_or("file"), &media_type, part.contents().to_vec()))
}

async fn read(reader: &Reader, mail: Id) -> Result<Vec<u8>, Failure> {
    match folder(reader)?.get(reader.firm, mail).await {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(Failure::NotFound),
        other => other.map_err(|e| Failure::internal(format!("outbox: {e}"))),
    }
}

fn parse(raw: &[u8]) -> Result<Message<'_>, Failure> {
    MessageParser::default().parse(raw).ok_or_else(|| Failure::internal("a mail of the outbox cannot be read"))
}

fn subject(message: &Message<'_>) -> String {
    message.subject().unwrap_or_default().to_owned()
}

fn written(message: &Message<'_>) -> Time {
    Time(message.date().map_or(0, |date| date.to_timestamp().saturating_mul(1000)))
}

/// `Name <address>`, several separated by commas.
fn addresses(header: Option<&Address<'_>>) -> String {
    let one = |a: &mail_parser::Addr<'_>| match (a.name(), a.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    };
    header.into_iter().flat_map(Address::iter).map(one).collect::<Vec<_>>().join(", ")
}
