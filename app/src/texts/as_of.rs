//! A page as it stood at a moment.

use super::texts;

texts! {
    as_of: "Tel que c’était", "As it stood";
    as_of_at: "Instant", "Moment";
    as_of_hint: "Jour, ou jour et heure : « 2020-06-17 », « 17/06/2020 08:00 », ou avec le décalage, « 2020-06-17T08:00+02:00 ». Un jour seul vaut sa fin.", "Day, or day and hour: “2020-06-17”, “2020-06-17 08:00”, or with the offset, “2020-06-17T08:00+02:00”. A day alone means its end.";
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
    as_of_no_date: "Cette date n’existe pas, ou n’est pas écrite comme l’exemple.", "This date does not exist, or is not written as in the example.";
    as_of_unstated: "Quand, seule l’horloge du prestataire le dit : aucune autorité n’a encore attesté cet état.", "When, the firm’s clock alone says: no authority has stated this state yet.";
    as_of_stated(name: &str, when: &str): "« {name} » atteste que toutes étaient au registre au plus tard le {when}.", "“{name}” states that all of them were in the log at the latest on {when}.";
    as_of_lead(zone: &str): "Ce que le registre disait à un instant passé. Sans décalage, les heures sont celles du fuseau {zone}.", "What the log said at a moment of the past. Without an offset, hours are those of the zone {zone}.";
    as_of_issued(names: &str, when: &str): "Émise le {when}, destinataires : {names}", "Issued on {when}, recipients: {names}";
    as_of_answered(name: &str, when: &str): "Réponse donnée par {name} le {when}", "Answered by {name} on {when}";
    as_of_acknowledged(name: &str, when: &str): "Lecture confirmée par {name} le {when}", "Reading confirmed by {name} on {when}";
    as_of_not_here: "Les courriels, relances, remises et questions de ces lettres ne sont pas repris ici. Un lien mène à la page telle qu’elle est aujourd’hui.", "Mails, reminders, deliveries and questions of these notices are not repeated here. A link leads to the page as it is today.";
    as_of_in_chronology: "La chronologie les montre tous", "The chronology shows all of them";
    as_of_filed(date: &str): "Versé le {date}", "Filed on {date}";
    as_of_gap(zone: &str): "Cette heure n’a pas existé dans le fuseau {zone} : les horloges y ont été avancées. Donnez l’heure d’avant ou d’après.", "This hour did not exist in {zone}: the clocks went forward. Give the hour before or after.";
    as_of_twice(first: &str, second: &str): "Cette heure a existé deux fois : les horloges ont été retardées. Ajoutez le décalage, {first} ou {second}.", "This hour existed twice: the clocks went back. Add the offset, {first} or {second}.";
    as_of_entries(n: u64): ["Le registre comptait alors {n} écriture." | "Le registre comptait alors {n} écritures."], ["The log had {n} entry then." | "The log had {n} entries then."];
}
