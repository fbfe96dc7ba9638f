//! What is found about a PDF of a bundle.

use super::FileRole;
use super::report::{FileFault, FileReport};
use crate::evidence::{self, EntryReport, Reader, Report};
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
                compare(outer, &inner, report);
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
    match &seal {
        // One made before there were seals; its entry speaks for it. For an aid none does.
        Err(PdfSealError::NotSealed) if report.role == FileRole::Document => {}
        Ok((_, standing)) if standing.holds() => {}
        Ok(_) => report.faults.push(FileFault::OtherSeal),
        Err(error) => report.faults.push(FileFault::Seal { detail: error.to_string() }),
    }
    report.seal = Some(seal);
}

/// Holds the evidence in a file against that of the bundle: what it shows beyond that, and whether both tell of one past.
fn compare(outer: Option<&Report>, inner: &Report, report: &mut FileReport) {
    let Some(outer) = outer.filter(|outer| outer.verdict.is_consistent()) else { return };
    if outer.origin != inner.origin || outer.vkey != inner.vkey {
        return;
    }
    // Both are in the order of the log, as their verification has shown.
    let mut known = outer.entries.iter().peekable();
    for entry in &inner.entries {
        let Some(header) = &entry.header else { continue };
        let before = |known: &&EntryReport| known.header.as_ref().is_none_or(|known| known.index < header.index);
        while known.next_if(|known| before(known)).is_some() {}
        let same = known.peek().filter(|known| known.header.as_ref().is_some_and(|h| h.index == header.index));
        if same.is_some_and(|known| known.header != entry.header) {
            report.faults.push(FileFault::Contradicts { index: header.index });
            return;
        }
        if entry.payload.is_some() && same.is_none_or(|known| known.payload.is_none()) {
            report.beyond.push(header.index);
        }
    }
}

/// That a file is of another log than the bundle.
pub(super) fn other_firm(report: &Report, origin: &str) -> Option<FileFault> {
    let found = report.origin.as_ref().filter(|found| *found != origin)?;
    Some(FileFault::OtherFirm { found: found.clone() })
}
