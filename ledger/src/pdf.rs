//! Finds the evidence inside one of our PDFs, without a PDF library.
//!
//! Our PDFs attach the evidence file as an embedded file stream (ISO 32000-1 §7.11.4) without a filter, so its bytes stand in the
//! PDF as they are. The rule, which any language can follow with a byte search:
//!
//! 1. the file begins with `%PDF-`;
//! 2. exactly one place reads `stream`, one end of line (LF or CR LF), then [`PREFIX`];
//! 3. the evidence begins with that prefix and ends before the first byte below 0x20: canonical JSON holds none;
//! 4. there one end of line and `endstream` follow.
//!
//! The start cannot occur inside the evidence, which holds no end of line. Signing adds to a PDF without moving what stands
//! there, so the rule holds for sealed documents. [`seal`] says whether the document is as it was sealed. A PDF that another program wrote anew may have lost the stream
//! (compressed it, usually): that is `NotFound`, and no statement about what the document says.
//!
//! Finding evidence does not tie it to the *pages*: the report shows the recorded text, which the reader compares.

pub mod redaction;
pub mod seal;

/// How our evidence begins: the first member of [`crate::Evidence`] in canonical order is `checkpoint`, a text.
pub const PREFIX: &[u8] = br#"{"checkpoint":""#;

/// The largest PDF accepted, in bytes: 256 MiB.
pub const MAX_PDF: usize = 256 * 1024 * 1024;

/// Why no evidence was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    #[error("{bytes} bytes; at most {MAX_PDF} are accepted")]
    TooLarge { bytes: usize },
    #[error("not a PDF: it does not begin with %PDF-")]
    NotPdf,
    #[error("{bytes} bytes were put in front of the PDF")]
    Preceded { bytes: usize },
    #[error("the PDF holds no evidence, or another program has written it anew")]
    NotFound,
    #[error("the PDF holds {found} evidence files, and nothing says which one counts")]
    Several { found: usize },
    #[error("the evidence in the PDF is cut off")]
    CutOff,
    #[error("the data of a copy of personal data, without evidence")]
    PersonalData,
}

/// The bytes of the one evidence file attached to `pdf`, to be given to [`crate::evidence::verify`].
///
/// # Errors
/// `TooLarge`, `NotPdf`, `NotFound`, `Several`, `CutOff`.
pub fn find_evidence(pdf: &[u8]) -> Result<&[u8], PdfError> {
    if pdf.len() > MAX_PDF {
        return Err(PdfError::TooLarge { bytes: pdf.len() });
    }
    match begins(pdf) {
        Some(0) => {}
        Some(bytes) => return Err(PdfError::Preceded { bytes }),
        None => return Err(PdfError::NotPdf),
    }
    attached(pdf, PREFIX)
}

/// The one file attached without a filter that begins like this.
fn attached<'a>(pdf: &'a [u8], prefix: &'a [u8]) -> Result<&'a [u8], PdfError> {
    let starts: Vec<usize> = places(pdf, prefix).filter(|start| follows_stream(&pdf[..*start])).collect();
    let start = match starts.as_slice() {
        [] => return Err(PdfError::NotFound),
        [start] => *start,
        _ => {
            return Err(PdfError::Several { found: starts.len() });
        }
    };
    let rest = &pdf[start..];
    let length = rest.iter().position(|byte| *byte < 0x20).ok_or(PdfError::CutOff)?;
    let (evidence, after) = rest.split_at(length);
    let after = after.strip_prefix(b"\r").unwrap_or(after);
    let after = after.strip_prefix(b"\n").unwrap_or(after);
    if after.starts_with(b"endstream") { Ok(evidence) } else { Err(PdfError::CutOff) }
}

/// Where a file begins to be a PDF, in bytes from its start: 0 for one of ours. Readers of PDFs pass over up to 1024 bytes before it
/// (ISO 32000-1, annex H.3, note 13), so a file with something in front must be told as that, and not as something else.
pub fn begins(file: &[u8]) -> Option<usize> {
    places(&file[..file.len().min(1024 + 5)], b"%PDF-").next()
}

/// Whether a file is the data that a copy of somebody's personal data has attached, as JSON. It says so at its beginning, and has no evidence in it.
pub fn is_personal_data(file: &[u8]) -> bool {
    file.starts_with(b"{") && places(&file[..file.len().min(64)], br#""acte-personal-data/"#).next().is_some()
}

/// Where `wanted` begins in `bytes`.
fn places<'a>(bytes: &'a [u8], wanted: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    bytes.windows(wanted.len()).enumerate().filter(move |(_, window)| *window == wanted).map(|(at, _)| at)
}

/// Whether `before` ends with the keyword `stream` and its end of line (ISO 32000-1 §7.3.8.1: LF or CR LF, not CR alone).
fn follows_stream(before: &[u8]) -> bool {
    let Some(before) = before.strip_suffix(b"\n") else {
        return false;
    };
    let before = before.strip_suffix(b"\r").unwrap_or(before);
    before.ends_with(b"stream") && !before.ends_with(b"endstream")
}
