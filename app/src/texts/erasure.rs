//! Erasing the content of an entry, and how an erased one is shown.

use ledger::event::{Ground, PayloadErased};
use ledger::evidence::Erased;

use super::{Texts, texts};
use crate::pages::ReaderLoses;

texts! {
    erase_title: "Effacer le contenu d’une écriture", "Erase the content of an entry";
    erase_link: "Effacer…", "Erase…";
    erase_link_named(n: u64): "Effacer le contenu de l’écriture n° {n}", "Erase the content of entry no. {n}";
    client_recorded: "Ce qui a été consigné sur le client et ses contacts", "What was recorded about the client and its contacts";
    erase_entry: "L’écriture", "The entry";
    erase_lead: "Le texte sera détruit pour de bon. L’écriture, elle, reste au registre et montrera qu’elle a été effacée, par qui, quand et pourquoi.", "The text will be destroyed for good. The entry itself stays in the log, and will show that it was erased, by whom, when and why.";
    erase_goes: "Ce qui disparaît", "What goes";
    erase_goes_text: "Le texte de l’écriture ci-dessus, partout où ce logiciel le montre ou le cherche", "The text of the entry above, wherever this program shows or searches it";
    erase_goes_file(name: &str): "Le fichier déposé, {name}", "The file that was filed, {name}";
    erase_goes_document(name: &str): "Le document {name}, qui contient ce texte", "The document {name}, which holds this text";
    erase_goes_bundle(when: &str): "Le lot de preuves du {when}, qui contient ce texte", "The evidence bundle of {when}, which holds this text";
    erase_reader(who: &str, what: &str): "Ce qu’avait établi {who} : {what}", "What {who} had made: {what}";
    erase_reader_files(n: u64): ["{n} dossier (PDF)" | "{n} dossiers (PDF)"], ["{n} file (PDF)" | "{n} files (PDF)"];
    erase_reader_copies(n: u64): ["{n} copie occultée" | "{n} copies occultées"], ["{n} redacted copy" | "{n} redacted copies"];
    erase_reader_bundles(n: u64): ["{n} lot de preuves" | "{n} lots de preuves"], ["{n} evidence bundle" | "{n} evidence bundles"];
    erase_readers_told: "À l’adresse de chacun de ces fichiers, son lecteur apprendra quel jour et par quelle écriture il a été détruit ; ce qu’il a déjà pris lui reste", "At the address of each of these files its reader is told on which day and by which entry it was destroyed; what they took along they keep";
    erase_goes_mails(n: u64): ["{n} copie de courriel dans la boîte d’envoi de ce serveur" | "{n} copies de courriels dans la boîte d’envoi de ce serveur"], ["{n} copy of an e-mail in this server’s outbox" | "{n} copies of e-mails in this server’s outbox"];
    erase_goes_files(n: u64): ["En tout, {n} fichier, dont ceux qui composent les lots" | "En tout, {n} fichiers, dont ceux qui composent les lots"], ["{n} file in all, with those of which the bundles are made" | "{n} files in all, with those of which the bundles are made"];
    erase_made_again: "Lettres et attestations seront produites de nouveau sans ce texte, avec un nouveau sceau ; les anciennes, et leur horodatage, ne peuvent pas être rétablis.", "Letters and certificates will be made again without this text, under a new seal; the old ones, and their time-stamps, cannot be restored.";
    erase_stays_copies: "Une copie occultée qui ne montre pas ce texte, même tirée d’un document qui disparaît", "A redacted copy that does not show this text, even if drawn from a document that goes";
    erase_goes_grant(notes: u64): ["Les liens, codes et sessions de cet accès, et {notes} note privée de son lecteur" | "Les liens, codes et sessions de cet accès, et {notes} notes privées de son lecteur"], ["The links, codes and sessions of this access, and {notes} private note of its reader" | "The links, codes and sessions of this access, and {notes} private notes of its reader"];
    erase_shared: "Le fichier déposé figure aussi dans une autre écriture : il reste, seule cette écriture l’oublie.", "The file that was filed stands in another entry too: it stays, and only this entry forgets it.";
    erase_stays: "Ce qui reste", "What remains";
    erase_stays_entry: "La place de l’écriture, sa date, son auteur, sa nature et son empreinte : le registre se vérifie comme avant", "The entry’s place, time, author, kind and hash: the log verifies as before";
    erase_stays_choice: "De qui et de quoi il s’agissait, et ce qui a été décidé, sur votre seule parole désormais ; « […] » remplace chaque texte", "Whom and what it concerned and what was decided, from now on by your word alone; “[…]” stands for each text";
    erase_beyond: "Ce que l’effacement n’atteint pas", "What this does not reach";
    erase_beyond_copies: "Ce qui est déjà parti : lettres, courriels, reçus et lots remis. Ils se vérifient encore, chez ceux qui les ont", "What has left already: letters, e-mails, receipts and bundles handed out. Those who have them can still verify them";
    erase_beyond_others: "Les autres écritures qui répètent ces données : chacune s’efface à part, si elle peut l’être. Une lettre de mise en garde émise ne s’efface jamais", "Other entries that repeat the data: each is erased by itself, if it can be. An issued notice is never erased";
    erase_beyond_backups: "Les sauvegardes : voyez avec la personne qui administre ce serveur jusqu’à quand elles sont gardées", "Backups: ask whoever runs this server how long they are kept";
    erase_ground: "Motif", "Ground";
    erase_note: "En quelques mots, pourquoi", "Why, in a few words";
    erase_note_hint: "Sans donnée personnelle : ces mots, eux, resteront. Par exemple : « demande reçue le 3 mars, registre n° 12 ».", "Without personal data: these words will stay. For instance “request received on 3 March, register no. 12”.";
    erase_password: "Votre mot de passe", "Your password";
    erase_confirm: "Je confirme l’effacement : rien ne pourra rétablir ce texte", "I confirm the erasure: nothing will be able to restore this text";
    erase_unconfirmed: "Cochez cette case pour confirmer.", "Tick this box to confirm.";
    erase_submit: "Effacer définitivement", "Erase for good";
    erase_kept: "Une écriture de cette nature ne s’efface pas : le registre, ou une lettre envoyée, ne tiendrait plus sans elle.", "An entry of this kind is never erased: the log, or a notice that was sent, would not stand without it.";
    erase_in_use: "Cette écriture sert encore : enregistrez d’abord la version qui doit la remplacer, ou attendez que la personne ait fini.", "This entry is still in use: first record the version that shall replace it, or wait until the person has finished.";
    erase_under_way: "Des documents ou des courriels de ce client sont en cours. Réessayez dans quelques minutes.", "Documents or e-mails of this client are under way. Try again in a few minutes.";
    erase_gone: "Le contenu de cette écriture est déjà effacé.", "The content of this entry is erased already.";
    done_erased: "Le contenu a été effacé. Les fichiers sont retirés dans l’instant.", "The content was erased. Its files are being removed.";
    erased_by(when: &str, by: &str, ground: &str): "Effacé le {when} par {by} : {ground}", "Erased on {when} by {by}: {ground}";
    erased_which(n: u64, kind: &str): "Écriture n° {n} ({kind})", "Entry no. {n} ({kind})";
    erased_note(entry: &str, erased: &str, note: &str): "{entry}. {erased} ({note}).", "{entry}. {erased} ({note}).";
    erased_untold(n: u64, kind: &str): "Écriture n° {n} ({kind}). Rien de ce qui est joint ne dit par qui, quand ni pourquoi.", "Entry no. {n} ({kind}). Nothing enclosed says by whom, when or why.";
    answer_erased(when: &str, n: u64): "Le texte de la réponse a été effacé le {when} (écriture n° {n}) : ce qui en reste est la parole du prestataire.", "The text of the answer was erased on {when} (entry no. {n}): what remains of it is the firm’s word.";
    answer_erased_by(when: &str, by: &str, n: u64): "texte de la réponse effacé le {when} par {by} (écriture n° {n})", "text of the answer erased on {when} by {by} (entry no. {n})";
    register_erased: "Texte de la réponse effacé le", "Text of the answer erased on";
    verify_file_erased(when: &str, n: u64): "Ce fichier a été effacé de ce serveur le {when} : l’écriture n° {n} le dit. Une copie se compare encore avec l’empreinte ci-dessous.", "This file was erased from this server on {when}: entry no. {n} says so. A copy can still be compared with the hash below.";
    erased_title: "Ce qui a été effacé", "What was erased";
    erased_means: "À la place de chaque texte effacé se trouve […] : ce qui en reste est la parole du prestataire, que l’empreinte de l’écriture ne prouve plus. Une preuve remise avant l’effacement montre encore le texte et se vérifie.", "In the place of each erased text stands […]: what remains of it is the firm’s word, which the fingerprint of the entry no longer proves. Evidence handed out before the erasure still shows the text, and verifies.";
    erased_files(n: u64): ["{n} fichier retiré" | "{n} fichiers retirés"], ["{n} file removed" | "{n} files removed"];
    ground_request: "demande de la personne concernée (RGPD, art. 17)", "request of the person concerned (GDPR, art. 17)";
    ground_mistake: "donnée inexacte ou superflue, enregistrée par erreur (RGPD, art. 5)", "inaccurate or needless, recorded by mistake (GDPR, art. 5)";
    ground_not_needed: "donnée devenue inutile (RGPD, art. 17)", "no longer needed (GDPR, art. 17)";
    ground_unlawful: "donnée qui n’aurait pas dû être conservée (RGPD, art. 17)", "should not have been kept (GDPR, art. 17)";
    ground_retention: "fin de la durée de conservation (RGPD, art. 5)", "end of the retention period (GDPR, art. 5)";
    ground_obligation: "obligation légale ou décision d’une autorité (RGPD, art. 17)", "legal obligation or decision of an authority (GDPR, art. 17)";
}

impl Texts {
    /// What outside readers had made and lose, a line for each, and what they are told of it.
    pub fn readers_lose(self, readers: &[ReaderLoses]) -> Vec<String> {
        let mut lines = self.of_readers(readers);
        lines.extend((!readers.is_empty()).then(|| self.erase_readers_told().to_owned()));
        lines
    }

    /// The same, without that.
    pub fn of_readers(self, readers: &[ReaderLoses]) -> Vec<String> {
        let line = |reader: &ReaderLoses| {
            let counts = [
                (reader.files > 0).then(|| self.erase_reader_files(reader.files)),
                (reader.copies > 0).then(|| self.erase_reader_copies(reader.copies)),
                (reader.bundles > 0).then(|| self.erase_reader_bundles(reader.bundles)),
            ];
            let counts: Vec<String> = counts.into_iter().flatten().collect();
            self.erase_reader(&self.by_outside_reader(&reader.name), &counts.join(", "))
        };
        readers.iter().map(line).collect()
    }

    pub fn ground(self, ground: Ground) -> &'static str {
        match ground {
            Ground::Request => self.ground_request(),
            Ground::Mistake => self.ground_mistake(),
            Ground::NotNeeded => self.ground_not_needed(),
            Ground::Unlawful => self.ground_unlawful(),
            Ground::Retention => self.ground_retention(),
            Ground::Obligation => self.ground_obligation(),
        }
    }

    /// By whom, when and why the entry was erased, as a verifier found it.
    pub fn erased_found(self, erased: &Erased) -> String {
        let by = self.erased_by(&self.moment(erased.at), &erased.by, self.ground(erased.ground));
        format!("{by} ({})", erased.note)
    }

    /// Which entry was erased, when, by whom and why; `when` is the time of the erasure.
    pub fn erased_sentence(self, erased: &PayloadErased, when: &str) -> String {
        let entry = self.erased_which(erased.entry + 1, self.event(&erased.what).unwrap_or(&erased.what));
        self.erased_note(&entry, &self.erased_by(when, &erased.by.name, self.ground(erased.ground)), &erased.note)
    }
}
