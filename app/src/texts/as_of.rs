//! A page as it stood at a moment.

use super::{Texts, texts};

texts! {
    as_of: "Tel que c’était", "As it stood";
    as_of_at: "Instant", "Moment";
    as_of_hint: "Jour, ou jour et heure : « 17/06/2020 », « 17/06/20 », « 17 juin 2020 à 8 h 05 », « 2020-06-17 08:05 », ou avec le décalage, « 2020-06-17T08:05:30+02:00 ». Un jour seul vaut sa fin, une minute son début.", "Day, or day and hour: “17/06/2020”, “17/06/20”, “17 June 2020, 08:05”, “2020-06-17 08:05”, or with the offset, “2020-06-17T08:05:30+02:00”. A day alone means its end, a minute its beginning.";
    as_of_and: "Comparer avec", "Compare with";
    as_of_and_hint: "Facultatif : un second moment ; seul ce qui diffère est montré.", "Optional: a second moment; only what differs is shown.";
    as_of_show: "Montrer", "Show";
    as_of_evidence: "Télécharger ces écritures et leur preuve (JSON)", "Download these entries and their proof (JSON)";
    as_of_erased: "Établi d’après les écritures du registre. Là où un texte a été effacé depuis, « […] » tient sa place.", "Drawn from the entries of the log. Where a text was erased since, “[…]” stands in its place.";
    as_of_nothing: "Rien n’était encore consigné.", "Nothing was recorded yet.";
    as_of_same: "Rien de ce que montre cette page ne diffère entre ces deux moments.", "Nothing that this page shows differs between these two moments.";
    as_of_more(n: u64): ["Entre les deux, {n} écriture de plus a été consignée, envois et remises compris." | "Entre les deux, {n} écritures de plus ont été consignées, envois et remises compris."], ["Between them {n} more entry was recorded, mails and deliveries included." | "Between them {n} more entries were recorded, mails and deliveries included."];
    as_of_see_more: "Les voir dans la chronologie", "See them in the chronology";
    as_of_difference: "Ce qui diffère", "What differs";
    as_of_not_yet: "Non consigné", "Not recorded";
    as_of_unanswered: "Sans réponse pour l’instant", "No answer yet";
    as_of_what: "Objet", "Thing";
    as_of_people: "Personnes", "People";
    as_of_scope: "Périmètre", "Scope";
    as_of_title: "Intitulé", "Title";
    as_of_version: "Version du périmètre", "Version of the scope";
    as_of_kinds: "Types de mission", "Kinds of project";
    as_of_dates: "Début et fin prévus", "Planned start and end";
    as_of_rule_on: "En vigueur", "In force";
    as_of_rule_off: "Désactivée", "Switched off";
    as_of_future: "Ce moment n’est pas encore venu.", "This moment has not come yet.";
    as_of_inactive: "N’est plus en fonction, ou données effacées à sa demande", "No longer in this position, or data erased at their request";
    as_of_too_early: "Rien ne peut avoir été consigné si tôt.", "Nothing can have been recorded that early.";
    as_of_no_date: "Cette date n’existe pas, ou n’est pas écrite comme l’exemple.", "This date does not exist, or is not written as in the example.";
    as_of_root: "Empreinte racine de cet état :", "Root hash of this state:";
    as_of_root_of(size: u64): "Empreinte racine du point de contrôle à {size} écritures :", "Root hash of the checkpoint of {size} entries:";
    as_of_rests_own: "Ce que dit l’autorité d’horodatage porte sur le point de contrôle de cet état même, à cette taille et à cette empreinte.", "What the time-stamping authority says is about the checkpoint of this very state, of this size and this hash.";
    as_of_rests_later(size: u64, more: u64): "Aucun point de contrôle horodaté n’a juste cette taille. Ce que dit l’autorité porte sur un état ultérieur, le premier horodaté qui contienne toutes ces écritures : le point de contrôle à {size} écritures, soit {more} de plus. Il prouve que cet état-ci était là au plus tard à cette heure, et rien de plus sur la sienne.", "No time-stamped checkpoint has just this size. What the authority says is about a later state, the first time-stamped one that has all of these entries: the checkpoint of {size} entries, {more} more. It proves that this state was there by that time, and nothing more of its own.";
    as_of_rests_newest: "Aucun point de contrôle horodaté ne contient encore toutes ces écritures. Un fichier téléchargé repose sur le plus récent au moment du téléchargement, qui peut être d’un état ultérieur.", "No time-stamped checkpoint has all of these entries yet. A file that is downloaded rests on the newest at the time of the download, which may be of a later state.";
    as_of_file_has_both: "Le fichier contient les deux : l’état à cette taille, signé, et la preuve que le point de contrôle en est la suite.", "The file has both: the state of this size, signed, and the proof that the checkpoint continues it.";
    as_of_state_alone(size: u64, root: &str): "Ce fichier contient aussi l’état du registre à {size} écritures, dont aucune autorité ni aucun témoin connu ne dit l’heure : empreinte racine {root}. Le point de contrôle en est la suite.", "This file also has the state of the log at {size} entries, of which no known authority or witness states the time: root hash {root}. The checkpoint continues it.";
    as_of_state_last(number: u64, when: &str): "La dernière écriture de cet état que montre ce fichier est la n° {number}, du {when}, selon l’horloge du prestataire.", "The last entry of this state that this file shows is no. {number}, of {when}, by the firm’s clock.";
    past_missing(n: u64, size: u64): ["{n} écriture sur les {size} de cet état antérieur n’est pas dans ce fichier. Si elle touche à la même affaire, il ne le dit pas : qui l’a remis ou transmis a pu l’ôter." | "{n} écritures sur les {size} de cet état antérieur ne sont pas dans ce fichier. Si l’une d’elles touche à la même affaire, il ne le dit pas : qui l’a remis ou transmis a pu l’ôter."],
        ["{n} entry of the {size} of that earlier state is not in this file. Whether it concerns the same matter, the file does not say: whoever handed it out or passed it on may have taken it out." | "{n} entries of the {size} of that earlier state are not in this file. Whether one of them concerns the same matter, the file does not say: whoever handed it out or passed it on may have taken it out."];
    past_whole(size: u64): "Les {size} écritures de cet état antérieur sont toutes dans ce fichier.", "All {size} entries of that earlier state are in this file.";
    past_later(n: u64): ["{n} écriture est postérieure à cet état : ce fichier n’en montre rien, qu’elle touche ou non à la même affaire." | "{n} écritures sont postérieures à cet état : ce fichier n’en montre rien, qu’elles touchent ou non à la même affaire."],
        ["{n} entry came after that state: this file shows nothing of it, whether or not it concerns the same matter." | "{n} entries came after that state: this file shows nothing of them, whether or not they concern the same matter."];
    as_of_unstated: "Quand, seule l’horloge du prestataire le dit : aucune autorité n’a encore attesté cet état.", "When, the firm’s clock alone says: no authority has stated this state yet.";
    as_of_stated(name: &str, when: &str): "« {name} » atteste que toutes étaient au registre au plus tard le {when}.", "“{name}” states that all of them were in the log at the latest on {when}.";
    as_of_lead(zone: &str): "Ce que le registre disait à un instant passé. Sans décalage, les heures sont celles du fuseau {zone}.", "What the log said at a moment of the past. Without an offset, hours are those of the zone {zone}.";
    as_of_issued(names: &str, when: &str): "Émise le {when}, destinataires : {names}", "Issued on {when}, recipients: {names}";
    as_of_answered(name: &str, when: &str): "Réponse donnée par {name} le {when}", "Answered by {name} on {when}";
    as_of_acknowledged(name: &str, when: &str): "Lecture confirmée par {name} le {when}", "Reading confirmed by {name} on {when}";
    as_of_deliveries: "Envois, remises, relances et questions", "Mails, deliveries, reminders and questions";
    as_of_not_here: "Les documents produits et les liens personnels créés ne sont pas repris ici. Un lien mène à la page telle qu’elle est aujourd’hui.", "Documents made and personal links created are not repeated here. A link leads to the page as it is today.";
    as_of_in_chronology: "La chronologie montre toutes les écritures", "The chronology shows all entries";
    as_of_filed(date: &str): "Versé le {date}", "Filed on {date}";
    as_of_gap(zone: &str): "Cette heure n’a pas existé dans le fuseau {zone} : les horloges y ont été avancées. Donnez l’heure d’avant ou d’après.", "This hour did not exist in {zone}: the clocks went forward. Give the hour before or after.";
    as_of_twice(first: &str, second: &str): "Cette heure a existé deux fois : les horloges ont été retardées. Ajoutez le décalage, {first} ou {second}.", "This hour existed twice: the clocks went back. Add the offset, {first} or {second}.";
    as_of_entries(n: u64): ["Le registre comptait alors {n} écriture." | "Le registre comptait alors {n} écritures."], ["The log had {n} entry then." | "The log had {n} entries then."];
}

impl Texts {
    /// Of a file about an earlier state of `size` entries, `missing` of which it does not show: what of the log is not in it, `elsewhere` in all.
    pub fn elsewhere_of_past(self, size: u64, missing: u64, elsewhere: u64) -> String {
        let within = if missing > 0 { self.past_missing(missing, size) } else { self.past_whole(size) };
        match elsewhere.saturating_sub(missing) {
            0 => within,
            later => format!("{within} {}", self.past_later(later)),
        }
    }
}
