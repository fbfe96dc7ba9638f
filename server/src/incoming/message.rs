//! What a message that came in says of itself: a report about a mail, an answer that no person wrote, or one that a person did.
//!
//! Told apart by headers, never by words: a subject says "Out of office" in any language, and in a person's own mail too.

use ledger::event::ReturnAction;
use ledger::{Hash, sha256};
use mail_parser::{HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::exchanges::dkim::{self, NoMessage, Said};

/// Message-IDs that one message is asked for: a long thread names some ten.
const MAX_IDS: usize = 50;
/// Addressees that one report may speak of; ours have one.
const MAX_REPORTS: usize = 20;
/// Bytes of the part that a report is read from.
const MAX_STATUS: usize = 64 * 1024;
/// Characters of one of its fields that are recorded.
const MAX_FIELD: usize = 500;

/// A message that came in.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub said: Said,
    pub kind: Kind,
    /// The messages that it is about by its own headers, or by the part of a returned message; with their brackets, the likeliest first.
    pub about: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A delivery status notification (RFC 3464), addressee by addressee.
    Report(Vec<Report>),
    /// By its headers no person wrote it (RFC 3834).
    Automatic,
    Written,
}

/// What a report says of one addressee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub action: ReturnAction,
    pub status: String,
    pub recipient: String,
    pub diagnostic: String,
    pub reporter: String,
}

/// Reads a message.
///
/// # Errors
/// It is none: as for an import ([`dkim::read`]).
pub fn read(bytes: &[u8]) -> Result<Incoming, NoMessage> {
    let said = dkim::read(bytes)?;
    let message = MessageParser::default().parse(bytes).ok_or(NoMessage::NoHeaders)?;
    let (reports, envelope) = reports(&message);
    let mut about = Vec::new();
    let kind = if !reports.is_empty() {
        about.extend(envelope);
        about.extend(message.parts.iter().filter_map(returned_id));
        Kind::Report(reports)
    } else if is_automatic(&message) {
        Kind::Automatic
    } else {
        Kind::Written
    };
    about.extend(ids(message.in_reply_to()));
    about.extend(ids(message.references()).into_iter().rev());
    about.truncate(MAX_IDS);
    Ok(Incoming { said, kind, about })
}

/// What makes two copies of one message the same: all but the line of an mbox file and what each server on its way put above it
/// (RFC 5321 §4.4), with one kind of line end.
pub fn fingerprint(bytes: &[u8]) -> Hash {
    let trace = ["received", "return-path", "delivered-to", "x-original-to", "envelope-to", "delivery-date"];
    let mut kept = Vec::with_capacity(bytes.len());
    let (mut in_headers, mut skipped) = (true, false);
    for (n, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if in_headers && line.is_empty() {
            in_headers = false;
        } else if in_headers {
            let goes_on = line.starts_with(b" ") || line.starts_with(b"\t");
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default().trim_ascii();
            skipped = match goes_on {
                true => skipped,
                false => {
                    (n == 0 && line.starts_with(b"From "))
                        || trace.iter().any(|trace| name.eq_ignore_ascii_case(trace.as_bytes()))
                }
            };
            if skipped {
                continue;
            }
        }
        kept.extend_from_slice(line);
        kept.push(b'\n');
    }
    sha256(kept.trim_ascii_end())
}

fn ids(field: &HeaderValue<'_>) -> Vec<String> {
    // A database takes no NUL in a text.
    let bracketed = |id: &str| {
        let id: String = id.chars().filter(|c| !c.is_control()).collect();
        format!("<{}>", id.trim().trim_start_matches('<').trim_end_matches('>'))
    };
    match field {
        HeaderValue::Text(id) => vec![bracketed(id)],
        HeaderValue::TextList(ids) => ids.iter().map(|id| bracketed(id)).collect(),
        _ => vec![],
    }
}

/// The Message-ID of the message that a part of a report returns, whole or its headers only.
fn returned_id(part: &MessagePart<'_>) -> Option<String> {
    let id = match &part.body {
        PartType::Message(message) => message.message_id().map(str::to_owned),
        _ if media_type(part, "text", "rfc822-headers") || media_type(part, "message", "rfc822-headers") => {
            let headers = MessageParser::default().parse_headers(part.contents())?;
            headers.message_id().map(str::to_owned)
        }
        _ => None,
    };
    id.map(|id| format!("<{}>", id.replace(char::is_control, "")))
}

fn media_type(part: &MessagePart<'_>, class: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|found| {
        found.ctype().eq_ignore_ascii_case(class)
            && found.subtype().is_some_and(|found| found.eq_ignore_ascii_case(subtype))
    })
}

/// RFC 3834 §5, and what programs from before it say: each means that no person wrote it, or that it went to many.
fn is_automatic(message: &Message<'_>) -> bool {
    let value = |name: &str| message.header_raw(name).map(|value| value.trim().to_ascii_lowercase());
    let first_word = |text: String| text.split([';', ' ']).next().unwrap_or_default().to_owned();
    let submitted = value("Auto-Submitted").map(first_word);
    let precedence = value("Precedence").map(first_word);
    submitted.is_some_and(|how| how != "no")
        || precedence.is_some_and(|how| ["bulk", "junk", "list", "auto_reply"].contains(&how.as_str()))
        || ["X-Autoreply", "X-Autorespond", "X-Autoresponder"].iter().any(|name| value(name).is_some())
        || value("Return-Path").is_some_and(|path| path == "<>")
        || message.parts.first().is_some_and(|part| media_type(part, "multipart", "report"))
}

/// What the part `message/delivery-status` says, nothing when there is none or it says nothing of anybody; and the mail that it names by
/// the `ENVID` that went with it, which is its Message-ID (RFC 3464 §2.2.1).
fn reports(message: &Message<'_>) -> (Vec<Report>, Option<String>) {
    let is_report = message.parts.first().is_some_and(|part| media_type(part, "multipart", "report"));
    let is_status = |part: &&MessagePart<'_>| {
        media_type(part, "message", "delivery-status") || media_type(part, "message", "global-delivery-status")
    };
    let Some(part) = message.parts.iter().filter(|_| is_report).find(is_status) else { return (vec![], None) };
    let bytes = part.contents();
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_STATUS)]);
    let groups = groups(&text);
    let of_message = groups.first().cloned().unwrap_or_default();
    let reporter = typed(&of_message, "reporting-mta");
    let envelope = field(&of_message, "original-envelope-id").replace(char::is_control, "");
    let envelope = (!envelope.is_empty() && envelope.len() <= MAX_FIELD).then(|| format!("<{envelope}>"));
    (groups.iter().skip(1).take(MAX_REPORTS).filter_map(|group| report(group, &reporter)).collect(), envelope)
}

fn report(group: &Fields, reporter: &str) -> Option<Report> {
    let status = field(group, "status").split([' ', '(']).next().unwrap_or_default().to_owned();
    let is_status = status.split('.').count() == 3 && status.chars().all(|c| c.is_ascii_digit() || c == '.');
    let status = if is_status { status } else { String::new() };
    let action = match (field(group, "action").to_ascii_lowercase().as_str(), status.chars().next()) {
        ("failed", _) => ReturnAction::Failed,
        ("delayed", _) => ReturnAction::Delayed,
        ("delivered", _) => ReturnAction::Delivered,
        ("relayed" | "expanded", _) => ReturnAction::Relayed,
        (_, Some('5')) => ReturnAction::Failed,
        (_, Some('4')) => ReturnAction::Delayed,
        _ => return None,
    };
    let recipient = match typed(group, "original-recipient") {
        none if none.is_empty() => typed(group, "final-recipient"),
        original => original,
    };
    let recipient = recipient.trim_matches(['<', '>']).to_owned();
    let diagnostic = typed(group, "diagnostic-code");
    Some(Report { action, status, recipient, diagnostic, reporter: reporter.to_owned() })
}

/// Names in lower case, and values.
type Fields = Vec<(String, String)>;

/// Groups of fields, parted by empty lines; a line that begins with a blank continues the one before.
fn groups(text: &str) -> Vec<Fields> {
    let mut groups: Vec<Fields> = vec![vec![]];
    for line in text.lines() {
        let last = groups.last_mut().expect("one at least");
        if line.trim().is_empty() {
            if !last.is_empty() {
                groups.push(vec![]);
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = last.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            last.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    groups
}

fn field<'a>(group: &'a Fields, name: &str) -> &'a str {
    group.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// A field without the type before its semicolon: `rfc822; a@b.example`.
fn typed(group: &Fields, name: &str) -> String {
    let value = field(group, name);
    let value = value.split_once(';').map_or(value, |(_, value)| value);
    let clean: String = value.trim().chars().filter(|c| !c.is_control()).take(MAX_FIELD).collect();
    clean
}
