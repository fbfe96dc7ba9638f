//! The overview: what needs the firm today.

use super::texts;

texts! {
    overview_title: "Ce qui vous attend", "What needs you";
    overview_lead(date: &str): "Nous sommes le {date}.", "Today is {date}.";
    overview_questions: "Questions de clients", "Questions from clients";
    overview_proposals: "Signataires désignés, à vérifier", "Signatories named, to be checked";
    overview_bounced: "Messages refusés ou revenus", "Mails refused or returned";
    overview_readdressed: "Nouvelle adresse connue : lettre à renvoyer", "New address known: notice to be sent again";
    overview_nobody: "Personne à la direction à qui s’adresser", "No director known to turn to";
    overview_bulk: "Envois groupés arrêtés ou refusés", "Bulk sendings stopped or refused";
    overview_bulk_stopped(n: u64): ["{n} lettre confirmée, arrêtée" | "{n} lettres confirmées, arrêtées"], ["{n} confirmed notice, stopped" | "{n} confirmed notices, stopped"];
    overview_bulk_refused(n: u64): ["{n} lettre refusée" | "{n} lettres refusées"], ["{n} notice refused" | "{n} notices refused"];
    overview_silent: "Sans réponse depuis une semaine", "No answer for a week";
    overview_draft_notice: "Lettre en préparation", "Notice being put together";
    overview_overdue: "Sans réponse à la date demandée", "No answer by the date asked for";
    overview_awaiting: "Réponses demandées bientôt", "Answers asked for soon";
    overview_contested: "Recettes et comptes rendus refusés ou avec réserves", "Minutes refused or with reservations";
    overview_declined: "Refusées : le risque demeure", "Declined: the risk remains";
    overview_deferred: "Différées", "Deferred";
    overview_again: "Sujets à reprendre", "Topics to raise again";
    overview_again_topics(n: usize): ["{n} sujet à reprendre" | "{n} sujets à reprendre"], ["{n} topic to raise again" | "{n} topics to raise again"];
    again_since(date: &str): "Depuis le {date}", "Since {date}";
    overview_checked(date: &str): "Faits datés (fins de support, règles, délais) vérifiés le {date}.", "Dated facts (ends of support, rules, delays) checked on {date}.";
    overview_drafts: "Brouillons à terminer", "Drafts to finish";
    overview_calm: "Rien ne vous attend aujourd’hui", "Nothing needs you today";
    overview_calm_text: "Aucune question, aucun retard, aucun brouillon. Les mises en garde émises suivent leur cours.", "No question, no delay, no draft. The warnings you issued take their course.";
    overview_new_client: "Nouveau client", "New client";
    overview_new_project: "Nouvelle mission", "New project";

    start_title: "Trois étapes jusqu’à la première mise en garde", "Three steps to the first warning";
    start_client: "Un client et ses contacts", "A client and its contacts";
    start_project: "Une mission et son périmètre", "A project and its scope";
    start_warning: "Une mise en garde", "A warning";
    start_client_text: "Commencez par le client : sa dénomination, puis la personne qui décide et d’où elle tient son pouvoir.", "Begin with the client: its name, then the person who decides and where their authority comes from.";
    start_project_text: "Décrivez la mission : ce qui en fait partie, ce qui n’en fait pas partie, ce que le client attend.", "Describe the project: what is part of it, what is not, what the client needs.";
    start_warning_text: "Choisissez un sujet du catalogue et décrivez les faits propres à ce client.", "Pick a topic of the catalogue and describe the facts of this client.";

    deferred_until(date: &str): "Différée jusqu’au {date}", "Deferred until {date}";
    due_today: "aujourd’hui", "today";
    due_in(n: u64): ["dans {n} jour" | "dans {n} jours"], ["in {n} day" | "in {n} days"];
    due_ago(n: u64): ["il y a {n} jour" | "il y a {n} jours"], ["{n} day ago" | "{n} days ago"];
}
