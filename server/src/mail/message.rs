//! From a mail to the bytes that are sent: MIME (RFC 2045, 2046), headers (RFC 5322, 2047, 2231), attachments in base64.
//!
//! A function of its arguments: the same mail gives the same bytes at every try, so that their hash can stand in the log.

use std::time::{Duration, SystemTime};

use ledger::{Hash, Time, sha256};
use lettre::address::{Address, Envelope};
use lettre::message::header::{self, ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};

use super::{Mail, Person, letter, one_line};

/// A message, ready to be handed over.
pub struct Message {
    pub envelope: Envelope,
    pub bytes: Vec<u8>,
    pub message_id: String,
    /// SHA-256 of `bytes`.
    pub hash: Hash,
}

/// Why a mail cannot become a message: no try will ever succeed.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    #[error("the recipient's address cannot be written (RFC 5321 §4.1.2)")]
    To,
    #[error("the sender's address cannot be written (RFC 5321 §4.1.2)")]
    From,
    #[error("the template: {0}")]
    Template(#[from] askama::Error),
    #[error("the message: {0}")]
    Message(#[from] lettre::error::Error),
}

/// Composes the message. `from` is the sending address, `host` the name in the Message-ID, `written` the time in its Date header
/// (RFC 5322 §3.6.1: when the message was complete, not when it is carried), `files` the bytes of the attachments in their order.
pub fn compose(mail: &Mail, files: Vec<Vec<u8>>, from: &str, host: &str, written: Time) -> Result<Message, Unwritable> {
    let letter = letter::write(mail)?;
    let to = mailbox(&mail.to).ok_or(Unwritable::To)?;
    let from = mailbox(&Person { name: mail.sender.firm.clone(), email: from.to_owned() }).ok_or(Unwritable::From)?;
    let message_id = format!("<{}@{host}>", mail.mail);
    let date = SystemTime::UNIX_EPOCH + Duration::from_millis(written.0.clamp(0, Time::MAX.0).unsigned_abs());

    let mut builder = lettre::Message::builder()
        .envelope(Envelope::new(Some(from.email.clone()), vec![to.email.clone()])?)
        .header(header::Date::new(date))
        .from(from)
        .to(to)
        .subject(letter.subject)
        .message_id(Some(message_id.clone()))
        // Asks programs that answer mail by themselves not to (RFC 3834 §5).
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Content-Language"), mail.lang.to_string()));
    if let Some(first) = &mail.thread {
        builder = builder.in_reply_to(first.clone()).references(first.clone());
    }
    // An adviser without a usable address costs the convenience, not the mail.
    if let Some(adviser) = mail.sender.reply_to.as_ref().and_then(mailbox) {
        builder = builder.reply_to(adviser);
        let firm = |email: &String| mailbox(&Person { name: mail.sender.firm.clone(), email: email.clone() });
        if let Some(server) = mail.sender.reply_also.as_ref().and_then(firm) {
            builder = builder.reply_to(server);
        }
    }

    // The mail's id is random and not known to whoever wrote a text, so no text can hold a boundary made of it.
    let boundary = |part: &str| format!("=_{part}_{}", mail.mail);
    let both = MultiPart::alternative()
        .boundary(boundary("alternative"))
        .singlepart(SinglePart::plain(letter.text))
        .singlepart(SinglePart::html(letter.html));
    let message = if mail.attachments.is_empty() {
        builder.multipart(both)?
    } else {
        let mixed = MultiPart::mixed().boundary(boundary("mixed")).multipart(both);
        let parts =
            mail.attachments.iter().zip(files).map(|(file, bytes)| attachment(&file.name, &file.media_type, bytes));
        builder.multipart(parts.fold(mixed, MultiPart::singlepart))?
    };
    let bytes = message.formatted();
    Ok(Message { envelope: message.envelope().clone(), hash: sha256(&bytes), bytes, message_id })
}

/// Always base64: any other encoding may change line ends, and the bytes would no longer be those of the hash.
fn attachment(name: &str, media_type: &str, bytes: Vec<u8>) -> SinglePart {
    let binary = "application/octet-stream";
    let content_type = ContentType::parse(&one_line(media_type)).or_else(|_| ContentType::parse(binary));
    SinglePart::builder()
        .header(content_type.expect("application/octet-stream is a media type"))
        .header(header::ContentDisposition::attachment(&one_line(name).replace(['/', '\\'], "_")))
        .header(ContentTransferEncoding::Base64)
        .body(bytes)
}

/// None when the address is not one (RFC 5321 §4.1.2). A domain with accents is written as DNS knows it (RFC 5891), which any
/// server understands; an accent before the @ needs a server that speaks RFC 6531.
fn mailbox(person: &Person) -> Option<Mailbox> {
    let (user, domain) = person.email.trim().rsplit_once('@')?;
    let address = Address::new(user, idna::domain_to_ascii(domain).ok()?).ok()?;
    let name = one_line(&person.name);
    Some(Mailbox::new((!name.is_empty()).then_some(name), address))
}

#[cfg(test)]
mod tests {
    use ledger::event::{Choice, FileRef, MailContent, NoticeClass, Resolution, Role};
    use ledger::{Id, Lang};
    use mail_parser::{MessageParser, MimeHeaders};

    use super::super::{About, Content, Notice, Occasion, Sender};
    use super::*;

    const PDF: &[u8] = b"%PDF-1.7\nline\r\nother\rend\n";
    const WRITTEN: Time = Time(1_795_507_200_000);

    fn about(content: MailContent) -> About {
        About {
            class: NoticeClass::Letter,
            reference: "MG-2026-0007".into(),
            project: "Remplacement des serveurs".into(),
            client: "Portails Ménard".into(),
            author: "Anne Le Goff".into(),
            content,
        }
    }

    fn mail(lang: Lang, content: Content) -> Mail {
        Mail {
            mail: Id([7; 16]),
            lang,
            to: Person { name: "Élodie Ménard".into(), email: "elodie@portails.example".into() },
            notice: None,
            contact: None,
            sender: Sender {
                firm: "Breizh Infogérance".into(),
                time_zone: "Europe/Paris".into(),
                privacy_email: "rgpd@breizh.example".into(),
                reply_to: Some(Person { name: "Anne Le Goff".into(), email: "anne@breizh.example".into() }),
                reply_also: None,
            },
            content,
            attachments: vec![],
            thread: None,
            until: Time::MAX,
        }
    }

    fn notice(content: MailContent) -> Content {
        Content::Notice(Notice {
            about: about(content),
            topics: vec!["Sauvegardes <hors ligne> & « isolées »".into()],
            respond_by: Some(jiff::civil::date(2026, 12, 1)),
            decides: true,
            occasion: Occasion::Issued,
            link: "https://acte.example/n/tok_EN-123".into(),
            expires: Time(1_798_761_600_000),
        })
    }

    fn every_content() -> Vec<Content> {
        let link = || "https://acte.example/n/abc".to_owned();
        let decisions = vec![
            ("A".to_owned(), Choice::Accepted { option: Some(2) }),
            ("B".to_owned(), Choice::Accepted { option: None }),
            ("C".to_owned(), Choice::Declined),
            ("D".to_owned(), Choice::Deferred { until: jiff::civil::date(2027, 3, 1) }),
        ];
        vec![
            notice(MailContent::Attached),
            Content::Code { about: about(MailContent::Attached), code: "042137".into() },
            Content::Receipt {
                about: about(MailContent::Attached),
                at: WRITTEN,
                decisions,
                resolution: Some(Resolution::Reserved),
            },
            Content::Receipt { about: about(MailContent::Attached), at: WRITTEN, decisions: vec![], resolution: None },
            Content::Reply {
                about: about(MailContent::Attached),
                by: "Anne".into(),
                question: "Pourquoi ?".into(),
                reply: "Ligne 1\nLigne 2".into(),
            },
            Content::Invitation { by: "Anne".into(), role: Role::Adviser, link: link(), expires: WRITTEN },
            Content::PasswordChanged { at: WRITTEN, link: link() },
        ]
    }

    fn composed(mail: &Mail) -> Message {
        let files = mail.attachments.iter().map(|_| PDF.to_vec()).collect();
        compose(mail, files, "acte@breizh.example", "acte.example", WRITTEN).unwrap()
    }

    #[test]
    fn headers_say_who_writes_and_why() {
        let message = composed(&mail(Lang::Fr, notice(MailContent::Attached)));
        let text = String::from_utf8(message.bytes.clone()).unwrap();
        assert!(text.is_ascii() && text.lines().all(|line| line.len() <= 998), "{text}");
        let read = MessageParser::default().parse(&message.bytes).unwrap();
        assert_eq!(read.subject(), Some("Lettre de mise en garde MG-2026-0007 – Breizh Infogérance"));
        let from = read.from().unwrap().first().unwrap();
        assert_eq!((from.name(), from.address()), (Some("Breizh Infogérance"), Some("acte@breizh.example")));
        assert_eq!(read.to().unwrap().first().unwrap().name(), Some("Élodie Ménard"));
        assert_eq!(read.reply_to().unwrap().first().unwrap().address(), Some("anne@breizh.example"));
        assert_eq!(read.message_id(), Some("07070707070707070707070707070707@acte.example"));
        assert_eq!(read.date().unwrap().to_timestamp() * 1000, WRITTEN.0);
        assert!(text.contains("\r\nAuto-Submitted: auto-generated\r\n"));
        assert_eq!(message.envelope.from().unwrap().to_string(), "acte@breizh.example");
    }

    #[test]
    fn text_and_html_say_the_same_in_both_languages() {
        for lang in [Lang::Fr, Lang::En] {
            for content in every_content() {
                let mail = mail(lang, content);
                let message = composed(&mail);
                let read = MessageParser::default().parse(&message.bytes).unwrap();
                let (text, html) = (read.body_text(0).unwrap(), read.body_html(0).unwrap());
                let plain = |s: &str| s.replace("\n> ", " ").split_whitespace().collect::<Vec<_>>().join(" ");
                let shown = html.split_once("<body").and_then(|(_, body)| body.split_once('>')).unwrap().1;
                let shown = shown
                    .split('<')
                    .map(|piece| piece.split_once('>').map_or(piece, |(_, after)| after))
                    .collect::<Vec<_>>()
                    .join(" ");
                let shown = shown
                    .replace("&#60;", "<")
                    .replace("&#62;", ">")
                    .replace("&#38;", "&")
                    .replace("&#39;", "'")
                    .replace("&#34;", "\"");
                let words = |s: &str| {
                    plain(s)
                        .split(' ')
                        .filter(|w| !matches!(*w, "-" | "--" | ">"))
                        .map(str::to_owned)
                        .collect::<Vec<_>>()
                };
                assert_eq!(words(&text), words(&shown));
                for forbidden in ["<img", "<script", "src=", "url(", "@import", "<link", "<form"] {
                    assert!(!html.contains(forbidden), "{forbidden} in {html}");
                }
                assert!(html.contains(&format!("lang=\"{lang}\"")));
            }
        }
    }

    #[test]
    fn what_was_typed_stays_text() {
        let html = letter::write(&mail(Lang::Fr, notice(MailContent::Attached))).unwrap().html;
        assert!(html.contains("Sauvegardes &#60;hors ligne&#62; &#38; « isolées »"), "{html}");
    }

    #[test]
    fn no_text_can_begin_a_header() {
        let evil = "x\r\nBcc: thief@evil.example\r\n\r\nbody \u{202e}";
        let mut mail = mail(Lang::En, notice(MailContent::Attached));
        mail.to.name = evil.into();
        mail.sender.firm = evil.into();
        mail.sender.reply_to = Some(Person { name: evil.into(), email: format!("a@b.example{evil}") });
        mail.attachments = vec![FileRef {
            name: format!("{evil}/../../a.pdf"),
            media_type: format!("application/pdf{evil}"),
            size: 3,
            sha256: sha256(PDF),
        }];
        if let Content::Notice(notice) = &mut mail.content {
            notice.about.reference = evil.into();
        }
        let message = composed(&mail);
        let read = MessageParser::default().parse(&message.bytes).unwrap();
        assert!(read.bcc().is_none() && read.reply_to().is_none());
        assert_eq!(read.to().unwrap().first().unwrap().name(), Some("x Bcc: thief@evil.example body"));
        assert_eq!(message.envelope.to().len(), 1);
        let file = read.attachments().next().unwrap();
        assert_eq!(file.attachment_name(), Some("x Bcc: thief@evil.example body _.._.._a.pdf"));
        mail.to.email = format!("a@b.example{evil}");
        assert!(matches!(
            compose(&mail, vec![PDF.to_vec()], "acte@breizh.example", "acte.example", WRITTEN),
            Err(Unwritable::To)
        ));
    }

    #[test]
    fn attachments_keep_their_bytes() {
        let mut mail = mail(Lang::Fr, notice(MailContent::Attached));
        let file = |name: &str, media_type: &str| FileRef {
            name: name.into(),
            media_type: media_type.into(),
            size: PDF.len() as u64,
            sha256: sha256(PDF),
        };
        mail.attachments = vec![file("Lettre n° 7.pdf", "application/pdf"), file("preuve.json", "application/json")];
        let message = composed(&mail);
        let read = MessageParser::default().parse(&message.bytes).unwrap();
        assert_eq!(read.content_type().unwrap().subtype(), Some("mixed"));
        let parts: Vec<_> = read
            .attachments()
            .map(|p| (p.attachment_name().unwrap(), p.content_type().unwrap().subtype().unwrap(), p.contents()))
            .collect();
        assert_eq!(parts, [("Lettre n° 7.pdf", "pdf", PDF), ("preuve.json", "json", PDF)]);
        assert!(read.body_text(0).unwrap().contains("Le texte complet est joint"));
    }

    #[test]
    fn a_firm_that_sends_links_only_says_nothing_else() {
        for content in every_content() {
            let mut mail = mail(Lang::Fr, content);
            let link_only = about(MailContent::LinkOnly);
            match &mut mail.content {
                Content::Notice(Notice { about, .. })
                | Content::Code { about, .. }
                | Content::Receipt { about, .. }
                | Content::Reply { about, .. } => *about = link_only,
                // About no notice.
                Content::Invitation { .. }
                | Content::PasswordChanged { .. }
                | Content::Access { .. }
                | Content::AccessCode { .. }
                | Content::AccessRevoked => continue,
            }
            let letter = letter::write(&mail).unwrap();
            for secret in ["Sauvegardes", "mesure refusée", "Pourquoi", "Ligne 2"] {
                assert!(!letter.text.contains(secret) && !letter.html.contains(secret), "{}", letter.text);
            }
        }
    }

    #[test]
    fn the_same_mail_is_the_same_bytes() {
        let mut mail = mail(Lang::Fr, notice(MailContent::Attached));
        mail.attachments =
            vec![FileRef { name: "a.pdf".into(), media_type: "application/pdf".into(), size: 3, sha256: sha256(PDF) }];
        let (first, second) = (composed(&mail), composed(&mail));
        assert_eq!(first.bytes, second.bytes);
        assert_eq!(first.hash, sha256(&second.bytes));
    }

    #[test]
    fn domains_with_accents_are_written_as_dns_knows_them() {
        let mut mail = mail(Lang::Fr, notice(MailContent::Attached));
        mail.to.email = "contact@société.example".into();
        assert_eq!(composed(&mail).envelope.to()[0].to_string(), "contact@xn--socit-esab.example");
    }
}
