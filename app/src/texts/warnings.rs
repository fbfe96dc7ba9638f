//! Topics, warnings, options.

use super::texts;

texts! {
    topics_lead: "Ce dont un prestataire doit avertir, avec les références qui le fondent. Un sujet n’est qu’un début : seuls les faits du client en font une mise en garde.", "What an IT firm must warn of, with the references it rests on. A topic is only a start: the client’s facts make it a warning.";
    topics_find: "Chercher un sujet", "Find a topic";
    topics_all: "Tous les sujets", "All topics";
    topics_none: "Aucun sujet ne contient ces mots", "No topic has these words";
    topic_code: "Code", "Code";
    topic_title: "Sujet", "Topic";
    topic_tier_a: "A : parmi les plus graves", "A: among the gravest";
    topic_tier_b: "B", "B";
    topic_facts: "Faits à relever chez le client", "Facts to note at the client’s";
    topic_kinds: "Missions concernées", "Projects concerned";
    topic_due: "à traiter", "to settle";
    topic_if_touched: "si la mission y touche", "if the project touches it";

    warning_new_title: "Nouvelle mise en garde", "New warning";
    warning_new_lead: "Choisissez le sujet. Vous adapterez ensuite le texte et décrirez les faits de ce client.", "Pick the topic. You then adapt the text and describe this client’s facts.";
    warning_topics_due: "À traiter pour cette mission", "To settle in this project";
    warning_topics_conditional: "Si la mission y touche", "If the project touches it";
    warning_topics_other: "Autres sujets du catalogue", "Other topics of the catalogue";
    warning_pick(title: &str): "Choisir : {title}", "Pick: {title}";
    warning_pick_short: "Choisir", "Pick";
    warning_drafted: "Déjà en brouillon", "Already drafted";
    warning_sent_in(reference: &str): "Déjà émise : {reference}", "Already issued: {reference}";

    warning_title(title: &str): "Mise en garde : {title}", "Warning: {title}";
    warning_for(client: &str, project: &str): "{client}, {project}", "{client}, {project}";
    warning_in_french: "Ce texte est adressé au client en français.", "This text is addressed to the client in French.";
    warning_in_english: "Ce texte est adressé au client en anglais.", "This text is addressed to the client in English.";
    warning_ready: "Prête à être envoyée", "Ready to be sent";
    warning_ready_text: "Les faits et le texte sont complets. Ajoutez-la à une lettre quand vous voulez.", "Facts and text are complete. Put it in a notice whenever you like.";
    warning_not_ready: "Pas encore prête", "Not ready yet";
    warning_not_ready_text: "Une mise en garde sans les faits du client ne l’informe de rien. Il manque :", "A warning without the client’s facts informs of nothing. Missing:";
    warning_missing_fact(label: &str): "« {label} » n’est pas indiqué", "“{label}” is not given";
    warning_missing_facts: "au moins un fait propre à ce client", "at least one fact of this client";
    warning_facts: "Faits de ce client", "This client’s facts";
    warning_facts_hint: "Ce que vous avez constaté, daté et chiffré si possible : c’est ce qui rend l’information propre à ce client.", "What you found, with dates and figures where you can: this is what makes the information this client’s own.";
    warning_fact_needed: "Nécessaire avant l’envoi.", "Needed before sending.";
    warning_text: "Le texte", "The text";
    warning_text_hint: "Le texte du catalogue est un début : adaptez-le à ce que vous avez constaté.", "The catalogue’s text is a start: adapt it to what you found.";
    warning_title_label: "Titre", "Title";
    warning_options: "Options et prix", "Options and prices";
    options_more: "Autres options", "More options";
    warning_options_hint: "Jusqu’à six façons de réaliser la mesure. Une ligne sans intitulé n’est pas retenue. Sans prix, l’option est dite non chiffrée.", "Up to six ways to carry out the measure. A line without a label is left out. Without a price, the option is shown as not priced.";
    option_n(n: u32): "Option {n}", "Option {n}";
    option_label: "Intitulé", "Label";
    option_price: "Prix hors taxes", "Price without VAT";
    option_rhythm: "Rythme", "Rhythm";
    option_vat: "Taux de TVA", "VAT rate";
    rhythm_once: "En une fois", "Once";
    rhythm_monthly: "Par mois", "Monthly";
    rhythm_yearly: "Par an", "Yearly";
    option_needs_label: "Donnez un intitulé à cette option.", "Give this option a label.";
    option_quotes: "Devis joints", "Quotes attached";
    option_quotes_hint: "Enregistrez d’abord les options, puis joignez leur devis : il part avec la lettre.", "Save the options first, then attach their quotes: they go with the notice.";
    quote_of: "Devis de l’option", "Quote of the option";
    quote_file: "Fichier du devis", "Quote file";
    quote_attach: "Joindre le devis", "Attach the quote";
    quote_remove(name: &str): "Retirer {name}", "Remove {name}";
    warning_delete: "Supprimer ce brouillon", "Delete this draft";
    warning_delete_title: "Supprimer", "Delete";
    warning_delete_text: "Un brouillon n’est pas une preuve : il peut disparaître. Ce qui a été émis reste consigné.", "A draft is no evidence: it may go. What was issued stays recorded.";
    warning_to_notice: "Préparer la lettre", "Prepare the notice";
    warning_conflict(name: &str, when: &str): "{name} a enregistré une autre version le {when}. Votre texte est gardé ci-dessous ; l’enregistrer de nouveau remplacera cette version.", "{name} saved another version on {when}. Your text is kept below; saving it again replaces that version.";
    warning_conflict_theirs: "Voir la version enregistrée", "See the version saved";
    labelled(label: &str, text: &str): "{label} : {text}", "{label}: {text}";
    error_whole_number: "Écrivez un nombre entier, comme 12.", "Write a whole number, like 12.";
    done_warning_begun: "Le brouillon est créé. Décrivez maintenant les faits.", "The draft is made. Now describe the facts.";
    done_warning_deleted: "Le brouillon est supprimé.", "The draft was deleted.";
    done_quote_attached: "Le devis est joint.", "The quote is attached.";
    done_quote_removed: "Le devis est retiré.", "The quote was removed.";
}
