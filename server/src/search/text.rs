//! The text of a file: of a PDF, an office document, an e-mail with what is attached to it, a plain text.
//!
//! Files come from anybody. So this runs in a process of its own ([`super::read`]), where running out of memory, time or stack ends nothing
//! else; what is here bounds only how much is unpacked.

use std::io::{Cursor, Read as _};

use lopdf::Document;
use mail_parser::{MessageParser, MimeHeaders as _, PartType};
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

/// Bytes of text that are kept of one file: some four hundred pages.
pub const MAX_TEXT: usize = 1 << 20;
/// Bytes that one part of a document may have when it is unpacked.
const MAX_UNPACKED: u64 = 64 << 20;
/// How deep e-mails are read that are attached to e-mails.
const MAX_DEPTH: usize = 3;

/// Why there is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoText {
    /// A kind of file without text, or of which it is not read.
    Kind,
    /// It cannot be read: damaged, or protected by a password.
    Refused,
}

/// Whether text is read from files of this media type.
pub fn is_read(media_type: &str) -> bool {
    media_type == "text/plain"
        || media_type == "application/pdf"
        || media_type == "message/rfc822"
        || is_office(media_type)
}

fn is_office(media_type: &str) -> bool {
    media_type.starts_with("application/vnd.openxmlformats-officedocument.")
        || media_type.starts_with("application/vnd.oasis.opendocument.")
}

/// The text of the file, at most [`MAX_TEXT`] bytes; empty where there is none, as in a scan.
pub fn of(media_type: &str, bytes: &[u8]) -> Result<String, NoText> {
    let mut text = text_of(media_type, bytes, 0)?;
    // A database takes no NUL in a text.
    text.retain(|c| !c.is_control() || c == '\n' || c == '\t');
    let text = text.trim();
    Ok(text[..text.floor_char_boundary(MAX_TEXT)].to_owned())
}

/// Whether a text that [`of`] gave is the beginning of a longer one: cut at the last character that fitted.
pub fn is_cut(text: &str) -> bool {
    text.len() + 3 >= MAX_TEXT
}

fn text_of(media_type: &str, bytes: &[u8], depth: usize) -> Result<String, NoText> {
    match media_type {
        "text/plain" => Ok(plain(bytes)),
        "application/pdf" => pdf(bytes),
        "message/rfc822" => mail(bytes, depth),
        office if is_office(office) => document(bytes),
        _ => Err(NoText::Kind),
    }
}

/// UTF-8, else Latin-1: the letters of French and English are the same in it and in what Windows writes.
fn plain(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Page by page; a page that cannot be read is left out.
fn pdf(bytes: &[u8]) -> Result<String, NoText> {
    let document = Document::load_mem(bytes).map_err(|_| NoText::Refused)?;
    let mut text = String::new();
    for page in document.get_pages().into_keys() {
        for chunk in document.extract_text_chunks_with_limit(&[page], MAX_UNPACKED as usize) {
            text.push_str(&chunk.unwrap_or_default());
        }
        text.push('\n');
        if text.len() > MAX_TEXT {
            break;
        }
    }
    Ok(text)
}

/// The parts of a document that hold its text, whichever there are: of Word, Excel, and of OpenDocument.
const PARTS: [&str; 5] =
    ["word/document.xml", "word/footnotes.xml", "word/comments.xml", "xl/sharedStrings.xml", "content.xml"];

fn document(bytes: &[u8]) -> Result<String, NoText> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| NoText::Refused)?;
    let mut text = String::new();
    for name in PARTS {
        let Ok(part) = archive.by_name(name) else { continue };
        let mut xml = Vec::new();
        part.take(MAX_UNPACKED).read_to_end(&mut xml).map_err(|_| NoText::Refused)?;
        // In OpenDocument all text counts; in the others what stands in an element `t`.
        words_of(&xml, name == "content.xml", &mut text)?;
    }
    Ok(text)
}

fn words_of(xml: &[u8], everywhere: bool, text: &mut String) -> Result<(), NoText> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut inside) = (Vec::new(), false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| NoText::Refused)? {
            Event::Start(tag) if tag.local_name().as_ref() == "t" => inside = true,
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => inside = false,
                "p" | "h" | "si" => text.push('\n'),
                _ => {}
            },
            Event::Empty(tag) if matches!(tag.local_name().as_ref(), "br" | "tab" | "line-break" | "s") => {
                text.push(' ')
            }
            Event::Text(said) if inside || everywhere => text.push_str(&said),
            Event::GeneralRef(name) if inside || everywhere => text.push_str(&character(&name)),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if text.len() > MAX_TEXT {
            return Ok(());
        }
    }
}

/// A character that XML names: `&amp;`, `&#233;`.
fn character(name: &str) -> String {
    let number = match name.strip_prefix("#x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => name.strip_prefix('#').and_then(|number| number.parse().ok()),
    };
    match number.and_then(char::from_u32) {
        Some(c) => c.to_string(),
        None => match name {
            "amp" => "&".into(),
            "lt" => "<".into(),
            "gt" => ">".into(),
            "quot" => "\"".into(),
            "apos" => "'".into(),
            _ => " ".into(),
        },
    }
}

/// Subject, text, and what is attached as far as it is read; of a text that is there twice the plain one.
fn mail(bytes: &[u8], depth: usize) -> Result<String, NoText> {
    let message = MessageParser::default().parse(bytes).ok_or(NoText::Refused)?;
    let mut text = message.subject().unwrap_or_default().to_owned();
    for at in 0..message.text_body_count() {
        text.push('\n');
        text.push_str(&message.body_text(at).unwrap_or_default());
    }
    for part in message.attachments() {
        let name = part.attachment_name().unwrap_or_default();
        text.push_str(&format!("\n{name}\n"));
        let inner = match &part.body {
            PartType::Message(inner) if depth < MAX_DEPTH => mail(inner.raw_message(), depth + 1),
            PartType::Text(said) => Ok(said.to_string()),
            PartType::Binary(bytes) if depth < MAX_DEPTH => {
                let kind = infer::get(bytes).map_or("", |kind| kind.mime_type());
                text_of(kind, bytes, depth + 1)
            }
            _ => Err(NoText::Kind),
        };
        text.push_str(&inner.unwrap_or_default());
        if text.len() > MAX_TEXT {
            break;
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn packed(name: &str, xml: &str) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        archive.write_all(xml.as_bytes()).expect("it is written");
        archive.finish().expect("an archive").into_inner()
    }

    #[test]
    fn plain_text_is_read_in_both_encodings() {
        assert_eq!(of("text/plain", "\u{feff}Déjà vu\0".as_bytes()).unwrap(), "Déjà vu");
        assert_eq!(of("text/plain", b"D\xe9j\xe0 vu").unwrap(), "Déjà vu");
    }

    #[test]
    fn office_documents_are_read() {
        let word = packed(
            "word/document.xml",
            "<w:document xmlns:w='w'><w:p><w:r><w:t>L&#8217;accès</w:t></w:r><w:r><w:t> &amp; la copie</w:t></w:r></w:p>
             <w:p><w:instrText>FIELD</w:instrText><w:t>Hors ligne</w:t></w:p></w:document>",
        );
        let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        assert_eq!(of(kind, &word).unwrap(), "L’accès & la copie\nHors ligne");
        let sheet = packed("xl/sharedStrings.xml", "<sst><si><t>Serveur</t></si><si><t>Prix</t></si></sst>");
        assert_eq!(
            of("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &sheet).unwrap(),
            "Serveur\nPrix"
        );
        let open = packed(
            "content.xml",
            "<office:text><text:h>Offre</text:h><text:p>Deux <b>serveurs</b></text:p></office:text>",
        );
        assert_eq!(of("application/vnd.oasis.opendocument.text", &open).unwrap(), "Offre\nDeux serveurs");
        assert_eq!(of(kind, b"PK no archive"), Err(NoText::Refused));
    }

    #[test]
    fn of_a_mail_all_that_is_text_is_read() {
        let mail = "From: a@b.example\r\nSubject: =?utf-8?q?R=C3=A9f=C3=A9rence?=\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
                    --x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>La <b>copie</b> d\u{e9}j\u{e0}</p>\r\n\
                    --x\r\nContent-Type: text/plain; name=\"note.txt\"\r\nContent-Disposition: attachment; filename=\"note.txt\"\r\n\r\nhors ligne\r\n--x--\r\n";
        let text = of("message/rfc822", mail.as_bytes()).unwrap();
        for word in ["Référence", "copie", "déjà", "note.txt", "hors ligne"] {
            assert!(text.contains(word), "{word}: {text}");
        }
    }

    #[test]
    fn what_is_no_document_is_refused() {
        assert_eq!(of("application/pdf", b"%PDF-1.7\n%%EOF\n"), Err(NoText::Refused));
        assert_eq!(of("image/png", b"\x89PNG"), Err(NoText::Kind));
        assert!(is_read("text/plain") && !is_read("image/png"));
    }
}
