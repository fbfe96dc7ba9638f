//! Notices: composing, sending, following up.

use super::texts;

texts! {
    draft_new_title: "Nouvelle lettre de mise en garde", "New warning notice";
    draft_edit_title: "Modifier la lettre", "Edit the notice";
    draft_lead: "Choisissez les mises en garde et les personnes. Rien ne part avant l’aperçu.", "Choose the warnings and the people. Nothing is sent before the preview.";
    draft_warnings: "Mises en garde", "Warnings";
    draft_warnings_hint: "Dans cet ordre.", "In this order.";
    draft_no_warnings: "Aucune mise en garde n’est prête", "No warning is ready";
    draft_no_warnings_text: "Écrivez-en une et décrivez les faits du client : elle pourra alors être envoyée.", "Write one and describe the client’s facts: it can then be sent.";
    draft_not_ready: "Pas encore prêtes", "Not ready yet";
    draft_not_ready_missing(n: u64): ["{n} point à compléter" | "{n} points à compléter"], ["{n} thing to complete" | "{n} things to complete"];
    draft_people: "Destinataires", "Recipients";
    draft_people_hint: "Chacun reçoit son propre lien. Sans signataire, la lettre informe et ne demande aucune décision.", "Each gets a link of their own. Without a signatory, the notice informs and asks for no decision.";
    draft_decides: "Peut décider", "May decide";
    draft_informed: "Pour information", "For information";
    draft_no_people: "Ce client n’a aucun contact avec une adresse électronique", "This client has no contact with an e-mail address";
    draft_no_people_text: "Ajoutez la personne qui décide, avec son adresse.", "Add the person who decides, with their address.";
    draft_add_contact: "Ajouter un contact", "Add a contact";
    draft_unavailable: "Sans adresse électronique", "Without an e-mail address";
    draft_unavailable_text(name: &str): "{name} ne peut rien recevoir : son adresse manque.", "{name} can receive nothing: the address is missing.";
    draft_complete: "Compléter", "Complete";
    draft_respond_by: "Réponse attendue au plus tard le", "Answer asked for by";
    draft_respond_by_hint: "Facultatif. Une date raisonnable montre que le client a eu le temps de décider.", "Optional. A reasonable date shows that the client had time to decide.";
    draft_introduction: "Introduction", "Introduction";
    draft_introduction_hint: "Facultatif : le contexte, une réunion, ce qui a conduit à ces constats. Elle figure avant les mises en garde.", "Optional: the context, a meeting, what led to these findings. It stands before the warnings.";
    draft_annexes: "Pièces jointes", "Enclosures";
    draft_annexes_hint: "Les devis des options partent de toute façon.", "The quotes of options go along anyway.";
    draft_to_preview: "Voir l’aperçu", "See the preview";
    draft_conflict(name: &str): "{name} a enregistré une autre version entre-temps. Vos choix sont gardés ; les enregistrer de nouveau remplacera cette version.", "{name} saved another version meanwhile. Your choices are kept; saving them again replaces that version.";

    preview_title: "Aperçu avant envoi", "Preview before sending";
    preview_lead: "Voici exactement ce que le client lira. Une fois émise, la lettre ne change plus.", "This is exactly what the client will read. Once issued, the notice no longer changes.";
    preview_reference: "attribuée à l’envoi", "given when sent";
    preview_problems: "À corriger avant l’envoi", "To correct before sending";
    preview_who: "Qui la reçoit", "Who receives it";
    preview_informative: "Aucun destinataire ne peut décider : la lettre sera envoyée pour information seulement.", "No recipient may decide: the notice will be sent for information only.";
    preview_expires(when: &str): "Les liens fonctionneront jusqu’au {when}.", "The links will work until {when}.";
    preview_pdf: "Aperçu du PDF", "Preview the PDF";
    preview_text: "Le texte", "The text";
    preview_issue_title: "Émettre", "Issue";
    preview_issue_text(n: u64): ["{n} personne recevra son lien personnel par courriel. L’émission est consignée dans le registre." | "{n} personnes recevront leur lien personnel par courriel. L’émission est consignée dans le registre."], ["{n} person will receive a personal link by e-mail. Issuing is recorded in the log." | "{n} people will receive a personal link by e-mail. Issuing is recorded in the log."];
    preview_issue: "Émettre la lettre", "Issue the notice";
    preview_changed: "Le contenu a changé depuis que cette page a été affichée. Relisez l’aperçu, puis émettez.", "The content changed since this page was shown. Read the preview again, then issue.";
    preview_no_warnings: "Choisissez au moins une mise en garde.", "Choose at least one warning.";
    preview_no_people: "Choisissez au moins un destinataire.", "Choose at least one recipient.";
    preview_gone(n: u64): ["{n} mise en garde choisie n’existe plus." | "{n} mises en garde choisies n’existent plus."], ["{n} warning chosen exists no longer." | "{n} warnings chosen exist no longer."];
    draft_delete: "Supprimer ce brouillon de lettre", "Delete this draft notice";
    issued_already_title: "Cette lettre est déjà émise", "This notice is issued already";
    issued_already_text(reference: &str): "Une autre personne, ou un second clic, l’a émise entre-temps sous la référence {reference}. Rien n’a été envoyé deux fois.", "Someone else, or a second click, issued it meanwhile as {reference}. Nothing was sent twice.";
    issued_already_see: "Voir la lettre émise", "See the issued notice";
    done_issued: "La lettre est émise et consignée. Les courriels partent.", "The notice is issued and recorded. The mails are on their way.";
    done_draft_deleted: "Le brouillon de lettre est supprimé.", "The draft notice was deleted.";
}
