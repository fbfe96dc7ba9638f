//! The last step of a document: its seal. What it looks like is drawn with the rest ([`Mark`]); what it proves comes after.

use app::Texts;
use ledger::Hash;
use ledger::event::SealSource;
use ledger::x509::Subject;

use super::layout::{Rich, Seal, Validation};
use super::{Error, Pdf};
use crate::seal::Signer;

/// What a document says of the seal it will bear.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Whom the certificate names.
    pub by: String,
    /// SHA-256 of the certificate.
    pub fingerprint: Hash,
    /// Where the key came from.
    pub source: SealSource,
    /// Whom the certificate names, and who issued it.
    pub named: [Subject; 2],
    /// Bytes that the signature needs at most.
    pub room: usize,
    pub validation: Validation,
}

/// Bytes left for a time-stamp: a token with a chain of three or four certificates has 4 to 8 KiB.
const TOKEN_ROOM: usize = 12 * 1024;

impl Mark {
    /// `timed` leaves room for a time-stamp beside the signature.
    pub fn of(signer: &Signer, timed: bool, validation: Validation) -> Mark {
        let room = signer.room() + if timed { TOKEN_ROOM } else { 0 };
        let (by, fingerprint, source) = (signer.by(), signer.fingerprint(), signer.source());
        Mark { by, fingerprint, source, named: signer.named(), room, validation }
    }

    /// Whether nobody but the firm certified the key.
    pub(super) fn is_own(&self) -> bool {
        self.source == SealSource::Own
    }

    /// Who certified the key.
    pub(super) fn certified(&self, t: Texts) -> String {
        let [subject, issuer] = &self.named;
        t.certified(subject, issuer)
    }

    /// The small seal on page one. Half of the fingerprint's half: enough to tell the firm's few certificates apart; the whole
    /// stands with the other fingerprints.
    pub(super) fn drawn(&self, t: Texts) -> Seal {
        let digits = self.fingerprint.to_string();
        let short: Vec<&str> = (0..4).map(|i| &digits[4 * i..4 * i + 4]).collect();
        let lines = vec![
            Rich::new().strong(t.seal_by(&self.by)),
            Rich::from(match self.is_own() {
                true => t.seal_not_qualified().to_owned(),
                false => t.seal_certified(&self.certified(t)),
            }),
            Rich::new().plain(format!("{} ", t.seal_certificate())).code(format!("{} …", short.join(" "))),
        ];
        Seal { by: self.by.clone(), lines, room: self.room, validation: self.validation.clone() }
    }
}

/// Seals a drawn document with the key whose [`Mark`] it bears (PAdES B-B, ETSI EN 319 142-1). One that bears no mark, such as a
/// preview, stays as it is.
///
/// # Errors
/// `Pdf` when the signature needs more room than the mark left; else as [`sign`].
pub fn seal(mut pdf: Pdf, signer: &Signer) -> Result<Pdf, Error> {
    if let Some(seal) = sign(&pdf, signer)? {
        pdf.fill(&seal)?;
    }
    Ok(pdf)
}

/// The signature alone, for [`Pdf::fill`]; none for a document that bears no mark.
///
/// # Errors
/// `Seal` when the key is not that of its certificate, or its device does not sign.
pub fn sign(pdf: &Pdf, signer: &Signer) -> Result<Option<Vec<u8>>, Error> {
    let Some(hole) = pdf.hole else { return Ok(None) };
    Ok(Some(signer.sign(&hole.digest(&pdf.bytes))?))
}

impl Pdf {
    /// Puts the seal in its place: the signature of [`sign`], with or without a time-stamp.
    ///
    /// # Errors
    /// `Pdf` when it needs more room than the mark left; nothing is changed then.
    pub fn fill(&mut self, seal: &[u8]) -> Result<(), Error> {
        self.hole.map_or(Ok(()), |hole| hole.fill(&mut self.bytes, seal))
    }
}
