//! The client's side: reading a notice, confirming who one is, deciding.

use super::texts;

texts! {
    answer_title(notice: &str, reference: &str): "{notice} {reference}", "{notice} {reference}";
    answer_lead(firm: &str, client: &str): "{firm} signale à {client} les points suivants.", "{firm} draws the attention of {client} to the following points.";
    answer_you_are(name: &str, role: &str): "Ce lien est personnel : il est établi pour {name} ({role}).", "This link is personal: it was made for {name} ({role}).";
    answer_you_are_plain(name: &str): "Ce lien est personnel : il est établi pour {name}.", "This link is personal: it was made for {name}.";
    answer_from(author: &str, firm: &str, when: &str): "Écrit par {author}, {firm}, le {when}.", "Written by {author}, {firm}, on {when}.";
    answer_why: "Vous restez libre de chaque décision. Répondre point par point protège les deux parties : chacun saura ce qui a été dit et décidé.", "Each decision is yours. Answering point by point protects both sides: everyone will know what was said and decided.";
    answer_step_read: "La lettre", "The letter";
    answer_step_identify: "Confirmer qui vous êtes", "Confirm who you are";
    answer_step_decide: "Décider", "Decide";
    answer_step_done: "Reçu", "Receipt";
    answer_download: "Télécharger la lettre (PDF)", "Download the notice (PDF)";
    answer_informative: "Cette lettre vous est adressée pour information : aucune décision ne vous est demandée. Vous pouvez confirmer l’avoir lue.", "This notice is sent to you for information: you are not asked to decide. You may confirm that you have read it.";

    identify_title: "Confirmez qui vous êtes", "Confirm who you are";
    identify_lead(email: &str): "Pour répondre, demandez un code à six chiffres. Il est adressé à {email} et sert dix minutes.", "To answer, ask for a six-digit code. It is addressed to {email} and works for ten minutes.";
    identify_send: "Demander le code", "Ask for the code";
    identify_sent(email: &str): "Un code est adressé à {email}. Il sert dix minutes, cinq essais.", "A code is addressed to {email}. It works for ten minutes, five tries.";
    identify_code: "Code à six chiffres", "Six-digit code";
    identify_submit: "Confirmer le code", "Confirm the code";
    identify_again: "Demander un nouveau code", "Ask for a new code";
    identify_shown: "Prestataire d’exemple : rien n’est expédié, le code se lit dans sa boîte d’envoi.", "Example firm: nothing is sent, the code is to be read in its outbox.";
    identify_kept(firm: &str): "Ce serveur n’envoie aucun courriel pour l’instant : le code ne vous parviendra pas. Prévenez {firm}.", "This server sends no e-mail at present: the code will not reach you. Tell {firm}.";
    identify_records: "La demande et la saisie du code sont consignées ; la saisie l’est avec votre adresse IP et le nom de votre navigateur.", "Asking for the code and typing it are recorded; the typing with your IP address and your browser’s name.";
    identify_wrong(left: u64): ["Ce code ne convient pas. Il reste {left} essai." | "Ce code ne convient pas. Il reste {left} essais."], ["This code is not right. {left} try left." | "This code is not right. {left} tries left."];
    identify_dead: "Ce code ne sert plus : il a expiré, ou a été essayé trop souvent. Demandez-en un nouveau.", "This code works no longer: it has expired, or was tried too often. Ask for a new one.";
    identify_shape: "Le code a six chiffres.", "The code has six digits.";

    decide_legend(title: &str): "Votre décision : {title}", "Your decision: {title}";
    decide_accept: "J’accepte la mesure recommandée", "I accept the recommended measure";
    decide_accept_hint: "Le prestataire vous en confirmera la mise en œuvre.", "The firm will confirm with you how it is carried out.";
    decide_decline: "Je refuse", "I decline";
    decide_decline_hint: "Le risque demeure ; dites pourquoi, votre motif sera conservé.", "The risk remains; say why, your reason will be kept.";
    decide_defer: "Je remets ma décision", "I put off my decision";
    decide_defer_hint: "Le risque demeure jusque-là ; dites jusqu’à quand et pourquoi.", "The risk remains until then; say until when and why.";
    decide_option: "Option choisie", "Option chosen";
    decide_option_hint: "Si vous acceptez.", "If you accept.";
    decide_until: "Reportée jusqu’au", "Put off until";
    decide_reason: "Motif", "Reason";
    decide_reason_hint: "Nécessaire pour un refus ou un report.", "Needed to decline or to put off.";
    decide_reservations: "Réserves ou précisions", "Reservations or remarks";
    decide_reservations_hint: "Facultatif : corrigez un fait, posez une condition.", "Optional: correct a fact, state a condition.";
    sign_title: "Votre réponse", "Your answer";
    sign_name: "Vos prénom et nom", "Your first and last name";
    sign_name_hint: "Ils tiennent lieu de signature et figureront sur l’attestation.", "They stand for your signature and will be on the certificate.";
    sign_sentence: "En envoyant, vous déclarez", "By sending, you declare";
    consent_read(notice: &str, firm: &str): "J’ai lu {notice} ({firm}). Cette confirmation n’est pas une décision.", "I have read {notice} from {firm}. This confirmation is not a decision.";
    sign_submit: "Envoyer ma réponse", "Send my answer";
    read_submit: "Confirmer ma lecture", "Confirm that I have read it";
    sign_limits: "Sont conservés avec votre réponse : la demande et la saisie du code, votre adresse IP et le nom de votre navigateur. C’est une signature électronique simple, au sens du règlement eIDAS.", "Kept with your answer: that you asked for the code and typed it, your IP address and your browser’s name. This is a simple electronic signature within the meaning of the eIDAS Regulation.";

    answer_rescued(why: &str): "{why} Votre réponse n’a pas été enregistrée ; vos mots sont conservés plus bas, dans la question à votre prestataire.", "{why} Your answer was not saved; your words are kept below, in the question to the firm.";
    answered_title: "Réponse reçue", "Answer received";
    answered_text(name: &str, when: &str): "{name} a répondu le {when}. Cette réponse est consignée et ne se modifie plus ici.", "{name} answered on {when}. This answer is recorded and can no longer be changed here.";
    answered_receipt(email: &str): "L’attestation vous est adressée à {email}. Vous pouvez aussi la télécharger ici.", "The certificate is addressed to you at {email}. You may also download it here.";
    answered_receipt_unsent: "Aucun courriel n’est expédié : téléchargez l’attestation ici.", "No e-mail is sent: download the certificate here.";
    answered_certificate: "Télécharger l’attestation (PDF)", "Download the certificate (PDF)";
    answered_evidence: "Télécharger la preuve (JSON)", "Download the proof (JSON)";
    answered_preparing: "L’attestation est en préparation ; rechargez cette page dans un instant.", "The certificate is being prepared; reload this page in a moment.";
    answered_other: "Pour revenir sur une décision, écrivez à votre prestataire : il vous adressera une nouvelle lettre.", "To change a decision, write to the firm: it will send you a new notice.";
    acknowledged_text(name: &str, when: &str): "{name} a confirmé sa lecture le {when}.", "{name} confirmed having read it on {when}.";

    ask_title: "Une question avant de décider ?", "A question before you decide?";
    ask_title_after: "Une question ?", "A question?";
    ask_lead: "Elle est transmise à l’auteur et conservée avec sa réponse. Aucun code n’est nécessaire.", "It goes to the author and is kept with the reply. No code is needed.";
    ask_about: "Au sujet de", "About";
    ask_general: "La lettre en général", "The notice in general";
    ask_text: "Votre question", "Your question";
    ask_submit: "Envoyer la question", "Send the question";
    ask_waiting: "Pas encore de réponse.", "No reply yet.";
    questions_title: "Questions et réponses", "Questions and replies";
    asked_on(when: &str): "Question du {when}", "Question of {when}";
    replied_by(name: &str, when: &str): "Réponse : {name}, le {when}", "Reply by {name}, {when}";

    other_title: "Vous n’êtes pas la bonne personne ?", "Are you not the right person?";
    other_lead: "Indiquez qui peut décider. Votre prestataire vérifiera, puis lui adressera son propre lien.", "Say who may decide. The firm will check, then give them a link of their own.";
    other_name: "Nom de la personne", "The person’s name";
    other_role: "Sa fonction", "Their position";
    other_submit: "Indiquer cette personne", "Name this person";
    other_named(name: &str): "Vous avez indiqué {name}. Votre prestataire va vérifier.", "You named {name}. The firm will check.";

    link_expired_title: "Ce lien ne fonctionne plus", "This link works no longer";
    link_expired_text(firm: &str): "Il a expiré ou a été retiré. Demandez à {firm} de vous en envoyer un nouveau ; ce qui a été consigné le reste.", "It has expired or was withdrawn. Ask {firm} to send you a new one; what was recorded stays recorded.";

    done_code_sent: "Un code est prêt.", "A code is ready.";
    done_identified: "Merci, vous pouvez répondre.", "Thank you, you may now answer.";
    done_answered: "Merci. Votre réponse est consignée.", "Thank you. Your answer is recorded.";
    done_acknowledged: "Merci. Votre lecture est consignée.", "Thank you. Your reading is recorded.";
    done_asked: "Votre question est consignée et transmise.", "Your question is recorded and passed on.";
    done_named: "Merci. Votre prestataire va vérifier.", "Thank you. The firm will check.";
}
