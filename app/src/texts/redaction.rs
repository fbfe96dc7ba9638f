//! Copies for filing in which names are masked.

use ledger::pdf::redaction::CopyOf;

use super::{Texts, texts};
use crate::html::without_turns;
use crate::pages::Gone;

texts! {
    redacted: "Copie occultée", "Redacted copy";
    redacted_of(called: &str): "Copie occultée — {called}", "Redacted copy — {called}";
    redacted_text(n: u64, by: &str, when: &str): "Dans cette copie, établie le {when} par {by}, des noms ou des mots sont occultés (nombre : {n}). Chacun est remplacé par son numéro entre crochets, le même partout ; il ne figure nulle part dans le fichier.", "In this copy, made on {when} by {by}, names or words are redacted (number: {n}). Each is replaced by its number in brackets, the same one throughout; it stands nowhere in the file.";
    redacted_original(entry: u64, withheld: u64): "L’original est inscrit au registre (écriture n° {entry}) et n’en a pas été changé ; le numéro, les dates et les preuves ci-dessous sont les siens. La copie est redessinée à partir des preuves qu’il contient. Les écritures où figure un nom occulté sont jointes sans leur texte (nombre : {withheld}) : leur place et leur date restent prouvées, et qui détient l’original peut comparer.", "The original is on record in the log (entry no. {entry}), which this copy did not change; the number, the dates and the proofs below are its own. The copy is drawn anew from the evidence in it. Entries in which a redacted name stands are attached without their text (number: {withheld}): their place and their date remain proven, and whoever holds the original can compare.";
    redacted_hash: "SHA-256 de l’original", "SHA-256 of the original";
    verify_copy(reference: &str): "Copie occultée du document {reference}", "Redacted copy of {reference}";
    verify_copy_text(sha256: &str): "Le prestataire dit, sous son sceau, l’avoir tirée de l’original dont le SHA-256 est {sha256}. Établi : cette copie est la sienne, et les écritures montrées sont au registre. Non établi : ce qui est occulté, ni que le reste est celui de l’original ; qui a un fichier de cette empreinte peut comparer.", "The firm says, under its seal, that this was drawn from the original with the SHA-256 {sha256}. Established: this copy is the firm’s, and the entries shown are in the log. Not established: what is redacted, nor that the rest is that of the original; whoever has a file with that hash can compare.";
    redacted_description: "De quel document ce PDF est une copie occultée", "Of which document this PDF is a redacted copy";
    redact_title: "Copie occultée pour production", "Redacted copy for filing";
    redact_lead: "Une copie d’un document où les noms choisis ne figurent plus : ni sous un cache, ni dans les pièces jointes, ni dans les propriétés du fichier. L’original ne change pas.", "A copy of a document in which the chosen names no longer stand: not under a bar, not in its attachments, not in the properties of the file. The original does not change.";
    redact_make: "Copie occultée (PDF)", "Redacted copy (PDF)";
    redact_document: "Document", "Document";
    redact_no_document: "Il n’y a pas encore de document à occulter ici. Établissez d’abord le dossier (PDF).", "There is no document to redact here yet. Make the file (PDF) first.";
    redact_people: "Personnes à occulter", "People to redact";
    redact_people_hint: "Leur nom complet, leur nom de famille et leur adresse électronique sont occultés partout. Un nom de famille qui figure dans le nom de votre entreprise ne l’est pas seul.", "Their full name, family name and e-mail address are redacted everywhere. A family name that stands in your firm’s own name is not redacted by itself.";
    redact_gone(when: &str, entry: &str): "Le document dont une copie pouvait être tirée a été détruit le {when}, avec ce que l’écriture n° {entry} du registre dit effacé : il le montrait. Une fois un autre établi, une copie pourra en être tirée.", "The document of which a copy could be made was destroyed on {when}, with what entry no. {entry} of the log says was erased: it showed that. Once another is made, a copy can be made of that.";
    redact_erased: "Données effacées à sa demande ; le nom reste dans ce qui est conservé", "Data erased at their request; the name stays in what is kept";
    redact_member: "Membre de l’entreprise", "Member of the firm";
    redact_words: "Autres noms ou mots à occulter", "Other names or words to redact";
    redact_words_hint: "Un par ligne, tel qu’il figure dans le document ; majuscules et accents ne comptent pas. Ni pluriels ni surnoms ne sont devinés : relisez la copie avant de la produire.", "One on each line, as it stands in the document; case and accents do not matter. No plurals or nicknames are guessed: read the copy before you file it.";
    redact_unseen: "Ce que rien ne trouve à votre place : un nom collé à d’autres mots (« serveurmartin »), un prénom seul, des initiales, une adresse IP, une fonction qui désigne quelqu’un (« la directrice »). Ajoutez-les ci-dessous tels qu’ils figurent, à partir de trois lettres ou chiffres ; deux initiales en majuscules (« MK », qui trouve aussi « M.K. ») sont occultées là où elles forment un mot en majuscules.", "What nothing finds for you: a name joined to other words (“martinserver”), a first name alone, initials, an IP address, a function that points to somebody (“the director”). Add them below as they stand, from three letters or digits on; two initials in capitals (“MK”, which also finds “M.K.”) are redacted where they are a word in capitals.";
    redact_submit: "Établir la copie", "Make the copy";
    redact_copies: "Copies déjà établies", "Copies made before";
    redacted_gone_title: "Cette copie occultée a été détruite", "This redacted copy was destroyed";
    redacted_gone_text(when: &str, entry: &str): "Elle a été détruite le {when}, avec ce que l’écriture n° {entry} du registre dit effacé : elle le montrait, ou pouvait le montrer.", "It was destroyed on {when}, with what entry no. {entry} of the log says was erased: it showed that, or may have.";
    redacted_gone_again: "Une nouvelle copie peut être établie à partir du document tel qu’il est aujourd’hui.", "A new copy can be made from the document as it is today.";
    redact_nothing: "Choisissez au moins une personne, ou écrivez un nom.", "Choose at least one person, or write a name.";
    redact_absent(word: &str): "« {word} » ne figure pas dans les écritures de ce document.", "“{word}” does not stand in the entries of this document.";
    redact_nobody: "Aucune des personnes choisies ne figure dans les écritures de ce document.", "None of the chosen people stands in the entries of this document.";
    redact_short(word: &str): "« {word} » est trop court : au moins trois lettres ou chiffres, ou deux initiales en majuscules.", "“{word}” is too short: at least three letters or digits, or two initials in capitals.";
    redact_own(word: &str): "« {word} » figure dans le nom de votre entreprise, que porte le sceau de tout document.", "“{word}” stands in your firm’s own name, which the seal of every document bears.";
    redact_needed: "L’un de ces mots fait partie du format des écritures et ne peut pas être occulté seul. Écrivez le nom entier.", "One of these words is part of the format of the entries and cannot be redacted by itself. Write the whole name.";
    redact_printed(word: &str): "La copie n’est pas remise : « {word} » s’y lit encore, là où rien n’est occulté, dans une phrase imprimée du document ou sous une autre écriture. Écrivez le nom tel qu’il s’y lit, ou un mot plus long.", "The copy is not handed out: “{word}” can still be read in it where nothing is redacted, in a printed sentence of the document or written in another way. Write the name as it stands there, or a longer word.";
    redact_too_many: "Cent lignes au plus, de cent caractères au plus.", "At most one hundred lines, of at most one hundred characters.";
    redact_unread: "Ce document ne contient pas de preuves à partir desquelles redessiner une copie.", "This document holds no evidence from which a copy could be drawn.";
    verify_redacted: "Ce document est une copie où des noms sont occultés.", "This document is a copy in which names are redacted.";
    verify_redacted_original: "L’original", "The original";
}

impl Texts {
    /// The title in the place of what went with an erasure.
    pub fn gone_title(self, what: Gone) -> &'static str {
        match what {
            Gone::File => self.dossier_gone_title(),
            Gone::Copy => self.redacted_gone_title(),
            Gone::Bundle => self.bundle_gone_title(),
        }
    }

    /// Of what a file is a redacted copy, and what that shows: a heading and a sentence.
    pub fn verify_copy_of(self, copy: &CopyOf) -> [String; 2] {
        let text = self.verify_copy_text(&copy.sha256.to_string());
        [self.verify_copy(&without_turns(&copy.reference)), text]
    }
}
