//! The chronology of a project.

use super::texts;

texts! {
    chronology: "Chronologie", "Chronology";
    chronology_lead: "Chaque écriture de la mission, dans l’ordre du registre : qui, quand, d’après quelle horloge, et ce qui le prouve.", "Each entry of the project, in the order of the log: who, when, by whose clock, and what proves it.";
    chronology_from: "Du", "From";
    chronology_to: "Au", "To";
    chronology_to_early: "Ce jour est avant le premier.", "This day is before the first.";
    chronology_wider(year: i64): "Toute l’année {year}", "All of {year}";
    chronology_all: "Tout", "All";
    chronology_stamped(when: &str, name: &str): "au registre au plus tard le {when}, selon « {name} », une autorité d’horodatage que ce serveur connaît", "in the log at the latest on {when}, by “{name}”, a time-stamping authority that this server knows";
    chronology_closer: "Agrandir le dessin", "Enlarge the picture";
    chronology_none: "Aucune écriture dans cette période.", "No entry in this period.";
    chronology_firm_clock: "heure de la seule horloge du prestataire", "time by the firm’s clock alone";
    chronology_note(zone: &str): "Les heures locales sont celles du fuseau {zone} ; l’heure UTC les suit. L’empreinte est celle de la feuille (RFC 6962) de l’écriture : une preuve remise la relie au point de contrôle signé.", "Local hours are those of the zone {zone}; the time in UTC follows. The hash is that of the entry’s leaf (RFC 6962): evidence that is handed out ties it to the signed checkpoint.";
    chronology_count(n: u64, of: u64): ["{n} écriture sur {of}." | "{n} écritures sur {of}."], ["{n} entry of {of}." | "{n} entries of {of}."];
    chronology_gap(n: u64): ["{n} jour sans écriture" | "{n} jours sans écriture"], ["{n} day without an entry" | "{n} days without an entry"];
}
