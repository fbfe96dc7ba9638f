//! What the program says on the command line when it was asked for something that it cannot do.

use ledger::Report;
use ledger::evidence::Verdict;

use super::{Texts, texts};

impl Texts {
    /// As [`Texts::verdict`], of a whole report: evidence is handed out byte for byte, so that of one which was written anew more can be said
    /// than that it is not read. Of one from which texts are gone, its first line says that.
    pub fn verdict_of(self, report: &Report) -> [String; 2] {
        let [title, text] = match report.verdict {
            Verdict::Unreadable if report.is_rewritten() => [self.verify_rewritten(), self.verify_rewritten_text()],
            verdict => self.verdict(verdict),
        };
        let gone = Some(report.counts.erased).filter(|n| *n > 0 && report.verdict.holds());
        let title = gone.map_or(title.to_owned(), |n| format!("{title}. {}", self.verify_texts_gone(n)));
        [title, text.to_owned()]
    }
}

texts! {
    usage_unknown(option: &str): "Option inconnue : {option}.", "Unknown option: {option}.";
    usage_command(command: &str): "Commande inconnue : {command}.", "Unknown command: {command}.";
    usage_value(option: &str, value: &str): "{option} : « {value} » n’est pas ce que cette option attend.", "{option}: “{value}” is not what this option expects.";
    usage_conflict(option: &str, other: &str): "{option} et {other} ne vont pas ensemble.", "{option} and {other} do not go together.";
    usage_missing(option: &str): "Il manque {option}.", "{option} is missing.";
    usage_other: "La commande est incomplète, ou n’est pas comprise.", "The command is incomplete, or not understood.";
    usage_help: "Les commandes et leurs options, en anglais : acte --help", "The commands and their options: acte --help";
    verify_told(what: &str): "Selon les écritures montrées : {what}.", "As the entries shown have it: {what}.";
    verify_told_client(name: &str): "client : {name}", "client: {name}";
    verify_told_project(title: &str): "mission : {title}", "project: {title}";
    verify_texts_gone(n: u64): ["Le texte de {n} écriture n’y est pas, dit effacé" | "Le texte de {n} écritures n’y est pas, dit effacé"], ["The text of {n} entry is not in it, said to be erased" | "The text of {n} entries is not in it, said to be erased"];
    verify_told_minutes(n: u64): ["{n} procès-verbal de recette" | "{n} procès-verbaux de recette"], ["{n} set of acceptance minutes" | "{n} sets of acceptance minutes"];
    verify_told_meetings(n: u64): ["{n} compte rendu de réunion" | "{n} comptes rendus de réunion"], ["minutes of {n} meeting" | "minutes of {n} meetings"];
    verify_told_agreements(n: u64): ["{n} convention sur la preuve" | "{n} conventions sur la preuve"], ["{n} evidence agreement" | "{n} evidence agreements"];
    verify_told_to(names: &str): "adressé à : {names}", "addressed to: {names}";
    verify_told_more(n: u64): ["et {n} autre personne" | "et {n} autres personnes"], ["and {n} other" | "and {n} others"];
    verify_told_notices(n: u64): ["{n} lettre" | "{n} lettres"], ["{n} letter" | "{n} letters"];
    verify_told_answers(n: u64): ["{n} réponse" | "{n} réponses"], ["{n} answer" | "{n} answers"];
    folder_verified(n: u64): ["Dossier : {n} fichier vérifié." | "Dossier : {n} fichiers vérifiés."], ["Folder: {n} file verified." | "Folder: {n} files verified."];
    folder_two_pasts(one: &str, other: &str, n: u64): "À la place n° {n} du même registre, {one} et {other} montrent deux écritures différentes : la clé du prestataire a signé deux passés.", "At place no. {n} of the same log, {one} and {other} show two different entries: the firm’s key signed two pasts.";
    folder_logs(n: u64): ["Ces fichiers sont d’un seul registre." | "Ces fichiers sont de {n} registres, chacun avec sa clé : le même nom de prestataire ne veut pas dire le même prestataire. Comparez chaque clé."], ["These files are of one log." | "These files are of {n} logs, each with its key: the same name of a firm does not mean the same firm. Compare each key."];
    folder_two_states(one: &str, other: &str, n: u64): "{one} et {other} ont, pour les {n} mêmes premières écritures du même registre, deux points de contrôle : la clé du prestataire a signé deux passés.", "{one} and {other} have two checkpoints for the same first {n} entries of the same log: the firm’s key signed two pasts.";
    newer_none(file: &str): "{file} ne contient aucune preuve, et ne peut donc en être une plus récente.", "{file} holds no evidence, so it cannot be newer evidence.";
    folder_failed(n: u64): ["{n} fichier ne tient pas." | "{n} fichiers ne tiennent pas."], ["{n} file does not hold." | "{n} files do not hold."];
    folder_aside(file: &str): "{file} : aucune preuve dedans, ou un autre programme l’a enregistré de nouveau sans elle. Laissé de côté.", "{file}: no evidence in it, or another program saved it anew without. Left aside.";
    folder_beside(n: u64): ["{n} fichier de ce dossier n’appartient pas au lot : rien ne parle pour lui." | "{n} fichiers de ce dossier n’appartiennent pas au lot : rien ne parle pour eux."], ["{n} file in this folder does not belong to the bundle: nothing speaks for it." | "{n} files in this folder do not belong to the bundle: nothing speaks for them."];
    file_missing(file: &str): "{file} : il n’y a pas de fichier de ce nom.", "{file}: there is no such file.";
    file_denied(file: &str): "{file} : ce fichier ne peut pas être lu, l’accès est refusé.", "{file}: this file cannot be read, access is denied.";
    file_unread(file: &str, detail: &str): "{file} : ce fichier n’a pas pu être lu. {detail}", "{file}: this file could not be read. {detail}";
}
