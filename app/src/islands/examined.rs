//! What a file turned out to be, for the browser and the terminal alike.

use ledger::evidence::{Fault, Outcome, Reader, Verdict};
use ledger::pdf::redaction::CopyOf;
use ledger::pdf::seal::{PdfSealError, Standing};
use ledger::seal::Seal;
use ledger::timestamp::TimeStamp;
use ledger::{Hash, PdfError, Report, evidence, pdf, sha256};
use serde::Serialize;

use crate::Texts;

/// A seal and whose it is, or why it does not count.
pub type FoundSeal = Result<(Seal, Standing), PdfSealError>;

/// What a file turned out to be.
#[derive(Clone, Debug)]
pub struct Examined {
    pub name: String,
    pub sha256: Hash,
    /// The report on the evidence in it, or why there is none.
    pub found: Result<Report, PdfError>,
    /// The seal of a PDF and whose it is; none for other files.
    pub seal: Option<FoundSeal>,
    /// What came of the newer evidence that the reader gave, unless it tells another past.
    pub newer: Option<Newer>,
    /// The verdict on the evidence by which the seal was judged.
    pub judged: Option<Verdict>,
    /// Whether the evidence by which the seal was judged records just this file.
    pub recorded: bool,
    /// Of which document it is a copy with masked names, if its seal holds.
    pub redacts: Option<Box<CopyOf>>,
}

/// Whether newer evidence tells something about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Newer {
    /// The seal was judged by it: by a log of so many entries, of which it shows some or all.
    Counts {
        size: u64,
        /// Of how many entries it has the header: no revocation hides among these.
        headers: u64,
        shown: u64,
        /// Revocations of seals among them whose text it does not show: one may be about this seal.
        unread: u64,
    },
    /// It does not hold itself, or could not be read.
    Faulty,
    /// It is of another log, or of another key.
    OtherLog,
    /// The evidence in the file is as new.
    NotNewer,
    /// The file is not a PDF: what else it is bears no seal that could be judged.
    NotPdf,
}

impl Newer {
    fn of(report: &Report, own: Option<&Report>, is_pdf: bool) -> Newer {
        let size = report.log_size.filter(|_| report.verdict.is_consistent());
        match (size, own) {
            (None, _) => Newer::Faulty,
            (Some(_), Some(own)) if own.vkey != report.vkey => Newer::OtherLog,
            _ if !is_pdf => Newer::NotPdf,
            (Some(size), Some(own)) if own.log_size.is_some_and(|before| size <= before) => Newer::NotNewer,
            (Some(size), _) => Newer::Counts {
                size,
                headers: size - report.counts.elsewhere.min(size),
                shown: report.counts.disclosed,
                unread: report.hidden_revocations(),
            },
        }
    }
}

impl Examined {
    /// A PDF is searched for evidence and a seal, anything else is taken for an evidence file.
    pub fn of(name: String, bytes: &[u8], reader: Reader<'_>) -> Examined {
        let evidence = match pdf::find_evidence(bytes) {
            // It looks like evidence that somebody altered, and is none.
            Err(PdfError::NotPdf) if pdf::is_personal_data(bytes) => Err(PdfError::PersonalData),
            Err(PdfError::NotPdf) => Ok(bytes),
            other => other,
        };
        let found = evidence.map(|bytes| evidence::verify(bytes, reader));
        let is_pdf = pdf::begins(bytes).is_some();
        let one_past = !found.as_ref().is_ok_and(Report::has_other_past);
        let newer = reader.newer.filter(|_| one_past).map(|newer| Newer::of(newer, found.as_ref().ok(), is_pdf));
        let evidence = match newer {
            Some(Newer::Counts { .. }) => reader.newer,
            _ => found.as_ref().ok(),
        };
        let seal = is_pdf.then(|| pdf::seal::verify(bytes, evidence, None, reader.authorities, reader.now));
        let sha256 = sha256(bytes);
        let recorded = evidence.is_some_and(|evidence| pdf::seal::is_recorded(&sha256, evidence));
        let judged = evidence.map(|evidence| evidence.verdict);
        let sealed = matches!(&seal, Some(Ok((_, standing))) if standing.holds());
        let redacts = sealed.then(|| CopyOf::find(bytes)).flatten().map(Box::new);
        Examined { name, sha256, found, seal, newer, judged, recorded, redacts }
    }

    /// Whether the file is a PDF that is not as it was sealed, or not by the firm.
    pub fn seal_fails(&self) -> bool {
        match &self.seal {
            None => false,
            // Made before there were seals: then whoever has newer evidence can see that this very file is on record.
            Some(Err(PdfSealError::NotSealed)) => !self.recorded,
            Some(Ok((_, standing))) => !standing.holds(),
            Some(Err(_)) => true,
        }
    }

    /// Whether it is a PDF as the firm sealed it.
    pub fn is_sealed(&self) -> bool {
        matches!(&self.seal, Some(Ok((_, standing))) if standing.holds())
    }

    /// The time-stamp of the seal of a PDF, if that holds: it covers the evidence inside as well.
    pub fn stamp_of_seal(&self) -> Option<&TimeStamp> {
        match &self.seal {
            Some(Ok((seal, standing))) if standing.holds() => seal.time_stamp.as_ref(),
            _ => None,
        }
    }

    /// Whether the evidence in a PDF holds and the PDF itself does not.
    pub fn only_evidence_holds(&self) -> bool {
        self.seal_fails() && self.found.as_ref().is_ok_and(|report| report.verdict.holds())
    }

    /// What there is to say then: a heading and a sentence. A seal that holds, and of which it is not shown whose it is, is another matter than pages that were
    /// altered.
    pub fn inside_only(&self, t: Texts) -> [String; 2] {
        let (title, text) = match &self.seal {
            Some(Ok(_)) => (t.verify_inside_unshown(), t.verify_inside_unshown_text()),
            _ => (t.verify_inside_only(), t.verify_inside_only_text()),
        };
        let open = matches!(&self.found, Ok(report) if report.verdict == Verdict::KeyNotCompared);
        let text = if open { format!("{text} {}", t.verify_key_open()) } else { text.to_owned() };
        [title.to_owned(), text]
    }

    /// What there is to say where there is no evidence: a heading and a sentence. A sealed PDF without evidence is whole, and by itself does
    /// not show whose it is.
    pub fn without_evidence(&self, t: Texts, error: PdfError) -> [String; 2] {
        match (error, &self.seal) {
            (PdfError::NotFound, Some(Ok(_))) if self.judged.is_some() => {
                [t.verify_sealed_only().to_owned(), t.verify_sealed_judged_text().to_owned()]
            }
            (PdfError::NotFound, Some(Ok(_))) => {
                [t.verify_sealed_only().to_owned(), t.verify_sealed_only_text().to_owned()]
            }
            (PdfError::PersonalData, _) => [t.verify_personal().to_owned(), t.verify_personal_text().to_owned()],
            _ => [t.verify_unreadable().to_owned(), self.unread(t, error)],
        }
    }

    /// Why there is no evidence. That another program may have saved it anew is no story for a file that was cut.
    pub fn unread(&self, t: Texts, error: PdfError) -> String {
        match (error, &self.seal) {
            (PdfError::NotFound, Some(Err(PdfSealError::NotWhole))) => t.seal_not_whole().to_owned(),
            _ => t.pdf_error(error),
        }
    }

    /// What to do with a file that has neither evidence nor a seal, as exhibits are filed: nothing in it can tell anything.
    pub fn plain(&self, t: Texts) -> Option<String> {
        let is_plain = match &self.found {
            Ok(report) => report.findings.iter().any(|finding| finding.outcome == Outcome::Failed(Fault::NotJson)),
            Err(PdfError::NotFound) => !matches!(self.seal, Some(Ok(_))) && !self.recorded,
            Err(_) => false,
        };
        is_plain.then(|| t.verify_plain(&self.sha256.to_string()))
    }

    /// What came of newer evidence, in words.
    pub fn newer_line(&self, t: Texts) -> Option<String> {
        Some(match (self.newer?, &self.seal) {
            (Newer::Counts { .. }, Some(Err(PdfSealError::NotSealed))) if self.recorded => {
                t.newer_recorded().to_owned()
            }
            (Newer::Counts { size, shown, .. }, Some(Err(PdfSealError::NotSealed))) => {
                t.newer_not_recorded(shown, size)
            }
            (newer, _) => t.newer(newer),
        })
    }

    /// Whether nothing fails.
    pub fn holds(&self) -> bool {
        let holds = match &self.found {
            Ok(report) => report.verdict.holds(),
            // Judged by the evidence that the reader gave beside it.
            Err(error) => *error == PdfError::NotFound && self.judged.is_some_and(Verdict::holds),
        };
        holds && !self.seal_fails()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::Time;
    use ledger::evidence::Check;

    #[test]
    fn what_is_no_pdf_is_taken_for_an_evidence_file() {
        let examined = Examined::of("a.txt".into(), b"hello", Reader::stranger(Time::MIN));
        assert!(
            examined.plain(Texts(crate::Lang::Fr)).is_some_and(|line| line.contains(&sha256(b"hello").to_string()))
        );
        let report = examined.found.expect("a report");
        assert_eq!(report.verdict, Verdict::Unreadable);
        assert_eq!(report.findings[0].check, Check::File);
        assert_eq!(report.findings[0].outcome, Outcome::Failed(Fault::NotJson));
    }

    #[test]
    fn a_pdf_without_evidence_says_so() {
        let examined = Examined::of("a.pdf".into(), b"%PDF-1.7\n", Reader::stranger(Time::MIN));
        assert_eq!(examined.found, Err(PdfError::NotFound));
        assert_eq!(examined.sha256, sha256(b"%PDF-1.7\n"));
        let line = examined.plain(Texts(crate::Lang::En)).expect("it is a plain file");
        assert!(line.contains("list of exhibits") && line.ends_with(&examined.sha256.to_string()));
        // One that another program altered is no plain file: of such a one nothing is said but what is wrong.
        assert_eq!(
            Examined::of("a.json".into(), b"{\"a\":1}", Reader::stranger(Time::MIN)).plain(Texts(crate::Lang::En)),
            None
        );
    }
}
