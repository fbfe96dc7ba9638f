//! What a file of a message says of itself, and whether the DKIM signatures in it hold (RFC 6376).
//!
//! Bounded: headers of at most [`MAX_HEADERS`], [`MAX_SIGNATURES`] signatures, one timeout for all keys. Nothing is taken for verified
//! that the library did not verify with a key that DNS gave just now.

use ledger::Time;
use ledger::event::{MailSignature, SignatureOutcome};
use mail_auth::dkim::{DkimError, Signature};
use mail_auth::hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts};
use mail_auth::hickory_resolver::system_conf::read_system_conf;
use mail_auth::{AuthenticatedMessage, DkimOutput, DkimResult, Error, MessageAuthenticator};
use mail_parser::{Address, HeaderName, MessageParser};

use crate::config::Dns;

/// Bytes of the headers of one message; those that servers add come to some ten thousand.
pub const MAX_HEADERS: usize = 256 * 1024;
/// Signatures that are checked: each costs a question to DNS. Mailing lists leave two or three.
pub const MAX_SIGNATURES: usize = 10;
/// Addresses and covered headers that are recorded of one message.
const MAX_LIST: usize = 50;
/// Characters of one text of the headers.
const MAX_TEXT: usize = 500;
/// Characters of a record with a key: one of 4096 bits has 740.
const MAX_KEY: usize = 2000;

/// What the headers say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    pub from: String,
    pub to: Vec<String>,
    pub date: Option<Time>,
    pub subject: String,
    pub message_id: String,
    /// Headers that claim to be a DKIM signature.
    signatures: usize,
    /// Where the body begins.
    body: usize,
}

/// Why a file is no message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoMessage {
    /// No headers, or none that names a sender.
    NoHeaders,
    /// The headers end nowhere within [`MAX_HEADERS`].
    TooLong,
    /// A header that may stand once (RFC 5322 §3.6) and stands there several times: programs differ in which they show.
    Twice(&'static str),
}

/// Reads the headers, and nothing else.
pub fn read(bytes: &[u8]) -> Result<Said, NoMessage> {
    let end = ends(bytes).ok_or(if bytes.len() > MAX_HEADERS { NoMessage::TooLong } else { NoMessage::NoHeaders })?;
    let message = MessageParser::default().parse_headers(&bytes[..end]).ok_or(NoMessage::NoHeaders)?;
    let count = |name: HeaderName<'_>| message.headers().iter().filter(|header| header.name == name).count();
    for (name, word) in [
        (HeaderName::From, "From"),
        (HeaderName::To, "To"),
        (HeaderName::Date, "Date"),
        (HeaderName::Subject, "Subject"),
        (HeaderName::MessageId, "Message-ID"),
    ] {
        if count(name) > 1 {
            return Err(NoMessage::Twice(word));
        }
    }
    let from = addresses(message.from()).into_iter().next().ok_or(NoMessage::NoHeaders)?;
    let mut to = addresses(message.to());
    to.extend(addresses(message.cc()));
    to.truncate(MAX_LIST);
    let date = message.date().map(|date| Time(date.to_timestamp().saturating_mul(1000)));
    Ok(Said {
        from,
        to,
        date: date.filter(|date| date.is_recordable()),
        subject: clean(message.subject().unwrap_or_default()),
        message_id: clean(message.message_id().unwrap_or_default()),
        signatures: count(HeaderName::DkimSignature),
        body: end,
    })
}

/// Where the headers end, the empty line included; a message without a body may end with them.
fn ends(bytes: &[u8]) -> Option<usize> {
    let head = &bytes[..bytes.len().min(MAX_HEADERS)];
    let blank = |at: usize| head[at..].starts_with(b"\n\r\n") || head[at..].starts_with(b"\n\n");
    let found = (0..head.len())
        .find(|at| head[*at] == b'\n' && blank(*at))
        .map(|at| at + if head[at + 1] == b'\r' { 3 } else { 2 });
    found.or((bytes.len() <= MAX_HEADERS).then_some(bytes.len()))
}

fn addresses(field: Option<&Address<'_>>) -> Vec<String> {
    let all = field.into_iter().flat_map(|list| list.iter()).filter_map(|one| one.address());
    all.map(clean).filter(|address| !address.is_empty()).take(MAX_LIST).collect()
}

/// On one line, without control characters.
fn clean(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_TEXT).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Checks each signature of the message. `now` is when.
///
/// Runs on a thread of its own: hashing 100 MB takes a second. A panic there, which would be a defect of the library, leaves the
/// signatures unchecked.
pub async fn check(dns: Dns, bytes: &[u8], said: &Said, now: Time) -> Vec<MailSignature> {
    if said.signatures == 0 {
        return vec![];
    }
    let (bytes, shown, runtime) = (bytes.to_vec(), said.clone(), tokio::runtime::Handle::current());
    let checked = tokio::task::spawn_blocking(move || runtime.block_on(verify(dns, &bytes, &shown, now))).await;
    let mut found = checked.unwrap_or_else(|error| {
        tracing::error!(%error, "the check of DKIM signatures failed");
        vec![]
    });
    // The library says nothing of a header that it cannot read; nor of those beyond the limit.
    let (total, known) = (said.signatures.min(MAX_LIST), found.len());
    let rest = if known >= MAX_SIGNATURES { SignatureOutcome::Unchecked } else { SignatureOutcome::Broken };
    found.extend((known..total).map(|_| nameless(rest, now)));
    found.truncate(total);
    found
}

async fn verify(dns: Dns, bytes: &[u8], shown: &Said, now: Time) -> Vec<MailSignature> {
    let Some(mut message) = AuthenticatedMessage::parse(bytes) else { return vec![] };
    message.dkim_headers.truncate(MAX_SIGNATURES);
    let without_keys = || {
        let headers = message.dkim_headers.iter();
        headers.map(|header| signature(&header.header, SignatureOutcome::NoKey, now)).collect()
    };
    let resolver = match resolver(dns) {
        Ok(resolver) => resolver,
        Err(error) => {
            tracing::warn!(%error, "no resolver for the keys of DKIM signatures");
            return without_keys();
        }
    };
    let Ok(outputs) = tokio::time::timeout(dns.timeout, resolver.verify_dkim(&message)).await else {
        return without_keys();
    };
    // What is shown was read by another library: where the two do not read the same message, nothing is said of what is shown.
    let is_shown = message.froms() == [shown.from.to_lowercase()] && message.body_offset() == shown.body;
    let mut found = Vec::new();
    for output in &outputs {
        let Some(of) = output.signature() else { continue };
        let mut said = signature(of, outcome(output), now);
        if said.outcome == SignatureOutcome::Holds && !is_shown {
            said.outcome = SignatureOutcome::Unchecked;
        }
        if said.outcome != SignatureOutcome::NoKey {
            said.key = key(&resolver, dns, of).await;
        }
        found.push(said);
    }
    // Those that the library read and does not check.
    found.extend(outputs.iter().filter(|o| o.signature().is_none()).map(|o| nameless(outcome(o), now)));
    found
}

fn nameless(outcome: SignatureOutcome, checked: Time) -> MailSignature {
    let (domain, selector, key) = (String::new(), String::new(), String::new());
    MailSignature { domain, selector, outcome, covers: vec![], key, checked }
}

fn resolver(dns: Dns) -> Result<MessageAuthenticator, String> {
    let (config, mut options) = match dns.server {
        None => read_system_conf().map_err(|error| error.to_string())?,
        Some(server) => {
            let port = |mut connection: ConnectionConfig| {
                connection.port = server.port();
                connection
            };
            let connections = vec![port(ConnectionConfig::udp()), port(ConnectionConfig::tcp())];
            let servers = vec![NameServerConfig::new(server.ip(), true, connections)];
            (ResolverConfig::from_parts(None, vec![], servers), ResolverOpts::default())
        }
    };
    options.timeout = dns.timeout / 2;
    options.attempts = 1;
    MessageAuthenticator::new(config, options).map_err(|error| error.to_string())
}

/// The record as DNS gives it: the library keeps only what it read from it. From the resolver's memory, where it just came from.
async fn key(resolver: &MessageAuthenticator, dns: Dns, of: &Signature) -> String {
    let name = format!("{}._domainkey.{}.", of.s, of.d);
    let asked = tokio::time::timeout(dns.timeout, resolver.txt_raw_lookup(name)).await;
    let record = asked.ok().and_then(Result::ok).unwrap_or_default();
    String::from_utf8_lossy(&record).chars().filter(|c| !c.is_control()).take(MAX_KEY).collect()
}

fn signature(of: &Signature, outcome: SignatureOutcome, checked: Time) -> MailSignature {
    let covers = of.h.iter().map(|name| clean(name).to_lowercase()).take(MAX_LIST).collect();
    MailSignature { domain: clean(&of.d), selector: clean(&of.s), outcome, covers, key: String::new(), checked }
}

fn outcome(output: &DkimOutput<'_>) -> SignatureOutcome {
    // RFC 6376 §5.4: the sender must be covered; a signature of something else says nothing about the message.
    let covers_from = output.signature().is_some_and(|of| of.h.iter().any(|name| name.eq_ignore_ascii_case("from")));
    match output.result() {
        DkimResult::Pass if covers_from => SignatureOutcome::Holds,
        DkimResult::Neutral(Error::Dkim(DkimError::SignatureExpired)) => SignatureOutcome::Expired,
        DkimResult::Neutral(Error::Dkim(
            DkimError::SignatureLength
            | DkimError::UnsupportedVersion
            | DkimError::UnsupportedAlgorithm
            | DkimError::UnsupportedCanonicalization,
        )) => SignatureOutcome::Unchecked,
        // The library says so of what came of its question to DNS only: nothing there, no answer, a key taken back.
        DkimResult::PermError(_) | DkimResult::TempError(_) => SignatureOutcome::NoKey,
        _ => SignatureOutcome::Broken,
    }
}
