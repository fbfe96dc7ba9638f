//! The chronology of a project or a client.

use super::texts;

texts! {
    chronology: "Chronologie", "Chronology";
    chronology_lead: "Chaque écriture de la mission, dans l’ordre du registre : qui, quand, d’après quelle horloge, et ce qui le prouve.", "Each entry of the project, in the order of the log: who, when, by whose clock, and what proves it.";
    chronology_client_lead: "Chaque écriture sur ce client et toutes ses missions, dans l’ordre du registre : qui, quand, d’après quelle horloge, et ce qui le prouve.", "Each entry about this client and all its projects, in the order of the log: who, when, by whose clock, and what proves it.";
    chronology_too_many(limit: u64): "Plus de {limit} écritures : c’est la limite d’une page. Lisez la chronologie de chaque mission, ou l’état d’un jour (« Tel que c’était »).", "More than {limit} entries: that is the limit of a page. Read the chronology of each project, or the state of a day (As it stood).";
    chronology_in_file(count: usize, more: usize, fewer: usize): "Un dossier (PDF) établi maintenant compterait {count} écritures : {more} de plus sur le registre lui-même et ses cachets, {fewer} de moins sur les lecteurs extérieurs.", "A file (PDF) made now would count {count} entries: {more} more about the log itself and its seals, {fewer} fewer about outside readers.";
    chronology_gap_from: "Silence montré à partir de", "Silence shown from";
    chronology_gap_days(n: u64): ["{n} jour" | "{n} jours"], ["{n} day" | "{n} days"];
    chronology_mark_gap(n: u64): ["Dans la liste, entre tirets : au moins {n} jour sans écriture" | "Dans la liste, entre tirets : au moins {n} jours sans écriture"], ["In the list, between dashes: at least {n} day without an entry" | "In the list, between dashes: at least {n} days without an entry"];
    chronology_from: "Du", "From";
    chronology_to: "Au", "To";
    chronology_to_early: "Ce jour est avant le premier.", "This day is before the first.";
    chronology_wider(year: i64): "Toute l’année {year}", "All of {year}";
    chronology_all: "Tout", "All";
    chronology_stamped(when: &str, name: &str): "au registre au plus tard le {when}, selon « {name} », une autorité d’horodatage que ce serveur connaît", "in the log at the latest on {when}, by “{name}”, a time-stamping authority that this server knows";
    chronology_closer: "Agrandir le dessin", "Enlarge the picture";
    chronology_none: "Aucune écriture dans cette période.", "No entry in this period.";
    chronology_same: "horodatage de l’écriture précédente", "time-stamp of the entry before";
    chronology_firm_clock: "heure de la seule horloge du prestataire", "time by the firm’s clock alone";
    chronology_note(zone: &str): "Les heures sont celles de l’horloge du serveur du prestataire, à l’heure locale ({zone}) puis en UTC ; un horodatage dit en plus quand, au plus tard, l’écriture était au registre. L’empreinte est celle de la feuille (RFC 6962) de l’écriture : une preuve remise la relie au point de contrôle signé.", "Times are those of the clock of the firm’s server, in local time ({zone}), then in UTC; a time-stamp says besides when, at the latest, the entry was in the log. The hash is that of the entry’s leaf (RFC 6962): evidence that is handed out ties it to the signed checkpoint.";
    chronology_hidden(n: u64): ["Cette salle de données ne montre pas tout : {n} autre écriture de la mission (envois, courriels, contacts, pièces…) n’y figure pas." | "Cette salle de données ne montre pas tout : {n} autres écritures de la mission (envois, courriels, contacts, pièces…) n’y figurent pas."], ["This data room does not show everything: {n} other entry of the project (mails, deliveries, contacts, papers…) is not in it." | "This data room does not show everything: {n} other entries of the project (mails, deliveries, contacts, papers…) are not in it."];
    chronology_count(n: u64, of: u64): ["{n} écriture sur {of}." | "{n} écritures sur {of}."], ["{n} entry of {of}." | "{n} entries of {of}."];
    chronology_read_on(when: &str): "Chronologie tirée du registre tel qu’il était lu le {when}", "Chronology drawn from the log as read on {when}";
    chronology_opened(n: u64, who: &str): ["{who} : {n} page consultée" | "{who} : {n} pages consultées"], ["{who}: {n} page opened" | "{who}: {n} pages opened"];
    chronology_folded: "Les pages qu’un lecteur extérieur a consultées sont repliées, une ligne par lecteur et par jour. Dépliées, elles s’impriment aussi.", "The pages that an outside reader opened are folded, one line for each reader and day. Unfolded, they are printed too.";
    chronology_legend: "Les signes du dessin", "The marks of the picture";
    chronology_mark_sent: "Lettre émise, postée ou remise", "Notice issued, posted or handed over";
    chronology_mark_answered: "Réponse, quelle qu’elle soit", "Answer, whatever it says";
    chronology_mark_question: "Question du client", "Question from the client";
    chronology_mark_silent: "Silence consigné, lettre adressée à la direction, message refusé ou revenu", "Silence recorded, notice sent to the director, mail refused or returned";
    chronology_mark_revoked: "Contenu effacé, lien révoqué", "Content erased, link revoked";
    chronology_mark_other: "Autre écriture", "Other entry";
    chronology_gap(n: u64): ["{n} jour sans écriture" | "{n} jours sans écriture"], ["{n} day without an entry" | "{n} days without an entry"];
}
