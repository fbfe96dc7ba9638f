//! Erasing the content of an entry, and how an erased one is shown.

use ledger::event::{Ground, PayloadErased};

use super::{Texts, texts};

texts! {
    erase_kept: "Une écriture de cette nature ne s’efface pas : le registre, ou une lettre envoyée, ne tiendrait plus sans elle.", "An entry of this kind is never erased: the log, or a notice that was sent, would not stand without it.";
    erase_in_use: "Cette écriture sert encore : enregistrez d’abord la version qui doit la remplacer, ou attendez que la personne ait fini.", "This entry is still in use: first record the version that shall replace it, or wait until the person has finished.";
    erase_under_way: "Des documents ou des courriels de ce client sont en cours. Réessayez dans quelques minutes.", "Documents or e-mails of this client are under way. Try again in a few minutes.";
    erased_by(when: &str, by: &str, ground: &str): "Effacé le {when} par {by} : {ground}", "Erased on {when} by {by}: {ground}";
    erased_which(n: u64, kind: &str): "Écriture n° {n} ({kind})", "Entry no. {n} ({kind})";
    erased_note(entry: &str, erased: &str, note: &str): "{entry}. {erased} ({note}).", "{entry}. {erased} ({note}).";
    erased_files(n: u64): ["{n} fichier retiré" | "{n} fichiers retirés"], ["{n} file removed" | "{n} files removed"];
    ground_request: "demande de la personne concernée (RGPD, art. 17)", "request of the person concerned (GDPR, art. 17)";
    ground_mistake: "donnée inexacte ou superflue, enregistrée par erreur (RGPD, art. 5)", "inaccurate or needless, recorded by mistake (GDPR, art. 5)";
    ground_not_needed: "donnée devenue inutile (RGPD, art. 17)", "no longer needed (GDPR, art. 17)";
    ground_unlawful: "donnée qui n’aurait pas dû être conservée (RGPD, art. 17)", "should not have been kept (GDPR, art. 17)";
    ground_obligation: "obligation légale ou décision d’une autorité (RGPD, art. 17)", "legal obligation or decision of an authority (GDPR, art. 17)";
}

impl Texts {
    pub fn ground(self, ground: Ground) -> &'static str {
        match ground {
            Ground::Request => self.ground_request(),
            Ground::Mistake => self.ground_mistake(),
            Ground::NotNeeded => self.ground_not_needed(),
            Ground::Unlawful => self.ground_unlawful(),
            Ground::Obligation => self.ground_obligation(),
        }
    }

    /// Which entry was erased, when, by whom and why; `when` is the time of the erasure.
    pub fn erased_sentence(self, erased: &PayloadErased, when: &str) -> String {
        let entry = self.erased_which(erased.entry + 1, self.event(&erased.what).unwrap_or(&erased.what));
        self.erased_note(&entry, &self.erased_by(when, &erased.by.name, self.ground(erased.ground)), &erased.note)
    }
}
