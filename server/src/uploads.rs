//! Files that people send: what they may be, by content and not by name.

use app::{Form, Texts};
use ledger::event::FileRef;

use crate::store::Firm;
use crate::web::{App, Failure, Uploaded};

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    Images,
    /// Contract papers, quotes, annexes.
    Papers,
    /// One e-mail in a file, in whatever character set.
    Mails,
}

impl Accept {
    /// In words, for the field's hint and its error.
    pub fn words(self) -> &'static str {
        match self {
            Accept::Images => "PNG, JPEG",
            Accept::Mails => "EML",
            Accept::Papers => "PDF, PNG, JPEG, DOCX, XLSX, ODT, ODS, TXT, EML",
        }
    }

    /// For the input's `accept`: a help to choose, not a check.
    pub fn html(self) -> &'static str {
        match self {
            Accept::Images => "image/png,image/jpeg",
            Accept::Mails => ".eml,message/rfc822",
            Accept::Papers => ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.odt,.ods,.txt,.eml",
        }
    }
}

/// A file that was checked and is not kept yet.
pub struct NewFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// The file of `field`, or an error beside it. None when nothing was chosen (an error if `required`).
pub fn read(
    form: &mut Form,
    t: Texts,
    field: &str,
    files: Vec<Uploaded>,
    accept: Accept,
    required: bool,
) -> Option<NewFile> {
    let Some(file) = files.into_iter().find(|f| f.field == field) else {
        if required {
            form.refuse(field, t.error_missing());
        }
        return None;
    };
    let bytes = match file.bytes {
        Ok(bytes) => bytes,
        Err(limit) => {
            form.refuse(field, t.error_file_size(&t.size(limit as u64)));
            return None;
        }
    };
    let Some(media_type) = media_type(&file.name, &bytes, accept) else {
        form.refuse(field, t.error_file_type(accept.words()));
        return None;
    };
    Some(NewFile { name: file.name, media_type, bytes })
}

impl NewFile {
    /// Stores the bytes durably and names them; the transaction that keeps the reference records the file.
    pub async fn keep(self, app: &App, firm: Firm) -> Result<FileRef, Failure> {
        let sha256 = app.files.put(firm, &self.bytes, &mut app.rng()).await?;
        let size = self.bytes.len() as u64;
        Ok(FileRef { name: self.name, media_type: self.media_type.to_owned(), size, sha256 })
    }
}

/// The media type that the content has, if the field takes it and the name's ending does not say something else: a program named
/// `offer.pdf` is refused, and so is a PDF named `offer.exe`, which a careless click would start.
pub fn media_type(name: &str, bytes: &[u8], accept: Accept) -> Option<&'static str> {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    if accept == Accept::Mails {
        return (ending == "eml" && !bytes.is_empty() && infer::get(bytes).is_none()).then_some("message/rfc822");
    }
    // Where it cannot tell an office document by the order of its parts, the part that makes it one does.
    let found = infer::get(bytes).map(|t| t.mime_type());
    let found = if found == Some("application/zip") { office(bytes).or(found) } else { found };
    let (found, endings): (&str, &[&str]) = match found {
        Some("application/pdf") => ("application/pdf", &["pdf"]),
        Some("image/png") => ("image/png", &["png"]),
        Some("image/jpeg") => ("image/jpeg", &["jpg", "jpeg"]),
        Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document") => {
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"])
        }
        Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") => {
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"])
        }
        Some("application/vnd.oasis.opendocument.text") => ("application/vnd.oasis.opendocument.text", &["odt"]),
        Some("application/vnd.oasis.opendocument.spreadsheet") => {
            ("application/vnd.oasis.opendocument.spreadsheet", &["ods"])
        }
        None if is_text(bytes) && ending == "eml" => ("message/rfc822", &["eml"]),
        None if is_text(bytes) => ("text/plain", &["txt", "md", "log", "csv"]),
        _ => return None,
    };
    let image = found.starts_with("image/");
    (endings.contains(&ending.as_str()) && (image || accept == Accept::Papers)).then_some(found)
}

/// What a ZIP is that holds the main part of a text or a spreadsheet (ECMA-376 part 1, sections 11.3.10 and 12.3.24).
fn office(bytes: &[u8]) -> Option<&'static str> {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    archive.index_for_name("[Content_Types].xml")?;
    let parts = [
        ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ];
    parts.into_iter().find(|(part, _)| archive.index_for_name(part).is_some()).map(|(_, kind)| kind)
}

/// Without control characters other than line ends and tabs: UTF-8, or of one byte for each letter, as older programs of Windows write.
fn is_text(bytes: &[u8]) -> bool {
    let plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    !bytes.is_empty()
        && match std::str::from_utf8(bytes) {
            Ok(text) => text.chars().all(plain),
            Err(_) => bytes.iter().all(|byte| !byte.is_ascii() || plain(char::from(*byte))),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In whatever order their parts stand, and however small they are.
    #[test]
    fn office_documents_are_known_by_their_main_part() {
        use std::io::Write as _;
        for parts in [
            vec!["[Content_Types].xml", "_rels/.rels", "word/document.xml"],
            vec!["_rels/.rels", "docProps/app.xml", "word/document.xml", "[Content_Types].xml"],
            vec!["word/document.xml", "[Content_Types].xml"],
        ] {
            let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            for part in &parts {
                zip.start_file(*part, zip::write::SimpleFileOptions::default()).expect("a part");
                zip.write_all(&[b'x'; 20_000]).expect("written");
            }
            let bytes = zip.finish().expect("a ZIP").into_inner();
            assert!(media_type("a.docx", &bytes, Accept::Papers).is_some(), "{parts:?}");
            assert_eq!(media_type("a.xlsx", &bytes, Accept::Papers), None);
        }
    }

    #[test]
    fn content_decides_and_the_name_must_agree() {
        let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
        let exe = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff";
        let elf = b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00";
        assert_eq!(media_type("offre.pdf", pdf, Accept::Papers), Some("application/pdf"));
        assert_eq!(media_type("OFFRE.PDF", pdf, Accept::Papers), Some("application/pdf"));
        assert_eq!(media_type("notes.txt", "Réunion du 12 mars\r\n".as_bytes(), Accept::Papers), Some("text/plain"));
        assert_eq!(media_type("notes.txt", b"R\xe9union du 12 mars, 5 \x80\r\n", Accept::Papers), Some("text/plain"));
        assert_eq!(media_type("notes.txt", b"R\xe9union\x00", Accept::Papers), None);
        assert_eq!(media_type("mail.eml", b"From: a@b.fr\r\n\r\nBonjour", Accept::Papers), Some("message/rfc822"));
        for (name, bytes) in [
            ("offre.pdf", &exe[..]),
            ("offre.pdf", &elf[..]),
            ("offre.exe", &pdf[..]),
            ("offre", &pdf[..]),
            ("offre.pdf", b""),
        ] {
            assert_eq!(media_type(name, bytes, Accept::Papers), None, "{name}");
        }
        assert_eq!(media_type("logo.pdf", pdf, Accept::Images), None);
        assert_eq!(media_type("page.html", b"<html></html>", Accept::Papers), None);
        assert_eq!(media_type("page.txt", b"#!/bin/sh\nrm -rf /\n", Accept::Papers), None, "infer knows shell scripts");
    }
}
