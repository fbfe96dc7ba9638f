//! What is found about a PDF of a bundle.

use super::FileRole;
use super::report::{FileFault, FileReport};
use crate::evidence::{self, Reader, Report};
use crate::pdf::redaction::CopyOf;
use crate::pdf::seal::PdfSealError;
use crate::pdf::{self, PdfError};

/// The seal of a PDF, and whether the evidence in it holds and is of the same log.
///
/// `outer` is the evidence of the bundle, of the log `origin`.
pub(super) fn examine(bytes: &[u8], origin: &str, outer: Option<&Report>, reader: Reader<'_>, report: &mut FileReport) {
    match pdf::find_evidence(bytes) {
        Ok(inner) => {
            let inner = evidence::verify(inner, Reader::stranger(reader.now));
            report.faults.extend(other_firm(&inner, origin));
            if inner.verdict.holds() {
                // What the reader brought along counts as what came with the file.
                let others = outer.into_iter().chain(reader.newer);
                match others.into_iter().find_map(|other| inner.contradicts(other)) {
                    Some(other) => report.faults.push(FileFault::Contradicts { index: other.index() }),
                    None => report.beyond = beyond(outer, &inner),
                }
            } else if report.faults.is_empty() {
                let detail = format!("{:?}", inner.verdict);
                report.faults.push(FileFault::Evidence { detail, why: Ok(inner.verdict) });
            }
        }
        Err(error @ (PdfError::Several { .. } | PdfError::CutOff)) => {
            report.faults.push(FileFault::Evidence { detail: error.to_string(), why: Err(error) });
        }
        // The list of files has none.
        Err(_) => {}
    }
    let seal = pdf::seal::verify(bytes, outer, reader.newer, reader.authorities, reader.now);
    if matches!(&seal, Ok((_, standing)) if standing.holds()) {
        report.redacts = CopyOf::find(bytes);
    }
    match &seal {
        // One made before there were seals; its entry speaks for it. For an aid none does.
        Err(PdfSealError::NotSealed) if report.role == FileRole::Document => {}
        Ok((_, standing)) if standing.holds() => {}
        Ok(_) => report.faults.push(FileFault::OtherSeal),
        Err(error) => report.faults.push(FileFault::Seal { detail: error.to_string() }),
    }
    report.seal = Some(seal);
}

/// The entries whose text the evidence in a file shows and that of the bundle does not, by their places in the log.
fn beyond(outer: Option<&Report>, inner: &Report) -> Vec<u64> {
    let Some(outer) = outer.filter(|outer| outer.verdict.is_consistent() && outer.vkey == inner.vkey) else {
        return Vec::new();
    };
    // Both are in the order of the log, as their verification has shown.
    let shown = |report: &Report| -> Vec<u64> {
        let shown = report.entries.iter().filter(|entry| entry.payload.is_some());
        shown.filter_map(|entry| Some(entry.header.as_ref()?.index)).collect()
    };
    let (known, mut beyond) = (shown(outer), shown(inner));
    beyond.retain(|index| known.binary_search(index).is_err());
    beyond
}

/// That a file is of another log than the bundle.
pub(super) fn other_firm(report: &Report, origin: &str) -> Option<FileFault> {
    let found = report.origin.as_ref().filter(|found| *found != origin)?;
    Some(FileFault::OtherFirm { found: found.clone() })
}
