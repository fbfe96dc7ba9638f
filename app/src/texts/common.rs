//! Words used on every page: navigation, buttons, forms, states.

use super::texts;

texts! {
    product: "Acté", "Acté";
    skip_to_content: "Aller au contenu", "Skip to content";
    navigation: "Navigation principale", "Main navigation";
    letter_from: "De la part de", "From";
    footer_claim: "Acté consigne les mises en garde et les réponses, et en garde la preuve.", "Acté records warnings and answers, and keeps the proof.";
    footer_verify: "Vérifier un document", "Verify a document";

    nav_overview: "Aujourd’hui", "Today";
    nav_clients: "Clients", "Clients";
    nav_projects: "Missions", "Projects";
    nav_topics: "Sujets", "Topics";
    nav_search: "Recherche", "Search";
    nav_members: "Membres", "Members";
    nav_firm: "Prestataire", "Firm";
    nav_account: "Mon compte", "My account";
    sign_out: "Se déconnecter", "Sign out";
    signed_in_as(name: &str): "Session ouverte : {name}", "Signed in as {name}";

    save: "Enregistrer", "Save";
    cancel: "Annuler", "Cancel";
    edit: "Modifier", "Edit";
    add: "Ajouter", "Add";
    remove: "Retirer", "Remove";
    delete: "Supprimer", "Delete";
    send: "Envoyer", "Send";
    next: "Continuer", "Continue";
    back: "Retour", "Back";
    preview: "Aperçu", "Preview";
    search: "Chercher", "Search";
    yes: "Oui", "Yes";
    no: "Non", "No";

    required: "(obligatoire)", "(required)";
    choose_one: "— Choisir —", "— Choose —";
    file_limits(types: &str, size: &str): "{types}, {size} au plus.", "{types}, {size} at most.";
    errors_to_fix(n: u64): ["{n} point à corriger" | "{n} points à corriger"], ["{n} thing to correct" | "{n} things to correct"];
    error_of(label: &str, error: &str): "{label} : {error}", "{label}: {error}";
    flash_done: "Fait.", "Done.";
    flash_refused: "Refusé.", "Refused.";

    pages: "Pages", "Pages";
    previous_page: "Page précédente", "Previous page";
    next_page: "Page suivante", "Next page";
    page_of(page: u64, pages: u64): "Page {page} sur {pages}", "Page {page} of {pages}";
    step_of(step: u64, steps: u64): "Étape {step} sur {steps}", "Step {step} of {steps}";
    step_done: "(terminé)", "(done)";
    items(n: u64): ["{n} élément" | "{n} éléments"], ["{n} item" | "{n} items"];
    days(n: u64): ["{n} jour" | "{n} jours"], ["{n} day" | "{n} days"];

    date_label: "Date", "Date";
    name: "Nom", "Name";
    email: "Adresse électronique", "E-mail address";
    phone: "Téléphone", "Telephone";
    state: "État", "State";
    reference: "Référence", "Reference";
    respond_by_label: "Réponse demandée au plus tard le", "Answer asked for by";
    respond_by(date: &str): "Réponse demandée au plus tard le {date}", "Answer asked for by {date}";
    respond_by_moved: "Cette date remplace celle de la lettre.", "This date replaces the one in the notice.";
    language: "Langue", "Language";
    language_fr: "Français", "French";
    language_en: "Anglais", "English";

    state_draft: "Brouillon", "Draft";
    state_sent: "Émise", "Issued";
    state_awaiting: "En attente", "Awaiting answer";
    state_accepted: "Acceptée", "Accepted";
    state_reserved: "Avec réserves", "With reservations";
    state_declined: "Refusée", "Declined";
    state_deferred: "Différée", "Deferred";
    state_overdue: "Sans réponse", "No answer";
    state_question: "Question posée", "Question open";
    state_informative: "Pour information", "For information";
    state_revoked: "Retirée", "Withdrawn";

    role_owner: "Responsable", "Owner";
    role_adviser: "Conseiller", "Adviser";
    role_reader: "Lecteur", "Reader";
    role_owner_hint: "Tout, y compris les membres et l’identité du prestataire.", "Everything, members and the firm’s identity included.";
    role_adviser_hint: "Travaille sur les clients, les missions et les mises en garde.", "Works on clients, projects and warnings.";
    role_reader_hint: "Voit tout, ne modifie rien.", "Sees everything, changes nothing.";
}
