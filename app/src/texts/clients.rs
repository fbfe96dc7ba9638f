//! Clients and their contacts.

use super::texts;

texts! {
    clients_empty: "Aucun client pour l’instant", "No client yet";
    clients_empty_text: "Enregistrez le premier : sa dénomination suffit pour commencer.", "Record the first one: its name is enough to begin.";
    clients_count_projects: "Missions", "Projects";
    clients_count_open: "Lettres sans réponse", "Notices without an answer";
    client_new: "Nouveau client", "New client";
    client_edit: "Modifier le client", "Edit the client";
    client_identity: "Identité", "Identity";
    client_lang: "Langue dans laquelle le client reçoit ses lettres", "Language in which the client receives notices";
    client_contacts: "Contacts", "Contacts";
    client_no_contact: "Aucun contact. Une mise en garde ne peut pas partir sans destinataire.", "No contact. A warning cannot be sent without a recipient.";
    client_projects: "Missions", "Projects";
    client_no_project: "Aucune mission.", "No project.";
    client_new_project: "Nouvelle mission", "New project";
    client_notices: "Lettres de mise en garde", "Warning notices";
    client_no_notice: "Aucune lettre émise.", "No notice issued.";

    contact_new: "Nouveau contact", "New contact";
    contact_edit: "Modifier le contact", "Edit the contact";
    contact_edit_named(name: &str): "Modifier {name}", "Edit {name}";
    contact_role: "Fonction", "Position";
    contact_role_hint: "Par exemple : gérante, directeur technique.", "For instance: managing director, head of IT.";
    contact_email_hint: "Sans adresse, cette personne ne peut recevoir aucune lettre.", "Without an address, this person cannot receive a notice.";
    contact_signatory: "Peut décider au nom du client", "May decide for the client";
    contact_signatory_hint: "Les autres confirment seulement qu’ils ont lu.", "The others only confirm that they have read.";
    contact_decides: "Signataire", "Signatory";
    contact_reads: "Pour information", "For information";
    contact_unverified: "Pouvoir de décision non vérifié", "Authority to decide not verified";
    contact_authority: "Source du pouvoir de décision", "Source of the authority to decide";
    contact_authority_note: "Où ce pouvoir est écrit", "Where this authority is written";
    contact_authority_note_hint: "Par exemple : extrait Kbis du 12 mars, délégation du 3 avril.", "For instance: company register extract of 12 March, delegation of 3 April.";
    contact_active: "Toujours en fonction", "Still in this position";
    contact_active_hint: "Décochez pour ne plus lui adresser de lettre ; ce qui a été émis reste consigné.", "Clear it to address no further notice to this person; what was issued stays recorded.";
    contact_erased(when: &str): "Données effacées à sa demande le {when} (RGPD, art. 17) : sa fonction n’est plus consignée ; l’écriture d’effacement garde si cette personne pouvait décider", "Data erased at their request on {when} (GDPR, art. 17): their position is no longer on record; the entry of the erasure keeps whether they could decide";
    contact_gone: "N’est plus en fonction", "No longer in this position";
    authority_register: "Registre du commerce", "Company register";
    authority_delegation: "Délégation écrite", "Written delegation";
    authority_self_declared: "Déclaré par la personne", "Declared by the person";
    authority_unknown: "Non vérifiée", "Not verified";
    error_contact_email_taken(name: &str): "Cette adresse est déjà enregistrée pour {name}.", "This address is already recorded for {name}.";
}
