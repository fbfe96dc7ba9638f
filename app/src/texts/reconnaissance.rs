//! What an engineer notes on site, and what is kept of it until the server has it.

use super::texts;

texts! {
    reconnaissance: "Relevé sur site", "Site visit";
    reconnaissance_lead: "Notez ce que vous constatez, dans l’ordre qui vous arrange. Chaque risque constaté devient un brouillon de mise en garde, faits compris.", "Note what you find, in any order. Each risk you find becomes a draft warning, with its facts in it.";
    reconnaissance_seen(seen: u64, all: usize): "{seen} sur {all} traités", "{seen} of {all} settled";
    reconnaissance_none: "Pas vu", "Not looked at";
    reconnaissance_risk: "Risque constaté", "Risk found";
    reconnaissance_in_place: "Déjà en place", "Already in place";
    reconnaissance_evidence_hint: "Le jour et votre nom sont consignés avec.", "The day and your name are recorded with it.";
    reconnaissance_submit: "Enregistrer le relevé", "Record the visit";
    reconnaissance_nothing: "Rien n’est encore noté : répondez à une question ou notez un constat.", "Nothing is noted yet: answer a question or note a finding.";
    reconnaissance_no_risk: "Choisissez « Risque constaté » pour garder ces faits, ou effacez-les.", "Choose “Risk found” to keep these facts, or clear them.";
    reconnaissance_not_due: "Ce sujet n’est pas à traiter dans cette mission : répondez d’abord à la question qui le concerne.", "This topic is not due in this project: answer the question about it first.";
    reconnaissance_if: "Ce sujet n’est à traiter que selon les réponses ci-dessus.", "Due only if the answers above make it so.";
    reconnaissance_families: "Familles de sujets", "Families of topics";
    reconnaissance_drafts: "Brouillons de cette mission à terminer", "This project’s drafts to finish";
    done_reconnaissance_recorded: "Le relevé est enregistré. Les brouillons à terminer sont ci-dessous.", "The visit is recorded. The drafts to finish are below.";
    unsent_kept: "Saisie gardée sur cet appareil, pas encore envoyée.", "Kept on this device, not sent yet.";
    unsent_put_back(when: &str): "Votre saisie du {when} n’avait pas été envoyée : la voici.", "What you typed on {when} was not sent: here it is.";
    unsent_offline: "Pas de connexion : rien n’a été envoyé et rien n’est perdu. Réessayez quand le réseau revient.", "No connection: nothing was sent and nothing is lost. Try again when the network is back.";
    unsent_refused: "Ce navigateur ne garde rien : envoyez avant de quitter la page.", "This browser keeps nothing: send before you leave the page.";
    unsent_discard: "Effacer de cet appareil", "Erase from this device";
}
