//! The PDFs’ account of their own proof: the trail (what its entries are called is in `events.rs`), who was identified and how, what it is worth, how to verify it.

use ledger::event::MailPurpose;

use super::{Texts, texts};

texts! {
    trail: "Suivi de la remise", "Delivery trail";
    trail_note: "L’ouverture d’un lien n’est pas comptée comme une lecture : les filtres de messagerie suivent les liens. D’un destinataire n’est consigné que ce que seule une personne peut faire. Aucune image espionne n’est utilisée.", "Opening a link does not count as reading: mail filters follow links. Of a recipient only what a person alone can do is recorded. No tracking pixel is used.";
    trail_time_note(zone: &str): "Heures : horloge du serveur du prestataire, en heure locale ({zone}) avec son décalage, puis en UTC. N° : rang de l’écriture dans le registre.", "Times: the clock of the firm’s server, in local time ({zone}) with its offset, then in UTC. No.: the entry’s place in the log.";
    trail_number: "N°", "No.";
    trail_when: "Heure locale et UTC", "Local time and UTC";
    trail_what: "Ce qui est consigné", "What is recorded";
    trail_by: "Par", "By";
    by_some_outside_reader: "un lecteur extérieur", "an outside reader";
    by_outside_reader(name: &str): "{name}, lecteur extérieur", "{name}, outside reader";
    trail_by_system: "le programme", "the program";
    trail_by_member: "membre du prestataire", "member of the firm";
    by_link_of(name: &str): "quelqu’un que rien n’identifie (lien personnel destiné à {name}, aucun code saisi)", "somebody whom nothing identifies (personal link meant for {name}, no code typed)";
    by_link_of_somebody: "quelqu’un que rien n’identifie (lien personnel, aucun code saisi)", "somebody whom nothing identifies (personal link, no code typed)";
    trail_by_contact: "par son lien personnel", "by their personal link";

    trail_step_issued: "Émise", "Issued";
    trail_step_delivered: "Remise au serveur du destinataire", "Taken by the recipient’s server";
    trail_step_outbox: "Déposée, non expédiée", "Filed, not sent";
    trail_step_code: "Code demandé", "Code asked for";
    trail_step_identified: "Code saisi", "Code typed";
    trail_step_answered: "Réponse", "Answer";
    trail_step_acknowledged: "Lecture confirmée", "Reading confirmed";
    trail_step_asked: "Question posée", "Question asked";
    trail_step_replied: "Réponse du prestataire à la question", "Firm’s reply to the question";
    trail_step_owed: "Question encore sans réponse du prestataire", "Question that the firm has not replied to yet";
    trail_step_now: "Pas de réponse à cette date", "No answer at this date";

    trail_link_valid(when: &str): "Valable jusqu’au {when}", "Valid until {when}";
    trail_mail_accepted: "Courriel accepté par le serveur de messagerie", "Mail accepted by the mail server";
    trail_mail_filed: "Courriel déposé dans le dossier d’envoi", "Mail filed in the outbox folder";
    trail_to(what: &str, to: &str): "{what}, à {to}", "{what}, to {to}";
    trail_code_to(to: &str): "pour l’adresse {to}", "for the address {to}";
    trail_tries(n: u32): ["{n} essai erroné" | "{n} essais erronés"], ["{n} wrong try" | "{n} wrong tries"];
    code_filed: "Le code n’a pas quitté le serveur du prestataire, et qui l’exploite pouvait le lire : savoir qui l’a saisi repose sur la parole du prestataire.", "The code did not leave the firm’s server, and whoever runs that could read it: who typed it rests on the firm’s word.";
    doc_certifies_code_filed: "Le code saisi pour répondre n’a pas quitté le serveur du prestataire, et qui l’exploite pouvait le lire : savoir qui a répondu repose sur la parole du prestataire.", "The code typed to answer did not leave the firm’s server, and whoever runs that could read it: who answered rests on the firm’s word.";
    trail_mail_filed_note: "Aucun serveur de messagerie n’est configuré : rien n’a été expédié.", "No mail server is configured: nothing was sent.";
    trail_mail_retry(attempt: u32): "Essai n° {attempt} ; un autre suivra.", "Attempt {attempt}; another will follow.";
    trail_mail_given_up(attempt: u32): "Essai n° {attempt}, le dernier.", "Attempt {attempt}, the last.";
    trail_mail_server(server: &str): "Serveur {server}", "Server {server}";
    trail_mail_reply(reply: &str): "Réponse du serveur : {reply}", "Server’s reply: {reply}";
    trail_mail_message(id: &str): "Message {id}", "Message-ID {id}";
    trail_mail_with(names: &str): "Avec : {names}", "With: {names}";
    mail_purpose_notice: "Courriel d’envoi", "E-mail that sends it";
    mail_purpose_code: "Courriel du code", "Code e-mail";
    mail_purpose_receipt: "Courriel d’attestation", "Receipt e-mail";
    mail_purpose_reply: "Courriel de réponse", "Reply e-mail";
    mail_purpose_invitation: "Courriel d’invitation", "Invitation e-mail";
    mail_purpose_access: "Courriel sur un accès extérieur", "E-mail about outside access";
    mail_purpose_security: "Courriel de sécurité du compte", "Account security e-mail";
    trail_wrong_tries(n: u32): ["{n} essai erroné auparavant" | "{n} essais erronés auparavant"], ["{n} wrong try before" | "{n} wrong tries before"];
    trail_withheld(kind: &str): "Écriture non communiquée ici ({kind})", "Entry not shown here ({kind})";
    trail_erased(kind: &str): "Contenu effacé ({kind})", "Content erased ({kind})";

    proof_identified: "Comment la personne a été identifiée", "How the person was identified";
    proof_link: "Lien personnel", "Personal link";
    proof_link_text(when: &str): "créé le {when} pour cette seule personne", "made on {when} for this person alone";
    proof_mailbox: "Boîte aux lettres", "Mailbox";
    proof_mailbox_text(to: &str, when: &str): "un code à six chiffres, valable dix minutes, adressé à {to}, a été saisi correctement le {when}", "a six-digit code, valid for ten minutes, addressed to {to}, was typed correctly on {when}";
    proof_ip: "Adresse IP", "IP address";
    proof_browser: "Navigateur", "Browser";
    proof_no_other: "Rien d’autre n’a été vérifié : ni pièce d’identité, ni téléphone, ni pouvoir au-delà de ce qui est indiqué avec les personnes.", "Nothing else was checked: no identity paper, no telephone, no authority beyond what is said with the people.";

    proof_level: "Niveau de la preuve, effets et limites", "Level of the evidence, effects and limits";
    proof_level_signature: "Réponse en ligne avec identification par lien et code : une signature électronique simple. La loi ne la présume pas fiable ; si elle est contestée, c’est à celui qui s’en prévaut d’établir qui a répondu et que le texte est intact (en droit français : code civil, articles 1366 et 1367).", "Online answer, the person identified by link and code: a simple electronic signature. The law does not presume it reliable; if it is contested, whoever relies on it must show who answered and that the text is intact (in French law: Civil Code, articles 1366 and 1367).";
    proof_level_delivery: "Remise par courriel : la réponse d’un serveur de messagerie, là où il y en a une, montre qu’il a pris le message en charge, non qu’il a été lu. Ce n’est pas un envoi recommandé.", "Delivery by e-mail: a mail server’s reply, where there is one, shows that it took charge of the message, not that it was read. It is not registered post.";
    proof_level_time: "Heure : celle de l’horloge du serveur du prestataire, qui aurait pu être réglée autrement. Aucune autorité d’horodatage n’est intervenue à ce stade. L’ordre des écritures n’est fixé, lui aussi, que depuis qu’un tiers détient un état du registre.", "Time: that of the clock of the firm’s server, which could have been set otherwise. No time-stamping authority took part at this stage. Their order, too, is fixed only since somebody else has held a state of the log.";
    proof_level_integrity: "Intégrité : chaque écriture est engagée par son empreinte SHA-256 dans un registre en arbre (RFC 6962) dont l’état est signé ; qui détient ce point de contrôle voit si une écriture d’avant a été modifiée ou retirée.", "Integrity: each entry is committed by its SHA-256 fingerprint to a tree-shaped log (RFC 6962) whose state is signed; whoever holds this checkpoint sees whether an entry before it was changed or removed.";
    proof_level_free: "Entre commerçants, la preuve est libre (en droit français : code de commerce, article L. 110-3) : le juge apprécie l’ensemble.", "Between traders evidence may take any form (in French law: Commercial Code, article L. 110-3): the court weighs the whole.";
    proof_level_silence: "Silence : il n’est ni une acceptation ni un refus. Il est seulement établi que l’information a été adressée comme le montre le suivi.", "Silence: it is neither acceptance nor refusal. All that is established is that the information was addressed as the trail shows.";
    proof_level_court: "Ce document constate des faits. Il ne remplace pas l’avis d’un avocat et ne préjuge d’aucune décision de justice.", "This document records facts. It does not replace a lawyer’s advice and does not anticipate any court’s decision.";

    proof_integrity: "Intégrité et vérification", "Integrity and verification";
    proof_log: "Registre", "Log";
    proof_checkpoint: "Point de contrôle", "Checkpoint";
    proof_checkpoint_size(size: u64): "{size} écritures, racine :", "{size} entries, root:";
    proof_key: "Clé du registre", "Key of the log";
    proof_entries: "Écritures jointes", "Entries enclosed";
    proof_entries_shown(shown: usize, hidden: usize, size: u64): "{shown} jointes avec leur texte, {hidden} sans leur texte ; les autres des {size} que compte le registre ne sont pas jointes", "{shown} enclosed with their text, {hidden} without; the others of the {size} in the log are not enclosed";
    proof_entries_erased(n: u64, shown: usize, withheld: usize, size: u64): ["{shown} jointes avec leur texte, {withheld} sans leur texte, {n} dont le texte a été effacé ; les autres des {size} que compte le registre ne sont pas jointes" | "{shown} jointes avec leur texte, {withheld} sans leur texte, {n} dont les textes ont été effacés ; les autres des {size} que compte le registre ne sont pas jointes"], ["{shown} enclosed with their text, {withheld} without, {n} whose text was erased; the others of the {size} in the log are not enclosed" | "{shown} enclosed with their text, {withheld} without, {n} whose texts were erased; the others of the {size} in the log are not enclosed"];
    proof_evidence_file: "Fichier de preuve joint", "Evidence file enclosed";
    proof_evidence_name: "preuve.json", "evidence.json";
    proof_evidence_description: "Écritures du registre, preuves d’inclusion et point de contrôle signé", "Entries of the log, inclusion proofs and signed checkpoint";
    proof_hashes: "Empreintes SHA-256 des éléments", "SHA-256 fingerprints of the items";
    proof_item: "Élément", "Item";
    proof_item_entry(index: u64, what: &str): "Écriture n° {index} : {what}", "Entry {index}: {what}";
    proof_item_message(to: &str): "Courriel entier pour {to}", "Whole e-mail for {to}";
    proof_verify: "Vérifier ce document", "Verify this document";
    proof_verify_open(url: &str): "Ouvrez la page {url} (code QR ci-contre). La vérification se fait dans votre navigateur : le fichier n’est envoyé nulle part.", "Open the page {url} (QR code beside). Verification takes place in your browser: the file is sent nowhere.";
    proof_verify_drop(file: &str): "Déposez-y ce PDF, ou le fichier {file} qui y est joint.", "Drop this PDF there, or the file {file} embedded in it.";
    proof_verify_key: "Comparez la clé du registre avec celle que le prestataire vous a donnée par une autre voie, et le texte affiché avec ces pages.", "Compare the key of the log with the one that the firm gave you in another way, and the text displayed with these pages.";
    proof_verify_alone(file: &str, url: &str): "Sans cette page : {url}/verify.html se garde comme un fichier, se trouve aussi dans tout lot de preuves, et fait la même vérification sans réseau, sur ce PDF ou sur {file}. Le format « acte-evidence » est décrit dans ledger-format.md, à la même adresse et dans tout lot : un autre programme peut vérifier aussi.", "Without that page: {url}/verify.html can be kept as a file, is in every evidence bundle, too, and does the same verification without a network, on this PDF or on {file}. The format “acte-evidence” is described in ledger-format.md, at the same address and in every bundle: another program can verify, too.";
    proof_hashes_salted: "L’empreinte d’une écriture porte sur son texte et sur un sel de 32 octets tiré au hasard : le texte seul ne la redonne pas. Le fichier joint contient ce sel pour chaque écriture dont il montre le texte ; le sel d’une écriture effacée a été détruit avec elle, et son empreinte ne se recalcule plus. Les autres empreintes sont celles des fichiers.", "The fingerprint of an entry is over its text and a random salt of 32 bytes: the text alone does not give it. The enclosed file holds that salt for each entry whose text it shows; the salt of an erased one was destroyed with its text, and its fingerprint cannot be computed again. The others are those of the files.";
    proof_not_proven: "Ce que la vérification ne prouve pas", "What verification does not prove";
    proof_not_true: "que les faits décrits sont exacts ;", "that the facts described are true;";
    proof_not_who: "qui se trouvait devant l’écran, au-delà des facteurs énumérés ;", "who sat before the screen, beyond the factors named;";
    proof_not_when: "l’heure, au-delà de ce qu’indiquait l’horloge du serveur ;", "the time, beyond what the server’s clock said;";
    proof_not_read: "qu’un message remis à un serveur a été lu ;", "that a message taken by a server was read;";
    proof_not_all: "que rien d’autre n’a été dit ou écrit ailleurs ;", "that nothing else was said or written elsewhere;";
    proof_not_other_log: "que le prestataire ne tient pas un autre registre, ni que celui-ci n’a pas été refait en entier avant qu’un tiers (client, autorité d’horodatage, témoin) n’en ait gardé un état ;", "that the firm keeps no other log, nor that this one was not made anew as a whole before a third party (client, time-stamping authority, witness) kept a state of it;";
    proof_not_key: "que la clé est bien celle du prestataire, si vous ne l’avez pas comparée.", "that the key is the firm’s, if you have not compared it.";
    proof_personal_data: "Données personnelles", "Personal data";
    proof_personal_data_text: "Sont consignés, afin d’établir la preuve de l’information donnée (RGPD, article 17, paragraphe 3, e) : des coordonnées professionnelles, la demande et la saisie du code, les questions et les réponses ; avec la saisie du code, la réponse et la confirmation de lecture, l’adresse IP et le nom du navigateur. Ces données sont conservées tant qu’une action reste possible.", "Recorded in the firm’s legitimate interest in establishing that information was given (GDPR, articles 6(1)(f) and 17(3)(e)): business contact details, asking for the code and typing it, questions and answers; with the typing of the code, the answer and the confirmation of reading, the IP address and the browser’s name. These data are kept as long as a claim remains possible.";
    proof_personal_data_contact(email: &str): "Pour toute demande : {email}", "For any request: {email}";
    proof_undrawn: "Les caractères que la police n’a pas sont indiqués par leur numéro Unicode entre crochets ; le fichier joint porte le texte exact.", "Characters that the font lacks are shown by their Unicode number in brackets; the enclosed file holds the exact text.";
}

impl Texts {
    /// Who asked, named somebody or wanted a code by the link alone, in the same words wherever it is told; without a name where none is shown.
    pub fn by_link(self, name: &str) -> String {
        if name.is_empty() { self.by_link_of_somebody().to_owned() } else { self.by_link_of(name) }
    }

    /// What a mail was for.
    pub fn mail_purpose(self, purpose: MailPurpose) -> &'static str {
        match purpose {
            MailPurpose::Notice => self.mail_purpose_notice(),
            MailPurpose::Reminder => self.mail_purpose_reminder(),
            MailPurpose::Code => self.mail_purpose_code(),
            MailPurpose::Receipt => self.mail_purpose_receipt(),
            MailPurpose::Reply => self.mail_purpose_reply(),
            MailPurpose::Invitation => self.mail_purpose_invitation(),
            MailPurpose::Security => self.mail_purpose_security(),
            MailPurpose::Access => self.mail_purpose_access(),
        }
    }
}
