//! The keys that seal the PDFs: which one seals, changing it, taking one back.

use ledger::event::SealSource;
use ledger::x509::ChainError;

use super::{Texts, texts};

texts! {
    keys: "Clés du sceau", "Seal keys";
    keys_lead: "Une seule clé scelle vos PDF à la fois. Chaque changement est une écriture du registre ; ce qu’une clé antérieure a scellé reste vérifiable.", "One key at a time seals your PDFs. Each change is an entry of the log; what an earlier key sealed can still be verified.";
    keys_link: "Voir les clés du sceau", "See the seal keys";
    keys_why: "La clé qui scelle vos PDF, ses certificats, et ceux d’avant.", "The key that seals your PDFs, its certificates, and those before.";
    keys_list: "Clés consignées", "Keys on record";
    key_seals: "Scelle les PDF", "Seals the PDFs";
    key_expired: "Expirée, ne peut plus sceller", "Expired, can no longer seal";
    key_replaced: "Remplacée", "Replaced";
    key_revoked: "Révoquée", "Revoked";
    key_fingerprint: "Empreinte SHA-256 du certificat", "SHA-256 fingerprint of the certificate";
    key_source: "Provenance", "Where it came from";
    key_issuer: "Certifiée par", "Certified by";
    key_validity: "Validité du certificat", "Validity of the certificate";
    key_from_until(from: &str, until: &str): "du {from} au {until}", "from {from} to {until}";
    key_recorded: "Inscription au registre", "Recorded in the log";
    key_revocation: "Révocation", "Revocation";
    key_revoked_since(date: &str, from: &str): "le {date}, sans valeur depuis le {from}", "on {date}, worthless since {from}";
    key_reason: "Motif", "Reason";
    key_source_own: "Faite par ce programme, certifiée par votre propre autorité : sceau non qualifié", "Made by this program, certified by your own authority: not a qualified seal";
    key_source_imported: "Importée d’un fichier", "Imported from a file";
    key_source_token: "Dans un dispositif (PKCS#11) ; ce serveur ne la détient pas", "In a device (PKCS#11); this server does not hold it";
    key_revoke: "Révoquer…", "Revoke…";
    key_revoke_named(short: &str): "Révoquer le certificat {short}", "Revoke the certificate {short}";

    key_change: "Changer de clé", "Change the key";
    key_change_text: "La nouvelle clé scelle dès maintenant. L’ancienne n’est pas révoquée ; si elle est gardée par ce serveur, sa partie secrète est détruite et ne pourra pas être rétablie.", "The new key seals from now on. The old one is not revoked; if this server keeps it, its secret part is destroyed and cannot be restored.";
    key_new: "Nouvelle clé", "New key";
    key_new_own: "Une clé faite par ce programme", "A key made by this program";
    key_new_own_hint: "P-256, certifiée par votre propre autorité, valable dix ans. Sceau non qualifié.", "P-256, certified by your own authority, valid for ten years. Not a qualified seal.";
    key_new_imported: "Une clé d’un prestataire de confiance, dans un fichier", "A key of a trust service, in a file";
    key_new_imported_hint: "PKCS#12 (.p12, .pfx), avec son certificat : P-256, ou RSA de 3072 à 4096 bits.", "PKCS#12 (.p12, .pfx), with its certificate: P-256, or RSA of 3072 to 4096 bits.";
    key_new_token(label: &str): "La clé du dispositif « {label} »", "The key of the device “{label}”";
    key_new_token_hint: "Réglé par la personne qui exploite le serveur (seal.*). Tant que le dispositif ne répond pas, rien n’est scellé.", "Set by whoever runs the server (seal.*). While the device does not answer, nothing is sealed.";
    key_file: "Fichier PKCS#12", "PKCS#12 file";
    key_passphrase: "Phrase secrète du fichier", "Passphrase of the file";
    key_passphrase_hint: "Seulement pour un fichier. Elle n’est pas conservée.", "Only for a file. It is not kept.";
    key_submit: "Sceller avec cette clé", "Seal with this key";
    done_key_changed: "La nouvelle clé scelle dès maintenant.", "The new key seals from now on.";

    key_error_pkcs12: "Ce n’est pas un fichier PKCS#12, ou il est chiffré d’une façon inconnue ici. Refaites-le par exemple avec « openssl pkcs12 -export ».", "This is not a PKCS#12 file, or it is encrypted in a way unknown here. Make it anew, for instance with “openssl pkcs12 -export”.";
    key_error_passphrase: "Cette phrase secrète n’ouvre pas le fichier.", "This passphrase does not open the file.";
    key_error_no_key: "Ce fichier ne contient pas de clé privée. Exportez le certificat avec sa clé.", "This file holds no private key. Export the certificate with its key.";
    key_error_several: "Ce fichier contient plusieurs clés privées. Exportez-en une seule.", "This file holds several private keys. Export a single one.";
    key_error_algorithm: "Cette clé n’est ni P-256 ni RSA de 3072 à 4096 bits : elle est trop faible, ou d’un genre que peu de lecteurs de PDF vérifient.", "This key is neither P-256 nor RSA of 3072 to 4096 bits: it is too weak, or of a kind that few PDF readers verify.";
    key_error_no_certificate: "Aucun certificat n’y va avec la clé.", "No certificate there goes with the key.";
    key_error_absent: "Le dispositif ne répond pas. Vérifiez qu’il est branché ; le journal du programme en dit plus.", "The device does not answer. Check that it is plugged in; the log of the program says more.";
    key_error_pin: "Le dispositif a refusé le code secret du réglage seal.pin. Il ne sera plus essayé avant un redémarrage, pour ne pas bloquer le dispositif.", "The device refused the PIN of the setting seal.pin. It is not tried again before a restart, so that the device does not lock itself.";
    key_error_label: "Le dispositif ne contient pas une seule clé privée à l’étiquette du réglage seal.key.", "The device does not hold a single private key with the label of the setting seal.key.";
    key_error_expired(subject: &str): "Un certificat a expiré : {subject}.", "The certificate of {subject} has expired.";
    key_error_not_yet(subject: &str): "Un certificat n’est pas encore valable : {subject}.", "The certificate of {subject} is not valid yet.";
    key_error_purpose: "Ce certificat n’est pas fait pour sceller des documents.", "This certificate is not for sealing documents.";
    key_error_certificate: "Le certificat, ou l’un de ceux qui le certifient, ne tient pas.", "The certificate, or one of those that certify it, does not hold.";
    key_error_revoked: "Ce certificat est révoqué : il ne scellera plus.", "This certificate is revoked: it will not seal again.";
    key_error_same: "Cette clé scelle déjà.", "This key seals already.";

    revoke_title: "Révoquer un certificat", "Revoke a certificate";
    revoke_lead: "À faire si la clé a pu tomber entre d’autres mains. C’est sans retour : le registre le dira pour toujours.", "To be done if others may have had the key. It cannot be undone: the log will say so for ever.";
    revoke_current: "Cette clé scelle en ce moment : elle sera détruite, et une nouvelle clé faite par ce programme la remplacera aussitôt. Vous pourrez ensuite en choisir une autre.", "This key seals at present: it will be destroyed, and a new key made by this program takes its place at once. You can choose another one afterwards.";
    revoke_imported: "Prévenez aussi le prestataire de confiance qui a délivré le certificat : lui seul peut le révoquer auprès de tous.", "Tell the trust service that issued the certificate, too: only it can revoke it for everybody.";
    revoke_stays: "Les PDF déjà scellés restent valables s’ils sont inscrits au registre avant la révocation, ou si une autorité d’horodatage a daté leur sceau avant la date ci-dessous. Les autres ne prouvent plus rien par leur sceau.", "PDFs sealed already stay good if the log recorded them before the revocation, or if a time-stamping authority dated their seal before the date below. The others prove nothing by their seal any more.";
    revoke_reason: "Motif", "Reason";
    revoke_reason_hint: "Sans donnée personnelle : ces mots resteront. Par exemple : « clé copiée avec une sauvegarde volée ».", "Without personal data: these words will stay. For instance “key copied with a stolen backup”.";
    revoke_since: "Depuis quel jour d’autres ont pu avoir la clé", "Since which day others may have had the key";
    revoke_since_hint: "Facultatif. Sans date : à partir de maintenant.", "Optional. Without a date: from now on.";
    revoke_future: "Ce jour n’est pas encore venu.", "This day has not come yet.";
    revoke_confirm: "Je confirme la révocation : elle est définitive", "I confirm the revocation: it is final";
    revoke_submit: "Révoquer définitivement", "Revoke for good";
    revoke_done: "Ce certificat est déjà révoqué.", "This certificate is revoked already.";
    done_key_revoked: "Le certificat est révoqué.", "The certificate is revoked.";
}

impl Texts {
    pub fn key_source_of(self, source: SealSource) -> &'static str {
        match source {
            SealSource::Own => self.key_source_own(),
            SealSource::Imported => self.key_source_imported(),
            SealSource::Token => self.key_source_token(),
        }
    }

    /// Why a certificate does not serve to seal.
    pub fn key_error_chain(self, error: &ChainError) -> String {
        match error {
            ChainError::Expired { subject } => self.key_error_expired(subject),
            ChainError::NotYetValid { subject } => self.key_error_not_yet(subject),
            ChainError::KeyUsage | ChainError::NotForSealing => self.key_error_purpose().into(),
            other => format!("{} {}", self.key_error_certificate(), self.verify_detail(&other.to_string())),
        }
    }
}
