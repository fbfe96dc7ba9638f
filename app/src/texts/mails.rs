//! The mails' subjects and sentences, and the outbox that shows them when nothing is sent.

use super::texts;

texts! {
    mail_hello(name: &str): "Bonjour {name},", "Hello {name},";
    mail_hello_unnamed: "Bonjour,", "Hello,";
    mail_sent_by(firm: &str): "Message établi par Acté pour {firm}.", "Written by Acté for {firm}.";
    mail_privacy(address: &str): "Données personnelles : {address}", "Personal data: {address}";
    mail_privacy_kept(address: &str): "Sont consignés : vos coordonnées professionnelles, la demande et la saisie du code, votre réponse ; avec la saisie et la réponse, l’adresse IP et le nom du navigateur. Vos droits : {address}", "Recorded: your business contact details, asking for the code and typing it, your answer; with the typing and the answer, the IP address and the browser’s name. Your rights: {address}";
    mail_doubt(author: &str): "Un doute sur l’origine de ce message ? Interrogez {author} par le moyen que vous utilisez d’habitude.", "Not sure who this message comes from? Ask {author} the way you usually do.";

    mail_notice_subject(notice: &str, reference: &str, firm: &str): "{notice} {reference} – {firm}", "{notice} {reference} – {firm}";
    mail_notice_lead(author: &str, firm: &str, notice: &str, project: &str, client: &str): "{author} ({firm}) vous adresse {notice} au sujet de la mission « {project} », menée pour {client}.", "{author} ({firm}) is sending you {notice} about the project “{project}”, carried out for {client}.";
    mail_notice_new_link(notice: &str, firm: &str, project: &str): "Voici un nouveau lien personnel vers {notice} ({firm}), au sujet de la mission « {project} ».", "Here is a new personal link to {notice}, issued by {firm} about the project “{project}”.";
    mail_notice_resent: "Un envoi précédent était allé à une autre adresse, ou n’y est pas parvenu.", "An earlier mail went to another address, or did not arrive.";
    mail_notice_named(by: &str): "{by} a indiqué que la décision vous revient.", "{by} told us that the decision is yours.";
    mail_notice_topics(n: u64): ["Elle porte sur {n} sujet :" | "Elle porte sur {n} sujets :"], ["It covers {n} topic:" | "It covers {n} topics:"];
    mail_notice_decide: "Pour chaque sujet, il vous est demandé de décider : accepter la mesure proposée, la refuser ou différer votre décision.", "For each topic you are asked to decide: accept the proposed measure, decline it, or defer your decision.";
    mail_notice_informs: "Cette lettre vous est adressée pour information : il vous est seulement demandé de confirmer que vous l’avez lue.", "This notice is sent to you for information: you are only asked to confirm that you have read it.";
    mail_notice_attached: "Le texte complet est joint à ce message, au format PDF.", "The complete text is attached to this message as a PDF.";
    mail_notice_link: "Lire et répondre :", "Read and answer:";
    mail_notice_link_informs: "Lire la lettre :", "Read the notice:";
    mail_notice_personal(time: &str): "Ce lien vous est personnel : ne le transférez pas. Il est valable jusqu’au {time}.", "This link is for you alone: do not forward it. It works until {time}.";
    mail_notice_not_mine: "Si la décision ne vous revient pas, la page vous permet d’indiquer à qui elle revient ; vous pouvez aussi y poser une question.", "If the decision is not yours, the page lets you say whose it is; you can also ask a question there.";

    mail_code_subject(reference: &str, firm: &str): "Votre code pour la lettre {reference} – {firm}", "Your code for notice {reference} – {firm}";
    mail_code_lead: "Ce code, à saisir sur la page de la lettre, confirme que vous recevez ce qui est envoyé à cette adresse électronique :", "This code, to be typed on the notice’s page, confirms that you receive what is sent to this e-mail address:";
    mail_code_life(minutes: u64): ["Il est valable {minutes} minute et ne sert qu’une fois." | "Il est valable {minutes} minutes et ne sert qu’une fois."], ["It is valid for {minutes} minute and works once." | "It is valid for {minutes} minutes and works once."];
    mail_code_unasked(author: &str): "Vous n’avez pas demandé de code ? Ne le communiquez à personne et prévenez {author}.", "Did you not ask for a code? Give it to nobody, and tell {author}.";

    mail_receipt_subject(reference: &str, firm: &str): "Votre réponse à la lettre {reference} – {firm}", "Your answer to notice {reference} – {firm}";
    mail_receipt_read_subject(reference: &str, firm: &str): "Votre lecture de la lettre {reference} – {firm}", "Your reading of notice {reference} – {firm}";
    mail_receipt_lead(project: &str, time: &str): "Votre réponse au sujet de la mission « {project} » a été enregistrée le {time}.", "Your answer about the project “{project}” was recorded on {time}.";
    mail_receipt_read_lead(project: &str, time: &str): "Vous avez confirmé avoir lu la lettre au sujet de la mission « {project} » ; cela a été enregistré le {time}.", "You confirmed that you have read the notice about the project “{project}”; this was recorded on {time}.";
    mail_receipt_accepted(title: &str): "{title} – mesure acceptée", "{title} – measure accepted";
    mail_receipt_accepted_option(title: &str, option: u32): "{title} – mesure acceptée, option {option}", "{title} – measure accepted, option {option}";
    mail_receipt_declined(title: &str): "{title} – mesure refusée", "{title} – measure declined";
    mail_receipt_deferred(title: &str, date: &str): "{title} – décision différée jusqu’au {date}", "{title} – decision deferred until {date}";
    mail_receipt_attached: "L’attestation est jointe à ce message. Conservez-la : elle vous permet de montrer, sans dépendre de votre prestataire, ce qui vous a été écrit et ce que vous avez répondu.", "The certificate is attached to this message. Keep it: it lets you show, without depending on your provider, what you were told and what you answered.";
    mail_receipt_again: "Le lien qui vous a été adressé mène toujours à la lettre.", "The link that was addressed to you still leads to the notice.";
    mail_receipt_wrong(author: &str): "Ce n’était pas vous ? Prévenez {author} sans attendre.", "Was this not you? Tell {author} at once.";

    mail_reply_subject(reference: &str, firm: &str): "Réponse à votre question sur la lettre {reference} – {firm}", "Reply to your question about notice {reference} – {firm}";
    mail_reply_lead(by: &str): "{by} a répondu à votre question.", "{by} has replied to your question.";
    mail_reply_question: "Votre question :", "Your question:";
    mail_reply_text: "Sa réponse :", "The reply:";
    mail_reply_again: "Le lien qui vous a été adressé vous ramène à la lettre.", "The link that was addressed to you leads back to the notice.";

    mail_invitation_subject(firm: &str): "Invitation à rejoindre {firm} sur Acté", "Invitation to join {firm} on Acté";
    mail_invitation_lead(by: &str, firm: &str): "{by} vous invite à rejoindre {firm} sur Acté, où sont consignées les mises en garde adressées aux clients et leurs réponses.", "{by} invites you to join {firm} on Acté, where the warnings given to clients and their answers are recorded.";
    mail_invitation_role(role: &str): "Votre rôle : {role}.", "Your role: {role}.";
    mail_invitation_link: "Choisir votre mot de passe :", "Choose your password:";
    mail_invitation_personal(time: &str): "Ce lien vous est personnel et ne sert qu’une fois. Il est valable jusqu’au {time}.", "This link is for you alone and works once. It is valid until {time}.";
    mail_invitation_unexpected: "Vous n’attendiez pas cette invitation ? Ne faites rien : aucun compte ne s’ouvre sans vous.", "Were you not expecting this? Do nothing: no account opens without you.";

    mail_password_subject(firm: &str): "Votre mot de passe a changé – {firm}", "Your password was changed – {firm}";
    mail_password_lead(time: &str): "Le mot de passe de votre compte Acté a été changé le {time}. Vos autres sessions ont été fermées.", "The password of your Acté account was changed on {time}. Your other sessions were closed.";
    mail_password_link: "Voir les sessions ouvertes :", "See the open sessions:";
    mail_password_wrong(firm: &str): "Ce n’était pas vous ? Demandez sans attendre à un responsable, chez {firm}, de vous retirer l’accès, puis de vous inviter de nouveau.", "Was this not you? Ask an owner at {firm} at once to remove your access, then to invite you again.";

    outbox_title: "Boîte d’envoi", "Outbox";
    outbox_unsent: "Aucun serveur de messagerie n’est configuré : ces messages n’ont été envoyés à personne. Ils sont gardés ici, liens compris, pour que vous puissiez suivre le parcours de vos clients.", "No mail server is configured: these messages were sent to nobody. They are kept here, links included, so that you can follow your clients’ path.";
    mails_kept: "Aucun serveur de messagerie n’est configuré : rien n’est expédié, ni lettre, ni code, ni invitation. Les messages attendent dans un dossier du serveur.", "No mail server is configured: nothing is sent, no notice, no code, no invitation. The messages wait in a folder of the server.";
    mails_now_sent: "Envoi par courriel en cours.", "Sending by e-mail is under way.";
    mails_now_shown: "Rien n’est expédié : voyez la boîte d’envoi.", "Nothing is sent: see the outbox.";
    mails_now_kept: "Rien n’est expédié, faute de serveur de messagerie : le courriel est prêt et gardé.", "Nothing is sent, for want of a mail server: the e-mail is ready and kept.";
    outbox_empty: "Aucun message pour l’instant", "No messages yet";
    outbox_empty_text: "Les lettres, codes et récépissés apparaîtront ici.", "Notices, codes and receipts will appear here.";
    outbox_caption: "Messages, du plus récent au plus ancien", "Messages, newest first";
    outbox_subject: "Objet", "Subject";
    outbox_from: "Expéditeur", "From";
    outbox_to: "Destinataire", "To";
    outbox_reply_to: "Réponses à", "Replies to";
    outbox_written: "Écrit le", "Written";
    outbox_attachments: "Pièces jointes", "Attachments";
    outbox_all: "Toute la boîte d’envoi", "The whole outbox";
}
