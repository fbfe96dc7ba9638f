//! The seal of the PDFs: what it says on page one, and what the documents say of it.

use ledger::cms::CmsError;
use ledger::event::SealSource;
use ledger::evidence::Verdict;
use ledger::pdf::seal::{Made, PdfSealError, Revoked, Standing};
use ledger::seal::{Seal, SealError};
use ledger::x509::Subject;

use super::{Texts, texts};

texts! {
    seal_by(name: &str): "Scellé par {name}", "Sealed by {name}";
    seal_not_qualified: "Sceau électronique simple, non qualifié", "Simple electronic seal, not qualified";
    seal_certified(certified: &str): "Sceau électronique, clé {certified}", "Electronic seal, key {certified}";
    seal_certificate: "Certificat", "Certificate";

    trail_seal_certificate(sha256: &str): "Certificat, SHA-256 : {sha256}", "Certificate, SHA-256: {sha256}";
    certified_by_firm: "certifiée par l’autorité du prestataire lui-même", "certified by the firm’s own authority";
    certified_by(issuer: &str): "certifiée par « {issuer} »", "certified by “{issuer}”";
    trail_seal_own: "Clé faite par le programme, certifiée par le prestataire lui-même : sceau non qualifié", "Key made by the program, certified by the firm itself: not a qualified seal";
    trail_seal_imported: "Clé importée", "Imported key";
    trail_seal_token: "Clé conservée dans un dispositif matériel", "Key kept in a hardware token";

    proof_seal: "Certificat du sceau", "Seal’s certificate";
    proof_level_seal: "Sceau : ce PDF porte le sceau électronique simple du prestataire (règlement eIDAS, article 35, paragraphe 1), fait avec une clé que le prestataire certifie lui-même. Il montre que le fichier n’a pas changé depuis qu’il a été scellé avec cette clé. Il n’est ni avancé ni qualifié, et l’heure qu’il porte est celle du serveur du prestataire, non celle d’un tiers.", "Seal: this PDF bears the firm’s simple electronic seal (eIDAS regulation, article 35(1)), made with a key that the firm itself certifies. It shows that the file has not changed since it was sealed with that key. It is neither advanced nor qualified, and the time it bears is that of the firm’s server, not of a third party.";
    proof_level_seal_certified(certified: &str): "Sceau : ce PDF porte le sceau électronique du prestataire (règlement eIDAS, article 35, paragraphe 1), fait avec une clé {certified}. Il montre que le fichier n’a pas changé depuis qu’il a été scellé avec cette clé. S’il est avancé ou qualifié, c’est son certificat qui le dit, et les listes de confiance européennes qui le confirment. L’heure qu’il porte est celle du serveur du prestataire ; si l’heure d’une autorité d’horodatage y a été jointe, un lecteur de PDF la montre à part, avec le nom de cette autorité.", "Seal: this PDF bears the firm’s electronic seal (eIDAS regulation, article 35(1)), made with a key {certified}. It shows that the file has not changed since it was sealed with that key. Whether it is advanced or qualified, its certificate says and the European trusted lists confirm. The time it bears is that of the firm’s server; if the time of a time-stamping authority was added, a PDF reader shows it apart, with that authority’s name.";
    proof_verify_seal_third: "Le sceau de la première page se vérifie aussi dans Adobe Acrobat Reader, volet « Signatures », qui montre qui a certifié la clé. Comparez l’empreinte du certificat avec celle donnée ci-dessus et avec celle que le registre joint consigne.", "The seal on page one can also be verified in Adobe Acrobat Reader, panel “Signatures”, which shows who certified the key. Compare the certificate’s fingerprint with the one given above and with the one that the enclosed log records.";
    proof_verify_seal: "Le sceau de la première page se vérifie aussi dans Adobe Acrobat Reader, volet « Signatures » : il signale le certificat comme inconnu, puisque le prestataire se certifie lui-même. Comparez l’empreinte du certificat avec celle donnée ci-dessus et avec celle que le registre joint consigne.", "The seal on page one can also be verified in Adobe Acrobat Reader, panel “Signatures”: it reports the certificate as unknown, since the firm certifies itself. Compare the certificate’s fingerprint with the one given above and with the one that the enclosed log records.";
    verify_seal: "Sceau du PDF", "Seal of the PDF";
    verify_seal_good: "Sceau du prestataire, intact", "The firm’s seal, intact";
    verify_seal_by_log: "Sceau intact, que le registre reconnaît", "Seal intact, and named by the log";
    verify_seal_whose: "À qui est ce registre, seule la clé comparée le dit : n’importe qui peut en tenir un au nom d’un autre.", "Whose log this is, only the key says once it is compared: anybody can keep one in somebody else’s name.";
    verify_seal_not_yours: "Ce registre n’est pas celui que vous attendiez.", "This log is not the one that you expected.";
    verify_seal_good_text(by: &str): "Scellé par {by}. Rien de ce que le sceau couvre n’a changé depuis, c’est-à-dire tout le fichier, sauf la place du sceau lui-même, et le registre joint nomme ce certificat. Par lui-même, un sceau n’établit pas l’heure ; et si le certificat a été révoqué depuis, seules des preuves plus récentes le disent.", "Sealed by {by}. Nothing that the seal covers has changed since, which is the whole file but the place of the seal itself, and the enclosed log names this certificate. By itself a seal does not establish the time; and whether the certificate was revoked since, only newer evidence says.";
    verify_seal_simple: "Le certificat ne se dit pas qualifié.", "The certificate does not say that it is qualified.";
    verify_seal_qualified: "Le certificat se dit qualifié, ce que seules les listes de confiance européennes confirment.", "The certificate says that it is qualified, which only the European trusted lists confirm.";
    verify_seal_unknown: "Sceau d’un inconnu", "Seal of an unknown signer";
    verify_seal_unknown_text(by: &str): "Le fichier n’a pas changé depuis qu’il a été scellé, mais aucune preuve jointe ou donnée ne nomme ce certificat : n’importe qui peut en faire un au nom de « {by} ». Les pages ont pu être modifiées, puis scellées de nouveau.", "The file has not changed since it was sealed, but no evidence enclosed or given names this certificate: anyone can make one in the name of “{by}”. The pages may have been altered and sealed again.";
    verify_seal_revoked: "Sceau révoqué", "Revoked seal";
    verify_seal_revoked_text(reason: &str, from: &str): "Le prestataire a révoqué ce certificat, sans valeur depuis le {from} : {reason}.", "The firm revoked this certificate, which is worthless since {from}: {reason}.";
    verify_seal_made_before: "Une autorité d’horodatage que vous connaissez a vu ce sceau avant : il reste bon.", "A time-stamping authority that you know saw this seal before that: it stays good.";
    verify_seal_made_after: "L’horodatage du sceau n’est pas antérieur : rien ne montre que le sceau a été fait avant.", "The time-stamp of the seal is not earlier: nothing shows that the seal was made before.";
    verify_seal_made_unknown: "Aucune autorité d’horodatage que vous connaissez ne dit si le sceau a été fait avant ou après. Seul le registre peut montrer que ce fichier existait auparavant.", "No time-stamping authority that you know says whether the seal was made before or after. Only the log can show that this file existed before.";
    seal_of_file(by: &str, sha256: &str): "Scellé par {by}, certificat SHA-256 {sha256}", "Sealed by {by}, certificate SHA-256 {sha256}";
    seal_named_before: "Le registre nomme ce fichier avant la révocation : il reste bon.", "The log names this file before the revocation: it stays good.";
    verify_seal_none: "PDF non scellé", "PDF not sealed";
    verify_seal_none_text: "Ce PDF ne porte pas de sceau : rien ne lie ses pages aux écritures jointes, et n’importe qui peut mettre de vraies écritures dans des pages fausses. Lisez le texte consigné, pas les pages.", "This PDF bears no seal: nothing ties its pages to the entries inside, and anybody can put real entries into false pages. Read the recorded text, not the pages.";
    verify_seal_broken: "PDF modifié depuis son sceau", "PDF altered since it was sealed";
    verify_seal_odd: "Sceau irrégulier", "Irregular seal";
    seal_range: "La signature ne dit pas dans la forme attendue ce qu’elle couvre.", "The signature does not say in the expected form what it covers.";
    seal_several(n: usize): "Le PDF porte {n} signatures : ce qui est venu après la première n’est pas scellé par elle.", "The PDF bears {n} signatures: what came after the first is not sealed by it.";
    seal_appended(bytes: u64): ["{bytes} octet a été ajouté après le sceau." | "{bytes} octets ont été ajoutés après le sceau (mise à jour incrémentale)."], ["{bytes} byte was added after the seal." | "{bytes} bytes were added after the seal (an incremental update)."];
    seal_not_whole: "Ce PDF ne finit pas comme un PDF : sa fin manque, et peut-être le sceau avec elle. Demandez le fichier entier.", "This PDF does not end as a PDF does: its end is missing, and perhaps the seal with it. Ask for the whole file.";
    seal_cut_off(bytes: u64): ["Il manque {bytes} octet à la fin du fichier." | "Il manque {bytes} octets à la fin du fichier."], ["{bytes} byte is missing at the end of the file." | "{bytes} bytes are missing at the end of the file."];
    seal_digest: "Ce qui a été scellé n’est plus comme il était : un octet au moins a changé.", "What was sealed is no longer as it was: at least one byte has changed.";
    seal_signature: "La signature ne peut pas être vérifiée.", "The signature cannot be verified.";
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

    /// Who certified a key, as its certificate says: the firm's own authority bears the firm's name.
    pub fn certified(self, subject: &Subject, issuer: &Subject) -> String {
        let same = subject == issuer || subject.organisation.is_some() && subject.organisation == issuer.organisation;
        if same { self.certified_by_firm().to_owned() } else { self.certified_by(&issuer.to_string()) }
    }

    /// Why the firm took a certificate back, and since when it counts for nothing.
    fn seal_revocation(self, revoked: &Revoked) -> String {
        // Whoever wrote the reason may have ended it as a sentence.
        self.verify_seal_revoked_text(revoked.reason.trim_end_matches('.'), &self.moment(revoked.since))
    }

    /// What is said of the seal of a file in a bundle: who made it, since when at the latest it exists, and what became of its key.
    pub fn seal_in_bundle(self, seal: &Seal, standing: &Standing) -> Vec<String> {
        let by = self.seal_of_file(&seal.signer.to_string(), &seal.certificate.to_string());
        let stamped = seal.time_stamp.as_ref().map(|stamp| {
            let [time, by] = self.stated(stamp);
            format!("{} {time} — {by}", self.time_stamp_sealed())
        });
        let said: Vec<String> = std::iter::once(by).chain(stamped).collect();
        let Standing::Revoked(revoked) = standing else { return said };
        let made = match revoked.made {
            Made::Recorded => self.seal_named_before(),
            Made::Before => self.verify_seal_made_before(),
            Made::NotShownBefore => self.verify_seal_made_after(),
            Made::Unknown => self.verify_seal_made_unknown(),
        };
        [said, vec![format!("{} {made}", self.seal_revocation(revoked))]].concat()
    }

    /// What became of the seal of a PDF: title and sentence.
    ///
    /// `judged` is the verdict on the evidence by which it was judged: whether the log that names a certificate is the firm's is another question.
    pub fn seal(self, found: &Result<(Seal, Standing), PdfSealError>, judged: Option<Verdict>) -> [String; 2] {
        let of = |title: &str, text: String| [title.to_owned(), text];
        match found {
            Ok((seal, Standing::Recorded)) => {
                let good = self.verify_seal_good_text(&seal.signer.to_string());
                let claims =
                    if seal.claims_qualified { self.verify_seal_qualified() } else { self.verify_seal_simple() };
                let (title, whose) = match judged {
                    Some(Verdict::Intact) => (self.verify_seal_good(), ""),
                    Some(Verdict::OtherKey) => (self.verify_seal_by_log(), self.verify_seal_not_yours()),
                    _ => (self.verify_seal_by_log(), self.verify_seal_whose()),
                };
                of(title, format!("{good} {claims} {whose}").trim_end().to_owned())
            }
            Ok((seal, Standing::Unknown)) => {
                of(self.verify_seal_unknown(), self.verify_seal_unknown_text(&seal.signer.to_string()))
            }
            Ok((_, Standing::Revoked(revoked))) => {
                let made = match revoked.made {
                    Made::Recorded => self.seal_named_before(),
                    Made::Before => self.verify_seal_made_before(),
                    Made::NotShownBefore => self.verify_seal_made_after(),
                    Made::Unknown => self.verify_seal_made_unknown(),
                };
                of(self.verify_seal_revoked(), format!("{} {made}", self.seal_revocation(revoked)))
            }
            Err(PdfSealError::NotSealed | PdfSealError::NotPdf) => {
                of(self.verify_seal_none(), self.verify_seal_none_text().into())
            }
            Err(PdfSealError::Preceded { bytes }) => of(self.verify_seal_broken(), self.pdf_preceded(*bytes as u64)),
            Err(PdfSealError::NotWhole) => of(self.verify_seal_broken(), self.seal_not_whole().into()),
            Err(PdfSealError::TooLarge { .. }) => of(self.verify_seal_odd(), self.pdf_too_large().into()),
            Err(PdfSealError::Range) => of(self.verify_seal_odd(), self.seal_range().into()),
            Err(PdfSealError::Several { found }) => of(self.verify_seal_broken(), self.seal_several(*found)),
            Err(PdfSealError::Appended { bytes }) => of(self.verify_seal_broken(), self.seal_appended(*bytes as u64)),
            Err(PdfSealError::CutOff { bytes }) => of(self.verify_seal_broken(), self.seal_cut_off(*bytes as u64)),
            Err(PdfSealError::Seal(SealError::Cms(CmsError::WrongDigest))) => {
                of(self.verify_seal_broken(), self.seal_digest().into())
            }
            Err(PdfSealError::Seal(error)) => {
                let detail = self.verify_detail(&error.to_string());
                of(self.verify_seal_broken(), format!("{} {detail}", self.seal_signature()))
            }
        }
    }
}
