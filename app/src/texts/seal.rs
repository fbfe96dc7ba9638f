//! The seal of the PDFs: what it says on page one, and what the documents say of it.

use ledger::cms::CmsError;
use ledger::event::SealSource;
use ledger::pdf::seal::{PdfSealError, Standing};
use ledger::seal::{Seal, SealError};

use super::{Texts, texts};

texts! {
    seal_by(name: &str): "Scellé par {name}", "Sealed by {name}";
    seal_not_qualified: "Sceau électronique simple, non qualifié", "Simple electronic seal, not qualified";
    seal_certificate: "Certificat", "Certificate";

    trail_seal_certificate(sha256: &str): "Certificat, SHA-256 : {sha256}", "Certificate, SHA-256: {sha256}";
    trail_seal_own: "Clé faite par le programme, certifiée par le prestataire lui-même : sceau non qualifié", "Key made by the program, certified by the firm itself: not a qualified seal";
    trail_seal_imported: "Clé importée, certifiée par un tiers", "Imported key, certified by a third party";
    trail_seal_token: "Clé conservée dans un dispositif matériel", "Key kept in a hardware token";

    proof_seal: "Certificat du sceau", "Seal’s certificate";
    proof_level_seal: "Sceau : ce PDF porte le sceau électronique simple du prestataire (règlement eIDAS, article 35, paragraphe 1), fait avec une clé que le prestataire certifie lui-même. Il montre que le fichier n’a pas changé depuis qu’il a été scellé avec cette clé. Il n’est ni avancé ni qualifié, et l’heure qu’il porte est celle du serveur du prestataire, non celle d’un tiers.", "Seal: this PDF bears the firm’s simple electronic seal (eIDAS regulation, article 35(1)), made with a key that the firm itself certifies. It shows that the file has not changed since it was sealed with that key. It is neither advanced nor qualified, and the time it bears is that of the firm’s server, not of a third party.";
    proof_verify_seal: "Le sceau de la première page se vérifie aussi dans Adobe Acrobat Reader, volet « Signatures » : il signale le certificat comme inconnu, puisque le prestataire se certifie lui-même. Comparez l’empreinte du certificat avec celle donnée ci-dessus et avec celle que le registre joint consigne.", "The seal on page one can also be verified in Adobe Acrobat Reader, panel “Signatures”: it reports the certificate as unknown, since the firm certifies itself. Compare the certificate’s fingerprint with the one given above and with the one that the enclosed log records.";
    verify_seal: "Sceau du PDF", "Seal of the PDF";
    verify_seal_good: "Sceau du prestataire, intact", "The firm’s seal, intact";
    verify_seal_good_text(by: &str): "Scellé par {by}. Aucun octet du fichier n’a changé depuis, et le registre joint nomme ce certificat. Le sceau est non qualifié ; par lui-même, il n’établit pas l’heure.", "Sealed by {by}. Not a byte of the file has changed since, and the enclosed log names this certificate. The seal is not a qualified one; by itself it does not establish the time.";
    verify_seal_unknown: "Sceau d’un inconnu", "Seal of an unknown signer";
    verify_seal_unknown_text(by: &str): "Le fichier n’a pas changé depuis qu’il a été scellé, mais la preuve jointe ne nomme pas ce certificat : n’importe qui peut en faire un au nom de « {by} ». Les pages ont pu être modifiées, puis scellées de nouveau.", "The file has not changed since it was sealed, but the enclosed evidence does not name this certificate: anyone can make one in the name of “{by}”. The pages may have been altered and sealed again.";
    verify_seal_revoked: "Sceau révoqué", "Revoked seal";
    verify_seal_revoked_text(reason: &str): "Le prestataire a révoqué ce certificat : {reason}. Seul le registre peut montrer que ce fichier existait auparavant.", "The firm revoked this certificate: {reason}. Only the log can show that this file existed before.";
    verify_seal_none: "PDF non scellé", "PDF not sealed";
    verify_seal_none_text: "Ce PDF ne porte pas de sceau : comparez son empreinte à celle que le registre a retenue, et ses pages au texte enregistré.", "This PDF bears no seal: compare its fingerprint with the one that the log recorded, and its pages with the recorded text.";
    verify_seal_broken: "PDF modifié depuis son sceau", "PDF altered since it was sealed";
    verify_seal_odd: "Sceau irrégulier", "Irregular seal";
    seal_range: "La signature ne dit pas dans la forme attendue ce qu’elle couvre.", "The signature does not say in the expected form what it covers.";
    seal_several(n: usize): "Le PDF porte {n} signatures : ce qui est venu après la première n’est pas scellé par elle.", "The PDF bears {n} signatures: what came after the first is not sealed by it.";
    seal_appended(bytes: u64): ["{bytes} octet a été ajouté après le sceau." | "{bytes} octets ont été ajoutés après le sceau (mise à jour incrémentale)."], ["{bytes} byte was added after the seal." | "{bytes} bytes were added after the seal (an incremental update)."];
    seal_cut_off(bytes: u64): ["Il manque {bytes} octet à la fin du fichier." | "Il manque {bytes} octets à la fin du fichier."], ["{bytes} byte is missing at the end of the file." | "{bytes} bytes are missing at the end of the file."];
    seal_digest: "Ce qui a été scellé n’est plus comme il était : un octet au moins a changé.", "What was sealed is no longer as it was: at least one byte has changed.";
    seal_signature(what: &str): "La signature ne peut pas être vérifiée ({what}).", "The signature cannot be verified ({what}).";
    proof_no_seal: "Ce PDF n’est pas scellé.", "This PDF is not sealed.";
}

impl Texts {
    pub fn trail_seal_source(self, source: SealSource) -> &'static str {
        match source {
            SealSource::Own => self.trail_seal_own(),
            SealSource::Imported => self.trail_seal_imported(),
            SealSource::Token => self.trail_seal_token(),
        }
    }

    /// What became of the seal of a PDF: title and sentence.
    pub fn seal(self, found: &Result<(Seal, Standing), PdfSealError>) -> [String; 2] {
        let of = |title: &str, text: String| [title.to_owned(), text];
        match found {
            Ok((seal, Standing::Recorded)) => {
                of(self.verify_seal_good(), self.verify_seal_good_text(&seal.signer.to_string()))
            }
            Ok((seal, Standing::Unknown)) => {
                of(self.verify_seal_unknown(), self.verify_seal_unknown_text(&seal.signer.to_string()))
            }
            Ok((_, Standing::Revoked { reason })) => {
                of(self.verify_seal_revoked(), self.verify_seal_revoked_text(reason))
            }
            Err(PdfSealError::NotSealed | PdfSealError::NotPdf) => {
                of(self.verify_seal_none(), self.verify_seal_none_text().into())
            }
            Err(PdfSealError::TooLarge { .. }) => of(self.verify_seal_odd(), self.pdf_too_large().into()),
            Err(PdfSealError::Range) => of(self.verify_seal_odd(), self.seal_range().into()),
            Err(PdfSealError::Several { found }) => of(self.verify_seal_broken(), self.seal_several(*found)),
            Err(PdfSealError::Appended { bytes }) => of(self.verify_seal_broken(), self.seal_appended(*bytes as u64)),
            Err(PdfSealError::CutOff { bytes }) => of(self.verify_seal_broken(), self.seal_cut_off(*bytes as u64)),
            Err(PdfSealError::Seal(SealError::Cms(CmsError::WrongDigest))) => {
                of(self.verify_seal_broken(), self.seal_digest().into())
            }
            Err(PdfSealError::Seal(error)) => of(self.verify_seal_broken(), self.seal_signature(&error.to_string())),
        }
    }
}
